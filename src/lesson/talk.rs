//! A page in front of a class: the steps in which it is put on the wall, one key each.
//!
//! Text, then the question, its choices, the values, the answer, and why. What a wall of 80 by 24 has no room for at
//! once is cut into several steps, so that nothing ever runs off it.

use crate::lesson::keys::MARK;
use crate::lesson::tree::{Block, Inline, Page, words};
use crate::view::SafeText;
use crate::view::wrap::wrap;

/// The columns that text on the wall has at most.
pub const COLUMNS: u16 = 72;
/// The lines that text on the wall has at most: those of 24 rows without the corner and without the last three, which
/// heads hide.
pub const LINES: usize = 19;
/// The characters that a live value is counted as.
const LIVE: usize = 60;

/// A step: what comes on the wall next.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Running text.
    Text(Vec<Block>),
    /// The question in a block.
    Ask(usize),
    /// The answers to choose from.
    Choices(usize),
    /// The values, with what the question hides still hidden.
    Values,
    /// The right answer.
    Answer(usize),
    /// The sentence on why it is right.
    Why(usize),
    /// The invitation to a change.
    Change(usize),
    /// The change, made, and what it shows.
    Changed(usize),
}

impl Step {
    /// The block of the question that the step belongs to.
    pub fn question(&self) -> Option<usize> {
        match self {
            Step::Ask(block) | Step::Choices(block) | Step::Answer(block) | Step::Why(block) => Some(*block),
            Step::Text(_) | Step::Values | Step::Change(_) | Step::Changed(_) => None,
        }
    }

    /// The words for it, when it comes next.
    pub fn says(&self) -> &'static str {
        match self {
            Step::Text(_) => "more text",
            Step::Ask(_) => "the question",
            Step::Choices(_) => "the choices",
            Step::Values => "the values",
            Step::Answer(_) => "the answer",
            Step::Why(_) => "why",
            Step::Change(_) => "a change is offered",
            Step::Changed(_) => "the change is made",
        }
    }
}

/// The steps of a page, at least one.
pub fn steps(page: &Page) -> Vec<Step> {
    let owes_values = page.watches().next().is_some();
    let mut steps = Steps { all: Vec::new(), text: Vec::new(), owes_values };
    for (at, block) in page.blocks.iter().enumerate() {
        match block {
            Block::Predict(predict) => {
                steps.question(at, !predict.choose.is_empty());
                steps.all.extend(predict.why.as_ref().map(|_| Step::Why(at)));
            }
            Block::Exercise(exercise) => steps.question(at, !exercise.choose.is_empty()),
            Block::Tamper(_) => {
                steps.values();
                steps.all.extend([Step::Change(at), Step::Changed(at)]);
            }
            Block::Sheet(_) | Block::Watch(_) | Block::Notes(_) => {}
            text if asks_for_keys(text) => {}
            text => steps.text.push(text.clone()),
        }
    }
    steps.values();
    if steps.all.is_empty() { vec![Step::Text(Vec::new())] } else { steps.all }
}

/// Whether a block asks the learner for a key; whoever presents has it in the notes.
pub fn asks_for_keys(block: &Block) -> bool {
    let Block::Paragraph { text, .. } = block else { return false };
    matches!(text.first(), Some(Inline::Text(first)) if first.trim_start().starts_with(MARK))
}

/// Whether a block is text, and no words on keys, which do nothing where a question stands alone.
pub fn is_told(block: &Block) -> bool {
    match block {
        Block::Paragraph { .. } => !asks_for_keys(block),
        Block::Heading { .. }
        | Block::List { .. }
        | Block::Quote { .. }
        | Block::Code { .. }
        | Block::Table { .. }
        | Block::Rule { .. } => true,
        _ => false,
    }
}

struct Steps {
    all: Vec<Step>,
    /// The text that no step has yet.
    text: Vec<Block>,
    /// Whether the values are still to come.
    owes_values: bool,
}

impl Steps {
    fn question(&mut self, at: usize, chosen: bool) {
        self.flush();
        self.all.push(Step::Ask(at));
        self.all.extend(chosen.then_some(Step::Choices(at)));
        self.values();
        self.all.push(Step::Answer(at));
    }

    fn values(&mut self) {
        self.flush();
        self.all.extend(std::mem::take(&mut self.owes_values).then_some(Step::Values));
    }

