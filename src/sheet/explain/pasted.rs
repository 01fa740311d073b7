//! A text pasted into the workbench: the cells that take it apart.

use super::{Candidate, Certainty, With, explain};
use crate::run::Budget;
use crate::sheet::expr::Line;
use crate::sheet::writing::{free_name, renamed};

/// The longest text that is explained between two pictures of the screen, in bytes.
const LONGEST: usize = 64 << 10;

/// The cells of a pasted text.
pub struct Pasted {
    /// The cells: the text as an input, and what is made of it.
    pub cells: Vec<Line>,
    /// The address at which the fields are to be seen.
    pub shows: String,
    /// A sentence on what it is and how that is known.
    pub told: String,
}

/// The cells of a pasted text, under names that are not taken.
///
/// # Errors
/// A sentence on why there are none.
pub fn pasted(text: &str, taken: impl Fn(&str) -> bool) -> Result<Pasted, String> {
    if text.len() > LONGEST {
        let most = LONGEST >> 10;
        return Err(format!("That is more than {most} KiB: `cleartext explain FILE` takes a file apart."));
    }
    let found = explain(text.as_bytes(), &With::default(), &Budget::unlimited());
    // A word that may be Base64 is no reason to leave what one is at.
    let known = found.candidates.first().filter(|best| best.certainty != Certainty::Possible);
    let best = known.ok_or("That text is of no family that `cleartext explain --list` names.")?;
    let mut cells = best.cells();
    let names: Vec<String> = cells.iter().map(|line| line.name.clone()).collect();
    let mut shows = best.shows().to_owned();
    for name in names {
        let used = |other: &str| taken(other) || cells.iter().any(|line| line.name == other);
        let free = if taken(&name) { free_name(&name, used) } else { continue };
        if shows.split('/').next() == Some(&*name) {
            shows.replace_range(..name.len(), &free);
        }
        cells = cells.into_iter().map(|line| called(line, &name, &free)).collect();
    }
    Ok(Pasted { cells, shows, told: told(best) })
}
/// A line under another name, or reading a cell by its other name.
fn called(mut line: Line, old: &str, new: &str) -> Line {
    if line.name == old {
        new.clone_into(&mut line.name);
    }
    renamed(line, old, new)
}
fn told(best: &Candidate) -> String {
    let said = if best.said.is_empty() { String::new() } else { format!(" {}.", best.said) };
    let judged = best.judgements.first().map_or(String::new(), |judgement| format!(" Note: {}.", judgement.said));
    format!("{}: {}, for {}.{said}{judged}", best.family.id, best.family.what, best.why)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::Sheet;

    #[test]
    fn cells_have_names_that_are_free() {
        let text = "md5$salt$67a1e09bb1f83f5007dc119c14d663aa";
        let first = pasted(text, |_| false).unwrap();
        let names = |cells: &[Line]| cells.iter().map(|line| line.name.clone()).collect::<Vec<_>>();
        assert_eq!(
            (names(&first.cells), first.shows.as_str()),
            (vec!["text".to_owned(), "fields".into()], "fields/fields")
        );
        let taken = |name: &str| ["text", "fields"].contains(&name);
        let second = pasted(text, taken).unwrap();
        assert_eq!(
            (names(&second.cells), second.shows.as_str()),
            (vec!["text2".to_owned(), "fields2".into()], "fields2/fields")
        );
        let mut sheet = Sheet::new([first.cells, second.cells].concat());
        sheet.evaluate(&crate::sheet::NoFiles, &Budget::unlimited());
        assert!(sheet.cells().iter().all(|cell| cell.outcome().is_some()));
        assert!(first.told.starts_with("django-md5: ") && first.told.contains("NOT CHECKED: needs the password"));
    }
    #[test]
    fn what_is_nothing_is_said_to_be_nothing() {
        assert!(pasted("sha256(\"abc\")", |_| false).is_err());
        assert!(pasted(&"a".repeat(LONGEST + 1), |_| false).err().unwrap().contains("64 KiB"));
    }
}
