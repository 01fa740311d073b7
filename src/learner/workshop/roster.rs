//! Tables that teachers keep: the roster of a course, and what was marked by hand. Any separator, any order of columns,
//! UTF-8 or Latin-1.

use std::collections::{BTreeMap, BTreeSet};

use csv::{ReaderBuilder, StringRecord};

use crate::lesson::set::Set;
use crate::num::set_of;
use crate::view::SafeText;

/// The most rows of a table.
const MAX_ROWS: usize = 20_000;

/// The headings of the column with the id, the surest first.
const ID: [&str; 16] = [
    "id",
    "learner",
    "username",
    "user name",
    "user",
    "login",
    "kennung",
    "student id",
    "matrikelnummer",
    "matriculation number",
    "number",
    "nummer",
    "email address",
    "email",
    "e-mail",
    "mail",
];
const NAME: [&str; 4] = ["name", "full name", "student", "vollständiger name"];
const FIRST: [&str; 4] = ["first name", "firstname", "given name", "vorname"];
const LAST: [&str; 5] = ["last name", "lastname", "surname", "family name", "nachname"];
/// Other headings by which a first row is known to be no person.
const OTHER: [&str; 12] =
    ["nr", "nr.", "no", "no.", "#", "pos", "pos.", "group", "gruppe", "course", "kurs", "matr.-nr."];

/// Somebody in a course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The id.
    pub id: String,
    /// The name, perhaps empty.
    pub name: String,
}

/// The people of a course.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    /// The people, in the order of the table.
    pub people: Vec<Person>,
    /// Oddities of the table, a sentence each.
    pub remarks: Vec<String>,
}

/// The marks given by hand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bonus {
    /// The points by id and question.
    points: BTreeMap<(String, String), f64>,
    /// Extra time by id, in minutes.
    minutes: BTreeMap<String, i64>,
    /// Oddities of the table, a sentence each.
    pub remarks: Vec<String>,
}

/// The id by which two spellings are compared.
pub fn key(id: &str) -> String {
    id.trim().to_lowercase()
}

impl Roster {
    /// Reads a roster. Without a heading for the id the first column that is none of a name is taken; where
    /// no heading is known, the first row is a person, too, and the second column the name.
    ///
    /// # Errors
    /// A sentence.
    pub fn read(bytes: &[u8]) -> Result<Roster, String> {
        Roster::of(bytes, &BTreeSet::new())
    }

    /// Reads a roster beside the ids that reports have: the column that has the most of them is that of the id,
    /// whatever it is called.
    ///
    /// # Errors
    /// A sentence.
    pub fn of(bytes: &[u8], handed: &BTreeSet<String>) -> Result<Roster, String> {
        let rows = rows(bytes)?;
        let heading = rows.first().ok_or("the roster is empty")?;
        let (found, mut roster) = (column(heading, &ID), Roster::default());
        let named = |at: &usize| {
            let title = key(heading.get(*at).unwrap_or_default());
            [&NAME[..], &FIRST, &LAST, &OTHER].iter().any(|titles| titles.contains(&title.as_str()))
        };
        // A first row with headings is no learner, even where none of them is that of the id.
        let is_headed = found.is_some() || (0..heading.len()).any(|at| named(&at));
        let by_title = found.or_else(|| (0..heading.len()).find(|at| is_headed && !named(at))).unwrap_or(0);
        let people = &rows[usize::from(is_headed)..];
        let fitting =
            |at: usize| people.iter().filter(|row| handed.contains(&key(row.get(at).unwrap_or_default()))).count();
        let columns = (0..heading.len()).filter(|at| !is_headed || !named(at));
        let best = columns.max_by_key(|at| (fitting(*at), *at == by_title)).unwrap_or(by_title);
        let id = if fitting(best) > fitting(by_title) { best } else { by_title };
        let title = SafeText::line(heading.get(id).unwrap_or_default().trim()).to_string();
        let taken = match (is_headed, id) {
            (true, _) => format!("its column `{title}`"),
            (false, 0) => "its first column".to_owned(),
            (false, at) => format!("its column {}", at + 1),
        };
        if id != by_title && found.is_some() {
            roster.remarks.push(format!("In the roster {taken} has the ids of the reports, and is taken for `id`."));
        } else if found.is_none() && rows.len() > 1 {
            roster.remarks.push(format!("The roster has no column `id`: {taken} is taken for it."));
        }
        if !handed.is_empty() && !people.is_empty() && fitting(id) == 0 {
            roster.remarks.push(format!("No id of the roster has a report: {taken} was read."));
        }
        let named = column(heading, &NAME).filter(|at| *at != id);
        let parts = [column(heading, &FIRST), column(heading, &LAST)];
        let mut seen = BTreeSet::new();
        for row in people {
            let cell = |at: usize| SafeText::line(row.get(at).unwrap_or_default().trim()).to_string();
            let name = match (named, parts) {
                (Some(at), _) => cell(at),
                (None, [None, None]) if !is_headed => cell(1),
                (None, parts) => parts.into_iter().flatten().map(cell).collect::<Vec<_>>().join(" ").trim().to_owned(),
            };
            let id = cell(id);
            match id.as_str() {
                "" => {
                    let line = row.position().map_or(0, |at| at.line());
                    let cells = row.iter().map(str::trim).filter(|cell| !cell.is_empty()).collect::<Vec<_>>();
                    roster.remarks.push(format!("Line {line} of the roster has no id: {}", cells.join(", ")));
                }
                id if !seen.insert(key(id)) => roster.remarks.push(format!("`{id}` stands in the roster twice.")),
                _ => roster.people.push(Person { id, name }),
            }
        }
        Ok(roster)
    }

