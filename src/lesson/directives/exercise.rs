//! A task with a computed answer.

use super::predict::{check_answer, choices};
use super::row::{Content, Directive};
use crate::lesson::checking::{Checking, shown};
use crate::lesson::expression::When;
use crate::lesson::fields::{Entries, EntryKind, EntryRow, WRONG};
use crate::lesson::reading::Reading;
use crate::lesson::split::Fence;
use crate::lesson::tree::{Block, Exercise};
use crate::run::Value;

pub(super) const ROW: Directive = Directive {
    name: "exercise",
    summary: "Sets a task; the answer is computed from the learner's own inputs.",
    body: Content::Fields(&FIELDS),
    example: "ask = \"What is T1 in round 0?\"\nanswer = \"digest@block[0]/T1[0]\"\n\
              wrong = [{ value = \"digest@block[0]/T2[0]\", say = \"That is T2.\" }]\nhint = [\"T1 adds five numbers.\"]",
    read,
    check,
};

const FIELDS: [EntryRow; 5] = [
    EntryRow { name: "ask", kind: EntryKind::Text, required: true, help: "The task." },
    EntryRow { name: "answer", kind: EntryKind::Expression, required: true, help: "The right answer, an expression." },
    EntryRow { name: "choose", kind: EntryKind::Words, required: false, help: "Two to nine answers to choose from." },
    EntryRow {
        name: "wrong",
        kind: EntryKind::Tables(&WRONG),
        required: false,
        help: "Wrong answers that learners are likely to give, each `{ value = \"an expression\", say = \"text\" }`.",
    },
    EntryRow { name: "hint", kind: EntryKind::Texts, required: false, help: "Help, shown one at a time." },
];

fn read(fence: &Fence, reading: &mut Reading) -> Option<Block> {
    let entries = Entries::read(fence.body, fence.word, &FIELDS, reading);
    let ask = entries.text("ask", reading);
    let answer = entries.expression("answer", When::Now, reading);
    let choose = choices(&entries, reading);
    let wrong = entries.wrongs("wrong", reading);
    let hint = entries.texts("hint", reading);
    Some(Block::Exercise(Box::new(Exercise { ask: ask?, answer: answer?, choose, wrong, hint, span: fence.span })))
}

fn check(block: &Block, checking: &mut Checking) {
    let Block::Exercise(exercise) = block else { return };
    let alike = |value: &Value| (value.kind(), shown(value));
    let answer = check_answer(&exercise.answer, &exercise.choose, checking).as_ref().map(alike);
    let mut seen = Vec::new();
    for wrong in &exercise.wrong {
        let Some(value) = checking.expression(&wrong.value).as_ref().map(alike) else { continue };
        if checking.trial.is_some() || answer.is_none() {
            continue;
        }
        if answer.as_ref() == Some(&value) {
            checking.error(
                wrong.value.span,
                "This wrong answer is the right one with the default inputs.",
                "Change it, or the default.",
            );
        } else if seen.contains(&value) {
            checking.error(
                wrong.value.span,
                "With the default inputs this wrong answer is the same as one before it, so its `say` never appears.",
                "Take one away, or change the default.",
            );
        }
        seen.push(value);
    }
}
