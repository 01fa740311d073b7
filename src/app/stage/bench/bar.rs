//! The formula bar: a line of text that is read as it is typed, and what is said below it.

use crate::app::text::InputLine;
use crate::functions::{all, function};
use crate::run::address::Span;
use crate::sheet::expr::{self, Expr, Fault, Limits, Line};
use crate::sheet::{Problem, Sheet};

/// The longest formula that can be typed, in bytes: the longest literal in hexadecimal, and something around it.
pub const MAX_FORMULA: usize = 160 << 10;
/// The longest path that can be typed.
const MAX_PATH: usize = 4096;
/// How many names are offered.
const OFFERED: usize = 8;
/// Words with a meaning of their own that are written like functions.
const FORMS: [(&str, &str); 3] = [
    ("input", "input(default; max, min, help, choose, random): a cell to be changed with ⟨edit⟩."),
    ("file", "file(path): the bytes of a file; saved, it becomes an input."),
    ("if", "if(condition, value if true, value if false): one of two values."),
];

/// The bar.
#[derive(Clone)]
pub struct Bar {
    /// What for.
    pub purpose: Purpose,
    /// The text.
    pub line: InputLine,
    /// What is wrong with it.
    pub wrong: Option<Wrong>,
    /// Names that begin as the word at the cursor does.
    pub offers: Vec<String>,
    /// What the call at the cursor wants.
    pub help: Option<String>,
}

/// What the bar is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A new cell, or another formula for one.
    Formula {
        /// The cell.
        of: Option<String>,
    },
    /// The file to save to; holds the path that may be replaced, once that was asked.
    Save {
        /// The path.
        replace: Option<String>,
    },
}

/// What is wrong with a text, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Where in the text.
    pub span: Option<Span>,
    /// A sentence.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
    /// Whether it cannot be taken like that; else the cell shows what is wrong.
    pub refused: bool,
}

impl From<Fault> for Wrong {
    fn from(fault: Fault) -> Wrong {
        Wrong { span: Some(fault.span), message: fault.message, hint: fault.hint, refused: true }
    }
}

impl From<Problem> for Wrong {
    fn from(problem: Problem) -> Wrong {
        Wrong { span: problem.span, message: problem.message, hint: problem.hint, refused: false }
    }
}

impl Bar {
    /// A bar for a formula.
    pub fn formula(of: Option<String>, text: String) -> Bar {
        let max = MAX_FORMULA.max(text.len());
        Bar { line: InputLine::line(text, max), ..Bar::empty(Purpose::Formula { of }) }
    }

    /// A bar for the path of a file.
    pub fn save(path: String) -> Bar {
        Bar { line: InputLine::line(path, MAX_PATH), ..Bar::empty(Purpose::Save { replace: None }) }
    }

    fn empty(purpose: Purpose) -> Bar {
        Bar { purpose, line: InputLine::line("", 0), wrong: None, offers: Vec::new(), help: None }
    }

    /// Looks for names and help at the cursor.
    pub fn look(&mut self, sheet: &Sheet) {
        (self.offers, self.help) = match self.purpose {
            Purpose::Formula { .. } => at_cursor(&self.line.text()[..self.line.cursor()], sheet),
            Purpose::Save { .. } => (Vec::new(), None),
        };
    }

    /// Completes the word at the cursor with the first name that is offered.
    pub fn complete(&mut self) -> bool {
        let Some(first) = self.offers.first() else { return false };
        let typed = word_at_end(&self.line.text()[..self.line.cursor()]).len();
        let mut rest = first.get(typed..).unwrap_or_default().to_owned();
        if self.line.text()[self.line.cursor()..].starts_with('(') {
            rest = rest.trim_end_matches('(').to_owned();
        }
        self.line.insert(&rest);
        true
    }
}

/// Reads `name = expression`, or an expression alone.
///
/// # Errors
/// The first mistake, with its place in the text.
pub fn read(text: &str) -> Result<(Option<String>, Expr), Fault> {
    let limits = Limits::default();
    if !names_a_cell(text) {
        return expr::parse(text, &limits).map(|expr| (None, expr));
    }
    let (lines, faults) = expr::parse_sheet(text, &limits);
    match (lines.into_iter().next(), faults.into_iter().next()) {
        (_, Some(fault)) => Err(fault),
        (Some(line), None) => Ok((Some(line.name), line.expr)),
        (None, None) => expr::parse(text, &limits).map(|expr| (None, expr)),
    }
}

/// A line of a sheet, as the sheet itself would read it.
///
/// # Errors
/// The mistake that makes it no line.
pub fn line(name: &str, formula: &str) -> Result<Line, Fault> {
    let source = format!("{name} = {formula}");
    let (lines, faults) = expr::parse_sheet(&source, &Limits::default());
    match faults.into_iter().next() {
        Some(fault) => Err(fault),
        None => lines.into_iter().next().ok_or_else(|| Fault::new(Span::new(0, 0), "There is no cell here.")),
    }
}

