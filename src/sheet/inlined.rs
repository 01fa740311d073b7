//! A cell as one expression, without the cells that it reads.

use super::Sheet;
use super::expr::{Expr, Kind, children};
use super::writing::literal;
use crate::run::address::below_cell;

/// How deep cells are put into one another.
const DEPTH: usize = 32;

/// The command line that computes the value at an address again, from what stands in the inputs now.
/// None where a formula would be longer than so many bytes, or reads what no command line can say.
pub fn command_line(sheet: &Sheet, cell: &str, address: &str, most: usize) -> Option<String> {
    let mut expr = sheet.cell(cell).and_then(|cell| inlined(sheet, cell.name(), (DEPTH, most)).ok())?;
    let below = below_cell(address).filter(|below| !below.steps.is_empty());
    // A name that is left would be a cell that the command line does not know.
    inline(sheet, &mut expr, (DEPTH, most)).ok()?;
    let expression = quoted(&expr.to_string());
    Some(match below {
        Some(below) => format!("cleartext trace {expression} --at {}", quoted(&below.to_string())),
        None => format!("cleartext run {expression}"),
    })
}

/// A cell as one expression: an input as what stands in it, any other with the cells that it reads put into it.
fn inlined(sheet: &Sheet, name: &str, (depth, most): (usize, usize)) -> Result<Expr, ()> {
    let cell = sheet.cell(name).ok_or(())?;
    if cell.input.is_some() {
        let kind = cell.given().and_then(literal).ok_or(())?;
        return Ok(Expr { span: Default::default(), kind });
    }
    let mut expr = cell.line.expr.clone();
    inline(sheet, &mut expr, (depth.checked_sub(1).ok_or(())?, most))?;
    Ok(expr)
}

fn inline(sheet: &Sheet, expr: &mut Expr, (depth, most): (usize, usize)) -> Result<(), ()> {
    if let Kind::Name(name) = &expr.kind {
        *expr = inlined(sheet, name, (depth, most))?;
        return if expr.to_string().len() > most { Err(()) } else { Ok(()) };
    }
    children(expr).into_iter().try_for_each(|child| inline(sheet, child, (depth, most)))
}

/// A word that every shell takes as it stands; in quotes unless it is a plain one.
pub fn word(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./".contains(&byte);
    if !text.is_empty() && !text.starts_with('-') && text.bytes().all(plain) { text.to_owned() } else { quoted(text) }
}

/// The same in quotes.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::Budget;
    use crate::sheet::NoFiles;
    use crate::sheet::expr::{Limits, parse};

    #[test]
    fn a_word_is_in_quotes_where_a_shell_would_read_it() {
        for (text, written) in
            [("a/b-1.md", "a/b-1.md"), ("a b.md", "'a b.md'"), ("it's", "'it'\\''s'"), ("-a", "'-a'")]
        {
            assert_eq!(word(text), written);
        }
    }

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
        let line = command_line(&sheet, "mac", "mac/inner/block[0]/T1[3]", 1 << 16).expect("a command");
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
        let line = command_line(&sheet("m = input(\"abc\")"), "m", "m", 1 << 16);
        assert_eq!(line.as_deref(), Some("cleartext run '\"abc\"'"));
    }
}
