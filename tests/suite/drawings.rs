//! Pictures: each at a place with true values, stood on cell by cell, walked, hidden, compared, spoken.

use std::sync::Arc;

use cleartext::learner::lens::{Around, Lens, mark};
use cleartext::learner::veil::Veil;
use cleartext::run::Budget;
use cleartext::run::lanes::{Happening, Lanes};
use cleartext::sheet::expr::Limits;
use cleartext::sheet::spot::Spot;
use cleartext::sheet::{NoFiles, Sheet};
use cleartext::view::glyphs;
use cleartext::view::picture::{ASKED, Cell, Drawing, Got, PICTURES, Picture, Scene, Size, picture};

/// A picture at a place.
struct Case {
    /// The name of the picture.
    picture: &'static str,
    /// A sheet whose last cell is looked at.
    sheet: &'static str,
    /// The same sheet with other inputs, to compare with.
    other: &'static str,
    /// The place below that cell.
    at: &'static str,
    /// What stands in its cells, by address below that cell; with an ellipsis, how that begins or ends.
    shows: &'static [(&'static str, &'static str)],
}

const AES: &str = "key = input(0x2b7e151628aed2a6abf7158809cf4f3c)\nblock = input(0x3243f6a8885a308d313198a2e0370734)\n\
                   c = aes_encrypt(key, block)";
const AES_OTHER: &str = "key = input(0x2b7e151628aed2a6abf7158809cf4f3c)\n\
                         block = input(0x3343f6a8885a308d313198a2e0370734)\nc = aes_encrypt(key, block)";
const BLOWFISH: &str = "block = input(\"Good day\")\nc = blowfish_encrypt(\"correct horse\", block)";
const CHACHA: &str = "n = input(0x000000090000004a00000000)\n\
    c = chacha20_block(0x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f, n, 1)";

const CBC: &str = "m = input(0x6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52ef)\n\
     c = cbc_encrypt(0x2b7e151628aed2a6abf7158809cf4f3c, 0x000102030405060708090a0b0c0d0e0f, m, padding: \"none\")";
const CBC_OTHER: &str = "m = input(0x6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5230c81c46a35ce411e5fbc1191a0a52ef)\n\
     c = cbc_encrypt(0x2b7e151628aed2a6abf7158809cf4f3c, 0x000102030405060708090a0b0c0d0e0f, m, padding: \"none\")";

const GCM: &str = "m = input(0xd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255)\n\
     c = gcm_seal(0xfeffe9928665731c6d6a8f9467308308, 0xcafebabefacedbaddecaf888, m)";
const GCM_OTHER: &str = "m = input(0xd8313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255)\n\
     c = gcm_seal(0xfeffe9928665731c6d6a8f9467308308, 0xcafebabefacedbaddecaf888, m)";

const DH: &str = "a = input(6)\nb = input(15)\nA = dh_public(a, group: \"toy23\")\n\
    B = dh_public(b, group: \"toy23\")\np = A@p[0]\ng = A@base[0]\ns = dh_shared(a, B, group: \"toy23\", check: false)\n\
    t = dh_shared(b, A, group: \"toy23\", check: false)";
const MALLORY: &str = "a = input(6)\nb = input(15)\nmallory = input(13)\nA = dh_public(a, group: \"toy23\")\n\
    B = dh_public(b, group: \"toy23\")\nM = dh_public(mallory, group: \"toy23\")\n\
    at_alice = dh_shared(a, M, group: \"toy23\", check: false)\n\
    t = dh_shared(b, M, group: \"toy23\", check: false)";

/// Two certificates that sign themselves.
const CERTIFICATE: &str = "b = input(0x3081c33077a003020102020101300506032b6570300c310a300806035504030c016e301e170d323530313031303030303030\
     5a170d3335303130313030303030305a300c310a300806035504030c016e302a300506032b6570032100f965aeb006897604\
     67f15c3ca144be64c49a237ab1ea71746d2351add78a0b65300506032b6570034100dc7ae34c830788864e350390c65427d2\
     f5a0008efe39ee83cf744f08dd6328a676677fdc70089974a0f6cb412fb4e18e8383f63f5522e008279e5e5dd39ca10e)\nd = x509(b)";
const CERTIFICATE_OTHER: &str = "b = input(0x3081c33077a003020102020101300506032b6570300c310a300806035504030c016d301e170d323530313031303030303030\
     5a170d3335303130313030303030305a300c310a300806035504030c016d302a300506032b6570032100f965aeb006897604\
     67f15c3ca144be64c49a237ab1ea71746d2351add78a0b65300506032b65700341005c980319b18287f1c0bf1507980bf75f\
     870b12cc36d39a6123f402c2eda51fe8c96c05fe278b846d648874dbcda865c6db82dfb4cbdca8b7416a914b8cfcd70d)\nd = x509(b)";

const REDUCED: &str = "block = input(0x3243f6a8885a308d313198a2e0370734)\nkey = 0x2b7e151628aed2a6abf7158809cf4f3c\n\
    less = aes_encrypt(key, block, without: \"ShiftRows\")\nc = aes_encrypt(key, block)";
const REDUCED_OTHER: &str = "block = input(0x3343f6a8885a308d313198a2e0370734)\nkey = 0x2b7e151628aed2a6abf7158809cf4f3c\n\
    less = aes_encrypt(key, block, without: \"ShiftRows\")\nc = aes_encrypt(key, block)";

/// A handshake of TLS 1.3, and the same client with a server that says more.
const TLS: &str = concat!("c = ", include_str!("../../src/functions/tls/example.txt"));
const TLS_OTHER: &str = concat!("c = ", include_str!("../support/handshake.txt"));

/// A chain in which somebody without the right to issue did.
const CHAIN: &str = concat!(
    "at = input(1750000000)\nc = x509_verify(",
    include_str!("../support/chain.txt"),
    ", at: at, name: \"bank.test\", purpose: \"server\")"
);
const CHAIN_OTHER: &str = concat!(
    "at = input(1650000000)\nc = x509_verify(",
    include_str!("../support/chain.txt"),
    ", at: at, name: \"bank.test\", purpose: \"server\")"
);

