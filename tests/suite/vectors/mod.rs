//! Published and independent test vectors: every result, and every intermediate value by its address.
//!
//! `README.md` beside this file says where they come from and which name is which address. What was compared and what
//! was skipped is written to standard error, whether or not the test passes.

mod aes;
mod aes_gcm;
mod aes_modes;
mod argon2;
mod bcrypt;
mod blake2;
mod blowfish;
mod chacha20_poly1305;
mod des;
mod dh;
mod ecdh;
mod ecdsa;
mod ed25519;
mod hkdf;
mod hkdf_expand_label;
mod hmac;
mod md5;
mod mt19937;
mod openssh;
mod passwords;
mod pbkdf2;
mod rc4;
mod rsa;
mod scrypt;
mod sha1;
mod sha2;
mod sha3;
mod stored;
mod tls;
mod tokens;
mod x25519;
mod x509;

use cleartext::functions::{Agreement, Arguments, Context, function};
use cleartext::run::address::Address;
use cleartext::run::{Budget, Path, Rope, Run, Value};
use serde::Deserialize;
use serde_json::Value as Json;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path as FilePath;
use std::sync::Arc;

#[derive(Deserialize)]
struct Vectors {
    cases: Vec<Case>,
}
#[derive(Clone, Deserialize)]
struct Case {
    id: String,
    alg: String,
    op: String,
    #[serde(rename = "in")]
    given: BTreeMap<String, Json>,
    out: BTreeMap<String, Json>,
    verdict: String,
    #[serde(default)]
    flags: Vec<String>,
    #[serde(default)]
    mid: Vec<(String, Vec<u64>, Json)>,
}

/// An intermediate value: its name and index in the file, and its digits.
struct Mid<'a> {
    name: &'a str,
    index: Vec<u64>,
    digits: Cow<'a, str>,
}

/// Values that are lists themselves: their items belong to one index.
const WHOLE_LISTS: [&str; 2] = ["step", "addr_first"];

/// How the cases of one file are held against the program.
struct Algorithm {
    /// The file, without `.json`.
    file: &'static str,
    /// Whether the program has the functions that a case needs.
    is_built: fn(&Case) -> bool,
    /// Everything a case says, against what the program computes.
    check: fn(&Case) -> Result<(), String>,
}
/// Every file has a module of its own.
const ALGORITHMS: &[&Algorithm] = &[
    &md5::MD5,
    &sha1::SHA1,
    &sha2::SHA2,
    &sha3::SHA3,
    &blake2::BLAKE2B,
    &blake2::BLAKE2S,
    &hmac::HMAC,
    &hkdf::HKDF,
    &pbkdf2::PBKDF2,
    &scrypt::SCRYPT,
    &argon2::ARGON2,
    &bcrypt::BCRYPT,
    &hkdf_expand_label::HKDF_EXPAND_LABEL,
    &mt19937::MT19937,
    &tokens::ITSDANGEROUS,
    &tokens::DJANGO,
    &tokens::JWT,
    &openssh::OPENSSH,
    &x25519::X25519,
    &ed25519::ED25519,
    &aes::AES,
    &aes_modes::AES_MODES,
    &aes_gcm::AES_GCM,
    &blowfish::BLOWFISH,
    &chacha20_poly1305::CHACHA20,
    &des::DES,
    &rc4::RC4,
    &dh::DH,
    &ecdh::ECDH,
    &ecdsa::ECDSA,
    &rsa::RSA,
    &x509::X509,
];
impl Case {
    /// The intermediate values, lists taken apart.
    fn mids(&self) -> Vec<Mid<'_>> {
        let mut out = vec![];
        for (name, index, value) in &self.mid {
            let index = index.clone();
            match value {
                Json::Array(list) if WHOLE_LISTS.contains(&name.as_str()) => {
                    let digits = list.iter().map(|digits| digits.as_str().expect("digits")).collect();
                    out.push(Mid { name, index, digits });
                }
                Json::Array(list) => {
                    for (k, digits) in list.iter().enumerate() {
                        let mut index = index.clone();
                        *index.last_mut().expect("a list has an index to count on") += k as u64;
                        out.push(Mid { name, index, digits: written(digits) });
                    }
                }
                single => out.push(Mid { name, index, digits: written(single) }),
            }
        }
        out
    }
    /// An argument, as a learner's input.
    fn input(&self, name: &str) -> Rope {
        let input = |digits: &str| Rope::input(Path::new(name), Arc::new(unhex(digits)));
        match &self.given[name] {
            Json::String(digits) => input(digits),
            Json::Object(repeated) => {
                let times = repeated["times"].as_u64().expect("how many times");
                input(repeated["hex"].as_str().expect("what")).repeated(times)
            }
            other => panic!("{}: {name} is {other}", self.id),
        }
    }
    fn digits(&self, of: &BTreeMap<String, Json>, name: &str) -> String {
        of.get(name).and_then(Json::as_str).unwrap_or_else(|| panic!("{} has no {name}", self.id)).to_string()
    }
}

