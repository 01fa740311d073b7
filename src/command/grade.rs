//! `grade`: who understood what, which mistakes the room made, and what is odd.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use crossterm::Command;
use crossterm::cursor::MoveTo;
use crossterm::terminal::{Clear, ClearType};
use jiff::Timestamp;

use crate::learner::workshop::collect::Collected;
use crate::learner::workshop::feedback::feedback;
use crate::learner::workshop::grade::{Grades, Marked, Remark, Row as OfLearner, some, sort};
use crate::learner::workshop::paper::Paper;
use crate::learner::workshop::report::Report;
use crate::learner::workshop::room::Room;
use crate::learner::workshop::roster::{Bonus, Roster, key};
use crate::learner::workshop::table;
use crate::lesson::set::Set;
use crate::num::{set_of, sort_by_key};
use crate::shell::settings::Surroundings;
use crate::shell::{handed, save};
use crate::view::SafeText;
use crate::view::spellings::counted;

use super::lines::{terminal_size, terminal_width, write_lines};
use super::row::{Argument, Row, Takes};
use super::workshop::{Opened, SET};
use super::{Failure, Options, Status};

/// The command.
pub const ROW: Row = Row {
    name: "grade",
    about: "Grade the reports on a set: a folder of files, archives and tables of forms",
    arguments: &[
        SET,
        Argument {
            name: "folder",
            help: "The folder, or one file",
            takes: Takes::Position,
            value: "DIR",
            ..Argument::FLAG
        },
        Argument {
            name: "roster",
            help: "A table of who should hand in, with a column id",
            takes: Takes::Value,
            value: "FILE",
            ..Argument::FLAG
        },
        Argument { name: "csv", help: "Print a table for other programs: id,name,…,total,late", ..Argument::FLAG },
        Argument {
            name: "feedback",
            help: "Write a page for each learner into this folder",
            takes: Takes::Value,
            value: "DIR",
            ..Argument::FLAG
        },
        Argument {
            name: "force",
            help: "Replace pages that are there and say something else",
            beside: "feedback",
            ..Argument::FLAG
        },
        Argument {
            name: "watch",
            help: "Show the room as it works, until Ctrl-C",
            apart: &["csv", "feedback"],
            ..Argument::FLAG
        },
    ],
    run: |given, program| {
        let wanted = Wanted {
            folder: given.path("folder").unwrap_or_default(),
            roster: given.path("roster"),
            csv: given.has("csv"),
            feedback: given.path("feedback"),
            force: given.has("force"),
            watch: given.has("watch"),
        };
        grade(&given.needed(SET.name), &wanted, &program.options, program.around, program.out)
    },
    ..Row::PLAIN
};

/// The longest roster, in bytes.
const MAX_ROSTER: u64 = 8 << 20;
/// How often the folder is looked into while somebody watches.
const PAUSE: Duration = Duration::from_secs(2);
/// After so many minutes without an answer a learner is marked.
const STILL: i64 = 5;
/// How many files without a report are named.
const NAMED: usize = 3;

/// Wishes for the grades.
pub struct Wanted {
    /// The folder of the reports.
    pub folder: PathBuf,
    /// The file of the roster.
    pub roster: Option<PathBuf>,
    /// Whether a table for other programs is printed.
    pub csv: bool,
    /// The folder of the pages for the learners.
    pub feedback: Option<PathBuf>,
    /// Whether such pages are replaced.
    pub force: bool,
    /// Whether the room is shown as it works.
    pub watch: bool,
}

