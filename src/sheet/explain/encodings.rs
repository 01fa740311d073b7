//! Layers: hexadecimal, Base64, gzip, zlib.

use super::found::{Certainty, Found};
use super::layer::{Layer, is_mixed, is_readable};
use super::row::Family;

/// The rows.
pub const ROWS: &[Family] = &[
    Family::shown("hex", "bytes in hexadecimal digits", 60, hex),
    Family::shown("base64", "bytes in Base64", 58, |layer| base64(layer, false)),
    Family::shown("base64url", "bytes in Base64 for URLs", 56, |layer| base64(layer, true)),
    Family::shown("gzip", "a file of gzip", 70, gzip),
    Family::shown("zlib", "bytes compressed with zlib", 66, zlib),
];

/// Digits below which a word of letters and digits is no news.
const SHORTEST: usize = 8;

fn hex(layer: &Layer) -> Option<Found> {
    let word = layer.word()?;
    let bytes = layer.unhex().filter(|_| word.len() >= SHORTEST)?;
    let one_case = !(word.bytes().any(|b| b.is_ascii_lowercase()) && word.bytes().any(|b| b.is_ascii_uppercase()));
    let letters = word.bytes().any(|byte| byte.is_ascii_alphabetic());
    let long = word.len() >= 32;
    let certainty = if (letters || long) && one_case { Certainty::Likely } else { Certainty::Possible };
    let case = if one_case { "" } else { ", in upper and lower case" };
    let why = format!("all {} characters are hexadecimal digits{case}, two for a byte", word.len());
    let mut found = Found::new(certainty, why).cell(layer.name("decoded"), format!("unhex({})", layer.cell));
    if let Some(meaning) = meaning(bytes) {
        found = found.remark(meaning);
    }
    let inner = layer.name("decoded");
    Some(found.layer(inner, format!("unhex({})", layer.cell)))
}
/// Things that bytes without any structure of their own may be.
pub(super) fn meaning(bytes: &[u8]) -> Option<String> {
    if is_readable(bytes) {
        return None;
    }
    let what = match bytes.len() {
        16 => "MD5, an AES-128 key, a UUID, an IV or random bytes",
        20 => "SHA-1, RIPEMD-160, an HMAC-SHA-1 or random bytes",
        28 => "SHA-224 or random bytes",
        32 => "SHA-256, SHA3-256, BLAKE2s, an HMAC-SHA-256, an AES-256 or X25519 key or random bytes",
        48 => "SHA-384, an HMAC-SHA-384 or random bytes",
        64 => "SHA-512, SHA3-512, BLAKE2b, an Ed25519 signature or random bytes",
        _ => return None,
    };
    Some(format!("{} bytes; {what} cannot be told apart", bytes.len()))
}

fn base64(layer: &Layer, url: bool) -> Option<Found> {
    let word = layer.word().filter(|word| word.len() >= SHORTEST)?;
    let (bytes, for_urls) = layer.unbase64()?;
    if for_urls != url || bytes.is_empty() {
        return None;
    }
    // All of it may be digits of hexadecimal, or a word.
    if layer.unhex().is_some() || !(is_mixed(word) || is_readable(bytes)) {
        return None;
    }
    let padded = word.ends_with('=');
    let readable = is_readable(bytes);
    let certainty = if readable { Certainty::Likely } else { Certainty::Possible };
    let mut why = format!("all characters are of the alphabet of Base64{}", if url { " for URLs" } else { "" });
    why.push_str(if padded { ", with = up to a multiple of four" } else { ", and unused bits at the end are zero" });
    if readable {
        why.push_str("; what it writes is a text");
    }
    let formula =
        if url { format!("unbase64({}, url: true)", layer.cell) } else { format!("unbase64({})", layer.cell) };
    let decoded = layer.name("decoded");
    let mut found = Found::new(certainty, why).cell(decoded.clone(), formula.clone());
    if let Some(meaning) = meaning(bytes) {
        found = found.remark(meaning);
    }
    Some(found.layer(decoded, formula))
}

/// Bytes of a head of gzip without a name and other additions.
const GZIP: usize = 10;
/// Bytes of the sum and the length at its end.
const TAIL: usize = 8;

