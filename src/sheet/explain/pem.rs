//! PEM: a label, and DER or another binary form in Base64 between two lines.

use super::found::{Certainty, Found};
use super::layer::{Layer, counted, unbase64};
use super::row::Family;
use super::with::quoted;
use crate::functions::artefact::armour;
use std::ops::Range;

/// The rows.
pub const ROWS: &[Family] =
    &[Family::shown("escaped", "PEM in one line, with its line ends written as programs quote them", 40, escaped)];
/// The characters that end a line.
const ENDS: [char; 2] = ['\r', '\n'];
/// The most blocks behind the first that are looked into.
const BLOCKS: usize = 8;

/// PEM whose line ends are written as two characters, as in a variable of the environment or in a string of a program.
fn escaped(layer: &Layer) -> Option<Found> {
    let text = layer.text().filter(|text| text.contains("-----BEGIN ") && text.contains("\\n"))?;
    let lines = text.replace("\\r", "\r").replace("\\n", "\n");
    let why = "a line of PEM stands there, and the ends of lines are written as `\\n`, two characters";
    let mut found = Found::new(Certainty::Certain, why).layer(layer.name("lines"), quoted(&lines));
    found.mapped = false;
    Some(found)
}
/// The same with the blocks behind the first one as layers inside.
pub(super) fn with_others(found: Found, layer: &Layer) -> Found {
    let Some(text) = layer.text().filter(|text| text.is_ascii()) else { return found };
    let others: Vec<Range<usize>> = armour::blocks(text.as_bytes()).into_iter().skip(1).collect();
    if others.is_empty() {
        return found;
    }
    let found = found.remark(format!("behind it there is {} of PEM", counted(others.len(), "more block")));
    others.iter().take(BLOCKS).enumerate().fold(found, |found, (place, at)| {
        let name = layer.name(&format!("block_{}", place + 2));
        found.layer(name, format!("{}[{}..{}]", layer.cell, at.start, at.end))
    })
}

/// A block of PEM.
pub(super) struct Pem<'a> {
    /// The label.
    pub label: &'a str,
    /// The places of the label, and of each line of Base64.
    pub at: Range<usize>,
    pub lines: Vec<Range<usize>>,
    /// The bytes; nothing where the Base64 is wrong.
    pub bytes: Option<Vec<u8>>,
    /// Whether its end is there, with the same label.
    pub ends: bool,
}
impl<'a> Pem<'a> {
    /// The first block of a text.
    pub fn read(text: &'a str) -> Option<Pem<'a>> {
        const BEGIN: &str = "-----BEGIN ";
        let begin = text.find(BEGIN)?;
        let at = begin + BEGIN.len();
        let label = text[at..].split("-----").next().filter(|label| !label.contains(ENDS))?;
        let (mut lines, mut place, mut ends) = (vec![], at + label.len() + 5, false);
        for line in text.get(place..)?.split_inclusive(ENDS) {
            let whole = line.trim();
            let start = place + (line.len() - line.trim_start().len());
            place += line.len();
            if let Some(end) = whole.strip_prefix("-----END ") {
                ends = end.strip_suffix("-----") == Some(label);
                break;
            }
            // A head of RFC 1421 has a colon in each of its lines.
            if !whole.is_empty() && !whole.contains(':') {
                lines.push(start..start + whole.len());
            }
        }
        let digits: String = lines.iter().map(|range| &text[range.clone()]).collect();
        let bytes = unbase64(&digits).filter(|(_, url)| !url).map(|(bytes, _)| bytes);
        Some(Pem { label, at: at..at + label.len(), lines, bytes, ends })
    }
    /// The formula of the bytes, over the cell of an ASCII text; nothing where that has too many lines.
    pub fn formula(&self, cell: &str) -> Option<String> {
        let lines: Vec<String> = self.lines.iter().map(|at| format!("{cell}[{}..{}]", at.start, at.end)).collect();
        (1..=96).contains(&lines.len()).then(|| format!("unbase64({})", lines.join(" ++ ")))
    }
}

/// A block of PEM with one of some labels.
pub(super) fn labelled(layer: &Layer, labels: &[&str]) -> Option<Found> {
    let text = layer.text()?;
    let pem = Pem::read(text).filter(|pem| labels.contains(&pem.label))?;
    let why = format!("it has the line `-----BEGIN {}-----`", pem.label);
    let end = pem.lines.last().map_or(pem.at.end, |last| last.end);
    let start = pem.lines.first().map_or(end, |first| first.start);
    let places = format!("label:{}..{} base64:{start}..{end}", pem.at.start, pem.at.end);
    let found = |certainty, why| {
        let formula = format!("taken_apart({}, \"{places}\")", layer.cell);
        Found::new(certainty, why).cell(layer.name("fields"), formula)
    };
    match (&pem.bytes, pem.ends) {
        (Some(bytes), true) if !bytes.is_empty() => {
            let why = format!("{why} and its end, and {} bytes in base64 between them", bytes.len());
            let found = found(Certainty::Certain, why);
            Some(match pem.formula(layer.cell) {
                Some(formula) => found.layer(layer.name("bytes"), formula),
                None => found,
            })
        }
        (Some(_), true) => Some(found(Certainty::Broken, format!("{why}; but nothing stands before its end"))),
        (None, _) => Some(found(Certainty::Broken, format!("{why}; but what follows is no base64"))),
        (_, false) => Some(found(Certainty::Broken, format!("{why}; but the line of its end is missing"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_read_with_any_line_ends() {
        let text = "x\r\n-----BEGIN A B-----\r\nYWJj\r\nYWJj\r\n-----END A B-----\r\n";
        let pem = Pem::read(text).unwrap();
        assert_eq!((pem.label, pem.ends, pem.bytes.as_deref()), ("A B", true, Some(&b"abcabc"[..])));
        assert_eq!(pem.formula("t").unwrap(), "unbase64(t[24..28] ++ t[30..34])");
        let pem = Pem::read("-----BEGIN A-----\rYWJj\r-----END A-----\r").unwrap();
        assert_eq!((pem.ends, pem.bytes.as_deref()), (true, Some(&b"abc"[..])));
        assert!(!Pem::read("-----BEGIN A-----\nYWJj\n-----END B-----").unwrap().ends);
        assert!(Pem::read("-----BEGIN A").is_none(), "the line of dashes is not whole");
    }
}
