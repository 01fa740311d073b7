//! Rainbow chains over numbers of four digits: a hash and a reduction in turn, of which only the two ends are kept.
//!
//! A chain has the segments `link[i]` from 1 on. A search has `table[c]`, the chains of the table that lead to the
//! answer, `try[k]`, the way from the digest to an end, beginning at link k, and `walk`, the way from that chain's
//! start to the answer.

use super::{Digest, known};
use crate::functions::hash;
use crate::functions::{Arguments, Context, Counterpart, Default, Family, Fault, Function, Limits, Parameter};
use crate::num::{Border, Carry, Constant, Integer, Numbers, Window};
use crate::run::{Count, Feed, Fold, Map, Path, Pieces, Rope, Run, Timeline, Type, Value, Windows};
use num_bigint::BigInt;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// Digits in a number.
const DIGITS: usize = 4;
/// Bytes in a digest of SHA-256.
const DIGEST: usize = 32;
/// The most links of a chain, and the most chains of a table.
const MOST: i64 = 200;
const LINK: Constant = Constant::new("i", |_| "the place of the link, so that chains that meet part again".into());

/// The reduction of link i: a digit of each of the first bytes of a digest, the place of the link added.
fn reduced<N: Numbers>(n: N, i: u64, digest: [N::U8; DIGEST]) -> [N::U8; DIGITS] {
    std::array::from_fn(|k| {
        let sum = n.join_int(&digest[k..=k]) + n.int(LINK, (), BigInt::from(i));
        let digit = sum.mod_floor(n.literal(10)).named("digit", k);
        n.split_int(digit + n.literal(b'0'.into()), 1).remove(0).named("password", k)
    })
}
/// The reduction, not recorded.
fn next(digest: &[u8], i: u64) -> [u8; DIGITS] {
    std::array::from_fn(|k| b'0' + ((u64::from(digest[k]) + i) % 10) as u8)
}

/// A link: the digest of salt and number, and the number that it becomes.
struct Link {
    digest: Arc<Digest>,
    /// The link that comes first.
    first: u64,
}
impl Fold for Link {
    type State<N: Numbers> = [N::U8; DIGITS];
    const EACH: bool = true;
    const COUNT: Count = Count::Up(1);
    fn weight(&self) -> u64 {
        self.digest.hash.plain.weight + 500
    }
    fn segment<N: Numbers>(&self, n: N, at: u64, password: [N::U8; DIGITS], read: &Windows) -> [N::U8; DIGITS] {
        let password = password.named("password_before", ());
        let salt = (0..read[0].bytes.len()).map(|i| N::U8::read(n, read[0].piece::<1>(i)));
        let salt: Vec<N::U8> = salt.collect();
        let message = [("salt", &salt[..]), ("password", &password[..])];
        let digest = n.call("hash", (), &self.digest, Window::NONE, &message).named("digest", ());
        reduced(n, self.first + at, digest)
    }
}
/// A chain of so many links, of which the first is link `first`.
fn chain(at: &Path, digest: &Arc<Digest>, start: Rope, salt: &Rope, links: Range<u64>) -> Run {
    let mut run = Run::new(at, "rainbow_chain");
    let (link, count) = (Link { digest: digest.clone(), first: links.start }, links.end - links.start);
    let feeds = vec![Feed::whole("salt", salt.clone())];
    let numbers = run.part("link", |at| Timeline::part(at, link, count, start.clone(), feeds));
    let end = match count {
        0 => start,
        _ => numbers.slice((count - 1) * DIGITS as u64..count * DIGITS as u64),
    };
    run.with_result(Value::Text(end))
}
/// The reduction of a digest at one link.
struct Reduce(u64);
impl Pieces for Reduce {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let digest = <[N::U8; DIGEST]>::read(n, read[0]).named("digest", ());
        reduced(n, self.0, digest).into_iter().for_each(|byte| byte.save(out));
    }
}

