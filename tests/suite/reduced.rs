//! Algorithms with a part left out, against models written here from the specifications, each of which must also give
//! the whole algorithm as vetted crates have it.

use crate::screens::Desk;
use crate::support::program::run;
use cleartext::functions::{self, Agreement};
use cleartext::run::{Budget, Run};
use cleartext::sheet::{NoFiles, Sheet, State};
use std::sync::Arc;

/// The run of an expression, and what is said of it.
fn evaluated(expression: &str) -> (Arc<Run>, Agreement) {
    let (mut sheet, faults) = Sheet::parse(&format!("x = {expression}"), &Default::default());
    assert_eq!(faults, [], "{expression}");
    sheet.finish(&NoFiles, &Budget::unlimited()).unwrap_or_else(|problem| panic!("{expression}: {problem:?}"));
    let outcome = sheet.cell("x").and_then(|cell| cell.outcome()).expect("a call");
    (outcome.run.clone().expect("a call"), outcome.agreement().expect("computed"))
}
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
fn value(run: &Run, address: &str) -> String {
    let budget = Budget::unlimited();
    run.at(&address.parse().unwrap(), &budget).unwrap().text(&budget).unwrap()
}
/// An expression gives these bytes, and is held against a crate only where nothing is left out.
fn gives(expression: &str, expected: &[u8], not: Option<&str>) {
    let (run, agreement) = evaluated(expression);
    assert_eq!(hex(&run.output().unwrap()), hex(expected), "{expression}");
    match not {
        Some(not) => assert_eq!(agreement, Agreement::Reduced(not.into()), "{expression}"),
        None => assert!(matches!(agreement, Agreement::Agrees { .. }), "{expression} {agreement}"),
    }
}
/// The mistake in an expression.
fn mistake(expression: &str) -> String {
    let (mut sheet, _) = Sheet::parse(&format!("x = {expression}"), &Default::default());
    let _ = sheet.finish(&NoFiles, &Budget::unlimited());
    let Some(State::Problem(problem)) = sheet.cell("x").map(|cell| cell.state()) else { panic!("{expression}") };
    format!("{} {}", problem.message, problem.hint.clone().unwrap_or_default())
}

// ------------------------------------------------------------------ SHA-256

/// The first 32 bits of the fractional part of a root.
fn fraction(root: f64) -> u32 {
    (root.fract() * 2f64.powi(32)) as u32
}
/// The digest of a message that fits into one block.
fn sha256(message: &[u8], rounds: usize) -> Vec<u8> {
    let primes: Vec<f64> = (2..400u32).filter(|n| (2..*n).all(|d| n % d != 0)).map(f64::from).collect();
    let mut block = message.to_vec();
    block.push(0x80);
    block.resize(56, 0);
    block.extend((8 * message.len() as u64).to_be_bytes());
    let mut w: Vec<u32> = block.chunks(4).map(|word| u32::from_be_bytes(word.try_into().unwrap())).collect();
    for t in 16..64 {
        let s0 = w[t - 15].rotate_right(7) ^ w[t - 15].rotate_right(18) ^ (w[t - 15] >> 3);
        let s1 = w[t - 2].rotate_right(17) ^ w[t - 2].rotate_right(19) ^ (w[t - 2] >> 10);
        w.push(w[t - 16].wrapping_add(s0).wrapping_add(w[t - 7]).wrapping_add(s1));
    }
    let start: Vec<u32> = primes[..8].iter().map(|p| fraction(p.sqrt())).collect();
    let mut v = start.clone();
    for t in 0..rounds {
        let (a, e) = (v[0], v[4]);
        let choice = (e & v[5]) | (!e & v[6]);
        let majority = (a & v[1]) | (a & v[2]) | (v[1] & v[2]);
        let t1 =
            [e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25), choice, fraction(primes[t].cbrt()), w[t]];
        let t1 = t1.into_iter().fold(v[7], u32::wrapping_add);
        let t2 = (a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22)).wrapping_add(majority);
        v.rotate_right(1);
        (v[0], v[4]) = (t1.wrapping_add(t2), v[4].wrapping_add(t1));
    }
    v.iter().zip(start).flat_map(|(v, h)| v.wrapping_add(h).to_be_bytes()).collect()
}
#[test]
fn sha_256_with_fewer_rounds() {
    for message in ["", "abc", "a message of fifty-five bytes, the most that one block holds"[..55].into()] {
        for rounds in 1..=64 {
            let not = (rounds < 64).then(|| format!("not SHA-256: {rounds} of 64 rounds"));
            let expression = format!("sha256({message:?}, rounds: {rounds})");
            gives(&expression, &sha256(message.as_bytes(), rounds), not.as_deref());
        }
    }
    // More than one block, and no part of it on the crate's way.
    let (run, _) = evaluated("sha256(repeat(\"a\", 100_000), rounds: 20)");
    let (whole, _) = evaluated("sha256(repeat(\"a\", 100_000))");
    assert_eq!((run.compared(), whole.compared().map(|c| c.segments)), (None, Some(1563)));
    assert_ne!(run.output(), whole.output());
}

