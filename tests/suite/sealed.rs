//! What is sealed can be opened, and nothing that was changed by a bit, wherever it stands.

use crate::support::dice::Dice;
use cleartext::functions::{Context, Fault, FaultKind, function};
use cleartext::run::{Budget, Path, Rope, Run, Value};
use std::sync::Arc;

fn bytes(name: &str, bytes: &[u8]) -> Value {
    Value::Bytes(Rope::input(Path::new(name), Arc::new(bytes.to_vec())))
}
fn called(name: &str, given: &[&[u8]]) -> Result<Run, Fault> {
    let budget = Budget::unlimited();
    let given = given.iter().map(|given| (None, bytes("x", given))).collect();
    let (run, _) = function(name)?.call(&Context { at: Path::new(""), budget: &budget }, given)?;
    run.finish(&budget)?;
    Ok(run)
}
/// Key and nonce of a random length that the algorithm takes, with message and data.
fn drawn(algorithm: &str, dice: &mut Dice) -> [Vec<u8>; 4] {
    let mut draw = |length: usize| (0..length).map(|_| dice.roll(256) as u8).collect::<Vec<u8>>();
    let (key, nonce) = match algorithm {
        "gcm" => (16 + 8 * (draw(1)[0] % 3) as usize, 1 + draw(1)[0] as usize % 20),
        _ => (32, 12),
    };
    let (message, data) = (draw(1)[0] as usize % 40, draw(1)[0] as usize % 20);
    [draw(key), draw(nonce), draw(message), draw(data)]
}
/// Seals random messages and opens them, whole and with one bit turned over in each of some places.
fn every_flip_is_refused(messages: usize, bits_of_a_byte: usize) {
    for algorithm in ["gcm", "chacha20_poly1305"] {
        let (mut dice, mut flips) = (Dice::new(0x5ea1), 0);
        for _ in 0..messages {
            let [key, nonce, message, data] = drawn(algorithm, &mut dice);
            let sealed = called(&format!("{algorithm}_seal"), &[&key, &nonce, &message, &data]).expect("sealed");
            let sealed = sealed.output().expect("computed");
            assert_eq!(sealed.len(), message.len() + 16);
            let open = |given: &[Vec<u8>; 4]| {
                called(&format!("{algorithm}_open"), &[&given[0], &given[1], &given[2], &given[3]])
            };
            let mut given = [key, nonce, sealed, data];
            assert_eq!(open(&given).expect("opened").output().expect("computed"), message);
            for part in 0..given.len() {
                for at in 0..given[part].len() {
                    let first = dice.roll(8);
                    for bit in (0..bits_of_a_byte).map(|k| (first + k) % 8) {
                        given[part][at] ^= 1 << bit;
                        let refused = open(&given).expect_err("a bit was turned over");
                        assert_eq!(refused.kind, FaultKind::Rejected, "{algorithm} {part} {at} {bit}");
                        given[part][at] ^= 1 << bit;
                        flips += 1;
                    }
                }
            }
        }
        assert!(flips > 60 * messages * bits_of_a_byte, "{flips}");
    }
}
#[test]
fn a_bit_turned_over_anywhere_is_refused() {
    every_flip_is_refused(30, 1);
}
/// All bits of a thousand messages.
#[test]
#[ignore = "minutes without optimisation"]
fn every_bit_of_a_thousand_messages_is_refused() {
    every_flip_is_refused(1000, 8);
}
