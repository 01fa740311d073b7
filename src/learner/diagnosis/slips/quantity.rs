//! Another quantity of the page: the value of a cell, a coordinate of one, or its length.

use num_bigint::BigInt;

use super::super::case::{Case, function, pieces};
use super::super::slip::{Diagnosis, Sentence, Slip, UNNAMED};
use crate::learner::amount::integer;
use crate::learner::answer::hexadecimal;
use crate::num::sort_by_key;
use crate::run::{Budget, Source, Value};
use crate::sheet::expr::names;
use crate::sheet::{Cell, Sheet};

pub(super) const ROW: Slip = Slip { name: "quantity", find };

fn find(case: &Case, _: &Budget) -> Sentence {
    let given = Given { integer: integer(case.given), bytes: hexadecimal(case.given) };
    let named: Vec<&str> = names(case.formula()).into_iter().map(|(name, _)| name).collect();
    let measured = measured(case);
    let behind = behind(&named, case.sheet);
    // Small numbers meet by chance: of what the answer is not made of, none is named.
    let is_small = case.integers()?.is_some_and(|(_, given)| given.bits() <= 8);
    let told = |cell: &&Cell| !is_small || behind.contains(&cell.name());
    let mut cells: Vec<&Cell> = case.sheet.cells().iter().filter(told).collect();
    // What the question is about is meant sooner than what stands elsewhere.
    sort_by_key(&mut cells, |cell| (!named.contains(&cell.name()), cell.input.is_none()));
    let what = |cell: &&Cell| {
        let value = &cell.outcome()?.value;
        let (what, is_length) = given.is_of(cell.name(), value, case.right)?;
        let is_named = case.page.has(cell.name());
        // What the text says as a number is meant as it stands there.
        let by_chance = is_length && (!is_named || !measured.contains(&cell.name()) || case.page.says(case.given));
        let says = match is_named {
            true if cell.input.is_some() && !is_length => format!("{what}, which is typed in."),
            true => format!("{what}."),
            false => format!("{UNNAMED}."),
        };
        let open = !by_chance && !case.hides_cell(cell.name(), value);
        open.then(|| Diagnosis { says, given: Some(cell.name().to_owned()) })
    };
    Ok(cells.iter().find_map(what))
}

/// The cells whose length is asked for, and what these are made of.
fn measured<'a>(case: &'a Case) -> Vec<&'a str> {
    let lengths = pieces(case.formula()).into_iter().filter(|piece| function(piece) == Some("length"));
    let cells: Vec<&str> = lengths.flat_map(|piece| names(piece)).map(|(name, _)| name).collect();
    let made_of = cells.iter().filter_map(|name| case.sheet.cell(name)).flat_map(|cell| names(&cell.line.expr));
    made_of.map(|(name, _)| name).chain(cells.iter().copied()).collect()
}

/// The cells that some are made of, these first.
fn behind<'a>(named: &[&'a str], sheet: &'a Sheet) -> Vec<&'a str> {
    let mut found = named.to_vec();
    let mut at = 0;
    while let Some(name) = found.get(at) {
        let cell = sheet.cell(name).into_iter();
        let next: Vec<&str> = cell.flat_map(|cell| names(&cell.line.expr)).map(|(name, _)| name).collect();
        next.into_iter().for_each(|name| {
            if !found.contains(&name) {
                found.push(name)
            }
        });
        at += 1;
    }
    found
}

struct Given {
    integer: Option<BigInt>,
    bytes: Option<Vec<u8>>,
}

impl Given {
    fn is(&self, number: impl Into<BigInt>) -> bool {
        self.integer == Some(number.into())
    }

    /// The quantity of a cell that it is, of the kind of the right answer; whether that is its length.
    fn is_of(&self, name: &str, value: &Value, right: &Value) -> Option<(String, bool)> {
        match (right, value) {
            (Value::Int { .. }, Value::Int { .. }) if self.is(value.to_int().ok()??) => {
                Some((format!("That is {name}"), false))
            }
            (Value::Int { .. }, Value::List(items)) if items.len() == 2 => {
                let is = |item: &Value| item.to_int().ok().flatten().is_some_and(|item| self.is(item));
                let place = items.iter().position(is)?;
                let which = ["first", "second"][place];
                Some((format!("That is the {which} number of {name}"), false))
            }
            (Value::Int { .. }, Value::Bytes(rope) | Value::Text(rope)) if rope.len() > 1 => match rope.len() {
                len if self.is(len) => Some((format!("That is the length of {name}"), true)),
                len if self.is(8 * len) => Some((format!("That is the length of {name} in bits"), true)),
                _ => None,
            },
            (Value::Bytes(_), Value::Bytes(rope) | Value::Text(rope)) => {
                let same = rope.len() == self.bytes.as_ref()?.len() as u64 && rope.to_vec().ok() == self.bytes;
                same.then(|| (format!("That is {name}"), false))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ROW;
    use crate::learner::diagnosis::testing::expect_in;

    #[test]
    fn what_the_cells_of_the_page_hold() {
        let sheet =
            "name = input(\"Ada Lovelace\")\nd = sha256(name)\nb = 15\nbig = 1500\np = [6, 1400]\nseed = input(0x1b)";
        let cases = [
            ("12", "That is the length of name. @name"),
            ("96", "the length of name in bits"),
            ("15", ""),
            ("1500", "That is big. @big"),
            ("1400", "the second number of p"),
            ("13", ""),
        ];
        expect_in(&ROW, sheet, "length(d)", &cases);
        // A number of the text, and what has nothing to do with the length that is asked for.
        expect_in(&ROW, &format!("{sheet}\nn = 12"), "length(d)", &[("12", "")]);
        expect_in(&ROW, sheet, "d[0..1]", &[("12", "")]);
        expect_in(&ROW, sheet, "b * 100 + length(name)", &[("96", "the length of name in bits")]);
        expect_in(&ROW, sheet, "b + p[0]", &[("15", "That is b. @b"), ("6", "the first number of p"), ("12", "")]);
        expect_in(&ROW, sheet, "d[0..1]", &[("1b", "That is seed, which is typed in. @seed"), ("1c", "")]);
    }
}
