//! Signed tokens: `art-itsdangerous.json`, `art-django-signing.json`, `art-jwt.json`.

use super::*;
use cleartext::functions::FaultKind;

pub(super) const ITSDANGEROUS: Algorithm = Algorithm { file: "art-itsdangerous", is_built: |_| true, check: signed };
pub(super) const DJANGO: Algorithm = Algorithm { file: "art-django-signing", is_built: |_| true, check: signed };
pub(super) const JWT: Algorithm = Algorithm { file: "art-jwt", is_built: |_| true, check: jwt };

#[test]
fn itsdangerous() {
    check_both(&ITSDANGEROUS, Count { cases: 32, values: 64, skipped: 0 });
}
#[test]
fn django() {
    check_both(&DJANGO, Count { cases: 24, values: 30, skipped: 0 });
}
#[test]
fn jwt_of_all_algorithms() {
    check_both(&JWT, Count { cases: 56, values: 140, skipped: 0 });
}

/// A text of the case, as what a learner types.
pub(super) fn typed(case: &Case, name: &str) -> Value {
    Value::Text(Rope::input(Path::new(name), Arc::new(case.digits(&case.given, name).into_bytes())))
}
fn bytes(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}
fn number(case: &Case, name: &str) -> Value {
    Value::int(case.given.get(name).and_then(Json::as_i64).unwrap_or_default())
}
/// A call that a check refuses.
pub(super) fn refused(name: &str, given: Vec<(Option<&str>, Value)>) -> Result<(), String> {
    let (budget, at) = (Budget::unlimited(), Path::new(""));
    match function(name).map_err(|f| f.to_string())?.call(&Context { at, budget: &budget }, given) {
        Err(fault) if fault.kind == FaultKind::Rejected && fault.run.is_some() => Ok(()),
        Err(fault) => Err(format!("{:?}, {fault}", fault.kind)),
        Ok(_) => Err("it was accepted".into()),
    }
}

/// The call that checks a text as the signed one of a case.
fn asked(case: &Case, text: Value) -> (&'static str, Vec<(Option<&'static str>, Value)>) {
    if let Some(algorithm) = case.alg.strip_prefix("JWT-") {
        let key = match case.given.contains_key("key") {
            true => Value::Bytes(case.input("key")),
            false => typed(case, "public_text"),
        };
        let algorithm = Value::text(algorithm);
        return ("jwt_verify", vec![(None, text), (None, key), (None, algorithm), (None, number(case, "now"))]);
    }
    let is_django = case.alg.starts_with("django");
    let mut given = vec![
        (Some(if is_django { "key" } else { "secret" }), typed(case, "secret_key_text")),
        (Some("signed"), text),
        (Some("salt"), typed(case, "salt_text")),
        (Some("timed"), Value::bool(!case.alg.ends_with(".Signer"))),
        (Some("max_age"), number(case, "max_age")),
        (Some("now"), number(case, "now")),
    ];
    if is_django {
        return ("django_unsign", given);
    }
    given.push((Some("derivation"), typed(case, "key_derivation_text")));
    given.push((Some("digest"), typed(case, "digest_text")));
    ("itsdangerous_unsign", given)
}
fn signed(case: &Case) -> Result<(), String> {
    let (name, given) = asked(case, typed(case, "signed_text"));
    let is_django = name == "django_unsign";
    if case.verdict == "invalid" {
        return refused(name, given);
    }
    let run = call(name, given.clone())?;
    let value = text(&run, "fields/payload")?;
    if let Some(expected) = case.out.get("value_text").and_then(Json::as_str) {
        expect("value", &value, &bytes(expected))?;
    }
    if let Some(expected) = case.out.get("value").and_then(Json::as_str) {
        expect("value", &value, expected)?;
    }
    if let Some(time) = case.out.get("timestamp") {
        expect("time", &text(&run, "fields/time")?, &time.to_string())?;
    }
    if let Some(compressed) = case.out.get("compressed").and_then(Json::as_u64) {
        expect("compressed", &u8::from(value.starts_with("2e")).to_string(), &compressed.to_string())?;
    }
    let mut json = None;
    if let Some(expected) = case.out.get("json_text").and_then(Json::as_str) {
        let loaded = match is_django {
            true => {
                let loads = |(name, _): &(Option<&str>, Value)| *name != Some("timed");
                call("django_loads", given.clone().into_iter().filter(loads).collect())?.result
            }
            false => {
                let payload = String::from_utf8(unhex(&value)).map_err(|e| e.to_string())?;
                let (url, digits) = ((Some("url"), Value::bool(true)), payload.trim_start_matches('.'));
                let decoded = call("unbase64", vec![(None, Value::text(digits)), url])?.result;
                if payload.starts_with('.') { finished("inflate", vec![(None, decoded)])?.result } else { decoded }
            }
        };
        let loaded = loaded.rope().map_or(Ok(vec![]), Rope::to_vec).map_err(|e| e.to_string())?;
        expect("json", &String::from_utf8_lossy(&loaded), expected)?;
        json = Some(bytes(expected));
    }
    // The same text is made of the same value.
    if !case.alg.ends_with("dumps") && !case.alg.ends_with("Serializer") {
        let made = given.into_iter().filter(|(name, _)| !matches!(name, Some("signed" | "timed" | "max_age" | "now")));
        let value = Value::Bytes(Rope::input(Path::new("value"), Arc::new(unhex(&value))));
        let time = case.out.get("timestamp").and_then(Json::as_i64).unwrap_or(-1);
        let given = made.chain([(Some("value"), value), (Some("time"), Value::int(time))]).collect();
        let made = call(if is_django { "django_sign" } else { "itsdangerous_sign" }, given)?;
        expect(
            "signed",
            &made.result.show(4096).map_err(|e| e.to_string())?,
            &case.digits(&case.given, "signed_text"),
        )?;
    }
    for Mid { name, digits, .. } in case.mids() {
        let found = match name {
            "derived_key" => text(&run, "derived_key")?,
            "hmac" | "hmac_sha256" => text(&run, "signature")?,
            "timestamp_bytes" => text(&run, "fields/time/bytes")?,
            "json" => json.clone().unwrap_or_default(),
            other => return Err(format!("no address is known for {other}")),
        };
        expect(&format!("{name}[]"), &found, &digits)?;
    }
    Ok(())
}

