//! Linked fields and bytes: what bytes say, each field in a tree beside the bytes that it was read from, one cursor in
//! both.
//!
//! Every byte belongs to the innermost field that it lies in. Under the bytes of the field one stands on, `T` marks the
//! tag, `L` the length and `C` the content, where it has these three.

use super::drawing::columns;
use super::{Apart, Drawing, Field, Got, Picture, Scene, Size, cut};
use crate::view::spellings::counted;
use std::ops::Range;

/// The row.
pub const PICTURE: Picture = Picture {
    name: "linked",
    summary: "The fields of bytes that were taken apart as a tree, and the bytes that each was read from.",
    fits: |scene| apart(scene).is_some(),
    sizes: &[Size::Small, Size::Large, Size::Wide, Size::Full],
    stops: |scene| apart(scene).map_or_else(Vec::new, |(apart, _)| addresses(apart)),
    draw,
    say,
    across: None,
    changes: false,
};
fn addresses(apart: Apart) -> Vec<String> {
    apart.fields.into_iter().map(|field| field.address).collect()
}

/// The fields, and which of them one stands on or in.
fn apart(scene: &dyn Scene) -> Option<(Apart, Option<usize>)> {
    let apart = scene.taken_apart().filter(|apart| apart.is_binary && !apart.fields.is_empty())?;
    let here = scene.here();
    let is_in =
        |field: &Field| here.strip_prefix(&field.address).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let current = apart.fields.iter().rposition(is_in);
    (current.is_some() || here == apart.address).then_some((apart, current))
}

/// The places of both halves: the columns and rows of the tree; where the bytes begin, how many make a row, and how
/// many rows.
struct Places {
    tree: (u16, u16),
    bytes: (u16, u16),
    across: u64,
    rows: u16,
}
impl Places {
    fn of(size: Size) -> Places {
        // Below are three lines: what one stands on, its three marks, and the standing.
        let rows = size.rows() - 4;
        match size {
            Size::Small => Places { tree: (40, 6), bytes: (5, 7), across: 11, rows: rows - 7 },
            Size::Large => Places { tree: (32, rows), bytes: (37, 0), across: 8, rows },
            Size::Wide => Places { tree: (47, rows), bytes: (53, 0), across: 8, rows },
            Size::Full => Places { tree: (62, rows), bytes: (69, 0), across: 16, rows },
        }
    }
}
/// How deep a line of the tree is shifted at most.
const DEEPEST: u16 = 6;
/// The fewest columns of a value.
const VALUE: u16 = 8;

/// The first of so many that are shown of more, so that one of them is among these.
fn window(count: usize, room: usize, at: usize) -> usize {
    at.saturating_sub(room / 2).min(count.saturating_sub(room))
}

