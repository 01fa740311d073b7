//! What a detector finds.

/// How sure it is that a layer is of a family. None of them says that anything was verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// A possibility: other things look the same.
    Possible,
    /// A beginning like one, which is not whole.
    Broken,
    /// A build like one, which little else has.
    Likely,
    /// Nothing else is built like this.
    Certain,
}
impl Certainty {
    /// In one word, as JSON has it.
    pub fn name(self) -> &'static str {
        match self {
            Certainty::Possible => "possible",
            Certainty::Broken => "broken",
            Certainty::Likely => "likely",
            Certainty::Certain => "certain",
        }
    }
}

/// A finding of a detector: why, and the lines of a sheet that take the layer apart.
#[derive(Clone, Debug)]
pub struct Found {
    /// Why, as a phrase behind "because": from what stands there, never from a length alone.
    pub why: String,
    /// How sure that is.
    pub certainty: Certainty,
    /// Cells, each a name and a formula; the fields are those of the last one's run.
    pub cells: Vec<(String, String)>,
    /// The layers inside: a name for the cell, and the formula that peels it.
    pub inside: Vec<(String, String)>,
    /// Whether places in what is inside are places in this layer; where it was compressed, they are not.
    pub mapped: bool,
    /// A remark, such as on what cannot be told from what was pasted.
    pub remark: Option<String>,
}
impl Found {
    /// A finding without layers inside.
    pub fn new(certainty: Certainty, why: impl Into<String>) -> Found {
        Found { why: why.into(), certainty, cells: vec![], inside: vec![], mapped: true, remark: None }
    }
    /// The same with a cell more.
    pub fn cell(mut self, name: impl Into<String>, formula: impl Into<String>) -> Found {
        self.cells.push((name.into(), formula.into()));
        self
    }
    /// The same with a layer inside.
    pub fn layer(mut self, name: impl Into<String>, formula: impl Into<String>) -> Found {
        self.inside.push((name.into(), formula.into()));
        self
    }
    /// The same with a remark, behind those that are there.
    pub fn remark(mut self, remark: impl Into<String>) -> Found {
        self.remark = Some(match self.remark {
            Some(before) => format!("{before}; {}", remark.into()),
            None => remark.into(),
        });
        self
    }
}

/// A way to check.
#[derive(Clone, Debug)]
pub struct Try {
    /// The formula; the standing of its run is the verdict.
    pub formula: String,
    /// The choice that was made for it, as a phrase: `the salt django.core.signing`.
    pub choice: String,
    /// Whether its value is a layer inside, as where something is decrypted.
    pub opens: bool,
    /// A phrase for the thing that a truth value is the verdict with, where the formula has no check of its own.
    pub truth: Option<&'static str>,
    /// The part that it is about, of which each is to hold, and what that is; else all tries are about the whole.
    pub part: (usize, String),
    /// Why there is nothing to check with what was given.
    pub cannot: Option<String>,
}
impl Try {
    /// A check whose value is of no further interest.
    pub fn new(formula: impl Into<String>) -> Try {
        let (choice, part) = Default::default();
        Try { formula: formula.into(), choice, opens: false, truth: None, part, cannot: None }
    }
    /// A truth value, and what it is the verdict with.
    pub fn says(formula: impl Into<String>, with: &'static str) -> Try {
        Try { truth: Some(with), ..Try::new(formula) }
    }
    /// A reason why there is nothing to check.
    pub fn cannot(why: impl Into<String>) -> Try {
        Try { cannot: Some(why.into()), ..Try::new("") }
    }
    /// The same of one part.
    pub fn part(mut self, number: usize, what: impl Into<String>) -> Try {
        self.part = (number, what.into());
        self
    }
    /// A check that gives what was locked.
    pub fn opens(formula: impl Into<String>) -> Try {
        Try { opens: true, ..Try::new(formula) }
    }
    /// The same with what was chosen.
    pub fn by(mut self, choice: impl Into<String>) -> Try {
        self.choice = choice.into();
        self
    }
}

/// A judgement in one sentence, and its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The sentence.
    pub said: String,
    /// Where that is written.
    pub source: &'static str,
}
impl Judgement {
    /// A judgement.
    pub fn new(said: impl Into<String>, source: &'static str) -> Judgement {
        Judgement { said: said.into(), source }
    }
}
