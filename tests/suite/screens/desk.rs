//! The program without its shell: the state is changed as a key asks, computed on, and drawn into memory.

use cleartext::app::command::KEYS;
use cleartext::app::key::{Code, Key};
use cleartext::app::{App, Effect, Event, stage::bench, update};
use cleartext::functions::attack::guess::Speed;
use cleartext::lesson::course::Library;
use cleartext::run::Budget;
use cleartext::shell::files::DiskFiles;
use cleartext::ui::text::frame::{characters, picture};
use cleartext::ui::text::theme::Theme;
use cleartext::ui::{Look, draw};
use ratatui::buffer::Buffer;
use ratatui::style::Modifier;
use std::collections::BTreeSet;
use std::rc::Rc;

use crate::support::course::course;
use crate::support::search::search;

/// A lesson that has everything, kept for the tests: those of the course may be told anew.
pub const ROUNDS: &str = "rounds";
/// Another such lesson, with squares.
pub const SQUARES: &str = "squares";

/// The lessons that are kept for the tests.
const KEPT: [(&str, &str); 2] = [
    (ROUNDS, include_str!("../../support/lessons/rounds.md")),
    (SQUARES, include_str!("../../support/lessons/squares.md")),
];

/// What is read from a file with one lesson.
fn file(source: &str) -> Library {
    let lesson = cleartext::lesson::parse("mine", source.as_bytes(), &cleartext::view::names());
    Library { lessons: vec![lesson], path: Some(cleartext::view::SafeText::line("mine.md")), ..Library::default() }
}

/// The program without its shell.
pub struct Desk {
    pub app: App,
    pub ascii: bool,
    /// The rows of KEYS that were used, by their place.
    pub used: BTreeSet<usize>,
    /// The wait that goes on.
    pub tick: Option<u64>,
    /// What the shell was asked to do last, apart from drawing and computing.
    pub asked: Vec<&'static str>,
    /// The reports on a set, each as it was to be written.
    pub reports: Vec<String>,
}

