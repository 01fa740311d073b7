//! The state of the program and how it changes. Nothing here reads, writes or waits.
//!
//! [`update`](fn@update) takes an [`Event`] and returns [`Effect`]s, which the shell carries out; what an effect brings
//! comes back as another event. What is to be drawn is all in [`App`].
//!
//! # The rooms, each using only those before it
//!
//! | room | holds |
//! |---|---|
//! | [`key`], [`context`], [`keymap`] | a key press, what has the keyboard, the reader's keys |
//! | [`text`], [`list`], [`outcome`], [`play`] | a line being typed, rows to choose from, what became of a request, how it plays |
//! | [`desk`] | a sheet with a place in it, its history, pins and comparison |
//! | [`pane`] | what the computing half says, as plain data |
//! | [`stage`] | the map, a lesson, the bench |
//! | [`aim`] | what can be pointed at |
//! | [`tool`] | what lies over a stage while one uses it |
//! | here, [`event`] | the state, what comes in and goes out |
//! | `course` | the way from lesson to lesson, and what is to go |
//! | `asking` | what is asked away from the pages, and what is noted |
//! | [`command`] | the table of commands, each with its keys and its function |
//! | [`update`](mod@update), [`pointer`](mod@pointer) | an event to its command; what was pointed at |
//! | [`lines`] | the program spoken to in typed lines |

pub mod aim;
mod asking;
pub mod command;
pub mod context;
mod course;
pub mod desk;
pub mod event;
pub mod key;
pub mod keymap;
pub mod lines;
pub mod list;
pub mod outcome;
pub mod pane;
pub mod play;
pub mod pointer;
pub mod stage;
pub mod text;
pub mod tool;
pub mod update;

use std::collections::BTreeMap;
use std::rc::Rc;

use context::Context;
use desk::Desk;
use desk::walk::Walk;
use keymap::Keymap;
use outcome::Outcome;
use play::Play;
use stage::Computing;
use stage::Stage;
use stage::bench::{Bench, Opened};
use stage::lesson::Session;
use stage::map::Map;
use tool::Tool;
use tool::path::PathView;

use crate::learner::lens::Lens;
use crate::learner::notebook::Notebook;
use crate::learner::quiz::Quiz;
use crate::learner::workshop::report::Sign;
use crate::learner::workshop::seat::Seat;
use crate::lesson::Library;
use crate::sheet::Files;

pub use event::{Effect, Event};
pub use update::{letter, update};

/// The most that is copied to the clipboard, in bytes.
pub const CLIPBOARD_BYTES: usize = 64 << 10;

/// The whole state.
#[derive(Default)]
pub struct App {
    /// All lessons.
    pub library: Library,
    /// The course map.
    pub map: Map,
    /// The stage that has the screen.
    pub stage: Stage,
    /// Knowledge of the learner.
    pub notebook: Notebook,
    /// The questions that are asked away from their pages.
    pub quiz: Option<Box<Quiz>>,
    /// The sessions of those that were left, by their place among the questions.
    asked: BTreeMap<usize, Box<Session>>,
    /// The learner at a set, where the lessons are its questions.
    pub seat: Option<Box<Seat>>,
    /// Lessons that were left; each is as it was when one comes back.
    left: Vec<Session>,
    /// The context whose keys the help screen shows, and how far it is scrolled.
    pub help: Option<(Context, u16)>,
    /// The tool that lies over the stage.
    pub tool: Option<Tool>,
    /// The trees that one jumped from, to come back to.
    trees: Vec<Tree>,
    /// Stepping by itself.
    pub play: Play,
    /// Something to be told, until the next key. Keys stand in it by the names of their commands: see [`Keymap::say`].
    pub notice: Option<String>,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The keys as the reader wants them.
    pub keymap: Keymap,
    /// Whether the mouse is ours.
    pub mouse: bool,
    /// Whether the notes of lessons are shown, for the one who presents.
    pub notes: bool,
    /// Whether lessons are presented to a room, and it sees the last key.
    pub talk: Option<bool>,
    /// The sign on the title line, for the one who goes round in a room.
    pub sign: Sign,
    /// Whether all is said in lines instead of drawn.
    pub in_lines: bool,
    /// The sequel of the command that is carried out.
    then: Option<Then>,
    job: u64,
    /// The latest job for second opinions.
    checks: u64,
    /// The latest search.
    found: u64,
}

