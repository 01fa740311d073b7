//! The course: which lessons there are, and in which order.
//!
//! [`Library::read`] takes the files of a directory, the program's own or the reader's, and checks in both directions:
//! nothing that `course.toml` lists is missing, nothing that is there goes unlisted; and what a lesson `needs` exists
//! and comes before it.

mod list;
mod unread;

pub use list::{COURSE, UNIT};
pub use unread::{Unread, Why};

use std::collections::HashMap;

use crate::lesson::glossary::{GLOSSARY_FILE, Words};
use crate::lesson::needs;
use crate::lesson::parse::{Lesson, outline, parse, too_long};
use crate::lesson::problem::{Problem, Severity, quoted};
use crate::lesson::set::{SETS_FOLDER, Set};
use crate::run::address::Span;
use crate::view::SafeText;

/// The name of the file that lists the lessons.
pub const COURSE_FILE: &str = "course.toml";

/// The author's guide, which lies beside the lessons and is none.
pub const GUIDE_FILE: &str = "README.md";

/// The most that all files together may have, in bytes.
pub const MAX_LIBRARY: usize = 16 * 1024 * 1024;

/// All lessons of a directory.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Library {
    /// The course's title.
    pub title: SafeText,
    /// The units in order.
    pub units: Vec<Unit>,
    /// The lessons in the order of the units; then those that no unit lists.
    pub lessons: Vec<Lesson>,
    /// The meaning of the course's terms.
    pub glossary: Words,
    /// The problems of `course.toml`.
    pub problems: Vec<Problem>,
    /// The text of `course.toml`.
    pub source: String,
    /// Files that were not read, each by its path, and why.
    pub refused: Vec<(String, Problem)>,
    /// The sets: the name of each file, and its bytes.
    pub sets: Vec<(String, Vec<u8>)>,
    /// The path that the files were read from; none for the lessons of the program.
    pub path: Option<SafeText>,
}

/// A part of a course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The unit's name, which is also the name of its folder.
    pub id: String,
    /// The unit's title.
    pub title: SafeText,
    /// The lessons, by their place in the library.
    pub lessons: Vec<usize>,
    /// The test before it.
    pub pretest: Option<usize>,
    /// The test after it, of the same kind.
    pub posttest: Option<usize>,
}

impl Unit {
    /// All that stands in it on the map: the test before it, the lessons, the test after it.
    pub fn rows(&self) -> impl Iterator<Item = usize> {
        self.pretest.into_iter().chain(self.lessons.iter().copied()).chain(self.posttest)
    }
}

impl Library {
    /// Reads a library from its files: their paths, with `/` between folders and none in front, and their bytes.
    /// `views` are the names that a view may have.
    ///
    /// Without a `course.toml` every folder is a unit, in the order of the paths.
    pub fn read<P: AsRef<str>, B: AsRef<[u8]>>(files: &[(P, B)], views: &[&str]) -> Library {
        Library::read_beside(files, &[], views)
    }

    /// The same where some files are there and were not read.
    pub fn read_beside<P: AsRef<str>, B: AsRef<[u8]>>(files: &[(P, B)], unread: &[Unread], views: &[&str]) -> Library {
        Library::read_lent(&lent(files), unread, views)
    }

    fn read_lent(files: &[(&str, &[u8])], unread: &[Unread], views: &[&str]) -> Library {
        let refused = unread.iter().filter_map(|unread| Some((unread.path.clone(), unread.problem()?)));
        let misnamed = files.iter().filter_map(|(path, _)| misnamed(path));
        let mut library = Library { refused: refused.chain(misnamed).collect(), ..Library::default() };
        library = library.read_by(&|id, bytes| parse(id, bytes, views), files, unread);
        needs::check(&mut library.lessons, files.iter().any(|(path, _)| *path == COURSE_FILE));
        for lesson in &mut library.lessons {
            Problem::sort(&mut lesson.problems);
        }
        library
    }

    /// The same with the heads of the lessons alone: what a map of them needs, in a fraction of the time and the room.
    pub fn outline<P: AsRef<str>, B: AsRef<[u8]>>(files: &[(P, B)]) -> Library {
        Library::default().read_by(&outline, &lent(files), &[])
    }

