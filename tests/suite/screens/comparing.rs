//! Flipping and comparing, as the keys ask for it: in the bench, without a terminal.

use std::rc::Rc;

use cleartext::app::key::{Code, Key};
use cleartext::app::stage::Computing;
use cleartext::app::stage::bench::{Bench, Opened};
use cleartext::app::{App, Event, update};
use cleartext::learner::lens::sides::{Body, Sides};
use cleartext::lesson::Library;
use cleartext::run::Budget;
use cleartext::run::compare::charts::Only;
use cleartext::sheet::NoFiles;
use cleartext::sheet::expr::Limits;

use super::desk::Desk;

/// The bench with a sheet on it; one stands in the value of its last cell.
fn desk(sheet: &str) -> App {
    let (cells, faults) = cleartext::sheet::expr::parse_sheet(sheet, &Limits::default());
    assert_eq!(faults, []);
    let opened = Opened { cells, ..Opened::default() };
    let mut app = App::bench(Library::default(), opened, Rc::new(NoFiles));
    app.size = (80, 24);
    press(&mut app, "G↵");
    app
}
fn bench(app: &App) -> &Bench {
    app.stage.bench().expect("the bench")
}
/// Types; `↵` is Enter, `⎋` is Escape, `⌫` empties a line.
fn press(app: &mut App, keys: &str) {
    for c in keys.chars() {
        let key = match c {
            '↵' => Key::plain(Code::Enter),
            '⎋' => Key::plain(Code::Esc),
            '⌫' => Key::ctrl('u'),
            'G' => Key::plain(Code::End),
            c => Key::char(c),
        };
        update(app, Event::Key(key));
    }
}
fn go(app: &mut App, address: &str) {
    press(app, &format!("g{address}↵"));
    assert_eq!(here(app), address);
}
/// To an address that only the run before has.
fn go_gone(app: &mut App, address: &str) {
    go(app, address);
    assert!(bench(app).desk().walk().spot().lost().is_some(), "{address} is there");
}
fn here(app: &App) -> String {
    bench(app).desk().walk().spot().address(&Budget::unlimited()).unwrap()
}
fn told(app: &App) -> String {
    app.notice.as_ref().map_or_else(String::new, |notice| app.keymap.say(notice))
}
fn input(app: &App, cell: &str) -> String {
    let cell = bench(app).desk().sheet().cell(cell).unwrap();
    cell.given().unwrap().show(99).unwrap()
}
fn sides(app: &App) -> &Sides {
    bench(app).desk().compare().sides().expect("a comparison is open")
}

const HASH: &str = "m = input(\"abc\")\nd = sha256(m)";

#[test]
fn the_bit_under_the_cursor_and_the_place_is_kept() {
    let mut app = desk(HASH);
    go(&mut app, "m");
    press(&mut app, "llx");
    assert_eq!(input(&app, "m"), "abb");
    assert_eq!((here(&app).as_str(), bench(&app).desk().walk().spot().byte), ("m", 2));
    assert_eq!(told(&app), "m, byte 2, bit 0: 63 → 62, 'c' → 'b'. c compares; b chooses the bit.");
    press(&mut app, "x");
    assert_eq!(input(&app, "m"), "abc");
    assert_eq!(bench(&app).unsaved(), "not saved");
}

#[test]
fn a_copied_bit_leads_back_to_the_bit_that_was_typed() {
    let mut app = desk(HASH);
    // The second byte of W[0], its third bit from the left.
    go(&mut app, "d/block[0]/W[0]");
    press(&mut app, "b");
    (0..10).for_each(|_| press(&mut app, "l"));
    press(&mut app, "x");
    assert_eq!(input(&app, "m"), "aBc");
    assert_eq!(here(&app), "d/block[0]/W[0]");
    // Little-endian words are copies, too.
    let mut app = desk(
        "k = input(0x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f)\nb = chacha20_block(k, 0x000000000000000000000000, 1)",
    );
    go(&mut app, "b/setup/key[0]");
    press(&mut app, "x");
    assert!(input(&app, "k").starts_with("01010203"), "{}", input(&app, "k"));
}

#[test]
fn where_many_bytes_lead_nothing_is_flipped_and_the_way_is_said() {
    let mut app = desk(HASH);
    go(&mut app, "d/block[0]/T1[12]");
    press(&mut app, "x");
    assert_eq!(
        told(&app),
        "Nothing was flipped: this comes from 3 bytes of m. p leads to a byte of m, and x flips it there."
    );
    go(&mut app, "d/block[0]/K[12]");
    press(&mut app, "x");
    assert_eq!(told(&app), "From constants or lengths alone: no bit of an input leads here.");
    assert_eq!(input(&app, "m"), "abc");
}

