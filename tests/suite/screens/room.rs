//! The room of a terminal: how much of it carries something, page by page.

use cleartext::app::stage::Stage;

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
