//! Sets: a lesson file whose front matter asks questions for points, of itself and of lessons, for a workshop.

use crate::lesson::directives::is_name;
use crate::lesson::fields::{Entries, EntryKind, EntryRow};
use crate::lesson::front::{FRONT_MATTER, FrontMatter, from};
use crate::lesson::located::Located;
use crate::lesson::parse::{Lesson, parse_as};
use crate::lesson::problem::{Problem, Severity, listed, quoted};
use crate::lesson::reading::Reading;
use crate::lesson::split::{self, MARK};
use crate::lesson::tree::Inline;
use crate::lesson::words::Vocabulary;
use crate::run::address::Span;
use crate::run::suggest::did_you_mean;

/// The folder of a course that its sets lie in.
pub const SETS_FOLDER: &str = "sets/";

/// The most questions of a set.
const MAX_QUESTIONS: usize = 200;

/// Questions for points.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Set {
    /// The file as a lesson: its front matter, its text, its sheet and its own questions.
    pub lesson: Lesson,
    /// The name, which reports carry.
    pub name: String,
    /// The version, which reports carry.
    pub version: u32,
    /// The rules, which are shown to the learner.
    pub policy: Policy,
    /// The questions, in order.
    pub entries: Vec<Entry>,
    /// The names of questions that do not count.
    pub void: Vec<String>,
    /// The answers that count as right, too, by question.
    pub accept: Vec<(String, Vec<String>)>,
}

/// The rules of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// How many answers a question takes that is answered in writing.
    pub attempts: u32,
    /// How many points a hint costs.
    pub hint: u32,
    /// When the right answer is shown.
    pub show: Show,
    /// Whether late answers count.
    pub late: bool,
    /// How many points it costs that the right answer came late.
    pub late_price: u32,
}

impl Default for Policy {
    fn default() -> Policy {
        Policy { attempts: 3, hint: 0, show: Show::After, late: true, late_price: 0 }
    }
}

impl Policy {
    /// The rule for what comes late: `costs 2 points a question`
    pub fn on_late(&self) -> String {
        match (self.late, self.late_price) {
            (false, _) => "does not count".to_owned(),
            (true, 0) => "is marked, and counts".to_owned(),
            (true, 1) => "costs 1 point a question".to_owned(),
            (true, price) => format!("costs {price} points a question"),
        }
    }
}

/// When the right answer is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// When the set is over.
    After,
    /// When the question is over.
    Each,
    /// Never by the program.
    Never,
}

/// A question of a set.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The name in the set.
    pub id: String,
    /// The question itself.
    pub task: Task,
    /// Words on a good answer, where it is marked by hand.
    pub look_for: Vec<Vec<Inline>>,
    /// The points for the right answer.
    pub points: u32,
    /// How many answers it takes, where it is not as the policy says.
    pub attempts: Option<u32>,
    /// The inputs that are drawn for each learner; else all that the question reads.
    pub vary: Option<Vec<String>>,
    /// The place in the file.
    pub span: Span,
}

/// The kind of a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Task {
    /// A question of a lesson, or of the set's own file.
    Asked {
        /// The lesson; none for the own file.
        lesson: Option<String>,
        /// The question's name there.
        question: String,
        /// The place in the file.
        span: Span,
    },
    /// A question that is answered in sentences and marked by hand.
    Open(Vec<Inline>),
}

