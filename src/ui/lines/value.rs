//! The value one stands on, as lines: where it is, what it is, what it was computed from, and a list of values.

use crate::app::desk::values::Values;
use crate::app::desk::walk;
use crate::app::keymap::Keymap;
use crate::app::list::Choice;
use crate::app::pane::{Mark, Pane};
use crate::app::stage::Half;
use crate::learner::lens::among::Entry;
use crate::learner::lens::subject::{Bytes, Subject};
use crate::learner::lens::{Leads, OperandRow, Related};
use crate::ui::lines::section::{BRUSH, Section, headed, more, said};
use crate::ui::pane::{Brush, bits, compare};
use crate::view::spellings::counted;
use crate::view::spoken::spoken;
use crate::view::{Room, Shown, View};

/// The most bytes that are said around the one that one stands on.
const BYTES: usize = 16;

/// Facts about the value: which it is, what it is, and what stands around it.
pub fn facts(half: Half, keymap: &Keymap) -> Vec<Section> {
    let (shown, walk) = (half.sight, half.desk.walk());
    let pane = &shown.pane;
    let mut cell = vec![format!("In {}", shown.title)];
    cell.extend(shown.mark.as_ref().map(|mark| format!("The result{}", agreement(mark))));
    cell.extend(shown.kept.filter(|_| !walk.has_way_back()).map(|page| format!("Kept from page {page}.")));
    let title = if shown.title.is_empty() { Section::default() } else { Section::new("cell", cell) };
    if let (walk::Focus::Place, Some(sides)) = (&walk.focus, half.desk.compare().sides()) {
        // Narrow, so that the chart stands below the values and not beside them.
        let drawn = compare::lines(sides, pane, Brush { width: 60, ..BRUSH });
        let mut lines: Vec<String> = pane.strip.iter().flat_map(|strip| strip.says.clone()).collect();
        lines.extend(said(&drawn));
        return vec![title, Section::new(format!("beside {}", pane.address), lines)];
    }
    let value = match &walk.focus {
        walk::Focus::Values(values) => Section::new(format!("{:?} {}", values.direction, values.of), list(values)),
        walk::Focus::Bits { column } => Section::new("bits", bit_rows(half, keymap, *column)),
        walk::Focus::Place => Section::new(&pane.address, value(half, false)),
        walk::Focus::Operands(list) => Section::new(format!("{} {}", pane.address, list.place()), value(half, true)),
    };
    let other = |pane: &Pane| keymap.say(&format!("⟨next-watch⟩ goes to {}: {}", pane.address, pane.focus.in_a_line()));
    let entry = |entry: &Entry| format!("{} is {}", entry.name, entry.value);
    let around = match half.said() {
        Some(words) => Section::new("picture", words),
        None => Section::new("around", pane.around.iter().map(entry).collect()),
    };
    vec![title, around, value, Section::new("beside", shown.beside.iter().map(other).collect())]
}

/// Where one is and what the value there is, in one line.
pub fn line(half: Half) -> String {
    let pane = &half.sight.pane;
    let at = &pane.address;
    match &pane.focus {
        Subject::Nothing => at.clone(),
        Subject::Operation { value, .. } | Subject::Plain { value, .. } => format!("{at} is {value}"),
        Subject::Bytes(bytes) => format!("{at}: {}", byte_facts(bytes)[0]),
        Subject::Hidden => format!("{at} is hidden"),
        Subject::Pending(done, of) => format!("{at} has no value yet, {}", pane.how_far(*done, *of)),
        Subject::Missing(why) => format!("{at} has no value: {why}"),
    }
}

/// ` agrees with sha2 0.11`, or that it does not, or not yet.
pub fn agreement(mark: &Mark) -> String {
    match (mark.differs, mark.glyph) {
        (true, _) => format!(" DISAGREES: {}", mark.says),
        (false, "✓") => format!(" agrees with {}", mark.says),
        (false, _) => format!(": {}", mark.says),
    }
}

