//! A sum that is carried on: a block is added, the sum is multiplied, and the next block is added to that: GHASH,
//! Poly1305.

use super::drawing::Drawing;
use super::row::{Picture, Size};
use super::scene::Scene;

/// The row.
pub const PICTURE: Picture = Picture {
    name: "sums",
    summary: "A tag block by block: what was there, the block added to it, and the product with a secret.",
    fits: |scene| Shape::of(scene).is_some(),
    sizes: &[Size::Small, Size::Large],
    stops: |scene| {
        Shape::of(scene).map_or_else(Vec::new, |shape| shape.all().map(|(_, name)| scene.whole(name)).collect())
    },
    draw,
    say,
    across: None,
    changes: false,
};

/// The names that an algorithm has for what happens in a step.
struct Shape {
    /// The sum before, the block, the sum of both, the secret, and the product.
    names: [&'static str; 5],
    /// The signs before them.
    signs: [&'static str; 5],
}
static SHAPES: [Shape; 2] = [
    Shape { names: ["X_before", "B", "Y", "H", "X"], signs: [" ", "⊕", "=", "•", "="] },
    Shape { names: ["acc_before", "n", "acc_plus_n", "r", "acc"], signs: [" ", "+", "=", "·", "≡"] },
];
impl Shape {
    fn of(scene: &dyn Scene) -> Option<&'static Shape> {
        let has = |name: &str| scene.labels().iter().any(|label| label.name == name && label.index.is_empty());
        SHAPES.iter().find(|shape| shape.names.iter().all(|name| has(name)))
    }
    /// Signs and names, in the order of computing.
    fn all(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.signs.into_iter().zip(self.names)
    }
}

/// Columns of a value: 16 bytes in digits.
const WIDTH: u16 = 32;

fn draw(scene: &dyn Scene, size: Size) -> Drawing {
    let Some(shape) = Shape::of(scene) else { return Drawing::new(0, 0) };
    let mut drawing = Drawing::new(size.columns(), size.rows());
    let Some(segment) = scene.segment() else { return drawing };
    drawing.caption(1, 0, format!("block {} of {}", segment.number, segment.count()));
    let mut y = 2;
    for (sign, name) in shape.all() {
        drawing.caption(1, y, sign);
        drawing.caption(3, y, name);
        drawing.value(scene, 5, y + 1, WIDTH, name);
        y += 3;
    }
    if scene.neighbour(1).is_some() {
        drawing.line(scene, 6, y - 1, "└─▸ to the next block", shape.names[4]);
    }
    drawing.fitted()
}

fn say(scene: &dyn Scene) -> Vec<String> {
    let Some(shape) = Shape::of(scene) else { return Vec::new() };
    let [before, block, sum, secret, after] = shape.names.map(|name| format!("{name} is {}", scene.spoken(name)));
    let number = scene.segment().map_or(0, |segment| segment.number);
    vec![
        format!("Block {number}: {before}; {block}."),
        format!("Added, {sum}."),
        format!("{secret}. Multiplied, {after}."),
    ]
}
