//! The state of the program and how it changes. Nothing here reads, writes or waits.
//!
//! [`update`] takes an [`Event`] and returns [`Effect`]s, which the shell carries out; what an effect brings comes back
//! as another event. What is to be drawn is all in [`App`].

pub mod bench;
pub mod bench_bar;
pub mod bench_save;
pub mod compare;
pub mod complete;
pub mod copies;
pub mod course;
pub mod find;
mod fuzzy;
pub mod history;
pub mod input_line;
pub mod key;
pub mod keymap;
pub mod keys;
pub mod palette;
pub mod pane;
pub mod path;
pub mod pins;
pub mod play;
pub mod pointer;
pub mod question;
pub mod seen;
pub mod session;
pub mod spot;
pub mod terms;
pub mod tool;
pub mod typed;
pub mod values;
pub mod veil;
pub mod walk;

use bench::{Bench, Opened};
use bench_save::{Saved, Saving};
use course::Map;
use key::Key;
use keymap::Keymap;
use keys::{Command, Context};
use play::Play;
use pointer::{Pointer, point};
use session::{Asking, Purpose, Session};
use tool::Tool;
use walk::Did;

use crate::lesson::Library;
use crate::run::Error;
use crate::sheet::{Files, Sheet};
use crate::view::SafeText;
use std::rc::Rc;
use std::time::Duration;

/// The most that is copied to the clipboard, in bytes.
pub const CLIPBOARD_BYTES: usize = 64 << 10;

/// Something that happened outside.
#[derive(Clone, Debug)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted; never run as keys.
    Paste(String),
    /// The line that is being typed is this text now.
    Replaced(String),
    /// Something on the screen was pointed at.
    Pointer(Pointer),
    /// The terminal has another size.
    Resize {
        /// Its width.
        columns: u16,
        /// Its height.
        rows: u16,
    },
    /// A watched lesson file was written.
    LessonsChanged,
    /// What became of saving the sheet of the bench.
    Saved(Saved),
    /// The lessons as they are now.
    Lessons(Box<Library>),
    /// A random number that was asked for.
    Random(u32),
    /// The time to wait for is over.
    Tick {
        /// Its number; an older one is stale.
        job: u64,
    },
    /// A worker looked on for a value.
    Found {
        /// Its job; the answer of an older one is stale.
        job: u64,
        /// The places it found since it last answered.
        rows: Vec<find::Row>,
        /// The segments it searched, of so many.
        searched: (u64, u64),
        /// Whether it is over, or why it stopped.
        ended: Option<Result<(), Error>>,
    },
    /// A worker computed on.
    Computed {
        /// Its job; the answer of an older one is stale.
        job: u64,
        /// Whether there is more to compute, or why it stopped.
        ended: Option<Result<(), Error>>,
    },
}

/// Something to be done outside.
#[derive(Clone)]
pub enum Effect {
    /// Draw the state as it is now.
    Draw,
    /// Draw everything anew, as if the screen were empty.
    Redraw,
    /// End the program.
    Quit,
    /// Stop until the shell continues the program.
    Suspend,
    /// Put a text on the clipboard.
    Copy(String),
    /// Hear of the mouse from now on, or leave it to the terminal.
    Mouse(bool),
    /// Compute a sheet on; ends every older job.
    Compute {
        /// The number to answer with.
        job: u64,
        /// The sheet. Its parts are shared with ours.
        sheet: Sheet,
    },
    /// Look for a value; ends every older search.
    Find {
        /// The number to answer with.
        job: u64,
        /// What to look for, and where.
        hunt: Box<find::Hunt>,
    },
    /// Bring a random number.
    Random,
    /// Wait, and say when it is over; ends every older wait.
    Tick {
        /// The number to answer with.
        job: u64,
        /// How long.
        after: Duration,
    },
    /// End the wait.
    StopTicking,
    /// End the search at hand.
    StopFinding,
    /// End the job at hand.
    StopComputing,
    /// Write the sheet of the bench to a file.
    Save(Saving),
    /// Read the lessons again.
    ReadLessons,
}

