//! The questions of a page, with hints one at a time and the answer at the price of its point.

use super::answering::{Answering, Draft, Rules};
use super::{Panes, Session};
use crate::app::desk::TYPED;
use crate::app::desk::walk::Focus;
use crate::app::list::{Choice, List};
use crate::app::outcome::Outcome;
use crate::app::text::InputLine;
use crate::learner::lens::frame;
use crate::learner::question::{Asked, Circumstances, Light, Question, Verdict};
use crate::learner::veil::Veil;
use crate::run::{Budget, Value};
use crate::sheet::{Input, Sheet};
use crate::view::spellings::counted;

const NO_QUESTION: &str = "There is no question open on this page.";
/// In a lesson, and in a set.
const NO_HINTS: [&str; 2] =
    ["This question has no hints. ⟨show-answer⟩ shows the answer.", "This question has no hints."];
const ALL_HINTS: [&str; 2] = ["These are all the hints. ⟨show-answer⟩ shows the answer.", "These are all the hints."];

impl Session {
    /// Whether an answer is typed or chosen.
    pub fn is_answering(&self) -> bool {
        !matches!(self.answering, Answering::Nothing)
    }

    /// Whether the learner is with the question: answers it, or reads what was said just now.
    pub fn is_at_question(&self) -> bool {
        self.is_answering() || self.just_said
    }

    /// Whether the question is of a set, whose values and verdicts are the set's.
    pub fn is_of_set(&self) -> bool {
        matches!(self.rules, Rules::Set { .. })
    }

    /// Keeps a question in view, since something is said to it.
    fn attend(&mut self, block: usize) {
        self.attention = Some(block);
        self.just_said = true;
        // A list over the page gives way.
        if let Focus::Values(_) = self.desk.walk().focus {
            self.desk.go(|walk, _| walk.focus = Focus::Place);
        }
    }

    /// The first question of the page that is not over.
    pub fn open_question(&self) -> Option<(usize, Question<'_>)> {
        let open = |block: &usize| self.asked(*block).is_none_or(Asked::is_open);
        Question::on(self.page()).find(|(block, _)| open(block))
    }

    /// The question of this page whose way is not shown to its end: one whose answer was shown, or where no other is
    /// open.
    fn unfinished_way(&self) -> Option<usize> {
        let none_open = self.open_question().is_none();
        let is_walked = |asked: &Asked| asked.has_more_steps() && (none_open || asked.verdict != Some(Verdict::Right));
        (0..self.page().blocks.len()).find(|block| self.asked(*block).is_some_and(is_walked))
    }

    /// Whether the open question has a hint that is not shown.
    pub fn has_hint(&self) -> bool {
        self.rules != Rules::Test
            && self.open_question().is_some_and(|(block, question)| {
                self.asked(block).map_or(0, |asked| asked.hints) < question.hints().len()
            })
    }

