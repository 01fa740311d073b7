//! DES, and ECB and CBC over it: `des.json`.

use super::*;

pub(super) const DES: Algorithm = Algorithm { file: "des", is_built: |_| true, check };

#[test]
fn des() {
    check_both(&DES, Count { cases: 177, values: 1377, skipped: 0 });
}

fn run(case: &Case, encrypts: bool, input: Rope) -> Result<Run, String> {
    let way = if encrypts { "encrypt" } else { "decrypt" };
    let mut given = vec![(Some("key"), Value::Bytes(case.input("key")))];
    if case.op.ends_with("-block") {
        given.push((Some("block"), Value::Bytes(input)));
        return call(&format!("des_{way}"), given);
    }
    given.extend([(Some("message"), Value::Bytes(input)), (Some("cipher"), Value::text("des"))]);
    given.push((Some("padding"), Value::text(&case.digits(&case.given, "padding_text").to_lowercase())));
    if case.given.contains_key("iv") {
        given.push((Some("iv"), Value::Bytes(case.input("iv"))));
    }
    let mode = if case.alg == "DES-CBC" { "cbc" } else { "ecb" };
    call(&format!("{mode}_{way}"), given)
}
fn check(case: &Case) -> Result<(), String> {
    let encrypts = case.op.starts_with("encrypt");
    let (from, to) = if encrypts { ("pt", "ct") } else { ("ct", "pt") };
    let there = run(case, encrypts, case.input(from));
    if case.verdict == "invalid" {
        let about = match case.flags.first().map(String::as_str) {
            Some("key-length") => "`key`",
            Some("block-length") => "`block`",
            Some("bad-padding") => "the padding",
            _ => "whole blocks",
        };
        return match there {
            Err(why) if why.contains(about) => Ok(()),
            Err(why) => Err(format!("refused for another reason: {why}")),
            Ok(_) => Err("expected a refusal".into()),
        };
    }
    let there = there?;
    let expected = case.digits(&case.out, to);
    expect(to, &result(&there)?, &expected)?;
    let back = run(case, !encrypts, Rope::input(Path::new(to), Arc::new(unhex(&expected))))?;
    expect(from, &result(&back)?, &hex(&case.input(from).to_vec().map_err(|e| e.to_string())?))?;
    check_mids(case, &there, addresses)
}
fn addresses(name: &str, index: &[u64]) -> Option<Vec<Vec<String>>> {
    let [r] = index else { return None };
    let halves = |at: &str| vec![vec![format!("{at}/L"), format!("{at}/R")], vec![at.to_owned()]];
    Some(match (name, r) {
        ("K", _) => vec![vec![format!("key_schedule/K[{r}]")]],
        ("LR", 0) => halves("IP"),
        ("LR", _) => halves(&format!("round[{r}]")),
        ("S", _) => vec![vec![format!("round[{r}]/SB")]],
        ("E_xor_K" | "F", _) => vec![vec![format!("round[{r}]/{name}")]],
        _ => return None,
    })
}
