//! Questions and answers.

use ratatui::style::Modifier;

use super::desk::Desk;

/// A lesson with a value to find, a number to work out and a point.
const QUESTIONS: &str = "+++\ntitle = \"Mine\"\ngoal = \"Ask.\"\n+++\n\n# One\n\nT1 and T2.\n\n```sheet\nm = input(\"abc\")\nd = sha256(m)\n```\n\n\
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
fn a_lesson_that_is_saved_anew_keeps_what_is_begun_and_answered() {
    let mut desk = Desk::written(QUESTIONS);
    desk.press("a08909ae5<Enter>").shows("not 08909ae5").press("n").shows("How much?").press("a12");
    let page = "# New\n\nA page before it.\n\n---\n\n# Two";
    let longer = QUESTIONS.replace("# Two", page);
    desk.saved(&longer).shows("How much?").shows("your answer").shows("12").press("8<Enter>").shows("not 128");
    desk.press("N").shows("A page before it.").press("N").shows("not 08909ae5");
    // What is wrong elsewhere is told wherever one stands.
    desk.saved(&longer.replace("sha256(m)", "sha256(m")).shows("This lesson has").shows("cleartext check mine.md");
    desk.saved(&longer).hides("This lesson has").shows("What is T1");
}

#[test]
fn a_number_may_have_its_unit_and_not_another() {
    let mut desk = Desk::written(&QUESTIONS.replace("How much?", "How many bytes?"));
    desk.press("na64 bits<Enter>").shows("You wrote bits, and bytes are");
    desk.press("a64 bytes<Enter>").shows("right: 64 bytes");
}

#[test]
fn an_input_has_its_help_below_while_it_is_typed() {
    let helped = QUESTIONS.replace("input(\"abc\")", "input(\"abc\", help: \"Any three letters.\")");
    let mut desk = Desk::written(&helped);
    desk.hides("Any three letters.").press("e").shows("Any three letters.").press("x").shows("Any three letters.");
    desk.press("<Enter>").hides("Any three letters.");
}

#[test]
fn words_are_explained_beside_a_page_once_its_question_is_answered() {
    let mut desk = Desk::lesson("passwords/pbkdf2");
    desk.resize(120, 40).shows("words of this page").press("n").hides("words of this page");
    desk.press("a<Enter>").shows("words of this page");
    Desk::lesson("hashing/before")
        .resize(120, 40)
        .hides("words of this page")
        .press("a<Enter>")
        .hides("words of this page");
}

#[test]
fn a_wrong_prediction_that_is_written_is_diagnosed() {
    let mut desk = Desk::written(
        "+++\ntitle = \"Mine\"\ngoal = \"Guess.\"\n+++\n\n# One\n\nT1 and T2.\n\n```sheet\nm = input(\"abc\")\nd = sha256(m)\n```\n\n\
         ```predict\nask = \"What is T1 in round 0?\"\nanswer = \"d@block[0]/T1[0]\"\nhide = [\"d/block[0]/T1[0]\"]\n```\n",
    );
    desk.hides("54da50e8").press("a08909ae5<Enter>").shows("yours: 08909ae5").shows("That is T2[0], the sum of");
    desk.shows("it is: 54da50e8");
}

#[test]
fn a_tamper_that_changes_nothing_says_so() {
    let mut desk = Desk::written(
        "+++\ntitle = \"Mine\"\ngoal = \"Guess.\"\n+++\n\n# One\n\n```sheet\nguess = input(\"\")\nd = sha256(guess)\n```\n\n\
         ```tamper\nedit = { guess = \"no\" }\nexpect = \"d != before.d\"\nsay = \"Another digest.\"\n```\n",
    );
    desk.press("t").shows("Another digest").press("t").hides("Another digest");
    desk.press("eno<Enter>")
        .shows("puts into guess stands")
        .press("t")
        .shows("nothing changes")
        .hides("Another digest");
}

