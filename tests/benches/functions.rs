//! What functions of the table cost beside their vetted crates, in the same run: ciphers of old, authenticated
//! encryption over a long message, and signatures; and what it costs to record every operation of a verification.
//!
//! ```text
//! cargo bench --bench functions              a message of 64 MiB
//! cargo bench --bench functions -- 1024      of so many MiB
//! ```

use chacha20poly1305::aead::AeadInOut;
use chacha20poly1305::{ChaCha20Poly1305, KeyInit};
use cleartext::functions::{Arguments, Context, function};
use cleartext::run::{Budget, Path, Rope, Run, Value};
use ctr::cipher::{KeyIvInit, StreamCipher};
use ghash::GHash;
use ghash::universal_hash::UniversalHash;
use num_bigint::BigInt;
use std::hint::black_box;
use std::time::Instant;

/// A frame of the screen.
const FRAME: f64 = 16.0;

type Given<'a> = &'a [(&'a str, Value)];

fn ms(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64() * 1e3
}
fn missed(found: f64, most: f64) -> &'static str {
    if found <= most { "" } else { " MISSED" }
}
fn call(name: &str, given: Given) -> (Run, Arguments) {
    let context = Context { at: Path::new("x"), budget: &Budget::unlimited() };
    let given = given.iter().map(|(name, value)| (Some(*name), value.clone())).collect();
    function(name).and_then(|row| row.call(&context, given)).expect("a call within the limits")
}
fn value(name: &str, given: Given) -> Value {
    let run = call(name, given).0;
    run.finish(&Budget::unlimited()).expect("in memory");
    run.result
}
/// The value of a call, ours and the crate's, each made anew, and the shortest of many.
fn compare(name: &str, given: Given, goal: Option<f64>, rounds: u32) {
    let vetted = function(name).expect("a row").vetted.vetted().expect("a crate");
    let arguments = call(name, given).1;
    let [mut ours, mut theirs] = [f64::MAX; 2];
    for _ in 0..rounds {
        ours = ours.min(ms(|| {
            let run = call(name, given).0;
            run.compute(&Budget::unlimited()).expect("in memory");
            black_box(run.output().expect("computed"));
        }));
        theirs = theirs.min(ms(|| drop(black_box((vetted.compute)(&arguments)))));
    }
    let ratio = ours / theirs;
    let wanted = goal.map_or(String::new(), |goal| format!(" (goal: at most {goal}){}", missed(ratio, goal)));
    println!("{name}: ours {ours:.3} ms, {} {theirs:.3} ms, ratio {ratio:.2}{wanted}", vetted.name);
}
/// Records all segments of all parts, those of the runs inside included, and says the longest of them.
fn record(name: &str, given: Given, most: f64) {
    let [mut best, mut longest] = [f64::MAX; 2];
    let (mut operations, mut segments) = (0, 0);
    for _ in 0..10 {
        let budget = Budget::unlimited();
        let mut slowest = 0f64;
        (operations, segments) = (0, 0);
        let whole = ms(|| {
            let run = call(name, given).0;
            run.finish(&budget).expect("in memory");
            for part in run.parts() {
                for segment in 0..part.segments() {
                    segments += 1;
                    slowest = slowest.max(ms(|| {
                        operations += part.record(segment, &budget).expect("finished").nodes.len();
                    }));
                }
            }
        });
        (best, longest) = (best.min(whole), longest.min(slowest));
    }
    println!(
        "{name}: every operation recorded ({operations} in {segments} segments) in {best:.1} ms (goal: at most {most} ms){}, \
         the longest segment {longest:.2} ms{}",
        missed(best, most),
        missed(longest, FRAME)
    );
}
/// Looks at addresses all over a run whose index is laid.
fn open(name: &str, run: &Run, addresses: &[String]) {
    for address in addresses {
        let parsed = address.parse().expect("an address");
        let took = ms(|| {
            let place = run.at(&parsed, &Budget::unlimited()).expect("a place");
            black_box(place.text(&Budget::unlimited()).expect("a value"));
        });
        println!("{name}: {address} shown after {took:.2} ms{}", missed(took, FRAME));
    }
}
fn number(text: &str) -> Value {
    Value::int(BigInt::parse_bytes(text.as_bytes(), 16).expect("hexadecimal digits"))
}

fn main() {
    let mib: u64 = std::env::args().filter_map(|argument| argument.parse().ok()).next().unwrap_or(64);
    let key = Value::bytes(&std::array::from_fn::<u8, 32, _>(|i| i as u8));
    let nonce = Value::bytes(&[7; 12]);
    let message = Value::Bytes(Rope::constant("message", &[0xa5; 256]).repeated(mib << 12));

    let short = Value::Bytes(Rope::constant("message", &[0xa5; 256]).repeated(1 << 12));
    let mode = [("key", Value::bytes(b"8 bytes.")), ("message", short.clone()), ("cipher", Value::text("des"))];
    compare("ecb_encrypt", &mode, Some(1.5), 20);
    compare("rc4", &[("key", key.clone()), ("message", short)], Some(1.5), 20);
    let iv = Value::bytes(&[9; 16]);
    let aes = ("key", Value::bytes(b"sixteen byte key"));
    let block = value("cbc_encrypt", &[aes.clone(), ("iv", iv.clone()), ("message", Value::text("attack at dawn"))]);
    let took = ms(|| {
        let read = value("padding_oracle", &[aes.clone(), ("previous", iv.clone()), ("block", block.clone())]);
        read.rope().expect("bytes").to_vec().expect("found");
    });
    println!("padding_oracle: a block read in {took:.1} ms (goal: at most 1000 ms){}", missed(took, 1e3));

    let whole = [("key", key.clone()), ("nonce", nonce.clone()), ("message", message)];
    let mut buffer = vec![0xa5; (mib << 20) as usize];
    for (name, accumulator) in [("gcm_seal", "ghash"), ("chacha20_poly1305_seal", "mac/block")] {
        let mut best = [f64::MAX; 2];
        for _ in 0..2 {
            let ours = ms(|| {
                let run = call(name, &whole).0;
                run.compute(&Budget::unlimited()).expect("in memory");
                black_box(run.output_len());
            });
            let theirs = ms(|| if name == "gcm_seal" { gcm(&mut buffer) } else { chacha(&mut buffer) });
            best = [best[0].min(ours), best[1].min(theirs)];
        }
        let ratio = best[0] / best[1];
        println!(
            "{name} over {mib} MiB: the index laid in {:.0} ms, the crate {:.0} ms, ratio {ratio:.2} (goal: at most 1.5){}",
            best[0],
            best[1],
            missed(ratio, 1.5)
        );
        let run = call(name, &whole).0;
        run.compute(&Budget::unlimited()).expect("in memory");
        let last = mib << 16;
        open(name, &run, &[1, last / 3, last - 7].map(|i| format!("{accumulator}[{i}]")));
    }

    let [private, text] = [("private", key.clone()), ("message", Value::text("attack at dawn"))];
    compare("ecdsa_nonce", &[private.clone(), text.clone()], Some(1.5), 50);
    compare("ecdsa_sign", &[private.clone(), text.clone()], None, 10);
    let public = value("ec_public", std::slice::from_ref(&private));
    let signature = value("ecdsa_sign", &[private, text.clone()]);
    let verify = [("public", public), text.clone(), ("signature", signature)];
    compare("ecdsa_verify", &verify, None, 10);
    record("ecdsa_verify", &verify, 100.0);

    let vectors = include_str!("../vectors/rsa.json");
    let vectors: serde_json::Value = serde_json::from_str(vectors).expect("JSON");
    let field = |name: &str| number(vectors["keys"]["gp2048256"][name].as_str().expect("a number"));
    let [n, e, d, p, q] = ["n", "e", "d", "p", "q"].map(|name| (name, field(name)));
    let signing = [n.clone(), d.clone(), text.clone(), p.clone(), q.clone()];
    compare("rsa_pkcs1_sign", &signing, Some(3.0), 10);
    let signature = ("signature", value("rsa_pkcs1_sign", &signing));
    let cipher = ("cipher", Value::int(BigInt::from(2).pow(2000)));
    compare("rsa_decrypt_raw", &[cipher.clone(), d.clone(), n.clone()], Some(3.0), 10);
    compare("rsa_decrypt_raw", &[cipher, d.clone(), n.clone(), p, q], Some(3.0), 10);
    let verify = [n.clone(), e.clone(), text.clone(), signature];
    compare("rsa_pkcs1_verify", &verify, None, 10);
    record("rsa_pkcs1_verify", &verify, 100.0);
    let salt = ("salt", Value::bytes(&[5; 32]));
    let signature = ("signature", value("rsa_pss_sign", &[n.clone(), d, text.clone(), salt]));
    record("rsa_pss_verify", &[n, e, text, signature], 100.0);
}
fn gcm(buffer: &mut [u8]) {
    let key: [u8; 32] = std::array::from_fn(|i| i as u8);
    let mut start = [7; 16];
    start[12..].copy_from_slice(&2u32.to_be_bytes());
    ctr::Ctr32BE::<aes::Aes256>::new(&key.into(), &start.into()).apply_keystream(buffer);
    let mut mac = <GHash as ghash::universal_hash::KeyInit>::new(&[3; 16].into());
    mac.update_padded(buffer);
    black_box(mac.finalize());
}
fn chacha(buffer: &mut [u8]) {
    let key: [u8; 32] = std::array::from_fn(|i| i as u8);
    let sealed = ChaCha20Poly1305::new(&key.into()).encrypt_inout_detached(&[7; 12].into(), b"", buffer.into());
    black_box(sealed.expect("short enough"));
}
