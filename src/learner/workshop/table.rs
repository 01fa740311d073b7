//! Grades as text: the table of a room, what it made of each question, and a table for other programs.

use std::collections::BTreeMap;

use super::grade::{Grades, Remark, Row, Statistic, some};
use super::mark::{Mark, Standing};
use super::paper::Paper;
use crate::num::sort_by_key;
use crate::view::SafeText;
use crate::view::aligned::aligned;
use crate::view::clusters::columns;

/// The widest column of names.
const NAME: usize = 24;
/// How many answers without a diagnosis are shown for a question.
const UNDIAGNOSED: usize = 40;
/// How many learners are named whose report is missing.
const MISSING: usize = 60;
/// How many learners are named who gave the same one.
const WHOSE: usize = 3;

/// The sign behind the points of a question with an answer that came late.
const LATE: &str = "*";
/// The sign of an answer that waits for its points.
const WAITING: &str = "?";
/// The sign of a question without an answer.
const NOTHING: &str = "-";

/// Points as they are written: no zeros behind the point.
pub fn points(points: f64) -> String {
    let written = format!("{points:.2}");
    written.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Details of a learner besides the points, from all to the fewest: the gap, the widest name, and the time.
const DETAILS: [(usize, usize, &str); 4] =
    [(2, NAME, "%d %b %H:%M UTC"), (1, NAME, "%H:%M"), (1, NAME / 2, "%H:%M"), (1, 0, "")];

/// The table of a room, a line a learner, no wider than that where a width is given.
pub fn table(paper: &Paper, grades: &Grades, width: Option<u16>) -> Vec<String> {
    let width = width.map_or(usize::MAX, usize::from);
    let mut lines = Vec::new();
    for (gap, name, started) in DETAILS {
        lines = aligned(&cells(paper, grades, name, started), gap);
        if lines.iter().all(|line| columns(line) <= width) {
            break;
        }
    }
    let is_cut = lines.iter().any(|line| columns(line) > width);
    lines = lines.iter().map(|line| cut(line, width)).collect();
    if is_cut {
        lines.push("The terminal is too narrow for all columns; `--csv` has them.".to_owned());
    }
    let all = |row: &Row| -> Vec<String> {
        row.marked.marks.iter().zip(&row.points).map(|(mark, points)| cell(mark, *points)).collect()
    };
    let shown: Vec<String> = grades.rows.iter().flat_map(all).collect();
    let signs = [(WAITING, "to be marked by hand"), (NOTHING, "not answered"), (LATE, "an answer came late")];
    let signs = signs.into_iter().filter(|(sign, _)| shown.iter().any(|cell| cell.contains(sign)));
    let legend = signs.map(|(sign, says)| format!("{sign} {says}")).collect::<Vec<_>>().join(", ");
    lines.extend((!legend.is_empty()).then_some(legend));
    lines
}

/// The cells of the table; without a width for names those are left out, and without a format the times.
fn cells(paper: &Paper, grades: &Grades, name: usize, started: &str) -> Vec<Vec<String>> {
    let line = |id: String, named: String, cells: Vec<String>, total: String, began: String| {
        let named = (name > 0).then_some(named);
        let began = (!started.is_empty()).then_some(began);
        std::iter::once(id).chain(named).chain(cells).chain([total]).chain(began).collect::<Vec<String>>()
    };
    let numbers = (1..=paper.items.len()).map(|number| number.to_string()).collect();
    let [id, head, total, began] = ["id", "name", "total", "started"].map(str::to_owned);
    let mut rows = vec![line(id, head, numbers, total, began)];
    for row in &grades.rows {
        let report = &row.marked.report;
        let cells = row.marked.marks.iter().zip(&row.points).map(|(mark, points)| cell(mark, *points)).collect();
        let began = report.began.strftime(started).to_string();
        let id = cut(&report.learner, if name < NAME { NAME / 2 } else { usize::MAX });
        rows.push(line(id, cut(&row.name, name), cells, points(row.total()), began));
    }
    rows
}

/// A text in so many columns; what had to be cut ends in `…`.
pub(super) fn cut(text: &str, width: usize) -> String {
    SafeText::line(text).cut(width).to_string()
}

fn cell(mark: &Mark, given: Option<f64>) -> String {
    let cell = match (mark.standing, given) {
        (Standing::Void, _) => "void".to_owned(),
        (Standing::Untouched, Some(0.0) | None) => NOTHING.to_owned(),
        (_, Some(given)) => points(given),
        (_, None) => WAITING.to_owned(),
    };
    cell + if mark.is_late() { LATE } else { "" }
}

/// Oddities: about learners, about those who are missing, about files.
pub fn oddities(grades: &Grades) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for Row { marked, remarks, .. } in &grades.rows {
        let file = marked.files.first().map(String::as_str).unwrap_or_default();
        lines.extend(remarks.iter().map(|remark| match remark {
            Remark::Places(..) => remark.says(),
            _ => format!("{} ({file}): {}", marked.report.learner, remark.says()),
        }));
    }
    if !grades.missing.is_empty() {
        let names = grades.missing.iter().map(|person| person.id.as_str());
        lines.push(format!("missing: {}", some(names, MISSING, ", ")));
    }
    lines.into_iter().map(|line| SafeText::line(&line).to_string()).collect()
}

