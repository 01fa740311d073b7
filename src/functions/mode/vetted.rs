//! The modes as the vetted crates compute them, with their own padding.

use crate::functions::cipher::Direction;
use crate::functions::{Arguments, Counterpart, Known, Says, Vetted};
use crate::run::{Error, Source};
use ::aes::{Aes128, Aes192, Aes256};
use ::blowfish::Blowfish;
use ::ctr::CtrCore;
use ::ctr::flavors::{Ctr64BE, Ctr128BE};
use ::des::{Des, TdesEde3};
use cipher::block_padding::{AnsiX923, Iso7816, Padding, Pkcs7};
use cipher::{
    Block, BlockCipherDecrypt, BlockCipherEncrypt, BlockModeDecrypt, BlockModeEncrypt, BlockSizeUser, InnerIvInit,
    KeyInit, KeyIvInit, StreamCipherCore,
};

/// The longest message that is computed a second time, in memory.
const LONGEST: u64 = 16 << 20;
/// The counterpart of a mode.
pub(super) const fn row(name: &'static str, compute: fn(&Arguments) -> Result<Says, Error>) -> Counterpart {
    Vetted::new(name, compute).note("up to 16 MiB").known(&[SHORT_KEY]).row()
}
const SHORT_KEY: Known = Known {
    what: "the blowfish crate refuses keys of 1 to 3 bytes",
    applies: |a| Ok(a.text("cipher")? == "blowfish" && a.rope("key").len() < 4),
};

/// Does the same with the cipher that the arguments name, one type for each length of an AES key.
macro_rules! with_cipher {
    ($arguments:ident, $key:ident, $cipher:ident => $body:expr) => {{
        if $arguments.rope("message").len() > LONGEST {
            return Ok(Says::Nothing);
        }
        let $key = $arguments.bytes("key")?;
        match ($arguments.text("cipher")?.as_str(), $key.len()) {
            ("aes", 16) => {
                type $cipher = Aes128;
                $body
            }
            ("aes", 24) => {
                type $cipher = Aes192;
                $body
            }
            ("aes", 32) => {
                type $cipher = Aes256;
                $body
            }
            ("blowfish", _) => {
                type $cipher = Blowfish;
                $body
            }
            ("des", _) => {
                type $cipher = Des;
                $body
            }
            ("des3", _) => {
                type $cipher = TdesEde3;
                $body
            }
            _ => return Ok(Says::Nothing),
        }
    }};
}
type Computed = Result<Says, Error>;

/// A message filled up to whole blocks, as the scheme of a name has it.
fn padded(scheme: &str, mut message: Vec<u8>, block: usize) -> Option<Vec<u8>> {
    let pad = match scheme {
        "pkcs7" => Pkcs7::raw_pad,
        "oneandzeroes" => Iso7816::raw_pad,
        "zeroes" => AnsiX923::raw_pad,
        _ => return message.len().is_multiple_of(block).then_some(message),
    };
    let over = message.len() % block;
    message.resize(message.len() - over + block, 0);
    let last = message.len() - block;
    pad(&mut message[last..], over);
    Some(message)
}
/// The message before its padding.
fn unpadded(scheme: &str, mut message: Vec<u8>, block: usize) -> Option<Vec<u8>> {
    let unpad = match scheme {
        "pkcs7" => Pkcs7::raw_unpad,
        "oneandzeroes" => Iso7816::raw_unpad,
        "zeroes" => AnsiX923::raw_unpad,
        _ => return Some(message),
    };
    let last = message.len().checked_sub(block)?;
    let left = unpad(&message[last..]).ok()?.len();
    message.truncate(last + left);
    Some(message)
}
/// The message of a call through a mode: padded before it is encrypted, or unpadded after it is decrypted.
fn through<C: BlockSizeUser>(
    direction: Direction,
    a: &Arguments,
    mode: impl FnOnce(&mut [Block<C>]) -> Option<()>,
) -> Computed {
    let (scheme, mut message, block) = (a.text("padding")?, a.rope("message").to_vec()?, C::block_size());
    if direction == Direction::Encrypt {
        let Some(whole) = padded(&scheme, message, block) else { return Ok(Says::Refused) };
        message = whole;
    }
    let (blocks, []) = Block::<C>::slice_as_chunks_mut(&mut message) else { return Ok(Says::Refused) };
    if mode(blocks).is_none() {
        return Ok(Says::Refused);
    }
    Ok(Says::or_refused(match direction {
        Direction::Encrypt => Some(message),
        Direction::Decrypt => unpadded(&scheme, message, block),
    }))
}

