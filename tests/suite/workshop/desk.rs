//! A learner at a set, line by line.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use cleartext::learner::workshop::paper::{Paper, lessons_of};
use cleartext::lesson::set::Set;
use cleartext::run::Budget;

use super::{SET, begins, graded, inputs, put};
use crate::support::course::course;
use crate::support::program::{command, printed, run, run_with};

#[test]
fn a_learner_leaves_and_comes_back_and_the_report_is_a_line_for_a_form() {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), "small.md", SET);
    let (set, to) = (folder.path().join("small.md"), folder.path().join("handed"));
    fs::create_dir(&to).expect("made");
    let set = set.to_str().expect("UTF-8");
    let workshop = |input: &str| {
        let ran =
            run_with(&["workshop", set, "--learner", "ada", "--to", to.to_str().expect("UTF-8")], input.as_bytes());
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{}", ran.out);
        ran.out
    };
    let (n, m, word) = inputs(&Set::parse("small", SET.as_bytes(), &[]), 2, "ada");
    let first = workshop(&format!("{}\n?\n", n + m));
    assert!(
        first.contains(&format!("Not right. You added {n} and {m}."))
            && first.contains("2 answers left.")
            && first.contains("Hint: Multiply."),
        "{first}"
    );
    assert!(!first.contains(&(n * m).to_string()), "nothing shows what is right: {first}");
    let second = workshop(&format!("{}\n{}\n2\nBecause.\n:list\n", n * m, begins(&word)));
    assert!(second.contains("You go on with your report"), "{second}");
    // One point of three was paid for the hint; the choice by its number; sentences are marked by hand.
    assert!(second.contains("5 of 10 points so far."), "{second}");
    assert!(second.contains(&format!("Right: {}", n * m)), "all is over, so right answers are shown: {second}");
    // Whoever looks back sees what was answered, and what is right; of the time nothing more is said.
    let third = workshop(":1\n:4\n");
    assert!(third.contains(&format!("Your answer: {}\nRight.\nRight: {}", n * m, n * m)), "{third}");
    assert!(third.contains("Your answer: Because.\nKept."), "{third}");
    assert!(!third.contains("minutes left"), "{third}");
    let report = fs::read_to_string(to.join("small-ada.report.txt")).expect("the report");
    assert!(report.contains("\"no\"\n") && report.contains("hint product "), "{report}");
    let line = printed(&["workshop", "report", "--to", to.to_str().expect("UTF-8")]);
    fs::remove_file(to.join("small-ada.report.txt")).expect("removed");
    put(&to, "form.csv", &format!("when,what\n1,{line}"));
    assert!(graded(folder.path(), &["--csv"]).out.contains("\nada,,2,2,1,,5,\n"));
    // A folder that cannot be written to loses nothing.
    let ran = run_with(&["workshop", set, "--learner", "bob", "--to", "/proc"], format!("{n}\n").as_bytes());
    assert_eq!(ran.out.matches("cannot be written").count(), 1, "{}", ran.out);
    assert!(ran.out.contains("cleartext-report:"), "{}", ran.out);
    // A dry run keeps nothing.
    let before = fs::read_dir(&to).expect("a folder").count();
    assert!(run_with(&["workshop", set, "--dry"], b"1\n").out.contains("nothing is kept"));
    assert_eq!(fs::read_dir(&to).expect("a folder").count(), before);
}

#[test]
fn a_report_is_gone_on_with_in_another_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), "small.md", SET);
    let set = folder.path().join("small.md");
    let workshop = |to: &str, input: &str| {
        let to = folder.path().join(to);
        fs::create_dir_all(&to).expect("made");
        let arguments = ["workshop", "--learner", "ada", "--plain", "--to", to.to_str().expect("UTF-8")];
        let mut command = command(&[&arguments[..], &[set.to_str().expect("UTF-8")]].concat());
        command.env("XDG_STATE_HOME", folder.path().join("state")).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("written");
        String::from_utf8(child.wait_with_output().expect("the program ends").stdout).expect("UTF-8")
    };
    assert!(workshop("one", "1\n1\n").contains("1 answer left."));
    let second = workshop("two", "1\n");
    assert!(
        second.contains("What you did before is in it, too: it was found in ")
            && second.contains("Not right. This question is over.")
    );
    // Back in the first folder, that of the second is known.
    let third = workshop("one", ":1\n");
    assert!(third.contains("This question is over."), "{third}");
    let read =
        |name: &str| fs::read_to_string(folder.path().join(name).join("small-ada.report.txt")).expect("a report");
    assert_eq!(read("one"), read("two"));
}

