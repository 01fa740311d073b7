//! Fields: what a pasted text says, each field beside the characters that it was read from.

use super::drawing::{columns, cut};
use super::{Apart, Drawing, Field, Picture, Scene, Size};

/// The row.
pub const PICTURE: Picture = Picture {
    name: "fields",
    summary: "The fields of a text that was taken apart, and the characters that each was read from.",
    fits: |scene| apart(scene).is_some(),
    sizes: &[Size::Small, Size::Large, Size::Wide, Size::Full],
    stops,
    draw,
    say,
    across: None,
    changes: false,
};

/// The fields, where one stands on one of them or on all.
fn apart(scene: &dyn Scene) -> Option<Apart> {
    let apart = scene.taken_apart()?;
    let here = scene.here();
    let stands = here == apart.address || apart.fields.iter().any(|field| field.address == here);
    (stands && !apart.fields.is_empty()).then_some(apart)
}

fn stops(scene: &dyn Scene) -> Vec<String> {
    let fields = apart(scene).map(|apart| apart.fields).unwrap_or_default();
    fields.into_iter().map(|field| field.address).collect()
}

/// The columns of a margin for a mark.
const MARGIN: u16 = 1;

/// The places of the two halves: where the text begins, how many of its characters make a row, and the columns of a
/// value.
struct Places {
    text: (u16, u16),
    row: u64,
    value: u16,
}

fn draw(scene: &dyn Scene, size: Size) -> Drawing {
    let Some(apart) = apart(scene) else { return Drawing::new(0, 0) };
    let name = columns(apart.fields.iter().map(|field| field.name.chars().count()).max().unwrap_or(0));
    let list = columns(apart.fields.len());
    let left = name + 2;
    let places = match size {
        Size::Small => Places { text: (4, list + 2), row: 32, value: size.columns() - left },
        Size::Large => Places { text: (4, list + 2), row: 48, value: size.columns() - left },
        Size::Wide | Size::Full => {
            let row = if size == Size::Full { 48 } else { 32 };
            let text = size.columns() - columns(row) - 1;
            Places { text: (text, 0), row, value: (text - 6).saturating_sub(left) }
        }
    };
    let mut drawing = Drawing::new(0, 0);
    for (y, field) in (0..).zip(&apart.fields) {
        drawing.caption(0, y, field.name.clone());
        let address = format!("/{}", field.address);
        let said = as_it_stands(scene, &apart, field).unwrap_or_else(|| scene.text(&address));
        let width = columns(said.chars().count()).clamp(4, places.value);
        drawing.shown(scene, left, y, width, &address, cut(&said, width));
    }
    let end = apart.fields.iter().map(|field| field.range.end).max().unwrap_or(0);
    let (x, first) = places.text;
    let room = u64::from(size.rows().saturating_sub(first + 5));
    let rows = end.div_ceil(places.row);
    // Where not all rows have room, those around the current field do.
    let current = apart.fields.iter().find(|field| field.address == scene.here());
    let at = current.map_or(0, |field| field.range.start / places.row);
    let from = if rows <= room { 0 } else { at.min(rows - room) };
    let last = (from + room).min(rows);
    for row in from..last {
        let y = first + columns(row - from);
        drawing.caption(x - 4, y, format!("{:>3}", row * places.row));
        let shown = row * places.row..((row + 1) * places.row).min(end);
        characters(&mut drawing, scene, &apart, (x + MARGIN, y), shown);
    }
    let mut y = first + columns(last - from) + 1;
    y = y.max(list + 1);
    if let Some(field) = current {
        let place = place_of(field);
        let fits = place.chars().count() <= usize::from(size.columns());
        drawing.caption(0, y, if fits { &place } else { place.trim_end_matches(" of the text") });
        if !field.written.is_empty() {
            drawing.caption(0, y + 1, format!("in {}", field.written));
        }
    }
    if let Some((said, address)) = &apart.standing {
        let width = columns(said.chars().count()).min(size.columns() - MARGIN);
        drawing.shown(scene, MARGIN, y + 2, width, &format!("/{address}"), said.clone());
    }
    let lines = apart.remarks.iter().flat_map(|remark| wrapped(remark, size.columns()));
    for (y, line) in (y + 3..size.rows()).zip(lines) {
        drawing.caption(0, y, line);
    }
    drawing.fitted()
}

