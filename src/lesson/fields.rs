//! The entries of front matter and directives: TOML, checked against a table of rows.
//!
//! A row names an entry, its kind, whether it is required, and what it is for. The checks here and the author's guide
//! derive from the rows, so they cannot disagree.

use std::collections::HashSet;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::lesson::expression::When;
use crate::lesson::located::Located;
use crate::lesson::markdown;
use crate::lesson::problem::{listed, quoted};
use crate::lesson::reading::Reading;
use crate::lesson::syntax;
use crate::lesson::tree::{Edit, Expression, Inline, Pattern, Put};
use crate::num::sort_by_key;
use crate::run::address::Span;
use crate::run::suggest::did_you_mean;
use crate::sheet::expr::Kind;

/// An entry that a directive or the front matter may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryRow {
    /// The key.
    pub name: &'static str,
    /// The kind of its value.
    pub kind: EntryKind,
    /// Whether it must be there.
    pub required: bool,
    /// The purpose, in one line.
    pub help: &'static str,
}

/// The kind of an entry's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// Running text, which may hold emphasis, code, links and live values.
    Text,
    /// A list of running texts.
    Texts,
    /// Text that is taken word for word.
    Word,
    /// A list of such texts.
    Words,
    /// An expression.
    Expression,
    /// The address of a value, or a pattern.
    Address,
    /// A list of addresses.
    Addresses,
    /// The name of a view.
    View,
    /// An integer from 1 to the limit.
    Count(u32),
    /// A table: for each cell what is typed into it.
    Edits,
    /// A table: for each cell an expression.
    Formulas,
    /// A table: for each name a list of texts.
    Lists,
    /// A table with these entries.
    Table(&'static [EntryRow]),
    /// A list of tables, each with these entries.
    Tables(&'static [EntryRow]),
}

const LIST_OF_TABLES: &str = "a list of tables";

impl EntryKind {
    /// The kind of a list's items.
    const fn item(self) -> EntryKind {
        match self {
            EntryKind::Texts => EntryKind::Text,
            EntryKind::Words => EntryKind::Word,
            EntryKind::Addresses => EntryKind::Address,
            other => other,
        }
    }

    /// The kind as a message and the author's guide name it.
    pub const fn describe(self) -> &'static str {
        match self {
            EntryKind::Text => "text",
            EntryKind::Texts | EntryKind::Words => "a list of texts",
            EntryKind::Word => "text, word for word",
            EntryKind::Expression => "an expression, as text",
            EntryKind::Address => "an address, as text",
            EntryKind::Addresses => "a list of addresses, as texts",
            EntryKind::View => "the name of a view, as text",
            EntryKind::Count(_) => "an integer, from 1",
            EntryKind::Edits => "a table { cell = what is typed }",
            EntryKind::Formulas => "a table { cell = an expression }",
            EntryKind::Lists => "a table { name = a list of texts }",
            EntryKind::Table(_) => "a table",
            EntryKind::Tables(_) => LIST_OF_TABLES,
        }
    }
}

/// The entries of one table, checked against its rows: every one is known and of its kind.
pub(crate) struct Entries<'s> {
    entries: Vec<Entry<'s>>,
    /// The keys that were there, known or not, and those that were meant.
    keys: HashSet<String>,
    /// Whether all of the TOML could be read.
    complete: bool,
    /// The place in the file where the TOML begins.
    base: usize,
}

struct Entry<'s> {
    name: String,
    key: Span,
    value: Spanned<DeValue<'s>>,
}

impl<'s> Entries<'s> {
    /// Reads the TOML in `body`, a part of the file; a missing entry is reported at `place`.
    pub(crate) fn read(body: Span, place: Span, rows: &[EntryRow], reading: &mut Reading<'s>) -> Self {
        let source: &'s str = reading.source;
        let (table, errors) = DeTable::parse_recoverable(&source[body.range()]);
        // What follows the first is seldom another mistake.
        let broken = errors.first().map(|error| syntax::report(error, source, body, &mut reading.problems));
        Entries::check(table.into_inner(), body.start, place, rows, broken, reading)
    }

