//! Diffie-Hellman over the integers modulo p: `dh_public` and `dh_shared`.
//!
//! Both end in the part `power`, whose labels stand in the run itself, as those of `modpow` do. The checks of the
//! other's value come before it: `range` (2 to p - 2) and, where the order q of the group is known, `subgroup` (its
//! q-th power) and `subgroup_check`.

mod groups;

use crate::functions::bytes::power::{BITS, power};
use crate::functions::bytes::second::{self, CRYPTO_BIGINT};
use crate::functions::{Arguments, Context, Default, Family, Fault, Function, Limits, Parameter, Says, Vetted};
use crate::num::{Border, Carry, Integer, Numbers};
use crate::run::{Count, Error, Feed, Map, Pieces, Rope, Run, Type, Value, Windows};
use num_bigint::{BigInt, Sign};
use num_integer::Integer as _;
use num_traits::{One, Zero};

// ------------------------------------------------------------------ the group of a call

/// The integers of a group, each with its origin: a constant of the specification, or an argument.
struct Chosen {
    p: Value,
    g: Value,
    /// The order of g, where it is known.
    q: Option<Value>,
}
/// The group that a call names or gives. `own` are the parameters that make one, p first.
fn chosen(a: &Arguments, own: &[&'static str]) -> Result<Chosen, Fault> {
    let given: Vec<&str> = own.iter().copied().filter(|name| !is_zero(a, name)).collect();
    let name = a.text("group")?;
    match (groups::group(&name), given.first()) {
        (Some(_), Some(extra)) => {
            Err(Fault::argument(extra, format!("`{extra}` is given, and `group` names a group that has its own"))
                .hint("leave one of them out"))
        }
        (Some(group), None) => {
            let constant = |what: &str, value: BigInt| Value::Int {
                magnitude: Rope::constant(format!("{what} of {name}"), &value.magnitude().to_bytes_be()),
                negative: false,
            };
            Ok(Chosen {
                p: constant("p", group.p.clone().into()),
                g: constant("g", group.g.into()),
                q: group.q.clone().map(|q| constant("q", q.into())),
            })
        }
        (None, _) => {
            let value = |name: &str| own.contains(&name).then(|| a.value(name).clone());
            let q = value("q").filter(|_| !is_zero(a, "q"));
            let own = Chosen { p: a.value("p").clone(), g: a.value("g").clone(), q };
            sound(a, &own)?;
            Ok(own)
        }
    }
}
fn is_zero(a: &Arguments, name: &str) -> bool {
    a.int(name).is_ok_and(|value| value.is_zero())
}
/// The conditions on a group of one's own for the arithmetic to have a meaning. That p is a prime is not asked: what
/// happens where it is not is worth seeing.
fn sound(a: &Arguments, own: &Chosen) -> Result<(), Fault> {
    let p = a.int("p")?;
    if p.is_zero() {
        let fault = Fault::argument("group", "no group is named, and no `p` is given");
        return Err(fault.hint("as in group: \"toy23\", or p: 23, g: 5"));
    }
    if p < BigInt::from(5) {
        return Err(Fault::argument("p", format!("`p` is {p}, and a group needs a prime of 5 at least")));
    }
    if let Some(q) = &own.q {
        let q = q.to_int()?.unwrap_or_default();
        if q.sign() == Sign::Minus || !(p - BigInt::one()).is_multiple_of(&q) {
            return Err(Fault::argument("q", "`q` is the order of a subgroup, and such an order divides p - 1"));
        }
    }
    Ok(())
}
/// A private value: any integer that is not below zero.
fn private(a: &Arguments) -> Result<&Value, Fault> {
    match a.int("private")?.sign() {
        Sign::Minus => Err(Fault::argument("private", "a private value is not below 0")),
        Sign::NoSign | Sign::Plus => Ok(a.value("private")),
    }
}

// ------------------------------------------------------------------ the checks of the other's value

/// 2 ≤ y ≤ p - 2: not 0, 1 or p - 1, whose powers everybody knows, and taken modulo p.
struct Range {
    /// Whether y is below zero.
    negative: bool,
}
impl Pieces for Range {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let y = N::Int::read(n, read[0]);
        let y = if self.negative { -y } else { y }.named("y", ());
        let p = N::Int::read(n, read[1]).named("p", ());
        let above = n.literal(1).less(y.clone()).named("above_1", ());
        let below = y.less(p - n.literal(1)).named("below_p_minus_1", ());
        (above & below).named("in_range", ()).save(out);
    }
}
/// y^q = 1.
struct IsOne;
impl Pieces for IsOne {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let power = N::Int::read(n, read[0]).named("power", ());
        power.same(n.literal(1)).named("is_1", ()).save(out);
    }
}
/// Computes a check's answer, which is one byte, and notes it.
fn holds(c: &Context, run: &mut Run, answer: &Rope, question: String) -> Result<bool, Error> {
    answer.finish(c.budget)?;
    let holds = answer.to_vec()? == [1];
    run.choice(question, if holds { "yes" } else { "no: it is refused" });
    Ok(holds)
}
/// Refuses a value of the other's that would give the secret away, or a part of one's private value.
fn checked(c: &Context, mut run: Run, peer: &Value, group: &Chosen) -> Result<Run, Fault> {
    let rope = |value: &Value| value.rope().cloned().unwrap_or_default();
    let feeds = vec![Feed::whole("y", rope(peer)), Feed::whole("p", rope(&group.p))];
    let range = Range { negative: matches!(peer, Value::Int { negative: true, .. }) };
    let in_range = run.part("range", |at| Map::part(at, range, feeds, 1, 1));
    if !holds(c, &mut run, &in_range, "is `peer` from 2 to p - 2?".into())? {
        let fault = Fault::rejected("`peer` is not from 2 to p - 2: see both comparisons in `range`", run);
        return Err(fault.hint("0, 1 and p - 1 have powers that everybody knows, whatever the private value"));
    }
    let Some(q) = &group.q else {
        run.choice("is `peer` in the subgroup of g?", "not asked: the order q of the subgroup is not known");
        return Ok(run);
    };
    let part = power(run.at.join("subgroup"), peer, q, rope(&group.p))?;
    let raised = run.part("subgroup", |_| part);
    let is_one = run.part("subgroup_check", |at| Map::part(at, IsOne, vec![Feed::whole("power", raised)], 1, 1));
    if !holds(c, &mut run, &is_one, "is `peer` in the subgroup of g, where y^q = 1?".into())? {
        let fault = Fault::rejected("`peer` is not in the subgroup: its q-th power in `subgroup` is not 1", run);
        return Err(fault.hint("a value of a small order gives away the private value modulo that order"));
    }
    Ok(run)
}