/// The entries of a set's front matter: beside these it has those of a lesson.
pub const SET: [EntryRow; 10] = [
    EntryRow {
        name: "set",
        kind: EntryKind::Word,
        required: true,
        help: "The set's name: small letters, digits and hyphens.",
    },
    EntryRow {
        name: "version",
        kind: EntryKind::Count(9_999),
        required: true,
        help: "One more whenever a question changes: each version draws other values.",
    },
    EntryRow {
        name: "question",
        kind: EntryKind::Tables(&QUESTION),
        required: true,
        help: "The questions in order, each a table `[[question]]`, below all other entries.",
    },
    EntryRow {
        name: "attempts",
        kind: EntryKind::Count(100),
        required: false,
        help: "How many answers a question takes, 3 without it; one with `choose` takes 1.",
    },
    EntryRow {
        name: "hint",
        kind: EntryKind::Count(100),
        required: false,
        help: "How many points a hint costs, none without it.",
    },
    EntryRow {
        name: "show",
        kind: EntryKind::Word,
        required: false,
        help: "When right answers are shown: `after` the set is over, which holds without it; after `each` question; `never`.",
    },
    EntryRow {
        name: "late",
        kind: EntryKind::Word,
        required: false,
        help: "What comes after `minutes`: it is `marked` and counts, which holds without it; or it is `refused`.",
    },
    EntryRow {
        name: "late_price",
        kind: EntryKind::Count(1_000),
        required: false,
        help: "How many points of its question a right answer costs that came late, none without it.",
    },
    EntryRow { name: "void", kind: EntryKind::Words, required: false, help: "The questions that no longer count." },
    EntryRow {
        name: "accept",
        kind: EntryKind::Lists,
        required: false,
        help: "By question, the answers that count as right, too, as they were typed.",
    },
];

/// The entries of each `[[question]]`.
pub const QUESTION: [EntryRow; 7] = [
    EntryRow {
        name: "ask",
        kind: EntryKind::Word,
        required: false,
        help: "A question of a lesson, `unit/lesson#name`, or of this file, `#name`.",
    },
    EntryRow {
        name: "open",
        kind: EntryKind::Text,
        required: false,
        help: "Instead of `ask`: a question that is answered in sentences and marked by hand.",
    },
    EntryRow {
        name: "look_for",
        kind: EntryKind::Texts,
        required: false,
        help: "Beside `open`: what a good answer says, for whoever marks it.",
    },
    EntryRow { name: "points", kind: EntryKind::Count(1_000), required: false, help: "The points, 1 without it." },
    EntryRow {
        name: "id",
        kind: EntryKind::Word,
        required: false,
        help: "The name in the set; without it `q1`, `q2` … in their order.",
    },
    EntryRow {
        name: "attempts",
        kind: EntryKind::Count(100),
        required: false,
        help: "How many answers this one takes.",
    },
    EntryRow {
        name: "vary",
        kind: EntryKind::Words,
        required: false,
        help: "The inputs that are drawn for each learner; without it all that the question reads.",
    },
];

impl Set {
    /// Whether a file is a set: its front matter names one.
    pub fn is_one(bytes: &[u8]) -> bool {
        let Ok(source) = str::from_utf8(bytes) else { return false };
        if !source.trim_start_matches('\u{FEFF}').starts_with(MARK) {
            return false;
        }
        let body = split::front(source, &mut Reading::of(source, Vocabulary::default()).problems);
        let mut lines = body.and_then(|body| source.get(body.range())).unwrap_or_default().lines();
        lines.any(|line| line.strip_prefix("set").is_some_and(|rest| rest.trim_start().starts_with('=')))
    }

    /// Reads a set. Every mistake is among the [problems](Lesson::problems) of its lesson.
    pub fn parse(id: &str, bytes: &[u8], views: &[&str]) -> Set {
        let rows: Vec<EntryRow> = FRONT_MATTER.into_iter().chain(SET).collect();
        let (lesson, set) = parse_as(id, bytes, views, |body, place, reading| {
            let entries = Entries::read(body, place, &rows, reading);
            (from(&entries, reading), head(&entries, reading))
        });
        Set { lesson, ..set.unwrap_or_default() }
    }

    /// The sum of the points of all questions that count.
    pub fn points(&self) -> u32 {
        self.entries.iter().filter(|entry| !self.is_void(entry)).map(|entry| entry.points).sum()
    }

    /// Whether a question no longer counts.
    pub fn is_void(&self, entry: &Entry) -> bool {
        self.void.contains(&entry.id)
    }

    /// Adds a problem that was found beside lessons.
    pub fn problem(&self, span: Span, message: String, hint: String) -> Problem {
        Problem::new(Severity::Error, &self.lesson.source, span, message, hint)
    }

    /// The same as a remark: nothing is wrong.
    pub fn remark(&self, span: Span, message: String, hint: String) -> Problem {
        Problem::new(Severity::Remark, &self.lesson.source, span, message, hint)
    }
}

