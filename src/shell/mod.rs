//! Everything that is not a pure function: the terminal, threads, files, signals.
//!
//! [`run`] begins what runs, and ends it; between lies one loop. It waits for something to happen, lets
//! [`app::update`](fn@crate::app::update) change the state, carries out the effects, and draws once for all that
//! happened meanwhile. While nothing happens it sleeps.

pub mod config;
pub mod events;
pub mod files;
pub mod follow;
pub mod handed;
mod input;
pub mod keeper;
pub mod lessons;
pub mod pen;
mod plain;
pub mod platform;
mod receiver;
pub mod report;
pub mod save;
mod searcher;
pub mod secret;
pub mod settings;
pub mod snapshot;
pub mod speaker;
mod speed;
pub mod terminal;
pub mod watch;
pub mod worker;
pub mod writer;

use std::fmt;
use std::io;
use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Duration;

use crate::app::App;
use crate::app::stage::bench::Opened;
use crate::ui::draw_to_point_at;
use crate::ui::text::aims::Aims;
use events::{QUEUE, read_signals, read_terminal, spawn};
use files::DiskFiles;
use keeper::{Book, Keeper};
use lessons::Lessons;
use receiver::{End, Shell};
use report::Reporter;
use settings::Setting;
use speaker::Speaker;
use terminal::{Screen, TerminalError};
use writer::Writer;

/// A reason why the program ended or did not begin.
#[derive(Debug)]
pub enum Error {
    /// There is no terminal to draw on.
    Terminal(TerminalError),
    /// There is no such lesson; with what is said about it.
    Lesson(String),
    /// A thread of ours panicked.
    Panicked,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Terminal(error) => write!(f, "{error}"),
            Error::Lesson(sentence) => f.write_str(sentence),
            Error::Panicked => f.write_str(terminal::MISTAKE),
        }
    }
}

impl Error {
    /// A remedy.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Error::Terminal(error) => Some(error.hint()),
            Error::Lesson(_) => Some("`cleartext list lessons` names them all"),
            Error::Panicked => None,
        }
    }
}

impl std::error::Error for Error {}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Error::Terminal(TerminalError::Io(error))
    }
}

impl From<TerminalError> for Error {
    fn from(error: TerminalError) -> Self {
        Error::Terminal(error)
    }
}

/// Opens the course map, or one lesson, and runs until the learner quits.
///
/// # Errors
/// When there is no terminal, no such lesson, or no way to read the lessons.
pub fn learn(lessons: &Lessons, lesson: Option<&str>, setting: Setting) -> Result<(), Error> {
    // The lessons are read beside what is kept of the learner, and as long as that takes what the map says of each,
    // which needs nothing of the learner. Of a talk nothing is kept.
    let path = keeper::path(setting.learner.as_ref()).filter(|_| setting.talk.is_none() && lessons.is_course());
    let is_read = AtomicBool::new(false);
    let (library, read) = thread::scope(|scope| {
        let library = scope.spawn(|| {
            let library = lessons.outline()?;
            library.read_heads(&|| !is_read.load(Ordering::Relaxed));
            Ok(library)
        });
        let read = path.map(Book::open);
        is_read.store(true, Ordering::Relaxed);
        (library.join(), read)
    });
    let library = library.map_err(|_| Error::Panicked)?.map_err(Error::Lesson)?;
    // The end of the program does not give it back piece by piece.
    let mut app = ManuallyDrop::new(App::new(library, (0, 0)));
    app.notes = setting.notes;
    app.talk = setting.talk.map(|talk| talk.keys);
    let course = lessons.course(&app.library).unwrap_or_default();
    let book = read.and_then(|read| remember(&mut app, course, read));
    match lesson {
        Some(id) if setting.talk.is_some() && app.library.tested(id).is_some() => {
            return Err(Error::Lesson(format!("`{id}` is a test that each learner takes alone, and no talk")));
        }
        Some(id) if !app.enter(id) => return Err(Error::Lesson(format!("there is no lesson `{id}`"))),
        Some(_) => {}
        None => app.open_last(),
    }
    run(&mut app, Files { book, report: None }, lessons, setting)
}

/// Opens the questions of a set and runs until the learner quits. The report is written to its file after every answer;
/// the place in it, and what is begun, to another.
///
/// # Errors
/// When there is no terminal.
pub fn workshop(
    app: &mut App,
    odd: Vec<String>,
    report: Option<PathBuf>,
    place: Option<PathBuf>,
    setting: Setting,
) -> Result<(), Error> {
    app.notebook.passes(keeper::now(), None);
    let book = place.and_then(|path| remember(app, String::new(), Book::open(path)));
    if !odd.is_empty() {
        app.notice = Some(app.notice.take().into_iter().chain(odd).collect::<Vec<_>>().join(" "));
    }
    app.open_last();
    // No other lessons than the questions are read.
    run(app, Files { book, report }, &Lessons::Embedded, setting)
}

