//! Argon2, RFC 9106, version 0x13: a memory that is gone over in passes, each block mixed with another one that its data or
//! its place chooses.
//!
//! Its run has the parts `size` (m' and q), `H0` (section 3.2, step 1), `first` (the first two blocks of each lane), `addresses`
//! (section 3.4.1.2, where places choose), `block[pass][lane][column]` (steps 3 to 6), `C` (step 7) and `tag` (step 8). A block
//! has `J1` and `J2`, the lane `l` and the column `z` that they lead to, and what G (section 3.5) makes: `R`, `Q` after the rows,
//! `Z` after the columns.
#![allow(non_snake_case)] // the names are the specification's

mod compression;
mod hashes;

use crate::functions::hash::blake2::blake2b;
use crate::functions::{Arguments, Context, Cost, Default, Family, Fault, Function, Limits, Parameter, Says, Vetted};
use crate::num::{Border, Carry, Natural, Number, Numbers, Window};
use crate::run::{
    Count, Error, Feed, Grid, Look, Map, Memory, Path, Pieces, Rope, Run, Source, Stretches, Type, Value, Windows,
};
use ::argon2::{Algorithm, AssociatedData, ParamsBuilder, Version};
use compression::{AddressBlock, BLOCK, G, INPUT, LE, Permutation};
use hashes::{BlockHash, FirstBlocks};
use std::sync::Arc;

pub use compression::compress;
pub use hashes::variable_hash;

/// Into how many slices each pass is cut: between them all lanes have come equally far.
const SLICES: u64 = 4;
/// Bytes of a pair J1, J2.
const PAIR: usize = 8;
/// How many columns of a lane are filled before the first pass.
const FIRST: u64 = 2;
const VERSION: u32 = 0x13;

/// A variant of the algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// Argon2d: data chooses which blocks are mixed.
    D,
    /// Argon2i: places choose.
    I,
    /// Argon2id: places choose in the first half of the first pass, data afterwards.
    Id,
}
impl Variant {
    /// The type of section 3.2.
    fn y(self) -> u32 {
        self as u32
    }
    /// The variant of a name.
    fn named(name: &str) -> Variant {
        match name {
            "d" => Variant::D,
            "i" => Variant::I,
            _ => Variant::Id,
        }
    }
    /// In how many slices places choose.
    fn independent(self, passes: u64) -> u64 {
        match self {
            Variant::D => 0,
            Variant::I => passes * SLICES,
            Variant::Id => SLICES / 2,
        }
    }
}

/// The costs that a call asks for.
#[derive(Clone, Copy, Debug)]
pub struct Costs {
    /// m: the memory in KiB.
    pub memory: u64,
    /// t: how many passes.
    pub passes: u64,
    /// p: how many lanes.
    pub lanes: u64,
    /// T: how many bytes of result.
    pub length: u64,
    /// Who chooses.
    pub variant: Variant,
}
impl Costs {
    fn grid(self) -> Grid {
        let columns = self.memory / (SLICES * self.lanes) * SLICES;
        Grid { lanes: self.lanes, columns, slices: SLICES }
    }
}

/// A number of 32 bits, least significant byte first.
#[inline(always)]
fn little_endian<N: Numbers>(n: N, window: Window, name: &'static str) -> N::Nat {
    let [a, b, c, d] = <[N::U8; 4]>::read(n, window);
    n.nat_of(n.join_u32([d, c, b, a])).named(name, ())
}

/// m', how many blocks there are, and q, how many columns: a multiple of four in each lane. Of m', eight bytes.
struct Size;
impl Pieces for Size {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let [m, p] = [("m", 0), ("p", 1)].map(|(name, i)| little_endian(n, read[i], name));
        let m_prime = (n.natural(SLICES) * p * m.div(n.natural(SLICES) * p)).named("m_prime", ());
        m_prime.div(p).named("q", ());
        let mut bytes = n.split_nat(m_prime);
        bytes.reverse();
        bytes.save(out);
    }
}

// ------------------------------------------------------------------ which block is mixed in

