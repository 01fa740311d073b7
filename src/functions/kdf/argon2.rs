//! Argon2, RFC 9106 for version 0x13: a memory that is gone over in passes, each block mixed with another one that its
//! data or its place chooses. Version 0x10, of 2015, differs in the number that is hashed, and in later passes, which
//! write over what stood there instead of XORing onto it.
//!
//! Its run has the parts `size` (m' and q), `H0` (section 3.2, step 1), `first` (the first two blocks of each lane),
//! `addresses` (section 3.4.1.2, where places choose), `block[pass][lane][column]` (steps 3 to 6), `C` (step 7) and
//! `tag` (step 8). A block has `J1` and `J2`, the lane `l` and the column `z` that they lead to, and what G (section
//! 3.5) makes: `R`, `Q` after the rows, `Z` after the columns.
#![allow(non_snake_case)] // the names are the specification's

mod addresses;
mod blocks;
mod compression;
mod costs;
mod hashes;
#[cfg(test)]
mod tests;

use crate::functions::hash::blake2::blake2b;
use crate::functions::{Arguments, Context, Cost, Default, Family, Fault, Function, Limits, Parameter, Says, Vetted};
use crate::num::{Border, Carry, Natural, Numbers};
use crate::run::{Count, Error, Feed, Map, Memory, Path, Pieces, Rope, Run, Source, Type, Value, Windows};
use ::argon2::{Algorithm, AssociatedData, ParamsBuilder};
use addresses::{AddressBlock, Addresses};
use blocks::Blocks;
use compression::{BLOCK, LE, Permutation};
use costs::{FIRST, PAIR, SLICES, little_endian};
use hashes::{BlockHash, FirstBlocks};
use std::sync::Arc;

pub use compression::compress;
pub use costs::{Costs, Variant, version};
pub use hashes::variable_hash;

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
    number.reversed().then(Rope::padding(number, 0, missing))
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
    let version = u32::from(costs.version);
    let (v, y) =
        (constant(&format!("version {version:#x}"), version), constant("the variant's number", costs.variant.y()));
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
pub const WRITTEN: u64 = 1 << 20;
/// The most bytes of result.
const LENGTH: i64 = 16_320;

fn costs(a: &Arguments) -> Result<Costs, Fault> {
    let [memory, passes, lanes, length] = [a.u64("memory")?, a.u64("passes")?, a.u64("lanes")?, a.u64("length")?];
    let least = 2 * SLICES * lanes;
    if memory < least {
        let message = format!("`memory` of argon2 is {least} KiB at least with {lanes} lanes, and this is {memory}");
        return Err(Fault::argument("memory", message).hint("each lane has four slices of two blocks at least"));
    }
    let number = a.u64("version")?;
    let version = version(number)
        .ok_or_else(|| Fault::argument("version", format!("`version` of argon2 is 16 or 19, and this is {number}")))?;
    Ok(Costs { memory, passes, lanes, length, variant: Variant::named(&a.text("variant")?), version })
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
    let Some(version) = version(number("version")?.into()) else { return Ok(Says::Refused) };
    let context = parameters
        .ok()
        .and_then(|parameters| ::argon2::Argon2::new_with_secret(&secret, algorithm, version, parameters).ok());
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
        Parameter::int("version", "19, or 16: later passes write over what stood there, and do not XOR onto it")
            .or(Default::Int(19))
            .within(Limits::Only(16, 19)),
    ],
    result: Some(Type::Bytes),
    vetted: Vetted::new("argon2 0.6", vetted).note("with more than 32 bytes of `data` the crate is not asked").row(),
    examples: &[
        "argon2(\"password\", \"somesalt\", 32, 3, 1, 32)",
        "argon2(\"password\", \"somesalt\", 32, 2, 2, 32, variant: \"i\", secret: \"pepper\")",
        "argon2(\"password\", \"somesalt\", 32, 2, 1, 32, version: 16)",
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
