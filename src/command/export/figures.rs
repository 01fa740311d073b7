//! Figures of a hand-out: what a page watches, drawn or in a table, and no more rows of it than tell something.

use crate::app::pane::Pane;
use crate::app::stage::Computing;
use crate::app::stage::lesson::Session;
use crate::learner::lens::subject::{Bytes, Subject};
use crate::learner::veil::MASK;
use crate::view::{Room, SafeText, plain};

/// How wide a figure may be, in columns: what a sheet of paper has room for.
const COLUMNS: u16 = 92;
/// How high.
const ROWS: u16 = 60;
/// How often one asks for what is still computed, before one takes what is there.
const PATIENCE: usize = 200;
/// The longest value that is read in the text as well as in a box of its own, in characters.
const SHORT: usize = 12;

/// Values: drawn and put into words, or in a table.
#[derive(Default)]
pub struct Figure {
    /// The address of what is seen.
    pub title: String,
    /// The drawing, line by line.
    pub drawn: Vec<String>,
    /// The drawing in words.
    pub said: Vec<String>,
    /// Names and values, where nothing is drawn.
    pub rows: Vec<[String; 2]>,
}

impl Figure {
    /// The value that the page watches now.
    pub fn watched(session: &mut Session) -> Figure {
        for _ in 0..PATIENCE {
            if !session.half().sight.pane.is_pending() {
                break;
            }
            session.look_at_page();
        }
        let half = session.half();
        let title = SafeText::line(&half.sight.pane.address).to_string();
        // What an edit changed is not to be seen before somebody makes one.
        let picture = half.picture(COLUMNS, ROWS).filter(|(shot, _)| !shot.picture.changes);
        let Some((_, sketch)) = picture else {
            let rows = rows(&half.sight.pane);
            let lines = match &half.sight.pane.focus {
                Subject::Bytes(Bytes { other: Some((view, shown)), .. })
                | Subject::Plain { other: Some((view, shown)), .. } => {
                    view.draw(shown, Room { columns: usize::from(COLUMNS), rows: usize::from(ROWS) })
                }
                Subject::Bytes(_) | Subject::Plain { .. } | Subject::Operation { .. } | Subject::Hidden => Vec::new(),
                Subject::Pending(..) | Subject::Missing(_) | Subject::Nothing => Vec::new(),
            };
            if lines.iter().all(|line| line.trim().is_empty()) {
                return Figure { title, rows, ..Figure::default() };
            }
            let drawn = lines.iter().map(|line| SafeText::line(line).to_string()).collect();
            let said = rows.iter().map(|[name, value]| format!("{name}: {value}")).collect();
            return Figure { title, drawn, said, rows: Vec::new() };
        };
        let drawn = sketch.drawing.painted(COLUMNS).into_iter();
        let drawn = drawn.map(|row| row.iter().map(|(c, _)| *c).collect::<String>().trim_end().to_owned()).collect();
        Figure { title, drawn, said: half.said().unwrap_or_default(), rows: Vec::new() }
    }

    /// Leaves one row of a table in which one short value goes by several names: the one that says how they hang
    /// together.
    pub fn condense(&mut self) {
        let [[_, first], .., [_, last]] = self.rows.as_slice() else { return };
        let is_one = first == last && last.chars().count() <= SHORT && self.rows.iter().all(|[_, value]| value == last);
        if is_one && last != MASK {
            self.rows.drain(..self.rows.len() - 1);
        }
    }

    /// Whether there is more to see than dots, no bytes at all, or than one short value that stands among the inputs.
    pub fn tells_something(&self, inputs: &[[String; 3]]) -> bool {
        let is_seen = |[_, value]: &[String; 2]| ![MASK, NO_BYTES, ""].contains(&value.as_str());
        let is_input = || match self.rows.as_slice() {
            [[_, value]] => value.chars().count() <= SHORT && inputs.iter().any(|[name, ..]| *name == self.title),
            _ => false,
        };
        !self.drawn.is_empty() || self.rows.iter().any(is_seen) && !is_input()
    }
}

/// The words in the place of bytes where there are none.
const NO_BYTES: &str = "none";

/// The values of a pane as names and values.
fn rows(pane: &Pane) -> Vec<[String; 2]> {
    let mut rows: Vec<[String; 2]> =
        pane.around.iter().map(|entry| [entry.name.clone(), entry.value.clone()]).collect();
    match &pane.focus {
        Subject::Operation { name, formula, operands, value, .. } => {
            rows.extend(operands.iter().map(|operand| [operand.name.clone(), operand.value.clone()]));
            let formula = if formula == name { name.clone() } else { format!("{name} = {formula}") };
            rows.push([formula, value.clone()]);
        }
        Subject::Bytes(bytes) => {
            let name = match bytes.len {
                1 => "1 byte".to_owned(),
                len => format!("{len} bytes"),
            };
            let more = if bytes.start + (bytes.bytes.len() as u64) < bytes.len { " …" } else { "" };
            let value = if bytes.len == 0 { NO_BYTES.to_owned() } else { plain::hex(&bytes.bytes) + more };
            rows.push([name, value]);
        }
        Subject::Plain { kind, value, .. } => rows.push([(*kind).to_owned(), value.clone()]),
        Subject::Hidden => rows.push(["asked for".to_owned(), MASK.to_owned()]),
        Subject::Missing(why) => rows.push(["no value".to_owned(), why.clone()]),
        Subject::Pending(..) | Subject::Nothing => {}
    }
    let mut once: Vec<[String; 2]> = Vec::with_capacity(rows.len());
    for row in rows.iter().map(|row| row.each_ref().map(|text| SafeText::line(text).to_string())) {
        if !once.contains(&row) {
            once.push(row);
        }
    }
    once
}
