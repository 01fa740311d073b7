//! Lines of words, as wide as the terminal that they go to.

use std::io::{self, IsTerminal, Write};

use super::Failure;
use crate::view::SafeText;
use crate::view::wrap::wrap;

/// Writes lines, each broken between words where a terminal of this width ends.
pub fn write_lines(lines: &[String], width: Option<u16>, out: &mut dyn Write) -> Result<(), Failure> {
    for line in lines {
        let line = SafeText::line(line);
        let indent = line.len() - line.trim_start().len();
        match width.filter(|width| line.chars().count() > usize::from(*width)) {
            None => writeln!(out, "{line}")?,
            Some(width) => {
                let hanging = u16::try_from(indent + 2).unwrap_or(2).min(width / 2);
                for runs in wrap([(line.as_str(), ())], width, hanging) {
                    writeln!(out, "{}", runs.into_iter().map(|(text, ())| text).collect::<String>().trim_end())?;
                }
            }
        }
    }
    Ok(())
}

/// The width of the terminal that the output goes to, if it does.
pub fn terminal_width() -> Option<u16> {
    terminal_size().map(|(columns, _)| columns)
}

/// The columns and rows of the terminal that the output goes to, if it does.
pub fn terminal_size() -> Option<(u16, u16)> {
    let size = io::stdout().is_terminal().then(|| crossterm::terminal::size().ok())?;
    size.map(|(columns, rows)| (columns.max(20), rows.max(8)))
}
