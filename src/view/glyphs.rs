//! The one table of glyphs, in Unicode and in ASCII.
//!
//! Screens are drawn in Unicode. Where the locale or the reader wants ASCII, the cells of the finished frame are
//! replaced by [`ascii`], so that formulas and lesson texts follow too and nothing can be forgotten. Only key names,
//! which may be words, are asked for one by one.

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
    ('∞', '@'),
    ('±', '+'),
    ('⁻', '-'),
    ('⁰', '0'),
    ('¹', '1'),
    ('²', '2'),
    ('³', '3'),
    ('⁴', '4'),
    ('⁵', '5'),
    ('⁶', '6'),
    ('⁷', '7'),
    ('⁸', '8'),
    ('⁹', '9'),
    ('₀', '0'),
    ('₁', '1'),
    ('₂', '2'),
    ('₃', '3'),
    ('₄', '4'),
    ('₅', '5'),
    ('₆', '6'),
    ('₇', '7'),
    ('₈', '8'),
    ('₉', '9'),
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

/// Running text for ASCII, before it is broken into lines: with the names of keys that have no other meaning than being
/// pressed, with `^` before an exponent, which would else be read as more digits, and with the signs that take two: 2³²
/// is `2^32`, ≤ is `<=`.
pub fn spell(text: &str) -> String {
    let mut spelled = String::with_capacity(text.len());
    let mut raised = false;
    for c in text.chars() {
        let raises = matches!(c, '⁰' | '¹' | '²' | '³' | '⁴'..='⁹' | '⁻');
        if raises && !raised {
            spelled.push('^');
        }
        raised = raises;
        match c {
            '↵' => spelled.push_str("Enter"),
            '⌫' => spelled.push_str("Backspace"),
            '≤' => spelled.push_str("<="),
            '≥' => spelled.push_str(">="),
            '±' => spelled.push_str("+-"),
            _ if raises => spelled.push(ascii(c)),
            _ => spelled.push(c),
        }
    }
    spelled
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
    fn an_exponent_is_not_read_as_digits() {
        assert_eq!(spell("2³² and k²/2, by ↵; U₂ → 2¹⁹⁹³⁷ - 1"), "2^32 and k^2/2, by Enter; U₂ → 2^19937 - 1");
        assert_eq!(spell("r ≤ 2⁻³², a ± b"), "r <= 2^-32, a +- b");
    }

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
