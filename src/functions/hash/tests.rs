use super::*;
use crate::functions::bytes::testing::{at, call, fault, formula, input, origin};
use crate::run::{Budget, Path, Rope, Value};
use std::time::{Duration, Instant};

fn of(name: &str, message: &[u8]) -> crate::run::Run {
    call(name, [input("m", message)]).unwrap()
}

/// Every border of a block and of a padding; the crate agrees on each, and what is recorded is what was computed.
#[test]
fn crates_agree_at_every_length() {
    for hash in HASHES.iter().flat_map(|h| h.iter()).filter(|hash| !hash.name.starts_with("sha512")) {
        let near = |middle: u64| middle.saturating_sub(2)..middle + 2;
        let lengths = [0, hash.block - 17, hash.block - 8, hash.block, 2 * hash.block].map(near);
        for length in lengths.into_iter().flatten() {
            let message: Vec<u8> = (0..length).map(|i| (7 * i + 3) as u8).collect();
            let run = of(hash.name, &message);
            assert_eq!(run.output_len(), hash.output, "{} of {length} bytes", hash.name);
        }
    }
}
#[test]
fn steps_read_as_the_specifications_do() {
    let run = of("md5", b"abc");
    assert_eq!(formula(&run, "block[0]/a[0]"), "b + ROTL7(a + F(b, c, d) + X[0] + T[1])");
    assert_eq!(formula(&run, "block[0]/d[17]"), "a[16] + ROTL9(d[16] + G(a[16], b[16], c[16]) + X[6] + T[18])");
    assert_eq!(formula(&run, "block[0]/H[0]"), "a[63] + H_before[0]");
    assert_eq!(at(&run, "block[0]/T[64]"), "eb86d391");
    let run = of("sha1", b"abc");
    assert_eq!(formula(&run, "block[0]/T[3]"), "ROTL5(a[2]) + Ch(b[2], c[2], d[2]) + e[2] + K[3] + W[3]");
    assert_eq!(formula(&run, "block[0]/W[16]"), "ROTL1(W[13] ⊕ W[8] ⊕ W[2] ⊕ W[0])");
    assert_eq!(
        ["0", "20", "40", "60"].map(|t| at(&run, &format!("block[0]/K[{t}]"))),
        ["5a827999", "6ed9eba1", "8f1bbcdc", "ca62c1d6"]
    );
    let run = of("sha3_256", b"abc");
    assert_eq!(formula(&run, "block[0]/round[0]/D[1]"), "C[0] ⊕ ROTL1(C[2])");
    assert_eq!(formula(&run, "block[0]/round[0]/A_rho[1][0]"), "ROTL1(A_theta[1][0])");
    assert_eq!(formula(&run, "block[0]/round[0]/A_chi[0][0]"), "A_pi[0][0] ⊕ (¬A_pi[1][0] ∧ A_pi[2][0])");
    assert_eq!(at(&run, "block[0]/round[23]/RC[23]"), "8000000080008008");
    assert_eq!(at(&run, "block[0]/round[23]/iota"), at(&run, "block[0]"));
    let run = of("blake2s", b"abc");
    assert_eq!(formula(&run, "block[0]/round[0]/a[0][1]"), "v_before[0] + v_before[4] + m[0]");
    assert_eq!(formula(&run, "block[0]/round[9]/d[7][2]"), "ROTR8(d[7][1] ⊕ a[7][2])");
    assert_eq!(formula(&run, "setup/h[0]"), "IV[0] ⊕ p[0]");
}
#[test]
fn a_digest_comes_from_the_message_and_from_its_length() {
    for name in ["md5", "sha1", "sha3_256", "blake2b", "blake2s"] {
        let run = of(name, b"a message of two blocks in each of them but the longer ones");
        let length = run.output_len();
        let origin = origin(&run.result, 0..length);
        assert!(origin.starts_with("m[0..59]"), "{name}: {origin}");
        assert!(name == "sha3_256" || origin.contains("length"), "{name}: {origin}");
    }
}
/// Whatever lies in a gibibyte is reached through an index of few states.
#[test]
fn a_late_block_of_a_long_message_opens() {
    for (name, label) in [("md5", "a[63]"), ("sha1", "a[79]"), ("sha3_256", "round[23]/iota"), ("blake2b", "h[0]")] {
        let hash = super::hash(name).unwrap();
        let run = (hash.run)(&Path::new("x"), Rope::filled("0", 0, 1 << 22));
        run.finish(&Budget::unlimited()).unwrap();
        let start = Instant::now();
        let last = (1 << 22) / hash.block - 1;
        let found = at(&run, &format!("block[{last}]/{label}"));
        assert!(start.elapsed() < Duration::from_millis(500), "{name}: {:?}", start.elapsed());
        assert!(!found.is_empty());
    }
}
#[test]
fn lengths_and_keys_that_no_digest_has_are_refused() {
    let with = |name: &str, length: i64, key: usize| {
        fault(name, [input("m", b""), Value::int(length), input("k", &vec![1; key])])
    };
    assert_eq!(with("blake2b", 65, 0), "`length` of blake2b is 1 to 64, and this is 65");
    assert_eq!(with("blake2s", 0, 0), "`length` of blake2s is 1 to 32, and this is 0");
    assert_eq!(with("blake2s", 32, 33), "`key` of blake2s wants 32 bytes at most, and this has 33");
    let shake = |length: i64| fault("shake128", [input("m", b""), Value::int(length)]);
    assert_eq!(shake(-1), "`length` of shake128 is 0 to 1048576, and this is -1");
    let long = ["secret", "salt", "info"].map(|name| input(name, b"x")).into_iter().chain([Value::int(8161)]);
    assert_eq!(
        fault("hkdf", long),
        "`length` of hkdf is 0 to 8160 with sha256, 255 times its digest, and this is 8161"
    );
    // As long as nobody asked for anything, nothing is squeezed.
    assert_eq!(call("shake256", [input("m", b"abc"), Value::int(0)]).unwrap().output().unwrap(), b"");
}
/// Digests that are not recorded are those that are: from the beginning, and from a state after a block.
#[test]
fn digests_that_are_not_recorded_are_the_same() {
    for hash in HASHES.iter().flat_map(|h| h.iter()) {
        let block = hash.block as usize;
        let message: Vec<u8> = (0..3 * block).map(|i| (7 * i + 3) as u8).collect();
        let mut digest = vec![0; hash.output as usize];
        for length in [0, 1, block - 18, block - 9, block - 1, block, block + 1, 2 * block, 3 * block] {
            let recorded = (hash.run)(&Path::new("x"), Rope::constant("m", &message[..length]));
            recorded.finish(&Budget::unlimited()).unwrap();
            let expected = recorded.output().unwrap();
            for blocks in [0, block, 2 * block].into_iter().filter(|blocks| *blocks == 0 || *blocks < length) {
                hash.after(&message[..blocks]).digest(&message[blocks..length], &mut digest);
                assert_eq!(digest, expected, "{} of {length} bytes after {blocks}", hash.name);
            }
        }
    }
}
