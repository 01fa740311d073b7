//! Every kind of number in small bodies: plain and recorded agree, formulas say what was done, and walks cross calls,
//! choices and tables back to the learner's bytes.

use cleartext::num::{
    Bit, Border, Byte, Callee, Carry, Each, Entrance, Integer, LANES, Lanes, Number, Numbers, Op, Plain, Residue,
    Table, Tape, Trace, Window, Word, Zp, formula, xor,
};
use cleartext::run::origin::{readers, roots};
use cleartext::run::{Budget, Cursor, Door, Feed, Fold, Map, Path, Pieces, Place, Rope, Run, Timeline, Value, Windows};
use num_bigint::{BigInt, BigUint};
use std::num::Wrapping;
use std::sync::Arc;

fn recorded(body: impl FnOnce(&Tape) -> Border) -> Trace {
    let tape = Tape::new();
    let border = body(&tape);
    tape.finish(border)
}
fn last(trace: &Trace, name: &str) -> u32 {
    *trace.labels.iter().filter(|l| l.name == name).map(|l| &l.node).next_back().expect("a label")
}

// ------------------------------------------------------------------ residues and choices

/// base^exponent mod p, from the top bit; the multiplication is a choice that the bit makes.
fn power<N: Numbers>(n: N, base: u64, exponent: u64, p: &Arc<BigUint>) -> N::Int {
    let base = n.residue::<Zp>(n.int("base", (), base.into()), p);
    let exponent = n.int("exponent", (), exponent.into());
    let mut acc = n.residue::<Zp>(n.literal(1), p);
    for (i, k) in (0..exponent.value().magnitude().bits()).rev().enumerate() {
        let bit = Integer::bit(exponent.clone(), k).named("bit", i);
        let square = (acc.clone() * acc).named("square", i);
        acc = Number::choose(bit, || square.clone() * base.clone(), || square.clone()).named("acc", i);
    }
    n.representative(acc).named("result", ())
}

#[test]
fn square_and_multiply_is_the_same_plain_recorded_and_side_by_side() {
    for p in [2u64, 23, 101, 4294967291] {
        let context = Arc::new(BigUint::from(p));
        for (base, exponent) in [(5, 0), (5, 1), (5, 6), (7, 15), (3, 1000), (0, 3)] {
            let plain = power(Plain, base, exponent, &context);
            let expected = BigUint::from(base).modpow(&BigUint::from(exponent), &context);
            assert_eq!(plain, BigInt::from(expected), "{base}^{exponent} mod {p}");
            let trace = recorded(|n| {
                power(n, base, exponent, &context);
                Border::default()
            });
            assert_eq!(trace.integer(last(&trace, "result")), plain);
            assert_eq!(power(Lanes, base, exponent, &context), Each([(); LANES].map(|()| plain.clone())));
        }
    }
}
#[test]
fn a_choice_is_a_parent_of_what_it_chose() {
    let context = Arc::new(BigUint::from(23u8));
    let trace = recorded(|n| {
        power(n, 5, 6, &context);
        Border::default()
    });
    // 6 is 110: the first two bits multiply, the last does not.
    let choices: Vec<u32> =
        (0..trace.nodes.len() as u32).filter(|n| trace.nodes[*n as usize].op == Op::Choice).collect();
    assert_eq!(choices.len(), 3);
    let products: Vec<u32> = choices
        .iter()
        .map(|c| trace.nodes[*c as usize].from[1])
        .filter(|taken| trace.nodes[*taken as usize].op == Op::Mul)
        .collect();
    assert_eq!(products.len(), 2, "only the side that was taken is computed");
    for product in products {
        let bit = trace.choice(product).expect("the product stands in a choice");
        assert_eq!(trace.label(bit).map(|l| l.name), Some("bit"));
        assert_eq!(trace.text(bit), "1");
    }
    assert_eq!(trace.modulus(last(&trace, "acc")), Some(BigInt::from(23)));
}
#[test]
fn residues_invert_where_they_can() {
    let context = Arc::new(BigUint::from(12u8));
    let invert = |x: u32| Plain.residue::<Zp>(x.into(), &context).inverse().map(|r| Plain.representative(r));
    assert_eq!(invert(5), Some(5.into()));
    assert_eq!(invert(4), None);
    let trace = recorded(|n| {
        let x = n.residue::<Zp>(n.int("x", (), 5.into()), &context);
        Residue::inverse(x).expect("5 and 12 share nothing").named("y", ());
        Border::default()
    });
    assert_eq!(formula(&trace, last(&trace, "y"), false).to_string(), "inverse(x) mod p");
}

