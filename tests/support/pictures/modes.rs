//! Modes of ciphers: chains, and what is sealed.

use super::Case;

pub const CBC: &str = "m = input(0x6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52ef)\n\
     c = cbc_encrypt(0x2b7e151628aed2a6abf7158809cf4f3c, 0x000102030405060708090a0b0c0d0e0f, m, padding: \"none\")";
pub const CBC_OTHER: &str = "m = input(0x6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5230c81c46a35ce411e5fbc1191a0a52ef)\n\
     c = cbc_encrypt(0x2b7e151628aed2a6abf7158809cf4f3c, 0x000102030405060708090a0b0c0d0e0f, m, padding: \"none\")";
pub const GCM: &str = "m = input(0xd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255)\n\
     c = gcm_seal(0xfeffe9928665731c6d6a8f9467308308, 0xcafebabefacedbaddecaf888, m)";
pub const GCM_OTHER: &str = "m = input(0xd8313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255)\n\
     c = gcm_seal(0xfeffe9928665731c6d6a8f9467308308, 0xcafebabefacedbaddecaf888, m)";

/// The places.
pub const CASES: &[Case] = &[
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
];
