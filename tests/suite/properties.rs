//! Properties that hold for every function: what is recorded is what is computed, a flipped bit is the flipped input,
//! what a value does not come from does not change it, and every address leads back to where it was printed.

use crate::support::call::input;
use cleartext::functions::{self, Agreement, Arguments, Context};
use cleartext::num::Reading;
use cleartext::run::address::Address;
use cleartext::run::origin::roots;
use cleartext::run::{Budget, Cursor, Error, Part, Path, Place, Rope, Run, Source, Value};
use cleartext::sheet::expr::{Limits, parse_sheet};
use cleartext::sheet::{NoFiles, Sheet};
use proptest::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

const HASHES: [&str; 6] = ["sha224", "sha256", "sha384", "sha512", "sha512_224", "sha512_256"];

/// A call, computed to its end.
fn call(name: &str, arguments: Vec<Value>) -> (Run, Arguments) {
    let (run, arguments) = crate::support::call::call(name, arguments);
    run.finish(&Budget::unlimited()).unwrap();
    (run, arguments)
}
fn hash(name: &str, message: &[u8]) -> Run {
    call(name, vec![input("message", message)]).0
}
fn value(run: &Run, address: &str) -> String {
    let budget = Budget::unlimited();
    run.at(&address.parse().unwrap(), &budget).unwrap().text(&budget).unwrap()
}
fn agreement(name: &str, run: &Run, arguments: &Arguments) -> Agreement {
    functions::function(name).unwrap().agreement(run, arguments).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn hashes_agree_with_the_crate(which in 0..6usize, message in prop::collection::vec(any::<u8>(), 0..1000)) {
        let name = HASHES[which];
        let (run, arguments) = call(name, vec![input("message", &message)]);
        prop_assert_eq!(agreement(name, &run, &arguments), Agreement::Agrees { vetted: "sha2 0.11", shares: "" });
    }
    #[test]
    fn hmac_agrees_with_the_crate(
        which in 0..6usize,
        key in prop::collection::vec(any::<u8>(), 0..300),
        message in prop::collection::vec(any::<u8>(), 0..600),
    ) {
        let (run, arguments) =
            call("hmac", vec![input("key", &key), input("message", &message), Value::text(HASHES[which])]);
        prop_assert_eq!(agreement("hmac", &run, &arguments), Agreement::Agrees { vetted: "hmac 0.13", shares: "" });
    }
    /// What a mode encrypts it decrypts again, the crates agree, and every byte comes from the key.
    #[test]
    fn modes_undo_themselves(
        mode in 0..3usize,
        key in prop::collection::vec(any::<u8>(), 32),
        length in 0..3usize,
        padding in 0..4usize,
        start in prop::collection::vec(any::<u8>(), 16),
        mut message in prop::collection::vec(any::<u8>(), 0..1500),
        at in any::<prop::sample::Index>(),
    ) {
        let (there, back, vetted) = [
            ("ecb_encrypt", "ecb_decrypt", "ecb 0.2"),
            ("cbc_encrypt", "cbc_decrypt", "cbc 0.2"),
            ("ctr", "ctr", "ctr 0.10"),
        ][mode];
        let padding = ["pkcs7", "oneandzeroes", "zeroes", "none"][padding];
        if mode < 2 && padding == "none" {
            message.truncate(message.len() / 16 * 16);
        }
        let key = &key[..[16, 24, 32][length]];
        let run = |name, message: &[u8]| {
            let mut given = vec![input("key", key)];
            given.extend((mode > 0).then(|| input("start", &start)));
            given.extend([input("message", message), Value::text("aes")]);
            given.extend((mode < 2).then(|| Value::text(padding)));
            call(name, given)
        };
        let (encrypted, arguments) = run(there, &message);
        prop_assert_eq!(agreement(there, &encrypted, &arguments), Agreement::Agrees { vetted, shares: "" });
        let ciphertext = encrypted.output().unwrap();
        let (decrypted, arguments) = run(back, &ciphertext);
        prop_assert_eq!(agreement(back, &decrypted, &arguments), Agreement::Agrees { vetted, shares: "" });
        prop_assert_eq!(decrypted.output().unwrap(), message);
        if !ciphertext.is_empty() {
            let byte = at.index(ciphertext.len()) as u64;
            let rope = encrypted.result.rope().unwrap().slice(byte..byte + 1);
            let found = roots(&Place::bytes(rope), &Budget::unlimited()).unwrap();
            let whole = 0..key.len() as u64;
            prop_assert_eq!(found.inputs[&Path::new("key")].as_slice(), std::slice::from_ref(&whole));
        }
    }
    /// The recorded segments, one after the other, end where the plain run ends.
    #[test]
    fn recorded_is_plain(which in 0..6usize, message in prop::collection::vec(any::<u8>(), 0..500)) {
        let run = hash(HASHES[which], &message);
        let part = run.parts().pop().unwrap();
        let last = part.record(part.segments() - 1, &Budget::unlimited()).unwrap();
        let digest = run.output().unwrap();
        prop_assert_eq!(&last.border.bytes[..digest.len()], &digest[..]);
    }
    /// A segment replayed with a flipped bit is the function over the flipped input.
    #[test]
    fn a_flipped_bit_is_the_flipped_input(
        which in 0..6usize,
        mut message in prop::collection::vec(any::<u8>(), 1..110),
        at in any::<prop::sample::Index>(),
        bit in 0..8u32,
    ) {
        let before = hash(HASHES[which], &message);
        let byte = at.index(message.len());
        message[byte] ^= 1 << bit;
        let after = hash(HASHES[which], &message);
        let block = if which < 2 { 64 } else { 128 };
        let segment = (byte / block) as u64;
        let part = before.parts().pop().unwrap();
        let replayed = part.replay(segment, &mut |_, feeds| feeds[0][byte % block] ^= 1 << bit).unwrap();
        let expected = after.parts().pop().unwrap().record(segment, &Budget::unlimited()).unwrap();
        prop_assert_eq!(&replayed.border.bytes, &expected.border.bytes);
        for (a, b) in replayed.nodes.iter().zip(&expected.nodes) {
            prop_assert_eq!(a.value, b.value);
        }
    }
    /// Flipping a byte that is not among the roots of a value never changes it.
    #[test]
    fn only_the_roots_of_a_value_matter(
        message in prop::collection::vec(any::<u8>(), 20..200),
        label in prop::sample::select(vec!["W[0]", "W[3]", "W[15]", "W[16]", "W[20]", "T1[0]", "T1[1]", "a[2]", "Ch[3]", "s0[17]"]),
        flipped in any::<prop::sample::Index>(),
    ) {
        let budget = Budget::unlimited();
        let address = format!("block[0]/{label}");
        let run = hash("sha256", &message);
        let place = run.at(&address.parse().unwrap(), &budget).unwrap();
        let found = roots(&place, &budget).unwrap();
        let byte = flipped.index(message.len());
        let among = found.inputs.get(&Path::new("message")).is_some_and(|l| l.iter().any(|r| r.contains(&(byte as u64))));
        let mut changed = message.clone();
        changed[byte] ^= 0x10;
        let same = value(&hash("sha256", &changed), &address) == value(&run, &address);
        prop_assert!(among || same, "byte {} changes {} and is not among its roots", byte, address);
    }
    /// A word of the schedule comes from exactly the bytes it was read from.
    #[test]
    fn a_word_comes_from_its_four_bytes(message in prop::collection::vec(any::<u8>(), 64..200), t in 0..16u64) {
        let budget = Budget::unlimited();
        let run = hash("sha256", &message);
        let place = run.at(&format!("block[0]/W[{t}]").parse().unwrap(), &budget).unwrap();
        let found = roots(&place, &budget).unwrap();
        let read = 4 * t..4 * t + 4;
        prop_assert_eq!(found.inputs[&Path::new("message")].as_slice(), std::slice::from_ref(&read));
    }
    /// Stopping and going on gives the same as running through.
    #[test]
    fn a_budget_changes_nothing_but_when(message in prop::collection::vec(any::<u8>(), 0..3000), time in 1..3000u64) {
        let whole = hash("sha256", &message).output().unwrap();
        let budget = Budget::unlimited();
        let context = Context { at: Path::new(""), budget: &budget };
        let given = vec![(None, input("message", &message))];
        let (run, _) = functions::function("sha256").unwrap().call(&context, given).unwrap();
        let mut turns = 0;
        while let Err(error) = run.finish(&Budget::worth(Duration::from_nanos(time))) {
            prop_assert!(error.is_pending());
            turns += 1;
            prop_assert!(turns < 1000);
        }
        prop_assert_eq!(run.output().unwrap(), whole);
    }
    /// Every address that a walk prints leads to the value that the walk stood on, and back to the place.
    #[test]
    fn addresses_lead_back(
        key in prop::collection::vec(any::<u8>(), 0..100),
        message in prop::collection::vec(any::<u8>(), 0..150),
        moves in prop::collection::vec(0..4u8, 1..60),
    ) {
        let budget = Budget::unlimited();
        let (run, _) = call("hmac", vec![input("key", &key), input("message", &message)]);
        let run = Arc::new(run);
        let mut cursor = Cursor::new(run.clone());
        for step in moves {
            match step {
                0 | 1 => drop(cursor.enter(&budget).unwrap()),
                2 => drop(cursor.next(&budget).unwrap()),
                _ => drop(cursor.previous(&budget).unwrap()),
            }
            let printed = cursor.address(&budget).unwrap();
            let address: Address = printed.parse().unwrap();
            let found = run.at(&address, &budget).unwrap().text(&budget).unwrap();
            prop_assert_eq!(&found, &cursor.place(&budget).unwrap().text(&budget).unwrap(), "{}", printed);
            let mut there = Cursor::new(run.clone());
            there.seek(&address, &budget).unwrap();
            prop_assert_eq!(there.address(&budget).unwrap(), printed);
        }
    }
}

