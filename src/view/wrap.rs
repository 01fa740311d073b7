//! Wrapping of text to a width, by words and by display columns, whatever the style of its pieces.

use super::clusters::{clusters, columns};

/// Wraps running text, given in pieces of one style each, into lines of such pieces. A newline ends a line; a word that
/// is wider than a line is cut where the line ends; every line after the first begins with `hanging` spaces.
pub fn wrap<'t, S: Copy + PartialEq + Default>(
    pieces: impl IntoIterator<Item = (&'t str, S)>,
    width: u16,
    hanging: u16,
) -> Vec<Vec<(String, S)>> {
    let mut filler = Filler::new(usize::from(width.max(1)), usize::from(hanging));
    for (text, style) in pieces {
        for (i, piece) in text.split('\n').enumerate() {
            if i > 0 {
                filler.end_word();
                filler.end_line();
            }
            for (i, word) in piece.split(' ').enumerate() {
                if i > 0 {
                    filler.space(style);
                }
                filler.take(word, style);
            }
        }
    }
    filler.finish()
}

/// Text of one style, growing.
struct Runs<S> {
    runs: Vec<(String, S)>,
    width: usize,
}

impl<S> Default for Runs<S> {
    fn default() -> Self {
        Runs { runs: Vec::new(), width: 0 }
    }
}

impl<S: Copy + PartialEq> Runs<S> {
    fn push(&mut self, text: &str, style: S) {
        self.width += columns(text);
        match self.runs.last_mut() {
            Some((run, same)) if *same == style => run.push_str(text),
            _ => self.runs.push((text.into(), style)),
        }
    }

    /// Cuts off what stands behind the last sign after which code and addresses may be broken; nothing where the cut
    /// would leave little.
    fn split_after_sign(&mut self) -> Runs<S> {
        let whole: Vec<(char, S)> =
            self.runs.iter().flat_map(|(text, style)| text.chars().map(|c| (c, *style))).collect();
        let sign = |&(c, _): &(char, S)| matches!(c, '.' | ',' | '(' | ')' | '/' | '=' | '&' | '?');
        let Some(last) = whole.iter().rposition(sign).filter(|last| *last >= whole.len() / 2) else {
            return Runs::default();
        };
        let mut cut = [Runs::default(), Runs::default()];
        for (i, (c, style)) in whole.into_iter().enumerate() {
            cut[usize::from(i > last)].push(c.encode_utf8(&mut [0; 4]), style);
        }
        let [kept, rest] = cut;
        *self = kept;
        rest
    }

    fn append(&mut self, other: Runs<S>) {
        for (text, style) in other.runs {
            self.push(&text, style);
        }
    }
}

struct Filler<S> {
    width: usize,
    hanging: usize,
    lines: Vec<Vec<(String, S)>>,
    line: Runs<S>,
    /// The space before the word, kept back until the word is known to fit.
    gap: Option<S>,
    word: Runs<S>,
}

impl<S: Copy + PartialEq + Default> Filler<S> {
    fn new(width: usize, hanging: usize) -> Self {
        Filler {
            width,
            hanging: if hanging < width { hanging } else { 0 },
            lines: Vec::new(),
            line: Runs::default(),
            gap: None,
            word: Runs::default(),
        }
    }

    fn room(&self) -> usize {
        self.width - if self.lines.is_empty() { 0 } else { self.hanging }
    }

    /// A part of a word, whole where it fits and else cluster by cluster.
    fn take(&mut self, text: &str, style: S) {
        if text.is_ascii() && self.word.width + text.len() <= self.room() {
            if !text.is_empty() {
                self.word.push(text, style);
            }
        } else {
            clusters(text).for_each(|cluster| self.push(cluster, style));
        }
    }

    fn push(&mut self, cluster: &str, style: S) {
        if self.word.width + columns(cluster) > self.room() {
            let rest = self.word.split_after_sign();
            self.end_word();
            self.end_line();
            self.word = rest;
        }
        self.word.push(cluster, style);
    }

    fn space(&mut self, style: S) {
        if self.word.width == 0 && self.gap.is_none() && self.line.width == 0 {
            // Indentation at the beginning of a line stays.
            self.line.push(" ", style);
            return;
        }
        self.end_word();
        self.gap = Some(style);
    }

    fn end_word(&mut self) {
        if self.word.width == 0 {
            return;
        }
        let gap = usize::from(self.gap.is_some());
        if self.line.width + gap + self.word.width > self.width {
            self.end_line();
        }
        if let Some(style) = self.gap.take() {
            self.line.push(" ", style);
        }
        let word = std::mem::take(&mut self.word);
        self.line.append(word);
    }

    fn end_line(&mut self) {
        self.gap = None;
        let line = std::mem::take(&mut self.line);
        self.lines.push(line.runs);
        if self.hanging > 0 {
            self.line.push(&" ".repeat(self.hanging), S::default());
        }
    }

    fn finish(mut self) -> Vec<Vec<(String, S)>> {
        self.end_word();
        self.lines.push(self.line.runs);
        self.lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str, width: u16, hanging: u16) -> Vec<String> {
        let lines = wrap([(text, ())], width, hanging);
        lines.into_iter().map(|line| line.into_iter().map(|(text, ())| text).collect()).collect()
    }

    #[test]
    fn words_stay_whole() {
        let lines = plain("Each round makes two new values", 12, 0);
        assert_eq!(lines, ["Each round", "makes two", "new values"]);
        assert_eq!(plain("exactly ten", 11, 0), ["exactly ten"]);
    }

    #[test]
    fn a_word_wider_than_the_line_is_cut() {
        assert_eq!(plain("ba7816bf8f01", 5, 0), ["ba781", "6bf8f", "01"]);
        assert_eq!(plain("a ba7816bf", 5, 0), ["a", "ba781", "6bf"]);
    }

    #[test]
    fn code_is_cut_after_a_sign() {
        assert_eq!(plain("hashlib.sha256(data)", 18, 0), ["hashlib.sha256(", "data)"]);
        assert_eq!(plain("hashlib.sha256(name.encode())", 20, 0), ["hashlib.sha256(name.", "encode())"]);
    }

    #[test]
    fn lists_hang_and_newlines_break() {
        assert_eq!(plain("• one two\nsix", 7, 2), ["• one", "  two", "  six"]);
    }

    #[test]
    fn columns_count_not_characters() {
        assert_eq!(plain("漢字漢字 x", 4, 0), ["漢字", "漢字", "x"]);
    }

    #[test]
    fn a_style_may_change_within_a_word() {
        let lines = wrap([("ab", 0), ("cd", 1), (" ef", 0)], 4, 0);
        assert_eq!(lines, [vec![("ab".into(), 0), ("cd".into(), 1)], vec![("ef".into(), 0)]]);
    }
}
