//! Pasted text, explained: what it is, why, its fields, whether it holds, and what lies inside.
//!
//! [`FAMILIES`] has a row for each kind of artefact. A row's detector looks at a [`Layer`], which is the pasted text or
//! what was peeled out of it, and says *why* it takes it for one of its family, with the lines of a sheet that take it
//! apart ([`Found`]). [`explain`] evaluates these sheets; fields, ranges and verdicts are what the sheets give, so that
//! whatever is said can be looked into on the bench. To add a family, write its file with its row and name it in
//! [`FAMILIES`].

mod detail;
mod encodings;
mod families;
mod found;
mod http;
mod json;
mod layer;
mod password;
mod pasted;
mod pem;
mod read;
mod row;
mod ssh;
mod stored;
mod tls;
mod token;
mod unix;
mod with;
mod x509;

pub use detail::{Field, MOST_FIELDS};
pub use families::{FAMILIES, family};
pub use found::{Certainty, Found, Judgement, Try};
pub use layer::Layer;
pub use pasted::{Pasted, pasted};
pub use read::{Candidate, Explained, Inside, LONGEST, TEXT, explain};
pub use row::Family;
pub use with::{Secret, With};
