//! A value as views see it, with what its place knows beyond its bytes: the byte one stands on, what it is the XOR of, and
//! the points of the curve that a point lies on.

use std::sync::Arc;

use crate::app::lens::Lens;
use crate::app::place::Spot;
use crate::functions::exchange::curve::plane;
use crate::learner::veil::Veil;
use crate::num::{Kind, Op, Trace};
use crate::run::origin::formula_name;
use crate::run::{Budget, Error, Level, Origin, Part, Place, Rope, Run, Source, Type, Value};
use crate::view::{Shape, Shown, Xor};

/// How many bytes around the cursor are read for a view of bytes.
pub const WINDOW: u64 = 512;
/// Columns of a row of bytes, which the window begins with.
pub const ROW: u64 = 16;

impl Lens<'_> {
    /// What views see of the value at a spot.
    ///
    /// # Errors
    /// What computing or reading it gives.
    pub fn seen(&self, spot: &Spot, place: &Place) -> Result<Shown, Error> {
        let value = place.value(self.budget)?;
        let mut shown = match &value {
            Value::Bytes(rope) | Value::Text(rope) => window(rope, value.kind(), spot.byte)?,
            Value::Int { .. } | Value::Bool(_) | Value::List(_) => Shown::of(&value)?,
        };
        shown.xor = xor(place, spot.byte, self.veil, self.budget)?;
        shown.state = state_of(spot);
        shown.block = block_of(spot);
        shown.asked = spot.is_asked_for(self.budget);
        if let Some(curve) = curve_of(spot) {
            shown.plane = plane::points(&curve);
            if let Some(point) = point_of(place, self.budget)? {
                shown.items = point;
            }
        }
        Ok(shown)
    }
}

/// The stretch of some bytes around the one that one stands on.
fn window(rope: &Rope, kind: Type, cursor: u64) -> Result<Shown, Error> {
    let len = rope.len();
    let cursor = cursor.min(len.saturating_sub(1));
    let start = if len <= WINDOW { 0 } else { (cursor / ROW * ROW).saturating_sub(WINDOW / 2) };
    let bytes = rope.slice(start..(start + WINDOW).min(len)).to_vec()?;
    let cursor = usize::try_from(cursor - start).ok().filter(|_| len > 0);
    Ok(Shown { len, kind, cursor, ..Shown::bytes(bytes) })
}

/// The two strings of bytes whose XOR a value is, byte by byte; of a part's output in the segment of the cursor's byte.
fn xor(place: &Place, cursor: u64, veil: &Veil, budget: &Budget) -> Result<Option<Xor>, Error> {
    let (part, segment, nodes) = match place {
        Place::Nodes { part, segment, nodes } => (part.clone(), *segment, nodes.clone()),
        Place::Segment { part, segment } => (part.clone(), *segment, vec![]),
        Place::Value(value) => {
            let Some(rope) = value.rope() else { return Ok(None) };
            let byte = rope.spans(cursor.min(rope.len())..(cursor + 1).min(rope.len()));
            let Some((Origin::Part(part), range)) = byte.first().map(|span| (&span.origin, span.range.clone())) else {
                return Ok(None);
            };
            let Some((segment, _)) = part.writers(range).into_iter().next() else { return Ok(None) };
            (part.clone(), segment, vec![])
        }
    };
    let trace = part.record(segment, budget)?;
    let nodes = if nodes.is_empty() { trace.border.nodes.iter().map(|(_, node)| *node).collect() } else { nodes };
    let pairs: Option<Vec<[u32; 2]>> = nodes.iter().map(|node| pair(&trace, *node)).collect();
    let Some(pairs) = pairs.filter(|pairs| !pairs.is_empty()) else { return Ok(None) };
    let read = pairs.iter().flatten().copied().collect();
    if veil.hides(&Place::Nodes { part: part.clone(), segment, nodes: read }, budget) {
        return Ok(None);
    }
    let bytes = |nodes: &mut dyn Iterator<Item = u32>| nodes.flat_map(|node| trace.bytes(node)).collect::<Vec<u8>>();
    let term = |k: usize| (name(&part, &trace, pairs[0][k]), bytes(&mut pairs.iter().map(|pair| pair[k])));
    Ok(Some(Xor { result: bytes(&mut nodes.iter().copied()), terms: vec![term(0), term(1)] }))
}

