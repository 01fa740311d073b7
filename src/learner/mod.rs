//! The learner: questions, what is answered to them, whether it is right, what stays hidden until then, and the lens,
//! the only door from a place to text.

pub mod account;
pub mod alone;
pub mod amount;
pub mod answer;
pub mod diagnosis;
pub mod hands;
pub mod hunt;
pub mod lens;
pub mod names;
pub mod notebook;
pub mod notes;
pub mod progress;
pub mod question;
pub mod quiz;
pub mod tampering;
pub mod veil;
pub mod way;
pub mod workshop;
