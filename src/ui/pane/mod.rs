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

use crate::ui::text::theme::Theme;

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
