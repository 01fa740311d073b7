//! Moves in a computation.

use super::pages;
use crate::app::context::Context;
use crate::app::desk::Desk;
use crate::app::outcome::Outcome;
use crate::app::stage::{Computing, Stage};
use crate::app::{App, Effect};
use crate::learner::lens::{ROW, frame};

/// Whether a step leads to another value.
pub fn can_step(app: &App, forward: bool) -> bool {
    app.desk().is_some_and(|desk| {
        let leads = |forward| desk.walk().leads(forward, &desk.lens(&frame()));
        // In lines the numbers of all that can be typed stay where they are.
        leads(forward) || app.in_lines && (!desk.walk().is_on_bytes() || leads(!forward))
    })
}

/// Whether the same value has a round before, or the bytes a row.
pub fn has_earlier_round(app: &App) -> bool {
    app.desk().is_some_and(|desk| {
        let budget = frame();
        desk.walk().is_in_segment() || desk.walk().byte_in_next_row(false, &desk.lens(&budget)).is_some()
    })
}

/// Whether the same value has a round after, or the bytes a row; past the last of several rows one leaves them.
pub fn has_later_round(app: &App) -> bool {
    app.desk().is_some_and(|desk| {
        let (walk, budget) = (desk.walk(), frame());
        walk.is_in_segment() || walk.is_on_bytes() && walk.spot().bytes(&budget) > ROW
    })
}

/// Whether one stands among rounds, or blocks.
pub fn has_strip(app: &App) -> bool {
    app.desk().is_some_and(|desk| desk.walk().spot().strip(&frame()).is_some())
}

/// The end of a move along the bytes of a value: a row of them, or past its end.
pub fn word_along(app: &App, forward: bool) -> Option<&'static str> {
    let desk = app.desk().filter(|desk| desk.walk().is_on_bytes())?;
    let budget = frame();
    let within = desk.walk().byte_in_next_row(forward, &desk.lens(&budget)).is_some();
    Some(if within { "row" } else { "leave" })
}

/// Whether there is something to be left or stopped.
pub fn can_leave(app: &App) -> bool {
    app.context() != Context::Sheet || app.desk().is_some_and(|desk| desk.is_computing())
}

/// Whether a comparison is open.
pub fn is_compared(app: &App) -> bool {
    app.desk().is_some_and(|desk| desk.compare().sides().is_some())
}

/// Into the value; from the sheet, into that of its cell.
pub fn into(app: &mut App) -> Vec<Effect> {
    match app.context() {
        Context::Sheet => app.on_bench(|bench| bench.enter()),
        // A page that computes nothing is read on.
        _ if app.desk().is_some_and(|desk| desk.sheet().cells().is_empty()) => pages::turn(app, 1),
        _ => app.walk(|walk, lens| walk.into(lens)),
    }
}

/// Down to the bits of the value; from the sheet, of that of its cell.
pub fn down_to_bits(app: &mut App) -> Vec<Effect> {
    match app.context() {
        Context::Sheet => app.on_bench(|bench| bench.down_to_bits()),
        _ => app.walk(|walk, lens| walk.down_to_bits(lens)),
    }
}

/// Beside how it was.
pub fn compare(app: &mut App) -> Vec<Effect> {
    match app.context() {
        Context::Sheet => app.on_bench(|bench| bench.compare()),
        _ => app.on_desk(Desk::compare_or_choose),
    }
}

/// Out of what lies on top. What is computed in the background is stopped first; its answer, should it come yet, is
/// stale.
pub fn out(app: &mut App) -> Vec<Effect> {
    if app.tool.is_some() {
        return super::tools::close(app);
    }
    if app.stage.desk_mut().is_some_and(Desk::stop) {
        app.job += 1;
        app.stage.look();
        let mut effects = app.tell("Stopped computing. What needs it computes on as soon as you go there.");
        effects.push(Effect::StopComputing);
        return effects;
    }
    let asks = app.asks();
    match &mut app.stage {
        Stage::Lesson(session) if session.is_answering() => {
            let outcome = session.cancel();
            app.after(outcome)
        }
        // One key leaves the questions, wherever in a value one stands.
        Stage::Lesson(session) if asks && !session.is_covered() => app.after(Outcome::Left),
        Stage::Bench(bench) if bench.context() == Context::Sheet => app.after(Outcome::Left),
        _ => app.on_desk(Desk::out),
    }
}

/// Whether there is a place to go back to.
pub fn has_way_back(app: &App) -> bool {
    app.tool.is_some() || app.desk().is_some_and(|desk| desk.walk().has_way_back())
}

/// Back the way one came; to the tree that one jumped from.
pub fn back(app: &mut App) -> Vec<Effect> {
    if app.tool.is_some() {
        return super::tools::close(app);
    }
    let effects = app.walk(|walk, lens| walk.back(lens));
    super::tools::reopen(app);
    effects
}
