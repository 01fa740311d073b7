//! The desk: the cells and the place in them, what lessons and the bench share.

pub mod compare;
pub mod history;
pub mod pins;
pub mod values;
pub mod walk;
