//! The samples of the vectors: what is pasted, what it is, and what it is checked with.

use cleartext::run::Value;
use cleartext::sheet::explain::With;
use serde_json::Value as Json;
use std::path::Path;

/// A member of what a case gives, as the text it stands for.
fn member(case: &Json, name: &str) -> Option<String> {
    let given = &case["in"];
    given[format!("{name}_text")].as_str().or(given[name].as_str()).map(str::to_owned)
}

fn unhex(digits: &str) -> Vec<u8> {
    (0..digits.len() / 2).map(|i| u8::from_str_radix(&digits[2 * i..2 * i + 2], 16).unwrap()).collect()
}

/// A pasted text of a case, the families that it may be taken for, and what it is checked with.
pub struct Sample {
    pub id: String,
    pub text: String,
    pub families: Vec<&'static str>,
    pub with: With,
    pub valid: bool,
}
/// The samples of every file of artefacts that there is.
pub fn samples() -> Vec<Sample> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let artefact = |path: &&std::path::PathBuf| path.file_name().unwrap().to_string_lossy().starts_with("art-");
    let mut out = vec![];
    for path in files.iter().filter(artefact) {
        let file: Json = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        for case in file["cases"].as_array().unwrap() {
            out.extend(sample(case));
        }
    }
    out
}
/// The bytes that hexadecimal digits write.
fn digits(text: &str) -> Value {
    let bytes: Vec<u8> =
        (0..text.len() / 2).map(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).unwrap()).collect();
    Value::bytes(&bytes)
}

fn sample(case: &Json) -> Option<Sample> {
    let algorithm = case["alg"].as_str().unwrap();
    let text = |name| member(case, name);
    let (mut with, mut give) = (With::default(), vec![]);
    let (text, families): (String, Vec<&'static str>) = match algorithm {
        "Fernet" => {
            give.push(("key", text("key")));
            (text("token")?, vec!["fernet", "string-encrypted-type"])
        }
        "MultiFernet" => (text("token")?, vec!["fernet"]),
        "sqlalchemy_utils.FernetEngine" => {
            give.push(("secret", text("key")));
            (text("encrypted")?, vec!["string-encrypted-type", "fernet"])
        }
        _ if algorithm.starts_with("sqlalchemy") => {
            give.push(("secret", text("key")));
            give.push(("padding", text("padding")));
            (text("encrypted")?, vec!["string-encrypted-type", "base64"])
        }
        _ if algorithm.starts_with("itsdangerous") => {
            give.push(("secret", text("secret_key")));
            give.push(("salt", text("salt")));
            give.push(("derivation", text("key_derivation")));
            give.push(("digest", text("digest")));
            (text("signed")?, vec!["itsdangerous", "flask-session"])
        }
        _ if algorithm.starts_with("django.Signer")
            || algorithm.starts_with("django.Time")
            || algorithm == "django.signing.dumps" =>
        {
            give.push(("secret", text("secret_key")));
            give.push(("salt", text("salt")));
            (text("signed")?, vec!["django-signed", "django-session"])
        }
        _ if algorithm.starts_with("JWT") => {
            give.push(("key", text("public")));
            (text("token")?, vec!["jwt"])
        }
        "openssh-key-v1" => {
            give.push(("passphrase", text("passphrase")));
            (text("key")?, vec!["openssh-private-key"])
        }
        "SSHSIG" => {
            give.push(("namespace", text("namespace")));
            with = with.and("public", digits(&text("public")?)).and("message", digits(&text("msg")?));
            (text("signature")?, vec!["sshsig"])
        }
        "X.509-chain" => (case["in"]["chain"][0].as_str()?.to_owned(), vec!["certificate"]),
        "none" | "bcrypt_pbkdf" => return None,
        _ => {
            give.push(("password", case["in"]["password_text"].as_str().map(str::to_owned)));
            if let Some(password) = case["in"]["password"].as_str() {
                with = with.and("password", Value::bytes(&unhex(password)));
            }
            let encoded = text("encoded")?;
            let begins = |word: &str| encoded.starts_with(word);
            let family = match algorithm.rsplit_once('.').map_or(algorithm, |(_, last)| last) {
                _ if begins("$argon2") => "argon2",
                _ if begins("$2") => "bcrypt",
                "pbkdf2_sha256" | "pbkdf2_sha1" if begins("pbkdf2_") => "django-pbkdf2",
                "argon2" => "django-argon2",
                "bcrypt_sha256" if begins("bcrypt_sha256$") => "django-bcrypt-sha256",
                "bcrypt" => "django-bcrypt",
                "scrypt" if begins("scrypt$") => "django-scrypt",
                "md5" => "django-md5",
                "unusable" => "django-unusable",
                "scrypt" if begins("scrypt:") => "werkzeug-scrypt",
                "pbkdf2" => "werkzeug-pbkdf2",
                "scrypt" => "passlib-scrypt",
                "bcrypt_sha256" => "passlib-bcrypt-sha256",
                "sha512_crypt" => "sha512-crypt",
                _ => "passlib-pbkdf2",
            };
            (encoded, vec![family])
        }
    };
    for name in ["max_age", "ttl", "now"] {
        if let Some(number) = case["in"][name].as_u64() {
            with = with.and(name, Value::int(number));
        }
    }
    for (name, value) in give {
        if let Some(value) = value {
            with = with.and(name, Value::text(&value));
        }
    }
    // The number of a JWT's key is bytes.
    if let Some(key) = algorithm.strip_prefix("JWT-HS").and(case["in"]["key"].as_str()) {
        with = with.and("key", Value::bytes(&unhex(key)));
    }
    let valid = case["verdict"] == "valid";
    Some(Sample { id: case["id"].as_str().unwrap().to_owned(), text, families, with, valid })
}
/// The samples that are quick to check.
pub fn quick() -> Vec<Sample> {
    let slow = |text: &str| {
        ["$1000000$", ":1000000$", "m=102400", "m=65536", "$2b$12$", "16384", "32768", "656000"]
            .iter()
            .any(|word| text.contains(word))
    };
    samples().into_iter().filter(|sample| !sample.with.is_empty() && !slow(&sample.text)).collect()
}
