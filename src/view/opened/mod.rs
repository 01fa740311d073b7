//! A value opened down to its bits, as text: its operands in rows, what was done to them, the result, and how each bit
//! came about.

mod bit_row;
mod carries;
mod column;
mod gf;
mod lookup;
mod rows;
#[cfg(test)]
mod tests;

pub use bit_row::BitRow;
pub use column::column;
pub use rows::{Opened, open};
