//! A run: one call of a function, as a tree of named parts.

use super::{Budget, Compared, Error, Part, Path, Rope, Source, Value};
use crate::num::Entrance;
use std::convert::Infallible;
use std::sync::Arc;

/// One call of a function with given arguments.
#[derive(Clone)]
pub struct Run {
    /// Its address: the cell's name, or empty for a run that stands alone.
    pub at: Path,
    /// The function's name.
    pub function: &'static str,
    /// The arguments by parameter, found under `in/`.
    pub inputs: Vec<(&'static str, Value)>,
    /// Its items, in the order in which it happens.
    pub items: Vec<Item>,
    /// The decisions that shaped it, such as a key that was too long.
    pub choices: Vec<Choice>,
    /// Its result.
    pub result: Value,
    /// The check of what was taken apart; nothing for a function that takes nothing apart.
    pub check: Option<Check>,
}

/// A check of what was taken apart: what is decoded is not verified.
#[derive(Clone, Debug)]
pub struct Check {
    /// The key, password or time that it takes, as a phrase.
    pub with: &'static str,
    /// Whether what was taken apart passed, a truth value; nothing where nobody checked.
    pub passed: Option<Value>,
}
impl Check {
    /// The standing, once it is computed.
    ///
    /// # Errors
    /// What reading the outcome gives.
    pub fn standing(&self) -> Result<Standing, Error> {
        Ok(match self.passed.as_ref().map_or(Ok(None), Value::to_bool)? {
            Some(true) => Standing::Verified,
            Some(false) => Standing::False,
            None => Standing::NotChecked,
        })
    }
    /// The standing in words: `VERIFIED with the password`.
    ///
    /// # Errors
    /// What reading the outcome gives.
    pub fn said(&self) -> Result<String, Error> {
        Ok(match self.standing()? {
            Standing::Verified => format!("VERIFIED with {}", self.with),
            Standing::NotChecked => format!("NOT CHECKED: needs {}", self.with),
            Standing::False => format!("FALSE: checked with {}", self.with),
        })
    }
}
/// The standing of what was taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The check passed.
    Verified,
    /// Nobody checked.
    NotChecked,
    /// The check failed.
    False,
}

/// A named piece of a run.
#[derive(Clone)]
pub struct Item {
    /// Its name in addresses.
    pub name: String,
    /// Its number, where several have the same name.
    pub number: Option<u64>,
    /// Its body.
    pub body: Body,
    /// Says which input would give a part so many segments: "56 bytes make 2 blocks".
    pub needs: Option<fn(u64) -> String>,
}

/// The body of an item.
#[derive(Clone)]
pub enum Body {
    /// Bytes with a name; `name[i]` is the i-th stretch of `width` of them.
    Bytes {
        /// The bytes.
        rope: Rope,
        /// How many of them one index names; 0 if none does.
        width: u64,
    },
    /// A part.
    Part(Arc<dyn Part>),
    /// A whole run of another function.
    Run(Arc<Run>),
}

/// A decision that depends on public facts, such as a length, and the way it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The question: "is the key longer than a block of 64 bytes?"
    pub question: String,
    /// The answer, and its consequence.
    pub answer: String,
}

impl Item {
    /// Its step of an address: the name, with its number where it has one.
    pub fn label(&self) -> String {
        match self.number {
            Some(number) => format!("{}[{number}]", self.name),
            None => self.name.clone(),
        }
    }
}

