//! Every bit of a register that differs between two runs, two rounds a row.

use super::{Among, Drawing, Got, Picture, Scene, Size, Spread};

/// The row.
pub const PICTURE: Picture = Picture {
    name: "overlay",
    summary: "Every bit of a register that differs between two runs, round by round.",
    fits: |scene| Bits::of(scene).is_some(),
    sizes: &[Size::Large],
    stops,
    draw,
    say,
    across: Some(|scene| Bits::of(scene).map_or(1, |bits| bits.spread.places.len())),
    changes: true,
};

/// The column of the first bit, after the number of a round.
const LEFT: u16 = 4;
/// The bits of a register.
const WIDTH: u16 = 32;
/// The most rows of two rounds each.
const ROWS: usize = 32;

/// A register, and how far the difference spreads around it.
struct Bits {
    name: &'static str,
    spread: Spread,
}

impl Bits {
    fn of(scene: &dyn Scene) -> Option<Bits> {
        let (here, index) = scene.label()?;
        let index = index?;
        let spread = scene.spread(scene.here().split('/').next()?)?;
        let name = *spread.names.iter().find(|name| **name == here)?;
        let is_word = scene.bytes(&format!("{name}[{index}]")).len() * 8 == usize::from(WIDTH);
        let hidden = scene.get(&format!("{name}[{index}]")) == Got::Hidden;
        (is_word || hidden).then_some(Bits { name, spread })
    }

    /// The bits of the register that differ after a round; none where they are not seen.
    fn differing(&self, scene: &dyn Scene, place: &Among) -> Option<u32> {
        let address = format!("{}[{}]", self.name, place.number);
        match (scene.get(&address), scene.before(&address)) {
            (Got::Value(now), Some(Got::Value(was))) => Some(word(&now.bytes) ^ word(&was.bytes)),
            (Got::Value(_), None) => Some(0),
            _ => None,
        }
    }
}

fn word(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |word, byte| word << 8 | u32::from(*byte))
}

fn stops(scene: &dyn Scene) -> Vec<String> {
    let Some(bits) = Bits::of(scene) else { return Vec::new() };
    let each = |name: &'static str| {
        let places = bits.spread.places.iter();
        places.map(move |place| scene.whole(&format!("{name}[{}]", place.number))).collect::<Vec<_>>()
    };
    bits.spread.names.iter().flat_map(|name| each(name)).collect()
}

fn draw(scene: &dyn Scene, _: Size) -> Drawing {
    let mut drawing = Drawing::new(0, 0);
    let Some(bits) = Bits::of(scene) else { return drawing };
    let of = bits.spread.places.iter().find_map(|place| place.bits).map_or(0, |(_, of)| of);
    drawing.caption(1, 0, bits.name);
    let title = if bits.spread.counted { format!("differ, of {of}") } else { "change one bit".to_owned() };
    drawing.caption(LEFT, 0, format!("bit 31{:>26}  {title}", 0));
    // The rows around the one that one stands in, where there are more than fit.
    let rows: Vec<&[Among]> = bits.spread.places.chunks(2).collect();
    let here = rows.iter().position(|row| row.iter().any(|place| scene.stands_at(&place.address))).unwrap_or(0);
    let first = here.saturating_sub(ROWS / 2).min(rows.len().saturating_sub(ROWS));
    for (row, y) in rows.iter().skip(first).take(ROWS).zip(1..) {
        let address = |place: &Among| format!("{}[{}]", bits.name, place.number);
        drawing.caption(0, y, format!("{:2}", row[0].number));
        let upper = bits.differing(scene, &row[0]);
        let lower = row.get(1).map_or(Some(0), |place| bits.differing(scene, place));
        let text = match upper.zip(lower) {
            Some((upper, lower)) => (0..WIDTH).rev().map(|bit| half(upper >> bit & 1, lower >> bit & 1)).collect(),
            None => "····".to_owned(),
        };
        drawing.shown(scene, LEFT, y, WIDTH, &address(&row[0]), text).quiet = true;
        let mut all = 0;
        for (place, x) in row.iter().zip([LEFT + WIDTH + 2, LEFT + WIDTH + 6]) {
            let count = place.bits.map(|(bits, _)| bits);
            all += count.unwrap_or(0);
            let text = count.map_or_else(|| "··".to_owned(), |count| count.to_string());
            drawing.shown(scene, x, y, 3, &address(place), format!("{text:>3}")).quiet = true;
        }
        if row.iter().all(|place| place.bits.is_some()) {
            // A square for each 16 bits of the mean of both.
            let squares = usize::try_from((all / row.len() as u64 + 8) / 16).unwrap_or(0);
            let last = row.last().unwrap_or(&row[0]);
            drawing.shown(scene, LEFT + WIDTH + 11, y, 14, &address(last), "█".repeat(squares)).quiet = true;
        }
    }
    drawing.fitted()
}

/// Half a character for each of two rounds.
fn half(upper: u32, lower: u32) -> char {
    match (upper, lower) {
        (0, 0) => '·',
        (_, 0) => '▀',
        (0, _) => '▄',
        _ => '█',
    }
}

fn say(scene: &dyn Scene) -> Vec<String> {
    let Some(bits) = Bits::of(scene) else { return Vec::new() };
    if !bits.spread.counted {
        return vec!["Nothing was changed yet, so there is nothing to compare with.".to_owned()];
    }
    let line = |place: &Among| {
        let differing = bits.differing(scene, place);
        let which: Vec<String> = match differing {
            Some(word) => (0..32).filter(|bit| word >> bit & 1 == 1).map(|bit| bit.to_string()).collect(),
            None => Vec::new(),
        };
        let of = match (differing, which.len()) {
            (None, _) => "hidden".to_owned(),
            (_, 0) => format!("no bit of {}", bits.name),
            (_, 1) => format!("bit {} of {}", which[0], bits.name),
            (_, 2..=6) => format!("bits {} of {}", which.join(", "), bits.name),
            (_, many) => format!("{many} bits of {}", bits.name),
        };
        let all = place.bits.map_or_else(String::new, |(bits, of)| format!("; {bits} of {of} bits in all"));
        format!("Round {}: {of}{all}.", place.number)
    };
    bits.spread.places.iter().map(line).collect()
}
