//! A lesson that is open: its page, its sheet, where the learner stands in it, and what they answered.

mod answers;
mod comparing;
mod page_view;
mod past;
mod pointing;
mod typing;

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use crate::app::command::{Command, Context};
use crate::app::desk::compare::Compare;
use crate::app::desk::history::{History, inputs};
use crate::app::desk::pins::Pins;
use crate::app::desk::values::Target;
use crate::app::desk::walk::{Did, Focus, Walk};
use crate::app::place::Depth;
use crate::app::text::InputLine;
use crate::app::tool::path::PathView;
use crate::learner::question::Asked;
use crate::learner::veil::Veil;
use crate::lesson::tree::Watch;
use crate::lesson::{Block, Lesson, Page};
use crate::run::{Budget, Value};
use crate::sheet::expr::Line;
use crate::sheet::{Files, NoFiles, Sheet, State};
pub use answers::Score;
pub use page_view::{HIDDEN, Mark, PageView, line, mark};
use typing::TYPED;
pub use typing::{Asking, Purpose};

/// An open lesson.
#[derive(Clone)]
pub struct Session {
    lesson: Lesson,
    page: usize,
    /// The page that was turned to, also while a lesson that is being written has fewer.
    wanted_page: usize,
    /// What was typed into the inputs, also into those that a lesson that is being written has not at present.
    typed: BTreeMap<String, Value>,
    /// How many lines of the text are scrolled away.
    pub scroll: u16,
    /// Which panes are seen.
    pub panes: Panes,
    sheet: Sheet,
    /// What its cells may read: nothing in a lesson.
    files: Rc<dyn Files>,
    walk: Walk,
    /// Which of the page's watched values is next.
    watch: usize,
    asking: Asking,
    asked: HashMap<(usize, usize), Asked>,
    /// The block of the question that is kept in view.
    attention: Option<usize>,
    /// Whether something was said to it just now.
    just_said: bool,
    /// The sheet as it was before a tamper, by page.
    before: HashMap<usize, Sheet>,
    compare: Compare,
    /// What stood in the inputs before, to undo.
    history: History,
    /// The pinned values.
    pins: Pins,
    veil: Veil,
    shown: PageView,
    /// Whether something is still to be computed.
    pending: bool,
    /// Whether it was told not to.
    stopped: bool,
}

/// Which panes are seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Panes {
    /// Both.
    #[default]
    Both,
    /// Only what tells.
    Text,
    /// Only what computes.
    Values,
}

impl Session {
    /// Opens a lesson at its first page.
    pub fn open(lesson: Lesson) -> Session {
        Session::with_files(lesson, Rc::new(NoFiles))
    }

    /// Opens a lesson whose cells may read files.
    pub fn with_files(lesson: Lesson, files: Rc<dyn Files>) -> Session {
        let sheet = Sheet::new(lesson.cells.clone());
        let walk = Walk::at_cell(&sheet, "");
        let mut session = Session {
            lesson,
            page: 0,
            wanted_page: 0,
            typed: BTreeMap::new(),
            scroll: 0,
            panes: Panes::Both,
            sheet,
            files,
            walk,
            watch: 0,
            asking: Asking::Nothing,
            asked: HashMap::new(),
            attention: None,
            just_said: false,
            before: HashMap::new(),
            compare: Compare::default(),
            history: History::default(),
            pins: Pins::default(),
            veil: Veil::default(),
            shown: PageView::default(),
            pending: false,
            stopped: false,
        };
        session.compute();
        // Before they were computed, the cells had nothing to stand on.
        session.walk = Walk::at_cell(&session.sheet, "");
        session.turn_to(0);
        session
    }

    /// The lesson.
    pub fn lesson(&self) -> &Lesson {
        &self.lesson
    }

    /// The page's number, from 0.
    pub fn page_number(&self) -> usize {
        self.page
    }

    /// The page.
    pub fn page(&self) -> &Page {
        &self.lesson.pages[self.page]
    }

    /// The sheet, to compute it on elsewhere.
    pub fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    /// The walk.
    pub fn walk(&self) -> &Walk {
        &self.walk
    }

    /// What must not be seen yet.
    pub fn veil(&self) -> &Veil {
        &self.veil
    }

    /// What is typed or chosen.
    pub fn asking(&self) -> &Asking {
        &self.asking
    }

    /// What the page shows.
    pub fn shown(&self) -> &PageView {
        &self.shown
    }

    /// The sheet that is still to be computed, if one is: ours, then the one it is compared with.
    pub fn to_compute(&self) -> Option<&Sheet> {
        match (self.stopped, self.pending) {
            (true, _) => None,
            (false, true) => Some(&self.sheet),
            (false, false) => self.compare.before().filter(|_| self.compare.is_pending()),
        }
    }

    /// Computes no further until something is changed, or one asks for what is not there yet. False where nothing was to
    /// be computed.
    pub fn stop(&mut self) -> bool {
        let computing = self.to_compute().is_some();
        self.stopped |= computing;
        computing
    }

