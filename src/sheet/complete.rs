//! Completion: the names and addresses that can stand where one is typing, and what a call wants there.

use super::{Cell, Sheet};
use crate::functions::{all, function};
use crate::run::address::Address;
use crate::run::{Body, Budget, Count, Part, Run};

/// How many names are offered.
const OFFERED: usize = 40;

/// How many names are offered.
const NAMES: usize = 8;
/// Words with a meaning of their own that are written like functions.
const FORMS: [(&str, &str); 3] = [
    ("input", "input(default; max, min, help, choose, random): a cell to be changed with ⟨edit⟩."),
    ("file", "file(path): the bytes of a file; saved, it becomes an input."),
    ("if", "if(condition, value if true, value if false): one of two values."),
];

/// The addresses, as far as the next name, that begin with what is typed.
pub fn addresses(sheet: &Sheet, typed: &str, budget: &Budget) -> Vec<String> {
    let (above, word) = typed.rsplit_once('/').map_or((None, typed), |(above, word)| (Some(above), word));
    let names = match above {
        None => sheet.cells().iter().map(|cell| cell.name().to_owned()).collect(),
        Some(above) => below(sheet, above, budget).unwrap_or_default(),
    };
    let folded = word.to_lowercase();
    let fits = names.into_iter().filter(|name| name.to_lowercase().starts_with(&folded) && name != word);
    let whole = fits.map(|name| above.map_or(name.clone(), |above| format!("{above}/{name}")));
    whole.take(OFFERED).collect()
}

/// The names below an address that begins with a cell's name.
fn below(sheet: &Sheet, address: &str, budget: &Budget) -> Option<Vec<String>> {
    let address = Address::parse(address).ok()?;
    let (cell, steps) = address.steps.split_first()?;
    let mut run = sheet.cell(&cell.name).and_then(Cell::outcome)?.run.clone()?;
    let mut steps = steps.iter();
    loop {
        let Some(step) = steps.next() else { return Some(run_names(&run)) };
        if step.name == "in" {
            return Some(run.inputs.iter().map(|(name, _)| (*name).to_owned()).collect());
        }
        let item = run.items.iter().find(|item| item.name == step.name)?;
        match &item.body {
            Body::Run(inner) => run = inner.clone(),
            Body::Bytes { .. } => return None,
            Body::Part(part) => {
                if let Count::Grid(grid) = part.count() {
                    let place = grid.select(&step.indices, part.segments()).next()?;
                    let trace = part.record(grid.segment(place)?, budget).ok()?;
                    return steps.next().is_none().then(|| trace.names().into_iter().map(str::to_owned).collect());
                }
                let wanted = step.indices.last().map_or(0, |index| {
                    let (first, last) = ends(&**part);
                    index.select(first, last - first + 1).next().unwrap_or(first)
                });
                let segment = if step.indices.is_empty() { 0 } else { part.count().segment(wanted)? };
                let trace = part.record(segment, budget).ok()?;
                let calls = trace.calls.iter().map(|call| format!("{}{}", call.name, call.index));
                let names = trace.names().into_iter().map(str::to_owned);
                return steps.next().is_none().then(|| names.chain(calls).collect());
            }
        }
    }
}

fn run_names(run: &Run) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for item in &run.items {
        let name = match &item.body {
            Body::Part(part) => match part.count() {
                Count::Single | Count::Labels { .. } => item.name.clone(),
                Count::Grid(_) => format!("{}[0][0][0]", item.name),
                Count::Up(_) | Count::Down(_) => format!("{}[{}]", item.name, part.count().number(0)),
            },
            Body::Bytes { .. } | Body::Run(_) => item.label(),
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if !run.inputs.is_empty() {
        names.push("in".to_owned());
    }
    names
}

/// The lowest and the highest number of a part's segments.
fn ends(part: &dyn Part) -> (u64, u64) {
    let (a, b) = (part.count().number(0), part.count().number(part.segments().saturating_sub(1)));
    (a.min(b), a.max(b))
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The word that a text ends with.
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

/// Names that may follow a text, and a sentence on the call it ends in.
pub fn at_cursor(before: &str, sheet: &Sheet) -> (Vec<String>, Option<String>) {
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

/// The rest of a name that is offered, to be put at the cursor between two texts.
pub fn rest<'n>(name: &'n str, before: &str, after: &str) -> &'n str {
    let rest = name.get(word_at_end(before).len()..).unwrap_or_default();
    if after.starts_with('(') { rest.trim_end_matches('(') } else { rest }
}

/// Cells and functions that begin like a word.
fn offers(word: &str, sheet: &Sheet) -> Vec<String> {
    if word.is_empty() || word.starts_with(|c: char| c.is_numeric()) {
        return Vec::new();
    }
    let cells = sheet.cells().iter().map(|cell| cell.name().to_owned());
    let functions = all().map(|function| function.name).chain(FORMS.iter().map(|(name, _)| *name));
    let longer = |name: &String| name.starts_with(word) && name.trim_end_matches('(') != word;
    cells.chain(functions.map(|name| format!("{name}("))).filter(longer).take(NAMES).collect()
}

fn about(name: &str) -> Option<String> {
    match FORMS.iter().find(|(form, _)| *form == name) {
        Some((_, says)) => Some((*says).to_owned()),
        None => function(name).ok().map(|function| format!("{}: {}", function.signature(), function.summary)),
    }
}

/// A sentence on the argument at the cursor.
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
    use crate::sheet::NoFiles;
    use crate::sheet::expr::Limits;

    #[test]
    fn every_level_of_an_address_is_offered() {
        let source = "message = input(\"abc\")\ndigest = sha256(message)";
        let (mut sheet, _) = Sheet::parse(source, &Limits::default());
        let budget = Budget::unlimited();
        sheet.finish(&NoFiles, &budget).expect("it computes");
        assert_eq!(addresses(&sheet, "dig", &budget), ["digest"]);
        assert_eq!(addresses(&sheet, "digest/b", &budget), ["digest/block[0]"]);
        let labels = addresses(&sheet, "digest/block[0]/t", &budget);
        assert_eq!(labels, ["digest/block[0]/T1", "digest/block[0]/T2"]);
        assert_eq!(addresses(&sheet, "digest/in/", &budget), ["digest/in/message", "digest/in/rounds"]);
        assert_eq!(addresses(&sheet, "nothing/", &budget), Vec::<String>::new());
    }

    fn sheet() -> Sheet {
        Sheet::parse("message = input(\"abc\")", &Limits::default()).0
    }

    #[test]
    fn names_are_offered_where_they_are_no_text() {
        let (offers, _) = at_cursor("sha256_r", &sheet());
        assert_eq!(offers, ["sha256_resume("]);
        assert_eq!(rest(&offers[0], "sha256_r", ""), "esume(");
        assert_eq!(rest(&offers[0], "sha256_r", "(m)"), "esume");
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
