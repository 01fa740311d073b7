//! A table whose every entry is made of what stands in its place in two others, such as the P of Blowfish.

use super::{Drawing, Picture, Scene, Segment, Size};

/// The row.
pub const PICTURE: Picture = Picture {
    name: "pairs",
    summary: "A table in which each entry is made of those in its place in two other tables.",
    fits: |scene| Tables::of(scene).is_some(),
    sizes: &[Size::Small, Size::Large],
    stops,
    draw,
    say,
    across: None,
    changes: false,
};

/// How many entries such a table has: less is no table, and more is no picture.
const ENTRIES: std::ops::RangeInclusive<u64> = 12..=64;
/// The entries of a row.
const ACROSS: u64 = 4;
/// The columns of an entry, and of the number before a row.
const WIDTH: u16 = 8;
const LEFT: u16 = 4;

/// The tables: two that are read, and the one that is made.
struct Tables {
    names: [&'static str; 3],
    /// The one that one stands in: that one is drawn.
    shown: &'static str,
    segment: Segment,
    here: u64,
}

impl Tables {
    fn of(scene: &dyn Scene) -> Option<Tables> {
        let segment = scene.segment().filter(|segment| ENTRIES.contains(&segment.count()))?;
        let (name, Some(here)) = scene.label()? else { return None };
        let labels = scene.labels();
        let [first, second, made] = labels else { return None };
        let alike = labels.iter().all(|label| label.index == [segment.number] && label.count == 1);
        let names = [first.name, second.name, made.name];
        let from = scene.from(&made.address());
        let reads = |name: &str| from.iter().any(|parent| parent.short() == name);
        let shown = *names.iter().find(|one| **one == name)?;
        let fits = alike && here == segment.number && reads(names[0]) && reads(names[1]);
        fits.then_some(Tables { names, shown, segment, here })
    }

    fn at(&self, name: &str, index: u64) -> String {
        format!("{name}[{index}]")
    }
}

fn stops(scene: &dyn Scene) -> Vec<String> {
    let Some(tables) = Tables::of(scene) else { return Vec::new() };
    let all = tables.segment.first..=tables.segment.last;
    all.map(|index| scene.whole(&tables.at(tables.shown, index))).collect()
}

fn draw(scene: &dyn Scene, size: Size) -> Drawing {
    let Some(tables) = Tables::of(scene) else { return Drawing::new(0, 0) };
    let mut drawing = Drawing::new(size.columns(), 0);
    let [first, second, made] = tables.names;
    drawing.caption(0, 0, tables.shown);
    for i in 0..ACROSS {
        drawing.caption(LEFT + u16::try_from(i).unwrap_or(0) * (WIDTH + 1), 0, format!("{:>1$}", format!("+{i}"), 5));
    }
    let Segment { first: begin, last, .. } = tables.segment;
    for index in begin..=last {
        let (row, column) = ((index - begin) / ACROSS, (index - begin) % ACROSS);
        let y = 1 + u16::try_from(row).unwrap_or(0);
        if column == 0 {
            drawing.caption(0, y, format!("{index:>3}"));
        }
        let x = LEFT + u16::try_from(column).unwrap_or(0) * (WIDTH + 1);
        drawing.value(scene, x, y, WIDTH, &tables.at(tables.shown, index));
    }
    let mut y = 2 + u16::try_from((last - begin) / ACROSS + 1).unwrap_or(0);
    let here = tables.at(made, tables.here);
    if !scene.is_covered(&here) {
        drawing.caption(0, y, format!("{here} = {}", scene.formula(&here)));
        y += 1;
    }
    let longest = tables.names.iter().map(|name| tables.at(name, tables.here).len()).max().unwrap_or(0);
    let x = u16::try_from(longest).unwrap_or(0) + 2;
    for name in [second, first, made] {
        if name == made {
            drawing.caption(0, y, "─".repeat(usize::from(x + WIDTH)));
            y += 1;
        }
        let at = tables.at(name, tables.here);
        drawing.caption(0, y, at.clone());
        drawing.value(scene, x, y, WIDTH, &at);
        y += 1;
    }
    drawing.fitted()
}

fn say(scene: &dyn Scene) -> Vec<String> {
    let Some(tables) = Tables::of(scene) else { return Vec::new() };
    let each = tables.names.map(|name| {
        let at = tables.at(name, tables.here);
        let value = scene.spoken(&at);
        format!("{at} {value}")
    });
    let [first, second, made] = each;
    vec![format!("{made}, made of {second} and {first}.")]
}
