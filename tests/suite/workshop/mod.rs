//! Workshops from end to end: sets, the reports of a room, and their grades.

mod desk;
mod grading;
mod handed;
mod late;
mod table;
mod usage;
mod watching;

use std::fs;
use std::path::Path;

use cleartext::learner::workshop::paper::Paper;
use cleartext::learner::workshop::report::{Did, Report};
use cleartext::lesson::set::Set;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::support::program::{Ran, run};

/// A set of four questions: a product, four bytes of a hash, a choice, and sentences.
const SET: &str = r##"+++
title = "A small set"
goal = "Grade it."
minutes = 30
set = "small"
version = 2
hint = 1
[[question]]
id = "product"
ask = "#product"
points = 3
[[question]]
id = "hash"
ask = "#hash"
points = 2
[[question]]
id = "choice"
ask = "#choice"
[[question]]
id = "why"
open = "Why?"
points = 4
+++

Begin.

```sheet
n = input(20, min: 11, max: 997)
m = input(30, min: 11, max: 997)
w = input("word", max: 20)
d = sha256(w)
```

```exercise
id = "product"
ask = "What is {{ n }} times {{ m }}?"
answer = "n * m"
wrong = [{ value = "n + m", say = "You added {{ n }} and {{ m }}." }]
hint = ["Multiply."]
```

```exercise
id = "hash"
ask = "How does the hash of the word begin, four bytes?"
answer = "d[0..4]"
```

```predict
id = "choice"
ask = "Is it slow?"
choose = ["yes", "no"]
answer = "no"
wrong = [{ choice = "yes", say = "It is quick." }]
why = "It is made so."
```
"##;

/// The inputs of a learner in a version of the small set: n, m, the word.
fn inputs(set: &Set, version: u32, learner: &str) -> (u64, u64, String) {
    let (paper, problems) = Paper::of(set, &[], &[]);
    assert_eq!(problems, []);
    let all = |id: &str| paper.item(id).expect("a question").values("small", version, learner).expect("values").inputs;
    let (product, hash) = (all("product"), all("hash"));
    let shown = |of: &[(String, cleartext::run::Value)], name: &str| {
        let (_, value) = of.iter().find(|(cell, _)| cell == name).expect("an input");
        value.show(100).expect("a value")
    };
    (shown(&product, "n").parse().expect("n"), shown(&product, "m").parse().expect("m"), shown(&hash, "w"))
}

fn begins(word: &str) -> String {
    Sha256::digest(word)[..4].iter().map(|byte| format!("{byte:02x}")).collect()
}

fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + 60 * minute).expect("a time")
}

/// A report with these answers, one a minute.
fn report(learner: &str, version: u32, began: i64, answers: &[(&str, String)]) -> Report {
    let mut report = Report::new("small", version, learner, at(began));
    for ((question, typed), minute) in answers.iter().zip(1..) {
        report.note(question, at(began + minute), Did::Answered(typed.clone()));
    }
    report
}

fn name(number: usize) -> String {
    format!("s{number:02}")
}

fn put(folder: &Path, file: &str, text: &str) {
    fs::create_dir_all(folder.join(file).parent().expect("a folder")).expect("made");
    fs::write(folder.join(file), text).expect("written");
}

fn graded(folder: &Path, more: &[&str]) -> Ran {
    let (set, handed) = (folder.join("small.md"), folder.join("handed"));
    let mut arguments = vec!["grade", set.to_str().expect("UTF-8"), handed.to_str().expect("UTF-8")];
    arguments.extend(more);
    run(&arguments)
}
