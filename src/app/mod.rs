//! The state of the program and how it changes. Nothing here reads, writes or waits.
//!
//! [`update`](fn@update) takes an [`Event`] and returns [`Effect`]s, which the shell carries out; what an effect brings comes back
//! as another event. What is to be drawn is all in [`App`].

pub mod aim;
pub mod command;
pub mod context;
pub mod desk;
pub mod event;
pub mod key;
pub mod keymap;
pub mod lens;
pub mod lines;
mod list;
pub mod pane;
pub mod place;
pub mod play;
pub mod stage;
pub mod text;
pub mod tool;
pub mod update;

use std::rc::Rc;

use command::{Command, Context};
use keymap::Keymap;
use play::Play;
use stage::bench::{Bench, Opened};
use stage::lesson::Session;
use stage::map::Map;
use tool::Tool;

use crate::lesson::Library;
use crate::sheet::Files;
use crate::view::SafeText;

pub use event::{Effect, Event};
pub use update::{CLIPBOARD_BYTES, update};

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
        if let Some((of, _)) = self.help {
            // What is typed, or lies over the screen, has no commands to look for.
            return command != Command::Palette || (self.tool.is_none() && of != Context::Field);
        }
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
