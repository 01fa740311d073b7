//! The private key behind two signatures that were made with one k: two equations, whose difference has one unknown.
//!
//! A run has the parts `r_range`, `s1_range` and `s2_range`, `h1` and `h2` (the hashes of both messages), and the
//! numbers `e1`, `e2`, `r`, `s1`, `s2`, `s1_minus_s2`, `e1_minus_e2`, `k`, `rd` and `d` of its last part.

use super::scalars::{inverse, leftmost};
use super::{HASH, MESSAGE};
use crate::functions::exchange::curve::base::{Based, CURVE, in_range, order, size, with_curve};
use crate::functions::hash;
use crate::functions::{Arguments, Context, Counterpart, Family, Fault, Function, Parameter};
use crate::num::{Border, Carry, Integer, Modulus, Numbers};
use crate::run::{Count, Error, Feed, Map, Pieces, Run, Source, Type, Value, Windows};
use std::marker::PhantomData;
use std::ops::Range;

/// k, and then d, from both signatures and both hashes.
struct Equations<C>(PhantomData<C>);
impl<C: Based> Pieces for Equations<C> {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let size = C::N::SIZE;
        let number = |feed: usize, range: Range<usize>, name| N::Int::read(n, read[feed].slice(range)).named(name, ());
        let e1 = leftmost::<N, C>(n, read[2], ["h1_int", "e1"]);
        let e2 = leftmost::<N, C>(n, read[3], ["h2_int", "e2"]);
        let (r, s1, s2) = (number(0, 0..size, "r"), number(0, size..2 * size, "s1"), number(1, size..2 * size, "s2"));
        let order = order::<N, C>(n);
        let below = (s1.clone() - s2).mod_floor(order.clone()).named("s1_minus_s2", ());
        let above = (e1.clone() - e2).mod_floor(order.clone()).named("e1_minus_e2", ());
        let below = inverse(n, below, order.clone()).named("s1_minus_s2_inv", ());
        let k = (above * below).mod_floor(order.clone()).named("k", ());
        let rd = (s1 * k - e1).mod_floor(order.clone()).named("rd", ());
        let r = inverse(n, r, order.clone()).named("r_inv", ());
        let d = (rd * r).mod_floor(order).named("d", ());
        n.split_int(d, size).into_iter().for_each(|byte| byte.save(out));
    }
}

fn repeated<C: Based>(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let (hash, n) = (hash::asked(a)?, size::<C>());
    for name in ["one", "two"] {
        let length = a.rope(name).len();
        if length != 2 * n {
            let message = format!("`{name}` on {} has the length {}, and this has {length}", C::NAME, 2 * n);
            return Err(Fault::argument(name, message).hint("r and then s"));
        }
    }
    let (one, two) = (a.rope("one"), a.rope("two"));
    let mut run = Run::new(&c.at, "ecdsa_repeated_k");
    let numbers = [("r_range", "r", one.slice(0..n)), ("s1_range", "s1", one.slice(n..2 * n))];
    for (name, label, value) in numbers.into_iter().chain([("s2_range", "s2", two.slice(n..2 * n))]) {
        if !in_range::<C>(c, &mut run, name, label, value)?.0 {
            return Err(Fault::rejected(format!("`{label}` is not from 1 to n - 1: see `{name}`"), run));
        }
    }
    two.finish(c.budget)?;
    let is_same = |range: Range<u64>| Ok::<_, Error>(one.slice(range.clone()).to_vec()? == two.slice(range).to_vec()?);
    let same = is_same(0..n)?;
    run.choice("have both signatures the same r?", if same { "yes: the same k, or its negative" } else { "no" });
    if !same {
        let fault = Fault::rejected("the signatures have no r in common, so each has a k of its own", run);
        return Err(fault.hint("r is the x of k · G"));
    }
    if is_same(n..2 * n)? {
        return Err(Fault::rejected("both signatures are the same: one equation, and two unknowns", run));
    }
    let [h1, h2] =
        [("h1", "first"), ("h2", "second")].map(|(name, message)| run.run(name, |at| (hash.run)(at, a.rope(message))));
    let feeds = [("one", one), ("two", two), ("h1", h1), ("h2", h2)].map(|(name, rope)| Feed::whole(name, rope));
    let d = run.own_part("equations", |at| Map::part(at, Equations::<C>(PhantomData), feeds.into(), n, n));
    Ok(run.with_result(Value::Int { magnitude: d, negative: false }))
}

