//! Values for the inputs of a question, drawn by a seed: each learner of a workshop has their own, and whoever knows
//! the seed draws the same, on every machine and for ever.
//!
//! The numbers are SHA-256 over the name of the scheme, the seed, the number of the draw, and what they are for. A draw
//! in which an expected wrong answer is right, or reads as another, is thrown away, and the next one is made.

use std::collections::BTreeSet;

use num_bigint::BigInt;
use sha2::{Digest, Sha256};

use super::{Question, value};
use crate::lesson::tree::{Answer, live_values};
use crate::num::set_of;
use crate::run::{Budget, Value};
use crate::sheet::expr::{Expr, names};
use crate::sheet::{Cell, Input, NoFiles, Sheet, State};

/// The name of the way in which values are drawn. Another way gets another name, so that old reports stay readable.
pub const SCHEME: &str = "draw-1";

/// How often is drawn at most.
const DRAWS: u32 = 200;
/// The letters by which a text gets longer at most.
const LONGER: u64 = 6;

/// The inputs of a question for one learner.
#[derive(Clone)]
pub struct Drawn {
    /// The inputs that were drawn, by cell.
    pub inputs: Vec<(String, Value)>,
    /// The sheet with them, evaluated.
    pub sheet: Sheet,
    /// How many draws were thrown away before.
    pub thrown: u32,
}

/// How much room a question has for different values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Variety {
    /// How many draws were made.
    pub drawn: u32,
    /// How many of them are left: with a right answer that no wrong one reads as.
    pub left: u32,
    /// How many different values of the inputs are among these.
    pub different: usize,
    /// How many different right answers are among these.
    pub answers: usize,
}

impl<'l> Question<'l> {
    /// The part of a sheet that the question reads: nothing else is computed for its sake.
    pub fn part_of(self, sheet: &Sheet) -> Sheet {
        let wrongs = self.wrong().iter().filter_map(|wrong| wrong.answer.formula());
        let mut read = self.asked_of();
        read.extend(wrongs.flat_map(|wrong| cells_of(&wrong.expr)));
        part(sheet, &read)
    }

    /// The inputs that are drawn: those that the question or its answer comes from and that can be drawn. `only` says
    /// which ones, where a set says so.
    pub fn varied<'s>(self, sheet: &'s Sheet, only: Option<&[String]>) -> Vec<&'s Cell> {
        let read = self.asked_of();
        let counts = |name: &str| match only {
            Some(only) => only.iter().any(|one| one == name),
            None => read.contains(name) || sheet.downstream(name).iter().any(|on| read.contains(on)),
        };
        sheet.inputs().filter(|cell| counts(cell.name()) && Stream::of("", 0).value(cell).is_some()).collect()
    }

    /// The inputs for a seed; none where nearly every draw is thrown away. With nothing to draw, the sheet as it is.
    pub fn drawn(self, sheet: &Sheet, only: Option<&[String]>, seed: &str, budget: &Budget) -> Option<Drawn> {
        let varied = self.varied(sheet, only);
        if varied.is_empty() {
            let sheet = settled(sheet, &[], budget)?;
            return Some(Drawn { inputs: Vec::new(), sheet, thrown: 0 });
        }
        (0..DRAWS).find_map(|thrown| {
            let (inputs, sheet) = draw(sheet, &varied, seed, thrown, budget)?;
            self.tells_apart(&sheet, budget).is_some().then_some(Drawn { inputs, sheet, thrown })
        })
    }

    /// How many of so many draws are left.
    pub fn room(self, sheet: &Sheet, only: Option<&[String]>, draws: u32, budget: &Budget) -> Variety {
        let varied = self.varied(sheet, only);
        let (mut room, mut inputs, mut answers) =
            (Variety { drawn: draws, ..Variety::default() }, BTreeSet::new(), BTreeSet::new());
        for number in 0..if varied.is_empty() { 0 } else { draws } {
            let Some((drawn, sheet)) = draw(sheet, &varied, "room", number, budget) else { continue };
            let Some(right) = self.tells_apart(&sheet, budget) else { continue };
            room.left += 1;
            inputs.insert(drawn.iter().map(|(_, value)| Input::write(value)).collect::<Vec<_>>());
            answers.insert(right);
        }
        Variety { different: inputs.len(), answers: answers.len(), ..room }
    }

    /// The cells that the question and its answer read.
    fn asked_of(self) -> BTreeSet<&'l str> {
        let mut read: BTreeSet<&str> = self.formula().map(|answer| set_of(cells_of(&answer.expr))).unwrap_or_default();
        live_values(self.ask(), &mut |live| read.extend(cells_of(&live.value.expr)));
        read
    }

    /// The right answer, where it is one, can be given, and no expected wrong answer reads as it or as another.
    fn tells_apart(self, sheet: &Sheet, budget: &Budget) -> Option<String> {
        let Some(formula) = self.formula() else { return self.right_answer(sheet, budget).ok() };
        let right = value(formula, sheet, budget).ok()?;
        let written = self.written_answer(sheet, budget).ok()?;
        if !self.choices().is_empty() && !self.choices().iter().any(|choice| choice.as_str() == written) {
            return None;
        }
        let mut given = vec![right];
        for wrong in self.wrong() {
            // What is a choice is another one than the right one, or right this time.
            let Answer::Computed(wrong) = &wrong.answer else { continue };
            // A wrong way may lead nowhere.
            let Ok(wrong) = value(wrong, sheet, budget) else { continue };
            if given.iter().any(|other| other.is_same(&wrong)) {
                return None;
            }
            given.push(wrong);
        }
        Some(written)
    }
}

