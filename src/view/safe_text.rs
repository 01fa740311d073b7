//! Text that cannot harm a terminal.
//!
//! Lessons, file names, pastes, error messages of libraries: whatever comes from outside may carry escape
//! sequences, reversed writing, invisible characters or endless piles of accents. [`SafeText`] is the one door to the
//! screen, the log and an export. It filters *characters, after decoding*, because `&#27;` in Markdown and `\u001b`
//! in TOML become ESC only then.
//!
//! The rules:
//!
//! * a forbidden character becomes U+FFFD, so that its place stays visible;
//! * a tab becomes four spaces; CR LF is one newline;
//! * a newline stays in a [block](SafeText::block) and becomes `␤` in a [line](SafeText::line);
//! * variation selectors 15 and 16 (text or emoji style) are dropped: they change a width and carry nothing else;
//! * a grapheme cluster of more than [`CLUSTER_BYTES`] bytes is cut, and one without any width (an accent with
//!   nothing below it) becomes U+FFFD.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use super::clusters::{clusters, columns, is_simple};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The longest grapheme cluster that is shown whole, in bytes of UTF-8.
pub const CLUSTER_BYTES: usize = 32;

/// The character in place of one that may not be shown.
pub const REPLACEMENT: char = '\u{FFFD}';

const TAB: &str = "    ";
const NEWLINE_MARK: char = '␤';
const ELLIPSIS: &str = "…";

/// Text that may reach the terminal, the log or an export.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SafeText(String);

impl SafeText {
    /// A text of one line: newlines become `␤`.
    pub fn line(text: &str) -> Self {
        SafeText(filter(text, false).into_owned())
    }

    /// Several lines: newlines stay.
    pub fn block(text: &str) -> Self {
        SafeText(filter(text, true).into_owned())
    }

    /// The text as a string slice.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number of terminal columns: of the only line, or of the widest.
    pub fn width(&self) -> usize {
        self.0.split('\n').map(columns).max().unwrap_or(0)
    }

    /// The text as a sentence: with a full stop, unless it ends like one.
    pub fn ended(&self) -> String {
        if self.0.ends_with(['.', '?', '!', '…']) { self.0.to_string() } else { format!("{}.", self.0) }
    }

    /// The text in at most `limit` columns; what had to be cut ends in `…`. Each line of a block is cut by itself.
    pub fn cut(&self, limit: usize) -> SafeText {
        if self.width() <= limit {
            return self.clone();
        }
        let lines: Vec<Cow<str>> = self.0.split('\n').map(|line| cut_line(line, limit)).collect();
        SafeText(lines.join("\n"))
    }
}

impl Deref for SafeText {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for SafeText {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SafeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<SafeText> for String {
    fn from(text: SafeText) -> String {
        text.0
    }
}

impl From<SafeText> for Cow<'static, str> {
    fn from(text: SafeText) -> Cow<'static, str> {
        Cow::Owned(text.0)
    }
}

/// Whether a character may never be shown. Tab and newline are forbidden too; the filter turns them into something
/// else.
pub fn is_forbidden(c: char) -> bool {
    match c {
        ' '..='~' => false,
        // C0, DEL, C1.
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' => true,
        // Soft hyphen, grapheme joiner, Hangul and Khmer fillers, Mongolian selectors: nothing to see.
        '\u{AD}' | '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' => true,
        '\u{3164}' | '\u{FFA0}' => true,
        // Bidirectional controls.
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}' => true,
        // Zero-width characters, joiners, the byte order mark, separators.
        '\u{200B}'..='\u{200D}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2065}' | '\u{FEFF}' => true,
        // Variation selectors, annotations, shorthand and musical formatting, tags.
        '\u{FE00}'..='\u{FE0F}' | '\u{FFF0}'..='\u{FFFB}' => true,
        '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}' => true,
        // Private use: no two terminals agree on a look or a width.
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' => true,
        // Noncharacters.
        '\u{FDD0}'..='\u{FDEF}' => true,
        _ => (c as u32) & 0xFFFE == 0xFFFE,
    }
}

fn cut_line(line: &str, limit: usize) -> Cow<'_, str> {
    if columns(line) <= limit {
        return Cow::Borrowed(line);
    }
    if limit == 0 {
        return Cow::Borrowed("");
    }
    let mut used = 0;
    let mut kept = String::new();
    for cluster in clusters(line) {
        used += columns(cluster);
        if used > limit - 1 {
            break;
        }
        kept.push_str(cluster);
    }
    kept.push_str(ELLIPSIS);
    Cow::Owned(kept)
}

fn filter(text: &str, newlines: bool) -> Cow<'_, str> {
    let clean = |b: u8| matches!(b, b' '..=b'~') || (newlines && b == b'\n');
    if text.bytes().all(clean) {
        return Cow::Borrowed(text);
    }
    let shown = replace_characters(text, newlines);
    if is_simple(&shown) { Cow::Owned(shown) } else { Cow::Owned(cut_clusters(&shown)) }
}

