//! The compression function G of Argon2, section 3.5, and the permutation P it is made of, section 3.6.

use crate::num::{Border, Callee, Carry, Entrance, Number, Numbers, Window, Word};
use crate::run::{Count, Door, Feed, Map, Path, Pieces, Rope, Run, Value, Windows};
use std::num::Wrapping;
use std::sync::Arc;

/// Bytes of a number in an address block's input.
pub const LE: usize = 8;
/// Bytes in a block.
pub const BLOCK: usize = 1024;
/// Bytes that P takes: a row of a block, or a column.
const ROW: usize = 128;
/// Bytes in a register: a block is a matrix of 8 × 8 of them.
const REGISTER: usize = 16;
/// Rows of a block, and columns.
const ROWS: usize = BLOCK / ROW;

// ------------------------------------------------------------------ P

/// The lower half of a word.
#[inline(always)]
fn trunc<W: Word>(x: W) -> W {
    Number::helper("trunc", [x], |[x]| x.shl(32).shr(32))
}
/// The sum of BLAKE2b's G with a product in it, which takes a chip as long as a processor.
#[inline(always)]
fn sum<W: Word>(a: W, b: W) -> W {
    a + b + (trunc(a) * trunc(b)).shl(1)
}
/// GB over four columns or four diagonals side by side. Step k of the i-th is `a[i][k]` and so on, `first` being the
/// lowest i.
#[inline(always)]
fn GB<W: Word>(first: usize, [a, b, c, d]: [[W; 4]; 4]) -> [[W; 4]; 4] {
    let four = |name: &'static str, k: usize, f: &dyn Fn(usize) -> W| -> [W; 4] {
        std::array::from_fn(|i| f(i).named(name, (first + i, k)))
    };
    let a = four("a", 1, &|i| sum(a[i], b[i]));
    let d = four("d", 1, &|i| (d[i] ^ a[i]).rotr(32));
    let c = four("c", 1, &|i| sum(c[i], d[i]));
    let b = four("b", 1, &|i| (b[i] ^ c[i]).rotr(24));
    let a = four("a", 2, &|i| sum(a[i], b[i]));
    let d = four("d", 2, &|i| (d[i] ^ a[i]).rotr(16));
    let c = four("c", 2, &|i| sum(c[i], d[i]));
    let b = four("b", 2, &|i| (b[i] ^ c[i]).rotr(63));
    [a, b, c, d]
}
/// Each row of 4 × 4 words turned to the left by its number: what was a diagonal is a column.
#[inline(always)]
fn turned<W: Word>(v: [[W; 4]; 4], by: impl Fn(usize) -> usize) -> [[W; 4]; 4] {
    std::array::from_fn(|row| std::array::from_fn(|i| v[row][(i + by(row)) % 4]))
}
/// The permutation P: a round of BLAKE2b without a message, over 4 × 4 words.
#[inline(always)]
fn permuted<W: Word>(v: [W; 16]) -> [W; 16] {
    let v = GB(0, std::array::from_fn(|row| std::array::from_fn(|i| v[4 * row + i])));
    let v = turned(GB(4, turned(v, |row| row)), |row| 4 - row);
    std::array::from_fn(|k| v[k / 4][k % 4])
}

/// P over 128 bytes, as a function that a segment calls.
pub struct Permutation;
impl Callee for Permutation {
    #[inline(always)]
    fn compute(&self, _: &[u8], arguments: &[(&'static str, &[Wrapping<u8>])], output: &mut [Wrapping<u8>]) {
        let (bytes, _) = arguments[0].1.as_chunks::<8>();
        let v = std::array::from_fn(|i| Wrapping(u64::from_le_bytes(bytes[i].map(|byte| byte.0))));
        for (to, word) in output.as_chunks_mut::<8>().0.iter_mut().zip(permuted(v)) {
            *to = word.0.to_le_bytes().map(Wrapping);
        }
    }
    fn entrance(self: Arc<Self>) -> Entrance {
        Door::entrance(|at, arguments| {
            let (mut run, length) = (Run::new(at, "argon2_permutation"), ROW as u64);
            let feeds = vec![Feed::whole("v", arguments[0].clone())];
            let output = run.own_part("steps", |at| Map::part(at, Steps, feeds, length, length));
            run.with_result(Value::Bytes(output))
        })
    }
}
/// The eight uses of GB, four side by side.
struct Steps;
impl Pieces for Steps {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let word = |i: usize| {
            let mut bytes = <[N::U8; 8]>::read(n, read[0].piece::<8>(i));
            bytes.reverse();
            n.join_u64(bytes).named("v_before", i)
        };
        let v = permuted(std::array::from_fn(word));
        let v: [N::U64; 16] = std::array::from_fn(|i| v[i].named("v", i));
        for word in v {
            let mut bytes = n.split_u64(word);
            bytes.reverse();
            bytes.save(out);
        }
    }
}

// ------------------------------------------------------------------ G

/// The compression function: two blocks XORed, P over the rows, P over the columns, and the XOR again.
#[inline(always)]
pub fn G<N: Numbers>(
    n: N,
    P: &Arc<Permutation>,
    X: impl Iterator<Item = N::U8>,
    Y: impl Iterator<Item = N::U8>,
) -> Vec<N::U8> {
    let R = X.zip(Y).map(|(x, y)| x ^ y).collect::<Vec<_>>().named("R", ());
    let mut Q = R.clone();
    for i in 0..ROWS {
        let row = ROW * i..ROW * (i + 1);
        let new: [N::U8; ROW] = n.call("row", i, P, Window::NONE, &[("v", &R[row.clone()])]);
        Q[row].copy_from_slice(&new);
    }
    let Q = Q.named("Q", ());
    let mut Z = Q.clone();
    for i in 0..ROWS {
        let register = |row: usize| ROW * row + REGISTER * i..ROW * row + REGISTER * (i + 1);
        let mut column = [Q[0]; ROW];
        for (row, part) in column.chunks_exact_mut(REGISTER).enumerate() {
            part.copy_from_slice(&Q[register(row)]);
        }
        let new: [N::U8; ROW] = n.call("column", i, P, Window::NONE, &[("v", &column)]);
        for (row, part) in new.chunks_exact(REGISTER).enumerate() {
            Z[register(row)].copy_from_slice(part);
        }
    }
    let Z = Z.named("Z", ());
    Z.into_iter().zip(R).map(|(z, r)| z ^ r).collect()
}
/// G of two blocks.
struct Compress;
impl Pieces for Compress {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let [X, Y] = [("X", 0), ("Y", 1)].map(|(name, i)| n.bytes(read[i]).collect::<Vec<_>>().named(name, ()));
        G(n, &Arc::new(Permutation), X.into_iter(), Y.into_iter()).named("G", ()).save(out);
    }
}
/// The run of G over two blocks.
pub fn compress(at: &Path, X: Rope, Y: Rope) -> Run {
    let (mut run, length) = (Run::new(at, "argon2_compress"), BLOCK as u64);
    run.inputs = vec![("X", Value::Bytes(X.clone())), ("Y", Value::Bytes(Y.clone()))];
    let feeds = vec![Feed::whole("X", X), Feed::whole("Y", Y)];
    let output = run.own_part("steps", |at| Map::part(at, Compress, feeds, length, length));
    run.with_result(Value::Bytes(output))
}
