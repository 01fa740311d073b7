//! Bit by bit: a power on one rail, a multiple of a point on two that stay one step apart.

use super::drawing::Drawing;
use super::row::{Picture, Size};
use super::scene::{Got, Scene, Segment};

/// The row.
pub const PICTURE: Picture = Picture {
    name: "ladder",
    summary: "A secret number read bit by bit: squares and products of a power, or the two rails of X25519.",
    fits: |scene| Kind::of(scene).is_some_and(|kind| kind.draws(scene)),
    sizes: &[Size::Small, Size::Large],
    stops,
    draw,
    say,
    across: None,
    changes: false,
};

/// The most rungs that are drawn.
const RUNGS: u64 = 12;

/// The most rungs that are drawn beside each other, and the columns of one.
const COLUMNS: u64 = 6;
const RUNG: u16 = 6;

/// The way of climbing.
enum Kind {
    /// A power: each step squares, and multiplies where the bit is 1.
    Power,
    /// A multiple of a point: each rung doubles one rail and sums both onto the other.
    Rails,
    /// A multiple of a point: each step doubles, and adds the point where the bit is 1.
    Doubling,
}

impl Kind {
    /// Whether the value one stands on is in it: of a step in between the list says more.
    fn draws(&self, scene: &dyn Scene) -> bool {
        let drawn: &[&str] = match self {
            Kind::Power => return true,
            Kind::Rails => &["k_t", "n", "n_plus_1", "x_2", "z_2", "x_3", "z_3"],
            Kind::Doubling => &["bit", "x_doubled", "y_doubled", "x", "y"],
        };
        scene.label().is_none_or(|(name, _)| drawn.contains(&name))
    }

    fn of(scene: &dyn Scene) -> Option<Kind> {
        let labels = scene.labels();
        let has = |names: &[&str], indexed: bool| {
            names.iter().all(|name| labels.iter().any(|one| one.name == *name && one.index.is_empty() != indexed))
        };
        if has(&["bit", "before", "square", "acc"], true) {
            return Some(Kind::Power);
        }
        if has(&["bit", "x_doubled", "y_doubled", "x", "y"], false) {
            return Some(Kind::Doubling);
        }
        has(&["k_t", "swap", "x_2", "z_2", "x_3", "z_3"], false).then_some(Kind::Rails)
    }
}

fn stops(scene: &dyn Scene) -> Vec<String> {
    match Kind::of(scene) {
        None => Vec::new(),
        Some(Kind::Rails) => ["k_t", "x_3", "x_2"].iter().map(|stop| scene.whole(stop)).collect(),
        Some(Kind::Doubling) => ["x_doubled", "y_doubled", "x", "y"].iter().map(|stop| scene.whole(stop)).collect(),
        Some(Kind::Power) => {
            let steps = 0..scene.segment().map_or(0, Segment::count);
            steps.flat_map(|i| [format!("square[{i}]"), format!("acc[{i}]")]).map(|stop| scene.whole(&stop)).collect()
        }
    }
}

/// The rungs around the one that one stands on, of so many.
fn window(here: u64, count: u64) -> std::ops::Range<u64> {
    let first = (here + 1).saturating_sub(RUNGS / 2).min(count.saturating_sub(RUNGS));
    first..(first + RUNGS).min(count)
}

fn draw(scene: &dyn Scene, size: Size) -> Drawing {
    match Kind::of(scene) {
        Some(Kind::Power) => power(scene, size),
        Some(Kind::Rails) => rails(scene, size),
        Some(Kind::Doubling) => doubling(scene, size),
        None => Drawing::new(0, 0),
    }
}

/// The columns that values like these take, so many at most; of numbers that grow, as many as their modulus may need.
fn longest(scene: &dyn Scene, like: &[&str], most: u16) -> u16 {
    let length = like.iter().map(|address| scene.text(address).chars().count() + 1).max().unwrap_or(1);
    u16::try_from(length).unwrap_or(most).clamp(3, most)
}

/// The row below all rungs, after a blank one.
fn foot(drawing: &Drawing) -> u16 {
    drawing.cells.iter().map(|cell| cell.y + 2).max().unwrap_or(2)
}

/// A power: a step a line.
fn power(scene: &dyn Scene, size: Size) -> Drawing {
    let width = longest(
        scene,
        &["before[0]", "square[0]", "acc[0]", "base[0]", "p[0]"],
        if size == Size::Large { 12 } else { 6 },
    );
    let mut drawing = Drawing::new(size.columns(), 16);
    // A bit is a segment.
    let count = scene.segment().map_or(0, Segment::count);
    let here = scene.label().and_then(|(_, index)| index).unwrap_or(0);
    let (before, square, acc) = (7, 7 + width + 7, 7 + 2 * (width + 7));
    for (x, word) in [(1, "bit"), (before, "before"), (square, "squared"), (acc, "times")] {
        drawing.caption(x, 0, word);
    }
    for (y, i) in (1..).zip(window(here, count)) {
        drawing.value(scene, 2, y, 1, &format!("bit[{i}]"));
        drawing.value(scene, before, y, width, &format!("before[{i}]"));
        drawing.line(scene, before + width + 1, y, "──□─", &format!("before[{i}]"));
        drawing.value(scene, square, y, width, &format!("square[{i}]"));
        // What the line says depends on the bit, and is asked like it.
        let step = match scene.get(&format!("bit[{i}]")) {
            Got::Value(bit) if bit.number == Some(1) => "──×─",
            Got::Value(_) => "────",
            Got::Hidden | Got::Pending | Got::Missing => "····",
        };
        drawing.line(scene, square + width + 1, y, step, &format!("square[{i}]"));
        drawing.value(scene, acc, y, width, &format!("acc[{i}]"));
    }
    let y = foot(&drawing);
    drawing.caption(1, y, "□ squares always; × the base only where");
    drawing.caption(1, y + 1, "the bit is 1: who can time it, reads it");
    drawing.fitted()
}

