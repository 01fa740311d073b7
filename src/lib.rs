//! cleartext

pub mod num;
pub mod view;
