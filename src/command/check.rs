//! `check`: looks for everything that is wrong in lessons, and says where.

mod answers;
mod drawn;
mod ground;
mod room;
mod rules;
pub mod sets;
mod talk;
mod told;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use clap::value_parser;

use crate::lesson::glossary::{GLOSSARY_FILE, Glossary};
use crate::lesson::set::Set;
use crate::lesson::trial::MAX_COMBINATIONS;
use crate::lesson::{Lesson, Library, Problem, Severity, check, embedded, render};
use crate::shell::lessons::Lessons;
use crate::view::SafeText;

use self::ground::{Ground, add_fresh};
use super::row::{Argument, Row, Takes};
use super::{Failure, Options, Status};

/// The command.
pub const ROW: Row = Row {
    name: "check",
    about: "Check lessons: files, directories, or those of the program",
    arguments: &[
        Argument {
            name: "paths",
            help: "A lesson, or a directory of lessons",
            takes: Takes::Places,
            value: "PATH",
            ..Argument::FLAG
        },
        Argument {
            name: "trials",
            help: "The most inputs that each lesson is tried with",
            takes: Takes::Value,
            value: "COUNT",
            default: "10000",
            reads: Some(|| value_parser!(usize).into()),
            ..Argument::FLAG
        },
    ],
    run: |given, program| {
        let (paths, trials) = (given.paths("paths"), given.get("trials").unwrap_or(TRIALS));
        check(&paths, trials, &program.options, program.has_colour(), program.out)
    },
    ..Row::PLAIN
};

/// The most inputs that a lesson is tried with where nobody says: every combination that is tried at all.
pub const TRIALS: usize = MAX_COMBINATIONS as usize;

/// How long the inputs of one lesson are tried; a lesson that is slower says so.
const LONGEST: Duration = Duration::from_secs(10);

/// Checks the lessons at some paths, or those that the options name. The status is "no" if anything is wrong.
pub fn check(
    paths: &[PathBuf],
    trials: usize,
    options: &Options,
    colour: bool,
    out: &mut dyn Write,
) -> Result<Status, Failure> {
    let beside = options.lessons().outline().unwrap_or_default();
    let mut report = Report { out, colour, trials, lessons: 0, sets: 0, problems: 0, remarks: 0, beside };
    let sources = match paths {
        [] => vec![options.lessons()],
        paths => {
            // Who names a place twice means it once.
            let fresh = |(place, path): &(usize, &PathBuf)| !paths[..*place].contains(path);
            paths.iter().enumerate().filter(fresh).map(|(_, path)| Lessons::At(path.clone())).collect()
        }
    };
    for source in sources {
        match source.read() {
            Ok(library) => report.library(&library, source.path())?,
            Err(message) => report.unread(&message)?,
        }
    }
    report.end()
}

struct Report<'a> {
    out: &'a mut dyn Write,
    colour: bool,
    trials: usize,
    lessons: usize,
    sets: usize,
    problems: usize,
    /// The lessons that a set asks from which is checked alone.
    beside: Library,
    /// The facts that an author may want to know, though nothing is wrong.
    remarks: usize,
}

impl Report<'_> {
    fn library(&mut self, library: &Library, path: Option<&Path>) -> Result<(), Failure> {
        let name = |file: &str| match path {
            Some(path) if path.is_dir() => path.join(file).display().to_string(),
            Some(path) => path.display().to_string(),
            None => format!("lessons/{file}"),
        };
        if library.lessons.is_empty() && library.sets.is_empty() {
            self.unread(&format!("there is no lesson in `{}`; the name of one ends in `.md`", name("")))?;
        }
        self.lessons += library.lessons.len();
        problems(library, self.trials)
            .iter()
            .try_for_each(|(file, source, problem)| self.problem(problem, source, &name(file)))?;
        // A set asks from the lessons beside it; one that is checked alone, from those that the options name.
        let beside = if library.lessons.is_empty() { self.beside.clone() } else { library.clone() };
        for (file, bytes) in &library.sets {
            let set = Set::parse(file, bytes, &crate::view::names());
            self.sets += 1;
            for problem in sets::problems(&set, &beside, self.trials) {
                self.problem(&problem, &set.lesson.source, &name(file))?;
            }
        }
        Ok(())
    }

    fn problem(&mut self, problem: &Problem, source: &str, name: &str) -> Result<(), Failure> {
        match problem.severity {
            Severity::Error | Severity::Warning => self.problems += 1,
            Severity::Remark => self.remarks += 1,
        }
        Ok(writeln!(self.out, "{}\n", render::render(problem, source, name, self.colour))?)
    }

    fn unread(&mut self, message: &str) -> Result<(), Failure> {
        self.problems += 1;
        Ok(writeln!(self.out, "error: {}\n", SafeText::line(message))?)
    }

    fn end(self) -> Result<Status, Failure> {
        let counted = |n: usize, noun: &str| format!("{n} {noun}{}", if n == 1 { "" } else { "s" });
        let remarks = if self.remarks == 0 { String::new() } else { format!(", {}", counted(self.remarks, "remark")) };
        let sets = if self.sets == 0 { String::new() } else { format!(", {}", counted(self.sets, "set")) };
        writeln!(
            self.out,
            "{}{sets}, {}{remarks}",
            counted(self.lessons, "lesson"),
            counted(self.problems, "problem")
        )?;
        Ok(if self.problems == 0 { Status::Done } else { Status::No })
    }
}

