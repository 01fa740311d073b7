//! A task with a computed answer.

use super::predict::choices;
use super::{Body, Directive};
use crate::lesson::block::{Block, Inline};
use crate::lesson::fields::{Entries, Field, Kind, WRONG, Wrong};
use crate::lesson::formula::{Formula, When};
use crate::lesson::reading::Reading;
use crate::lesson::split::Fence;
use crate::run::address::Span;
use crate::view::SafeText;

/// A task with an answer computed from the learner's own inputs.
#[derive(Clone, Debug, PartialEq)]
pub struct Exercise {
    /// The task.
    pub ask: Vec<Inline>,
    /// The right answer.
    pub answer: Formula,
    /// What can be chosen; nothing where the learner writes an answer.
    pub choose: Vec<SafeText>,
    /// Wrong answers that are expected.
    pub wrong: Vec<Wrong>,
    /// Help, a little more each time.
    pub hint: Vec<Vec<Inline>>,
    /// Where the directive stands.
    pub span: Span,
}

pub(super) const ROW: Directive = Directive {
    name: "exercise",
    summary: "Sets a task; the answer is computed from the learner's own inputs.",
    body: Body::Fields(&FIELDS),
    example: "ask = \"What is T1 in round 0?\"\nanswer = \"digest@block[0]/T1[0]\"\n\
              wrong = [{ value = \"digest@block[0]/T2[0]\", say = \"That is T2.\" }]\nhint = [\"T1 adds five numbers.\"]",
    read,
};

const FIELDS: [Field; 5] = [
    Field { name: "ask", kind: Kind::Text, required: true, help: "The task." },
    Field { name: "answer", kind: Kind::Expression, required: true, help: "The right answer, an expression." },
    Field { name: "choose", kind: Kind::Words, required: false, help: "Two to nine answers to choose from." },
    Field {
        name: "wrong",
        kind: Kind::Tables(&WRONG),
        required: false,
        help: "Wrong answers that learners are likely to give, each `{ value = \"an expression\", say = \"text\" }`.",
    },
    Field { name: "hint", kind: Kind::Texts, required: false, help: "Help, shown one at a time." },
];

fn read(fence: &Fence, reading: &mut Reading) -> Option<Block> {
    let entries = Entries::read(fence.body, fence.word, &FIELDS, reading);
    let ask = entries.text("ask", reading);
    let answer = entries.formula("answer", When::Now, reading);
    let choose = choices(&entries, reading);
    let wrong = entries.wrongs("wrong", reading);
    let hint = entries.texts("hint", reading);
    Some(Block::Exercise(Box::new(Exercise { ask: ask?, answer: answer?, choose, wrong, hint, span: fence.span })))
}
