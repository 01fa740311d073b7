//! Pointing at a page: values, answers, inputs, the timeline.

use crate::app::aim::{Aim, choose_row};
use crate::app::command::Command;
use crate::app::desk::walk::{Did, Focus};
use crate::app::pane;
use crate::app::stage::lesson::{Asking, Session};
use crate::run::Budget;

impl Session {
    /// Goes to what was pointed at. While a line of text is typed, only another input takes the keyboard.
    pub fn point(&mut self, aim: Aim) -> Did {
        let budget = Budget::frame();
        match (&self.asking, aim) {
            (Asking::Nothing, _) | (_, Aim::Input(_) | Aim::Choice(_)) => {}
            (Asking::Choice { .. }, Aim::Row(row)) => return self.choose_answer(row),
            (Asking::Earlier { .. }, Aim::Row(row)) => {
                return choose_row(self, row, |session| match session.asking {
                    Asking::Earlier { chosen, .. } => Some(chosen),
                    Asking::Nothing | Asking::Field { .. } | Asking::Choice { .. } => None,
                });
            }
            (Asking::Choice { .. } | Asking::Earlier { .. } | Asking::Field { .. }, _) => return Did::Nothing,
        }
        let did = match aim {
            Aim::Choice(row) => return self.choose_answer(row),
            Aim::Input(place) => {
                let name = self.sheet.inputs().nth(usize::from(place)).map(|cell| cell.name().to_owned());
                return name.map_or(Did::Nothing, |name| self.edit_input(&name));
            }
            Aim::Row(row) => {
                return choose_row(self, row, |session| match &session.walk.focus {
                    Focus::Values(values) => Some(values.chosen),
                    _ => None,
                });
            }
            Aim::Operand(row) if self.walk.chosen_operand() == Some(usize::from(row)) => {
                return self.command(Command::Open);
            }
            Aim::Operand(row) => {
                self.walk.choose_operand(usize::from(row));
                Did::Moved
            }
            Aim::Around(place) => match self.shown.pane.around.get(usize::from(place)) {
                Some(entry) if !entry.current => self.walk.go(&entry.at.clone(), &self.sheet, &budget),
                _ => return Did::Nothing,
            },
            Aim::Byte(place) => match &self.shown.pane.focus {
                pane::Focus::Bytes(bytes) => self.walk.stand_on_byte(bytes.start + u64::from(place), &budget),
                _ => return Did::Nothing,
            },
            Aim::Bit(column) => self.walk.stand_on_bit(usize::from(column), &budget),
            Aim::Timeline(place) => self.walk.go_along(place, &budget),
            Aim::Key(_) | Aim::Cell(_) | Aim::Fold(_) | Aim::Text | Aim::Values => return Did::Nothing,
        };
        match did {
            Did::Pending => self.pending = true,
            Did::Moved => self.look_at_place(),
            Did::Nothing | Did::Told(_) | Did::Left => {}
        }
        did
    }

    /// Chooses an answer, or gives it where it was chosen already.
    fn choose_answer(&mut self, row: u16) -> Did {
        let chosen = |session: &Session| match session.asking {
            Asking::Choice { chosen, .. } => Some(chosen),
            Asking::Nothing | Asking::Earlier { .. } | Asking::Field { .. } => None,
        };
        if chosen(self).is_none() {
            match self.command(Command::Answer) {
                Did::Moved if chosen(self) == Some(usize::from(row)) => return Did::Moved,
                Did::Moved => {}
                did => return did,
            }
        }
        choose_row(self, row, chosen)
    }
}