/// The values are those of FIPS 180-4's, FIPS 197's and SP 800-38A's own examples and of RFC 8439; Blowfish's were computed elsewhere.
const CASES: &[Case] = &[
    Case {
        picture: "register",
        sheet: "message = input(\"abc\")\ndigest = sha256(message)",
        other: "message = input(\"acc\")\ndigest = sha256(message)",
        at: "block[0]/T1[12]",
        shows: &[
            ("block[0]/a[11]", "f71fc5a9"),
            ("block[0]/h[11]", "32ca2d8c"),
            ("block[0]/a[12]", "87912990"),
            ("block[0]/b[12]", "f71fc5a9"),
            ("block[0]/e[12]", "1e578218"),
            ("block[0]/S1[12]", "ccdee661"),
            ("block[0]/Ch[12]", "1deb23fe"),
            ("block[0]/K[12]", "72be5d74"),
            ("block[0]/W[12]", "00000000"),
            ("block[0]/T1[12]", "9052955f"),
            ("block[0]/S0[12]", "2f9eee48"),
            ("block[0]/Maj[12]", "c79fa5e9"),
            ("block[0]/T2[12]", "f73e9431"),
        ],
    },
    Case {
        picture: "register",
        sheet: "message = input(\"abc\")\ndigest = sha1(message)",
        other: "message = input(\"acc\")\ndigest = sha1(message)",
        at: "block[0]/T[12]",
        shows: &[
            ("block[0]/a[11]", "63188fe4"),
            ("block[0]/a[12]", "4607b664"),
            ("block[0]/b[12]", "63188fe4"),
            ("block[0]/c[12]", "7ef6a7a2"),
            ("block[0]/K[12]", "5a827999"),
        ],
    },
    Case {
        picture: "register",
        sheet: "message = input(\"abc\")\ndigest = md5(message)",
        other: "message = input(\"acc\")\ndigest = md5(message)",
        at: "block[0]/a[12]",
        shows: &[
            ("block[0]/b[11]", "5ed49596"),
            ("block[0]/a[11]", "854b3712"),
            ("block[0]/a[12]", "dda9b9a6"),
            ("block[0]/T[13]", "6b901122"),
        ],
    },
    Case {
        picture: "schedule",
        sheet: "s = input(0x8bd4054fb55b9d63fdfbacf9f04b9f0d35e6d63f537563efd46272900f89492d)\n\
                k = tls13_schedule(s, \"two hellos\", \"a certificate\", \"a code\")",
        other: "s = input(0x8cd4054fb55b9d63fdfbacf9f04b9f0d35e6d63f537563efd46272900f89492d)\n\
                k = tls13_schedule(s, \"two hellos\", \"a certificate\", \"a code\")",
        at: "handshake_secret",
        shows: &[
            ("early_secret", "33ad0a1c607ec03b09e6cd98…"),
            ("derived_handshake", "6f2615a108c702c5678f54fc…"),
            ("handshake_secret", "1dc826e93606aa6fdc0aadc1…"),
            ("ecdhe", "8bd4054fb55b9d63fdfbacf9…"),
        ],
    },
    Case {
        picture: "handshake",
        sheet: TLS,
        other: TLS_OTHER,
        at: "server/record[1]",
        shows: &[("client/record[0]", "ClientHello…"), ("server/record[2]", "data…"), ("server/record[1]", "…208")],
    },
    Case {
        picture: "sboxes",
        sheet: "block = input(0x0123456789abcdef)\nc = des_encrypt(0x133457799bbcdff1, block)",
        other: "block = input(0x0123456789abcdff)\nc = des_encrypt(0x133457799bbcdff1, block)",
        at: "round[1]/S[1]",
        shows: &[
            ("round[1]/B[1]", "011000"),
            ("round[1]/S[1]", "0101"),
            ("round[1]/B[8]", "100111"),
            ("round[1]/S[8]", "0111"),
            ("round[1]/F", "234aa9bb"),
            ("round[1]/R", "ef4a6544"),
        ],
    },
    Case {
        picture: "sums",
        sheet: "m = input(0x00000000000000000000000000000000)\nc = gcm_seal(repeat(0x00, 16), repeat(0x00, 12), m)",
        other: "m = input(0x01000000000000000000000000000000)\nc = gcm_seal(repeat(0x00, 16), repeat(0x00, 12), m)",
        at: "ghash[1]/Y",
        shows: &[
            ("ghash[1]/B", "0388dace60b6a392f328c2b971b2fe78"),
            ("ghash[1]/H", "66e94bd4ef8a2c3b884cfa59ca342b2e"),
            ("ghash[1]/X", "5e2ec746917062882c85b0685353deb7"),
        ],
    },
    Case {
        picture: "swaps",
        sheet: "key = input(\"Key\")\nc = rc4(key, \"Plaintext\")",
        other: "key = input(\"Kez\")\nc = rc4(key, \"Plaintext\")",
        at: "byte[0]/K",
        shows: &[("byte[0]/i", "01"), ("byte[0]/K", "eb")],
    },
    Case {
        picture: "seal",
        sheet: GCM,
        other: GCM_OTHER,
        at: "tag/EJ0",
        shows: &[
            ("counter[2]", "…800000003"),
            ("output[1]", "42831ec22…"),
            ("output[2]", "e3aa212f2…"),
            ("tag/EJ0", "3247184b3…"),
            ("tag", "4d5c2af32…"),
        ],
    },
    Case {
        picture: "keccak",
        sheet: "message = input(\"abc\")\ndigest = sha3_256(message)",
        other: "message = input(\"acc\")\ndigest = sha3_256(message)",
        at: "block[0]/round[0]/A_chi[1][2]",
        shows: &[("block[0]/round[0]/A_chi[1][2]", "0000000cc6c4c220"), ("block[0]/round[0]/A_chi[1][2]", "20")],
    },
    Case {
        picture: "quarters",
        sheet: "message = input(\"abc\")\ndigest = blake2s(message)",
        other: "message = input(\"acc\")\ndigest = blake2s(message)",
        at: "block[0]/round[0]/b[4][2]",
        // RFC 7693, appendix B: the words 0 and 5 after the first round.
        shows: &[("block[0]/round[0]/a[4][2]", "16a3242e"), ("block[0]/round[0]/b[4][2]", "93a4a14e")],
    },
    Case {
        picture: "film",
        sheet: AES,
        other: AES_OTHER,
        at: "round[1]/MixColumns[0]",
        shows: &[
            ("round[1]/s[0][0]", "19"),
            ("round[1]/s[3][3]", "08"),
            ("round[1]/SubBytes[0]", "d4"),
            ("round[1]/ShiftRows[1]", "bf"),
            ("round[1]/MixColumns[0]", "04"),
            ("round[1]/round_key[0]", "a0"),
            ("round[1]/AddRoundKey[0]", "a4"),
            ("round[1]/AddRoundKey[15]", "49"),
        ],
    },
    Case {
        picture: "ladder",
        sheet: "base = input(5)\nexponent = input(13)\nr = modpow(base, exponent, 23)",
        other: "base = input(5)\nexponent = input(15)\nr = modpow(base, exponent, 23)",
        at: "acc[1]",
        shows: &[("bit[2]", "0"), ("square[1]", "2"), ("acc[1]", "10"), ("square[3]", "18"), ("acc[3]", "21")],
    },
    Case {
        picture: "ladder",
        sheet: "k = input(21)\nu = x25519_toy(k, 16)",
        other: "k = input(40)\nu = x25519_toy(k, 16)",
        at: "ladder[3]/x_2",
        shows: &[
            ("ladder[5]/n", "1"),
            ("ladder[3]/n", "6"),
            ("ladder[3]/n_plus_1", "7"),
            ("ladder[5]/x_2", "82"),
            ("ladder[5]/z_2", "79"),
            ("ladder[4]/x_2", "80"),
            ("ladder[3]/x_3", "85"),
            ("ladder[3]/z_2", "21"),
            ("ladder[0]/x_2", "87"),
            ("ladder[0]/z_2", "9"),
        ],
    },
    // SEC 1, section 2.2.1, by hand: 10 G = 2(4 G + G), on the curve of 19 points.
    Case {
        picture: "ladder",
        sheet: "k = input(10)\npoint = point_multiply(k, [5, 1], \"toy17\")",
        other: "k = input(11)\npoint = point_multiply(k, [5, 1], \"toy17\")",
        at: "step[1]/x",
        shows: &[
            ("step[0]/bit", "1"),
            ("step[0]/x_doubled", "∞"),
            ("step[0]/x", "5"),
            ("step[1]/x_doubled", "6"),
            ("step[1]/y_doubled", "3"),
            ("step[3]/x", "7"),
            ("step[3]/y", "11"),
        ],
    },
    Case {
        picture: "linked",
        sheet: "b = input(0x300c0201070404deadbeef0c0141)\nd = der(b)",
        other: "b = input(0x300c0201080404deadbeee0c0142)\nd = der(b)",
        at: "fields/0/1",
        shows: &[
            ("fields/0", "14 bytes"),
            ("fields/0", "30 0c"),
            ("fields/0/1", "04 04 de…"),
            ("fields/0/1", "0404deadbeef"),
        ],
    },
    Case {
        picture: "linked",
        sheet: CERTIFICATE,
        other: CERTIFICATE_OTHER,
        at: "fields/tbs/subject/common_name",
        shows: &[("fields/tbs/subject/common_name/text", "…6e"), ("fields/tbs/subject", "CN=n")],
    },
    Case {
        picture: "certificates",
        sheet: CHAIN,
        other: CHAIN_OTHER,
        at: "chain[1]/ca",
        shows: &[
            ("chain[1]/issuer", "yes"),
            ("chain[1]/fields/tbs/issuer", "CN=Workbe…"),
            ("chain[1]/signature", "yes"),
            ("chain[1]/validity/not_after", "yes"),
            ("chain[1]/ca", "NO"),
            ("chain[1]/key_usage", "NO"),
            ("chain[1]/purpose", "NO"),
            ("chain[1]/fields/tbs/extensions/extended_key_usage/purpose[0]", "….3.2"),
            ("", "NO"),
        ],
    },
    // The toy curve has 3 · G = (10, 6), so r is 10 for both messages; r · d is 10 · 7 modulo 19.
    Case {
        picture: "equations",
        sheet: "m = input(\"one\")\na = ecdsa_sign(7, m, 3, curve: \"toy17\")\n\
                b = ecdsa_sign(7, \"three\", 3, curve: \"toy17\")\nd = ecdsa_repeated_k(a, b, m, \"three\", curve: \"toy17\")",
        other: "m = input(\"two\")\na = ecdsa_sign(7, m, 3, curve: \"toy17\")\n\
                b = ecdsa_sign(7, \"three\", 3, curve: \"toy17\")\nd = ecdsa_repeated_k(a, b, m, \"three\", curve: \"toy17\")",
        at: "k",
        shows: &[("r", "10"), ("s1", "9"), ("s2", "10"), ("s1_minus_s2", "18"), ("k", "3"), ("rd", "13"), ("d", "7")],
    },
    Case {
        picture: "fields",
        sheet: "stored = input(\"pbkdf2_sha1$1$AtOMP0GQ9WApDx3xmQwrzi$j0qSfHHktrRnP5UvB5az43EdL3o=\")\n\
                v = password_verify(stored, \"lantern-zephyr-walnut7\")",
        other: "stored = input(\"pbkdf2_sha1$2$AtOMP0GQ9WApDx3xmQwrzi$j0qSfHHktrRnP5UvB5az43EdL3o=\")\n\
                v = password_verify(stored, \"lantern-zephyr-walnut7\")",
        at: "fields/salt",
        shows: &[
            ("fields/algorithm", "pbkdf2_sha1"),
            ("fields/iterations", "1"),
            ("fields/salt", "41744f4d5030475139…"),
            ("fields/salt", "AtOMP0GQ9WApDx3x…"),
            ("fields/hash", "j0qSfHHktr…"),
            ("", "VERIFIED with the password"),
        ],
    },
    Case {
        picture: "lattice",
        sheet: BLOWFISH,
        other: "block = input(\"Good dax\")\nc = blowfish_encrypt(\"correct horse\", block)",
        at: "round[1]/x",
        shows: &[
            ("round[1]/P", "b11379de"),
            ("round[1]/x", "f67c16ba"),
            ("round[1]/F", "47db27a5"),
            ("round[1]/L", "67bf46dc"),
            ("round[1]/R", "f67c16ba"),
            ("round[1]/S_a", "64e42245"),
        ],
    },
    // RFC 7914, section 12: the first vector.
    Case {
        picture: "memory",
        sheet: "salt = input(\"\")\nkey = scrypt(\"\", salt, 16, 1, 1, 64)",
        other: "salt = input(\"x\")\nkey = scrypt(\"\", salt, 16, 1, 1, 64)",
        at: "romix[0]/j[8]",
        shows: &[
            ("romix[0]/j[5]", "1"),
            ("romix[0]/j[7]", "2"),
            ("romix[0]/j[8]", "13"),
            ("romix[0]/V_j[8]", "1a1a5728…"),
        ],
    },
    // Case argon2-gen-d-p-2 of tests/vectors/argon2.json.
    Case {
        picture: "memory",
        sheet: "salt = input(0x1badac80cc83ebca936fc87e3232295d)\ntag = argon2(0x3f3c7e40c420ce020cf5889ea9f16f2ac6a4bfaf2802df2baea556a213796e50e95505d1f27c7c24efda71afbac6def6b7cdeb45b438cfe19dffe3ce872ee932, salt, 16, 2, 2, 64, variant: \"d\")",
        other: "salt = input(0x1badac80cc83ebca936fc87e32322900)\ntag = argon2(0x3f3c7e40c420ce020cf5889ea9f16f2ac6a4bfaf2802df2baea556a213796e50e95505d1f27c7c24efda71afbac6def6b7cdeb45b438cfe19dffe3ce872ee932, salt, 16, 2, 2, 64, variant: \"d\")",
        at: "block[1][0][0]/z",
        shows: &[("block[1][0][0]/J1", "846058480"), ("block[1][0][0]/l", "0"), ("block[1][0][0]/z", "6")],
    },
    Case {
        picture: "chain",
        sheet: CBC,
        other: CBC_OTHER,
        at: "block[1]/input",
        shows: &[
            ("block[0]/previous", "00…"),
            ("block[0]/plaintext", "6bc1bee2…"),
            ("block[0]/output", "7649abac…"),
            ("block[1]/plaintext", "ae2d8a57…"),
            ("block[1]/input", "d86421fb…"),
            ("block[1]/output", "5086cb9b…"),
            ("block[2]/output", "73bed6b8…"),
        ],
    },
    Case {
        picture: "chain",
        sheet: "s = input(0x7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2)\n\
            p = cbc_decrypt(0x2b7e151628aed2a6abf7158809cf4f3c, 0x000102030405060708090a0b0c0d0e0f, s, padding: \"none\")",
        other: "s = input(0x7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b3)\n\
            p = cbc_decrypt(0x2b7e151628aed2a6abf7158809cf4f3c, 0x000102030405060708090a0b0c0d0e0f, s, padding: \"none\")",
        at: "block[1]/output",
        shows: &[
            ("block[0]/input", "7649abac…"),
            ("block[0]/plaintext", "6bc1bee2…"),
            ("block[1]/output", "d86421fb…"),
            ("block[1]/plaintext", "ae2d8a57…"),
        ],
    },
    Case {
        picture: "chain",
        sheet: "m = input(0x6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51)\n\
            c = ctr(0x2b7e151628aed2a6abf7158809cf4f3c, 0xf0f1f2f3f4f5f6f7f8f9fafbfcfdfeff, m)",
        other: "m = input(0x6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e52)\n\
            c = ctr(0x2b7e151628aed2a6abf7158809cf4f3c, 0xf0f1f2f3f4f5f6f7f8f9fafbfcfdfeff, m)",
        at: "block[1]/result",
        shows: &[
            ("block[0]/input", "f0f1f2f3…"),
            ("block[1]/output", "362b7c3c…"),
            ("block[1]/message", "ae2d8a57…"),
            ("block[0]/result", "874d6191…"),
            ("block[1]/result", "9806f66b…"),
        ],
    },
    Case {
        picture: "chain",
        sheet: "m = input(0x6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51)\n\
            c = ecb_encrypt(0x2b7e151628aed2a6abf7158809cf4f3c, m, padding: \"none\")",
        other: "m = input(0x6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e52)\n\
            c = ecb_encrypt(0x2b7e151628aed2a6abf7158809cf4f3c, m, padding: \"none\")",
        at: "block[1]/output",
        shows: &[("block[0]/input", "6bc1bee2…"), ("block[0]/output", "3ad77bb4…"), ("block[1]/output", "f5d3d585…")],
    },
    Case {
        picture: "curve",
        sheet: "r = point_add([5, 1], [6, 3], \"toy17\")",
        other: "r = point_add([5, 1], [7, 6], \"toy17\")",
        at: "sum/λ[1]",
        shows: &[("P", "5, 1"), ("Q", "6, 3"), ("sum/λ[1]", "2"), ("sum/x3[1]", "10"), ("sum", "10, 6"), ("sum", "R")],
    },
    Case {
        picture: "grid",
        sheet: "message = input(\"abc\")\ndigest = sha256(message)",
        other: "message = input(\"acc\")\ndigest = sha256(message)",
        at: "block[0]/W[28]",
        shows: &[
            ("block[0]/W[28]", "9d209d67"),
            ("block[0]/W[21]", "0183fc00"),
            ("block[0]/W[12]", "00000000"),
            ("block[0]/s1[28]", "9b9ca167"),
            ("block[0]/s0[28]", "00000000"),
            ("block[0]/W[26]", "e5bc3909"),
        ],
    },
    Case {
        picture: "grid",
        sheet: AES,
        other: "key = input(0x2b7e151628aed2a6abf7158809cf4f3d)\nc = aes_encrypt(key, 0x3243f6a8885a308d313198a2e0370734)",
        at: "key_expansion/w[8]",
        shows: &[
            ("key_expansion/w[8]", "f2c295f2"),
            ("key_expansion/w[7]", "2a6c7605"),
            ("key_expansion/w[4]", "a0fafe17"),
        ],
    },
    Case {
        picture: "boxes",
        sheet: "key = input(\"Jefe\")\nmessage = input(\"what do ya want for nothing?\")\nmac = hmac(key, message)",
        other: "key = input(\"Jefe\")\nmessage = input(\"what do ya want for nothing!\")\nmac = hmac(key, message)",
        at: "inner",
        shows: &[],
    },
    // RFC 8032, section 7.1, test 2.
    Case {
        picture: "tree",
        sheet: "m = input(0x72)\nsignature = ed25519_sign(\
            0x4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb, m)",
        other: "m = input(0x73)\nsignature = ed25519_sign(\
            0x4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb, m)",
        at: "R",
        shows: &[("A", "3d4017c3 e8438…"), ("R", "92a009a9 f0d4c…"), ("S", "085ac1e4 3e159…")],
    },
    Case {
        picture: "regions",
        sheet: "name = input(\"Ada Lovelace\")\ndigest = sha256(name)",
        other: "name = input(\"Ida Lovelace\")\ndigest = sha256(name)",
        at: "pad/one",
        shows: &[("pad/one", "1"), ("pad/count/l", "96")],
    },
    Case {
        picture: "regions",
        sheet: "key = input(\"Jefe\")\nmessage = input(\"what do ya want for nothing?\")\nmac = hmac(key, message)",
        other: "key = input(\"Jefe\")\nmessage = input(\"what do ya want for nothing!\")\nmac = hmac(key, message)",
        at: "inner/pad/zeros",
        shows: &[("inner/pad/zeros", "zeros"), ("inner/pad/count/l", "736")],
    },
    Case {
        picture: "quarters",
        sheet: CHACHA,
        other: "n = input(0x000000090000004b00000000)\n\
                c = chacha20_block(0x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f, n, 1)",
        at: "round[2]/a[0][3]",
        shows: &[
            ("round[1]/x[0]", "abbaa25c"),
            ("round[2]/a[0][1]", "c8390752"),
            ("round[2]/d[0][3]", "f173888d"),
            ("round[2]/a[0][3]", "cd52e917"),
            ("round[2]/b[0][4]", "5c2e187a"),
        ],
    },
    // The first fractional digits of π, and a key XORed onto them.
    Case {
        picture: "pairs",
        sheet: "key = input(\"correct horse\")\nc = blowfish_encrypt(key, \"Good day\")",
        other: "key = input(\"correct hors!\")\nc = blowfish_encrypt(key, \"Good day\")",
        at: "key_schedule/P_xor_key/P[0]",
        shows: &[
            ("key_schedule/P_xor_key/pi[0]", "243f6a88"),
            ("key_schedule/P_xor_key/K[0]", "636f7272"),
            ("key_schedule/P_xor_key/P[0]", "475018fa"),
        ],
    },
    // FIPS 180-4's example of two blocks; the state after the first is that of NIST's intermediate values.
    Case {
        picture: "blocks",
        sheet: "m = input(\"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq\")\nd = sha256(m)",
        other: "m = input(\"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopx\")\nd = sha256(m)",
        at: "block[0]",
        shows: &[
            ("H0", "6a09e667 bb6…"),
            ("pad[0..63]", "abcdbcd…"),
            ("block[0]", "85e655d6 417…"),
            ("block[1]", "248d6a61 d20…"),
        ],
    },
    Case {
        picture: "quarters",
        sheet: "message = input(\"abc\")\ndigest = blake2b(message)",
        other: "message = input(\"acc\")\ndigest = blake2b(message)",
        at: "block[0]/round[0]/b[4][2]",
        shows: &[],
    },
    Case { picture: "avalanche", sheet: REDUCED, other: REDUCED_OTHER, at: "round[2]", shows: &[] },
    Case {
        picture: "lanes",
        sheet: DH,
        other: "a = input(7)\nb = input(15)\nA = dh_public(a, group: \"toy23\")\n\
            B = dh_public(b, group: \"toy23\")\np = A@p[0]\ng = A@base[0]\n\
            s = dh_shared(a, B, group: \"toy23\", check: false)\nt = dh_shared(b, A, group: \"toy23\", check: false)",
        at: "",
        shows: &[],
    },
    Case {
        picture: "overlay",
        sheet: "message = input(\"abc\")\ndigest = sha256(message)",
        other: "message = input(\"acc\")\ndigest = sha256(message)",
        at: "block[0]/a[12]",
        shows: &[],
    },
];

