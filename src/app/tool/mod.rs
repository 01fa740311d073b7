//! A tool: what lies over a screen while one uses it, and goes when one is done. The screen below stays as it is.

pub mod complete;
pub mod copies;
pub mod find;
pub mod palette;
pub mod path;
pub mod terms;

use crate::app::aim::Aim;
use crate::app::command::{Command, Context};
use crate::app::desk::values::Target;
use crate::app::desk::walk::Did;
use crate::app::lines::OF_THE_SCREEN;
use crate::app::stage::lesson::Session;
use crate::app::text::{Edited, InputLine};
use crate::app::tool::copies::Copies;
use crate::app::tool::find::{Find, Leads, Row};
use crate::app::tool::palette::Palette;
use crate::app::tool::path::{Below, PathView};
use crate::app::tool::terms::Terms;
use crate::app::update::{after, copy, run, tell};
use crate::app::{App, Effect, Screen};
use crate::functions::function;
use crate::run::Error;

/// What lies over the screen.
pub enum Tool {
    /// The whole way of a value.
    Path(Box<PathView>),
    /// Something is being looked for.
    Find(Box<Find>),
    /// The words of the glossary.
    Terms(Terms),
    /// The commands of the place.
    Palette(Palette),
    /// What can be copied.
    Copies(Copies),
}

impl Tool {
    /// What has the keyboard.
    pub fn context(&self) -> Context {
        match self {
            Tool::Path(_) => Context::Tree,
            Tool::Copies(_) => Context::Copying,
            Tool::Find(_) | Tool::Terms(_) | Tool::Palette(_) => Context::Search,
        }
    }

    /// Whether a command would do something now.
    pub fn works(&self, command: Command) -> bool {
        match self {
            Tool::Find(_) => true,
            Tool::Path(_) | Tool::Terms(_) | Tool::Palette(_) | Tool::Copies(_) => command != Command::NextField,
        }
    }

    /// The line that is typed, where there is one.
    fn line(&mut self) -> Option<&mut InputLine> {
        match self {
            Tool::Path(_) | Tool::Copies(_) => None,
            Tool::Find(find) => Some(&mut find.line),
            Tool::Terms(terms) => Some(&mut terms.line),
            Tool::Palette(palette) => Some(&mut palette.line),
        }
    }

    /// How many rows there are, and which of them is chosen.
    pub fn rows(&self) -> (usize, usize) {
        match self {
            Tool::Path(path) => (path.rows.len(), path.chosen),
            Tool::Find(find) => (find.rows.len(), find.chosen),
            Tool::Terms(terms) => (terms.rows.len(), terms.chosen),
            Tool::Palette(palette) => (palette.rows.len(), palette.chosen),
            Tool::Copies(copies) => (copies.rows.len(), copies.chosen),
        }
    }

    /// The chosen row and how many there are, where it is a plain list.
    fn choice(&mut self) -> Option<(&mut usize, usize)> {
        match self {
            Tool::Path(_) => None,
            Tool::Find(find) => Some((&mut find.chosen, find.rows.len())),
            Tool::Terms(terms) => Some((&mut terms.chosen, terms.rows.len())),
            Tool::Palette(palette) => Some((&mut palette.chosen, palette.rows.len())),
            Tool::Copies(copies) => Some((&mut copies.chosen, copies.rows.len())),
        }
    }
}

