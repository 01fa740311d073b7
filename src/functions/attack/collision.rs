//! Two messages whose digests begin alike, found without a table: Floyd's tortoise and hare on the walk x, H(x),
//! H(H(x)), …
//!
//! Digests cut to a few bytes are few, so the walk comes back to where it was, and the step that closes the circle has
//! two messages with one digest. A run has the parts `start` (the first message of the walk), `race[i]` from 1 on,
//! until the hare stands on the tortoise, and `meet[i]` from 1 on: one walker from the start and one from there, step
//! by step, until just before they are on one message. `proof` hashes the two they are on then.

use super::{Digest, known};
use crate::functions::hash::{self, Hash};
use crate::functions::{Arguments, Context, Counterpart, Default, Family, Fault, Function, Limits, Parameter};
use crate::num::{Border, Carry, Numbers, Window};
use crate::run::{Count, Feed, Fold, Map, Part, Path, Pieces, Rope, Run, Timeline, Type, Value, Windows};
use std::sync::Arc;

/// The most bytes of a digest that are kept: more would take longer than a moment.
const MOST: i64 = 3;

/// A step of the race: the tortoise goes one step, the hare two.
struct Race<const B: usize>(Arc<Digest>);
impl<const B: usize> Fold for Race<B> {
    type State<N: Numbers> = [[N::U8; B]; 2];
    const COUNT: Count = Count::Up(1);
    fn weight(&self) -> u64 {
        3 * self.0.hash.plain.weight
    }
    fn segment<N: Numbers>(&self, n: N, _: u64, [tortoise, hare]: [[N::U8; B]; 2], _: &Windows) -> [[N::U8; B]; 2] {
        let step = |i: usize, x: [N::U8; B]| n.call("hash", i, &self.0, Window::NONE, &[("message", &x)]);
        let (tortoise, hare) = (tortoise.named("tortoise_before", ()), hare.named("hare_before", ()));
        let tortoise: [N::U8; B] = step(0, tortoise).named("tortoise", ());
        let hare: [N::U8; B] = step(2, step(1, hare).named("between", ())).named("hare", ());
        [tortoise, hare]
    }
}
/// A step of both walkers.
struct Meet<const B: usize>(Arc<Digest>);
impl<const B: usize> Fold for Meet<B> {
    type State<N: Numbers> = [[N::U8; B]; 2];
    const COUNT: Count = Count::Up(1);
    fn weight(&self) -> u64 {
        2 * self.0.hash.plain.weight
    }
    fn segment<N: Numbers>(&self, n: N, _: u64, [a, b]: [[N::U8; B]; 2], _: &Windows) -> [[N::U8; B]; 2] {
        let step = |i: usize, x: [N::U8; B]| n.call("hash", i, &self.0, Window::NONE, &[("message", &x)]);
        let (a, b) = (a.named("a_before", ()), b.named("b_before", ()));
        [step(0, a).named("a", ()), step(1, b).named("b", ())]
    }
}
/// The digests of the two messages.
struct Proof<const B: usize>(Arc<Digest>);
impl<const B: usize> Pieces for Proof<B> {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        for i in 0..2 {
            let x = <[N::U8; B]>::read(n, read[0].slice(B * i..B * (i + 1))).named("message", i);
            let digest: [N::U8; B] = n.call("hash", i, &self.0, Window::NONE, &[("message", &x)]);
            digest.named("digest", i).save(out);
        }
    }
}

