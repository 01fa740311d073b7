//! The chain of a mode of a block cipher: how blocks hang together, and so how far a change goes.

use super::drawing::Drawing;
use super::row::{Picture, Size};
use super::scene::{Got, Scene};
use crate::view::plain::hex;

/// The row.
pub const PICTURE: Picture = Picture {
    name: "chain",
    summary: "Blocks beside each other through a cipher: what is mixed in, where from, and how far a change goes.",
    fits: |scene| Chain::of(scene).is_some(),
    sizes: &[Size::Small, Size::Large, Size::Full],
    stops: |scene| {
        Chain::of(scene).map_or_else(Vec::new, |chain| chain.stops().map(|stop| scene.whole(stop)).collect())
    },
    draw,
    say,
    across: None,
    changes: false,
};

/// The value that enters the cipher, and the one that leaves it.
const CIPHER: [&str; 2] = ["input", "output"];
/// The column of the wire, counted from the first of a block's values.
const WIRE: u16 = 4;
/// Pieces of a block that are told apart in what differs.
const PIECES: usize = 8;

/// How each block of a mode is made, as its values were computed from each other.
struct Chain {
    /// The data that goes onto what enters the cipher; none where it enters itself.
    above: Option<&'static str>,
    /// The values that what leaves the cipher goes onto, and what comes of that; none where it is the result.
    below: Option<(&'static str, &'static str)>,
    /// The value of the block before that is mixed in, and the name it has here.
    linked: Option<(&'static str, &'static str)>,
}

impl Chain {
    fn of(scene: &dyn Scene) -> Option<Chain> {
        let mut names: Vec<&'static str> = Vec::new();
        for label in scene.labels().iter().filter(|label| label.index.is_empty()) {
            if !names.contains(&label.name) {
                names.push(label.name);
            }
        }
        let is_array = |name: &str| scene.labels().iter().any(|label| label.name == name && label.count > 1);
        if !CIPHER.iter().all(|name| is_array(name)) || !scene.has("../cipher") {
            return None;
        }
        let [into, out] = CIPHER.map(|name| names.iter().position(|one| *one == name));
        let (into, out) = (into?, out?);
        // Where the way of a value is asked for, no shape tells it.
        if names.iter().any(|name| scene.is_covered(name)) {
            return None;
        }
        let operands = |of: &str, among: &[&'static str]| -> Vec<&'static str> {
            let parents = scene.from(of);
            let reads = |name: &&&'static str| {
                let whole = format!("/{}", scene.whole(name));
                parents.iter().any(|parent| is_in(&parent.address, &whole))
            };
            among.iter().filter(reads).copied().collect()
        };
        let mixed = operands("input", &names[..into]);
        let result = names[out + 1..].iter().copied().find(|name| operands(name, &names).contains(&"output"));
        let other = result.and_then(|result| operands(result, &names).into_iter().find(|name| *name != "output"));
        let is_linked = |name: &&'static str| link(scene, name).is_some();
        let linked = mixed.iter().copied().chain(other).find(is_linked);
        let above = mixed.iter().copied().find(|name| is_array(name) && Some(*name) != linked);
        Some(Chain {
            above: above.filter(|_| mixed.len() > 1),
            below: other.zip(result),
            linked: linked.and_then(|name| Some((link(scene, name)?, name))),
        })
    }

    /// The values of a block that are made of others or come in, in the order of computing.
    fn stops(&self) -> impl Iterator<Item = &'static str> {
        let message = self.below.map(|(other, _)| other).filter(|other| self.mixed() != Some(other));
        let result = self.below.map(|(_, result)| result);
        self.above.into_iter().chain(CIPHER).chain(message).chain(result)
    }

    /// The name of what comes from the block before.
    fn mixed(&self) -> Option<&'static str> {
        self.linked.map(|(_, name)| name)
    }

    /// The value that a block ends in.
    fn last(&self) -> &'static str {
        self.below.map_or("output", |(_, result)| result)
    }
}

/// Whether an address is that of a value or of one of its bytes.
fn is_in(address: &str, whole: &str) -> bool {
    address.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with('['))
}

/// The name of the value of the block before that a value of this one is; none where it comes from elsewhere.
fn link(scene: &dyn Scene, name: &str) -> Option<&'static str> {
    // The first block has none before: there the next one is asked.
    let (before, this) = match scene.neighbour(-1) {
        Some(before) => (before, String::new()),
        None => (format!("/{}", scene.base()), format!("{}/", scene.neighbour(1)?)),
    };
    let here = format!("{this}{name}");
    let parents = scene.from(&here);
    CIPHER.into_iter().rev().find(|of| {
        let there = format!("{before}/{of}");
        match parents.first() {
            Some(parent) if is_in(&parent.address, &there) => true,
            // What a block reads from outside has an address there: the same for both.
            Some(parent) => scene.from(&there).first().is_some_and(|read| read.address == parent.address),
            None => scene.from(&there).is_empty() && is_same(scene, &here, &there),
        }
    })
}

