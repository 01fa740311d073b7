//! What must be hidden, found by another way than the program's: by following "used by" from what a question asks
//! about, and back to what it is handed on from unchanged.

use cleartext::app::stage::Computing;
use cleartext::app::stage::lesson::Session;
use cleartext::learner::question::Question;
use cleartext::num::{Kind as Sort, Op};
use cleartext::run::origin::used_by;
use cleartext::run::{Budget, Place};
use cleartext::sheet::NoFiles;
use cleartext::sheet::expr::{self, Expr, Kind};
use std::collections::BTreeSet;

/// Shorter values than this may stand somewhere by chance, in digits.
pub const TELLING: usize = 8;
/// How many values are followed to their users.
const FOLLOWED: usize = 400;

/// The places that the questions of the page ask about.
pub fn asked(session: &Session) -> Vec<Place> {
    let budget = Budget::unlimited();
    let sheet = session.desk().sheet();
    let mut asked: Vec<Place> = vec![];
    for question in session.page().blocks.iter().filter_map(Question::of) {
        match question {
            Question::Predict(predict) => {
                for target in &predict.hide {
                    asked.extend(sheet.find(&target.address, 4096, &budget).unwrap().into_iter().map(|f| f.place));
                }
            }
            Question::Exercise(exercise) => {
                // What is worked out stays open: `ecb_encrypt(key, line)[12..16]`.
                if is_a_value(&exercise.answer.expr) {
                    asked.push(Place::Value(sheet.eval(&exercise.answer.expr, &NoFiles, &budget).unwrap().value));
                }
            }
        }
    }
    asked
}

/// Whether an expression points at a value of the sheet, or at a stretch of one.
fn is_a_value(expr: &Expr) -> bool {
    match &expr.kind {
        Kind::Name(_) => true,
        Kind::At { base, .. } | Kind::Slice { base, .. } | Kind::Item { base, .. } => is_a_value(base),
        _ => false,
    }
}

/// The numbers behind a place that have the same value as it: what is handed on to it, in its segment and from before.
pub fn handed_on(place: &Place) -> Vec<Place> {
    let budget = Budget::unlimited();
    let Place::Nodes { part, segment, nodes } = place else {
        return place
            .operands(&budget)
            .unwrap()
            .into_iter()
            .filter(|o| o.leaf.is_none())
            .filter_map(|o| o.next)
            .collect();
    };
    let trace = part.record(*segment, &budget).unwrap();
    let mut found = vec![];
    for &node in nodes {
        // What arithmetic makes may meet one of its operands by chance, as a product with 1 does.
        let meets =
            matches!(trace.nodes[node as usize].op, Op::Add | Op::Sub | Op::Mul | Op::Xor | Op::And | Op::Or | Op::Div);
        let same = |parent: &u32| {
            trace.integer(*parent) == trace.integer(node) && trace.nodes[node as usize].kind != Sort::Bit
        };
        let here = |node| Place::Nodes { part: part.clone(), segment: *segment, nodes: vec![node] };
        match trace.nodes[node as usize].op {
            Op::Read | Op::Call => {
                let operands = here(node).operands(&budget).unwrap().into_iter().filter(|o| o.leaf.is_none());
                let from = |next: &Place| matches!(next, Place::Nodes { segment: from, part: of, .. } if of.at() != part.at() || from != segment);
                found.extend(operands.filter_map(|o| o.next).filter(from));
            }
            // The bit that chose is none of it, though it may be 1 as the value is.
            Op::Select | Op::Choice => found.extend(
                trace
                    .parents(node)
                    .into_iter()
                    .filter(|p| trace.nodes[*p as usize].kind != Sort::Bit)
                    .filter(same)
                    .map(here),
            ),
            Op::Lookup | Op::Inverse | Op::Bit | Op::Byte | Op::Join => {}
            _ if meets => {}
            _ => found.extend(trace.parents(node).into_iter().take(1).filter(same).map(here)),
        }
    }
    found
}

/// Every number that a question of the page asks about, or that is handed on to it unchanged, is hidden. Digits do not
/// tell it where the numbers are small.
pub fn all_copies_are_hidden(session: &Session) -> usize {
    let budget = Budget::unlimited();
    let mut todo = asked(session);
    let mut seen = BTreeSet::new();
    while let Some(place) = todo.pop() {
        if let Place::Nodes { part, segment, nodes } = &place {
            if seen.len() == FOLLOWED || !seen.insert((part.segment_at(*segment), nodes.clone())) {
                continue;
            }
            let address = place.address(&budget).unwrap();
            assert!(
                session.desk().veil().hides(&place, &budget),
                "{} page {}: {address} is open",
                session.lesson().id,
                session.page_number() + 1
            );
        }
        todo.extend(handed_on(&place));
    }
    seen.len()
}

/// What the questions of the page ask about, and all that is computed from it, as text.
pub fn secrets(session: &Session) -> BTreeSet<String> {
    let budget = Budget::unlimited();
    let sheet = session.desk().sheet();
    let mut todo = asked(session);
    let mut texts = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let runs = sheet.runs();
    while let Some(place) = todo.pop() {
        if matches!(place, Place::Value(_)) {
            todo.extend(place.operands(&budget).unwrap().into_iter().filter_map(|o| o.next));
        }
        texts.insert(place.text(&budget).unwrap());
        if matches!(place, Place::Nodes { .. }) && seen.len() < FOLLOWED && seen.insert(place.address(&budget).unwrap())
        {
            todo.extend(used_by(&place, &runs, &budget).unwrap());
            todo.extend(handed_on(&place));
        }
    }
    // What another cell is as well, for a reason of its own, is no secret: the two keys that give one MAC.
    let asked: BTreeSet<&str> = seen.iter().filter_map(|address| address.split('/').next()).collect();
    let innocent = sheet.cells().iter().filter(|cell| {
        let name = cell.name();
        !asked.iter().any(|asked| *asked == name || sheet.downstream(asked).contains(&name))
    });
    let innocent: Vec<String> =
        innocent.filter_map(|cell| Place::Value(cell.outcome()?.value.clone()).text(&budget).ok()).collect();
    let told = |text: &String| telling(text) && !innocent.iter().any(|value| value.contains(text.as_str()));
    texts.into_iter().filter(told).collect()
}

/// A counter or a padding stands in many places, and tells nothing.
pub fn telling(text: &str) -> bool {
    text.len() >= TELLING && text.chars().collect::<BTreeSet<_>>().len() > 3
}

/// The cells that the questions of the page ask about, and those downstream of them.
pub fn knowing(session: &Session) -> BTreeSet<String> {
    let mut asked: Vec<String> = vec![];
    for question in session.page().blocks.iter().filter_map(Question::of) {
        match question {
            Question::Predict(predict) => {
                asked.extend(
                    predict.hide.iter().filter_map(|target| Some(target.address.steps.first()?.name.to_string())),
                );
            }
            Question::Exercise(exercise) => {
                asked.extend(expr::names(&exercise.answer.expr).into_iter().map(|(name, _)| name.to_owned()));
            }
        }
    }
    let downstream =
        |name: &String| session.desk().sheet().downstream(name).into_iter().map(str::to_owned).collect::<Vec<_>>();
    asked.iter().flat_map(downstream).chain(asked.iter().cloned()).collect()
}
