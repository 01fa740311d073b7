//! A tool: what lies over a screen while one uses it, and goes when one is done. The screen below stays as it is.

use crate::app::keys::{Command, Context};
use crate::app::path::PathView;
use crate::app::session::Session;
use crate::app::values::Target;
use crate::app::walk::Did;
use crate::app::{App, Effect, Screen, after, tell};

/// What lies over the screen.
pub enum Tool {
    /// The whole way of a value.
    Path(Box<PathView>),
}

impl Tool {
    /// What has the keyboard.
    pub fn context(&self) -> Context {
        match self {
            Tool::Path(_) => Context::Tree,
        }
    }
}

/// What a tool wants after a command.
enum Wants {
    /// What a command did to the tool itself.
    Did(Did),
    /// To be closed.
    Close,
    /// To be closed, and to go where something leads.
    Follow(Target),
}

/// Opens the tool that a command asks for; nothing where it asks for none.
pub(super) fn open(app: &mut App, command: Command) -> Option<Vec<Effect>> {
    let opened = match command {
        Command::Path => {
            let session = app.session()?;
            PathView::of(session.walk().spot(), session.veil()).map(|path| Tool::Path(Box::new(path)))
        }
        _ => return None,
    };
    Some(match opened {
        Ok(tool) => {
            app.tool = Some(tool);
            vec![Effect::Draw]
        }
        Err(why) => tell(app, &why),
    })
}

/// Carries out a command in the tool that is open.
pub(super) fn command(app: &mut App, command: Command) -> Vec<Effect> {
    let Some(tool) = &mut app.tool else { return Vec::new() };
    let wants = match (command, &mut *tool) {
        (Command::Out | Command::Back, _) => Wants::Close,
        (Command::Open, Tool::Path(path)) => match path.target() {
            Some(target) => Wants::Follow(target.clone()),
            None => Wants::Did(Did::Told("A constant: here the way ends.".into())),
        },
        (command, Tool::Path(path)) => Wants::Did(path.command(command)),
    };
    match wants {
        Wants::Did(did) => after(app, did),
        Wants::Close => {
            app.tool = None;
            vec![Effect::Draw]
        }
        Wants::Follow(target) => {
            app.tool = None;
            follow(app, &target)
        }
    }
}

/// Goes where something leads, in the lesson or on the bench.
fn follow(app: &mut App, target: &Target) -> Vec<Effect> {
    let did = match &mut app.screen {
        Screen::Map => Did::Nothing,
        Screen::Lesson(session) => session.follow(target),
        Screen::Bench(bench) => bench.follow(target),
    };
    // The tool is gone, even where one stays.
    let mut effects = after(app, did);
    if effects.is_empty() {
        effects.push(Effect::Draw);
    }
    effects
}

impl App {
    /// The sheet that is open, and the place in it.
    pub fn session(&self) -> Option<&Session> {
        match &self.screen {
            Screen::Map => None,
            Screen::Lesson(session) => Some(session),
            Screen::Bench(bench) => Some(bench.session()),
        }
    }
}
