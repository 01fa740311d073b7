//! VERIFIED for what the references verify, and for nothing else.

use super::samples::quick;
use super::{best, checked, explained};
use cleartext::run::{Standing, Value};
use cleartext::sheet::explain::{Candidate, Certainty, With};
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
    let untimed = "VERIFIED with this root, its times not looked at";
    assert_eq!(verified(&server, &ca, &[]), (Standing::Verified, untimed.into()));
    assert_eq!(verified(&server, &ca, &[("name", "server.test"), ("purpose", "server")]).0, Standing::Verified);
    // The check that fails is named.
    for (text, root, more, fails) in [
        (&server, &ca, &[("purpose", "client")][..], "`chain[0]/purpose` fails: it is not for"),
        (&server, &ca, &[("name", "other.test")], "`chain[0]/name` fails: none of its names is"),
        (&ca, &server, &[], "`chain[0]/issuer` fails: the certificate above it has another name"),
    ] {
        let (standing, said) = verified(text, root, more);
        assert!(standing == Standing::False && said.contains(fails), "{said}");
    }
    let late = With::default().and("root", Value::text(&ca)).and("at", Value::int(1u64 << 40));
    let late = explained(server.as_bytes(), &late).candidates.remove(0);
    assert!(late.said.starts_with("FALSE with this root: `chain[0]/validity` fails: the time"), "{}", late.said);
    let found = best(&server);
    assert_eq!(found.said, "NOT CHECKED: needs the root that is trusted");
    let field = |name: &str| found.fields.iter().find(|field| field.name == name).unwrap_or_else(|| panic!("{name}"));
    assert_eq!(field("tbs/serial").value.to_int().unwrap().unwrap(), 2.into());
    // Its bytes begin behind the line `BEGIN`.
    assert!(field("tbs/serial").at.start > 28 && field("tbs/serial").at.end < 60);
    assert!(found.judgements.is_empty());
}

const SEC1: &str = "307702010104208d717f7cf2608ed2ab3ec2a217280e0b56da5f9d967ebe5c9578d3c393d06e13a00a06082a8648ce3d030107a144034200045137efa6629821fa948bd32932d183b19854469d747855bbd91e2a35e0fe219ce61c11aee483a7900cebfe1ea03652442cee35ad4c45b4c6c928012c71cb7c1f";
const PKCS1: &str = "3082013a020100024100ad2d4dbeae91d0f59bcb98c84e013d533d59ce9f577149c11121bf98457bca5d32a8ddaaf8c055f8c3dd21ee8236c469f13f531f813e9ae9852f9c65c3f231730203010001024077d8f183f4362fc1ba37359df1f603a5d6c08f315107b2fe2d4808db6dc2d4f175336fef36c9f0e5d93bd8d95529f2f9bd5b09962da63957ebdaa11365e03989022100d837121f253a48c9fd4b27dd7a0fa330fed2387db16f6396284ae0de5c8ff3a5022100cd0ae5cb60b0303c42618954a8285921b0ba2209486904f45c8bcb739636253702202e7b405913bec0f13393d9a12261843abf3d60499d408e0f34e04c1161a2ccc5022075f5aa03d9e922a6d82d92bb204eae1062c2826842bf203990b05fe86c6753fb022100d50b9c03477a8b064b25688df864b9631271c80bd239b9db3206320b635454c0";
const SEALED: &str = "30819a305606092a864886f70d01050d3049302806092a864886f70d01050c301b0408b5906a5893f35dd1020101300c06082a864886f70d02090500301d0609608648016503040102041019ab0462ee5557b07a835cdb9988e2cd04402df1fdcbcc773e497aaeeec0a3a383646ddec983c2cecfd5b7fdd21a0de8d657a23dd5e09ed9d4cc81d220229795f740861db61d16723fa4bf51a381b2983db4";

#[test]
fn keys_are_told_from_each_other_and_judged() {
    let server = pem("server.pem");
    let key = &server[server.find("-----BEGIN PRIVATE KEY").unwrap()..];
    let found = best(key);
    assert_eq!((found.family.id, found.judgements.len()), ("private-key", 1));
    assert!(found.judgements[0].said.contains("is not encrypted"), "{:?}", found.judgements);
    let public = "302a300506032b6570032100d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    assert_eq!(best(public).family.id, "public-key");
    // PKCS #8, SEC 1, PKCS #1 and what a password encrypts, as openssl 3.0 writes them in DER.
    for (key, sealed) in [
        (&*format!("302e020100300506032b657004220420{}", &public[24..]), false),
        (SEC1, false),
        (PKCS1, false),
        (SEALED, true),
    ] {
        let found = checked(key, &[("password", "x")]);
        assert_eq!(
            (found.family.id, found.said.starts_with("NOT CHECKED: a password")),
            ("private-key", sealed),
            "{key}"
        );
        assert_eq!(found.certainty, Certainty::Certain, "{}", found.why);
    }
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
