//! The directives: what a fence in a lesson can be, one row each.
//!
//! To add one: its file with its row, its structure and its tests, and one line in [`DIRECTIVES`]. The checker and the
//! author's guide derive from the rows.

mod aside;
mod exercise;
mod guesses;
mod lanes;
mod name;
mod predict;
mod row;
mod sheet;
mod tamper;
mod watch;
mod wrong;

pub(crate) use name::is_name;
pub use row::{Content, Directive};
pub(crate) use sheet::read_all as read_sheets;

use crate::lesson::problem::{Problem, Severity};
use crate::lesson::reading::Reading;
use crate::lesson::split::Fence;
use crate::lesson::tree::Block;
use crate::view::SafeText;

/// Every directive, in the order of the author's guide.
pub const DIRECTIVES: [&Directive; 9] = [
    &sheet::ROW,
    &watch::ROW,
    &lanes::ROW,
    &predict::ROW,
    &exercise::ROW,
    &tamper::ROW,
    &guesses::ROW,
    &aside::REAL,
    &aside::NOTES,
];

/// The names of all directives.
pub fn names() -> Vec<&'static str> {
    DIRECTIVES.iter().map(|row| row.name).collect()
}

/// The directive of this name.
fn find(name: &str) -> Option<&'static Directive> {
    DIRECTIVES.into_iter().find(|row| row.name == name)
}

/// Reads a fence that stands at the margin.
pub(crate) fn read(fence: &Fence, reading: &mut Reading) -> Block {
    let errors = reading.problems.errors();
    let word = &reading.source[fence.word.range()];
    if !fence.closed {
        // It was reported before it is read; what stands in it may not belong to it.
        let problem = Problem::new(Severity::Error, reading.source, fence.span, "This fence is never closed.", "");
        return Block::Broken { problem, span: fence.span };
    }
    let block = match find(word) {
        Some(directive) => {
            check_opening(directive, fence, reading);
            (directive.read)(fence, reading)
        }
        None => reading.check_language(word, fence.word).ok().map(|()| Block::Code {
            language: SafeText::line(word),
            text: SafeText::block(reading.source[fence.body.range()].trim_end_matches(['\n', '\r'])),
            span: fence.span,
        }),
    };
    let span = fence.span;
    match (reading.problems.error_since(errors), block) {
        (None, Some(block)) => block,
        (Some(problem), _) => Block::Broken { problem, span },
        // No fence is unread without an error.
        (None, None) => Block::Rule { span },
    }
}

/// Checks what stands in the opening line beside the name of a directive.
fn check_opening(directive: &Directive, fence: &Fence, reading: &mut Reading) {
    let name = directive.name;
    if !fence.rest.range().is_empty() {
        let message = format!("Nothing may follow the word `{name}`.");
        reading.problems.error(fence.rest, message, "Its entries stand on the lines below.");
    }
    let Some(place) = fence.language else { return };
    let language = &reading.source[place.range()];
    if directive.body.language() != Some(language) {
        let hint = match directive.body.language() {
            Some(right) => format!("Write ```{right} {name}, or ```{name}."),
            None => format!("Write ```{name}."),
        };
        reading.problems.error(place, format!("A `{name}` is not written in {language}."), hint);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_read_without_a_problem() {
        let languages = |row: &Directive| [None, row.body.language()];
        for (row, language) in DIRECTIVES.into_iter().flat_map(|row| languages(row).map(|language| (row, language))) {
            let sheet = "```sheet\nmessage = input(\"abc\")\ndigest = sha256(message)\n```\n";
            let sheet = if row.name == "sheet" { "" } else { sheet };
            let source = format!(
                "+++\ntitle = \"t\"\ngoal = \"g\"\n+++\n\nText.\n\n{sheet}```{}{}\n{}\n```\n",
                language.map_or(String::new(), |language| format!("{language} ")),
                row.name,
                row.example
            );
            let lesson = crate::lesson::parse("a/b", source.as_bytes(), &crate::view::names());
            assert_eq!(lesson.problems, [], "{}", row.name);
            let last = lesson.pages[0].blocks.last();
            assert!(last.is_some_and(|block| !matches!(block, Block::Code { .. })), "{} {language:?}", row.name);
        }
    }

    #[test]
    fn the_wrong_language_is_told() {
        let source =
            "+++\ntitle = \"t\"\ngoal = \"g\"\n+++\n\n```python real\nUse `hashlib`.\n```\n```json sheet\na = 1\n```\n";
        let lesson = crate::lesson::parse("a/b", source.as_bytes(), &[]);
        let told: Vec<&str> = lesson.problems.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(told, ["A `real` is not written in python.", "A `sheet` is not written in json."]);
        assert_eq!(lesson.problems[0].hint.as_deref(), Some("Write ```markdown real, or ```real."));
    }

    #[test]
    fn rows_name_each_entry_once() {
        for row in DIRECTIVES {
            let Content::Fields(fields) = row.body else { continue };
            for (i, field) in fields.iter().enumerate() {
                assert!(fields[..i].iter().all(|other| other.name != field.name), "{} {}", row.name, field.name);
                assert!(field.help.ends_with('.'), "{} {}", row.name, field.name);
            }
        }
    }
}
