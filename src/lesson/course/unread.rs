//! What lies among the lessons and is not read, and why.

use crate::lesson::glossary::GLOSSARY_FILE;
use crate::lesson::problem::{Problem, Severity, quoted};
use crate::run::address::Span;

/// Something among the lessons that was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Its path below the folder of the lessons, with `/` between folders.
    pub path: String,
    /// Why it was not read.
    pub why: Why,
}

/// The reason why something was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// A link to what lies outside.
    LeadsOut,
    /// A link to nothing, or to itself.
    LeadsNowhere,
    /// A link to a folder that it lies in.
    LeadsBack,
    /// A folder by the name of a lesson.
    Folder,
    /// A pipe, a socket or a device.
    Special,
    /// A file whose name ends in capitals.
    Capitals,
    /// A lesson of more bytes than one may have.
    TooLong(u64),
}

impl Unread {
    /// The problem that it is; none where a lesson of its name says so.
    pub(super) fn problem(&self) -> Option<Problem> {
        let (is, hint) = match self.why {
            Why::LeadsOut => (
                "is a link out of the folder of the lessons, and is not read",
                "Copy into the folder what belongs there, and take the link away.",
            ),
            Why::LeadsNowhere => ("is a link that leads nowhere", "Mend the link, or put the lesson itself there."),
            Why::LeadsBack => {
                ("is a link back to a folder that it lies in, and is not followed", "Take the link away.")
            }
            Why::Folder => ("is a folder, and a lesson is a file", "Name the folder without `.md`."),
            Why::Special => ("is no regular file, and is not read", "Put the lesson itself there, as a file."),
            Why::Capitals => ("is not read: the name of a lesson ends in `.md`, in small letters", "Rename the file."),
            Why::TooLong(_) if self.path.ends_with(".md") && self.path != GLOSSARY_FILE => return None,
            Why::TooLong(_) => ("is too long, and is not read", "Make it shorter."),
        };
        let message = format!("{} {is}.", quoted(&self.path));
        Some(Problem::new(Severity::Error, "", Span::new(0, 0), message, hint))
    }
}
