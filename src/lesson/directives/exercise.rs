//! A task with a computed answer.

use super::predict::{check_answer, choices};
use super::row::{Content, Directive};
use super::wrong::{self, Given};
use crate::lesson::checking::Checking;
use crate::lesson::expression::When;
use crate::lesson::fields::{Entries, EntryKind, EntryRow};
use crate::lesson::reading::Reading;
use crate::lesson::split::Fence;
use crate::lesson::tree::{Block, Exercise};

pub(super) const ROW: Directive = Directive {
    name: "exercise",
    summary: "Sets a task; the answer is computed from the learner's own inputs.",
    body: Content::Fields(&FIELDS),
    example: "ask = \"What is T1 in round 0?\"\nanswer = \"digest@block[0]/T1[0]\"\n\
              wrong = [{ value = \"digest@block[0]/T2[0]\", say = \"That is T2.\", look = \"digest/block[0]/T2[0]\" }]\nhint = [\"T1 adds five numbers.\"]",
    read,
    check,
};

const FIELDS: [EntryRow; 5] = [
    EntryRow { name: "ask", kind: EntryKind::Text, required: true, help: "The task." },
    EntryRow { name: "answer", kind: EntryKind::Expression, required: true, help: "The right answer, an expression." },
    EntryRow { name: "choose", kind: EntryKind::Words, required: false, help: "Two to nine answers to choose from." },
    wrong::ENTRY,
    EntryRow { name: "hint", kind: EntryKind::Texts, required: false, help: "Help, shown one at a time." },
];

fn read(fence: &Fence, reading: &mut Reading) -> Option<Block> {
    let entries = Entries::read(fence.body, fence.word, &FIELDS, reading);
    let ask = entries.text("ask", reading);
    let answer = entries.expression("answer", When::Now, reading);
    let choose = choices(&entries, reading);
    let wrong = wrong::read(&entries, &choose, reading);
    let hint = entries.texts("hint", reading);
    Some(Block::Exercise(Box::new(Exercise { ask: ask?, answer: answer?, choose, wrong, hint, span: fence.span })))
}

fn check(block: &Block, checking: &mut Checking) {
    let Block::Exercise(exercise) = block else { return };
    let right = check_answer(&exercise.answer, &exercise.choose, checking).as_ref().map(Given::of);
    wrong::check(&exercise.wrong, &exercise.choose, (right.as_ref(), false), exercise.answer.span, checking);
}