// ------------------------------------------------------------------ AES

fn times(mut a: u8, mut b: u8) -> u8 {
    let mut product = 0;
    while b > 0 {
        product ^= if b & 1 == 1 { a } else { 0 };
        a = (a << 1) ^ if a & 0x80 == 0 { 0 } else { 0x1b };
        b >>= 1;
    }
    product
}
fn sbox(a: u8) -> u8 {
    let b = (1..=255).find(|b| times(a, *b) == 1).unwrap_or(0u8);
    b ^ b.rotate_left(1) ^ b.rotate_left(2) ^ b.rotate_left(3) ^ b.rotate_left(4) ^ 0x63
}
fn aes(key: &[u8], block: &[u8], rounds: usize, without: &str) -> Vec<u8> {
    let (nk, all) = (key.len() / 4, key.len() / 4 + 6);
    let mut w: Vec<[u8; 4]> = key.chunks(4).map(|word| word.try_into().unwrap()).collect();
    let mut rcon = 1;
    for i in nk..4 * (all + 1) {
        let mut word = w[i - 1];
        if i % nk == 0 {
            word.rotate_left(1);
            word = word.map(sbox);
            word[0] ^= rcon;
            rcon = times(rcon, 2);
        } else if nk > 6 && i % nk == 4 {
            word = word.map(sbox);
        }
        w.push(std::array::from_fn(|k| word[k] ^ w[i - nk][k]));
    }
    let add = |s: Vec<u8>, r: usize| -> Vec<u8> { s.iter().zip(w[4 * r..].concat()).map(|(a, b)| a ^ b).collect() };
    let mut s = add(block.to_vec(), 0);
    for round in 1..=rounds {
        if without != "SubBytes" {
            s = s.into_iter().map(sbox).collect();
        }
        if without != "ShiftRows" {
            s = (0..16).map(|i| s[4 * ((i / 4 + i % 4) % 4) + i % 4]).collect();
        }
        if without != "MixColumns" && round < rounds {
            let mixed = |i: usize| {
                let at = |k: usize| s[i / 4 * 4 + (i + k) % 4];
                times(at(0), 2) ^ times(at(1), 3) ^ at(2) ^ at(3)
            };
            s = (0..16).map(mixed).collect();
        }
        s = add(s, round);
    }
    s
}
#[test]
fn aes_with_fewer_rounds_and_without_a_step() {
    let block: Vec<u8> = (0..16).map(|i| i * 0x11).collect();
    for length in [16u8, 24, 32] {
        let (key, all): (Vec<u8>, _) = ((0..length).collect(), usize::from(length) / 4 + 6);
        gives(&format!("aes_encrypt(0x{}, 0x{})", hex(&key), hex(&block)), &aes(&key, &block, all, ""), None);
        for without in ["", "ShiftRows", "MixColumns", "SubBytes"] {
            for rounds in 1..=all {
                let expression =
                    format!("aes_encrypt(0x{}, 0x{}, rounds: {rounds}, without: {without:?})", hex(&key), hex(&block));
                let fewer = (rounds < all).then(|| format!("{rounds} of {all} rounds"));
                let step = (!without.is_empty()).then(|| format!("without {without}"));
                let parts: Vec<String> = fewer.into_iter().chain(step).collect();
                let not = (!parts.is_empty()).then(|| format!("not AES: {}", parts.join(", ")));
                gives(&expression, &aes(&key, &block, rounds, without), not.as_deref());
            }
        }
    }
}
/// What the step is for: without it the bytes of a column, or of a row, meet nothing but each other.
#[test]
fn without_shift_rows_a_column_stays_alone() {
    let changed = |without: &str| {
        let of = |block: &str| {
            let key = "0x000102030405060708090a0b0c0d0e0f";
            evaluated(&format!("aes_encrypt({key}, {block:?}, without: {without:?})")).0.output().unwrap()
        };
        let (before, after) = (of("sixteen letters!"), of("rixteen letters!"));
        (0..16).filter(|i| before[*i] != after[*i]).collect::<Vec<_>>()
    };
    assert_eq!(changed("ShiftRows"), [0, 1, 2, 3]);
    assert_eq!(changed("MixColumns").len(), 1);
    assert!(changed("").len() > 12);
}

