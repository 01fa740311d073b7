//! A worker: does one kind of job while the screen stays awake.
//!
//! There is one job at a time; a new one ends the old. A job asks often whether it is still wanted, so that it ends
//! soon after it is told to, and reports its progress in between.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Sender, SyncSender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use crate::app::Event;
use crate::run::{Budget, REPORT};
use crate::sheet::{Files, NoFiles, Sheet};
use crate::shell::events::{Happened, spawn};
use crate::shell::files::DiskFiles;

/// No job.
const NONE: u64 = 0;

/// The work on a job: its number, what it is, whether it is still wanted, where answers go.
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

/// Threads that ask vetted crates for their opinion, one for every job.
///
/// A crate cannot be stopped: a thread whose job is not wanted any more is left alone, and what it finds is kept by the
/// sheet. Calls that take long wait for each other, so that there is never more than one of them.
pub struct Checker {
    current: Arc<AtomicU64>,
    costly: Arc<Mutex<()>>,
    sender: SyncSender<Happened>,
}

impl Checker {
    /// A checker without a job, which sends its answers there.
    pub fn new(sender: &SyncSender<Happened>) -> Checker {
        Checker { current: Arc::new(AtomicU64::new(NONE)), costly: Arc::default(), sender: sender.clone() }
    }

    /// Begins a job; the one before is not wanted any more.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub fn begin(&self, job: u64, sheet: Sheet) -> std::io::Result<()> {
        self.current.store(job, Ordering::Release);
        let (current, costly) = (Arc::clone(&self.current), Arc::clone(&self.costly));
        spawn("check", &self.sender, move |sender| {
            let wanted = || current.load(Ordering::Acquire) == job;
            check(&sheet, &wanted, &costly);
            if wanted() {
                // Where nobody listens any more, the program is ending.
                let _ = sender.send(Happened::Event(Event::Checked { job }));
            }
        })
    }
}

/// Asks for the opinions that a sheet lacks, as long as they are wanted.
fn check(sheet: &Sheet, wanted: &dyn Fn() -> bool, costly: &Mutex<()>) {
    for call in sheet.unchecked() {
        let _turn = call.is_costly().then(|| costly.lock().unwrap_or_else(PoisonError::into_inner));
        if !wanted() {
            return;
        }
        // What is still being computed, or cannot be read, is asked for another time.
        drop(call.check());
    }
}

/// Evaluates what the screen left to be evaluated, which tells the screen's own sheet.
pub fn evaluate(sheet: &mut Sheet, budget: &Budget) {
    let files: &dyn Files = if sheet.reads_files() { &DiskFiles } else { &NoFiles };
    sheet.evaluate(files, budget);
}

/// Computes a sheet on, in turns of a few milliseconds.
pub fn compute(job: u64, mut sheet: Sheet, wanted: &dyn Fn() -> bool, sender: &SyncSender<Happened>) {
    let report = |ended| sender.send(Happened::Event(Event::Computed { job, ended })).is_ok();
    let reported = Cell::new(Instant::now());
    let stop = || {
        if reported.get().elapsed() >= REPORT {
            reported.set(Instant::now());
            report(None);
        }
        !wanted()
    };
    evaluate(&mut sheet, &Budget::until(&stop));
    while wanted() {
        let begun = Instant::now();
        let over = || begun.elapsed() >= REPORT || !wanted();
        match sheet.advance(&Budget::until(&over)) {
            Ok(()) => {
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
