//! Trials: values for a lesson's inputs. All of them where there are few; else none, as much as fits, and at random.

use num_bigint::BigInt;

use crate::run::{Rope, Source, Type, Value};
use crate::sheet::{Input, Sheet};

/// The most combinations that are all tried.
pub const MAX_COMBINATIONS: u64 = 10_000;

/// The number of trials that are random, where there are more combinations.
pub const RANDOM_TRIALS: usize = 500;

/// The longest value that is tried where an input says how long it may be.
pub const LONGEST: u64 = 1 << 20;
/// The longest value that is tried where it does not say.
pub const UNSAID: u64 = 64 << 10;

/// Values for every input of a sheet.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The name in messages.
    pub name: String,
    /// The values by cell.
    pub values: Vec<(String, Value)>,
}

impl Trial {
    /// The inputs as a message names them, of those that are at random only some.
    pub(crate) fn told(&self, which: impl Fn(&str) -> bool) -> String {
        if self.name != told(&self.values) {
            return self.name.clone();
        }
        let values: Vec<_> = self.values.iter().filter(|(name, _)| which(name)).cloned().collect();
        told(if values.is_empty() { &self.values } else { &values })
    }
}

/// The trials with as little and with as much as the inputs take.
pub fn extremes(sheet: &Sheet) -> Vec<Trial> {
    vec![trial(sheet, "the shortest inputs", shortest), trial(sheet, "the longest inputs", longest)]
}

/// The trials of a sheet: every combination of its inputs, or so many `at_random`, the same for the same `seed`.
pub fn trials(sheet: &Sheet, seed: &str, at_random: usize) -> Vec<Trial> {
    if sheet.inputs().next().is_none() {
        return vec![];
    }
    if let Some(all) = combinations(sheet) {
        return all;
    }
    let mut random = Random::from(seed);
    let mut trials = extremes(sheet);
    for _ in 0..at_random {
        random.ascii = random.number().is_multiple_of(2);
        let values = values(sheet, |input| random.value(input));
        trials.push(Trial { name: told(&values), values });
    }
    trials
}

fn trial(sheet: &Sheet, name: &str, value: impl FnMut(&Input) -> Value) -> Trial {
    Trial { name: name.to_owned(), values: values(sheet, value) }
}

fn values(sheet: &Sheet, mut value: impl FnMut(&Input) -> Value) -> Vec<(String, Value)> {
    sheet.inputs().filter_map(|cell| Some((cell.name().to_owned(), value(cell.input.as_ref()?)))).collect()
}

/// Every combination of the inputs, where there are few enough.
fn combinations(sheet: &Sheet) -> Option<Vec<Trial>> {
    let choices: Vec<(String, Vec<Value>)> = sheet
        .inputs()
        .filter_map(|cell| Some((cell.name().to_owned(), every(cell.input.as_ref()?))))
        .map(|(name, values)| values.map(|values| (name, values)))
        .collect::<Option<_>>()?;
    let count = choices.iter().try_fold(1, |count: u64, (_, values)| count.checked_mul(values.len() as u64));
    let count = count.filter(|count| *count <= MAX_COMBINATIONS)?;
    let trial = |mut number: u64| {
        let one = |(name, values): &(String, Vec<Value>)| {
            let of = values.len() as u64;
            let value = values[length(number % of)].clone();
            number /= of;
            (name.clone(), value)
        };
        let values: Vec<_> = choices.iter().map(one).collect();
        Trial { name: told(&values), values }
    };
    Some((0..count).map(trial).collect())
}

/// Every value that an input may have, where there are few enough.
fn every(input: &Input) -> Option<Vec<Value>> {
    if !input.choose.is_empty() {
        return Some(input.choose.iter().map(|choice| Value::text(choice)).collect());
    }
    match input.kind() {
        Type::Bool => Some(vec![Value::bool(false), Value::bool(true)]),
        Type::Int => {
            let (least, most) = (input.min.unwrap_or(0), input.max?);
            (most.saturating_sub(least) < MAX_COMBINATIONS).then(|| (least..=most).map(Value::int).collect())
        }
        Type::Bytes | Type::Text | Type::List => None,
    }
}

