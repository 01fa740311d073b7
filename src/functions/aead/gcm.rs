//! GCM over AES, NIST SP 800-38D: counter mode for the message, GHASH for the tag.
//!
//! A seal has the runs `cipher` (the key schedule) and `H` (the zero block, encrypted), `J0`, with `ghash_nonce` before
//! it where the nonce has not 12 bytes, the labels `counter[i]`, `keystream[i]` and `ciphertext[i]` of the message's
//! blocks from 1 on, the part `ghash[i]` over data, ciphertext and their lengths, `S`, and `tag`.
#![allow(non_snake_case)] // the names are the specification's

use super::ghash::{BLOCK, ghash};
use super::{DATA, MESSAGE, SEALED, compared, filled, parted};
use crate::functions::cipher::aes::AES;
use crate::functions::cipher::{Direction, OneBlock};
use crate::functions::{Arguments, Context, Default, Family, Fault, Function, Limits, Parameter, Says, Vetted, mode};
use crate::num::{Border, Carry, Numbers};
use crate::run::{Count, Error, Feed, Map, Pieces, Rope, Run, Source, Type, VERIFIED_BYTES, Value, Windows};
use ::ghash::GHash;
use ::ghash::universal_hash::UniversalHash;
use std::ops::Range;
use std::sync::Arc;

/// The tag lengths of section 5.2.1.2, longest first; the last two are for special uses.
const TAGS: [u64; 7] = [16, 15, 14, 13, 12, 8, 4];

// ------------------------------------------------------------------ the body

/// GCTR from the block after J0 on, section 6.5: only the last 32 bits count.
struct Counters(Arc<OneBlock>);
impl Pieces for Counters {
    const COUNT: Count = Count::Labels { first: 1, each: 1 };
    fn piece<N: Numbers>(&self, n: N, at: u64, read: &Windows, out: &mut Border) {
        let i = at as usize + 1;
        let J0 = <[N::U8; 16]>::read(n, read[2]);
        let last = n.join_u32(std::array::from_fn(|k| J0[12 + k])) + n.u32("i", i, i as u32);
        let last = n.split_u32(last);
        let counter: [N::U8; 16] = std::array::from_fn(|k| if k < 12 { J0[k] } else { last[k - 12] });
        let counter = counter.named("counter", i);
        let keystream: [N::U8; 16] = n.call("CIPH", i, &self.0, read[1], &[("block", &counter)]);
        let keystream = keystream.named("keystream", i);
        let byte = |k: usize| N::U8::read(n, read[0].piece::<1>(k)) ^ keystream[k];
        let bytes: Vec<N::U8> = (0..read[0].bytes.len()).map(byte).collect();
        bytes.into_iter().for_each(|byte| byte.named("output", i).save(out));
    }
    fn many(&self, range: Range<u64>, read: &Windows, out: &mut Vec<u8>) -> bool {
        let Ok(J0) = <[u8; 16]>::try_from(read[2].bytes) else { return false };
        let J0 = u128::from_be_bytes(J0);
        let counter = |at: u64| (J0 & !0xffff_ffff | u128::from((J0 as u32).wrapping_add(at as u32 + 1))).to_be_bytes();
        let counters: Vec<u8> = range.flat_map(counter).collect();
        let mut keystream = Vec::with_capacity(counters.len());
        self.0.many(read[1].bytes, &counters, &mut keystream);
        out.extend(read[0].bytes.iter().zip(keystream).map(|(message, keystream)| message ^ keystream));
        true
    }
    fn vetted_weight(&self) -> u64 {
        10
    }
    fn has_vetted(&self) -> bool {
        true
    }
    fn vetted(&self, range: Range<u64>, read: &Windows, out: &mut [u8]) {
        let Ok(J0) = <[u8; 16]>::try_from(read[2].bytes) else { return };
        out.copy_from_slice(read[0].bytes);
        // An expanded key begins with the key: 16, 24 or 32 of 176, 208 or 240 bytes.
        let key = read[1].bytes.len().saturating_sub(112) / 4;
        let _ = crated_counters(&read[1].bytes[..key], J0, range.start + 1, out);
    }
}
/// The tag: S XORed with J0 encrypted, of which so many bytes are kept.
struct Tag {
    step: Arc<OneBlock>,
    length: usize,
}
impl Pieces for Tag {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let (S, J0) = (<[N::U8; 16]>::read(n, read[0]).named("S", ()), <[N::U8; 16]>::read(n, read[1]));
        let EJ0: [N::U8; 16] = n.call("cipher", (), &self.step, read[2], &[("block", &J0.named("J0", ()))]);
        let EJ0 = EJ0.named("EJ0", ());
        let full: [N::U8; 16] = std::array::from_fn(|k| S[k] ^ EJ0[k]);
        N::U8::save_all(&full.named("full", ())[..self.length], out);
    }
}

