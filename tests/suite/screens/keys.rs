//! What the screen says of its keys, and the keys that mean the same everywhere.

use cleartext::app::command::{KEYS, command};
use cleartext::app::context::Context;
use cleartext::app::key::{Code, Key};
use cleartext::app::stage::Stage;
use cleartext::app::tool::Tool;
use cleartext::app::{App, Event, update};
use cleartext::lesson::Library;
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
fn the_footer_has_five_keys_and_the_next_action_first() {
    let footer = |desk: &Desk| desk.text().trim_end().lines().last().unwrap_or_default().trim().to_owned();
    let mut desk = Desk::lesson("start/keys");
    // What the page asks for, until it was done; then the next page.
    assert_eq!(footer(&desk), "e edit  → next byte  n next page  ↵ look inside  ? help");
    desk.press("eKim<Enter>");
    assert!(footer(&desk).starts_with("→ next byte  n next page"), "{}", footer(&desk));
    desk.press("<Right>");
    assert!(footer(&desk).starts_with("n next page  "), "{}", footer(&desk));
    // An open question comes before all else; a change that was not tried comes before the next page.
    desk.press("n");
    assert!(footer(&desk).starts_with("a answer  "), "{}", footer(&desk));
    desk.press("a<Down><Down><Enter>");
    assert!(footer(&desk).starts_with("t try it  "), "{}", footer(&desk));
    desk.press("t");
    assert!(footer(&desk).starts_with("n next page  t as it was"), "{}", footer(&desk));
    // In the first lesson nobody was told of comparing, of pins or of the timeline.
    let ids: Vec<String> = Desk::map().app.library.lessons.iter().map(|lesson| lesson.id.clone()).collect();
    for id in ids {
        let mut desk = Desk::lesson(&id);
        loop {
            let line = footer(&desk);
            let entries: Vec<&str> = line.split("  ").collect();
            assert!(entries.len() <= 5 && line.ends_with("? help"), "{id}: {line}");
            let Stage::Lesson(session) = &desk.app.stage else { panic!("a lesson") };
            if session.ended {
                assert!(line.starts_with("↵ next lesson"), "{id}: {line}");
                break;
            }
            assert_eq!(line.starts_with("a answer"), session.open_question().is_some(), "{id}: {line}");
            desk.press("n");
        }
    }
}

#[test]
fn a_key_is_offered_from_the_lesson_on_that_introduces_it() {
    let course = "title = \"C\"\n\n[[unit]]\nid = \"u\"\ntitle = \"U\"\nlessons = [\"one\", \"two\"]\n";
    let lesson = |asks: &str| {
        let front = "+++\ntitle = \"T\"\ngoal = \"G.\"\n+++\n\n# A\n\n";
        format!("{front}{asks}\n\n```sheet\nm = input(\"abc\")\nd = sha256(m)\n```\n\n---\n\n# B\n\ntext\n")
    };
    let files = [
        ("course.toml", course.to_owned()),
        ("u/one.md", lesson("▸ `→` goes on")),
        ("u/two.md", lesson("▸ `p` asks\n▸ `c` compares, where there is something")),
    ];
    let library = Library::read(&files, &cleartext::view::names());
    for (id, first, then) in [
        ("u/one", "→ next byte  n next page  ? help", "n next page  → next byte  ? help"),
        ("u/two", "p where from  → next byte  n next page  ? help", "n next page  → next byte  p where from  ? help"),
    ] {
        let mut desk = Desk::with(App::new(library.clone(), (80, 24)));
        assert!(desk.app.open(id));
        desk.press("<Ctrl-l>")
            .shows(&format!("\n {first}"))
            .shows("▸ ")
            .press("<Right><Left>p<Esc>")
            .shows(&format!("\n {then}"));
    }
}

