//! Random values for inputs, made from a seed: whoever types the same seed gets the same value.
//!
//! The bytes are SHA-256 over the seed, the cell's name and a counter. They are for lessons; no key that guards
//! anything comes from a seed that can be read from a screen.

use super::Input;
use crate::run::{Source, Type, Value};
use num_bigint::{BigInt, BigUint};
use sha2::{Digest, Sha256};

/// How long a random text or string of bytes is where nothing says so.
const LENGTH: u64 = 8;
/// The longest text or string of bytes that is made: what is longer is not read by anybody.
const LONGEST: u64 = 64 << 10;
/// How many bytes more than needed an integer is made from, so that all are as likely as each other.
const SURPLUS: u64 = 16;

impl Input {
    /// A random value that may stand in the input: as long as its declaration says with `random`, else as long as what
    /// stands there now, within its limits. A text is of small letters; of texts to choose from it is one.
    pub fn random(&self, cell: &str, now: &Value, seed: &str) -> Value {
        let made = |length: u64| bytes(cell, seed, length);
        let length = || {
            let now = now.rope().map_or(0, Source::len);
            let length = self.random.unwrap_or(if now == 0 { LENGTH } else { now });
            length.max(self.min.unwrap_or(0)).min(self.max_length()).min(LONGEST)
        };
        match self.kind() {
            Type::Bytes => Value::bytes(&made(length())),
            Type::Text if !self.choose.is_empty() => {
                let place = below(&made(SURPLUS), &BigUint::from(self.choose.len()));
                let place = usize::try_from(place).unwrap_or_default();
                Value::text(self.choose.get(place).map_or("", String::as_str))
            }
            Type::Text => {
                // 26 · 9 = 234: what lies above is left out, so that no letter comes more often.
                let letters = made(length().saturating_mul(2) + SURPLUS).into_iter().filter(|byte| *byte < 234);
                let length = usize::try_from(length()).unwrap_or(usize::MAX);
                let mut text: String = letters.take(length).map(|byte| char::from(b'a' + byte % 26)).collect();
                text.extend(std::iter::repeat_n('a', length - text.len()));
                Value::text(&text)
            }
            Type::Int => {
                let size = self.random.unwrap_or_else(|| now.rope().map_or(1, Source::len).max(1)).min(4096);
                let least = BigUint::from(self.min.unwrap_or(0));
                let most =
                    self.max.map_or_else(|| (BigUint::from(1u8) << (8 * size)) - 1u8, BigUint::from).max(least.clone());
                let span = &most - &least + 1u8;
                let value = least + below(&made(SURPLUS + span.bits().div_ceil(8)), &span);
                Value::int(BigInt::from(value))
            }
            Type::Bool => Value::bool(made(1)[0] & 1 == 1),
            Type::List => self.default.clone(),
        }
    }
}

fn below(bytes: &[u8], end: &BigUint) -> BigUint {
    BigUint::from_bytes_be(bytes) % end
}

fn bytes(cell: &str, seed: &str, length: u64) -> Vec<u8> {
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    let mut out = Vec::with_capacity(length.next_multiple_of(32));
    let mut counter = 0u64;
    while out.len() < length {
        let block = Sha256::new()
            .chain_update(seed.trim().to_lowercase())
            .chain_update([0])
            .chain_update(cell)
            .chain_update([0])
            .chain_update(counter.to_be_bytes());
        out.extend_from_slice(&block.finalize());
        counter += 1;
    }
    out.truncate(length);
    out
}

#[cfg(test)]
mod tests {
    use super::super::{Cell, Sheet};
    use crate::run::Value;
    use crate::sheet::expr::Limits;
    use proptest::prelude::*;

    fn random(declaration: &str, seed: &str) -> (Sheet, Value) {
        let (sheet, faults) = Sheet::parse(&format!("x = {declaration}"), &Limits::default());
        assert_eq!(faults, []);
        let cell = sheet.cell("x").expect("it is there");
        let input = cell.input.clone().expect("an input");
        let value = input.random("x", cell.given().expect("a default"), seed);
        (sheet, value)
    }
    fn shown(declaration: &str, seed: &str) -> String {
        random(declaration, seed).1.show(1000).expect("it is there")
    }

    #[test]
    fn a_seed_gives_the_same_value_to_everybody() {
        assert_eq!(shown("input(0x00112233)", "4f2a-91c3"), shown("input(0xffffffff)", " 4F2A-91C3 "));
        assert_ne!(shown("input(0x00112233)", "4f2a-91c3"), shown("input(0x00112233)", "4f2a-91c4"));
    }

    #[test]
    fn the_length_is_the_declared_one_or_stays() {
        assert_eq!(shown("input(\"abc\")", "s").len(), 3);
        assert_eq!(shown("input(\"abc\", random: 20)", "s").len(), 20);
        assert_eq!(shown("input(\"\")", "s").len(), 8);
        assert_eq!(shown("input(0x00, random: 16)", "s").len(), 32);
    }

    proptest! {
        #[test]
        fn whatever_the_seed_it_may_stand_there(seed: String) {
            for declaration in [
                "input(\"abc\", max: 3)", "input(5, min: 3, max: 9)", "input(true)", "input(0x0000, min: 2, max: 4, random: 9)",
                "input(\"a\", choose: [\"a\", \"b\", \"c\"])", "input(1000000, random: 40)",
            ] {
                let (mut sheet, value) = random(declaration, &seed);
                prop_assert!(sheet.set("x", value).is_ok(), "{declaration}");
                prop_assert!(sheet.cell("x").and_then(Cell::given).is_some());
            }
        }
    }
}