/// The digits of a value; a truth value or a bit is one byte, and what belongs together is parted by spaces.
fn written(value: &Json) -> Cow<'_, str> {
    match value {
        Json::Number(truth) => format!("{:02x}", truth.as_u64().expect("0 or 1")).into(),
        Json::Array(together) => {
            let each =
                together.iter().map(|value| value.as_u64().map_or_else(|| written(value), |n| n.to_string().into()));
            each.collect::<Vec<_>>().join(" ").into()
        }
        digits => digits.as_str().expect("digits").into(),
    }
}
/// A call, finished, whose result a vetted crate agrees with.
fn call(name: &str, given: Vec<(Option<&str>, Value)>) -> Result<Run, String> {
    match agreement(name, given)? {
        (run, Agreement::Agrees { .. }) => Ok(run),
        (_, other) => Err(other.to_string()),
    }
}
/// A call, finished, which a vetted crate may have no opinion on.
fn finished(name: &str, given: Vec<(Option<&str>, Value)>) -> Result<Run, String> {
    match agreement(name, given)? {
        (run, Agreement::Agrees { .. } | Agreement::NoSecondOpinion) => Ok(run),
        (_, other) => Err(other.to_string()),
    }
}
fn agreement(name: &str, given: Vec<(Option<&str>, Value)>) -> Result<(Run, Agreement), String> {
    let (budget, at) = (Budget::unlimited(), Path::new(""));
    let function = function(name).map_err(|f| f.to_string())?;
    let (run, arguments): (Run, Arguments) =
        function.call(&Context { at, budget: &budget }, given).map_err(|f| f.to_string())?;
    run.finish(&budget).map_err(|e| e.to_string())?;
    let agreement = function.agreement(&run, &arguments).map_err(|e| e.to_string())?;
    Ok((run, agreement))
}
/// What stands at an address; the values of a pattern one after the other.
fn text(run: &Run, address: &str) -> Result<String, String> {
    let budget = Budget::unlimited();
    let address: Address = address.parse().map_err(|e| format!("{address}: {e}"))?;
    let found = run.find(&address, 4096, &budget).map_err(|e| e.to_string())?;
    found.iter().map(|f| f.place.text(&budget).map_err(|e| e.to_string())).collect()
}
/// All intermediate values of a case against a run of it. `addresses` gives every way in which a value can be asked
/// for, each a list of addresses whose values, one after the other, are the value.
fn check_mids(
    case: &Case,
    run: &Run,
    addresses: impl Fn(&str, &[u64]) -> Option<Vec<Vec<String>>>,
) -> Result<(), String> {
    for Mid { name, index, digits } in case.mids() {
        for way in addresses(name, &index).ok_or_else(|| format!("no address is known for {name}{index:?}"))? {
            let found: String = way.iter().map(|a| text(run, a)).collect::<Result<_, _>>()?;
            expect(&format!("{name}{index:?} at {}", way.join(" ")), &found, &digits)?;
        }
    }
    Ok(())
}
fn expect(what: &str, found: &str, expected: &str) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("{what}: found {found}, expected {expected}")) }
}
fn result(run: &Run) -> Result<String, String> {
    run.output().map(|bytes| hex(&bytes)).map_err(|e| e.to_string())
}

