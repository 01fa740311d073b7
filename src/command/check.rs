//! `check`: looks for everything that is wrong in lessons, and says where.

mod answers;
mod told;

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::app::App;
use crate::app::stage::Stage;
use crate::lesson::course::COURSE_FILE;
use crate::lesson::glossary::GLOSSARY_FILE;
use crate::lesson::trial::{Trial, extremes};
use crate::lesson::{Lesson, Library, Problem, Severity, check, render};
use crate::run::address::Span;
use crate::sheet::{Input, Sheet};
use crate::shell::lessons::Lessons;
use crate::ui::text::frame::picture;
use crate::ui::text::theme::Theme;
use crate::ui::{Look, draw, overflow};
use crate::view::SafeText;

use super::{Failure, Options, Status};

/// The size of the terminal that every page must be readable on.
const COLUMNS: u16 = 80;
const ROWS: u16 = 24;

/// Checks the lessons at some paths, or those that the options name. The status is "no" if anything is wrong.
pub fn check(paths: &[PathBuf], options: &Options, colour: bool, out: &mut dyn Write) -> Result<Status, Failure> {
    let mut report = Report { out, colour, lessons: 0, problems: 0, remarks: 0 };
    let sources = match paths {
        [] => vec![options.lessons()],
        paths => paths.iter().cloned().map(Lessons::At).collect(),
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
    lessons: usize,
    problems: usize,
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
        if library.lessons.is_empty() {
            self.unread(&format!("there is no lesson in `{}`; the name of one ends in `.md`", name("")))?;
        }
        for problem in &library.problems {
            self.problem(problem, &library.source, &name(COURSE_FILE))?;
        }
        for (file, problem) in &library.refused {
            self.problem(problem, "", &name(file))?;
        }
        for problem in &library.glossary.problems {
            self.problem(problem, &library.glossary.source, &name(GLOSSARY_FILE))?;
        }
        for lesson in &library.lessons {
            let found = check::check(lesson);
            // Where something is wrong already, one sentence is enough.
            let fresh = |problem: &Problem| found.iter().all(|known| known.span != problem.span);
            let answers = answers::answered(lesson).into_iter().filter(fresh).collect();
            let (told, told_by_words) = told::told(lesson, &library.glossary);
            let mut problems = [lesson.problems.clone(), answers, drawn(lesson), found, told].concat();
            problems.sort_by_key(|problem| problem.span.start);
            let file = name(&format!("{}.md", lesson.id));
            problems.iter().try_for_each(|problem| self.problem(problem, &lesson.source, &file))?;
            for problem in &told_by_words {
                self.problem(problem, &library.glossary.source, &name(GLOSSARY_FILE))?;
            }
            self.lessons += 1;
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
        writeln!(self.out, "{}, {}{remarks}", counted(self.lessons, "lesson"), counted(self.problems, "problem"))?;
        Ok(if self.problems == 0 { Status::Done } else { Status::No })
    }
}

/// Draws every page of a lesson as the smallest usual terminal shows it, with its defaults, with empty inputs and with the
/// longest, and reports those that have no room there.
fn drawn(lesson: &Lesson) -> Vec<Problem> {
    let extremes = extremes(&Sheet::new(lesson.cells.clone()));
    let mut problems: Vec<Problem> = vec![];
    for trial in std::iter::once(None).chain(extremes.iter().map(Some)) {
        for problem in drawn_with(lesson, trial) {
            // A page that is too long already is named once.
            if problems.iter().all(|known| known.span != problem.span) {
                problems.push(problem);
            }
        }
    }
    problems
}

fn drawn_with(lesson: &Lesson, trial: Option<&Trial>) -> Vec<Problem> {
    let alone = Library { lessons: vec![lesson.clone()], ..Library::default() };
    let mut app = App::new(alone, (COLUMNS, ROWS));
    if !app.open(&lesson.id) {
        return vec![];
    }
    for (cell, value) in trial.iter().flat_map(|trial| &trial.values) {
        // As a learner types it. An input that refuses it keeps the value it has.
        app.stage.desk_mut().map(|desk| desk.edit_input(cell));
        app.stage.typed(|line| line.replace(&Input::write(value)));
        app.stage.go(|stage| stage.accept());
        app.stage.go(|stage| stage.cancel());
        app.stage.look();
    }
    let look = Look { theme: Theme::Either, ascii: false };
    let mut problems = vec![];
    for (number, page) in lesson.pages.iter().enumerate() {
        let Stage::Lesson(session) = &mut app.stage else { break };
        session.turn_to(number);
        let over = overflow(session, COLUMNS, ROWS);
        picture(COLUMNS, ROWS, |frame| draw(&app, look, frame));
        if over > 0 {
            let text = lesson.source.get(page.span.range()).unwrap_or_default();
            let start = page.span.start + (text.len() - text.trim_start().len());
            let line = lesson.source[start..].find('\n').map_or(lesson.source.len(), |end| start + end);
            let lines = if over == 1 { "line of this page does" } else { "lines of this page do" };
            let with = trial.map_or(String::new(), |trial| format!("With {} ", trial.name));
            let message = format!("{with}{over} {lines} not fit on a terminal of {COLUMNS} by {ROWS}.");
            let hint = "Shorten it, or break it in two with `---`.";
            problems.push(Problem::new(Severity::Error, &lesson.source, Span::new(start, line), message, hint));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::parse;

    #[test]
    fn a_page_must_have_room_for_the_longest_inputs_too() {
        let page = |lines: usize| {
            let text = "Word\n\n".repeat(lines);
            let source = format!(
                "+++\ntitle = \"t\"\ngoal = \"g\"\n+++\n\n```sheet\nname = input(\"\", max: 60)\n```\n\n{text}It is {{{{ name }}}}.\n"
            );
            let lesson = parse("u/l", source.as_bytes(), &[]);
            assert_eq!(lesson.problems, []);
            drawn(&lesson).into_iter().map(|problem| problem.message).collect::<Vec<_>>()
        };
        assert_eq!(page(7), Vec::<String>::new());
        assert_eq!(page(9), ["With the longest inputs 2 lines of this page do not fit on a terminal of 80 by 24."]);
        assert_eq!(page(10), ["2 lines of this page do not fit on a terminal of 80 by 24."]);
    }
}
