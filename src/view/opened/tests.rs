use super::*;
use crate::num::{Border, Byte, Carry, Number, Numbers, Tape, Word};

fn labels(opened: &Opened) -> Vec<&str> {
    opened.rows.iter().map(|row| row.label.as_str()).collect()
}
fn digits(row: &BitRow) -> String {
    row.digits.iter().map(|digit| digit.map_or("·".to_owned(), |digit| digit.to_string())).collect()
}
fn low(row: &BitRow, count: usize) -> String {
    let all: Vec<char> = digits(row).chars().collect();
    all[all.len() - count..].iter().collect()
}

#[test]
fn a_sigma_shows_its_rotations() {
    let tape = Tape::new();
    let e = (&tape).u32("e", 11, 0x816f_d6e9);
    let sigma = Number::helper("Σ1", [e], |[e]| e.rotr(6) ^ e.rotr(11) ^ e.rotr(25)).node();
    let trace = tape.finish(Border::default());
    let open = open(&trace, sigma).unwrap();
    assert_eq!(labels(&open), ["e[11]", "ROTR 6", "ROTR 11", "ROTR 25", "⊕"]);
    let texts: Vec<&str> = open.rows.iter().map(|row| row.text.as_str()).collect();
    assert_eq!(texts, ["816fd6e9", "a605bf5b", "dd302dfa", "b7eb74c0", "ccdee661"]);
    assert_eq!(open.rows[1].moved.iter().filter(|&&moved| moved).count(), 6);
    assert!(open.rows[1].moved[5] && !open.rows[1].moved[6]);
    assert_eq!(column(&trace, sigma, 31), "bit 31: 1 ⊕ 1 ⊕ 1 = 1");
}

#[test]
fn a_sum_shows_its_carries_and_a_difference_what_it_borrows() {
    let tape = Tape::new();
    let [a, b, c] = [("a", 3), ("b", 1), ("c", 3)].map(|(name, value)| (&tape).u32(name, (), value));
    let (sum, less) = ((a + b + c).node(), (b - a).node());
    let trace = tape.finish(Border::default());
    let added = open(&trace, sum).unwrap();
    assert_eq!(labels(&added), ["a", "b", "c", "carry", "+"]);
    assert_eq!((low(&added.rows[3], 4), low(&added.rows[4], 4)), ("0110".into(), "0111".into()));
    assert_eq!(column(&trace, sum, 0), "bit 0: 1 + 1 + 1 + 0 carried = 1, carry 1");
    let taken = open(&trace, less).unwrap();
    assert_eq!(labels(&taken), ["b", "a", "borrow", "-"]);
    // 1 - 3 = -2, which wraps round to …1110.
    assert_eq!((low(&taken.rows[2], 4), low(&taken.rows[3], 4)), ("1100".into(), "1110".into()));
    assert_eq!(column(&trace, less, 1), "bit 1: 0 - 1 - 0 borrowed = 1, borrow 1");
}

#[test]
fn choosing_and_majority_say_how_each_bit_came_about() {
    let tape = Tape::new();
    let [x, y, z] = [("x", 0b1010), ("y", 0b1100), ("z", 0b0110)].map(|(name, value)| (&tape).u8(name, (), value));
    let ch = Number::helper("Ch", [x, y, z], |[x, y, z]| (x & y) ^ (!x & z)).node();
    let maj = Number::helper("Maj", [x, y, z], |[x, y, z]| (x & y) ^ (x & z) ^ (y & z)).node();
    let trace = tape.finish(Border::default());
    assert_eq!(low(open(&trace, ch).unwrap().rows.last().unwrap(), 4), "1100");
    assert_eq!(column(&trace, ch, 2), "bit 2: (0 ∧ 1) ⊕ (¬0 ∧ 1) = 1");
    assert_eq!(column(&trace, maj, 1), "bit 1: (1 ∧ 0) ⊕ (1 ∧ 1) ⊕ (0 ∧ 1) = 1");
    assert_eq!(low(open(&trace, maj).unwrap().rows.last().unwrap(), 4), "1110");
}

#[test]
fn bytes_stand_where_they_go_in_a_word() {
    let tape = Tape::new();
    let n = &tape;
    let word = n.join_u32([0x01, 0x80, 0xff, 0x00].map(|value| n.u8("b", usize::from(value), value)));
    let [_, second, ..] = n.split_u32(word.named("w", ()));
    let bit = word.bit(31).node();
    let (word, second) = (word.node(), second.node());
    let trace = tape.finish(Border::default());
    let joined = open(&trace, word).unwrap();
    assert_eq!(digits(&joined.rows[1]), format!("{}10000000{}", "·".repeat(8), "·".repeat(16)));
    assert_eq!(joined.rows[4].text, "0180ff00");
    let split = open(&trace, second).unwrap();
    assert_eq!((split.offset, labels(&split)), (8, vec!["w", "byte"]));
    assert!(split.rows[0].moved[8..16].iter().all(|moved| *moved) && !split.rows[0].moved[16]);
    assert_eq!(column(&trace, second, 7), "bit 7: 1, bit 23 of w");
    assert_eq!((open(&trace, bit).unwrap().offset, column(&trace, bit, 0)), (0, "bit 0: 0, bit 7 of b[1]".into()));
}

#[test]
fn products_of_bytes_are_shifts_and_reductions() {
    let tape = Tape::new();
    let [a, b] = [("a", 0x57), ("b", 0x13)].map(|(name, value)| (&tape).u8(name, (), value));
    let (product, doubled) = (a.gf_mul(b).node(), a.xtime().xtime().node());
    let trace = tape.finish(Border::default());
    let open_product = open(&trace, product).unwrap();
    assert_eq!(labels(&open_product), ["a", "b", "a·x^0", "a·x^1", "a·x^4 1b", "⊕"]);
    assert_eq!(open_product.rows[5].text, "fe");
    let doubled_rows = open(&trace, doubled).unwrap();
    assert_eq!(labels(&doubled_rows), ["02 • a", "SHL 1", "⊕ 1b", "⊕"]);
    assert_eq!(doubled_rows.rows[3].text, "47");
    assert_eq!(column(&trace, doubled, 0), "bit 0: 0 shifted ⊕ 1 of the reduction = 1");
}

#[test]
fn a_selection_says_which_was_taken() {
    let tape = Tape::new();
    let n = &tape;
    let [yes, no] = [("yes", 5), ("no", 6)].map(|(name, value)| n.u8(name, (), value));
    let taken = Number::select(n.bit("swap", (), false), yes, no).node();
    let trace = tape.finish(Border::default());
    let open = open(&trace, taken).unwrap();
    assert_eq!(labels(&open), ["swap", "yes", "no", "taken"]);
    assert_eq!(digits(&open.rows[0]), "·······0");
    assert_eq!(open.notes, ["swap is 0: no is taken."]);
    assert_eq!(column(&trace, taken, 1), "bit 1: 1, bit 1 of no");
}

#[test]
fn small_integers_have_bits_and_both_ways_of_writing() {
    let tape = Tape::new();
    let n = &tape;
    let [a, b] = [("a", 57), ("b", 88)].map(|(name, value)| n.int(name, (), value.into()));
    let product = (a * b).named("product", ()).node();
    let trace = tape.finish(Border::default());
    let open = open(&trace, product).unwrap();
    assert_eq!(labels(&open), ["a", "b", "×"]);
    assert_eq!((open.rows[2].text.as_str(), low(&open.rows[2], 16)), ("5016  0x1398", "0001001110011000".into()));
}
