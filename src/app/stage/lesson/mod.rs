//! A lesson that is open: its page, the desk with its sheet, and what the learner answered.

mod answering;
mod answers;
mod page;
mod resuming;
mod seen;
mod speaking;
mod stage;
mod talk;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use crate::app::desk::Desk;
use crate::app::outcome::Outcome;
use crate::app::pane::Sight;
use crate::app::stage::computing::Computing;
use crate::functions::attack::guess::Speed;
use crate::learner::account::{Account, At, again};
use crate::learner::lens::frame;
use crate::learner::question::Asked;
use crate::learner::tampering::{self, Invitation, Tampering};
use crate::lesson::glossary::Glossary;
use crate::lesson::talk::Step;
use crate::lesson::tree::{Pattern, Tamper, Watch};
use crate::lesson::uses::{self, first_uses};
use crate::lesson::{Lesson, Page};
use crate::run::Value;
use crate::sheet::history::{changed, inputs};
use crate::sheet::{NoFiles, Sheet};
pub use answering::{Answering, Draft, Rules};
pub use talk::Talk;

/// An open lesson.
#[derive(Clone)]
pub struct Session {
    /// The lesson, shared by all that is tried out beside the session.
    lesson: Rc<Lesson>,
    page: usize,
    /// The page that was turned to, also while a lesson that is being written has fewer.
    wanted_page: usize,
    /// Values typed into the inputs, also into those that a lesson that is being written has not at present.
    typed: BTreeMap<String, Value>,
    /// How many lines of the text are scrolled away.
    pub scroll: u16,
    /// Which panes are seen.
    pub panes: Panes,
    /// Whether the screen is so small that a question takes the room of the values.
    pub is_small: bool,
    desk: Desk,
    sight: Sight,
    /// The view of the page besides its text and the computing half.
    pub shown: PageView,
    /// The version of the sheet that the page was looked at with.
    looked: Option<u64>,
    /// Which of the page's watched values is next.
    watch: usize,
    /// The answer that is being chosen or written.
    pub answering: Answering,
    /// The account of what was seen and answered.
    pub account: Account,
    /// Answers that were written and not given, by page and block.
    drafts: HashMap<(usize, usize), String>,
    /// The block of the question that is being answered, or was looked at last: it is kept in view.
    pub attention: Option<usize>,
    /// Whether something was said to it just now.
    just_said: bool,
    /// Whether the learner was asked whether a draft may be lost.
    warned: bool,
    /// The changes that pages suggest and that were made, by page.
    tamperings: HashMap<usize, Tampering>,
    /// The keys that were introduced up to this lesson; none where no order says so, and all are shown.
    introduced: Option<BTreeSet<String>>,
    /// The commands that were given on this page.
    done: BTreeSet<&'static str>,
    /// The pages whose tamper was tried.
    tampered: BTreeSet<usize>,
    /// Whether the lesson's end is shown, behind its last page.
    pub ended: bool,
    /// The page that first uses each input.
    uses: BTreeMap<String, usize>,
    /// The terms of the glossary that stand on the page, once somebody has asked.
    words: OnceCell<Vec<usize>>,
    /// The steps of the page that is open, once a talk asks for them.
    steps: OnceCell<Vec<Step>>,
    /// How long guesses at passwords take, once they are timed; the page they are timed for.
    speeds: (Vec<Speed>, Option<usize>),
    /// Whether the inputs of later pages are shown as well.
    all_inputs: bool,
    /// Whether the notes for the one who presents are shown.
    pub notes: bool,
    /// The talk, where the lesson is presented.
    pub talk: Option<Talk>,
    /// The rules that questions are answered by.
    pub rules: Rules,
}

/// The view of a page besides its text, computed anew after each change.
#[derive(Clone, Default)]
pub struct PageView {
    /// The live values of the text, by where they stand in the file.
    pub live: BTreeMap<usize, String>,
    /// Whether what a tamper expects came true, by its block.
    pub expected: BTreeMap<usize, Result<bool, String>>,
    /// Whether the words on it wait for an answer: they may tell it.
    pub held: bool,
    /// The invitation to what the page suggests to change.
    pub invitation: Option<Invitation>,
}

