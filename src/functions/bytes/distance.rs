//! In how many bits two byte strings differ.

use super::{ROW, bitwise::equally_long, bytes};
use crate::functions::{Counterpart, Family, Function, Parameter};
use crate::num::{Carry, Numbers, Word};
use crate::run::{Feed, Fold, Rope, Run, Source, Timeline, Type, Value, Windows};

/// The row of `bit_difference`.
pub const BIT_DIFFERENCE: Function = Function {
    name: "bit_difference",
    title: "Hamming distance",
    summary: "In how many bits two byte strings of one length differ.",
    family: Family::Bytes,
    spec: "this program: bytes",
    parameters: &[Parameter::bytes("a", "one byte string"), Parameter::bytes("b", "the other, as long as `a`")],
    result: Some(Type::Int),
    vetted: Counterpart::None("it is a count"),
    examples: &["bit_difference(sha256(\"abc\"), sha256(\"abd\"))"],
    make: |c, a| {
        equally_long("bit_difference", a)?;
        let mut run = Run::new(&c.at, "bit_difference");
        let (left, right) = (a.rope("a"), a.rope("b"));
        let rows = left.len().div_ceil(ROW);
        let feeds = vec![Feed::dealt("a", left, ROW), Feed::dealt("b", right, ROW)];
        let none = Rope::constant("0", &[0; 8]);
        let magnitude = run.part("row", |at| Timeline::part(at, Differing, rows, none, feeds));
        Ok(run.with_result(Value::Int { magnitude, negative: false }))
    },
};

/// Counts on, over 16 bytes of each.
struct Differing;
impl Fold for Differing {
    type State<N: Numbers> = N::Int;
    fn segment<N: Numbers>(&self, n: N, _: u64, before: N::Int, read: &Windows) -> N::Int {
        let before = before.named("before", ());
        let pairs = bytes(n, read[0], "a").zip(bytes(n, read[1], "b")).enumerate();
        let differing = pairs.map(|(j, (a, b))| ones(n, (a ^ b).named("xor", j)).named("bits", j));
        match differing.reduce(|sum, bits| sum + bits) {
            Some(row) => before + n.join_int(&[row]),
            None => before,
        }
        .named("count", ())
    }
}
/// How many bits of a byte are set.
fn ones<N: Numbers>(n: N, byte: N::U8) -> N::U8 {
    let bit = |i| n.byte_of(Word::bit(byte, i));
    bit(0) + bit(1) + bit(2) + bit(3) + bit(4) + bit(5) + bit(6) + bit(7)
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;

    #[test]
    fn counts_the_bits() {
        assert_eq!(shown("bit_difference", [input("a", &[0x00; 33]), input("b", &[0xff; 33])]), "264");
        assert_eq!(shown("bit_difference", [input("a", &[0b101]), input("b", &[0b110])]), "2");
        assert_eq!(shown("bit_difference", [typed("a", ""), typed("b", "")]), "0");
        assert_eq!(
            fault("bit_difference", [typed("a", "a"), typed("b", "")]),
            "bit_difference wants equal lengths, and these have 1 byte and 0; \
             cut the longer one with x[from..to], or lengthen the shorter one with repeat"
        );
    }
    #[test]
    fn depends_on_all_bytes() {
        let run = call("bit_difference", [input("a", &[1; 20]), input("b", &[2; 20])]).unwrap();
        assert_eq!(origins(&run.result), "a[0..20] b[0..20]; 0");
        assert_eq!(at(&run, "row[1]/count"), "40");
        assert_eq!(at(&run, "row[1]/bits[0]"), "02");
        assert_eq!(formula(&run, "row[1]/count"), "before + (bits[0] + bits[1] + bits[2] + bits[3])");
    }
}
