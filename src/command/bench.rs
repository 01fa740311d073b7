//! `bench`: the free workbench, empty, with an expression, or with a sheet from a file.

use std::path::Path;

use crate::app::stage::bench::{Opened, first_cell};
use crate::lesson::{self, MAX_LESSON, Problem};
use crate::run::address::Span;
use crate::sheet::ProblemKind;
use crate::sheet::expr::{Limits, parse_sheet};
use crate::shell;
use crate::shell::lessons::files_at;
use crate::shell::settings::Setting;
use crate::view;

use super::row::{Argument, Row, Takes};
use super::{Failure, Options, Status};

/// The command.
pub const ROW: Row = Row {
    name: "bench",
    about: "Open the workbench: a free sheet, a formula bar, any function",
    arguments: &[Argument {
        name: "opens",
        help: "A sheet or lesson file (.md), or an expression to begin with, such as 'sha256(\"abc\")'",
        takes: Takes::Place,
        value: "SHEET | EXPR",
        ..Argument::FLAG
    }],
    run: |given, program| bench(given.text("opens").as_deref(), &program.options, program.setting()),
    ..Row::PLAIN
};

/// Opens the bench. What exists as a file or ends in `.md` is a file, all else an expression.
pub fn bench(opens: Option<&str>, options: &Options, setting: Setting) -> Result<Status, Failure> {
    let opened = match opens {
        None => Opened::default(),
        Some(path) if path.ends_with(".md") || Path::new(path).exists() => file(path)?,
        Some(source) => expression(source)?,
    };
    match shell::bench(opened, &options.lessons(), setting) {
        Ok(()) => Ok(Status::Done),
        Err(error) => Err(Failure::usage(&error.to_string(), error.hint().unwrap_or_default())),
    }
}

fn expression(source: &str) -> Result<Opened, Failure> {
    first_cell(source).map_err(|wrong| {
        let span = wrong.span.unwrap_or(Span::new(0, source.len()));
        let file = "a sheet's file would exist, or end in .md";
        let hint = wrong.hint.map_or_else(|| file.to_owned(), |hint| format!("{hint} ({file})"));
        let problem = crate::sheet::Problem::new(ProblemKind::Syntax, span, wrong.message).hint(hint);
        Failure::in_expression(&problem, source)
    })
}

fn file(path: &str) -> Result<Opened, Failure> {
    if Path::new(path).is_dir() {
        let hint = "name a file in it, such as sheet.md, or an expression, such as 'sha256(\"abc\")'";
        return Err(Failure::usage(&format!("`{path}` is a folder"), hint));
    }
    let hint = "`cleartext bench` opens an empty sheet, which can be saved under this name";
    let mut found = files_at(Path::new(path)).map_err(|message| Failure::usage(&message, hint))?;
    let bytes = found.files.pop().map(|(_, bytes)| bytes).unwrap_or_default();
    if !found.unread.is_empty() {
        return Err(Failure::usage(
            &format!("`{path}` is longer than {MAX_LESSON} bytes"),
            "make several sheets of it",
        ));
    }
    Ok(Opened { path: Some(path.to_owned()), ..read(&bytes) })
}

/// Reads a lesson, or a sheet without anything around it.
fn read(bytes: &[u8]) -> Opened {
    let lesson = lesson::parse("bench", bytes, &view::names());
    let text = String::from_utf8_lossy(bytes);
    if lesson.cells.is_empty() && !text.contains("```") && !text.starts_with("+++") {
        let (cells, faults) = parse_sheet(&text, &Limits::default());
        let told = faults.first().map(|fault| left_out(faults.len(), &fault.message));
        return Opened { cells, told, ..Opened::default() };
    }
    let errors: Vec<&Problem> = lesson.problems.iter().filter(|problem| problem.is_error()).collect();
    let told = errors.first().map(|first| left_out(errors.len(), &format!("line {}: {}", first.line, first.message)));
    let watch = lesson.pages.iter().flat_map(|page| page.watches()).next();
    let watch = watch
        .map(|watch| (watch.target.address.to_string(), watch.view.clone()))
        .filter(|(address, _)| !address.contains('*') && !address.contains(".."));
    Opened { cells: lesson.cells, watch, told, path: None }
}

fn left_out(count: usize, first: &str) -> String {
    let others = if count > 1 { format!(" (and {} more)", count - 1) } else { String::new() };
    format!("Not all of it can be read: {first}{others}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lessons_and_bare_sheets_open() {
        let names = |text: &str| read(text.as_bytes()).cells.iter().map(|line| line.name.clone()).collect::<Vec<_>>();
        assert_eq!(names("a = 1\nb = a + 1\n"), ["a", "b"]);
        assert_eq!(names("+++\ntitle = \"t\"\ngoal = \"g\"\n+++\n\n```sheet\na = 1\n```\n"), ["a"]);
        assert!(read(b"a = (\n\xff").told.is_some());
        assert!(read(b"").cells.is_empty());
    }
}
