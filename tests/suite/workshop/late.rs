//! Answers that came late.

use std::fs;

use cleartext::learner::workshop::report::Did;
use cleartext::lesson::set::Set;

use super::{SET, at, begins, graded, inputs, put, report};
use crate::support::program::run_with;

#[test]
fn what_came_late_is_told_by_question_and_costs_what_the_set_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let set = Set::parse("small", SET.as_bytes(), &cleartext::view::names());
    let (n, m, word) = inputs(&set, 2, "ada");
    let mut late = report("ada", 2, 0, &[("product", (n * m).to_string())]);
    late.note("hash", at(33), Did::Answered(begins(&word)));
    put(folder.path(), "handed/ada", &late.write());
    let pages = folder.path().join("pages");
    for (rule, costs, row, cell) in [
        ("", "is marked, and counts", "ada,,3,2,0,,5,hash", "2*"),
        ("late_price = 1", "costs 1 point a question", "ada,,3,1,0,,4,hash", "1*"),
        ("late_price = 9", "costs 9 points a question", "ada,,3,0,0,,3,hash", "0*"),
        ("late = \"refused\"", "does not count", "ada,,3,0,0,,3,hash", "-*"),
    ] {
        put(folder.path(), "small.md", &SET.replacen("hint = 1", &format!("hint = 1\n{rule}"), 1));
        let says = format!("3 min late: `hash`; what comes late {costs}");
        assert!(graded(folder.path(), &["--csv"]).out.contains(row), "{rule}");
        let table = graded(folder.path(), &["--force", "--feedback", pages.to_str().expect("UTF-8")]).out;
        assert!(table.contains(&says) && table.contains("* an answer came late"), "{rule}: {table}");
        let line = table.lines().find(|line| line.starts_with("ada")).expect("a row");
        assert!(line.split_whitespace().any(|one| one == cell), "{line}");
        let page = fs::read_to_string(pages.join("ada.html")).expect("a page");
        assert!(page.contains(&says) && page.contains("It came late."), "{rule}: {page}");
        let rules = run_with(&["workshop", folder.path().join("small.md").to_str().expect("UTF-8"), "--dry"], b"").out;
        assert!(rules.contains(&format!("what comes late {costs}.")), "{rules}");
    }
}
