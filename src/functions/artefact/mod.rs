//! What programs store and send, taken apart into fields.

pub mod apart;
pub mod armour;
mod call;
pub mod decimal;
pub mod der;
pub mod fields;

pub use call::{add, add_value, called};
pub use fields::Fields;
