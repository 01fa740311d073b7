//! A learner at a set: the questions with the learner's own values, what is said to an answer, and what is kept of it.

use jiff::Timestamp;

use super::mark::{Finding, Mark, Standing, Try};
use super::paper::{Item, Paper};
use super::report::{Did, Report};
use super::table::points;
use crate::learner::lens::Lens;
use crate::learner::question::{Drawn, Question};
use crate::learner::veil::Veil;
use crate::learner::way::way;
use crate::lesson::set::{Policy, Show};
use crate::lesson::{Block, Inline, Live, words};
use crate::run::{Budget, Value};
use crate::sheet::expr::{Expr, Kind, Limits, names, parse};
use crate::sheet::{Cell, Input, NoFiles, Sheet};
use crate::view::SafeText;
use crate::view::spellings::counted;

/// The longest answer that is kept, in bytes.
const LONGEST: usize = 20_000;
/// How much of a value is shown, in characters.
const SHOWN: usize = 200;
/// How much of one in a sentence.
const LIVE: usize = 60;

/// A learner at a set.
pub struct Play<'p, 'l> {
    /// The set with its questions.
    pub paper: &'p Paper<'l>,
    /// The report so far.
    pub report: Report,
    /// The values of each question.
    pub values: Vec<Option<Drawn>>,
    /// Whether the time was over when the clock was last looked at.
    is_late: bool,
}

impl<'p, 'l> Play<'p, 'l> {
    /// Goes on with a report, which may be empty.
    pub fn new(paper: &'p Paper<'l>, report: Report) -> Play<'p, 'l> {
        let values = paper.items.iter().map(|item| item.values(&report.set, report.version, &report.learner)).collect();
        Play { paper, report, values, is_late: false }
    }

    /// Looks at the clock. Whether the time came to its end since, or the end was put off.
    pub fn passes(&mut self, now: Timestamp) -> bool {
        let is_late = self.is_late(now);
        std::mem::replace(&mut self.is_late, is_late) != is_late
    }

    /// Whether the time is over, and nothing that comes late is taken.
    pub fn is_closed(&self) -> bool {
        self.is_late && !self.paper.set.policy.late
    }

