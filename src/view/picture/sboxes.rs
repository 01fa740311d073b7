//! A round of DES in bits: the right half, expanded to eight groups of six, meets the round key and goes through the
//! S-boxes.

use super::drawing::Drawing;
use super::row::{Picture, Size};
use super::scene::Scene;

/// The row.
pub const PICTURE: Picture = Picture {
    name: "sboxes",
    summary: "A round of DES in bits: six into each S-box, four out of it, then the permutation and the left half.",
    fits: is_round,
    sizes: &[Size::Small],
    stops: |scene| if is_round(scene) { stops().map(|stop| scene.whole(&stop)).collect() } else { Vec::new() },
    draw,
    say,
    across: None,
    changes: false,
};

/// How many S-boxes there are.
const BOXES: u16 = 8;

/// The values that a round makes, in the order of computing.
fn stops() -> impl Iterator<Item = String> {
    let boxes = (1..=BOXES).flat_map(|i| [format!("B[{i}]"), format!("S[{i}]")]);
    ["E".to_owned()].into_iter().chain(boxes).chain(["SB", "F", "L", "R"].map(str::to_owned))
}
fn is_round(scene: &dyn Scene) -> bool {
    let has = |name: &str| scene.labels().iter().any(|label| label.name == name);
    ["E", "E_xor_K", "B", "S", "SB", "F", "R_before"].into_iter().all(has)
}
/// The lowest bits of a value, so many.
fn bits(scene: &dyn Scene, address: &str, count: u16) -> String {
    let value = scene.bytes(address).iter().fold(0u64, |value, byte| value << 8 | u64::from(*byte));
    (0..count).rev().map(|bit| if value >> bit & 1 == 1 { '1' } else { '0' }).collect()
}

fn draw(scene: &dyn Scene, size: Size) -> Drawing {
    let mut drawing = Drawing::new(size.columns(), size.rows());
    let Some(segment) = scene.segment().filter(|_| is_round(scene)) else { return drawing };
    drawing.caption(1, 0, format!("round {} of {}", segment.number, segment.last));
    drawing.caption(18, 0, "right");
    drawing.value(scene, 24, 0, 8, "R_before");
    drawing.caption(1, 1, "E");
    drawing.value(scene, 3, 1, 16, "E");
    drawing.caption(20, 1, "K");
    drawing.value(scene, 22, 1, 16, "K");
    for i in 1..=BOXES {
        let (y, six, four) = (2 + i, format!("B[{i}]"), format!("S[{i}]"));
        drawing.caption(1, y, format!("E ⊕ K, group {i}"));
        drawing.shown(scene, 17, y, 6, &six, bits(scene, &six, 6));
        drawing.line(scene, 24, y, format!("─S{i}▸"), &six);
        drawing.shown(scene, 30, y, 4, &four, bits(scene, &four, 4));
    }
    let last = BOXES + 4;
    drawing.caption(1, last, "together");
    drawing.value(scene, 17, last, 8, "SB");
    drawing.caption(1, last + 1, "permuted, F");
    drawing.value(scene, 17, last + 1, 8, "F");
    drawing.caption(1, last + 2, "next L, R");
    drawing.value(scene, 17, last + 2, 8, "L");
    drawing.value(scene, 26, last + 2, 8, "R");
    drawing.fitted()
}

fn say(scene: &dyn Scene) -> Vec<String> {
    if !is_round(scene) {
        return Vec::new();
    }
    let number = scene.segment().map_or(0, |segment| segment.number);
    let boxes = (1..=BOXES).map(|i| {
        let [six, four] = [format!("B[{i}]"), format!("S[{i}]")].map(|address| scene.spoken(&address));
        format!("S-box {i}: {six} in, {four} out.")
    });
    let first =
        format!("Round {number}: the right half expanded, E, is {}; K is {}.", scene.spoken("E"), scene.spoken("K"));
    let last = format!("F {}. Next L {}, R {}.", scene.spoken("F"), scene.spoken("L"), scene.spoken("R"));
    [first].into_iter().chain(boxes).chain([last]).collect()
}
