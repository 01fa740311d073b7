//! Where a newcomer stumbled, each with the screen that helps.

use super::desk::{Desk, ROUNDS};

/// A lesson of two pages that suggest the same change, and a third one that builds on what was typed.
const TAMPERS: &str = "# A\n\n```sheet\nkey = input(\"k\", max: 8)\nflip = input(0, max: 9)\nname = input(\"Ada\", min: 1, max: 9)\n\
    d = sha256(bytes_be(flip, 1) ++ utf8(key))\nn = sha256(name)\n```\n\n```tamper\nedit = { flip = \"1\" }\n\
    expect = \"different(d, before.d)\"\nsay = \"One way.\"\n```\n\n---\n\n# B\n\n```tamper\nedit = { flip = \"1\" }\n\
    expect = \"different(d, before.d)\"\nsay = \"Another way.\"\n```\n\n---\n\n# C\n\n```tamper\n\
    edit_expr = { name = \"name ++ \\\"!\\\"\" }\nexpect = \"length(name) == length(before.name) + 1\"\nsay = \"Longer.\"\n```\n";

#[test]
fn a_change_that_an_earlier_page_made_is_seen_on_the_next_one_too() {
    let mut desk = Desk::written(TAMPERS);
    desk.press("t").shows("✓ One way.").press("n").shows("t changes flip to 1").press("t").shows("✓ Another way.");
    desk.press("c").shows("flip  0 → 1").press("<Esc>t").shows("flip  0").press("N").shows("t changes flip to 1");
    let mut desk = Desk::lesson("ciphers/aes");
    desk.press("nnnnnnt").shows("After round 1 twelve").press("nnt").shows("✓ In flat twelve bytes");
}

#[test]
fn a_change_builds_on_what_the_learner_typed_or_says_that_it_replaces_it() {
    let mut desk = Desk::written(TAMPERS);
    desk.press("nn").shows("t changes name to Ada!").press("eKim<Enter>").shows("t changes name to Kim!");
    desk.press("t").shows("✓ Longer.").shows("name  Kim!").press("t").shows("name  Kim").hides("✓ Longer.");
    desk.press("NN").hides("brings yours back").press("gflip<Enter>e7<Enter><Backspace>").shows("brings yours back");
    desk.press("t").shows("flip  1").press("t").shows("flip  7");
    let mut desk = Desk::lesson("start/keys");
    desk.press("eKim<Enter>n")
        .shows("t changes name to Kil")
        .press("ajj<Enter>t")
        .shows("name  Kil")
        .shows("✓ One bit of your name");
    desk.press("NeZoë語<Enter>n").shows("changes name to Zoë誟").press("t").shows("✓ One bit of your name");
}

#[test]
fn what_a_change_came_to_goes_when_what_it_put_there_is_edited() {
    let mut desk = Desk::written(TAMPERS);
    desk.press("t").shows("✓ One way.").press("gkey<Enter>ezz<Enter>").shows("✓ One way.");
    desk.press("gflip<Enter>e2<Enter>").hides("One way.").shows("t changes flip to 1").press("t").shows("✓ One way.");
    desk.press("U").hides("One way.").shows("flip  2");
}

#[test]
fn what_the_padding_goes_into_is_told() {
    let mut desk = Desk::lesson("hashing/sha256-padding");
    desk.press("gdigest/pad/one<Enter>u").shows("W[13]").hides("Nothing here");
    desk.press("<Esc>gdigest/pad/count<Enter><End>u")
        .shows("W[15]")
        .press("<Esc>gdigest/pad/message<Enter>u")
        .shows("W[0]");
    let mut desk = Desk::bench("sha256(\"abc\")");
    desk.press("<Enter>gdigest/pad/zeros<Enter>u").shows("W[1]");
}

#[test]
fn edit_opens_the_input_that_the_page_is_about() {
    for (lesson, keys, opened) in [
        ("macs/hmac", "e", "key  "),
        ("ciphers/aes", "e", "block  "),
        ("ciphers/aes", "nnne", "place  "),
        ("ciphers/aes", "nnnnnnnne", "step  "),
        ("ciphers/ecb", "nnnnnne", "cipher  "),
        ("ciphers/chacha20", "nnnnne", "rounds  "),
        ("hashing/sha256-rounds", "nnnnnnnne", "rounds  "),
        // Where one stands on one, that.
        ("ciphers/aes", "nnngblock<Enter>e", "block  "),
    ] {
        let mut desk = Desk::lesson(lesson);
        desk.press(keys);
        let text = desk.text();
        let line = text.lines().nth_back(2).unwrap_or_default().trim_start();
        assert!(line.starts_with(opened), "{lesson} {keys}: {text}");
    }
}

