//! Calls of every function that cost as much as its parameters allow, and what is seen of them first.

use cleartext::app::{App, stage::bench};
use cleartext::functions;
use cleartext::lesson::course::Library;
use cleartext::sheet::NoFiles;
use cleartext::ui::text::frame::picture;
use cleartext::ui::text::theme::Theme;
use cleartext::ui::{Look, draw};
use std::rc::Rc;
use std::time::{Duration, Instant};

/// Calls of a function that cost as much as its parameters allow.
pub fn costly(name: &str) -> Vec<String> {
    const LONG: &str = "repeat(0xa5, 1_000_000_000)";
    const WHOLE: &str = "ctr(repeat(0x01, 16), repeat(0x02, 16), repeat(0xa5, 16_777_216))";
    const WIDE: &str = "int_be(repeat(0xff, 512))";
    const WIDEST: &str = "int_be(repeat(0xff, 4096))";
    const P256: &str = "[48439561293906451759052585252792914202762949526041747995844080717045404632286, \
                        36134250956749795798587127919587881956611106672985015071877198253568414405109]";
    const ED25519: &str = "[15112221349535400772501151409588531511454012693041857206046113283949847762202, \
                           46316835694926478169428394003475163141307993866256225615783033603165251855960]";
    const KEY: &str = "repeat(0xa5, 32)";
    let modes = |with_iv: bool| {
        [("aes", 16), ("blowfish", 8)].map(|(cipher, block)| {
            let iv = if with_iv { format!("repeat(0x02, {block}), ") } else { String::new() };
            format!("{name}(repeat(0x01, 16), {iv}{LONG}, cipher: \"{cipher}\")")
        })
    };
    let on_curves = |arguments: fn(&str, &str) -> String| {
        [(P256, "\"p256\""), (ED25519, "\"edwards25519\"")]
            .map(|(point, curve)| format!("{name}({})", arguments(point, curve)))
            .into()
    };
    let call = |arguments: String| vec![format!("{name}({arguments})")];
    match name {
        "sha224" | "sha256" | "sha384" | "sha512" | "sha512_224" | "sha512_256" | "length" | "not" | "reverse"
        | "hex" | "base64" => call(LONG.into()),
        "md5" | "sha1" | "sha3_224" | "sha3_256" | "sha3_384" | "sha3_512" | "blake2b" | "blake2s" => call(LONG.into()),
        "shake128" | "shake256" => call(format!("{LONG}, 1_048_576")),
        "hkdf_extract" => call(format!("{LONG}, {LONG}, hash: \"sha3_512\"")),
        "hkdf_expand" => call(format!("repeat(0x01, 64), {LONG}, 16_320, hash: \"sha512\"")),
        "hkdf" => call(format!("{LONG}, {LONG}, {LONG}, 16_320, hash: \"blake2b\"")),
        "scrypt" => vec![
            format!("scrypt({LONG}, {LONG}, 262_144, 8, 2, 16_384)"),
            "scrypt(\"password\", \"salt\", 2_097_152, 1, 2, 32)".into(),
            "scrypt(\"password\", \"salt\", 8_192, 256, 1, 32)".into(),
            "scrypt(\"password\", \"salt\", 16_384, 1, 256, 32)".into(),
        ],
        "argon2" => vec![
            format!("argon2({LONG}, {LONG}, 262_144, 4, 16, 16_320, secret: {LONG}, data: {LONG})"),
            "argon2(\"password\", \"somesalt\", 262_144, 4, 1, 32, variant: \"i\")".into(),
            "argon2(\"password\", \"somesalt\", 8, 131_072, 1, 32, variant: \"d\")".into(),
            "argon2(\"password\", \"somesalt\", 262_144, 4, 4, 32, version: 16)".into(),
        ],
        "poly1305" => call("repeat(0x01, 32), repeat(0xa5, 67_108_864)".into()),
        "hkdf_expand_label" => {
            call("repeat(0x01, 64), repeat(\"l\", 249), repeat(0x02, 255), 16_320, hash: \"sha512\"".into())
        }
        "mt19937" => call("4_294_967_295, 20_000".into()),
        "bcrypt" => call("repeat(0xa5, 1_000_000), repeat(0x01, 16), 14".into()),
        "bcrypt_pbkdf" => call("repeat(0xa5, 1_000_000), repeat(0x01, 1_000_000), 512, 64".into()),
        "pbkdf2" => vec![
            "pbkdf2(\"password\", \"salt\", 10_000_000, 32)".into(),
            "pbkdf2(\"password\", \"salt\", 19_531, 16_384)".into(),
            format!("pbkdf2({LONG}, {LONG}, 1000, 64, hash: \"sha3_512\")"),
        ],
        "sha256_resume" => call(format!("repeat(0x00, 32), 64, {LONG}")),
        "collision" => call("repeat(0xa5, 1_048_576), 3, hash: \"sha3_512\"".into()),
        "rainbow_chain" => call("\"0000\", 200, salt: repeat(0x01, 64)".into()),
        "rainbow_find" => call("repeat(0x01, 32), 200, 200, salt: repeat(0x01, 64)".into()),
        "guess_from_list" => [
            ("$argon2id$v=19$m=5120,t=1,p=1$FI8jHFEztuIkfIfmg5uSRQ$UVQW5v2HxK8lLEveeJ+/2Tsf61cuqyc8W58NgIMhIhc", 200),
            ("pbkdf2_sha256$50000$salt$T0YVQf+MF51SeJvRLH1rOYu/muNOARvF7GGnqE5TrjA=", 200),
            ("pbkdf2_sha256$10000000$salt$T0YVQf+MF51SeJvRLH1rOYu/muNOARvF7GGnqE5TrjA=", 1),
            ("$2b$14$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG", 1),
            ("scrypt:2097152:1:2$salt$00", 1),
            ("md5$salt$67a1e09bb1f83f5007dc119c14d663aa", 200),
        ]
        .map(|(encoded, words)| {
            let encoded =
                if encoded.ends_with("$00") { encoded.replace("$00", &format!("${:0128}", 0)) } else { encoded.into() };
            format!("{name}(\"{encoded}\", split(repeat(\"sunshine \", {words})[0..{}], \" \"))", 9 * words - 1)
        })
        .into(),
        "early_exit" => call("repeat(0xa5, 65_536), repeat(0xa5, 65_536)".into()),
        "forge_by_count" => call("repeat(0xff, 64)".into()),
        "hmac" => call(format!("{LONG}, {LONG}, hash: \"sha512\"")),
        "chacha20" => call(format!("repeat(0x01, 32), repeat(0x02, 12), {LONG}")),
        "ecb_encrypt" | "ecb_decrypt" => modes(false).into(),
        "cbc_encrypt" | "cbc_decrypt" | "ctr" => modes(true).into(),
        "xor" | "and" | "or" | "equal" | "bit_difference" | "same" | "different" | "concat" => {
            call(format!("{LONG}, {LONG}"))
        }
        "slice" => call(format!("{LONG}, 5, 999_999_000")),
        "unhex" => call(format!("hex({WHOLE}[0..8_000_000])")),
        "unbase64" => call(format!("base64({WHOLE}[0..12_000_000])")),
        "utf8" => call(format!("text(hex({WHOLE}[0..8_000_000]))")),
        "text" => call(format!("hex({WHOLE}[0..8_000_000])")),
        "split" => call(format!("{WHOLE}, 0x0102030405")),
        "pad" => call(format!("{LONG}, 255")),
        "unpad" => call(format!("pad({LONG}, 255), 255")),
        "add" | "subtract" | "multiply" | "divide" | "modulo" | "less" | "less_equal" | "greater" | "greater_equal" => {
            call(format!("{WIDEST}, {WIDEST} - 9"))
        }
        "int_be" | "int_le" => call("repeat(0xff, 8192)".into()),
        "bytes_be" | "bytes_le" => call(format!("{WIDEST}, 16_384")),
        "modpow" => call(format!("{WIDE} - 4, {WIDE} - 9, {WIDE} - 2")),
        "modinv" => call(format!("{WIDE} div 3, {WIDE} - 2")),
        "gcd" => call(format!("{WIDE} div 3, {WIDE} - 2")),
        "dh_public" => call(format!("{WIDE} - 2, p: {WIDE} - 4, g: {WIDE} - 8")),
        "dh_shared" => call(format!("{WIDE} - 2, {WIDE} - 8, p: {WIDE} - 4, q: ({WIDE} - 5) div 2")),
        "point_multiply" => on_curves(|point, curve| format!("int_be(repeat(0xff, 128)), {point}, {curve}")),
        "point_add" => on_curves(|point, curve| format!("{point}, {point}, {curve}")),
        "point_encode" => on_curves(|point, curve| format!("{point}, {curve}")),
        "point_decode" => on_curves(|point, curve| format!("point_encode({point}, {curve}), {curve}")),
        "ed25519_sign" => call(format!("{KEY}, {LONG}")),
        "ed25519_verify" => call(format!("ed25519_public({KEY}), {LONG}, ed25519_sign({KEY}, \"m\")")),
        "ec_public" => call(KEY.into()),
        "ecdh" => call(format!("{KEY}, ec_public({KEY})")),
        "ecdsa_nonce" | "ecdsa_sign" => call(format!("{KEY}, {LONG}, hash: \"sha512\"")),
        "ecdsa_verify" => call(format!("ec_public({KEY}), {LONG}, repeat(0x01, 64)")),
        "rsa_encrypt_raw" | "rsa_decrypt_raw" => call(format!("{WIDE} - 9, {WIDE} - 4, {WIDE}")),
        "rsa_pkcs1_sign" => call(format!("{WIDE}, {WIDE} - 4, {LONG}")),
        "rsa_pss_sign" => call(format!("{WIDE}, {WIDE} - 4, {LONG}, repeat(0x01, 32)")),
        "rsa_pkcs1_verify" | "rsa_pss_verify" => call(format!("{WIDE}, {WIDE} - 4, {LONG}, repeat(0x01, 512)")),
        "rsa_oaep_encrypt" => call(format!("{WIDE}, {WIDE} - 4, repeat(0x01, 446), repeat(0x02, 32)")),
        "rsa_oaep_decrypt" => call(format!("{WIDE}, {WIDE} - 4, repeat(0x01, 512)")),
        "rsa_pkcs1_forge" => call(format!("{WIDE}, {LONG}")),
        "miller_rabin" => call(format!("{WIDE} - 2, {WIDE} - 4")),
        "rsa_prime" => call("2_147_483_500".into()),
        "integer_root" => vec![format!("integer_root({WIDE}, 2)"), format!("integer_root({WIDE}, 16)")],
        "mgf1" => call("repeat(0x01, 65_536), 4096, hash: \"sha1\"".into()),
        "discrete_log" => call("2, 1_405_270_687, 4_294_967_291".into()),
        "fermat" => call("int_be(repeat(0xff, 256))".into()),
        "repeat" => call(format!("{WHOLE}, 64")),
        "choose" => {
            vec![format!("if({WIDEST} < {WIDEST} - 9, {LONG}, {LONG})"), format!("if(true, {WIDEST}, {WIDEST})")]
        }
        "item" => call("split(repeat(\",\", 65_535), \",\"), 65_535".into()),
        "join" => call("split(repeat(\",\", 65_535), \",\"), repeat(0xa5, 16_000)".into()),
        "aes_encrypt" | "aes_decrypt" => call(format!("{KEY}, repeat(0x02, 16)")),
        "blowfish_encrypt" | "blowfish_decrypt" => call("repeat(0x01, 56), repeat(0x02, 8)".into()),
        "chacha20_block" => call(format!("{KEY}, repeat(0x02, 12), 4_294_967_295")),
        "x25519" => call(format!("{KEY}, x25519_public(repeat(0x5a, 32))")),
        "x25519_public" | "ed25519_public" => call(KEY.into()),
        "x25519_toy" => call("63, 126".into()),
        "ed25519_toy_sign" => call(format!("0xa5, {LONG}")),
        "ed25519_toy_verify" => call(format!("0x5a, {LONG}, ed25519_toy_sign(0xa5, \"m\")")),
        _ => functions::function(name).unwrap().examples.iter().map(|example| (*example).to_owned()).collect(),
    }
}

/// The bench with an expression, and its first picture.
pub fn opened(expression: &str) -> (App, String) {
    let Ok(opened) = bench::first_cell(expression) else { panic!("it is an expression: {expression}") };
    let mut app = App::bench(Library::default(), opened, Rc::new(NoFiles));
    app.size = (120, 40);
    let look = Look { theme: Theme::Mono, ascii: false };
    let drawn = picture(120, 40, |frame| draw(&app, look, frame));
    let shown = drawn.content.iter().map(|cell| cell.symbol()).collect();
    (app, shown)
}

/// How long the first picture of an expression takes on the bench.
pub fn first_picture(expression: &str) -> Duration {
    let begun = Instant::now();
    let (mut app, _) = opened(expression);
    drop(app.begin());
    begun.elapsed()
}
