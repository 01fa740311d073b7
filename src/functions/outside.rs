//! Lines for a shell that compute a call again with tools that have nothing to do with this program.
//!
//! What a line is given is quoted so that every shell hands it on byte by byte, whatever it holds: `printf` gets
//! printable letters and octal numbers, the other tools get hexadecimal digits.

use super::{Arguments, Function};
use crate::run::{Error, Source};
use num_bigint::Sign;
use std::fmt::Write;

/// A line for a shell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outside {
    /// The tool that computes.
    pub tool: &'static str,
    /// The line, which prints the result.
    pub line: String,
}

/// The lines that a row gives for a call, none where a tool cannot do it.
type Lines = fn(&Given) -> Result<Vec<Option<Outside>>, Error>;

/// The most bytes that all arguments have together, and the longest line.
const INPUT: u64 = 2048;
const LINE: usize = 8192;

/// The lines for a call, for its arguments as they are; none for a call that is too long for a line, that leaves a part
/// of the algorithm out, or that no other tool has.
///
/// # Errors
/// What reading the arguments gives.
pub fn lines(function: &Function, arguments: &Arguments) -> Result<Vec<Outside>, Error> {
    let Some((_, lines)) = OUTSIDE.iter().find(|(names, _)| names.contains(&function.name)) else { return Ok(vec![]) };
    let reduced = function.vetted.vetted().and_then(|row| row.reduced);
    let length: u64 = arguments.values().filter_map(|(_, value)| value.rope()).map(|rope| rope.len()).sum();
    if length > INPUT || reduced.map_or(Ok(None), |reduced| reduced(arguments))?.is_some() {
        return Ok(vec![]);
    }
    let lines = lines(&Given { name: function.name, arguments })?;
    Ok(lines.into_iter().flatten().filter(|outside| outside.line.len() <= LINE).collect())
}

