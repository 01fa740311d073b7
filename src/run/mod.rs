//! Runs: what a function did, and the names of the values it met on the way.

pub mod address;
pub mod suggest;
