//! Sentences that ask for a key or for the screen: on the student's sheet they are left out, as paper has neither.

use crate::app::key::Key;
use crate::lesson::keys::MARK;
use crate::lesson::{Block, Inline, words};
use crate::view::SafeText;

/// Words before a key that is to be pressed.
const BEFORE: [&str; 3] = ["press", "Press", "After"];
/// Words behind a key that a sentence begins with.
const BEHIND: [&str; 3] = ["leads", "goes to", "turns over"];

/// Blocks without the sentences that ask for a key. Recursion is bounded by the limit on nesting.
pub fn without(blocks: Vec<Block>) -> Vec<Block> {
    let kept = |block| match block {
        Block::Paragraph { text, span } => {
            let text = sentences(&text).into_iter().filter(|one| !asks(one)).flatten().collect::<Vec<_>>();
            let says = text.iter().any(|piece| !matches!(piece, Inline::Text(text) if text.trim().is_empty()));
            says.then_some(Block::Paragraph { text, span })
        }
        Block::List { first, items, span } => {
            let items: Vec<Vec<Block>> = items.into_iter().map(without).filter(|item| !item.is_empty()).collect();
            (!items.is_empty()).then_some(Block::List { first, items, span })
        }
        Block::Quote { blocks, span } => {
            let blocks = without(blocks);
            (!blocks.is_empty()).then_some(Block::Quote { blocks, span })
        }
        other => Some(other),
    };
    blocks.into_iter().filter_map(kept).collect()
}

/// Running text, sentence by sentence.
fn sentences(text: &[Inline]) -> Vec<Vec<Inline>> {
    let mut all = vec![Vec::new()];
    for piece in text {
        let Inline::Text(words) = piece else {
            all.last_mut().into_iter().for_each(|last: &mut Vec<Inline>| last.push(piece.clone()));
            continue;
        };
        let mut rest = words.as_str();
        while let Some(end) = [". ", "! ", "? "].iter().filter_map(|end| rest.find(end)).min() {
            let (sentence, more) = rest.split_at(end + 2);
            all.last_mut().into_iter().for_each(|last| last.push(Inline::Text(SafeText::line(sentence))));
            all.push(Vec::new());
            rest = more;
        }
        if !rest.is_empty() {
            all.last_mut().into_iter().for_each(|last| last.push(Inline::Text(SafeText::line(rest))));
        }
    }
    all
}

/// Whether a sentence asks for a key, or for something on the map.
fn asks(sentence: &[Inline]) -> bool {
    let is_key = |code: &SafeText| code.split_whitespace().next().is_some_and(|key| Key::written(key).is_some());
    let wanted = |pair: &[Inline]| {
        let [Inline::Text(before), Inline::Code(key)] = pair else { return false };
        let before = before.trim_end();
        is_key(key) && (before.ends_with(MARK) || BEFORE.iter().any(|word| before.ends_with(word)))
    };
    let begun = match sentence {
        [Inline::Code(key), Inline::Text(behind), ..] => {
            is_key(key) && BEHIND.iter().any(|word| behind.trim_start().starts_with(word))
        }
        _ => false,
    };
    let said = words(sentence, &mut |_| String::new());
    begun || sentence.windows(2).any(wanted) || said.trim_start().starts_with("Paste ") && said.contains("on the map")
}
