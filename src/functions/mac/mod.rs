//! Message authentication codes.

pub mod hmac;
pub mod poly1305;