#[test]
fn a_tamper_is_invited_to_as_it_is_without_that_of_another_page() {
    let page = "```tamper\nedit_expr = { bit = \"if(bit == 1, 2, 1)\" }\nexpect = \"bit != before.bit\"\nsay = \"Another.\"\n```\n";
    let mut desk = Desk::written(&format!(
        "+++\ntitle = \"Mine\"\ngoal = \"Guess.\"\n+++\n\n# One\n\n```sheet\nbit = input(1)\n```\n\n{page}\n---\n\n# Two\n\n{page}"
    ));
    desk.shows("t changes bit to 2")
        .press("tn")
        .shows("t changes bit to 2")
        .hides("if(bit")
        .press("t")
        .shows("Another.");
}

#[test]
fn a_picture_of_changes_shows_those_of_its_own_page() {
    let mut desk = Desk::lesson("start/keys");
    desk.press("eGrace<Enter>n").hides("of 256 changed").press("N").press("n").hides("of 256 changed");
    desk.press("a<Down><Down><Enter>").shows("✓ right").hides("of 256 changed");
    desk.press("t").shows("of 256 changed").press("Nn").hides("of 256 changed");
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
    desk.press("a54da50e9<Enter>").hides("Nearly").hides("the 8th").hides("54da50e8");
    desk.press("axyz!<Enter>").shows("Write bytes as pairs").press("a<Enter>").shows("Write an answer first");
    desk.press("adeadbeef<Enter>")
        .shows("not deadbeef")
        .shows("Not yet. A hint may help.")
        .press("H")
        .hides("A hint may help");
    desk.press("a54da50e9<Enter>").shows("8th of").hides("54da50e8");
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

/// A prediction and a task whose wrong answers have their sentences and values.
const POINTING: &str = "+++\ntitle = \"Mine\"\ngoal = \"Ask.\"\n+++\n\n# One\n\n```sheet\nm = input(\"abc\")\nd = sha256(m)\n```\n\n```watch\nvalue = \"d/block[0]/T1[0]\"\n```\n\n\
    ```predict\nask = \"Which two are fresh?\"\nchoose = [\"a and b\", \"a and e\"]\nanswer = \"a and e\"\n\
    hide = [\"d/block[0]/a[0]\"]\nwrong = [{ choice = \"a and b\", say = \"b is an old a.\", look = \"d/block[0]/b[0]\" }]\n```\n\n\
    ---\n\n# Two\n\nT1 adds more than T2.\n\n```watch\nvalue = \"d\"\n```\n\n\
    ```exercise\nask = \"What is T1 in round 0?\"\nanswer = \"d@block[0]/T1[0]\"\n\
    wrong = [{ value = \"d@block[0]/W[0]\", say = \"That is W.\", look = \"d/block[0]/W[0]\" }]\n```\n";

#[test]
fn a_wrong_choice_leads_to_the_value_that_disproves_it() {
    let mut desk = Desk::written(POINTING);
    desk.shows("d = sha256(m)").hides("T1+T2").press("a<Enter>").shows("yours: a and b").shows("b is an old a.");
    desk.shows("[6a09e667]").shows("◆ This is what the sentence is about.").shows("The pane shows what the sentence");
    desk.press("<Backspace>").hides("◆").press("<Backspace>").shows("where you began");
}

#[test]
fn a_wrong_answer_leads_to_the_value_that_disproves_it_or_that_it_is() {
    let mut desk = Desk::written(POINTING);
    desk.press("na61626380<Enter>")
        .shows("That is W.")
        .shows("◆ This is what the sentence")
        .shows("[61626380]")
        .hides("54da50e8");
    desk.press("<Backspace>").hides("◆").press("a08909ae5<Enter>").shows("T2[0], the sum of").shows("[08909ae5]");
    desk.shows("◆ This is what you answered.").press("<Backspace>").hides("◆").hides("54da50e8");
}

#[test]
fn a_right_answer_leads_to_where_it_is_computed() {
    let mut desk = Desk::written(POINTING);
    desk.press("aj<Enter>").shows("[5d6aebcd]").shows("◆ This was hidden until now.").shows("Right, and computed here");
    desk.press("<Backspace>").shows("[54da50e8]").press("na54da50e8<Enter>").shows("[54da50e8]").shows("◆ This is the");
    desk.press("<Enter>").shows("H_before[7]").press("n").shows("end · 2 of 2");
}

#[test]
fn where_a_wrong_way_is_right_the_question_draws_others() {
    let mut desk = Desk::written(
        "+++\ntitle = \"Mine\"\ngoal = \"Count.\"\n+++\n\n# One\n\n```sheet\nn = input(7, max: 12)\nr = n * n mod 13\n```\n\n\
         ```exercise\nask = \"Which remainder?\"\nanswer = \"r\"\n\
         wrong = [{ value = \"2 * n mod 13\", say = \"Doubled.\", look = \"n\" }]\n```\n",
    );
    desk.press("a").shows("your answer").press("<Esc>");
    // Two is both its double and its square.
    desk.press("e<Backspace>2<Enter>").press("a").shows("others were drawn").hides("your answer");
    desk.press("a").shows("your answer").press("<Esc>U").press("a").shows("others were drawn");
}

/// What guessing costs is measured when one comes to the page, once, and follows the inputs.
#[test]
fn guesses_are_timed_on_their_page_and_counted_for_the_inputs() {
    let mut desk = Desk::written(
        "+++\ntitle = \"t\"\ngoal = \"g\"\n+++\nFirst.\n\n---\n\nSecond, {{ letters }}.\n\n```sheet\n\
         letters = input(2, min: 1, max: 9)\n```\n\n```guesses\nof = [\"md5\", \"scrypt\"]\n\
         count = \"modpow(26, letters, 10000000000)\"\n```\n",
    );
    assert!(desk.asked.is_empty(), "{:?}", desk.asked);
    desk.press("n").shows("md5         1,000   2^35 < 1 second").shows("scrypt: 32 MiB.");
    desk.press("e<Backspace>6<Enter>").shows("md5         1,000   2^35 4 days");
    assert_eq!(desk.asked, ["measure"]);
}

/// A text that is scrolled for its question says so, and what is said to the answer is never pushed off.
#[test]
fn a_verdict_is_in_view_and_a_text_above_it_is_counted() {
    let filler = "Some text that stands before the question.\n\n".repeat(12);
    let lesson = format!(
        "+++\ntitle = \"Mine\"\ngoal = \"Ask.\"\n+++\n\n# One\n\n```sheet\nm = input(\"abc\")\nd = sha256(m)\n```\n\n\
         {filler}```predict\nask = \"What is T1 in round 0, computed from the message that stands below this page?\"\n\
         answer = \"d@block[0]/T1[0]\"\nhide = [\"d/block[0]/T1[0]\"]\nwhy = \"{}\"\n```\n",
        "So it is computed. ".repeat(8)
    );
    for (columns, rows) in [(80, 24), (40, 12)] {
        let mut desk = Desk::written(&lesson);
        desk.resize(columns, rows).hides("▴ K").press("a").shows("↵ answer").hides("↵ keep");
        desk.press("54da50e8<Enter>").shows("✓ right: 54da50e8").shows("▴ K").press("K").hides("▴ K").shows("One");
    }
    let mut desk = Desk::written(&lesson);
    desk.resize(40, 12).press("a08909ae5<Enter>").shows("▴ K").shows("yours: 08909ae5");
    let mut desk = Desk::written(&lesson);
    desk.press("zza54da50e8<Enter>").shows("Right, and computed: z shows where");
}

/// What is to be learned is brighter than what was wrong.
#[test]
fn what_is_right_is_bold() {
    let mut desk = Desk::written(
        "+++\ntitle = \"Mine\"\ngoal = \"Guess.\"\n+++\n\n# One\n\n\
         ```predict\nask = \"Is it?\"\nchoose = [\"Yes\", \"No\"]\nanswer = \"No\"\n```\n",
    );
    let bold = desk.press("a<Enter>").shows("✗ yours: Yes").shows("= it is: No").drawn(Modifier::BOLD);
    assert!(bold.contains("it is: No") && !bold.contains("yours: Yes"), "{bold}");
}

/// A list that lies over the page gives way to the question below it.
#[test]
fn a_list_gives_way_to_the_question() {
    let mut desk = Desk::written(QUESTIONS);
    desk.press("gd<Enter>p").shows("comes from").shows("a answer").press("a").shows("your answer").hides("comes from");
    desk.press("<Esc>pH").shows("Five numbers.");
}

#[test]
fn a_name_is_told_where_it_stands_on_the_page_alone() {
    let mut desk = Desk::written(&QUESTIONS.replace("T1 and T2.\n\n", ""));
    desk.press("a08909ae5<Enter>").hides("T2[0]; ").shows("That is another value").shows("asked for T1[0]");
    let wanted = [
        ("ciphers/aes", 2, "32", "That is another value"),
        ("exchange/diffie-hellman", 5, "19", "That is another value"),
        ("exchange/x25519", 9, "9", "That is z_2."),
        ("hashing/sha256-rounds", 6, "6a09e667", "That is H0[0], one of the two numbers that make H[0]."),
        ("start/randomness", 4, "700", "That is place, which is typed in."),
    ];
    for (lesson, page, given, says) in wanted {
        let mut desk = Desk::lesson(lesson);
        desk.press(&format!("{}a{given}<Enter>", "n".repeat(page - 1)));
        let text = desk.text().split_whitespace().collect::<Vec<_>>().join(" ");
        let told: Vec<&str> = says.split(' ').filter(|word| !text.contains(word)).collect();
        assert!(told.is_empty(), "{lesson}, {given}: {told:?}\n{}", desk.text());
        for inner in ["s[0][0];", "That is arrived", "z_2_inverse.", "H_before[0],", "put 0x"] {
            assert!(!text.contains(inner), "{lesson}, {given}: {inner}\n{}", desk.text());
        }
    }
}

#[test]
fn numbers_that_meet_by_chance_are_told_nothing() {
    let wanted = [
        ("macs/timing", 3, "4096"),
        ("hashing/length-extension", 3, "128"),
        ("hashing/sponge-and-tree", 2, "64"),
        ("in-transit/key-schedule", 4, "16"),
        ("signatures/ed25519", 6, "14"),
        ("macs/hmac", 4, "36"),
        ("at-rest/fernet", 3, "32"),
    ];
    for (lesson, page, given) in wanted {
        let mut desk = Desk::lesson(lesson);
        desk.press(&format!("{}a{given}<Enter>", "n".repeat(page - 1))).shows(given);
        for chance in ["Twice too much", "in bits", "length of toy_text", "byte 63", "length of raw"] {
            desk.hides(chance);
        }
    }
}

#[test]
fn the_byte_that_was_answered_is_the_one_that_is_shown() {
    let bytes: String = (0..32).map(|byte| format!("{byte:02x}")).collect();
    let mut desk = Desk::written(&format!(
        "+++\ntitle = \"t\"\ngoal = \"g\"\n+++\n\n```sheet\nk = input(0x{bytes})\nd = sha256(k)\n```\n\n\
         ```exercise\nask = \"The last byte of k, with bit 6 turned over?\"\nanswer = \"xor(k[31..32], 0x40)\"\n\
         wrong = [{{ value = \"k[31..32]\", say = \"As it was.\", look = \"k\" }}]\n```\n"
    ));
    desk.press("a1f<Enter>").shows("byte 31 of 0…31: 1f");
}

#[test]
fn a_line_for_another_tool_says_what_it_computes() {
    let mut desk = Desk::written(QUESTIONS);
    desk.press("gd/block[0]/W[1]<Enter>Y").shows("sha256sum for d").press("<Esc>gd<Enter>Y").hides("sha256sum for");
}
