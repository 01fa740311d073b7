//! Whether the questions of a lesson take the answers that they should: the right one is entered as it is written,
//! every expected wrong one, every other choice, and nothing at all.

use super::ground::Ground;
use crate::learner::question::{Asked, Circumstances, Question, Said, Verdict};
use crate::learner::veil::Veil;
use crate::lesson::tree::{Answer, Pattern, Wrong};
use crate::lesson::{Expression, Lesson, Problem, Severity};
use crate::run::Budget;
use crate::run::address::Span;
use crate::sheet::expr::{Kind, names};
use crate::sheet::{NoFiles, Sheet};

use crate::command::limits::PATIENCE;

/// The longest answer that anyone can be asked to write, in characters.
const LONGEST: usize = 256;

/// Answers every question of a lesson with its default inputs, and reports what is not taken as it should be. What has
/// no value is reported elsewhere.
pub(super) fn answered(ground: &Ground) -> Vec<Problem> {
    let Some(sheet) = &ground.sheet else { return vec![] };
    let mut trial = Trial { lesson: ground.lesson, sheet, found: vec![] };
    for (_, question) in Question::all(ground.lesson) {
        trial.question(question);
    }
    trial.found
}

struct Trial<'l> {
    lesson: &'l Lesson,
    sheet: &'l Sheet,
    found: Vec<Problem>,
}