/// The inputs as a message names them: `a` = 5 and `word` = "é".
fn told(values: &[(String, Value)]) -> String {
    const LONGEST: usize = 24;
    const MOST: usize = 4;
    let one = |(name, value): &(String, Value)| match (value.kind(), value.show(LONGEST + 1)) {
        (Type::Bytes | Type::Text, Ok(text)) if text.chars().count() > LONGEST => {
            format!("`{name}` of {} bytes", value.rope().map_or(0, Source::len))
        }
        (Type::Text, Ok(text)) => format!("`{name}` = \"{text}\""),
        (Type::Bytes, Ok(text)) => format!("`{name}` = 0x{text}"),
        (_, shown) => format!("`{name}` = {}", shown.unwrap_or_default()),
    };
    let told: Vec<String> = values.iter().take(MOST).map(one).collect();
    match told.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => told.concat(),
    }
}

fn shortest(input: &Input) -> Value {
    if let Some(choice) = input.choose.iter().min_by_key(|choice| choice.len()) {
        return Value::text(choice);
    }
    let least = input.min.unwrap_or(0);
    match input.kind() {
        Type::Int => Value::int(least),
        Type::Bool => Value::bool(false),
        Type::Bytes => Value::Bytes(Rope::filled("literal", 0, least)),
        Type::Text | Type::List => Value::Text(Rope::filled("literal", b'a', least)),
    }
}

fn longest(input: &Input) -> Value {
    if let Some(choice) = input.choose.iter().max_by_key(|choice| choice.len()) {
        return Value::text(choice);
    }
    let most = input.max.unwrap_or(UNSAID).min(LONGEST).max(input.min.unwrap_or(0));
    match input.kind() {
        Type::Int => input.max.map_or_else(|| input.default.clone(), Value::int),
        Type::Bool => Value::bool(true),
        Type::Bytes => Value::Bytes(Rope::filled("literal", 0xff, most)),
        Type::Text | Type::List => Value::Text(Rope::filled("literal", b'z', most)),
    }
}

fn length(wanted: u64) -> usize {
    usize::try_from(wanted).unwrap_or(usize::MAX)
}

/// SplitMix64: good enough to try lessons, and the same on every machine.
pub struct Random {
    state: u64,
    /// Whether texts have letters of one byte alone.
    ascii: bool,
}

/// Lengths around the borders of blocks, where most things go wrong.
const LENGTHS: [u64; 18] = [0, 1, 3, 8, 16, 17, 55, 56, 57, 63, 64, 65, 111, 112, 119, 120, 128, 129];

/// Letters of one to four bytes, those of one first.
const LETTERS: [char; 8] = ['a', 'Z', '0', ' ', '~', 'é', '語', '🙂'];

impl Random {
    /// The numbers of a seed.
    pub fn from(seed: &str) -> Random {
        let mix = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Random { state: seed.bytes().fold(0xcbf2_9ce4_8422_2325, mix), ascii: false }
    }

