//! Keys as a cat would press them: random keys, pastes and sizes over every lesson and the bench. Nothing panics,
//! nothing but text is ever in a cell of the screen, and memory does not grow.
//!
//! ```text
//! cargo test --release --test suite soak -- --ignored --nocapture     200,000 keys
//! ```

use cleartext::app::command::rows;
use cleartext::app::key::{Code, Key};
use cleartext::app::{App, Effect, Event, stage::bench, update};
use cleartext::lesson::course::Library;
use cleartext::run::{Budget, Error};
use cleartext::sheet::NoFiles;
use cleartext::ui::text::frame::picture;
use cleartext::ui::text::theme::Theme;
use cleartext::ui::{Look, draw};
use std::process::Command;
use std::rc::Rc;

use crate::support::course::course;
use crate::support::dice::Dice;
use std::time::Duration;

/// Keys of one life of the program; then it begins again elsewhere.
const LIFE: usize = 400;
/// How much of a job is computed before its answer; a cat does not wait for the rest.
const JOB: Duration = Duration::from_millis(5);

const SIZES: &[(u16, u16)] =
    &[(80, 24), (120, 40), (40, 12), (40, 10), (200, 60), (76, 24), (39, 9), (1, 1), (64, 13), (100, 30)];
const PASTES: &[&str] = &[
    "",
    "abc",
    "\x1b[31mred\x1b]0;title\x07",
    "é👩‍👩‍👧\u{202e}\u{200b}\u{fffd}",
    "ff 00 7f",
    "digest/block[0]/T1[12]",
    "x = sha256(hmac(\"k\", \"m\", hash: \"sha256\"))",
    "line\r\nline\ttab",
];
const BENCHES: &[&str] = &[
    "sha256(\"abc\")",
    "message = input(\"abc\")",
    "hmac(input(0x00), input(\"abc\"), hash: \"sha256\")",
    "aes_encrypt(0x000102030405060708090a0b0c0d0e0f, 0x00112233445566778899aabbccddeeff)",
    "x25519_public(sha256(\"a\"))",
    "cbc_encrypt(sha256(\"k\"), 0x000102030405060708090a0b0c0d0e0f, \"attack at dawn, and at dusk\", cipher: \"aes\")",
    "sha256(repeat(\"abc\", 100000))",
];

fn key(app: &App, dice: &mut Dice) -> Key {
    let all: Vec<Key> = rows(app.context()).flat_map(|row| row.keys).copied().collect();
    match dice.roll(20) {
        0..13 if !all.is_empty() => dice.pick(&all),
        13..17 => Key::char(char::from(b' ' + dice.roll(95) as u8)),
        17 => Key::char(dice.pick(&['é', '漢', '\u{301}', '\u{200d}', '👩', '\u{202e}', '\u{7f}', '\u{1b}'])),
        18 => Key::ctrl(char::from(b'a' + dice.roll(26) as u8)),
        _ => Key::plain(dice.pick(&[
            Code::Enter,
            Code::Esc,
            Code::Tab,
            Code::Backspace,
            Code::Delete,
            Code::PageUp,
            Code::PageDown,
            Code::F(1),
        ])),
    }
}

/// Does what the shell would, as far as it changes the state.
pub fn carry_out(app: &mut App, effects: Vec<Effect>) {
    for effect in effects {
        if let Effect::Compute { job, sheet } = effect {
            let ended = match sheet.clone().finish(&NoFiles, &Budget::worth(JOB)) {
                Err(Error::Pending { .. }) => return,
                ended => Some(ended),
            };
            let more = update(app, Event::Computed { job, ended });
            carry_out(app, more);
        }
    }
}

fn born(dice: &mut Dice, library: &Library) -> App {
    let size = dice.pick(SIZES);
    let mut app = if dice.roll(3) == 0 {
        let Ok(opened) = bench::first_cell(dice.pick(BENCHES)) else { panic!("an expression of the bench") };
        App::bench(library.clone(), opened, Rc::new(NoFiles))
    } else {
        let mut app = App::new(library.clone(), size);
        let lesson = library.lessons[dice.roll(library.lessons.len())].id.clone();
        assert!(app.open(&lesson), "{lesson}");
        app
    };
    app.size = size;
    let first = app.begin();
    carry_out(&mut app, first);
    app
}

/// Draws, and looks whether anything but text is in a cell.
pub fn look_at(app: &App, ascii: bool) {
    let (columns, rows) = app.size;
    let look = Look { theme: Theme::Mono, ascii };
    for cell in &picture(columns, rows, |frame| draw(app, look, frame)).content {
        let bad = |c: char| {
            c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c) || ('\u{2066}'..='\u{2069}').contains(&c)
        };
        assert!(!cell.symbol().chars().any(bad), "{:?} in a cell", cell.symbol());
    }
}

/// Resident memory in KiB.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or(0)
}

fn soak(keys: usize, seed: u64) {
    let library = course();
    let mut dice = Dice::new(seed);
    let mut app = born(&mut dice, library);
    let mut warm = 0;
    for pressed in 0..keys {
        if pressed % LIFE == LIFE - 1 {
            app = born(&mut dice, library);
        }
        let event = match dice.roll(40) {
            0 => {
                let (columns, rows) = dice.pick(SIZES);
                Event::Resize { columns, rows }
            }
            1 => Event::Paste(dice.pick(PASTES).to_owned()),
            _ => Event::Key(key(&app, &mut dice)),
        };
        let effects = update(&mut app, event);
        carry_out(&mut app, effects);
        look_at(&app, dice.roll(4) == 0);
        if pressed == keys / 2 {
            warm = resident();
        }
    }
    let grown = resident().saturating_sub(warm);
    println!("{keys} keys; {warm} KiB resident after half of them, {grown} KiB more at the end");
    assert!(grown < 24 << 10, "memory grew by {grown} KiB over the second half");
}

/// In a process of their own: its memory is measured, and other tests run beside this one.
#[test]
fn some_keys() {
    let this = std::env::current_exe().expect("a program");
    let run = Command::new(this).args(["--exact", "soak::four_thousand_keys", "--ignored"]).output().expect("it runs");
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success() && said.contains("1 passed"), "{said}");
}
#[test]
#[ignore = "run in a process of its own by the test above"]
fn four_thousand_keys() {
    for seed in [1, 0x5eed, 0xcafe_f00d] {
        soak(1400, seed);
    }
}

#[test]
#[ignore = "minutes: 200,000 keys"]
fn two_hundred_thousand_keys() {
    soak(200_000, 0x00dd_ba11);
}
