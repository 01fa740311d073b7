//! The tables of the author's guide are those of the program. `UPDATE=1 cargo test --test suite guide` writes them
//! anew.

use cleartext::command::check::problems;
use cleartext::lesson::course::COURSE;
use cleartext::lesson::directives::{Content, DIRECTIVES};
use cleartext::lesson::set::{SET, Set};
use cleartext::lesson::{EntryKind, EntryRow, FRONT_MATTER, Library};
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
        ("course", fields(&COURSE)),
        ("front matter", fields(&FRONT_MATTER)),
        ("set", fields(&SET)),
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

/// The texts of the guide that stand between such a line and its end.
fn examples(guide: &str, opening: &str) -> Vec<String> {
    let fence: String = opening.chars().take_while(|c| *c == '`').collect();
    let mut found = vec![];
    let mut lines = guide.lines();
    while lines.any(|line| line == opening) {
        found.push(lines.by_ref().take_while(|line| *line != fence).map(|line| format!("{line}\n")).collect());
    }
    found
}

fn told(files: &[(&str, &str)]) -> Vec<String> {
    let mut library = Library::read(files, &cleartext::view::names());
    library.path = Some(cleartext::view::SafeText::line("folder"));
    problems(&library, 60)
        .iter()
        .map(|(file, _, problem)| format!("{file}:{}: {}", problem.line, problem.message))
        .collect()
}

#[test]
fn check_is_content_with_every_example_of_the_guide() {
    const SHEET: &str = "```sheet\nmessage = input(\"abc\", max: 4096)\ndigest = sha256(message)\n```\n\n";
    let guide = std::fs::read_to_string(GUIDE).unwrap();
    let lessons = examples(&guide, "````markdown");
    assert!(lessons.len() > DIRECTIVES.len());
    for example in &lessons {
        let sheet = if example.contains("```sheet") { "" } else { SHEET };
        let head = format!("+++\ntitle = \"t\"\ngoal = \"g\"\n+++\n\nText.\n\n{sheet}");
        let lesson = if example.starts_with("+++") { example.clone() } else { head + example };
        assert_eq!(told(&[("lesson.md", &lesson)]), Vec::<String>::new(), "{example}");
    }
    let small = "+++\ntitle = \"t\"\ngoal = \"g\"\n+++\n\nText.\n";
    let course = examples(&guide, "```toml");
    let glossary = examples(&guide, "```markdown");
    assert_eq!((course.len(), glossary.len()), (1, 1));
    let listed = ["hashing/first.md", "hashing/second.md", "ciphers/aes.md"].map(|path| (path, small));
    let files = [&listed[..], &[("course.toml", &course[0]), ("glossary.md", &glossary[0])]].concat();
    assert_eq!(told(&files), Vec::<String>::new());
    let sets = examples(&guide, "````toml");
    assert_eq!(sets.len(), 1);
    let set = Set::parse("set", sets[0].as_bytes(), &cleartext::view::names());
    assert_eq!(cleartext::command::check::sets::problems(&set, crate::support::course::course(), 20), []);
}
