//! RSA: `rsa.json`.

use super::ecdh::decimal;
use super::*;

pub(super) const RSA: Algorithm = Algorithm { file: "rsa", is_built: |_| true, check };

#[test]
fn rsa() {
    check_both(&RSA, Count { cases: 23, values: 125, skipped: 0 });
}

fn int(value: &Json) -> Value {
    Value::int(value.as_u64().expect("a small number"))
}
/// The numbers of a key of the file, or of the one beside the project.
fn key(case: &Case) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let reference = case.given["key_ref"].as_str().expect("a name");
    for path in [Some(copied("rsa.json")), extra("rsa.json")].into_iter().flatten() {
        let text = std::fs::read_to_string(path).map_err(|e| e.to_string())?;
        let file: Json = serde_json::from_str(&text).map_err(|e| e.to_string())?;
        if let Json::Object(numbers) = &file["keys"][reference] {
            let numbers = numbers.iter().filter_map(|(name, digits)| Some((name.clone(), digits.as_str()?)));
            let even =
                |digits: &str| if digits.len().is_multiple_of(2) { digits.to_string() } else { format!("0{digits}") };
            return Ok(numbers.map(|(name, digits)| (name, unhex(&even(digits)))).collect());
        }
    }
    Err(format!("no key {reference}"))
}

fn check(case: &Case) -> Result<(), String> {
    if case.alg == "RSA-textbook" {
        return toy(case);
    }
    let key = key(case)?;
    let number = |name: &'static str| (Some(name), Value::bytes(&key[name]));
    let bytes = |name: &'static str, input: &str| (Some(name), Value::Bytes(case.input(input)));
    let (scheme, hash) = case.alg.split_once("-SHA-").expect("a hash function");
    let hash = (Some("hash"), Value::text(&format!("sha{hash}")));
    let mut given = vec![number("n"), bytes("message", "msg"), hash];
    if case.op == "verify" {
        given.extend([number("e"), bytes("signature", "sig")]);
        let salt = case.given.get("saltlen").map(|length| (Some("salt_length"), int(length)));
        let name = if salt.is_some() { "rsa_pss_verify" } else { "rsa_pkcs1_verify" };
        given.extend(salt);
        let run = call(name, given)?;
        // One old encoding may be taken or refused.
        let valid = result(&run)? == "01";
        let fits = case.verdict == "acceptable" || valid == (case.verdict == "valid");
        return if fits { Ok(()) } else { Err(format!("{valid}, and it is {}", case.verdict)) };
    }
    given.extend(["d", "p", "q"].map(number));
    let is_pss = scheme == "RSA-PSS";
    given.extend(is_pss.then(|| bytes("salt", "salt")));
    let run = call(if is_pss { "rsa_pss_sign" } else { "rsa_pkcs1_sign" }, given)?;
    expect("sig", &result(&run)?, &case.digits(&case.out, "sig"))?;
    for Mid { name, digits, .. } in case.mids() {
        let found = match name {
            "crt_m1" | "crt_m2" | "crt_h" => decimal(&text(&run, &format!("s/{}", &name[4..]))?, digits.len())?,
            name => text(&run, name)?,
        };
        expect(&format!("{name}[]"), &found, &digits)?;
    }
    Ok(())
}
fn toy(case: &Case) -> Result<(), String> {
    let given = |name: &str| int(&case.given[name]);
    let out = |name: &str| int(&case.out[name]);
    let shown = |value: &Value| value.show(40).map_err(|e| e.to_string());
    let phi = (Some("modulo"), Value::text("phi"));
    let arguments = vec![(None, given("p")), (None, given("q")), (None, given("e")), phi];
    let keys = finished("rsa_private", arguments)?;
    for name in ["n", "phi", "d"] {
        expect(name, &text(&keys, name)?, &shown(&out(name))?)?;
    }
    let run = call("rsa_encrypt_raw", vec![(None, given("m")), (None, given("e")), (None, out("n"))])?;
    expect("c", &shown(&run.result)?, &shown(&out("c"))?)?;
    let back = call("rsa_decrypt_raw", vec![(None, out("c")), (None, out("d")), (None, out("n"))])?;
    expect("m", &shown(&back.result)?, &shown(&given("m"))?)?;
    for Mid { name, index, digits } in case.mids() {
        let found = text(&run, &format!("{name}[{}]", index[0]))?;
        expect(&format!("{name}{index:?}"), &decimal(&found, digits.len())?, &digits)?;
    }
    Ok(())
}
