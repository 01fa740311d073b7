//! The pages of a lesson, and their questions.

use crate::app::desk::Desk;
use crate::app::outcome::Outcome;
use crate::app::stage::Stage;
use crate::app::stage::lesson::Session;
use crate::app::{App, Effect};

/// Whether something is so in the open lesson; on the bench it is not.
pub fn is(app: &App, so: impl FnOnce(&Session) -> bool) -> bool {
    app.stage.lesson().is_some_and(so)
}

/// Does something in the open lesson.
pub fn on(app: &mut App, by: impl FnOnce(&mut Session) -> Outcome) -> Vec<Effect> {
    match app.stage {
        Stage::Bench(_) => app.tell("That is for lessons; here ⟨out⟩ goes out to the sheet."),
        Stage::Lesson(_) | Stage::Map => app.in_lesson(by),
    }
}

/// Turns so many pages on, or questions where those are asked away from their pages.
pub fn turn(app: &mut App, by: isize) -> Vec<Effect> {
    if !app.asks() {
        return on(app, |session| session.turn_by(by));
    }
    app.stage.desk_mut().map(Desk::close_comparison);
    app.note();
    if !app.turn_quiz(by) {
        app.turn_row(by);
    }
    app.elsewhere()
}
