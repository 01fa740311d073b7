//! Hand-outs: every lesson as HTML and as Markdown, read by a parser of each; hostile text; files that are there.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use cleartext::command::export::{Format, Reader, written};
use cleartext::learner::question::Question;
use cleartext::lesson::{Lesson, parse};
use cleartext::view::names;
use html5gum::{Token, Tokenizer};
use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::support::course::course;
use crate::support::program::run;

const VOID: [&str; 4] = ["br", "hr", "meta", "link"];

/// The elements of a page, each with its attributes and what stands around it. Fails where the page is no well-formed
/// HTML.
struct Page {
    elements: Vec<(String, BTreeMap<String, String>, Vec<String>)>,
    text: String,
}

impl Page {
    fn read(html: &str, what: &str) -> Page {
        let (mut open, mut page) = (Vec::<String>::new(), Page { elements: vec![], text: String::new() });
        for token in Tokenizer::new(html) {
            let Ok(token) = token;
            let named = |name: &[u8]| String::from_utf8(name.to_vec()).expect("UTF-8");
            match token {
                Token::StartTag(tag) => {
                    let name = named(&tag.name);
                    let attributes = tag.attributes.iter().map(|(name, value)| (named(name), named(value))).collect();
                    page.elements.push((name.clone(), attributes, open.clone()));
                    if !VOID.contains(&name.as_str()) && !tag.self_closing {
                        open.push(name);
                    }
                }
                Token::EndTag(tag) => assert_eq!(open.pop(), Some(named(&tag.name)), "{what}"),
                Token::String(text) => page.text.push_str(&named(&text)),
                Token::Comment(_) => panic!("{what} has a comment"),
                Token::Doctype(doctype) => assert_eq!(&doctype.name[..], b"html", "{what}"),
                Token::Error(error) => panic!("{what}: {error:?}"),
            }
        }
        assert_eq!(open, Vec::<String>::new(), "{what}");
        page
    }

    fn count(&self, name: &str) -> usize {
        self.elements.iter().filter(|(of, ..)| of == name).count()
    }

    /// What holds for every page: no script, one title, headings in order, tables with heads, links that are links.
    fn is_sound(&self, what: &str) {
        let allowed = "html head meta title style body main header section h1 h2 h3 h4 h5 h6 p br hr ul ol li blockquote pre \
                       code table caption thead tbody tr th td em strong a span div aside figure figcaption details summary";
        let allowed: Vec<&str> = allowed.split_whitespace().collect();
        let mut level = 0;
        for (name, attributes, around) in &self.elements {
            assert!(allowed.contains(&name.as_str()), "{what} has a {name}");
            assert!(attributes.keys().all(|name| !name.starts_with("on")), "{what}: {attributes:?}");
            if let Some(to) = attributes.get("href") {
                assert!(to.starts_with("http://") || to.starts_with("https://"), "{what} leads to {to}");
            }
            if let Some(own) = name.strip_prefix('h').and_then(|digit| digit.parse::<usize>().ok()) {
                assert!(own <= level + 1, "{what}: a heading of level {own} behind one of {level}");
                level = own;
            }
            let inside = |name: &str| around.iter().any(|outer| outer == name);
            assert!(!matches!(name.as_str(), "td" | "th") || inside("tr") && inside("table"), "{what}");
            assert!(name != "p" || !inside("p"), "{what}: a paragraph in a paragraph");
        }
        assert_eq!((self.count("h1"), self.count("title")), (1, 1), "{what}");
        assert!(self.count("table") <= self.count("thead"), "{what}: a table without a head");
        assert!(!self.text.chars().any(|c| c.is_control() && c != '\n'), "{what}");
    }
}

fn markdown(text: &str, what: &str) -> usize {
    let mut questions = 0;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => panic!("{what} has HTML: {html}"),
            Event::Start(Tag::Link { dest_url, .. }) => assert!(dest_url.starts_with("http"), "{what}: {dest_url}"),
            Event::Start(Tag::Image { .. }) => panic!("{what} has an image"),
            Event::Text(text) => questions += usize::from(text.starts_with("Question ")),
            _ => {}
        }
    }
    questions
}

