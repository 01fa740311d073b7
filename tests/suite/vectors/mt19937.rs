//! The Mersenne Twister: `mt19937.json`.

use super::*;

pub(super) const MT19937: Algorithm =
    Algorithm { file: "mt19937", is_built: |case| case.op != "outputs-by-array", check };

#[test]
fn mt19937() {
    check_both(&MT19937, Count { cases: 37, values: 657, skipped: 3 });
}

fn number(value: &Json) -> Result<i64, String> {
    value.as_i64().ok_or_else(|| format!("{value} is no number"))
}
fn digest(run: &Run, address: &str) -> Result<String, String> {
    let words = Rope::input(Path::new("words"), Arc::new(unhex(&text(run, address)?)));
    result(&call("sha256", vec![(None, Value::Bytes(words))])?)
}
fn check(case: &Case) -> Result<(), String> {
    match case.op.as_str() {
        "untemper" => expect("word", &untempered(&case.given["output"])?.to_string(), &case.out["word"].to_string()),
        "outputs" => {
            let given = ["seed", "count"].map(|name| number(&case.given[name]).map(|n| (None, Value::int(n))));
            let run = finished("mt19937", given.into_iter().collect::<Result<_, _>>()?)?;
            let Value::List(outputs) = &run.result else { return Err("no list".into()) };
            let shown = |value: &Value| value.show(40).map_err(|e| e.to_string());
            if let Some(count) = case.out.get("count") {
                expect("count", &outputs.len().to_string(), &count.to_string())?;
            }
            match case.out.get("outputs") {
                Some(all) => {
                    let found = outputs.iter().map(shown).collect::<Result<Vec<_>, _>>()?;
                    expect("outputs", &format!("[{}]", found.join(",")), &all.to_string())?;
                }
                None => expect("last", &shown(outputs.last().ok_or("no output")?)?, &case.out["last"].to_string())?,
            }
            for mid in case.mids().into_iter().filter(|mid| mid.name == "state_sha256") {
                expect("state_sha256[", &digest(&run, "state[0..623]")?, &mid.digits)?;
            }
            check_mids(case, &run, |name, index| match (name, index) {
                ("state", [i]) => Some(vec![vec![format!("state[{i}]")]]),
                ("x", [n, i]) => Some(vec![vec![format!("twist[{n}]/x[{i}]")]]),
                // Compared above.
                ("state_sha256", []) => Some(vec![]),
                _ => None,
            })
        }
        // 624 outputs in a row give the state that they are made from.
        "clone" => {
            let outputs = case.given["outputs"].as_array().ok_or("no outputs")?;
            let words = outputs.iter().map(untempered).collect::<Result<Vec<_>, _>>()?;
            let bytes = words.iter().flat_map(|word| (*word as u32).to_be_bytes()).collect::<Vec<_>>();
            let input = Rope::input(Path::new("words"), Arc::new(bytes));
            let digest = result(&call("sha256", vec![(None, Value::Bytes(input))])?)?;
            if let Some(expected) = case.out.get("state_sha256").and_then(Json::as_str) {
                expect("state_sha256", &digest, expected)?;
            }
            for mid in case.mids() {
                let found = match (mid.name, mid.index.as_slice()) {
                    ("x", [.., i]) | ("state", [.., i]) => format!("{:08x}", words[*i as usize]),
                    ("state_sha256", _) => digest.clone(),
                    other => return Err(format!("{other:?} is not known")),
                };
                expect(&format!("{}{:?}", mid.name, mid.index), &found, &mid.digits)?;
            }
            Ok(())
        }
        other => Err(format!("no operation `{other}`")),
    }
}
fn untempered(output: &Json) -> Result<i64, String> {
    let run = finished("mt19937_untemper", vec![(None, Value::int(number(output)?))])?;
    let word = run.result.to_int().map_err(|e| e.to_string())?.ok_or("no integer")?;
    i64::try_from(word).map_err(|e| e.to_string())
}
