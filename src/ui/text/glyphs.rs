//! The one table of glyphs, in Unicode and in ASCII.
//!
//! Screens are drawn in Unicode. Where the locale or the reader wants ASCII, [`to_ascii`] replaces the cells of the
//! finished frame, so that formulas and lesson texts follow too and nothing can be forgotten. Only key names, which may
//! be words, are asked for one by one.

use ratatui::buffer::Buffer;

/// A character that we draw, and the ASCII character that stands for it.
type Glyph = (char, char);

/// Every glyph of the program's own, then the notation of the specifications, then usual typography.
/// One column wide on both sides.
pub const GLYPHS: &[Glyph] = &[
    // Lines.
    ('─', '-'),
    ('━', '='),
    ('│', '|'),
    ('├', '|'),
    ('└', '`'),
    ('┌', ','),
    ('‾', '^'),
    ('●', 'O'),
    // Bars of a chart.
    ('▏', '|'),
    ('▎', '|'),
    ('▍', '|'),
    ('▌', '|'),
    ('▋', '|'),
    ('▊', '|'),
    ('▉', '|'),
    ('█', '#'),
    ('▆', '#'),
    ('░', '.'),
    ('▒', ':'),
    // Marks.
    ('▸', '>'),
    ('▾', 'v'),
    ('▴', '^'),
    ('▲', '^'),
    ('▼', 'v'),
    ('›', '>'),
    ('✓', '+'),
    ('✗', '!'),
    ('≠', '!'),
    ('•', '*'),
    ('◦', 'o'),
    ('·', '.'),
    ('˙', '\''),
    ('…', '~'),
    ('␤', '/'),
    ('▐', '|'),
    // Keys, where one character must do.
    ('←', '<'),
    ('→', '>'),
    ('↑', '^'),
    ('↓', 'v'),
    ('↵', '/'),
    ('⌫', '<'),
    // The notation of the specifications.
    ('Σ', 'S'),
    ('σ', 's'),
    ('⊕', '^'),
    ('∧', '&'),
    ('∨', '|'),
    ('¬', '~'),
    ('⋙', '>'),
    ('≫', '>'),
    ('≪', '<'),
    ('⋘', '<'),
    ('‖', '|'),
    ('×', 'x'),
    ('÷', '/'),
    ('⊞', '+'),
    ('−', '-'),
    ('≤', '<'),
    ('≥', '>'),
    ('≡', '='),
    ('π', 'p'),
    ('θ', 't'),
    ('ρ', 'r'),
    ('χ', 'c'),
    ('ι', 'i'),
    ('φ', 'f'),
    ('λ', 'l'),
    ('√', 'v'),
    ('∞', '8'),
    ('²', '2'),
    ('³', '3'),
    ('⁰', '0'),
    ('₀', '0'),
    ('₁', '1'),
    // Typography.
    ('“', '"'),
    ('”', '"'),
    ('„', '"'),
    ('‘', '\''),
    ('’', '\''),
    ('–', '-'),
    ('—', '-'),
    ('‑', '-'),
    ('\u{a0}', ' '),
    ('§', 'S'),
    ('°', 'o'),
    ('\u{fffd}', '?'),
];

/// The glyphs of keys, and the keys' names.
const KEYS: [(char, &str); 6] =
    [('←', "Left"), ('→', "Right"), ('↑', "Up"), ('↓', "Down"), ('↵', "Enter"), ('⌫', "Backspace")];

/// The name of the key that a text is the glyph of.
pub fn key(text: &str) -> Option<&'static str> {
    KEYS.iter().find(|(glyph, _)| text.strip_prefix(*glyph) == Some("")).map(|(_, name)| *name)
}

/// Running text with the names of keys that have no other meaning than being pressed.
pub fn spell(text: &str) -> String {
    text.replace('↵', "Enter").replace('⌫', "Backspace")
}

/// The replacement of a character where only ASCII can be shown: `?` for one that the table does not know.
pub fn ascii(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    GLYPHS.iter().find(|row| row.0 == c).map_or('?', |row| row.1)
}

/// Makes a finished frame ASCII. Columns stay where they are.
pub fn to_ascii(frame: &mut Buffer) {
    for cell in &mut frame.content {
        let symbol = cell.symbol();
        if !symbol.is_ascii() {
            let shown = symbol.chars().next().map_or(' ', ascii);
            cell.set_char(shown);
        }
    }
}

/// Whether the locale's character encoding is UTF-8, from the values of `LC_ALL`, `LC_CTYPE` and `LANG` in this order:
/// the first that is set and not empty decides. With none of them set nothing is known, and UTF-8 is usual.
pub fn locale_is_utf8<'a>(variables: impl IntoIterator<Item = Option<&'a str>>) -> bool {
    let set = variables.into_iter().flatten().find(|value| !value.is_empty());
    set.is_none_or(|value| {
        let value = value.to_ascii_lowercase();
        value.contains("utf-8") || value.contains("utf8")
    })
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;
    use unicode_width::UnicodeWidthChar;

    use super::*;

    #[test]
    fn every_glyph_is_one_column_and_stands_once() {
        for (i, &(unicode, ascii)) in GLYPHS.iter().enumerate() {
            assert_eq!(unicode.width(), Some(1), "{unicode}");
            assert!(ascii == ' ' || ascii.is_ascii_graphic(), "{unicode}");
            assert!(!unicode.is_ascii());
            let again = GLYPHS[i + 1..].iter().any(|row| row.0 == unicode);
            assert!(!again, "{unicode} stands twice");
        }
    }

    #[test]
    fn a_frame_becomes_ascii_in_place() {
        let mut frame = Buffer::empty(Rect::new(0, 0, 12, 1));
        frame.set_string(0, 0, "Σ1 ⊕ 漢 é…", Style::default());
        to_ascii(&mut frame);
        let line: String = frame.content.iter().map(|cell| cell.symbol()).collect();
        assert_eq!(line, "S1 ^ ?  ?~  ");
    }

    #[test]
    fn the_first_locale_variable_that_is_set_decides() {
        assert!(locale_is_utf8([None, None, Some("en_GB.UTF-8")]));
        assert!(locale_is_utf8([None, Some(""), Some("C.utf8")]));
        assert!(!locale_is_utf8([Some("C"), None, Some("en_GB.UTF-8")]));
        assert!(!locale_is_utf8([None, None, Some("de_DE.ISO-8859-1")]));
        assert!(locale_is_utf8([None, None, None]));
    }
}