/// Every function of the table: its examples are values, and their bytes lead back to where they come from.
#[test]
fn every_example_walks_back() {
    let budget = Budget::unlimited();
    for function in functions::all() {
        for example in function.examples {
            let (lines, faults) = parse_sheet(&format!("x = {example}"), &Limits::default());
            assert_eq!(faults, [], "{example}");
            let mut sheet = Sheet::new(lines);
            sheet.finish(&NoFiles, &budget).unwrap();
            let cell = sheet.cell("x").unwrap();
            let outcome = cell.outcome().unwrap_or_else(|| panic!("{example}: {:?}", cell.problem()));
            let found = roots(&Place::Value(outcome.value.clone()), &budget).unwrap();
            assert!(found.inputs.is_empty(), "{example} has no inputs");
            let differs = outcome.agreement().unwrap().differs();
            assert!(!differs, "{example} differs from its counterpart");
        }
    }
}
/// From any value back to the learner's bytes, across cells, runs, parts and segments.
#[test]
fn a_walk_crosses_cells() {
    let budget = Budget::unlimited();
    let source =
        "key = input(\"secret\")\nname = input(\"Ada\")\nsalted = sha256(name ++ \"!\")\nmac = hmac(key, salted)";
    let (mut sheet, faults) = Sheet::parse(source, &Limits::default());
    assert_eq!(faults, []);
    sheet.finish(&NoFiles, &budget).unwrap();
    let found = sheet.find(&"mac/outer/block[1]/a[63]".parse().unwrap(), 1, &budget).unwrap().remove(0);
    let found = roots(&found.place, &budget).unwrap();
    assert_eq!(found.inputs[&Path::new("name")], std::iter::once(0..3).collect::<Vec<_>>());
    assert_eq!(found.inputs[&Path::new("key")], std::iter::once(0..6).collect::<Vec<_>>());
}

