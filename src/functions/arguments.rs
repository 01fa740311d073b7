//! The arguments of a call, bound to the parameters of a row and checked against them.

use super::row::{Fault, FaultKind, Function, Limits, Parameter};
use crate::run::{Budget, Error, Rope, Source, Type, Value};
use num_bigint::BigInt;
use num_traits::ToPrimitive;

/// The values that the parameters were given, defaults included, in the order of the row.
#[derive(Clone, Debug)]
pub struct Arguments(Vec<(&'static str, Value)>);

impl Arguments {
    /// Binds what a call gives, by position or by name, and checks it against the row.
    ///
    /// # Errors
    /// A fault that names the parameter, what was expected and what was found.
    pub fn bind(function: &Function, given: Vec<(Option<&str>, Value)>, budget: &Budget) -> Result<Arguments, Fault> {
        let mut bound: Vec<Option<Value>> = vec![None; function.parameters.len()];
        let count = given.len();
        for (i, (name, value)) in given.into_iter().enumerate() {
            let place = match name {
                None => (i < bound.len()).then_some(i).ok_or_else(|| too_many(function, count))?,
                Some(name) => place(function, name)?,
            };
            let parameter = &function.parameters[place];
            if bound[place].is_some() {
                return Err(Fault::argument(parameter.name, format!("`{}` is given twice", parameter.name)));
            }
            bound[place] = Some(fit(function, parameter, value, budget)?);
        }
        let whole = function.parameters.iter().zip(bound).map(|(p, value)| match (value, p.default) {
            (Some(value), _) => Ok((p.name, value)),
            (None, Some(default)) => Ok((p.name, default.value())),
            (None, None) => Err(Fault::argument(p.name, format!("{} wants `{}`: {}", function.name, p.name, p.help))
                .hint(function.signature())),
        });
        Ok(Arguments(whole.collect::<Result<_, _>>()?))
    }
    /// The value of a parameter, which is one of the row's.
    pub fn value(&self, name: &str) -> &Value {
        let found = self.0.iter().find(|(n, _)| *n == name);
        &found.unwrap_or_else(|| panic!("the row has a parameter `{name}`")).1
    }
    /// All values, in the order of the row.
    pub fn values(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.0.iter().map(|(n, v)| (*n, v))
    }
    /// The bytes behind a parameter: of bytes, of a text, of an integer's magnitude.
    pub fn rope(&self, name: &str) -> Rope {
        self.value(name).rope().cloned().unwrap_or_default()
    }
    /// The bytes of a parameter, which must be computed already.
    ///
    /// # Errors
    /// What reading them gives.
    pub fn bytes(&self, name: &str) -> Result<Vec<u8>, Error> {
        self.rope(name).to_vec()
    }
    /// An integer parameter.
    ///
    /// # Errors
    /// What reading it gives.
    pub fn int(&self, name: &str) -> Result<BigInt, Error> {
        Ok(self.value(name).to_int()?.unwrap_or_default())
    }
    /// An integer parameter that is not negative and fits in 64 bits.
    ///
    /// # Errors
    /// What reading it gives, or a fault where it does not fit.
    pub fn u64(&self, name: &str) -> Result<u64, Fault> {
        let value = self.int(name)?;
        value.to_u64().ok_or_else(|| Fault::argument(name, format!("`{name}` is {value}, which is out of range")))
    }
    /// A text parameter.
    ///
    /// # Errors
    /// What reading it gives.
    pub fn text(&self, name: &str) -> Result<String, Error> {
        Ok(self.value(name).to_text()?.unwrap_or_default())
    }
    /// A truth value parameter.
    ///
    /// # Errors
    /// What reading it gives.
    pub fn bool(&self, name: &str) -> Result<bool, Error> {
        Ok(self.value(name).to_bool()?.unwrap_or_default())
    }
}

fn too_many(function: &Function, count: usize) -> Fault {
    let most = function.parameters.len();
    let plural = if most == 1 { "argument" } else { "arguments" };
    Fault::new(FaultKind::BadArgument, format!("{} takes {most} {plural} at most, not {count}", function.name))
        .hint(function.signature())
}
fn place(function: &Function, name: &str) -> Result<usize, Fault> {
    function.parameters.iter().position(|p| p.name == name).ok_or_else(|| {
        let fault = Fault::argument(name, format!("{} has no parameter `{name}`", function.name));
        match crate::run::suggest::did_you_mean(name, function.parameters.iter().map(|p| p.name)) {
            Some(near) => fault.hint(format!("did you mean `{near}`?")),
            None => fault.hint(function.signature()),
        }
    })
}
/// The value as the parameter takes it: a text is its UTF-8 bytes where bytes are wanted.
fn fit(function: &Function, parameter: &Parameter, value: Value, budget: &Budget) -> Result<Value, Fault> {
    let name = parameter.name;
    let value = match value {
        Value::Text(rope) if !parameter.kinds.contains(&Type::Text) && parameter.kinds.contains(&Type::Bytes) => {
            Value::Bytes(rope)
        }
        value => value,
    };
    if !parameter.kinds.contains(&value.kind()) {
        let wanted: Vec<&str> = parameter.kinds.iter().map(|k| k.phrase()).collect();
        let (wanted, found) = (wanted.join(" or "), value.kind().phrase());
        let fault = Fault::argument(name, format!("`{name}` of {} wants {wanted}, and this is {found}", function.name));
        return Err(match (value.kind(), parameter.kinds.contains(&Type::Bytes)) {
            (Type::Int, true) => fault.hint("bytes are written in hexadecimal, as in 0x00ff"),
            _ => fault,
        });
    }
    within(function, parameter, &value, budget)?;
    Ok(value)
}
fn within(function: &Function, parameter: &Parameter, value: &Value, budget: &Budget) -> Result<(), Fault> {
    let name = parameter.name;
    match parameter.limits {
        Limits::None => Ok(()),
        Limits::Length(least, most) => {
            let len = value.rope().map_or(0, |r| r.len());
            if (least..=most).contains(&len) {
                return Ok(());
            }
            let wanted = match (least, most) {
                (a, b) if a == b => format!("{a} bytes"),
                (0, b) => format!("{b} bytes at most"),
                (a, u64::MAX) => format!("{a} bytes at least"),
                (a, b) => format!("{a} to {b} bytes"),
            };
            Err(Fault::argument(name, format!("`{name}` of {} wants {wanted}, and this has {len}", function.name)))
        }
        Limits::Range(least, most) => {
            value.finish(budget)?;
            let int = value.to_int()?.unwrap_or_default();
            if int.to_i64().is_some_and(|i| (least..=most).contains(&i)) {
                return Ok(());
            }
            let message =
                format!("`{name}` of {} is {least} to {most}, and this is {}", function.name, value.show(24)?);
            let kind = if int > BigInt::from(most) { FaultKind::Limit } else { FaultKind::BadArgument };
            Err(Fault { kind, ..Fault::argument(name, message) })
        }
        Limits::Bits(most) => {
            value.finish(budget)?;
            let bits = value.to_int()?.unwrap_or_default().bits();
            if bits <= most {
                return Ok(());
            }
            let message = format!("`{name}` of {} has {most} bits at most, and this has {bits}", function.name);
            Err(Fault { kind: FaultKind::Limit, ..Fault::argument(name, message) })
        }
        Limits::OneOf(names) => {
            value.finish(budget)?;
            let text = value.to_text()?.unwrap_or_default();
            let names = names();
            if names.contains(&text.as_str()) {
                return Ok(());
            }
            let shown: String = text.chars().take(40).collect();
            let fault = Fault::argument(name, format!("`{name}` of {} cannot be {shown:?}", function.name));
            Err(match crate::run::suggest::did_you_mean(&text, names.iter().copied()) {
                Some(near) => fault.hint(format!("did you mean \"{near}\"?")),
                None => fault.hint(format!("it is one of: {}", names.join(", "))),
            })
        }
    }
}
