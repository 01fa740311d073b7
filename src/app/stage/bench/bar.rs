//! The formula bar: a line of text that is read as it is typed, and what is said below it.

use crate::app::text::InputLine;
use crate::run::address::Span;
use crate::sheet::complete::{at_cursor, rest};
use crate::sheet::expr::Fault;
use crate::sheet::{Problem, Sheet};

/// The longest formula that can be typed, in bytes: the longest literal in hexadecimal, and something around it.
pub const MAX_FORMULA: usize = 160 << 10;
/// The longest path that can be typed.
const MAX_PATH: usize = 4096;

/// The bar.
#[derive(Clone)]
pub struct Bar {
    /// The purpose of it.
    pub purpose: BarPurpose,
    /// The text.
    pub line: InputLine,
    /// The fault in it.
    pub wrong: Option<Wrong>,
    /// Names that begin as the word at the cursor does.
    pub offers: Vec<String>,
    /// The arguments that the call at the cursor wants.
    pub help: Option<String>,
}

/// The purpose of the bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BarPurpose {
    /// A new cell, or another formula for one.
    Formula {
        /// The cell.
        of: Option<String>,
    },
    /// The file to save to; holds the path that may be replaced, once that was asked.
    Save {
        /// The path.
        replace: Option<String>,
    },
}

/// The fault in a text, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Where in the text.
    pub span: Option<Span>,
    /// A sentence.
    pub message: String,
    /// The remedy.
    pub hint: Option<String>,
    /// Whether it cannot be taken like that; else the cell shows what is wrong.
    pub refused: bool,
}

impl Wrong {
    /// The sentence on why something cannot be taken.
    pub fn refusal(message: String) -> Wrong {
        Wrong { span: None, message, hint: None, refused: true }
    }
}

impl From<Fault> for Wrong {
    fn from(fault: Fault) -> Wrong {
        Wrong { span: Some(fault.span), message: fault.message, hint: fault.hint, refused: true }
    }
}

impl From<Problem> for Wrong {
    fn from(problem: Problem) -> Wrong {
        Wrong { span: problem.span, message: problem.message, hint: problem.hint, refused: false }
    }
}

impl Bar {
    /// A bar for a formula.
    pub fn formula(of: Option<String>, text: String) -> Bar {
        let max = MAX_FORMULA.max(text.len());
        Bar::of(BarPurpose::Formula { of }, InputLine::line(text, max))
    }

    /// A bar for the path of a file.
    pub fn save(path: String) -> Bar {
        Bar::of(BarPurpose::Save { replace: None }, InputLine::line(path, MAX_PATH))
    }

    fn of(purpose: BarPurpose, line: InputLine) -> Bar {
        Bar { purpose, line: line.offered(), wrong: None, offers: Vec::new(), help: None }
    }

    /// Looks for names and help at the cursor.
    pub fn look(&mut self, sheet: &Sheet) {
        (self.offers, self.help) = match self.purpose {
            BarPurpose::Formula { .. } => at_cursor(&self.line.text()[..self.line.cursor()], sheet),
            BarPurpose::Save { .. } => (Vec::new(), None),
        };
    }

    /// Completes the word at the cursor with the first name that is offered.
    pub fn complete(&mut self) -> bool {
        let Some(first) = self.offers.first() else { return false };
        let (before, after) = self.line.text().split_at(self.line.cursor());
        let rest = rest(first, before, after);
        self.line.keep();
        self.line.insert(rest);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::expr::Limits;

    #[test]
    fn the_word_at_the_cursor_is_completed() {
        let sheet = Sheet::parse("message = input(\"abc\")", &Limits::default()).0;
        let mut bar = Bar::formula(None, "x = hmac(mess".into());
        bar.look(&sheet);
        assert_eq!(bar.offers, ["message"]);
        assert!(bar.complete());
        assert_eq!(bar.line.text(), "x = hmac(message");
    }
}
