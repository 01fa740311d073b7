//! What is said of text that is no TOML: the mistakes that authors make, each in words of its own.

use toml::de::Error;

use crate::lesson::problem::{Problems, sentence};
use crate::run::address::Span;
use crate::sheet::expr::{STRAIGHT, is_other_quote};

const HINT: &str = "An entry is `key = value`; text stands in quotes, lists in [ ], tables in { }.";

/// How the sentences of the library begin, and what is said in their place.
const SAID: [(&str, &str, &str); 7] = [
    ("missing escaped value", "A backslash in a text begins an escape, and this is none.", BACKSLASH),
    ("invalid value, expected unicode", "This names no character.", BACKSLASH),
    ("invalid unicode", "This names no character.", BACKSLASH),
    ("cannot recurse further", "This is nested too deep.", "Take brackets away; no entry needs more than two."),
    ("key with no value", "This line is no entry.", HINT),
    ("missing comma between array elements", "A comma is missing before this.", "Put a comma between two items."),
    ("invalid unquoted key", "The name of an entry has only letters, digits, `_` and `-`.", HINT),
];

const BACKSLASH: &str = "Write a backslash as `\\\\`, or put the whole text between single quotes: '…'.";

/// Reports a mistake in the TOML of a part of a file, and returns the line it stands on.
///
/// What the library says is used for what no row and no rule here knows.
pub(super) fn report(error: &Error, source: &str, body: Span, problems: &mut Problems) -> Span {
    let range = error.span().unwrap_or(0..0);
    let start = source.floor_char_boundary(body.start + range.start).min(body.end);
    let line = line_around(source, start, body);
    let text = &source[line.range()];
    let behind = source[start..line.end.max(start)].trim_start();
    let at = |offset: usize, length: usize| Span::new(line.start + offset, line.start + offset + length);
    let first = source[start..line.end.max(start)].chars().next();
    let character = |c: char| Span::new(start, start + c.len_utf8());
    let open = open_bracket(&source[body.start..start]).map(|at| body.start + at);
    let is_told = |c: &char| problems.first_error_in(character(*c)).is_some();
    let (place, message, hint) = if let Some(c) = first.filter(is_told) {
        // The character itself was told.
        problems.silent(character(c), "An entry cannot be read.");
        return line;
    } else if let Some(c) = first.filter(|c| c.is_whitespace() && !c.is_ascii()) {
        let message = format!("The character U+{:04X} is no plain space.", u32::from(c));
        (character(c), message, "Write a plain space in its place.")
    } else if let Some(quote) = behind.chars().next().filter(|c| is_other_quote(*c) && *c != '\'') {
        let place = line.end - behind.len();
        (Span::new(place, place + quote.len_utf8()), "This quote is none of the straight ones.".into(), STRAIGHT)
    } else if let Some(colon) = colon_for_equals(text) {
        (at(colon, 1), "Behind the name of an entry stands `=`.".into(), "Write `=` in place of the colon.")
    } else if let Some((key, _)) = duplicate(error.message(), text) {
        let place = at(text.len() - text.trim_start().len(), key.len());
        (place, format!("`{key}` stands here twice."), "Take one away.")
    } else if error.message().starts_with("duplicate key") && heading(text).is_some() {
        let message = format!("`{}` stands here twice.", heading(text).unwrap_or_default());
        (at(0, text.trim_end().len()), message, "Write it with two brackets on both sides: [[unit]], [[question]].")
    } else if text.trim_start().starts_with('[') && error.message().contains("nclosed") {
        (
            at(0, text.len()),
            "This heading wants as many brackets behind as before.".into(),
            "A unit begins with [[unit]].",
        )
    } else if let Some(quote) = unclosed_quote(text) {
        let hint = "Write the quote behind the last word; a text over several lines stands between \"\"\".";
        (at(quote, 1), "This text has no end on its line.".into(), hint)
    } else if let Some(open) = open.filter(|open| *open < line.start && begins_an_entry(text)) {
        (Span::new(open, open + 1), "This bracket is never closed.".into(), "Close it behind the last item.")
    } else if let Some(open) = open.filter(|_| behind.is_empty()) {
        (Span::new(open, open + 1), "This bracket is never closed.".into(), "Close it behind the last item.")
    } else if open.is_some() && behind_a_text(text, start - line.start) && behind.starts_with(['"', '\'', '{']) {
        (character('"'), "A comma is missing before this.".into(), "Put a comma between two items.")
    } else if behind_a_text(text, start - line.start) {
        let hint = "Write a quote inside a text as \\\", or put the whole text between single quotes: '…'.";
        (Span::new(start, start + 1), "Here something stands behind the end of a text.".into(), hint)
    } else if error.message().starts_with("string values must be quoted") {
        (Span::new(start, line.end), "This text stands in no quotes.".into(), STRAIGHT)
    } else {
        let place = Span::new(start, body.start + range.end);
        let row = SAID.iter().find(|(said, ..)| error.message().starts_with(said));
        match row {
            Some((_, message, hint)) => (place, (*message).to_owned(), *hint),
            None => (place, sentence(error.message()), HINT),
        }
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

/// The name in a heading of one bracket, `[unit]`.
fn heading(line: &str) -> Option<&str> {
    let name = line.trim().strip_prefix('[')?.strip_suffix(']')?.trim();
    (!name.is_empty() && !name.contains(['[', ']', '"', ','])).then_some(name)
}

/// Whether a line begins with the name of an entry.
fn begins_an_entry(line: &str) -> bool {
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    line.trim().is_empty() || line.split_once('=').is_some_and(|(name, _)| is_name(name.trim()))
}

/// The innermost bracket of a list that is still open at the end of a text.
fn open_bracket(text: &str) -> Option<usize> {
    let mut open = vec![];
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match (c, quote) {
            _ if escaped => escaped = false,
            ('\\', Some('"')) => escaped = true,
            ('"' | '\'' | '#', None) => quote = Some(c),
            ('\n', _) => quote = None,
            (c, Some(mark)) if c == mark && mark != '#' => quote = None,
            ('[', None) => open.push(at),
            (']', None) => drop(open.pop()),
            _ => {}
        }
    }
    open.pop()
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
