//! The command line of the real program: every subcommand, wrong usage, files that are none, readers that go away.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::program::{Ran, command, printed, run, run_with};
use serde_json::Value;

const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/// Asserts that it ends with a status and says something on standard error.
fn fails(arguments: &[&str], status: i32, says: &str) -> Ran {
    let ran = run(arguments);
    assert_eq!(ran.status, status, "{arguments:?}: {}{}", ran.out, ran.err);
    assert!(ran.err.contains(says), "{arguments:?} says {}", ran.err);
    ran
}

fn json(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"))).collect()
}

fn path(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

// ------------------------------------------------------------------ run

#[test]
fn run_prints_values_as_text() {
    for (expression, value) in [
        ("sha256(\"abc\")", ABC),
        ("hex(sha256(\"abc\"))", ABC),
        ("length(\"abc\") + 1_000", "1003"),
        ("0 - 5", "-5"),
        ("equal(\"a\", \"a\")", "true"),
        ("[1, \"a\\\"\", 0x00ff, [true]]", "[1, \"a\\\"\", 0x00ff, [true]]"),
        ("sha256(\"abc\")@block[0]/T1[0]", "54da50e8"),
        ("sha256(\"abc\")@block[0]/T1[0..1]", "[0x54da50e8, 0x3c5f8617]"),
        ("\"\"", ""),
        ("\"Gödel\"", "Gödel"),
    ] {
        assert_eq!(printed(&["run", expression]).trim_end_matches('\n'), value, "{expression}");
    }
    assert_eq!(printed(&["run", "repeat(0xab, 200_000)"]).trim_end(), "ab".repeat(200_000));
}

#[test]
fn run_prints_json() {
    let object = json(&printed(&["run", "sha256(\"abc\")", "--json"]));
    assert_eq!(object, [serde_json::json!({"output": {"hex": ABC}, "agrees": "sha2 0.11"})]);
    let object = json(&printed(&["run", "[1, true, \"\\u{1b}\"]", "--json"]));
    let list = serde_json::json!([{"int": "1"}, {"bool": true}, {"text": "\u{1b}"}]);
    assert_eq!(object, [serde_json::json!({"output": {"list": list}, "agrees": null})]);
}

#[test]
fn run_says_no_with_its_status() {
    assert_eq!(run(&["run", "equal(\"a\", \"b\")"]).status, 1);
    fails(&["run", "unpad(0x00, 1)"], 1, "error: ");
}

#[test]
fn a_wrong_expression_gets_a_caret_and_a_remedy() {
    let ran = fails(&["run", "hmac(\"k\", sha265(\"abc\"))"], 2, "no function `sha265`");
    assert!(ran.err.contains("did you mean `sha256`?"), "{}", ran.err);
    let lines: Vec<&str> = ran.err.lines().collect();
    let source = lines.iter().position(|line| line.contains("hmac(")).expect("the expression");
    assert_eq!(lines[source].find("sha265"), lines[source + 1].find("^^^^^^"));
    assert_eq!(ran.out, "");
    for (expression, says) in [
        ("sha256(5)", "wants bytes"),
        ("sha256(", "never closed"),
        ("", "A value is missing"),
        ("sha256(\"abc\")@block[3]/W[0]", "block` has 1 segment"),
        ("sha256(\"abc\")@block[0]/X[0]", "there is no `X`"),
        ("hmac(\"k\", \"m\", hash: \"sha257\")", "did you mean \"sha256\"?"),
        ("message", "there is no cell `message`"),
    ] {
        fails(&["run", expression], 2, says);
    }
}

#[test]
fn nothing_foreign_steers_the_terminal() {
    let hostile = "\u{1b}]0;t\u{7}\u{202e}\u{9b}2J";
    let folder = tempfile::tempdir().unwrap();
    let named = folder.path().join(hostile);
    fs::create_dir(&named).unwrap();
    let file = format!("file(\"{}\")", path(&named));
    for arguments in [
        vec!["run", hostile],
        vec!["run", &file],
        vec![hostile],
        vec!["learn", hostile],
        vec!["check", path(&named)],
        vec!["trace", "sha256(\"a\")", "--at", hostile],
    ] {
        let ran = run(&arguments);
        assert_ne!(ran.status, 0);
        let said = format!("{}{}", ran.out, ran.err);
        assert!(!said.is_empty());
        assert!(!said.chars().any(|c| c != '\n' && (c.is_control() || c == '\u{202e}')), "{arguments:?} says {said:?}");
    }
    let text = printed(&["run", "\"\\u{1b}[31m\\u{202e}\""]);
    assert_eq!(text, "\u{fffd}[31m\u{fffd}\n");
}

// ------------------------------------------------------------------ files

#[test]
fn a_file_is_read_and_its_bytes_agree() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("one MiB");
    fs::write(&file, vec![b'a'; 1 << 20]).unwrap();
    let object = json(&printed(&["run", &format!("sha256(file(\"{}\"))", path(&file)), "--json"]));
    assert_eq!(object, json(&printed(&["run", "sha256(repeat(\"a\", 1_048_576))", "--json"])));
    assert_eq!(object[0]["agrees"], "sha2 0.11");
    fs::write(&file, b"").unwrap();
    assert_eq!(printed(&["run", &format!("length(file(\"{}\"))", path(&file))]), "0\n");
}