// ------------------------------------------------------------------ Blowfish and ChaCha20

#[test]
fn blowfish_with_fewer_rounds() {
    let (whole, _) = evaluated("blowfish_encrypt(\"a secret key\", \"8 bytes!\")");
    let words = |address: &str| -> Vec<u32> {
        let digits = value(&whole, address);
        (0..digits.len() / 8).map(|i| u32::from_str_radix(&digits[8 * i..8 * i + 8], 16).unwrap()).collect()
    };
    let p = words("key_schedule/P");
    let s: Vec<Vec<u32>> = (0..4).map(|number| words(&format!("key_schedule/S[{number}]"))).collect();
    for rounds in 1..=16 {
        let [mut left, mut right] = [*b"8 by", *b"tes!"].map(u32::from_be_bytes);
        for word in &p[..rounds] {
            left ^= word;
            let [a, b, c, d] = left.to_be_bytes().map(usize::from);
            right ^= (s[0][a].wrapping_add(s[1][b]) ^ s[2][c]).wrapping_add(s[3][d]);
            (left, right) = (right, left);
        }
        let output = [right ^ p[rounds + 1], left ^ p[rounds]].map(u32::to_be_bytes).concat();
        let not = (rounds < 16).then(|| format!("not Blowfish: {rounds} of 16 rounds"));
        let expression = format!("blowfish_encrypt(\"a secret key\", \"8 bytes!\", rounds: {rounds})");
        gives(&expression, &output, not.as_deref());
    }
}
#[test]
fn chacha20_with_fewer_rounds() {
    let (key, nonce) = (b"a key of thirty-two bytes, just!", b"only once...");
    let state: Vec<u32> = [&b"expand 32-byte k"[..], key, &7u32.to_le_bytes(), nonce]
        .concat()
        .chunks(4)
        .map(|word| u32::from_le_bytes(word.try_into().unwrap()))
        .collect();
    for rounds in 1..=20 {
        let mut x = state.clone();
        for round in 0..rounds {
            for q in 0..4 {
                let diagonal = if round % 2 == 1 { 1 } else { 0 };
                let at = |row: usize| 4 * row + (q + diagonal * row) % 4;
                let mut step = |a: usize, b: usize, d: usize, by: u32| {
                    x[at(a)] = x[at(a)].wrapping_add(x[at(b)]);
                    x[at(d)] = (x[at(d)] ^ x[at(a)]).rotate_left(by);
                };
                for (a, b, d, by) in [(0, 1, 3, 16), (2, 3, 1, 12), (0, 1, 3, 8), (2, 3, 1, 7)] {
                    step(a, b, d, by);
                }
            }
        }
        let out: Vec<u8> = x.iter().zip(&state).flat_map(|(x, s)| x.wrapping_add(*s).to_le_bytes()).collect();
        let not = (rounds < 20).then(|| format!("not ChaCha20: {rounds} of 20 rounds"));
        let call = "chacha20_block(\"a key of thirty-two bytes, just!\", \"only once...\", 7";
        gives(&format!("{call}, rounds: {rounds})"), &out, not.as_deref());
    }
}

