//! The marks of a drawing: what there is to say of each of its cells, found by one function for all pictures.

use std::collections::{HashMap, VecDeque};

use super::scene::Asked;
use crate::view::picture::{Cell, Drawing, Got, Mark, Named, Parent, Scene, byte_range};

/// How many values are looked into for what feeds the one that one stands on.
const MOST: usize = 48;

/// Marks the cells of a drawing, also those whose values are other than they were when they were asked for before.
pub fn mark(drawing: &mut Drawing, scene: &dyn Scene, was: Option<&Asked>) {
    drawing.cells = drawing.cells.iter().flat_map(|cell| parted(cell, scene, was)).collect();
    let mut cells: HashMap<&str, Vec<usize>> = HashMap::new();
    for (i, cell) in drawing.cells.iter().enumerate() {
        cells.entry(&cell.address).or_default().push(i);
    }
    let mut marks: Vec<Mark> = drawing.cells.iter().map(|cell| cell.mark).collect();
    let copies: Vec<bool> =
        drawing.cells.iter().map(|cell| cell.after && scene.is_copy(&format!("/{}", cell.address))).collect();
    // A value has no mark where a stretch of its bytes has one.
    let is_part = |cell: &Cell| cell.address != scene.here() && scene.stands_at(&cell.address);
    let any_part = drawing.cells.iter().any(is_part);
    let any_copies = copies.iter().any(|copy| *copy);
    for (i, cell) in drawing.cells.iter().enumerate() {
        let here = if any_part { is_part(cell) } else { scene.stands_at(&cell.address) };
        marks[i].current = here;
        marks[i].new = cell.after && any_copies && !copies[i];
        marks[i].differs = cell.asked().any(|address| differs(cell, address, scene));
        marks[i].changed = cell.asked().any(|address| changed(cell, address, scene, was));
    }
    // Of a number in an array that is drawn as one cell, that cell.
    if !marks.iter().any(|mark| mark.current) {
        drawn_at(scene.here(), scene, &cells).into_iter().flatten().for_each(|cell| marks[*cell].current = true);
    }
    for fed in feeding(scene, drawing, &cells) {
        marks[fed].feeds = true;
    }
    drawing.cells.iter_mut().zip(marks).for_each(|(cell, mark)| cell.mark = mark);
}

/// Whether the value at an address that a cell shows is other than in the run one compares with.
fn differs(cell: &Cell, address: &str, scene: &dyn Scene) -> bool {
    match scene.before(&format!("/{address}")) {
        None | Some(Got::Hidden | Got::Pending) => false,
        Some(before) => !cell.mark.hidden && before != scene.get(&format!("/{address}")),
    }
}

/// Whether it is other than it was when it was asked for before.
fn changed(cell: &Cell, address: &str, scene: &dyn Scene, was: Option<&Asked>) -> bool {
    let old = was.and_then(|was| was.value(address)).filter(|old| *old != Got::Hidden && !cell.mark.hidden);
    old.is_some_and(|old| match (old, scene.get(&format!("/{address}"))) {
        // Of a byte only its number was kept.
        (Got::Value(old), Got::Value(now)) if !cell.bytes.is_empty() => old.bytes != now.bytes,
        (old, now) => old != now,
    })
}

/// A cell, cut where a byte in it is another: that one stands by itself, so that its mark tells which it is.
fn parted(cell: &Cell, scene: &dyn Scene, was: Option<&Asked>) -> Vec<Cell> {
    let is_other = |address: &str| differs(cell, address, scene) || changed(cell, address, scene, was);
    let others: Vec<bool> = cell.bytes.iter().map(|byte| is_other(&byte.place)).collect();
    if others.len() < 2 || !others.contains(&true) {
        return vec![cell.clone()];
    }
    let mut at = 0;
    let parts = others.chunk_by(|one, next| !one && !next).map(|part| {
        at += part.len();
        cell.part(at - part.len()..at)
    });
    parts.collect()
}