#[test]
fn what_is_no_file_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let fifo = folder.path().join("fifo");
    assert!(Command::new("mkfifo").arg(&fifo).status().expect("mkfifo").success());
    let missing = folder.path().join("missing");
    let start = Instant::now();
    for (name, says) in [
        (path(&fifo), "is a pipe"),
        (path(folder.path()), "is a directory"),
        (path(&missing), "there is no file"),
        ("/dev/zero", "is a device"),
        ("/proc/self/status", "does not say how long it is"),
    ] {
        let ran = fails(&["run", &format!("sha256(file(\"{name}\"))")], 2, says);
        assert!(ran.err.contains(name), "{}", ran.err);
        fails(&["trace", &format!("sha256(file(\"{name}\"))")], 2, says);
    }
    let ran = run(&["check", path(&fifo)]);
    assert_eq!(ran.status, 1, "{}", ran.out);
    assert!(ran.out.contains("is a pipe"), "{}", ran.out);
    assert!(start.elapsed() < Duration::from_secs(20), "nothing waits for a writer");
}

#[test]
fn any_block_of_a_gigabyte_is_there_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sparse");
    fs::File::create(&file).unwrap().set_len(1 << 30).unwrap();
    let start = Instant::now();
    let expression = format!("sha256(file(\"{}\"))", path(&file));
    let lines = json(&printed(&["trace", &expression, "--at", "block[5]/T1[0]", "--json"]));
    assert_eq!(lines[0]["at"], "block[5]/T1[0]");
    assert!(lines[0]["value"]["hex"].is_string());
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    let lines = json(&printed(&["trace", &expression, "--at", "block[5]/W[3]", "--json"]));
    assert_eq!(lines[0]["from"], serde_json::json!(["in/message"]));
    let range = lines[0]["origin"][0].as_str().unwrap();
    assert!(range.ends_with("[332..336]"), "{range}");
}

// ------------------------------------------------------------------ trace

#[test]
fn trace_prints_an_outline() {
    let outline = printed(&["trace", "hmac(\"key\", \"message\")"]);
    for line in ["in/key", "in/message", "ipad_key", "inner/pad/count", "inner/block[1]", "outer/block[i]/"] {
        assert!(outline.lines().any(|l| l.starts_with(line)), "{line} in {outline}");
    }
    assert!(outline.contains("is the key longer than a block of 64 bytes?"));
    assert!(outline.contains("W[0..63]"));
    assert!(outline.ends_with("agrees with hmac 0.13\n"), "{outline}");
    let long = printed(&["trace", "sha256(repeat(\"a\", 100_000))"]);
    assert!(long.contains("block[2] to block[1561]  folded"), "{long}");
    assert!(long.lines().count() < 30);
    assert_eq!(printed(&["trace", "\"abc\""]), "abc\n");
}

