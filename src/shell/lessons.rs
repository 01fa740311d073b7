//! Lessons from where they lie: in the program, in a directory, or in one file.

use std::io;
use std::path::{Path, PathBuf};

use crate::lesson::course::{COURSE_FILE, GUIDE_FILE, Unread, Why};
use crate::lesson::{Library, MAX_LESSON, embedded};
use crate::sheet::Files;
use crate::shell::files::DiskFiles;
use crate::view::{self, SafeText};

/// The most that folders of a directory of lessons lie in each other.
const DEPTH: usize = 3;
/// The most files of a directory.
const MAX_FILES: usize = 5_000;

/// The place that lessons come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lessons {
    /// The program.
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

    /// The words before the names of the lessons in what is kept of a learner: none for those of the program, the title
    /// of another course. Of a single lesson nothing is kept.
    pub fn course(&self, library: &Library) -> Option<String> {
        match self {
            Lessons::Embedded => Some(String::new()),
            Lessons::At(path) if path.is_dir() => {
                let folder = path.canonicalize().ok()?.file_name()?.to_string_lossy().into_owned();
                let title = library.title.as_str().trim();
                Some(format!("{}: ", if title.is_empty() { &folder } else { title }))
            }
            Lessons::At(_) => None,
        }
    }

    /// Whether something is kept of a learner of them.
    pub fn is_course(&self) -> bool {
        self.path().is_none_or(Path::is_dir)
    }

    /// Reads as much of them as the course map shows. Those in the program are known to be right, and are read whole
    /// when they are opened; those of a path are read whole, so that what is wrong is said.
    ///
    /// # Errors
    /// The same as of [`Lessons::read`].
    pub fn outline(&self) -> Result<Library, String> {
        match self {
            Lessons::Embedded => Ok(embedded::outline()),
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
            Lessons::Embedded => Ok(Library::read(&embedded::files(), &names)),
            Lessons::At(path) => {
                let found = files_at(path)?;
                let mut library = Library::read_beside(&found.files, &found.unread, &names);
                library.path = Some(SafeText::line(&path.display().to_string()));
                // Who writes lessons need not write a glossary: the words of the field stay what they are.
                if library.glossary.is_missing() {
                    library.glossary = embedded::glossary();
                }
                Ok(library)
            }
        }
    }
}

/// The lesson files at a path.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct LessonFiles {
    /// Their paths below it, with `/` between folders, and their bytes.
    pub files: Vec<(String, Vec<u8>)>,
    /// The files that are there beside them and were not read.
    pub unread: Vec<Unread>,
}

/// The lesson files at a path.
///
/// # Errors
/// A sentence that names the path and the remedy.
pub fn files_at(root: &Path) -> Result<LessonFiles, String> {
    let mut found = LessonFiles::default();
    if !root.is_dir() {
        let name = root.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name == COURSE_FILE {
            let folder = root.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            return Err(format!("`{}` lists lessons; name its folder, `{}`", root.display(), folder.display()));
        }
        found.file(name, root)?;
        return Ok(found);
    }
    let unread = |folder: &Path, error: &io::Error| format!("`{}` cannot be read: {error}", folder.display());
    let home = root.canonicalize().map_err(|error| unread(root, &error))?;
    let mut folders = vec![(root.to_path_buf(), String::new(), 0)];
    while let Some((folder, prefix, depth)) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|error| unread(&folder, &error))?.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = entry.path();
            let is_folder = path.is_dir() && depth < DEPTH;
            if name.starts_with('.') {
                continue;
            }
            if let Some(why) = why_unread(&path, &name, &home) {
                found.unread.push(Unread { path: format!("{prefix}{name}"), why });
            } else if !is_folder && !is_lesson_file(&path, &name) {
                continue;
            } else if is_folder {
                folders.push((path, format!("{prefix}{name}/"), depth + 1));
            } else if found.files.len() == MAX_FILES {
                return Err(format!("`{}` has more than {MAX_FILES} lesson files", root.display()));
            } else {
                found.file(format!("{prefix}{name}"), &path)?;
            }
        }
    }
    found.files.sort();
    found.unread.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(found)
}

impl LessonFiles {
    /// Reads a file; of one that is too long, how long it is.
    fn file(&mut self, name: String, path: &Path) -> Result<(), String> {
        let file = DiskFiles.open(&path.to_string_lossy())?;
        let length = file.len();
        if length > MAX_LESSON as u64 {
            self.unread.push(Unread { path: name, why: Why::TooLong(length) });
            return Ok(());
        }
        let mut bytes = vec![0; usize::try_from(length).unwrap_or(0)];
        file.read_at(0, &mut bytes).map_err(|error| error.to_string())?;
        self.files.push((name, bytes));
        Ok(())
    }
}

