//! The notes of a talk on a second terminal: whoever presents writes them to a file that only they can read, and
//! whoever follows reads it. Nothing comes back, so a follower that dies is not even noticed.
//!
//! A lock beside the file says that the talk goes on: the system frees it when the one who presents ends, however that
//! happens, so that notes left behind are known for what they are.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use tempfile::Builder;

use crate::learner::notes::Notes;
use crate::shell::platform;

/// The version of the file.
const VERSION: u32 = 1;
/// The longest file that is read.
const LONGEST: u64 = 1 << 20;
/// How long between two tries for the lock: a follower may hold it for a moment, another talk for an hour.
const PAUSE: Duration = Duration::from_millis(100);
/// Said to whoever presents while another talk goes on.
pub const SECOND: &str = "Another talk goes on; notes stay with it until it ends.";

const FILE: &str = "notes.json";
const LOCK: &str = "talk.lock";

/// The content of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    version: u32,
    /// When the talk began, in seconds since 1970.
    began: u64,
    /// The notes.
    pub notes: Notes,
}

impl Written {
    /// How long the talk has gone on; nothing where the clock went back.
    pub fn lasted(&self) -> Duration {
        Duration::from_secs(now().saturating_sub(self.began))
    }
}

/// The notes that a follower finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A talk that goes on.
    Going(Box<Written>),
    /// Notes of a talk that has ended, or whose program died.
    Left(Box<Written>),
    /// No notes.
    Nothing,
    /// Notes that cannot be read, and why.
    Unreadable(String),
}

/// The folder that is the user's alone.
///
/// # Errors
/// A sentence, where there is none that is.
pub fn folder() -> Result<PathBuf, String> {
    let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|path| path.is_absolute());
    let path = match runtime.filter(|path| path.is_dir()) {
        Some(runtime) => runtime.join("cleartext"),
        None => std::env::temp_dir().join(format!("cleartext-{}", platform::user())),
    };
    own(&path)?;
    Ok(path)
}