    fn check(
        table: DeTable<'s>,
        base: usize,
        place: Span,
        rows: &[EntryRow],
        broken: Option<Span>,
        reading: &mut Reading,
    ) -> Self {
        let complete = broken.is_none();
        let mut entries: Vec<Entry> = table
            .into_iter()
            .map(|(key, value)| Entry { key: span_of(&key, base), name: key.into_inner().into_owned(), value })
            .collect();
        if let Some(line) = broken {
            // A second `[unit]` makes the first one no list.
            let named = |entry: &Entry| reading.source[line.range()].trim().trim_matches(['[', ']']) == entry.name;
            entries.retain(|entry| {
                let beside = line.end < entry.key.start || span_of(&entry.value, base).end < line.start;
                beside && !named(entry)
            });
        }
        sort_by_key(&mut entries, |entry| entry.key.start);
        let mut keys: HashSet<String> = entries.iter().map(|entry| entry.name.clone()).collect();
        // What is misspelt is not missing as well.
        keys.extend(entries.iter().filter_map(|entry| near(&entry.name, rows)).map(str::to_owned));
        for row in rows.iter().filter(|row| complete && row.required) {
            if !keys.contains(row.name) {
                let hint = format!("It is {}. {}", row.kind.describe(), row.help);
                reading.problems.error(place, format!("`{}` is missing.", row.name), hint);
            }
        }
        entries.retain(|entry| match rows.iter().find(|row| row.name == entry.name) {
            Some(row) => has_kind(&entry.value, row.name, row.kind, base, reading),
            None => {
                if complete {
                    unknown_entry(entry, rows, reading);
                }
                false
            }
        });
        Entries { entries, keys, complete, base }
    }

