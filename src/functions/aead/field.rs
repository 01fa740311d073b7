//! GF(2^128) as numbers to compute with: a product, and a power, which is also an inverse (2^128 - 2) and a square root
//! (2^127).
#![allow(non_snake_case)] // the names are the specification's

use super::ghash::{BLOCK, product};
use crate::functions::{Arguments, Counterpart, Family, Fault, Function, Limits, Parameter, Says, Vetted};
use crate::num::{Border, Carry, Integer, Number, Numbers};
use crate::run::{Count, Error, Feed, Fold, Map, Pieces, Rope, Run, Timeline, Type, Value, Windows};
use ::ghash::GHash;
use ::ghash::universal_hash::{KeyInit, UniversalHash};

/// The most bits of an exponent.
const BITS: u64 = 128;

struct Product;
impl Pieces for Product {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let [X, Y] = [0, 1].map(|k| <[N::U64; 2]>::read(n, read[k]));
        product(n, X.named("X", ()), Y.named("Y", ())).named("product", ()).save(out);
    }
}
/// A bit of the exponent, from the highest on: the square of what is there, and once more the number where the bit is
/// 1.
struct Power;
impl Fold for Power {
    type State<N: Numbers> = [N::U64; 2];
    const COUNT: Count = Count::Up(0);
    fn weight(&self) -> u64 {
        1_200
    }
    fn segment<N: Numbers>(&self, n: N, at: u64, acc: [N::U64; 2], read: &Windows) -> [N::U64; 2] {
        let (acc, X) = (acc.named("acc_before", ()), <[N::U64; 2]>::read(n, read[0]).named("X", ()));
        let exponent = N::Int::read(n, read[1]).named("exponent", ());
        let bit = exponent.clone().bit(exponent.value().bits() - 1 - at).named("bit", ());
        let square = product(n, acc, acc).named("square", ());
        let times = product(n, square, X).named("times_X", ());
        [0, 1].map(|k| N::U64::select(bit, times[k], square[k])).named("acc", ())
    }
}
fn vetted(a: &Arguments) -> Result<Says, Error> {
    let (x, y) = (a.bytes("a")?, a.bytes("b")?);
    let (Ok(mut hash), Ok(block)) = (GHash::new_from_slice(&x), <[u8; 16]>::try_from(y.as_slice())) else {
        return Ok(Says::Refused);
    };
    // The hash of one block is its product with the key.
    hash.update(&[block.into()]);
    Ok(Says::Value(hash.finalize().0.to_vec()))
}
const ELEMENT: Limits = Limits::Length(BLOCK, BLOCK);

/// The rows of the field.
pub const ROWS: &[Function] = &[
    Function {
        name: "gf128_multiply",
        title: "product in GF(2^128)",
        summary: "The product of two blocks of 16 bytes in the field of GHASH, as GCM numbers their bits.",
        family: Family::Aead,
        spec: "NIST SP 800-38D §6.3",
        parameters: &[
            Parameter::bytes("a", "16 bytes").within(ELEMENT),
            Parameter::bytes("b", "16 bytes").within(ELEMENT),
        ],
        result: Some(Type::Bytes),
        vetted: Vetted::new("ghash 0.6", vetted).row(),
        examples: &["gf128_multiply(0x66e94bd4ef8a2c3b884cfa59ca342b2e, 0x0388dace60b6a392f328c2b971b2fe78)"],
        make: |c, a| {
            let mut run = Run::new(&c.at, "gf128_multiply");
            let feeds = vec![Feed::whole("a", a.rope("a")), Feed::whole("b", a.rope("b"))];
            let product = run.part("product", |at| Map::part(at, Product, feeds, BLOCK, BLOCK));
            Ok(run.with_result(Value::Bytes(product)))
        },
    },
    Function {
        name: "gf128_power",
        title: "power in GF(2^128)",
        summary: "A power of a block in the field of GHASH; the power 2^128 - 2 is its inverse, and 2^127 its square root.",
        family: Family::Aead,
        spec: "NIST SP 800-38D §6.3",
        parameters: &[
            Parameter::bytes("a", "16 bytes").within(ELEMENT),
            Parameter::int("exponent", "from 1 on, of 128 bits at most").within(Limits::Bits(BITS)),
        ],
        result: Some(Type::Bytes),
        vetted: Counterpart::None("it is gf128_multiply, again and again"),
        examples: &["gf128_power(0x66e94bd4ef8a2c3b884cfa59ca342b2e, 3)"],
        make: |c, a| {
            let (mut run, exponent) = (Run::new(&c.at, "gf128_power"), a.value("exponent"));
            exponent.finish(c.budget)?;
            let value = a.int("exponent")?;
            if value.sign() != num_bigint::Sign::Plus {
                return Err(Fault::argument("exponent", format!("`exponent` is 1 or more, and this is {value}")));
            }
            let mut one = [0; BLOCK as usize];
            one[0] = 0x80;
            let feeds = vec![Feed::whole("a", a.rope("a")), Feed::whole("exponent", a.rope("exponent"))];
            let start = Rope::constant("1", &one);
            let power = run.part("bit", |at| Timeline::part(at, Power, value.bits(), start, feeds));
            Ok(run.with_result(Value::Bytes(power)))
        },
    },
];

#[cfg(test)]
mod tests {
    use super::super::ghash::multiplied;
    use crate::functions::bytes::testing::{call, fault, input};
    use crate::run::Value;
    use num_bigint::BigInt;

    const X: [u8; 16] = *b"\x66\xe9\x4b\xd4\xef\x8a\x2c\x3b\x88\x4c\xfa\x59\xca\x34\x2b\x2e";
    fn power(exponent: BigInt) -> [u8; 16] {
        call("gf128_power", [input("a", &X), Value::int(exponent)]).unwrap().output().unwrap().try_into().unwrap()
    }
    #[test]
    fn an_inverse_and_a_square_root_are_powers() {
        let two = BigInt::from(2);
        let mut one = [0; 16];
        one[0] = 0x80;
        assert_eq!(multiplied(X, power(two.pow(128) - 2)), one);
        let root = power(two.pow(127));
        assert_eq!(multiplied(root, root), X);
        assert_eq!(power(3.into()), multiplied(X, multiplied(X, X)));
        assert_eq!(power(1.into()), X);
        assert!(fault("gf128_power", [input("a", &X), Value::int(0)]).contains("1 or more"));
    }
}
