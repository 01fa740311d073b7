//! A learner at a set: the lessons of the map are its questions, and what is answered goes into the report.

use jiff::Timestamp;

use crate::learner::notebook::News;
use crate::learner::progress::{Stamp, Standing};
use crate::learner::question::Asked;
use crate::learner::workshop::course::BEGIN;
use crate::learner::workshop::mark::Finding;
use crate::learner::workshop::play::Play;
use crate::learner::workshop::report::Sign;
use crate::learner::workshop::table::points;
use crate::run::Value;

/// A learner at a set. The set is there as long as the program runs.
pub struct Seat {
    /// The questions, and what was answered.
    pub play: Play<'static, 'static>,
    /// The words on what is to be handed in.
    hand_in: String,
    /// Whether the report has something that is not written.
    is_new: bool,
}

impl Seat {
    /// A learner at a set; `hand_in` says what is done with the report.
    pub fn new(play: Play<'static, 'static>, hand_in: String) -> Seat {
        Seat { play, hand_in, is_new: true }
    }

    /// `4 of 24 points · 63 min left`; once every question is answered, what waits for whoever marks by hand.
    pub fn says(&self, now: Stamp) -> String {
        let most = self.play.paper.set.points();
        let rest = match self.play.next(None) {
            Some(_) => self.play.clock(time(now)),
            None if self.play.is_closed() => self.play.clock(time(now)),
            None => Some(self.play.waiting())
                .filter(|waiting| *waiting > 0)
                .map(|waiting| format!("{waiting} to be marked")),
        };
        let rest = rest.map_or_else(String::new, |rest| format!(" · {rest}"));
        format!("{} of {most} points{rest}", points(self.play.points()))
    }

    /// Looks at the clock. Whether the time came to its end since.
    pub fn passes(&mut self, now: Stamp) -> bool {
        self.play.passes(time(now))
    }

    /// A mark and words for a row of the map; the page before the questions has none.
    pub fn row(&self, id: &str) -> (&'static str, String) {
        self.play.place_of(id).map_or((" ", String::new()), |place| self.play.row(place))
    }

    /// How far one got with a question.
    pub fn standing(&self, id: &str) -> Standing {
        match self.row(id).0 {
            "◦" => Standing::New,
            "◐" => Standing::Begun,
            _ => Standing::Done,
        }
    }

    /// The row to go on with.
    pub fn at(&self) -> &str {
        let begun = !self.play.report.events.is_empty();
        let at = self.play.at().filter(|_| begun);
        at.map_or(BEGIN, |place| &self.play.paper.items[place].entry.id)
    }

    /// The next question that takes answers, this one first.
    pub fn next_from(&self, id: &str) -> Option<&str> {
        let before = self.play.place_of(id).and_then(|place| place.checked_sub(1));
        self.play.next(before).map(|place| self.play.paper.items[place].entry.id.as_str())
    }

    /// The learner's own values for a question, and the price of a hint; the page before the questions has neither.
    pub fn values(&self, id: &str) -> (&[(String, Value)], u32) {
        let of = |place| (self.play.own_values(place), self.play.paper.set.policy.hint);
        self.play.place_of(id).map_or((&[], 0), of)
    }

    /// The state of a question as the set judges it.
    pub fn state(&self, id: &str, now: Stamp) -> Option<Asked> {
        Some(self.play.state_of(self.play.place_of(id)?, time(now)))
    }

    /// Takes what was answered into the report. Says where it is not taken, is right but late, or was the last one.
    pub fn take(&mut self, id: &str, news: Vec<News>, now: Stamp) -> Option<String> {
        let at = self.play.place_of(id).filter(|_| !news.is_empty())?;
        let mut told = None;
        for News { came, .. } in news {
            let before = self.play.report.events.len();
            let says = match came {
                Some((_, given)) => self.play.answer(at, &given, time(now)),
                None => self.play.hint(at, time(now)),
            };
            let taken = self.play.report.events.len() > before;
            self.is_new |= taken;
            let mark = self.play.mark(at);
            let is_late = mark.tries.last().is_some_and(|one| one.late && one.found == Finding::Right);
            told = match taken {
                true => is_late.then(|| self.play.judged(at, &mark).join(" ")),
                false => return Some(says.join(" ")),
            };
        }
        let is_last = self.play.next(None).is_none();
        let last = is_last.then(|| format!("Every question is answered. {}", self.hand_in));
        let all: Vec<String> = told.into_iter().chain(last).collect();
        (!all.is_empty()).then(|| all.join(" "))
    }

    /// Takes the sign on the title line into the report, with the question that is open.
    pub fn sign(&mut self, sign: Sign, open: Option<&str>, now: Stamp) {
        let question = open.filter(|id| self.play.place_of(id).is_some()).map(str::to_owned);
        self.play.report.sign(sign, question, time(now));
        self.is_new = true;
    }

    /// The report, where something in it is not written yet.
    pub fn take_report(&mut self) -> Option<String> {
        std::mem::take(&mut self.is_new).then(|| self.play.report.write())
    }
}

fn time(now: Stamp) -> Timestamp {
    Timestamp::from_second(now.apart(Stamp::of(0))).unwrap_or_default()
}
