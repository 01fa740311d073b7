//! Everything that is not a pure function: the terminal, threads, files, signals.
//!
//! [`run`] begins what runs, and ends it; between lies one loop. It waits for something to happen, lets
//! [`app::update`](fn@crate::app::update) change the state, carries out the effects, and draws once for all that happened
//! meanwhile. While nothing happens it sleeps.

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
use std::path::PathBuf;
use std::rc::Rc;
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
    // What is kept of the learner is read beside the lessons. Of a talk nothing is kept.
    let path = keeper::path(setting.learner.as_ref()).filter(|_| setting.talk.is_none() && lessons.is_course());
    let reading = path.map(|path| thread::spawn(move || Book::open(path)));
    let library = lessons.outline().map_err(Error::Lesson)?;
    let mut app = App::new(library, (0, 0));
    app.notes = setting.notes;
    app.talk = setting.talk.map(|talk| talk.keys);
    let course = lessons.course(&app.library).unwrap_or_default();
    let read = reading.map(|reading| reading.join().map_err(|_| Error::Panicked)).transpose()?;
    let book = read.and_then(|read| remember(&mut app, course, read));
    match lesson {
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
pub fn workshop(app: &mut App, report: Option<PathBuf>, place: Option<PathBuf>, setting: Setting) -> Result<(), Error> {
    app.notebook.passes(keeper::now(), None);
    let book = place.and_then(|path| remember(app, String::new(), Book::open(path)));
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

/// How long the terminal has the processors for itself, to show the first picture. Keys that are pressed meanwhile wait.
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
    app.notice = setting.told.clone().or(app.notice.take());
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
    // A talk without notes is a talk.
    let folder = setting.talk.and_then(|_| speaker::folder().ok());
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

/// Why the loop ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Quit,
    Signal(i32),
    HungUp,
    Panicked,
}

struct Shell<'l> {
    screen: Screen,
    look: Look,
    /// The things that can be pointed at on the last frame.
    aims: Aims,
    /// The row of the timeline that is being dragged along.
    dragged: Option<u16>,
    lessons: &'l Lessons,
    sender: SyncSender<Happened>,
    /// Started with the first job.
    worker: Option<Worker<Sheet>>,
    checker: Checker,
    /// Started where progress is kept.
    keeper: Option<Keeper>,
    /// Started where a report is written.
    report: Option<Reporter>,
    /// Started with the first search.
    searcher: Option<Worker<Hunt>>,
    /// The wait that goes on: when it is over, and its number.
    tick: Option<(Instant, u64)>,
    _watch: Option<Watch>,
    /// The files that the sheet reads, each with its watch where it could be had.
    files: BTreeMap<String, Option<Watch>>,
    /// The notes of a talk, where somebody presents.
    speaker: Option<Speaker>,
}

/// The drawing due after a batch of events.
#[derive(Default)]
struct Due {
    draw: bool,
    anew: bool,
    /// Whether the screen is to be saved as a picture.
    saved: bool,
}

