//! Playing: steps that are taken by themselves, at a speed.
//!
//! The shell wakes the program once for every step and not at all while nothing plays.

use std::time::Duration;

use crate::app::command::Command;
use crate::app::desk::walk::Did;
use crate::app::update::{after, tell};
use crate::app::{App, Effect, Screen};

/// The speeds: how long a step is looked at, and how that is said.
const SPEEDS: [(u64, &str); 6] = [
    (4000, "one in 4 seconds"),
    (2000, "one in 2 seconds"),
    (1000, "1 a second"),
    (500, "2 a second"),
    (200, "5 a second"),
    (50, "20 a second"),
];

/// In lines, how many steps are taken at a time.
pub const STRETCH: usize = 10;
/// The most of them.
const LONGEST: usize = 200;

/// How playing is set, and whether something plays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Play {
    by: By,
    speed: usize,
    going: bool,
    /// Where it is played in lines, how many steps are taken until the reader is asked.
    steps: usize,
    /// The latest wait; the end of an older one is stale.
    job: u64,
}

/// How far one step goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// To the next value.
    Value,
    /// To the same value of the next segment.
    Segment,
    /// To the next part.
    Part,
}

impl By {
    fn word(self) -> &'static str {
        match self {
            By::Value => "value by value",
            By::Segment => "segment by segment",
            By::Part => "part by part",
        }
    }
    fn next(self) -> By {
        match self {
            By::Value => By::Segment,
            By::Segment => By::Part,
            By::Part => By::Value,
        }
    }
}

impl Default for Play {
    fn default() -> Play {
        Play { by: By::Value, speed: 2, going: false, steps: STRETCH, job: 0 }
    }
}

impl Play {
    /// Whether something plays.
    pub fn is_going(&self) -> bool {
        self.going
    }

    /// By what it plays: `value by value`.
    pub fn by(&self) -> &'static str {
        self.by.word()
    }

    /// How it plays: `value by value, 1 a second`.
    pub fn says(&self) -> String {
        format!("{}, {}", self.by.word(), SPEEDS[self.speed].1)
    }

    fn wait(&mut self) -> Effect {
        self.job += 1;
        Effect::Tick { job: self.job, after: Duration::from_millis(SPEEDS[self.speed].0) }
    }
}

/// Plays so many steps, in lines.
pub(super) fn stretch(app: &mut App, steps: usize) -> Vec<Effect> {
    app.play.steps = steps.clamp(1, LONGEST);
    app.play.going = true;
    vec![app.play.wait()]
}

/// Whether a command is about playing, so that it does not end it.
pub(super) fn is_about(command: Option<Command>) -> bool {
    matches!(command, Some(Command::Play | Command::Slower | Command::Faster | Command::PlayBy))
}

/// Ends playing; says nothing where nothing plays.
pub(super) fn stop(app: &mut App) -> Vec<Effect> {
    if !std::mem::replace(&mut app.play.going, false) {
        return Vec::new();
    }
    vec![Effect::StopTicking, Effect::Draw]
}

/// Carries out a command that is about playing; nothing for another.
pub(super) fn command(app: &mut App, command: Command) -> Option<Vec<Effect>> {
    let play = &mut app.play;
    match command {
        Command::Play if app.in_lines => return Some(stretch(app, STRETCH)),
        Command::Play if play.going => {
            let mut effects = stop(app);
            effects.extend(tell(app, "Paused. Press ⟨play⟩ to play on."));
            return Some(effects);
        }
        Command::Play => {
            play.going = true;
            return Some(vec![play.wait(), Effect::Draw]);
        }
        Command::Slower => play.speed = play.speed.saturating_sub(1),
        Command::Faster => play.speed = (play.speed + 1).min(SPEEDS.len() - 1),
        Command::PlayBy => play.by = play.by.next(),
        _ => return None,
    }
    if play.going && !app.in_lines {
        return Some(vec![play.wait(), Effect::Draw]);
    }
    if app.in_lines {
        let says = format!("`play` plays {}.", play.by());
        return Some(tell(app, &says));
    }
    let says = play.says();
    Some(tell(app, &format!("Press ⟨play⟩ to play {says}.")))
}

/// Takes the next step, unless what asked for it is over.
pub(super) fn tick(app: &mut App, job: u64) -> Vec<Effect> {
    if !app.play.going || job != app.play.job {
        return Vec::new();
    }
    let by = app.play.by;
    let did = match (&mut app.screen, by) {
        (Screen::Map, _) => Did::Nothing,
        (Screen::Lesson(session), By::Part) => session.next_part(),
        (Screen::Bench(bench), By::Part) => bench.next_part(),
        (Screen::Lesson(session), By::Value) => session.command(Command::Step),
        (Screen::Lesson(session), By::Segment) => session.command(Command::SegmentAfter),
        (Screen::Bench(bench), By::Value) => bench.command(Command::Step),
        (Screen::Bench(bench), By::Segment) => bench.command(Command::SegmentAfter),
    };
    match did {
        Did::Nothing => {
            let mut effects = stop(app);
            effects.extend(tell(app, "The end: nothing comes after this."));
            effects
        }
        Did::Moved | Did::Pending => {
            let mut effects = after(app, did);
            if app.in_lines {
                app.play.steps = app.play.steps.saturating_sub(1);
            }
            if app.play.steps > 0 {
                effects.push(app.play.wait());
            }
            effects
        }
        Did::Told(_) | Did::Left => {
            let mut effects = stop(app);
            effects.extend(after(app, did));
            effects
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::key::Key;
    use crate::app::{Event, stage::bench, update};
    use crate::lesson::Library;
    use crate::sheet::NoFiles;
    use std::rc::Rc;

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
        app.session().map_or_else(String::new, |session| session.shown().pane.address.clone())
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
        assert!(app.notice.as_ref().is_some_and(|notice| notice.as_str().starts_with("The end")));
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
