//! Extensions, section 4.2: what stands inside those that are known; the others keep their bytes as `data`.

use super::code::{self, Register};
use super::heard::{Heard, Kind, Share};
use super::reader::{Read, Reader};
use crate::run::Source;

/// Reads a list of extensions, with its length before it.
pub fn extensions(reader: &mut Reader, kind: Kind, heard: &mut Heard) -> Read {
    let length = reader.number("extensions_length", 2)?;
    let mut seen: Vec<usize> = vec![];
    reader.inside("extensions", length, &mut |reader| {
        while reader.left() > 0 {
            let at = reader.place();
            let number = reader.peek(2);
            let name = code::EXTENSION.known(number).map_or_else(|| format!("extension_{number}"), str::to_owned);
            if seen.contains(&number) {
                return Err(reader.wrong(&name, at, "this extension stands here a second time"));
            }
            seen.push(number);
            reader.part(&name, &mut |reader| {
                reader.code("type", 2, |number| code::EXTENSION.name(number))?;
                let length = reader.number("length", 2)?;
                reader.ends_after(length)?;
                one(reader, number, kind, heard)?;
                reader.is_done()
            })?;
        }
        Ok(())
    })
}
/// Reads what one extension has.
fn one(reader: &mut Reader, number: usize, kind: Kind, heard: &mut Heard) -> Read {
    match (number, kind) {
        (0, Kind::ClientHello) => reader.list("server_names", 2, &mut |reader, index| {
            reader.item("server_name", index, &mut |reader| {
                reader.code("name_type", 1, |code| if code == 0 { "host_name" } else { "nothing known" }.into())?;
                reader.opaque("host_name", 2).map(drop)
            })
        }),
        (10, _) => codes(reader, "groups", "group", 2, &code::GROUP),
        (13 | 50, _) => codes(reader, "schemes", "scheme", 2, &code::SCHEME),
        (16, _) => reader.list("protocols", 2, &mut |reader, index| {
            reader.item("protocol", index, &mut |reader| reader.opaque("name", 1).map(drop))
        }),
        (28, _) => reader.number("record_size_limit", 2).map(drop),
        (41, Kind::ClientHello) => offered(reader),
        (41, Kind::ServerHello) => {
            heard.psk = Some(reader.place());
            reader.number("selected_identity", 2).map(drop)
        }
        (42, Kind::NewSessionTicket) => reader.number("max_early_data_size", 4).map(drop),
        (43, Kind::ClientHello) => reader.list("versions", 1, &mut |reader, index| {
            heard.versions.push(reader.codes("version", index, 2, |code| code::VERSION.name(code))?);
            Ok(())
        }),
        (43, Kind::ServerHello | Kind::HelloRetryRequest) => {
            let at = reader.place();
            heard.version = Some((reader.code("version", 2, |code| code::VERSION.name(code))?, at));
            Ok(())
        }
        (44, _) => reader.opaque("cookie", 2).map(drop),
        (45, Kind::ClientHello) => codes(reader, "modes", "mode", 1, &code::PSK_MODE),
        (51, Kind::ClientHello) => reader
            .list("shares", 2, &mut |reader, index| reader.item("share", index, &mut |reader| share(reader, heard))),
        (51, Kind::ServerHello) => share(reader, heard),
        (51, Kind::HelloRetryRequest) => {
            let at = reader.place();
            heard.group = Some((reader.code("selected_group", 2, |code| code::GROUP.name(code))?, at));
            Ok(())
        }
        (65281, _) => reader.opaque("renegotiated_connection", 1).map(drop),
        (0 | 22 | 23 | 49, _) if reader.left() == 0 => Ok(()),
        _ => reader.take("bytes", reader.left()).map(drop),
    }
}
/// A list of numbers that stand for something.
fn codes(reader: &mut Reader, list: &str, name: &str, size: usize, register: &'static Register) -> Read {
    let bytes = if size == 1 { 1 } else { 2 };
    reader.list(list, bytes, &mut |reader, index| reader.codes(name, index, size, |code| register.name(code)).map(drop))
}
/// A share of a key exchange: its group, and the public value.
fn share(reader: &mut Reader, heard: &mut Heard) -> Read {
    let at = reader.place();
    let group = reader.code("group", 2, |code| code::GROUP.name(code))?;
    let key = reader.opaque("key_exchange", 2)?;
    if group == code::X25519 && key.len() != 32 {
        let why = format!("a public value of x25519 has 32 bytes, and this has {}", key.len());
        return Err(reader.wrong("key_exchange", at + 2, why));
    }
    heard.shares.push(Share { group, at, key });
    Ok(())
}
/// The keys that a client has of earlier sessions, and the codes that prove that it has them.
fn offered(reader: &mut Reader) -> Read {
    reader.list("identities", 2, &mut |reader, index| {
        reader.item("identity", index, &mut |reader| {
            reader.opaque("identity", 2)?;
            reader.number("obfuscated_ticket_age", 4).map(drop)
        })
    })?;
    reader.list("binders", 2, &mut |reader, index| {
        reader.item("binder", index, &mut |reader| reader.opaque("binder", 1).map(drop))
    })
}