fn replace_characters(text: &str, newlines: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\n' if newlines => out.push('\n'),
            '\n' => out.push(NEWLINE_MARK),
            '\t' => out.push_str(TAB),
            '\u{FE0E}' | '\u{FE0F}' => {}
            c if is_forbidden(c) => out.push(REPLACEMENT),
            c => out.push(c),
        }
    }
    out
}

/// Cuts endless clusters. A cut cluster keeps its beginning and ends in U+FFFD, which nothing that begins a cluster
/// attaches to, so filtering twice changes nothing.
fn cut_clusters(text: &str) -> String {
    let room = CLUSTER_BYTES - REPLACEMENT.len_utf8();
    let mut out = String::with_capacity(text.len());
    for cluster in text.graphemes(true) {
        if cluster == "\n" {
            out.push('\n');
        } else if cluster.width() == 0 {
            out.push(REPLACEMENT);
        } else if cluster.len() <= CLUSTER_BYTES {
            out.push_str(cluster);
        } else {
            out.push_str(&cluster[..cluster.floor_char_boundary(room)]);
            out.push(REPLACEMENT);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plain_text_is_unchanged() {
        for text in ["", "abc", "Σ1(e) = ROTR⁶(e) ⊕ …", "Gödel, Ελλάδα, 日本語, עברית"] {
            assert_eq!(SafeText::line(text).as_str(), text);
        }
        assert_eq!(SafeText::block("a\nb").as_str(), "a\nb");
    }

    #[test]
    fn newlines_and_tabs() {
        assert_eq!(SafeText::line("a\r\nb\nc\td").as_str(), "a␤b␤c    d");
        assert_eq!(SafeText::block("a\r\nb\rc").as_str(), "a\nb\u{FFFD}c");
    }

    #[test]
    fn what_can_harm_is_replaced() {
        let hostile = "\u{1b}[31m \u{9b}2J \u{7} \u{7f} \u{202e}abc \u{200b} \u{200d} \u{feff} \u{ad} \u{e0041} \u{2028} \u{ffff} \u{e0b0}";
        let shown = SafeText::line(hostile);
        assert!(!shown.chars().any(is_forbidden), "{shown}");
        assert!(shown.contains("\u{FFFD}[31m"));
    }

    #[test]
    fn towers_of_accents_are_cut() {
        let tower = format!("a{}b", "\u{301}".repeat(10_000));
        let shown = SafeText::line(&tower);
        assert!(shown.len() <= CLUSTER_BYTES + 1, "{}", shown.len());
        assert!(shown.ends_with('b'));
        assert_eq!(SafeText::line("\u{301}x").as_str(), "\u{FFFD}x", "an accent with nothing below it");
    }

    #[test]
    fn columns_and_cutting() {
        assert_eq!(SafeText::line("日本").width(), 4);
        assert_eq!(SafeText::block("a\nabc\n").width(), 3);
        assert_eq!(SafeText::line("abcdef").cut(4).as_str(), "abc…");
        assert_eq!(SafeText::line("abcd").cut(4).as_str(), "abcd");
        assert_eq!(SafeText::line("日本語").cut(4).as_str(), "日…", "half a character is never shown");
        assert_eq!(SafeText::line("abc").cut(0).as_str(), "");
        assert_eq!(SafeText::block("abcdef\nab").cut(3).as_str(), "ab…\nab");
    }

    /// Characters chosen to meet: joiners, accents, flags, Hangul letters, prefixes, spaces, and anything else.
    fn text() -> impl Strategy<Value = String> {
        let awkward = prop::sample::select(vec![
            '\n',
            '\r',
            '\t',
            '\u{301}',
            '\u{200d}',
            '\u{fe0f}',
            '\u{1f1e6}',
            '\u{1100}',
            '\u{1161}',
            '\u{11a8}',
            '\u{600}',
            '\u{915}',
            '\u{94d}',
            '\u{1f469}',
            '\u{1f3fd}',
            'a',
            '\u{FFFD}',
        ]);
        prop::collection::vec(prop_oneof![awkward, any::<char>()], 0..80).prop_map(|c| c.into_iter().collect())
    }

    proptest! {
        #[test]
        fn nothing_forbidden_comes_out(text in text()) {
            prop_assert!(!SafeText::line(&text).chars().any(is_forbidden));
            prop_assert!(!SafeText::block(&text).chars().any(|c| c != '\n' && is_forbidden(c)));
            prop_assert!(SafeText::line(&text).graphemes(true).all(|c| c.len() <= CLUSTER_BYTES));
        }

        #[test]
        fn filtering_twice_changes_nothing(text in text()) {
            let line = SafeText::line(&text);
            prop_assert_eq!(&SafeText::line(&line), &line);
            let block = SafeText::block(&text);
            prop_assert_eq!(&SafeText::block(&block), &block);
        }

        #[test]
        fn a_cut_fits(text in text(), limit in 0usize..20) {
            let cut = SafeText::block(&text).cut(limit);
            prop_assert!(cut.width() <= limit);
            prop_assert_eq!(&SafeText::block(&cut), &cut);
        }
    }
}