/// Why something in a directory is not read, where an author may think that it is.
fn why_unread(path: &Path, name: &str, home: &Path) -> Option<Why> {
    let (is_lesson, ends_alike) = (name.ends_with(".md"), name.to_lowercase().ends_with(".md"));
    let is_one = is_lesson || name.ends_with(".toml");
    let target = path.canonicalize();
    if path.is_symlink() {
        return match target {
            Err(_) => is_one.then_some(Why::LeadsNowhere),
            Ok(target) if !target.starts_with(home) => (is_one || path.is_dir()).then_some(Why::LeadsOut),
            Ok(target) if path.is_dir() => {
                let inside = path.parent().and_then(|folder| folder.canonicalize().ok());
                inside.is_some_and(|inside| inside.starts_with(target)).then_some(Why::LeadsBack)
            }
            Ok(_) => None,
        };
    }
    match path {
        _ if path.is_dir() => is_lesson.then_some(Why::Folder),
        _ if path.is_file() => {
            (ends_alike && !is_lesson && !name.eq_ignore_ascii_case(GUIDE_FILE)).then_some(Why::Capitals)
        }
        _ => is_one.then_some(Why::Special),
    }
}

fn is_lesson_file(path: &Path, name: &str) -> bool {
    path.is_file() && (name.ends_with(".md") || name.ends_with(".toml"))
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
        let names: Vec<String> = files_at(folder.path()).unwrap().files.into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["course.toml", "unit/one.md"]);
        let single = files_at(&folder.path().join("unit/one.md")).unwrap().files;
        assert_eq!(single, [("one.md".to_owned(), b"x".to_vec())]);
        assert!(files_at(Path::new("/no/such")).is_err());
    }

    #[test]
    fn what_is_no_lesson_by_the_name_of_one_is_told() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let unit = folder.path().join("unit");
        std::fs::create_dir_all(unit.join("folder.md")).unwrap();
        std::fs::write(folder.path().join("README.MD"), "x").unwrap();
        std::fs::write(folder.path().join("course.toml"), "").unwrap();
        std::fs::write(unit.join("capital.MD"), "x").unwrap();
        std::fs::write(unit.join("long.md"), vec![b'x'; MAX_LESSON + 7]).unwrap();
        symlink("nothing.md", unit.join("nowhere.md")).unwrap();
        symlink("itself.md", unit.join("itself.md")).unwrap();
        symlink(".", unit.join("loop")).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(unit.join("socket.md")).unwrap();
        let found = files_at(folder.path()).unwrap();
        let unread: Vec<(&str, &Why)> = found.unread.iter().map(|it| (it.path.as_str(), &it.why)).collect();
        assert_eq!(
            unread,
            [
                ("unit/capital.MD", &Why::Capitals),
                ("unit/folder.md", &Why::Folder),
                ("unit/itself.md", &Why::LeadsNowhere),
                ("unit/long.md", &Why::TooLong(MAX_LESSON as u64 + 7)),
                ("unit/loop", &Why::LeadsBack),
                ("unit/nowhere.md", &Why::LeadsNowhere),
                ("unit/socket.md", &Why::Special),
            ]
        );
        let library = Lessons::At(folder.path().into()).read().unwrap();
        assert_eq!(library.refused.len(), 6);
        let long = library.lesson("unit/long").unwrap();
        assert_eq!(long.problems[0].message, "The lesson has 1048583 bytes; 1048576 are the most.");
        let told = files_at(&folder.path().join("course.toml")).unwrap_err();
        assert!(told.contains("lists lessons; name its folder, `"), "{told}");
    }

    #[test]
    fn links_out_of_the_directory_are_not_followed() {
        use std::os::unix::fs::symlink;
        let (outside, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let [unit, secret] = [folder.path().join("unit"), outside.path().join("secret.md")];
        std::fs::create_dir(&unit).unwrap();
        std::fs::write(unit.join("one.md"), "x").unwrap();
        std::fs::write(&secret, "SECRET").unwrap();
        symlink(&secret, unit.join("two.md")).unwrap();
        symlink(&secret, folder.path().join("glossary.md")).unwrap();
        symlink(&secret, folder.path().join("course.toml")).unwrap();
        symlink(outside.path(), folder.path().join("other")).unwrap();
        symlink("one.md", unit.join("three.md")).unwrap();
        let found = files_at(folder.path()).unwrap();
        let links: Vec<&str> = found.unread.iter().map(|unread| unread.path.as_str()).collect();
        assert_eq!(links, ["course.toml", "glossary.md", "other", "unit/two.md"]);
        assert!(found.unread.iter().all(|unread| unread.why == Why::LeadsOut));
        assert!(found.files.iter().all(|(_, bytes)| bytes == b"x"), "{found:?}");
        assert!(found.files.iter().any(|(name, _)| name == "unit/three.md"), "a link within leads to a lesson");
        // Who names a link means what it leads to; so does who names a directory by a link.
        assert_eq!(files_at(&unit.join("two.md")).unwrap().files[0].1, b"SECRET");
        symlink(folder.path(), outside.path().join("course")).unwrap();
        assert_eq!(files_at(&outside.path().join("course")).unwrap().unread.len(), 4);
        let library = Lessons::At(folder.path().into()).read().unwrap();
        assert_eq!(library.refused.len(), 4);
        assert_eq!(library.path.as_deref(), folder.path().to_str());
    }
}