/// Opens the tool that a command asks for; nothing where it asks for none.
pub(super) fn open(app: &mut App, command: Command) -> Option<Vec<Effect>> {
    let opened = match command {
        Command::Path => {
            let session = app.session()?;
            PathView::of(session.walk().spot(), session.veil()).map(|path| Tool::Path(Box::new(path)))
        }
        Command::Copies => Copies::of(app.session()?).map(Tool::Copies),
        Command::Find => Ok(Tool::Find(Box::default())),
        Command::Terms => {
            let page = app.session().map(|session| app.library.glossary.on_page(session.page())).unwrap_or_default();
            Ok(Tool::Terms(Terms::on_page(&app.library.glossary, page)))
        }
        Command::Palette => {
            let context = app.context();
            Ok(Tool::Palette(Palette::of(context, &app.keymap, |command| {
                app.works(command) && !(app.in_lines && OF_THE_SCREEN.contains(&command))
            })))
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
    if let (Tool::Path(_), Command::Find) = (&*tool, command) {
        return open(app, command).unwrap_or_default();
    }
    if let Some((chosen, rows)) = tool.choice()
        && let Some(to) = command.choice(*chosen, rows)
    {
        let moved = std::mem::replace(chosen, to) != to;
        return if moved { vec![Effect::Draw] } else { Vec::new() };
    }
    match (command, tool) {
        (Command::Out, Tool::Find(find)) if find.is_going() => {
            find.cut_off();
            vec![Effect::StopFinding, Effect::Draw]
        }
        (Command::Out | Command::Back, _) => close(app),
        (Command::Open, Tool::Path(path)) => match path.target().cloned() {
            Some(target) => jump(app, &target),
            None => tell(app, "A constant: here the way ends."),
        },
        (command, Tool::Path(path)) => {
            let did = path.command(command);
            after(app, did)
        }
        (Command::Open, Tool::Find(find)) => match find.rows.get(find.chosen).map(|row| row.leads.clone()) {
            Some(leads) => go(app, &leads),
            None => Vec::new(),
        },
        (Command::NextField, Tool::Find(find)) => {
            if find.complete() {
                return look(app);
            }
            Vec::new()
        }
        (Command::Open, Tool::Copies(copies)) => {
            let text = copies.rows.get(copies.chosen).map(|row| row.text.clone()).unwrap_or_default();
            app.tool = None;
            copy(app, Ok(text))
        }
        (Command::Open, Tool::Terms(_)) => close(app),
        (Command::Open, Tool::Palette(palette)) => match (palette.of, palette.command()) {
            (context, Some(command)) => {
                app.tool = None;
                let mut effects = run(app, context, command);
                effects.push(Effect::Draw);
                effects
            }
            (_, None) => Vec::new(),
        },
        (_, Tool::Find(_) | Tool::Terms(_) | Tool::Palette(_) | Tool::Copies(_)) => Vec::new(),
    }
}

/// Chooses the row that was pointed at, and takes the one that was chosen already. A word of the glossary has all its
/// say as soon as it is chosen.
pub(super) fn press(app: &mut App, aim: Aim) -> Vec<Effect> {
    let Some(tool) = &mut app.tool else { return Vec::new() };
    let (Aim::Row(row) | Aim::Fold(row)) = aim else { return Vec::new() };
    let (rows, chosen) = tool.rows();
    let row = usize::from(row);
    if row >= rows {
        return Vec::new();
    }
    match tool {
        Tool::Path(path) => path.chosen = row,
        Tool::Find(find) => find.chosen = row,
        Tool::Terms(terms) => terms.chosen = row,
        Tool::Palette(palette) => palette.chosen = row,
        Tool::Copies(copies) => copies.chosen = row,
    }
    match (aim, &*tool) {
        (Aim::Fold(_), Tool::Path(path)) => match path.rows[row].below {
            Below::Open => command(app, Command::StepBack),
            Below::Closed | Below::Nothing | Below::Again => command(app, Command::Step),
        },
        (_, Tool::Terms(_)) => vec![Effect::Draw],
        _ if row == chosen => command(app, Command::Open),
        _ => vec![Effect::Draw],
    }
}

/// Edits the line that is typed, and follows it.
pub(super) fn typed(app: &mut App, edit: impl FnOnce(&mut InputLine) -> Edited) -> Vec<Effect> {
    match app.tool.as_mut().and_then(Tool::line).map(edit) {
        None | Some(Edited::Ignored) => Vec::new(),
        Some(Edited::Moved) => vec![Effect::Draw],
        Some(Edited::Changed | Edited::Full(_)) => look(app),
    }
}

/// Follows what is typed.
fn look(app: &mut App) -> Vec<Effect> {
    // The tool looks at the rest of the state, which it is a part of.
    let Some(mut tool) = app.tool.take() else { return Vec::new() };
    let mut effects = vec![Effect::Draw];
    match &mut tool {
        Tool::Path(_) | Tool::Copies(_) => {}
        Tool::Palette(palette) => palette.look(),
        Tool::Terms(terms) => terms.look(&app.library.glossary),
        Tool::Find(find) => {
            let hunt = find.look(app.session(), &app.library);
            app.found += 1;
            effects.push(match hunt {
                Some(hunt) => Effect::Find { job: app.found, hunt: Box::new(hunt) },
                None => Effect::StopFinding,
            });
        }
    }
    app.tool = Some(tool);
    effects
}

/// Takes what a search found, unless it is another search's.
pub(super) fn found(
    app: &mut App,
    job: u64,
    rows: Vec<Row>,
    searched: (u64, u64),
    ended: Option<Result<(), Error>>,
) -> Vec<Effect> {
    match &mut app.tool {
        Some(Tool::Find(find)) if job == app.found && find.is_going() => {
            find.take(rows, searched, ended);
            vec![Effect::Draw]
        }
        _ => Vec::new(),
    }
}

fn close(app: &mut App) -> Vec<Effect> {
    match app.tool.take() {
        Some(Tool::Find(_)) => vec![Effect::StopFinding, Effect::Draw],
        _ => vec![Effect::Draw],
    }
}

/// Goes where something that was found leads.
fn go(app: &mut App, leads: &Leads) -> Vec<Effect> {
    match leads {
        Leads::To(target) => follow(app, target),
        Leads::Text(text) => {
            if let Some(Tool::Find(find)) = &mut app.tool {
                find.retype(text);
            }
            look(app)
        }
        Leads::Term(term) => {
            let mut effects = close(app);
            app.tool = Some(Tool::Terms(Terms::at(&app.library.glossary, *term)));
            effects.push(Effect::Draw);
            effects
        }
        Leads::Lesson(id) => {
            let mut effects = close(app);
            app.leave();
            app.open(id);
            effects.extend(app.compute());
            effects
        }
        Leads::Function(name) => match function(name) {
            Ok(row) => tell(app, &format!("{}: {}", row.signature(), row.summary)),
            Err(_) => Vec::new(),
        },
    }
}

/// Goes to a value of the tree that is open; one comes back to the tree.
fn jump(app: &mut App, target: &Target) -> Vec<Effect> {
    let jumps = |app: &App| app.session().map(|session| session.walk().jumps());
    let before = jumps(app);
    let tree = app.tool.take();
    let effects = follow(app, target);
    if jumps(app) == before {
        app.tool = tree;
    } else if let (Some(Tool::Path(path)), Some(session)) = (tree, app.session_mut()) {
        session.came_from(*path, target.clone());
    }
    effects
}

/// Opens the tree again that a step back led to.
pub(super) fn reopen(app: &mut App) {
    if let Some(path) = app.session_mut().and_then(Session::take_tree) {
        app.tool = Some(Tool::Path(Box::new(path)));
    }
}

/// Goes to a value, in the lesson or on the bench.
fn follow(app: &mut App, target: &Target) -> Vec<Effect> {
    let mut effects = close(app);
    let did = match &mut app.screen {
        Screen::Map => Did::Nothing,
        Screen::Lesson(session) => session.follow(target),
        Screen::Bench(bench) => bench.follow(target),
    };
    effects.extend(after(app, did));
    effects
}

impl App {
    fn session_mut(&mut self) -> Option<&mut Session> {
        match &mut self.screen {
            Screen::Map => None,
            Screen::Lesson(session) => Some(session),
            Screen::Bench(bench) => Some(bench.session_mut()),
        }
    }

    /// The sheet that is open, and the place in it.
    pub fn session(&self) -> Option<&Session> {
        match &self.screen {
            Screen::Map => None,
            Screen::Lesson(session) => Some(session),
            Screen::Bench(bench) => Some(bench.session()),
        }
    }
}
