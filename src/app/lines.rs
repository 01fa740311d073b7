//! The program spoken to in typed lines: numbers, letters and words instead of keys.
//!
//! A line is a number of what was offered, the letter or the name of a key, or the word of a command; behind it may
//! stand what the command asks for next (`g digest/pad`, `e abd`, in a list `open 3`). While a line of text is asked
//! for, a line is that text; while something is looked for, a number takes one of what was found. While it plays, a
//! number is so many steps more, and Enter alone ends it.

use crate::app::aim::{Aim, Pointer, number};
use crate::app::command::{KEYS, Row, play};
use crate::app::context::Context;
use crate::app::key::Key;
use crate::app::tool::Tool;
use crate::app::{App, Effect, Event, update};
use crate::learner::lens::Below;
use crate::run::suggest::did_you_mean;

/// How a text without any characters is typed, since Enter alone leaves things as they were.
pub const EMPTY: &str = "\"\"";

/// The rows of KEYS that can be asked for now, each command once, with its place in the table.
pub fn offers(app: &App) -> Vec<(usize, &'static Row)> {
    let context = app.context();
    // Over a page a number takes a row, so that none is walked to.
    let walks = |row: &Row| app.tool.is_some() && matches!(row.name, "up" | "down" | "first" | "last" | "open");
    let here = KEYS.iter().enumerate().filter(|(_, row)| row.contexts.contains(&context) && !walks(row));
    let mut offers: Vec<(usize, &'static Row)> = Vec::new();
    for (place, row) in here.filter(|(_, row)| !row.is_of_the_screen() && (row.works)(app)) {
        if offers.iter().all(|(_, other)| other.name != row.name) {
            offers.push((place, row));
        }
    }
    offers
}

/// Something that is offered with a number.
pub struct Numbered {
    /// The place of its row in the table.
    pub place: usize,
    /// The row.
    pub row: &'static Row,
    /// Its name: the word of the help line, or the command's name where two rows share a word.
    pub word: String,
}

/// The rows that are offered with a number: those with a word.
pub fn numbered(app: &App) -> Vec<Numbered> {
    let offers: Vec<_> = offers(app).into_iter().filter(|(_, row)| !row.word.is_empty()).collect();
    let shared = |word: &str| offers.iter().filter(|(_, row)| row.word_here(app) == word).count() > 1;
    let word = |row: &Row| match row.word_here(app) {
        word if shared(word) => row.name.replace('-', " "),
        word => word.to_owned(),
    };
    offers.iter().map(|&(place, row)| Numbered { place, row, word: word(row) }).collect()
}

/// How a row is best typed: the first of its keys that is one letter or sign, else the first key's name.
pub fn letter(app: &App, row: &'static Row) -> String {
    let keys = app.keymap.keys(row, app.context());
    let typed = keys.iter().find(|key| key.typed().is_some_and(|c| c != ' '));
    typed.or(keys.first()).map(ToString::to_string).unwrap_or_default()
}

/// Does what a typed line asks for.
///
/// # Errors
/// A sentence, when it asks for nothing that is to be had here.
pub fn take(app: &mut App, line: &str) -> Result<Vec<Effect>, String> {
    match app.context() {
        Context::Field => return Ok(write(app, line)),
        Context::Search => return Ok(look_for(app, line.trim())),
        _ => {}
    }
    let line = line.trim();
    if app.context() == Context::Letters && line.len() <= 2 && line.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Ok(line.chars().flat_map(|letter| update(app, Event::Key(Key::char(letter)))).collect());
    }
    match line.parse::<usize>() {
        Ok(steps) if app.play.is_going() => return Ok(play::stretch(app, steps)),
        Ok(place) => return choose(app, place),
        Err(_) if line.is_empty() => return Ok(play::stop(app)),
        Err(_) => {}
    }
    if let Some(row) = named(app, line) {
        return Ok(press(app, Aim::Key(number(row))));
    }
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let Some(row) = named(app, word).filter(|_| !rest.is_empty()) else { return Err(unknown(app, line)) };
    let (rest, counted) = (rest.trim(), rest.trim().parse::<usize>().ok());
    let mut effects = Vec::new();
    match (KEYS[row].name, counted) {
        ("play", Some(steps)) => return Ok(play::stretch(app, steps)),
        (name, Some(place)) if list(app).0 > 0 => {
            effects.extend(point_at(app, place)?);
            stands_so(app, name)?;
        }
        _ => {}
    }
    effects.extend(press(app, Aim::Key(number(row))));
    match app.context() {
        Context::Field => effects.extend(write(app, rest)),
        Context::Search => effects.extend(update(app, Event::Replaced(rest.to_owned()))),
        _ => {}
    }
    Ok(effects)
}

/// That a branch of the tree is open or closed already: the key alone would go on to another.
fn stands_so(app: &App, name: &str) -> Result<(), String> {
    let Some(Tool::Path(path)) = &app.tool else { return Ok(()) };
    match (name, path.list.chosen().map(|row| row.below)) {
        ("step", Some(Below::Open)) => Err("It is open already: what it is made of follows it.".into()),
        ("step-back", Some(below)) if below != Below::Open => Err("It is not open.".into()),
        _ => Ok(()),
    }
}

/// Whether Enter alone means something, so that it does not ask for everything once more.
pub fn awaits(app: &App) -> bool {
    matches!(app.context(), Context::Field | Context::Search) || app.play.is_going()
}

