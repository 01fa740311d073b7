//! The course, read once for all tests of it.

use cleartext::lesson::course::Library;
use cleartext::lesson::embedded;
use std::sync::LazyLock;

/// The lessons of the program.
pub fn course() -> &'static Library {
    static COURSE: LazyLock<Library> = LazyLock::new(|| Library::read(&embedded::files(), &cleartext::view::names()));
    &COURSE
}