/// Grades a folder.
pub fn grade(
    set: &str,
    wanted: &Wanted,
    options: &Options,
    around: &Surroundings,
    out: &mut dyn Write,
) -> Result<Status, Failure> {
    let opened = Opened::find(set, options)?;
    let paper = opened.paper()?;
    let read = |path: &PathBuf| handed::read(path, MAX_ROSTER).map_err(|why| Failure::usage(&why, ""));
    let roster = wanted.roster.as_ref().map(read).transpose()?;
    if wanted.watch {
        return watch(&paper, wanted, roster.as_deref(), around, out);
    }
    let Graded { grades, mut notes } = graded(&paper, wanted, roster.as_deref())?;
    if grades.rows.is_empty() {
        let message = format!("there are no reports on `{}` in `{}`", paper.set.name, wanted.folder.display());
        let hint = "name the folder of the reports, or an archive of them";
        return Err(Failure::usage(&message, &notes.iter().fold(hint.to_owned(), |hint, note| hint + "; " + note)));
    }
    if let Some(folder) = &wanted.feedback {
        pages(&paper, &grades, folder, wanted.force)?;
    }
    let mut lines: Vec<String> = Vec::new();
    if wanted.csv {
        let rows = table::csv(&paper, &grades).map_err(|error| Failure::usage(&error.to_string(), ""))?;
        write!(out, "{rows}")?;
    } else {
        let version = paper.set.version;
        lines.push(format!("{} · version {version} · {} points", paper.set.title, paper.set.points()));
        lines.push(String::new());
        lines.extend(table::table(&paper, &grades, terminal_width()));
        lines.extend(table::statistics(&paper, &grades));
    }
    notes.splice(0..0, table::oddities(&grades));
    if wanted.csv {
        // What is odd must not stand among the rows.
        for line in &notes {
            let _ = writeln!(std::io::stderr().lock(), "{}", SafeText::line(line));
        }
    } else if !notes.is_empty() {
        lines.extend([String::new(), "To look at:".to_owned()]);
        lines.extend(notes.iter().map(|line| format!("    {line}")));
    }
    write_lines(&lines, terminal_width(), out)?;
    Ok(Status::Done)
}

/// The grades of a folder, and what is to be said of its files.
struct Graded {
    grades: Grades,
    notes: Vec<String>,
}

/// Grades the folder; the roster is given as the bytes of its file.
fn graded(paper: &Paper, wanted: &Wanted, roster: Option<&[u8]>) -> Result<Graded, Failure> {
    let collected =
        handed::collect(&wanted.folder).map_err(|why| Failure::usage(&why, "name the folder of the reports"))?;
    let Collected { reports, unread, mut others, bonus } = collected;
    let (bonus, of_bonus) = bonus_of(bonus, paper.set);
    let sorted = sort(paper, reports);
    let ids = set_of(sorted.reports.iter().map(|(report, ..)| key(&report.learner)));
    let roster = roster.map(|bytes| Roster::of(bytes, &ids)).transpose().map_err(|why| {
        let path = wanted.roster.as_deref().unwrap_or(Path::new("")).display();
        Failure::usage(&format!("`{path}`: {why}"), "")
    })?;
    let mut notes = roster.as_ref().map(|roster| roster.remarks.clone()).unwrap_or_default();
    notes.extend(of_bonus);
    notes.extend(unread.iter().map(|(file, why)| format!("{file} cannot be read: {why}")));
    notes.extend(
        sorted
            .strangers
            .iter()
            .map(|(file, learner, set)| format!("{file} is the report of {learner} on another set, {set}")),
    );
    if let Some(roster) = wanted.roster.as_ref().and_then(|path| path.file_name()) {
        others.retain(|name| name.as_str() != roster.to_string_lossy());
    }
    if !others.is_empty() {
        let named = others.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
        let more = if others.len() > NAMED { ", …" } else { "" };
        notes.push(format!("{} without a report: {named}{more}", counted(others.len() as u64, "file")));
    }
    let absent = bonus.ids().into_iter().filter(|id| !ids.contains(*id));
    notes.extend(absent.map(|id| format!("bonus.csv has {}, who handed nothing in", SafeText::line(id))));
    let grades = Grades::of(paper, marked(paper, sorted.reports, &bonus), roster.as_ref(), &bonus);
    Ok(Graded { grades, notes })
}

