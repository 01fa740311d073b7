//! Screens as tests: a lesson, the keys that are pressed, and what the screen then says. No terminal and no colour.

mod alone;
mod bench;
mod commands;
mod comparing;
mod desk;
mod first;
mod keys;
mod newcomer;
mod pages;
mod playing;
mod questions;
mod room;
mod sizes;
mod steps;
mod values;
mod workshop;

pub use desk::Desk;
