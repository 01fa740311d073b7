//! The bench: a free sheet with a formula bar, and the computing pane of the lessons for the cell that is chosen.

mod words;

use std::rc::Rc;

use self::words::{is_input, own, renamed, short, spelled, word_for};
use crate::app::bench_bar::{self, Bar, Purpose, Wrong};
use crate::app::bench_save::{Saved, Saving, default_path, free_name};
use crate::app::input_line::Edited;
use crate::app::key::Key;
use crate::app::keys::{Command, Context};
use crate::app::pointer::Aim;
use crate::app::session::{self, Asking, FRAME, Mark, Session};
use crate::app::values::Target;
use crate::app::walk::{Did, Focus};
use crate::lesson::{Head, Lesson, Page};
use crate::run::address::{Address, Span};
use crate::run::{Budget, Value};
use crate::sheet::expr::{self, Expr, Kind, Line};
use crate::sheet::{Cell, Files, MAX_CELLS, Sheet, State};

/// How much of a formula or a value is made into text for the list of cells.
const COLUMNS: usize = 160;

/// What the bench opens with.
#[derive(Clone, Debug, Default)]
pub struct Opened {
    /// The cells.
    pub cells: Vec<Line>,
    /// The address to stand at, and how it looks.
    pub watch: Option<(String, Option<String>)>,
    /// The file it came from.
    pub path: Option<String>,
    /// What is to be said about it.
    pub told: Option<String>,
}

/// The bench.
pub struct Bench {
    session: Session,
    chosen: usize,
    /// Whether the keys walk in the value, and not among the cells.
    inside: bool,
    bar: Option<Bar>,
    rows: Vec<Row>,
    path: Option<String>,
    /// The paths that were written here, which may be written again.
    written: Vec<String>,
    saving: Option<Saving>,
    version: u64,
    saved: u64,
    asked: bool,
}

/// A cell as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// What it is: its formula, or what stands in the input.
    pub formula: String,
    /// Its value, or why there is none.
    pub value: String,
    /// Whether it has no value because something is wrong.
    pub wrong: bool,
    /// What the vetted crate says.
    pub mark: Option<Mark>,
}

impl Bench {
    /// Puts a sheet on the bench.
    pub fn open(opened: Opened, files: Rc<dyn Files>) -> Bench {
        let page = Page { blocks: Vec::new(), span: Span::new(0, 0) };
        // The same sheet, walked in the same way; there is no text to it.
        let lesson = Lesson {
            id: String::new(),
            front: Head::default(),
            pages: vec![page],
            cells: opened.cells.into_iter().map(own).collect(),
            problems: Vec::new(),
            source: String::new(),
        };
        let mut bench = Bench {
            session: Session::with_files(lesson, files),
            chosen: 0,
            inside: false,
            bar: None,
            rows: Vec::new(),
            path: opened.path,
            written: Vec::new(),
            saving: None,
            version: 0,
            saved: 0,
            asked: false,
        };
        match opened.watch {
            Some((address, view)) => bench.session.stand_at(&address, view.as_deref()),
            None => bench.session.refresh(),
        }
        let cell = bench.session.walk().spot().cell_name().to_owned();
        bench.choose_name(&cell);
        bench.look();
        bench
    }

    /// The sheet and the place in it.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The place in the sheet, to be gone from.
    pub(super) fn session_mut(&mut self) -> &mut Session {
        &mut self.session
    }

    /// The cells.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The chosen one of them.
    pub fn chosen(&self) -> usize {
        self.chosen
    }

    /// Whether the keys walk in the value.
    pub fn is_inside(&self) -> bool {
        self.inside
    }

    /// The formula bar, if it is open.
    pub fn bar(&self) -> Option<&Bar> {
        self.bar.as_ref()
    }

    /// The file of the sheet.
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// Whether there is something to save.
    pub fn is_changed(&self) -> bool {
        self.version != self.saved
    }

    /// What has the keyboard.
    pub fn context(&self) -> Context {
        match (&self.bar, self.session.context()) {
            (Some(_), _) | (None, Context::Field) => Context::Field,
            (None, Context::Earlier) => Context::Earlier,
            (None, context) if self.inside => context,
            (None, _) => Context::Sheet,
        }
    }

