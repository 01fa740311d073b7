//! `export`: a lesson, a unit or a set on paper, as one page of HTML or as Markdown.

mod answers;
mod content;
mod figures;
mod html;
mod keys;
mod markdown;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::lesson::set::SETS_FOLDER;
use crate::lesson::{Lesson, Library};
use crate::run::suggest::did_you_mean;
use crate::shell::lessons::Lessons;
use crate::shell::save::place;
use crate::view::SafeText;
pub use content::Reader;
use content::{Handout, Part};

use super::row::{Argument, Row, Takes};
use super::workshop::{Opened, names_of_sets};
use super::{Failure, Options, Status};

/// The command.
pub const ROW: Row = Row {
    name: "export",
    about: "Write a lesson, a unit or a set as a hand-out: HTML that prints well, or Markdown",
    arguments: &[
        Argument {
            name: "what",
            help: "A lesson, such as hashing/sha256-rounds, a unit, such as hashing, a set, such as sets/passwords, or the path of a file",
            takes: Takes::Position,
            value: "LESSON | UNIT | SET",
            ..Argument::FLAG
        },
        Argument {
            name: "html",
            help: "One page of HTML that stands alone and prints well (the default)",
            apart: &["markdown"],
            ..Argument::FLAG
        },
        Argument { name: "markdown", help: "Markdown", ..Argument::FLAG },
        Argument {
            name: "student",
            help: "With blanks, and without what questions hide (the default)",
            apart: &["teacher"],
            ..Argument::FLAG
        },
        Argument { name: "teacher", help: "With answers, what to say of wrong ones, and notes", ..Argument::FLAG },
        Argument {
            name: "to",
            help: "Write to a file instead of printing",
            takes: Takes::Value,
            value: "FILE",
            ..Argument::FLAG
        },
        Argument { name: "force", help: "Replace the file if it is there", beside: "to", ..Argument::FLAG },
    ],
    speaks: false,
    run: |given, program| {
        let wanted = Wanted {
            what: given.needed("what"),
            markdown: given.has("markdown"),
            teacher: given.has("teacher"),
            to: given.path("to"),
            force: given.has("force"),
        };
        export(&wanted, &program.options, program.out)
    },
    ..Row::PLAIN
};

/// The format of a hand-out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A page of HTML.
    Html,
    /// Markdown.
    Markdown,
}

impl Format {
    fn write(self, handout: &Handout) -> String {
        match self {
            Format::Html => html::write(handout),
            Format::Markdown => markdown::write(handout),
        }
    }
}

/// The hand-out that is wanted, and where.
pub struct Wanted {
    /// A lesson, such as hashing/sha256-rounds, a unit, such as hashing, a set, such as sets/passwords, or the path of
    /// a file
    what: String,
    /// Markdown
    markdown: bool,
    /// With answers, what to say of wrong ones, and notes
    teacher: bool,
    /// Write to a file instead of printing
    to: Option<PathBuf>,
    /// Replace the file if it is there
    force: bool,
}

