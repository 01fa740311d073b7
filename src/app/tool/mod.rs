//! A tool: what lies over a stage while one uses it, and goes when one is done. The stage below stays as it is.

pub mod find;
pub mod letters;
pub mod path;
pub mod terms;

use crate::app::context::Context;
use crate::app::key::Key;
use crate::app::list::{Choice, Filtered, List};
use crate::app::text::InputLine;
use crate::view::spellings::Spelling;
use find::Find;
use letters::Letters;
use path::PathView;
use terms::Terms;

/// The tool that lies over the stage.
pub enum Tool {
    /// The whole way of a value.
    Path(Box<PathView>),
    /// Something is being looked for.
    Find(Box<Find>),
    /// The words of the glossary.
    Terms(Terms),
    /// The commands of the place.
    Palette(Filtered<Offer>),
    /// The spellings that can be copied.
    Copies(List<Spelling>),
    /// Letters on what one can go to; the stage is seen below them.
    Letters(Letters),
}

/// A command as the reader finds it in the palette.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The command's name.
    pub name: &'static str,
    /// The reader's keys for it.
    pub keys: Vec<Key>,
    /// The effect of it; in the table of commands its sentence.
    pub says: String,
}

impl Tool {
    /// The context that has the keyboard.
    pub fn context(&self) -> Context {
        match self {
            Tool::Path(_) => Context::Tree,
            Tool::Copies(_) => Context::Copying,
            Tool::Letters(_) => Context::Letters,
            Tool::Find(_) | Tool::Terms(_) | Tool::Palette(_) => Context::Search,
        }
    }

    /// The line that is typed, where there is one.
    pub fn line(&mut self) -> Option<&mut InputLine> {
        match self {
            Tool::Path(_) | Tool::Copies(_) | Tool::Letters(_) => None,
            Tool::Find(find) => Some(&mut find.line),
            Tool::Terms(terms) => Some(&mut terms.filtered.line),
            Tool::Palette(palette) => Some(&mut palette.line),
        }
    }

    /// The rows to choose from.
    pub fn choice(&self) -> &dyn Choice {
        match self {
            Tool::Path(path) => &path.list,
            Tool::Find(find) => &find.list,
            Tool::Terms(terms) => &terms.filtered.list,
            Tool::Palette(palette) => &palette.list,
            Tool::Copies(copies) => copies,
            Tool::Letters(letters) => &letters.list,
        }
    }

    /// The rows, to choose one.
    pub fn choice_mut(&mut self) -> &mut dyn Choice {
        match self {
            Tool::Path(path) => &mut path.list,
            Tool::Find(find) => &mut find.list,
            Tool::Terms(terms) => &mut terms.filtered.list,
            Tool::Palette(palette) => &mut palette.list,
            Tool::Copies(copies) => copies,
            Tool::Letters(letters) => &mut letters.list,
        }
    }
}
