#!/usr/bin/env python3
"""Record a TLS 1.3 handshake with Python's own `ssl`, of which you know the client's private key.

    python3 capture.py > capture.md         a server key and certificate are made with the openssl tool
    python3 capture.py --cert server.pem --key server.key > capture.md
    cleartext learn capture.md              opens what was recorded

The server is `ssl`, that is OpenSSL, over two MemoryBIOs: no port is opened and nothing leaves this process. The client is
this file: just enough of TLS 1.3 to finish a handshake, with ChaCha20-Poly1305 and X25519 written out, so that nothing but the
standard library is needed. It checks no certificate: it is there to be recorded, never to be used for anything else.
The private key is printed, and the connection is open to whoever reads it. That is the point, for this one connection.
"""

import argparse
import hashlib
import hmac
import os
import pathlib
import secrets
import ssl
import subprocess
import sys
import tempfile

# ---------------------------------------------------------------- X25519, RFC 7748

P = 2**255 - 19


def x25519(scalar: bytes, u: bytes) -> bytes:
    k = int.from_bytes(scalar, "little") & ~7 & (1 << 255) - 1 | 1 << 254
    x1 = int.from_bytes(u, "little") & (1 << 255) - 1
    x2, z2, x3, z3 = 1, 0, x1, 1
    for t in reversed(range(255)):
        bit = k >> t & 1
        if bit:
            x2, x3, z2, z3 = x3, x2, z3, z2
        a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
        aa, bb, da, cb = a * a, b * b, d * a, c * b
        e = aa - bb
        x2, z2 = aa * bb % P, e * (aa + 121665 * e) % P
        x3, z3 = (da + cb) ** 2 % P, x1 * (da - cb) ** 2 % P
        if bit:
            x2, x3, z2, z3 = x3, x2, z3, z2
    return (x2 * pow(z2, P - 2, P) % P).to_bytes(32, "little")


# ---------------------------------------------------------------- ChaCha20-Poly1305, RFC 8439


def chacha20_block(key: bytes, counter: int, nonce: bytes) -> bytes:
    def words(data):
        return [int.from_bytes(data[i : i + 4], "little") for i in range(0, len(data), 4)]

    start = words(b"expand 32-byte k" + key + counter.to_bytes(4, "little") + nonce)
    x = start[:]

    def quarter(a, b, c, d):
        for p, q, r, n in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            x[p] = x[p] + x[q] & 0xFFFFFFFF
            y = x[r] ^ x[p]
            x[r] = (y << n | y >> 32 - n) & 0xFFFFFFFF

    for _ in range(10):
        for i in range(4):
            quarter(i, 4 + i, 8 + i, 12 + i)
        for i in range(4):
            quarter(i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4)
    return b"".join((a + b & 0xFFFFFFFF).to_bytes(4, "little") for a, b in zip(x, start))


