//! A worker: does one kind of job while the screen stays awake.
//!
//! There is one job at a time; a new one ends the old. A job asks often whether it is still wanted, so that it ends soon
//! after it is told to, and reports its progress in between.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Sender, SyncSender, channel};
use std::time::{Duration, Instant};

use crate::app::Event;
use crate::run::Budget;
use crate::sheet::Sheet;
use crate::shell::events::{Happened, spawn};

/// How often progress is reported.
pub const REPORT: Duration = Duration::from_millis(80);
/// No job.
const NONE: u64 = 0;

/// What a worker does with a job: its number, what it is, whether it is still wanted, where answers go.
pub type Body<T> = fn(u64, T, &dyn Fn() -> bool, &SyncSender<Happened>);

/// A thread that does jobs.
pub struct Worker<T> {
    jobs: Sender<(u64, T)>,
    current: Arc<AtomicU64>,
}

impl<T: Send + 'static> Worker<T> {
    /// Starts the thread.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub fn start(name: &str, sender: &SyncSender<Happened>, body: Body<T>) -> std::io::Result<Worker<T>> {
        let (jobs, waiting) = channel::<(u64, T)>();
        let current = Arc::new(AtomicU64::new(NONE));
        let asked = Arc::clone(&current);
        spawn(name, sender, move |sender| {
            while let Ok((job, what)) = waiting.recv() {
                body(job, what, &|| asked.load(Ordering::Acquire) == job, sender);
            }
        })?;
        Ok(Worker { jobs, current })
    }

    /// Begins a job and ends the one before. Job numbers begin at 1.
    pub fn begin(&self, job: u64, what: T) {
        self.current.store(job, Ordering::Release);
        // Only a panic closes the channel, and that ends the program.
        let _ = self.jobs.send((job, what));
    }

    /// Ends the job at hand.
    pub fn stop(&self) {
        self.current.store(NONE, Ordering::Release);
    }
}

/// Computes a sheet on, in turns of a few milliseconds.
pub fn compute(job: u64, sheet: Sheet, wanted: &dyn Fn() -> bool, sender: &SyncSender<Happened>) {
    let report = |ended| sender.send(Happened::Event(Event::Computed { job, ended })).is_ok();
    while wanted() {
        let begun = Instant::now();
        let over = || begun.elapsed() >= REPORT || !wanted();
        match sheet.advance(&Budget::until(&over)) {
            Ok(()) => {
                // The second opinion of a long message takes a while, too; the sheet keeps it.
                sheet.cells().iter().for_each(|cell| drop(sheet.agreement(cell.name())));
                report(Some(Ok(())));
                return;
            }
            // The turn is over; what was done stays done.
            Err(crate::run::Error::Cancelled) => {
                if wanted() && !report(None) {
                    return;
                }
            }
            Err(error) => {
                report(Some(Err(error)));
                return;
            }
        }
    }
}