/// Makes a folder that only its owner may enter; one that is there must be such a folder already.
fn own(path: &Path) -> Result<(), String> {
    match platform::make_own(path) {
        Ok(()) => return Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(format!("the folder `{}` cannot be made: {error}", path.display())),
    }
    let found = fs::symlink_metadata(path).map_err(|error| format!("`{}` cannot be read: {error}", path.display()))?;
    match platform::is_own(&found) {
        true => Ok(()),
        false => {
            Err(format!("`{}` is no folder that is yours alone; remove it, or set XDG_RUNTIME_DIR", path.display()))
        }
    }
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

fn lock(folder: &Path) -> io::Result<File> {
    platform::open_lock(&folder.join(LOCK))
}

/// The one who presents: a thread writes the notes, so that no step waits for a disk.
pub struct Speaker {
    sender: Sender<Notes>,
    last: Option<Notes>,
}

impl Speaker {
    /// Begins to write to a folder. Whatever goes wrong from now on, the talk goes on without notes.
    pub fn begin(folder: PathBuf) -> io::Result<Speaker> {
        let (sender, receiver) = channel::<Notes>();
        let began = now();
        thread::Builder::new().name("notes".into()).spawn(move || {
            // Held until the program ends. While another talk has it, the latest notes wait.
            let Some((_held, mut next)) = hold(&folder, &receiver) else { return };
            while let Some(first) = next.take().or_else(|| receiver.recv().ok()) {
                // The latest will do.
                let notes = receiver.try_iter().last().unwrap_or(first);
                let _ = write(&folder, &Written { version: VERSION, began, notes });
            }
            let _ = fs::remove_file(folder.join(FILE));
        })?;
        Ok(Speaker { sender, last: None })
    }

    /// Tells the notes, where they are others than before.
    pub fn tell(&mut self, notes: Option<Notes>) {
        if notes.is_some() && notes != self.last {
            notes.iter().for_each(|notes| drop(self.sender.send(notes.clone())));
            self.last = notes;
        }
    }
}

/// The lock of the talk, once no other talk has it, and the latest notes until then; none where this talk ends before.
fn hold(folder: &Path, notes: &Receiver<Notes>) -> Option<(File, Option<Notes>)> {
    let (file, mut latest) = (lock(folder).ok()?, None);
    while file.try_lock().is_err() {
        match notes.recv_timeout(PAUSE) {
            Ok(notes) => latest = Some(notes),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
    Some((file, latest))
}

/// Whether another talk goes on, whose notes are followed.
pub fn is_taken(folder: &Path) -> bool {
    matches!(look(folder), Found::Going(_))
}

fn write(folder: &Path, written: &Written) -> io::Result<()> {
    let mut file = Builder::new().prefix(".notes-").tempfile_in(folder)?;
    serde_json::to_writer(&mut file, written)?;
    // Files of this kind are readable by their owner alone.
    file.persist(folder.join(FILE)).map(drop).map_err(|error| error.error)
}

/// The notes to follow in a folder.
pub fn look(folder: &Path) -> Found {
    let is_over = lock(folder).is_ok_and(|file| file.try_lock_shared().is_ok());
    let mut bytes = Vec::new();
    let read = platform::open_unlinked(&folder.join(FILE)).and_then(|file| file.take(LONGEST).read_to_end(&mut bytes));
    match read.map(|_| serde_json::from_slice::<Written>(&bytes)) {
        Err(error) if error.kind() == ErrorKind::NotFound => Found::Nothing,
        Err(error) => Found::Unreadable(error.to_string()),
        Ok(Err(error)) => Found::Unreadable(error.to_string()),
        Ok(Ok(written)) if written.version != VERSION => {
            Found::Unreadable(format!("they are of version {}, and this program knows {VERSION}", written.version))
        }
        Ok(Ok(written)) if is_over => Found::Left(Box::new(written)),
        Ok(Ok(written)) => Found::Going(Box::new(written)),
    }
}

#[cfg(test)]
mod tests {
    use std::fs::DirBuilder;
    use std::os::unix::fs::{DirBuilderExt, MetadataExt};

    use super::*;

    fn notes(title: &str) -> Notes {
        Notes { title: title.into(), ..Notes::default() }
    }

    fn until(folder: &Path, wanted: impl Fn(&Found) -> bool) -> Found {
        for _ in 0..500 {
            let found = look(folder);
            if wanted(&found) {
                return found;
            }
            thread::sleep(Duration::from_millis(10));
        }
        panic!("waited in vain: {:?}", look(folder))
    }

    #[test]
    fn notes_are_followed_while_the_talk_goes_on_and_known_when_they_are_left() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(look(folder.path()), Found::Nothing);
        let mut speaker = Speaker::begin(folder.path().into()).unwrap();
        speaker.tell(Some(notes("first")));
        speaker.tell(Some(notes("second")));
        let second = |found: &Found| matches!(found, Found::Going(written) if written.notes.title == "second");
        let Found::Going(written) = until(folder.path(), second) else { panic!() };
        let mode = fs::metadata(folder.path().join(FILE)).unwrap().mode();
        assert_eq!(mode & 0o777, 0o600);
        drop(speaker);
        assert_eq!(until(folder.path(), |found| *found == Found::Nothing), Found::Nothing);
        // As after a kill: the file is there, and nobody holds the lock.
        write(folder.path(), &written).unwrap();
        assert!(matches!(look(folder.path()), Found::Left(_)));
    }

    #[test]
    fn a_second_talk_leaves_the_first_ones_notes_alone_and_takes_over_when_it_ends() {
        let folder = tempfile::tempdir().unwrap();
        let mut one = Speaker::begin(folder.path().into()).unwrap();
        one.tell(Some(notes("one")));
        until(folder.path(), |found| matches!(found, Found::Going(_)));
        let mut other = Speaker::begin(folder.path().into()).unwrap();
        other.tell(Some(notes("other")));
        thread::sleep(PAUSE * 6);
        let titled = |title: &'static str| move |found: &Found| matches!(found, Found::Going(written) if written.notes.title == title);
        assert!(is_taken(folder.path()) && titled("one")(&look(folder.path())));
        drop(one);
        until(folder.path(), titled("other"));
        other.tell(Some(notes("another step")));
        until(folder.path(), titled("another step"));
        drop(other);
        until(folder.path(), |found| *found == Found::Nothing);
        assert!(!is_taken(folder.path()));
    }

    #[test]
    fn what_is_no_notes_file_is_said_to_be_none() {
        let folder = tempfile::tempdir().unwrap();
        for bytes in [&b"{"[..], b"\xff\xfe", b"{\"version\":9}", b"[]"] {
            fs::write(folder.path().join(FILE), bytes).unwrap();
            assert!(matches!(look(folder.path()), Found::Unreadable(_)), "{bytes:?}");
        }
        fs::remove_file(folder.path().join(FILE)).unwrap();
        std::os::unix::fs::symlink("/etc/passwd", folder.path().join(FILE)).unwrap();
        assert!(matches!(look(folder.path()), Found::Unreadable(_)));
    }

    #[test]
    fn a_folder_of_others_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let open = folder.path().join("open");
        DirBuilder::new().mode(0o755).create(&open).unwrap();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("link")).unwrap();
        assert!(own(&open).is_err() && own(&folder.path().join("link")).is_err());
        assert!(own(&folder.path().join("mine")).is_ok() && own(&folder.path().join("mine")).is_ok());
    }
}