/// The pairs J1, J2 of a slice of a lane, where places choose: section 3.4.1.2.
struct Addresses {
    grid: Grid,
    variant: Variant,
    block: Arc<AddressBlock>,
}
impl Addresses {
    fn width(&self) -> u64 {
        self.grid.columns / SLICES
    }
}
impl Pieces for Addresses {
    fn weight(&self) -> u64 {
        5_000 * (self.width() * PAIR as u64).div_ceil(BLOCK as u64)
    }
    fn piece<N: Numbers>(&self, n: N, at: u64, read: &Windows, out: &mut Border) {
        let [pass, lane, column] = self.grid.place(at * self.width());
        let number = |name: &'static str, value: u64| value.to_le_bytes().map(|byte| n.u8(name, (), byte));
        let mut passes: Vec<N::U8> = n.bytes(read[1]).collect();
        passes.extend([n.u8("zero", (), 0); LE - 4]);
        let mut left = self.width() as usize * PAIR;
        for counter in 1.. {
            let mut input = vec![];
            input.extend(number("pass", pass));
            input.extend(number("lane", lane));
            input.extend(number("slice", column / self.width()));
            input.extend(n.bytes(read[0]));
            input.extend(&passes);
            input.extend(number("y", self.variant.y().into()));
            input.extend(number("counter", counter));
            debug_assert_eq!(input.len(), INPUT);
            let pairs = n.call_for("address_block", counter as usize, &self.block, &[("input", &input)], BLOCK);
            for (i, pair) in pairs.chunks(PAIR).take(left / PAIR).enumerate() {
                let at = (counter - 1) as usize * BLOCK / PAIR + i;
                pair.iter().for_each(|byte| byte.named("J", at).save(out));
            }
            left = left.saturating_sub(BLOCK);
            if left == 0 {
                return;
            }
        }
    }
}

/// The blocks, each mixed from the one before it in its lane and another.
struct Blocks {
    P: Arc<Permutation>,
    grid: Grid,
    costs: Costs,
}
impl Blocks {
    fn block(&self, lane: u64, column: u64) -> u64 {
        lane * self.grid.columns + column
    }
    /// How many blocks stand to choice, section 3.4.2, in this lane and in another: those of the last three slices, and in
    /// this lane what stands in this slice but for the block before. And the column of the first of them.
    fn choice(&self, pass: u64, column: u64) -> ([u64; 2], u64) {
        let (q, width) = (self.grid.columns, self.grid.columns / SLICES);
        let (slice, within) = (column / width, column % width);
        let (finished, first) = match pass {
            0 => (slice * width, 0),
            _ => (q - width, (slice + 1) % SLICES * width),
        };
        ([(finished + within).saturating_sub(1), finished - u64::from(within == 0 && finished > 0)], first)
    }
    /// The lane l and the column z that J1 and J2 lead to, and the place of that block in memory.
    #[inline(always)]
    fn reference<N: Numbers>(&self, n: N, [pass, lane, column]: [u64; 3], J1: N::Nat, J2: N::Nat) -> N::Nat {
        let ([own, other], first) = self.choice(pass, column);
        let own = n.nat("own", (), own);
        let (l, W) = if pass == 0 && column < self.grid.columns / SLICES {
            // There is nothing in the others yet.
            (n.nat("lane", (), lane).named("l", ()), own.named("W", ()))
        } else {
            let l = J2.rem(n.nat("lanes", (), self.grid.lanes)).named("l", ());
            let is_own = l.same(n.nat("lane", (), lane));
            (l, N::Nat::select(is_own, own, n.nat("other", (), other)).named("W", ()))
        };
        let x = (J1 * J1).div(n.natural(1 << 32)).named("x", ());
        let y = (W * x).div(n.natural(1 << 32)).named("y", ());
        let zz = (W - n.natural(1) - y).named("zz", ());
        let q = n.nat("q", (), self.grid.columns);
        let z = (n.nat("first", (), first) + zz).rem(q).named("z", ());
        (l * q + z).named("place", ())
    }
}
impl Stretches for Blocks {
    fn count(&self) -> Count {
        Count::Grid(self.grid)
    }
    fn weight(&self) -> u64 {
        2_000
    }
    fn stretch(&self) -> usize {
        BLOCK
    }
    fn places(&self) -> u64 {
        self.grid.pass()
    }
    fn segments(&self) -> u64 {
        self.costs.passes * self.grid.pass()
    }
    fn place(&self, segment: u64) -> u64 {
        let [_, lane, column] = self.grid.place(segment);
        self.block(lane, column)
    }
    fn writer(&self, place: u64, before: u64) -> Option<u64> {
        let (lane, column, pass) = (place / self.grid.columns, place % self.grid.columns, self.grid.pass());
        let first = self.grid.segment([0, lane, column])?;
        let since = before.checked_sub(first + 1)?;
        Some(first + since / pass * pass)
    }
    fn results(&self) -> Vec<u64> {
        let last = |lane: u64| self.block(lane, self.grid.columns - 1);
        (0..self.grid.lanes).map(last).collect()
    }
    #[inline(always)]
    fn segment<N: Numbers>(&self, n: N, at: u64, memory: &Look, read: &Windows) -> Vec<N::U8> {
        let here @ [pass, lane, column] = self.grid.place(at);
        let [first, pair, ..] = *read;
        if pass == 0 && column < FIRST {
            let start = (FIRST * lane + column) as usize * BLOCK;
            return n.bytes(first.slice(start..start + BLOCK)).collect::<Vec<_>>().named("B", ());
        }
        let before = memory.at(self.block(lane, (column + self.grid.columns - 1) % self.grid.columns));
        let slice = pass * SLICES + column / (self.grid.columns / SLICES);
        let pair = if slice < self.costs.variant.independent(self.costs.passes) { pair } else { before.slice(0..PAIR) };
        let [J1, J2] = [("J1", 0), ("J2", 1)].map(|(name, i)| little_endian(n, pair.piece::<4>(i), name));
        let place = self.reference(n, here, J1, J2);
        let X = n.bytes(before).collect::<Vec<_>>().named("X", ());
        let Y = place.pick(memory.at(place.value())).collect::<Vec<_>>().named("Y", ());
        let new = G(n, &self.P, X.into_iter(), Y.into_iter());
        if pass == 0 {
            return new.named("B", ());
        }
        let new = new.named("G", ());
        let old = n.bytes(memory.at(self.place(at)));
        old.zip(new).map(|(old, new)| old ^ new).collect::<Vec<_>>().named("B", ())
    }
}
/// The last blocks of all lanes XORed.
struct Last {
    lanes: usize,
}
impl Pieces for Last {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let last = |lane: usize| n.bytes(read[0].piece::<BLOCK>(lane)).collect::<Vec<_>>().named("B", lane);
        let first = last(0);
        let C = (1..self.lanes).map(last).fold(first, |C, B| C.into_iter().zip(B).map(|(c, b)| c ^ b).collect());
        C.named("C", ()).save(out);
    }
}

