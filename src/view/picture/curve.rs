//! The sum of two points of a small curve: a line through both meets it a third time, and the mirror of that is the
//! sum.

use super::drawing::Drawing;
use super::row::{Picture, Size};
use super::scene::Scene;

/// The row.
pub const PICTURE: Picture = Picture {
    name: "curve",
    summary: "A sum of points of a small curve: the line through two of them, the third, and its mirror.",
    fits: |scene| {
        !scene.plane().is_empty() && ["P", "Q", "sum"].iter().all(|part| scene.parts().iter().any(|p| p == part))
    },
    sizes: &[Size::Small, Size::Large],
    stops: |scene| {
        // A vertical line has neither a slope nor a third point.
        let vertical = Sum::of(scene).vertical;
        let stops = STOPS.iter().filter(|stop| !vertical || !stop.starts_with("sum/"));
        stops.map(|stop| scene.whole(&at(scene, stop))).filter(|stop| scene.has(&format!("/{stop}"))).collect()
    },
    draw,
    say,
    across: None,
    changes: false,
};

/// The two points, the slope, the third point, the sum.
const STOPS: [&str; 5] = ["P", "Q", "sum/λ[1]", "sum/x3[1]", "sum"];
/// The distance of the ticks below the plane.
const TICKS: u64 = 5;
/// The sign for a point of which a coordinate is hidden: it has no place.
const MASK: &str = "····";
/// The most rows of the plane.
const ROWS: u64 = 17;

/// An address in the run, from wherever one stands in it.
fn at(scene: &dyn Scene, address: &str) -> String {
    if scene.segment().is_some() { format!("../{address}") } else { address.to_owned() }
}

/// A point, where it is seen and not at infinity.
fn point(scene: &dyn Scene, x: &str, y: &str) -> Option<(u64, u64)> {
    let coordinate = |name: &str| scene.number(&at(scene, name)).and_then(|number| u64::try_from(number).ok());
    Some((coordinate(x)?, coordinate(y)?))
}

/// The sum, as far as it is seen.
struct Sum {
    p: Option<(u64, u64)>,
    q: Option<(u64, u64)>,
    slope: Option<u64>,
    /// Whether the line through both is vertical.
    vertical: bool,
    r: Option<(u64, u64)>,
    /// Whether the sum is the point at infinity.
    infinite: bool,
    /// The modulus: one more than the largest coordinate that there can be.
    modulus: u64,
}

impl Sum {
    fn of(scene: &dyn Scene) -> Sum {
        let flag = |name: &str| scene.number(&at(scene, name)) == Some(1);
        let infinite = flag("sum/infinite");
        let vertical = flag("sum/opposite[1]");
        let slope = scene.number(&at(scene, "sum/λ[1]")).and_then(|slope| u64::try_from(slope).ok());
        let largest = scene.plane().iter().map(|(x, y)| (*x).max(*y)).max().unwrap_or(0);
        Sum {
            p: point(scene, "P/x", "P/y"),
            q: point(scene, "Q/x", "Q/y"),
            slope: slope.filter(|_| !vertical),
            vertical,
            r: point(scene, "sum/x", "sum/y").filter(|_| !infinite),
            infinite,
            modulus: largest + 1,
        }
    }

    /// Where the line is at an x; nowhere for a vertical one, nor where a point on it is hidden, whose place its gap
    /// would tell.
    fn line_at(&self, x: u64) -> Option<u64> {
        let ((x1, y1), _, _, slope) = (self.p?, self.q?, self.r?, self.slope?);
        let m = self.modulus;
        Some((slope * ((x + m - x1 % m) % m) + y1) % m)
    }
}

fn draw(scene: &dyn Scene, size: Size) -> Drawing {
    let sum = Sum::of(scene);
    if sum.modulus > ROWS {
        return Drawing::new(0, 0);
    }
    let each: u16 = if size == Size::Large { 2 } else { 1 };
    let mut drawing = Drawing::new(size.columns(), 18);
    let row = |y: u64| u16::try_from(sum.modulus - 1 - y).unwrap_or(0);
    let column = |x: u64| 4 + u16::try_from(x).unwrap_or(0) * each;
    for y in 0..sum.modulus {
        drawing.caption(0, row(y), format!("{y:>2}{}", if y == 0 { "└─" } else { "│" }));
    }
    let marked: Vec<(u64, u64)> = [sum.p, sum.q, sum.r].into_iter().flatten().collect();
    let third = sum.r.map(|(x, y)| (x, (sum.modulus - y) % sum.modulus));
    let taken = |at: (u64, u64)| marked.contains(&at) || third == Some(at);
    for x in (0..sum.modulus).filter(|x| !taken((*x, 0))) {
        let tick = if x % TICKS == 0 { "┴" } else { "─" };
        drawing.caption(column(x) + 1 - each, row(0), format!("{tick:─>0$}", usize::from(each)));
    }
    for &(x, y) in scene.plane() {
        if !taken((x, y)) {
            drawing.caption(column(x), row(y), "·");
        }
    }
    for x in 0..sum.modulus {
        if let Some(y) = sum.line_at(x).filter(|y| !taken((x, *y)) && !scene.plane().contains(&(x, *y))) {
            drawing.line(scene, column(x), row(y), "+", &at(scene, "sum/λ[1]"));
        }
    }
    if let Some((x, _)) = sum.p.filter(|_| sum.vertical && sum.q.is_some()) {
        for y in (0..sum.modulus).filter(|y| !taken((x, *y)) && !scene.plane().contains(&(x, *y))) {
            drawing.line(scene, column(x), row(y), "│", &at(scene, "sum"));
        }
    }
    if let (Some((x, y)), Some((_, mirrored))) = (sum.r, third) {
        let (low, high) = (y.min(mirrored), y.max(mirrored));
        for between in low + 1..high {
            if !taken((x, between)) {
                drawing.line(scene, column(x), row(between), "│", &at(scene, "sum"));
            }
        }
    }
    letters(&mut drawing, scene, &sum, third, (row, column));
    facts(&mut drawing, scene, &sum, column(sum.modulus) + 3, size);
    drawing.fitted()
}