// ------------------------------------------------------------------ what is said

#[test]
fn other_values_are_refused_and_the_right_ones_named() {
    let call = |more: &str| mistake(&format!("aes_encrypt(repeat(\"k\", 16), repeat(\"b\", 16), {more})"));
    assert_eq!(call("rounds: 0").trim(), "`rounds` of aes_encrypt is 1 to 14, and this is 0");
    let message = "`rounds` of aes_encrypt is 1 to 10 under a key of 16 bytes, and this is 12";
    assert_eq!(call("rounds: 12").trim(), message);
    assert_eq!(
        call("without: \"AddRoundKey\""),
        "`without` of aes_encrypt cannot be \"AddRoundKey\" it is one of: \"\", ShiftRows, MixColumns, SubBytes"
    );
    assert!(call("without: \"shiftrows\"").contains("did you mean \"ShiftRows\"?"));
    for (name, least, most) in [("sha256(\"\"", 1, 64), ("blowfish_encrypt(\"k\", \"8 bytes!\"", 1, 16)] {
        for wrong in [least - 1, most + 1, -3] {
            let said = mistake(&format!("{name}, rounds: {wrong})"));
            assert!(said.contains(&format!("is {least} to {most}, and this is {wrong}")), "{said}");
        }
    }
    let batch = |rounds: &str| {
        let request =
            format!("{{\"id\":1,\"call\":\"sha256\",\"args\":{{\"message\":\"abc\",\"rounds\":{rounds}}}}}\n");
        crate::support::program::run_with(&["batch"], request.as_bytes()).out
    };
    assert!(batch("65").contains("\"kind\":\"bad-argument\",\"argument\":\"rounds\""), "{}", batch("65"));
    assert!(batch("5").contains("\"agrees\":null,\"reduced\":\"not SHA-256: 5 of 64 rounds\""), "{}", batch("5"));
    assert!(batch("64").contains("\"agrees\":\"sha2 0.11\""));
}
/// In an expression the part that is left out anywhere is told of all of it.
#[test]
fn the_mark_says_what_it_is_not() {
    let aes = "aes_encrypt(repeat(\"k\", 16), sha256(\"abc\")[0..16], without: \"ShiftRows\")";
    for expression in [aes.to_owned(), format!("sha256({aes})")] {
        let mut desk = Desk::bench(&expression);
        desk.shows("≠ not AES: without ShiftRows").hides("✓").resize(120, 40).shows("≠ not AES: without ShiftRows");
        desk.ascii = true;
        desk.shows("! not AES: without ShiftRows");
    }
    assert!(run(&["trace", aes]).out.ends_with("not AES: without ShiftRows\n"));
    assert!(run(&["run", aes, "--json"]).out.contains("\"reduced\":\"not AES: without ShiftRows\""));
}
#[test]
fn every_function_that_leaves_parts_out_has_an_example_of_it() {
    let reduced = functions::all().filter(|f| f.vetted.vetted().is_some_and(|row| row.reduced.is_some()));
    let reduced: Vec<_> = reduced.collect();
    let names: Vec<&str> = reduced.iter().map(|f| f.name).collect();
    assert_eq!(names, ["sha256", "aes_encrypt", "blowfish_encrypt", "chacha20_block", "rsa_pkcs1_verify"]);
    for function in reduced {
        let is_reduced = |example: &&&str| matches!(evaluated(example).1, Agreement::Reduced(_));
        assert_eq!(function.examples.iter().filter(is_reduced).count(), 1, "{}", function.name);
    }
}