fn draw(scene: &dyn Scene, size: Size) -> Drawing {
    let Some((apart, current)) = apart(scene) else { return Drawing::new(0, 0) };
    let (places, mut drawing) = (Places::of(size), Drawing::new(0, 0));
    tree(&mut drawing, scene, &apart, current.unwrap_or(0), &places);
    bytes(&mut drawing, scene, &apart, current, &places);
    let y = size.rows() - 3;
    if let Some(field) = current.map(|current| &apart.fields[current]) {
        drawing.caption(0, y, cut(&place_of(field, apart.len), size.columns()));
        if let Some(marks) = marks(field) {
            drawing.caption(0, y + 1, cut(&marks, size.columns()));
        }
    }
    if let Some((said, address)) = &apart.standing {
        let width = columns(said.chars().count()).min(size.columns() - 2);
        drawing.shown(scene, 1, y + 2, width, &format!("/{address}"), cut(said, width));
    }
    drawing.fitted()
}
/// The tree: names, shifted by how deep they lie, and values.
fn tree(drawing: &mut Drawing, scene: &dyn Scene, apart: &Apart, current: usize, places: &Places) {
    let (width, rows) = places.tree;
    let first = window(apart.fields.len(), rows.into(), current);
    let shown = apart.fields.iter().enumerate().skip(first).take(rows.into());
    let step = if width < 40 { 1 } else { 2 };
    let shift = |field: &Field| step * field.depth.min(DEEPEST);
    let name = |field: &Field| shift(field) + columns(field.name.chars().count());
    let left = shown.clone().map(|(_, field)| name(field)).max().unwrap_or(0).min(width - VALUE - 3) + 2;
    for (y, (place, field)) in (0..).zip(shown) {
        let x = shift(field);
        drawing.caption(x, y, cut(&field.name, left - 2 - x));
        let address = format!("/{}", field.address);
        let is_inside = |next: &Field| field.range.contains(&next.range.start) && next.range.end <= field.range.end;
        let holds = apart.fields.get(place + 1).is_some_and(is_inside);
        let room = width - left - 2;
        match scene.get(&address) {
            // The bytes of what holds others stand beside those.
            Got::Value(given) if holds && given.number.is_none() && !given.is_text && given.len == length(field) => {
                let said = counted(given.len, "byte");
                let wide = columns(said.chars().count()).clamp(1, room);
                drawing.shown(scene, left, y, wide, &address, cut(&said, room));
            }
            _ => {
                let wide = columns(scene.text(&address).chars().count()).clamp(4, room);
                drawing.value(scene, left, y, wide, &address);
            }
        }
    }
}
fn length(field: &Field) -> u64 {
    field.range.end - field.range.start
}
/// The field that a byte belongs to: the innermost.
fn owner(apart: &Apart, byte: u64) -> Option<&Field> {
    apart
        .fields
        .iter()
        .filter(|field| field.range.contains(&byte))
        .min_by_key(|field| (length(field), u16::MAX - field.depth))
}
/// Rows of bytes around those of the current field, and its three marks below them.
fn bytes(drawing: &mut Drawing, scene: &dyn Scene, apart: &Apart, current: Option<usize>, places: &Places) {
    let all = scene.bytes(&format!("/{}", apart.address));
    let ((x, top), across) = (places.bytes, places.across);
    let current = current.map(|current| &apart.fields[current]);
    // Two rows may have marks below them.
    let (count, room) = (apart.len.div_ceil(across), u64::from(places.rows.saturating_sub(2)));
    let at = current.map_or(0, |field| field.range.start / across);
    let first = if count <= room { 0 } else { at.saturating_sub(room / 3).min(count - room) };
    let mut y = top;
    for row in first..(first + room).min(count) {
        let shown = row * across..((row + 1) * across).min(apart.len);
        drawing.caption(x - 5, y, format!("{:>4}", shown.start));
        stretches(drawing, scene, apart, &all, (x, y), shown.clone());
        y += 1;
        if let Some(text) = current.and_then(|field| marked(field, shown)) {
            drawing.caption(x, y, text);
            y += 1;
        }
    }
}
/// The bytes of a row, each stretch of one field a cell.
fn stretches(
    drawing: &mut Drawing,
    scene: &dyn Scene,
    apart: &Apart,
    all: &[u8],
    (x, y): (u16, u16),
    shown: Range<u64>,
) {
    let digits = |at: u64| match usize::try_from(at).ok().and_then(|at| all.get(at)) {
        Some(byte) => format!("{byte:02x}"),
        None => "..".to_owned(),
    };
    let mut at = shown.start;
    while at < shown.end {
        let field = owner(apart, at);
        let is_same = |byte: &u64| owner(apart, *byte).map(|field| &field.address) == field.map(|field| &field.address);
        let end = (at..shown.end).take_while(is_same).last().map_or(at + 1, |last| last + 1);
        let text = (at..end).map(digits).collect::<Vec<_>>().join(" ");
        let place = x + 3 * columns(at - shown.start);
        match field {
            Some(field) => {
                let width = columns(text.len());
                drawing.shown(scene, place, y, width, &format!("/{}", field.address), text).quiet = true;
            }
            None => drawing.caption(place, y, text),
        }
        at = end;
    }
}
/// The marks below a row of bytes: of the tag, of the length, of the beginning of the content. Nothing below other
/// rows.
fn marked(field: &Field, shown: Range<u64>) -> Option<String> {
    let [tag, length] = field.head?;
    let (length_at, content) = (field.range.start + tag, field.range.start + tag + length);
    if field.range.start >= shown.end || content.min(field.range.end - 1) < shown.start {
        return None;
    }
    let mark = |byte: u64| match byte {
        byte if !field.range.contains(&byte) => "  ",
        byte if byte < length_at => "TT",
        byte if byte < content => "LL",
        _ => "CC",
    };
    Some(shown.map(mark).collect::<Vec<_>>().join(" ").trim_end().to_owned())
}
fn place_of(field: &Field, all: u64) -> String {
    let range = &field.range;
    let written = if field.written.is_empty() { String::new() } else { format!(", {}", field.written) };
    match length(field) {
        0 => format!("{} is empty{written}", field.name),
        1 => format!("{}: byte {} of {all}{written}", field.name, range.start),
        _ => format!("{}: bytes {} to {} of {all}{written}", field.name, range.start, range.end - 1),
    }
}
/// The three marks in words.
fn marks(field: &Field) -> Option<String> {
    let [tag, octets] = field.head?;
    let content = length(field) - tag - octets;
    Some(format!("T tag {}, L length {octets}, C content {content}", counted(tag, "byte")))
}

fn say(scene: &dyn Scene) -> Vec<String> {
    let Some((apart, current)) = apart(scene) else { return Vec::new() };
    let field = |field: &Field| {
        let head = marks(field).map_or_else(String::new, |marks| format!("; {marks}"));
        format!("{}{head}; value {}.", place_of(field, apart.len), scene.spoken(&format!("/{}", field.address)))
    };
    // Of very many fields those around the current one.
    let (count, around) = (apart.fields.len(), 200);
    let first = window(count, around, current.unwrap_or(0));
    let mut lines: Vec<String> = apart.fields.iter().skip(first).take(around).map(field).collect();
    if count > around {
        lines.push(format!("These are fields {first} to {} of {count}.", first + around - 1));
    }
    if let Some((said, address)) = &apart.standing {
        let hidden = scene.text(&format!("/{address}")).is_empty();
        lines.push(if hidden { "Whether it is verified is hidden.".to_owned() } else { format!("{said}.") });
    }
    lines
}