/// The sequel of a command, where only the table of commands can tell.
pub enum Then {
    /// Another command, by its name.
    Command(&'static str),
    /// The list of all commands that would do something here.
    Palette,
    /// The help is scrolled.
    Scroll(list::Motion),
}

/// A tree that one jumped from.
struct Tree {
    path: Box<PathView>,
    /// The number of jumps before this one, and the version of the sheet it was made of.
    jumps: usize,
    version: u64,
}

impl App {
    /// The program at the course map.
    pub fn new(library: Library, size: (u16, u16)) -> App {
        let map = Map::new(&library);
        App { library, map, size, ..App::default() }
    }

    /// The program at the bench, with what was opened on it.
    pub fn bench(library: Library, opened: Opened, files: Rc<dyn Files>) -> App {
        let mut app = App::new(library, (0, 0));
        app.notice = opened.told.clone();
        app.stage = Stage::Bench(Box::new(Bench::open(opened, files)));
        app
    }

    /// Opens the bench over the map, with the cells of what was pasted there.
    fn pasted(&mut self, text: &str) -> Vec<Effect> {
        match Bench::of_pasted(text) {
            Ok((bench, told)) => {
                self.stage = Stage::Bench(Box::new(bench));
                self.after(Outcome::Told(told))
            }
            Err(why) => self.tell(why),
        }
    }

    /// The program at the questions of a set; `told` are sentences for the page before them.
    pub fn workshop(seat: Seat, told: &[String]) -> App {
        let mut app = App::new(seat.play.course(told), (0, 0));
        app.sign = seat.play.report.signed();
        app.seat = Some(Box::new(seat));
        app
    }

    /// Whether questions are asked one after the other, and not the pages of a lesson.
    pub fn asks(&self) -> bool {
        self.quiz.is_some() || self.seat.is_some()
    }

    /// The context that has the keyboard.
    pub fn context(&self) -> Context {
        match (&self.help, &self.tool) {
            (Some(_), _) => Context::Help,
            (None, Some(tool)) => tool.context(),
            (None, None) => self.stage.context(),
        }
    }

    /// The sheet that is open, and the place in it.
    pub fn desk(&self) -> Option<&Desk> {
        self.stage.desk()
    }

    /// The list that has the keyboard.
    pub fn choice(&self) -> Option<&dyn list::Choice> {
        match (&self.help, &self.tool, &self.stage) {
            (Some(_), _, _) => None,
            (None, Some(tool), _) => Some(tool.choice()),
            (None, None, Stage::Map) => Some(&self.map.list),
            (None, None, stage) => stage.computing()?.choice(),
        }
    }

    /// Chooses a row of the list that has the keyboard. False where that was the chosen one.
    pub fn choose(&mut self, row: usize) -> bool {
        match (&mut self.tool, &mut self.stage) {
            (Some(tool), _) => tool.choice_mut().choose(row),
            (None, Stage::Map) => list::Choice::choose(&mut self.map.list, row),
            (None, stage) => stage.computing_mut().is_some_and(|stage| stage.choose(row)),
        }
    }

    /// The first things to be done.
    pub fn begin(&mut self) -> Vec<Effect> {
        let told = self.notice.is_some().then_some(Effect::Draw);
        let mouse = self.mouse.then_some(Effect::Mouse(true));
        let report = self.seat.as_mut().and_then(|seat| seat.take_report()).map(Effect::Report);
        told.into_iter().chain(mouse).chain(report).chain(self.compute()).collect()
    }

    /// Tells something until the next key.
    pub fn tell(&mut self, sentence: impl Into<String>) -> Vec<Effect> {
        self.notice = Some(sentence.into());
        vec![Effect::Draw]
    }

    /// Does something on the desk.
    fn on_desk(&mut self, by: impl FnOnce(&mut Desk) -> Outcome) -> Vec<Effect> {
        let outcome = self.stage.desk_mut().map_or(Outcome::Nothing, by);
        self.after(outcome)
    }

