use super::example::key;
use crate::functions::bytes::testing::*;
use crate::functions::{Context, Fault, FaultKind, function};
use crate::run::{Budget, Path, Run, Value};
use num_bigint::BigInt;
use proptest::prelude::*;

/// The key of the examples.
fn part(hex: &str) -> Value {
    Value::int(BigInt::parse_bytes(&hex.as_bytes()[2..], 16).unwrap())
}
fn n() -> Value {
    part(key!(n))
}
fn d() -> Value {
    part(key!(d))
}
fn primes() -> Vec<(Option<&'static str>, Value)> {
    vec![(Some("p"), part(key!(p))), (Some("q"), part(key!(q)))]
}
fn int(run: &Run) -> BigInt {
    run.result.to_int().unwrap().unwrap()
}
/// A call, finished and held against the crate, but not recorded: 512 bits are long.
fn quick(name: &str, given: Vec<(Option<&str>, Value)>) -> Result<Run, Fault> {
    let (budget, function) = (Budget::unlimited(), function(name)?);
    let (run, arguments) = function.call(&Context { at: Path::new("x"), budget: &budget }, given)?;
    run.finish(&budget)?;
    let agreement = function.agreement(&run, &arguments)?;
    assert!(!agreement.differs(), "{agreement}");
    Ok(run)
}
fn hash(name: &str) -> (Option<&'static str>, Value) {
    (Some("hash"), Value::text(name))
}

