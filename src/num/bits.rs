//! Where a bit of a value comes from.

use super::node::{Kind, Op};
use super::trace::Trace;

/// The widest number whose bits are shown one by one.
const WIDEST: u64 = 64;

/// The bits that a bit was computed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BitSource {
    /// The value.
    pub node: u32,
    /// Which of its bits, 0 being the least significant; none where all of them count.
    pub place: Option<u32>,
}

/// The node whose operation a value shows: below its names, and below a helper's own node.
pub fn opened(trace: &Trace, node: u32) -> u32 {
    let mut node = trace.unnamed(node);
    while trace.nodes[node as usize].op == Op::Helper {
        node = trace.unnamed(trace.nodes[node as usize].from[0]);
    }
    node
}

/// How many bits of a value are shown: those of its kind; of an integer or a residue as many as it and its operands
/// need, in fours. None for a number below zero and for one that is too long to be read bit by bit.
pub fn width(trace: &Trace, node: u32) -> Option<u32> {
    let n = trace.nodes.get(node as usize)?;
    if let Some(bits) = n.kind.bits() {
        return Some(bits);
    }
    let root = opened(trace, node);
    let operands = match trace.nodes[root as usize].op {
        Op::Join | Op::Call | Op::Read | Op::Constant => vec![],
        _ => trace.parents(root),
    };
    let needed = |node: u32| match trace.integer(node) {
        value if value.sign() == num_bigint::Sign::Minus => None,
        value => Some(value.bits()).filter(|bits| *bits <= WIDEST),
    };
    let widest = operands.into_iter().chain([node]).map(needed).collect::<Option<Vec<_>>>()?.into_iter().max()?;
    Some((widest.max(1) as u32).next_multiple_of(4))
}

/// A bit of a value, 0 being the least significant; 0 past its end.
pub fn bit(trace: &Trace, node: u32, place: u32) -> u8 {
    let n = trace.nodes[node as usize];
    match n.kind {
        Kind::Int | Kind::Mod => u8::from(trace.integer(node).magnitude().bit(place.into())),
        Kind::Bit | Kind::U8 | Kind::U32 | Kind::U64 => u8::from(n.value.checked_shr(place).unwrap_or(0) & 1 == 1),
    }
}

/// The bits that a bit of a value was computed from, down to the nearest values with a name. None for a value that is
/// read or given, and for a zero that a shift brought in.
pub fn sources(trace: &Trace, node: u32, place: u32) -> Vec<BitSource> {
    let mut out = vec![];
    let mut todo = direct(trace, opened(trace, node), place);
    todo.reverse();
    while let Some(source) = todo.pop() {
        let stands_alone =
            matches!(trace.nodes[source.node as usize].op, Op::Name | Op::Helper | Op::Read | Op::Constant | Op::Call);
        match source.place.filter(|_| !stands_alone) {
            Some(place) => todo.extend(direct(trace, source.node, place).into_iter().rev()),
            None if out.contains(&source) => {}
            None => out.push(source),
        }
    }
    out
}

