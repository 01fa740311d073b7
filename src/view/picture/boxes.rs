//! Calls in calls: who is inside whom, with the lengths of what each of them is fed.

use super::drawing::columns;
use super::{Call, Drawing, Got, Picture, Scene, Size, Stretch};
use crate::num::sort_by_key;
use crate::view::plain::hex;

/// The row.
pub const PICTURE: Picture = Picture {
    name: "boxes",
    summary: "The calls that a function makes, what each is fed, in the order of its bytes, and what comes out.",
    fits: |scene| !stops(scene).is_empty(),
    sizes: &[Size::Small, Size::Large],
    stops,
    draw,
    say,
    across: None,
    changes: false,
};

/// The column of a value; before it stand a name and a length.
const VALUE: u16 = 19;
/// The columns of a length, which ends two before the value.
const LENGTH: usize = 4;

/// The names of hash functions, and of HMAC, as their specification writes them.
const FUNCTIONS: [(&str, &str); 7] = [
    ("hmac", "HMAC"),
    ("sha224", "SHA-224"),
    ("sha256", "SHA-256"),
    ("sha384", "SHA-384"),
    ("sha512", "SHA-512"),
    ("sha512_224", "SHA-512/224"),
    ("sha512_256", "SHA-512/256"),
];

/// The name of a hash function as its specification writes it.
pub(super) fn written(function: &'static str) -> &'static str {
    FUNCTIONS.iter().find(|(name, _)| *name == function).map_or(function, |(_, written)| written)
}

/// Whether bytes are what a call gave.
fn is_result(stretch: &Stretch, call: &Call) -> bool {
    stretch.from == call.address
}

/// The call that a call's result goes into, where that is one alone.
fn reader<'a>(call: &Call, calls: &'a [Call]) -> Option<&'a Call> {
    let readers = |other: &&Call| other.input.iter().any(|stretch| is_result(stretch, call));
    let mut found = calls.iter().filter(readers);
    found.next().filter(|_| found.next().is_none())
}

/// Whether a call is drawn in the one that its result goes into: a chain of more than two is drawn call by call.
fn is_within(call: &Call, calls: &[Call]) -> bool {
    let reader_of = |call: &Call| reader(call, calls);
    let feeds_a_reader = calls.iter().any(|other| reader_of(other).is_some_and(|one| one.address == call.address));
    reader_of(call).is_some_and(|outer| reader_of(outer).is_none()) && !feeds_a_reader
}

/// The calls, where the picture fits: several, one of which is fed more than one piece.
fn calls(scene: &dyn Scene) -> Vec<Call> {
    let calls = scene.calls();
    let fits = calls.len() > 1 && calls.iter().any(|call| call.input.len() > 1);
    if fits { calls } else { Vec::new() }
}

/// Lines in the order of computing: what a call is fed, where that is a piece of the run, then its result.
fn lines(scene: &dyn Scene, calls: &[Call]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for call in calls {
        let inside = format!("{}/", scene.whole(""));
        let fed = call.input.iter().filter(|stretch| stretch.from.starts_with(&inside));
        for address in fed.map(|stretch| stretch.from.clone()).chain([call.address.clone()]) {
            if !lines.contains(&address) {
                lines.push(address);
            }
        }
    }
    lines
}

fn stops(scene: &dyn Scene) -> Vec<String> {
    let lines = lines(scene, &calls(scene));
    let here = scene.here();
    let stands = here == scene.whole("") || lines.iter().any(|line| line == here);
    if stands { lines } else { Vec::new() }
}

/// The room of a box: its left and its right edge.
#[derive(Clone, Copy)]
struct Edges {
    left: u16,
    right: u16,
    /// Where the values in it end; there stands the mark of the one that one stands on.
    end: u16,
}

fn draw(scene: &dyn Scene, size: Size) -> Drawing {
    let calls = calls(scene);
    let mut drawing = Drawing::new(size.columns(), 0);
    let right = size.columns() - 1;
    // Boxes in boxes are as deep as the room allows.
    let edges = Edges { left: 0, right, end: right - 2 };
    let own: Vec<&Call> = calls.iter().filter(|call| !is_within(call, &calls)).collect();
    let open = opened(scene, &calls, &own, size.rows());
    let mut y = 0;
    for (call, open) in own.iter().zip(open) {
        y = match open {
            true => boxed(&mut drawing, scene, &calls, call, edges, y),
            false => {
                let name: String = call.name.chars().take(usize::from(VALUE - 4)).collect();
                drawing.caption(2, y, name);
                let result = format!("/{}", call.address);
                let text = first(scene, &result, false, usize::from(edges.end - VALUE));
                drawing.shown(scene, VALUE, y, edges.end - VALUE, &result, text);
                y + 1
            }
        };
    }
    drawing.rows = y;
    drawing
}

/// Which calls have a box, in so many rows: the one that one stands in, or the last, and those near to it. The others
/// have a line.
fn opened(scene: &dyn Scene, calls: &[Call], own: &[&Call], rows: u16) -> Vec<bool> {
    let is_here = |call: &&Call| {
        let fed = call.input.iter().map(|stretch| &stretch.from).chain([&call.address]);
        fed.into_iter().any(|address| address == scene.here())
    };
    let here = own.iter().position(|call| call.address == scene.here()).or(own.iter().position(is_here));
    let here = here.unwrap_or(own.len().saturating_sub(1));
    let mut places: Vec<usize> = (0..own.len()).collect();
    sort_by_key(&mut places, |place| place.abs_diff(here));
    let (mut open, mut left) = (vec![false; own.len()], rows.saturating_sub(columns(own.len())));
    for place in places {
        let taller = height(own[place], calls) - 1;
        if taller > left && place != here {
            break;
        }
        open[place] = true;
        left = left.saturating_sub(taller);
    }
    open
}

