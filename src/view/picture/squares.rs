//! The bits of a value, 32 a row: which of them are other than in the run before.

use super::{Drawing, Got, Picture, Scene, Size};
use crate::view::plain::hex;

/// The row.
pub const PICTURE: Picture = Picture {
    name: "squares",
    summary: "The bits of a value, 32 a row, those marked that differ from the run before.",
    fits,
    sizes: &[Size::Small],
    stops,
    draw,
    say,
    across: None,
    changes: true,
};

/// The bytes of a row.
const ROW: u64 = 4;
/// The most bytes whose bits are drawn.
const MOST: u64 = 64;
/// The column of the squares, after the offset.
const LEFT: u16 = 3;

fn fits(scene: &dyn Scene) -> bool {
    scene.byte().is_some() && len(scene).is_none_or(|len| (1..=MOST).contains(&len))
}

fn whole(scene: &dyn Scene) -> String {
    format!("/{}", scene.here())
}

/// How many bytes there are; none where they are not seen.
fn len(scene: &dyn Scene) -> Option<u64> {
    match scene.get(&whole(scene)) {
        Got::Value(given) => Some(given.len),
        Got::Hidden | Got::Pending | Got::Missing => None,
    }
}

/// The addresses of the rows, and the place of the first byte of each.
fn rows(scene: &dyn Scene) -> Vec<(u64, String)> {
    let len = len(scene).unwrap_or(0);
    let row = |at: u64| (at, format!("{}[{at}..{}]", scene.here(), (at + ROW).min(len) - 1));
    (0..len).step_by(ROW as usize).map(row).collect()
}

fn stops(scene: &dyn Scene) -> Vec<String> {
    rows(scene).into_iter().map(|(_, address)| address).collect()
}

/// The bits that differ, byte by byte; none without a run to compare with.
fn differing(scene: &dyn Scene) -> Option<Vec<u8>> {
    let Some(Got::Value(before)) = scene.before(&whole(scene)) else { return None };
    let now = scene.bytes(&whole(scene));
    Some(now.iter().enumerate().map(|(i, byte)| byte ^ before.bytes.get(i).copied().unwrap_or(!byte)).collect())
}

fn draw(scene: &dyn Scene, size: Size) -> Drawing {
    let mut drawing = Drawing::new(size.columns(), 0);
    let rows = rows(scene);
    if rows.is_empty() {
        drawing.value(scene, LEFT, 0, 32, &whole(scene));
        drawing.rows = 1;
        return drawing;
    }
    let len = len(scene).unwrap_or(0);
    let differing = differing(scene);
    let mut y = 0;
    for (at, address) in &rows {
        drawing.caption(0, y, format!("{at:2}"));
        let range = usize::try_from(*at).unwrap_or(0)..;
        let bits = differing.as_ref().map(|all| &all[range.start..all.len().min(range.start + ROW as usize)]);
        let count = bits.map_or_else(String::new, |bits| format!(" {:2}", ones(bits)));
        let text: String = match bits {
            Some(bits) => {
                bits.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).map(square).collect()
            }
            None => "·".repeat(8 * usize::try_from((len - at).min(ROW)).unwrap_or(0)),
        };
        let text = format!("{text}{count}");
        let width = u16::try_from(text.chars().count()).unwrap_or(0);
        drawing.shown(scene, LEFT, y, width, &format!("/{address}"), text).quiet =
            differing.is_some() && !scene.stands_at(address);
        y += 1;
    }
    let Some(differing) = differing else {
        drawing.caption(0, y + 1, "█ stands where a bit changes: change one");
        drawing.caption(0, y + 2, "bit of what this is computed from.");
        drawing.rows = y + 3;
        return drawing;
    };
    let (changed, bits) = (ones(&differing), 8 * differing.len() as u32);
    let percent = changed * 100 / bits;
    let gap = u16::from(rows.len() < 12);
    y += gap;
    let total = format!("{changed} of {bits} changed, {percent} %");
    drawing.shown(scene, LEFT, y, 32, &whole(scene), total).quiet = true;
    y += 1;
    if gap > 0 {
        let full = usize::try_from(changed * 32 / bits).unwrap_or(0);
        drawing
            .shown(scene, LEFT, y, 32, &whole(scene), format!("{}{}", "█".repeat(full), "·".repeat(32 - full)))
            .quiet = true;
        let first = |bytes: &[u8]| bytes.chunks(4).take(3).map(hex).collect::<Vec<_>>().join(" ");
        if let Some(Got::Value(before)) = scene.before(&whole(scene)) {
            drawing.caption(0, y + 1, "before");
            drawing.shown(scene, 8, y + 1, 27, &whole(scene), format!("{}…", first(&before.bytes))).quiet = true;
            drawing.caption(0, y + 2, "after");
            drawing
                .shown(scene, 8, y + 2, 27, &whole(scene), format!("{}…", first(&scene.bytes(&whole(scene)))))
                .quiet = true;
        }
        y += 3;
    }
    drawing.rows = y;
    drawing
}

fn ones(bytes: &[u8]) -> u32 {
    bytes.iter().map(|byte| byte.count_ones()).sum()
}

fn square(bit: u8) -> char {
    if bit == 1 { '█' } else { '·' }
}

fn say(scene: &dyn Scene) -> Vec<String> {
    let Some(differing) = differing(scene) else { return vec!["No other run to compare with.".to_owned()] };
    let mut lines: Vec<String> = differing
        .chunks(ROW as usize)
        .enumerate()
        .map(|(i, row)| {
            format!("Bytes {} to {}: {} of {} bits differ.", 4 * i, 4 * i + row.len() - 1, ones(row), 8 * row.len())
        })
        .collect();
    lines.push(format!("{} of {} bits differ.", ones(&differing), 8 * differing.len()));
    lines
}
