//! The mask of RFC 8017 appendix B.2.1, and what the blocks of OAEP and PSS share.

use crate::functions::hash::Hash;
use crate::functions::{Context, Fault};
use crate::num::{Border, Carry, Integer, Numbers, Word};
use crate::run::{Count, Feed, Map, Path, Pieces, Rope, Run, Source, Value, Windows};

/// The bytes of a row of a masked string.
const ROW: u64 = 16;

/// Two strings XORed; the highest bits of the first byte may be cleared.
struct Masked {
    cleared: u32,
}
impl Pieces for Masked {
    fn piece<N: Numbers>(&self, n: N, at: u64, read: &Windows, out: &mut Border) {
        for j in 0..read[0].bytes.len() {
            let byte = |k: usize| N::U8::read(n, read[k].piece::<1>(j));
            let mut masked = byte(0) ^ byte(1);
            if at == 0 && j == 0 && self.cleared > 0 {
                masked = masked & n.u8("cleared_bits", (), 0xff >> self.cleared);
            }
            masked.named("byte", j).save(out);
        }
    }
}
/// Adds the part `name`, a string XORed with its mask.
pub fn masked(run: &mut Run, name: &str, bytes: Rope, mask: Rope, cleared: u32) -> Rope {
    let length = bytes.len();
    let feeds = [("bytes", bytes), ("mask", mask)].map(|(name, rope)| Feed { name, rope, stride: ROW }).to_vec();
    run.part(name, |at| Map::part(at, Masked { cleared }, feeds, ROW, length))
}
/// MGF1: the hashes of the seed and a counter, one after the other, cut to so many bytes.
pub fn mgf1(at: &Path, hash: &'static Hash, seed: Rope, length: u64) -> Run {
    let (mut run, mut all) = (Run::new(at, "mgf1"), Rope::default());
    for counter in 0..length.div_ceil(hash.output) {
        let number = (counter as u32).to_be_bytes();
        let message = seed.clone().then(Rope::constant(format!("counter {counter}"), &number));
        all = all.then(run.numbered_run("hash", counter, |at| (hash.run)(at, message)));
    }
    run.with_result(Value::Bytes(all.slice(0..length)))
}

/// Whether two strings are the same: each is read as an integer.
struct Same(&'static str, &'static str);
impl Pieces for Same {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let a = N::Int::read(n, read[0]).named(self.0, ());
        a.same(N::Int::read(n, read[1]).named(self.1, ())).named("same", ()).save(out);
    }
}
/// Adds the part `name` that compares two strings of one length.
pub fn same(run: &mut Run, name: &str, a: (&'static str, Rope), b: (&'static str, Rope)) -> Rope {
    let feeds = vec![Feed::whole(a.0, a.1), Feed::whole(b.0, b.1)];
    run.part(name, |at| Map::part(at, Same(a.0, b.0), feeds, 1, 1))
}
/// Whether some bytes are zeros, and the one after them is another.
struct Padding {
    last: u8,
}
impl Pieces for Padding {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let end = read[0].bytes.len() - 1;
        let byte = |j: usize| N::U8::read(n, read[0].piece::<1>(j));
        let int = |byte: N::U8| n.join_int(&[byte]);
        let last = byte(end).named("last", ());
        let is_last = int(last).same(n.literal(self.last.into())).named("last_is_right", ());
        let zeros = (0..end).map(byte).reduce(|any, byte| any | byte);
        let holds = match zeros {
            Some(any) => is_last & int(any.named("any_before", ())).same(n.literal(0)).named("zeros_before", ()),
            None => is_last,
        };
        holds.named("holds", ()).save(out);
    }
}
/// Adds the part `name` that wants zeros, and then one byte.
pub fn padded(run: &mut Run, name: &str, bytes: Rope, last: u8) -> Rope {
    run.part(name, |at| Map::part(at, Padding { last }, vec![Feed::whole("bytes", bytes)], 1, 1))
}
/// Whether some of the highest bits of a byte are zeros.
struct Top {
    bits: u32,
}
impl Pieces for Top {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let byte = N::U8::read(n, read[0].piece::<1>(0)).named("first", ());
        let bit = |i: u32| byte.bit(7 - i);
        let any = (1..self.bits).fold(bit(0), |any, i| any | bit(i));
        (!any).named("holds", ()).save(out);
    }
}
/// Adds the part `name` that wants the highest bits of the first byte to be zeros; some there must be.
pub fn cleared(run: &mut Run, name: &str, bytes: Rope, bits: u32) -> Rope {
    run.part(name, |at| Map::part(at, Top { bits }, vec![Feed::whole("bytes", bytes)], 1, 1))
}
/// Whether a check holds, and a note of it.
///
/// # Errors
/// What computing it gives.
pub fn holds(c: &Context, run: &mut Run, question: &str, name: &str, check: &Rope) -> Result<bool, Fault> {
    check.finish(c.budget)?;
    let holds = check.to_vec()? == [1];
    run.choice(question, if holds { "yes".into() } else { format!("no: see `{name}`") });
    Ok(holds)
}

/// The beginning of a DigestInfo, before the hash: section 9.2, note 1.
pub fn digest_info(hash: &Hash) -> Vec<u8> {
    let sha2 = |last: u8| vec![0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, last];
    let oid = match hash.name {
        "sha1" => vec![0x2b, 0x0e, 0x03, 0x02, 0x1a],
        "sha224" => sha2(4),
        "sha384" => sha2(2),
        "sha512" => sha2(3),
        _ => sha2(1),
    };
    let (id, output) = (oid.len() as u8, hash.output as u8);
    let algorithm = [&[0x30, id + 4, 0x06, id][..], &oid, &[0x05, 0x00]].concat();
    [&[0x30, algorithm.len() as u8 + output + 2][..], &algorithm, &[0x04, output]].concat()
}
