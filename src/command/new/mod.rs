//! `new`: writes a template that passes `check`, with comments that say what to change.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{ValueEnum, value_parser};

use crate::shell::save;
use crate::view::SafeText;

use super::row::{Argument, Row, Takes};
use super::{Failure, Status};

/// The command.
pub const ROW: Row = Row {
    name: "new",
    about: "Begin a lesson, a course or a set from a template with comments",
    arguments: &[
        Argument {
            name: "kind",
            help: "The kind of thing to begin",
            takes: Takes::Position,
            value: "KIND",
            reads: Some(|| value_parser!(Kind).into()),
            ..Argument::FLAG
        },
        Argument {
            name: "path",
            help: "The file of the lesson or the set (.md), or the folder of the course",
            takes: Takes::Position,
            value: "PATH",
            ..Argument::FLAG
        },
    ],
    run: |given, program| {
        let kind = given.get("kind").unwrap_or(Kind::Lesson);
        new(kind, &given.path("path").unwrap_or_default(), program.out)
    },
    ..Row::PLAIN
};

/// The kind of thing that is begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// A lesson: one Markdown file
    Lesson,
    /// A course: a folder with course.toml, a unit and a lesson
    Course,
    /// A set of questions for a workshop: one Markdown file
    Set,
}

const LESSON: &str = include_str!("lesson.md");
const SET: &str = include_str!("set.md");
const COURSE: &str = include_str!("course.toml");

impl Kind {
    /// The files of it below a path, with their texts; a path of its own alone is the file itself.
    fn files(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Kind::Lesson => &[("", LESSON)],
            Kind::Set => &[("", SET)],
            Kind::Course => &[("course.toml", COURSE), ("first/a-digest.md", LESSON)],
        }
    }
}

/// Writes the template. What is there already stays as it is.
pub fn new(kind: Kind, path: &Path, out: &mut dyn Write) -> Result<Status, Failure> {
    let shown = |path: &Path| SafeText::line(&path.display().to_string());
    if kind != Kind::Course && path.extension().is_none_or(|ending| ending != "md") {
        let hint = format!("name it {}.md", shown(path));
        return Err(Failure::usage("the name of such a file ends in .md", &hint));
    }
    let files: Vec<(PathBuf, &str)> = kind.files().iter().map(|(name, text)| (join(path, name), *text)).collect();
    if let Some((there, _)) = files.iter().find(|(file, _)| file.exists()) {
        let message = format!("there is a file `{}` already", shown(there));
        return Err(Failure::usage(&message, "name another place, or take that file away first"));
    }
    for (file, text) in &files {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let written = fs::create_dir_all(folder).and_then(|()| save::write(file, text.as_bytes(), false));
        written.map_err(|error| {
            Failure::usage(&format!("`{}` cannot be written: {}", shown(file), save::why(file, &error)), "")
        })?;
        writeln!(out, "wrote {}", shown(file))?;
    }
    let path = shown(path);
    match kind {
        Kind::Lesson => writeln!(
            out,
            "next: `cleartext learn {path}` opens it and follows your editor, `cleartext check {path}` checks it"
        )?,
        Kind::Set => {
            writeln!(out, "next: `cleartext workshop {path} --dry` tries it, `cleartext check {path}` checks it")?
        }
        Kind::Course => {
            writeln!(out, "next: `cleartext --lessons {path}` opens it, `cleartext check {path}` checks it")?
        }
    }
    Ok(Status::Done)
}

/// A path below another; the path itself where nothing is named below it.
fn join(path: &Path, name: &str) -> PathBuf {
    if name.is_empty() { path.to_owned() } else { path.join(name) }
}
