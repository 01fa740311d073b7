//! What is typed or chosen in a lesson: the value of an input, an address, an answer.

use crate::app::desk::compare::Earlier;
use crate::app::desk::history::inputs;
use crate::app::desk::walk::Did;
use crate::app::key::Key;
use crate::app::stage::lesson::Session;
use crate::app::stage::lesson::page_view::HIDDEN;
use crate::app::text::{Edited, InputLine};
use crate::run::{Budget, Type};
use crate::sheet::Input;

/// The longest address or answer that can be typed.
pub(super) const TYPED: usize = 4096;

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
    /// One of the earlier values of the inputs, to compare with.
    Earlier {
        /// What there is.
        list: Vec<Earlier>,
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
    /// The seed of a random value for an input cell; with what stood there.
    Seed {
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

impl Session {
    /// Opens one input for typing.
    pub fn edit_input(&mut self, name: &str) -> Did {
        let Some(input) = self.sheet.cell(name).and_then(|cell| cell.input.clone()) else { return Did::Nothing };
        if self.veil.hides_cell(name) {
            return Did::Told(HIDDEN.into());
        }
        let was = self.sheet.cell(name).and_then(|cell| cell.given()).map(Input::write).unwrap_or_default();
        let max = usize::try_from(room(&input)).unwrap_or(usize::MAX);
        self.compare.begin(&self.sheet);
        self.history.begin(inputs(&self.sheet));
        self.ask_line(Purpose::Input { cell: name.to_owned(), was: was.clone() }, InputLine::lines(was, max));
        Did::Moved
    }

    pub(super) fn ask_line(&mut self, purpose: Purpose, line: InputLine) {
        self.asking = Asking::Field { purpose, line, problem: None };
    }

    /// Opens the input after `after`, or the one that the value one stands on is computed from.
    pub(super) fn edit_next(&mut self, after: Option<&str>) -> Did {
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

    /// Another text in the place of the line that is being typed.
    pub fn replace(&mut self, text: &str) -> Did {
        let Asking::Field { line, .. } = &mut self.asking else { return Did::Nothing };
        let edited = line.replace(text);
        self.after_edit(edited)
    }

    /// A paste into the line that is being typed; elsewhere it means nothing.
    pub fn paste(&mut self, text: &str) -> Did {
        let Asking::Field { line, .. } = &mut self.asking else {
            return Did::Told("Press ⟨edit⟩ to edit an input, then paste.".into());
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
        if let Purpose::Seed { .. } = purpose {
            self.sow();
        } else if let Purpose::Input { cell, .. } = purpose {
            let typed = self.sheet.type_in(cell, line.text());
            *problem = typed.err().map(|problem| problem.to_string());
            if problem.is_none() {
                self.compare.typed();
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
            Purpose::Input { .. } | Purpose::Seed { .. } if problem.is_some() => return Did::Moved,
            Purpose::Input { .. } => self.history.end(&inputs(&self.sheet)),
            Purpose::Seed { cell, .. } => {
                self.history.end(&inputs(&self.sheet));
                self.asking = Asking::Nothing;
                self.look_at_page();
                return Did::Told(format!(
                    "{cell} is random; with the seed {} it is the same everywhere.",
                    text.trim()
                ));
            }
            Purpose::Address => {
                let budget = Budget::frame();
                match self.walk.go_typed(text.trim(), &self.sheet, &budget) {
                    // What is no more can still be seen beside what there is.
                    Did::Told(_) if self.compare.had(text.trim(), &budget) => {
                        self.walk.go_or_wait(text.trim(), &self.sheet, &budget);
                    }
                    Did::Told(why) => {
                        *problem = Some(why);
                        return Did::Moved;
                    }
                    Did::Pending => (self.pending, self.stopped) = (true, false),
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
        if let Asking::Field { purpose: Purpose::Input { cell, was } | Purpose::Seed { cell, was }, .. } = asking {
            // What stood there was valid when it was put there.
            let _ = self.sheet.type_in(&cell, &was);
            self.compare.give_up();
            self.history.forget();
            self.refresh();
        }
        Did::Moved
    }

    /// Keeps what was typed and goes on to the next input.
    pub fn next_field(&mut self) -> Did {
        match &self.asking {
            Asking::Field { purpose: Purpose::Input { cell, .. }, problem: None, .. } => {
                let cell = cell.clone();
                self.history.end(&inputs(&self.sheet));
                self.edit_next(Some(&cell))
            }
            _ => Did::Nothing,
        }
    }
}

/// How many bytes may be typed: bytes are typed as two digits each, numbers as they are written.
fn room(input: &Input) -> u64 {
    match input.kind() {
        Type::Text => input.max_length(),
        Type::Bytes => input.max_length().saturating_mul(3).max(64),
        Type::Int | Type::Bool | Type::List => TYPED as u64,
    }
}
