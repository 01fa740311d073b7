//! What programs store and send, taken apart into fields.

mod decimal;
pub mod fields;

pub use fields::Fields;
