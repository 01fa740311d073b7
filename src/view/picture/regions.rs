//! Bytes by where they come from: which of them are somebody's, and what was put to them.

use std::ops::Range;

use super::drawing::columns;
use super::ribbon::ribbon;
use super::stretch::place;
use super::{Byte, Drawing, Got, Picture, Scene, Size, Stretch, byte_range, cut};
use crate::view::plain::hex;

/// The row.
pub const PICTURE: Picture = Picture {
    name: "regions",
    summary: "The stretches that bytes are made of, to scale, and the bytes of each.",
    fits,
    sizes: &[Size::Small, Size::Large],
    stops,
    draw,
    say,
    across: None,
    changes: false,
};

/// The sign for a number that is asked for.
const MASK: &str = "····";
/// The bytes of a row.
const ROW: u64 = 8;
/// The columns of a row's digits.
const DIGITS: u16 = 24;
/// Only so many bytes are looked through for repeats.
const MOST: u64 = 4096;
/// How many bytes before and behind the cursor can be stepped to.
const AROUND: u64 = 64;

/// The bytes that are drawn.
struct Bytes {
    /// Their address, absolute.
    whole: String,
    stretches: Vec<Stretch>,
    /// The first of them; nothing where they are hidden or being computed.
    bytes: Vec<u8>,
    len: u64,
}

impl Bytes {
    /// The value that one stands on; where that is a stretch of another, that one.
    fn of(scene: &dyn Scene) -> Option<Bytes> {
        let here = scene.here();
        let holds = |stretch: &Stretch| {
            stretch.address == here || byte_range(&stretch.address).is_some_and(|(whole, _)| whole == here)
        };
        let above = here.rsplit_once('/').map(|(above, _)| (above, scene.spans(&format!("/{above}"))));
        let (whole, stretches) = match above.filter(|(_, all)| all.len() > 1 && all.iter().any(holds)) {
            Some((whole, stretches)) => (whole, stretches),
            None => (here, scene.spans(&format!("/{here}"))),
        };
        let len = stretches.last()?.range.end;
        let bytes = scene.bytes(&format!("/{whole}"));
        (stretches.len() > 1).then_some(Bytes { whole: format!("/{whole}"), stretches, bytes, len })
    }

    /// The bytes from a place on, fewer than a row at the end.
    fn row(&self, scene: &dyn Scene, at: u64) -> Vec<u8> {
        let end = (at + ROW).min(self.len);
        match self.bytes.get(place(at)..place(end)) {
            Some(bytes) => bytes.to_vec(),
            None if self.bytes.is_empty() => Vec::new(),
            None => scene.bytes(&format!("{}[{at}..{}]", self.whole, end - 1)),
        }
    }

    /// The bytes of a stretch from a place up to another, one by one.
    fn each(&self, stretch: &Stretch, range: Range<u64>) -> Vec<Byte> {
        let place = |at| format!("{}[{at}]", &self.whole[1..]);
        range.map(|at| Byte { address: byte_at(stretch, at)[1..].to_owned(), place: place(at) }).collect()
    }

    /// Whether two rows are the same byte over and over, of the same stretch.
    fn is_filled(&self, scene: &dyn Scene, at: u64) -> Option<(usize, u8)> {
        let end = at + ROW;
        let which = self.stretches.iter().position(|stretch| stretch.range.start <= at && end <= stretch.range.end)?;
        let hidden = scene.get(&format!("/{}", self.stretches[which].address)) == Got::Hidden;
        let bytes = self.bytes.get(place(at)..place(end)).filter(|_| !hidden)?;
        bytes.iter().all(|byte| byte == &bytes[0]).then_some((which, bytes[0]))
    }

    /// The place of the byte under the cursor.
    fn cursor(&self, scene: &dyn Scene) -> u64 {
        let byte = scene.byte().unwrap_or(0);
        let here = scene.here();
        let stretch = self.stretches.iter().find_map(|stretch| match byte_range(&stretch.address) {
            _ if stretch.address == here => Some(stretch.range.start + byte),
            Some((whole, range)) if whole == here && range.contains(&byte) => {
                Some(stretch.range.start + byte - range.start)
            }
            _ => None,
        });
        stretch.unwrap_or(0)
    }

    /// How many blocks a hash cuts them into; nothing where none does.
    fn blocks(&self, scene: &dyn Scene) -> u64 {
        let above = self.whole.rsplit_once('/').map_or("", |(above, _)| above);
        if self.whole.ends_with("/pad") { scene.segments(&format!("{above}/block")) } else { 0 }
    }
}

