//! A key and a signature of it for examples. Anybody has the key, so it is worth nothing.

/// The line, the file and a signature of "signed message 0" of the key.
macro_rules! example {
    (line) => {
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBTAULT8EszkI8aDtH1ciylYmOL8WVGKs4JquiNhMtXM me@example"
    };
    (private) => {
        concat!(
            "-----BEGIN OPENSSH PRIVATE KEY-----\\n",
            "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW\\n",
            "QyNTUxOQAAACAUwFC0/BLM5CPGg7R9XIspWJji/FlRirOCarojYTLVzAAAAJh9MdpEfTHa\\n",
            "RAAAAAtzc2gtZWQyNTUxOQAAACAUwFC0/BLM5CPGg7R9XIspWJji/FlRirOCarojYTLVzA\\n",
            "AAAEDmx4f54NGTzQQR+joEZZuHpjk59L4yRMU+Nb3IE7ACuxTAULT8EszkI8aDtH1ciylY\\n",
            "mOL8WVGKs4JquiNhMtXMAAAAD3VzZXI0MjlAZXhhbXBsZQECAwQFBg==\\n",
            "-----END OPENSSH PRIVATE KEY-----\\n"
        )
    };
    (signature) => {
        concat!(
            "-----BEGIN SSH SIGNATURE-----\\n",
            "U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgFMBQtPwSzOQjxoO0fVyLKViY4v\\n",
            "xZUYqzgmq6I2Ey1cwAAAAEZmlsZQAAAAAAAAAGc2hhNTEyAAAAUwAAAAtzc2gtZWQyNTUx\\n",
            "OQAAAECnlmyP3LntM1M4SL756PKagoaABz/JRrP3pA47S2K1knF4Vtkrp09oDhCCBqW15e\\n",
            "Zc3ioTFG+L9ddxKMWAzacL\\n",
            "-----END SSH SIGNATURE-----\\n"
        )
    };
}
pub(super) use example;
