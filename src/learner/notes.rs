//! The notes of whoever presents a lesson: what the room does not see of a page.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::learner::lens::frame;
use crate::learner::question::Question;
use crate::lesson::talk::{asks_for_keys, steps};
use crate::lesson::tree::{Piece, plain, visit};
use crate::lesson::{Block, Lesson, Page, words};
use crate::sheet::Sheet;

/// The notes that the speaker sees on a terminal of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notes {
    /// The title of the lesson.
    pub title: String,
    /// The short code of the lesson, where it has one.
    #[serde(default)]
    pub code: Option<String>,
    /// The minutes it takes.
    pub minutes: Option<u32>,
    /// The page, from 1, of so many.
    pub page: (usize, usize),
    /// The step of the page, from 1, of so many.
    pub step: (usize, usize),
    /// The step that the next key brings.
    pub then: String,
    /// The notes of the page.
    pub says: Vec<String>,
    /// The keys that the page asks whoever has the keyboard for.
    pub keys: Vec<String>,
    /// The questions of the page, each before its answer.
    pub answers: Vec<String>,
    /// The heading of the page after this one.
    pub next: String,
}

impl Notes {
    /// The notes to a step of a page, both from 0; with the live values of the page.
    pub fn of(lesson: &Lesson, page: usize, step: usize, sheet: &Sheet, live: &BTreeMap<usize, String>) -> Notes {
        let here = &lesson.pages[page];
        let after = lesson.pages.get(page + 1);
        let all = steps(here);
        let then = match all.get(step + 1) {
            Some(step) => step.says(),
            None if after.is_none() => "nothing: this is the last step",
            None => "the next page",
        };
        let heading = |page: &Page| page.heading().unwrap_or_else(|| "a page without a heading".to_owned());
        let mut notes = Notes {
            title: lesson.front.title.to_string(),
            minutes: lesson.front.minutes,
            page: (page + 1, lesson.pages.len()),
            step: (step + 1, all.len()),
            then: then.to_owned(),
            next: after.map(heading).unwrap_or_default(),
            ..Notes::default()
        };
        for block in &here.blocks {
            match (block, Question::of(block)) {
                (Block::Notes(aside), _) => notes.says.extend(said(&aside.blocks, live)),
                (block, _) if asks_for_keys(block) => notes.keys.extend(said(std::slice::from_ref(block), live)),
                (_, Some(question)) => {
                    let right = question.right_answer(sheet, &frame());
                    notes.answers.push(plain(question.ask()));
                    notes.answers.push(format!("✓ {}", right.unwrap_or_else(|why| why)));
                }
                (_, None) => {}
            }
        }
        notes
    }
}

/// The running text of blocks, a line each, with what is computed.
fn said(blocks: &[Block], live: &BTreeMap<usize, String>) -> Vec<String> {
    let value = |at: usize| live.get(&at).cloned().unwrap_or_default();
    let mut lines = Vec::new();
    visit(blocks, &mut |piece| match piece {
        Piece::Text(_, text) => lines.push(words(text, &mut |live| value(live.span.start)).to_string()),
        Piece::Block(Block::Code { text, .. }) => lines.extend(text.lines().map(str::to_owned)),
        Piece::Block(_) => {}
    });
    lines
}
