//! Grading: the reports of a room against the values of each learner, and what is odd about them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::{SignedDuration, Timestamp};

use super::mark::{Finding, Mark, Standing};
use super::paper::Paper;
use super::report::Report;
use super::roster::{Bonus, Person, Roster, key};
use crate::num::{set_of, sort_by_key};
use crate::run::Budget;

/// How many files a sentence names.
const NAMED: usize = 4;
/// A right answer with so many characters is not another's by chance.
const TELLING: usize = 8;
/// A right answer with fewer characters is met by guessing, whoever it belongs to.
const GUESSED: usize = 3;
/// So many answers that another learner's values make right are not given by chance.
const SEVERAL: usize = 2;

/// A report with its marks.
pub struct Marked {
    /// The report.
    pub report: Report,
    /// The names of the files that it was found in, that of the newest first.
    pub files: Vec<String>,
    /// The marks, one for each question of the paper.
    pub marks: Vec<Mark>,
    /// The right answers, as they are written, one for each question.
    pub rights: Vec<Option<String>>,
}

/// A learner's row.
pub struct Row {
    /// The report with its marks.
    pub marked: Marked,
    /// The name in the roster.
    pub name: String,
    /// The points for each question, those given by hand included; none for an open question that nobody marked.
    pub points: Vec<Option<f64>>,
    /// Oddities.
    pub remarks: Vec<Remark>,
}

/// Something odd about a report.
#[derive(Clone, Debug, PartialEq)]
pub enum Remark {
    /// The checksum does not fit; or it did not when the report was opened on a day, and was written anew.
    Damaged(Option<Timestamp>),
    /// Another version of the set.
    Version(u32),
    /// The roster does not have the id.
    Unknown,
    /// There are reports of this id that were begun at other times: two people, or one who began anew.
    Double(usize),
    /// The report of this learner lies in several places.
    Places(String, Vec<String>),
    /// Other reports of this id that are not graded, each with the reason.
    Beside(Vec<(String, Reason)>),
    /// Answers came so many minutes after the end, to these questions; with the set's rule for that.
    Late(i64, Vec<String>, String),
    /// The answers of some questions are right with the values of another learner.
    Neighbour(String, Vec<String>),
    /// The clock of the learner's machine went backwards.
    Clock,
    /// The report is of questions that the set does not have.
    Questions(Vec<String>),
    /// The points given by hand for a question are less than none, or with the others more than it has.
    Points(String, f64, u32),
}

/// The reason why a report beside another is not graded.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// The checksum does not fit.
    Damaged,
    /// Another version of the set.
    Version(u32),
}

impl Remark {
    /// The remark as a sentence.
    pub fn says(&self) -> String {
        match self {
            Remark::Damaged(None) => "the checksum does not fit: damaged, or edited".to_owned(),
            Remark::Damaged(Some(at)) => format!(
                "the checksum did not fit when the report was opened on {}: damaged, or edited before",
                at.strftime("%d %b %H:%M UTC")
            ),
            Remark::Version(version) => {
                format!("a report of version {version} of the set, graded with the values of that version")
            }
            Remark::Unknown => "not in the roster".to_owned(),
            Remark::Double(others) => {
                let reports =
                    if *others == 1 { "another report".to_owned() } else { format!("{others} other reports") };
                format!(
                    "{reports} of this id, begun at another time: two people, or begun anew; the one with the last answer is graded"
                )
            }
            Remark::Places(learner, files) => {
                let count = match files.len() {
                    2 => "two".to_owned(),
                    count => count.to_string(),
                };
                let files = some(files.iter().map(String::as_str), NAMED, " and ");
                format!("the report of {learner} lies in {count} places: {files}")
            }
            Remark::Beside(files) => {
                let one = |(file, reason): &(String, Reason)| match reason {
                    Reason::Damaged => {
                        format!("{file} is another report of this id, damaged or edited, and not graded")
                    }
                    Reason::Version(version) => {
                        format!("{file} is another report of this id, of version {version}, and not graded")
                    }
                };
                let told: Vec<String> = files.iter().map(one).collect();
                some(told.iter().map(String::as_str), NAMED, "; ")
            }
            Remark::Late(minutes, questions, rule) => {
                let questions = crate::lesson::listed(questions.iter().map(String::as_str), "and");
                format!("{minutes} min late: {questions}; what comes late {rule}")
            }
            Remark::Neighbour(who, questions) => {
                format!(
                    "the answers to {} are right with the values of {who}",
                    crate::lesson::listed(questions.iter().map(String::as_str), "and")
                )
            }
            Remark::Clock => "the clock went backwards".to_owned(),
            Remark::Points(question, points, most) => {
                format!("{points} of {most} points for {question}: see bonus.csv")
            }
            Remark::Questions(names) => {
                format!("the set has no question {}", crate::lesson::listed(names.iter().map(String::as_str), "or"))
            }
        }
    }
}

