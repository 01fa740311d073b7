//! The checks of a lesson that need no screen: its sheet is run, every address is looked up, every question answered.
//!
//! With the default inputs everything must be there: each cell, each address, each answer, each change that a
//! ```` ```tamper ```` promises. With other inputs (all combinations where they are few; else none, the longest, and hundreds at random) a value may be missing, since the
//! program then says which input brings it back; but nothing may break a limit, no function may disagree with its vetted
//! counterpart, what a change promises must come true, and a wrong answer must not be the right one.

use std::collections::BTreeSet;

use crate::lesson::Lesson;
use crate::lesson::checking::Checking;
use crate::lesson::directives::DIRECTIVES;
use crate::lesson::problem::Problem;
use crate::lesson::tree::{Block, Piece, live_values, visit};
use crate::lesson::trial::{self, RANDOM_TRIALS};
use crate::num::set_of;

/// The number of trials in which our own body goes over all that a crate computed, and every call is computed a second
/// time by its vetted counterpart.
const OPINIONS: usize = 22;

/// Runs a lesson and returns what does not work, in the order of the file. The mistakes found by reading it, its
/// [`problems`](Lesson::problems), are not among them.
///
/// About so many `trials` are made, spread over those there are, until `stop` says that it took long enough.
pub fn check(lesson: &Lesson, trials: usize, stop: &dyn Fn() -> bool) -> Vec<Problem> {
    check_all(lesson, trials, stop).0
}

/// The same, and the pages on which something has no value or cannot be read: what else they seem to do wrong, they
/// may do for that.
pub fn check_all(lesson: &Lesson, trials: usize, stop: &dyn Fn() -> bool) -> (Vec<Problem>, BTreeSet<usize>) {
    let mut checking = Checking::of(&lesson.source, &lesson.cells, !lesson.has_errors());
    let defaults = checking.sheet.clone();
    let all = trial::trials(&defaults, &lesson.id, trials.min(RANDOM_TRIALS));
    let step = (all.len() / trials.max(1)).max(1);
    ask(lesson, &mut checking);
    for (number, trial) in all.iter().step_by(step).enumerate() {
        if stop() {
            checking.stopped(number, all.len().div_ceil(step));
            break;
        }
        checking.with(&defaults, trial, number < OPINIONS);
        ask(lesson, &mut checking);
    }
    let (found, silent) = checking.finish();
    let first = lesson.pages.first().map_or(0, |page| page.span.start);
    let told = lesson.problems.iter().chain(&found).filter(|problem| problem.is_error()).map(|problem| problem.span);
    let mut unsound =
        set_of(told.chain(silent).filter(|span| span.start >= first).map(|span| lesson.page_at(span.start)));
    for (number, page) in lesson.pages.iter().enumerate() {
        visit(&page.blocks, &mut |piece| {
            if matches!(piece, Piece::Block(Block::Broken { .. })) {
                unsound.insert(number);
            }
        });
    }
    (found, unsound)
}