    /// A number of 64 bits.
    pub fn number(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn pick<T: Clone>(&mut self, items: &[T]) -> Option<T> {
        let place = self.number() % u64::try_from(items.len()).ok().filter(|count| *count > 0)?;
        items.get(length(place)).cloned()
    }

    /// A value that an input takes.
    pub fn value(&mut self, input: &Input) -> Value {
        if let Some(choice) = self.pick(&input.choose) {
            return Value::text(&choice);
        }
        match input.kind() {
            Type::Int => self.integer(input),
            Type::Bool => Value::bool(self.number() % 2 == 1),
            Type::Bytes => {
                let count = self.length(input);
                let bytes: Vec<u8> = (0..count).map(|_| self.number().to_le_bytes()[0]).collect();
                Value::bytes(&bytes)
            }
            Type::Text | Type::List => {
                let count = self.length(input);
                Value::text(&self.text(count))
            }
        }
    }

    /// An integer within the bounds of the input; where there is no upper one, up to twice its default.
    fn integer(&mut self, input: &Input) -> Value {
        let least = input.min.unwrap_or(0);
        let default = input.default.to_int().ok().flatten().unwrap_or_default();
        let most = input.max.map_or_else(|| default * 2 + 1, BigInt::from);
        let room = u64::try_from(most - least).unwrap_or(0).saturating_add(1);
        Value::int(BigInt::from(least) + self.number() % room)
    }

    fn length(&mut self, input: &Input) -> usize {
        let wanted = self.pick(&LENGTHS).unwrap_or(0);
        length(wanted.min(input.max_length()).max(input.min.unwrap_or(0)).min(LONGEST))
    }

    /// A text of so many bytes.
    fn text(&mut self, bytes: usize) -> String {
        let mut text = String::with_capacity(bytes);
        while text.len() < bytes {
            let letter = self.pick(if self.ascii { &LETTERS[..5] } else { &LETTERS }).unwrap_or('a');
            text.push(if text.len() + letter.len_utf8() <= bytes { letter } else { 'a' });
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::expr::Limits;

    #[test]
    fn every_value_fits_its_input() {
        let source = "a = input(\"abc\", max: 64, min: 2)\nb = input(0x000102030405060708090a0b0c0d0e0f, max: 16, min: 16)\nc = input(7, max: 9, min: 3)\n\
                      d = input(true)\ne = input(\"x\", choose: [\"x\", \"yy\"])\nf = input(12)\ng = input(\"\")";
        let (sheet, faults) = Sheet::parse(source, &Limits::default());
        assert_eq!(faults, []);
        let trials = trials(&sheet, "seed", 20);
        assert_eq!(trials.len(), 22);
        for trial in trials {
            assert_eq!(trial.values.len(), 7);
            for (cell, value) in trial.values {
                let mut sheet = sheet.clone();
                assert!(sheet.set(&cell, value.clone()).is_ok(), "{} {cell} {value:?}", trial.name);
            }
        }
    }

    #[test]
    fn few_combinations_are_all_tried() {
        let names = |source: &str| -> Vec<String> {
            let (sheet, faults) = Sheet::parse(source, &Limits::default());
            assert_eq!(faults, []);
            trials(&sheet, "seed", RANDOM_TRIALS).into_iter().map(|trial| trial.name).collect()
        };
        assert_eq!(names("a = 1"), Vec::<String>::new());
        assert_eq!(
            names("a = input(2, min: 1, max: 3)\nb = input(\"x\", choose: [\"x\", \"y\"])"),
            [1, 2, 3, 4, 5, 6].map(|n| format!(
                "`a` = {} and `b` = \"{}\"",
                (n - 1) % 3 + 1,
                if n < 4 { "x" } else { "y" }
            ))
        );
        assert_eq!(names("a = input(2, max: 99)\nb = input(2, max: 99)").len(), 10_000);
        assert_eq!(names("a = input(2, max: 99)\nb = input(2, max: 100)").len(), 502);
        assert_eq!(names("a = input(2)").len(), 502);
        assert_eq!(names("a = input(\"\", max: 1)").len(), 502);
    }

    #[test]
    fn texts_are_tried_with_and_without_other_letters() {
        let (sheet, _) = Sheet::parse("a = input(\"abc\", max: 64)", &Limits::default());
        let trials = trials(&sheet, "seed", RANDOM_TRIALS);
        let ascii = trials.iter().filter(|trial| trial.values[0].1.to_text().unwrap().unwrap().is_ascii()).count();
        assert!((150..400).contains(&ascii), "{ascii}");
    }

    #[test]
    fn no_declaration_makes_a_trial_large() {
        for max in ["", ", max: 1_000_000_000_000", ", max: 18_446_744_073_709_551_615"] {
            for default in ["\"abc\"", "0x00"] {
                let source = format!("a = input({default}{max})");
                let (mut sheet, faults) = Sheet::parse(&source, &Limits::default());
                assert_eq!(faults, []);
                for trial in trials(&sheet, "seed", 20) {
                    let value = trial.values[0].1.clone();
                    assert!(value.rope().unwrap().len() <= LONGEST, "{source}: {}", trial.name);
                    sheet.set("a", value).expect("the input takes it");
                }
            }
        }
    }

    #[test]
    fn trials_are_the_same_every_time() {
        let (sheet, _) = Sheet::parse("a = input(\"abc\")", &Limits::default());
        let shown = |seed: &str| -> Vec<String> {
            trials(&sheet, seed, 20).iter().skip(2).map(|trial| trial.values[0].1.show(100).unwrap()).collect()
        };
        assert_eq!(shown("x"), shown("x"));
        assert_ne!(shown("x"), shown("y"));
    }
}