/// The hash functions of a message alone.
const HASHES: &[&str] = &[
    "md5",
    "sha1",
    "sha224",
    "sha256",
    "sha384",
    "sha512",
    "sha512_224",
    "sha512_256",
    "sha3_224",
    "sha3_256",
    "sha3_384",
    "sha3_512",
];
/// The functions that other tools have, and their lines.
static OUTSIDE: &[(&[&str], Lines)] = &[
    (HASHES, |given| {
        let message = given.bytes("message")?;
        let sums = ["md5sum", "sha1sum", "sha224sum", "sha256sum", "sha384sum", "sha512sum"];
        let tool = sums.into_iter().find(|tool| tool.strip_suffix("sum") == Some(given.name));
        Ok(vec![
            tool.map(|tool| Outside { tool, line: piped(&message, tool) }),
            openssl(piped(&message, &format!("openssl dgst -{}", dashed(given.name)))),
            python("import hashlib", &format!("hashlib.new(\"{}\", {}).hexdigest()", given.name, literal(&message))),
        ])
    }),
    (&["shake128", "shake256"], |given| {
        let (message, length) = (literal(&given.bytes("message")?), given.arguments.int("length")?);
        let name = given.name.replace("shake", "shake_");
        Ok(vec![python("import hashlib", &format!("hashlib.{name}({message}).hexdigest({length})"))])
    }),
    (&["hkdf_expand_label"], |given| {
        let (secret, context) = (given.bytes("secret")?, given.bytes("context")?);
        let label = [b"tls13 ".as_slice(), &given.bytes("label")?].concat();
        let length = given.arguments.u64("length").unwrap_or_default();
        let info = [&(length as u16).to_be_bytes()[..], &[label.len() as u8], &label, &[context.len() as u8], &context];
        let kdf = format!(
            "openssl kdf -keylen {length} -kdfopt digest:{} -kdfopt mode:EXPAND_ONLY -kdfopt hexkey:{} -kdfopt hexinfo:{} \
             -binary HKDF | {PRINT}",
            dashed(&given.text("hash")?),
            digits(&secret),
            digits(&info.concat())
        );
        Ok(vec![openssl(kdf).filter(|_| length > 0)])
    }),
    (&["mt19937"], |given| {
        let [seed, count] = ["seed", "count"].map(|name| given.arguments.int(name));
        let (seed, count) = (seed?, count?);
        // The state as init_genrand makes it: random.seed would take another way.
        let state = format!(
            "s = [{seed}]; [s.append((1812433253 * (s[-1] ^ s[-1] >> 30) + i) % 2**32) for i in range(1, 624)]; \
             random.setstate((3, (*s, 624), None))"
        );
        Ok(vec![python(
            &format!("import random; {state}"),
            &format!("[random.getrandbits(32) for i in range({count})]"),
        )])
    }),
    (&["pbkdf2"], |given| {
        let (password, salt, name) = (given.bytes("password")?, given.bytes("salt")?, given.text("hash")?);
        let [iterations, length] = ["iterations", "length"].map(|name| given.arguments.int(name));
        let (iterations, length) = (iterations?, length?);
        let kdf = format!(
            "openssl kdf -keylen {length} -kdfopt digest:{} -kdfopt hexpass:{} -kdfopt hexsalt:{} -kdfopt \
             iter:{iterations} -kdfopt pkcs5:1 -binary PBKDF2 | {PRINT}",
            dashed(&name),
            digits(&password),
            digits(&salt)
        );
        let expression = format!(
            "hashlib.pbkdf2_hmac(\"{name}\", {}, {}, {iterations}, {length})",
            literal(&password),
            literal(&salt)
        );
        Ok(vec![
            openssl(kdf).filter(|_| !password.is_empty() && !salt.is_empty()),
            python("import hashlib", &format!("{expression}.hex()")),
        ])
    }),
    (&["scrypt"], |given| {
        let (password, salt) = (given.bytes("password")?, given.bytes("salt")?);
        let [n, r, p, length] = ["n", "r", "p", "length"].map(|name| given.arguments.int(name));
        let (n, r, p, length, memory) = (n?, r?, p?, length?, 1 << 30);
        let kdf = format!(
            "openssl kdf -keylen {length} -kdfopt hexpass:{} -kdfopt hexsalt:{} -kdfopt n:{n} -kdfopt r:{r} -kdfopt p:{p} \
             -kdfopt maxmem_bytes:{memory} -binary SCRYPT | {PRINT}",
            digits(&password),
            digits(&salt)
        );
        let (password_, salt_) = (literal(&password), literal(&salt));
        let expression =
            format!("hashlib.scrypt({password_}, salt={salt_}, n={n}, r={r}, p={p}, maxmem={memory}, dklen={length})");
        Ok(vec![
            openssl(kdf).filter(|_| !password.is_empty() && !salt.is_empty()),
            python("import hashlib", &format!("{expression}.hex()")),
        ])
    }),
    (&["blake2b", "blake2s"], |given| {
        let (message, key) = (literal(&given.bytes("message")?), literal(&given.bytes("key")?));
        let options = format!("digest_size={}, key={key}", given.arguments.int("length")?);
        Ok(vec![python("import hashlib", &format!("hashlib.{}({message}, {options}).hexdigest()", given.name))])
    }),
    (&["hkdf"], |given| {
        let [secret, salt, info] =
            ["secret", "salt", "info"].map(|name| given.bytes(name).map(|bytes| literal(&bytes)));
        let (length, hash) = (given.arguments.int("length")?, given.text("hash")?);
        let setup = "from cryptography.hazmat.primitives import hashes; \
                     from cryptography.hazmat.primitives.kdf.hkdf import HKDF";
        let options = format!("hashes.{}(), {length}, {}, {}", hash.to_uppercase(), salt?, info?);
        let line = python(setup, &format!("HKDF({options}).derive({}).hex()", secret?));
        Ok(vec![line.filter(|_| HASHES.contains(&hash.as_str()) && length.sign() != Sign::NoSign)])
    }),
    (&["hmac"], |given| {
        let (key, message, hash) = (given.bytes("key")?, given.bytes("message")?, given.text("hash")?);
        let command = format!("openssl dgst -{} -mac HMAC -macopt hexkey:{}", dashed(&hash), digits(&key));
        let hmac = format!("hmac.new({}, {}, \"{hash}\").hexdigest()", literal(&key), literal(&message));
        // An empty key is no key to openssl.
        let openssl = openssl(piped(&message, &command)).filter(|_| !key.is_empty());
        Ok(vec![openssl, python("import hmac", &hmac)])
    }),
    (&["aes_encrypt", "aes_decrypt"], |given| enc(given, "ecb", "block", None)),
    (&["ecb_encrypt", "ecb_decrypt"], |given| enc(given, "ecb", "message", None)),
    (&["cbc_encrypt", "cbc_decrypt"], |given| enc(given, "cbc", "message", Some("iv"))),
    (&["ctr"], |given| enc(given, "ctr", "message", Some("counter_block"))),
    (&["chacha20_block", "chacha20"], |given| {
        let message = if given.name == "chacha20" { given.bytes("message")? } else { vec![0; 64] };
        let counter = u32::try_from(given.arguments.int("counter")?).unwrap_or_default();
        let (key, start) = (given.bytes("key")?, [counter.to_le_bytes().to_vec(), given.bytes("nonce")?].concat());
        let command = format!("openssl enc -chacha20 -K {} -iv {}", digits(&key), digits(&start));
        Ok(vec![openssl(piped(&message, &format!("{command} | {PRINT}")))])
    }),
    (&["gcm_seal", "chacha20_poly1305_seal"], |given| {
        let class = if given.name == "gcm_seal" { "AESGCM" } else { "ChaCha20Poly1305" };
        let [key, nonce, message, data] = ["key", "nonce", "message", "data"].map(|name| given.bytes(name));
        let nonce = nonce?;
        let setup = format!("from cryptography.hazmat.primitives.ciphers.aead import {class}");
        let sealed = format!(
            "{class}({}).encrypt({}, {}, {}).hex()",
            literal(&key?),
            literal(&nonce),
            literal(&message?),
            literal(&data?)
        );
        // The package takes nonces of these lengths, and cuts no tag short.
        let whole = given.name != "gcm_seal" || given.arguments.int("tag_length")? == 16.into();
        Ok(vec![python(&setup, &sealed).filter(|_| whole && (8..=128).contains(&nonce.len()))])
    }),
    (&["blowfish_encrypt", "blowfish_decrypt"], |given| {
        let (key, block) = (given.bytes("key")?, given.bytes("block")?);
        let setup = "from cryptography.hazmat.primitives.ciphers import Cipher, modes; \
                     from cryptography.hazmat.decrepit.ciphers.algorithms import Blowfish";
        let way = if given.name == "blowfish_encrypt" { "encryptor" } else { "decryptor" };
        let cipher = format!("Cipher(Blowfish({}), modes.ECB()).{way}()", literal(&key));
        // The package takes no shorter key.
        Ok(vec![python(setup, &format!("{cipher}.update({}).hex()", literal(&block))).filter(|_| key.len() >= 4)])
    }),
    (&["x25519", "x25519_public"], |given| {
        let scalar = given.bytes("scalar")?;
        let private = format!("x.X25519PrivateKey.from_private_bytes({})", literal(&scalar));
        let setup = "import cryptography.hazmat.primitives.asymmetric.x25519 as x";
        if given.name == "x25519_public" {
            return Ok(vec![python(setup, &format!("{private}.public_key().public_bytes_raw().hex()"))]);
        }
        let u = given.bytes("u")?;
        let expression = format!("{private}.exchange(x.X25519PublicKey.from_public_bytes({})).hex()", literal(&u));
        // The package refuses a result of zeros only.
        let array = |bytes: Vec<u8>| bytes.try_into().unwrap_or([0; 32]);
        let is_zero = x25519_dalek::x25519(array(scalar), array(u)) == [0; 32];
        Ok(vec![python(setup, &expression).filter(|_| !is_zero)])
    }),
    (&["ed25519_public", "ed25519_sign"], |given| {
        let private = format!("ed.Ed25519PrivateKey.from_private_bytes({})", literal(&given.bytes("seed")?));
        let expression = match given.name {
            "ed25519_sign" => format!("{private}.sign({})", literal(&given.bytes("message")?)),
            _ => format!("{private}.public_key().public_bytes_raw()"),
        };
        let setup = "import cryptography.hazmat.primitives.asymmetric.ed25519 as ed";
        Ok(vec![python(setup, &format!("{expression}.hex()"))])
    }),
    (&["modpow"], |given| {
        let [base, exponent, modulus] = ["base", "exponent", "modulus"].map(|name| given.arguments.int(name));
        Ok(vec![python("", &format!("pow({}, {}, {})", base?, exponent?, modulus?))])
    }),
    (&["modinv"], |given| {
        let (a, modulus) = (given.arguments.int("a")?, given.arguments.int("modulus")?);
        Ok(vec![python("", &format!("pow({a}, -1, {modulus})"))])
    }),
    (&["gcd"], |given| {
        let (a, b) = (given.arguments.int("a")?, given.arguments.int("b")?);
        Ok(vec![python("import math", &format!("math.gcd({a}, {b})"))])
    }),
    (&["base64"], |given| {
        let plain = !given.arguments.bool("url")? && given.arguments.bool("pad")?;
        Ok(vec![openssl(piped(&given.bytes("a")?, "openssl base64 -A; echo")).filter(|_| plain)])
    }),
];

