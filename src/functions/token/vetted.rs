//! The crates beside signed tokens: the MAC of a text, and what a checked text says.

use base64ct::{Base64UrlUnpadded, Encoding};
use hmac::{KeyInit, Mac, SimpleHmac};
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;
use serde::de::IgnoredAny;
use sha2::Digest;

/// The digest of some bytes by the crate of a hash function; nothing for one that is not asked here.
pub fn digest(hash: &str, message: &[u8]) -> Option<Vec<u8>> {
    Some(match hash {
        "sha1" => sha1::Sha1::digest(message).to_vec(),
        "sha256" => sha2::Sha256::digest(message).to_vec(),
        "sha512" => sha2::Sha512::digest(message).to_vec(),
        _ => return None,
    })
}
/// The HMAC of a message by a crate; nothing over a hash function that is not asked here.
pub fn mac(hash: &str, key: &[u8], message: &[u8]) -> Option<Vec<u8>> {
    fn over<M: Mac + KeyInit>(key: &[u8], message: &[u8]) -> Option<Vec<u8>> {
        let mut mac = <M as KeyInit>::new_from_slice(key).ok()?;
        mac.update(message);
        Some(mac.finalize().into_bytes().to_vec())
    }
    match hash {
        "sha1" => over::<SimpleHmac<sha1::Sha1>>(key, message),
        "sha256" => over::<SimpleHmac<sha2::Sha256>>(key, message),
        "sha384" => over::<SimpleHmac<sha2::Sha384>>(key, message),
        "sha512" => over::<SimpleHmac<sha2::Sha512>>(key, message),
        _ => None,
    }
}
/// Bytes in Base64 for URLs, without padding.
pub fn base64(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}
/// The bytes that Base64 for URLs writes, without padding.
pub fn unbase64(text: &str) -> Option<Vec<u8>> {
    Base64UrlUnpadded::decode_vec(text).ok()
}
/// The JSON that a payload writes, once it is taken out of Base64 and decompressed; nothing where it is none.
pub fn json(payload: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(payload).ok()?;
    let json = match text.strip_prefix('.') {
        Some(compressed) => decompress_to_vec_zlib_with_limit(&unbase64(compressed)?, 1 << 20).ok()?,
        None => unbase64(text)?,
    };
    serde_json::from_slice::<IgnoredAny>(&json).is_ok().then_some(json)
}
