use crate::functions::bytes::testing::*;
use crate::functions::{Fault, FaultKind};
use crate::run::{Run, Value};
use proptest::prelude::*;

fn toy(name: &str, given: Vec<Value>) -> Result<Run, Fault> {
    let given = positional(given).into_iter().chain([(Some("curve"), Value::text("toy17"))]).collect();
    finished(name, given)
}
fn key(d: i64) -> Vec<u8> {
    toy("ec_public", vec![Value::int(d)]).unwrap().output().unwrap()
}
fn valid(public: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let given = vec![input("q", public), input("m", message), input("s", signature)];
    toy("ecdsa_verify", given).unwrap().output().unwrap() == [1]
}
/// All multiples of the base point, by adding it again and again.
fn multiples() -> Vec<(i64, i64)> {
    let inverse = |x: i64| (0..17).find(|y| (x * y).rem_euclid(17) == 1).unwrap();
    let (x, y) = (5i64, 1i64);
    let mut all = vec![(x, y)];
    while all.len() < 18 {
        let (a, b) = *all.last().unwrap();
        let slope = if a == x {
            (3 * a * a + 2) * inverse((2 * b).rem_euclid(17))
        } else {
            (b - y) * inverse((a - x).rem_euclid(17))
        };
        let x3 = (slope * slope - a - x).rem_euclid(17);
        all.push((x3, (slope * (a - x3) - b).rem_euclid(17)));
    }
    all
}