#[test]
fn a_press_that_does_nothing_says_why_and_what_does() {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("~").shows("~ means nothing on a page. ? shows what can be done.");
    desk.press("nnngdigest/block[0]/T1[12]<Enter>b").press("n").shows("Esc closes this; then n is: the next page");
    desk.press("<Esc>[").shows("There is no block before this one.");
    desk.press("<Esc><Esc><Esc>gmessage<Enter><Home><Left>").shows("Nothing comes before this here. Right goes on");
    desk.press("b<Home><Left>").shows("This is the first bit.").press("<Esc>");
    desk.press("p<Home><Up>").shows("This is the first row.").press("z").shows("Esc closes this; then z is");
    Desk::map().press("<Up>").shows("This is the first row.").press("x").shows("x means nothing on the course map");
    // Every key shows something; of the scrolling of a text only the screen knows whether there is more.
    for key in ('!'..='~').filter(|key| !"<qJ".contains(*key)) {
        let mut desk = Desk::lesson(ROUNDS);
        let before = desk.text();
        desk.press(&key.to_string());
        assert!(desk.text() != before || !desk.asked.is_empty(), "{key} does nothing in silence");
    }
}

#[test]
fn the_first_character_typed_replaces_what_stands_there() {
    let mut desk = Desk::lesson("start/keys");
    desk.press("e");
    assert!(desk.reversed().contains("Ada Lovelace"), "what will be replaced is lit: {}", desk.reversed());
    desk.press("Kim<Enter>").shows("\n name  Kim\n").press("e<End>berly<Enter>").shows("\n name  Kimberly\n");
    desk.press("e<Home>X<Enter>").shows("XKimberly").press("eA<Esc>").shows("XKimberly");
    let mut desk = Desk::bench("input(\"abc\")");
    desk.press("exyz<Enter>").shows("78797a").hides("616263");
    desk.press("=sha256(\"q\")<Enter>").hides("78797a").shows("sha256(\"q\")");
}

#[test]
fn letters_lead_to_all_that_one_can_go_to() {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnngdigest/block[0]/T1[12]<Enter>f").shows("Type the letter of a place");
    let text = desk.text();
    let Some(Tool::Letters(letters)) = &desk.app.tool else { panic!("letters") };
    let jumps = letters.list.rows().to_vec();
    let names: Vec<&str> = jumps.iter().map(|jump| jump.name.as_str()).collect();
    let operands = ["Σ1(e[11])", "Ch(e[11], f[11], g[11])", "K[12]", "W[12]"];
    assert_eq!(names[..8], ["a", "b", "c", "d", "e", "f", "g", "h"]);
    // h[11] is the h of the state, and has its letter there and among the operands.
    assert_eq!(names[8..12], operands);
    assert_eq!(names[12..], ["message"]);
    for jump in &jumps[8..] {
        let name: String = jump.name.chars().take(5).collect();
        assert!(text.contains(&format!("{}{name}", jump.letters)) || jump.name == "message", "{text}");
    }
    for (jump, leads) in [(0, "block[0]/a[11]"), (8, "/Σ1"), (11, "block[0]/W[12]"), (12, "message")] {
        let mut desk = Desk::lesson(ROUNDS);
        desk.press("nnngdigest/block[0]/T1[12]<Enter>f").press(&jumps[jump].letters);
        let address = desk.app.stage.half().map(|half| half.sight.pane.address.clone()).unwrap_or_default();
        assert!(address.contains(leads), "{} leads to {address}", jumps[jump].letters);
        assert!(desk.app.tool.is_none());
    }
    desk.press("Z").shows("Nothing here has the letters z").press("<Esc>").hides("Type the letter");
    // Bytes take two letters, of which the first narrows the others.
    let mut desk = Desk::lesson("start/keys");
    desk.press("nnnf").shows("aa").press("ab").shows("byte 2 of 0…31");
}