/// The first of some names, and how many there are more.
pub fn some<'n>(names: impl ExactSizeIterator<Item = &'n str>, most: usize, between: &str) -> String {
    let more = names.len().saturating_sub(most);
    let more = (more > 0).then(|| format!("{more} more"));
    let named: Vec<String> = names.take(most).map(str::to_owned).chain(more).collect();
    named.join(between)
}

/// The reports of a set, one for each learner, before they are marked.
#[derive(Default)]
pub struct Sorted {
    /// By learner, the newest report, its files, and what is odd so far.
    pub reports: Vec<(Report, Vec<String>, Vec<Remark>)>,
    /// Reports of other sets: the file, the learner and the set.
    pub strangers: Vec<(String, String, String)>,
}

/// Takes the newest report of each learner; one with a checksum that fits goes before one without.
pub fn sort(paper: &Paper, reports: Vec<(String, Report)>) -> Sorted {
    let mut sorted = Sorted::default();
    let mut by_learner: BTreeMap<String, Vec<(String, Report)>> = BTreeMap::new();
    for (file, report) in reports {
        if report.set == paper.set.name {
            by_learner.entry(key(&report.learner)).or_default().push((file, report));
        } else {
            sorted.strangers.push((file, report.learner, report.set));
        }
    }
    for mut found in by_learner.into_values() {
        sort_by_key(&mut found, |(file, report)| {
            // One that was only opened, perhaps in another folder, stands behind all that were worked on.
            let is_begun = !report.events.is_empty();
            let newest = (is_begun, report.intact, report.version, report.last(), report.events.len());
            (std::cmp::Reverse(newest), file.clone())
        });
        let remarks = beside(&found);
        let files = found.iter().map(|(file, _)| file.clone()).collect();
        let (_, report) = found.swap_remove(0);
        sorted.reports.push((report, files, remarks));
    }
    sorted
}

/// Remarks on the reports of one id, the graded one first.
fn beside(found: &[(String, Report)]) -> Vec<Remark> {
    let Some(((file, graded), others)) = found.split_first() else { return Vec::new() };
    let (mut places, mut dropped, mut begun) = (vec![file.clone()], Vec::new(), BTreeSet::new());
    for (place, other) in others {
        if (other.began, &other.events, other.intact) == (graded.began, &graded.events, graded.intact) {
            places.push(place.clone());
        } else if !other.intact {
            dropped.push((place.clone(), Reason::Damaged));
        } else if other.version != graded.version {
            dropped.push((place.clone(), Reason::Version(other.version)));
        } else if other.began != graded.began {
            begun.insert(other.began);
        } else if places.iter().all(|known| folder(known) != folder(place)) {
            // An earlier state in the learner's own folder is what was handed in before.
            places.push(place.clone());
        }
    }
    // A form that was sent twice is one place.
    let mut seen = BTreeSet::new();
    places.retain(|place| seen.insert(place.clone()));
    let mut remarks = Vec::new();
    remarks.extend((!begun.is_empty()).then_some(Remark::Double(begun.len())));
    remarks.extend((places.len() > 1).then(|| Remark::Places(graded.learner.clone(), places)));
    remarks.extend((!dropped.is_empty()).then_some(Remark::Beside(dropped)));
    remarks
}

/// The folder of a file, by its name.
fn folder(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}