/// The address of one byte of a stretch, by its place in the whole.
fn byte_at(stretch: &Stretch, at: u64) -> String {
    let within = at - stretch.range.start;
    match byte_range(&stretch.address).filter(|_| stretch.address.contains("..")) {
        Some((whole, range)) => format!("/{whole}[{}]", range.start + within),
        None => format!("/{}[{within}]", stretch.address),
    }
}

fn fits(scene: &dyn Scene) -> bool {
    Bytes::of(scene).is_some()
}

fn stops(scene: &dyn Scene) -> Vec<String> {
    let Some(bytes) = Bytes::of(scene) else { return Vec::new() };
    if !scene.is_in_bytes() {
        return bytes.stretches.into_iter().map(|stretch| stretch.address).collect();
    }
    let cursor = bytes.cursor(scene);
    let seen = cursor.saturating_sub(AROUND)..(cursor + AROUND).min(bytes.len);
    let each = |at: u64| {
        let stretch = bytes.stretches.iter().find(|stretch| stretch.range.contains(&at))?;
        Some(byte_at(stretch, at)[1..].to_owned())
    };
    seen.filter_map(each).collect()
}

/// A row of the drawing.
#[derive(Clone, Copy)]
enum Row {
    /// The bytes from a place on.
    Bytes(u64),
    /// The same byte, so many times.
    Filled { at: u64, byte: u8, times: u64 },
    /// So many rows are not drawn.
    Left(u64),
    /// Here a block begins.
    Block(u64),
}

/// The rows, at most so many; around the byte one stands on always.
fn rows(bytes: &Bytes, scene: &dyn Scene, blocks: u64, most: usize) -> Vec<Row> {
    let block = bytes.len.checked_div(blocks).unwrap_or(bytes.len);
    let current = scene.is_in_bytes().then(|| bytes.cursor(scene) / ROW * ROW);
    let fold = bytes.len > 64;
    let mut rows = Vec::new();
    let mut at = 0;
    while at < bytes.len {
        if blocks > 1 && at > 0 && at % block == 0 {
            rows.push(Row::Block(at / block));
        }
        let filled = bytes.is_filled(scene, at).filter(|_| fold && current != Some(at));
        let border = at / block * block + block;
        let mut end = at + ROW;
        while filled.is_some() && end < border && bytes.is_filled(scene, end) == filled && current != Some(end) {
            end += ROW;
        }
        match filled {
            Some((_, byte)) if end > at + ROW => rows.push(Row::Filled { at, byte, times: end - at }),
            _ => {
                rows.push(Row::Bytes(at));
                end = at + ROW;
            }
        }
        at = end;
        if at > MOST && at + ROW * 64 < bytes.len {
            let skipped = (bytes.len - at) / ROW - 32;
            rows.push(Row::Left(skipped));
            at += skipped * ROW;
        }
    }
    // Where there is no room, rows in the middle are left out.
    while rows.len() > most {
        let here = rows.iter().position(|row| matches!((row, current), (Row::Bytes(at), Some(here)) if *at == here));
        let middle = rows.len() / 2;
        let left = rows.iter().position(|row| matches!(row, Row::Left(_)));
        let at = left.unwrap_or(middle);
        let Row::Left(so_far) = rows[at] else {
            rows[at] = Row::Left(1);
            continue;
        };
        let covers = |row: Row| match row {
            Row::Filled { times, .. } => times / ROW,
            Row::Left(rows) => rows,
            Row::Bytes(_) => 1,
            Row::Block(_) => 0,
        };
        let (before, after) = (at, rows.len() - at - 1);
        let next = Some(at + 1).filter(|next| after > 0 && Some(*next) != here);
        let last = at.checked_sub(1).filter(|last| Some(*last) != here);
        let gone = if after > before { next.or(last) } else { last.or(next) };
        let Some(gone) = gone else { break };
        let row = rows[gone];
        rows[at] = Row::Left(so_far + covers(row));
        rows.remove(gone);
    }
    rows
}

