//! The row of a view, and what rows share.

use std::ops::Range;

use super::masked::mask;
use super::shown::Shown;

/// A way to write a value.
pub struct View {
    /// The name, as lessons write it.
    pub name: &'static str,
    /// The summary, one sentence.
    pub summary: &'static str,
    /// The values that it is for, in a few words, to say why it does not fit another.
    pub wants: &'static str,
    /// Whether its lines belong under each other, as in a square; else they are one line that was broken.
    pub grid: bool,
    /// Whether it has something to say about such a value.
    pub fits: fn(&Shown) -> bool,
    /// The value in lines that keep within the room's columns.
    pub lines: fn(&Shown, Room) -> Vec<String>,
    /// Where in those lines the byte stands that one stands on: the line, and the columns of it.
    pub here: fn(&Shown, Room) -> Option<Placed>,
}

/// A place in lines: the line, and the columns of it.
pub type Placed = (usize, Range<usize>);

/// Where no byte has a place of its own, or it is marked in the lines.
pub(super) fn nowhere(_: &Shown, _: Room) -> Option<Placed> {
    None
}

/// The room that a view has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// The columns there are. No line is wider.
    pub columns: usize,
    /// The rows there are, for a view that can draw itself smaller; lines past them are cut by whoever draws.
    pub rows: usize,
}
impl Room {
    /// So many columns, and as many rows as it takes.
    pub fn wide(columns: usize) -> Room {
        Room { columns, rows: usize::MAX }
    }
}

impl View {
    /// The value in lines that keep within the room's columns, without what must not be seen.
    pub fn draw(&self, shown: &Shown, room: Room) -> Vec<String> {
        let lines = (self.lines)(shown, room);
        if shown.masked.is_empty() { lines } else { mask(lines, &shown.masked) }
    }
}

impl Shown {
    /// The value in lines, each in three pieces: what stands before the byte that one stands on, its signs, and the
    /// rest.
    pub fn lines(&self, view: &View, room: Room) -> Vec<[String; 3]> {
        let here = (view.here)(self, room);
        let in_three = |(row, line): (usize, String)| {
            let Some((_, columns)) = here.clone().filter(|(at, _)| *at == row) else {
                return [line, String::new(), String::new()];
            };
            let mut signs = line.chars();
            let before = signs.by_ref().take(columns.start).collect();
            [before, signs.by_ref().take(columns.len()).collect(), signs.collect()]
        };
        view.draw(self, room).into_iter().enumerate().map(in_three).collect()
    }
    /// The value in one line of `columns` at most.
    pub fn line(&self, view: &View, columns: usize) -> String {
        let mut lines = view.draw(self, Room { columns, rows: 1 }).into_iter();
        let first = lines.next().unwrap_or_default();
        match lines.next() {
            None if !self.is_cut() => first,
            _ => format!("{}…", first.chars().take(columns.saturating_sub(1)).collect::<String>().trim_end()),
        }
    }
}

/// Pieces joined by spaces, as many to a line as fit.
pub(super) fn flow(pieces: impl Iterator<Item = String>, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![];
    for piece in pieces {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + piece.chars().count() <= columns => {
                line.push(' ');
                line.push_str(&piece);
            }
            _ => lines.push(piece),
        }
    }
    lines
}
/// A text broken at `columns`, wherever that is.
pub(super) fn chop(text: &str, columns: usize) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    characters.chunks(columns.max(1)).map(|c| c.iter().collect()).collect()
}
