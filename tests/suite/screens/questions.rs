//! Questions and answers.

use super::desk::Desk;

/// A lesson with a value to find, a number to work out and a point.
const QUESTIONS: &str = "+++\ntitle = \"Mine\"\ngoal = \"Ask.\"\n+++\n\n# One\n\n```sheet\nm = input(\"abc\")\nd = sha256(m)\n```\n\n\
    ```exercise\nask = \"What is T1 in round 0?\"\nanswer = \"d@block[0]/T1[0]\"\nhint = [\"Five numbers.\"]\n```\n\n---\n\n# Two\n\n\
    ```exercise\nask = \"How much?\"\nanswer = \"64 * ((length(m) + 72) div 64)\"\n```\n\n---\n\n# Three\n\n\
    ```exercise\nask = \"Which point?\"\nanswer = \"[length(m) + 2, 1]\"\n```\n";

#[test]
fn an_answer_that_was_begun_is_kept_and_asked_for_before_the_end() {
    let mut desk = Desk::written(QUESTIONS);
    desk.press("a").shows("your answer").press("12ab<Esc>").hides("your answer").press("a").shows("12ab");
    desk.press("<Esc>q").shows("is not given yet").press("q");
    assert_eq!(desk.asked.last(), Some(&"quit"));
}

#[test]
fn a_wrong_prediction_that_is_written_is_diagnosed() {
    let mut desk = Desk::written(
        "+++\ntitle = \"Mine\"\ngoal = \"Guess.\"\n+++\n\n# One\n\n```sheet\nm = input(\"abc\")\nd = sha256(m)\n```\n\n\
         ```predict\nask = \"What is T1 in round 0?\"\nanswer = \"d@block[0]/T1[0]\"\nhide = [\"d/block[0]/T1[0]\"]\n```\n",
    );
    desk.hides("54da50e8").press("a08909ae5<Enter>").shows("yours: 08909ae5").shows("That is T2[0], the sum of");
    desk.shows("it is: 54da50e8");
}

#[test]
fn a_wrong_answer_is_diagnosed_and_costs_no_hint() {
    let mut desk = Desk::written(QUESTIONS);
    desk.press("a08909ae5<Enter>")
        .shows("not 08909ae5")
        .shows("That is T2[0]")
        .shows("H hint 1 of 1")
        .hides("54da50e8");
    desk.press("ae850da54<Enter>").shows("reverse order").press("a54da50<Enter>").shows("right beginning");
    desk.press("a54da50e9<Enter>").shows("one digit is wrong").hides("54da50e8");
    desk.press("axyz!<Enter>").shows("Write bytes as pairs").press("a<Enter>").shows("Write an answer first");
    desk.press("adeadbeef<Enter>")
        .shows("not deadbeef")
        .shows("Not yet. A hint may help.")
        .press("H")
        .hides("A hint may help");
    desk.press("a0x54 DA:50e8<Enter>").shows("right: 0x54 DA:50e8").shows("✓ 1/3");
    desk.press("na65<Enter>").shows("One too many").press("a0x40<Enter>").shows("✓ 2/3");
    desk.press("na1 5<Enter>").shows("have changed").press("a(5, 1)<Enter>").shows("✓ 3/3");
}

#[test]
fn the_way_to_a_number_is_shown_step_by_step() {
    let mut desk = Desk::written(QUESTIONS);
    desk.press("nAA").shows("it is: 64").shows("length(m) = 3").hides("= 75").shows("A next step (2 of 4)");
    desk.press("AA").shows("length(m) + 72 = 75").press("A").hides("A next step").press("A").shows("no question open");
    desk.hides("✓ 1/3");
}

#[test]
fn the_question_stays_in_view_at_every_size() {
    let filler = "Some text that stands before the question.\n\n".repeat(12);
    for (columns, rows) in [(80, 24), (120, 40), (40, 12)] {
        let mut desk = Desk::written(&QUESTIONS.replace("# One\n", &format!("# One\n\n{filler}")));
        desk.resize(columns, rows).press("a").shows("What is T1 in round").shows("your answer");
        desk.press("08909ae5<Enter>").shows("not 08909ae5").shows("That is T2[0]").shows("a again");
    }
}
