//! The program as lines: prints what is new, asks, reads a line, and so on until it is told to end or the input ends.
//!
//! There is nothing to give back: the terminal edits the line, stops on Ctrl-Z and ends on Ctrl-C by itself.

use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::time::{Duration, Instant};

use rustix::process::{Signal, kill_current_process_group};

use crate::app::keys::Context;
use crate::app::typed::take;
use crate::app::{App, Effect, Event, update};
use crate::run::{Budget, Error};
use crate::sheet::Sheet;
use crate::shell::events::PASTE_BYTES;
use crate::shell::lessons::Lessons;
use crate::shell::save::save;
use crate::shell::settings::Setting;
use crate::ui::plain::{PROMPT, Section, facts, help, news};
use crate::view::SafeText;

/// After how long somebody who waits is told that it goes on.
const PATIENCE: Duration = Duration::from_secs(2);

/// Runs the program on an input and an output. With `echo`, what is read is printed behind its prompt, since no terminal
/// does that.
///
/// # Errors
/// When the input cannot be read or the output cannot be written. An output that nobody reads any more ends the program.
pub fn run(
    mut app: App,
    lessons: &Lessons,
    setting: &Setting,
    echo: bool,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> io::Result<()> {
    let mut plain = Plain { lessons, output, over: false };
    let done = plain.converse(&mut app, setting, echo, input);
    match done {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

struct Plain<'a> {
    lessons: &'a Lessons,
    output: &'a mut dyn Write,
    over: bool,
}

impl Plain<'_> {
    fn converse(&mut self, app: &mut App, setting: &Setting, echo: bool, input: &mut dyn BufRead) -> io::Result<()> {
        let first = app.begin();
        self.carry_out(first, app)?;
        let mut said: Vec<Section> = Vec::new();
        while !self.over {
            let now = facts(app);
            self.say(&news(app, setting.look, &said, &now))?;
            said = now;
            write!(self.output, "{PROMPT}")?;
            self.output.flush()?;
            let Some(line) = read_line(input)? else {
                writeln!(self.output)?;
                break;
            };
            if echo {
                writeln!(self.output, "{}", SafeText::line(&line))?;
            }
            app.notice = None;
            if line.trim().is_empty() && app.context() != Context::Field {
                // Everything once more.
                said.clear();
                continue;
            }
            match take(app, &line) {
                Ok(effects) => self.carry_out(effects, app)?,
                Err(sentence) => app.tell(&sentence),
            }
            if let Some((context, _)) = app.help.take() {
                self.say(&help(app, context, setting.look))?;
            }
        }
        self.output.flush()
    }

    fn say(&mut self, lines: &[String]) -> io::Result<()> {
        lines.iter().try_for_each(|line| writeln!(self.output, "{line}"))
    }

    fn carry_out(&mut self, effects: Vec<Effect>, app: &mut App) -> io::Result<()> {
        for effect in effects {
            let event = match effect {
                // What is drawn on a screen is said here anyway; there is no mouse and nobody else computes.
                Effect::Draw | Effect::Redraw | Effect::Mouse(_) | Effect::StopComputing => continue,
                // Only what is drawn searches or plays.
                Effect::Find { .. } | Effect::StopFinding | Effect::Tick { .. } | Effect::StopTicking => continue,
                Effect::Random => Event::Random(getrandom::u32().map_err(|error| io::Error::other(error.to_string()))?),
                Effect::Quit => {
                    self.over = true;
                    continue;
                }
                Effect::Suspend => {
                    kill_current_process_group(Signal::STOP)?;
                    continue;
                }
                Effect::Copy(text) => {
                    writeln!(self.output, "{}", SafeText::block(&text))?;
                    continue;
                }
                Effect::Compute { job, sheet } => Event::Computed { job, ended: Some(self.compute(&sheet)?) },
                Effect::Save(saving) => Event::Saved(save(&saving)),
                Effect::ReadLessons => match self.lessons.read() {
                    Ok(library) => Event::Lessons(Box::new(library)),
                    Err(_) => continue,
                },
            };
            let more = update(app, event);
            self.carry_out(more, app)?;
        }
        Ok(())
    }

    /// Computes to the end; the one who waits hears now and then that it goes on.
    fn compute(&mut self, sheet: &Sheet) -> io::Result<Result<(), Error>> {
        loop {
            let begun = Instant::now();
            let over = || begun.elapsed() >= PATIENCE;
            match sheet.advance(&Budget::until(&over)) {
                Err(Error::Cancelled) => {
                    writeln!(self.output, "Still computing; Ctrl-C ends the program.")?;
                    self.output.flush()?;
                }
                done => {
                    sheet.cells().iter().for_each(|cell| drop(sheet.agreement(cell.name())));
                    return Ok(done);
                }
            }
        }
    }
}

/// The next line without its end, as much of it as a paste may have; nothing at the end of the input.
fn read_line(input: &mut dyn BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    let read = Read::take(&mut *input, PASTE_BYTES as u64).read_until(b'\n', &mut bytes)?;
    if read == PASTE_BYTES {
        // The rest of a line that is too long is no line of its own.
        let mut rest = Vec::new();
        while Read::take(&mut *input, 64 << 10).read_until(b'\n', &mut rest)? > 0 && rest.last() != Some(&b'\n') {
            rest.clear();
        }
    }
    let text = String::from_utf8_lossy(&bytes);
    Ok((read > 0).then(|| text.trim_end_matches(['\n', '\r']).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_whole_and_bounded() {
        let long = "x".repeat(PASTE_BYTES + 10);
        let text = format!("one\r\n\n{long}\nlast");
        let mut input = text.as_bytes();
        let mut next = || read_line(&mut input).unwrap();
        assert_eq!(next().as_deref(), Some("one"));
        assert_eq!(next().as_deref(), Some(""));
        assert_eq!(next().map(|line| line.len()), Some(PASTE_BYTES));
        assert_eq!(next().as_deref(), Some("last"));
        assert_eq!(next(), None);
    }
}
