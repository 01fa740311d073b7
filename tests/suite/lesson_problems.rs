//! Lessons with every kind of mistake: each is found, at its line and column, with a sentence that
//! says what is wrong; none of them stops the rest of the lesson.

use cleartext::lesson::{self, Block, Lesson, Severity};

const VIEWS: [&str; 3] = ["hex", "words", "text"];

fn parse(source: &str) -> Lesson {
    lesson::parse("unit/lesson", source.as_bytes(), &VIEWS)
}

/// The problems as `line:column message`.
fn problems(source: &str) -> Vec<String> {
    let shown = |p: &lesson::Problem| format!("{}:{} {}", p.line, p.column, p.message);
    parse(source).problems.iter().map(shown).collect()
}

/// A lesson with a sheet in lines 6 to 9; `rest` begins in line 11.
fn lesson_with(rest: &str) -> String {
    let front = "+++\ntitle = \"t\"\ngoal = \"g\"\n+++\n\n";
    let sheet = "```sheet\nmessage = input(\"abc\")\ndigest = sha256(message)\n```\n\n";
    format!("{front}{sheet}{rest}")
}

/// For each piece of a lesson the beginnings of its problems.
fn expect(cases: &[(&str, &[&str])]) {
    for (rest, expected) in cases {
        expect_whole(&lesson_with(rest), expected);
    }
}

fn expect_whole(source: &str, expected: &[&str]) {
    let found = problems(source);
    let alike =
        found.len() == expected.len() && found.iter().zip(expected).all(|(found, start)| found.starts_with(start));
    assert!(alike, "{source}\nexpected {expected:#?}\nfound {found:#?}");
}

#[test]
fn a_good_lesson_has_no_problems() {
    let rest = r#"# Heading

It is {{ digest }} or {{ digest[0..4] as hex }}, `{{ code }}`, <https://example.org/a>.

1. one
2. two
   - three

> quoted

| a | b |
|---|--:|
| {{ message }} | `x` |

```python
x = "{{ y }}"
```

---

```watch
value = "digest/block[0]/W[*]"
view = "words"
```

```predict
ask = "1. Which `register`?"
choose = ["a", "b"]
answer = "a"
hide = ["digest"]
why = "So."
```

```exercise
ask = "?"
answer = "digest@block[0]/T1[0]"
wrong = [{ value = "digest", say = "no" }]
hint = ["h"]
```

```tamper
edit = { message = "abd" }
expect = "digest != before.digest"
say = "s"
```

````real
Use this:

```python
x
```
````

```notes
Ask.
```
"#;
    expect(&[(rest, &[])]);
}

#[test]
fn front_matter() {
    let cases: &[(&str, &[&str])] = &[
        ("", &["1:1 The lesson has no front matter."]),
        ("# A title\n", &["1:1 The lesson has no front matter."]),
        ("+++\ntitle = \"t\"\ngoal = \"g\"\n\ntext\n", &["1:1 The front matter is never closed."]),
        ("+++\n+++\ntext\n", &["1:1 `title` is missing.", "1:1 `goal` is missing."]),
        ("+++\ntitle = \"t\"\ngaol = \"g\"\n+++\ntext\n", &["3:1 There is no entry `gaol` here."]),
        (
            "+++\ntitle = 7\ngoal = \"g\"\n+++\ntext\n",
            &["2:9 `title` must be text, word for word; this is an integer."],
        ),
        ("+++\ntitle = \"t\"\ntitle = \"u\"\ngoal = \"g\"\n+++\ntext\n", &["3:1 `title` stands here twice."]),
        ("+++\ntitle = \"t\ngoal = \"g\"\n+++\ntext\n", &["2:9 This text has no end on its line."]),
        ("+++\ntitle = \"t\"\ngoal = \" \"\n+++\ntext\n", &["3:8 `goal` is empty."]),
        ("+++\ntitle = \"t\"\ngoal = \"g\"\nminutes = 0\n+++\ntext\n", &["4:11 `minutes` is not from 1 to 600."]),
        (
            "+++\ntitle = \"t\"\ngoal = \"g\"\nneeds = [\"a\", 2]\n+++\ntext\n",
            &["4:15 `needs` must be text, word for word; this is an integer."],
        ),
        ("+++\ntitle = \"t\"\ngoal = \"<b>\"\n+++\ntext\n", &["3:9 HTML has no meaning in a terminal."]),
    ];
    for (source, expected) in cases {
        expect_whole(source, expected);
    }
}

