//! Sheets as text: a cell on each line.

use std::collections::HashSet;

use super::advice::{reserved, unclosed};
use super::lex::{Lexer, NEVER_CLOSED, RUNS_INTO_LETTERS, Token};
use super::parse::Parser;
use super::{Expr, Fault, Limits, RESERVED, Span};

/// A cell as it is written: `digest = sha256(message)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The cell.
    pub name: String,
    /// Where its name stands.
    pub name_span: Span,
    /// Its expression.
    pub expr: Expr,
    /// From the name to the end of the expression.
    pub span: Span,
}

/// Reads a sheet: the cells in their order, and what is wrong with the other lines.
///
/// Blank lines and comments may stand anywhere. A cell that is named a second time is a fault,
/// and the first stays.
pub fn parse_sheet(source: &str, limits: &Limits) -> (Vec<Line>, Vec<Fault>) {
    let mut lines: Vec<Line> = Vec::new();
    let mut faults = Vec::new();
    let mut known = HashSet::new();
    let mut at = 0;
    while let Some(start) = next_cell(source, at) {
        let mut parser = Parser::new(Lexer::of_cell(source, start, limits), limits);
        match cell(&mut parser) {
            Ok(line) => {
                at = parser.lexer().at();
                if known.insert(line.name.clone()) {
                    lines.push(line);
                } else {
                    faults.push(
                        Fault::new(line.name_span, format!("`{}` exists already.", line.name))
                            .hint("Give this cell another name."),
                    );
                }
            }
            Err(fault) => {
                let (fault, resume) = recover(source, start, fault, parser.lexer());
                faults.push(fault);
                at = resume;
            }
        }
    }
    (lines, faults)
}

fn cell(parser: &mut Parser<'_>) -> Result<Line, Fault> {
    let (token, name_span) = parser.advance().map_err(name_of_digits)?;
    let Token::Word(name) = token else {
        return Err(no_cell(name_span));
    };
    if RESERVED.contains(&name) {
        return Err(reserved(name, name_span));
    }
    match parser.advance()? {
        (Token::Sign("="), _) => {}
        (Token::Sign("=="), span) => {
            return Err(Fault::new(span, "`==` compares.").hint("Write `=` after a cell's name."));
        }
        (Token::Sign(":"), span) => {
            return Err(Fault::new(span, "After a cell's name stands `=`.").hint(format!("Write {name} = ….")));
        }
        (Token::Sign(sign @ ("-" | ".")), span) => {
            return Err(Fault::new(span, format!("The name of a cell has no `{sign}` in it."))
                .hint(format!("A name is made of letters, digits and `_`, as in {name}_2.")));
        }
        _ => return Err(no_cell(name_span)),
    }
    let (expr, place) = parser.whole()?;
    Ok(Line { name: name.to_owned(), name_span, span: name_span.to(place), expr })
}

/// The fault of a name that begins with a digit, which is read as a number.
fn name_of_digits(fault: Fault) -> Fault {
    if fault.message != RUNS_INTO_LETTERS {
        return fault;
    }
    Fault::new(fault.span, "The name of a cell begins with a letter.").hint("Put a letter before the digit.")
}

fn no_cell(span: Span) -> Fault {
    Fault::new(span, "This line names no cell.").hint("Write name = expression on each line.")
}

/// The fault of a line that cannot be read, and where to go on.
fn recover(source: &str, start: usize, fault: Fault, lexer: &Lexer<'_>) -> (Fault, usize) {
    let open = match lexer.open_bracket() {
        Some(open) => open,
        // The lines that follow may belong to a text.
        None if fault.message == NEVER_CLOSED => fault.span,
        None => return (fault, end_of_line(source, lexer.at())),
    };
    // The lines that follow may belong to this cell, up to one that names the next.
    let mut at = end_of_line(source, start);
    while at < source.len() {
        let end = end_of_line(source, at + 1);
        if names_a_cell(&source[at + 1..end]) {
            break;
        }
        at = end;
    }
    if at <= fault.span.start { (unclosed(open), at) } else { (fault, at) }
}

/// Where the next cell starts, after blank lines and comments.
fn next_cell(source: &str, mut at: usize) -> Option<usize> {
    loop {
        let rest = &source[at..];
        at += rest.len() - rest.trim_start().len();
        match source[at..].chars().next()? {
            '#' => at = end_of_line(source, at),
            _ => return Some(at),
        }
    }
}

/// Whether a line starts with `name =`.
fn names_a_cell(line: &str) -> bool {
    let line = line.trim_start();
    let rest = line.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
    let sign = rest.trim_start();
    rest.len() < line.len() && sign.starts_with('=') && !sign.starts_with("==")
}

