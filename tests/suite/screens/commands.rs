//! Everything that a key can ask for, case by case.

use cleartext::app::command::KEYS;
use std::collections::BTreeSet;

use super::desk::{Desk, ROUNDS, SQUARES};

/// Counts the rows of KEYS that a desk used.
type Done<'a> = &'a mut dyn FnMut(&mut Desk);

const CASES: [fn(Done); 25] = [
    the_course_map,
    the_end_of_a_lesson,
    letters_on_a_page,
    a_talk,
    steps_rounds_and_blocks,
    a_picture_and_the_list_that_stands_in,
    into_a_value_down_to_its_bits,
    into_a_call_that_was_refused,
    into_a_value_that_is_all_a_helpers,
    where_from_and_where_to,
    the_whole_way,
    find,
    the_words_of_a_page,
    the_palette,
    undo_redo_and_random_values,
    what_can_be_copied,
    play_and_pins,
    editing_keeps_the_place,
    one_bit_and_what_became_of_it,
    a_prediction,
    an_exercise,
    the_answer_at_the_price_of_its_point,
    a_tamper,
    the_bench,
    everywhere,
];

#[test]
fn every_key_does_what_its_row_says() {
    let mut used = BTreeSet::new();
    for case in CASES {
        case(&mut |desk| used.append(&mut desk.used));
    }
    let unused: Vec<_> =
        KEYS.iter().enumerate().filter(|(place, _)| !used.contains(place)).map(|(_, row)| row).collect();
    assert!(unused.is_empty(), "no case presses {unused:#?}");
}

/// The course map: choose, open, leave, come back to the same page.
fn the_course_map(done: Done) {
    let mut desk = Desk::map();
    desk.shows("Cryptography, opened up").press("<End><Home><Down><Up><Down><Enter>").shows("1 of");
    desk.press("n").shows("2 of").press("<Esc><Enter>").shows("2 of");
    desk.press("<Esc>S").shows("Do you know it already?").press("<Esc>").hides("already?");
    desk.press("W").shows("help wanted").press("WW").hides("help wanted");
    desk.press("n").shows("1 of").press("<Esc>");
    desk.press("g2.1 p3<Enter>").shows("2.1 p3 of").press("<Esc><Esc><Esc>");
    done(&mut desk);
}

/// The end of a lesson: back, on to the next, out to the map.
fn the_end_of_a_lesson(done: Done) {
    let mut desk = Desk::lesson("start/keys");
    desk.press("nnnnnn")
        .shows("You have seen")
        .press("N")
        .shows("6 of 6")
        .press("n<Down><Up>?")
        .shows("Keys on the end");
    desk.press("<Esc><Enter>").hides("Your name, opened up").shows("1 of ");
    done(&mut desk);
    let mut desk = Desk::lesson("start/keys");
    desk.press("nnnnnn<Esc>").shows("◐ Your name, opened up");
    done(&mut desk);
}

/// A lesson in front of a class.
fn a_talk(done: Done) {
    let mut desk = Desk::lesson("start/keys");
    desk.app.stage.lesson_mut().unwrap().present(false);
    desk.shows("1 of 6").press("n<Left>2<Enter>").shows("2 of 6").press("b").hides("2 of 6").press("bc").shows("Hands");
    desk.press("e<Esc>w<Esc>JK<Esc>:<Esc>?<Esc>").shows("2 of 6").press("!q");
    assert_eq!(desk.asked, ["snapshot", "quit"]);
    done(&mut desk);
}

/// Letters on what one can go to.
fn letters_on_a_page(done: Done) {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnnf").shows("Type the letter").press("<F1>").shows("Keys on letters").press("<Esc><Esc>");
    desk.press("f<Enter>").hides("Type the letter");
    done(&mut desk);
}

