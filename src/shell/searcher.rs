//! Looking for a value through a whole run, on a worker: what is found is sent as it comes, the first at once.

use std::sync::mpsc::SyncSender;
use std::time::Instant;

use crate::app::Event;
use crate::learner::hunt::{FAR, Finding, Hunt, Report};
use crate::run::Error;
use crate::run::REPORT;
use crate::shell::events::Happened;

/// Looks until it is over or not wanted any more.
pub fn search(job: u64, hunt: Hunt, wanted: &dyn Fn() -> bool, sender: &SyncSender<Happened>) {
    let mut parcel = Parcel { job, sender, rows: Vec::new(), sent: 0, searched: (0, 0), begun: Instant::now() };
    let ended = hunt.go(&mut parcel, &|| !wanted());
    if wanted() {
        parcel.send(Some(ended));
    }
}

/// The report to be sent next.
struct Parcel<'s> {
    job: u64,
    sender: &'s SyncSender<Happened>,
    rows: Vec<Finding>,
    sent: usize,
    searched: (u64, u64),
    begun: Instant,
}

impl Parcel<'_> {
    fn send(&mut self, ended: Option<Result<(), Error>>) {
        self.sent += self.rows.len();
        self.begun = Instant::now();
        let rows = std::mem::take(&mut self.rows);
        let event = Event::Found { job: self.job, rows, searched: self.searched, ended };
        // Where nobody listens any more, the program is ending.
        let _ = self.sender.send(Happened::Event(event));
    }
}

impl Report for Parcel<'_> {
    fn found(&mut self, row: Finding) -> bool {
        self.rows.push(row);
        if self.sent == 0 || self.begun.elapsed() >= REPORT {
            self.send(None);
        }
        self.sent + self.rows.len() < FAR
    }

    fn searched(&mut self, done: u64, of: u64) {
        self.searched = (done, of);
        if self.begun.elapsed() >= REPORT {
            self.send(None);
        }
    }
}
