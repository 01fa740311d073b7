//! cleartext

pub mod app;
pub mod functions;
pub mod learner;
pub mod lesson;
pub mod num;
pub mod run;
pub mod sheet;
pub mod shell;
pub mod ui;
pub mod view;
