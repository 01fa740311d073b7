//! A table whose every entry is made of earlier ones: the words of a schedule, with the rule that makes them.

use super::drawing::columns;
use super::{Drawing, Got, Picture, Scene, Size};

/// The row.
pub const PICTURE: Picture = Picture {
    name: "grid",
    summary: "A table in which each entry is made of earlier ones, by the same rule.",
    fits: |scene| Table::of(scene).is_some(),
    sizes: &[Size::Small, Size::Large, Size::Wide, Size::Full],
    stops,
    draw,
    say,
    across: Some(|_| ACROSS),
    changes: false,
};

/// A table has so many entries at least.
const LEAST: usize = 12;
/// So many values on the way from an entry to the earlier ones are looked into.
const MOST: usize = 24;

/// The entries.
struct Table {
    name: &'static str,
    /// The index of the first, and how many there are.
    first: u64,
    count: u64,
    /// The index of the entry one stands on.
    here: u64,
}

/// One of the values that an entry is made of.
struct Operand {
    name: String,
    address: String,
    /// The indices of the earlier entries that it comes from.
    back: Vec<u64>,
}

impl Table {
    fn of(scene: &dyn Scene) -> Option<Table> {
        let (name, here) = scene.label()?;
        let here = here?;
        let all: Vec<(&'static str, u64)> = scene
            .labels()
            .iter()
            .filter(|label| label.name == name && label.count == 1)
            .filter_map(|label| match label.index[..] {
                [index] => Some((label.name, index)),
                _ => None,
            })
            .collect();
        let (name, first) = *all.first()?;
        let in_order = all.iter().zip(first..).all(|((_, index), place)| *index == place);
        let table = Table { name, first, count: all.len() as u64, here };
        // A chain in which each entry has one before it is no table, and registers that are made of sums are none.
        // Where the way of an entry is hidden, one that is not tells it of all.
        let told = || (first..=table.last()).rev().find(|index| !scene.is_covered(&table.at(*index)));
        let reads = || {
            let operands = told().map_or_else(Vec::new, |index| table.operands(scene, index));
            let direct = operands.iter().any(|operand| table.index(scene, &operand.address).is_some());
            direct && operands.iter().map(|operand| operand.back.len()).sum::<usize>() > 1
        };
        (all.len() >= LEAST && in_order && scene.below() == Some(table.at(here).as_str()) && reads()).then_some(table)
    }

    fn last(&self) -> u64 {
        self.first + self.count - 1
    }

    fn at(&self, index: u64) -> String {
        format!("{}[{index}]", self.name)
    }

    /// The index of an entry by its whole address.
    fn index(&self, scene: &dyn Scene, address: &str) -> Option<u64> {
        let label = address.strip_prefix('/')?.strip_prefix(scene.base())?.strip_prefix('/')?;
        let index = label.strip_prefix(self.name)?.strip_prefix('[')?.strip_suffix(']')?.parse().ok()?;
        (self.first..=self.last()).contains(&index).then_some(index)
    }

    /// Operands of an entry: each operand, and the entries that it leads to.
    fn operands(&self, scene: &dyn Scene, index: u64) -> Vec<Operand> {
        let mut looked = 0;
        let parents = scene.from(&self.at(index)).into_iter();
        let found = parents.map(|parent| {
            let (mut back, mut left) = (Vec::new(), vec![parent.address.clone()]);
            while let Some(address) = left.pop() {
                looked += 1;
                match self.index(scene, &address) {
                    Some(index) => back.push(index),
                    None if looked < MOST && address[1..].starts_with(scene.base()) => {
                        left.extend(scene.from(&address).into_iter().map(|parent| parent.address));
                    }
                    None => {}
                }
            }
            back.sort_unstable();
            back.dedup();
            Operand { name: parent.name, address: parent.address, back }
        });
        found.collect()
    }

    /// The index of the first entry that is made of others: before it they are read.
    fn made_from(&self, scene: &dyn Scene) -> u64 {
        let (mut low, mut high) = (self.first, self.last());
        while low < high {
            let middle = low + (high - low) / 2;
            let is_made = || self.operands(scene, middle).iter().any(|operand| !operand.back.is_empty());
            match scene.is_covered(&self.at(middle)) || is_made() {
                true => high = middle,
                false => low = middle + 1,
            }
        }
        low
    }
}

/// How many entries stand beside each other where there is no more room: so many one goes by rows.
const ACROSS: usize = 4;

fn stops(scene: &dyn Scene) -> Vec<String> {
    let Some(table) = Table::of(scene) else { return Vec::new() };
    (table.first..=table.last()).map(|index| scene.whole(&table.at(index))).collect()
}

fn draw(scene: &dyn Scene, size: Size) -> Drawing {
    let Some(table) = Table::of(scene) else { return Drawing::new(0, 0) };
    let mut drawing = Drawing::new(0, 0);
    let width = match scene.get(&table.at(table.here)) {
        Got::Value(given) => columns(given.text.chars().count()),
        Got::Hidden | Got::Pending | Got::Missing => 8,
    };
    let gap = if matches!(size, Size::Small | Size::Wide) { 1 } else { 2 };
    let most = if matches!(size, Size::Small | Size::Large) { ACROSS as u16 } else { 8 };
    let left = 4;
    let across =
        [8, 4, 2, 1].into_iter().find(|across| *across <= most && left + across * (width + gap) <= size.columns());
    let Some(across) = across else { return drawing };
    let x = |index: u64| left + columns((index - table.first) % u64::from(across)) * (width + gap);
    let row = |index: u64| (index - table.first) / u64::from(across);
    let operands = table.operands(scene, table.here);
    let parents: Vec<u64> = operands.iter().flat_map(|operand| operand.back.iter().copied()).collect();
    let formula = formula(scene, &table, size);
    let below = columns(formula.len() + if operands.is_empty() { 1 } else { operands.len() + 3 });
    // The rows from the first that the current one is made of, and those behind it where there is room.
    let room = u64::from(size.rows().saturating_sub(below + 3)).max(1);
    let all = row(table.last()) + 1;
    let wanted = parents.iter().min().map_or(row(table.here).saturating_sub(1), |first| row(*first));
    let first = if all <= room { 0 } else { wanted.max((row(table.here) + 1).saturating_sub(room)) };
    let last = (first + room).min(all) - 1;
    let last = if size == Size::Small { last.min(row(table.here).max(first + 4)).min(all - 1) } else { last };
    let made = table.made_from(scene);
    for i in 0..u64::from(across) {
        drawing.caption(x(table.first + i), 0, format!("{:>1$}", format!("+{i}"), usize::from(width).div_ceil(2) + 1));
    }
    let beside = left + across * (width + gap) + 1;
    let has_room = beside + 4 * across <= size.columns() && !parents.is_empty();
    let mut y = 1;
    for r in first..=last {
        let start = table.first + r * u64::from(across);
        if start == made && r > first && size != Size::Small {
            let words = " each from those before ";
            let side = usize::from(beside - 2).saturating_sub(words.len());
            drawing.caption(0, y, format!("{}{words}──", "─".repeat(side)));
            y += 1;
        }
        drawing.caption(0, y, format!("{start:>3}"));
        for index in start..(start + u64::from(across)).min(table.last() + 1) {
            drawing.value(scene, x(index), y, width, &table.at(index));
        }
        if has_room && r >= wanted && r <= row(table.here) {
            for i in 0..across {
                let index = start + u64::from(i);
                let mark = match index {
                    index if parents.contains(&index) => format!("-{}", table.here - index),
                    index if index == table.here => "▾".to_owned(),
                    _ => "·".to_owned(),
                };
                drawing.caption(beside + 4 * i, y, format!("{mark:>3}"));
            }
        }
        y += 1;
    }
    y += 1;
    for line in formula {
        drawing.caption(0, y, line);
        y += 1;
    }
    rule(&mut drawing, scene, &table, &operands, y, width);
    drawing.fitted()
}

/// The formula, in lines that fit.
fn formula(scene: &dyn Scene, table: &Table, size: Size) -> Vec<String> {
    let here = table.at(table.here);
    if scene.is_covered(&here) {
        return Vec::new();
    }
    let formula = scene.formula(&here);
    if formula.is_empty() {
        return vec![format!("{here} is read, not made of others")];
    }
    let mut lines = vec![format!("{here} =")];
    for word in formula.split(' ') {
        let last = lines.len() - 1;
        match lines[last].chars().count() + 1 + word.chars().count() <= usize::from(size.columns()) {
            true => lines[last] = format!("{} {word}", lines[last]),
            false => lines.push(format!("  {word}")),
        }
    }
    lines
}

/// The operands under each other, how far back each of them is, and what they make.
fn rule(drawing: &mut Drawing, scene: &dyn Scene, table: &Table, operands: &[Operand], y: u16, width: u16) {
    if operands.is_empty() {
        return;
    }
    let longest = operands.iter().map(|operand| operand.name.chars().count()).max().unwrap_or(0);
    let value = columns(longest.max(table.at(table.here).len())) + 2;
    let mut y = y;
    for operand in operands {
        drawing.caption(0, y, operand.name.clone());
        drawing.value(scene, value, y, width, &operand.address).through =
            table.index(scene, &operand.address).is_none();
        let back: Vec<String> = operand.back.iter().map(|index| (table.here - index).to_string()).collect();
        if !back.is_empty() {
            drawing.caption(value + width + 2, y, format!("{} back", back.join(", ")));
        }
        y += 1;
    }
    drawing.caption(0, y, "─".repeat(usize::from(value + width)));
    drawing.caption(0, y + 1, table.at(table.here));
    drawing.value(scene, value, y + 1, width, &table.at(table.here));
}

fn say(scene: &dyn Scene) -> Vec<String> {
    let Some(table) = Table::of(scene) else { return Vec::new() };
    let seen = |address: &str| scene.spoken(address);
    let here = table.at(table.here);
    let made = match scene.is_covered(&here) || scene.formula(&here).is_empty() {
        true => String::new(),
        false => format!(", new: {}", spoken(&scene.formula(&here))),
    };
    let mut lines = vec![format!("{here} {}{made}.", seen(&here))];
    let operands = table.operands(scene, table.here);
    for index in operands.iter().flat_map(|operand| &operand.back) {
        let entry = table.at(*index);
        lines.push(format!("{entry} {}, feeds it.", seen(&entry)));
    }
    lines
}

/// A formula in words.
fn spoken(formula: &str) -> String {
    [(" + ", " plus "), (" ⊕ ", " XOR "), ("σ0", "sigma 0 of "), ("σ1", "sigma 1 of ")]
        .into_iter()
        .fold(formula.to_owned(), |text, (sign, word)| text.replace(sign, word))
}