    /// Somebody by id, in any letters.
    pub fn person(&self, id: &str) -> Option<&Person> {
        self.people.iter().find(|person| key(&person.id) == key(id))
    }
}

impl Bonus {
    /// Reads what was marked by hand: a column `id`, a column `minutes` of extra time, and a column for each question.
    ///
    /// # Errors
    /// A sentence.
    pub fn read(bytes: &[u8], set: &Set) -> Result<Bonus, String> {
        let rows = rows(bytes)?;
        let heading = rows.first().ok_or("the table of the bonus is empty")?;
        let id = column(heading, &ID).ok_or("the table of the bonus has no column `id`")?;
        let mut bonus = Bonus::default();
        let mut seen = BTreeMap::new();
        rows[1..].iter().for_each(|row| *seen.entry(key(row.get(id).unwrap_or_default())).or_insert(0) += 1);
        let twice = seen.into_iter().filter(|(who, count)| *count > 1 && !who.is_empty());
        bonus.remarks.extend(twice.map(|(who, _)| {
            format!("`{}` stands in bonus.csv more than once: the last row counts.", SafeText::line(&who))
        }));
        for (at, title) in heading.iter().enumerate().filter(|(at, _)| *at != id) {
            let title = key(title);
            let known = set.entries.iter().any(|entry| entry.id == title);
            if !known && title != "minutes" {
                if !NAME.contains(&title.as_str()) && !title.is_empty() {
                    let told =
                        format!("The column `{}` of the bonus is no question of the set.", SafeText::line(&title));
                    bonus.remarks.push(told);
                }
                continue;
            }
            for row in &rows[1..] {
                let (who, written) = (key(row.get(id).unwrap_or_default()), row.get(at).unwrap_or_default().trim());
                if written.is_empty() || who.is_empty() {
                    continue;
                }
                match written.replace(',', ".").parse::<f64>() {
                    Ok(number) if number.is_finite() && number.abs() <= 1e6 => {
                        if known {
                            bonus.points.insert((who, title.clone()), number);
                        } else {
                            bonus.minutes.insert(who, number as i64);
                        }
                    }
                    _ => bonus.remarks.push(format!(
                        "The bonus of `{}` in `{title}` is no number: {}",
                        SafeText::line(&who),
                        SafeText::line(written)
                    )),
                }
            }
        }
        Ok(bonus)
    }

    /// The points of a learner for a question, given by hand.
    pub fn points(&self, id: &str, question: &str) -> Option<f64> {
        self.points.get(&(key(id), question.to_owned())).copied()
    }

    /// The extra time of a learner, in minutes.
    pub fn minutes(&self, id: &str) -> i64 {
        self.minutes.get(&key(id)).copied().unwrap_or(0)
    }

    /// The ids that something is given to.
    pub fn ids(&self) -> BTreeSet<&str> {
        set_of(self.points.keys().map(|(id, _)| id.as_str()).chain(self.minutes.keys().map(String::as_str)))
    }
}

/// The rows of a table, blank ones left out.
fn rows(bytes: &[u8]) -> Result<Vec<StringRecord>, String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = match str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    };
    if text.contains('\0') {
        return Err("the table is no text; save it as CSV, in UTF-8".to_owned());
    }
    let first = text.lines().next().unwrap_or_default();
    // Excel names the separator in a line of its own.
    let named = first.strip_prefix("sep=").filter(|rest| rest.len() == 1).and_then(|rest| rest.bytes().next());
    // An empty line in its place keeps the numbers of the others.
    let text = if named.is_some() { text.replacen(first, "", 1) } else { text.clone() };
    let most = [b';', b'\t', b','].into_iter().max_by_key(|byte| first.bytes().filter(|one| one == byte).count());
    let separator = named.or(most);
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator.unwrap_or(b','))
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|error| format!("the table cannot be read: {error}"))?;
        if rows.len() == MAX_ROWS {
            return Err(format!("the table has more than {MAX_ROWS} rows"));
        }
        if row.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push(row);
        }
    }
    Ok(rows)
}

