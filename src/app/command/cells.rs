//! Cells and what stands in them.

use crate::app::context::Context;
use crate::app::desk::Desk;
use crate::app::stage::bench::Bench;
use crate::app::{App, Effect};

/// Whether the sheet has a cell.
pub fn any(app: &App) -> bool {
    app.desk().is_some_and(|desk| !desk.sheet().cells().is_empty())
}

/// Whether there is an input that may be changed.
pub fn has_input(app: &App) -> bool {
    app.desk().is_some_and(|desk| !desk.kept && desk.inputs().next().is_some())
}

/// Whether there is something to edit: an input, on the sheet any cell.
pub fn can_edit(app: &App) -> bool {
    if app.context() == Context::Sheet { any(app) } else { has_input(app) }
}

/// Changes an input; on the sheet, the chosen cell.
pub fn edit(app: &mut App) -> Vec<Effect> {
    match app.context() {
        Context::Sheet => app.on_bench(Bench::edit),
        _ => app.on_desk(|desk| desk.edit_next(None)),
    }
}

/// A random value for the input: the shell brings the number first.
pub fn random(app: &mut App) -> Vec<Effect> {
    let wanted = app.desk().is_some_and(Desk::wants_random);
    if wanted { vec![Effect::Random] } else { Vec::new() }
}

/// Copies the value.
pub fn copy(app: &mut App) -> Vec<Effect> {
    let Some(desk) = app.desk() else { return Vec::new() };
    let copied = desk.copied();
    app.copy(copied)
}

/// Asks for the file to save the sheet to.
pub fn save(app: &mut App) -> Vec<Effect> {
    if !any(app) {
        return app.tell("There is nothing to save yet.");
    }
    app.on_bench(Bench::ask_path)
}
