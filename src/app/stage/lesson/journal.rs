//! The journal of a lesson: what was seen, done and answered in this run.

use std::collections::{BTreeMap, BTreeSet};

use crate::learner::notebook::News;

/// The things that were seen and done.
#[derive(Clone, Default)]
pub struct Journal {
    /// The keys that were introduced up to this lesson; none where no order says so, and all are shown.
    pub introduced: Option<BTreeSet<String>>,
    /// The pages that were seen.
    pub(super) seen: BTreeSet<usize>,
    /// The commands that were given on this page.
    pub(super) done: BTreeSet<&'static str>,
    /// The pages whose tamper was tried.
    pub(super) tampered: BTreeSet<usize>,
    /// The answers given to each question, by page and block, in their order.
    pub(super) tries: BTreeMap<(usize, usize), Vec<String>>,
    /// The changes to be kept, since they were last asked for.
    pub(super) news: Vec<News>,
    /// Whether the lesson's end is shown.
    pub(super) ended: bool,
}

/// A line of the end of a lesson: what was seen, or a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looked {
    /// Whether it was seen, or answered at the first try.
    pub well: bool,
    /// The words of it.
    pub says: String,
    /// The answers that were given, where it took more than one or it is not over.
    pub note: String,
}