/// The points that the sum is about, at their places.
fn letters(
    drawing: &mut Drawing,
    scene: &dyn Scene,
    sum: &Sum,
    third: Option<(u64, u64)>,
    (row, column): (impl Fn(u64) -> u16, impl Fn(u64) -> u16),
) {
    let points = [(sum.p, "P", "P"), (sum.q, "Q", "Q"), (third, "3", "sum/x3[1]"), (sum.r, "R", "sum")];
    let mut placed: Vec<(u64, u64)> = Vec::new();
    for (place, letter, address) in points {
        // Of several at one place, the first letter stands there: P for P and Q where a point is doubled.
        if let Some((x, y)) = place.filter(|place| !placed.contains(place)) {
            placed.push((x, y));
            drawing.shown(scene, column(x), row(y), 1, &at(scene, address), letter);
        }
    }
}

/// Beside the plane: the points, the slope and the sum in numbers.
fn facts(drawing: &mut Drawing, scene: &dyn Scene, sum: &Sum, x: u16, size: Size) {
    let pair = |point: Option<(u64, u64)>| point.map_or_else(|| MASK.to_owned(), |(x, y)| format!("{x}, {y}"));
    let modulus = sum.modulus;
    drawing.caption(x, 0, format!("modulo {modulus}"));
    drawing.caption(x, 2, "P");
    drawing.shown(scene, x + 3, 2, 6, &at(scene, "P"), pair(sum.p));
    drawing.caption(x, 3, "Q");
    drawing.shown(scene, x + 3, 3, 6, &at(scene, "Q"), pair(sum.q));
    drawing.caption(x, 5, "λ");
    match sum.vertical {
        true => drawing.caption(x + 3, 5, "no slope"),
        false => {
            drawing.value(scene, x + 3, 5, 3, &at(scene, "sum/λ[1]"));
            drawing.caption(x + 7, 5, if sum.p == sum.q { "tangent" } else { "slope" });
        }
    }
    if !sum.vertical && scene.has(&at(scene, "sum/x3[1]")) {
        drawing.caption(x, 7, "3");
        drawing.value(scene, x + 3, 7, 3, &at(scene, "sum/x3[1]"));
        drawing.caption(x + 7, 7, "its x");
    }
    drawing.caption(x, 9, "R");
    let result = if sum.infinite { "∞".to_owned() } else { pair(sum.r) };
    drawing.shown(scene, x + 3, 9, 6, &at(scene, "sum"), result);
    let says = match (sum.infinite, size) {
        (true, _) => ["no third point:", "P + Q = ∞"],
        (false, Size::Large) => ["the mirror of 3", "P + Q = R"],
        (false, _) => ["mirror of 3", "P + Q = R"],
    };
    drawing.caption(x, 11, says[0]);
    drawing.caption(x, 12, says[1]);
    let line = match (sum.vertical, size) {
        (true, _) => "│ the line",
        (false, Size::Large) => "+ the line, wrapped",
        (false, _) => "+ the line",
    };
    drawing.caption(x, 14, line);
    drawing.caption(x, 15, if size == Size::Large { "· points of the curve" } else { "· the curve" });
    let ticks: Vec<String> = (0..modulus).step_by(TICKS as usize).map(|tick| tick.to_string()).collect();
    drawing.caption(x, 16, format!("x {}", ticks.join(" ")));
}

fn say(scene: &dyn Scene) -> Vec<String> {
    let sum = Sum::of(scene);
    let pair = |point: Option<(u64, u64)>| point.map_or_else(|| "hidden".to_owned(), |(x, y)| format!("({x}, {y})"));
    let slope = sum.slope.map_or_else(|| "no slope".to_owned(), |slope| format!("slope {slope}"));
    let mut lines = vec![format!("P {}, Q {}: {slope}.", pair(sum.p), pair(sum.q))];
    match (sum.infinite, sum.r) {
        (true, _) => lines.push("The line is vertical: the sum is the point at infinity.".to_owned()),
        (false, Some((x, y))) => {
            let mirrored = (sum.modulus - y) % sum.modulus;
            lines.push(format!(
                "The line meets the curve again at ({x}, {mirrored}); the mirror ({x}, {y}) is the sum."
            ));
        }
        (false, None) => lines.push("The sum is hidden.".to_owned()),
    }
    lines
}
