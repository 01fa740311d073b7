//! `progress`: what is kept of a learner, printed, handed on, forgotten.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::app::App;
use crate::learner::progress::{Learned, Standing};
use crate::lesson::Lesson;
use crate::run::suggest::did_you_mean;
use crate::shell::keeper::{self, Book, Left};
use crate::shell::save;
use crate::view::SafeText;

use super::row::{Argument, Row, Takes};
use super::{Failure, Options, Status};

/// The command.
pub const ROW: Row = Row {
    name: "progress",
    about: "Print what is kept of your progress",
    arguments: &[
        Argument { name: "json", help: "Print JSON, one object a lesson", ..Argument::FLAG },
        Argument {
            name: "reset",
            help: "Forget a lesson, or without one everything",
            takes: Takes::Perhaps,
            value: "LESSON",
            apart: &["json", "export"],
            ..Argument::FLAG
        },
        Argument {
            name: "export",
            help: "Write all of it to a file",
            takes: Takes::Value,
            value: "FILE",
            apart: &["json"],
            ..Argument::FLAG
        },
    ],
    run: |given, program| {
        let (json, reset, export) = (given.has("json"), given.perhaps("reset"), given.path("export"));
        progress(&Wanted { json, reset, export }, &program.options, program.out)
    },
    ..Row::PLAIN
};

/// A request to the progress.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Printed as JSON.
    pub json: bool,
    /// Forgotten: of a lesson, or all of it.
    pub reset: Option<Option<String>>,
    /// Written to a file.
    pub export: Option<PathBuf>,
}

/// Prints what is kept, or hands it on, or forgets it.
pub fn progress(wanted: &Wanted, options: &Options, out: &mut dyn Write) -> Result<Status, Failure> {
    let lessons = options.lessons();
    let library = lessons.outline().map_err(|message| Failure::usage(&message, ""))?;
    let Some(course) = lessons.course(&library) else {
        return Err(Failure::usage("of a single lesson nothing is kept", "name the folder of its course"));
    };
    let Some(path) = keeper::path(options.learner_id()?.as_ref()) else {
        return Err(Failure::usage("there is no home to keep progress in", "set HOME, or XDG_STATE_HOME"));
    };
    let (mut book, told) = Book::open(path.clone());
    let told = told.map_err(|left| Failure::usage(&left.sentence(), ""))?;
    told.iter().try_for_each(|told| writeln!(out, "{}", SafeText::line(told)))?;
    let mut app = App::new(library, (0, 0));
    app.notebook.passes(keeper::now(), None);
    app.notebook.course = course;
    app.notebook.record = book.record.clone();
    match (wanted, &wanted.reset, &wanted.export) {
        (_, Some(lesson), _) => reset(&mut app, lesson.as_deref(), &mut book, &path, out)?,
        (_, None, Some(file)) => export(&book, file, out)?,
        (Wanted { json: true, .. }, None, None) => {
            app.library.lessons.iter().try_for_each(|lesson| writeln!(out, "{}", object(&app, lesson)))?;
        }
        (_, None, None) => print(&app, &path, out)?,
    }
    Ok(Status::Done)
}

/// `✓ Your name, opened up   3 of 3 questions, 2 at the first try · 8 min`
fn print(app: &App, path: &Path, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(out, "{}", SafeText::line(&path.display().to_string()))?;
    let due: usize = app.notebook.due(&app.library).values().sum();
    let due = if due == 0 { String::new() } else { format!(" · {due} to review") };
    writeln!(out, "{}{due}", app.to_go())?;
    for unit in &app.library.units {
        let lessons: Vec<_> = unit.lessons.iter().filter_map(|place| app.library.lessons.get(*place)).collect();
        let known = lessons.iter().filter_map(|lesson| Some((*lesson, app.notebook.learned(&lesson.id)?)));
        let known: Vec<_> = known.filter(|(_, learned)| learned.standing() != Standing::New).collect();
        if !known.is_empty() {
            writeln!(out, "\n{}", unit.title)?;
        }
        for (lesson, learned) in known {
            let mark = if learned.standing() == Standing::Done { "✓" } else { "◐" };
            writeln!(out, "{mark} {:<36} {}", lesson.front.title, said(learned))?;
        }
    }
    Ok(())
}

