//! What a page is made of.

use crate::lesson::directives::{Aside, Exercise, Predict, Sheet, Tamper, Watch};
use crate::lesson::formula::Formula;
use crate::lesson::problem::Problem;
use crate::run::address::Span;
use crate::view::SafeText;

/// A piece of a page that stands on its own lines. Every span is a range of bytes of the file.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading of level 1 to 6.
    Heading {
        /// 1 for the largest.
        level: u8,
        /// Its words.
        text: Vec<Inline>,
        /// Where it stands.
        span: Span,
    },
    /// Running text.
    Paragraph {
        /// Its words.
        text: Vec<Inline>,
        /// Where it stands.
        span: Span,
    },
    /// A list.
    List {
        /// The first number of an ordered list; none for bullets.
        first: Option<u64>,
        /// What stands under each bullet or number.
        items: Vec<Vec<Block>>,
        /// Where it stands.
        span: Span,
    },
    /// A quotation.
    Quote {
        /// What is quoted.
        blocks: Vec<Block>,
        /// Where it stands.
        span: Span,
    },
    /// A listing, shown as it is.
    Code {
        /// The language it is written in, perhaps empty.
        language: SafeText,
        /// Its lines.
        text: SafeText,
        /// Where it stands.
        span: Span,
    },
    /// A table.
    Table {
        /// The side each column leans to.
        sides: Vec<Side>,
        /// The cells of the first row.
        head: Vec<Vec<Inline>>,
        /// The cells of the other rows, as many in each as in the head.
        rows: Vec<Vec<Vec<Inline>>>,
        /// Where it stands.
        span: Span,
    },
    /// A rule across the page.
    Rule {
        /// Where it stands.
        span: Span,
    },
    /// Cells of the lesson's sheet.
    Sheet(Box<Sheet>),
    /// Values to look at.
    Watch(Box<Watch>),
    /// A question before a value is shown.
    Predict(Box<Predict>),
    /// A task with a computed answer.
    Exercise(Box<Exercise>),
    /// A change of an input, and what follows.
    Tamper(Box<Tamper>),
    /// What to use in real code.
    Real(Aside),
    /// For the one who presents.
    Notes(Aside),
    /// A piece that could not be read: it shows its mistake, and the rest of the lesson works.
    Broken {
        /// The first mistake in it.
        problem: Problem,
        /// Where the piece stands.
        span: Span,
    },
}

/// A piece of running text.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Words.
    Text(SafeText),
    /// Words with a little weight.
    Emphasis(Vec<Inline>),
    /// Words with much weight.
    Strong(Vec<Inline>),
    /// A piece of code.
    Code(SafeText),
    /// A link; its address is shown in full.
    Link {
        /// The words of the link; the address itself where there are none.
        text: Vec<Inline>,
        /// The address, beginning with `http://` or `https://`.
        url: SafeText,
    },
    /// A value computed where it stands.
    Live(Box<Live>),
    /// A new line where the author wants one.
    Break,
    /// A piece that could not be read, as it stands in the file.
    Broken(SafeText),
}

/// `{{ EXPR }}` or `{{ EXPR as view }}`.
#[derive(Clone, Debug, PartialEq)]
pub struct Live {
    /// What to compute.
    pub value: Formula,
    /// The view it is shown in; else the one that suits the value.
    pub view: Option<String>,
    /// Where it stands, with its braces.
    pub span: Span,
}

/// The side a column of a table leans to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// To the left, as text does.
    Left,
    /// To the middle.
    Centre,
    /// To the right, as numbers do.
    Right,
}

impl Block {
    /// Where the block stands in the file.
    pub fn span(&self) -> Span {
        match self {
            Block::Heading { span, .. }
            | Block::Paragraph { span, .. }
            | Block::List { span, .. }
            | Block::Quote { span, .. }
            | Block::Code { span, .. }
            | Block::Table { span, .. }
            | Block::Rule { span }
            | Block::Broken { span, .. } => *span,
            Block::Sheet(sheet) => sheet.span,
            Block::Watch(watch) => watch.span,
            Block::Predict(predict) => predict.span,
            Block::Exercise(exercise) => exercise.span,
            Block::Tamper(tamper) => tamper.span,
            Block::Real(aside) | Block::Notes(aside) => aside.span,
        }
    }
}

/// The words of running text without their dress; `live` says what stands for a live value.
pub fn words(text: &[Inline], live: &mut dyn FnMut(&Live) -> String) -> SafeText {
    let mut out = String::new();
    collect(text, live, &mut out);
    SafeText::line(&out)
}

/// Recursion here is bounded by the limit on nesting when the text was read.
fn collect(text: &[Inline], live: &mut dyn FnMut(&Live) -> String, out: &mut String) {
    for piece in text {
        match piece {
            Inline::Text(text) | Inline::Code(text) | Inline::Broken(text) => out.push_str(text),
            Inline::Emphasis(inner) | Inline::Strong(inner) => collect(inner, live, out),
            Inline::Link { text, .. } => collect(text, live, out),
            Inline::Live(value) => out.push_str(&live(value)),
            Inline::Break => out.push(' '),
        }
    }
}