#[test]
fn a_text_stays_a_text() {
    let mut app = desk(HASH);
    go(&mut app, "d/block[0]/W[0]");
    press(&mut app, "bx");
    assert_eq!(told(&app), "With bit 7 of byte 0 turned over it is no UTF-8: m holds text.");
    assert_eq!(input(&app, "m"), "abc");
    // Without a choice it is the lowest bit that leaves a text: e0 80 80 is none.
    let mut app = desk("m = input(\"\u{1000}\")\nd = sha256(m)");
    go(&mut app, "m");
    press(&mut app, "x");
    assert_eq!(told(&app), "m, byte 0, bit 1: e1 → e3. c compares; b chooses the bit.");
}

#[test]
fn a_bit_of_the_byte_under_the_cursor_is_chosen() {
    let mut app = desk(HASH);
    go(&mut app, "m");
    // The first bit offered is one that leaves a text.
    press(&mut app, "lbl");
    let open = bench(&app).desk().open_bits().unwrap();
    let turned = open.turned.unwrap().unwrap();
    assert_eq!(
        (open.what.as_str(), open.is.text.as_str(), turned.text.as_str()),
        ("byte 1 of 0…2", "62  'b'", "42  'B'")
    );
    press(&mut app, "x");
    assert_eq!(
        (input(&app, "m").as_str(), told(&app).as_str()),
        ("aBc", "m, byte 1, bit 5: 62 → 42, 'b' → 'B'. c compares.")
    );
    press(&mut app, "x");
    assert_eq!(input(&app, "m"), "abc", "the bits stay open");
    press(&mut app, "hhx");
    assert_eq!(input(&app, "m"), "abc");
    assert!(told(&app).contains("no UTF-8") && bench(&app).desk().open_bits().unwrap().turned.unwrap().is_err());
    // Bytes have no such limits, and what is computed is only looked at.
    let mut app = desk("k = input(0x00ff)\nd = sha256(k)");
    go(&mut app, "k");
    press(&mut app, "bx");
    assert_eq!(input(&app, "k"), "80ff");
    go(&mut app, "d");
    press(&mut app, "b");
    assert_eq!(bench(&app).desk().open_bits().unwrap().turned, None);
}

#[test]
fn numbers_and_truth_values_have_bits_as_well() {
    let mut app = desk("n = input(0)\nt = input(true)\ns = n + 1");
    go(&mut app, "n");
    press(&mut app, "x");
    assert_eq!(input(&app, "n"), "1");
    assert_eq!(told(&app), "n, bit 0: 0 → 1. c compares; b chooses the bit.");
    go(&mut app, "t");
    press(&mut app, "x");
    assert_eq!(input(&app, "t"), "false");
    let mut app = desk("m = input(\"\")\nd = sha256(m)");
    go(&mut app, "m");
    press(&mut app, "x");
    assert_eq!(told(&app), "m is empty: there is no bit to flip. Press e to type into it.");
}

#[test]
fn a_bit_of_an_integer_is_chosen_from_the_lowest_on() {
    let mut app = desk("n = input(300, max: 1000)\ns = n + 1");
    go(&mut app, "n");
    press(&mut app, "b");
    let turned = |app: &App| bench(app).desk().open_bits().unwrap().turned.unwrap();
    assert_eq!(turned(&app).unwrap().text, "301");
    // Four to the left is bit 4; the bits stay open.
    press(&mut app, "hhhhx");
    assert_eq!((input(&app, "n").as_str(), told(&app).as_str()), ("316", "n, bit 4: 300 → 316. c compares."));
    press(&mut app, "x");
    assert_eq!(input(&app, "n"), "300");
    // What the input would refuse is said before, and refused.
    press(&mut app, "hhhhhh");
    assert!(turned(&app).unwrap_err().contains("1000"), "{:?}", turned(&app));
    press(&mut app, "x");
    assert_eq!(input(&app, "n"), "300");
    // A number that is computed is looked at; one bit of it leads nowhere by itself.
    go(&mut app, "s");
    press(&mut app, "b");
    let open = bench(&app).desk().open_bits().unwrap();
    assert_eq!((open.is.bytes, open.turned), (vec![1, 45], None));
    // On the sheet as well, below zero too.
    let mut app = desk("n = input(-5)\nm = n");
    press(&mut app, "⎋kbhx");
    assert_eq!(input(&app, "n"), "-7");
}