/// A sheet, computed, and its last cell.
fn computed(source: &str) -> (Sheet, String) {
    let (mut sheet, faults) = Sheet::parse(source, &Limits::default());
    assert_eq!(faults, [], "{source}");
    sheet.finish(&NoFiles, &Budget::unlimited()).unwrap();
    let last = sheet.cells().last().unwrap().name().to_owned();
    if source.contains("dh_public") {
        sheet.set_lanes(Arc::new(exchange(source.contains("mallory"))));
    }
    (sheet, last)
}

/// The people of a Diffie-Hellman exchange, with somebody between them or without.
fn exchange(between: bool) -> Lanes {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let makes = |at: &str, cell: &str, same: Option<&str>| Happening::Makes {
        at: at.into(),
        cell: cell.into(),
        same: same.map(str::to_owned),
    };
    let sends = |from: &str, to: &str, cell: &str, named: Option<&str>| Happening::Sends {
        from: from.into(),
        to: to.into(),
        cell: cell.into(),
        arrives: None,
        named: named.map(str::to_owned),
        locked: None,
    };
    let knows = |who: &str, cells: &[&str]| (who.to_owned(), names(cells));
    if between {
        return Lanes {
            who: names(&["Alice", "Mallory", "Bob"]),
            know: vec![knows("Alice", &["a"]), knows("Mallory", &["mallory"]), knows("Bob", &["b"])],
            steps: vec![
                makes("Alice", "A", None),
                makes("Mallory", "M", None),
                makes("Bob", "B", None),
                sends("Alice", "Mallory", "A", None),
                sends("Mallory", "Bob", "M", Some("A")),
                sends("Bob", "Mallory", "B", None),
                sends("Mallory", "Alice", "M", Some("B")),
                makes("Alice", "at_alice", None),
                makes("Bob", "t", None),
            ],
            ear: None,
        };
    }
    Lanes {
        who: names(&["Alice", "Bob"]),
        know: vec![knows("all", &["p", "g"]), knows("Alice", &["a"]), knows("Bob", &["b"])],
        steps: vec![
            makes("Alice", "A", None),
            sends("Alice", "Bob", "A", None),
            makes("Bob", "B", None),
            sends("Bob", "Alice", "B", None),
            makes("Alice", "s", None),
            makes("Bob", "t", Some("s")),
        ],
        ear: Some(("Eve".into(), names(&["a", "b", "s"]))),
    }
}

