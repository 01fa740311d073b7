//! Several numbers where one is asked.

use super::super::case::Case;
use super::super::slip::{Sentence, Slip, said};
use crate::learner::amount::integer;
use crate::learner::answer::{list, means};
use crate::run::{Budget, Value};

pub(super) const ROW: Slip = Slip { name: "several", find };

fn find(case: &Case, _: &Budget) -> Sentence {
    let Value::Int { .. } = case.right else { return Ok(None) };
    let Some(mut given) = list(case.given) else { return Ok(None) };
    given.retain(|given| integer(given).is_some());
    if given.len() < 2 {
        return Ok(None);
    }
    let right = given.iter().map(|given| means(given, case.right)).collect::<Result<Vec<_>, _>>()?;
    match () {
        () if right.iter().all(|right| *right) => said("Once is enough: write the number alone."),
        () if right.contains(&true) => said("You wrote several numbers, and one is asked. Which?"),
        () => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::ROW;
    use crate::learner::diagnosis::testing::expect;

    #[test]
    fn a_point_for_a_coordinate_and_all_bytes_of_a_padding() {
        expect(&ROW, "9", &[("09 09 09", "Once is enough"), ("(9, 4)", "one is asked"), ("5, 4", ""), ("90", "")]);
    }
}