fn is_same(scene: &dyn Scene, one: &str, other: &str) -> bool {
    let bytes = scene.bytes(one);
    !bytes.is_empty() && bytes == scene.bytes(other)
}

/// The room of a block.
#[derive(Clone, Copy)]
struct Room {
    blocks: u64,
    /// Columns of a value, and from a block to the next.
    width: u16,
    pitch: u16,
}

impl Room {
    fn of(size: Size) -> Room {
        match size {
            Size::Small | Size::Wide => Room { blocks: 3, width: 9, pitch: 13 },
            Size::Large => Room { blocks: 3, width: 17, pitch: 21 },
            Size::Full => Room { blocks: 5, width: 17, pitch: 23 },
        }
    }
}

/// The addresses of the blocks that are drawn and their numbers: those around the one that one stands in.
fn blocks(scene: &dyn Scene, wanted: u64) -> Vec<(String, u64)> {
    let Some(segment) = scene.segment() else { return Vec::new() };
    let wanted = wanted.min(segment.count());
    let here = segment.number.abs_diff(segment.first);
    let start = here.saturating_sub(wanted / 2).min(segment.count() - wanted);
    let address = |place: u64| {
        let by = i64::try_from(place).ok()? - i64::try_from(here).ok()?;
        let at = if by == 0 { format!("/{}", scene.base()) } else { scene.neighbour(by)? };
        Some((at, segment.at(by)?))
    };
    (start..start + wanted).filter_map(address).collect()
}

fn draw(scene: &dyn Scene, size: Size) -> Drawing {
    let Some(chain) = Chain::of(scene) else { return Drawing::new(0, 0) };
    let room = Room::of(size);
    let mut drawing = Drawing::new(size.columns(), size.rows());
    let cipher = match scene.text("../in/cipher").as_str() {
        "" => "cipher".to_owned(),
        "aes" => "AES".to_owned(),
        name => name.to_owned(),
    };
    // What is decrypted in these modes goes through the cipher backwards.
    let backwards = ["cbc_decrypt", "ecb_decrypt"].contains(&scene.function());
    let cipher = if backwards { cipher + "⁻¹" } else { cipher };
    let blocks = blocks(scene, room.blocks);
    for (i, (block, number)) in (0..).zip(&blocks) {
        let x = 1 + i * room.pitch;
        let next = usize::from(i) + 1 < blocks.len();
        let mut column = Column { drawing: &mut drawing, scene, block, x, y: 0, room, leaves: 0, joins: 0 };
        column.all(&chain, *number, &cipher, next, i > 0);
    }
    drawing.fitted()
}

/// A block being drawn, from the top down.
struct Column<'a> {
    drawing: &'a mut Drawing,
    scene: &'a dyn Scene,
    block: &'a str,
    x: u16,
    y: u16,
    room: Room,
    /// The rows in which the wire to the next block leaves this one, and is mixed into that one.
    leaves: u16,
    joins: u16,
}

