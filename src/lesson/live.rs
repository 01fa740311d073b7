//! Live values: `{{ EXPR }}` and `{{ EXPR as view }}` in running text.
//!
//! They are found before the Markdown is parsed and each is replaced by as many letters, so that no character of an
//! expression is taken for Markdown and every place in the text stays where it was.

use std::ops::Range;

use crate::run::address::Span;

const OPEN: &[u8] = b"{{";
const CLOSE: &[u8] = b"}}";

/// The live values of a text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// Each live value with its braces, in order.
    pub(crate) values: Vec<Span>,
    /// The first `{{` of a line without its `}}` on the same line.
    pub(crate) unclosed: Vec<Span>,
}

/// Finds the live values of a text outside the ranges of `code`, which come in order.
pub(crate) fn find(text: &str, code: &[Range<usize>]) -> Found {
    let bytes = text.as_bytes();
    let mut found = Found::default();
    let mut code = code.iter().peekable();
    let mut at = 0;
    while at < bytes.len() {
        while code.next_if(|range| range.end <= at).is_some() {}
        if let Some(range) = code.peek().filter(|range| range.start <= at) {
            at = range.end;
        } else if bytes[at] == b'\\' {
            at += 2;
        } else if bytes[at..].starts_with(OPEN) {
            match end(bytes, at + OPEN.len()) {
                Some(end) => {
                    found.values.push(Span::new(at, end));
                    at = end;
                }
                None => {
                    found.unclosed.push(Span::new(at, at + OPEN.len()));
                    at = bytes[at..].iter().position(|&b| b == b'\n').map_or(bytes.len(), |line| at + line);
                }
            }
        } else {
            at += 1;
        }
    }
    found
}

/// The end of the value that begins at `at`: behind the first `}}` on the line that is not in a text literal.
fn end(bytes: &[u8], mut at: usize) -> Option<usize> {
    let mut quoted = false;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\n' => return None,
            b'\\' if quoted => at += 1,
            b'"' => quoted = !quoted,
            b'}' if !quoted && bytes[at..].starts_with(CLOSE) => return Some(at + CLOSE.len()),
            _ => {}
        }
        at += 1;
    }
    None
}

/// The text with every live value made of letters that mean nothing in Markdown.
pub(crate) fn masked(text: &str, values: &[Span]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for value in values {
        out.push_str(&text[done..value.start]);
        out.extend(std::iter::repeat_n('x', value.end - value.start));
        done = value.end;
    }
    out.push_str(&text[done..]);
    out
}

/// Splits what stands between the braces into expression and name of a view: byte ranges of `inside`.
pub(crate) fn expression_and_view(inside: &str) -> (Span, Option<Span>) {
    let trimmed = |from: usize, to: usize| {
        let piece = &inside[from..to];
        let start = from + piece.len() - piece.trim_start().len();
        Span::new(start, start + piece.trim().len())
    };
    let mut quoted = false;
    let mut split = None;
    let bytes = inside.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quoted => at += 1,
            b'"' => quoted = !quoted,
            b' ' if !quoted && bytes[at..].starts_with(b" as ") => split = Some(at),
            _ => {}
        }
        at += 1;
    }
    match split {
        Some(at) => (trimmed(0, at), Some(trimmed(at + " as ".len(), inside.len()))),
        None => (trimmed(0, inside.len()), None),
    }
}

/// The place of the bar in `digest | hex`, and the name behind it.
pub(crate) fn view_behind_bar(inside: &str) -> Option<(usize, &str)> {
    let (expression, view) = inside.rsplit_once('|')?;
    Some((expression.len(), view.trim()))
}

/// The place of the brace in `{ digest }`, and the name behind it.
pub(crate) fn one_brace(text: &str) -> Option<(usize, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    let single = !before.ends_with('{') && !after.starts_with('}');
    (single && !name.contains(['{', '\n'])).then_some((before.len(), name.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<&str> {
        find(text, &[]).values.iter().map(|span| &text[span.range()]).collect()
    }

    #[test]
    fn values_end_at_their_braces() {
        assert_eq!(values("a {{ x }} b {{y}}"), ["{{ x }}", "{{y}}"]);
        assert_eq!(values(r#"{{ "}}" ++ "\"}}" }}"#), [r#"{{ "}}" ++ "\"}}" }}"#]);
        assert_eq!(values(r"\{{ x }} {x}"), Vec::<&str>::new());
    }

    #[test]
    fn values_in_code_are_code() {
        let text = "`{{ a }}` {{ b }}";
        let code = vec![0..9, 20..21];
        assert_eq!(find(text, &code).values, [Span::new(10, 17)]);
    }

    #[test]
    fn an_open_value_is_found_and_the_next_one_too() {
        let found = find("a {{ x\n{{ y }}", &[]);
        assert_eq!(found.unclosed, [Span::new(2, 4)]);
        assert_eq!(found.values, [Span::new(7, 14)]);
    }

    #[test]
    fn masking_keeps_every_place() {
        let text = "é {{ a * b }} z";
        let masked = masked(text, &find(text, &[]).values);
        assert_eq!(masked, "é xxxxxxxxxxx z");
        assert_eq!(masked.len(), text.len());
    }

    #[test]
    fn the_view_stands_after_the_last_as() {
        let split = |inside: &'static str| {
            let (expression, view) = expression_and_view(inside);
            (&inside[expression.range()], view.map(|span| &inside[span.range()]))
        };
        assert_eq!(split(" digest "), ("digest", None));
        assert_eq!(split(" digest as hex "), ("digest", Some("hex")));
        assert_eq!(split(r#" f("x as y") "#), (r#"f("x as y")"#, None));
    }
}
