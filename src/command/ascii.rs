//! Output for a terminal that can show ASCII characters alone: the program's own signs are replaced, values stay.

use std::io::{self, Write};

use crate::view::glyphs;

/// A writer that replaces the signs that the program draws and speaks with. What is written at once is a whole text.
pub struct Ascii<'a>(pub &'a mut dyn Write);

impl Write for Ascii<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match str::from_utf8(bytes) {
            Ok(text) if !text.is_ascii() => {
                let replaced = |c| Some(glyphs::ascii(c)).filter(|ascii| *ascii != '?').unwrap_or(c);
                self.0.write_all(text.chars().map(replaced).collect::<String>().as_bytes())?;
            }
            _ => self.0.write_all(bytes)?,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_replaced_and_names_stay() {
        let mut out = Vec::new();
        let count = 3;
        write!(Ascii(&mut out), "Zoë ✓ · {count} of 4…").unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.starts_with("Zoë ") && !text.contains(['✓', '…', '·']), "{text}");
    }
}
