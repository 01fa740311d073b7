//! Groups, curves and people.

use super::Case;

pub const DH: &str = "a = input(6)\nb = input(15)\nA = dh_public(a, group: \"toy23\")\n\
    B = dh_public(b, group: \"toy23\")\np = A@p[0]\ng = A@base[0]\ns = dh_shared(a, B, group: \"toy23\", check: false)\n\
    t = dh_shared(b, A, group: \"toy23\", check: false)";
pub const MALLORY: &str = "a = input(6)\nb = input(15)\nmallory = input(13)\nA = dh_public(a, group: \"toy23\")\n\
    B = dh_public(b, group: \"toy23\")\nM = dh_public(mallory, group: \"toy23\")\n\
    at_alice = dh_shared(a, M, group: \"toy23\", check: false)\n\
    t = dh_shared(b, M, group: \"toy23\", check: false)";

/// The places.
pub const CASES: &[Case] = &[
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
        picture: "curve",
        sheet: "r = point_add([5, 1], [6, 3], \"toy17\")",
        other: "r = point_add([5, 1], [7, 6], \"toy17\")",
        at: "sum/λ[1]",
        shows: &[("P", "5, 1"), ("Q", "6, 3"), ("sum/λ[1]", "2"), ("sum/x3[1]", "10"), ("sum", "10, 6"), ("sum", "R")],
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
        picture: "lanes",
        sheet: DH,
        other: "a = input(7)\nb = input(15)\nA = dh_public(a, group: \"toy23\")\n\
            B = dh_public(b, group: \"toy23\")\np = A@p[0]\ng = A@base[0]\n\
            s = dh_shared(a, B, group: \"toy23\", check: false)\nt = dh_shared(b, A, group: \"toy23\", check: false)",
        at: "",
        shows: &[],
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
];