/// Everything that is wrong with the lessons of a library, each tried with so many inputs at most: the file's path, its
/// text, and the problem.
pub fn problems(library: &Library, trials: usize) -> Vec<(String, &str, Problem)> {
    let mut found: Vec<_> =
        library.problems_beside().map(|(file, source, problem)| (file, source, problem.clone())).collect();
    // Who wrote no glossary has the one of the program, and cannot change it.
    let borrowed = library.path.is_some() && library.glossary == embedded::glossary();
    if !borrowed && !library.units.is_empty() {
        let unknown = library.glossary.without_unit(&|unit| library.units.iter().any(|known| known.id == unit));
        found.extend(
            unknown.into_iter().map(|problem| (GLOSSARY_FILE.to_owned(), library.glossary.source.as_str(), problem)),
        );
    }
    for (lesson, (problems, told_by_words)) in library.lessons.iter().zip(all(library, trials)) {
        let file = format!("{}.md", lesson.id);
        found.extend(problems.into_iter().map(|problem| (file.clone(), lesson.source.as_str(), problem)));
        let words = told_by_words.into_iter().filter(|_| !borrowed);
        found.extend(words.map(|problem| (GLOSSARY_FILE.to_owned(), library.glossary.source.as_str(), problem)));
    }
    found
}

/// The problems of a lesson, in the order of the file; and what the glossary says of its answers.
type Told = (Vec<Problem>, Vec<Problem>);

/// The problems of each lesson. Several are checked at once, as many as there are processors.
fn all(library: &Library, trials: usize) -> Vec<Told> {
    let (lessons, glossary) = (&library.lessons, &*library.glossary);
    let next = AtomicUsize::new(0);
    let found: Vec<Mutex<Told>> = lessons.iter().map(|_| Mutex::default()).collect();
    let work = || {
        let place = || Some(next.fetch_add(1, Ordering::Relaxed)).filter(|place| *place < lessons.len());
        while let Some(place) = place() {
            let told = one(&lessons[place], trials, glossary);
            if let Ok(mut found) = found[place].lock() {
                *found = told;
            }
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get()).min(lessons.len());
    std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    found.into_iter().map(|found| found.into_inner().unwrap_or_default()).collect()
}

/// The problems of one lesson. Where something is wrong in a line already, or in the piece that it belongs to, one
/// sentence is enough.
fn one(lesson: &Lesson, trials: usize, glossary: &Glossary) -> Told {
    let began = Instant::now();
    let ground = Ground::of(lesson);
    let (found, unsound) = check::check_all(lesson, trials, &|| began.elapsed() > LONGEST);
    // A page with an error on it is neither measured nor judged by its look.
    let sound = |problem: &Problem| !unsound.contains(&lesson.page_at(problem.span.start));
    let [answered, drawn] =
        [answers::answered(&ground), drawn::drawn(lesson)].map(|found| found.into_iter().filter(sound).collect());
    let (told, told_by_words) = told::told(&ground, glossary);
    let mut problems = lesson.problems.clone();
    for found in [found, rules::found(&ground), answered, drawn, told] {
        add_fresh(&mut problems, found);
    }
    Problem::sort(&mut problems);
    (problems, told_by_words)
}