/// The value, and below it what it was computed from; with numbers where one of them can be chosen.
fn value(half: Half, numbered: bool) -> Vec<String> {
    let pane = &half.sight.pane;
    let place = more(&pane.place.join(", ")).replace('…', " to ");
    let mut lines = match pane.address.is_empty() {
        true => vec!["There is nothing here yet.".to_owned()],
        false => vec![format!("You are at {}{place}", pane.address)],
    };
    lines.extend(pane.lit.map(|light| light.says().to_owned()));
    match &pane.focus {
        Subject::Nothing => {}
        Subject::Operation { name, formula, operands, value, .. } => {
            if formula != name {
                lines.push(format!("{name} = {formula}"));
            }
            lines.push(format!("{name} is {value}"));
            let row = |(place, row)| operand(row, numbered.then_some(place + 1));
            lines.extend(operands.iter().enumerate().map(row));
        }
        Subject::Bytes(bytes) => lines.extend(byte_facts(bytes)),
        Subject::Plain { kind, value, other } => {
            lines.push(format!("It is {value}, {kind}"));
            lines.extend(other.iter().flat_map(|(view, shown)| viewed(view, shown)));
        }
        Subject::Hidden => lines.push("It is hidden until the question on this page is answered.".into()),
        Subject::Pending(done, of) => lines.push(format!("It has no value yet, {}", pane.how_far(*done, *of))),
        Subject::Missing(why) => lines.push(format!("There is no value: {why}")),
    }
    lines
}

fn operand(row: &OperandRow, number: Option<usize>) -> String {
    let number = number.map_or_else(|| "from ".to_owned(), |number| format!("{number} "));
    let opens = if matches!(row.leads, Leads::Into(_)) { ", can be opened" } else { "" };
    format!("{number}{} is {}{}{opens}", row.name, row.value, more(&row.remark))
}

fn byte_facts(bytes: &Bytes) -> Vec<String> {
    if bytes.len == 0 {
        return vec!["It has no bytes.".into()];
    }
    let at = bytes.at();
    let byte = bytes.bytes.get(at).copied().unwrap_or(0);
    let letter = bytes.letter().map_or_else(String::new, |letter| format!(", the letter {letter}"));
    let first = at / BYTES * BYTES;
    let near = bytes.bytes.iter().skip(first).take(BYTES);
    let near: Vec<String> =
        near.map(|byte| if bytes.bits { format!("{byte:08b}") } else { format!("{byte:02x}") }).collect();
    let from = bytes.start + first as u64;
    let all = if bytes.asked { "as many bytes as are asked for".to_owned() } else { counted(bytes.len, "byte") };
    let mut lines = vec![format!("It has {all}; from byte {from}: {}", near.join(" "))];
    lines.push(format!("Byte {} is {byte:02x}{letter}, {}", bytes.cursor, bytes.origin));
    lines.extend(bytes.other.iter().flat_map(|(view, shown)| viewed(view, shown)));
    lines
}

/// The words of a view, line by line.
fn viewed(view: &View, shown: &Shown) -> Vec<String> {
    let lines = view.draw(shown, Room::wide(80));
    lines.iter().filter_map(|line| spoken(line)).map(|line| format!("As {}: {line}", view.name)).collect()
}

fn list(values: &Values) -> Vec<String> {
    let row = |row: &Related| format!("{} is {}{}", row.name, row.value, more(&row.remark));
    let heading = format!("{} is {}; it {}:", values.of, values.value, values.direction.says());
    headed(heading, values.list.rows().iter().map(row))
}

/// The rows of bits, and the column one stands on.
fn bit_rows(half: Half, keymap: &Keymap, column: usize) -> Vec<String> {
    let drawn = bits::here(half.desk, column, keymap, BRUSH, 0);
    drawn.iter().filter_map(|line| spoken(&line.to_string().replace('▲', "Column "))).collect()
}
