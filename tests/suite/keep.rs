//! Values kept alone: they are those that a record has, keeping them computes the run, and a search that looks through
//! them finds what a search through every record finds.

use crate::support::call::{call, input};
use cleartext::num::{Kind, Op, Reading, Trace, Values};
use cleartext::run::search::{self, Hit, Needle, Watcher};
use cleartext::run::{Budget, Part, Place, Run};
use num_bigint::BigInt;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Runs of bodies that keep their values, each with more segments than are searched together where it can have them.
fn runs(bytes: &[u8; 32]) -> Vec<Run> {
    let message: Vec<u8> = bytes.iter().cycle().take(64 * 70 + 5).copied().collect();
    vec![
        call("x25519", vec![input("scalar", bytes), input("u", &bytes.map(|b| b ^ 0x5a))]).0,
        call("sha256", vec![input("message", &message)]).0,
        call("sha512", vec![input("message", &message)]).0,
        call("blowfish_encrypt", vec![input("key", &bytes[..9]), input("block", &bytes[9..17])]).0,
    ]
}
fn keep(part: &Arc<dyn Part>, segments: std::ops::Range<u64>) -> Option<Values> {
    part.keep(segments, &Budget::unlimited()).unwrap()
}
fn record(part: &Arc<dyn Part>, segment: u64) -> Arc<Trace> {
    part.record(segment, &Budget::unlimited()).unwrap()
}

/// What is kept of the k-th segment: words, elements, integers.
type Rows = (Vec<u64>, Vec<BigInt>, Vec<BigInt>);
fn kept(values: &Values, k: usize) -> Rows {
    let elements = values.elements(k).map(|(ring, words)| (ring.integer)(words).into());
    (values.words(k).to_vec(), elements.collect(), values.integers(k).to_vec())
}
/// The same of a record. A part that rewrites keeps also what it reads of its memory.
fn recorded(trace: &Trace, rewrites: bool) -> Rows {
    let mut rows = Rows::default();
    for (i, node) in (0..).zip(&trace.nodes) {
        let state = trace.read(i).is_some_and(|(from, _)| *from == Reading::Border);
        if matches!(node.op, Op::Name | Op::Helper | Op::Choice | Op::Twice) || state && !rewrites {
            continue;
        }
        match node.kind {
            Kind::Bit | Kind::U8 | Kind::U32 | Kind::U64 => rows.0.push(node.value),
            Kind::Mod if !trace.is_integer(i) => rows.1.push(trace.integer(i)),
            Kind::Mod | Kind::Int => rows.2.push(trace.integer(i)),
        }
    }
    rows
}

#[derive(Default)]
struct Found(BTreeSet<String>);
impl Watcher for Found {
    fn found(&mut self, hit: Hit) -> bool {
        // Bytes between the parts, which have neither segment nor operation, are searched as well.
        if let Place::Nodes { .. } = hit.place {
            self.0.insert(hit.address);
        }
        true
    }
    fn searched(&mut self, _: u64, _: u64) {}
}
/// Where a search through the parts of a run finds something.
fn found(run: &Run, needle: &Needle) -> BTreeSet<String> {
    let mut found = Found::default();
    assert!(search::through(run, needle, &mut found, &Budget::unlimited()).unwrap());
    found.0
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_kept_is_what_is_recorded(bytes in any::<[u8; 32]>(), middle in any::<prop::sample::Index>()) {
        for run in runs(&bytes) {
            let mut keeping = vec![];
            for part in run.parts() {
                let Some(values) = keep(&part, 0..part.segments()) else { continue };
                keeping.push(part.at().as_str().to_owned());
                prop_assert_eq!(values.segments() as u64, part.segments());
                let rewrites = part.at().as_str() == "key_schedule/step";
                for segment in 0..part.segments() {
                    let rows = recorded(&record(&part, segment), rewrites);
                    prop_assert_eq!(kept(&values, segment as usize), rows, "{} {}", part.at(), segment);
                }
                let middle = middle.index(part.segments() as usize) as u64;
                let end = keep(&part, middle..part.segments()).unwrap();
                for segment in middle..part.segments() {
                    let rows = recorded(&record(&part, segment), rewrites);
                    prop_assert_eq!(kept(&end, (segment - middle) as usize), rows, "{} {}", part.at(), segment);
                }
            }
            let expected: &[&str] = match run.function {
                "x25519" => &["clamp", "u", "ladder", "swap", "z_2_inverse", "result"],
                "blowfish_encrypt" => &["key_schedule/step"],
                _ => &["block"],
            };
            prop_assert_eq!(keeping, expected);
        }
    }
    #[test]
    fn keeping_computes_the_run(bytes in any::<[u8; 32]>(), parts in any::<prop::sample::Index>()) {
        for (run, plain) in runs(&bytes).into_iter().zip(runs(&bytes)) {
            // From some part on: what comes before it is computed on the way.
            let skipped = parts.index(run.parts().len());
            for part in run.parts().iter().skip(skipped) {
                keep(part, 0..part.segments());
            }
            let budget = Budget::unlimited();
            run.finish(&budget).unwrap();
            plain.finish(&budget).unwrap();
            prop_assert_eq!(run.output().unwrap(), plain.output().unwrap());
            for (part, other) in run.parts().iter().zip(plain.parts()) {
                let last = part.segments() - 1;
                prop_assert_eq!(&record(part, last).border, &record(&other, last).border);
                prop_assert_eq!(part.progress(), other.progress());
            }
        }
    }
    /// A value of one segment, wherever else it stands.
    #[test]
    fn a_search_finds_all_there_is(
        bytes in any::<[u8; 32]>(),
        segment in any::<prop::sample::Index>(),
        node in any::<prop::sample::Index>(),
    ) {
        for run in runs(&bytes) {
            run.finish(&Budget::unlimited()).unwrap();
            for part in run.parts() {
                let trace = record(&part, segment.index(part.segments() as usize) as u64);
                let node = node.index(trace.nodes.len()) as u32;
                for needle in [trace.text(node), format!("0x{:x}", trace.integer(node)), trace.text(node)[1..].into()] {
                    let needle = Needle::read(&needle);
                    let mut all = BTreeSet::new();
                    for part in run.parts() {
                        for segment in 0..part.segments() {
                            let trace = record(&part, segment);
                            all.extend(search::in_segment(&part, segment, &trace, &needle).into_iter().map(|h| h.address));
                        }
                    }
                    let found = found(&run, &needle);
                    prop_assert_eq!(found, all);
                }
            }
        }
    }
}
