//! A set as a course for the screen: a page that says how it goes, and a lesson of one page for each question.

use jiff::Timestamp;

use super::mark::{Finding, Standing};
use super::play::Play;
use crate::learner::alone::watches;
use crate::learner::question::{Asked, Question, Said, Verdict};
use crate::lesson::set::Show;
use crate::lesson::talk::is_told;
use crate::lesson::tree::{Exercise, Piece, live_values, visit};
use crate::lesson::{Block, Expression, FrontMatter, Inline, Lesson, Library, Page, Unit, words};
use crate::run::address::Span;
use crate::run::{Budget, Value};
use crate::sheet::Sheet;
use crate::sheet::expr::{Limits, Line, names, parse};
use crate::view::SafeText;
use crate::view::spellings::counted;

/// The name of the page that says how it goes. No question is named so.
pub const BEGIN: &str = "set:begin";

impl Play<'_, '_> {
    /// The set as a course. `told` are sentences for its first page, below those of the set.
    pub fn course(&self, told: &[String]) -> Library {
        let mut lessons = vec![self.begin(told)];
        lessons.extend((0..self.paper.items.len()).map(|place| self.lesson(place)));
        let all = (0..lessons.len()).collect();
        let title = SafeText::line("Questions");
        let unit = Unit { id: "set".to_owned(), title, lessons: all, pretest: None, posttest: None };
        Library { title: self.paper.set.title.clone(), units: vec![unit], lessons, ..Library::default() }
    }

    /// The page before the questions: what the set says, its rules, and what is told.
    fn begin(&self, told: &[String]) -> Lesson {
        let set = self.paper.set;
        let mut blocks = vec![heading("How it goes")];
        blocks.extend(set.lesson.pages.iter().take(1).flat_map(|page| &page.blocks).filter_map(|block| match block {
            Block::Paragraph { text, .. } => Some(paragraph(&words(text, &mut |_| "…".to_owned()))),
            _ => None,
        }));
        blocks.push(paragraph(&self.rules()));
        blocks.extend(told.iter().map(|told| paragraph(told)));
        let goal = vec![Inline::Text(SafeText::line(&words(&set.goal, &mut |_| "…".to_owned())))];
        let front = FrontMatter { title: SafeText::line("How it goes"), goal, ..FrontMatter::default() };
        one_page(BEGIN, front, blocks, Vec::new())
    }

    /// A question with what its page says before it, and the cells that it and the values beside it come from.
    fn lesson(&self, place: usize) -> Lesson {
        let item = &self.paper.items[place];
        let points = counted(u64::from(item.entry.points), "point");
        let mut front = FrontMatter {
            title: SafeText::line(&format!("{}. {} ({points})", place + 1, item.entry.id)),
            goal: vec![Inline::Text(SafeText::line(&self.ask(place)))],
            ..FrontMatter::default()
        };
        let Some(asked) = &item.asked else {
            return one_page(&item.entry.id, front, vec![open(&item.entry.id, item.ask())], Vec::new());
        };
        if asked.lesson.id != self.paper.set.lesson.id {
            front.spec = Some(SafeText::line(&format!("Help: cleartext learn {}", asked.lesson.id)));
        }
        let is_this = |block: &&Block| Question::of(block).is_some_and(|question| question.id() == asked.question.id());
        let at =
            asked.lesson.pages.iter().position(|page| page.blocks.iter().any(|block| is_this(&block))).unwrap_or(0);
        let watched: Vec<&Block> = watches(asked.lesson, at).collect();
        let before = asked.page.blocks.iter().take_while(|block| !is_this(block)).filter(|block| is_told(block));
        let question = asked.page.blocks.iter().filter(is_this);
        let blocks: Vec<Block> = before.chain(watched.iter().copied()).chain(question).cloned().collect();
        let sheet = Sheet::new(asked.lesson.cells.clone());
        let mut roots: Vec<&str> = watched.iter().filter_map(|block| root(block)).collect();
        visit(&blocks, &mut |piece| {
            if let Piece::Text(_, text) = piece {
                live_values(text, &mut |live| roots.extend(names(&live.value.expr).into_iter().map(|(name, _)| name)));
            }
        });
        let is_read = |line: &&Line| {
            let on = sheet.downstream(&line.name);
            asked.reads(&line.name) || roots.iter().any(|root| *root == line.name || on.contains(root))
        };
        let cells = asked.lesson.cells.iter().filter(is_read).cloned().collect();
        Lesson { source: asked.lesson.source.clone(), ..one_page(&item.entry.id, front, blocks, cells) }
    }

