//! `explain`: the right family first, no certainty where there is none, VERIFIED for what the references verify alone, and
//! the command around it.

use crate::support::program::{run, run_with, state};
use cleartext::run::{Budget, Standing, Value};
use cleartext::sheet::explain::{Candidate, Certainty, Explained, With, explain};
use cleartext::sheet::{NoFiles, Sheet};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::path::Path;

fn explained(bytes: &[u8], with: &With) -> Explained {
    explain(bytes, with, &Budget::unlimited())
}
fn alone(text: &str) -> Explained {
    explained(text.as_bytes(), &With::default())
}
fn best(text: &str) -> Candidate {
    alone(text).candidates.into_iter().next().unwrap_or_else(|| panic!("{text} is not recognised"))
}
/// A member of what a case gives, as the text it stands for.
fn member(case: &Json, name: &str) -> Option<String> {
    let given = &case["in"];
    given[format!("{name}_text")].as_str().or(given[name].as_str()).map(str::to_owned)
}

fn unhex(digits: &str) -> Vec<u8> {
    (0..digits.len() / 2).map(|i| u8::from_str_radix(&digits[2 * i..2 * i + 2], 16).unwrap()).collect()
}

/// A pasted text of a case, the families that it may be taken for, and what it is checked with.
struct Sample {
    id: String,
    text: String,
    families: Vec<&'static str>,
    with: With,
    valid: bool,
}
/// The samples of every file of artefacts that there is.
fn samples() -> Vec<Sample> {
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

#[test]
fn the_right_family_comes_first() {
    let (mut wrong, mut count, mut seen) = (vec![], 0, BTreeMap::<&str, usize>::new());
    let mut malformed = 0;
    for sample in samples() {
        count += 1;
        let found = alone(&sample.text);
        let first = found.candidates.first().map_or("nothing", |best| best.family.id);
        *seen.entry(first).or_default() += 1;
        if !sample.families.contains(&first) {
            malformed += usize::from(!sample.valid);
            wrong.push(format!("{}: {first}, not {:?}", sample.id, sample.families));
        }
        let verified = found.candidates.iter().find(|one| one.standing != Standing::NotChecked);
        assert!(verified.is_none(), "{}: nothing was given to check it with", sample.id);
    }
    assert!(count >= 340, "{count} samples");
    assert!(seen.len() >= 18, "{seen:?}");
    // Of what is malformed some has nothing left to tell it by.
    let told = format!("{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    assert!((wrong.len() - malformed) * 200 <= count && wrong.len() * 50 <= count, "{told}");
}

#[test]
fn every_field_stands_where_it_says() {
    let found = best("  pbkdf2_sha256$1000$saltsalt$Y2hlY2tjaGVja2NoZWNrY2hlY2tjaGVja2NoZWNrISE=\n");
    let shown: Vec<(&str, _)> = found.fields.iter().map(|field| (field.name.as_str(), field.at.clone())).collect();
    assert_eq!(shown, [("algorithm", 2..15), ("iterations", 16..20), ("salt", 21..29), ("hash", 30..74)]);
    assert_eq!(found.fields[1].value.show(20).unwrap(), "1000");
    let token = "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";
    let found = best(token);
    let time = found.fields.iter().find(|field| field.name == "timestamp").unwrap();
    // Byte 1 to 9 of what the characters 1 to 12 write.
    assert_eq!((time.at.clone(), time.value.show(20).unwrap().as_str()), (1..12, "499162800"));
}

#[test]
fn layers_are_peeled_one_by_one() {
    // The JSON {"a":1} in base64, in hexadecimal.
    let found = best("65794a68496a6f7866513d3d");
    assert_eq!(found.family.id, "hex");
    let base64 = &found.inside[0].candidates[0];
    assert_eq!(base64.family.id, "base64");
    let json = &base64.inside[0].candidates[0];
    assert_eq!((json.family.id, json.fields[0].name.as_str()), ("json", "a"));
    // It is character 5 of what was decoded twice: places are those of the pasted text.
    assert_eq!(json.fields[0].at, 12..16);
}

#[test]
fn a_random_string_is_never_certain() {
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut draw = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % below as u64) as usize
    };
    let alphabets: [&[u8]; 5] = [
        b"0123456789abcdef",
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=",
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.",
        b"abcdefghijklmnopqrstuvwxyz :.$",
        b"!\"#$%&'()*+,-./0123456789:;<=>?@ABCXYZ[]^_`abcxyz{|}~",
    ];
    for round in 0..3000 {
        let alphabet = alphabets[round % alphabets.len()];
        let text: String = (0..1 + draw(120)).map(|_| char::from(alphabet[draw(alphabet.len())])).collect();
        for one in alone(&text).candidates {
            assert_ne!(one.certainty, Certainty::Certain, "{text} is no {}: {}", one.family.id, one.why);
            assert_eq!(one.standing, Standing::NotChecked);
        }
    }
}

