//! A table whose entries change places: RC4's permutation, with `i`, `j` and the entry that becomes a byte of the
//! keystream.

use super::drawing::Drawing;
use super::row::{Picture, Size};
use super::scene::Scene;

/// The row.
pub const PICTURE: Picture = Picture {
    name: "swaps",
    summary: "A table of 256 bytes: the entries at i and j change places, and a third is given out.",
    fits: |scene| Table::of(scene).is_some(),
    sizes: &[Size::Small, Size::Large],
    stops: |scene| steps(scene).map(|(name, _)| scene.whole(name)).collect(),
    draw,
    say,
    across: None,
    changes: false,
};

/// The values of a step in the order of computing, and how each comes about in words.
static STEPS: [(&str, &str); 6] = [
    ("i", "the place that is counted on"),
    ("S_i", "the entry at i"),
    ("j", "j + the entry at i"),
    ("S_j", "the entry at j: both swap"),
    ("t", "the sum of both entries"),
    ("K", "the entry at t: keystream"),
];
/// The value of j in the key setup, where a byte of the key is added as well.
const KEYED: &str = "j + the entry at i + the key";
/// Entries of the table.
const ENTRIES: u16 = 256;
/// The column of the table's first entry, and the columns of an entry with its margin.
const LEFT: u16 = 5;
const PITCH: u16 = 3;

/// The steps that this algorithm has: the key setup gives nothing out.
fn steps(scene: &dyn Scene) -> impl Iterator<Item = (&'static str, &'static str)> {
    let has = |name: &str| scene.labels().iter().any(|label| label.name == name);
    let keyed = has("key");
    let words = move |name, words| if keyed && name == "j" { KEYED } else { words };
    let found: Vec<_> =
        STEPS.iter().filter(|(name, _)| has(name)).map(|(name, text)| (*name, words(*name, *text))).collect();
    found.into_iter()
}

/// The table that is drawn: the one before the swap, or the one after it where one stands on what comes of it.
struct Table(&'static str);

impl Table {
    fn of(scene: &dyn Scene) -> Option<Table> {
        let is_table =
            |name: &str| scene.labels().iter().any(|label| label.name == name && label.count == usize::from(ENTRIES));
        let is_one = is_table("S") && is_table("S_after") && scene.has("S_j");
        let after = matches!(scene.label(), Some(("S_after" | "t" | "K", _)));
        is_one.then_some(Table(if after { "S_after" } else { "S" }))
    }
    /// The places that a step speaks of, each with its letter; none that is hidden.
    fn places(&self, scene: &dyn Scene) -> Vec<(&'static str, u16)> {
        let names = if self.0 == "S" { &["i", "j"][..] } else { &["i", "j", "t"] };
        let place = |name: &&'static str| Some((*name, u16::from(*scene.bytes(name).last()?)));
        names.iter().filter_map(place).collect()
    }
}

fn draw(scene: &dyn Scene, size: Size) -> Drawing {
    let Some(table) = Table::of(scene) else { return Drawing::new(0, 0) };
    let mut drawing = Drawing::new(size.columns(), size.rows());
    let across = if size == Size::Small { 8 } else { 16 };
    let places = table.places(scene);
    let words: Vec<_> = steps(scene).collect();
    // The rows of the table that fit: all, else those that the step speaks of and the one that one stands in.
    let room = size.rows() - u16::try_from(words.len()).unwrap_or(0) - 3;
    let mut rows: Vec<u16> = (0..ENTRIES / across).collect();
    if rows.len() > usize::from(room) {
        let stood = scene.label().filter(|(name, _)| *name == table.0).and_then(|(_, index)| index);
        let stood = stood.and_then(|index| u16::try_from(index).ok());
        let wanted: Vec<u16> =
            places.iter().map(|(_, place)| *place).chain(stood).map(|place| place / across).collect();
        let first = if wanted.is_empty() { 0..room - 1 } else { 0..0 };
        rows.retain(|row| wanted.contains(row) || first.contains(row));
    }
    let title = if table.0 == "S" { "the table before the swap" } else { "the table after the swap" };
    drawing.caption(0, 0, title);
    for i in 0..across {
        drawing.caption(LEFT + PITCH * i, 1, format!("+{i:x}"));
    }
    let mut y = 2;
    for (place, row) in rows.iter().enumerate() {
        if *row > place.checked_sub(1).map_or(0, |before| rows[before] + 1) {
            drawing.caption(0, y, " …");
            y += 1;
        }
        drawing.caption(0, y, format!("{:02x}", row * across));
        for index in row * across..(row + 1) * across {
            let x = LEFT + PITCH * (index % across);
            if let Some((name, _)) = places.iter().find(|(_, place)| *place == index) {
                drawing.caption(x - 1, y, *name);
            }
            drawing.value(scene, x, y, 2, &format!("{}[{index}]", table.0));
        }
        y += 1;
    }
    if rows.last().is_some_and(|last| last + 1 < ENTRIES / across) {
        drawing.caption(0, y, " …");
        y += 1;
    }
    for (name, words) in words {
        drawing.caption(0, y, name);
        drawing.value(scene, LEFT, y, 2, name);
        drawing.caption(LEFT + PITCH + 1, y, words);
        y += 1;
    }
    drawing.fitted()
}

fn say(scene: &dyn Scene) -> Vec<String> {
    if Table::of(scene).is_none() {
        return Vec::new();
    }
    steps(scene).map(|(name, words)| format!("{name} is {}, {words}.", scene.spoken(name))).collect()
}
