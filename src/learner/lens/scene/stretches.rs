//! The stretches that bytes are made of, and what each is called: by whoever gave it, else by where it comes from.

use std::sync::Arc;

use super::Around;
use crate::run::{Body, Item, LITERAL, Origin, Place, Rope, Source, Span, TEXT, Type, Value};
use crate::sheet::expr;
use crate::view::picture::Stretch;

/// How many stretches a picture gets.
const STRETCHES: usize = 32;
/// The longest stretch whose bytes are looked at, to say what they are.
const READ: u64 = 4096;
/// The most bytes that are called by their digits.
const DIGITS: u64 = 4;

impl Around<'_> {
    /// The stretches of the bytes at a whole address.
    pub(super) fn stretches(&self, whole: &str) -> Vec<Stretch> {
        let Ok(Place::Value(Value::Bytes(rope) | Value::Text(rope))) = self.place(whole) else { return Vec::new() };
        if rope.all().len() > STRETCHES {
            return Vec::new();
        }
        let run = self.run_at(whole);
        let pieces: Vec<(&str, Rope)> = run.as_ref().map_or_else(Vec::new, |run| {
            run.items
                .iter()
                .filter(|item| item.number.is_none())
                .map(|item| (item.name.as_str(), piece(&item.body)))
                .collect()
        });
        let mut at = 0;
        let stretch = |span: &Span| {
            let range = at..at + span.len();
            at = range.end;
            let given = self.given_as(whole, span);
            let taken = self.taken_from(whole, span);
            let found =
                pieces.iter().find_map(|(name, piece)| place_in(piece, span).map(|place| (*name, piece.len(), place)));
            let mentioned = self.mentioned(whole, span);
            let (name, address) = match found {
                Some((name, len, 0)) if len == span.len() => (name.to_owned(), format!("{whole}/{name}")),
                Some((name, _, place)) => (
                    called(span, given.as_ref(), taken.as_ref()),
                    bytes_at(&format!("{whole}/{name}"), place, span.len()),
                ),
                None => (called(span, given.as_ref(), taken.as_ref()), bytes_at(whole, range.start, span.len())),
            };
            let name = mentioned.unwrap_or(name);
            let is_text = given.as_ref().is_some_and(|(_, kind)| *kind == Type::Text);
            let from = taken.map_or_else(String::new, |(_, from)| from);
            Stretch { range, name, address, from, is_text, is_input: given.is_some() }
        };
        let mut stretches: Vec<Stretch> = rope.all().iter().filter(|span| !span.is_empty()).map(stretch).collect();
        tell_apart(&mut stretches, &rope);
        stretches
    }

    /// Name and type that somebody gave bytes as: an input, or an argument that is written in a formula.
    fn given_as(&self, whole: &str, span: &Span) -> Option<(String, Type)> {
        if let Origin::Input(cell) = &span.origin {
            let given = self.lens.sheet.cell(cell.as_str())?.given()?;
            return Some((cell.to_string(), given.kind()));
        }
        let ends = whole.match_indices('/').map(|(at, _)| at).chain([whole.len()]);
        ends.filter_map(|end| self.run_at(&whole[..end])).find_map(|run| {
            let argument = run.inputs.iter().find(|(_, value)| {
                let literal = value.rope().filter(|_| matches!(span.origin, Origin::Constant(_)));
                literal.is_some_and(|rope| place_in(rope, span).is_some())
            });
            // A text that a function took as bytes is one still to whoever wrote it.
            let written = || all_are(span, |byte| (0x20..0x7f).contains(&byte));
            argument.map(|(name, value)| {
                let name = written_within(value, span).unwrap_or_else(|| (*name).to_owned());
                (name, if written() { Type::Text } else { value.kind() })
            })
        })
    }

    /// The cell that a formula names and that is just these bytes: in `state = shown ++ rate` they are called so.
    fn mentioned(&self, whole: &str, span: &Span) -> Option<String> {
        let sheet = self.lens.sheet;
        let cell = sheet.cell(whole.split(['/', '[']).next()?)?;
        let is_just =
            |rope: &Rope| rope.all().len() == 1 && rope.len() == span.len() && place_in(rope, span) == Some(0);
        let named = expr::names(&cell.line.expr).into_iter().filter_map(|(name, _)| sheet.cell(name));
        let found = named
            .filter(|other| other.input.is_none())
            .find(|other| other.outcome().and_then(|outcome| outcome.value.rope()).is_some_and(is_just));
        found.map(|other| other.name().to_owned())
    }

    /// The piece of a run further out that bytes were taken from, the smallest there is: its name and its address.
    fn taken_from(&self, whole: &str, span: &Span) -> Option<(String, String)> {
        let mut found: Option<(u64, String, String)> = None;
        for (end, _) in whole.match_indices('/') {
            let above = &whole[..end];
            let Some(run) = self.run_at(above) else { continue };
            // Of what is numbered only an HMAC goes into the next one whole.
            let is_hmac = |item: &Item| matches!(&item.body, Body::Run(run) if run.function == "hmac");
            for item in run.items.iter().filter(|item| item.number.is_none() || is_hmac(item)) {
                let bytes = piece(&item.body);
                let smaller = found.as_ref().is_none_or(|(len, ..)| bytes.len() < *len);
                if smaller && place_in(&bytes, span).is_some() {
                    let address = format!("{above}/{}", item.label());
                    if address != whole && !whole.starts_with(&format!("{address}/")) {
                        found = Some((bytes.len(), item.label(), address));
                    }
                }
            }
        }
        found.map(|(_, name, address)| (name, address))
    }
}

