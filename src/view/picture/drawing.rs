//! Drawings: what a picture returns, as plain data.

use std::ops::Range;

use super::scene::{Given, Got, Scene};
use crate::view::SafeText;

/// The characters in place of each character of a hidden value, four at most.
const DOTS: &str = "····";

/// A drawing. A cell holds a value and has an address; a line carries a value, so it has that value's address; a
/// caption has none, and says nothing of a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawing {
    /// Its columns.
    pub columns: u16,
    /// Its rows.
    pub rows: u16,
    /// The values.
    pub cells: Vec<Cell>,
    /// The connectors.
    pub lines: Vec<Ink>,
    /// The words around them.
    pub captions: Vec<Caption>,
}

/// A value at its place. The column before it is its margin, for a mark.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The column it begins in.
    pub x: u16,
    /// The row.
    pub y: u16,
    /// How many columns it takes.
    pub width: u16,
    /// Whose value it is.
    pub address: String,
    /// The text that is shown of it.
    pub text: String,
    /// Whether it belongs to the state after: where most of that is a copy, what is not is new.
    pub after: bool,
    /// Whether its marks stand in its style alone, since something else stands in its margin.
    pub quiet: bool,
    /// Whether it stands on the way only: what it was computed from feeds what it feeds as well.
    pub through: bool,
    /// The bytes that it shows, where it can be cut between them.
    pub bytes: Vec<Byte>,
    /// The mark that it has now.
    pub mark: Mark,
}

/// A byte of several that one cell shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Byte {
    /// Its own address, whole, among the bytes of its stretch.
    pub address: String,
    /// Its address among all the bytes that are drawn: there it is compared with what stood there before.
    pub place: String,
}

impl Cell {
    /// The addresses that its marks are asked for: those of its bytes where it has such, else its own.
    pub fn asked(&self) -> impl Iterator<Item = &str> {
        let own = self.bytes.is_empty().then_some(self.address.as_str());
        self.bytes.iter().map(|byte| byte.place.as_str()).chain(own)
    }

    /// Some of its bytes by themselves: the columns of a byte are as many for each, and between two may be a blank.
    pub fn part(&self, range: Range<usize>) -> Cell {
        let (all, wide) = (self.bytes.len(), usize::from(self.width));
        let each = wide.div_ceil(all);
        let width = (each * range.len()).saturating_sub(each * all - wide);
        let text = self.text.chars().skip(each * range.start).take(width).collect();
        let bytes = self.bytes[range.clone()].to_vec();
        let address = if range.len() == 1 { bytes[0].address.clone() } else { self.address.clone() };
        Cell { x: self.x + columns(each * range.start), width: columns(width), address, text, bytes, ..self.clone() }
    }
}

/// The mark of a cell. The first that holds stands in its margin; the styles add up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// Whether one stands on it.
    pub current: bool,
    /// Whether it is other than in the run one compares with.
    pub differs: bool,
    /// Whether the value one stands on was computed from it.
    pub feeds: bool,
    /// Whether it was computed from the value one stands on, where a card beside the drawing says so; this mark alone
    /// stands behind the cell.
    pub fed: bool,
    /// Whether it is other than before the last edit.
    pub changed: bool,
    /// Whether it was made here, where others are copies.
    pub new: bool,
    /// Whether it is hidden until a question is answered.
    pub hidden: bool,
}

/// A piece of a connector, and the value that it carries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ink {
    /// The column it begins in.
    pub x: u16,
    /// The row.
    pub y: u16,
    /// Its glyphs.
    pub text: String,
    /// The address of the value that it carries.
    pub of: String,
}

/// Words at a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caption {
    /// The column they begin in.
    pub x: u16,
    /// The row.
    pub y: u16,
    /// The words.
    pub text: String,
}

impl Mark {
    /// Every mark at a value, and what it says of it.
    pub const LEGEND: [(&'static str, &'static str); 6] = [
        ("[ ]", "Where you stand."),
        ("▸", "The value you stand on is computed from this one."),
        ("◂", "This one is computed from the value you stand on; the card lists both."),
        ("≠", "Another value than in the run you compare with."),
        ("˙", "Another value than before the last edit."),
        ("*", "Made in this step, where the values beside it are only moved."),
    ];

