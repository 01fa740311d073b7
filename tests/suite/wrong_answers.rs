//! Plausible wrong answers: how many are told what went wrong.
//!
//! They stand one a line: lesson, computation of the right answer, what a learner types, what they did. Both lists were
//! written from the lessons' texts with what these say to wrong answers taken out: `tests/answers/wrong.txt` by
//! somebody who had seen it before, `tests/answers/blind.txt` by somebody who had not.

use crate::support::course::course;
use cleartext::learner::question::{Asked, Circumstances, Question, Said, Verdict};
use cleartext::learner::veil::Veil;
use cleartext::lesson::Lesson;
use cleartext::run::Budget;
use cleartext::sheet::{NoFiles, Sheet};
use std::collections::BTreeMap;

/// The share that must be told, in percent.
const WANTED: usize = 85;

fn computed(lesson: &Lesson) -> Sheet {
    let mut sheet = Sheet::new(lesson.cells.clone());
    sheet.finish(&NoFiles, &Budget::unlimited()).expect("the sheet can be computed");
    sheet
}

/// The question of a lesson whose right answer is computed so.
fn question<'l>(lesson: &'l Lesson, answer: &str) -> Option<Question<'l>> {
    let blocks = lesson.pages.iter().flat_map(|page| &page.blocks).filter_map(Question::of);
    let mut found = blocks.filter(|question| match question {
        Question::Exercise(exercise) => exercise.answer.source.as_str() == answer,
        Question::Predict(_) => false,
    });
    found.next()
}

#[test]
fn most_plausible_wrong_answers_are_told_what_went_wrong() {
    for list in ["tests/answers/wrong.txt", "tests/answers/blind.txt"] {
        most_are_told(list);
    }
}

fn most_are_told(list: &str) {
    let text = std::fs::read_to_string(list).expect("the list");
    let mut sheets = BTreeMap::new();
    let (mut told, mut all, mut by_lesson, mut report) = (0, 0, 0, String::new());
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        let [id, answer, given, why] = line.splitn(4, " | ").collect::<Vec<_>>()[..] else { panic!("{line}") };
        let lesson = course().lesson(id).expect(id);
        let Some(question) = question(lesson, answer) else {
            report += &format!("- {id} no longer asks for {answer}\n");
            continue;
        };
        let sheet = &*sheets.entry(id).or_insert_with(|| computed(lesson));
        let mut asked = Asked::default();
        let (others, budget) = (Veil::default(), Budget::unlimited());
        let here = Circumstances { lesson, sheet, others: &others, helps: true, budget: &budget };
        question.take(&mut asked, given, None, here).expect(line);
        let said = match asked.verdict {
            Some(Verdict::Wrong(Said::Lesson(say))) => {
                by_lesson += 1;
                cleartext::lesson::tree::words(&say, &mut |_| String::new()).to_string()
            }
            Some(Verdict::Wrong(Said::Diagnosis(says)) | Verdict::Unreadable(says)) => {
                let is_address = |word: &str| word.trim_matches('/').contains('/');
                assert!(!says.split(' ').any(is_address), "an address is nothing to say: {says}");
                says
            }
            Some(Verdict::Wrong(Said::Nothing)) => String::new(),
            other => panic!("{line}: {other:?}"),
        };
        all += 1;
        told += usize::from(!said.is_empty());
        let mark = if said.is_empty() { "✗" } else { "✓" };
        report += &format!("{mark} {id}: {given} ({why}) → {said}\n");
    }
    println!("{report}{told} of {all} plausible wrong answers are told what went wrong, {by_lesson} by their lessons");
    assert!(all >= 80 && told * 100 >= all * WANTED, "{told} of {all}\n{report}");
}

/// Every wrong choice and every expected wrong answer of the course, as it is entered: its sentence comes, and a value
/// that disproves it.
#[test]
fn every_wrong_answer_of_the_course_has_its_sentence_and_its_value() {
    let (mut missing, mut all) = (String::new(), 0);
    let library = course();
    for lesson in &library.lessons {
        let sheet = computed(lesson);
        let (others, budget) = (Veil::default(), Budget::unlimited());
        // The tests before and after a unit show no values beside their questions.
        let is_test = library.tested(&lesson.id).is_some();
        let here = Circumstances { lesson, sheet: &sheet, others: &others, helps: true, budget: &budget };
        for question in lesson.pages.iter().flat_map(|page| &page.blocks).filter_map(Question::of) {
            for (place, choice) in question.choices().iter().enumerate() {
                let mut asked = Asked::default();
                question.take(&mut asked, choice, Some(place), here).expect("an answer");
                let told = matches!(asked.said(), Some(Said::Lesson(_))) && (asked.look.is_some() || is_test);
                all += 1;
                if asked.verdict != Some(Verdict::Right) && !told {
                    missing += &format!("{}: {choice}\n", lesson.id);
                }
            }
            for wrong in question.wrong().iter().filter(|wrong| wrong.look.is_none() && !is_test) {
                missing += &format!("{}: {}\n", lesson.id, &lesson.source[wrong.span.range()]);
            }
        }
    }
    assert!(all > 50 && missing.is_empty(), "{all} choices, without a sentence or a value:\n{missing}");
}

#[test]
#[ignore = "a list for whoever writes wrong answers"]
fn right_answers() {
    for lesson in &course().lessons {
        let sheet = computed(lesson);
        for cell in sheet.cells() {
            println!("   {} {} = {}", lesson.id, cell.name(), cell.outcome().unwrap().value.show(120).unwrap());
        }
        for question in lesson.pages.iter().flat_map(|page| &page.blocks).filter_map(Question::of) {
            if let Question::Exercise(exercise) = question {
                let right = question.written_answer(&sheet, &Budget::unlimited()).unwrap();
                println!("{} | {} | {right}", lesson.id, exercise.answer.source);
            }
        }
    }
}
