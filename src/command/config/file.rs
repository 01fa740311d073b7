//! The file of settings: TOML, checked against a table of rows, every mistake with its place.
//!
//! [`parse`] never fails: what can be read holds, and the rest is a [`Problem`].

use clap::ValueEnum;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::app::command::KEYS;
use crate::app::key::Key;
use crate::app::keymap::Keymap;
use crate::lesson::{Problem, Severity, listed, quoted, sentence};
use crate::num::sort_by_key;
use crate::run::address::Span;
use crate::run::suggest::did_you_mean;
use crate::shell::settings::Wishes;

/// The contents of a file of settings.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The wishes.
    pub wishes: Wishes,
    /// The keys.
    pub keymap: Keymap,
    /// The mistakes in it, in the order of the file.
    pub problems: Vec<Problem>,
}

/// An entry that may stand in the file.
pub struct Entry {
    /// Its name.
    pub name: &'static str,
    /// The values that it takes, in words.
    takes: &'static str,
    /// Takes it; false when the value is none it takes.
    take: fn(&DeValue, &mut Wishes) -> bool,
}

/// Every entry but the table of keys.
pub const ENTRIES: [Entry; 5] = [
    Entry { name: "theme", takes: "auto, dark, light or mono, as text", take: |value, to| set(value, &mut to.theme) },
    Entry { name: "color", takes: "auto, always or never, as text", take: |value, to| set(value, &mut to.colour) },
    Entry { name: "ascii", takes: "true or false", take: |value, to| set_truth(value, &mut to.ascii) },
    Entry { name: "mouse", takes: "true or false", take: |value, to| set_truth(value, &mut to.mouse) },
    Entry { name: "plain", takes: "true or false", take: |value, to| set_truth(value, &mut to.plain) },
];
/// The table of keys.
const KEYS_TABLE: &str = "keys";

fn set<T: ValueEnum>(value: &DeValue, to: &mut Option<T>) -> bool {
    *to = value.as_str().and_then(|name| T::from_str(name, false).ok());
    to.is_some()
}

fn set_truth(value: &DeValue, to: &mut Option<bool>) -> bool {
    *to = value.as_bool();
    to.is_some()
}

/// Reads a file of settings.
pub fn parse(source: &str) -> Config {
    let mut reading = Reading { source, config: Config::default() };
    let (table, errors) = DeTable::parse_recoverable(source);
    for error in &errors {
        let span = error.span().unwrap_or(0..0);
        reading.problem(Span::new(span.start, span.end), sentence(error.message()), SYNTAX);
    }
    for (name, value) in table.into_inner() {
        // What stands in place of a value that could not be read is no mistake of its own.
        if !errors
            .iter()
            .any(|error| error.span().is_some_and(|at| at.start <= span(&value).end && span(&value).start <= at.end))
        {
            reading.entry(&name, &value);
        }
    }
    Problem::sort(&mut reading.config.problems);
    reading.config
}

const SYNTAX: &str = "An entry is `name = value`; text stands in quotes, lists in [ ], and keys below `[keys]`.";

struct Reading<'s> {
    source: &'s str,
    config: Config,
}

impl Reading<'_> {
    fn problem(&mut self, span: Span, message: impl Into<String>, hint: impl Into<String>) {
        self.config.problems.push(Problem::new(Severity::Error, self.source, span, message, hint));
    }

    fn entry(&mut self, name: &Spanned<std::borrow::Cow<str>>, value: &Spanned<DeValue>) {
        let wanted = name.get_ref();
        if wanted == KEYS_TABLE {
            return match value.get_ref() {
                DeValue::Table(table) => self.keys(table),
                _ => self.problem(
                    span(value),
                    "`keys` must be a table.",
                    "Write `[keys]` on a line, and below it the keys.",
                ),
            };
        }
        let Some(entry) = ENTRIES.iter().find(|entry| entry.name == wanted) else {
            let names = || ENTRIES.iter().map(|entry| entry.name).chain([KEYS_TABLE]);
            let hint = match did_you_mean(wanted, names()) {
                Some(near) => format!("Did you mean `{near}`?"),
                None => format!("There are {}.", listed(names(), "and")),
            };
            return self.problem(span(name), format!("There is no entry {}.", quoted(wanted)), hint);
        };
        if !(entry.take)(value.get_ref(), &mut self.config.wishes) {
            let message = format!("`{}` cannot be this.", entry.name);
            self.problem(span(value), message, format!("It takes {}.", entry.takes));
        }
    }

    fn keys(&mut self, table: &DeTable) {
        let mut rows: Vec<_> = table.iter().collect();
        sort_by_key(&mut rows, |(name, _)| name.span().start);
        let mut bound: Vec<Bound> = Vec::new();
        for (name, value) in rows {
            let found = KEYS.iter().map(|row| row.name).find(|known| known == name.get_ref());
            match found {
                Some(command) => bound.extend(self.bound(command, value)),
                None => {
                    let names: Vec<&str> = KEYS.iter().map(|row| row.name).collect();
                    let hint = match did_you_mean(name.get_ref(), names) {
                        Some(near) => format!("Did you mean `{near}`?"),
                        None => "`cleartext list keys` names them all.".to_owned(),
                    };
                    self.problem(span(name), format!("There is no command {}.", quoted(name.get_ref())), hint);
                }
            }
        }
        self.bind(bound);
    }

    /// The keys of one command, with their places; none where one of them is none.
    fn bound(&mut self, command: &'static str, value: &Spanned<DeValue>) -> Option<Bound> {
        let items = match value.get_ref() {
            DeValue::Array(items) => &items[..],
            _ => std::slice::from_ref(value),
        };
        if items.is_empty() {
            let message = format!("`{}` needs a key at least.", command);
            self.problem(span(value), message, "Leave the entry out for its usual keys.");
            return None;
        }
        let mut keys = Vec::new();
        for item in items {
            let read = item.get_ref().as_str().map(str::parse::<Key>);
            match read {
                Some(Ok(key)) => keys.push((key, span(item))),
                Some(Err(wrong)) => self.problem(span(item), wrong.message, wrong.hint),
                None => self.problem(span(item), "A key must be text.", "Write \"x\", \"Ctrl-X\" or \"Left\"."),
            }
        }
        (keys.len() == items.len()).then_some(Bound { command, keys })
    }

    /// Gives the commands their keys. Where one key would mean two things, the later of the two lines is wrong and its
    /// command keeps its usual keys.
    fn bind(&mut self, mut bound: Vec<Bound>) {
        loop {
            let mut keymap = Keymap::default();
            bound.iter().for_each(|one| keymap.bind(one.command, one.keys.iter().map(|(key, _)| *key).collect()));
            let Some(clash) = keymap.clash() else {
                self.config.keymap = keymap;
                return;
            };
            let wrong = bound.iter().rposition(|one| one.command == clash.one || one.command == clash.other);
            let Some(wrong) = wrong.map(|place| bound.remove(place)) else { return };
            let other = if wrong.command == clash.one { clash.other } else { clash.one };
            let place = wrong.keys.iter().find(|(key, _)| *key == clash.key).map(|(_, span)| *span).unwrap_or_default();
            let message = format!("`{}` is `{}` on {} already.", clash.key, other, clash.context.title());
            self.problem(place, message, format!("Take another key, or give `{}` another one, too.", other));
        }
    }
}