/// The samples that are quick to check.
fn quick() -> Vec<Sample> {
    let slow = |text: &str| {
        ["$1000000$", ":1000000$", "m=102400", "m=65536", "$2b$12$", "16384", "32768", "656000"]
            .iter()
            .any(|word| text.contains(word))
    };
    samples().into_iter().filter(|sample| !sample.with.is_empty() && !slow(&sample.text)).collect()
}

#[test]
fn what_the_references_verify_is_verified() {
    let (mut verified, mut count) = (0, 0);
    let mut wrong = vec![];
    for sample in quick() {
        let found = explained(sample.text.as_bytes(), &sample.with);
        // Of one family a text may be signed rightly, and of the one that it is meant for wrongly.
        let of_it = |one: &&Candidate| one.standing == Standing::Verified && sample.families.contains(&one.family.id);
        let one = found.candidates.iter().find(of_it);
        if !sample.valid {
            assert!(one.is_none(), "{}: {}", sample.id, one.unwrap().said);
            continue;
        }
        count += 1;
        verified += usize::from(one.is_some());
        if one.is_none() {
            wrong.push(format!("{}: {}", sample.id, found.candidates.first().map_or("nothing", |best| &best.said)));
        }
    }
    // What has no tag, and what the program does not compute, is not.
    let known = ["nothing in it shows", "of the header is one of", "cannot be \"", "none is named, which means 16"];
    let told: Vec<String> =
        wrong.iter().filter(|said| !known.iter().any(|known| said.contains(known))).cloned().collect();
    assert!(verified > 150 && told.len() * 50 <= count, "{verified} of {count}:\n{}", told.join("\n"));
}

#[test]
fn a_changed_text_is_never_verified() {
    let mut families = BTreeMap::<&str, usize>::new();
    for sample in quick().into_iter().filter(|sample| sample.valid) {
        let seen = families.entry(sample.families[0]).or_default();
        *seen += 1;
        if *seen > 1 || sample.text.len() > 300 {
            continue;
        }
        let bytes = sample.text.as_bytes();
        let never = |changed: &[u8], how: &str| {
            for one in explained(changed, &sample.with).candidates {
                assert_ne!(one.standing, Standing::Verified, "{}, {how}: {}", sample.id, one.said);
            }
        };
        let step = (bytes.len() / 24).max(1);
        for place in (0..bytes.len()).step_by(step) {
            never(&bytes[..place], &format!("cut to {place}"));
            let mut flipped = bytes.to_vec();
            flipped[place] ^= 1;
            // Padding that is left out, and words that mean the same, change nothing.
            let means_the_same = flipped[place].eq_ignore_ascii_case(&bytes[place]) || bytes[place] == b'=';
            let variant = sample.text.starts_with("$2") || sample.text.contains("$2b") || sample.text.contains("t=2");
            if !means_the_same && !variant {
                never(&flipped, &format!("byte {place} flipped"));
            }
        }
    }
    assert!(families.len() > 12, "{families:?}");
}

#[test]
fn whatever_is_cut_or_flipped_is_explained_without_a_panic() {
    let mut seen = BTreeMap::<&str, usize>::new();
    for sample in samples() {
        let count = seen.entry(sample.families[0]).or_default();
        *count += 1;
        if *count > 1 {
            continue;
        }
        let bytes = sample.text.as_bytes();
        let step = (bytes.len() / 60).max(1);
        for place in (0..bytes.len()).step_by(step) {
            alone(&String::from_utf8_lossy(&bytes[..place]));
            let mut flipped = bytes.to_vec();
            flipped[place] ^= 0x55;
            explained(&flipped, &With::default());
        }
    }
}

#[test]
#[ignore = "minutes without optimisation"]
fn every_sample_cut_and_flipped_at_every_byte() {
    for sample in samples() {
        let bytes = sample.text.as_bytes();
        for place in 0..bytes.len() {
            let mut flipped = bytes.to_vec();
            flipped[place] ^= 1 << (place % 8);
            for changed in [&bytes[..place], &flipped] {
                for one in explained(changed, &With::default()).candidates {
                    assert_eq!(one.standing, Standing::NotChecked, "{} at {place}", sample.id);
                    assert!(one.fields.iter().all(|field| field.at.end <= changed.len() as u64), "{}", sample.id);
                }
            }
        }
    }
}

