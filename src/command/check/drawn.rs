//! The pages of a lesson, drawn into memory at usual sizes: what has no room, and what is cut without a mark.

mod crowd;
mod drawing;
mod pictures;
mod said;

use super::room::{Cut, cuts, overflow, too_wide};
use super::talk;
use crate::app::App;
use crate::app::outcome::Outcome;
use crate::app::stage::lesson::Session;
use crate::app::stage::{Computing, Stage};
use crate::command::limits::PATIENCE;
use crate::learner::lens::{Lens, frame};
use crate::lesson::keys::{MARK, asked};
use crate::lesson::tree::{Live, Pattern, Piece, live_values, visit};
use crate::lesson::trial::{Trial, extremes};
use crate::lesson::{Block, Lesson, Library, Problem, Severity};
use crate::num::set_of;
use crate::run::address::Span;
use crate::run::{Budget, Value};
use crate::sheet::{Cell, Input, NoFiles, Sheet};
use crate::ui::text::frame::{characters, picture};
use crate::ui::text::theme::Theme;
use crate::ui::{Look, draw};
use crate::view::{Shown, view};
use drawing::{Drawing, USUAL, typed};

/// The sizes that pages are drawn at; on the last a text may scroll.
const SIZES: [(u16, u16); 4] = [USUAL, (120, 40), (200, 60), (40, 12)];

/// Draws every page of a lesson with its defaults, with the shortest inputs and with the longest, before its questions are
/// answered and after each answer that the lesson expects.
pub(super) fn drawn(lesson: &Lesson) -> Vec<Problem> {
    let extremes = extremes(&Sheet::new(lesson.cells.clone()));
    let mut drawing = Drawing { lesson, crowded: false, found: vec![] };
    for trial in std::iter::once(None).chain(extremes.iter().map(Some)) {
        drawing.with(trial);
    }
    drawing.found
}

/// The rules on every page as it is drawn with the default inputs, one row each. The last may answer its questions.
const RULES: &[fn(&mut Drawing, &mut Session)] = &[
    |drawing, session| drawing.verdict(session),
    |drawing, session| drawing.arrow(session),
    |drawing, session| drawing.views(session),
    pictures::fit,
    pictures::shade,
    crowd::inputs,
    |drawing, session| drawing.wide(session),
    |drawing, session| drawing.hidden(session),
    said::answers,
];