    /// Whether a command would do something now.
    pub fn works(&self, command: Command) -> bool {
        let cells = self.sheet().cells().len();
        match command {
            Command::NextField if self.bar.is_some() => self.bar.as_ref().is_some_and(|bar| !bar.offers.is_empty()),
            Command::Up | Command::Down | Command::MoveUp | Command::MoveDown if !self.inside => cells > 1,
            Command::Edit | Command::Formula | Command::RemoveCell | Command::Save | Command::Into if !self.inside => {
                cells > 0
            }
            Command::Out if !self.inside => self.bar.is_some() || self.session.to_compute().is_some(),
            Command::NextWatch => false,
            other => self.session.works(other),
        }
    }

    fn sheet(&self) -> &Sheet {
        self.session.sheet()
    }

    fn cell(&self) -> Option<&Cell> {
        self.sheet().cells().get(self.chosen)
    }

    /// Computes no further for now: see [`Session::stop`].
    pub fn stop(&mut self) -> bool {
        self.session.stop()
    }

    /// What a worker computed is there.
    pub fn refresh(&mut self) {
        self.session.refresh();
        self.look();
    }

    /// What is to be written, once.
    pub fn take_saving(&mut self) -> Option<Saving> {
        self.saving.take()
    }

    /// The question to be answered by a second press of the key that ends the program, where something would be lost.
    pub fn asks_before_quit(&mut self) -> Option<String> {
        let ask = self.is_changed() && !std::mem::replace(&mut self.asked, true);
        ask.then(|| "The sheet is not saved. Press ⟨save⟩ on the sheet to save it, or quit once more.".to_owned())
    }

    // ---------------------------------------------------------- commands

    /// Carries out a command.
    pub fn command(&mut self, command: Command) -> Did {
        self.asked = false;
        if self.inside || self.session.context() == Context::Earlier {
            return self.in_value(command);
        }
        match command {
            Command::Flip | Command::Undo | Command::Redo => self.in_value(command),
            Command::Compare => {
                let did = self.in_value(command);
                self.inside = self.session.compare().sides().is_some();
                did
            }
            Command::Bits => {
                let did = self.in_value(command);
                self.inside = did == Did::Moved;
                did
            }
            Command::Up => self.choose(self.chosen.saturating_sub(1)),
            Command::Down => self.choose(self.chosen + 1),
            Command::First => self.choose(0),
            Command::Last => self.choose(usize::MAX),
            Command::Into => self.into(),
            Command::AddCell => self.open_bar(Bar::formula(None, String::new())),
            Command::Edit => match self.cell() {
                Some(cell) if cell.input.is_some() => {
                    let name = cell.name().to_owned();
                    self.session.edit_input(&name)
                }
                Some(_) => self.open_formula(),
                None => self.open_bar(Bar::formula(None, String::new())),
            },
            Command::Formula => self.open_formula(),
            Command::RemoveCell => self.remove(),
            Command::MakeInput => self.make_input(),
            Command::MoveUp => self.shift(self.chosen.checked_sub(1)),
            Command::MoveDown => self.shift(self.chosen.checked_add(1)),
            Command::Save if self.sheet().cells().is_empty() => Did::Told("There is nothing to save yet.".into()),
            Command::Save => {
                let path = self.path.clone().unwrap_or_else(|| default_path(self.cell()));
                self.open_bar(Bar::save(path))
            }
            Command::Out => Did::Told("This is the outermost place; ⟨quit⟩ quits.".into()),
            _ => Did::Nothing,
        }
    }

    fn in_value(&mut self, command: Command) -> Did {
        let did = match command {
            Command::PageAfter
            | Command::PageBefore
            | Command::NextWatch
            | Command::Answer
            | Command::Tamper
            | Command::ScrollDown
            | Command::ScrollUp => Did::Told("That is for lessons; here ⟨out⟩ goes out to the sheet.".into()),
            other => {
                let edits = self.session.compare().edits();
                let did = self.session.command(other);
                if self.session.compare().edits() != edits {
                    self.changed();
                }
                did
            }
        };
        let name = self.session.walk().spot().cell_name().to_owned();
        self.choose_name(&name);
        match did {
            Did::Left => {
                self.inside = false;
                Did::Moved
            }
            did => did,
        }
    }

    /// Goes where something leads.
    pub fn follow(&mut self, target: &Target) -> Did {
        let did = self.session.follow(target);
        self.inside = true;
        let name = self.session.walk().spot().cell_name().to_owned();
        self.choose_name(&name);
        did
    }

