//! A file of the course that comes with the program: its head as it stands, the rest of it compressed.

use miniz_oxide::inflate::decompress_to_vec;

/// A file that the program carries along. A map of the course needs the heads alone; the rest is unpacked for the
/// lesson that is opened.
#[derive(Debug)]
pub struct Carried {
    /// The path below the folder of lessons.
    pub path: &'static str,
    /// The text up to the end of the front matter; all of it where the file is no lesson.
    pub head: &'static str,
    /// The keys that the text introduces.
    pub keys: &'static [&'static str],
    /// The rest of the text, by the method Deflate.
    pub rest: &'static [u8],
}

impl PartialEq for Carried {
    fn eq(&self, other: &Carried) -> bool {
        self.path == other.path
    }
}

impl Carried {
    /// The whole text.
    pub fn text(&self) -> String {
        let rest = if self.rest.is_empty() { Vec::new() } else { decompress_to_vec(self.rest).unwrap_or_default() };
        [self.head, &String::from_utf8_lossy(&rest)].concat()
    }
}
