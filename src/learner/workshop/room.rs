//! The room live: a row a learner, a column a question. Whoever needs help stands first, and nothing is wider or
//! higher than the screen.

use jiff::Timestamp;

use super::grade::{Grades, Row};
use super::mark::{Mark, Standing};
use super::paper::Paper;
use super::report::Sign;
use super::table::{cut, points};
use crate::num::sort_by_key;
use crate::view::SafeText;
use crate::view::aligned::aligned;
use crate::view::clusters::columns;
use crate::view::spellings::counted;
use crate::view::wrap::wrap;

/// A room at an instant.
pub struct Room<'g, 'p> {
    /// The paper.
    pub paper: &'g Paper<'p>,
    /// The grades so far.
    pub grades: &'g Grades,
    /// Sentences on files.
    pub notes: &'g [String],
    /// The instant.
    pub now: Timestamp,
    /// After so many minutes without an answer a learner is marked.
    pub still: i64,
}

/// The reason why somebody should be gone to, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Need {
    /// Help is wanted.
    Help,
    /// The report cannot be trusted.
    Damaged,
    /// No answer came for long.
    Still,
    /// None: answers come.
    None,
    /// None: all is answered.
    Finished,
}

/// The needs that are counted where not all rows are shown.
const COUNTED: [(Need, &str); 4] = [
    (Need::Help, "want help"),
    (Need::Damaged, "damaged"),
    (Need::Still, "have not moved"),
    (Need::Finished, "have finished"),
];

/// How much the rows say.
#[derive(Clone, Copy)]
struct Detail {
    /// The columns between two cells.
    gap: usize,
    /// The widest name.
    name: usize,
    /// Whether the id and the name have a column each, and times are said in words.
    whole: bool,
    /// Whether the number of answers stands behind a sign.
    counts: bool,
    /// Whether nothing stands between the questions.
    packed: bool,
}

/// Ways to say it, the first that fits is taken.
const DETAILS: [Detail; 6] = [
    Detail { gap: 2, name: 24, whole: true, counts: true, packed: false },
    Detail { gap: 1, name: 20, whole: false, counts: true, packed: false },
    Detail { gap: 1, name: 12, whole: false, counts: true, packed: false },
    Detail { gap: 1, name: 12, whole: false, counts: false, packed: false },
    Detail { gap: 1, name: 8, whole: false, counts: false, packed: true },
    Detail { gap: 1, name: 5, whole: false, counts: false, packed: true },
];

/// A screen with fewer rows has no room for the signs in sentences.
const HIGH: usize = 20;
/// The signs in few words.
const FEW: &str = "? help  ! still  ✓ right  ◐ wrong  ✗ over  w in words";

impl Room<'_, '_> {
    /// The room in lines: as many and as wide as a screen with these columns and rows has, or all of it.
    pub fn lines(&self, size: Option<(u16, u16)>) -> Vec<String> {
        let (width, height) = match size {
            // The last row stays free, so that nothing is moved up.
            Some((width, height)) => (usize::from(width), usize::from(height).saturating_sub(1)),
            None => (usize::MAX, usize::MAX),
        };
        let count = counted(self.grades.rows.len() as u64, "report");
        let mut lines = vec![cut(&format!("{count} · Ctrl-C ends · {}", self.paper.set.title), width)];
        let signs = self.signs();
        match size {
            None => lines.push(signs),
            Some(_) if height < HIGH => lines.push(cut(FEW, width)),
            Some((width, _)) => {
                let wrapped = wrap([(signs.as_str(), ())], width, 0).into_iter();
                lines.extend(
                    wrapped
                        .map(|runs| runs.into_iter().map(|(text, ())| text).collect::<String>().trim_end().to_owned()),
                );
            }
        }
        let mut below = Vec::new();
        if !self.grades.missing.is_empty() {
            let names = self.grades.missing.iter().map(|person| named(&person.id, &person.name));
            let count = self.grades.missing.len();
            below.push(format!("not begun ({count}): {}", names.collect::<Vec<_>>().join(", ")));
        }
        match self.notes {
            [first, rest @ ..] if !rest.is_empty() && size.is_some() => {
                below.push(format!("{} more to look at without `--watch`; {first}", rest.len()));
            }
            notes => below.extend_from_slice(notes),
        }
        let order = self.order();
        // The heads of the columns, and the line that says how many more there are.
        let free = height.saturating_sub(lines.len() + below.len() + 1);
        let shown = if order.len() <= free { order.len() } else { free.saturating_sub(1) };
        lines.extend(self.table(&order[..shown], width));
        if shown < order.len() {
            let hidden = &order[shown..];
            let of = COUNTED.iter().filter_map(|(need, says)| {
                let count = hidden.iter().filter(|(_, found)| found == need).count();
                (count > 0).then(|| format!("{count} {says}"))
            });
            let of = of.collect::<Vec<_>>().join(", ");
            let colon = if of.is_empty() { "" } else { ": " };
            lines.push(cut(&format!("… and {} more{colon}{of}", hidden.len()), width));
        }
        lines.extend(below.iter().map(|line| cut(line, width)));
        lines.into_iter().map(|line| SafeText::line(&line).to_string()).collect()
    }

    fn signs(&self) -> String {
        format!(
            "✓ right, ✓2 with the second answer, ◐2 wrong twice so far, ✗ over, w answered in words; note: ? wants \
             help, ✓ done, since; ! no answer for {} minutes; damaged: the checksum does not fit",
            self.still
        )
    }

