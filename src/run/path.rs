//! The address of a run or of something in it.

use std::fmt;
use std::sync::Arc;

/// The address of a cell, run, part or segment, without a label.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Path(Arc<str>);
impl Path {
    /// The path of a cell; empty for a run that stands alone.
    pub fn new(cell: &str) -> Path {
        Path(cell.into())
    }
    /// The path of something below: `block[0]/T1[12]`, and of an operation of the whole `block[0]#2`.
    pub fn join(&self, name: &str) -> Path {
        match (self.0.is_empty(), name.is_empty()) {
            (_, true) => self.clone(),
            _ if name.starts_with('#') => Path(format!("{}{name}", self.0).into()),
            (true, _) => Path(name.into()),
            (false, _) => Path(format!("{}/{name}", self.0).into()),
        }
    }
    /// The path of a numbered segment.
    pub fn number(&self, number: u64) -> Path {
        Path(format!("{}[{number}]", self.0).into())
    }
    /// The path as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}
