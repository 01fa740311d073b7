//! The tools that lie over a stage: opened, typed into, taken from, closed.

use crate::app::desk::Desk;
use crate::app::event::Effect;
use crate::app::key::Key;
use crate::app::list::List;
use crate::app::outcome::Outcome;
use crate::app::text::{Edited, InputLine};
use crate::app::tool::Tool;
use crate::app::tool::letters::{Goal, Letters};
use crate::app::tool::path::PathView;
use crate::app::tool::terms::Terms;
use crate::app::{App, CLIPBOARD_BYTES, Then, Tree};
use crate::functions::function;
use crate::learner::hunt::{Destination, Finding};
use crate::learner::lens::{Lens, frame};
use crate::run::Error;
use crate::run::Target;

/// How many trees are kept to come back to.
const TREES: usize = 16;

/// Opens a tool.
pub fn open(app: &mut App, tool: Tool) -> Vec<Effect> {
    app.tool = Some(tool);
    vec![Effect::Draw]
}

/// Opens the whole way of the value.
pub fn open_path(app: &mut App) -> Vec<Effect> {
    let Some(desk) = app.desk() else { return Vec::new() };
    match PathView::of(desk.walk().spot(), &desk.lens(&frame())) {
        Ok(path) => open(app, Tool::Path(Box::new(path))),
        Err(why) => app.tell(why),
    }
}

/// The whole way: of the value, or in the tree of the chosen one.
pub fn whole_path(app: &mut App) -> Vec<Effect> {
    if app.tool.is_some() { in_tree(app, PathView::reach_on) } else { open_path(app) }
}

/// Opens the list of what can be copied.
pub fn open_copies(app: &mut App) -> Vec<Effect> {
    let Some(desk) = app.desk() else { return Vec::new() };
    match desk.lens(&frame()).copies(desk.walk().spot(), CLIPBOARD_BYTES) {
        Ok(copies) => open(app, Tool::Copies(List::new(copies))),
        Err(why) => app.tell(why),
    }
}

/// Puts letters on all that one can go to.
pub fn open_letters(app: &mut App) -> Vec<Effect> {
    match Letters::of(&app.stage) {
        Some(letters) => {
            let mut effects = app.tell("Type the letter of a place to go there; ⟨out⟩ takes the letters away.");
            effects.extend(open(app, Tool::Letters(letters)));
            effects
        }
        None => app.tell("There is nothing here that a letter could lead to. ⟨into⟩ looks inside, ⟨out⟩ goes out."),
    }
}

/// Takes a letter, and goes where it leads.
pub fn letter(app: &mut App, key: Key) -> Vec<Effect> {
    let Some(Tool::Letters(letters)) = &mut app.tool else { return Vec::new() };
    match key.typed().map(|letter| letters.take(letter)) {
        None => Vec::new(),
        Some(Ok(None)) => vec![Effect::Draw],
        Some(Ok(Some(goal))) => leap(app, goal),
        Some(Err(why)) => app.tell(why),
    }
}

/// Takes the letters away, and goes where one of them leads.
fn leap(app: &mut App, goal: Goal) -> Vec<Effect> {
    app.tool = None;
    match goal {
        Goal::Target(target) => follow(app, &target),
        Goal::Byte(byte) => app.walk(|walk, lens| walk.stand_on_byte(byte, lens)),
        Goal::Operand(place) => {
            app.walk(|walk, lens| walk.choose_operand(place, lens));
            app.on_desk(Desk::open)
        }
    }
}

/// Opens the words of the page.
pub fn open_terms(app: &mut App) -> Vec<Effect> {
    let glossary = &app.library.glossary;
    let page = app.stage.lesson().map_or(&[][..], |session| session.words(glossary));
    let terms = Terms::on_page(glossary, page);
    open(app, Tool::Terms(terms))
}

/// Closes the tool; a search ends with it.
pub fn close(app: &mut App) -> Vec<Effect> {
    match app.tool.take() {
        Some(Tool::Find(_)) => vec![Effect::StopFinding, Effect::Draw],
        _ => vec![Effect::Draw],
    }
}

/// Stops the search that goes on; where none does, closes the tool.
pub fn stop_or_close(app: &mut App) -> Vec<Effect> {
    match &mut app.tool {
        Some(Tool::Find(find)) if find.is_going() => {
            find.cut_off();
            vec![Effect::StopFinding, Effect::Draw]
        }
        _ => close(app),
    }
}

/// Whether the line that is typed can be completed.
pub fn completes(app: &App) -> bool {
    matches!(app.tool, Some(Tool::Find(_)))
}

/// Completes the address that is typed.
pub fn complete(app: &mut App) -> Vec<Effect> {
    let Some(Tool::Find(find)) = &mut app.tool else { return Vec::new() };
    if find.complete() { look(app) } else { Vec::new() }
}

/// Does something in the tree.
pub fn in_tree(app: &mut App, by: impl FnOnce(&mut PathView, &Lens) -> Outcome) -> Vec<Effect> {
    let budget = frame();
    let (Some(Tool::Path(path)), Some(desk)) = (&mut app.tool, app.stage.desk()) else { return Vec::new() };
    match by(path, &desk.lens(&budget)) {
        Outcome::Told(sentence) => app.tell(sentence),
        Outcome::Nothing => Vec::new(),
        Outcome::Moved | Outcome::Pending | Outcome::Left => vec![Effect::Draw],
    }
}

/// Goes to the chosen value, of the tree or of a list.
pub fn go_there(app: &mut App) -> Vec<Effect> {
    if app.tool.is_some() { take(app) } else { app.on_desk(Desk::open) }
}