/// Which panes are seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Panes {
    /// Both.
    #[default]
    Both,
    /// Only what tells.
    Text,
    /// Only what computes.
    Values,
}

impl Session {
    /// Opens a lesson at its first page.
    pub fn open(lesson: Lesson) -> Session {
        let desk = Desk::new(lesson.cells.clone(), Rc::new(NoFiles));
        let mut session = Session {
            lesson: Rc::new(lesson),
            page: 0,
            wanted_page: 0,
            typed: BTreeMap::new(),
            scroll: 0,
            panes: Panes::Both,
            is_small: false,
            desk,
            sight: Sight::default(),
            shown: PageView::default(),
            looked: None,
            watch: 0,
            answering: Answering::Nothing,
            account: Account::default(),
            drafts: HashMap::new(),
            attention: None,
            just_said: false,
            warned: false,
            tamperings: HashMap::new(),
            introduced: None,
            done: BTreeSet::new(),
            tampered: BTreeSet::new(),
            ended: false,
            uses: BTreeMap::new(),
            words: OnceCell::new(),
            steps: OnceCell::new(),
            speeds: (Vec::new(), None),
            all_inputs: false,
            notes: false,
            talk: None,
            rules: Rules::Lesson,
        };
        session.note_uses();
        session.turn_to(0);
        session
    }

    /// The lesson.
    pub fn lesson(&self) -> &Lesson {
        &self.lesson
    }

    /// The page's number, from 0.
    pub fn page_number(&self) -> usize {
        self.page
    }

    /// The page.
    pub fn page(&self) -> &Page {
        &self.lesson.pages[self.page]
    }

    /// The state of the question in a block of this page.
    pub fn asked(&self, block: usize) -> Option<&Asked> {
        self.account.asked.get(&(self.page, block))
    }

    /// The lesson was written anew: keeps the page, the inputs and the place, and what was asked, answered and begun. A
    /// page is found again by its heading, a question by its words.
    pub fn reload(&mut self, lesson: Lesson) {
        let inputs = self.desk.sheet().inputs();
        self.typed.extend(inputs.filter_map(|cell| Some((cell.name().to_owned(), cell.typed()?.clone()))));
        let sheet = fresh(&lesson, &self.typed);
        let begun = match std::mem::replace(&mut self.answering, Answering::Nothing) {
            Answering::Written(draft) => {
                self.drafts.insert((self.page, draft.block), draft.line.text().to_owned());
                Some((self.page, draft.block))
            }
            Answering::Choice { block, .. } => Some((self.page, block)),
            Answering::Nothing | Answering::Counted(_) => None,
        };
        let again = |at: At| again(&self.lesson, at, &lesson);
        self.account.follow(again);
        let drafts = std::mem::take(&mut self.drafts);
        self.drafts = drafts.into_iter().filter_map(|(at, draft)| Some((again(at)?, draft))).collect();
        let begun = begun.and_then(again);
        self.wanted_page = page_again(&self.lesson.pages, self.wanted_page, &lesson.pages);
        self.page = self.wanted_page.min(lesson.pages.len() - 1);
        self.lesson = Rc::new(lesson);
        self.words = OnceCell::new();
        self.steps = OnceCell::new();
        self.tamperings.clear();
        self.desk.replace_sheet(sheet);
        self.note_uses();
        self.look();
        if begun.is_some() && begun == self.open_question().map(|(block, _)| (self.page, block)) {
            self.answer();
        }
    }

