//! The room of a page: what of it is not seen on a terminal, and no mark says so.

use std::fmt;

use ratatui::layout::Rect;
use ratatui::text::Line;
use unicode_width::UnicodeWidthStr;

use crate::app::App;
use crate::app::keymap::Keymap;
use crate::app::stage::lesson::Session;
use crate::lesson::Block;
use crate::lesson::tree::{Piece, visit};
use crate::run::address::Span;
use crate::ui::Look;
use crate::ui::stage::lesson::{self, text, text_width};
use crate::ui::text::prose;
use crate::ui::text::theme::Theme;

const PLAIN: Look = Look { theme: Theme::Mono, ascii: false };

/// The part of a page that is not seen on a terminal, and that no mark tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// So many lines below the values.
    Below(usize),
    /// So many columns to the right of the values.
    Beside(usize),
}

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (count, what, place) = match self {
            Cut::Below(lines) => (lines, "line", "at the bottom"),
            Cut::Beside(columns) => (columns, "column", "at the right"),
        };
        let (s, are) = if *count == 1 { ("", "is") } else { ("s", "are") };
        write!(f, "{count} {what}{s} of the values {are} cut {place} without a mark")
    }
}

/// How many lines of a page's text do not fit on a terminal of this size.
pub fn overflow(session: &Session, columns: u16, rows: u16) -> usize {
    let left = text(session, PLAIN, Rect::new(0, 0, columns, rows));
    prose::page(session, &Keymap::default(), PLAIN, left.width).0.len().saturating_sub(usize::from(left.height))
}

/// How many lines of the question that is kept in view, with what was said to it, do not fit on a terminal of this
/// size.
pub fn question_overflow(session: &Session, columns: u16, rows: u16) -> usize {
    let left = text(session, PLAIN, Rect::new(0, 0, columns, rows));
    let (_, question) = prose::page(session, &Keymap::default(), PLAIN, left.width);
    question.map_or(0, |lines| lines.len().saturating_sub(usize::from(left.height)))
}

/// How many lines of what is said to a change do not fit on a terminal of this size.
pub fn change_overflow(session: &Session, block: usize, columns: u16, rows: u16) -> usize {
    let left = text(session, PLAIN, Rect::new(0, 0, columns, rows));
    let change = prose::change(session, block, &Keymap::default(), PLAIN, left.width);
    change.len().saturating_sub(usize::from(left.height))
}

/// Cuts in what a page shows on a terminal of this size, and that no mark tells of.
pub fn cuts(app: &App, session: &Session, columns: u16, rows: u16) -> Vec<Cut> {
    let shown = lesson::columns(app, session, PLAIN, Rect::new(0, 0, columns, rows));
    let cut = |(area, lines): &(Rect, Vec<Line>)| {
        let seen = |line: &Line| line.to_string().trim_end().width();
        let below = lines.len().saturating_sub(usize::from(area.height));
        let beside = lines.iter().map(seen).max().unwrap_or(0).saturating_sub(usize::from(area.width));
        [(below, Cut::Below(below)), (beside, Cut::Beside(beside))]
    };
    shown.iter().flat_map(cut).filter(|(count, _)| *count > 0).map(|(_, cut)| cut).collect()
}

/// The listings and tables of a page that are wider than its text on a terminal of so many columns: where each stands,
/// how wide it is, and how wide the text.
pub fn too_wide(session: &Session, columns: u16) -> Vec<(Span, usize, usize)> {
    let room = text_width(columns.saturating_sub(2));
    let mut found = Vec::new();
    visit(&session.page().blocks, &mut |piece| {
        let Piece::Block(block) = piece else { return };
        let width = match block {
            Block::Code { text, .. } => text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0) + 1,
            Block::Table { .. } => {
                prose::block(session, block, PLAIN, u16::MAX).iter().map(Line::width).max().unwrap_or(0)
            }
            _ => 0,
        };
        let room = usize::from(room);
        found.extend((width > room).then_some((block.span(), width, room)));
    });
    found
}