// ------------------------------------------------------------------ bits, bytes, words

static SQUARES: Table =
    Table { name: "squares", bytes: &[0, 1, 4, 9, 16, 25, 36, 49, 64, 81, 100, 121, 144, 169, 196, 225], says: None };

fn mix<N: Numbers>(n: N, [a, b]: [N::U8; 2]) -> [N::U8; 12] {
    let low = n.lookup(Window::table(&SQUARES), a & n.u8("mask", (), 15)).named("square", ());
    let bit = (Word::bit(b, 3) ^ Word::bit(a, 0)) & !(Word::bit(b, 1) | Word::bit(a, 7));
    let picked = Number::select(bit, a.gf_mul(b), a.xtime()).named("picked", ());
    let word = n.join_u32([a, b, low, picked]).named("word", ());
    let [w, ..] = n.split_u32(word.rotl(9) - word.shr(3) + !word.shl(2));
    let long = n.join_u64([a, b, low, picked, w, a, b, low]);
    let out = n.split_u64(long.rotr(13) | long.shl(7));
    let [p, q, r, s] = n.split_u32(n.lookup_u32(Window::table(&SQUARES), a & n.u8("mask", (), 3)));
    let head = [n.byte_of(bit), a ^ p, q ^ r, s];
    std::array::from_fn(|i| if i < 4 { head[i] } else { out[i - 4] })
}

#[test]
fn bytes_and_words_are_the_same_plain_and_recorded() {
    for seed in 0..=255u8 {
        let input = [seed, seed.wrapping_mul(167).wrapping_add(13)];
        let plain = mix(Plain, input.map(Wrapping));
        let trace = recorded(|n| {
            let bytes = Carry::read(n, Window::border(&input));
            let mut border = Border::default();
            mix(n, bytes).save(&mut border);
            border
        });
        assert_eq!(trace.border.bytes, plain.map(|b| b.0), "seed {seed}");
    }
}
/// Integers of two bytes and their quotient, remainder, order and residue.
fn divide<N: Numbers>(n: N, [a, b]: [N::U8; 2]) -> Vec<N::U8> {
    let (number, divisor) = (n.join_int(&[a, b, a]), n.join_int(&[b]) + n.literal(1));
    let quotient = number.clone().div_floor(divisor.clone());
    let rest = -(-number.clone()).mod_floor(divisor.clone()) + divisor.clone();
    let less = Integer::less(number.clone(), n.int("half", (), (1 << 23).into())) | Integer::same(rest, n.literal(1));
    let residue = n.modulo(number, divisor);
    let residue = n.representative(Residue::square(residue.clone()) * residue);
    let sum = quotient * n.literal(3) - residue + n.int_of(less) + n.literal(1 << 20);
    n.split_int(sum, 4)
}
#[test]
fn every_lane_computes_what_it_would_alone() {
    let inputs: [[u8; 2]; LANES] =
        std::array::from_fn(|lane| [(lane as u8).wrapping_mul(37), (lane as u8).wrapping_mul(101) ^ 0x3c]);
    let [a, b] = [0, 1].map(|i| Each(inputs.map(|input| Wrapping(input[i]))));
    let (mixed, divided) = (mix(Lanes, [a, b]), divide(Lanes, [a, b]));
    for (lane, input) in inputs.iter().enumerate() {
        let alone = input.map(Wrapping);
        assert_eq!(mixed.map(|each| each.0[lane]), mix(Plain, alone), "lane {lane}");
        assert_eq!(divided.iter().map(|each| each.0[lane]).collect::<Vec<_>>(), divide(Plain, alone), "lane {lane}");
    }
}
#[test]
fn the_product_in_gf_2_8_is_the_published_one() {
    // FIPS 197 section 4.2: {57} • {83} = {c1}, {57} • {13} = {fe}.
    assert_eq!(Byte::gf_mul(Wrapping(0x57), Wrapping(0x83)), Wrapping(0xc1));
    assert_eq!(Byte::gf_mul(Wrapping(0x57), Wrapping(0x13)), Wrapping(0xfe));
}
#[test]
fn a_look_up_keeps_its_index() {
    let trace = recorded(|n| {
        let a = <<&Tape as Numbers>::U8 as Carry>::read(n, Window::border(&[7])).named("a", ());
        n.lookup(Window::table(&SQUARES), a).named("square", ());
        Border::default()
    });
    let square = last(&trace, "square");
    assert_eq!(formula(&trace, square, false).to_string(), "squares[a]");
    assert_eq!(trace.text(square), "31");
    assert!(trace.parents(trace.unnamed(square)).contains(&last(&trace, "a")));
}
#[test]
fn bits_have_all_their_operations() {
    fn body<B: Bit>(a: B, b: B) -> B {
        (a & b) ^ (a | !b)
    }
    for (a, b) in [(false, false), (false, true), (true, false), (true, true)] {
        assert_eq!(body(a, b), (a & b) ^ (a | !b));
    }
}