#[test]
fn the_toy_is_right_for_all_numbers() {
    let (p, q, e) = (5i64, 11, 3);
    let keys = [("lambda", 20i64), ("phi", 40)].map(|(modulo, totient)| {
        let given = vec![
            (None, Value::int(p)),
            (None, Value::int(q)),
            (None, Value::int(e)),
            (Some("modulo"), Value::text(modulo)),
        ];
        let d = int(&finished("rsa_private", given).unwrap());
        assert_eq!((&d * e) % totient, BigInt::from(1));
        d
    });
    for m in 0..55i64 {
        let cipher = int(&call("rsa_encrypt_raw", [m, e, 55].map(Value::int)).unwrap());
        assert_eq!(cipher, BigInt::from(m * m * m % 55));
        for d in &keys {
            let given =
                || vec![(None, Value::int(cipher.clone())), (None, Value::int(d.clone())), (None, Value::int(55))];
            assert_eq!(int(&named("rsa_decrypt_raw", given()).unwrap()), BigInt::from(m));
            let both = vec![(Some("p"), Value::int(p)), (Some("q"), Value::int(q))];
            assert_eq!(int(&named("rsa_decrypt_raw", [given(), both].concat()).unwrap()), BigInt::from(m));
        }
    }
}
#[test]
fn both_ways_of_the_private_operation_can_be_entered() {
    let run = named(
        "rsa_decrypt_raw",
        [
            positional([2790, 2753, 3233].map(Value::int)),
            vec![(Some("p"), Value::int(61)), (Some("q"), Value::int(53))],
        ]
        .concat(),
    )
    .unwrap();
    assert_eq!(run.result.show(9).unwrap(), "65");
    for (address, value) in
        [("m1", "4"), ("m2", "12"), ("dP/dP", "53"), ("dQ/dQ", "49"), ("qInv", "38"), ("h", "1"), ("m", "65")]
    {
        assert_eq!(at(&run, address), value, "{address}");
    }
    assert_eq!(at(&run, "m1/bit[0]"), "1");
    let run = call("rsa_decrypt_raw", [2790, 2753, 3233].map(Value::int)).unwrap();
    assert_eq!(at(&run, "square[0]"), "1");
}
#[test]
fn miller_rabin_and_the_search_know_all_small_primes() {
    let is_prime = |n: i64| (2..n).take_while(|d| d * d <= n).all(|d| n % d != 0);
    for n in (5..600).step_by(2) {
        let passes = |base: i64| {
            finished("miller_rabin", positional([n, base].map(Value::int))).unwrap().output().unwrap() == [1]
        };
        // A composite number passes to a quarter of the bases at most.
        let liars = (2..n - 1).filter(|base| passes(*base)).count();
        assert_eq!(is_prime(n), liars as i64 == n - 3, "{n}");
        assert!(is_prime(n) || 4 * liars as i64 <= n, "{n}: {liars}");
    }
    for start in 5..300 {
        let found = int(&finished("rsa_prime", positional([Value::int(start)])).unwrap());
        assert_eq!(found, BigInt::from((start..).find(|n| is_prime(*n)).unwrap()), "{start}");
    }
    // 2047 passes to the base 2, and 1,373,653 to 2 and 3.
    assert_eq!(int(&finished("rsa_prime", positional([Value::int(2047)])).unwrap()), BigInt::from(2053));
    assert_eq!(int(&finished("rsa_prime", positional([Value::int(1_373_653)])).unwrap()), BigInt::from(1_373_677));
}
#[test]
fn roots_are_rounded_down() {
    for k in 2..5u32 {
        for a in 0..400i64 {
            let root =
                i64::try_from(int(&finished("integer_root", positional([a, k.into()].map(Value::int))).unwrap()))
                    .unwrap();
            assert!(root.pow(k) <= a && a < (root + 1).pow(k), "{a} {k}");
        }
    }
}
#[test]
fn every_refusal_names_its_reason() {
    for (given, said) in [
        ([1, 3, 1], "`n` is 1, and the smallest product of two different odd primes is 15"),
        ([1, 3, 14], "`n` is 14, and the smallest product of two different odd primes is 15"),
        ([1, 3, 34], "`n` is even: 2 is one of its factors, so anybody finds the other"),
        ([1, 0, 55], "`e` is 0, and every number to the power 0 is 1"),
        ([-1, 3, 55], "`message` is not negative"),
    ] {
        assert_eq!(fault("rsa_encrypt_raw", given.map(Value::int)), said);
    }
    let huge = BigInt::from(1) << 4096;
    let fault = call("rsa_encrypt_raw", [Value::int(1), Value::int(3), Value::int(huge)]).err().unwrap();
    assert_eq!(fault.kind, FaultKind::Limit);
    let fault = call("rsa_encrypt_raw", [55, 3, 55].map(Value::int)).err().unwrap();
    assert_eq!((fault.kind, at(&fault.run.unwrap(), "range/below_n")), (FaultKind::Rejected, "0".into()));
    let fault = finished("rsa_private", positional([341, 53, 17].map(Value::int))).err().unwrap();
    assert_eq!(fault.to_string(), "`p` is not a prime: see the last `p_test`");
    let fault = finished("rsa_private", positional([61, 53, 15].map(Value::int))).err().unwrap();
    assert_eq!((at(&fault.run.unwrap(), "common"), fault.kind), ("15".into(), FaultKind::Rejected));
}
fn valid(name: &str, message: &[u8], signature: &[u8], more: Vec<(Option<&'static str>, Value)>) -> (bool, Run) {
    let given =
        vec![(None, n()), (None, Value::int(65537)), (None, input("m", message)), (None, input("s", signature))];
    let run = quick(name, [given, more].concat()).unwrap();
    (run.output().unwrap() == [1], run)
}
proptest! {
    #![proptest_config(ProptestConfig::with_cases(3))]
    #[test]
    fn what_is_signed_verifies_and_what_is_encrypted_comes_back(
        message in any::<Vec<u8>>(), salt in prop::collection::vec(any::<u8>(), 0..30), seed in any::<[u8; 20]>(), short in prop::collection::vec(any::<u8>(), 0..22)
    ) {
        let keyed = |rest: Vec<Value>| [positional([vec![n(), d()], rest].concat()), primes()].concat();
        let signature = quick("rsa_pss_sign", keyed(vec![input("m", &message), input("salt", &salt)])).unwrap().output().unwrap();
        let length = vec![(Some("salt_length"), Value::int(salt.len()))];
        prop_assert!(valid("rsa_pss_verify", &message, &signature, length).0);
        let signature = quick("rsa_pkcs1_sign", keyed(vec![input("m", &message)])).unwrap().output().unwrap();
        prop_assert!(valid("rsa_pkcs1_verify", &message, &signature, vec![]).0);
        prop_assert!(!valid("rsa_pkcs1_verify", b"another", &signature, vec![]).0);
        let given = vec![(None, n()), (None, Value::int(65537)), (None, input("m", &short)), (None, input("seed", &seed)), hash("sha1")];
        let cipher = quick("rsa_oaep_encrypt", given).unwrap().output().unwrap();
        let back = [keyed(vec![input("c", &cipher)]), vec![hash("sha1")]].concat();
        prop_assert_eq!(named("rsa_oaep_decrypt", back).unwrap().output().unwrap(), short);
    }
}
#[test]
fn every_check_of_a_block_is_named() {
    // Blocks of our own, signed raw: each breaks one check.
    let power = |block: &[u8]| {
        let given = vec![(None, input("em", block)), (None, d()), (None, n())];
        let m = quick("rsa_decrypt_raw", given).unwrap();
        let bytes = int(&m).magnitude().to_bytes_be();
        [vec![0; 64 - bytes.len()], bytes].concat()
    };
    let good = {
        let given = [positional([n(), d(), input("m", b"hi"), input("salt", b"salt")]), primes()].concat();
        quick("rsa_pss_sign", given).unwrap()
    };
    let em: Vec<u8> = (0..64).map(|i| u8::from_str_radix(&at(&good, "EM")[2 * i..2 * i + 2], 16).unwrap()).collect();
    let salted = || vec![(Some("salt_length"), Value::int(4))];
    let broken = |at: usize, byte: u8| {
        let mut em = em.clone();
        em[at] = byte;
        valid("rsa_pss_verify", b"hi", &power(&em), salted())
    };
    assert!(broken(0, em[0]).0);
    // The highest bit of a block that is still below n.
    let places = [(63, 1, "EM_check"), (0, 0x80, "top_check"), (3, !em[3], "padding_check")];
    for (place, byte, check) in places {
        let (valid, run) = broken(place, byte);
        assert!(!valid);
        assert_eq!(at(&run, check), "00", "{place} {check}");
    }
    let (valid_so, run) = valid("rsa_pss_verify", b"ho", &power(&em), salted());
    assert_eq!((valid_so, at(&run, "same")), (false, "00".into()));
    let (valid_so, run) = valid("rsa_pkcs1_verify", b"hi", &[1; 63], vec![]);
    assert!(!valid_so && run.choices[0].answer == "no, it is 63: not valid");
    let (valid_so, run) = valid("rsa_pkcs1_verify", b"hi", &[0xff; 64], vec![]);
    assert_eq!((valid_so, at(&run, "range/below_n")), (false, "0".into()));
}
#[test]
fn a_lazy_verification_takes_a_forgery_and_a_whole_one_does_not() {
    // Only the length of n counts for the forgery: s³ is below it.
    for length in [114, 128, 256] {
        takes_a_forgery(length);
    }
}
fn takes_a_forgery(length: usize) {
    let long = || (None, input("n", &vec![0xff; length]));
    let given = vec![long(), (None, input("m", b"hi")), hash("sha1")];
    let forged = finished("rsa_pkcs1_forge", given).unwrap().output().unwrap();
    let check = |message: &[u8], lazy: bool| {
        let given = vec![
            long(),
            (None, Value::int(3)),
            (None, input("m", message)),
            (None, input("s", &forged)),
            hash("sha1"),
            (Some("lazy"), Value::bool(lazy)),
        ];
        quick("rsa_pkcs1_verify", given).unwrap().output().unwrap() == [1]
    };
    assert!(check(b"hi", true) && !check(b"ho", true) && !check(b"hi", false));
    let given = vec![(None, input("n", &[0xff; 113])), (None, input("m", b"hi")), hash("sha1")];
    let fault = quick("rsa_pkcs1_forge", given).err().unwrap();
    assert_eq!(fault.to_string(), "`n` has 113 bytes, and a forgery with this hash needs 114");
}
#[test]
fn bytes_that_are_no_block_are_refused() {
    let given = |cipher: &[u8]| [positional([n(), d(), input("c", cipher)]), vec![hash("sha1")], primes()].concat();
    let fault = quick("rsa_oaep_decrypt", given(&[2; 63])).err().unwrap();
    assert_eq!(fault.to_string(), "`cipher` has the length 63, and under this n it has 64");
    let fault = quick("rsa_oaep_decrypt", given(&[2; 64])).err().unwrap();
    assert!(fault.kind == FaultKind::Rejected && fault.message.starts_with("decryption error"), "{fault}");
}
