//! A residue opened: the arithmetic over the integers that its operations modulo p stand for.
//!
//! A product modulo p is the product of two integers, and what remains of it after a division by p. Nothing of that is
//! kept where residues are computed, since a field may have arithmetic of its own; it is computed when somebody looks,
//! by a part with one segment whose numbers are integers. So its values have addresses, formulas and origins like all
//! others: below `ladder[254]/x_2` lie `ladder[254]/x_2/product`, `/quotient`, `/remainder`. Where a value takes
//! several operations they are numbered in the order in which they were done: `z_2/product[1]`. An inverse opens to
//! Euclid's algorithm.

use super::{Count, Error, Feed, Map, Part, Pieces, Rope, Source, Windows};
use crate::num::naming::{label_above, label_of};
use crate::num::{Border, Carry, Index, Integer, Kind, Node, Numbers, Op, Trace};
use num_bigint::BigInt;
use num_traits::One;
use std::ops::Range;
use std::sync::Arc;

/// The sources of a residue, down to the nearest values with a name, and the operations in between.
struct Arithmetic {
    p: Divisor,
    given: Vec<Given>,
    steps: Vec<Operation<Term>>,
}
/// The number that is divided by.
enum Divisor {
    /// The modulus that the type of the residues fixes.
    Fixed(BigInt),
    /// A number of the segment, by its place among those that are given.
    Given(usize),
}
/// A value that is read: its name, and its bytes in the one feed.
struct Given {
    name: &'static str,
    index: Index,
    bytes: Range<usize>,
}
/// An operation modulo p with its operands.
#[derive(Clone, Copy)]
enum Operation<T> {
    Sum(T, T),
    Difference(T, T),
    Product(T, T),
    Inverse(T),
    /// An integer taken modulo p.
    Reduction(T),
}
impl<T> Operation<T> {
    /// The same operation on what becomes of its operands.
    fn map<U>(self, mut f: impl FnMut(T) -> U) -> Operation<U> {
        match self {
            Operation::Sum(a, b) => Operation::Sum(f(a), f(b)),
            Operation::Difference(a, b) => Operation::Difference(f(a), f(b)),
            Operation::Product(a, b) => Operation::Product(f(a), f(b)),
            Operation::Inverse(a) => Operation::Inverse(f(a)),
            Operation::Reduction(a) => Operation::Reduction(f(a)),
        }
    }
}
/// An operand of a step: a value that is given, or the remainder of an earlier step.
#[derive(Clone, Copy)]
enum Term {
    Given(usize),
    Step(usize),
}

/// The operation modulo p that a node is the result of.
fn operation(trace: &Trace, node: u32) -> Option<Operation<u32>> {
    let n = trace.nodes[node as usize];
    let [a, b, _] = n.from;
    match (n.kind, n.op) {
        (Kind::Mod, Op::Add) => Some(Operation::Sum(a, b)),
        (Kind::Mod, Op::Sub) => Some(Operation::Difference(a, b)),
        (Kind::Mod, Op::Mul) => Some(Operation::Product(a, b)),
        (Kind::Mod, Op::Inverse) => Some(Operation::Inverse(a)),
        (Kind::Mod, Op::Cast) if trace.nodes[a as usize].kind == Kind::Int => Some(Operation::Reduction(a)),
        (Kind::Mod | Kind::Bit | Kind::U8 | Kind::U32 | Kind::U64 | Kind::Int, _) => None,
    }
}
/// The node that a value was computed by: below its names, inside a helper, and on the side that a choice took.
fn computed(trace: &Trace, node: u32) -> u32 {
    taken(trace, trace.unnamed(node))
}
fn taken(trace: &Trace, mut node: u32) -> u32 {
    loop {
        let n = trace.nodes[node as usize];
        node = match n.op {
            Op::Helper => n.from[0],
            Op::Choice => n.from[1],
            _ => return node,
        };
    }
}

/// Whether a value is the result of an operation modulo p, which [`opened`] opens.
pub fn opens(trace: &Trace, node: u32) -> bool {
    operation(trace, computed(trace, node)).is_some()
}

