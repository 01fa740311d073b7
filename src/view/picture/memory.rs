//! A memory that is filled in order and read in disorder: what is written, what is being written, and the entry that
//! was computed to be read.

use super::drawing::Drawing;
use super::row::{Picture, Size};
use super::scene::{Got, Scene};

/// The row.
pub const PICTURE: Picture = Picture {
    name: "memory",
    summary: "A memory: which of it is written, what is read now, and the index that says so.",
    fits: |scene| Step::of(scene).is_some(),
    sizes: &[Size::Small],
    stops,
    draw: |scene, size| Step::of(scene).map_or(Drawing::new(0, 0), |step| step.drawn(scene, size)),
    say: |scene| Step::of(scene).map_or(vec![], |step| step.said(scene)),
    across: None,
    changes: false,
};

/// How many signs a row of the memory has at most.
const SIGNS: u64 = 32;
/// The column of the first sign.
const LEFT: u16 = 5;
/// How many slices a lane of Argon2 has.
const SLICES: u64 = 4;
/// How many lanes are drawn at most.
const LANES: u64 = 4;
/// How many earlier reads are shown.
const READS: u64 = 8;
/// A memory of so few entries shows each by itself, with its number.
const FEW: u64 = 16;

/// A step that writes or reads a memory.
#[derive(Clone, Copy)]
enum Step {
    /// Entry k of so many is written.
    Fill { k: u64, of: u64 },
    /// Step k of so many reads an entry.
    Read { k: u64, of: u64 },
    /// A block of a grid is written, and mixed with another one.
    Block { pass: u64, lane: u64, column: u64, lanes: u64, columns: u64, reads: bool },
}
/// The numbers in brackets that an address ends with, and the name before them.
fn numbered(address: &str) -> Option<(&str, Vec<u64>)> {
    let last = address.rsplit('/').next()?;
    let (name, rest) = last.split_once('[')?;
    let numbers = rest.strip_suffix(']')?.split("][").map(|number| number.parse().ok()).collect::<Option<_>>()?;
    Some((name, numbers))
}
impl Step {
    fn of(scene: &dyn Scene) -> Option<Step> {
        let label = |name: &str| scene.labels().iter().find(|label| label.name == name);
        let positive = |address: &str| scene.number(address).and_then(|n| u64::try_from(n).ok()).filter(|n| *n > 0);
        if let Some(read) = label("V_j") {
            return Some(Step::Read { k: *read.index.first()?, of: scene.segments("fill").checked_sub(1)? });
        }
        match numbered(scene.base())? {
            ("fill", at) if label("V").or(label("X")).is_some() => {
                Some(Step::Fill { k: *at.first()?, of: scene.segment()?.last })
            }
            ("block", at) => {
                let [pass, lane, column] = at[..] else { return None };
                let (lanes, columns) = (positive("../size/p")?, positive("../size/q")?);
                Some(Step::Block { pass, lane, column, lanes, columns, reads: label("zz").is_some() })
            }
            _ => None,
        }
    }
}
fn stops(scene: &dyn Scene) -> Vec<String> {
    let wanted: &[&str] = match Step::of(scene) {
        Some(Step::Fill { .. }) => &["V", "X"],
        Some(Step::Read { .. }) => &["j", "V_j", "T", "X"],
        Some(Step::Block { .. }) => &["J1", "J2", "l", "z", "X", "Y", "R", "Q", "Z", "B"],
        None => &[],
    };
    let there = |name: &&str| scene.labels().iter().find(|label| *label.name == **name).map(|label| label.address());
    wanted.iter().filter_map(there).map(|address| scene.whole(&address)).collect()
}

