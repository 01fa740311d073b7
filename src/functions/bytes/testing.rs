//! What the tests of this family share.

use crate::functions::{Agreement, Context, Fault, function};
use crate::run::origin::roots;
use crate::run::{Budget, Part, Path, Place, Rope, Run, Source, Value};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes that a learner typed into a cell.
pub fn input(cell: &str, bytes: &[u8]) -> Value {
    Value::Bytes(Rope::input(Path::new(cell), Arc::new(bytes.to_vec())))
}
/// A text that a learner typed into a cell.
pub fn typed(cell: &str, text: &str) -> Value {
    Value::Text(Rope::input(Path::new(cell), Arc::new(text.as_bytes().to_vec())))
}
/// Arguments by position.
pub fn positional(arguments: impl IntoIterator<Item = Value>) -> Vec<(Option<&'static str>, Value)> {
    arguments.into_iter().map(|v| (None, v)).collect()
}
/// A call by position.
pub fn call(name: &str, arguments: impl IntoIterator<Item = Value>) -> Result<Run, Fault> {
    named(name, positional(arguments))
}
/// A call whose arguments may have names; what our body records is what it computes, and the crate agrees.
pub fn named(name: &str, arguments: Vec<(Option<&str>, Value)>) -> Result<Run, Fault> {
    let (run, agreement) = computed(name, arguments)?;
    match (agreement, function(name)?.vetted.vetted()) {
        (Agreement::Agrees { vetted, .. }, Some(row)) => assert!(row.name.contains(vetted), "{name}: {vetted}"),
        (agreement, row) => {
            assert_eq!(agreement, Agreement::NoSecondOpinion, "{name}");
            assert!(row.is_none(), "{name} is compared");
        }
    }
    Ok(run)
}
/// The same where the crate may have no opinion.
pub fn finished(name: &str, arguments: Vec<(Option<&str>, Value)>) -> Result<Run, Fault> {
    match computed(name, arguments)? {
        (run, Agreement::Agrees { .. } | Agreement::NoSecondOpinion) => Ok(run),
        (_, other) => panic!("{name} {other}"),
    }
}
fn computed(name: &str, arguments: Vec<(Option<&str>, Value)>) -> Result<(Run, Agreement), Fault> {
    let budget = Budget::unlimited();
    let function = function(name)?;
    // Each run has a place of its own, as in a sheet.
    static CALLS: AtomicU64 = AtomicU64::new(0);
    let at = Path::new(name).number(CALLS.fetch_add(1, Ordering::Relaxed));
    let (run, arguments) = function.call(&Context { at, budget: &budget }, arguments)?;
    run.finish(&budget)?;
    run.parts().iter().for_each(records_what_it_computes);
    let agreement = function.agreement(&run, &arguments)?;
    Ok((run, agreement))
}
fn records_what_it_computes(part: &Arc<dyn Part>) {
    // Before what was written over is looked at again.
    let output = Rope::output(part).to_vec().unwrap();
    let mut recorded = vec![];
    for (segment, bytes) in part.writers(0..part.output_len()) {
        recorded.extend_from_slice(&part.record(segment, &Budget::unlimited()).unwrap().border.bytes[bytes]);
    }
    if part.segments() > 0 {
        assert_eq!(recorded, output, "{}", part.at());
    }
}
/// The result as a line shows it.
pub fn shown(name: &str, arguments: impl IntoIterator<Item = Value>) -> String {
    call(name, arguments).unwrap().result.show(10_000).unwrap()
}
/// The message where a call gives no run.
pub fn fault(name: &str, arguments: impl IntoIterator<Item = Value>) -> String {
    let fault = call(name, arguments).expect_err("a fault");
    assert!(fault.argument.is_some(), "{fault} names no argument");
    fault.to_string()
}
/// The text of a value at an address.
pub fn at(run: &Run, address: &str) -> String {
    run.at(&address.parse().unwrap(), &Budget::unlimited()).unwrap().text(&Budget::unlimited()).unwrap()
}
/// The formula of the value at an address.
pub fn formula(run: &Run, address: &str) -> String {
    match run.at(&address.parse().unwrap(), &Budget::unlimited()).unwrap() {
        Place::Nodes { part, segment, nodes } => {
            let trace = part.record(segment, &Budget::unlimited()).unwrap();
            crate::num::formula(&trace, nodes[0], false).to_string()
        }
        Place::Value(_) | Place::Segment { .. } => panic!("{address} is no number"),
    }
}
/// The input bytes that some bytes of a value depend on, then the constants and the lengths: `a[0..2] b[5..6]; "x"`.
pub fn origin(value: &Value, bytes: std::ops::Range<u64>) -> String {
    let place = Place::bytes(value.rope().unwrap().slice(bytes));
    let roots = roots(&place, &Budget::unlimited()).unwrap();
    let cell = |(path, ranges): (&Path, &Vec<std::ops::Range<u64>>)| {
        ranges.iter().map(|r| format!("{path}[{}..{}]", r.start, r.end)).collect::<Vec<_>>().join(" ")
    };
    let inputs: Vec<String> = roots.inputs.iter().map(cell).collect();
    let others: Vec<String> = roots.others.into_iter().collect();
    [inputs.join(" "), others.join(", ")].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join("; ")
}
/// All that a value depends on.
pub fn origins(value: &Value) -> String {
    origin(value, 0..value.rope().unwrap().len())
}