    /// The text so far, in as many steps as it takes.
    fn flush(&mut self) {
        let (mut screen, mut used) = (Vec::new(), 0);
        for piece in self.text.drain(..).flat_map(pieces) {
            let needs = height(&piece, COLUMNS);
            let gap = usize::from(!screen.is_empty());
            if !screen.is_empty() && used + gap + needs > LINES {
                self.all.push(Step::Text(std::mem::take(&mut screen)));
                used = 0;
            }
            used += needs + usize::from(!screen.is_empty());
            screen.push(piece);
        }
        self.all.extend((!screen.is_empty()).then_some(Step::Text(screen)));
    }
}

/// A block in pieces that have room: a long list item by item, a listing and a table by lines, a paragraph by
/// sentences.
fn pieces(block: Block) -> Vec<Block> {
    if height(&block, COLUMNS) <= LINES {
        return vec![block];
    }
    match block {
        Block::List { first, items, span } => {
            let numbered = |at: usize| first.map(|first| first.saturating_add(at as u64));
            let one = |(at, item)| Block::List { first: numbered(at), items: vec![item], span };
            items.into_iter().enumerate().map(one).collect()
        }
        Block::Quote { blocks, span } => {
            let pieces = blocks.into_iter().flat_map(pieces);
            pieces.map(|block| Block::Quote { blocks: vec![block], span }).collect()
        }
        Block::Real(aside) => aside.blocks.into_iter().flat_map(pieces).collect(),
        Block::Code { language, text, span } => {
            let lines: Vec<&str> = text.lines().collect();
            let piece = |lines: &[&str]| Block::Code {
                language: language.clone(),
                text: SafeText::block(&lines.join("\n")),
                span,
            };
            lines.chunks(LINES).map(piece).collect()
        }
        Block::Table { sides, head, rows, span } => {
            let piece = |rows: &[Vec<Vec<Inline>>]| Block::Table {
                sides: sides.clone(),
                head: head.clone(),
                rows: rows.to_vec(),
                span,
            };
            rows.chunks(LINES - 1).map(piece).collect()
        }
        Block::Paragraph { text, span } => {
            let pieces = text.into_iter().flat_map(sentences).map(|text| Block::Paragraph { text: vec![text], span });
            joined(pieces.collect())
        }
        other => vec![other],
    }
}

/// A piece of running text sentence by sentence, and one that has no end in so many lines in pieces of as many.
fn sentences(text: Inline) -> Vec<Inline> {
    let Inline::Text(text) = text else { return vec![text] };
    let most = usize::from(COLUMNS) * LINES / 2;
    let ended = text.split_inclusive(". ").flat_map(|sentence| {
        let chars: Vec<char> = sentence.chars().collect();
        chars.chunks(most).map(|piece| piece.iter().collect::<String>()).collect::<Vec<_>>()
    });
    ended.map(|sentence| Inline::Text(SafeText::block(&sentence))).collect()
}

/// Paragraphs joined again, as long as they have room.
fn joined(pieces: Vec<Block>) -> Vec<Block> {
    let mut all: Vec<Block> = Vec::new();
    for piece in pieces {
        if let (Some(Block::Paragraph { text: so_far, .. }), Block::Paragraph { text, .. }) = (all.last_mut(), &piece) {
            let together: Vec<Inline> = so_far.iter().chain(text).cloned().collect();
            if lines_of(&together, COLUMNS) <= LINES {
                *so_far = together;
                continue;
            }
        }
        all.push(piece);
    }
    all
}

/// How many lines a block takes at most in so many columns. Recursion is bounded by the limit on nesting.
fn height(block: &Block, columns: u16) -> usize {
    let below = |blocks: &[Block], columns: u16| {
        let lines: usize = blocks.iter().map(|block| height(block, columns)).sum();
        lines + blocks.len().saturating_sub(1)
    };
    let narrower = |by: u16| columns.saturating_sub(by).max(8);
    match block {
        Block::Heading { text, .. } | Block::Paragraph { text, .. } => lines_of(text, columns),
        Block::List { items, .. } => items.iter().map(|item| below(item, narrower(6))).sum(),
        Block::Quote { blocks, .. } => below(blocks, narrower(2)),
        Block::Code { text, .. } => text.lines().count(),
        Block::Table { rows, .. } => 1 + rows.len(),
        Block::Computed(computed) => computed.height(),
        Block::Rule { .. } => 1,
        Block::Real(aside) => 1 + below(&aside.blocks, columns),
        Block::Broken { problem, .. } => {
            let said = format!("{} {}", problem.message, problem.hint.as_deref().unwrap_or_default());
            wrap([(said.as_str(), ())], narrower(16), 2).len()
        }
        Block::Sheet(_)
        | Block::Watch(_)
        | Block::Predict(_)
        | Block::Exercise(_)
        | Block::Tamper(_)
        | Block::Notes(_) => 0,
    }
}

