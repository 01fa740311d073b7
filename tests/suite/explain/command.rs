//! The command: arguments, files, standard input, JSON, exit status, and nothing that is left anywhere.

use crate::support::program::{run, run_with, state};
use serde_json::Value as Json;
use std::path::Path;

const MD5: &str = "md5$salt$67a1e09bb1f83f5007dc119c14d663aa";

fn json(arguments: &[&str]) -> Json {
    let ran = run(&[&["explain", "--json"], arguments].concat());
    serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}{}", ran.out, ran.err))
}

#[test]
fn what_was_opened_is_shown() {
    let opened = |arguments: &[&str]| json(arguments)["candidates"][0].clone();
    let token = "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";
    let found = opened(&[token, "--with", "key=cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4="]);
    assert_eq!((&found["verified"], &found["opened"]["text"]), (&"verified".into(), &"hello".into()));
    let raw = opened(&[token, "--with", "key=0x730ff4c7af3d46923e8ed451ee813c87f790b0a226bc96a92de49b5e9c05e1ee"]);
    assert_eq!((&raw["verified"], &raw["opened"]["text"]), (&"verified".into(), &"hello".into()));
    // A tag shows that the secret is right; where there is none, nothing does.
    let column = |text| opened(&[text, "--with", "secret=secretkey1234"]);
    let found = column("AAECAwQFBgcICQoLkWgaDmZCgpzE4g1yYXc1mwOq3V/NgSksqSZq");
    assert_eq!((&found["verified"], &found["opened"]["text"]), (&"verified".into(), &"secret_user".into()));
    let found = column("VUV4WxkdtQgtr5MMkBImKA==");
    assert_eq!((&found["verified"], &found["opened"]["text"]), (&"not-checked".into(), &"secret_user".into()));
    let wrong = opened(&["AAECAwQFBgcICQoLkWgaDmZCgpzE4g1yYXc1mwOq3V/NgSksqSZq", "--with", "secret=other"]);
    assert_eq!((&wrong["verified"], wrong.get("opened")), (&"false".into(), None));
}

#[test]
fn explain_prints_an_object_of_json() {
    let found = json(&[MD5, "--with", "password=password"]);
    let best = &found["candidates"][0];
    assert_eq!((&best["family"], &best["verified"]), (&"django-md5".into(), &"verified".into()));
    assert_eq!(best["fields"][1]["name"], "salt");
    assert_eq!(best["fields"][1]["at"], serde_json::json!([4, 8]));
    assert_eq!(best["fields"][1]["value"]["text"], "salt");
    assert_eq!(json(&[MD5, "--with", "password=other"])["candidates"][0]["verified"], "false");
    assert_eq!(json(&[MD5])["candidates"][0]["verified"], "not-checked");
    assert_eq!(json(&["hello"])["candidates"], serde_json::json!([]));
    let inside = &json(&["65794a68496a6f7866513d3d"])["candidates"][0]["inside"][0];
    assert_eq!(inside["family"], "base64");
}

#[test]
fn explain_ends_as_it_says() {
    let status = |arguments: &[&str]| run(&[&["explain"], arguments].concat()).status;
    assert_eq!(status(&[MD5]), 0);
    assert_eq!(status(&[MD5, "--with", "password=password"]), 0);
    assert_eq!(status(&[MD5, "--with", "password=other"]), 1);
    assert_eq!(status(&["hello"]), 1);
    assert_eq!(status(&["md5$salt$67a1e09bb1f83f5007dc119c14d663"]), 1, "it is not whole");
    assert_eq!(status(&[MD5, "--with", "pasword=x"]), 2);
    assert_eq!(status(&[MD5, "--with", "password"]), 2);
    assert_eq!(status(&["--jsn"]), 2);
    assert_eq!(status(&["--list"]), 0);
    // What is checked with what stands in it is checked without a key, too.
    let request = "30818b303f020100300c310a300806035504030c0161302a300506032b65700321001db360e04967622d5bc01d75d71b074e95f412e345e848ce930e2f1c0400df3ca000300506032b65700341003b28720dddaa4dbc3e15bd67be8e157686c8e98d2bb9806b4cd496d87bef7e854ff6b4b2e7bc60e62c8ec56bd1aa822c360991999080008708079babc7d37205";
    assert_eq!((status(&[request]), status(&[&format!("{}04", &request[..request.len() - 2])])), (0, 1));
    let secret = run(&["explain", MD5, "--with", "pasword=hunter2"]);
    assert!(secret.err.contains("did you mean `password`?") && !secret.err.contains("hunter2"), "{}", secret.err);
}

