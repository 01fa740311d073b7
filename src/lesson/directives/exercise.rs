//! A task with a computed answer.

use super::name;
use super::predict::{check_answer, choices};
use super::row::{Content, Directive};
use super::wrong::{self, Given};
use crate::lesson::checking::Checking;
use crate::lesson::expression::When;
use crate::lesson::fields::{Entries, EntryKind, EntryRow};
use crate::lesson::reading::Reading;
use crate::lesson::split::Fence;
use crate::lesson::tree::{Block, Exercise, Expression};
use crate::sheet::expr::{self, Kind, Limits};
use crate::view::SafeText;

pub(super) const ROW: Directive = Directive {
    name: "exercise",
    summary: "Sets a task; the answer is computed from the learner's own inputs.",
    body: Content::Fields(&FIELDS),
    example: "ask = \"What is T1 in round 0?\"\nanswer = \"digest@block[0]/T1[0]\"\n\
              wrong = [{ value = \"digest@block[0]/T2[0]\", say = \"That is T2.\", look = \"digest/block[0]/T2[0]\" }]\nhint = [\"T1 adds five numbers.\"]",
    read,
    check,
};

const FIELDS: [EntryRow; 6] = [
    EntryRow { name: "ask", kind: EntryKind::Text, required: true, help: "The task." },
    EntryRow { name: "answer", kind: EntryKind::Expression, required: true, help: "The right answer, an expression." },
    EntryRow { name: "choose", kind: EntryKind::Words, required: false, help: "Two to nine answers to choose from." },
    wrong::ENTRY,
    EntryRow { name: "hint", kind: EntryKind::Texts, required: false, help: "Help, shown one at a time." },
    name::ENTRY,
];

fn read(fence: &Fence, reading: &mut Reading) -> Option<Block> {
    let entries = Entries::read(fence.body, fence.word, &FIELDS, reading);
    let id = name::read(&entries, fence, reading);
    let ask = entries.text("ask", reading);
    let choose = choices(&entries, reading);
    let answer = answer(&entries, &choose, reading);
    let wrong = wrong::read(&entries, &choose, reading);
    let hint = entries.texts("hint", reading);
    Some(Block::Exercise(Box::new(Exercise { id, ask: ask?, answer: answer?, choose, wrong, hint, span: fence.span })))
}

/// The answer: an expression, and no choice word for word as that of a prediction.
fn answer(entries: &Entries, choose: &[SafeText], reading: &mut Reading) -> Option<Expression> {
    let word = entries.word("answer", reading)?;
    let is_value = match expr::parse(&word.text, &Limits::default()).map(|expr| expr.kind) {
        Ok(Kind::Name(name)) => reading.has_cell(&name),
        Ok(_) => true,
        Err(_) => false,
    };
    if !is_value && choose.contains(&SafeText::line(word.text.trim())) {
        let hint = format!("For a choice as it stands write answer = '\"{}\"'.", word.text.trim());
        reading.problems.error(word.span, "The answer of an exercise is an expression, and this is a text.", hint);
        return None;
    }
    entries.expression("answer", When::Now, reading)
}

fn check(block: &Block, checking: &mut Checking) {
    let Block::Exercise(exercise) = block else { return };
    let right = check_answer(&exercise.answer, &exercise.choose, checking).as_ref().map(Given::of);
    wrong::check(&exercise.wrong, &exercise.choose, (right.as_ref(), false), exercise.answer.span, checking);
}
