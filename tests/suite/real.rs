//! What lessons say about real code is run, in Python with its packages and in a shell, where these are there.
//!
//! Every stretch of code in a `real` block is run in the order of the block: a line that begins with the name of a tool
//! in a shell, all else in Python, after [`PRELUDE`] and what [`GIVEN`] adds for the lesson.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::support::program;
use cleartext::lesson::embedded;
use serde_json::{Value, json};

/// Tools whose lines are run in a shell, in a folder that holds a file called `download`.
const TOOLS: [&str; 4] = ["openssl", "sha256sum", "printf", "ssh-keygen"];

/// Signs and words that stand as code and are none that can be run.
const NO_CODE: [&str; 1] = ["=="];

/// What the sentences of all lessons may use. `NEEDS` is the oldest version of what they are written for.
const PRELUDE: &str = r#"
import hashlib, hmac, os, secrets, ssl
import cryptography
from hashlib import sha256
from cryptography import hazmat
import cryptography.hazmat.decrepit.ciphers.algorithms
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes, padding, serialization
from cryptography.hazmat.primitives.padding import PKCS7
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, x25519
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.ciphers.algorithms import ChaCha20
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
name, data, message, password = "Ada Lovelace", b"data", b"a message", b"a password"
key, salt, nonce = bytes(range(32)), bytes(16), bytes(12)
"#;

/// What a lesson's own sentences take as given.
const GIVEN: &[(&str, &str)] = &[
    ("at-rest/columns", "key = Fernet.generate_key()"),
    ("at-rest/columns", "from sqlalchemy import String"),
    (
        "at-rest/columns",
        "from sqlalchemy_utils.types.encrypted.encrypted_type import FernetEngine, StringEncryptedType",
    ),
    ("at-rest/columns", "secret = 'secretkey1234'"),
    ("at-rest/fernet", "key = Fernet.generate_key()"),
    ("at-rest/fernet", "token = Fernet(key).encrypt(data)"),
    ("ciphers/bit-flipping", "key = Fernet.generate_key()"),
    ("ciphers/cbc", "key = Fernet.generate_key()"),
    ("ciphers/bcrypt-inside", "import bcrypt"),
    ("ciphers/gcm", "nonce, key = secrets.token_bytes(12), key[:16]"),
    ("ciphers/padding-oracle", "key = Fernet.generate_key()"),
    ("in-transit/proofs", "context = ssl.create_default_context()"),
    ("exchange/curves", "peer = ec.generate_private_key(ec.SECP256R1()).public_key()"),
    ("exchange/curves", "from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat"),
    ("exchange/curves", "data = peer.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)"),
    ("exchange/low-order-points", "private = X25519PrivateKey.generate()"),
    ("exchange/low-order-points", "peer = X25519PrivateKey.generate().public_key()"),
    ("exchange/x25519", "peer = X25519PrivateKey.generate().public_key()"),
    ("hashing/length-extension", "ours = theirs = bytes(32)"),
    ("hashing/sha256-padding", "path = 'download'"),
    ("in-transit/cookies", "secret = 'a secret'"),
    ("in-transit/cookies", "from itsdangerous import URLSafeTimedSerializer"),
    ("in-transit/cookies", "token = URLSafeTimedSerializer(secret, salt='reset').dumps(data.decode())"),
    ("in-transit/tokens", "import jwt"),
    ("in-transit/tokens", "token = jwt.encode({'sub': '7'}, key, 'HS256')"),
    ("macs/hmac", "ours = theirs = bytes(32)"),
    ("macs/timing", "ours = theirs = bytes(32)"),
    ("macs/timing", "from django.utils.crypto import constant_time_compare"),
    ("passwords/argon2", "import argon2"),
    ("passwords/argon2", "from argon2 import PasswordHasher"),
    ("passwords/argon2", "stored = PasswordHasher().hash(password)"),
    ("passwords/bcrypt", "import bcrypt"),
    ("passwords/bcrypt", "stored = bcrypt.hashpw(password, bcrypt.gensalt(4))"),
    ("passwords/hkdf", "secret = bytes(range(32))"),
    ("passwords/pbkdf2", "from django.conf import settings"),
    ("passwords/pbkdf2", "settings.configured or settings.configure()"),
    ("passwords/pbkdf2", "from django.contrib.auth.hashers import check_password, make_password"),
    ("passwords/pbkdf2", "raw, stored = 'a password', make_password('a password')"),
    ("passwords/rainbow-tables", "from django.conf import settings"),
    ("passwords/rainbow-tables", "settings.configured or settings.configure()"),
    ("passwords/rainbow-tables", "from django.contrib.auth.hashers import make_password"),
    ("passwords/rainbow-tables", "raw = 'a password'"),
    ("signatures/not-encryption", "private = Ed25519PrivateKey.generate()"),
    ("signatures/not-encryption", "public = private.public_key()"),
    ("signatures/rsa", "from cryptography.hazmat.primitives.asymmetric import rsa"),
    ("signatures/rsa-padding", "from cryptography.hazmat.primitives.asymmetric import padding"),
    ("start/randomness", "import random"),
    ("start/randomness", "n = 10"),
];

/// Reads a list of [lesson, given, [code, …]], and prints what came of it as such a list.
const RUNNER: &str = r#"
import json, sys
prelude, blocks = json.load(sys.stdin)
told, common, missing = [], {}, None
try:
    exec(prelude, common)
    if sys.version_info < (3, 11) or int(common["cryptography"].__version__.split(".")[0]) < 43:
        missing = "Python 3.11 and cryptography 43 are needed"
except ImportError as error:
    missing = str(error)
