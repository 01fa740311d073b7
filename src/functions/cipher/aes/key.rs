//! The key schedule of AES, FIPS 197 section 5.2.
#![allow(non_snake_case)] // the names are the specification's

use super::sbox::{Boxes, xtime};
use crate::num::{Border, Carry, Constant, Numbers, Word};
use crate::run::{Count, Feed, Map, Pieces, Rope, Run, Source, Windows};

/// The round constants, section 5.2: Rcon\[j\] begins with the byte x^(j-1); there is no Rcon\[0\].
const RCON: [u32; 11] = {
    let (mut rcon, mut power, mut j) = ([0; 11], 1, 1);
    while j < 11 {
        rcon[j] = (power as u32) << 24;
        power = xtime(power);
        j += 1;
    }
    rcon
};

const RCON_J: Constant = Constant::new("Rcon", |j| format!("x^{} in GF(2^8), then three zero bytes", j.last() - 1));

/// How many rounds a key of so many bytes asks for, table 3: 10, 12 or 14.
pub fn rounds(key: u64) -> u64 {
    key / 4 + 6
}

/// Adds the part `key_expansion` and gives its words `w[i]`, four for each AddRoundKey, most significant byte first.
pub fn schedule(run: &mut Run, key: Rope) -> Rope {
    let length = 16 * (rounds(key.len()) + 1);
    let feeds = vec![Feed::whole("key", key)];
    run.part("key_expansion", |at| Map::part(at, KeyExpansion, feeds, length, length))
}

/// KEYEXPANSION(), algorithm 2.
struct KeyExpansion;
impl Pieces for KeyExpansion {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let Nk = read[0].bytes.len() / 4;
        let Nr = rounds(4 * Nk as u64) as usize;
        let boxes = Boxes::forward(n);
        let mut w: Vec<N::U32> = (0..Nk).map(|i| N::U32::read(n, read[0].piece::<4>(i)).named("w", i)).collect();
        for i in Nk..4 * (Nr + 1) {
            let mut temp = w[i - 1];
            if i % Nk == 0 {
                temp = temp.rotl(8).named("rot_word", i);
                temp = SUBWORD(n, boxes, temp).named("sub_word", i);
                temp = (temp ^ n.u32(RCON_J, i / Nk, RCON[i / Nk])).named("after_rcon", i);
            } else if Nk > 6 && i % Nk == 4 {
                temp = SUBWORD(n, boxes, temp).named("sub_word", i);
            }
            w.push((w[i - Nk] ^ temp).named("w", i));
        }
        w.iter().for_each(|word| word.save(out));
    }
}
fn SUBWORD<N: Numbers>(n: N, boxes: Boxes<N>, word: N::U32) -> N::U32 {
    n.join_u32(n.split_u32(word).map(|b| boxes.SBOX(b)))
}
