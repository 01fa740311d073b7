//! The account of a lesson that is open: what was seen and answered in this run.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::learner::lens::frame;
use crate::learner::notebook::{News, Told};
use crate::learner::progress::{Came, Learned, Progress};
use crate::learner::question::{Asked, Question, Verdict};
use crate::lesson::Lesson;
use crate::lesson::tree::plain;
use crate::num::map_of;
use crate::sheet::{Cell, Input, Sheet};

/// The place of a question in a lesson: its page and its block.
pub type At = (usize, usize);

/// The pages that were seen, and what became of the questions.
#[derive(Clone, Default)]
pub struct Account {
    /// The pages that were seen.
    pub seen: BTreeSet<usize>,
    /// The state of each question.
    pub asked: HashMap<At, Asked>,
    /// The answers given to each, in their order.
    pub tries: BTreeMap<At, Vec<String>>,
    /// The changes to be kept, since they were last asked for.
    pub news: Vec<News>,
}

/// A line of the end of a lesson: what was seen, or a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looked {
    /// Whether it was seen, or answered at the first try.
    pub well: bool,
    /// The words of it.
    pub says: String,
    /// The answers that were given, where it took more than one or it is not over.
    pub note: String,
}

/// How many questions of a lesson were answered, without having been shown the answer, of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Answered.
    pub points: usize,
    /// Asked.
    pub of: usize,
}

/// The questions of all pages, each with its place.
fn placed(lesson: &Lesson) -> impl Iterator<Item = (At, Question<'_>)> {
    let pages = lesson.pages.iter().enumerate();
    pages.flat_map(|(page, one)| Question::on(one).map(move |(block, one)| ((page, block), one)))
}

/// The place that a question of a lesson has in that lesson as it was written anew: by its words, else by its name.
pub fn again(was: &Lesson, at: At, now: &Lesson) -> Option<At> {
    let asked = Question::at(was, at)?;
    let words = plain(asked.ask());
    let by_words = placed(now).find(|(_, one)| plain(one.ask()) == words);
    Some(by_words.or_else(|| placed(now).find(|(_, one)| one.id() == asked.id()))?.0)
}

