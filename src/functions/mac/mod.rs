//! Message authentication codes.

pub mod hmac;

use super::Function;

/// The rows of this family.
pub const ROWS: &[Function] = &[hmac::ROW];
