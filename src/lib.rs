//! cleartext

pub mod app;
pub mod num;
pub mod shell;
pub mod ui;
pub mod view;