/// What has the screen.
pub enum Screen {
    /// The map of units and lessons.
    Map,
    /// A lesson.
    Lesson(Box<Session>),
    /// The bench.
    Bench(Box<Bench>),
}

/// The whole state.
pub struct App {
    /// All lessons.
    pub library: Library,
    /// The course map.
    pub map: Map,
    /// What has the screen.
    pub screen: Screen,
    /// A lesson that was left; it is as it was when one comes back.
    left: Vec<Session>,
    /// The context whose keys the help screen shows, and how far it is scrolled.
    pub help: Option<(Context, u16)>,
    /// The tool that lies over the screen.
    pub tool: Option<Tool>,
    /// Stepping by itself.
    pub play: Play,
    /// Something to be told, until the next key.
    pub notice: Option<SafeText>,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The keys as the reader wants them.
    pub keymap: Keymap,
    /// Whether the mouse is ours.
    pub mouse: bool,
    /// Whether all is said in lines instead of drawn.
    pub in_lines: bool,
    job: u64,
    /// The latest search.
    found: u64,
}

const MOUSE_ON: &str = "The mouse clicks, scrolls and drags. Hold Shift to select text; ⟨mouse⟩ gives it back.";
const MOUSE_OFF: &str = "The mouse is the terminal's again.";

/// How many left lessons are kept as they were.
const LEFT: usize = 8;

impl App {
    /// The program at the course map.
    pub fn new(library: Library, size: (u16, u16)) -> App {
        let map = Map::new(&library);
        App {
            library,
            map,
            screen: Screen::Map,
            left: Vec::new(),
            help: None,
            tool: None,
            play: Play::default(),
            notice: None,
            size,
            job: 0,
            found: 0,
            keymap: Keymap::default(),
            mouse: false,
            in_lines: false,
        }
    }

    /// The program at the bench, with what was opened on it.
    pub fn bench(library: Library, opened: Opened, files: Rc<dyn Files>) -> App {
        let mut app = App::new(library, (0, 0));
        let told = opened.told.clone();
        app.screen = Screen::Bench(Box::new(Bench::open(opened, files)));
        told.iter().for_each(|told| app.tell(told));
        app
    }

    /// Opens a lesson, where it was left if it was. False when there is none of this name.
    pub fn open(&mut self, id: &str) -> bool {
        if let Some(place) = self.left.iter().position(|session| session.lesson().id == id) {
            self.screen = Screen::Lesson(Box::new(self.left.remove(place)));
            return true;
        }
        let Some(lesson) = self.library.lesson(id) else { return false };
        self.screen = Screen::Lesson(Box::new(Session::open(lesson.whole())));
        true
    }

    /// What has the keyboard.
    pub fn context(&self) -> Context {
        match (&self.help, &self.tool, &self.screen) {
            (Some(_), _, _) => Context::Help,
            (None, Some(tool), _) => tool.context(),
            (None, None, Screen::Map) => Context::Course,
            (None, None, Screen::Lesson(session)) => session.context(),
            (None, None, Screen::Bench(bench)) => bench.context(),
        }
    }

    /// Whether a command would do something now; the help line leaves out those that would not.
    pub fn works(&self, command: Command) -> bool {
        match (&self.tool, &self.screen) {
            (Some(tool), _) => tool.works(command),
            (None, Screen::Map) => true,
            (None, Screen::Lesson(session)) => session.works(command),
            (None, Screen::Bench(bench)) => bench.works(command),
        }
    }

    /// Whether a command is meant for the very thing one stands on; the help line begins with those.
    pub fn is_meant(&self, command: Command) -> bool {
        let on_page = matches!(self.context(), Context::Page | Context::Bits);
        on_page && self.session().is_some_and(|session| session.is_meant(command))
    }

