//! Questions: what of them nobody can give, and what gives them away.

use crate::command::check::ground::{Ground, Told};
use crate::learner::lens::Lens;
use crate::learner::question::Question;
use crate::learner::veil::Veil;
use crate::lesson::tree::{Answer, live_values};
use crate::lesson::{Expression, quoted};
use crate::run::{Budget, Type, Value};
use crate::sheet::{NoFiles, Sheet, expr};

use crate::command::limits::PATIENCE;

/// How much of a value is compared.
const COMPARED: usize = 1 << 16;

fn value(sheet: &Sheet, formula: &Expression) -> Option<Value> {
    let budget = Budget::worth(PATIENCE);
    let value = sheet.eval(&formula.expr, &NoFiles, &budget).ok()?.value;
    value.finish(&budget).ok()?;
    Some(value)
}

/// A wrong answer of a kind that nobody gives who is asked for the right one.
pub(super) fn kinds(ground: &Ground, told: &mut Told) {
    let Some(sheet) = &ground.sheet else { return };
    for (_, question) in Question::all(ground.lesson).filter(|(_, question)| question.choices().is_empty()) {
        let Some(right) = question.formula().and_then(|formula| value(sheet, formula)) else { continue };
        for wrong in question.wrong() {
            let Answer::Computed(formula) = &wrong.answer else { continue };
            let Some(kind) = value(sheet, formula).map(|value| value.kind()) else { continue };
            let strange = match right.kind() {
                Type::Int => matches!(kind, Type::Bytes | Type::Bool | Type::List),
                Type::Bool => kind != Type::Bool,
                Type::Bytes => matches!(kind, Type::Bool | Type::List),
                Type::Text | Type::List => false,
            };
            if strange {
                let message =
                    format!("This wrong answer is {}, and the right one {}.", kind.phrase(), right.kind().phrase());
                let hint = "Give what a learner would write, such as int_be(…) of bytes; or take it away.";
                told.remark(wrong.span, message, hint);
            }
        }
    }
}

/// A value that is shown to a wrong answer while the question stays open, and reads as the right one.
pub(super) fn looks(ground: &Ground, told: &mut Told) {
    let Some(sheet) = &ground.sheet else { return };
    let budget = Budget::worth(PATIENCE);
    for (_, question) in Question::all(ground.lesson).filter(|(_, question)| matches!(question, Question::Exercise(_)))
    {
        let Some(right) = question.formula().and_then(|formula| value(sheet, formula)) else { continue };
        for look in question.wrong().iter().filter_map(|wrong| wrong.look.as_ref()) {
            let found = sheet.find(&look.address, 1, &budget).ok().and_then(|mut found| found.pop());
            let shown = found.and_then(|found| found.place.value(&budget).ok());
            let text = |value: &Value| value.show(COMPARED).ok();
            if shown.is_some_and(|shown| shown.kind() == right.kind() && text(&shown) == text(&right)) {
                let message = "This value reads as the right answer, and the question is still open.";
                told.warning(look.span, message, "Name one that does not tell the answer, or leave `look` out.");
            }
        }
    }
}

/// A live value in a question or a hint that stays hidden until nobody needs it any more.
pub(super) fn hints(ground: &Ground, told: &mut Told) {
    let Some(sheet) = &ground.sheet else { return };
    let budget = Budget::worth(PATIENCE);
    for page in &ground.lesson.pages {
        let texts = || {
            let asked = page.blocks.iter().filter_map(Question::of);
            asked.flat_map(|question| question.hints().iter().map(Vec::as_slice).chain([question.ask()]))
        };
        let mut live = vec![];
        texts().for_each(|text| live_values(text, &mut |value| live.push(value)));
        if live.is_empty() {
            continue;
        }
        let veil = Question::veil(page.blocks.iter().filter_map(Question::of), sheet, &budget);
        let lens = Lens { sheet, veil: &veil, budget: &budget };
        for value in live {
            if lens.expression(&value.value.expr, value.view.as_deref(), 80) == Veil::default().mask() {
                let message = "This value is hidden as long as this text is of use.";
                told.warning(value.span, message, "Say it in words, or show a value that does not tell the answer.");
            }
        }
    }
}

/// An answer that is the same for everybody.
pub(super) fn constants(ground: &Ground, told: &mut Told) {
    for (_, question) in Question::all(ground.lesson).filter(|(_, question)| question.choices().is_empty()) {
        let Some(formula) = question.formula().filter(|formula| expr::names(&formula.expr).is_empty()) else {
            continue;
        };
        let message = format!("The answer {} reads no cell, so it is the same for everybody.", quoted(&formula.source));
        told.remark(formula.span, message, "Let it be computed from what the learner typed.");
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::expect;

    fn exercise(answer: &str, rest: &str) -> String {
        format!("```exercise\nask = \"How many?\"\nanswer = \"{answer}\"\n{rest}\n```")
    }

    #[test]
    fn a_wrong_answer_of_another_kind_is_told() {
        let wrong =
            |value: &str| exercise("length(message)", &format!("wrong = [{{ value = '{value}', say = \"x\" }}]"));
        expect(&[
            (&wrong("digest"), &["16 Remark This wrong answer is bytes, and the right one an integer."]),
            (&wrong("n == 7"), &["16 Remark This wrong answer is a truth value"]),
            (&wrong("n"), &[]),
            (&wrong("\"three\""), &[]),
        ]);
    }

    #[test]
    fn a_look_at_the_answer_is_told_whatever_its_size() {
        let wrong = |look: &str| {
            let sheet = "```sheet\nlen = length(message)\n```\n\n";
            let wrong = format!("wrong = [{{ value = \"length(message) + 9\", say = \"x\", look = \"{look}\" }}]");
            sheet.to_owned() + &exercise("length(message)", &wrong)
        };
        expect(&[(&wrong("len"), &["20 Warning This value reads as the right answer"]), (&wrong("message"), &[])]);
    }

    #[test]
    fn a_hidden_value_in_a_hint_is_told() {
        expect(&[
            (
                &exercise("int_be(digest[0..4])", "hint = [\"It is {{ int_be(digest[0..4]) }}.\"]"),
                &["16 Warning This value is hidden as long as this text is of use."],
            ),
            (&exercise("length(message)", "hint = [\"Count {{ message }}.\"]"), &[]),
        ]);
    }

    #[test]
    fn an_answer_for_everybody_is_told() {
        expect(&[(&exercise("6 * 7", ""), &["15 Remark The answer `6 * 7` reads no cell"])]);
    }
}
