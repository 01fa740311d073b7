//! The film of a round of AES: a square a step, so that the eye sees what each step does to a byte.

use super::drawing::{Drawing, cut};
use super::row::{Picture, Size};
use super::scene::Scene;

/// The row.
pub const PICTURE: Picture = Picture {
    name: "film",
    summary: "A round of AES as squares: replace, slide, mix, add the key; a byte on its way through them.",
    fits: |scene| !frames(scene).is_empty(),
    sizes: &[Size::Small, Size::Large],
    stops,
    draw,
    say,
    across: None,
    changes: false,
};

/// The steps of a round of encryption, and of one of decryption, in the places that they keep in every round.
const STEPS: [[&str; 6]; 2] = [
    ["s", "SubBytes", "ShiftRows", "MixColumns", "round_key", "AddRoundKey"],
    ["s", "InvShiftRows", "InvSubBytes", "round_key", "AddRoundKey", "InvMixColumns"],
];
/// Bytes of a column, and columns of a square.
const SIDE: usize = 4;
/// Squares beside each other.
const ACROSS: usize = 3;

/// A square: the step it stands for, and where.
struct Frame {
    name: &'static str,
    slot: usize,
}

/// The squares of the round one stands in; none elsewhere.
fn frames(scene: &dyn Scene) -> Vec<Frame> {
    let labels = scene.labels();
    let has = |name: &str| match name {
        "s" => labels.iter().any(|label| label.name == "s" && label.index == [0, 0]),
        name => labels.iter().any(|label| label.name == name && label.count == SIDE * SIDE),
    };
    if !has("s") || !has("AddRoundKey") {
        return Vec::new();
    }
    let inverse = scene.function() == "aes_decrypt" || has("InvSubBytes");
    let steps = STEPS[usize::from(inverse)];
    let there = steps.into_iter().enumerate().filter(|(_, name)| has(name));
    there.map(|(slot, name)| Frame { name, slot }).collect()
}

/// The address of byte `k` of a square, in the order in which the square is filled: down the columns.
fn byte(name: &str, k: usize) -> String {
    match name {
        "s" => format!("s[{}][{}]", k % SIDE, k / SIDE),
        name => format!("{name}[{k}]"),
    }
}

/// The byte of a square that a byte of the square before it became: the one that is its copy, else the one in its
/// place.
fn onward(scene: &dyn Scene, from: &str, to: &str, k: usize) -> usize {
    let source = scene.whole(&byte(from, k));
    let moved = |i: &usize| {
        let address = byte(to, *i);
        scene.is_copy(&address) && matches!(&scene.from(&address)[..], [one] if one.address[1..] == source)
    };
    match to.ends_with("ShiftRows") {
        true => (k % SIDE..SIDE * SIDE).step_by(SIDE).find(moved).unwrap_or(k),
        false => k,
    }
}

fn stops(scene: &dyn Scene) -> Vec<String> {
    let frames = frames(scene);
    let mut stops = Vec::new();
    for first in 0..SIDE * SIDE {
        let (mut k, mut before) = (first, "");
        for frame in &frames {
            // The key comes from elsewhere; it meets the byte in its place.
            if frame.name != "round_key" {
                k = if before.is_empty() { k } else { onward(scene, before, frame.name, k) };
                before = frame.name;
            }
            stops.push(scene.whole(&byte(frame.name, k)));
        }
    }
    stops
}

/// The name of a square.
fn title(name: &str) -> &str {
    match name {
        "s" => "start",
        "round_key" => "round key",
        "AddRoundKey" => "⊕ round key",
        name => name,
    }
}

fn draw(scene: &dyn Scene, size: Size) -> Drawing {
    let frames = frames(scene);
    let pitch: u16 = if size == Size::Small { 14 } else { 20 };
    let mut drawing = Drawing::new(3 * pitch - 2, 17);
    let place = |slot: usize| {
        let (x, y) = (slot % ACROSS, slot / ACROSS);
        (1 + u16::try_from(x).unwrap_or(0) * pitch, u16::try_from(y).unwrap_or(0) * 6)
    };
    for frame in &frames {
        let (x, y) = place(frame.slot);
        let title = title(frame.name);
        // A long name begins a little before its square.
        let last = drawing.columns.saturating_sub(u16::try_from(title.chars().count()).unwrap_or(0));
        drawing.caption(x.min(last), y, title);
        for k in 0..SIDE * SIDE {
            let (row, column) = (u16::try_from(k % SIDE).unwrap_or(0), u16::try_from(k / SIDE).unwrap_or(0));
            drawing.value(scene, x + 3 * column, y + 1 + row, 2, &byte(frame.name, k));
        }
        if frame.name.ends_with("ShiftRows") {
            let way = if frame.name.starts_with("Inv") { "right" } else { "left" };
            drawing.caption(x - 5, y + 5, format!("{way} by 0 1 2 3"));
        }
    }
    between(&mut drawing, &frames, pitch, place);
    opened(&mut drawing, scene, &frames);
    drawing.fitted()
}

/// The signs between two squares beside each other.
fn between(drawing: &mut Drawing, frames: &[Frame], pitch: u16, place: impl Fn(usize) -> (u16, u16)) {
    for pair in frames.windows(2) {
        if pair[1].slot != pair[0].slot + 1 || pair[1].slot % ACROSS == 0 {
            continue;
        }
        let (x, y) = place(pair[1].slot);
        let sign = if pair[1].name == "round_key" { "⊕" } else { "▸" };
        drawing.caption(x - (pitch - 11) / 2 - 1, y + 2, sign);
    }
}

