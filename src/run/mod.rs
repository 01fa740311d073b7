//! Runs: what a function did, and the names of the values it met on the way.
//!
//! One call of a function is a [`Run`]: a tree of named [`Part`]s, each made of segments that can be recorded one by
//! one.
//! **Between segments there are only bytes**, a [`Rope`] of a few spans that know where they come from; **inside a
//! segment there are only nodes** of a [`crate::num::Trace`]. A [`Timeline`] folds a small state over its segments and
//! keeps it at some borders, so that any segment of a gigabyte is shown by recomputing a few; a [`Map`] carries no
//! state; a [`Rewriting`] replaces a memory stretch after stretch; a [`Memory`] is written in passes, and looked up
//! anywhere; a [`Late`] part is made by a search that has ended. [`arithmetic`] opens what was computed modulo p.
//! [`origin`] walks from any value to where it comes from, across both kinds of border; [`Cursor`] steps through it
//! all.
//!
//! Nothing here waits: what is not computed yet is [`Error::Pending`], and [`Part::advance`] goes on as far as a
//! [`Budget`] allows.

pub mod address;
pub mod arithmetic;
mod budget;
mod buffer;
pub mod compare;
pub mod cursor;
mod error;
mod feed;
pub mod find;
mod fold;
pub mod headline;
pub mod lanes;
mod late;
mod map;
mod memory;
mod moves;
pub mod ordinal;
pub mod origin;
mod pace;
mod part;
mod path;
mod remark;
mod rewriting;
mod rope;
pub mod search;
mod source;
mod stops;
pub mod strip;
pub mod suggest;
mod target;
mod timeline;
mod tree;
mod turns;
mod users;
mod value;
pub mod way;
pub mod xor;

pub use budget::{Budget, Far};
pub use buffer::Buffer;
pub use cursor::{Cursor, Level};
pub use error::Error;
pub(crate) use error::advised;
pub use feed::VERIFIED_BYTES;
pub use find::{Found, Place};
pub use fold::Fold;
pub use late::{Late, Search};
pub use map::{Map, Pieces};
pub use memory::{Look, Memory, Stretches};
pub use moves::Named;
pub use origin::Operand;
pub use pace::{Pace, Progress, REPORT};
pub use part::{Compared, Count, Edit, FEEDS, Feed, Grid, Origin, Part, Rope, Span, Windows};
pub use path::Path;
pub use rewriting::{Rewrite, Rewriting};
pub use source::Source;
pub use target::Target;
pub use timeline::Timeline;
pub use tree::{Body, Check, Choice, Door, Item, Run, Standing};
pub use value::{LITERAL, TEXT, Type, Value};
