//! Workshops: a set of questions for points, the report that each learner hands in, and how a room of them is graded.

pub mod collect;
pub mod course;
pub mod feedback;
pub mod grade;
pub mod mark;
pub mod paper;
pub mod play;
pub mod report;
pub mod room;
pub mod roster;
pub mod seat;
pub mod table;
