//! The record as a file: readable JSON.

use serde::{Deserialize, Serialize};
use serde_json::Serializer;
use serde_json::ser::PrettyFormatter;

use super::Record;
use super::record::VERSION;

/// The largest file that is read, in bytes. A year has some hundred thousand.
pub const MAX_FILE: usize = 16 << 20;

/// Why a file is no record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// A later program wrote it: it is left alone.
    Newer(u32),
    /// A file that is damaged, or something else; with why.
    Damaged(String),
}

#[derive(Deserialize)]
struct Version {
    version: u32,
}

impl Record {
    /// Reads a file.
    ///
    /// # Errors
    /// Why it is no record.
    pub fn read(bytes: &[u8]) -> Result<Record, Unread> {
        if bytes.len() > MAX_FILE {
            return Err(Unread::Damaged(format!("it has more than {MAX_FILE} bytes")));
        }
        // Looked through once as a text, and not name by name.
        let text = std::str::from_utf8(bytes).map_err(|error| Unread::Damaged(format!("it is no text: {error}")))?;
        match serde_json::from_str::<Record>(text) {
            Ok(record) if record.version == VERSION => Ok(record),
            read => match serde_json::from_str::<Version>(text) {
                Ok(Version { version }) if version > VERSION => Err(Unread::Newer(version)),
                Ok(Version { version: 0 }) => Err(Unread::Damaged("it has version 0, which there never was".into())),
                _ => Err(Unread::Damaged(read.err().map_or_else(String::new, |error| error.to_string()))),
            },
        }
    }

    /// The file's text, indented by one column: at two, a third of a long file is blanks, which take time at each
    /// start.
    pub fn write(&self) -> String {
        let mut text = Vec::new();
        let mut to = Serializer::with_formatter(&mut text, PrettyFormatter::with_indent(b" "));
        // There is nothing in a record that JSON cannot hold.
        let written = self.serialize(&mut to).is_ok();
        text.push(b'\n');
        String::from_utf8(text).ok().filter(|_| written).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learner::progress::{Came, Stamp};

    #[test]
    fn a_record_is_read_as_it_is_written() {
        let mut record = Record::default();
        let answers = record.lessons.entry("u/a".into()).or_default().questions.entry("q1".into()).or_default();
        answers.add(0, Stamp::of(1_800_000_000), Came::Wrong, "\"64\" \\ é");
        record.place.drafts.insert("q2".into(), "5".into());
        let text = record.write();
        assert_eq!(Record::read(text.as_bytes()), Ok(record));
        assert!(text.contains("1 0 2027-01-15T08:00:00Z wrong"), "{text}");
    }

    #[test]
    fn hostile_files_are_refused() {
        let deep = format!("{{\"version\":1,\"lessons\":{}", "[".repeat(100_000));
        let odd = r#"{"version":1,"lessons":{"a":{"questions":{"q":{"attempts":["x"]}}}}}"#;
        let far = r#"{"version":1,"since":"99999999-01-01T00:00:00Z"}"#;
        let huge = r#"{"version":1,"lessons":{"a":{"last":{"page":1e400}}}}"#;
        let files = ["", "[]", "null", "{}", "{\"version\":0}", "{\"version\":-1}", "\u{0}", &deep, odd, far, huge];
        for file in files {
            assert!(
                matches!(Record::read(file.as_bytes()), Err(Unread::Damaged(why)) if !why.is_empty()),
                "{file:.60}"
            );
        }
        assert!(matches!(Record::read(&vec![b' '; MAX_FILE + 1]), Err(Unread::Damaged(_))));
        let broken = b"{\"version\": 1, \"lessons\": {\"\xff\": {}}}";
        assert!(matches!(Record::read(broken), Err(Unread::Damaged(why)) if why.starts_with("it is no text: ")));
        assert_eq!(Record::read(b"{\"version\": 2, \"lessons\": 7}"), Err(Unread::Newer(2)));
        assert_eq!(Record::read(b"{\"version\": 1}"), Ok(Record::default()));
        let text = Record::default().write();
        (0..text.len() - 2).for_each(|end| assert!(Record::read(&text.as_bytes()[..end]).is_err(), "{end}"));
    }
}
