//! A lesson that is open: its page, its sheet, where the learner stands in it, and what they answered.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use crate::app::input_line::{Edited, InputLine};
use crate::app::key::Key;
use crate::app::keys::{Command, Context};
use crate::app::pane::Pane;
use crate::app::question::{Asked, Question};
use crate::app::veil::Veil;
use crate::app::walk::{Did, Walk};
use crate::functions::Agreement;
use crate::lesson::directives::{Tamper, Watch};
use crate::lesson::{Block, Inline, Lesson, Live, Page};
use crate::run::address::Span;
use crate::run::{Budget, Value};
use crate::sheet::expr;
use crate::sheet::expr::Line;
use crate::sheet::{Files, Input, NoFiles, Sheet, State};
use crate::view::{SafeText, Shown, VIEWS, view};

/// How many segments may be computed between a key and the picture that answers it.
pub const FRAME: u64 = 20_000;
/// The longest live value in running text, in columns.
const LIVE_COLUMNS: usize = 60;
/// The longest address or answer that can be typed.
const TYPED: usize = 4096;

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
    /// The sheet as it was before a tamper, by page.
    before: HashMap<usize, Sheet>,
    veil: Veil,
    shown: PageView,
    /// Whether something is still to be computed.
    pending: bool,
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

/// What is typed or chosen at present.
#[derive(Clone)]
pub enum Asking {
    /// Nothing.
    Nothing,
    /// A line of text.
    Field {
        /// What for.
        purpose: Purpose,
        /// The text.
        line: InputLine,
        /// Why it cannot be taken.
        problem: Option<String>,
    },
    /// One of some answers.
    Choice {
        /// The block of the question.
        block: usize,
        /// The chosen one.
        chosen: usize,
    },
}

/// What a line of text is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The value of an input cell; with what stood there.
    Input {
        /// The cell.
        cell: String,
        /// What stood there before.
        was: String,
    },
    /// An address to go to.
    Address,
    /// The answer to the question in a block.
    Answer(usize),
}

/// What a page shows besides its text, computed anew after each change.
#[derive(Clone, Default)]
pub struct PageView {
    /// The computing pane.
    pub pane: Pane,
    /// The cell one stands in: `digest = sha256(message)`.
    pub title: String,
    /// What the vetted crate says of it.
    pub mark: Option<Mark>,
    /// The live values of the text, by where they stand in the file.
    pub live: BTreeMap<usize, String>,
    /// The inputs and what stands in them.
    pub inputs: Vec<(String, String)>,
    /// The cell that the page is about, and its value.
    pub result: Option<(String, String)>,
    /// Whether what a tamper expects came true, by its block.
    pub expected: BTreeMap<usize, Result<bool, String>>,
}

