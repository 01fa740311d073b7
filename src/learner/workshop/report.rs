//! Reports: what a learner answered in a set, as a text that anybody can read, with a checksum that finds damage and
//! idle edits. It is no signature: whoever has the program can make any report.

use std::fmt::Write;

use base64ct::{Base64UrlUnpadded, Encoding};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::learner::progress::LearnerId;
use crate::learner::question::SCHEME;
use crate::num::sort_by_key;

/// How a report begins; the number is that of its format.
pub const OPENING: &str = "cleartext report 1";
/// How a report in one line begins.
pub const TOKEN: &str = "cleartext-report:";
/// The longest report that is read, in bytes.
pub const MAX_REPORT: usize = 1 << 20;
/// The most events of a report.
const MAX_EVENTS: usize = 10_000;
/// How the line of the note begins.
const NOTE: &str = "note ";
/// How the line begins that says since when the report is known to be damaged.
const DAMAGED: &str = "damaged ";
/// How many digits of the hash a checksum has.
const CHECKSUM: usize = 16;

/// A learner's report on a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The name of the set.
    pub set: String,
    /// The version of the set.
    pub version: u32,
    /// The way in which values are drawn.
    pub scheme: String,
    /// The learner's id.
    pub learner: String,
    /// When the learner began.
    pub began: Timestamp,
    /// Events since then, in order.
    pub events: Vec<Event>,
    /// The note on the title line, where there was one.
    pub note: Option<Note>,
    /// When it was opened and the checksum did not fit: whoever grades it is told, though it fits since.
    pub damaged: Option<Timestamp>,
    /// Whether the checksum fits.
    pub intact: bool,
}

/// Something that a learner did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The question, by its name in the set.
    pub question: String,
    /// When.
    pub at: Timestamp,
    /// The deed.
    pub did: Did,
}

/// A deed of a learner at a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Did {
    /// Answered, with what was typed.
    Answered(String),
    /// Took a hint.
    Hinted,
}

/// A note on a learner's title line, which is seen from the back of a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The sign.
    pub sign: Sign,
    /// When it was put there.
    pub at: Timestamp,
    /// The question that was open, by its name in the set.
    pub question: Option<String>,
}

/// A sign that is seen from the back of a room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sign {
    /// None.
    #[default]
    None,
    /// Help is wanted.
    Help,
    /// All is done.
    Done,
}

impl Sign {
    /// Each sign with its word in a report.
    const WORDS: [(Sign, &'static str); 3] = [(Sign::None, "none"), (Sign::Help, "help"), (Sign::Done, "done")];

    /// The sign, and what it says.
    pub fn shown(self) -> Option<(&'static str, &'static str)> {
        match self {
            Sign::None => None,
            Sign::Help => Some(("?", "help wanted")),
            Sign::Done => Some(("✓", "done")),
        }
    }

    /// The next sign: help, done, none.
    pub fn next(self) -> Sign {
        match self {
            Sign::None => Sign::Help,
            Sign::Help => Sign::Done,
            Sign::Done => Sign::None,
        }
    }

    fn word(self) -> &'static str {
        Sign::WORDS.iter().find(|(sign, _)| *sign == self).map_or("", |(_, word)| word)
    }
}

impl Report {
    /// An empty report.
    pub fn new(set: &str, version: u32, learner: &str, began: Timestamp) -> Report {
        let (set, scheme, learner) = (set.to_owned(), SCHEME.to_owned(), learner.to_owned());
        let began = seconds(began);
        Report { set, version, scheme, learner, began, events: Vec::new(), note: None, damaged: None, intact: true }
    }

    /// Notes that the checksum does not fit, before a new one is written. Whether that is so.
    pub fn note_damage(&mut self, now: Timestamp) -> bool {
        let found = !std::mem::replace(&mut self.intact, true);
        if found {
            self.damaged.get_or_insert(seconds(now));
        }
        found
    }

