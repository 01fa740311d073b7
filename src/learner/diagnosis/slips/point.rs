//! Points and lists that are nearly right.

use super::super::case::Case;
use super::super::slip::{Sentence, Slip, said};
use crate::learner::answer::{list, means};
use crate::run::ordinal::ordinal;
use crate::run::{Budget, Value};

pub(super) const ROW: Slip = Slip { name: "point", find };

fn find(case: &Case, _: &Budget) -> Sentence {
    let (Value::List(items), Some(given)) = (case.right, list(case.given)) else { return Ok(None) };
    if given.is_empty() {
        return said("That is the point at infinity, or an empty list; this one has numbers.");
    }
    if items.is_empty() {
        return said("It is no point with coordinates. What do two points on one vertical line add up to?");
    }
    if given.len() != items.len() {
        return said(format!("It has {} numbers, and you wrote {}.", items.len(), given.len()));
    }
    let right = given.iter().zip(items.iter()).map(|(given, item)| means(given, item));
    let right = right.collect::<Result<Vec<_>, _>>()?;
    if let ([x, y], [first, second]) = (given.as_slice(), &items[..]) {
        if means(x, second)? && means(y, first)? {
            return said("The two coordinates have changed places.");
        }
        return match right.as_slice() {
            [true, false] => said("The first coordinate is right, the second is not."),
            [false, true] => said("The second coordinate is right, the first is not."),
            _ => Ok(None),
        };
    }
    let wrong: Vec<usize> = (0..right.len()).filter(|place| !right[*place]).collect();
    match wrong.as_slice() {
        [one] => said(format!("Only the {} is wrong.", ordinal(one + 1))),
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::ROW;
    use crate::learner::diagnosis::testing::expect;

    #[test]
    fn points_that_are_nearly_right() {
        expect(&ROW, "[5, 1]", &[("(1, 5)", "changed places"), ("5, 2", "first coordinate is right"), ("2 2", "")]);
        expect(&ROW, "[5, 1]", &[("4 1", "second coordinate is right"), ("5", "2 numbers"), ("O", "infinity")]);
        expect(&ROW, "[]", &[("5,1", "no point with coordinates")]);
    }
}