/// A field whose bytes are the characters that it was read from, as those: a salt that is hashed as it is stored.
fn as_it_stands(scene: &dyn Scene, apart: &Apart, field: &Field) -> Option<String> {
    let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
    let text = scene.bytes(&format!("/{}", apart.address));
    let characters = text.get(place(field.range.start)..place(field.range.end))?;
    let is_text = !characters.is_empty() && characters.iter().all(u8::is_ascii_graphic);
    let is_it = is_text && scene.bytes(&format!("/{}", field.address)) == characters;
    is_it.then(|| String::from_utf8_lossy(characters).into_owned())
}

/// A sentence in lines of so many columns.
fn wrapped(text: &str, columns: u16) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.len() - 1;
        match lines[last].chars().count() + 1 + word.chars().count() <= usize::from(columns) {
            true if lines[last].is_empty() => lines[last] = word.to_owned(),
            true => lines[last] = format!("{} {word}", lines[last]),
            false => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A row of the text: the characters of each field are a cell of it, and the signs between them stand there.
fn characters(
    drawing: &mut Drawing,
    scene: &dyn Scene,
    apart: &Apart,
    (x, y): (u16, u16),
    shown: std::ops::Range<u64>,
) {
    let text = scene.bytes(&format!("/{}", apart.address));
    let written = |range: std::ops::Range<u64>| -> String {
        let byte = |at: u64| text.get(usize::try_from(at).unwrap_or(usize::MAX)).copied().unwrap_or(b' ');
        range.map(byte).map(|byte| if byte.is_ascii_graphic() { char::from(byte) } else { '.' }).collect()
    };
    let place = |at: u64| x + columns(at - shown.start);
    let mut at = shown.start;
    while at < shown.end {
        let holds = |field: &&Field| field.range.contains(&at);
        let next = apart.fields.iter().map(|field| field.range.start).filter(|start| *start > at).min();
        match apart.fields.iter().find(holds) {
            Some(field) => {
                let end = field.range.end.min(shown.end);
                let width = columns(end - at);
                drawing.shown(scene, place(at), y, width, &format!("/{}", field.address), written(at..end)).quiet =
                    true;
                at = end;
            }
            None => {
                let end = next.unwrap_or(shown.end).min(shown.end);
                drawing.caption(place(at), y, written(at..end));
                at = end;
            }
        }
    }
}

fn place_of(field: &Field) -> String {
    let range = &field.range;
    match range.end - range.start {
        0 => format!("{} is empty", field.name),
        1 => format!("{}: character {} of the text", field.name, range.start),
        _ => format!("{}: characters {} to {} of the text", field.name, range.start, range.end - 1),
    }
}

fn say(scene: &dyn Scene) -> Vec<String> {
    let Some(apart) = apart(scene) else { return Vec::new() };
    let field = |field: &Field| {
        let spoken = || scene.spoken(&format!("/{}", field.address));
        let value = as_it_stands(scene, &apart, field).unwrap_or_else(spoken);
        let written = if field.written.is_empty() { String::new() } else { format!(", in {}", field.written) };
        format!("{}{written}: {value}.", place_of(field))
    };
    let mut lines: Vec<String> = apart.fields.iter().map(field).collect();
    if let Some((said, address)) = &apart.standing {
        let hidden = scene.text(&format!("/{address}")).is_empty();
        lines.push(if hidden { "Whether it is verified is hidden.".to_owned() } else { format!("{said}.") });
    }
    lines.extend(apart.remarks.iter().map(|remark| format!("{remark}.")));
    lines
}
