//! The course that comes with the program.

use crate::lesson::carried::Carried;
use crate::lesson::course::Library;
use crate::lesson::glossary::{GLOSSARY_FILE, Words};

/// Every file below `lessons/` but the author's guide.
pub static FILES: &[Carried] = include!(concat!(env!("OUT_DIR"), "/lessons.rs"));

/// All files, unpacked: each with its path.
pub fn files() -> Vec<(&'static str, String)> {
    FILES.iter().map(|file| (file.path, file.text())).collect()
}

/// The course with the heads of its lessons alone; [`Lesson::whole`](crate::lesson::Lesson::whole) unpacks a lesson.
pub fn outline() -> Library {
    let heads: Vec<(&str, &str)> = FILES.iter().map(|file| (file.path, file.head)).collect();
    let mut library = Library::outline(&heads);
    for lesson in &mut library.lessons {
        lesson.carried = FILES.iter().find(|file| file.path.strip_suffix(".md") == Some(&lesson.id));
    }
    library
}

/// The glossary that comes with the program.
pub fn glossary() -> Words {
    let found = FILES.iter().find(|file| file.path == GLOSSARY_FILE);
    found.map(|file| Words::of(file.head.as_bytes())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_course_is_whole() {
        let library = Library::read(&files(), &crate::view::names());
        let problems: Vec<String> = library
            .all_problems()
            .map(|(path, source, problem)| crate::lesson::render::render(problem, source, &path, false))
            .collect();
        assert!(problems.is_empty(), "{}", problems.join("\n\n"));
        assert!(!library.units.is_empty());
    }

    #[test]
    fn what_is_carried_is_what_stands_in_the_files() {
        for file in FILES {
            let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("lessons").join(file.path);
            assert_eq!(file.text(), std::fs::read_to_string(path).unwrap(), "{}", file.path);
        }
    }

    #[test]
    fn an_outline_knows_the_heads_and_gives_the_rest() {
        let (whole, outline) = (Library::read(&files(), &crate::view::names()), outline());
        assert_eq!(whole.units, outline.units);
        for (whole, outline) in whole.lessons.iter().zip(&outline.lessons) {
            assert!(outline.pages.is_empty() && whole.front == outline.front, "{}", whole.id);
            assert_eq!(outline.whole(), *whole);
        }
        assert_eq!(whole.lessons.len(), outline.lessons.len());
    }
}
