//! Keys of Ed25519 as PEM files have them, RFC 8410: a beginning that is always the same, and 32 bytes.

use crate::functions::Fault;
use crate::functions::bytes::base64::STANDARD;
use crate::run::{Budget, Error, Rope, Run, Source};

/// A kind of key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    /// The private one: a PKCS #8 structure with the seed at its end.
    Private,
    /// The public one: a SubjectPublicKeyInfo with the point at its end.
    Public,
}
impl Half {
    fn word(self) -> &'static str {
        match self {
            Half::Private => "PRIVATE KEY",
            Half::Public => "PUBLIC KEY",
        }
    }
    /// The DER before the 32 bytes.
    fn before(self) -> &'static [u8] {
        match self {
            Half::Private => &[48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32],
            Half::Public => &[48, 42, 48, 5, 6, 3, 43, 101, 112, 3, 33, 0],
        }
    }
}
/// The stretches of a PEM text that are Base64, line by line; nothing where it is none of this kind.
fn lines(pem: &[u8], half: Half) -> Option<Vec<std::ops::Range<usize>>> {
    let (begin, end) = (format!("-----BEGIN {}-----", half.word()), format!("-----END {}-----", half.word()));
    let text = std::str::from_utf8(pem).ok()?;
    let first = text.find(&begin)? + begin.len();
    let last = first + text[first..].find(&end)?;
    let (mut lines, mut at) = (vec![], first);
    for line in text[first..last].split_inclusive('\n') {
        let digits = line.trim_end().trim_end_matches('=');
        let skip = digits.len() - digits.trim_start().len();
        lines.push(at + skip..at + digits.len());
        at += line.len();
    }
    let is_digit =
        |range: &std::ops::Range<usize>| pem[range.clone()].iter().all(|byte| STANDARD.value(*byte).is_some());
    lines.iter().all(is_digit).then_some(lines)
}
/// Adds the key that a PEM text writes to a run, and gives its 32 bytes.
///
/// # Errors
/// A fault in the argument `key`, where it is no key of this kind.
pub fn read(run: &mut Run, pem: Rope, half: Half, budget: &Budget) -> Result<Rope, Fault> {
    let wrong = || {
        let message = format!("`key` is an Ed25519 key in PEM, which begins with -----BEGIN {}-----", half.word());
        Fault::argument("key", message)
    };
    pem.finish(budget)?;
    let lines = lines(&pem.to_vec_until(budget)?, half).ok_or_else(wrong)?;
    let digits =
        lines.iter().fold(Rope::default(), |all, line| all.then(pem.slice(line.start as u64..line.end as u64)));
    let der = run.run("key_info", |at| STANDARD.read(at, digits));
    der.finish(budget)?;
    let before = half.before();
    if der.len() != before.len() as u64 + 32 || !der.to_vec()?.starts_with(before) {
        return Err(wrong());
    }
    Ok(run.bytes("key", der.slice(before.len() as u64..der.len()), 0))
}
/// The 32 bytes that a PEM text writes; nothing where it is no key of this kind.
///
/// # Errors
/// What reading them gives.
pub fn bytes(pem: &[u8], half: Half) -> Result<Option<[u8; 32]>, Error> {
    let mut run = Run::new(&crate::run::Path::new(""), "key");
    match read(&mut run, Rope::constant("key", pem), half, &Budget::unlimited()) {
        Ok(key) => Ok(key.to_vec()?.try_into().ok()),
        Err(_) => Ok(None),
    }
}
