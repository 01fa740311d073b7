//! MGF1 as a function of its own: RFC 8017 appendix B.2.1.

use super::blocks::mgf1;
use super::raw::HASH;
use super::second;
use crate::functions::hash;
use crate::functions::{Arguments, Context, Family, Function, Limits, Parameter, Vetted};
use crate::run::Type;

/// The row of the mask.
pub const ROWS: &[Function] = &[Function {
    name: "mgf1",
    title: "MGF1",
    summary: "A mask of any length from a seed: the hashes of the seed and a counter, one after the other.",
    family: Family::Hash,
    spec: "RFC 8017 §B.2.1",
    parameters: &[
        Parameter::bytes("seed", "what the mask is made from, 64 KiB at most").within(Limits::Length(0, 1 << 16)),
        Parameter::int("length", "how many bytes").within(Limits::Range(0, 1 << 12)),
        HASH,
    ],
    result: Some(Type::Bytes),
    vetted: Vetted::new("sha2 0.11, sha1 0.11", second::mgf1).row(),
    examples: &["mgf1(\"seed\", 40)"],
    make: |c: &Context, a: &Arguments| Ok(mgf1(&c.at, hash::asked(a)?, a.rope("seed"), a.u64("length")?)),
}];
