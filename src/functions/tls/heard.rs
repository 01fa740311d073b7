//! Messages by their kind, and what they say as far as the handshake goes on with it.

use crate::run::Rope;

/// The kinds of messages that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The client's first message.
    ClientHello,
    /// The server's answer.
    ServerHello,
    /// The server's wish for another ClientHello: a ServerHello with a certain `random`.
    HelloRetryRequest,
    /// Extensions that a listener shall not read.
    EncryptedExtensions,
    /// The server's wish for a certificate.
    CertificateRequest,
    /// A chain of certificates.
    Certificate,
    /// A signature over all before it.
    CertificateVerify,
    /// A code over all before it.
    Finished,
    /// A ticket to come back with.
    NewSessionTicket,
    /// New keys from here on.
    KeyUpdate,
    /// The end of what came with the first message.
    EndOfEarlyData,
}
impl Kind {
    /// The kind of a message, by its first byte.
    pub fn of(code: u8) -> Option<Kind> {
        Some(match code {
            1 => Kind::ClientHello,
            2 => Kind::ServerHello,
            4 => Kind::NewSessionTicket,
            5 => Kind::EndOfEarlyData,
            8 => Kind::EncryptedExtensions,
            11 => Kind::Certificate,
            13 => Kind::CertificateRequest,
            15 => Kind::CertificateVerify,
            20 => Kind::Finished,
            24 => Kind::KeyUpdate,
            _ => return None,
        })
    }
}
/// A share of a key exchange.
pub struct Share {
    /// Its group.
    pub group: usize,
    /// Where it stands in the message.
    pub at: usize,
    /// The public value.
    pub key: Rope,
}
/// The sayings of a message that the handshake goes on with.
#[derive(Default)]
pub struct Heard {
    /// The suite that the server chose, and where it stands.
    pub suite: Option<(usize, usize)>,
    /// The suites that the client offers.
    pub suites: Vec<usize>,
    /// The version that the server chose, and where it stands.
    pub version: Option<(usize, usize)>,
    /// The versions that the client offers.
    pub versions: Vec<usize>,
    /// The shares.
    pub shares: Vec<Share>,
    /// Where the server says which key of an earlier session it takes.
    pub psk: Option<usize>,
    /// The group of which a HelloRetryRequest wants a share, and where it stands.
    pub group: Option<(usize, usize)>,
    /// The session id, which the server sends back.
    pub session: Vec<u8>,
    /// The first certificate.
    pub certificate: Option<Rope>,
    /// The signature scheme, and where it stands.
    pub scheme: (usize, usize),
    /// The signature, or the code of a Finished.
    pub proof: Rope,
    /// Whether the other side is to change its key as well.
    pub updates: bool,
}
