//! Text that knows where in the file each of its bytes stands.
//!
//! A string of TOML loses its quotes and escapes before it is read as Markdown or as an expression; a mistake in it is
//! still reported at its own line and column.

use crate::run::address::Span;

/// Text taken out of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Located {
    /// The text, decoded.
    pub(crate) text: String,
    /// The place in the file, quotes included.
    pub(crate) span: Span,
    offsets: Offsets,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Offsets {
    /// Byte for byte as in the file, from this place on.
    Direct(usize),
    /// The place of each byte, and of the end.
    Each(Vec<usize>),
    /// Somewhere in the span.
    Unknown,
}

impl Located {
    /// A piece of the file as it stands.
    pub(crate) fn piece(source: &str, span: Span) -> Self {
        Located { text: source[span.range()].to_owned(), span, offsets: Offsets::Direct(span.start) }
    }

    /// A string of TOML: `text` is its value, `span` its place in the file with the quotes.
    pub(crate) fn toml_string(source: &str, span: Span, text: &str) -> Self {
        Located { text: text.to_owned(), span, offsets: string_offsets(&source[span.range()], text, span.start) }
    }

    /// The bytes of the file that a range of the text was taken from.
    pub(crate) fn span_of(&self, inner: Span) -> Span {
        match &self.offsets {
            Offsets::Direct(start) => inner.shifted(*start),
            Offsets::Each(places) => match (places.get(inner.start), places.get(inner.end)) {
                (Some(&start), Some(&end)) => Span::new(start, end),
                _ => self.span,
            },
            Offsets::Unknown => self.span,
        }
    }
}

fn string_offsets(raw: &str, text: &str, start: usize) -> Offsets {
    let quote = if raw.starts_with("\"\"\"") || raw.starts_with("'''") { 3 } else { 1 };
    let Some(inner) = raw.get(quote..raw.len().saturating_sub(quote)) else {
        return Offsets::Unknown;
    };
    let newline = match inner.as_bytes() {
        [b'\r', b'\n', ..] if quote == 3 => 2,
        [b'\n', ..] if quote == 3 => 1,
        _ => 0,
    };
    let (inner, start) = (&inner[newline..], start + quote + newline);
    if inner == text {
        return Offsets::Direct(start);
    }
    let places = escaped_offsets(inner, start);
    if places.len() == text.len() + 1 { Offsets::Each(places) } else { Offsets::Unknown }
}

/// The place of each decoded byte of a basic string's inside, and of its end.
fn escaped_offsets(inner: &str, start: usize) -> Vec<usize> {
    let mut places = Vec::with_capacity(inner.len() + 1);
    let mut rest = inner;
    while let Some(c) = rest.chars().next() {
        let here = start + inner.len() - rest.len();
        let (raw_length, decoded_length) = match c {
            '\\' => escape(&rest[1..]),
            c => (c.len_utf8(), c.len_utf8()),
        };
        let plain = c != '\\';
        places.extend((0..decoded_length).map(|i| if plain { here + i } else { here }));
        rest = rest.get(raw_length..).unwrap_or("");
    }
    places.push(start + inner.len());
    places
}

/// The length of an escape with its backslash, and of what it stands for.
fn escape(after: &str) -> (usize, usize) {
    let number = |digits: usize| {
        let code = after.get(1..1 + digits).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        (2 + digits, code.and_then(char::from_u32).map_or(1, char::len_utf8))
    };
    match after.chars().next() {
        Some('x') => number(2),
        Some('u') => number(4),
        Some('U') => number(8),
        // A backslash at the end of a line swallows the space up to the next word.
        Some(c) if c.is_whitespace() => (1 + after.len() - after.trim_start().len(), 0),
        Some(c) => (1 + c.len_utf8(), 1),
        None => (1, 0),
    }
}

#[cfg(test)]
mod tests {
    use toml::de::{DeTable, DeValue};

    use super::*;

    /// Reads `v = …` and returns the file's text from where each occurrence of `word` begins.
    fn found(source: &str, word: &str) -> String {
        let table = DeTable::parse(source).expect("valid TOML").into_inner();
        let value = table.get("v").expect("v");
        let DeValue::String(text) = value.get_ref() else { panic!("not a string") };
        let span = Span::new(value.span().start, value.span().end);
        let located = Located::toml_string(source, span, text);
        let at = text.find(word).expect("the word");
        source[located.span_of(Span::new(at, at + word.len())).range()].to_owned()
    }

    #[test]
    fn every_kind_of_string_keeps_its_places() {
        for source in [
            "v = \"some word here\"",
            "v = 'some word here'",
            "v = \"\"\"\nsome\nword here\"\"\"",
            "v = '''\nsome\nword here'''",
            "v = \"\\\"some\\\" \\u00e9 word \\U0001F600\"",
            "v = \"\\x41 \\t word\"",
            "v = \"\"\"\\\n   some \\\n   word\"\"\"",
            "a = 1\nv = \"é word\"",
        ] {
            assert_eq!(found(source, "word"), "word", "{source}");
        }
        assert_eq!(found("v = \"a\\u00e9b\"", "é"), "\\u00e9");
    }
}