// ------------------------------------------------------------------ the run

/// The strings that a call is given, and its numbers as it was given them.
pub struct Given {
    /// P, the password.
    pub password: Rope,
    /// S, the salt.
    pub salt: Rope,
    /// K, a secret.
    pub secret: Rope,
    /// X, associated data.
    pub data: Rope,
    /// The numbers p, T, m and t, their most significant byte first.
    pub numbers: [Rope; 4],
}
/// A number as four bytes, the least significant first.
fn LE32(number: &Rope) -> Rope {
    let missing = 4u64.saturating_sub(number.len());
    number.reversed().then(Rope::length_filled(number, 0, missing))
}
/// How long a string is, and the string.
fn prefixed(string: Rope) -> Rope {
    Rope::length(&string, &(string.len() as u32).to_le_bytes()).then(string)
}
/// The run of Argon2.
pub fn argon2(at: &Path, costs: Costs, given: Given) -> Run {
    let mut run = Run::new(at, "argon2");
    let (grid, length) = (costs.grid(), BLOCK as u64);
    let [p, T, m, t] = given.numbers.each_ref().map(LE32);
    let feeds = vec![Feed::whole("m", m.clone()), Feed::whole("p", p.clone())];
    let m_prime = run.part("size", |at| Map::part(at, Size, feeds, LE as u64, LE as u64));
    let constant = |name: &str, value: u32| Rope::constant(name, &value.to_le_bytes());
    let (v, y) = (constant("version 0x13", VERSION), constant("the variant's number", costs.variant.y()));
    let strings = [given.password, given.salt, given.secret, given.data].into_iter().map(prefixed);
    let message = [p, T.clone(), m, t.clone(), v, y].into_iter().chain(strings).fold(Rope::default(), Rope::then);
    let H0 = run.run("H0", |at| blake2b(at, message, 64));
    let first = FirstBlocks(Arc::new(BlockHash::new()));
    let first =
        run.part("first", |at| Map::part(at, first, vec![Feed::whole("H0", H0)], length, FIRST * grid.lanes * length));
    let P = Arc::new(Permutation);
    let slices = costs.variant.independent(costs.passes);
    let addresses = if slices == 0 {
        Rope::default()
    } else {
        let each = grid.columns / SLICES * PAIR as u64;
        let feeds = vec![Feed::whole("m_prime", m_prime), Feed::whole("t", t)];
        let block = Arc::new(AddressBlock(P.clone()));
        let pieces = Addresses { grid, variant: costs.variant, block };
        run.part("addresses", |at| Map::part(at, pieces, feeds, each, slices * grid.lanes * each))
    };
    let feeds = vec![Feed::whole("first", first), Feed::dealt("addresses", addresses, PAIR as u64)];
    let blocks = run.part("block", |at| Memory::part(at, Blocks { P, grid, costs }, feeds));
    let last = |lane: u64| {
        let end = (lane + 1) * grid.columns * length;
        blocks.slice(end - length..end)
    };
    let column = (0..grid.lanes).map(last).fold(Rope::default(), Rope::then);
    let lanes = grid.lanes as usize;
    let C = run.part("C", |at| Map::part(at, Last { lanes }, vec![Feed::whole("last", column)], length, length));
    let tag = run.run("tag", |at| variable_hash(at, T, costs.length, C));
    run.with_result(Value::Bytes(tag))
}

