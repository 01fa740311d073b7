//! What can be copied of a value: itself in several spellings, its address, the command that computes it again, and lines
//! for other tools that compute the call again.

use base64ct::{Base64, Encoding};

use crate::app::desk::Desk;
use crate::app::lens::{frame, hex, written};
use crate::app::list::List;
use crate::app::place::below_cell;
use crate::functions::outside::{self, Outside};
use crate::run::{Source, Value};
use crate::sheet::expr::{Expr, Kind, children};
use crate::sheet::writing::literal;
use crate::sheet::{Call, Sheet};

/// How deep cells are put into one another for the command line.
const DEPTH: usize = 32;

/// The most that is copied to the clipboard, in bytes.
pub const CLIPBOARD_BYTES: usize = 64 << 10;

/// The list.
pub struct Copies {
    /// What can be copied.
    pub list: List<Spelling>,
}

/// One of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelling {
    /// What it is.
    pub name: &'static str,
    /// How long it is, with the unit: `32 bytes, 64 digits`.
    pub size: String,
    /// The text that is copied.
    pub text: String,
}

impl Spelling {
    fn new(name: &'static str, size: String, text: String) -> Spelling {
        Spelling { name, size, text }
    }

    /// A spelling that is measured in characters.
    fn text(name: &'static str, text: String) -> Spelling {
        Spelling::new(name, counted(text.chars().count(), "character"), text)
    }
}

