//! What a question hides until it is answered.

use std::collections::BTreeSet;

use super::place::address_of;
use super::{Question, SHOWN, value};
use crate::learner::veil::Veil;
use crate::lesson::Expression;
use crate::num::set_of;
use crate::run::address::Address;
use crate::run::{Body, Budget, Path, Place, Run, Value};
use crate::sheet::expr::{self, Expr, Kind};
use crate::sheet::{NoFiles, Sheet};

/// How many values a pattern hides at most.
const MAX_HIDDEN: usize = 4096;
/// The functions that write a value in another way.
const REWRITING: [&str; 10] =
    ["int_be", "int_le", "bytes_be", "bytes_le", "utf8", "text", "hex", "unhex", "base64", "unbase64"];

impl Question<'_> {
    /// The veil of questions that are open.
    pub fn veil<'q>(open: impl Iterator<Item = Question<'q>>, sheet: &Sheet, budget: &Budget) -> Veil {
        let mut veil = Veil::default();
        open.for_each(|question| question.hide(&mut veil, sheet, budget));
        veil.spread(sheet, budget);
        veil
    }

    /// Hides what must not be seen before an answer.
    pub fn hide(self, veil: &mut Veil, sheet: &Sheet, budget: &Budget) {
        match self {
            Question::Predict(predict) => {
                for target in &predict.hide {
                    hide(&target.address, veil, sheet, budget);
                    let cell = target.address.steps.first().map(|step| step.name.clone());
                    let cells = cell.into_iter().collect();
                    let found = sheet.find(&target.address, MAX_HIDDEN, budget).unwrap_or_default();
                    found.iter().for_each(|found| veil.hide_equal(&found.place, &cells, budget));
                }
                predict.answer.formula().iter().for_each(|answer| hide_answer(answer, veil, sheet, budget));
                if !predict.hide.is_empty() {
                    veil.cover_formulas();
                }
            }
            Question::Exercise(exercise) => hide_answer(&exercise.answer, veil, sheet, budget),
        }
    }
}

/// Hides the answer of a question wherever it stands. Where it is a value of the sheet or a stretch of one, that value
/// is hidden under all its names; where it is to be worked out, or only to be written in another way, what it is worked
/// out from stays.
fn hide_answer(answer: &Expression, veil: &mut Veil, sheet: &Sheet, budget: &Budget) {
    veil.hide_expression(&answer.expr);
    if let Ok(right) = value(answer, sheet, budget) {
        veil.hide_equal(&Place::Value(right), &cells_of(&answer.expr, sheet), budget);
    }
    if let Some(name) = rewritten(&answer.expr, sheet) {
        veil.hide_cell(name, None, budget);
    } else if let Some(address) = address_of(&answer.expr) {
        hide(&address, veil, sheet, budget);
    } else if is_a_value(&answer.expr)
        && let Ok(found) = sheet.eval(&answer.expr, &NoFiles, budget)
    {
        veil.hide_place(&Place::Value(found.value), budget);
        let whole = address_of(base_of(&answer.expr));
        whole.iter().for_each(|address| hide_twins(address, veil, sheet, budget));
    }
}

/// The cell that an answer is, where its formula only writes another value in another way.
fn rewritten<'e>(expr: &'e Expr, sheet: &Sheet) -> Option<&'e str> {
    let Kind::Name(name) = &expr.kind else { return None };
    let Kind::Call { function, .. } = &sheet.cell(name)?.line.expr.kind else { return None };
    REWRITING.contains(&function.as_str()).then_some(name)
}

/// The cells that an answer is asked of: those it names, and where it is worked out those that are computed from all of
/// these as well.
fn cells_of(expr: &Expr, sheet: &Sheet) -> BTreeSet<String> {
    let named = set_of(expr::names(expr).into_iter().map(|(name, _)| name));
    let downstream = named.iter().map(|name| set_of(sheet.downstream(name)));
    let of_all = downstream.reduce(|all, of_one| &all & &of_one).filter(|_| !is_a_value(expr)).unwrap_or_default();
    set_of(named.union(&of_all).map(|name| (*name).to_owned()))
}

/// The expression that stretches and items are cut out of.
fn base_of(expr: &Expr) -> &Expr {
    match &expr.kind {
        Kind::Slice { base, .. } | Kind::Item { base, .. } => base_of(base),
        _ => expr,
    }
}

/// Whether an expression only points at a value, or cuts a stretch out of one.
fn is_a_value(expr: &Expr) -> bool {
    match &expr.kind {
        Kind::Name(_) => true,
        Kind::At { base, .. } | Kind::Slice { base, .. } | Kind::Item { base, .. } => is_a_value(base),
        _ => false,
    }
}

/// Hides the values at an address, and those that another call computes just alike.
fn hide(address: &Address, veil: &mut Veil, sheet: &Sheet, budget: &Budget) {
    let Some(first) = address.steps.first() else { return };
    hide_in(&first.name, address, veil, sheet, budget);
    hide_twins(address, veil, sheet, budget);
}

/// Hides what another call, of a cell or within one, computes just as the values at an address: the same function, or
/// another in which a value that tells something has the same address.
fn hide_twins(address: &Address, veil: &mut Veil, sheet: &Sheet, budget: &Budget) {
    let Some(first) = address.steps.first() else { return };
    let Some(asked) = sheet.cell(&first.name).and_then(|cell| cell.run()) else { return };
    let values = |address: &Address| {
        let found = sheet.find(address, MAX_HIDDEN, budget).ok()?;
        let values = found.iter().map(|found| found.place.value(budget)).collect::<Result<Vec<_>, _>>();
        values.ok().filter(|values| !values.is_empty())
    };
    let shown = |values: &[Value]| values.iter().map(|value| value.show(SHOWN)).collect::<Result<Vec<_>, _>>().ok();
    let Some(wanted) = values(address) else { return };
    let tells = address.steps.len() > 1 && !wanted.iter().all(Veil::is_trivial);
    let Some(wanted) = shown(&wanted) else { return };
    let mut twins = vec![];
    let alike = |run: &Run| run.function == asked.function || tells;
    sheet.runs().iter().for_each(|run| runs_in(run, &alike, &mut twins));
    for twin in twins.into_iter().filter(|twin| *twin != asked.at) {
        let Ok(mut there) = Address::parse(twin.as_str()) else { continue };
        there.steps.extend(address.steps[1..].iter().cloned());
        there.operation = address.operation;
        if values(&there).and_then(|values| shown(&values)).as_ref() == Some(&wanted) {
            hide_in(twin.as_str(), &there, veil, sheet, budget);
        }
    }
}

/// The addresses of a run and all runs within it that are meant.
fn runs_in(run: &Run, meant: &dyn Fn(&Run) -> bool, found: &mut Vec<Path>) {
    if meant(run) {
        found.push(run.at.clone());
    }
    for item in &run.items {
        if let Body::Run(inner) = &item.body {
            runs_in(inner, meant, found);
        }
    }
}

fn hide_in(cell: &str, address: &Address, veil: &mut Veil, sheet: &Sheet, budget: &Budget) {
    if address.steps.len() == 1 && address.operation.is_none() {
        let value = sheet.cell(cell).and_then(|cell| cell.outcome()).map(|outcome| &outcome.value);
        return veil.hide_cell(cell, value, budget);
    }
    let found = sheet.find(address, MAX_HIDDEN, budget).unwrap_or_default();
    found.iter().for_each(|found| veil.hide_place(&found.place, budget));
}
