//! The learner: what they answer, and whether it is right.

pub mod answer;
pub mod diagnosis;
pub mod way;