/// The part that computes a residue of a recorded segment over the integers. None for a value that is no operation's
/// result modulo p.
///
/// # Errors
/// What computing it once gives.
pub fn opened(part: &Arc<dyn Part>, segment: u64, trace: &Trace, node: u32) -> Result<Option<Arc<dyn Part>>, Error> {
    let root = computed(trace, node);
    let Some(p) = trace.modulus(root).filter(|_| operation(trace, root).is_some()) else { return Ok(None) };
    let mut reader =
        Reader { part, segment, trace, known: vec![], operands: Rope::default(), given: vec![], steps: vec![] };
    reader.term(root);
    let p = match modulus(trace, &p) {
        Some(node) => Divisor::Given(reader.read(node, ("p", Index::NONE))),
        None => Divisor::Fixed(p),
    };
    let feeds = vec![Feed::whole("operands", reader.operands)];
    let arithmetic = Arithmetic { p, given: reader.given, steps: reader.steps };
    let at = part.segment_at(segment).join(&label_above(trace, node));
    Map::once(at, arithmetic, feeds).map(Some)
}

/// The number that residues of a trace have as their modulus, where one of it became that.
fn modulus(trace: &Trace, p: &BigInt) -> Option<u32> {
    let becomes =
        |(node, n): &(u32, &Node)| (n.kind, n.op) == (Kind::Mod, Op::Rem) && trace.modulus(*node).as_ref() == Some(p);
    (0..).zip(&trace.nodes).find(becomes).map(|(_, n)| n.from[1])
}

/// Reads the operations off a trace.
struct Reader<'a> {
    part: &'a Arc<dyn Part>,
    segment: u64,
    trace: &'a Trace,
    known: Vec<(u32, Term)>,
    operands: Rope,
    given: Vec<Given>,
    steps: Vec<Operation<Term>>,
}
impl Reader<'_> {
    fn term(&mut self, node: u32) -> Term {
        if let Some((_, term)) = self.known.iter().find(|(known, _)| *known == node) {
            return *term;
        }
        let chosen = match self.trace.nodes[node as usize].op {
            Op::Choice => taken(self.trace, node),
            _ => node,
        };
        let term = match operation(self.trace, chosen) {
            Some(operation) => {
                let step = operation.map(|operand| self.term(operand));
                self.steps.push(step);
                Term::Step(self.steps.len() - 1)
            }
            None => self.given(chosen),
        };
        self.known.push((node, term));
        term
    }
    fn given(&mut self, node: u32) -> Term {
        let (name, index) = name(self.trace, node);
        let again = self.given.iter().any(|given| (given.name, given.index) == (name, index));
        let index = if again { self.given.len().into() } else { index };
        Term::Given(self.read(node, (name, index)))
    }
    /// Reads a number by a name, and says which of those that are given it is.
    fn read(&mut self, node: u32, (name, index): (&'static str, Index)) -> usize {
        let bytes = self.trace.integer(node).magnitude().to_bytes_be();
        let start = self.operands.len() as usize;
        self.given.push(Given { name, index, bytes: start..start + bytes.len() });
        let rope = Rope::named(self.part, self.segment, &label_of(self.trace, node), bytes);
        self.operands = std::mem::take(&mut self.operands).then(rope);
        self.given.len() - 1
    }
}
/// The name of a given value: as in its own segment, else by what it is the result of.
fn name(trace: &Trace, node: u32) -> (&'static str, Index) {
    if let Some(label) = trace.label(node) {
        let array = trace.find(label.name, label.index);
        let place = array.iter().position(|other| *other == node).filter(|_| array.len() > 1);
        return (label.name, place.map_or(label.index, |place| label.index.below(place)));
    }
    let n = trace.nodes[node as usize];
    let name = match n.op {
        Op::Helper => trace.scopes[n.from[1] as usize].name,
        Op::Call => trace.calls[n.from[0] as usize].name,
        Op::Select => "selected",
        _ => "value",
    };
    (name, Index::NONE)
}

