//! Another item of the list that an answer is taken from: of a point, the other coordinate.

use super::super::case::Case;
use super::super::slip::{Sentence, Slip, said};
use crate::run::ordinal::ordinal;
use crate::run::{Budget, Value};
use crate::sheet::expr::Kind;

pub(super) const ROW: Slip = Slip { name: "coordinate", find };

fn find(case: &Case, budget: &Budget) -> Sentence {
    let Kind::Item { base, .. } = &case.answer.kind else { return Ok(None) };
    let Some(Value::List(items)) = case.value(base, budget) else { return Ok(None) };
    let Some((_, given)) = case.integers()? else { return Ok(None) };
    let other = items.iter().position(|item| item.to_int().ok().flatten().is_some_and(|item| item == given));
    match other {
        Some(_) if items.len() == 2 => said("That is the other coordinate."),
        Some(place) => said(format!("That is the {} of them.", ordinal(place + 1))),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::ROW;
    use crate::learner::diagnosis::testing::expect_in;

    #[test]
    fn y_for_x() {
        expect_in(&ROW, "p = [16, 4]", "p[0]", &[("4", "the other coordinate"), ("5", "")]);
        expect_in(&ROW, "p = [16, 4, 9]", "p[0]", &[("9", "the 3rd of them")]);
    }
}