impl Account {
    /// The questions of all pages: where each stands, what is asked, what became of it.
    pub fn questions<'l>(&'l self, lesson: &'l Lesson) -> impl Iterator<Item = (At, Question<'l>, Option<&'l Asked>)> {
        placed(lesson).map(|(at, question)| (at, question, self.asked.get(&at)))
    }

    /// The lesson was written anew: each question is where it is now, unless it is gone.
    pub fn follow(&mut self, again: impl Fn(At) -> Option<At>) {
        let asked = std::mem::take(&mut self.asked);
        self.asked = asked.into_iter().filter_map(|(at, asked)| Some((again(at)?, asked))).collect();
        let tries = std::mem::take(&mut self.tries);
        self.tries = tries.into_iter().filter_map(|(at, tries)| Some((again(at)?, tries))).collect();
    }

    fn is_first(&self, at: At, asked: Option<&Asked>) -> bool {
        let right = asked.is_some_and(|asked| asked.verdict == Some(Verdict::Right));
        right && self.tries.get(&at).is_some_and(|tries| tries.len() == 1)
    }

    /// The points so far.
    pub fn score(&self, lesson: &Lesson) -> Score {
        let right = |asked: &&Asked| asked.verdict == Some(Verdict::Right);
        Score { points: self.asked.values().filter(right).count(), of: Question::all(lesson).count() }
    }

    /// How far one got.
    pub fn progress(&self, lesson: &Lesson) -> Progress {
        let over = self.questions(lesson).filter(|(_, _, asked)| asked.is_some_and(Asked::is_over)).count();
        let first = self.questions(lesson).filter(|(at, _, asked)| self.is_first(*at, *asked)).count();
        let questions = self.questions(lesson).count();
        Progress { seen: self.seen.clone(), pages: lesson.pages.len(), over, first, questions }
    }

    /// The pages by their headings.
    pub fn looked_at_pages(&self, lesson: &Lesson) -> Vec<Looked> {
        let pages = lesson.pages.iter().enumerate().filter_map(|(page, one)| {
            let says = one.heading().filter(|heading| !heading.is_empty())?;
            Some(Looked { well: self.seen.contains(&page), says, note: String::new() })
        });
        pages.collect()
    }

    /// The questions that took more than one try, or are open.
    pub fn looked_at_questions(&self, lesson: &Lesson) -> Vec<Looked> {
        let left = self.questions(lesson).filter(|(at, _, asked)| !self.is_first(*at, *asked));
        let looked = left.map(|(at, question, asked)| {
            let tries = self.tries.get(&at).map_or(&[][..], Vec::as_slice);
            let note = match asked.filter(|asked| asked.is_over()) {
                None => format!("open, page {}", at.0 + 1),
                Some(_) if tries.is_empty() => "you had the answer shown".to_owned(),
                Some(_) => format!("you wrote {}", tries.join(", then ")),
            };
            Looked { well: false, says: plain(question.ask()), note }
        });
        looked.collect()
    }

    /// Account of the lesson, to be kept: how far one got, the news, the inputs that are kept.
    pub fn tell(&mut self, lesson: &Lesson, page: usize, sheet: &Sheet) -> Told {
        let kept = sheet.inputs().filter(|cell| is_kept(cell));
        let inputs = map_of(kept.filter_map(|cell| Some((cell.name().to_owned(), Input::write(cell.typed()?)))));
        let (progress, news) = (self.progress(lesson), std::mem::take(&mut self.news));
        Told { lesson: lesson.id.clone(), page, progress, news, inputs }
    }

    /// Is as on the day when so much was learned. Returns the sheet with the inputs that were kept.
    pub fn resume(&mut self, lesson: &Lesson, learned: &Learned) -> Sheet {
        self.seen.extend(learned.seen.iter().filter(|page| **page < lesson.pages.len()));
        for (page, one) in lesson.pages.iter().enumerate() {
            for (block, question) in Question::on(one) {
                let Some(answers) = learned.questions.get(question.id()) else { continue };
                self.asked.insert((page, block), Asked::from(answers));
                let tries = answers.in_lesson().filter(|attempt| attempt.came != Came::Shown);
                self.tries.insert((page, block), tries.map(|attempt| attempt.given.to_string()).collect());
            }
        }
        let mut sheet = Sheet::new(lesson.cells.clone());
        for (name, (_, typed)) in &learned.inputs {
            if sheet.cell(name).is_some_and(is_kept) {
                // What the lesson refuses by now gives way to its default.
                let _ = sheet.type_in(name, typed);
            }
        }
        sheet
    }

    /// Finds the right answers of a page that an earlier day showed, as they are with the inputs at hand.
    pub fn look_back(&mut self, lesson: &Lesson, page: usize, sheet: &Sheet) {
        for (block, question) in Question::on(&lesson.pages[page]) {
            let verdict = self.asked.get_mut(&(page, block)).and_then(|asked| asked.verdict.as_mut());
            if let Some(Verdict::Over { right, .. } | Verdict::Shown(right)) = verdict
                && right.is_empty()
                && let Ok(answer) = question.right_answer(sheet, &frame())
            {
                *right = answer;
            }
        }
    }

    /// Takes the state of a question as a set judges it. The value to look at stays, and the way to what is right.
    pub fn rule(&mut self, at: At, state: Asked) {
        let was = self.asked.remove(&at).unwrap_or_default();
        let way = if state.verdict == Some(Verdict::Right) { was.way } else { Vec::new() };
        self.asked.insert(at, Asked { look: was.look, way, steps: was.steps, ..state });
    }

    /// Notes what became of a question; where `came` is false, that a hint was shown.
    pub fn report(&mut self, lesson: &Lesson, at: At, came: bool) {
        let (Some(question), Some(asked)) = (Question::at(lesson, at), self.asked.get(&at)) else { return };
        let came = match asked.verdict.as_ref().and_then(Verdict::came) {
            _ if !came => None,
            Some(Came::Shown) => Some((Came::Shown, String::new())),
            Some(came) => Some((came, asked.given.clone())),
            None => return,
        };
        self.news.push(News { question: question.id().to_owned(), came, hints: asked.hints });
    }
}

/// Whether the lesson wants kept what is typed into an input.
fn is_kept(cell: &Cell) -> bool {
    cell.input.as_ref().is_some_and(|input| input.keep)
}