/// The cells that the value one stands on was computed from: through what is not drawn up to the first cell that is,
/// and on along its copies.
fn feeding(scene: &dyn Scene, drawing: &Drawing, cells: &HashMap<&str, Vec<usize>>) -> Vec<usize> {
    if !drawing.cells.iter().any(|cell| scene.stands_at(&cell.address)) {
        return Vec::new();
    }
    let left = vec![format!("/{}", scene.here())];
    let mut way = Way { scene, drawing, cells, found: Vec::new(), left, called: Vec::new() };
    for _ in 0..MOST {
        let Some(address) = way.left.pop() else { break };
        way.look_into(&address);
    }
    way.found
}

/// The way back from a value to the cells that feed it.
struct Way<'d> {
    scene: &'d dyn Scene,
    drawing: &'d Drawing,
    cells: &'d HashMap<&'d str, Vec<usize>>,
    found: Vec<usize>,
    /// The values that are still to be looked into.
    left: Vec<String>,
    /// The calls in which nothing is drawn, and that were passed by what they were given.
    called: Vec<String>,
}

impl Way<'_> {
    /// A value on the way: all that it was computed from is looked at.
    fn look_into(&mut self, address: &str) {
        let mut parents = VecDeque::from(self.scene.from(address));
        while let Some(parent) = parents.pop_front() {
            match drawn_at(&parent.address, self.scene, self.cells) {
                Some(drawn) => self.take(drawn, parent.address),
                None => parents.extend(self.pass(parent.address)),
            }
        }
    }

    /// A value that is drawn: its cells are taken, and the way goes on behind them where they stand on it only.
    fn take(&mut self, drawn: &[usize], address: String) {
        if drawn.iter().any(|cell| self.found.contains(cell)) {
            return;
        }
        self.found.extend(drawn);
        let is_through = drawn.iter().any(|cell| self.drawing.cells[*cell].through);
        if is_through || self.scene.is_copy(&address) || is_inside(&address, self.scene) {
            self.left.push(address);
        }
    }

    /// A value that is not drawn: the way goes on behind it. Of a call in which nothing is drawn, what it was given is
    /// looked at, once, and not its inside.
    fn pass(&mut self, address: String) -> Vec<Parent> {
        let Some(call) = call_around(&address, self.scene, self.cells) else {
            self.left.push(address);
            return Vec::new();
        };
        if self.called.contains(&call) {
            return Vec::new();
        }
        let given = self.scene.given_to(&address);
        if given.is_empty() {
            self.left.push(address);
        } else {
            self.called.push(call);
        }
        given
    }
}

/// The cells of a value; of a byte of an array that is drawn as one cell, that cell.
fn drawn_at<'a>(address: &str, scene: &dyn Scene, cells: &'a HashMap<&str, Vec<usize>>) -> Option<&'a Vec<usize>> {
    let address = address.trim_start_matches('/');
    let array = || {
        let (array, _) = address.rsplit_once('[')?;
        let (_, name) = array.rsplit_once('/')?;
        let is_array = |label: &Named| label.name == name && label.index.is_empty() && label.count > 1;
        cells.get(array).filter(|_| scene.labels().iter().any(is_array))
    };
    // Bytes of an input, where all of it is one cell.
    let input = || byte_range(address).filter(|(cell, _)| !cell.contains('/')).and_then(|(cell, _)| cells.get(cell));
    cells.get(address).or_else(array).or_else(input)
}

/// The call of the segment in whose inside an address lies, where nothing of that is drawn.
fn call_around(address: &str, scene: &dyn Scene, cells: &HashMap<&str, Vec<usize>>) -> Option<String> {
    let (call, _) = address[1..].strip_prefix(scene.base())?.strip_prefix('/')?.split_once('/')?;
    let call = format!("{}/{call}/", scene.base());
    (!cells.keys().any(|cell| cell.starts_with(&call))).then_some(call)
}

/// Whether an address lies inside of a named value of the segment: a helper's result, on the way to what it read.
fn is_inside(address: &str, scene: &dyn Scene) -> bool {
    let label = address[1..].strip_prefix(scene.base()).and_then(|rest| rest.strip_prefix('/'));
    label.is_some_and(|label| label.contains('/'))
}