/// Reads what a set has beside a lesson.
fn head<'s>(entries: &Entries<'s>, reading: &mut Reading<'s>) -> Set {
    let name =
        entries.word("set", reading).filter(|name| named(name, reading)).map(|name| name.text).unwrap_or_default();
    let mut set = Set { name, version: entries.count("version").unwrap_or(1), ..Set::default() };
    set.policy.attempts = entries.count("attempts").unwrap_or(set.policy.attempts);
    set.policy.hint = entries.count("hint").unwrap_or(set.policy.hint);
    let shows = [("after", Show::After), ("each", Show::Each), ("never", Show::Never)];
    set.policy.show = one_of("show", &shows, entries, reading).unwrap_or(set.policy.show);
    set.policy.late =
        one_of("late", &[("marked", true), ("refused", false)], entries, reading).unwrap_or(set.policy.late);
    set.policy.late_price = entries.count("late_price").unwrap_or(set.policy.late_price);
    for (entries, place) in entries.tables("question", &QUESTION, reading) {
        let number = set.entries.len() + 1;
        if number > MAX_QUESTIONS {
            let message = format!("The set has more than {MAX_QUESTIONS} questions.");
            reading.problems.error(place, message, "Make two sets of it.");
            break;
        }
        let word = entries.word("id", reading).filter(|word| named(word, reading));
        let span = word.as_ref().map_or(place, |word| word.span);
        let id = word.map_or_else(|| format!("q{number}"), |word| word.text);
        if set.entries.iter().any(|other| other.id == id) {
            let message = format!("There are two questions {}.", quoted(&id));
            reading.problems.error(span, message, "Give this one an `id` of its own.");
        }
        let Some(task) = task(&entries, place, reading) else { continue };
        let vary =
            entries.key("vary").map(|_| entries.words("vary", reading).into_iter().map(|word| word.text).collect());
        let (points, attempts) = (entries.count("points").unwrap_or(1), entries.count("attempts"));
        let look_for = entries.texts("look_for", reading);
        set.entries.push(Entry { id, task, look_for, points, attempts, vary, span: place });
    }
    let void = entries.words("void", reading);
    void.iter().for_each(|word| known(word, &set, reading));
    set.void = void.into_iter().map(|word| word.text).collect();
    for (key, texts) in entries.lists("accept", reading) {
        known(&key, &set, reading);
        set.accept.push((key.text, texts.into_iter().map(|text| text.text).collect()));
    }
    set
}

fn named(word: &Located, reading: &mut Reading) -> bool {
    let good = is_name(&word.text);
    if !good {
        let message = format!("{} is no name here.", quoted(&word.text));
        reading.problems.error(word.span, message, "Write small letters, digits and hyphens, such as \"week-3\".");
    }
    good
}

/// Reports the name of a question that the set does not have.
fn known(word: &Located, set: &Set, reading: &mut Reading) {
    let names = || set.entries.iter().map(|entry| entry.id.as_str());
    if names().any(|name| name == word.text) {
        return;
    }
    let hint = match did_you_mean(&word.text, names()) {
        Some(near) => format!("Did you mean `{near}`?"),
        None if set.entries.is_empty() => "None of its questions can be read: mend those first.".to_owned(),
        None => format!("There are {}.", listed(names(), "and")),
    };
    reading.problems.error(word.span, format!("The set has no question {}.", quoted(&word.text)), hint);
}

fn one_of<T: Copy>(name: &str, words: &[(&str, T)], entries: &Entries, reading: &mut Reading) -> Option<T> {
    let word = entries.word(name, reading)?;
    let found = words.iter().find(|(one, _)| *one == word.text).map(|(_, value)| *value);
    if found.is_none() {
        let message = format!("`{name}` cannot be {}.", quoted(&word.text));
        reading.problems.error(
            word.span,
            message,
            format!("Write {}.", listed(words.iter().map(|(one, _)| *one), "or")),
        );
    }
    found
}

