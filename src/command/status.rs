//! Exit statuses.
//!
//! Where standard output cannot be written, that is [`Status::Usage`]; where nobody reads on, all is well. One that was
//! closed before the program began is another matter: the standard library puts `/dev/null` in its place before
//! anything of ours runs, opened in the very way in which Python's `subprocess.DEVNULL` gives it. The two cannot be
//! told apart, so what is printed is lost, as whoever closed it asked for, and the status says how the command went.

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
