//! Playing step by step: one wait a step, until another key or the end.

use cleartext::app::key::{Code, Key};
use cleartext::app::{App, Effect, Event, stage::bench, update};
use cleartext::lesson::Library;
use cleartext::sheet::NoFiles;
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
    update(&mut app, Event::Key(Key::plain(Code::Enter)));
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
    assert_eq!(address(&app), "digest/block[0]/T2[0]");
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
    update(&mut app, Event::Key(Key::plain(Code::Esc)));
    update(&mut app, Event::Key(Key::plain(Code::Esc)));
    update(&mut app, Event::Key(Key::plain(Code::Home)));
    update(&mut app, Event::Key(Key::char('k')));
    let begun = address(&app);
    let (job, _) = waits(&press(&mut app, '.')).expect("a wait");
    update(&mut app, Event::Tick { job });
    assert_ne!(address(&app), begun);
}