impl Drawn {
    /// A sheet with these inputs, evaluated as far as an expression of a text reads it: that may be more of the lesson
    /// than the question does.
    pub fn beyond(&self, lesson: &Sheet, expr: &Expr) -> Option<Sheet> {
        let part = part(lesson, &set_of(cells_of(expr)));
        let has = |(cell, _): &&(String, Value)| part.cell(cell).is_some();
        let inputs: Vec<_> = self.inputs.iter().filter(has).cloned().collect();
        settled(&part, &inputs, &Budget::unlimited())
    }
}

/// The part of a sheet that is read where these cells are.
fn part(sheet: &Sheet, read: &BTreeSet<&str>) -> Sheet {
    let wanted =
        |cell: &&Cell| read.contains(cell.name()) || sheet.downstream(cell.name()).iter().any(|on| read.contains(on));
    Sheet::new(sheet.cells().iter().filter(wanted).map(|cell| (*cell.line).clone()).collect())
}

/// The names of the cells in an expression.
fn cells_of(expr: &Expr) -> impl Iterator<Item = &str> {
    names(expr).into_iter().map(|(name, _)| name)
}

/// One draw: the inputs, and the sheet with them.
fn draw(
    sheet: &Sheet,
    varied: &[&Cell],
    seed: &str,
    number: u32,
    budget: &Budget,
) -> Option<(Vec<(String, Value)>, Sheet)> {
    let stream = Stream::of(seed, number);
    let inputs: Vec<_> = varied.iter().filter_map(|cell| Some((cell.name().to_owned(), stream.value(cell)?))).collect();
    let sheet = settled(sheet, &inputs, budget)?;
    Some((inputs, sheet))
}

/// The sheet with these inputs, evaluated as far as what is asked for needs it.
fn settled(sheet: &Sheet, inputs: &[(String, Value)], budget: &Budget) -> Option<Sheet> {
    let mut sheet = sheet.clone();
    for (cell, value) in inputs {
        sheet.set(cell, value.clone()).ok()?;
    }
    sheet.evaluate(&NoFiles, budget);
    if sheet.cells().iter().any(|cell| matches!(cell.state(), State::Pending { .. })) {
        sheet.finish(&NoFiles, budget).ok()?;
    }
    Some(sheet)
}

/// The numbers of one draw.
struct Stream([u8; 32]);

impl Stream {
    fn of(seed: &str, number: u32) -> Stream {
        let hash = Sha256::new().chain_update(SCHEME).chain_update([0]).chain_update(number.to_be_bytes());
        Stream(hash.chain_update(seed).finalize().into())
    }

    /// The numbers for one purpose, each below what is asked for.
    fn numbers(&self, purpose: &str) -> impl FnMut(u64) -> u64 + use<> {
        let head = Sha256::new().chain_update(self.0).chain_update(purpose);
        let mut count = 0_u64;
        move |below| {
            let block = head.clone().chain_update([0]).chain_update(count.to_be_bytes()).finalize();
            count += 1;
            // Of 128 bits: no number comes more often that anybody could tell.
            let wide = block.iter().take(16).fold(0_u128, |number, byte| number << 8 | u128::from(*byte));
            u64::try_from(wide % u128::from(below.max(1))).unwrap_or(0)
        }
    }

    /// A value for an input: one of those to choose from, an integer within its bounds, as many bytes, or a text of the
    /// same shape, perhaps a little longer. Two texts or strings of bytes that are equal stay so. None where the input
    /// has no bounds, and for a truth value, which says what a question is about.
    fn value(&self, cell: &Cell) -> Option<Value> {
        let (input, now) = (cell.input.as_ref()?, cell.given()?);
        if !input.choose.is_empty() {
            let mut number = self.numbers(cell.name());
            let place = number(input.choose.len() as u64);
            return input.choose.get(usize::try_from(place).ok()?).map(|choice| Value::text(choice));
        }
        match now {
            Value::Int { .. } => {
                let (least, most) = (input.min.unwrap_or(0), input.max?);
                let room = most.checked_sub(least)?.saturating_add(1);
                let mut number = self.numbers(cell.name());
                Some(Value::int(BigInt::from(least + number(room))))
            }
            Value::Bytes(rope) if input.random.is_some() || input.min.is_some() && input.min == input.max => {
                let bytes = rope.to_vec().ok()?;
                let purpose = now.show(1 << 10).ok()?;
                let mut number = self.numbers(&purpose);
                Some(Value::bytes(&bytes.iter().map(|_| number(256) as u8).collect::<Vec<u8>>()))
            }
            Value::Text(_) => {
                let text = now.to_text().ok()??;
                let mut number = self.numbers(&text);
                let room = input.max_length().saturating_sub(text.len() as u64).min(LONGER);
                let longer = number(room + 1);
                let mut letter = |first: u8, of: u64| char::from(first + number(of) as u8);
                let mut drawn: String = text.chars().map(|now| like(now, &mut letter)).collect();
                drawn.extend((0..longer).map(|_| letter(b'a', 26)));
                Some(Value::text(&drawn))
            }
            Value::Bytes(_) | Value::Bool(_) | Value::List(_) => None,
        }
    }
}

