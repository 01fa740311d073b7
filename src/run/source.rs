//! The port through which a computation reads bytes.

use super::Error;

/// Random access to bytes: memory, a file, a part's output. The port through which a computation reads.
pub trait Source: Send + Sync {
    /// How many bytes there are.
    fn len(&self) -> u64;
    /// Fills `buf` with the bytes from `at` on; `at + buf.len()` is `len()` at most.
    fn read_at(&self, at: u64, buf: &mut [u8]) -> Result<(), Error>;
    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// An error where the bytes are no longer those that it was opened with. It costs next to nothing to ask.
    fn unchanged(&self) -> Result<(), Error> {
        Ok(())
    }
    /// The path of the file that they are read from, where it is one.
    fn file(&self) -> Option<&str> {
        None
    }
}
impl Source for Vec<u8> {
    fn len(&self) -> u64 {
        self.as_slice().len() as u64
    }
    fn read_at(&self, at: u64, buf: &mut [u8]) -> Result<(), Error> {
        buf.copy_from_slice(&self[at as usize..at as usize + buf.len()]);
        Ok(())
    }
}