#[test]
fn what_a_check_refused_is_traced_up_to_it() {
    let opened = "gcm_open(repeat(0x00,16), repeat(0x00,12), repeat(0x00,16))";
    let refused = |arguments: &[&str], says: &str| {
        let ran = run(arguments);
        assert_eq!(ran.status, 1, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains("the tag is not the one that belongs to this message"), "{}", ran.err);
        assert!(ran.out.lines().any(|line| line.contains(says)), "{arguments:?}: {}", ran.out);
    };
    refused(&["trace", opened], "in/key");
    refused(&["trace", opened, "--at", "H", "--at", ""], "66e94bd4ef8a2c3b884cfa59ca342b2e");
    refused(&["trace", opened, "--at", "H", "--json"], "\"at\":\"H\"");
    assert_eq!(printed(&["run", &format!("{opened}@H")]), "66e94bd4ef8a2c3b884cfa59ca342b2e\n");
    // The values of an argument that was refused are not those of the call around it.
    fails(&["trace", &format!("sha256({opened})"), "--at", "H"], 1, "the tag is not the one");
}

/// A memory that passes overwrite is computed again where somebody reads its end behind an earlier segment.
#[test]
fn trace_waits_for_every_value() {
    let call = "argon2(\"password\", \"somesalt\", 32, 2, 1, 32, version: 16)";
    for arguments in [&["--json"][..], &["--at", "block"], &["--json", "--at", "block[0][0][3]", "--at", "block"], &[]]
    {
        let ran = run(&[&["trace", call], arguments].concat());
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{arguments:?}");
        if arguments.contains(&"--json") {
            assert!(json(&ran.out).iter().all(|line| line["from"].is_array()));
        }
    }
}

#[test]
fn trace_prints_values_by_address() {
    let lines = printed(&["trace", "sha256(\"abc\")", "--at", "block[0]/T1[0..1]", "--at", "pad/count/l"]);
    let words: Vec<Vec<&str>> = lines.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(words[0][..3], ["block[0]/T1[0]", "54da50e8", "="]);
    assert!(lines.lines().next().unwrap().ends_with("= h + Σ1(e) + Ch(e, f, g) + K[0] + W[0]"), "{lines}");
    assert_eq!(words[1][..2], ["block[0]/T1[1]", "3c5f8617"]);
    assert_eq!(words[2][..2], ["pad/count/l", "24"]);
    for (at, says) in [
        ("block[0]/T9[0]", "there is no `T9`"),
        ("block[1]/T1[0]", "56 bytes of message make 2 blocks"),
        ("block[0]/T1[0", "-->"),
        ("block[5..9]/T1[0]", "nothing matches"),
        ("digest", "there is no `digest`"),
    ] {
        fails(&["trace", "sha256(\"abc\")", "--at", at], 2, says);
    }
    fails(&["trace", "5", "--at", "x"], 2, "nothing lies inside");
}

/// Every line is an object of the promised shape, and every address in it leads somewhere.
fn resolves(expression: &str, more: &[&str]) -> usize {
    let all = printed(&[&["trace", expression, "--json"], more].concat());
    let lines = json(&all);
    let mut addresses: Vec<String> = lines.iter().map(|line| line["at"].as_str().unwrap().to_owned()).collect();
    for line in &lines {
        assert!(line["op"].is_string() && line["value"].is_object(), "{line}");
        let from = line["from"].as_array().unwrap_or_else(|| panic!("{line}"));
        assert!(!from.contains(&line["at"]), "nothing is its own origin: {line}");
        addresses.extend(from.iter().map(|address| address.as_str().unwrap().to_owned()));
    }
    addresses.sort();
    addresses.dedup();
    for some in addresses.chunks(200) {
        let at: Vec<&str> = some.iter().flat_map(|address| ["--at", address.as_str()]).collect();
        let found = json(&printed(&[&["trace", expression, "--json"], &at[..]].concat()));
        assert_eq!(found.len(), some.len(), "{some:?}");
    }
    lines.len()
}