impl Desk {
    pub fn map() -> Desk {
        let library = course().clone();
        Desk::with(App::new(library, (80, 24)))
    }
    pub fn with(app: App) -> Desk {
        let mut desk = Desk { app, ascii: false, used: BTreeSet::new(), tick: None, asked: vec![], reports: vec![] };
        let effects = desk.app.begin();
        desk.carry_out(effects);
        desk
    }
    pub fn lesson(id: &str) -> Desk {
        let mut library = course().clone();
        if let Some((_, source)) = KEPT.iter().find(|(kept, _)| *kept == id) {
            library.lessons.push(cleartext::lesson::parse(id, source.as_bytes(), &cleartext::view::names()));
        }
        let mut desk = Desk::with(App::new(library, (80, 24)));
        assert!(desk.app.open(id), "there is a lesson {id}");
        let effects = desk.app.begin();
        desk.carry_out(effects);
        desk
    }
    /// A lesson that is not part of the program.
    pub fn written(source: &str) -> Desk {
        let mut desk = Desk::with(App::new(file(source), (80, 24)));
        assert!(desk.app.open("mine"));
        let effects = desk.app.begin();
        desk.carry_out(effects);
        desk
    }
    /// The file of that lesson is saved anew.
    pub fn saved(&mut self, source: &str) -> &mut Desk {
        let effects = update(&mut self.app, Event::Lessons(Box::new(file(source))));
        self.carry_out(effects);
        self
    }
    pub fn bench(expression: &str) -> Desk {
        let Ok(opened) = bench::first_cell(expression) else { panic!("{expression} is an expression") };
        let mut app = App::bench(Library::default(), opened, Rc::new(DiskFiles));
        app.size = (80, 24);
        Desk::with(app)
    }
    pub fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Draw => {}
                Effect::Compute { job, sheet } => {
                    let ended = Some(sheet.clone().finish(&cleartext::sheet::NoFiles, &Budget::unlimited()));
                    let more = update(&mut self.app, Event::Computed { job, ended });
                    self.carry_out(more);
                }
                Effect::Check { job, sheet } => {
                    sheet.check(&|| false);
                    let more = update(&mut self.app, Event::Checked { job });
                    self.carry_out(more);
                }
                // The clock of a test stands still.
                Effect::Measure(guesses) => {
                    let speeds = guesses.into_iter().map(|guess| Speed { guess, seconds: 1e-3 }).collect();
                    self.asked.push("measure");
                    let more = update(&mut self.app, Event::Measured(speeds));
                    self.carry_out(more);
                }
                Effect::Mouse(_) => self.asked.push("mouse"),
                Effect::Redraw => self.asked.push("redraw"),
                Effect::Quit => self.asked.push("quit"),
                Effect::Suspend => self.asked.push("suspend"),
                Effect::Snapshot => self.asked.push("snapshot"),
                Effect::Copy(_) => self.asked.push("copy"),
                Effect::Find { job, hunt } => {
                    let more = update(&mut self.app, search(job, &hunt));
                    self.carry_out(more);
                }
                Effect::Random => {
                    let more = update(&mut self.app, Event::Random(0x4f2a_91c3));
                    self.carry_out(more);
                }
                Effect::Tick { job, .. } => self.tick = Some(job),
                Effect::StopTicking => self.tick = None,
                Effect::StopFinding => self.asked.push("stop finding"),
                Effect::StopComputing => self.asked.push("stop"),
                Effect::Report(text) => self.reports.push(text),
                Effect::Save(_) => self.asked.push("save"),
                Effect::Keep(_) => self.asked.push("keep"),
                Effect::ReadLessons => self.asked.push("read"),
            }
        }
    }
    /// Presses keys: characters as they are, others as `<Enter>`.
    pub fn press(&mut self, keys: &str) -> &mut Desk {
        for key in read(keys) {
            let context = self.app.context();
            if let Some(row) = KEYS.iter().position(|row| row.contexts.contains(&context) && row.keys.contains(&key)) {
                self.used.insert(row);
            }
            let effects = update(&mut self.app, Event::Key(key));
            self.carry_out(effects);
        }
        self
    }
    /// Lets the wait that goes on be over.
    pub fn tick(&mut self) -> &mut Desk {
        let job = self.tick.take().expect("something plays");
        let effects = update(&mut self.app, Event::Tick { job });
        self.carry_out(effects);
        self
    }
    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Desk {
        let effects = update(&mut self.app, Event::Resize { columns, rows });
        self.carry_out(effects);
        self
    }
    fn picture(&self) -> Buffer {
        let (columns, rows) = self.app.size;
        let look = Look { theme: Theme::Mono, ascii: self.ascii };
        picture(columns, rows, |frame| draw(&self.app, look, frame))
    }
    pub fn text(&self) -> String {
        characters(&self.picture())
    }
    /// What is drawn reversed: the value one stands on.
    pub fn reversed(&self) -> String {
        self.drawn(Modifier::REVERSED)
    }
    /// What is drawn with an attribute.
    pub fn drawn(&self, modifier: Modifier) -> String {
        let picture = self.picture();
        picture.content.iter().filter(|cell| cell.modifier.contains(modifier)).map(|cell| cell.symbol()).collect()
    }
    #[track_caller]
    pub fn shows(&mut self, wanted: &str) -> &mut Desk {
        let text = self.text();
        assert!(text.contains(wanted), "«{wanted}» is not on the screen:\n{text}");
        self
    }
    #[track_caller]
    pub fn hides(&mut self, unwanted: &str) -> &mut Desk {
        let text = self.text();
        assert!(!text.contains(unwanted), "«{unwanted}» is on the screen:\n{text}");
        self
    }
}

fn read(keys: &str) -> Vec<Key> {
    let mut out = vec![];
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        // A `<` that begins no name is the key itself.
        if c != '<' || !rest.starts_with(char::is_uppercase) {
            out.push(Key::char(c));
            continue;
        }
        let (name, after) = rest.split_once('>').expect("a key's name ends in >");
        rest = after;
        out.push(match name {
            "Enter" => Key::plain(Code::Enter),
            "Esc" => Key::plain(Code::Esc),
            "Tab" => Key::plain(Code::Tab),
            "Backspace" => Key::plain(Code::Backspace),
            "Delete" => Key::plain(Code::Delete),
            "Left" => Key::plain(Code::Left),
            "Right" => Key::plain(Code::Right),
            "Up" => Key::plain(Code::Up),
            "Down" => Key::plain(Code::Down),
            "Home" => Key::plain(Code::Home),
            "End" => Key::plain(Code::End),
            "F1" => Key::plain(Code::F(1)),
            other => Key::ctrl(other.strip_prefix("Ctrl-").and_then(|c| c.chars().next()).expect("a known key")),
        });
    }
    out
}
