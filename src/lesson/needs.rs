//! The needs of lessons: what each asks for exists, comes before it, and does not need it in turn.

use std::collections::{HashMap, HashSet};

use crate::lesson::parse::Lesson;
use crate::lesson::problem::{Severity, quoted};
use crate::run::address::Span;
use crate::run::suggest::did_you_mean;

/// Checks that what a lesson needs exists, comes before it, and does not need it in turn.
pub(super) fn check(lessons: &mut [Lesson], complete: bool) {
    let places: HashMap<String, usize> =
        lessons.iter().enumerate().map(|(place, lesson)| (lesson.id.clone(), place)).collect();
    let needs: Vec<Vec<(usize, Span)>> =
        (0..lessons.len()).map(|place| needs_of(lessons, place, &places, complete)).collect();
    let cycles = cycles(&needs);
    let round: HashSet<usize> =
        cycles.iter().flat_map(|(place, _, path)| path.iter().chain([place])).copied().collect();
    for (place, span, path) in cycles {
        let names: Vec<String> = path.iter().map(|&place| quoted(&lessons[place].id)).collect();
        let message = match &names[..] {
            [] => "The lesson needs itself.".to_owned(),
            names => format!("The lesson needs itself, by way of {}.", names.join(", ")),
        };
        lessons[place].add_problem(Severity::Error, span, &message, "Take one of these `needs` away.");
    }
    // Lessons that need each other cannot be put in order.
    let both_round = |place: usize, needed: usize| round.contains(&place) && round.contains(&needed);
    let is_later = |place: usize, needed: usize| complete && needed > place && !both_round(place, needed);
    let later = |place: usize| needs[place].iter().filter(move |(needed, _)| is_later(place, *needed));
    for place in 0..lessons.len() {
        for &(needed, span) in later(place) {
            let message = format!("{} comes after this lesson.", quoted(&lessons[needed].id));
            lessons[place].add_problem(Severity::Warning, span, &message, "Change their order in course.toml.");
        }
    }
}

/// The places of what a lesson needs. What does not exist is reported where the library is complete.
fn needs_of(
    lessons: &mut [Lesson],
    place: usize,
    places: &HashMap<String, usize>,
    complete: bool,
) -> Vec<(usize, Span)> {
    let mut known = Vec::new();
    for (id, span) in lessons[place].front.needs.clone() {
        match places.get(&id) {
            Some(&needed) => known.push((needed, span)),
            None if complete => {
                let near = did_you_mean(&id, places.keys().map(String::as_str));
                let without_unit =
                    || places.keys().map(String::as_str).filter(|known| known.ends_with(&format!("/{id}"))).min();
                let hint = match near.or_else(without_unit) {
                    _ if id.ends_with(".md") => "Leave the `.md` out.".to_owned(),
                    Some(near) => format!("Did you mean `{near}`?"),
                    None => "A lesson is named `unit/lesson`.".to_owned(),
                };
                let message = format!("There is no lesson {}.", quoted(&id));
                lessons[place].add_problem(Severity::Error, span, &message, &hint);
            }
            None => {}
        }
    }
    known
}

/// A way round for each cycle: the lesson where it is found, the place of the need that closes it, and the lessons
/// between. The walk keeps its own stack.
fn cycles(needs: &[Vec<(usize, Span)>]) -> Vec<(usize, Span, Vec<usize>)> {
    let mut found = Vec::new();
    let mut done = vec![false; needs.len()];
    let mut on_path = vec![false; needs.len()];
    for start in 0..needs.len() {
        // Lessons on the way, each with the number of its needs that were followed.
        let mut path = vec![(start, 0)];
        while let Some((place, followed)) = path.last_mut() {
            let place = *place;
            if done[place] {
                path.pop();
                continue;
            }
            on_path[place] = true;
            match needs[place].get(*followed) {
                Some(&(needed, span)) => {
                    *followed += 1;
                    if on_path[needed] {
                        let way = path.iter().map(|(place, _)| *place).skip_while(|&on| on != needed);
                        found.push((place, span, way.filter(|&on| on != place).collect()));
                    } else if !done[needed] {
                        path.push((needed, 0));
                    }
                }
                None => {
                    done[place] = true;
                    on_path[place] = false;
                    path.pop();
                }
            }
        }
    }
    found
}
