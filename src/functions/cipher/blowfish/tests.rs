use super::*;
use crate::functions::bytes::testing::{at, call, fault, formula, input, origin};
use crate::run::Budget;
use proptest::prelude::*;

fn encrypted(key: &[u8]) -> Run {
    call("blowfish_encrypt", [input("key", key), input("block", b"8 bytes!")]).unwrap()
}

#[test]
fn every_word_of_the_tables_leads_to_its_step() {
    let run = encrypted(b"a secret key");
    assert_eq!(at(&run, "key_schedule/P[3]"), at(&run, "key_schedule/step[2]/P_new[3]"));
    assert_eq!(at(&run, "key_schedule/S[0][0]"), at(&run, "key_schedule/step[10]/S_new[0][0]"));
    let last_two = at(&run, "key_schedule/S[3][254]") + &at(&run, "key_schedule/S[3][255]");
    assert_eq!(last_two, at(&run, "key_schedule/step[521]"));
    let place = run.at(&"key_schedule/S[3][255]".parse().unwrap(), &Budget::unlimited()).unwrap();
    let operands = place.operands(&Budget::unlimited()).unwrap();
    assert_eq!(operands.len(), 1);
    assert!(operands[0].address.ends_with("key_schedule/step[521]/S_new[3][255]"), "{}", operands[0].address);
}
#[test]
fn a_round_reads_as_the_specification_does() {
    let run = encrypted(b"k");
    assert_eq!(formula(&run, "round[3]/F"), "((S_a + S_b) ⊕ S_c) + S_d");
    assert_eq!(formula(&run, "round[3]/x"), "state[0..4] ⊕ P");
    assert_eq!(formula(&run, "key_schedule/step[521]/L[16]"), "R[15] ⊕ F[16]");
    assert_eq!(at(&run, "round[3]/R"), at(&run, "round[3]/x"));
}
#[test]
fn an_entry_comes_from_its_box_and_from_its_index() {
    let run = encrypted(b"k");
    let place = run.at(&"round[3]/S_a".parse().unwrap(), &Budget::unlimited()).unwrap();
    let operands = place.operands(&Budget::unlimited()).unwrap();
    let addresses: Vec<&str> = operands.iter().map(|operand| operand.address.as_str()).collect();
    let [entry, index] = addresses[..] else { panic!("{addresses:?}") };
    assert!(entry.contains("key_schedule/step[") && entry.contains("S_new[0]["), "{entry}");
    assert!(index.ends_with("round[3]/a"), "{index}");
}
/// Two words change, and what is recorded is what one encryption computes.
#[test]
fn a_step_records_one_encryption() {
    let run = encrypted(b"k");
    let key_schedule = run.parts().into_iter().find(|p| p.at().as_str().ends_with("step")).unwrap();
    assert_eq!(key_schedule.segments(), 521);
    let trace = key_schedule.record(520, &Budget::unlimited()).unwrap();
    assert_eq!(trace.border.bytes.len(), 8);
    assert!(trace.nodes.len() < 600, "{}", trace.nodes.len());
}
#[test]
fn a_block_depends_on_key_block_and_pi() {
    let run = encrypted(b"a secret key");
    assert_eq!(origin(&run.result, 0..8), "block[0..8] key[0..12]; fraction of π");
    let place = Value::Bytes(match run.at(&"key_schedule/P_xor_key/P[3]".parse().unwrap(), &Budget::unlimited()) {
        Ok(place) => place.rope(&Budget::unlimited()).unwrap(),
        Err(error) => panic!("{error}"),
    });
    assert_eq!(origin(&place, 0..4), "key[0..4]; fraction of π");
}
#[test]
fn keys_and_blocks_of_other_lengths_are_refused() {
    let refused = |key: &[u8], block: &[u8]| fault("blowfish_encrypt", [input("key", key), input("block", block)]);
    assert!(refused(b"", b"8 bytes!").contains("`key`"));
    assert!(refused(&[7; 57], b"8 bytes!").contains("`key`"));
    assert!(refused(b"key", b"7 bytes").contains("`block`"));
}
#[test]
fn unrecorded_it_computes_the_same() {
    for length in [1, 4, 56] {
        let key = vec![0xa5; length];
        assert_eq!(encrypted(&key).output().unwrap(), Blowfish::new(&key).encrypt(*b"8 bytes!"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]
    #[test]
    fn decryption_undoes_encryption(key in prop::collection::vec(any::<u8>(), 1..=56), block: [u8; 8]) {
        let key = || input("key", &key);
        let there = call("blowfish_encrypt", [key(), input("block", &block)]).unwrap().output().unwrap();
        let back = call("blowfish_decrypt", [key(), input("block", &there)]).unwrap();
        prop_assert_eq!(back.output().unwrap(), block);
    }
}
