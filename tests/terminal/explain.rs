//! `explain` in a terminal: what is typed unseen, what is pasted, and how long an answer takes.

use crate::program::{command, state};
use crate::pty::Terminal;
use std::path::Path;
use std::time::{Duration, Instant};

const MD5: &str = "md5$salt$67a1e09bb1f83f5007dc119c14d663aa";
const TOKEN: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3In0.mM-RIPplazNFD79nK-r2wkoSsolSKehJ9QetHE4McOU";

#[test]
fn a_password_is_asked_for_and_never_shown() {
    for (typed, says, code) in [
        ("password", "VERIFIED with the password", 0),
        ("hunter2", "FALSE with the password", 1),
        ("", "NOT CHECKED: needs the password", 0),
    ] {
        let mut terminal = Terminal::new(100, 30).start(&["explain", MD5]);
        terminal.wait_for("the password to check it with");
        terminal.send(format!("{typed}\r").as_bytes());
        terminal.wait_for(says);
        assert_eq!(terminal.wait_for_end().exit_code(), code, "{typed}");
        assert!(typed != "hunter2" || !terminal.text().contains("hunter2"), "{}", terminal.text());
        terminal.assert_given_back();
    }
}
#[test]
fn who_presses_ctrl_c_gets_the_terminal_back() {
    let mut terminal = Terminal::new(100, 30).start(&["explain", MD5]);
    terminal.wait_for("the password to check it with");
    terminal.send(b"secr\x03");
    assert_eq!(terminal.wait_for_end().exit_code(), 2);
    terminal.assert_given_back();
}
#[test]
fn what_is_pasted_on_the_map_is_taken_apart_and_written_nowhere() {
    let state = state();
    let mut terminal = Terminal::new(100, 30).env("XDG_STATE_HOME", &state).start(&[]);
    terminal.wait_for("Cryptography, opened up");
    terminal.paste(TOKEN);
    terminal.wait_for("jwt: a JSON Web Token");
    terminal.wait_for("taken_apart(text");
    terminal.press("<Esc>");
    terminal.wait_for("Cryptography, opened up");
    terminal.press("q");
    assert!(terminal.wait_for_end().success());
    terminal.assert_given_back();
    let files = |folder: &Path| std::fs::read_dir(folder).map(|all| all.map(|entry| entry.unwrap().path()).collect());
    let mut open: Vec<std::path::PathBuf> = files(Path::new(&state)).unwrap_or_default();
    while let Some(path) = open.pop() {
        match files(&path) {
            Ok(inner) => open.extend::<Vec<_>>(inner),
            Err(_) => {
                let written = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
                assert!(!written.contains("eyJ"), "{} has what was pasted", path.display());
            }
        }
    }
}
#[test]
fn the_bench_opens_with_the_fields() {
    let mut terminal = Terminal::new(100, 30).start(&["explain", "--open", MD5]);
    terminal.wait_for("django-md5: a password of Django");
    terminal.wait_for("password_fields(text)");
    terminal.press("q");
    assert!(terminal.wait_for_end().success());
    terminal.assert_given_back();
}

/// Texts of 64 KiB of every sort.
fn long_texts() -> Vec<(&'static str, Vec<u8>)> {
    const LENGTH: usize = 64 << 10;
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |alphabet: &[u8]| -> Vec<u8> {
        let draw = |_| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            alphabet[(seed % alphabet.len() as u64) as usize]
        };
        (0..LENGTH).map(draw).collect()
    };
    let base64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let all: Vec<u8> = (0..=255).collect();
    let members: Vec<String> = (0..4600).map(|i| format!("\"k{i}\":{i}")).collect();
    let json = format!("{{{}}}", members.join(","));
    let token = |payload: &[u8]| {
        use base64ct::{Base64UrlUnpadded, Encoding};
        let parts = [&b"{\"alg\":\"HS256\"}"[..], payload].map(Base64UrlUnpadded::encode_string);
        format!("{}.{}.{}", parts[0], parts[1], "A".repeat(43)).into_bytes()
    };
    vec![
        ("hexadecimal", random(b"0123456789abcdef")),
        ("base64url", random(base64)),
        ("bytes", random(&all)),
        ("words", random(b"abcdefgh \n")),
        ("one letter", vec![b'a'; LENGTH]),
        ("brackets", vec![b'['; LENGTH]),
        ("points", vec![b'.'; LENGTH]),
        ("dollars", vec![b'$'; LENGTH]),
        ("armour", b"-----BEGIN A-----\n".repeat(LENGTH / 18)),
        ("JSON", json.clone().into_bytes()),
        ("a token", token(json.as_bytes())),
    ]
}
/// The shortest of some runs, from start to exit.
fn shortest(path: &Path) -> Duration {
    let run = |_| {
        let begun = Instant::now();
        command(&["explain", path.to_str().unwrap()]).output().unwrap();
        begun.elapsed()
    };
    (0..7).map(run).min().unwrap()
}
#[test]
#[ignore = "for the program as it is handed out: --profile dist"]
fn sixty_four_kibibytes_are_explained_in_twenty_milliseconds() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("long.txt");
    for (name, text) in long_texts() {
        std::fs::write(&file, text).unwrap();
        let took = shortest(&file);
        println!("{name}: {took:?}");
        assert!(took <= Duration::from_millis(20), "{name}: {took:?}");
    }
}