fn names_a_cell(text: &str) -> bool {
    let rest = text.trim_start().trim_start_matches(is_word).trim_start();
    rest.starts_with('=') && !rest.starts_with("==")
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn word_at_end(text: &str) -> &str {
    let start = text.char_indices().rev().take_while(|(_, c)| is_word(*c)).last().map_or(text.len(), |(at, _)| at);
    &text[start..]
}

/// A bracket that is open: the function before it, if it is a call's, and where its current argument begins.
struct Open<'t> {
    function: &'t str,
    argument: usize,
    begins: usize,
}

/// What can be said about the place behind a text.
fn at_cursor(before: &str, sheet: &Sheet) -> (Vec<String>, Option<String>) {
    let mut open: Vec<Open> = Vec::new();
    let mut quoted = false;
    let mut escaped = false;
    for (at, c) in before.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' => {
                let function = if c == '(' { word_at_end(&before[..at]) } else { "" };
                open.push(Open { function, argument: 0, begins: at + 1 });
            }
            ')' | ']' => drop(open.pop()),
            ',' => {
                if let Some(last) = open.last_mut() {
                    last.argument += 1;
                    last.begins = at + 1;
                }
            }
            _ => {}
        }
    }
    let offers = if quoted { Vec::new() } else { offers(word_at_end(before), sheet) };
    let wanted = offers.first().filter(|_| offers.len() == 1).map(|name| name.trim_end_matches('(').to_owned());
    let help = wanted.and_then(|name| about(&name)).or_else(|| {
        let call = open.iter().rev().find(|open| !open.function.is_empty())?;
        wants(call, &before[call.begins..])
    });
    (offers, help)
}

/// Cells and functions that begin like a word.
fn offers(word: &str, sheet: &Sheet) -> Vec<String> {
    if word.is_empty() || word.starts_with(|c: char| c.is_numeric()) {
        return Vec::new();
    }
    let cells = sheet.cells().iter().map(|cell| cell.name().to_owned());
    let functions = all().map(|function| function.name).chain(FORMS.iter().map(|(name, _)| *name));
    let longer = |name: &String| name.starts_with(word) && name.trim_end_matches('(') != word;
    cells.chain(functions.map(|name| format!("{name}("))).filter(longer).take(OFFERED).collect()
}

fn about(name: &str) -> Option<String> {
    match FORMS.iter().find(|(form, _)| *form == name) {
        Some((_, says)) => Some((*says).to_owned()),
        None => function(name).ok().map(|function| format!("{}: {}", function.signature(), function.summary)),
    }
}

/// What a call wants where the cursor is.
fn wants(call: &Open, argument: &str) -> Option<String> {
    let Ok(function) = function(call.function) else { return about(call.function) };
    let named = argument.split_once(':').map(|(name, _)| name.trim());
    let parameter = match named {
        Some(name) => function.parameters.iter().find(|parameter| parameter.name == name),
        None => function.parameters.get(call.argument),
    };
    let help = parameter.map_or_else(
        || "it takes no more arguments".to_owned(),
        |parameter| format!("{}: {}", parameter.name, parameter.help),
    );
    Some(format!("{}   {help}", function.signature()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        Sheet::parse("message = input(\"abc\")", &Limits::default()).0
    }

    #[test]
    fn a_formula_may_have_a_name() {
        assert_eq!(read("a = 1").unwrap().0.as_deref(), Some("a"));
        assert_eq!(read("a == 1").unwrap().0, None);
        assert_eq!(read("sha256(\"a = b\")").unwrap().0, None);
        assert!(read("last = 1").is_err());
        assert!(read("").is_err());
    }

    #[test]
    fn the_word_at_the_cursor_is_completed() {
        let mut bar = Bar::formula(None, "x = hmac(mess".into());
        bar.look(&sheet());
        assert_eq!(bar.offers, ["message"]);
        assert!(bar.complete());
        assert_eq!(bar.line.text(), "x = hmac(message");
        let (offers, _) = at_cursor("sha256_r", &sheet());
        assert_eq!(offers, ["sha256_resume("]);
        assert!(at_cursor("\"sha", &sheet()).0.is_empty());
    }

    #[test]
    fn the_parameter_at_the_cursor_is_explained() {
        let help = |text: &str| at_cursor(text, &sheet()).1.unwrap_or_default();
        let key = function("hmac").unwrap().parameters[0];
        let message = function("hmac").unwrap().parameters[1];
        assert!(help("hmac(").ends_with(key.help));
        assert!(help("hmac(\"a,b\", ").ends_with(message.help));
        assert!(help("hmac([1, 2], sha256(\"x\"), message: ").ends_with(message.help));
        assert!(help("hmac(sha256(\"x\")").ends_with(key.help));
        assert_eq!(help("a + "), "");
    }
}
