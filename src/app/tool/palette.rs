//! The palette: every command that does something here, to be found by a few letters of what it says.

use crate::app::command::{Command, Context, rows};
use crate::app::key::Key;
use crate::app::keymap::Keymap;
use crate::app::list::ranked;
use crate::app::text::InputLine;

/// The longest line that is worth typing.
const TYPED: usize = 100;

/// The commands of a context.
pub struct Palette {
    /// Where they work.
    pub of: Context,
    /// What is typed.
    pub line: InputLine,
    all: Vec<Row>,
    /// The commands that are left.
    pub rows: Vec<Row>,
    /// The chosen one.
    pub chosen: usize,
}

/// A command as the reader finds it.
#[derive(Clone, Debug)]
pub struct Row {
    /// The command.
    pub command: Command,
    /// The reader's keys for it.
    pub keys: Vec<Key>,
    /// What it does; in the table of keys its sentence.
    pub says: String,
    word: &'static str,
}

impl Palette {
    /// The commands of a context that would do something now.
    pub fn of(context: Context, keymap: &Keymap, works: impl Fn(Command) -> bool) -> Palette {
        let there = rows(context).filter(|row| row.command != Command::Palette && works(row.command));
        let row = |row: &'static crate::app::command::Row| Row {
            command: row.command,
            keys: keymap.keys(row, context),
            says: keymap.say(row.sentence),
            word: row.word,
        };
        let all: Vec<Row> = there.map(row).collect();
        Palette { of: context, line: InputLine::line("", TYPED), rows: all.clone(), all, chosen: 0 }
    }

    /// Follows what is typed.
    pub fn look(&mut self) {
        self.rows = ranked(self.line.text(), self.all.iter().cloned(), |row| format!("{} {}", row.word, row.says));
        self.chosen = 0;
    }

    /// The chosen command.
    pub fn command(&self) -> Option<Command> {
        self.rows.get(self.chosen).map(|row| row.command)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_nothing_here_is_not_offered() {
        let palette = Palette::of(Context::Page, &Keymap::default(), |command| command != Command::Tamper);
        assert!(palette.rows.iter().all(|row| row.command != Command::Tamper && row.command != Command::Palette));
        assert!(palette.rows.iter().any(|row| row.command == Command::Seek));
    }

    #[test]
    fn a_few_letters_find_a_command() {
        let mut palette = Palette::of(Context::Page, &Keymap::default(), |_| true);
        palette.line.insert("down to its bits");
        palette.look();
        assert_eq!(palette.command(), Some(Command::Bits));
        palette.line.insert("qqqq");
        palette.look();
        assert_eq!(palette.command(), None);
    }
}
