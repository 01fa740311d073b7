//! `workshop`: the questions of a set in plain lines, and the report that is handed in.

mod desk;

use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};

use crate::app::App;
use crate::learner::progress::LearnerId;
use crate::learner::workshop::collect::REPORT;
use crate::learner::workshop::paper::{Paper, lessons_of};
use crate::learner::workshop::play::Play;
use crate::learner::workshop::report::{MAX_REPORT, Report};
use crate::learner::workshop::seat::Seat;
use crate::lesson::check::check;
use crate::lesson::render::render;
use crate::lesson::set::{SETS_FOLDER, Set};
use crate::lesson::{Lesson, Library, Problem};
use crate::run::suggest::did_you_mean;
use crate::shell::lessons::Lessons;
use crate::shell::settings::Setting;
use crate::shell::{self, handed, keeper, report};
use crate::view::SafeText;

use super::lines::{terminal_width, write_lines};
use super::row::{Argument, Row, Takes};
use super::{Failure, Options, Status};
use desk::{Desk, last_words};

/// The command.
pub const ROW: Row = Row {
    name: "workshop",
    about: "Answer the questions of a set, and write a report; `workshop report` prints a report as one line for a form",
    arguments: &[
        Argument {
            name: "set",
            help: "A set of the program, such as passwords, or the path of a set file; or the word report",
            takes: Takes::Position,
            value: "SET",
            ..Argument::FLAG
        },
        Argument {
            name: "report",
            help: "With `report`: the file of the report",
            takes: Takes::Place,
            value: "REPORT",
            ..Argument::FLAG
        },
        Argument {
            name: "to",
            help: "Write the report into this folder instead of the one you are in",
            takes: Takes::Value,
            value: "DIR",
            ..Argument::FLAG
        },
        Argument { name: "dry", help: "Run as a learner that nobody is: nothing is kept", ..Argument::FLAG },
    ],
    run: |given, program| {
        let wanted = Wanted { report: given.path("report"), to: given.path("to"), dry: given.has("dry") };
        let (set, setting) = (given.needed("set"), program.setting());
        workshop(&set, &wanted, &program.options, setting, &mut io::stdin().lock(), program.out)
    },
    ..Row::PLAIN
};

/// The set that a command of the teacher works on.
pub const SET: Argument = Argument {
    name: "set",
    help: "A set of the program, or the path of a set file",
    takes: Takes::Position,
    value: "SET",
    ..Argument::FLAG
};

/// The word that asks for the report as one line.
const LINE: &str = "report";
/// How much the clocks of two machines may differ before that is told.
const AHEAD: SignedDuration = SignedDuration::from_secs(60);
/// The learner of a dry run.
const NOBODY: &str = "nobody";

/// Wishes for a workshop.
pub struct Wanted {
    /// The file of a report to print.
    pub report: Option<PathBuf>,
    /// The folder of the report.
    pub to: Option<PathBuf>,
    /// Whether nothing is kept.
    pub dry: bool,
}

/// A set, the lessons that it asks from, and the names of all lessons.
pub struct Opened {
    set: Set,
    lessons: Vec<Lesson>,
    known: Vec<String>,
}

impl Opened {
    /// Finds a set by its name or its path.
    ///
    /// # Errors
    /// Where there is none, with what was meant instead.
    pub fn find(name: &str, options: &Options) -> Result<Opened, Failure> {
        let library = options.lessons().outline().map_err(|why| Failure::usage(&why, ""))?;
        let set = if name.ends_with(".md") {
            let read = Lessons::At(name.into()).read().map_err(|why| Failure::usage(&why, ""))?;
            read.set(None).ok_or_else(|| {
                Failure::usage(
                    &format!("`{name}` is no set"),
                    "its front matter needs `set = \"name\"`; `cleartext new set` writes one",
                )
            })?
        } else {
            // `export` tells a set from a unit by the folder before its name, and what is said once is said everywhere.
            let name = name.strip_prefix(SETS_FOLDER).unwrap_or(name);
            library.set(Some(name)).ok_or_else(|| no_set(name, &library))?
        };
        let known = library.lessons.iter().map(|lesson| lesson.id.clone()).collect();
        Ok(Opened { lessons: lessons_of(&set, &library), set, known })
    }

