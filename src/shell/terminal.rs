//! The terminal: taken once, drawn on in whole frames, and given back whatever happens.
//!
//! Three rules keep a learner's terminal safe:
//!
//! * [`give_back`] undoes everything that [`Screen::take`] did, may be called at any time, from any thread and any
//!   number of times: on drop, on a panic, on a signal and before the process stops for Ctrl-Z.
//! * A frame is collected in memory and written with one call between the marks of a synchronised update, so no
//!   terminal ever shows half of it, and a frame that changes nothing writes nothing.
//! * The terminal is never asked a question, so no answer can arrive late and be taken for keys.

use std::fmt;
use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use super::pen::Pen;
use super::platform;
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use ratatui::layout::{Rect, Size};
use ratatui::{Frame, Terminal};

/// Alternate screen, clean, pastes marked as such, cursor hidden.
const TAKE: &[u8] = b"\x1b[?1049h\x1b[0m\x1b[2J\x1b[?2004h\x1b[?25l";
/// Update finished, styles reset, the mouse and pastes as they were, cursor back, the screen that was there before.
const GIVE_BACK: &[u8] = b"\x1b[?2026l\x1b[0m\x1b[?1006l\x1b[?1002l\x1b[?1000l\x1b[?2004l\x1b[?25h\x1b[?1049l";
/// Clicks, the wheel and dragging are reported, at any column; mere moving is not.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1002l\x1b[?1000l";
const UPDATE_BEGINS: &[u8] = b"\x1b[?2026h";
const UPDATE_ENDS: &[u8] = b"\x1b[?2026l";
/// The columns and rows of the largest window that is filled: a cell takes memory, and somebody may ask for any number.
pub const MOST: (u16, u16) = (1_000, 500);
/// How much room for bytes is kept from one frame to the next.
const KEPT: usize = 16 * 1024;

/// The sentence about a panic.
pub const MISTAKE: &str = "the program made a mistake of its own and had to stop";
/// The status of a program that panicked, as where it unwinds.
const PANICKED: i32 = 101;

static TAKEN: AtomicBool = AtomicBool::new(false);
static TTY: OnceLock<File> = OnceLock::new();

/// Why there is no screen to draw on.
#[derive(Debug)]
pub enum TerminalError {
    /// Standard input or output is a file or a pipe; holds which.
    NotATerminal(&'static str),
    /// `TERM` is missing, empty or `dumb`.
    Dumb,
    /// The operating system refused.
    Io(io::Error),
}

impl fmt::Display for TerminalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TerminalError::NotATerminal(which) => {
                write!(f, "the workbench needs a terminal, and standard {which} is none")
            }
            TerminalError::Dumb => {
                f.write_str("the workbench needs a terminal that can move its cursor, and TERM says this one cannot")
            }
            TerminalError::Io(error) => write!(f, "the terminal cannot be used: {error}"),
        }
    }
}

impl TerminalError {
    /// A remedy.
    pub fn hint(&self) -> &'static str {
        match self {
            TerminalError::NotATerminal(_) => {
                "leave out --plain=false, and it speaks in lines; or run it in a terminal window"
            }
            TerminalError::Dumb => {
                "leave out --plain=false, and it speaks in lines; or set TERM to what your terminal is"
            }
            TerminalError::Io(_) => "try another terminal",
        }
    }
}

impl std::error::Error for TerminalError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            TerminalError::Io(error) => Some(error),
            TerminalError::NotATerminal(_) | TerminalError::Dumb => None,
        }
    }
}

impl From<io::Error> for TerminalError {
    fn from(error: io::Error) -> Self {
        TerminalError::Io(error)
    }
}

/// The terminal while it is ours.
pub struct Screen {
    terminal: Terminal<Pen>,
    /// The bytes that take the terminal, until they are sent: with the first frame, so that the two are seen as one.
    first: &'static [u8],
}

impl Screen {
    /// Takes the terminal: raw mode, alternate screen, bracketed paste. Fails, with nothing changed, when there is
    /// none.
    pub fn take() -> Result<Screen, TerminalError> {
        if !io::stdin().is_terminal() {
            return Err(TerminalError::NotATerminal("input"));
        }
        if !io::stdout().is_terminal() {
            return Err(TerminalError::NotATerminal("output"));
        }
        match std::env::var_os("TERM") {
            Some(term) if !term.is_empty() && term != "dumb" => {}
            _ => return Err(TerminalError::Dumb),
        }
        if TTY.get().is_none() {
            let own = platform::terminal()?;
            TTY.get_or_init(|| own);
        }
        install_panic_hook();
        let mut pen = Pen::default();
        pen.measured(window()?.into());
        let terminal = Terminal::new(pen)?;
        enter()?;
        Ok(Screen { terminal, first: TAKE })
    }

