//! A password guessed from a list: each word goes the whole way of a login, until one fits.
//!
//! A run has the part `try[k]` from 1 on, one segment a try, up to the one that fits, or to the end of the list. A try
//! has the `word`, whether it `fits`, and `found`, the number of the try that did; it calls `verify`, which is
//! `password_verify`.

use super::known;
use crate::functions::artefact::called;
use crate::functions::{
    Arguments, Context, Counterpart, Family, Fault, FaultKind, Function, Limits, Parameter, Says, Vetted, password,
};
use crate::num::{Callee, Carry, Constant, Entrance, Integer, Number, Numbers};
use crate::run::{
    Budget, Count, Door, Error, Feed, Fold, Late, Part, Path, Rope, Run, Search, Timeline, Type, Value, Windows,
};
use num_bigint::BigInt;
use std::collections::HashMap;
use std::num::Wrapping;
use std::ops::Range;
use std::sync::Arc;

/// The most words of a list.
const MOST: usize = 200;
/// Bytes of the number of a try.
const NUMBER: u64 = 8;
const TRY: Constant = Constant::new("k", |_| "the number of the try".into());

/// The row of the verification that each word goes through.
fn verification() -> &'static Function {
    let row = password::ROWS.iter().find(|row| row.name == "password_verify");
    row.expect("a row of password strings")
}
/// The verification of a word, as a run.
fn verify(c: &Context, encoded: Rope, word: Rope) -> Result<Run, Fault> {
    let given = vec![("encoded", Value::Text(encoded)), ("password", Value::Bytes(word))];
    called(c, &c.at, verification(), given)
}

