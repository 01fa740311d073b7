//! Wrong answers that a question expects: each with its sentence, and with the value that disproves it.

use crate::lesson::checking::{Chance, Checking, shown};
use crate::lesson::expression::When;
use crate::lesson::fields::{Entries, EntryKind, EntryRow};
use crate::lesson::located::Located;
use crate::lesson::problem::listed;
use crate::lesson::reading::Reading;
use crate::lesson::tree::{Answer, Wrong};
use crate::run::Value;
use crate::run::address::Span;
use crate::run::suggest::did_you_mean;
use crate::view::SafeText;

/// The entry `wrong` of a question.
pub(super) const ENTRY: EntryRow = EntryRow {
    name: "wrong",
    kind: EntryKind::Tables(&WRONG),
    required: false,
    help: "Wrong answers, each with its sentence and the value that disproves it; no choice should lack one.",
};

/// The entries of each table in `wrong`.
const WRONG: [EntryRow; 4] = [
    EntryRow {
        name: "choice",
        kind: EntryKind::Word,
        required: false,
        help: "A wrong one of `choose`, word for word.",
    },
    EntryRow {
        name: "value",
        kind: EntryKind::Expression,
        required: false,
        help: "Instead of `choice`: a wrong answer that learners are likely to write, an expression.",
    },
    EntryRow { name: "say", kind: EntryKind::Text, required: true, help: "Why it is wrong." },
    EntryRow {
        name: "look",
        kind: EntryKind::Address,
        required: false,
        help: "The value that shows it: the pane goes there and lights it.",
    },
];

/// Reads `wrong`: wrong ones of `choose`, and expressions.
pub(super) fn read<'s>(entries: &Entries<'s>, choose: &[SafeText], reading: &mut Reading<'s>) -> Vec<Wrong> {
    let tables = entries.tables(ENTRY.name, &WRONG, reading);
    // What is wrong with `choose` is told there.
    let can_choose = choose.len() >= 2 || entries.is_missing("choose");
    let mut wrongs: Vec<Wrong> = Vec::new();
    for (entries, place) in tables {
        let answer = answer(&entries, choose, can_choose, place, reading);
        let say = entries.text("say", reading);
        let look = entries.target("look", reading);
        let (Some((answer, span)), Some(say)) = (answer, say) else { continue };
        if matches!(answer, Answer::Choice(_)) && wrongs.iter().any(|wrong| wrong.answer == answer) {
            reading.problems.error(span, "This choice has a sentence already.", "Take one of them away.");
        }
        wrongs.push(Wrong { answer, say, look, span });
    }
    wrongs
}

fn answer(
    entries: &Entries,
    choose: &[SafeText],
    can_choose: bool,
    place: Span,
    reading: &mut Reading,
) -> Option<(Answer, Span)> {
    match (entries.word("choice", reading), entries.key("value")) {
        (Some(_), Some(key)) => {
            reading.problems.error(key, "There are two answers, `choice` and `value`.", "Keep one of them.");
            None
        }
        (Some(word), None) => {
            let wanted = choice_of(&word);
            let found = choose.iter().position(|choice| *choice == wanted);
            if found.is_none() && can_choose {
                let near = did_you_mean(&wanted, choose.iter().map(SafeText::as_str));
                let hint = match near {
                    Some(near) => format!("Did you mean `{near}`?"),
                    None if choose.is_empty() => "Without `choose` a wrong answer is a `value`, an expression.".into(),
                    None => "Write one of the choices word for word; an expression goes into `value`.".into(),
                };
                reading.problems.error(word.span, "The wrong answer is none of `choose`.", hint);
            }
            Some((Answer::Choice(found?), word.span))
        }
        (None, Some(_)) => {
            let expression = entries.expression("value", When::Now, reading)?;
            let span = expression.span;
            Some((Answer::Computed(expression), span))
        }
        (None, None) => {
            if entries.is_missing("choice") && entries.is_missing("value") {
                let hint = "Write the wrong one of `choose` as `choice`, or an expression as `value`.";
                reading.problems.error(place, "The wrong answer is missing.", hint);
            }
            None
        }
    }
}

/// Reports a wrong answer that is the right one, or the same as another, or shows no value; and, with the default
/// inputs, the choices without a sentence. `right` is the right answer as it is shown; `fixed` says that it is so with
/// all inputs.
pub(super) fn check(
    wrongs: &[Wrong],
    choose: &[SafeText],
    (right, fixed): (Option<&Given>, bool),
    place: Span,
    checking: &mut Checking,
) {
    let mut seen: Vec<Given> = Vec::new();
    let mut all_right = true;
    for wrong in wrongs {
        if let Some(look) = &wrong.look {
            checking.one(look);
        }
        let value = match &wrong.answer {
            Answer::Choice(at) => Some(Given::of_choice(&choose[*at])),
            Answer::Computed(expression) => checking.expression(expression).as_ref().map(Given::of),
        };
        let (Some(value), Some(right)) = (value, right) else {
            all_right = false;
            continue;
        };
        if checking.trial.is_some() {
            if value.reads_as(right) && matches!(wrong.answer, Answer::Computed(_)) {
                checking.meet(Chance::RightAnswer, wrong.span);
            }
            continue;
        }
        // A choice that is right now may be wrong with other inputs.
        let told_otherwise = !fixed && matches!(wrong.answer, Answer::Choice(_));
        if value.reads_as(right) && !told_otherwise {
            let message = match &wrong.answer {
                Answer::Choice(_) => "This wrong answer is the right one.",
                Answer::Computed(_) => "This wrong answer is the right one with the default inputs.",
            };
            checking.error(wrong.span, message, "Change it, or the default.");
            all_right = false;
        } else if seen.iter().any(|other| value.reads_as(other)) {
            checking.error(
                wrong.span,
                "With the default inputs this wrong answer is the same as one before it, so its `say` never appears.",
                "Take one away, or change the default.",
            );
        }
        seen.push(value);
    }
    // Who is told of an answer that it is none adds no other.
    let (Some(right), None, true) = (right, &checking.trial, all_right) else { return };
    if choose.iter().all(|choice| !Given::of_choice(choice).reads_as(right)) {
        // That the answer cannot be chosen is reported.
        return;
    }
    let untold = choose.iter().filter(|choice| {
        let choice = Given::of_choice(choice);
        !choice.reads_as(right) && !seen.iter().any(|told| told.reads_as(&choice))
    });
    let untold: Vec<&str> = untold.map(SafeText::as_str).collect();
    if !untold.is_empty() {
        let message = format!("Nothing is said to who chooses {}.", listed(untold, "or"));
        let hint = "Add to `wrong`: { choice = \"…\", say = \"why it is wrong\", look = \"the value that shows it\" }.";
        checking.remark(place, &message, hint);
    }
}

/// A choice as it is compared with another.
pub(super) fn choice_of(word: &Located) -> SafeText {
    SafeText::line(word.text.trim())
}

/// An answer as it is compared with another.
pub(super) struct Given {
    /// The kind of value; none for a choice, which is text.
    kind: Option<crate::run::Type>,
    text: String,
}

impl Given {
    pub(super) fn of(value: &Value) -> Given {
        Given { kind: Some(value.kind()), text: shown(value) }
    }

    pub(super) fn of_choice(choice: &SafeText) -> Given {
        Given { kind: None, text: choice.to_string() }
    }

    fn reads_as(&self, other: &Given) -> bool {
        let same_kind = self.kind.zip(other.kind).is_none_or(|(kind, other)| kind == other);
        same_kind && self.text == other.text
    }
}
