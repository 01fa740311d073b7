//! From a sheet to a lesson file that can be opened again.

use crate::lesson::{MAX_LESSON, check, parse};
use crate::run::address::Address;
use crate::run::{Budget, Source, Type, Value};
use crate::sheet::expr::{Expr, Form, Kind, Limits, children};
use crate::sheet::spot::Spot;
use crate::sheet::writing::{free_name, literal};
use crate::sheet::{Cell, Files, Input, Sheet};
use crate::view;

/// How many inputs a sheet is tried with before it is saved.
const TRIALS: usize = 20;

/// A sheet to be saved.
#[derive(Clone, Debug)]
pub struct Saving {
    /// Where to.
    pub path: String,
    /// Whether a file that is there may be replaced.
    pub replace: bool,
    /// The text that was saved there last: as long as it stands there, it may be replaced.
    pub known: Option<Chosen>,
    /// The state of the sheet it is of; what changes later is not saved by it.
    pub version: u64,
    /// The same lesson with inputs as free as can be, and then less so.
    texts: Vec<String>,
}

/// The text of a sheet that was chosen to be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// The lesson.
    pub text: String,
    /// The remark that `check` will make, if it is not content.
    pub remark: Option<String>,
}

/// The end of a try to save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// The file is written.
    Written {
        /// Where.
        path: String,
        /// The text that stands there now.
        chosen: Chosen,
        /// The state of the sheet that was saved.
        version: u64,
    },
    /// There is a file that was not written here, or was changed since.
    Exists {
        /// Where.
        path: String,
    },
    /// The file could not be written.
    Failed {
        /// Where.
        path: String,
        /// Why, and what to do.
        why: String,
    },
}

/// How free the inputs of a saved lesson are: a lesson must work with whatever they may hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Freedom {
    /// Any length, up to a limit.
    Free,
    /// Bytes keep their length: keys and blocks have one.
    Lengths,
    /// They are as they are.
    Fixed,
}

/// The longest input that a saved lesson offers where nothing was said, unless its own is longer.
const MAX_INPUT: u64 = 4096;

impl Saving {
    /// A sheet as a lesson that watches an address.
    ///
    /// # Errors
    /// A sentence that says what cannot be saved, and what to do.
    pub fn of(sheet: &Sheet, watch: Option<(&str, &str)>, path: &str, files: &dyn Files) -> Result<Saving, String> {
        let cells = cells(sheet, files)?;
        let all = [Freedom::Free, Freedom::Lengths, Freedom::Fixed];
        let texts: Vec<String> = all.iter().map(|freedom| lesson(&cells, watch, path, *freedom)).collect();
        if texts.iter().any(|text| text.len() > MAX_LESSON) {
            return Err(format!("The lesson would be longer than {MAX_LESSON} bytes; take the longest cells away."));
        }
        Ok(Saving { path: path.to_owned(), replace: false, known: None, version: 0, texts })
    }

    /// The first of the texts that `check` is content with, or the first of all and what it says. One that was chosen
    /// before is not tried again.
    pub fn best(&self) -> Chosen {
        if let Some(known) = self.known.as_ref().filter(|known| self.texts.contains(&known.text)) {
            return known.clone();
        }
        let mut remark = None;
        for text in &self.texts {
            let lesson = parse("bench/sheet", text.as_bytes(), &view::names());
            let found = lesson
                .problems
                .first()
                .cloned()
                .or_else(|| check::check(&lesson, TRIALS, &|| false).into_iter().next());
            match found {
                None => return Chosen { text: text.clone(), remark: None },
                Some(problem) => {
                    remark.get_or_insert(problem.message.to_string());
                }
            }
        }
        Chosen { text: self.texts.first().cloned().unwrap_or_default(), remark }
    }
}

/// The address of what one looks at, if a lesson may watch it; else the cell.
pub fn watched(spot: &Spot, sheet: &Sheet, cell: Option<&Cell>, budget: &Budget) -> Option<String> {
    let there = |address: &String| {
        let parsed = Address::parse(address).ok().filter(|_| !address.contains('#'));
        parsed.is_some_and(|parsed| sheet.find(&parsed, 1, budget).is_ok_and(|found| !found.is_empty()))
    };
    let cell = cell.map(|cell| cell.name().to_owned());
    spot.address(budget).ok().into_iter().chain(cell).find(there)
}

/// A cell of the file: its name, what it is, and the value that its input holds.
struct Row {
    name: String,
    expr: Expr,
    input: Option<(Input, Value)>,
}

fn cells(sheet: &Sheet, files: &dyn Files) -> Result<Vec<Row>, String> {
    let mut rows: Vec<Row> = Vec::new();
    for cell in sheet.cells() {
        let mut expr = cell.line.expr.clone();
        let name = cell.name().to_owned();
        if let Some(input) = &cell.input {
            let value = cell.given().cloned().unwrap_or_else(|| input.default.clone());
            rows.push(Row { name, expr, input: Some(((**input).clone(), value)) });
            continue;
        }
        if is_file(&expr) {
            let value = contents(sheet, &expr, &name, files)?;
            rows.push(Row { name, expr, input: Some((input_of(value.clone()), value)) });
            continue;
        }
        let taken = |rows: &[Row], name: &str| sheet.cell(name).is_some() || rows.iter().any(|row| row.name == name);
        let mut inner = Vec::new();
        take_files(&mut expr, &mut |file| {
            let free = free_name("contents", |name| taken(&rows, name));
            let value = contents(sheet, file, cell.name(), files)?;
            rows.push(Row { name: free.clone(), expr: file.clone(), input: Some((input_of(value.clone()), value)) });
            inner.push(free.clone());
            Ok(free)
        })?;
        rows.push(Row { name, expr, input: None });
    }
    Ok(rows)
}