/// The two operands of an XOR of bytes, each a value with a name or one that is read.
fn pair(trace: &Trace, node: u32) -> Option<[u32; 2]> {
    let n = trace.nodes[trace.unnamed(node) as usize];
    let plain = |node: u32| matches!(trace.nodes[node as usize].op, Op::Name | Op::Read | Op::Call);
    let [a, b, _] = n.from;
    (n.op == Op::Xor && n.kind == Kind::U8 && plain(a) && plain(b)).then_some([a, b])
}

/// What the first byte of a string is called, without its index.
fn name(part: &Arc<dyn Part>, trace: &Trace, node: u32) -> String {
    match (trace.label(node), trace.read(node)) {
        (Some(label), _) => label.name.to_owned(),
        (None, Some((crate::num::Reading::Feed(k), _))) => part.feeds()[usize::from(*k)].name.to_owned(),
        (None, _) => formula_name(trace, node),
    }
}

/// The run that one stands in: of the innermost call, else of the cell.
fn run_of(spot: &Spot) -> Option<Arc<Run>> {
    let inner = spot.cursor().and_then(|cursor| {
        cursor.levels().iter().rev().find_map(|level| match level {
            Level::Item { run, .. } => Some(run.clone()),
            Level::Segment { .. } | Level::Step { .. } | Level::Operation { .. } => None,
        })
    });
    inner.or_else(|| spot.run().cloned())
}

/// The functions whose values, where they are as long, are states.
const STATES: [(&str, Shape); 5] = [
    ("aes_encrypt", Shape::Aes),
    ("aes_decrypt", Shape::Aes),
    ("blowfish_encrypt", Shape::Feistel),
    ("blowfish_decrypt", Shape::Feistel),
    ("chacha20_block", Shape::ChaCha),
];
/// The ciphers of modes, by name.
const CIPHERS: [(&str, Shape); 2] = [("aes", Shape::Aes), ("blowfish", Shape::Feistel)];

/// The state that bytes are which stand in a run of a cipher, or of a mode of one.
pub fn state_of(spot: &Spot) -> Option<Shape> {
    let run = run_of(spot)?;
    let state = STATES.iter().find(|(function, _)| *function == run.function).map(|(_, state)| *state);
    state.or_else(|| cipher_of(&run))
}

/// The state of the cipher that a run was given by name.
fn cipher_of(run: &Run) -> Option<Shape> {
    let (_, cipher) = run.inputs.iter().find(|(name, _)| *name == "cipher")?;
    let cipher = cipher.to_text().ok().flatten()?;
    CIPHERS.iter().find(|(name, _)| *name == cipher).map(|(_, state)| *state)
}

/// How many bytes a block of the run has that one stands in.
fn block_of(spot: &Spot) -> Option<usize> {
    run_of(spot).and_then(|run| cipher_of(&run)).and_then(|state| usize::try_from(state.bytes()).ok())
}

/// The curve that a run was given by name.
fn curve_of(spot: &Spot) -> Option<String> {
    let run = run_of(spot)?;
    let (_, curve) = run.inputs.iter().find(|(name, _)| *name == "curve")?;
    curve.to_text().ok().flatten()
}

