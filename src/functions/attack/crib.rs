//! Crib dragging: two messages under one keystream, of which the XOR is known, and a word that one of them may hold.
//!
//! A run has the part `place`, one segment a place of the word from 0 on, with `mixed`, `crib` and `guess`, and whether
//! all of the guess are letters or spaces (`letters`).

use crate::functions::{Arguments, Context, Counterpart, Family, Fault, Function, Limits, Parameter};
use crate::num::{Border, Carry, Integer, Numbers};
use crate::run::{Count, Feed, Map, Pieces, Run, Source, Type, Value, Windows};

/// The longest XOR, and the longest word.
const LONGEST: u64 = 4096;
const WORD: u64 = 64;

/// The word at one place: what the other message would be there.
struct Place {
    length: usize,
}
impl Pieces for Place {
    const COUNT: Count = Count::Up(0);
    fn piece<N: Numbers>(&self, n: N, at: u64, read: &Windows, out: &mut Border) {
        let mut letters = n.bit("true", (), true);
        for k in 0..self.length {
            let mixed = N::U8::read(n, read[0].piece::<1>(at as usize + k)).named("mixed", k);
            let crib = N::U8::read(n, read[1].piece::<1>(k)).named("crib", k);
            let guess = (mixed ^ crib).named("guess", k);
            guess.save(out);
            if !N::RECORDS {
                continue;
            }
            let number = n.join_int(&[guess]);
            let between = |low: u8, high: u8| {
                !number.clone().less(n.literal(low.into())) & !n.literal(high.into()).less(number.clone())
            };
            let is_space = number.clone().same(n.literal(b' '.into()));
            let letter = (is_space | between(b'a', b'z') | between(b'A', b'Z')).named("letter", k);
            letters = letters & letter;
        }
        let _ = letters.named("letters", ());
    }
}
fn drag(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let (mut run, mixed, crib) = (Run::new(&c.at, "crib_drag"), a.rope("mixed"), a.rope("crib"));
    let length = crib.len();
    let Some(behind) = mixed.len().checked_sub(length) else {
        let message = format!("`crib` has {length} bytes, and `mixed` only {}", mixed.len());
        return Err(Fault::argument("crib", message));
    };
    let places = behind + 1;
    let place = Place { length: length as usize };
    let feeds = vec![Feed::whole("mixed", mixed), Feed::whole("crib", crib)];
    let guesses = run.part("place", |at| Map::part(at, place, feeds, length, places * length));
    let items = (0..places).map(|i| Value::Bytes(guesses.slice(i * length..(i + 1) * length))).collect();
    Ok(run.with_result(Value::list(items)))
}

/// The row of crib dragging.
pub const ROWS: &[Function] = &[Function {
    name: "crib_drag",
    title: "crib dragging",
    summary: "What one message would say at each place if the other said some word there: the XOR of two messages under one \
              keystream, XORed with the word.",
    family: Family::Attack,
    spec: "this program: attacks",
    parameters: &[
        Parameter::bytes("mixed", "the XOR of both ciphertexts, which is that of both messages; 4096 bytes at most")
            .within(Limits::Length(1, LONGEST)),
        Parameter::bytes("crib", "a word that one of them may hold; 64 bytes at most").within(Limits::Length(1, WORD)),
    ],
    result: Some(Type::List),
    vetted: Counterpart::None("it is an XOR at every place"),
    examples: &["crib_drag(xor(\"attack at dawn\", \"defend at dusk\"), \" at \")"],
    make: drag,
}];

#[cfg(test)]
mod tests {
    use crate::functions::bytes::testing::{at, call, fault, formula, input};

    #[test]
    fn the_right_place_reads_as_the_other_message() {
        let mixed: Vec<u8> = b"attack at dawn".iter().zip(b"defend no more").map(|(a, b)| a ^ b).collect();
        let run = call("crib_drag", [input("x", &mixed), input("w", b" at ")]).unwrap();
        for (k, byte) in ["20", "6e", "6f", "20"].into_iter().enumerate() {
            assert_eq!(at(&run, &format!("place[6]/guess[{k}]")), byte);
        }
        assert_eq!(at(&run, "place[6]/letters"), "1");
        assert_eq!(at(&run, "place[0]/letters"), "0");
        assert_eq!(formula(&run, "place[6]/guess[1]"), "mixed[1] ⊕ crib[1]");
        assert_eq!(run.parts()[0].segments(), 11);
        assert_eq!(
            fault("crib_drag", [input("x", b"ab"), input("w", b"abc")]),
            "`crib` has 3 bytes, and `mixed` only 2"
        );
    }
}
