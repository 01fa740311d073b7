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
    /// The names that completing goes round among, since one of them was put in.
    pub(super) round: Option<Round>,
}

/// The names that fit where one completes.
#[derive(Clone)]
pub(super) struct Round {
    /// The text before and behind the cursor, as it was typed.
    typed: [String; 2],
    names: Vec<String>,
    /// The name that stands there, and the text with it.
    at: usize,
    text: String,
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
        Bar { purpose, line: line.offered(), wrong: None, offers: Vec::new(), help: None, round: None }
    }

    /// Looks for names and help at the cursor.
    pub fn look(&mut self, sheet: &Sheet) {
        (self.offers, self.help) = match self.purpose {
            BarPurpose::Formula { .. } => at_cursor(&self.line.text()[..self.line.cursor()], sheet),
            BarPurpose::Save { .. } => (Vec::new(), None),
        };
    }

    /// Completes the word at the cursor with the first name that is offered; asked again, with the next one.
    pub fn complete(&mut self) -> bool {
        let text = self.line.text();
        let mut round = match self.round.take().filter(|round| round.text == text) {
            Some(round) => Round { at: (round.at + 1) % round.names.len(), ..round },
            None if self.offers.is_empty() => return false,
            None => {
                let (before, after) = text.split_at(self.line.cursor());
                let typed = [before.to_owned(), after.to_owned()];
                Round { typed, names: self.offers.clone(), at: 0, text: String::new() }
            }
        };
        let [before, after] = &round.typed;
        let rest = rest(&round.names[round.at], before, after);
        self.line.put(&format!("{before}{rest}"), after);
        self.line.text().clone_into(&mut round.text);
        // Where there is one alone, what comes next is something else.
        self.round = Some(round).filter(|round| round.names.len() > 1);
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
        bar.look(&sheet);
        assert!(!bar.complete(), "it is whole");
    }
    #[test]
    fn completing_goes_round_among_the_names() {
        let sheet = Sheet::default();
        let mut bar = Bar::formula(None, "x = blake2".into());
        let mut found = vec![];
        for _ in 0..3 {
            bar.look(&sheet);
            assert!(bar.complete());
            found.push(bar.line.text().to_owned());
        }
        assert_eq!(found, ["x = blake2b(", "x = blake2s(", "x = blake2b("]);
        // What is typed behind it is completed by itself.
        bar.line.insert("sha25");
        bar.look(&sheet);
        assert!(bar.complete());
        assert!(bar.line.text().starts_with("x = blake2b(sha256"), "{}", bar.line.text());
    }
}
