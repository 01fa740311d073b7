//! Passwords as frameworks store them: the beginning of a string says which.

use super::detail::Seen;
use super::found::{Certainty, Found, Judgement, Try};
use super::layer::Layer;
use super::row::Family;
use super::with::{Secret, With};

/// The password.
const PASSWORD: Secret = Secret { names: &["password"], phrase: "the password", quiet: true };
const TAKES: &[Secret] = &[PASSWORD];

/// The rows.
pub const ROWS: &[Family] = &[
    Family {
        detect: |l| begins(l, &["pbkdf2_sha256$", "pbkdf2_sha1$", "pbkdf2_sha"]),
        judge: |s| fewer(s, 1_500_000, "iterations", "Django 6.1, PBKDF2PasswordHasher"),
        ..row("django-pbkdf2", "a password of Django, by PBKDF2", 95)
    },
    Family {
        detect: |l| begins(l, &["argon2$"]),
        judge: |s| memory(s, 102_400, 2, "Django 5.2, Argon2PasswordHasher"),
        ..row("django-argon2", "a password of Django, by Argon2", 85)
    },
    Family {
        detect: |l| begins(l, &["bcrypt_sha256$"]),
        judge: |s| fewer(s, 12, "cost", "Django 5.2, BCryptSHA256PasswordHasher"),
        ..row("django-bcrypt-sha256", "a password of Django, by bcrypt over SHA-256", 80)
    },
    Family {
        detect: |l| begins(l, &["bcrypt$"]),
        judge: |s| {
            let mut said = fewer(s, 12, "cost", "Django 5.2, BCryptPasswordHasher");
            said.push(Judgement::new(
                "bcrypt looks at 72 bytes of a password and at no more",
                "Django 5.2, BCryptPasswordHasher",
            ));
            said
        },
        ..row("django-bcrypt", "a password of Django, by bcrypt", 80)
    },
    Family {
        detect: |l| begins(l, &["scrypt$"]),
        judge: |s| fewer(s, 16_384, "n", "Django 5.2, ScryptPasswordHasher"),
        ..row("django-scrypt", "a password of Django, by scrypt", 78)
    },
    Family {
        detect: |l| begins(l, &["md5$"]),
        judge: |_| {
            let said = "one MD5 of salt and password is guessed billions of times a second; Django has it for tests";
            vec![Judgement::new(said, "Django 5.2, MD5PasswordHasher")]
        },
        ..row("django-md5", "a password of Django, by MD5", 70)
    },
    Family {
        detect: unusable,
        judge: |_| {
            let said = "no password fits: who has this account logs in another way, or not at all";
            vec![Judgement::new(said, "Django 5.2, make_password")]
        },
        ..row("django-unusable", "an account of Django without a usable password", 60)
    },
    Family {
        detect: |l| begins(l, &["scrypt:"]),
        judge: |s| fewer(s, 32_768, "n", "werkzeug 3.1, generate_password_hash"),
        ..row("werkzeug-scrypt", "a password of werkzeug and Flask, by scrypt", 85)
    },
    Family {
        detect: |l| begins(l, &["pbkdf2:"]),
        judge: |s| fewer(s, 1_000_000, "iterations", "werkzeug 3.1, generate_password_hash"),
        ..row("werkzeug-pbkdf2", "a password of werkzeug and Flask, by PBKDF2", 84)
    },
    Family {
        detect: |l| begins(l, &["$pbkdf2-sha256$", "$pbkdf2-sha512$", "$pbkdf2$"]),
        judge: |s| {
            let least = match s.text("algorithm").as_deref() {
                Some("$pbkdf2-sha512") => 210_000,
                Some("$pbkdf2") => 1_300_000,
                _ => 600_000,
            };
            fewer(s, least, "iterations", "OWASP, Password Storage Cheat Sheet")
        },
        ..row("passlib-pbkdf2", "a password of passlib, by PBKDF2", 75)
    },
    Family {
        detect: |l| begins(l, &["$scrypt$"]),
        judge: |s| fewer(s, 1 << 16, "n", "passlib 1.7.4, hash.scrypt"),
        ..row("passlib-scrypt", "a password of passlib, by scrypt", 70)
    },
    Family {
        detect: |l| begins(l, &["$bcrypt-sha256$"]),
        judge: |s| fewer(s, 12, "cost", "passlib 1.7.4, hash.bcrypt_sha256"),
        ..row("passlib-bcrypt-sha256", "a password of passlib, by bcrypt over SHA-256", 72)
    },
    Family {
        detect: |l| begins(l, &["$6$"]),
        judge: |s| {
            let rounds = s.number("iterations").unwrap_or(5000);
            below(rounds, 656_000, "rounds", "passlib 1.7.4, hash.sha512_crypt")
        },
        ..row("sha512-crypt", "a password of Unix, by SHA-512 crypt", 82)
    },
    Family {
        detect: |l| bcrypt(l),
        judge: |s| fewer(s, 10, "cost", "OWASP, Password Storage Cheat Sheet"),
        ..row("bcrypt", "a password by bcrypt", 90)
    },
    Family {
        detect: |l| begins(l, &["$argon2id$", "$argon2i$", "$argon2d$", "$argon2"]),
        judge: |s| memory(s, 65_536, 3, "RFC 9106 §4, the second recommended option"),
        ..row("argon2", "a password by Argon2, a PHC string", 88)
    },
    Family {
        judge: |s| {
            let weak = matches!(s.text("scheme").as_deref(), Some("1" | "apr1"));
            let said = "1,000 rounds of MD5 are guessed millions of times a second";
            if weak { vec![Judgement::new(said, "its author's notice of 2012: no longer safe")] } else { vec![] }
        },
        ..Family::shown("unix-crypt", "a password of Unix by another scheme of crypt", 50, unix)
    },
];

