//! The learner: what they answer, and whether it is right.

pub mod answer;