    /// Goes to the part after the one that one stands in.
    pub fn next_part(&mut self) -> Did {
        self.session.next_part()
    }

    /// Takes a random number as the seed of an input.
    pub fn take_random(&mut self, number: u32) -> Did {
        self.type_input(|session| session.take_random(number))
    }

    fn into(&mut self) -> Did {
        if self.cell().is_none() {
            return Did::Told("There is no cell yet; ⟨add-cell⟩ makes one.".into());
        }
        self.inside = true;
        match self.session.command(Command::Into) {
            Did::Nothing | Did::Left => Did::Moved,
            did => did,
        }
    }

    /// Goes to what was pointed at: a cell, or something in its value.
    pub fn point(&mut self, aim: Aim) -> Did {
        self.asked = false;
        match aim {
            _ if self.bar.is_some() => Did::Nothing,
            Aim::Cell(row) if !self.inside && self.chosen == usize::from(row) => self.into(),
            Aim::Cell(row) => {
                self.inside = false;
                match self.choose(usize::from(row)) {
                    Did::Nothing => Did::Moved,
                    did => did,
                }
            }
            Aim::Text | Aim::Values | Aim::Key(_) | Aim::Fold(_) => Did::Nothing,
            Aim::Row(_)
            | Aim::Choice(_)
            | Aim::Operand(_)
            | Aim::Around(_)
            | Aim::Byte(_)
            | Aim::Bit(_)
            | Aim::Timeline(_)
            | Aim::Input(_) => {
                let did = self.session.point(aim);
                self.inside |= did == Did::Moved && !matches!(self.session.asking(), Asking::Field { .. });
                did
            }
        }
    }

    fn choose(&mut self, row: usize) -> Did {
        let row = row.min(self.sheet().cells().len().saturating_sub(1));
        if row == self.chosen {
            return Did::Nothing;
        }
        self.chosen = row;
        if let Some(name) = self.cell().map(|cell| cell.name().to_owned()) {
            self.session.stand_at(&name, None);
        }
        Did::Moved
    }

    fn choose_name(&mut self, name: &str) {
        self.chosen = self.sheet().cells().iter().position(|cell| cell.name() == name).unwrap_or(self.chosen);
    }

    fn open_bar(&mut self, bar: Bar) -> Did {
        self.bar = Some(bar);
        self.look_at_bar();
        // Nothing typed is no mistake yet.
        if let Some(bar) = self.bar.as_mut().filter(|bar| bar.line.text().is_empty()) {
            bar.wrong = None;
        }
        Did::Moved
    }

    fn open_formula(&mut self) -> Did {
        match self.cell() {
            Some(cell) => {
                let text = format!("{} = {}", cell.name(), spelled(cell));
                let of = cell.name().to_owned();
                self.open_bar(Bar::formula(Some(of), text))
            }
            None => self.open_bar(Bar::formula(None, String::new())),
        }
    }

    // ------------------------------------------------------------ typing

    /// A key for what is typed.
    pub fn type_key(&mut self, key: Key) -> Did {
        self.asked = false;
        match &mut self.bar {
            Some(bar) => {
                let edited = bar.line.key(key);
                self.after_edit(edited)
            }
            None => self.type_input(|session| session.type_key(key)),
        }
    }

    /// Another text in the place of what is typed.
    pub fn replace(&mut self, text: &str) -> Did {
        self.asked = false;
        match &mut self.bar {
            Some(bar) => {
                let edited = bar.line.replace(text);
                self.after_edit(edited)
            }
            None => self.type_input(|session| session.replace(text)),
        }
    }

    /// A paste into what is typed.
    pub fn paste(&mut self, text: &str) -> Did {
        self.asked = false;
        let typing = self.context() == Context::Field;
        match &mut self.bar {
            Some(bar) => {
                let edited = bar.line.insert(text);
                self.after_edit(edited)
            }
            None if typing => self.type_input(|session| session.paste(text)),
            None => Did::Told("Press ⟨add-cell⟩ for a new cell or ⟨edit⟩ to edit one, then paste.".into()),
        }
    }

    fn type_input(&mut self, type_it: impl FnOnce(&mut Session) -> Did) -> Did {
        let did = type_it(&mut self.session);
        self.look();
        did
    }

