//! What is stored or sent: fields, certificates, handshakes.

use super::Case;

/// Two certificates that sign themselves.
pub const CERTIFICATE: &str = "b = input(0x3081c33077a003020102020101300506032b6570300c310a300806035504030c016e301e170d323530313031303030303030\
     5a170d3335303130313030303030305a300c310a300806035504030c016e302a300506032b6570032100f965aeb006897604\
     67f15c3ca144be64c49a237ab1ea71746d2351add78a0b65300506032b6570034100dc7ae34c830788864e350390c65427d2\
     f5a0008efe39ee83cf744f08dd6328a676677fdc70089974a0f6cb412fb4e18e8383f63f5522e008279e5e5dd39ca10e)\nd = x509(b)";
pub const CERTIFICATE_OTHER: &str = "b = input(0x3081c33077a003020102020101300506032b6570300c310a300806035504030c016d301e170d323530313031303030303030\
     5a170d3335303130313030303030305a300c310a300806035504030c016d302a300506032b6570032100f965aeb006897604\
     67f15c3ca144be64c49a237ab1ea71746d2351add78a0b65300506032b65700341005c980319b18287f1c0bf1507980bf75f\
     870b12cc36d39a6123f402c2eda51fe8c96c05fe278b846d648874dbcda865c6db82dfb4cbdca8b7416a914b8cfcd70d)\nd = x509(b)";
/// A handshake of TLS 1.3, and the same client with a server that says more.
pub const TLS: &str = concat!("c = ", include_str!("../../../src/functions/tls/example.txt"));
pub const TLS_OTHER: &str = concat!("c = ", include_str!("../handshake.txt"));

/// A chain in which somebody without the right to issue did.
pub const CHAIN: &str = concat!(
    "at = input(1750000000)\nc = x509_verify(",
    include_str!("../chain.txt"),
    ", at: at, name: \"bank.test\", purpose: \"server\")"
);
pub const CHAIN_OTHER: &str = concat!(
    "at = input(1650000000)\nc = x509_verify(",
    include_str!("../chain.txt"),
    ", at: at, name: \"bank.test\", purpose: \"server\")"
);

/// The places.
pub const CASES: &[Case] = &[
    Case {
        picture: "schedule",
        sheet: "s = input(0x8bd4054fb55b9d63fdfbacf9f04b9f0d35e6d63f537563efd46272900f89492d)\n\
                k = tls13_schedule(s, \"two hellos\", \"a certificate\", \"a code\")",
        other: "s = input(0x8cd4054fb55b9d63fdfbacf9f04b9f0d35e6d63f537563efd46272900f89492d)\n\
                k = tls13_schedule(s, \"two hellos\", \"a certificate\", \"a code\")",
        at: "handshake_secret",
        shows: &[
            ("early_secret", "33ad0a1c607ec03b09e6cd…"),
            ("derived_handshake", "6f2615a108c702c5678f54…"),
            ("handshake_secret", "1dc826e93606aa6fdc0aad…"),
            ("ecdhe", "8bd4054fb55b9d63fdfbac…"),
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
            ("fields/salt", "AtOMP0GQ9WApDx3x…"),
            ("fields/hash", "j0qSfHHktr…"),
            ("", "VERIFIED with the password"),
        ],
    },
];
