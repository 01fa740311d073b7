//! Passwords as frameworks store them: the beginning of a string says which.

use super::detail::Seen;
use super::found::{Certainty, Found, Judgement, Try};
use super::layer::Layer;
use super::row::Family;
use super::with::{Secret, With};

/// The password.
const PASSWORD: Secret = Secret { names: &["password"], phrase: "the password", quiet: true };

/// The rows.
pub const ROWS: &[Family] = &[
    row(
        ("django-pbkdf2", "a password of Django, by PBKDF2", 95),
        |l| begins(l, &["pbkdf2_sha256$", "pbkdf2_sha1$", "pbkdf2_sha"]),
        |s| fewer(s, 1_500_000, "iterations", "Django 6.1, PBKDF2PasswordHasher"),
    ),
    row(
        ("django-argon2", "a password of Django, by Argon2", 85),
        |l| begins(l, &["argon2$"]),
        |s| memory(s, 102_400, 2, "Django 5.2, Argon2PasswordHasher"),
    ),
    row(
        ("django-bcrypt-sha256", "a password of Django, by bcrypt over SHA-256", 80),
        |l| begins(l, &["bcrypt_sha256$"]),
        |s| fewer(s, 12, "cost", "Django 5.2, BCryptSHA256PasswordHasher"),
    ),
    row(
        ("django-bcrypt", "a password of Django, by bcrypt", 80),
        |l| begins(l, &["bcrypt$"]),
        |s| {
            const SOURCE: &str = "Django 5.2, BCryptPasswordHasher";
            let mut said = fewer(s, 12, "cost", SOURCE);
            said.push(Judgement::new("bcrypt looks at 72 bytes of a password and at no more", SOURCE));
            said
        },
    ),
    row(
        ("django-scrypt", "a password of Django, by scrypt", 78),
        |l| begins(l, &["scrypt$"]),
        |s| fewer(s, 16_384, "n", "Django 5.2, ScryptPasswordHasher"),
    ),
    row(
        ("django-md5", "a password of Django, by MD5", 70),
        |l| begins(l, &["md5$"]),
        |_| {
            let said = "one MD5 of salt and password is guessed billions of times a second; Django has it for tests";
            vec![Judgement::new(said, "Django 5.2, MD5PasswordHasher")]
        },
    ),
    row(("django-unusable", "an account of Django without a usable password", 60), unusable, |_| {
        let said = "no password fits: who has this account logs in another way, or not at all";
        vec![Judgement::new(said, "Django 5.2, make_password")]
    }),
    row(
        ("werkzeug-scrypt", "a password of werkzeug and Flask, by scrypt", 85),
        |l| begins(l, &["scrypt:"]),
        |s| fewer(s, 32_768, "n", "werkzeug 3.1, generate_password_hash"),
    ),
    row(
        ("werkzeug-pbkdf2", "a password of werkzeug and Flask, by PBKDF2", 84),
        |l| begins(l, &["pbkdf2:"]),
        |s| fewer(s, 1_000_000, "iterations", "werkzeug 3.1, generate_password_hash"),
    ),
    row(
        ("passlib-pbkdf2", "a password of passlib, by PBKDF2", 75),
        |l| begins(l, &["$pbkdf2-sha256$", "$pbkdf2-sha512$", "$pbkdf2$"]),
        |s| {
            let least = match s.text("algorithm").as_deref() {
                Some("$pbkdf2-sha512") => 210_000,
                Some("$pbkdf2") => 1_300_000,
                _ => 600_000,
            };
            fewer(s, least, "iterations", "OWASP, Password Storage Cheat Sheet")
        },
    ),
    row(
        ("passlib-scrypt", "a password of passlib, by scrypt", 70),
        |l| begins(l, &["$scrypt$"]),
        |s| fewer(s, 1 << 16, "n", "passlib 1.7.4, hash.scrypt"),
    ),
    row(
        ("passlib-bcrypt-sha256", "a password of passlib, by bcrypt over SHA-256", 72),
        |l| begins(l, &["$bcrypt-sha256$"]),
        |s| fewer(s, 12, "cost", "passlib 1.7.4, hash.bcrypt_sha256"),
    ),
    row(
        ("sha512-crypt", "a password of Unix, by SHA-512 crypt", 82),
        |l| begins(l, &["$6$"]),
        |s| below(s.number("iterations").unwrap_or(5000), 656_000, "rounds", "passlib 1.7.4, hash.sha512_crypt"),
    ),
    row(("bcrypt", "a password by bcrypt", 90), bcrypt, |s| {
        fewer(s, 10, "cost", "OWASP, Password Storage Cheat Sheet")
    }),
    row(
        ("argon2", "a password by Argon2, a PHC string", 88),
        |l| begins(l, &["$argon2id$", "$argon2i$", "$argon2d$", "$argon2"]),
        |s| memory(s, 65_536, 3, "RFC 9106 §4, the second recommended option"),
    ),
];

/// A row: what it is and how common, how it is told, and the judgement on it.
const fn row(
    (id, what, popularity): (&'static str, &'static str, u8),
    detect: fn(&Layer) -> Option<Found>,
    judge: fn(&Seen) -> Vec<Judgement>,
) -> Family {
    Family { id, what, popularity, takes: &[PASSWORD], detect, check, judge }
}
fn begins(layer: &Layer, words: &[&str]) -> Option<Found> {
    // No field of such a string holds the end of a line; several of them stand in one line each.
    let text = layer.text().filter(|text| !text.contains(['\r', '\n']))?;
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
