//! A lesson as plain data: pages of blocks, the text in them, and what directives hold.
//!
//! [`visit`] is the one walk over all of it. Every span is a range of bytes of the file.

use std::fmt;
use std::sync::Arc;

use crate::functions::attack::guess::{Guess, Speed};
use crate::lesson::problem::Problem;
use crate::run::Value;
use crate::run::address::{Address, Span};
use crate::run::lanes::Lanes;
use crate::sheet::expr::Expr;
use crate::view::SafeText;

/// A page: what is shown at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The blocks in order.
    pub blocks: Vec<Block>,
    /// The place in the file.
    pub span: Span,
}

impl Page {
    /// The values that it watches.
    pub fn watches(&self) -> impl Iterator<Item = &Watch> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Watch(watch) => Some(&**watch),
            _ => None,
        })
    }

    /// The changes that it suggests, each with its block.
    pub fn tampers(&self) -> impl Iterator<Item = (usize, &Tamper)> {
        self.blocks.iter().enumerate().filter_map(|(at, block)| match block {
            Block::Tamper(tamper) => Some((at, &**tamper)),
            _ => None,
        })
    }

    /// The values that its directives compute.
    pub fn computed(&self) -> impl Iterator<Item = &dyn Computed> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Computed(computed) => Some(&**computed),
            _ => None,
        })
    }

    /// The words of its first heading, where it has one.
    pub fn heading(&self) -> Option<String> {
        self.blocks.iter().find_map(|block| match block {
            Block::Heading { text, .. } => Some(plain(text)),
            _ => None,
        })
    }
}

/// A piece of a page that stands on its own lines.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading of level 1 to 6.
    Heading {
        /// 1 for the largest.
        level: u8,
        /// The text.
        text: Vec<Inline>,
        /// The place in the file.
        span: Span,
    },
    /// Running text.
    Paragraph {
        /// The text.
        text: Vec<Inline>,
        /// The place in the file.
        span: Span,
    },
    /// A list.
    List {
        /// The first number of an ordered list; none for bullets.
        first: Option<u64>,
        /// The blocks under each bullet or number.
        items: Vec<Vec<Block>>,
        /// The place in the file.
        span: Span,
    },
    /// A quotation.
    Quote {
        /// The blocks that are quoted.
        blocks: Vec<Block>,
        /// The place in the file.
        span: Span,
    },
    /// A listing, shown as it is.
    Code {
        /// The language it is written in, perhaps empty.
        language: SafeText,
        /// The lines.
        text: SafeText,
        /// The place in the file.
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
        /// The place in the file.
        span: Span,
    },
    /// A rule across the page.
    Rule {
        /// The place in the file.
        span: Span,
    },
    /// Cells of the lesson's sheet.
    Sheet(Box<Cells>),
    /// Values to look at.
    Watch(Box<Watch>),
    /// A question before a value is shown.
    Predict(Box<Predict>),
    /// A task with a computed answer.
    Exercise(Box<Exercise>),
    /// A change of an input, and what follows.
    Tamper(Box<Tamper>),
    /// Lines that its directive computes.
    Computed(Arc<dyn Computed>),
    /// Advice on what to use in real code.
    Real(Aside),
    /// For the one who presents.
    Notes(Aside),
    /// A piece that could not be read: it shows its mistake, and the rest of the lesson works.
    Broken {
        /// The first mistake in it.
        problem: Problem,
        /// The place of the piece.
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
    /// The expression.
    pub value: Expression,
    /// The view it is shown in; else the one that suits the value.
    pub view: Option<String>,
    /// The place in the file, with the braces.
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

/// An expression of a lesson.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    /// The expression as it is written.
    pub source: SafeText,
    /// The expression as it is meant. Its spans count from the start of the source.
    pub expr: Expr,
    /// The place in the file.
    pub span: Span,
}

impl Expression {
    /// The place in the file of a piece of the expression; all of it where the text was written with escapes.
    pub fn place(&self, inner: Span) -> Span {
        let plain = self.span.end - self.span.start == self.source.len();
        if plain { inner.shifted(self.span.start) } else { self.span }
    }
}

/// An address of a lesson, perhaps a pattern. Its first step is the name of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The address.
    pub address: Address,
    /// The place in the file.
    pub span: Span,
}

impl Pattern {
    /// The name at its end: of `u/ladder[254]/k_t` it is `k_t`.
    pub fn name(&self) -> String {
        self.address.steps.last().map_or_else(String::new, |step| step.name.to_string())
    }
}

