//! Every size of a terminal.

use cleartext::app::stage::Stage;
use cleartext::app::tool::Tool;

use ratatui::style::Modifier;

use super::desk::{Desk, ROUNDS, SQUARES};

#[test]
fn every_page_of_every_lesson_at_every_size() {
    let ids: Vec<String> = Desk::map().app.library.lessons.iter().map(|lesson| lesson.id.clone()).collect();
    for id in &ids {
        for (columns, rows) in [(80, 24), (120, 40), (40, 12), (200, 60)] {
            let mut desk = Desk::lesson(id);
            desk.resize(columns, rows);
            let Stage::Lesson(session) = &desk.app.stage else { panic!("a lesson") };
            let pages = session.lesson().pages.len();
            for page in 1..=pages {
                for ascii in [false, true] {
                    desk.ascii = ascii;
                    let text = desk.text();
                    assert!(text.contains(&format!("{page} of {pages}")), "{id} at {columns}×{rows}:\n{text}");
                    let last = text.trim_end().lines().last().unwrap_or_default();
                    assert!(last.contains("? help"), "{id} at {columns}×{rows}: the last line is {last:?}");
                    assert!(!ascii || text.is_ascii(), "{id} in ASCII:\n{text}");
                }
                desk.press("n");
            }
        }
    }
}

/// The offset at the beginning of a row of bytes.
fn offset(row: &str) -> Option<u64> {
    let (offset, bytes) = row.trim_start().split_once("  ")?;
    let digits = bytes.chars().take_while(|c| c.is_ascii_hexdigit()).count();
    offset.parse().ok().filter(|_| digits == 8)
}

/// The byte that the line below a list of bytes names, and the offsets of the rows above that line.
fn listed(text: &str) -> Option<(u64, Vec<u64>)> {
    let lines: Vec<Vec<char>> = text.lines().map(|line| line.chars().collect()).collect();
    let from = |line: &[char], column: usize| line.iter().skip(column).collect::<String>();
    lines.iter().enumerate().find_map(|(row, line)| {
        let column = (0..line.len()).find(|column| from(line, *column).starts_with("byte "))?;
        let (byte, _) =
            from(line, column)["byte ".len()..].split_once(" of 0…").map(|(byte, of)| (byte.to_owned(), of.len()))?;
        let above = lines[..row].iter().rev().map_while(|line| offset(&from(line, column)));
        Some((byte.parse().ok()?, above.collect()))
    })
}

#[test]
fn the_row_of_the_byte_one_stands_on_is_among_the_rows_that_are_seen() {
    let ids: Vec<String> = Desk::map().app.library.lessons.iter().map(|lesson| lesson.id.clone()).collect();
    let mut seen = 0;
    for id in &ids {
        for (columns, rows) in [(80, 24), (120, 40), (40, 12)] {
            let mut desk = Desk::lesson(id);
            desk.resize(columns, rows);
            let Stage::Lesson(session) = &desk.app.stage else { panic!("a lesson") };
            for page in 1..=session.lesson().pages.len() {
                let text = desk.text();
                if let Some((byte, offsets)) = listed(&text).filter(|(_, offsets)| !offsets.is_empty()) {
                    // From bottom to top.
                    let each = if offsets.len() > 1 { offsets[0] - offsets[1] } else { 16 };
                    let shown = offsets[offsets.len() - 1]..offsets[0] + each;
                    assert!(shown.contains(&byte), "{id} p{page} at {columns}×{rows}: {shown:?}\n{text}");
                    seen += 1;
                }
                desk.press("n");
            }
        }
    }
    assert!(seen > 50, "{seen}");
}

#[test]
fn every_sentence_of_the_palette_can_be_read_in_full() {
    for (columns, rows) in [(80, 24), (40, 12)] {
        let mut desk = Desk::lesson(ROUNDS);
        desk.resize(columns, rows).press(":");
        let Some(Tool::Palette(palette)) = &desk.app.tool else { panic!("the palette") };
        let says: Vec<String> = palette.list.rows().iter().map(|row| row.says.clone()).collect();
        for says in says {
            // A wrapped sentence is one again without the ends of the lines.
            let text = desk.text().split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(text.contains(&says), "«{says}» at {columns}×{rows}:\n{}", desk.text());
            desk.press("<Down>");
        }
    }
}

