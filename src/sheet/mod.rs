//! Sheets: named cells, each an input or an expression over other cells.

pub mod expr;
