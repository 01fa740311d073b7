//! The directives: what a fence in a lesson can be, one row each.
//!
//! To add one: its file with its row, its structure and its tests, and one line in [`DIRECTIVES`]. The checker and the
//! author's guide derive from the rows.

mod aside;
mod exercise;
mod predict;
mod sheet;
mod tamper;
mod watch;

pub use aside::Aside;
pub use exercise::Exercise;
pub use predict::{Answer, Predict};
pub use sheet::Sheet;
pub(crate) use sheet::read_all as read_sheets;
pub use tamper::Tamper;
pub use watch::Watch;

use crate::lesson::block::Block;
use crate::lesson::fields::Field;
use crate::lesson::problem::{Problem, listed, quoted};
use crate::lesson::reading::{Reading, broken};
use crate::lesson::split::Fence;
use crate::run::address::Span;
use crate::run::suggest::did_you_mean;
use crate::view::SafeText;

/// A kind of fence that means something.
#[derive(Debug)]
pub struct Directive {
    /// The word after the backticks.
    pub name: &'static str,
    /// What it does, in one line.
    pub summary: &'static str,
    /// What stands in it.
    pub body: Body,
    /// A small one that is valid, without its fence.
    pub example: &'static str,
    read: fn(&Fence, &mut Reading) -> Option<Block>,
}

/// What stands in a directive.
#[derive(Clone, Copy, Debug)]
pub enum Body {
    /// TOML with these entries.
    Fields(&'static [Field]),
    /// Cells, one a line: `name = expression`.
    Sheet,
    /// Markdown.
    Markdown,
}

/// Every directive, in the order of the author's guide.
pub const DIRECTIVES: [&Directive; 7] =
    [&sheet::ROW, &watch::ROW, &predict::ROW, &exercise::ROW, &tamper::ROW, &aside::REAL, &aside::NOTES];

/// The words that a listing may bear, for which a fence is shown as it is.
pub const LANGUAGES: [&str; 26] = [
    "text",
    "python",
    "sh",
    "bash",
    "console",
    "json",
    "toml",
    "yaml",
    "markdown",
    "rust",
    "c",
    "go",
    "java",
    "javascript",
    "php",
    "ruby",
    "sql",
    "http",
    "html",
    "xml",
    "css",
    "ini",
    "hex",
    "pem",
    "asn1",
    "diff",
];

/// The directive of this name.
pub fn find(name: &str) -> Option<&'static Directive> {
    DIRECTIVES.into_iter().find(|row| row.name == name)
}

/// Reads a fence that stands at the margin.
pub(crate) fn read(fence: &Fence, reading: &mut Reading) -> Block {
    let errors = reading.problems.errors();
    let word = &reading.source[fence.word.range()];
    let block = match find(word) {
        Some(directive) => {
            if !fence.rest.range().is_empty() {
                reading.problems.error(
                    fence.rest,
                    format!("Nothing may follow the word `{word}`."),
                    "Its entries stand on the lines below.",
                );
            }
            (directive.read)(fence, reading)
        }
        None => check_language(word, fence.word, reading).ok().map(|()| Block::Code {
            language: SafeText::line(word),
            text: SafeText::block(reading.source[fence.body.range()].trim_end_matches(['\n', '\r'])),
            span: fence.span,
        }),
    };
    match (reading.problems.error_since(errors), block) {
        (None, Some(block)) if fence.closed => block,
        (Some(problem), _) => broken(problem, fence.span),
        // A fence that was not closed was reported before it was read.
        (None, _) => {
            let problem = Problem::new(
                crate::lesson::Severity::Error,
                reading.source,
                fence.span,
                "This fence is never closed.",
                "",
            );
            broken(problem, fence.span)
        }
    }
}

/// Checks the word of a fence that is no directive.
pub(crate) fn check_language(word: &str, span: Span, reading: &mut Reading) -> Result<(), Problem> {
    if word.is_empty() || LANGUAGES.contains(&word) {
        return Ok(());
    }
    let directives = || DIRECTIVES.into_iter().map(|row| row.name);
    let hint = match did_you_mean(word, directives().chain(LANGUAGES)) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => format!("There is {}; for a listing write ```text.", listed(directives(), "and")),
    };
    Err(reading.problems.error(span, format!("There is no directive {}.", quoted(word)), hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_read_without_a_problem() {
        for row in DIRECTIVES {
            let sheet = "```sheet\nmessage = input(\"abc\")\ndigest = sha256(message)\n```\n";
            let sheet = if row.name == "sheet" { "" } else { sheet };
            let source = format!(
                "+++\ntitle = \"t\"\ngoal = \"g\"\n+++\n\nText.\n\n{sheet}```{}\n{}\n```\n",
                row.name, row.example
            );
            let lesson = crate::lesson::parse("a/b", source.as_bytes(), &crate::view::names());
            assert_eq!(lesson.problems, [], "{}", row.name);
        }
    }

    #[test]
    fn rows_name_each_entry_once() {
        for row in DIRECTIVES {
            let Body::Fields(fields) = row.body else { continue };
            for (i, field) in fields.iter().enumerate() {
                assert!(fields[..i].iter().all(|other| other.name != field.name), "{} {}", row.name, field.name);
                assert!(field.help.ends_with('.'), "{} {}", row.name, field.name);
            }
        }
    }
}
