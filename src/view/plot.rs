//! Points in a plane, for curves small enough to be drawn.

use super::{Shown, View};
use crate::run::Type;
use std::collections::BTreeMap;

/// The row.
pub const VIEW: View = View {
    name: "plot",
    summary: "Points of two small integers in a plane: a list's own points as 1, 2, 3, a list of points in it as dots.",
    fits: |shown| shown.kind == Type::List && !marks(shown).is_empty(),
    lines,
};

/// The largest coordinate that is drawn.
const MOST: u64 = 127;

/// What stands at a place, from the most important to the least.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    /// The n-th point of the list.
    Point(usize),
    /// One of a list of points.
    Dot,
}
impl Mark {
    fn glyph(self) -> char {
        match self {
            Mark::Dot => '·',
            Mark::Point(n) => char::from_digit(n as u32, 36).unwrap_or('●'),
        }
    }
}

fn point(shown: &Shown) -> Option<(u64, u64)> {
    let coordinate = |item: &Shown| item.plain.as_ref()?.parse().ok().filter(|c| *c <= MOST);
    match shown.items.as_slice() {
        [x, y] => Some((coordinate(x)?, coordinate(y)?)),
        _ => None,
    }
}
/// The marks by place. A lone point is the first of its list.
fn marks(shown: &Shown) -> BTreeMap<(u64, u64), Mark> {
    let mut marks = BTreeMap::new();
    let mut put = |at: (u64, u64), mark: Mark| {
        let there: &mut Mark = marks.entry(at).or_insert(mark);
        *there = mark.min(*there);
    };
    if let Some(at) = point(shown) {
        put(at, Mark::Point(1));
    }
    for (n, item) in (1..).zip(&shown.items) {
        match point(item) {
            Some(at) => put(at, Mark::Point(n)),
            None => item.items.iter().filter_map(point).for_each(|at| put(at, Mark::Dot)),
        }
    }
    marks
}
fn lines(shown: &Shown, columns: usize) -> Vec<String> {
    let marks = marks(shown);
    let width = marks.keys().map(|(x, _)| x + 1).max().unwrap_or(0);
    let height = marks.keys().map(|(_, y)| y + 1).max().unwrap_or(0);
    // A column of a terminal is half as wide as a row is high.
    let step = if 5 + 2 * width <= columns as u64 { 2 } else { 1 };
    let row = |y: u64| {
        let cells = (0..width).map(|x| {
            let glyph = marks.get(&(x, y)).map_or(' ', |m| m.glyph());
            if step == 2 { format!(" {glyph}") } else { glyph.to_string() }
        });
        format!("{y:>3} │{}", cells.collect::<String>())
            .chars()
            .take(columns)
            .collect::<String>()
            .trim_end()
            .to_string()
    };
    (0..height).rev().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Shown, view};
    use crate::run::Value;

    fn list(items: &[Value]) -> Value {
        Value::List(items.to_vec())
    }
    fn point(x: i64, y: i64) -> Value {
        list(&[Value::int(x), Value::int(y)])
    }
    #[test]
    fn points_and_dots() {
        let plot = view("plot").unwrap();
        let of = |value: &Value| (plot.lines)(&Shown::of(value).unwrap(), 40);
        assert_eq!(of(&point(2, 1)), ["  1 │     1", "  0 │"]);
        let all = list(&[point(0, 0), point(1, 2), point(2, 1)]);
        assert_eq!(of(&list(&[point(1, 2), all])), ["  2 │   1", "  1 │     ·", "  0 │ ·"]);
        assert!(!(plot.fits)(&Shown::of(&list(&[])).unwrap()));
        assert!(!(plot.fits)(&Shown::of(&point(1, 1 << 40)).unwrap()));
    }
}
