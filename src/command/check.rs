//! `check`: looks for everything that is wrong in lessons, and says where.

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::lesson::course::COURSE_FILE;
use crate::lesson::{Library, Problem, check, render};
use crate::shell::lessons::Lessons;

use super::{Failure, Status};

/// Checks the lessons at some paths, or those of the program. The status is "no" if anything is wrong.
pub fn check(paths: &[PathBuf], out: &mut dyn Write) -> Result<Status, Failure> {
    let mut report = Report { out, lessons: 0, problems: 0 };
    let sources = match paths {
        [] => vec![Lessons::Embedded],
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
    lessons: usize,
    problems: usize,
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
        for lesson in &library.lessons {
            let mut problems = [lesson.problems.clone(), check::check(lesson)].concat();
            problems.sort_by_key(|problem| problem.span.start);
            let name = name(&format!("{}.md", lesson.id));
            problems.iter().try_for_each(|problem| self.problem(problem, &lesson.source, &name))?;
            self.lessons += 1;
        }
        Ok(())
    }

    fn problem(&mut self, problem: &Problem, source: &str, name: &str) -> Result<(), Failure> {
        self.problems += 1;
        Ok(writeln!(self.out, "{}\n", render::render(problem, source, name, false))?)
    }

    fn unread(&mut self, message: &str) -> Result<(), Failure> {
        self.problems += 1;
        Ok(writeln!(self.out, "error: {}\n", crate::view::SafeText::line(message))?)
    }

    fn end(self) -> Result<Status, Failure> {
        let counted = |n: usize, noun: &str| format!("{n} {noun}{}", if n == 1 { "" } else { "s" });
        writeln!(self.out, "{}, {}", counted(self.lessons, "lesson"), counted(self.problems, "problem"))?;
        Ok(if self.problems == 0 { Status::Done } else { Status::No })
    }
}
