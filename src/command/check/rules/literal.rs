//! Pieces of a page that are shown as they stand, though an author means something by them.

use crate::command::check::ground::{Ground, Told};
use crate::lesson::directives::DIRECTIVES;
use crate::lesson::tree::{Block, Inline, Piece, visit};
use crate::run::address::Span;
use crate::view::safe_text::REPLACEMENT;

/// From this indentation on Markdown takes a line for a listing.
const INDENTED: usize = 4;

/// The lines of a piece of the file, each with its span, from where its first line begins.
fn lines<'l>(ground: &Ground<'l>, piece: Span) -> impl Iterator<Item = (&'l str, Span)> {
    let source = ground.lesson.source.as_str();
    let mut start = source[..piece.start].rfind('\n').map_or(0, |newline| newline + 1);
    source.get(start..piece.end).unwrap_or_default().split_inclusive('\n').map(move |line| {
        let span = Span::new(start, start + line.trim_end().len());
        start += line.len();
        (line.trim_end(), span)
    })
}

/// The columns that a line is indented by.
fn indentation(line: &str) -> usize {
    let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
    line[..blank].chars().map(|c| if c == '\t' { INDENTED } else { 1 }).sum()
}

/// The directive that a line opens, wherever it stands.
fn opens(line: &str) -> Option<&'static str> {
    let line = line.trim_start();
    let info = ["```", "~~~"].iter().find_map(|fence| line.strip_prefix(fence))?.trim_start_matches(['`', '~']);
    let mut words = info.split_whitespace();
    let named = |word: &str| DIRECTIVES.iter().map(|row| row.name).find(|name| *name == word);
    let first = words.next()?;
    named(first).or_else(|| named(words.next().filter(|_| matches!(first, "toml" | "markdown"))?))
}

/// A directive that is indented so far that Markdown makes a listing of it.
pub(super) fn directives(ground: &Ground, told: &mut Told) {
    for block in ground.blocks() {
        match block {
            Block::Heading { .. } | Block::Paragraph { .. } | Block::List { .. } | Block::Quote { .. } => {}
            // A listing whose fence stands at the margin may show what it likes.
            Block::Code { span, .. } => {
                if lines(ground, *span).next().is_none_or(|(line, _)| indentation(line) < INDENTED) {
                    continue;
                }
            }
            _ => continue,
        }
        let indented = lines(ground, block.span()).filter(|(line, _)| indentation(line) >= INDENTED);
        let found = indented.filter_map(|(line, span)| Some((opens(line)?, span.end - line.trim_start().len())));
        for (name, start) in found.take(1) {
            let message = format!("A directive must begin at the margin; this ```{name} does not.");
            let hint = "Take it out of the list or quotation, and remove the spaces before it.";
            told.error(Span::new(start, block.span().end), message, hint);
        }
    }
}

/// A heading without the space that makes it one.
pub(super) fn headings(ground: &Ground, told: &mut Told) {
    paragraphs(ground, &mut |span| {
        let marks = |line: &str| line.len() - line.trim_start_matches('#').len();
        let is_one = |line: &str| {
            (1..=6).contains(&marks(line)) && line.trim_start_matches('#').starts_with(char::is_alphabetic)
        };
        if let Some((_, place)) = lines(ground, span).find(|(line, _)| is_one(line)) {
            let hint = "Put a space behind the `#`; write `\\#` if it is meant as it stands.";
            told.warning(place, "This is no heading.", hint);
        }
    });
}

/// A page break of which an editor made a dash.
pub(super) fn dashes(ground: &Ground, told: &mut Told) {
    paragraphs(ground, &mut |span| {
        let is_one = |line: &str| !line.is_empty() && line.chars().all(|c| matches!(c, '–' | '—' | '―' | '-'));
        if let Some((_, place)) = lines(ground, span).find(|(line, _)| is_one(line)) {
            let hint = "A page break is three hyphens `---` alone, with an empty line before them.";
            told.warning(place, "This is no page break.", hint);
        }
    });
}

