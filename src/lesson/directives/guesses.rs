//! The cost of guessing, measured on the machine at hand.

use std::sync::Arc;

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::row::{Content, Directive};
use crate::functions::attack::guess::{GUESSES, Guess, Speed};
use crate::lesson::checking::{Checking, has_no_value_upstream, value};
use crate::lesson::expression::When;
use crate::lesson::fields::{Entries, EntryKind, EntryRow};
use crate::lesson::problem::{listed, quoted};
use crate::lesson::reading::Reading;
use crate::lesson::split::Fence;
use crate::lesson::tree::{Block, Computed, Expression};
use crate::run::Value;
use crate::run::address::Span;

pub(super) const ROW: Directive = Directive {
    name: "guesses",
    summary: "Measures how many passwords a second this machine tries, and how long all of them take.",
    body: Content::Fields(&FIELDS),
    example: "of    = [\"md5\", \"bcrypt\"]\ncount = \"10000\"",
    read,
    check,
};

const FIELDS: [EntryRow; 2] = [
    EntryRow {
        name: "of",
        kind: EntryKind::Words,
        required: true,
        help: "The functions, each at the cost that frameworks take.",
    },
    EntryRow {
        name: "count",
        kind: EntryKind::Expression,
        required: true,
        help: "How many passwords there are to try.",
    },
];

fn read(fence: &Fence, reading: &mut Reading) -> Option<Block> {
    let entries = Entries::read(fence.body, fence.word, &FIELDS, reading);
    let mut of = Vec::new();
    for name in entries.words("of", reading) {
        let known = Guess::of(name.text.trim());
        if known.is_none() {
            let hint = format!("There are {}.", listed(GUESSES.iter().map(|guess| guess.name), "and"));
            let message = format!("Guesses at {} are not measured.", quoted(&name.text));
            reading.problems.error(name.span, message, hint);
        }
        of.extend(known);
    }
    let count = entries.expression("count", When::Now, reading)?;
    Some(Block::Computed(Arc::new(Guesses { of, count, span: fence.span })))
}

fn check(block: &Block, checking: &mut Checking) {
    let Block::Computed(computed) = block else { return };
    if checking.is_reported(computed.span()) {
        return;
    }
    for count in computed.needs() {
        match value(&checking.sheet, count).map(|value| value.to_int()) {
            Ok(Ok(Some(_))) => {}
            Ok(_) => checking.error(
                count.span,
                "This is no number.",
                "Count passwords, as in `modpow(26, 8, 10000000000000)`.",
            ),
            Err(problem) => {
                let upstream = has_no_value_upstream(&checking.sheet, &problem);
                checking.expression_problem(count, &problem, upstream);
            }
        }
    }
}

/// The cost of guessing on the machine at hand.
#[derive(Debug)]
struct Guesses {
    /// The functions.
    of: Vec<&'static Guess>,
    /// How many passwords there are to try.
    count: Expression,
    /// The place of the directive.
    span: Span,
}

impl Computed for Guesses {
    fn span(&self) -> Span {
        self.span
    }

    fn needs(&self) -> Vec<&Expression> {
        vec![&self.count]
    }

    fn timed(&self) -> &[&'static Guess] {
        &self.of
    }

    /// A head, the rows, and what was measured.
    fn height(&self) -> usize {
        4 + self.of.len()
    }

    /// A table: how many are tried in a second, how many in a year, how long all of them take. What is still being
    /// measured has dots. The last line says what was measured.
    fn lines(&self, values: &[Option<Value>], speeds: &[Speed]) -> String {
        let count = values.iter().flatten().find_map(|value| value.to_int().ok().flatten());
        let count = count.as_ref().and_then(BigInt::to_f64);
        let mut table = row(["", "a second", "a year", "all in"]);
        let mut costs = String::from("One core of this machine, just now.");
        for guess in &self.of {
            let speed = speeds.iter().find(|speed| speed.guess == *guess).map(|speed| speed.seconds);
            let said = |say: &dyn Fn(f64) -> String| speed.map_or("…".to_owned(), say);
            let all = speed.zip(count).map_or("…".to_owned(), |(seconds, count)| lasts(seconds * count));
            let a_year = said(&|seconds| format!("2^{:.0}", (YEAR / seconds).log2()));
            table += &row([guess.name, &said(&|seconds| number(1.0 / seconds)), &a_year, &all]);
            if !guess.cost.is_empty() {
                costs += &format!(" {}: {}.", guess.name, guess.cost);
            }
        }
        table + &costs
    }

    fn on_paper(&self) -> String {
        let names: Vec<&str> = self.of.iter().map(|guess| guess.name).collect();
        format!("Tries a second, measured where the lesson is opened: {}.", names.join(", "))
    }
}

/// The seconds of a year.
const YEAR: f64 = 365.25 * 86_400.0;

fn row([name, second, year, all]: [&str; 4]) -> String {
    format!("{name:<6} {second:>10}{year:>7} {all}\n")
}

/// A number with two or three digits that mean something.
fn number(number: f64) -> String {
    if number < 10.0 {
        return format!("{number:.1}");
    }
    let unit = 10f64.powi((number.log10().floor() as i32 - 2).max(0));
    let digits = format!("{:.0}", (number / unit).round() * unit);
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// How long something lasts, in the largest unit that it fills.
fn lasts(seconds: f64) -> String {
    const UNITS: [(&str, f64); 5] =
        [("year", YEAR), ("day", 86_400.0), ("hour", 3600.0), ("minute", 60.0), ("second", 1.0)];
    let Some((unit, length)) = UNITS.into_iter().find(|(_, length)| seconds >= *length) else {
        return "< 1 second".to_owned();
    };
    let many = seconds / length;
    if many >= 1e4 {
        return format!("10^{:.0} {unit}s", many.log10());
    }
    let many = if many < 10.0 { format!("{many:.0}") } else { number(many) };
    format!("{many} {unit}{}", if many == "1" { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_times_are_told_in_a_few_digits() {
        let numbers = [0.31, 2.0, 12.4, 123_456.0, 5_234_567.0].map(number);
        assert_eq!(numbers, ["0.3", "2.0", "12", "123,000", "5,230,000"]);
        let times = [0.2, 1.2, 90.0, 7200.0, 86_400.0 * 40.0, YEAR, YEAR * 12_345.0, YEAR * 3e15].map(lasts);
        let told = ["< 1 second", "1 second", "2 minutes", "2 hours", "40 days", "1 year", "10^4 years"];
        assert_eq!(times[..7], told);
        assert_eq!(times[7], "10^15 years");
    }
}
