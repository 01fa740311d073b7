//! Password strings: every field comes from its own range of the text, whatever is wrong is said of a field, and
//! nothing panics.

use crate::support::call::input;
use crate::support::program::run_with;
use cleartext::functions::{Context, Fault, FaultKind, function};
use cleartext::run::address::Address;
use cleartext::run::origin::roots;
use cleartext::run::{Body, Budget, Path, Place, Rope, Run, Standing, Value};
use std::sync::Arc;

/// A string of each format, with the password of all of them.
const PASSWORD: &str = "correct horse battery staple";
const STRINGS: &[&str] = &[
    "pbkdf2_sha256$20$workbenchsalt000000000$T0YVQf+MF51SeJvRLH1rOYu/muNOARvF7GGnqE5TrjA=",
    "pbkdf2_sha1$20$workbenchsalt000000000$Kas5YnIbMNO0u2uw2MfbzZJk0q8=",
    "md5$workbenchsalt000000000$2a84f427c2fe50bc4f82454b7087284c",
    "pbkdf2:sha256:20$workbenchsalt000$00",
    "$pbkdf2-sha256$20$d29ya2JlbmNoc2FsdA$00",
    "$pbkdf2$20$d29ya2JlbmNoc2FsdA$00",
    "$pbkdf2-sha512$20$d29ya2JlbmNoc2FsdA$00",
    "$6$workbenchsalt000$00",
    "$6$rounds=1000$workbench$00",
    "scrypt$16$workbenchsalt000000000$8$1$00",
    "scrypt:16:8:1$workbenchsalt000$00",
    "$scrypt$ln=4,r=8,p=1$d29ya2JlbmNoc2FsdA$00",
    "argon2$argon2id$v=19$m=16,t=1,p=1$d29ya2JlbmNoc2FsdA$00",
    "$argon2id$v=19$m=16,t=1,p=2$d29ya2JlbmNoc2FsdA$00",
    "$argon2id$v=16$m=16,t=2,p=1$d29ya2JlbmNoc2FsdA$00",
    "$argon2i$m=16,t=2,p=1$d29ya2JlbmNoc2FsdA$00",
    "bcrypt$$2b$04$abcdefghijklmnopqrstuu00",
    "bcrypt_sha256$$2b$04$abcdefghijklmnopqrstuu00",
    "$2b$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG",
    "$bcrypt-sha256$v=2,t=2b,r=4$abcdefghijklmnopqrstuu$00",
    "$bcrypt-sha256$2b,4$abcdefghijklmnopqrstuu$00",
    "!5MMOnOFO4pH8BZZkW0qwsOwh3auc9ryYidG3KGlM",
];
/// The names that a field may have.
const FIELDS: &[&str] = &[
    "scheme",
    "algorithm",
    "version",
    "iterations",
    "cost",
    "n",
    "r",
    "p",
    "memory",
    "passes",
    "lanes",
    "salt",
    "hash",
    "random",
];

fn typed(cell: &str, text: &[u8]) -> Value {
    Value::Text(Rope::input(Path::new(cell), Arc::new(text.to_vec())))
}
fn called(name: &str, given: Vec<Value>) -> Result<Run, Fault> {
    let budget = Budget::unlimited();
    let given = given.into_iter().map(|value| (None, value)).collect();
    function(name)?.call(&Context { at: Path::new(""), budget: &budget }, given).map(|(run, _)| run)
}
/// A string that verifies, of one whose hash may be missing; none where it is not computed here.
fn whole(string: &str) -> Option<String> {
    let setting = string.strip_suffix("00").unwrap_or(string).trim_end_matches('$');
    let made = called("password_hash", vec![input("p", PASSWORD.as_bytes()), typed("setting", setting.as_bytes())]);
    let run = made.ok()?;
    run.finish(&Budget::unlimited()).unwrap();
    Some(run.result.show(400).unwrap())
}
fn at(run: &Run, address: &str) -> Place {
    run.at(&address.parse::<Address>().unwrap(), &Budget::unlimited()).unwrap()
}
fn verified(string: &str, password: &[u8]) -> (Run, bool) {
    let run = called("password_verify", vec![typed("e", string.as_bytes()), input("p", password)]).unwrap();
    run.finish(&Budget::unlimited()).unwrap();
    let result = run.result.to_bool().unwrap().unwrap();
    (run, result)
}