fn each(lesson: &Lesson) {
    let questions = Question::all(lesson).count();
    for reader in [Reader::Student, Reader::Teacher] {
        let what = format!("{} for {reader:?}", lesson.id);
        let page = Page::read(&written(&lesson.front.title, &[lesson], reader, Format::Html), &what);
        page.is_sound(&what);
        assert!(page.count("h2") >= 1 && page.count("table") >= 1, "{what}");
        let says = |words: &str| page.text.matches(words).count();
        let answers = if reader == Reader::Teacher { questions } else { 0 };
        assert_eq!((says("Question "), says("Answer: ")), (questions, answers), "{what}");
        for placeholder in ["computing", "is being computed", "has nothing below"] {
            assert!(!page.text.contains(placeholder), "{what}: {placeholder}: {}", page.text);
        }
    }
    let text = written(&lesson.front.title, &[lesson], Reader::Student, Format::Markdown);
    assert_eq!(markdown(&text, &lesson.id), questions, "{}", lesson.id);
}

#[test]
fn every_lesson_is_a_sound_page() {
    let library = course();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(lesson) = library.lessons.get(next.fetch_add(1, Ordering::Relaxed)) {
                    each(lesson);
                }
            });
        }
    });
}

fn lesson(body: &str) -> Lesson {
    let source = format!("+++\ntitle = \"Mine <b>\"\ngoal = \"A goal.\"\n+++\n\n{body}\n");
    parse("mine", source.as_bytes(), &names())
}

const SHEET: &str = "```sheet\nm = input(\"abc\", help: \"<u>help</u>\")\nd = sha256(m)\n```\n";

#[test]
fn what_a_question_hides_is_on_the_teachers_sheet_alone() {
    let question = "```exercise\nask = \"What is T1 of round 0?\"\nanswer = \"d@block[0]/T1[0]\"\nhint = [\"A hint.\"]\n\
        wrong = [{ value = \"d@block[0]/T2[0]\", say = \"That is T2.\" }]\n```\n";
    let page = format!(
        "# One\n\nIt is {{{{ d@block[0]/T1[0] }}}} and {{{{ d }}}}.\n\n{SHEET}\n{question}\n\
        ```watch\nvalue = \"d/block[0]/T1[0]\"\n```\n\n```notes\nAsk first.\n```\n"
    );
    let lesson = lesson(&page);
    assert_eq!(lesson.problems, []);
    for format in [Format::Html, Format::Markdown] {
        let of = |reader| written(&lesson.front.title, &[&lesson], reader, format);
        let (student, teacher) = (of(Reader::Student), of(Reader::Teacher));
        for secret in ["54da50e8", "That is T2.", "A hint.", "Ask first."] {
            assert!(!student.contains(secret), "{secret}:\n{student}");
            assert!(teacher.contains(secret), "{secret}:\n{teacher}");
        }
        assert!(student.contains("····"), "{student}");
    }
}

#[test]
fn a_students_sheet_says_no_answer_on_another_page() {
    let export = |lesson: &str, who: &str| run(&["export", lesson, "--markdown", who]).out;
    // What a change shows is for the one who teaches.
    let [student, teacher] = ["--student", "--teacher"].map(|who| export("hashing/sha256-padding", who));
    assert_eq!((student.matches("Then: ").count(), student.contains("What do you see?")), (0, true), "{student}");
    assert!(teacher.contains("Then: 56 bytes, two blocks"), "{teacher}");
    // Rows of tables before and after the question.
    let watch = "```watch\nvalue = \"d/block[0]/H[0]\"\n```\n";
    let ask = "```exercise\nask = \"What is H[0]?\"\nanswer = \"d@block[0]/H[0]\"\n```\n";
    let word = lesson(&format!("# One\n\n{SHEET}\n{watch}\n---\n\n# Two\n\n{ask}\n---\n\n# Three\n\n{watch}"));
    let [student, teacher] =
        [Reader::Student, Reader::Teacher].map(|who| written(&word.front.title, &[&word], who, Format::Markdown));
    let rows = |text: &str| text.lines().filter(|line| line.starts_with('|') && line.contains("ba7816bf")).count();
    assert_eq!((rows(&student), rows(&teacher) > 1), (0, true), "{student}");
    // The input that is the answer.
    let body = "# One\n\n```sheet\nb = input(9, min: 0, max: 22)\nB = modpow(5, b, 23)\n```\n\n\
        ```exercise\nask = \"What is b?\"\nanswer = \"b\"\n```\n";
    let secret = lesson(body);
    let [student, teacher] =
        [Reader::Student, Reader::Teacher].map(|who| written(&secret.front.title, &[&secret], who, Format::Markdown));
    assert!(teacher.contains("| `b` | `9` |") && !student.contains("| `b` | `9` |"), "{student}");
    assert!(student.contains("| `b` | `····` |"), "{student}");
    // An input that is not the answer stays, however small.
    let body = "# One\n\n```sheet\nx = input(6, min: 0, max: 9)\ny = input(8, min: 0, max: 9)\nz = x + 2\n```\n\n\
        ```exercise\nask = \"What is x + 2?\"\nanswer = \"x + 2\"\n```\n";
    let lesson = lesson(body);
    let student = written(&lesson.front.title, &[&lesson], Reader::Student, Format::Markdown);
    assert!(student.contains("| `x` | `6` |") && student.contains("| `y` | `8` |"), "{student}");
}