/// Cells of the lesson's sheet: inputs that the learner edits, and what is computed of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Cells {
    /// The names of the cells, in their order.
    pub cells: Vec<String>,
    /// The place of the directive.
    pub span: Span,
}

/// Values to look at: those that a pattern names.
#[derive(Clone, Debug, PartialEq)]
pub struct Watch {
    /// The values.
    pub target: Pattern,
    /// The view they are shown in; else the one that suits them.
    pub view: Option<String>,
    /// The picture that they are drawn by, or `list`; else the first that fits.
    pub picture: Option<String>,
    /// A number beside the value, that each segment names: the strip is dark where it is not 0.
    pub shade: Option<Pattern>,
    /// The people that are shown with their cells, and where each of their steps stands.
    pub lanes: Option<(Arc<Lanes>, Vec<Span>)>,
    /// The place of the directive.
    pub span: Span,
}

/// A question that is asked before a value is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Predict {
    /// The name in the lesson: that of `id`, else `q` and the number among the lesson's questions.
    pub id: String,
    /// The question.
    pub ask: Vec<Inline>,
    /// The choices; none where the learner writes an answer.
    pub choose: Vec<SafeText>,
    /// The right answer.
    pub answer: Answer,
    /// The values that stay hidden until the learner has answered.
    pub hide: Vec<Pattern>,
    /// Wrong answers that are expected.
    pub wrong: Vec<Wrong>,
    /// Why the answer is right.
    pub why: Option<Vec<Inline>>,
    /// The place of the directive.
    pub span: Span,
}

/// The right answer to a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// A choice, by its place among them.
    Choice(usize),
    /// A computed value. Where there are choices, it is the one that reads like the value.
    Computed(Expression),
}

/// A task with an answer computed from the learner's own inputs.
#[derive(Clone, Debug, PartialEq)]
pub struct Exercise {
    /// The name in the lesson, as that of a [`Predict`].
    pub id: String,
    /// The task.
    pub ask: Vec<Inline>,
    /// The right answer.
    pub answer: Expression,
    /// The choices; none where the learner writes an answer.
    pub choose: Vec<SafeText>,
    /// Wrong answers that are expected.
    pub wrong: Vec<Wrong>,
    /// Help, a little more each time.
    pub hint: Vec<Vec<Inline>>,
    /// The place of the directive.
    pub span: Span,
}

/// A wrong answer that is expected, the sentence for it, and the value that disproves it.
#[derive(Clone, Debug, PartialEq)]
pub struct Wrong {
    /// The answer.
    pub answer: Answer,
    /// The sentence.
    pub say: Vec<Inline>,
    /// The value that shows why it is wrong.
    pub look: Option<Pattern>,
    /// The place of the answer in the file.
    pub span: Span,
}

/// A change that the learner makes with one key, and what must then be true.
#[derive(Clone, Debug, PartialEq)]
pub struct Tamper {
    /// The cells that change, and what is put into each.
    pub edit: Vec<Edit>,
    /// The condition that is true afterwards; `before.` names the cells as they were.
    pub expect: Expression,
    /// The sentence on what it shows.
    pub say: Vec<Inline>,
    /// The place of the directive.
    pub span: Span,
}

/// The change of one cell by a [`Tamper`].
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// The cell, which is an input.
    pub cell: String,
    /// The text or the value that is put into it.
    pub put: Put,
    /// The place of the cell's name in the file.
    pub cell_span: Span,
    /// The place of what is put.
    pub span: Span,
}

/// The content that a [`Tamper`] puts into a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Put {
    /// A text, as if it were typed.
    Typed(String),
    /// The value of an expression, of what stood in the inputs before.
    Computed(Expression),
}

/// Lines that a directive computes while its page is looked at. Whoever draws, exports, presents or checks a page asks
/// them here, so that one more such directive is its file and its line.
pub trait Computed: fmt::Debug + Send + Sync {
    /// The place of the directive.
    fn span(&self) -> Span;
    /// The expressions whose values it needs.
    fn needs(&self) -> Vec<&Expression>;
    /// The guesses at passwords that are to be timed on the machine at hand.
    fn timed(&self) -> &[&'static Guess];
    /// The number of its lines, at most.
    fn height(&self) -> usize;
    /// The lines, from the values of what it needs and the times so far; the last of them explains the others.
    fn lines(&self, values: &[Option<Value>], speeds: &[Speed]) -> String;
    /// The words that stand on paper, where nothing is measured.
    fn on_paper(&self) -> String;
}

impl PartialEq for dyn Computed {
    fn eq(&self, other: &dyn Computed) -> bool {
        format!("{self:?}") == format!("{other:?}")
    }
}

/// Blocks set apart from the page: what to use in real code, or notes for the one who presents.
#[derive(Clone, Debug, PartialEq)]
pub struct Aside {
    /// The blocks.
    pub blocks: Vec<Block>,
    /// The place of the directive.
    pub span: Span,
}

impl Block {
    /// The block's place in the file.
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
            Block::Computed(computed) => computed.span(),
            Block::Real(aside) | Block::Notes(aside) => aside.span,
        }
    }
}

