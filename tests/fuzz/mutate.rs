//! Changes of an input: a few at once, each small.

use super::drive::LONGEST;
use crate::support::dice::Dice;

/// What no terminal, parser or counter likes.
const HOSTILE: &[&str] = &[
    "\x1b[31m",
    "\x1b]0;t\x07",
    "\0",
    "\r\n",
    "\t",
    "\x7f",
    "\u{9b}",
    "\u{202e}",
    "\u{2066}",
    "\u{200b}",
    "\u{feff}",
    "\u{301}",
    "\u{fe0f}",
    "👩‍👩‍👧",
    "漢",
    "é",
    "\u{fffd}",
    "\u{e000}",
    "\\u001b",
    "&#27;",
    "\"",
    "'",
    "`",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "\\",
];
/// Numbers at an edge.
const EDGES: &[&str] = &[
    "0",
    "1",
    "-1",
    "7",
    "255",
    "256",
    "65535",
    "65536",
    "2147483648",
    "4294967296",
    "9223372036854775807",
    "18446744073709551615",
    "18446744073709551616",
    "340282366920938463463374607431768211456",
    "1e400",
];

/// One of the seeds, changed in one to six places.
pub fn change(dice: &mut Dice, pieces: &[&str], seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut input = seeds[dice.roll(seeds.len())].clone();
    for _ in 0..1 + dice.roll(6) {
        edit(dice, pieces, seeds, &mut input);
        input.truncate(LONGEST);
    }
    input
}

fn edit(dice: &mut Dice, pieces: &[&str], seeds: &[Vec<u8>], input: &mut Vec<u8>) {
    let (at, length) = (dice.roll(input.len() + 1), 1 + dice.roll(12));
    let end = (at + length).min(input.len());
    match dice.roll(11) {
        0 => input.iter_mut().skip(at).take(1).for_each(|byte| *byte = dice.roll(256) as u8),
        1 => input.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << dice.roll(8)),
        2 => drop(input.drain(at..end)),
        3 => {
            let far = at + dice.roll(input.len() - at + 1);
            drop(input.drain(at..far));
        }
        4 => {
            let again = input[at..end].repeat(1 << dice.roll(10));
            input.splice(at..at, again);
        }
        5..8 if !pieces.is_empty() => drop(input.splice(at..at, dice.pick(pieces).bytes())),
        8 => {
            // The rest of another one.
            let other = &seeds[dice.roll(seeds.len())];
            input.truncate(at);
            input.extend(&other[dice.roll(other.len() + 1)..]);
        }
        9 => {
            let Some(first) = input.iter().skip(at).position(u8::is_ascii_digit) else { return };
            let digits = input[at + first..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            input.splice(at + first..at + first + digits, dice.pick(EDGES).bytes());
        }
        _ => drop(input.splice(at..at, dice.pick(HOSTILE).bytes())),
    }
}
