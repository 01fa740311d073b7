//! Two equations of ECDSA with one k: taken from each other, k alone is left, and with k the private key.

use super::{Drawing, Picture, Scene, Size};

/// The row.
pub const PICTURE: Picture = Picture {
    name: "equations",
    summary: "Two signatures with one k as equations: their difference gives k, and k gives the private key.",
    fits: has_both,
    sizes: &[Size::Small, Size::Large],
    stops: |scene| if has_both(scene) { STOPS.map(|stop| scene.whole(stop)).into() } else { Vec::new() },
    draw,
    say,
    across: None,
    changes: false,
};

/// The values, those that are known first.
const STOPS: [&str; 10] = ["s1", "e1", "r", "s2", "e2", "s1_minus_s2", "e1_minus_e2", "k", "rd", "d"];
/// The order of the base point.
const N: &str = "n";

fn has_both(scene: &dyn Scene) -> bool {
    scene.function() == "ecdsa_repeated_k" && STOPS.iter().all(|stop| scene.has(stop))
}

fn draw(scene: &dyn Scene, size: Size) -> Drawing {
    let mut drawing = Drawing::new(size.columns(), size.rows());
    if !has_both(scene) {
        return drawing;
    }
    // The signs of a row of three values take 13 columns.
    let most = (size.columns() - 13) / 3;
    let wide = |address: &&str| scene.text(address).chars().count() as u16;
    let width = STOPS.iter().map(wide).max().unwrap_or(0).clamp(4, most);
    let (first, second, third) = (1, width + 7, 2 * width + 10);
    let rest = size.columns() - 8;
    drawing.caption(0, 0, "a number is known, a letter is not");
    let mut y = 1;
    for (words, s, z) in [("s1 · k = e1 + r · d", "s1", "e1"), ("s2 · k = e2 + r · d", "s2", "e2")] {
        drawing.caption(0, y, words);
        drawing.value(scene, first, y + 1, width, s);
        drawing.caption(second - 5, y + 1, "·k =");
        drawing.value(scene, second, y + 1, width, z);
        drawing.caption(third - 2, y + 1, "+");
        drawing.value(scene, third, y + 1, width, "r");
        drawing.caption(third + width + 1, y + 1, "·d");
        y += 2;
    }
    drawing.caption(0, y, "───── less the second: r · d is gone");
    drawing.caption(0, y + 1, "(s1 - s2) · k = e1 - e2");
    drawing.value(scene, first, y + 2, width, "s1_minus_s2");
    drawing.caption(second - 5, y + 2, "·k =");
    drawing.value(scene, second, y + 2, width, "e1_minus_e2");
    for (line, label, address) in [
        ("divided: one unknown is found", "k", "k"),
        ("s1 · k - e1", "r·d", "rd"),
        ("divided by r: the private key", "d", "d"),
    ] {
        y += 2;
        drawing.caption(0, y + 2, line);
        drawing.caption(0, y + 3, format!("{label:<3} ="));
        drawing.value(scene, 7, y + 3, rest, address);
    }
    drawing.caption(0, y + 4, "modulo");
    drawing.value(scene, 7, y + 4, rest, N);
    drawing.fitted()
}

fn say(scene: &dyn Scene) -> Vec<String> {
    if !has_both(scene) {
        return Vec::new();
    }
    let [s1, e1, r, s2, e2, s, z, k, rd, d] = STOPS.map(|stop| scene.spoken(stop));
    vec![
        format!("The first signature: {s1} times k is {e1} plus {r} times d, modulo {}.", scene.spoken(N)),
        format!("The second one: {s2} times k is {e2} plus {r} times d."),
        format!("Taken from each other: {s} times k is {z}."),
        format!("So k is {k}."),
        format!("With k, r times d is {rd}."),
        format!("So d, the private key, is {d}."),
    ]
}
