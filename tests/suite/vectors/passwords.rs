//! Passwords as frameworks store them: `art-django-passwords.json`, `art-werkzeug.json`, `art-passlib.json`,
//! `art-argon2-cffi.json`, `art-passwords-more.json`, and the strings in `bcrypt.json`.

use super::*;
use cleartext::functions::FaultKind;

const fn of(file: &'static str) -> Algorithm {
    Algorithm { file, is_built: |case| is_built(case) && !is_slow(case), check }
}

#[test]
fn every_string_is_read_and_verified() {
    let files = [
        // Left out are the slow ones.
        ("art-django-passwords", 51, 6),
        ("art-werkzeug", 11, 3),
        ("art-passlib", 53, 1),
        ("art-argon2-cffi", 11, 3),
        ("art-passwords-more", 64, 0),
    ];
    for (file, cases, skipped) in files {
        let count = check_file(&of(file), &copied(&format!("{file}.json")));
        assert_eq!((count.cases, count.skipped), (cases, skipped), "{file}");
    }
}
/// Those that take long without optimisation.
#[test]
#[ignore = "minutes without optimisation"]
fn at_the_costs_that_packages_have() {
    let slow = |file| Algorithm { file, is_built: |case| is_built(case) && is_slow(case), check };
    for file in ["art-django-passwords", "art-werkzeug", "art-passlib", "art-argon2-cffi"] {
        let count = check_file(&slow(file), &copied(&format!("{file}.json")));
        assert!(count.cases > 0, "{file}");
    }
}
#[test]
fn a_wrong_digit_of_a_field_is_found() {
    let traced = |case: &Case| case.alg == "sha512_crypt" && case.given["password_text"] != "" && !case.mid.is_empty();
    let mut case = cases(&of("art-passwords-more")).into_iter().find(traced).expect("a case");
    for k in 0..case.mid.len() {
        let whole = case.mid[k].clone();
        flip(&mut case.mid[k].2);
        let why = check(&case).expect_err("a wrong digit");
        assert!(why.contains(&whole.0), "{why}");
        case.mid[k] = whole;
    }
    case.given.insert("password_text".into(), Json::String("another".into()));
    assert!(check(&case).is_err());
}

/// Whether the program has what the string is derived with.
fn is_built(case: &Case) -> bool {
    !matches!(verify(case), Err(fault) if fault.kind == FaultKind::UnknownFunction)
}
/// Whether so much memory, or so many iterations, are wanted that it takes long without optimisation.
fn is_slow(case: &Case) -> bool {
    let encoded = encoded(case);
    let memory = encoded.split_once("$m=").and_then(|(_, rest)| rest.split(',').next()?.parse().ok());
    let blocks = ["scrypt:32768:", "scrypt$16384$", "$ln=14,", "$2b$12$"].iter().any(|part| encoded.contains(part));
    case.flags.iter().any(|flag| flag == "Slow") || memory.is_some_and(|memory: u64| memory > 8192) || blocks
}
fn encoded(case: &Case) -> String {
    ["encoded_text", "hash_text"].iter().find_map(|name| case.given.get(*name)?.as_str()).unwrap_or("").to_owned()
}
fn password(case: &Case) -> Value {
    let typed = |bytes: Vec<u8>| Value::Bytes(Rope::input(Path::new("password"), Arc::new(bytes)));
    match case.given.get("password_text").and_then(Json::as_str) {
        Some(text) => typed(text.as_bytes().to_vec()),
        None => Value::Bytes(case.input("password")),
    }
}
fn string(case: &Case) -> Value {
    Value::Text(Rope::input(Path::new("encoded"), Arc::new(encoded(case).into_bytes())))
}
fn verify(case: &Case) -> Result<Run, cleartext::functions::Fault> {
    let (budget, at) = (Budget::unlimited(), Path::new(""));
    let given = vec![(None, string(case)), (None, password(case))];
    function("password_verify")?.call(&Context { at, budget: &budget }, given).map(|(run, _)| run)
}
fn check(case: &Case) -> Result<(), String> {
    let field = case.flags.iter().find_map(|flag| flag.strip_prefix("field-"));
    let run = match (verify(case), field) {
        (Err(fault), Some(field)) => {
            expect("field", fault.argument.as_deref().unwrap_or(""), field)?;
            return match fault.to_string().contains(&format!("field `{field}`")) {
                true => Ok(()),
                false => Err(format!("{fault} names no field")),
            };
        }
        (Ok(_), Some(field)) => return Err(format!("`{field}` is not as it must be, and nothing is said")),
        (Err(fault), None) => return Err(fault.to_string()),
        (Ok(_), None) => finished("password_verify", vec![(None, string(case)), (None, password(case))])?,
    };
    let expected = if case.verdict == "valid" { "true" } else { "false" };
    expect("verdict", &run.result.show(9).map_err(|e| e.to_string())?, expected)?;
    if case.verdict == "valid" {
        let made = call("password_hash", vec![(None, password(case)), (None, string(case))])?;
        expect("string", &made.result.show(300).map_err(|e| e.to_string())?, &encoded(case))?;
    }
    for (name, _, value) in &case.mid {
        let address = match name.as_str() {
            "salt" => "fields/salt",
            "iterations" => "fields/iterations",
            "dk" | "tag" | "raw" | "md5" => "derive",
            "hash_input" => "derive/in/message",
            "bcrypt_password" => "derive/in/password",
            "A" | "B" | "P" | "S" => &format!("derive/{name}"),
            other => return Err(format!("no address is known for {other}")),
        };
        let expected = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        expect(&format!("{name} at {address}"), &text(&run, address)?, &expected)?;
    }
    Ok(())
}
