//! Writing a file whole or not at all.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use tempfile::Builder;

use crate::lesson::saving::{Saved, Saving};
use crate::shell::platform;

/// Writes what is to be saved beside its place and puts it there at once: whoever reads the file sees the old one or
/// the new one. A file that may not be replaced stays.
pub fn save(saving: &Saving) -> Saved {
    let chosen = saving.best();
    let path = Path::new(&saving.path);
    let is_known = || saving.known.as_ref().is_some_and(|known| stands(path, known.text.as_bytes()));
    let replace = saving.replace || is_known();
    match write(path, chosen.text.as_bytes(), replace) {
        Ok(()) => Saved::Written { path: saving.path.clone(), chosen, version: saving.version },
        Err(error) if error.kind() == ErrorKind::AlreadyExists && !replace => {
            Saved::Exists { path: saving.path.clone() }
        }
        Err(error) => Saved::Failed { path: saving.path.clone(), why: why(path, &error) },
    }
}

/// Whether a file holds these bytes and nothing else.
fn stands(path: &Path, bytes: &[u8]) -> bool {
    let same = fs::metadata(path).is_ok_and(|now| now.is_file() && now.len() == bytes.len() as u64);
    same && fs::read(path).is_ok_and(|now| now == bytes)
}

/// Writes a file of the program's own whole or not at all, in place of the one before.
///
/// # Errors
/// A sentence that says why not, and what to do.
pub fn put(path: &Path, bytes: &[u8]) -> Result<(), String> {
    place(path, bytes, true).map_err(|why| format!("`{}` cannot be written: {why}", path.display()))
}

/// Writes bytes whole or not at all; a file that is there gives way only if it may be replaced.
///
/// # Errors
/// A sentence on why not.
pub fn place(path: &Path, bytes: &[u8], replace: bool) -> Result<(), String> {
    write(path, bytes, replace).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists if !replace => "it is there already".to_owned(),
        _ => why(path, &error),
    })
}

/// Writes a file whole or not at all.
///
/// # Errors
/// Where it cannot be written, or is there and may not be replaced.
pub fn write(path: &Path, bytes: &[u8], replace: bool) -> std::io::Result<()> {
    // A link is followed, so that it stays one.
    let target = if replace { fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()) } else { path.to_owned() };
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = Builder::new();
    let mut rights = platform::for_all();
    if let Ok(old) = fs::metadata(&target) {
        rights = old.permissions();
    }
    let mut file = builder.prefix(".cleartext-").permissions(rights).tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    let put = if replace { file.persist(&target) } else { file.persist_noclobber(&target) };
    put.map(drop).map_err(|error| error.error)
}

/// Why a file cannot be written, and what to do.
pub fn why(path: &Path, error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "its folder does not exist; make it first, or name another".to_owned(),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "you may not write there; name a folder of yours".to_owned()
        }
        ErrorKind::NotADirectory => "what should be its folder is a file; name another".to_owned(),
        ErrorKind::FileTooLarge => "no file may be so long here".to_owned(),
        ErrorKind::IsADirectory => "it is a folder; name a file in it".to_owned(),
        _ if path.is_dir() => "it is a folder; name a file in it".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_as_long_as_nobody_changed_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        assert!(!stands(&path, b"one"), "there is none");
        write(&path, b"one", false).unwrap();
        assert!(stands(&path, b"one") && !stands(&path, b"two") && !stands(folder.path(), b""));
    }

    #[test]
    fn a_file_is_never_replaced_unasked_and_nothing_is_left_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        write(&path, b"one", false).unwrap();
        assert_eq!(write(&path, b"two", false).unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"one");
        write(&path, b"three", true).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"three");
        assert!(write(&folder.path().join("no/b.md"), b"x", false).is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
