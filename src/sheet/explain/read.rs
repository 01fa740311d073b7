//! The way from a pasted text to what is said of it: detect, evaluate, check, look inside.

use super::detail::{Field, Places, Seen, fields};
use super::families::all;
use super::found::{Certainty, Found, Judgement, Try};
use super::layer::{Layer, is_readable, trimmed};
use super::row::Family;
use super::with::With;
use crate::functions::Agreement;
use crate::num::sort_by_key;
use crate::run::{Body, Budget, Rope, Run, Source, Standing, Value};
use crate::sheet::expr::{Limits, Line, parse_sheet};
use crate::sheet::writing::literal;
use crate::sheet::{Mark, NoFiles, ProblemKind, Sheet};
use std::cell::Cell;
use std::ops::Range;
use std::sync::Arc;

/// The longest text that is explained, in bytes.
pub const LONGEST: usize = 8 << 20;
/// The cell of the pasted text.
pub const TEXT: &str = "text";
/// How many layers are peeled one out of the other.
const DEPTH: usize = 8;
/// How many layers are looked into in all, and how many bytes of them.
const LAYERS: usize = 64;
const PEELED: usize = 4 << 20;
/// How many candidates are told of a layer.
const CANDIDATES: usize = 6;

/// The answer on a pasted text.
pub struct Explained {
    /// The families that it may be of, best first.
    pub candidates: Vec<Candidate>,
}
/// A family that a text may be of.
pub struct Candidate {
    /// The family.
    pub family: &'static Family,
    /// Why.
    pub why: String,
    /// How sure that is.
    pub certainty: Certainty,
    /// Whether it was verified.
    pub standing: Standing,
    /// The same in words; empty where nothing can be checked.
    pub said: String,
    /// Its fields.
    pub fields: Vec<Field>,
    /// Judgements that follow from them.
    pub judgements: Vec<Judgement>,
    /// A remark, such as on what cannot be told.
    pub remark: Option<String>,
    /// The values that were locked and that what was given opened, each with what it is of; of the whole that is empty.
    pub opened: Vec<(String, Value)>,
    /// The layers inside.
    pub inside: Vec<Inside>,
    /// The lines of its sheet below the cell of the text.
    lines: Vec<(String, String)>,
    /// The address of its fields.
    shows: String,
    text: Value,
}
/// A layer that was peeled.
pub struct Inside {
    /// The name of its cell.
    pub name: String,
    /// Whether it was locked, and opened with what was given.
    pub locked: bool,
    /// The families that it may be of.
    pub candidates: Vec<Candidate>,
}

impl Candidate {
    /// The sheet that takes it apart, as cells of the bench; with the layers inside that were recognised. No secret is
    /// in it.
    pub fn cells(&self) -> Vec<Line> {
        let mut lines = self.lines.clone();
        // What was opened with a secret has no lines: no sheet has the secret.
        let best = |one: &Candidate| one.inside.iter().position(|inside| !inside.locked);
        let (mut one, mut next) = (self, best(self));
        while let Some(place) = next {
            let Some(inner) = one.inside[place].candidates.first() else { break };
            lines.extend(inner.lines.iter().cloned());
            (one, next) = (inner, best(inner));
        }
        let mut seen = std::collections::HashSet::new();
        lines.retain(|(name, _)| seen.insert(name.clone()));
        let literal = literal(&self.text).map(|kind| crate::sheet::expr::Expr { span: Default::default(), kind });
        let text = literal.map_or_else(|| "\"\"".to_owned(), |literal| literal.to_string());
        let mut source = format!("{TEXT} = input({text}, max: {LONGEST})\n");
        lines.iter().for_each(|(name, formula)| source.push_str(&format!("{name} = {formula}\n")));
        parse_sheet(&source, &limits()).0
    }
    /// The address at which its fields are seen, below the last of its cells.
    pub fn shows(&self) -> &str {
        &self.shows
    }
    /// The candidate that a secret is for: this one, or the best one inside of what takes none.
    pub fn checked(&self) -> &Candidate {
        let inner = || self.inside.iter().filter_map(|inside| inside.candidates.first()).map(Candidate::checked);
        match self.family.takes.is_empty() {
            true => inner()
                .find(|inner| inner.standing == Standing::Verified)
                .or_else(|| inner().find(|inner| !inner.family.takes.is_empty()))
                .unwrap_or(self),
            false => self,
        }
    }
    /// One line about it: the family and its standing.
    pub fn headline(&self) -> String {
        let said = if self.said.is_empty() { String::new() } else { format!(" {}.", self.said) };
        format!("{}: {}.{said}", self.family.id, self.family.what)
    }
}
fn limits() -> Limits {
    Limits { literal_bytes: LONGEST, nodes: 4096, ..Limits::default() }
}