    fn value(&self, name: &str) -> Option<&Spanned<DeValue<'s>>> {
        self.entries.iter().find(|entry| entry.name == name).map(|entry| &entry.value)
    }

    /// The place of an entry's key.
    pub(crate) fn key(&self, name: &str) -> Option<Span> {
        self.entries.iter().find(|entry| entry.name == name).map(|entry| entry.key)
    }

    /// Whether an entry was left out, and not only written wrongly.
    pub(crate) fn is_missing(&self, name: &str) -> bool {
        self.complete && !self.keys.contains(name)
    }

    /// Text as it is written.
    pub(crate) fn word(&self, name: &str, reading: &Reading) -> Option<Located> {
        located(self.value(name)?, self.base, reading)
    }

    /// A list of texts as they are written.
    pub(crate) fn words(&self, name: &str, reading: &Reading) -> Vec<Located> {
        let items = self.value(name).and_then(|value| value.get_ref().as_array());
        items.into_iter().flatten().filter_map(|item| located(item, self.base, reading)).collect()
    }

    /// Running text.
    pub(crate) fn text(&self, name: &str, reading: &mut Reading) -> Option<Vec<Inline>> {
        let text = self.word(name, reading)?;
        Some(markdown::running(&text, reading))
    }

    /// A list of running texts.
    pub(crate) fn texts(&self, name: &str, reading: &mut Reading) -> Vec<Vec<Inline>> {
        self.words(name, reading).iter().map(|text| markdown::running(text, reading)).collect()
    }

    /// An expression.
    pub(crate) fn expression(&self, name: &str, when: When, reading: &mut Reading) -> Option<Expression> {
        let text = self.word(name, reading)?;
        let expression = Expression::read(&text, when, reading)?;
        if matches!(expression.expr.kind, Kind::Name(_)) {
            reading.refers_only();
        }
        Some(expression)
    }

    /// An address.
    pub(crate) fn target(&self, name: &str, reading: &mut Reading) -> Option<Pattern> {
        let text = self.word(name, reading)?;
        Pattern::read(&text, reading)
    }

    /// A list of addresses.
    pub(crate) fn targets(&self, name: &str, reading: &mut Reading) -> Vec<Pattern> {
        self.words(name, reading).iter().filter_map(|text| Pattern::read(text, reading)).collect()
    }

    /// The name of a view.
    pub(crate) fn view(&self, name: &str, reading: &mut Reading) -> Option<String> {
        let text = self.word(name, reading)?;
        reading.view(&text.text, text.span)
    }

    /// An integer.
    pub(crate) fn count(&self, name: &str) -> Option<u32> {
        integer(self.value(name)?.get_ref())
    }

    /// The cells that change, with what is put into each, in their order.
    pub(crate) fn edits(&self, name: &str, reading: &mut Reading) -> Vec<Edit> {
        let Some(table) = self.value(name).and_then(|value| value.get_ref().as_table()) else { return Vec::new() };
        let edits = table.iter().filter_map(|(cell, value)| {
            let put = Put::Typed(typed(value.get_ref())?);
            let (cell_span, span) = (span_of(cell, self.base), span_of(value, self.base));
            Some(Edit { cell: cell.get_ref().to_string(), put, cell_span, span })
        });
        in_order(edits.collect(), reading)
    }

    /// The cells that change, with the expression whose value is put into each, in their order.
    pub(crate) fn formulas(&self, name: &str, reading: &mut Reading) -> Vec<Edit> {
        let Some(table) = self.value(name).and_then(|value| value.get_ref().as_table()) else { return Vec::new() };
        let edits = table.iter().filter_map(|(cell, value)| {
            let text = located(value, self.base, reading)?;
            let put = Put::Computed(Expression::read(&text, When::Now, reading)?);
            let (cell_span, span) = (span_of(cell, self.base), span_of(value, self.base));
            Some(Edit { cell: cell.get_ref().to_string(), put, cell_span, span })
        });
        let edits = edits.collect();
        in_order(edits, reading)
    }

    /// A table of lists: each name with its texts, as they are written, in their order.
    pub(crate) fn lists(&self, name: &str, reading: &Reading) -> Vec<(Located, Vec<Located>)> {
        let Some(table) = self.value(name).and_then(|value| value.get_ref().as_table()) else { return Vec::new() };
        let mut lists: Vec<(Located, Vec<Located>)> = table
            .iter()
            .map(|(key, value)| {
                let span = span_of(key, self.base);
                let items = value.get_ref().as_array().into_iter().flatten();
                let items = items.filter_map(|item| located(item, self.base, reading)).collect();
                (Located::toml_string(reading.source, span, key.get_ref()), items)
            })
            .collect();
        sort_by_key(&mut lists, |(key, _)| key.span.start);
        lists
    }

    /// A table with these rows.
    pub(crate) fn table(&self, name: &str, rows: &[EntryRow], reading: &mut Reading<'s>) -> Option<Entries<'s>> {
        let value = self.value(name)?;
        let table = value.get_ref().as_table()?;
        Some(Entries::check(table.clone(), self.base, span_of(value, self.base), rows, None, reading))
    }

    /// A list of tables with these rows; each comes with its place.
    pub(crate) fn tables(&self, name: &str, rows: &[EntryRow], reading: &mut Reading<'s>) -> Vec<(Entries<'s>, Span)> {
        let items = self.value(name).and_then(|value| value.get_ref().as_array());
        let mut tables = Vec::new();
        for item in items.into_iter().flatten() {
            let Some(table) = item.get_ref().as_table() else { continue };
            let place = span_of(item, self.base);
            let entries = Entries::check(table.clone(), self.base, place, rows, None, reading);
            tables.push((entries, place));
        }
        tables
    }
}

/// Edits in the order of the file, each of an input.
fn in_order(mut edits: Vec<Edit>, reading: &mut Reading) -> Vec<Edit> {
    sort_by_key(&mut edits, |edit| edit.cell_span.start);
    for edit in &edits {
        reading.refer_to_input(&edit.cell, edit.cell_span);
    }
    edits
}

/// The entry that one with an unknown name was meant to be.
fn near(name: &str, rows: &[EntryRow]) -> Option<&'static str> {
    let known = rows.iter().any(|row| row.name == name);
    if known { None } else { did_you_mean(name, rows.iter().map(|row| row.name)) }
}

fn unknown_entry(entry: &Entry, rows: &[EntryRow], reading: &mut Reading) {
    let hint = match near(&entry.name, rows) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => format!("Here may stand {}.", listed(rows.iter().map(|row| row.name), "and")),
    };
    reading.problems.error(entry.key, format!("There is no entry {} here.", quoted(&entry.name)), hint);
}

