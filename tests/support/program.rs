//! The real program with its standard streams: what it prints, what it says, how it ends.

use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// How a run of the program went.
pub struct Ran {
    /// Its exit status.
    pub status: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// The program, about to be started where the crate is.
pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cleartext"));
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR"));
    command.env_remove("RUST_BACKTRACE").stdin(Stdio::null());
    command.env("XDG_STATE_HOME", state());
    command
}

/// A folder of its own for what a run of the program keeps.
pub fn state() -> String {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let (folder, process) = (env!("CARGO_TARGET_TMPDIR"), std::process::id());
    format!("{folder}/state-{process}-{}", COUNT.fetch_add(1, Ordering::Relaxed))
}

/// Runs the program without any input.
pub fn run(arguments: &[&str]) -> Ran {
    run_with(arguments, b"")
}

/// Runs the program with `input` on its standard input.
pub fn run_with(arguments: &[&str], input: &[u8]) -> Ran {
    let mut command = command(arguments);
    let streams = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = streams.spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    // It may end before it has read everything.
    let writer = thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("the writer ends");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Ran {
        status: output.status.code().expect("no signal ended it"),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// What it prints when all goes well.
pub fn printed(arguments: &[&str]) -> String {
    let ran = run(arguments);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{arguments:?}: {}", ran.err);
    ran.out
}