impl Drawing<'_> {
    fn with(&mut self, trial: Option<&Trial>) {
        let Some(mut app) = opened(self.lesson, trial) else { return };
        for (number, page) in self.lesson.pages.iter().enumerate() {
            let Stage::Lesson(session) = &mut app.stage else { return };
            session.turn_to(number);
            self.room(session, page.span, trial);
            let Stage::Lesson(session) = &app.stage else { return };
            let cut: Vec<(Cut, (u16, u16))> = SIZES
                .iter()
                .flat_map(|&(columns, rows)| {
                    picture(columns, rows, |frame| draw(&app, LOOK, frame));
                    cuts(&app, session, columns, rows).into_iter().map(move |cut| (cut, (columns, rows)))
                })
                .collect();
            for (cut, (columns, rows)) in cut {
                let message = format!("On a terminal of {columns} by {rows} {cut}.");
                self.add(Severity::Error, self.beginning(page.span), message, "Watch less of it, or in another view.");
            }
            let Stage::Lesson(session) = &mut app.stage else { return };
            if trial.is_none() {
                RULES.iter().for_each(|rule| rule(self, session));
            }
            self.talk(session, trial);
        }
    }

    /// The first line of a page that is not empty.
    fn beginning(&self, page: Span) -> Span {
        let text = self.lesson.source.get(page.range()).unwrap_or_default();
        let start = page.start + (text.len() - text.trim_start().len());
        self.line_at(start)
    }

    fn line_at(&self, start: usize) -> Span {
        let source = &self.lesson.source;
        Span::new(start, source[start..].find('\n').map_or(source.len(), |end| start + end))
    }

    fn room(&mut self, session: &Session, page: Span, trial: Option<&Trial>) {
        let (columns, rows) = USUAL;
        let over = overflow(session, columns, rows);
        if over > 0 {
            let lines = if over == 1 { "line of this page does" } else { "lines of this page do" };
            let with = trial.map_or(String::new(), |trial| format!("With {} ", trial.name));
            let message = format!("{with}{over} {lines} not fit on a terminal of {columns} by {rows}.");
            let hint = "Shorten it, or break it in two with `---`.";
            self.add(Severity::Error, self.beginning(page), message, hint);
        }
    }

    /// Steps of a talk that have no room on a wall, of what has room on its page.
    fn talk(&mut self, session: &Session, trial: Option<&Trial>) {
        let (columns, rows) = USUAL;
        for (span, over) in talk::overflow(session) {
            if self.found.iter().any(|known| span.range().contains(&known.span.start)) {
                continue;
            }
            let lines = if over == 1 { "line of this has" } else { "lines of this have" };
            let with = trial.map_or(String::new(), |trial| format!("With {} ", trial.name));
            let message = format!("{with}{over} {lines} no room in a talk on a wall of {columns} by {rows}.");
            self.add(Severity::Error, self.beginning(span), message, "Shorten the question, or what is said of it.");
        }
    }

    /// A page that asks for `→` where that leads nowhere; while something is computed, nobody knows.
    fn arrow(&mut self, session: &mut Session) {
        let page = session.page();
        let Some(start) = asked(page).contains(&"→").then_some(page.span.start) else { return };
        let text = &self.lesson.source[page.span.range()];
        let place = text.find(MARK).map_or(page.span, |at| self.line_at(start + at));
        let (number, budget) = (session.page_number(), Budget::worth(PATIENCE));
        let value = session.desk().walk().spot().place(&budget).and_then(|place| place.value(&budget));
        let cell = session.desk().sheet().cell(session.desk().walk().spot().cell_name());
        let finished = |value: &Value| value.finish(&budget).is_ok();
        if !value.is_ok_and(|value| finished(&value))
            || !cell.and_then(Cell::outcome).is_some_and(|outcome| finished(&outcome.value))
        {
            return;
        }
        if session.desk_mut().go(|walk, lens| walk.step(true, lens)) == Outcome::Nothing {
            let message = "→ leads nowhere from the value that this page watches.".to_owned();
            self.add(Severity::Warning, place, message, "Watch the one before it, or ask for another key.");
        }
        session.turn_to(number);
    }

    /// A verdict that is hidden and says no, beside the checks that it comes from, one of which is seen to say no.
    fn verdict(&mut self, session: &mut Session) {
        let desk = session.desk();
        let predicted = session.page().blocks.iter().filter_map(|block| match block {
            Block::Predict(predict) => Some(predict),
            _ => None,
        });
        for target in predicted.flat_map(|predict| &predict.hide).filter(|target| target.address.steps.len() == 1) {
            let name = target.address.steps[0].name.as_str();
            let outcome = desk.sheet().cell(name).and_then(Cell::outcome);
            let is_no = outcome.is_some_and(|outcome| matches!(outcome.value.to_bool(), Ok(Some(false))));
            let pane = &session.half().sight.pane;
            let deciding = pane.around.iter().find(|entry| entry.value == "false");
            if let Some(entry) = deciding.filter(|_| is_no && desk.walk().spot().cell_name() == name) {
                let message = format!("`{}` beside it says no, while `{name}` is hidden.", entry.name);
                self.add(Severity::Remark, target.span, message, "If it tells the answer, add it to `hide`.");
            }
        }
    }

    /// Listings and tables that are wider than the text beside the values.
    fn wide(&mut self, session: &mut Session) {
        let (columns, rows) = USUAL;
        for (span, width, room) in too_wide(session, columns) {
            let message =
                format!("This is {width} characters wide, and {room} have room on a terminal of {columns} by {rows}.");
            let hint = "Break it into shorter lines.";
            let first = self.line_at(span.start);
            let wide = |line: &Span| self.lesson.source[line.range()].trim_end().chars().count() > room;
            let mut lines = std::iter::successors(Some(first), |line| {
                Some(self.line_at(line.end + 1)).filter(|line| line.end <= span.end)
            });
            let place = lines.find(wide).unwrap_or(first);
            self.add(Severity::Warning, place, message, hint);
        }
    }

    /// Views that have nothing to show of their values.
    fn views(&mut self, session: &mut Session) {
        let budget = Budget::worth(PATIENCE);
        let mut live: Vec<Live> = vec![];
        visit(&session.page().blocks, &mut |piece| {
            if let Piece::Text(_, text) = piece {
                live_values(text, &mut |value| live.extend(value.view.is_some().then(|| value.clone())));
            }
        });
        for live in live {
            let Some(view) = live.view.as_deref().and_then(view) else { continue };
            let Ok(outcome) = session.desk().sheet().eval(&live.value.expr, &NoFiles, &budget) else { continue };
            let shown = outcome.value.finish(&budget).and_then(|()| Shown::of(&outcome.value));
            let Ok(shown) = shown.map(|shown| Shown { asked: true, ..shown }) else { continue };
            self.fits(live.span, view.name, (view.fits)(&shown), &shown.line(view, 80));
        }
        let watches = session.page().watches().map(|watch| (watch.span, watch.view.clone()));
        let watches: Vec<(Span, Option<String>)> = watches.collect();
        for (span, name) in watches {
            if let Some(view) = name.as_deref().and_then(view) {
                let desk = session.desk();
                let budget = frame();
                let lens = Lens { sheet: desk.sheet(), veil: &Default::default(), budget: &budget };
                let place = self.entry(span, "view");
                self.fits(place, view.name, lens.fits(view, desk.walk().spot()), "");
            }
            session.next_watch();
        }
    }

    fn fits(&mut self, span: Span, name: &str, fits: bool, shown: &str) {
        let Some(view) = view(name) else { return };
        if !fits {
            let message = format!("The view `{name}` cannot show this: it wants {}.", view.wants);
            self.add(
                Severity::Error,
                span,
                message,
                "Take another view, or leave it out for the one that suits the value.",
            );
        } else if shown.contains(char::REPLACEMENT_CHARACTER) {
            let message = "With the default inputs this is no text: it shows as question marks.".to_owned();
            self.add(Severity::Warning, span, message, "Take another view, such as `hex`.");
        }
    }

    /// Where an entry of a directive stands; the opening line where it is not found.
    fn entry(&self, fence: Span, name: &str) -> Span {
        let text = &self.lesson.source[fence.range()];
        let mut start = fence.start;
        for line in text.split_inclusive('\n') {
            let key = line.trim_start();
            if key.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with('=')) {
                let start = start + line.len() - key.len();
                return Span::new(start, start + name.len());
            }
            start += line.len();
        }
        self.line_at(fence.start)
    }

    /// Predictions that hide what their page neither shows nor leads to. A whole cell can be found by its name, and on a
    /// wide screen among all cells: to hide one is never in vain.
    fn hidden(&mut self, session: &mut Session) {
        for (number, block) in session.page().blocks.iter().enumerate() {
            let Block::Predict(predict) = block else { continue };
            let all: Vec<&Pattern> = predict.hide.iter().collect();
            if let Some(part) = all.iter().find(|target| target.address.steps.len() > 1)
                && !self.is_shown(&all, session)
                && self.looks_alike(session, number)
            {
                let message = "This page shows nothing of what is hidden here.".to_owned();
                self.add(Severity::Warning, part.span, message, "Watch it, or take `hide` away.");
            }
        }
    }

    /// Whether one stands on a page where the way to what is hidden begins.
    fn is_shown(&self, hidden: &[&Pattern], session: &Session) -> bool {
        let sheet = session.desk().sheet();
        let here = session.desk().walk().spot().cell_name().to_owned();
        let hidden = set_of(hidden.iter().map(|pattern| pattern.address.steps[0].name.as_str()));
        hidden.iter().any(|cell| *cell == here || sheet.downstream(cell).contains(&here.as_str()))
    }

    /// Whether the page looks the same where a prediction hides nothing.
    fn looks_alike(&self, session: &Session, block: usize) -> bool {
        let mut open = self.lesson.clone();
        let page = session.page_number();
        if let Some(Block::Predict(predict)) = open.pages[page].blocks.get_mut(block) {
            predict.hide.clear();
        }
        let look = |lesson: &Lesson| -> Option<Vec<String>> {
            let mut app = opened(lesson, None)?;
            let Stage::Lesson(session) = &mut app.stage else { return None };
            session.turn_to(page);
            let drawn =
                |&(columns, rows): &(u16, u16)| characters(&picture(columns, rows, |frame| draw(&app, LOOK, frame)));
            Some(SIZES.iter().map(drawn).collect())
        };
        look(self.lesson) == look(&open)
    }
}

