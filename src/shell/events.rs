//! What happens outside, as one stream: keys, pastes, resizes and signals, each from a thread that only sends.
//!
//! The channel is bounded, so a program that types faster than we draw waits in the terminal and not in our memory.

use std::io;
use std::sync::mpsc::SyncSender;
use std::thread;
use std::time::Duration;

use crossterm::event::{
    Event as Raw, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use rustix::event::{PollFd, PollFlags, poll};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use crate::app::Event;
use crate::app::key::{Code, Key};
use crate::shell::terminal::{MOST, give_back};

/// How many events may wait.
pub const QUEUE: usize = 256;

/// The longest paste that is looked at, in bytes; an input's own limit is usually far below.
pub const PASTE_BYTES: usize = 8 << 20;

/// Only what is used of it takes memory; a lesson is checked on such a thread.
const STACK: usize = 2 << 20;

/// One thing that happened.
#[derive(Debug)]
pub enum Happened {
    /// Something for the program's state.
    Event(Event),
    /// The mouse did something at a column and a row.
    Mouse(Mouse),
    /// A signal asks to stop for a while (Ctrl-Z from elsewhere).
    Stop,
    /// The process goes on after it was stopped.
    Continue,
    /// A signal ends the program; holds its number.
    End(i32),
    /// The terminal is gone.
    HungUp,
    /// A thread of ours panicked; its message is already printed.
    Panicked,
}

/// What the mouse did; only the shell knows what lies there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What it did.
    pub kind: MouseKind,
    /// The column, from 0.
    pub column: u16,
    /// The row, from 0.
    pub row: u16,
}

/// What the mouse can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseKind {
    /// The left button went down.
    Press,
    /// It moved with the button down.
    Drag,
    /// The wheel was turned away from one, or towards one.
    Wheel {
        /// Towards one.
        down: bool,
    },
}

/// Starts a thread with a stack of its own. When it panics, the receiving loop hears of it.
pub fn spawn(
    name: &str,
    sender: &SyncSender<Happened>,
    body: impl FnOnce(&SyncSender<Happened>) + Send + 'static,
) -> io::Result<()> {
    let sender = Alarm(sender.clone());
    thread::Builder::new().name(name.into()).stack_size(STACK).spawn(move || body(&sender.0))?;
    Ok(())
}

/// Rings when its thread panics.
struct Alarm(SyncSender<Happened>);

impl Drop for Alarm {
    fn drop(&mut self) {
        if thread::panicking() {
            let _ = self.0.send(Happened::Panicked);
        }
    }
}

/// Reads the terminal for ever: keys, pastes and resizes.
pub fn read_terminal(sender: &SyncSender<Happened>) {
    // Changes of size are only heard of from the first look on; the first frame may have been drawn before one.
    if crossterm::event::poll(Duration::ZERO).is_ok()
        && let Ok((columns, rows)) = crate::shell::terminal::window()
    {
        let _ = sender.send(Happened::Event(Event::Resize { columns, rows }));
    }
    loop {
        let happened = match crossterm::event::read() {
            Ok(raw) => match translate(raw) {
                Some(happened) => happened,
                None => continue,
            },
            Err(_) => Happened::HungUp,
        };
        let last = matches!(happened, Happened::HungUp);
        if sender.send(happened).is_err() || last {
            return;
        }
    }
}

/// Waits until the other end of the terminal is closed. Without it a reader would go round and round on an empty line.
pub fn wait_for_hangup(sender: &SyncSender<Happened>) {
    let stdin = io::stdin();
    loop {
        let mut ends = [PollFd::new(&stdin, PollFlags::empty())];
        let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
        match poll(&mut ends, None) {
            Ok(_) if ends[0].revents().intersects(gone) => {
                let _ = sender.send(Happened::HungUp);
                return;
            }
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(_) => return,
        }
    }
}

