//! A padding oracle, asked until it has told a block: Vaudenay, 2002. Somebody sends a block of their own before the
//! block they want to read, and is told only whether the padding of what comes out is right.
//!
//! A run has the part `query`, one segment a query from 1 on, with what was `sent`, what the receiver makes of it
//! (`output` of the cipher and `plaintext`), whether the padding is `valid`, and `known`, the bytes of `output` that
//! are found. `found` is all of it, and the result is that XORed with what stood before the block.

use super::known;
use crate::functions::cipher::aes::{self, AES};
use crate::functions::cipher::{Direction, OneBlock};
use crate::functions::{Arguments, Context, Counterpart, Family, Fault, Function, Limits, Parameter};
use crate::num::{Border, Carry, Constant, Integer, Numbers, xor};
use crate::run::{Count, Feed, Fold, Map, Pieces, Rope, Run, Source, Timeline, Type, Value, Windows};
use std::sync::Arc;

/// Bytes of a block.
const BLOCK: usize = 16;
const GUESS: Constant = Constant::new("guess", |_| "the next value of the byte that is looked for".into());

/// A query: which byte is looked for, what is sent in its place, and the byte before it, which is turned over where the
/// answer to the last byte is asked for again.
#[derive(Clone, Copy)]
struct Query {
    place: usize,
    guess: u8,
    before: u8,
}
/// The queries in their order, by somebody who knows only whether a padding is right.
fn queries(valid: impl Fn([u8; BLOCK]) -> bool) -> Vec<Query> {
    let (mut queries, mut output) = (vec![], [0; BLOCK]);
    for place in (0..BLOCK).rev() {
        let count = (BLOCK - place) as u8;
        for guess in 0..=u8::MAX {
            let sent = |before: u8| {
                std::array::from_fn(|k| match k {
                    k if k == place => guess,
                    k if k > place => output[k] ^ count,
                    k if k + 1 == place => before,
                    _ => 0,
                })
            };
            queries.push(Query { place, guess, before: 0 });
            if !valid(sent(0)) {
                continue;
            }
            // The last byte may be right by chance, with the one before it: then another byte there makes it wrong.
            if place == BLOCK - 1 {
                queries.push(Query { place, guess, before: 1 });
                if !valid(sent(1)) {
                    continue;
                }
            }
            output[place] = guess ^ count;
            break;
        }
    }
    queries
}
/// Whether PKCS #7 is right.
fn is_padded(block: [u8; BLOCK]) -> bool {
    let count = usize::from(block[BLOCK - 1]);
    (1..=BLOCK).contains(&count) && block[BLOCK - count..].iter().all(|byte| usize::from(*byte) == count)
}