/// The verification, as a function that a try calls.
struct Verify {
    encoded: Rope,
    /// The bytes of the string.
    stored: Vec<u8>,
    /// The words that were tried, and whether they fit: nothing is derived twice for it.
    tried: HashMap<Vec<u8>, bool>,
}
impl Callee for Verify {
    fn compute(&self, stored: &[u8], arguments: &[(&'static str, &[Wrapping<u8>])], output: &mut [Wrapping<u8>]) {
        let word: Vec<u8> = arguments.iter().flat_map(|(_, bytes)| bytes.iter().map(|byte| byte.0)).collect();
        let known = (stored == self.stored).then(|| self.tried.get(&word)).flatten();
        let fits = known.copied().unwrap_or_else(|| {
            let (at, budget) = (Path::new(""), Budget::unlimited());
            let [stored, word] =
                [("encoded", stored), ("word", &word)].map(|(name, bytes)| Rope::constant(name, bytes));
            let result = verify(&Context { at, budget: &budget }, stored, word).map(|run| run.result);
            result.is_ok_and(|result| result.finish(&budget).is_ok() && matches!(result.to_bool(), Ok(Some(true))))
        });
        output.fill(Wrapping(u8::from(fits)));
    }
    fn entrance(self: Arc<Self>) -> Entrance {
        Door::entrance(move |at, arguments| {
            let c = Context { at: at.clone(), budget: &Budget::unlimited() };
            let word = arguments.into_iter().next().unwrap_or_default();
            verify(&c, self.encoded.clone(), word).unwrap_or_else(|_| Run::new(at, verification().name))
        })
    }
}

/// A try of a word after another.
struct Try {
    verify: Arc<Verify>,
    /// Where each word lies among all of them.
    words: Vec<Range<usize>>,
}
impl Fold for Try {
    type State<N: Numbers> = N::Int;
    const COUNT: Count = Count::Up(1);
    fn segment<N: Numbers>(&self, n: N, at: u64, before: N::Int, read: &Windows) -> N::Int {
        let word = n.bytes(read[0].slice(self.words[at as usize].clone())).collect::<Vec<_>>().named("word", ());
        let fits: [N::U8; 1] = n.call("verify", (), &self.verify, read[1], &[("password", &word)]);
        let fits = n.join_int(&fits).same(n.literal(1)).named("fits", ());
        let number = n.int(TRY, (), BigInt::from(at + 1));
        N::Int::select(fits, number, before.named("found_before", ())).named("found", ())
    }
}

/// The search in a list.
struct List {
    at: Path,
    encoded: Rope,
    stored: Vec<u8>,
    words: Vec<Rope>,
    known: Vec<Vec<u8>>,
}
impl Search for List {
    fn most(&self) -> u64 {
        self.words.len() as u64
    }
    fn trial(&self, k: u64) -> Rope {
        let c = Context { at: self.at.join("verify"), budget: &Budget::unlimited() };
        let run = verify(&c, self.encoded.clone(), self.words[k as usize].clone());
        // All of them were made once before, so none is refused now.
        run.ok().and_then(|run| run.result.rope().cloned()).unwrap_or_else(|| Rope::constant("refused", &[0]))
    }
    fn part(&self, at: Path, given: &[bool]) -> Arc<dyn Part> {
        let tried = self.known.iter().cloned().zip(given.iter().copied()).collect();
        let verify = Arc::new(Verify { encoded: self.encoded.clone(), stored: self.stored.clone(), tried });
        let mut end = 0;
        let words = self.known.iter().map(|word| {
            end += word.len();
            end - word.len()..end
        });
        let (fold, count) = (Try { verify, words: words.collect() }, given.len() as u64);
        let all = self.words.iter().cloned().fold(Rope::default(), Rope::then);
        let feeds = vec![Feed::whole("list", all), Feed::whole("encoded", self.encoded.clone())];
        Timeline::part(at, fold, count, Rope::constant("0", &[0; NUMBER as usize]), feeds)
    }
}

/// The words of the list.
fn words(a: &Arguments) -> Result<Vec<Rope>, Fault> {
    let Value::List(items) = a.value("list") else { return Ok(vec![]) };
    let wanted = format!("`list` of guess_from_list has 1 to {MOST} words");
    if items.is_empty() || items.len() > MOST {
        return Err(Fault::argument("list", format!("{wanted}, and this has {}", items.len())));
    }
    let word = |(i, item): (usize, &Value)| match item {
        Value::Text(rope) | Value::Bytes(rope) => Ok(rope.clone()),
        other => Err(Fault::argument("list", format!("{wanted}, and item {i} is {}", other.kind().phrase()))),
    };
    items.iter().enumerate().map(word).collect()
}
fn guess(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let (words, encoded) = (words(a)?, a.rope("encoded"));
    let most = password::affordable(c, "guess_from_list", encoded.clone())?;
    if words.len() as u64 > most {
        let count = words.len();
        let message = format!("{most} tries at this cost are computed at most, and the list has {count} words");
        return Err(Fault { kind: FaultKind::Limit, ..Fault::argument("list", message) }
            .hint("a shorter list, or a string of lower cost, shows the same"));
    }
    let mut run = Run::new(&c.at, "guess_from_list");
    let at = run.at.join("try");
    let known = words.iter().map(|word| known(c, word)).collect::<Result<Vec<_>, _>>()?;
    for (i, word) in words.iter().enumerate() {
        let tried = Context { at: at.join("verify"), budget: c.budget };
        verify(&tried, encoded.clone(), word.clone()).map_err(|fault| match fault.argument.as_deref() {
            Some("encoded") => fault,
            _ if fault.kind == FaultKind::Waiting => fault,
            _ => Fault {
                message: format!("item {i} of `list`: {}", fault.message),
                argument: Some("list".into()),
                ..fault
            },
        })?;
    }
    let search = List { at, stored: self::known(c, &encoded)?, encoded, words, known };
    let found = run.part("try", |at| Late::part(at, search, NUMBER));
    Ok(run.with_result(Value::Int { magnitude: found, negative: false }))
}

/// The crate that the string asks for.
fn asked(a: &Arguments) -> Result<(&'static str, &'static str), Error> {
    let asked = verification().vetted.vetted().and_then(|vetted| vetted.asked);
    asked.map_or(Ok(("", "")), |asked| asked(a))
}
/// The first word that the crate accepts.
fn vetted(a: &Arguments) -> Result<Says, Error> {
    let (Some(vetted), Ok(words)) = (verification().vetted.vetted(), words(a)) else { return Ok(Says::Nothing) };
    for (i, word) in words.into_iter().enumerate() {
        let given = vec![(None, a.value("encoded").clone()), (None, Value::Bytes(word))];
        let Ok(given) = Arguments::bind(verification(), given, &Budget::unlimited()) else { return Ok(Says::Nothing) };
        match (vetted.compute)(&given)? {
            Says::Value(fits) if fits == [1] => return Ok(Says::Value((i + 1).to_string().into())),
            Says::Value(_) => {}
            other => return Ok(other),
        }
    }
    Ok(Says::Value("0".into()))
}

/// The row of guessing from a list.
pub const ROWS: &[Function] = &[Function {
    name: "guess_from_list",
    title: "password guessed from a list",
    summary: "The number of the first word of a list that a password string was made of, 0 where none fits: each word is \
              derived and compared as at a login.",
    family: Family::Attack,
    spec: "this program: attacks",
    parameters: &[
        Parameter::new("encoded", &[Type::Text, Type::Bytes], "a password string, as password_verify takes it")
            .within(Limits::Length(0, 4096)),
        Parameter::new("list", &[Type::List], "the words, in the order in which they are tried; 200 at most"),
    ],
    result: Some(Type::Int),
    vetted: Counterpart::Crate(Vetted { asked: Some(asked), ..Vetted::new(password::VETTED, vetted) }),
    examples: &[
        "guess_from_list(\"md5$salt$67a1e09bb1f83f5007dc119c14d663aa\", split(\"123456 letmein password\", \" \"))",
    ],
    make: guess,
}];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::bytes::testing::{at, call, fault, finished, formula, input, origin, positional, typed};

    fn list(words: &[&str]) -> Value {
        let typed = words.iter().enumerate().map(|(i, word)| typed(&format!("w{i}"), word));
        Value::list(typed.collect())
    }
    fn stored(password: &str, setting: &str) -> String {
        let run = call("password_hash", [typed("p", password), Value::text(setting)]).unwrap();
        run.finish(&Budget::unlimited()).unwrap();
        run.result.to_text().unwrap().unwrap()
    }
    fn guessed(encoded: &str, words: &[&str]) -> Run {
        let run = call("guess_from_list", [typed("stored", encoded), list(words)]).unwrap();
        run.finish(&Budget::unlimited()).unwrap();
        run
    }

    #[test]
    fn the_first_word_that_fits_ends_the_search() {
        let words = ["123456", "", "letmein", "sunshine", "qwerty", "sunshine"];
        for setting in [
            "md5$salt$",
            "pbkdf2_sha256$3$salt$",
            "scrypt$4$salt$1$1$",
            "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$",
            "$argon2i$m=8,t=2,p=1$c29tZXNhbHQ$",
            "$2b$04$abcdefghijklmnopqrstuu",
            "$6$rounds=1000$salt$",
        ] {
            for (password, tries, found) in [("sunshine", 4, "4"), ("123456", 1, "1"), ("", 2, "2"), ("else", 6, "0")] {
                let run = guessed(&stored(password, setting), &words);
                assert_eq!(run.result.show(9).unwrap(), found, "{setting} {password}");
                assert_eq!(run.parts()[0].segments(), tries, "{setting} {password}");
            }
        }
    }
    #[test]
    fn the_try_that_fits_can_be_entered() {
        let line = stored("letmein", "pbkdf2_sha256$5$salt$");
        let run = guessed(&line, &["123456", "letmein", "qwerty"]);
        let verified = call("password_verify", [typed("stored", &line), typed("p", "letmein")]).unwrap();
        for inside in ["derive", "derive/block[1]/U[4]", "encode", "compare"] {
            assert_eq!(at(&run, &format!("try[2]/verify/{inside}")), at(&verified, inside), "{inside}");
        }
        assert_eq!([1, 2].map(|k| at(&run, &format!("try[{k}]/fits"))), ["0", "1"]);
        assert_eq!(at(&run, "try[2]/verify/in/password"), at(&run, "try[2]/word"));
        assert_ne!(at(&run, "try[1]/verify/derive"), at(&run, "try[2]/verify/derive"));
        assert_eq!(formula(&run, "try[2]/found"), "select(fits, k, found_before)");
        let all = origin(&run.result, 0..8);
        assert!(all.contains("w1[0..7]") && all.contains("stored["), "{all}");
        assert!(!all.contains("w2"), "the search ended before it: {all}");
    }
    #[test]
    fn too_many_tries_and_what_is_no_word_are_refused() {
        let line = "pbkdf2_sha256$5000000$salt$T0YVQf+MF51SeJvRLH1rOYu/muNOARvF7GGnqE5TrjA=";
        let refused = |encoded: &str, list: Value| fault("guess_from_list", [typed("stored", encoded), list]);
        assert_eq!(
            refused(line, list(&["a", "b", "c"])),
            "2 tries at this cost are computed at most, and the list has 3 words; a shorter list, or a string of lower \
             cost, shows the same"
        );
        let md5 = "md5$salt$67a1e09bb1f83f5007dc119c14d663aa";
        let wanted = "`list` of guess_from_list has 1 to 200 words, and ";
        assert_eq!(refused(md5, list(&[])), format!("{wanted}this has 0"));
        assert_eq!(refused(md5, Value::list(vec![Value::int(7)])), format!("{wanted}item 0 is an integer"));
        assert!(refused("md5$", list(&["a"])).starts_with("field `"), "a field of the string is named");
        let run = finished("guess_from_list", positional([typed("stored", "!"), list(&["", "!"])])).unwrap();
        assert_eq!(run.result.show(9).unwrap(), "0", "an account without a usable password");
        let bytes = Value::list(vec![input("w", b"password")]);
        let run = call("guess_from_list", [typed("stored", md5), bytes]).unwrap();
        run.finish(&Budget::unlimited()).unwrap();
        assert_eq!(run.result.show(9).unwrap(), "1");
    }
}
