//! `doctor`: says what this terminal can do, one fact a line, with a remedy where one is needed.

use std::io::Write;

use crate::app::keymap::Keymap;
use crate::shell::lessons::Lessons;
use crate::shell::settings::{Surroundings, Wishes};
use crate::shell::terminal;
use crate::ui::text::theme::Theme;
use crate::ui::{MIN_COLUMNS, MIN_ROWS};
use crate::view::SafeText;

use super::config::found::Found;
use super::row::Row;
use super::{Failure, Options, Status};

/// The command.
pub const ROW: Row = Row {
    name: "doctor",
    about: "Say what this terminal can do, with a remedy where one is needed",
    run: |_, program| doctor(&program.options, program.wishes, program.around, &program.found, program.out),
    ..Row::PLAIN
};

/// A fact.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Fact {
    /// Whether the screen works with it.
    well: bool,
    /// The subject.
    about: &'static str,
    /// The fact in words, and the remedy where one is needed.
    says: String,
}

impl Fact {
    fn good(about: &'static str, says: impl Into<String>) -> Fact {
        Fact { well: true, about, says: says.into() }
    }

    fn bad(about: &'static str, says: impl Into<String>) -> Fact {
        Fact { well: false, about, says: says.into() }
    }
}

/// Prints the facts; the status is "no" if one of them is in the way of the screen.
pub fn doctor(
    options: &Options,
    wishes: Wishes,
    around: &Surroundings,
    found: &Found,
    out: &mut dyn Write,
) -> Result<Status, Failure> {
    let mut facts = of_terminal(wishes, around, &found.config.keymap, terminal::size());
    facts.push(of_config(found));
    facts.push(of_lessons(&options.lessons()));
    for fact in &facts {
        let mark = if fact.well { '+' } else { '!' };
        writeln!(out, "{mark} {}: {}", fact.about, SafeText::line(&fact.says))?;
    }
    Ok(if facts.iter().all(|fact| fact.well) { Status::Done } else { Status::No })
}

fn of_terminal(wishes: Wishes, around: &Surroundings, keymap: &Keymap, size: Option<(u16, u16)>) -> Vec<Fact> {
    let mut facts = vec![match (around.input_is_terminal, around.output_is_terminal) {
        (true, true) => Fact::good("terminal", "standard input and output are one"),
        (false, _) => {
            Fact::bad("terminal", "standard input is no terminal; start it in a terminal window, or use --plain")
        }
        (true, false) => {
            Fact::bad("terminal", "standard output is no terminal; start it in a terminal window, or use --plain")
        }
    }];
    facts.push(match around.term.as_deref() {
        None => Fact::bad("TERM", "not set; set it to what your terminal is, often xterm-256color, or use --plain"),
        Some("dumb") => {
            Fact::bad("TERM", "dumb: it cannot move its cursor; set it to what your terminal is, or use --plain")
        }
        Some(term) => Fact::good("TERM", term),
    });
    facts.extend(size.map(|(columns, rows)| {
        let says = format!("{columns} by {rows}");
        if columns < MIN_COLUMNS || rows < MIN_ROWS {
            Fact::bad("size", format!("{says}; make it {MIN_COLUMNS} by {MIN_ROWS} at least, or use --plain"))
        } else {
            Fact::good("size", format!("{says}; {MIN_COLUMNS} by {MIN_ROWS} are needed, 80 by 24 is comfortable"))
        }
    }));
    let colours = match wishes.look(around).theme {
        Theme::Mono if around.no_color => "none, since NO_COLOR is set; --color always uses them all the same",
        Theme::Mono => "none; bold, underlined and reversed text carry everything",
        Theme::Either => {
            "the terminal's own 16, those that can be read on any background; --theme dark or light knows better"
        }
        Theme::Dark => "the terminal's own 16, for a dark background",
        Theme::Light => "the terminal's own 16, for a light background",
    };
    facts.push(Fact::good("colours", colours));
    let locale = match &around.locale {
        Some((name, value)) => format!("{name} is {value}"),
        None => "no locale is set".to_owned(),
    };
    facts.push(Fact::good(
        "characters",
        if !wishes.look(around).ascii {
            format!("Unicode; {locale}")
        } else if around.utf8() {
            format!("ASCII, as asked for; {locale}")
        } else {
            format!("ASCII; {locale}, which is not UTF-8; set LC_ALL to a locale such as C.UTF-8 for Unicode")
        },
    ));
    facts.push(Fact::good("clipboard", clipboard(around)));
    let mouse = if wishes.mouse.unwrap_or_default() {
        "on; ⟨mouse⟩ leaves it to the terminal"
    } else {
        "off; ⟨mouse⟩ or --mouse turns it on"
    };
    facts.push(Fact::good("mouse", format!("{}; while it is on, Shift selects text", keymap.say(mouse))));
    facts.push(Fact::good(
        "keyboard",
        keymap.say("arrows or the keys of vi; nothing needs a function key; ⟨help⟩ lists all keys"),
    ));
    facts
}