#[test]
fn explain_reads_arguments_files_and_standard_input() {
    let piped = run_with(&["explain"], format!("\n {MD5}\n").as_bytes());
    assert!(piped.out.starts_with("django-md5: "), "{}", piped.out);
    assert!(piped.out.contains("6..10"), "places count what stands before it: {}", piped.out);
    assert_eq!(run_with(&["explain", "-"], MD5.as_bytes()).out, run(&["explain", MD5]).out);
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("explained.txt");
    std::fs::write(&file, MD5).unwrap();
    assert_eq!(run(&["explain", file.to_str().unwrap()]).out, run(&["explain", MD5]).out);
    let long = run_with(&["explain"], &vec![b'a'; (8 << 20) + 1]);
    assert_eq!(long.status, 2);
    assert!(long.err.contains("more than 8388608 bytes"), "{}", long.err);
}

/// Every value may be hexadecimal or a file, as the help says; no file is waited for, nor read without an end.
#[test]
fn any_value_is_read_from_digits_or_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("password.txt");
    std::fs::write(&file, "password\r\n").unwrap();
    let pipe = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for (value, status, says) in [
        (format!("@{}", file.display()), 0, ""),
        ("0x70617373776f7264".to_owned(), 0, ""),
        ("0x70".to_owned(), 1, "note: `password` was read as bytes in hexadecimal"),
        (format!("@{}", pipe.display()), 2, "is a pipe"),
        ("@/dev/zero".to_owned(), 2, "is a device"),
        ("@/nowhere".to_owned(), 2, "there is no file"),
    ] {
        let ran = run(&["explain", MD5, "--with", &format!("password={value}")]);
        assert!(ran.status == status && ran.err.contains(says), "{value}: {} {}{}", ran.status, ran.out, ran.err);
    }
}