/// The bits of the operands of one operation.
fn direct(trace: &Trace, node: u32, place: u32) -> Vec<BitSource> {
    let n = trace.nodes[node as usize];
    let [a, b, c] = n.from;
    let at = |node: u32, place: u32| BitSource { node, place: Some(place) };
    let whole = |node: u32| BitSource { node, place: None };
    let width = n.kind.bits().unwrap_or(u32::MAX);
    let below = |k: u8| place.checked_sub(k.into()).map(|place| at(a, place)).into_iter().collect();
    match n.op {
        Op::Read | Op::Constant | Op::Call => vec![],
        Op::Name | Op::Helper | Op::Not => vec![at(a, place)],
        Op::Xor | Op::And | Op::Or | Op::Add | Op::Sub => vec![at(a, place), at(b, place)],
        Op::Rotr(k) => vec![at(a, (place + u32::from(k)) % width)],
        Op::Rotl(k) => vec![at(a, (place + width - u32::from(k) % width) % width)],
        Op::Shr(k) => Some(place + u32::from(k)).filter(|p| *p < width).map(|p| at(a, p)).into_iter().collect(),
        Op::Shl(k) => below(k),
        Op::Bit => vec![at(a, b)],
        Op::Pick => trace.selections[b as usize].source(place).map(|from| at(a, from)).into_iter().collect(),
        Op::Byte => vec![at(a, 8 * (c - 1 - b) + place)],
        Op::Join => {
            let bytes = trace.parents(node);
            let byte = bytes.len().checked_sub(1 + place as usize / 8);
            byte.map(|byte| at(bytes[byte], place % 8)).into_iter().collect()
        }
        Op::Cast => match trace.nodes[a as usize].kind {
            Kind::Bit => (place == 0).then(|| at(a, 0)).into_iter().collect(),
            Kind::U8 | Kind::U32 | Kind::U64 | Kind::Int | Kind::Mod => vec![whole(a)],
        },
        Op::Xtime => {
            let shifted: Vec<BitSource> = below(1);
            let reduced = (0x1b >> place & 1 == 1).then(|| at(a, 7));
            shifted.into_iter().chain(reduced).collect()
        }
        Op::Lookup => vec![whole(b), at(a, place)],
        Op::Select => vec![whole(a), at(if bit(trace, a, 0) == 1 { b } else { c }, place)],
        Op::Choice => vec![whole(a), at(b, place)],
        Op::Twice => vec![at(a, place)],
        Op::Neg | Op::Inverse => vec![whole(a)],
        Op::Mul | Op::Div | Op::Rem | Op::Less | Op::Same | Op::GfMul => vec![whole(a), whole(b)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::{Border, Byte, Carry, Number, Numbers, Tape, Word};

    fn places(trace: &Trace, node: u32, place: u32) -> Vec<(String, Option<u32>)> {
        let name = |node| trace.label(node).map(|label| trace.written(label)).unwrap_or_default();
        sources(trace, node, place).iter().map(|s| (name(s.node), s.place)).collect()
    }

    #[test]
    fn a_bit_that_moved_says_from_where() {
        let tape = Tape::new();
        let e = (&tape).u32("e", (), 0x816f_d6e9);
        let rotated = e.rotr(6).node();
        let left = e.rotl(1).node();
        let shifted = e.shr(3).node();
        let sigma = Number::helper("Σ1", [e], |[e]| e.rotr(6) ^ e.rotr(11) ^ e.rotr(25)).named("s", ()).node();
        let trace = tape.finish(Border::default());
        let e = |places: &[u32]| places.iter().map(|p| ("e".to_owned(), Some(*p))).collect::<Vec<_>>();
        assert_eq!(places(&trace, rotated, 31), e(&[5]));
        assert_eq!(places(&trace, left, 0), e(&[31]));
        assert_eq!(places(&trace, shifted, 0), e(&[3]));
        assert_eq!(places(&trace, shifted, 29), e(&[]), "a zero came in");
        assert_eq!(places(&trace, sigma, 31), e(&[5, 10, 24]));
        // The bit is the XOR of those it comes from.
        for place in 0..32 {
            let xor =
                sources(&trace, sigma, place).iter().fold(0, |sum, s| sum ^ bit(&trace, s.node, s.place.unwrap()));
            assert_eq!(xor, bit(&trace, sigma, place));
        }
    }
    #[test]
    fn bytes_join_and_fall_apart() {
        let tape = Tape::new();
        let n = &tape;
        let bytes = [0, 1, 2, 3].map(|i| n.u8("b", i, 0x10 + i as u8));
        let word = n.join_u32(bytes);
        let [_, second, ..] = n.split_u32(word.named("w", ()));
        let (word, second) = (word.node(), second.node());
        let trace = tape.finish(Border::default());
        assert_eq!(places(&trace, word, 9), [("b[2]".to_owned(), Some(1))]);
        assert_eq!(places(&trace, second, 0), [("w".to_owned(), Some(16))]);
    }
    #[test]
    fn xtime_takes_the_top_bit_in_again() {
        let tape = Tape::new();
        let b = (&tape).u8("b", (), 0x80);
        let doubled = b.xtime().node();
        let trace = tape.finish(Border::default());
        assert_eq!(places(&trace, doubled, 4), [("b".to_owned(), Some(3)), ("b".to_owned(), Some(7))]);
        assert_eq!(places(&trace, doubled, 5), [("b".to_owned(), Some(4))]);
        for place in 0..8 {
            let xor =
                sources(&trace, doubled, place).iter().fold(0, |sum, s| sum ^ bit(&trace, s.node, s.place.unwrap()));
            assert_eq!(xor, bit(&trace, doubled, place));
        }
    }
    #[test]
    fn a_number_is_as_wide_as_it_needs() {
        let tape = Tape::new();
        let n = &tape;
        let product = (n.int("a", (), 57.into()) * n.int("b", (), 88.into())).node();
        let below = (n.int("a", (), 1.into()) - n.int("b", (), 2.into())).node();
        let trace = tape.finish(Border::default());
        assert_eq!(width(&trace, product), Some(16), "5016 has 13 bits");
        assert_eq!(width(&trace, below), None);
    }
}
