//! The program itself: the map, help, the mouse, the end.

use crate::app::context::Context;
use crate::app::stage::Computing;
use crate::app::{App, Effect, Then};
use crate::learner::quiz::{Ask, AskedFor};
use crate::learner::workshop::report::Sign;

const MOUSE_ON: &str = "The mouse clicks, scrolls and drags. Hold Shift to select text; ⟨mouse⟩ gives it back.";
const MOUSE_OFF: &str = "The mouse is the terminal's again.";

/// Opens the chosen lesson of the map; says how many problems it has, where it has any.
pub fn open_lesson(app: &mut App) -> Vec<Effect> {
    let Some(id) = app.map.lesson(&app.library).map(|lesson| lesson.id.clone()) else { return Vec::new() };
    app.enter(&id);
    app.opened()
}

/// Opens what there is to go on with: the next question of a set that takes answers, the first lesson that is not done.
pub fn go_on(app: &mut App) -> Vec<Effect> {
    let chosen = app.map.lesson(&app.library).map(|lesson| lesson.id.clone()).unwrap_or_default();
    let next = match &app.seat {
        Some(seat) => seat.next_from(&chosen).map(str::to_owned),
        None => app.next_lesson().map(|lesson| lesson.id.clone()),
    };
    let Some(next) = next else { return app.tell("All is done here. ⟨open⟩ opens the row that is chosen.") };
    app.map.choose(&app.library, &next);
    open_lesson(app)
}

/// Leaves the lesson for the map.
pub fn leave_lesson(app: &mut App) -> Vec<Effect> {
    app.leave();
    app.elsewhere()
}

/// Asks all questions of the chosen lesson at once: whoever answers them may skip it.
pub fn skip_lesson(app: &mut App) -> Vec<Effect> {
    let Some(id) = app.map.lesson(&app.library).map(|lesson| lesson.id.clone()) else { return Vec::new() };
    if app.seat.is_some() {
        return Vec::new();
    }
    let asks = app.library.lesson(&id).map(Ask::all).unwrap_or_default();
    if !app.ask(AskedFor::Skip(id), asks) {
        return app.tell("This lesson asks no questions. ⟨open⟩ opens it.");
    }
    app.opened()
}

/// Goes on to the next lesson; to the map behind the last one.
pub fn next_lesson(app: &mut App) -> Vec<Effect> {
    let here = app.stage.lesson().map(|session| session.lesson().id.clone()).unwrap_or_default();
    let next = app.map.after(&app.library, &here).map(|lesson| lesson.id.clone());
    let mut effects = leave_lesson(app);
    if let Some(next) = next {
        app.map.choose(&app.library, &next);
        effects.extend(open_lesson(app));
    }
    effects
}

/// Shows the keys that work here.
pub fn help(app: &mut App) -> Vec<Effect> {
    app.help = Some((app.context(), 0));
    vec![Effect::Draw]
}

/// Closes the help.
pub fn close_help(app: &mut App) -> Vec<Effect> {
    app.help = None;
    vec![Effect::Draw]
}

/// Whether what the help is about has commands to look for; what is typed, or lies over the stage, has none.
pub fn help_has_commands(app: &App) -> bool {
    app.tool.is_none() && app.help.is_some_and(|(of, _)| of != Context::Field)
}

/// From the help to the palette.
pub fn find_command(app: &mut App) -> Vec<Effect> {
    if !help_has_commands(app) {
        return Vec::new();
    }
    app.help = None;
    open_palette(app)
}

/// Opens the list of all commands that would do something here.
pub fn open_palette(app: &mut App) -> Vec<Effect> {
    app.then = Some(Then::Palette);
    Vec::new()
}

/// The mouse on or off.
pub fn mouse(app: &mut App) -> Vec<Effect> {
    app.mouse = !app.mouse;
    let mut effects = app.tell(if app.mouse { MOUSE_ON } else { MOUSE_OFF });
    effects.push(Effect::Mouse(app.mouse));
    effects
}

/// Turns the title line into a wide question mark, into a tick, and back.
pub fn sign(app: &mut App) -> Vec<Effect> {
    app.sign = app.sign.next();
    if let Some(seat) = &mut app.seat {
        let open = app.stage.lesson().map(|session| session.lesson().id.as_str());
        seat.sign(app.sign, open, app.notebook.now);
    }
    app.tell(match app.sign {
        Sign::None => "The title line is back.",
        Sign::Help => "The title line says from afar that you want help. ⟨sign⟩ says that you are done.",
        Sign::Done => "The title line says from afar that you are done. ⟨sign⟩ brings the title back.",
    })
}

/// Closes what lies on top of the stage; where nothing does, ends the program.
pub fn close_or_quit(app: &mut App) -> Vec<Effect> {
    if app.stage.computing().is_some_and(Computing::is_covered) {
        app.then = Some(Then::Command("out"));
        return Vec::new();
    }
    quit(app)
}

/// Ends the program, unless something would be lost: then it asks once.
pub fn quit(app: &mut App) -> Vec<Effect> {
    // What is kept is not lost.
    let kept = app.notebook.keeps && app.stage.lesson().is_some();
    match app.stage.computing_mut().filter(|_| !kept).and_then(Computing::asks_before_quit) {
        Some(question) => {
            app.help = None;
            app.tell(question)
        }
        None => vec![Effect::Quit],
    }
}
