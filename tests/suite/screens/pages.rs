//! Pages as a learner meets them: what is marked, what the arrows do, what is not told beforehand, and small screens.

use super::desk::Desk;

/// A lesson of one page: a sheet, and what else stands on it.
fn page(sheet: &str, rest: &str) -> String {
    format!("+++\ntitle = \"Mine\"\ngoal = \"Look.\"\n+++\n\n# One\n\n```sheet\n{sheet}\n```\n\n{rest}")
}

#[test]
fn an_arrow_leads_from_piece_to_piece_where_there_are_no_bytes_to_walk() {
    let mut desk = Desk::written(&page(
        "p = rsa_prime(50)",
        "▸ `→` the next candidate\n\n```watch\nvalue = \"p/candidate[0]\"\n```\n",
    ));
    desk.shows("→ next value").press("<Right>").shows("an integer").hides("Nothing comes after");
    // What leads nowhere is not offered.
    desk.hides("→ next").press("<Right>").shows("Nothing comes after").press("<Left>").shows("→ next value");
    desk.press("<Left>").shows("Nothing comes before");
}

#[test]
fn the_last_line_has_the_arrow_of_a_field_of_one_byte() {
    let mut desk = Desk::written(&page(
        "k = base64(repeat(0x01, 32), url: true)\nt = fernet_encrypt(k, \"hello\", repeat(0x00, 16), 1)\n\
         parts = fernet_decrypt(k, t)",
        "▸ `→` from field to field\n\n```watch\nvalue = \"parts/fields/version\"\npicture = \"fields\"\n```\n",
    ));
    desk.shows("→ next value");
}

#[test]
fn how_many_bytes_there_are_is_hidden_while_it_is_asked() {
    let mut desk = Desk::written(&page(
        "m = input(\"abc\")\nd = utf8(m) ++ 0x80 ++ repeat(0x00, 9)",
        "```watch\nvalue = \"d\"\npicture = \"regions\"\n```\n\n\
         ```exercise\nask = \"How many bytes?\"\nanswer = \"length(d)\"\n```\n",
    ));
    desk.shows("= ···· bytes").shows("byte 0 of 0…····").hides("13 bytes");
    desk.press("a13<Enter>").shows("= 13 bytes").shows("byte 0 of 0…12");
}

#[test]
fn a_decision_is_not_told_while_its_result_is_asked() {
    let with = |question: &str| {
        let sheet = "t = jwt_sign(\"{\\\"alg\\\":\\\"HS256\\\"}\", \"{}\", \"k\")\n\
                     v = jwt_verify(t, \"k\", algorithm: \"EdDSA\")";
        let watch = "```watch\nvalue = \"v/fields/header\"\npicture = \"fields\"\n```\n\n";
        Desk::written(&page(sheet, &format!("{watch}{question}")))
    };
    with("").shows("does the header name");
    with("```predict\nask = \"Taken?\"\nchoose = [\"Yes\", \"No\"]\nanswer = \"No\"\nhide = [\"v\"]\n```\n")
        .hides("does the header");
}

#[test]
fn the_byte_one_stands_on_is_marked_in_every_view_of_bytes() {
    for (view, digits) in [("blocks", "74"), ("text", "t")] {
        let mut desk = Desk::written(&page(
            "k = input(\"forty-eight bytes of something that is shown ab\")\nd = utf8(k)",
            &format!("```watch\nvalue = \"d\"\nview = \"{view}\"\n```\n"),
        ));
        desk.press("<Right><Right><Right>");
        assert_eq!(desk.reversed().trim(), digits, "{view}");
    }
}

#[test]
fn on_the_smallest_screen_the_text_comes_first() {
    let mut desk = Desk::written(&page(
        "d = sha256(\"abc\")",
        "One line of text.\n\nAnother line of it.\n\n```watch\nvalue = \"d\"\n```\n\n\
         ```predict\nask = \"Which?\"\nchoose = [\"a\", \"b\"]\nanswer = \"a\"\nhide = [\"d\"]\n```\n",
    ));
    desk.resize(40, 12).shows("One line of text.").shows("Another line of it.").shows("Hidden until it is answered.");
}

#[test]
fn an_arrow_goes_over_a_border_of_one_byte_to_the_end() {
    let mut desk = Desk::written(&page(
        "a = input(\"first\")\nb = input(\"last\")\nd = utf8(a) ++ 0x24 ++ utf8(b)",
        "```watch\nvalue = \"d\"\npicture = \"regions\"\n```\n",
    ));
    desk.shows("byte 0 of 0…9").press("<Right>").shows("byte 5 of 0…9").press("<Right>").shows("byte 6 of 0…9");
    desk.press("<Right>").shows("Nothing comes after").press("<Left>").shows("byte 5 of 0…9");
}

#[test]
fn a_long_wrong_answer_leaves_room_for_what_is_said_to_it() {
    let mut desk = Desk::written(&page(
        "m = input(\"abc\")",
        "```exercise\nask = \"How much?\"\nanswer = \"length(m)\"\nhint = [\"Count.\"]\n```\n",
    ));
    desk.press(&format!("a{}<Enter>", "7".repeat(2000))).shows("7…").shows("A hint may help");
}