    /// The comparison with the sheet as it was.
    pub fn compare(&self) -> &Compare {
        &self.compare
    }

    /// What became of the question in a block of this page.
    pub fn asked(&self, block: usize) -> Option<&Asked> {
        self.asked.get(&(self.page, block))
    }

    /// Whether the tamper of this page is applied.
    pub fn is_tampered(&self) -> bool {
        self.before.contains_key(&self.page)
    }

    /// What has the keyboard.
    pub fn context(&self) -> Context {
        match &self.asking {
            Asking::Nothing => self.walk.context(),
            Asking::Field { .. } => Context::Field,
            Asking::Choice { .. } => Context::Choice,
            Asking::Earlier { .. } => Context::Earlier,
        }
    }

    /// Whether a command would do something here.
    pub fn works(&self, command: Command) -> bool {
        match command {
            Command::Answer => self.open_question().is_some(),
            Command::Hint => self.has_hint(),
            Command::ShowAnswer => self.can_be_shown(),
            Command::Tamper => self.tamper().is_some(),
            Command::Edit => self.sheet.inputs().next().is_some(),
            Command::Random => self.wants_random(),
            Command::Undo | Command::Redo => self.history.has(command == Command::Undo),
            Command::Flip => self.sheet.inputs().next().is_some(),
            Command::Compare => self.compare.has_earlier(),
            Command::NextDifference | Command::PreviousDifference => self.compare.sides().is_some(),
            Command::NextField => self.sheet.inputs().nth(1).is_some(),
            Command::NextWatch => self.watches().count() > 1,
            Command::PageAfter => self.page + 1 < self.lesson.pages.len(),
            Command::PageBefore => self.page > 0,
            other => self.walk.works(other),
        }
    }

    /// Whether a command is meant for the very thing one stands on: on an input, what changes it.
    pub fn is_meant(&self, command: Command) -> bool {
        let spot = self.walk.spot();
        let given = |name| self.sheet.cell(name).is_some_and(|cell| cell.input.is_some());
        let on_input = spot.depth() == Depth::Cell && spot.lost().is_none() && given(spot.cell_name());
        match command {
            Command::Step | Command::StepBack => on_input && self.works(command),
            Command::Edit | Command::Flip | Command::Bits => on_input,
            _ => false,
        }
    }

    /// The lesson was written anew: keeps the page, the inputs and the place.
    pub fn reload(&mut self, lesson: Lesson) {
        let typed = self.sheet.inputs().filter_map(|cell| Some((cell.name().to_owned(), cell.typed()?.clone())));
        self.typed.extend(typed);
        let mut sheet = Sheet::new(lesson.cells.clone());
        for (name, value) in &self.typed {
            // What the new declaration refuses gives way to its default.
            let _ = sheet.set(name, value.clone());
        }
        self.page = self.wanted_page.min(lesson.pages.len() - 1);
        self.lesson = lesson;
        self.sheet = sheet;
        self.asking = Asking::Nothing;
        self.before.clear();
        self.refresh();
    }

    /// Puts other lines in the place of the sheet's. What they leave as it was stays; the place is kept. A cell that
    /// has another name now takes the learner's place with it.
    pub fn rewrite(&mut self, lines: Vec<Line>, renamed: Option<(&str, &str)>) {
        self.compare.keep(&self.sheet);
        self.sheet = self.sheet.rewritten(lines);
        self.asking = Asking::Nothing;
        self.compute();
        let budget = Budget::frame();
        let name = self.walk.spot().cell_name().to_owned();
        match renamed {
            Some((old, new)) if old == name => {
                let address = self.walk.spot().address(&budget).unwrap_or_default();
                let address = address.strip_prefix(old).map_or(new.to_owned(), |below| format!("{new}{below}"));
                self.walk.go_or_wait(&address, &self.sheet, &budget);
                self.walk.forget();
            }
            _ if self.sheet.cell(&name).is_none() => self.walk = Walk::at_cell(&self.sheet, ""),
            _ => {}
        }
        self.refresh();
    }

    /// Goes to an address, or waits at it.
    pub fn stand_at(&mut self, address: &str, view: Option<&str>) {
        let budget = Budget::frame();
        self.walk.go_or_wait(address, &self.sheet, &budget);
        view.iter().for_each(|view| self.walk.look_as(view));
        self.look_at_page();
    }

    /// Where the values come from that are no lesson's.
    pub fn files(&self) -> &dyn Files {
        &*self.files
    }

    /// Computes what an edit or a worker changed, and looks again.
    pub fn refresh(&mut self) {
        self.stopped = false;
        self.compute();
        let budget = Budget::frame();
        self.walk.rebase(&self.sheet, &budget);
        self.look_at_page();
    }

    fn compute(&mut self) {
        let budget = Budget::frame();
        self.sheet.evaluate(&*self.files, &budget);
        let advanced = self.sheet.advance(&budget);
        self.sheet.evaluate(&*self.files, &budget);
        let waiting = self.sheet.cells().iter().any(|cell| matches!(cell.state(), State::Pending { .. }));
        self.pending = waiting || advanced.is_err_and(|error| error.is_pending());
    }

