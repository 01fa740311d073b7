//! What a text is, why, where its fields are, and what is said of it.

use super::samples::samples;
use super::{alone, best, explained};
use cleartext::run::{Budget, Standing, Value};
use cleartext::sheet::explain::{Certainty, With};
use cleartext::sheet::{NoFiles, Sheet};
use std::collections::BTreeMap;

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

/// The mark that editors write before a text is none of it, and places count it.
#[test]
fn a_byte_order_mark_is_a_blank() {
    for text in [
        "md5$salt$67a1e09bb1f83f5007dc119c14d663aa",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIRnqnvmbqvT2XJyyF1g1vLjITW2X4iNHeMaJGhIx0AB",
    ] {
        let (plain, marked) = (best(text), best(&format!("\u{feff}{text}\r\n")));
        assert_eq!((marked.family.id, marked.certainty), (plain.family.id, plain.certainty));
        assert_eq!(marked.fields[0].at.start, plain.fields[0].at.start + 3);
    }
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
    // The value alone is what one copies from a browser: no signed text has a token behind a blank in it.
    let bearer = token.strip_prefix("Authorization: ").unwrap();
    for text in [bearer.to_owned(), bearer.replacen(' ', "  ", 1), format!("\u{feff}{token}")] {
        let found = alone(&text);
        assert!(found.candidates.iter().all(|one| one.family.id != "itsdangerous"), "{text}");
    }
    assert_eq!((best(bearer).family.id, best(bearer).inside[0].candidates[0].family.id), ("authorization", "jwt"));
    // Where no key can be given, none is asked for.
    let unsigned = best("eyJhbGciOiJub25lIn0.e30.");
    assert_eq!(unsigned.said, "NOT CHECKED: its `alg` is none, so no key made it");
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