/// Writes a hand-out.
pub fn export(wanted: &Wanted, options: &Options, out: &mut dyn Write) -> Result<Status, Failure> {
    let named_file = options.lessons.is_none() && wanted.what.ends_with(".md");
    let source = if named_file { Lessons::At(wanted.what.clone().into()) } else { options.lessons() };
    let library = source.read().map_err(|why| Failure::usage(&why, ""))?;
    let reader = if wanted.teacher { Reader::Teacher } else { Reader::Student };
    let format = if wanted.markdown { Format::Markdown } else { Format::Html };
    // A lesson or a unit comes first, as the name of a set may be that of a unit; `sets/` before it says which is
    // meant.
    let named_set = wanted.what.strip_prefix(SETS_FOLDER).filter(|_| !named_file);
    let is_known = library.lesson(&wanted.what).is_some() || library.units.iter().any(|unit| unit.id == wanted.what);
    let set_too = || named_set.is_none() && is_known && library.set(Some(&wanted.what)).is_some();
    if set_too() {
        let name = SafeText::line(&wanted.what);
        writeln!(io::stderr(), "this is the unit `{name}`; the set of that name is `sets/{name}`")?;
    }
    let set = match named_set {
        Some(name) => Some(Opened::find(name, options)?),
        None if is_known || library.lessons.is_empty() != named_file => None,
        None => Opened::find(&wanted.what, options).ok(),
    };
    if let Some(opened) = set {
        let paper = opened.paper()?;
        let parts = paper.items.iter().zip(1..).map(|(item, number)| Part::of_item(item, number, reader));
        let mut parts: Vec<Part> = parts.collect();
        if reader == Reader::Teacher {
            parts.extend(Part::notes(paper.set));
        }
        let (title, about) = (paper.set.title.clone(), content::about(paper.set));
        let text = format.write(&Handout { title, reader, about, lessons: parts });
        return deliver(text.as_bytes(), wanted.to.as_deref(), wanted.force, out);
    }
    let (title, lessons) = match library.lessons.first().filter(|_| named_file) {
        Some(lesson) => (lesson.front.title.clone(), vec![lesson]),
        None => found(&library, &wanted.what)?,
    };
    let text = coded(&title, &lessons, &|id| library.code(id), reader, format);
    deliver(text.as_bytes(), wanted.to.as_deref(), wanted.force, out)
}

/// Lessons of no course as one text.
pub fn written(title: &SafeText, lessons: &[&Lesson], reader: Reader, format: Format) -> String {
    coded(title, lessons, &|_| None, reader, format)
}

/// Lessons as one text; `code` gives the short code of one.
fn coded(
    title: &SafeText,
    lessons: &[&Lesson],
    code: &dyn Fn(&str) -> Option<String>,
    reader: Reader,
    format: Format,
) -> String {
    let part = |lesson: &&Lesson| Part::of(lesson, code(&lesson.id).as_deref(), reader);
    let lessons = lessons.iter().map(part).collect();
    let handout = Handout { title: title.clone(), reader, about: Vec::new(), lessons };
    format.write(&handout)
}

/// Prints a text, or puts it into a file that is not there yet, or may be replaced.
pub fn deliver(text: &[u8], to: Option<&Path>, force: bool, out: &mut dyn Write) -> Result<Status, Failure> {
    let Some(path) = to else {
        out.write_all(text)?;
        return Ok(Status::Done);
    };
    place(path, text, force).map_err(|why| {
        let hint = if path.exists() && !force { "`--force` replaces it" } else { "" };
        Failure::usage(&format!("`{}` is not written: {why}", path.display()), hint)
    })?;
    Ok(Status::Done)
}

/// The lessons of a name, and their title.
fn found<'l>(library: &'l Library, name: &str) -> Result<(SafeText, Vec<&'l Lesson>), Failure> {
    if let Some(lesson) = library.lesson(name) {
        return Ok((lesson.front.title.clone(), vec![lesson]));
    }
    if let Some(unit) = library.units.iter().find(|unit| unit.id == name && !unit.id.is_empty()) {
        let lessons = unit.lessons.iter().filter_map(|place| library.lessons.get(*place)).collect();
        return Ok((unit.title.clone(), lessons));
    }
    let ids = library.lessons.iter().map(|lesson| lesson.id.as_str());
    let sets: Vec<String> = names_of_sets(library).iter().map(|set| format!("{SETS_FOLDER}{set}")).collect();
    let units = library.units.iter().map(|unit| unit.id.as_str());
    let names: Vec<&str> = sets.iter().map(String::as_str).chain(units).chain(ids).collect();
    let hint = match did_you_mean(name, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are: {}", names.join(", ")),
    };
    Err(Failure::usage(&format!("there is no lesson, unit or set `{name}`"), &hint))
}
