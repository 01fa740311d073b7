//! A learner's report on the way to its file: what another copy of the program wrote there meanwhile stays.

use std::path::{Path, PathBuf};
use std::sync::mpsc::SyncSender;
use std::{fs, io};

use crate::app::Event;
use crate::learner::progress::LearnerId;
use crate::learner::workshop::report::{MAX_REPORT, Report};
use crate::shell::events::Happened;
use crate::shell::writer::Writer;
use crate::shell::{handed, keeper, platform, save};

/// Writes a report whole or not at all, with all that its file says already. Copies of the program wait for each other.
///
/// # Errors
/// A sentence that says why not, and what to do.
pub fn put(path: &Path, report: &Report) -> Result<(), String> {
    let _lock = lock(report);
    let mut all = report.clone();
    if let Ok(bytes) = handed::read(path, MAX_REPORT as u64)
        && let Ok(there) = Report::read(&String::from_utf8_lossy(&bytes))
    {
        all.merge(&there);
    }
    save::put(path, all.write().as_bytes())?;
    if let Some(place) = place_of(report) {
        // Where this cannot be noted, the report is found only where it lies.
        let _ = std::path::absolute(path).and_then(|path| fs::write(place, path.as_os_str().as_encoded_bytes()));
    }
    Ok(())
}

/// The path of the report that was written last, and what it says; only where that is another than `path`.
pub fn elsewhere(path: &Path, report: &Report) -> Option<(PathBuf, Report)> {
    let known = PathBuf::from(fs::read_to_string(place_of(report)?).ok()?);
    let is_other = std::path::absolute(path).is_ok_and(|path| path != known);
    let bytes = handed::read(&known, MAX_REPORT as u64).ok().filter(|_| is_other)?;
    let there = Report::read(&String::from_utf8_lossy(&bytes)).ok()?;
    let of = |report: &Report| (report.set.clone(), report.version, report.learner.clone());
    (there.intact && of(&there) == of(report)).then_some((known, there))
}

/// The file that says where the report of a learner lies.
fn place_of(report: &Report) -> Option<PathBuf> {
    let learner = LearnerId::parse(&report.learner).ok()?;
    Some(keeper::path_of_set(&report.set, report.version, &learner)?.with_extension("report"))
}

/// The lock of a learner's place in a set; nothing where no such place can be had.
fn lock(report: &Report) -> Option<platform::Lock> {
    let learner = LearnerId::parse(&report.learner).ok()?;
    let place = keeper::path_of_set(&report.set, report.version, &learner)?;
    fs::create_dir_all(place.parent()?).ok()?;
    platform::lock(&place).ok()
}

/// The thread that writes reports.
pub type Reporter = Writer<String>;

impl Reporter {
    /// Starts a thread that writes a report to its file; of several that wait, the last. Why it cannot is told once.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub fn of_report(path: &Path, sender: &SyncSender<Happened>) -> io::Result<Reporter> {
        let path: PathBuf = path.to_owned();
        Writer::start("report", sender, move |waiting, tell| {
            let mut failing = false;
            while let Ok(text) = waiting.recv() {
                let last: String = waiting.try_iter().last().unwrap_or(text);
                match Report::read(&last).and_then(|last| put(&path, &last)) {
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

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::learner::workshop::report::Did;

    #[test]
    fn what_another_copy_wrote_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.report.txt");
        let at = |second| Timestamp::from_second(second).unwrap();
        let answered = |said: &str| Did::Answered(said.to_owned());
        let empty = Report::new("hand-in", 1, "ada", at(10));
        let [mut one, mut two] = [empty.clone(), empty.clone()];
        one.note("first", at(20), answered("yes"));
        two.note("second", at(15), answered("no"));
        put(&path, &one).unwrap();
        put(&path, &two).unwrap();
        two.note("second", at(15), answered("no"));
        put(&path, &two).unwrap();
        let read = || Report::read(&fs::read_to_string(&path).unwrap()).unwrap();
        let told = |report: &Report| report.events.iter().map(|event| event.question.clone()).collect::<Vec<_>>();
        assert_eq!((told(&read()), read().intact), (["second", "second", "first"].map(str::to_owned).to_vec(), true));
        // A report of somebody else, or one that was changed by hand, gives way.
        let other = Report::new("hand-in", 1, "ben", at(10));
        put(&path, &other).unwrap();
        assert_eq!(told(&read()), [""; 0]);
        fs::write(&path, one.write().replace("yes", "maybe")).unwrap();
        put(&path, &empty).unwrap();
        assert_eq!(told(&read()), [""; 0]);
    }
}
