//! The course that comes with the program.

use crate::lesson::glossary::{GLOSSARY_FILE, Words};

/// Every file below `lessons/`: its path there and its text.
pub static FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/lessons.rs"));

/// The glossary that comes with the program.
pub fn glossary() -> Words {
    let found = FILES.iter().find(|(path, _)| *path == GLOSSARY_FILE);
    found.map(|(_, text)| Words::of(text.as_bytes())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::course::Library;

    #[test]
    fn the_course_is_whole() {
        let library = Library::read(FILES, &crate::view::names());
        let problems: Vec<String> = library
            .all_problems()
            .map(|(path, source, problem)| crate::lesson::render::render(problem, source, &path, false))
            .collect();
        assert!(problems.is_empty(), "{}", problems.join("\n\n"));
        assert!(!library.units.is_empty());
    }

    #[test]
    fn an_outline_knows_the_heads_and_gives_the_rest() {
        let (whole, outline) = (Library::read(FILES, &crate::view::names()), Library::outline(FILES));
        assert_eq!(whole.units, outline.units);
        for (whole, outline) in whole.lessons.iter().zip(&outline.lessons) {
            assert!(outline.pages.is_empty() && whole.front == outline.front, "{}", whole.id);
            assert_eq!(outline.whole(), *whole);
        }
        assert_eq!(whole.lessons.len(), outline.lessons.len());
    }
}