fn said(learned: &Learned) -> String {
    let progress = learned.progress();
    let pages = match learned.standing() {
        Standing::Done if learned.passed.is_some() => "known beforehand".to_owned(),
        Standing::Done => format!("{} pages", progress.pages),
        Standing::Begun | Standing::New => format!("{} of {} pages", progress.seen.len(), progress.pages),
    };
    let questions = match progress.questions {
        0 => String::new(),
        all => format!(", {} of {all} questions, {} at the first try", progress.over, progress.first),
    };
    format!("{pages}{questions} · {} min", learned.seconds.div_ceil(60))
}

fn object(app: &App, lesson: &Lesson) -> serde_json::Value {
    let learned = app.notebook.learned(&lesson.id).cloned().unwrap_or_default();
    let progress = learned.progress();
    let standing = match learned.standing() {
        Standing::Done => "done",
        Standing::Begun => "begun",
        Standing::New => "new",
    };
    let answers = learned.questions.iter().map(|(id, answers)| {
        let attempts = answers.attempts.iter().map(|attempt| {
            let (came, at) = (attempt.came.word(), attempt.at.to_string());
            json!({ "at": at, "review": attempt.occasion, "came": came, "given": attempt.given.as_str() })
        });
        (id.clone(), json!({ "hints": answers.hints, "attempts": attempts.collect::<Vec<_>>() }))
    });
    json!({
        "lesson": lesson.id,
        "title": lesson.front.title.as_str(),
        "standing": standing,
        "pages": progress.pages,
        "seen": progress.seen.len(),
        "questions": progress.questions,
        "answered": progress.over,
        "first": progress.first,
        "seconds": learned.seconds,
        "due": app.notebook.due(&app.library).get(&lesson.id).copied().unwrap_or_default(),
        "last": (learned.last.pages > 0).then(|| learned.last.at.to_string()),
        "answers": answers.collect::<serde_json::Map<_, _>>(),
    })
}

fn export(book: &Book, file: &Path, out: &mut dyn Write) -> Result<(), Failure> {
    let shown = SafeText::line(&file.display().to_string());
    save::write(file, book.record.write().as_bytes(), false).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            Failure::usage(&format!("there is a file `{shown}` already"), "name another, or take that one away first")
        }
        _ => Failure::usage(&format!("`{shown}` cannot be written: {}", save::why(file, &error)), ""),
    })?;
    Ok(writeln!(out, "wrote {shown}")?)
}

/// Forgets a lesson, or everything; the file as it was stays beside it.
fn reset(
    app: &mut App,
    lesson: Option<&str>,
    book: &mut Book,
    path: &Path,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    if let Some(id) = lesson
        && app.library.lesson(id).is_none()
    {
        let ids = || app.library.lessons.iter().map(|lesson| lesson.id.as_str());
        let near = did_you_mean(id, ids()).map_or_else(
            || "`cleartext list lessons` names them all".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        return Err(Failure::usage(&format!("there is no lesson `{id}`"), &near));
    }
    if !path.exists() {
        return Ok(writeln!(out, "nothing is known yet, so there is nothing to forget")?);
    }
    let before = keeper::free_name(path, "before-reset")
        .and_then(|before| fs::copy(path, &before).map(|_| before))
        .map_err(|error| Failure::usage(&format!("nothing was forgotten: no copy could be made first: {error}"), ""))?;
    app.notebook.forget(lesson);
    book.keep(&app.notebook.record).map_err(|left: Left| Failure::usage(&left.sentence(), ""))?;
    let what = lesson.unwrap_or("everything");
    Ok(writeln!(out, "forgot {}; as it was: {}", SafeText::line(what), SafeText::line(&before.display().to_string()))?)
}
