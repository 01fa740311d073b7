//! ChaCha20 and Poly1305: `chacha20-poly1305.json`.

use super::*;

pub(super) const CHACHA20: Algorithm =
    Algorithm { file: "chacha20-poly1305", is_built: |case| case.op != "quarter-round", check };

#[test]
fn chacha20() {
    check_both(&CHACHA20, Count { cases: 110, values: 526, skipped: 3 });
}

/// A tag, and integers on the way to it, which the file writes in hexadecimal.
fn poly1305(case: &Case) -> Result<(), String> {
    let bytes = |name| (None, Value::Bytes(case.input(name)));
    let run = call("poly1305", vec![bytes("key"), bytes("msg")])?;
    expect("tag", &result(&run)?, &case.digits(&case.out, "tag"))?;
    case.mids().iter().try_for_each(|mid| of_poly1305(&run, "", mid))
}
/// A value of Poly1305 against the run that has it below some address.
fn of_poly1305(run: &Run, below: &str, Mid { name, index, digits }: &Mid) -> Result<(), String> {
    let address = match (*name, index.as_slice()) {
        ("r" | "s", []) => (*name).to_owned(),
        ("acc_plus_s", []) => "tag/acc_plus_s".to_owned(),
        (_, [i]) => format!("block[{i}]/{name}"),
        _ => return Err(format!("no address is known for {name}{index:?}")),
    };
    let integer = num_bigint::BigUint::from_bytes_be(&unhex(digits));
    let expected = if address.len() == 1 { digits.to_string() } else { integer.to_string() };
    expect(&format!("{name}[{index:?} at {address}"), &text(run, &format!("{below}{address}"))?, &expected)
}
/// What is sealed, and opened again; or what is refused.
fn aead(case: &Case) -> Result<(), String> {
    let given = |parameter, input: Rope| {
        let bytes = |name| (None, Value::Bytes(case.input(name)));
        vec![
            bytes("key"),
            bytes("nonce"),
            (Some(parameter), Value::Bytes(input)),
            (Some("data"), Value::Bytes(case.input("aad"))),
        ]
    };
    let out =
        |name: &str| case.out.get(name).or(case.given.get(name)).and_then(Json::as_str).map(unhex).unwrap_or_default();
    let sealed = Rope::input(Path::new("sealed"), Arc::new([out("ct"), out("tag")].concat()));
    let open = || call("chacha20_poly1305_open", given("sealed", sealed.clone()));
    if case.verdict == "invalid" {
        return match open() {
            Err(why) if why.contains("tag is not the one") || why.contains("`nonce`") => Ok(()),
            Err(why) => Err(format!("refused for another reason: {why}")),
            Ok(_) => Err("expected a refusal".into()),
        };
    }
    let message = out("pt");
    expect("pt", &result(&open()?)?, &hex(&message))?;
    let message = Rope::input(Path::new("message"), Arc::new(message));
    let run = call("chacha20_poly1305_seal", given("message", message))?;
    expect("ct and tag", &result(&run)?, &hex(&[out("ct"), out("tag")].concat()))?;
    for mid in case.mids() {
        let address = match (mid.name, mid.index.as_slice()) {
            ("otk" | "mac_data", []) => mid.name.to_owned(),
            ("keystream", [b]) => format!("encrypt/block[{}]/chacha20_block", b - 1),
            _ => {
                of_poly1305(&run, "mac/", &mid)?;
                continue;
            }
        };
        expect(&format!("{}{:?} at {address} [", mid.name, mid.index), &text(&run, &address)?, &mid.digits)?;
    }
    Ok(())
}
fn check(case: &Case) -> Result<(), String> {
    if case.alg == "Poly1305" {
        return poly1305(case);
    }
    if case.alg == "ChaCha20-Poly1305" {
        return aead(case);
    }
    let counter = case.given["counter"].as_i64().ok_or("no counter")?;
    let bytes = |name| (None, Value::Bytes(case.input(name)));
    let (key, nonce, counter) = (bytes("key"), bytes("nonce"), (Some("counter"), Value::int(counter)));
    let run = match case.op.as_str() {
        "block" => call("chacha20_block", vec![key, nonce, counter])?,
        "encrypt" => call("chacha20", vec![key, nonce, bytes("pt"), counter])?,
        other => return Err(format!("no operation `{other}`")),
    };
    let out = if case.op == "block" { "block" } else { "ct" };
    expect(out, &result(&run)?, &case.digits(&case.out, out))?;
    check_mids(case, &run, |name, index| {
        let (block, index) = index.split_first()?;
        let at = if case.op == "block" { String::new() } else { format!("block[{block}]/chacha20_block/") };
        Some(addresses(name, index)?.into_iter().map(|way| way.iter().map(|a| format!("{at}{a}")).collect()).collect())
    })
}
/// Addresses in the run of a block.
fn addresses(name: &str, index: &[u64]) -> Option<Vec<Vec<String>>> {
    let one = |address: &str| vec![address.to_string()];
    Some(match (name, index) {
        ("init", []) => vec![one("state"), one("state[0..15]")],
        ("round", [r]) => vec![one(&format!("round[{r}]")), one(&format!("round[{r}]/x[0..15]"))],
        ("qr", [r, q]) => vec![(0..16).map(|i| after_quarter_round(*r, *q, i)).collect()],
        ("added", []) => vec![one("out"), one("out[0..15]")],
        ("block", []) => vec![one("serialize")],
        _ => return None,
    })
}
/// Word i after quarter round q of round r: already of this round, or still of the one before.
fn after_quarter_round(r: u64, q: u64, i: u64) -> String {
    let (row, column) = (i / 4, i % 4);
    let its_own = if r % 2 == 1 { column } else { (column + 4 - row) % 4 };
    match (its_own <= q, r) {
        (true, _) => format!("round[{r}]/x[{i}]"),
        (false, 1) => format!("state[{i}]"),
        (false, _) => format!("round[{}]/x[{i}]", r - 1),
    }
}
