//! What people write: lessons, expressions, addresses.

use std::time::Duration;

use cleartext::functions;
use cleartext::lesson::{self, render};
use cleartext::run::Budget;
use cleartext::run::address::Address;
use cleartext::sheet::expr::{self, Limits};
use cleartext::sheet::{NoFiles, Sheet, State};

use super::shown;

/// How long a sheet is computed.
pub const COMPUTED: Duration = Duration::from_millis(20);

pub const LESSON: &[&str] = &[
    "+++\n",
    "---\n",
    "\n---\n\n",
    "# ",
    "## ",
    "```sheet\n",
    "```watch\n",
    "```predict\n",
    "```exercise\n",
    "```tamper\n",
    "```\n",
    "~~~",
    "{{ ",
    " }}",
    "{{ digest }}",
    "value = ",
    "ask = ",
    "answer = ",
    "choose = [",
    "hide = [",
    "view = \"text\"\n",
    "[a](b)",
    "**",
    "*",
    "_",
    "`",
    "> ",
    "- ",
    "1. ",
    "| a | b |\n|---|---|\n",
    "![a](b)",
    "<b>",
    "<!--",
    "&amp;",
    "&#x202e;",
    "digest/block[0]/",
    "input(\"a\", max: ",
    "title = \"",
    "goal = \"",
    "minutes = ",
    "\n    ",
    "[term]: ",
    "\n\n",
    "a\u{301}\u{301}\u{301}",
];

pub const EXPRESSION: &[&str] = &[
    "sha256(",
    "hmac(",
    "input(",
    "aes_encrypt(",
    "repeat(",
    "slice(",
    "concat(",
    "modpow(",
    "power(",
    "x25519(",
    "point_multiply(",
    "file(",
    "random(",
    "length(",
    "reverse(",
    "hash: ",
    "cipher: ",
    "max: ",
    "\"",
    "0x",
    "0b",
    "_000",
    "[",
    "]",
    "[0..4]",
    "[*]",
    "@",
    "@block[0]",
    "/",
    "//",
    "#",
    "(",
    ")",
    ",",
    " + ",
    " - ",
    " * ",
    " ^ ",
    " ** ",
    " % ",
    " == ",
    "^",
    "~",
    "\n",
    "x = ",
    "y = x\n",
    "x",
    "y",
    "..",
    "\\u{",
    "\\x",
    "'",
    "0xff",
    "-",
];

pub const ADDRESS: &[&str] = &[
    "block",
    "[",
    "]",
    "[0]",
    "[*]",
    "[last]",
    "[last-1]",
    "..",
    "[0..4]",
    "/",
    "//",
    "#",
    "#1",
    "T1",
    "digest",
    "-",
    "18446744073709551615",
    "[0][1]",
    " ",
    "@",
];

pub fn lessons() -> Vec<Vec<u8>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/transcripts/lesson.md");
    vec![std::fs::read(path).expect("a lesson")]
}

pub fn examples() -> Vec<Vec<u8>> {
    let examples = functions::all().flat_map(|function| function.examples);
    examples.map(|example| format!("x = {example}").into_bytes()).collect()
}

/// A lesson is read, whatever is in it, and every mistake has its place in the file.
pub fn lesson(input: &[u8]) {
    let names = cleartext::view::names();
    lesson::outline("mine", input);
    let lesson = lesson::parse("mine", input, &names);
    assert!(!lesson.pages.is_empty(), "a lesson without a page");
    for problem in &lesson.problems {
        assert!(problem.span.end <= lesson.source.len() && problem.span.start <= problem.span.end, "{problem:?}");
        shown(&render::render(problem, &lesson.source, "mine.md", false));
    }
}

/// What is read can be written and read again; every cell of a sheet has a value, a problem, or takes longer.
pub fn sheet(input: &[u8]) {
    let source = String::from_utf8_lossy(input);
    let limits = Limits::default();
    let (lines, faults) = expr::parse_sheet(&source, &limits);
    for fault in &faults {
        assert!(source.get(fault.span.start..fault.span.end).is_some(), "{fault:?} in {source:?}");
    }
    for line in &lines {
        let written = line.expr.to_string();
        let again =
            expr::parse(&written, &limits).unwrap_or_else(|fault| panic!("{written:?} cannot be read: {fault}"));
        assert_eq!(again.to_string(), written);
    }
    let mut sheet = Sheet::new(lines);
    sheet.evaluate(&NoFiles, &Budget::worth(COMPUTED));
    let _ = sheet.advance(&Budget::worth(COMPUTED));
    for cell in sheet.cells() {
        match cell.state() {
            State::Ready(_) | State::Pending { .. } => {}
            State::Problem(problem) => assert!(!problem.to_string().is_empty(), "{} has a problem", cell.name()),
            State::Dirty => panic!("{} was not evaluated", cell.name()),
        }
    }
}

/// What is read is written the same way again; a mistake lies within the text.
pub fn address(input: &[u8]) {
    let source = String::from_utf8_lossy(input);
    match Address::parse(&source) {
        Ok(address) => {
            let written = address.to_string();
            assert_eq!(Address::parse(&written).as_ref(), Ok(&address), "{written:?}");
            assert!(address.parent().is_none_or(|parent| written.starts_with(&parent.to_string())), "{written:?}");
        }
        Err(error) => assert!(source.get(error.span.start..error.span.end).is_some(), "{error:?} in {source:?}"),
    }
    if let Ok((address, length)) = Address::prefix(&source) {
        let read = source.get(..length).unwrap_or_else(|| panic!("{length} bytes of {source:?}"));
        assert_eq!(Address::parse(read).as_ref(), Ok(&address), "{read:?}");
    }
}
