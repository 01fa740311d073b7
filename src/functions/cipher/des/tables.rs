//! The tables of DES, as FIPS 46-3 prints them.

use crate::num::{Selection, Table};

/// The initial permutation.
pub static IP: Selection = Selection::new("IP", 64, &IP_PLACES, &IP_QUARTERS);
#[rustfmt::skip]
const IP_PLACES: [u8; 64] = [
    58, 50, 42, 34, 26, 18, 10, 2, 60, 52, 44, 36, 28, 20, 12, 4,
    62, 54, 46, 38, 30, 22, 14, 6, 64, 56, 48, 40, 32, 24, 16, 8,
    57, 49, 41, 33, 25, 17, 9, 1, 59, 51, 43, 35, 27, 19, 11, 3,
    61, 53, 45, 37, 29, 21, 13, 5, 63, 55, 47, 39, 31, 23, 15, 7,
];
static IP_QUARTERS: [[u64; 16]; 16] = Selection::quarters(64, &IP_PLACES);

/// The inverse of the initial permutation.
pub static IP_INVERSE: Selection = Selection::new("IP⁻¹", 64, &IP_INVERSE_PLACES, &IP_INVERSE_QUARTERS);
const IP_INVERSE_PLACES: [u8; 64] = {
    let (mut inverse, mut i) = ([0; 64], 0);
    while i < 64 {
        inverse[IP_PLACES[i] as usize - 1] = i as u8 + 1;
        i += 1;
    }
    inverse
};
static IP_INVERSE_QUARTERS: [[u64; 16]; 16] = Selection::quarters(64, &IP_INVERSE_PLACES);

/// The expansion of 32 bits to 48.
pub static E: Selection = Selection::moved("E", 32, &E_PLACES);
#[rustfmt::skip]
const E_PLACES: [u8; 48] = [
    32, 1, 2, 3, 4, 5, 4, 5, 6, 7, 8, 9,
    8, 9, 10, 11, 12, 13, 12, 13, 14, 15, 16, 17,
    16, 17, 18, 19, 20, 21, 20, 21, 22, 23, 24, 25,
    24, 25, 26, 27, 28, 29, 28, 29, 30, 31, 32, 1,
];

/// The permutation after the S-boxes.
pub static P: Selection = Selection::new("P", 32, &P_PLACES, &P_QUARTERS);
#[rustfmt::skip]
const P_PLACES: [u8; 32] = [
    16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10,
    2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22, 11, 4, 25,
];
static P_QUARTERS: [[u64; 16]; 8] = Selection::quarters(32, &P_PLACES);

/// The first half of permuted choice 1: 28 bits of the key.
pub static PC1_C: Selection = Selection::new("PC-1", 64, &PC1_C_PLACES, &PC1_C_QUARTERS);
#[rustfmt::skip]
const PC1_C_PLACES: [u8; 28] = [
    57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18,
    10, 2, 59, 51, 43, 35, 27, 19, 11, 3, 60, 52, 44, 36,
];
static PC1_C_QUARTERS: [[u64; 16]; 16] = Selection::quarters(64, &PC1_C_PLACES);

/// The other half of permuted choice 1.
pub static PC1_D: Selection = Selection::new("PC-1", 64, &PC1_D_PLACES, &PC1_D_QUARTERS);
#[rustfmt::skip]
const PC1_D_PLACES: [u8; 28] = [
    63, 55, 47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22,
    14, 6, 61, 53, 45, 37, 29, 21, 13, 5, 28, 20, 12, 4,
];
static PC1_D_QUARTERS: [[u64; 16]; 16] = Selection::quarters(64, &PC1_D_PLACES);

/// The half of permuted choice 2 that reads C: 24 of its 28 bits.
pub static PC2_C: Selection = Selection::new("PC-2", 28, &PC2_C_PLACES, &PC2_C_QUARTERS);
#[rustfmt::skip]
const PC2_C_PLACES: [u8; 24] = [
    14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10,
    23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2,
];
static PC2_C_QUARTERS: [[u64; 16]; 7] = Selection::quarters(28, &PC2_C_PLACES);

