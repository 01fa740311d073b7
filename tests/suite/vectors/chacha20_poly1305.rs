//! ChaCha20: `chacha20-poly1305.json`.

use super::*;

pub(super) const CHACHA20: Algorithm = Algorithm {
    file: "chacha20-poly1305",
    is_built: |case| case.alg == "ChaCha20" && case.op != "quarter-round",
    check,
};

#[test]
fn chacha20() {
    check_both(&CHACHA20, Count { cases: 26, values: 252, skipped: 87 });
}

fn check(case: &Case) -> Result<(), String> {
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
