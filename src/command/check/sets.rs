//! The check of a set: as a lesson, and whether what it asks is there and leaves enough draws.

use crate::learner::workshop::paper::{Paper, lessons_of};
use crate::lesson::set::Set;
use crate::lesson::{Library, Problem, check};
use crate::num::sort_by_key;

/// Everything that is wrong with a set that asks from these lessons, in the order of the file.
pub fn problems(set: &Set, library: &Library, trials: usize) -> Vec<Problem> {
    let lessons = lessons_of(set, library);
    let known: Vec<&str> = library.lessons.iter().map(|lesson| lesson.id.as_str()).collect();
    let (paper, missing) = Paper::of(set, &lessons, &known);
    let mut problems = set.lesson.problems.clone();
    for found in [missing, paper.draws(), check::check(&set.lesson, trials, &|| false)] {
        let fresh = |problem: &Problem| problems.iter().all(|known| known.line != problem.line);
        let fresh: Vec<Problem> = found.into_iter().filter(fresh).collect();
        problems.extend(fresh);
    }
    sort_by_key(&mut problems, |problem| problem.span.start);
    problems
}
