//! Pictures as they are read: row by row.

use cleartext::learner::lens::{Around, Lens, mark};
use cleartext::learner::veil::Veil;
use cleartext::run::Budget;
use cleartext::view::picture::{Drawing, Size, picture};

use super::drawn;
use crate::places::ciphers::{REDUCED, REDUCED_OTHER};
use crate::places::exchange::{DH, MALLORY};
use crate::places::modes::CBC;
use crate::places::{computed, spot};

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

/// Compared with another run, and after an edit.
#[test]
fn regions_mark_only_the_bytes_that_are_others() {
    let (abc, ab) = ("d = sha256(\"abc\")", "d = sha256(\"ab\")");
    let rows = read("regions", ab, "d/pad/count", None, Some(abc));
    assert_eq!(rows[2..4], [" 0 61 62≠80≠00 00 00 00 00│ab│1│zeros", " 8 00 00 00 00 00 00 00 00│53 bytes"]);
    let (veil, budget) = (Veil::default(), Budget::unlimited());
    let sheets = [computed(abc).0, computed(ab).0];
    let scenes = sheets.each_ref().map(|sheet| {
        let lens = Lens { sheet, veil: &veil, budget: &budget };
        Around::of(&spot(sheet, "d/pad/count"), lens, None).unwrap()
    });
    let drawings = scenes.each_ref().map(|scene| (picture("regions").unwrap().draw)(scene, Size::Small));
    let [_, mut drawing] = drawings;
    mark(&mut drawing, &scenes[1], Some(&scenes[0].asked()));
    let changed = drawing.cells.iter().filter(|cell| cell.mark.changed && (2..9).contains(&cell.y));
    assert_eq!(changed.map(|cell| cell.text.as_str()).collect::<Vec<_>>(), ["80", "00"]);
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
fn a_byte_that_a_formula_puts_before_others_is_called_by_its_digits() {
    let node = "left = sha256(\"x\")\nright = sha256(\"y\")\nroot = sha256(0x01 ++ left ++ right)";
    let rows = read("regions", node, "root/pad/one", None, None);
    assert_eq!(rows[1], "├0x01┤left┤right┤1├─── zeros ───┤length┤");
    assert!(rows[2].ends_with("│0x01│left"), "{rows:#?}");
    // The stretch that ends in a row has a mark there, its name stands above.
    assert!(rows[6].ends_with("│…│right"), "{rows:#?}");
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
        " 0[█··█·█·██···██·█·██·██·█·█·█·██· 17]",
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
fn squares_are_as_many_as_the_bits() {
    let rows = read("squares", "d = input(0x0a0b)", "d", None, None);
    assert_eq!(rows[0], " 0[················]");
}

#[test]
fn boxes_stand_in_boxes_where_a_call_is_fed_what_another_gave() {
    let mac = "key = input(\"Jefe\")\nm = input(\"what do ya want for nothing?\")\nmac = hmac(key, m)";
    let expected = [
        "┌ outer SHA-256 of ────────────────────┐",
        "│ key ⊕ 5c…    64  16393a39 5c5c5c5c…  │",
        "│ ┌ inner SHA-256 of ─────────────────┐│",
        "│ │ key ⊕ 36…  64 ▸7c535053 36363636… ││",
        "│ │ m          28 ▸what do ya want f… ││",
        "│ └──────────▸ 32 [a2e48586 3d27f9d8…]┘│",
        "│              96 in all               │",
        "└────────────▸ 32  5bdcc146 bf60754e…──┘",
    ];
    assert_eq!(read("boxes", mac, "mac/inner", None, None), expected);
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
        "│ ┌ expand[1] HMAC of ────────────────┐│",
        "│ │ key        32 ▸07770936 2c2e32df… ││",
        "│ │ info       10 ▸f0f1f2f3 f4f5f6f7… ││",
        "│ │ 0x01        1 ▸01                 ││",
        "│ └──────────▸ 32 [3cb25f25 faacd57a…]┘│",
        "│ info         10  f0f1f2f3 f4f5f6f7…  │",
        "│ 0x02          1  02                  │",
        "│              75 in all               │",
        "└────────────▸ 32  34007208 d5b88718…──┘",
    ];
    assert_eq!(read("boxes", okm, "okm/expand[1]", None, None), expected);
}

/// A chain that is longer than two has a box or a line for each, whichever one stands at.
#[test]
fn boxes_leave_out_no_block_of_a_long_key() {
    let okm = "okm = hkdf_expand(repeat(0x0b, 32), \"i\", 130)";
    for at in 1..=5 {
        let rows = read("boxes", okm, &format!("okm/expand[{at}]"), None, None);
        for block in 1..=5 {
            assert!(rows.iter().any(|row| row.contains(&format!("expand[{block}]"))), "{block}: {rows:#?}");
        }
        assert!(rows.iter().any(|row| row.starts_with("└─") && row.contains('[')), "{at}: {rows:#?}");
    }
}

/// What a drawn sum comes to, and the value below it: each row is turned as it says, and what stands over a rule that
/// turns is turned as a whole.
fn added_up(rows: &[String]) -> (u32, u32) {
    let turned = |row: &str| row.split_once('⋘').and_then(|(_, by)| by.trim().parse().ok()).unwrap_or(0);
    let mut sum = 0u32;
    for row in rows.iter().skip_while(|row| !row.contains(" = ")) {
        let digits = row.split(|c: char| !c.is_ascii_hexdigit()).find(|word| word.len() == 8);
        match digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
            Some(value) if row.contains(" = ") || row.contains("+ ") => {
                sum = sum.wrapping_add(value.rotate_left(turned(row)));
            }
            Some(below) => return (sum, below),
            None => sum = sum.rotate_left(turned(row)),
        }
    }
    panic!("no sum: {rows:#?}")
}