impl Paper<'_> {
    /// Marks a report with the values of its learner, who had so many minutes more than the others.
    pub fn marked(&self, report: Report, files: Vec<String>, extra: i64) -> Marked {
        let end = self.end(&report, extra);
        let (mut marks, mut rights) = (Vec::new(), Vec::new());
        for item in &self.items {
            let drawn = item.values(&report.set, report.version, &report.learner);
            let right = item.asked.as_ref().zip(drawn.as_ref());
            rights.push(
                right.and_then(|(asked, drawn)| asked.question.written_answer(&drawn.sheet, &Budget::unlimited()).ok()),
            );
            marks.push(item.mark(self.set, &report, drawn.as_ref(), end));
        }
        Marked { report, files, marks, rights }
    }

    /// The names of the questions with an answer that came late.
    pub fn late(&self, marks: &[Mark]) -> Vec<&str> {
        let late = self.items.iter().zip(marks).filter(|(_, mark)| mark.is_late());
        late.map(|(item, _)| item.entry.id.as_str()).collect()
    }

    /// When a report's time is over.
    pub fn end(&self, report: &Report, extra: i64) -> Option<Timestamp> {
        let minutes = i64::from(self.set.minutes?).saturating_add(extra);
        report.began.checked_add(SignedDuration::from_mins(minutes)).ok()
    }
}

/// The grades of a room.
pub struct Grades {
    /// The rows, by id.
    pub rows: Vec<Row>,
    /// Those in the roster whose report is missing.
    pub missing: Vec<Person>,
}

impl Grades {
    /// Puts marked reports beside the roster and what was marked by hand.
    pub fn of(paper: &Paper, marked: Vec<(Marked, Vec<Remark>)>, roster: Option<&Roster>, bonus: &Bonus) -> Grades {
        let neighbours = neighbours(paper, &marked);
        let mut rows: Vec<Row> = Vec::new();
        for ((marked, mut remarks), neighbour) in marked.into_iter().zip(neighbours) {
            let id = marked.report.learner.clone();
            let person = roster.map(|roster| roster.person(&id));
            odd(paper, &marked, bonus.minutes(&id), &mut remarks);
            remarks.extend(neighbour);
            if person == Some(None) {
                remarks.push(Remark::Unknown);
            }
            let given = paper.items.iter().zip(&marked.marks).map(|(item, mark)| {
                let by_hand = bonus.points(&id, &item.entry.id);
                let points = match mark.standing {
                    Standing::Void => Some(0.0),
                    _ if item.asked.is_none() => by_hand,
                    _ => Some(mark.points + by_hand.unwrap_or(0.0)),
                };
                let most = item.entry.points;
                if let Some(points) = points.filter(|points| !(0.0..=f64::from(most)).contains(points)) {
                    remarks.push(Remark::Points(item.entry.id.clone(), points, most));
                }
                points
            });
            let points = given.collect();
            let name = person.flatten().map(|person| person.name.clone()).unwrap_or_default();
            rows.push(Row { marked, name, points, remarks });
        }
        let handed = set_of(rows.iter().map(|row| key(&row.marked.report.learner)));
        let people = roster.map(|roster| roster.people.as_slice()).unwrap_or_default();
        let missing = people.iter().filter(|person| !handed.contains(&key(&person.id))).cloned().collect();
        Grades { rows, missing }
    }
}

impl Row {
    /// The sum of the points.
    pub fn total(&self) -> f64 {
        self.points.iter().flatten().sum()
    }
}

fn odd(paper: &Paper, marked: &Marked, extra: i64, remarks: &mut Vec<Remark>) {
    let report = &marked.report;
    if !report.intact || report.damaged.is_some() {
        remarks.push(Remark::Damaged(report.damaged.filter(|_| report.intact)));
    }
    if report.version != paper.set.version {
        remarks.push(Remark::Version(report.version));
    }
    if let Some(end) = paper.end(report, extra) {
        let tries = || marked.marks.iter().flat_map(|mark| &mark.tries).filter(|one| one.late);
        if let Some(over) = tries().map(|one| one.at.duration_since(end).as_secs()).max() {
            let late = paper.late(&marked.marks).into_iter().map(str::to_owned).collect();
            // The minute that has begun counts.
            remarks.push(Remark::Late((over + 59) / 60, late, paper.set.policy.on_late()));
        }
    }
    let times = std::iter::once(report.began).chain(report.events.iter().map(|event| event.at));
    if !times.collect::<Vec<_>>().is_sorted() {
        remarks.push(Remark::Clock);
    }
    let unknown =
        set_of(report.events.iter().map(|event| event.question.as_str()).filter(|id| paper.item(id).is_none()));
    if !unknown.is_empty() {
        let safe = |name: &str| crate::view::SafeText::line(name).to_string();
        remarks.push(Remark::Questions(unknown.into_iter().map(safe).collect()));
    }
}