/// A long input: any segment is the same as in a run that has been through it all.
#[test]
fn any_segment_of_a_long_input_is_itself() {
    let message: Vec<u8> = (0..300_000u32).map(|i| (i.wrapping_mul(2654435761) >> 13) as u8).collect();
    let fresh = |finish: bool| {
        let budget = Budget::unlimited();
        let context = Context { at: Path::new(""), budget: &budget };
        let (run, _) =
            functions::function("sha256").unwrap().call(&context, vec![(None, input("m", &message))]).unwrap();
        if finish {
            run.finish(&budget).unwrap();
        }
        run.parts().pop().unwrap()
    };
    let (whole, budget) = (fresh(true), Budget::unlimited());
    for segment in [0, 1, 63, 64, 65, 127, 128, 2000, whole.segments() - 1] {
        let (a, b) = (whole.record(segment, &budget).unwrap(), fresh(false).record(segment, &budget).unwrap());
        assert_eq!(a.border, b.border, "segment {segment}");
        let state = if segment == 0 { None } else { Some(whole.record(segment - 1, &budget).unwrap()) };
        let reads_state = |n: &u32| matches!(a.read(*n), Some((Reading::Border, _)));
        let read: Vec<u8> = (0..a.nodes.len() as u32).filter(reads_state).flat_map(|n| a.bytes(n)).collect();
        assert!(state.is_none_or(|s| s.border.bytes == read), "segment {segment} begins where the one before ended");
    }
    assert_eq!(whole.compared().unwrap().segments, whole.segments());
}

