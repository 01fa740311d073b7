//! `answers`: the solution sheet of a set.

use std::io::Write;

use jiff::Timestamp;

use crate::learner::workshop::play::Play;
use crate::learner::workshop::report::Report;
use crate::lesson::tree::{Piece, visit};
use crate::lesson::{Block, words};
use crate::view::spellings::counted;

use super::lines::{terminal_width, write_lines};
use super::row::Row;
use super::workshop::{Opened, SET};
use super::{Failure, Options, Status};

/// The command.
pub const ROW: Row = Row {
    name: "answers",
    about: "Print the right answers of a set, for one learner or with the default values",
    arguments: &[SET],
    run: |given, program| answers(&given.needed(SET.name), &program.options, program.out),
    ..Row::PLAIN
};

/// Prints the questions with the values of a learner, their answers and the ways to them; without a learner also what
/// the set says to the one who teaches.
pub fn answers(set: &str, options: &Options, out: &mut dyn Write) -> Result<Status, Failure> {
    let opened = Opened::find(set, options)?;
    let paper = opened.paper()?;
    let learner = options.learner_id()?;
    let learner = learner.as_ref().map_or("", |id| id.as_str());
    let mut lines = vec![format!(
        "{} · version {} · {}",
        paper.set.title,
        paper.set.version,
        counted(paper.set.points().into(), "point")
    )];
    let report = Report::new(&paper.set.name, paper.set.version, learner, Timestamp::now());
    let mut play = Play::new(&paper, report);
    if learner.is_empty() {
        play.use_defaults();
        lines.push("With the default values; `--learner ID` takes those of a learner.".to_owned());
        for page in &paper.set.lesson.pages {
            visit(&page.blocks, &mut |piece| {
                if let Piece::Block(Block::Notes(aside)) = piece {
                    lines.extend(notes(&aside.blocks));
                }
            });
        }
    } else {
        lines.push(format!("With the values of {learner}."));
    }
    for place in 0..paper.items.len() {
        lines.push(String::new());
        lines.extend(play.question(place));
        lines.extend(play.solution(place));
        lines.extend(paper.items[place].look_for());
    }
    write_lines(&lines, terminal_width(), out)?;
    Ok(Status::Done)
}

/// The texts of notes, a paragraph a line.
fn notes(blocks: &[Block]) -> Vec<String> {
    let mut lines = Vec::new();
    for block in blocks {
        let text = |text: &[crate::lesson::Inline]| words(text, &mut |_| "…".to_owned()).to_string();
        match block {
            Block::Heading { text: title, .. } => lines.extend([String::new(), text(title)]),
            Block::Paragraph { text: words, .. } => lines.push(text(words)),
            Block::List { items, .. } => {
                lines.extend(items.iter().map(|item| format!("- {}", notes(item).join(" "))));
            }
            Block::Table { head, rows, .. } => {
                for row in std::iter::once(head).chain(rows) {
                    lines.push(row.iter().map(|cell| text(cell)).collect::<Vec<_>>().join(" | "));
                }
            }
            _ => {}
        }
    }
    lines
}
