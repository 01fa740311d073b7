//! What lies over a page, as lines: what was found, the way of a value, words, commands, what can be copied. Everything
//! that can be taken has a number.

use crate::app::App;
use crate::app::tool::Tool;
use crate::app::tool::find::Find;
use crate::app::tool::palette::Palette;
use crate::app::tool::path::{Below, PathView};
use crate::app::tool::terms::Terms;
use crate::lesson::glossary::Glossary;
use crate::ui::compute::cut;
use crate::ui::listing::{kind, state};
use crate::ui::plain::{Section, WIDTH, spoken};
use crate::ui::prose;
use crate::ui::theme::Theme;

/// How many rows are said; of more their number is.
const SAID: usize = 24;
/// How much of a text that can be copied is said before it is taken, in columns.
const COLUMNS: u16 = 80;

/// What is said of the tool that is open.
pub(super) fn facts(app: &App) -> Section {
    match &app.tool {
        None => Section::default(),
        Some(Tool::Path(path)) => {
            let said = Section::new("path", tree(path));
            if path.is_as_left { said.again(back_in(path)) } else { said }
        }
        Some(Tool::Find(find)) => Section::new(format!("find {}", find.line.text()), found(find)),
        Some(Tool::Terms(terms)) => {
            Section::new(format!("words {}", terms.line.text()), words(terms, &app.library.glossary))
        }
        Some(Tool::Palette(palette)) => Section::new(format!("do {}", palette.line.text()), commands(palette)),
        Some(Tool::Copies(copies)) => {
            let row = |(place, row): (usize, &crate::app::tool::copies::Row)| {
                let bytes = if row.text.len() == 1 { "1 byte".to_owned() } else { format!("{} bytes", row.text.len()) };
                format!("{} {}, {bytes}: {}", place + 1, row.name, cut(&row.text, COLUMNS))
            };
            let heading = "What can be copied; a number prints it whole:".to_owned();
            let rows = copies.rows.iter().enumerate().map(row);
            Section::new("copies", std::iter::once(heading).chain(rows).collect())
        }
    }
}

/// What can be typed while something is looked for.
pub(super) fn offers(app: &App) -> String {
    let (rows, asks) = match &app.tool {
        Some(Tool::Find(find)) => (find.rows.len(), "a value, an address or a name to find"),
        Some(Tool::Terms(terms)) => (terms.rows.len(), "some letters of a word"),
        Some(Tool::Palette(palette)) => (palette.rows.len(), "some letters of what you want to do"),
        Some(Tool::Path(_) | Tool::Copies(_)) | None => (0, "something"),
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
    let row = |row: &crate::app::tool::find::Row| match row.text.as_str() {
        "" => format!("{}, {}", row.name, kind(row.kind)),
        text => format!("{}, {}, {text}", row.name, kind(row.kind)),
    };
    let mut lines = vec![format!("{heading} {said}").trim_end().to_owned()];
    lines.extend(numbered(find.rows.iter().map(row)));
    if find.rows.is_empty() && !typed.is_empty() && said.is_empty() {
        lines.push("Nothing is called so.".to_owned());
    }
    lines
}

fn commands(palette: &Palette) -> Vec<String> {
    let row = |row: &crate::app::tool::palette::Row| {
        let keys: Vec<String> = row.keys.iter().map(ToString::to_string).collect();
        format!("{} ({})", row.says.trim_end_matches('.'), keys.join(" or "))
    };
    let rows: Vec<String> =
        palette.rows.iter().enumerate().map(|(place, one)| format!("{} {}", place + 1, row(one))).collect();
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
    let (listed, heading) = match (of_page, terms.line.text().trim()) {
        (0, "") => (terms.rows.len(), "The words of the glossary:".to_owned()),
        (0, typed) if terms.rows.is_empty() => (0, format!("No word of the glossary is like {typed}.")),
        (0, typed) => (terms.rows.len(), format!("Words like {typed}:")),
        (of_page, _) => (of_page, "The words of this page:".to_owned()),
    };
    let mut lines = vec![heading];
    lines.extend(numbered(terms.rows[..listed.min(terms.rows.len())].iter().map(name)));
    let others = terms.rows.len() - listed.min(terms.rows.len());
    if others > 0 {
        lines.push(format!("The glossary has {others} others; type some letters of one."));
    }
    if let Some(term) = terms.rows.get(terms.chosen).and_then(|place| glossary.terms.get(*place)) {
        let names = term.names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ");
        let said = prose::still(&term.blocks, Theme::Mono, WIDTH);
        let said: Vec<String> = said.iter().filter_map(|line| spoken(&line.to_string())).collect();
        lines.push(format!("{names}: {}", said.join(" ")));
    }
    lines
}

/// Where one is in a tree that one comes back to.
fn back_in(path: &PathView) -> String {
    let here = path.rows.get(path.chosen).map_or_else(String::new, |row| branch(path.chosen, row));
    format!("Where it comes from, at {here}. Enter alone says all {} rows.", path.rows.len())
}

/// The rows of a tree.
fn tree(path: &PathView) -> Vec<String> {
    let heading = "Where it comes from, back to your bytes; what is closed can be opened, as in open 3:".to_owned();
    let rows = path.rows.iter().enumerate();
    std::iter::once(heading).chain(rows.map(|(place, row)| branch(place, row))).collect()
}

/// A row of a tree, with how deep it is.
fn branch(place: usize, row: &crate::app::tool::path::Row) -> String {
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