/// A word from the vetted crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Whether it disagrees.
    pub differs: bool,
    /// What it says.
    pub says: String,
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
            before: HashMap::new(),
            veil: Veil::default(),
            shown: PageView::default(),
            pending: false,
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

    /// What is typed or chosen.
    pub fn asking(&self) -> &Asking {
        &self.asking
    }

    /// What the page shows.
    pub fn shown(&self) -> &PageView {
        &self.shown
    }

    /// Whether something is still to be computed.
    pub fn is_pending(&self) -> bool {
        self.pending
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
        }
    }

    /// Whether a command would do something here.
    pub fn works(&self, command: Command) -> bool {
        match command {
            Command::Answer => self.open_question().is_some(),
            Command::Tamper => self.tamper().is_some(),
            Command::Edit => self.sheet.inputs().next().is_some(),
            Command::NextField => self.sheet.inputs().nth(1).is_some(),
            Command::NextWatch => self.watches().count() > 1,
            Command::PageAfter => self.page + 1 < self.lesson.pages.len(),
            Command::PageBefore => self.page > 0,
            other => self.walk.works(other),
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
        self.sheet = self.sheet.rewritten(lines);
        self.asking = Asking::Nothing;
        self.compute();
        let budget = Budget::segments(FRAME);
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
        let budget = Budget::segments(FRAME);
        self.walk.go_or_wait(address, &self.sheet, &budget);
        view.iter().for_each(|view| self.walk.look_as(view));
        self.look_at_page();
    }

    /// Opens one input for typing.
    pub fn edit_input(&mut self, name: &str) -> Did {
        let Some(input) = self.sheet.cell(name).and_then(|cell| cell.input.clone()) else { return Did::Nothing };
        let was = self.sheet.cell(name).and_then(|cell| cell.given()).map(Input::write).unwrap_or_default();
        let max = usize::try_from(room(&input)).unwrap_or(usize::MAX);
        self.ask_line(Purpose::Input { cell: name.to_owned(), was: was.clone() }, InputLine::lines(was, max));
        Did::Moved
    }

    /// Where the values come from that are no lesson's.
    pub fn files(&self) -> &dyn Files {
        &*self.files
    }

    /// Computes what an edit or a worker changed, and looks again.
    pub fn refresh(&mut self) {
        self.compute();
        let budget = Budget::segments(FRAME);
        self.walk.rebase(&self.sheet, &budget);
        self.look_at_page();
    }

    fn compute(&mut self) {
        let budget = Budget::segments(FRAME);
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
        self.watch = 0;
        self.asking = Asking::Nothing;
        self.go_to_watch();
        self.walk.forget();
        self.look_at_page();
    }

    fn watches(&self) -> impl Iterator<Item = &Watch> {
        self.page().blocks.iter().filter_map(|block| match block {
            Block::Watch(watch) => Some(watch),
            _ => None,
        })
    }

    fn go_to_watch(&mut self) {
        let budget = Budget::segments(FRAME);
        let count = self.watches().count();
        let Some(watch) = self.watches().nth(self.watch.checked_rem(count).unwrap_or(0)).cloned() else { return };
        let address = match self.sheet.find(&watch.target.address, 64, &budget) {
            Ok(found) if !found.is_empty() => found[0].address.clone(),
            _ => watch.target.address.to_string(),
        };
        self.walk.go_or_wait(&address, &self.sheet, &budget);
        self.walk.look_as(watch.view.as_deref().unwrap_or("hex"));
    }

    /// Carries out a command; says what is to be told, and whether one wants out of the lesson.
    pub fn command(&mut self, command: Command) -> Did {
        if let Asking::Choice { block, chosen } = self.asking {
            return self.in_choice(command, block, chosen);
        }
        let did = match command {
            Command::PageAfter if self.page + 1 < self.lesson.pages.len() => {
                self.turn_to(self.page + 1);
                return Did::Moved;
            }
            Command::PageAfter => Did::Told("This is the last page. Esc goes out to the map.".into()),
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
            Command::Zoom => {
                self.panes = match self.panes {
                    Panes::Both => Panes::Values,
                    Panes::Values => Panes::Text,
                    Panes::Text => Panes::Both,
                };
                return Did::Moved;
            }
            Command::Tamper => {
                let did = self.apply_tamper();
                self.refresh();
                return did;
            }
            other => {
                let budget = Budget::segments(FRAME);
                self.walk.command(other, &self.sheet, &self.veil, &budget)
            }
        };
        if did == Did::Pending {
            self.pending = true;
        }
        if did == Did::Moved {
            self.look_at_place();
        }
        did
    }

    fn ask_line(&mut self, purpose: Purpose, line: InputLine) {
        self.asking = Asking::Field { purpose, line, problem: None };
    }

    // ------------------------------------------------------------ inputs

    /// Opens the input after `after`, or the one that the value one stands on is computed from.
    fn edit_next(&mut self, after: Option<&str>) -> Did {
        let inputs: Vec<&str> = self.sheet.inputs().map(|cell| cell.name()).collect();
        let here = self.walk.spot().cell_name();
        let place = match after {
            Some(name) => inputs.iter().position(|input| *input == name).map_or(0, |place| place + 1),
            None => inputs.iter().position(|input| *input == here).unwrap_or(0),
        };
        let Some(&name) = inputs.get(place % inputs.len().max(1)) else {
            return Did::Told("This lesson has no input to edit.".into());
        };
        let name = name.to_owned();
        self.edit_input(&name)
    }

    /// A key for the line that is being typed.
    pub fn type_key(&mut self, key: Key) -> Did {
        let Asking::Field { line, .. } = &mut self.asking else { return Did::Nothing };
        let edited = line.key(key);
        self.after_edit(edited)
    }

    /// A paste into the line that is being typed; elsewhere it means nothing.
    pub fn paste(&mut self, text: &str) -> Did {
        let Asking::Field { line, .. } = &mut self.asking else {
            return Did::Told("Press e to edit an input, then paste.".into());
        };
        let edited = line.insert(text);
        self.after_edit(edited)
    }

    fn after_edit(&mut self, edited: Edited) -> Did {
        let told = match edited {
            Edited::Ignored => return Did::Nothing,
            Edited::Moved => return Did::Moved,
            Edited::Changed => Did::Moved,
            Edited::Full(left_out) => Did::Told(format!("There was no room for {left_out} bytes more.")),
        };
        let Asking::Field { purpose, line, problem } = &mut self.asking else { return told };
        *problem = None;
        if let Purpose::Input { cell, .. } = purpose {
            let typed = self.sheet.type_in(cell, line.text());
            *problem = typed.err().map(|problem| problem.to_string());
            if problem.is_none() {
                self.refresh();
            }
        }
        told
    }

    /// Takes what was typed.
    pub fn accept(&mut self) -> Did {
        let Asking::Field { purpose, line, problem } = &mut self.asking else { return Did::Nothing };
        let text = line.text().to_owned();
        match purpose.clone() {
            Purpose::Input { .. } if problem.is_some() => return Did::Moved,
            Purpose::Input { .. } => {}
            Purpose::Address => {
                let budget = Budget::segments(FRAME);
                match self.walk.go_typed(text.trim(), &self.sheet, &budget) {
                    Did::Told(why) => {
                        *problem = Some(why);
                        return Did::Moved;
                    }
                    Did::Pending => self.pending = true,
                    Did::Moved | Did::Nothing | Did::Left => {}
                }
            }
            Purpose::Answer(block) => {
                if let Err(why) = self.take_answer(block, &text, None) {
                    if let Asking::Field { problem, .. } = &mut self.asking {
                        *problem = Some(why);
                    }
                    return Did::Moved;
                }
            }
        }
        self.asking = Asking::Nothing;
        self.look_at_page();
        Did::Moved
    }

    /// Leaves things as they were before one began to type.
    pub fn cancel(&mut self) -> Did {
        let asking = std::mem::replace(&mut self.asking, Asking::Nothing);
        if let Asking::Field { purpose: Purpose::Input { cell, was }, .. } = asking {
            // What stood there was valid when it was put there.
            let _ = self.sheet.type_in(&cell, &was);
            self.refresh();
        }
        Did::Moved
    }

    /// Keeps what was typed and goes on to the next input.
    pub fn next_field(&mut self) -> Did {
        match &self.asking {
            Asking::Field { purpose: Purpose::Input { cell, .. }, problem: None, .. } => {
                let cell = cell.clone();
                self.edit_next(Some(&cell))
            }
            _ => Did::Nothing,
        }
    }

    // --------------------------------------------------------- questions

    fn open_question(&self) -> Option<(usize, Question<'_>)> {
        let open = |block: &usize| !self.asked(*block).is_some_and(Asked::is_over);
        let questions = self.page().blocks.iter().enumerate();
        questions.filter_map(|(i, block)| Some((i, Question::of(block)?))).find(|(i, _)| open(i))
    }

    fn answer(&mut self) -> Did {
        let Some((block, question)) = self.open_question() else {
            return Did::Told("There is no question open on this page.".into());
        };
        let choices = question.choices().len();
        if choices > 0 {
            self.asking = Asking::Choice { block, chosen: 0 };
        } else {
            self.ask_line(Purpose::Answer(block), InputLine::line("", TYPED));
        }
        Did::Moved
    }

    fn in_choice(&mut self, command: Command, block: usize, chosen: usize) -> Did {
        let question = self.page().blocks.get(block).and_then(Question::of);
        let choices = question.map_or(&[][..], Question::choices);
        let to = match command {
            Command::Up => chosen.saturating_sub(1),
            Command::Down => (chosen + 1).min(choices.len().saturating_sub(1)),
            Command::Open => {
                let given = choices.get(chosen).map(ToString::to_string).unwrap_or_default();
                let taken = self.take_answer(block, &given, Some(chosen));
                self.asking = Asking::Nothing;
                self.look_at_page();
                return taken.map_or_else(Did::Told, |()| Did::Moved);
            }
            Command::Out => {
                self.asking = Asking::Nothing;
                return Did::Moved;
            }
            _ => return Did::Nothing,
        };
        self.asking = Asking::Choice { block, chosen: to };
        Did::Moved
    }

    fn take_answer(&mut self, block: usize, given: &str, choice: Option<usize>) -> Result<(), String> {
        let budget = Budget::segments(FRAME);
        let Some(question) = self.lesson.pages[self.page].blocks.get(block).and_then(Question::of) else {
            return Ok(());
        };
        let asked = self.asked.entry((self.page, block)).or_default();
        question.take(asked, given, choice, &self.sheet, &budget)
    }

    fn tamper(&self) -> Option<&Tamper> {
        self.page().blocks.iter().find_map(|block| match block {
            Block::Tamper(tamper) => Some(tamper),
            _ => None,
        })
    }

    /// Changes the inputs as the page suggests, or back.
    fn apply_tamper(&mut self) -> Did {
        let Some(tamper) = self.tamper().cloned() else {
            return Did::Told("There is nothing to tamper with on this page.".into());
        };
        if let Some(before) = self.before.remove(&self.page) {
            for edit in &tamper.edit {
                if let Some(given) = before.cell(&edit.cell).and_then(|cell| cell.given()) {
                    // It stood there before, so it may stand there.
                    let _ = self.sheet.set(&edit.cell, given.clone());
                }
            }
            return Did::Moved;
        }
        let before = self.sheet.clone();
        for edit in &tamper.edit {
            if let Err(problem) = self.sheet.type_in(&edit.cell, &edit.typed) {
                self.sheet = before;
                return Did::Told(problem.to_string());
            }
        }
        self.before.insert(self.page, before);
        Did::Moved
    }

    // ------------------------------------------------------ what is shown

    /// Looks again at all that the page shows.
    fn look_at_page(&mut self) {
        let budget = Budget::segments(FRAME);
        self.veil = self.veil_of_page(&budget);
        self.shown.live = self.live_values(&budget);
        self.shown.inputs = self
            .sheet
            .inputs()
            .map(|cell| {
                (
                    cell.name().to_owned(),
                    cell.given().map_or_else(String::new, |value| value.show(400).unwrap_or_default()),
                )
            })
            .collect();
        self.shown.expected = self.expectations(&budget);
        self.look_at_place();
    }

    /// Looks again at the place one stands on.
    fn look_at_place(&mut self) {
        let budget = Budget::segments(FRAME);
        let mut pane = Pane::of(self.walk.spot(), self.walk.look(), &self.veil, &budget);
        pane.mark_changes(&self.shown.pane);
        self.shown.pane = pane;
        let name = self.walk.spot().cell_name().to_owned();
        let cell = self.sheet.cell(&name);
        self.shown.title = cell.map(|cell| format!("{name} = {}", cell.line.expr)).unwrap_or_default();
        self.shown.mark = self.sheet.agreement(&name).and_then(Result::ok).and_then(mark);
        let value = cell.and_then(|cell| cell.outcome()).map(|outcome| &outcome.value);
        let text = value.map(|value| if self.hides(&name, value) { self.veil.mask() } else { line(value, 200) });
        self.shown.result = cell.filter(|cell| cell.input.is_none()).and(text).map(|text| (name, text));
    }

    fn veil_of_page(&self, budget: &Budget) -> Veil {
        let mut veil = Veil::default();
        for (i, block) in self.page().blocks.iter().enumerate() {
            if let Some(question) = Question::of(block)
                && !self.asked(i).is_some_and(Asked::is_over)
            {
                question.hide(&mut veil, &self.sheet, budget);
            }
        }
        veil
    }

    fn hides(&self, cell: &str, value: &Value) -> bool {
        self.veil.hides_cell(cell) || self.veil.hides_value(value)
    }

    fn live_values(&self, budget: &Budget) -> BTreeMap<usize, String> {
        let mut found = BTreeMap::new();
        let page = self.page();
        for block in &page.blocks {
            live_in_block(block, &mut |live| {
                found.insert(live.span.start, self.live_text(live, budget));
            });
        }
        for asked in self.asked.values() {
            if let Some(crate::app::question::Verdict::Wrong(Some(say))) = &asked.verdict {
                live_in(say, &mut |live| {
                    found.insert(live.span.start, self.live_text(live, budget));
                });
            }
        }
        found
    }

    fn live_text(&self, live: &Live, budget: &Budget) -> String {
        let expr = &live.value.expr;
        // A cell of which only something inside is asked for is judged by what that is.
        let asked_inside = expr::addresses(expr);
        let whole = |span: &Span| asked_inside.iter().all(|(base, _, _)| base.span != *span);
        if expr::names(expr).iter().any(|(name, span)| whole(span) && self.veil.hides_cell(name)) {
            return self.veil.mask();
        }
        match self.sheet.eval(expr, &NoFiles, budget) {
            Ok(outcome) if self.veil.hides_value(&outcome.value) => self.veil.mask(),
            Ok(outcome) => {
                // It may be computed by now, or shown when it is.
                let _ = outcome.value.finish(budget);
                match live.view.as_deref().and_then(view) {
                    Some(view) => {
                        Shown::of(&outcome.value).map_or_else(|e| e.to_string(), |shown| shown.line(view, LIVE_COLUMNS))
                    }
                    None => line(&outcome.value, LIVE_COLUMNS),
                }
            }
            Err(problem) => problem.to_string(),
        }
    }

    fn expectations(&self, budget: &Budget) -> BTreeMap<usize, Result<bool, String>> {
        let Some(before) = self.before.get(&self.page) else { return BTreeMap::new() };
        let sheet = self.sheet.clone().with_before(before);
        let tampers = self.page().blocks.iter().enumerate().filter_map(|(i, block)| match block {
            Block::Tamper(tamper) => Some((i, tamper)),
            _ => None,
        });
        tampers
            .map(|(i, tamper)| {
                let came_true = sheet
                    .eval(&tamper.expect.expr, &NoFiles, budget)
                    .map_err(|problem| problem.to_string())
                    .and_then(|outcome| {
                        outcome.value.finish(budget).and_then(|()| outcome.value.to_bool()).map_err(|e| e.to_string())
                    })
                    .map(|truth| truth.unwrap_or(false));
                (i, came_true)
            })
            .collect()
    }

    /// The value one stands on, to copy it: its text, unless it is hidden.
    pub fn copied(&self) -> Result<String, String> {
        let budget = Budget::segments(FRAME);
        let place = self.walk.spot().place(&budget).map_err(|error| error.to_string())?;
        let hidden = self.walk.spot().cursor().is_none() && self.veil.hides_cell(self.walk.spot().cell_name());
        if hidden || self.veil.hides(&place, &budget) {
            return Err("It is hidden until you have answered the question.".into());
        }
        place.text(&budget).map_err(|error| error.to_string())
    }
}

