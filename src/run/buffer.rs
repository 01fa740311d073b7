//! Bytes that segments read, copied or lent.

use std::ops::{Deref, DerefMut, Range};
use std::sync::Arc;

/// The bytes that segments read of a feed: a copy, or the very ones of a memory that a part holds.
pub enum Buffer {
    /// A copy.
    Copied(Vec<u8>),
    /// A stretch of what a part has lent.
    Lent(Arc<Vec<u8>>, Range<usize>),
}
impl Deref for Buffer {
    type Target = [u8];
    #[inline]
    fn deref(&self) -> &[u8] {
        match self {
            Buffer::Copied(bytes) => bytes,
            Buffer::Lent(memory, range) => &memory[range.clone()],
        }
    }
}
/// Lent bytes are copied before they are changed.
impl DerefMut for Buffer {
    fn deref_mut(&mut self) -> &mut [u8] {
        if let Buffer::Lent(memory, range) = self {
            *self = Buffer::Copied(memory[range.clone()].to_vec());
        }
        match self {
            Buffer::Copied(bytes) => bytes,
            Buffer::Lent(..) => &mut [],
        }
    }
}