/// Takes one of what was found by its number, or looks for what was typed; nothing typed closes the search.
fn look_for(app: &mut App, line: &str) -> Vec<Effect> {
    if line.is_empty() {
        return command(app, "out");
    }
    // The key that began the search may stand before what to look for next.
    let again = line.split_once(char::is_whitespace).filter(|(word, _)| {
        let keys = KEYS.iter().filter(|row| row.name == "find").flat_map(|row| app.keymap.first_keys(row));
        keys.map(|key| key.to_string()).any(|key| key == *word)
    });
    if let Some((_, rest)) = again.filter(|_| matches!(app.tool, Some(Tool::Find(_)))) {
        return update(app, Event::Replaced(rest.trim().to_owned()));
    }
    if let Ok(place) = line.parse::<usize>()
        && let Ok(effects) = choose(app, place)
    {
        return effects;
    }
    update(app, Event::Replaced(line.to_owned()))
}

/// Puts a text into the field that is open and keeps it; nothing typed leaves all as it was.
fn write(app: &mut App, line: &str) -> Vec<Effect> {
    if line.is_empty() {
        return command(app, "cancel");
    }
    let text = if line == EMPTY { "" } else { line };
    let mut effects = update(app, Event::Replaced(text.to_owned()));
    effects.extend(command(app, "accept"));
    effects
}

/// The numbered thing: a row of the list that has the keyboard, else one of what is offered.
fn choose(app: &mut App, place: usize) -> Result<Vec<Effect>, String> {
    let (rows, chosen) = list(app);
    if rows == 0 {
        let offers = numbered(app);
        let offer = place.checked_sub(1).and_then(|place| offers.get(place));
        let offer = offer.ok_or_else(|| format!("There is no number {place}; there are 1 to {}.", offers.len()))?;
        return Ok(press(app, Aim::Key(number(offer.place))));
    }
    let (aim, at) = (row_at(app, place)?, place - 1);
    let mut effects = press(app, aim);
    // The first press on a row chooses it, and the second opens it; a cell or a word is only chosen.
    let only_chosen = matches!(aim, Aim::Cell(_)) || matches!(app.tool, Some(Tool::Terms(_)));
    if chosen != Some(at) && !only_chosen {
        effects.extend(press(app, aim));
    }
    Ok(effects)
}

/// Chooses a row by its number and does not open it.
fn point_at(app: &mut App, place: usize) -> Result<Vec<Effect>, String> {
    let aim = row_at(app, place)?;
    Ok(if list(app).1 == Some(place - 1) { Vec::new() } else { press(app, aim) })
}

/// The aim that points at a row of the list.
fn row_at(app: &App, place: usize) -> Result<Aim, String> {
    let (rows, _) = list(app);
    let at = place.checked_sub(1).filter(|at| *at < rows);
    let at = at.ok_or_else(|| format!("There is no number {place}; there are 1 to {rows}."))?;
    let operands = app.desk().and_then(|desk| desk.walk().chosen_operand());
    Ok(match app.context() {
        Context::Choice => Aim::Choice(number(at)),
        Context::Sheet => Aim::Cell(number(at)),
        _ if app.tool.is_none() && operands.is_some() => Aim::Operand(number(at)),
        _ => Aim::Row(number(at)),
    })
}

/// How many rows the list has that has the keyboard, and which of them is chosen.
pub fn list(app: &App) -> (usize, Option<usize>) {
    let Some(list) = app.choice() else { return (0, None) };
    (list.len(), Some(list.place()))
}

/// The row that a word means: a key, the word on the help line, or the command's name.
fn named(app: &App, word: &str) -> Option<usize> {
    let is_key = |row: &'static Row| {
        app.keymap.keys(row, app.context()).iter().any(|key| {
            let name = key.to_string();
            name == word || (name.len() > 1 && name.eq_ignore_ascii_case(word))
        })
    };
    let offers = offers(app);
    let context = app.context();
    let here = KEYS.iter().enumerate().filter(|(_, row)| row.contexts.contains(&context));
    let key = here.filter(|(_, row)| !row.is_of_the_screen()).find(|(_, row)| is_key(row));
    let said = |(_, row): &&(usize, &'static Row)| {
        [row.word, row.name, &row.name.replace('-', " ")].iter().any(|said| said.eq_ignore_ascii_case(word))
    };
    key.map(|(place, _)| place).or_else(|| offers.iter().find(said).map(|(place, _)| *place))
}

fn unknown(app: &App, line: &str) -> String {
    let offers = offers(app);
    let names = offers.iter().map(|(_, row)| row.name);
    let words = offers.iter().map(|(_, row)| row.word).filter(|word| !word.is_empty());
    match did_you_mean(line, words.chain(names)) {
        Some(near) => format!("`{line}` means nothing here. Did you mean `{near}`? Type ⟨help⟩ for all there is."),
        None => format!("`{line}` means nothing here. Type ⟨help⟩ for all there is."),
    }
}

/// Gives a command by its name.
fn command(app: &mut App, name: &str) -> Vec<Effect> {
    let context = app.context();
    let row = KEYS.iter().position(|row| row.name == name && row.contexts.contains(&context));
    row.map_or_else(Vec::new, |row| press(app, Aim::Key(number(row))))
}

fn press(app: &mut App, aim: Aim) -> Vec<Effect> {
    update(app, Event::Pointer(Pointer::Press(aim)))
}