/// The half of permuted choice 2 that reads D.
pub static PC2_D: Selection = Selection::new("PC-2", 28, &PC2_D_PLACES, &PC2_D_QUARTERS);
#[rustfmt::skip]
const PC2_D_PLACES: [u8; 24] = [
    13, 24, 3, 9, 19, 27, 2, 12, 23, 17, 5, 20,
    16, 21, 11, 28, 6, 25, 18, 14, 22, 8, 1, 4,
];
static PC2_D_QUARTERS: [[u64; 16]; 7] = Selection::quarters(28, &PC2_D_PLACES);

/// A rotation of 28 bits to the left by one place and by two.
pub static LS: [Selection; 2] = [Selection::moved("LS1", 28, &LS1_PLACES), Selection::moved("LS2", 28, &LS2_PLACES)];
const LS1_PLACES: [u8; 28] = rotated(1);
const LS2_PLACES: [u8; 28] = rotated(2);
const fn rotated(by: usize) -> [u8; 28] {
    let (mut places, mut i) = ([0; 28], 0);
    while i < 28 {
        places[i] = ((i + by) % 28) as u8 + 1;
        i += 1;
    }
    places
}
/// The rotations of the sixteen rounds of the key schedule, each by one place or by two.
pub const SHIFTS: [u8; 16] = [1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1];

/// The eight groups of six bits that the S-boxes read.
pub static B: [Selection; 8] = [
    Selection::moved("B1", 48, &GROUPS[0]),
    Selection::moved("B2", 48, &GROUPS[1]),
    Selection::moved("B3", 48, &GROUPS[2]),
    Selection::moved("B4", 48, &GROUPS[3]),
    Selection::moved("B5", 48, &GROUPS[4]),
    Selection::moved("B6", 48, &GROUPS[5]),
    Selection::moved("B7", 48, &GROUPS[6]),
    Selection::moved("B8", 48, &GROUPS[7]),
];
const GROUPS: [[u8; 6]; 8] = {
    let (mut groups, mut i) = ([[0; 6]; 8], 0);
    while i < 48 {
        groups[i / 6][i % 6] = i as u8 + 1;
        i += 1;
    }
    groups
};