#[test]
fn the_sheet_of_a_candidate_is_one() {
    for sample in samples().iter().step_by(7) {
        let found = alone(&sample.text);
        let Some(best) = found.candidates.first() else { continue };
        let mut sheet = Sheet::new(best.cells());
        sheet.evaluate(&NoFiles, &Budget::unlimited());
        assert!(sheet.cells().len() >= 2, "{}", sample.id);
        for cell in sheet.cells() {
            let broken = best.certainty == Certainty::Broken;
            assert!(broken || cell.outcome().is_some(), "{}: {:?}", sample.id, cell.problem());
        }
    }
}

#[test]
fn what_cannot_be_told_apart_is_said_so() {
    let found = best("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_eq!(found.family.id, "hex");
    let said = found.remark.unwrap();
    assert!(said.contains("32 bytes") && said.contains("BLAKE2s") && said.contains("cannot be told apart"), "{said}");
}

#[test]
fn judgements_follow_from_what_was_pasted() {
    let said = |text: &str, with: &With| -> Vec<String> {
        let found = explained(text.as_bytes(), with);
        found.candidates[0].judgements.iter().map(|judgement| judgement.said.clone()).collect()
    };
    let none = With::default();
    let old = "pbkdf2_sha256$600000$saltsalt$Y2hlY2tjaGVja2NoZWNrY2hlY2tjaGVja2NoZWNrISE=";
    assert_eq!(said(old, &none), ["iterations are 600,000, and 1,500,000 are the default now"]);
    assert!(said(&old.replace("600000", "1500000"), &none).is_empty());
    let unsigned = said("eyJhbGciOiJub25lIn0.eyJzdWIiOiI3IiwiZXhwIjoxfQ.", &none);
    assert_eq!(unsigned, ["`alg` is none: nobody signed it, and who accepts it accepts anything"]);
    let token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3In0.mM-RIPplazNFD79nK-r2wkoSsolSKehJ9QetHE4McOU";
    let short = said(token, &none.clone().and("key", Value::text("a secret")));
    assert_eq!(short[0], "the key has 8 bytes, and HS256 wants 32 at least");
    let twice = said("{\"role\": \"user\", \"role\": \"admin\"}", &none);
    assert!(twice[0].starts_with("the name \"role\" stands there twice"), "{twice:?}");
    assert!(said("md5$salt$67a1e09bb1f83f5007dc119c14d663aa", &none)[0].starts_with("one MD5"));
}

#[test]
fn other_schemes_of_unix_are_shown() {
    let found = best("$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/");
    let shown: Vec<_> = found.fields.iter().map(|field| (field.name.as_str(), field.at.clone())).collect();
    assert_eq!(found.family.id, "unix-crypt");
    assert_eq!(shown, [("scheme", 1..2), ("salt", 3..11), ("hash", 12..34)]);
    assert_eq!(best("$y$j9T$F5Jx5fExrKuPp53xLKQ..1$X3DX6M94c7o.9agCG9G317fhZg9SqC.5i5rd.RhAtQ7").fields.len(), 4);
}

#[test]
fn lines_of_http_are_peeled() {
    let cookie =
        "Set-Cookie: session=eyJ1c2VyX2lkIjo3LCJyb2xlIjoidXNlciJ9.ZVPxAA.1Goo3erfbfHdp9WFEsFDo0DN7Xo; Path=/; Secure";
    let found = best(cookie);
    assert_eq!((found.family.id, found.inside[0].candidates[0].family.id), ("set-cookie", "flask-session"));
    let said: Vec<&str> = found.judgements.iter().map(|judgement| judgement.said.as_str()).collect();
    assert_eq!(said, ["without `HttpOnly` every script of the page reads it"]);
    // It is checked where it lies inside.
    let with = With::default().and("secret", Value::text("dev"));
    let found = explained(cookie.as_bytes(), &with);
    assert_eq!(found.candidates[0].inside[0].candidates[0].standing, Standing::Verified);
    let token =
        "Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3In0.mM-RIPplazNFD79nK-r2wkoSsolSKehJ9QetHE4McOU";
    let found = best(token);
    assert_eq!((found.family.id, found.inside[0].candidates[0].family.id), ("authorization", "jwt"));
    let basic = best("Basic YWxhZGRpbjpvcGVuc2VzYW1l");
    assert!(basic.judgements[0].said.contains("themselves"));
    assert_eq!(basic.inside[0].candidates[0].fields[0].value.show(40).unwrap(), "aladdin:opensesame");
    assert_eq!(best("Cookie: a=1; sessionid=eyJhbGciOiJub25lIn0.e30.").inside[0].candidates[0].family.id, "jwt");
}

#[test]
fn inflation_stops_at_a_mebibyte_and_says_so() {
    let mut encoder = flate2::write::ZlibEncoder::new(vec![], flate2::Compression::best());
    std::io::Write::write_all(&mut encoder, &vec![b' '; 50 << 20]).unwrap();
    let bomb = encoder.finish().unwrap();
    let found = explained(&bomb, &With::default());
    let zlib = &found.candidates[0];
    assert_eq!(zlib.family.id, "zlib");
    assert!(zlib.remark.as_ref().unwrap().starts_with("inflation stops at 1048576 bytes"), "{:?}", zlib.remark);
    assert!(zlib.inside.is_empty());
}

// ------------------------------------------------------------------ the command

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

/// The certificates of a TLS handshake, in PEM.
fn pem(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/tls").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
#[test]
fn a_certificate_is_verified_with_its_root_and_with_no_other() {
    let (server, ca) = (pem("server.pem"), pem("ca.pem"));
    let verified = |text: &str, root: &str, more: &[(&str, &str)]| {
        let with = more.iter().fold(With::default().and("root", Value::text(root)), |with, (name, value)| {
            with.and(name, Value::text(value))
        });
        let found = explained(text.as_bytes(), &with).candidates.into_iter().next().unwrap();
        assert_eq!(found.family.id, "certificate");
        (found.standing, found.said.clone())
    };
    assert_eq!(verified(&server, &ca, &[]), (Standing::Verified, "VERIFIED with this root".into()));
    assert_eq!(verified(&server, &ca, &[("name", "server.test"), ("purpose", "server")]).0, Standing::Verified);
    assert_eq!(verified(&server, &ca, &[("purpose", "client")]).0, Standing::False);
    assert_eq!(verified(&server, &ca, &[("name", "other.test")]).0, Standing::False);
    assert_eq!(verified(&ca, &server, &[]).0, Standing::False);
    let found = best(&server);
    assert_eq!(found.said, "NOT CHECKED: needs the root that is trusted");
    let field = |name: &str| found.fields.iter().find(|field| field.name == name).unwrap_or_else(|| panic!("{name}"));
    assert_eq!(field("tbs/serial").value.to_int().unwrap().unwrap(), 2.into());
    // Its bytes begin behind the line `BEGIN`.
    assert!(field("tbs/serial").at.start > 28 && field("tbs/serial").at.end < 60);
    assert!(found.judgements.is_empty());
}
#[test]
fn keys_are_told_from_each_other_and_judged() {
    let server = pem("server.pem");
    let key = &server[server.find("-----BEGIN PRIVATE KEY").unwrap()..];
    let found = best(key);
    assert_eq!((found.family.id, found.judgements.len()), ("private-key", 1));
    assert!(found.judgements[0].said.contains("is not encrypted"), "{:?}", found.judgements);
    let public = "302a300506032b6570032100d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    assert_eq!(best(public).family.id, "public-key");
    assert_eq!(best(&format!("302e020100300506032b657004220420{}", &public[24..])).family.id, "private-key");
}
#[test]
fn every_family_is_listed() {
    let listed = run(&["explain", "--list"]).out;
    for family in ["django-pbkdf2", "jwt", "certificate", "age", "zlib"] {
        assert!(listed.lines().any(|line| line.starts_with(&format!("{family} "))), "{family}");
    }
    assert!(listed.lines().count() >= 40);
}
/// A record with a line of a key log is opened, whatever its number; with another it is not.
#[test]
fn a_record_of_tls_is_opened_with_its_secret() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/tls/trace_1301.json");
    let trace: Json = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let wire = trace["wire"].as_array().unwrap().iter();
    let server: String = wire.filter(|sent| sent[0] == "S").map(|sent| sent[1].as_str().unwrap()).collect();
    let log = trace["T"]["keylog_text"].as_str().unwrap();
    let line = |label: &str| log.lines().find(|line| line.starts_with(label)).unwrap().to_owned();
    // EncryptedExtensions, and CertificateRequest behind it.
    for record in [&server[2 * 101..2 * 129], &server[2 * 129..2 * 196]] {
        let opened = |line: &str| {
            let with = With::default().and("secret", Value::text(line));
            explained(record.as_bytes(), &with).candidates.into_iter().next().unwrap()
        };
        let right = opened(&line("SERVER_HANDSHAKE"));
        assert_eq!((right.family.id, right.standing), ("tls-record", Standing::Verified), "{}", right.said);
        assert!(right.said.contains("by aes_128_gcm, as record"), "{}", right.said);
        let wrong = opened(&line("CLIENT_HANDSHAKE"));
        assert_eq!((wrong.family.id, wrong.standing), ("tls-record", Standing::False), "{}", wrong.said);
    }
    assert_eq!(best(log).family.id, "tls-key-log");
}