#[test]
fn pages_and_fences() {
    expect(&[
        ("text\n\n---\n\n---\n\ntext\n", &["13:1 This page is empty."]),
        ("text\n\n---\n", &["13:1 This page is empty."]),
        ("text\n\n---\n\n```notes\nonly notes\n```\n", &["13:1 This page is empty."]),
        ("text\n---\n", &["12:1 This `---` is no page break"]),
        ("```watch\nvalue = \"digest\"\n", &["11:1 This fence is never closed."]),
        ("```watch\nvalue = \"digest\"\n\n---\n\ntext\n", &["11:1 This fence is never closed."]),
        ("```text\nx\n", &["11:1 This fence is never closed."]),
        ("```watsh\nvalue = \"digest\"\n```\n", &["11:4 There is no directive `watsh`."]),
        ("```fortran\nx\n```\n", &["11:4 There is no directive `fortran`."]),
        ("```watch here\nvalue = \"digest\"\n```\n", &["11:10 Nothing may follow the word `watch`."]),
        ("- item\n\n  ```watch\n  value = \"digest\"\n  ```\n", &["13:3 A directive must begin at the margin"]),
        ("> ```text\n> x\n\ntext\n", &["11:3 This fence is never closed."]),
        ("```notes\n\n```\n", &["11:4 There is nothing in it."]),
    ]);
}

#[test]
fn markdown() {
    let deep = ">".repeat(40);
    let deep = format!("{deep} x\n");
    expect(&[
        ("a <b>word</b>\n", &["11:3 HTML"]),
        ("<div>\nx\n</div>\n", &["11:1 HTML has no meaning"]),
        ("<!-- remark -->\n", &["11:1 HTML has no meaning"]),
        ("an ![image](https://example.org/x.png)\n", &["11:4 A terminal shows no images."]),
        ("a [link](file:///etc/passwd)\n", &["11:3 The link to `file:///etc/passwd` does not begin with"]),
        ("a [link](../other.md)\n", &["11:3 The link to `../other.md`"]),
        ("<javascript:alert(1)>\n", &["11:1 The link to `javascript:alert(1)`"]),
        ("<someone@example.org>\n", &["11:1 The link to"]),
        (&deep, &["11:17 Lists, quotations and emphasis lie more than 16 deep"]),
        ("a\u{202e}b\n", &["11:2 The character U+202E cannot be shown."]),
        ("a \u{1b}[31m\n", &["11:3 The character U+001B cannot be shown."]),
    ]);
}

#[test]
fn live_values() {
    expect(&[
        ("öö {{ digest\n", &["11:4 This `{{` has no `}}` on its line."]),
        ("öö {{ sha256( }}\n", &["11:13 "]),
        ("öö {{ digset }} and\n", &["11:7 No sheet of this lesson has a cell `digset`."]),
        ("{{ }}\n", &["11:4 "]),
        ("{{ digest as hxe }}\n", &["11:14 There is no view `hxe`."]),
        ("{{ file(\"/etc/passwd\") }}\n", &["11:4 A lesson cannot read files."]),
        ("{{ before.digest }}\n", &["11:4 There is no `before.` here."]),
        ("{{ input(\"a\") }}\n", &["11:4 An input can only be a cell of a sheet."]),
        ("{{ digest@block[0]/T1[0]#2 }}\n", &["11:11 An operation without a name"]),
        ("[a](https://example.org/{{digest}})\n", &["11:25 A live value cannot stand here."]),
        ("- a\n- *b {{ digest[ }}*\n", &["12:15 "]),
    ]);
}

#[test]
fn sheets() {
    expect(&[
        ("```sheet\n```\n", &["11:4 The sheet has no cells."]),
        ("```sheet\nx = 1\nx = 2\n```\n", &["13:1 `x` exists already."]),
        ("```sheet\ndigest = 1\n```\n", &["12:1 `digest` exists already."]),
        ("```sheet\nx = sha256(\ny = 1\n```\n{{ x }}\n", &["12:11 "]),
        ("```sheet\nx = file(\"a\")\n```\n", &["12:5 A lesson cannot read files."]),
        ("```sheet\nx = digset\n```\n", &["12:5 No sheet of this lesson has a cell `digset`."]),
        ("```sheet\nx = sha256(input(\"a\"))\n```\n", &["12:12 An input is a cell of its own."]),
    ]);
}

