//! The table of families.

use super::row::Family;
use super::{encodings, http, json, password, pem, ssh, stored, tls, token, unix, x509};

/// The table: a line a file.
pub static FAMILIES: &[&[Family]] = &[
    password::ROWS,
    unix::ROWS,
    stored::ROWS,
    token::ROWS,
    x509::ROWS,
    pem::ROWS,
    ssh::ROWS,
    tls::ROWS,
    http::ROWS,
    json::ROWS,
    encodings::ROWS,
];

/// All rows, in the order of the table.
pub fn all() -> impl Iterator<Item = &'static Family> {
    FAMILIES.iter().flat_map(|rows| rows.iter())
}
/// The row of an identifier.
pub fn family(id: &str) -> Option<&'static Family> {
    all().find(|family| family.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_row_is_whole_and_named_once() {
        let mut ids = BTreeSet::new();
        for family in all() {
            assert!(ids.insert(family.id), "{} stands twice", family.id);
            assert!(!family.what.is_empty() && !family.what.ends_with('.'), "{}", family.id);
            for secret in family.takes {
                assert!(!secret.names.is_empty() && !secret.phrase.is_empty(), "{}", family.id);
            }
        }
        let public = [
            "django-pbkdf2",
            "django-argon2",
            "django-bcrypt-sha256",
            "django-bcrypt",
            "django-scrypt",
            "django-md5",
            "django-unusable",
            "werkzeug-scrypt",
            "werkzeug-pbkdf2",
            "passlib-pbkdf2",
            "passlib-scrypt",
            "passlib-bcrypt-sha256",
            "sha512-crypt",
            "bcrypt",
            "argon2",
            "fernet",
            "string-encrypted-type",
            "base64",
            "itsdangerous",
            "flask-session",
            "django-signed",
            "django-session",
            "jwt",
            "tls-record",
            "tls-key-log",
            "certificate",
            "private-key",
            "public-key",
            "csr",
            "openssh-private-key",
            "openssh-public-key",
            "ssh-fingerprint",
            "known-hosts",
            "sshsig",
            "age",
            "json",
            "base64url",
            "hex",
            "gzip",
            "zlib",
        ];
        for id in public {
            assert!(ids.contains(id), "there is no family {id}");
        }
    }
}