/// When a text of a page is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// From the start: it stands on the page.
    Always,
    /// When it is asked for, or after the right answer.
    Afterwards,
    /// After a wrong answer.
    Mistaken,
    /// By the one who presents.
    Presenting,
}

/// A piece of a page, as [`visit`] meets it.
#[derive(Clone, Copy, Debug)]
pub enum Piece<'t> {
    /// A block; what stands in it follows.
    Block(&'t Block),
    /// A running text, and when it is read.
    Text(Occasion, &'t [Inline]),
}

/// The walk over all blocks, also those within others, and all running text, in the order of the file.
pub fn visit<'t>(blocks: &'t [Block], see: &mut dyn FnMut(Piece<'t>)) {
    visit_at(Occasion::Always, blocks, see);
}

/// Recursion here is bounded by the limit on nesting when the lesson was read.
fn visit_at<'t>(when: Occasion, blocks: &'t [Block], see: &mut dyn FnMut(Piece<'t>)) {
    for block in blocks {
        see(Piece::Block(block));
        match block {
            Block::Heading { text, .. } | Block::Paragraph { text, .. } => see(Piece::Text(when, text)),
            Block::List { items, .. } => items.iter().for_each(|item| visit_at(when, item, see)),
            Block::Quote { blocks, .. } => visit_at(when, blocks, see),
            Block::Table { head, rows, .. } => {
                head.iter().chain(rows.iter().flatten()).for_each(|cell| see(Piece::Text(when, cell)));
            }
            Block::Predict(predict) => {
                see(Piece::Text(when, &predict.ask));
                predict.wrong.iter().for_each(|wrong| see(Piece::Text(Occasion::Mistaken, &wrong.say)));
                predict.why.iter().for_each(|why| see(Piece::Text(Occasion::Afterwards, why)));
            }
            Block::Exercise(exercise) => {
                see(Piece::Text(when, &exercise.ask));
                exercise.wrong.iter().for_each(|wrong| see(Piece::Text(Occasion::Mistaken, &wrong.say)));
                exercise.hint.iter().for_each(|hint| see(Piece::Text(Occasion::Afterwards, hint)));
            }
            Block::Tamper(tamper) => see(Piece::Text(when, &tamper.say)),
            Block::Real(aside) => visit_at(when, &aside.blocks, see),
            Block::Notes(aside) => visit_at(Occasion::Presenting, &aside.blocks, see),
            Block::Code { .. }
            | Block::Rule { .. }
            | Block::Sheet(_)
            | Block::Watch(_)
            | Block::Computed(_)
            | Block::Broken { .. } => {}
        }
    }
}

/// The live values of a running text, also those within emphasis and links.
pub fn live_values<'t>(text: &'t [Inline], see: &mut dyn FnMut(&'t Live)) {
    leaves(text, &mut |leaf| {
        if let Inline::Live(live) = leaf {
            see(live);
        }
    });
}

/// The words of running text without their dress; `live` says what stands for a live value.
pub fn words(text: &[Inline], live: &mut dyn FnMut(&Live) -> String) -> SafeText {
    let mut out = String::new();
    leaves(text, &mut |leaf| match leaf {
        Inline::Text(text) | Inline::Code(text) | Inline::Broken(text) => out.push_str(text),
        Inline::Live(value) => out.push_str(&live(value)),
        Inline::Break => out.push(' '),
        Inline::Emphasis(_) | Inline::Strong(_) | Inline::Link { .. } => {}
    });
    SafeText::line(&out)
}

/// The words of running text, with a sign for each live value.
pub fn plain(text: &[Inline]) -> String {
    words(text, &mut |_| "…".to_owned()).to_string()
}

/// The pieces of running text that hold no others. Recursion is bounded as in [`visit`].
fn leaves<'t>(text: &'t [Inline], see: &mut dyn FnMut(&'t Inline)) {
    for piece in text {
        match piece {
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link { text: inner, .. } => leaves(inner, see),
            leaf => see(leaf),
        }
    }
}