/// How many bytes may be typed: bytes are typed as two digits each, numbers as they are written.
fn room(input: &Input) -> u64 {
    match input.kind() {
        crate::run::Type::Text => input.max_length(),
        crate::run::Type::Bytes => input.max_length().saturating_mul(3).max(64),
        crate::run::Type::Int | crate::run::Type::Bool | crate::run::Type::List => TYPED as u64,
    }
}

/// A value in one line.
pub fn line(value: &Value, columns: usize) -> String {
    match Shown::of(value) {
        Ok(shown) if value.kind() == crate::run::Type::Bytes => shown.line(&VIEWS[0], columns),
        _ => value
            .show(columns.saturating_sub(1))
            .map_or_else(|error| error.to_string(), |text| SafeText::line(&text).cut(columns).into()),
    }
}

/// The mark of an agreement, where there is something to say.
pub fn mark(agreement: Agreement) -> Option<Mark> {
    let says = match &agreement {
        Agreement::NoSecondOpinion => return None,
        Agreement::Agrees { vetted } => (*vetted).to_owned(),
        Agreement::Compared { vetted, compared } => {
            format!("{vetted}: {} of {} blocks", compared.segments, compared.of)
        }
        Agreement::Differs { .. } => agreement.to_string(),
    };
    Some(Mark { differs: agreement.differs(), says })
}