    /// Moves on the desk.
    fn walk(&mut self, by: impl FnOnce(&mut Walk, &Lens) -> Outcome) -> Vec<Effect> {
        self.on_desk(|desk| desk.go(by))
    }

    /// Does something in the open lesson.
    fn in_lesson(&mut self, by: impl FnOnce(&mut Session) -> Outcome) -> Vec<Effect> {
        let outcome = self.stage.lesson_mut().map_or(Outcome::Nothing, by);
        self.after(outcome)
    }

    /// Does something on the bench.
    fn on_bench(&mut self, by: impl FnOnce(&mut Bench) -> Outcome) -> Vec<Effect> {
        let outcome = self.stage.bench_mut().map_or(Outcome::Nothing, by);
        self.after(outcome)
    }

    /// The effects of an outcome.
    fn after(&mut self, outcome: Outcome) -> Vec<Effect> {
        let mut effects = Vec::new();
        match outcome {
            Outcome::Nothing => return effects,
            Outcome::Left if self.stage.lesson_mut().is_some_and(Session::calm) => {}
            Outcome::Left => match self.stage.bench_mut() {
                Some(bench) if bench.inside => bench.inside = false,
                Some(bench) if !bench.over_map => return self.tell("This is the outermost place; ⟨quit⟩ quits."),
                bench => {
                    if let Some(question) = bench.and_then(Computing::asks_before_quit) {
                        return self.tell(question);
                    }
                    self.leave();
                    return self.elsewhere();
                }
            },
            Outcome::Moved | Outcome::Pending => {}
            Outcome::Told(sentence) => self.notice = Some(sentence),
        }
        self.stage.look();
        effects.push(Effect::Draw);
        // Whoever goes to a place that is not computed yet wants it computed.
        let waits = self.stage.half().is_some_and(|half| half.sight.pane.is_pending());
        if let Some(desk) = self.stage.desk_mut().filter(|_| waits) {
            desk.resume();
        }
        effects.extend(self.stage.bench_mut().and_then(|bench| bench.saving.take()).map(Effect::Save));
        effects.extend(self.compute());
        effects
    }

    /// The effects of another stage or page: nothing of the one before is computed on.
    fn elsewhere(&mut self) -> Vec<Effect> {
        std::iter::once(Effect::StopComputing).chain(self.opened()).collect()
    }

    /// The effects of what was opened or computed: it is drawn, and what is left of it is computed.
    fn opened(&mut self) -> Vec<Effect> {
        std::iter::once(Effect::Draw).chain(self.compute()).collect()
    }

    /// The effects of what the open sheet left to compute and to check, if it did.
    fn compute(&mut self) -> Vec<Effect> {
        let Some(desk) = self.desk() else { return Vec::new() };
        let (to_compute, to_check) = (desk.to_compute().cloned(), desk.to_check().cloned());
        let compute = to_compute.map(|sheet| {
            self.job += 1;
            Effect::Compute { job: self.job, sheet }
        });
        let check = to_check.map(|sheet| {
            self.checks += 1;
            Effect::Check { job: self.checks, sheet }
        });
        let measure = self.stage.lesson_mut().and_then(Session::to_measure).map(Effect::Measure);
        compute.into_iter().chain(check).chain(measure).collect()
    }

    /// Copies a text, or says why there is none.
    fn copy(&mut self, copied: Result<String, String>) -> Vec<Effect> {
        let text = match copied {
            Ok(text) if text.len() > CLIPBOARD_BYTES => {
                let bytes = text.len();
                return self
                    .tell(format!("{bytes} bytes are more than a terminal takes; {CLIPBOARD_BYTES} are the most."));
            }
            Ok(text) => text,
            Err(why) => return self.tell(why),
        };
        let count = text.chars().count();
        let size = format!("{count} character{}", if count == 1 { "" } else { "s" });
        let says = if self.in_lines { format!("That is the text to copy, {size}.") } else { format!("copied {size}") };
        let mut effects = self.tell(says);
        effects.push(Effect::Copy(text));
        effects
    }
}