for lesson, given, codes in blocks:
    names = dict(common)
    for code in codes:
        if missing:
            told.append([lesson, code, "skipped", missing])
            continue
        try:
            exec("\n".join(given), names)
            given = []
            exec(compile(code, lesson, "exec"), names)
            told.append([lesson, code, "ran", ""])
        except ModuleNotFoundError as error:
            told.append([lesson, code, "skipped", str(error)])
        except Exception as error:
            told.append([lesson, code, "failed", f"{type(error).__name__}: {error}"])
json.dump(told, sys.stdout)
"#;

/// The lessons with what stands as code in their `real` blocks.
fn sentences() -> Vec<(&'static str, Vec<&'static str>)> {
    let blocks = |text: &'static str| {
        let fences = text.split("\n```").filter(|fence| fence.starts_with("real\n"));
        fences.flat_map(|fence| fence.split('`').skip(1).step_by(2)).collect::<Vec<_>>()
    };
    embedded::files()
        .into_iter()
        .filter_map(|(path, text)| Some((path.strip_suffix(".md")?, &*text.leak())))
        .filter(|(path, _)| path.contains('/'))
        .map(|(path, text)| (path, blocks(text)))
        .collect()
}

fn is_shell(code: &str) -> bool {
    TOOLS.contains(&code.split(' ').next().unwrap_or_default())
}

/// Runs a program with some input, if it is there: whether it succeeded, and what it printed.
fn run(program: &str, arguments: &[&str], input: &str, folder: &std::path::Path) -> Option<(bool, String)> {
    let mut child = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(input.as_bytes()).ok()?;
    let done = child.wait_with_output().ok()?;
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Some((done.status.success(), said(&done.stdout) + &said(&done.stderr)))
}

#[test]
fn what_lessons_say_about_real_code_runs() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("download"), "what was downloaded").expect("a file");
    let blocks: Vec<Value> = sentences()
        .into_iter()
        .map(|(lesson, codes)| {
            let given: Vec<_> = GIVEN.iter().filter(|(of, _)| *of == lesson).map(|(_, given)| given).collect();
            let codes: Vec<_> = codes.into_iter().filter(|code| !is_shell(code) && !NO_CODE.contains(code)).collect();
            json!([lesson, given, codes])
        })
        .collect();
    let all = blocks.iter().map(|block| block[2].as_array().map_or(0, Vec::len)).sum::<usize>();
    assert!(all > 30, "{all} stretches of Python are too few: are the blocks found?");
    let input = json!([PRELUDE, blocks]).to_string();
    let Some((fine, told)) = run("python3", &["-c", RUNNER], &input, folder.path()) else {
        println!("skipped {all} of {all} stretches of Python: there is no python3");
        return;
    };
    let told: Vec<[String; 4]> = serde_json::from_str(&told).unwrap_or_else(|_| panic!("{fine}: {told}"));
    assert_eq!(told.len(), all);
    let of = |state: &str| told.iter().filter(|[_, _, found, _]| found == state).collect::<Vec<_>>();
    for [lesson, code, _, why] in of("skipped") {
        println!("skipped, {lesson}: {code}: {why}");
    }
    println!("ran {} of {all} stretches of Python, skipped {}", of("ran").len(), of("skipped").len());
    assert!(of("failed").is_empty(), "{:#?}", of("failed"));
}

#[test]
fn what_lessons_say_about_tools_of_the_shell_runs() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("download"), "what was downloaded").expect("a file");
    let (mut ran, mut skipped) = (0, 0);
    for (lesson, codes) in sentences() {
        for code in codes.into_iter().filter(|code| is_shell(code)) {
            let tools = code.split('|').map(|part| part.trim().split(' ').next().unwrap_or_default());
            let has =
                |tool: &str| run("sh", &["-c", &format!("command -v {tool}")], "", folder.path()).is_some_and(|r| r.0);
            if let Some(missing) = tools.clone().find(|tool| !has(tool)) {
                println!("skipped, {lesson}: {code}: there is no {missing}");
                skipped += 1;
                continue;
            }
            let (fine, said) = run("sh", &["-c", code], "", folder.path()).expect("a shell was there just now");
            assert!(fine, "{lesson}: {code}: {said}");
            ran += 1;
        }
    }
    println!("ran {ran} lines of the shell, skipped {skipped}");
}

/// A handshake that a learner records, with Python's own `ssl`, is opened and verified.
#[test]
fn a_handshake_that_a_learner_records_is_opened() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/capture.py");
    let recorded = match Command::new("python3").arg(script).args(["--text", "good day"]).output() {
        Ok(recorded) => recorded,
        Err(error) => return println!("skipped: there is no python3: {error}"),
    };
    let said = String::from_utf8_lossy(&recorded.stderr);
    if said.contains("no openssl tool") || said.contains("made no certificate") {
        return println!("skipped: {said}");
    }
    assert!(recorded.status.success(), "{said}");
    let lesson = String::from_utf8(recorded.stdout).expect("UTF-8");
    let path = folder.path().join("capture.md");
    std::fs::write(&path, &lesson).expect("a file");
    assert_eq!(program::printed(&["check", path.to_str().expect("a path")]), "1 lesson, 0 problems\n");
    let cell = |name: &str| {
        let line = lesson.lines().find(|line| line.starts_with(name)).expect(name);
        line.split(" = ").nth(1).expect("a value").to_owned()
    };
    let call = format!("tls13_open({}, {}, {})", cell("client "), cell("server "), cell("private "));
    let ran = program::run(&["run", &call]);
    assert_eq!((ran.status, ran.err.trim()), (0, "VERIFIED with the client's private key"), "{}", ran.out);
    // What the client said, and the server's answer to it.
    let hex = |text: &str| text.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
    assert_eq!(ran.out.trim(), format!("[0x{}, 0x{}]", hex("good day"), hex("You said: good day")));
}
