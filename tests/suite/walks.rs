//! Walks from any number that any function computes, one operand after another, back to inputs and constants.
//!
//! From numbers picked by a fixed seed over all functions, unnamed operations and bytes among them:
//!
//! - the number has an address, and the address leads to that number, for a reader and for a cursor;
//! - so has every operand, and the operands together come from all that the number comes from, and from nothing else;
//! - no walk ends before an input, a constant or a length.
//!
//! For some of them, bytes of the inputs are turned over: one that is not in the origin changes nothing.

use crate::support::typed::{Byte, Call, Random, among};
use cleartext::functions;
use cleartext::num::{Border, Carry, Numbers, Op};
use cleartext::run::headline::headline;
use cleartext::run::origin::{Roots, roots};
use cleartext::run::{
    Budget, Cursor, Feed, Map, Operand, Origin, Part, Path, Pieces, Place, Rope, Run, Source, Windows,
};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Inputs of published test vectors that take other ways than the examples: several blocks, a long key, every mode.
const PUBLISHED: &[&str] = &[
    // FIPS 180-4's second messages: two blocks.
    "sha256(\"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq\")",
    "sha512(repeat(\"abcdefgh\", 16))",
    // RFC 4231, test case 6: a key longer than a block.
    "hmac(repeat(0xaa, 131), \"Test Using Larger Than Block-Size Key - Hash Key First\")",
    // FIPS 197, appendix C.
    "aes_encrypt(0x000102030405060708090a0b0c0d0e0f1011121314151617, 0x00112233445566778899aabbccddeeff)",
    "aes_decrypt(0x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f, 0x8ea2b7ca516745bfeafc49904b496089)",
    // RFC 8439, section 2.4.2: two blocks of keystream.
    "chacha20(0x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f, 0x000000000000004a00000000, repeat(\"sunscreen \", 9), counter: 1)",
    // RFC 7748, section 5.2.
    "x25519(0xa546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4, 0xe6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c)",
    // RFC 8032, section 7.1, test 2.
    "ed25519_sign(0x4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb, 0x72)",
    "int_le(0x000102030405060708090a0b0c0d0e0f)",
    "bytes_le(123456789012345678901234567890, 20)",
];
/// As many operands are looked at in one walk; what was walked from before is not walked from again.
const HOPS: usize = 2_000;
/// As many functions a segment calls are looked into.
const CALLS: usize = 2;
/// A run of more segments than this is left out.
const SEGMENTS: u64 = 1 << 12;

/// How much is tried of each run.
struct Measure {
    /// Numbers that walks begin at.
    walks: usize,
    /// Numbers whose whole origin is compared with that of their operands, and for which bytes are turned over.
    proofs: usize,
    /// Bytes turned over for each.
    flips: usize,
}

#[derive(Default, Debug)]
struct Tally {
    functions: HashSet<&'static str>,
    walks: usize,
    seen: usize,
    unnamed: usize,
    inputs: usize,
    foreign: usize,
    moved: usize,
    wrong: Vec<String>,
}

