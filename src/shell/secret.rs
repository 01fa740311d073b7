//! Secrets, typed without being shown.

use std::io::{self, Read, Write};

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

/// The longest secret, in bytes.
const LONGEST: usize = 1 << 16;

/// The terminal as it was, again.
struct Raw;
impl Drop for Raw {
    fn drop(&mut self) {
        // Nobody can be told.
        let _ = disable_raw_mode();
    }
}

/// Asks on the terminal for something that is not shown while it is typed; nothing where only Enter was pressed.
///
/// # Errors
/// When the terminal cannot be read, and of the kind `Interrupted` when Ctrl-C was pressed.
pub fn ask(question: &str) -> io::Result<Option<String>> {
    let mut told = io::stderr().lock();
    let typed = {
        // Whoever types before the question has been read is not shown either.
        enable_raw_mode()?;
        let _raw = Raw;
        write!(told, "{question}")?;
        told.flush()?;
        read(&mut io::stdin().lock())
    };
    writeln!(told)?;
    typed
}
/// The line that is typed, key by key.
fn read(from: &mut dyn Read) -> io::Result<Option<String>> {
    let (mut typed, mut byte) = (vec![], [0]);
    while from.read(&mut byte)? > 0 {
        match byte[0] {
            b'\r' | b'\n' | 4 => break,
            3 => return Err(io::ErrorKind::Interrupted.into()),
            // Backspace takes a character, of however many bytes.
            8 | 127 => while typed.pop().is_some_and(|last: u8| last & 0xc0 == 0x80) {},
            21 => typed.clear(),
            other if typed.len() < LONGEST => typed.push(other),
            _ => {}
        }
    }
    let typed = String::from_utf8_lossy(&typed).into_owned();
    Ok(Some(typed).filter(|typed| !typed.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_edited_without_being_seen() {
        let typed = |mut keys: &[u8]| read(&mut keys).map_err(|error| error.kind());
        assert_eq!(typed("xa\u{e9}\u{7f}b\r".as_bytes()), Ok(Some("xab".into())));
        assert_eq!(typed(b"wrong\x15right\n"), Ok(Some("right".into())));
        assert_eq!(typed(b"\r"), Ok(None));
        assert_eq!(typed(b"ab\x03"), Err(io::ErrorKind::Interrupted));
    }
}
