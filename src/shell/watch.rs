//! Watches files, so that a page follows its author's editor and a sheet the files that it reads.

use std::path::{Path, PathBuf};
use std::sync::mpsc::SyncSender;

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::app::Event;
use crate::shell::events::Happened;

/// Watches until it is dropped.
pub struct Watch {
    _watcher: RecommendedWatcher,
}

/// Reports every change below `root`, a directory of lessons or one file, as an event.
///
/// An editor often saves by renaming a new file over the old one, so for a file its directory is watched.
pub fn watch(root: &Path, event: Event, sender: SyncSender<Happened>) -> Result<Watch, notify::Error> {
    let one = root.is_file().then(|| root.to_path_buf());
    let (place, mode) = match (&one, root.parent()) {
        (Some(_), Some(parent)) if parent.as_os_str().is_empty() => (Path::new("."), RecursiveMode::NonRecursive),
        (Some(_), Some(parent)) => (parent, RecursiveMode::NonRecursive),
        _ => (root, RecursiveMode::Recursive),
    };
    let mut watcher = notify::recommended_watcher(move |report: notify::Result<notify::Event>| {
        let Ok(report) = report else { return };
        if changes(report.kind) && concerns(&report.paths, one.as_deref()) {
            let _ = sender.send(Happened::Event(event.clone()));
        }
    })?;
    watcher.watch(place, mode)?;
    Ok(Watch { _watcher: watcher })
}

/// Whether something was written; our own reading is an event too, and would go round for ever.
fn changes(kind: EventKind) -> bool {
    match kind {
        EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_) => true,
        EventKind::Any | EventKind::Access(_) | EventKind::Other => false,
    }
}

fn concerns(changed: &[PathBuf], one: Option<&Path>) -> bool {
    match one.and_then(Path::file_name) {
        Some(name) => changed.iter().any(|path| path.file_name() == Some(name)),
        None => changed.iter().any(|path| path.extension().is_some_and(|ending| ending == "md" || ending == "toml")),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_saved_lesson_is_reported_and_a_read_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let lesson = folder.path().join("lesson.md");
        std::fs::write(&lesson, "one").unwrap();
        let (sender, receiver) = sync_channel(16);
        let _watch = watch(&lesson, Event::LessonsChanged, sender).unwrap();
        std::fs::read(&lesson).unwrap();
        std::fs::write(folder.path().join("other.md"), "x").unwrap();
        assert!(receiver.recv_timeout(Duration::from_millis(200)).is_err());

        let saved = folder.path().join("lesson.md~");
        std::fs::write(&saved, "two").unwrap();
        std::fs::rename(&saved, &lesson).unwrap();
        let heard = receiver.recv_timeout(Duration::from_secs(5)).unwrap();
        assert!(matches!(heard, Happened::Event(Event::LessonsChanged)));
    }
}