#[test]
fn every_address_in_a_trace_resolves_again() {
    assert!(resolves("sha256(\"abc\")", &[]) > 5);
    assert!(resolves("sha256(\"abc\")", &["--ops"]) > 2_000);
    assert!(resolves("sha256(repeat(\"abc\", 100))", &["--at", "block[*]/W[*]"]) > 300);
    assert!(resolves("hmac(sha256(\"k\"), \"a\" ++ \"b\")", &["--at", "inner/block[1]", "--ops"]) > 1_000);
    resolves("sha256(sha256(\"abc\")[0..4] ++ \"x\")", &[]);
    resolves("sha512(reverse(\"abc\"))", &["--at", "block[0]/W[0..3]"]);
    resolves("xor(\"abc\", sha256(\"x\")[1..4])", &["--ops"]);
    resolves("hex(sha256(\"abc\"))", &[]);
    resolves("if(length(\"abc\") > 2, sha256(\"a\"), \"b\")", &[]);
}

#[test]
fn a_value_can_be_followed_back_to_its_bytes() {
    let expression = "hmac(\"key\", \"message\")";
    let mut at = "outer/block[0]/T1[63]".to_owned();
    let mut seen = vec![];
    while !at.starts_with("in/") && seen.len() < 100 {
        let lines = json(&printed(&["trace", expression, "--json", "--at", &at]));
        seen.push(at);
        let from: Vec<&str> = lines[0]["from"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        // Through the schedule, towards what was read.
        at = from.iter().find(|a| a.contains("/W[")).or(from.first()).expect("an origin").to_string();
    }
    assert!(at.starts_with("in/"), "{seen:?}");
}

// ------------------------------------------------------------------ the others

#[test]
fn lists_derive_from_the_tables() {
    assert!(printed(&["list"]).contains("hmac(key, message; hash: \"sha256\")"));
    assert!(printed(&["list"]).contains("check: true)  What both can compute"), "a long signature keeps its distance");
    let functions = json(&printed(&["list", "functions", "--json"]));
    let hmac = functions.iter().find(|f| f["name"] == "hmac").unwrap();
    assert_eq!(hmac["parameters"][2]["default"], "\"sha256\"");
    assert!(hmac["parameters"][2]["one_of"].as_array().unwrap().contains(&"sha512".into()));
    for function in &functions {
        for example in function["examples"].as_array().unwrap() {
            let ran = run(&["run", example.as_str().unwrap(), "--json"]);
            assert!(ran.status < 2, "{example}: {}", ran.err);
        }
    }
    let lessons = json(&printed(&["list", "lessons", "--json"]));
    assert_eq!(lessons[0]["name"], "start/keys");
    for what in ["lessons", "views", "keys"] {
        assert!(printed(&["list", what]).lines().count() > 3, "{what}");
        assert!(json(&printed(&["list", what, "--json"])).len() > 3, "{what}");
    }
    assert!(printed(&["list", "lessons"]).contains("exchange/person-in-the-middle "));
    assert!(
        printed(&["list", "sets"])
            .contains("passwords       Passwords: a workshop of 90 minutes (12 questions, 24 points")
    );
    assert_eq!(json(&printed(&["list", "sets", "--json"]))[0]["name"], "key-exchange");
    fails(&["list", "lesson"], 2, "lessons");
}

#[test]
fn check_finds_the_place_of_a_mistake() {
    // A slow machine may remark that it tried fewer inputs.
    let checked = printed(&["check", "--trials", "4"]);
    assert!(checked.contains(" lessons, 2 sets, 0 problems"), "{checked}");
    assert!(printed(&["check", "--trials", "1", "lessons/start"]).ends_with(" lessons, 0 problems\n"));
    let folder = tempfile::tempdir().unwrap();
    let lesson = folder.path().join("bad.md");
    let text = "+++\ntitle = \"Bad\"\ngoal = \"Fail.\"\n+++\n\nText.\n\n```sheet\nd = sha265(\"abc\")\n```\n";
    fs::write(&lesson, text).unwrap();
    let ran = run(&["check", path(&lesson)]);
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("bad.md:9:5"), "{}", ran.out);
    assert!(ran.out.contains("^^^^^^") && ran.out.contains("id you mean `sha256`?"), "{}", ran.out);
    assert!(ran.out.ends_with("1 lesson, 1 problem\n"), "{}", ran.out);
    let long = format!("+++\ntitle = \"Long\"\ngoal = \"Fail.\"\n+++\n\nText.\n\n---\n\n{}", "A line.\n\n".repeat(40));
    fs::write(&lesson, long).unwrap();
    let ran = run(&["check", path(&lesson)]);
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("do not fit on a terminal of 80 by 24"), "{}", ran.out);
    assert!(ran.out.contains("bad.md:10:1"), "{}", ran.out);
    fs::write(&lesson, b"\xff\xfe\0").unwrap();
    assert_eq!(run(&["check", path(&lesson)]).status, 1);
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(run(&["check", path(empty.path())]).status, 1);
    assert_eq!(run(&["check", "no such place"]).status, 1);
}