/// Reads what is known of the learner, and says where it is to be written: nowhere where a later program wrote it.
fn remember(app: &mut App, course: String, read: (Book, Result<Option<String>, keeper::Left>)) -> Option<Book> {
    app.notebook.passes(keeper::now(), None);
    app.notebook.course = course;
    let (mut book, told) = read;
    app.notebook.record = book.take();
    let (told, keeps) = match told {
        Ok(told) => (told, true),
        Err(keeper::Left::Unread(told)) => (Some(told), true),
        Err(keeper::Left::Alone(told)) => (Some(told), false),
    };
    app.notice = told;
    app.notebook.keeps = keeps;
    keeps.then_some(book)
}

/// Opens the bench with a sheet and runs until the learner quits.
///
/// # Errors
/// When there is no terminal.
pub fn bench(opened: Opened, lessons: &Lessons, setting: Setting) -> Result<(), Error> {
    let library = lessons.outline().map_err(Error::Lesson)?;
    run(&mut App::bench(library, opened, Rc::new(DiskFiles)), Files::default(), lessons, setting)
}

/// How long the terminal has the processors for itself, to show the first picture. Keys that are pressed meanwhile
/// wait.
const TERMINALS_TURN: Duration = Duration::from_millis(1);

/// The files that are written as one goes on.
#[derive(Default)]
pub struct Files {
    /// The learner's progress.
    pub book: Option<Book>,
    /// The report on a set.
    pub report: Option<PathBuf>,
}

/// Runs the program until it ends.
///
/// # Errors
/// When there is no terminal, or it is lost in a way that is not the learner's wish.
pub fn run(app: &mut App, files: Files, lessons: &Lessons, setting: Setting) -> Result<(), Error> {
    app.keymap = setting.keymap.clone();
    // A talk without notes is a talk; in lines there is no second terminal to tell.
    let folder = setting.talk.filter(|_| !setting.plain).and_then(|_| speaker::folder().ok());
    let second = folder.as_deref().filter(|folder| speaker::is_taken(folder)).map(|_| speaker::SECOND.to_owned());
    app.notice = setting.told.clone().or(second).or(app.notice.take());
    if setting.plain {
        let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
        return Ok(plain::run(app, files.book, lessons, &setting, setting.echo, &mut input, &mut output)?);
    }
    let look = setting.look;
    app.mouse = setting.mouse;
    // A signal that comes before anybody listens waits, and finds the terminal given back.
    let signals = platform::catch_signals()?;
    let mut screen = Screen::take()?;
    app.size = screen.size()?;
    // The first picture does not wait for anything that can be begun later.
    let mut aims = Aims::default();
    screen.draw(|frame| aims = draw_to_point_at(app, look, frame))?;
    // Now it is the terminal's turn to show it. With few processors it would wait for all that begins here.
    std::thread::sleep(TERMINALS_TURN);
    let (sender, receiver) = sync_channel(QUEUE);
    spawn("keys", &sender, read_terminal)?;
    spawn("signals", &sender, move |sender| read_signals(signals, sender))?;
    let speaker = folder.and_then(|folder| Speaker::begin(folder).ok());
    let mut shell = Shell::new(screen, (look, aims), lessons, sender, speaker);
    shell.keeper = files.book.map(|book| Keeper::of_progress(book, &shell.sender)).transpose()?;
    shell.report = files.report.map(|path| Reporter::of_report(&path, &shell.sender)).transpose()?;
    shell.watch_lessons(app);
    let first = app.begin();
    let end = match shell.carry_out(first, app) {
        Ok(None) => shell.receive(app, &receiver),
        other => other,
    };
    // The terminal is given back before anybody hears why, and before the last words are written down.
    let (keeper, report, last) = (shell.keeper.take(), shell.report.take(), app.last_words());
    drop(shell);
    if let Some(keeper) = keeper {
        last.into_iter().for_each(|delta| keeper.write(Box::new(delta)));
        keeper.finish();
    }
    report.into_iter().for_each(Writer::finish);
    match end {
        Ok(Some(End::Signal(signal))) => {
            platform::die_by(signal)?;
            Ok(())
        }
        Ok(Some(End::Panicked)) => Err(Error::Panicked),
        Ok(Some(End::Quit | End::HungUp) | None) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
