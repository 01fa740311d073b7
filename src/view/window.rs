//! A long line of text in as many columns as there are: the part around the cursor.

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::SafeText;

/// The part of a text that is seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visible {
    /// The visible text, at most as wide as asked for.
    pub text: String,
    /// The cursor's column in it.
    pub cursor: u16,
}

impl Visible {
    /// The column of another place of the text, in bytes, where that is seen in `width` columns.
    pub fn column(&self, text: &str, cursor: usize, place: usize, width: u16) -> Option<u16> {
        let columns = |from: usize, to: usize| u16::try_from(SafeText::line(text.get(from..to)?).width()).ok();
        let at = match place >= cursor {
            true => self.cursor.checked_add(columns(cursor, place)?)?,
            false => self.cursor.checked_sub(columns(place, cursor)?)?,
        };
        (at < width).then_some(at)
    }
}

/// The window of `width` columns on a text with a cursor (in bytes, between clusters). It begins at the beginning as
/// long as the cursor fits, and else shows what stands before the cursor. Only what is near the cursor is looked at.
pub fn window(text: &str, cursor: usize, width: u16) -> Visible {
    let width = usize::from(width.max(2));
    // The last column is kept for a cursor behind the text.
    let room = width - 1;
    let mut start = cursor;
    let mut before = 0;
    while let Some(previous) = left_of(text, start) {
        let columns = shown(&text[previous..start]).width();
        if before + columns > room {
            break;
        }
        before += columns;
        start = previous;
    }
    let mut visible = String::new();
    let mut used = 0;
    for cluster in text[start..].graphemes(true) {
        let cluster = shown(cluster);
        used += cluster.width();
        if used > width {
            break;
        }
        visible.push_str(&cluster);
    }
    Visible { text: visible, cursor: u16::try_from(before).unwrap_or(u16::MAX) }
}

fn left_of(text: &str, place: usize) -> Option<usize> {
    GraphemeCursor::new(place, text.len(), true).prev_boundary(text, 0).ok().flatten()
}

fn shown(cluster: &str) -> SafeText {
    match cluster {
        "\t" => SafeText::line(" "),
        _ => SafeText::line(cluster),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, cursor: usize, width: u16) -> (String, u16) {
        let window = window(text, cursor, width);
        (window.text, window.cursor)
    }

    #[test]
    fn a_short_text_stands_still() {
        assert_eq!(at("abc", 3, 10), ("abc".into(), 3));
        assert_eq!(at("abc", 0, 10), ("abc".into(), 0));
        assert_eq!(at("", 0, 10), ("".into(), 0));
    }

    #[test]
    fn a_long_text_follows_the_cursor() {
        assert_eq!(at("abcdefgh", 8, 5), ("efgh".into(), 4));
        assert_eq!(at("abcdefgh", 6, 5), ("cdefg".into(), 4));
        assert_eq!(at("abcdefgh", 2, 5), ("abcde".into(), 2));
    }

    #[test]
    fn what_is_wide_or_unsafe_takes_its_columns() {
        assert_eq!(at("漢字漢", 9, 5), ("字漢".into(), 4));
        assert_eq!(at("a\u{1b}\n", 3, 8), ("a\u{fffd}␤".into(), 3));
        assert_eq!(at("\u{301}", 2, 8), ("\u{fffd}".into(), 1));
    }

    #[test]
    fn a_megabyte_is_windowed_at_once() {
        let text = "x".repeat(1 << 20);
        let begun = std::time::Instant::now();
        for cursor in [0, 1 << 19, 1 << 20] {
            window(&text, cursor, 80);
        }
        assert!(begun.elapsed() < std::time::Duration::from_millis(50));
    }
}
