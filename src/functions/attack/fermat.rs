//! Two factors of a number that lie near each other, by Fermat's method: n is a difference of two squares, a² - b².
//!
//! A run has `root` (of n, rounded down), `step[i]` with the a that is tried and a² - n, `b`, the root of the last of
//! these, which is a square, and the factors `p` = a + b and `q` = a - b.

use crate::functions::signature::rsa::root_run;
use crate::functions::{Arguments, Context, Counterpart, Family, Fault, Function, Limits, Parameter};
use crate::num::{Border, Carry, Numbers};
use crate::run::{Count, Feed, Fold, Map, Pieces, Run, Source, Timeline, Type, Value, Windows};
use num_bigint::BigUint;
use num_integer::Integer as _;

/// The most numbers a that are tried.
const MOST: u64 = 1_000;

/// The next a, and what its square is above n.
struct Next;
impl Fold for Next {
    type State<N: Numbers> = N::Int;
    fn weight(&self) -> u64 {
        4_000
    }
    fn segment<N: Numbers>(&self, n: N, _: u64, before: N::Int, read: &Windows) -> N::Int {
        let number = N::Int::read(n, read[0]).named("n", ());
        let a = (before.named("before", ()) + n.literal(1)).named("a", ());
        let _ = (a.clone() * a.clone() - number).named("rest", ());
        a
    }
}
/// a² - n.
struct Rest;
impl Pieces for Rest {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let [a, number] = [(0, "a"), (1, "n")].map(|(i, name)| N::Int::read(n, read[i]).named(name, ()));
        (a.clone() * a - number).named("rest", ()).save(out);
    }
}
/// a + b and a - b.
struct Factors(usize);
impl Pieces for Factors {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let [a, b] = [(0, "a_found"), (1, "b_found")].map(|(i, name)| N::Int::read(n, read[i]).named(name, ()));
        for factor in [(a.clone() + b.clone()).named("p", ()), (a - b).named("q", ())] {
            n.split_int(factor, self.0).into_iter().for_each(|byte| byte.save(out));
        }
    }
}
fn fermat(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let n: BigUint = a.int("n")?.magnitude().clone();
    if n.is_even() || n < BigUint::from(9u32) || a.int("n")?.sign() == num_bigint::Sign::Minus {
        return Err(Fault::argument("n", "`n` is an odd number of 9 at least"));
    }
    let (root, rope) = (n.sqrt(), a.rope("n"));
    // How often a grows until a² - n is a square; a square itself needs no step.
    let tried = (0..=MOST).find(|i| {
        let a = &root + i;
        let square = &a * &a;
        square >= n && {
            let rest = square - &n;
            let b = rest.sqrt();
            &b * &b == rest
        }
    });
    let mut run = Run::new(&c.at, "fermat");
    let Some(steps) = tried else {
        run.choice("how many numbers a are tried?", format!("{MOST}, and for none is a² - n a square"));
        let fault = Fault::rejected("the factors are too far apart for this method", run);
        return Err(fault.hint("two random primes of 1024 bits differ in their first digits already"));
    };
    run.choice("how many numbers a are tried?", steps.to_string());
    let width = (&root + steps).bits().div_ceil(8) + 1;
    let first = root_run(&mut run, "root", rope.clone(), 2)?;
    let start = crate::run::Rope::filled("0", 0, width - first.len()).then(first);
    let feeds = vec![Feed::whole("n", rope.clone())];
    let last = match steps {
        0 => start,
        steps => run.part("step", |at| Timeline::part(at, Next, steps, start, feeds)),
    };
    last.finish(c.budget)?;
    let part = Map::once(run.at.join("rest"), Rest, vec![Feed::whole("a", last.clone()), Feed::whole("n", rope)])?;
    let rest = run.part("rest", |_| part);
    let b = root_run(&mut run, "b", rest, 2)?;
    b.finish(c.budget)?;
    let feeds = vec![Feed::whole("a", last), Feed::whole("b", b)];
    let both = run.own_part("factors", |at| Map::part(at, Factors(width as usize), feeds, 2 * width, 2 * width));
    let factor = |range| Value::Int { magnitude: both.slice(range), negative: false };
    Ok(run.with_result(Value::list(vec![factor(0..width), factor(width..2 * width)])))
}

/// The row of Fermat's method.
pub const ROWS: &[Function] = &[Function {
    name: "fermat",
    title: "Fermat's factors",
    summary: "Two factors of a number that lie near each other: a is raised until a² - n is a square.",
    family: Family::Attack,
    spec: "Knuth, The Art of Computer Programming, volume 2, section 4.5.4",
    parameters: &[Parameter::int("n", "an odd number; 2,048 bits at most").within(Limits::Bits(2048))],
    result: Some(Type::List),
    vetted: Counterpart::None("the product of the factors proves them"),
    examples: &["fermat(3233)", "fermat(10403)"],
    make: fermat,
}];

#[cfg(test)]
mod tests {
    use crate::functions::FaultKind;
    use crate::functions::bytes::testing::*;
    use crate::run::Value;
    use num_bigint::BigInt;

    #[test]
    fn all_small_numbers_are_products_of_what_is_found() {
        for n in (9..1200i64).step_by(2) {
            let run = finished("fermat", positional([Value::int(n)])).unwrap();
            let Value::List(factors) = &run.result else { panic!("no list") };
            let [p, q] = [0, 1].map(|i| factors[i].to_int().unwrap().unwrap());
            assert_eq!(&p * &q, BigInt::from(n));
            let is_prime = (2..n).all(|d| n % d != 0);
            assert_eq!(q == BigInt::from(1), is_prime, "{n}");
        }
    }
    #[test]
    fn near_primes_are_found_at_once_and_far_ones_never() {
        // 2^127 - 1 and the number 1,000 above it: any two large odd numbers near each other will do.
        let p = (BigInt::from(1) << 127) - 1;
        let q: BigInt = &p + 1_000;
        let run = finished("fermat", positional([Value::int(&p * &q)])).unwrap();
        assert_eq!(run.result.show(99).unwrap(), format!("[{q}, {p}]"));
        let far: BigInt = p * 1_000_003;
        let fault = finished("fermat", positional([Value::int(far)])).err().unwrap();
        assert_eq!(fault.kind, FaultKind::Rejected);
    }
}
