//! What a page or the glossary says of an answer before it is given. The veil hides values, not prose: here the author
//! is told, and decides.

use super::ground::Ground;
use crate::learner::lens::Lens;
use crate::learner::question::Question;
use crate::learner::veil::Veil;
use crate::lesson::glossary::{Glossary, Term, say};
use crate::lesson::tree::{Occasion, Piece, live_values, visit};
use crate::lesson::{Block, Page, Problem, Severity};
use crate::run::Budget;
use crate::run::address::Span;
use crate::sheet::Sheet;

use crate::command::limits::PATIENCE;

/// A shorter answer stands in any text.
const SHORTEST: usize = 2;
/// A choice of one word that is as long is no everyday word.
const LONG: usize = 8;

/// The problems of pages that tell the answers that are asked for on them; and those of the glossary's entries that
/// can be opened there.
pub(super) fn told(ground: &Ground, glossary: &Glossary) -> (Vec<Problem>, Vec<Problem>) {
    let (lesson, Some(sheet)) = (ground.lesson, &ground.sheet) else { return (vec![], vec![]) };
    let (mut on_pages, mut in_glossary) = (vec![], vec![]);
    for (number, page) in lesson.pages.iter().enumerate() {
        let terms: Vec<&Term> =
            glossary.on_page(&lesson.id, page).iter().filter_map(|term| glossary.terms.get(*term)).collect();
        let values = values(page, sheet);
        for (at, choice) in choices(page, sheet) {
            let above = page.blocks[..at].iter();
            for block in above.filter(|block| is_prose(block) && say(std::slice::from_ref(*block), &choice)) {
                let message = format!("This text says `{choice}`, which is the right choice of the question below.");
                let hint = "If it tells the answer, say it below the question, or on the next page.";
                on_pages.push(Problem::new(Severity::Remark, &lesson.source, block.span(), message, hint));
            }
        }
        for answer in answers(page, sheet) {
            for (span, _) in values.iter().filter(|(_, shown)| *shown == answer) {
                let message = format!("This value reads `{answer}`, and a question of its page asks for that.");
                let hint = "If it tells the answer, show it below the question, or on the next page.";
                on_pages.push(Problem::new(Severity::Remark, &lesson.source, *span, message, hint));
            }
            for block in
                page.blocks.iter().filter(|block| is_prose(block) && say(std::slice::from_ref(*block), &answer))
            {
                let message = format!("This text says `{answer}`, and a question of its page asks for that.");
                let hint = "If it tells the answer, say it below the question, or on the next page.";
                on_pages.push(Problem::new(Severity::Remark, &lesson.source, block.span(), message, hint));
            }
            for term in terms.iter().filter(|term| say(&term.blocks, &answer)) {
                let message =
                    format!("This entry says `{answer}`, which page {} of {} asks for.", number + 1, lesson.id);
                let hint = "Learners can open it before they answer. If it tells the answer, leave that out.";
                in_glossary.push(Problem::new(Severity::Remark, &glossary.source, term.span, message, hint));
            }
        }
    }
    (on_pages, in_glossary)
}

/// The live values that are read on a page before its questions are answered, each with its place.
fn values(page: &Page, sheet: &Sheet) -> Vec<(Span, String)> {
    let budget = Budget::worth(PATIENCE);
    let mut veil = Veil::default();
    page.blocks.iter().filter_map(Question::of).for_each(|question| question.hide(&mut veil, sheet, &budget));
    veil.spread(sheet, &budget);
    let lens = Lens { sheet, veil: &veil, budget: &budget };
    let mut found = vec![];
    visit(&page.blocks, &mut |piece| {
        if let Piece::Text(Occasion::Always, text) = piece {
            live_values(text, &mut |live| {
                found.push((live.span, lens.expression(&live.value.expr, live.view.as_deref(), 80)));
            });
        }
    });
    found
}

/// The answers that are to be written on a page, with the default inputs.
fn answers(page: &Page, sheet: &Sheet) -> Vec<String> {
    let written = page.blocks.iter().filter_map(Question::of).filter(|question| question.choices().is_empty());
    let answer = |question: Question| question.written_answer(sheet, &Budget::worth(PATIENCE)).ok();
    written.filter_map(answer).filter(|answer| answer.chars().count() >= SHORTEST).collect()
}

