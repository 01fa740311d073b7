//! Generators of numbers that look random.

pub mod mt19937;
