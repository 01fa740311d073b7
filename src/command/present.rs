//! `present`: a lesson in front of a class, or on a second terminal the notes of the one who speaks.

use crate::shell::follow::follow;
use crate::shell::settings::{Background, Setting, Talk};
use crate::shell::speaker::folder;
use crate::ui::text::theme::Theme;

use super::row::{Argument, Row, Takes};
use super::{Failure, Options, Status, learn};

/// The command.
pub const ROW: Row = Row {
    name: "present",
    about: "Present a lesson to a class: one step a key, light and large",
    arguments: &[
        Argument { name: "lesson", help: learn::LESSON, takes: Takes::Place, value: "LESSON", ..Argument::FLAG },
        Argument { name: "keys", help: "Show the last key in a corner", ..Argument::FLAG },
        Argument {
            name: "notes",
            help: "On a second terminal: follow the talk, with notes, answers, the next page and the clock",
            ..Argument::FLAG
        },
    ],
    run: |given, program| {
        let wanted = Wanted { keys: given.has("keys"), notes: given.has("notes") };
        present(given.text("lesson"), wanted, &program.options, program.setting())
    },
    ..Row::PLAIN
};

/// The terminal that is wanted.
#[derive(Clone, Copy)]
pub struct Wanted {
    /// The room sees the last key.
    pub keys: bool,
    /// The notes of a talk that goes on elsewhere.
    pub notes: bool,
}

/// Presents a lesson. It is light unless the command line asks for another theme.
pub fn present(
    lesson: Option<String>,
    Wanted { keys, notes }: Wanted,
    options: &Options,
    mut setting: Setting,
) -> Result<Status, Failure> {
    if notes {
        if let Some(lesson) = lesson {
            let message =
                format!("`--notes` follows the talk that goes on, whatever it is about: leave `{lesson}` out");
            return Err(Failure::usage(&message, "`cleartext present LESSON` begins the talk, on the other terminal"));
        }
        let folder = folder().map_err(|why| Failure::usage(&why, ""))?;
        return match follow(&folder, &setting) {
            Ok(()) => Ok(Status::Done),
            Err(error) => Err(Failure::usage(&error.to_string(), error.hint().unwrap_or_default())),
        };
    }
    let Some(lesson) = lesson else {
        let hint = "`cleartext list lessons` names them all; `cleartext present hashing/sha256-rounds`";
        return Err(Failure::usage("name the lesson that is to be presented", hint));
    };
    if setting.look.theme != Theme::Mono && options.wishes().theme.is_none_or(|theme| theme == Background::Auto) {
        setting.look.theme = Theme::Light;
    }
    learn::learn(Some(lesson), options, Setting { talk: Some(Talk { keys }), ..setting })
}