    /// Turns to a page, and to the value it watches.
    pub fn turn_to(&mut self, page: usize) {
        self.desk.close_comparison();
        let left = std::mem::replace(&mut self.page, page.min(self.lesson.pages.len() - 1));
        self.wanted_page = self.page;
        self.scroll = 0;
        self.attention = None;
        self.watch = 0;
        self.words = OnceCell::new();
        self.steps = OnceCell::new();
        self.think_again();
        self.account.seen.insert(self.page);
        self.done.clear();
        self.ended = false;
        self.answering = Answering::Nothing;
        self.desk.begin_page();
        self.go_to_watch(left);
        self.desk.go(|walk, _| walk.begin_here());
        self.look_at_page();
        let inputs: Vec<&str> = self.desk.inputs().map(|cell| cell.name()).collect();
        let meant = uses::meant(self.page(), &inputs, |input| self.uses.get(input) == Some(&self.page));
        self.desk.meant = meant.map(str::to_owned);
    }

    /// Turns so many pages on. What lies over the page is closed.
    pub fn turn_by(&mut self, pages: isize) -> Outcome {
        if self.talk.is_some() {
            return self.step_by(pages);
        }
        match self.page.checked_add_signed(pages) {
            None => Outcome::told("This is the first page."),
            Some(to) if to >= self.lesson.pages.len() => self.end(true),
            Some(to) => {
                self.turn_to(to);
                Outcome::Moved
            }
        }
    }

    /// The terms of a glossary that stand on the page, by their place in it.
    pub fn words(&self, glossary: &Glossary) -> &[usize] {
        self.words.get_or_init(|| glossary.on_page(&self.lesson.id, self.page()))
    }

    fn note_uses(&mut self) {
        self.uses = first_uses(&self.lesson, self.desk.sheet().inputs().map(|cell| cell.name()));
    }

    /// Whether an input is used by later pages alone.
    pub fn has_later_inputs(&self) -> bool {
        self.uses.values().any(|first| *first > self.page)
    }

    /// Shows the inputs of all pages, or only of those up to this one.
    pub fn show_all_inputs(&mut self) -> Outcome {
        if !self.has_later_inputs() {
            return Outcome::told("All inputs of this lesson are shown. ⟨edit⟩ changes one.");
        }
        self.all_inputs = !self.all_inputs;
        self.look_at_page();
        Outcome::Moved
    }

    /// The values that the page watches, from the one that it goes to now.
    fn watches(&self) -> impl Iterator<Item = &Watch> {
        let all = || self.page().watches();
        let here = self.watch.checked_rem(all().count()).unwrap_or(0);
        all().skip(here).chain(all().take(here))
    }

    /// Whether the page watches several values.
    pub fn has_watches(&self) -> bool {
        self.page().watches().count() > 1
    }

    /// Goes to the next value that the page watches.
    pub fn next_watch(&mut self) -> Outcome {
        self.watch += 1;
        self.go_to_watch(self.page);
        self.look_at_page();
        Outcome::Moved
    }

    /// Goes to the value that the page watches. Where it watches none, one stays where one was on the page whose value is
    /// kept, and on those behind that; whoever comes from elsewhere goes to that value.
    fn go_to_watch(&mut self, left: usize) {
        let kept = self.kept_from().filter(|kept| !(*kept..self.page).contains(&left));
        let kept = kept.and_then(|kept| self.lesson.pages[kept].watches().next());
        let Some(watch) = self.watches().next().or(kept) else { return };
        let (address, view) = self.found(watch);
        // A view that was asked for is shown, not a picture, unless one of those was asked for as well.
        let list = watch.view.as_ref().map(|_| "list".to_owned());
        let (picture, shade) = (watch.picture.clone().or(list), watch.shade.as_ref().map(Pattern::name));
        let lanes = watch.lanes.as_ref().map(|(lanes, _)| lanes.clone());
        self.desk.stand_at(&address, Some(&view));
        self.desk.show_lanes(lanes);
        self.desk.draw_as(picture.as_deref(), shade);
    }

