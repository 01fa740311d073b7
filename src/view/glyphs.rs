//! The one table of glyphs, in Unicode and in ASCII.
//!
//! Screens are drawn in Unicode. Where the locale or the reader wants ASCII, the cells of the finished frame are replaced
//! by [`ascii`], so that formulas and lesson texts follow too and nothing can be forgotten. Only key names, which may be
//! words, are asked for one by one.

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
    ('┐', '.'),
    ('┘', '\''),
    ('┤', '|'),
    ('┬', '-'),
    ('┴', '-'),
    ('═', '='),
    ('║', '|'),
    ('╱', '/'),
    ('╲', '\\'),
    ('□', 'o'),
    ('◂', '<'),
    ('‾', '^'),
    ('●', 'O'),
    ('◐', 'O'),
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
    ('▓', '+'),
    ('▒', ':'),
    ('░', '-'),
    ('▀', '\''),
    ('▄', ','),
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
    ('◆', '*'),
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

#[cfg(test)]
mod tests {
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
}
