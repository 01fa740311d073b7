//! Files on the disk as bytes that can be read anywhere: regular files, and nothing else.

use std::fs::{self, File, FileType, Metadata};
use std::io::{self, ErrorKind};
use std::sync::Arc;

use crate::run::{Error, Source};
use crate::sheet::Files;
use crate::shell::platform::{self, Special};

/// The files of the disk, by their path from where the program was started.
pub struct DiskFiles;

impl Files for DiskFiles {
    fn open(&self, path: &str) -> Result<Arc<dyn Source>, String> {
        let metadata = fs::metadata(path).map_err(|error| unopened(path, &error))?;
        regular(path, metadata.file_type())?;
        // Between the question and the opening somebody may have put a FIFO there; opening one would wait.
        let file = platform::open_at_once(path).map_err(|error| unopened(path, &error))?;
        let metadata = file.metadata().map_err(|error| unopened(path, &error))?;
        regular(path, metadata.file_type())?;
        let state = State::of(&metadata);
        if state.len == 0
            && !matches!(platform::read_at(&file, 0, &mut [0]), Err(error) if error.kind() == ErrorKind::UnexpectedEof)
        {
            return Err(format!("`{path}` does not say how long it is; copy it to a file of its own and name that"));
        }
        Ok(Arc::new(DiskFile { path: path.into(), file, state }))
    }
}

/// The mark that tells one state of a file from the next.
#[derive(PartialEq, Eq)]
struct State {
    len: u64,
    times: [(i64, i64); 2],
}

impl State {
    fn of(metadata: &Metadata) -> State {
        State { len: metadata.len(), times: platform::times(metadata) }
    }
}

/// A file as it was when it was opened.
struct DiskFile {
    path: String,
    file: File,
    state: State,
}

impl DiskFile {
    fn changed(&self) -> Error {
        let path = &self.path;
        Error::Source(format!("`{path}` changed while it was being read; start again when it is at rest"))
    }
}

impl Source for DiskFile {
    fn len(&self) -> u64 {
        self.state.len
    }

    /// The bytes as they were when the file was opened, or an error: it is looked at after every read.
    fn read_at(&self, at: u64, buf: &mut [u8]) -> Result<(), Error> {
        match platform::read_at(&self.file, at, buf) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Err(self.changed()),
            Err(error) => return Err(Error::Source(format!("`{}` cannot be read: {error}", self.path))),
        }
        self.unchanged()
    }

    fn file(&self) -> Option<&str> {
        Some(&self.path)
    }

    fn unchanged(&self) -> Result<(), Error> {
        match self.file.metadata() {
            Ok(metadata) if State::of(&metadata) == self.state => Ok(()),
            _ => Err(self.changed()),
        }
    }
}

/// Refuses everything but a regular file.
fn regular(path: &str, found: FileType) -> Result<(), String> {
    let what = match platform::special(found) {
        _ if found.is_file() => return Ok(()),
        _ if found.is_dir() => "is a directory; name a file in it",
        Some(Special::Pipe) => "is a pipe, which can be read only once; copy it to a file and name that",
        Some(Special::Socket) => "is a socket; name a file",
        Some(Special::Device) => {
            "is a device, which has no end to speak of; copy what you need of it to a file and name that"
        }
        None => "is no regular file; name one that is",
    };
    Err(format!("`{path}` {what}"))
}

fn unopened(path: &str, error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => format!("there is no file `{path}`; its path starts from the directory you are in"),
        ErrorKind::PermissionDenied => format!("you may not read `{path}`; `chmod u+r` gives you the right"),
        ErrorKind::InvalidInput => format!("`{path}` is no path of a file; it holds a zero byte"),
        _ => format!("`{path}` cannot be opened: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::time::{Duration, SystemTime};

    use super::*;

    fn refused(path: &str) -> String {
        DiskFiles.open(path).err().expect("refused")
    }

    #[test]
    fn a_file_is_read_anywhere() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(b"0123456789").unwrap();
        let source = DiskFiles.open(file.path().to_str().unwrap()).unwrap();
        let mut buf = [0; 4];
        source.read_at(3, &mut buf).unwrap();
        assert_eq!((source.len(), &buf), (10, b"3456"));
    }

    #[test]
    fn what_is_no_regular_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("missing");
        assert!(refused(folder.path().to_str().unwrap()).ends_with("is a directory; name a file in it"));
        assert!(refused(missing.to_str().unwrap()).starts_with("there is no file"));
        assert!(refused("/dev/zero").contains("is a device"));
        assert!(refused("a\0b").contains("no path"));
        assert!(refused("/proc/self/status").contains("does not say how long it is"));
    }

    #[test]
    fn a_change_is_an_error_and_never_a_wrong_value() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(&[7; 100]).unwrap();
        let path = file.path().to_str().unwrap();
        let mut buf = [0; 10];

        let shorter = DiskFiles.open(path).unwrap();
        file.as_file().set_len(50).unwrap();
        assert!(shorter.read_at(0, &mut buf).is_err(), "shorter");
        assert!(shorter.read_at(90, &mut buf).is_err(), "past the end");

        let touched = DiskFiles.open(path).unwrap();
        assert!(touched.read_at(0, &mut buf).is_ok());
        file.as_file().set_modified(SystemTime::now() - Duration::from_secs(60)).unwrap();
        let error = touched.read_at(0, &mut buf).unwrap_err();
        assert!(error.to_string().contains("changed while it was being read"), "{error}");
    }
}
