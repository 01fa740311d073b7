//! The words that a lesson may use where a name is wanted: of directives, of languages and of views.

use crate::lesson::problem::{Problem, Problems, listed, quoted};
use crate::run::address::Span;
use crate::run::suggest::did_you_mean;
use crate::view::picture::pictures;

/// The words that a listing may bear, for which a fence is shown as it is.
pub(crate) const LANGUAGES: [&str; 26] = [
    "text",
    "python",
    "sh",
    "bash",
    "console",
    "json",
    "toml",
    "yaml",
    "markdown",
    "rust",
    "c",
    "go",
    "java",
    "javascript",
    "php",
    "ruby",
    "sql",
    "http",
    "html",
    "xml",
    "css",
    "ini",
    "hex",
    "pem",
    "asn1",
    "diff",
];

/// The names that depend on tables higher up: those of the directives and of the views.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Vocabulary<'s> {
    pub(crate) directives: &'s [&'s str],
    pub(crate) views: &'s [&'s str],
}

impl Vocabulary<'_> {
    /// Whether a fence with this word does something.
    pub(crate) fn is_directive(&self, word: &str) -> bool {
        self.directives.contains(&word)
    }

    /// The words that begin the opening line of a fence: a language before the name of a directive, as in `toml
    /// predict`, which editors colour; and the word that says what the fence is. Both are ranges of `info`.
    pub(crate) fn opening(&self, info: &str) -> (Option<Span>, Span) {
        let word = |from: usize| {
            let rest = &info[from..];
            let start = from + rest.len() - rest.trim_start().len();
            let end = info[start..].find(char::is_whitespace).map_or(info.len(), |length| start + length);
            Span::new(start, end)
        };
        let first = word(0);
        let second = word(first.end);
        let named = LANGUAGES.contains(&&info[first.range()]) && self.is_directive(&info[second.range()]);
        if named { (Some(first), second) } else { (None, first) }
    }

    /// Checks the word of a fence that is no directive.
    pub(crate) fn check_language(&self, word: &str, span: Span, problems: &mut Problems) -> Result<(), Problem> {
        if word.is_empty() || LANGUAGES.contains(&word) {
            return Ok(());
        }
        let directives = || self.directives.iter().copied();
        let hint = match did_you_mean(word, directives().chain(LANGUAGES)) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => format!("There is {}; for a listing write ```text.", listed(directives(), "and")),
        };
        Err(problems.error(span, format!("There is no directive {}.", quoted(word)), hint))
    }

    /// Checks the name of a view.
    pub(crate) fn view(&self, name: &str, span: Span, problems: &mut Problems) -> Option<String> {
        if self.views.contains(&name) {
            return Some(name.to_owned());
        }
        let hint = match did_you_mean(name, self.views.iter().copied()) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => "`cleartext list views` shows them all.".to_owned(),
        };
        problems.error(span, format!("There is no view {}.", quoted(name)), hint);
        None
    }
}

/// Checks the name of a picture, or `list`.
pub(crate) fn picture(name: &str, span: Span, problems: &mut Problems) -> Option<String> {
    let names = || pictures().map(|picture| picture.name).chain(["list"]);
    if names().any(|one| one == name) {
        return Some(name.to_owned());
    }
    let hint = match did_you_mean(name, names()) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => "`cleartext list pictures` shows them all.".to_owned(),
    };
    problems.error(span, format!("There is no picture {}.", quoted(name)), hint);
    None
}