impl Column<'_> {
    fn all(&mut self, chain: &Chain, number: u64, cipher: &str, next: bool, before: bool) {
        let first = chain.above.unwrap_or("input");
        let (feeding, mixed) = chain.linked.unzip();
        self.name(first, number);
        self.block_of(first);
        if chain.above.is_some() {
            self.wire("│", first);
            if let Some(mixed) = mixed {
                self.plus(mixed, number, before, "┌");
                self.wire("│", "input");
            } else {
                self.wire("⊕", "input");
            }
            self.line_of("input");
        } else if feeding == Some("input") && next {
            self.branch("input", "┐");
        } else {
            self.wire("│", "input");
        }
        self.cipher(cipher);
        match chain.below {
            None => {
                let joins = feeding == Some("output");
                match (joins, next) {
                    (true, true) => self.branch("output", "┘"),
                    _ => self.wire("│", "output"),
                }
                self.block_of("output");
            }
            Some((other, result)) => {
                self.line_of("output");
                if Some(other) == mixed {
                    self.wire("│", "output");
                    self.plus(other, number, before, "└");
                } else {
                    self.drawing.caption(self.x, self.y, format!("⊕ {other}"));
                    self.y += 1;
                    self.block_of(other);
                }
                self.wire("│", result);
                self.block_of(result);
            }
        }
        self.name(chain.last(), number);
        // The wire to the next block runs between both, from where it leaves to where it is mixed in.
        let (first, last) = (self.leaves.min(self.joins), self.leaves.max(self.joins));
        for y in (first + 1..last).filter(|_| next) {
            let of = self.at(feeding.unwrap_or("output"));
            self.drawing.line(self.scene, self.turn(), y, "│", &of);
        }
        self.horizon(chain);
    }

    fn at(&self, name: &str) -> String {
        format!("{}/{name}", self.block)
    }

    /// The column between this block and the next in which a wire turns.
    fn turn(&self) -> u16 {
        self.x + self.room.width + 1
    }

    fn name(&mut self, name: &str, number: u64) {
        self.drawing.caption(self.x, self.y, format!("{name} {number}"));
        self.y += 1;
    }

    fn wire(&mut self, text: &str, of: &str) {
        self.drawing.line(self.scene, self.x + WIRE, self.y, text, &self.at(of));
        self.y += 1;
    }

    /// The wire, and from it one to the next block.
    fn branch(&mut self, of: &str, turn: &str) {
        self.leaves = self.y;
        let long = usize::from(self.turn() - self.x - WIRE - 1);
        self.wire(&format!("├{}{turn}", "─".repeat(long)), of);
    }

    /// The value of the block before, mixed in; in the first of all it is one of its own.
    fn plus(&mut self, mixed: &str, number: u64, before: bool, turn: &str) {
        let address = self.at(mixed);
        self.joins = self.y;
        if before {
            let long = usize::from(WIRE + self.room.pitch - self.room.width - 3);
            let x = self.x + self.room.width + 1 - self.room.pitch;
            self.drawing.line(self.scene, x, self.y, format!("{turn}{}▸⊕", "─".repeat(long)), &address);
        } else {
            let start = self.scene.bytes(&address).first().map_or_else(String::new, |byte| format!("{byte:02x}…"));
            self.drawing.shown(self.scene, self.x, self.y, WIRE - 1, &address, start);
            self.drawing.line(self.scene, self.x + WIRE, self.y, "⊕", &address);
            // Left of the first that is drawn there may be others.
            let says = match number.checked_sub(1).filter(|_| self.scene.segment().is_some_and(|s| s.first < number)) {
                None => "◂IV".to_owned(),
                Some(last) if self.room.width > 9 => format!("◂block {last}"),
                Some(last) => format!("◂{last}"),
            };
            self.drawing.caption(self.x + WIRE + 1, self.y, says);
        }
        self.y += 1;
    }

    /// The box of the cipher.
    fn cipher(&mut self, name: &str) {
        let long = name.chars().count();
        let left = self.x + WIRE - u16::try_from(long.min(6) / 2 + 1).unwrap_or(2);
        let to = usize::from(self.x + WIRE - left) - 1;
        let edge = |open: &str, wire: &str, close: &str| {
            format!("{open}{}{wire}{}{close}", "─".repeat(to), "─".repeat(long.saturating_sub(to + 1)))
        };
        self.drawing.line(self.scene, left, self.y, edge("┌", "┴", "┐"), &self.at("input"));
        self.drawing.caption(left, self.y + 1, format!("│{name}│"));
        self.drawing.line(self.scene, left, self.y + 2, edge("└", "┬", "┘"), &self.at("output"));
        self.y += 3;
    }

    /// A value in one row.
    fn line_of(&mut self, name: &str) {
        let [text, _] = halves(&self.scene.bytes(&self.at(name)), self.room.width);
        let text = if text.ends_with('…') { text } else { format!("{}…", text.replace(' ', "")) };
        let text: String = text.chars().take(usize::from(self.room.width)).collect();
        self.drawing.shown(self.scene, self.x, self.y, self.room.width, &self.at(name), text);
        self.y += 1;
    }

    /// A value in two rows: its letters, where it is text, else its bytes.
    fn block_of(&mut self, name: &str) {
        let address = self.at(name);
        let bytes = self.scene.bytes(&address);
        let rows = letters(&bytes, self.room.width).unwrap_or_else(|| halves(&bytes, self.room.width));
        for (i, row) in rows.into_iter().enumerate() {
            // A short text has no second row.
            if i > 0 && row.is_empty() && !bytes.is_empty() {
                self.y += 1;
                continue;
            }
            self.drawing.shown(self.scene, self.x, self.y, self.room.width, &address, row);
            self.y += 1;
        }
    }

    /// How much of the block is other than in the run one compares with, piece by piece.
    fn horizon(&mut self, chain: &Chain) {
        let address = self.at(chain.last());
        let Some(before) = self.scene.before(&address) else { return };
        let text = match before {
            Got::Value(given) => differing(&given.bytes, &self.scene.bytes(&address)),
            Got::Hidden | Got::Pending | Got::Missing => return,
        };
        self.drawing.shown(self.scene, self.x, self.y, PIECES as u16, &address, text);
        if self.x == 1 {
            self.drawing.caption(0, self.y + 1, "· the same   ▒ a bit or two   █ other");
        }
    }
}

