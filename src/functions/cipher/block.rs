//! Block ciphers, as modes need them.

use crate::functions::Fault;
use crate::num::{Callee, Entrance};
use crate::run::{Choice, Door, Rope, Run, Value};
use std::num::Wrapping;
use std::ops::RangeInclusive;
use std::sync::Arc;

/// Which way a block goes through a cipher.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From plaintext to ciphertext.
    Encrypt,
    /// From ciphertext to plaintext.
    Decrypt,
}

/// Takes one block through all rounds: which way, the expanded key, the block, and where the block after it goes.
pub type Compute = fn(Direction, &[u8], &[Wrapping<u8>], &mut [Wrapping<u8>]);

/// A block cipher, as modes need it.
pub struct BlockCipher {
    /// Its name as an argument, such as `"aes"`.
    pub name: &'static str,
    /// How many bytes a block has.
    pub block: usize,
    /// How many bytes a key may have.
    pub keys: &'static [RangeInclusive<u64>],
    /// Adds the parts of the key schedule to a run and gives the expanded key.
    pub schedule: fn(&mut Run, Rope) -> Rope,
    /// Adds the rounds over one block to a run, from the expanded key and the block, and gives the block after them.
    pub rounds: fn(&mut Run, Direction, &Rope, Rope) -> Rope,
    /// The same body without a record.
    pub compute: Compute,
    /// The same over whole blocks in their place, as fast as it goes: which way, the expanded key, the blocks.
    pub many: fn(Direction, &[u8], &mut [u8]),
    /// The weakness of a key, as a sentence, for ciphers that have weak keys.
    pub weakness: Option<Weakness>,
}

/// The weakness of a key, as a sentence; nothing where it is as good as any.
pub type Weakness = fn(&[u8]) -> Option<String>;

impl BlockCipher {
    /// Refuses a key that the cipher has no schedule for.
    ///
    /// # Errors
    /// A fault in the argument `key`.
    pub fn check_key(&self, function: &str, length: u64) -> Result<(), Fault> {
        if self.keys.iter().any(|k| k.contains(&length)) {
            return Ok(());
        }
        let lengths = self.keys.iter().map(|k| match (k.start(), k.end()) {
            (a, b) if a == b => a.to_string(),
            (a, b) => format!("{a} to {b}"),
        });
        let lengths: Vec<String> = lengths.collect();
        let lengths = match lengths.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} or {last}", others.join(", ")),
            None => String::new(),
        };
        Err(Fault::argument("key", format!("`key` of {function} wants {lengths} bytes, and this has {length}")))
    }
}

/// The choice that tells of a weak key.
pub fn weak_key(answer: String) -> Choice {
    Choice { question: "is the key weak?".into(), answer }
}

/// One block through a cipher, as a step of a mode: the callee of `block[i]/cipher`.
///
/// Its argument is the block, and the bytes that all calls share are the expanded key.
pub struct OneBlock {
    /// The cipher.
    pub cipher: &'static BlockCipher,
    /// Which way.
    pub direction: Direction,
    /// The expanded key, which exists once for all blocks.
    pub schedule: Rope,
}
impl OneBlock {
    /// Appends what whole blocks become, not recorded.
    pub fn many(&self, schedule: &[u8], blocks: &[u8], out: &mut Vec<u8>) {
        let start = out.len();
        out.extend(blocks);
        (self.cipher.many)(self.direction, schedule, &mut out[start..]);
    }
}
impl Callee for OneBlock {
    fn compute(&self, schedule: &[u8], arguments: &[(&'static str, &[Wrapping<u8>])], output: &mut [Wrapping<u8>]) {
        let block = arguments.first().map_or(&[][..], |(_, block)| block);
        (self.cipher.compute)(self.direction, schedule, block, output);
    }
    fn entrance(self: Arc<Self>) -> Entrance {
        Door::entrance(move |at, arguments| {
            let mut run = Run::new(at, self.cipher.name);
            let block = arguments.into_iter().next().unwrap_or_default();
            run.inputs = vec![("block", Value::Bytes(block.clone()))];
            let out = (self.cipher.rounds)(&mut run, self.direction, &self.schedule, block);
            run.with_result(Value::Bytes(out))
        })
    }
}