impl Shell<'_> {
    fn receive(&mut self, app: &mut App, receiver: &Receiver<Happened>) -> io::Result<Option<End>> {
        self.watch_files(app);
        self.tell_notes(app);
        while let Some(first) = self.wait(receiver, app.seat.is_some()) {
            let mut due = Due::default();
            // What happened meanwhile is answered by the same picture.
            let (begun, mut next) = (Instant::now(), Some(first));
            while let Some(happened) = next {
                if let Some(end) = self.happen(happened, app, &mut due)? {
                    return Ok(Some(end));
                }
                next = if begun.elapsed() < SAME_PICTURE { receiver.try_recv().ok() } else { None };
            }
            if std::mem::take(&mut due.saved) {
                let said = snapshot::save(app, self.look);
                let effects = update(app, Event::Snapped(said));
                self.effects(effects, &mut due)?;
            }
            self.show(app, &due)?;
            self.watch_files(app);
            self.tell_notes(app);
        }
        Ok(None)
    }

    /// The next thing that happens; the end of a wait is one, so that no other thread has to count the time. By a `clock`
    /// each minute is one, too.
    fn wait(&mut self, receiver: &Receiver<Happened>, clock: bool) -> Option<Happened> {
        let Some((end, job)) = self.tick else {
            return match receiver.recv_timeout(if clock { MINUTE } else { Duration::MAX }) {
                Err(RecvTimeoutError::Timeout) => Some(Happened::Event(Event::Clock(keeper::now()))),
                happened => happened.ok(),
            };
        };
        match receiver.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(happened) => Some(happened),
            Err(RecvTimeoutError::Timeout) => {
                self.tick = None;
                Some(Happened::Event(Event::Tick { job }))
            }
            Err(RecvTimeoutError::Disconnected) => None,
        }
    }

    fn happen(&mut self, happened: Happened, app: &mut App, due: &mut Due) -> io::Result<Option<End>> {
        match happened {
            Happened::Event(event) => {
                self.pass_time(app)?;
                let effects = update(app, event);
                self.effects(effects, due)
            }
            Happened::Mouse(mouse) => match self.pointed(mouse) {
                Some(pointer) => {
                    let effects = update(app, Event::Pointer(pointer));
                    self.effects(effects, due)
                }
                None => Ok(None),
            },
            Happened::Stop => self.suspend().map(|()| None),
            Happened::Continue => {
                self.screen.retake()?;
                if app.mouse {
                    self.screen.mouse(true)?;
                }
                due.draw = true;
                Ok(None)
            }
            Happened::End(signal) => Ok(Some(End::Signal(signal))),
            Happened::HungUp => Ok(Some(End::HungUp)),
            Happened::Panicked => Ok(Some(End::Panicked)),
        }
    }

    /// The aim of the mouse. A drag that began on the timeline stays on it.
    fn pointed(&mut self, mouse: Mouse) -> Option<Pointer> {
        let Mouse { kind, column, row } = mouse;
        match kind {
            MouseKind::Press => {
                let aim = self.aims.at(column, row)?;
                self.dragged = matches!(aim, Aim::Timeline(_)).then_some(row);
                Some(Pointer::Press(aim))
            }
            MouseKind::Drag => {
                let aim = self.aims.at(column, self.dragged?)?;
                matches!(aim, Aim::Timeline(_)).then_some(Pointer::Press(aim))
            }
            MouseKind::Wheel { down } => Some(Pointer::Wheel { over: self.aims.at(column, row)?, down }),
        }
    }

    fn carry_out(&mut self, effects: Vec<Effect>, app: &App) -> io::Result<Option<End>> {
        let mut due = Due::default();
        let end = self.effects(effects, &mut due)?;
        self.show(app, &due)?;
        Ok(end)
    }

    fn effects(&mut self, effects: Vec<Effect>, due: &mut Due) -> io::Result<Option<End>> {
        for effect in effects {
            match effect {
                Effect::Draw => due.draw = true,
                Effect::Redraw => due.anew = true,
                Effect::Snapshot => due.saved = true,
                Effect::Mouse(on) => self.screen.mouse(on)?,
                Effect::Quit => return Ok(Some(End::Quit)),
                Effect::Suspend => self.suspend()?,
                Effect::Copy(text) => self.screen.command(CopyToClipboard::to_clipboard_from(text))?,
                Effect::Compute { job, sheet } => {
                    if self.worker.is_none() {
                        self.worker = Some(Worker::start("compute", &self.sender, worker::compute)?);
                    }
                    self.worker.iter().for_each(|worker| worker.begin(job, sheet.clone()));
                }
                Effect::Check { job, sheet } => self.checker.begin(job, sheet)?,
                Effect::Find { job, hunt } => {
                    if self.searcher.is_none() {
                        self.searcher = Some(Worker::start("search", &self.sender, searcher::search)?);
                    }
                    self.searcher.iter().for_each(|searcher| searcher.begin(job, (*hunt).clone()));
                }
                Effect::Measure(guesses) => spawn("measure", &self.sender, move |sender| {
                    let tell =
                        |speeds: &[Speed]| sender.send(Happened::Event(Event::Measured(speeds.to_vec()))).is_ok();
                    speed::measure(&guesses, tell);
                })?,
                Effect::Random => {
                    // Where the queue is full, the key is one of many, and the next one asks again.
                    let number = getrandom::u32().map_err(|error| io::Error::other(error.to_string()))?;
                    let _ = self.sender.try_send(Happened::Event(Event::Random(number)));
                }
                Effect::Tick { job, after } => self.tick = Some((Instant::now() + after, job)),
                Effect::StopTicking => self.tick = None,
                Effect::StopFinding => self.searcher.iter().for_each(Worker::stop),
                Effect::StopComputing => self.worker.iter().for_each(Worker::stop),
                Effect::Keep(delta) => self.keeper.iter().for_each(|keeper| keeper.write(delta.clone())),
                Effect::Report(text) => self.report.iter().for_each(|report| report.write(text.clone())),
                Effect::Save(saving) => spawn("save", &self.sender, move |sender| {
                    let _ = sender.send(Happened::Event(Event::Saved(save::save(&saving))));
                })?,
                Effect::ReadLessons => self.read_lessons()?,
            }
        }
        Ok(None)
    }

    /// Says what time it is, where that is another second.
    fn pass_time(&mut self, app: &mut App) -> io::Result<()> {
        let now = keeper::now();
        if now != app.notebook.now {
            let effects = update(app, Event::Clock(now));
            self.effects(effects, &mut Due::default())?;
        }
        Ok(())
    }

    fn show(&mut self, app: &App, due: &Due) -> io::Result<()> {
        if due.anew {
            self.screen.anew()?;
        }
        if due.draw || due.anew {
            self.screen.draw(|frame| self.aims = draw_to_point_at(app, self.look, frame))?;
        }
        Ok(())
    }

    /// Gives the terminal back and stops for a while; SIGCONT brings us back.
    fn suspend(&mut self) -> io::Result<()> {
        give_back();
        platform::stop()
    }

    /// Reads the lessons on a thread of its own; they come back as an event.
    fn read_lessons(&self) -> io::Result<()> {
        let lessons = self.lessons.clone();
        spawn("lessons", &self.sender, move |sender| {
            // A file that is just being saved may be gone for a moment; its next event reads it again.
            if let Ok(library) = lessons.read() {
                let _ = sender.send(Happened::Event(Event::Lessons(Box::new(library))));
            }
        })
    }

    /// Watches the files that the sheet reads now, and no others. Without a watch the next key finds a change.
    fn watch_files(&mut self, app: &App) {
        let read = app.desk().map(|desk| desk.sheet().files()).unwrap_or_default();
        self.files.retain(|path, _| read.contains(path.as_str()));
        for path in read {
            if !self.files.contains_key(path) {
                let watch = watch(Path::new(path), Event::FileChanged, self.sender.clone()).ok();
                self.files.insert(path.to_owned(), watch);
            }
        }
    }

    fn tell_notes(&mut self, app: &App) {
        if let Some(speaker) = &mut self.speaker {
            speaker.tell(app.stage.lesson().and_then(|session| session.notes_of_talk()));
        }
    }

    fn watch_lessons(&mut self, app: &mut App) {
        let Some(path) = self.lessons.path() else { return };
        match watch(path, Event::LessonsChanged, self.sender.clone()) {
            Ok(watch) => self._watch = Some(watch),
            Err(error) => app.notice = Some(format!("Changes to the lessons will not be seen: {error}")),
        }
    }
}
