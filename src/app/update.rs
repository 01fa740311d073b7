//! How the state changes: an event comes in, effects go out.

use crate::app::aim::point;
use crate::app::command::{self, Command, Context};
use crate::app::desk::walk::Did;
use crate::app::event::{Effect, Event};
use crate::app::key::Key;
use crate::app::stage::lesson::{Asking, Purpose};
use crate::app::{App, Screen, play, tool};
use crate::lesson::Library;
use crate::run::Error;

/// The most that is copied to the clipboard, in bytes.
pub const CLIPBOARD_BYTES: usize = 64 << 10;

const MOUSE_ON: &str = "The mouse clicks, scrolls and drags. Hold Shift to select text; ⟨mouse⟩ gives it back.";
const MOUSE_OFF: &str = "The mouse is the terminal's again.";

/// Changes the state as an event asks, and says what is to be done outside.
pub fn update(app: &mut App, event: Event) -> Vec<Effect> {
    match event {
        Event::Key(key) => press(app, key),
        Event::Paste(text) => {
            app.notice = None;
            if app.help.is_none() && app.tool.is_some() {
                return tool::typed(app, |line| line.insert(&text));
            }
            let covered = app.help.is_some();
            let did = match &mut app.screen {
                Screen::Lesson(session) if !covered => session.paste(&text),
                Screen::Bench(bench) if !covered => bench.paste(&text),
                Screen::Lesson(_) | Screen::Bench(_) | Screen::Map => Did::Nothing,
            };
            after(app, did)
        }
        Event::Replaced(text) => {
            app.notice = None;
            if app.help.is_none() && app.tool.is_some() {
                return tool::typed(app, |line| line.replace(&text));
            }
            let did = match &mut app.screen {
                Screen::Lesson(session) => session.replace(&text),
                Screen::Bench(bench) => bench.replace(&text),
                Screen::Map => Did::Nothing,
            };
            after(app, did)
        }
        Event::Pointer(pointer) => point(app, pointer),
        Event::Resize { columns, rows } => {
            app.size = (columns, rows);
            vec![Effect::Draw]
        }
        Event::Saved(saved) => match &mut app.screen {
            Screen::Bench(bench) => {
                let did = bench.saved(saved);
                after(app, did)
            }
            Screen::Map | Screen::Lesson(_) => Vec::new(),
        },
        Event::LessonsChanged => vec![Effect::ReadLessons],
        Event::Lessons(library) => reload(app, *library),
        Event::Random(number) => random(app, number),
        Event::Tick { job } => play::tick(app, job),
        Event::Found { job, rows, searched, ended } => tool::found(app, job, rows, searched, ended),
        Event::Computed { job, .. } if job != app.job => Vec::new(),
        Event::Computed { ended, .. } => computed(app, ended),
    }
}

fn press(app: &mut App, key: Key) -> Vec<Effect> {
    let context = app.context();
    let told = app.notice.take().is_some();
    let command = app.keymap.command(context, key);
    let mut stopped = if play::is_about(command) { Vec::new() } else { play::stop(app) };
    let mut effects = match command {
        Some(command) => run(app, context, command),
        None if context == Context::Search => tool::typed(app, |line| line.key(key)),
        None if context == Context::Field => {
            let did = match &mut app.screen {
                Screen::Lesson(session) => session.type_key(key),
                Screen::Bench(bench) => bench.type_key(key),
                Screen::Map => Did::Nothing,
            };
            after(app, did)
        }
        None => Vec::new(),
    };
    if told && effects.is_empty() {
        effects.push(Effect::Draw);
    }
    stopped.append(&mut effects);
    stopped
}