#[test]
fn watch() {
    expect(&[
        ("```watch\n```\n", &["11:4 `value` is missing."]),
        ("```watch\nvalue = \"digest\"\nveiw = \"hex\"\n```\n", &["13:1 There is no entry `veiw` here."]),
        ("```watch\nvalue = \"digest/block[\"\n```\n", &["12:23 "]),
        ("```watch\nvalue = \"digset/block[0]\"\n```\n", &["12:10 No sheet of this lesson has a cell `digset`."]),
        ("```watch\nvalue = \"digest/T1[0]#2\"\n```\n", &["12:10 An operation without a name"]),
        ("```watch\nvalue = \"digest\"\nview = \"hexx\"\n```\n", &["13:8 There is no view `hexx`."]),
        ("```watch\nvalue = [\"digest\"]\n```\n", &["12:9 `value` must be an address, as text; this is a list."]),
        ("```watch\nvalue = digest\n```\n", &["12:9 "]),
    ]);
}

#[test]
fn predict() {
    let predict = |entries: &str| lesson_with(&format!("```predict\nask = \"?\"\n{entries}\n```\n"));
    let cases: &[(&str, &[&str])] = &[
        ("", &["11:4 `answer` is missing."]),
        ("choose = [\"a\", \"b\"]\nanswer = \"c\"", &["14:10 The answer is none of `choose`."]),
        ("choose = [\"a\"]\nanswer = \"a\"", &["13:1 `choose` has 1 answer."]),
        ("choose = [\"a\", \"a\"]\nanswer = \"a\"", &["13:16 `a` can be chosen twice."]),
        ("answer = \"1\"\nanswer_expr = \"2\"", &["14:1 There are two right answers"]),
        ("answer = 1", &["13:10 `answer` must be text, word for word; this is an integer."]),
        ("answer = \"1 +\"", &["13:14 "]),
        ("answer = \"1\"\nhide = [\"digest\", \"dgst/a\"]", &["14:20 No sheet of this lesson has a cell `dgst`."]),
        ("answer = \"1\"\nwrong = [{ choice = \"a\", say = \"x\" }]", &["14:21 The wrong answer is none of `choose`."]),
        ("answer = \"1\"\nwrong = [{ say = \"x\" }]", &["14:10 The wrong answer is missing."]),
        ("answer = \"1\"\nwrong = [{ value = \"2\" }]", &["14:10 `say` is missing."]),
        (
            "answer = \"1\"\nwrong = [{ value = \"2\", choice = \"2\", say = \"x\" }]",
            &["14:12 There are two answers, `choice` and `value`."],
        ),
        (
            "answer = \"1\"\nwrong = [{ value = \"2\", say = \"x\", look = \"dgst/a\" }]",
            &["14:44 No sheet of this lesson has a cell `dgst`."],
        ),
        (
            "choose = [\"a\", \"b\"]\nanswer = \"a\"\nwrong = [{ choice = \"b\", say = \"x\" }, { choice = \"b\", say = \"y\" }]",
            &["15:50 This choice has a sentence already."],
        ),
    ];
    for (entries, expected) in cases {
        expect_whole(&predict(entries), expected);
    }
}

#[test]
fn exercise() {
    let exercise =
        |entries: &str| lesson_with(&format!("```exercise\nask = \"?\"\nanswer = \"digest\"\n{entries}\n```\n"));
    let cases: &[(&str, &[&str])] = &[
        ("wrong = [{ value = \"1 +\", say = \"x\" }]", &["14:24 "]),
        ("wrong = [{ vlue = \"1\", say = \"x\" }]", &["14:12 There is no entry `vlue` here."]),
        ("wrong = [\"1\"]", &["14:10 `wrong` must be a list of tables"]),
        ("hint = \"one\"", &["14:8 `hint` must be a list of texts; this is text."]),
        ("hint = [\"\"\"\na\n\n# b\"\"\"]", &["17:1 Only running text can stand here."]),
    ];
    for (entries, expected) in cases {
        expect_whole(&exercise(entries), expected);
    }
}

