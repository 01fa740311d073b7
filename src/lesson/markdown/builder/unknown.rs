//! Markdown that a page does not know: each piece is reported, and shown as it stands where it can be.

use std::ops::Range;

use super::{Builder, first_line};
use crate::lesson::problem::Problem;
use crate::lesson::tree::Inline;
use crate::view::SafeText;

const HTML: &str = "HTML has no meaning in a terminal.";
const HTML_HINT: &str = "For a less-than sign write `\\<` or put it into `code`; for a remark use ```notes.";

impl Builder<'_, '_> {
    /// A tag of HTML in running text.
    pub(super) fn html_tag(&mut self, range: Range<usize>, source: &str) {
        let tag = &source[range.clone()];
        // The tag that closes another was reported with it.
        let closes = tag.starts_with("</") && self.tags > 0;
        if closes {
            self.tags -= 1;
        } else {
            self.tags += usize::from(!tag.ends_with("/>"));
            self.error(range.clone(), HTML, HTML_HINT);
        }
        self.use_values(&range);
        self.top().push(Inline::Broken(SafeText::line(tag)), range.start);
    }

    /// A block of HTML, which is left out.
    pub(super) fn html_block(&mut self, range: &Range<usize>) -> Problem {
        let problem = self.error(range.clone(), HTML, HTML_HINT);
        self.use_values(range);
        problem
    }

    /// An image; the words in its place are shown.
    pub(super) fn image(&mut self, range: Range<usize>) {
        self.error(range, "A terminal shows no images.", "Draw it with letters in a ```text listing, or link to it.");
    }

    /// The text of a footnote, which is left out.
    pub(super) fn footnote(&mut self, range: &Range<usize>, source: &str) -> Problem {
        let hint = "Say it in the text, and take the `[^…]` there away.";
        let problem = self.error(first_line(source, range), "A page has no footnotes.", hint);
        self.use_values(range);
        problem
    }

    /// Text between `~~`.
    pub(super) fn struck(&mut self, range: Range<usize>) {
        self.warning(range, "Nothing can be struck through here.", "Leave the `~~` out.");
    }

    /// The brackets of an item that can be ticked.
    pub(super) fn tick(&mut self, range: Range<usize>, source: &str) {
        self.warning(range.clone(), "Nothing can be ticked on a page.", "Leave the brackets out.");
        self.top().push_text(&format!("{} ", &source[range.clone()]), range.start);
    }

    /// A formula of LaTeX.
    pub(super) fn formula(&mut self, range: Range<usize>, source: &str) {
        let hint = "Write it in letters, such as 2²⁵⁶ or `2^256`; for a dollar sign write `\\$`.";
        self.warning(range.clone(), "Formulas of LaTeX are not set here.", hint);
        self.top().push_text(&source[range.clone()], range.start);
    }
}
