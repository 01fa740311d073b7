//! The padding that SHA-2, SHA-1 and MD5 share, and the chain of blocks over it: a one bit, zero bits, and the
//! message's length in bits (FIPS 180-4 section 5.1, RFC 1321 sections 3.1 and 3.2).

use super::row;
use crate::num::{Border, Carry, Integer, Numbers};
use crate::run::{Count, Feed, Fold, Map, Path, Pieces, Rope, Run, Source, Timeline, Value, Windows};

/// The order of the bytes of a number.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The most significant byte first.
    BigEndian,
    /// The least significant byte first.
    LittleEndian,
}
/// A padding to whole blocks.
#[derive(Clone, Copy)]
pub struct Padding {
    /// Bytes in a block: sixteen words.
    pub block: u64,
    /// Bytes in the length field.
    pub field: u64,
    /// The order of the bytes of the length.
    pub order: Order,
}

impl Padding {
    /// A hash: the padded message, and a state carried from `start` over its blocks. `hashed` bytes, whole blocks, came
    /// before the message and count in its length. Gives the run and the last state.
    pub fn chain(
        self,
        at: &Path,
        function: &'static str,
        fold: impl Fold,
        start: Rope,
        message: Rope,
        hashed: u64,
    ) -> (Run, Rope) {
        let mut run = Run::new(at, function);
        let padded = run.run("pad", |at| self.pad(at, message, hashed));
        let start = run.bytes("H0", start, self.block / 16);
        let blocks = padded.len() / self.block;
        let feeds = vec![Feed::dealt("block", padded, self.block)];
        let state = run.part("block", |at| Timeline::part(at, fold, blocks, start, feeds));
        run.needs(match self.block {
            64 => |blocks| needs(blocks, 64, 8),
            _ => |blocks| needs(blocks, 128, 16),
        });
        (run, state)
    }
    /// The same chain, not recorded: the state after whole blocks.
    pub fn absorb<F: Fold>(self, fold: &F, start: &[u8], blocks: &[u8]) -> Vec<u8> {
        row::bytes(&row::folded(fold, row::state::<F>(start), 0, blocks, self.block as usize, &[]))
    }
    /// The same chain, not recorded: the digest, from the state after so many bytes, whole blocks, and what follows
    /// them.
    pub fn finish<F: Fold>(self, fold: &F, state: &[u8], hashed: u64, rest: &[u8], digest: &mut [u8]) {
        let (block, field) = (self.block as usize, self.field as usize);
        let (whole, left) = rest.split_at(rest.len() - rest.len() % block);
        let state = row::folded(fold, row::state::<F>(state), 0, whole, block, &[]);
        let mut last = [0; 2 * 128];
        let end = (left.len() + 1 + field).next_multiple_of(block);
        let length = 8 * (hashed + rest.len() as u64);
        last[..left.len()].copy_from_slice(left);
        last[left.len()] = 0x80;
        last[end - 8..end].copy_from_slice(&match self.order {
            Order::BigEndian => length.to_be_bytes(),
            Order::LittleEndian => length.to_le_bytes(),
        });
        let mut state = row::bytes(&row::folded(fold, state, 0, &last[..end], block, &[]));
        if self.order == Order::LittleEndian {
            state.as_chunks_mut::<4>().0.iter_mut().for_each(|word| word.reverse());
        }
        digest.copy_from_slice(&state[..digest.len()]);
    }
    fn pad(self, at: &Path, message: Rope, hashed: u64) -> Run {
        let Padding { block, field, .. } = self;
        let mut run = Run::new(at, "pad");
        let length = hashed + message.len();
        let measured = Rope::length(&message, &length.to_be_bytes());
        let message = run.bytes("message", message, 1);
        let one = run.bytes("one", Rope::constant("0x80", &[0x80]), 1);
        let zeros = (2 * block - 1 - field - length % block) % block;
        let zeros = run.bytes("zeros", Rope::padding(&message, 0, zeros), 1);
        let count =
            Map::part(run.at.join("count"), Counting(self), vec![Feed::whole("length", measured)], field, field);
        let length = run.part("count", |_| count);
        let whole = message.then(one).then(zeros).then(length);
        run.with_result(Value::Bytes(whole))
    }
}
fn needs(blocks: u64, block: u64, field: u64) -> String {
    match blocks.checked_sub(1) {
        None | Some(0) => "every message has a block".into(),
        Some(before) => format!("{} bytes of message make {blocks} blocks", before.saturating_mul(block) - field),
    }
}

/// The length of the message in bits and the number of zero bits.
struct Counting(Padding);
impl Pieces for Counting {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let Padding { block, field, order } = self.0;
        let (block, field) = (block as i64, field as i64);
        let bytes = N::Int::read(n, read[0]).named("bytes", ());
        let l = (bytes * n.literal(8)).named("l", ());
        let room = n.literal(8 * (block - field));
        let k = (room - (l.clone() + n.literal(1))).mod_floor(n.literal(8 * block)).named("k", ());
        let _ = ((k - n.literal(7)).div_floor(n.literal(8))).named("zeros", ());
        let mut length = n.split_int(l, field as usize);
        if order == Order::LittleEndian {
            length.reverse();
        }
        length.into_iter().for_each(|byte| byte.named("length", ()).save(out));
    }
}

/// Words, handed on as bytes, the least significant first.
pub struct LittleEndian {
    /// How many bytes a word has: 4 or 8.
    pub word: usize,
}
impl LittleEndian {
    /// The part `output` of a run, of the words of a state.
    pub fn part(self, run: &mut Run, words: Rope) -> Rope {
        let length = words.len();
        run.part("output", |at| Map::part(at, self, vec![Feed::whole("state", words)], length, length))
    }
}
impl Pieces for LittleEndian {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        for i in 0..read[0].bytes.len() / self.word {
            if self.word == 4 {
                let mut bytes = n.split_u32(N::U32::read(n, read[0].piece::<4>(i)).named("H", i));
                bytes.reverse();
                bytes.named("bytes", i).save(out);
            } else {
                let mut bytes = n.split_u64(N::U64::read(n, read[0].piece::<8>(i)).named("H", i));
                bytes.reverse();
                bytes.named("bytes", i).save(out);
            }
        }
    }
}