#[test]
fn the_page_turns_over_open_operands_and_lists() {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnngdigest/block[0]/T1[12]<Enter><Enter>")
        .shows("go there")
        .press("n")
        .shows("5 of 7")
        .press("pn")
        .shows("6 of 7");
    desk.press("uN").shows("5 of 7");
}

#[test]
fn go_works_on_the_bench_and_leads_to_arguments() {
    let mut desk = Desk::bench("hmac(\"k\", sha256(\"abc\"))");
    desk.press("gmac/inner<Enter>").shows("mac/inner");
    let mut desk = Desk::written(
        "# A\n\n```sheet\nm = input(\"abc\")\nd = sha256(m)\ne = hmac(\"k\", d)\n```\n\n```watch\nvalue = \"e\"\n```\n",
    );
    // An argument is an input, a value, or a part of the formula; one stands where it comes from.
    desk.press("gd/in/message<Enter>").shows("m = input").press("ge/in/message<Enter>").shows("d/block");
    desk.press("ge/in/key<Enter>").shows("is written in the").press("<Esc>");
}

#[test]
fn the_page_on_the_s_box_shows_the_rows_of_the_table() {
    // FIPS 197, table 4: the row of 19 and the rows beside it.
    let row = " 1_ ca 82 c9 7d fa 59 47 f0 ad[d4]a2 af 9c a4 72 c0";
    let mut desk = Desk::lesson("ciphers/aes");
    desk.press("nn")
        .shows(" 1_ ca 82 c9 7d fa 59 47 f0")
        .shows(" 1_ ad[d4]a2 af 9c a4 72 c0")
        .shows("▸19: row and column");
    desk.resize(120, 40).shows(row).shows(" 0_ 63 7c").shows(" 2_ b7 fd");
    // The next byte, and at the end of the table.
    desk.press("gc/round[1]/SubBytes[12]<Enter>").shows(" e_ e1 f8 98 11 69 d9 8e 94 9b[1e]");
    // While the first byte of the state is asked for, its row is hidden as well.
    let mut desk = Desk::lesson("ciphers/aes");
    desk.press("ngc/round[1]/SubBytes[0]<Enter>").hides("row and column").hides("ad d4 a2");
    let mut desk = Desk::bench("aes_decrypt(0x2b7e151628aed2a6abf7158809cf4f3c, 0x3925841d02dc09fbdc118597196a0b32)");
    desk.resize(120, 40).press("gbytes/round[1]/InvSubBytes[0]<Enter>").shows(" e_ a0 e0 3b 4d ae 2a f5 b0 c8[eb]");
}

#[test]
fn pictures_of_a_comparison_turn_to_the_run_before_and_back() {
    let mut desk = Desk::lesson("ciphers/aes");
    // The first byte after round 1, FIPS 197 appendix B: a4; what one bit makes of it stands in the same place.
    desk.press("nnnnnntc").shows("≠56 68 6b 02").shows("beside how it was").hides("≠a4 68 6b 02");
    desk.press("C").shows("≠a4 68 6b 02").shows("drawn as it was before the last edit").hides("≠56 68 6b 02");
    desk.press("<Right>")
        .shows("drawn as it was")
        .press("C")
        .shows("beside how it was")
        .press("<Esc>C")
        .hides("drawn as");
    let mut desk = Desk::lesson("ciphers/cbc");
    desk.resize(120, 40).press("nnnntNNNNc").shows("≠21796b84 c2c77c09").press("C").shows("≠e28f1f82 b33336bc");
    desk.press("c").shows("Compare with how it was").press("<Esc><Esc>").hides("drawn as");
}

#[test]
fn what_is_drawn_at_random_stays_in_sight_beside_its_seed() {
    let mut desk = Desk::lesson("ciphers/aes");
    desk.press("nnnnnnr").shows("… seed  4f2a-91c3").press("<Enter>").shows("key  3877876c");
}
