//! ECB, NIST SP 800-38A section 6.1: every block by itself.

use super::{CIPHER, KEY, Keyed, PADDING, padded, through, unpadded, vetted};
use crate::functions::cipher::{Direction, OneBlock};
use crate::functions::{Family, Function, Parameter};
use crate::num::{Border, Carry, Numbers};
use crate::run::{Map, Pieces, Rope, Run, Source, Type, Value, Windows};
use std::ops::Range;
use std::sync::Arc;

/// The rows of ECB.
pub const ROWS: &[Function] = &[
    Function {
        name: "ecb_encrypt",
        title: "ECB",
        summary: "Encrypts every block by itself: equal blocks stay equal, which shows.",
        family: Family::Mode,
        spec: "NIST SP 800-38A §6.1",
        parameters: &[KEY, Parameter::bytes("message", "what to encrypt, of any length"), CIPHER, PADDING],
        result: Some(Type::Bytes),
        vetted: vetted::row("ecb 0.2", |a| vetted::ecb(Direction::Encrypt, a)),
        examples: &["ecb_encrypt(\"sixteen byte key\", \"the same block! the same block! \")"],
        make: |c, a| {
            let mut run = Run::new(&c.at, "ecb_encrypt");
            let keyed = Keyed::new(&mut run, c, a)?;
            let message = padded(&mut run, &keyed, c, a)?;
            let out = blocks(&mut run, &keyed, Direction::Encrypt, "plaintext", message);
            Ok(run.with_result(Value::Bytes(out)))
        },
    },
    Function {
        name: "ecb_decrypt",
        title: "ECB, back",
        summary: "Decrypts every block by itself, and takes the padding off.",
        family: Family::Mode,
        spec: "NIST SP 800-38A §6.1",
        parameters: &[KEY, Parameter::bytes("message", "the ciphertext, in whole blocks"), CIPHER, PADDING],
        result: Some(Type::Bytes),
        vetted: vetted::row("ecb 0.2", |a| vetted::ecb(Direction::Decrypt, a)),
        examples: &["ecb_decrypt(\"sixteen byte key\", ecb_encrypt(\"sixteen byte key\", \"attack at dawn\"))"],
        make: |c, a| {
            let mut run = Run::new(&c.at, "ecb_decrypt");
            let keyed = Keyed::new(&mut run, c, a)?;
            keyed.check_ciphertext(&run, a.rope("message").len())?;
            let out = blocks(&mut run, &keyed, Direction::Decrypt, "ciphertext", a.rope("message"));
            unpadded(run, &keyed, out, c, a)
        },
    },
];

fn blocks(run: &mut Run, keyed: &Keyed, direction: Direction, name: &'static str, message: Rope) -> Rope {
    let (step, feeds, length) = (keyed.step(direction), keyed.feeds(name, message.clone()), message.len());
    keyed.blocks(
        run,
        |at| Map::part(at, Blocks::<8>(step.clone()), feeds.clone(), 8, length),
        |at| Map::part(at, Blocks::<16>(step.clone()), feeds.clone(), 16, length),
    )
}

/// Every block through the cipher.
struct Blocks<const B: usize>(Arc<OneBlock>);
impl<const B: usize> Pieces for Blocks<B> {
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        through(n, &self.0, read[1], <[N::U8; B]>::read(n, read[0])).save(out);
    }
    fn many(&self, _: Range<u64>, read: &Windows, out: &mut Vec<u8>) -> bool {
        self.0.many(read[1].bytes, read[0].bytes, out);
        true
    }
}