#[test]
fn the_toy_is_right_for_all_keys_and_all_k() {
    let points = multiples();
    for d in [1, 7, 18] {
        for k in 1..19i64 {
            let made = toy("ecdsa_sign", vec![Value::int(d), input("m", b"hi"), Value::int(k)]);
            let e = i64::from(<::sha2::Sha256 as ::sha2::Digest>::digest(b"hi")[0] >> 3);
            let r = points[k as usize - 1].0 % 19;
            let s = (0..19).find(|s| (s * k - e - r * d) % 19 == 0).unwrap();
            match made {
                Ok(run) => {
                    let signature = run.output().unwrap();
                    assert_eq!(signature, [r as u8, s as u8], "d {d}, k {k}");
                    assert!(valid(&key(d), b"hi", &signature));
                    assert!(valid(&key(d), b"hi", &[r as u8, 19 - s as u8]), "the mirrored s is valid, too");
                }
                Err(fault) => {
                    assert_eq!(fault.kind, FaultKind::Rejected);
                    assert!(r == 0 || s == 0, "{fault}");
                }
            }
        }
    }
}
#[test]
fn exactly_the_right_toy_signatures_are_valid() {
    // r is the x of (e/s)G + (r/s)Q: counted over all pairs from the equation.
    let (points, d) = (multiples(), 7i64);
    let e = i64::from(<::sha2::Sha256 as ::sha2::Digest>::digest(b"no")[0] >> 3);
    for r in 1..19i64 {
        for s in 1..19i64 {
            // k·s = e + r·d, and r is the x of k·G.
            let k = (0..19).find(|k| (k * s - e - r * d) % 19 == 0).unwrap();
            let expected = k != 0 && points[k as usize - 1].0 % 19 == r;
            assert_eq!(valid(&key(d), b"no", &[r as u8, s as u8]), expected, "{r} {s}");
        }
    }
}
#[test]
fn the_derived_k_of_the_toy_is_in_range_and_signs() {
    for i in 0..30u8 {
        let run = toy("ecdsa_nonce", vec![Value::int(7), input("m", &[i])]).unwrap();
        let k = run.result.to_int().unwrap().unwrap();
        assert!((1..19).contains(&i64::try_from(k.clone()).unwrap()));
        let signed = toy("ecdsa_sign", vec![Value::int(7), input("m", &[i])]).unwrap();
        assert!(valid(&key(7), &[i], &signed.output().unwrap()));
        let skipped = signed.choices.iter().any(|choice| choice.question == "is r or s 0?");
        assert!(skipped || at(&signed, "k") == k.to_string());
    }
}
proptest! {
    #![proptest_config(ProptestConfig::with_cases(2))]
    #[test]
    fn what_is_signed_verifies_in_both_forms(d in any::<[u8; 32]>(), message in any::<Vec<u8>>()) {
        let signature = call("ecdsa_sign", [input("d", &d), input("m", &message)]).unwrap().output().unwrap();
        let public = call("ec_public", [input("d", &d)]).unwrap().output().unwrap();
        let given = || vec![(None, input("q", &public)), (None, input("m", &message))];
        let raw = [given(), vec![(None, input("s", &signature))]].concat();
        prop_assert_eq!(named("ecdsa_verify", raw).unwrap().output().unwrap(), [1]);
        let der = p256::ecdsa::Signature::from_slice(&signature).unwrap().to_der();
        let der = [given(), vec![(None, input("s", der.as_bytes())), (Some("format"), Value::text("der"))]].concat();
        prop_assert_eq!(named("ecdsa_verify", der).unwrap().output().unwrap(), [1]);
    }
}
#[test]
fn every_check_of_a_signature_is_named() {
    let public = key(7);
    let said = |signature: &[u8], format: &str| {
        let given = vec![
            (None, input("q", &public)),
            (None, input("m", b"hi")),
            (None, input("s", signature)),
            (Some("curve"), Value::text("toy17")),
            (Some("format"), Value::text(format)),
        ];
        let run = finished("ecdsa_verify", given).unwrap();
        assert_eq!(run.output().unwrap(), [0]);
        let last = run.choices.last().unwrap().clone();
        (format!("{} {}", last.question, last.answer), run)
    };
    for (signature, told) in [
        (&[1, 2, 3][..], "is the length of the signature 2? no, it is 3: not valid"),
        (&[0, 5], "is r from 1 to n - 1? no: see `r_range`"),
        (&[19, 5], "is r from 1 to n - 1? no: see `r_range`"),
        (&[5, 0], "is s from 1 to n - 1? no: see `s_range`"),
        (&[5, 19], "is s from 1 to n - 1? no: see `s_range`"),
    ] {
        let (choice, run) = said(signature, "raw");
        assert_eq!(choice, told);
        if let Some(part) = told.split("see `").nth(1) {
            assert_eq!(at(&run, &format!("{}/in_range", part.trim_end_matches('`'))), "0");
        }
    }
    for (der, check) in [
        (&[0x31, 6, 2, 1, 5, 2, 1, 6][..], "is_sequence"),
        (&[0x30, 0x81, 6, 2, 1, 5, 2, 1, 6], "length_is_short"),
        (&[0x30, 6, 2, 1, 5, 2, 1, 6, 0], "length_fits"),
        (&[0x30, 7, 2, 1, 5, 2, 1, 6], "length_fits"),
        (&[0x30, 6, 3, 1, 5, 2, 1, 6], "r_is_integer"),
        (&[0x30, 6, 2, 0, 5, 2, 1, 6], "r_length_fits"),
        (&[0x30, 6, 2, 9, 5, 2, 1, 6], "r_length_fits"),
        (&[0x30, 6, 2, 1, 0x85, 2, 1, 6], "r_not_negative"),
        (&[0x30, 7, 2, 2, 0, 5, 2, 1, 6], "r_is_minimal"),
        (&[0x30, 7, 2, 1, 5, 2, 1, 6, 0], "s_length_fits"),
        (&[0x30, 7, 2, 1, 5, 2, 2, 0, 6], "s_is_minimal"),
        (&[0x30, 6, 2, 1, 5, 4, 1, 6], "s_is_integer"),
    ] {
        let (choice, run) = said(der, "der");
        assert!(choice.contains(&format!("see `{check}` in `der`")), "{der:02x?}: {choice}");
        assert_eq!(at(&run, &format!("der/{check}")), "0", "{check}");
    }
    assert_eq!(said(&[0x30], "der").0, "do the bytes write two integers in DER? no, they end after 1: not valid");
    assert_eq!(said(&[], "der").0, "do the bytes write two integers in DER? no, they end after 0: not valid");
    let given = vec![input("q", &[4, 5, 2]), input("m", b"hi"), input("s", &[1, 1])];
    let fault = toy("ecdsa_verify", given).err().unwrap();
    assert!(fault.to_string().contains("see `on_curve` in `decode`"), "{fault}");
}
#[test]
fn the_generator_can_be_entered() {
    let run = call("ecdsa_sign", [input("d", &[9; 32]), input("m", b"hi")]).unwrap();
    assert_eq!(at(&run, "nonce/V[0]"), "01".repeat(32));
    assert_eq!(at(&run, "nonce/K[1]/inner").len(), 64);
    assert_eq!(at(&run, "k"), at(&run, "nonce/candidate[0]/k"));
    assert_eq!(formula(&run, "s"), "(k_inv · e_plus_rd) mod n");
    assert_eq!(at(&run, "e"), at(&run, "h1_int"));
    assert!(origins(&run.result).contains("d[0..32]"), "{}", origins(&run.result));
}
#[test]
fn one_k_twice_tells_the_key() {
    let sign = |m: &[u8]| toy("ecdsa_sign", vec![Value::int(7), input("m", m), Value::int(3)]).unwrap();
    let number = |run: &Run, address: &str| at(run, address).parse::<i64>().unwrap();
    let (a, b) = (sign(b"one"), sign(b"three"));
    assert_eq!(number(&a, "r"), number(&b, "r"));
    let inverse = |x: i64| (1..19).find(|y| (x * y).rem_euclid(19) == 1).unwrap();
    let k = (number(&a, "e") - number(&b, "e")) * inverse((number(&a, "s") - number(&b, "s")).rem_euclid(19));
    assert_eq!(k.rem_euclid(19), 3);
    let d = (number(&a, "s") * 3 - number(&a, "e")) * inverse(number(&a, "r"));
    assert_eq!(d.rem_euclid(19), 7);
}
