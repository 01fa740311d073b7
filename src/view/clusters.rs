//! Text cut into what a terminal shows as one character.
//!
//! The rules of Unicode are long, and a screen asks them of thousands of characters a frame. Most text is made of
//! characters that need no rule: each stands by itself, in one column. Text of those alone is cut here; any other is
//! left to the libraries.

use unicode_segmentation::{Graphemes, UnicodeSegmentation};
use unicode_width::UnicodeWidthStr;

/// Whether a character stands by itself and takes one column, as long as all around it do.
fn stands_alone(c: char) -> bool {
    matches!(c, ' '..='~'
        | '\u{A1}'..='\u{AC}' | '\u{AE}'..='\u{2FF}' // Latin letters and signs
        | '\u{370}'..='\u{482}' // Greek, Cyrillic
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}' | '\u{2070}'..='\u{209C}' // dashes, dots, raised digits
        | '\u{2100}'..='\u{22FF}' // letter-like, arrows, operators
        | '\u{2400}'..='\u{25FC}') // pictures of control codes, frames, shapes
}

/// Whether every character of a text stands by itself in one column.
pub fn is_simple(text: &str) -> bool {
    text.is_ascii() && !text.bytes().any(|b| b.is_ascii_control()) || text.chars().all(stands_alone)
}

/// The pieces of a text that a terminal shows as one character each.
pub enum Clusters<'a> {
    /// Every character is one.
    Simple(&'a str),
    /// The width as Unicode says.
    Any(Graphemes<'a>),
}

/// Cuts a text.
pub fn clusters(text: &str) -> Clusters<'_> {
    if is_simple(text) { Clusters::Simple(text) } else { Clusters::Any(text.graphemes(true)) }
}

impl<'a> Iterator for Clusters<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        match self {
            Clusters::Simple(text) => {
                let (first, rest) = text.split_at(text.chars().next()?.len_utf8());
                *text = rest;
                Some(first)
            }
            Clusters::Any(graphemes) => graphemes.next(),
        }
    }
}

/// The columns that a text of one line takes.
pub fn columns(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else if text.chars().all(stands_alone) {
        text.chars().count()
    } else {
        text.graphemes(true).map(UnicodeWidthStr::width).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all() -> impl Iterator<Item = char> {
        ('\0'..=char::MAX).filter(|c| stands_alone(*c))
    }

    #[test]
    fn what_stands_alone_takes_one_column() {
        for c in all() {
            assert_eq!(c.to_string().width(), 1, "{c:?} U+{:04X}", c as u32);
        }
    }

    #[test]
    fn what_stands_alone_makes_no_cluster_with_another() {
        // A boundary depends on the two characters beside it, or on characters that do not stand alone.
        for c in all() {
            for other in ['a', 'é', 'Σ', '⊕', '─', '©', c] {
                assert_eq!(format!("{c}{other}").graphemes(true).count(), 2, "{c:?}{other:?}");
                assert_eq!(format!("{other}{c}").graphemes(true).count(), 2, "{other:?}{c:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn both_ways_cut_alike(text in "([ -~]|[é→Σ⊕─]|[漢👍🏽\u{301}\u{200D}]){0,12}") {
            let ours: Vec<&str> = clusters(&text).collect();
            let theirs: Vec<&str> = text.graphemes(true).collect();
            prop_assert_eq!(&ours, &theirs);
            prop_assert_eq!(columns(&text), theirs.iter().map(|cluster| cluster.width()).sum::<usize>());
        }
    }
}