/// The registers of a round as a picture: what a step leads to, another round, and the list instead.
fn a_picture_and_the_list_that_stands_in(done: Done) {
    let mut desk = Desk::bench("sha256(\"abc\")");
    desk.resize(120, 40).press("<Enter>gblock[0]/T1[12]<Enter>");
    desk.shows("after 12")
        .shows("+T1")
        .press("<Right>")
        .shows("[f73e9431]")
        .press("<Right>")
        .shows("[1e578218]")
        .press("<Right>")
        .shows("[87912990]");
    desk.press("<Right>").shows("after 13").press("<Left>").shows("[87912990]").press("<Up>").shows("after 11");
    desk.press("V").hides("after 11").press("V").shows("after 11");
    // On the strip a step is a round, also where the picture has four.
    desk.press("S<Right>").shows("after 12").press("<Right>").shows("after 13").press("<Enter>").shows("after 13");
    desk.press("<Right>").shows("after 14").press("S<Left><Esc>").shows("after 13");
    done(&mut desk);
}

/// Steps, rounds, blocks.
fn steps_rounds_and_blocks(done: Done) {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnn").shows("4 of 7").shows("T1[0]");
    // A round makes four values; the registers that slide on, and what a formula reads alone, are passed over.
    desk.shows("round 0 of 0…63")
        .press("<Right>")
        .shows("T2[0] = ")
        .press("<Right>")
        .shows("e[0] = d")
        .press("<Right>");
    desk.shows("a[0] = T1")
        .press("<Right>")
        .shows("T1[1] = ")
        .shows("round 1 of 0…63")
        .press("<Left>")
        .shows("a[0] = T1");
    // A word of the schedule comes in; one walks along the words by themselves.
    desk.press("gdigest/block[0]/W[16]<Enter><Right>").shows("W[17] = ").press("<Left><Left>").shows("W[15] = ");
    desk.press("gdigest/block[0]/a[0]<Enter>").press("<End>").shows("H[7]").press("<Home>").shows("H_before[0]");
    desk.press("g<Ctrl-c>");
    assert_eq!(desk.asked, ["quit"], "Ctrl-C quits while one types");
    desk.press("<Esc>gdigest/block[0]/T1[12]<Enter>").shows("9052955f");
    assert!(desk.reversed().contains("h + Σ1(e)"), "the formula is the bright thing, not {:?}", desk.reversed());
    desk.press("<Down>").shows("T1[13]").press("<Up>").shows("T1[12]");
    desk.press("N").shows("3 of 7").press("n").shows("4 of 7");
    done(&mut desk);
    let mut desk = Desk::lesson(ROUNDS);
    desk.press(&format!("e{}<Enter>gdigest/block[0]/T1[0]<Enter>", "abcdefgh".repeat(8)));
    desk.press("]").shows("block 1 of 0…1").press("[").shows("block 0 of 0…1");
    done(&mut desk);
}

