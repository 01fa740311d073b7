//! The key schedule of TLS 1.3: three extractions below each other, and what hangs on each of them.

use super::{Drawing, Picture, Scene, Size};

/// The row.
pub const PICTURE: Picture = Picture {
    name: "schedule",
    summary: "The key schedule of TLS 1.3: three secrets below each other, and the keys that hang on each of them.",
    fits: |scene| root(scene).is_some(),
    sizes: &[Size::Small, Size::Large],
    stops,
    draw,
    say,
    across: None,
    changes: false,
};

/// A secret of the schedule.
struct Secret {
    /// The name in a drawing, and in a sentence.
    label: &'static str,
    name: &'static str,
    /// Its address in the run.
    address: &'static str,
    /// The address of what is mixed in, where it is an extraction, and what that is.
    mixes: Option<(&'static str, &'static str)>,
    /// The messages that go into it; nothing for one that takes none.
    over: &'static str,
    /// Key, IV and the key of Finished that are made of it.
    keys: &'static [(&'static str, &'static str)],
}
const fn secret(label: &'static str, name: &'static str, address: &'static str, over: &'static str) -> Secret {
    Secret { label, name, address, mixes: None, over, keys: &[] }
}
const HELLOS: &str = "both hellos";
const SERVER: &str = "all to the server's Finished";
static SECRETS: [Secret; 11] = [
    Secret { mixes: Some(("psk", "PSK or 0")), ..secret("early", "the early secret", "early_secret", "") },
    secret("derived", "what it leaves to the handshake secret", "derived_handshake", ""),
    Secret { mixes: Some(("ecdhe", "ECDHE")), ..secret("handshake", "the handshake secret", "handshake_secret", "") },
    Secret {
        keys: &[("key", "client_handshake_key"), ("iv", "client_handshake_iv"), ("finished", "client_finished_key")],
        ..secret("c hs traffic", "the client's secret of the handshake", "client_handshake_traffic_secret", HELLOS)
    },
    Secret {
        keys: &[("key", "server_handshake_key"), ("iv", "server_handshake_iv"), ("finished", "server_finished_key")],
        ..secret("s hs traffic", "the server's secret of the handshake", "server_handshake_traffic_secret", HELLOS)
    },
    secret("derived", "what it leaves to the master secret", "derived_master", ""),
    secret("master", "the master secret", "master_secret", ""),
    Secret {
        keys: &[("key", "client_application_key"), ("iv", "client_application_iv")],
        ..secret("c ap traffic", "the client's secret of the data", "client_application_traffic_secret_0", SERVER)
    },
    Secret {
        keys: &[("key", "server_application_key"), ("iv", "server_application_iv")],
        ..secret("s ap traffic", "the server's secret of the data", "server_application_traffic_secret_0", SERVER)
    },
    secret("exp master", "the secret for other protocols", "exporter_master_secret", SERVER),
    secret("res master", "the secret to come back with", "resumption_master_secret", "all to the client's Finished"),
];

/// Digests and codes beside the secrets: what they are of, in few words.
const BESIDE: [(&str, &str); 10] = [
    ("transcript_empty", "the digest of no message"),
    ("transcript_server_hello", "the digest of both hellos: c hs and s hs"),
    ("transcript_server_certificate", "the digest that the server signs"),
    ("transcript_server_certificate_verify", "the digest in the server's Finished"),
    ("transcript_server_finished", "the digest for c ap, s ap and exp"),
    ("transcript_client_certificate", "the digest that the client signs"),
    ("transcript_client_certificate_verify", "the digest in the client's Finished"),
    ("transcript_client_finished", "the digest for res master"),
    ("server_finished", "the code of the server's Finished"),
    ("client_finished", "the code of the client's Finished"),
];
/// The meaning of the value that one stands on, with the messages that go into it where so many columns have room for
/// them.
fn meaning(here: &str, columns: Option<usize>) -> Option<String> {
    let last = here.rsplit_once('/').map_or(here, |(_, last)| last);
    if let Some((_, what)) = BESIDE.iter().find(|(name, _)| *name == last) {
        return Some((*what).to_owned());
    }
    for secret in &SECRETS {
        if let Some((label, _)) = secret.keys.iter().find(|(_, name)| *name == last) {
            let label = if *label == "finished" { "the key of Finished" } else { *label };
            return Some(format!("{label}, of {}", secret.name));
        }
        if secret.address == last {
            let whole = format!("{}, over {}", secret.name, secret.over);
            let both = columns.is_some_and(|columns| !secret.over.is_empty() && whole.chars().count() <= columns);
            return Some(if both { whole } else { secret.name.to_owned() });
        }
    }
    None
}

/// The addresses of the values that one steps through, in the order of the drawing.
fn names() -> impl Iterator<Item = &'static str> {
    let of = |secret: &'static Secret| {
        let mixed = secret.mixes.map(|(address, _)| address).filter(|address| *address != "psk");
        mixed.into_iter().chain([secret.address]).chain(secret.keys.iter().map(|(_, address)| *address))
    };
    SECRETS.iter().flat_map(of)
}
/// The address of the schedule, where one stands on it or on one of its values.
fn root(scene: &dyn Scene) -> Option<String> {
    let here = scene.here();
    let is_known = |last: &str| names().chain(BESIDE.iter().map(|(name, _)| *name)).any(|name| name == last);
    let above = here.rsplit_once('/').filter(|(_, last)| is_known(last)).map(|(above, _)| above);
    let is_one =
        |root: &&str| scene.has(&format!("/{root}/early_secret")) && scene.has(&format!("/{root}/master_secret"));
    above.into_iter().chain([here]).find(is_one).map(str::to_owned)
}
/// The secrets that are there: a handshake that was cut has not all.
fn there(scene: &dyn Scene, root: &str) -> Vec<&'static Secret> {
    SECRETS.iter().filter(|secret| scene.has(&format!("/{root}/{}", secret.address))).collect()
}

