//! Which of some texts are meant by a few letters of them.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// The items whose text holds the letters of every word of `typed` in their order, the best first. All of them, in
/// their own order, where nothing is typed.
pub fn ranked<T>(typed: &str, items: impl IntoIterator<Item = T>, text: impl Fn(&T) -> String) -> Vec<T> {
    if typed.trim().is_empty() {
        return items.into_iter().collect();
    }
    let pattern = Pattern::new(typed, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
    let mut config = Config::DEFAULT;
    // What begins with it is more likely meant.
    config.prefer_prefix = true;
    let mut matcher = Matcher::new(config);
    let mut buffer = Vec::new();
    let mut scored: Vec<(u32, T)> = Vec::new();
    for item in items {
        let text = text(&item);
        if let Some(score) = pattern.score(Utf32Str::new(&text, &mut buffer), &mut matcher) {
            scored.push((score, item));
        }
    }
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    scored.into_iter().map(|(_, item)| item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
    }
}
