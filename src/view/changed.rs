//! What is other in a text than in the text before.

/// A text in pieces, each with whether it is other than in the text before: digit pairs of hexadecimal, bits of binary,
/// whole words of the rest. Neighbours that are alike in this are one piece.
pub fn pieces(text: &str, before: &str) -> Vec<(String, bool)> {
    if before == text {
        return vec![(text.to_owned(), false)];
    }
    let (now, was): (Vec<char>, Vec<char>) = (text.chars().collect(), before.chars().collect());
    let mut pieces: Vec<(String, bool)> = Vec::new();
    let mut at = 0;
    for word in now.split_inclusive(|c| *c == ' ') {
        for piece in word.chunks(unit(word)) {
            let place = at..at + piece.len();
            let other = (now.len() != was.len() || piece != &was[place.clone()]) && piece != [' '];
            match pieces.last_mut() {
                Some((last, same)) if *same == other => last.extend(piece),
                _ => pieces.push((piece.iter().collect(), other)),
            }
            at = place.end;
        }
    }
    pieces
}

/// A text in pieces, each with whether it is other than in another text, character by character; all of it where that
/// is longer or shorter.
pub fn characters(text: &str, other: &str) -> Vec<(String, bool)> {
    let mut pieces: Vec<(String, bool)> = Vec::new();
    let mut others = other.chars();
    let aligned = text.chars().count() == other.chars().count();
    for c in text.chars() {
        let differs = others.next() != Some(c) || !aligned;
        match pieces.last_mut() {
            Some((piece, same)) if *same == differs => piece.push(c),
            _ => pieces.push((c.to_string(), differs)),
        }
    }
    pieces
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

    /// The pieces that are other.
    fn loud(text: &str, before: &str) -> Vec<String> {
        let pieces = pieces(text, before);
        assert_eq!(pieces.iter().map(|(piece, _)| piece.as_str()).collect::<String>(), text);
        pieces.into_iter().filter(|(_, other)| *other).map(|(piece, _)| piece).collect()
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
