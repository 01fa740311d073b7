//! What the screen says of its keys, and the keys that mean the same everywhere.

use cleartext::app::command::{KEYS, command};
use cleartext::app::context::Context;
use cleartext::app::key::{Code, Key};
use cleartext::app::{Event, update};
use std::collections::BTreeSet;

use super::desk::{Desk, ROUNDS};

#[test]
fn the_help_line_offers_only_keys_that_mean_something() {
    let mut desk = Desk::lesson(ROUNDS);
    for page in 0..7 {
        let text = desk.text();
        let line = text.trim_end().lines().last().unwrap_or_default();
        for (row, word) in KEYS.iter().filter(|row| row.contexts.contains(&Context::Page)).map(|row| (row, row.word)) {
            let offered = word.len() > 3 && line.contains(&format!("{} {word}", row.keys[0]));
            assert!(!offered || (row.works)(&desk.app), "page {page} offers {word} in vain: {line}");
        }
        desk.press("n");
    }
    assert!(command(Context::Page, Key::char('~')).is_none(), "a key without a row means nothing");
}

#[test]
fn on_an_input_the_help_line_begins_with_what_changes_it() {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnngmessage<Enter>").shows("\n ←→ step  e edit  x flip  b bits").press("b");
    desk.shows("\n ←→ step  x flip").press("<Esc>gdigest<Enter>").hides("step  e edit  x flip");
    desk.press("gmessage<Enter>").resize(40, 12).shows("e edit  x flip");
}

#[test]
fn ones_own_keys_are_named_everywhere() {
    let mut desk = Desk::lesson(ROUNDS);
    let own = ["answer", "show-answer", "from", "flip", "edit", "tamper"];
    for (number, command) in (2..).zip(own.into_iter().chain(["compare", "help", "scroll-down"])) {
        desk.app.keymap.bind(command, vec![Key::plain(Code::F(number))]);
    }
    desk.app.size = (120, 24);
    let f = |desk: &mut Desk, number| {
        let effects = update(&mut desk.app, Event::Key(Key::plain(Code::F(number))));
        desk.carry_out(effects);
    };
    desk.shows("F9 more").press("nn").shows("F2 answer · F3 show").hides("a answer");
    f(&mut desk, 3);
    desk.shows("F3 once more shows the answer");
    desk.press("nnn").shows("F7 changes message").press("gdigest/block[0]/T1[12]<Enter>").shows("F4 from");
    f(&mut desk, 5);
    desk.shows("F4 leads to them; F5 flips");
    f(&mut desk, 8);
    desk.shows("F5 flips a bit of an input, F6 edits one; then F8 compares");
    desk.press(":where the value comes").shows("F4").hides(" p ").press("<Esc>");
    f(&mut desk, 9);
    desk.shows("F4").shows("F5");
    let mut desk = Desk::bench("sha256(\"abc\")");
    desk.app.keymap.bind("add-cell", vec![Key::char('w')]);
    desk.press("D").shows("is removed").shows("Press w and type").shows("then w again");
}

#[test]
fn a_text_that_names_a_key_names_a_command_that_there_is() {
    let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
    let (mut named, commands) = (0, KEYS.iter().map(|row| row.name).collect::<BTreeSet<_>>());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = std::fs::read_to_string(&path).unwrap_or_default();
            let program = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            for name in program.split('⟨').skip(1).filter_map(|rest| Some(rest.split_once('⟩')?.0)) {
                if name.chars().all(|c| c.is_ascii_lowercase() || c == '-') {
                    named += 1;
                    assert!(commands.contains(name), "{}: ⟨{name}⟩ is no command", path.display());
                }
            }
        }
    }
    assert!(named > 40, "{named}");
}

#[test]
fn q_closes_what_lies_on_top_and_then_quits() {
    // How one comes to each context, from a page of the rounds, and how many things lie on top of each other there.
    let browsing = [("", 0), ("b", 1), ("p", 1), ("P", 1), ("Y", 1), ("?", 1), ("P?", 2), ("Y?", 2), ("nna", 1)];
    let more = [("gmessage<Enter>xc", 1), ("gmessage<Enter>xcc", 2), ("<Esc>", 0), ("<Esc>?", 1)];
    for (keys, on_top) in browsing.into_iter().chain(more) {
        let mut desk = Desk::lesson(ROUNDS);
        desk.press(keys);
        for _ in 0..on_top {
            desk.press("q");
            assert!(!desk.asked.contains(&"quit"), "after {keys}");
        }
        desk.press("q");
        assert_eq!(desk.asked.last(), Some(&"quit"), "after {keys}");
    }
    for keys in ["/", "T", ":", "e", "g", "r"] {
        let mut desk = Desk::lesson(ROUNDS);
        desk.press(&format!("{keys}q")).shows("q");
        assert!(!desk.asked.contains(&"quit"), "after {keys}");
    }
    // What is not saved is asked for, whatever lies over the sheet.
    let mut desk = Desk::bench("sha256(\"abc\")");
    desk.press("on = 1<Enter>Y<Ctrl-c>").shows("not saved").press("<Ctrl-c>");
    assert_eq!(desk.asked, ["quit"]);
}