    /// The address of a watched value, the first of those it may mean, and the view.
    fn found(&self, watch: &Watch) -> (String, String) {
        let address = match self.desk.sheet().find(&watch.target.address, 64, &frame()) {
            Ok(found) if !found.is_empty() => found[0].address.clone(),
            _ => watch.target.address.to_string(),
        };
        (address, watch.view.as_deref().unwrap_or("hex").to_owned())
    }

    /// The page whose value is kept, where this one watches none.
    fn kept_from(&self) -> Option<usize> {
        let before = self.lesson.pages[..=self.page].iter().rposition(|page| page.watches().next().is_some())?;
        (before < self.page).then_some(before)
    }

    /// The text alone, the values alone, both.
    pub fn zoom(&mut self) -> Outcome {
        self.panes = match self.panes {
            Panes::Both => Panes::Values,
            Panes::Values => Panes::Text,
            Panes::Text => Panes::Both,
        };
        Outcome::Moved
    }

    /// Scrolls the text, and lets go of the question that was kept in view.
    pub fn scroll_by(&mut self, lines: i16) -> Outcome {
        // A question that was kept in view had scrolled the text.
        if self.attention.take().is_none() && lines < 0 && self.scroll == 0 {
            return Outcome::told("This is the first line.");
        }
        self.scroll = self.scroll.saturating_add_signed(lines).min(200);
        Outcome::Moved
    }

    /// The tampering that the page suggests.
    pub fn tamper(&self) -> Option<&Tamper> {
        self.page().tampers().next().map(|(_, tamper)| tamper)
    }

    /// Whether the tamper of this page is applied.
    pub fn is_tampered(&self) -> bool {
        self.tamperings.contains_key(&self.page)
    }

    /// Changes the inputs as the page suggests, or back.
    pub fn apply_tamper(&mut self) -> Outcome {
        let Some(tamper) = self.tamper().cloned() else {
            return Outcome::told("There is nothing to tamper with on this page.");
        };
        if let Some(tampering) = self.tamperings.remove(&self.page) {
            return self.take_back(&tampering);
        }
        // The same change, made on another page, is taken back first: so there is one to be seen.
        let of_others = self.tamperings.iter().find(|(_, made)| made.meets(&tamper)).map(|(page, _)| *page);
        if let Some(other) = of_others.and_then(|page| self.tamperings.remove(&page)) {
            self.take_back(&other);
        }
        let before = self.desk.sheet().clone();
        if let Err(why) = self.desk.change(|sheet| tampering::make(&tamper, sheet, &frame())) {
            return Outcome::Told(why);
        }
        if changed(&inputs(&before), &inputs(self.desk.sheet())).is_empty() {
            return Outcome::told("That stands there already, so nothing changes. ⟨edit⟩ types something else.");
        }
        self.tamperings.insert(self.page, Tampering::between(&tamper, before, self.desk.sheet()));
        Outcome::told("The input is changed; ⟨compare⟩ compares with how it was.")
    }

    fn take_back(&mut self, tampering: &Tampering) -> Outcome {
        let changed = self.desk.change(|sheet| {
            tampering.take_back(sheet);
            Ok(())
        });
        changed.map_or_else(Outcome::Told, |()| Outcome::Moved)
    }
}

/// The page that was one, of pages that were written anew: with the same heading, else at the same place.
fn page_again(was: &[Page], page: usize, now: &[Page]) -> usize {
    let heading = |page: &Page| page.heading().filter(|heading| !heading.is_empty());
    let Some(wanted) = was.get(page).and_then(heading) else { return page };
    let is_it = |page: &Page| heading(page).as_ref() == Some(&wanted);
    if now.get(page).is_some_and(is_it) { page } else { now.iter().position(is_it).unwrap_or(page) }
}

/// The sheet of a lesson with values in its inputs; what an input refuses by now gives way to its default.
fn fresh<'v>(lesson: &Lesson, values: impl IntoIterator<Item = (&'v String, &'v Value)>) -> Sheet {
    let mut sheet = Sheet::new(lesson.cells.clone());
    for (name, value) in values {
        let _ = sheet.set(name, value.clone());
    }
    sheet
}