const fn signature(name: &'static str, help: &'static str) -> Parameter {
    Parameter::bytes(name, help)
}
/// The row of the attack.
pub const ROWS: &[Function] = &[Function {
    name: "ecdsa_repeated_k",
    title: "ECDSA, one k used twice",
    summary: "The private key from two signatures with the same k: k = (e1 - e2)/(s1 - s2), and d = (s1·k - e1)/r modulo n.",
    family: Family::Attack,
    spec: "FIPS 186-5 §6.4.1, RFC 6979 §1",
    parameters: &[
        signature("one", "a signature, r and then s"),
        signature("two", "another, made with the same k"),
        Parameter { name: "first", ..MESSAGE },
        Parameter { name: "second", ..MESSAGE },
        CURVE,
        HASH,
    ],
    result: Some(Type::Int),
    vetted: Counterpart::None("the key proves itself: sign with it again"),
    examples: &["ecdsa_repeated_k(0x0a09, 0x0a0a, \"one\", \"three\", curve: \"toy17\")"],
    make: |c, a| with_curve!(a, C => repeated::<C>(c, a)),
}];

#[cfg(test)]
mod tests {
    use crate::functions::bytes::testing::*;
    use crate::functions::{Fault, FaultKind};
    use crate::run::{Run, Value};

    fn signed(d: i64, message: &str, k: i64, curve: &'static str) -> Vec<u8> {
        let given = vec![(None, Value::int(d)), (None, Value::text(message)), (None, Value::int(k))];
        let given = given.into_iter().chain([(Some("curve"), Value::text(curve))]).collect();
        finished("ecdsa_sign", given).map(|run| run.output().unwrap()).unwrap_or_default()
    }
    fn found(one: &[u8], two: &[u8], [first, second]: [&str; 2], curve: &'static str) -> Result<Run, Fault> {
        let given = [input("one", one), input("two", two), Value::text(first), Value::text(second)];
        let given = given.map(|value| (None, value)).into_iter().chain([(Some("curve"), Value::text(curve))]);
        finished("ecdsa_repeated_k", given.collect())
    }
    #[test]
    fn every_k_of_the_toy_tells_every_key() {
        let messages = ["one", "three"];
        let mut told = 0;
        for (d, k) in (1..19).flat_map(|d| (1..19).map(move |k| (d, k))) {
            let [one, two] = messages.map(|message| signed(d, message, k, "toy17"));
            // Some k make s 0, and then there is no signature.
            if one.is_empty() || two.is_empty() || one == two {
                continue;
            }
            let run = found(&one, &two, messages, "toy17").unwrap();
            assert_eq!((run.result.show(99).unwrap(), at(&run, "k")), (d.to_string(), k.to_string()));
            told += 1;
        }
        assert!(told > 250, "{told}");
    }
    #[test]
    fn on_p256_the_key_is_found() {
        let messages = ["Pay Bob 10 euros.", "Pay Bob 20 euros."];
        let [one, two] = messages.map(|message| signed(1_234_567, message, 7_654_321, "p256"));
        let run = found(&one, &two, messages, "p256").unwrap();
        assert_eq!((run.result.show(99).unwrap(), at(&run, "k")), ("1234567".into(), "7654321".into()));
    }
    #[test]
    fn other_signatures_are_refused_with_the_reason() {
        let messages = ["one", "three"];
        let [one, two] = messages.map(|message| signed(7, message, 3, "toy17"));
        let other = signed(7, "three", 5, "toy17");
        let said = |one: &[u8], two: &[u8]| found(one, two, messages, "toy17").err().unwrap();
        for (fault, expected) in [
            (said(&one, &other), "the signatures have no r in common"),
            (said(&one, &one), "both signatures are the same"),
            (said(&[0, 1], &two), "`r` is not from 1 to n - 1: see `r_range`"),
            (said(&[one[0], 0], &two), "`s1` is not from 1 to n - 1: see `s1_range`"),
            (said(&one, &[one[0], 19]), "`s2` is not from 1 to n - 1: see `s2_range`"),
        ] {
            assert_eq!(fault.kind, FaultKind::Rejected, "{fault}");
            assert!(fault.to_string().starts_with(expected), "{fault}");
        }
        let short = said(&one[..1], &two).to_string();
        assert!(short.starts_with("`one` on toy17 has the length 2, and this has 1"), "{short}");
    }
}