    /// What is to be done first.
    pub fn begin(&mut self) -> Vec<Effect> {
        let told = self.notice.is_some().then_some(Effect::Draw);
        let mouse = self.mouse.then_some(Effect::Mouse(true));
        told.into_iter().chain(mouse).chain(self.compute()).collect()
    }

    /// Tells something until the next key, with the reader's keys in it.
    pub fn tell(&mut self, sentence: &str) {
        self.notice = Some(SafeText::line(&self.keymap.say(sentence)));
    }

    fn leave(&mut self) {
        if let Screen::Lesson(session) = std::mem::replace(&mut self.screen, Screen::Map) {
            self.left.push(*session);
            if self.left.len() > LEFT {
                self.left.remove(0);
            }
        }
    }

    /// The effect of what the open lesson left to compute, if it did.
    fn compute(&mut self) -> Option<Effect> {
        let session = match &self.screen {
            Screen::Map => return None,
            Screen::Lesson(session) => session,
            Screen::Bench(bench) => bench.session(),
        };
        let sheet = session.to_compute()?.clone();
        self.job += 1;
        Some(Effect::Compute { job: self.job, sheet })
    }
}

/// Changes the state as an event asks, and says what is to be done outside.
pub fn update(app: &mut App, event: Event) -> Vec<Effect> {
    match event {
        Event::Key(key) => press(app, key),
        Event::Paste(text) => {
            app.notice = None;
            if app.help.is_none() && app.tool.is_some() {
                return tool::typed(app, |line| line.insert(&text));
            }
            let covered = app.help.is_some();
            let did = match &mut app.screen {
                Screen::Lesson(session) if !covered => session.paste(&text),
                Screen::Bench(bench) if !covered => bench.paste(&text),
                Screen::Lesson(_) | Screen::Bench(_) | Screen::Map => Did::Nothing,
            };
            after(app, did)
        }
        Event::Replaced(text) => {
            app.notice = None;
            if app.help.is_none() && app.tool.is_some() {
                return tool::typed(app, |line| line.replace(&text));
            }
            let did = match &mut app.screen {
                Screen::Lesson(session) => session.replace(&text),
                Screen::Bench(bench) => bench.replace(&text),
                Screen::Map => Did::Nothing,
            };
            after(app, did)
        }
        Event::Pointer(pointer) => point(app, pointer),
        Event::Resize { columns, rows } => {
            app.size = (columns, rows);
            vec![Effect::Draw]
        }
        Event::Saved(saved) => match &mut app.screen {
            Screen::Bench(bench) => {
                let did = bench.saved(saved);
                after(app, did)
            }
            Screen::Map | Screen::Lesson(_) => Vec::new(),
        },
        Event::LessonsChanged => vec![Effect::ReadLessons],
        Event::Lessons(library) => reload(app, *library),
        Event::Random(number) => random(app, number),
        Event::Tick { job } => play::tick(app, job),
        Event::Found { job, rows, searched, ended } => tool::found(app, job, rows, searched, ended),
        Event::Computed { job, .. } if job != app.job => Vec::new(),
        Event::Computed { ended, .. } => computed(app, ended),
    }
}

fn press(app: &mut App, key: Key) -> Vec<Effect> {
    let context = app.context();
    let told = app.notice.take().is_some();
    let command = app.keymap.command(context, key);
    let mut stopped = if play::is_about(command) { Vec::new() } else { play::stop(app) };
    let mut effects = match command {
        Some(command) => run(app, context, command),
        None if context == Context::Search => tool::typed(app, |line| line.key(key)),
        None if context == Context::Field => {
            let did = match &mut app.screen {
                Screen::Lesson(session) => session.type_key(key),
                Screen::Bench(bench) => bench.type_key(key),
                Screen::Map => Did::Nothing,
            };
            after(app, did)
        }
        None => Vec::new(),
    };
    if told && effects.is_empty() {
        effects.push(Effect::Draw);
    }
    stopped.append(&mut effects);
    stopped
}

