//! cleartext

pub mod view;
