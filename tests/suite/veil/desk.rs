//! The program without its shell, with all that it says: on the screen, in lines, and to the clipboard.

use cleartext::app::key::{Code, Key};
use cleartext::app::stage::Computing;
use cleartext::app::stage::lesson::Session;
use cleartext::app::tool::Tool;
use cleartext::app::{App, Effect, Event, stage::Stage, update};
use cleartext::learner::hunt;
use cleartext::lesson::{Lesson, Library};
use cleartext::run::Budget;
use cleartext::ui::text::frame::{characters, picture};
use cleartext::ui::text::theme::Theme;
use cleartext::ui::{Look, draw, lines};

use crate::support::search::search;

/// The program without its shell.
pub struct Desk {
    pub app: App,
    /// What was put on the clipboard.
    pub copied: Vec<String>,
}
impl Desk {
    pub fn lesson(lesson: Lesson) -> Desk {
        let id = lesson.id.clone();
        let mut app = App::new(Library { lessons: vec![lesson], ..Library::default() }, (160, 50));
        assert!(app.open(&id));
        let effects = app.begin();
        let mut desk = Desk { app, copied: vec![] };
        desk.carry_out(effects);
        desk
    }
    pub fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Compute { job, sheet } => {
                    let ended = Some(sheet.clone().finish(&cleartext::sheet::NoFiles, &Budget::unlimited()));
                    let more = update(&mut self.app, Event::Computed { job, ended });
                    self.carry_out(more);
                }
                Effect::Copy(text) => self.copied.push(text),
                Effect::Find { job, hunt } => {
                    let more = update(&mut self.app, search(job, &hunt));
                    self.carry_out(more);
                }
                _ => {}
            }
        }
    }
    pub fn key(&mut self, key: Key) {
        let effects = update(&mut self.app, Event::Key(key));
        self.carry_out(effects);
    }
    pub fn type_text(&mut self, text: &str) {
        text.chars().for_each(|c| self.key(Key::char(c)));
    }
    pub fn go(&mut self, address: &str) {
        self.key(Key::char('g'));
        self.type_text(address);
        self.key(Key::plain(Code::Enter));
        if matches!(self.session().context(), cleartext::app::context::Context::Field) {
            self.key(Key::plain(Code::Esc));
        }
    }
    pub fn session(&self) -> &Session {
        let Stage::Lesson(session) = &self.app.stage else { panic!("a lesson") };
        session
    }
    /// Looks for something, and gives back what was found.
    pub fn find(&mut self, text: &str) -> Vec<hunt::Finding> {
        self.key(Key::char('/'));
        // Typed key by key, every beginning of it would be looked for.
        let effects = update(&mut self.app, Event::Paste(text.to_owned()));
        self.carry_out(effects);
        let Some(Tool::Find(find)) = &self.app.tool else { panic!("a search") };
        find.list.rows().to_vec()
    }
    /// Closes what lies over the page.
    pub fn close(&mut self) {
        while self.app.tool.is_some() {
            self.key(Key::plain(Code::Esc));
        }
    }
    /// What is on the screen, and what is said in lines of the same state.
    pub fn text(&self) -> String {
        let look = Look { theme: Theme::Mono, ascii: false };
        let said: Vec<String> = lines::facts(&self.app).into_iter().flat_map(|section| section.lines).collect();
        format!("{}\n{}\n{}", self.screen(), said.join("\n"), lines::step(&self.app, look))
    }
    pub fn screen(&self) -> String {
        let look = Look { theme: Theme::Mono, ascii: false };
        characters(&picture(160, 50, |frame| draw(&self.app, look, frame)))
    }
}