/// One run that is walked through.
struct Walked<'a> {
    run: &'a Arc<Run>,
    name: &'static str,
    cursor: Cursor,
    known: HashSet<String>,
    tally: &'a mut Tally,
}
impl Walked<'_> {
    fn wrong(&mut self, what: String) {
        self.tally.wrong.push(format!("{}: {what}", self.name));
    }
    /// Whether an address leads to the place it was printed for.
    fn leads_back(&mut self, address: &str, place: &Place) {
        let budget = Budget::unlimited();
        let below = address.strip_prefix("x/").unwrap_or(address);
        let parsed = match below.parse() {
            Ok(parsed) => parsed,
            Err(error) => return self.wrong(format!("`{below}` is no address: {error}")),
        };
        let found = match self.run.at(&parsed, &budget) {
            Ok(found) => found,
            Err(error) => return self.wrong(format!("`{below}` leads nowhere: {error}")),
        };
        if !same(&found, place) {
            self.wrong(format!("`{below}` leads to another number"));
        }
        match self.cursor.seek(&parsed, &budget) {
            Ok(()) if same(&self.cursor.place(&budget).unwrap(), place) => {}
            Ok(()) => {
                let there = self.cursor.address(&budget).unwrap();
                self.wrong(format!("a cursor sent to `{below}` stands at `{there}`"));
            }
            Err(error) => self.wrong(format!("no cursor gets to `{below}`: {error}")),
        }
    }
    /// The operands of a place, each of which can be stood on.
    fn operands(&mut self, place: &Place, address: &str) -> Vec<Operand> {
        let operands = place.operands(&Budget::unlimited()).unwrap();
        if operands.is_empty() && !is_constant(place) {
            self.wrong(format!("{address} comes from nothing"));
        }
        for operand in operands.iter().filter(|operand| operand.leaf.is_none()) {
            match &operand.next {
                Some(next) => self.leads_back(&operand.address, next),
                None => self.wrong(format!("{address} comes from `{}`, where no walk goes on", operand.address)),
            }
        }
        let mut called = HashMap::new();
        // A literal is called by its value, wherever it stands.
        let is_literal = |operand: &&Operand| operand.name.parse::<i64>().is_ok();
        for operand in operands.iter().filter(|operand| !is_literal(operand)) {
            if called.insert(operand.name.as_str(), &operand.address).is_some_and(|other| *other != operand.address) {
                self.wrong(format!("{address} has two operands that are called `{}`", operand.name));
            }
        }
        operands
    }
    /// Walks until it meets an end or a number that was walked from before.
    fn walk(&mut self, from: Place, random: &mut Random) {
        let budget = Budget::unlimited();
        let mut place = from;
        for _ in 0..HOPS {
            let address = place.address(&budget).unwrap();
            if !self.known.insert(address.clone()) {
                return;
            }
            self.tally.seen += 1;
            self.tally.unnamed += usize::from(address.contains('#'));
            let operands = self.operands(&place, &address);
            let Some(operand) = random.of(&operands) else { return };
            if let Some(leaf) = &operand.leaf {
                self.tally.inputs += usize::from(matches!(leaf.origin, Origin::Input(_)));
                return;
            }
            let Some(next) = operand.next.clone() else { return };
            place = next;
        }
        self.wrong(format!("a walk has not ended at {}", place.address(&budget).unwrap()));
    }
}
/// Whether both are the same number, under one name or two.
fn same(a: &Place, b: &Place) -> bool {
    match (a, b) {
        (Place::Nodes { part: a, segment: i, nodes: left }, Place::Nodes { part: b, segment: j, nodes: right }) => {
            let trace = a.record(*i, &Budget::unlimited()).unwrap();
            let unnamed = |nodes: &[u32]| nodes.iter().map(|node| trace.unnamed(*node)).collect::<Vec<_>>();
            a.at() == b.at() && i == j && unnamed(left) == unnamed(right)
        }
        _ => a.text(&Budget::unlimited()) == b.text(&Budget::unlimited()),
    }
}
fn is_constant(place: &Place) -> bool {
    match place {
        Place::Nodes { part, segment, nodes } => {
            let trace = part.record(*segment, &Budget::unlimited()).unwrap();
            nodes.iter().all(|node| trace.nodes[trace.unnamed(*node) as usize].op == Op::Constant)
        }
        Place::Value(value) => value.rope().is_none_or(|rope| rope.is_empty()),
        Place::Segment { .. } => false,
    }
}

