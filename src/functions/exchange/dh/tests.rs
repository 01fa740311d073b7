//! Tests of Diffie-Hellman.

use super::*;
use crate::functions::FaultKind;
use crate::functions::bytes::testing::*;
use proptest::prelude::*;

fn with<'a>(positional: &[i64], named: &[(&'a str, Value)]) -> Vec<(Option<&'a str>, Value)> {
    let named = named.iter().map(|(name, value)| (Some(*name), value.clone()));
    positional.iter().map(|i| (None, Value::int(*i))).chain(named).collect()
}
fn toy23() -> [(&'static str, Value); 1] {
    [("group", Value::text("toy23"))]
}
fn int(run: &Run) -> BigInt {
    run.result.to_int().unwrap().unwrap()
}

#[test]
fn the_toy_is_right_for_all_pairs() {
    let mut powers = vec![1];
    (1..22).for_each(|_| powers.push(powers.last().unwrap() * 5 % 23));
    for a in 0..22 {
        let public = int(&named("dh_public", with(&[a], &toy23())).unwrap());
        assert_eq!(public, powers[a as usize].into(), "{a}");
        for b in 0..22 {
            let peer = powers[b as usize];
            match named("dh_shared", with(&[a, peer], &toy23())) {
                Ok(run) => assert_eq!(int(&run), powers[(a * b % 22) as usize].into(), "{a} {b}"),
                Err(fault) => assert!(fault.kind == FaultKind::Rejected && [1, 22].contains(&peer), "{a} {b}: {fault}"),
            }
        }
    }
}
#[test]
fn a_group_of_ones_own_is_the_group_of_that_name() {
    let own = [("p", Value::int(23)), ("g", Value::int(5))];
    let mine = named("dh_public", with(&[6], &own)).unwrap();
    let theirs = named("dh_public", with(&[6], &toy23())).unwrap();
    for address in ["bit[0]", "square[1]", "acc[1]", "acc[2]"] {
        assert_eq!(at(&mine, address), at(&theirs, address), "{address}");
    }
    assert_eq!(shown("dh_public", [Value::int(6), Value::text("toy23")]), "8");
}
#[test]
fn a_value_out_of_range_is_refused_and_its_comparison_shown() {
    for (peer, above, below) in
        [(0, "0", "1"), (1, "0", "1"), (22, "1", "0"), (23, "1", "0"), (30, "1", "0"), (-3, "0", "1")]
    {
        let fault = named("dh_shared", with(&[6, peer], &toy23())).err().unwrap();
        assert_eq!(fault.kind, FaultKind::Rejected);
        let run = fault.run.unwrap();
        assert_eq!(
            (at(&run, "range/above_1"), at(&run, "range/below_p_minus_1")),
            (above.into(), below.into()),
            "{peer}"
        );
        let unchecked = [("group", Value::text("toy23")), ("check", Value::bool(false))];
        let expected = (0..6).fold(1, |power, _| (power * peer).rem_euclid(23));
        assert_eq!(int(&finished("dh_shared", with(&[6, peer], &unchecked)).unwrap()), expected.into(), "{peer}");
    }
}
#[test]
fn a_value_outside_the_subgroup_is_refused_where_its_order_is_known() {
    // The squares modulo 23 are the subgroup of order 11.
    let group = [("p", Value::int(23)), ("g", Value::int(2)), ("q", Value::int(11))];
    for peer in 2..=21 {
        let square = (1..23).any(|x| x * x % 23 == peer);
        match named("dh_shared", with(&[6, peer], &group)) {
            Ok(run) => {
                assert!(square, "{peer}");
                assert_eq!(at(&run, "subgroup/acc[3]"), "1");
            }
            Err(fault) => {
                assert!(!square && fault.kind == FaultKind::Rejected, "{peer}");
                let run = fault.run.unwrap();
                assert_eq!((at(&run, "subgroup/acc[3]"), at(&run, "subgroup_check/is_1")), ("22".into(), "0".into()));
            }
        }
    }
}
#[test]
fn a_secret_comes_from_both_and_the_group_is_a_constant() {
    let typed = |cell: &str, byte: u8| call("int_be", [input(cell, &[byte])]).unwrap().result;
    let run = named(
        "dh_shared",
        vec![(None, typed("mine", 6)), (None, typed("theirs", 19)), (Some("group"), Value::text("toy23"))],
    );
    assert_eq!(origins(&run.unwrap().result), "mine[0..1] theirs[0..1]; 1, p of toy23");
}
#[test]
fn a_group_is_named_or_given() {
    let said = |group: &[(&'static str, Value)]| {
        let fault = named("dh_shared", with(&[6, 19], group)).err().unwrap();
        assert_ne!(fault.kind, FaultKind::Rejected);
        fault.to_string()
    };
    assert_eq!(said(&[]), "no group is named, and no `p` is given; as in group: \"toy23\", or p: 23, g: 5");
    assert_eq!(
        said(&[("group", Value::text("toy23")), ("p", Value::int(23))]),
        "`p` is given, and `group` names a group that has its own; leave one of them out"
    );
    assert_eq!(
        said(&[("p", Value::int(23)), ("q", Value::int(7))]),
        "`q` is the order of a subgroup, and such an order divides p - 1"
    );
    assert_eq!(
        said(&[("group", Value::text("ffdhe1024"))]),
        "`group` of dh_shared cannot be \"ffdhe1024\"; did you mean \"ffdhe2048\"?"
    );
    assert_eq!(said(&[("p", Value::int(3))]), "`p` is 3, and a group needs a prime of 5 at least");
    let fault = named("dh_public", with(&[6], &[("p", Value::int(23)), ("g", Value::int(1))])).err().unwrap();
    assert_eq!(fault.to_string(), "`g` is 1, and a base is from 2 to p - 1");
    let fault = named("dh_public", with(&[-1], &toy23())).err().unwrap();
    assert_eq!(fault.to_string(), "a private value is not below 0");
    let huge = Value::int(BigInt::one() << 4096);
    let fault = named("dh_public", vec![(None, huge), (Some("group"), Value::text("toy23"))]).err().unwrap();
    assert_eq!(fault.kind, FaultKind::Limit);
    assert_eq!(fault.to_string(), "`private` of dh_public has 4096 bits at most, and this has 4097");
}
proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]
    #[test]
    fn both_find_the_same_secret(
        a in prop::collection::vec(any::<u8>(), 28),
        b in prop::collection::vec(any::<u8>(), 28),
        group in prop::sample::select(vec!["ffdhe2048", "modp14"]),
    ) {
        let private = |bytes: &[u8]| Value::int(BigInt::from_bytes_be(Sign::Plus, bytes) + 2);
        let public = |own: &[u8]| call("dh_public", [private(own), Value::text(group)]).unwrap().result;
        let shared = |own: &[u8], peer| int(&call("dh_shared", [private(own), peer, Value::text(group)]).unwrap());
        prop_assert_eq!(shared(&a, public(&b)), shared(&b, public(&a)));
    }
}