#[test]
fn each_shipped_set_is_played_to_full_points() {
    let library = course();
    assert_eq!(library.sets.len(), 2);
    for (path, bytes) in &library.sets {
        let set = Set::parse(path, bytes, &cleartext::view::names());
        let lessons = lessons_of(&set, library);
        let (paper, problems) = Paper::of(&set, &lessons, &[]);
        assert_eq!((set.lesson.problems.as_slice(), problems.as_slice()), (&[][..], &[][..]), "{path}");
        // One question of each has few right answers, as its lesson asks it.
        let draws: Vec<String> = paper.draws().into_iter().map(|problem| problem.message).collect();
        let few = if set.name == "passwords" { ("blocks", 26) } else { ("point", 18) };
        assert_eq!(draws, [format!("`{}` has 3 right answers in all of {} draws.", few.0, few.1)], "{path}");
        let mut typed = String::new();
        for item in &paper.items {
            typed += &match (&item.asked, item.values(&set.name, set.version, "ada")) {
                (Some(asked), Some(drawn)) => {
                    asked.question.written_answer(&drawn.sheet, &Budget::unlimited()).expect("an answer")
                }
                _ => "In sentences.".to_owned(),
            };
            typed.push('\n');
        }
        let folder = tempfile::tempdir().expect("a folder");
        let to = folder.path().to_str().expect("UTF-8");
        let ran = run_with(&["workshop", &set.name, "--learner", "ada", "--to", to], typed.as_bytes());
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{}", ran.out);
        let open: u32 = paper.items.iter().filter(|item| item.asked.is_none()).map(|item| item.entry.points).sum();
        let all = set.points();
        assert!(ran.out.contains(&format!("{} of {all} points so far.", all - open)), "{}", ran.out);
        let by_hand: Vec<&str> =
            paper.items.iter().filter(|item| item.asked.is_none()).map(|item| item.entry.id.as_str()).collect();
        put(folder.path(), "bonus.csv", &format!("id,{}\nada,{open}\n", by_hand[0]));
        let table = printed(&["grade", &set.name, to, "--csv"]);
        assert!(table.trim_end().ends_with(&format!(",{all},")), "{table}");
    }
}

#[test]
fn damage_is_told_once_and_stays_in_the_report_for_the_teacher() {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), "small.md", SET);
    let (set, to) = (folder.path().join("small.md"), folder.path().join("handed"));
    fs::create_dir(&to).expect("made");
    let arguments = ["workshop", set.to_str().expect("UTF-8"), "--learner", "ada", "--to", to.to_str().expect("UTF-8")];
    let told = "does not fit: it was damaged or edited. Go on; your teacher will see it.";
    assert!(!run_with(&arguments, b"1\n?\n").out.contains(told));
    let file = to.join("small-ada.report.txt");
    let report = fs::read_to_string(&file).expect("a report");
    let kept: Vec<&str> = report.lines().filter(|line| !line.starts_with("hint")).collect();
    fs::write(&file, kept.join("\n")).expect("written");
    let line = run(&["workshop", "report", file.to_str().expect("UTF-8")]).out;
    let [first, second] = [b":quit\n", b":quit\n"].map(|typed| run_with(&arguments, typed).out);
    assert!(first.contains(told) && !second.contains(told), "{first}\n{second}");
    let seen = |out: &str| out.contains("the checksum did not fit when the report was opened on");
    assert!(seen(&graded(folder.path(), &[]).out));
    // A report that was edited and made a line is marked, too.
    fs::write(&file, line).expect("written");
    assert!(seen(&graded(folder.path(), &[]).out));
}

#[test]
fn choices_have_the_letters_of_the_wall_and_numbers_count_too() {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), "small.md", SET);
    let set = folder.path().join("small.md");
    for typed in ["b", "B)", "2", "no"] {
        let ran = run_with(&["workshop", set.to_str().expect("UTF-8"), "--dry"], format!(":3\n{typed}\n").as_bytes());
        assert!(ran.out.contains("    a) yes\n    b) no\n") && ran.out.contains("\nRight."), "{typed}: {}", ran.out);
    }
}

#[test]
fn a_note_is_put_up_in_lines_too() {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), "small.md", SET);
    let (set, to) = (folder.path().join("small.md"), folder.path().to_str().expect("UTF-8"));
    let arguments = ["workshop", set.to_str().expect("UTF-8"), "--learner", "ada", "--to", to];
    let report = || fs::read_to_string(folder.path().join("small-ada.report.txt")).expect("the report");
    assert!(run_with(&arguments, b":sign\n").out.contains("says that you want help"));
    assert!(report().lines().any(|line| line.starts_with("note help ") && line.ends_with(" product")), "{}", report());
    assert!(run_with(&arguments, b":sign\n").out.contains("says that you are done"));
    assert!(report().contains("\nnote done "), "{}", report());
}