    /// Adds an event.
    pub fn note(&mut self, question: &str, at: Timestamp, did: Did) {
        self.events.push(Event { question: question.to_owned(), at: seconds(at), did });
    }

    /// Puts a sign on the title line.
    pub fn sign(&mut self, sign: Sign, question: Option<String>, at: Timestamp) {
        self.note = Some(Note { sign, at: seconds(at), question });
    }

    /// The sign on the title line.
    pub fn signed(&self) -> Sign {
        self.note.as_ref().map_or(Sign::None, |note| note.sign)
    }

    /// Takes in what another copy of the same report says beyond this one: one that was changed by hand says nothing.
    pub fn merge(&mut self, other: &Report) {
        let of = |report: &Report| (report.set.clone(), report.version, report.learner.clone());
        if !other.intact || of(self) != of(other) {
            return;
        }
        let mut own = self.events.clone();
        for event in &other.events {
            match own.iter().position(|known| known == event) {
                Some(at) => drop(own.swap_remove(at)),
                None => self.events.push(event.clone()),
            }
        }
        sort_by_key(&mut self.events, |event| event.at);
        let at = |report: &Report| report.note.as_ref().map(|note| note.at);
        if at(other) > at(self) {
            self.note.clone_from(&other.note);
        }
        self.began = self.began.min(other.began);
        self.damaged = self.damaged.into_iter().chain(other.damaged).min();
    }

    /// The time of the last event.
    pub fn last(&self) -> Timestamp {
        self.events.iter().map(|event| event.at).max().unwrap_or(self.began)
    }

    /// The report as a text.
    pub fn write(&self) -> String {
        let Report { set, version, scheme, learner, began, .. } = self;
        let mut text =
            format!("{OPENING}\nset {set}\nversion {version}\nvalues {scheme}\nlearner {learner}\nbegan {began}\n");
        for Event { question, at, did } in &self.events {
            // Writing to a string cannot fail.
            let _ = match did {
                Did::Answered(typed) => {
                    writeln!(text, "answer {question} {at} {}", serde_json::Value::from(typed.as_str()))
                }
                Did::Hinted => writeln!(text, "hint {question} {at}"),
            };
        }
        if let Some(at) = self.damaged {
            let _ = writeln!(text, "{DAMAGED}{at}");
        }
        if let Some(Note { sign, at, question }) = &self.note {
            let question = question.as_ref().map_or_else(String::new, |question| format!(" {question}"));
            let _ = writeln!(text, "{NOTE}{} {at}{question}", sign.word());
        }
        let checksum = checksum(&text);
        text + "checksum " + &checksum + "\n"
    }

    /// The report as one line, to paste into a form.
    pub fn line(&self) -> String {
        format!("{TOKEN}{}", Base64UrlUnpadded::encode_string(self.write().as_bytes()))
    }

