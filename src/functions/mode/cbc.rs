//! CBC, NIST SP 800-38A section 6.2: every block is mixed with the ciphertext of the one before.

use super::{CIPHER, KEY, Keyed, PADDING, padded, through, unpadded, vetted};
use crate::functions::cipher::{Direction, OneBlock};
use crate::functions::{Family, Function, Parameter};
use crate::num::{Border, Carry, Numbers, xor};
use crate::run::{Feed, Fold, Map, Pieces, Run, Source, Timeline, Type, Value, Windows};
use std::ops::Range;
use std::sync::Arc;

/// The rows of CBC.
pub const ROWS: &[Function] = &[
    Function {
        name: "cbc_encrypt",
        title: "CBC",
        summary: "Encrypts every block XORed with the ciphertext before it; the first with `iv`.",
        family: Family::Mode,
        spec: "NIST SP 800-38A §6.2",
        parameters: &[KEY, IV, Parameter::bytes("message", "what to encrypt, of any length"), CIPHER, PADDING],
        result: Some(Type::Bytes),
        vetted: vetted::row("cbc 0.2", |a| vetted::cbc(Direction::Encrypt, a)),
        examples: &["cbc_encrypt(\"sixteen byte key\", 0x000102030405060708090a0b0c0d0e0f, \"attack at dawn\")"],
        make: |c, a| {
            let mut run = Run::new(&c.at, "cbc_encrypt");
            let keyed = Keyed::new(&mut run, c, a)?;
            let iv = a.rope("iv");
            keyed.check_block(&run, "iv", iv.len())?;
            let message = padded(&mut run, &keyed, c, a)?;
            let (step, blocks) = (keyed.step(Direction::Encrypt), message.len() / keyed.block());
            let feeds = keyed.feeds("plaintext", message);
            let out = keyed.blocks(
                &mut run,
                |at| Timeline::part(at, Chain::<8>(step.clone()), blocks, iv.clone(), feeds.clone()),
                |at| Timeline::part(at, Chain::<16>(step.clone()), blocks, iv.clone(), feeds.clone()),
            );
            Ok(run.with_result(Value::Bytes(out)))
        },
    },
    Function {
        name: "cbc_decrypt",
        title: "CBC, back",
        summary: "Decrypts every block, XORs it with the ciphertext before it, and takes the padding off.",
        family: Family::Mode,
        spec: "NIST SP 800-38A §6.2",
        parameters: &[KEY, IV, Parameter::bytes("message", "the ciphertext, in whole blocks"), CIPHER, PADDING],
        result: Some(Type::Bytes),
        vetted: vetted::row("cbc 0.2", |a| vetted::cbc(Direction::Decrypt, a)),
        examples: &["cbc_decrypt(\"sixteen byte key\", repeat(0x00, 16), \
             cbc_encrypt(\"sixteen byte key\", repeat(0x00, 16), \"attack at dawn\"))"],
        make: |c, a| {
            let mut run = Run::new(&c.at, "cbc_decrypt");
            let keyed = Keyed::new(&mut run, c, a)?;
            let (iv, message) = (a.rope("iv"), a.rope("message"));
            keyed.check_block(&run, "iv", iv.len())?;
            keyed.check_ciphertext(&run, message.len())?;
            let (step, length) = (keyed.step(Direction::Decrypt), message.len());
            let previous = iv.then(message.clone()).slice(0..length);
            let mut feeds = keyed.feeds("ciphertext", message);
            feeds.push(Feed::dealt("previous", previous, keyed.block()));
            let out = keyed.blocks(
                &mut run,
                |at| Map::part(at, Unchain::<8>(step.clone()), feeds.clone(), 8, length),
                |at| Map::part(at, Unchain::<16>(step.clone()), feeds.clone(), 16, length),
            );
            unpadded(run, &keyed, out, c, a)
        },
    },
];
const IV: Parameter = Parameter::bytes("iv", "a block that nobody can predict, new for every message; not secret");

/// C_j = CIPH(P_j ⊕ C_(j-1)): each block waits for the one before.
struct Chain<const B: usize>(Arc<OneBlock>);
impl<const B: usize> Fold for Chain<B> {
    type State<N: Numbers> = [N::U8; B];
    const EACH: bool = true;
    fn segment<N: Numbers>(&self, n: N, _: u64, previous: [N::U8; B], read: &Windows) -> [N::U8; B] {
        let previous = previous.named("previous", ());
        let plaintext = <[N::U8; B]>::read(n, read[0]).named("plaintext", ());
        through(n, &self.0, read[1], xor(plaintext, previous))
    }
}
/// P_j = CIPH⁻¹(C_j) ⊕ C_(j-1): every block can be decrypted without the others' plaintext.
struct Unchain<const B: usize>(Arc<OneBlock>);
impl<const B: usize> Pieces for Unchain<B> {
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let previous = <[N::U8; B]>::read(n, read[2]).named("previous", ());
        let output = through(n, &self.0, read[1], <[N::U8; B]>::read(n, read[0]));
        xor(output, previous).named("plaintext", ()).save(out);
    }
    fn many(&self, _: Range<u64>, read: &Windows, out: &mut Vec<u8>) -> bool {
        let start = out.len();
        self.0.many(read[1].bytes, read[0].bytes, out);
        out[start..].iter_mut().zip(read[2].bytes).for_each(|(output, previous)| *output ^= previous);
        true
    }
}