impl Trial<'_> {
    fn error(&mut self, span: Span, message: &str, hint: &str) {
        self.found.push(Problem::new(Severity::Error, &self.lesson.source, span, message, hint));
    }

    /// The verdict on an answer; none where the right one has no value.
    fn verdict(&self, question: Question, given: &str, choice: Option<usize>) -> Option<Verdict> {
        self.asked(question, given, choice)?.verdict
    }

    fn asked(&self, question: Question, given: &str, choice: Option<usize>) -> Option<Asked> {
        let mut asked = Asked::default();
        let (budget, others) = (Budget::worth(PATIENCE), Veil::default());
        let here =
            Circumstances { lesson: self.lesson, sheet: self.sheet, others: &others, helps: true, budget: &budget };
        question.take(&mut asked, given, choice, here).ok()?;
        Some(asked)
    }

    fn question(&mut self, question: Question) {
        let span = match question {
            Question::Predict(predict) => match &predict.answer {
                Answer::Computed(formula) => formula.span,
                Answer::Choice(_) => predict.span,
            },
            Question::Exercise(exercise) => exercise.answer.span,
        };
        self.sources(question, span);
        let Ok(right) = question.written_answer(self.sheet, &Budget::worth(PATIENCE)) else { return };
        if question.choices().is_empty() {
            self.writing(question, &right, span);
        } else {
            self.choosing(question, &right, span);
        }
        question.wrong().iter().for_each(|wrong| self.expected(question, wrong));
    }

    /// Every question must leave in sight what it is worked out from: an input whose field is hidden cannot be found,
    /// and neither can a cell that is hidden with all that it reads.
    fn sources(&mut self, question: Question, span: Span) {
        let is_input = |name: &str| self.sheet.cell(name).is_some_and(|cell| cell.input.is_some());
        let hidden = if let Question::Predict(predict) = question { predict.hide.as_slice() } else { &[] };
        let whole = |target: &Pattern| match target.address.steps.as_slice() {
            [cell] => Some((target.span, cell.name.to_string())),
            _ => None,
        };
        let answer = question.formula().map(|answer| &answer.expr);
        let named = answer.and_then(|expr| if let Kind::Name(name) = &expr.kind { Some(name.as_str()) } else { None });
        let named_here = named.map(|name| (span, name.to_owned()));
        let asked = named_here.into_iter().chain(hidden.iter().filter_map(whole));
        if let Some((span, name)) = asked.into_iter().find(|(_, name)| is_input(name)) {
            let message = format!("`{name}` is an input: hidden, nobody can find it.");
            return self.error(span, &message, "Ask for something that is computed from it.");
        }
        let Some(formula) = named.and_then(|name| self.sheet.cell(name)).map(|cell| &cell.line.expr) else { return };
        let read: Vec<&str> = names(formula).into_iter().map(|(name, _)| name).collect();
        let veil = Question::veil([question].into_iter(), self.sheet, &Budget::worth(PATIENCE));
        let is_worked_out = matches!(formula.kind, Kind::Call { .. });
        if is_worked_out && !read.is_empty() && read.iter().all(|name| veil.hides_cell(name)) {
            let message =
                format!("With this answer `{}` is hidden, too, which it is worked out from.", read.join("`, `"));
            self.error(
                span,
                &message,
                "Ask for a part of it, or for something that is computed from what stays in sight.",
            );
        }
    }

    fn writing(&mut self, question: Question, right: &str, span: Span) {
        let length = right.chars().count();
        if length > LONGEST {
            let message = format!("The answer has {length} characters; nobody writes more than {LONGEST}.");
            return self.error(span, &message, "Ask for a stretch of it, such as the first four bytes.");
        }
        if self.verdict(question, right, None).is_some_and(|verdict| verdict != Verdict::Right) {
            let message = format!("The answer, entered as `{right}`, is not taken.");
            self.error(span, &message, "Ask for a value that can be typed in one line.");
        }
        match self.verdict(question, "", None) {
            None | Some(Verdict::Unreadable(_)) => {}
            Some(_) => self.error(span, "Entering nothing counts as an answer.", "Ask for something to write."),
        }
    }

    fn choosing(&mut self, question: Question, right: &str, span: Span) {
        for (place, choice) in question.choices().iter().enumerate() {
            let is_right = choice.as_str() == right;
            let taken = self.verdict(question, choice, Some(place));
            match taken {
                Some(Verdict::Right) if !is_right => {
                    let message = format!("The choice `{choice}` is taken as right, beside `{right}`.");
                    self.error(span, &message, "Make the other choices wrong.");
                }
                Some(verdict) if is_right && verdict != Verdict::Right => {
                    let message = format!("The choice `{choice}` is the answer, and is not taken.");
                    self.error(span, &message, "Write the choice as the value is written.");
                }
                Some(_) | None => {}
            }
        }
    }

    /// Enters a wrong answer that the lesson expects: what it says to it must appear, and the value that disproves it.
    fn expected(&mut self, question: Question, wrong: &Wrong) {
        let choices = question.choices();
        let (given, choice) = match &wrong.answer {
            // Where the right answer is computed, this choice may be right at present.
            Answer::Choice(at) if self.verdict(question, &choices[*at], Some(*at)) == Some(Verdict::Right) => return,
            Answer::Choice(at) => (choices[*at].to_string(), Some(*at)),
            Answer::Computed(answer) => {
                let Some(given) = written(self.sheet, answer) else { return };
                let choice = choices.iter().position(|choice| choice.as_str() == given);
                (given, choice)
            }
        };
        if choice.is_none() && !choices.is_empty() {
            let message =
                format!("This wrong answer is `{given}`, which is none of `choose`: its `say` never appears.");
            return self.error(wrong.span, &message, "Add it to `choose`, or take it away.");
        }
        let Some(asked) = self.asked(question, &given, choice) else { return };
        match (&asked.verdict, asked.said()) {
            (_, Some(Said::Lesson(say))) if *say == wrong.say => self.seen(question, wrong, &asked),
            (_, Some(Said::Lesson(_))) => {
                let message = format!("Entering `{given}` brings the `say` of a wrong answer before this one.");
                self.error(wrong.span, &message, "Take one away, or change the default.");
            }
            (Some(Verdict::Right), _) => {
                let message = format!("Entering `{given}` is taken as right.");
                self.error(wrong.span, &message, "Change it, or the default.");
            }
            (Some(_), _) => {
                let message = format!("Entering `{given}` does not bring this `say`.");
                self.error(wrong.span, &message, "Give a value that can be typed in one line.");
            }
            (None, _) => {}
        }
    }

    /// Whether the value that disproves a wrong answer is to be seen, also while the question stays open.
    fn seen(&mut self, question: Question, wrong: &Wrong, asked: &Asked) {
        let Some(look) = &wrong.look else { return };
        let budget = Budget::worth(PATIENCE);
        let found = self.sheet.find(&look.address, 1, &budget).ok().and_then(|mut found| found.pop());
        let mut veil = Veil::default();
        if !asked.is_over() {
            question.hide(&mut veil, self.sheet, &budget);
            veil.spread(self.sheet, &budget);
        }
        if found.is_some_and(|found| veil.hides(&found.place, &budget)) {
            let message = "This value is hidden while the question is open, so the pane cannot show it.";
            self.error(look.span, message, "Name one that does not tell the answer, or leave `look` out.");
        }
    }
}

