//! A year's progress, as a long-time learner has it.

use cleartext::learner::progress::{Came, Record, Stamp};

/// A year: forty lessons of eight questions, each answered five times.
pub fn year() -> Record {
    let mut record = Record::default();
    for lesson in 0..40 {
        let learned = record.lessons.entry(format!("unit/lesson-{lesson}")).or_default();
        learned.seen.extend(0..9);
        for question in 0..8 {
            let answers = learned.questions.entry(format!("q{question}")).or_default();
            (0..5).for_each(|number| answers.add(number, Stamp::of(1_800_000_000), Came::Right, "an answer"));
        }
    }
    record
}
