//! Ciphers: blocks and key streams.

use super::Case;

pub const AES: &str = "key = input(0x2b7e151628aed2a6abf7158809cf4f3c)\nblock = input(0x3243f6a8885a308d313198a2e0370734)\n\
                   c = aes_encrypt(key, block)";
pub const AES_OTHER: &str = "key = input(0x2b7e151628aed2a6abf7158809cf4f3c)\n\
                         block = input(0x3343f6a8885a308d313198a2e0370734)\nc = aes_encrypt(key, block)";
pub const BLOWFISH: &str = "block = input(\"Good day\")\nc = blowfish_encrypt(\"correct horse\", block)";
pub const CHACHA: &str = "n = input(0x000000090000004a00000000)\n\
    c = chacha20_block(0x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f, n, 1)";
pub const REDUCED: &str = "block = input(0x3243f6a8885a308d313198a2e0370734)\nkey = 0x2b7e151628aed2a6abf7158809cf4f3c\n\
    less = aes_encrypt(key, block, without: \"ShiftRows\")\nc = aes_encrypt(key, block)";
pub const REDUCED_OTHER: &str = "block = input(0x3343f6a8885a308d313198a2e0370734)\nkey = 0x2b7e151628aed2a6abf7158809cf4f3c\n\
    less = aes_encrypt(key, block, without: \"ShiftRows\")\nc = aes_encrypt(key, block)";

/// The places.
pub const CASES: &[Case] = &[
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
        picture: "swaps",
        sheet: "key = input(\"Key\")\nc = rc4(key, \"Plaintext\")",
        other: "key = input(\"Kez\")\nc = rc4(key, \"Plaintext\")",
        at: "byte[0]/K",
        shows: &[("byte[0]/i", "01"), ("byte[0]/K", "eb")],
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
    Case { picture: "avalanche", sheet: REDUCED, other: REDUCED_OTHER, at: "round[2]", shows: &[] },
];