    fn after_edit(&mut self, edited: Edited) -> Did {
        match edited {
            Edited::Ignored => Did::Nothing,
            Edited::Moved | Edited::Changed => {
                self.look_at_bar();
                Did::Moved
            }
            Edited::Full(left_out) => {
                self.look_at_bar();
                Did::Told(format!("There was no room for {left_out} bytes more; a long text belongs in a file."))
            }
        }
    }

    /// Says what is wrong with what is typed, and what may follow.
    fn look_at_bar(&mut self) {
        let Some(mut bar) = self.bar.take() else { return };
        bar.look(self.sheet());
        if let Purpose::Formula { of } = &bar.purpose {
            bar.wrong = self
                .read(of.as_deref(), bar.line.text())
                .and_then(|(name, expr)| self.try_out(name.as_deref(), &expr).map_or(Ok(()), Err))
                .err();
        } else {
            bar.wrong = None;
        }
        self.bar = Some(bar);
    }

    /// Reads a formula for a cell, or for a new one, and looks whether it may stand in the sheet.
    fn read(&self, of: Option<&str>, text: &str) -> Result<(Option<String>, Expr), Wrong> {
        let (name, expr) = bench_bar::read(text)?;
        let refuse = |span: Span, message: String, hint: &str| {
            Err(Wrong { span: Some(span), message, hint: Some(hint.to_owned()), refused: true })
        };
        if let Some(name) = name.as_deref().filter(|name| Some(*name) != of)
            && self.sheet().cell(name).is_some()
        {
            let start = text.len() - text.trim_start().len();
            let span = Span::new(start, start + name.len());
            return refuse(
                span,
                format!("`{name}` exists already."),
                "Take another name; ⟨formula⟩ on that cell changes it.",
            );
        }
        let own = of.or(name.as_deref());
        if let Some(own) = own {
            let below = self.sheet().downstream(own);
            let circle = expr::names(&expr).into_iter().find(|(read, _)| *read == own || below.contains(read));
            if let Some((read, span)) = circle {
                return refuse(
                    span,
                    format!("`{own}` would read itself, through `{read}`."),
                    "Read another cell here.",
                );
            }
        }
        if of.is_none() && self.sheet().cells().len() >= MAX_CELLS {
            return refuse(Span::new(0, 0), format!("A sheet has {MAX_CELLS} cells at most."), "Remove one first.");
        }
        Ok((name, expr))
    }

    /// What is wrong with the value of an expression, as far as can be told within a frame.
    fn try_out(&self, name: Option<&str>, expr: &Expr) -> Option<Wrong> {
        if is_input(expr) {
            let line = Line {
                name: name.unwrap_or("x").into(),
                name_span: Span::new(0, 0),
                expr: expr.clone(),
                span: expr.span,
            };
            return Sheet::new(vec![line]).cells().first()?.problem().cloned().map(Wrong::from);
        }
        let problem = self.sheet().eval(expr, self.session.files(), &Budget::segments(FRAME)).err()?;
        (!problem.is_pending()).then(|| problem.into())
    }

    /// Takes what was typed.
    pub fn accept(&mut self) -> Did {
        self.asked = false;
        let Some(bar) = self.bar.clone() else {
            use session::Purpose::{Input, Seed};
            let input = matches!(self.session.asking(), Asking::Field { purpose: Input { .. } | Seed { .. }, .. });
            let did = self.session.accept();
            if input && matches!(self.session.asking(), Asking::Nothing) {
                self.changed();
            }
            let name = self.session.walk().spot().cell_name().to_owned();
            self.choose_name(&name);
            return did;
        };
        match bar.purpose {
            Purpose::Formula { of } => match self.read(of.as_deref(), bar.line.text()) {
                Ok((name, expr)) => self.take(of, name, &expr),
                Err(wrong) => self.refuse(wrong),
            },
            Purpose::Save { replace } => self.save(bar.line.text().trim(), replace.as_deref()),
        }
    }

    fn refuse(&mut self, wrong: Wrong) -> Did {
        if let Some(bar) = &mut self.bar {
            bar.wrong = Some(wrong);
        }
        Did::Moved
    }

    /// Leaves things as they were.
    pub fn cancel(&mut self) -> Did {
        self.asked = false;
        match self.bar.take() {
            Some(_) => Did::Moved,
            None => {
                let did = self.session.cancel();
                self.look();
                did
            }
        }
    }

