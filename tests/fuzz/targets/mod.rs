//! Who reads what comes from outside, and what must hold of it whatever comes.

mod binary;
mod files;
mod keys;
mod pasted;
mod written;

/// A reader of what comes from outside.
#[derive(Clone, Copy)]
pub struct Target {
    /// The name of its folder in the corpus.
    pub name: &'static str,
    /// What a change may put in.
    pub pieces: &'static [&'static str],
    /// Inputs to begin with, next to those of the folder.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Reads an input; panics where something does not hold.
    pub run: fn(&[u8]),
}

/// All of them.
pub const TARGETS: [Target; 13] = [
    Target { name: "lesson", pieces: written::LESSON, seeds: written::lessons, run: written::lesson },
    Target { name: "page", pieces: written::LESSON, seeds: written::lessons, run: keys::page },
    Target { name: "sheet", pieces: written::EXPRESSION, seeds: written::examples, run: written::sheet },
    Target { name: "address", pieces: written::ADDRESS, seeds: Vec::new, run: written::address },
    Target { name: "keys", pieces: keys::KEYS, seeds: Vec::new, run: keys::keys },
    Target { name: "text", pieces: &[], seeds: Vec::new, run: pasted::text },
    Target { name: "batch", pieces: files::BATCH, seeds: Vec::new, run: files::batch },
    Target { name: "settings", pieces: files::SETTINGS, seeds: Vec::new, run: files::settings },
    Target { name: "handed", pieces: files::HANDED, seeds: files::handed_in, run: files::handed },
    Target { name: "progress", pieces: files::PROGRESS, seeds: Vec::new, run: files::progress },
    Target { name: "pasted", pieces: pasted::PASTED, seeds: Vec::new, run: pasted::pasted },
    Target { name: "der", pieces: binary::DER, seeds: binary::certificates, run: binary::der },
    Target { name: "tls", pieces: binary::TLS, seeds: binary::handshakes, run: binary::tls },
];

fn shown(text: &str) {
    let bad = text.chars().find(|c| c.is_control() && *c != '\n');
    assert!(bad.is_none(), "{bad:?} is shown in {text:?}");
}
