//! Where lessons come from: those in the program, a directory, or one file.

use std::path::{Path, PathBuf};

use crate::lesson::{Library, MAX_LESSON, embedded};
use crate::sheet::Files;
use crate::shell::files::DiskFiles;
use crate::view;

/// How deep the folders of a directory of lessons are read.
const DEPTH: usize = 3;
/// How many files are read of a directory.
const MAX_FILES: usize = 5_000;

/// Where lessons come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lessons {
    /// Those in the program.
    Embedded,
    /// A directory, or a single file.
    At(PathBuf),
}

impl Lessons {
    /// The path to watch.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Lessons::Embedded => None,
            Lessons::At(path) => Some(path),
        }
    }

    /// Reads as much of them as the course map shows. Those in the program are known to be right, and are read whole when
    /// they are opened; those of a path are read whole, so that what is wrong is said.
    ///
    /// # Errors
    /// As [`Lessons::read`].
    pub fn outline(&self) -> Result<Library, String> {
        match self {
            Lessons::Embedded => Ok(Library::outline(embedded::FILES)),
            Lessons::At(_) => self.read(),
        }
    }

    /// Reads them.
    ///
    /// # Errors
    /// A sentence that names the path and the remedy.
    pub fn read(&self) -> Result<Library, String> {
        let names = view::names();
        match self {
            Lessons::Embedded => Ok(Library::read(embedded::FILES, &names)),
            Lessons::At(path) => {
                let mut library = Library::read(&files_at(path)?, &names);
                // Who writes lessons need not write a glossary: the words of the field stay what they are.
                if library.glossary.is_missing() {
                    library.glossary = embedded::glossary();
                }
                Ok(library)
            }
        }
    }
}

/// The lesson files at a path: their paths below it, with `/` between folders, and their bytes.
///
/// # Errors
/// A sentence that names the path and the remedy.
pub fn files_at(root: &Path) -> Result<Vec<(String, Vec<u8>)>, String> {
    if !root.is_dir() {
        let name = root.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        return Ok(vec![(name, read_bounded(root)?)]);
    }
    let mut files = Vec::new();
    let mut folders = vec![(root.to_path_buf(), String::new(), 0)];
    while let Some((folder, prefix, depth)) = folders.pop() {
        let entries =
            std::fs::read_dir(&folder).map_err(|error| format!("`{}` cannot be read: {error}", folder.display()))?;
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = entry.path();
            if name.starts_with('.') {
                continue;
            }
            if path.is_dir() && depth < DEPTH {
                folders.push((path, format!("{prefix}{name}/"), depth + 1));
            } else if path.is_file() && (name.ends_with(".md") || name.ends_with(".toml")) {
                if files.len() == MAX_FILES {
                    return Err(format!("`{}` has more than {MAX_FILES} lesson files", root.display()));
                }
                files.push((format!("{prefix}{name}"), read_bounded(&path)?));
            }
        }
    }
    files.sort();
    Ok(files)
}

/// A file's bytes, one more than a lesson may have at most, so that one that is too long can be told.
fn read_bounded(path: &Path) -> Result<Vec<u8>, String> {
    let file = DiskFiles.open(&path.to_string_lossy())?;
    let kept = file.len().min(MAX_LESSON as u64 + 1);
    let mut bytes = vec![0; usize::try_from(kept).unwrap_or(0)];
    file.read_at(0, &mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lessons_in_the_program_are_whole() {
        let library = Lessons::Embedded.read().unwrap();
        assert!(!library.lessons.is_empty());
    }

    #[test]
    fn a_directory_is_read_with_its_folders_and_a_file_alone() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("unit")).unwrap();
        std::fs::write(folder.path().join("course.toml"), "").unwrap();
        std::fs::write(folder.path().join("unit/one.md"), "x").unwrap();
        std::fs::write(folder.path().join("unit/notes.txt"), "x").unwrap();
        let names: Vec<String> = files_at(folder.path()).unwrap().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["course.toml", "unit/one.md"]);
        let single = files_at(&folder.path().join("unit/one.md")).unwrap();
        assert_eq!(single, [("one.md".to_owned(), b"x".to_vec())]);
        assert!(files_at(Path::new("/no/such")).is_err());
    }
}
