//! The k of RFC 6979 section 3.2: a generator built from HMAC, which begins with the private key and the message's
//! hash.
//!
//! A run has `x_h1` (both, as bytes of the width of n), `K[i]` and `V[i]` as steps b to h make them, `T[j]` the bits of
//! the j-th candidate and `candidate[j]`, which says whether it is from 1 to n - 1.
#![allow(non_snake_case)] // the names are the specification's

use super::scalars::leftmost;
use crate::functions::exchange::curve::base::{Based, order, size};
use crate::functions::hash::Hash;
use crate::functions::mac::hmac::hmac;
use crate::functions::{Context, Fault};
use crate::num::{Border, Carry, Integer, Modulus, Numbers};
use crate::run::{Count, Feed, Map, Path, Pieces, Rope, Run, Source, Value, Windows};
use std::marker::PhantomData;

/// int2octets(x) ‖ bits2octets(h1): sections 2.3.3 and 2.3.4.
struct Seed<C>(PhantomData<C>);
impl<C: Based> Pieces for Seed<C> {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let x = N::Int::read(n, read[0]).named("x", ());
        let z1 = leftmost::<N, C>(n, read[1], ["h1_int", "z1"]);
        let z2 = z1.mod_floor(order::<N, C>(n)).named("z2", ());
        for int in [x, z2] {
            n.split_int(int, C::N::SIZE).into_iter().for_each(|byte| byte.save(out));
        }
    }
}
/// k and whether it is in range, from T: section 3.2, step h.3.
struct Candidate<C>(PhantomData<C>);
impl<C: Based> Pieces for Candidate<C> {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let k = leftmost::<N, C>(n, read[0], ["T_int", "k"]);
        let above = n.literal(0).less(k.clone()).named("above_0", ());
        let below = k.clone().less(order::<N, C>(n)).named("below_n", ());
        n.split_int(k, C::N::SIZE).into_iter().for_each(|byte| byte.save(out));
        (above & below).named("in_range", ()).save(out);
    }
}

/// The generator as it goes on: K and V, and how many of each there have been.
struct Generator {
    hash: &'static Hash,
    K: Rope,
    V: Rope,
    made: [u64; 2],
}
impl Generator {
    /// K = HMAC_K(V ‖ more).
    fn key(&mut self, run: &mut Run, more: Rope) {
        self.made[0] += 1;
        let message = self.V.clone().then(more);
        self.K = run.numbered_run("K", self.made[0], |at| hmac(at, self.hash, self.K.clone(), message));
    }
    /// V = HMAC_K(V).
    fn value(&mut self, run: &mut Run) {
        self.made[1] += 1;
        self.V = run.numbered_run("V", self.made[1], |at| hmac(at, self.hash, self.K.clone(), self.V.clone()));
    }
}
fn byte(byte: u8) -> Rope {
    Rope::constant(format!("0x{byte:02x}"), &[byte])
}

/// The run that finds k, and k in as many bytes as n has. The first `skipped` candidates in range are passed over: they
/// gave an r or an s of 0.
///
/// # Errors
/// What computing it gives.
pub fn nonce<C: Based>(
    c: &Context,
    at: Path,
    hash: &'static Hash,
    [x, h1]: [Rope; 2],
    mut skipped: u64,
) -> Result<(Run, Rope), Fault> {
    let (mut run, n) = (Run::new(&at, "ecdsa_nonce"), size::<C>());
    let feeds = vec![Feed::whole("x", x), Feed::whole("h1", h1)];
    let x_h1 = run.part("x_h1", |at| Map::part(at, Seed::<C>(PhantomData), feeds, 2 * n, 2 * n));
    // Steps b and c.
    let whole = |value: u8| Rope::constant(format!("0x{value:02x}"), &vec![value; hash.output as usize]);
    let mut generator = Generator { hash, K: whole(0), V: whole(1), made: [0; 2] };
    run.numbered("V", 0, generator.V.clone(), 0);
    run.numbered("K", 0, generator.K.clone(), 0);
    // Steps d to g.
    for round in [0, 1] {
        generator.key(&mut run, byte(round).then(x_h1.clone()));
        generator.value(&mut run);
    }
    // Step h.
    for candidate in 0.. {
        let mut T = Rope::default();
        while T.len() < n {
            generator.value(&mut run);
            T = T.then(generator.V.clone());
        }
        run.numbered("T", candidate, T.clone(), 0);
        let mut tried = Run::new(&run.at.join("candidate").number(candidate), "ecdsa_nonce");
        let found = tried.own_part("candidate", |at| {
            Map::part(at, Candidate::<C>(PhantomData), vec![Feed::whole("T", T)], n + 1, n + 1)
        });
        found.finish(c.budget)?;
        let k = found.slice(0..n);
        let tried = tried.with_result(Value::Bytes(k.clone()));
        run.numbered_run("candidate", candidate, |_| tried);
        let in_range = found.slice(n..n + 1).to_vec()? == [1];
        let question = format!("is candidate {candidate} from 1 to n - 1?");
        if in_range && skipped == 0 {
            run.choice(question, "yes: it is k");
            run.bytes("k", k.clone(), 0);
            return Ok((run.with_result(Value::Bytes(k.clone())), k));
        }
        skipped -= u64::from(in_range);
        run.choice(
            question,
            if in_range { "yes, but it made r or s 0" } else { "no: K and V change, and the next is tried" },
        );
        generator.key(&mut run, byte(0));
        generator.value(&mut run);
    }
    unreachable!("candidates are tried until one is in range")
}
