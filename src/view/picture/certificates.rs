//! A chain of certificates: each is a box with what its checks compare, from the leaf to the root, and each was issued
//! by the next. Where not all have room, the one that one stands at is open.

use super::drawing::end;
use super::{Drawing, Got, Picture, Scene, Size, cut};

/// The row.
pub const PICTURE: Picture = Picture {
    name: "certificates",
    summary: "A chain of certificates from the leaf to the root, and the two values that each check compares.",
    fits: |scene| chain(scene).is_some(),
    sizes: &[Size::Small, Size::Large, Size::Wide, Size::Full],
    stops: |scene| chain(scene).map_or_else(Vec::new, |chain| chain.stops()),
    draw,
    say,
    across: None,
    changes: false,
};

/// The most certificates of a chain.
const MOST: usize = 10;
/// The most names, or purposes, among which the one that fits is looked for.
const NAMES: usize = 20;

/// Where a value of a check is.
enum Of {
    /// In the certificate itself.
    Own(&'static str),
    /// In the certificate of its issuer.
    Issuer(&'static str),
    /// In the certificate itself; words where it says nothing of it.
    Unless(&'static str, &'static str),
    /// In the certificate's checks, as letters.
    Letters(&'static str),
    /// In the first of some fields whose comparison holds, or in the first of all: the comparisons' names, and the
    /// fields'.
    Among(&'static [(&'static str, &'static str)]),
    /// Nowhere: words stand there.
    Said(&'static str),
}
/// A check of a certificate.
struct Check {
    /// Its address below the certificate.
    address: &'static str,
    label: &'static str,
    left: Of,
    sign: &'static str,
    right: Of,
}
const fn check(address: &'static str, label: &'static str, left: Of, sign: &'static str, right: Of) -> Check {
    Check { address, label, left, sign, right }
}
const ALTERNATIVES: &[(&str, &str)] = &[
    ("name/candidate", "fields/tbs/extensions/subject_alt_name/dns_name"),
    ("name/candidate", "fields/tbs/extensions/subject_alt_name/ip_address"),
];
const PURPOSES: &[(&str, &str)] =
    &[("purpose/extended_key_usage/purpose", "fields/tbs/extensions/extended_key_usage/purpose")];
static CHECKS: [Check; 12] = [
    check("issuer", "issuer", Of::Own("fields/tbs/issuer"), "=", Of::Issuer("fields/tbs/subject")),
    check(
        "key_identifier",
        "its key",
        Of::Own("fields/tbs/extensions/authority_key_identifier/identifier"),
        "=",
        Of::Issuer("fields/tbs/extensions/subject_key_identifier/identifier"),
    ),
    check("algorithm", "algorithm", Of::Own("fields/tbs/algorithm"), "=", Of::Own("fields/algorithm")),
    check("signature", "signature", Of::Own("fields/signature"), "◂", Of::Issuer("fields/tbs/public_key")),
    check(
        "validity/not_before",
        "from",
        Of::Own("fields/tbs/not_before"),
        "≤",
        Of::Own("validity/not_before/result/b"),
    ),
    check("validity/not_after", "until", Of::Own("validity/not_after/result/a"), "≤", Of::Own("fields/tbs/not_after")),
    check("critical", "critical", Of::Said("one is"), "", Of::Said("unknown")),
    check("ca", "CA flag", Of::Own("fields/tbs/extensions/basic_constraints/ca"), "=", Of::Said("true")),
    check(
        "path_length",
        "CAs below",
        Of::Unless("path_length/result/a", "any"),
        "≤",
        Of::Unless("fields/tbs/extensions/basic_constraints/path_length", "no limit"),
    ),
    check(
        "key_usage",
        "certSign",
        Of::Own("fields/tbs/extensions/key_usage/bits/key_cert_sign"),
        "=",
        Of::Said("true"),
    ),
    check("name", "name", Of::Letters("name/wanted"), "=", Of::Among(ALTERNATIVES)),
    check("purpose", "purpose", Of::Said("asked for"), "=", Of::Among(PURPOSES)),
];

/// A certificate, with its checks that were made.
struct Link {
    /// Its name below the run: `chain[0]`.
    name: String,
    checks: Vec<&'static Check>,
}
/// The chain that one stands in.
struct Chain {
    /// The address of the run.
    root: String,
    links: Vec<Link>,
    /// The one that one stands at.
    here: usize,
}

/// The chain, where one stands on all of it or on one of its checks.
fn chain(scene: &dyn Scene) -> Option<Chain> {
    let here = scene.here();
    let is_check = |below: &str| CHECKS.iter().any(|check| check.address == below);
    let of_check = here.match_indices('/').find_map(|(at, _)| {
        let (name, below) = here[at + 1..].split_once('/')?;
        let is_link = name == "root" || name.strip_prefix("chain[")?.strip_suffix(']')?.parse::<usize>().is_ok();
        (is_link && is_check(below)).then_some((&here[..at], name))
    });
    let (root, name) = of_check.unwrap_or((here, ""));
    if !scene.has(&format!("/{root}/in/chain")) {
        return None;
    }
    let names = (0..MOST).map(|number| format!("chain[{number}]")).chain(["root".to_owned()]);
    let links = names.filter(|name| scene.has(&format!("/{root}/{name}"))).map(|name| {
        let made = |check: &&Check| scene.has(&format!("/{root}/{name}/{}", check.address));
        Link { checks: CHECKS.iter().filter(made).collect(), name }
    });
    let links: Vec<Link> = links.collect();
    let here = links.iter().position(|link| link.name == name).unwrap_or(0);
    // A chain of which a certificate could not be read was not checked.
    (links.len() > 1 && links.iter().all(|link| !link.checks.is_empty())).then(|| Chain {
        root: root.to_owned(),
        links,
        here,
    })
}
impl Chain {
    fn at(&self, link: usize, below: &str) -> String {
        format!("/{}/{}/{below}", self.root, self.links[link].name)
    }
    fn stops(&self) -> Vec<String> {
        let all =
            self.links.iter().enumerate().flat_map(|(place, link)| link.checks.iter().map(move |check| (place, check)));
        let address = |(place, check): (usize, &&Check)| self.at(place, check.address).split_off(1);
        all.map(address).chain([self.root.clone()]).collect()
    }
    /// The root vouches for itself.
    fn issuer(&self, link: usize) -> usize {
        (link + 1).min(self.links.len() - 1)
    }
    /// A certificate as somebody calls it.
    fn called(&self, link: usize) -> &str {
        if link == 0 { "leaf" } else { &self.links[link].name }
    }
    /// The address of a value that a check compares; the words that stand there where there is none.
    fn place(&self, scene: &dyn Scene, link: usize, of: &Of) -> Result<String, &'static str> {
        let there = |address: String, or| if scene.has(&address) { Ok(address) } else { Err(or) };
        match of {
            Of::Own(below) | Of::Letters(below) => there(self.at(link, below), "not said"),
            Of::Unless(below, words) => there(self.at(link, below), words),
            Of::Issuer(below) => there(self.at(self.issuer(link), below), "not said"),
            Of::Among(names) => {
                let field = |name: &str, number: usize| self.at(link, &format!("{name}[{number}]"));
                let all = names.iter().flat_map(|names| (0..NAMES).map(move |number| (names, number)));
                let mut all = all.filter(|((_, name), number)| scene.has(&field(name, *number)));
                let first = all.clone().next();
                let fits = all.find(|((compared, _), number)| holds(scene, &field(compared, *number)) == Some(true));
                fits.or(first).map(|((_, name), number)| field(name, number)).ok_or("none")
            }
            Of::Said(words) => Err(words),
        }
    }
    /// The first check of a certificate that is seen to say no.
    fn refused(&self, scene: &dyn Scene, link: usize) -> Option<&'static Check> {
        let says_no = |check: &&&'static Check| holds(scene, &self.at(link, check.address)) == Some(false);
        self.links[link].checks.iter().find(says_no).copied()
    }
}
/// Whether a check holds, where that is seen.
fn holds(scene: &dyn Scene, address: &str) -> Option<bool> {
    match scene.get(address) {
        Got::Value(given) => Some(given.bytes != [0]),
        Got::Hidden | Got::Pending | Got::Missing => None,
    }
}
fn answer(scene: &dyn Scene, address: &str) -> &'static str {
    match holds(scene, address) {
        Some(false) => "NO",
        Some(true) => "yes",
        None => "",
    }
}

/// The columns of an answer.
const ANSWER: u16 = 3;
/// The places of a row: of the left and the right value, column and width; of the sign between them; of the answer.
struct Places {
    left: (u16, u16),
    sign: (u16, u16),
    right: (u16, u16),
    answer: u16,
}
impl Places {
    fn of(size: Size) -> Places {
        match size {
            Size::Small => Places { left: (11, 10), sign: (22, 1), right: (24, 10), answer: 36 },
            Size::Large => Places { left: (12, 19), sign: (32, 3), right: (36, 19), answer: 57 },
            Size::Wide => Places { left: (12, 26), sign: (39, 4), right: (45, 26), answer: 73 },
            Size::Full => Places { left: (13, 44), sign: (58, 4), right: (64, 44), answer: 110 },
        }
    }
}

/// The certificates that have room, and whether each of them is open: around the one that one stands at.
fn shown(chain: &Chain, rows: u16) -> Vec<(usize, bool)> {
    // An open box has a line for its name, one for each check, and one for what follows.
    let height = |link: usize, open: bool| if open { chain.links[link].checks.len() as u16 + 2 } else { 1 };
    let (here, count) = (chain.here, chain.links.len());
    let mut left = rows.saturating_sub(height(here, true));
    let (mut first, mut last) = (here, here);
    while left > 0 && (first > 0 || last + 1 < count) {
        if last + 1 < count {
            last += 1
        } else {
            first -= 1
        };
        left -= 1;
    }
    let mut open = vec![here];
    // The issuer is what a certificate is compared with; the others follow it.
    for link in (here + 1..=last).chain((first..here).rev()) {
        let more = height(link, true) - 1;
        if more <= left {
            left -= more;
            open.push(link);
        }
    }
    (first..=last).map(|link| (link, open.contains(&link))).collect()
}

fn draw(scene: &dyn Scene, size: Size) -> Drawing {
    let Some(chain) = chain(scene) else { return Drawing::new(0, 0) };
    let (places, mut drawing, mut y) = (Places::of(size), Drawing::new(size.columns(), 0), 0);
    let last = chain.links.len() - 1;
    for (link, open) in shown(&chain, size.rows() - 1) {
        drawing.caption(0, y, format!("{} {}", if open { "┌" } else { "□" }, chain.called(link)));
        let subject = chain.at(link, "fields/tbs/subject");
        let room = places.right.0 + places.right.1 - places.left.0;
        let width = (scene.text(&subject).chars().count() as u16).clamp(4, room);
        drawing.value(scene, places.left.0, y, width, &subject);
        if let Some(check) = chain.refused(scene, link).filter(|_| !open) {
            drawing.shown(scene, places.answer, y, ANSWER, &chain.at(link, check.address), "NO");
        }
        y += 1;
        if !open {
            continue;
        }
        for check in &chain.links[link].checks {
            row(&mut drawing, scene, &chain, (link, check), &places, y);
            y += 1;
        }
        drawing.caption(0, y, if link == last { "└ trusted, whoever issued it" } else { "└▾ issued by" });
        y += 1;
    }
    let root = format!("/{}", chain.root);
    drawing.caption(0, y, "all of them hold");
    drawing.shown(scene, places.answer, y, ANSWER, &root, answer(scene, &root));
    drawing.rows = y + 1;
    drawing
}
/// A check: both values, and whether it holds.
fn row(
    drawing: &mut Drawing,
    scene: &dyn Scene,
    chain: &Chain,
    (link, check): (usize, &Check),
    places: &Places,
    y: u16,
) {
    drawing.caption(0, y, format!("│{}", check.label));
    for ((x, width), of) in [(places.left, &check.left), (places.right, &check.right)] {
        match chain.place(scene, link, of) {
            Ok(address) => {
                let text = match of {
                    Of::Letters(_) => cut(&String::from_utf8_lossy(&scene.bytes(&address)), width),
                    // Purposes differ in their last number.
                    Of::Among(_) if check.address == "purpose" => end(&scene.text(&address), width),
                    _ => cut(&scene.text(&address), width),
                };
                drawing.shown(scene, x, y, width, &address, text);
            }
            Err(words) => drawing.caption(x, y, cut(words, width)),
        }
    }
    let (address, (x, width)) = (chain.at(link, check.address), places.sign);
    if let Some(holds) = holds(scene, &address) {
        let (line, sign) = if holds { ("─", check.sign) } else { ("═", "✗") };
        let side = line.repeat(usize::from((width - 1) / 2));
        drawing.line(scene, x, y, format!("{side}{sign}{side}"), &address);
    }
    drawing.shown(scene, places.answer, y, ANSWER, &address, answer(scene, &address));
}
fn say(scene: &dyn Scene) -> Vec<String> {
    let Some(chain) = chain(scene) else { return Vec::new() };
    let line = |link: usize, check: &Check| {
        let side = |of: &Of| match chain.place(scene, link, of) {
            Ok(address) => scene.spoken(&address),
            Err(words) => words.to_owned(),
        };
        let outcome = match holds(scene, &chain.at(link, check.address)) {
            Some(true) => "it holds",
            Some(false) => "it does not hold",
            None => "hidden",
        };
        format!(
            "{}, {}: {} against {}, {outcome}.",
            chain.called(link),
            check.label,
            side(&check.left),
            side(&check.right)
        )
    };
    let all = chain.links.iter().enumerate().flat_map(|(link, of)| of.checks.iter().map(move |check| (link, *check)));
    let mut said: Vec<String> = all.map(|(link, check)| line(link, check)).collect();
    said.push(match holds(scene, &format!("/{}", chain.root)) {
        Some(true) => "All of them hold.".to_owned(),
        Some(false) => "Not all of them hold.".to_owned(),
        None => "Whether all of them hold is hidden.".to_owned(),
    });
    said
}
