//! The drawings by which the pictures were designed.

use cleartext::learner::lens::Lens;
use cleartext::learner::veil::Veil;
use cleartext::run::Budget;
use cleartext::view::picture::{Size, picture};

use super::drawn;
use crate::places::ciphers::{AES, BLOWFISH, CHACHA};
use crate::places::{computed, spot};

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
        numbers: "1 1 0 0 0 0 2 4 7 13 25 49 1 3 6 12 24 48 82 80 85 1 6 14 79 64 68 49 64 78 14 6 97 37 85 87 64 64 21 97 \
            24 9",
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
