//! The modes as the vetted crates compute them, with their own padding.

use crate::functions::cipher::Direction;
use crate::functions::{Arguments, Counterpart, Known, Says, Vetted};
use crate::run::{Error, Source};
use ::aes::{Aes128, Aes192, Aes256};
use ::blowfish::Blowfish;
use ::ctr::CtrCore;
use ::ctr::flavors::{Ctr64BE, Ctr128BE};
use cipher::block_padding::{AnsiX923, Iso7816, NoPadding, Padding, Pkcs7};
use cipher::{
    BlockCipherDecrypt, BlockCipherEncrypt, BlockModeDecrypt, BlockModeEncrypt, InnerIvInit, KeyInit, KeyIvInit,
    StreamCipherCore,
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
            _ => return Ok(Says::Nothing),
        }
    }};
}
/// Does the same with the padding that the arguments name.
macro_rules! with_padding {
    ($arguments:ident, $padding:ident => $body:expr) => {{
        match $arguments.text("padding")?.as_str() {
            "pkcs7" => {
                type $padding = Pkcs7;
                $body
            }
            "oneandzeroes" => {
                type $padding = Iso7816;
                $body
            }
            "zeroes" => {
                type $padding = AnsiX923;
                $body
            }
            "none" => {
                type $padding = NoPadding;
                $body
            }
            _ => return Ok(Says::Nothing),
        }
    }};
}
type Computed = Result<Says, Error>;

fn encrypted<P: Padding>(mode: impl BlockModeEncrypt, message: &[u8]) -> Option<Vec<u8>> {
    // Room for the padding, which a block holds.
    let mut room = vec![0; message.len() + 16];
    mode.encrypt_padded_b2b::<P>(message, &mut room).ok().map(<[u8]>::to_vec)
}
fn decrypted<P: Padding>(mode: impl BlockModeDecrypt, message: &[u8]) -> Option<Vec<u8>> {
    mode.decrypt_padded_vec::<P>(message).ok()
}

pub(super) fn ecb(direction: Direction, a: &Arguments) -> Computed {
    fn mode<C: KeyInit + BlockCipherEncrypt + BlockCipherDecrypt, P: Padding>(
        direction: Direction,
        key: &[u8],
        message: &[u8],
    ) -> Option<Vec<u8>> {
        match direction {
            Direction::Encrypt => encrypted::<P>(::ecb::Encryptor::<C>::new_from_slice(key).ok()?, message),
            Direction::Decrypt => decrypted::<P>(::ecb::Decryptor::<C>::new_from_slice(key).ok()?, message),
        }
    }
    let message = a.rope("message");
    with_cipher!(a, key, C => with_padding!(a, P => Ok(Says::or_refused(mode::<C, P>(direction, &key, &message.to_vec()?)))))
}
pub(super) fn cbc(direction: Direction, a: &Arguments) -> Computed {
    fn mode<C: KeyInit + BlockCipherEncrypt + BlockCipherDecrypt, P: Padding>(
        direction: Direction,
        [key, iv]: [&[u8]; 2],
        message: &[u8],
    ) -> Option<Vec<u8>> {
        match direction {
            Direction::Encrypt => encrypted::<P>(::cbc::Encryptor::<C>::new_from_slices(key, iv).ok()?, message),
            Direction::Decrypt => decrypted::<P>(::cbc::Decryptor::<C>::new_from_slices(key, iv).ok()?, message),
        }
    }
    let (message, iv) = (a.rope("message"), a.bytes("iv")?);
    with_cipher!(a, key, C => with_padding!(a, P => Ok(Says::or_refused(mode::<C, P>(direction, [&key, &iv], &message.to_vec()?)))))
}
pub(super) fn ctr(a: &Arguments) -> Computed {
    fn stream<C: KeyInit + Counted>(key: &[u8], first: &[u8], mut message: Vec<u8>) -> Option<Vec<u8>> {
        let core = C::Counter::inner_iv_slice_init(C::new_from_slice(key).ok()?, first).ok()?;
        core.try_apply_keystream_partial(message.as_mut_slice().into()).ok()?;
        Some(message)
    }
    let (message, first) = (a.rope("message"), a.bytes("counter_block")?);
    with_cipher!(a, key, C => Ok(Says::or_refused(stream::<C>(&key, &first, message.to_vec()?))))
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
