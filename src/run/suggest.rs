//! The nearest known word to one that nobody knows: "did you mean `sha256`?"; and what a few letters may stand for.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// The longest word worth correcting, in characters; beyond it there is no suggestion.
const LONGEST: usize = 64;

/// The longest line that anything may be called by, in bytes: a score counts to 65,535.
const LONGEST_TYPED: usize = 1024;

/// Returns the candidate nearest to `word`, if one is near enough to be what was meant.
///
/// Nearness is the number of single edits (a character put in, left out, replaced, or two
/// neighbours swapped), upper and lower case being alike: at most one for every three
/// characters of the word, and never more than three. Among equals the first one wins.
pub fn did_you_mean<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let word: Vec<char> = folded(word);
    if word.is_empty() || word.len() > LONGEST {
        return None;
    }
    let most = (word.len() / 3).min(3);
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let other = folded(candidate);
            if word.len().abs_diff(other.len()) > most {
                return None;
            }
            let edits = distance(&word, &other);
            (edits <= most).then_some((edits, candidate))
        })
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}

/// A name as addresses write it: formulas have `Σ1(e)` for the value of `S1`.
pub(super) fn in_latin(name: &str) -> String {
    name.replace('Σ', "S").replace('σ', "s")
}

/// In lower case, and cut where it is already too long to be near any word.
fn folded(word: &str) -> Vec<char> {
    word.chars().flat_map(char::to_lowercase).take(LONGEST + 4).collect()
}

/// The optimal string alignment distance, by rows of the usual table.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replaced = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = replaced.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            row.push(least);
        }
        before = above;
        above = row;
    }
    above[b.len()]
}

/// The items whose text holds the letters of every word of `typed` in their order, the best first. All of them, in
/// their own order, where nothing is typed.
pub fn ranked<T>(typed: &str, items: impl IntoIterator<Item = T>, text: impl Fn(&T) -> String) -> Vec<T> {
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    let texts: Vec<String> = items.iter().flatten().map(text).collect();
    order(typed, &texts).into_iter().filter_map(|place| items[place].take()).collect()
}
/// The places of the texts that hold the letters of every word of `typed`, the best first. Letters that stand about in a
/// text, one here and one there, are no sign that it is meant.
fn order(typed: &str, texts: &[String]) -> Vec<usize> {
    if typed.trim().is_empty() {
        return (0..texts.len()).collect();
    }
    if typed.len() > LONGEST_TYPED {
        return Vec::new();
    }
    let pattern = Pattern::new(typed, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
    let mut config = Config::DEFAULT;
    // What begins with it is more likely meant.
    config.prefer_prefix = true;
    let mut matcher = Matcher::new(config);
    let mut buffer = Vec::new();
    let whole = pattern.score(Utf32Str::new(typed, &mut buffer), &mut matcher).unwrap_or_default();
    let mut scored: Vec<(u32, usize)> = Vec::new();
    for (place, text) in texts.iter().enumerate() {
        let score = pattern.score(Utf32Str::new(text, &mut buffer), &mut matcher);
        scored.extend(score.filter(|score| 3 * score > 2 * whole).map(|score| (score, place)));
    }
    scored.sort_unstable_by_key(|(score, place)| (std::cmp::Reverse(*score), *place));
    scored.into_iter().map(|(_, place)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FUNCTIONS: [&str; 6] = ["sha1", "sha256", "sha512", "hmac", "base64", "unbase64"];

    #[test]
    fn a_slip_of_the_fingers_is_corrected() {
        for (word, meant) in [
            ("sha265", "sha256"),
            ("sha-256", "sha256"),
            ("SHA256", "sha256"),
            ("hamc", "hmac"),
            ("hmmac", "hmac"),
            ("bas64", "base64"),
        ] {
            assert_eq!(did_you_mean(word, FUNCTIONS), Some(meant), "{word}");
        }
    }

    #[test]
    fn another_word_is_not() {
        for word in ["", "x", "keccak", "encrypt", &"a".repeat(100_000)] {
            assert_eq!(did_you_mean(word, FUNCTIONS), None, "{word}");
        }
    }

    #[test]
    fn the_nearest_wins_and_then_the_first() {
        assert_eq!(did_you_mean("sha2561", ["sha25", "sha256"]), Some("sha256"));
        assert_eq!(did_you_mean("sh1", ["sha1", "shb1"]), Some("sha1"));
    }

    #[test]
    fn short_words_are_corrected_in_case_only() {
        assert_eq!(did_you_mean("K", ["k"]), Some("k"));
        assert_eq!(did_you_mean("iv", ["in", "id"]), None);
    }

    #[test]
    fn letters_in_order_are_enough_and_the_nearest_comes_first() {
        let words = ["aes_encrypt", "sha256", "sha512", "hmac"];
        let ranked = |typed: &str| ranked(typed, words, |word| (*word).to_owned());
        assert_eq!(ranked("sh5"), ["sha512", "sha256"]);
        assert_eq!(ranked("HMAC"), ["hmac"]);
        let sentences = ["among bits, to the left", "bits of a value"];
        assert_eq!(super::ranked("bits", sentences, |says| (*says).to_owned())[0], "bits of a value");
        assert_eq!(ranked("  "), words);
        assert_eq!(ranked("zebra"), Vec::<&str>::new());
        let names = ["namespace", "ssh_private_fields", "mutual TLS", "tls13_open", "AES"];
        let ranked = |typed: &str| super::ranked(typed, names, |name| (*name).to_owned());
        assert_eq!(ranked("tls"), ["tls13_open", "mutual TLS"]);
        assert_eq!(ranked("aes"), ["AES"]);
        assert_eq!([1024, 1025, 4096].map(|length| ranked(&"a".repeat(length)).len()), [0; 3]);
    }
}
