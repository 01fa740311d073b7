//! Files of Unix: shadow, htpasswd, sums of files, known hosts.

use super::{best, checked};
use cleartext::run::Standing;
use cleartext::sheet::explain::Candidate;

#[test]
fn other_schemes_of_unix_are_shown() {
    let found = best("$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/");
    let shown: Vec<_> = found.fields.iter().map(|field| (field.name.as_str(), field.at.clone())).collect();
    assert_eq!(found.family.id, "unix-crypt");
    assert_eq!(shown, [("scheme", 1..2), ("salt", 3..11), ("hash", 12..34)]);
    assert_eq!(best("$y$j9T$F5Jx5fExrKuPp53xLKQ..1$X3DX6M94c7o.9agCG9G317fhZg9SqC.5i5rd.RhAtQ7").fields.len(), 4);
}

/// The hash of `password` under SHA-512 crypt with the salt `saltsalt`, as the C library computes it.
const CRYPT: &str =
    "$6$saltsalt$qFmFH.bQmmtXzyBY0s9v7Oicd2z4XSIecDzlB5KiA2/jctKu9YterLp8wwnSq.qc.eoxqOmSuNp2xS0ktL3nh/";

#[test]
fn a_line_of_shadow_is_taken_apart_and_its_hash_is_checked() {
    let line = format!("ann:{CRYPT}:19000:0:99999:7:::");
    let found = checked(&line, &[("password", "password")]);
    let shown: Vec<_> = found.fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(found.family.id, "unix-shadow");
    assert_eq!(shown, ["name", "hash", "last_change", "minimum", "maximum", "warning"]);
    assert_eq!(found.fields[2].at, (5 + CRYPT.len()) as u64..(10 + CRYPT.len()) as u64);
    let hash = found.checked();
    assert_eq!((hash.family.id, hash.standing), ("sha512-crypt", Standing::Verified), "{}", hash.said);
    // Places are those of the pasted line.
    assert_eq!(hash.fields.last().unwrap().at.end, (4 + CRYPT.len()) as u64);
    assert_eq!(checked(&line, &[("password", "passwort")]).checked().standing, Standing::False);
    // A sign of locking before the hash is none of it.
    let locked = checked(&line.replacen(":$", ":!$", 1), &[("password", "password")]);
    assert_eq!((locked.judgements.len(), locked.checked().standing), (1, Standing::Verified));
    assert!(locked.judgements[0].said.contains("is locked"));
    assert!(best("root:*:19000:0:99999:7:::").inside.is_empty());
    assert!(best("guest::19000:0:99999:7:::").judgements[0].said.starts_with("no hash stands there"));
    assert_eq!(best(&format!("ann:{CRYPT}")).family.id, "htpasswd");
}
#[test]
fn a_sum_is_checked_with_its_file() {
    let of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    for line in [
        format!("{of_abc}  -"),
        format!("{of_abc} *a file.txt"),
        format!("SHA256 (a file.txt) = {of_abc}"),
        format!("SHA2-256(a file.txt)= {of_abc}"),
    ] {
        let with = |file: &str| checked(&line, &[("file", file)]);
        let found = with("abc");
        assert_eq!((found.family.id, found.said.as_str()), ("checksum", "VERIFIED with the file, by sha256"), "{line}");
        assert_eq!(with("abd").standing, Standing::False, "{line}");
        assert_eq!(best(&line).said, "NOT CHECKED: needs the file itself");
    }
    // 128 digits may be of either of two hash functions.
    let of_nothing = "786a02f742015903c6c6fd852552d272912f4740e15847618a86e217f71f5419d25e1031afee585313896444934eb04b903a685b1448b755\
                      d56f701afe9be2ce  empty";
    assert_eq!(checked(of_nothing, &[("file", "")]).said, "VERIFIED with the file, by blake2b");
    assert!(checked(of_nothing, &[("file", "a")]).said.ends_with("nor does it hold in one other way"));
    assert!(best("d41d8cd98f00b204e9800998ecf8427e  empty").judgements[0].said.contains("MD5"));
}
#[test]
fn several_lines_are_taken_one_by_one() {
    let lines = format!("# users\nann:{CRYPT}:19000:0:99999:7:::\nbob:!:19000:0:99999:7:::\n");
    let found = checked(&lines, &[("password", "password")]);
    assert_eq!((found.family.id, found.inside.len()), ("lines", 2));
    assert_eq!(found.fields.iter().map(|field| &*field.name).collect::<Vec<_>>(), ["line_2", "line_3"]);
    assert_eq!((found.checked().family.id, found.checked().standing), ("sha512-crypt", Standing::Verified));
    let of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(best(&format!("{of_abc}  a\n{of_abc}  b\n")).inside[1].candidates[0].family.id, "checksum");
    // One line that is none, and they are no such lines.
    assert!(super::alone(&format!("{of_abc}  a\nand more\n")).candidates.iter().all(|one| one.family.id != "lines"));
}

