//! Where the file of settings is, and its bytes.

use std::path::{Path, PathBuf};

use crate::sheet::Files;
use crate::shell::files::DiskFiles;
use crate::shell::platform;

/// The longest file of settings.
const MAX_CONFIG: u64 = 64 << 10;

/// `$XDG_CONFIG_HOME/cleartext/config.toml`, which is in `~/.config` where that is not set.
pub fn path() -> Option<PathBuf> {
    platform::config_dir().map(|folder| folder.join("config.toml"))
}

/// The bytes of the file, or none where there is no file.
///
/// # Errors
/// A sentence that says why it cannot be read.
pub fn read(path: &Path) -> Result<Option<Vec<u8>>, String> {
    if !path.exists() {
        return Ok(None);
    }
    let file = DiskFiles.open(&path.to_string_lossy())?;
    if file.len() > MAX_CONFIG {
        return Err(format!("A file of settings has {MAX_CONFIG} bytes at most."));
    }
    let mut bytes = vec![0; usize::try_from(file.len()).unwrap_or(0)];
    file.read_at(0, &mut bytes).map_err(|error| error.to_string())?;
    Ok(Some(bytes))
}