/// A course of two units: in the first a lesson of two pages with a question each, in the second two short ones.
fn course() -> Library {
    let front = |title: &str, minutes: u8| {
        format!("+++\ntitle = \"{title}\"\ngoal = \"Goal of {title}.\"\nminutes = {minutes}\n+++\n\n")
    };
    let ask = |ask: &str, answer: &str| format!("```exercise\nask = \"{ask}\"\nanswer = \"{answer}\"\n```\n\n");
    let sheet = "```sheet\nm = input(\"abc\")\nd = sha256(m)\n```\n\n";
    let one = format!(
        "{}# Bytes\n\n{sheet}{}---\n\n# Digits\n\n{}",
        front("First", 4),
        ask("How many bytes?", "length(d)"),
        ask("How many digits?", "2 * length(d)")
    );
    let short = |title: &str| format!("{}# Only\n\n{sheet}", front(title, 70));
    let unit = |id: &str, title: &str, lessons: &str| {
        format!("[[unit]]\nid = \"{id}\"\ntitle = \"{title}\"\nlessons = [{lessons}]\n\n")
    };
    let units = unit("u", "Unit one", "\"one\"") + &unit("v", "Unit two", "\"two\", \"three\"");
    let files = [
        ("course.toml", format!("title = \"C\"\n\n{units}")),
        ("u/one.md", one),
        ("v/two.md", short("Second")),
        ("v/three.md", short("Third")),
    ];
    Library::read(&files, &cleartext::view::names())
}

#[test]
fn the_map_unfolds_one_unit_and_marks_what_was_seen() {
    let mut desk = Desk::with(App::new(course(), (80, 24)));
    desk.shows("▸ ◦ First")
        .shows("1.1    4 min   your next")
        .shows("Goal of First.")
        .hides("Second")
        .shows("Unit two   ◦ ◦");
    desk.shows("3 lessons · 2 h 24 min").press("<Down>").shows("▸ ◦ Second").shows("◦ Third").hides("First");
    desk.press("<Up><Enter><Esc>").shows("▸ ◐ First").shows("begun: First");
    desk.press("<Enter>a64<Enter>a32<Enter>na64<Enter>n")
        .shows("What it was for")
        .shows("You have seen")
        .shows("✓  Bytes")
        .shows("✓  Digits");
    desk.shows("2 of 2 answered or shown, 2 of 2 right, 1 of 2 right at the first try")
        .shows("✗  How many bytes?")
        .shows("you wrote 64, then 32");
    desk.shows("Next").shows("▸ Second, 70 min: Goal of Second.").press("N").shows("2 of 2").press("n<Esc>");
    // What is done is left behind: the next lesson is chosen.
    desk.shows("1 of 3 lessons · 2 h 20 min to go").shows("Unit one   ✓").shows("▸ ◦ Second").shows("your next");
    desk.press("<Up>").shows("▸ ✓ First").press("<Enter>").shows("2 of 2").press("n<Enter>").shows("Unit two › Second");
    desk.resize(40, 12).press("<Esc><Esc>").shows("  ✓ Second").shows("▸ ◦ Third");
    desk.press("<Enter>n").shows("this was the last lesson").press("<Enter>").shows("3 of 3 lessons");
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
    desk.shows("F9 help").press("nn").shows("F2 answer · F3 show").hides("a answer");
    f(&mut desk, 3);
    desk.shows("F3 once more shows the answer");
    desk.press("nnn").shows("F7 changes message").press("gdigest/block[0]/T1[12]<Enter>").shows("F7 try it");
    f(&mut desk, 5);
    desk.shows("F4 leads to a byte of message, and F5 flips it there.");
    f(&mut desk, 8);
    desk.shows("F5 flips a bit of an input, F6 edits one; then F8 compares");
    desk.press(":where the value comes").shows("F4").hides(" p ").press("<Esc>");
    desk.resize(120, 60);
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

#[test]
fn letters_cover_no_name_of_a_card() {
    for (columns, rows) in [(120, 40), (200, 60)] {
        let mut desk = Desk::lesson("hashing/sha256-rounds");
        desk.resize(columns, rows).press("nnngdigest/block[0]/T1[12]<Enter>");
        desk.text();
        let names = |desk: &Desk| -> Vec<String> {
            desk.app.stage.half().expect("values").sight.panels.rows().map(|row| row.name.trim().to_owned()).collect()
        };
        let (names, before) = (names(&desk), desk.text());
        let after = desk.press("f").text();
        let seen: Vec<&String> = names.iter().filter(|name| name.len() > 2 && before.contains(*name)).collect();
        assert!(seen.len() > 5, "{names:?}\n{before}");
        for name in seen {
            assert!(after.matches(name.as_str()).count() >= before.matches(name.as_str()).count(), "{name}\n{after}");
        }
    }
}