/// The call that a row writes lines for.
struct Given<'a> {
    name: &'static str,
    arguments: &'a Arguments,
}
impl Given<'_> {
    fn bytes(&self, parameter: &str) -> Result<Vec<u8>, Error> {
        self.arguments.bytes(parameter)
    }
    fn text(&self, parameter: &str) -> Result<String, Error> {
        self.arguments.text(parameter)
    }
    /// The text of a parameter that not every function has.
    fn option(&self, parameter: &str) -> Result<Option<String>, Error> {
        let has = self.arguments.values().any(|(name, _)| name == parameter);
        has.then(|| self.text(parameter)).transpose()
    }
}

/// The line of AES in a mode, of bytes by name, from a start where the mode has one.
fn enc(given: &Given, mode: &str, input: &str, start: Option<&str>) -> Result<Vec<Option<Outside>>, Error> {
    let padding = match given.option("padding")?.as_deref() {
        Some("pkcs7") => "",
        Some("none") | None => " -nopad",
        Some(_) => return Ok(vec![]),
    };
    if given.option("cipher")?.is_some_and(|cipher| cipher != "aes") {
        return Ok(vec![]);
    }
    let key = given.bytes("key")?;
    let back = if given.name.ends_with("_decrypt") { " -d" } else { "" };
    let start = start.map(|name| given.bytes(name)).transpose()?;
    let start = start.map_or(String::new(), |bytes| format!(" -iv {}", digits(&bytes)));
    let bits = 8 * key.len();
    let command = format!("openssl enc -aes-{bits}-{mode}{back}{padding} -K {}{start} | {PRINT}", digits(&key));
    Ok(vec![openssl(piped(&given.bytes(input)?, &command))])
}