/// The paragraphs at the margin.
fn paragraphs(ground: &Ground, see: &mut dyn FnMut(Span)) {
    for block in ground.blocks() {
        if let Block::Paragraph { span, .. } = block {
            see(*span);
        }
    }
}

/// An entry in a directive that is Markdown.
pub(super) fn entries(ground: &Ground, told: &mut Told) {
    for block in ground.blocks() {
        let (Block::Real(aside) | Block::Notes(aside)) = block else { continue };
        let name = if matches!(block, Block::Real(_)) { "real" } else { "notes" };
        let is_one = |line: &str| {
            let quoted = |text: &str| text.trim_start().starts_with(['"', '\'']);
            let key = |key: &str| matches!(key.trim(), "say" | "text" | "ask" | "value" | "why" | "note");
            line.split_once('=').is_some_and(|(left, right)| key(left) && quoted(right))
        };
        if let Some((_, place)) = lines(ground, aside.span).find(|(line, _)| is_one(line)) {
            let message = format!("A `{name}` is Markdown and has no entries: this line is shown as it stands.");
            told.warning(place, message, "Write the sentence alone, without `=` and quotes.");
        }
    }
}

/// Signs that no terminal shows, written by their number or name.
pub(super) fn signs(ground: &Ground, told: &mut Told) {
    for block in ground.blocks() {
        if ground.text(block.span()).contains(REPLACEMENT) {
            continue;
        }
        let mut hidden = false;
        visit(std::slice::from_ref(block), &mut |piece| {
            if let Piece::Text(_, text) = piece {
                hidden |= has_one(text);
            }
        });
        if hidden {
            let text = ground.text(block.span());
            let written = ["\\u", "&#", "&", "\\"].into_iter().find(|sign| text.contains(sign)).unwrap_or_default();
            let hint = "Write the character's number in words, such as U+001B.";
            told.warning(ground.place(block.span(), written), "A character here is shown as � on the screen.", hint);
        }
    }
}

/// Whether a sign of the text was replaced. How deep it lies was bounded when the lesson was read.
fn has_one(text: &[Inline]) -> bool {
    text.iter().any(|piece| match piece {
        Inline::Text(text) | Inline::Code(text) => text.contains(REPLACEMENT),
        Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link { text: inner, .. } => has_one(inner),
        Inline::Live(_) | Inline::Break | Inline::Broken(_) => false,
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::expect;

    #[test]
    fn an_indented_directive_is_told() {
        let exercise = |by: &str| {
            ["```exercise", "ask = \"What?\"", "answer = \"1\"", "```"].map(|line| format!("{by}{line}\n")).concat()
        };
        let told = "15 Error A directive must begin at the margin; this ```exercise does not.";
        expect(&[
            (&format!("Text.\n\n{}", exercise("    ")), &[told]),
            (&format!("Text.\n\n{}", exercise("\t")), &[told]),
            (&format!("Text.\n{}", exercise("    ")), &["14 Error A directive must begin at the margin"]),
            (&format!("````text\n{}````", exercise("    ")), &[]),
            (&format!("````text\n{}````", exercise("")), &[]),
            ("Text.\n\n    ```python\n    x\n    ```\n", &[]),
        ]);
    }

    #[test]
    fn what_is_shown_as_it_stands_is_told() {
        expect(&[
            ("#No space", &["13 Warning This is no heading."]),
            ("##No space either", &["13 Warning This is no heading."]),
            ("# A heading\n\n#1 and \\#two", &[]),
            ("A\n\n—\n\nB", &["15 Warning This is no page break."]),
            ("```real\nsay = \"Use hashlib.\"\n```", &["14 Warning A `real` is Markdown and has no entries"]),
            ("```real\n`x = \"y\"` is code.\n```", &[]),
            ("A&#27;[31m sign.", &["13 Warning A character here is shown as"]),
        ]);
    }
}