/// A command with the keys that it is to have, each with its place in the file.
struct Bound {
    command: &'static str,
    keys: Vec<(Key, Span)>,
}

fn span<T>(spanned: &Spanned<T>) -> Span {
    let range = spanned.span();
    Span::new(range.start, range.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::context::Context;
    use crate::shell::settings::{Background, Colour};

    /// Line, column, message and hint of the only problem.
    fn wrong(source: &str) -> (usize, usize, String, String) {
        let config = parse(source);
        let [problem] = &config.problems[..] else { panic!("{source}: {:?}", config.problems) };
        (problem.line, problem.column, problem.message.clone(), problem.hint.clone().unwrap_or_default())
    }

    #[test]
    fn a_good_file_is_taken_whole() {
        let config = parse(
            "theme = \"light\"\ncolor = \"never\"\nascii = true\nmouse = true\nplain = false\n\n[keys]\nfrom = [\"Z\", \"F5\"]\n",
        );
        assert_eq!(config.problems, []);
        let wishes = config.wishes;
        assert_eq!((wishes.theme, wishes.colour), (Some(Background::Light), Some(Colour::Never)));
        assert_eq!((wishes.ascii, wishes.mouse, wishes.plain), (Some(true), Some(true), Some(false)));
        assert_eq!(config.keymap.row(Context::Page, Key::char('Z')).map(|row| KEYS[row].name), Some("from"));
    }

    #[test]
    fn every_mistake_has_a_place_and_a_remedy() {
        let (line, column, message, hint) = wrong("ascii = true\ntheem = \"dark\"\n");
        assert_eq!((line, column), (2, 1));
        assert_eq!((message.as_str(), hint.as_str()), ("There is no entry `theem`.", "Did you mean `theme`?"));
        let (line, column, _, hint) = wrong("theme = \"drak\"\n");
        assert_eq!((line, column, hint.as_str()), (1, 9, "It takes auto, dark, light or mono, as text."));
        assert_eq!(wrong("mouse = 1\n").3, "It takes true or false.");
        assert_eq!(wrong("[keys]\nfrmo = \"Z\"\n").3, "Did you mean `from`?");
        assert_eq!(wrong("[keys]\nfrom = \"Retrun\"\n").1, 8);
        assert_eq!(wrong("[keys]\nfrom = 1\n").2, "A key must be text.");
        assert_eq!(wrong("[keys]\nfrom = []\n").2, "`from` needs a key at least.");
        assert_eq!(wrong("keys = 1\n").2, "`keys` must be a table.");
        assert_eq!(wrong("theme = \n").0, 1);
    }

    #[test]
    fn two_commands_on_one_key_are_a_mistake() {
        let (line, column, message, hint) = wrong("[keys]\nusers = \"p\"\n");
        assert_eq!((line, column), (2, 9));
        assert_eq!(message, "`p` is `from` on a page already.");
        assert!(hint.contains("`from`"), "{hint}");
        assert_eq!(parse("[keys]\nfrom = \"Z\"\nusers = \"p\"\n").problems, []);
        assert!(wrong("[keys]\nfrom = \"Z\"\nusers = \"Z\"\n").2.contains("is `from`"));
        assert!(wrong("[keys]\nfrom = \"Ctrl-C\"\n").2.contains("is `quit`"));
    }
}