/// The eight S-boxes. An entry's index is its six bits: the first and the last say the row, the four between the
/// column.
pub static S: [Table; 8] = [
    Table { name: "S1", bytes: &BOXES[0], says: Some(entry) },
    Table { name: "S2", bytes: &BOXES[1], says: Some(entry) },
    Table { name: "S3", bytes: &BOXES[2], says: Some(entry) },
    Table { name: "S4", bytes: &BOXES[3], says: Some(entry) },
    Table { name: "S5", bytes: &BOXES[4], says: Some(entry) },
    Table { name: "S6", bytes: &BOXES[5], says: Some(entry) },
    Table { name: "S7", bytes: &BOXES[6], says: Some(entry) },
    Table { name: "S8", bytes: &BOXES[7], says: Some(entry) },
];
fn entry(index: crate::num::Index) -> String {
    let b = index.last();
    format!("row {} and column {} of the box", b >> 4 & 2 | b & 1, b >> 1 & 15)
}
/// The boxes by the six bits.
static BOXES: [[u8; 64]; 8] = {
    let (mut boxes, mut i) = ([[0; 64]; 8], 0);
    while i < 512 {
        let (number, b) = (i / 64, i % 64);
        boxes[number][b] = ROWS[number][b >> 4 & 2 | b & 1][b >> 1 & 15];
        i += 1;
    }
    boxes
};
/// The boxes as they are printed: four rows of sixteen columns.
#[rustfmt::skip]
const ROWS: [[[u8; 16]; 4]; 8] = [
    [
        [14, 4, 13, 1, 2, 15, 11, 8, 3, 10, 6, 12, 5, 9, 0, 7],
        [0, 15, 7, 4, 14, 2, 13, 1, 10, 6, 12, 11, 9, 5, 3, 8],
        [4, 1, 14, 8, 13, 6, 2, 11, 15, 12, 9, 7, 3, 10, 5, 0],
        [15, 12, 8, 2, 4, 9, 1, 7, 5, 11, 3, 14, 10, 0, 6, 13],
    ],
    [
        [15, 1, 8, 14, 6, 11, 3, 4, 9, 7, 2, 13, 12, 0, 5, 10],
        [3, 13, 4, 7, 15, 2, 8, 14, 12, 0, 1, 10, 6, 9, 11, 5],
        [0, 14, 7, 11, 10, 4, 13, 1, 5, 8, 12, 6, 9, 3, 2, 15],
        [13, 8, 10, 1, 3, 15, 4, 2, 11, 6, 7, 12, 0, 5, 14, 9],
    ],
    [
        [10, 0, 9, 14, 6, 3, 15, 5, 1, 13, 12, 7, 11, 4, 2, 8],
        [13, 7, 0, 9, 3, 4, 6, 10, 2, 8, 5, 14, 12, 11, 15, 1],
        [13, 6, 4, 9, 8, 15, 3, 0, 11, 1, 2, 12, 5, 10, 14, 7],
        [1, 10, 13, 0, 6, 9, 8, 7, 4, 15, 14, 3, 11, 5, 2, 12],
    ],
    [
        [7, 13, 14, 3, 0, 6, 9, 10, 1, 2, 8, 5, 11, 12, 4, 15],
        [13, 8, 11, 5, 6, 15, 0, 3, 4, 7, 2, 12, 1, 10, 14, 9],
        [10, 6, 9, 0, 12, 11, 7, 13, 15, 1, 3, 14, 5, 2, 8, 4],
        [3, 15, 0, 6, 10, 1, 13, 8, 9, 4, 5, 11, 12, 7, 2, 14],
    ],
    [
        [2, 12, 4, 1, 7, 10, 11, 6, 8, 5, 3, 15, 13, 0, 14, 9],
        [14, 11, 2, 12, 4, 7, 13, 1, 5, 0, 15, 10, 3, 9, 8, 6],
        [4, 2, 1, 11, 10, 13, 7, 8, 15, 9, 12, 5, 6, 3, 0, 14],
        [11, 8, 12, 7, 1, 14, 2, 13, 6, 15, 0, 9, 10, 4, 5, 3],
    ],
    [
        [12, 1, 10, 15, 9, 2, 6, 8, 0, 13, 3, 4, 14, 7, 5, 11],
        [10, 15, 4, 2, 7, 12, 9, 5, 6, 1, 13, 14, 0, 11, 3, 8],
        [9, 14, 15, 5, 2, 8, 12, 3, 7, 0, 4, 10, 1, 13, 11, 6],
        [4, 3, 2, 12, 9, 5, 15, 10, 11, 14, 1, 7, 6, 0, 8, 13],
    ],
    [
        [4, 11, 2, 14, 15, 0, 8, 13, 3, 12, 9, 7, 5, 10, 6, 1],
        [13, 0, 11, 7, 4, 9, 1, 10, 14, 3, 5, 12, 2, 15, 8, 6],
        [1, 4, 11, 13, 12, 3, 7, 14, 10, 15, 6, 8, 0, 5, 9, 2],
        [6, 11, 13, 8, 1, 4, 10, 7, 9, 5, 0, 15, 14, 2, 3, 12],
    ],
    [
        [13, 2, 8, 4, 6, 15, 11, 1, 10, 9, 3, 14, 5, 0, 12, 7],
        [1, 15, 13, 8, 10, 3, 7, 4, 12, 5, 6, 11, 0, 14, 9, 2],
        [7, 11, 4, 1, 9, 12, 14, 2, 0, 6, 10, 13, 15, 3, 5, 8],
        [2, 1, 14, 7, 4, 10, 8, 13, 15, 12, 9, 0, 3, 5, 6, 11],
    ],
];
