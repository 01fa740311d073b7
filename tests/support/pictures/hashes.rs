//! Hash functions, and what is made of them.

use super::Case;

/// The places.
pub const CASES: &[Case] = &[
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
        picture: "keccak",
        sheet: "message = input(\"abc\")\ndigest = sha3_256(message)",
        other: "message = input(\"acc\")\ndigest = sha3_256(message)",
        at: "block[0]/round[0]/A_chi[1][2]",
        shows: &[("block[0]/round[0]/A_chi[1][2]", "0000000cc6c4c220"), ("block[0]/round[0]/A_chi[1][2]", "20")],
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
        picture: "boxes",
        sheet: "key = input(\"Jefe\")\nmessage = input(\"what do ya want for nothing?\")\nmac = hmac(key, message)",
        other: "key = input(\"Jefe\")\nmessage = input(\"what do ya want for nothing!\")\nmac = hmac(key, message)",
        at: "inner",
        shows: &[],
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
    Case {
        picture: "overlay",
        sheet: "message = input(\"abc\")\ndigest = sha256(message)",
        other: "message = input(\"acc\")\ndigest = sha256(message)",
        at: "block[0]/a[12]",
        shows: &[],
    },
    Case {
        picture: "letters",
        sheet: "name = input(\"Ada Lovelace\")",
        other: "name = input(\"Ida Lovelace\")",
        at: "",
        shows: &[],
    },
    Case {
        picture: "squares",
        sheet: "message = input(\"abc\")\ndigest = sha256(message)",
        other: "message = input(\"acc\")\ndigest = sha256(message)",
        at: "",
        shows: &[],
    },
];
