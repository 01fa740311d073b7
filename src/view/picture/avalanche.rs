//! How far a change got, round by round: a line for the computation, and one for each with a part left out.

use super::{Drawing, Got, Picture, Scene, Size, Spread, cut};
use crate::num::sort_by_key;
use crate::run::address::cell_of;
use crate::run::compare::avalanche::Count;
use crate::run::strip::shade;

/// The row.
pub const PICTURE: Picture = Picture {
    name: "avalanche",
    summary: "How many bits a change has reached after each round, beside the same with a part left out.",
    fits: |scene| stops(scene).len() > 1,
    sizes: &[Size::Small, Size::Large, Size::Full],
    stops,
    draw,
    say,
    across: None,
    changes: true,
};

/// The column of the first place, after a number.
const LEFT: u16 = 4;
/// The most computations that are drawn.
const MOST: usize = 3;
/// Shades, from none to many.
const SHADES: [&str; 5] = ["·", "░", "▒", "▓", "█"];

/// The cells that are drawn, each with what is left out: the one that one stands in, then those that are like it.
fn cells(scene: &dyn Scene) -> Vec<(String, String)> {
    let here = cell_of(scene.here());
    let mut all = scene.alike();
    sort_by_key(&mut all, |(name, _)| name != here);
    all.truncate(MOST);
    all
}

fn spread(scene: &dyn Scene) -> Option<Spread> {
    scene.spread(cell_of(scene.here()))
}

fn stops(scene: &dyn Scene) -> Vec<String> {
    spread(scene).into_iter().flat_map(|spread| spread.places).map(|place| place.address).collect()
}

fn draw(scene: &dyn Scene, size: Size) -> Drawing {
    let mut drawing = Drawing::new(0, 0);
    let Some(first) = spread(scene) else { return drawing };
    let of = first.places.iter().find_map(|place| place.bits).map_or(0, |(_, of)| of);
    drawing.caption(0, 0, format!("differing bits of {of}, by {}", first.unit));
    let mut y = 2;
    for (name, options) in cells(scene) {
        let Some(spread) = scene.spread(&name) else { continue };
        drawing.caption(0, y, cut(&format!("{name}, {options}"), size.columns()));
        y = strip(&mut drawing, scene, &spread, size, y + 1);
        if spread.counted {
            y = result(&mut drawing, scene, &name, y);
        }
        y += u16::from(size != Size::Small);
        if y + 4 > size.rows() {
            break;
        }
    }
    if !first.counted {
        drawing.caption(0, y, "Nothing was changed yet: turn over a bit");
        drawing.caption(0, y + 1, "of what this is computed from.");
    }
    drawing.fitted()
}

/// The places of a spread in rows, with the counts below where there is room; the row after them.
fn strip(drawing: &mut Drawing, scene: &dyn Scene, spread: &Spread, size: Size, mut y: u16) -> u16 {
    let room = size.columns() - LEFT;
    let places = u16::try_from(spread.places.len()).unwrap_or(u16::MAX);
    let most = spread.places.iter().filter_map(|place| place.bits).map(|(bits, _)| bits).max().unwrap_or(0);
    // A count and a blank; where all counts find no room, shades alone.
    let wide = u16::try_from(most.to_string().len()).unwrap_or(4).max(2) + 1;
    let with_counts = spread.counted && places.saturating_mul(wide) <= 2 * room;
    let each = if with_counts { wide } else { (room / places.max(1)).clamp(1, 2) };
    let across = match usize::from(room / each) {
        across if across >= spread.places.len() => across,
        across => across / 8 * 8,
    };
    for row in spread.places.chunks(across.max(1)) {
        drawing.caption(0, y, format!("{:3}", row[0].number));
        for (place, x) in row.iter().zip((LEFT..).step_by(usize::from(each))) {
            let (glyph, count) = match place.bits {
                Some((bits, of)) if spread.counted => {
                    (SHADES[usize::from(shade(Count { bits, of }))], bits.to_string())
                }
                Some(_) => ("·", String::new()),
                None => ("─", "··".to_owned()),
            };
            let width = if with_counts { wide - 1 } else { each };
            let address = format!("/{}", place.address);
            shown(drawing, scene, (x, y, width), &address, glyph.repeat(usize::from(width)));
            if with_counts {
                shown(drawing, scene, (x, y + 1, width), &address, format!("{count:>0$}", usize::from(width)));
            }
        }
        y += 1 + u16::from(with_counts);
    }
    y
}

/// A cell whose text is no value of its own: what is hidden is told by the count that is missing.
fn shown(drawing: &mut Drawing, scene: &dyn Scene, (x, y, width): (u16, u16, u16), address: &str, text: String) {
    drawing.shown(scene, x, y, width, address, text).quiet = true;
}

/// How much of the result differs.
fn result(drawing: &mut Drawing, scene: &dyn Scene, name: &str, y: u16) -> u16 {
    let address = format!("/{name}");
    if let (Got::Value(now), Some(Got::Value(was))) = (scene.get(&address), scene.before(&address))
        && now.bytes.len() == was.bytes.len()
    {
        let differing: u32 = now.bytes.iter().zip(&was.bytes).map(|(a, b)| (a ^ b).count_ones()).sum();
        drawing.caption(LEFT, y, "in the end");
        let text = format!("{differing} of {} bits", 8 * now.bytes.len());
        drawing.shown(scene, LEFT + 12, y, 20, &address, text).quiet = true;
        return y + 1;
    }
    y
}

fn say(scene: &dyn Scene) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, options) in cells(scene) {
        let Some(spread) = scene.spread(&name) else { continue };
        if !spread.counted {
            return vec!["Nothing was changed yet, so there is nothing to compare with.".to_owned()];
        }
        lines.push(format!("{name}, {options}."));
        for place in &spread.places {
            lines.push(match place.bits {
                Some((bits, of)) => format!("After {} {}: {bits} of {of} bits differ.", spread.unit, place.number),
                None => format!("After {} {}: hidden.", spread.unit, place.number),
            });
        }
    }
    lines
}