pub(super) fn run(app: &mut App, context: Context, command: Command) -> Vec<Effect> {
    match command {
        Command::Quit => {
            let asks = match &mut app.screen {
                Screen::Bench(bench) => bench.asks_before_quit(),
                Screen::Map | Screen::Lesson(_) => None,
            };
            return match asks {
                Some(question) => {
                    app.help = None;
                    tell(app, &question)
                }
                None => vec![Effect::Quit],
            };
        }
        Command::Suspend => return vec![Effect::Suspend],
        Command::Redraw => return vec![Effect::Redraw],
        Command::Mouse => {
            app.mouse = !app.mouse;
            let mut effects = tell(app, if app.mouse { MOUSE_ON } else { MOUSE_OFF });
            effects.push(Effect::Mouse(app.mouse));
            return effects;
        }
        Command::Help => {
            app.help = Some((context, 0));
            return vec![Effect::Draw];
        }
        _ => {}
    }
    if let Some((of, scroll)) = app.help {
        let scroll = match command {
            Command::Up => scroll.saturating_sub(1),
            Command::Down => scroll.saturating_add(1),
            Command::First => 0,
            Command::Last => u16::try_from(command::rows(of).count() * 3).unwrap_or(u16::MAX),
            Command::Palette if !app.works(command) => return Vec::new(),
            Command::Palette => {
                app.help = None;
                return tool::open(app, command).unwrap_or_default();
            }
            _ => {
                app.help = None;
                return vec![Effect::Draw];
            }
        };
        app.help = Some((of, scroll.min(u16::try_from(command::rows(of).count() * 3).unwrap_or(u16::MAX))));
        return vec![Effect::Draw];
    }
    if app.tool.is_some() {
        return tool::command(app, command);
    }
    if command == Command::Out && stop(app) {
        let mut effects = tell(app, "Stopped computing. What needs it computes on as soon as you go there.");
        effects.push(Effect::StopComputing);
        return effects;
    }
    if let Some(effects) = play::command(app, command) {
        return effects;
    }
    if let Some(effects) = tool::open(app, command) {
        return effects;
    }
    if wants_random(app, command) {
        return vec![Effect::Random];
    }
    let effects = match &mut app.screen {
        Screen::Map => on_map(app, command),
        Screen::Lesson(_) => in_lesson(app, command),
        Screen::Bench(_) => on_bench(app, command),
    };
    if command == Command::Back {
        tool::reopen(app);
    }
    effects
}

/// Stops what is computed in the background, where something is. Its answer, should it come yet, is a stale one.
fn stop(app: &mut App) -> bool {
    let stopped = match &mut app.screen {
        Screen::Map => false,
        Screen::Lesson(session) => session.stop(),
        Screen::Bench(bench) => bench.stop(),
    };
    app.job += u64::from(stopped);
    stopped
}

/// Whether a command needs a random number first: to open a seed, or for another one.
fn wants_random(app: &App, command: Command) -> bool {
    let Some(session) = app.session() else { return false };
    let seed = matches!(session.asking(), Asking::Field { purpose: Purpose::Seed { .. }, .. });
    let free = matches!(session.asking(), Asking::Nothing) && session.wants_random();
    (command == Command::Random && free) || (command == Command::NextField && seed)
}

/// Gives a random number to the input that wants one, if one still does.
fn random(app: &mut App, number: u32) -> Vec<Effect> {
    let did = match &mut app.screen {
        Screen::Lesson(session) if app.tool.is_none() && app.help.is_none() => session.take_random(number),
        Screen::Bench(bench) if app.tool.is_none() && app.help.is_none() => bench.take_random(number),
        Screen::Map | Screen::Lesson(_) | Screen::Bench(_) => Did::Nothing,
    };
    after(app, did)
}

fn on_map(app: &mut App, command: Command) -> Vec<Effect> {
    let moved = match command {
        Command::Up => app.map.by(-1),
        Command::Down => app.map.by(1),
        Command::First => app.map.to(0),
        Command::Last => app.map.to(usize::MAX),
        Command::Open => {
            let Some(id) = app.map.lesson(&app.library).map(|lesson| lesson.id.clone()) else { return Vec::new() };
            app.open(&id);
            let mut effects = vec![Effect::Draw];
            effects.extend(app.compute());
            return effects;
        }
        _ => false,
    };
    if moved { vec![Effect::Draw] } else { Vec::new() }
}