fn stops(scene: &dyn Scene) -> Vec<String> {
    let Some(root) = root(scene) else { return Vec::new() };
    let all = names().map(|name| format!("{root}/{name}"));
    all.filter(|address| scene.has(&format!("/{address}"))).collect()
}

/// The columns of the keys of a secret.
const KEYS: [u16; 3] = [2, 13, 23];
/// The columns of a key, and where those of secrets begin.
const DIGITS: u16 = 6;
const VALUE: u16 = 15;
/// The columns of the value, the label and the value of both secrets for later in one row.
const LATER: [u16; 3] = [13, 21, 32];

fn draw(scene: &dyn Scene, size: Size) -> Drawing {
    let mut drawing = Drawing::new(size.columns(), 0);
    let Some(root) = root(scene) else { return drawing };
    let at = |name: &str| format!("/{root}/{name}");
    let boxed = size == Size::Large;
    let right = if boxed { 40 } else { size.columns() };
    let mut y = 0;
    let secrets = there(scene, &root);
    for (place, secret) in secrets.iter().enumerate() {
        let is_extraction = matches!(secret.label, "early" | "handshake" | "master");
        if is_extraction {
            if boxed {
                let corner = if y == 0 { "┌" } else { "├" };
                drawing.caption(0, y, format!("{corner} HKDF-Extract {}┐", "─".repeat(usize::from(right) - 16)));
                y += 1;
            }
            let edge = if boxed { "│ " } else { "" };
            if let Some((address, what)) = secret.mixes.filter(|_| boxed || secret.label != "early") {
                drawing.caption(0, y, format!("{edge}{what}"));
                drawing.value(scene, VALUE, y, right - VALUE - 1, &at(address));
                if boxed {
                    drawing.caption(right - 1, y, "│");
                }
                y += 1;
            }
            drawing.caption(0, y, format!("{edge}{}", secret.label));
            drawing.value(scene, VALUE, y, right - VALUE - 1, &at(secret.address));
            if boxed {
                drawing.caption(right - 1, y, "│");
                y += 1;
                drawing.caption(0, y, format!("├{}┘", "─".repeat(usize::from(right) - 2)));
            }
            y += 1;
            continue;
        }
        // Where there is little room both that are for later stand in one row.
        let later = |label: &str| secrets.iter().find(|secret| !boxed && secret.label == label);
        match (secret.label, later("exp master").zip(later("res master"))) {
            ("exp master", Some((exporter, resumption))) => {
                drawing.caption(0, y, "└ exp master");
                drawing.value(scene, LATER[0], y, LATER[1] - LATER[0] - 1, &at(exporter.address));
                drawing.caption(LATER[1], y, "res master");
                drawing.value(scene, LATER[2], y, right - LATER[2], &at(resumption.address));
                y += 1;
                continue;
            }
            ("res master", Some(_)) => continue,
            _ => {}
        }
        let last = place + 1 == secrets.len();
        drawing.caption(0, y, format!("{} {}", if last { "└" } else { "├" }, secret.label));
        drawing.value(scene, VALUE, y, right - VALUE, &at(secret.address));
        if boxed && !secret.over.is_empty() {
            drawing.caption(right + 1, y, super::cut(secret.over, size.columns() - right - 1));
        }
        y += 1;
        let keys: Vec<_> = secret.keys.iter().filter(|(_, address)| scene.has(&at(address))).collect();
        for (x, (label, address)) in KEYS.into_iter().zip(&keys) {
            drawing.caption(0, y, "│");
            drawing.caption(x, y, *label);
            drawing.value(scene, x + 1 + label.len() as u16, y, DIGITS, &at(address));
        }
        y += u16::from(!keys.is_empty());
    }
    if let Some(meaning) = meaning(scene.here(), (!boxed).then_some(size.columns().into())) {
        drawing.caption(0, y, super::cut(&meaning, size.columns()));
        y += 1;
    }
    drawing.rows = y;
    drawing
}

fn say(scene: &dyn Scene) -> Vec<String> {
    let Some(root) = root(scene) else { return Vec::new() };
    let spoken = |address: &str| scene.spoken(&format!("/{root}/{address}"));
    let line = |secret: &&'static Secret| {
        let mut line = format!("{}: {}", upper(secret.name), spoken(secret.address));
        if let Some((address, what)) = secret.mixes {
            line += &format!("; {what} is mixed in, {}", spoken(address));
        }
        if !secret.over.is_empty() {
            line += &format!("; over {}", secret.over);
        }
        for (label, address) in secret.keys.iter().filter(|(_, address)| scene.has(&format!("/{root}/{address}"))) {
            line += &format!("; {label} {}", spoken(address));
        }
        line + "."
    };
    there(scene, &root).iter().map(line).collect()
}
/// A name with a capital letter.
fn upper(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