fn jwt(case: &Case) -> Result<(), String> {
    let (_, given) = asked(case, typed(case, "token_text"));
    let run = match (call("jwt_verify", given.clone()), case.verdict.as_str()) {
        (Ok(run), "valid") => run,
        (Err(why), "valid") => return Err(why),
        (Ok(run), _) => return expect("verdict", &run.result.show(9).map_err(|e| e.to_string())?, "false"),
        (Err(_), _) => return refused("jwt_verify", given),
    };
    expect("verdict", &run.result.show(9).map_err(|e| e.to_string())?, "true")?;
    let payload = case.digits(&case.out, "payload_text");
    for Mid { name, digits, .. } in case.mids() {
        let found = match name {
            "header_json" => text(&run, "fields/header")?,
            "payload_json" => text(&run, "fields/payload")?,
            "signature" => text(&run, "fields/signature")?,
            "signing_input_sha256" => {
                let input = Rope::input(Path::new("m"), Arc::new(unhex(&text(&run, "signing_input")?)));
                result(&call("sha256", vec![(None, Value::Bytes(input))])?)?
            }
            other => return Err(format!("no address is known for {other}")),
        };
        expect(&format!("{name}[]"), &found, &digits)?;
    }
    expect("payload", &text(&run, "fields/payload")?, &bytes(&payload))?;
    if !case.given.contains_key("key") && !case.given.contains_key("private_text") {
        return Ok(());
    }
    let private = case.given.contains_key("private_text").then(|| typed(case, "private_text"));
    let key = private.unwrap_or_else(|| Value::Bytes(case.input("key")));
    let header = String::from_utf8(unhex(&text(&run, "fields/header")?)).map_err(|e| e.to_string())?;
    let made = call("jwt_sign", vec![(None, Value::text(&header)), (None, Value::text(&payload)), (None, key)])?;
    let token = case.digits(&case.given, "token_text");
    expect("token", &made.result.show(4096).map_err(|e| e.to_string())?, &token)
}

/// One character of a token is another one, or all from there on is missing: nobody takes it for signed, and a fault
/// names a field.
#[test]
fn no_changed_token_is_accepted() {
    let (budget, at) = (Budget::unlimited(), Path::new(""));
    let refuses = |name: &str, given: Vec<(Option<&str>, Value)>, text: &str| match function(name)
        .expect("a function")
        .call(&Context { at: at.clone(), budget: &budget }, given)
    {
        Ok((run, _)) => {
            run.finish(&budget).expect("it is computed");
            assert_eq!(run.result.to_bool().expect("it is known"), Some(false), "{name} {text}");
        }
        Err(fault) => {
            let message = fault.to_string();
            assert_eq!(fault.kind, FaultKind::Rejected, "{name} {text}: {message}");
            assert!(message.starts_with("field `"), "{name} {text}: {message}");
        }
    };
    let mut tried = 0;
    for (algorithm, place) in [(&ITSDANGEROUS, "signed_text"), (&DJANGO, "signed_text"), (&JWT, "token_text")] {
        let mut seen = std::collections::BTreeSet::new();
        for case in cases(algorithm) {
            if case.verdict != "valid" || !(algorithm.is_built)(&case) || !seen.insert(case.alg.clone()) {
                continue;
            }
            let token = case.digits(&case.given, place);
            for (i, character) in token.char_indices() {
                let other = if character == 'A' { 'B' } else { 'A' };
                let changed = format!("{}{other}{}", &token[..i], &token[i + character.len_utf8()..]);
                for text in [changed.as_str(), &token[..i]] {
                    let typed = Value::Text(Rope::input(Path::new("token"), Arc::new(text.as_bytes().to_vec())));
                    let (name, given) = asked(&case, typed);
                    refuses(name, given, text);
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 1_500, "{tried}");
}