#[test]
fn a_lesson_with_problems_says_so_when_it_opens() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.md");
    fs::write(&file, "+++\ntitle = \"Mine\"\ngoal = \"g\"\n+++\n\nText {{ x }}.\n\n```watc\n```\n").unwrap();
    let told = format!("This lesson has 2 problems: `cleartext check {}` says which.", path(&file));
    let out = run_with(&["learn", path(&file), "--plain"], b"quit\n").out;
    assert!(out.contains(&told), "{out}");
    assert!(run(&["check", path(&file)]).out.ends_with("1 lesson, 2 problems\n"));
    fs::write(&file, "+++\ntitle = \"Mine\"\ngoal = \"g\"\n+++\n\nText.\n").unwrap();
    assert!(!run_with(&["learn", path(&file), "--plain"], b"quit\n").out.contains("problem"));
}

#[test]
fn check_reads_nothing_outside_the_folder_of_the_lessons() {
    let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let secret = outside.path().join("secret.md");
    fs::write(&secret, "SECRET").unwrap();
    std::os::unix::fs::symlink(&secret, folder.path().join("linked.md")).unwrap();
    fs::write(folder.path().join("mine.md"), "+++\ntitle = \"Mine\"\ngoal = \"g\"\n+++\n\nText.\n").unwrap();
    let ran = run(&["check", path(folder.path())]);
    let out = &ran.out;
    assert!(out.contains("linked.md:1:1") && out.contains("is a link out of the folder of the lessons"), "{out}");
    assert!(ran.status == 1 && !out.contains("SECRET") && out.ends_with("1 lesson, 1 problem\n"), "{out}");
}

#[test]
fn a_lesson_of_many_pages_is_checked_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("long.md");
    let front = "+++\ntitle = \"Long\"\ngoal = \"g\"\n+++\n\n";
    fs::write(&file, front.to_owned() + &"a\n\n---\n".repeat(130_000)).unwrap();
    let start = Instant::now();
    let out = run(&["check", path(&file)]).out;
    assert!(out.contains("The lesson has more than 500 pages; what follows is left out."), "{out}");
    assert!(out.ends_with("1 lesson, 1 problem\n"), "{out}");
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
}

#[test]
fn shells_and_man_are_served() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        assert!(printed(&["completions", shell]).contains("trace"), "{shell}");
    }
    let page = printed(&["man"]);
    for word in [".TH", "trace", "EXIT STATUS", "Do not protect data"] {
        assert!(page.contains(word), "{word}");
    }
}

#[test]
fn a_unit_and_a_test_are_not_presented() {
    let ran =
        fails(&["present", "hashing", "--plain"], 2, "`hashing` is a unit; its lessons are hashing/sha256-padding,");
    assert!(!ran.err.contains("passwords/"), "{}", ran.err);
    let ran = fails(&["present", "hashing/before", "--plain"], 2, "`hashing/before` is a test that each learner takes");
    assert!(!ran.err.contains("did you mean"), "{}", ran.err);
}