/// How long the two parts are for a walk from `start`; nothing where the walk comes back to `start` itself, which no
/// two messages of the walk lead to.
fn walks<const B: usize>(digest: &Digest, start: [u8; B]) -> Option<[u64; 2]> {
    let step = |x: [u8; B]| digest.quick::<B>(&x);
    let (mut tortoise, mut hare, mut race) = (step(start), step(step(start)), 1);
    while tortoise != hare {
        (tortoise, hare, race) = (step(tortoise), step(step(hare)), race + 1);
    }
    let (mut a, mut b, mut meet) = (start, hare, 0);
    if a == b {
        return None;
    }
    while step(a) != step(b) {
        (a, b, meet) = (step(a), step(b), meet + 1);
    }
    Some([race, meet])
}
fn collision<const B: usize>(c: &Context, hash: &'static Hash, message: Rope) -> Result<Run, Fault> {
    let digest = Digest::new(hash, B as u64);
    let mut run = Run::new(&c.at, "collision");
    let bytes = known(c, &message)?;
    let question = "does the walk come back to where it began?";
    let found = (0..=u8::MAX).find_map(|tail| {
        let first = digest.plain::<B>(&[&bytes[..], &[tail]].concat());
        Some((tail, walks(&digest, first)?))
    });
    let Some((tail, [race, meet])) = found else {
        return Err(Fault::rejected("all walks from this start are circles; another start leads to a collision", run));
    };
    run.choice(question, format!("not from the start with the byte {tail:02x} behind it: {race} steps, then {meet}"));
    let message = message.then(Rope::constant(format!("0x{tail:02x}"), &[tail]));
    let start = run.run("start", |at| digest.run(at, message));
    let part = |run: &mut Run, name: &str, make: &dyn Fn(Path) -> Arc<dyn Part>| run.part(name, make);
    let both = start.clone().then(start.clone());
    let raced = part(&mut run, "race", &|at| Timeline::part(at, Race::<B>(digest.clone()), race, both.clone(), vec![]));
    let walkers = start.then(raced.slice(B as u64..2 * B as u64));
    let met =
        part(&mut run, "meet", &|at| Timeline::part(at, Meet::<B>(digest.clone()), meet, walkers.clone(), vec![]));
    let (proof, length) = (Proof::<B>(digest), 2 * B as u64);
    run.part("proof", |at| Map::part(at, proof, vec![Feed::whole("messages", met.clone())], length, length));
    let [a, b] = [0..B as u64, B as u64..length].map(|range| Value::Bytes(met.slice(range)));
    Ok(run.with_result(Value::list(vec![a, b])))
}

/// The row of the collision.
pub const ROWS: &[Function] = &[Function {
    name: "collision",
    title: "collision of short digests",
    summary: "Two byte strings whose digests begin with the same bytes, found by walking in a circle.",
    family: Family::Attack,
    spec: "Knuth, The Art of Computer Programming, volume 2, section 3.1, exercise 6",
    parameters: &[
        Parameter::bytes("start", "where the walk begins; 1 MiB at most").within(Limits::Length(0, 1 << 20)),
        Parameter::int("bytes", "how many bytes of a digest must be the same").within(Limits::Range(1, MOST)),
        Parameter::text("hash", "the hash function, by name")
            .or(Default::Text("sha256"))
            .within(Limits::OneOf(hash::names)),
    ],
    result: Some(Type::List),
    vetted: Counterpart::None("it is a search: hash both messages and compare"),
    examples: &["collision(\"hello\", 2)", "collision(\"\", 1, hash: \"md5\")"],
    make: |c: &Context, a: &Arguments| {
        let (hash, start) = (hash::asked(a)?, a.rope("start"));
        match a.u64("bytes")? {
            1 => collision::<1>(c, hash, start),
            2 => collision::<2>(c, hash, start),
            _ => collision::<3>(c, hash, start),
        }
    },
}];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::Budget;
    use sha2::{Digest as _, Sha256};

    #[test]
    fn what_is_found_collides_from_any_start() {
        for (bytes, starts) in [(1, 100), (2, 10), (3, 1)] {
            for i in 0..starts {
                let c = Context { at: Path::new("x"), budget: &Budget::unlimited() };
                let start = Rope::input(Path::new("start"), Arc::new(format!("start {i}").into_bytes()));
                let hash = hash::hash("sha256").unwrap();
                let run = match bytes {
                    1 => collision::<1>(&c, hash, start),
                    2 => collision::<2>(&c, hash, start),
                    _ => collision::<3>(&c, hash, start),
                };
                let run = run.unwrap();
                run.finish(&Budget::unlimited()).unwrap();
                let Value::List(pair) = &run.result else { panic!("no list") };
                let [a, b] = [0, 1].map(|i| pair[i].rope().unwrap().to_vec().unwrap());
                assert_ne!(a, b);
                assert_eq!(Sha256::digest(&a)[..bytes], Sha256::digest(&b)[..bytes]);
            }
        }
    }
}