fn bonus_of(bytes: Option<Vec<u8>>, set: &Set) -> (Bonus, Vec<String>) {
    match bytes.map(|bytes| Bonus::read(&bytes, set)) {
        None => (Bonus::default(), Vec::new()),
        Some(Ok(bonus)) => {
            let remarks = bonus.remarks.clone();
            (bonus, remarks)
        }
        Some(Err(why)) => (Bonus::default(), vec![format!("bonus.csv is not used: {why}")]),
    }
}

/// The reports with their marks. Several are marked at once, as many as there are processors.
fn marked(
    paper: &Paper,
    reports: Vec<(Report, Vec<String>, Vec<Remark>)>,
    bonus: &Bonus,
) -> Vec<(Marked, Vec<Remark>)> {
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get());
    let mut queue: Vec<_> = reports.into_iter().enumerate().collect();
    queue.reverse();
    let (queue, found) = (Mutex::new(queue), Mutex::new(Vec::new()));
    let work = || {
        while let Some((place, (report, files, remarks))) = queue.lock().ok().and_then(|mut queue| queue.pop()) {
            let extra = bonus.minutes(&report.learner);
            let marked = paper.marked(report, files, extra);
            if let Ok(mut found) = found.lock() {
                found.push((place, marked, remarks));
            }
        }
    };
    std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    let mut found = found.into_inner().unwrap_or_default();
    sort_by_key(&mut found, |(place, ..)| *place);
    found.into_iter().map(|(_, marked, remarks)| (marked, remarks)).collect()
}

/// Writes a page for each learner. Pages that say something else stay, unless they may be replaced.
fn pages(paper: &Paper, grades: &Grades, folder: &Path, force: bool) -> Result<(), Failure> {
    let shown = folder.display();
    if folder.exists() && !folder.is_dir() {
        return Err(Failure::usage(&format!("`{shown}` is no folder"), "name one for the pages, or one to be made"));
    }
    fs::create_dir_all(folder).map_err(|error| Failure::usage(&format!("`{shown}` cannot be made: {error}"), ""))?;
    // The id was checked when the report was read: it is no path.
    let name = |row: &OfLearner| format!("{}.html", row.marked.report.learner);
    let pages: Vec<(String, String)> = grades.rows.iter().map(|row| (name(row), feedback(paper, row))).collect();
    let is_other = |(name, page): &&(String, String)| {
        let there = folder.join(name);
        there.exists() && fs::read(there).ok().as_deref() != Some(page.as_bytes())
    };
    let others: Vec<&str> = pages.iter().filter(is_other).map(|(name, _)| name.as_str()).collect();
    if !force && !others.is_empty() {
        let message = format!("`{shown}` has other pages: {}", some(others.into_iter(), NAMED, ", "));
        return Err(Failure::usage(&message, "`--force` replaces them; or name another folder"));
    }
    let put = |(name, page): &(String, String)| save::put(&folder.join(name), page.as_bytes());
    pages.iter().try_for_each(put).map_err(|why| Failure::usage(&why, ""))
}

/// Shows the room until somebody ends it; where the output is no terminal, whenever something changed.
fn watch(
    paper: &Paper,
    wanted: &Wanted,
    roster: Option<&[u8]>,
    around: &Surroundings,
    out: &mut dyn Write,
) -> Result<Status, Failure> {
    let mut before = Vec::new();
    loop {
        let Graded { grades, notes } = graded(paper, wanted, roster)?;
        let size = terminal_size();
        let lines = Room { paper, grades: &grades, notes: &notes, now: Timestamp::now(), still: STILL }.lines(size);
        if lines != before {
            if around.output_is_terminal {
                let mut codes = String::new();
                // Writing to a string cannot fail.
                let _ = Clear(ClearType::All).write_ansi(&mut codes);
                let _ = MoveTo(0, 0).write_ansi(&mut codes);
                write!(out, "{codes}")?;
            }
            // Each line fits as it is: a row of a table that is broken between words is none.
            write_lines(&lines, None, out)?;
            out.flush()?;
            before = lines;
        }
        std::thread::sleep(PAUSE);
    }
}