/// Schemes of crypt that are shown, and not computed here.
const SCHEMES: [(&str, &str); 6] = [
    ("1", "MD5 crypt"),
    ("apr1", "MD5 crypt of Apache"),
    ("5", "SHA-256 crypt"),
    ("y", "yescrypt"),
    ("gy", "gost-yescrypt"),
    ("7", "scrypt of Unix"),
];
fn unix(layer: &Layer) -> Option<Found> {
    let word = layer.word()?;
    let mut parts = word.strip_prefix('$')?.split('$');
    let (scheme, name) = SCHEMES.iter().find(|(scheme, _)| parts.clone().next() == Some(*scheme))?;
    parts.next();
    let rest: Vec<&str> = parts.collect();
    let written = |part: &&str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"./=,".contains(&byte));
    let [.., hash] = rest.as_slice() else { return None };
    if !(2..=4).contains(&rest.len()) || !rest.iter().all(written) || hash.len() < 20 {
        return None;
    }
    let (mut at, mut places) = (scheme.len() + 1, format!("scheme:1..{}", scheme.len() + 1));
    for (i, part) in rest.iter().enumerate() {
        let name = match (i + 1 == rest.len(), i + 2 == rest.len()) {
            (true, _) => "hash",
            (_, true) => "salt",
            _ => "parameters",
        };
        places.push_str(&format!(" {name}:{}..{}", at + 1, at + 1 + part.len()));
        at += part.len() + 1;
    }
    let why = format!("it begins with `${scheme}$`, the mark of {name}, and {} fields follow", rest.len());
    let formula = format!("taken_apart({}, \"{places}\")", layer.cell);
    let found = Found::new(Certainty::Likely, why).cell(layer.name("fields"), formula);
    Some(found.remark("it is shown, and not computed here"))
}

const fn row(id: &'static str, what: &'static str, popularity: u8) -> Family {
    Family { id, what, popularity, takes: TAKES, detect: |_| None, check, judge: |_| vec![] }
}
fn begins(layer: &Layer, words: &[&str]) -> Option<Found> {
    let text = layer.text()?;
    let word = words.iter().find(|word| text.starts_with(**word))?;
    let sign = if word.contains(':') { ":" } else { "$" };
    let fields = text.split(['$', ':']).filter(|field| !field.is_empty()).count();
    let why = format!("it begins with `{word}`, and `{sign}` stands between its {fields} fields");
    Some(taken_apart(layer, Certainty::Certain, why))
}
/// Strings of bcrypt, whatever the letter of their variant.
fn bcrypt(layer: &Layer) -> Option<Found> {
    let variant = layer.text()?.strip_prefix("$2")?.split('$').next()?;
    let letter = variant.len() <= 1 && variant.bytes().all(|byte| byte.is_ascii_lowercase());
    letter.then(|| begins(layer, &["$2"])).flatten()
}
fn taken_apart(layer: &Layer, certainty: Certainty, why: String) -> Found {
    Found::new(certainty, why).cell(layer.name("fields"), format!("password_fields({})", layer.cell))
}
fn unusable(layer: &Layer) -> Option<Found> {
    let random = layer.word()?.strip_prefix('!')?;
    let drawn = random.len() == 40 && random.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let why = "it begins with `!`, and 40 letters and digits come behind that";
    drawn.then(|| taken_apart(layer, Certainty::Likely, why.to_owned()))
}
fn check(layer: &Layer, with: &With) -> Vec<Try> {
    let formula = |password| Try::new(format!("password_verify({}, {password})", layer.cell));
    with.literal(&PASSWORD).map(formula).into_iter().collect()
}

/// Says of a number below the one that is the default now that it is.
fn fewer(seen: &Seen, least: u64, field: &'static str, source: &'static str) -> Vec<Judgement> {
    let found = seen.number(field);
    found.map_or_else(Vec::new, |found| below(found, least, field, source))
}
fn below(found: u64, least: u64, what: &str, source: &'static str) -> Vec<Judgement> {
    let said = format!("{what} are {}, and {} are the default now", grouped(found), grouped(least));
    let said = if what == "cost" || what.len() == 1 { said.replace(" are ", " is ") } else { said };
    if found < least { vec![Judgement::new(said, source)] } else { vec![] }
}
fn memory(seen: &Seen, least: u64, passes: u64, source: &'static str) -> Vec<Judgement> {
    let (Some(memory), Some(made)) = (seen.number("memory"), seen.number("passes")) else { return vec![] };
    let mut said = vec![];
    // Less memory may be made up for by more passes.
    if u128::from(memory) * u128::from(made) < u128::from(least) * u128::from(passes) {
        let text = format!(
            "{} KiB in {made} passes are filled, and {} KiB in {passes} are the default now",
            grouped(memory),
            grouped(least)
        );
        said.push(Judgement::new(text, source));
    }
    said
}
/// A number with commas between its thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let places = digits.len();
    let each = digits.chars().enumerate();
    each.flat_map(|(i, digit)| {
        let comma = i > 0 && (places - i).is_multiple_of(3);
        comma.then_some(',').into_iter().chain([digit])
    })
    .collect()
}
