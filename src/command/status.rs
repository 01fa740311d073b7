//! Exit statuses.

/// How a command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The command did what was asked.
    Done = 0,
    /// The answer is no, or a check failed.
    No = 1,
    /// The command could not be carried out: wrong usage, or nothing to be had.
    Usage = 2,
}
