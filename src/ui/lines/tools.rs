//! What lies over a page, as lines: what was found, the way of a value, words, commands, what can be copied. Everything
//! that can be taken has a number.

use crate::app::App;
use crate::app::list::{Choice, Filtered};
use crate::app::tool::find::Find;
use crate::app::tool::letters::Jump;
use crate::app::tool::path::PathView;
use crate::app::tool::terms::Terms;
use crate::app::tool::{Offer, Tool};
use crate::learner::lens::{Below, Leaf};
use crate::lesson::glossary::Glossary;
use crate::ui::lines::section::{SPOKEN, Section, WIDTH};
use crate::ui::stage::tools::{kind, state};
use crate::ui::text::prose;
use crate::ui::text::wrap::cut;
use crate::view::spellings::Spelling;
use crate::view::spoken::spoken;

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
            let row = |(place, jump): (usize, &Jump)| {
                format!("{} or {}: {} is {}", place + 1, jump.letters, jump.name, jump.value)
            };
            let heading = "What one can go to from here:".to_owned();
            let rows = letters.list.rows().iter().enumerate().map(row);
            Section::new("letters", std::iter::once(heading).chain(rows).collect())
        }
        Some(Tool::Copies(copies)) => {
            let row = |(place, row): (usize, &Spelling)| {
                format!("{} {}, {}: {}", place + 1, row.name, row.size, cut(&row.text, COLUMNS))
            };
            let heading = "What can be copied; a number prints it whole:".to_owned();
            let rows = copies.rows().iter().enumerate().map(row);
            Section::new("copies", std::iter::once(heading).chain(rows).collect())
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
        1 => "1 takes it, ".to_owned(),
        rows => format!("1 to {rows} takes one of these, "),
    };
    format!("You can type: {takes}or {asks}. Enter alone closes this.").replace(": or ", ": ")
}

/// The first rows with their numbers, and how many there are besides.
fn numbered(rows: impl ExactSizeIterator<Item = String>) -> Vec<String> {
    let more = rows.len().saturating_sub(SAID);
    let mut lines: Vec<String> =
        rows.take(SAID).enumerate().map(|(place, row)| format!("{} {row}", place + 1)).collect();
    if more > 0 {
        lines.push(format!("And {more} more; type more of it."));
    }
    lines
}

fn found(find: &Find) -> Vec<String> {
    let typed = find.line.text().trim();
    let heading = if typed.is_empty() { "Find:".to_owned() } else { format!("Find {typed}:") };
    let said = state(find);
    let row = |row: &crate::learner::hunt::Finding| match row.text.as_str() {
        "" => format!("{}, {}", row.name, kind(row.kind)),
        text => format!("{}, {}, {text}", row.name, kind(row.kind)),
    };
    let mut lines = vec![format!("{heading} {said}").trim_end().to_owned()];
    lines.extend(numbered(find.list.rows().iter().map(row)));
    lines
}

fn commands(palette: &Filtered<Offer>) -> Vec<String> {
    let row = |row: &Offer| {
        let keys: Vec<String> = row.keys.iter().map(ToString::to_string).collect();
        format!("{} ({})", row.says.trim_end_matches('.'), keys.join(" or "))
    };
    let rows: Vec<String> =
        palette.list.rows().iter().enumerate().map(|(place, one)| format!("{} {}", place + 1, row(one))).collect();
    let heading = match (palette.line.text().trim(), rows.len()) {
        ("", _) => "What can be done here:".to_owned(),
        (typed, 0) => format!("Nothing that can be done here has the letters {typed}."),
        (typed, _) => format!("What can be done here, by {typed}:"),
    };
    std::iter::once(heading).chain(rows).collect()
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
    let mut lines = vec![heading];
    lines.extend(numbered(rows[..listed.min(rows.len())].iter().map(name)));
    let others = rows.len() - listed.min(rows.len());
    if others > 0 {
        lines.push(format!("The glossary has {others} others; type some letters of one."));
    }
    if let Some(term) = terms.filtered.list.chosen().and_then(|place| glossary.terms.get(*place)) {
        let names = term.names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ");
        let said = prose::still(&term.blocks, SPOKEN, WIDTH);
        let said: Vec<String> = said.iter().filter_map(|line| spoken(&line.to_string())).collect();
        lines.push(format!("{names}: {}", said.join(" ")));
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
    let remarks = [
        row.same.as_str(),
        row.remark.as_str(),
        match row.below {
            Below::Closed => "closed",
            Below::Open | Below::Nothing | Below::Again => "",
        },
    ];
    let remarks: String = remarks.iter().filter(|text| !text.is_empty()).map(|text| format!(", {text}")).collect();
    format!("{} {level}{}{value}{remarks}", place + 1, row.name)
}
