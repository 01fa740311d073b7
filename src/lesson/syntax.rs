//! What is said of text that is no TOML: the mistakes that authors make, each in words of its own.

use toml::de::Error;

use crate::lesson::problem::{Problems, sentence};
use crate::run::address::Span;
use crate::sheet::expr::{STRAIGHT, is_other_quote};

const HINT: &str = "An entry is `key = value`; text stands in quotes, lists in [ ], tables in { }.";

/// Reports a mistake in the TOML of a part of a file, and returns the line it stands on.
pub(super) fn report(error: &Error, source: &str, body: Span, problems: &mut Problems) -> Span {
    let range = error.span().unwrap_or(0..0);
    let start = source.floor_char_boundary(body.start + range.start).min(body.end);
    let line = line_around(source, start, body);
    let text = &source[line.range()];
    let behind = source[start..line.end.max(start)].trim_start();
    let at = |offset: usize, length: usize| Span::new(line.start + offset, line.start + offset + length);
    let (place, message, hint) = if let Some(quote) = behind.chars().next().filter(|c| is_other_quote(*c)) {
        let place = line.end - behind.len();
        (Span::new(place, place + quote.len_utf8()), "This quote is none of the straight ones.".into(), STRAIGHT)
    } else if let Some(colon) = colon_for_equals(text) {
        (at(colon, 1), "Behind the name of an entry stands `=`.".into(), "Write `=` in place of the colon.")
    } else if let Some((key, _)) = duplicate(error.message(), text) {
        let place = at(text.len() - text.trim_start().len(), key.len());
        (place, format!("`{key}` stands here twice."), "Take one away.")
    } else if text.trim_start().starts_with('[') && error.message().contains("nclosed") {
        (
            at(0, text.len()),
            "This heading wants as many brackets behind as before.".into(),
            "A unit begins with [[unit]].",
        )
    } else if let Some(quote) = unclosed_quote(text) {
        let hint = "Write the quote behind the last word; a text over several lines stands between \"\"\".";
        (at(quote, 1), "This text has no end on its line.".into(), hint)
    } else if behind_a_text(text, start - line.start) {
        let hint = "Write a quote inside a text as \\\", or put the whole text between single quotes: '…'.";
        (Span::new(start, start + 1), "Here something stands behind the end of a text.".into(), hint)
    } else if error.message().starts_with("string values must be quoted") {
        (Span::new(start, line.end), "This text stands in no quotes.".into(), STRAIGHT)
    } else {
        (Span::new(start, body.start + range.end), sentence(error.message()), HINT)
    };
    problems.error(place, message, hint);
    line
}

/// The line that holds a byte of a part, or that ends there.
fn line_around(source: &str, at: usize, body: Span) -> Span {
    let start = source[body.start..at].rfind('\n').map_or(body.start, |newline| body.start + newline + 1);
    let end = source[at..body.end].find('\n').map_or(body.end, |newline| at + newline);
    Span::new(start, end.max(start))
}

/// The colon of `ask: "…"`.
fn colon_for_equals(line: &str) -> Option<usize> {
    let key = line.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | ' '))?;
    (line[key..].starts_with(':') && !line[..key].trim().is_empty()).then_some(key)
}

/// The key of a line that stands in a table twice, and the rest of the line.
fn duplicate<'l>(message: &str, line: &'l str) -> Option<(&'l str, &'l str)> {
    let (key, rest) = line.split_once('=')?;
    message.starts_with("duplicate key").then_some((key.trim(), rest))
}

/// The quote of a text that does not end on its line.
fn unclosed_quote(line: &str) -> Option<usize> {
    let mut open = None;
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        match (c, open) {
            _ if escaped => escaped = false,
            ('\\', Some((_, '"'))) => escaped = true,
            ('"' | '\'', None) => open = Some((at, c)),
            (c, Some((_, quote))) if c == quote => open = None,
            _ => {}
        }
    }
    open.map(|(at, _)| at)
}

/// Whether what stands at a place of a line follows a quote that ended a text.
fn behind_a_text(line: &str, at: usize) -> bool {
    line.get(..at).is_some_and(|before| before.trim_end().ends_with('"') && before.matches('"').count() >= 2)
}