/// The parts of a run, and of some runs that its segments call.
fn parts(run: &Run, random: &mut Random) -> Vec<Arc<dyn Part>> {
    let budget = Budget::unlimited();
    let mut parts: Vec<_> = run.parts().into_iter().filter(|part| part.segments() > 0).collect();
    for part in parts.clone() {
        let segment = random.below(part.segments() as usize) as u64;
        let trace = part.record(segment, &budget).unwrap();
        for _ in 0..CALLS.min(trace.calls.len()) {
            let call = random.of(&trace.calls).expect("a call");
            let address = part.segment_at(segment).join(&format!("{}{}", call.name, call.index)).to_string();
            let below = address.strip_prefix("x/").unwrap_or(&address).parse().unwrap();
            let mut cursor = Cursor::new(Arc::new(run.clone()));
            if cursor.seek(&below, &budget).is_ok()
                && let Some(inner) = inner_run(&cursor)
            {
                parts.extend(inner.parts().into_iter().filter(|part| part.segments() > 0));
            }
        }
    }
    parts
}
/// The run that a cursor stands in.
fn inner_run(cursor: &Cursor) -> Option<Arc<Run>> {
    match cursor.level() {
        cleartext::run::Level::Item { run, .. } => Some(run.clone()),
        _ => None,
    }
}
fn any_number(parts: &[Arc<dyn Part>], random: &mut Random) -> Option<Place> {
    let part = random.of(parts)?.clone();
    let segment = random.below(part.segments() as usize) as u64;
    let trace = part.record(segment, &Budget::unlimited()).unwrap();
    let node = match trace.nodes.len() {
        0 => return None,
        count => random.below(count) as u32,
    };
    // An entry of a table is found by what looked it up, and comes from the index as well.
    let looked_up = |user: &&u32| trace.nodes[**user as usize].op == Op::Lookup && trace.read(node).is_some();
    let node = *trace.users(node).iter().find(looked_up).unwrap_or(&node);
    Some(Place::Nodes { part, segment, nodes: vec![node] })
}

/// The origin of all operands together.
fn origin_of_operands(place: &Place) -> Roots {
    let budget = Budget::unlimited();
    let mut all = Roots::default();
    for operand in place.operands(&budget).unwrap() {
        let from = match (&operand.leaf, &operand.next) {
            (Some(leaf), _) if matches!(leaf.origin, Origin::Length(_) | Origin::Padding(_)) => continue,
            (Some(leaf), _) => roots(&Place::bytes(leaf.clone().into()), &budget).unwrap(),
            (None, Some(next)) => roots(next, &budget).unwrap(),
            (None, None) => continue,
        };
        for (cell, ranges) in from.inputs {
            all.inputs.entry(cell).or_default().extend(ranges);
        }
    }
    all
}
fn bytes_of(roots: &Roots) -> HashSet<Byte> {
    let each = roots.inputs.iter().flat_map(|(cell, ranges)| ranges.iter().map(move |range| (cell, range.clone())));
    each.flat_map(|(cell, range)| range.map(move |byte| (cell.to_string(), byte as usize))).collect()
}

/// The origin of a number is that of its operands, and bytes outside of it do not change the number.
fn prove(
    call: &Call,
    run: &Arc<Run>,
    place: &Place,
    bytes: &[Byte],
    flips: usize,
    random: &mut Random,
    tally: &mut Tally,
) {
    let budget = Budget::unlimited();
    let address = place.address(&budget).unwrap();
    let named = |what: &str| format!("{}: {address} {what}", call.function.name);
    let origin = roots(place, &budget).unwrap();
    let (whole, together) = (bytes_of(&origin), bytes_of(&origin_of_operands(place)));
    // A choice that stands around a number is an operand of what is chosen, and so of the operands.
    if origin.folded.is_empty() && whole != together {
        let (more, less) = (together.difference(&whole).count(), whole.difference(&together).count());
        tally.wrong.push(named(&format!("has operands with {more} bytes more and {less} bytes less in their origin")));
    }
    let Ok(below) = address.strip_prefix("x/").unwrap_or(&address).parse() else { return };
    // What is read may be longer or shorter with another input, as where the end of a filling is looked for.
    let read = |part: &Arc<dyn Part>| part.feeds().iter().map(|feed| feed.rope.len()).collect::<Vec<_>>();
    let shape =
        |run: &Run| run.parts().iter().map(|part| (part.at().clone(), part.segments(), read(part))).collect::<Vec<_>>();
    let before = place.text(&budget).unwrap();
    for _ in 0..flips {
        let Some(byte) = random.of(bytes) else { return };
        let Some(other) = call.flipped(byte, 1 << random.below(8)) else { continue };
        if shape(&other.run) != shape(run) {
            continue;
        }
        let Ok(after) = other.run.at(&below, &budget).and_then(|place| place.text(&budget)) else { continue };
        match (after == before, among(&origin, byte)) {
            (false, false) => tally.wrong.push(named(&format!("changes with {byte:?}, which is not in its origin"))),
            (true, false) => tally.foreign += 1,
            (false, true) => tally.moved += 1,
            (true, true) => {}
        }
    }
}