    /// The glyph in the margin; a blank where there is none.
    pub fn glyph(self) -> char {
        match self {
            Mark { current: true, .. } => '[',
            Mark { differs: true, .. } => '≠',
            Mark { feeds: true, .. } => '▸',
            Mark { changed: true, .. } => '˙',
            Mark { new: true, .. } => '*',
            _ => ' ',
        }
    }
    /// The marks in words, for lines of text.
    pub fn words(self) -> Vec<&'static str> {
        let all = [
            (self.current, "you stand here"),
            (self.differs, "differs"),
            (self.feeds, "feeds this"),
            (self.fed, "made of this"),
            (self.changed, "changed"),
            (self.new, "new"),
            (self.hidden, "hidden"),
        ];
        all.into_iter().filter(|(holds, _)| *holds).map(|(_, word)| word).collect()
    }
}

impl Drawing {
    /// An empty one.
    pub fn new(columns: u16, rows: u16) -> Drawing {
        Drawing { columns, rows, ..Drawing::default() }
    }

    /// Words at a place.
    pub fn caption(&mut self, x: u16, y: u16, text: impl Into<String>) {
        self.captions.push(Caption { x, y, text: text.into() });
    }

    /// A piece of a connector that carries the value at an address.
    pub fn line(&mut self, scene: &dyn Scene, x: u16, y: u16, text: impl Into<String>, of: &str) {
        self.lines.push(Ink { x, y, text: text.into(), of: scene.whole(of) });
    }

    /// The value at an address, in so many columns.
    pub fn value(&mut self, scene: &dyn Scene, x: u16, y: u16, width: u16, address: &str) -> &mut Cell {
        self.got(scene, [x, y, width], address, |given| cut(&given.text, width))
    }

    /// A cell with a text of its own for the value at an address, such as its letter; a mask where that is hidden.
    pub fn shown(
        &mut self,
        scene: &dyn Scene,
        x: u16,
        y: u16,
        width: u16,
        address: &str,
        text: impl Into<String>,
    ) -> &mut Cell {
        self.got(scene, [x, y, width], address, |_| text.into())
    }

    /// A cell with the text of what is seen at an address, which is asked for once.
    fn got(
        &mut self,
        scene: &dyn Scene,
        [x, y, width]: [u16; 3],
        address: &str,
        text: impl FnOnce(&Given) -> String,
    ) -> &mut Cell {
        let (text, hidden) = match scene.get(address) {
            Got::Value(given) => (text(&given), false),
            Got::Hidden => (DOTS.chars().take(usize::from(width)).collect(), true),
            Got::Pending => ("…".to_owned(), false),
            Got::Missing => (String::new(), false),
        };
        let mark = Mark { hidden, ..Mark::default() };
        self.cells.push(Cell { x, y, width, address: scene.whole(address), text, mark, ..Cell::default() });
        let last = self.cells.len() - 1;
        &mut self.cells[last]
    }

    /// Another drawing at a place of this one.
    pub fn put(&mut self, other: Drawing, x: u16, y: u16) {
        self.cells.extend(other.cells.into_iter().map(|cell| Cell { x: cell.x + x, y: cell.y + y, ..cell }));
        self.lines.extend(other.lines.into_iter().map(|line| Ink { x: line.x + x, y: line.y + y, ..line }));
        self.captions.extend(other.captions.into_iter().map(|one| Caption { x: one.x + x, y: one.y + y, ..one }));
    }

    /// Takes as much room as what stands in it.
    pub fn fitted(mut self) -> Drawing {
        let width = |text: &str| u16::try_from(text.chars().count()).unwrap_or(u16::MAX);
        let cells = self.cells.iter().map(|cell| (cell.x + cell.width, cell.y));
        let lines = self.lines.iter().map(|line| (line.x + width(&line.text), line.y));
        let captions = self.captions.iter().map(|one| (one.x + width(&one.text), one.y));
        let ends: Vec<(u16, u16)> = cells.chain(lines).chain(captions).collect();
        self.columns = ends.iter().map(|(x, _)| *x).max().unwrap_or(0);
        self.rows = ends.iter().map(|(_, y)| y + 1).max().unwrap_or(0);
        self
    }

