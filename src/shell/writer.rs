//! A thread that writes down what is handed to it, so that the screen need not wait; the end of the program waits for
//! its last words.

use std::io;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel};
use std::time::Duration;

use crate::app::Event;
use crate::shell::events::{Happened, spawn};

/// How long the end of the program waits for what is still to be written.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// A thread that writes.
pub struct Writer<T> {
    waiting: Option<Sender<T>>,
    over: Receiver<()>,
}

impl<T: Send + 'static> Writer<T> {
    /// Starts the thread; it tells what there is to tell by events.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub fn start(
        name: &'static str,
        sender: &SyncSender<Happened>,
        work: impl FnOnce(&Receiver<T>, &dyn Fn(Event)) + Send + 'static,
    ) -> io::Result<Writer<T>> {
        let (handed, waiting) = channel();
        let (ended, over) = channel();
        spawn(name, sender, move |sender| {
            work(&waiting, &|event| drop(sender.send(Happened::Event(event))));
            // Where nobody waits any more, the program has ended.
            let _ = ended.send(());
        })?;
        Ok(Writer { waiting: Some(handed), over })
    }

    /// Hands over what is new.
    pub fn write(&self, what: T) {
        // Where the thread ended, it said why.
        let _ = self.waiting.as_ref().map(|waiting| waiting.send(what));
    }

    /// Waits until everything is written, but not for ever.
    pub fn finish(mut self) {
        self.waiting = None;
        let _ = self.over.recv_timeout(LAST_WORDS);
    }
}
