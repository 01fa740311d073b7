//! Data at rest: `art-fernet.json`, `art-fernet-time.json`, `art-sqlalchemy-utils.json`.

use super::*;
use cleartext::functions::{Fault, FaultKind};

#[test]
fn every_token_and_column_is_read() {
    for (file, cases, skipped, check) in [
        ("art-fernet", 19, 1, fernet as fn(&Case) -> Result<(), String>),
        ("art-fernet-time", 22, 0, fernet),
        ("art-sqlalchemy-utils", 35, 0, column),
    ] {
        let algorithm = Algorithm { file, is_built: |case| case.alg != "MultiFernet", check };
        let name = format!("{file}.json");
        let count = check_file(&algorithm, &copied(&name));
        assert_eq!((count.cases, count.skipped), (cases, skipped), "{file}");
        if let Some(path) = extra(&name) {
            check_file(&algorithm, &path);
        }
    }
}
#[test]
fn a_wrong_digit_of_a_token_is_found() {
    let algorithm = |file, check| Algorithm { file, is_built: |_| true, check };
    for (algorithm, name) in
        [(algorithm("art-fernet", fernet), "Fernet"), (algorithm("art-sqlalchemy-utils", column), "AesEngine")]
    {
        let valid = |case: &Case| case.alg.ends_with(name) && case.verdict == "valid" && !case.mid.is_empty();
        let mut case = cases(&algorithm).into_iter().find(valid).expect("a case");
        for k in 0..case.mid.len() {
            let whole = case.mid[k].clone();
            flip(&mut case.mid[k].2);
            let why = (algorithm.check)(&case).expect_err("a wrong digit");
            assert!(why.contains(&whole.0), "{why}");
            case.mid[k] = whole;
        }
    }
}

fn text_of(case: &Case, name: &str) -> Value {
    let text = case.given[name].as_str().unwrap_or_default().as_bytes().to_vec();
    Value::Text(Rope::input(Path::new(name), Arc::new(text)))
}
fn number(case: &Case, name: &str) -> Value {
    Value::int(case.given[name].as_i64().unwrap_or_default())
}
/// The run of a call, or what refused it; a crate has said the same of either.
fn asked(name: &str, given: Vec<(Option<&str>, Value)>) -> Result<Run, Box<Fault>> {
    let other = |why: String| Box::new(Fault::new(FaultKind::BadArgument, why));
    let budget = Budget::unlimited();
    let function = function(name)?;
    match function.call(&Context { at: Path::new(""), budget: &budget }, given.clone()) {
        Ok(_) => call(name, given).map_err(other),
        Err(fault) => {
            let arguments = Arguments::bind(function, given, &budget)?;
            match function.agreement_on_refusal(&arguments) {
                Ok(Agreement::Agrees { .. }) => Err(Box::new(fault)),
                agreement => Err(other(format!("{fault}: {agreement:?}"))),
            }
        }
    }
}
/// The values of a case against a run; those of a run that was refused as far as it came.
fn values(case: &Case, run: &Run, address: impl Fn(&str) -> Option<String>) -> Result<(), String> {
    for Mid { name, digits, .. } in case.mids() {
        let blocks = digits.len() / 32;
        let address = match name {
            "padded_plaintext" => address(name).unwrap_or(format!("decrypt/block[0..{}]/plaintext", blocks - 1)),
            "hmac_computed" => "mac".into(),
            name => address(name).ok_or_else(|| format!("no address is known for {name}"))?,
        };
        match text(run, &address) {
            Ok(found) => expect(&format!("{name} at {address}"), &found, &digits)?,
            Err(_) if case.verdict == "invalid" => {}
            Err(why) => return Err(format!("{name}: {why}")),
        }
    }
    Ok(())
}
fn of_token(name: &str) -> Option<String> {
    match name {
        "signing_key" | "encryption_key" => Some(name.into()),
        "version" | "timestamp" | "iv" | "ciphertext" | "hmac" => Some(format!("fields/{name}")),
        _ => None,
    }
}
fn fernet(case: &Case) -> Result<(), String> {
    let key = || (None, text_of(case, "key_text"));
    if case.op == "encrypt" {
        let bytes = |name| (None, Value::Bytes(case.input(name)));
        let run = asked("fernet_encrypt", vec![key(), bytes("message"), bytes("iv"), (None, number(case, "time"))]);
        let token = run.map_err(|fault| fault.to_string())?.result.show(4096).map_err(|e| e.to_string())?;
        return expect("token_text", &token, &case.digits(&case.out, "token_text"));
    }
    let given =
        vec![key(), (None, text_of(case, "token_text")), (None, number(case, "ttl")), (None, number(case, "now"))];
    let run = match (asked("fernet_decrypt", given), case.verdict.as_str()) {
        (Ok(run), "valid") => {
            expect("plaintext", &result(&run)?, &case.digits(&case.out, "plaintext"))?;
            Arc::new(run)
        }
        (Err(fault), "invalid") if fault.kind == FaultKind::Rejected => fault.run.ok_or("no run")?,
        (Ok(_), _) => return Err("expected a refusal".into()),
        (Err(fault), _) => return Err(fault.to_string()),
    };
    values(case, &run, of_token)
}
fn column(case: &Case) -> Result<(), String> {
    let engine = match case.alg.rsplit('.').next() {
        Some("AesEngine") => "aes",
        Some("AesGcmEngine") => "aes_gcm",
        _ => "fernet",
    };
    let mut given = vec![(None, text_of(case, "key_text")), (None, text_of(case, "encrypted_text"))];
    given.push((None, Value::text(engine)));
    let padding = case.given.get("padding_text").and_then(Json::as_str);
    given.extend(padding.map(|padding| (None, Value::text(padding))));
    let run = match (asked("string_encrypted_decrypt", given), case.verdict.as_str()) {
        (Ok(run), "valid") => run,
        (Err(fault), "invalid") if fault.kind == FaultKind::Rejected => return Ok(()),
        (Ok(_), _) => return Err("expected a refusal".into()),
        (Err(fault), _) => return Err(fault.to_string()),
    };
    let shown = run.result.to_text().map_err(|e| e.to_string())?.unwrap_or_default();
    expect("value_text", &shown, &case.digits(&case.out, "value_text"))?;
    values(case, &run, |name| match name {
        "sha256_key" => Some("key".into()),
        "padded_plaintext" => Some("padded".into()).filter(|_| engine == "aes"),
        "iv" | "ciphertext" | "tag" if engine != "fernet" => Some(name.into()),
        name => of_token(name),
    })?;
    // What was stored is written again, where the engine draws nothing at random.
    if engine == "fernet" {
        return Ok(());
    }
    let mut given = vec![(None, text_of(case, "key_text")), (None, Value::text(&shown)), (None, Value::text(engine))];
    given.extend(padding.map(|padding| (Some("padding"), Value::text(padding))));
    if engine == "aes_gcm" {
        given.push((Some("iv"), Value::Bytes(Rope::input(Path::new("iv"), Arc::new(unhex(&text(&run, "iv")?))))));
    }
    let again = asked("string_encrypted_encrypt", given).map_err(|fault| fault.to_string())?;
    expect(
        "encrypted_text",
        &again.result.show(4096).map_err(|e| e.to_string())?,
        &case.digits(&case.given, "encrypted_text"),
    )
}
