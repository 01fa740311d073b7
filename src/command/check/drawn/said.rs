//! What is said to answers and changes: it must have room with its question.

use super::drawing::{Drawing, USUAL, give};
use crate::app::stage::Computing;
use crate::app::stage::lesson::Session;
use crate::command::check::answers::written;
use crate::command::check::room::{change_overflow, question_overflow};
use crate::command::limits::PATIENCE;
use crate::learner::question::Question;
use crate::lesson::tree::Answer;
use crate::lesson::{Block, Severity};
use crate::run::Budget;
use crate::run::address::Span;

/// Answers every question of a page, wrongly as the lesson expects and then rightly, takes every hint, and makes the
/// change that the page suggests.
pub(super) fn answers(drawing: &mut Drawing, session: &mut Session) {
    let blocks = session.page().blocks.clone();
    for block in &blocks {
        match block {
            Block::Predict(predict) => {
                // Every answer brings the reason, so that comes first.
                let mut open = session.clone();
                answer(session, Question::of(block));
                if drawing.said(session, drawing.entry(predict.span, "why"), "why") {
                    mistakes(drawing, &mut open, Question::Predict(predict));
                }
            }
            Block::Exercise(exercise) => {
                mistakes(drawing, session, Question::Exercise(exercise));
                while session.has_hint() {
                    session.hint();
                    drawing.said(session, drawing.entry(exercise.span, "hint"), "hint");
                }
                answer(session, Question::of(block));
            }
            _ => {}
        }
    }
    // What a change means is told when no question is open.
    change(drawing, session);
}

fn answer(session: &mut Session, question: Option<Question>) {
    let budget = Budget::worth(PATIENCE);
    let right = question.and_then(|question| question.written_answer(session.desk().sheet(), &budget).ok());
    if let Some(right) = right {
        give(session, &right);
    }
}

/// Gives every wrong answer that is expected. A prediction is over with it, so it is asked anew.
fn mistakes(drawing: &mut Drawing, session: &mut Session, question: Question) {
    for wrong in question.wrong() {
        let given = match &wrong.answer {
            Answer::Choice(at) => question.choices().get(*at).map(ToString::to_string),
            Answer::Computed(formula) => written(session.desk().sheet(), formula),
        };
        match (given, question) {
            (Some(given), Question::Predict(_)) => {
                let mut anew = session.clone();
                give(&mut anew, &given);
                drawing.said(&anew, wrong.span, "say");
            }
            (Some(given), Question::Exercise(_)) => {
                give(session, &given);
                drawing.said(session, wrong.span, "say");
            }
            (None, _) => {}
        }
    }
}

/// Makes the change that a page suggests.
fn change(drawing: &mut Drawing, session: &Session) {
    let Some((block, tamper)) = session.page().tampers().next() else { return };
    let place = drawing.entry(tamper.span, "say");
    let mut changed = session.clone();
    changed.apply_tamper();
    let (columns, rows) = USUAL;
    let over = change_overflow(&changed, block, columns, rows);
    if over > 0 {
        let lines = if over == 1 { "line has" } else { "lines have" };
        let message = format!("With this `say` {over} {lines} no room on a terminal of {columns} by {rows}.");
        drawing.add(Severity::Error, place, message, "Shorten it.");
    }
}

impl Drawing<'_> {
    /// Whether what is said has room; where it has none, that is noted.
    fn said(&mut self, session: &Session, place: Span, what: &str) -> bool {
        let (columns, rows) = USUAL;
        let over = question_overflow(session, columns, rows);
        if over > 0 {
            let lines = if over == 1 { "line has" } else { "lines have" };
            let message = format!(
                "With this `{what}` {over} {lines} no room beside the question on a terminal of {columns} by {rows}."
            );
            self.add(Severity::Error, place, message, "Shorten it.");
        }
        over == 0
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::said;

    #[test]
    fn what_is_said_to_a_choice_has_room() {
        let page = |times: usize| {
            let say = "Count the bytes once more. ".repeat(times);
            let wrong = format!("wrong = [{{ choice = \"yes\", say = \"{say}\" }}]");
            said(
                "m = 1",
                &format!("```predict\nask = \"Longer?\"\nchoose = [\"yes\", \"no\"]\nanswer = \"no\"\n{wrong}\n```\n"),
            )
        };
        assert_eq!(page(2), [""; 0]);
        let found = page(30);
        assert!(found.len() == 1 && found[0].starts_with("With this `say` "), "{found:?}");
    }

    #[test]
    fn what_is_said_to_a_change_has_room() {
        let page = |times: usize| {
            let say = "All of it is new now. ".repeat(times);
            let tamper = format!("edit = {{ m = 2 }}\nexpect = \"n != before.n\"\nsay = \"{say}\"");
            said("m = input(1, max: 9)\nn = m + 1", &format!("```tamper\n{tamper}\n```\n"))
        };
        assert_eq!(page(2), [""; 0]);
        let found = page(50);
        assert!(found.len() == 1 && found[0].starts_with("With this `say` "), "{found:?}");
    }
}
