//! A signature as DER writes it, a SEQUENCE of two INTEGERs: RFC 3279 section 2.2.3, X.690 sections 8.3 and 10.1. The
//! part `der` holds one byte after the other against what must stand there, up to the first that is wrong.

use crate::functions::{Context, Fault};
use crate::num::{Border, Carry, Integer, Number, Numbers};
use crate::run::{Count, Feed, Map, Pieces, Rope, Run, Source, Windows};

/// A condition on a byte.
#[derive(Clone, Copy)]
enum Holds {
    /// This one.
    Is(u64),
    /// From the first to the second, both meant.
    Within(u64, u64),
    /// Not 0, unless the next one is 128 at least: an integer has no more bytes than it needs.
    Minimal,
}
/// A check of one byte: its name, where the byte stands, and what is wrong if it says no.
struct Check {
    name: &'static str,
    at: usize,
    holds: Holds,
    wrong: &'static str,
}
impl Check {
    fn plain(&self, bytes: &[u8]) -> bool {
        let byte = u64::from(bytes[self.at]);
        match self.holds {
            Holds::Is(wanted) => byte == wanted,
            Holds::Within(least, most) => (least..=most).contains(&byte),
            Holds::Minimal => byte != 0 || bytes[self.at + 1] >= 128,
        }
    }
}

/// Whether all checks hold.
struct Der(Vec<Check>);
impl Pieces for Der {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let byte = |at: usize| n.join_int(&[N::U8::read(n, read[0].piece::<1>(at)).named("byte", at)]);
        let at_least = |int: N::Int, least: u64| !int.less(n.literal(least as i64));
        let mut all: Option<N::Bit> = None;
        for Check { name, at, holds, .. } in &self.0 {
            let int = byte(*at);
            let holds = match holds {
                Holds::Is(wanted) => int.same(n.literal(*wanted as i64)),
                Holds::Within(least, most) => at_least(int.clone(), *least) & int.less(n.literal(*most as i64 + 1)),
                Holds::Minimal => {
                    let is_zero = int.same(n.literal(0));
                    N::Bit::choose(is_zero, || at_least(byte(at + 1), 128), || !is_zero)
                }
            }
            .named(name, ());
            all = Some(match all {
                Some(all) => all & holds,
                None => holds,
            });
        }
        if let Some(all) = all {
            all.named("is_der", ()).save(out);
        }
    }
}
const NAMES: [[&str; 4]; 2] = [
    ["r_is_integer", "r_length_fits", "r_not_negative", "r_is_minimal"],
    ["s_is_integer", "s_length_fits", "s_not_negative", "s_is_minimal"],
];

/// Where r and s stand; or after which byte the signature ends too soon, unless it is a check that says no.
type Places = Result<[(usize, usize); 2], Option<usize>>;

/// The checks up to the first that says no, and where r and s stand if none does; or at which byte the signature ends
/// too soon.
fn read(bytes: &[u8]) -> (Vec<Check>, Places) {
    let mut checks: Vec<Check> = vec![];
    let mut check = |name, at: usize, holds, wrong| {
        let needed = at + usize::from(matches!(holds, Holds::Minimal));
        if needed >= bytes.len() {
            return Err(Some(bytes.len()));
        }
        checks.push(Check { name, at, holds, wrong });
        if checks.last().is_some_and(|check| check.plain(bytes)) { Ok(()) } else { Err(None) }
    };
    let mut all = || {
        let end = bytes.len();
        check("is_sequence", 0, Holds::Is(0x30), "it does not begin with 30, a SEQUENCE")?;
        check("length_is_short", 1, Holds::Within(0, 127), "a length below 128 has one byte, and this is a long form")?;
        let whole = (end - 2) as u64;
        check("length_fits", 1, Holds::Is(whole), "the length of the SEQUENCE is not that of what follows")?;
        let (mut at, mut places) = (2, [(0, 0); 2]);
        for (k, [is_integer, length_fits, not_negative, is_minimal]) in NAMES.into_iter().enumerate() {
            check(is_integer, at, Holds::Is(2), "02, an INTEGER, does not stand where it must")?;
            let room = end.saturating_sub(at + 2) as u64;
            let fits = if k == 0 { Holds::Within(1, room.min(127)) } else { Holds::Is(room) };
            check(length_fits, at + 1, fits, "the length of an INTEGER does not fit: too long, or bytes follow it")?;
            let length = usize::from(bytes[at + 1]);
            check(not_negative, at + 2, Holds::Within(0, 127), "an INTEGER is negative")?;
            if length > 1 {
                check(is_minimal, at + 2, Holds::Minimal, "an INTEGER has a zero in front that it does not need")?;
            }
            places[k] = (at + 2, at + 2 + length);
            at += 2 + length;
        }
        Ok(places)
    };
    let places = all();
    (checks, places)
}
/// Adds the part `der`, and gives the bytes of r and of s; or the check that says no.
///
/// # Errors
/// What reading the signature gives.
pub fn integers(c: &Context, run: &mut Run, signature: &Rope) -> Result<Result<[Rope; 2], Rope>, Fault> {
    // A signature on a curve of 256 bits has 72 bytes at most, and nobody needs to see more of a longer one than its
    // length.
    const MOST: u64 = 1 << 10;
    let question = "do the bytes write two integers in DER?";
    if signature.len() > MOST {
        run.choice(question, format!("no, they are {}: not valid", signature.len()));
        return Ok(Err(Rope::length(signature, &[0])));
    }
    signature.finish(c.budget)?;
    let (checks, places) = read(&signature.to_vec()?);
    let answer = match (&places, checks.last()) {
        (Ok(_), _) => "yes".to_string(),
        (Err(Some(end)), _) => format!("no, they end after {end}: not valid"),
        (Err(None), Some(check)) => format!("no, {}, see `{}` in `der`: not valid", check.wrong, check.name),
        (Err(None), None) => unreachable!("a check has said no"),
    };
    run.choice(question, answer);
    let none = checks.is_empty();
    let feeds = vec![Feed::whole("signature", signature.clone())];
    let is_der = (!none).then(|| run.part("der", |at| Map::part(at, Der(checks), feeds, 1, 1)));
    Ok(match places {
        Ok(places) => Ok(places.map(|(from, to)| signature.slice(from as u64..to as u64))),
        Err(None) => Err(is_der.unwrap_or_else(|| Rope::length(signature, &[0]))),
        Err(Some(_)) => Err(Rope::length(signature, &[0])),
    })
}