/// A multiple by doubling and adding: a step a line.
fn doubling(scene: &dyn Scene, size: Size) -> Drawing {
    let names = ["x", "y", "x_doubled", "y_doubled"];
    let width = longest(scene, &names, if size == Size::Large { 10 } else { 4 });
    let mut drawing = Drawing::new(size.columns(), 17);
    let Some(segment) = scene.segment() else { return drawing };
    let here = segment.first.abs_diff(segment.number);
    let doubled = 11;
    let sum = doubled + 2 * (width + 1) + 6;
    for (x, word) in [(1, "step bit"), (doubled, "doubled"), (sum, "then")] {
        drawing.caption(x, 0, word);
    }
    for (y, step) in (1..).zip(window(here, segment.count())) {
        let by = i64::try_from(step).unwrap_or(0) - i64::try_from(here).unwrap_or(0);
        let Some(at) = scene.neighbour(by) else { continue };
        drawing.caption(1, y, format!("{:>4}", segment.at(by).unwrap_or(0)));
        let bit = format!("{at}/bit");
        drawing.value(scene, 7, y, 1, &bit);
        let mut point = |x: u16, names: [&str; 2], infinite: &str| {
            let [first, second] = names.map(|name| format!("{at}/{name}"));
            // At infinity a point has no coordinates.
            if scene.number(&format!("{at}/{infinite}")) == Some(1) {
                drawing.shown(scene, x, y, width, &first, "∞");
                drawing.shown(scene, x + width + 1, y, width, &second, "");
            } else {
                drawing.value(scene, x, y, width, &first);
                drawing.value(scene, x + width + 1, y, width, &second);
            }
        };
        point(doubled, ["x_doubled", "y_doubled"], "infinite_doubled");
        point(sum, ["x", "y"], "infinite");
        // What the line says depends on the bit, and is asked like it.
        let says = match scene.get(&bit) {
            Got::Value(bit) if bit.number == Some(1) => "+P ▸",
            Got::Value(_) => "───▸",
            Got::Hidden | Got::Pending | Got::Missing => "····",
        };
        drawing.line(scene, sum - 5, y, says, &format!("{at}/x_doubled"));
    }
    let y = foot(&drawing);
    drawing.caption(1, y, "each bit doubles; a bit 1 adds P, too");
    drawing.fitted()
}

/// Two rails that say which multiples of the point they are, a rung a column: a line leads from the value that is added
/// to the rail that it is added onto.
fn multiples(scene: &dyn Scene, segment: Segment) -> Drawing {
    let mut drawing = Drawing::new(40, 17);
    let here = segment.first.abs_diff(segment.number);
    drawing.caption(0, 0, "bit");
    drawing.caption(0, 1, "n + 1: always one step ahead");
    drawing.caption(1, 2, "1");
    drawing.caption(1, 4, "0");
    drawing.caption(0, 5, "n: the bits so far");
    for (column, rung) in (0..segment.count()).enumerate() {
        let by = i64::try_from(rung).unwrap_or(0) - i64::try_from(here).unwrap_or(0);
        let Some(at) = scene.neighbour(by) else { continue };
        let x = u16::try_from(column).unwrap_or(0) * RUNG;
        let bit = format!("{at}/k_t");
        drawing.value(scene, x + 6, 0, 1, &bit);
        let [n, ahead] = ["n", "n_plus_1"].map(|name| format!("{at}/{name}"));
        // Which rail is doubled follows from the bit, and all that comes after it as well.
        let [upper, lower, leans, pairs] = match scene.get(&bit) {
            Got::Value(bit) if bit.number == Some(1) => ["×2", " +", "╲", "23"],
            Got::Value(_) => [" +", "×2", "╱", "32"],
            Got::Hidden | Got::Pending | Got::Missing => {
                drawing.value(scene, x + 7, 2, 2, &ahead);
                drawing.value(scene, x + 7, 4, 2, &n);
                break;
            }
        };
        drawing.line(scene, x + 3, 2, format!("─{upper}─"), &ahead);
        drawing.value(scene, x + 7, 2, 2, &ahead);
        drawing.line(scene, x + 4, 3, leans, &n);
        drawing.line(scene, x + 3, 4, format!("─{lower}─"), &n);
        drawing.value(scene, x + 7, 4, 2, &n);
        for (y, pair) in [(7, 0), (10, 1)].map(|(y, i)| (y, pairs.chars().nth(i).unwrap_or('2'))) {
            drawing.value(scene, x + 5, y, 3, &format!("{at}/x_{pair}"));
            drawing.value(scene, x + 5, y + 1, 3, &format!("{at}/z_{pair}"));
        }
    }
    for y in [7, 10] {
        drawing.caption(0, y, "x /");
        drawing.caption(2, y + 1, "z");
    }
    drawing.caption(0, 13, "╲ bit 1: the upper adds to the lower");
    drawing.caption(0, 14, "╱ bit 0: the lower adds to the upper");
    drawing.caption(0, 15, "the difference stays the point: so u is");
    drawing.caption(0, 16, "enough, and no y is ever needed");
    drawing.fitted()
}