    /// The keys that lead on from a question of this page: `a answer · H hint 1 of 3 · A show`.
    pub fn invitations(&self, block: usize, question: Question) -> String {
        let none = Asked::default();
        let asked = self.asked(block).unwrap_or(&none);
        if asked.is_over() {
            return match (asked.has_more_steps(), asked.steps, asked.way.len()) {
                (false, ..) => String::new(),
                (true, 0, of) => format!("⟨show-answer⟩ the way, in {of} steps"),
                (true, steps, of) => format!("⟨show-answer⟩ next step ({} of {of})", steps + 1),
            };
        }
        // While one writes, letters are part of the answer.
        let answers = match &self.answering {
            Answering::Choice { block: at, .. } => *at == block,
            Answering::Written(draft) => draft.block == block,
            Answering::Nothing | Answering::Counted(_) => false,
        };
        if answers || !asked.is_open() {
            return String::new();
        }
        let is_taken = !matches!(asked.verdict, None | Some(Verdict::Unreadable(_)));
        let answer = if is_taken { "⟨answer⟩ again" } else { "⟨answer⟩ answer" };
        let hints = if self.rules == Rules::Test { 0 } else { question.hints().len() };
        let price = match self.rules {
            Rules::Set { hint: price } if price > 0 => format!(", costs {}", counted(u64::from(price), "point")),
            _ => String::new(),
        };
        let hint = (asked.hints < hints).then(|| format!("⟨hint⟩ hint {} of {hints}{price}", asked.hints + 1));
        let show = (self.rules == Rules::Lesson).then(|| "⟨show-answer⟩ show".to_owned());
        [Some(answer.to_owned()), hint, show].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// Whether there is an answer to show, or more of the way to one.
    pub fn can_be_shown(&self) -> bool {
        self.unfinished_way().is_some() || self.rules == Rules::Lesson && self.open_question().is_some()
    }

    /// The learner turns to something else. That the answer was asked for once is forgotten: only the next key can ask
    /// for it again.
    pub fn think_again(&mut self) {
        self.just_said = false;
        self.warned = false;
        let page = self.page;
        self.account.asked.iter_mut().filter(|((of, _), _)| *of == page).for_each(|(_, asked)| asked.sure = false);
    }

    /// Begins to answer the question of the page; an answer that was begun is there again.
    pub fn answer(&mut self) -> Outcome {
        let Some((block, question)) = self.open_question() else { return Outcome::told(NO_QUESTION) };
        if let Some(drawn) = question.draw(self.desk.sheet(), &frame()).filter(|_| !self.is_of_set()) {
            return self.take_drawn(&drawn);
        }
        let choices: Vec<String> = question.choices().iter().map(ToString::to_string).collect();
        self.attend(block);
        self.answering = if choices.is_empty() {
            let begun = self.drafts.remove(&(self.page, block)).unwrap_or_default();
            Answering::Written(Draft { block, line: InputLine::line(begun, TYPED), problem: None })
        } else {
            Answering::Choice { block, list: List::new(choices) }
        };
        Outcome::Moved
    }

    /// Gives the answer that is chosen.
    pub fn give_choice(&mut self) -> Outcome {
        let Answering::Choice { block, list } = std::mem::replace(&mut self.answering, Answering::Nothing) else {
            return Outcome::Nothing;
        };
        let given = list.chosen().cloned().unwrap_or_default();
        let taken = self.take_answer(block, &given, Some(list.place()));
        self.look_at_page();
        taken.map_or_else(Outcome::Told, |()| self.see(block))
    }

    /// Puts drawn values into the inputs, since with those that stand there a wrong answer would be right.
    fn take_drawn(&mut self, drawn: &[(String, Value)]) -> Outcome {
        let put = |sheet: &mut Sheet| {
            drawn.iter().try_for_each(|(cell, value)| sheet.set(cell, value.clone()).map_err(|why| why.to_string()))
        };
        if let Err(why) = self.desk.change(put) {
            return Outcome::Told(why);
        }
        let shown = drawn.iter().map(|(cell, value)| format!("{cell} is {}", Input::write(value)));
        let shown = shown.collect::<Vec<_>>().join(", ");
        Outcome::Told(format!(
            "There a wrong way led to the right answer, so others were drawn: {shown}. Look again, then ⟨answer⟩; ⟨undo⟩ \
             brings yours back."
        ))
    }

    /// Goes to the value that shows what was said to an answer, unless it is hidden.
    pub(super) fn see(&mut self, block: usize) -> Outcome {
        let Some(look) = self.asked(block).and_then(|asked| asked.look.clone()) else { return Outcome::Moved };
        let hidden = self.panes == Panes::Text || self.is_small;
        let says = match look.light {
            Light::Disproves if hidden => "⟨zoom⟩ shows the value that the sentence is about. ⟨back⟩ comes back.",
            Light::Given if hidden => "⟨zoom⟩ shows the value that you gave. ⟨back⟩ comes back.",
            Light::Right | Light::Unhidden if hidden => {
                "Right, and computed: ⟨zoom⟩ shows where, ⟨from⟩ asks where it comes from, ⟨back⟩ comes back."
            }
            Light::Disproves => "The pane shows what the sentence is about. ⟨back⟩ comes back.",
            Light::Given => "The pane shows what you gave. ⟨back⟩ comes back.",
            Light::Right | Light::Unhidden => {
                "Right, and computed here: ⟨into⟩ opens it, ⟨from⟩ asks where it comes from, ⟨back⟩ comes back."
            }
        };
        self.desk.close_comparison();
        let outcome = self.desk.go(|walk, lens| walk.go_aside(&look.at, look.byte, lens));
        match outcome {
            Outcome::Moved if self.desk.lens(&frame()).hides_spot(self.desk.walk().spot()) => {
                self.desk.go(|walk, lens| walk.back(lens))
            }
            Outcome::Moved => Outcome::told(says),
            _ => Outcome::Moved,
        }
    }

    /// The light that the value one stands on throws on an answer.
    pub(super) fn light(&self) -> Option<Light> {
        let here = &self.sight.pane.address;
        let looks = self.account.asked.iter().filter(|((page, _), _)| *page == self.page);
        let mut looks = looks.filter_map(|(_, asked)| asked.look.as_ref());
        looks.find(|look| look.at == *here).map(|look| look.light)
    }

    pub(super) fn take_answer(&mut self, block: usize, given: &str, choice: Option<usize>) -> Result<(), String> {
        self.attend(block);
        let budget = frame();
        let others = self.veil_beside(Some(block), &budget);
        let at = (self.page, block);
        let Some(question) = Question::at(&self.lesson, at) else { return Ok(()) };
        let mut asked = self.account.asked.get(&at).cloned().unwrap_or_default();
        question.take(&mut asked, given, choice, self.circumstances(&others, &budget))?;
        let counts = asked.verdict.as_ref().is_some_and(|verdict| !matches!(verdict, Verdict::Unreadable(_)));
        self.account.asked.insert(at, asked);
        if counts {
            self.account.tries.entry(at).or_default().push(given.to_owned());
            self.account.report(&self.lesson, at, true);
        }
        Ok(())
    }

    /// Finds anew what is said to the wrong answers of an earlier day.
    pub(super) fn say_again(&mut self) {
        let (page, budget) = (self.page, frame());
        let kept = self.account.asked.iter().filter(|((of, _), asked)| *of == page && asked.kept);
        let kept: Vec<(usize, Asked)> = kept.map(|((_, block), asked)| (*block, asked.clone())).collect();
        for (block, mut asked) in kept {
            let others = self.veil_beside(Some(block), &budget);
            let Some(question) = Question::at(&self.lesson, (page, block)) else { continue };
            if question.say_again(&mut asked, self.circumstances(&others, &budget)).is_ok() {
                self.account.asked.insert((page, block), asked);
            }
        }
    }

    fn circumstances<'s>(&'s self, others: &'s Veil, budget: &'s Budget<'s>) -> Circumstances<'s> {
        let helps = self.rules == Rules::Lesson;
        Circumstances { lesson: &self.lesson, sheet: self.desk.sheet(), others, helps, budget }
    }

    /// One hint more.
    pub fn hint(&mut self) -> Outcome {
        let Some((block, question)) = self.open_question() else { return Outcome::told(NO_QUESTION) };
        let hints = question.hints().len();
        if hints == 0 || self.rules == Rules::Test {
            return Outcome::told(NO_HINTS[usize::from(self.is_of_set())]);
        }
        self.attend(block);
        let asked = self.account.asked.entry((self.page, block)).or_default();
        if asked.hints == hints {
            return Outcome::told(ALL_HINTS[usize::from(self.is_of_set())]);
        }
        asked.hints += 1;
        self.account.report(&self.lesson, (self.page, block), false);
        Outcome::Moved
    }

    /// Shows the answer, when asked for twice; then the way to it, step by step.
    pub fn show_answer(&mut self) -> Outcome {
        if let Some(block) = self.unfinished_way() {
            self.attend(block);
            self.account.asked.entry((self.page, block)).or_default().steps += 1;
            return Outcome::Moved;
        }
        let Some((block, _)) = self.open_question() else { return Outcome::told(NO_QUESTION) };
        if self.talk.is_some() {
            return self.step_to_answer(block);
        }
        if self.rules == Rules::Test {
            return Outcome::told("A test shows no answers. ⟨page-after⟩ goes on to the next question.");
        }
        if self.is_of_set() {
            return Outcome::told(
                "Answers are not shown in a set until its rules do. ⟨hint⟩ shows a hint, where there is one.",
            );
        }
        let at = (self.page, block);
        let asked = self.account.asked.entry(at).or_default();
        if !std::mem::replace(&mut asked.sure, true) {
            self.attend(block);
            return Outcome::told("⟨show-answer⟩ once more shows the answer; its point is gone then.");
        }
        let shown = Question::at(&self.lesson, at).map(|question| question.show(asked, self.desk.sheet(), &frame()));
        if let Some(Err(why)) = shown {
            return Outcome::Told(why);
        }
        let place = asked.look.clone();
        self.answering = Answering::Nothing;
        self.account.report(&self.lesson, at, true);
        self.attend(block);
        self.look_at_page();
        place.map_or(Outcome::Moved, |look| self.walk_the_way(&look.at))
    }

    /// Goes to where the answer is computed, and opens what it is computed from.
    fn walk_the_way(&mut self, address: &str) -> Outcome {
        self.desk.go(|walk, lens| match walk.go(address, lens) {
            Outcome::Moved => {
                walk.show_way(lens);
                Outcome::told("Here it is computed. ⟨open⟩ follows what it is made of, ⟨back⟩ comes back.")
            }
            outcome => outcome,
        })
    }
}