    fn read_by(mut self, read: &dyn Fn(&str, &[u8]) -> Lesson, files: &[(&str, &[u8])], unread: &[Unread]) -> Library {
        let mut room = MAX_LIBRARY;
        let mut found: HashMap<&str, Lesson> = HashMap::new();
        let mut order: Vec<&str> = Vec::new();
        let mut course = None;
        for &(path, bytes) in files {
            if path == COURSE_FILE {
                course = Some(bytes);
            } else if path == GLOSSARY_FILE {
                self.glossary = Words::of(bytes);
            } else if path.ends_with(".md") && (path.starts_with(SETS_FOLDER) || Set::is_one(bytes)) {
                self.sets.push((path.to_owned(), bytes.to_vec()));
            } else if let Some(id) = path.strip_suffix(".md").filter(|_| path != GUIDE_FILE) {
                let lesson = match room.checked_sub(bytes.len()) {
                    Some(left) => {
                        room = left;
                        read(id, bytes)
                    }
                    None => no_room(id),
                };
                order.push(id);
                found.insert(id, lesson);
            }
        }
        for Unread { path, why } in unread {
            let id = path.strip_suffix(".md").filter(|_| path != GLOSSARY_FILE && path != GUIDE_FILE);
            if let (Why::TooLong(length), Some(id)) = (why, id) {
                order.push(id);
                found.insert(id, too_long(id, *length));
            }
        }
        order.sort_unstable();
        order.dedup();
        match course {
            Some(bytes) => self.listed(bytes, found, &order),
            None => self.unlisted(found, &order),
        }
        self
    }

    /// Reads what the map says of each lesson, one after the other, as long as there is time.
    pub fn read_heads(&self, is_time: &dyn Fn() -> bool) {
        for lesson in self.lessons.iter().take_while(|_| is_time()) {
            lesson.front.front();
        }
    }

    /// The lesson of this name, `unit/lesson`.
    pub fn lesson(&self, id: &str) -> Option<&Lesson> {
        self.lessons.iter().find(|lesson| lesson.id == id)
    }

    /// The lessons of the units, in their order.
    pub fn in_order(&self) -> impl Iterator<Item = &Lesson> {
        self.units.iter().flat_map(|unit| &unit.lessons).filter_map(|place| self.lessons.get(*place))
    }

    /// The unit that a lesson is in.
    pub fn unit_of(&self, id: &str) -> Option<&Unit> {
        let is_it = |place: &usize| self.lessons.get(*place).is_some_and(|lesson| lesson.id == id);
        self.units.iter().find(|unit| unit.lessons.iter().any(is_it))
    }

    /// The set of this name, or of this file; without a name the only one.
    pub fn set(&self, name: Option<&str>) -> Option<Set> {
        let mut sets = self.sets.iter().map(|(path, bytes)| Set::parse(path, bytes, &crate::view::names()));
        match name {
            Some(name) => sets.find(|set| set.name == name),
            None => sets.next().filter(|_| self.sets.len() == 1),
        }
    }

    /// The unit whose test this is, before it or after it.
    pub fn tested(&self, id: &str) -> Option<&Unit> {
        let is_it = |place: usize| self.lessons.get(place).is_some_and(|lesson| lesson.id == id);
        self.units.iter().find(|unit| unit.pretest.into_iter().chain(unit.posttest).any(is_it))
    }

    /// Everything that was wrong when it was read: the file's path, its text, and the problem.
    pub fn all_problems(&self) -> impl Iterator<Item = (String, &str, &Problem)> {
        let lessons = self.lessons.iter().flat_map(|lesson| {
            let problems = lesson.problems.iter();
            problems.map(|problem| (format!("{}.md", lesson.id), lesson.source.as_str(), problem))
        });
        self.problems_beside().chain(lessons)
    }

    /// Everything that was wrong beside the lessons.
    pub fn problems_beside(&self) -> impl Iterator<Item = (String, &str, &Problem)> {
        let course = self.problems.iter().map(|problem| (COURSE_FILE.to_owned(), self.source.as_str(), problem));
        let glossary = self.glossary.problems.iter();
        let glossary = glossary.map(|problem| (GLOSSARY_FILE.to_owned(), self.glossary.source.as_str(), problem));
        let refused = self.refused.iter().map(|(path, problem)| (path.clone(), "", problem));
        course.chain(refused).chain(glossary)
    }

