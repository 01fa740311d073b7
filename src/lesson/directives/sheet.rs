//! Cells of the lesson's sheet.
//!
//! A lesson has one sheet. Its fences are read together, with everything between them blanked out, so that a cell's
//! name is known once in the whole lesson and every place is a place in the file.

use std::collections::HashSet;

use super::row::{Content, Directive};
use crate::lesson::expression::{When, refer};
use crate::lesson::reading::{INPUT, Reading, is_input};
use crate::lesson::split::{Chunk, Fence, RawPage};
use crate::lesson::tree::{Block, Cells};
use crate::run::address::Span;
use crate::sheet::MAX_CELLS;
use crate::sheet::expr::{self, Fault, Limits};

pub(super) const ROW: Directive = Directive {
    name: "sheet",
    summary: "Defines cells: inputs to edit, and values computed of them.",
    body: Content::Sheet,
    example: "message = input(\"abc\", max: 4096, help: \"Try your own name.\")\ndigest = sha256(message)",
    read,
    // Its cells are checked whenever the sheet is run.
    check: |_, _| {},
};

/// Reads the sheets of all pages.
pub(crate) fn read_all(pages: &[RawPage], reading: &mut Reading) {
    let chunks = pages.iter().flat_map(|page| &page.chunks);
    let fences = chunks.filter_map(|chunk| match chunk {
        Chunk::Fence(fence) if &reading.source[fence.word.range()] == ROW.name => Some(fence),
        Chunk::Fence(_) | Chunk::Markdown(_) => None,
    });
    let mut sheets = String::new();
    let mut open = Vec::new();
    for fence in fences {
        let body = fence.body;
        open.extend((!fence.closed).then_some(body));
        sheets.extend(std::iter::repeat_n(' ', body.start - sheets.len()));
        sheets.push_str(&reading.source[body.range()]);
    }
    let (mut cells, faults) = expr::parse_sheet(&sheets, &Limits::default());
    if !faults.is_empty() {
        // A cell that could not be read is not also unknown wherever it is used.
        let known: HashSet<&str> = cells.iter().map(|cell| cell.name.as_str()).collect();
        let names = sheets.lines().flat_map(names_of).filter(|name| !known.contains(name));
        reading.unreadable = names.map(str::to_owned).collect();
    }
    // What stands in a fence that is never closed may not belong to it.
    let belongs = |fault: &Fault| open.iter().all(|body| !body.range().contains(&fault.span.start));
    // Who reads a cell by a name that it cannot have repeats the mistake.
    let repeats = |fault: &Fault, unreadable: &HashSet<String>| {
        let before = sheets[..fault.span.start].rsplit('\n').next().unwrap_or_default();
        before.contains('=') && sheets.get(fault.span.range()).is_some_and(|name| unreadable.contains(name))
    };
    for fault in faults.into_iter().filter(belongs) {
        if repeats(&fault, &reading.unreadable) {
            continue;
        }
        reading.problems.error(fault.span, fault.message, fault.hint.unwrap_or_default());
    }
    if let Some(cell) = cells.get(MAX_CELLS) {
        let message = format!("The lesson has more than {MAX_CELLS} cells; this one and what follows are left out.");
        reading.problems.error(cell.name_span, message, "Make two lessons of it.");
        cells.truncate(MAX_CELLS);
    }
    for cell in &cells {
        // What is wrong inside a cell is reported; the cell stays, and shows it.
        let errors = reading.problems.errors();
        let _ = refer(&cell.expr, &|span| span, When::Cell, reading);
        let inputs = expr::calls(&cell.expr).into_iter().filter(|(function, _)| *function == INPUT);
        for (_, span) in inputs.skip(usize::from(is_input(cell))) {
            reading.problems.error(
                span,
                "An input is a cell of its own.",
                "Give it a line `name = input(…)`, and write the name here.",
            );
        }
        if reading.problems.errors() > errors {
            reading.unreadable.insert(cell.name.clone());
        }
    }
    reading.cells = cells;
}

/// The words of a line that may be the name of a cell: those before its `=`, or before the sign that stands for it.
fn names_of(line: &str) -> impl Iterator<Item = &str> {
    let head = line.find(['=', ':', '#']).map(|end| &line[..end]).filter(|head| !head.contains(['(', '"']));
    let words = head.unwrap_or_default().split(|c: char| !c.is_alphanumeric() && c != '_');
    words.filter(|word| !word.is_empty())
}

/// The cells of one fence. They are read already, so a fence with a mistake breaks only its own block.
fn read(fence: &Fence, reading: &mut Reading) -> Option<Block> {
    let inside = |span: Span| fence.body.start <= span.start && span.start < fence.body.end;
    let first = reading.cells.partition_point(|cell| cell.span.start < fence.body.start);
    let cells = reading.cells[first..].iter().take_while(|cell| inside(cell.span));
    let cells: Vec<String> = cells.map(|cell| cell.name.clone()).collect();
    if let Some(problem) = reading.problems.first_error_in(fence.body) {
        return Some(Block::Broken { problem, span: fence.span });
    }
    if cells.is_empty() {
        reading.problems.error(fence.word, "The sheet has no cells.", "Write one on each line: name = expression.");
    }
    Some(Block::Sheet(Box::new(Cells { cells, span: fence.span })))
}
