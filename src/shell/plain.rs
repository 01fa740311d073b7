//! The program as lines: prints what is new, asks, reads a line, and so on until it is told to end or the input ends.
//!
//! There is nothing to give back: the terminal edits the line, stops on Ctrl-Z and ends on Ctrl-C by itself.

use std::collections::VecDeque;
use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::time::{Duration, Instant};

use crate::app::lines::{awaits, take};
use crate::app::{App, Effect, Event, update};
use crate::learner::hunt::{FAR, Finding, Hunt, Report};
use crate::learner::progress::Record;
use crate::run::{Budget, Error};
use crate::sheet::Sheet;
use crate::shell::input::PASTE_BYTES;
use crate::shell::keeper::{self, Book};
use crate::shell::lessons::Lessons;
use crate::shell::platform;
use crate::shell::save::save;
use crate::shell::settings::Setting;
use crate::shell::snapshot;
use crate::shell::speed::measure;
use crate::shell::worker::evaluate;
use crate::ui::Look;
use crate::ui::lines::{PROMPT, Section, facts, help, news, step};
use crate::view::SafeText;

/// After how long somebody who waits is told that it goes on.
const PATIENCE: Duration = Duration::from_secs(2);

/// Runs the program on an input and an output. With `echo`, what is read is printed behind its prompt, since no
/// terminal does that.
///
/// # Errors
/// When the input cannot be read or the output cannot be written. An output that nobody reads any more ends the
/// program.
pub fn run(
    app: &mut App,
    book: Option<Book>,
    lessons: &Lessons,
    setting: &Setting,
    echo: bool,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> io::Result<()> {
    app.in_lines = true;
    let mut plain = Plain { lessons, book, output, look: setting.look, over: false };
    let done = plain.converse(app, setting, echo, input);
    // Nobody reads a sentence any more.
    app.last_words().into_iter().for_each(|delta| drop(plain.keep(&delta)));
    match done {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

struct Plain<'a> {
    lessons: &'a Lessons,
    /// The file of what is kept; none once it cannot be written.
    book: Option<Book>,
    output: &'a mut dyn Write,
    look: Look,
    over: bool,
}

impl Plain<'_> {
    fn converse(&mut self, app: &mut App, setting: &Setting, echo: bool, input: &mut dyn BufRead) -> io::Result<()> {
        let first = app.begin();
        self.carry_out(first, app)?;
        let mut said: Vec<Section> = Vec::new();
        while !self.over {
            let now = facts(app);
            if app.play.is_going() {
                // The steps were said one by one; where one stands is said in full when it ends.
                self.say(&news(app, setting.look, &now[..now.len() - 1], &now))?;
            } else {
                self.say(&news(app, setting.look, &said, &now))?;
                said = now;
            }
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
            let effects = update(app, Event::Clock(keeper::now()));
            self.carry_out(effects, app)?;
            if line.trim().is_empty() && !awaits(app) {
                // Everything once more.
                said.clear();
                continue;
            }
            match take(app, &line) {
                Ok(effects) => self.carry_out(effects, app)?,
                Err(sentence) => app.notice = Some(sentence),
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
        let mut todo = VecDeque::from(effects);
        let mut stepped = false;
        while let Some(effect) = todo.pop_front() {
            let event = match effect {
                // What is drawn on a screen is said here anyway; there is no mouse and nobody else computes.
                Effect::Draw | Effect::Redraw | Effect::Mouse(_) | Effect::StopComputing => continue,
                // Nothing searches or waits beside what is said.
                // A set is answered in lines of its own.
                Effect::StopFinding | Effect::StopTicking | Effect::Report(_) => continue,
                Effect::Find { job, hunt } => self.search(job, &hunt)?,
                Effect::Tick { job, .. } => {
                    if std::mem::replace(&mut stepped, true) {
                        self.say_step(app)?;
                    }
                    Event::Tick { job }
                }
                Effect::Measure(guesses) => Event::Measured(measure(&guesses, |_| true)),
                Effect::Random => Event::Random(getrandom::u32().map_err(|error| io::Error::other(error.to_string()))?),
                Effect::Quit => {
                    self.over = true;
                    continue;
                }
                Effect::Snapshot => Event::Snapped(snapshot::save(app, self.look)),
                Effect::Suspend => {
                    platform::stop()?;
                    continue;
                }
                Effect::Copy(text) => {
                    writeln!(self.output, "{}", SafeText::block(&text))?;
                    continue;
                }
                Effect::Compute { job, mut sheet } => {
                    evaluate(&mut sheet, &Budget::unlimited());
                    Event::Computed { job, ended: Some(self.compute(&sheet)?) }
                }
                Effect::Check { job, sheet } => {
                    sheet.check(&|| false);
                    Event::Checked { job }
                }
                Effect::Keep(delta) => match self.keep(&delta) {
                    Some(kept) => Event::Kept(kept),
                    None => continue,
                },
                Effect::Save(saving) => Event::Saved(save(&saving)),
                Effect::ReadLessons => match self.lessons.read() {
                    Ok(library) => Event::Lessons(Box::new(library)),
                    Err(_) => continue,
                },
            };
            for effect in update(app, event).into_iter().rev() {
                todo.push_front(effect);
            }
        }
        if stepped && app.play.is_going() { self.say_step(app) } else { Ok(()) }
    }

    /// Writes down what is new: what another copy of the program wrote meanwhile, or why it cannot be, said once.
    fn keep(&mut self, delta: &Record) -> Option<Result<Box<Record>, String>> {
        let book = self.book.as_mut()?;
        match book.keep(delta) {
            Ok((_, Some(told))) => Some(Err(told)),
            Ok((true, None)) => Some(Ok(Box::new(book.record.clone()))),
            Ok((false, None)) => None,
            Err(left) => {
                self.book = None;
                Some(Err(left.sentence()))
            }
        }
    }

    /// Says what a step of playing brought.
    fn say_step(&mut self, app: &App) -> io::Result<()> {
        let line = step(app, self.look);
        writeln!(self.output, "{line}")
    }

    /// Searches to the end; the one who waits hears now and then that it goes on.
    fn search(&mut self, job: u64, hunt: &Hunt) -> io::Result<Event> {
        let mut basket = Basket { rows: Vec::new(), searched: (0, 0), begun: Instant::now(), output: self.output };
        let ended = hunt.go(&mut basket, &|| false);
        let Basket { rows, searched, .. } = basket;
        Ok(Event::Found { job, rows, searched, ended: Some(ended) })
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
                    return Ok(done);
                }
            }
        }
    }
}

/// The finds of a search, and how long it has been silent.
struct Basket<'o> {
    rows: Vec<Finding>,
    searched: (u64, u64),
    begun: Instant,
    output: &'o mut dyn Write,
}

impl Report for Basket<'_> {
    fn found(&mut self, row: Finding) -> bool {
        self.rows.push(row);
        self.rows.len() < FAR
    }

    fn searched(&mut self, done: u64, of: u64) {
        self.searched = (done, of);
        if self.begun.elapsed() >= PATIENCE {
            self.begun = Instant::now();
            // An output that nobody reads any more is noticed at the next prompt.
            let said = writeln!(self.output, "Still searching: {done} of {of}; Ctrl-C ends the program.");
            drop(said.and_then(|()| self.output.flush()));
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