/// The column with one of these headings, the first of them that there is.
fn column(heading: &StringRecord, names: &[&str]) -> Option<usize> {
    names.iter().find_map(|name| heading.iter().position(|title| key(title) == *name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(bytes: &[u8]) -> Vec<(String, String)> {
        let roster = Roster::read(bytes).expect("a roster");
        roster.people.into_iter().map(|person| (person.id, person.name)).collect()
    }

    #[test]
    fn rosters_of_all_kinds_are_read() {
        let expected = [("ada".to_owned(), "Ada Lövelace".to_owned()), ("bob".to_owned(), "Bob".to_owned())];
        for table in [
            "id,name\nada,Ada Lövelace\nbob,Bob\n",
            "\u{feff}Nr;Nachname;Vorname;Username\r\n1;Lövelace;Ada;ada\r\n\r\n2;;Bob;bob\r\n",
            "Email\tLogin\tFull name\nx@y\tada\tAda Lövelace\nz@y\tbob\tBob\n",
            "ada,Ada Lövelace\nbob,Bob",
            "id,name,more\n\"ada\",\"Ada Lövelace\"\nbob,Bob,1,2,3\n",
        ] {
            assert_eq!(people(table.as_bytes()), expected, "{table}");
            let latin: Vec<u8> = table.trim_start_matches('\u{feff}').chars().map(|c| c as u8).collect();
            assert_eq!(people(&latin), expected, "{table} in Latin-1");
        }
    }

    #[test]
    fn odd_rosters_say_so() {
        let roster = Roster::read(b"id,name\nada,A\n,Nobody\nADA,B\n").expect("a roster");
        assert_eq!(roster.people.len(), 1);
        assert_eq!(roster.remarks, ["Line 3 of the roster has no id: Nobody", "`ADA` stands in the roster twice."]);
        assert_eq!(roster.person("Ada").map(|person| person.name.as_str()), Some("A"));
        for (table, column) in [("nr,name\nada,Ada\n", "nr"), ("Nr;Name;Code\n1;Ada;ada\n", "Code")] {
            let roster = Roster::read(table.as_bytes()).expect("a roster");
            assert_eq!(roster.people, [Person { id: "ada".to_owned(), name: "Ada".to_owned() }], "{table}");
            let told = format!("The roster has no column `id`: its column `{column}` is taken for it.");
            assert_eq!(roster.remarks, [told]);
        }
        let handed = ["ada", "bob"].map(str::to_owned).into();
        for (table, expected) in [
            (
                "sep=;\nNr;Name;Benutzername;E-Mail\n1;Ada;ada;ada@x\n2;Bob;bob;bob@x\n3;;;\n",
                &[
                    "In the roster its column `Benutzername` has the ids of the reports, and is taken for `id`.",
                    "Line 5 of the roster has no id: 3",
                ][..],
            ),
            ("id;name\nada;Ada\nbob;Bob\n", &[]),
            ("E-Mail;Name\nx@y;Ada\n", &["No id of the roster has a report: its column `E-Mail` was read."]),
        ] {
            assert_eq!(Roster::of(table.as_bytes(), &handed).expect("a roster").remarks, expected, "{table}");
        }
        assert!(Roster::read(b"").is_err());
        assert!(Roster::read(b"PK\x03\x04\0\0").expect_err("no text").contains("no text"));
        assert!(!people(b"id\n\x1b[2Jx\n")[0].0.contains('\u{1b}'));
    }

    #[test]
    fn what_was_marked_by_hand_is_read() {
        let source = "+++\ntitle = \"t\"\ngoal = \"g\"\nset = \"s\"\nversion = 1\n[[question]]\nid = \"why\"\nopen = \"?\"\n+++\n\nx\n";
        let set = Set::parse("s", source.as_bytes(), &[]);
        let bonus = Bonus::read(b"ID;why;minutes;week\nAda;1,5;15;3\nbob;x;;\n", &set).expect("a table");
        assert_eq!((bonus.points("ada", "why"), bonus.minutes("ada"), bonus.minutes("bob")), (Some(1.5), 15, 0));
        assert_eq!(
            bonus.remarks,
            [
                "The bonus of `bob` in `why` is no number: x",
                "The column `week` of the bonus is no question of the set."
            ]
        );
        let twice = Bonus::read(b"id,why\nada,2\nAda,1\n", &set).expect("a table");
        assert_eq!(twice.remarks, ["`ada` stands in bonus.csv more than once: the last row counts."]);
        assert!(Bonus::read(b"name,why\nada,1\n", &set).is_err());
    }
}