/// The point that a coordinate belongs to: of `x_sum` the values `x_sum` and `y_sum`.
fn point_of(place: &Place, budget: &Budget) -> Result<Option<Vec<Shown>>, Error> {
    let Place::Nodes { part, segment, nodes } = place else { return Ok(None) };
    let trace = part.record(*segment, budget)?;
    let Some(label) = nodes.first().and_then(|node| trace.label(*node)) else { return Ok(None) };
    let Some(rest) = label.name.strip_prefix(['x', 'y']) else { return Ok(None) };
    let coordinate = |axis: &str| {
        let nodes = trace.find(&format!("{axis}{rest}"), label.index);
        let node = *nodes.first()?;
        let integer = (trace.nodes[node as usize].kind == Kind::Mod).then(|| trace.integer(node))?;
        Shown::of(&Value::int(integer)).ok()
    };
    Ok(coordinate("x").zip(coordinate("y")).map(|(x, y)| vec![x, y]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::address::Address;
    use crate::sheet::expr::Limits;
    use crate::sheet::{NoFiles, Sheet};
    use crate::view::view;

    #[test]
    fn a_value_of_many_blocks_is_seen_whole_and_its_xor_is_a_block() {
        let source = "k = input(0x000102030405060708090a0b0c0d0e0f)\nc = input(\"forty-eight bytes of something that is decrypted\")\n\
                      p = cbc_decrypt(k, k, c, padding: \"none\")";
        let (mut sheet, faults) = Sheet::parse(source, &Limits::default());
        assert_eq!(faults, []);
        let budget = Budget::unlimited();
        sheet.finish(&NoFiles, &budget).unwrap();
        let outcome = sheet.cell("p").and_then(|cell| cell.outcome()).unwrap();
        let mut spot = Spot::cell("p", Ok(outcome.value.clone()), outcome.run.clone());
        spot.byte = 20;
        let veil = Veil::default();
        let lens = Lens { sheet: &sheet, veil: &veil, budget: &budget };
        let shown = lens.seen(&spot, &spot.place(&budget).unwrap()).unwrap();
        assert_eq!((shown.bytes.len(), shown.cursor), (48, Some(20)));
        assert_eq!(shown.xor.unwrap().result, shown.bytes[16..32]);
    }

    #[test]
    fn a_view_of_a_state_fits_what_is_a_state() {
        let source = "k = input(0x000102030405060708090a0b0c0d0e0f)\nhash = sha512(k)\ntag = sha256(k)[0..16]\nhalf = k[0..8]\n\
                      c = aes_encrypt(k, k)\nb = chacha20_block(k ++ k, k[0..12], 1)\nf = blowfish_encrypt(k, half)\n\
                      s = ecb_encrypt(k, k ++ k, cipher: \"blowfish\", padding: \"none\")";
        let (mut sheet, faults) = Sheet::parse(source, &Limits::default());
        assert_eq!(faults, []);
        let budget = Budget::unlimited();
        sheet.finish(&NoFiles, &budget).unwrap();
        let spot = |cell: &str, below: &str| {
            let outcome = sheet.cell(cell).and_then(|cell| cell.outcome()).unwrap();
            let mut spot = Spot::cell(cell, Ok(outcome.value.clone()), outcome.run.clone());
            if !below.is_empty() {
                spot.seek(&Address::parse(below).unwrap(), &budget).unwrap();
            }
            spot
        };
        let veil = Veil::default();
        let lens = Lens { sheet: &sheet, veil: &veil, budget: &budget };
        let fit = |spot: &Spot| -> Vec<&str> {
            let grids = ["matrix", "feistel", "blocks"].map(|name| view(name).unwrap());
            let fitting = grids.iter().filter(|view| lens.fits(view, spot));
            fitting.map(|view| view.name).collect()
        };
        assert_eq!(fit(&spot("hash", "")), ["blocks"], "64 bytes, but not of ChaCha20");
        assert!(
            fit(&spot("k", "")).is_empty() && fit(&spot("tag", "")).is_empty() && fit(&spot("half", "")).is_empty()
        );
        assert_eq!((fit(&spot("c", "")), fit(&spot("c", "round[3]"))), (vec!["matrix"], vec!["matrix"]));
        assert_eq!(fit(&spot("b", "")), ["matrix", "blocks"]);
        assert_eq!(fit(&spot("f", "round[1]")), ["feistel"]);
        assert_eq!(fit(&spot("s", "")), ["blocks"]);
        let place = spot("s", "").place(&budget).unwrap();
        assert_eq!(lens.seen(&spot("s", ""), &place).unwrap().block, Some(8));
        let mut asked = spot("k", "");
        asked.ask();
        assert_eq!(fit(&asked), ["matrix"], "a lesson asks for it");
    }
}