/// `1 byte`, `32 bytes`.
fn counted(count: usize, unit: &str) -> String {
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

impl Copies {
    /// What can be copied where one stands. Of a hidden value that is its address alone.
    ///
    /// # Errors
    /// A sentence, where there is no value.
    pub fn of(desk: &Desk) -> Result<Copies, String> {
        let budget = frame();
        let (lens, spot) = (desk.lens(&budget), desk.walk().spot());
        let mut rows = Vec::new();
        if !lens.hides_spot(spot) {
            rows.extend(spellings(&lens.whole(spot)?));
        }
        let address = spot.address(&budget).map_err(|error| error.to_string())?;
        let command = command(desk.sheet(), spot.cell_name(), &address);
        rows.push(Spelling::text("address", address.clone()));
        rows.extend(command.map(|text| Spelling::text("command line", text)));
        rows.extend(outside(desk, &address).into_iter().map(|found| Spelling::text(found.tool, found.line)));
        rows.retain(|row| row.text.len() <= CLIPBOARD_BYTES);
        Ok(Copies { list: List::new(rows) })
    }
}

/// A value as people write it.
fn spellings(value: &Value) -> Vec<Spelling> {
    let mut rows = Vec::new();
    if !matches!(value, Value::Bytes(_) | Value::Text(_)) {
        rows.push(Spelling::text("value", written(value, CLIPBOARD_BYTES)));
    }
    let short = value.rope().filter(|rope| rope.len() <= CLIPBOARD_BYTES as u64);
    let Some(Ok(bytes)) = short.map(|rope| rope.to_vec()) else { return rows };
    let of = counted(bytes.len(), "byte");
    let digits = hex(&bytes);
    rows.push(Spelling::new("hexadecimal", format!("{of}, {}", counted(digits.len(), "digit")), digits));
    let base64 = Base64::encode_string(&bytes);
    rows.push(Spelling::new("base64", format!("{of}, {}", counted(base64.len(), "character")), base64));
    // Bytes that steer a terminal are no text to paste.
    if let Ok(text) = String::from_utf8(bytes)
        && !text.is_empty()
        && !text.chars().any(|c| c.is_control() && c != '\n' && c != '\t')
    {
        rows.push(Spelling::new("text", of, text));
    }
    rows
}

/// The command line that computes the value at an address again, from what stands in the inputs now.
fn command(sheet: &Sheet, cell: &str, address: &str) -> Option<String> {
    let mut expr = sheet.cell(cell).and_then(|cell| inlined(sheet, cell.name(), DEPTH).ok())?;
    let below = below_cell(address).filter(|below| !below.steps.is_empty());
    // A name that is left would be a cell that the command line does not know.
    inline(sheet, &mut expr, DEPTH).ok()?;
    let expression = quoted(&expr.to_string());
    Some(match below {
        Some(below) => format!("cleartext trace {expression} --at {}", quoted(&below.to_string())),
        None => format!("cleartext run {expression}"),
    })
}

/// The lines that compute the call one stands in with other tools, where nothing that they would tell is hidden.
fn outside(desk: &Desk, address: &str) -> Vec<Outside> {
    let within = |at: &str| address.strip_prefix(at).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let cell = desk.sheet().cell(desk.walk().spot().cell_name());
    let calls = cell.map_or(&[][..], |cell| cell.calls()).iter().filter(|call| within(call.at.as_str()));
    let call = calls.max_by_key(|call| call.at.as_str().len());
    let shown = |call: &&Call| !call.arguments.values().any(|(_, value)| desk.veil().hides_value(value, &frame()));
    let lines = call.filter(shown).map(|call| outside::lines(call.function, &call.arguments));
    lines.and_then(Result::ok).unwrap_or_default()
}

/// A cell as one expression: an input as what stands in it, any other with the cells that it reads put into it.
fn inlined(sheet: &Sheet, name: &str, depth: usize) -> Result<Expr, ()> {
    let cell = sheet.cell(name).ok_or(())?;
    if cell.input.is_some() {
        let kind = cell.given().and_then(literal).ok_or(())?;
        return Ok(Expr { span: Default::default(), kind });
    }
    let mut expr = cell.line.expr.clone();
    inline(sheet, &mut expr, depth.checked_sub(1).ok_or(())?)?;
    Ok(expr)
}

fn inline(sheet: &Sheet, expr: &mut Expr, depth: usize) -> Result<(), ()> {
    if let Kind::Name(name) = &expr.kind {
        *expr = inlined(sheet, name, depth)?;
        return if expr.to_string().len() > CLIPBOARD_BYTES { Err(()) } else { Ok(()) };
    }
    children(expr).into_iter().try_for_each(|child| inline(sheet, child, depth))
}

/// A word that every shell takes as it stands.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::Budget;
    use crate::sheet::NoFiles;
    use crate::sheet::expr::{Limits, parse};

    fn sheet(source: &str) -> Sheet {
        let (mut sheet, faults) = Sheet::parse(source, &Limits::default());
        assert_eq!(faults, []);
        sheet.finish(&NoFiles, &Budget::unlimited()).expect("it computes");
        sheet
    }

    #[test]
    fn the_command_line_computes_the_same_again() {
        let mut sheet = sheet("m = input(\"abc\")\nk = input(0x0102)\ninner = sha256(m ++ m)\nmac = hmac(k, inner)");
        sheet.type_in("m", "it's").expect("a text");
        sheet.finish(&NoFiles, &Budget::unlimited()).expect("it computes");
        let line = command(&sheet, "mac", "mac/inner/block[0]/T1[3]").expect("a command");
        let expected =
            "cleartext trace 'hmac(0x0102, sha256(\"it'\\''s\" ++ \"it'\\''s\"))' --at 'inner/block[0]/T1[3]'";
        assert_eq!(line, expected);
        let source = "hmac(0x0102, sha256(\"it's\" ++ \"it's\"))";
        let again = Sheet::default().eval(
            &parse(source, &Limits::default()).expect("it parses"),
            &NoFiles,
            &Budget::unlimited(),
        );
        let again = again.expect("it computes").value;
        again.finish(&Budget::unlimited()).expect("it computes");
        let value = &sheet.cell("mac").and_then(|cell| cell.outcome()).expect("a value").value;
        assert_eq!(again.show(99), value.show(99));
    }

    #[test]
    fn an_input_alone_is_run() {
        let line = command(&sheet("m = input(\"abc\")"), "m", "m");
        assert_eq!(line.as_deref(), Some("cleartext run '\"abc\"'"));
    }

    #[test]
    fn a_value_in_its_spellings() {
        let rows = spellings(&Value::bytes(b"abc"));
        let listed: Vec<(&str, &str)> = rows.iter().map(|row| (row.name, row.text.as_str())).collect();
        assert_eq!(rows[0].size, "3 bytes, 6 digits");
        assert_eq!(listed, [("hexadecimal", "616263"), ("base64", "YWJj"), ("text", "abc")]);
        assert_eq!(spellings(&Value::int(300))[0].text, "300");
        assert!(spellings(&Value::bytes(b"\x1b[31m")).iter().all(|row| row.name != "text"));
    }
}
