//! What is pasted, and any text that reaches the terminal.

use cleartext::run::{Budget, Standing};
use cleartext::sheet::explain::{With, explain};
use cleartext::sheet::{NoFiles, Sheet};
use cleartext::view::SafeText;
use cleartext::view::safe_text::is_forbidden;

use super::written::COMPUTED;

/// What pasted texts are told by.
pub const PASTED: &[&str] = &[
    "$",
    ":",
    ".",
    "=",
    "|1|",
    "\n",
    "eyJ",
    "gAAAA",
    "0x",
    "{\"",
    "\"}",
    "[[",
    "pbkdf2_sha256$",
    "$2b$",
    "$argon2id$",
    "$6$",
    "!",
    "-----BEGIN CERTIFICATE-----\n",
    "-----END CERTIFICATE-----",
    "-----BEGIN OPENSSH PRIVATE KEY-----\n",
    "ssh-ed25519 ",
    "SHA256:",
    "age-encryption.org/v1\n",
    "-> X25519 ",
    "--- ",
    "CLIENT_RANDOM ",
    "1f8b08",
    "789c",
    "160301",
    "3082",
    "Set-Cookie: ",
];

/// A pasted text is explained without a verdict, its fields lie inside, and its sheet can be evaluated.
pub fn pasted(input: &[u8]) {
    let found = explain(input, &With::default(), &Budget::unlimited());
    for one in &found.candidates {
        assert_eq!(one.standing, Standing::NotChecked, "{}: nothing was given to check it with", one.family.id);
        for field in &one.fields {
            let inside = field.at.start <= field.at.end && field.at.end <= input.len() as u64;
            assert!(inside, "{} of {} at {:?}", field.name, one.family.id, field.at);
        }
    }
    if let Some(best) = found.candidates.first() {
        let mut sheet = Sheet::new(best.cells());
        sheet.evaluate(&NoFiles, &Budget::worth(COMPUTED));
    }
}

/// Text that may reach the terminal has nothing in it that may not, as a line, as a block, and cut anywhere.
pub fn text(input: &[u8]) {
    let source = String::from_utf8_lossy(input);
    let (line, block) = (SafeText::line(&source), SafeText::block(&source));
    assert!(!line.chars().any(is_forbidden), "{line:?}");
    assert!(!block.chars().any(|c| c != '\n' && is_forbidden(c)), "{block:?}");
    assert_eq!(SafeText::line(&line), line, "a line is what it is");
    assert_eq!(SafeText::block(&block), block, "a block is what it is");
    for limit in [0, 1, 2, 3, 10, 80] {
        let cut = line.cut(limit);
        assert!(cut.width() <= limit, "{cut:?} in {limit} columns");
        assert!(!cut.chars().any(is_forbidden), "{cut:?}");
        assert!(block.cut(limit).width() <= limit, "{limit} columns");
    }
}
