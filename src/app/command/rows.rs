//! Choosing among rows, whatever list has the keyboard.

use crate::app::context::Context;
use crate::app::list::Motion;
use crate::app::outcome::Outcome;
use crate::app::{App, Effect, Then};

/// Whether there is more than one row to choose from; of other lists than the sheet's that is always said.
pub fn several(app: &App) -> bool {
    app.context() != Context::Sheet || app.choice().is_some_and(|list| list.len() > 1)
}

/// Chooses another row; the help screen is scrolled.
pub fn choose(app: &mut App, motion: Motion) -> Vec<Effect> {
    if app.help.is_some() {
        app.then = Some(Then::Scroll(motion));
        return Vec::new();
    }
    let Some(list) = app.choice() else { return Vec::new() };
    let to = motion.from(list.place(), list.len());
    let moved = app.choose(to);
    match (&app.tool, moved) {
        (_, false) => Vec::new(),
        (Some(_), true) => vec![Effect::Draw],
        (None, true) => app.after(Outcome::Moved),
    }
}

/// To the first or the last of what is walked along or listed.
pub fn end(app: &mut App, last: bool) -> Vec<Effect> {
    match app.context() {
        Context::Page | Context::Bits => app.walk(|walk, lens| walk.end(last, lens)),
        _ => choose(app, if last { Motion::Last } else { Motion::First }),
    }
}
