//! `batch` of the real program: one answer a line, in order, whatever the line.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use crate::support::program::{command, run_with};
use serde_json::{Value, json};

const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/// The answers to some lines, each a JSON object.
fn answers(input: &[u8]) -> Vec<Value> {
    let ran = run_with(&["batch"], input);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    ran.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn answer(line: &str) -> Value {
    let mut all = answers(line.as_bytes());
    assert_eq!(all.len(), 1, "{line}");
    all.remove(0)
}

/// The kind of an answer that is an error, and the argument at fault.
fn refusal(line: &str) -> (String, Option<String>) {
    let answer = answer(line);
    let text = |name: &str| answer["error"][name].as_str().map(str::to_owned);
    assert!(text("message").is_some_and(|message| !message.is_empty()), "{answer}");
    assert!(answer.get("output").is_none(), "{answer}");
    (text("kind").expect("a kind"), text("argument"))
}

#[test]
fn the_examples_of_the_documentation() {
    let asked = r#"{"id": 1, "call": "sha256", "args": {"message": {"hex": "616263"}}, "at": ["block[0]/T1[0]"]}"#;
    let expected = json!({
        "id": 1,
        "output": {"hex": ABC},
        "values": {"block[0]/T1[0]": {"hex": "54da50e8"}},
        "agrees": "sha2 0.11",
    });
    assert_eq!(answer(asked), expected);
    let (kind, argument) = refusal(r#"{"id": 2, "call": "hmac", "args": {"message": "m"}}"#);
    assert_eq!((kind.as_str(), argument.as_deref()), ("bad-argument", Some("key")));
}

#[test]
fn every_kind_of_id_comes_back() {
    for id in
        ["0", "-1.5e300", "\"é\\u0000\"", "null", "true", "[1,[]]", "{\"a\":{\"b\":1}}", "99999999999999999999999"]
    {
        let line = format!("{{\"id\":{id},\"call\":\"sha256\",\"args\":{{\"message\":\"abc\"}}}}\n");
        let out = run_with(&["batch"], line.as_bytes()).out;
        assert!(out.starts_with(&format!("{{\"id\":{id},\"output\"")), "{out}");
    }
    assert_eq!(answer(r#"{"call":"sha256","args":{"message":"abc"}}"#)["id"], Value::Null);
}

#[test]
fn values_in_every_spelling() {
    let call = |function: &str, args: &str| {
        answer(&format!("{{\"id\":1,\"call\":\"{function}\",\"args\":{args}}}"))["output"].clone()
    };
    assert_eq!(call("sha256", r#"{"message":"abc"}"#), json!({"hex": ABC}));
    assert_eq!(call("sha256", r#"{"message":{"text":"abc"}}"#), json!({"hex": ABC}));
    assert_eq!(call("sha256", r#"{"message":{"hex":"616263"}}"#), json!({"hex": ABC}));
    let big = "123456789012345678901234567890";
    let sum = json!({"int": "123456789012345678901234567891"});
    assert_eq!(call("add", &format!("{{\"a\":{big},\"b\":1}}")), sum);
    assert_eq!(call("add", &format!("{{\"a\":{{\"int\":\"{big}\"}},\"b\":{{\"int\":\"1\"}}}}")), sum);
    assert_eq!(call("choose", r#"{"c":true,"a":"x","b":"y"}"#), json!({"text": "x"}));
    assert_eq!(call("choose", r#"{"c":{"bool":false},"a":"x","b":"y"}"#), json!({"text": "y"}));
    assert_eq!(call("item", r#"{"list":{"list":["x",{"hex":"ff"}]},"index":1}"#), json!({"hex": "ff"}));
    assert_eq!(call("split", r#"{"text":"a,b","separator":","}"#), json!({"list": [{"text": "a"}, {"text": "b"}]}));
    assert_eq!(call("text", r#"{"a":{"hex":"1be280ae"}}"#), json!({"text": "\u{1b}\u{202e}"}));
    assert_eq!(call("equal", r#"{"a":"x","b":"y"}"#), json!({"bool": false}));
    for (args, argument) in [
        (r#"{"a":1.0,"b":1}"#, "a"),
        (r#"{"a":1,"b":1e3}"#, "b"),
        (r#"{"a":{"int":5},"b":1}"#, "a"),
        (r#"{"a":null,"b":1}"#, "a"),
        (r#"{"a":[1],"b":1}"#, "a"),
        (r#"{"a":1,"b":{"hex":"0"}}"#, "b"),
        (r#"{"a":1,"b":{"hex":"0g"}}"#, "b"),
        (r#"{"a":1,"b":{"nope":"0"}}"#, "b"),
        (r#"{"a":1,"b":{"hex":"00","text":"a"}}"#, "b"),
        (r#"{"a":1,"b":"\ud800"}"#, "b"),
        (r#"{"a":1,"b":2,"c":3}"#, "c"),
    ] {
        let (kind, found) = refusal(&format!("{{\"id\":1,\"call\":\"add\",\"args\":{args}}}"));
        assert_eq!((kind.as_str(), found.as_deref()), ("bad-argument", Some(argument)), "{args}");
    }
}

#[test]
fn a_bad_address_spoils_only_its_own_entry() {
    let at = r#"["block[0]/W[0]","block[1]/W[0]","block[0]/X","block[","","pad/count/l","block[0]/W[0]","block[0]/W[14..*]"]"#;
    let answer = answer(&format!("{{\"id\":1,\"call\":\"sha256\",\"args\":{{\"message\":\"abc\"}},\"at\":{at}}}"));
    let values = answer["values"].as_object().unwrap();
    assert_eq!(answer["output"], json!({"hex": ABC}));
    assert_eq!(values["block[0]/W[0]"], json!({"hex": "61626380"}));
    assert_eq!(values["pad/count/l"], json!({"int": "24"}));
    assert_eq!(values[""], json!({"hex": ABC}));
    for bad in ["block[1]/W[0]", "block[0]/X", "block[", "block[0]/W[14..*]"] {
        assert!(values[bad]["error"].is_string(), "{bad}: {}", values[bad]);
    }
    assert!(values["block[1]/W[0]"]["error"].as_str().unwrap().contains("56 bytes of message make 2 blocks"));
}

#[test]
fn patterns_expand_to_a_bound() {
    let ask = |message: &str, at: &str| {
        let args = format!("{{\"message\":{{\"text\":\"{message}\"}}}}");
        let answer = answer(&format!("{{\"id\":1,\"call\":\"sha256\",\"args\":{args},\"at\":[{at}]}}"));
        answer["values"].as_object().unwrap().clone()
    };
    assert_eq!(ask("abc", "\"block[*]/W[*]\"").len(), 64);
    let longer = "a".repeat(64 * 64);
    let too_many = ask(&longer, "\"block[*]/W[*]\",\"block[0]/W[0]\"");
    assert_eq!(too_many.len(), 2);
    assert!(too_many["block[*]/W[*]"]["error"].as_str().unwrap().contains("more than 4096"));
    assert!(too_many["block[0]/W[0]"]["hex"].is_string());
    assert_eq!(ask(&"a".repeat(63 * 64), "\"block[*]/W[*]\"").len(), 4096);
}

#[test]
fn errors_have_their_kinds() {
    for (line, kind) in [
        (r#"{"id":1,"call":"sha265","args":{"message":"a"}}"#, "unknown-function"),
        (r#"{"id":1,"call":"sha256","args":{"message":5}}"#, "bad-argument"),
        (r#"{"id":1,"call":"sha256","args":{}}"#, "bad-argument"),
        (r#"{"id":1,"call":"sha256"}"#, "bad-argument"),
        (r#"{"id":1,"call":"hmac","args":{"key":"k","message":"m","hash":"md4"}}"#, "bad-argument"),
        (r#"{"id":1,"call":"repeat","args":{"a":"a","times":999999999999}}"#, "limit"),
        (r#"{"id":1,"call":"unpad","args":{"a":{"hex":"0000"},"block":2}}"#, "rejected"),
        (r#"{"id":1,"args":{}}"#, "bad-request"),
        (r#"{"id":1,"call":7}"#, "bad-request"),
        (r#"{"id":1,"call":"sha256","args":{"message":"a"},"at":"block"}"#, "bad-request"),
        (r#"{"id":1,"call":"sha256","args":{"message":"a"},"at":[1]}"#, "bad-request"),
        (r#"{"id":1,"call":"sha256","args":{"message":"a"},"et":[]}"#, "bad-request"),
        (r#"{"id":1,"call":"sha256","call":"sha256","args":{"message":"a"}}"#, "bad-request"),
        (r#"{"id":1,"call":"sha256","args":{"message":"a","message":"a"}}"#, "bad-request"),
    ] {
        assert_eq!(refusal(line).0, kind, "{line}");
        assert_eq!(answer(line)["id"], 1, "{line}");
    }
    let (kind, said) = (r#"{"id":1,"call":"sha265"}"#, answer(r#"{"id":1,"call":"sha265"}"#));
    assert!(said["error"]["message"].as_str().unwrap().contains("did you mean `sha256`?"), "{kind}");
}

#[test]
fn what_is_rejected_still_carries_values() {
    let line = r#"{"id":1,"call":"unpad","args":{"a":{"hex":"0000"},"block":2},"at":["in/a","nope"]}"#;
    let answer = answer(line);
    assert_eq!(answer["error"]["kind"], "rejected");
    assert_eq!(answer["values"]["in/a"], json!({"hex": "0000"}));
    assert!(answer["values"]["nope"]["error"].is_string());
}

#[test]
fn every_line_gets_one_answer_in_order() {
    let mut input = Vec::new();
    for i in 0..200 {
        input.extend(format!("{{\"id\":{i},\"call\":\"sha256\",\"args\":{{\"message\":\"abc\"}}}}\n").bytes());
        input.extend(b"\n\r\n");
    }
    input.truncate(input.len() - 4);
    let ids: Vec<Value> = answers(&input).into_iter().map(|answer| answer["id"].clone()).collect();
    assert_eq!(ids, (0..200).map(Value::from).collect::<Vec<_>>());
    assert!(answers(b"").is_empty() && answers(b"\n\n\r\n").is_empty());
}

#[test]
fn any_bytes_get_an_answer() {
    let good = b"{\"id\":\"good\",\"call\":\"sha256\",\"args\":{\"message\":\"abc\"}}".to_vec();
    let hostile: Vec<Vec<u8>> = vec![
        b"\xff\xfe".to_vec(),
        b"\0\0\0".to_vec(),
        b"\x1b[31m\x07".to_vec(),
        b"   ".to_vec(),
        b"null".to_vec(),
        b"[]".to_vec(),
        b"{}".to_vec(),
        b"\"\\ud800\"".to_vec(),
        b"{\"id\":1".to_vec(),
        b"{\"id\":1}{\"id\":2}".to_vec(),
        b"{\"id\":1,\"id\":1}".to_vec(),
        b"[".repeat(1 << 20),
        [b"{\"id\":".to_vec(), b"[".repeat(1 << 20), b"]".repeat(1 << 20), b"}".to_vec()].concat(),
        [b"{\"args\":".to_vec(), b"{\"a\":".repeat(1 << 18)].concat(),
        b"{\"id\":1,\"call\":\"\\u0000\xf4\x8f\xbf\xbf\"}".to_vec(),
        (0..=255).filter(|byte| *byte != b'\n').collect(),
    ];
    for line in hostile {
        let input = [&line[..], b"\n", &good, b"\n"].concat();
        let answers = answers(&input);
        assert_eq!(answers.len(), 2);
        assert_eq!(answers[0]["error"]["kind"].as_str().map(|kind| kind.len() > 4), Some(true), "{}", answers[0]);
        assert_eq!(answers[1]["output"], json!({"hex": ABC}));
    }
    let nested = format!("{}1{}", "{\"list\":[".repeat(1 << 16), "]}".repeat(1 << 16));
    let line = format!("{{\"id\":1,\"call\":\"length\",\"args\":{{\"a\":{nested}}}}}");
    assert_eq!(refusal(&line).0, "limit");
}

#[test]
fn a_line_of_a_hundred_mebibytes_is_refused_and_the_next_answered() {
    let mut input = b"{\"id\":1,\"call\":\"sha256\",\"args\":{\"message\":\"".to_vec();
    input.resize(100 << 20, b'a');
    input.extend(b"\"}}\n{\"id\":2,\"call\":\"sha256\",\"args\":{\"message\":\"abc\"}}\n");
    let answers = answers(&input);
    assert_eq!((&answers[0]["id"], &answers[0]["error"]["kind"]), (&Value::Null, &json!("bad-request")));
    assert_eq!((&answers[1]["id"], &answers[1]["output"]), (&json!(2), &json!({"hex": ABC})));
}

#[test]
fn a_message_of_a_mebibyte_is_answered() {
    let line =
        format!("{{\"id\":1,\"call\":\"sha256\",\"args\":{{\"message\":{{\"hex\":\"{}\"}}}}}}", "61".repeat(1 << 20));
    let answer = answer(&line);
    let digest = "9bc1b2a288b26af7257a36277ae3816a7d4f16e89c1e7e77d0a5c48bad62b360";
    assert_eq!(answer["output"], json!({"hex": digest}));
    assert_eq!(answer["agrees"], "sha2 0.11");
}

#[test]
fn one_who_waits_for_the_answer_gets_it() {
    let mut child = command(&["batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    for i in 0..20 {
        // In two pieces, to see that half a line does not block what was answered before.
        let line = format!("{{\"id\":{i},\"call\":\"sha256\",\"args\":{{\"message\":\"abc\"}}}}\n{{\"id\":");
        input.write_all(if i == 0 { line.as_bytes() } else { &line.as_bytes()[6..] }).unwrap();
        let mut answer = String::new();
        output.read_line(&mut answer).unwrap();
        assert!(answer.starts_with(&format!("{{\"id\":{i},")), "{answer}");
    }
    drop(input);
    let mut rest = String::new();
    output.read_line(&mut rest).unwrap();
    assert!(rest.contains("bad-request"), "{rest}");
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let mut child =
        command(&["batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    drop(child.stdout.take());
    let line = b"{\"id\":1,\"call\":\"sha256\",\"args\":{\"message\":\"abc\"}}\n";
    while input.write_all(line).is_ok() {}
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(1), &b""[..]));
}
