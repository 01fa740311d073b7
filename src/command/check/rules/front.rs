//! The front matter: what it needs, and a goal that is one sentence.

use super::live;
use crate::command::check::ground::{Ground, Told};
use crate::lesson::quoted;
use crate::lesson::tree::live_values;
use crate::view::SafeText;

/// The longest goal that is one sentence: two lines of the map, and a little.
const GOAL: usize = 200;

/// A lesson that is needed twice.
pub(super) fn needs(ground: &Ground, told: &mut Told) {
    let needs = &ground.lesson.front.needs;
    for (at, (lesson, span)) in needs.iter().enumerate() {
        if needs[..at].iter().any(|(other, _)| other == lesson) {
            told.warning(*span, format!("{} stands here twice.", quoted(lesson)), "Take one away.");
        }
    }
}

/// A goal that is no sentence, or that waits for a value; and a title that does. Both are read before anything is
/// computed.
pub(super) fn goal(ground: &Ground, told: &mut Told) {
    let front = &ground.lesson.front;
    let mut value = None;
    live_values(&front.goal, &mut |live| value = value.or(Some(live.span)));
    if let Some(span) = value {
        told.error(
            span,
            "A goal is read before anything is computed, so it shows no live value.",
            "Write it in words.",
        );
    }
    let length = front.goal_in_words().chars().count();
    if length > GOAL {
        let message = format!("The goal has {length} characters; the map has room for {GOAL}.");
        told.warning(ground.entry(ground.front(), "goal"), message, "Say in one sentence what one can do afterwards.");
    }
    for (name, text) in [("title", Some(&front.title)), ("spec", front.spec.as_ref())] {
        if text.map(SafeText::as_str).is_some_and(live::is_in) {
            let message = format!("A `{name}` is text, word for word: it shows no live value.");
            told.error(ground.entry(ground.front(), name), message, "Write it in words.");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::said_of;
    use crate::command::check::ground::Ground;

    #[test]
    fn the_front_matter_says_things_once_and_in_words() {
        let twice = "needs = [\"a/b\", \"a/c\", \"a/b\"]\n";
        assert_eq!(said_of(twice, "Text.\n"), ["4 Warning `a/b` stands here twice."]);
        let spec = "spec = \"Of {{ n }}\"\n";
        assert_eq!(said_of(spec, "Text.\n"), ["4 Error A `spec` is text, word for word: it shows no live value."]);
    }

    #[test]
    fn a_goal_is_a_sentence() {
        let said = |goal: &str| {
            let source = format!("+++\ntitle = \"t\"\ngoal = \"{goal}\"\n+++\n\n```sheet\nn = 1\n```\n");
            let lesson = crate::lesson::parse("u/l", source.as_bytes(), &[]);
            assert_eq!(lesson.problems, []);
            let found = super::super::found(&Ground::of(&lesson));
            found.into_iter().map(|problem| problem.message).collect::<Vec<_>>()
        };
        assert_eq!(said("Say what a hash is."), [""; 0]);
        assert_eq!(said(&"long ".repeat(50)), ["The goal has 249 characters; the map has room for 200."]);
        assert_eq!(said("Write {{ n }}."), ["A goal is read before anything is computed, so it shows no live value."]);
    }
}