/// Turns signals into events. The second signal to end does not wait for the loop.
pub fn read_signals(mut signals: Signals, sender: &SyncSender<Happened>) {
    let mut ending = false;
    for signal in signals.forever() {
        let happened = match signal {
            SIGTSTP => Happened::Stop,
            SIGCONT => Happened::Continue,
            _ if ending => {
                give_back();
                let _ = emulate_default_handler(signal);
                return;
            }
            _ => {
                ending = true;
                Happened::End(signal)
            }
        };
        if sender.send(happened).is_err() {
            return;
        }
    }
}

/// The signals that [`read_signals`] turns into events.
pub fn catch_signals() -> io::Result<Signals> {
    Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT])
}

/// What the terminal library reports, in our words; `None` for what does not concern us.
fn translate(raw: Raw) -> Option<Happened> {
    let event = match raw {
        Raw::Key(key) => Event::Key(translate_key(key)?),
        Raw::Paste(text) => Event::Paste(bounded(text)),
        Raw::Resize(columns, rows) => Event::Resize { columns: columns.min(MOST.0), rows: rows.min(MOST.1) },
        Raw::Mouse(mouse) => return translate_mouse(mouse).map(Happened::Mouse),
        Raw::FocusGained | Raw::FocusLost => return None,
    };
    Some(Happened::Event(event))
}

fn translate_mouse(mouse: MouseEvent) -> Option<Mouse> {
    let kind = match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => MouseKind::Press,
        MouseEventKind::Drag(MouseButton::Left) => MouseKind::Drag,
        MouseEventKind::ScrollDown => MouseKind::Wheel { down: true },
        MouseEventKind::ScrollUp => MouseKind::Wheel { down: false },
        MouseEventKind::Down(_)
        | MouseEventKind::Drag(_)
        | MouseEventKind::Up(_)
        | MouseEventKind::Moved
        | MouseEventKind::ScrollLeft
        | MouseEventKind::ScrollRight => return None,
    };
    Some(Mouse { kind, column: mouse.column, row: mouse.row })
}

/// At most [`PASTE_BYTES`] of a paste, cut between characters.
fn bounded(mut text: String) -> String {
    if text.len() > PASTE_BYTES {
        text.truncate(text.floor_char_boundary(PASTE_BYTES));
        text.shrink_to_fit();
    }
    text
}

fn translate_key(key: KeyEvent) -> Option<Key> {
    if key.kind != KeyEventKind::Press {
        return None;
    }
    let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    let alt = key.modifiers.contains(KeyModifiers::ALT);
    let code = match key.code {
        // In raw mode these two bytes arrive as letters with control.
        KeyCode::Char('h') if ctrl => return Some(Key::plain(Code::Backspace)),
        KeyCode::Char('j') if ctrl => return Some(Key::plain(Code::Enter)),
        KeyCode::Char(c) if ctrl => Code::Char(c.to_ascii_lowercase()),
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::F(n) => Code::F(n),
        _ => return None,
    };
    Some(Key { code, ctrl, alt })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(code: KeyCode, modifiers: KeyModifiers) -> Option<Key> {
        translate_key(KeyEvent::new(code, modifiers))
    }

    #[test]
    fn a_release_is_no_key() {
        let mut key = KeyEvent::new(KeyCode::Char('a'), KeyModifiers::NONE);
        assert_eq!(translate_key(key), Some(Key::char('a')));
        key.kind = KeyEventKind::Release;
        assert_eq!(translate_key(key), None);
    }

    #[test]
    fn control_characters_get_their_names_back() {
        let control = KeyModifiers::CONTROL;
        assert_eq!(press(KeyCode::Char('C'), control), Some(Key::ctrl('c')));
        let backspace = Some(Key::plain(Code::Backspace));
        assert_eq!(press(KeyCode::Char('h'), control), backspace);
        let enter = Some(Key::plain(Code::Enter));
        assert_eq!(press(KeyCode::Char('j'), control), enter);
        let shifted = press(KeyCode::Char('N'), KeyModifiers::SHIFT);
        assert_eq!(shifted, Some(Key::char('N')));
    }

    #[test]
    fn a_giant_paste_is_cut_between_characters() {
        let text = "é".repeat(PASTE_BYTES);
        let kept = bounded(text);
        assert_eq!(kept.len(), PASTE_BYTES);
        assert_eq!(bounded("short".into()), "short");
    }
}