    /// Completes the word, or goes on to the next input.
    pub fn next_field(&mut self) -> Did {
        match &mut self.bar {
            Some(bar) => {
                let moved = bar.complete();
                self.look_at_bar();
                if moved { Did::Moved } else { Did::Nothing }
            }
            None => {
                let did = self.session.next_field();
                if did == Did::Moved {
                    self.changed();
                }
                did
            }
        }
    }

    // ----------------------------------------------------------- changes

    /// Puts a formula into its cell, or into a new one below the chosen one.
    fn take(&mut self, of: Option<String>, name: Option<String>, expr: &Expr) -> Did {
        let mut lines = self.lines();
        let name = match (name, &of) {
            (Some(name), _) => name,
            (None, Some(of)) => of.clone(),
            (None, None) => free_name(word_for(expr), |name| self.sheet().cell(name).is_some()),
        };
        let line = match bench_bar::line(&name, &expr.to_string()) {
            Ok(line) => line,
            Err(fault) => return self.refuse(Wrong { span: None, ..fault.into() }),
        };
        match of.as_deref().and_then(|of| lines.iter().position(|line| line.name == of)) {
            Some(place) => lines[place] = line,
            None => {
                let place = (self.chosen + 1).min(lines.len());
                lines.insert(place, line);
            }
        }
        if let Some(of) = of.as_deref().filter(|of| *of != name) {
            lines = lines.into_iter().map(|line| renamed(line, of, &name)).collect();
        }
        self.bar = None;
        let renamed = of.as_deref().filter(|of| *of != name).map(|of| (of, name.as_str()));
        self.rewrite(lines, renamed);
        self.choose_name(&name);
        if self.session.walk().spot().cell_name() != name {
            self.session.stand_at(&name, None);
        }
        Did::Moved
    }

    fn lines(&self) -> Vec<Line> {
        self.sheet().cells().iter().map(|cell| (*cell.line).clone()).collect()
    }

    fn rewrite(&mut self, lines: Vec<Line>, renamed: Option<(&str, &str)>) {
        self.session.rewrite(lines, renamed);
        self.changed();
    }

    fn changed(&mut self) {
        self.version += 1;
        self.look();
    }

    fn remove(&mut self) -> Did {
        let Some(name) = self.cell().map(|cell| cell.name().to_owned()) else {
            return Did::Told("There is no cell to remove.".into());
        };
        let reads = |cell: &&Cell| expr::names(&cell.line.expr).iter().any(|(read, _)| *read == name);
        let users: Vec<&str> = self.sheet().cells().iter().filter(reads).map(Cell::name).collect();
        if let [first, rest @ ..] = users.as_slice() {
            let others = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
            return Did::Told(format!("`{name}` is read by `{first}`{others}; change that first."));
        }
        let mut lines = self.lines();
        lines.remove(self.chosen);
        self.chosen = self.chosen.min(lines.len().saturating_sub(1));
        self.rewrite(lines, None);
        let now = self.cell().map(|cell| cell.name().to_owned());
        now.iter().for_each(|now| self.session.stand_at(now, None));
        Did::Told(format!("`{name}` is removed."))
    }

    fn shift(&mut self, to: Option<usize>) -> Did {
        let mut lines = self.lines();
        let Some(to) = to.filter(|to| *to < lines.len()) else { return Did::Nothing };
        lines.swap(self.chosen, to);
        self.chosen = to;
        self.rewrite(lines, None);
        Did::Moved
    }

    fn make_input(&mut self) -> Did {
        let Some(cell) = self.cell() else {
            return Did::Told("There is no cell yet; ⟨add-cell⟩ makes one.".into());
        };
        if cell.input.is_some() {
            return Did::Told(format!("`{}` is an input already; ⟨edit⟩ changes it.", cell.name()));
        }
        let constant = |expr: &Expr| matches!(expr.kind, Kind::Text(_) | Kind::Bytes(_) | Kind::Int(_) | Kind::Bool(_));
        if !constant(&cell.line.expr) {
            return Did::Told("Only a text, bytes, a number or a truth value can become an input.".into());
        }
        let made = bench_bar::line(cell.name(), &format!("input({})", cell.line.expr));
        let Ok(line) = made else { return Did::Told("An input cannot hold this value.".into()) };
        let mut lines = self.lines();
        lines[self.chosen] = line;
        self.rewrite(lines, None);
        Did::Moved
    }