/// Into a value, down to its bits, out again.
fn into_a_value_down_to_its_bits(done: Done) {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnngdigest/block[0]/T1[12]<Enter><Enter>").shows("Σ1(e");
    desk.press("b").shows("carry").press("<Down>").shows("▸Σ1").press("<Up><Left><Right><Esc>").shows("9052955f");
    desk.press("gdigest/block[0]/T1[12]<Enter><Enter><Enter><Enter>")
        .shows("ROTR 11")
        .press("<Enter>")
        .shows("e[11] bit 5");
    desk.press("<Down><Enter>").shows("e[11]").press("<Esc>gdigest/block[0]/T1[12]<Enter>");
    desk.press("b<Esc>v").press("J").press("K").press("z").press("z").press("z").press("w");
    desk.press("i").shows("All inputs of this lesson are shown.");
    done(&mut desk);
}

/// Into a call that a check refused: its steps stay.
fn into_a_call_that_was_refused(done: Done) {
    let mut desk = Desk::bench("dh_shared(6, 19, p: 23, g: 5, q: 11)");
    desk.shows("is not in the subgroup").press("<Enter>").shows("subgroup_check  00");
    desk.press("<Down>").shows("from number/subgroup");
    done(&mut desk);
}

/// A value that is all a helper's: what it shows lies inside of that.
fn into_a_value_that_is_all_a_helpers(done: Done) {
    let mut desk = Desk::lesson(SQUARES);
    desk.press("gc/round[1]/SubBytes[0]<Enter><Enter><Enter>").hides("there is no").shows("affine").shows("ROTL");
    done(&mut desk);
}

/// Where from, where to, back.
fn where_from_and_where_to(done: Done) {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnngdigest/block[0]/T1[12]<Enter>p").shows("K[12]");
    desk.press("<Down><Up><Enter>").hides("T1[12] =").press("<Backspace>").shows("9052955f");
    desk.press("u").shows("T1[12]").press("<Home><End><Enter><Backspace>").shows("9052955f").press("y");
    assert_eq!(desk.asked.last(), Some(&"copy"));
    desk.press("p<Esc>").shows("9052955f");
    // In the list it asks on, of the chosen row.
    desk.press("pp").shows("digest/block[0]/h[11]  32ca2d8c").shows("comes from").hides("T1[12]");
    done(&mut desk);
}

/// The whole way: open at the nearest byte, folded copies, there and back.
fn the_whole_way(done: Done) {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnngdigest/block[0]/T1[12]<Enter>P").shows("= g[10] = f[9] = e[8]").shows("your bytes");
    desk.press("?").shows("Keys on the way of a value").press("<Esc>").shows("Where it comes from");
    desk.press("<End><Home><Down>").shows("32ca2d8c  = g[10]");
    desk.press("<Right>").shows("T1[8]").press("<Left>").press("<Left><Down><Up><Down>P");
    desk.press("<Enter>").shows("d[7] = c").press("<Backspace>").shows("Where it comes from").shows("▾ h[11]");
    desk.press("<Backspace>").shows("9052955f").hides("Where it comes from");
    desk.press("p<Down>t").shows("Where it comes from").press("<Backspace>").shows("comes from");
    desk.press("<Esc>P<Esc>").shows("T1[12]");
    done(&mut desk);
    let mut desk = Desk::bench("sha256(sha256(\"abc\"))");
    desk.press("P").shows("Where it comes from").press("<Enter>").shows("digest");
    done(&mut desk);
}

/// Find: near by, in the whole run, by address, by name; Tab completes, Esc closes.
fn find(done: Done) {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnn/9052955f").shows("first appears at digest/block[0]/T1[12]");
    desk.press("<Down><Up><Home><End><Enter>").shows("T1[12]").press("/T1[13]").shows("e7d31473").press("<Esc>");
    desk.press("/digest/bl<Tab>").shows("digest/block[0]").press("<F1>").shows("Keys on a search").press("<Esc><Esc>");
    desk.press("/of the tests<Enter>").shows("4 of 7").press("/nowhere at all").shows("no such value").press("<Esc>");
    done(&mut desk);
    Desk::map().press("/zzzz").shows("nothing is called so");
}

/// The words of a page.
fn the_words_of_a_page(done: Done) {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("T").shows("state").press("avalan<Enter>").press("Tavalan").shows("half of all bits").press("<Esc>");
    desk.press("/avalanche<Enter>").shows("half of all bits").press("<Enter>").shows("1 of 7");
    done(&mut desk);
}

/// The palette runs what it names.
fn the_palette(done: Done) {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press(":next page").shows("n").press("<Enter>").shows("2 of 7").press("<Ctrl-p><Esc>").shows("2 of 7");
    desk.press("<Esc>:<Enter>");
    done(&mut desk);
}

/// Undo, redo and random values of an input; one stays where one is.
fn undo_redo_and_random_values(done: Done) {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnngdigest/block[0]/T1[12]<Enter>U").shows("No change is left");
    desk.press("e<Backspace>d<Enter>").hides("9052955f").press("U").shows("9052955f").shows("T1[12]");
    desk.press("R").shows("abd").hides("9052955f").press("U").shows("9052955f");
    desk.press("r").shows(" seed  4f2a").shows("4f2a-91c3").hides("9052955f").press("<Tab>").shows("4f2a-91c3");
    let random = desk.press("<Enter>").shows("with the seed 4f2a-91c3").text();
    desk.press("U").shows("9052955f").press("r<Enter>");
    assert_eq!(desk.text(), random, "the same seed, the same value");
    desk.press("r<Ctrl-u>xy").hides("4f2a").press("<Esc>");
    done(&mut desk);
    let mut desk = Desk::bench("input(\"abc\")");
    desk.press("r<Enter>").shows("not saved").hides("616263").press("U").shows("616263").press("R").hides("616263");
    done(&mut desk);
}

/// What can be copied.
fn what_can_be_copied(done: Done) {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnngdigest/block[0]/T1[12]<Enter>Y").shows("hexadecimal  4 bytes, 8 digits").shows("base64");
    desk.press("<End>").shows("\n python3 -c 'import hashlib;").press("<Up><Up>").shows("printf 'abc' | sha256sum");
    desk.press("<Up>").shows("\n cleartext trace 'sha256(\"abc\")' --at 'block[0]/T1[12]'");
    desk.press("<Up><Home><Down><Up><Enter>").shows("copied 8 characters");
    assert_eq!(desk.asked.last(), Some(&"copy"));
    desk.press("Y<Esc>").shows("T1[12]");
    done(&mut desk);
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nngdigest/block[0]/a[0]<Enter>Y").hides("5d6aebcd").shows("address").press("<Esc>");
    // A line that would tell what is hidden is not offered, and is once it was answered.
    let mut asked = Desk::written(
        "+++\ntitle = \"Mine\"\ngoal = \"Guess.\"\n+++\n\n# One\n\n```sheet\nm = input(\"abc\")\nd = sha256(m)\ne = hmac(d, m)\n\
         ```\n\n```predict\nask = \"What is d?\"\nanswer = \"d\"\nhide = [\"d\"]\n```\n",
    );
    asked
        .press("ge<Enter>Y")
        .shows("command line")
        .hides("openssl")
        .press("<Esc>adeadbeef<Enter>ge<Enter>Y<End>")
        .shows("ba7816bf");
    done(&mut desk);
}

/// Play and pause, and pins that follow, stay and go.
fn play_and_pins(done: Done) {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnngdigest/block[0]/T1[12]<Enter>m").shows("▴ T1[12]  9052955f").shows("follows");
    desk.press("<Down>").shows("▴ T1[13]").press("m").shows("stays").press("<Down>").shows("▴ T1[13]");
    desk.press("<Up>m").hides("▴").press("<Up>");
    desk.press(".").shows("value by value, 1 a second").press(">").shows("2 a second").press("<").shows("1 a second");
    desk.tick().hides("T1[12] = ").press(",").shows("segment by segment").press(".").shows("Paused");
    assert_eq!(desk.tick, None, "nothing waits while nothing plays");
    done(&mut desk);
}

/// Editing keeps the place; undone it is as it was.
fn editing_keeps_the_place(done: Done) {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnngdigest/block[0]/T1[12]<Enter>e<Backspace>d<Enter>").shows("abd").shows("T1[12]").hides("9052955f");
    desk.press("e<Backspace>c").shows("9052955f").press("<Esc>").shows("abd").hides("9052955f");
    desk.press("e<F1>").shows("line of text").press("<Esc>").press("<Tab><Esc>");
    done(&mut desk);
}

/// One bit, and what became of it; earlier inputs to choose from.
fn one_bit_and_what_became_of_it(done: Done) {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnngmessage<Enter>x").shows("bit 0: 61 → 60").press("c").shows("abc → `bc  (1 bit)").shows("≠ 1");
    desk.press("dd").shows("digest/block[0]/W[0]").shows("differing bits").press("D").hides("W[0]");
    desk.press("gdigest/block[0]/T1[12]<Enter>").shows("9052955f  ").press("<Down>").shows("T1[13]");
    desk.press("C").shows("drawn as it was before").press("C").shows("beside how it was before");
    desk.press("gmessage<Enter>xc<Home><End><Up><Down>").shows("Compare with how it was").press("<Enter>");
    desk.shows("The inputs are as they were then.").press("cc<Esc><Esc>").hides("beside how it was");
    done(&mut desk);
}

/// A prediction hides what it asks about until one has answered.
fn a_prediction(done: Done) {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nn").shows("3 of 7").press("gdigest/block[0]/a[0]<Enter>").hides("5d6aebcd");
    desk.press("gmessage<Enter>xcgdigest/block[0]/a[0]<Enter>").shows("a[0]").shows("····").hides("5d6aebcd");
    desk.press("<Down>").shows("a[1]").hides("5a6ad9ad").press("<Esc>gmessage<Enter>xgdigest/block[0]/a[0]<Enter>");
    desk.press("a").shows("a and b").press("<Down><Up><Down><Enter>").shows("The other six are moved");
    desk.press("gdigest/block[0]/a[0]<Enter>").shows("5d6aebcd");
    done(&mut desk);
}

/// An exercise: wrong with its reason, a hint, right.
fn an_exercise(done: Done) {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnnn").shows("5 of 7").press("a506e3058<Enter>").shows("That is a before the last sum");
    desk.press("H").shows("hint 1 of 2: Two words").shows("H hint 2 of 2").hides("hint 2 of 2: ");
    desk.press("H").shows("hint 2 of 2: In Python").press("H").shows("all the hints");
    desk.press("aba7816bf<Enter>").shows("right: ba7816bf").hides("That is a before").shows("✓ 1/");
    done(&mut desk);
}

/// The answer at the price of its point, and the way to it.
fn the_answer_at_the_price_of_its_point(done: Done) {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnnnA").shows("A once more").hides("ba7816bf").press("<Right>A").shows("A once more");
    desk.press("A").shows("it is: ba7816bf").hides("✓ 1/").shows("a[63]");
    assert!(desk.reversed().contains("a[63]"), "the first operand is chosen, not {:?}", desk.reversed());
    desk.press("<Enter>").shows("506e3058").press("<Backspace>").shows("H[0]");
    done(&mut desk);
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnaHA").shows("A once more").press("A").shows("it is: a and e");
    done(&mut desk);
}

/// A tamper, there and back.
fn a_tamper(done: Done) {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnnnn").shows("6 of 7").press("t").shows("abb").shows("One bit in").press("t").shows("abc");
    done(&mut desk);
}

/// The bench.
fn the_bench(done: Done) {
    let mut desk = Desk::bench("sha256(\"abc\")");
    desk.shows("ba7816bf").press("on = 1 + 2<Enter>").shows("n = 1 + 2");
    desk.press("<Home><End><Up><Down>JK=<Esc>i")
        .press("e<Esc>")
        .press("s")
        .press("<Esc>")
        .press("D")
        .hides("n = 1 + 2");
    desk.press("<Enter>").press("<Esc><Esc>").press("y?").shows("Keys on the bench").press("<Esc>");
    done(&mut desk);
}

/// Everywhere.
fn everywhere(done: Done) {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("?")
        .shows("Keys on a page")
        .press("<Down><Up><End><Home>?")
        .shows("1 of 7")
        .press("?/down to its bits<Enter>")
        .shows("byte 0 of")
        .press("<Esc>");
    desk.press("M").shows("Hold Shift to select").press("M<Ctrl-l><Ctrl-z>q");
    assert_eq!(desk.asked, ["mouse", "mouse", "redraw", "suspend", "quit"]);
    done(&mut desk);
}
