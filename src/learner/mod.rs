//! The learner: questions, what is answered to them, whether it is right, and what stays hidden until then.

pub mod answer;
pub mod diagnosis;
pub mod question;
pub mod veil;
pub mod way;
