//! Points in a plane, for curves small enough to be drawn.

use super::row::{Room, View, nowhere};
use super::shown::Shown;
use std::collections::BTreeMap;

/// The row.
pub const VIEW: View = View {
    name: "plot",
    summary: "Points of two small integers in a plane: a list's own points as 1, 2, 3, a list of points in it as dots.",
    wants: "points with small coordinates",
    grid: true,
    fits,
    lines,
    here: nowhere,
};

/// Two integers are a point where a curve is known, or where a lesson says so; lists of them are points anywhere.
fn fits(shown: &Shown) -> bool {
    let points = shown.asked || !shown.plane.is_empty() || shown.items.iter().any(|item| point(item).is_some());
    points && !shown.items.is_empty() && !marks(shown).is_empty()
}

/// The largest coordinate that is drawn.
const MOST: u64 = 127;

/// A mark at a place, from the most important to the least.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    /// The n-th point of the list.
    Point(usize),
    /// A point among many.
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
    shown.plane.iter().for_each(|at| put(*at, Mark::Dot));
    for (n, item) in (1..).zip(&shown.items) {
        match point(item) {
            Some(at) => put(at, Mark::Point(n)),
            None => item.items.iter().filter_map(point).for_each(|at| put(at, Mark::Dot)),
        }
    }
    marks
}
/// Columns before the plane: the number of a row, and the axis.
const AXIS: usize = 5;
/// With fewer rows a plane that has to be drawn smaller shows nothing.
const FEWEST: usize = 5;
/// A dot in the upper or the lower of the two rows that share a line.
const UPPER: char = '˙';
const LOWER: char = '.';
/// The distance between the numbers of the columns.
const TICK: u64 = 5;

