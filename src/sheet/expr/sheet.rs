//! Sheets as text: a cell on each line.

use std::collections::HashSet;

use super::error::{reserved, unclosed};
use super::lex::{Lexer, Token};
use super::parse::Parser;
use super::{Expr, Fault, Limits, RESERVED, Span};

/// A cell as it is written: `digest = sha256(message)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The cell.
    pub name: String,
    /// Where its name stands.
    pub name_span: Span,
    /// What it is.
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
    let (token, name_span) = parser.advance()?;
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
        _ => return Err(no_cell(name_span)),
    }
    let (expr, place) = parser.whole()?;
    Ok(Line {
        name: name.to_owned(),
        name_span,
        span: name_span.to(place),
        expr,
    })
}

fn no_cell(span: Span) -> Fault {
    Fault::new(span, "This line names no cell.").hint("Write name = expression on each line.")
}

/// What to say about a line that cannot be read, and where to go on.
fn recover(source: &str, start: usize, fault: Fault, lexer: &Lexer<'_>) -> (Fault, usize) {
    let Some(open) = lexer.open_bracket() else {
        return (fault, end_of_line(source, lexer.at()));
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
    if at <= fault.span.start {
        (unclosed(open), at)
    } else {
        (fault, at)
    }
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