    /// The same, its cells of some addresses marked as computed from the value one stands on.
    pub fn leading_to(&self, addresses: &[&str]) -> Drawing {
        let mut drawing = self.clone();
        for cell in &mut drawing.cells {
            cell.mark.fed = addresses.contains(&cell.address.as_str());
        }
        drawing
    }

    /// The cell of an address.
    pub fn cell(&self, address: &str) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.address == address)
    }
}

/// The ink of a character of a drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// None: a blank.
    Nothing,
    /// That of words.
    Words,
    /// That of a connector; whether it carries the value one stands on.
    Line(bool),
    /// That of a cell, by its place.
    Cell(usize),
    /// That of a mark in a margin.
    Mark,
}

impl Drawing {
    /// Its rows, character by character, in so many columns. Connectors of values that differ are doubled.
    pub fn painted(&self, columns: u16) -> Vec<Vec<(char, Paint)>> {
        let mut rows = vec![vec![(' ', Paint::Nothing); usize::from(columns)]; usize::from(self.rows)];
        let mut put = |x: u16, y: u16, text: &mut dyn Iterator<Item = char>, paint: Paint| {
            let row = rows.get_mut(usize::from(y)).into_iter().flatten().skip(usize::from(x));
            row.zip(text).for_each(|(place, c)| *place = (c, paint));
        };
        for caption in &self.captions {
            put(caption.x, caption.y, &mut caption.text.chars(), Paint::Words);
        }
        for line in &self.lines {
            let mark = self.cell(&line.of).map_or(Mark::default(), |cell| cell.mark);
            let doubled = |c: char| match c {
                '─' if mark.differs => '═',
                '│' if mark.differs => '║',
                c => c,
            };
            put(line.x, line.y, &mut line.text.chars().map(doubled), Paint::Line(mark.current));
        }
        for (place, cell) in self.cells.iter().enumerate() {
            let text = String::from(SafeText::line(&cell.text));
            let width = usize::from(cell.width).max(text.chars().count());
            put(cell.x, cell.y, &mut text.chars().chain(std::iter::repeat(' ')).take(width), Paint::Cell(place));
        }
        for cell in self.cells.iter().filter(|cell| !cell.quiet) {
            if let (glyph, Some(margin)) = (cell.mark.glyph(), cell.x.checked_sub(1))
                && glyph != ' '
            {
                put(margin, cell.y, &mut std::iter::once(glyph), Paint::Mark);
            }
            if cell.mark.current {
                put(cell.x + cell.width, cell.y, &mut std::iter::once(']'), Paint::Mark);
            }
        }
        // Behind the cell, so that the star of what is new stays before it.
        for cell in self.cells.iter().filter(|cell| cell.mark.fed && !cell.mark.current && !cell.quiet) {
            let row = rows.get_mut(usize::from(cell.y));
            let behind = row.and_then(|row| row.get_mut(usize::from(cell.x + cell.width)));
            behind.filter(|place| place.0 == ' ').into_iter().for_each(|place| *place = ('◂', Paint::Mark));
        }
        rows
    }
}

/// A count of characters as columns.
pub(super) fn columns(count: impl TryInto<u16>) -> u16 {
    count.try_into().unwrap_or(u16::MAX)
}

/// A sentence to be spoken: of a value in it as much as somebody listens to.
pub fn brief(sentence: &str) -> String {
    const LONGEST: usize = 72;
    let word = |word: &str| match word.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &word[..end]),
        None => word.to_owned(),
    };
    sentence.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// A text in so many columns, with a mark where it is cut.
pub fn cut(text: &str, width: u16) -> String {
    let width = usize::from(width);
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}

/// The end of a text in so many columns, with a mark where it is cut.
pub fn end(text: &str, columns: u16) -> String {
    match text.chars().count().checked_sub(columns.into()) {
        None | Some(0) => text.to_owned(),
        Some(over) => std::iter::once('…').chain(text.chars().skip(over + 1)).collect(),
    }
}
