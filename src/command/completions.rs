//! `completions SHELL`: prints what a shell needs to complete the arguments.

use std::io::Write;

use super::{Failure, Status};

/// Made in memory first, since the library panics where the reader goes away.
pub fn completions(
    shell: clap_complete::Shell,
    mut command: clap::Command,
    out: &mut dyn Write,
) -> Result<Status, Failure> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut command, "cleartext", &mut text);
    out.write_all(&text)?;
    Ok(Status::Done)
}
