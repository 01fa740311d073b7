//! The quarter-rounds of ChaCha20: four words of the square at a time, in columns and then in diagonals.

use super::drawing::Drawing;
use super::row::{Picture, Size};
use super::scene::Scene;

/// The row.
pub const PICTURE: Picture = Picture {
    name: "quarters",
    summary: "A round of ChaCha20: the square of sixteen words, and the zigzag through four of them.",
    fits: |scene| Quarter::of(scene).is_some(),
    sizes: &[Size::Small, Size::Large],
    stops,
    draw,
    say,
    across: None,
    changes: false,
};

/// Words of a side of the square.
const SIDE: usize = 4;
/// The values that each line of the zigzag makes, and by how much the second of them is turned. RFC 8439, section 2.1.
const LINES: [(&str, &str, usize, u32); 4] = [("a", "d", 1, 16), ("c", "b", 2, 12), ("a", "d", 3, 8), ("c", "b", 4, 7)];
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
}

impl Quarter {
    fn of(scene: &dyn Scene) -> Option<Quarter> {
        let labels = scene.labels();
        if !labels.iter().any(|label| label.name == "qr") || !labels.iter().any(|label| label.name == "x") {
            return None;
        }
        let q = match scene.label() {
            Some(("x" | "qr", _)) | None => 0,
            Some(_) => scene.below()?.split(['[', ']']).nth(1)?.parse().ok()?,
        };
        let before = state_before(scene)?;
        // The words that the first sums read, and those that come in later.
        let reads = |label: &str| -> Vec<usize> {
            let parents = scene.from(label);
            let places = parents.iter().filter_map(|parent| before.iter().position(|at| parent.address[1..] == *at));
            places.collect()
        };
        let first = reads(&format!("a[{q}][1]"));
        let (a, b) = (*first.first()?, *first.get(1)?);
        let d = *reads(&format!("d[{q}][1]")).first()?;
        let c = *reads(&format!("c[{q}][2]")).first()?;
        Some(Quarter { q, words: [a, b, c, d], before })
    }

    fn is_diagonal(&self) -> bool {
        self.words[1] != self.words[0] + SIDE
    }
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
    let each = |q: usize| {
        LINES
            .iter()
            .flat_map(move |(first, second, k, _)| [format!("{first}[{q}][{k}]"), format!("{second}[{q}][{k}]")])
    };
    (0..SIDE).flat_map(each).map(|stop| scene.whole(&stop)).collect()
}

fn draw(scene: &dyn Scene, size: Size) -> Drawing {
    let Some(quarter) = Quarter::of(scene) else { return Drawing::new(0, 0) };
    let wide = size >= Size::Large && size != Size::Wide;
    let pitch: u16 = if wide { 11 } else { 9 };
    let mut drawing = Drawing::new(4 * pitch + if wide { 18 } else { 4 }, if wide { 19 } else { 14 });
    if let Some(segment) = scene.segment() {
        let kind = if quarter.is_diagonal() { "diagonals" } else { "columns" };
        let says = format!("round {} of {}, {kind} · quarter {}", segment.number, segment.last, quarter.q);
        drawing.caption(1, 0, says);
    }
    let sign = if quarter.is_diagonal() { "╲" } else { "│" };
    for (i, address) in quarter.before.iter().enumerate() {
        let (row, column) = (u16::try_from(i / SIDE).unwrap_or(0), u16::try_from(i % SIDE).unwrap_or(0));
        let x = 2 + column * pitch;
        drawing.value(scene, x, 1 + row, 8, &format!("/{address}"));
        if quarter.words.contains(&i) {
            drawing.caption(x - 1, 1 + row, sign);
        }
    }
    for (row, word) in (1..).zip(WORDS) {
        drawing.caption(2 + 4 * pitch - 1, row, word);
    }
    zigzag(&mut drawing, scene, &quarter, pitch, wide);
    let y = if wide { 13 } else { 12 };
    drawing.caption(1, y, "a + b, then d ⊕ a, turned by 16 and 8");
    drawing.caption(1, y + 1, "c + d, then b ⊕ c, turned by 12 and 7");
    if wide {
        let back = |drawing: &mut Drawing, i: u16, place: usize| {
            let (row, column) = (u16::try_from(place / SIDE).unwrap_or(0), u16::try_from(place % SIDE).unwrap_or(0));
            drawing.value(scene, 2 + column * pitch, 15 + row, 8, &format!("qr[{}][{i}]", quarter.q));
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
fn zigzag(drawing: &mut Drawing, scene: &dyn Scene, quarter: &Quarter, pitch: u16, wide: bool) {
    let x = |word: usize| 5 + u16::try_from(word).unwrap_or(0) * pitch;
    let width = 8;
    for (i, word) in WORDS.iter().enumerate() {
        drawing.caption(x(i), 6, *word);
        drawing.value(scene, x(i), 7, width, &format!("/{}", quarter.before[quarter.words[i]]));
    }
    let mut latest: [String; 4] = quarter.words.map(|place| format!("/{}", quarter.before[place]));
    for (row, (first, second, k, turned)) in (8..).zip(LINES) {
        drawing.caption(0, row, format!("⋘{turned}"));
        for (i, word) in WORDS.iter().enumerate() {
            if *word == first || *word == second {
                latest[i] = format!("{word}[{}][{k}]", quarter.q);
                drawing.value(scene, x(i), row, width, &latest[i]);
            } else {
                drawing.line(scene, x(i) + 3, row, "│", &latest[i]);
            }
        }
        if wide {
            let (sum, other) = if first == "a" { ("a+b", "d⊕a") } else { ("c+d", "b⊕c") };
            drawing.caption(x(3) + width + 2, row, format!("{sum}  {other} ⋘{turned}"));
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
    for (k, (first, second, index, turned)) in (1..).zip(LINES) {
        let (sum, other) = if first == "a" { ("a plus b", "d XOR a") } else { ("c plus d", "b XOR c") };
        lines.push(format!(
            "Step {k}: {first} is {sum}, {}; {second} is {other} turned by {turned}, {}.",
            seen(&format!("{first}[{q}][{index}]")),
            seen(&format!("{second}[{q}][{index}]"))
        ));
    }
    lines
}