/// Bytes that cannot be read from some place on.
struct Failing(AtomicU64);
impl Source for Failing {
    fn len(&self) -> u64 {
        1 << 20
    }
    fn read_at(&self, at: u64, buf: &mut [u8]) -> Result<(), Error> {
        if at + buf.len() as u64 > self.0.load(Ordering::Relaxed) {
            return Err(Error::Source("the disk is gone".into()));
        }
        buf.fill(7);
        Ok(())
    }
}
#[test]
fn a_source_that_fails_is_an_error_and_nothing_is_lost() {
    let budget = Budget::unlimited();
    let source = Arc::new(Failing(AtomicU64::new(1 << 19)));
    let message = Value::Bytes(Rope::input(Path::new("m"), source.clone()));
    let context = Context { at: Path::new(""), budget: &budget };
    let (run, _) = functions::function("sha256").unwrap().call(&context, vec![(None, message)]).unwrap();
    let part: Arc<dyn Part> = run.parts().pop().unwrap();
    assert_eq!(run.finish(&budget), Err(Error::Source("the disk is gone".into())));
    assert!(part.progress().done > 0);
    assert!(part.record(5, &budget).is_ok(), "what can be read can be shown");
    source.0.store(1 << 20, Ordering::Relaxed);
    run.finish(&budget).unwrap();
    assert_eq!(run.output().unwrap(), hash("sha256", &vec![7; 1 << 20]).output().unwrap());
}
#[test]
fn told_to_stop_it_stops() {
    let message = Value::Bytes(Rope::filled("zeros", 0, 1 << 34));
    let unlimited = Budget::unlimited();
    let context = Context { at: Path::new(""), budget: &unlimited };
    let (run, _) = functions::function("sha256").unwrap().call(&context, vec![(None, message)]).unwrap();
    let begun = std::time::Instant::now();
    let stop = || begun.elapsed().as_millis() > 20;
    assert_eq!(run.finish(&Budget::until(&stop)), Err(Error::Cancelled));
    assert!(begun.elapsed().as_millis() < 2000);
}
