//! Lines of any bytes, of bounded length.

use std::io::{self, BufRead, BufReader, ErrorKind, Read};

use crate::command::limits::MAX_LINE;

/// How much is read at once.
const BUFFER: usize = 64 << 10;

/// A line as it came.
pub enum Line<'a> {
    /// All of it, without its end.
    Whole(&'a [u8]),
    /// The line was longer than [`MAX_LINE`]; the rest of it was skipped.
    TooLong,
}

/// Reads lines.
pub struct Lines<R> {
    input: BufReader<R>,
    line: Vec<u8>,
}

impl<R: Read> Lines<R> {
    /// The lines of `input`.
    pub fn new(input: R) -> Lines<R> {
        Lines { input: BufReader::with_capacity(BUFFER, input), line: Vec::new() }
    }

    /// The next line, if there is one; `before_waiting` is called before anything that may wait for more input.
    ///
    /// # Errors
    /// What reading gives, or what `before_waiting` gives.
    pub fn next(&mut self, mut before_waiting: impl FnMut() -> io::Result<()>) -> io::Result<Option<Line<'_>>> {
        self.line.clear();
        let (mut length, mut begun) = (0_usize, false);
        loop {
            if self.input.buffer().is_empty() {
                before_waiting()?;
            }
            let buffer = match self.input.fill_buf() {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                buffer => buffer?,
            };
            let newline = buffer.iter().position(|byte| *byte == b'\n');
            let piece = &buffer[..newline.unwrap_or(buffer.len())];
            let (taken, ended) = (piece.len() + usize::from(newline.is_some()), newline.is_some() || buffer.is_empty());
            begun |= taken > 0;
            length = length.saturating_add(piece.len());
            if length <= MAX_LINE {
                self.line.extend_from_slice(piece);
            } else {
                self.line = Vec::new();
            }
            self.input.consume(taken);
            if ended {
                return Ok(match (begun, length <= MAX_LINE) {
                    (false, _) => None,
                    (true, true) => Some(Line::Whole(self.line.strip_suffix(b"\r").unwrap_or(&self.line))),
                    (true, false) => Some(Line::TooLong),
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Vec<Option<Vec<u8>>> {
        let mut lines = Lines::new(bytes);
        let mut out = vec![];
        while let Some(line) = lines.next(|| Ok(())).unwrap() {
            out.push(match line {
                Line::Whole(line) => Some(line.to_vec()),
                Line::TooLong => None,
            });
        }
        out
    }

    #[test]
    fn lines_of_any_bytes() {
        let line = |text: &[u8]| Some(text.to_vec());
        assert_eq!(read(b""), []);
        assert_eq!(read(b"\n"), [line(b"")]);
        assert_eq!(read(b"a\r\n\0\xff\n\nb"), [line(b"a"), line(b"\0\xff"), line(b""), line(b"b")]);
    }

    #[test]
    fn a_long_line_is_skipped_and_the_next_is_read() {
        let mut bytes = vec![b'x'; MAX_LINE + 1];
        bytes.extend(b"\nnext\n");
        assert_eq!(read(&bytes), [None, Some(b"next".to_vec())]);
        assert_eq!(read(&bytes[1..]).len(), 2);
    }
}
