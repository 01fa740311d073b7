//! The course, read once for all tests of it.

use cleartext::lesson::course::Library;
use cleartext::lesson::{Lesson, embedded};
use std::panic::resume_unwind;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The lessons of the program.
pub fn course() -> &'static Library {
    static COURSE: LazyLock<Library> = LazyLock::new(|| Library::read(&embedded::files(), &cleartext::view::names()));
    &COURSE
}

/// What is found in each lesson of the course. As many are looked at at once as there are processors: one test that
/// goes through all of them would be the last to end.
pub fn in_each<T: Send>(look: impl Fn(&Lesson) -> T + Sync) -> Vec<T> {
    let (lessons, next) = (&course().lessons, AtomicUsize::new(0));
    let work = || {
        let lesson = || lessons.get(next.fetch_add(1, Ordering::Relaxed));
        std::iter::from_fn(lesson).map(&look).collect::<Vec<T>>()
    };
    let threads = thread::available_parallelism().map_or(1, |count| count.get());
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    })
}