#[test]
fn tamper_and_asides() {
    let tamper = |edit: &str, expect: &str| {
        lesson_with(&format!("```tamper\nedit = {edit}\nexpect = \"{expect}\"\nsay = \"s\"\n```\n"))
    };
    let cases: &[(&str, &str, &[&str])] = &[
        ("{ digest = \"x\" }", "true", &["12:10 `digest` is computed"]),
        ("{ massage = \"x\" }", "true", &["12:10 No sheet of this lesson has a cell `massage`."]),
        ("{ message = [1] }", "true", &["12:20 `edit` must be text, an integer or a truth value"]),
        ("{}", "true", &["12:8 `edit` is empty."]),
        ("{ message = \"x\" }", "digest != before.dgest", &["13:21 No sheet of this lesson has a cell `dgest`."]),
    ];
    for (edit, expect, expected) in cases {
        expect_whole(&tamper(edit, expect), expected);
    }
    expect(&[("```real\na <b> c\n```\n", &["12:3 HTML has no meaning"])]);
}

#[test]
fn places_in_escaped_text_are_exact() {
    expect(&[
        (
            r#"```exercise
ask = "?"
answer = "\"\u00e9\" ++ digset"
```
"#,
            &["13:25 No sheet of this lesson has a cell `digset`."],
        ),
        (
            "```exercise\nask = \"?\"\nanswer = \"\"\"\ndigest ++\n digset\"\"\"\n```\n",
            &["15:2 No sheet of this lesson has a cell `digset`."],
        ),
    ]);
}

#[test]
fn the_rest_of_the_lesson_works() {
    let rest = "```watch\nvalu = \"digest\"\n```\n\ntext\n\n---\n\n```watch\nvalue = \"digest\"\n```\n";
    let lesson = parse(&lesson_with(rest));
    assert_eq!(lesson.cells.len(), 2);
    let first = &lesson.pages[0].blocks;
    assert!(matches!(
        &first[..],
        [Block::Sheet(_), Block::Broken { problem, .. }, Block::Paragraph { .. }] if problem.line == 12
    ));
    assert!(matches!(&lesson.pages[1].blocks[..], [Block::Watch(_)]));
    assert_eq!(lesson.page_at(lesson.source.len()), 1);
    assert_eq!(lesson.page_at(0), 0);
}

