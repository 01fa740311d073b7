//! People and what they send each other.

use std::collections::HashSet;
use std::sync::Arc;

use super::row::{Content, Directive};
use crate::lesson::checking::Checking;
use crate::lesson::fields::{Entries, EntryKind, EntryRow};
use crate::lesson::located::Located;
use crate::lesson::problem::{listed, quoted};
use crate::lesson::reading::Reading;
use crate::lesson::split::Fence;
use crate::lesson::tree::{Block, Pattern, Watch};
use crate::run::address::{Address, Span};
use crate::run::lanes::{ALL, Happening, Lanes};
use crate::sheet::expr::names;

pub(super) const ROW: Directive = Directive {
    name: "lanes",
    summary: "Shows people side by side: what each has and sends, and what a listener hears.",
    body: Content::Fields(&FIELDS),
    example: "who  = [\"Alice\", \"Bob\"]\nknow = { Alice = [\"message\"] }\n\
              step = [{ at = \"Alice\", make = \"digest\" }, { from = \"Alice\", to = \"Bob\", send = \"digest\" }]\n\
              ear  = { name = \"Eve\", lacks = [\"message\"] }",
    read,
    check,
};

const FIELDS: [EntryRow; 5] = [
    EntryRow { name: "who", kind: EntryKind::Words, required: true, help: "The people, from left to right." },
    EntryRow {
        name: "know",
        kind: EntryKind::Lists,
        required: false,
        help: "What each has at the beginning: names of cells; `all` is everybody.",
    },
    EntryRow {
        name: "step",
        kind: EntryKind::Tables(&STEP),
        required: true,
        help: "What happens, in its order: somebody makes a cell, or sends one.",
    },
    EntryRow {
        name: "ear",
        kind: EntryKind::Table(&EAR),
        required: false,
        help: "Who listens, and what they ask for in vain.",
    },
    word("start", "The cell that one stands on at first, with all that happened before it; without it the first one."),
];

/// The entries of each table in `step`.
const STEP: [EntryRow; 9] = [
    word("at", "Who makes a cell."),
    word("make", "The cell that is made."),
    word("same", "A cell that should hold the same."),
    word("from", "Who sends a cell."),
    word("to", "Who gets it."),
    word("send", "The cell that is sent."),
    word("arrives", "The cell that arrives, where that is another."),
    word("as", "The name that it is given out for."),
    word("locked", "The cell that it is encrypted under: who listens does not get it."),
];

/// The entries of `ear`.
const EAR: [EntryRow; 2] = [
    word("name", "The name of who listens."),
    EntryRow { name: "lacks", kind: EntryKind::Words, required: false, help: "The cells that are asked for in vain." },
];

const fn word(name: &'static str, help: &'static str) -> EntryRow {
    EntryRow { name, kind: EntryKind::Word, required: false, help }
}

