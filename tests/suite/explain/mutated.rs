//! Samples that are cut and flipped: no panic, no field outside, and nothing verified that is not.

use super::samples::{quick, samples};
use super::{alone, explained};
use cleartext::run::Standing;
use cleartext::sheet::explain::With;
use std::collections::BTreeMap;

#[test]
fn a_changed_text_is_never_verified() {
    let mut families = BTreeMap::<&str, usize>::new();
    for sample in quick().into_iter().filter(|sample| sample.valid) {
        let seen = families.entry(sample.families[0]).or_default();
        *seen += 1;
        if *seen > 1 || sample.text.len() > 300 {
            continue;
        }
        let bytes = sample.text.as_bytes();
        let never = |changed: &[u8], how: &str| {
            for one in explained(changed, &sample.with).candidates {
                assert_ne!(one.standing, Standing::Verified, "{}, {how}: {}", sample.id, one.said);
            }
        };
        let step = (bytes.len() / 24).max(1);
        for place in (0..bytes.len()).step_by(step) {
            never(&bytes[..place], &format!("cut to {place}"));
            let mut flipped = bytes.to_vec();
            flipped[place] ^= 1;
            // Padding that is left out, and words that mean the same, change nothing.
            let means_the_same = flipped[place].eq_ignore_ascii_case(&bytes[place]) || bytes[place] == b'=';
            let variant = sample.text.starts_with("$2") || sample.text.contains("$2b") || sample.text.contains("t=2");
            if !means_the_same && !variant {
                never(&flipped, &format!("byte {place} flipped"));
            }
        }
    }
    assert!(families.len() > 12, "{families:?}");
}

#[test]
fn whatever_is_cut_or_flipped_is_explained_without_a_panic() {
    let mut seen = BTreeMap::<&str, usize>::new();
    for sample in samples() {
        let count = seen.entry(sample.families[0]).or_default();
        *count += 1;
        if *count > 1 {
            continue;
        }
        let bytes = sample.text.as_bytes();
        let step = (bytes.len() / 60).max(1);
        for place in (0..bytes.len()).step_by(step) {
            alone(&String::from_utf8_lossy(&bytes[..place]));
            let mut flipped = bytes.to_vec();
            flipped[place] ^= 0x55;
            explained(&flipped, &With::default());
        }
    }
}

#[test]
#[ignore = "minutes without optimisation"]
fn every_sample_cut_and_flipped_at_every_byte() {
    for sample in samples() {
        let bytes = sample.text.as_bytes();
        for place in 0..bytes.len() {
            let mut flipped = bytes.to_vec();
            flipped[place] ^= 1 << (place % 8);
            for changed in [&bytes[..place], &flipped] {
                for one in explained(changed, &With::default()).candidates {
                    assert_eq!(one.standing, Standing::NotChecked, "{} at {place}", sample.id);
                    assert!(one.fields.iter().all(|field| field.at.end <= changed.len() as u64), "{}", sample.id);
                }
            }
        }
    }
}