#[test]
fn both_sides_stand_at_the_same_address() {
    let mut app = desk(HASH);
    press(&mut app, "c");
    assert!(told(&app).starts_with("Nothing was changed yet"), "{}", told(&app));
    go(&mut app, "m");
    press(&mut app, "xc");
    go(&mut app, "d/block[0]/T1[12]");
    let row = |app: &App| sides(app).here.clone().unwrap();
    assert_eq!(row(&app).before.as_deref(), Ok("9052955f"));
    let changed = row(&app).after.unwrap();
    assert_ne!(changed, "9052955f");
    press(&mut app, "j");
    assert_eq!(row(&app).name, "T1[13]");
    // The other side is the published value of the other message, and the bits are those in which the two differ.
    let chart = &sides(&app).charts[0];
    assert_eq!((chart.bars.len(), chart.current), (64, Some(13)));
    assert_eq!(chart.bars[0].count.unwrap().of, 256);
    assert!(chart.bars[0].count.unwrap().bits < 20, "round 0 reads one changed word");
    assert!((90..170).contains(&chart.bars[40].count.unwrap().bits), "an avalanche by round 40");
    // Flipped back, nothing differs.
    go(&mut app, "m");
    press(&mut app, "x");
    press(&mut app, "cjj");
}

#[test]
fn differences_in_the_order_of_computation_and_back() {
    let mut app = desk(HASH);
    go(&mut app, "m");
    press(&mut app, "x");
    let mut way = vec![];
    for _ in 0..4 {
        press(&mut app, "d");
        way.push(here(&app));
    }
    assert_eq!(way, ["d/pad/message", "d/block[0]/W[0]", "d/block[0]/T1[0]", "d/block[0]/e[0]"]);
    press(&mut app, "DDDD");
    assert_eq!(here(&app), "m");
    press(&mut app, "D");
    assert!(here(&app).starts_with("d/"), "the last one: {}", here(&app));
    assert!(told(&app).contains("from the last difference"), "{}", told(&app));
    press(&mut app, "d");
    assert_eq!(here(&app), "m", "and from there the first one again");
}

#[test]
fn a_block_that_cannot_differ_is_passed_over() {
    let mut app = desk("m = input(0x00)\nlong = repeat(m, 4096)\ntail = input(0x00)\nd = sha256(long ++ tail)");
    go(&mut app, "tail");
    press(&mut app, "x");
    go(&mut app, "d");
    press(&mut app, "cdd");
    assert_eq!(here(&app), "d/block[64]/W[0]");
    // A chart over blocks: nothing before the last one.
    let chart = sides(&app).charts.last().unwrap();
    let differing: Vec<_> = chart.bars.iter().filter(|bar| bar.count.is_some_and(|c| c.bits > 0)).collect();
    assert_eq!((differing.len(), differing[0].range.1), (1, 64));
}

#[test]
fn what_exists_on_one_side_only_says_so() {
    let mut app = desk(HASH);
    go(&mut app, "m");
    let long = "a".repeat(60);
    press(&mut app, &format!("e⌫{long}↵c"));
    go(&mut app, "d/block[1]/W[0]");
    assert!(sides(&app).here.as_ref().unwrap().before.is_err());
    // And the other way round: the place is lost, its values are still there on the other side.
    go(&mut app, "d/block[1]/W[0]");
    press(&mut app, "e⌫abc↵");
    let here = sides(&app).here.as_ref().unwrap();
    assert_eq!((here.name.as_str(), here.before.as_deref(), here.after.is_err()), ("W[0]", Ok("00000000"), true));
}

#[test]
fn what_only_the_run_before_had_is_seen_and_can_be_gone_to() {
    let mut app = desk(HASH);
    go(&mut app, "m");
    let long = "a".repeat(130);
    press(&mut app, &format!("e⌫{long}↵e⌫abc↵c"));
    go(&mut app, "d/block[0]");
    let chart = sides(&app).charts.last().unwrap();
    assert_eq!(chart.title, "after each block, 3 → 1");
    let only: Vec<_> = chart.bars.iter().map(|bar| bar.only).collect();
    assert_eq!(only, [None, Some(Only::Before), Some(Only::Before)]);
    press(&mut app, "gd/block[2]/T1[3]↵");
    let here = sides(&app).here.as_ref().unwrap();
    assert_eq!((here.name.as_str(), here.only()), ("T1[3]", Some(Only::Before)));
    // Where both have the segment, what one of them has alone stands where it was computed.
    let mut app = desk("m = input(2)\nd = power(3, m)");
    go(&mut app, "m");
    press(&mut app, "e⌫9↵c");
    go(&mut app, "d");
    assert!(sides(&app).charts.iter().flat_map(|chart| &chart.bars).all(|bar| bar.only != Some(Only::Before)));
}