// ------------------------------------------------------------------ calls

/// A step of another function: four bytes in, each XORed with its neighbour.
struct Neighbours;
impl Callee for Neighbours {
    fn compute(&self, _: &[u8], arguments: &[(&'static str, &[Wrapping<u8>])], output: &mut [Wrapping<u8>]) {
        let [(_, block)] = arguments else { panic!("one argument") };
        (0..4).for_each(|i| output[i] = block[i] ^ block[(i + 1) % 4]);
    }
    fn entrance(self: Arc<Self>) -> Entrance {
        Door::entrance(|at, arguments| {
            let mut run = Run::new(at, "neighbours");
            let out =
                run.part("mix", |at| Map::part(at, Neighbours, vec![Feed::whole("block", arguments[0].clone())], 4, 4));
            run.with_result(Value::Bytes(out))
        })
    }
}
impl Pieces for Neighbours {
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let block = <[N::U8; 4]>::read(n, read[0]);
        (0..4).for_each(|i| (block[i] ^ block[(i + 1) % 4]).named("out", i).save(out));
    }
}
/// A chain over blocks of four bytes whose segments call it.
struct Chain(Arc<Neighbours>);
impl Fold for Chain {
    type State<N: Numbers> = [N::U8; 4];
    const EACH: bool = true;
    fn segment<N: Numbers>(&self, n: N, _: u64, before: [N::U8; 4], read: &Windows) -> [N::U8; 4] {
        let input = xor(<[N::U8; 4]>::read(n, read[0]), before).named("input", ());
        n.call("cipher", (), &self.0, Window::NONE, &[("block", &input)]).named("output", ())
    }
}
fn chain(text: &[u8]) -> Run {
    let mut run = Run::new(&Path::new(""), "chain");
    let text = Rope::input(Path::new("text"), Arc::new(text.to_vec()));
    let start = Rope::input(Path::new("iv"), Arc::new(vec![1, 2, 3, 4]));
    let blocks = cleartext::run::Source::len(&text) / 4;
    let out = run.part("block", |at| {
        Timeline::part(at, Chain(Arc::new(Neighbours)), blocks, start, vec![Feed::dealt("text", text, 4)])
    });
    run.with_result(Value::Bytes(out))
}

#[test]
fn calls_are_entered_and_walked_through() {
    let budget = Budget::unlimited();
    let run = chain(b"attack at dawn!!");
    run.finish(&budget).unwrap();
    let value = |address: &str| run.at(&address.parse().unwrap(), &budget).unwrap().text(&budget).unwrap();
    assert_eq!(value("block[1]/output"), value("block[1]/cipher"));
    assert_eq!(value("block[1]/cipher/mix[0]/out[0]"), value("block[1]/output")[..2]);
    // The first byte of block 1 needs two bytes of its block and, through block 0, three of that one's.
    let place = run.at(&"block[1]/cipher/mix[0]/out[0]".parse().unwrap(), &budget).unwrap();
    let found = roots(&place, &budget).unwrap();
    assert_eq!(found.inputs[&Path::new("text")], [0..3, 4..6]);
    assert_eq!(found.inputs[&Path::new("iv")], std::iter::once(0..3).collect::<Vec<_>>());
}
#[test]
fn a_number_of_an_array_has_an_address() {
    let budget = Budget::unlimited();
    let run = chain(b"attack at dawn!!");
    run.finish(&budget).unwrap();
    let run = Arc::new(run);
    let value = |address: &str| run.at(&address.parse().unwrap(), &budget).unwrap().text(&budget).unwrap();
    let input = value("block[1]/input");
    assert_eq!(value("block[1]/input[2]"), input[4..6]);
    let all = run.find(&"block[1]/input[*]".parse().unwrap(), 9, &budget).unwrap();
    assert_eq!(
        all.iter().map(|f| f.address.as_str()).collect::<Vec<_>>(),
        [0, 1, 2, 3].map(|k| format!("block[1]/input[{k}]"))
    );
    assert!(run.at(&"block[1]/input[4]".parse().unwrap(), &budget).is_err());
    // Its own address leads to it again, and so does a cursor.
    for address in ["block[1]/input[2]", "block[1]/input[2]#1", "block[1]/input"] {
        let place = run.at(&address.parse().unwrap(), &budget).unwrap();
        assert_eq!(place.address(&budget).unwrap(), address);
        let mut cursor = Cursor::new(run.clone());
        cursor.seek(&address.parse().unwrap(), &budget).unwrap();
        assert_eq!(cursor.address(&budget).unwrap(), address);
    }
    // Bytes handed on by such a name are those of the number.
    let rope = run.at(&"block[1]/input[2]".parse().unwrap(), &budget).unwrap().rope(&budget).unwrap();
    let found = roots(&Place::bytes(rope), &budget).unwrap();
    assert_eq!(found.inputs[&Path::new("text")], [2..4, 6..7]);
}
#[test]
fn a_value_in_two_ways_records_both() {
    fn double<X: Word>(x: X) -> X {
        X::two_ways(|| x.shl(1), || x + x)
    }
    assert_eq!(double(Wrapping(7u8)), Wrapping(14));
    let trace = recorded(|n| {
        double(n.u8("x", (), 7)).named("double", ());
        Border::default()
    });
    assert_eq!(formula(&trace, last(&trace, "double"), false).to_string(), "SHL1(x) ≡ x + x");
    assert_eq!(trace.text(last(&trace, "double")), "0e");
}
#[test]
fn exactly_the_bytes_of_the_roots_matter() {
    let budget = Budget::unlimited();
    let text = b"attack at dawn!!".to_vec();
    let of = |text: &[u8], byte: usize| {
        let run = chain(text);
        run.finish(&budget).unwrap();
        run.output().unwrap()[byte]
    };
    for byte in 0..16 {
        let run = chain(&text);
        run.finish(&budget).unwrap();
        let rope = run.result.rope().unwrap().slice(byte..byte + 1);
        let found = roots(&Place::bytes(rope), &budget).unwrap();
        let ranges = &found.inputs[&Path::new("text")];
        for flipped in 0..16 {
            let mut changed = text.clone();
            changed[flipped as usize] ^= 0x40;
            let differs = of(&changed, byte as usize) != of(&text, byte as usize);
            // Bytes may cancel in the XORs; what changes the value is always among the roots.
            assert!(!differs || ranges.iter().any(|r| r.contains(&flipped)), "byte {byte}, flipped {flipped}");
        }
    }
}
#[test]
fn an_input_byte_knows_its_readers() {
    let budget = Budget::unlimited();
    let run = chain(b"attack at dawn!!");
    let part = run.parts().remove(0);
    let found = readers(&part, 1, &Path::new("text"), 5, &budget).unwrap();
    let trace = part.record(1, &budget).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(trace.text(found[0]), format!("{:02x}", b'k'));
    assert!(readers(&part, 1, &Path::new("text"), 0, &budget).unwrap().is_empty());
}
