//! The name of a question, by which sets, reports and progress keep it: it stays when the question moves.

use crate::lesson::fields::{Entries, EntryKind, EntryRow};
use crate::lesson::problem::quoted;
use crate::lesson::reading::Reading;
use crate::lesson::split::Fence;

/// The entry `id` of a question.
pub(super) const ENTRY: EntryRow = EntryRow {
    name: "id",
    kind: EntryKind::Word,
    required: false,
    help: "The question's name in the lesson, which stays when it moves; without it `q1`, `q2` … in their order.",
};

/// The longest name.
const LONGEST: usize = 40;

/// Whether a name may be that of a question: small letters, digits and hyphens.
pub(crate) fn is_name(name: &str) -> bool {
    let letters = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    letters && !name.is_empty() && name.len() <= LONGEST
}

/// Reads `id`, or counts the questions before; no two may have one name.
pub(super) fn read(entries: &Entries, fence: &Fence, reading: &mut Reading) -> String {
    let word = entries.word(ENTRY.name, reading);
    let span = word.as_ref().map_or(fence.word, |word| word.span);
    let counted = || format!("q{}", reading.questions.len() + 1);
    let name = word.map_or_else(counted, |word| word.text);
    if !is_name(&name) {
        let message = format!("{} is no name for a question.", quoted(&name));
        let hint = format!("Write small letters, digits and hyphens, {LONGEST} at most, such as \"which-registers\".");
        reading.problems.error(span, message, hint);
    } else if reading.questions.contains(&name) {
        let message = format!("There are two questions {}.", quoted(&name));
        reading.problems.error(span, message, "Give this one an `id` of its own.");
    }
    reading.questions.push(name.clone());
    name
}

#[cfg(test)]
mod tests {
    use crate::lesson::{Block, parse};

    fn names(ids: &[&str]) -> (Vec<String>, Vec<String>) {
        let question = |id: &&str| format!("```exercise\nask = \"?\"\nanswer = \"1\"\n{id}\n```\n\n");
        let questions: String = ids.iter().map(question).collect();
        let lesson = parse("a/b", format!("+++\ntitle = \"t\"\ngoal = \"g\"\n+++\n\n{questions}").as_bytes(), &[]);
        let name = |block: &Block| if let Block::Exercise(exercise) = block { Some(exercise.id.clone()) } else { None };
        let told = lesson.problems.iter().map(|problem| format!("{} {}", problem.line, problem.message)).collect();
        (lesson.pages[0].blocks.iter().filter_map(name).collect(), told)
    }

    #[test]
    fn questions_without_a_name_are_counted() {
        assert_eq!(names(&["", "id = \"b-2\"", ""]), (["q1", "b-2", "q3"].map(str::to_owned).to_vec(), vec![]));
    }

    #[test]
    fn a_name_is_written_plainly_and_once() {
        for (ids, expected) in [
            (["id = \"A b\"", ""], "9 `A b` is no name for a question."),
            (["id = \"\"", ""], "9 `id` is empty."),
            (["id = \"a\"", "id = \"a\""], "15 There are two questions `a`."),
            (["id = \"q2\"", ""], "12 There are two questions `q2`."),
        ] {
            assert_eq!(names(&ids).1, [expected]);
        }
    }
}