fn in_lesson(app: &mut App, command: Command) -> Vec<Effect> {
    let Screen::Lesson(session) = &mut app.screen else { return Vec::new() };
    let did = match command {
        Command::Accept => session.accept(),
        Command::Cancel => session.cancel(),
        Command::NextField => session.next_field(),
        Command::Copy => {
            let copied = session.copied();
            return copy(app, copied);
        }
        Command::ScrollDown | Command::ScrollUp => {
            let by = if command == Command::ScrollDown { 1 } else { -1 };
            session.scroll_by(by);
            Did::Moved
        }
        other => session.command(other),
    };
    after(app, did)
}

fn on_bench(app: &mut App, command: Command) -> Vec<Effect> {
    let Screen::Bench(bench) = &mut app.screen else { return Vec::new() };
    let did = match command {
        Command::Accept => bench.accept(),
        Command::Cancel => bench.cancel(),
        Command::NextField => bench.next_field(),
        Command::Copy => {
            let copied = bench.session().copied();
            return copy(app, copied);
        }
        other => bench.command(other),
    };
    let saving = bench.take_saving();
    let mut effects = after(app, did);
    effects.extend(saving.map(Effect::Save));
    effects
}

pub(super) fn copy(app: &mut App, copied: Result<String, String>) -> Vec<Effect> {
    match copied {
        Ok(text) if text.len() > CLIPBOARD_BYTES => {
            tell(app, &format!("{} bytes are more than a terminal takes; {CLIPBOARD_BYTES} are the most.", text.len()))
        }
        Ok(text) => {
            let bytes = format!("{} {}", text.len(), if text.len() == 1 { "byte" } else { "bytes" });
            let says =
                if app.in_lines { format!("That is the text to copy, {bytes}.") } else { format!("copied {bytes}") };
            let mut effects = tell(app, &says);
            effects.push(Effect::Copy(text));
            effects
        }
        Err(why) => tell(app, &why),
    }
}

/// What follows from what a command did.
pub(super) fn after(app: &mut App, did: Did) -> Vec<Effect> {
    let mut effects = match did {
        Did::Nothing => return Vec::new(),
        Did::Moved | Did::Pending => vec![Effect::Draw],
        Did::Told(sentence) => tell(app, &sentence),
        Did::Left => {
            app.leave();
            return vec![Effect::StopComputing, Effect::Draw];
        }
    };
    effects.extend(app.compute());
    effects
}

pub(super) fn tell(app: &mut App, sentence: &str) -> Vec<Effect> {
    app.tell(sentence);
    vec![Effect::Draw]
}

fn reload(app: &mut App, library: Library) -> Vec<Effect> {
    app.left.clear();
    // It may show what is no longer so.
    app.tool = None;
    app.map.follow(&app.library, &library);
    if let Screen::Lesson(session) = &mut app.screen {
        match library.lesson(&session.lesson().id) {
            Some(lesson) => session.reload(lesson.whole()),
            None => app.screen = Screen::Map,
        }
    }
    app.library = library;
    let mut effects = vec![Effect::Draw];
    effects.extend(app.compute());
    effects
}

fn computed(app: &mut App, ended: Option<Result<(), Error>>) -> Vec<Effect> {
    match &mut app.screen {
        Screen::Map => return Vec::new(),
        Screen::Lesson(session) => session.refresh(),
        Screen::Bench(bench) => bench.refresh(),
    }
    match ended {
        None => vec![Effect::Draw],
        Some(Ok(())) => {
            // A cell whose shape depended on another's value may have begun only now.
            let mut effects = vec![Effect::Draw];
            effects.extend(app.compute());
            effects
        }
        Some(Err(error)) => tell(app, &error.to_string()),
    }
}
