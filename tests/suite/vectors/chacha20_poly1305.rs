//! ChaCha20 and Poly1305: `chacha20-poly1305.json`.

use super::*;

pub(super) const CHACHA20: Algorithm = Algorithm {
    file: "chacha20-poly1305",
    is_built: |case| case.alg == "Poly1305" || case.alg == "ChaCha20" && case.op != "quarter-round",
    check,
};

#[test]
fn chacha20() {
    check_both(&CHACHA20, Count { cases: 54, values: 370, skipped: 59 });
}

/// A tag, and integers on the way to it, which the file writes in hexadecimal.
fn poly1305(case: &Case) -> Result<(), String> {
    let bytes = |name| (None, Value::Bytes(case.input(name)));
    let run = call("poly1305", vec![bytes("key"), bytes("msg")])?;
    expect("tag", &result(&run)?, &case.digits(&case.out, "tag"))?;
    for Mid { name, index, digits } in case.mids() {
        let address = match (name, index.as_slice()) {
            ("r" | "s", []) => name.to_owned(),
            ("acc_plus_s", []) => "tag/acc_plus_s".to_owned(),
            (_, [i]) => format!("block[{i}]/{name}"),
            _ => return Err(format!("no address is known for {name}{index:?}")),
        };
        let integer = num_bigint::BigUint::from_bytes_be(&unhex(&digits));
        let expected = if address.len() == 1 { digits.into_owned() } else { integer.to_string() };
        expect(&format!("{name}[{index:?} at {address}"), &text(&run, &address)?, &expected)?;
    }
    Ok(())
}
fn check(case: &Case) -> Result<(), String> {
    if case.alg == "Poly1305" {
        return poly1305(case);
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
