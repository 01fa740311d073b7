//! Functions: one row in one table each, one file an algorithm.
//!
//! A [`Function`] is all that a sheet, a lesson, the command line, the help screen and the tests need to know: its
//! name, its parameters with their limits, what it gives, its specification, and the vetted crate that computes it a
//! second time. To add one, write its file and name its rows in [`FUNCTIONS`].

pub mod aead;
mod agreement;
pub mod arguments;
pub mod artefact;
pub mod attack;
pub mod bytes;
mod call;
pub mod certificate;
pub mod cipher;
pub mod exchange;
mod fault;
pub mod hash;
pub mod kdf;
pub mod mac;
pub mod mode;
pub mod opinion;
pub mod outside;
mod parameter;
pub mod password;
pub mod random;
pub mod reduced;
mod row;
pub mod signature;
pub mod ssh;
pub mod stored;
pub mod tls;
pub mod token;

pub use agreement::Agreement;
pub use arguments::Arguments;
pub use fault::{Fault, FaultKind};
pub use opinion::{Counterpart, Known, Says, Vetted};
pub use parameter::{Cost, Default, Limits, Parameter};
pub use row::{Context, Family, Function};

/// The table: a line a file, family by family.
pub static FUNCTIONS: &[&[Function]] = &[
    bytes::ROWS,
    artefact::apart::ROWS,
    hash::md5::ROWS,
    hash::sha1::ROWS,
    hash::sha2::ROWS,
    hash::sha3::ROWS,
    hash::blake2::ROWS,
    mac::hmac::ROWS,
    mac::poly1305::ROWS,
    kdf::hkdf::ROWS,
    kdf::pbkdf2::ROWS,
    kdf::scrypt::ROWS,
    kdf::argon2::ROWS,
    kdf::bcrypt::ROWS,
    kdf::bcrypt_pbkdf::ROWS,
    password::ROWS,
    token::itsdangerous::ROWS,
    token::django::ROWS,
    token::jwt::ROWS,
    ssh::public::ROWS,
    ssh::known_hosts::ROWS,
    ssh::private::ROWS,
    ssh::signature::ROWS,
    random::mt19937::ROWS,
    cipher::aes::ROWS,
    cipher::blowfish::ROWS,
    cipher::chacha20::ROWS,
    cipher::des::ROWS,
    cipher::rc4::ROWS,
    mode::ecb::ROWS,
    mode::cbc::ROWS,
    mode::ctr::ROWS,
    aead::gcm::ROWS,
    aead::chacha20_poly1305::ROWS,
    aead::field::ROWS,
    stored::fernet::ROWS,
    stored::string_encrypted::ROWS,
    tls::ROWS,
    exchange::dh::ROWS,
    exchange::x25519::ROWS,
    exchange::curve::points::ROWS,
    exchange::curve::octets::ROWS,
    exchange::ecdh::ROWS,
    signature::ed25519::ROWS,
    signature::ecdsa::ROWS,
    signature::rsa::ROWS,
    signature::rsa::MGF1,
    signature::rsa::OAEP,
    signature::rsa::PSS,
    signature::rsa::PKCS1,
    signature::rsa::KEYS,
    certificate::ROWS,
    attack::collision::ROWS,
    attack::crib::ROWS,
    attack::padding::ROWS,
    attack::rainbow::ROWS,
    attack::timing::ROWS,
    attack::words::ROWS,
    attack::discrete_log::ROWS,
    attack::fermat::ROWS,
    signature::ecdsa::repeated::ROWS,
];

/// All rows, in the order of the table.
pub fn all() -> impl Iterator<Item = &'static Function> {
    FUNCTIONS.iter().flat_map(|family| family.iter())
}
/// The row of a name.
///
/// # Errors
/// A fault of kind [`FaultKind::UnknownFunction`], with the nearest name as its hint.
pub fn function(name: &str) -> Result<&'static Function, Fault> {
    all().find(|f| f.name == name).ok_or_else(|| {
        let near = crate::run::suggest::did_you_mean(name, all().map(|f| f.name));
        let hint = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`cleartext list functions` names them all".into(),
        };
        Fault::new(FaultKind::UnknownFunction, format!("no function `{name}`")).hint(hint)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_row_is_whole_and_named_once() {
        let mut names = BTreeSet::new();
        for f in all() {
            assert!(names.insert(f.name), "{} stands twice", f.name);
            assert!(!f.title.is_empty() && f.summary.ends_with('.') && !f.spec.is_empty(), "{}", f.name);
            assert!(!f.examples.is_empty(), "{} has no example", f.name);
            match f.vetted {
                Counterpart::Crate(vetted) => assert!(!vetted.name.is_empty(), "{}", f.name),
                Counterpart::None(why) => assert!(!why.is_empty() && !why.ends_with('.'), "{}: why none?", f.name),
            }
            let optional = f.parameters.iter().position(|p| p.default.is_some()).unwrap_or(f.parameters.len());
            assert!(f.parameters[optional..].iter().all(|p| p.default.is_some()), "{}: defaults come last", f.name);
        }
    }
    #[test]
    fn an_unknown_name_gets_a_suggestion() {
        let fault = function("sha265").err().expect("no such function");
        assert_eq!(fault.to_string(), "no function `sha265`; did you mean `sha256`?");
    }
}
