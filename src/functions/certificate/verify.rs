//! The checks of a chain of certificates, RFC 5280 section 6.1, and of names and purposes.
//!
//! Every check is computed, whatever the others say: a truth value in the run of the certificate that it is about,
//! `chain[0]` for the leaf. A check that nobody asked for is not there, and a remark says so.

use super::CERTIFICATE;
use super::names;
use super::pem;
use super::read::{self, Certificate};
use super::sign::{self, Scheme};
use crate::functions::artefact::der::Reader;
use crate::functions::artefact::{add_value, called};
use crate::functions::bytes;
use crate::functions::bytes::compare::EQUAL;
use crate::functions::{Arguments, Context, Fault, FaultKind};
use crate::num::{BitOf, Border, Carry, Integer, Number, Numbers};
use crate::run::{Count, Error, Feed, Map, Path, Pieces, Rope, Run, Source, Value, Windows};
use core::net::IpAddr;
use num_traits::Zero;
use std::sync::Arc;

/// The longest chain.
pub const LONGEST: usize = 10;
/// The purposes by name: the identifier, and the uses of the key that allow it.
pub const PURPOSES: [(&str, &str, &[&str]); 2] = [
    ("server", "1.3.6.1.5.5.7.3.1", &["digital_signature", "key_encipherment", "key_agreement"]),
    ("client", "1.3.6.1.5.5.7.3.2", &["digital_signature", "key_agreement"]),
];