/// Takes the chosen row.
pub fn take(app: &mut App) -> Vec<Effect> {
    match &app.tool {
        None => Vec::new(),
        Some(Tool::Path(path)) => match path.target().cloned() {
            Some(target) => jump(app, &target),
            None => app.tell("A constant: here the way ends."),
        },
        Some(Tool::Find(find)) => {
            let leads = find.list.chosen().map(|row| row.leads.clone());
            leads.map_or_else(Vec::new, |leads| go(app, leads))
        }
        Some(Tool::Copies(copies)) => {
            let text = copies.chosen().map(|row| row.text.clone()).unwrap_or_default();
            app.tool = None;
            app.copy(Ok(text))
        }
        Some(Tool::Letters(letters)) => {
            let goal = letters.list.chosen().map(|jump| jump.to.clone());
            goal.map_or_else(Vec::new, |goal| leap(app, goal))
        }
        Some(Tool::Terms(_)) => close(app),
        Some(Tool::Palette(palette)) => match palette.list.chosen().map(|offer| offer.name) {
            Some(name) => {
                app.tool = None;
                app.then = Some(Then::Command(name));
                vec![Effect::Draw]
            }
            None => Vec::new(),
        },
    }
}

/// Edits the line that is typed, and follows it.
pub fn typed(app: &mut App, edit: impl FnOnce(&mut InputLine) -> Edited) -> Vec<Effect> {
    match app.tool.as_mut().and_then(Tool::line).map(edit) {
        None | Some(Edited::Ignored) => Vec::new(),
        Some(Edited::Moved) => vec![Effect::Draw],
        Some(Edited::Changed | Edited::Full(_)) => look(app),
    }
}

/// Follows what is typed.
fn look(app: &mut App) -> Vec<Effect> {
    let mut effects = vec![Effect::Draw];
    match &mut app.tool {
        None | Some(Tool::Path(_) | Tool::Copies(_) | Tool::Letters(_)) => {}
        Some(Tool::Palette(palette)) => palette.look(),
        Some(Tool::Terms(terms)) => terms.filtered.look(),
        Some(Tool::Find(find)) => {
            let hunt = find.look(app.stage.desk(), &app.library);
            app.found += 1;
            effects.push(match hunt {
                Some(hunt) => Effect::Find { job: app.found, hunt: Box::new(hunt) },
                None => Effect::StopFinding,
            });
        }
    }
    effects
}

/// Takes what a search found, unless it is another search's.
pub fn found(
    app: &mut App,
    job: u64,
    rows: Vec<Finding>,
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

/// Goes where something that was found leads.
fn go(app: &mut App, leads: Destination) -> Vec<Effect> {
    match leads {
        Destination::To(target) => follow(app, &target),
        Destination::Text(text) => {
            if let Some(Tool::Find(find)) = &mut app.tool {
                find.retype(&text);
            }
            look(app)
        }
        Destination::Term(term) => {
            let mut effects = close(app);
            let terms = Terms::at(&app.library.glossary, term);
            effects.extend(open(app, Tool::Terms(terms)));
            effects
        }
        Destination::Lesson(id) => {
            let mut effects = close(app);
            app.leave();
            app.enter(&id);
            effects.extend(app.compute());
            effects
        }
        Destination::Page(id, page) => {
            let mut effects = close(app);
            app.go_to_page(&id, page);
            effects.extend(app.compute());
            effects
        }
        Destination::Function(name) => match function(name) {
            Ok(row) => app.tell(format!("{}: {}", row.signature(), row.summary)),
            Err(_) => Vec::new(),
        },
    }
}

/// Goes to a value of the tree that is open; one comes back to the tree.
fn jump(app: &mut App, target: &Target) -> Vec<Effect> {
    let now = |app: &App| app.desk().map_or((0, 0), |desk| (desk.walk().jumps(), desk.version()));
    let (before, version) = now(app);
    let tree = app.tool.take();
    let effects = follow(app, target);
    if now(app).0 == before {
        app.tool = tree;
    } else if let (Some(Tool::Path(path)), Some(desk)) = (tree, app.stage.desk_mut()) {
        desk.go(|walk, _| walk.came_from_tree(target.clone()));
        app.trees.retain(|tree| tree.jumps < before);
        app.trees.push(Tree { path, jumps: before, version });
        if app.trees.len() > TREES {
            app.trees.remove(0);
        }
    }
    effects
}

/// Opens the tree again that a step back led to: as it was left, or made anew where something changed meanwhile.
pub fn reopen(app: &mut App) {
    let Some(desk) = app.stage.desk_mut() else { return };
    let Some(target) = desk.go(|walk, _| walk.tree.take()) else { return };
    let (jumps, version) = (desk.walk().jumps(), desk.version());
    let left = app.trees.iter().position(|tree| tree.jumps == jumps && tree.version == version);
    let left = left.map(|place| app.trees.remove(place).path);
    let is_as_left = left.is_some();
    let made = || PathView::of(desk.walk().spot(), &desk.lens(&frame())).ok().map(Box::new);
    if let Some(mut path) = left.or_else(made) {
        path.is_as_left = is_as_left;
        path.choose_target(&target);
        app.tool = Some(Tool::Path(path));
    }
}

/// Goes to a value, in the lesson or on the bench.
fn follow(app: &mut App, target: &Target) -> Vec<Effect> {
    let mut effects = close(app);
    let outcome = app.stage.go(|stage| stage.follow(target));
    effects.extend(app.after(outcome));
    effects
}
