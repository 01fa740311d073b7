//! Keys, hosts and signatures of SSH: held against ssh-keygen where it is there, and changed at every byte.

use cleartext::functions::{Agreement, Arguments, Context, Fault, FaultKind, function};
use cleartext::run::{Body, Budget, Path, Rope, Run, Value};
use cleartext::sheet::explain::{With, explain};
use std::path::Path as FilePath;
use std::process::Command;
use std::sync::Arc;

fn typed(text: &str) -> Value {
    Value::Text(Rope::input(Path::new("text"), Arc::new(text.as_bytes().to_vec())))
}
fn bytes(bytes: &[u8]) -> Value {
    Value::Bytes(Rope::input(Path::new("bytes"), Arc::new(bytes.to_vec())))
}
fn tried(name: &str, arguments: &[Value]) -> Result<(Run, Arguments), Fault> {
    let (budget, given) = (Budget::unlimited(), arguments.iter().map(|value| (None, value.clone())).collect());
    let (run, arguments) = function(name)?.call(&Context { at: Path::new(""), budget: &budget }, given)?;
    run.finish(&budget).expect("it is computed");
    Ok((run, arguments))
}
/// The result as a line shows it, once a crate says the same.
fn shown(name: &str, arguments: &[Value]) -> String {
    let (run, arguments) = tried(name, arguments).unwrap_or_else(|fault| panic!("{name}: {fault}"));
    let agreement = function(name).unwrap().agreement(&run, &arguments).unwrap();
    assert!(matches!(agreement, Agreement::Agrees { .. } | Agreement::NoSecondOpinion), "{name}: {agreement}");
    run.result.show(1 << 20).unwrap()
}
/// Runs ssh-keygen; nothing where it is not there.
fn keygen(folder: &FilePath, arguments: &[&str]) -> Option<String> {
    let done = Command::new("ssh-keygen").args(arguments).current_dir(folder).output().ok()?;
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    Some(String::from_utf8_lossy(&done.stdout).into_owned())
}
fn read(folder: &FilePath, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).expect("it was just written")
}

/// The kinds of keys that ssh-keygen makes, and the ciphers it protects them with: public halves, fingerprints and
/// secrets are those that it tells.
#[test]
fn keys_of_ssh_keygen_are_read_as_it_reads_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let kinds: [(&str, &[&str]); 8] = [
        ("open", &["-t", "ed25519", "-N", ""]),
        ("ctr", &["-t", "ed25519", "-N", "correct horse", "-a", "2"]),
        ("cbc", &["-t", "ed25519", "-N", "correct horse", "-a", "1", "-Z", "aes256-cbc"]),
        ("short", &["-t", "ed25519", "-N", "correct horse", "-a", "1", "-Z", "aes128-ctr"]),
        ("odd", &["-t", "ed25519", "-N", "correct horse", "-a", "1", "-Z", "aes192-cbc"]),
        ("ecdsa", &["-t", "ecdsa", "-b", "256", "-N", ""]),
        ("rsa", &["-t", "rsa", "-b", "2048", "-N", "correct horse", "-a", "1"]),
        ("sealed", &["-t", "ed25519", "-N", "correct horse", "-a", "1", "-Z", "aes256-gcm@openssh.com"]),
    ];
    for (name, options) in kinds {
        let arguments = [options, &["-q", "-C", "ada lovelace@example", "-f", name]].concat();
        if keygen(folder, &arguments).is_none() {
            println!("skipped: there is no ssh-keygen");
            return;
        }
        let line = read(folder, &format!("{name}.pub"));
        let told = keygen(folder, &["-l", "-f", &format!("{name}.pub")]).expect("it was there");
        let fingerprint = shown("ssh_fingerprint", &[typed(&line)]);
        assert_eq!(told.split(' ').nth(1), Some(fingerprint.trim_matches('"')), "{name}");
        let public = shown("ssh_public", &[typed(&line)]);
        let restricted = shown("ssh_public", &[typed(&format!("restrict,command=\"ls -l\" {line}"))]);
        assert_eq!(public, restricted, "{name}: options before it say nothing of the key");
        let passphrase = if options.contains(&"correct horse") { "correct horse" } else { "" };
        let file = read(folder, name);
        let windows = file.replace('\n', "\r\n");
        if name == "sealed" {
            let fault = tried("ssh_private", &[typed(&file), typed(passphrase)]).expect_err("it is not opened");
            assert!(fault.message.starts_with("field `cipher`, bytes 19 to 40: it is not opened here"), "{fault}");
            continue;
        }
        for file in [&file, &windows] {
            let list = shown("ssh_private", &[typed(file), typed(passphrase)]);
            assert!(list.starts_with(&format!("[0x{public}, 0x")), "{name}: {list}");
        }
        if passphrase.is_empty() {
            continue;
        }
        for (wrong, says) in [("", "no passphrase is given"), ("correct horsf", "the two numbers differ")] {
            let fault = tried("ssh_private", &[typed(&file), typed(wrong)]).expect_err("it is refused");
            assert!(fault.kind == FaultKind::Rejected && fault.message.contains(says), "{name}: {fault}");
        }
    }
}
#[test]
fn signatures_and_hosts_of_ssh_keygen_are_checked_as_it_checks_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    if keygen(folder, &["-q", "-t", "ed25519", "-N", "", "-f", "key"]).is_none() {
        println!("skipped: there is no ssh-keygen");
        return;
    }
    let line = read(folder, "key.pub");
    let public = tried("ssh_public", &[typed(&line)]).expect("a key").0.result;
    std::fs::write(folder.join("letter"), "attack at dawn\n").expect("a file");
    for (namespace, hash) in [("file", "sha512"), ("git", "sha256")] {
        keygen(folder, &["-Y", "sign", "-q", "-n", namespace, "-O", &format!("hashalg={hash}"), "-f", "key", "letter"]);
        let signature = read(folder, "letter.sig");
        let valid = |message: &str, asked: &str| {
            shown("sshsig_verify", &[public.clone(), typed(message), typed(&signature), typed(asked)])
        };
        assert_eq!(valid("attack at dawn\n", namespace), "true");
        assert_eq!(valid("attack at dusk\n", namespace), "false");
        assert_eq!(valid("attack at dawn\n", "mail"), "false");
        std::fs::remove_file(folder.join("letter.sig")).expect("it was there");
    }
    let hosts = ["git.example", "[git.example]:2222", "192.0.2.7"];
    let lines: String = hosts.map(|host| format!("{host} {line}")).concat();
    std::fs::write(folder.join("hosts"), &lines).expect("a file");
    keygen(folder, &["-H", "-f", "hosts"]);
    let hashed = read(folder, "hosts");
    assert!(hashed.lines().count() == 3 && hashed.lines().all(|line| line.starts_with("|1|")), "{hashed}");
    for (place, line) in hashed.lines().chain(lines.lines()).enumerate() {
        for host in hosts {
            let known = shown("known_host", &[typed(line), typed(host)]);
            assert_eq!(known, (hosts[place % 3] == host).to_string(), "{line} {host}");
        }
    }
}