    /// A line on the first problem beside the lessons, and what shows them all.
    pub fn notice_beside(&self) -> Option<String> {
        let (path, (file, _, problem)) = (self.path.as_ref()?, self.problems_beside().next()?);
        Some(format!("{file} has a problem: {} `cleartext check {path}` says more.", problem.message))
    }

    /// A line on a lesson with problems: how many there are, and what shows them.
    pub fn notice(&self, lesson: &Lesson) -> Option<String> {
        let path = self.path.as_ref()?;
        let problems = match lesson.problems.len() {
            0 => return None,
            1 => "1 problem".to_owned(),
            count => format!("{count} problems"),
        };
        Some(format!("This lesson has {problems}: `cleartext check {path}` says which."))
    }

    /// Whether a lesson lies behind a link that was not followed.
    fn is_refused(&self, id: &str) -> bool {
        let file = format!("{id}.md");
        let holds = |link: &str| {
            let rest = file.strip_prefix(link);
            link.eq_ignore_ascii_case(&file) || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.refused.iter().any(|(path, _)| holds(path))
    }

    /// Makes a unit of every folder.
    fn unlisted(&mut self, mut found: HashMap<&str, Lesson>, order: &[&str]) {
        for lesson in order.iter().filter_map(|id| found.remove(*id)) {
            let folder = lesson.id.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
            if self.units.last().is_none_or(|unit| unit.id != folder) {
                let title = SafeText::line(&folder);
                self.units.push(Unit { id: folder, title, lessons: Vec::new(), pretest: None, posttest: None });
            }
            if let Some(unit) = self.units.last_mut() {
                unit.lessons.push(self.lessons.len());
            }
            self.lessons.push(lesson);
        }
    }
}

/// The problem of a file whose name has capitals where those of a course have none, so that it is not read.
fn misnamed(path: &str) -> Option<(String, Problem)> {
    let meant = [COURSE_FILE, GLOSSARY_FILE].into_iter().find(|name| name.eq_ignore_ascii_case(path))?;
    let message = format!("{} is not read: the name is {}, in small letters.", quoted(path), quoted(meant));
    let problem = Problem::new(Severity::Error, "", Span::new(0, 0), message, "Give the file that name.");
    (path != meant).then(|| (path.to_owned(), problem))
}

/// The same files, all of one type.
fn lent<P: AsRef<str>, B: AsRef<[u8]>>(files: &[(P, B)]) -> Vec<(&str, &[u8])> {
    files.iter().map(|(path, bytes)| (path.as_ref(), bytes.as_ref())).collect()
}

fn no_room(id: &str) -> Lesson {
    let mut lesson = parse(id, b"", &[]);
    let message = format!("All lessons together have more than {MAX_LIBRARY} bytes; this one is left out.");
    lesson.problems.clear();
    lesson.add_problem(Severity::Error, Span::new(0, 0), &message, "Make two courses of them.");
    lesson
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lesson(needs: &str) -> String {
        format!("+++\ntitle = \"t\"\ngoal = \"g\"\nneeds = [{needs}]\n+++\ntext\n")
    }

    fn problems(files: &[(&str, String)]) -> Vec<String> {
        let library = Library::read(files, &[]);
        library.all_problems().map(|(path, _, p)| format!("{path}:{}:{} {}", p.line, p.column, p.message)).collect()
    }

    const LIST: &str = "title = \"c\"\n[[unit]]\nid = \"u\"\ntitle = \"U\"\nlessons = [\"a\", \"b\"]\n";

    #[test]
    fn lessons_come_in_the_order_of_the_list() {
        let files = [("u/b.md", lesson("\"u/a\"")), (COURSE_FILE, LIST.to_owned()), ("u/a.md", lesson(""))];
        let library = Library::read(&files, &[]);
        assert_eq!(problems(&files), Vec::<String>::new());
        let ids: Vec<&str> = library.lessons.iter().map(|lesson| lesson.id.as_str()).collect();
        assert_eq!(ids, ["u/a", "u/b"]);
        assert_eq!(library.units[0].lessons, [0, 1]);
        assert_eq!(library.title.as_str(), "c");
        assert!(library.lesson("u/b").is_some());
    }

    #[test]
    fn a_unit_has_tests_and_every_place_a_short_code() {
        let list = LIST.to_owned() + "pretest = \"before\"\nposttest = \"later\"\n";
        let names = ["u/a.md", "u/b.md", "u/before.md", "u/later.md"];
        let mut files: Vec<_> = names.iter().map(|name| (*name, lesson(""))).collect();
        files.push((COURSE_FILE, list));
        assert_eq!(problems(&files), Vec::<String>::new());
        let library = Library::read(&files, &[]);
        let rows = library.units[0].rows().map(|place| library.lessons[place].id.as_str());
        assert_eq!(rows.collect::<Vec<_>>(), ["u/before", "u/a", "u/b", "u/later"]);
        assert_eq!(library.tested("u/later").map(|unit| unit.id.as_str()), Some("u"));
        assert_eq!((library.tested("u/a"), library.code("u/later")), (None, None));
        assert_eq!(library.code("u/b").as_deref(), Some("1.2"));
        assert_eq!(library.coded("1.2 p5"), Some(("u/b", 4)));
        assert_eq!(library.coded("1.2p5"), Some(("u/b", 4)));
        assert_eq!(library.coded(" 1.1 "), Some(("u/a", 0)));
        for wrong in ["", "1", "1.", "0.1", "1.3", "2.1", "1.1 p0", "1.1 px", "digest/pad", "1.99999999999999999999"] {
            assert_eq!(library.coded(wrong), None, "{wrong}");
        }
        for (typed, says) in [
            ("1.1 p0", "Lesson 1.1 has no page `0`"),
            ("1.9 p1", "There is no lesson 1.9"),
            (" 0.0 ", "There is no lesson 0.0"),
            ("1,1 p4", "`1,1 p4` is no code of a page"),
        ] {
            let said = format!("{says}; codes look like 4.2 p5.");
            assert_eq!(library.miscoded(typed), Some(said), "{typed}");
        }
        for other in ["1.1 p9", "digest/pad", "0badcafe", "12", ""] {
            assert_eq!(library.miscoded(other), None, "{other}");
        }
        files.remove(3);
        assert_eq!(problems(&files), ["course.toml:7:12 There is no file `u/later.md`."]);
    }

    #[test]
    fn both_directions_are_checked() {
        let files =
            [(COURSE_FILE, LIST.to_owned()), ("u/a.md", lesson("")), ("u/bb.md", lesson("")), ("x.md", lesson(""))];
        // While something listed is missing, what is not listed is most likely a slip in its name.
        assert_eq!(problems(&files), ["course.toml:5:17 There is no file `u/b.md`."]);
        let files =
            [(COURSE_FILE, LIST.to_owned()), ("u/a.md", lesson("")), ("u/b.md", lesson("")), ("u/c.md", lesson(""))];
        assert_eq!(problems(&files), ["u/c.md:1:1 This lesson is not listed in course.toml."]);
    }

    #[test]
    fn mistakes_in_the_list() {
        let cases = [
            ("title = \"c\"\n", "1:1 `unit` is missing."),
            ("title = 1\nunit = []\n", "1:9 `title` must be text"),
            ("title = \"c\"\nunit = [1]\n", "2:9 `unit` must be a list of tables"),
            ("title = \"c\"\n[[unit]]\nid = \"u\"\nlessons = []\n", "2:1 `title` is missing."),
            (
                "title = \"c\"\n[[unit]]\nid = \"u\"\ntitle = \"u\"\nlesson = []\nlessons = []\n",
                "5:1 There is no entry `lesson` here.",
            ),
            ("title = \"c\n", "1:"),
        ];
        for (source, start) in cases {
            let found = problems(&[(COURSE_FILE, source.to_owned())]);
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].starts_with(&format!("course.toml:{start}")), "{found:?}");
        }
        let twice = LIST.replace("\"b\"", "\"a\"") + "[[unit]]\nid = \"u\"\ntitle = \"U\"\nlessons = []\n";
        let files = [(COURSE_FILE, twice), ("u/a.md", lesson(""))];
        assert_eq!(
            problems(&files),
            ["course.toml:5:17 The lesson `a` is listed twice.", "course.toml:7:6 There are two units `u`."]
        );
        let library = Library::read(&[(COURSE_FILE, b"title = \"\xff\"\nunit = []\n")], &[]);
        assert_eq!(library.problems.len(), 1);
    }

    #[test]
    fn what_lies_behind_a_link_is_named_once() {
        let files = [(COURSE_FILE, LIST.to_owned())];
        for (links, expected) in [
            (vec!["u/a.md", "u/b.md"], vec!["u/a.md", "u/b.md"]),
            (vec!["u"], vec!["u"]),
            (vec!["v"], vec![COURSE_FILE, "v"]),
        ] {
            let links: Vec<Unread> =
                links.into_iter().map(|path| Unread { path: path.to_owned(), why: Why::LeadsOut }).collect();
            let library = Library::read_beside(&files, &links, &[]);
            let found: Vec<String> = library.all_problems().map(|(path, ..)| path).collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_file_in_capitals_is_named() {
        let found = problems(&[("Course.toml", LIST.to_owned()), ("u/a.md", lesson("")), ("u/b.md", lesson(""))]);
        assert!(found.iter().any(|told| told.contains("`Course.toml` is not read")), "{found:?}");
    }

    #[test]
    fn a_lesson_with_problems_says_so() {
        let files = [("good.md", lesson("")), ("bad.md", lesson("") + "```watc\n```\n")];
        let mut library = Library::read(&files, &[]);
        let notice = |library: &Library, id| library.notice(library.lesson(id).unwrap());
        assert_eq!(notice(&library, "bad"), None, "lessons of the program have no path");
        library.path = Some(SafeText::line("folder"));
        assert_eq!(notice(&library, "good"), None);
        let told = "This lesson has 1 problem: `cleartext check folder` says which.";
        assert_eq!(notice(&library, "bad").as_deref(), Some(told));
    }

    #[test]
    fn needs_exist_and_do_not_go_round() {
        let files = |a: &str, b: &str| [(COURSE_FILE, LIST.to_owned()), ("u/a.md", lesson(a)), ("u/b.md", lesson(b))];
        assert_eq!(problems(&files("", "\"u/aa\"")), ["u/b.md:4:10 There is no lesson `u/aa`."]);
        assert_eq!(problems(&files("\"u/b\"", "")), ["u/a.md:4:10 `u/b` comes after this lesson."]);
        assert_eq!(problems(&files("\"u/a\"", "")), ["u/a.md:4:10 The lesson needs itself."]);
        let round = problems(&files("\"u/b\"", "\"u/a\""));
        assert_eq!(round, ["u/b.md:4:10 The lesson needs itself, by way of `u/a`."]);
    }

    #[test]
    fn a_long_chain_of_needs_ends() {
        let files: Vec<(String, String)> =
            (0..5_000).map(|i| (format!("{i}.md"), lesson(&format!("\"{}\"", (i + 1) % 5_000)))).collect();
        let library = Library::read(&files, &[]);
        assert_eq!(library.all_problems().count(), 1);
    }

    #[test]
    fn files_without_a_list_are_units_by_folder() {
        let files = [
            ("b/y.md", lesson("\"no/where\"")),
            ("a/x.md", lesson("")),
            ("a/z.md", lesson("")),
            ("picture.png", String::new()),
        ];
        let library = Library::read(&files, &[]);
        assert_eq!(library.all_problems().count(), 0);
        let units: Vec<(&str, usize)> =
            library.units.iter().map(|unit| (unit.id.as_str(), unit.lessons.len())).collect();
        assert_eq!(units, [("a", 2), ("b", 1)]);
        let single = Library::read(&[("mine.md", lesson(""))], &[]);
        assert_eq!((single.units.len(), single.lessons[0].id.as_str()), (1, "mine"));
    }

    #[test]
    fn too_much_is_left_out() {
        let large = lesson("") + &"a ".repeat(500_000);
        let files: Vec<(String, String)> = (0..17).map(|i| (format!("{i:02}.md"), large.clone())).collect();
        let library = Library::read(&files, &[]);
        let problems: Vec<_> = library.all_problems().collect();
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].0, "16.md");
    }
}