/// The right choices of a page's questions that are no everyday words, each with the block of its question.
fn choices(page: &Page, sheet: &Sheet) -> Vec<(usize, String)> {
    let chosen = Question::on(page).filter(|(_, question)| !question.choices().is_empty());
    let right = |(at, question): (usize, Question)| {
        let right = question.written_answer(sheet, &Budget::worth(PATIENCE)).ok()?;
        let telling =
            right.trim().contains(' ') || right.chars().count() >= LONG || right.chars().any(char::is_numeric);
        (telling && right.chars().count() >= SHORTEST).then_some((at, right))
    };
    chosen.filter_map(right).collect()
}

/// Whether a block is seen before a question is answered.
fn is_prose(block: &Block) -> bool {
    match block {
        Block::Heading { .. }
        | Block::Paragraph { .. }
        | Block::List { .. }
        | Block::Quote { .. }
        | Block::Table { .. }
        | Block::Real(_) => true,
        Block::Code { .. }
        | Block::Rule { .. }
        | Block::Sheet(_)
        | Block::Watch(_)
        | Block::Predict(_)
        | Block::Exercise(_)
        | Block::Tamper(_)
        | Block::Computed(_)
        | Block::Notes(_)
        | Block::Broken { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::{Library, embedded, parse};

    #[test]
    fn prose_that_says_an_answer_is_named() {
        let page = |text: &str| {
            let source = format!(
                "+++\ntitle = \"t\"\ngoal = \"g\"\n+++\n\n```sheet\nd = sha256(\"abc\")\n```\n\n{text}\n\n\
                 ```exercise\nask = \"How many bytes has the digest?\"\nanswer = \"length(d)\"\n```\n"
            );
            let lesson = parse("u/l", source.as_bytes(), &[]);
            assert_eq!(lesson.problems, []);
            let glossary = Glossary::read(b"## digest\n\nIt has 32 bytes.\n\n## hash\n\nOf 32 bytes.\n");
            let (on_pages, in_glossary) = told(&Ground::of(&lesson), &glossary);
            let lines = |found: Vec<Problem>| found.iter().map(|problem| problem.line).collect::<Vec<_>>();
            (lines(on_pages), lines(in_glossary))
        };
        assert_eq!(page("A digest."), (vec![], vec![1]));
        assert_eq!(page("All of 32 bytes."), (vec![10], vec![1]));
        assert_eq!(page("A hash of 320 bytes."), (vec![], vec![1, 5]));
    }

    #[test]
    fn prose_that_says_the_right_choice_is_named() {
        let page = |text: &str, right: &str| {
            let source = format!(
                "+++\ntitle = \"t\"\ngoal = \"g\"\n+++\n\n{text}\n\n```predict\nask = \"How long?\"\n\
                 choose = [\"{right}\", \"longer than that\"]\nanswer = \"{right}\"\n```\n\n{text}\n"
            );
            let lesson = parse("u/l", source.as_bytes(), &[]);
            assert_eq!(lesson.problems, []);
            let found = told(&Ground::of(&lesson), &Glossary::default()).0;
            found.iter().map(|problem| problem.line).collect::<Vec<_>>()
        };
        assert_eq!(page("A digest has exactly 32 bytes.", "exactly 32 bytes"), [6]);
        assert_eq!(page("It is longer than that.", "exactly 32 bytes"), [0; 0]);
        assert_eq!(page("It has 3 of them, or no more.", "no"), [0; 0]);
        assert_eq!(page("It has 3 of them.", "3"), [0; 0]);
    }

    #[test]
    fn no_shipped_entry_of_the_glossary_says_an_answer() {
        let library = Library::read(&embedded::files(), &crate::view::names());
        let said: Vec<String> = library
            .lessons
            .iter()
            .flat_map(|lesson| told(&Ground::of(lesson), &library.glossary).1)
            .map(|problem| problem.message)
            .collect();
        assert_eq!(said, Vec::<String>::new());
    }
}