    /// Whether a question takes no more answers, and the sentence on it.
    pub(super) fn over(&self, mark: &Mark) -> Option<&'static str> {
        match mark.is_over() {
            true => Some("This question is over."),
            false => self.is_closed().then_some("This question is over: the time is up."),
        }
    }

    /// Takes the default values instead of those of the learner.
    pub fn use_defaults(&mut self) {
        self.values = self.paper.items.iter().map(|item| item.asked.as_ref()?.defaults()).collect();
    }

    /// The mark of a question so far.
    pub fn mark(&self, place: usize) -> Mark {
        let end = self.paper.end(&self.report, 0);
        self.paper.items[place].mark(self.paper.set, &self.report, self.values[place].as_ref(), end)
    }

    /// The question that comes after a place and is not over; from the beginning, after the last.
    pub fn next(&self, after: Option<usize>) -> Option<usize> {
        let all = self.paper.items.len();
        let from = after.map_or(0, |place| place + 1);
        let is_open = |place: &usize| {
            let mark = self.mark(*place);
            self.over(&mark).is_none() && mark.standing != Standing::Open
        };
        (from..from + all).map(|place| place % all.max(1)).find(is_open)
    }

    /// Whether the time is over.
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.paper.end(&self.report, 0).is_some_and(|end| now > end)
    }

    /// The points so far, of the questions whose answers are computed.
    pub fn points(&self) -> f64 {
        (0..self.paper.items.len()).map(|place| self.mark(place).points).sum()
    }

    /// The points of the questions that were answered and are marked by hand.
    pub fn waiting(&self) -> u32 {
        let is_open = |place: &usize| self.mark(*place).standing == Standing::Open;
        (0..self.paper.items.len()).filter(is_open).map(|place| self.paper.items[place].entry.points).sum()
    }

    /// The set's subject, and its rules.
    pub fn heading(&self, now: Timestamp) -> Vec<String> {
        let set = self.paper.set;
        let goal = words(&set.goal, &mut |_| "…".to_owned());
        let mut lines =
            vec![format!("{} · version {} · {}", set.title, set.version, self.report.learner), goal.to_string()];
        lines.push(self.rules());
        lines.extend(self.time(now));
        lines
    }

    /// The rules of the set, in a sentence.
    pub fn rules(&self) -> String {
        let set = self.paper.set;
        let Policy { attempts, hint, show, .. } = set.policy;
        let mut rules =
            vec![format!("{} for a question, one where you choose", counted(u64::from(attempts), "answer"))];
        rules.push(match hint {
            0 => "hints cost nothing".to_owned(),
            price => format!("a hint costs {}", counted(u64::from(price), "point")),
        });
        rules.push(match show {
            Show::After => "right answers are shown when all is over".to_owned(),
            Show::Each => "the right answer is shown when its question is over".to_owned(),
            Show::Never => "right answers are not shown here".to_owned(),
        });
        if set.minutes.is_some() {
            rules.push(format!("what comes late {}", set.policy.on_late()));
        }
        format!("Rules: {}.", rules.join("; "))
    }

    /// The time that is left, in words; where nothing is left to answer, none is.
    pub fn time(&self, now: Timestamp) -> Option<String> {
        if self.next(None).is_none() && !self.is_closed() {
            return None;
        }
        let seconds = self.seconds_left(now)?;
        Some(match seconds {
            i64::MIN..=-60 => format!("The time was over {} ago.", counted(seconds.unsigned_abs() / 60, "minute")),
            -59..0 => "The time is over now.".to_owned(),
            0..60 => format!("{} left.", counted(seconds.unsigned_abs(), "second")),
            _ => format!("{} left.", counted(minutes(seconds), "minute")),
        })
    }

    /// The seconds that are left, below nothing once the time is over. A clock that was ahead when the learner began
    /// gives nobody more than the set has.
    fn seconds_left(&self, now: Timestamp) -> Option<i64> {
        let left = self.paper.end(&self.report, 0)?.duration_since(now).as_secs();
        Some(left.min(i64::from(self.paper.set.minutes?) * 60))
    }

    /// The time that is left, short: `20 min left`
    pub fn clock(&self, now: Timestamp) -> Option<String> {
        let seconds = self.seconds_left(now)?;
        Some(match seconds {
            ..0 => "time is over".to_owned(),
            0..60 => format!("{seconds} s left"),
            _ => format!("{} min left", minutes(seconds)),
        })
    }

    /// The questions, one a line: number, name, what it stands at, points.
    pub fn list(&self) -> Vec<String> {
        let width = self.paper.items.iter().map(|item| item.entry.id.chars().count()).max().unwrap_or(0);
        let line = |(place, item): (usize, &Item)| {
            let points = counted(u64::from(item.entry.points), "point");
            format!("{:>3}  {:width$}  {points:9}  {}", place + 1, item.entry.id, self.state(place))
        };
        self.paper.items.iter().enumerate().map(line).collect()
    }

    /// The standing of a question, in words.
    pub fn state(&self, place: usize) -> String {
        let (mark, most) = (self.mark(place), self.paper.items[place].entry.points);
        match mark.standing {
            Standing::Untouched | Standing::Trying if self.is_closed() => "over: the time is up".to_owned(),
            Standing::Untouched => "not answered".to_owned(),
            Standing::First | Standing::Later if mark.points < f64::from(most) => {
                format!("right, {} of {}", points(mark.points), counted(u64::from(most), "point"))
            }
            Standing::First | Standing::Later => "right".to_owned(),
            Standing::Trying => format!("wrong so far, {}", self.left(place, &mark)),
            Standing::Never => "over".to_owned(),
            Standing::Open => "answered, is marked by hand".to_owned(),
            Standing::Void => "does not count".to_owned(),
        }
    }

    /// How many answers a question takes yet: `2 answers left`
    fn left(&self, place: usize, mark: &Mark) -> String {
        let most = u64::from(self.paper.items[place].attempts(self.paper.set));
        format!("{} left", counted(most.saturating_sub(mark.counted() as u64), "answer"))
    }

    /// A question with what its page says before it, and with its values.
    pub fn question(&self, place: usize) -> Vec<String> {
        let item = &self.paper.items[place];
        let points = counted(u64::from(item.entry.points), "point");
        let from = match &item.asked {
            Some(asked) if asked.lesson.id != self.paper.set.lesson.id => {
                format!(" · cleartext learn {}", asked.lesson.id)
            }
            Some(_) => String::new(),
            None => " · in sentences, marked by hand".to_owned(),
        };
        let mut lines =
            vec![format!("Question {} of {} ({}, {points}){from}", place + 1, self.paper.items.len(), item.entry.id)];
        lines.extend(self.context(place));
        lines.extend(self.asked(place));
        lines
    }

    /// The text of a page before its question: headings, text and lists. Of the values in it, what is asked stays
    /// hidden.
    pub(super) fn context(&self, place: usize) -> Vec<String> {
        let Some(asked) = &self.paper.items[place].asked else { return Vec::new() };
        let (budget, drawn) = (Budget::unlimited(), self.values[place].as_ref());
        let value = |live: &Live| {
            let drawn = drawn?;
            let known = drawn.sheet.eval(&live.value.expr, &NoFiles, &budget).is_ok();
            let beyond = if known { None } else { Some(asked.beyond(live, drawn)?) };
            let sheet = beyond.as_ref().unwrap_or(&drawn.sheet);
            let mut veil = Veil::default();
            asked.question.hide(&mut veil, sheet, &budget);
            veil.spread(sheet, &budget);
            let lens = Lens { sheet, veil: &veil, budget: &budget };
            Some(lens.expression(&live.value.expr, live.view.as_deref(), LIVE))
        };
        let text = |text: &[Inline]| words(text, &mut |live| value(live).unwrap_or_else(|| "…".to_owned())).to_string();
        let is_this = |block: &&Block| Question::of(block).is_none_or(|question| question.id() != asked.question.id());
        let mut lines = Vec::new();
        for block in asked.page.blocks.iter().take_while(is_this) {
            match block {
                Block::Heading { text: words, .. } => lines.push(format!("# {}", text(words))),
                // Such lines name keys of the screen.
                Block::Paragraph { text: words, .. } => {
                    lines.extend(Some(text(words)).filter(|line| !line.starts_with('▸')))
                }
                Block::List { items, .. } => {
                    let item = |blocks: &Vec<Block>| match blocks.first() {
                        Some(Block::Paragraph { text: words, .. }) => Some(format!("  - {}", text(words))),
                        _ => None,
                    };
                    lines.extend(items.iter().filter_map(item));
                }
                _ => {}
            }
        }
        lines
    }

    /// The text of a question, with its values in it.
    pub fn ask(&self, place: usize) -> String {
        let item = &self.paper.items[place];
        let ask = item.ask();
        match (&item.asked, &self.values[place]) {
            (Some(asked), Some(drawn)) => asked.text(ask, drawn),
            _ => words(ask, &mut |_| "…".to_owned()).to_string(),
        }
    }

    /// The text of a question, its values, and the choices.
    pub fn asked(&self, place: usize) -> Vec<String> {
        let item = &self.paper.items[place];
        let mut lines = vec![self.ask(place)];
        lines.extend(self.inputs(place).into_iter().map(|(name, value)| format!("    {name} = {value}")));
        let choices = item.asked.iter().flat_map(|asked| asked.question.choices());
        lines.extend(choices.zip('a'..).map(|(choice, letter)| format!("    {letter}) {choice}")));
        lines
    }

    /// The inputs of a question, as they are written.
    pub fn inputs(&self, place: usize) -> Vec<(String, String)> {
        let written = |cell: &Cell| {
            let value = cell.given()?;
            let shown = match value {
                Value::Text(_) => format!("\"{}\"", value.show(SHOWN).ok()?),
                Value::Bytes(_) => format!("0x{}", value.show(SHOWN).ok()?),
                other => Input::write(other).chars().take(SHOWN).collect(),
            };
            Some((cell.name().to_owned(), SafeText::line(&shown).to_string()))
        };
        let drawn = self.values[place].iter();
        drawn.flat_map(|drawn| drawn.sheet.inputs().filter_map(written).collect::<Vec<_>>()).collect()
    }

    /// Takes an answer, or says why not.
    pub fn answer(&mut self, place: usize, typed: &str, now: Timestamp) -> Vec<String> {
        let item = &self.paper.items[place];
        if let Some(over) = self.over(&self.mark(place)) {
            return vec![over.to_owned()];
        }
        if self.is_late(now) && !self.paper.set.policy.late {
            return vec!["The time is over, and what comes late does not count.".to_owned()];
        }
        if typed.len() > LONGEST {
            return vec![format!("This answer has {} bytes, and {LONGEST} are the most.", typed.len())];
        }
        // A choice is kept by its words, which stay when another is put before it.
        let choices = item.asked.as_ref().map(|asked| asked.question.choices()).unwrap_or_default();
        let chosen = numbered(typed).filter(|_| choices.iter().all(|choice| choice.as_str() != typed.trim()));
        let chosen = chosen.and_then(|number| choices.get(number.checked_sub(1)?));
        let written = chosen.map_or_else(|| typed.to_owned(), ToString::to_string);
        if let (Some(asked), Some(drawn)) = (&item.asked, &self.values[place])
            && let Finding::Unreadable(how) = asked.judge(&written, drawn)
        {
            return vec![how];
        }
        self.report.note(&item.entry.id, now, Did::Answered(written));
        self.said(place)
    }

    /// The sentence on the latest answer.
    fn said(&self, place: usize) -> Vec<String> {
        let mark = self.mark(place);
        let mut lines = self.told(place, &mark);
        if mark.is_over() && self.paper.set.policy.show == Show::Each {
            lines.extend(self.solution(place));
        }
        lines
    }

    /// The answer that a question has so far, and the sentence on it; where right answers are shown, the right one,
    /// too.
    pub fn answered(&self, place: usize, now: Timestamp) -> Vec<String> {
        let mark = self.mark(place);
        let (last, over) = (mark.tries.iter().rfind(|one| one.found != Finding::Unseen), self.over(&mark));
        let mut lines: Vec<String> = match last {
            Some(last) => vec![SafeText::line(&format!("Your answer: {}", last.written)).to_string()],
            None => over.map(str::to_owned).into_iter().collect(),
        };
        lines.extend(self.told(place, &mark));
        if over.is_some() && (self.paper.set.policy.show == Show::Each || self.shows_solutions(now)) {
            lines.extend(self.solution(place));
        }
        lines
    }

    /// The judgement on the latest answer, in sentences, those on a wrong one with this said first.
    fn told(&self, place: usize, mark: &Mark) -> Vec<String> {
        let mut lines = self.judged(place, mark);
        let last = mark.tries.iter().rfind(|one| one.found != Finding::Unseen);
        if let (Some(Try { found: Finding::Wrong(_), .. }), Some(first)) = (last, lines.first_mut()) {
            *first = format!("Not right. {first}");
        }
        lines
    }

    /// The judgement on the latest answer, in sentences.
    pub(super) fn judged(&self, place: usize, mark: &Mark) -> Vec<String> {
        let Some(last) = mark.tries.iter().rfind(|one| one.found != Finding::Unseen) else { return Vec::new() };
        let mut lines = Vec::new();
        match &last.found {
            Finding::Right if last.late && self.off(place) > 0 => {
                let (off, of) = (self.off(place), self.paper.items[place].entry.points);
                let are = if off == 1 { "is" } else { "are" };
                return vec![format!("Right, but late: {off} of its {} {are} off.", counted(u64::from(of), "point"))];
            }
            Finding::Right => lines.push("Right.".to_owned()),
            Finding::Wrong(told) => {
                lines.extend(told.iter().map(|told| told.says.clone()));
                lines.push(self.over(mark).map_or_else(|| format!("{}.", self.left(place, mark)), str::to_owned));
            }
            Finding::Unreadable(how) => lines.push(self.over(mark).unwrap_or(how.as_str()).to_owned()),
            Finding::Open if self.is_closed() => lines.push("Kept. It is marked by hand, and the time is up.".into()),
            Finding::Open => {
                lines.push("Kept. It is marked by hand; you can answer again, and the last one counts.".to_owned())
            }
            Finding::Unseen => {}
        }
        if last.late {
            lines.push("This came after the end, and is marked as late.".to_owned());
        }
        lines
    }

    /// How many points of a question a right answer costs that comes late.
    fn off(&self, place: usize) -> u32 {
        self.paper.set.policy.late_price.min(self.paper.items[place].entry.points)
    }

    /// Shows the next hint.
    pub fn hint(&mut self, place: usize, now: Timestamp) -> Vec<String> {
        let (item, mark) = (&self.paper.items[place], self.mark(place));
        let hints = item.asked.as_ref().map(|asked| asked.question.hints()).unwrap_or_default();
        let taken = usize::try_from(mark.hints).unwrap_or(usize::MAX);
        match (hints.get(taken), &item.asked, &self.values[place]) {
            _ if self.over(&mark).is_some() => self.over(&mark).map(str::to_owned).into_iter().collect(),
            (Some(hint), Some(asked), Some(drawn)) => {
                let told = asked.text(hint, drawn);
                self.report.note(&item.entry.id, now, Did::Hinted);
                vec![format!("Hint: {told}")]
            }
            _ if hints.is_empty() => vec!["There is no hint for this question.".to_owned()],
            _ => vec!["There are no more hints.".to_owned()],
        }
    }

    /// Whether right answers may be shown now.
    pub fn shows_solutions(&self, now: Timestamp) -> bool {
        match self.paper.set.policy.show {
            Show::Never => false,
            Show::After | Show::Each => self.next(None).is_none() || self.is_late(now),
        }
    }

    /// The right answer, and the way to it.
    pub fn solution(&self, place: usize) -> Vec<String> {
        let (Some(asked), Some(drawn)) = (&self.paper.items[place].asked, &self.values[place]) else {
            return vec!["It is marked by hand.".to_owned()];
        };
        let budget = Budget::unlimited();
        let right = asked.question.right_answer(&drawn.sheet, &budget).unwrap_or_else(|why| why);
        let mut lines = vec![format!("Right: {right}")];
        if let Some(formula) = asked.question.formula() {
            let steps = way(&formula.expr, &drawn.sheet, &budget);
            lines.push(format!("    it is {}{}", formula.expr, made_of(&formula.expr, &drawn.sheet)));
            if steps.len() > 1 {
                lines.extend(steps.into_iter().map(|step| format!("    {step}")));
            }
        }
        if let Some(why) = asked.question.why() {
            lines.push(format!("    {}", asked.text(why, drawn)));
        }
        lines.into_iter().map(|line| SafeText::line(&line).to_string()).collect()
    }
}