/// The offset of the next line's end, or that of the text.
fn end_of_line(source: &str, at: usize) -> usize {
    source[at..].find('\n').map_or(source.len(), |i| at + i)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Cells = Vec<(String, String)>;

    /// The cells, printed, and each fault with the text that it points at.
    fn read(source: &str) -> (Cells, Vec<(String, &str)>) {
        let (lines, faults) = parse_sheet(source, &Limits::default());
        let cells = lines
            .iter()
            .map(|line| {
                assert_eq!(&source[line.name_span.range()], line.name);
                (line.name.clone(), line.expr.to_string())
            })
            .collect();
        let faults = faults
            .into_iter()
            .map(|fault| {
                assert!(fault.hint.is_some(), "{fault}");
                (fault.message, &source[fault.span.range()])
            })
            .collect();
        (cells, faults)
    }

    fn cells(of: &[(&str, &str)]) -> Cells {
        of.iter().map(|(name, expr)| (name.to_string(), expr.to_string())).collect()
    }

    #[test]
    fn a_sheet_is_a_cell_on_each_line() {
        let source = "\n# a comment\r\nmessage = input(\"abc\", # the default\n  max: 4096)\r\n\n  \
                      digest=sha256(message) # done\npoint = [\n5,\n\n1\n]\nlast_one = (1 +\n2)";
        let (found, faults) = read(source);
        assert_eq!(
            found,
            cells(&[
                ("message", "input(\"abc\", max: 4096)"),
                ("digest", "sha256(message)"),
                ("point", "[5, 1]"),
                ("last_one", "1 + 2"),
            ])
        );
        assert_eq!(faults, []);
        assert_eq!(parse_sheet("", &Limits::default()), (vec![], vec![]));
    }

    #[test]
    fn a_line_spans_its_cell() {
        let source = " a = (b + c) # sum\n";
        let (lines, _) = parse_sheet(source, &Limits::default());
        assert_eq!(&source[lines[0].span.range()], "a = (b + c)");
        assert_eq!(&source[lines[0].expr.span.range()], "b + c");
    }

    #[test]
    fn a_bad_line_spoils_only_itself() {
        for (bad, message, wrong) in [
            ("x", "This line names no cell.", "x"),
            ("my-x = 1", "The name of a cell has no `-` in it.", "-"),
            ("x: 1", "After a cell's name stands `=`.", ":"),
            ("2nd = 1", "The name of a cell begins with a letter.", "2nd"),
            ("x y = 1", "This line names no cell.", "x"),
            ("= 1", "This line names no cell.", "="),
            ("\"x\" = 1", "This line names no cell.", "\"x\""),
            ("x == 1", "`==` compares.", "=="),
            ("if = 1", "`if` has a meaning of its own and is no name.", "if"),
            ("before.x = 1", "`before` has a meaning of its own and is no name.", "before"),
            ("first = 1", "`first` exists already.", "first"),
            ("x =", "A value is missing at the end.", ""),
            ("x = 1 +", "A value is missing at the end.", ""),
            ("x = 1 2", "Something is missing before a number.", "2"),
            ("x = \"abc", "This text is never closed.", "\""),
            ("x = f(\"abc", "This text is never closed.", "\""),
            ("x = f(1,", "This bracket is never closed.", "("),
            ("x = f(1,\n  2", "This bracket is never closed.", "("),
            ("x = [f(1),\n\n# more\n", "This bracket is never closed.", "["),
            ("x = f(1 2,\n  3)", "Here stands a number, where `,` or `)` was expected.", "2"),
            ("x = 1 / 2", "`/` has no meaning here.", "/"),
            ("/", "`/` has no meaning here.", "/"),
            ("x = (1]", "Here stands `]`, where `)` was expected.", "]"),
        ] {
            let source = format!("first = 0\n{bad}\nafter = 2");
            let (found, faults) = read(&source);
            assert_eq!(found, cells(&[("first", "0"), ("after", "2")]), "{bad}");
            assert_eq!(faults, [(message.to_owned(), wrong)], "{bad}");
        }
    }

    #[test]
    fn every_bad_line_is_reported() {
        let (found, faults) = read("a b\nc d\ne = 1\nf = (\ng = 2 +\n");
        assert_eq!(found, cells(&[("e", "1")]));
        let wrong: Vec<&str> = faults.iter().map(|(_, wrong)| *wrong).collect();
        assert_eq!(wrong, ["a", "c", "(", ""]);
    }

    #[test]
    fn a_large_sheet_takes_no_time() {
        for piece in ["a = (\n", "\n", "a = 1\n", "a", "a = [(\"\n", "#\n", "x = f(1,\n\n", "= \n", "a = f( b = c\n"] {
            let source = piece.repeat((1 << 20) / piece.len());
            let (lines, _) = parse_sheet(&source, &Limits::default());
            assert!(lines.len() <= 1, "{piece}");
            let open = format!("a = (\n{source}");
            let (lines, _) = parse_sheet(&open, &Limits::default());
            assert!(lines.len() <= 1, "{piece}");
        }
    }
}
