//! The lattice of a Feistel network: one half goes through F onto the other, then they cross.

use super::drawing::{Drawing, cut};
use super::row::{Picture, Size};
use super::scene::Scene;

/// The row.
pub const PICTURE: Picture = Picture {
    name: "lattice",
    summary: "A round of a Feistel network: one half through F onto the other, then both change places.",
    fits: |scene| Round::of(scene).is_some(),
    sizes: &[Size::Small, Size::Large],
    stops: |scene| STOPS.iter().filter(|_| Round::of(scene).is_some()).map(|stop| scene.whole(stop)).collect(),
    draw,
    say,
    across: None,
    changes: false,
};

/// The values that a round makes, in the order of computing.
const STOPS: [&str; 4] = ["x", "F", "L", "R"];
/// Bytes of a half.
const HALF: usize = 4;

/// The key of a round.
const KEY: &str = "P";

/// The addresses of what a round reads: a half of the state before that meets the key, and the one that F is laid onto.
struct Round {
    left: String,
    right: String,
    /// The block, which the first round reads the halves of, whatever they are made of.
    block: Option<String>,
}

impl Round {
    fn of(scene: &dyn Scene) -> Option<Round> {
        let has = |name: &&str| scene.labels().iter().any(|label| label.name == *name && label.index.is_empty());
        if !STOPS.iter().chain([&KEY]).all(has) {
            return None;
        }
        if let Some(before) = scene.neighbour(-1) {
            return Some(Round { left: format!("{before}/L"), right: format!("{before}/R"), block: None });
        }
        let block = Some("../in/block".to_owned()).filter(|block| scene.has(block));
        let own = |of: &str, other: &str| {
            let other = scene.whole(other);
            let own = scene.from(of).into_iter().find(|parent| parent.address[1..] != other);
            own.map(|own| own.address).or(block.clone())
        };
        Some(Round { left: own("x", KEY)?, right: own("L", "F")?, block })
    }
}

/// A half of the state before: a value of its own, or in the first round a half of the block.
fn half(drawing: &mut Drawing, scene: &dyn Scene, [x, y]: [u16; 2], round: &Round, second: bool) {
    let own = if second { &round.right } else { &round.left };
    let bytes = scene.bytes(round.block.as_ref().unwrap_or(own));
    let bytes = if bytes.len() > HALF && second { &bytes[HALF..] } else { &bytes };
    let text: String = bytes.iter().take(HALF).map(|byte| format!("{byte:02x}")).collect();
    drawing.shown(scene, x, y, 8, own, text);
}

fn draw(scene: &dyn Scene, size: Size) -> Drawing {
    let Some(round) = Round::of(scene) else { return Drawing::new(0, 0) };
    match size {
        Size::Small | Size::Wide => small(scene, &round),
        Size::Large | Size::Full => large(scene, &round),
    }
}

fn small(scene: &dyn Scene, round: &Round) -> Drawing {
    let mut drawing = Drawing::new(40, 16);
    if let Some(segment) = scene.segment() {
        drawing.caption(1, 0, format!("round {} of {}", segment.number, segment.last));
    }
    opened(&mut drawing, scene, round, 0);
    f_of_x(&mut drawing, scene, 0, 12);
    drawing.fitted()
}

/// The round as wires, from column `x` on, eleven rows.
fn opened(drawing: &mut Drawing, scene: &dyn Scene, round: &Round, x: u16) {
    let (left, right) = (x + 5, x + 24);
    drawing.caption(left + 3, 1, "L");
    drawing.caption(right + 3, 1, "R");
    half(drawing, scene, [left, 2], round, false);
    half(drawing, scene, [right, 2], round, true);
    let wire = |drawing: &mut Drawing, x, y, text: &str, of: &str| drawing.line(scene, x, y, text, of);
    drawing.caption(x + 1, 3, "⊕ P");
    drawing.value(scene, left, 3, 8, KEY);
    let rest = &round.right;
    wire(drawing, right + 2, 3, "│", rest);
    drawing.caption(left, 4, "────────");
    wire(drawing, right + 2, 4, "│", rest);
    drawing.caption(x + 1, 5, "x");
    drawing.value(scene, left, 5, 8, "x");
    wire(drawing, left + 9, 5, "──▸ F ──────▸⊕", "F");
    drawing.value(scene, left + 10, 6, 8, "F");
    wire(drawing, left + 3, 6, "│", "x");
    wire(drawing, right + 2, 6, "│", "L");
    wire(drawing, left + 3, 7, "└────────", "x");
    drawing.caption(left + 12, 7, "╲╱");
    wire(drawing, left + 14, 7, "───────┘", "L");
    wire(drawing, left + 3, 8, "┌────────", "L");
    drawing.caption(left + 12, 8, "╱╲");
    wire(drawing, left + 14, 8, "───────┐", "R");
    drawing.value(scene, left, 9, 8, "L");
    drawing.value(scene, right - 2, 9, 8, "R");
    drawing.caption(left + 1, 10, "next L");
    drawing.caption(right - 1, 10, "next R");
}

/// F: four bytes, each into its table, and how the words of the tables are joined.
fn f_of_x(drawing: &mut Drawing, scene: &dyn Scene, x: u16, y: u16) {
    let tables = [("a", "S_a", " "), ("b", "S_b", "⊞"), ("c", "S_c", "⊕"), ("d", "S_d", "⊞")];
    for (i, (byte, word, sign)) in (0..).zip(tables) {
        drawing.caption(x + 1, y + i, if i == 0 { "F" } else { " " });
        drawing.caption(x + 4, y + i, sign);
        drawing.value(scene, x + 7, y + i, 2, byte);
        drawing.caption(x + 10, y + i, "into S");
        drawing.value(scene, x + 18, y + i, 8, word);
    }
    drawing.caption(x + 28, y + 3, "=");
    drawing.value(scene, x + 31, y + 3, 8, "F");
}

/// All rounds, a line each, beside the one that one stands in.
fn large(scene: &dyn Scene, round: &Round) -> Drawing {
    let mut drawing = Drawing::new(62, 19);
    let Some(segment) = scene.segment() else { return drawing };
    drawing.caption(0, 0, "after  L        R");
    let rows = segment.count().min(16);
    for by in 0..rows {
        let number = segment.first + by;
        let Some(at) = scene.neighbour(i64::try_from(number).unwrap_or(0) - i64::try_from(segment.number).unwrap_or(0))
        else {
            continue;
        };
        let y = 1 + u16::try_from(by).unwrap_or(0);
        drawing.caption(0, y, format!("{number:>2}"));
        drawing.value(scene, 4, y, 8, &format!("{at}/L"));
        drawing.value(scene, 13, y, 8, &format!("{at}/R"));
    }
    drawing.caption(28, 0, cut(&format!("round {} of {}, opened", segment.number, segment.last), 30));
    let mut inner = Drawing::new(40, 16);
    opened(&mut inner, scene, round, 0);
    f_of_x(&mut inner, scene, 0, 12);
    drawing.put(inner, 22, 0);
    drawing.fitted()
}

fn say(scene: &dyn Scene) -> Vec<String> {
    if Round::of(scene).is_none() {
        return Vec::new();
    }
    let seen = |address: &str| scene.spoken(address);
    let number = scene.segment().map_or(0, |segment| segment.number);
    vec![
        format!("Round {number}: x is L XOR P: {}. P is {}.", seen("x"), seen(KEY)),
        format!("F of x: {}.", seen("F")),
        format!("Next L {}, new, R XOR F. Next R {}, was x.", seen("L"), seen("R")),
    ]
}
