//! RSA, RFC 8017: the raw operations, and the blocks that make something of them.

mod blocks;
mod example;
mod keys;
mod mgf1;
mod oaep;
mod pkcs1;
mod pss;
mod raw;
mod second;

pub use keys::{ROWS as KEYS, root_run};
pub use mgf1::ROWS as MGF1;
pub use oaep::ROWS as OAEP;
pub use pkcs1::ROWS as PKCS1;
pub use pss::ROWS as PSS;
pub use raw::ROWS;

#[cfg(test)]
mod tests;