// ------------------------------------------------------------------ the runs

/// A key, its H, and the J0 of a nonce.
struct Keyed {
    step: Arc<OneBlock>,
    H: Rope,
    J0: Rope,
    tag: u64,
}
impl Keyed {
    fn new(run: &mut Run, a: &Arguments) -> Result<Keyed, Fault> {
        let (key, nonce, tag) = (a.rope("key"), a.rope("nonce"), a.u64("tag_length")?);
        AES.check_key(run.function, key.len())?;
        if !TAGS.contains(&tag) {
            let message = format!("a tag of {} has 12 to 16 bytes, or 8 or 4, and `tag_length` is {tag}", run.function);
            return Err(Fault::argument("tag_length", message).hint("NIST SP 800-38D, section 5.2.1.2"));
        }
        if tag < 12 {
            let answer =
                format!("hardly: of 2^{} guesses one is accepted, and each success makes the next easier", 8 * tag);
            run.choice("is the tag long enough?", answer);
        }
        let schedule = run.run("cipher", |at| {
            let mut run = Run::new(at, AES.name);
            let expanded = (AES.schedule)(&mut run, key);
            run.with_result(Value::Bytes(expanded))
        });
        let step = Arc::new(OneBlock { cipher: &AES, direction: Direction::Encrypt, schedule });
        let H = run.run("H", |at| {
            let mut run = Run::new(at, AES.name);
            let zero = Rope::constant("0", &[0; BLOCK as usize]);
            run.inputs = vec![("block", Value::Bytes(zero.clone()))];
            let H = (AES.rounds)(&mut run, Direction::Encrypt, &step.schedule, zero);
            run.with_result(Value::Bytes(H))
        });
        let question = "has the nonce 12 bytes?";
        let J0 = if nonce.len() == 12 {
            run.choice(question, "yes: J0 is the nonce and the counter 1 behind it");
            nonce.then(Rope::constant("counter 1", &1u32.to_be_bytes()))
        } else {
            run.choice(question, format!("no, it has {}: J0 is its GHASH", nonce.len()));
            let length = bits(&nonce);
            let blocks = filled(&nonce).then(Rope::padding(&nonce, 0, 8)).then(length);
            ghash(run, "ghash_nonce", blocks, &H)
        };
        let J0 = run.bytes("J0", J0, 0);
        Ok(Keyed { step, H, J0, tag })
    }
    /// Adds the labels of the blocks: what a message becomes, or a ciphertext.
    fn counted(&self, run: &mut Run, name: &'static str, message: Rope) -> Rope {
        let length = message.len();
        let feeds = vec![
            Feed::dealt(name, message, BLOCK),
            Feed::whole("expanded key", self.step.schedule.clone()),
            Feed::whole("J0", self.J0.clone()),
        ];
        let counters = Counters(self.step.clone());
        run.own_part("gctr", |at| Map::part(at, counters, feeds, BLOCK, length))
    }
    /// Adds `ghash`, `S` and `tag` over data and a ciphertext.
    fn tagged(&self, run: &mut Run, data: &Rope, ciphertext: &Rope) -> Rope {
        let lengths = bits(data).then(bits(ciphertext));
        let S = ghash(run, "ghash", filled(data).then(filled(ciphertext)).then(lengths), &self.H);
        let S = run.bytes("S", S, 0);
        let tag = Tag { step: self.step.clone(), length: self.tag as usize };
        let schedule = self.step.schedule.clone();
        let feeds =
            vec![Feed::whole("S", S), Feed::whole("J0", self.J0.clone()), Feed::whole("expanded key", schedule)];
        run.part("tag", |at| Map::part(at, tag, feeds, BLOCK, self.tag))
    }
}
/// The length in bits, as eight bytes.
fn bits(of: &Rope) -> Rope {
    Rope::length(of, &(8 * of.len()).to_be_bytes())
}
fn seal(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let mut run = Run::new(&c.at, "gcm_seal");
    let keyed = Keyed::new(&mut run, a)?;
    let ciphertext = keyed.counted(&mut run, "message", a.rope("message"));
    let tag = keyed.tagged(&mut run, &a.rope("data"), &ciphertext);
    Ok(run.with_result(Value::Bytes(ciphertext.then(tag))))
}
fn open(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let mut run = Run::new(&c.at, "gcm_open");
    let keyed = Keyed::new(&mut run, a)?;
    let [ciphertext, given] = parted(&a.rope("sealed"), keyed.tag)?;
    let tag = keyed.tagged(&mut run, &a.rope("data"), &ciphertext);
    let mut run = compared(run, c, tag, given, "key, nonce, data, ciphertext and tag must all be as they were")?;
    let message = keyed.counted(&mut run, "ciphertext", ciphertext);
    Ok(run.with_result(Value::Bytes(message)))
}