/// A certificate of the chain, with its run.
struct Link {
    run: Run,
    certificate: Certificate,
}
impl Link {
    /// Whether issuer and subject are one.
    fn is_self_issued(&self) -> Result<bool, Error> {
        Ok(self.certificate.issuer.to_vec()? == self.certificate.subject.to_vec()?)
    }
}
/// The checks of one certificate.
struct Checks<'a> {
    c: &'a Context<'a>,
    run: Run,
    answers: Vec<Value>,
}
impl Checks<'_> {
    /// Adds a check, which is a run.
    fn add(&mut self, name: &str, check: Run) {
        self.answers.push(check.result.clone());
        self.run.run(name, |_| check);
    }
    fn begin(&self, name: &'static str) -> Run {
        Run::new(&self.run.at.join(name), name)
    }
    /// Adds a check that compares bytes.
    fn same(&mut self, name: &str, a: &Rope, b: &Rope) -> Result<(), Fault> {
        let given = vec![("a", Value::Bytes(a.clone())), ("b", Value::Bytes(b.clone()))];
        let check = called(self.c, &self.run.at.join(name), &EQUAL, given)?;
        self.add(name, check);
        Ok(())
    }
    /// Adds a check whose answer a length, or something that is there or not, has decided.
    fn decided(&mut self, name: &'static str, question: &str, answer: &str, holds: bool) {
        let mut check = self.begin(name);
        check.choice(question, answer);
        let of = &self.run.inputs.first().and_then(|(_, value)| value.rope().cloned()).unwrap_or_default();
        let result = Value::Bool(Rope::length(of, &[u8::from(holds)]));
        self.add(name, check.with_result(result));
    }
    /// Whether the time lies between both times of the certificate.
    fn validity(&mut self, certificate: &Certificate, at: &Value) -> Result<(), Fault> {
        let mut check = self.begin("validity");
        let ordered = |check: &mut Run, name, a: &Value, b: &Value| {
            add_value(check, self.c, name, (bytes::ROWS, "less_equal"), vec![("a", a.clone()), ("b", b.clone())])
        };
        let begun = ordered(&mut check, "not_before", &certificate.not_before, at)?;
        let not_over = ordered(&mut check, "not_after", at, &certificate.not_after)?;
        let check = together(check, &[begun, not_over], true);
        self.add("validity", check);
        Ok(())
    }
    /// The checks of a certificate that issued another: it is a CA's, and not too many CAs are below it.
    fn issuer(&mut self, certificate: &Certificate, below: usize) -> Result<(), Fault> {
        let question = "what do its basic constraints say?";
        match &certificate.extensions.basic {
            Some((ca, _)) => {
                let mut check = self.begin("ca");
                check.choice(question, "see `fields/tbs/extensions/basic_constraints/ca`");
                self.add("ca", check.with_result(ca.clone()));
            }
            None => self.decided("ca", question, "it has none, so it may issue nothing", false),
        }
        match certificate.extensions.basic.as_ref().and_then(|(_, most)| most.as_ref()) {
            Some(most) => {
                let given = vec![("a", Value::int(below as u64)), ("b", most.clone())];
                let answer = add_value(&mut self.run, self.c, "path_length", (bytes::ROWS, "less_equal"), given)?;
                self.answers.push(answer);
            }
            None => self.decided("path_length", "how many CAs may be below it?", "any number", true),
        }
        if let Some(usage) = &certificate.extensions.usage {
            let sign = usage.iter().find(|(name, _)| *name == "key_cert_sign").map(|(_, value)| value.clone());
            let mut check = self.begin("key_usage");
            check.choice("may its key sign certificates?", "see `key_cert_sign` of its key usage");
            self.add("key_usage", check.with_result(sign.unwrap_or_else(|| Value::bool(false))));
        }
        Ok(())
    }
    /// Whether the purposes of the key, and its uses, allow one; where nothing is said, they do.
    fn purpose(&mut self, certificate: &Certificate, wanted: &str, is_leaf: bool) -> Result<(), Fault> {
        let Some((_, oid, uses)) = PURPOSES.into_iter().find(|(name, ..)| *name == wanted) else { return Ok(()) };
        let mut check = self.begin("purpose");
        let mut answers = vec![];
        let question = "does it name purposes?";
        match &certificate.extensions.purposes {
            None => check.choice(question, "no: it is for all"),
            Some(purposes) => {
                check.choice(question, format!("yes, {}", purposes.len()));
                let mut named = Run::new(&check.at.join("extended_key_usage"), "extended_key_usage");
                let mut any = vec![];
                for (number, (found, rope)) in (0..).zip(purposes) {
                    let wanted = if found == names::ANY_PURPOSE { names::ANY_PURPOSE } else { oid };
                    let given = [rope.clone(), Rope::constant(wanted, wanted.as_bytes())];
                    any.push(compared(self.c, &mut named, ("purpose", number), given)?);
                }
                let named = together(named, &any, false);
                answers.push(named.result.clone());
                check.run("extended_key_usage", |_| named);
            }
        }
        if let Some(usage) = certificate.extensions.usage.as_ref().filter(|_| is_leaf) {
            let allowed = usage.iter().filter(|(name, _)| uses.contains(name));
            let allowed: Vec<Value> = allowed.map(|(_, value)| value.clone()).collect();
            let mut key = Run::new(&check.at.join("key_usage"), "key_usage");
            key.choice("which uses of the key allow it?", uses.join(", "));
            let key = together(key, &allowed, false);
            answers.push(key.result.clone());
            check.run("key_usage", |_| key);
        }
        let check = together(check, &answers, true);
        self.add("purpose", check);
        Ok(())
    }
    /// Whether one of the subject's names is the one that was asked for. The common name is none of them.
    fn name(&mut self, certificate: &Certificate, name: &Rope) -> Result<(), Fault> {
        let mut check = self.begin("name");
        let text = String::from_utf8_lossy(&name.to_vec()?).into_owned();
        let address = text.parse::<IpAddr>().ok().map(|address| match address {
            IpAddr::V4(address) => address.octets().to_vec(),
            IpAddr::V6(address) => address.octets().to_vec(),
        });
        let kind = if address.is_some() { "addresses" } else { "names" };
        let candidates = certificate.extensions.names.iter().filter(|name| name.is_address == address.is_some());
        let candidates: Vec<_> = candidates.collect();
        let count = match candidates.len() {
            0 => "none, and the common name is no name in the network".to_owned(),
            count => count.to_string(),
        };
        check.choice(format!("how many {kind} does its subject have?"), count);
        let wanted = match address {
            Some(address) => Rope::constant("address", &address),
            None => check.part("wanted", |at| lower(at, name.clone())),
        };
        let mut answers = vec![];
        for (number, candidate) in (0..).zip(candidates) {
            let given = match candidate.is_address {
                true => [wanted.clone(), candidate.rope.clone()],
                false => dns(&mut check, number, candidate, &wanted)?,
            };
            answers.push(compared(self.c, &mut check, ("candidate", number), given)?);
        }
        let check = together(check, &answers, false);
        self.add("name", check);
        Ok(())
    }
    /// The run with all checks.
    fn end(mut self, all: &mut Vec<Value>) -> Run {
        all.append(&mut self.answers);
        self.run
    }
}
/// The two sides of a comparison with a name of the DNS: `*` at its beginning stands for one label.
fn dns(check: &mut Run, number: u64, candidate: &super::extensions::Name, wanted: &Rope) -> Result<[Rope; 2], Fault> {
    let lowered = check.numbered_run("lower", number, |at| {
        let mut run = Run::new(at, "lower_case");
        run.inputs = vec![("name", Value::Bytes(candidate.rope.clone()))];
        let row = run.part("row", |at| lower(at, candidate.rope.clone()));
        run.with_result(Value::Bytes(row))
    });
    let (text, asked) = (candidate.rope.to_vec()?, wanted.to_vec()?);
    let points = text.iter().filter(|byte| **byte == b'.').count();
    let label = asked.iter().position(|byte| *byte == b'.').unwrap_or(0);
    Ok(match text.starts_with(b"*.") && points > 1 && label > 0 {
        true => {
            check.choice(format!("what does `*` in `{}` stand for?", candidate.field), "yes, for the first label");
            [wanted.slice(label as u64..wanted.len()), lowered.slice(1..lowered.len())]
        }
        false => [wanted.clone(), lowered],
    })
}
/// Adds a numbered comparison of bytes.
fn compared(c: &Context, run: &mut Run, (name, number): (&str, u64), [a, b]: [Rope; 2]) -> Result<Value, Fault> {
    let given = vec![("a", Value::Bytes(a)), ("b", Value::Bytes(b))];
    let check = called(c, &run.at.join(name).number(number), &EQUAL, given)?;
    let same = check.result.clone();
    run.numbered_run(name, number, |_| check);
    Ok(same)
}
/// The run with its result: whether all answers are yes, or any of them.
fn together(mut run: Run, answers: &[Value], all: bool) -> Run {
    let ropes = answers.iter().filter_map(|answer| answer.rope().cloned());
    let answers = ropes.fold(Rope::default(), Rope::then);
    let result = run.part("result", |at| Map::part(at, Together { all }, vec![Feed::whole("answers", answers)], 1, 1));
    run.with_result(Value::Bool(result))
}
struct Together {
    all: bool,
}
impl Pieces for Together {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let answer = |i| N::Bit::read(n, read[0].piece::<1>(i)).named("answer", i);
        let answers = (0..read[0].bytes.len()).map(answer);
        let (name, none, joined) = match self.all {
            true => ("all", true, answers.reduce(|a, b| a & b)),
            false => ("any", false, answers.reduce(|a, b| a | b)),
        };
        joined.unwrap_or_else(|| n.bit("none", (), none)).named(name, ()).save(out);
    }
}
/// How many characters a segment makes small.
const ROW: u64 = 16;
/// Letters made small, since names in the network have no case.
fn lower(at: Path, name: Rope) -> Arc<dyn crate::run::Part> {
    let length = name.len();
    Map::part(at, Lower, vec![Feed::dealt("name", name, ROW)], ROW, length)
}
struct Lower;
impl Pieces for Lower {
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        for (i, char) in n.bytes(read[0]).enumerate() {
            let char = char.named("char", i);
            let code = n.join_int(&[char]);
            let not_before_a: BitOf<N::Int> = !code.clone().less(n.literal(i64::from(b'A')));
            let is_large = (not_before_a & code.less(n.literal(i64::from(b'Z') + 1))).named("is_large", i);
            let small = char | n.u8("32", (), 0x20);
            N::U8::select(is_large, small, char).named("lower", i).save(out);
        }
    }
}

