//! The room of a terminal: how much of it carries something, page by page.

use cleartext::app::stage::{Computing, Stage};

use super::desk::Desk;

/// Of the rows between head and foot of a screen, how many in a hundred carry something.
fn share(text: &str, rows: usize) -> usize {
    let body = rows - 4;
    let carrying = text.lines().skip(2).take(body).filter(|row| !row.trim().is_empty()).count();
    carrying * 100 / body
}

#[test]
fn most_rows_of_a_page_carry_something() {
    let ids: Vec<String> = Desk::map().app.library.lessons.iter().map(|lesson| lesson.id.clone()).collect();
    for (columns, rows, goal) in [(80, 24, 75), (120, 40, 75), (200, 60, 40)] {
        let mut found: Vec<(usize, String)> = Vec::new();
        for id in &ids {
            let mut desk = Desk::lesson(id);
            desk.resize(columns, rows);
            let Stage::Lesson(session) = &desk.app.stage else { panic!("a lesson") };
            for page in 1..=session.lesson().pages.len() {
                found.push((share(&desk.text(), rows.into()), format!("{id} {page}")));
                desk.press("n");
            }
        }
        found.sort();
        let median = found[found.len() / 2].0;
        let worst: Vec<String> = found.iter().take(8).map(|(share, page)| format!("{page} {share}")).collect();
        println!("{columns}x{rows}: {median} of 100 rows carry something; the fewest on {}", worst.join(", "));
        assert!(median >= goal, "{columns}x{rows}: only {median} of 100 rows carry something");
    }
}

#[test]
fn a_value_stands_once_where_a_picture_shows_it() {
    let times = |desk: &Desk, value: &str| desk.text().matches(value).count();
    let mut desk = Desk::lesson("hashing/sha256-rounds");
    desk.resize(120, 40).press("nnngdigest/block[0]/T1[12]<Enter>");
    desk.shows("from  h[11]         was g[10]").shows("      K[12]         cube root of 41");
    assert_eq!([times(&desk, "72be5d74"), times(&desk, "9052955f")], [1, 1], "{}", desk.text());
    // Nothing else is said of an entry of a table of Blowfish, so its value stays beside its name.
    let mut desk = Desk::lesson("ciphers/blowfish");
    desk.resize(120, 40).press("nn").shows("from  S_a           64e42245");
    assert_eq!(times(&desk, "64e42245"), 2, "{}", desk.text());
}

#[test]
fn beside_the_list_of_all_rounds_one_is_drawn_and_their_rows_are_whole() {
    let mut desk = Desk::lesson("hashing/sha256-rounds");
    desk.resize(200, 60).press("nnngdigest/block[0]/T1[12]<Enter>");
    desk.shows("after 11            after 12, * new").hides("after 10 ");
    desk.shows("12    87912990 f71fc5a9 4798a3f4 8c87346b 1e578218 816fd6e9 436b23e8 1cc92596");
    // A list of operands keeps the columns where they are.
    desk.press("<Enter>").shows("0     5d6aebcd 6a09e667 bb67ae85 3c6ef372 fa2a4622 510e527f 9b05688c 1f83d9ab");
    // Alone, the picture has all the room again.
    desk.press("<Esc>z").shows("after 8 ");
    // Where the list would be cut all the same, the picture stays large; and where it is whole, too.
    desk.press("zz").resize(160, 50).shows("after 10 ");
    desk.resize(224, 60).shows("after 10 ").shows("9b05688c 1f83d9ab");
}

#[test]
fn a_word_of_a_schedule_is_read_from_its_own_bytes() {
    let mut desk = Desk::lesson("hashing/sha256-padding");
    desk.resize(120, 40).press("gdigest/block[0]/W[2]<Enter>");
    let Stage::Lesson(session) = &desk.app.stage else { panic!("a lesson") };
    let typed = session.desk().sheet().cell("message").unwrap().given().unwrap().rope().unwrap().slice(8..12);
    let digits: String = typed.to_vec().unwrap().iter().map(|byte| format!("{byte:02x}")).collect();
    let row = desk.text().lines().find(|line| line.contains("message[8..12] ▸")).unwrap().to_owned();
    assert!(row.contains(&format!("▸{digits}")), "{row}");
}

#[test]
fn a_card_names_what_a_helper_was_made_of() {
    let mut desk = Desk::lesson("ciphers/aes");
    desk.resize(120, 40).press("nngc/round[1]/SubBytes[0]<Enter>");
    desk.shows("is    sbox[s[0][0]] ≡ affine(inverse(s[0][0]))").shows("from  s[0][0]");
}

#[test]
fn beside_the_list_of_all_rounds_the_strip_still_says_which_one_it_is() {
    let mut desk = Desk::lesson("hashing/sha256-rounds");
    desk.resize(200, 60).press("nnngdigest/block[0]/T1[12]<Enter>").shows(" round 12  0 ━━");
    desk.press("<Down>").shows(" round 13  0 ━━");
}

#[test]
fn what_a_card_says_a_value_goes_to_is_marked_in_the_picture() {
    let mut desk = Desk::lesson("hashing/sha256-rounds");
    desk.resize(120, 40).press("nnngdigest/block[0]/T1[12]<Enter>");
    desk.shows("to    e[12]").shows("*87912990◂").shows("*1e578218◂");
    desk.resize(80, 24).shows("*87912990").hides("◂");
}
