//! Pointing: what a click or the wheel does. The same things can be done with keys.

use crate::app::aim::{Aim, Pointer};
use crate::app::command::{self, KEYS};
use crate::app::context::Context;
use crate::app::desk::Asking;
use crate::app::outcome::Outcome;
use crate::app::stage::Stage;
use crate::app::tool::Tool;
use crate::app::{App, Effect};
use crate::learner::lens::Below;
use crate::learner::lens::subject::Subject;

/// Does what was pointed at.
pub fn point(app: &mut App, pointer: Pointer) -> Vec<Effect> {
    match pointer {
        Pointer::Press(aim) => press(app, aim),
        Pointer::Wheel { over, down } => wheel(app, over, down),
    }
}

fn press(app: &mut App, aim: Aim) -> Vec<Effect> {
    let context = app.context();
    if let Aim::Key(row) = aim {
        let row = KEYS.get(usize::from(row)).filter(|row| row.contexts.contains(&context));
        return row.map_or_else(Vec::new, |row| command::run(app, row));
    }
    if app.help.is_some() {
        return Vec::new();
    }
    match (aim, &app.tool) {
        (Aim::Row(row), _) => choose(app, usize::from(row)),
        (Aim::Fold(row), Some(Tool::Path(path))) => {
            let below = path.list.rows().get(usize::from(row)).map(|row| row.below);
            app.choose(usize::from(row));
            let name = if below == Some(Below::Open) { "step-back" } else { "step" };
            command::by_name(app, name)
        }
        (_, Some(_)) => Vec::new(),
        (aim, None) => on_stage(app, aim),
    }
}

/// Chooses a row of the list that has the keyboard, and opens it where it was chosen already. A word of the glossary
/// has all its say as soon as it is chosen.
fn choose(app: &mut App, row: usize) -> Vec<Effect> {
    if app.choice().is_none_or(|list| row >= list.len()) {
        return Vec::new();
    }
    if app.choose(row) {
        return app.after(Outcome::Moved);
    }
    if matches!(app.tool, Some(Tool::Terms(_))) { Vec::new() } else { command::by_name(app, "open") }
}

/// Does what was pointed at on the stage. While a line of text is typed, only another input takes the keyboard.
fn on_stage(app: &mut App, aim: Aim) -> Vec<Effect> {
    let context = app.context();
    let busy = matches!(context, Context::Field | Context::Choice | Context::Earlier);
    match (aim, &mut app.stage) {
        (_, Stage::Map) | (Aim::Key(_) | Aim::Row(_) | Aim::Fold(_) | Aim::Text | Aim::Values, _) => Vec::new(),
        (_, Stage::Bench(bench)) if bench.bar.is_some() => Vec::new(),
        (Aim::Cell(row), Stage::Bench(bench)) => {
            bench.inside = false;
            match app.choose(usize::from(row)) || context != Context::Sheet {
                true => app.after(Outcome::Moved),
                false => command::by_name(app, "into"),
            }
        }
        (Aim::Choice(row), Stage::Lesson(session)) => {
            if context != Context::Choice && session.answer() != Outcome::Moved {
                return Vec::new();
            }
            let chosen =
                context == Context::Choice && app.choice().is_some_and(|list| list.place() == usize::from(row));
            app.choose(usize::from(row));
            if chosen { command::by_name(app, "open") } else { app.after(Outcome::Moved) }
        }
        (Aim::Input(place), stage) => {
            let Some(desk) = stage.desk_mut().filter(|_| matches!(context, Context::Field) || !busy) else {
                return Vec::new();
            };
            let name = desk.inputs().nth(usize::from(place)).map(|cell| cell.name().to_owned());
            if let (Asking::Field(_), Some(_)) = (desk.asking(), &name) {
                desk.accept();
            }
            app.on_desk(|desk| name.map_or(Outcome::Nothing, |name| desk.edit_input(&name)))
        }
        _ if busy => Vec::new(),
        (aim, _) => on_value(app, aim),
    }
}

/// Goes to a value that was pointed at.
fn on_value(app: &mut App, aim: Aim) -> Vec<Effect> {
    let Some(half) = app.stage.half() else { return Vec::new() };
    let pane = &half.sight.pane;
    let chosen = half.desk.walk().chosen_operand().map(crate::app::list::Choice::place);
    let effects = match aim {
        Aim::Operand(row) if chosen == Some(usize::from(row)) => return command::by_name(app, "open"),
        Aim::Operand(row) => app.walk(|walk, lens| walk.choose_operand(usize::from(row), lens)),
        Aim::Around(place) => match pane.around.get(usize::from(place)) {
            Some(entry) if !entry.current => {
                let address = entry.at.clone();
                app.walk(|walk, lens| walk.go(&address, lens))
            }
            _ => Vec::new(),
        },
        Aim::Drawn(number) => match pane.picture.as_ref().and_then(|shot| shot.cell(usize::from(number))) {
            Some(cell) if cell.address != pane.address => {
                let address = cell.address.clone();
                app.walk(|walk, lens| walk.go_to_drawn(&address, lens))
            }
            _ => Vec::new(),
        },
        Aim::Panel(number) => {
            let to = half.sight.panels.rows().find(|row| row.number == usize::from(number));
            let to = to.and_then(|row| row.to.clone());
            to.map_or_else(Vec::new, |to| app.on_desk(|desk| desk.follow(&to)))
        }
        Aim::Byte(place) => match &pane.focus {
            Subject::Bytes(bytes) => {
                let byte = bytes.start + u64::from(place);
                app.walk(|walk, lens| walk.stand_on_byte(byte, lens))
            }
            _ => Vec::new(),
        },
        Aim::Bit(column) => app.walk(|walk, lens| walk.stand_on_bit(usize::from(column), lens)),
        Aim::Timeline(place) => app.walk(|walk, lens| walk.go_along(place, lens)),
        _ => Vec::new(),
    };
    if let (false, Some(bench)) = (effects.is_empty(), app.stage.bench_mut()) {
        bench.inside = true;
    }
    effects
}

/// The wheel scrolls the text it is over; elsewhere it is the arrow up or down of what has the keyboard.
fn wheel(app: &mut App, over: Aim, down: bool) -> Vec<Effect> {
    let over_text = matches!(over, Aim::Text | Aim::Choice(_));
    let names = match down {
        true => [over_text.then_some("scroll-down"), Some("down"), Some("later")],
        false => [over_text.then_some("scroll-up"), Some("up"), Some("earlier")],
    };
    let context = app.context();
    let means = |name: &&str| command::rows(context).any(|row| row.name == *name);
    names.into_iter().flatten().find(means).map_or_else(Vec::new, |name| command::by_name(app, name))
}