impl Pieces for Arithmetic {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let given = |g: &Given| N::Int::read(n, read[0].slice(g.bytes.clone())).named(g.name, g.index);
        let given: Vec<N::Int> = self.given.iter().map(given).collect();
        let p = match &self.p {
            Divisor::Fixed(p) => n.int("p", (), p.clone()),
            Divisor::Given(i) => given[*i].clone(),
        };
        let mut remainders: Vec<N::Int> = vec![];
        for (k, step) in self.steps.iter().enumerate() {
            let index = if self.steps.len() > 1 { Index::from(k + 1) } else { Index::NONE };
            let value = |term| match term {
                Term::Given(i) => given[i].clone(),
                Term::Step(i) => remainders[i].clone(),
            };
            let remainder = match step.map(value) {
                Operation::Sum(a, b) => divide((a + b).named("sum", index), &p, index),
                Operation::Difference(a, b) => divide((a - b).named("difference", index), &p, index),
                Operation::Product(a, b) => divide((a * b).named("product", index), &p, index),
                Operation::Reduction(a) => divide(a, &p, index),
                Operation::Inverse(a) => {
                    let inverse = euclid(n, a.clone(), p.clone(), index);
                    // The proof that it is the inverse: this remainder is 1.
                    divide((a * inverse.clone()).named("product", index), &p, index);
                    inverse
                }
            };
            remainders.push(remainder);
        }
        remainders.last().into_iter().for_each(|remainder| remainder.save(out));
    }
}
/// The remainder modulo p, with the quotient that belongs to it, and both put together again.
fn divide<I: Integer>(whole: I, p: &I, index: Index) -> I {
    let quotient = whole.clone().div_floor(p.clone()).named("quotient", index);
    let remainder = whole.mod_floor(p.clone()).named("remainder", index);
    let _ = (quotient * p.clone() + remainder.clone()).named("check", index);
    remainder
}
/// The inverse of a modulo p by Euclid's algorithm: t[i] · a leaves r[i] modulo p in every step, until r[i] is 1.
fn euclid<N: Numbers>(n: N, a: N::Int, p: N::Int, index: Index) -> N::Int {
    let (mut r, mut t) = ([p.clone(), a], [n.literal(0), n.literal(1)]);
    let mut i = 1;
    while r[1].value() > BigInt::one() {
        let at = index.below(i);
        let ([r0, r1], [t0, t1]) = (r, t);
        let q = r0.clone().div_floor(r1.clone()).named("euclid_q", at);
        let rest = (r0 - q.clone() * r1.clone()).named("euclid_r", at);
        let factor = (t0 - q * t1.clone()).named("euclid_t", at);
        (r, t) = ([r1, rest], [t1, factor]);
        i += 1;
    }
    let [_, factor] = t;
    factor.mod_floor(p).named("inverse", index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::{Field25519, Fixed, Modulus, Residue, Ring, Tape};
    use crate::run::address::Address;
    use crate::run::{Budget, Cursor, Path, Run};
    use num_bigint::BigUint;
    use std::marker::PhantomData;
    use std::sync::LazyLock;

    #[derive(Clone, Debug, PartialEq)]
    struct P101;
    impl Modulus for P101 {
        const SIZE: usize = 1;
        fn modulus() -> Arc<BigUint> {
            static P: LazyLock<Arc<BigUint>> = LazyLock::new(|| Arc::new(101u32.into()));
            P.clone()
        }
    }
    /// Some field operations over two elements.
    struct Sample<R>(PhantomData<fn() -> R>);
    impl<R: Ring<Context = ()>> Pieces for Sample<R> {
        const COUNT: Count = Count::Single;
        fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
            let [a, b] = ["a", "b"].map(|name| {
                let at = if name == "a" { 0 } else { 1 };
                N::Mod::<R>::read(n, read[0].slice(at * R::SIZE..(at + 1) * R::SIZE)).named(name, ())
            });
            let product = (a.clone() * b.clone()).named("ab", ());
            (a.clone() - b.clone()).named("less", ());
            (b.clone() * (a.clone() - b.clone()).square()).named("much", ());
            a.inverse().map(|inverse| inverse.named("over_a", ()));
            product.save(out);
        }
    }
    fn run<R: Ring<Context = ()>>(a: u32, b: u32) -> Arc<Run> {
        let mut bytes = vec![];
        [a, b].iter().for_each(|x| R::from_integer(&(*x).into(), &()).write(&mut bytes));
        let mut run = Run::new(&Path::new("x"), "sample");
        let feed = Feed::whole("in", Rope::constant("in", &bytes));
        let part = Map::once(run.at.join("f"), Sample::<R>(PhantomData), vec![feed]).unwrap();
        run.part("f", |_| part);
        Arc::new(run)
    }
    fn at(run: &Run, address: &str) -> BigInt {
        let place = run.at(&address.parse::<Address>().unwrap(), &Budget::unlimited()).unwrap();
        place.value(&Budget::unlimited()).unwrap().to_int().unwrap().unwrap()
    }

    #[test]
    fn a_product_is_quotient_times_p_plus_remainder() {
        let run = run::<Fixed<P101>>(77, 58);
        // 77 · 58 = 4466 = 44 · 101 + 22
        let found = ["product", "p", "quotient", "remainder", "check"].map(|v| at(&run, &format!("f/ab/{v}")));
        assert_eq!(found, [4466, 101, 44, 22, 4466].map(BigInt::from));
        assert_eq!(at(&run, "f/ab"), 22.into());
    }
    #[test]
    fn a_difference_below_zero_takes_p_once_more() {
        let run = run::<Fixed<P101>>(5, 8);
        let found = ["difference", "quotient", "remainder"].map(|v| at(&run, &format!("f/less/{v}")));
        assert_eq!(found, [-3, -1, 98].map(BigInt::from));
    }
    #[test]
    fn several_operations_are_numbered() {
        let run = run::<Fixed<P101>>(5, 8);
        // 5 - 8 = -3, which is 98; 98² = 9604 = 95 · 101 + 9; 8 · 9 = 72.
        let found = ["difference[1]", "product[2]", "quotient[2]", "remainder[2]", "product[3]", "remainder[3]"];
        let found = found.map(|v| at(&run, &format!("f/much/{v}")));
        assert_eq!(found, [-3, 9604, 95, 9, 72, 72].map(BigInt::from));
    }
    #[test]
    fn an_inverse_opens_to_euclids_algorithm() {
        let run = run::<Fixed<P101>>(77, 58);
        // 101 = 1·77 + 24, 77 = 3·24 + 5, 24 = 4·5 + 4, 5 = 1·4 + 1.
        let q: Vec<BigInt> = (1..=4).map(|i| at(&run, &format!("f/over_a/euclid_q[{i}]"))).collect();
        let r: Vec<BigInt> = (1..=4).map(|i| at(&run, &format!("f/over_a/euclid_r[{i}]"))).collect();
        assert_eq!((q, r), ([1, 3, 4, 1].map(BigInt::from).to_vec(), [24, 5, 4, 1].map(BigInt::from).to_vec()));
        assert_eq!(at(&run, "f/over_a/inverse"), at(&run, "f/over_a"));
        assert_eq!(at(&run, "f/over_a/remainder"), 1.into());
    }
    #[test]
    fn a_field_with_its_own_arithmetic_opens_the_same_way() {
        let run = run::<Field25519>(5, 8);
        let p: BigInt = (BigInt::one() << 255) - 19;
        assert_eq!(at(&run, "f/less/difference"), (-3).into());
        assert_eq!(at(&run, "f/less/remainder"), p.clone() - 3);
        let product = at(&run, "f/much/product[2]");
        assert_eq!(product, (p.clone() - 3) * (p.clone() - 3));
        assert_eq!(at(&run, "f/much/quotient[2]") * &p + at(&run, "f/much/remainder[2]"), product);
        assert_eq!(at(&run, "f/over_a/inverse") * 5 % &p, 1.into());
    }
    #[test]
    fn what_is_opened_leads_back_to_the_operands() {
        let run = run::<Fixed<P101>>(77, 58);
        let budget = Budget::unlimited();
        let place = run.at(&"f/ab/a".parse().unwrap(), &budget).unwrap();
        let from = place.operands(&budget).unwrap();
        assert_eq!(from.iter().map(|o| o.address.as_str()).collect::<Vec<_>>(), ["x/f/a"]);
        let place = run.at(&"f/ab/quotient".parse().unwrap(), &budget).unwrap();
        let from = place.operands(&budget).unwrap();
        assert_eq!(from.iter().map(|o| o.address.as_str()).collect::<Vec<_>>(), ["x/f/ab/product", "x/f/ab/p"]);
    }
    #[test]
    fn a_cursor_goes_in_and_out_and_finds_its_address() {
        let run = run::<Fixed<P101>>(77, 58);
        let budget = Budget::unlimited();
        let mut cursor = Cursor::new(run.clone());
        cursor.seek(&"f/ab".parse().unwrap(), &budget).unwrap();
        assert!(cursor.enter(&budget).unwrap());
        assert_eq!(cursor.address(&budget).unwrap(), "x/f/ab/product");
        assert!(cursor.next(&budget).unwrap());
        assert_eq!(cursor.address(&budget).unwrap(), "x/f/ab/quotient");
        assert!(cursor.leave());
        assert_eq!(cursor.address(&budget).unwrap(), "x/f/ab");
        cursor.seek(&"f/much/product[2]".parse().unwrap(), &budget).unwrap();
        assert_eq!(cursor.address(&budget).unwrap(), "x/f/much/product[2]");
        let missing = run.at(&"f/ab/produkt".parse().unwrap(), &budget).err().unwrap().to_string();
        assert!(missing.contains("product"), "{missing}");
    }
    #[test]
    fn what_is_no_operation_modulo_p_does_not_open() {
        let tape = Tape::new();
        let (a, b) = ((&tape).u32("a", (), 1), (&tape).u32("b", (), 2));
        let sum = (a + b).named("sum", ()).node();
        let trace = tape.finish(Border::default());
        assert!(!opens(&trace, sum) && !opens(&trace, 0));
    }
}
