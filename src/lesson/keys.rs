//! The keys that a lesson's text speaks of: those it asks for, and those it introduces.
//!
//! A line that begins with `▸` asks for something: ``▸ `p` asks where it comes from``.

use crate::lesson::course::Library;
pub use crate::lesson::introduced::MARK;
use crate::lesson::introduced::introduced;
use crate::lesson::parse::Lesson;
use crate::lesson::tree::{Inline, Occasion, Page, Piece, visit};

/// The keys that a page asks for, as its author writes them: those behind a `▸`, else those behind "press".
pub fn asked(page: &Page) -> Vec<&str> {
    let (mut marked, mut pressed) = (Vec::new(), Vec::new());
    visit(&page.blocks, &mut |piece| {
        let Piece::Text(Occasion::Always, text) = piece else { return };
        for pair in text.windows(2) {
            let [Inline::Text(before), Inline::Code(key)] = pair else { continue };
            match before.trim_end() {
                before if before.ends_with(MARK) => marked.extend(key.split_whitespace().next()),
                before if before.ends_with("Press") || before.ends_with("press") => pressed.push(key.as_str()),
                _ => {}
            }
        }
    });
    if marked.is_empty() { pressed } else { marked }
}

impl Lesson {
    /// The keys that its text introduces.
    fn introduces(&self) -> Vec<&str> {
        self.carried.map_or_else(|| introduced(&self.source).collect(), |carried| carried.keys.to_vec())
    }
}

impl Library {
    /// The keys that the lessons up to this one introduce, in the order of the course; none where the lesson belongs to
    /// no course, so that nobody has been shown one before another.
    pub fn keys_until(&self, id: &str) -> Option<Vec<&str>> {
        let last = self.in_order().position(|lesson| lesson.id == id).filter(|_| !self.source.is_empty())?;
        Some(self.in_order().take(last + 1).flat_map(Lesson::introduces).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::{embedded, parse};

    fn page(source: &str) -> Page {
        parse("x", source.as_bytes(), &[]).pages.remove(0)
    }

    #[test]
    fn a_page_asks_for_what_stands_behind_its_marks() {
        let marked = page("# A\n\nPress `e`. The value `x` is yours.\n\n▸ `→` to T2, then `p`\n▸ `p` asks T1\n");
        assert_eq!(asked(&marked), ["→", "p"]);
        assert_eq!(asked(&page("# A\n\nPress `e`, type, press `↵`.\n")), ["e", "↵"]);
        assert_eq!(asked(&page("# A\n\n`e` is a register.\n")), [""; 0]);
    }

    #[test]
    fn a_key_is_introduced_where_it_is_asked_for() {
        let found: Vec<&str> =
            introduced("Press `g` and type `digest`.\n`→ ←` walk. The registers `a` to `h`.\n").collect();
        assert_eq!(found, ["g", "→", "←"]);
        let library = Library::read(&embedded::files(), &crate::view::names());
        let keys = library.keys_until("start/keys").unwrap();
        assert!(keys.contains(&"e") && !keys.contains(&"c"), "{keys:?}");
        assert_eq!(Library::default().keys_until("x"), None);
    }
}