/// Two rails: a rung a line, the upper one step ahead of the lower.
fn rails(scene: &dyn Scene, size: Size) -> Drawing {
    let named = scene.labels().iter().any(|label| label.name == "n_plus_1");
    if let Some(segment) = scene.segment().filter(|segment| named && segment.count() <= COLUMNS) {
        return multiples(scene, segment);
    }
    let width = longest(scene, &["x_2", "z_2", "x_3", "z_3"], if size == Size::Large { 10 } else { 6 });
    let mut drawing = Drawing::new(size.columns(), 17);
    let Some(segment) = scene.segment() else { return drawing };
    let here = segment.first.abs_diff(segment.number);
    let upper = 11;
    let lower = (upper + 2 * width + 4).max(upper + 15);
    drawing.caption(1, 0, "rung bit");
    drawing.caption(upper, 0, "upper, n + 1");
    drawing.caption(lower, 0, "lower, n");
    for (y, rung) in (1..).zip(window(here, segment.count())) {
        let by = i64::try_from(rung).unwrap_or(0) - i64::try_from(here).unwrap_or(0);
        let Some(at) = scene.neighbour(by) else { continue };
        drawing.caption(1, y, format!("{:>4}", segment.at(by).unwrap_or(0)));
        let bit = format!("{at}/k_t");
        drawing.value(scene, 7, y, 1, &bit);
        // Which pair is the upper one follows from the bit.
        let [above, below] = match scene.get(&bit) {
            Got::Value(bit) if bit.number == Some(1) => ["2", "3"],
            Got::Value(_) => ["3", "2"],
            Got::Hidden | Got::Pending | Got::Missing => continue,
        };
        for (x, pair) in [(upper, above), (lower, below)] {
            drawing.caption(x - 2, y, if pair == "2" { "×" } else { "+" });
            drawing.value(scene, x, y, width, &format!("{at}/x_{pair}"));
            drawing.caption(x + width, y, ":");
            drawing.value(scene, x + width + 1, y, width, &format!("{at}/z_{pair}"));
        }
    }
    let y = foot(&drawing);
    drawing.caption(1, y, "× doubled, + the sum of both rails");
    drawing.caption(1, y + 1, "1: the upper is doubled, 0: the lower");
    drawing.caption(1, y + 2, "their difference is always the point");
    drawing.fitted()
}

fn say(scene: &dyn Scene) -> Vec<String> {
    let seen = |address: &str| scene.spoken(address);
    match Kind::of(scene) {
        None => Vec::new(),
        Some(Kind::Power) => {
            let i = scene.label().and_then(|(_, index)| index).unwrap_or(0);
            let before = format!(
                "Step {i}, bit {}: {} squared is {}",
                seen(&format!("bit[{i}]")),
                seen(&format!("before[{i}]")),
                seen(&format!("square[{i}]"))
            );
            vec![format!("{before}; after this step {}.", seen(&format!("acc[{i}]")))]
        }
        Some(Kind::Doubling) => {
            let number = scene.segment().map_or(0, |segment| segment.number);
            let bit =
                format!("Step {number}, bit {}: doubled {}, {}", seen("bit"), seen("x_doubled"), seen("y_doubled"));
            vec![format!("{bit}; after this step {}, {}.", seen("x"), seen("y"))]
        }
        Some(Kind::Rails) => {
            let number = scene.segment().map_or(0, |segment| segment.number);
            let doubled = match scene.number("k_t") {
                Some(1) => "the upper rail is doubled, the lower is the sum",
                Some(_) => "the lower rail is doubled, the upper is the sum",
                None => "hidden which rail is doubled",
            };
            let named = scene.labels().iter().any(|label| label.name == "n_plus_1");
            let rails = format!("The rails are {} and {} times the point.", seen("n"), seen("n_plus_1"));
            let mut said = vec![format!("Rung {number}, bit {}: {doubled}.", seen("k_t"))];
            said.extend(Some(rails).filter(|_| named));
            said.push(format!(
                "Doubled: {} over {}. Sum: {} over {}.",
                seen("x_2"),
                seen("z_2"),
                seen("x_3"),
                seen("z_3")
            ));
            said
        }
    }
}