#[test]
fn no_paper_is_spent_on_what_tells_nothing() {
    let sheet = "```sheet\nx = input(8, min: 0, max: 9)\nlong = input(\"abc\")\nd = sha256(long)\n```\n";
    let watch = |value: &str| format!("```watch\nvalue = \"{value}\"\n```\n");
    let body = format!("# One\n\n{sheet}\n{}\n---\n\n## Two\n\n{}", watch("x"), watch("d/block[0]/T1[0]"));
    let lesson = lesson(&body);
    let of = |reader| written(&lesson.front.title, &[&lesson], reader, Format::Markdown);
    let (student, teacher) = (of(Reader::Student), of(Reader::Teacher));
    assert!(!student.contains("an integer") && student.contains("| `x` | `8` |"), "{student}");
    assert!(student.contains("T1") && teacher.contains("`x`, an integer: `8`"), "{teacher}");
    // A table of dots alone.
    let masked = |text: &str| {
        let tables = text.split("\n\n").filter(|block| block.starts_with("| name | value |"));
        tables.filter(|table| table.lines().skip(2).all(|row| row.contains("| `····` |"))).count()
    };
    let chacha = run(&["export", "ciphers/chacha20", "--markdown"]).out;
    assert_eq!(masked(&chacha), 0, "{chacha}");
    // One value by several names: the row that says how they hang together.
    let curves = run(&["export", "exchange/curves", "--markdown", "--teacher"]).out;
    assert!(curves.contains("`next/sum/x_1`, x\\_1 = x: `7`") && !curves.contains("| x\\_1 |"), "{curves}");
}

#[test]
fn a_printed_page_breaks_where_nothing_is_torn() {
    let html = run(&["export", "exchange/curves"]).out;
    let (_, print) = html.split_once("@media print {").expect("a style for paper");
    let (print, _) = print.split_once("</style>").expect("the end of the style");
    let rules: Vec<(&str, &str)> = print.lines().filter_map(|line| line.split_once('{')).collect();
    let of = |rule: &str| rules.iter().filter(|(_, says)| says.contains(rule)).map(|(of, _)| *of).collect::<String>();
    assert!(of("break-after: avoid").contains("h2 + p"), "{print}");
    assert!(of("break-before: avoid").contains(".question + figure, figure + .question"), "{print}");
    let whole = of("break-inside: avoid");
    assert!(whole.contains("figure pre") && !whole.contains("question") && !whole.contains("aside"), "{print}");
    // A high drawing is printed smaller than a low one.
    let page = Page::read(&run(&["export", "hashing/sha256-padding"]).out, "padding");
    let drawings =
        || page.elements.iter().filter(|(name, _, around)| name == "pre" && around.contains(&"figure".into()));
    let is_high = |more: &BTreeMap<String, String>| more.get("class").is_some_and(|of| of == "high");
    assert!(drawings().count() > 0 && drawings().all(|(_, more, _)| !is_high(more)));
    let page = Page::read(&run(&["export", "exchange/low-order-points"]).out, "ring");
    assert!(page.elements.iter().any(|(name, more, _)| name == "pre" && is_high(more)));
}

