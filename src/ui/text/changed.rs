//! What an edit changed in a text, marked where it stands.

use ratatui::style::Style;
use ratatui::text::Span;

use crate::ui::text::theme::{Role, Theme};

/// A text in a style, with what is other than in the text before it marked: digit pairs of hexadecimal, bits of binary,
/// whole words of the rest. Without a text before nothing is marked.
pub fn marked(text: &str, before: Option<&str>, style: Style, theme: Theme) -> Vec<Span<'static>> {
    let loud = style.patch(theme.style(Role::Changed));
    let Some(before) = before.filter(|before| *before != text) else {
        return vec![Span::styled(text.to_owned(), style)];
    };
    let (now, was): (Vec<char>, Vec<char>) = (text.chars().collect(), before.chars().collect());
    let mut spans: Vec<Span> = Vec::new();
    let mut at = 0;
    for word in now.split_inclusive(|c| *c == ' ') {
        for piece in word.chunks(unit(word)) {
            let place = at..at + piece.len();
            let other = now.len() != was.len() || piece != &was[place.clone()];
            let style = if other && piece != [' '] { loud } else { style };
            let piece: String = piece.iter().collect();
            match spans.last_mut() {
                Some(last) if last.style == style => last.content.to_mut().push_str(&piece),
                _ => spans.push(Span::styled(piece, style)),
            }
            at = place.end;
        }
    }
    spans
}

/// How many characters of a word are marked together.
fn unit(word: &[char]) -> usize {
    let letters = word.strip_suffix(&[' ']).unwrap_or(word);
    let all = |is: fn(&char) -> bool| letters.iter().all(is);
    match letters.len() {
        0 => 1,
        8.. if all(|c| matches!(c, '0' | '1')) => 1,
        length if length % 2 == 0 && all(char::is_ascii_hexdigit) => 2,
        length => length,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The marked pieces.
    fn loud(text: &str, before: &str) -> Vec<String> {
        let spans = marked(text, Some(before), Style::new(), Theme::Mono);
        assert_eq!(spans.iter().map(|span| span.content.as_ref()).collect::<String>(), text);
        spans.into_iter().filter(|span| span.style != Style::new()).map(|span| span.content.into_owned()).collect()
    }

    #[test]
    fn only_what_is_other_is_marked() {
        assert_eq!(loud("1 63 7c 77", "1 63 7d 77"), ["7c"]);
        assert_eq!(loud("61626380", "61626480"), ["63"]);
        assert_eq!(loud("01100001 00000000", "01100011 00000000"), ["0"]);
        assert_eq!(loud("true", "false"), ["true"]);
        assert_eq!(loud("same", "same"), [""; 0]);
        assert_eq!(loud("an odd one", "an old one"), ["odd"]);
    }
}
