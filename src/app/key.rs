//! One key press, as the program sees it: no terminal library in sight.

use std::fmt;
use std::str::FromStr;

use crate::run::suggest::did_you_mean;
use crate::view::SafeText;
use crate::view::safe_text::is_forbidden;

/// The key that was pressed, without its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// A character, upper case when shift made it so.
    Char(char),
    /// Return.
    Enter,
    /// Escape.
    Esc,
    /// The key that deletes to the left.
    Backspace,
    /// The key that deletes to the right.
    Delete,
    /// Tab.
    Tab,
    /// Shift and tab.
    BackTab,
    /// Arrow to the left.
    Left,
    /// Arrow to the right.
    Right,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// To the beginning.
    Home,
    /// To the end.
    End,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// A function key by its number.
    F(u8),
}

/// A key press: a code and the modifiers that terminals report without negotiation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The key that was pressed.
    pub code: Code,
    /// With control held.
    pub ctrl: bool,
    /// With alt (or option, or meta) held.
    pub alt: bool,
}

impl Key {
    /// A key without modifiers.
    pub const fn plain(code: Code) -> Key {
        Key { code, ctrl: false, alt: false }
    }

    /// A character without modifiers.
    pub const fn char(c: char) -> Key {
        Key::plain(Code::Char(c))
    }

    /// A character with control held, given in lower case.
    pub const fn ctrl(c: char) -> Key {
        Key { code: Code::Char(c), ctrl: true, alt: false }
    }

    /// The same key with alt held.
    pub const fn alt(code: Code) -> Key {
        Key { code, ctrl: false, alt: true }
    }

    /// A key as a text writes it: by its name, or by its sign such as `→`.
    pub fn written(text: &str) -> Option<Key> {
        let sign = SIGNS.iter().find(|(_, sign)| *sign == text);
        sign.map(|(code, _)| Key::plain(*code)).or_else(|| read(text)?.ok())
    }

    /// The sign of the key, where it has one.
    pub fn sign(self) -> Option<&'static str> {
        let bare = !self.ctrl && !self.alt;
        SIGNS.iter().find(|(code, _)| *code == self.code && bare).map(|(_, sign)| *sign)
    }

    /// The character this key would type into a text field, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

/// The key's name in words: `Ctrl-C`, `PgDn`, `left`, `x`.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl-")?;
        }
        if self.alt {
            f.write_str("Alt-")?;
        }
        let name = NAMES.iter().find(|(_, code)| *code == self.code).map(|(name, _)| *name);
        match (name, self.code) {
            (Some(name), _) => f.write_str(name),
            (None, Code::Char(c)) if self.ctrl => write!(f, "{}", c.to_ascii_uppercase()),
            (None, Code::Char(c)) => write!(f, "{c}"),
            (None, Code::F(n)) => write!(f, "F{n}"),
            (None, code) => write!(f, "{code:?}"),
        }
    }
}

/// Why a name is none of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unnamed {
    /// The fault.
    pub message: String,
    /// The words to write instead.
    pub hint: String,
}

/// Keys that have a sign.
const SIGNS: [(Code, &str); 6] = [
    (Code::Left, "←"),
    (Code::Right, "→"),
    (Code::Up, "↑"),
    (Code::Down, "↓"),
    (Code::Enter, "↵"),
    (Code::Backspace, "⌫"),
];

/// Keys without a character, by the names they are printed with.
const NAMES: [(&str, Code); 15] = [
    ("Space", Code::Char(' ')),
    ("Enter", Code::Enter),
    ("Esc", Code::Esc),
    ("Backspace", Code::Backspace),
    ("Del", Code::Delete),
    ("Tab", Code::Tab),
    ("Shift-Tab", Code::BackTab),
    ("Left", Code::Left),
    ("Right", Code::Right),
    ("Up", Code::Up),
    ("Down", Code::Down),
    ("Home", Code::Home),
    ("End", Code::End),
    ("PgUp", Code::PageUp),
    ("PgDn", Code::PageDown),
];

/// A key by the name it is printed with; upper or lower case is the same, but for a single letter.
impl FromStr for Key {
    type Err = Unnamed;

    fn from_str(name: &str) -> Result<Key, Unnamed> {
        read(name).unwrap_or_else(|| Err(unnamed(name)))
    }
}