/// Explains a text, with what was given to check it.
pub fn explain(bytes: &[u8], with: &With, budget: &Budget) -> Explained {
    let trimmed = trimmed(bytes);
    let before = trimmed.start as u64;
    let bytes = &bytes[trimmed];
    if bytes.is_empty() || bytes.len() > LONGEST {
        return Explained { candidates: vec![] };
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => Value::text(text),
        Err(_) => Value::bytes(bytes),
    };
    let (lines, _) =
        parse_sheet(if matches!(text, Value::Text(_)) { "text = input(\"\")" } else { "text = input(0x)" }, &limits());
    let mut sheet = Sheet::new(lines);
    // What is too long was refused above.
    let _ = sheet.set(TEXT, text.clone());
    sheet.evaluate(&NoFiles, budget);
    let reader = Reader { with, budget, before, text, layers: Cell::new(LAYERS), peeled: Cell::new(PEELED) };
    let layer = Layer::new(bytes, TEXT, 0);
    Explained { candidates: reader.layer(&layer, &sheet, &[], None) }
}
/// Why a check said no: which check of a chain, or what the last of its comparisons compared.
fn why_false(run: Option<&Arc<Run>>) -> String {
    if let Some(failed) = run.and_then(|run| super::x509::failed(run)) {
        return failed;
    }
    let last = run.and_then(|run| run.items.iter().rev().find(|item| matches!(item.body, Body::Run(_))));
    match last.map(|item| item.name.as_str()) {
        Some("in_time") => "it is out of date",
        Some("mature") => "it is not good yet",
        Some("algorithm") => "its header names another algorithm",
        _ => "what was computed differs",
    }
    .to_owned()
}

/// Something that was locked: what it is of, the formula that opens it, and its value.
type Opened = (String, String, Value);

/// The parts that tries are about, as their plural: `encrypted records`.
fn parts_of(attempt: &Try) -> String {
    let noun = attempt.part.1.split(' ').next().unwrap_or_default();
    format!("{}{noun}s", if attempt.opens { "encrypted " } else { "" })
}