impl Run {
    /// The text that it was given by a parameter's name.
    pub fn text(&self, parameter: &str) -> Option<String> {
        let (_, value) = self.inputs.iter().find(|(name, _)| *name == parameter)?;
        value.to_text().ok().flatten()
    }
    /// A run without parts whose result is still empty.
    pub fn new(at: &Path, function: &'static str) -> Run {
        let (inputs, items, choices) = (vec![], vec![], vec![]);
        let result = Value::Bytes(Rope::default());
        Run { at: at.clone(), function, inputs, items, choices, result, check: None }
    }
    /// The piece at a step of an address: a name, with its number where it has one.
    pub fn item_at(&self, step: &str) -> Option<&Item> {
        let numbered = step.strip_suffix(']').and_then(|step| step.rsplit_once('['));
        let (name, number) = match numbered {
            Some((name, number)) => (name, Some(number.parse().ok()?)),
            None => (step, None),
        };
        self.items.iter().find(|item| item.number == number && item.name == name)
    }
    fn item(&mut self, name: &str, body: Body) -> &mut Item {
        self.items.push(Item { name: name.into(), number: None, body, needs: None });
        self.items.last_mut().expect("just pushed")
    }
    /// Adds named bytes; `width` of them have an index of their own.
    pub fn bytes(&mut self, name: &str, rope: Rope, width: u64) -> Rope {
        self.item(name, Body::Bytes { rope: rope.clone(), width });
        rope
    }
    /// Adds named bytes that have a number themselves, such as `S[3]`; `width` of them have an index of their own.
    pub fn numbered(&mut self, name: &str, number: u64, rope: Rope, width: u64) {
        self.item(name, Body::Bytes { rope, width }).number = Some(number);
    }
    /// Adds a part, made from its address, and gives its output.
    pub fn part(&mut self, name: &str, make: impl FnOnce(Path) -> Arc<dyn Part>) -> Rope {
        let part = make(self.at.join(name));
        self.add_part(name, part)
    }
    /// Adds the part that the run is all about: its labels stand in the run itself, `bit[3]` and not `power/bit[3]`.
    pub fn own_part(&mut self, name: &str, make: impl FnOnce(Path) -> Arc<dyn Part>) -> Rope {
        let part = make(self.at.clone());
        self.add_part(name, part)
    }
    #[inline(never)]
    fn add_part(&mut self, name: &str, part: Arc<dyn Part>) -> Rope {
        let rope = Rope::output(&part);
        self.item(name, Body::Part(part));
        rope
    }
    /// The part whose labels stand in the run itself, if it has one, and its place among the items.
    pub(super) fn own(&self) -> Option<(usize, &Arc<dyn Part>)> {
        self.items.iter().enumerate().find_map(|(place, item)| match &item.body {
            Body::Part(part) if *part.at() == self.at => Some((place, part)),
            Body::Bytes { .. } | Body::Part(_) | Body::Run(_) => None,
        })
    }
    /// Says of the part just added which input would give it so many segments.
    pub fn needs(&mut self, sentence: fn(u64) -> String) {
        if let Some(item) = self.items.last_mut() {
            item.needs = Some(sentence);
        }
    }
    /// Adds another function's run, made from its address, and gives its result's bytes.
    pub fn run(&mut self, name: &str, make: impl FnOnce(&Path) -> Run) -> Rope {
        let run = make(&self.at.join(name));
        self.add_run(name, None, run)
    }
    /// Adds another function's run that has a number, such as `expand[3]`, and gives its result's bytes.
    pub fn numbered_run(&mut self, name: &str, number: u64, make: impl FnOnce(&Path) -> Run) -> Rope {
        let run = make(&self.at.join(name).number(number));
        self.add_run(name, Some(number), run)
    }
    #[inline(never)]
    fn add_run(&mut self, name: &str, number: Option<u64>, run: Run) -> Rope {
        let rope = run.result.rope().cloned().unwrap_or_default();
        self.item(name, Body::Run(Arc::new(run))).number = number;
        rope
    }
    /// Puts a finished run in front: the call that made the argument of this name.
    pub fn argument_run(&mut self, name: &str, run: Arc<Run>) {
        self.items.insert(0, Item { name: name.into(), number: None, body: Body::Run(run), needs: None });
    }
    /// Notes a decision that shaped the run.
    pub fn choice(&mut self, question: impl Into<String>, answer: impl Into<String>) {
        self.choices.push(Choice { question: question.into(), answer: answer.into() });
    }
    /// Says what it takes to check what was taken apart, and whether that passed, where somebody checked.
    pub fn check(&mut self, with: &'static str, passed: Option<Value>) {
        self.check = Some(Check { with, passed });
    }
    /// The run with its result.
    pub fn with_result(mut self, result: Value) -> Run {
        self.result = result;
        self
    }
    /// Every part below, in order.
    pub fn parts(&self) -> Vec<Arc<dyn Part>> {
        let mut parts = Vec::new();
        let Ok(()) = self.try_each_part(&mut |part| -> Result<(), Infallible> {
            parts.push(part.clone());
            Ok(())
        });
        parts
    }
    /// Looks at every part below, in order, until one stops it.
    fn try_each_part<E>(&self, look: &mut impl FnMut(&Arc<dyn Part>) -> Result<(), E>) -> Result<(), E> {
        self.items.iter().try_for_each(|item| match &item.body {
            Body::Bytes { .. } => Ok(()),
            Body::Part(part) => look(part),
            Body::Run(run) => run.try_each_part(look),
        })
    }
    /// Computes all of it and then verifies it, as far as the budget goes.
    pub fn finish(&self, budget: &Budget) -> Result<(), Error> {
        self.compute(budget)?;
        self.verify(budget)
    }
    /// Computes all of it, as far as the budget goes.
    pub fn compute(&self, budget: &Budget) -> Result<(), Error> {
        self.try_each_part(&mut |part| part.advance(budget))?;
        self.result.finish(budget)
    }
    /// Goes over what vetted bodies computed with our own: see [`Part::verify`].
    pub fn verify(&self, budget: &Budget) -> Result<(), Error> {
        self.try_each_part(&mut |part| part.verify(budget))
    }
    /// The comparison with vetted crates, segment by segment: the sum over the parts that have one.
    pub fn compared(&self) -> Option<Compared> {
        let add = |a: Compared, b: Compared| Compared {
            segments: a.segments + b.segments,
            of: a.of + b.of,
            differs: a.differs.or(b.differs),
        };
        let mut sum = None;
        let Ok(()) = self.try_each_part(&mut |part| -> Result<(), Infallible> {
            sum = sum.into_iter().chain(part.compared()).reduce(add);
            Ok(())
        });
        sum
    }
    /// Whether nothing of it is left to compute.
    pub fn is_computed(&self) -> bool {
        let computed = |part: &Arc<dyn Part>| match part.progress() {
            progress if progress.done == progress.of => Ok(()),
            _ => Err(()),
        };
        self.try_each_part(&mut |part| computed(part)).is_ok()
    }
    /// The bytes of the result, which must be computed already.
    pub fn output(&self) -> Result<Vec<u8>, Error> {
        self.result.rope().map_or(Ok(vec![]), Rope::to_vec)
    }
    /// How many bytes the result has.
    pub fn output_len(&self) -> u64 {
        self.result.rope().map_or(0, |r| r.len())
    }
}
impl std::fmt::Debug for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{} = {}(…)", self.at, self.function)
    }
}

/// The way into a call: makes the run of what was called, from its address and its arguments.
pub struct Door(Box<Make>);
type Make = dyn Fn(&Path, Vec<Rope>) -> Run + Send + Sync;
impl Door {
    /// A door for [`crate::num::Callee::entrance`].
    pub fn entrance(make: impl Fn(&Path, Vec<Rope>) -> Run + Send + Sync + 'static) -> Entrance {
        Arc::new(Door(Box::new(make)))
    }
    /// An entrance that leads nowhere: what was called is a library's, shown as one step.
    pub fn closed() -> Entrance {
        Arc::new(())
    }
    /// Whether an entrance leads anywhere.
    pub(super) fn opens(entrance: &Entrance) -> bool {
        entrance.is::<Door>()
    }
    /// Opens an entrance, which every callee above this layer makes with [`Door::entrance`].
    pub(super) fn open(entrance: &Entrance, at: &Path, arguments: Vec<Rope>) -> Option<Run> {
        entrance.downcast_ref::<Door>().map(|door| (door.0)(at, arguments))
    }
}
