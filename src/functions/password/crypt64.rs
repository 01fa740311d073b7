//! The base64 of SHA-512 crypt: an alphabet and an order of its own, the least significant bits first.

use crate::num::{Border, Carry, Numbers, Table, Window, Word};
use crate::run::{Count, Feed, Map, Path, Pieces, Rope, Run, Source, Value, Windows};

/// Bytes of a hash.
const LENGTH: usize = 64;

static CHARACTERS: Table =
    Table { name: "crypt64", bytes: b"./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", says: None };
/// The place that byte `i` of the written hash has in the hash: groups of three, turned by one from group to group.
const fn place(i: usize) -> usize {
    match (i / 3, i % 3) {
        (21, _) => LENGTH - 1,
        (group, byte) => group + 21 * ((group + 2 - byte) % 3),
    }
}
/// The bytes of a hash in the order in which they are written.
pub fn ordered(bytes: &[u8]) -> Vec<u8> {
    (0..bytes.len()).filter_map(|i| bytes.get(place(i)).copied()).collect()
}
/// The characters that a hash is written with.
pub fn write(at: &Path, bytes: Rope) -> Run {
    let mut run = Run::new(at, "crypt64");
    let length = (4 * bytes.len()).div_ceil(3);
    let feeds = vec![Feed::whole("hash", bytes)];
    let text = run.part("row", |at| Map::part(at, Write, feeds, length, length));
    run.with_result(Value::Text(text))
}
struct Write;
impl Pieces for Write {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let length = read[0].bytes.len();
        let byte = |i: usize| N::U8::read(n, read[0].piece::<1>(place(i))).named("byte", place(i));
        for first in (0..length).step_by(3) {
            let there = (length - first).min(3);
            let [a, b, c] = std::array::from_fn(|i| if i < there { byte(first + i) } else { n.u8("zero", (), 0) });
            let low = [a.shl(2).shr(2), b.shl(4).shr(2) | a.shr(6), c.shl(6).shr(2) | b.shr(4), c.shr(2)];
            for (i, six) in low.into_iter().take(there + 1).enumerate() {
                let k = first / 3 * 4 + i;
                n.lookup(Window::table(&CHARACTERS), six.named("six", k)).named("char", k).save(out);
            }
        }
    }
}