/// The bytes of a named piece.
pub(super) fn piece(body: &Body) -> Rope {
    match body {
        Body::Bytes { rope, .. } => rope.clone(),
        Body::Part(part) => Rope::output(part),
        Body::Run(run) => run.result.rope().cloned().unwrap_or_default(),
    }
}

/// Names stretches that would be called alike, and are from different parts, by where their addresses part.
fn tell_apart(stretches: &mut [Stretch], rope: &Rope) {
    let spans: Vec<&Span> = rope.all().iter().filter(|span| !span.is_empty()).collect();
    let paths: Vec<String> = spans
        .iter()
        .map(|span| match &span.origin {
            Origin::Part(part) => part.at().to_string(),
            _ => String::new(),
        })
        .collect();
    let names: Vec<String> = stretches.iter().map(|stretch| stretch.name.clone()).collect();
    for (i, path) in paths.iter().enumerate().filter(|(i, path)| path.rsplit('/').next() == Some(&names[*i])) {
        let alike = |other: &String| other != path && other.rsplit('/').next() == path.rsplit('/').next();
        let others: Vec<&String> = paths.iter().filter(|other| alike(other)).collect();
        if others.is_empty() {
            continue;
        }
        let starts = path.match_indices('/').map(|(at, _)| at + 1).rev().chain([0]);
        let enough = starts
            .map(|at| &path[at..])
            .find(|end| others.iter().all(|other| !other.ends_with(&format!("/{end}")) && other.as_str() != *end));
        let differs = enough.unwrap_or(path).split('/').next().unwrap_or(path);
        stretches[i].name = differs.to_owned();
    }
}

/// Whether all bytes of a stretch are such, where it is not too long to ask.
fn all_are(span: &Span, such: impl Fn(u8) -> bool) -> bool {
    span.len() <= READ && span.to_vec().is_ok_and(|bytes| bytes.into_iter().all(such))
}

/// The name of a constant that is a part of an argument alone, which other parts have their names in: a few bytes in
/// digits, or what a specification calls it; nothing where the argument's own name says more.
fn written_within(argument: &Value, span: &Span) -> Option<String> {
    let Origin::Constant(name) = &span.origin else { return None };
    let parts = argument.rope()?.all().iter().filter(|part| !part.is_empty()).count();
    if parts < 2 {
        return None;
    }
    if ![LITERAL, TEXT].contains(&&**name) {
        return Some(name.to_string());
    }
    // Letters are seen beside the bytes.
    let is_text = all_are(span, |byte| (0x20..0x7f).contains(&byte));
    let bytes = span.to_vec().ok().filter(|_| span.len() <= DIGITS && !is_text)?;
    Some(format!("0x{}", bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>()))
}

/// Name of a stretch: what somebody gave it for, else where it comes from.
fn called(span: &Span, given: Option<&(String, Type)>, taken: Option<&(String, String)>) -> String {
    if let Some(name) = given.map(|(name, _)| name).or(taken.map(|(name, _)| name)) {
        return name.clone();
    }
    let last = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    match &span.origin {
        Origin::Input(path) => last(path.as_str()),
        Origin::Constant(name) => name.to_string(),
        Origin::Length(_) => "length".to_owned(),
        Origin::Padding(_) if all_are(span, |byte| byte == 0) => "zeros".to_owned(),
        Origin::Padding(_) => "padding".to_owned(),
        Origin::Part(part) => last(part.at().as_str()),
        Origin::Argument { .. } | Origin::Named { .. } | Origin::Reversed(_) | Origin::Repeated(_) => {
            // The other order of bytes is of that name as well.
            let said = span.to_string();
            let inner = said.strip_prefix("reverse(").and_then(|inner| Some(inner.rsplit_once(')')?.0));
            last(inner.map_or(said.as_str(), |inner| inner.split('[').next().unwrap_or(inner)))
        }
    }
}

/// Where a stretch lies in a piece that is made of the very same bytes.
pub(super) fn place_in(piece: &Rope, span: &Span) -> Option<u64> {
    let mut at = 0;
    for other in piece.all() {
        let same = match (&other.origin, &span.origin) {
            (Origin::Part(one), Origin::Part(another)) => Arc::ptr_eq(one, another),
            _ => other.is_beside(span),
        };
        if same && other.range.start <= span.range.start && span.range.end <= other.range.end {
            return Some(at + span.range.start - other.range.start);
        }
        at += other.len();
    }
    None
}

/// The address of so many bytes of a value.
fn bytes_at(whole: &str, first: u64, count: u64) -> String {
    match count {
        1 => format!("{whole}[{first}]"),
        _ => format!("{whole}[{first}..{}]", first + count - 1),
    }
}
