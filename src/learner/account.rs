//! The account of a lesson that is open: what was seen and answered in this run.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::learner::notebook::News;
use crate::learner::progress::{Came, Learned, Progress};
use crate::learner::question::{Asked, Question, Verdict};
use crate::lesson::Lesson;
use crate::lesson::tree::plain;

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

impl Account {
    /// The questions of all pages: where each stands, what is asked, what became of it.
    pub fn questions<'l>(&'l self, lesson: &'l Lesson) -> impl Iterator<Item = (At, Question<'l>, Option<&'l Asked>)> {
        let pages = lesson.pages.iter().enumerate();
        let all = pages.flat_map(|(page, one)| Question::on(one).map(move |(block, one)| ((page, block), one)));
        all.map(|(at, question)| (at, question, self.asked.get(&at)))
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

    /// Is as on the day when so much was learned.
    pub fn resume(&mut self, lesson: &Lesson, learned: &Learned) {
        self.seen.extend(learned.seen.iter().filter(|page| **page < lesson.pages.len()));
        for (page, one) in lesson.pages.iter().enumerate() {
            for (block, question) in Question::on(one) {
                let Some(answers) = learned.questions.get(question.id()) else { continue };
                self.asked.insert((page, block), Asked::from(answers));
                let tries = answers.in_lesson().filter(|attempt| attempt.came != Came::Shown);
                self.tries.insert((page, block), tries.map(|attempt| attempt.given.to_string()).collect());
            }
        }
    }

    /// Notes what became of a question; where `came` is false, that a hint was shown.
    pub fn report(&mut self, question: Question, at: At, came: bool) {
        let Some(asked) = self.asked.get(&at) else { return };
        let came = match asked.verdict.as_ref().and_then(Verdict::came) {
            _ if !came => None,
            Some(Came::Shown) => Some((Came::Shown, String::new())),
            Some(came) => Some((came, asked.given.clone())),
            None => return,
        };
        self.news.push(News { question: question.id().to_owned(), came, hints: asked.hints });
    }
}
