//! Modes: ways to use a block cipher on a message of any length.
//!
//! A mode's run has the run `cipher`, whose key schedule exists once for all blocks, the part `block`, one segment a
//! block, and `pad`. A segment calls the cipher on `input` and names what comes out `output`; entering the call
//! (`block[3]/cipher/round[1]`) opens the rounds over that block.

pub mod cbc;
pub mod ctr;
pub mod ecb;
mod vetted;

pub use vetted::aes_stream;

use super::bytes::pad::{self, Scheme};
use super::cipher::{self, BlockCipher, Direction, OneBlock};
use super::{Arguments, Context, Default, Fault, FaultKind, Limits, Parameter};
use crate::num::{Carry, Numbers, Window};
use crate::run::{Feed, Part, Path, Rope, Run, Source, Value};
use std::sync::Arc;

const KEY: Parameter = Parameter::bytes("key", "the secret key, as long as the cipher wants it");
const CIPHER: Parameter = Parameter::text("cipher", "the block cipher, by name")
    .or(Default::Text("aes"))
    .within(Limits::OneOf(cipher::names));
const PADDING: Parameter = Parameter::text("padding", "how the last block is filled up, as `scheme` of pad")
    .or(Default::Text("pkcs7"))
    .within(Limits::OneOf(pad::scheme_names));

/// A block cipher and its expanded key.
struct Keyed {
    cipher: &'static BlockCipher,
    schedule: Rope,
}
impl Keyed {
    /// Reads the arguments `cipher` and `key` and adds the key schedule to the run.
    fn new(run: &mut Run, c: &Context, a: &Arguments) -> Result<Keyed, Fault> {
        a.value("cipher").finish(c.budget)?;
        let name = a.text("cipher")?;
        let found = cipher::block_cipher(&name);
        let cipher = found.ok_or_else(|| Fault::argument("cipher", format!("no block cipher `{name}`")))?;
        let key = a.rope("key");
        cipher.check_key(run.function, key.len())?;
        if let Some(weakness) = cipher.weakness {
            key.finish(c.budget)?;
            run.choices.extend(weakness(&key.to_vec()?).map(cipher::weak_key));
        }
        let schedule = run.run("cipher", |at| {
            let mut run = Run::new(at, cipher.name);
            let expanded = (cipher.schedule)(&mut run, key);
            run.with_result(Value::Bytes(expanded))
        });
        Ok(Keyed { cipher, schedule })
    }
    /// Bytes in a block.
    fn block(&self) -> u64 {
        self.cipher.block as u64
    }
    /// The step that a segment calls.
    fn step(&self, direction: Direction) -> Arc<OneBlock> {
        Arc::new(OneBlock { cipher: self.cipher, direction, schedule: self.schedule.clone() })
    }
    /// The expanded key, read whole by every segment, after what each segment reads a block of.
    fn feeds(&self, name: &'static str, dealt: Rope) -> Vec<Feed> {
        vec![Feed::dealt(name, dealt, self.block()), Feed::whole("expanded key", self.schedule.clone())]
    }
    /// Adds the part `block`, made for blocks of eight or of sixteen bytes.
    fn blocks(
        &self,
        run: &mut Run,
        eight: impl FnOnce(Path) -> Arc<dyn Part>,
        sixteen: impl FnOnce(Path) -> Arc<dyn Part>,
    ) -> Rope {
        let out = run.part("block", |at| if self.cipher.block == 8 { eight(at) } else { sixteen(at) });
        run.needs(match self.cipher.block {
            8 => |blocks| format!("{blocks} blocks are {} bytes, padding included", blocks.saturating_mul(8)),
            _ => |blocks| format!("{blocks} blocks are {} bytes, padding included", blocks.saturating_mul(16)),
        });
        out
    }
    /// Refuses an argument that is not one block long.
    fn check_block(&self, run: &Run, name: &str, length: u64) -> Result<(), Fault> {
        if length == self.block() {
            return Ok(());
        }
        let (function, cipher, block) = (run.function, self.cipher.name, self.block());
        let message = format!("`{name}` of {function} wants {block} bytes, a block of {cipher}, and this has {length}");
        Err(Fault::argument(name, message))
    }
    /// Refuses a ciphertext that is not made of whole blocks.
    fn check_ciphertext(&self, run: &Run, length: u64) -> Result<(), Fault> {
        if length.is_multiple_of(self.block()) {
            return Ok(());
        }
        let block = self.block();
        let message = format!("`message` of {} has {length} bytes, not whole blocks of {block}", run.function);
        Err(Fault::argument("message", message).hint("a ciphertext of this mode is never cut short"))
    }
}

/// One block through the cipher, as a step that can be entered.
#[inline(always)]
fn through<N: Numbers, const B: usize>(n: N, step: &Arc<OneBlock>, key: Window, input: [N::U8; B]) -> [N::U8; B] {
    let input = input.named("input", ());
    n.call("cipher", (), step, key, &[("block", &input)]).named("output", ())
}

/// The padding scheme that was asked for.
fn scheme(c: &Context, a: &Arguments) -> Result<Scheme, Fault> {
    a.value("padding").finish(c.budget)?;
    let name = a.text("padding")?;
    Scheme::named(&name).ok_or_else(|| Fault::argument("padding", format!("no padding `{name}`")))
}
/// Adds `pad` and gives the message filled up to whole blocks.
fn padded(run: &mut Run, keyed: &Keyed, c: &Context, a: &Arguments) -> Result<Rope, Fault> {
    let padded = pad::pad(&run.at.join("pad"), a.rope("message"), keyed.block(), scheme(c, a)?);
    let padded = padded.map_err(|fault| Fault { argument: Some("message".into()), ..fault })?;
    Ok(run.run("pad", |_| padded))
}
/// Adds `pad`, takes the padding off what was decrypted, and gives the run its result.
fn unpadded(mut run: Run, keyed: &Keyed, plain: Rope, c: &Context, a: &Arguments) -> Result<Run, Fault> {
    match pad::unpad(&run.at.join("pad"), plain.clone(), keyed.block(), scheme(c, a)?, c.budget) {
        Ok(unpadded) => {
            let message = run.run("pad", |_| unpadded);
            Ok(run.with_result(Value::Bytes(message)))
        }
        // What was decrypted stays there to be looked at.
        Err(fault) if fault.kind == FaultKind::Rejected => {
            let run = Arc::new(run.with_result(Value::Bytes(plain)));
            let message = format!("the padding is not as it must be: {}", fault.message);
            Err(Fault { argument: Some("message".into()), message, run: Some(run), ..fault })
        }
        Err(fault) => Err(fault),
    }
}

#[cfg(test)]
mod tests;
