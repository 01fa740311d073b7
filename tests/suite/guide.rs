//! The tables of the author's guide are those of the program. `UPDATE=1 cargo test --test suite guide` writes them anew.

use cleartext::lesson::FRONT_MATTER;
use cleartext::lesson::directives::{Content, DIRECTIVES};
use cleartext::lesson::{EntryKind, EntryRow};
use cleartext::view::VIEWS;
use std::fmt::Write;

const GUIDE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/lessons/README.md");

fn fields(fields: &[EntryRow]) -> String {
    let mut out = String::from("| entry | value | | meaning |\n|---|---|---|---|\n");
    for f in fields {
        let required = if f.required { "required" } else { "" };
        writeln!(out, "| `{}` | {} | {required} | {} |", f.name, f.kind.describe(), f.help).unwrap();
        if let EntryKind::Tables(rows) = f.kind {
            for row in rows {
                let required = if row.required { "required" } else { "" };
                let kind = row.kind.describe();
                writeln!(out, "| `{}` in `{}` | {kind} | {required} | {} |", row.name, f.name, row.help).unwrap();
            }
        }
    }
    out
}
fn directives() -> String {
    let mut out = String::new();
    for row in DIRECTIVES {
        write!(out, "### `{}`\n\n{}\n\n", row.name, row.summary).unwrap();
        match row.body {
            Content::Fields(list) => writeln!(out, "{}", fields(list)).unwrap(),
            Content::Sheet => out.push_str("Its body is a sheet: one cell a line.\n\n"),
            Content::Markdown => out.push_str("Its body is Markdown.\n\n"),
        }
        write!(out, "````markdown\n```{}\n{}\n```\n````\n\n", row.name, row.example.trim_end()).unwrap();
    }
    out
}
fn views() -> String {
    let mut out = String::from("| view | |\n|---|---|\n");
    VIEWS.iter().for_each(|v| writeln!(out, "| `{}` | {} |", v.name, v.summary).unwrap());
    out
}
fn functions() -> String {
    let mut out = String::new();
    let mut family = None;
    for f in cleartext::functions::all() {
        if family != Some(f.family) {
            family = Some(f.family);
            write!(out, "\n**{}**\n\n| call | |\n|---|---|\n", f.family.title()).unwrap();
        }
        writeln!(out, "| `{}` | {} |", f.signature().replace('|', "\\|"), f.summary).unwrap();
    }
    out.trim_start().to_string()
}

#[test]
fn the_guide_shows_the_tables_of_the_program() {
    let guide = std::fs::read_to_string(GUIDE).unwrap();
    let mut fresh = guide.clone();
    for (name, table) in [
        ("front matter", fields(&FRONT_MATTER)),
        ("directives", directives()),
        ("views", views()),
        ("functions", functions()),
    ] {
        let open = format!("<!-- generated: {name} -->\n");
        let start = fresh.find(&open).unwrap_or_else(|| panic!("the guide has no place for: {name}")) + open.len();
        let end = start + fresh[start..].find("<!-- end -->").expect("the place has an end");
        fresh.replace_range(start..end, &format!("\n{}\n", table.trim_end()));
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(GUIDE, &fresh).unwrap();
    } else {
        assert!(fresh == guide, "the guide is stale: UPDATE=1 cargo test --test suite guide");
    }
}
