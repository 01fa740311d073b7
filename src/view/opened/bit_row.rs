//! A row of bits with its label.

/// One row of bits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BitRow {
    /// The label: a value's name, `ROTR 6`, or the sign of the operation that ends in this row.
    pub label: String,
    /// One digit a column, most significant first; digits above 1 are carries. None where the row has no bit.
    pub digits: Vec<Option<u8>>,
    /// The columns whose bits came round the edge, were shifted in, or were taken out.
    pub moved: Vec<bool>,
    /// The value as text; empty for carries.
    pub text: String,
}

/// A row of eight bits.
pub fn byte_row(label: &str, byte: u8) -> BitRow {
    let digits = (0..8).rev().map(|place| Some(byte >> place & 1)).collect();
    BitRow { label: label.to_owned(), digits, moved: vec![false; 8], text: format!("{byte:02x}") }
}
