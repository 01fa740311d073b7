//! Collecting: the reports in a folder as a learning platform exports it, whatever its files are called, archives too.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::report::{MAX_REPORT, Report};
use crate::learner::progress::LearnerId;
use crate::view::SafeText;

/// The most files of an archive.
const MAX_ENTRIES: usize = 5_000;
/// The most that all files of an archive have when they are unpacked, in bytes.
const MAX_UNPACKED: u64 = 64 << 20;
/// The longest file that is looked into: a table of a form holds the reports of many.
pub const MAX_FILE: u64 = 8 << 20;
/// How a report of any format begins, before its number.
const ANY: &str = "cleartext report ";
/// The end of a report's file name.
pub const REPORT: &str = ".report.txt";
/// How an archive begins.
const ZIP: &[u8] = b"PK\x03\x04";
/// The table of points that are given by hand, and of extra time.
pub const BONUS_FILE: &str = "bonus.csv";

/// The contents of a folder.
#[derive(Debug, Default, PartialEq)]
pub struct Collected {
    /// The reports, each with the name of its file.
    pub reports: Vec<(String, Report)>,
    /// Files that look like a report and cannot be read, or an archive that cannot: the file, and why.
    pub unread: Vec<(String, String)>,
    /// The files that hold no report.
    pub others: Vec<String>,
    /// The table of points that are given by hand.
    pub bonus: Option<Vec<u8>>,
}

impl Collected {
    /// Looks into a file.
    pub fn add(&mut self, name: &str, bytes: &[u8]) {
        if bytes.starts_with(ZIP) {
            return match unpacked(bytes) {
                Ok(files) => files.iter().for_each(|(inner, bytes)| self.plain(&format!("{name}/{inner}"), bytes)),
                Err(why) => self.unread.push((safe(name), why)),
            };
        }
        self.plain(name, bytes);
    }

    /// Notes that a file could not be read at all.
    pub fn refuse(&mut self, name: &str, why: String) {
        self.unread.push((safe(name), why));
    }

    fn plain(&mut self, name: &str, bytes: &[u8]) {
        let (name, file) = (safe(name), name.rsplit('/').next().unwrap_or(name));
        if bytes.starts_with(ZIP) {
            return self.refuse(&name, "an archive in an archive is not opened; unpack it".to_owned());
        }
        if file.eq_ignore_ascii_case(BONUS_FILE) {
            self.bonus = Some(bytes.to_vec());
            return;
        }
        let text = text(bytes);
        let found = Report::find(&text);
        if found.is_empty() && is_later(&text) {
            self.refuse(&name, "it is a report of a later cleartext".to_owned());
        } else if found.is_empty() && (bytes.is_empty() || file.ends_with(REPORT)) && !file.starts_with('.') {
            self.refuse(&name, if bytes.is_empty() { "it is empty" } else { "it is no report" }.to_owned());
        } else if found.is_empty() && !file.starts_with('.') {
            self.others.push(name.clone());
        }
        for found in found {
            match found {
                Ok(report) => self.reports.push((name.clone(), report)),
                Err(why) => {
                    let whose = learner(&text).map_or_else(String::new, |id| format!("; it is of {}", id.as_str()));
                    self.unread.push((name.clone(), why + &whose));
                }
            }
        }
    }
}

