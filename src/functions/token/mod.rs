//! Signed tokens: texts that anybody reads and only who has the key makes.
//!
//! A text, the time where it has one, and a MAC of both stand behind one another. Who checks a token takes the MAC off
//! at the right (`fields`), derives a key from the secret (`derived_key`), computes the MAC again (`signature`), writes
//! it as it is written there (`encode`) and compares both (`compare`). Only then does the text count.

pub mod django;
pub mod itsdangerous;
mod json;
pub mod jwt;
mod keys;
mod signed;
mod time;
pub(in crate::functions) mod vetted;