fn lines_of(text: &[Inline], columns: u16) -> usize {
    let breaks = text.iter().filter(|piece| matches!(piece, Inline::Break)).count();
    let links = text.iter().map(|piece| match piece {
        Inline::Link { url, .. } => url.chars().count() + 3,
        _ => 0,
    });
    let mut said: String = words(text, &mut |_| "x".repeat(LIVE)).into();
    said.push_str(&"x".repeat(links.sum()));
    wrap([(said.as_str(), ())], columns, 0).len() + breaks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::{Lesson, parse};

    fn lesson(page: &str) -> Lesson {
        let source = format!(
            "+++\ntitle = \"t\"\ngoal = \"g\"\n+++\n\n# One\n\n```sheet\nm = input(\"abc\")\nd = sha256(m)\n```\n\n{page}\n"
        );
        parse("x", source.as_bytes(), &["hex"])
    }

    fn named(page: &str) -> Vec<&'static str> {
        let name = |step: &Step| match step {
            Step::Text(_) => "text",
            Step::Ask(_) => "ask",
            Step::Choices(_) => "choices",
            Step::Values => "values",
            Step::Answer(_) => "answer",
            Step::Why(_) => "why",
            Step::Change(_) => "change",
            Step::Changed(_) => "changed",
        };
        steps(&lesson(page).pages[0]).iter().map(name).collect()
    }

    const QUESTION: &str = "```predict\nask = \"?\"\nchoose = [\"a\", \"b\"]\nanswer = \"a\"\nwhy = \"So.\"\n```\n";
    const WATCH: &str = "```watch\nvalue = \"d\"\n```\n";

    #[test]
    fn a_page_comes_in_its_order() {
        assert_eq!(named("Words."), ["text"]);
        assert_eq!(named(&format!("{WATCH}\nWords.")), ["text", "values"]);
        let all = ["text", "ask", "choices", "values", "answer", "why"];
        assert_eq!(named(&format!("Words.\n\n{QUESTION}\n{WATCH}")), all);
        let tamper = "```tamper\nedit = { m = \"abd\" }\nexpect = \"true\"\nsay = \"So.\"\n```\n";
        assert_eq!(named(&format!("{tamper}\n{WATCH}")), ["text", "values", "change", "changed"]);
    }

    #[test]
    fn what_asks_for_keys_and_what_is_for_the_speaker_stays_away() {
        let page = "Words.\n\n▸ `p` asks\n\n```notes\nSecret.\n```\n";
        let Step::Text(blocks) = &steps(&lesson(page).pages[0])[0] else { panic!("text") };
        assert_eq!(blocks.len(), 2, "the heading and the words: {blocks:?}");
    }

    #[test]
    fn what_is_too_long_is_cut_into_steps_and_nothing_is_lost() {
        let long = [
            "word ".repeat(2000),
            "A sentence of some words. ".repeat(200),
            "- item of a list\n".repeat(60),
            format!("```text\n{}```", "line\n".repeat(90)),
            format!("| a | b |\n|---|---|\n{}", "| 1 | 2 |\n".repeat(70)),
            "x".repeat(5000),
            "> quoted and quoted\n>\n".repeat(40),
        ];
        for page in long {
            let read = lesson(&page);
            let steps = steps(&read.pages[0]);
            assert!(steps.len() > 2, "{} steps of {:.40}", steps.len(), page);
            for step in &steps {
                let Step::Text(blocks) = step else { panic!("{step:?}") };
                let lines: usize = blocks.iter().map(|block| height(block, COLUMNS)).sum();
                assert!(lines + blocks.len() - 1 <= LINES, "{lines} lines: {page:.40}");
            }
        }
    }
}
