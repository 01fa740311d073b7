//! Cipher suites of TLS 1.3, section B.4: an AEAD and a hash function.

use crate::functions::aead::{chacha20_poly1305, gcm};
use crate::functions::{Fault, Function};

/// An AEAD, as records use it.
pub struct Cipher {
    /// The name that calls give it.
    pub name: &'static str,
    /// Bytes of its key.
    pub key: u64,
    /// The row that opens.
    pub open: (&'static [Function], &'static str),
}
/// A cipher suite.
pub struct Suite {
    /// The two bytes that name it.
    pub id: usize,
    /// The AEAD.
    pub cipher: &'static Cipher,
    /// The hash function.
    pub hash: &'static str,
}

/// Bytes of a nonce.
pub const NONCE: u64 = 12;
/// Bytes of a tag.
pub const TAG: usize = 16;

const AES_128_GCM: Cipher = Cipher { name: "aes_128_gcm", key: 16, open: (gcm::ROWS, "gcm_open") };
const AES_256_GCM: Cipher = Cipher { name: "aes_256_gcm", key: 32, open: (gcm::ROWS, "gcm_open") };
const CHACHA20_POLY1305: Cipher =
    Cipher { name: "chacha20_poly1305", key: 32, open: (chacha20_poly1305::ROWS, "chacha20_poly1305_open") };

/// The AEADs of records.
static CIPHERS: [&Cipher; 3] = [&AES_128_GCM, &AES_256_GCM, &CHACHA20_POLY1305];
/// The suites that are built.
static SUITES: [Suite; 3] = [
    Suite { id: 0x1301, cipher: &AES_128_GCM, hash: "sha256" },
    Suite { id: 0x1302, cipher: &AES_256_GCM, hash: "sha384" },
    Suite { id: 0x1303, cipher: &CHACHA20_POLY1305, hash: "sha256" },
];

/// The names of the AEADs.
pub fn ciphers() -> Vec<&'static str> {
    CIPHERS.iter().map(|cipher| cipher.name).collect()
}
/// The hash functions of suites.
pub fn hashes() -> Vec<&'static str> {
    vec!["sha256", "sha384"]
}
/// An AEAD by name.
///
/// # Errors
/// A fault in the argument `cipher`.
pub fn cipher(name: &str) -> Result<&'static Cipher, Fault> {
    let found = CIPHERS.iter().find(|cipher| cipher.name == name);
    found.copied().ok_or_else(|| Fault::argument("cipher", format!("no cipher `{name}`")))
}
/// A suite by its number, where it is built.
pub fn suite(id: usize) -> Option<&'static Suite> {
    SUITES.iter().find(|suite| suite.id == id)
}
