//! The parts of a lesson that are computed, gathered from its pages.

use crate::lesson::Page;
use crate::lesson::block::{Block, Inline};
use crate::lesson::directives::{Answer, Exercise, Predict, Tamper};
use crate::lesson::formula::{Formula, Target};

/// Everything in a lesson that is computed.
#[derive(Default)]
pub(crate) struct Parts<'l> {
    pub(crate) targets: Vec<&'l Target>,
    pub(crate) formulas: Vec<&'l Formula>,
    pub(crate) predicts: Vec<&'l Predict>,
    pub(crate) exercises: Vec<&'l Exercise>,
    pub(crate) tampers: Vec<&'l Tamper>,
}

impl<'l> Parts<'l> {
    pub(crate) fn of(pages: &'l [Page]) -> Self {
        let mut parts = Parts::default();
        pages.iter().for_each(|page| parts.blocks(&page.blocks));
        parts
    }

    /// Recursion is bounded by the limit on nesting when the lesson was read.
    fn blocks(&mut self, blocks: &'l [Block]) {
        for block in blocks {
            match block {
                Block::Heading { text, .. } | Block::Paragraph { text, .. } => self.text(text),
                Block::List { items, .. } => items.iter().for_each(|item| self.blocks(item)),
                Block::Quote { blocks, .. } => self.blocks(blocks),
                Block::Table { head, rows, .. } => {
                    head.iter().chain(rows.iter().flatten()).for_each(|cell| self.text(cell));
                }
                Block::Code { .. } | Block::Rule { .. } | Block::Sheet(_) | Block::Broken { .. } => {}
                Block::Watch(watch) => self.targets.push(&watch.target),
                Block::Predict(predict) => {
                    self.text(&predict.ask);
                    predict.why.iter().for_each(|why| self.text(why));
                    self.targets.extend(&predict.hide);
                    if let Answer::Computed(formula) = &predict.answer {
                        self.formulas.push(formula);
                    }
                    self.predicts.push(predict);
                }
                Block::Exercise(exercise) => {
                    self.text(&exercise.ask);
                    exercise.hint.iter().for_each(|hint| self.text(hint));
                    self.formulas.push(&exercise.answer);
                    for wrong in &exercise.wrong {
                        self.text(&wrong.say);
                        self.formulas.push(&wrong.value);
                    }
                    self.exercises.push(exercise);
                }
                Block::Tamper(tamper) => {
                    self.text(&tamper.say);
                    self.tampers.push(tamper);
                }
                Block::Real(aside) | Block::Notes(aside) => self.blocks(&aside.blocks),
            }
        }
    }

    fn text(&mut self, text: &'l [Inline]) {
        for inline in text {
            match inline {
                Inline::Live(live) => self.formulas.push(&live.value),
                Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link { text: inner, .. } => self.text(inner),
                Inline::Text(_) | Inline::Code(_) | Inline::Break | Inline::Broken(_) => {}
            }
        }
    }
}
