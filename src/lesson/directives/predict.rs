//! A question before a value is shown.

use super::name;
use super::row::{Content, Directive};
use super::wrong::{self, Given, choice_of};
use crate::lesson::checking::{Checking, shown};
use crate::lesson::expression::When;
use crate::lesson::fields::{Entries, EntryKind, EntryRow};
use crate::lesson::problem::quoted;
use crate::lesson::reading::Reading;
use crate::lesson::split::Fence;
use crate::lesson::tree::{Answer, Block, Expression, Predict};
use crate::run::Value;
use crate::run::suggest::did_you_mean;
use crate::view::SafeText;

/// The most choices of a question: one key each.
pub(super) const MAX_CHOICES: usize = 9;

pub(super) const ROW: Directive = Directive {
    name: "predict",
    summary: "Asks before it shows: what is hidden appears when the learner has answered.",
    body: Content::Fields(&FIELDS),
    example: "ask = \"How many blocks?\"\nchoose = [\"one\", \"two\"]\nanswer = \"one\"\nhide = [\"digest\"]\n\
              wrong = [{ choice = \"two\", say = \"Two begin with 56 bytes.\", look = \"digest/block[0]\" }]\nwhy = \"Three bytes fit.\"",
    read,
    check,
};

const FIELDS: [EntryRow; 8] = [
    EntryRow { name: "ask", kind: EntryKind::Text, required: true, help: "The question." },
    EntryRow { name: "choose", kind: EntryKind::Words, required: false, help: "Two to nine answers to choose from." },
    EntryRow {
        name: "answer",
        kind: EntryKind::Word,
        required: false,
        help: "The right one of `choose`, word for word; without `choose`, an expression.",
    },
    EntryRow {
        name: "answer_expr",
        kind: EntryKind::Expression,
        required: false,
        help: "Instead of `answer`: an expression, also beside `choose`.",
    },
    EntryRow {
        name: "hide",
        kind: EntryKind::Addresses,
        required: false,
        help: "The values that stay hidden until there is an answer.",
    },
    wrong::ENTRY,
    EntryRow { name: "why", kind: EntryKind::Text, required: false, help: "Why the answer is right." },
    name::ENTRY,
];

fn read(fence: &Fence, reading: &mut Reading) -> Option<Block> {
    let entries = Entries::read(fence.body, fence.word, &FIELDS, reading);
    let id = name::read(&entries, fence, reading);
    let ask = entries.text("ask", reading);
    let choose = choices(&entries, reading);
    let answer = answer(&entries, &choose, fence, reading);
    let hide = entries.targets("hide", reading);
    let wrong = wrong::read(&entries, &choose, reading);
    let why = entries.text("why", reading);
    let (ask, answer, span) = (ask?, answer?, fence.span);
    Some(Block::Predict(Box::new(Predict { id, ask, choose, answer, hide, wrong, why, span })))
}

/// Reads `choose`: two to nine different texts, or nothing.
pub(super) fn choices(entries: &Entries, reading: &mut Reading) -> Vec<SafeText> {
    let Some(key) = entries.key("choose") else { return Vec::new() };
    let words = entries.words("choose", reading);
    if words.len() < 2 || words.len() > MAX_CHOICES {
        reading.problems.error(
            key,
            format!("`choose` has {} answer{}.", words.len(), if words.len() == 1 { "" } else { "s" }),
            format!("Give from two to {MAX_CHOICES}, or leave it out and let the learner write."),
        );
    }
    let mut choices: Vec<SafeText> = Vec::new();
    for word in words {
        let choice = choice_of(&word);
        if choices.contains(&choice) {
            reading.problems.error(
                word.span,
                format!("{} can be chosen twice.", quoted(&choice)),
                "Make the answers different.",
            );
        }
        choices.push(choice);
    }
    choices
}

fn answer(entries: &Entries, choose: &[SafeText], fence: &Fence, reading: &mut Reading) -> Option<Answer> {
    match (entries.word("answer", reading), entries.key("answer_expr")) {
        (Some(_), Some(key)) => {
            reading.problems.error(
                key,
                "There are two right answers, `answer` and `answer_expr`.",
                "Keep one of them.",
            );
            None
        }
        (None, Some(_)) => entries.expression("answer_expr", When::Now, reading).map(Answer::Computed),
        // What is wrong with `choose` is told there.
        (Some(_), None) if choose.len() < 2 && !entries.is_missing("choose") => None,
        (Some(word), None) if entries.key("choose").is_some() => {
            let wanted = choice_of(&word);
            let place = choose.iter().position(|choice| *choice == wanted);
            if place.is_none() {
                let hint = match did_you_mean(&wanted, choose.iter().map(SafeText::as_str)) {
                    Some(near) => format!("Did you mean `{near}`? An expression goes into `answer_expr`."),
                    None => "Write one of the choices word for word; an expression goes into `answer_expr`.".to_owned(),
                };
                reading.problems.error(word.span, "The answer is none of `choose`.", hint);
            }
            place.map(Answer::Choice)
        }
        (Some(_), None) => entries.expression("answer", When::Now, reading).map(Answer::Computed),
        (None, None) => {
            if entries.is_missing("answer") && entries.is_missing("answer_expr") {
                reading.problems.error(
                    fence.word,
                    "`answer` is missing.",
                    "Write the right one of `choose`, or an expression.",
                );
            }
            None
        }
    }
}

fn check(block: &Block, checking: &mut Checking) {
    let Block::Predict(predict) = block else { return };
    predict.hide.iter().for_each(|target| checking.target(target));
    let (right, fixed) = match &predict.answer {
        Answer::Computed(answer) => (check_answer(answer, &predict.choose, checking).as_ref().map(Given::of), false),
        Answer::Choice(right) => (Some(Given::of_choice(&predict.choose[*right])), true),
    };
    wrong::check(&predict.wrong, &predict.choose, (right.as_ref(), fixed), predict.span, checking);
}

/// The value of an answer; it must be one of the choices, where there are any.
pub(super) fn check_answer(expression: &Expression, choose: &[SafeText], checking: &mut Checking) -> Option<Value> {
    let value = checking.needed(expression, "the answer")?;
    let answer = shown(&value);
    if !choose.is_empty() && !choose.iter().any(|choice| choice.as_str() == answer) {
        let with = checking.trial.map_or("The".to_owned(), |trial| format!("With {} the", trial.name));
        let message = format!("{with} answer is {}, which is none of `choose`.", quoted(&answer));
        checking.error(expression.span, &message, "Add it to `choose`, or narrow the inputs.");
    }
    Some(value)
}