/// Bytes in two rows of hexadecimal digits, as many as there is room for.
fn halves(bytes: &[u8], width: u16) -> [String; 2] {
    let words = |bytes: &[u8]| bytes.chunks(4).map(hex).collect::<Vec<_>>().join(" ");
    let each = if width > 16 { 8 } else { 4 };
    let (first, rest) = bytes.split_at(bytes.len().min(each));
    // Of what is longer, the end: counters differ there.
    let second = match rest.len() > each {
        true => format!("…{}", hex(&rest[rest.len() - each..])),
        false => words(rest),
    };
    [words(first), second]
}

/// Bytes in two rows of letters, and of padding how many bytes; none where they are no text.
fn letters(bytes: &[u8], width: u16) -> Option<[String; 2]> {
    let is_letter = |byte: &u8| (0x20..0x7f).contains(byte);
    let long = bytes.iter().take_while(|byte| is_letter(byte)).count();
    let (text, rest) = bytes.split_at(long);
    if rest.iter().any(|byte| *byte != rest[0]) || text.is_empty() {
        return None;
    }
    let each = if width > 16 { 16 } else { 8 };
    let letters = |bytes: &[u8]| bytes.iter().map(|byte| char::from(*byte)).collect::<String>();
    let (first, second) = text.split_at(text.len().min(each));
    let padding = rest.first().map_or_else(String::new, |byte| format!("{}×{byte:02x}", rest.len()));
    Some([letters(first), super::drawing::cut(&format!("{}{padding}", letters(second)), width)])
}

/// How much differs, in as many pieces: nothing, a bit or two, more.
fn differing(before: &[u8], now: &[u8]) -> String {
    let each = now.len().max(before.len()).div_ceil(PIECES).max(1);
    let piece = |bytes: &[u8], i: usize| -> Vec<u8> { bytes.iter().skip(i * each).take(each).copied().collect() };
    let shade = |i: usize| {
        let (was, is) = (piece(before, i), piece(now, i));
        let bits: u32 = was.iter().zip(&is).map(|(was, is)| (was ^ is).count_ones()).sum();
        match bits {
            _ if was.len() != is.len() => '█',
            0 => '·',
            1 | 2 => '▒',
            _ => '█',
        }
    };
    (0..PIECES).map(shade).collect()
}

fn say(scene: &dyn Scene) -> Vec<String> {
    let Some(chain) = Chain::of(scene) else { return Vec::new() };
    let Some(segment) = scene.segment() else { return Vec::new() };
    let value = |name: &str| {
        let bytes = scene.bytes(name);
        match letters(&bytes, u16::MAX) {
            _ if bytes.is_empty() => "hidden".to_owned(),
            Some([text, _]) => format!("\"{text}\""),
            None => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        }
    };
    let first = chain.above.unwrap_or("input");
    let before = match (chain.linked, scene.neighbour(-1)) {
        (Some((from, _)), Some(_)) => format!("{from} of the block before"),
        (Some((_, mixed)), None) => format!("{mixed} {}", value(mixed)),
        (None, _) => String::new(),
    };
    let mut said = format!("Block {}: {first} {}", segment.number, value(first));
    if chain.above.is_some() && !before.is_empty() {
        said.push_str(&format!(", XOR {before}"));
    }
    said.push_str(&format!(", through the cipher: {}", value("output")));
    match chain.below {
        Some((other, result)) if Some(other) == chain.mixed() => {
            said.push_str(&format!(", XOR {before}: {result} {}", value(result)));
        }
        Some((other, result)) => said.push_str(&format!(", XOR {other} {}: {result} {}", value(other), value(result))),
        None => {}
    }
    let mut lines = vec![format!("{said}.")];
    for (block, number) in blocks(scene, Room::of(Size::Small).blocks) {
        let address = format!("{block}/{}", chain.last());
        if let Some(Got::Value(before)) = scene.before(&address) {
            let now = scene.bytes(&address);
            let bits: u32 = before.bytes.iter().zip(&now).map(|(was, is)| (was ^ is).count_ones()).sum();
            lines.push(format!("Block {number}, {}: {bits} bits of {} differ.", chain.last(), now.len() * 8));
        }
    }
    lines
}