    /// Looks for what `check` finds wrong in the set's own sheet and questions.
    ///
    /// # Errors
    /// The first mistake.
    fn check(&self) -> Result<(), Failure> {
        self.refuse(&check(&self.set.lesson, 1, &|| false))
    }

    /// The failure for the first mistake among some problems.
    fn refuse(&self, problems: &[Problem]) -> Result<(), Failure> {
        let Some(problem) = problems.iter().find(|problem| problem.is_error()) else { return Ok(()) };
        let shown = render(problem, &self.set.lesson.source, &self.set.lesson.id, false);
        Err(Failure::Said(SafeText::block(&shown).into(), Status::Usage))
    }

    /// The paper of the set.
    ///
    /// # Errors
    /// The first mistake in the set.
    pub fn paper(&self) -> Result<Paper<'_>, Failure> {
        let known: Vec<&str> = self.known.iter().map(String::as_str).collect();
        let (paper, problems) = Paper::of(&self.set, &self.lessons, &known);
        self.refuse(&self.set.lesson.problems)?;
        self.refuse(&problems)?;
        Ok(paper)
    }
}

/// The names of the sets.
pub fn names_of_sets(library: &Library) -> Vec<String> {
    library.sets.iter().map(|(path, bytes)| Set::parse(path, bytes, &crate::view::names()).name).collect()
}

fn no_set(name: &str, library: &Library) -> Failure {
    let names = names_of_sets(library);
    let hint = match did_you_mean(name, names.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None if names.is_empty() => "name the file of one".to_owned(),
        None => format!("there are: {}; or name the file of one", names.join(", ")),
    };
    Failure::usage(&format!("there is no set `{name}`"), &hint)
}

/// Runs a set on the screen, or in lines where there is none or they are asked for; or prints a report as one line.
pub fn workshop(
    set: &str,
    wanted: &Wanted,
    options: &Options,
    setting: Setting,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
) -> Result<Status, Failure> {
    if set == LINE {
        return line(wanted, out);
    }
    if let Some(extra) = &wanted.report {
        let message = format!("`{}` is one argument too many", extra.display());
        return Err(Failure::usage(&message, "one set at a time; `workshop report FILE` prints a report as one line"));
    }
    // One set is run, and it is there until the program ends.
    let opened: &'static Opened = Box::leak(Box::new(Opened::find(set, options)?));
    let paper: &'static Paper<'static> = Box::leak(Box::new(opened.paper()?));
    opened.check()?;
    let learner = match (options.learner_id()?, wanted.dry) {
        (Some(id), _) => id,
        (None, true) => LearnerId::parse(NOBODY).map_err(|why| Failure::usage(&why, ""))?,
        (None, false) => {
            return Err(Failure::usage(
                "a report needs the id of a learner",
                "add `--learner ID`, the id that your teacher knows you by; `--dry` tries the set and keeps nothing",
            ));
        }
    };
    let (id, learner) = (&learner, learner.as_str());
    let folder = wanted.to.clone().unwrap_or_default();
    let path = (!wanted.dry).then(|| folder.join(format!("{}-{learner}{REPORT}", paper.set.name)));
    let now = Timestamp::now();
    let (mut report, resumed) = match path.as_deref().filter(|path| path.exists()) {
        Some(path) => (resume(path, paper, learner)?, true),
        None => (Report::new(&paper.set.name, paper.set.version, learner, now), false),
    };
    let mut told = odd(&mut report, path.as_deref(), now);
    if let Some((known, there)) = path.as_deref().and_then(|path| report::elsewhere(path, &report)) {
        report.merge(&there);
        told.push(format!("What you did before is in it, too: it was found in {}.", known.display()));
    }
    let play = Play::new(paper, report);
    if !setting.plain {
        return on_screen(play, id, path, told, setting, out);
    }
    let mut desk = Desk::new(play, path, out);
    desk.begin(resumed, told)?;
    desk.run(input)
}