#[test]
fn hostile_text_stays_text() {
    let hostile = "\\<script>alert(1)\\</script> &#27;[31m \\<img src=x onerror=y> *a* _b_ `<i>` | d ~~e~~ &lt;u> 1. h";
    let table = "| \\<script> | `a` |\n|---|---|\n| ]]> | `-->` |\n";
    let question =
        "```predict\nask = \"`</p><script>`\"\nchoose = [\"<b>x</b>\", \"`|` \\\"y\"]\nanswer = \"<b>x</b>\"\n```\n";
    let page = format!(
        "# \\<script>head\n\n{hostile}\n\n- {hostile}\n\n> {hostile}\n\n{table}\n{}{question}\n```text\n```` </pre><script>\n```\n\n\
        {{{{ \"<script>`|`\" }}}}\n",
        SHEET.replace("abc", "</td><script>")
    );
    let lesson = lesson(&page);
    for reader in [Reader::Student, Reader::Teacher] {
        let html = written(&lesson.front.title, &[&lesson], reader, Format::Html);
        let page = Page::read(&html, "hostile");
        page.is_sound("hostile");
        assert_eq!(page.count("script") + page.count("img"), 0, "{html}");
        assert!(page.text.contains("<script>`|`") && page.text.contains("<b>x</b>"), "{}", page.text);
        let text = written(&lesson.front.title, &[&lesson], reader, Format::Markdown);
        markdown(&text, "hostile");
        assert!(!text.contains('\u{1b}'));
    }
}

#[test]
fn a_file_is_replaced_only_when_that_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.html");
    let to = path.to_str().unwrap();
    let export = |more: &[&str]| run(&[&["export", "start/keys", "--html", "--to", to], more].concat());
    assert_eq!(export(&[]).status, 0);
    let first = std::fs::read_to_string(&path).unwrap();
    assert!(first.starts_with("<!DOCTYPE html>"));
    std::fs::write(&path, "mine").unwrap();
    let refused = export(&["--teacher"]);
    assert!(
        refused.status == 2 && refused.err.contains("is there already") && refused.err.contains("--force"),
        "{}",
        refused.err
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    assert_eq!(export(&["--teacher", "--force"]).status, 0);
    assert!(std::fs::read_to_string(&path).unwrap().contains("Answer"));
    let nowhere = run(&["export", "start/keys", "--to", folder.path().join("no/x.html").to_str().unwrap()]);
    assert!(nowhere.status == 2 && nowhere.err.contains("folder does not exist"), "{}", nowhere.err);
    let unknown = run(&["export", "start/kyes"]);
    assert!(unknown.status == 2 && unknown.err.contains("did you mean `start/keys`?"), "{}", unknown.err);
}