/// A key by its name; nothing where none is called so, which takes no time to say.
fn read(name: &str) -> Option<Result<Key, Unnamed>> {
    let (ctrl, rest) = held("Ctrl-", name);
    let (alt, rest) = held("Alt-", rest);
    let mut letters = rest.chars();
    let code = match (letters.next(), letters.next()) {
        // Such a key could not be shown.
        (Some(c), None) if is_forbidden(c) => return None,
        (Some(c), None) if ctrl => Code::Char(c.to_ascii_lowercase()),
        (Some(c), None) => Code::Char(c),
        _ => named(rest).or_else(|| function_key(rest))?,
    };
    let same = match code {
        Code::Char('h') => Some("Backspace"),
        Code::Char('i') => Some("Tab"),
        Code::Char('j' | 'm') => Some("Enter"),
        Code::Char('[') => Some("Esc"),
        _ => None,
    };
    Some(match same.filter(|_| ctrl) {
        Some(same) => {
            Err(Unnamed { message: format!("Terminals send {same} for {name}."), hint: "Take another letter.".into() })
        }
        None => Ok(Key { code, ctrl, alt }),
    })
}

/// Whether a name begins with a modifier, and what follows it; a modifier alone is none.
fn held<'n>(modifier: &str, name: &'n str) -> (bool, &'n str) {
    match name.split_at_checked(modifier.len()) {
        Some((head, rest)) if head.eq_ignore_ascii_case(modifier) && !rest.is_empty() => (true, rest),
        _ => (false, name),
    }
}

fn named(name: &str) -> Option<Code> {
    NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, code)| *code)
}

fn function_key(name: &str) -> Option<Code> {
    let number = name.strip_prefix(['F', 'f'])?.parse().ok()?;
    (1..=12).contains(&number).then_some(Code::F(number))
}

fn unnamed(name: &str) -> Unnamed {
    let (_, rest) = held("Alt-", held("Ctrl-", name).1);
    let hint = match did_you_mean(rest, NAMES.iter().map(|(name, _)| *name)) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => "A key is a letter or a sign, Ctrl-X, Alt-X, F5, Enter, Left, PgDn and the like.".to_owned(),
    };
    Unnamed { message: format!("There is no key `{}`.", SafeText::line(name)), hint }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_prints_as_people_say_it() {
        assert_eq!(Key::ctrl('c').to_string(), "Ctrl-C");
        assert_eq!(Key::plain(Code::PageDown).to_string(), "PgDn");
        assert_eq!(Key::char(' ').to_string(), "Space");
        assert_eq!(Key::alt(Code::Left).to_string(), "Alt-Left");
    }

    #[test]
    fn every_key_is_read_by_the_name_it_prints() {
        let codes = NAMES.iter().map(|(_, code)| *code).chain([Code::Char('x'), Code::Char('?'), Code::F(12)]);
        for code in codes {
            for key in [Key::plain(code), Key { code, ctrl: true, alt: false }, Key::alt(code)] {
                assert_eq!(key.to_string().parse(), Ok(key), "{key}");
            }
        }
        assert_eq!("pgdn".parse(), Ok(Key::plain(Code::PageDown)));
        let wrong = |name: &str| name.parse::<Key>().unwrap_err();
        assert_eq!(wrong("Retrun").message, "There is no key `Retrun`.");
        assert_eq!(wrong("Entre").hint, "Did you mean `Enter`?");
        assert_eq!(wrong("Ctrl-H").message, "Terminals send Backspace for Ctrl-H.");
        assert_eq!(wrong("\u{1b}").message, "There is no key `\u{fffd}`.");
        assert!(wrong("Ctrl-\u{9b}").message.ends_with("`Ctrl-\u{fffd}`."));
        assert!("".parse::<Key>().is_err() && "F13".parse::<Key>().is_err() && "Ctrl-".parse::<Key>().is_err());
    }

    #[test]
    fn a_sign_is_a_name_too() {
        assert_eq!(Key::written("↵"), Some(Key::plain(Code::Enter)));
        assert_eq!(Key::written("Esc"), Some(Key::plain(Code::Esc)));
        assert_eq!(Key::written("digest"), None);
        assert_eq!((Key::plain(Code::Right).sign(), Key::alt(Code::Right).sign()), (Some("→"), None));
    }

    #[test]
    fn only_bare_characters_type() {
        assert_eq!(Key::char('q').typed(), Some('q'));
        assert_eq!(Key::ctrl('q').typed(), None);
        assert_eq!(Key::plain(Code::Enter).typed(), None);
    }
}
