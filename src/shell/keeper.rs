//! The file of a learner's progress: read at the start, and written by a thread of its own after every answer.
//!
//! It is written beside its place and put there at once, so that whoever ends the program at any instant finds it
//! whole. A second copy of the program waits for the lock, takes over what the first one wrote, and adds its own.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender};
use std::time::SystemTime;

use tempfile::Builder;

use crate::app::Event;
use crate::learner::progress::{LearnerId, MAX_FILE, Record, Stamp, Unread};
use crate::shell::events::Happened;
use crate::shell::platform;
use crate::shell::writer::Writer;

/// The time; before 1970 it is 1970.
pub fn now() -> Stamp {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Stamp::of(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

/// Where the progress of a learner is kept: of whoever gives no name, in one file, else in one of that name.
pub fn path(learner: Option<&LearnerId>) -> Option<PathBuf> {
    let folder = platform::state_dir()?;
    Some(match learner {
        None => folder.join("progress.json"),
        Some(id) => folder.join("learners").join(format!("{}.json", id.as_str())),
    })
}

/// Where the place of a learner in a set is kept, and an answer that is begun: not in the report, which is handed in.
pub fn path_of_set(set: &str, version: u32, learner: &LearnerId) -> Option<PathBuf> {
    let name = format!("{set}-{version}-{}.json", learner.as_str());
    Some(platform::state_dir()?.join("workshops").join(name))
}

/// A learner's file.
#[derive(Debug)]
pub struct Book {
    path: PathBuf,
    /// The contents, and what is still to be written.
    pub record: Record,
    /// The bytes that were read or written last.
    bytes: Vec<u8>,
}

/// Why a file is not written to.
#[derive(Debug, PartialEq, Eq)]
pub enum Left {
    /// A file that cannot be read now, but may be later; with a sentence.
    Unread(String),
    /// A later program's, which is left alone; with a sentence.
    Alone(String),
}

impl Left {
    /// The sentence to be told.
    pub fn sentence(self) -> String {
        match self {
            Left::Unread(sentence) | Left::Alone(sentence) => sentence,
        }
    }
}

impl Book {
    /// Reads a file, or begins one. A damaged file is set aside, and the sentence says under which name.
    pub fn open(path: PathBuf) -> (Book, Result<Option<String>, Left>) {
        let mut book = Book { path, record: Record::default(), bytes: Vec::new() };
        let told = book.read().map(|(_, told)| told);
        (book, told)
    }

    /// Hands over what was read. The file is read once more before anything is written, by whoever writes.
    pub fn take(&mut self) -> Record {
        self.bytes = Vec::new();
        std::mem::take(&mut self.record)
    }

    /// Takes over what the file says, where that is not what was read or written last: whether it did, and what is to
    /// be told.
    fn read(&mut self) -> Result<(bool, Option<String>), Left> {
        let shown = self.path.display();
        let unread = |why: String| Left::Unread(format!("Your progress in {shown} cannot be read: {why}."));
        let long = |found: &fs::Metadata| found.len() > MAX_FILE as u64;
        let bytes = match fs::metadata(&self.path) {
            Ok(found) if !found.is_file() => return Err(unread("it is no regular file".into())),
            Ok(found) if long(&found) => vec![0; MAX_FILE + 1],
            _ => match fs::read(&self.path) {
                Ok(bytes) => bytes,
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok((false, None)),
                Err(error) => return Err(unread(error.to_string())),
            },
        };
        if bytes == self.bytes {
            return Ok((false, None));
        }
        match Record::read(&bytes) {
            Ok(record) => {
                match self.record == Record::default() {
                    true => self.record = record,
                    false => self.record.merge(&record),
                }
                self.bytes = bytes;
                Ok((true, None))
            }
            Err(Unread::Newer(version)) => Err(Left::Alone(format!(
                "{shown} was written by a later cleartext (version {version} of the file): it is left alone, and what you \
                 do now is not kept."
            ))),
            Err(Unread::Damaged(why)) => {
                let aside =
                    aside(&self.path).map_err(|error| unread(format!("{why}; nor can it be set aside: {error}")))?;
                Ok((
                    false,
                    Some(format!(
                        "Your progress in {shown} cannot be read: {why}. It was set aside as {}, and a new file begins.",
                        aside.display()
                    )),
                ))
            }
        }
    }

    /// Writes down what is new, with what another copy of the program wrote meanwhile: whether there was any, and what
    /// is to be told.
    ///
    /// # Errors
    /// Why it is not written; it stays here, to be written with what comes next.
    pub fn keep(&mut self, delta: &Record) -> Result<(bool, Option<String>), Left> {
        self.record.merge(delta);
        let failed = |error| unwritten(&self.path, &error);
        let folder = self.path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(failed)?;
        let _lock = platform::lock(&self.path).map_err(failed)?;
        let (changed, told) = self.read()?;
        let text = self.record.write();
        write(&self.path, text.as_bytes()).map_err(|error| unwritten(&self.path, &error))?;
        self.bytes = text.into_bytes();
        Ok((changed, told))
    }
}

fn unwritten(path: &Path, error: &io::Error) -> Left {
    let why = match error.kind() {
        ErrorKind::FileTooLarge => "no file may be so long here".to_owned(),
        ErrorKind::StorageFull => "the disk is full".to_owned(),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => "you may not write there".to_owned(),
        _ => error.to_string(),
    };
    let shown = path.display();
    Left::Unread(format!("Your progress cannot be written to {shown}: {why}. It is known until the program ends."))
}

/// Renames a file that cannot be read, to a name that nothing has.
fn aside(path: &Path) -> io::Result<PathBuf> {
    let aside = free_name(path, "damaged")?;
    fs::rename(path, &aside)?;
    Ok(aside)
}

/// A name for what a file was, which nothing has: `ada.json.damaged-1`.
///
/// # Errors
/// Where there are too many of them.
pub fn free_name(path: &Path, what: &str) -> io::Result<PathBuf> {
    let names = (1..1000).map(|number| {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".{what}-{number}"));
        PathBuf::from(name)
    });
    names.into_iter().find(|name| !name.exists()).ok_or_else(|| io::Error::other("there are too many of that kind"))
}

/// Writes a file beside its place and puts it there at once. Nobody else may read it.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = Builder::new().prefix(".progress-").permissions(platform::for_oneself()).tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_data()?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

/// The thread that writes.
pub type Keeper = Writer<Box<Record>>;

impl Keeper {
    /// Starts the thread; it tells what another copy of the program wrote, and why nothing can be written.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub fn of_progress(book: Book, sender: &SyncSender<Happened>) -> io::Result<Keeper> {
        Writer::start("progress", sender, move |waiting, tell| keep_all(book, waiting, &|kept| tell(Event::Kept(kept))))
    }
}

/// Writes whatever comes, as long as somebody may still send; why it cannot is told once.
fn keep_all(mut book: Book, waiting: &Receiver<Box<Record>>, tell: &dyn Fn(Result<Box<Record>, String>)) {
    let mut failing = false;
    while let Ok(mut delta) = waiting.recv() {
        waiting.try_iter().for_each(|more| delta.merge(&more));
        match book.keep(&delta) {
            Ok((changed, told)) => {
                failing = false;
                told.into_iter().for_each(|told| tell(Err(told)));
                if changed {
                    tell(Ok(Box::new(book.record.clone())));
                }
            }
            Err(Left::Alone(sentence)) => return tell(Err(sentence)),
            Err(left) if !std::mem::replace(&mut failing, true) => tell(Err(left.sentence())),
            Err(_) => {}
        }
    }
}
