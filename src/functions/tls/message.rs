//! Handshake messages, section 4: every field named, in the order in which it stands there.

use super::code;
use super::extension::extensions;
use super::heard::{Heard, Kind};
use super::reader::{Read, Reader, Wrong};
use crate::run::{Path, Rope, Run, Source};

/// The `random` of a HelloRetryRequest, section 4.1.3: SHA-256 of its name.
const RETRY: [u8; 32] = [
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2, 0xa2, 0x11,
    0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
];
/// Where `random` stands in a hello.
const RANDOM: std::ops::Range<usize> = 6..38;

/// Whether a message is a HelloRetryRequest.
pub fn is_retry(bytes: &[u8]) -> bool {
    bytes.first() == Some(&2) && bytes.get(RANDOM) == Some(&RETRY)
}
/// Reads a whole message: its run, as far as it could be read, and what it says.
pub fn read(at: &Path, rope: Rope, bytes: &[u8]) -> (Run, Result<(Kind, Heard), Wrong>) {
    let mut reader = Reader::new(at, rope, bytes);
    let mut heard = Heard::default();
    let read = fields(&mut reader, bytes, &mut heard).map(|kind| (kind, heard));
    (reader.finish(), read)
}
fn fields(reader: &mut Reader, bytes: &[u8], heard: &mut Heard) -> Read<Kind> {
    let code = reader.code("type", 1, |code| code::MESSAGE.name(code))?;
    reader.number("length", 3)?;
    let Some(mut kind) = Kind::of(code as u8) else {
        return Err(reader.wrong("type", 0, format!("no message of TLS 1.3 begins with {code:02x}")));
    };
    if is_retry(bytes) {
        kind = Kind::HelloRetryRequest;
    }
    match kind {
        Kind::ClientHello => client_hello(reader, heard)?,
        Kind::ServerHello | Kind::HelloRetryRequest => server_hello(reader, kind, heard)?,
        Kind::EncryptedExtensions => extensions(reader, kind, heard)?,
        Kind::CertificateRequest => {
            reader.opaque("certificate_request_context", 1)?;
            extensions(reader, kind, heard)?;
        }
        Kind::Certificate => certificate(reader, heard)?,
        Kind::CertificateVerify => {
            let at = reader.place();
            heard.scheme = (reader.code("algorithm", 2, |code| code::SCHEME.name(code))?, at);
            heard.proof = reader.opaque("signature", 2)?;
        }
        Kind::Finished => heard.proof = reader.take("verify_data", reader.left())?,
        Kind::NewSessionTicket => {
            reader.number("ticket_lifetime", 4)?;
            reader.number("ticket_age_add", 4)?;
            reader.opaque("ticket_nonce", 1)?;
            reader.opaque("ticket", 2)?;
            extensions(reader, kind, heard)?;
        }
        Kind::KeyUpdate => {
            let at = reader.place();
            let asks = |code| ["update_not_requested", "update_requested"].get(code).unwrap_or(&"nothing known");
            let code = reader.code("request_update", 1, |code| asks(code).to_string())?;
            heard.updates = code == 1;
            if code > 1 {
                return Err(reader.wrong("request_update", at, format!("it is 00 or 01, and {code:02x} stands there")));
            }
        }
        Kind::EndOfEarlyData => {}
    }
    reader.is_done().map(|()| kind)
}
/// The version that a hello has had to claim since TLS 1.2, section 4.1.2.
fn legacy_version(reader: &mut Reader) -> Read {
    let at = reader.place();
    match reader.code("legacy_version", 2, |code| code::VERSION.name(code))? {
        0x0303 => Ok(()),
        other => {
            let why = format!(
                "it is 0303 in every hello of TLS 1.3, and this says {other:04x}, {}",
                code::VERSION.name(other)
            );
            Err(reader.wrong("legacy_version", at, why))
        }
    }
}
fn session(reader: &mut Reader, heard: &mut Heard) -> Read {
    let at = reader.place();
    let id = reader.opaque("legacy_session_id", 1)?;
    if id.len() > 32 {
        return Err(reader.wrong(
            "legacy_session_id",
            at,
            format!("it has 32 bytes at most, and this has {}", id.len()),
        ));
    }
    heard.session = reader.bytes_before(id.len() as usize).to_vec();
    Ok(())
}
fn client_hello(reader: &mut Reader, heard: &mut Heard) -> Read {
    legacy_version(reader)?;
    reader.take("random", 32)?;
    session(reader, heard)?;
    reader.list("cipher_suites", 2, &mut |reader, index| {
        heard.suites.push(reader.codes("suite", index, 2, |code| code::SUITE.name(code))?);
        Ok(())
    })?;
    let at = reader.place();
    reader.opaque("legacy_compression_methods", 1)?;
    if reader.bytes_before(2) != [1, 0] {
        let why = "TLS 1.3 knows no compression: it is one byte, 00";
        return Err(reader.wrong("legacy_compression_methods", at, why));
    }
    extensions(reader, Kind::ClientHello, heard)
}
fn server_hello(reader: &mut Reader, kind: Kind, heard: &mut Heard) -> Read {
    legacy_version(reader)?;
    reader.take("random", 32)?;
    if kind == Kind::HelloRetryRequest {
        reader.remark("is it a HelloRetryRequest?", "yes: its random is the SHA-256 of that name".into());
    }
    session(reader, heard)?;
    let at = reader.place();
    heard.suite = Some((reader.code("cipher_suite", 2, |code| code::SUITE.name(code))?, at));
    let at = reader.place();
    match reader.number("legacy_compression_method", 1)? {
        0 => extensions(reader, kind, heard),
        _ => Err(reader.wrong("legacy_compression_method", at, "TLS 1.3 knows no compression: it is 00")),
    }
}
fn certificate(reader: &mut Reader, heard: &mut Heard) -> Read {
    reader.opaque("certificate_request_context", 1)?;
    reader.list("certificates", 3, &mut |reader, index| {
        reader.item("certificate", index, &mut |reader| {
            let data = reader.opaque("cert_data", 3)?;
            heard.certificate.get_or_insert(data);
            extensions(reader, Kind::Certificate, &mut Heard::default())
        })
    })
}