    /// Reads a report. Ends of lines may have been changed on the way, and blank lines added.
    ///
    /// # Errors
    /// A sentence that names the line.
    pub fn read(text: &str) -> Result<Report, String> {
        if text.len() > MAX_REPORT {
            return Err(format!("the report has {} bytes, and {MAX_REPORT} are the most", text.len()));
        }
        let lines = text.trim_start_matches('\u{FEFF}').lines().map(str::trim_end).zip(1..);
        let mut lines = lines.filter(|(line, _)| !line.is_empty()).peekable();
        let wrong = |number: usize, what: &str| format!("line {number} {what}");
        let mut head = |word: &str| match lines.next() {
            Some((line, number)) => {
                let rest =
                    line.strip_prefix(word).ok_or_else(|| wrong(number, &format!("should begin with `{word}`")))?;
                Ok((rest.trim().to_owned(), number))
            }
            None => Err(format!("the report ends before its line `{word}`")),
        };
        head(OPENING)?;
        let (set, _) = head("set ")?;
        let (version, number) = head("version ")?;
        let version = version.parse().map_err(|_| wrong(number, "has no number of a version"))?;
        let (scheme, number) = head("values ")?;
        if scheme != SCHEME {
            return Err(wrong(number, "says that its values were drawn in a way that this program does not know"));
        }
        let (learner, number) = head("learner ")?;
        LearnerId::parse(&learner).map_err(|why| wrong(number, &format!("has no id: {why}")))?;
        let (began, number) = head("began ")?;
        let began = time(&began).ok_or_else(|| wrong(number, "has no time"))?;
        let mut report =
            Report { version, scheme, began, intact: false, ..Report::new(&set, version, &learner, began) };
        let mut found = None;
        while let Some((line, number)) = lines.next() {
            if found.is_some() {
                // A mail may have put a signature below it.
                break;
            }
            // A report that was cut short keeps what stands before the cut.
            let is_last = lines.peek().is_none();
            if let Some(sum) = line.strip_prefix("checksum ") {
                found = Some(sum.trim().to_owned());
            } else if let Some(rest) = line.strip_prefix(NOTE) {
                report.note = note(rest);
                if report.note.is_none() && !is_last {
                    return Err(wrong(number, "has no sign and time"));
                }
            } else if let Some(rest) = line.strip_prefix(DAMAGED) {
                report.damaged = time(rest);
                if report.damaged.is_none() && !is_last {
                    return Err(wrong(number, "has no time"));
                }
            } else if report.events.len() == MAX_EVENTS {
                return Err(format!("the report has more than {MAX_EVENTS} answers"));
            } else {
                match event(line) {
                    Some(event) => report.events.push(event),
                    None if is_last => {}
                    None => return Err(wrong(number, "is no answer and no hint")),
                }
            }
        }
        report.intact = found.is_some_and(|found| report.write().ends_with(&format!("checksum {found}\n")));
        Ok(report)
    }