struct Asked {
    step: Arc<OneBlock>,
    queries: Vec<Query>,
}
impl Asked {
    /// The receiver's side, of which the sender is told the last line alone. What the sender does next was found
    /// before, by the same answers, so that only a record wants this.
    fn answered<N: Numbers>(&self, n: N, sent: [N::U8; BLOCK], read: &Windows) {
        let block = <[N::U8; BLOCK]>::read(n, read[0]).named("block", ());
        let output: [N::U8; BLOCK] = n.call("cipher", (), &self.step, read[1], &[("block", &block)]);
        let plaintext = xor(output.named("output", ()), sent).named("plaintext", ());
        let number = |byte: N::U8| n.join_int(&[byte]);
        // As many bytes as the last one says must say the same.
        let last = number(plaintext[BLOCK - 1]);
        let in_range = n.literal(0).less(last.clone()) & !n.literal(BLOCK as i64).less(last.clone());
        let mut valid = in_range.named("in_range", ());
        for (k, byte) in plaintext.iter().enumerate() {
            let is_text = !n.literal((BLOCK - 1 - k) as i64).less(last.clone());
            let fits = (is_text | number(*byte).same(last.clone())).named("fits", k);
            valid = valid & fits;
        }
        let _ = valid.named("valid", ());
    }
}
impl Fold for Asked {
    type State<N: Numbers> = [N::U8; BLOCK];
    const COUNT: Count = Count::Up(1);
    fn weight(&self) -> u64 {
        100
    }
    fn segment<N: Numbers>(&self, n: N, at: u64, known: [N::U8; BLOCK], read: &Windows) -> [N::U8; BLOCK] {
        let (Query { place, guess, before }, mut known) = (self.queries[at as usize], known.named("known_before", ()));
        let count = n.u8("count", (), (BLOCK - place) as u8);
        let guess = n.u8(GUESS, (), guess);
        let sent: [N::U8; BLOCK] = std::array::from_fn(|k| match k {
            k if k == place => guess,
            k if k > place => known[k] ^ count,
            k if k + 1 == place => n.u8("before", (), before),
            _ => n.u8("zero", (), 0),
        });
        let sent = sent.named("sent", ());
        if N::RECORDS {
            self.answered(n, sent, read);
        }
        known[place] = guess ^ count;
        known.named("known", ())
    }
}
/// The XOR of what was found and what stood before the block.
struct Plain;
impl Pieces for Plain {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let [found, previous] = [0, 1].map(|k| <[N::U8; BLOCK]>::read(n, read[k]));
        xor(found.named("found", ()), previous.named("previous", ())).named("plaintext", ()).save(out);
    }
}
fn oracle(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let (mut run, key, block) = (Run::new(&c.at, "padding_oracle"), a.rope("key"), a.rope("block"));
    AES.check_key("padding_oracle", key.len())?;
    let schedule = run.run("cipher", |at| {
        let mut run = Run::new(at, AES.name);
        let expanded = (AES.schedule)(&mut run, key);
        run.with_result(Value::Bytes(expanded))
    });
    let (expanded, bytes) = (known(c, &schedule)?, known(c, &block)?);
    let bytes = <[u8; BLOCK]>::try_from(bytes).map_err(|_| Fault::argument("block", "`block` is 16 bytes"))?;
    let output = aes::compute(Direction::Decrypt, &expanded, bytes);
    let queries = queries(|sent| is_padded(std::array::from_fn(|k| output[k] ^ sent[k])));
    let (count, length) = (queries.len() as u64, BLOCK as u64);
    run.choice("how many queries until all 16 bytes are known?", format!("{count}, of at most {}", 256 * BLOCK + 256));
    let step = Arc::new(OneBlock { cipher: &AES, direction: Direction::Decrypt, schedule: schedule.clone() });
    let (start, asked) = (Rope::constant("0", &[0; BLOCK]), Asked { step, queries });
    let feeds = vec![Feed::whole("block", block), Feed::whole("expanded key", schedule)];
    let found = run.part("query", |at| Timeline::part(at, asked, count, start, feeds));
    let found = run.bytes("found", found, 1);
    let feeds = vec![Feed::whole("found", found), Feed::whole("previous", a.rope("previous"))];
    let plain = run.part("plain", |at| Map::part(at, Plain, feeds, length, length));
    Ok(run.with_result(Value::Bytes(plain)))
}

/// The row of the padding oracle.
pub const ROWS: &[Function] = &[Function {
    name: "padding_oracle",
    title: "padding oracle",
    summary: "The plaintext of a block of AES-CBC, found by somebody without the key who is told after each query whether the padding \
              was right.",
    family: Family::Attack,
    spec: "Vaudenay, Security Flaws Induced by CBC Padding (EUROCRYPT 2002)",
    parameters: &[
        Parameter::bytes("key", "the receiver's key, which answers the queries"),
        Parameter::bytes("previous", "the 16 bytes before the block: the IV, or a block")
            .within(Limits::Length(16, 16)),
        Parameter::bytes("block", "the 16 bytes to read").within(Limits::Length(16, 16)),
    ],
    result: Some(Type::Bytes),
    vetted: Counterpart::None("it is a search: decrypt the block and compare"),
    examples: &["padding_oracle(\"sixteen byte key\", repeat(0x00, 16), \
         cbc_encrypt(\"sixteen byte key\", repeat(0x00, 16), \"attack at dawn\"))"],
    make: oracle,
}];

#[cfg(test)]
mod tests {
    use crate::functions::bytes::testing::{at, call, input};
    use crate::run::Value;

    #[test]
    fn every_block_is_read_and_the_queries_are_counted() {
        for (i, text) in
            [&b"attack at dawn"[..], b"", b"sixteen letters!", &[2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2]]
                .into_iter()
                .enumerate()
        {
            let (key, iv) = (input("k", &[i as u8; 16]), input("iv", &[7; 16]));
            let sealed = call("cbc_encrypt", [key.clone(), iv.clone(), input("m", text)]).unwrap().result;
            let block = sealed.rope().unwrap().slice(0..16);
            let padded = call(
                "cbc_decrypt",
                [key.clone(), iv.clone(), Value::Bytes(block.clone()), Value::text("aes"), Value::text("none")],
            );
            let run = call("padding_oracle", [key, iv, Value::Bytes(block)]).unwrap();
            assert_eq!(run.output().unwrap(), padded.unwrap().output().unwrap());
            let queries = run.items.iter().find(|item| item.name == "query").unwrap();
            let crate::run::Body::Part(part) = &queries.body else { panic!("no part") };
            assert!(run.choices[0].answer.starts_with(&part.segments().to_string()));
            // The last query finds the first byte; the answer to it is yes.
            assert_eq!(at(&run, &format!("query[{}]/valid", part.segments())), "1");
            assert_eq!(at(&run, &format!("query[{}]/plaintext", part.segments())), "10".repeat(16));
        }
    }
}
