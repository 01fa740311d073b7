//! Passwords as frameworks store them: taken apart, verified, made.
//!
//! A string says how it was made: an algorithm, its costs, a salt, a hash. `password_verify` reads the fields (the run
//! `fields`), derives a hash from the password with the same salt and the same costs (the run `derive`, and whatever
//! comes before it), writes it as the string has it (`encode`) and compares the two (`compare`), as the frameworks do.
//! To add a format, write its row, and name it in `FORMATS` of `formats.rs`.

mod bcrypt;
mod crypt64;
mod derivation;
mod django;
mod encoding;
mod formats;
mod passlib;
mod phc;
mod reader;
mod rows;
mod sha512_crypt;
mod werkzeug;

pub use rows::{ROWS, VETTED, affordable};
