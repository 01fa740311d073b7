//! Other inputs for a question whose wrong answers cannot be told from the right one with those at hand.

use super::{Question, value};
use crate::lesson::tree::Answer;
use crate::lesson::trial::Random;
use crate::num::set_of;
use crate::run::{Budget, Value};
use crate::sheet::expr::names;
use crate::sheet::{NoFiles, Sheet};

/// How often others are drawn at most.
const DRAWS: u64 = 200;

impl Question<'_> {
    /// Other values for the inputs that the answer is computed from, so that no expected wrong answer is right. None
    /// where that is so already, or none are found.
    pub fn draw(self, sheet: &Sheet, budget: &Budget) -> Option<Vec<(String, Value)>> {
        if !self.is_given_away(sheet, budget) {
            return None;
        }
        let asked = set_of(names(&self.formula()?.expr).into_iter().map(|(name, _)| name));
        let counts = |name: &str| asked.contains(name) || sheet.downstream(name).iter().any(|on| asked.contains(on));
        let inputs: Vec<_> = sheet.inputs().filter(|cell| counts(cell.name())).collect();
        // The same inputs draw the same others.
        let seed: Vec<String> = inputs.iter().filter_map(|cell| cell.given()?.show(1 << 10).ok()).collect();
        let mut random = Random::from(&seed.join(" "));
        (0..DRAWS).find_map(|_| {
            let mut drawn = Vec::new();
            for cell in &inputs {
                let value = match cell.given()? {
                    text @ Value::Text(_) => another_text(text, &mut random)?,
                    _ => random.value(cell.input.as_ref()?),
                };
                drawn.push((cell.name().to_owned(), value));
            }
            let mut other = sheet.clone();
            for (cell, value) in &drawn {
                other.set(cell, value.clone()).ok()?;
            }
            other.finish(&NoFiles, budget).ok()?;
            let changed = |(cell, value): &(String, Value)| {
                sheet.cell(cell).and_then(|cell| cell.given()).is_some_and(|given| !given.is_same(value))
            };
            (!self.is_given_away(&other, budget)).then(|| drawn.into_iter().filter(changed).collect())
        })
    }

    /// Whether an expected wrong answer that is written is right with the inputs at hand.
    fn is_given_away(self, sheet: &Sheet, budget: &Budget) -> bool {
        let Some(right) = self.formula().and_then(|answer| value(answer, sheet, budget).ok()) else { return false };
        self.choices().is_empty()
            && self.wrong().iter().any(|wrong| match &wrong.answer {
                Answer::Computed(answer) => value(answer, sheet, budget).is_ok_and(|wrong| wrong.is_same(&right)),
                Answer::Choice(_) => false,
            })
    }
}

/// A text that is a little longer or shorter: that of the learner stays to be known.
fn another_text(now: &Value, random: &mut Random) -> Option<Value> {
    let text = now.to_text().ok().flatten()?;
    let length = text.chars().count();
    let cut = usize::try_from(random.number() % 9).ok()?;
    Some(Value::text(&match length > cut + 1 {
        true => text.chars().take(length - cut).collect::<String>(),
        false => format!("{text}{}", ".".repeat(cut)),
    }))
}
