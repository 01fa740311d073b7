//! The state of a talk, and what its speaker sees.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

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
    /// The shows of hands to a question, by page and block: before and after the room talked about it.
    pub(super) hands: HashMap<(usize, usize), Vec<Vec<u32>>>,
}

/// The notes that the speaker sees on a terminal of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notes {
    /// The title of the lesson.
    pub title: String,
    /// The short code of the lesson, where it has one.
    #[serde(default)]
    pub code: Option<String>,
    /// The minutes it takes.
    pub minutes: Option<u32>,
    /// The page, from 1, of so many.
    pub page: (usize, usize),
    /// The step of the page, from 1, of so many.
    pub step: (usize, usize),
    /// The step that the next key brings.
    pub then: String,
    /// The notes of the page.
    pub says: Vec<String>,
    /// The keys that the page asks whoever has the keyboard for.
    pub keys: Vec<String>,
    /// The questions of the page, each before its answer.
    pub answers: Vec<String>,
    /// The heading of the page after this one.
    pub next: String,
}