fn sha256(a: &Arguments) -> Result<(Arc<Digest>, Rope), Fault> {
    let hash = hash::hash("sha256").ok_or_else(|| Fault::argument("hash", "SHA-256 is not there"))?;
    Ok((Digest::new(hash, DIGEST as u64), a.rope("salt")))
}
fn one(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let ((digest, salt), start, links) = (sha256(a)?, a.rope("start"), a.u64("links")?);
    let text = known(c, &start)?;
    if text.len() != DIGITS || !text.iter().all(u8::is_ascii_digit) {
        return Err(Fault::argument("start", "`start` of rainbow_chain is four digits").hint("such as \"0000\""));
    }
    Ok(chain(&c.at, &digest, start, &salt, 1..links + 1))
}

/// The table, not recorded: the ends of its chains.
struct Table<'a> {
    digest: &'a Digest,
    salt: &'a [u8],
    links: u64,
    /// The first chain that ends so.
    ends: HashMap<[u8; DIGITS], u64>,
}
impl<'a> Table<'a> {
    fn new(digest: &'a Digest, salt: &'a [u8], chains: u64, links: u64) -> Table<'a> {
        let mut table = Table { digest, salt, links, ends: HashMap::new() };
        table.ends = (0..chains).rev().map(|c| (table.along(start(c), 1..links + 1), c)).collect();
        table
    }
    fn hashed(&self, password: [u8; DIGITS]) -> [u8; DIGEST] {
        self.digest.quick(&[self.salt, &password].concat())
    }
    fn along(&self, start: [u8; DIGITS], links: Range<u64>) -> [u8; DIGITS] {
        links.fold(start, |password, i| next(&self.hashed(password), i))
    }
    /// The chain and the link in it whose digest this is, found as somebody does it who keeps only the ends.
    fn find(&self, wanted: &[u8]) -> Option<(u64, u64)> {
        (1..=self.links).rev().find_map(|k| {
            let end = self.along(next(wanted, k), k + 1..self.links + 1);
            let chain = *self.ends.get(&end)?;
            (self.hashed(self.along(start(chain), 1..k)) == wanted).then_some((chain, k))
        })
    }
}
/// The number that a chain of the table begins with.
fn start(chain: u64) -> [u8; DIGITS] {
    std::array::from_fn(|k| b'0' + (chain / 10u64.pow((DIGITS - 1 - k) as u32) % 10) as u8)
}
fn find(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let ((digest, salt), stolen) = (sha256(a)?, a.rope("digest"));
    let (chains, links, wanted) = (a.u64("chains")?, a.u64("links")?, known(c, &stolen)?);
    let bytes = known(c, &salt)?;
    let table = Table::new(&digest, &bytes, chains, links);
    let mut run = Run::new(&c.at, "rainbow_find");
    let question = format!("is the digest in the table of {chains} chains with {links} links?");
    let Some((found, k)) = table.find(&wanted) else {
        run.choice(question, "no: none of its ways leads to an end of the table that holds it");
        return Ok(run.with_result(Value::Text(Rope::constant("nothing found", &[]))));
    };
    run.choice(question, format!("yes: beginning at link {k}, its way leads to the end of chain {found}"));
    let begin = || Rope::constant(format!("the start of chain {found}"), &start(found));
    run.numbered_run("table", found, |at| chain(at, &digest, begin(), &salt, 1..links + 1));
    run.numbered_run("try", k, |at| {
        let mut run = Run::new(at, "rainbow_try");
        let (reduce, length) = (Reduce(k), DIGITS as u64);
        let first =
            run.part("reduced", |at| Map::part(at, reduce, vec![Feed::whole("digest", stolen)], length, length));
        let end = run.run("chain", |at| chain(at, &digest, first, &salt, k + 1..links + 1));
        run.with_result(Value::Text(end))
    });
    let password = run.run("walk", |at| chain(at, &digest, begin(), &salt, 1..k));
    Ok(run.with_result(Value::Text(password)))
}

const SALT: Parameter = Parameter::bytes("salt", "bytes hashed before the number; 64 at most")
    .or(Default::Bytes(&[]))
    .within(Limits::Length(0, 64));