#[test]
fn what_is_made_is_verified_and_nothing_else_is() {
    let mut made = 0;
    for string in STRINGS.iter().filter_map(|string| whole(string)) {
        made += 1;
        let (run, result) = verified(&string, PASSWORD.as_bytes());
        let check = run.check.as_ref().unwrap();
        assert!(result && check.standing().unwrap() == Standing::Verified, "{string}");
        assert_eq!(check.said().unwrap(), "VERIFIED with the password");
        let (run, result) = verified(&string, b"Correct horse battery staple");
        assert!(!result, "{string}");
        assert_eq!(run.check.unwrap().said().unwrap(), "FALSE: checked with the password");
        let run = called("password_fields", vec![typed("e", string.as_bytes())]).unwrap();
        assert_eq!(run.check.unwrap().said().unwrap(), "NOT CHECKED: needs the password");
    }
    // The last one says that there is no password.
    assert_eq!(made, STRINGS.len() - 1);
}
/// Computed with Python's hashlib.
#[test]
fn known_strings_of_this_password() {
    for known in [STRINGS[0], STRINGS[1], STRINGS[2]] {
        assert_eq!(whole(known).as_deref(), Some(known));
    }
}
/// Each field's roots are its own range of the text; a flip in there changes it, and one elsewhere does not.
#[test]
fn every_field_comes_from_its_range_alone() {
    let budget = Budget::unlimited();
    for string in STRINGS.iter().map(|string| whole(string).unwrap_or_else(|| (*string).to_owned())) {
        let Ok(run) = called("password_fields", vec![typed("e", string.as_bytes())]) else { continue };
        let Some(Body::Run(fields)) = run.items.first().map(|item| &item.body) else { panic!("no fields") };
        let mut end = 0;
        for item in &fields.items {
            let address = format!("fields/{}", item.name);
            let text = |run: &Run| at(run, &address).text(&budget).unwrap();
            let roots = roots(&at(&run, &address), &budget).unwrap();
            let ranges = &roots.inputs[&Path::new("e")];
            assert_eq!(ranges.len(), 1, "{string}: {address}");
            let range = ranges[0].start as usize..ranges[0].end as usize;
            assert!(range.start >= end, "{string}: {address} stands behind the field before");
            end = range.end;
            for place in 0..string.len() {
                let mut other = string.clone().into_bytes();
                other[place] = if other[place] == b'1' { b'2' } else { b'1' };
                // A flip may be refused, or make two fields of one.
                let Ok(other) = called("password_fields", vec![typed("e", &other)]) else { continue };
                let changed = text(&other) != text(&run);
                assert_eq!(changed, range.contains(&place), "{string}: {address}, character {place}");
            }
        }
    }
}
#[test]
fn a_mutated_string_is_read_or_its_field_is_named() {
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move |below: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random >> 16) as usize % below.max(1)
    };
    let strings: Vec<String> =
        STRINGS.iter().map(|string| whole(string).unwrap_or_else(|| (*string).to_owned())).collect();
    let signs = b"$:,=.!/*0129azAZ\x00\x7f\xc3\xff +-";
    let mut refused = 0;
    for _ in 0..1000 {
        let mut text = strings[next(strings.len())].clone().into_bytes();
        for _ in 0..=next(4) {
            let place = next(text.len() + 1);
            match next(5) {
                0 => text.truncate(place),
                1 => text.insert(place, signs[next(signs.len())]),
                2 if place < text.len() => drop(text.remove(place)),
                3 if place < text.len() => text[place] = signs[next(signs.len())],
                _ => {
                    let other = strings[next(strings.len())].as_bytes();
                    let rest = other[next(other.len())..].to_vec();
                    text.truncate(place);
                    text.extend(rest);
                }
            }
        }
        text.truncate(4096);
        let shown = String::from_utf8_lossy(&text).into_owned();
        // Nothing is derived: a mutated cost may be as high as it can be.
        for (name, given) in [
            ("password_fields", vec![typed("e", &text)]),
            ("password_verify", vec![typed("e", &text), input("p", b"x")]),
        ] {
            let Err(fault) = called(name, given) else { continue };
            refused += 1;
            if fault.kind == FaultKind::UnknownFunction {
                continue;
            }
            let field = fault.argument.clone().unwrap_or_default();
            assert!(FIELDS.contains(&field.as_str()), "{shown:?}: {fault}");
            assert!(fault.message.starts_with(&format!("field `{field}`, ")), "{shown:?}: {fault}");
            assert!(matches!(fault.kind, FaultKind::Rejected | FaultKind::Limit), "{shown:?}: {fault}");
            assert!(fault.message.chars().all(|c| !c.is_control()), "{fault}");
            if fault.kind == FaultKind::Rejected {
                let run = fault.run.as_ref().expect("the fields up to it");
                let address = format!("fields/{field}");
                let shown = run.find(&address.parse().unwrap(), 1, &Budget::unlimited());
                assert!(shown.is_ok() || fault.message.contains("at character"), "{fault}");
            }
        }
    }
    assert!(refused > 500, "{refused}");
}
#[test]
fn what_is_wrong_is_said_in_a_sentence() {
    let said = |text: &str| called("password_verify", vec![typed("e", text.as_bytes()), input("p", b"x")]).unwrap_err();
    for (text, expected) in [
        ("", "field `algorithm`, at character 0 of 0: no format of password strings begins like this"),
        ("plain", "field `algorithm`, characters 0 to 4, `plain`: no format of password strings begins like this"),
        (
            "pbkdf2_sha256$many$salt$x",
            "field `iterations`, characters 14 to 17, `many`: it is a number, in the digits 0 to 9 and 18 of them at most",
        ),
        (
            "pbkdf2_sha256$20000000$salt$T0YVQf+MF51SeJvRLH1rOYu/muNOARvF7GGnqE5TrjA=",
            "field `iterations`, characters 14 to 21, `20000000`: ",
        ),
        ("$6$rounds=99999999$a$", "field `hash`, "),
        ("$2x$04$abc", "field `algorithm`, characters 1 to 2, `2x`: it marks hashes of an early crypt_blowfish"),
        ("$2b$32$abc", "field `cost`, characters 4 to 5, `32`: it is 31 at most"),
        ("$argon2id$v=18$m=8", "field `version`, characters 12 to 13, `18`: Argon2 has had the versions 16 and 19"),
        ("$argon2i$m=8", "field `passes`, at character 12 of 12: `,t=` comes before it, and the text ends there"),
        (
            "$argon2id$v=19$m=15,t=1,p=2$",
            "field `memory`, characters 17 to 18, `15`: it is 8 KiB at least for each lane",
        ),
        ("scrypt$1000$", "field `n`, characters 7 to 10, `1000`: it is a power of two"),
    ] {
        let fault = said(text);
        assert!(fault.message.starts_with(expected), "{text}: {fault}");
    }
    // Costs above the limits, before anything is computed or held in memory.
    for (text, field, limit) in [
        ("scrypt$2097152$salt$8$1$", "n", "268435456"),
        ("$argon2id$v=19$m=1048576,t=1,p=1$d29ya2JlbmNoc2FsdA$", "memory", "262144"),
        ("$argon2id$v=19$m=262144,t=5,p=1$d29ya2JlbmNoc2FsdA$", "passes", "1048576"),
        ("$2b$15$abcdefghijklmnopqrstuu", "cost", "14"),
        ("$argon2id$v=19$m=1024,t=1,p=17$d29ya2JlbmNoc2FsdA$", "lanes", "16"),
    ] {
        let fault = called("password_hash", vec![input("p", b"x"), typed("setting", text.as_bytes())]).unwrap_err();
        assert_eq!((fault.kind, fault.argument.as_deref()), (FaultKind::Limit, Some(field)), "{text}: {fault}");
        assert!(fault.message.contains(limit), "{text}: {fault}");
    }
    let limit = said("pbkdf2_sha256$20000000$salt$T0YVQf+MF51SeJvRLH1rOYu/muNOARvF7GGnqE5TrjA=");
    assert!(limit.kind == FaultKind::Limit && limit.message.contains("10000000"), "{limit}");
}
/// How a hash is written decides, as in the frameworks: they compare texts.
#[test]
fn texts_are_compared() {
    let (run, result) =
        verified(&STRINGS[2].to_uppercase().replacen("MD5$WORKBENCHSALT", "md5$workbenchsalt", 1), PASSWORD.as_bytes());
    assert!(!result);
    assert_eq!(run.choices[0].answer, "no: its digits are not all lower case, and the texts are compared");
}

