//! A field of text that is being edited: one line or several, a cursor between grapheme clusters, a limit in bytes.
//!
//! Nothing here walks the whole text for a key, so a message of a megabyte edits like a short one.

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use crate::app::key::{Code, Key};

/// The effect of a key or a paste on the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edited {
    /// The text is another.
    Changed,
    /// The cursor moved, or would have.
    Moved,
    /// There was no room for all of it: this many bytes were left out.
    Full(usize),
    /// The key means nothing to a field.
    Ignored,
}

/// Text, a cursor in it, and how much it may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputLine {
    text: String,
    cursor: usize,
    max: usize,
    lines: bool,
    /// Whether the text is only offered: what is typed first takes its place.
    offered: bool,
}

impl InputLine {
    /// A field of one line with the cursor at its end. A newline that comes in becomes a space.
    pub fn line(text: impl Into<String>, max: usize) -> InputLine {
        let text = text.into();
        InputLine { cursor: text.len(), text, max, lines: false, offered: false }
    }

    /// The field with its text only offered: the first character takes its place, and a key that moves or deletes keeps
    /// it.
    pub fn offered(self) -> InputLine {
        InputLine { offered: !self.text.is_empty(), ..self }
    }

    /// A field that keeps newlines.
    pub fn lines(text: impl Into<String>, max: usize) -> InputLine {
        InputLine { lines: true, ..InputLine::line(text, max) }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Keeps the text that was only offered.
    pub fn keep(&mut self) {
        self.offered = false;
    }

    /// Whether what is typed next takes the place of all that stands there.
    pub fn is_offered(&self) -> bool {
        self.offered
    }

    /// The cursor, in bytes from the beginning; always between two grapheme clusters.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Puts another text in the place of all that stands there.
    pub fn replace(&mut self, text: &str) -> Edited {
        self.offered = false;
        self.text.clear();
        self.cursor = 0;
        match self.insert(text) {
            Edited::Moved => Edited::Changed,
            edited => edited,
        }
    }

    /// Puts a text in the place of all that stands there, with the cursor between its halves, if there is room for it.
    pub fn put(&mut self, before: &str, after: &str) {
        self.offered = false;
        if before.len() + after.len() <= self.max {
            self.text = [before, after].concat();
            self.cursor = self.settle(before.len());
        }
    }

    /// Applies an editing key.
    pub fn key(&mut self, key: Key) -> Edited {
        if let Some(c) = key.typed() {
            return self.insert(c.encode_utf8(&mut [0; 4]));
        }
        self.offered = false;
        let word = key.ctrl || key.alt;
        match key.code {
            Code::Left if word => self.move_to(self.word_left()),
            Code::Right if word => self.move_to(self.word_right()),
            Code::Left => self.move_to(self.left_of(self.cursor)),
            Code::Right => self.move_to(self.right_of(self.cursor)),
            Code::Home => self.move_to(self.line_start(self.cursor)),
            Code::End => self.move_to(self.line_end(self.cursor)),
            Code::Up if self.lines => self.move_to(self.line_above()),
            Code::Down if self.lines => self.move_to(self.line_below()),
            Code::Backspace if word => self.delete(self.word_left(), self.cursor),
            Code::Backspace => self.delete(self.left_of(self.cursor), self.cursor),
            Code::Delete => self.delete(self.cursor, self.right_of(self.cursor)),
            Code::Char(c) if key.ctrl => self.control(c),
            Code::Char('b') if key.alt => self.move_to(self.word_left()),
            Code::Char('f') if key.alt => self.move_to(self.word_right()),
            _ => Edited::Ignored,
        }
    }

    /// The keys that shells taught everybody.
    fn control(&mut self, c: char) -> Edited {
        match c {
            'a' => self.move_to(self.line_start(self.cursor)),
            'e' => self.move_to(self.line_end(self.cursor)),
            'b' => self.move_to(self.left_of(self.cursor)),
            'f' => self.move_to(self.right_of(self.cursor)),
            'd' => self.delete(self.cursor, self.right_of(self.cursor)),
            'k' => self.delete(self.cursor, self.line_end(self.cursor)),
            'u' => self.delete(self.line_start(self.cursor), self.cursor),
            'w' => self.delete(self.word_left(), self.cursor),
            _ => Edited::Ignored,
        }
    }

    /// Puts text in at the cursor: as much as there is room for, without control characters. The line ends of a paste,
    /// whatever their style, become newlines, or spaces where the field has one line.
    pub fn insert(&mut self, text: &str) -> Edited {
        if std::mem::take(&mut self.offered) {
            return self.replace(text);
        }
        let clean = clean(text, self.lines);
        let room = self.max.saturating_sub(self.text.len());
        let kept = clean.floor_char_boundary(room.min(clean.len()));
        if kept > 0 {
            self.text.insert_str(self.cursor, &clean[..kept]);
            self.cursor = self.settle(self.cursor + kept);
        }
        match clean.len() - kept {
            0 if kept == 0 => Edited::Moved,
            0 => Edited::Changed,
            left_out => Edited::Full(left_out),
        }
    }

    fn move_to(&mut self, place: usize) -> Edited {
        self.cursor = place;
        Edited::Moved
    }

    fn delete(&mut self, from: usize, to: usize) -> Edited {
        if from == to {
            return Edited::Moved;
        }
        self.text.replace_range(from..to, "");
        self.cursor = self.settle(from);
        Edited::Changed
    }

    /// The nearest border of a cluster at or after a byte: what was typed may have joined with its neighbours.
    fn settle(&self, place: usize) -> usize {
        let mut cursor = GraphemeCursor::new(place, self.text.len(), true);
        match cursor.is_boundary(&self.text, 0) {
            Ok(false) => self.right_of(place),
            Ok(true) | Err(_) => place,
        }
    }

    fn left_of(&self, place: usize) -> usize {
        let mut cursor = GraphemeCursor::new(place, self.text.len(), true);
        cursor.prev_boundary(&self.text, 0).ok().flatten().unwrap_or(0)
    }

    fn right_of(&self, place: usize) -> usize {
        let end = self.text.len();
        let mut cursor = GraphemeCursor::new(place, end, true);
        cursor.next_boundary(&self.text, 0).ok().flatten().unwrap_or(end)
    }

    fn word_left(&self) -> usize {
        let mut words = self.text[..self.cursor].split_word_bound_indices().rev();
        words.find(|(_, word)| !word.trim().is_empty()).map_or(0, |(start, _)| start)
    }

    fn word_right(&self) -> usize {
        let mut words = self.text[self.cursor..].split_word_bound_indices();
        let next = words.find(|(_, word)| !word.trim().is_empty());
        next.map_or(self.text.len(), |(start, word)| self.cursor + start + word.len())
    }

    /// Where the line of a place begins.
    fn line_start(&self, place: usize) -> usize {
        self.text[..place].rfind('\n').map_or(0, |at| at + 1)
    }

    /// Where the line of a place ends.
    fn line_end(&self, place: usize) -> usize {
        self.text[place..].find('\n').map_or(self.text.len(), |at| place + at)
    }

    fn line_above(&self) -> usize {
        self.line_start(self.cursor).checked_sub(1).map_or(0, |end| self.same_column(end))
    }

    fn line_below(&self) -> usize {
        match self.line_end(self.cursor) {
            end if end == self.text.len() => end,
            end => self.same_column(end + 1),
        }
    }

    /// The place in the line of another that is as many clusters from its start as the cursor is from the start of its
    /// own.
    fn same_column(&self, other: usize) -> usize {
        let column = self.text[self.line_start(self.cursor)..self.cursor].graphemes(true).count();
        let (start, end) = (self.line_start(other), self.line_end(other));
        self.text[start..end].grapheme_indices(true).nth(column).map_or(end, |(at, _)| start + at)
    }
}

fn clean(text: &str, lines: bool) -> String {
    let kept = |c: char| match c {
        '\r' | '\n' => Some(if lines { '\n' } else { ' ' }),
        c => Some(c).filter(|c| *c == '\t' || !c.is_control()),
    };
    text.replace("\r\n", "\n").chars().filter_map(kept).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn press(field: &mut InputLine, code: Code) -> Edited {
        field.key(Key::plain(code))
    }

    #[test]
    fn typing_and_deleting() {
        let mut field = InputLine::line("ab", 10);
        assert_eq!(field.key(Key::char('c')), Edited::Changed);
        press(&mut field, Code::Left);
        press(&mut field, Code::Backspace);
        assert_eq!((field.text(), field.cursor()), ("ac", 1));
        press(&mut field, Code::Home);
        press(&mut field, Code::Delete);
        assert_eq!(field.text(), "c");
        assert_eq!(press(&mut field, Code::Backspace), Edited::Moved);
    }

    #[test]
    fn what_is_offered_gives_way_to_the_first_character_and_stays_for_a_key_that_moves() {
        let mut field = InputLine::line("stored.md", 40).offered();
        field.key(Key::char('m'));
        field.key(Key::char('y'));
        assert_eq!(field.text(), "my");
        let mut field = InputLine::line("stored.md", 40).offered();
        press(&mut field, Code::Home);
        field.key(Key::char('x'));
        assert_eq!(field.text(), "xstored.md");
        let mut field = InputLine::line("stored.md", 40).offered();
        field.insert("pasted.md");
        assert_eq!(field.text(), "pasted.md");
    }

    #[test]
    fn the_cursor_moves_by_what_one_sees() {
        let mut field = InputLine::line("e\u{301}👩‍👩‍👧", 100);
        press(&mut field, Code::Left);
        assert_eq!(field.cursor(), 3);
        press(&mut field, Code::Backspace);
        assert_eq!(field.text(), "👩‍👩‍👧");
    }

    #[test]
    fn words_and_the_keys_of_the_shell() {
        let mut field = InputLine::line("sha256(message) ++ key", 100);
        field.key(Key::ctrl('w'));
        assert_eq!(field.text(), "sha256(message) ++ ");
        field.key(Key::ctrl('a'));
        field.key(Key::alt(Code::Right));
        assert_eq!(field.cursor(), 6);
        field.key(Key::ctrl('k'));
        assert_eq!(field.text(), "sha256");
    }

    #[test]
    fn a_paste_is_cleaned_and_bounded() {
        let mut field = InputLine::line("", 8);
        assert_eq!(field.insert("a\x1b[31m\r\nb"), Edited::Changed);
        assert_eq!(field.text(), "a[31m b");
        assert_eq!(field.insert("éé"), Edited::Full(4));
        assert_eq!(field.text(), "a[31m b");
        let mut text = InputLine::lines("", 100);
        text.insert("one\rtwo\r\nthree");
        assert_eq!(text.text(), "one\ntwo\nthree");
    }

    #[test]
    fn up_and_down_keep_the_column() {
        let mut field = InputLine::lines("long line\nab\nanother", 100);
        press(&mut field, Code::Up);
        assert_eq!(field.cursor(), 12);
        press(&mut field, Code::Up);
        assert_eq!(field.cursor(), 2);
        press(&mut field, Code::Down);
        assert_eq!(field.cursor(), 12);
    }

    #[test]
    fn an_unknown_key_is_left_to_others() {
        let mut field = InputLine::line("a", 10);
        for key in [Key::plain(Code::Enter), Key::plain(Code::Up), Key::ctrl('c')] {
            assert_eq!(field.key(key), Edited::Ignored);
        }
    }

    fn any_key() -> impl Strategy<Value = Key> {
        let code = prop_oneof![
            any::<char>().prop_map(Code::Char),
            proptest::sample::select(vec![
                Code::Left,
                Code::Right,
                Code::Up,
                Code::Down,
                Code::Home,
                Code::End,
                Code::Backspace,
                Code::Delete,
            ]),
            proptest::sample::select(vec!['a', 'b', '\u{301}', '\u{200d}', '👩', ' ', '\n']).prop_map(Code::Char),
        ];
        (code, any::<bool>(), any::<bool>()).prop_map(|(code, ctrl, alt)| Key { code, ctrl, alt })
    }

    proptest! {
        #[test]
        fn no_key_breaks_a_field(keys in proptest::collection::vec(any_key(), 0..40), lines: bool) {
            let mut field = if lines { InputLine::lines("a b\nc", 60) } else { InputLine::line("a b", 60) };
            for key in keys {
                field.key(key);
                prop_assert!(field.text.len() <= field.max);
                prop_assert!(field.text.is_char_boundary(field.cursor));
            }
        }
    }
}
