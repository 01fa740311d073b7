//! Calls: arguments are bound to the parameters of a row, checked against them, and the run is built.

use super::{Arguments, Context, Cost, Fault, FaultKind, Function, Limits, Parameter};
use crate::run::{Budget, Origin, Run, Source, Type, Value};
use num_bigint::BigInt;
use num_traits::ToPrimitive;
use std::sync::Arc;

impl Function {
    /// Checks a call's arguments against the parameters and builds its run.
    ///
    /// # Errors
    /// A fault that names the argument; [`FaultKind::Waiting`] where an argument must be computed or read first.
    pub fn call(&self, context: &Context, given: Vec<(Option<&str>, Value)>) -> Result<(Run, Arguments), Fault> {
        let arguments = Arguments::bind(self, given, context.budget)?;
        let inputs = || arguments.values().map(|(name, value)| (name, value.clone())).collect();
        match (self.make)(context, &arguments) {
            Ok(mut run) => {
                run.inputs = inputs();
                Ok((run, arguments))
            }
            Err(mut fault) => {
                if fault.kind == FaultKind::Rejected {
                    let run = fault.run.get_or_insert_with(|| Arc::new(Run::new(&context.at, self.name)));
                    Arc::make_mut(run).inputs = inputs();
                }
                Err(fault)
            }
        }
    }
    /// `hmac(key, message; hash: "sha256")`.
    pub fn signature(&self) -> String {
        let parameter = |(i, p): (usize, &Parameter)| {
            let opens = p.default.is_some() && i > 0 && self.parameters[i - 1].default.is_none();
            let before = if i == 0 {
                ""
            } else if opens {
                "; "
            } else {
                ", "
            };
            match p.default {
                Some(default) => format!("{before}{}: {default}", p.name),
                None => format!("{before}{}", p.name),
            }
        };
        let list: String = self.parameters.iter().enumerate().map(parameter).collect();
        format!("{}({list})", self.name)
    }
}
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
        let mut arguments = Arguments(Vec::with_capacity(bound.len()));
        for (p, value) in function.parameters.iter().zip(bound) {
            let value = value.or_else(|| p.default.map(|default| default.value(&arguments)));
            let value = value.ok_or_else(|| {
                Fault::argument(p.name, format!("{} wants `{}`: {}", function.name, p.name, p.help))
                    .hint(function.signature())
            })?;
            arguments.0.push((p.name, value));
        }
        function.parameters.iter().try_for_each(|p| affordable(function, p, &arguments))?;
        Ok(arguments)
    }
}
/// Refuses what costs more than a parameter's row allows.
fn affordable(function: &Function, parameter: &Parameter, arguments: &Arguments) -> Result<(), Fault> {
    for cost in parameter.costs {
        let asked = (cost.of)(arguments)?;
        if asked > u128::from(cost.most) {
            let (name, Cost { what, formula, most, .. }) = (function.name, cost);
            let message = format!("{name} is limited to {most} {what} ({formula}), and this asks for {asked}");
            return Err(Fault { kind: FaultKind::Limit, ..Fault::argument(parameter.name, message) });
        }
    }
    Ok(())
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
        return Err(match remedy(function, parameter, &value) {
            Some(hint) => fault.hint(hint),
            None => fault,
        });
    }
    within(function, parameter, &value, budget)?;
    Ok(value)
}
/// The remedy where a value is of another kind than a parameter takes.
fn remedy(function: &Function, parameter: &Parameter, value: &Value) -> Option<String> {
    const SHORTEST: u64 = 8;
    let wants = |kind| parameter.kinds.contains(&kind);
    match value.kind() {
        Type::Int if function.name == "length" => {
            Some("an integer has no length; bytes_be(n, 4) writes it as bytes".into())
        }
        Type::Int if wants(Type::Bytes) => Some("bytes are written in hexadecimal, as in 0x00ff".into()),
        Type::Text if function.name == "add" => Some("bytes and texts are joined by `++`".into()),
        Type::Bytes if wants(Type::Int) => {
            let joined = if function.name == "add" { "bytes are joined by `++`; as a number " } else { "as a number " };
            let short = value.rope().is_some_and(|rope| (1..=SHORTEST).contains(&rope.len()));
            let written = value
                .rope()
                .is_some_and(|rope| matches!(rope.all(), [span] if matches!(span.origin, Origin::Constant(_))));
            let shown = value.show(24).ok().filter(|_| short && written);
            Some(match shown.and_then(|digits| Some((u64::from_str_radix(&digits, 16).ok()?, digits))) {
                Some((number, digits)) => format!("{joined}write {number}, or int_be(0x{digits})"),
                None => format!("{joined}write int_be(…)"),
            })
        }
        Type::Int | Type::Text | Type::Bytes | Type::Bool | Type::List => None,
    }
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
        Limits::Range(least, most) | Limits::Only(least, most) => {
            value.finish(budget)?;
            let int = value.to_int()?.unwrap_or_default();
            if int.to_i64().is_some_and(|i| (least..=most).contains(&i)) {
                return Ok(());
            }
            let message =
                format!("`{name}` of {} is {least} to {most}, and this is {}", function.name, value.show(24)?);
            let costly = matches!(parameter.limits, Limits::Range(..)) && int > BigInt::from(most);
            let kind = if costly { FaultKind::Limit } else { FaultKind::BadArgument };
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
                None => {
                    let shown = |name: &&'static str| if name.is_empty() { "\"\"" } else { name };
                    fault.hint(format!("it is one of: {}", names.iter().map(shown).collect::<Vec<_>>().join(", ")))
                }
            })
        }
    }
}