/// For each report, another learner whose values make its wrong answers right.
fn neighbours(paper: &Paper, marked: &[(Marked, Vec<Remark>)]) -> Vec<Option<Remark>> {
    let mut found: Vec<BTreeMap<usize, Vec<usize>>> = vec![BTreeMap::new(); marked.len()];
    for (place, item) in paper.items.iter().enumerate() {
        if item.asked.as_ref().is_none_or(|asked| !asked.question.choices().is_empty()) {
            continue;
        }
        let mut owners: HashMap<String, Vec<usize>> = HashMap::new();
        for (owner, (marked, _)) in marked.iter().enumerate() {
            if let Some(right) = marked.rights[place].as_deref().map(squeezed).filter(|right| right.len() >= GUESSED) {
                owners.entry(right).or_default().push(owner);
            }
        }
        for (learner, (marked, _)) in marked.iter().enumerate() {
            // What has a sentence is a slip that many make by themselves.
            let wrong = marked.marks[place].tries.iter().filter(|one| matches!(one.found, Finding::Wrong(None)));
            let mut whose = set_of(wrong.filter_map(|one| owners.get(&squeezed(&one.written))).flatten().copied());
            whose.remove(&learner);
            whose.into_iter().for_each(|owner| found[learner].entry(owner).or_default().push(place));
        }
    }
    let remark = |by_owner: BTreeMap<usize, Vec<usize>>| {
        let (owner, places) =
            by_owner.into_iter().max_by_key(|(owner, places)| (places.len(), std::cmp::Reverse(*owner)))?;
        let telling = |place: &usize| {
            marked[owner].0.rights[*place].as_ref().is_some_and(|right| squeezed(right).len() >= TELLING)
        };
        let sure = places.len() >= SEVERAL || places.iter().any(telling);
        let names = places.iter().map(|place| paper.items[*place].entry.id.clone()).collect();
        sure.then(|| Remark::Neighbour(marked[owner].0.report.learner.clone(), names))
    };
    found.into_iter().map(remark).collect()
}

/// An answer without what spellings differ in.
fn squeezed(written: &str) -> String {
    let kept = written.trim().to_lowercase();
    let kept = kept.strip_prefix("0x").unwrap_or(&kept);
    kept.chars().filter(|c| !c.is_whitespace() && !matches!(c, '_' | ':' | '"')).collect()
}

/// A question as a room answered it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statistic {
    /// How many had it right at first.
    pub first: usize,
    /// How many had it right after a wrong answer.
    pub later: usize,
    /// How many never had it right, though they tried.
    pub never: usize,
    /// How many did not try.
    pub untouched: usize,
    /// The mistakes that have a sentence, each with how many made it, the most frequent first.
    pub mistakes: Vec<(String, usize)>,
    /// The other wrong answers word for word: what was typed, by whom, and what would have been right.
    pub undiagnosed: Vec<(String, String, String)>,
}

impl Grades {
    /// A question as the room answered it, by its place on the paper.
    pub fn statistic(&self, place: usize) -> Statistic {
        let (mut statistic, mut mistakes) = (Statistic::default(), BTreeMap::<&str, usize>::new());
        for Row { marked, .. } in &self.rows {
            let Some(mark) = marked.marks.get(place) else { continue };
            match mark.tried {
                Standing::First => statistic.first += 1,
                Standing::Later => statistic.later += 1,
                Standing::Trying | Standing::Never => statistic.never += 1,
                Standing::Untouched => statistic.untouched += 1,
                Standing::Open | Standing::Void => {}
            }
            let mut kinds = BTreeSet::new();
            for one in &mark.tries {
                match &one.found {
                    Finding::Wrong(Some(told)) => drop(kinds.insert(told.kind.as_str())),
                    Finding::Wrong(None) => {
                        let right = marked.rights[place].clone().unwrap_or_default();
                        statistic.undiagnosed.push((one.written.clone(), marked.report.learner.clone(), right));
                    }
                    Finding::Right | Finding::Unreadable(_) | Finding::Unseen | Finding::Open => {}
                }
            }
            kinds.into_iter().for_each(|kind| *mistakes.entry(kind).or_default() += 1);
        }
        statistic.mistakes = mistakes.into_iter().map(|(kind, count)| (kind.to_owned(), count)).collect();
        sort_by_key(&mut statistic.mistakes, |(_, count)| std::cmp::Reverse(*count));
        statistic
    }
}