// ------------------------------------------------------------------ the functions

/// A text XORed with what AES makes of the counter blocks after J0, from the i-th on, by the crates. They count with
/// all 128 bits, so the text is cut where the last 32 begin anew.
fn crated_counters(key: &[u8], J0: [u8; 16], i: u64, mut text: &mut [u8]) -> Option<()> {
    let J0 = u128::from_be_bytes(J0);
    let mut last = (J0 as u32).wrapping_add(i as u32);
    while !text.is_empty() {
        let blocks = (1 << 32) - u64::from(last);
        let until = blocks.saturating_mul(BLOCK).min(text.len() as u64) as usize;
        let first = (J0 & !0xffff_ffff | u128::from(last)).to_be_bytes();
        mode::aes_stream(key, &first, &mut text[..until])?;
        (text, last) = (&mut text[until..], 0);
    }
    Some(())
}
/// The crates' GHASH of some strings, each filled up to whole blocks.
fn crated_hash(h: &[u8; 16], strings: &[&[u8]]) -> [u8; 16] {
    let mut hash = GHash::new(h.into());
    strings.iter().for_each(|bytes| hash.update_padded(bytes));
    hash.finalize().0
}
/// The crates under a key and a nonce: H and J0.
struct Crated<'a> {
    key: &'a [u8],
    h: [u8; 16],
    start: [u8; 16],
}
impl Crated<'_> {
    fn new<'a>(key: &'a [u8], nonce: &[u8]) -> Option<Crated<'a>> {
        let (mut h, mut start) = ([0; 16], [0; 16]);
        mode::aes_stream(key, &[0; 16], &mut h)?;
        match nonce.len() {
            12 => {
                start[..12].copy_from_slice(nonce);
                start[15] = 1;
            }
            _ => start = crated_hash(&h, &[nonce, &[[0; 8], bits_of(nonce)].concat()]),
        }
        Some(Crated { key, h, start })
    }
    fn tag(&self, data: &[u8], ciphertext: &[u8]) -> Option<[u8; 16]> {
        let lengths = [bits_of(data), bits_of(ciphertext)].concat();
        let mut tag = crated_hash(&self.h, &[data, ciphertext, &lengths]);
        mode::aes_stream(self.key, &self.start, &mut tag)?;
        Some(tag)
    }
    fn crypt(&self, text: &mut [u8]) -> Option<()> {
        crated_counters(self.key, self.start, 1, text)
    }
    fn seal(&self, mut text: Vec<u8>, data: &[u8], tag: usize) -> Option<Vec<u8>> {
        self.crypt(&mut text)?;
        text.extend(&self.tag(data, &text)?[..tag]);
        Some(text)
    }
    fn open(&self, mut sealed: Vec<u8>, data: &[u8], tag: usize) -> Option<Vec<u8>> {
        let given = sealed.split_off(sealed.len().checked_sub(tag)?);
        let same = self.tag(data, &sealed)?[..tag] == given;
        self.crypt(&mut sealed)?;
        same.then_some(sealed)
    }
}
fn bits_of(bytes: &[u8]) -> [u8; 8] {
    (8 * bytes.len() as u64).to_be_bytes()
}
/// A message as the crates seal it under a key, without data.
pub fn crated_seal(key: &[u8], nonce: &[u8], message: &[u8]) -> Option<Vec<u8>> {
    Crated::new(key, nonce)?.seal(message.to_vec(), &[], 16)
}
/// The message that the crates open under a key, without data.
pub fn crated_open(key: &[u8], nonce: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    Crated::new(key, nonce)?.open(sealed.to_vec(), &[], 16)
}
fn vetted(a: &Arguments, opens: bool) -> Result<Says, Error> {
    let input = a.rope(if opens { "sealed" } else { "message" });
    if input.len() > VERIFIED_BYTES {
        return Ok(Says::Nothing);
    }
    let (key, text, data, tag) = (a.bytes("key")?, input.to_vec()?, a.bytes("data")?, a.int("tag_length")?);
    let (Some(crated), Ok(tag)) = (Crated::new(&key, &a.bytes("nonce")?), usize::try_from(tag)) else {
        return Ok(Says::Refused);
    };
    Ok(Says::or_refused(if opens { crated.open(text, &data, tag) } else { crated.seal(text, &data, tag) }))
}
const KEY: Parameter = Parameter::bytes("key", "the secret key, of 16, 24 or 32 bytes");
const NONCE: Parameter = Parameter::bytes("nonce", "used once with this key; 12 bytes, or another length up to 1 MiB")
    .within(Limits::Length(1, 1 << 20));