/// Columns of a table of users, with the line ends of any system: the secret is tried on each.
#[test]
fn a_column_is_taken_line_by_line() {
    let django = "pbkdf2_sha256$10$saltone$YGw2HpKKB43nDFqy0eOgSPUgNkGqdnoiu1d+4RZAbH8=\npbkdf2_sha256$10$salttwo$rPxgBcSrS1W1wHM6/v7LrLQXY8If6rk4j/fYkV5Vj9o=\n";
    let md5 = "md5$salt$67a1e09bb1f83f5007dc119c14d663aa";
    let token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3In0.mM-RIPplazNFD79nK-r2wkoSsolSKehJ9QetHE4McOU";
    for (text, families, with) in [
        (django.to_owned(), ["django-pbkdf2"; 2], ("password", "hunter2")),
        (django.replace('\n', "\r\n"), ["django-pbkdf2"; 2], ("password", "hunter2")),
        (format!("{md5}\n{CRYPT}\n"), ["django-md5", "sha512-crypt"], ("password", "password")),
        (
            format!("!{}\n{CRYPT}\n", "aB3".repeat(14).split_at(40).0),
            ["django-unusable", "sha512-crypt"],
            ("password", "password"),
        ),
        (format!("{token}\n{token}\n"), ["jwt"; 2], ("key", "key")),
    ] {
        let found = checked(&text, &[with]);
        let inside: Vec<&str> = found.inside.iter().map(|inside| inside.candidates[0].family.id).collect();
        assert_eq!((found.family.id, inside.as_slice()), ("lines", &families[..]), "{text}");
        assert_eq!(found.checked().standing == Standing::Verified, with.0 == "password", "{text}");
    }
    // No field of a password holds the end of a line.
    assert!(super::alone(&format!("{md5}\nand more")).candidates.is_empty());
    let sha = "ann:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=";
    let found = best(sha);
    assert!(found.family.id == "htpasswd" && found.judgements[0].said.contains("without a salt"));
    assert_eq!(best(&format!("{sha}\nbob:{CRYPT}\n")).inside.len(), 2);
}

const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIRnqnvmbqvT2XJyyF1g1vLjITW2X4iNHeMaJGhIx0AB";
fn host(line: &str, host: &str) -> Candidate {
    let found = checked(line, &[("host", host)]);
    assert_eq!(found.family.id, "known-hosts", "{line}");
    found
}

/// Patterns fit as sshd(8) and ssh_config(5) say: * any number of characters, ? one, ! leaves out, and the case does
/// not count.
#[test]
fn patterns_of_known_hosts_are_matched() {
    for (hosts, name, fits) in [
        ("*.x,!y.x", "a.x", true),
        ("*.x,!y.x", "y.x", false),
        ("!y.x,*.x", "y.x", false),
        ("*.x", "x", false),
        ("*", "anything", true),
        ("git?.example", "git1.example", true),
        ("git?.example", "git.example", false),
        ("a*b*c", "abbbcbc", true),
        ("a*b*c", "abbbcb", false),
        ("Git.Example", "git.example", true),
        ("git.example", "GIT.example", true),
        ("!git.example", "git.example", false),
        ("!git.example", "!git.example", false),
        ("[git.example]:2222", "git.example:2222", true),
        ("[git.example]:2222", "[git.example]:2222", true),
        ("[*.example]:22*", "[git.example]:2222", true),
        ("[git.example]:2222", "git.example", false),
        ("git.example", "git.example:22", true),
        ("git.example,192.0.2.1", "192.0.2.1", true),
        ("2001:db8::1", "2001:db8::1", true),
    ] {
        let found = host(&format!("{hosts} {KEY}"), name);
        let standing = if fits { Standing::Verified } else { Standing::False };
        assert_eq!(found.standing, standing, "{hosts} for {name}: {}", found.said);
    }
}
#[test]
fn the_line_about_a_host_is_found_among_others() {
    let hashed = format!("|1|BwcHBwcHBwcHBwcHBwcHBwcHBwc=|8Okcict9nkLYWQRln8W//e1u9+g= {KEY}");
    let file = format!("# mine\nother.example {KEY}\n{hashed}\n\n@revoked old.example {KEY} a comment\n");
    assert_eq!(host(&file, "git.example").said, "VERIFIED with the name of the host, line 3");
    assert_eq!(host(&file, "old.example").said, "VERIFIED with the name of the host, line 5");
    let none = host(&file, "new.example");
    assert!(
        none.standing == Standing::False && none.said.ends_with("nor does it hold in 2 other ways"),
        "{}",
        none.said
    );
    let said: Vec<&str> = none.judgements.iter().map(|judgement| judgement.said.as_str()).collect();
    assert!(said[0].starts_with("the key of line 5 is revoked") && said[1].contains("in the clear"), "{said:?}");
    let field = none.fields.iter().find(|field| field.name == "hosts_5").unwrap();
    assert_eq!(&file[field.at.start as usize..field.at.end as usize], "old.example");
    let broken = best(&format!("{file}nonsense\n"));
    assert!(broken.why.ends_with("but line 6 is no such line"), "{}", broken.why);
}
