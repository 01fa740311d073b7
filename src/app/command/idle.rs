//! What is said to a press that does nothing: why, and what does.

use super::{KEYS, Row};
use crate::app::App;
use crate::app::context::Context;
use crate::app::key::Key;
use crate::app::stage::Stage;

/// Why the command of a row does nothing at present, and which one does.
pub fn of_row(app: &App, row: &Row) -> String {
    let bits = app.context() == Context::Bits;
    let says = match row.name {
        "step" if bits => "This is the last bit. ⟨step-back⟩ goes back along them.",
        "step-back" if bits => "This is the first bit. ⟨step⟩ goes along them.",
        "step" => "Nothing comes after this here. ⟨step-back⟩ goes back, ⟨out⟩ goes out.",
        "step-back" => "Nothing comes before this here. ⟨step⟩ goes on, ⟨out⟩ goes out.",
        "earlier" => "There is no earlier one of this value. ⟨step-back⟩ goes to the value before.",
        "later" => "There is no later one of this value. ⟨step⟩ goes to the next value.",
        "into" => "Nothing lies inside of this. ⟨from⟩ asks where it comes from, ⟨out⟩ goes out.",
        "bits" => "This has no bits to show. ⟨into⟩ looks inside, ⟨view⟩ shows it another way.",
        "segment-before" => "There is no block before this one. ⟨earlier⟩ goes to an earlier round.",
        "segment-after" => "There is no block after this one. ⟨later⟩ goes to a later round.",
        "up" | "down" if bits && app.desk().is_some_and(|desk| desk.open_bits().is_some()) => {
            "These bits are no operation's. ⟨step⟩ goes along them."
        }
        "up" | "first" => "This is the first row. ⟨down⟩ goes down.",
        "down" | "last" => "This is the last row. ⟨up⟩ goes up.",
        "edit" | "flip" | "random" => "There is no input here to change. ⟨into⟩ looks inside, ⟨from⟩ asks where from.",
        "strip" => "Here is no strip to walk along: it is there among rounds and blocks. ⟨into⟩ looks inside.",
        "next-field" => "There is nothing to complete here, and no other input to go to.",
        "open" => "There is nothing here to open.",
        _ => return format!("Nothing to do with this here. {}", more(app)),
    };
    says.to_owned()
}

/// Why a key means nothing, and what it is for where it does.
pub fn of_key(app: &App, key: Key) -> String {
    let below = match app.stage {
        Stage::Map => Context::Course,
        Stage::Lesson(ref session) if session.is_speaking() => Context::Talk,
        Stage::Lesson(_) => Context::Page,
        Stage::Bench(_) => Context::Sheet,
    };
    let (here, keymap) = (app.context(), &app.keymap);
    let there = keymap.row(below, key).map(|row| &KEYS[row]).filter(|_| here != below && key.typed().is_some());
    let Some(row) = there else { return format!("{key} means nothing on {}. {}", title(app, here), more(app)) };
    let mut sentence = row.sentence.chars();
    let first: String = sentence.next().into_iter().flat_map(char::to_lowercase).collect();
    format!("{} closes this; then {key} is: {first}{}", keys(app, "out"), sentence.as_str())
}

/// Where one is, in words: of a set the map is a list of questions.
pub fn title(app: &App, context: Context) -> &'static str {
    if context == Context::Course && app.seat.is_some() { "the list of questions" } else { context.title() }
}

/// The sentence of a row; of a set the lessons of the map are questions.
pub fn sentence(app: &App, row: &Row) -> String {
    let says = app.keymap.say(row.sentence);
    if app.seat.is_some() && row.contexts.contains(&Context::Course) {
        says.replace("lesson", "question")
    } else {
        says
    }
}

/// How to see what there is to do.
fn more(app: &App) -> String {
    format!("{} shows what can be done.", keys(app, "help"))
}

/// The first key of a command where one is.
fn keys(app: &App, name: &str) -> String {
    let context = app.context();
    let row = super::rows(context).find(|row| row.name == name);
    let key = row.and_then(|row| app.keymap.keys(row, context).first().copied());
    key.map_or_else(|| format!("⟨{name}⟩"), |key| key.to_string())
}
