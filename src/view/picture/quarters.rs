//! The quarter-rounds of ChaCha20 and the G of BLAKE2: four words of the square at a time, in columns and in diagonals.

use super::drawing::Drawing;
use super::row::{Picture, Size};
use super::scene::Scene;

/// The row.
pub const PICTURE: Picture = Picture {
    name: "quarters",
    summary: "A round of ChaCha20 or BLAKE2: the square of sixteen words, and the zigzag through four of them.",
    fits: |scene| Quarter::of(scene).is_some(),
    sizes: &[Size::Small, Size::Large, Size::Wide, Size::Full],
    stops,
    draw,
    say,
    across: None,
    changes: false,
};

/// Words of a side of the square.
const SIDE: usize = 4;
/// A line of the zigzag: the two values that it makes, each with the last of its indices.
type Made = [(&'static str, usize); 2];
/// The lines of a quarter of ChaCha20, RFC 8439, section 2.1.
const CHACHA: [Made; 4] = [[("a", 1), ("d", 1)], [("c", 2), ("b", 2)], [("a", 3), ("d", 3)], [("c", 4), ("b", 4)]];
/// The lines of a G of BLAKE2, RFC 7693, section 3.1.
const BLAKE: [Made; 4] = [[("a", 1), ("d", 1)], [("c", 1), ("b", 1)], [("a", 2), ("d", 2)], [("c", 2), ("b", 2)]];
/// The words of a quarter, by their rows.
const WORDS: [&str; 4] = ["a", "b", "c", "d"];

/// A quarter-round.
struct Quarter {
    /// Its number in the round.
    q: usize,
    /// The places in the square of its four words.
    words: [usize; 4],
    /// The addresses of the state before.
    before: Vec<String>,
    /// Whether it is one of BLAKE2, which mixes a message in.
    mixes: bool,
}

/// Whether the segment is a round of BLAKE2; none where it is none of ChaCha20 either.
fn mixes(scene: &dyn Scene) -> Option<bool> {
    let has = |name: &str| scene.labels().iter().any(|label| label.name == name);
    match (has("qr") && has("x"), has("v_before") && has("m")) {
        (true, _) => Some(false),
        (false, true) => Some(true),
        (false, false) => None,
    }
}

impl Quarter {
    fn of(scene: &dyn Scene) -> Option<Quarter> {
        let mixes = mixes(scene)?;
        let q = match scene.label() {
            Some(("x" | "qr" | "v" | "v_before" | "m", _)) | None => 0,
            Some(_) => scene.below()?.split(['[', ']']).nth(1)?.parse().ok()?,
        };
        let before = if mixes { latest(scene, q) } else { state_before(scene)? };
        // The words that the first sums read, and those that come in later.
        let reads = |label: &str| -> Vec<usize> {
            let parents = scene.from(label);
            let places = parents.iter().filter_map(|parent| before.iter().position(|at| parent.address[1..] == *at));
            places.collect()
        };
        let first = reads(&format!("a[{q}][1]"));
        let (a, b) = (*first.first()?, *first.get(1)?);
        let d = *reads(&format!("d[{q}][1]")).first()?;
        let c = *reads(&format!("c[{q}][{}]", if mixes { 1 } else { 2 })).first()?;
        Some(Quarter { q, words: [a, b, c, d], before, mixes })
    }

    fn lines(&self) -> [Made; 4] {
        if self.mixes { BLAKE } else { CHACHA }
    }

    fn is_diagonal(&self) -> bool {
        self.words[1] != self.words[0] + SIDE
    }
}

/// The addresses of the sixteen words before a G, whole: those before the round, and what the columns made of them.
fn latest(scene: &dyn Scene, q: usize) -> Vec<String> {
    let place = |i: usize| match q {
        0..SIDE => format!("v_before[{i}]"),
        _ => format!("{}[{}][2]", WORDS[i / SIDE], i % SIDE),
    };
    (0..SIDE * SIDE).map(|i| scene.whole(&place(i))).collect()
}

/// The addresses of the sixteen words that the round reads, whole.
fn state_before(scene: &dyn Scene) -> Option<Vec<String>> {
    let named = |at: String, name: &str| -> Vec<String> {
        (0..SIDE * SIDE).map(|i| scene.whole(&format!("{at}/{name}[{i}]"))).collect()
    };
    match scene.neighbour(-1) {
        Some(at) => Some(named(at, "x")),
        // The first round reads the state that was set up.
        None => {
            let first = scene.from("a[0][1]");
            let (at, _) = first.first()?.address.rsplit_once('[')?;
            Some((0..SIDE * SIDE).map(|i| format!("{}[{i}]", &at[1..])).collect())
        }
    }
}

fn stops(scene: &dyn Scene) -> Vec<String> {
    let Some(mixes) = mixes(scene) else { return Vec::new() };
    let (lines, count) = if mixes { (BLAKE, 2 * SIDE) } else { (CHACHA, SIDE) };
    let each = |q: usize| lines.into_iter().flatten().map(move |(word, k)| format!("{word}[{q}][{k}]"));
    (0..count).flat_map(each).map(|stop| scene.whole(&stop)).collect()
}

/// By how much a value is turned, as its formula says: `⋘16`.
fn turned(scene: &dyn Scene, address: &str) -> String {
    let formula = scene.formula(address);
    let found = [("ROTL", '⋘'), ("ROTR", '⋙')].into_iter().find_map(|(word, sign)| {
        let (by, _) = formula.split_once(word)?.1.split_once('(')?;
        Some(format!("{sign}{by}"))
    });
    found.unwrap_or_default()
}

fn draw(scene: &dyn Scene, size: Size) -> Drawing {
    let Some(quarter) = Quarter::of(scene) else { return Drawing::new(0, 0) };
    let wide = size >= Size::Large && size != Size::Wide;
    // Words of 64 bits are whole where there is room for them.
    let digits = quarter.before.first().map_or(8, |word| scene.text(&format!("/{word}")).len());
    let width = if size >= Size::Wide { u16::try_from(digits).unwrap_or(8).max(8) } else { 8 };
    let pitch = width + if wide { 3 } else { 1 };
    let mut drawing = Drawing::new(4 * pitch + if wide { 18 } else { 4 }, if wide { 19 } else { 14 });
    if let Some(segment) = scene.segment() {
        let kind = if quarter.is_diagonal() { "diagonals" } else { "columns" };
        let says = match quarter.mixes {
            true => format!("{kind} · G {} of 0…7", quarter.q),
            false => format!("round {} of {}, {kind} · quarter {}", segment.number, segment.last, quarter.q),
        };
        drawing.caption(1, 0, says);
    }
    let sign = if quarter.is_diagonal() { "╲" } else { "│" };
    for (i, address) in quarter.before.iter().enumerate() {
        let (row, column) = (u16::try_from(i / SIDE).unwrap_or(0), u16::try_from(i % SIDE).unwrap_or(0));
        let x = 2 + column * pitch;
        drawing.value(scene, x, 1 + row, width, &format!("/{address}"));
        if quarter.words.contains(&i) {
            drawing.caption(x - 1, 1 + row, sign);
        }
    }
    for (row, word) in (1..).zip(WORDS) {
        drawing.caption(2 + 3 * pitch + width + 2, row, word);
    }
    zigzag(&mut drawing, scene, &quarter, [width, pitch], wide);
    let y = if wide { 13 } else { 12 };
    if quarter.mixes {
        drawing.caption(1, y, "a + b + m, then d ⊕ a, turned");
        drawing.caption(1, y + 1, "m, two words of the message:");
        for (i, k) in [1, 2].into_iter().enumerate() {
            let made = scene.from(&format!("a[{}][{k}]", quarter.q));
            let word = made.iter().find(|parent| parent.short() == "m");
            let x = 2 + u16::try_from(i).unwrap_or(0) * pitch * 2;
            if let Some(word) = word {
                drawing.value(scene, x, y + 2, width, &word.address);
            }
        }
    } else {
        drawing.caption(1, y, "a + b, then d ⊕ a, turned by 16 and 8");
        drawing.caption(1, y + 1, "c + d, then b ⊕ c, turned by 12 and 7");
    }
    let wide = wide && !quarter.mixes;
    if wide {
        let back = |drawing: &mut Drawing, i: u16, place: usize| {
            let (row, column) = (u16::try_from(place / SIDE).unwrap_or(0), u16::try_from(place % SIDE).unwrap_or(0));
            drawing.value(scene, 2 + column * pitch, 15 + row, width, &format!("qr[{}][{i}]", quarter.q));
        };
        for (i, place) in (0..).zip(quarter.words) {
            back(&mut drawing, i, place);
        }
        drawing.caption(2 + 4 * pitch, 15, "each goes back");
        drawing.caption(2 + 4 * pitch, 16, "to its own place");
    }
    drawing.fitted()
}

/// A line a step: values where they are made, a bar where a word rests.
fn zigzag(drawing: &mut Drawing, scene: &dyn Scene, quarter: &Quarter, [width, pitch]: [u16; 2], wide: bool) {
    let x = |word: usize| 5 + u16::try_from(word).unwrap_or(0) * pitch;
    for (i, word) in WORDS.iter().enumerate() {
        drawing.caption(x(i), 6, *word);
        drawing.value(scene, x(i), 7, width, &format!("/{}", quarter.before[quarter.words[i]]));
    }
    let mut latest: [String; 4] = quarter.words.map(|place| format!("/{}", quarter.before[place]));
    for (row, made) in (8..).zip(quarter.lines()) {
        let [(first, _), (second, k)] = made;
        let turned = turned(scene, &format!("{second}[{}][{k}]", quarter.q));
        drawing.caption(0, row, turned.clone());
        for (i, word) in WORDS.iter().enumerate() {
            match made.iter().find(|(made, _)| made == word) {
                Some((_, k)) => {
                    latest[i] = format!("{word}[{}][{k}]", quarter.q);
                    drawing.value(scene, x(i), row, width, &latest[i]);
                }
                None => drawing.line(scene, x(i) + 3, row, "│", &latest[i]),
            }
        }
        if wide {
            let (sum, other) = match (first, quarter.mixes) {
                ("a", true) => ("a+b+m", "d⊕a"),
                ("a", false) => ("a+b", "d⊕a"),
                _ => ("c+d", "b⊕c"),
            };
            drawing.caption(x(3) + width + 2, row, format!("{sum}  {other} {turned}"));
        }
    }
}

fn say(scene: &dyn Scene) -> Vec<String> {
    let Some(quarter) = Quarter::of(scene) else { return Vec::new() };
    let seen = |address: &str| scene.spoken(address);
    let (q, number) = (quarter.q, scene.segment().map_or(0, |segment| segment.number));
    let [a, b, c, d] = quarter.words;
    let shape = if quarter.is_diagonal() { "diagonal" } else { "column" };
    let mut lines = vec![format!("Round {number}, quarter {q}: words {a}, {b}, {c}, {d}, a {shape}.")];
    for (step, [(first, k), (second, l)]) in (1..).zip(quarter.lines()) {
        let (sum, other) = match (first, quarter.mixes) {
            ("a", true) => ("a plus b plus m", "d XOR a"),
            ("a", false) => ("a plus b", "d XOR a"),
            _ => ("c plus d", "b XOR c"),
        };
        let (first_at, second_at) = (format!("{first}[{q}][{k}]"), format!("{second}[{q}][{l}]"));
        let by = turned(scene, &second_at).trim_start_matches(['⋘', '⋙']).to_owned();
        lines.push(format!(
            "Step {step}: {first} is {sum}, {}; {second} is {other} turned by {by}, {}.",
            seen(&first_at),
            seen(&second_at)
        ));
    }
    lines
}