fn read(fence: &Fence, reading: &mut Reading) -> Option<Block> {
    let entries = Entries::read(fence.body, fence.word, &FIELDS, reading);
    let who: Vec<String> = entries.words("who", reading).iter().map(|name| name.text.trim().to_owned()).collect();
    let people: HashSet<&str> = who.iter().map(String::as_str).collect();
    if people.len() < 2 || people.len() != who.len() || who.len() > 4 {
        let place = entries.key("who").unwrap_or(fence.word);
        reading.problems.error(place, "`who` is two to four people, each once.", "Write [\"Alice\", \"Bob\"].");
        return None;
    }
    let person = |name: Located, reading: &mut Reading| {
        let known = people.contains(name.text.trim());
        if !known {
            let hint = format!("Here are {}.", listed(who.iter().map(String::as_str), "and"));
            reading.problems.error(name.span, format!("{} is nobody of `who`.", quoted(&name.text)), hint);
        }
        known.then(|| name.text.trim().to_owned())
    };
    let cell = |name: Located, reading: &mut Reading| {
        reading.refer(name.text.trim(), name.span);
        name.text.trim().to_owned()
    };
    let mut know = Vec::new();
    for (name, cells) in entries.lists("know", reading) {
        let name = if name.text == ALL { Some(ALL.to_owned()) } else { person(name, reading) };
        let cells = cells.into_iter().map(|name| cell(name, reading)).collect();
        know.extend(name.map(|name| (name, cells)));
    }
    let mut steps = Vec::new();
    let mut places = Vec::new();
    for (step, place) in entries.tables("step", &STEP, reading) {
        let word = |name: &str, reading: &Reading| step.word(name, reading);
        let maybe = |name: &str, reading: &mut Reading| word(name, reading).map(|name| cell(name, reading));
        let happens = match (word("make", reading), word("send", reading)) {
            (Some(made), None) => {
                let at = word("at", reading).and_then(|name| person(name, reading));
                let same = maybe("same", reading);
                at.map(|at| Happening::Makes { at, cell: cell(made, reading), same })
            }
            (None, Some(sent)) => {
                let from = word("from", reading).and_then(|name| person(name, reading));
                let to = word("to", reading).and_then(|name| person(name, reading));
                let (arrives, locked) = (maybe("arrives", reading), maybe("locked", reading));
                let named = word("as", reading).map(|name| name.text);
                let cell = cell(sent, reading);
                from.zip(to).map(|(from, to)| Happening::Sends { from, to, cell, arrives, named, locked })
            }
            (Some(_), Some(_)) | (None, None) => None,
        };
        if happens.is_none() {
            let hint = "Write { at = \"Alice\", make = \"A\" }, or { from = \"Alice\", to = \"Bob\", send = \"A\" }.";
            reading.problems.error(place, "A step is somebody who makes a cell, or sends one to somebody.", hint);
        }
        places.extend(happens.iter().map(|_| place));
        steps.extend(happens);
    }
    let ear = entries.table("ear", &EAR, reading).map(|ear| {
        let name = ear.word("name", reading).map_or_else(|| "Eve".to_owned(), |name| name.text);
        let lacks = ear.words("lacks", reading).into_iter().map(|name| cell(name, reading)).collect();
        (name, lacks)
    });
    let lanes = Lanes { who: who.clone(), know, steps, ear };
    let start = entries.word("start", reading).map(|name| (name.span, cell(name, reading)));
    if let Some((span, _)) = start.as_ref().filter(|(_, cell)| !lanes.cells().contains(&cell.as_str())) {
        let hint = format!("Here are {}.", listed(lanes.cells(), "and"));
        reading.problems.error(*span, "`start` is a cell that somebody makes or gets.", hint);
        return None;
    }
    let (span, first) = match start {
        Some(start) => start,
        None => (*places.first()?, lanes.steps.first()?.cell().to_owned()),
    };
    let target = Pattern { address: Address::parse(&first).ok()?, span };
    let (picture, span) = (Some("lanes".to_owned()), fence.span);
    Some(Block::Watch(Box::new(Watch {
        target,
        view: None,
        picture,
        shade: None,
        lanes: Some((Arc::new(lanes), places)),
        span,
    })))
}

/// Reports who uses a cell that they cannot know.
fn check(block: &Block, checking: &mut Checking) {
    let Block::Watch(watch) = block else { return };
    let Some((lanes, places)) = watch.lanes.as_ref().filter(|_| checking.trial.is_none()) else { return };
    let reads = |cell: &str| -> Vec<String> {
        let found = checking.sheet.cell(cell).map(|cell| names(&cell.line.expr));
        found.into_iter().flatten().map(|(name, _)| name.to_owned()).collect()
    };
    let unknown = lanes.unknown(&reads);
    for (step, who, cell) in unknown {
        let place: Span = places[step];
        let message = format!("{who} cannot know {} here.", quoted(&cell));
        checking.error(place, &message, "Let it be sent first, or add it to `know`.");
    }
}