// ------------------------------------------------------------------ the function

/// The most KiB of memory.
const MEMORY: u64 = 256 << 10;
/// The most KiB that all passes write together.
const WRITTEN: u64 = 1 << 20;
/// The most bytes of result.
const LENGTH: i64 = 16_320;

fn costs(a: &Arguments) -> Result<Costs, Fault> {
    let [memory, passes, lanes, length] = [a.u64("memory")?, a.u64("passes")?, a.u64("lanes")?, a.u64("length")?];
    let least = 2 * SLICES * lanes;
    if memory < least {
        let message = format!("`memory` of argon2 is {least} KiB at least with {lanes} lanes, and this is {memory}");
        return Err(Fault::argument("memory", message).hint("each lane has four slices of two blocks at least"));
    }
    Ok(Costs { memory, passes, lanes, length, variant: Variant::named(&a.text("variant")?) })
}
fn vetted(a: &Arguments) -> Result<Says, Error> {
    let number = |name: &str| Ok::<u32, Error>(u32::try_from(a.int(name)?).unwrap_or_default());
    let [memory, passes, lanes, length] = [number("memory")?, number("passes")?, number("lanes")?, number("length")?];
    let algorithm = match Variant::named(&a.text("variant")?) {
        Variant::D => Algorithm::Argon2d,
        Variant::I => Algorithm::Argon2i,
        Variant::Id => Algorithm::Argon2id,
    };
    let (secret, Ok(data)) = (a.bytes("secret")?, AssociatedData::new(&a.bytes("data")?)) else {
        return Ok(Says::Nothing);
    };
    let parameters = ParamsBuilder::new().m_cost(memory).t_cost(passes).p_cost(lanes).data(data).build();
    let context = parameters
        .ok()
        .and_then(|parameters| ::argon2::Argon2::new_with_secret(&secret, algorithm, Version::V0x13, parameters).ok());
    let (Some(context), mut tag) = (context, vec![0; length as usize]) else { return Ok(Says::Refused) };
    let computed = context.hash_password_into(&a.bytes("password")?, &a.bytes("salt")?, &mut tag);
    Ok(Says::or_refused(computed.is_ok().then_some(tag)))
}