fn draw(scene: &dyn Scene, size: Size) -> Drawing {
    let Some(bytes) = Bytes::of(scene) else { return Drawing::new(0, 0) };
    let mut drawing = Drawing::new(size.columns(), 0);
    let blocks = bytes.blocks(scene);
    drawing.caption(0, 0, sum(&bytes, blocks, scene.asks_for(bytes.len), size.columns()));
    ribbon(&mut drawing, scene, &bytes.stretches, 1, size.columns());
    let wide = size != Size::Small;
    let offset = columns(bytes.len.to_string().len().max(if wide { 3 } else { 2 }));
    let left = offset + if wide { 2 } else { 1 };
    let notes = notes(&bytes, scene, &size);
    let most = usize::from(size.rows()) - 2 - notes.len();
    let rows = rows(&bytes, scene, blocks, most);
    let mut named = vec![0u8; bytes.stretches.len()];
    let mut y = 2;
    for row in &rows {
        match *row {
            Row::Block(number) => {
                let rule = size.columns() - offset - 1;
                let word = format!(" block {number} ");
                let side = usize::from(rule).saturating_sub(word.len()) / 2;
                drawing.caption(offset + 1, y, format!("{}{word}{}", "═".repeat(side), "═".repeat(side)));
            }
            Row::Left(count) => drawing.caption(left, y, format!("… {count} rows more")),
            Row::Filled { at, byte, times } => {
                drawing.caption(0, y, format!("{at:>0$}", usize::from(offset)));
                if let Some(i) = bytes.stretches.iter().position(|stretch| stretch.range.contains(&at)) {
                    let address = format!("/{}", bytes.stretches[i].address);
                    drawing.shown(scene, left, y, DIGITS - 1, &address, format!("{byte:02x} × {times}"));
                    drawing.caption(left + DIGITS - 1, y, "│");
                    word(&mut drawing, [left + DIGITS, y], size.columns(), &bytes.stretches[i], &mut named[i]);
                }
            }
            Row::Bytes(at) => {
                drawing.caption(0, y, format!("{at:>0$}", usize::from(offset)));
                let row = bytes.row(scene, at);
                portions(&mut drawing, scene, &bytes, &row, Line { at, left, y, right: size.columns() }, &mut named);
            }
        }
        y += 1;
    }
    for note in notes {
        drawing.caption(0, y, note);
        y += 1;
    }
    drawing.rows = y;
    drawing
}

/// Where a row of bytes is drawn.
#[derive(Clone, Copy)]
struct Line {
    at: u64,
    left: u16,
    y: u16,
    right: u16,
}

/// A row of bytes, each stretch of it by itself, and at the right the letters that somebody wrote, or names.
fn portions(drawing: &mut Drawing, scene: &dyn Scene, bytes: &Bytes, row: &[u8], line: Line, named: &mut [u8]) {
    let Line { at, left, y, right } = line;
    let end = (at + ROW).min(bytes.len);
    let mut text = left + DIGITS;
    drawing.caption(text - 1, y, "│");
    let inside: Vec<usize> = (0..bytes.stretches.len())
        .filter(|i| bytes.stretches[*i].range.start < end && at < bytes.stretches[*i].range.end)
        .collect();
    for (k, &i) in inside.iter().enumerate() {
        let stretch = &bytes.stretches[i];
        let is_last = k + 1 == inside.len();
        let (first, last) = (stretch.range.start.max(at), stretch.range.end.min(end));
        let address = format!("/{}", stretch.address);
        let x = left + 3 * columns(first - at);
        if first == stretch.range.start && first > 0 {
            drawing.caption(x - 1, y, "│");
        }
        let width = 3 * columns(last - first) - 1;
        let part = row.get(place(first - at)..place(last - at)).unwrap_or_default();
        digits(drawing, scene, bytes, stretch, [x, y, width], first, part);
        let letters = stretch.is_text && part.iter().all(|byte| (0x20..0x7f).contains(byte)) && !part.is_empty();
        if letters {
            let letters: String = part.iter().map(|byte| char::from(*byte)).collect();
            let width = columns(letters.len());
            let cell = drawing.shown(scene, text, y, width, &address, letters);
            (cell.quiet, cell.bytes) = (true, bytes.each(stretch, first..last));
            text += width;
            named[i] = named[i].max(1);
        } else {
            let width = word(drawing, [text, y], right, stretch, &mut named[i]);
            // A stretch that goes on from the row above and is named there has its mark before the next one.
            if width == 0 && !is_last && text < right {
                drawing.caption(text, y, "…");
                text += 1;
            }
            text += width;
        }
        if !is_last && text < right {
            drawing.caption(text, y, "│");
            text += 1;
        }
    }
    if let Some(number) = inside.last().filter(|i| **i + 1 == bytes.stretches.len() && end == bytes.len) {
        let stretch = &bytes.stretches[*number];
        let written = format!("/{}/l", stretch.address);
        // What a length field says stands in words where there is room for them.
        if stretch.name == "count" && inside.len() == 1 && scene.has(&written) {
            let digits = scene.text(&written).len();
            let width = columns(if digits == 0 { 4 } else { digits });
            drawing.captions.retain(|caption| caption.y != y || caption.x < left + DIGITS);
            drawing.value(scene, left + DIGITS, y, width, &written).quiet = true;
            let room = usize::from(right.saturating_sub(left + DIGITS + width));
            let says = if room < " bits long".len() { " bits" } else { " bits long" };
            drawing.caption(left + DIGITS + width, y, says.chars().take(room).collect::<String>());
        }
    }
}