impl Step {
    fn drawn(self, scene: &dyn Scene, size: Size) -> Drawing {
        let mut drawing = Drawing::new(size.columns(), size.rows());
        match self {
            Step::Fill { k, of } => fill(&mut drawing, scene, k, of),
            Step::Read { k, of } => read(&mut drawing, scene, k, of),
            Step::Block { .. } => self.block(&mut drawing, scene),
        }
        drawing.fitted()
    }
    /// The grid of lanes and columns, and the way to the block that is mixed in.
    fn block(self, drawing: &mut Drawing, scene: &dyn Scene) {
        let Step::Block { pass, lane, column, lanes, columns, reads } = self else { return };
        drawing.caption(1, 0, format!("pass {pass}, lane {lane}, column {column} of {columns}"));
        let chosen = scene.number("l").and_then(|l| u64::try_from(l).ok());
        let z = scene.number("z").and_then(|z| u64::try_from(z).ok());
        let shown: Vec<u64> = match lanes {
            0..=LANES => (0..lanes).collect(),
            _ if chosen.is_none_or(|l| l == lane) => vec![lane],
            _ => vec![lane.min(chosen.unwrap_or(lane)), lane.max(chosen.unwrap_or(lane))],
        };
        let y = 3 + shown.len() as u16;
        if !reads {
            drawing.caption(1, y, "B");
            drawing.value(scene, LEFT, y, 17, "B");
            drawing.caption(24, y, "hashed from H0");
            return self.grid(drawing, scene, &shown, None);
        }
        let pair = |drawing: &mut Drawing, y: u16, [a, b]: [(&str, &str); 2]| {
            for (x, (name, text)) in [(1, a), (21, b)] {
                drawing.caption(x, y, text);
                drawing.value(scene, x + 7, y, 11, name);
            }
        };
        pair(drawing, y, [("J1", "J1"), ("J2", "J2")]);
        pair(drawing, y + 1, [("l", "lane l"), ("z", "col. z")]);
        // Version 16 of Argon2 writes over what was there.
        let old = if scene.labels().iter().any(|label| label.name == "G") { " ⊕ as it was" } else { "" };
        let rows: [(&str, String); 6] = [
            ("X", "the block before".into()),
            ("Y", "the block at l, z".into()),
            ("R", "X ⊕ Y".into()),
            ("Q", "rows of R mixed".into()),
            ("Z", "columns of Q mixed".into()),
            ("B", format!("R ⊕ Z{old}")),
        ];
        for (k, (name, text)) in (0..).zip(rows) {
            drawing.caption(1, y + 2 + k, name);
            drawing.value(scene, LEFT, y + 2 + k, 11, name);
            drawing.caption(LEFT + 13, y + 2 + k, text);
        }
        self.grid(drawing, scene, &shown, chosen.zip(z));
    }
    /// Some lanes: what is written, what is being written, and what is read.
    fn grid(self, drawing: &mut Drawing, scene: &dyn Scene, shown: &[u64], read: Option<(u64, u64)>) {
        let Step::Block { pass, lane, column, columns, .. } = self else { return };
        let each = columns.div_ceil(SIGNS).max(1);
        let x = |column: u64| LEFT + (column / each + column * SLICES / columns) as u16;
        for (y, &l) in (1..).zip(shown) {
            drawing.caption(1, y, format!("{l:>2}"));
            let here = Some(x(column)).filter(|_| l == lane);
            let there = read.filter(|(chosen, _)| *chosen == l).map(|(_, z)| x(z)).filter(|there| Some(*there) != here);
            for (at, address, text) in [(here, "B", "█"), (there, "Y", "◆")] {
                if let Some(at) = at {
                    drawing.shown(scene, at, y, 1, address, text).quiet = true;
                }
            }
            for first in (0..columns).step_by(each as usize) {
                let (at, last) = (Some(x(first)), (first + each - 1).min(columns - 1));
                if at != here && at != there {
                    drawing.caption(x(first), y, sign(pass, is_written(lane, column, l, last, columns)));
                }
            }
        }
        let legend = if pass == 0 { "· empty ░ written" } else { "░ pass before ▓ this" };
        drawing.caption(1, 1 + shown.len() as u16, format!("█ now ◆ read {legend}"));
    }
    fn said(self, scene: &dyn Scene) -> Vec<String> {
        let seen = |address: &str| scene.spoken(address);
        match self {
            Step::Fill { k, of } if k < of => {
                vec![format!("Fill step {k} of 0 to {of} writes V[{k}]: {}.", seen(&format!("V[{k}]")))]
            }
            Step::Fill { of, .. } => vec![format!("All {of} are written; X is {}.", seen("X"))],
            Step::Read { k, of } => {
                let at = |name: &str| seen(&format!("{name}[{k}]"));
                vec![
                    format!("Mix step {k} of 0 to {} reads V[{}]: {}.", of.saturating_sub(1), at("j"), at("V_j")),
                    format!("XORed with X: {}. Mixed: {}.", at("T"), at("X")),
                ]
            }
            Step::Block { pass, lane, column, reads: false, .. } => {
                vec![format!("Pass {pass}, lane {lane}, column {column}: hashed from H0: {}.", seen("B"))]
            }
            Step::Block { pass, lane, column, .. } => vec![
                format!("Pass {pass}, lane {lane}, column {column}: J1 is {}, J2 is {}.", seen("J1"), seen("J2")),
                format!("They lead to lane {}, column {}: {}.", seen("l"), seen("z"), seen("Y")),
                format!("XORed with the block before: {}. Mixed: {}.", seen("R"), seen("B")),
            ],
        }
    }
}

