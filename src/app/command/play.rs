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
    let outcome = match (app.stage.desk_mut(), app.play.by) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::key::Key;
    use crate::app::{Event, stage::bench, update};
    use crate::lesson::Library;
    use crate::sheet::NoFiles;
    use std::rc::Rc;
    use std::time::Duration;

    fn app() -> App {
        let opened = bench::first_cell("sha256(\"abc\")").unwrap_or_else(|wrong| panic!("{wrong:?}"));
        let mut app = App::bench(Library::default(), opened, Rc::new(NoFiles));
        app.size = (80, 24);
        press(&mut app, '/');
        for c in "digest/block[0]/T1[0]".chars() {
            press(&mut app, c);
        }
        update(&mut app, Event::Key(Key::plain(crate::app::key::Code::Enter)));
        app
    }
    fn press(app: &mut App, c: char) -> Vec<Effect> {
        update(app, Event::Key(Key::char(c)))
    }
    fn waits(effects: &[Effect]) -> Option<(u64, Duration)> {
        effects.iter().find_map(|effect| match effect {
            Effect::Tick { job, after } => Some((*job, *after)),
            _ => None,
        })
    }
    fn address(app: &App) -> String {
        app.stage.half().map_or_else(String::new, |half| half.sight.pane.address.clone())
    }

    #[test]
    fn each_wait_is_one_step_and_any_other_key_ends_it() {
        let mut app = app();
        assert_eq!(address(&app), "digest/block[0]/T1[0]");
        let (job, after) = waits(&press(&mut app, '.')).expect("a wait");
        assert_eq!(after, Duration::from_secs(1));
        let (next, _) = waits(&update(&mut app, Event::Tick { job })).expect("another wait");
        assert_eq!(address(&app), "digest/block[0]/S0[0]");
        assert!(update(&mut app, Event::Tick { job }).is_empty(), "an old wait is stale");
        let faster = press(&mut app, '>');
        assert_eq!(waits(&faster).map(|(_, after)| after), Some(Duration::from_millis(500)));
        assert!(update(&mut app, Event::Tick { job: next }).is_empty(), "the speed began a new wait");
        let ended = press(&mut app, 'l');
        assert!(ended.iter().any(|effect| matches!(effect, Effect::StopTicking)));
        assert!(!app.play.is_going());
    }

    #[test]
    fn it_stops_at_the_end() {
        let mut app = app();
        press(&mut app, ',');
        let (job, _) = waits(&press(&mut app, '.')).expect("a wait");
        let effects = update(&mut app, Event::Tick { job });
        assert!(waits(&effects).is_none(), "one block has no next");
        assert!(app.notice.as_ref().is_some_and(|notice| notice.starts_with("The end")));
    }

    #[test]
    fn part_by_part() {
        let mut app = app();
        press(&mut app, ',');
        press(&mut app, ',');
        update(&mut app, Event::Key(Key::plain(crate::app::key::Code::Esc)));
        update(&mut app, Event::Key(Key::plain(crate::app::key::Code::Esc)));
        update(&mut app, Event::Key(Key::plain(crate::app::key::Code::Home)));
        update(&mut app, Event::Key(Key::char('k')));
        let begun = address(&app);
        let (job, _) = waits(&press(&mut app, '.')).expect("a wait");
        update(&mut app, Event::Tick { job });
        assert_ne!(address(&app), begun);
    }
}