const LINE: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBTAULT8EszkI8aDtH1ciylYmOL8WVGKs4JquiNhMtXM me@example";
/// The cases of ssh-keygen among the vectors, by their names.
fn vector(id: &str, text: &str) -> String {
    let file = include_str!("../vectors/art-openssh.json");
    let file: serde_json::Value = serde_json::from_str(file).expect("JSON");
    let case = file["cases"].as_array().and_then(|cases| cases.iter().find(|case| case["id"] == id)).expect("a case");
    case["in"][text].as_str().expect("a text").to_owned()
}
/// Every byte of an artefact cut off, and turned into another one: a crate says the same, and a refusal names a field.
/// Gives the results that there were.
fn changed(name: &str, artefact: &str, each: usize, arguments: impl Fn(&str) -> Vec<Value>) -> Vec<(String, String)> {
    let mut results = vec![];
    for i in (0..artefact.len()).step_by(each) {
        let other = if artefact.as_bytes()[i] == b'A' { 'B' } else { 'A' };
        let flipped = format!("{}{other}{}", &artefact[..i], &artefact[i + 1..]);
        let broken = format!("{}\n{}", &artefact[..i], &artefact[i + 1..]);
        for text in [flipped, broken, artefact[..i].to_owned()] {
            let given = arguments(&text);
            match tried(name, &given) {
                Ok((run, bound)) => {
                    let agreement = function(name).unwrap().agreement(&run, &bound).unwrap();
                    let agrees = matches!(agreement, Agreement::Agrees { .. } | Agreement::NoSecondOpinion);
                    assert!(agrees, "{name} {agreement}: {text}");
                    results.push((text, run.result.show(1 << 20).unwrap()));
                }
                Err(fault) => {
                    assert_eq!(fault.kind, FaultKind::Rejected, "{name} {text}: {fault}");
                    assert!(fault.message.starts_with("field `"), "{name} {text}: {fault}");
                    assert!(fault.run.is_some() && fault.argument.is_some(), "{name} {text}: {fault}");
                    let given = given.into_iter().map(|value| (None, value)).collect();
                    let bound = Arguments::bind(function(name).unwrap(), given, &Budget::unlimited()).unwrap();
                    let agreement = function(name).unwrap().agreement_on_refusal(&bound).unwrap();
                    let agrees = matches!(agreement, Agreement::Agrees { .. } | Agreement::NoSecondOpinion);
                    assert!(agrees, "{name} {agreement}: {fault}: {text}");
                }
            }
        }
    }
    results
}
#[test]
fn no_changed_line_is_read_as_the_same_key() {
    let whole = shown("ssh_public", &[typed(LINE)]);
    let key = LINE.split(' ').nth(1).expect("the key");
    for (text, result) in changed("ssh_public", LINE, 1, |text| vec![typed(text)]) {
        assert!(result != whole || text.contains(key), "{text}");
    }
    for (text, result) in changed("ssh_fingerprint", LINE, 1, |text| vec![typed(text)]) {
        assert!(result != "SHA256:Hh/VJfa+jReq0cFg5MNc1ouqWEqVxYQUbV6zzTbUKHo" || text.contains(key), "{text}");
    }
}
#[test]
fn no_changed_file_gives_another_key() {
    for (id, each) in [("openssh-p-0", 1), ("openssh-p-4", 40)] {
        let (file, passphrase) = (vector(id, "key_text"), vector(id, "passphrase_text"));
        let whole = shown("ssh_private", &[typed(&file), typed(&passphrase)]);
        for (text, result) in changed("ssh_private", &file, each, |text| vec![typed(text), typed(&passphrase)]) {
            assert_eq!(result, whole, "{text}");
        }
    }
}
#[test]
fn no_changed_signature_is_valid() {
    let [signature, message] = ["signature_text", "msg"].map(|text| vector("sshsig-p-0", text));
    let public = tried("ssh_public", &[typed(LINE)]).expect("a key").0.result;
    let message: Vec<u8> =
        (0..message.len()).step_by(2).map(|i| u8::from_str_radix(&message[i..i + 2], 16).unwrap()).collect();
    let body = |text: &str| text.split("-----").nth(2).map(|body| body.split_whitespace().collect::<String>());
    let arguments = |text: &str| vec![public.clone(), bytes(&message), typed(text)];
    assert_eq!(shown("sshsig_verify", &arguments(&signature)), "true");
    for (text, result) in changed("sshsig_verify", &signature, 1, arguments) {
        // Where lines end, and what stands behind the last one, is none of the signature.
        assert!(result == "false" || body(&text) == body(&signature), "{text}");
    }
}
#[test]
fn no_changed_line_is_about_the_host() {
    let line = format!("|1|BwcHBwcHBwcHBwcHBwcHBwcHBwc=|8Okcict9nkLYWQRln8W//e1u9+g= {LINE}");
    let hosts = &line[..line.find(' ').expect("a blank")];
    for (text, result) in changed("known_host", &line, 1, |text| vec![typed(text), typed("git.example")]) {
        assert!(result == "false" || text.starts_with(hosts), "{text}");
    }
}
/// A pattern is compared where it has characters of its own; what leaves a host out says so.
#[test]
fn patterns_of_hosts_are_compared_piece_by_piece() {
    let run = |hosts: &str, host: &str| {
        let (made, _) = tried("known_host", &[typed(&format!("{hosts} {LINE}")), typed(host)]).unwrap();
        let result = made.result.to_bool().unwrap();
        (made, if result == Some(true) { "true" } else { "false" })
    };
    let (made, result) = run("b.x,*.e?ample", "git.example");
    assert_eq!(made.choices[0].answer, "yes, it is pattern 2 of 2, *.e?ample");
    assert_eq!(result, "true");
    let compare = made.items.iter().find(|item| item.name == "compare").expect("a comparison");
    let Body::Run(compare) = &compare.body else { panic!("a run") };
    let text = |index: usize| compare.inputs[index].1.rope().unwrap().to_vec().unwrap();
    assert_eq!((text(0), text(1)), (b".eample".to_vec(), b".eample".to_vec()));
    let (made, result) = run("*.example,!git.*", "git.example");
    assert_eq!(made.choices[0].answer, "no: it is pattern 2 of 2, !git.*, which leaves it out");
    assert_eq!(result, "false");
    // Every pattern is tried in steps that grow with the line alone, whatever stands there.
    let (_, result) = run(&"*a".repeat(400), &"a".repeat(399));
    assert_eq!(result, "false");
}
#[test]
fn what_cannot_be_read_is_refused_with_its_place() {
    let refused = |name: &str, arguments: &[Value]| match tried(name, arguments) {
        Err(fault) => fault.to_string(),
        Ok((run, _)) => panic!("{name}: {:?}", run.result),
    };
    let line = |line: &str| refused("ssh_public", &[typed(line)]);
    assert_eq!(line(""), "field `type`, at character 0 of 0: the kind of the key stands there, such as ssh-ed25519");
    assert!(line("ssh-ed25519").starts_with("field `key`, at character 11 of 11: ` ` comes before it"));
    assert!(line("ssh-ed25519 AAA*").contains("`AAA*`: it is written in base64"));
    assert!(line(&LINE.replacen("ssh-ed25519", "ssh-rsa", 1)).contains("the key itself says that it is `ssh-ed25519`"));
    assert!(line(&format!("{LINE}\n{LINE}")).contains("another one follows"));
    let host = |line: &str| refused("known_host", &[typed(line), typed("h")]);
    assert!(host("|1|AAAA|AAAA ssh-ed25519 A").starts_with("field `salt`, characters 3 to 6, `AAAA`: it is 20 bytes"));
    assert!(host(&format!("@old git.example {LINE}")).starts_with("field `marker`, characters 0 to 3"));
    let file = |file: &str| refused("ssh_private", &[typed(file)]);
    assert!(file("").starts_with("field `begin`"), "{}", file(""));
    let old = file("-----BEGIN RSA PRIVATE KEY-----\nYWJj\n-----END RSA PRIVATE KEY-----\n");
    assert!(old.contains("is wanted here; ssh-keygen -p -f FILE"), "{old}");
    // Lengths that go past the end say so, and all that could be read up to there stays.
    let long = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA/////w==\n-----END OPENSSH PRIVATE KEY-----\n";
    let fault = tried("ssh_private", &[typed(long)]).expect_err("it is refused");
    assert_eq!(fault.message, "field `cipher_length`, bytes 15 to 18: it says 4294967295 bytes, and 0 are left");
    let run = fault.run.expect("the run up to it");
    assert_eq!(run.items.iter().map(|item| item.name.as_str()).collect::<Vec<_>>(), ["armour", "fields"]);
    let blob = refused("ssh_fingerprint", &[bytes(&[0, 0, 0, 3, b'a', b'b', b'c'])]);
    assert!(blob.starts_with("field `type`, bytes 4 to 6: the kinds of keys are ssh-ed25519, "), "{blob}");
}
/// `explain` says what it was checked with, never more: a line without its host, a file without its passphrase and a
/// signature without its key are not checked.
#[test]
fn what_is_explained_is_verified_with_what_was_given_alone() {
    let told = |text: &str, given: &[(&str, Value)]| {
        let with = given.iter().fold(With::default(), |with, (name, value)| with.and(name, value.clone()));
        let found = explain(text.as_bytes(), &with, &Budget::unlimited());
        let best = found.candidates.into_iter().next().expect("a family");
        let fields: Vec<String> = best.fields.iter().map(|field| field.name.clone()).collect();
        let judged: Vec<String> = best.judgements.iter().map(|judged| judged.said.clone()).collect();
        (format!("{}: {}", best.family.id, best.said), fields.join(" "), judged.join(" "))
    };
    let (said, fields, _) = told(LINE, &[]);
    assert_eq!((said.as_str(), fields.contains("public_key/key_length")), ("openssh-public-key: ", true), "{fields}");
    let hashed = format!("|1|BwcHBwcHBwcHBwcHBwcHBwcHBwc=|8Okcict9nkLYWQRln8W//e1u9+g= {LINE}");
    let host = |host: &str| told(&hashed, &[("host", Value::text(host))]).0;
    assert_eq!(host("git.example"), "known-hosts: VERIFIED with the name of the host");
    assert!(host("git.example.org").starts_with("known-hosts: FALSE"));
    assert_eq!(told(&hashed, &[]).0, "known-hosts: NOT CHECKED: needs the name of the host");
    assert!(told(&format!("git.example {LINE}"), &[]).2.contains("in the clear"));
    let (file, passphrase) = (vector("openssh-p-4", "key_text"), vector("openssh-p-4", "passphrase_text"));
    let (said, fields, judged) = told(&file, &[]);
    assert_eq!(said, "openssh-private-key: NOT CHECKED: needs the passphrase, where it has one");
    assert!(
        fields.contains("kdf_options_length salt_length salt rounds") && judged.contains("its rounds are 1,"),
        "{fields} {judged}"
    );
    let opened = told(&file, &[("passphrase", Value::text(&passphrase))]).0;
    assert_eq!(opened, "openssh-private-key: VERIFIED with the passphrase");
    let (_, fields, judged) = told(&vector("openssh-p-0", "key_text"), &[]);
    assert!(fields.contains("private/comment") && judged.contains("is not encrypted"), "{fields} {judged}");
    let signature = vector("sshsig-p-0", "signature_text");
    let with = |message: &str| told(&signature, &[("public", Value::text(LINE)), ("message", Value::text(message))]).0;
    assert!(with("signed message 0\n").starts_with("sshsig: VERIFIED with the public key and the message"));
    assert!(with("signed message 1\n").starts_with("sshsig: FALSE"));
    assert!(told(&signature, &[]).1.contains("namespace_length namespace"));
}
