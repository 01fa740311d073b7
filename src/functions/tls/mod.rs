//! TLS 1.3, RFC 9846 (before July 2026: RFC 8446): the key schedule, one record, and a whole captured handshake.
//!
//! `tls13_open` reads what two sides sent and computes all that follows from it and from the client's private key: the
//! records in the order of each side, every field of every message, the schedule, and the checks of both sides. The
//! steps that compute are calls of other rows of the table; the same steps, answered by the crates beside those rows,
//! are the second opinion.

mod certificate;
mod code;
mod extension;
mod heard;
mod message;
mod open;
mod reader;
mod record;
mod schedule;
mod side;
mod suite;
mod work;

use super::Function;

/// The rows of TLS 1.3.
pub const ROWS: &[Function] = &[schedule::ROW, record::ROW, open::ROW];