/// A letter for a letter, a digit for a digit; all else stays.
fn like(now: char, letter: &mut impl FnMut(u8, u64) -> char) -> char {
    match now {
        'a'..='z' => letter(b'a', 26),
        'A'..='Z' => letter(b'A', 26),
        '0'..='9' => letter(b'0', 10),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::{Lesson, parse};

    fn lesson(sheet: &str, question: &str) -> Lesson {
        let source = format!(
            "+++\ntitle = \"t\"\ngoal = \"g\"\n+++\n\n```sheet\n{sheet}\n```\n\n```exercise\nask = \"?\"\n{question}\n```\n"
        );
        let lesson = parse("a/b", source.as_bytes(), &[]);
        assert_eq!(lesson.problems, []);
        lesson
    }

    fn drawn(lesson: &Lesson, seed: &str) -> Option<(Vec<String>, String)> {
        let (_, question) = Question::all(lesson).next()?;
        let sheet = question.part_of(&Sheet::new(lesson.cells.clone()));
        let drawn = question.drawn(&sheet, None, seed, &Budget::unlimited())?;
        let shown = drawn.inputs.iter().map(|(cell, value)| format!("{cell}={}", Input::write(value))).collect();
        Some((shown, question.right_answer(&drawn.sheet, &Budget::unlimited()).ok()?))
    }

    #[test]
    fn a_seed_gives_the_same_values_for_ever() {
        let lesson = lesson(
            "m = input(\"Meet me at 7\", max: 40)\nk = input(0x00112233, random: 4)\nn = input(5, min: 3, max: 9)\nt = input(true)\nunused = input(\"a\")\nd = sha256(m)",
            "answer = \"length(m) + n + length(k) + length(d) + if(t, 1, 0)\"",
        );
        // Computed from the description above with another SHA-256: reports of old sets are recomputed from these.
        let (inputs, right) = drawn(&lesson, "seed").expect("a draw");
        assert_eq!(inputs, ["m=Xuww zu pk 3emw", "k=8a7c0eff", "n=5"]);
        assert_eq!(right, "57");
        assert_ne!(drawn(&lesson, "other").expect("a draw").0, inputs);
    }

    #[test]
    fn a_draw_that_makes_a_wrong_answer_right_is_thrown_away() {
        let wrong = |wrong: &str| lesson("n = input(2, min: 0, max: 3)", &format!("answer = \"n * n\"\n{wrong}"));
        let answers = |lesson: &Lesson| -> BTreeSet<String> {
            (0..100).filter_map(|seed| Some(drawn(lesson, &seed.to_string())?.1)).collect()
        };
        assert_eq!(answers(&wrong("")).len(), 4);
        let told = wrong("wrong = [{ value = \"2 * n\", say = \"s\" }]");
        assert_eq!(answers(&told), ["1", "9"].map(str::to_owned).into(), "with 0 and 2 both ways lead to one number");
        let two = wrong("wrong = [{ value = \"2 * n\", say = \"s\" }, { value = \"n + 1\", say = \"s\" }]");
        assert_eq!(answers(&two), ["9"].map(str::to_owned).into(), "with 1 the two wrong ones are one");
        let (_, question) = Question::all(&two).next().expect("a question");
        let room = question.room(&Sheet::new(two.cells.clone()), None, 100, &Budget::unlimited());
        assert_eq!((room.different, room.answers, room.drawn), (1, 1, 100));
        assert!((10..45).contains(&room.left), "{room:?}");
        assert!(drawn(&wrong("wrong = [{ value = \"n * n * 1\", say = \"s\" }]"), "seed").is_none());
    }

    #[test]
    fn what_is_equal_stays_equal_and_texts_keep_their_shape() {
        let lesson = lesson(
            "a = input(\"Ada, 12\", max: 7)\nb = input(\"Ada, 12\", max: 7)",
            "answer = \"length(a) + length(b)\"",
        );
        let (inputs, _) = drawn(&lesson, "x").expect("a draw");
        let [a, b] = [0, 1].map(|i| inputs[i][2..].to_owned());
        assert_eq!((a.len(), &a), (7, &b));
        assert_eq!(&a[3..5], ", ");
        assert!(a.starts_with(|c: char| c.is_ascii_uppercase()) && a.ends_with(|c: char| c.is_ascii_digit()), "{a}");
    }

    #[test]
    fn nothing_to_draw_is_the_sheet_as_it_is() {
        assert_eq!(drawn(&lesson("t = input(true)", "answer = \"if(t, 1, 2)\""), "x"), Some((vec![], "1".to_owned())));
    }
}