def chacha20(key: bytes, nonce: bytes, data: bytes) -> bytes:
    blocks = range(0, len(data), 64)
    stream = b"".join(chacha20_block(key, 1 + i // 64, nonce) for i in blocks)
    return bytes(a ^ b for a, b in zip(data, stream))


def tag(key: bytes, nonce: bytes, aad: bytes, text: bytes) -> bytes:
    def padded(data):
        return data + bytes(-len(data) % 16)

    message = padded(aad) + padded(text) + len(aad).to_bytes(8, "little") + len(text).to_bytes(8, "little")
    once = chacha20_block(key, 0, nonce)
    r = int.from_bytes(once[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    acc = 0
    for i in range(0, len(message), 16):
        acc = (acc + int.from_bytes(message[i : i + 16] + b"\1", "little")) * r % (2**130 - 5)
    return (acc + int.from_bytes(once[16:32], "little") & 2**128 - 1).to_bytes(16, "little")


# ---------------------------------------------------------------- TLS 1.3, RFC 9846 (8446)


def vector(size: int, data: bytes) -> bytes:
    return len(data).to_bytes(size, "big") + data


def message(kind: int, body: bytes) -> bytes:
    return bytes([kind]) + vector(3, body)


def extension(kind: int, body: bytes) -> bytes:
    return kind.to_bytes(2, "big") + vector(2, body)


def digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def expand_label(secret: bytes, label: str, context: bytes, length: int) -> bytes:
    info = length.to_bytes(2, "big") + vector(1, b"tls13 " + label.encode()) + vector(1, context)
    return hmac.digest(secret, info + b"\1", "sha256")[:length]  # one block is enough for 32 bytes


class Direction:
    """One direction of the connection under one secret."""

    def __init__(self, secret: bytes):
        self.key, self.iv, self.sequence = expand_label(secret, "key", b"", 32), expand_label(secret, "iv", b"", 12), 0
        self.finished_key = expand_label(secret, "finished", b"", 32)

    def nonce(self) -> bytes:
        number = int.from_bytes(self.iv, "big") ^ self.sequence
        self.sequence += 1
        return number.to_bytes(12, "big")

    def seal(self, kind: int, content: bytes) -> bytes:
        inner, nonce = content + bytes([kind]), self.nonce()
        header = b"\x17\x03\x03" + (len(inner) + 16).to_bytes(2, "big")
        sealed = chacha20(self.key, nonce, inner)
        return header + sealed + tag(self.key, nonce, header, sealed)

    def open(self, record: bytes) -> tuple[int, bytes]:
        header, sealed, given, nonce = record[:5], record[5:-16], record[-16:], self.nonce()
        if not hmac.compare_digest(tag(self.key, nonce, header, sealed), given):
            sys.exit("a record of the server does not open")
        inner = chacha20(self.key, nonce, sealed).rstrip(b"\0")
        return inner[-1], inner[:-1]


class Recorder:
    """The client: it keeps every byte that went either way."""

    def __init__(self, context: ssl.SSLContext, name: str, text: bytes):
        self.to_server, self.from_server = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.ssl = context.wrap_bio(self.to_server, self.from_server, server_side=True)
        self.sent, self.received, self.rest = b"", b"", b""
        self.private = secrets.token_bytes(32)
        self.hello = self.client_hello(name)
        self.text = text

    def client_hello(self, name: str) -> bytes:
        server_name = b"\0" + vector(2, name.encode())
        extensions = (
            extension(0, vector(2, server_name))
            + extension(43, vector(1, b"\x03\x04"))
            + extension(10, vector(2, b"\x00\x1d"))
            + extension(13, vector(2, bytes.fromhex("080704030503080408050401")))
            + extension(51, vector(2, b"\x00\x1d" + vector(2, x25519(self.private, b"\x09" + bytes(31)))))
        )
        # The one suite that is written out above: ChaCha20-Poly1305 with SHA-256.
        body = b"\x03\x03" + secrets.token_bytes(32) + vector(1, b"") + vector(2, b"\x13\x03") + vector(1, b"\0")
        return message(1, body + vector(2, extensions))

    def send(self, record: bytes) -> None:
        self.sent += record
        self.to_server.write(record)

    def step(self, what) -> object:
        """Lets the server work, and takes what it sends."""
        try:
            result = what()
        except ssl.SSLWantReadError:
            result = None
        except ssl.SSLError as error:
            sys.exit(f"the server gives up: {error}")
        new = self.from_server.read()
        self.received, self.rest = self.received + new, self.rest + new
        return result

    def record(self) -> bytes:
        length = 5 + int.from_bytes(self.rest[3:5], "big")
        if len(self.rest) < max(length, 6):
            sys.exit("the server sent less than a record")
        record, self.rest = self.rest[:length], self.rest[length:]
        return record if record[0] != 20 else self.record()  # ChangeCipherSpec says nothing

    def run(self) -> None:
        self.send(b"\x16\x03\x01" + vector(2, self.hello))
        self.step(self.ssl.do_handshake)
        server_hello = self.record()[5:]
        random_and_id = 4 + 2 + 32
        at = random_and_id + 1 + server_hello[random_and_id] + 3 + 2
        share = b""
        while at < len(server_hello):
            kind, length = int.from_bytes(server_hello[at : at + 2], "big"), int.from_bytes(server_hello[at + 2 : at + 4], "big")
            if kind == 51:
                share = server_hello[at + 8 : at + 4 + length]
            at += 4 + length
        if len(share) != 32:
            sys.exit("the server chose no X25519: is its OpenSSL older than 1.1.1?")

        empty, zeros = digest(b""), bytes(32)
        early = hmac.digest(zeros, zeros, "sha256")
        shared = x25519(self.private, share)
        handshake = hmac.digest(expand_label(early, "derived", empty, 32), shared, "sha256")
        master = hmac.digest(expand_label(handshake, "derived", empty, 32), zeros, "sha256")
        messages = self.hello + server_hello
        client = Direction(expand_label(handshake, "c hs traffic", digest(messages), 32))
        server = Direction(expand_label(handshake, "s hs traffic", digest(messages), 32))

        flight = b""
        while not self.ends_in_finished(flight):
            kind, content = server.open(self.record())
            if kind != 22:
                sys.exit(f"the server sends a record of type {kind} where its handshake goes on")
            flight += content
        messages += flight
        finished = message(20, hmac.digest(client.finished_key, digest(messages), "sha256"))
        self.send(client.seal(22, finished))
        data = Direction(expand_label(master, "c ap traffic", digest(messages), 32))
        self.send(data.seal(23, self.text))
        self.step(self.ssl.do_handshake)
        read = self.step(lambda: self.ssl.read(1 << 14))
        self.step(lambda: self.ssl.write(b"You said: " + read))

    @staticmethod
    def ends_in_finished(flight: bytes) -> bool:
        at, kind = 0, None
        while at + 4 <= len(flight):
            kind, at = flight[at], at + 4 + int.from_bytes(flight[at + 1 : at + 4], "big")
        return kind == 20 and at == len(flight)


# ---------------------------------------------------------------- the learner's side

LESSON = """+++
title = "A handshake of your own"
goal = "Open a handshake that you recorded, field by field."
+++

# A handshake of your own

Python's `ssl`, that is {openssl}, and the client of capture.py talked on your machine just now. Each
row is a record.

▸ `→` to the next record\\
▸ `Enter` goes into one

```sheet
client  = 0x{client}
server  = 0x{server}
private = 0x{private}
opened  = tls13_open(client, server, private)
```

```watch
value = "opened"
picture = "handshake"
```

---

## The keys

All secrets of the connection, from the key exchange down.

```watch
value = "opened/schedule/handshake_secret"
picture = "schedule"
```

---

## The fields

The first message, field by field.

▸ `Enter` goes into a field

```watch
value = "opened/messages/client_hello"
```

---

## Change a digit

Open this file in an editor, change one digit of `server`, and save: the program reads it again, and says which byte is
refused, and why.

```watch
value = "server"
```
"""


def throw_away(folder: pathlib.Path, name: str) -> tuple[pathlib.Path, pathlib.Path]:
    cert, key = folder / "server.pem", folder / "server.key"
    command = ["openssl", "req", "-x509", "-newkey", "ed25519", "-nodes", "-days", "30", "-subj", f"/CN={name}"]
    command += ["-addext", f"subjectAltName=DNS:{name}", "-keyout", os.fspath(key), "-out", os.fspath(cert)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except FileNotFoundError:
        sys.exit("there is no openssl tool to make a certificate: give your own with --cert and --key")
    except subprocess.CalledProcessError as error:
        sys.exit(f"openssl made no certificate: {error.stderr.decode(errors='replace').strip()}")
    return cert, key


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--cert", type=pathlib.Path, help="the server's certificates in PEM (default: one made just now)")
    parser.add_argument("--key", type=pathlib.Path, help="the server's private key in PEM")
    parser.add_argument("--name", default="server.test", help="the name that the client asks for")
    parser.add_argument("--text", default="hello", help="what the client says")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        cert, key = (given.cert, given.key) if given.cert else throw_away(pathlib.Path(folder), given.name)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.load_cert_chain(cert, key)
    recorder = Recorder(context, given.name, given.text.encode())
    recorder.run()
    print(
        LESSON.format(
            openssl=ssl.OPENSSL_VERSION,
            client=recorder.sent.hex(),
            server=recorder.received.hex(),
            private=recorder.private.hex(),
        ),
        end="",
    )


if __name__ == "__main__":
    main()
