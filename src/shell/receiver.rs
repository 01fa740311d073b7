//! The one receiving loop: something happens, [`update`](fn@crate::app::update) changes the state, its effects are
//! carried out, and one picture answers all that happened meanwhile.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::time::{Duration, Instant};

use crossterm::clipboard::CopyToClipboard;

use crate::app::aim::{Aim, Pointer};
use crate::app::{App, Effect, Event, letter, update};
use crate::functions::attack::guess::Speed;
use crate::learner::hunt::Hunt;
use crate::sheet::Sheet;
use crate::shell::events::{Happened, spawn};
use crate::shell::input::{Mouse, MouseKind};
use crate::shell::keeper::{self, Keeper};
use crate::shell::lessons::Lessons;
use crate::shell::report::Reporter;
use crate::shell::speaker::Speaker;
use crate::shell::terminal::{Screen, give_back};
use crate::shell::watch::{Watch, watch};
use crate::shell::worker::{self, Checker, Worker};
use crate::shell::{platform, save, searcher, snapshot, speed};
use crate::ui::text::aims::Aims;
use crate::ui::{Look, draw_to_point_at};

/// How long what happens one after the other may go on and have one picture.
const SAME_PICTURE: Duration = Duration::from_millis(8);

/// The letters, in bytes, that are put into a line together at most.
const TOGETHER: usize = 1 << 16;

/// How long the time that is left of a set stays as it is shown.
const MINUTE: Duration = Duration::from_secs(60);

/// Why the loop ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The learner quits.
    Quit,
    /// A signal asks for it.
    Signal(i32),
    /// The terminal is gone.
    HungUp,
    /// A thread of ours panicked.
    Panicked,
}

/// One event of the letters that were typed into a line meanwhile, so that it is looked at once for all of them; and what
/// came behind them.
fn together(first: Happened, app: &App, receiver: &Receiver<Happened>) -> (Happened, Option<Happened>) {
    let letter = |happened: &Happened| match happened {
        Happened::Event(Event::Key(key)) => letter(app, *key),
        _ => None,
    };
    let Some(begins) = letter(&first) else { return (first, None) };
    let (mut text, mut behind) = (String::from(begins), receiver.try_recv().ok());
    while let Some(next) = behind.as_ref().and_then(letter).filter(|_| text.len() < TOGETHER) {
        text.push(next);
        behind = receiver.try_recv().ok();
    }
    // A letter alone stays the key that it is.
    let is_alone = text.len() == begins.len_utf8();
    (if is_alone { first } else { Happened::Event(Event::Paste(text)) }, behind)
}

/// The screen, the threads, and what goes on between them.
pub(super) struct Shell<'l> {
    screen: Screen,
    look: Look,
    /// The things that can be pointed at on the last frame.
    aims: Aims,
    /// The row of the timeline that is being dragged along.
    dragged: Option<u16>,
    lessons: &'l Lessons,
    pub(super) sender: SyncSender<Happened>,
    /// Started with the first job.
    worker: Option<Worker<Sheet>>,
    checker: Checker,
    /// Started where progress is kept.
    pub(super) keeper: Option<Keeper>,
    /// Started where a report is written.
    pub(super) report: Option<Reporter>,
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

impl<'l> Shell<'l> {
    /// The shell behind a screen whose first picture was drawn, which said what can be pointed at.
    pub(super) fn new(
        screen: Screen,
        (look, aims): (Look, Aims),
        lessons: &'l Lessons,
        sender: SyncSender<Happened>,
        speaker: Option<Speaker>,
    ) -> Shell<'l> {
        let checker = Checker::new(&sender);
        Shell {
            screen,
            look,
            aims,
            dragged: None,
            lessons,
            sender,
            worker: None,
            searcher: None,
            checker,
            keeper: None,
            report: None,
            tick: None,
            _watch: None,
            files: BTreeMap::new(),
            speaker,
        }
    }

    /// Receives until something ends it.
    pub(super) fn receive(&mut self, app: &mut App, receiver: &Receiver<Happened>) -> io::Result<Option<End>> {
        self.watch_files(app);
        self.tell_notes(app);
        while let Some(first) = self.wait(receiver, app.seat.is_some()) {
            let mut due = Due::default();
            // What happened meanwhile is answered by the same picture.
            let (begun, mut next) = (Instant::now(), Some(first));
            while let Some(happened) = next {
                let (happened, behind) = together(happened, app, receiver);
                if let Some(end) = self.happen(happened, app, &mut due)? {
                    return Ok(Some(end));
                }
                let waits = || if begun.elapsed() < SAME_PICTURE { receiver.try_recv().ok() } else { None };
                next = behind.or_else(waits);
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

    /// The next thing that happens; the end of a wait is one, so that no other thread has to count the time. By a
    /// `clock` each minute is one, too.
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

    /// Carries out effects, and draws where they ask for it.
    pub(super) fn carry_out(&mut self, effects: Vec<Effect>, app: &App) -> io::Result<Option<End>> {
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
            let session = app.stage.lesson();
            speaker.tell(session.and_then(|session| session.notes_of_talk(app.code(&session.lesson().id))));
        }
    }

    /// Watches the lessons, where they are files.
    pub(super) fn watch_lessons(&mut self, app: &mut App) {
        let Some(path) = self.lessons.path() else { return };
        match watch(path, Event::LessonsChanged, self.sender.clone()) {
            Ok(watch) => self._watch = Some(watch),
            Err(error) => app.notice = Some(format!("Changes to the lessons will not be seen: {error}")),
        }
    }
}