// ------------------------------------------------------------------ the functions

/// The run with the part `power` as its end.
fn raised(mut run: Run, base: &Value, exponent: &Value, p: &Value) -> Result<Run, Fault> {
    let part = power(run.at.clone(), base, exponent, p.rope().cloned().unwrap_or_default())?;
    let magnitude = run.own_part("power", |_| part);
    Ok(run.with_result(Value::Int { magnitude, negative: false }))
}
fn public(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let group = chosen(a, &["p", "g"])?;
    let (g, p) = (group.g.to_int()?.unwrap_or_default(), group.p.to_int()?.unwrap_or_default());
    if g <= BigInt::one() || g >= p {
        let message = format!("`g` is {}, and a base is from 2 to p - 1", group.g.show(24)?);
        return Err(Fault::argument("g", message));
    }
    raised(Run::new(&c.at, "dh_public"), &group.g, private(a)?, &group.p)
}
fn shared(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let (group, private, peer) = (chosen(a, &["p", "g", "q"])?, private(a)?, a.value("peer"));
    let mut run = Run::new(&c.at, "dh_shared");
    if a.bool("check")? {
        run = checked(c, run, peer, &group)?;
    }
    raised(run, peer, private, &group.p)
}
/// The same power by the second opinion.
fn vetted(a: &Arguments, own: &[&'static str], peer: Option<&str>) -> Result<Says, Error> {
    let Ok(group) = chosen(a, own) else { return Ok(Says::Nothing) };
    let p = group.p.to_int()?.unwrap_or_default();
    let base = peer.map_or(&group.g, |name| a.value(name)).to_int()?.unwrap_or_default();
    if peer.is_some() && a.bool("check")? {
        let in_subgroup = match &group.q {
            Some(q) => second::power(&base, &q.to_int()?.unwrap_or_default(), &p),
            None => Says::Value(b"1".to_vec()),
        };
        match in_subgroup {
            _ if base <= BigInt::one() || base >= p.clone() - BigInt::one() => return Ok(Says::Refused),
            Says::Value(power) if power != b"1" => return Ok(Says::Refused),
            _ => {}
        }
    }
    Ok(second::power(&base, &a.int("private")?, &p))
}

const PRIVATE: Parameter =
    Parameter::int("private", "one's own secret exponent; 4,096 bits at most").within(Limits::Bits(BITS));
const GROUP: Parameter = Parameter::text("group", "the group by name, or none for one's own p and g")
    .or(Default::Text(""))
    .within(Limits::OneOf(groups::names));
const P: Parameter = Parameter::int("p", "the prime of one's own group; 4,096 bits at most")
    .or(Default::Int(0))
    .within(Limits::Bits(BITS));
const G: Parameter = Parameter::int("g", "the base of one's own group").or(Default::Int(0)).within(Limits::Bits(BITS));
const NOTE: &str = "for an odd p, and a peer's value that is not negative";

/// The rows of Diffie-Hellman.
pub const ROWS: &[Function] = &[
    Function {
        name: "dh_public",
        title: "Diffie-Hellman, public value",
        summary: "What one shows to the other: the base g raised to one's private value, modulo p.",
        family: Family::Exchange,
        spec: "RFC 2631 §2.1.1",
        parameters: &[PRIVATE, GROUP, P, G],
        result: Some(Type::Int),
        vetted: Vetted::new(CRYPTO_BIGINT, |a| vetted(a, &["p", "g"], None)).note(NOTE).row(),
        examples: &[
            "dh_public(6, group: \"toy23\")",
            "dh_public(6, p: 23, g: 5)",
            "dh_public(65537, group: \"ffdhe2048\")",
        ],
        make: public,
    },
    Function {
        name: "dh_shared",
        title: "Diffie-Hellman, shared secret",
        summary: "What both can compute: the other's public value raised to one's private value, modulo p.",
        family: Family::Exchange,
        spec: "RFC 2631 §2.1.1, RFC 7919 §5.1, SP 800-56A §5.6.2.3.1",
        parameters: &[
            PRIVATE,
            Parameter::int("peer", "the other's public value").within(Limits::Bits(BITS)),
            GROUP,
            P,
            G,
            Parameter::int("q", "the order of the subgroup of one's own group, where it is known")
                .or(Default::Int(0))
                .within(Limits::Bits(BITS)),
            Parameter::bool("check", "whether a peer's value outside 2 to p - 2, or outside the subgroup, is refused")
                .or(Default::Bool(true)),
        ],
        result: Some(Type::Int),
        vetted: Vetted::new(CRYPTO_BIGINT, |a| vetted(a, &["p", "g", "q"], Some("peer"))).note(NOTE).row(),
        examples: &["dh_shared(6, 19, group: \"toy23\")", "dh_shared(6, 8, p: 23, g: 2, q: 11)"],
        make: shared,
    },
];

#[cfg(test)]
mod tests;