/// The text of a file: UTF-8, or UTF-16 as an editor on Windows may write it.
fn text(bytes: &[u8]) -> String {
    let units = |unit: fn([u8; 2]) -> u16| {
        let pairs = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        String::from_utf16_lossy(&pairs.collect::<Vec<u16>>())
    };
    match bytes {
        [0xff, 0xfe, ..] => units(u16::from_le_bytes),
        [0xfe, 0xff, ..] => units(u16::from_be_bytes),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// Whether a text is a report in another format than ours.
fn is_later(text: &str) -> bool {
    let format = text.trim_start_matches('\u{FEFF}').lines().next().and_then(|line| line.strip_prefix(ANY));
    format.is_some_and(|format| format.trim_end().parse::<u32>().is_ok())
}

/// Whose a report is that cannot be read, where that can be.
fn learner(text: &str) -> Option<LearnerId> {
    text.lines().find_map(|line| line.strip_prefix("learner ")).and_then(|id| LearnerId::parse(id.trim()).ok())
}

fn safe(name: &str) -> String {
    SafeText::line(name).to_string()
}

/// The files of an archive. What it says of their size is not believed.
fn unpacked(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, String> {
    let damaged = |error: &dyn std::fmt::Display| format!("the archive cannot be read: {error}");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| "it is no zip archive, or is cut".to_owned())?;
    if archive.len() > MAX_ENTRIES {
        return Err(format!(
            "the archive has {} files, and {MAX_ENTRIES} are the most; unpack it first",
            archive.len()
        ));
    }
    let (mut files, mut room) = (Vec::new(), MAX_UNPACKED);
    for place in 0..archive.len() {
        let entry = archive.by_index(place).map_err(|error| damaged(&error))?;
        if entry.is_dir() {
            continue;
        }
        let name = entry.name().map(|name| name.into_owned()).unwrap_or_default();
        let mut bytes = Vec::new();
        let most = MAX_FILE.min(room);
        let length = entry.take(most + 1).read_to_end(&mut bytes).map_err(|error| damaged(&error))? as u64;
        if length > room {
            return Err(format!("the archive unpacks to more than {MAX_UNPACKED} bytes; take out what is no report"));
        }
        room -= length;
        // What is longer than any report is none, and is named as such.
        if length > most {
            bytes.truncate(1);
        }
        files.push((name, bytes));
    }
    Ok(files)
}

const _: () = assert!(MAX_REPORT as u64 <= MAX_FILE);

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(*name, SimpleFileOptions::default()).expect("a file");
            writer.write_all(bytes).expect("written");
        }
        writer.finish().expect("an archive").into_inner()
    }

    fn report(id: &str) -> Report {
        Report::new("s", 1, id, jiff::Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn reports_are_found_whatever_their_files_are_called() {
        let mut found = Collected::default();
        let [ada, bob, eve, joe] = ["ada", "bob", "eve", "joe"].map(report);
        let archive = zipped(&[
            ("../../evil\u{1b}[2J/x", ada.write().as_bytes()),
            ("notes.pdf", b"%PDF"),
            ("sub/bonus.csv", b"id\n"),
        ]);
        found.add("all.zip", &archive);
        found.add("Übung (1).txt", bob.write().as_bytes());
        found.add("form.csv", format!("Time,Report\n1,{}\n2,{}\n", eve.line(), joe.line()).as_bytes());
        found.add("cut.txt", &ada.write().as_bytes()[..40]);
        let names: Vec<(&str, &str)> =
            found.reports.iter().map(|(file, report)| (file.as_str(), report.learner.as_str())).collect();
        assert_eq!(
            names,
            [
                ("all.zip/../../evil\u{fffd}[2J/x", "ada"),
                ("Übung (1).txt", "bob"),
                ("form.csv", "eve"),
                ("form.csv", "joe")
            ]
        );
        assert_eq!(found.others, ["all.zip/notes.pdf"]);
        assert_eq!(found.unread.len(), 1);
        assert_eq!(found.bonus.as_deref(), Some(&b"id\n"[..]));
    }

    #[test]
    fn what_cannot_be_read_says_whose_it_is_or_what_to_do() {
        let ada = report("ada").write();
        let wide: Vec<u8> = format!("\u{feff}{ada}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut found = Collected::default();
        found.add("notepad.txt", &wide);
        assert_eq!((found.reports.len(), found.others.len()), (1, 0));
        for (bytes, says) in [
            (Vec::new(), "it is empty"),
            (b"cleartext report 7\nset s\n".to_vec(), "it is a report of a later cleartext"),
            (ada.replace("began 1", "began x").into_bytes(), "line 6 has no time; it is of ada"),
            (zipped(&[("in.zip", &zipped(&[("x", b"x")]))]), "an archive in an archive is not opened; unpack it"),
        ] {
            let mut found = Collected::default();
            found.add("f", &bytes);
            let told = found.unread.first().map(|(_, why)| why.as_str());
            assert_eq!(told, Some(says), "{found:?}");
        }
    }

    #[test]
    fn hostile_archives_are_refused_with_a_sentence() {
        let told = |bytes: &[u8]| {
            let mut found = Collected::default();
            found.add("a.zip", bytes);
            assert!(found.reports.is_empty());
            found.unread.pop().expect("refused").1
        };
        let many: Vec<String> = (0..10_000).map(|n| n.to_string()).collect();
        let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
        assert!(told(&zipped(&many)).contains("has 10000 files, and 5000 are the most"));
        let zeros = vec![0; 8 << 20];
        let bomb: Vec<String> = (0..9).map(|n| n.to_string()).collect();
        let bomb: Vec<(&str, &[u8])> = bomb.iter().map(|name| (name.as_str(), zeros.as_slice())).collect();
        assert!(told(&zipped(&bomb)).contains("unpacks to more than 67108864 bytes"));
        let mut found = Collected::default();
        found.add("a.zip", &zipped(&[("long", &vec![0; (8 << 20) + 1])]));
        assert_eq!(found.others, ["a.zip/long"], "what is too long to be a report is named");
        let good = zipped(&[("a", report("ada").write().as_bytes())]);
        for cut in [10, good.len() / 2, good.len() - 1] {
            assert_eq!(told(&good[..cut]), "it is no zip archive, or is cut");
        }
        let mut lies = good.clone();
        let middle = lies.len() / 3;
        lies[middle] ^= 0x55;
        let mut found = Collected::default();
        found.add("a.zip", &lies);
        assert!(found.reports.iter().all(|(_, report)| !report.intact) || found.reports.is_empty());
    }
}