/// The rows of a call's box, those of the calls in it included.
fn height(call: &Call, calls: &[Call]) -> u16 {
    let inner = |stretch: &Stretch| calls.iter().find(|inner| is_result(stretch, inner) && is_within(inner, calls));
    let rows = |stretch: &Stretch| inner(stretch).map_or(1, |inner| height(inner, calls) + 1);
    2 + call.input.iter().map(rows).sum::<u16>()
}

/// A call: its name, what it is fed, and below what comes out.
fn boxed(drawing: &mut Drawing, scene: &dyn Scene, calls: &[Call], call: &Call, edges: Edges, y: u16) -> u16 {
    let Edges { left, right, end } = edges;
    let title = format!("┌ {} {} of ", call.name, written(call.function));
    let title: String = title.chars().take(usize::from(right - left)).collect();
    let rest = usize::from(right - left).saturating_sub(title.chars().count());
    drawing.caption(left, y, format!("{title}{}┐", "─".repeat(rest)));
    let mut row = y + 1;
    let mut is_around = false;
    for stretch in &call.input {
        let nested = calls
            .iter()
            .find(|inner| is_result(stretch, inner))
            .filter(|inner| right >= end + 2 && is_within(inner, calls));
        let start = row;
        match nested {
            Some(inner) => {
                is_around = true;
                row = boxed(drawing, scene, calls, inner, Edges { left: left + 2, right: right - 1, end }, row);
            }
            None => {
                fed(drawing, scene, stretch, left, end, row);
                row += 1;
            }
        }
        for y in start..row {
            drawing.caption(left, y, "│");
            drawing.caption(right, y, "│");
        }
    }
    let all: u64 = call.input.iter().map(Stretch::length).sum();
    if is_around {
        drawing.caption(left, row, "│");
        drawing.caption(VALUE - 4, row, format!("{all} in all"));
        drawing.caption(right, row, "│");
        row += 1;
    }
    let result = format!("/{}", call.address);
    let len = match scene.get(&result) {
        Got::Value(given) => given.len.to_string(),
        Got::Hidden | Got::Pending | Got::Missing => String::new(),
    };
    let lead = usize::from(VALUE - 7 - left);
    drawing.caption(left, row, format!("└{}▸", "─".repeat(lead)));
    drawing.caption(VALUE - 4, row, format!("{len:>2}"));
    let text = first(scene, &result, false, usize::from(end - VALUE));
    // A result takes as much room as it has text: behind it, or behind the mark of where one stands, the edge goes on.
    let cell = drawing.shown(scene, VALUE, row, end - VALUE, &result, text);
    cell.width = columns(cell.text.chars().count()).min(end - VALUE);
    let behind = VALUE + cell.width;
    drawing.caption(behind, row, format!("{}┘", "─".repeat(usize::from(right - behind))));
    row + 1
}

/// A line of what a call is fed: its name, its length, its first bytes.
fn fed(drawing: &mut Drawing, scene: &dyn Scene, stretch: &Stretch, left: u16, end: u16, y: u16) {
    let address = format!("/{}", stretch.below(&scene.whole("")));
    let name: String = stretch.short().chars().take(usize::from(VALUE - 6 - left)).collect();
    drawing.caption(left + 2, y, name);
    drawing.caption(VALUE - 2 - columns(LENGTH), y, format!("{:>LENGTH$}", stretch.length()));
    // Of a piece that went in by halves the bytes are those that went in here.
    let text = first(scene, &format!("/{}", stretch.address), stretch.is_text, usize::from(end - VALUE));
    drawing.shown(scene, VALUE, y, end - VALUE, &address, text);
}

/// The first bytes at an address in so many columns: letters where somebody wrote them, else words of four bytes.
fn first(scene: &dyn Scene, address: &str, is_text: bool, room: usize) -> String {
    let bytes = scene.bytes(address);
    let text = match std::str::from_utf8(&bytes) {
        Ok(text) if is_text => text.to_owned(),
        // A byte takes more than a column.
        _ => bytes[..bytes.len().min(room)].chunks(4).map(hex).collect::<Vec<_>>().join(" "),
    };
    if text.chars().count() <= room {
        return text;
    }
    let whole = if is_text { room - 1 } else { (room - 1) / 9 * 9 + if (room - 1) % 9 == 8 { 8 } else { 0 } };
    let cut: String = text.chars().take(whole).collect();
    format!("{}…", cut.trim_end())
}

fn say(scene: &dyn Scene) -> Vec<String> {
    let seen = |address: &str, is_text: bool| match scene.get(&format!("/{address}")) {
        Got::Value(_) => first(scene, &format!("/{address}"), is_text, 17),
        Got::Hidden => "hidden".to_owned(),
        Got::Pending | Got::Missing => "not yet computed".to_owned(),
    };
    let call = |call: &Call| {
        let all: u64 = call.input.iter().map(Stretch::length).sum();
        let input: Vec<String> =
            call.input.iter().map(|stretch| format!("{}, {}", stretch.long(), stretch.length())).collect();
        let result = seen(&call.address, false);
        format!("{}: {} of {all} bytes: {}. Result {result}.", call.name, written(call.function), input.join("; "))
    };
    calls(scene).iter().map(call).collect()
}
