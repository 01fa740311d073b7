//! A thread that writes down what is handed to it, so that the screen need not wait; the end of the program waits for its
//! last words.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel};
use std::time::Duration;

use crate::app::Event;
use crate::shell::events::{Happened, spawn};
use crate::shell::save;

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

impl Writer<String> {
    /// Starts a thread that writes a report to its file; of several that wait, the last. Why it cannot is told once.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub fn of_report(path: &Path, sender: &SyncSender<Happened>) -> io::Result<Writer<String>> {
        let path: PathBuf = path.to_owned();
        Writer::start("report", sender, move |waiting, tell| {
            let mut failing = false;
            while let Ok(text) = waiting.recv() {
                let last: String = waiting.try_iter().last().unwrap_or(text);
                match save::put(&path, last.as_bytes()) {
                    Ok(()) => failing = false,
                    Err(why) if !std::mem::replace(&mut failing, true) => tell(Event::Kept(Err(format!(
                        "{why}. Go on: at the end the report is printed as one line that you can hand in."
                    )))),
                    Err(_) => {}
                }
            }
        })
    }
}