/// The value of an expression, as a learner writes it.
pub(super) fn written(sheet: &Sheet, formula: &Expression) -> Option<String> {
    let budget = Budget::worth(PATIENCE);
    let value = sheet.eval(&formula.expr, &NoFiles, &budget).ok()?.value;
    value.finish(&budget).ok()?;
    value.show(1 << 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::parse;

    /// Problems of one question, as `line:column message`; its body begins in line 12.
    #[track_caller]
    fn expect(body: &str, expected: &[&str]) {
        let source = format!(
            "+++\ntitle = \"t\"\ngoal = \"g\"\n+++\n\n```sheet\nm = input(\"abc\")\nd = sha256(m)\n```\n\n{body}\n```\n"
        );
        let lesson = parse("u/l", source.as_bytes(), &crate::view::names());
        assert_eq!(lesson.problems, []);
        let found: Vec<String> =
            answered(&Ground::of(&lesson)).iter().map(|p| format!("{}:{} {}", p.line, p.column, p.message)).collect();
        let alike = found.len() == expected.len() && found.iter().zip(expected).all(|(f, e)| f.starts_with(e));
        assert!(alike, "{body}\nexpected {expected:#?}\nfound {found:#?}");
    }

    #[test]
    fn the_right_answer_is_taken_as_it_is_written() {
        for answer in ["d@block[0]/T1[0]", "length(d)", "hex(d[0..4])", "[length(m), 1]", "d == d", "\\\"two words\\\""]
        {
            expect(&format!("```exercise\nask = \"?\"\nanswer = \"{answer}\""), &[]);
        }
        let nothing = "```exercise\nask = \"?\"\nanswer = '\"\"'";
        expect(nothing, &["13:11 The answer, entered as ``, is not taken."]);
        let long = "```exercise\nask = \"?\"\nanswer = 'repeat(\"ab\", 200)'";
        expect(long, &["13:11 The answer has 400 characters"]);
    }

    #[test]
    fn choices_are_taken_each_as_it_should_be() {
        let body = |choose: &str| format!("```exercise\nask = \"?\"\nanswer = \"length(d)\"\nchoose = {choose}");
        expect(&body("[\"32\", \"64\"]"), &[]);
        expect(&body("[\"32\", \"0x20\"]"), &["13:11 The choice `0x20` is taken as right, beside `32`."]);
        expect("```predict\nask = \"?\"\nchoose = [\"a\", \"b\"]\nanswer = \"b\"", &[]);
    }

    #[test]
    fn every_wrong_answer_brings_its_say() {
        let body = |wrong: &str| format!("```exercise\nask = \"?\"\nanswer = \"length(d)\"\nwrong = [{wrong}]");
        expect(&body("{ value = \"31\", say = \"x\" }, { value = \"length(m)\", say = \"y\" }"), &[]);
        expect(
            &body("{ value = \"31\", say = \"x\" }, { value = '\"0x1f\"', say = \"y\" }"),
            &["14:50 Entering `0x1f` brings the `say` of a wrong answer before this one."],
        );
        expect(&body("{ value = '\"0x20\"', say = \"x\" }"), &["14:21 Entering `0x20` is taken as right."]);
        let choose = "choose = [\"32\", \"64\"]\n";
        let body = body("{ value = \"31\", say = \"x\" }").replace("answer", &format!("{choose}answer"));
        expect(&body, &["15:21 This wrong answer is `31`, which is none of `choose`"]);
        let predict = "```predict\nask = \"?\"\nchoose = [\"a\", \"b\"]\nanswer = \"b\"\nhide = [\"d\"]\n";
        expect(&format!("{predict}wrong = [{{ choice = \"a\", say = \"x\", look = \"d\" }}]"), &[]);
    }

    #[test]
    fn the_value_that_disproves_an_answer_is_seen_while_the_question_is_open() {
        let body = |look: &str| {
            format!(
                "```exercise\nask = \"?\"\nanswer = \"d@block[0]/T1[0]\"\nwrong = [{{ value = \"m\", say = \"x\", look = \"{look}\" }}]"
            )
        };
        expect(&body("d/block[0]/W[0]"), &[]);
        expect(&body("d/block[0]/T1[0]"), &["14:44 This value is hidden while the question is open"]);
        expect(&body("d/block[0]/a[5]"), &["14:44 This value is hidden while the question is open"]);
    }
}
