//! The palette: every command that does something here, to be found by a few letters of what it says.

use crate::app::fuzzy::ranked;
use crate::app::input_line::InputLine;
use crate::app::keys::{Command, Context, Row, rows};

/// The longest line that is worth typing.
const TYPED: usize = 100;

/// The commands of a context.
pub struct Palette {
    /// Where they work.
    pub of: Context,
    /// What is typed.
    pub line: InputLine,
    all: Vec<&'static Row>,
    /// The rows of the table of keys that are left.
    pub rows: Vec<&'static Row>,
    /// The chosen one.
    pub chosen: usize,
}

impl Palette {
    /// The commands of a context that would do something now.
    pub fn of(context: Context, works: impl Fn(Command) -> bool) -> Palette {
        let there = rows(context).filter(|row| row.command != Command::Palette && works(row.command));
        let all: Vec<_> = there.collect();
        Palette { of: context, line: InputLine::line("", TYPED), rows: all.clone(), all, chosen: 0 }
    }

    /// Follows what is typed.
    pub fn look(&mut self) {
        self.rows = ranked(self.line.text(), self.all.iter().copied(), |row| format!("{} {}", row.word, row.sentence));
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
        let palette = Palette::of(Context::Page, |command| command != Command::Tamper);
        assert!(palette.rows.iter().all(|row| row.command != Command::Tamper && row.command != Command::Palette));
        assert!(palette.rows.iter().any(|row| row.command == Command::Seek));
    }

    #[test]
    fn a_few_letters_find_a_command() {
        let mut palette = Palette::of(Context::Page, |_| true);
        palette.line.insert("down to its bits");
        palette.look();
        assert_eq!(palette.command(), Some(Command::Bits));
        palette.line.insert("qqqq");
        palette.look();
        assert_eq!(palette.command(), None);
    }
}
