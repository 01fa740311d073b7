//! The state of a talk.

use crate::learner::hands::Hands;

/// The state of a talk.
#[derive(Clone, Default)]
pub struct Talk {
    /// The step of the page, from 0.
    pub(super) step: usize,
    /// Whether the wall is black.
    pub black: bool,
    /// Whether the keyboard walks in the values.
    pub(super) walking: bool,
    /// The number of a page as far as it is typed.
    pub number: String,
    /// Whether the room sees the name of the last key.
    pub(super) shows_keys: bool,
    /// The name of the last key.
    pub key: Option<String>,
    /// The shows of hands.
    pub(super) hands: Hands,
}
