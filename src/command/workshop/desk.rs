//! A learner at a desk: questions and answers in lines, and the report written after each.

use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::command::lines::{terminal_width, write_lines};
use crate::command::{Failure, Status};
use crate::learner::workshop::play::Play;
use crate::learner::workshop::report::Sign;
use crate::learner::workshop::table::points;
use crate::lesson::{Block, words};
use crate::shell::report;

/// A learner's desk: what was done, and where it is written.
pub(super) struct Desk<'a, 'p, 'l> {
    play: Play<'p, 'l>,
    /// The report's file; none for a dry run.
    path: Option<PathBuf>,
    /// Whether was said that the report cannot be written.
    told: bool,
    /// The width of the terminal; none where the output is none.
    width: Option<u16>,
    out: &'a mut dyn Write,
}

impl<'a, 'p, 'l> Desk<'a, 'p, 'l> {
    pub(super) fn new(play: Play<'p, 'l>, path: Option<PathBuf>, out: &'a mut dyn Write) -> Self {
        Desk { play, path, told: false, width: terminal_width(), out }
    }

    fn say(&mut self, lines: &[String]) -> Result<(), Failure> {
        write_lines(lines, self.width, self.out)?;
        Ok(self.out.flush()?)
    }

    pub(super) fn begin(&mut self, resumed: bool, odd: Vec<String>) -> Result<(), Failure> {
        self.play.passes(Timestamp::now());
        let mut lines = self.play.heading(Timestamp::now());
        let blocks = self.play.paper.set.lesson.pages.iter().take(1).flat_map(|page| &page.blocks);
        for block in blocks {
            if let Block::Paragraph { text, .. } = block {
                lines.push(words(text, &mut |_| "…".to_owned()).to_string());
            }
        }
        lines.push(String::new());
        lines.extend(self.play.list());
        lines.push(String::new());
        match &self.path {
            Some(path) if resumed => lines.push(format!("You go on with your report: {}", path.display())),
            Some(path) => lines.push(format!("Your report is written after every answer: {}", path.display())),
            None => lines.push("A dry run: nothing is kept.".to_owned()),
        }
        lines.extend(odd);
        lines.push(
            "Type an answer and ↵; ↵ alone for the next question, ? for a hint, :3 for question 3, :list, \
             :sign to call for help, :quit."
                .to_owned(),
        );
        self.say(&lines)?;
        self.keep()
    }

    /// Writes the report; says once that it cannot be written.
    fn keep(&mut self) -> Result<(), Failure> {
        let Some(path) = &self.path else { return Ok(()) };
        let written = report::put(path, &self.play.report);
        match written {
            Err(why) if !self.told => {
                self.told = true;
                self.say(&[format!("{why}. Go on: at the end the report is printed as one line that you can hand in.")])
            }
            Err(_) => Ok(()),
            Ok(()) => {
                self.told = false;
                Ok(())
            }
        }
    }

    pub(super) fn run(&mut self, input: &mut dyn BufRead) -> Result<Status, Failure> {
        let echo = !io::stdin().is_terminal();
        let mut at = self.play.next(None);
        self.show(at)?;
        loop {
            write!(self.out, "> ")?;
            self.out.flush()?;
            let Some(typed) = read_line(input)? else { break };
            if echo {
                self.say(std::slice::from_ref(&typed))?;
            }
            let now = Timestamp::now();
            self.play.passes(now);
            match (typed.trim(), at) {
                (":quit" | ":q", _) => break,
                (":list" | ":l", _) => {
                    let time = self.play.time(now);
                    let lines: Vec<String> = self.play.list().into_iter().chain(time).collect();
                    self.say(&lines)?;
                }
                ("" | ":next" | ":n", _) => {
                    at = self.play.next(at);
                    self.show(at)?;
                }
                ("?" | ":hint" | ":h", Some(place)) => {
                    let said = self.play.hint(place, now);
                    self.say(&said)?;
                    self.keep()?;
                }
                (":sign" | ":s", _) => self.sign(at, now)?,
                (command, _) if command.starts_with(':') => match command[1..].trim().parse::<usize>() {
                    Ok(number) if (1..=self.play.paper.items.len()).contains(&number) => {
                        at = Some(number - 1);
                        self.show(at)?;
                    }
                    _ => {
                        let all = self.play.paper.items.len();
                        self.say(&[format!("There is :1 to :{all}, :list, :next, :hint, :sign and :quit.")])?;
                    }
                },
                (_, Some(place)) => {
                    let said = self.play.answer(place, &typed, now);
                    self.keep()?;
                    self.say(&said)?;
                    if self.play.is_closed()
                        || self.play.mark(place).is_over()
                        || self.play.paper.items[place].asked.is_none()
                    {
                        at = self.play.next(at);
                        self.show(at)?;
                    }
                }
                (_, None) => self.say(&["Every question is over. :list shows them, :quit ends.".to_owned()])?,
            }
        }
        self.end()
    }

    /// The next sign: it is put up on the question one is at, and named.
    fn sign(&mut self, at: Option<usize>, now: Timestamp) -> Result<(), Failure> {
        let (sign, items) = (self.play.report.signed().next(), &self.play.paper.items);
        self.play.report.sign(sign, at.map(|place| items[place].entry.id.clone()), now);
        self.keep()?;
        let says = match sign {
            Sign::None => "Your report has no sign.",
            Sign::Help => "Your report says that you want help; :sign again says that you are done.",
            Sign::Done => "Your report says that you are done; :sign again takes that away.",
        };
        self.say(&[says.to_owned()])
    }

    /// Shows a question; where none is open, that all is done.
    fn show(&mut self, at: Option<usize>) -> Result<(), Failure> {
        let now = Timestamp::now();
        let mut lines = vec![String::new()];
        match at {
            Some(place) => {
                lines.extend(self.play.question(place));
                lines.extend(self.play.answered(place, now));
                lines.extend(self.play.time(now));
            }
            None => {
                lines.push("Every question is over.".to_owned());
                if self.play.shows_solutions(now) {
                    for (place, item) in self.play.paper.items.iter().enumerate() {
                        lines.push(format!("{}:", item.entry.id));
                        lines.extend(self.play.solution(place));
                    }
                }
                lines.push(":quit ends.".to_owned());
            }
        }
        self.say(&lines)
    }

    fn end(&mut self) -> Result<Status, Failure> {
        let written = self.path.as_deref().map(|path| (path, !self.told));
        let mut lines = vec![String::new()];
        lines.extend(last_words(&self.play, written));
        self.say(&lines)?;
        Ok(Status::Done)
    }
}

/// The points, and what is to be handed in: the file, or where it could not be written the report as one line.
pub(super) fn last_words(play: &Play, report: Option<(&Path, bool)>) -> Vec<String> {
    let mut lines = vec![format!("{} of {} points so far.", points(play.points()), play.paper.set.points())];
    match report {
        Some((path, true)) => lines.push(format!("Hand in {}.", path.display())),
        Some((_, false)) => lines.extend(["Hand in this line, all of it:".to_owned(), play.report.line()]),
        None => {}
    }
    lines
}

/// A line that was typed; none at the end. What is no UTF-8 becomes question marks, and what is endless is cut.
fn read_line(input: &mut dyn BufRead) -> Result<Option<String>, Failure> {
    const LONGEST: u64 = 1 << 20;
    let mut bytes = Vec::new();
    let read = Read::take(&mut *input, LONGEST).read_until(b'\n', &mut bytes)?;
    Ok((read > 0).then(|| String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']).to_owned()))
}