fn through(expression: &'static str, measure: &Measure, seed: u64, tally: &mut Tally) {
    let mut random = Random(0x9e37_79b9_7f4a_7c15 ^ seed);
    let call = Call::of(expression);
    let tried = call.run(&mut |_, _| {}).unwrap_or_else(|| panic!("{expression} has a run"));
    if tried.run.parts().iter().map(|part| part.segments()).sum::<u64>() > SEGMENTS {
        return;
    }
    tally.functions.insert(call.function.name);
    let parts = parts(&tried.run, &mut random);
    let bytes = call.bytes();
    let cursor = Cursor::new(tried.run.clone());
    let mut walked = Walked { run: &tried.run, name: call.function.name, cursor, known: HashSet::new(), tally };
    for _ in 0..measure.walks {
        let Some(place) = any_number(&parts, &mut random) else { break };
        let address = place.address(&Budget::unlimited()).unwrap();
        walked.leads_back(&address, &place);
        walked.tally.walks += 1;
        walked.walk(place, &mut random);
    }
    for _ in 0..measure.proofs {
        let Some(place) = any_number(&parts, &mut random) else { break };
        prove(&call, &tried.run, &place, &bytes, measure.flips, &mut random, tally);
    }
}
fn all(measure: &Measure) -> Tally {
    let mut tally = Tally::default();
    let examples = functions::all().flat_map(|function| function.examples.iter().copied());
    for (i, expression) in (0..).zip(examples.chain(PUBLISHED.iter().copied())) {
        // SHA-3 computes 200 bytes a round in calls of its own, Argon2 1024, bcrypt 4168: less tells as much of them.
        let costly = [("sha3", 10), ("shake", 10), ("scrypt", 10), ("argon2", 10), ("bcrypt", 120)];
        let costly = costly.into_iter().find(|(name, _)| expression.contains(name));
        let part = costly.map_or(1, |(_, part)| part);
        let measure = Measure { walks: measure.walks / part, proofs: measure.proofs.div_ceil(part), ..*measure };
        through(expression, &measure, i, &mut tally);
    }
    tally.wrong.sort();
    tally.wrong.dedup();
    println!("{tally:#?}");
    tally
}

/// A formula and its operands tell the same, each operand by its own name and with its own value.
#[test]
fn a_formula_is_made_of_its_operands() {
    let budget = Budget::unlimited();
    let root = "cube root of 41, the 13th prime: the first 32 bits of its fraction";
    let rows: [(_, _, _, &[[&str; 2]]); 6] = [
        ("dh_public(6, group: \"toy23\")", "square[1]", "before² mod p", &[["before[1]", "5"], ["p[1]", "23"]]),
        ("dh_public(6, group: \"toy23\")", "before[1]", "acc mod p", &[["acc[0]", "5"], ["p[1]", "23"]]),
        ("x25519_toy(5, 16)", "ladder[4]/swap", "ladder[5]/k_t ⊕ k_t", &[["ladder[5]/k_t", "1"], ["k_t", "0"]]),
        ("x25519_toy(5, 16)", "ladder[4]/AA", "A² mod p", &[["A", "78"]]),
        ("sha256(\"abc\")", "block[0]/K[12]", root, &[[root, "72be5d74"]]),
        ("sha512(\"abc\")", "block[0]/K[0]", "cube root of 2, the 1st prime: the first 64 bits of its fraction", &[]),
    ];
    for (expression, address, formula, operands) in rows {
        let run = Call::of(expression).run(&mut |_, _| {}).unwrap().run;
        let place = run.at(&address.parse().unwrap(), &budget).unwrap();
        let Place::Nodes { part, segment, nodes } = &place else { panic!("{address} is no number") };
        let trace = part.record(*segment, &budget).unwrap();
        assert_eq!(headline(part, *segment, &trace, nodes[0], &budget), formula, "{address}");
        let shown = |operand: &Operand| match (&operand.leaf, &operand.next) {
            (Some(leaf), _) => leaf.to_vec().unwrap().iter().map(|byte| format!("{byte:02x}")).collect(),
            (None, Some(next)) => next.text(&budget).unwrap(),
            (None, None) => String::new(),
        };
        let found: Vec<_> = place.operands(&budget).unwrap().iter().map(|o| [o.name.clone(), shown(o)]).collect();
        assert!(operands.is_empty() || found == operands, "{address}: {found:?}");
    }
}
/// So many operands took twenty seconds where each was looked for among all.
#[test]
fn many_operands_are_told_in_a_moment() {
    let begun = Instant::now();
    let printed = crate::support::program::printed(&["trace", "--json", "bytes_be(1, 32768)"]);
    assert!(
        printed.contains("result/byte[32767]") && begun.elapsed() < Duration::from_secs(20),
        "{:?}",
        begun.elapsed()
    );
}

