//! What the computing half shows: a value with what it was computed from, its bits, two runs side by side, pictures.

pub mod bits;
pub mod bytes;
pub mod chart;
pub mod compare;
pub mod drawn;
pub mod grids;
pub mod operands;
pub mod panel;
pub mod portion;
pub mod strip;
pub mod value;

use std::ops::Range;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::ui::text::{Role, Theme, cut, height};

/// The means a pane is drawn with.
#[derive(Clone, Copy)]
pub struct Brush {
    /// The theme.
    pub theme: Theme,
    /// The columns there are.
    pub width: u16,
    /// The rows there are.
    pub height: u16,
}

impl Brush {
    /// The brush for an area.
    pub fn of(theme: Theme, area: Rect) -> Brush {
        Brush { theme, width: area.width, height: area.height }
    }

    /// The same brush for so many rows.
    pub fn high(self, rows: impl TryInto<u16>) -> Brush {
        Brush { height: rows.try_into().unwrap_or(u16::MAX), ..self }
    }

    /// The brush for the room below some lines.
    pub fn below(self, lines: &[Line]) -> Brush {
        self.high(self.height.saturating_sub(height(lines)))
    }

    /// A line of text in a role, cut where it is too long.
    pub fn line(self, text: &str, role: Role) -> Line<'static> {
        self.theme.line(cut(text, self.width), role)
    }
}

/// Columns of a row, each drawn by itself, in groups of four.
fn in_fours(columns: Range<usize>, draw: impl Fn(usize) -> Span<'static>) -> impl Iterator<Item = Span<'static>> {
    columns.flat_map(move |column| std::iter::once(draw(column)).chain((column % 4 == 3).then(|| Span::raw(" "))))
}

/// A name and its value: bright where one stands on it, else with what is other than before marked.
fn named(name: String, value: &str, before: Option<&str>, bright: bool, theme: Theme) -> Vec<Span<'static>> {
    if bright {
        return vec![theme.span(format!("{name}{value}"), Role::Current)];
    }
    std::iter::once(theme.span(name, Role::Name)).chain(theme.marked(value, before, Role::Text)).collect()
}