/// The run of a chain that is checked.
///
/// # Errors
/// A fault in a certificate, with all that could be read.
pub fn verify(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let mut run = Run::new(&c.at, "x509_verify");
    // A text in PEM may have several.
    let mut chain: Vec<(Value, usize)> = vec![];
    for value in given(a.value("chain")) {
        for block in 0..pem::count(c, &value, CERTIFICATE)?.max(1) {
            chain.push((value.clone(), block));
        }
    }
    if chain.is_empty() {
        return Err(Fault::argument("chain", "`chain` has no certificate").hint("the leaf comes first"));
    }
    if chain.len() > LONGEST {
        let message = format!("`chain` has {LONGEST} certificates at most, and this has {}", chain.len());
        return Err(Fault { kind: FaultKind::Limit, ..Fault::argument("chain", message) });
    }
    let mut links: Vec<Link> = vec![];
    for (number, (value, block)) in (0u64..).zip(&chain) {
        match link(c, &run.at.join("chain").number(number), value, *block) {
            Ok(link) => links.push(link),
            Err(fault) => return Err(partly(run, &links, fault, ("chain", Some(number)))),
        }
    }
    let root = match link(c, &run.at.join("root"), a.value("root"), 0) {
        Ok(root) => root,
        Err(fault) => return Err(partly(run, &links, fault, ("root", None))),
    };
    links.push(root);
    let (at, name, purpose) = (a.value("at"), a.rope("name"), a.text("purpose")?);
    at.finish(c.budget)?;
    name.finish(c.budget)?;
    let is_dated = at.to_int()?.is_some_and(|at| !at.is_zero());
    for (question, is_asked) in [
        ("is it asked whether the time is right?", is_dated),
        ("is it asked whose name it is?", !name.is_empty()),
        ("is it asked what it may be used for?", !purpose.is_empty()),
    ] {
        // Only what is left out is worth a remark.
        if !is_asked {
            run.choice(question, "no: not checked");
        }
    }
    let (mut answers, last) = (vec![], links.len() - 1);
    let mut below = 0;
    for place in 0..links.len() {
        let (is_leaf, is_root) = (place == 0, place == last);
        let (link, next) = (&links[place], links.get(place + 1));
        let certificate = &link.certificate;
        let mut checks = Checks { c, run: link.run.clone(), answers: vec![] };
        let issuer = match (next, link.is_self_issued()?) {
            (Some(next), _) => Some(&next.certificate),
            (None, true) => Some(certificate),
            (None, false) => None,
        };
        let scheme = Scheme::of(&certificate.algorithm);
        if let Some(issuer) = issuer.filter(|_| !is_root || scheme.is_some()) {
            checks.same("issuer", &certificate.issuer, &issuer.subject)?;
            if let (Some(named), Some(key)) = (&certificate.extensions.authority_key, &issuer.extensions.subject_key) {
                checks.same("key_identifier", named, key)?;
            }
            checks.same("algorithm", &certificate.inner.whole, &certificate.algorithm.whole)?;
            match scheme {
                Some(scheme) => {
                    let given = [certificate.tbs.clone(), certificate.signature.clone()];
                    let valid = sign::check(c, &mut checks.run, "signature", (&issuer.key, scheme), given)?;
                    checks.answers.push(valid);
                }
                None => checks.decided("signature", "is the algorithm one that is taken?", "no: not valid", false),
            }
        }
        if is_dated {
            checks.validity(certificate, at)?;
        }
        if let [(field, _), ..] = certificate.extensions.unknown.as_slice() {
            let answer = format!("no, not `{field}`: not valid");
            checks.decided("critical", "is every extension known that must be?", &answer, false);
        }
        if !is_leaf {
            checks.issuer(certificate, below)?;
            below += usize::from(!link.is_self_issued()?);
        } else if !name.is_empty() {
            checks.name(certificate, &name)?;
        }
        // Purposes of a CA limit those of all below it.
        if !purpose.is_empty() && (is_leaf || (!is_root && certificate.extensions.purposes.is_some())) {
            checks.purpose(certificate, &purpose, is_leaf)?;
        }
        let finished = checks.end(&mut answers);
        match is_root {
            true => run.run("root", |_| finished),
            false => run.numbered_run("chain", place as u64, |_| finished),
        };
    }
    let run = together(run, &answers, true);
    let result = run.result.clone();
    let mut run = run;
    run.check("this root", Some(result));
    Ok(run)
}
/// The values of a chain, which may be one alone.
pub fn given(chain: &Value) -> Vec<Value> {
    match chain {
        Value::List(items) => items.to_vec(),
        one => vec![one.clone()],
    }
}
/// A certificate of the chain, read.
fn link(c: &Context, at: &Path, value: &Value, block: usize) -> Result<Link, Fault> {
    let mut run = Run::new(at, "x509");
    run.inputs = vec![("certificate", value.clone())];
    let given = pem::der(c, &mut run, "certificate", value, (CERTIFICATE, block))?;
    let mut der = Reader::new(c, run, "certificate", given)?;
    let certificate = read::certificate(&mut der)?;
    let tbs = Value::Bytes(certificate.tbs.clone());
    Ok(Link { run: der.finish().with_result(tbs), certificate })
}
/// The fault of one certificate, with the run around it.
fn partly(mut run: Run, links: &[Link], fault: Fault, (name, number): (&str, Option<u64>)) -> Fault {
    if fault.kind == FaultKind::Waiting {
        return fault;
    }
    for (place, link) in (0..).zip(links) {
        run.numbered_run("chain", place, |_| link.run.clone());
    }
    if let Some(made) = &fault.run {
        let made = (**made).clone();
        match number {
            Some(number) => run.numbered_run(name, number, |_| made),
            None => run.run(name, |_| made),
        };
    }
    let label = number.map_or(name.to_owned(), |number| format!("{name}[{number}]"));
    Fault {
        run: Some(Arc::new(run)),
        argument: Some(name.into()),
        message: format!("{label}: {}", fault.message),
        ..fault
    }
}
