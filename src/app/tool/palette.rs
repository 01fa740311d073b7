//! The palette: every command that does something here, to be found by a few letters of what it says.

use crate::app::key::Key;
use crate::app::list::{Filtered, List};
use crate::run::suggest::ranked;

/// The commands of a context.
pub struct Palette {
    all: Vec<Offer>,
    /// The commands that are left by what is typed.
    pub filtered: Filtered<Offer>,
}

/// A command as the reader finds it.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The command's name.
    pub name: &'static str,
    /// The reader's keys for it.
    pub keys: Vec<Key>,
    /// The effect of it; in the table of commands its sentence.
    pub says: String,
    word: &'static str,
}

impl Palette {
    /// Commands by name, word, keys and sentence.
    pub fn of(rows: impl Iterator<Item = (&'static str, &'static str, Vec<Key>, String)>) -> Palette {
        let all: Vec<Offer> = rows.map(|(name, word, keys, says)| Offer { name, keys, says, word }).collect();
        Palette { filtered: Filtered::new(all.clone()), all }
    }

    /// Follows what is typed.
    pub fn look(&mut self) {
        let text = |offer: &Offer| format!("{} {}", offer.word, offer.says);
        self.filtered.list = List::new(ranked(self.filtered.line.text(), self.all.iter().cloned(), text));
    }

    /// The name of the chosen command.
    pub fn command(&self) -> Option<&'static str> {
        self.filtered.list.chosen().map(|offer| offer.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_letters_find_a_command() {
        let rows = [("bits", "bits", "The value, down to its bits."), ("seek", "go to", "Go to an address.")];
        let mut palette = Palette::of(rows.into_iter().map(|(name, word, says)| (name, word, vec![], says.to_owned())));
        palette.filtered.line.insert("down to its bits");
        palette.look();
        assert_eq!(palette.command(), Some("bits"));
        palette.filtered.line.insert("qqqq");
        palette.look();
        assert_eq!(palette.command(), None);
    }
}