#[test]
fn the_terms_of_a_round_add_up_to_the_value_below_them() {
    for round in [0, 5, 30, 45, 79] {
        let rows = read("register", "d = sha1(\"Ada\")", &format!("d/block[0]/a[{round}]"), None, None);
        let (sum, below) = added_up(&rows);
        assert_eq!(sum, below, "{round}: {rows:#?}");
    }
    for round in [1, 5, 30, 45, 63] {
        let name = ["a", "d", "c", "b"][round % 4];
        let rows = read("register", "d = md5(\"Ada\")", &format!("d/block[0]/{name}[{round}]"), None, None);
        let (sum, below) = added_up(&rows);
        assert_eq!(sum, below, "{round}: {rows:#?}");
    }
}

#[test]
fn a_first_round_has_both_halves_whatever_the_block_is_made_of() {
    for block in ["\"Good day\"", "\"Goo\" ++ \"d day\"", "\"Good da\" ++ \"y\""] {
        let source = format!("c = blowfish_encrypt(\"correct horse\", {block})");
        let rows = read("lattice", &source, "c/round[1]/x", None, None);
        assert!(rows[2].contains("476f6f64") && rows[2].contains("20646179"), "{block}: {rows:#?}");
    }
}

#[test]
fn a_vertical_line_has_no_slope_and_no_third_point() {
    let rows = read("curve", "s = point_add([5, 1], [5, 16], \"toy17\")", "s", None, None).join("\n");
    for (part, is_there) in [("no slope", true), ("│ the line", true), ("∞", true), ("its x", false), ("λ  0", false)]
    {
        assert_eq!(rows.contains(part), is_there, "{part}: {rows}");
    }
}

#[test]
fn a_hidden_point_has_no_place_and_no_line_through_it() {
    let (veil, budget) = (&mut Veil::default(), Budget::unlimited());
    let (sheet, _) = computed("s = point_add([5, 1], [6, 3], \"toy17\")");
    for coordinate in ["s/sum/x", "s/sum/y"] {
        let place = spot(&sheet, coordinate).place(&budget).unwrap();
        veil.hide_place(&place, &budget);
        veil.hide_equal(&place, &["s".to_owned()].into(), &budget);
    }
    let lens = Lens { sheet: &sheet, veil, budget: &budget };
    for drawing in drawn(picture("curve").unwrap(), &spot(&sheet, "s"), lens, None) {
        assert!(drawing.lines.is_empty(), "{:?}", drawing.lines);
        let facts = drawing.cells.iter().filter(|cell| ["s/Q", "s/sum"].contains(&cell.address.as_str()));
        assert!(facts.clone().count() == 2 && facts.clone().all(|cell| cell.text == "····"), "{:?}", drawing.cells);
    }
}

#[test]
fn a_table_keeps_its_places_where_an_entry_is_hidden() {
    let (veil, budget) = (&mut Veil::default(), Budget::unlimited());
    let (sheet, _) = computed("digest = sha256(\"abc\")");
    let spot = spot(&sheet, "digest/block[0]/W[16]");
    veil.hide_place(&spot.place(&budget).unwrap(), &budget);
    veil.cover_formulas();
    let lens = Lens { sheet: &sheet, veil, budget: &budget };
    let grid = picture("grid").unwrap();
    let scene = Around::of(&spot, lens, None).unwrap();
    assert!((grid.fits)(&scene));
    let drawing = &drawn(grid, &spot, lens, None)[0];
    assert_eq!(drawing.cell("digest/block[0]/W[16]").unwrap().text, "····");
    assert_eq!(drawing.cell("digest/block[0]/W[17]").unwrap().text, "000f0000");
    assert!(drawing.cells.iter().all(|cell| !cell.mark.feeds), "{:?}", drawing.cells);
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
        "less, without ShiftRows",
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
        "salt      [salt]",
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