fn clipboard(around: &Surroundings) -> &'static str {
    match around.term.as_deref() {
        _ if around.tmux => {
            "through the terminal (OSC 52) and tmux, which wants `set -g set-clipboard on` in its settings"
        }
        Some("linux") => "the Linux console has none; --plain prints what is copied",
        None | Some("dumb") => "none here; --plain prints what is copied",
        Some(_) => "through the terminal (OSC 52); where yours does not take it, --plain prints what is copied",
    }
}

fn of_config(found: &Found) -> Fact {
    let Some(path) = &found.path else {
        return Fact::good("settings", "no place for them; HOME and XDG_CONFIG_HOME are not set");
    };
    let path = path.display();
    match (&found.source, found.config.problems.len()) {
        (None, _) => Fact::good("settings", format!("none; they are looked for in {path}")),
        (Some(_), 0) => Fact::good("settings", format!("read from {path}")),
        (Some(_), 1) => Fact::bad("settings", format!("{path} has a mistake; `cleartext config check` shows it")),
        (Some(_), n) => Fact::bad("settings", format!("{path} has {n} mistakes; `cleartext config check` shows them")),
    }
}

fn of_lessons(lessons: &Lessons) -> Fact {
    match (lessons.read(), lessons) {
        (Ok(library), Lessons::Embedded) => {
            Fact::good("lessons", format!("{} in the program; --lessons DIR reads your own", library.lessons.len()))
        }
        (Ok(library), Lessons::At(path)) if library.lessons.is_empty() => {
            Fact::bad("lessons", format!("none in {}; the name of one ends in .md", path.display()))
        }
        (Ok(library), Lessons::At(path)) => {
            Fact::good("lessons", format!("{} in {}", library.lessons.len(), path.display()))
        }
        (Err(message), _) => Fact::bad("lessons", message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(around: &Surroundings, size: (u16, u16)) -> Vec<&'static str> {
        let facts = of_terminal(Wishes::default(), around, &Keymap::default(), Some(size));
        facts.iter().filter(|fact| !fact.well).map(|fact| fact.about).collect()
    }

    #[test]
    fn what_is_in_the_way_is_marked() {
        let good = Surroundings {
            term: Some("xterm".into()),
            input_is_terminal: true,
            output_is_terminal: true,
            ..Surroundings::default()
        };
        assert_eq!(wrong(&good, (40, 10)), Vec::<&str>::new());
        assert_eq!(wrong(&good, (39, 10)), ["size"]);
        assert_eq!(wrong(&Surroundings { term: Some("dumb".into()), ..good.clone() }, (80, 24)), ["TERM"]);
        assert_eq!(wrong(&Surroundings { input_is_terminal: false, ..good }, (80, 24)), ["terminal"]);
    }
}