/// The program itself: a truth value as its status, and whether it was checked beside it.
#[test]
fn the_command_line_says_whether_it_was_checked() {
    let run = |expression: &str, json: bool| {
        let options: &[&str] = if json { &["run", "--json", expression] } else { &["run", expression] };
        let ran = run_with(options, b"");
        (ran.status, ran.out, ran.err)
    };
    let call = |password: &str| format!("password_verify({:?}, {password:?})", STRINGS[2]);
    assert_eq!(run(&call(PASSWORD), false), (0, "true\n".into(), "VERIFIED with the password\n".into()));
    assert_eq!(run(&call("other"), false), (1, "false\n".into(), "FALSE: checked with the password\n".into()));
    let (status, out, _) = run(&format!("password_fields({:?})", STRINGS[2]), true);
    let answer: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((status, answer["standing"].as_str()), (0, Some("NOT CHECKED: needs the password")));
    let (status, _, err) = run("password_verify(\"pbkdf2_sha256$many$salt$x\", \"x\")", false);
    assert!(status == 1 && err.contains("field `iterations`, characters 14 to 17, `many`"), "{err}");
}
#[test]
fn a_refused_string_still_has_its_fields_in_a_batch() {
    let line = serde_json::json!({
        "id": 1, "call": "password_verify", "at": ["fields/iterations"],
        "args": { "encoded": "pbkdf2_sha256$many$salt$x", "password": "x" },
    });
    let ran = run_with(&["batch"], line.to_string().as_bytes());
    let answer: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&answer["error"]["kind"], &answer["error"]["argument"]), (&"rejected".into(), &"iterations".into()));
    assert_eq!(answer["values"]["fields/iterations"]["hex"], "6d616e79");
    let line = line
        .to_string()
        .replace("many$salt$x", "20$workbenchsalt000000000$T0YVQf+MF51SeJvRLH1rOYu/muNOARvF7GGnqE5TrjA=");
    let ran = run_with(&["batch"], line.replace("\"x\"", &format!("{PASSWORD:?}")).as_bytes());
    let answer: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&answer["output"]["bool"], &answer["agrees"]), (&true.into(), &"pbkdf2 0.13".into()));
    assert_eq!(
        (&answer["values"]["fields/iterations"]["int"], &answer["standing"]),
        (&"20".into(), &"VERIFIED with the password".into())
    );
}
