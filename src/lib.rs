//! An interactive workbench for learning cryptography in a terminal.
//!
//! **Every value on the screen was computed just now, and you can ask any value where it came from.**
//!
//! # The map
//!
//! | module | what it is |
//! |---|---|
//! | [`num`] | numbers that record: plain and taped kinds, traces, formulas |
//! | [`run`] | runs: parts, segments, checkpoints, byte sources, origins, addresses, comparison |
//! | [`functions`] | the table of functions; one folder a family, one file an algorithm |
//! | [`sheet`] | expressions, cells, evaluation in the order of dependencies |
//! | [`lesson`] | lessons: Markdown with directives, the course, the checks that need no screen |
//! | [`learner`] | answers and what they are worth; the veil, and the lens that sees past none of it |
//! | [`view`] | how a value looks, and the one door for foreign text |
//! | [`app`] | the state, and how a command or an event changes it; the table of keys |
//! | [`ui`] | draws the state |
//! | [`shell`] | everything impure: terminal, files, threads, signals |
//! | [`command`] | the command line, one file a subcommand |
//!
//! # Who may import whom
//!
//! `num ← run ← functions ← sheet ← lesson ← learner ← app ← ui ← shell ← command ← main`: each may use those to its
//! left. `view` uses `num` and `run` alone, and `lesson` and all to its right may use it. A test reads the sources and
//! fails on any other import.
//!
//! Two rules hold throughout: closed sets are enums and open families are tables of rows; everything is a pure function
//! except [`shell`].
//!
//! # The way of a value
//!
//! An expression becomes a [`run::Run`]: a tree of named parts, each a fold over segments. Between segments there are
//! only bytes; inside a segment, recorded when somebody looks, there are only nodes of a [`num::Trace`]. An address
//! such as `digest/block[0]/T1[12]` leads to a node, and from there every walk goes back to bytes that somebody typed.
//!
//! # The way of a key
//!
//! [`shell`] reads it, [`app::command`] says which command it is, [`app::update`](fn@app::update) changes the state and
//! returns effects, [`shell`] carries them out and sends events back, [`ui::draw`] shows the state.

pub mod app;
pub mod command;
pub mod functions;
pub mod learner;
pub mod lesson;
pub mod num;
pub mod run;
pub mod sheet;
pub mod shell;
pub mod ui;
pub mod view;