    /// The rows, whoever needs help first, and of those who has waited longest.
    fn order(&self) -> Vec<(&Row, Need)> {
        let mut rows: Vec<_> = self.grades.rows.iter().map(|row| (row, self.need(row))).collect();
        sort_by_key(&mut rows, |(row, need)| {
            let report = &row.marked.report;
            let since = match need {
                Need::Help => report.note.as_ref().map(|note| note.at),
                Need::Still => Some(report.last()),
                Need::Damaged | Need::None | Need::Finished => None,
            };
            (*need, since)
        });
        rows
    }

    fn need(&self, row: &Row) -> Need {
        let report = &row.marked.report;
        let is_done = |mark: &Mark| mark.is_over() || mark.standing == Standing::Open;
        match report.signed() {
            Sign::Help => Need::Help,
            _ if !report.intact => Need::Damaged,
            Sign::Done => Need::Finished,
            Sign::None if row.marked.marks.iter().all(is_done) => Need::Finished,
            Sign::None if self.minutes(report.last()) >= self.still => Need::Still,
            Sign::None => Need::None,
        }
    }

    fn minutes(&self, since: Timestamp) -> i64 {
        self.now.duration_since(since).as_mins().max(0)
    }

    /// The heads of the columns and the rows, none wider than that.
    fn table(&self, order: &[(&Row, Need)], width: usize) -> Vec<String> {
        let fits = |lines: &Vec<String>| lines.iter().all(|line| columns(line) <= width);
        let mut lines = Vec::new();
        for detail in DETAILS {
            lines = self.rows(order, detail);
            if fits(&lines) {
                return lines;
            }
        }
        lines.iter().map(|line| cut(line, width)).collect()
    }

    fn rows(&self, order: &[(&Row, Need)], detail: Detail) -> Vec<String> {
        let are_named = order.iter().any(|(row, _)| !row.name.is_empty());
        let both = detail.whole && are_named;
        let numbers = (1..=self.paper.items.len()).map(|number| {
            // Of packed numbers the last digit counts up.
            if detail.packed { (number % 10).to_string() } else { number.to_string() }
        });
        let questions = |cells: Vec<String>| if detail.packed { vec![cells.concat()] } else { cells };
        let who = if both || !are_named { "id" } else { "name" };
        let mut rows = vec![vec![who.to_owned()]];
        rows[0].extend(both.then(|| "name".to_owned()));
        rows[0].push("note".to_owned());
        rows[0].extend(questions(numbers.collect()));
        rows[0].extend([if detail.packed { "pts" } else { "points" }, "moved"].map(str::to_owned));
        for (row, need) in order {
            let report = &row.marked.report;
            let name = |text: &str| cut(text, detail.name);
            let mut cells = match both {
                true => vec![name(&report.learner), name(&row.name)],
                false if row.name.is_empty() => vec![name(&report.learner)],
                false => vec![name(&row.name)],
            };
            cells.push(self.note(row, detail));
            cells.extend(questions(row.marked.marks.iter().map(|mark| sign(mark, detail)).collect()));
            cells.extend([points(row.total()), self.moved(row, *need, detail)]);
            rows.push(cells);
        }
        aligned(&rows, detail.gap)
    }

    /// The note on the title line: `? at 2, 6 min`
    fn note(&self, row: &Row, detail: Detail) -> String {
        let Some(note) = &row.marked.report.note else { return String::new() };
        let Some((sign, _)) = note.sign.shown() else { return String::new() };
        let place = note.question.as_ref().and_then(|id| self.paper.items.iter().position(|item| item.entry.id == *id));
        let at = if detail.whole { " at " } else { "" };
        let question = place.map_or_else(String::new, |place| format!("{at}{}", place + 1));
        if detail.packed {
            return format!("{sign}{question}");
        }
        let since = self.minutes(note.at);
        let comma = if detail.whole { "," } else { "" };
        format!("{sign}{question}{comma} {since} min")
    }

    /// How long ago the latest answer came: `3 minutes ago`, `20 min !`
    fn moved(&self, row: &Row, need: Need, detail: Detail) -> String {
        let report = &row.marked.report;
        if !report.intact {
            return "damaged".to_owned();
        }
        let minutes = self.minutes(report.last());
        let is_still = minutes >= self.still && matches!(need, Need::Still | Need::Help);
        let late = if is_still { " !" } else { "" };
        match (minutes, detail.whole) {
            (0, _) => "now".to_owned(),
            (_, true) => format!("{} ago{late}", counted(minutes.unsigned_abs(), "minute")),
            (..100, false) => format!("{minutes} min{late}"),
            (_, false) => format!("{} h{late}", minutes / 60),
        }
    }
}

/// The standing with a question as a sign; where nothing else stands around it, one column wide.
fn sign(mark: &Mark, detail: Detail) -> String {
    let counted = |sign: &str| match detail.counts {
        true => format!("{sign}{}", mark.counted()),
        false => sign.to_owned(),
    };
    match mark.standing {
        Standing::First => "✓".to_owned(),
        Standing::Later => counted("✓"),
        Standing::Trying => counted("◐"),
        Standing::Never => "✗".to_owned(),
        Standing::Open => "w".to_owned(),
        Standing::Untouched if detail.packed => "·".to_owned(),
        Standing::Untouched => String::new(),
        Standing::Void if detail.counts => "void".to_owned(),
        Standing::Void => "v".to_owned(),
    }
}

/// Somebody's name, or where the roster has none the id.
fn named(id: &str, name: &str) -> String {
    if name.is_empty() { id.to_owned() } else { name.to_owned() }
}