/// The row of Argon2.
pub const ROWS: &[Function] = &[Function {
    name: "argon2",
    title: "Argon2",
    summary: "A hash of a password that takes as much time and memory as one asks: blocks that other blocks choose.",
    family: Family::Kdf,
    spec: "RFC 9106 §3",
    parameters: &[
        Parameter::bytes("password", "the password, of any length"),
        Parameter::bytes("salt", "random bytes that need not be secret, 8 at least")
            .within(Limits::Length(8, u64::MAX)),
        Parameter::int("memory", "how much memory, in KiB").within(Limits::Range(8, MEMORY as i64)),
        Parameter::int("passes", "how often all of it is written")
            .within(Limits::Range(1, WRITTEN as i64 / 8))
            .costing(&[Cost {
                what: "KiB written in all",
                formula: "memory · passes",
                most: WRITTEN,
                of: |a| Ok(u128::from(a.u64("memory")?) * u128::from(a.u64("passes")?)),
            }]),
        Parameter::int("lanes", "how many lanes could be computed at the same time").within(Limits::Range(1, 16)),
        Parameter::int("length", "how many bytes, 4 at least").within(Limits::Range(4, LENGTH)),
        Parameter::text("variant", "who chooses the blocks that are mixed: data, places, or first these and then that")
            .or(Default::Text("id"))
            .within(Limits::OneOf(|| vec!["d", "i", "id"])),
        Parameter::bytes("secret", "a secret key, or none").or(Default::Bytes(&[])),
        Parameter::bytes("data", "what else the hash is for, or nothing").or(Default::Bytes(&[])),
    ],
    result: Some(Type::Bytes),
    vetted: Vetted::new("argon2 0.6", vetted).note("with more than 32 bytes of `data` the crate is not asked").row(),
    examples: &[
        "argon2(\"password\", \"somesalt\", 32, 3, 1, 32)",
        "argon2(\"password\", \"somesalt\", 32, 2, 2, 32, variant: \"i\", secret: \"pepper\")",
    ],
    make: |c: &Context, a: &Arguments| {
        let given = Given {
            password: a.rope("password"),
            salt: a.rope("salt"),
            secret: a.rope("secret"),
            data: a.rope("data"),
            numbers: ["lanes", "length", "memory", "passes"].map(|name| a.rope(name)),
        };
        Ok(argon2(&c.at, costs(a)?, given))
    },
}];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::bytes::testing::{at, call, fault, formula, input, named, origin};
    use crate::functions::{FaultKind, function};
    use crate::run::Budget;
    use std::cell::Cell;

    fn given(numbers: [i64; 4]) -> Vec<(Option<&'static str>, Value)> {
        let strings = [input("password", b"password"), input("salt", b"somesalt")];
        strings.into_iter().chain(numbers.map(Value::int)).map(|value| (None, value)).collect()
    }
    fn hashed(numbers: [i64; 4], variant: &str) -> Run {
        let mut given = given(numbers);
        given.push((Some("variant"), Value::text(variant)));
        named("argon2", given).unwrap()
    }

    #[test]
    fn a_block_reads_as_the_specification_does() {
        let run = hashed([32, 2, 2, 32], "d");
        assert_eq!(at(&run, "size/m_prime"), "32");
        assert_eq!(at(&run, "size/q"), "16");
        let block = "block[1][0][5]";
        let of = |label: &str| at(&run, &format!("{block}/{label}"));
        assert_eq!(of("X"), at(&run, "block[1][0][4]"));
        assert_eq!(of("B"), at(&run, block));
        // Column 5 is in the second slice: what stands there already is of this pass.
        let (l, z): (u64, u64) = (of("l").parse().unwrap(), of("z").parse().unwrap());
        let pass = u64::from(z < 4 || (l == 0 && z == 4));
        assert_eq!(of("Y"), at(&run, &format!("block[{pass}][{l}][{z}]")));
        assert_eq!(formula(&run, &format!("{block}/l")), "J2 mod lanes");
        assert_eq!(formula(&run, &format!("{block}/x")), "(J1 · J1) div 4294967296");
        assert_eq!(formula(&run, &format!("{block}/y")), "(W · x) div 4294967296");
        assert_eq!(formula(&run, &format!("{block}/zz")), "W - 1 - y");
        assert_eq!(formula(&run, &format!("{block}/z")), "(first + zz) mod q");
        assert_eq!(formula(&run, &format!("{block}/R")), "X[0] ⊕ Y[0]");
        let a = format!("{block}/row[3]/a[0][1]");
        assert_eq!(formula(&run, &a), "v_before[0] + v_before[4] + SHL1(trunc(v_before[0]) · trunc(v_before[4]))");
        assert_eq!(at(&run, &format!("{block}/row[7]")), of("Q")[2 * 896..]);
        let column: String = (0..8).map(|row| of("Z")[2 * (128 * row + 32)..][..32].to_owned()).collect();
        assert_eq!(at(&run, &format!("{block}/column[2]")), column);
        assert_eq!(at(&run, "first[3]/variable_hash/V[31]")[64..], at(&run, "block[0][1][1]")[2 * 992..]);
    }
    #[test]
    fn places_choose_where_they_should() {
        for (variant, slices) in [("i", 8), ("id", 2)] {
            let run = hashed([64, 2, 2, 32], variant);
            let missing = run.at(&format!("addresses[{}]", 2 * slices).parse().unwrap(), &Budget::unlimited());
            assert!(missing.is_err_and(|error| error.to_string().contains(&format!("has {} segments", 2 * slices))));
            // Slice 1 of lane 1: the pair of its third column.
            let pair = at(&run, "addresses[3]/J[2]");
            let [J1, J2] = ["J1", "J2"].map(|J| at(&run, &format!("block[0][1][10]/{J}")).parse::<u32>().unwrap());
            let bytes: String = J1.to_le_bytes().iter().chain(&J2.to_le_bytes()).map(|b| format!("{b:02x}")).collect();
            assert_eq!(pair, bytes, "{variant}");
            assert_eq!(at(&run, "addresses[3]/address_block[1]/outer")[32..48], pair);
        }
        let run = hashed([64, 1, 1, 32], "d");
        assert!(run.at(&"addresses".parse().unwrap(), &Budget::unlimited()).is_err(), "data chooses");
    }
    #[test]
    fn a_block_comes_from_the_reference_and_from_what_chose_it() {
        let run = hashed([32, 2, 1, 32], "d");
        let budget = Budget::unlimited();
        let place = run.at(&"block[1][0][20]/Y[7]".parse().unwrap(), &budget).unwrap();
        let z: u64 = at(&run, "block[1][0][20]/z").parse().unwrap();
        let pass = u64::from(z < 20);
        let operands = place.operands(&budget).unwrap();
        let addresses: Vec<String> = operands.iter().map(|operand| operand.address.clone()).collect();
        let at = run.at.as_str();
        assert_eq!(addresses, [format!("{at}/block[{pass}][0][{z}]/B[7]"), format!("{at}/block[1][0][20]/place")]);
        let all = origin(&run.result, 0..32);
        assert!(all.starts_with("password[0..8] salt[0..8]"), "{all}");
    }
    #[test]
    fn whoever_stops_at_any_instant_goes_on_where_it_stood() {
        let whole = hashed([512, 4, 2, 16], "id").output().unwrap();
        let context = Context { at: Path::new("stopped"), budget: &Budget::unlimited() };
        let (run, _) = function("argon2").unwrap().call(&context, given([512, 4, 2, 16])).unwrap();
        let mut stopped = 0;
        for turns in (0..7).cycle() {
            let asked = Cell::new(0);
            let stop = || asked.replace(asked.get() + 1) >= turns;
            match run.finish(&Budget::until(&stop)) {
                Ok(()) => break,
                Err(error) => assert_eq!(error, Error::Cancelled),
            }
            // An earlier block is asked for in between, and got or not.
            let _ = run.at(&"block[0][1][3]/R".parse().unwrap(), &Budget::until(&stop));
            stopped += 1;
        }
        assert!(stopped > 3, "{stopped}");
        assert_eq!(run.output().unwrap(), whole);
    }
    #[test]
    fn what_would_take_too_much_is_refused_before_it_is_built() {
        let with = |numbers: [i64; 4]| fault("argon2", given(numbers).into_iter().map(|(_, value)| value));
        let written = "argon2 is limited to 1048576 KiB written in all (memory · passes), and this asks for 1310720";
        assert_eq!(with([262_144, 5, 1, 32]), written);
        assert_eq!(with([262_145, 1, 1, 32]), "`memory` of argon2 is 8 to 262144, and this is 262145");
        assert_eq!(with([64, 1, 17, 32]), "`lanes` of argon2 is 1 to 16, and this is 17");
        assert_eq!(with([64, 0, 1, 32]), "`passes` of argon2 is 1 to 131072, and this is 0");
        assert_eq!(with([64, 1, 1, 3]), "`length` of argon2 is 4 to 16320, and this is 3");
        let least = "`memory` of argon2 is 32 KiB at least with 4 lanes, and this is 31; \
                     each lane has four slices of two blocks at least";
        assert_eq!(with([31, 1, 4, 32]), least);
        let short = [input("password", b""), input("salt", b"7 bytes")].into_iter();
        let short = fault("argon2", short.chain([8, 1, 1, 4].map(Value::int)));
        assert_eq!(short, "`salt` of argon2 wants 8 bytes at least, and this has 7");
        let mut variant = given([8, 1, 1, 4]);
        variant.push((Some("variant"), Value::text("di")));
        let fault = named("argon2", variant).unwrap_err();
        assert!(fault.to_string().starts_with("`variant` of argon2 cannot be \"di\""), "{fault}");
        let strings = [input("p", b""), input("s", b"somesalt")].into_iter();
        let costly = call("argon2", strings.chain([262_144, 131_072, 1, 4].map(Value::int))).unwrap_err();
        assert_eq!(costly.kind, FaultKind::Limit);
    }
}
