//! A value as views see it, with what its place knows beyond its bytes: the byte one stands on, what it is the XOR of,
//! and the points of the curve that a point lies on.

use crate::functions::exchange::curve::plane;
use crate::learner::lens::Lens;
use crate::num::Kind;
use crate::run::{Budget, Error, Place, Rope, Source, Type, Value, xor};
use crate::sheet::spot::Spot;
use crate::view::{Shape, Shown, Xor};

/// How many bytes around the cursor are read for a view of bytes.
pub(super) const WINDOW: u64 = 512;
/// Columns of a row of bytes, which the window begins with.
pub const ROW: u64 = 16;
/// The bytes whose terms are seen together at most.
const STRETCH: u64 = 64;
/// The segments whose terms are seen together at most.
const TOGETHER: usize = 4;

impl Lens<'_> {
    /// The value at a spot as views see it.
    ///
    /// # Errors
    /// What computing or reading it gives.
    pub(super) fn seen(&self, spot: &Spot, place: &Place) -> Result<Shown, Error> {
        let value = place.value(self.budget)?;
        let mut shown = match value.string() {
            Some(rope) => window(rope, value.kind(), spot.byte)?,
            None => Shown::of(&value)?,
        };
        shown.xor = self.xor(place, spot.byte)?;
        if let (Some(rope), Some(xor)) = (value.string(), &mut shown.xor) {
            self.widen(xor, place, rope, spot.byte)?;
        }
        shown.state = state_of(spot);
        shown.block = spot.inner_run().and_then(|run| Shape::of_cipher(&run)).map(Shape::block);
        shown.asked = spot.is_asked_for(self.budget);
        if let Some(curve) = spot.inner_run().and_then(|run| run.text("curve")) {
            shown.plane = plane::points(&curve).to_vec();
            if let Some(point) = point_of(place, self.budget)? {
                shown.items = point;
            }
        }
        self.veil.mask_in(&mut shown, &[spot.cell_name()]);
        Ok(shown)
    }

    /// The strings that a value is the XOR of: of bytes those of the segment that the byte at the cursor comes from.
    fn xor(&self, place: &Place, cursor: u64) -> Result<Option<Xor>, Error> {
        let found = xor::terms(place, cursor, self.budget)?.filter(|found| !self.hides(&found.read));
        Ok(found.map(|found| Xor { cursor: found.at, result: found.result, terms: found.terms.into() }))
    }

    /// Adds to a stretch its neighbours that are the XOR of the same strings, as far as they are seen together.
    fn widen(&self, xor: &mut Xor, place: &Place, rope: &Rope, cursor: u64) -> Result<(), Error> {
        let Some(at) = xor.cursor else { return Ok(()) };
        let Some(mut start) = cursor.checked_sub(at as u64) else { return Ok(()) };
        let mut end = start + xor.result.len() as u64;
        let mut wide = xor.clone();
        for _ in 1..TOGETHER {
            let (byte, is_next) = match (end < rope.len() && !end.is_multiple_of(STRETCH), start.checked_sub(1)) {
                (true, _) => (end, true),
                (false, Some(before)) if !start.is_multiple_of(STRETCH) => (before, false),
                (false, _) => break,
            };
            let Ok(Some(mut other)) = self.xor(place, byte) else { break };
            let count = other.result.len();
            let borders = if is_next { other.cursor == Some(0) } else { other.cursor == count.checked_sub(1) };
            if !borders || count == 0 || !is_alike(&wide, &other) {
                break;
            }
            if is_next {
                end += count as u64;
            } else {
                std::mem::swap(&mut wide, &mut other);
                start = start.saturating_sub(count as u64);
            }
            wide.result.extend(other.result);
            wide.terms.iter_mut().zip(other.terms).for_each(|((_, bytes), (_, more))| bytes.extend(more));
        }
        // What a segment wrote may reach over the border of a slice.
        if end <= rope.len() && rope.slice(start..end).to_vec()? == wide.result {
            *xor = Xor { cursor: usize::try_from(cursor - start).ok(), ..wide };
        }
        Ok(())
    }
}

/// Whether two stretches are the XOR of strings of the same names.
fn is_alike(one: &Xor, other: &Xor) -> bool {
    let names = |xor: &Xor| xor.terms.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    names(one) == names(other)
}

/// Where so many bytes around the cursor begin: with a row of them.
pub(super) fn begins(cursor: u64, window: u64) -> u64 {
    (cursor / ROW * ROW).saturating_sub(window / 2)
}

/// The stretch of some bytes around the one that one stands on.
fn window(rope: &Rope, kind: Type, cursor: u64) -> Result<Shown, Error> {
    let len = rope.len();
    let cursor = cursor.min(len.saturating_sub(1));
    let start = if len <= WINDOW { 0 } else { begins(cursor, WINDOW) };
    let bytes = rope.slice(start..(start + WINDOW).min(len)).to_vec()?;
    let cursor = usize::try_from(cursor - start).ok().filter(|_| len > 0);
    Ok(Shown { len, kind, cursor, ..Shown::bytes(bytes) })
}

/// The state that bytes are which stand in a run of a cipher, or of a mode of one.
pub(super) fn state_of(spot: &Spot) -> Option<Shape> {
    spot.inner_run().and_then(|run| Shape::of_run(&run))
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
    use crate::learner::veil::Veil;
    use crate::run::address::Address;
    use crate::sheet::expr::Limits;
    use crate::sheet::{NoFiles, Sheet};
    use crate::view::view;

    #[test]
    fn a_value_of_many_blocks_is_seen_whole_and_its_xor_is_of_blocks() {
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
        let xor = shown.xor.unwrap();
        let start = 20 - xor.cursor.unwrap();
        assert!(start.is_multiple_of(16) && xor.result.len() >= 16, "{start}");
        assert_eq!(xor.result, shown.bytes[start..start + xor.result.len()]);
    }

    #[test]
    fn a_short_message_and_its_keystream_are_seen_whole() {
        let source = "k = input(0x000102030405060708090a0b0c0d0e0f)\nm = input(\"Meet me at noon, Grace\")\n\
                      c = ctr(k, k, m)";
        let (mut sheet, faults) = Sheet::parse(source, &Limits::default());
        assert_eq!(faults, []);
        let budget = Budget::unlimited();
        sheet.finish(&NoFiles, &budget).unwrap();
        let outcome = sheet.cell("c").and_then(|cell| cell.outcome()).unwrap();
        let veil = Veil::default();
        let lens = Lens { sheet: &sheet, veil: &veil, budget: &budget };
        for byte in [0, 15, 16, 21] {
            let mut spot = Spot::cell("c", Ok(outcome.value.clone()), outcome.run.clone());
            spot.byte = byte;
            let shown = lens.seen(&spot, &spot.place(&budget).unwrap()).unwrap();
            let xor = shown.xor.unwrap();
            assert_eq!((xor.cursor, &xor.result), (Some(byte as usize), &shown.bytes), "{byte}");
            assert!(xor.terms.iter().any(|(_, bytes)| bytes == b"Meet me at noon, Grace"), "{byte}");
        }
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
