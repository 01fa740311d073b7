//! The value one stands on as plain data: an operation with its operands, bytes, or a value as text.

use super::seen::{WINDOW, begins};
use super::{Lens, OperandRow, VALUE_COLUMNS};
use crate::num::bits;
use crate::run::headline::{called, headline, opened};
use crate::run::{Error, LITERAL, Origin, Place, Source, Span, TEXT, Value};
use crate::sheet::spot::Spot;
use crate::view::plain::{hex, written as whole};
use crate::view::{Room, SafeText, Shown, View};

/// How much of a value is written, in characters.
const WHOLE: usize = 4096;

/// The value one stands on.
#[derive(Clone, Default)]
pub enum Subject {
    /// Nothing to show.
    #[default]
    Nothing,
    /// A value that an operation gave.
    Operation {
        /// Its name, such as `T1[12]`.
        name: String,
        /// Its formula.
        formula: String,
        /// The values that it was computed from.
        operands: Vec<OperandRow>,
        /// The value.
        value: String,
        /// Whether its bits can be shown.
        bits: bool,
        /// The value in a view of several lines, with what that needs.
        other: Option<(&'static View, Shown)>,
    },
    /// Bytes between segments.
    Bytes(Bytes),
    /// Another value as text, with its kind in words.
    Plain {
        /// `an integer`, `a truth value`.
        kind: &'static str,
        /// The value.
        value: String,
        /// The value in a view that has more to say, with what that needs.
        other: Option<(&'static View, Shown)>,
    },
    /// A value that is hidden until a question is answered.
    Hidden,
    /// A value that is being computed: so many segments of so many.
    Pending(u64, u64),
    /// There is none, and why.
    Missing(String),
}

/// A stretch of a string of bytes, with the cursor in it.
#[derive(Clone, Default)]
pub struct Bytes {
    /// How many there are in all.
    pub len: u64,
    /// Where the stretch begins.
    pub start: u64,
    /// The stretch.
    pub bytes: Vec<u8>,
    /// The letters of the stretch, of those bytes that come from a text.
    pub letters: Vec<Option<char>>,
    /// The byte one stands on, from the beginning of all.
    pub cursor: u64,
    /// Where that byte comes from.
    pub origin: String,
    /// Whether they are shown as bits.
    pub bits: bool,
    /// Whether a question asks how many they are.
    pub asked: bool,
    /// Another view of the stretch, with what it needs.
    pub other: Option<(&'static View, Shown)>,
}

impl Subject {
    /// The value in a line.
    pub fn in_a_line(&self) -> String {
        match self {
            Subject::Operation { value, .. } | Subject::Plain { value, .. } => SafeText::line(value).into(),
            Subject::Bytes(bytes) => hex(&bytes.bytes),
            Subject::Hidden => "····".to_owned(),
            Subject::Pending(..) => "…".to_owned(),
            Subject::Missing(why) => format!("! {}", SafeText::line(why)),
            Subject::Nothing => String::new(),
        }
    }
}

impl Bytes {
    /// The place of the byte one stands on among those that were read.
    pub fn at(&self) -> usize {
        usize::try_from(self.cursor.saturating_sub(self.start)).unwrap_or(usize::MAX)
    }

    /// The letter that the byte one stands on was typed as, where it was.
    pub fn letter(&self) -> Option<char> {
        self.letters.get(self.at()).copied().flatten()
    }
}

impl From<Error> for Subject {
    fn from(error: Error) -> Subject {
        match error {
            Error::Pending { done, of } => Subject::Pending(done, of),
            Error::Cancelled | Error::Source(_) | Error::Limit(_) | Error::Missing { .. } => {
                Subject::Missing(error.to_string())
            }
        }
    }
}

impl Lens<'_> {
    /// The value one stands on, in a view.
    ///
    /// # Errors
    /// What computing and recording it gives.
    pub fn subject(&self, spot: &Spot, view: &'static View) -> Result<Subject, Error> {
        let budget = self.budget;
        let place = spot.place(budget)?;
        let hidden = self.hides_spot(spot);
        let is_number = matches!(&place, Place::Nodes { nodes, .. } if nodes.len() == 1);
        if hidden && (!is_number || self.covers(&place)) {
            return Ok(Subject::Hidden);
        }
        let shown = self.seen(spot, &place)?;
        let read = self.read_text(&place).map_or_else(String::new, |text| format!("  {text}"));
        let (part, segment, node) = match &place {
            Place::Nodes { part, segment, nodes } if is_number => (part, *segment, nodes[0]),
            Place::Nodes { nodes, .. } if nodes.is_empty() => return Ok(Subject::Nothing),
            place => return self.between(&place.value(budget)?, view, shown, spot),
        };
        let trace = part.record(segment, budget)?;
        let node = opened(&trace, node);
        let inner = Place::Nodes { part: part.clone(), segment, nodes: vec![node] };
        let fits = (view.fits)(&shown);
        Ok(Subject::Operation {
            name: called(&trace, node),
            formula: headline(part, segment, &trace, node, budget),
            operands: self.operands(&inner)?,
            value: match () {
                () if hidden => self.veil.mask(),
                () if fits && !view.grid => written(view, &shown, self.numbers(&trace, &[node])) + &read,
                () => self.numbers(&trace, &[node]) + &read,
            },
            bits: !hidden && bits::width(&trace, node).is_some(),
            other: (fits && view.grid && !hidden).then_some((view, shown)),
        })
    }

    /// A value of its own, between segments or of many numbers.
    fn between(&self, value: &Value, view: &'static View, shown: Shown, spot: &Spot) -> Result<Subject, Error> {
        let fits = (view.fits)(&shown);
        let rope = match value {
            Value::Bytes(rope) | Value::Text(rope) => rope,
            Value::Int { .. } | Value::Bool(_) | Value::List(_) => {
                let other = (fits && view.name != "hex").then_some((view, shown));
                return Ok(Subject::Plain { kind: value.kind().phrase(), value: whole(value, WHOLE), other });
            }
        };
        let len = rope.len();
        let cursor = spot.byte.min(len.saturating_sub(1));
        let start = begins(cursor, WINDOW);
        let origin = rope.spans(cursor..(cursor + 1).min(len)).first().map(origin).unwrap_or_default();
        let bytes = rope.slice(start..(start + WINDOW).min(len)).to_vec()?;
        let letters = self.letters(value, rope, &bytes, start);
        let other = (fits && !matches!(view.name, "hex" | "bits" | "words")).then_some((view, shown));
        let asked = self.veil.hides_count(len, spot.cell_name());
        Ok(Subject::Bytes(Bytes {
            len,
            start,
            bytes,
            letters,
            cursor,
            origin,
            bits: view.name == "bits",
            asked,
            other,
        }))
    }
}

/// Where a byte comes from, in a few words.
fn origin(byte: &Span) -> String {
    match &byte.origin {
        Origin::Input(cell) => format!("{cell}, byte {}", byte.range.start),
        Origin::Constant(name) if [LITERAL, TEXT].contains(&&**name) => "as it is written".to_owned(),
        Origin::Constant(name) => name.to_string(),
        Origin::Length(of) => format!("from the length of {of}"),
        Origin::Padding(_) => format!("{byte}, as its length asks"),
        Origin::Part(part) => format!("from {}", part.at()),
        Origin::Argument { .. } | Origin::Named { .. } | Origin::Reversed(_) | Origin::Repeated(_) => {
            format!("from {byte}")
        }
    }
}

/// A node's value as a view writes it; as the specification does in the first view.
fn written(view: &View, shown: &Shown, specified: String) -> String {
    match view.name {
        "hex" => specified,
        _ => view.draw(shown, Room::wide(VALUE_COLUMNS)).join(" "),
    }
}