/// A body that names nothing.
struct Nameless;
impl Pieces for Nameless {
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let [a, b] = <[N::U8; 2]>::read(n, read[0]);
        (a ^ (a + b)).save(out);
    }
}
#[test]
fn numbers_of_a_body_that_names_nothing_can_be_stood_on() {
    let budget = Budget::unlimited();
    let mut run = Run::new(&Path::new("x"), "nameless");
    let input = Rope::input(Path::new("in"), Arc::new(vec![1, 2, 3, 4]));
    run.part("mix", |at| Map::part(at, Nameless, vec![Feed::dealt("in", input, 2)], 1, 2));
    let (run, part) = (Arc::new(run.clone()), run.parts().remove(0));
    let mut tally = Tally::default();
    let cursor = Cursor::new(run.clone());
    let mut walked = Walked { run: &run, name: "nameless", cursor, known: HashSet::new(), tally: &mut tally };
    for (node, address) in ["x/mix[1]#1", "x/mix[1]#2", "x/mix[1]#3", "x/mix[1]#4"].into_iter().enumerate() {
        let place = Place::Nodes { part: part.clone(), segment: 1, nodes: vec![node as u32] };
        assert_eq!(place.address(&budget).unwrap(), address);
        walked.leads_back(address, &place);
        walked.walk(place, &mut Random(1));
    }
    assert_eq!(tally.wrong, [""; 0]);
}
#[test]
fn every_operand_can_be_stood_on() {
    let tally = all(&Measure { walks: 120, proofs: 4, flips: 3 });
    assert_eq!(tally.wrong, [""; 0]);
    assert_eq!(tally.functions.len(), functions::all().count());
    // What the fixed seeds give, rounded down: the proof cannot hold by trying nothing.
    assert!(tally.walks >= 10_000 && tally.unnamed >= 2_000 && tally.inputs >= 500, "{tally:?}");
    assert!(tally.foreign >= 300 && tally.moved >= 300, "{tally:?}");
}
#[test]
#[ignore = "minutes: many more numbers of each run"]
fn every_operand_can_be_stood_on_at_length() {
    assert_eq!(all(&Measure { walks: 3_000, proofs: 60, flips: 12 }).wrong, [""; 0]);
}
/// The examples that name certain functions, by default SHA-3, with as many walks each as others have:
/// `CLEARTEXT_WALKS=hmac,ctr cargo test --test suite walks::every_operand_of_some -- --ignored --nocapture`.
#[test]
#[ignore = "minutes: a round of SHA-3 is a call of 200 bytes"]
fn every_operand_of_some_functions_can_be_stood_on() {
    let mut tally = Tally::default();
    let names = std::env::var("CLEARTEXT_WALKS").unwrap_or("sha3,shake".into());
    let examples = functions::all().flat_map(|function| function.examples.iter().copied());
    let more = [
        "hkdf(\"secret\", \"salt\", \"info\", 40, hash: \"sha3_256\")",
        "hmac(\"key\", \"message\", hash: \"sha3_384\")",
    ];
    let chosen = examples.chain(more).filter(|example| names.split(',').any(|name| example.contains(name)));
    for (i, expression) in (0..).zip(chosen) {
        let begun = Instant::now();
        through(expression, &Measure { walks: 120, proofs: 4, flips: 3 }, i, &mut tally);
        println!("{expression}: {:?}, {} wrong so far", begun.elapsed(), tally.wrong.len());
    }
    assert_eq!(tally.wrong, [""; 0]);
}