fn run(app: &mut App, context: Context, command: Command) -> Vec<Effect> {
    match command {
        Command::Quit => {
            let asks = match &mut app.screen {
                Screen::Bench(bench) => bench.asks_before_quit(),
                Screen::Map | Screen::Lesson(_) => None,
            };
            return match asks {
                Some(question) => {
                    app.help = None;
                    tell(app, &question)
                }
                None => vec![Effect::Quit],
            };
        }
        Command::Suspend => return vec![Effect::Suspend],
        Command::Redraw => return vec![Effect::Redraw],
        Command::Mouse => {
            app.mouse = !app.mouse;
            let mut effects = tell(app, if app.mouse { MOUSE_ON } else { MOUSE_OFF });
            effects.push(Effect::Mouse(app.mouse));
            return effects;
        }
        Command::Help => {
            app.help = Some((context, 0));
            return vec![Effect::Draw];
        }
        _ => {}
    }
    if let Some((of, scroll)) = app.help {
        let scroll = match command {
            Command::Up => scroll.saturating_sub(1),
            Command::Down => scroll.saturating_add(1),
            Command::First => 0,
            Command::Last => u16::try_from(keys::rows(of).count() * 3).unwrap_or(u16::MAX),
            _ => {
                app.help = None;
                return vec![Effect::Draw];
            }
        };
        app.help = Some((of, scroll.min(u16::try_from(keys::rows(of).count() * 3).unwrap_or(u16::MAX))));
        return vec![Effect::Draw];
    }
    if app.tool.is_some() {
        return tool::command(app, command);
    }
    if command == Command::Out && stop(app) {
        let mut effects = tell(app, "Stopped computing. What needs it computes on as soon as you go there.");
        effects.push(Effect::StopComputing);
        return effects;
    }
    if let Some(effects) = play::command(app, command) {
        return effects;
    }
    if let Some(effects) = tool::open(app, command) {
        return effects;
    }
    if wants_random(app, command) {
        return vec![Effect::Random];
    }
    let effects = match &mut app.screen {
        Screen::Map => on_map(app, command),
        Screen::Lesson(_) => in_lesson(app, command),
        Screen::Bench(_) => on_bench(app, command),
    };
    if command == Command::Back {
        tool::reopen(app);
    }
    effects
}

/// Stops what is computed in the background, where something is. Its answer, should it come yet, is a stale one.
fn stop(app: &mut App) -> bool {
    let stopped = match &mut app.screen {
        Screen::Map => false,
        Screen::Lesson(session) => session.stop(),
        Screen::Bench(bench) => bench.stop(),
    };
    app.job += u64::from(stopped);
    stopped
}

/// Whether a command needs a random number first: to open a seed, or for another one.
fn wants_random(app: &App, command: Command) -> bool {
    let Some(session) = app.session() else { return false };
    let seed = matches!(session.asking(), Asking::Field { purpose: Purpose::Seed { .. }, .. });
    let free = matches!(session.asking(), Asking::Nothing) && session.wants_random();
    (command == Command::Random && free) || (command == Command::NextField && seed)
}

/// Gives a random number to the input that wants one, if one still does.
fn random(app: &mut App, number: u32) -> Vec<Effect> {
    let did = match &mut app.screen {
        Screen::Lesson(session) if app.tool.is_none() && app.help.is_none() => session.take_random(number),
        Screen::Bench(bench) if app.tool.is_none() && app.help.is_none() => bench.take_random(number),
        Screen::Map | Screen::Lesson(_) | Screen::Bench(_) => Did::Nothing,
    };
    after(app, did)
}

fn on_map(app: &mut App, command: Command) -> Vec<Effect> {
    let moved = match command {
        Command::Up => app.map.by(-1),
        Command::Down => app.map.by(1),
        Command::First => app.map.to(0),
        Command::Last => app.map.to(usize::MAX),
        Command::Open => {
            let Some(id) = app.map.lesson(&app.library).map(|lesson| lesson.id.clone()) else { return Vec::new() };
            app.open(&id);
            let mut effects = vec![Effect::Draw];
            effects.extend(app.compute());
            return effects;
        }
        _ => false,
    };
    if moved { vec![Effect::Draw] } else { Vec::new() }
}