fn task(entries: &Entries, place: Span, reading: &mut Reading) -> Option<Task> {
    match (entries.word("ask", reading), entries.key("open")) {
        (Some(_), Some(key)) => {
            reading.problems.error(key, "There are two questions, `ask` and `open`.", "Make a `[[question]]` of each.");
            None
        }
        (Some(word), None) => {
            let Some((lesson, question)) = word.text.split_once('#').filter(|(_, question)| !question.is_empty())
            else {
                let message = format!("{} names no question.", quoted(&word.text));
                reading.problems.error(
                    word.span,
                    message,
                    "Write the lesson, a `#`, and the question: \"hashing/sha256-padding#q2\".",
                );
                return None;
            };
            let lesson = Some(lesson).filter(|lesson| !lesson.is_empty()).map(str::to_owned);
            Some(Task::Asked { lesson, question: question.to_owned(), span: word.span })
        }
        (None, Some(_)) => entries.text("open", reading).map(Task::Open),
        (None, None) => {
            if entries.is_missing("ask") && entries.is_missing("open") {
                let hint = "Name a question with `ask`, or write one with `open`.";
                reading.problems.error(place, "This question asks nothing.", hint);
            }
            None
        }
    }
}

/// The front matter of a set, as the map of a course shows it.
impl std::ops::Deref for Set {
    type Target = FrontMatter;
    fn deref(&self) -> &FrontMatter {
        &self.lesson.front
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(rest: &str) -> Set {
        let source = format!("+++\ntitle = \"t\"\ngoal = \"g\"\nset = \"s\"\nversion = 2\n{rest}\n+++\n\nText.\n");
        assert!(Set::is_one(source.as_bytes()));
        Set::parse("s", source.as_bytes(), &[])
    }

    fn told(rest: &str) -> Vec<String> {
        set(rest).lesson.problems.iter().map(|p| format!("{}:{} {}", p.line, p.column, p.message)).collect()
    }

    #[test]
    fn a_set_has_questions_with_points_and_rules() {
        let set = set(
            "hint = 1\nshow = \"each\"\nlate = \"refused\"\nlate_price = 2\nvoid = [\"why\"]\naccept = { q1 = [\"4\"] }\n\
                       [[question]]\nask = \"a/b#q2\"\npoints = 3\nvary = [\"m\"]\n[[question]]\nid = \"why\"\nopen = \"Why?\"\n\
                       [[question]]\nask = \"#own\"\nattempts = 5",
        );
        assert_eq!(set.lesson.problems, []);
        assert_eq!((set.name.as_str(), set.version, set.points()), ("s", 2, 4));
        assert_eq!(set.policy, Policy { attempts: 3, hint: 1, show: Show::Each, late: false, late_price: 2 });
        let names: Vec<&str> = set.entries.iter().map(|entry| entry.id.as_str()).collect();
        assert_eq!(names, ["q1", "why", "q3"]);
        assert!(
            matches!(&set.entries[0].task, Task::Asked { lesson: Some(lesson), question, .. } if lesson == "a/b" && question == "q2")
        );
        assert!(matches!(&set.entries[2].task, Task::Asked { lesson: None, .. }));
    }

    #[test]
    fn mistakes_in_a_set_have_their_place() {
        for (rest, expected) in [
            ("", "1:1 `question` is missing."),
            ("[[question]]\npoints = 1", "6:1 This question asks nothing."),
            ("[[question]]\nask = \"a/b\"", "7:7 `a/b` names no question."),
            ("[[question]]\nask = \"#a\"\nopen = \"b\"", "8:1 There are two questions, `ask` and `open`."),
            ("[[question]]\nask = \"#a\"\nid = \"../x\"", "8:6 `../x` is no name here."),
            (
                "[[question]]\nask = \"#a\"\n[[question]]\nask = \"#a\"\nid = \"q1\"",
                "10:6 There are two questions `q1`.",
            ),
            ("void = [\"q7\"]\n[[question]]\nask = \"#a\"", "6:9 The set has no question `q7`."),
            ("accept = { q7 = [] }\n[[question]]\nask = \"#a\"", "6:12 The set has no question `q7`."),
            ("show = \"now\"\n[[question]]\nask = \"#a\"", "6:8 `show` cannot be `now`."),
        ] {
            let found = told(rest);
            assert!(found.iter().any(|found| found.starts_with(expected)), "{rest}\n{found:?}");
            assert_eq!(found.len(), 1, "{found:?}");
        }
        assert!(!Set::is_one(b"+++\ntitle = \"set = 1\"\n+++\n"));
        assert!(!Set::is_one(b"set = 1\n"));
    }
}