/// The step that one stands in, byte by byte.
fn opened(drawing: &mut Drawing, scene: &dyn Scene, frames: &[Frame]) {
    let Some(below) = scene.below() else { return };
    let y = 12;
    let bytes = frames.iter().flat_map(|frame| (0..SIDE * SIDE).map(|k| (frame.name, k)));
    let Some((name, k)) = bytes.into_iter().find(|(name, k)| byte(name, *k) == below) else { return };
    if scene.is_covered(below) {
        return;
    }
    if name.ends_with("MixColumns") {
        return mixed(drawing, scene, name, k, y);
    }
    if name.ends_with("SubBytes") && looked_up(drawing, scene, frames, name, k, y) {
        return;
    }
    drawing.caption(1, y, cut(&format!("{below} = {}", scene.formula(below)), drawing.columns - 2));
    for (i, parent) in (1..).zip(scene.from(below).iter().take(4)) {
        drawing.caption(1, y + i, cut(&parent.name, 24));
        drawing.value(scene, 28, y + i, 8, &parent.address);
    }
}

/// The rows of the table around the entry that a byte was replaced by. False where nothing may be told of them.
fn looked_up(drawing: &mut Drawing, scene: &dyn Scene, frames: &[Frame], name: &str, k: usize, y: u16) -> bool {
    let before = frames.iter().rev().skip_while(|frame| frame.name != name).nth(1);
    let Some(source) = before.map(|frame| byte(frame.name, k)) else { return false };
    let (table, into) = (scene.table(&byte(name, k)), scene.bytes(&source));
    let (&[into], true) = (&into[..], table.len() == 256) else { return false };
    // Half a row to a line where there is no room for a whole one.
    let wide = drawing.columns > 52;
    let (across, lines) = if wide { (16, 3) } else { (8, 2) };
    let line = usize::from(into) / across;
    let first = if wide { line.saturating_sub(1).min(16 - lines) } else { line / 2 * 2 };
    drawing.value(scene, 1, y, 2, &source);
    drawing.caption(3, y, ": row and column in the S-box");
    for (at, line) in (0..).zip(first..first + lines) {
        let row = y + 2 + if wide { at } else { 2 * at };
        drawing.caption(1, row, format!("{:x}_", line * across / 16));
        for column in 0..across {
            let (entry, x) = (line * across + column, 4 + 3 * column as u16);
            if !wide || at == 0 {
                drawing.caption(x, row - 1, format!("_{:x}", entry % 16));
            }
            if entry == usize::from(into) {
                drawing.value(scene, x, row, 2, &byte(name, k));
            } else {
                drawing.caption(x, row, format!("{:02x}", table[entry]));
            }
        }
    }
    true
}

/// A column times the matrix of the step.
fn mixed(drawing: &mut Drawing, scene: &dyn Scene, name: &str, k: usize, y: u16) {
    let (first, source) = match name {
        "MixColumns" => (["02", "03", "01", "01"], "ShiftRows"),
        _ => (["0e", "0b", "0d", "09"], "AddRoundKey"),
    };
    let source = if scene.has(&byte(source, 0)) { source } else { "SubBytes" };
    let (column, row) = (k / SIDE * SIDE, k % SIDE);
    let parents = scene.from(&byte(name, k));
    for (i, line) in (y..).zip(0..SIDE).map(|(y, i)| (i, y)) {
        let factors: Vec<&str> = (0..SIDE).map(|j| first[(j + SIDE - i) % SIDE]).collect();
        drawing.caption(1, line, factors.join(" "));
        drawing.value(scene, 16, line, 2, &byte(source, column + i));
        drawing.value(scene, 22, line, 2, &byte(name, column + i));
        if i == 1 {
            drawing.caption(13, line, "×");
            drawing.caption(19, line, "=");
        }
        if let Some(parent) = parents.get(i) {
            drawing.caption(26, line, if i == 0 { " " } else { "⊕" });
            drawing.caption(28, line, format!("{}·", first[(i + SIDE - row) % SIDE]));
            drawing.value(scene, 32, line, 2, &byte(source, column + i));
            drawing.caption(35, line, "=");
            drawing.value(scene, 37, line, 2, &parent.address);
        }
    }
    drawing.caption(1, y + 4, format!("row {row} of the matrix, times the column"));
}

fn say(scene: &dyn Scene) -> Vec<String> {
    let frames = frames(scene);
    let round = scene.segment().map_or(0, |segment| segment.number);
    let seen = |address: &str| scene.spoken(address);
    let mut lines = Vec::new();
    let mut before: Option<&str> = None;
    for frame in &frames {
        let bytes: Vec<String> = (0..SIDE * SIDE).map(|k| seen(&byte(frame.name, k))).collect();
        lines.push(format!("Round {round}, {}: {}.", title(frame.name), bytes.join(" ")));
        if let Some(below) = scene.below()
            && let Some(k) = (0..SIDE * SIDE).find(|k| byte(frame.name, *k) == below)
        {
            let (row, column) = (k % SIDE, k / SIDE);
            let of: Vec<String> =
                scene.from(below).iter().map(|parent| format!("{} {}", parent.name, seen(&parent.address))).collect();
            let of = if of.is_empty() { String::new() } else { format!(", of {}", of.join(", ")) };
            let was = before.map_or_else(String::new, |before| format!(" after {}", title(before)));
            lines.push(format!(
                "You stand on {}, row {row} column {column}{was}: {}{of}.",
                title(frame.name),
                seen(below)
            ));
        }
        before = Some(frame.name);
    }
    lines
}