fn in_lesson(app: &mut App, command: Command) -> Vec<Effect> {
    let Screen::Lesson(session) = &mut app.screen else { return Vec::new() };
    let did = match command {
        Command::Accept => session.accept(),
        Command::Cancel => session.cancel(),
        Command::NextField => session.next_field(),
        Command::Copy => {
            let copied = session.copied();
            return copy(app, copied);
        }
        Command::ScrollDown | Command::ScrollUp => {
            let by = if command == Command::ScrollDown { 1 } else { -1 };
            session.scroll_by(by);
            Did::Moved
        }
        other => session.command(other),
    };
    after(app, did)
}

fn on_bench(app: &mut App, command: Command) -> Vec<Effect> {
    let Screen::Bench(bench) = &mut app.screen else { return Vec::new() };
    let did = match command {
        Command::Accept => bench.accept(),
        Command::Cancel => bench.cancel(),
        Command::NextField => bench.next_field(),
        Command::Copy => {
            let copied = bench.session().copied();
            return copy(app, copied);
        }
        other => bench.command(other),
    };
    let saving = bench.take_saving();
    let mut effects = after(app, did);
    effects.extend(saving.map(Effect::Save));
    effects
}

fn copy(app: &mut App, copied: Result<String, String>) -> Vec<Effect> {
    match copied {
        Ok(text) if text.len() > CLIPBOARD_BYTES => {
            tell(app, &format!("{} bytes are more than a terminal takes; {CLIPBOARD_BYTES} are the most.", text.len()))
        }
        Ok(text) => {
            let bytes = format!("{} {}", text.len(), if text.len() == 1 { "byte" } else { "bytes" });
            let says =
                if app.in_lines { format!("That is the text to copy, {bytes}.") } else { format!("copied {bytes}") };
            let mut effects = tell(app, &says);
            effects.push(Effect::Copy(text));
            effects
        }
        Err(why) => tell(app, &why),
    }
}

/// What follows from what a command did.
fn after(app: &mut App, did: Did) -> Vec<Effect> {
    let mut effects = match did {
        Did::Nothing => return Vec::new(),
        Did::Moved | Did::Pending => vec![Effect::Draw],
        Did::Told(sentence) => tell(app, &sentence),
        Did::Left => {
            app.leave();
            return vec![Effect::StopComputing, Effect::Draw];
        }
    };
    effects.extend(app.compute());
    effects
}

fn tell(app: &mut App, sentence: &str) -> Vec<Effect> {
    app.tell(sentence);
    vec![Effect::Draw]
}

fn reload(app: &mut App, library: Library) -> Vec<Effect> {
    app.left.clear();
    // It may show what is no longer so.
    app.tool = None;
    app.map.follow(&app.library, &library);
    if let Screen::Lesson(session) = &mut app.screen {
        match library.lesson(&session.lesson().id) {
            Some(lesson) => session.reload(lesson.whole()),
            None => app.screen = Screen::Map,
        }
    }
    app.library = library;
    let mut effects = vec![Effect::Draw];
    effects.extend(app.compute());
    effects
}

fn computed(app: &mut App, ended: Option<Result<(), Error>>) -> Vec<Effect> {
    match &mut app.screen {
        Screen::Map => return Vec::new(),
        Screen::Lesson(session) => session.refresh(),
        Screen::Bench(bench) => bench.refresh(),
    }
    match ended {
        None => vec![Effect::Draw],
        Some(Ok(())) => {
            // A cell whose shape depended on another's value may have begun only now.
            let mut effects = vec![Effect::Draw];
            effects.extend(app.compute());
            effects
        }
        Some(Err(error)) => tell(app, &error.to_string()),
    }
}