    /// The reports in a text, whatever stands around them: the report itself, or lines of a form. Each is read, or says
    /// what is wrong with it.
    pub fn find(text: &str) -> Vec<Result<Report, String>> {
        if let Some(at) = text.find(OPENING) {
            return vec![Report::read(&text[at..])];
        }
        let pieces = text.match_indices(TOKEN).map(|(at, token)| {
            let rest = &text[at + token.len()..];
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').unwrap_or(rest.len());
            let bytes =
                Base64UrlUnpadded::decode_vec(&rest[..end]).map_err(|_| "the line of a report is cut".to_owned())?;
            Report::read(str::from_utf8(&bytes).map_err(|_| "the line of a report is damaged".to_owned())?)
        });
        pieces.collect()
    }
}

fn event(line: &str) -> Option<Event> {
    let mut words = line.splitn(4, ' ');
    let (kind, question, at) = (words.next()?, words.next()?, time(words.next()?)?);
    let did = match (kind, words.next()) {
        ("answer", Some(typed)) => Did::Answered(serde_json::from_str(typed).ok()?),
        ("hint", None) => Did::Hinted,
        _ => return None,
    };
    Some(Event { question: question.to_owned(), at, did })
}

fn note(line: &str) -> Option<Note> {
    let mut words = line.split(' ');
    let (word, at) = (words.next()?, time(words.next()?)?);
    let (sign, _) = Sign::WORDS.into_iter().find(|(_, known)| *known == word)?;
    Some(Note { sign, at, question: words.next().map(str::to_owned) })
}

fn time(written: &str) -> Option<Timestamp> {
    written.parse().ok().map(seconds)
}

fn seconds(time: Timestamp) -> Timestamp {
    Timestamp::from_second(time.as_second()).unwrap_or(time)
}

fn checksum(text: &str) -> String {
    let mut digits = base16ct::lower::encode_string(&Sha256::digest(text));
    digits.truncate(CHECKSUM);
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> Report {
        let began = time("2026-11-28T18:00:00Z").expect("a time");
        let mut report = Report::new("passwords", 3, "ada", began);
        report.note("q1", time("2026-11-28T18:01:02Z").expect("a time"), Did::Answered("a \"b\"\n\u{1b}[31mé".into()));
        report.note("q1", time("2026-11-28T18:02:02Z").expect("a time"), Did::Hinted);
        report.sign(Sign::Help, Some("q1".to_owned()), time("2026-11-28T18:03:02Z").expect("a time"));
        report
    }

    #[test]
    fn a_report_is_read_as_it_was_written() {
        let (report, text) = (report(), report().write());
        assert!(!text.contains('\u{1b}') && text.lines().count() == 10, "{text}");
        assert_eq!(Report::read(&text), Ok(report.clone()));
        assert_eq!(Report::find(&format!("a,b\n1,\"{}\"\n2,x", report.line())), [Ok(report.clone())]);
        // On the way: other ends of lines, a mark of the byte order, blank lines, a signature below.
        let mailed = format!("\u{FEFF}{}\n-- \nAda\n", text.replace('\n', "\r\n\r\n"));
        assert_eq!(Report::read(&mailed), Ok(report));
    }

    #[test]
    fn damage_that_was_seen_stays_in_the_report() {
        let at = time("2026-11-29T08:00:00Z").expect("a time");
        let mut edited =
            Report::read(&report().write().replace("hint q1 2026-11-28T18:02:02Z\n", "")).expect("a report");
        assert!(edited.note_damage(at) && !edited.note_damage(at), "it is told once");
        edited.note("q1", at, Did::Hinted);
        let read = Report::read(&edited.write()).expect("a report");
        assert_eq!((read.intact, read.damaged, &read), (true, Some(at), &edited));
        let mut sound = report();
        assert!(!sound.note_damage(at));
        sound.merge(&read);
        assert_eq!(sound.damaged, Some(at));
    }

    #[test]
    fn the_later_note_of_two_copies_stays() {
        let at = |minute| time(&format!("2026-11-28T18:{minute}:00Z")).expect("a time");
        let (mut one, mut two) = (report(), report());
        two.sign(Sign::None, None, at(10));
        one.merge(&two);
        assert_eq!(one.note, Some(Note { sign: Sign::None, at: at(10), question: None }));
        assert_eq!(Report::read(&one.write()), Ok(one.clone()));
        one.sign(Sign::Done, None, at(10));
        one.merge(&two);
        assert_eq!(one.signed(), Sign::Done, "of the same second, one's own");
    }

    #[test]
    fn damage_and_idle_edits_are_found() {
        let text = report().write();
        for (from, to) in [
            ("q1", "q2"),
            ("ada", "bob"),
            ("18:01", "18:00"),
            ("version 3", "version 4"),
            ("hint q1 2026-11-28T18:02:02Z\n", ""),
            ("note help", "note done"),
        ] {
            let report = Report::read(&text.replacen(from, to, 1)).expect("it can be read");
            assert!(!report.intact, "{from}");
        }
        assert!(!Report::read(text.split("checksum").next().expect("a head")).expect("it can be read").intact);
        for (from, to, expected) in [
            ("learner ada", "learner ../../etc/passwd", "line 5 has no id: this name of a learner is a path"),
            ("learner ada", "learner a\u{1b}[2J", "line 5 has no id: this name of a learner has control characters"),
            ("began 2026", "began soon", "line 6 has no time"),
            ("version 3", "version x", "line 3 has no number of a version"),
            ("values draw-1", "values draw-9", "line 4 says that its values"),
            ("hint q1", "hunt q1", "line 8 is no answer and no hint"),
            ("note help", "note held", "line 9 has no sign and time"),
            ("set ", "sat ", "line 2 should begin with `set `"),
        ] {
            let told = Report::read(&text.replacen(from, to, 1)).expect_err("it cannot be read");
            assert!(told.starts_with(expected), "{told}");
        }
        let cut = Report::read(&text[..text.find("hint").expect("a hint") + 9]).expect("it can be read");
        assert_eq!((cut.events.len(), cut.intact), (1, false), "what stands before the cut is kept");
        assert_eq!(Report::find("cleartext-report:%%%").len(), 1);
        assert!(Report::find(&report().line()[..60])[0].is_err());
    }
}
