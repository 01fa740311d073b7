//! CTR, NIST SP 800-38A section 6.5: a counter, encrypted, is a key stream.

use super::{CIPHER, KEY, Keyed, through, vetted};
use crate::functions::cipher::{Direction, OneBlock};
use crate::functions::{Family, Function, Parameter};
use crate::num::{Border, Carry, Numbers};
use crate::run::{Feed, Map, Pieces, Run, Source, Type, Value, Windows};
use std::ops::Range;
use std::sync::Arc;

/// The row of CTR.
pub const ROWS: &[Function] = &[Function {
    name: "ctr",
    title: "CTR",
    summary: "XORs the message with encrypted counters; the same again decrypts. Nothing is padded.",
    family: Family::Mode,
    spec: "NIST SP 800-38A §6.5",
    parameters: &[
        KEY,
        Parameter::bytes("counter_block", "the first counter, a block; never used twice with one key"),
        Parameter::bytes("message", "what to encrypt or to decrypt, of any length"),
        CIPHER,
    ],
    result: Some(Type::Bytes),
    vetted: vetted::row("ctr 0.10", vetted::ctr),
    examples: &["ctr(\"sixteen byte key\", 0xf0f1f2f3f4f5f6f7f8f9fafbfcfdfeff, \"attack at dawn\")"],
    make: |c, a| {
        let mut run = Run::new(&c.at, "ctr");
        let keyed = Keyed::new(&mut run, c, a)?;
        let (first, message) = (a.rope("counter_block"), a.rope("message"));
        keyed.check_block(&run, "counter_block", first.len())?;
        let (step, length) = (keyed.step(Direction::Encrypt), message.len());
        let mut feeds = keyed.feeds("message", message);
        feeds.push(Feed::whole("counter_block", first));
        let out = keyed.blocks(
            &mut run,
            |at| Map::part(at, Counters::<8>(step.clone()), feeds.clone(), 8, length),
            |at| Map::part(at, Counters::<16>(step.clone()), feeds.clone(), 16, length),
        );
        Ok(run.with_result(Value::Bytes(out)))
    },
}];

/// C_j = P_j ⊕ CIPH(T_j), where the counter T_j is the first one plus j, and the whole block counts.
struct Counters<const B: usize>(Arc<OneBlock>);
impl<const B: usize> Pieces for Counters<B> {
    fn piece<N: Numbers>(&self, n: N, j: u64, read: &Windows, out: &mut Border) {
        let first = <[N::U8; B]>::read(n, read[2]);
        let counter = (n.join_int(&first).named("first", ()) + n.int("j", (), j.into())).named("counter", ());
        // Past the last counter comes 0: what does not fit in a block is cut off.
        let counter = n.split_int(counter, B);
        let output = through::<N, B>(n, &self.0, read[1], std::array::from_fn(|i| counter[i]));
        let byte = |i| N::U8::read(n, read[0].piece::<1>(i)).named("message", ());
        let message: Vec<N::U8> = (0..read[0].bytes.len()).map(byte).collect();
        for (message, keystream) in message.into_iter().zip(output) {
            (message ^ keystream).named("result", ()).save(out);
        }
    }
    fn many(&self, range: Range<u64>, read: &Windows, out: &mut Vec<u8>) -> bool {
        let first = read[2].bytes.iter().fold(0, |first: u128, byte| first << 8 | u128::from(*byte));
        let counter = |j: u64| first.wrapping_add(j.into()).to_be_bytes();
        let counters: Vec<u8> = range.flat_map(|j| counter(j).into_iter().skip(16 - B)).collect();
        let mut keystream = Vec::with_capacity(counters.len());
        self.0.many(read[1].bytes, &counters, &mut keystream);
        out.extend(read[0].bytes.iter().zip(keystream).map(|(message, keystream)| message ^ keystream));
        true
    }
}