    /// Draws one frame and sends what changed since the last one.
    pub fn draw(&mut self, render: impl FnOnce(&mut Frame)) -> io::Result<()> {
        self.terminal.backend_mut().measured(window()?.into());
        self.terminal.draw(render)?;
        self.send()
    }

    /// Takes the terminal again after the process was stopped and continued. The next frame is drawn whole.
    pub fn retake(&mut self) -> io::Result<()> {
        enter()?;
        self.first = TAKE;
        self.terminal.backend_mut().taken();
        self.anew()
    }

    /// Asks for reports of the mouse, or leaves the mouse to the terminal.
    pub fn mouse(&mut self, on: bool) -> io::Result<()> {
        write_to_terminal(if on { MOUSE_ON } else { MOUSE_OFF })
    }

    /// Columns and rows.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        window()
    }

    /// Makes the next frame be drawn whole.
    pub fn anew(&mut self) -> io::Result<()> {
        // Not `clear`, which asks where the cursor stands.
        self.terminal.resize(Rect::from(Size::from(window()?)))
    }

    /// Sends a control sequence between two frames.
    pub fn command(&mut self, command: impl crossterm::Command) -> io::Result<()> {
        crossterm::queue!(self.terminal.backend_mut().bytes(), command)?;
        self.send()
    }

    fn send(&mut self) -> io::Result<()> {
        let first = std::mem::take(&mut self.first);
        let bytes = self.terminal.backend_mut().bytes();
        if bytes.is_empty() {
            return write_to_terminal(first);
        }
        let frame = [first, UPDATE_BEGINS, bytes, UPDATE_ENDS].concat();
        bytes.clear();
        bytes.shrink_to(KEPT);
        write_to_terminal(&frame)
    }
}

fn enter() -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    Ok(())
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

/// Columns and rows of the terminal, if there is one.
pub fn size() -> Option<(u16, u16)> {
    window().ok().filter(|(columns, rows)| *columns > 0 && *rows > 0)
}

/// Columns and rows as the terminal's driver knows them, or else as the environment or the terminal's description does;
/// no more than anybody can see.
pub fn window() -> io::Result<(u16, u16)> {
    let (columns, rows) = match platform::window() {
        Some(size) => size,
        None => crossterm::terminal::size()?,
    };
    Ok((columns.min(MOST.0), rows.min(MOST.1)))
}

/// Gives the terminal back, if it is taken. Errors are ignored: there is nobody left to tell.
pub fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        // The modes first: nobody may be reading what is written.
        let _ = disable_raw_mode();
        let _ = write_to_terminal(GIVE_BACK);
    }
}

/// Writes past every buffer and lock of the standard library, so that a panic in the middle of a frame cannot block it.
fn write_to_terminal(bytes: &[u8]) -> io::Result<()> {
    match TTY.get() {
        Some(mut tty) => tty.write_all(bytes),
        None => Ok(()),
    }
}

/// Gives the terminal back before a panic's message is printed, so that the message can be read. Where nothing unwinds,
/// the program ends here, whichever thread it was.
fn install_panic_hook() {
    static INSTALLED: OnceLock<()> = OnceLock::new();
    INSTALLED.get_or_init(|| {
        let report = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            give_back();
            report(panic);
            if cfg!(panic = "abort") {
                let _ = writeln!(io::stderr(), "error: {MISTAKE}");
                std::process::exit(PANICKED);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_is_given_back() {
        for mode in ["?1049", "?2004"] {
            let has = |bytes: &[u8], end: &str| {
                let sequence = format!("\x1b[{mode}{end}");
                String::from_utf8_lossy(bytes).contains(&sequence)
            };
            assert!(has(TAKE, "h") && has(GIVE_BACK, "l"), "{mode}");
        }
        for mode in ["?1000", "?1002", "?1006"] {
            let has = |bytes: &[u8], end: &str| String::from_utf8_lossy(bytes).contains(&format!("\x1b[{mode}{end}"));
            assert!(has(MOUSE_ON, "h") && has(MOUSE_OFF, "l") && has(GIVE_BACK, "l"), "{mode}");
        }
        assert!(TAKE.ends_with(b"\x1b[?25l"));
        assert!(String::from_utf8_lossy(GIVE_BACK).contains("\x1b[?25h"));
    }

    #[test]
    fn giving_back_what_was_never_taken_does_nothing() {
        give_back();
        give_back();
        assert!(!TAKEN.load(Ordering::SeqCst));
    }

    #[test]
    fn every_refusal_says_what_to_do_instead() {
        let refusals = [
            TerminalError::NotATerminal("input"),
            TerminalError::Dumb,
            TerminalError::Io(io::Error::other("no such device")),
        ];
        for refusal in refusals {
            assert!(!refusal.to_string().is_empty());
            assert!(!refusal.hint().is_empty());
        }
    }
}
