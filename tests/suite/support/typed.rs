//! Calls whose arguments are inputs that a learner typed, and whose bytes can be turned over.

use cleartext::functions::{Context, Default as Given, Function, Limits, Parameter};
use cleartext::run::origin::Roots;
use cleartext::run::{Budget, Path, Rope, Run, Type, Value};
use cleartext::sheet::{NoFiles, Sheet};
use std::sync::Arc;

/// Parameters that say where, how many or which: they decide the shape of a run and are operands of nothing in it.
const SHAPES: &[(&str, &str)] = &[
    // Bounds and counts.
    ("slice", "from"),
    ("slice", "to"),
    ("repeat", "times"),
    ("item", "index"),
    ("bytes_be", "length"),
    ("bytes_le", "length"),
    ("pad", "block"),
    ("unpad", "block"),
    ("sha256_resume", "length"),
    ("shake128", "length"),
    ("shake256", "length"),
    ("mgf1", "length"),
    ("rsa_pss_verify", "salt_length"),
    // Which steps meet.
    ("discrete_log", "g"),
    ("discrete_log", "y"),
    ("discrete_log", "p"),
    ("discrete_log", "order"),
    // Where the separator stands in the text is how many items there are.
    ("split", "text"),
    ("split", "separator"),
];
/// A choice by name, or an option: which run there is, not what is in it.
fn shapes(function: &Function, parameter: &Parameter) -> bool {
    SHAPES.contains(&(function.name, parameter.name))
        || matches!(parameter.limits, Limits::OneOf(_) | Limits::Only(..))
        || matches!(parameter.default, Some(Given::Text(_) | Given::Bool(_)))
}

/// Numbers that look random and are the same in every run of the test (xorshift).
pub struct Random(pub u64);
impl Random {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }
    pub fn of<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        if list.is_empty() { None } else { Some(&list[self.below(list.len())]) }
    }
}

/// A byte of an input, by its cell.
pub type Byte = (String, usize);

/// A run, and whether it ends at a check that said no.
pub struct Tried {
    pub run: Arc<Run>,
    pub refused: bool,
}

/// A call whose arguments are typed by a learner.
pub struct Call {
    pub function: &'static Function,
    arguments: Vec<(&'static Parameter, Value)>,
}
impl Call {
    pub fn of(example: &str) -> Call {
        let (mut sheet, faults) = Sheet::parse(&format!("x = {example}"), &Default::default());
        assert_eq!(faults, [], "{example}");
        sheet.finish(&NoFiles, &Budget::unlimited()).unwrap();
        let (function, given) = sheet
            .cell("x")
            .and_then(|cell| cell.calls().last().cloned())
            .map(|call| (call.function, call.arguments))
            .expect("a call");
        let row = |name| function.parameters.iter().find(|p| p.name == name).expect("a parameter of the row");
        Call { function, arguments: given.values().map(|(name, value)| (row(name), value.clone())).collect() }
    }
    /// The run, with the bytes of the inputs as `edit` leaves them; none where no such value can be typed or where the
    /// call is refused outright. What was computed before a check said no is still a run, one that has no result.
    pub fn run(&self, edit: &mut dyn FnMut(&str, &mut Vec<u8>)) -> Option<Tried> {
        let budget = Budget::unlimited();
        let mut given = vec![];
        for (parameter, value) in &self.arguments {
            let fixed = shapes(self.function, parameter);
            let value = if fixed { value.clone() } else { typed(parameter.name, value, edit)? };
            given.push((Some(parameter.name), value));
        }
        let tried = match self.function.call(&Context { at: Path::new("x"), budget: &budget }, given) {
            Ok((run, _)) => Tried { run: Arc::new(run), refused: false },
            Err(fault) => Tried { run: fault.run?, refused: true },
        };
        tried.run.finish(&budget).ok()?;
        Some(tried)
    }
    pub fn bytes(&self) -> Vec<Byte> {
        let mut bytes = vec![];
        self.run(&mut |cell, input| bytes.extend((0..input.len()).map(|byte| (cell.to_owned(), byte))));
        bytes
    }
    pub fn flipped(&self, (cell, byte): &Byte, mask: u8) -> Option<Tried> {
        self.run(&mut |name, input| {
            if name == cell {
                input[*byte] ^= mask;
            }
        })
    }
}
/// A value as an input; the items of a list have cells of their own. None where its edited bytes stand for no value.
fn typed(cell: &str, value: &Value, edit: &mut dyn FnMut(&str, &mut Vec<u8>)) -> Option<Value> {
    if let Value::List(items) = value {
        let item = |(i, item)| typed(&format!("{cell}_{i}"), item, edit);
        return items.iter().enumerate().map(item).collect::<Option<_>>().map(Value::List);
    }
    let mut bytes = value.rope()?.to_vec().ok()?;
    edit(cell, &mut bytes);
    let sound = match value.kind() {
        Type::Text => std::str::from_utf8(&bytes).is_ok(),
        Type::Int => bytes.len() == 1 || bytes.first() != Some(&0),
        Type::Bool => bytes.iter().all(|b| *b <= 1),
        Type::Bytes | Type::List => true,
    };
    let input = Rope::input(Path::new(cell), Arc::new(bytes));
    sound.then_some(match value {
        Value::Text(_) => Value::Text(input),
        Value::Int { negative, .. } => Value::Int { magnitude: input, negative: *negative },
        Value::Bool(_) => Value::Bool(input),
        Value::Bytes(_) | Value::List(_) => Value::Bytes(input),
    })
}

/// Whether a byte is among the roots of a value.
pub fn among(roots: &Roots, (cell, byte): &Byte) -> bool {
    roots.inputs.get(&Path::new(cell)).is_some_and(|ranges| ranges.iter().any(|r| r.contains(&(*byte as u64))))
}