    /// The place of a question, by its name in the set.
    pub fn place_of(&self, id: &str) -> Option<usize> {
        self.paper.items.iter().position(|item| item.entry.id == id)
    }

    /// The values that are the learner's own at a question.
    pub fn own_values(&self, place: usize) -> &[(String, Value)] {
        self.values[place].as_ref().map_or(&[], |drawn| &drawn.inputs)
    }

    /// The question to go on with: the one that was touched last while it takes answers, else the next that does.
    pub fn at(&self) -> Option<usize> {
        let last = self.report.events.last().and_then(|event| self.place_of(&event.question));
        last.filter(|place| self.over(&self.mark(*place)).is_none()).or_else(|| self.next(last))
    }

    /// A mark and words for what a question stands at.
    pub fn row(&self, place: usize) -> (&'static str, String) {
        let mark = match self.mark(place).standing {
            Standing::Untouched | Standing::Trying if self.is_closed() => "✗",
            Standing::First | Standing::Later => "✓",
            Standing::Open => "w",
            Standing::Never | Standing::Void => "✗",
            Standing::Trying => "◐",
            Standing::Untouched => "◦",
        };
        (mark, self.state(place))
    }

    /// A question as it was answered so far, for the screen. What is right is shown where the set's rules show it.
    pub fn state_of(&self, place: usize, now: Timestamp) -> Asked {
        let mark = self.mark(place);
        let mut state = Asked { hints: usize::try_from(mark.hints).unwrap_or(usize::MAX), ..Asked::default() };
        let over = self.over(&mark);
        let last = mark.tries.iter().rfind(|one| one.found != Finding::Unseen);
        if last.is_none() && over.is_none() {
            return state;
        }
        last.iter().for_each(|last| state.given.clone_from(&last.written));
        let found = last.map_or(&Finding::Unseen, |last| &last.found);
        let shows = match self.paper.set.policy.show {
            Show::Each => true,
            Show::After | Show::Never => self.shows_solutions(now),
        };
        let said = || match (last, over) {
            (None, Some(over)) => Said::Diagnosis(over.to_owned()),
            _ => Said::Diagnosis(self.judged(place, &mark).join(" ")),
        };
        state.verdict = Some(match (found, &self.paper.items[place].asked, &self.values[place]) {
            (Finding::Right, ..) => Verdict::Right,
            (Finding::Open, ..) => Verdict::Kept,
            (Finding::Unreadable(how), ..) if over.is_none() => Verdict::Unreadable(how.clone()),
            _ if over.is_none() => Verdict::Wrong(said()),
            (_, Some(asked), Some(drawn)) if shows => {
                let right = asked.question.right_answer(&drawn.sheet, &Budget::unlimited());
                Verdict::Over { right: right.unwrap_or_else(|why| why), said: said() }
            }
            _ => Verdict::Closed(said()),
        });
        state
    }
}

/// The cell that a watched value lies in.
fn root(block: &Block) -> Option<&str> {
    match block {
        Block::Watch(watch) => Some(watch.target.address.steps.first()?.name.as_str()),
        _ => None,
    }
}

fn heading(text: &str) -> Block {
    Block::Heading { level: 2, text: vec![Inline::Text(SafeText::line(text))], span: Span::new(0, 0) }
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph { text: vec![Inline::Text(SafeText::line(text))], span: Span::new(0, 0) }
}

/// A question that is answered in sentences. Nothing judges the answer.
fn open(id: &str, ask: &[Inline]) -> Block {
    const NOTHING: &str = "\"\"";
    let Ok(expr) = parse(NOTHING, &Limits::default()) else { return paragraph("") };
    let answer = Expression { source: SafeText::line(NOTHING), expr, span: Span::new(0, 0) };
    Block::Exercise(Box::new(Exercise {
        id: id.to_owned(),
        ask: ask.to_vec(),
        answer,
        choose: Vec::new(),
        wrong: Vec::new(),
        hint: Vec::new(),
        span: Span::new(0, 0),
    }))
}

fn one_page(id: &str, front: FrontMatter, blocks: Vec<Block>, cells: Vec<Line>) -> Lesson {
    let pages = vec![Page { blocks, span: Span::new(0, 0) }];
    Lesson { id: id.to_owned(), front: front.into(), pages, cells, ..Lesson::default() }
}
