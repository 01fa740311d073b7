//! How the state changes: an event comes in, effects go out.

use crate::app::App;
use crate::app::aim::{Aim, Pointer};
use crate::app::command::{self, KEYS, Row, play, tools};
use crate::app::context::Context;
use crate::app::event::{Effect, Event};
use crate::app::key::Key;
use crate::app::outcome::Outcome;
use crate::app::pointer::point;
use crate::app::stage::Stage;
use crate::app::text::{Edited, InputLine};
use crate::lesson::Library;
use crate::run::Error;

/// Changes the state as an event asks, and says what is to be done outside.
pub fn update(app: &mut App, event: Event) -> Vec<Effect> {
    let mut effects = answer(app, event);
    app.note();
    effects.extend(app.seat.as_mut().and_then(|seat| seat.take_report()).map(Effect::Report));
    effects.extend(app.notebook.take().map(|delta| Effect::Keep(Box::new(delta))));
    effects
}

fn answer(app: &mut App, event: Event) -> Vec<Effect> {
    match event {
        Event::Clock(now) => {
            let lesson = app.stage.lesson().filter(|_| app.quiz.is_none()).map(|session| session.lesson().id.clone());
            app.notebook.passes(now, lesson.as_deref());
            app.pass_time();
            // The time that is left is shown.
            if app.seat.is_some() { vec![Effect::Draw] } else { Vec::new() }
        }
        Event::Kept(Ok(record)) => {
            app.notebook.record.merge(&record);
            if matches!(app.stage, Stage::Map) { vec![Effect::Draw] } else { Vec::new() }
        }
        Event::Kept(Err(why)) => app.tell(why),
        Event::Key(key) => press(app, key),
        Event::Paste(text) => paste(app, &text),
        Event::Replaced(text) => {
            app.notice = None;
            typed(app, |line| line.replace(&text))
        }
        Event::Pointer(pointer) => {
            let row = match pointer {
                Pointer::Press(Aim::Key(row)) => KEYS.get(usize::from(row)),
                Pointer::Press(_) | Pointer::Wheel { .. } => None,
            };
            attend(app, row, |app| point(app, pointer))
        }
        Event::Resize { columns, rows } => {
            app.size = (columns, rows);
            vec![Effect::Draw]
        }
        Event::Snapped(said) => app.tell(said),
        Event::Saved(saved) => app.on_bench(|bench| bench.saved(saved)),
        Event::LessonsChanged => vec![Effect::ReadLessons],
        Event::FileChanged => app.after(Outcome::Moved),
        Event::Lessons(library) => reload(app, *library),
        Event::Random(number) if app.tool.is_none() && app.help.is_none() => {
            app.on_desk(|desk| desk.take_random(number))
        }
        Event::Random(_) => Vec::new(),
        Event::Measured(speeds) => app.in_lesson(|session| session.measured(speeds)),
        Event::Tick { job } => play::tick(app, job),
        Event::Found { job, rows, searched, ended } => tools::found(app, job, rows, searched, ended),
        Event::Computed { job, .. } if job != app.job => Vec::new(),
        Event::Computed { ended, .. } => computed(app, ended),
        Event::Checked { job } if job != app.checks => Vec::new(),
        Event::Checked { .. } => {
            app.stage.computed(false);
            vec![Effect::Draw]
        }
    }
}

fn press(app: &mut App, key: Key) -> Vec<Effect> {
    let context = app.context();
    app.stage.lesson_mut().into_iter().for_each(|session| session.note_key(key));
    let row = app.keymap.row(context, key).map(|row| &KEYS[row]);
    attend(app, row, |app| {
        let done = match (row, context) {
            (Some(row), _) => return command::run(app, row),
            (None, Context::Search | Context::Field) => typed(app, |line| line.key(key)),
            (None, Context::Letters) => tools::letter(app, key),
            (None, Context::Talk) => match key.typed().filter(char::is_ascii_digit) {
                Some(digit) => app.in_lesson(|session| session.type_digit(digit)),
                None => Vec::new(),
            },
            (None, _) => Vec::new(),
        };
        if done.is_empty() { app.tell(command::idle::of_key(app, key)) } else { done }
    })
}

/// Does what somebody asked for by a key or by pointing. What was told before goes, and playing pauses, unless the row
/// of the table that was meant is about it.
fn attend(app: &mut App, row: Option<&Row>, by: impl FnOnce(&mut App) -> Vec<Effect>) -> Vec<Effect> {
    let told = app.notice.take().is_some();
    let mut effects = if row.is_some_and(play::is_about) { Vec::new() } else { play::stop(app) };
    let done = by(app);
    if told && done.is_empty() {
        effects.push(Effect::Draw);
    }
    effects.extend(done);
    effects
}

/// Edits the line that is typed, in a tool or on the stage.
fn typed(app: &mut App, edit: impl FnOnce(&mut InputLine) -> Edited) -> Vec<Effect> {
    match (&app.help, &app.tool) {
        (Some(_), _) => Vec::new(),
        (None, Some(_)) => tools::typed(app, edit),
        (None, None) => {
            let outcome = app.stage.typed(edit);
            // A place is gone to once its address is whole: until then only the line is another.
            let is_place = app.desk().is_some_and(|desk| desk.asked_place().is_some());
            if is_place && outcome == Outcome::Moved { vec![Effect::Draw] } else { app.after(outcome) }
        }
    }
}

/// The character that a key types into a line. Those that arrive together are put in together, as a paste is.
pub fn letter(app: &App, key: Key) -> Option<char> {
    let context = app.context();
    let is_typed = matches!(context, Context::Search | Context::Field) && app.keymap.row(context, key).is_none();
    key.typed().filter(|_| is_typed)
}

/// Puts a paste into the line that is typed; on the map and on the bench it is explained. It is never run as keys.
fn paste(app: &mut App, text: &str) -> Vec<Effect> {
    app.notice = None;
    // Terminals send the line ends of a paste as the key Enter does, whatever they were.
    let text = &text.replace("\r\n", "\n").replace('\r', "\n");
    match (app.context(), &app.stage) {
        (Context::Field | Context::Search, _) => typed(app, |line| line.insert(text)),
        _ if app.help.is_some() || app.tool.is_some() => Vec::new(),
        (_, Stage::Map) => app.pasted(text),
        (_, Stage::Lesson(_)) => app.tell("Press ⟨edit⟩ to edit an input, then paste."),
        (_, Stage::Bench(_)) => app.on_bench(|bench| bench.put(text)),
    }
}

fn reload(app: &mut App, library: Library) -> Vec<Effect> {
    app.left.clear();
    app.quiz = None;
    // A tool may show what is no longer so.
    app.tool = None;
    app.trees.clear();
    app.map.follow(&app.library, &library);
    if let Stage::Lesson(session) = &mut app.stage {
        match library.lesson(&session.lesson().id) {
            Some(lesson) => {
                session.reload(lesson.whole());
                app.notice = library.notice(lesson);
            }
            None => app.stage = Stage::Map,
        }
    }
    app.library = library;
    app.opened()
}

/// A worker computed on.
fn computed(app: &mut App, ended: Option<Result<(), Error>>) -> Vec<Effect> {
    app.stage.computed(ended.is_none());
    match ended {
        None => vec![Effect::Draw],
        // A cell whose shape depended on another's value may have begun only now.
        Some(Ok(())) => app.opened(),
        Some(Err(error)) => app.after(Outcome::Told(error.to_string())),
    }
}