/// Every live value of a block, also in what is said to answers.
fn live_in_block(block: &Block, see: &mut dyn FnMut(&Live)) {
    match block {
        Block::Heading { text, .. } | Block::Paragraph { text, .. } => live_in(text, see),
        Block::List { items, .. } => items.iter().flatten().for_each(|block| live_in_block(block, see)),
        Block::Quote { blocks, .. } => blocks.iter().for_each(|block| live_in_block(block, see)),
        Block::Table { head, rows, .. } => {
            head.iter().chain(rows.iter().flatten()).for_each(|cell| live_in(cell, see));
        }
        Block::Predict(predict) => {
            live_in(&predict.ask, see);
            predict.why.iter().for_each(|why| live_in(why, see));
        }
        Block::Exercise(exercise) => {
            live_in(&exercise.ask, see);
            exercise.hint.iter().for_each(|hint| live_in(hint, see));
        }
        Block::Tamper(tamper) => live_in(&tamper.say, see),
        Block::Real(aside) => aside.blocks.iter().for_each(|block| live_in_block(block, see)),
        Block::Notes(_)
        | Block::Code { .. }
        | Block::Rule { .. }
        | Block::Sheet(_)
        | Block::Watch(_)
        | Block::Broken { .. } => {}
    }
}

fn live_in(text: &[Inline], see: &mut dyn FnMut(&Live)) {
    for piece in text {
        match piece {
            Inline::Live(live) => see(live),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link { text: inner, .. } => live_in(inner, see),
            Inline::Text(_) | Inline::Code(_) | Inline::Break | Inline::Broken(_) => {}
        }
    }
}
