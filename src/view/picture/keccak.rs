//! A round of Keccak: five steps over a square of five by five lanes, and the lane one stands on in full.

use super::{Drawing, Parent, Picture, Scene, Size};

/// The row.
pub const PICTURE: Picture = Picture {
    name: "keccak",
    summary: "A round of SHA-3: the square of 25 lanes after each of its five steps, and what a lane is made of.",
    fits: |scene| here(scene).is_some(),
    sizes: &[Size::Small, Size::Large],
    stops,
    draw,
    say,
    across: None,
    changes: false,
};

/// Lanes of a side of the square.
const SIDE: u64 = 5;
/// The squares in the order of computing, each with its name in the drawing.
const SQUARES: [(&str, &str); 6] = [
    ("A", "before"),
    ("A_theta", "θ: columns"),
    ("A_rho", "ρ: turned"),
    ("A_pi", "π: moved"),
    ("A_chi", "χ: rows"),
    ("A_iota", "ι: constant"),
];
/// Columns of a square, and rows with its name.
const WIDE: u16 = 18;
const TALL: u16 = 6;

fn at(square: usize, x: u64, y: u64) -> String {
    format!("{}[{x}][{y}]", SQUARES[square].0)
}

/// The square that one stands in, and the lane.
fn here(scene: &dyn Scene) -> Option<(usize, u64, u64)> {
    let below = scene.below()?;
    let (name, index) = below.split_once('[')?;
    let square = SQUARES.iter().position(|(square, _)| *square == name)?;
    let (x, y) = index.strip_suffix(']')?.split_once("][")?;
    let labels = scene.labels();
    let is_round = ["A_theta", "A_iota"].iter().all(|name| labels.iter().any(|label| label.name == *name));
    Some((square, x.parse().ok()?, y.parse().ok()?)).filter(|_| is_round)
}

fn lanes() -> impl Iterator<Item = (u64, u64)> {
    (0..SIDE).flat_map(|y| (0..SIDE).map(move |x| (x, y)))
}

fn stops(scene: &dyn Scene) -> Vec<String> {
    let each = |square: usize| lanes().map(move |(x, y)| at(square, x, y));
    (1..SQUARES.len()).flat_map(each).map(|stop| scene.whole(&stop)).collect()
}

fn draw(scene: &dyn Scene, size: Size) -> Drawing {
    let mut drawing = Drawing::new(0, 0);
    let Some((square, x, y)) = here(scene) else { return drawing };
    let (across, shown) = if size == Size::Small { (2, 4) } else { (3, 6) };
    // The squares around the one that one stands in.
    let first = square.saturating_sub(shown - 2).min(SQUARES.len() - shown);
    for (place, (square, (_, title))) in (0..).zip(SQUARES.iter().enumerate().skip(first).take(shown)) {
        let (left, top) = (place % across * (WIDE + 2), place / across * TALL);
        drawing.caption(left + 1, top, *title);
        for (x, y) in lanes() {
            let address = at(square, x, y);
            let text = scene.text(&address);
            // The lowest byte of a lane stands for it.
            let low = text.get(text.len().saturating_sub(2)..).unwrap_or_default().to_owned();
            let [column, row] = [x, y].map(|place| u16::try_from(place).unwrap_or(0));
            drawing.shown(scene, left + 1 + 3 * column, top + 1 + row, 2, &address, low);
        }
    }
    let mut row = u16::try_from(shown).unwrap_or(4) / across * TALL;
    let address = at(square, x, y);
    let name = address.len() as u16 + 3;
    if !scene.is_covered(&address) {
        let is_byte = |parent: &&Parent| scene.bytes(&parent.address).len() == 1;
        let from = scene.from(&address);
        for parent in from.iter().filter(|parent| !is_byte(parent)).take(3) {
            let name: String = parent.name.chars().take(18).collect();
            drawing.caption(1, row, name);
            drawing.value(scene, 21, row, 16, &parent.address);
            row += 1;
        }
        // What is absorbed comes in bytes, the lowest of the lane last.
        let bytes: Vec<&Parent> = from.iter().filter(is_byte).collect();
        if let [first, .., last] = &bytes[..] {
            drawing.caption(1, row, format!("{} to {}", first.name, last.name));
            for (x, byte) in (1..).step_by(4).zip(&bytes) {
                drawing.value(scene, x, row + 1, 2, &byte.address);
            }
            row += 2;
        }
    }
    drawing.caption(1, row, address.clone());
    drawing.value(scene, name.max(21), row, 16, &address);
    drawing.fitted()
}

fn say(scene: &dyn Scene) -> Vec<String> {
    let Some((square, x, y)) = here(scene) else { return Vec::new() };
    let address = at(square, x, y);
    let number = scene.segment().map_or_else(String::new, |segment| format!(" of segment {}", segment.number));
    let (_, title) = SQUARES[square];
    let mut lines = vec![format!("Lane {x}, {y}{number}, {title}: {}.", scene.spoken(&address))];
    if !scene.is_covered(&address) {
        let from = scene.from(&address);
        let from: Vec<String> =
            from.iter().map(|parent| format!("{} {}", parent.name, scene.spoken(&parent.address))).collect();
        if !from.is_empty() {
            lines.push(format!("It is made of {}.", from.join(" and ")));
        }
    }
    lines
}