/// Runs a set on the screen.
fn on_screen(
    play: Play<'static, 'static>,
    learner: &LearnerId,
    path: Option<PathBuf>,
    odd: Vec<String>,
    setting: Setting,
    out: &mut dyn Write,
) -> Result<Status, Failure> {
    let set = play.paper.set;
    let (kept, hand_in) = match &path {
        Some(path) => (
            format!("Your report is written after every answer: {}", path.display()),
            format!("Hand in {}.", path.display()),
        ),
        None => ("A dry run: nothing is kept.".to_owned(), String::new()),
    };
    let place = path.as_ref().and_then(|_| keeper::path_of_set(&set.name, set.version, learner));
    let told =
        [kept, "Questions may be answered in any order; whoever leaves comes back to where they were.".to_owned()];
    let mut app = App::workshop(Seat::new(play, hand_in), &told);
    shell::workshop(&mut app, odd, path.clone(), place, setting)
        .map_err(|error| Failure::usage(&error.to_string(), error.hint().unwrap_or_default()))?;
    let Some(seat) = app.seat else { return Ok(Status::Done) };
    let written = path.as_deref().map(|path| (path, report::put(path, &seat.play.report).is_ok()));
    write_lines(&last_words(&seat.play, written), terminal_width(), out)?;
    Ok(Status::Done)
}

/// Oddities of a report that is opened, a sentence each; damage is noted in it.
fn odd(report: &mut Report, path: Option<&Path>, now: Timestamp) -> Vec<String> {
    let file = path.map(|path| SafeText::line(&path.display().to_string()).to_string()).unwrap_or_default();
    let damaged = report.note_damage(now).then(|| {
        format!("The checksum of {file} does not fit: it was damaged or edited. Go on; your teacher will see it.")
    });
    let ahead = (report.began > now + AHEAD).then(|| {
        "Your report begins in the future: the clock of this machine or of the other one is wrong.".to_owned()
    });
    damaged.into_iter().chain(ahead).collect()
}

/// The report as far as it was written.
fn resume(path: &Path, paper: &Paper, learner: &str) -> Result<Report, Failure> {
    let aside = "move it away, and begin anew";
    let bytes = handed::read(path, MAX_REPORT as u64).map_err(|why| Failure::usage(&why, aside))?;
    let report = Report::read(&String::from_utf8_lossy(&bytes))
        .map_err(|why| Failure::usage(&format!("`{}` is no report: {why}", path.display()), aside))?;
    if (report.set.as_str(), report.learner.as_str()) != (&paper.set.name, learner) {
        let message = format!("`{}` is the report of {} on {}", path.display(), report.learner, report.set);
        return Err(Failure::usage(&message, aside));
    }
    if report.version != paper.set.version {
        let message = format!(
            "`{}` is of version {}, and the set is version {}",
            path.display(),
            report.version,
            paper.set.version
        );
        return Err(Failure::usage(&message, aside));
    }
    Ok(report)
}

/// Prints a report as one line.
fn line(wanted: &Wanted, out: &mut dyn Write) -> Result<Status, Failure> {
    let path = match &wanted.report {
        Some(path) => path.clone(),
        None => only(wanted.to.as_deref().unwrap_or(Path::new(".")))?,
    };
    let bytes =
        handed::read(&path, MAX_REPORT as u64).map_err(|why| Failure::usage(&why, "name the file of your report"))?;
    let mut report = Report::read(&String::from_utf8_lossy(&bytes))
        .map_err(|why| Failure::usage(&format!("`{}` is no report: {why}", path.display()), ""))?;
    let damaged = report.note_damage(Timestamp::now());
    writeln!(out, "{}", report.line())?;
    if damaged {
        // The line is printed alone, as it may be piped on.
        let told = format!("the checksum of `{}` does not fit: it is cut, damaged or edited", path.display());
        writeln!(io::stderr().lock(), "{}", SafeText::line(&told))?;
    }
    Ok(Status::Done)
}

/// The only report in a folder.
fn only(folder: &Path) -> Result<PathBuf, Failure> {
    let entries = std::fs::read_dir(folder)
        .map_err(|error| Failure::usage(&format!("`{}` cannot be read: {error}", folder.display()), ""))?;
    let mut found: Vec<PathBuf> =
        entries.flatten().map(|entry| entry.path()).filter(|path| path.to_string_lossy().ends_with(REPORT)).collect();
    match found.len() {
        1 => Ok(found.remove(0)),
        0 => Err(Failure::usage("there is no report here", "name its file: `cleartext workshop report FILE`")),
        count => Err(Failure::usage(
            &format!("there are {count} reports here"),
            "name one: `cleartext workshop report FILE`",
        )),
    }
}