#[test]
fn notes_of_a_talk_take_no_lesson() {
    let ran = run(&["present", "hashing/sha256-rounds", "--notes"]);
    assert_eq!(ran.status, 2);
    assert!(
        ran.err.contains("follows the talk that goes on") && ran.err.contains("leave `hashing/sha256-rounds` out"),
        "{}",
        ran.err
    );
}

#[test]
fn wrong_usage_is_status_two_and_help_is_zero() {
    fails(&["frobnicate"], 2, "frobnicate");
    fails(&["run"], 2, "EXPR");
    fails(&["run", "1", "2"], 2, "'2'");
    fails(&["run", "1", "--jsn"], 2, "--json");
    fails(&["completions", "cmd"], 2, "bash");
    assert!(printed(&["--help"]).contains("batch"));
    assert!(printed(&["trace", "--help"]).contains("--at"));
    assert!(printed(&["--version"]).starts_with("cleartext "));
    fails(&["--plain=false"], 2, "needs a terminal");
    fails(&["learn", "hashing/sha256-rounds", "--plain=false"], 2, "needs a terminal");
    fails(&["learn", "sha256-rounds"], 2, "did you mean `hashing/sha256-rounds`?");
    fails(&["learn", "no/such.md"], 2, "there is no file");
}

#[test]
fn a_reader_may_go_away_at_any_time() {
    for arguments in [
        &["run", "repeat(0xab, 100_000_000)"][..],
        &["trace", "sha256(repeat(\"a\", 1_000_000))", "--ops"],
        &["trace", "sha256(repeat(\"a\", 1_000_000))", "--ops", "--json"],
        // The rest may be written before the reader has gone.
        &["completions", "bash"],
        &["man"],
        &["list", "keys"],
        &["check", concat!(env!("CARGO_MANIFEST_DIR"), "/lessons/start/keys.md")],
        &["--help"],
    ] {
        let mut child = command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = [0; 8];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        let (status, is_long) = (child.wait().unwrap().code(), matches!(arguments[0], "run" | "trace"));
        assert!(status == Some(1) || !is_long && status == Some(0), "{arguments:?}: {status:?}");
        assert_eq!(said, "", "{arguments:?}");
    }
}

#[test]
fn output_that_cannot_be_written_is_told() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = command(&["run", "1"]).stdout(full).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("the output cannot be written"));
    // Nor is that a fault of the requests.
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut batch = command(&["batch"]).stdin(Stdio::piped()).stdout(full).stderr(Stdio::piped()).spawn().unwrap();
    batch.stdin.take().unwrap().write_all(b"{\"call\":\"sha256\",\"args\":{\"message\":\"a\"}}\n").unwrap();
    let output = batch.wait_with_output().unwrap();
    assert!(String::from_utf8_lossy(&output.stderr).contains("the output cannot be written"));
}

#[test]
fn a_changed_file_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("growing");
    fs::File::create(&file).unwrap().set_len(1 << 34).unwrap();
    let expression = format!("hex(file(\"{}\"))", path(&file));
    let mut child = command(&["run", &expression]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut reader = BufReader::new(child.stdout.take().unwrap());
    reader.fill_buf().unwrap();
    fs::OpenOptions::new().append(true).open(&file).unwrap().write_all(b"more").unwrap();
    let mut buffer = vec![0; 1 << 20];
    while reader.read(&mut buffer).unwrap() > 0 {}
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(said.contains("changed while it was being read"), "{said}");
    assert_eq!(child.wait().unwrap().code(), Some(2));
}

// ---------------------------------------------------------------- bench

#[test]
fn the_bench_tells_files_from_expressions() {
    let ran = fails(&["bench", "sha256("], 2, "never closed");
    assert!(ran.err.contains("end in .md"), "{}", ran.err);
    fails(&["bench", "no-such-sheet.md"], 2, "no-such-sheet.md");
    fails(&["bench", "src"], 2, "is a folder");
    // A good expression gets as far as the terminal, which is none here.
    fails(&["bench", "sha256(\"abc\")", "--plain=false"], 2, "terminal");
    fails(&["bench", "--plain=false"], 2, "terminal");
}