#[test]
fn bytes_that_are_no_text() {
    let mut bytes = lesson_with("a ").into_bytes();
    bytes.extend(b"\xff\xfe b\n");
    let lesson = lesson::parse("x", &bytes, &VIEWS);
    let places: Vec<_> = lesson.problems.iter().map(|p| (p.line, p.column)).collect();
    assert_eq!(places, [(11, 3), (11, 4)]);
    let random: Vec<u8> = (0..100_000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    assert!(lesson::parse("x", &random, &VIEWS).has_errors());
}

#[test]
fn windows_line_ends() {
    let rest = "text\n\n---\n\n```watch\nvalue = \"digest\"\n```\n";
    let source = lesson_with(rest).replace('\n', "\r\n");
    expect_whole(&source, &[]);
    assert_eq!(parse(&source).pages.len(), 2);
    expect_whole(&format!("\u{feff}{source}"), &[]);
}

#[test]
fn what_is_too_large_is_refused() {
    let long = lesson::parse("x", &vec![b'a'; lesson::MAX_LESSON + 1], &VIEWS);
    assert!(long.problems[0].message.starts_with("The lesson has 1048577 bytes"));
    let many = parse(&lesson_with(&"a\n\n".repeat(5_000)));
    assert!(many.problems[0].message.starts_with("The lesson has more than 2000 blocks"));
    let cells: String = (0..600).map(|i| format!("c{i} = {i}\n")).collect();
    let cells = parse(&lesson_with(&format!("```sheet\n{cells}```\n")));
    assert!(cells.problems[0].message.starts_with("The lesson has more than 256 cells"));
}

#[test]
fn what_is_no_lesson_as_a_whole_has_one_message() {
    let text = lesson_with("Text.\n");
    let utf16: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let old = text.replace('\n', "\r");
    for (bytes, message) in [
        (utf16.as_slice(), "This file is UTF-16."),
        (old.as_bytes(), "The lines of this file end in CR alone, as on old Macs."),
    ] {
        let lesson = lesson::parse("x", bytes, &VIEWS);
        let found: Vec<&str> = lesson.problems.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(found, [message]);
        assert!(lesson.problems[0].hint.is_some());
    }
    assert_eq!(problems(&text.replace('\n', "\r\n")), [""; 0]);
}

/// Long texts made to be slow or deep: each is answered, and soon.
#[test]
fn hostile_texts_end() {
    let pieces = [
        "[",
        "![",
        "*",
        "_a*",
        "`",
        "<",
        "> ",
        "- ",
        "{{",
        "{{ x }}",
        "{{ a }} `b` ",
        "```x\n",
        "```sheet\n",
        "```x\n\n---\n",
        "~~~\n",
        "---\n\n",
        "<a>",
        "| a ",
        "|-|\n",
        "\\",
        "&#27;",
        "[a](b",
        "a = 1\n",
        "\u{202e}",
        "#\n",
        "1) ",
        "**a ",
        "***",
        "\n    x",
        "+++\n",
        "{{ \"",
        "[[[](](",
        "```watch\nvalue = \"x\"\n```\n",
        "```predict\nchoose = [",
        "a\u{301}",
        "<!--",
        "]]]",
        "![[]()",
        "```sheet\na = (\n```\n",
        "```watch\nvalue = {{{{\n```\n",
    ];
    for piece in pieces {
        let body = piece.repeat(lesson::MAX_LESSON / 4 / piece.len());
        for text in [lesson_with(&body), format!("+++\n{body}\n+++\n"), body] {
            let started = std::time::Instant::now();
            let lesson = parse(&text);
            let took = started.elapsed();
            assert!(took.as_secs() < 5, "{piece:?} took {took:?}");
            assert!(!lesson.pages.is_empty());
            assert!(lesson.problems.len() <= 101);
        }
    }
}

#[test]
fn severity_tells_what_does_not_work() {
    let lesson = parse(&lesson_with("text\n---\n"));
    assert_eq!(lesson.problems[0].severity, Severity::Warning);
    assert!(!lesson.has_errors());
}

#[test]
fn the_lessons_that_come_with_the_program_have_none() {
    let views: Vec<&str> = cleartext::view::VIEWS.iter().map(|view| view.name).collect();
    for unit in std::fs::read_dir("lessons").unwrap().flatten() {
        for file in std::fs::read_dir(unit.path()).into_iter().flatten().flatten() {
            let bytes = std::fs::read(file.path()).unwrap();
            let problems = match lesson::set::Set::is_one(&bytes) {
                true => lesson::set::Set::parse("x", &bytes, &views).lesson.problems.clone(),
                false => lesson::parse("x", &bytes, &views).problems,
            };
            assert_eq!(problems, [], "{}", file.path().display());
        }
    }
}

/// A small generator, the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }
}

/// Real lessons with bytes cut out, doubled, swapped and put in.
#[test]
fn damaged_lessons_are_read_checked_and_reported() {
    let pieces: [&[u8]; 14] = [
        b"```",
        b"---\n",
        b"\n\n",
        b"{{",
        b"}}",
        b"\"",
        b"+++\n",
        b"@",
        b"[",
        b"\xff",
        b"\\",
        b"= ",
        b"\x1b[2J",
        "\u{202e}".as_bytes(),
    ];
    let mut random = Random(7);
    let files = cleartext::lesson::embedded::files();
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".md")) {
        for round in 0..150 {
            let mut bytes = text.as_bytes().to_vec();
            for _ in 0..=random.below(4) {
                let at = random.below(bytes.len());
                let end = (at + random.below(40)).min(bytes.len());
                match random.below(3) {
                    0 => drop(bytes.drain(at..end)),
                    1 => drop(bytes.splice(at..at, pieces[random.below(pieces.len())].iter().copied())),
                    _ => {
                        let copy = bytes[at..end].to_vec();
                        let to = random.below(bytes.len());
                        drop(bytes.splice(to..to, copy));
                    }
                }
            }
            let lesson = lesson::parse(path, &bytes, &VIEWS);
            let checked = if round < 3 { lesson::check::check(&lesson, 2, &|| false) } else { Vec::new() };
            for problem in lesson.problems.iter().chain(&checked) {
                let shown = lesson::render::render(problem, &lesson.source, path, false);
                let place = format!("{path}:{}:{}", problem.line, problem.column);
                assert!(shown.contains(&place), "{shown}\n{place}");
                assert!(!shown.contains(['\u{1b}', '\u{202e}']));
            }
        }
    }
}
