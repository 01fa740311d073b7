//! How far a computation is, and how long it goes on, estimated from how far it comes between reports.

use std::time::Duration;

/// How far a part has been computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Segments whose end state is known.
    pub done: u64,
    /// Segments in all.
    pub of: u64,
}

/// The time between two reports of whoever computes: above ten a second.
pub const REPORT: Duration = Duration::from_millis(80);
/// So many reports are waited for: the first turns say little.
const FEW: u64 = 4;

/// The pace of a computation. Reports are counted instead of looking at a clock, for they come at a steady rate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    /// How far it was when it was seen first, and which report said so.
    first: (u64, u64),
    /// How far it is, and which report says so.
    last: (u64, u64),
    of: u64,
}
impl Pace {
    /// The pace after another report; where something else is computed now, or all of it anew, nothing is known yet.
    pub fn after(self, done: u64, of: u64, report: u64) -> Pace {
        match self.of == of && done >= self.last.0 {
            true => Pace { last: (done, report), ..self },
            false => Pace { first: (done, report), last: (done, report), of },
        }
    }
    /// The seconds that are left, rounded up; nothing as long as there is no telling.
    pub fn seconds_left(self) -> Option<u64> {
        let (done, reports) = (self.last.0 - self.first.0, self.last.1.saturating_sub(self.first.1));
        if done == 0 || reports < FEW {
            return None;
        }
        let time = u128::from(reports) * REPORT.as_millis();
        let left = u128::from(self.of - self.last.0).saturating_mul(time) / u128::from(done);
        u64::try_from(left.div_ceil(1000)).ok()
    }
    /// In words, behind how far it is: `, about 3 s`.
    pub fn said(self) -> String {
        self.seconds_left().map_or_else(String::new, |seconds| format!(", about {seconds} s"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(reports: impl IntoIterator<Item = (u64, u64, u64)>) -> Pace {
        reports.into_iter().fold(Pace::default(), |pace, (done, of, report)| pace.after(done, of, report))
    }
    #[test]
    fn as_long_as_the_rest_takes_at_the_same_pace() {
        // 100 of 1,000 a report: after five reports 500 are left, which take another five, 0.4 s.
        let steady = after((0..=5).map(|report| (100 * report, 1000, report)));
        assert_eq!((steady.seconds_left(), steady.said().as_str()), (Some(1), ", about 1 s"));
        // From 96,608 on 1,000 a report: 50,000 are left, which take 50 reports, 4 s.
        let late = after((0..=50).map(|report| (96_608 + 1000 * report, 196_608, 7 + report)));
        assert_eq!(late.seconds_left(), Some(4));
        // A key that is pressed in between is no report.
        let pressed = after([(0, 1000, 3), (100, 1000, 4), (150, 1000, 4), (400, 1000, 7)]);
        assert_eq!(pressed, after([(0, 1000, 3), (400, 1000, 7)]));
    }
    #[test]
    fn nothing_is_said_where_there_is_no_telling() {
        assert_eq!(after([(0, 9, 0), (3, 9, 3)]).seconds_left(), None, "too early");
        assert_eq!(after([(5, 9, 0), (5, 9, 9)]).seconds_left(), None, "nothing was done");
        assert_eq!(after([(0, 9, 0), (8, 9, 9), (2, 9, 10)]).seconds_left(), None, "it began anew");
        assert_eq!(after([(0, 9, 0), (4, 9, 9), (5, 20, 10)]).said(), "", "it is another");
        assert_eq!(after([(0, u64::MAX, 0), (1, u64::MAX, u64::MAX)]).seconds_left(), None, "longer than one can say");
    }
}