fn lines(shown: &Shown, Room { columns, rows }: Room) -> Vec<String> {
    let marks = marks(shown);
    let width = marks.keys().map(|(x, _)| x + 1).max().unwrap_or(0);
    let height = marks.keys().map(|(_, y)| y + 1).max().unwrap_or(0);
    if marks.is_empty() {
        return vec![];
    }
    let across = columns.saturating_sub(AXIS).max(1) as u64;
    // Below the plane stands its axis, and what a mark is where it is not one place.
    let fits = width <= across && height < rows as u64;
    if !fits && rows < FEWEST {
        let told = format!("too few rows for {width} by {height} places");
        return vec![told.chars().take(columns).collect()];
    }
    let down = if fits { height } else { rows.saturating_sub(2).max(1) as u64 };
    // A column of a terminal is half as wide as a row is high.
    let step = if 2 * width <= across { 2 } else { 1 };
    // Where there is no room for each point, a cell stands for several.
    let (wide, high) = (width.div_ceil(across / step.min(across)), height.div_ceil(down));
    let halves = (wide, high) == (1, 2);
    let cell = |x: u64, y: u64| {
        let inside = (x * wide..(x + 1) * wide).flat_map(|x| (y * high..(y + 1) * high).map(move |y| (x, y)));
        let here: Vec<Mark> = inside.filter_map(|at| marks.get(&at).copied()).collect();
        match here.iter().min() {
            None => ' ',
            Some(Mark::Dot) if halves && here.len() == 1 => {
                if marks.contains_key(&(x, y * high)) {
                    LOWER
                } else {
                    UPPER
                }
            }
            Some(Mark::Dot) if here.len() > 1 => ':',
            Some(mark) => mark.glyph(),
        }
    };
    let pad = if step == 2 { " " } else { "" };
    let row = |y: u64| {
        let cells: String = (0..width.div_ceil(wide)).map(|x| format!("{pad}{}", cell(x, y))).collect();
        format!("{:>3} │{cells}", y * high).trim_end().to_owned()
    };
    let mut lines: Vec<String> = (0..height.div_ceil(high)).rev().map(row).collect();
    let mut axis = " ".repeat(AXIS);
    for x in (0..width.div_ceil(wide)).step_by(TICK as usize) {
        let at = AXIS + (x * step + step - 1) as usize;
        axis.push_str(&" ".repeat(at.saturating_sub(axis.len())));
        axis.push_str(&(x * wide).to_string());
    }
    lines.push(axis.chars().take(columns).collect());
    if wide * high > 1 {
        let told = match halves {
            true => format!("two rows to a line: {UPPER} upper, {LOWER} lower"),
            false => format!("each mark: {wide} by {high} places"),
        };
        lines.push(told.chars().take(columns).collect());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::{Room, Shown, view};
    use crate::run::Value;

    fn list(items: &[Value]) -> Value {
        Value::List(items.into())
    }
    fn point(x: i64, y: i64) -> Value {
        list(&[Value::int(x), Value::int(y)])
    }
    #[test]
    fn points_and_dots() {
        let plot = view("plot").unwrap();
        let of = |value: &Value| (plot.lines)(&Shown::of(value).unwrap(), Room::wide(40));
        assert_eq!(of(&point(2, 1)), ["  1 │     1", "  0 │", "      0"]);
        let all = list(&[point(0, 0), point(1, 2), point(2, 1)]);
        assert_eq!(of(&list(&[point(1, 2), all])), ["  2 │   1", "  1 │     ·", "  0 │ ·", "      0"]);
        let plane = vec![(0, 0), (1, 2)];
        let shown = Shown { plane, ..Shown::of(&point(2, 1)).unwrap() };
        assert_eq!((plot.lines)(&shown, Room::wide(40)), ["  2 │   ·", "  1 │     1", "  0 │ ·", "      0"]);
        assert!((plot.fits)(&shown) && (plot.fits)(&Shown::of(&list(&[point(1, 2)])).unwrap()));
        let pair = Shown::of(&point(2, 1)).unwrap();
        assert!(!(plot.fits)(&pair) && (plot.fits)(&Shown { asked: true, ..pair }), "two integers of any kind");
        assert!(!(plot.fits)(&Shown::of(&list(&[])).unwrap()));
        assert!(!(plot.fits)(&Shown::of(&point(1, 1 << 40)).unwrap()));
    }
    #[test]
    fn two_rows_share_a_line_and_each_dot_keeps_its_row() {
        let plot = view("plot").unwrap();
        let plane = vec![(0, 0), (0, 1), (1, 2), (2, 3), (3, 5)];
        let shown = Shown { plane, ..Shown::of(&point(3, 0)).unwrap() };
        let lines = (plot.lines)(&shown, Room { columns: 40, rows: 6 });
        let told = "two rows to a line: ˙ upper, . lower";
        assert_eq!(lines, ["  4 │       ˙", "  2 │   . ˙", "  0 │ :     1", "      0", told]);
        assert_eq!((plot.lines)(&shown, Room { columns: 40, rows: 7 }).len(), 7, "where it fits it is drawn whole");
    }
    #[test]
    fn a_plane_that_is_too_large_is_drawn_smaller() {
        let plot = view("plot").unwrap();
        let plane = (0..101).flat_map(|x| [(x, (x * x) % 101), (x, 100 - (x * x) % 101)]).collect();
        let shown = Shown { plane, ..Shown::of(&point(100, 3)).unwrap() };
        assert_eq!((plot.lines)(&shown, Room { columns: 60, rows: 4 }), ["too few rows for 101 by 101 places"]);
        for (columns, rows) in [(38, 13), (60, 30), (20, 6)] {
            let lines = (plot.lines)(&shown, Room { columns, rows });
            assert!(lines.len() <= rows, "{lines:?}");
            assert!(lines.iter().all(|line| line.chars().count() <= columns), "{lines:?}");
            assert_eq!(lines.iter().filter(|line| line.trim_end().ends_with('1') && line.contains('│')).count(), 1);
        }
    }
}