const LOOK: Look = Look { theme: Theme::Either, ascii: false };

/// The program with a lesson open, and inputs typed into it.
fn opened(lesson: &Lesson, trial: Option<&Trial>) -> Option<App> {
    let alone = Library { lessons: vec![lesson.clone()], ..Library::default() };
    let mut app = App::new(alone, USUAL);
    if !app.open(&lesson.id) {
        return None;
    }
    let Stage::Lesson(session) = &mut app.stage else { return None };
    for (cell, value) in trial.iter().flat_map(|trial| &trial.values) {
        type_in(session, cell, value);
    }
    Some(app)
}

/// Types a value as a learner does. An input that refuses it keeps the value it has.
fn type_in(session: &mut Session, cell: &str, value: &Value) {
    session.desk_mut().edit_input(cell);
    typed(session, &Input::write(value));
    session.accept();
    session.cancel();
    session.look();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::parse;

    /// Problems of a lesson of one page.
    pub(super) fn said(sheet: &str, rest: &str) -> Vec<String> {
        let source = format!("+++\ntitle = \"t\"\ngoal = \"g\"\n+++\n\n# A\n\n```sheet\n{sheet}\n```\n\n{rest}");
        let lesson = parse("u/l", source.as_bytes(), &[]);
        assert_eq!(lesson.problems, []);
        drawn(&lesson).into_iter().map(|problem| problem.message).collect()
    }

    #[test]
    fn a_check_that_tells_a_hidden_verdict_is_named() {
        let library = Library::read(&crate::lesson::embedded::files(), &crate::view::names());
        let chain = library.lessons.iter().find(|lesson| lesson.id == "in-transit/chain").unwrap().whole();
        let source = chain.source.replace(", \"misused/chain[0]/purpose\"", "");
        assert_ne!(source, chain.source);
        let said = |lesson: &Lesson| drawn(lesson).into_iter().map(|problem| problem.message).collect::<Vec<_>>();
        let open = parse("in-transit/chain", source.as_bytes(), &crate::view::names());
        assert_eq!(said(&open), ["`purpose` beside it says no, while `misused` is hidden."]);
        assert_eq!(said(&chain), [""; 0]);
    }

    #[test]
    fn an_arrow_that_leads_nowhere_is_named() {
        let page =
            |at: u8| said("p = rsa_prime(50)", &format!("▸ `→` on\n\n```watch\nvalue = \"p/candidate[{at}]\"\n```\n"));
        assert_eq!(page(0), [""; 0]);
        assert_eq!(page(1), ["→ leads nowhere from the value that this page watches."]);
    }

    #[test]
    fn a_page_must_have_room_for_the_longest_inputs_too() {
        let page = |lines: usize| {
            let text = "Word\n\n".repeat(lines);
            let source = format!(
                "+++\ntitle = \"t\"\ngoal = \"g\"\n+++\n\n```sheet\nname = input(\"\", max: 60)\n```\n\n{text}It is {{{{ name }}}}.\n"
            );
            let lesson = parse("u/l", source.as_bytes(), &[]);
            assert_eq!(lesson.problems, []);
            drawn(&lesson).into_iter().map(|problem| problem.message).collect::<Vec<_>>()
        };
        assert_eq!(page(7), Vec::<String>::new());
        assert_eq!(page(9), ["With the longest inputs 2 lines of this page do not fit on a terminal of 80 by 24."]);
        assert_eq!(page(10), ["2 lines of this page do not fit on a terminal of 80 by 24."]);
    }
}