/// What was held against the program.
#[derive(Debug, Default, PartialEq, Eq)]
struct Count {
    cases: usize,
    values: usize,
    skipped: usize,
}
/// Checks a whole file, writes what was done to standard error, and fails with all that is wrong.
fn check_file(algorithm: &Algorithm, path: &FilePath) -> Count {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let file: Vectors = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let (mut count, mut wrong, mut skipped) = (Count::default(), vec![], BTreeMap::<&str, usize>::new());
    for case in &file.cases {
        if (algorithm.is_built)(case) {
            wrong.extend((algorithm.check)(case).map_err(|why| format!("{}: {why}", case.id)).err());
            count.cases += 1;
            count.values += case.mids().len();
        } else {
            *skipped.entry(&case.alg).or_default() += 1;
            count.skipped += 1;
        }
    }
    let mut report = format!("{}: {} cases, {} intermediate values", path.display(), count.cases, count.values);
    for (alg, cases) in &skipped {
        report += &format!("; skipped {cases} of {alg}, which the program does not have");
    }
    say(&report);
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), count.cases, wrong.join("\n"));
    count
}
/// A line that is seen although the test passes.
fn say(line: &str) {
    writeln!(std::io::stderr(), "{line}").expect("standard error");
}
fn copied(name: &str) -> std::path::PathBuf {
    FilePath::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(name)
}
/// The file of the set that is not part of the project, if it is there.
fn extra(name: &str) -> Option<std::path::PathBuf> {
    let path = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors/extra").join(name);
    let there = path.is_file();
    if !there {
        say(&format!("{} is not there: not read", path.display()));
    }
    there.then_some(path)
}
/// Checks the file in the project, which must have so many cases and values, and the one beside the project.
fn check_both(algorithm: &Algorithm, expected: Count) {
    let name = format!("{}.json", algorithm.file);
    assert_eq!(check_file(algorithm, &copied(&name)), expected);
    if let Some(path) = extra(&name) {
        check_file(algorithm, &path);
    }
}
/// Finds a wrong digit in any value and in the result of a case.
fn assert_wrong_digits_are_found(algorithm: &Algorithm, case: &Case) {
    let mut case = case.clone();
    let check = |case: &Case| (algorithm.check)(case);
    assert_eq!(check(&case), Ok(()), "{}", case.id);
    for k in 0..case.mid.len() {
        let whole = case.mid[k].clone();
        match &mut case.mid[k].2 {
            Json::Array(list) => flip(list.last_mut().expect("not empty")),
            single => flip(single),
        }
        let why = check(&case).expect_err("a wrong digit");
        assert!(why.contains(&format!("{}[", whole.0)), "{why}");
        case.mid[k] = whole;
    }
    let Some(result) = case.out.values_mut().next() else {
        assert!(!case.verdict.is_empty(), "{} says neither a result nor a verdict", case.id);
        return;
    };
    flip(result);
    assert!(check(&case).is_err_and(|why| why.contains("expected")), "{}", case.id);
}
/// Another last digit.
fn flip(value: &mut Json) {
    if let Json::Number(number) = value {
        *value = (number.as_u64().expect("a small number") ^ 1).into();
        return;
    }
    if let Json::Array(together) = value {
        return flip(together.last_mut().expect("not empty"));
    }
    let digits = value.as_str().expect("digits");
    let (head, last) = digits.split_at(digits.len() - 1);
    *value = Json::String(format!("{head}{:x}", u8::from_str_radix(last, 16).map_or(0, |digit| digit ^ 1)));
}
/// The cases of a file in the project.
fn cases(algorithm: &Algorithm) -> Vec<Case> {
    let text = std::fs::read_to_string(copied(&format!("{}.json", algorithm.file))).expect("a file");
    serde_json::from_str::<Vectors>(&text).expect("vectors").cases
}

/// One wrong digit, anywhere in a case, is found.
#[test]
fn a_wrong_digit_is_found() {
    for algorithm in ALGORITHMS {
        let cases = cases(algorithm);
        let traced = cases
            .iter()
            .filter(|c| !c.mid.is_empty() && c.mids().len() < 2000 && !c.out.is_empty() && (algorithm.is_built)(c));
        let traced: Vec<_> = traced.take(2).collect();
        assert!(!traced.is_empty(), "{} has intermediate values", algorithm.file);
        traced.into_iter().for_each(|case| assert_wrong_digits_are_found(algorithm, case));
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
fn unhex(digits: &str) -> Vec<u8> {
    base16ct::lower::decode_vec(digits).unwrap_or_else(|e| panic!("{digits}: {e}"))
}