#[test]
fn resizing_keeps_the_place_and_a_small_terminal_says_so() {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnngdigest/block[0]/T1[12]<Enter>");
    desk.resize(39, 12).shows("39").hides("T1[12]");
    desk.resize(40, 9).shows("40").hides("T1[12]");
    desk.resize(1, 1);
    desk.text();
    desk.resize(40, 10).shows("9052955f");
    desk.resize(120, 40).shows("9052955f").shows("4 of 7");
}

#[test]
fn what_is_told_is_told_in_full() {
    for (columns, rows) in [(80, 24), (40, 12), (40, 10)] {
        let mut desk = Desk::lesson(ROUNDS);
        desk.resize(columns, rows).press("c");
        let text = desk.text().split_whitespace().collect::<Vec<_>>().join(" ");
        let told = "Nothing was changed yet: x flips a bit of an input, e edits one; then c compares.";
        assert!(text.contains(told), "{columns}×{rows}:\n{}", desk.text());
        // What is wrong with a line stands below it.
        desk.press("gdigest/nowhere<Enter>").shows("digest/nowhere").shows("! ").press("<Esc>").hides("! ");
    }
}

#[test]
fn a_formula_is_seen_to_its_end_on_the_smallest_screen() {
    let mut desk = Desk::lesson(ROUNDS);
    // The text comes first there; the values have the screen on a key.
    desk.resize(40, 12).press("nnnz").shows("+ K").shows("+ W").shows("54da50e8");
    // Down to the bits, how each came about is said in full.
    desk.press("b").shows(" + ").shows("▲ bit 31: ").shows("carry 1").press("<End>").shows("▲ bit 0: ");
}

/// The text gives way to a list that is chosen from, where both have no room, and where it had the screen for itself.
#[test]
fn a_list_is_seen_wherever_it_was_opened() {
    for (columns, rows, zoomed) in [(40, 12, ""), (80, 24, "zz"), (40, 12, "zz")] {
        let mut desk = Desk::lesson(ROUNDS);
        desk.resize(columns, rows).press("nnngdigest/block[0]/T1[12]<Enter>").press(zoomed);
        desk.press("p").shows("comes from").shows("h[11]").shows("Ch").press("<Esc>").hides("comes from");
    }
}

/// The bytes come before the words on one of them.
#[test]
fn one_row_has_room_for_bytes() {
    let mut desk = Desk::lesson(ROUNDS);
    desk.resize(40, 12).press("nnngdigest<Enter>").shows("ba7816bf 8f01cfea").hides("byte 0 of");
}

#[test]
fn a_matrix_keeps_its_heading_and_its_rows_and_says_what_is_not_seen() {
    let mut desk = Desk::lesson(SQUARES);
    desk.resize(80, 24).press("nnnnn");
    for (matrix, hint) in [("MixColumns      round_key", "▴ 6"), ("AddRoundKey", "byte 0 of")] {
        let text = desk.text();
        let mut lines = text.lines().skip_while(|line| !line.contains(matrix));
        assert!(lines.next().is_some(), "{matrix}:\n{text}");
        let begins = lines.by_ref().take(5).map(|line| line.chars().nth(38));
        assert_eq!(begins.collect::<Vec<_>>(), [' ', '0', '1', '2', '3'].map(Some), "{matrix}:\n{text}");
        assert!(text.contains(hint), "{text}");
    }
    desk.press("nn").shows("▾ 6");
}