    /// Turns to a page, and to the value it watches.
    pub fn turn_to(&mut self, page: usize) {
        self.page = page.min(self.lesson.pages.len() - 1);
        self.wanted_page = self.page;
        self.scroll = 0;
        self.attention = None;
        self.watch = 0;
        self.asking = Asking::Nothing;
        self.go_to_watch();
        self.walk.forget();
        self.look_at_page();
    }

    fn watches(&self) -> impl Iterator<Item = &Watch> {
        self.page().blocks.iter().filter_map(|block| match block {
            Block::Watch(watch) => Some(&**watch),
            _ => None,
        })
    }

    fn go_to_watch(&mut self) {
        let budget = Budget::frame();
        let count = self.watches().count();
        let Some(watch) = self.watches().nth(self.watch.checked_rem(count).unwrap_or(0)).cloned() else { return };
        let address = match self.sheet.find(&watch.target.address, 64, &budget) {
            Ok(found) if !found.is_empty() => found[0].address.clone(),
            _ => watch.target.address.to_string(),
        };
        self.walk.go_or_wait(&address, &self.sheet, &budget);
        self.walk.look_as(watch.view.as_deref().unwrap_or("hex"));
    }

    /// Goes where something leads.
    pub fn follow(&mut self, target: &Target) -> Did {
        let did = self.walk.follow(target, &self.sheet, &Budget::frame());
        if did == Did::Pending {
            self.pending = true;
        }
        self.look_at_place();
        did
    }

    /// Remembers that one jumped here from a tree.
    pub fn came_from(&mut self, path: PathView, target: Target) {
        self.walk.came_from(Rc::new(path), target);
    }

    /// The tree that one came back to just now: as it was left, or made anew where something changed meanwhile.
    pub fn take_tree(&mut self) -> Option<PathView> {
        let tree = self.walk.take_tree()?;
        let as_left = tree.path.and_then(|path| Rc::try_unwrap(path).ok());
        let is_as_left = as_left.is_some();
        let mut path = as_left.or_else(|| PathView::of(self.walk.spot(), &self.veil).ok())?;
        path.is_as_left = is_as_left;
        path.choose(&tree.target);
        Some(path)
    }

    /// Goes to the part after the one that one stands in.
    pub fn next_part(&mut self) -> Did {
        let did = self.walk.next_part(&Budget::frame());
        self.look_at_place();
        did
    }

    /// Carries out a command; says what is to be told, and whether one wants out of the lesson.
    pub fn command(&mut self, command: Command) -> Did {
        if let Asking::Choice { block, chosen } = self.asking {
            if command != Command::ShowAnswer {
                self.think_again();
            }
            return self.in_choice(command, block, chosen);
        }
        if let Asking::Earlier { .. } = self.asking {
            return self.in_earlier(command);
        }
        if command != Command::ShowAnswer {
            self.think_again();
        }
        let did = match command {
            Command::Flip => return self.flip(),
            Command::Undo | Command::Redo => return self.undo(command == Command::Undo),
            Command::Pin => {
                let did = self.pins.turn(self.walk.spot());
                self.look_at_place();
                did
            }
            Command::Compare => self.compare_or_choose(),
            Command::NextDifference => self.seek_difference(true),
            Command::PreviousDifference => self.seek_difference(false),
            Command::Out if matches!(self.walk.focus, Focus::Place) && self.compare.close() => Did::Moved,
            Command::PageAfter if self.page + 1 < self.lesson.pages.len() => {
                self.turn_to(self.page + 1);
                return Did::Moved;
            }
            Command::PageAfter => Did::Told("This is the last page. ⟨out⟩ goes out to the map.".into()),
            Command::PageBefore if self.page > 0 => {
                self.turn_to(self.page - 1);
                return Did::Moved;
            }
            Command::PageBefore => Did::Told("This is the first page.".into()),
            Command::NextWatch => {
                self.watch += 1;
                self.go_to_watch();
                Did::Moved
            }
            Command::Edit => self.edit_next(None),
            Command::Seek => {
                self.ask_line(Purpose::Address, InputLine::line("", TYPED));
                Did::Moved
            }
            Command::Answer => self.answer(),
            Command::Hint => self.hint(),
            Command::ShowAnswer => return self.show_answer(),
            Command::Zoom => {
                self.panes = match self.panes {
                    Panes::Both => Panes::Values,
                    Panes::Values => Panes::Text,
                    Panes::Text => Panes::Both,
                };
                return Did::Moved;
            }
            Command::Tamper => {
                self.history.begin(inputs(&self.sheet));
                let did = self.apply_tamper();
                self.history.end(&inputs(&self.sheet));
                self.refresh();
                return did;
            }
            other => {
                let budget = Budget::frame();
                self.walk.command(other, &self.sheet, &self.veil, &budget)
            }
        };
        if did == Did::Pending {
            (self.pending, self.stopped) = (true, false);
        }
        if did == Did::Moved {
            self.look_at_place();
        }
        did
    }
}
