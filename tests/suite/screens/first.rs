//! What a page shows of itself: its inputs, the values it watches, letters of text, notes, and what a value is in
//! words.

use super::desk::{Desk, ROUNDS};

const SHEET: &str =
    "```sheet\nkey = input(\"k\")\nmessage = input(\"abc\")\nd = sha256(message)\ne = hmac(key, d)\n```\n\n";

fn watch(value: &str) -> String {
    format!("```watch\nvalue = \"{value}\"\n```\n\n")
}

#[test]
fn an_input_shows_from_the_page_that_first_uses_it() {
    let source = format!("# A\n\n{SHEET}{}---\n\n# B\n\n{}", watch("d"), watch("e"));
    let mut desk = Desk::written(&source);
    desk.shows("\n message  abc").hides("key  k").press("i").shows("key  k   message  abc").press("i").hides("key  k");
    desk.press("e")
        .shows("message  abc")
        .press("<Tab>")
        .shows("message  abc")
        .press("<Esc>")
        .press("n")
        .shows("key  k   message");
    desk.press("i").shows("All inputs of this lesson are shown.").press("N").hides("key  k");
    // Whoever goes to one of a later page can change it.
    desk.press("gkey<Enter>exyz<Enter>").shows("78797a  xyz");
}

#[test]
fn two_watched_values_both_show_and_a_page_without_one_says_what_it_keeps() {
    let source = format!("# A\n\n{SHEET}{}{}---\n\n# B\n\nText.\n", watch("d"), watch("d/block[0]/W[0]"));
    let mut desk = Desk::written(&source);
    desk.shows("ba7816bf").shows("── W[0] ──").shows("W[0]     61626380");
    desk.press("<Tab>").shows("W[0] = bytes[0..4]").shows("── d ──");
    desk.resize(120, 40).shows("── d ──").press("<Tab>").shows("── W[0] ──");
    desk.resize(80, 24).press("n").shows("kept from page 1").hides("── W[0] ──").press("<Enter>").hides("kept from");
    // Where there is no room, one line is left of it.
    desk.press("N").resize(40, 12).press("z").shows("W[0]  61626380").hides("── W[0] ──");
}

#[test]
fn letters_stand_beside_bytes_that_come_from_a_text_and_only_there() {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("ngdigest/block[0]/W[0]<Enter>").shows("61626380 \"abc·\"");
    desk.press("gdigest/block[0]/T1[0]<Enter>")
        .shows("\"abc·\" ")
        .press("gdigest/pad<Enter>")
        .shows(" abc")
        .shows("'a'");
    // A digest is no text, whatever its bytes may look like: 78 is no x there.
    desk.press("gdigest<Enter><Right>").shows("byte 1 of 0…31: 78  from").hides("'x'");
    let mut desk = Desk::bench("bytes_be(0x41424344, 4)");
    desk.press("<Enter>").shows("41424344").hides("'A'").hides("ABCD");
}

#[test]
fn notes_are_drawn_where_they_are_asked_for() {
    let mut desk = Desk::map();
    desk.resize(120, 40).press("<Enter>").shows("1 of 6").hides("Type the name of somebody");
    let mut desk = Desk::map();
    desk.app.notes = true;
    desk.resize(120, 40).press("<Enter>").shows("\n Notes").shows("Type the name of somebody");
}

#[test]
fn help_begins_with_what_the_value_is_and_three_things_to_do_with_it() {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnngdigest/block[0]/T1[12]<Enter>?").shows("T1[12] is 9052955f, computed as h + Σ1(e)");
    desk.hides("0…0").shows("round 12 of 0…63.").shows("It comes from h[11], Σ1(e[11])");
    desk.shows("Three things to do with it").shows("↵").press("<End>").shows("Draw the screen anew.").press("<Esc>");
    desk.press("gmessage<Enter>?").shows("message is an input: what stands in it is yours").shows("Keys on a page");
    desk.press("<Esc>gdigest<Enter>?").shows("digest is 32 bytes.").shows("It comes out of sha256: ");
    desk.press("<Esc>").resize(40, 12).press("?").shows("digest is 32 bytes.");
    // What is asked stays hidden there too.
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nngdigest/block[0]/a[0]<Enter>?").shows("hidden until the question").hides("5d6aebcd");
}

#[test]
fn what_a_page_asks_for_stands_on_lines_of_its_own() {
    let source = format!("# A\n\n{SHEET}Text.\n\n▸ `p` asks\\\n▸ `u` asks the\nother way\n\n{}", watch("d"));
    let mut desk = Desk::written(&source);
    desk.shows("\n ▸ p asks").shows("\n ▸ u asks the other way");
    desk.ascii = true;
    desk.shows("\n > p asks");
}

#[test]
fn letters_stand_on_the_cells_of_a_picture() {
    let mut desk = Desk::written(&format!("# A\n\n{SHEET}{}", watch("d/block[0]/T1[12]")));
    desk.resize(120, 40).shows("after 12").press("f");
    let Some(cleartext::app::tool::Tool::Letters(letters)) = &desk.app.tool else { panic!("letters") };
    let cell = letters.list.rows().iter().find(|jump| jump.name == "e[12]").expect("the new e").clone();
    desk.press(&cell.letters).shows("[1e578218]").shows("is    d + T1");
}