fn gzip(layer: &Layer) -> Option<Found> {
    let binary = layer.binary()?;
    let bytes = &binary.bytes;
    if !bytes.starts_with(&[0x1f, 0x8b, 8]) {
        return None;
    }
    let why = format!("it begins with 1f 8b, the mark of gzip, and 08, which is deflate{}", binary.written);
    let data = layer.name("data");
    let found = Found::new(Certainty::Certain, why).cell(data.clone(), binary.formula.clone());
    let mut places = "magic:0..2 method:2..3 flags:3..4".to_owned();
    let fields = layer.name("fields");
    let Some((named, start)) = head(bytes).filter(|(_, start)| start + TAIL <= bytes.len()) else {
        let end = bytes.len().min(4);
        let places = if end == 4 { places } else { format!("magic:0..2 method:2..{end}") };
        let mut found = found.cell(fields, format!("taken_apart({data}, \"{places}\")"));
        found.certainty = Certainty::Broken;
        found.why.push_str("; but it ends too soon");
        return Some(found);
    };
    places.push_str(" time:4..8 extra_flags:8..9 system:9..10");
    named.iter().for_each(|(name, range)| places.push_str(&format!(" {name}:{}..{}", range.start, range.end)));
    let end = bytes.len() - TAIL;
    places.push_str(&format!(" deflate:{start}..{end} crc32:{end}..{} length:{}..{}", end + 4, end + 4, end + 8));
    let mut found = found.cell(fields, format!("taken_apart({data}, \"{places}\")"));
    let inside = format!("inflate({data}[{start}..{end}], raw: true)");
    found.mapped = false;
    if let Some(why) = too_much(&bytes[start..end], true) {
        return Some(found.remark(why));
    }
    Some(found.layer(layer.name("inflated"), inside))
}
type Named = Vec<(&'static str, std::ops::Range<usize>)>;
/// The optional fields of a head of gzip, and where the compressed bytes begin.
fn head(bytes: &[u8]) -> Option<(Named, usize)> {
    let (flags, mut at, mut named) = (*bytes.get(3)?, GZIP, vec![]);
    if flags & 4 != 0 {
        let length = usize::from(*bytes.get(at)?) | usize::from(*bytes.get(at + 1)?) << 8;
        named.push(("extra", at..at + 2 + length));
        at += 2 + length;
    }
    for (flag, name) in [(8, "name"), (16, "comment")] {
        if flags & flag != 0 {
            let length = bytes.get(at..)?.iter().position(|byte| *byte == 0)?;
            named.push((name, at..at + length));
            at += length + 1;
        }
    }
    if flags & 2 != 0 {
        named.push(("head_crc", at..at + 2));
        at += 2;
    }
    (at <= bytes.len()).then_some((named, at))
}
/// Why compressed bytes are not looked into; nothing where they are.
fn too_much(bytes: &[u8], raw: bool) -> Option<String> {
    use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit, decompress_to_vec_zlib_with_limit};
    const MOST: usize = 1 << 20;
    let library = if raw { decompress_to_vec_with_limit } else { decompress_to_vec_zlib_with_limit };
    match library(bytes, MOST) {
        Ok(_) => None,
        Err(error) if error.status == TINFLStatus::HasMoreOutput => {
            Some(format!("inflation stops at {MOST} bytes: more come out of it, and it is not looked into"))
        }
        Err(error) if error.status == TINFLStatus::FailedCannotMakeProgress => {
            Some(format!("the compressed bytes end too soon, after {} bytes come out of them", error.output.len()))
        }
        Err(error) => {
            Some(format!("the compressed bytes are wrong after {} bytes came out of them", error.output.len()))
        }
    }
}

fn zlib(layer: &Layer) -> Option<Found> {
    let binary = layer.binary()?;
    let bytes = &binary.bytes;
    let [cmf, flags, ..] = **bytes else { return None };
    let head = cmf & 0x0f == 8 && cmf >> 4 <= 7 && (u32::from(cmf) * 256 + u32::from(flags)).is_multiple_of(31);
    if !head || flags & 0x20 != 0 || bytes.len() < 8 {
        return None;
    }
    let wrong = too_much(&bytes[..], false);
    let stops = wrong.as_ref().is_some_and(|why| why.starts_with("inflation"));
    if wrong.is_some() && !stops {
        // Two bytes alone are no sign.
        return None;
    }
    let why = format!(
        "it begins with {cmf:02x} {flags:02x}, a head of zlib, which 31 divides, and it can be inflated{}",
        binary.written
    );
    let data = layer.name("data");
    let end = bytes.len() - 4;
    let places = format!("method:0..1 flags:1..2 deflate:2..{end} adler32:{end}..{}", bytes.len());
    let found = Found::new(Certainty::Certain, why).cell(data.clone(), binary.formula.clone());
    let mut found = found.cell(layer.name("fields"), format!("taken_apart({data}, \"{places}\")"));
    found.mapped = false;
    match wrong {
        Some(why) => Some(found.remark(why)),
        None => Some(found.layer(layer.name("inflated"), format!("inflate({data})"))),
    }
}
