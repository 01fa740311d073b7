//! From a tree back to text that reads as the same tree.

use std::fmt::{self, Write};

use num_bigint::Sign;

use super::{Argument, Binding, Expr, Form, Kind};

impl fmt::Display for Expr {
    /// On one line, with the parentheses that are needed and no others. Bytes are written in
    /// hexadecimal and integers in plain decimal, however they were written before.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(self, f)
    }
}

fn write(expr: &Expr, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match &expr.kind {
        Kind::Text(text) => quoted(text, f),
        Kind::Bytes(bytes) => {
            f.write_str("0x")?;
            bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
        }
        Kind::Int(integer) => write!(f, "{integer}"),
        Kind::Bool(truth) => write!(f, "{truth}"),
        Kind::List(items) => {
            f.write_str("[")?;
            separated(items, f, write)?;
            f.write_str("]")
        }
        Kind::Name(name) => f.write_str(name),
        Kind::At { base, address, .. } => {
            postfix_base(base, f)?;
            write!(f, "@{address}")
        }
        Kind::Slice { base, from, to } => {
            postfix_base(base, f)?;
            f.write_str("[")?;
            from.iter().try_for_each(|from| write(from, f))?;
            f.write_str("..")?;
            to.iter().try_for_each(|to| write(to, f))?;
            f.write_str("]")
        }
        Kind::Item { base, index } => {
            postfix_base(base, f)?;
            f.write_str("[")?;
            write(index, f)?;
            f.write_str("]")
        }
        Kind::Call {
            function,
            arguments,
            form,
            ..
        } => match (form, arguments.as_slice()) {
            (Form::Infix(operator), [left, right]) => {
                let binding = operator.binding();
                let chained = binding != Binding::Comparison;
                let left_binding = if chained { binding } else { binding.tighter() };
                within(&left.value, left_binding, f)?;
                write!(f, " {} ", operator.sign())?;
                within(&right.value, binding.tighter(), f)
            }
            (Form::Minus, [_zero, operand]) => {
                f.write_str("-")?;
                match &operand.value.kind {
                    // Without parentheses the sign would be the integer's own.
                    Kind::Int(integer) if integer.sign() != Sign::Minus => {
                        parenthesised(&operand.value, f)
                    }
                    _ => within(&operand.value, Binding::Signed, f),
                }
            }
            (Form::If, arguments) => call("if", arguments, f),
            (Form::Named | Form::Infix(_) | Form::Minus, arguments) => call(function, arguments, f),
        },
    }
}

fn call(function: &str, arguments: &[Argument], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{function}(")?;
    separated(arguments, f, |argument, f| {
        if let Some((name, _)) = &argument.name {
            write!(f, "{name}: ")?;
        }
        write(&argument.value, f)
    })?;
    f.write_str(")")
}

fn separated<T>(
    items: &[T],
    f: &mut fmt::Formatter<'_>,
    one: impl Fn(&T, &mut fmt::Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            f.write_str(", ")?;
        }
        one(item, f)?;
    }
    Ok(())
}

/// With parentheses if it would fall apart next to something that binds as tightly as `least`.
fn within(expr: &Expr, least: Binding, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if binding(expr) < least {
        parenthesised(expr, f)
    } else {
        write(expr, f)
    }
}

/// What stands before an `@` or a `[`: an address would take either for its own.
fn postfix_base(base: &Expr, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match base.kind {
        Kind::At { .. } => parenthesised(base, f),
        _ => within(base, Binding::Postfix, f),
    }
}

fn parenthesised(expr: &Expr, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("(")?;
    write(expr, f)?;
    f.write_str(")")
}

fn binding(expr: &Expr) -> Binding {
    match &expr.kind {
        Kind::Int(integer) if integer.sign() == Sign::Minus => Binding::Signed,
        Kind::Text(_) | Kind::Bytes(_) | Kind::Int(_) | Kind::Bool(_) => Binding::Postfix,
        Kind::List(_) | Kind::Name(_) => Binding::Postfix,
        Kind::At { .. } | Kind::Slice { .. } | Kind::Item { .. } => Binding::Postfix,
        Kind::Call { form, .. } => match form {
            Form::Infix(operator) => operator.binding(),
            Form::Minus => Binding::Signed,
            Form::Named | Form::If => Binding::Postfix,
        },
    }
}

/// A text between quotes, what cannot be seen written by its number.
fn quoted(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("\"")?;
    for c in text.chars() {
        match c {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '\t' => f.write_str("\\t")?,
            c if is_unseen(c) => write!(f, "\\u{{{:x}}}", u32::from(c))?,
            c => f.write_char(c)?,
        }
    }
    f.write_str("\"")
}

/// Control characters, and those that have no width, turn the direction or break the line.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}