pub(super) fn ecb(direction: Direction, a: &Arguments) -> Computed {
    fn mode<C: KeyInit + BlockCipherEncrypt + BlockCipherDecrypt>(
        direction: Direction,
        key: &[u8],
        blocks: &mut [Block<C>],
    ) -> Option<()> {
        match direction {
            Direction::Encrypt => ::ecb::Encryptor::<C>::new_from_slice(key).ok()?.encrypt_blocks(blocks),
            Direction::Decrypt => ::ecb::Decryptor::<C>::new_from_slice(key).ok()?.decrypt_blocks(blocks),
        }
        Some(())
    }
    with_cipher!(a, key, C => through::<C>(direction, a, |blocks| mode::<C>(direction, &key, blocks)))
}
pub(super) fn cbc(direction: Direction, a: &Arguments) -> Computed {
    fn mode<C: KeyInit + BlockCipherEncrypt + BlockCipherDecrypt>(
        direction: Direction,
        [key, iv]: [&[u8]; 2],
        blocks: &mut [Block<C>],
    ) -> Option<()> {
        match direction {
            Direction::Encrypt => ::cbc::Encryptor::<C>::new_from_slices(key, iv).ok()?.encrypt_blocks(blocks),
            Direction::Decrypt => ::cbc::Decryptor::<C>::new_from_slices(key, iv).ok()?.decrypt_blocks(blocks),
        }
        Some(())
    }
    let iv = a.bytes("iv")?;
    with_cipher!(a, key, C => through::<C>(direction, a, |blocks| mode::<C>(direction, [&key, &iv], blocks)))
}
pub(super) fn ctr(a: &Arguments) -> Computed {
    let (message, first) = (a.rope("message"), a.bytes("counter_block")?);
    with_cipher!(a, key, C => {
        let mut message = message.to_vec()?;
        Ok(Says::or_refused(stream::<C>(&key, &first, &mut message).map(|()| message)))
    })
}
fn stream<C: KeyInit + Counted>(key: &[u8], first: &[u8], message: &mut [u8]) -> Option<()> {
    let core = C::Counter::inner_iv_slice_init(C::new_from_slice(key).ok()?, first).ok()?;
    core.try_apply_keystream_partial(message.into()).ok()
}
/// A text XORed with the keystream that a key of AES makes of a counter block and those that follow it.
pub fn aes_stream(key: &[u8], first: &[u8; 16], text: &mut [u8]) -> Option<()> {
    match key.len() {
        16 => stream::<Aes128>(key, first, text),
        24 => stream::<Aes192>(key, first, text),
        _ => stream::<Aes256>(key, first, text),
    }
}
/// A cipher and CTR over it: the counter is as wide as a block.
trait Counted: BlockCipherEncrypt + Sized {
    type Counter: InnerIvInit<Inner = Self> + StreamCipherCore<BlockSize = Self::BlockSize>;
}
impl Counted for Aes128 {
    type Counter = CtrCore<Aes128, Ctr128BE>;
}
impl Counted for Aes192 {
    type Counter = CtrCore<Aes192, Ctr128BE>;
}
impl Counted for Aes256 {
    type Counter = CtrCore<Aes256, Ctr128BE>;
}
impl Counted for Blowfish {
    type Counter = CtrCore<Blowfish, Ctr64BE>;
}
impl Counted for Des {
    type Counter = CtrCore<Des, Ctr64BE>;
}
impl Counted for TdesEde3 {
    type Counter = CtrCore<TdesEde3, Ctr64BE>;
}