#[test]
fn a_unit_is_one_page_with_a_heading_for_each_lesson() {
    let library = course();
    let unit = library.units.iter().find(|unit| unit.id == "start").expect("a unit");
    let ran = run(&["export", "start", "--student"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let page = Page::read(&ran.out, "start");
    page.is_sound("start");
    assert_eq!(page.count("h2"), unit.lessons.len());
}

#[test]
fn a_set_is_a_sheet_of_its_questions() {
    for (who, answers) in [("--student", false), ("--teacher", true)] {
        let ran = run(&["export", "key-exchange", who]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        let page = Page::read(&ran.out, who);
        page.is_sound(who);
        assert!(page.text.matches("Question ").count() >= 8, "{}", page.text);
        assert_eq!(page.text.contains("Answer: "), answers, "{who}");
        // What a good answer in sentences says, and the page for whoever teaches.
        for words in ["Look for", "Nobody knew whose public value arrived", "The timetable", "Usual mistakes"] {
            assert_eq!(page.text.contains(words), answers, "{who}: {words}");
        }
        // What the page says before its question stands before it.
        let text = page.text.find("Real groups have primes").expect("the text before the question");
        assert!(text < page.text.find("Which number do you show to Bob").expect("the question"));
    }
}

#[test]
fn paper_names_no_keys() {
    let keys = |who: &str| run(&["export", "hashing/sha256-padding", who]).out.matches("<p>▸").count();
    assert_eq!((keys("--student"), keys("--teacher") > 0), (0, true));
    let export = |lesson: &str, who: &str| run(&["export", lesson, "--markdown", who]).out;
    for (lesson, sentence, stays) in [
        ("hashing/sha256-padding", "After `t`", "55 bytes and a full stop are 56."),
        ("ciphers/aes", "After `t`", "# "),
        ("at-rest/fernet", "on the map", "It has an age only if you ask"),
        ("hashing/sha256-rounds", "`p` leads back", "# "),
    ] {
        let [student, teacher] = ["--student", "--teacher"].map(|who| export(lesson, who));
        assert!(teacher.contains(sentence), "{teacher}");
        assert!(!student.contains(sentence) && student.contains(stays), "{student}");
    }
    // A page is found by its short code, and a value is not cut where paper has room.
    let code = course().code("hashing/sha256-padding").expect("a short code");
    let padding = export("hashing/sha256-padding", "--student");
    assert!(padding.contains(&format!("Go to {code} p3, in hashing/sha256-padding, and press t")), "{padding}");
    let bcrypt = export("passwords/bcrypt", "--student");
    assert!(!bcrypt.contains("a wall of w…") && bcrypt.contains("a wall of words a wall o`"), "{bcrypt}");
}

#[test]
fn a_worksheet_has_room_for_a_name_and_bytes_are_drawn_as_the_lesson_shows_them() {
    let page = |who: &str| Page::read(&run(&["export", "ciphers/ecb", who]).out, who);
    let named = |page: &Page| page.elements.iter().any(|(_, more, _)| more.get("class").is_some_and(|of| of == "name"));
    let (student, teacher) = (page("--student"), page("--teacher"));
    assert_eq!((named(&student), named(&teacher)), (true, false));
    // The picture that stays, a full block for a pixel.
    for page in [student, teacher] {
        assert!(page.text.lines().filter(|line| line.contains("██")).count() > 8, "{}", page.text);
    }
}

// ------------------------------------------------------------------ snapshot

#[test]
fn a_screen_is_drawn_without_a_terminal() {
    let keys = "gdigest/block[0]/T1[12]<Enter>";
    let shot = ["snapshot", "hashing/sha256-rounds", "--page", "2", "--keys", keys, "--size", "100x30"];
    let text = run(&shot);
    assert!(text.status == 0 && text.out.contains("9052955f") && text.out.lines().count() == 30, "{}", text.out);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shot.svg");
    let to = ["--theme", "dark", "--color", "always", "--svg", path.to_str().unwrap()];
    assert_eq!(run(&[&shot[..], &to[..]].concat()).status, 0);
    let svg = std::fs::read_to_string(&path).unwrap();
    assert!(svg.starts_with("<svg xmlns=") && svg.contains("9052955f") && svg.contains("#16181d"), "{svg:.300}");
    let page = Page::read(&svg, "shot");
    assert!(page.elements.iter().all(|(name, ..)| ["svg", "rect", "text"].contains(&name.as_str())));
    let again = run(&[&shot[..], &to[..]].concat());
    assert!(again.status == 2 && again.err.contains("--force"), "{}", again.err);
}

#[test]
fn a_talk_and_the_map_are_drawn_too() {
    let talk = run(&["snapshot", "hashing/sha256-rounds", "--present", "--keys", "nn"]);
    assert!(talk.out.contains("a) a and b") && !talk.out.contains("help"), "{}", talk.out);
    assert!(run(&["snapshot"]).out.contains("Cryptography, opened up"));
}

#[test]
fn what_cannot_be_drawn_is_refused_with_a_remedy() {
    let cases = [
        (&["--size", "80"][..], "write it as 120x40"),
        (&["--size", "9x9"], "from 40x10"),
        (&["--page", "99"], "there are 1 to"),
        (&["--keys", "<Nokey>"], "Nokey"),
    ];
    for (arguments, says) in cases {
        let ran = run(&[&["snapshot", "start/keys"], arguments].concat());
        assert!(ran.status == 2 && ran.err.contains(says), "{arguments:?}: {}", ran.err);
    }
    assert!(run(&["snapshot", "no/lesson"]).err.contains("there is no lesson"));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("totp.md");
    std::fs::write(&file, "+++\ntitle = \"One code\"\ngoal = \"g\"\n+++\nText.\n").expect("written");
    let named = file.to_str().expect("UTF-8");
    let shot = run(&["snapshot", named]);
    assert!(shot.out.contains("One code"), "{}{}", shot.out, shot.err);
    let short = named.strip_suffix(".md").expect("a lesson");
    assert!(run(&["snapshot", short]).err.contains(&format!("did you mean the file `{named}`?")));
}
