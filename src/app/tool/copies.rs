//! What can be copied of a value: itself in several spellings, its address, and the command that computes it again.

use base64ct::{Base64, Encoding};

use crate::app::CLIPBOARD_BYTES;
use crate::app::place::below_cell;
use crate::app::stage::bench::file::{children, literal};
use crate::app::stage::lesson::Session;
use crate::run::{Budget, Source, Value};
use crate::sheet::Sheet;
use crate::sheet::expr::{Expr, Kind};

/// How deep cells are put into one another for the command line.
const DEPTH: usize = 32;

/// The list.
pub struct Copies {
    /// What can be copied.
    pub rows: Vec<Row>,
    /// The chosen row.
    pub chosen: usize,
}

/// One of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is.
    pub name: &'static str,
    /// The text that is copied.
    pub text: String,
}

impl Copies {
    /// What can be copied where one stands. Of a hidden value that is its address alone.
    ///
    /// # Errors
    /// A sentence, where there is no value.
    pub fn of(session: &Session) -> Result<Copies, String> {
        let budget = Budget::frame();
        let spot = session.walk().spot();
        let place = spot.place(&budget).map_err(|error| error.to_string())?;
        let address = spot.address(&budget).map_err(|error| error.to_string())?;
        let mut rows = Vec::new();
        if !spot.is_hidden(session.veil(), &budget) {
            let value = place.value(&budget).map_err(|error| error.to_string())?;
            rows.extend(spellings(&value));
        }
        let command = command(session.sheet(), spot.cell_name(), &address);
        rows.push(Row { name: "address", text: address });
        rows.extend(command.map(|text| Row { name: "command line", text }));
        rows.retain(|row| row.text.len() <= CLIPBOARD_BYTES);
        Ok(Copies { rows, chosen: 0 })
    }
}

/// A value as people write it.
fn spellings(value: &Value) -> Vec<Row> {
    let mut rows = Vec::new();
    if !matches!(value, Value::Bytes(_) | Value::Text(_))
        && let Ok(text) = value.show(CLIPBOARD_BYTES)
    {
        rows.push(Row { name: "value", text });
    }
    let short = value.rope().filter(|rope| rope.len() <= CLIPBOARD_BYTES as u64);
    let Some(Ok(bytes)) = short.map(|rope| rope.to_vec()) else { return rows };
    let hexadecimal = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    rows.push(Row { name: "hexadecimal", text: hexadecimal });
    rows.push(Row { name: "base64", text: Base64::encode_string(&bytes) });
    // Bytes that steer a terminal are no text to paste.
    if let Ok(text) = String::from_utf8(bytes)
        && !text.is_empty()
        && !text.chars().any(|c| c.is_control() && c != '\n' && c != '\t')
    {
        rows.push(Row { name: "text", text });
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
        assert_eq!(listed, [("hexadecimal", "616263"), ("base64", "YWJj"), ("text", "abc")]);
        assert_eq!(spellings(&Value::int(300))[0].text, "300");
        assert!(spellings(&Value::bytes(b"\x1b[31m")).iter().all(|row| row.name != "text"));
    }
}
