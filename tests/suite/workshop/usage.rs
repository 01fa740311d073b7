//! Sets and arguments that are wrong, and what is said of them.

use super::{SET, put};
use crate::support::program::{command, printed, run, state};

#[test]
fn a_set_that_asks_what_is_not_there_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    for (from, to, says) in [
        ("ask = \"#product\"", "ask = \"hashing/sha256-pading#q1\"", "There is no lesson `hashing/sha256-pading`."),
        (
            "ask = \"#product\"",
            "ask = \"hashing/sha256-padding#q9\"",
            "The lesson `hashing/sha256-padding` has no question `q9`.",
        ),
        ("ask = \"#product\"", "ask = \"#prodct\"", "This file has no question `prodct`."),
        (
            "ask = \"#product\"",
            "ask = \"#product\"\nvary = [\"x\"]",
            "`vary` names `x`, which is no input of this question.",
        ),
        ("{ value = \"n + m\"", "{ value = \"m * n * 1\"", "Of 100 draws for `product`, 0 are left"),
    ] {
        put(folder.path(), "small.md", &SET.replacen(from, to, 1));
        let path = folder.path().join("small.md");
        let ran = run(&["check", path.to_str().expect("UTF-8")]);
        assert_eq!(ran.status, 1, "{says}: {}", ran.out);
        assert!(ran.out.contains(says), "{says}\n{}", ran.out);
    }
    put(folder.path(), "small.md", SET);
    let path = folder.path().join("small.md");
    assert_eq!(printed(&["check", path.to_str().expect("UTF-8")]).trim_end(), "0 lessons, 1 set, 0 problems");
}

#[test]
fn wrong_usage_of_workshops_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().to_str().expect("UTF-8");
    for (arguments, says) in [
        (vec!["workshop", "pasword", "--dry"], "did you mean `passwords`?"),
        (vec!["workshop", "passwords"], "a report needs the id of a learner"),
        (vec!["workshop", "passwords", "--learner", "../x"], "learner"),
        (vec!["workshop", "passwords", "x", "--dry"], "`x` is one argument too many"),
        (vec!["workshop", "report", "--to", to], "there is no report here"),
        (vec!["grade", "passwords", "/no/such/folder"], "cannot be read"),
        (vec!["grade", "README.md", to], "is no set"),
        (vec!["answers", "nothing-like-it"], "there are: key-exchange, passwords"),
        (vec!["grade", "sets/passwords", "/no/such/folder"], "cannot be read"),
        (vec!["workshop", "sets/passwords"], "a report needs the id of a learner"),
        (vec!["answers", "sets/nothing-like-it"], "there are: key-exchange, passwords"),
        (vec!["export", "sets/nothing-like-it"], "there are: key-exchange, passwords"),
        (vec!["snapshot", "key-exchange"], "that is a set: `cleartext workshop` answers it"),
        (vec!["snapshot", "start/keys", "--keys", "n<Right"], "the key `<Right` has no end"),
        (vec!["export", "nothing-like-it"], "there are: sets/key-exchange, sets/passwords"),
    ] {
        let ran = run(&arguments);
        assert_eq!(ran.status, 2, "{arguments:?}: {}", ran.out);
        assert!(ran.err.contains(says), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn a_file_that_may_not_grow_is_told() {
    let program = command(&["workshop", "passwords", "--learner", "ada", "--dry"]);
    let shell = |arguments: &str| {
        let mut shell = std::process::Command::new("sh");
        shell.arg("-c").arg(format!("ulimit -f 0; exec \"$0\" {arguments}")).arg(program.get_program());
        let state = state();
        shell.env("XDG_STATE_HOME", &state).stdin(std::process::Stdio::null());
        let output = shell.output().expect("a shell");
        assert!(output.status.code().is_some(), "no signal ended it: {:?}", output.status);
        String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
    };
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().display();
    let said = shell(&format!("workshop passwords --learner ada --plain --to {to}"));
    assert!(said.contains("no file may be so long here") && said.contains("cleartext-report:"), "{said}");
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
    assert!(shell(&format!("progress --learner ada --export {to}/x.json")).contains("no file may be so long here"));
}

#[test]
fn a_workshop_does_not_begin_with_a_set_that_check_refuses() {
    let folder = tempfile::tempdir().expect("a folder");
    for (from, to, says) in [
        ("ask = \"#product\"", "ask = \"#product\"\nvary = [\"zzz\"]", "`vary` names `zzz`"),
        ("input(20, min: 11, max: 997)", "input(20, min: 30, max: 997)", "30 at least"),
    ] {
        put(folder.path(), "small.md", &SET.replacen(from, to, 1));
        let path = folder.path().join("small.md");
        let checked = run(&["check", path.to_str().expect("UTF-8")]);
        assert!(checked.status == 1 && checked.out.contains(says), "{}", checked.out);
        let ran = run(&["workshop", path.to_str().expect("UTF-8"), "--dry"]);
        assert!(ran.status == 2 && ran.err.contains(says), "{}{}", ran.out, ran.err);
    }
}

#[test]
fn a_set_has_the_name_that_export_takes_too() {
    assert_eq!(printed(&["answers", "sets/passwords"]), printed(&["answers", "passwords"]));
}
