//! What happens outside, as one stream: keys, pastes, resizes and signals, each from a thread that only sends.
//!
//! The channel is bounded, so a program that types faster than we draw waits in the terminal and not in our memory.

use std::io;
use std::sync::mpsc::{SyncSender, TrySendError};
use std::thread;
use std::time::{Duration, Instant};

use crate::app::Event;
use crate::shell::input::{Arrived, Decoder, Mouse};
use crate::shell::platform::{self, Asks, Keys, Signals, asks};
use crate::shell::terminal::{give_back, window};

/// How many events may wait.
pub const QUEUE: usize = 256;

/// How many bytes are read at once.
const READ: usize = 64 << 10;
/// How long the program may take to end after a signal, before it is ended.
const LAST_WORDS: Duration = Duration::from_secs(1);
/// How long giving back a terminal may take that nobody reads any more.
const GIVING_BACK: Duration = Duration::from_millis(200);

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

/// Reads the terminal until it is gone: all that has arrived, before it waits again.
pub fn read_terminal(sender: &SyncSender<Happened>) {
    let (mut decoder, mut bytes) = (Decoder::default(), vec![0; READ]);
    loop {
        let inputs = match platform::keys(&mut bytes, decoder.patience()) {
            Keys::Late => Vec::from_iter(decoder.settle()),
            Keys::Came(count) => decoder.feed(&bytes[..count]),
            Keys::Again => continue,
            Keys::Gone => break,
        };
        for input in inputs {
            let happened = match input {
                Arrived::Key(key) => Happened::Event(Event::Key(key)),
                Arrived::Paste(text) => Happened::Event(Event::Paste(text)),
                Arrived::Mouse(mouse) => Happened::Mouse(mouse),
            };
            if sender.send(happened).is_err() {
                return;
            }
        }
    }
    let _ = sender.send(Happened::HungUp);
}

/// Turns signals into events. The second signal to end does not wait for the loop, and the first does not wait long.
pub fn read_signals(mut signals: Signals, sender: &SyncSender<Happened>) {
    // The first frame may have been drawn before a change of size was listened for.
    if !resized(sender) {
        return;
    }
    for signal in signals.forever() {
        let goes_on = match asks(signal) {
            Asks::Resize => resized(sender),
            Asks::Stop => sender.send(Happened::Stop).is_ok(),
            Asks::Continue => sender.send(Happened::Continue).is_ok(),
            Asks::End => return end(signal, &mut signals, sender),
        };
        if !goes_on {
            return;
        }
    }
}

/// Tells how large the window is now; whether somebody still listens.
fn resized(sender: &SyncSender<Happened>) -> bool {
    let Ok((columns, rows)) = window() else { return true };
    sender.send(Happened::Event(Event::Resize { columns, rows })).is_ok()
}

/// Lets the loop end the program. It may be busy, or be writing to a terminal that nobody reads: then ends it here.
fn end(signal: i32, signals: &mut Signals, sender: &SyncSender<Happened>) {
    let (begun, mut told) = (Instant::now(), false);
    while begun.elapsed() < LAST_WORDS && !signals.pending().any(|signal| asks(signal) == Asks::End) {
        if !told {
            match sender.try_send(Happened::End(signal)) {
                Ok(()) => told = true,
                Err(TrySendError::Full(_)) => {}
                Err(TrySendError::Disconnected(_)) => return,
            }
        }
        thread::sleep(Duration::from_millis(10));
    }
    let giving = thread::spawn(give_back);
    let begun = Instant::now();
    while !giving.is_finished() && begun.elapsed() < GIVING_BACK {
        thread::sleep(Duration::from_millis(1));
    }
    let _ = platform::die_by(signal);
}
