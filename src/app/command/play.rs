//! Playing: steps that are taken by themselves, at a speed. The shell wakes the program once for every step and not at
//! all while nothing plays.

use super::row::Row;
use crate::app::outcome::Outcome;
use crate::app::play::{By, Play, STRETCH};
use crate::app::{App, Effect};

/// Whether a command is about playing, so that it does not end it.
pub fn is_about(row: &Row) -> bool {
    matches!(row.name, "play" | "slower" | "faster" | "play-by")
}

fn wait(app: &mut App) -> Effect {
    let (job, after) = app.play.wait();
    Effect::Tick { job, after }
}

/// Plays, or pauses; in lines a stretch at a time.
pub fn play(app: &mut App) -> Vec<Effect> {
    if app.in_lines {
        return stretch(app, STRETCH);
    }
    let mut effects = stop(app);
    if effects.is_empty() {
        app.play.begin(STRETCH);
        return vec![wait(app), Effect::Draw];
    }
    effects.extend(app.tell("Paused. Press ⟨play⟩ to play on."));
    effects
}

/// Plays so many steps, in lines.
pub fn stretch(app: &mut App, steps: usize) -> Vec<Effect> {
    app.play.begin(steps);
    vec![wait(app)]
}

/// Ends playing; says nothing where nothing plays.
pub fn stop(app: &mut App) -> Vec<Effect> {
    if app.play.end() { vec![Effect::StopTicking, Effect::Draw] } else { Vec::new() }
}

/// Plays otherwise, and says how.
pub fn change(app: &mut App, by: impl FnOnce(&mut Play)) -> Vec<Effect> {
    by(&mut app.play);
    if app.in_lines {
        let says = format!("`play` plays {}.", app.play.by());
        return app.tell(says);
    }
    if app.play.is_going() {
        return vec![wait(app), Effect::Draw];
    }
    let says = format!("Press ⟨play⟩ to play {}.", app.play.says());
    app.tell(says)
}

/// Takes the next step, unless what asked for it is over.
pub fn tick(app: &mut App, job: u64) -> Vec<Effect> {
    if !app.play.waits_for(job) {
        return Vec::new();
    }
    let outcome = match (app.stage.desk_mut(), app.play.step()) {
        (None, _) => Outcome::Nothing,
        (Some(desk), By::Value) => desk.go(|walk, lens| walk.step(true, lens)),
        (Some(desk), By::Segment) => desk.go(|walk, lens| walk.segment(true, lens)),
        (Some(desk), By::Part) => desk.go(|walk, lens| walk.next_part(lens)),
    };
    let ended = !matches!(outcome, Outcome::Moved | Outcome::Pending);
    let mut effects = if ended { stop(app) } else { Vec::new() };
    if outcome == Outcome::Nothing {
        effects.extend(app.tell("The end: nothing comes after this."));
        return effects;
    }
    effects.extend(app.after(outcome));
    if !ended && (!app.in_lines || app.play.count()) {
        effects.push(wait(app));
    }
    effects
}
