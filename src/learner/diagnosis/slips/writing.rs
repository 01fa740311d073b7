//! A right text in another form.

use super::super::case::Case;
use super::super::slip::{Sentence, Slip, said};
use crate::learner::answer::{base64, hexadecimal};
use crate::run::{Budget, Value};

pub(super) const ROW: Slip = Slip { name: "writing", find };

fn find(case: &Case, _: &Budget) -> Sentence {
    let Value::Text(_) = case.right else { return Ok(None) };
    let (given, right) = (case.given, case.right.to_text()?.unwrap_or_default());
    let right = right.as_str();
    if right.is_empty() {
        return Ok(None);
    }
    if hexadecimal(given).as_deref() == Some(right.as_bytes()) {
        return said("Those are its bytes in hexadecimal. Write the text itself.");
    }
    if base64(given).is_some_and(|decoded| decoded == right.as_bytes()) {
        return said("Encoded once too often: that is base64 of it.");
    }
    if base64(right).is_some_and(|decoded| decoded == given.as_bytes()) {
        return said("That is what it was made from. Write it encoded.");
    }
    if given.to_lowercase() == right.to_lowercase() {
        return said("The letters are right; capital and small ones differ here.");
    }
    if right.ends_with('=') && given == right.trim_end_matches('=') {
        return said("The padding at its end is missing: the signs = count.");
    }
    let url = |text: &str| text.replace('+', "-").replace('/', "_");
    if url(given) == url(right) {
        return said("The other alphabet: one has + and /, the other - and _.");
    }
    let backwards: String = right.chars().rev().collect();
    if given == backwards { said("Right letters, from the end to the start.") } else { Ok(None) }
}

#[cfg(test)]
mod tests {
    use super::ROW;
    use crate::learner::diagnosis::testing::expect;

    #[test]
    fn texts_in_another_form() {
        expect(&ROW, "\"abc\"", &[("616263", "in hexadecimal"), ("YWJj", "base64 of it"), ("abd", "")]);
        expect(&ROW, "\"YWI=\"", &[("ab", "what it was made from"), ("YWI", "padding"), ("ywi=", "capital and small")]);
        expect(&ROW, "\"a+b/\"", &[("a-b_", "other alphabet")]);
        expect(&ROW, "\"hello\"", &[("olleh", "from the end")]);
    }
}
