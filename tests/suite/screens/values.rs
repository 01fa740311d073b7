//! Values: opened, compared, refused, lost and found again.

use super::desk::{Desk, ROUNDS};

#[test]
fn what_only_the_run_before_had_has_a_sign() {
    let mut desk = Desk::lesson(ROUNDS);
    desk.resize(120, 40).press(&format!("nnne<Ctrl-u>{}<Enter>e<Ctrl-u>abc<Enter>c", "a".repeat(130)));
    desk.press("gdigest/block[0]/T1[3]<Enter>").shows("after each block, 3 → 1").shows("-1").shows("-2");
    desk.press("gdigest/block[2]/T1[3]<Enter>").shows("▸-T1[3]").shows("—").resize(80, 24).shows("▸-T1[3]");
    // From one such value to the next.
    desk.press("d").shows("▸-").hides("▸-T1[3]").press("D").shows("▸-T1[3]").resize(40, 12).shows("▸-T1[3]");
}

#[test]
fn a_bit_of_a_byte_is_chosen_and_flipped() {
    for (columns, rows) in [(80, 24), (120, 40), (40, 12)] {
        let mut desk = Desk::lesson(ROUNDS);
        desk.resize(columns, rows).press("nnngmessage<Enter>b").shows("7654 3210").shows("turned   0010 0001");
        desk.press("h")
            .shows("no UTF-8: it is text")
            .press("ll")
            .shows("turned   0100 0001   41  'A'")
            .shows("x turns it over")
            .press("x")
            .shows("61 → 41");
        desk.press("<Esc>").shows("Abc");
    }
}

#[test]
fn every_key_that_the_bits_speak_of_works_there() {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnngmessage<Enter>bx").shows("c compares").press("U").shows("as before").shows("7654 3210");
    desk.press("R").shows("done again").press("c").shows("before the last edit").hides("7654 3210");
    // What the page suggests to change is changed from there, too.
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnnnngmessage<Enter>bt").shows("The input is changed");
}

#[test]
fn arrows_stay_within_the_bytes_and_leave_past_their_end() {
    let mut desk = Desk::bench("sha256(\"abc\")");
    desk.press("<Enter><Home><Enter>").resize(120, 24);
    desk.press("<Esc>gdigest/block<Enter>").shows("byte 0 of 0…31").shows("row");
    desk.press("<Down>").shows("byte 16 of 0…31").shows("digest/block").press("<Up>").shows("byte 0 of 0…31");
    desk.press("<Right><Down>").shows("byte 17 of 0…31").shows("↓ leave");
}

#[test]
fn a_page_key_closes_the_comparison_and_turns_the_page() {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnngmessage<Enter>xc").shows("4 of 7").shows("before the last edit");
    desk.press("n").shows("5 of 7").hides("before the last edit").press("cN").shows("4 of 7").hides("before the last");
}

#[test]
fn backspace_leads_to_where_the_page_began() {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnn");
    let began = desk.text();
    desk.press("<Esc><Backspace>");
    assert_eq!(desk.text(), began);
    desk.press("<Backspace>").shows("This is where you began");
}

#[test]
fn a_bit_of_an_integer_is_chosen_and_flipped() {
    for (columns, rows) in [(80, 24), (120, 40), (40, 12)] {
        let mut desk = Desk::bench("input(300)");
        desk.resize(columns, rows).press("b").shows("bit   15 0000 0001 0010 1100").shows("turned   301");
        desk.press("hhx").shows("bit 2: 300 → 296").shows("is       296").shows("x turns it over");
        desk.press("<Esc>").shows("296");
    }
}

#[test]
fn a_step_back_leads_to_the_tree_that_one_jumped_from() {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnngdigest/block[0]/T1[12]<Enter>P<Down>");
    let tree = desk.text();
    desk.press("<Enter>").shows("h[11] = g").press("p<Enter>").hides("h[11] =");
    desk.press("<Backspace>").shows("h[11] = g").hides("Where it comes from");
    assert_eq!(desk.press("<Backspace>").text(), tree, "as it was left");
    // What it shows is computed anew where an input changed meanwhile; one stands on the same row.
    desk.press("<Enter>e<Backspace>d<Enter><Backspace>").shows("Where it comes from").hides("32ca2d8c");
    assert!(desk.reversed().contains("h[11]"), "{:?}", desk.reversed());
    // A constant leads nowhere, and one stays.
    desk.press("<End><Up>").shows("K[12]").press("<Esc>nN<Backspace>").hides("Where it comes from");
}