/// The formula of a single cell, and the values of those that stand in it: ` = modpow(g, a, p), with g = 2`
fn made_of(expr: &Expr, sheet: &Sheet) -> String {
    let cell = match &expr.kind {
        Kind::Name(name) => sheet.cell(name).filter(|cell| cell.input.is_none()),
        _ => None,
    };
    let (said, expr) = match cell {
        Some(cell) => (format!(" = {}", cell.line.expr), &cell.line.expr),
        None => (String::new(), expr),
    };
    let value = |name: &str| sheet.cell(name)?.given().cloned().or_else(|| cell_value(sheet, name))?.show(LIVE).ok();
    let mut with: Vec<String> = Vec::new();
    for (name, _) in names(expr) {
        let shown = value(name).map(|value| format!("{name} = {value}"));
        with.extend(shown.filter(|shown| !with.contains(shown)));
    }
    if with.is_empty() { said } else { format!("{said}, with {}", with.join(", ")) }
}

/// The value of a cell that is no input.
fn cell_value(sheet: &Sheet, name: &str) -> Option<Value> {
    let found = sheet.eval(&parse(name, &Limits::default()).ok()?, &NoFiles, &Budget::unlimited()).ok()?.value;
    found.finish(&Budget::unlimited()).ok().map(|()| found)
}

/// The nearest number of whole minutes.
fn minutes(seconds: i64) -> u64 {
    (seconds.unsigned_abs() + 30) / 60
}

/// The number of a choice from 1, by its letter or as a number.
fn numbered(typed: &str) -> Option<usize> {
    let typed = typed.trim().trim_end_matches(')').to_lowercase();
    let letter = typed.parse::<char>().ok().filter(char::is_ascii_lowercase);
    letter.map(|letter| usize::from(letter as u8 - b'a') + 1).or_else(|| typed.parse().ok())
}