fn has_kind(value: &Spanned<DeValue>, name: &str, kind: EntryKind, base: usize, reading: &mut Reading) -> bool {
    match (kind, value.get_ref()) {
        (
            EntryKind::Text | EntryKind::Word | EntryKind::Expression | EntryKind::Address | EntryKind::View,
            DeValue::String(text),
        ) => {
            let empty = text.trim().is_empty();
            if empty {
                reading.problems.error(
                    span_of(value, base),
                    format!("`{name}` is empty."),
                    "Write something, or leave the entry out.",
                );
            }
            !empty
        }
        (EntryKind::Texts | EntryKind::Words | EntryKind::Addresses, DeValue::Array(items)) => {
            // Every item is looked at, also behind a bad one.
            let bad = items.iter().filter(|item| !has_kind(item, name, kind.item(), base, reading));
            bad.count() == 0
        }
        (EntryKind::Count(most), DeValue::Integer(_)) => {
            let count = integer(value.get_ref());
            let good = count.is_some_and(|count| (1..=most).contains(&count));
            if !good {
                reading.problems.error(span_of(value, base), format!("`{name}` is not from 1 to {most}."), "");
            }
            good
        }
        (EntryKind::Edits | EntryKind::Formulas, DeValue::Table(table)) => {
            if table.is_empty() {
                reading.problems.error(
                    span_of(value, base),
                    format!("`{name}` is empty."),
                    "Name a cell: { cell = \"text\" }.",
                );
            }
            table.iter().fold(!table.is_empty(), |good, (_, typed_value)| {
                let (known, wanted) = match kind {
                    EntryKind::Formulas => (typed_value.get_ref().is_str(), "an expression, as text, for each cell"),
                    _ => (typed(typed_value.get_ref()).is_some(), "text, an integer or a truth value for each cell"),
                };
                if !known {
                    wrong_kind(typed_value, name, wanted, base, reading);
                }
                good && known
            })
        }
        (EntryKind::Table(_), DeValue::Table(_)) => true,
        (EntryKind::Lists, DeValue::Table(table)) => {
            let bad = table.iter().filter(|(_, list)| !has_kind(list, name, EntryKind::Words, base, reading));
            bad.count() == 0
        }
        (EntryKind::Tables(_), DeValue::Array(items)) => items.iter().fold(true, |good, item| {
            let known = matches!(item.get_ref(), DeValue::Table(_));
            if !known {
                wrong_kind(item, name, kind.describe(), base, reading);
            }
            good && known
        }),
        _ => {
            wrong_kind(value, name, kind.describe(), base, reading);
            false
        }
    }
}

fn wrong_kind(value: &Spanned<DeValue>, name: &str, wanted: &str, base: usize, reading: &mut Reading) {
    let hint = match (wanted, value.get_ref()) {
        (LIST_OF_TABLES, DeValue::Table(_)) => format!("Write `[[{name}]]`, with two brackets on both sides."),
        (LIST_OF_TABLES, _) if name == "wrong" => "Each is { value = \"an expression\", say = \"text\" }.".to_owned(),
        (_, DeValue::String(_)) if wanted.starts_with("a list") => "Put it into brackets: [\"…\"].".to_owned(),
        (_, DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_)) if wanted.contains("text") => {
            "Put it into quotes.".to_owned()
        }
        _ => String::new(),
    };
    let found = match value.get_ref() {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "a truth value",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    };
    reading.problems.error(span_of(value, base), format!("`{name}` must be {wanted}; this is {found}."), hint);
}

fn span_of<T>(spanned: &Spanned<T>, base: usize) -> Span {
    let range = spanned.span();
    Span::new(range.start, range.end).shifted(base)
}

fn located(value: &Spanned<DeValue>, base: usize, reading: &Reading) -> Option<Located> {
    let text = value.get_ref().as_str()?;
    Some(Located::toml_string(reading.source, span_of(value, base), text))
}

fn integer(value: &DeValue) -> Option<u32> {
    let integer = value.as_integer()?;
    u32::from_str_radix(integer.as_str(), integer.radix()).ok()
}

fn typed(value: &DeValue) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(integer) if integer.radix() == 10 => Some(integer.as_str().trim_start_matches('+').to_owned()),
        DeValue::Integer(integer) => {
            i128::from_str_radix(integer.as_str(), integer.radix()).ok().map(|n| n.to_string())
        }
        DeValue::Boolean(truth) => Some(truth.to_string()),
        DeValue::Float(_) | DeValue::Datetime(_) | DeValue::Array(_) | DeValue::Table(_) => None,
    }
}