#[test]
fn a_broken_block_shows_its_error_in_place_and_the_rest_works() {
    let mut desk = Desk::written(
        "+++\ntitle = \"Mine\"\ngoal = \"Break.\"\n+++\n\n# One\n\n```sheet\nm = input(\"abc\")\nd = sha265(m)\ne = sha256(m)\n```\n\n\
         ```watch\nvalu = \"e\"\n```\n\nThe rest is {{ e }}, not {{ d }}.\n",
    );
    desk.shows("There is no entry `valu`").shows("The rest is").shows("ba7816bf").shows("did you mean");
    desk.hides("computing");
}

#[test]
fn a_refusal_says_why_and_its_steps_stay() {
    let mut desk = Desk::written(
        "+++\ntitle = \"Mine\"\ngoal = \"Refuse.\"\n+++\n\n# One\n\n```sheet\ny = input(1, max: 16)\ntwice = point_multiply(2, [5, y], \"toy17\")\n```\n\n\
         ```watch\nvalue = \"twice/P_check/on_curve\"\n```\n\nTwice it is {{ twice }}.\n",
    );
    desk.shows("Twice it is [6, 3]").shows("on_curve  1");
    desk.press("e<Backspace>2<Enter>").shows("has no value").shows("on_curve  0");
    desk.press("gtwice/P_check/left<Enter>").shows("left = y²").shows("left  4");
}

#[test]
fn an_address_that_vanished_says_what_brings_it_back() {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("gdigest/block[1]/T1[0]<Enter>").shows("56 bytes");
}

#[test]
fn a_residue_opens_to_its_product_quotient_and_remainder() {
    let mut desk = Desk::bench("s = x25519_toy(42, 16)");
    desk.press("<Enter>gs/ladder[5]/x_2<Enter>V").shows("AA · BB").press("<Enter>");
    desk.shows("product").shows("quotient").shows("remainder").shows("101");
    // Its numbers are integers, with bits; out again one stands where one was.
    desk.press("<Enter>").shows("0x").press("<Esc><Esc>").shows("x_2 = AA · BB");
}

#[test]
fn the_states_of_a_round_stand_beside_each_other_as_squares() {
    let mut desk =
        Desk::bench("c = aes_encrypt(0x000102030405060708090a0b0c0d0e0f, 0x00112233445566778899aabbccddeeff)");
    // FIPS 197 appendix C.1, round 1: what SubBytes gives, and what ShiftRows makes of its second row.
    desk.press("<Enter>gc/round[1]/SubBytes<Enter>").press("vvvvvv").shows("matrix");
    desk.shows("0 63 09 cd ba").shows("1 53 60 70 ca").shows("MixColumns");
    desk.press("gc/round[1]/SubBytes[0]<Enter>").hides("wants a state").hides("matrix");
}

#[test]
fn a_strip_is_dark_where_a_lesson_says() {
    let mut desk = Desk::lesson("exchange/curves");
    desk.press("nnnn");
    let text = desk.text();
    let strip = text.lines().find(|row| row.contains("█") && row.trim_end().ends_with(" 3"));
    let mut shades: Vec<char> = strip.expect("a strip with shades").chars().filter(|c| "█·".contains(*c)).collect();
    shades.dedup();
    // k is 10, in binary 1010.
    assert_eq!(shades, ['█', '·', '█', '·'], "{text}");
}

#[test]
fn a_long_list_of_operands_begins_at_its_beginning() {
    let mut desk = Desk::lesson("ciphers/padding-oracle");
    desk.resize(80, 24).press("nn").shows(" in_range  1").shows(" fits[0] ").shows("▾ 10").shows(" valid     0");
    desk.hides(" fits[15]  1");
}

#[test]
fn a_list_of_thousands_shows_where_its_first_values_come_from() {
    let mut desk = Desk::bench("mt19937(5489, 2_000)");
    desk.resize(120, 40).press("grandom<Enter>p").shows("comes from").press("<End>").shows("… and 1744 more");
}

/// The zeros between a message and its length are no length: only how many there are follows from one.
#[test]
fn zeros_of_a_padding_are_told_from_what_says_a_length() {
    let mut desk = Desk::lesson("hashing/sha256-rounds");
    desk.resize(120, 40).press("nnngdigest/block[0]/T1[12]<Enter>");
    desk.shows("padding of message").hides("length(message)");
    desk.press("gdigest/block[0]/W[12]<Enter>").shows("padding of message").shows("as its length asks");
    desk.press("gdigest/pad/count/bytes<Enter>").shows("length(message)").hides("padding of message");
    desk.press("gdigest/pad/zeros<Enter>").shows("from  padding of message");
    desk.resize(80, 24).shows("byte 0 of 0…51: 00  padding of message");
}
