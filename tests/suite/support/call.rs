//! Calling functions of the table.

use cleartext::functions::{self, Arguments, Context};
use cleartext::run::{Budget, Path, Rope, Run, Value};
use std::sync::Arc;

/// Bytes that a learner gave in a cell.
pub fn input(cell: &str, bytes: &[u8]) -> Value {
    Value::Bytes(Rope::input(Path::new(cell), Arc::new(bytes.to_vec())))
}
/// A call with these arguments, in their order; nothing is computed yet.
pub fn call(name: &str, arguments: Vec<Value>) -> (Run, Arguments) {
    let budget = Budget::unlimited();
    let context = Context { at: Path::new(""), budget: &budget };
    let given = arguments.into_iter().map(|v| (None, v)).collect();
    functions::function(name).unwrap().call(&context, given).unwrap()
}