    // ------------------------------------------------------------ saving

    fn save(&mut self, path: &str, replace: Option<&str>) -> Did {
        let wrong = |message: String| Wrong { span: None, message, hint: None, refused: true };
        if path.is_empty() {
            return self.refuse(wrong("Give the file a name, such as sheet.md.".into()));
        }
        let path = if path.ends_with(".md") { path.to_owned() } else { format!("{path}.md") };
        let view = self.session.walk().look().name;
        let watch = self.watched();
        let made = Saving::of(self.sheet(), watch.as_deref().map(|at| (at, view)), &path, self.session.files());
        match made {
            Ok(mut saving) => {
                saving.replace = self.written.contains(&path) || replace == Some(path.as_str());
                saving.version = self.version;
                self.saving = Some(saving);
                self.bar = None;
                Did::Moved
            }
            Err(why) => self.refuse(wrong(why)),
        }
    }

    /// The address of what one looks at, if a lesson may watch it; else the cell.
    fn watched(&self) -> Option<String> {
        let budget = Budget::segments(FRAME);
        let there = |address: &str| match Address::parse(address) {
            Ok(parsed) if !address.contains('#') => {
                self.sheet().find(&parsed, 1, &budget).is_ok_and(|found| !found.is_empty())
            }
            _ => false,
        };
        let here = self.session.walk().spot().address(&budget).ok();
        let cell = self.cell().map(|cell| cell.name().to_owned());
        here.into_iter().chain(cell).find(|address| there(address))
    }

    /// Hears what became of saving.
    pub fn saved(&mut self, saved: Saved) -> Did {
        match saved {
            Saved::Written { path, remark, version } => {
                self.saved = version;
                if !self.written.contains(&path) {
                    self.written.push(path.clone());
                }
                self.path = Some(path.clone());
                Did::Told(match remark {
                    None => format!("saved to {path}; `cleartext learn {path}` opens it as a lesson"),
                    Some(remark) => format!("saved to {path}; `check` will say: {remark}"),
                })
            }
            Saved::Exists { path } => {
                let mut bar = Bar::save(path.clone());
                bar.wrong = Some(Wrong {
                    span: None,
                    message: format!("{path} exists already."),
                    hint: Some("⟨accept⟩ replaces all of it, its text too; another name keeps it.".into()),
                    refused: true,
                });
                bar.purpose = Purpose::Save { replace: Some(path) };
                self.bar = Some(bar);
                Did::Moved
            }
            Saved::Failed { path, why } => Did::Told(format!("{path} is not saved: {why}")),
        }
    }

    // ------------------------------------------------------ what is shown

    /// Looks again at all cells.
    fn look(&mut self) {
        self.rows = self.sheet().cells().iter().map(|cell| self.row(cell)).collect();
    }

    fn row(&self, cell: &Cell) -> Row {
        let show = |value: &Value| session::line(value, COLUMNS);
        let (value, wrong) = match cell.state() {
            State::Ready(outcome) => (show(&outcome.value), false),
            State::Problem(problem) => (problem.to_string(), true),
            State::Pending { done, of } => (format!("{done} of {of} …"), false),
            State::Dirty => (String::new(), false),
        };
        let formula = match (&cell.input, cell.given()) {
            (Some(_), Some(_)) => "input".to_owned(),
            _ => short(&cell.line.expr),
        };
        let mark = self.sheet().agreement(cell.name()).and_then(Result::ok).and_then(session::mark);
        Row { name: cell.name().to_owned(), formula, value, wrong, mark }
    }

    /// Whether the bits of a value are shown, which take the whole pane.
    pub fn shows_bits(&self) -> bool {
        matches!(self.session.walk().focus, Focus::Bits { .. })
    }
}

/// Reads an expression as the first cell.
///
/// # Errors
/// What is wrong with it.
pub fn first_cell(source: &str) -> Result<Opened, Wrong> {
    let (name, expr) = bench_bar::read(source)?;
    let name = name.unwrap_or_else(|| word_for(&expr).to_owned());
    let line = bench_bar::line(&name, &expr.to_string())?;
    Ok(Opened { cells: vec![line], ..Opened::default() })
}

#[cfg(test)]
mod tests;
