//! A change of inputs that a page suggests: made once, followed while the learner edits on, and taken back.

use std::collections::BTreeMap;

use crate::learner::lens::Lens;
use crate::lesson::Page;
use crate::lesson::tree::{Edit, Put, Tamper};
use crate::num::map_of;
use crate::run::{Budget, Value};
use crate::sheet::history::{self, Inputs, changed, inputs};
use crate::sheet::{NoFiles, Sheet};
use crate::view::plain::around;

/// A change that was made, and is in force as long as what it put stands in its inputs.
#[derive(Clone)]
pub struct Tampering {
    /// The sheet without it, all else being as it is.
    without: Sheet,
    /// The values that it put into its inputs.
    put: Inputs,
}

impl Tampering {
    /// The change by which a sheet became what it is now.
    pub fn between(tamper: &Tamper, without: Sheet, now: &Sheet) -> Tampering {
        let mut put = inputs(now);
        put.retain(|(cell, _)| tamper.edit.iter().any(|edit| edit.cell == *cell));
        Tampering { without, put }
    }

    /// Whether what the changes of a page expect came true with it, by their blocks.
    pub fn came_true(&self, page: &Page, lens: &Lens) -> BTreeMap<usize, Result<bool, String>> {
        let sheet = lens.sheet.clone().with_before(&self.without);
        let lens = Lens { sheet: &sheet, ..*lens };
        map_of(page.tampers().map(|(at, tamper)| (at, lens.is_true(&tamper.expect.expr, &NoFiles))))
    }

    /// Whether both change the same input.
    pub fn meets(&self, tamper: &Tamper) -> bool {
        self.put.iter().any(|(cell, _)| tamper.edit.iter().any(|edit| edit.cell == *cell))
    }

    /// Whether what was put still stands there. What else was edited becomes part of the sheet without the change.
    pub fn follow(&mut self, now: &Sheet, budget: &Budget) -> bool {
        let stands = |(cell, value): &(String, Value)| given(now, cell).is_some_and(|given| given.is_same(value));
        if !self.put.iter().all(stands) {
            return false;
        }
        let mut others = inputs(now);
        others.retain(|(cell, _)| self.put.iter().all(|(put, _)| put != cell));
        self.without = history::with(&self.without, &others, &NoFiles, budget);
        true
    }

    /// Puts back what stood in the inputs.
    pub fn take_back(&self, sheet: &mut Sheet) {
        for (cell, _) in &self.put {
            if let Some(was) = given(&self.without, cell) {
                // It stood there before, so it may stand there.
                let _ = sheet.set(cell, was.clone());
            }
        }
    }
}

/// Makes the changes that a page suggests.
///
/// # Errors
/// Why an input takes no such value, or why there is none.
pub fn make(tamper: &Tamper, sheet: &mut Sheet, budget: &Budget) -> Result<(), String> {
    let before = sheet.clone();
    let mut edits = tamper.edit.iter();
    edits.try_for_each(|edit| edit.put_into(&before, sheet, budget)).map_err(|problem| problem.to_string())
}

/// The invitation to a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// The words before what changes, with the names of keys.
    pub lead: &'static str,
    /// The change: `name to Ada Lovelacd`; of a long value what lies around the first difference.
    pub change: String,
    /// The words behind it, with the names of keys.
    pub rest: &'static str,
}

/// The invitation to the change that a page suggests.
pub fn invitation(tamper: &Tamper, lens: &Lens) -> Invitation {
    let sheet = lens.sheet;
    let mut after = sheet.clone();
    let made = make(tamper, &mut after, lens.budget);
    let cells: Vec<&str> = tamper.edit.iter().map(|edit| edit.cell.as_str()).collect();
    if made.is_ok() && changed(&inputs(sheet), &inputs(&after)).is_empty() {
        let rest = " stands already: ⟨edit⟩ types something else, then ⟨tamper⟩ changes it";
        return Invitation { lead: "what ⟨tamper⟩ puts into ", change: cells.join(", "), rest };
    }
    let hides = |edit: &Edit| match &edit.put {
        Put::Typed(_) => false,
        Put::Computed(made) => lens.expression(&made.expr, None, usize::MAX) == lens.veil.mask(),
    };
    let one = |edit: &Edit| match (&edit.put, given(sheet, &edit.cell), given(&after, &edit.cell)) {
        _ if hides(edit) => format!("{} to {}", edit.cell, lens.veil.mask()),
        (_, Some(was), Some(is)) if made.is_ok() => {
            format!("{} to {}", edit.cell, around(is, first_difference(was, is)))
        }
        (Put::Typed(typed), ..) => format!("{} to {typed}", edit.cell),
        (Put::Computed(expression), ..) => format!("{} to {}", edit.cell, expression.source.as_str()),
    };
    let replaces = |edit: &Edit| {
        let cell = sheet.cell(&edit.cell);
        let own = cell.and_then(|cell| Some(!cell.given()?.is_same(&cell.input.as_ref()?.default)));
        matches!(edit.put, Put::Typed(_)) && own == Some(true)
    };
    let rest = if tamper.edit.iter().any(replaces) { ", ⟨tamper⟩ again brings yours back" } else { "" };
    let change = tamper.edit.iter().map(one).collect::<Vec<_>>().join(" and ");
    Invitation { lead: "⟨tamper⟩ changes ", change, rest }
}

fn first_difference(was: &Value, is: &Value) -> u64 {
    let bytes = |value: &Value| value.rope().and_then(|rope| rope.to_vec().ok()).unwrap_or_default();
    bytes(was).iter().zip(&bytes(is)).take_while(|(was, is)| was == is).count() as u64
}

fn given<'s>(sheet: &'s Sheet, cell: &str) -> Option<&'s Value> {
    sheet.cell(cell).and_then(|cell| cell.given())
}