/// Each question as the room answered it.
pub fn statistics(paper: &Paper, grades: &Grades) -> Vec<String> {
    let (mut lines, room) = (Vec::new(), grades.rows.len());
    for (place, item) in paper.items.iter().enumerate() {
        let Statistic { first, later, never, untouched, mistakes, undiagnosed } = grades.statistic(place);
        let ask = crate::lesson::words(item.ask(), &mut |_| "…".to_owned());
        lines.push(String::new());
        lines.push(format!("{} {}  {ask}", place + 1, item.entry.id));
        if item.asked.is_none() {
            lines.extend(item.look_for());
            lines.extend(in_sentences(grades, place, &item.entry.id));
            continue;
        }
        let void = if paper.set.is_void(item.entry) { "void, it does not count: " } else { "" };
        lines.push(format!(
            "    {void}right at first {first}, after a wrong answer {later}, never {never}, not tried {untouched}, of {room}"
        ));
        lines.extend(mistakes.iter().map(|(says, count)| format!("    {count} of {room}: {says}")));
        if undiagnosed.is_empty() {
            continue;
        }
        lines.push("    without a sentence, to paste into `wrong`:".to_owned());
        let mut alike: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
        for (written, learner, right) in &undiagnosed {
            let whose = alike.entry(written).or_default();
            // Who wrote it three times is named once.
            if !whose.contains(&(learner.as_str(), right.as_str())) {
                whose.push((learner, right));
            }
        }
        let chosen = item.asked.as_ref().is_some_and(|asked| !asked.question.choices().is_empty());
        let mut alike: Vec<_> = alike.into_iter().collect();
        sort_by_key(&mut alike, |(_, whose)| std::cmp::Reverse(whose.len()));
        for (written, whose) in alike.iter().take(UNDIAGNOSED) {
            let key = if chosen { "choice" } else { "value" };
            let value = if chosen { (*written).to_owned() } else { expression(written) };
            let named = whose.iter().take(WHOSE).map(|(learner, right)| format!("{learner}, right: {right}"));
            let more = if whose.len() > WHOSE { "; …" } else { "" };
            let named = named.collect::<Vec<_>>().join("; ");
            let value = toml(&value);
            let count = whose.len();
            lines.push(format!("      {{ {key} = {value}, say = \"…\" }},  # {count} of {room}: {named}{more}"));
        }
        if alike.len() > UNDIAGNOSED {
            lines.push(format!("      and {} more", alike.len() - UNDIAGNOSED));
        }
    }
    lines.into_iter().map(|line| SafeText::line(&line).to_string()).collect()
}

/// The answers to a question that is marked by hand, those that several wrote alike once.
fn in_sentences(grades: &Grades, place: usize, id: &str) -> Vec<String> {
    let answered = grades.rows.iter().filter(|row| row.marked.marks[place].standing == Standing::Open);
    let written = answered.filter_map(|row| Some((row, row.marked.marks[place].tries.last()?.written.as_str())));
    let mut alike: Vec<(&str, Vec<&str>)> = Vec::new();
    for (row, text) in written {
        let learner = row.marked.report.learner.as_str();
        match alike.iter_mut().find(|(known, _)| known.split_whitespace().eq(text.split_whitespace())) {
            Some((_, learners)) => learners.push(learner),
            None => alike.push((text, vec![learner])),
        }
    }
    let (room, count) = (grades.rows.len(), alike.iter().map(|(_, learners)| learners.len()).sum::<usize>());
    let mut lines = vec![format!("    {count} of {room} answered; mark them in bonus.csv, column `{id}`")];
    for (text, learners) in alike {
        let word_for_word = if learners.len() > 1 { " (word for word the same)" } else { "" };
        lines.push(format!("      {}{word_for_word}: {text}", learners.join(", ")));
    }
    lines
}

/// An answer as an expression that gives it: a number and hexadecimal digits behind `0x` as they are, all else as a
/// text.
fn expression(written: &str) -> String {
    let written = written.trim();
    let number = written.strip_prefix('-').unwrap_or(written);
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let digits = written.strip_prefix("0x").unwrap_or_default();
    let is_bytes =
        !digits.is_empty() && digits.len().is_multiple_of(2) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_number || is_bytes { written.to_owned() } else { serde_json::Value::from(written).to_string() }
}

/// A text as TOML writes it.
fn toml(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// The table for other programs.
///
/// # Errors
/// When a row cannot be written, which is a defect.
pub fn csv(paper: &Paper, grades: &Grades) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let names = paper.items.iter().map(|item| item.entry.id.clone());
    writer.write_record(
        ["id".to_owned(), "name".to_owned()].into_iter().chain(names).chain(["total", "late"].map(str::to_owned)),
    )?;
    for row in &grades.rows {
        let cells = row.points.iter().map(|given| given.map(points).unwrap_or_default());
        let head = [harmless(&row.marked.report.learner), harmless(&row.name)];
        let late = paper.late(&row.marked.marks).join(" ");
        writer.write_record(head.into_iter().chain(cells).chain([points(row.total()), late]))?;
    }
    for person in &grades.missing {
        let cells = paper.items.iter().map(|_| String::new());
        writer.write_record(
            [harmless(&person.id), harmless(&person.name)]
                .into_iter()
                .chain(cells)
                .chain([String::new(), String::new()]),
        )?;
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A text that a spreadsheet takes for a text: what begins like a formula gets an apostrophe.
fn harmless(text: &str) -> String {
    let text = SafeText::line(text).to_string();
    if text.starts_with(['=', '+', '-', '@', '\t']) { format!("'{text}") } else { text }
}