/// A flipped bit changes a column of two states: eight bytes, and no number of a row or a column.
#[test]
fn only_the_bytes_that_changed_are_marked_as_long_as_one_stands_there() {
    let mut desk = Desk::lesson(SQUARES);
    desk.resize(80, 24).press("nnnnnn");
    assert_eq!(desk.drawn(Modifier::UNDERLINED), "");
    desk.press("t");
    assert_eq!(desk.drawn(Modifier::UNDERLINED), "f61ff86e56e50679");
    // Looking elsewhere for a moment is no edit.
    desk.press("?<Esc>");
    assert_eq!(desk.drawn(Modifier::UNDERLINED), "f61ff86e56e50679");
    desk.press("<Right>");
    assert_eq!(desk.drawn(Modifier::UNDERLINED), "");
}

#[test]
fn registers_have_one_arrangement_and_a_chosen_operand_is_seen_in_full() {
    for (columns, rows) in [(80, 24), (100, 30), (120, 40), (200, 60)] {
        let mut desk = Desk::lesson(ROUNDS);
        desk.resize(columns, rows).press("nnngdigest/block[0]/T1[12]<Enter>");
        desk.shows("a  f71fc5a9    e  816fd6e9").shows("d  8e04ecb9    h  32ca2d8c");
        desk.press("<Enter><Down>").shows("Ch(e[11], f[11], g[11])");
    }
}

#[test]
fn without_unicode_a_page_names_keys_as_the_last_line_does() {
    let mut desk = Desk::lesson("start/keys");
    desk.ascii = true;
    desk.press("nnnn").shows("> Right on, Left back").shows("> Enter look inside, Esc come out");
}

#[test]
fn the_rule_is_seen_around_what_is_told() {
    for (columns, rows, lead) in [(120, 40, " ── "), (80, 24, " ── "), (40, 12, " ─ ")] {
        let mut desk = Desk::lesson(ROUNDS);
        let text = desk.resize(columns, rows).press("c").text();
        let lines: Vec<&str> = text.lines().collect();
        let told = lines.iter().find(|line| line.contains("Nothing was")).expect("it is told");
        assert!(told.starts_with(&format!("{lead}Nothing was")), "{text}");
        assert!(lines[lines.len() - 2].ends_with(" ─") || lines[lines.len() - 2].ends_with("──"), "{text}");
    }
}

#[test]
fn the_map_shows_the_codes_of_lessons_at_every_size() {
    for (columns, rows) in [(40, 12), (60, 20), (80, 24), (120, 40)] {
        let mut desk = Desk::map();
        desk.resize(columns, rows).press("<Down><Down>");
        let lesson = desk.app.map.lesson(&desk.app.library).expect("a lesson is chosen");
        let code = desk.app.code(&lesson.id).expect("it has a code");
        let text = desk.text();
        let row = text.lines().find(|row| row.contains('▸')).expect("a row is chosen");
        assert!(row.contains(&code), "{code} at {columns}×{rows}:\n{text}");
    }
}

/// Of an addition that is too high for the screen each operand can be gone to, and the edges count the rest.
#[test]
fn bits_that_have_no_room_are_counted_and_can_be_gone_to() {
    let mut desk = Desk::lesson(ROUNDS);
    desk.resize(40, 12).press("nnngdigest/block[0]/T1[12]<Enter>b").shows("T1[12]  9052955f").shows("▸h[11]");
    desk.shows("▾ 5").shows("▸ 16");
    for name in ["Σ1(e[11])", "Ch(e[11], f[11], g[11])", "K[12]", "W[12]", "carry"] {
        desk.press("<Down>").shows(&format!("▸{name}"));
    }
    desk.shows("▴ 5").hides("▾").press("<Down>").shows("This is the last row.").press("<End>").shows("◂ 16");
    desk.resize(80, 24).shows("Ch(e[11], f[11], g[11])  0001").shows("32ca2d8c").hides("◂");
    desk.press("<Esc>gdigest<Enter>b<Down>").shows("These bits are no operation's.");
}

/// Whoever sees the text alone is told the key that shows the values.
#[test]
fn what_is_not_seen_has_its_key() {
    let mut desk = Desk::lesson(ROUNDS);
    desk.hides(" z values").press("z").shows(" z text ").press("z").shows(" z values ").press("z").hides(" z text");
}
