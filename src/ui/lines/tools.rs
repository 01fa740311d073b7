//! What lies over a page, as lines: what was found, the way of a value, words, commands, what can be copied. Everything
//! that can be taken has a number.

use crate::app::App;
use crate::app::list::{Choice, Filtered};
use crate::app::tool::find::Find;
use crate::app::tool::letters::Jump;
use crate::app::tool::path::PathView;
use crate::app::tool::terms::Terms;
use crate::app::tool::{Offer, Tool};
use crate::learner::hunt::Finding;
use crate::learner::lens::{Below, Leaf};
use crate::lesson::glossary::Glossary;
use crate::ui::lines::section::{SPOKEN, Section, WIDTH, headed, more, said};
use crate::ui::text::{cut, prose};
use crate::view::spellings::Spelling;

/// How many rows are said; of more their number is.
const SAID: usize = 24;
/// How much of a text that can be copied is said before it is taken, in columns.
const COLUMNS: u16 = 80;

/// Facts about the tool that is open.
pub(super) fn facts(app: &App) -> Section {
    match &app.tool {
        None => Section::default(),
        Some(Tool::Path(path)) => {
            let said = Section::new("path", tree(path));
            if path.is_as_left { said.again(back_in(path)) } else { said }
        }
        Some(Tool::Find(find)) => Section::new(format!("find {}", find.line.text()), found(find)),
        Some(Tool::Terms(terms)) => {
            Section::new(format!("words {}", terms.filtered.line.text()), words(terms, &app.library.glossary))
        }
        Some(Tool::Palette(palette)) => Section::new(format!("do {}", palette.line.text()), commands(palette)),
        Some(Tool::Letters(letters)) => {
            let row = |jump: &Jump| format!("or {}: {} is {}", jump.letters, jump.name, jump.value);
            Section::new("letters", headed("What one can go to from here:", letters.list.rows().iter().map(row)))
        }
        Some(Tool::Copies(copies)) => {
            let row = |row: &Spelling| format!("{}, {}: {}", row.name, row.size, cut(&row.text, COLUMNS));
            let heading = "What can be copied; a number prints it whole:";
            Section::new("copies", headed(heading, copies.rows().iter().map(row)))
        }
    }
}

/// The offers while something is looked for.
pub(super) fn offers(app: &App) -> String {
    let (rows, asks) = match &app.tool {
        Some(Tool::Find(find)) => (find.list.len(), "a value, an address or a name to find"),
        Some(Tool::Terms(terms)) => (terms.filtered.list.len(), "some letters of a word"),
        Some(Tool::Palette(palette)) => (palette.list.len(), "some letters of what you want to do"),
        Some(Tool::Path(_) | Tool::Copies(_) | Tool::Letters(_)) | None => (0, "something"),
    };
    let takes = match rows {
        0 => String::new(),
        1 => "1 takes it, or ".to_owned(),
        rows => format!("1 to {rows} takes one of these, or "),
    };
    format!("You can type: {takes}{asks}. Enter alone closes this.")
}

/// The first rows with their numbers, below a heading, and how many there are besides.
fn first(heading: impl Into<String>, rows: impl ExactSizeIterator<Item = String>) -> Vec<String> {
    let others = rows.len().saturating_sub(SAID);
    let mut lines = headed(heading, rows.take(SAID));
    lines.extend((others > 0).then(|| format!("And {others} more; type more of it.")));
    lines
}

fn found(find: &Find) -> Vec<String> {
    let typed = find.line.text().trim();
    let heading = if typed.is_empty() { "Find:".to_owned() } else { format!("Find {typed}:") };
    let said = find.says();
    let row = |row: &Finding| format!("{}, {}{}", row.name, row.kind.word(), more(&row.text));
    first(format!("{heading} {said}").trim_end(), find.list.rows().iter().map(row))
}

fn commands(palette: &Filtered<Offer>) -> Vec<String> {
    let row = |row: &Offer| {
        let keys: Vec<String> = row.keys.iter().map(ToString::to_string).collect();
        format!("{} ({})", row.says.trim_end_matches('.'), keys.join(" or "))
    };
    let rows = palette.list.rows();
    let heading = match (palette.line.text().trim(), rows) {
        ("", _) => "What can be done here:".to_owned(),
        (typed, []) => format!("Nothing that can be done here has the letters {typed}."),
        (typed, _) => format!("What can be done here, by {typed}:"),
    };
    headed(heading, rows.iter().map(row))
}

/// The words of the page, or those that are left, and what the chosen one means.
fn words(terms: &Terms, glossary: &Glossary) -> Vec<String> {
    let name = |place: &usize| glossary.terms.get(*place).map_or_else(String::new, |term| term.name().to_owned());
    let of_page = terms.of_page();
    let rows = terms.filtered.list.rows();
    let (listed, heading) = match (of_page, terms.filtered.line.text().trim()) {
        (0, "") => (rows.len(), "The words of the glossary:".to_owned()),
        (0, typed) if rows.is_empty() => (0, format!("No word of the glossary is like {typed}.")),
        (0, typed) => (rows.len(), format!("Words like {typed}:")),
        (of_page, _) => (of_page, "The words of this page:".to_owned()),
    };
    let (listed, others) = rows.split_at(listed.min(rows.len()));
    let mut lines = first(heading, listed.iter().map(name));
    let more = || format!("The glossary has {} others; type some letters of one.", others.len());
    lines.extend((!others.is_empty()).then(more));
    if let Some(term) = terms.filtered.list.chosen().and_then(|place| glossary.terms.get(*place)) {
        let said = said(&prose::still(&term.blocks, SPOKEN, WIDTH));
        lines.push(format!("{}: {}", term.all_names(", "), said.join(" ")));
    }
    lines
}

/// Where one is in a tree that one comes back to.
fn back_in(path: &PathView) -> String {
    let here = path.list.chosen().map_or_else(String::new, |row| branch(path.list.place(), row));
    format!("Where it comes from, at {here}. Enter alone says all {} rows.", path.list.len())
}

/// The rows of a tree.
fn tree(path: &PathView) -> Vec<String> {
    let heading = "Where it comes from, back to your bytes; what is closed can be opened, as in open 3:".to_owned();
    let rows = path.list.rows().iter().enumerate();
    std::iter::once(heading).chain(rows.map(|(place, row)| branch(place, row))).collect()
}

/// A row of a tree, with how deep it is.
fn branch(place: usize, row: &Leaf) -> String {
    let depth = row.follows.len();
    let level = if depth == 0 { String::new() } else { format!("level {depth}: ") };
    let value = if row.value.is_empty() { String::new() } else { format!(" is {}", row.value) };
    let closed = if row.below == Below::Closed { "closed" } else { "" };
    let remarks = [row.same.as_str(), row.remark.as_str(), closed].map(more).concat();
    format!("{} {level}{}{value}{remarks}", place + 1, row.name)
}
