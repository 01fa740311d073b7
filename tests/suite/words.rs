//! The words of doc comments: the first is a noun, or the name of what the item is.

use std::path::Path;

use crate::layers::files;

/// Whether a comment begins with a subject that says nothing: "one bit" names a bit, "one can" names nobody.
fn is_empty_subject(comment: &str) -> bool {
    let mut words = comment.split_whitespace().map(|word| word.trim_end_matches([',', '.', ':', ';']));
    match words.next() {
        Some("It" | "It's" | "What") => true,
        Some("One") => matches!(words.next(), Some("can" | "may" | "must" | "is" | "has" | "stands" | "goes" | "who")),
        _ => false,
    }
}

/// The first lines of the doc comments of a source, with their numbers.
fn beginnings(source: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut within = false;
    source.lines().enumerate().filter_map(move |(place, line)| {
        let comment = line.trim_start().strip_prefix("///");
        let first = comment.filter(|_| !within);
        within = comment.is_some();
        first.map(|text| (place + 1, text.trim()))
    })
}

#[test]
fn a_doc_comment_begins_with_a_noun() {
    let (mut wrong, mut read, mut sources) = (vec![], 0, vec![]);
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut sources);
    for path in sources {
        let source = std::fs::read_to_string(&path).expect("a source");
        for (line, comment) in beginnings(&source) {
            read += 1;
            if is_empty_subject(comment) {
                wrong.push(format!("{}:{line}: {comment}", path.display()));
            }
        }
    }
    assert!(read > 4000, "only {read} comments were read");
    assert!(wrong.is_empty(), "the first word of a doc comment is a noun:\n{}", wrong.join("\n"));
}

#[test]
fn an_empty_subject_is_told_from_a_noun() {
    let found: Vec<_> =
        beginnings("/// What it is.\n/// It goes on.\nfn f();\n    /// One bit.\n    bit: u8,").collect();
    assert_eq!(found, [(1, "What it is."), (4, "One bit.")]);
    assert!(["What it is.", "It is there.", "One can go.", "It"].into_iter().all(is_empty_subject));
    assert!(!["One bit of a number.", "Items.", "Whatever comes.", ""].into_iter().any(is_empty_subject));
}
