//! The names of objects: what dotted numbers stand for.

/// The key of Ed25519, and its signatures.
pub const ED25519: &str = "1.3.101.112";
/// The key of X25519.
pub const X25519: &str = "1.3.101.110";
/// A key on a curve, which a second identifier names.
pub const EC_KEY: &str = "1.2.840.10045.2.1";
/// A key of RSA.
pub const RSA_KEY: &str = "1.2.840.113549.1.1.1";
/// A signature by RSASSA-PSS.
pub const RSA_PSS: &str = "1.2.840.113549.1.1.10";
/// The mask of RSASSA-PSS.
pub const MGF1: &str = "1.2.840.113549.1.1.8";
/// The attribute of a request that has the extensions it asks for.
pub const EXTENSION_REQUEST: &str = "1.2.840.113549.1.9.14";
/// Any purpose, among those of a key.
pub const ANY_PURPOSE: &str = "2.5.29.37.0";

/// A name: what an algorithm, a curve or a purpose is called.
pub fn called(oid: &str) -> Option<&'static str> {
    NAMES.iter().find(|(known, _)| *known == oid).map(|(_, name)| *name)
}
const NAMES: &[(&str, &str)] = &[
    (ED25519, "Ed25519"),
    (X25519, "X25519"),
    ("1.3.101.113", "Ed448"),
    (EC_KEY, "a key on an elliptic curve"),
    ("1.2.840.10045.3.1.7", "the curve P-256"),
    ("1.3.132.0.34", "the curve P-384"),
    ("1.3.132.0.35", "the curve P-521"),
    ("1.2.840.10045.4.3.1", "ECDSA with SHA-224"),
    ("1.2.840.10045.4.3.2", "ECDSA with SHA-256"),
    ("1.2.840.10045.4.3.3", "ECDSA with SHA-384"),
    ("1.2.840.10045.4.3.4", "ECDSA with SHA-512"),
    (RSA_KEY, "RSA"),
    (MGF1, "MGF1"),
    (RSA_PSS, "RSA-PSS"),
    ("1.2.840.113549.1.1.4", "RSA PKCS #1 with MD5, which nobody takes any more"),
    ("1.2.840.113549.1.1.5", "RSA PKCS #1 with SHA-1, which nobody takes any more"),
    ("1.2.840.113549.1.1.11", "RSA PKCS #1 with SHA-256"),
    ("1.2.840.113549.1.1.12", "RSA PKCS #1 with SHA-384"),
    ("1.2.840.113549.1.1.13", "RSA PKCS #1 with SHA-512"),
    ("1.2.840.113549.1.1.14", "RSA PKCS #1 with SHA-224"),
    ("1.2.840.113549.1.5.13", "PBES2, a password"),
    ("1.3.14.3.2.26", "SHA-1"),
    ("2.16.840.1.101.3.4.2.1", "SHA-256"),
    ("2.16.840.1.101.3.4.2.2", "SHA-384"),
    ("2.16.840.1.101.3.4.2.3", "SHA-512"),
    ("2.16.840.1.101.3.4.2.4", "SHA-224"),
    ("1.3.6.1.5.5.7.3.1", "serverAuth: a TLS server"),
    ("1.3.6.1.5.5.7.3.2", "clientAuth: a TLS client"),
    ("1.3.6.1.5.5.7.3.3", "codeSigning"),
    ("1.3.6.1.5.5.7.3.4", "emailProtection"),
    ("1.3.6.1.5.5.7.3.8", "timeStamping"),
    ("1.3.6.1.5.5.7.3.9", "OCSPSigning"),
    (ANY_PURPOSE, "any purpose"),
];
/// The hash function that an identifier names, among those that signatures are made with.
pub fn hash(oid: &str) -> Option<&'static str> {
    Some(match oid {
        "2.16.840.1.101.3.4.2.1" => "sha256",
        "2.16.840.1.101.3.4.2.2" => "sha384",
        "2.16.840.1.101.3.4.2.3" => "sha512",
        "2.16.840.1.101.3.4.2.4" => "sha224",
        _ => return None,
    })
}

/// An attribute of a name: its field, and its sign in RFC 4514.
pub fn attribute(oid: &str) -> Option<(&'static str, &'static str)> {
    ATTRIBUTES.iter().find(|(known, ..)| *known == oid).map(|(_, field, sign)| (*field, *sign))
}
const ATTRIBUTES: &[(&str, &str, &str)] = &[
    ("2.5.4.3", "common_name", "CN"),
    ("2.5.4.4", "surname", "SN"),
    ("2.5.4.5", "serial_number", "serialNumber"),
    ("2.5.4.6", "country", "C"),
    ("2.5.4.7", "locality", "L"),
    ("2.5.4.8", "state", "ST"),
    ("2.5.4.9", "street", "STREET"),
    ("2.5.4.10", "organization", "O"),
    ("2.5.4.11", "organizational_unit", "OU"),
    ("2.5.4.12", "title", "title"),
    ("2.5.4.42", "given_name", "GN"),
    ("2.5.4.97", "organization_identifier", "organizationIdentifier"),
    ("0.9.2342.19200300.100.1.1", "user_id", "UID"),
    ("0.9.2342.19200300.100.1.25", "domain_component", "DC"),
    ("1.2.840.113549.1.9.1", "email_address", "emailAddress"),
];
