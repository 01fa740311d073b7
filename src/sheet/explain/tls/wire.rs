//! Records on the wire, and the lines of a key log.

use crate::sheet::explain::with::Secret;

/// A key log, or a secret of one direction.
pub const SECRET: Secret = Secret {
    names: &["secret", "key", "keylog"],
    phrase: "the key log, or the secret of this direction, which is the last word of its line",
    quiet: true,
};
/// The type of what is encrypted.
pub const APPLICATION_DATA: u8 = 23;

/// The types of records.
pub const TYPES: [(u8, &str); 4] =
    [(20, "change_cipher_spec"), (21, "alert"), (22, "handshake"), (23, "application_data")];
/// Bytes of the head of a record.
pub const HEAD: usize = 5;
/// The most bytes behind it.
pub const MOST: usize = (1 << 14) + 256;
/// The most records that become fields.
pub const RECORDS: usize = 60;

/// A record among the bytes that were pasted.
pub struct Piece {
    /// Its type.
    pub kind: u8,
    /// Where it begins and ends.
    pub at: usize,
    pub end: usize,
    /// Whether all of it is there.
    pub whole: bool,
}
impl Piece {
    /// All records of some bytes; nothing where they are none.
    pub fn all(bytes: &[u8]) -> Option<Vec<Piece>> {
        let (mut at, mut pieces) = (0, vec![]);
        while let Some(&[kind, major, minor, high, low]) = bytes.get(at..at + HEAD) {
            let length = usize::from(high) << 8 | usize::from(low);
            let known = TYPES.iter().any(|(known, _)| *known == kind);
            if !known || major != 3 || !(1..=3).contains(&minor) || !(1..=MOST).contains(&length) {
                return None;
            }
            let end = at + HEAD + length;
            pieces.push(Piece { kind, at, end: end.min(bytes.len()), whole: end <= bytes.len() });
            at = end;
        }
        Some(pieces)
    }
}
/// The labels of a key log.
pub const LABELS: [&str; 8] = [
    "CLIENT_RANDOM",
    "CLIENT_EARLY_TRAFFIC_SECRET",
    "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
    "SERVER_HANDSHAKE_TRAFFIC_SECRET",
    "CLIENT_TRAFFIC_SECRET_0",
    "SERVER_TRAFFIC_SECRET_0",
    "EARLY_EXPORTER_SECRET",
    "EXPORTER_SECRET",
];