/// Asks of every live value that it can be computed, and of every directive what its row asks.
fn ask(lesson: &Lesson, checking: &mut Checking) {
    for page in &lesson.pages {
        visit(&page.blocks, &mut |piece| match piece {
            Piece::Text(_, text) => live_values(text, &mut |live| {
                checking.live(&live.value);
            }),
            Piece::Block(block) => DIRECTIVES.iter().for_each(|row| (row.check)(block, checking)),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::{Library, embedded, parse, render::render};

    const SHEET: &str = "+++\ntitle = \"t\"\ngoal = \"g\"\n+++\n\n```sheet\nmessage = input(\"abc\", max: 200)\ndigest = sha256(message)\n```\n\n";

    /// Problems of a lesson with that sheet, as `line:column message`; `rest` begins in line 11.
    fn problems(rest: &str) -> Vec<String> {
        let source = format!("{SHEET}{rest}\n");
        let lesson = parse("u/l", source.as_bytes(), &["hex"]);
        assert_eq!(lesson.problems, []);
        let found = check(&lesson, RANDOM_TRIALS, &|| false);
        found.iter().map(|p| format!("{}:{} {}", p.line, p.column, p.message)).collect()
    }

    fn expect(cases: &[(&str, &[&str])]) {
        for (rest, expected) in cases {
            let found = problems(rest);
            let alike = found.len() == expected.len() && found.iter().zip(*expected).all(|(f, e)| f.starts_with(e));
            assert!(alike, "{rest}\nexpected {expected:#?}\nfound {found:#?}");
        }
    }

    #[test]
    fn cells_and_addresses() {
        expect(&[
            ("{{ digest@block[0]/T1[0] }}", &[]),
            ("```sheet\nx = sha265(message)\ny = sha256(x)\n```\n{{ y }}\n", &["12:5 No function `sha265`"]),
            ("```sheet\nx = sha256(y)\ny = sha256(x)\n```\n", &["12:1 `x` reads itself, by way of `y`."]),
            ("```sheet\nx = input(\"abc\", mx: 5)\n```\n", &["12:18 An input has no option `mx`."]),
            ("{{ digest@block[0]/T9[0] }}", &["11:"]),
            ("{{ digest@block[1]/T1[0] }}", &["11:"]),
            ("```watch\nvalue = \"digest/blocks[0]\"\n```", &["12:10 "]),
            (
                "```watch\nvalue = \"digest/block[1..2]/T1[0]\"\n```",
                &["12:10 With the default inputs the pattern names nothing."],
            ),
            ("```watch\nvalue = \"digest/block[0]/W[*]\"\n```", &[]),
            ("```sheet\nx = sha256(message[0..3])\n```\n", &["12:"]),
        ]);
    }

    #[test]
    fn questions() {
        let exercise = |rest: &str| format!("```exercise\nask = \"?\"\nanswer = \"length(digest)\"\n{rest}\n```");
        let cases: &[(&str, &[&str])] = &[
            ("", &[]),
            ("choose = [\"32\", \"64\"]", &["13:11 Nothing is said to who chooses `64`."]),
            ("choose = [\"32\", \"64\"]\nwrong = [{ choice = \"64\", say = \"digits\", look = \"digest\" }]", &[]),
            ("choose = [\"32\", \"64\"]\nwrong = [{ value = \"2 * length(digest)\", say = \"digits\" }]", &[]),
            (
                "choose = [\"32\", \"64\"]\nwrong = [{ choice = \"64\", say = \"digits\", look = \"digest/block[3]\" }]",
                &["15:51 `block` has 1 segment here"],
            ),
            (
                "choose = [\"32\", \"64\"]\nwrong = [{ choice = \"64\", say = \"x\", look = \"digest/block[0]/W[*]\" }]",
                &["15:46 This names several values."],
            ),
            ("choose = [\"31\", \"64\"]", &["13:11 The answer is `32`, which is none of `choose`."]),
            ("wrong = [{ value = \"32\", say = \"x\" }]", &["14:21 This wrong answer is the right one"]),
            (
                "wrong = [{ value = \"1\", say = \"x\" }, { value = \"3 - 2\", say = \"y\" }]",
                &["14:49 With the default inputs this wrong answer is the same"],
            ),
            ("wrong = [{ value = \"digest@x\", say = \"x\" }]", &["14:"]),
        ];
        for (rest, expected) in cases {
            expect(&[(&exercise(rest), expected)]);
        }
        let predict = |answer: &str, wrong: &str| {
            format!(
                "```predict\nask = \"?\"\nchoose = [\"a\", \"b\"]\n{answer}\nwrong = [{{ choice = \"{wrong}\", say = \"x\" }}]\n```"
            )
        };
        let by_input = "answer_expr = \"if(length(message) > 3, \\\"a\\\", \\\"b\\\")\"";
        expect(&[
            (&predict("answer = \"a\"", "b"), &[]),
            (&predict("answer = \"a\"", "a"), &["15:21 This wrong answer is the right one."]),
            // Which one is right may change with the inputs.
            (&predict(by_input, "a"), &[]),
            (&predict(by_input, "b"), &["11:1 Nothing is said to who chooses `a`."]),
        ]);
        expect(&[(
            "```predict\nask = \"?\"\nchoose = [\"1\", \"2\"]\nanswer_expr = \"length(message)\"\n```",
            &["14:16 The answer is `3`, which is none of `choose`."],
        )]);
    }

    #[test]
    fn changes() {
        let tamper = |edit: &str, expect: &str| {
            format!("```tamper\nedit = {{ message = {edit} }}\nexpect = \"{expect}\"\nsay = \"s\"\n```")
        };
        let long = format!("\"{}\"", "x".repeat(201));
        let cases: &[(&str, &str, &[&str])] = &[
            ("\"abd\"", "bit_difference(digest, before.digest) > 90", &[]),
            ("\"abd\"", "digest == before.digest", &["13:11 After the change this is false."]),
            ("\"abd\"", "digest", &["13:11 This is no truth value."]),
            ("\"abc\"", "true", &["12:20 `message` is that already"]),
            (&long, "true", &["12:20 This input has 200 bytes at most"]),
            ("\"abd\"", "digest == before.digest@nothing", &["13:"]),
        ];
        for (edit, expression, expected) in cases {
            expect(&[(&tamper(edit, expression), expected)]);
        }
    }

    #[test]
    fn the_course_works() {
        let library = Library::read(&embedded::files(), &crate::view::names());
        let mut found = Vec::new();
        for lesson in &library.lessons {
            // `cleartext check` makes all trials.
            found.extend(
                check(lesson, 20, &|| false)
                    .iter()
                    .map(|p| render(p, &lesson.source, &format!("{}.md", lesson.id), false)),
            );
        }
        assert!(found.is_empty(), "{}", found.join("\n\n"));
    }
}
