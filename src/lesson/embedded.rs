//! The course that comes with the program.

/// Every file below `lessons/`: its path there and its text.
pub static FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/lessons.rs"));

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
}
