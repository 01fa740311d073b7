//! The crates' hash functions by name.

/// An answer with the type of a hash function, by its name; nothing for a name without one.
macro_rules! with_hash {
    ($name:expr, $D:ident => $says:expr) => {
        with_hash!($name, $D => $says;
            "md5": ::md5::Md5, "sha1": ::sha1::Sha1,
            "sha224": ::sha2::Sha224, "sha256": ::sha2::Sha256, "sha384": ::sha2::Sha384, "sha512": ::sha2::Sha512,
            "sha512_224": ::sha2::Sha512_224, "sha512_256": ::sha2::Sha512_256,
            "sha3_224": ::sha3::Sha3_224, "sha3_256": ::sha3::Sha3_256, "sha3_384": ::sha3::Sha3_384,
            "sha3_512": ::sha3::Sha3_512, "blake2b": ::blake2::Blake2b512, "blake2s": ::blake2::Blake2s256)
    };
    ($name:expr, $D:ident => $says:expr; $($known:literal: $type:ty),*) => {
        match $name {
            $($known => {
                type $D = $type;
                Ok($says)
            })*
            _ => Ok(Says::Nothing),
        }
    };
}
pub(crate) use with_hash;