const TAG: Parameter =
    Parameter::int("tag_length", "how many bytes of the tag are kept: 12 to 16, or 8 or 4").or(Default::Int(16));

/// The rows of GCM.
pub const ROWS: &[Function] = &[
    Function {
        name: "gcm_seal",
        title: "AES-GCM",
        summary: "Encrypts a message with AES in counter mode and adds a tag over ciphertext and data. A nonce that comes twice \
                  breaks it.",
        family: Family::Aead,
        spec: "NIST SP 800-38D §7.1",
        parameters: &[KEY, NONCE, MESSAGE, DATA, TAG],
        result: Some(Type::Bytes),
        vetted: Vetted::new("aes 0.9 and ghash 0.6", |a| vetted(a, false)).note("up to 64 MiB").row(),
        examples: &["gcm_seal(\"sixteen byte key\", \"only once...\", \"attack at dawn\", data: \"to: all\")"],
        make: seal,
    },
    Function {
        name: "gcm_open",
        title: "AES-GCM, opened",
        summary: "The message that was sealed, if key, nonce, data, ciphertext and tag are as they were; else it is refused.",
        family: Family::Aead,
        spec: "NIST SP 800-38D §7.2",
        parameters: &[KEY, NONCE, SEALED, DATA, TAG],
        result: Some(Type::Bytes),
        vetted: Vetted::new("aes 0.9 and ghash 0.6", |a| vetted(a, true)).note("up to 64 MiB").row(),
        examples: &["gcm_open(\"sixteen byte key\", \"only once...\", \
             gcm_seal(\"sixteen byte key\", \"only once...\", \"attack at dawn\"))"],
        make: open,
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::bytes::testing::{at, call, fault, formula, input, origin, shown};
    use crate::functions::{FaultKind, function};
    use crate::run::origin::used_by;
    use crate::run::{Budget, Path};

    fn seal(nonce: usize, message: &[u8]) -> crate::run::Run {
        let given =
            [input("k", b"sixteen byte key"), input("n", &vec![7; nonce]), input("m", message), input("d", b"abc")];
        call("gcm_seal", given).unwrap()
    }
    #[test]
    fn a_seal_reads_as_the_specification_does() {
        let run = seal(12, &[1; 20]);
        assert_eq!(at(&run, "counter[1]"), "07070707070707070707070700000002");
        assert_eq!(formula(&run, "ghash[1]/Y[0]"), "X_before[0] ⊕ B[0]");
        assert_eq!(formula(&run, "tag/full[3]"), "S[3] ⊕ EJ0[3]");
        assert_eq!(at(&run, "ghash[4]"), at(&run, "S"));
        assert_eq!(origin(&run.result, 0..20), "k[0..16] m[0..20] n[0..12]; counter 1, sbox");
        let other = seal(20, &[1; 20]);
        assert_eq!(at(&other, "ghash_nonce[3]"), at(&other, "J0"));
    }
    #[test]
    fn a_block_is_used_where_it_is_hashed() {
        let (run, budget) = (Arc::new(seal(12, &[1; 40])), Budget::unlimited());
        let used = |address: &str| {
            let place = run.at(&address.parse().unwrap(), &budget).unwrap();
            let users = used_by(&place, std::slice::from_ref(&run), &budget).unwrap();
            let mut found: Vec<String> = users.iter().map(|user| user.address(&budget).unwrap().to_string()).collect();
            found.dedup();
            found.join(" ")
        };
        let at = &run.at;
        assert_eq!(used("output[1]"), format!("{at}/ghash[2]/B[0] {at}/ghash[2]/B[1]"));
        assert_eq!(used("output[3]"), format!("{at}/ghash[4]/B[0]"));
        assert_eq!(used("ghash[3]/X"), format!("{at}/ghash[4]/X_before[0] {at}/ghash[4]/X_before[1]"));
        assert!(used("ghash[5]/X").starts_with(&format!("{at}/tag/S")));
    }
    #[test]
    fn counters_begin_anew_after_32_bits() {
        let (key, mut J0) = ([3; 16], [0xff; 16]);
        J0[14] = 0xfe;
        let mut text = vec![0; 16 * 600 + 5];
        crated_counters(&key, J0, 7, &mut text).unwrap();
        for (i, block) in text.chunks(16).enumerate() {
            let (mut counter, mut alone) = (J0, [0; 16]);
            let last = u32::from_be_bytes([0xff, 0xff, 0xfe, 0xff]).wrapping_add(7 + i as u32);
            counter[12..].copy_from_slice(&last.to_be_bytes());
            mode::aes_stream(&key, &counter, &mut alone).unwrap();
            assert_eq!(*block, alone[..block.len()], "block {i}");
        }
    }
    #[test]
    fn our_own_body_goes_over_what_the_crates_computed() {
        for length in [16, 24, 32] {
            let given = [input("k", &vec![5; length]), input("n", &[7; 13]), input("m", &[9; 5_003])];
            let context = Context { at: Path::new("x"), budget: &Budget::unlimited() };
            let given = given.into_iter().map(|value| (None, value)).collect();
            let run = function("gcm_seal").unwrap().call(&context, given).unwrap().0;
            run.compute(&Budget::unlimited()).unwrap();
            let compared = |run: &Run| run.compared().map(|c| (c.segments, c.differs));
            assert_eq!(compared(&run), Some((0, None)));
            at(&run, "counter[7]");
            assert!(
                compared(&run).is_some_and(|(seen, differs)| seen > 0 && differs.is_none()),
                "a record is compared"
            );
            run.verify(&Budget::unlimited()).unwrap();
            // 313 blocks of the message, and over them, their lengths and the nonce's two.
            assert_eq!(compared(&run), Some((313 + 314 + 2, None)));
        }
    }
    #[test]
    fn what_is_opened_was_sealed() {
        for (nonce, length) in [(1, 0), (12, 1), (12, 16), (13, 17), (16, 40)] {
            let message: Vec<u8> = (0..length).collect();
            let sealed = seal(nonce, &message).result;
            let given =
                |sealed| [input("k", b"sixteen byte key"), input("n", &vec![7; nonce]), sealed, input("d", b"abc")];
            assert_eq!(call("gcm_open", given(sealed.clone())).unwrap().output().unwrap(), message);
            let mut bytes = sealed.rope().unwrap().to_vec().unwrap();
            let last = bytes.len() - 1;
            bytes[last] ^= 1;
            let refused = call("gcm_open", given(input("s", &bytes))).unwrap_err();
            assert_eq!(refused.kind, FaultKind::Rejected);
            let run = refused.run.unwrap();
            assert_eq!(at(&run, "compare/result"), "00");
            assert_ne!(at(&run, "tag"), at(&run, "in/sealed")[2 * usize::from(length)..]);
        }
    }
    #[test]
    fn what_is_no_nonce_or_no_tag_is_named() {
        let given = |nonce: &[u8], tag| {
            [input("k", &[0; 16]), input("n", nonce), input("m", b""), input("d", b""), Value::int(tag)]
        };
        assert!(fault("gcm_seal", given(b"", 16)).starts_with("`nonce` of gcm_seal wants 1 to 1048576 bytes"));
        assert!(fault("gcm_seal", given(b"n", 5)).contains("`tag_length` is 5"));
        assert!(fault("gcm_seal", given(b"n", -1)).ends_with(", and this is -1"));
        let run = call("gcm_seal", given(b"n", 4)).unwrap();
        assert!(run.choices[0].answer.starts_with("hardly: of 2^32 guesses"));
        let short = fault("gcm_open", [input("k", &[0; 16]), input("n", b"n"), input("s", &[1; 15])]);
        assert_eq!(short, "`sealed` ends in a tag of 16 bytes, and this has 15");
        assert_eq!(shown("gcm_seal", given(b"n", 12)).len(), 24);
    }
}
