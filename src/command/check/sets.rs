//! The check of a set: as a lesson, and whether what it asks is there and leaves enough draws.

use super::ground::{Ground, add_fresh};
use super::rules;
use crate::learner::question::Question;
use crate::learner::workshop::paper::{Paper, lessons_of};
use crate::lesson::set::{Entry, Set, Task};
use crate::lesson::{Library, Problem, Severity, check, quoted};
use crate::run::Type;
use crate::sheet::Sheet;

/// A rule that asks whether each piece of a set does something.
type Rule = fn(&Set, &Paper, &Ground) -> Vec<Problem>;

/// The rules of sets, one row each.
const RULES: &[Rule] = &[hint, unasked, unbounded];

/// Everything that is wrong with a set that asks from these lessons, in the order of the file.
pub fn problems(set: &Set, library: &Library, trials: usize) -> Vec<Problem> {
    let lessons = lessons_of(set, library);
    let known: Vec<&str> = library.lessons.iter().map(|lesson| lesson.id.as_str()).collect();
    let (paper, missing) = Paper::of(set, &lessons, &known);
    let ground = Ground::of(&set.lesson);
    let mut problems = set.lesson.problems.clone();
    add_fresh(&mut problems, missing);
    for rule in RULES {
        add_fresh(&mut problems, rule(set, &paper, &ground));
    }
    let checked = check::check(&set.lesson, trials, &|| false);
    for found in [paper.draws(), checked, rules::found(&ground)] {
        add_fresh(&mut problems, found);
    }
    Problem::sort(&mut problems);
    problems
}

/// A hint that costs more than its question gives.
fn hint(set: &Set, paper: &Paper, ground: &Ground) -> Vec<Problem> {
    let hinted = paper.items.iter().filter(|item| item.asked.as_ref().is_some_and(|asked| asked.has_hints()));
    let poor = hinted.map(|item| item.entry).find(|entry| set.policy.hint > entry.points);
    let told = |entry: &Entry| {
        let message = format!("A hint costs {}, and {} gives {}.", set.policy.hint, quoted(&entry.id), entry.points);
        Problem::new(
            Severity::Warning,
            &set.lesson.source,
            ground.entry(ground.front(), "hint"),
            message,
            "Let a hint cost less than the question gives.",
        )
    };
    poor.map(told).into_iter().collect()
}

/// Questions of the set's file that it does not ask.
fn unasked(set: &Set, _: &Paper, ground: &Ground) -> Vec<Problem> {
    let is_asked = |id: &str| {
        let asks = |task: &Task| matches!(task, Task::Asked { lesson: None, question, .. } if question == id);
        set.entries.iter().any(|entry| asks(&entry.task))
    };
    let unasked = Question::all(&set.lesson).filter(|(_, question)| !is_asked(question.id()));
    let told = |(_, question): (usize, Question)| {
        let message = format!("The set does not ask this question, {}.", quoted(question.id()));
        let hint = format!("Add a [[question]] with ask = \"#{}\", or take it away.", question.id());
        Problem::new(Severity::Warning, &set.lesson.source, ground.place(question.span(), ""), message, hint)
    };
    unasked.map(told).collect()
}

/// Integers of the set's own questions that cannot be drawn, so that everybody has the same.
fn unbounded(set: &Set, paper: &Paper, _: &Ground) -> Vec<Problem> {
    let mut found = vec![];
    for item in &paper.items {
        let (Some(asked), Task::Asked { lesson: None, .. }) = (&item.asked, &item.entry.task) else { continue };
        let sheet = asked.question.part_of(&Sheet::new(set.lesson.cells.clone()));
        let varies = |name: &str| item.entry.vary.as_ref().is_none_or(|vary| vary.iter().any(|one| one == name));
        for cell in sheet.inputs().filter(|cell| varies(cell.name())) {
            let bare = cell
                .input
                .as_ref()
                .is_some_and(|input| input.kind() == Type::Int && (input.min.is_none() || input.max.is_none()));
            if bare {
                let message = format!("{} is not drawn, so everybody has the same.", quoted(cell.name()));
                let hint = "Give it a `min` and a `max`, or name other inputs with `vary`.";
                found.push(Problem::new(Severity::Warning, &set.lesson.source, cell.line.span, message, hint));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::embedded;

    #[test]
    fn what_does_nothing_in_a_set_is_told() {
        let said = |rules: &str, input: &str, more: &str| {
            let exercise = |id: &str| {
                format!("```exercise\nid = \"{id}\"\nask = \"?\"\nanswer = \"3 * n\"\nhint = [\"Three times.\"]\n```\n")
            };
            let source = format!(
                "+++\ntitle = \"t\"\ngoal = \"g\"\nset = \"s\"\nversion = 1\n{rules}\n[[question]]\nask = \"#a\"\npoints = 2\n+++\n\n\
                 Text.\n\n```sheet\nn = input({input})\n```\n\n{}\n{more}\n",
                exercise("a")
            );
            let more = if more.is_empty() { String::new() } else { exercise("b") };
            let set = Set::parse("set", (source + &more).as_bytes(), &crate::view::names());
            let library = Library::read(&embedded::files(), &crate::view::names());
            problems(&set, &library, 20).into_iter().map(|problem| problem.message).collect::<Vec<_>>()
        };
        let bounded = "17, min: 2, max: 90";
        assert_eq!(said("hint = 1", bounded, ""), [""; 0]);
        assert_eq!(said("hint = 99", bounded, ""), ["A hint costs 99, and `q1` gives 2."]);
        assert_eq!(said("", bounded, "Another:"), ["The set does not ask this question, `b`."]);
        assert_eq!(said("", "17", ""), ["`n` is not drawn, so everybody has the same."]);
    }
}
