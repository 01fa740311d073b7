//! What learners handed in: the files of a folder, as they lie there.

use std::fs;
use std::path::Path;

use crate::learner::workshop::collect::{Collected, MAX_FILE};
use crate::num::sort_by_key;
use crate::sheet::Files;
use crate::shell::files::DiskFiles;

/// The most files of a folder.
const MAX_FILES: usize = 10_000;
/// The most that folders lie in each other.
const DEPTH: usize = 6;
/// The longest archive.
const MAX_ARCHIVE: u64 = 256 << 20;

/// Reads a file of at most so many bytes.
///
/// # Errors
/// A sentence.
pub fn read(path: &Path, most: u64) -> Result<Vec<u8>, String> {
    let file = DiskFiles.open(&path.to_string_lossy())?;
    if file.len() > most {
        return Err(format!("`{}` has {} bytes, and {most} are the most", path.display(), file.len()));
    }
    let mut bytes = vec![0; usize::try_from(file.len()).unwrap_or(0)];
    file.read_at(0, &mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes)
}

/// Looks into every file of a folder, or into one file. Links are not followed.
///
/// # Errors
/// A sentence, where the folder itself cannot be read.
pub fn collect(root: &Path) -> Result<Collected, String> {
    let mut found = Collected::default();
    if root.is_file() {
        let name = root.file_name().unwrap_or_default().to_string_lossy().into_owned();
        found.add(&name, &read(root, MAX_ARCHIVE)?);
        return Ok(found);
    }
    let mut folders = vec![(root.to_path_buf(), 0)];
    let mut count = 0;
    while let Some((folder, depth)) = folders.pop() {
        let unread = |error: std::io::Error| format!("`{}` cannot be read: {error}", folder.display());
        let mut entries: Vec<_> = match fs::read_dir(&folder).map_err(unread) {
            Ok(entries) => entries.flatten().collect(),
            Err(why) if depth == 0 => return Err(why),
            Err(why) => {
                found.refuse(&folder.to_string_lossy(), why);
                continue;
            }
        };
        sort_by_key(&mut entries, |entry| entry.file_name());
        for entry in entries {
            let Ok(kind) = entry.file_type() else { continue };
            let path = entry.path();
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
            if kind.is_dir() && depth < DEPTH {
                folders.push((path, depth + 1));
            } else if kind.is_file() {
                count += 1;
                if count > MAX_FILES {
                    return Err(format!(
                        "`{}` has more than {MAX_FILES} files; name a folder with the reports alone",
                        root.display()
                    ));
                }
                let most = if name.ends_with(".zip") { MAX_ARCHIVE } else { MAX_FILE };
                match read(&path, most) {
                    Ok(bytes) => found.add(&name, &bytes),
                    Err(why) => found.refuse(&name, why),
                }
            }
        }
    }
    Ok(found)
}
