//! Numbers of TLS and what they stand for: content types, messages, extensions, groups, signature schemes, alerts.

/// The registers, each a table of numbers and names.
pub struct Register(&'static [(usize, &'static str)], usize);
impl Register {
    /// The name of a number, where the register has one.
    pub fn known(&self, code: usize) -> Option<&'static str> {
        self.0.iter().find(|(known, _)| *known == code).map(|(_, name)| *name)
    }
    /// The name of a number, or the number, and whether it is one that stands for nothing on purpose.
    pub fn name(&self, code: usize) -> String {
        // RFC 8701: values that are sent so that nobody relies on there being none.
        let greased = self.1 == 4 && code & 0x0f0f == 0x0a0a && code >> 8 == code & 0xff;
        match self.known(code) {
            Some(name) => name.to_owned(),
            None if greased => "GREASE: it stands for nothing".to_owned(),
            None => format!("{code:0width$x}, which this program does not know", width = self.1),
        }
    }
}

/// Content types of records, section 5.1.
pub const CONTENT: Register =
    Register(&[(20, "change_cipher_spec"), (21, "alert"), (22, "handshake"), (23, "application_data")], 2);
/// The name of the message with which the server asks for another ClientHello; its number is that of a ServerHello.
pub const RETRY: &str = "hello_retry_request";
/// Handshake messages, section 4.
pub const MESSAGE: Register = Register(
    &[
        (1, "client_hello"),
        (2, "server_hello"),
        (4, "new_session_ticket"),
        (5, "end_of_early_data"),
        (8, "encrypted_extensions"),
        (11, "certificate"),
        (13, "certificate_request"),
        (15, "certificate_verify"),
        (20, "finished"),
        (24, "key_update"),
    ],
    2,
);
/// Extensions, section 4.2 and the register of IANA.
pub const EXTENSION: Register = Register(
    &[
        (0, "server_name"),
        (1, "max_fragment_length"),
        (5, "status_request"),
        (10, "supported_groups"),
        (11, "ec_point_formats"),
        (13, "signature_algorithms"),
        (16, "application_layer_protocol_negotiation"),
        (18, "signed_certificate_timestamp"),
        (21, "padding"),
        (22, "encrypt_then_mac"),
        (23, "extended_master_secret"),
        (27, "compress_certificate"),
        (28, "record_size_limit"),
        (35, "session_ticket"),
        (41, "pre_shared_key"),
        (42, "early_data"),
        (43, "supported_versions"),
        (44, "cookie"),
        (45, "psk_key_exchange_modes"),
        (47, "certificate_authorities"),
        (48, "oid_filters"),
        (49, "post_handshake_auth"),
        (50, "signature_algorithms_cert"),
        (51, "key_share"),
        (65037, "encrypted_client_hello"),
        (65281, "renegotiation_info"),
    ],
    4,
);
/// Versions.
pub const VERSION: Register = Register(
    &[(0x0300, "SSL 3.0"), (0x0301, "TLS 1.0"), (0x0302, "TLS 1.1"), (0x0303, "TLS 1.2"), (0x0304, "TLS 1.3")],
    4,
);
/// Cipher suites of TLS 1.3, and some of TLS 1.2 that clients still offer.
pub const SUITE: Register = Register(
    &[
        (0x00ff, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV"),
        (0x1301, "TLS_AES_128_GCM_SHA256"),
        (0x1302, "TLS_AES_256_GCM_SHA384"),
        (0x1303, "TLS_CHACHA20_POLY1305_SHA256"),
        (0x1304, "TLS_AES_128_CCM_SHA256"),
        (0x1305, "TLS_AES_128_CCM_8_SHA256"),
        (0xc02b, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
        (0xc02c, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"),
        (0xc02f, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
        (0xc030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
        (0xcca8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"),
        (0xcca9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"),
    ],
    4,
);
/// Groups of key shares, section 4.2.7.
pub const GROUP: Register = Register(
    &[
        (0x0017, "secp256r1"),
        (0x0018, "secp384r1"),
        (0x0019, "secp521r1"),
        (X25519, "x25519"),
        (0x001e, "x448"),
        (0x0100, "ffdhe2048"),
        (0x0101, "ffdhe3072"),
        (0x0102, "ffdhe4096"),
        (0x0103, "ffdhe6144"),
        (0x0104, "ffdhe8192"),
        (0x11eb, "SecP256r1MLKEM768"),
        (0x11ec, "X25519MLKEM768"),
        (0x11ed, "SecP384r1MLKEM1024"),
    ],
    4,
);
/// The group that can be computed here.
pub const X25519: usize = 0x001d;
/// Signature schemes, section 4.2.3.
pub const SCHEME: Register = Register(
    &[
        (0x0201, "rsa_pkcs1_sha1"),
        (0x0203, "ecdsa_sha1"),
        (0x0401, "rsa_pkcs1_sha256"),
        (0x0403, "ecdsa_secp256r1_sha256"),
        (0x0501, "rsa_pkcs1_sha384"),
        (0x0503, "ecdsa_secp384r1_sha384"),
        (0x0601, "rsa_pkcs1_sha512"),
        (0x0603, "ecdsa_secp521r1_sha512"),
        (0x0804, "rsa_pss_rsae_sha256"),
        (0x0805, "rsa_pss_rsae_sha384"),
        (0x0806, "rsa_pss_rsae_sha512"),
        (0x0807, "ed25519"),
        (0x0808, "ed448"),
        (0x0809, "rsa_pss_pss_sha256"),
        (0x080a, "rsa_pss_pss_sha384"),
        (0x080b, "rsa_pss_pss_sha512"),
    ],
    4,
);
/// Alerts, section 6.
pub const ALERT: Register = Register(
    &[
        (0, "close_notify"),
        (10, "unexpected_message"),
        (20, "bad_record_mac"),
        (22, "record_overflow"),
        (40, "handshake_failure"),
        (42, "bad_certificate"),
        (43, "unsupported_certificate"),
        (44, "certificate_revoked"),
        (45, "certificate_expired"),
        (46, "certificate_unknown"),
        (47, "illegal_parameter"),
        (48, "unknown_ca"),
        (49, "access_denied"),
        (50, "decode_error"),
        (51, "decrypt_error"),
        (70, "protocol_version"),
        (71, "insufficient_security"),
        (80, "internal_error"),
        (86, "inappropriate_fallback"),
        (90, "user_canceled"),
        (109, "missing_extension"),
        (110, "unsupported_extension"),
        (112, "unrecognized_name"),
        (113, "bad_certificate_status_response"),
        (115, "unknown_psk_identity"),
        (116, "certificate_required"),
        (120, "no_application_protocol"),
    ],
    2,
);
/// Modes in which a PSK is used, section 4.2.9.
pub const PSK_MODE: Register = Register(&[(0, "psk_ke"), (1, "psk_dhe_ke")], 2);
