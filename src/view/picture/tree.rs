//! The pieces of a run as a tree: what each is made of, where some go two ways.

use super::boxes::written;
use super::{Drawing, Picture, Piece, Scene, Size};
use crate::view::plain::hex;

/// The row.
pub const PICTURE: Picture = Picture {
    name: "tree",
    summary: "The pieces of a run with what each is made of, where some of them go two ways.",
    fits: |scene| !stops(scene).is_empty(),
    sizes: &[Size::Small, Size::Large],
    stops,
    draw,
    say,
    across: None,
    changes: false,
};

/// The fewest pieces of a tree: of less the list says all.
const LEAST: usize = 6;
/// The columns before a length, those of a length, and those of a value.
const NAME: u16 = 15;
const LENGTH: u16 = 5;
const VALUE: u16 = 15;

/// A line of the tree.
struct Twig {
    piece: Piece,
    /// How many lines above it that it hangs on.
    depth: u16,
}

/// The pieces in the order of computing, each below the one it alone was made of; of several, at the edge. Empty where
/// none goes two ways.
fn twigs(scene: &dyn Scene) -> Vec<Twig> {
    let mut pieces = scene.pieces();
    // What is made of nothing, such as a base point, is where no line begins.
    let constant: Vec<String> =
        pieces.iter().filter(|piece| piece.of.is_empty()).map(|piece| piece.name.clone()).collect();
    let of = pieces.iter_mut().flat_map(|piece| &mut piece.of);
    of.for_each(|(name, is_piece)| *is_piece &= !constant.contains(name));
    let made = |piece: &Piece| piece.of.iter().filter(|(_, is_piece)| *is_piece).count();
    let uses = |name: &str| pieces.iter().filter(|piece| piece.of.iter().any(|(of, _)| of == name)).count();
    let forks = pieces.iter().any(|piece| piece.is_call && made(piece) > 0 && uses(&piece.name) > 1);
    if !forks || pieces.iter().filter(|piece| made(piece) > 0).count() < LEAST {
        return Vec::new();
    }
    let mut twigs: Vec<Twig> = Vec::new();
    let mut left: Vec<Piece> = pieces.into_iter().filter(|piece| !piece.of.is_empty()).collect();
    while !left.is_empty() {
        let piece = left.remove(0);
        grow(piece, 0, &mut left, &mut twigs);
    }
    twigs
}

/// A piece, and below it all that is made of it alone.
fn grow(piece: Piece, depth: u16, left: &mut Vec<Piece>, twigs: &mut Vec<Twig>) {
    let name = piece.name.clone();
    twigs.push(Twig { piece, depth });
    let alone = |other: &Piece| {
        let mut pieces = other.of.iter().filter(|(_, is_piece)| *is_piece);
        pieces.next().is_some_and(|(of, _)| *of == name) && pieces.next().is_none()
    };
    while let Some(place) = left.iter().position(alone) {
        let next = left.remove(place);
        grow(next, depth + 1, left, twigs);
    }
}

fn stops(scene: &dyn Scene) -> Vec<String> {
    let lines: Vec<String> = twigs(scene).into_iter().map(|twig| twig.piece.address).collect();
    let here = scene.here();
    if lines.iter().any(|line| line == here) { lines } else { Vec::new() }
}

/// The sources of a piece: `SHA-512 of R ‖ A ‖ message`, in so many columns.
fn sources(piece: &Piece, room: u16) -> String {
    let names: Vec<&str> = piece.of.iter().map(|(name, _)| name.as_str()).collect();
    let (lead, sign) = match piece.function {
        "" => ("of ".to_owned(), ", "),
        function => (format!("{} of ", written(function)), " ‖ "),
    };
    let long = format!("{lead}{}", names.join(sign));
    let fits = long.chars().count() <= usize::from(room);
    if fits { long } else { super::cut(&format!("{lead}{}", names.join(" ")), room) }
}

fn draw(scene: &dyn Scene, size: Size) -> Drawing {
    let twigs = twigs(scene);
    let mut drawing = Drawing::new(size.columns(), 0);
    let joins = |twig: &Twig| twig.depth == 0;
    // Beside the values where there is room, else above what is made of several.
    let beside = size != Size::Small;
    let heads = twigs.iter().filter(|twig| joins(twig)).count();
    let above = !beside && twigs.len() + heads <= usize::from(size.rows());
    let mut y = 0;
    for (place, twig) in twigs.iter().enumerate() {
        if above && joins(twig) {
            drawing.caption(0, y, sources(&twig.piece, size.columns()));
            y += 1;
        }
        let x = 2 * twig.depth;
        // A line goes down as far as the last that hangs beside this one.
        for depth in 1..=twig.depth {
            let below = twigs[place + 1..].iter().take_while(|other| other.depth >= depth);
            let goes_on = below.clone().any(|other| other.depth == depth);
            let glyph = match (depth == twig.depth, goes_on) {
                (true, true) => "├",
                (true, false) => "└",
                (false, true) => "│",
                (false, false) => continue,
            };
            drawing.caption(2 * depth - 2, y, glyph);
        }
        let room = NAME.saturating_sub(x);
        drawing.caption(x, y, super::cut(&twig.piece.name, room));
        drawing.caption(NAME, y, format!("{:>4}", twig.piece.len));
        let address = format!("/{}", twig.piece.address);
        let text = scene.bytes(&address).chunks(4).map(hex).collect::<Vec<_>>().join(" ");
        let text = if text.is_empty() { scene.text(&address) } else { text };
        drawing.shown(scene, NAME + LENGTH, y, VALUE, &address, super::cut(&text, VALUE));
        if beside {
            let x = NAME + LENGTH + VALUE + 2;
            drawing.caption(x, y, sources(&twig.piece, size.columns() - x));
        }
        y += 1;
    }
    drawing.rows = y;
    drawing
}

fn say(scene: &dyn Scene) -> Vec<String> {
    let line = |twig: &Twig| {
        let Piece { name, address, function, len, of, .. } = &twig.piece;
        let names: Vec<&str> = of.iter().map(|(name, _)| name.as_str()).collect();
        let how = if function.is_empty() { "made".to_owned() } else { written(function).to_owned() };
        format!("{name}, {how} of {}: {len} bytes, {}.", names.join(" and "), scene.spoken(&format!("/{address}")))
    };
    twigs(scene).iter().map(line).collect()
}