#[test]
fn differences_lead_through_what_only_the_run_before_had() {
    let mut app = desk(HASH);
    go(&mut app, "m");
    let long = "a".repeat(130);
    press(&mut app, &format!("e⌫{long}↵e⌫abc↵c"));
    go(&mut app, "d/block[0]/H[7]");
    // Block 1 is no more; all its values are stops, there and back.
    press(&mut app, "d");
    assert_eq!(here(&app), "d/block[1]/H_before[0]");
    press(&mut app, "dd");
    let second = here(&app);
    press(&mut app, "d");
    assert!(here(&app).starts_with("d/block[1]/") && here(&app) != second, "{}", here(&app));
    let gone = sides(&app).here.as_ref().unwrap();
    assert_eq!(gone.only(), Some(Only::Before));
    press(&mut app, "DDDD");
    assert_eq!(here(&app), "d/block[0]/H[7]");
    // The last value of the last block, then the cells again.
    go_gone(&mut app, "d/block[2]/H[7]");
    press(&mut app, "d");
    assert_eq!(here(&app), "m");
    press(&mut app, "D");
    assert_eq!(here(&app), "d/block[2]/H[7]", "{}", told(&app));
    assert!(told(&app).contains("from the last difference"), "{}", told(&app));
}

#[test]
fn differences_lead_through_what_is_no_more_within_a_call_and_among_pieces() {
    // A hash in a hash: the inner one's blocks are pieces of a call's run.
    let mut app = desk("m = input(\"abc\")\nd = hmac(\"key\", m)");
    go(&mut app, "m");
    let long = "a".repeat(60);
    press(&mut app, &format!("e⌫{long}↵e⌫abc↵c"));
    go(&mut app, "d/inner/block[1]/H[7]");
    press(&mut app, "d");
    assert_eq!(here(&app), "d/inner/block[2]/H_before[0]");
    press(&mut app, "D");
    assert_eq!(here(&app), "d/inner/block[1]/H[7]");
    go_gone(&mut app, "d/inner/block[2]/H[7]");
    press(&mut app, "d");
    assert!(here(&app).starts_with("d/outer/"), "{}", here(&app));
    press(&mut app, "D");
    assert_eq!(here(&app), "d/inner/block[2]/H[7]");
}

#[test]
fn an_earlier_value_is_kept_to_and_the_last_edit_is_not() {
    let mut app = desk(HASH);
    go(&mut app, "m");
    press(&mut app, "e⌫one↵e⌫two↵c");
    let was = |app: &App| sides(app).changes.iter().map(|c| format!("{} {}", c.before, c.after)).collect::<String>();
    assert_eq!(was(&app), "one two");
    press(&mut app, "cj↵");
    assert_eq!(was(&app), "abc two");
    assert_eq!(sides(&app).against, "beside how it was 2 edits ago");
    press(&mut app, "e⌫six↵");
    assert_eq!(was(&app), "abc six");
    press(&mut app, "e⌫nothing⎋");
    assert_eq!(was(&app), "abc six", "what was given up leaves no trace");
    press(&mut app, "⎋ce⌫sax↵");
    assert_eq!(was(&app), "six sax");
    assert!(matches!(sides(&app).body, Body::Bytes(_)));
}

#[test]
fn a_cell_that_is_all_one_part_is_counted_by_the_step() {
    let mut app = desk("b = input(15, min: 1)\nalice = dh_shared(6, b, group: \"toy23\", check: false)");
    go(&mut app, "b");
    press(&mut app, "xc");
    go(&mut app, "alice");
    assert_eq!(sides(&app).charts.last().unwrap().title, "after each step");
}

/// What has no room beside a picture comes before it.
#[test]
fn a_comparison_shows_both_runs_whatever_is_drawn() {
    let sheet = "e = input(0x00)\ns = tls13_schedule(repeat(0x01, 31) ++ e, \"a\", \"b\", \"c\")";
    let source = format!(
        "+++\ntitle = \"Mine\"\ngoal = \"Look.\"\n+++\n\n# One\n\n```sheet\n{sheet}\n```\n\n\
         ```watch\nvalue = \"s/master_secret\"\n```\n"
    );
    for (columns, rows) in [(80, 24), (40, 12), (120, 40)] {
        let mut desk = Desk::written(&source);
        desk.resize(columns, rows).press("e01<Enter>c").shows("before").shows("after").shows("≠ ");
    }
}

/// From bits one compares, and comes back to them; where nothing was changed one stays.
#[test]
fn bits_stay_open_below_a_comparison() {
    let mut desk = Desk::bench("sha256(\"abc\")");
    desk.press("bc").shows("Nothing was changed yet").shows("bit      7654");
    let mut desk = Desk::bench("input(\"abc\")");
    desk.press("b<Right>xc").shows("before the last edit").press("<Esc>").shows("bit      7654").shows("▲ bit 5");
}

#[test]
fn a_byte_is_a_letter_beside_another_where_it_is_of_a_text() {
    let mut desk = Desk::lesson("in-transit/key-schedule");
    desk.press("nnnnntc").shows("byte 0 of 0…31: 5a → e7");
    let mut desk = Desk::lesson("start/keys");
    desk.press("nnneAdb<Enter>gname<Enter>c<Right><Right>").shows("61 'a' → 62 'b'");
}
