//! `snapshot`: any screen as a picture, without a terminal.

use std::io::Write;
use std::path::PathBuf;

use clap::value_parser;

use crate::app::key::Key;
use crate::app::{App, Effect, Event, update};
use crate::learner::hunt::{FAR, Finding, Report};
use crate::run::Budget;
use crate::sheet::NoFiles;
use crate::shell::settings::Setting;
use crate::shell::snapshot::{screen, svg};
use crate::shell::terminal::MOST;
use crate::ui::text::frame::characters;
use crate::ui::{MIN_COLUMNS, MIN_ROWS};

use super::export::deliver;
use super::row::{Argument, Row, Takes};
use super::{Failure, Options, Status, learn};

/// The command.
pub const ROW: Row = Row {
    name: "snapshot",
    about: "Draw a screen without a terminal: as an SVG picture, or as characters",
    arguments: &[
        Argument {
            name: "lesson",
            help: "A lesson, such as hashing/sha256-rounds, or the path of a lesson file; without one, the course map",
            takes: Takes::Place,
            value: "LESSON",
            ..Argument::FLAG
        },
        Argument {
            name: "page",
            help: "The page",
            takes: Takes::Value,
            value: "NUMBER",
            default: "1",
            reads: Some(|| value_parser!(usize).into()),
            ..Argument::FLAG
        },
        Argument {
            name: "keys",
            help: "Keys to press before, such as 'n<Right>gdigest/pad<Enter>'",
            takes: Takes::Value,
            value: "KEYS",
            ..Argument::FLAG
        },
        Argument {
            name: "size",
            help: "The columns and rows of the screen",
            takes: Takes::Value,
            value: "COLUMNSxROWS",
            default: "80x24",
            ..Argument::FLAG
        },
        Argument { name: "present", help: "As a talk shows it", ..Argument::FLAG },
        Argument {
            name: "svg",
            help: "Write an SVG picture to a file; without it, the characters are printed",
            takes: Takes::Value,
            value: "FILE",
            ..Argument::FLAG
        },
        Argument { name: "force", help: "Replace the file if it is there", beside: "svg", ..Argument::FLAG },
    ],
    speaks: false,
    run: |given, program| {
        let wanted = Wanted {
            lesson: given.text("lesson"),
            page: given.get("page").unwrap_or(1),
            keys: given.needed("keys"),
            size: given.needed("size"),
            present: given.has("present"),
            svg: given.path("svg"),
            force: given.has("force"),
        };
        snapshot(&wanted, &program.options, &program.setting(), program.out)
    },
    ..Row::PLAIN
};

/// The screen that is wanted.
pub struct Wanted {
    /// A lesson, such as hashing/sha256-rounds, or the path of a lesson file; without one, the course map
    lesson: Option<String>,
    /// The page
    page: usize,
    /// Keys to press before, such as 'n<Right>gdigest/pad<Enter>'
    keys: String,
    /// The columns and rows of the screen
    size: String,
    /// As a talk shows it
    present: bool,
    /// Write an SVG picture to a file; without it, the characters are printed
    svg: Option<PathBuf>,
    /// Replace the file if it is there
    force: bool,
}

/// Draws the screen.
pub fn snapshot(wanted: &Wanted, options: &Options, setting: &Setting, out: &mut dyn Write) -> Result<Status, Failure> {
    let size = size(&wanted.size)?;
    let keys = keys(&wanted.keys)?;
    let (lessons, name) = learn::meant(wanted.lesson.clone(), options);
    let library = lessons.read().map_err(|why| Failure::usage(&why, ""))?;
    let mut app = App::new(library, size);
    app.keymap = setting.keymap.clone();
    if let Some(lesson) = &name
        && !app.open(lesson)
    {
        return Err(Failure::usage(&format!("there is no lesson `{lesson}`"), &learn::instead(&lessons, lesson)));
    }
    if let Some(session) = app.stage.lesson_mut() {
        let pages = session.lesson().pages.len();
        let page = wanted.page.checked_sub(1).filter(|page| *page < pages);
        let Some(page) = page else {
            return Err(Failure::usage(
                &format!("there is no page {}", wanted.page),
                &format!("there are 1 to {pages}"),
            ));
        };
        if wanted.present {
            session.present(false);
        }
        session.go_to_page(page);
    }
    let first = app.begin();
    carry_out(&mut app, first);
    for key in keys {
        // A terminal has drawn before the next key: letters and marks of changes are those of what was drawn.
        screen(&app, setting.look, size);
        let effects = update(&mut app, Event::Key(key));
        carry_out(&mut app, effects);
    }
    let frame = screen(&app, setting.look, size);
    match &wanted.svg {
        Some(path) => deliver(svg(&frame, setting.look.theme).as_bytes(), Some(path), wanted.force, out),
        None => deliver(characters(&frame).as_bytes(), None, false, out),
    }
}

/// Does what the screen needs to be whole; nothing is written, copied or waited for.
fn carry_out(app: &mut App, effects: Vec<Effect>) {
    for effect in effects {
        let event = match effect {
            Effect::Compute { job, sheet } => {
                Event::Computed { job, ended: Some(sheet.clone().finish(&NoFiles, &Budget::unlimited())) }
            }
            Effect::Check { job, sheet } => {
                sheet.check(&|| false);
                Event::Checked { job }
            }
            Effect::Find { job, hunt } => {
                let mut found = Found::default();
                let ended = hunt.go(&mut found, &|| false);
                Event::Found { job, rows: found.rows, searched: found.searched, ended: Some(ended) }
            }
            // The same picture each time.
            Effect::Random => Event::Random(0),
            _ => continue,
        };
        let more = update(app, event);
        carry_out(app, more);
    }
}

#[derive(Default)]
struct Found {
    rows: Vec<Finding>,
    searched: (u64, u64),
}

impl Report for Found {
    fn found(&mut self, row: Finding) -> bool {
        self.rows.push(row);
        self.rows.len() < FAR
    }

    fn searched(&mut self, done: u64, of: u64) {
        self.searched = (done, of);
    }
}

fn size(written: &str) -> Result<(u16, u16), Failure> {
    let both =
        written.split_once(['x', '×']).and_then(|(columns, rows)| Some((columns.parse().ok()?, rows.parse().ok()?)));
    let fits =
        |(columns, rows): &(u16, u16)| (MIN_COLUMNS..=MOST.0).contains(columns) && (MIN_ROWS..=MOST.1).contains(rows);
    both.filter(fits).ok_or_else(|| {
        let hint = format!("write it as 120x40, from {MIN_COLUMNS}x{MIN_ROWS} to {}x{}", MOST.0, MOST.1);
        Failure::usage(&format!("`{written}` is no size of a screen"), &hint)
    })
}

/// Keys as they are written: characters, and `<Enter>`, `<Ctrl-P>`; `<<` is the bracket itself.
fn keys(written: &str) -> Result<Vec<Key>, Failure> {
    let mut keys = Vec::new();
    let mut rest = written;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        if c != '<' {
            keys.push(Key::char(c));
        } else if let Some(after) = rest.strip_prefix('<') {
            keys.push(Key::char('<'));
            rest = after;
        } else {
            let (name, after) = rest.split_once('>').ok_or_else(|| {
                let message = format!("the key `<{rest}` has no end");
                Failure::usage(&message, "write `<Right>`, or `<<` for the bracket itself")
            })?;
            let key = name.parse::<Key>().map_err(|why| Failure::usage(&why.message, &why.hint))?;
            keys.push(key);
            rest = after;
        }
    }
    Ok(keys)
}