#[test]
fn a_piece_without_bytes_says_so_but_not_while_that_may_be_asked() {
    let with = |question: &str| {
        let sheet = "m = input(\"Meet me at noon by the old clock, and bring the red map\")\nd = sha256(m)";
        let watch = "```watch\nvalue = \"d/pad/one\"\npicture = \"list\"\n```\n\n";
        Desk::written(&page(sheet, &format!("{watch}{question}")))
    };
    with("").shows("zeros    0 bytes");
    let asked = "```exercise\nask = \"How many zeros?\"\nanswer = \"(119 - length(m) mod 64) mod 64\"\n```\n";
    with(asked).hides("0 bytes").press("a0<Enter>").shows("zeros    0 bytes");
}

#[test]
fn edges_count_all_that_is_not_seen() {
    let mut desk = Desk::written(&page("d = repeat(0x01, 4168)", "```watch\nvalue = \"d\"\n```\n"));
    // 261 rows of 16 bytes, of which some 15 are seen.
    desk.shows("byte 0 of 0…4167").shows("▾ 24");
    let mut desk = Desk::written(&page(
        "key = scrypt(\"sunshine\", \"salt of Mary\", 16, 1, 1, 32)",
        "```watch\nvalue = \"key/romix[0]/j[1]\"\n```\n",
    ));
    desk.press("u").shows("is used by").shows("▾ ").hides("▴").press("<End>").shows("▴ ").hides("▾");
}

/// Of an input that is one of some texts these are told, and completed.
#[test]
fn a_choice_is_told_and_completed() {
    let sheet =
        "a = input(\"one\")\nstep = input(\"ShiftRows\", choose: [\"ShiftRows\", \"MixColumns\"])\nd = utf8(step)";
    let mut desk = Desk::written(&page(sheet, "```watch\nvalue = \"step\"\n```\n"));
    desk.press("e").shows("One of ShiftRows, MixColumns; Tab completes.").press("mi").shows("is one of");
    desk.press("<Tab>").shows("MixColumns").hides("is one of").press("x<Tab>").shows("Esc puts back");
    desk.press("<Esc>").shows("ShiftRows").press("e<Tab>").hides("step  ");
}

/// A constant is named once, and whole where there is room.
#[test]
fn a_constant_is_named_once() {
    let mut desk = Desk::written(&page("d = sha256(\"abc\")", "```watch\nvalue = \"d\"\n```\n"));
    desk.press("gd/block[0]/K[12]<Enter>p").shows("└─ cube root of 41, the 13th");
    let text = desk.text();
    assert_eq!((text.matches("72be5d74").count(), text.matches("cube root").count()), (1, 1), "{text}");
}

/// What a value is computed from says its text in the list, too.
#[test]
fn bytes_of_a_text_have_it_beside_them() {
    let mut desk = Desk::written(&page("m = input(\"Ada Lovelace\")\nd = sha256(m)", "```watch\nvalue = \"d\"\n```\n"));
    desk.press("b").shows("is  ").hides("'").press("<Esc>gd/block[0]/W[0]<Enter>p").shows("41646120  \"Ada \"");
    for (cell, letter) in [("\"aaaa\"", "'a'"), ("reverse(utf8(\"hello\"))", "'o'")] {
        Desk::bench(cell).press("<Enter>").shows(letter);
    }
}

/// Under the keystream lies what is sealed, or what is opened, also where it is made of several pieces.
#[test]
fn what_lies_under_a_keystream_is_named_and_seen() {
    let sheet =
        "m = input(\"Meet\")\nk = repeat(0x00, 16)\ns = gcm_seal(k, repeat(0x00, 12), utf8(m) ++ utf8(\"ing\"))";
    let watch = "```watch\nvalue = \"s/tag\"\npicture = \"seal\"\n```\n";
    Desk::written(&page(sheet, watch)).shows("⊕ message").shows("Meeting").shows("4eedbfba09d8c4");
    // What is opened was sealed.
    Desk::lesson("in-transit/records").press("nnnnn").shows("⊕ ciphertext").hides("⊕ message");
}

/// A step leads from part to part of a seal to the tag, also through what another picture would be the first to draw.
#[test]
fn a_seal_is_walked_from_part_to_part() {
    for (lesson, tag) in [("ciphers/chacha20-poly1305", "= ["), ("ciphers/gcm", "= [")] {
        let mut desk = Desk::lesson(lesson);
        for _ in 0..7 {
            desk.press("<Right>").shows("the tag");
        }
        desk.shows(tag).hides("byte 0 of");
    }
}

/// The arrows keep to the letters of an input, and do not lead to what is computed from them.
#[test]
fn the_arrows_go_through_letters_as_they_stand() {
    let mut desk = Desk::lesson("start/keys");
    desk.press("<Down>").shows("[L]").press("<Down><Down><Down>").shows("12 letters = 12 bytes");
}
