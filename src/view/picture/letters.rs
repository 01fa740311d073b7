//! Text as a machine keeps it: for each letter its byte and the byte's bits, and below where they go.

use super::ribbon::ribbon;
use super::{Drawing, Got, Picture, Scene, Size, Stretch};
use crate::view::plain::hex;
use crate::view::spellings::counted;

/// The row.
pub const PICTURE: Picture = Picture {
    name: "letters",
    summary: "The letters of an input, each with its byte and its eight bits.",
    fits,
    sizes: &[Size::Small, Size::Large],
    stops,
    draw,
    say,
    across: Some(|_| ACROSS as usize),
    changes: false,
};

/// Letters beside each other, and the columns of each.
const ACROSS: u64 = 4;
const COLUMN: u16 = 9;
/// Rows of letters that are seen, by the room there is.
fn groups(size: Size) -> u64 {
    if size == Size::Small { 3 } else { 6 }
}
/// How many letters can be stepped through.
const MOST: u64 = 4096;

/// Whether a value was written by somebody: what a function computed has no letters.
fn fits(scene: &dyn Scene) -> bool {
    !scene.here().contains('/') && scene.byte().is_some() && scene.function().is_empty()
}

/// The address of the letter at a byte: a stretch of one, so that one steps from letter to letter.
fn at(cell: &str, byte: u64) -> String {
    format!("{cell}[{byte}..{byte}]")
}

fn len(scene: &dyn Scene) -> u64 {
    match scene.get(&format!("/{}", scene.here())) {
        Got::Value(given) => given.len.min(MOST),
        Got::Hidden | Got::Pending | Got::Missing => 0,
    }
}

fn stops(scene: &dyn Scene) -> Vec<String> {
    (0..len(scene)).map(|byte| at(scene.here(), byte)).collect()
}

/// The letter of each byte: of a letter of several bytes it stands at the first.
fn letters(bytes: &[u8], is_text: bool) -> Vec<String> {
    let shown = |letter: char| match letter {
        ' ' => "_".to_owned(),
        letter if letter.is_control() => "·".to_owned(),
        letter => letter.to_string(),
    };
    match std::str::from_utf8(bytes) {
        Ok(text) if is_text => text
            .chars()
            .flat_map(|letter| std::iter::once(shown(letter)).chain((1..letter.len_utf8()).map(|_| "…".to_owned())))
            .collect(),
        _ => bytes.iter().map(|byte| if byte.is_ascii() { shown(char::from(*byte)) } else { "·".to_owned() }).collect(),
    }
}

fn draw(scene: &dyn Scene, size: Size) -> Drawing {
    let mut drawing = Drawing::new(size.columns(), 0);
    let cell = scene.here();
    let Got::Value(given) = scene.get(&format!("/{cell}")) else {
        drawing.value(scene, 1, 0, 8, &format!("/{cell}"));
        drawing.rows = 1;
        return drawing;
    };
    let letters = letters(&given.bytes, given.is_text);
    let here = scene.byte().unwrap_or(0);
    let count = given.bytes.len() as u64;
    // The rows of letters around the one that one stands on.
    let rows = count.div_ceil(ACROSS);
    let first = (here / ACROSS).saturating_sub(1).min(rows.saturating_sub(groups(size)));
    let shown = first * ACROSS..((first + groups(size)) * ACROSS).min(count);
    let mut y = 0;
    for byte in shown.clone() {
        let place = byte - shown.start;
        let x = 1 + COLUMN * (place % ACROSS) as u16;
        y = 4 * (place / ACROSS) as u16;
        let address = format!("/{}", at(cell, byte));
        let number = given.bytes[byte as usize];
        drawing.shown(scene, x, y, 1, &address, letters[byte as usize].clone());
        drawing.shown(scene, x, y + 1, 2, &address, format!("{number:02x}"));
        drawing.shown(scene, x, y + 2, 8, &address, format!("{number:08b}"));
    }
    y += 3;
    let into = into(scene, cell);
    let rest = if into.as_ref().is_some_and(|into| into.spans.len() > 1) { ", put in" } else { "" };
    let counted = if count > shown.end - shown.start {
        format!("bytes {} to {} of {}", shown.start, shown.end - 1, given.len)
    } else {
        let chars = std::str::from_utf8(&given.bytes).map_or(count, |text| text.chars().count() as u64);
        let letters = if given.is_text { counted(chars, "letter") + " = " } else { String::new() };
        format!("{letters}{} = {} bits", counted(given.len, "byte"), 8 * given.len)
    };
    drawing.caption(0, y, format!("{counted}{rest}"));
    y += 1;
    if let Some(into) = into {
        if into.spans.len() > 1 {
            let whole: u64 = into.spans.iter().map(Stretch::length).sum();
            let blocks = if into.blocks == 1 { "a block".to_owned() } else { format!("{} blocks", into.blocks) };
            drawing.caption(0, y, format!("{blocks} of {}:", whole / into.blocks.max(1)));
            ribbon(&mut drawing, scene, &into.spans, y + 1, size.columns());
            drawing.caption(0, y + 2, format!("and mixed, round by round, to {}:", into.cell));
            y += 3;
        }
        let whole = format!("/{}", into.cell);
        let words: Vec<String> = match scene.get(&whole) {
            Got::Value(given) => given.bytes.chunks(4).take(8).map(hex).collect(),
            Got::Hidden | Got::Pending | Got::Missing => vec![String::new()],
        };
        for words in words.chunks(4) {
            drawing.shown(scene, 1, y, 36, &whole, words.join(" "));
            y += 1;
        }
    }
    drawing.rows = y;
    drawing
}

/// The value that the letters go into.
struct Into {
    cell: String,
    spans: Vec<Stretch>,
    blocks: u64,
}

/// The first cell whose formula mentions the letters, and how they are put into blocks for it.
fn into(scene: &dyn Scene, cell: &str) -> Option<Into> {
    let into = scene.mentioned_by().into_iter().find(|name| {
        name != cell
            && matches!(scene.get(&format!("/{name}")), Got::Hidden | Got::Value(super::Given { len: 1..=64, .. }))
    })?;
    let spans = scene.spans(&format!("/{into}/pad"));
    Some(Into { blocks: scene.segments(&format!("/{into}/block")), spans, cell: into })
}

fn say(scene: &dyn Scene) -> Vec<String> {
    let Got::Value(given) = scene.get(&format!("/{}", scene.here())) else {
        return vec!["The letters are hidden.".into()];
    };
    let letters = letters(&given.bytes, given.is_text);
    let lines = letters.iter().zip(&given.bytes).enumerate().take(64);
    lines
        .map(|(i, (letter, byte))| {
            format!("Letter {}, {letter}: byte {byte:02x}, bits {:04b} {:04b}.", i + 1, byte >> 4, byte & 15)
        })
        .collect()
}