fn input_of(default: Value) -> Input {
    Input { default, max: None, min: None, help: None, choose: vec![], random: None, keep: false }
}

fn is_file(expr: &Expr) -> bool {
    matches!(&expr.kind, Kind::Call { function, form: Form::Named, .. } if function == "file")
}

/// The contents of a file, if a lesson may hold them.
fn contents(sheet: &Sheet, file: &Expr, cell: &str, files: &dyn Files) -> Result<Value, String> {
    let most = Limits::default().literal_bytes;
    let outcome = sheet.eval(file, files, &Budget::none()).map_err(|problem| format!("`{cell}`: {problem}"))?;
    match &outcome.value {
        Value::Bytes(rope) if rope.len() > most as u64 => Err(format!(
            "The file in `{cell}` has {} bytes, and a lesson holds {most} of one at most; slice a copy of it, or remove the cell.",
            rope.len()
        )),
        value => Ok(value.clone()),
    }
}

/// Puts the name that `cell` gives in the place of every `file(…)`.
fn take_files(expr: &mut Expr, cell: &mut dyn FnMut(&Expr) -> Result<String, String>) -> Result<(), String> {
    if is_file(expr) {
        expr.kind = Kind::Name(cell(expr)?);
        return Ok(());
    }
    children(expr).into_iter().try_for_each(|child| take_files(child, cell))
}

/// The formula of a cell, of an input with what stands in it now.
pub fn spelled(cell: &Cell) -> String {
    match (&cell.input, cell.given()) {
        (Some(input), Some(value)) if literal(value).is_some() => declared(input, value, Freedom::Free, None),
        _ => cell.line.expr.to_string(),
    }
}

fn declared(input: &Input, value: &Value, freedom: Freedom, most: Option<u64>) -> String {
    let text = |text: &str| Expr { span: Default::default(), kind: Kind::Text(text.to_owned()) }.to_string();
    let default = literal(value).map_or_else(String::new, |kind| Expr { span: Default::default(), kind }.to_string());
    let mut options = vec![default];
    let len = match value {
        Value::Bytes(rope) | Value::Text(rope) => Some(rope.len()),
        Value::Int { .. } | Value::Bool(_) | Value::List(_) => None,
    };
    let held = freedom == Freedom::Lengths && input.kind() == Type::Bytes || freedom == Freedom::Fixed;
    let number = || value.to_int().ok().flatten().and_then(|n| u64::try_from(n).ok());
    let (min, max) = match (len, held) {
        (Some(len), true) => (Some(len), Some(len)),
        (None, true) if freedom == Freedom::Fixed => (number().or(input.min), number().or(input.max)),
        (Some(len), false) => (input.min, input.max.or(most.map(|most| most.max(len)))),
        (None, _) => (input.min, input.max),
    };
    options.extend(min.map(|min| format!("min: {min}")));
    options.extend(max.map(|max| format!("max: {max}")));
    if freedom == Freedom::Fixed && input.kind() == Type::Text {
        options.push(format!("choose: [{}]", options[0]));
    } else if !input.choose.is_empty() {
        let choices: Vec<String> = input.choose.iter().map(|choice| text(choice)).collect();
        options.push(format!("choose: [{}]", choices.join(", ")));
    }
    options.extend(input.random.map(|random| format!("random: {random}")));
    options.extend(input.help.iter().map(|help| format!("help: {}", text(help))));
    format!("input({})", options.join(", "))
}

fn lesson(cells: &[Row], watch: Option<(&str, &str)>, path: &str, freedom: Freedom) -> String {
    let title = title(path);
    let mut text = format!("+++\ntitle = {}\ngoal = \"Look at every value of this sheet.\"\n+++\n\n", quoted(&title));
    text.push_str("A sheet from the bench: change an input, and see what follows.\n\n```sheet\n");
    for row in cells {
        let formula = match &row.input {
            Some((input, value)) => declared(input, value, freedom, Some(MAX_INPUT)),
            None => row.expr.to_string(),
        };
        text.push_str(&format!("{} = {formula}\n", row.name));
    }
    text.push_str("```\n");
    if let Some((address, view)) = watch {
        text.push_str(&format!("\n```watch\nvalue = {}\nview = {}\n```\n", quoted(address), quoted(view)));
    }
    text
}

/// A TOML string.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// A title from the name of the file.
fn title(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let name = name.strip_suffix(".md").unwrap_or(name);
    let words: String = name.chars().map(|c| if matches!(c, '-' | '_') { ' ' } else { c }).collect();
    let words = crate::view::SafeText::line(words.trim());
    if words.is_empty() { "A sheet".to_owned() } else { words.to_string() }
}