#[test]
fn a_verdict_says_what_it_is_about() {
    let said = |arguments: &[&str]| json(arguments)["candidates"][0]["standing"].as_str().unwrap().to_owned();
    let token = run(&["run", r#"jwt_sign("{\"alg\":\"HS256\"}", "{\"exp\":9}", "key")"#]).out.trim().to_owned();
    assert!(said(&[&token, "--with", "key=key", "--with", "now=10"]).contains("it is out of date"));
    assert!(said(&[&token, "--with", "key=kez", "--with", "now=10"]).contains("what was computed differs"));
    let fernet = "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";
    let right = "key=cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";
    // An age that is asked for without a time is one of now.
    assert!(said(&[fernet, "--with", right, "--with", "ttl=60"]).starts_with("FALSE"));
    assert!(said(&[fernet, "--with", "key=sh rt"]).contains("`key`"));
    assert!(json(&[&fernet[..40]])["candidates"][0]["why"].as_str().unwrap().contains("ends too soon"));
    assert_eq!(json(&[&format!("b'{MD5}'")])["candidates"][0]["fields"][1]["at"], serde_json::json!([6, 10]));
}

/// A token and a certificate whose time is over say so by the clock, whether or not a key is there.
#[test]
fn what_has_expired_is_said_to_have_expired() {
    let token = |claims: &str| {
        let call = format!("jwt_sign(\"{{\\\"alg\\\":\\\"HS256\\\"}}\", \"{}\", \"key\")", claims.replace('"', "\\\""));
        run(&["run", &call]).out.trim().to_owned()
    };
    let old = run(&["explain", &token(r#"{"exp":1300819380}"#)]).out;
    assert!(old.contains("Note: it expired at 2011-03-22T18:43:00Z, by the clock of this machine"), "{old}");
    let early = run(&["explain", &token(r#"{"nbf":32503680000,"exp":32503680001}"#)]).out;
    assert!(early.contains("it is good from 3000-01-01T00:00:00Z on") && !early.contains("expired"), "{early}");
}
#[test]
fn a_whole_key_log_is_given_as_a_file() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/tls");
    let trace: Json = serde_json::from_slice(&std::fs::read(folder.join("trace_1302.json")).unwrap()).unwrap();
    let log = Path::new(env!("CARGO_TARGET_TMPDIR")).join("keys.log");
    std::fs::write(&log, trace["T"]["keylog_text"].as_str().unwrap()).unwrap();
    let wire: String = trace["wire"].as_array().unwrap().iter().map(|sent| sent[1].as_str().unwrap()).collect();
    let (with, wire) = (format!("secret=@{}", log.display()), wire.as_str());
    let ran = run(&["explain", wire, "--with", &with]);
    assert!(ran.status == 0 && ran.out.contains("VERIFIED with the key, the IV and the number: all 10"), "{}", ran.out);
    assert!(ran.out.contains("by SERVER_TRAFFIC_SECRET_0: hello from openssl"), "{}", ran.out);
    let parts = &json(&[wire, "--with", &with])["candidates"][0]["opened_parts"];
    assert_eq!((parts.as_array().unwrap().len(), parts[9]["value"]["text"].as_str()), (10, Some("hello from openssl")));
}
#[test]
fn what_is_no_file_is_said_to_be_none() {
    for (argument, says) in [("tests", "is a folder"), ("./nothing", "there is no file"), ("/dev/null", "is no file")] {
        let ran = run(&["explain", argument]);
        assert!(ran.status == 2 && ran.err.contains(says), "{argument}: {}{}", ran.out, ran.err);
    }
}

#[test]
fn explain_lets_no_control_sequence_through() {
    for text in [
        &b"md5$\x1b[31msalt$67a1e09bb1f83f5007dc119c14d663aa"[..],
        b"{\"\x1b[2J\": \"\\u001b[2J\xe2\x80\xae\"}",
        b"\x1b]0;x\x07",
    ] {
        for arguments in [&["explain"][..], &["explain", "--json"]] {
            let ran = run_with(arguments, text);
            let harmful = |text: &str| text.chars().any(|c| c != '\n' && cleartext::view::safe_text::is_forbidden(c));
            assert!(!harmful(&ran.out) && !harmful(&ran.err), "{arguments:?}: {:?}", ran.out);
        }
    }
}

#[test]
fn nothing_that_was_pasted_is_written_anywhere() {
    let (state, home) = (state(), state());
    let mut command = crate::support::program::command(&["explain", MD5, "--with", "password=password"]);
    for (name, folder) in
        [("XDG_STATE_HOME", &state), ("HOME", &home), ("XDG_CONFIG_HOME", &home), ("XDG_CACHE_HOME", &home)]
    {
        command.env(name, folder);
    }
    assert!(command.output().unwrap().status.success());
    for folder in [&state, &home] {
        assert!(!Path::new(folder).exists(), "{folder} was made");
    }
}

#[test]
fn every_family_is_listed() {
    let listed = run(&["explain", "--list"]).out;
    for family in ["django-pbkdf2", "jwt", "certificate", "age", "zlib"] {
        assert!(listed.lines().any(|line| line.starts_with(&format!("{family} "))), "{family}");
    }
    assert!(listed.lines().count() >= 40);
}
