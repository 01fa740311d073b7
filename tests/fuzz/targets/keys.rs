//! What people press: pages and keys.

use std::rc::Rc;

use cleartext::app::key::{Code, Key};
use cleartext::app::stage::bench;
use cleartext::app::{App, Event, update};
use cleartext::lesson::{self, Library};
use cleartext::sheet::NoFiles;
use cleartext::ui::text::theme::Theme;
use cleartext::ui::{Look, lines};

use super::shown;
use crate::soak::{carry_out, look_at};

/// How many pages of a lesson are drawn.
const PAGES: usize = 6;

pub const KEYS: &[&str] = &[
    "\r",
    "\x1b",
    "\x7f",
    "\t",
    "n",
    "N",
    "p",
    "u",
    "P",
    "e",
    "x",
    "c",
    "d",
    "b",
    "v",
    "/",
    "g",
    ".",
    "m",
    "y",
    "Y",
    "a",
    "H",
    "A",
    ":",
    "?",
    "o",
    "=",
    "s",
    "T",
    "M",
    "R",
    "U",
    "/ff\r",
    "gdigest\r",
    "g../block[0]/T1[0]\r",
    "osha256(\"a\")\r",
    "=x\r",
    ":flip\r",
    "h",
    "j",
    "k",
    "l",
];

/// Every page of a lesson is drawn and said, in a wide terminal and in a narrow one.
pub fn page(input: &[u8]) {
    let lesson = lesson::parse("mine", input, &cleartext::view::names());
    let pages = lesson.pages.len().min(PAGES);
    let mut app = App::new(Library { lessons: vec![lesson], ..Library::default() }, (80, 24));
    assert!(app.open("mine"));
    let effects = app.begin();
    carry_out(&mut app, effects);
    for _ in 0..pages {
        for size in [(80, 24), (40, 12)] {
            app.size = size;
            look_at(&app, false);
        }
        said(&app);
        press(&mut app, Event::Key(Key::char('n')));
    }
}

fn said(app: &App) {
    let look = Look { theme: Theme::Mono, ascii: false };
    lines::news(app, look, &[], &lines::facts(app)).iter().for_each(|line| shown(line));
}

fn press(app: &mut App, event: Event) {
    let effects = update(app, event);
    carry_out(app, effects);
}

/// Keys, pastes and sizes, as bytes: the first one says where the program begins.
pub fn keys(input: &[u8]) {
    thread_local! {
        static LIBRARY: Library = Library::read(&lesson::embedded::files(), &cleartext::view::names());
    }
    let library = LIBRARY.with(Clone::clone);
    let Some((&first, keys)) = input.split_first() else { return };
    let mut app = match usize::from(first).checked_sub(usize::from(b'a')).and_then(|n| library.lessons.get(n)) {
        Some(lesson) => {
            let id = lesson.id.clone();
            let mut app = App::new(library, (80, 24));
            assert!(app.open(&id));
            app
        }
        None if first == b'B' => {
            let Ok(opened) = bench::first_cell("sha256(\"abc\")") else { panic!("an expression") };
            App::bench(library, opened, Rc::new(NoFiles))
        }
        None => App::new(library, (80, 24)),
    };
    app.size = (80, 24);
    let effects = app.begin();
    carry_out(&mut app, effects);
    // A cat does not press more in a second.
    let text = String::from_utf8_lossy(&keys[..keys.len().min(96)]).into_owned();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let event = match c {
            '\r' => Event::Key(Key::plain(Code::Enter)),
            '\x1b' => Event::Key(Key::plain(Code::Esc)),
            '\x7f' => Event::Key(Key::plain(Code::Backspace)),
            '\t' => Event::Key(Key::plain(Code::Tab)),
            '\0' => Event::Resize { columns: rest.next().map_or(1, size), rows: rest.next().map_or(1, size) },
            '\x01'..='\x1a' => Event::Key(Key::ctrl(char::from(b'`' + c as u8))),
            '\x1c' => Event::Key(Key::plain(Code::Left)),
            '\x1d' => Event::Key(Key::plain(Code::Right)),
            '\x1e' => Event::Key(Key::plain(Code::PageDown)),
            '\x1f' => Event::Paste(rest.by_ref().take(16).collect()),
            c => Event::Key(Key::char(c)),
        };
        press(&mut app, event);
        look_at(&app, false);
    }
    said(&app);
}

/// A side of a terminal.
fn size(c: char) -> u16 {
    1 + (c as u32 % 200) as u16
}
