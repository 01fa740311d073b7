//! Authenticated encryption: counters become keystream, the keystream hides the blocks, and a second chain runs into
//! the tag.

use super::drawing::{Drawing, cut, end};
use super::row::{Picture, Size};
use super::scene::{Got, Scene, byte_range};
use crate::view::plain::hex;

/// The row.
pub const PICTURE: Picture = Picture {
    name: "seal",
    summary: "Blocks under counters, and below them the chain that becomes the tag.",
    fits: |scene| Seal::of(scene).is_some(),
    sizes: &[Size::Small, Size::Large, Size::Full],
    stops: |scene| Seal::of(scene).map_or_else(Vec::new, |seal| seal.stops(scene)),
    draw,
    say,
    across: None,
    changes: false,
};

/// The names that an algorithm has for the pieces of a seal. `{}` is the number of a block.
struct Shape {
    /// The counter, the keystream and the bytes that come out.
    block: [&'static str; 3],
    /// The number of the first block, and how many bytes each has.
    first: u64,
    bytes: u64,
    /// The pieces of all that is hidden, and of the chain that is summed, with the sums' number in it.
    hidden: &'static str,
    chain: &'static str,
    sum: &'static str,
    /// The last two rows: what is added to the sum, and the tag.
    once: &'static str,
    tag: &'static str,
    /// Words: how a counter becomes keystream, how a sum goes on, and what is added last, behind its sign.
    cipher: &'static str,
    product: &'static str,
    sign: &'static str,
    last: &'static str,
    /// Whether the sum and what is added last are numbers, whose lowest byte the tag has first.
    is_number: bool,
}
static SHAPES: [Shape; 2] = [
    Shape {
        block: ["counter[{}]", "keystream[{}]", "output[{}]"],
        first: 1,
        bytes: 16,
        hidden: "gctr",
        chain: "ghash",
        sum: "ghash[{}]",
        once: "tag/EJ0",
        tag: "tag",
        cipher: "AES",
        product: "⊕ • H",
        sign: "⊕",
        last: "the encrypted J0",
        is_number: false,
    },
    Shape {
        block: ["encrypt/block[{}]/counter", "encrypt/block[{}]/chacha20_block/serialize", "encrypt/block[{}]"],
        first: 0,
        bytes: 64,
        hidden: "encrypt/block",
        chain: "mac/block",
        sum: "mac/block[{}]",
        once: "mac/s",
        tag: "mac/tag",
        cipher: "ChaCha20",
        product: "+ · r",
        sign: "+",
        last: "s, modulo 2^128",
        is_number: true,
    },
];

/// The bytes of a block of the sum.
const SUMMED: u64 = 16;
/// The widest that a value is drawn: sixteen bytes.
const WIDEST: u16 = 32;
/// The column of the wires, counted from the first of a block's values.
const WIRE: u16 = 3;

/// A run of authenticated encryption around the place one stands at.
struct Seal {
    shape: &'static Shape,
    /// The way up to the run.
    up: &'static str,
    /// How many blocks the message has, how many bytes, and how many blocks of sums come before those of the message.
    blocks: u64,
    length: u64,
    before: u64,
    /// The block one stands at, from 0.
    here: u64,
}

impl Seal {
    fn of(scene: &dyn Scene) -> Option<Seal> {
        for up in ["", "../", "../../", "../../../"] {
            // What a call in a block gives is drawn in that; what it is made of, by itself.
            let gives = || scene.parts().last().is_some_and(|last| scene.whole(last) == scene.here());
            if up.len() > "../../".len() && !gives() {
                continue;
            }
            let has = |name: &str| scene.segments(&format!("{up}{name}")) > 0;
            let found = SHAPES.iter().find(|shape| has(shape.hidden) && has(shape.chain) && has(shape.tag));
            let Some(shape) = found else { continue };
            let Got::Value(bytes) = scene.get(&format!("{up}{}", shape.hidden)) else { return None };
            let data = match scene.get(&format!("{up}in/data")) {
                Got::Value(data) => data.len,
                Got::Hidden | Got::Pending | Got::Missing => return None,
            };
            let (length, before) = (bytes.len, data.div_ceil(SUMMED));
            let blocks = length.div_ceil(shape.bytes);
            let mut seal = Seal { shape, up, blocks, length, before, here: 0 };
            seal.here = seal.standing(scene).min(blocks.checked_sub(1)?);
            return Some(seal);
        }
        None
    }
    /// The block of the message that one stands in, whichever row of it.
    fn standing(&self, scene: &dyn Scene) -> u64 {
        let run = scene.whole(self.up.trim_end_matches('/'));
        let Some(below) = scene.here().strip_prefix(&run).map(|rest| rest.trim_start_matches('/')) else { return 0 };
        let number = || below.split_once('[')?.1.split_once(']')?.0.parse::<u64>().ok();
        let Some(number) = number() else { return 0 };
        match below.starts_with(self.shape.chain) {
            true => number.saturating_sub(1 + self.before) * SUMMED / self.shape.bytes,
            false
                if self
                    .shape
                    .block
                    .iter()
                    .any(|name| below.starts_with(name.split('[').next().unwrap_or_default())) =>
            {
                number.saturating_sub(self.shape.first)
            }
            false => 0,
        }
    }
    fn at(&self, pattern: &str, number: u64) -> String {
        format!("{}{}", self.up, pattern.replace("{}", &number.to_string()))
    }
    /// The sum after the last block of the tag's chain that a block of the message feeds.
    fn sum(&self, block: u64) -> u64 {
        let read = ((block + 1) * self.shape.bytes).min(self.length);
        self.before + read.div_ceil(SUMMED)
    }
    /// The addresses of a block's rows: counter, keystream, what comes out, sum.
    fn rows(&self, block: u64) -> [String; 4] {
        let [counter, keystream, output] = self.shape.block.map(|name| self.at(name, block + self.shape.first));
        [counter, keystream, output, self.at(self.shape.sum, self.sum(block))]
    }
    /// The last rows, each with its sign, its address and words: the sum after the block of lengths, what is added to it,
    /// and the tag.
    fn ends(&self) -> [(&'static str, String, &'static str); 3] {
        let last = self.at(self.shape.sum, self.sum(self.blocks - 1) + 1);
        let [once, tag] = [self.shape.once, self.shape.tag].map(|name| self.at(name, 0));
        let with = if self.shape.is_number { "the sum, low byte first" } else { "with the lengths" };
        [("", last, with), (self.shape.sign, once, self.shape.last), ("=", tag, "the tag")]
    }
    fn stops(&self, scene: &dyn Scene) -> Vec<String> {
        let rows = self.rows(self.here).into_iter().chain(self.ends().map(|(_, address, _)| address));
        rows.map(|address| scene.whole(&address)).collect()
    }
    /// The name of what is put under the keystream, and the bytes of it in a block, where they are seen.
    fn written(&self, scene: &dyn Scene, block: u64) -> (&'static str, Vec<u8>) {
        let message = format!("{}in/message", self.up);
        let (word, all) = match scene.has(&message) {
            true => ("message", scene.bytes(&message)),
            false => ("ciphertext", scene.bytes(&format!("{}in/sealed", self.up))),
        };
        let start = usize::try_from(block * self.shape.bytes).unwrap_or(usize::MAX);
        let length = usize::try_from(self.shape.bytes.min(self.length - block * self.shape.bytes)).unwrap_or(0);
        (word, all.into_iter().skip(start).take(length).collect())
    }
    /// The bytes of the message, or of what was sealed, that a block is made of, where they are of one cell.
    fn input(&self, scene: &dyn Scene, block: u64) -> Option<String> {
        let names = ["in/message", "in/sealed"].map(|name| format!("{}{name}", self.up));
        let spans = scene.spans(names.iter().find(|name| scene.has(name))?);
        let [first] = &spans[..] else { return None };
        let cell = byte_range(&first.address).map_or(first.address.as_str(), |(cell, _)| cell);
        let start = block * self.shape.bytes;
        let end = (start + self.shape.bytes).min(self.length) - 1;
        let address = format!("/{cell}[{start}..{end}]");
        (first.range.start == 0 && !cell.contains('/') && scene.has(&address)).then_some(address)
    }
}

/// Bytes in so many columns: as letters where all that are shown are such.
fn short(bytes: &[u8], columns: u16) -> String {
    let is_text = !bytes.is_empty() && bytes.iter().all(|byte| (0x20..0x7f).contains(byte));
    let text = if is_text { String::from_utf8_lossy(bytes).into_owned() } else { hex(bytes) };
    cut(&text, columns)
}

fn draw(scene: &dyn Scene, size: Size) -> Drawing {
    let Some(seal) = Seal::of(scene) else { return Drawing::new(0, 0) };
    let mut drawing = Drawing::new(size.columns(), size.rows());
    let most = match size {
        Size::Small | Size::Wide | Size::Large => 3,
        Size::Full => 5,
    };
    let wanted = seal.blocks.min(most);
    let blocks = u16::try_from(wanted).unwrap_or(1).max(1);
    // Few blocks share the room of many.
    let pitch = (size.columns() / blocks).min(WIDEST + 3);
    let width = pitch - 3;
    let start = seal.here.saturating_sub(wanted / 2).min(seal.blocks - wanted);
    let shape = seal.shape;
    for (i, block) in (0..).zip(start..start + wanted) {
        let x = 1 + i * pitch;
        let [counter, keystream, output, sum] = seal.rows(block);
        let wire = |drawing: &mut Drawing, y: u16, text: &str, of: &str| drawing.line(scene, x + WIRE, y, text, of);
        let put = |drawing: &mut Drawing, y: u16, address: &str| {
            let text = short(&scene.bytes(address), width);
            drawing.shown(scene, x, y, width, address, text);
        };
        drawing.caption(x, 0, format!("block {}", block + 1));
        // Of a counter it is the end that moves.
        let text = end(&scene.text(&counter), width);
        drawing.shown(scene, x, 1, width, &counter, text);
        wire(&mut drawing, 2, "│", &counter);
        drawing.caption(x + WIRE + 2, 2, cut(shape.cipher, width - WIRE - 2));
        put(&mut drawing, 3, &keystream);
        wire(&mut drawing, 4, "⊕", &keystream);
        match seal.input(scene, block) {
            Some(input) => put(&mut drawing, 5, &input),
            None => {
                let (word, text) = seal.written(scene, block);
                drawing.caption(x + WIRE + 2, 4, cut(word, width - WIRE - 2));
                drawing.caption(x, 5, short(&text, width));
            }
        }
        wire(&mut drawing, 6, "│", &output);
        put(&mut drawing, 7, &output);
        wire(&mut drawing, 8, "│", &output);
        let goes_on = block + 1 < seal.blocks;
        drawing.caption(x + WIRE + 2, 9, cut(shape.product, width - WIRE - 2));
        wire(&mut drawing, 9, "▾", &output);
        put(&mut drawing, 10, &sum);
        if goes_on {
            drawing.line(scene, x + width, 10, "─".repeat(usize::from(pitch - width - 2)) + "▸", &sum);
        } else {
            wire(&mut drawing, 11, "│", &sum);
        }
    }
    for (y, (sign, address, words)) in (13..).zip(seal.ends()) {
        let width = width.min(size.columns() - 5 - u16::try_from(words.len()).unwrap_or(0));
        let mut bytes = scene.bytes(&address);
        if shape.is_number && sign != "=" {
            bytes.reverse();
        }
        let text = short(&bytes, width);
        drawing.caption(0, y, sign);
        drawing.shown(scene, 3, y, width, &address, text);
        drawing.caption(3 + width + 2, y, words);
    }
    if seal.before > 0 {
        let blocks = if seal.before == 1 { "a block".to_owned() } else { format!("{} blocks", seal.before) };
        drawing.caption(0, 12, cut(&format!("the sum began with {blocks} of data"), size.columns()));
    }
    drawing.fitted()
}

fn say(scene: &dyn Scene) -> Vec<String> {
    let Some(seal) = Seal::of(scene) else { return Vec::new() };
    let [counter, keystream, output, sum] = seal.rows(seal.here).map(|address| scene.spoken(&address));
    let [last, _, tag] = seal.ends().map(|(_, address, _)| scene.spoken(&address));
    vec![
        format!(
            "Block {} of {}: counter {counter}, through {}: {keystream}.",
            seal.here + 1,
            seal.blocks,
            seal.shape.cipher
        ),
        format!("With the keystream it gives {output}; summed for the tag, {sum}."),
        format!("With the lengths the sum is {last}; it and {} give the tag {tag}.", seal.shape.last),
    ]
}
