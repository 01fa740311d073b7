//! How much the command line reads and writes.

use std::time::Duration;

/// The longest integer that is written in decimal, in bytes.
pub const MAX_INTEGER: u64 = 64 << 10;

/// The most bytes in all the items of a list that is written as an expression.
pub const MAX_LIST: u64 = 16 << 20;

/// The longest line that `batch` reads, in bytes.
pub const MAX_LINE: usize = 32 << 20;

/// The most bytes of values that one answer of `batch` holds; in hexadecimal they take twice as many.
pub const MAX_ANSWER: u64 = 16 << 20;

/// How many values one request of `batch` may ask for.
pub const MAX_VALUES: usize = 4096;

/// How many values a pattern of `trace` may name.
pub const MAX_TRACED: usize = 1 << 20;

/// How deep lists may lie in each other.
pub const MAX_NESTING: usize = 32;
/// How long a lesson's sheet may compute.
pub const PATIENCE: Duration = Duration::from_millis(2500);
