//! The blocks of a hash, one after the other: each goes into what the one before left.

use super::{Drawing, Got, Picture, Scene, Size, cut};
use crate::view::plain::hex;

/// The row.
pub const PICTURE: Picture = Picture {
    name: "blocks",
    summary: "The blocks of a hash: each is mixed into the state that the block before left.",
    fits: |scene| !stops(scene).is_empty(),
    sizes: &[Size::Small, Size::Large, Size::Full],
    stops,
    draw,
    say,
    across: None,
    changes: false,
};

/// The values that every block begins with.
const BEFORE: &str = "H_before";
/// The rows of a block.
const PITCH: u16 = 3;
/// The column of the wire, and that of a state.
const WIRE: u16 = 24;
const STATE: u16 = 26;

/// The states after each block, where one stands on one of several.
fn stops(scene: &dyn Scene) -> Vec<String> {
    let Some(segment) = scene.segment() else { return Vec::new() };
    let begins = scene.labels().iter().any(|label| label.name == BEFORE);
    if !begins || segment.count() < 2 || scene.here() != scene.base() || !scene.has("../pad") {
        return Vec::new();
    }
    let here = i64::try_from(segment.first.abs_diff(segment.number)).unwrap_or(0);
    let all = 0..i64::try_from(segment.count()).unwrap_or(0);
    let at =
        |place: i64| if place == here { Some(format!("/{}", scene.base())) } else { scene.neighbour(place - here) };
    all.filter_map(at).map(|at| at[1..].to_owned()).collect()
}

/// The address of the bytes that a block reads; none where it is hidden how many there are.
fn read(scene: &dyn Scene, place: u64, count: u64) -> Option<String> {
    let Got::Value(pad) = scene.get("../pad") else { return None };
    let long = pad.len / count.max(1);
    Some(format!("../pad[{}..{}]", place * long, (place * long + long).saturating_sub(1)))
}

/// Bytes in so many columns: as letters where all that are shown are such, else as words.
fn short(bytes: &[u8], columns: u16) -> String {
    let letters = |bytes: &[u8]| bytes.iter().all(|byte| (0x20..0x7f).contains(byte));
    let shown = &bytes[..bytes.len().min(columns.into())];
    let text = match letters(shown) && !shown.is_empty() {
        true => String::from_utf8_lossy(bytes).into_owned(),
        false => bytes.chunks(4).map(hex).collect::<Vec<_>>().join(" "),
    };
    cut(&text, columns)
}

fn draw(scene: &dyn Scene, size: Size) -> Drawing {
    let (stops, Some(segment)) = (stops(scene), scene.segment()) else { return Drawing::new(0, 0) };
    let count = segment.count();
    let here = segment.first.abs_diff(segment.number);
    let wanted = u64::from((size.rows() - 2) / PITCH).min(count);
    let start = here.saturating_sub(wanted / 2).min(count - wanted);
    let wide = size.columns() - STATE;
    let mut drawing = Drawing::new(size.columns(), 0);
    let mut state = |y: u16, address: &str| {
        let text = short(&scene.bytes(address), wide);
        drawing.shown(scene, STATE, y, wide, address, text);
    };
    let at = |place: u64| format!("/{}", stops[usize::try_from(place).unwrap_or(0)]);
    let first = if start == 0 { "../H0".to_owned() } else { at(start - 1) };
    state(0, &first);
    for place in start..start + wanted {
        state(u16::try_from(place - start).unwrap_or(0) * PITCH + PITCH, &at(place));
    }
    drawing.caption(0, 0, if start == 0 { "before block 0".to_owned() } else { format!("after block {}", start - 1) });
    for place in start..start + wanted {
        let y = u16::try_from(place - start).unwrap_or(0) * PITCH;
        let before = if place == start { first.clone() } else { at(place - 1) };
        drawing.line(scene, WIRE, y + 1, "│", &before);
        let number = segment.first + place;
        let name = format!("block {number}");
        let lead = u16::try_from(name.chars().count()).unwrap_or(8) + 2;
        drawing.caption(0, y + 2, name);
        // Without its bytes a block is no picture, and the list stands in.
        let Some(block) = read(scene, place, count) else { return Drawing::new(0, 0) };
        let text = short(&scene.bytes(&block), WIRE - 5 - lead);
        drawing.shown(scene, lead, y + 2, WIRE - 5 - lead, &block, text);
        drawing.line(scene, WIRE - 4, y + 2, "───▸f", &block);
        drawing.caption(0, y + 3, format!("after block {number}"));
    }
    drawing.fitted()
}

fn say(scene: &dyn Scene) -> Vec<String> {
    let (stops, Some(segment)) = (stops(scene), scene.segment()) else { return Vec::new() };
    let here = segment.first.abs_diff(segment.number);
    let before = match here.checked_sub(1).and_then(|place| stops.get(usize::try_from(place).ok()?)) {
        Some(before) => format!("/{before}"),
        None => "../H0".to_owned(),
    };
    let block = read(scene, here, segment.count());
    let into = block.map_or_else(String::new, |block| short(&scene.bytes(&block), 24));
    let into = if into.is_empty() { "hidden".to_owned() } else { into };
    vec![
        format!("Block {} of {} to {}: {into}.", segment.number, segment.first, segment.last),
        format!("Goes into {}, and gives {}.", scene.spoken(&before), scene.spoken(&format!("/{}", scene.here()))),
    ]
}