/// The digits of a stretch in a row: in one piece, unless one stands on a byte of it.
fn digits(
    drawing: &mut Drawing,
    scene: &dyn Scene,
    bytes: &Bytes,
    stretch: &Stretch,
    [x, y, width]: [u16; 3],
    first: u64,
    part: &[u8],
) {
    let address = format!("/{}", stretch.address);
    if scene.get(&address) == Got::Hidden {
        let masks = vec!["··"; usize::from(width + 1) / 3].join(" ");
        drawing.shown(scene, x, y, width, &address, "").text = masks;
        return;
    }
    let is_alone = |at: u64| scene.is_in_bytes() && scene.stands_at(&byte_at(stretch, at)[1..]);
    let mut at = 0;
    while at < part.len() {
        let alone = is_alone(first + at as u64);
        let together = part[at..].iter().enumerate().take_while(|(i, _)| !is_alone(first + (at + i) as u64)).count();
        let count = together.max(1);
        let text = part[at..at + count].iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ");
        let address = if alone { byte_at(stretch, first + at as u64) } else { address.clone() };
        let cell = drawing.shown(scene, x + 3 * columns(at), y, 3 * columns(count) - 1, &address, text);
        cell.bytes = bytes.each(stretch, first + at as u64..first + (at + count) as u64);
        at += count;
    }
}

/// The name of a stretch where it begins, and below how many bytes it has; how many columns that takes.
fn word(drawing: &mut Drawing, [x, y]: [u16; 2], right: u16, stretch: &Stretch, named: &mut u8) -> u16 {
    let text = match *named {
        0 => stretch.short().to_owned(),
        1 => format!("{} bytes", stretch.length()),
        _ => String::new(),
    };
    *named = named.saturating_add(1);
    let room = usize::from(right.saturating_sub(x));
    let text = cut(&text, columns(room));
    let width = columns(text.chars().count());
    drawing.caption(x, y, text);
    width
}

/// `12 + 1 + 43 + 8 = 64 bytes, one block`.
fn sum(bytes: &Bytes, blocks: u64, is_asked: bool, width: u16) -> String {
    let lengths: Vec<String> = bytes.stretches.iter().map(|stretch| stretch.length().to_string()).collect();
    let count = if is_asked { MASK.to_owned() } else { bytes.len.to_string() };
    let into = match blocks {
        0 => String::new(),
        _ if is_asked => String::new(),
        1 => ", one block".to_owned(),
        2 => format!(", two blocks of {}", bytes.len / 2),
        blocks => format!(", {blocks} blocks of {}", bytes.len / blocks),
    };
    let long = format!("{} = {count} bytes{into}", lengths.join(" + "));
    let fits = |text: &String| text.chars().count() <= usize::from(width);
    let short = format!("{} pieces, {count} bytes{into}", lengths.len());
    let shorter = format!("{} pieces, {count} bytes", lengths.len());
    [long, short].into_iter().find(fits).unwrap_or(shorter)
}

/// Words on the bytes.
fn notes(bytes: &Bytes, scene: &dyn Scene, size: &Size) -> Vec<String> {
    let end_bit = bytes.stretches.iter().find(|stretch| stretch.name == "one");
    let seen = end_bit.is_some_and(|stretch| matches!(scene.get(&format!("/{}", stretch.address)), Got::Value(_)));
    match (seen, size) {
        (false, _) => Vec::new(),
        (true, Size::Small) => {
            vec!["80 is 1000 0000: one bit that says".into(), "   \"here the message ended\"".into()]
        }
        (true, _) => vec![String::new(), "80 is 1000 0000: one bit that says \"here the message ended\"".into()],
    }
}

fn say(scene: &dyn Scene) -> Vec<String> {
    let Some(bytes) = Bytes::of(scene) else { return Vec::new() };
    let count = bytes.stretches.len();
    let each = bytes.stretches.iter().enumerate().map(|(i, stretch)| {
        let name = stretch.long();
        let seen = match scene.get(&format!("/{}", stretch.address)) {
            Got::Value(given) if stretch.length() == 1 => format!(", {}", hex(&given.bytes)),
            Got::Value(_) => String::new(),
            Got::Hidden => ", hidden".to_owned(),
            Got::Pending | Got::Missing => ", not yet computed".to_owned(),
        };
        let first = stretch.range.start;
        let place = match stretch.length() {
            1 => format!("byte {first}{seen}"),
            len => format!("bytes {first} to {}, {len} of them{seen}", stretch.range.end - 1),
        };
        format!("Region {} of {count}, {name}: {place}.", i + 1)
    });
    each.collect()
}