const LINKS: Parameter = Parameter::int("links", "how many links a chain has").within(Limits::Range(1, MOST));

/// The rows of rainbow tables.
pub const ROWS: &[Function] = &[
    Function {
        name: "rainbow_chain",
        title: "rainbow chain",
        summary: "The end of a chain over numbers of four digits: SHA-256, then four digits of the digest, and again.",
        family: Family::Attack,
        spec: "Oechslin, Making a Faster Cryptanalytic Time-Memory Trade-Off (CRYPTO 2003), section 3",
        parameters: &[Parameter::text("start", "four digits"), LINKS, SALT],
        result: Some(Type::Text),
        vetted: Counterpart::None("the reduction is this program's own"),
        examples: &["rainbow_chain(\"0000\", 12)", "rainbow_chain(\"0000\", 5, salt: 0x5a17)"],
        make: one,
    },
    Function {
        name: "rainbow_find",
        title: "search in a rainbow table",
        summary: "The number of four digits behind a SHA-256 digest, found by a table that keeps the ends of chains; empty \
                  where the table does not hold it.",
        family: Family::Attack,
        spec: "Oechslin, Making a Faster Cryptanalytic Time-Memory Trade-Off (CRYPTO 2003), section 3",
        parameters: &[
            Parameter::bytes("digest", "32 bytes").within(Limits::Length(DIGEST as u64, DIGEST as u64)),
            Parameter::int("chains", "how many chains the table has; they begin with 0000, 0001, …")
                .within(Limits::Range(1, MOST)),
            LINKS,
            SALT,
        ],
        result: Some(Type::Text),
        vetted: Counterpart::None("it is a search: hash what it finds"),
        examples: &["rainbow_find(sha256(rainbow_chain(\"0003\", 7)), 20, 30)", "rainbow_find(sha256(\"none\"), 5, 5)"],
        make: find,
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::bytes::testing::{at, call};
    use sha2::{Digest as _, Sha256};
    use std::collections::HashSet;

    fn found(password: &str, salt: &[u8]) -> String {
        let digest = Sha256::digest([salt, password.as_bytes()].concat());
        let arguments = [Value::bytes(&digest), Value::int(20), Value::int(30)];
        call("rainbow_find", arguments).unwrap().result.to_text().unwrap().unwrap()
    }
    #[test]
    fn a_table_finds_what_its_chains_pass() {
        let digest = Digest::new(hash::hash("sha256").unwrap(), DIGEST as u64);
        let table = Table::new(&digest, b"", 20, 30);
        let passed: HashSet<_> = (0..20).flat_map(|c| (1..=30).map(move |k| (c, k))).collect();
        let held: HashSet<_> = passed.iter().map(|(c, k)| table.along(start(*c), 1..*k)).collect();
        let found = held.iter().filter(|password| table.find(&table.hashed(**password)).is_some()).count();
        // Where two chains meet at the same link, the end leads back through one of them alone.
        assert!(held.len() > 400 && found * 10 >= held.len() * 7, "{found} of {}", held.len());
        for (i, password) in (0..10_000).step_by(331).map(start).enumerate() {
            let (chain, k) = match table.find(&table.hashed(password)) {
                Some(found) => found,
                None => continue,
            };
            assert_eq!(table.along(start(chain), 1..k), password, "{i}");
        }
    }
    #[test]
    fn salt_makes_a_table_useless() {
        assert_eq!(found("0003", b""), "0003");
        assert_eq!(found("0003", b"salt"), "");
    }
    #[test]
    fn a_link_is_a_digest_and_its_digits() {
        let run = call("rainbow_chain", [Value::text("1234"), Value::int(3)]).unwrap();
        let digest = Sha256::digest("1234");
        let digits = |i: u64| String::from_utf8(next(&digest, i).to_vec()).unwrap();
        assert_eq!(at(&run, "link[1]/digest"), digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
        assert_eq!(at(&run, "link[1]/digit[0]"), digits(1)[..1].to_string());
        assert_eq!(run.parts()[0].segments(), 3);
    }
}
