//! Published and independent test vectors: every result, and every intermediate value by its address.
//!
//! `tests/vectors/README.md` says where they come from and which name is which address. What was compared and what was
//! skipped is written to standard error, whether or not the test passes.

use cleartext::functions::{Agreement, Arguments, Context, function};
use cleartext::run::address::Address;
use cleartext::run::{Budget, Path, Rope, Run, Value};
use serde::Deserialize;
use serde_json::Value as Json;
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
    mid: Vec<(String, Vec<u64>, Json)>,
}

/// An intermediate value: its name and index in the file, and its digits.
struct Mid<'a> {
    name: &'a str,
    index: Vec<u64>,
    digits: &'a str,
}
impl Case {
    /// The intermediate values, lists taken apart.
    fn mids(&self) -> Vec<Mid<'_>> {
        let mut out = vec![];
        for (name, index, value) in &self.mid {
            match value {
                Json::Array(list) => {
                    for (k, digits) in list.iter().enumerate() {
                        let mut index = index.clone();
                        *index.last_mut().expect("a list has an index to count on") += k as u64;
                        out.push(Mid { name, index, digits: digits.as_str().expect("digits") });
                    }
                }
                single => out.push(Mid { name, index: index.clone(), digits: single.as_str().expect("digits") }),
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

/// The name of a hash function in this program.
fn hash_name(alg: &str) -> String {
    alg.to_lowercase().replace("sha-", "sha").replace(['/', '-'], "_")
}
/// The addresses whose values, one after the other, are an intermediate value: every way in which it can be asked for.
fn addresses(name: &str, index: &[u64]) -> Vec<Vec<String>> {
    let one = |address: String| vec![address];
    match (name, index) {
        ("H", [0]) => vec![one("H0".into()), one("H0[0..7]".into()), one("block[0]/H_before[0..7]".into())],
        ("H", [i]) => vec![one(format!("block[{}]", i - 1)), one(format!("block[{}]/H[0..7]", i - 1))],
        ("vars", [i, t]) => vec!["abcdefgh".chars().map(|v| format!("block[{i}]/{v}[{t}]")).collect()],
        ("W" | "S1" | "Ch" | "T1" | "S0" | "Maj" | "T2" | "s0" | "s1", [i, t]) => {
            vec![one(format!("block[{i}]/{name}[{t}]"))]
        }
        ("pad" | "ipad_key" | "opad_key" | "inner", []) => vec![one(name.into())],
        ("K0", []) => vec![one("key".into())],
        _ => panic!("no address is known for {name}{index:?}"),
    }
}

/// A call, finished, whose result a vetted crate agrees with.
fn call(name: &str, given: Vec<(Option<&str>, Value)>) -> Result<Run, String> {
    let (budget, at) = (Budget::unlimited(), Path::new(""));
    let function = function(name).map_err(|f| f.to_string())?;
    let (run, arguments): (Run, Arguments) =
        function.call(&Context { at, budget: &budget }, given).map_err(|f| f.to_string())?;
    run.finish(&budget).map_err(|e| e.to_string())?;
    match function.agreement(&run, &arguments).map_err(|e| e.to_string())? {
        Agreement::Agrees { .. } => Ok(run),
        other => Err(other.to_string()),
    }
}
fn hash(name: &str, message: Rope) -> Result<Run, String> {
    call(name, vec![(None, Value::Bytes(message))])
}
/// What stands at an address; the values of a pattern one after the other.
fn text(run: &Run, address: &str) -> Result<String, String> {
    let budget = Budget::unlimited();
    let address: Address = address.parse().map_err(|e| format!("{address}: {e}"))?;
    let found = run.find(&address, 4096, &budget).map_err(|e| e.to_string())?;
    found.iter().map(|f| f.place.text(&budget).map_err(|e| e.to_string())).collect()
}
/// All intermediate values of a case against a run of it.
fn check_mids(case: &Case, run: &Run) -> Result<(), String> {
    for Mid { name, index, digits } in case.mids() {
        for way in addresses(name, &index) {
            let found: String = way.iter().map(|a| text(run, a)).collect::<Result<_, _>>()?;
            expect(&format!("{name}{index:?} at {}", way.join(" ")), &found, digits)?;
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

/// Everything a case says, against what the program computes.
fn check(case: &Case) -> Result<(), String> {
    let checked = match case.op.as_str() {
        "hash" => hash(&hash_name(&case.alg), case.input("msg")).and_then(|run| {
            expect("digest", &result(&run)?, &case.digits(&case.out, "digest"))?;
            check_mids(case, &run)
        }),
        "monte" => monte(case),
        "mac" => hmac(case).and_then(|run| {
            let taglen = case.given["taglen"].as_u64().expect("a length") as usize;
            expect("tag", &result(&run)?[..2 * taglen], &case.digits(&case.out, "tag"))?;
            check_mids(case, &run)
        }),
        "verify" => hmac(case).and_then(|run| {
            let tag = case.digits(&case.given, "tag");
            let valid = !tag.is_empty() && result(&run)?.starts_with(&tag);
            expect("verdict", if valid { "valid" } else { "invalid" }, &case.verdict)
        }),
        other => Err(format!("no operation `{other}`")),
    };
    checked.map_err(|why| format!("{}: {why}", case.id))
}
fn hmac(case: &Case) -> Result<Run, String> {
    let hash = hash_name(case.alg.strip_prefix("HMAC-").unwrap_or(&case.alg));
    let given = vec![
        (Some("key"), Value::Bytes(case.input("key"))),
        (Some("message"), Value::Bytes(case.input("msg"))),
        (Some("hash"), Value::text(&hash)),
    ];
    call("hmac", given)
}
/// The inner loop of the SHAVS Monte Carlo test: MD[i] = H(MD[i-3] ‖ MD[i-2] ‖ MD[i-1]), a thousand times.
fn monte(case: &Case) -> Result<(), String> {
    let seed = unhex(&case.digits(&case.given, "seed"));
    let (name, mut last) = (hash_name(&case.alg), [seed.clone(), seed.clone(), seed]);
    for _ in 0..1000 {
        let message = Rope::input(Path::new("msg"), Arc::new(last.concat()));
        let next = hash(&name, message)?.output().map_err(|e| e.to_string())?;
        last.rotate_left(1);
        last[2] = next;
    }
    expect("digest", &hex(&last[2]), &case.digits(&case.out, "digest"))
}

/// Whether the program has the functions that a case needs.
fn is_built(case: &Case) -> bool {
    match case.alg.strip_prefix("HMAC-") {
        Some(hash) => cleartext::functions::hash::hash(&hash_name(hash)).is_some(),
        None => function(&hash_name(&case.alg)).is_ok(),
    }
}

/// What was held against the program.
#[derive(Debug, Default, PartialEq, Eq)]
struct Count {
    cases: usize,
    values: usize,
    skipped: usize,
}
/// Checks a whole file, writes what was done to standard error, and fails with all that is wrong.
fn check_file(path: &FilePath) -> Count {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let file: Vectors = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let (mut count, mut wrong, mut skipped) = (Count::default(), vec![], BTreeMap::<&str, usize>::new());
    for case in &file.cases {
        if is_built(case) {
            wrong.extend(check(case).err());
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
/// Checks a file of the set that is not part of the project, if it is there.
fn check_extra(name: &str) {
    let path = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors/extra").join(name);
    match path.is_file() {
        true => drop(check_file(&path)),
        false => say(&format!("{} is not there: not read", path.display())),
    }
}

#[test]
fn sha2() {
    assert_eq!(check_file(&copied("sha2.json")), Count { cases: 612, values: 8984, skipped: 0 });
}
#[test]
fn sha2_extra() {
    check_extra("sha2.json");
}
#[test]
fn hmac_() {
    let count = check_file(&copied("hmac.json"));
    assert_eq!(count.cases + count.skipped, 184);
}
#[test]
fn hmac_extra() {
    check_extra("hmac.json");
}

/// One wrong digit, anywhere in a case, is found.
#[test]
fn a_wrong_digit_is_found() {
    let flip = |digits: &str| {
        let (head, last) = digits.split_at(digits.len() - 1);
        format!("{head}{:x}", u8::from_str_radix(last, 16).expect("a digit") ^ 1)
    };
    let flip = |value: &mut Json| *value = Json::String(flip(value.as_str().expect("digits")));
    let read = |name: &str| -> Vectors {
        serde_json::from_str(&std::fs::read_to_string(copied(name)).expect("a file")).expect("vectors")
    };
    let of = |name: &str, id: &str| read(name).cases.into_iter().find(|c| c.id == id).expect("a case");
    let mut cases = vec![of("sha2.json", "sha256-trace-p-1"), of("sha2.json", "sha384-trace-p-112")];
    cases.extend(read("hmac.json").cases.into_iter().find(|c| !c.mid.is_empty() && is_built(c)));
    assert_eq!(cases.len(), 3);
    for mut case in cases {
        assert_eq!(check(&case), Ok(()));
        for k in 0..case.mid.len() {
            let whole = case.mid[k].clone();
            match &mut case.mid[k].2 {
                Json::Array(list) => flip(list.last_mut().expect("not empty")),
                single => flip(single),
            }
            let why = check(&case).expect_err("a wrong digit");
            assert!(why.contains(&format!(": {}[", whole.0)), "{why}");
            case.mid[k] = whole;
        }
        flip(case.out.values_mut().next().expect("a result"));
        assert!(check(&case).is_err_and(|why| why.contains("expected")));
    }
    let mut repeated = of("sha2.json", "sha224-cavp-monte-0");
    flip(repeated.out.get_mut("digest").expect("a digest"));
    assert!(check(&repeated).is_err());
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
fn unhex(digits: &str) -> Vec<u8> {
    base16ct::lower::decode_vec(digits).unwrap_or_else(|e| panic!("{digits}: {e}"))
}
