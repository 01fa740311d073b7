//! The system under the program: its directories and locks, the terminal's driver, signals, the rights of files.
//! Nothing else calls it past the standard library, so that a port to another system begins here.

use std::fs::{DirBuilder, File, FileType, Metadata, Permissions};
use std::io;
use std::os::fd::AsFd;
use std::os::unix::fs::{DirBuilderExt, FileExt, FileTypeExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use etcetera::base_strategy::{BaseStrategy, Xdg};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;
use rustix::io::Errno;
use rustix::process::{Signal, geteuid, kill_current_process_group};
use rustix::termios::tcgetwinsize;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH, SIGXFSZ};
use signal_hook::flag::register;
use signal_hook::low_level::emulate_default_handler;

pub use signal_hook::iterator::Signals;

/// The folder of the program's settings: `$XDG_CONFIG_HOME/cleartext`, in `~/.config` where that is not set.
pub fn config_dir() -> Option<PathBuf> {
    Xdg::new().ok().map(|places| places.config_dir().join("cleartext"))
}

/// The folder of what the program keeps: `$XDG_STATE_HOME/cleartext`, in `~/.local/state` where that is not set.
pub fn state_dir() -> Option<PathBuf> {
    Xdg::new().ok()?.state_dir().map(|places| places.join("cleartext"))
}

/// A lock that nobody else has while this is there. Where the file system has no locks, there is nothing to wait for.
pub struct Lock {
    _file: Option<File>,
}

/// Waits for the lock of a file, which is a file beside it, and takes it.
///
/// # Errors
/// When the file of the lock cannot be made.
pub fn lock(path: &Path) -> io::Result<Lock> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let file = open_lock(Path::new(&name))?;
    match file.lock() {
        Ok(()) => Ok(Lock { _file: Some(file) }),
        Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(Lock { _file: None }),
        Err(error) => Err(error),
    }
}

/// Rights of a new file: everybody's, as far as the system lets a new file have them.
pub fn for_all() -> Permissions {
    Permissions::from_mode(0o666)
}

/// Rights of a new file that nobody else may read.
pub fn for_oneself() -> Permissions {
    Permissions::from_mode(0o600)
}

/// Opens a file to read, without waiting where somebody put a pipe there.
///
/// # Errors
/// When the system refuses.
pub fn open_at_once(path: &str) -> io::Result<File> {
    File::options().read(true).custom_flags(OFlags::NONBLOCK.bits() as i32).open(path)
}

/// Opens a file to read, without waiting and only where it is no link.
///
/// # Errors
/// When the system refuses.
pub fn open_unlinked(path: &Path) -> io::Result<File> {
    File::options().read(true).custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits() as i32).open(path)
}

/// Opens a file that is there to be locked, or makes it; nobody else may read it, and it is no link.
///
/// # Errors
/// When the system refuses.
pub fn open_lock(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(false).mode(0o600);
    options.custom_flags(OFlags::NOFOLLOW.bits() as i32).open(path)
}

/// The number of the user.
pub fn user() -> u32 {
    geteuid().as_raw()
}

/// Makes a folder that nobody else may enter.
///
/// # Errors
/// When the system refuses, or it is there.
pub fn make_own(path: &Path) -> io::Result<()> {
    DirBuilder::new().mode(0o700).create(path)
}

/// Whether this is a folder of the user's that nobody else may enter.
pub fn is_own(found: &Metadata) -> bool {
    found.is_dir() && found.uid() == user() && found.mode() & 0o077 == 0
}

/// Reads bytes from a place of a file.
///
/// # Errors
/// When the system refuses, or the file ends before.
pub fn read_at(file: &File, at: u64, buf: &mut [u8]) -> io::Result<()> {
    file.read_exact_at(buf, at)
}

/// When a file was written, and when anything about it changed.
pub fn times(metadata: &Metadata) -> [(i64, i64); 2] {
    [(metadata.mtime(), metadata.mtime_nsec()), (metadata.ctime(), metadata.ctime_nsec())]
}

/// The kind of a file that is neither one to read nor a folder, where it is known.
pub fn special(kind: FileType) -> Option<Special> {
    match kind {
        kind if kind.is_fifo() => Some(Special::Pipe),
        kind if kind.is_socket() => Some(Special::Socket),
        kind if kind.is_char_device() || kind.is_block_device() => Some(Special::Device),
        _ => None,
    }
}

/// A file that is none to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Special {
    /// A pipe.
    Pipe,
    /// A socket.
    Socket,
    /// A device.
    Device,
}

/// A handle of the terminal's own, past every buffer and lock of the standard library.
///
/// # Errors
/// When the system refuses.
pub fn terminal() -> io::Result<File> {
    Ok(File::from(io::stdout().as_fd().try_clone_to_owned()?))
}

/// Columns and rows, as the terminal's driver knows them.
pub fn window() -> Option<(u16, u16)> {
    let size = tcgetwinsize(io::stdout()).ok()?;
    (size.ws_col > 0 && size.ws_row > 0).then_some((size.ws_col, size.ws_row))
}

/// The end of waiting for keys.
pub enum Keys {
    /// So many bytes came.
    Came(usize),
    /// None came in time.
    Late,
    /// A wait to be tried again.
    Again,
    /// The terminal is gone.
    Gone,
}

/// Waits for bytes of the terminal, for less than a second or until there are any.
pub fn keys(bytes: &mut [u8], patience: Option<Duration>) -> Keys {
    let stdin = io::stdin();
    let mut terminal = [PollFd::new(&stdin, PollFlags::IN)];
    let patience = patience.map(|time| Timespec { tv_sec: 0, tv_nsec: i64::from(time.subsec_nanos()) });
    match poll(&mut terminal, patience.as_ref()) {
        Ok(0) => Keys::Late,
        Ok(_) => match rustix::io::read(&stdin, bytes) {
            Ok(0) => Keys::Gone,
            Ok(count) => Keys::Came(count),
            Err(Errno::INTR | Errno::AGAIN) => Keys::Again,
            Err(_) => Keys::Gone,
        },
        Err(Errno::INTR) => Keys::Again,
        Err(_) => Keys::Gone,
    }
}

/// A request of a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// Another size of the window is to be seen to.
    Resize,
    /// The program is to stop for a while.
    Stop,
    /// The program goes on.
    Continue,
    /// The program is to end.
    End,
}

/// The request of a signal, by its number.
pub fn asks(signal: i32) -> Asks {
    match signal {
        SIGWINCH => Asks::Resize,
        SIGTSTP => Asks::Stop,
        SIGCONT => Asks::Continue,
        _ => Asks::End,
    }
}

/// Catches the signals that the program answers itself.
///
/// # Errors
/// When the system refuses.
pub fn catch_signals() -> io::Result<Signals> {
    Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])
}

/// Leaves a file that may not grow any longer to whoever writes it: writing fails, and no signal ends the program.
pub fn outlive_full_files() {
    // Where the system refuses, the signal stays as it was.
    let _ = register(SIGXFSZ, Arc::default());
}

/// Dies as by a signal, so that whoever sent it sees that it worked.
///
/// # Errors
/// When the system refuses.
pub fn die_by(signal: i32) -> io::Result<()> {
    emulate_default_handler(signal)
}

/// Stops the whole process group, as the terminal itself would on Ctrl-Z; this also works where nobody does job
/// control.
///
/// # Errors
/// When the system refuses.
pub fn stop() -> io::Result<()> {
    Ok(kill_current_process_group(Signal::STOP)?)
}
