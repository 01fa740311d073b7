//! The bench: a free sheet with a formula bar, and the computing pane of the lessons for the cell that is chosen.

pub mod bar;
mod changes;
pub mod file;
mod rows;
mod saving;
mod typing;
mod words;

use std::rc::Rc;

use self::words::own;
use crate::app::aim::Aim;
use crate::app::command::{Command, Context};
use crate::app::desk::values::Target;
use crate::app::desk::walk::{Did, Focus};
use crate::app::stage::bench::bar::Bar;
use crate::app::stage::bench::file::{Saving, default_path};
use crate::app::stage::lesson::{Asking, Session};
use crate::lesson::{Head, Lesson, Page};
use crate::run::address::Span;
use crate::sheet::expr::Line;
use crate::sheet::{Cell, Files, Sheet};
pub use rows::Row;
pub use typing::first_cell;

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
    pub fn session_mut(&mut self) -> &mut Session {
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
            Command::Edit
            | Command::Formula
            | Command::RemoveCell
            | Command::Save
            | Command::Into
            | Command::Bits
            | Command::Copy
            | Command::Copies
            | Command::Path
            | Command::MakeInput
                if !self.inside =>
            {
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

    /// Whether the bits of a value are shown, which take the whole pane.
    pub fn shows_bits(&self) -> bool {
        matches!(self.session.walk().focus, Focus::Bits { .. })
    }
}

#[cfg(test)]
mod tests;