/// A spot at an address below a cell.
fn spot(sheet: &Sheet, whole: &str) -> Spot {
    let cell = sheet.cell(whole.split(['/', '[']).next().unwrap()).unwrap();
    let value = match cell.outcome() {
        Some(outcome) => outcome.value.clone(),
        None => cell.given().cloned().unwrap(),
    };
    let mut spot = Spot::cell(cell.name(), Ok(value), cell.run().cloned());
    spot.stand(whole, &Budget::unlimited()).unwrap_or_else(|e| panic!("{whole}: {e}"));
    spot
}

/// The drawings of a picture at a spot, marked.
fn drawn(picture: &Picture, spot: &Spot, lens: Lens, earlier: Option<&Sheet>) -> Vec<Drawing> {
    let scene = Around::of(spot, lens, earlier).unwrap();
    let mut drawings: Vec<Drawing> = picture.sizes.iter().map(|size| (picture.draw)(&scene, *size)).collect();
    drawings.iter_mut().for_each(|drawing| mark(drawing, &scene, None));
    drawings
}

/// A case, its sheet, and the whole address of its place.
fn each(mut look: impl FnMut(&Case, &'static Picture, &Sheet, &str)) {
    for case in CASES {
        let (sheet, cell) = computed(case.sheet);
        let whole = if case.at.is_empty() { cell } else { format!("{cell}/{}", case.at) };
        look(case, picture(case.picture).unwrap(), &sheet, &whole);
    }
}

#[test]
fn every_picture_has_a_place_and_is_the_first_that_fits_there() {
    for picture in PICTURES {
        assert!(CASES.iter().any(|case| case.picture == picture.name), "{} has no case", picture.name);
        assert!(picture.summary.ends_with('.') && !picture.sizes.is_empty(), "{}", picture.name);
    }
    let (veil, budget) = (Veil::default(), Budget::unlimited());
    each(|case, _, sheet, whole| {
        let spot = spot(sheet, whole);
        let scene = Around::of(&spot, Lens { sheet, veil: &veil, budget: &budget }, None).unwrap();
        if ASKED.iter().any(|asked| asked.name == case.picture) {
            return;
        }
        let first = PICTURES.iter().find(|picture| (picture.fits)(&scene)).map(|picture| picture.name);
        assert_eq!(first, Some(case.picture), "{whole}");
    });
}

#[test]
fn a_picture_shows_the_values_of_the_specifications() {
    let (veil, budget) = (Veil::default(), Budget::unlimited());
    each(|case, picture, sheet, whole| {
        let spot = spot(sheet, whole);
        for drawing in drawn(picture, &spot, Lens { sheet, veil: &veil, budget: &budget }, None) {
            let cell = whole.split('/').next().unwrap();
            for (address, text) in case.shows {
                let whole = if address.is_empty() { cell.to_owned() } else { format!("{cell}/{address}") };
                let mut of_it = drawing.cells.iter().filter(|cell| cell.address == whole).map(|cell| &cell.text);
                let is_it = |shown: &String| match (text.strip_suffix('…'), text.strip_prefix('…')) {
                    (Some(start), _) => shown.starts_with(start),
                    (_, Some(end)) => shown.ends_with(end),
                    _ => shown == text,
                };
                assert!(of_it.clone().any(is_it), "{}: {address} is {:?}", case.picture, of_it.next());
            }
        }
    });
}

#[test]
fn every_cell_has_an_address_that_leads_somewhere_and_room_of_its_own() {
    let (veil, budget) = (Veil::default(), Budget::unlimited());
    each(|case, picture, sheet, whole| {
        let spot = spot(sheet, whole);
        let lens = Lens { sheet, veil: &veil, budget: &budget };
        let scene = Around::of(&spot, lens, None).unwrap();
        for (size, drawing) in picture.sizes.iter().zip(drawn(picture, &spot, lens, None)) {
            let name = format!("{} {size:?}", case.picture);
            assert!(drawing.columns <= size.columns() && drawing.rows <= size.rows(), "{name}");
            let mut taken: Vec<Vec<bool>> = vec![vec![false; 200]; usize::from(drawing.rows)];
            for cell in &drawing.cells {
                assert!(cell.x + cell.width <= drawing.columns && cell.y < drawing.rows, "{name}: {}", cell.address);
                assert!(matches!(scene.get(&format!("/{}", cell.address)), Got::Value(_)), "{name}: {}", cell.address);
                for x in cell.x..cell.x + cell.width {
                    let place = &mut taken[usize::from(cell.y)][usize::from(x)];
                    assert!(!std::mem::replace(place, true), "{name}: {} stands on another", cell.address);
                }
            }
            let words = drawing.captions.iter().map(|one| (one.x, one.y, &one.text));
            for (x, y, text) in words.chain(drawing.lines.iter().map(|one| (one.x, one.y, &one.text))) {
                let end = usize::from(x) + text.chars().count();
                assert!(end <= usize::from(drawing.columns) && y < drawing.rows, "{name}: {text} leaves it");
                for (at, c) in (usize::from(x)..).zip(text.chars()) {
                    assert!(c == ' ' || !taken[usize::from(y)][at], "{name}: {text} lies on a value");
                }
            }
        }
    });
}

#[test]
fn one_can_stand_on_every_cell_and_ask_where_it_is_from() {
    let (veil, budget) = (Veil::default(), Budget::unlimited());
    each(|case, picture, sheet, whole| {
        let lens = Lens { sheet, veil: &veil, budget: &budget };
        for drawing in drawn(picture, &spot(sheet, whole), lens, None) {
            for cell in &drawing.cells {
                let there = spot(sheet, &cell.address);
                let scene = Around::of(&there, lens, None).unwrap();
                assert!(scene.stands_at(&cell.address), "{}: {}", case.picture, cell.address);
                let place = there.place(&budget).unwrap();
                place.operands(&budget).unwrap_or_else(|error| panic!("{}: {error}", cell.address));
            }
        }
    });
}

#[test]
fn stops_are_cells_at_every_size() {
    let (veil, budget) = (Veil::default(), Budget::unlimited());
    each(|case, picture, sheet, whole| {
        let lens = Lens { sheet, veil: &veil, budget: &budget };
        let stops = (picture.stops)(&Around::of(&spot(sheet, whole), lens, None).unwrap());
        assert!(stops.len() > 1, "{}", case.picture);
        for stop in stops.iter().step_by(stops.len().div_ceil(40)) {
            let there = spot(sheet, stop);
            let again = (picture.stops)(&Around::of(&there, lens, None).unwrap());
            assert_eq!(again, stops, "{}: other stops at {stop}", case.picture);
            for drawing in drawn(picture, &there, lens, None) {
                let current = drawing.cells.iter().filter(|cell| cell.mark.current).count();
                assert!(current > 0, "{}: {stop} is no cell", case.picture);
            }
        }
    });
}

#[test]
fn what_is_hidden_is_in_no_cell_and_no_sentence() {
    let budget = Budget::unlimited();
    each(|case, picture, sheet, whole| {
        let open = Veil::default();
        let there = spot(sheet, whole);
        let seen = drawn(picture, &there, Lens { sheet, veil: &open, budget: &budget }, None);
        let names: Vec<&str> = seen[0].captions.iter().map(|one| one.text.as_str()).collect();
        // A value that stands in other places too is told by those.
        let alone = |cell: &&Cell| {
            let same = seen.iter().flat_map(|one| &one.cells).filter(|other| other.text.contains(&cell.text));
            same.clone().all(|other| other.address == cell.address)
        };
        let values = seen[0].cells.iter().filter(|cell| cell.text.len() >= 8 && !names.contains(&cell.text.as_str()));
        let values = values.filter(alone);
        for cell in values {
            let mut veil = Veil::default();
            let place = spot(sheet, &cell.address).place(&budget).unwrap();
            veil.hide_place(&place, &budget);
            veil.spread(sheet, &budget);
            let lens = Lens { sheet, veil: &veil, budget: &budget };
            // What somebody typed stays.
            let scene = Around::of(&there, lens, None).unwrap();
            let is_typed = cell.address.ends_with(']') && scene.get(&format!("/{}", cell.address)) != Got::Hidden;
            if is_typed || !lens.hides(&place) {
                continue;
            }
            for drawing in drawn(picture, &there, lens, None) {
                let hidden = drawing.cells.iter().filter(|one| one.address == cell.address);
                assert!(hidden.clone().count() > 0 || drawing.cells.is_empty(), "{}: {}", case.picture, cell.address);
                for one in hidden {
                    assert!(one.mark.hidden && one.text.chars().all(|c| "· ".contains(c)), "{}: {one:?}", case.picture);
                }
                let shown = drawing.cells.iter().map(|one| &one.text);
                let words = drawing.captions.iter().map(|one| &one.text);
                let told = shown.chain(words).find(|text| text.contains(cell.text.as_str()));
                assert_eq!(told, None, "{}: {} is told", case.picture, cell.address);
            }
            let said = (picture.say)(&Around::of(&there, lens, None).unwrap());
            assert!(!said.join(" ").contains(cell.text.as_str()), "{}: {} is spoken", case.picture, cell.address);
        }
    });
}

#[test]
fn another_run_differs_where_it_differs() {
    let (veil, budget) = (Veil::default(), Budget::unlimited());
    each(|case, picture, sheet, whole| {
        let (other, _) = computed(case.other);
        let lens = Lens { sheet, veil: &veil, budget: &budget };
        let there = spot(sheet, whole);
        for (size, drawing) in picture.sizes.iter().zip(drawn(picture, &there, lens, Some(&other))) {
            assert!(drawing.columns <= size.columns() && drawing.rows <= size.rows(), "{} {size:?}", case.picture);
            assert!(drawing.cells.iter().any(|cell| cell.mark.differs), "{}: nothing differs", case.picture);
        }
        let same = computed(case.sheet).0;
        for drawing in drawn(picture, &there, lens, Some(&same)) {
            let differing = drawing.cells.iter().find(|cell| cell.mark.differs);
            assert_eq!(differing, None, "{}: the same run differs", case.picture);
        }
    });
}

#[test]
fn a_picture_is_spoken_in_whole_sentences_of_plain_characters() {
    let (veil, budget) = (Veil::default(), Budget::unlimited());
    each(|case, picture, sheet, whole| {
        let there = spot(sheet, whole);
        let lens = Lens { sheet, veil: &veil, budget: &budget };
        let said = (picture.say)(&Around::of(&there, lens, None).unwrap());
        assert!(!said.is_empty(), "{}", case.picture);
        for line in said {
            assert!(line.ends_with('.') && !line.contains(char::is_control), "{}: {line}", case.picture);
        }
        for drawing in drawn(picture, &there, lens, None) {
            let words = drawing.captions.iter().map(|one| &one.text).chain(drawing.lines.iter().map(|one| &one.text));
            for c in words.flat_map(|text| text.chars()) {
                assert!(c.is_ascii() || glyphs::GLYPHS.iter().any(|(glyph, _)| *glyph == c), "{}: {c}", case.picture);
            }
        }
    });
}

/// The rows of the smallest drawing at a place, as they are read.
fn read(name: &str, source: &str, at: &str, byte: Option<u64>, earlier: Option<&str>) -> Vec<String> {
    let (veil, budget) = (Veil::default(), Budget::unlimited());
    let (sheet, _) = computed(source);
    let mut spot = spot(&sheet, at);
    if let Some(byte) = byte {
        (spot.byte, spot.within) = (byte, true);
    }
    let other = earlier.map(|earlier| computed(earlier).0);
    let lens = Lens { sheet: &sheet, veil: &veil, budget: &budget };
    let drawing = &drawn(picture(name).unwrap(), &spot, lens, other.as_ref())[0];
    let rows = drawing.painted(80).into_iter();
    rows.map(|row| row.into_iter().map(|(c, _)| c).collect::<String>().trim_end().to_owned()).collect()
}

const NAME: &str = "name = input(\"Ada Lovelace\")\ndigest = sha256(name)";

#[test]
fn regions_say_whose_every_byte_is() {
    let rows = read("regions", NAME, "digest/pad/one", None, None);
    let expected = [
        "12 + 1 + 43 + 8 = 64 bytes, one block",
        "├message┤1├─────── zeros ───────┤length┤",
        " 0 41 64 61 20 4c 6f 76 65│Ada Love",
        " 8 6c 61 63 65[80]00 00 00│lace│1│zeros",
        "16 00 00 00 00 00 00 00 00│43 bytes",
    ];
    assert_eq!(rows[..5], expected);
    assert_eq!(rows[9], "56│00 00 00 00 00 00 00 60│96 bits long");
    let byte = read("regions", NAME, "digest/pad/message", Some(4), None);
    assert_eq!(byte[2], " 0 41 64 61 20[4c]6f 76 65│Ada Love");
    let compared = read("regions", NAME, "digest/pad/one", None, Some(&NAME.replace("Ada", "Ida")));
    assert_eq!(compared[2], " 0≠41 64 61 20 4c 6f 76 65│Ada Love");
    let mac = "mac = hmac(\"Jefe\", \"what do ya want for nothing?\")";
    let rows = read("regions", mac, "mac/inner/pad/zeros", None, None);
    assert!(rows.iter().any(|row| row.contains("69 6e 67 3f│80[00 00 00]ing?│1│zeros")), "{rows:#?}");
    assert!(rows.iter().any(|row| row.contains("36 × 56")), "{rows:#?}");
}

#[test]
fn the_first_rounds_stand_where_all_others_do() {
    let (veil, budget) = (Veil::default(), Budget::unlimited());
    let (sheet, _) = computed("d = sha256(\"abc\")");
    let lens = Lens { sheet: &sheet, veil: &veil, budget: &budget };
    let places = |t: u64| {
        let spot = spot(&sheet, &format!("d/block[0]/T1[{t}]"));
        let drawings = drawn(picture("register").unwrap(), &spot, lens, None);
        let at = |drawing: &Drawing, name: &str| {
            let cell = drawing.cells.iter().rfind(|cell| cell.address == format!("d/block[0]/{name}[{t}]"));
            cell.map(|cell| (cell.x, cell.y))
        };
        let all = drawings.iter().map(|drawing| ["a", "e", "h", "T1", "T2", "K"].map(|name| at(drawing, name)));
        all.collect::<Vec<_>>()
    };
    assert!(places(12).iter().flatten().all(Option::is_some));
    assert_eq!(places(0), places(12));
    assert_eq!(places(1), places(12));
}

#[test]
fn words_of_64_bits_are_whole_where_there_is_room() {
    let (veil, budget) = (Veil::default(), Budget::unlimited());
    let (sheet, _) = computed("d = blake2b(\"abc\")");
    let spot = spot(&sheet, "d/block[0]/round[0]/b[0][2]");
    let drawings =
        drawn(picture("quarters").unwrap(), &spot, Lens { sheet: &sheet, veil: &veil, budget: &budget }, None);
    let is_cut = |drawing: &Drawing| drawing.cells.iter().any(|cell| cell.text.contains('…'));
    assert_eq!(drawings.iter().map(is_cut).collect::<Vec<_>>(), [true, true, false, false]);
    // RFC 7693, appendix A: v[0] before the first round is the first word of the IV with the parameters.
    assert!(drawings[2].cells.iter().any(|cell| cell.text == "6a09e667f2bdc948"));
}

#[test]
fn pieces_of_one_name_are_told_apart() {
    let both = "left = sha256(\"x\")\nright = sha256(\"y\")\nc = left ++ right";
    let rows = read("regions", both, "c", None, None);
    assert!(rows[2].ends_with("left") && rows[6].ends_with("right"), "{rows:#?}");
    let keys = read("regions", "k = hkdf_expand(sha256(\"x\"), \"info\", 80)", "k", None, None);
    assert!(
        ["expand[1]", "expand[2]", "expand[3]"].iter().all(|name| keys.iter().any(|row| row.contains(name))),
        "{keys:#?}"
    );
    // Nothing is cut without a mark.
    let tight = read("regions", "k = hkdf_expand(sha256(\"x\"), \"info\", 80)", "k/expand[2]/inner/pad", None, None);
    assert!(tight[1].contains('…') && !tight[1].contains("├zer┤"), "{tight:#?}");
}

#[test]
fn letters_stand_over_their_bytes_and_bits() {
    let rows = read("letters", NAME, "name", None, None);
    let expected = [
        "[A]       d        a        _",
        "[41]      64       61       20",
        "[01000001]01100100 01100001 00100000",
        "",
        " L        o        v        e",
        " 4c       6f       76       65",
    ];
    assert_eq!(rows[..6], expected);
    let expected = [
        "12 letters = 12 bytes = 96 bits, put in",
        "a block of 64:",
        "├message┤1├─────── zeros ───────┤length┤",
        "and mixed, round by round, to digest:",
        " 76740216 17159190 3cdbd18f bc770df4",
        " 47c5b167 1005ca00 20922a46 5bba0172",
    ];
    assert_eq!(rows[11..], expected);
    let several = read("letters", "name = input(\"é\")\ndigest = sha256(name)", "name", None, None);
    assert_eq!(several[..2], ["[é]       …", "[c3]      a9"]);
}

#[test]
fn squares_count_the_bits_that_differ() {
    let rows = read("squares", &NAME.replace("lace", "lacd"), "digest", None, Some(NAME));
    let expected = [
        " 0 █··█·█·██···██·█·██·██·█·█·█·██· 17",
        " 4 ·██·█·█···█··█·█·····███··█····█ 12",
        " 8 ██·····███··█······██████····███ 15",
        "12 ··█·█·█·██·█·····█·████··█··████ 16",
        "16 ██·███····███·····██···█·█·██··· 14",
        "20 █·███·██·█·█·██·███······██···█· 16",
        "24 ██·███···█·█·█·█·███··██·██··█·█ 18",
        "28 ··█·██·····█·██·██·█·███··█·█·█· 15",
        "",
        "   123 of 256 changed, 48 %",
    ];
    assert_eq!(rows[..10], expected);
    assert_eq!(rows[11..], ["before  76740216 17159190 3cdbd18f…", "after   e3f96f40 7d3096b1 fd13ce08…"]);
}

#[test]
fn boxes_stand_in_boxes_where_a_call_is_fed_what_another_gave() {
    let mac = "key = input(\"Jefe\")\nm = input(\"what do ya want for nothing?\")\nmac = hmac(key, m)";
    let expected = [
        "┌ outer SHA-256 of ────────────────────┐",
        "│ key ⊕ 5c…    64  16393a39 5c5c5c5c…  │",
        "│ ┌ inner SHA-256 of ────────────────┐ │",
        "│ │ key ⊕ 36…  64 ▸7c535053 36363636…│ │",
        "│ │ m          28 ▸what do ya want f…│ │",
        "│ └──────────▸ 32 [a2e48586 3d27f9d8…] │",
        "│              96 in all               │",
        "└────────────▸ 32  5bdcc146 bf60754e…──┘",
    ];
    assert_eq!(read("boxes", mac, "mac/inner", None, None), expected);
}

#[test]
fn nothing_is_drawn_below_a_place_that_is_still_computed() {
    let source = "x = argon2(\"password\", \"somesalt\", 4096, 2, 1, 32)";
    let (mut sheet, _) = Sheet::parse(source, &Limits::default());
    sheet.evaluate(&NoFiles, &Budget::frame());
    let (veil, budget, cell) = (Veil::default(), Budget::none(), sheet.cell("x").unwrap());
    let spot = Spot::cell("x", Ok(cell.outcome().unwrap().value.clone()), cell.run().cloned());
    let scene = Around::of(&spot, Lens { sheet: &sheet, veil: &veil, budget: &budget }, None).unwrap();
    for address in ["block[0][0][3000]/B", "block[0][0][3000]/client/record[0]"] {
        assert_eq!(scene.get(address), Got::Pending, "{address}");
        assert!(!scene.has(address), "{address}");
    }
}

/// RFC 5869, test case 1: T(1) goes into T(2) alone, the key that extraction gives into both.
#[test]
fn boxes_show_what_each_step_of_hkdf_reads() {
    let okm = "ikm = input(0x0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b)\nsalt = input(0x000102030405060708090a0b0c)\n\
               info = input(0xf0f1f2f3f4f5f6f7f8f9)\nokm = hkdf(ikm, salt, info, 42)";
    let expected = [
        "┌ extract HMAC of ─────────────────────┐",
        "│ key          13  00010203 04050607…  │",
        "│ ikm          22  0b0b0b0b 0b0b0b0b…  │",
        "└────────────▸ 32 ▸07770936 2c2e32df…──┘",
        "┌ expand[2] HMAC of ───────────────────┐",
        "│ key          32 ▸07770936 2c2e32df…  │",
        "│ ┌ expand[1] HMAC of ───────────────┐ │",
        "│ │ key        32 ▸07770936 2c2e32df…│ │",
        "│ │ info       10 ▸f0f1f2f3 f4f5f6f7…│ │",
        "│ │ 0x01        1 ▸01                │ │",
        "│ └──────────▸ 32 [3cb25f25 faacd57a…] │",
        "│ info         10 ▸f0f1f2f3 f4f5f6f7…  │",
        "│ 0x02          1  02                  │",
        "│              75 in all               │",
        "└────────────▸ 32  34007208 d5b88718…──┘",
    ];
    assert_eq!(read("boxes", okm, "okm/expand[1]", None, None), expected);
}

#[test]
fn a_table_shows_what_an_entry_is_made_of() {
    let rows = read("grid", "message = input(\"abc\")\ndigest = sha256(message)", "digest/block[0]/W[28]", None, None);
    let expected = [
        " 12▸00000000▸00000000 00000000 00000018",
        " 16 61626380 000f0000 7da86405 600003c6",
        " 20 3e9d7b78▸0183fc00 12dcbfdb e2e2c38e",
        " 24 c8215c1a b73679a2▸e5bc3909 32663c5b",
        " 28[9d209d67]ec8726cb 702138a4 d3b7973b",
    ];
    assert_eq!(rows[1..6], expected);
    assert_eq!(rows[9], "σ1(W[26]) ▸9b9ca167  2 back");
}

#[test]
fn only_the_first_block_of_a_chain_begins_with_the_iv() {
    let (veil, budget) = (Veil::default(), Budget::unlimited());
    let source = CBC.replacen("m, padding", "m ++ m, padding", 1);
    let (sheet, _) = computed(&source);
    for (at, begins) in [("c/block[0]/input", true), ("c/block[3]/input", false), ("c/block[5]/output", false)] {
        let lens = Lens { sheet: &sheet, veil: &veil, budget: &budget };
        let drawing = drawn(picture("chain").unwrap(), &spot(&sheet, at), lens, None).remove(0);
        assert_eq!(drawing.captions.iter().any(|one| one.text == "◂IV"), begins, "{at}");
    }
}

#[test]
fn an_overlay_has_every_bit_of_a_register_that_differs() {
    let (abc, acc) = ("message = input(\"abc\")\nd = sha256(message)", "message = input(\"acc\")\nd = sha256(message)");
    let rows = read("overlay", acc, "d/block[0]/a[0]", None, Some(abc));
    let expected = [
        " a  bit 31                         0  differ, of 256",
        " 0  ·····▄▄▄▄·····▄█·▄··▄▄····▄▄▄···    2  22  █",
        " 2  ·█▀▀▀▄▀██▀▀█·▀·█▀▄████▄▀▀█·█▀█·▄   58  85  ████",
        " 4  █·█····▄▄▄·▄·▄·▄▄▄█▄█▀▄▀▄▀·▀▀▀▄▄  107 117  ███████",
        " 6  ▄··█▀█▄·▀█·▄▄·▄█▀·▄·▄▀·▄█·▀▀▄▀··  110 116  ███████",
        " 8  ··▄▄█▀·▀▄▀▄·█▀▄▀█▀▀▄▄▀▄▀▀█▀·▄···  127 124  ████████",
        "10  ·█▀█▄·▄▀█·▀·▄█▄█▄█▄▄▀·▄▀▄▄▀··█▄·  116 121  ███████",
        "12  ▄▀█▀▄██▀▀▄█▄▄·█▄▀█·█▀··▄▄▄██··▄█  120 126  ████████",
    ];
    assert_eq!(rows[..8], expected);
    assert_eq!(rows.len(), 33);
}

#[test]
fn an_avalanche_stands_beside_that_of_a_part_left_out() {
    let rows = read("avalanche", REDUCED, "c/round[2]", None, Some(REDUCED_OTHER));
    let expected = [
        "differing bits of 128, by round",
        "",
        "c, nothing left out",
        "  0 ░░ ▒▒ ██ ██ ██ ██ ██ ██ ██ ██ ██",
        "     1 19 70 62 68 68 61 67 65 75 68",
        "    in the end  68 of 128 bits",
        "less, without: \"ShiftRows\"",
        "  0 ░░ ▒▒ ▒▒ ░░ ▒▒ ▒▒ ▒▒ ░░ ░░ ▒▒ ▒▒",
        "     1 19 23 12 18 16 18 11 11 17 18",
        "    in the end  18 of 128 bits",
    ];
    assert_eq!(rows, expected);
}

#[test]
fn fields_stand_beside_their_characters_and_say_why_none_fits() {
    let source =
        "stored = input(\"md5$salt$67A1E09BB1F83F5007DC119C14D663AA\")\nv = password_verify(stored, \"password\")";
    let rows = read("fields", source, "v/fields/salt", None, None);
    let expected = [
        "algorithm  md5",
        "salt      [73616c74]",
        "hash       67A1E09BB1F83F5007DC119C14D6…",
        "",
        "",
        "  0  md5$salt$67A1E09BB1F83F5007DC119",
        " 32  C14D663AA",
        "",
        "salt: characters 4 to 7 of the text",
        "",
        " FALSE: checked with the password",
        "is the stored hash written as it would",
        "be written? no: its digits are not all",
        "lower case, and the texts are compared",
    ];
    assert_eq!(rows, expected);
}

#[test]
fn lanes_say_who_has_what_and_what_is_heard() {
    let expected = [
        "Alice                   Bob",
        "everybody knows  p  23  g  5",
        "a ▸6                    b  15",
        "A  8",
        "   8  ─────── A ────────▸  8",
        "                        B  19",
        "   19  ◂─────── B ───────  19",
        "s  2                    t [2]",
        "═════════ the same ══════════",
        "────────────────────────────────────────",
        "Eve heard  p  23   g  5   A  8   B  19",
        "Eve lacks  a ?    b ?    s ?",
    ];
    assert_eq!(read("lanes", DH, "t", None, None), expected);
    // What has not happened yet is not there, and not heard.
    let begun = read("lanes", DH, "A", None, None);
    assert_eq!(begun[3..6], ["A [8]", "  [8] ─────── A ────────▸ [8]", expected[9]]);
    assert_eq!(begun[6], "Eve heard  p  23   g  5   A [8]");
}

#[test]
fn between_two_people_a_third_has_a_secret_with_each() {
    let expected = [
        "Alice        Mallory      Bob",
        "a  6         mallory      b  15",
        "               13",
        "A  8         M ▸21        B  19",
        "   8  ── A ──▸  8",
        "               ▸21   \"A\" ─▸ ▸21",
        "                19  ◂─ B ──  19",
        "  ▸21  ◂ \"B\" ─ ▸21",
        "at_alice                  t [7]",
        "  18",
    ];
    let rows = read("lanes", MALLORY, "t", None, None);
    let plain = |row: &str| row.replace(['▸', '[', ']'], " ").trim_end().to_owned();
    let rows: Vec<String> = rows.iter().map(|row| plain(row)).collect();
    assert_eq!(rows, expected.map(plain));
}

/// A picture at a place, and numbers that its drawing shows in this order, as one reads.
struct Sketch {
    picture: &'static str,
    size: Size,
    sheet: &'static str,
    at: &'static str,
    numbers: &'static str,
}

/// The drawings by which the pictures were designed, with the numbers of each.
const SKETCHES: &[Sketch] = &[
    Sketch {
        picture: "register",
        size: Size::Small,
        sheet: "d = sha256(\"abc\")",
        at: "d/block[0]/T1[12]",
        numbers: "87912990 f71fc5a9 f71fc5a9 4798a3f4 4798a3f4 8c87346b 8c87346b 8e04ecb9 1e578218 816fd6e9 816fd6e9 \
            436b23e8 436b23e8 1cc92596 1cc92596 32ca2d8c 32ca2d8c 2f9eee48 ccdee661 c79fa5e9 1deb23fe 72be5d74 \
            f73e9431 00000000 9052955f",
    },
    Sketch {
        picture: "film",
        size: Size::Small,
        sheet: AES,
        at: "c/round[1]/MixColumns[0]",
        numbers: "19 a0 9a e9 d4 e0 b8 1e d4 e0 b8 1e 3d f4 c6 f8 27 bf b4 41 bf b4 41 27 e3 e2 8d 48 11 98 5d 52 5d 52 \
            11 98 be 2b 2a 08 ae f1 e5 30 30 ae f1 e5 04 e0 48 28 a0 88 23 2a a4 68 6b 02 66 cb f8 06 fa 54 a3 6c 9c \
            9f 5b 6a 81 19 d3 26 fe 2c 39 76 7f 35 ea 50 e5 9a 7a 4c 17 b1 39 05 f2 2b 43 49",
    },
    Sketch {
        picture: "lattice",
        size: Size::Small,
        sheet: BLOWFISH,
        at: "c/round[1]/x",
        numbers: "476f6f64 20646179 b11379de f67c16ba 47db27a5 67bf46dc f67c16ba 64e42245 45359946 dfc3a4d9 d2010853",
    },
    Sketch {
        picture: "quarters",
        size: Size::Small,
        sheet: CHACHA,
        at: "c/round[1]/d[0][3]",
        numbers: "61707865 3320646e 79622d32 6b206574 03020100 07060504 0b0a0908 0f0e0d0c 13121110 17161514 1b1a1918 \
            1f1e1d1c 00000001 09000000 4a000000 00000000 61707865 03020100 13121110 00000001 64727965 79646472 \
            474828f7 8c767582 abbaa25c dec62ed2 3a465196 6b3ca454",
    },
    Sketch {
        picture: "ladder",
        size: Size::Small,
        sheet: "u = x25519_toy(21, 16)",
        at: "u/ladder[0]/x_2",
        numbers: "1 1 0 0 0 0 2 4 7 13 25 49 1 3 6 12 24 48 82 79 80 64 85 68 1 49 6 64 14 78 14 64 6 64 97 21 37 97 85 24 \
            87 9",
    },
    Sketch {
        picture: "grid",
        size: Size::Small,
        sheet: "d = sha256(\"abc\")",
        at: "d/block[0]/W[28]",
        numbers: "00000000 00000000 00000000 00000018 61626380 000f0000 7da86405 600003c6 3e9d7b78 0183fc00 12dcbfdb \
            e2e2c38e c8215c1a b73679a2 e5bc3909 32663c5b 9d209d67 ec8726cb 702138a4 d3b7973b 9b9ca167 0183fc00 00000000 \
            00000000",
    },
    Sketch {
        picture: "register",
        size: Size::Large,
        sheet: "d = sha256(\"abc\")",
        at: "d/block[0]/T1[12]",
        numbers: "87912990 f71fc5a9 f71fc5a9 4798a3f4 4798a3f4 4798a3f4 8c87346b 8c87346b 8c87346b 8e04ecb9 8e04ecb9 \
            1e578218 85a07b5f 816fd6e9 816fd6e9 436b23e8 436b23e8 436b23e8 1cc92596 1cc92596 1cc92596 32ca2d8c \
            32ca2d8c 0c657a79 32ca2d8c 2f9eee48 ccdee661 c79fa5e9 1deb23fe 72be5d74 f73e9431 00000000 9052955f",
    },
    Sketch {
        picture: "grid",
        size: Size::Large,
        sheet: "d = sha256(\"abc\")",
        at: "d/block[0]/W[28]",
        numbers: "61626380 00000018 61626380 000f0000 7da86405 600003c6 3e9d7b78 0183fc00 12dcbfdb e2e2c38e c8215c1a \
            b73679a2 e5bc3909 32663c5b 9d209d67 ec8726cb 702138a4 d3b7973b 93f5997f 3b68ba73 aff4ffc1 f10a5c62 \
            0a8b3996 72af830a 9409e33e 24641522 9f47bf94 f0a64f5a 3e246a79 27333ba3 0c4763f2 840abf27 7a290d5d \
            065c43da fb3e89cb cc7617db b9e66c34 a9993667 9b9ca167",
    },
    Sketch {
        picture: "lattice",
        size: Size::Large,
        sheet: BLOWFISH,
        at: "c/round[1]/L",
        numbers: "67bf46dc f67c16ba 095df021 e74b9f36 476f6f64 20646179 83b7dcb3 aea29919 b11379de 4cada8a7 fc878204 \
            c239831c 69372277 f67c16ba 909fd93d 18825886 47db27a5 4e4efd34 ae70e067 3a06ed1c b8a9a2ca d9d2b6b8 \
            882b9b0a 8bdc94ea dea95614 4f6c4094 90541737 944717cb db8663a6 64e42245 b269329c 01369fe2 45359946 \
            57421a9a add5092f dfc3a4d9 cc50d800 79ab2120 d2010853 b4992455 d526401b",
    },
    Sketch {
        picture: "quarters",
        size: Size::Large,
        sheet: CHACHA,
        at: "c/round[2]/a[0][3]",
        numbers: "abbaa25c 1efa51ea 7354fbdf 83d2dc69 3a465196 1c7e64f6 b12fb628 f05b6976 6b3ca454 08eb14b1 bf8a9ac9 \
            e444df3b dec62ed2 8862cc77 6e35b345 52a647f1 abbaa25c 1c7e64f6 bf8a9ac9 52a647f1 c8390752 40a39a9f \
            0519e1c5 002e3568 cd52e917 f173888d 5c2e187a f1a1bdf5 cd52e917 5c2e187a f1a1bdf5 f173888d",
    },
    Sketch {
        picture: "chain",
        size: Size::Small,
        sheet: "m = \"Meet me at the old clock. Bring a lamp.\"\n\
            c = cbc_encrypt(0x2b7e151628aed2a6abf7158809cf4f3c, 0x000102030405060708090a0b0c0d0e0f, m)",
        at: "c/block[0]/output",
        numbers: "Meet me ld clock a lamp. at the o . Bring e28f1f82 137fdfef b88faafa",
    },
    Sketch {
        picture: "chain",
        size: Size::Large,
        sheet: "c = 0xe38f1f82b33336bc8018d5a1b4d7106c137fdfefb2df80b336ec8b718da365bdb88faafaba6d277063716c9e9e385325\n\
            m = cbc_decrypt(0x2b7e151628aed2a6abf7158809cf4f3c, 0x000102030405060708090a0b0c0d0e0f, c)",
        at: "m/block[1]/plaintext",
        numbers: "e38f1f82 b33336bc 137fdfef b2df80b3 b88faafa ba6d2770 230de299 5ca34f27 md clock. Bring a lamp.",
    },
    Sketch {
        picture: "curve",
        size: Size::Small,
        sheet: "r = point_add([5, 1], [6, 3], \"toy17\")",
        at: "r/sum/λ[1]",
        numbers: "5, 1 6, 3 2 10 10, 6",
    },
    Sketch {
        picture: "regions",
        size: Size::Large,
        sheet: "mac = hmac(\"Jefe\", \"what do ya want for nothing?\")",
        at: "mac/inner/pad/message",
        numbers: "7c 53 50 53 36 36 36 36 77 68 61 74 20 64 6f 20 79 61 20 77 61 6e 74 20 66 6f 72 20 6e 6f 74 68 69 6e \
            67 3f 80",
    },
    // RFC 8032, section 7.1, test 1.
    Sketch {
        picture: "tree",
        size: Size::Large,
        sheet: "signature = ed25519_sign(0x9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60, \"\")",
        at: "signature/S",
        numbers: "307c8386 4f283… d75a9801 82b10… 9b4f0afe 280b7… f3890730 8c893… e5564300 c360a… 86eabc8e 4c961… \
            5fb88215 90a33… e5564300 c360a…",
    },
];

#[test]
fn the_numbers_of_every_sketch_stand_in_its_order() {
    let (veil, budget) = (Veil::default(), Budget::unlimited());
    for sketch in SKETCHES {
        let (sheet, _) = computed(sketch.sheet);
        let lens = Lens { sheet: &sheet, veil: &veil, budget: &budget };
        let of = picture(sketch.picture).unwrap();
        let place = of.sizes.iter().position(|size| *size == sketch.size).unwrap();
        let mut drawing = drawn(of, &spot(&sheet, sketch.at), lens, None).remove(place);
        drawing.cells.sort_by_key(|cell| (cell.y, cell.x));
        let mut shown = drawing.cells.iter().flat_map(|cell| cell.text.split_whitespace());
        for (place, number) in sketch.numbers.split_whitespace().enumerate() {
            assert!(shown.any(|text| text == number), "{} {:?}: {number}, number {place}", sketch.picture, sketch.size);
        }
    }
}

#[test]
fn the_strip_of_two_runs_is_as_dark_as_what_differs() {
    let rows = |other: &str| {
        let (ada, other) =
            ("m = input(\"Ada Lovelace\")\nd = sha256(m)", format!("m = input({other:?})\nd = sha256(m)"));
        read("avalanche", &other, "d/block[0]/a[12]", None, Some(ada))[3..5].to_vec()
    };
    let expected = ["  0 ░▒▓▓████████████████████████████", " 32 ██▓█████████████████████████████"];
    assert_eq!(rows("Ida Lovelace"), expected);
    let expected = ["  0 ··░▒▓▓██████████████████████████", " 32 ████████████████████████████████"];
    assert_eq!(rows("Ada Lovelacd"), expected);
}
