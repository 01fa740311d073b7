//! Ciphers: one block, or a stream.

pub mod aes;
mod block;
pub mod blowfish;
pub mod chacha20;
pub mod des;
pub mod rc4;

pub use block::{BlockCipher, Compute, Direction, OneBlock, weak_key};

/// The block ciphers that modes can be built on.
pub static BLOCK_CIPHERS: &[&BlockCipher] = &[&aes::AES, &blowfish::BLOWFISH, &des::DES, &des::DES3];

/// The names of the block ciphers that modes can be built on.
pub fn names() -> Vec<&'static str> {
    BLOCK_CIPHERS.iter().map(|c| c.name).collect()
}
/// A block cipher by name.
pub fn block_cipher(name: &str) -> Option<&'static BlockCipher> {
    BLOCK_CIPHERS.iter().copied().find(|c| c.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cipher_has_a_name_of_its_own_and_refuses_what_is_no_key() {
        for cipher in BLOCK_CIPHERS {
            assert!(std::ptr::eq(block_cipher(cipher.name).unwrap(), *cipher));
            let fault = cipher.check_key("ecb_encrypt", 1000).unwrap_err();
            assert_eq!(fault.argument.as_deref(), Some("key"));
        }
        assert!(block_cipher("rot13").is_none());
        assert_eq!(
            aes::AES.check_key("aes_encrypt", 17).unwrap_err().to_string(),
            "`key` of aes_encrypt wants 16, 24 or 32 bytes, and this has 17"
        );
    }
}