struct Reader<'a> {
    with: &'a With,
    budget: &'a Budget<'a>,
    before: u64,
    text: Value,
    /// How many layers may still be looked into, and how many bytes.
    layers: Cell<usize>,
    peeled: Cell<usize>,
}
impl Reader<'_> {
    /// The candidates for a layer, best first. `lines` make its cell, and `whole` is where it lies if its own places
    /// are none of the text.
    fn layer(
        &self,
        layer: &Layer,
        sheet: &Sheet,
        lines: &[(String, String)],
        whole: Option<Range<u64>>,
    ) -> Vec<Candidate> {
        let found = all().filter_map(|family| (family.detect)(layer).map(|found| (family, found)));
        let rank = |(family, found): &(&Family, Found)| std::cmp::Reverse((found.certainty, family.popularity));
        let mut found: Vec<(&Family, Found)> = found.collect();
        sort_by_key(&mut found, rank);
        // What could be anything is no news beside what is sure.
        if found.first().is_some_and(|(_, first)| first.certainty == Certainty::Certain) {
            let given = |family: &Family| family.takes.first().is_some_and(|needed| self.with.value(needed).is_some());
            found.retain(|(family, other)| other.certainty >= Certainty::Likely || given(family));
        }
        found.truncate(CANDIDATES);
        let made = found.into_iter().map(|(family, found)| self.candidate(layer, sheet, lines, &whole, family, found));
        let mut made: Vec<Candidate> = made.collect();
        let rank = |one: &Candidate| {
            // What holds itself comes before that in which something holds.
            let verified = [one, one.checked()].map(|one| one.standing == Standing::Verified);
            std::cmp::Reverse((verified, one.certainty, one.family.popularity))
        };
        sort_by_key(&mut made, rank);
        made
    }
    fn candidate(
        &self,
        layer: &Layer,
        sheet: &Sheet,
        before: &[(String, String)],
        whole: &Option<Range<u64>>,
        family: &'static Family,
        found: Found,
    ) -> Candidate {
        let mut lines = before.to_vec();
        lines.extend(found.cells.iter().cloned());
        let sheet = self.with_lines(sheet, &found.cells);
        let readable = layer.text().and_then(|_| sheet.cell(layer.cell)?.outcome()?.value.string().cloned());
        let (whole, budget) = (whole.clone(), self.budget);
        let places = Places { text: TEXT, before: self.before, whole, layer: readable, budget };
        let last = found.cells.last().and_then(|(name, _)| sheet.cell(name));
        let (mut certainty, mut why) = (found.certainty, found.why.clone());
        let held = |run: &Run| run.items.iter().find(|item| item.name == "fields").map(|item| item.name.clone());
        let shows = match last.map(|cell| (cell.name(), cell.run().and_then(|run| held(run)))) {
            Some((name, Some(held))) => format!("{name}/{held}"),
            Some((name, None)) => name.to_owned(),
            None => TEXT.to_owned(),
        };
        let mut told = last.and_then(|cell| cell.run()).map(|run| fields(run, &places)).unwrap_or_default();
        let problem = found.cells.iter().find_map(|(name, _)| sheet.cell(name)?.problem());
        if let Some(problem) = problem {
            let limit = matches!(problem.kind, ProblemKind::Limit)
                || matches!(problem.kind, ProblemKind::Fault(crate::functions::FaultKind::Limit, _));
            why = format!("{why}; but {}", problem.message);
            if !limit {
                certainty = certainty.min(Certainty::Broken);
            }
        } else if let (true, Some(cell)) = (told.is_empty(), last)
            && let Some(outcome) = cell.outcome()
        {
            // A layer that was peeled is its own field.
            let value = match &outcome.value {
                Value::Bytes(rope) if rope.to_vec().is_ok_and(|bytes| is_readable(&bytes)) => Value::Text(rope.clone()),
                other => other.clone(),
            };
            let at = outcome.value.rope().and_then(|rope| places.of(rope));
            let at = at.unwrap_or(self.before..self.before + self.text.rope().map_or(0, Rope::len));
            told.push(Field { name: cell.name().to_owned(), at, value, written: String::new() });
        }
        let mut candidate = Candidate {
            family,
            why,
            certainty,
            standing: Standing::NotChecked,
            said: String::new(),
            fields: told,
            judgements: vec![],
            remark: found.remark.clone(),
            opened: vec![],
            inside: vec![],
            lines,
            shows,
            text: self.text.clone(),
        };
        let opened = self.check(layer, &sheet, &mut candidate, problem.is_some());
        let seen = Seen { layer, fields: &candidate.fields, with: self.with };
        candidate.judgements = (family.judge)(&seen);
        let own = self.place(layer, &places);
        for (part, (what, formula, value)) in opened.into_iter().enumerate() {
            let shown = match value.clone() {
                Value::Bytes(rope) if rope.to_vec().is_ok_and(|bytes| is_readable(&bytes)) => Value::Text(rope),
                other => other,
            };
            let name = if what.is_empty() { "opened".to_owned() } else { format!("opened_{}", part + 1) };
            let name = layer.name(&name);
            candidate.opened.push((what, shown));
            candidate.inside.extend(self.peel(
                layer,
                &sheet,
                &candidate.lines,
                (&name, &formula),
                Some(value),
                own.clone(),
            ));
        }
        for (name, formula) in &found.inside {
            let whole = if found.mapped { places.whole.clone() } else { own.clone() };
            candidate.inside.extend(self.peel(layer, &sheet, &candidate.lines, (name, formula), None, whole));
        }
        candidate
    }
    /// Where a layer lies in the text.
    fn place(&self, layer: &Layer, places: &Places) -> Option<Range<u64>> {
        let all = self.before..self.before + self.text.rope().map_or(0, Rope::len);
        Some(if layer.depth == 0 { all } else { places.whole.clone().unwrap_or(all) })
    }
    /// The sheet with lines more, evaluated and computed.
    fn with_lines(&self, sheet: &Sheet, more: &[(String, String)]) -> Sheet {
        if more.is_empty() {
            return sheet.clone();
        }
        let mut lines: Vec<Line> = sheet.cells().iter().map(|cell| (*cell.line).clone()).collect();
        for (name, formula) in more {
            lines.extend(parse_sheet(&format!("{name} = {formula}"), &limits()).0);
        }
        let mut sheet = sheet.rewritten(lines);
        sheet.evaluate(&NoFiles, self.budget);
        let _ = sheet.compute(self.budget);
        sheet.evaluate(&NoFiles, self.budget);
        sheet
    }
    /// Checks a candidate with what was given; gives what was locked, where that was opened, with the formulas that
    /// open it.
    fn check(&self, layer: &Layer, sheet: &Sheet, candidate: &mut Candidate, broken: bool) -> Vec<Opened> {
        let tries = if broken { vec![] } else { (candidate.family.check)(layer, self.with) };
        candidate.said = match candidate.family.takes.first() {
            None if tries.is_empty() => return vec![],
            Some(_) if broken => "NOT CHECKED: it is not whole".to_owned(),
            Some(needed) => format!("NOT CHECKED: needs {}", needed.phrase),
            None => String::new(),
        };
        let parts: Vec<&[Try]> = tries.chunk_by(|one, other| one.part.0 == other.part.0).collect();
        let judged = parts.iter().map(|tries| self.first_that_holds(layer, sheet, tries));
        let mut judged: Vec<(&Try, Verdict)> = judged.collect();
        let opened = judged.iter_mut().filter_map(|(attempt, verdict)| {
            let what = if parts.len() > 1 { attempt.part.1.clone() } else { String::new() };
            Some((what, attempt.formula.clone(), verdict.opened.take()?))
        });
        let opened = opened.collect();
        let holds = |verdict: &Verdict| verdict.standing == Standing::Verified;
        let fails = judged.iter().find(|(_, verdict)| !holds(verdict));
        match (judged.as_slice(), fails) {
            ([], _) => {}
            ([(_, verdict)], _) => (candidate.standing, candidate.said) = (verdict.standing, verdict.said.clone()),
            ([(_, first), ..], None) => {
                let with = first.said.split(", by").next().unwrap_or_default();
                let said = format!("{with}: all {} {}", judged.len(), parts_of(&tries[0]));
                (candidate.standing, candidate.said) = (Standing::Verified, said);
            }
            (all, Some((attempt, failed))) => {
                let count = all.iter().filter(|(_, verdict)| holds(verdict)).count();
                let (total, what, parts) = (all.len(), &attempt.part.1, parts_of(attempt));
                (candidate.standing, candidate.said) = match count {
                    0 => (failed.standing, format!("{}; so it is with each of {total} {parts}", failed.said)),
                    _ => {
                        let why =
                            format!("NOT CHECKED as a whole: {count} of {total} {parts} hold, and {what} does not");
                        (Standing::NotChecked, format!("{why} with what was given"))
                    }
                };
            }
        }
        opened
    }
    /// The first of some ways to check that holds or opens something, else the first.
    fn first_that_holds<'t>(&self, layer: &Layer, sheet: &Sheet, tries: &'t [Try]) -> (&'t Try, Verdict) {
        let mut first = None;
        for attempt in tries {
            let verdict = self.verdict(layer, sheet, attempt);
            // What was decrypted says more than an engine that it is not of.
            if verdict.standing == Standing::Verified || verdict.opened.is_some() {
                return (attempt, verdict);
            }
            first.get_or_insert((attempt, verdict));
        }
        let (attempt, mut verdict) = first.unwrap_or_else(|| unreachable!("each part has a try"));
        if let (Standing::False, 2..) = (verdict.standing, tries.len()) {
            let more = tries.len() - 1;
            let others = if more == 1 { "one other way".to_owned() } else { format!("{more} other ways") };
            verdict.said.push_str(&format!("; nor does it hold in {others}"));
        }
        (attempt, verdict)
    }
    fn verdict(&self, layer: &Layer, sheet: &Sheet, attempt: &Try) -> Verdict {
        let name = layer.name("checked");
        if let Some(why) = &attempt.cannot {
            let said = format!("NOT CHECKED: {why}");
            return Verdict { standing: Standing::NotChecked, said, opened: None };
        }
        let sheet = self.with_lines(sheet, &[(name.clone(), attempt.formula.clone())]);
        let not = |said: String| Verdict { standing: Standing::NotChecked, said, opened: None };
        let Some(cell) = sheet.cell(&name) else { return not("NOT CHECKED: it cannot be written as a formula".into()) };
        if let Some((vetted, place)) = self.difference(cell) {
            return not(format!("NOT CHECKED: our computation and that of {vetted} differ {place}"));
        }
        let by = if attempt.choice.is_empty() { String::new() } else { format!(", {}", attempt.choice) };
        let truth = |with| match cell.outcome()?.value.to_bool() {
            Ok(Some(true)) => Some((Ok(Standing::Verified), with)),
            Ok(Some(false)) => Some((Ok(Standing::False), with)),
            _ => None,
        };
        let checked = cell.run().and_then(|run| run.check.as_ref()).map(|check| (check.standing(), check.with));
        let standing = checked.or_else(|| attempt.truth.and_then(truth));
        match (cell.outcome(), cell.problem()) {
            (Some(outcome), _) => {
                let opened = Some(outcome.value.clone()).filter(|value| attempt.opens && value.string().is_some());
                match standing {
                    Some((Ok(standing), with)) => {
                        let said = match standing {
                            Standing::Verified => format!("VERIFIED with {with}{by}"),
                            Standing::False => format!("FALSE with {with}{by}: {}", why_false(cell.run())),
                            Standing::NotChecked => format!("NOT CHECKED: needs {with}"),
                        };
                        Verdict { standing, said, opened }
                    }
                    _ if opened.is_some() => {
                        let said =
                            format!("NOT CHECKED: it was decrypted{by}, and nothing in it shows that the key is right");
                        Verdict { standing: Standing::NotChecked, said, opened }
                    }
                    _ => not("NOT CHECKED: it cannot be said yet".to_owned()),
                }
            }
            (None, Some(problem)) => match standing {
                Some((Ok(Standing::False), with)) => {
                    let said = format!("FALSE with {with}{by}: {}", problem.message);
                    Verdict { standing: Standing::False, said, opened: None }
                }
                _ if matches!(problem.kind, ProblemKind::Fault(crate::functions::FaultKind::Rejected, _)) => {
                    let said = format!("FALSE{by}: {}", problem.message);
                    Verdict { standing: Standing::False, said, opened: None }
                }
                _ => {
                    // A sentence on a value says whose it is.
                    let named = match &problem.kind {
                        ProblemKind::Fault(_, Some(name)) if !problem.message.contains(name.as_str()) => {
                            format!("`{name}`: ")
                        }
                        _ => String::new(),
                    };
                    not(format!("NOT CHECKED: {named}{}", problem.message))
                }
            },
            (None, None) => not("NOT CHECKED: it was not computed to its end".to_owned()),
        }
    }
    /// The crate that differs on a call of a cell, and where. That one side refuses what the other accepts is a
    /// difference, too.
    fn difference(&self, cell: &crate::sheet::Cell) -> Option<(&'static str, String)> {
        cell.calls().iter().find_map(|call| {
            // What stands behind an outcome that came last was not computed with it.
            let computed = call.run().map_or(Ok(()), |run| run.compute(self.budget));
            computed.and_then(|()| call.check()).ok()?;
            match call.mark() {
                Mark::Finished(Agreement::Differs { vetted, place }) => Some((vetted, place)),
                Mark::Finished(_) | Mark::Checking => None,
            }
        })
    }
    /// Looks into a layer that a formula peels, or whose value is known.
    fn peel(
        &self,
        layer: &Layer,
        sheet: &Sheet,
        lines: &[(String, String)],
        (name, formula): (&str, &str),
        value: Option<Value>,
        whole: Option<Range<u64>>,
    ) -> Option<Inside> {
        if layer.depth + 1 >= DEPTH || self.layers.get() == 0 {
            return None;
        }
        let (mut lines, locked) = (lines.to_vec(), value.is_some());
        let sheet = match value {
            // It was opened with a secret, which no sheet has.
            Some(value) => {
                let kind = if matches!(value, Value::Text(_)) { "\"\"" } else { "0x" };
                let mut sheet = self.with_lines(sheet, &[(name.to_owned(), format!("input({kind})"))]);
                let _ = sheet.set(name, value);
                sheet.evaluate(&NoFiles, self.budget);
                sheet
            }
            None => {
                let cell = (name.to_owned(), formula.to_owned());
                if !lines.contains(&cell) {
                    lines.push(cell.clone());
                }
                self.with_lines(sheet, &[cell])
            }
        };
        let bytes = sheet.cell(name)?.outcome()?.value.string()?.to_vec_until(self.budget).ok()?;
        if bytes.is_empty() || bytes.len() > self.peeled.get() {
            return None;
        }
        self.layers.set(self.layers.get() - 1);
        self.peeled.set(self.peeled.get() - bytes.len());
        let inner = Layer::new(&bytes, name, layer.depth + 1);
        let candidates = self.layer(&inner, &sheet, &lines, whole);
        (!candidates.is_empty()).then(|| Inside { name: name.to_owned(), locked, candidates })
    }
}
/// The outcome of a check.
struct Verdict {
    standing: Standing,
    said: String,
    opened: Option<Value>,
}