/// Whether a block of a grid is written in the pass that has come to a lane and a column.
fn is_written(lane: u64, column: u64, l: u64, c: u64, columns: u64) -> bool {
    let slice = |column: u64| column * SLICES / columns;
    (slice(c), l, c) < (slice(column), lane, column)
}
fn sign(pass: u64, written: bool) -> &'static str {
    match (pass, written) {
        (0, false) => "·",
        (0, true) | (_, false) => "░",
        (_, true) => "▓",
    }
}
/// The place of an entry among the signs, and how many entries share a sign.
fn place(entry: u64, of: u64) -> (u16, u64) {
    let each = of.div_ceil(SIGNS).max(1);
    let wide = if of <= FEW { 2 } else { 1 };
    (LEFT + (entry / each * wide) as u16, each)
}
/// The entries in a row, written up to one of them.
fn entries(drawing: &mut Drawing, y: u16, written: u64, of: u64) {
    let taken: Vec<u16> = drawing.cells.iter().filter(|cell| cell.y == y + 1).map(|cell| cell.x).collect();
    drawing.caption(1, y + 1, "V");
    let each = place(0, of).1;
    if of <= FEW {
        (0..of).for_each(|i| drawing.caption(place(i, of).0, y, format!("{i:x}")));
    } else {
        drawing.caption(LEFT, y, format!("0 to {}, {each} a sign", of - 1).replace(", 1 a sign", ""));
    }
    for i in (0..of).step_by(each as usize) {
        let x = place(i, of).0;
        if !taken.contains(&x) {
            drawing.caption(x, y + 1, if i < written { "░" } else { "·" });
        }
    }
}
fn fill(drawing: &mut Drawing, scene: &dyn Scene, k: u64, of: u64) {
    drawing.caption(1, 0, format!("fill step {k} of 0…{of}"));
    if k == of {
        entries(drawing, 1, k, of);
        drawing.caption(1, 4, "X");
        drawing.value(scene, LEFT, 4, 17, "X");
        drawing.caption(24, 4, "the last V, mixed");
        return;
    }
    let entry = format!("V[{k}]");
    drawing.caption(1, 4, "V");
    drawing.value(scene, LEFT, 4, 17, &entry);
    drawing.shown(scene, place(k, of).0, 2, 1, &entry, "█").quiet = true;
    entries(drawing, 1, k, of);
    drawing.caption(24, 4, if k == 0 { "the block B" } else { "V before, mixed" });
    drawing.caption(1, 6, "in order: each from the one before");
    drawing.caption(1, 7, "█ written now  ░ written  · empty");
}
fn read(drawing: &mut Drawing, scene: &dyn Scene, k: u64, of: u64) {
    drawing.caption(1, 0, format!("mix step {k} of 0…{}", of.saturating_sub(1)));
    let first = if of <= FEW { 0 } else { k.saturating_sub(READS) };
    let reads: Vec<u64> = (first..=k).collect();
    let at = |name: &str| format!("{name}[{k}]");
    let before = if k == 0 { format!("fill[{of}]") } else { format!("X[{}]", k - 1) };
    // While it is asked which entry is read, no word says it either.
    let is_told = scene.get(&at("j")) != Got::Hidden;
    let say = |words: &'static str| if is_told { words } else { "" };
    let rows = [
        (before, "X", say("says which is read")),
        (at("j"), "j", say("modulo N, of its end")),
        (at("V_j"), "V_j", "the V at j"),
        (at("T"), "T", "X ⊕ V_j"),
        (at("X"), "X", "T, mixed"),
    ];
    for (y, (address, name, text)) in (5..).zip(rows) {
        drawing.caption(1, y, name);
        drawing.value(scene, LEFT, y, 11, &address);
        drawing.caption(LEFT + 13, y, text);
    }
    drawing.caption(1, 11, "last j");
    for (x, step) in (10..).step_by(7).zip(reads.iter().rev().take(4).rev()) {
        drawing.value(scene, x, 11, 6, &format!("j[{step}]"));
    }
    drawing.caption(1, 13, say("Nothing can be fetched before: j comes"));
    drawing.caption(1, 14, say("from what was read the step before."));
    let read = |k: u64| scene.number(&format!("j[{k}]")).and_then(|j| u64::try_from(j).ok());
    let mut seen: Vec<u16> = vec![];
    for &step in reads.iter().rev() {
        let Some((x, _)) = read(step).map(|j| place(j, of)).filter(|(x, _)| !seen.contains(x)) else { continue };
        seen.push(x);
        let sign = if step == k { "█" } else { "▒" };
        drawing.shown(scene, x, 2, 1, &format!("j[{step}]"), sign).quiet = true;
    }
    let lately = if first == 0 { "▒ read before" } else { "▒ read lately" };
    drawing.caption(1, 3, format!("█ read now  {lately}  ░ written"));
    entries(drawing, 1, of, of);
}
