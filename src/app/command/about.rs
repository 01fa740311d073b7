//! What one stands on, in plain words, and what can be done with it: the beginning of the help.

use super::{Row, rows};
use crate::app::App;
use crate::app::context::Context;
use crate::app::pane::Pane;
use crate::app::stage::Half;
use crate::functions::function;
use crate::learner::lens::subject::Subject;
use crate::sheet::expr::calls;

/// The most operands that are named.
const NAMED: usize = 6;

/// A value in words.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// Its name, and the value in short.
    pub title: String,
    /// The description, sentence by sentence.
    pub says: Vec<String>,
    /// Three commands to try with it.
    pub things: Vec<&'static Row>,
}

/// The value one stands on in words; nothing where the help is about something else, or there is no value.
pub fn about(app: &App, context: Context) -> Option<About> {
    let half = app.stage.half().filter(|_| matches!(context, Context::Page | Context::Bits | Context::Values))?;
    if half.desk.sheet().cells().is_empty() {
        return None;
    }
    let pane = &half.sight.pane;
    // A page that computes nothing has no value.
    if pane.address.is_empty() {
        return None;
    }
    let name = pane.address.rsplit('/').next().unwrap_or_default();
    let mut about = About { title: name.to_owned(), ..About::default() };
    about.says.extend(kind(half, pane, name));
    // While something is asked, no text of the course gives it away.
    if app.stage.lesson().is_none_or(|session| session.open_question().is_none()) {
        about.says.extend(gloss(app, pane));
    }
    about.says.extend(origin(pane));
    let wanted: [&str; 3] = match &pane.focus {
        _ if half.desk.is_on_input() => ["edit", "flip", "users"],
        Subject::Operation { .. } => ["into", "from", "users"],
        Subject::Bytes(_) => ["step", "from", "bits"],
        Subject::Hidden => ["answer", "users", "back"],
        Subject::Nothing | Subject::Plain { .. } | Subject::Pending(..) | Subject::Missing(_) => {
            ["into", "from", "view"]
        }
    };
    let here = |name: &&str| rows(Context::Page).find(|row| row.name == *name);
    about.things = wanted.iter().filter_map(here).collect();
    Some(about)
}

/// The kind of value: an input, a cell, a piece of a computation.
fn kind(half: Half, pane: &Pane, name: &str) -> Vec<String> {
    let cell = half.desk.walk().spot().cell_name();
    let is_cell = pane.address == cell;
    let of = half.desk.sheet().cell(cell);
    if half.desk.is_on_input() {
        return vec![format!(
            "{name} is an input: what stands in it is yours, and all that is computed from it follows."
        )];
    }
    let what = match &pane.focus {
        Subject::Operation { formula, value, .. } if formula == name => format!("{name} is {value}"),
        Subject::Operation { formula, value, .. } => format!("{name} is {value}, computed as {formula}"),
        Subject::Bytes(bytes) if bytes.asked => format!("{name} is as many bytes as the question asks for"),
        Subject::Bytes(bytes) => format!("{name} is {} byte{}", bytes.len, if bytes.len == 1 { "" } else { "s" }),
        Subject::Plain { kind, .. } => format!("{name} is {kind}"),
        Subject::Hidden => format!("{name} is hidden until the question on this page is answered"),
        Subject::Pending(..) => format!("{name} is being computed"),
        Subject::Missing(_) | Subject::Nothing => format!("{name} has no value at present"),
    };
    let place = pane.place.iter().filter(|place| place.contains(" of ")).cloned().collect::<Vec<_>>().join(", ");
    let within = match (is_cell, place.is_empty()) {
        (true, _) => String::new(),
        (false, true) => format!(", a piece of how {cell} is computed"),
        (false, false) => format!(", in {cell}: {place}"),
    };
    let mut says = vec![format!("{what}{within}.")];
    let call =
        of.filter(|_| is_cell).and_then(|cell| calls(&cell.line.expr).first().map(|(name, _)| (*name).to_owned()));
    if let Some(row) = call.and_then(|name| function(&name).ok()) {
        says.push(format!("It comes out of {}: {}", row.name, row.summary));
    }
    says
}

/// The glossary's words on the name, or on the part of a run that it stands in.
fn gloss(app: &App, pane: &Pane) -> Option<String> {
    let mut steps = pane.address.rsplit('/').map(|step| step.split(['[', '#']).next().unwrap_or_default());
    let round = pane.place.iter().any(|place| place.starts_with("round ")).then_some("round");
    app.library.glossary.first_words(steps.next().into_iter().chain(round).chain(steps))
}

/// Where it comes from.
fn origin(pane: &Pane) -> Option<String> {
    match &pane.focus {
        Subject::Operation { operands, .. } if !operands.is_empty() => {
            let named: Vec<&str> = operands.iter().take(NAMED).map(|row| row.name.as_str()).collect();
            let more = if operands.len() > NAMED { " and others" } else { "" };
            Some(format!("It comes from {}{more}.", named.join(", ")))
        }
        Subject::Bytes(bytes) if bytes.len > 0 => {
            let at = usize::try_from(bytes.cursor - bytes.start).ok()?;
            let byte = bytes.bytes.get(at)?;
            let letter = bytes.letter().map_or_else(String::new, |letter| format!(", the letter {letter}"));
            let origin = bytes.origin.strip_prefix("from ").unwrap_or(&bytes.origin);
            Some(format!("You stand on byte {}: {byte:02x}{letter}, from {origin}.", bytes.cursor))
        }
        _ => None,
    }
}