/// The digits of what a tool writes as bytes.
const PRINT: &str = "od -An -v -tx1 | tr -d ' \\n'; echo";

fn openssl(line: String) -> Option<Outside> {
    Some(Outside { tool: "openssl", line })
}
fn python(setup: &str, expression: &str) -> Option<Outside> {
    let semicolon = if setup.is_empty() { "" } else { "; " };
    Some(Outside { tool: "python3", line: format!("python3 -c '{setup}{semicolon}print({expression})'") })
}
/// Bytes as the input of a command. In the format of `printf` all that is no plain letter stands as an octal number:
/// nothing ends the quotes, begins an option or an escape, or is a word of any shell.
fn piped(bytes: &[u8], command: &str) -> String {
    let mut line = String::from("printf '");
    for (i, byte) in bytes.iter().enumerate() {
        let plain = matches!(byte, b' '..=b'~') && !b"'\\%!".contains(byte) && !(i == 0 && *byte == b'-');
        // Writing to a string does not fail.
        let _ = if plain { write!(line, "{}", char::from(*byte)) } else { write!(line, "\\{byte:03o}") };
    }
    format!("{line}' | {command}")
}
/// The name of a hash function as openssl has it.
fn dashed(name: &str) -> String {
    match name {
        "blake2b" => "blake2b512".into(),
        "blake2s" => "blake2s256".into(),
        other => other.replace('_', "-"),
    }
}
fn digits(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}
/// Bytes as Python has them.
fn literal(bytes: &[u8]) -> String {
    format!("bytes.fromhex(\"{}\")", digits(bytes))
}
