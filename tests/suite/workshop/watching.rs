//! A room while it works, as its teacher watches it.

use cleartext::learner::workshop::grade::{Grades, sort};
use cleartext::learner::workshop::paper::Paper;
use cleartext::learner::workshop::report::{Did, Report, Sign};
use cleartext::learner::workshop::room::Room;
use cleartext::learner::workshop::roster::{Bonus, Roster};
use cleartext::lesson::set::Set;

use super::{SET, at, report};

/// The room ten minutes after the beginning, on a screen of that size.
fn live(paper: &Paper, all: Vec<(String, Report)>, roster: &str, size: Option<(u16, u16)>) -> Vec<String> {
    let marked = sort(paper, all).reports.into_iter();
    let marked = marked.map(|(report, files, remarks)| (paper.marked(report, files, 0), remarks)).collect();
    let roster = (!roster.is_empty()).then(|| Roster::read(roster.as_bytes()).expect("a roster"));
    let grades = Grades::of(paper, marked, roster.as_ref(), &Bonus::default());
    Room { paper, grades: &grades, notes: &[], now: at(10), still: 5 }.lines(size)
}

#[test]
fn the_notes_of_a_room_are_seen_by_who_watches_it() {
    let set = Set::parse("small", SET.as_bytes(), &cleartext::view::names());
    let (paper, _) = Paper::of(&set, &[], &[]);
    let signed = |learner: &str, sign, question: Option<&str>| {
        let mut report = report(learner, 2, 0, &[("product", "1".to_owned())]);
        report.sign(sign, question.map(str::to_owned), at(4));
        (learner.to_owned(), Report::read(&report.write()).expect("a report"))
    };
    let all = vec![
        signed("ada", Sign::Help, Some("hash")),
        signed("bob", Sign::Done, None),
        signed("cyd", Sign::None, None),
        ("dan".to_owned(), report("dan", 2, 0, &[])),
    ];
    let lines = live(&paper, all, "", None);
    let from = lines[2].find("note").expect("a column of notes");
    let cell = |row: &String| row.chars().skip(from).take(12).collect::<String>().trim().to_owned();
    assert_eq!(lines[3..].iter().map(cell).collect::<Vec<_>>(), ["? at 2, 6 mi", "", "", "✓, 6 min"]);
    assert!(lines[3].contains("? at 2, 6 min"), "{lines:?}");
    assert!(lines[3].ends_with("9 minutes ago !"), "a note is no answer: {lines:?}");
    assert!(lines[6].ends_with("9 minutes ago"), "whoever is done has not stopped: {lines:?}");
}

#[test]
fn a_room_fits_the_screen_and_shows_first_who_needs_help() {
    // Twelve questions, as a set of ninety minutes has.
    let more: String = (0..8).map(|number| format!("[[question]]\nid = \"o{number}\"\nopen = \"?\"\n")).collect();
    let source = SET.replacen("+++\n\nBegin.", &format!("{more}+++\n\nBegin."), 1);
    let set = Set::parse("small", source.as_bytes(), &cleartext::view::names());
    assert_eq!(set.lesson.problems, []);
    let (paper, _) = Paper::of(&set, &[], &[]);
    let answered = |learner: &str, minutes: i64| {
        let answers: Vec<(&str, String)> =
            paper.items.iter().take(8).map(|item| (item.entry.id.as_str(), "1".to_owned())).collect();
        let mut report = report(learner, 2, -8, &answers);
        report.note("product", at(10 - minutes), Did::Answered("2".into()));
        report
    };
    let mut all: Vec<(String, Report)> = Vec::new();
    for number in 0..300 {
        let id = format!("learner-{number:03}");
        let mut report = answered(&id, i64::from(number == 17) * 7);
        if number == 250 {
            report.sign(Sign::Help, Some("why".to_owned()), at(6));
        }
        let text = report.write();
        // One was cut on its way.
        let text = if number == 251 { text.replace("\"1\"", "\"3\"") } else { text };
        all.push((id, Report::read(&text).expect("a report")));
    }
    let roster = "id,name\nlearner-250,Zoë Späth\nlearner-017,Bob\nabsent,Dan Absent\n";
    for (width, height) in [(80, 24), (40, 12), (120, 40), (60, 12)] {
        let lines = live(&paper, all.clone(), roster, Some((width, height)));
        assert_eq!(lines.len(), usize::from(height) - 1, "{lines:#?}");
        let is_within = |line: &String| line.chars().count() <= usize::from(width);
        assert!(lines.iter().all(is_within), "{width}: {lines:#?}");
        let heads = lines.iter().position(|line| line.ends_with("moved")).expect("the heads of the columns");
        assert!(lines[0].starts_with("300 reports · Ctrl-C ends"), "{lines:#?}");
        assert!(lines[heads + 1].contains("Zoë") && lines[heads + 1].contains('?'), "{lines:#?}");
        assert!(lines[heads + 2].ends_with("damaged"), "{lines:#?}");
        assert!(lines[heads + 3].contains("Bob") && lines[heads + 3].ends_with('!'), "{lines:#?}");
        assert!(!lines[heads + 4].ends_with('!'), "{lines:#?}");
        // The same column begins at the same place in every row.
        let from = lines[heads].chars().count() - "moved".len();
        for row in &lines[heads + 1..heads + 4] {
            let before: Vec<char> = row.chars().skip(from - 1).take(2).collect();
            assert!(before[0] == ' ' && before[1] != ' ', "{row}");
        }
        let more = 300 - (lines.len() - heads - 3);
        assert!(lines[lines.len() - 2].starts_with(&format!("… and {more} more")), "{lines:#?}");
        assert_eq!(lines[lines.len() - 1], "not begun (1): Dan Absent");
    }
    let whole = live(&paper, all, roster, None);
    assert_eq!(whole.len(), 304);
    assert!(whole[1].contains("! no answer for 5 minutes"), "{}", whole[1]);
}
