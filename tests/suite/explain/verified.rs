//! VERIFIED for what the references verify, and for nothing else.

use super::samples::quick;
use super::{best, explained};
use cleartext::run::{Standing, Value};
use cleartext::sheet::explain::{Candidate, With};
use std::path::Path;

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
fn every_block_of_pem_is_looked_into() {
    let server = pem("server.pem");
    let found = best(&server);
    assert_eq!(
        (found.family.id, found.remark.as_deref()),
        ("certificate", Some("behind it there is 1 more block of PEM"))
    );
    let key = &found.inside[0].candidates[0];
    assert_eq!((key.family.id, key.judgements.len()), ("private-key", 1));
    // Places are those of the file.
    let start = server.find("-----BEGIN PRIVATE KEY").unwrap() as u64;
    assert!(key.fields.iter().all(|field| field.at.start >= start && field.at.end <= server.len() as u64));
    // In one line, as variables of the environment and strings of programs have it.
    let found = best(&format!("b'{}'", server[start as usize..].replace('\n', "\\n")));
    assert_eq!((found.family.id, found.inside[0].candidates[0].family.id), ("escaped", "private-key"));
}
