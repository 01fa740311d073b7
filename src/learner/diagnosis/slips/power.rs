//! Powers modulo a number: base and exponent exchanged, a product in place of a power, one factor too many or too few.

use num_bigint::BigInt;
use num_bigint::Sign::Minus;

use super::super::case::{Case, arguments, function};
use super::super::slip::{Sentence, Slip, said};
use super::residue::modulus;
use crate::run::Budget;

pub(super) const ROW: Slip = Slip { name: "power", find };

/// The largest modulus for which this is tried: others are no sums by hand.
const BY_HAND: u32 = 100_000;

fn find(case: &Case, budget: &Budget) -> Sentence {
    let formula = case.formula();
    // Where base and exponent stand among the arguments.
    let (base, exponent) = match function(formula) {
        Some("modpow") => (0, 1),
        Some("dh_shared") => (1, 0),
        _ => return Ok(None),
    };
    let arguments = arguments(formula);
    let number = |place: usize| {
        let value = case.value(arguments.get(place)?, budget)?.to_int().ok()??;
        Some(value).filter(|value| value.sign() != Minus)
    };
    let (Some(base), Some(exponent), Some(modulus)) = (number(base), number(exponent), modulus(case, budget)) else {
        return Ok(None);
    };
    let Some((_, given)) = case.integers()?.filter(|_| modulus < BigInt::from(BY_HAND)) else { return Ok(None) };
    let power = |base: &BigInt, exponent: &BigInt| base.modpow(exponent, &modulus);
    let one = BigInt::from(1);
    match () {
        () if given == &base * &exponent % &modulus || given == &base * &exponent => {
            said("You multiplied the two. A power is the base times itself, so many times.")
        }
        () if given == power(&exponent, &base) => said("You exchanged the two: the exponent was raised to the base."),
        () if given == power(&base, &(&exponent + &one)) => said("One factor too many."),
        () if exponent > one && given == power(&base, &(&exponent - &one)) => said("One factor too few."),
        () => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::ROW;
    use crate::learner::diagnosis::testing::{expect, expect_in};

    #[test]
    fn other_powers_of_the_same_numbers() {
        let cases =
            [("18", "exchanged"), ("15", "too many"), ("11", "too few"), ("22", "multiplied"), ("114", "multiplied")];
        expect(&ROW, "modpow(19, 6, 23)", &cases);
        expect_in(&ROW, "s = dh_shared(6, 19, group: \"toy23\", check: false)", "s", &cases);
        expect(&ROW, "modpow(19, 6, 23)", &[("3", "")]);
    }
}
