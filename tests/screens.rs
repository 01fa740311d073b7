//! Screens as tests: a lesson, the keys that are pressed, and what the screen then says. No terminal and no colour: the
//! state is changed as a key asks, computed on, and drawn into memory.

mod support;

use cleartext::app::key::{Code, Key};
use cleartext::app::keys::{Command, Context, KEYS, command};
use cleartext::app::tool::Tool;
use cleartext::app::{App, Effect, Event, Screen, bench, update};
use cleartext::lesson::course::Library;
use cleartext::lesson::embedded;
use cleartext::run::Budget;
use cleartext::shell::files::DiskFiles;
use cleartext::ui::theme::Theme;
use cleartext::ui::{Frame, Look, draw};
use ratatui::buffer::Buffer;
use ratatui::style::Modifier;
use std::collections::BTreeSet;
use std::rc::Rc;
use support::search::search;

/// The program without its shell.
struct Desk {
    app: App,
    ascii: bool,
    /// The rows of KEYS that were used, by their place.
    used: BTreeSet<usize>,
    /// The wait that goes on.
    tick: Option<u64>,
    /// What the shell was asked to do last, apart from drawing and computing.
    asked: Vec<&'static str>,
}
impl Desk {
    fn map() -> Desk {
        let library = Library::read(embedded::FILES, &cleartext::view::names());
        Desk::with(App::new(library, (80, 24)))
    }
    fn with(app: App) -> Desk {
        let mut desk = Desk { app, ascii: false, used: BTreeSet::new(), tick: None, asked: vec![] };
        let effects = desk.app.begin();
        desk.carry_out(effects);
        desk
    }
    fn lesson(id: &str) -> Desk {
        let mut desk = Desk::map();
        assert!(desk.app.open(id), "there is a lesson {id}");
        let effects = desk.app.begin();
        desk.carry_out(effects);
        desk
    }
    /// A lesson that is not part of the program.
    fn written(source: &str) -> Desk {
        let library = Library {
            lessons: vec![cleartext::lesson::parse("mine", source.as_bytes(), &cleartext::view::names())],
            ..Library::default()
        };
        let mut desk = Desk::with(App::new(library, (80, 24)));
        assert!(desk.app.open("mine"));
        let effects = desk.app.begin();
        desk.carry_out(effects);
        desk
    }
    fn bench(expression: &str) -> Desk {
        let Ok(opened) = bench::first_cell(expression) else { panic!("{expression} is an expression") };
        let mut app = App::bench(Library::default(), opened, Rc::new(DiskFiles));
        app.size = (80, 24);
        Desk::with(app)
    }
    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Draw => {}
                Effect::Compute { job, sheet } => {
                    let ended = Some(sheet.advance(&Budget::unlimited()));
                    sheet.cells().iter().for_each(|cell| drop(sheet.agreement(cell.name())));
                    let more = update(&mut self.app, Event::Computed { job, ended });
                    self.carry_out(more);
                }
                Effect::Mouse(_) => self.asked.push("mouse"),
                Effect::Redraw => self.asked.push("redraw"),
                Effect::Quit => self.asked.push("quit"),
                Effect::Suspend => self.asked.push("suspend"),
                Effect::Copy(_) => self.asked.push("copy"),
                Effect::Find { job, hunt } => {
                    let more = update(&mut self.app, search(job, &hunt));
                    self.carry_out(more);
                }
                Effect::Random => {
                    let more = update(&mut self.app, Event::Random(0x4f2a_91c3));
                    self.carry_out(more);
                }
                Effect::Tick { job, .. } => self.tick = Some(job),
                Effect::StopTicking => self.tick = None,
                Effect::StopFinding => self.asked.push("stop finding"),
                Effect::StopComputing => self.asked.push("stop"),
                Effect::Save(_) => self.asked.push("save"),
                Effect::ReadLessons => self.asked.push("read"),
            }
        }
    }
    /// Presses keys: characters as they are, others as `<Enter>`.
    fn press(&mut self, keys: &str) -> &mut Desk {
        for key in read(keys) {
            let context = self.app.context();
            if let Some(row) = KEYS.iter().position(|row| row.contexts.contains(&context) && row.keys.contains(&key)) {
                self.used.insert(row);
            }
            let effects = update(&mut self.app, Event::Key(key));
            self.carry_out(effects);
        }
        self
    }
    /// Lets the wait that goes on be over.
    fn tick(&mut self) -> &mut Desk {
        let job = self.tick.take().expect("something plays");
        let effects = update(&mut self.app, Event::Tick { job });
        self.carry_out(effects);
        self
    }
    fn resize(&mut self, columns: u16, rows: u16) -> &mut Desk {
        let effects = update(&mut self.app, Event::Resize { columns, rows });
        self.carry_out(effects);
        self
    }
    fn buffer(&self) -> Buffer {
        let (columns, rows) = self.app.size;
        let mut frame = Frame::new(columns, rows);
        let look = Look { theme: Theme::Mono, ascii: self.ascii };
        draw(&self.app, look, &mut frame);
        frame.buffer().clone()
    }
    fn text(&self) -> String {
        let buffer = self.buffer();
        let row = |y| (0..buffer.area.width).map(|x| buffer[(x, y)].symbol()).collect::<String>();
        (0..buffer.area.height).map(|y| row(y).trim_end().to_owned() + "\n").collect()
    }
    /// What is drawn reversed: the value one stands on.
    fn reversed(&self) -> String {
        let buffer = self.buffer();
        let bright = buffer.content().iter().filter(|cell| cell.modifier.contains(Modifier::REVERSED));
        bright.map(|cell| cell.symbol()).collect()
    }
    #[track_caller]
    fn shows(&mut self, wanted: &str) -> &mut Desk {
        let text = self.text();
        assert!(text.contains(wanted), "«{wanted}» is not on the screen:\n{text}");
        self
    }
    #[track_caller]
    fn hides(&mut self, unwanted: &str) -> &mut Desk {
        let text = self.text();
        assert!(!text.contains(unwanted), "«{unwanted}» is on the screen:\n{text}");
        self
    }
}
fn read(keys: &str) -> Vec<Key> {
    let mut out = vec![];
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        // A `<` that begins no name is the key itself.
        if c != '<' || !rest.starts_with(char::is_uppercase) {
            out.push(Key::char(c));
            continue;
        }
        let (name, after) = rest.split_once('>').expect("a key's name ends in >");
        rest = after;
        out.push(match name {
            "Enter" => Key::plain(Code::Enter),
            "Esc" => Key::plain(Code::Esc),
            "Tab" => Key::plain(Code::Tab),
            "Backspace" => Key::plain(Code::Backspace),
            "Delete" => Key::plain(Code::Delete),
            "Left" => Key::plain(Code::Left),
            "Right" => Key::plain(Code::Right),
            "Up" => Key::plain(Code::Up),
            "Down" => Key::plain(Code::Down),
            "Home" => Key::plain(Code::Home),
            "End" => Key::plain(Code::End),
            "F1" => Key::plain(Code::F(1)),
            other => Key::ctrl(other.strip_prefix("Ctrl-").and_then(|c| c.chars().next()).expect("a known key")),
        });
    }
    out
}

const ROUNDS: &str = "hashing/sha256-rounds";

/// Everything that a key can ask for, case by case. Returns the rows of KEYS that were used.
fn play() -> BTreeSet<usize> {
    let mut used = BTreeSet::new();
    let mut done = |desk: &mut Desk| used.append(&mut desk.used);

    // The course map: choose, open, leave, come back to the same page.
    let mut desk = Desk::map();
    desk.shows("Cryptography, opened up").press("<End><Home><Down><Up><Down><Enter>").shows("1 of");
    desk.press("n").shows("2 of").press("<Esc><Enter>").shows("2 of");
    done(&mut desk);

    // Steps, rounds, blocks.
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnn").shows("4 of 7").shows("T1[0]");
    desk.press("<Right><Right>").shows("Maj(a, b, c)  3a6fe667").press("<Left>").shows("Σ0(a)");
    desk.press("<End>").shows("H[7]").press("<Home>").shows("H_before[0]");
    desk.press("g<Ctrl-c>");
    assert_eq!(desk.asked, ["quit"], "Ctrl-C quits while one types");
    desk.press("<Esc>gdigest/block[0]/T1[12]<Enter>").shows("9052955f");
    assert!(desk.reversed().contains("h + Σ1(e)"), "the formula is the bright thing, not {:?}", desk.reversed());
    desk.press("<Down>").shows("T1[13]").press("<Up>").shows("T1[12]");
    desk.press("N").shows("3 of 7").press("n").shows("4 of 7");
    done(&mut desk);
    let mut desk = Desk::lesson(ROUNDS);
    desk.press(&format!("e{}<Enter>gdigest/block[0]/T1[0]<Enter>", "abcdefgh".repeat(8)));
    desk.press("]").shows("block 1 of 0…1").press("[").shows("block 0 of 0…1");
    done(&mut desk);

    // Into a value, down to its bits, out again.
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnngdigest/block[0]/T1[12]<Enter><Enter>").shows("Σ1(e");
    desk.press("b").shows("carry").press("<Left><Right><Esc>").shows("9052955f");
    desk.press("gdigest/block[0]/T1[12]<Enter><Enter><Enter><Enter>")
        .shows("ROTR 11")
        .press("<Enter>")
        .shows("e[11] bit 5");
    desk.press("<Down><Enter>").shows("e[11]").press("<Esc>gdigest/block[0]/T1[12]<Enter>");
    desk.press("b<Esc>v").press("J").press("K").press("z").press("z").press("z").press("w");
    done(&mut desk);

    // Into a call that a check refused: its steps stay.
    let mut desk = Desk::bench("dh_shared(6, 19, p: 23, g: 5, q: 11)");
    desk.shows("is not in the subgroup").press("<Enter>").shows("subgroup_check  00");
    desk.press("<Down>").shows("from number/subgroup");
    done(&mut desk);

    // A value that is all a helper's: what it shows lies inside of that.
    let mut desk = Desk::lesson("ciphers/aes");
    desk.press("gc/round[1]/SubBytes[0]<Enter><Enter><Enter>").hides("there is no").shows("affine").shows("ROTL");
    done(&mut desk);

    // Where from, where to, back.
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnngdigest/block[0]/T1[12]<Enter>p").shows("K[12]");
    desk.press("<Down><Up><Enter>").hides("T1[12] =").press("<Backspace>").shows("9052955f");
    desk.press("u").shows("T1[12]").press("<Home><End><Enter><Backspace>").shows("9052955f").press("y");
    assert_eq!(desk.asked.last(), Some(&"copy"));
    desk.press("p<Esc>").shows("9052955f");
    done(&mut desk);

    // The whole way: open at the nearest byte, folded copies, there and back.
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnngdigest/block[0]/T1[12]<Enter>P").shows("= g[10] = f[9] = e[8]").shows("your bytes");
    desk.press("?").shows("Keys on the way of a value").press("<Esc>").shows("Where it comes from");
    desk.press("<End><Home><Down>").shows("32ca2d8c  = g[10]");
    desk.press("<Right>").shows("T1[8]").press("<Left>").press("<Left><Down><Up><Down>P");
    desk.press("<Enter>").shows("d[7] = c").press("<Backspace>").shows("Where it comes from").shows("▾ h[11]");
    desk.press("<Backspace>").shows("9052955f").hides("Where it comes from");
    desk.press("p<Down>t").shows("Where it comes from").press("<Backspace>").shows("comes from");
    desk.press("<Esc>P<Esc>").shows("T1[12]");
    done(&mut desk);
    let mut desk = Desk::bench("sha256(sha256(\"abc\"))");
    desk.press("P").shows("Where it comes from").press("<Enter>").shows("digest");
    done(&mut desk);

    // Find: near by, in the whole run, by address, by name; Tab completes, Esc closes.
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnn/9052955f").shows("first appears at digest/block[0]/T1[12]");
    desk.press("<Down><Up><Home><End><Enter>").shows("T1[12]").press("/T1[13]").shows("e7d31473").press("<Esc>");
    desk.press("/digest/bl<Tab>").shows("digest/block[0]").press("<F1>").shows("Keys on a search").press("<Esc><Esc>");
    desk.press("/sixty-four<Enter>").shows("4 of 7").press("/nowhere at all").shows("no such value").press("<Esc>");
    done(&mut desk);

    // The words of a page.
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("T").shows("state").press("avalan<Enter>").press("Tavalan").shows("half of all bits").press("<Esc>");
    desk.press("/avalanche<Enter>").shows("half of all bits").press("<Enter>").shows("1 of 7");
    done(&mut desk);

    // The palette runs what it names.
    let mut desk = Desk::lesson(ROUNDS);
    desk.press(":next page").shows("n").press("<Enter>").shows("2 of 7").press("<Ctrl-p><Esc>").shows("2 of 7");
    desk.press("<Esc>:<Enter>");
    done(&mut desk);

    // Undo, redo and random values of an input; one stays where one is.
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnngdigest/block[0]/T1[12]<Enter>U").shows("No change of an input");
    desk.press("e<Backspace>d<Enter>").hides("9052955f").press("U").shows("9052955f").shows("T1[12]");
    desk.press("R").shows("abd").hides("9052955f").press("U").shows("9052955f");
    desk.press("r").shows("message: seed").shows("4f2a-91c3").hides("9052955f").press("<Tab>").shows("4f2a-91c3");
    let random = desk.press("<Enter>").shows("with the seed 4f2a-91c3").text();
    desk.press("U").shows("9052955f").press("r<Enter>");
    assert_eq!(desk.text(), random, "the same seed, the same value");
    desk.press("r<Ctrl-u>xy").hides("4f2a").press("<Esc>");
    done(&mut desk);
    let mut desk = Desk::bench("input(\"abc\")");
    desk.press("r<Enter>").shows("not saved").hides("616263").press("U").shows("616263").press("R").hides("616263");
    done(&mut desk);

    // What can be copied.
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnngdigest/block[0]/T1[12]<Enter>Y").shows("hexadecimal  8 bytes").shows("base64");
    desk.shows("cleartext trace 'sha256(\"abc\")' --at 'block[0]/T1[12]'");
    desk.press("<Down><Up><End><Home><Enter>").shows("copied 8 bytes");
    assert_eq!(desk.asked.last(), Some(&"copy"));
    desk.press("Y<Esc>").shows("T1[12]");
    done(&mut desk);
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nngdigest/block[0]/a[0]<Enter>Y").hides("5d6aebcd").shows("address").press("<Esc>");
    done(&mut desk);

    // Play and pause, and pins that follow, stay and go.
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnngdigest/block[0]/T1[12]<Enter>m").shows("▴ T1[12]  9052955f").shows("follows");
    desk.press("<Down>").shows("▴ T1[13]").press("m").shows("stays").press("<Down>").shows("▴ T1[13]");
    desk.press("<Up>m").hides("▴").press("<Up>");
    desk.press(".").shows("value by value, 1 a second").press(">").shows("2 a second").press("<").shows("1 a second");
    desk.tick().hides("T1[12] = ").press(",").shows("segment by segment").press(".").shows("Paused");
    assert_eq!(desk.tick, None, "nothing waits while nothing plays");
    done(&mut desk);

    // Editing keeps the place; undone it is as it was.
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnngdigest/block[0]/T1[12]<Enter>e<Backspace>d<Enter>").shows("abd").shows("T1[12]").hides("9052955f");
    desk.press("e<Backspace>c").shows("9052955f").press("<Esc>").shows("abd").hides("9052955f");
    desk.press("e<F1>").shows("line of text").press("<Esc>").press("<Tab><Esc>");
    done(&mut desk);

    // One bit, and what became of it; earlier inputs to choose from.
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnngmessage<Enter>x").shows("bit 0: 61 → 60").press("c").shows("abc → `bc  (1 bit)").shows("≠ 1");
    desk.press("dd").shows("digest/block[0]/W[0]").shows("differing bits").press("D").hides("W[0]");
    desk.press("gdigest/block[0]/T1[12]<Enter>").shows("9052955f  ").press("<Down>").shows("T1[13]");
    desk.press("gmessage<Enter>xc<Home><End><Up><Down>").shows("Compare with how it was").press("<Enter>");
    desk.shows("The inputs are as they were then.").press("cc<Esc><Esc>").hides("beside how it was");
    done(&mut desk);

    // A prediction hides what it asks about until one has answered.
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nn").shows("3 of 7").press("gdigest/block[0]/a[0]<Enter>").hides("5d6aebcd");
    desk.press("gmessage<Enter>xcgdigest/block[0]/a[0]<Enter>").shows("a[0]").shows("····").hides("5d6aebcd");
    desk.press("<Down>").shows("a[1]").hides("5a6ad9ad").press("<Esc>gmessage<Enter>xgdigest/block[0]/a[0]<Enter>");
    desk.press("a").shows("a and b").press("<Down><Up><Down><Enter>").shows("The other six are moved");
    desk.press("gdigest/block[0]/a[0]<Enter>").shows("5d6aebcd");
    done(&mut desk);

    // An exercise: wrong with its reason, a hint, right.
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnnn").shows("5 of 7").press("a506e3058<Enter>").shows("That is a before the last sum");
    desk.press("H").shows("hint 1 of 2: Two words").shows("H hint 2 of 2").hides("hint 2 of 2: ");
    desk.press("H").shows("hint 2 of 2: In Python").press("H").shows("all the hints");
    desk.press("aba7816bf<Enter>").shows("right: ba7816bf").hides("That is a before").shows("✓ 1/");
    done(&mut desk);

    // The answer at the price of its point, and the way to it.
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnnnA").shows("A once more").hides("ba7816bf").press("<Right>A").shows("A once more");
    desk.press("A").shows("it is: ba7816bf").hides("✓ 1/").shows("a[63]");
    assert!(desk.reversed().contains("a[63]"), "the first operand is chosen, not {:?}", desk.reversed());
    desk.press("<Enter>").shows("506e3058").press("<Backspace>").shows("H[0]");
    done(&mut desk);
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnaHA").shows("A once more").press("A").shows("it is: a and e");
    done(&mut desk);

    // A tamper, there and back.
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnnnn").shows("6 of 7").press("t").shows("abb").shows("One bit in").press("t").shows("abc");
    done(&mut desk);

    // The bench.
    let mut desk = Desk::bench("sha256(\"abc\")");
    desk.shows("ba7816bf").press("on = 1 + 2<Enter>").shows("n = 1 + 2");
    desk.press("<Home><End><Up><Down>JK=<Esc>i")
        .press("e<Esc>")
        .press("s")
        .press("<Esc>")
        .press("D")
        .hides("n = 1 + 2");
    desk.press("<Enter>").press("<Esc><Esc>").press("y?").shows("Keys on the bench").press("<Esc>");
    done(&mut desk);

    // Everywhere.
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("?").shows("Keys on a page").press("<Down><Up><End><Home>?").shows("1 of 7");
    desk.press("M").shows("Hold Shift to select").press("M<Ctrl-l><Ctrl-z>q");
    assert_eq!(desk.asked, ["mouse", "mouse", "redraw", "suspend", "quit"]);
    done(&mut desk);
    used
}

#[test]
fn every_key_does_what_its_row_says() {
    let used = play();
    let unused: Vec<_> =
        KEYS.iter().enumerate().filter(|(place, _)| !used.contains(place)).map(|(_, row)| row).collect();
    assert!(unused.is_empty(), "no case presses {unused:#?}");
}

#[test]
fn every_page_of_every_lesson_at_every_size() {
    let ids: Vec<String> = Desk::map().app.library.lessons.iter().map(|lesson| lesson.id.clone()).collect();
    for id in &ids {
        for (columns, rows) in [(80, 24), (120, 40), (40, 12), (200, 60)] {
            for ascii in [false, true] {
                let mut desk = Desk::lesson(id);
                desk.ascii = ascii;
                desk.resize(columns, rows);
                let Screen::Lesson(session) = &desk.app.screen else { panic!("a lesson") };
                let pages = session.lesson().pages.len();
                for page in 1..=pages {
                    let text = desk.text();
                    assert!(text.contains(&format!("{page} of {pages}")), "{id} at {columns}×{rows}:\n{text}");
                    let last = text.trim_end().lines().last().unwrap_or_default();
                    assert!(last.contains("? more"), "{id} at {columns}×{rows}: the last line is {last:?}");
                    assert!(!ascii || text.is_ascii(), "{id} in ASCII:\n{text}");
                    desk.press("n");
                }
            }
        }
    }
}
#[test]
fn the_help_line_offers_only_keys_that_mean_something() {
    let mut desk = Desk::lesson(ROUNDS);
    for page in 0..7 {
        let text = desk.text();
        let line = text.trim_end().lines().last().unwrap_or_default();
        for (row, word) in KEYS.iter().filter(|row| row.contexts.contains(&Context::Page)).map(|row| (row, row.word)) {
            let offered = word.len() > 3 && line.contains(&format!("{} {word}", row.keys[0]));
            assert!(!offered || desk.app.works(row.command), "page {page} offers {word} in vain: {line}");
        }
        desk.press("n");
    }
    assert!(command(Context::Page, Key::char('~')).is_none(), "a key without a row means nothing");
}
#[test]
fn on_an_input_the_help_line_begins_with_what_changes_it() {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnngmessage<Enter>").shows("\n ←→ step  e edit  x flip  b bits").press("b");
    desk.shows("\n ←→ step  x flip").press("<Esc>gdigest<Enter>").hides("step  e edit  x flip");
    desk.press("gmessage<Enter>").resize(40, 12).shows("e edit  x flip");
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
fn what_only_the_run_before_had_has_a_sign() {
    let mut desk = Desk::lesson(ROUNDS);
    desk.resize(120, 40).press(&format!("nnne<Ctrl-u>{}<Enter>e<Ctrl-u>abc<Enter>c", "a".repeat(130)));
    desk.press("gdigest/block[0]/T1[3]<Enter>").shows("after each block, 3 → 1").shows("-1").shows("-2");
    desk.press("gdigest/block[2]/T1[3]<Enter>").shows("▸-T1[3]").shows("—").resize(80, 24).shows("▸-T1[3]");
    // From one such value to the next.
    desk.press("d").shows("▸-").hides("▸-T1[3]").press("D").shows("▸-T1[3]").resize(40, 12).shows("▸-T1[3]");
}
#[test]
fn a_bit_of_a_byte_is_chosen_and_flipped() {
    for (columns, rows) in [(80, 24), (120, 40), (40, 12)] {
        let mut desk = Desk::lesson(ROUNDS);
        desk.resize(columns, rows).press("nnngmessage<Enter>b").shows("7654 3210").shows("no UTF-8: it is text");
        desk.press("ll").shows("turned   0100 0001   41  'A'").shows("x turns it over").press("x").shows("61 → 41");
        desk.press("<Esc>").shows("Abc");
    }
}
#[test]
fn a_bit_of_an_integer_is_chosen_and_flipped() {
    for (columns, rows) in [(80, 24), (120, 40), (40, 12)] {
        let mut desk = Desk::bench("input(300)");
        desk.resize(columns, rows).press("b").shows("bit   15 0000 0001 0010 1100").shows("turned   301");
        desk.press("hhx").shows("bit 2: 300 → 296").shows("is       296").shows("x turns it over");
        desk.press("<Esc>").shows("296");
    }
}
#[test]
fn every_sentence_of_the_palette_can_be_read_in_full() {
    for (columns, rows) in [(80, 24), (40, 12)] {
        let mut desk = Desk::lesson(ROUNDS);
        desk.resize(columns, rows).press(":");
        let Some(Tool::Palette(palette)) = &desk.app.tool else { panic!("the palette") };
        let says: Vec<String> = palette.rows.iter().map(|row| row.says.clone()).collect();
        for says in says {
            // A wrapped sentence is one again without the ends of the lines.
            let text = desk.text().split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(text.contains(&says), "«{says}» at {columns}×{rows}:\n{}", desk.text());
            desk.press("<Down>");
        }
    }
}
#[test]
fn a_step_back_leads_to_the_tree_that_one_jumped_from() {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("nnngdigest/block[0]/T1[12]<Enter>P<Down>");
    let tree = desk.text();
    desk.press("<Enter>").shows("h[11] = g").press("p<Enter>").hides("h[11] =");
    desk.press("<Backspace>").shows("h[11] = g").hides("Where it comes from");
    assert_eq!(desk.press("<Backspace>").text(), tree, "as it was left");
    // What it shows is computed anew where an input changed meanwhile; one stands on the same row.
    desk.press("<Enter>e<Backspace>d<Enter><Backspace>").shows("Where it comes from").hides("32ca2d8c");
    assert!(desk.reversed().contains("h[11]"), "{:?}", desk.reversed());
    // A constant leads nowhere, and one stays.
    desk.press("<End><Up>").shows("K[12]").press("<Esc>nN<Backspace>").hides("Where it comes from");
}
#[test]
fn ones_own_keys_are_named_everywhere() {
    let mut desk = Desk::lesson(ROUNDS);
    let own = [Command::Answer, Command::ShowAnswer, Command::From, Command::Flip, Command::Edit, Command::Tamper];
    for (number, command) in (2..).zip(own.into_iter().chain([Command::Compare, Command::Help, Command::ScrollDown])) {
        desk.app.keymap.bind(command, vec![Key::plain(Code::F(number))]);
    }
    desk.app.size = (120, 24);
    let f = |desk: &mut Desk, number| {
        let effects = update(&mut desk.app, Event::Key(Key::plain(Code::F(number))));
        desk.carry_out(effects);
    };
    desk.shows("F9 more").press("nn").shows("F2 answer · F3 show").hides("a answer");
    f(&mut desk, 3);
    desk.shows("F3 once more shows the answer");
    desk.press("nnn").shows("F7 changes message").press("gdigest/block[0]/T1[12]<Enter>").shows("F4 from");
    f(&mut desk, 5);
    desk.shows("F4 leads to them; F5 flips");
    f(&mut desk, 8);
    desk.shows("F5 flips a bit of an input, F6 edits one; then F8 compares");
    desk.press(":where the value comes").shows("F4").hides(" p ").press("<Esc>");
    f(&mut desk, 9);
    desk.shows("F4").shows("F5");
    let mut desk = Desk::bench("sha256(\"abc\")");
    desk.app.keymap.bind(Command::AddCell, vec![Key::char('w')]);
    desk.press("D").shows("is removed").shows("Press w and type").shows("then w again");
}
#[test]
fn a_text_that_names_a_key_names_a_command_that_there_is() {
    let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
    let (mut named, commands) = (0, KEYS.iter().map(|row| row.command.name()).collect::<BTreeSet<_>>());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = std::fs::read_to_string(&path).unwrap_or_default();
            let program = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            for name in program.split('⟨').skip(1).filter_map(|rest| Some(rest.split_once('⟩')?.0)) {
                if name.chars().all(|c| c.is_ascii_lowercase() || c == '-') {
                    named += 1;
                    assert!(commands.contains(name), "{}: ⟨{name}⟩ is no command", path.display());
                }
            }
        }
    }
    assert!(named > 40, "{named}");
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
fn a_broken_block_shows_its_error_in_place_and_the_rest_works() {
    let mut desk = Desk::written(
        "+++\ntitle = \"Mine\"\ngoal = \"Break.\"\n+++\n\n# One\n\n```sheet\nm = input(\"abc\")\nd = sha265(m)\ne = sha256(m)\n```\n\n\
         ```watch\nvalu = \"e\"\n```\n\nThe rest is {{ e }}, not {{ d }}.\n",
    );
    desk.shows("`value` is missing").shows("The rest is").shows("ba7816bf").shows("did you mean");
    desk.hides("computing");
}
#[test]
fn a_refusal_says_why_and_its_steps_stay() {
    let mut desk = Desk::written(
        "+++\ntitle = \"Mine\"\ngoal = \"Refuse.\"\n+++\n\n# One\n\n```sheet\ny = input(1, max: 16)\ntwice = point_multiply(2, [5, y], \"toy17\")\n```\n\n\
         ```watch\nvalue = \"twice/P_check/on_curve\"\n```\n\nTwice it is {{ twice }}.\n",
    );
    desk.shows("Twice it is [6, 3]").shows("on_curve  1");
    desk.press("e<Backspace>2<Enter>").shows("has no value").shows("on_curve  0");
    desk.press("gtwice/P_check/left<Enter>").shows("left = y²").shows("left  4");
}
#[test]
fn an_address_that_vanished_says_what_brings_it_back() {
    let mut desk = Desk::lesson(ROUNDS);
    desk.press("gdigest/block[1]/T1[0]<Enter>").shows("56 bytes");
}

#[test]
fn q_quits_everywhere_but_in_text() {
    // How one comes to each context, from a page of the rounds.
    let browsing = ["", "b", "p", "P", "Y", "?", "P?", "Y?", "nna", "gmessage<Enter>xcc", "<Esc>", "<Esc>?"];
    for keys in browsing {
        let mut desk = Desk::lesson(ROUNDS);
        desk.press(&format!("{keys}q"));
        assert_eq!(desk.asked.last(), Some(&"quit"), "after {keys}");
    }
    for keys in ["/", "T", ":", "e", "g", "r"] {
        let mut desk = Desk::lesson(ROUNDS);
        desk.press(&format!("{keys}q")).shows("q");
        assert!(!desk.asked.contains(&"quit"), "after {keys}");
    }
    // What is not saved is asked for, whatever lies over the sheet.
    let mut desk = Desk::bench("sha256(\"abc\")");
    desk.press("on = 1<Enter>Yq").shows("not saved").press("q");
    assert_eq!(desk.asked, ["quit"]);
}

/// A lesson with a value to find, a number to work out and a point.
const QUESTIONS: &str = "+++\ntitle = \"Mine\"\ngoal = \"Ask.\"\n+++\n\n# One\n\n```sheet\nm = input(\"abc\")\nd = sha256(m)\n```\n\n\
    ```exercise\nask = \"What is T1 in round 0?\"\nanswer = \"d@block[0]/T1[0]\"\nhint = [\"Five numbers.\"]\n```\n\n---\n\n# Two\n\n\
    ```exercise\nask = \"How much?\"\nanswer = \"64 * ((length(m) + 72) div 64)\"\n```\n\n---\n\n# Three\n\n\
    ```exercise\nask = \"Which point?\"\nanswer = \"[length(m) + 2, 1]\"\n```\n";

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
#[test]
fn a_residue_opens_to_its_product_quotient_and_remainder() {
    let mut desk = Desk::bench("s = x25519_toy(42, 16)");
    desk.press("<Enter>gs/ladder[5]/x_2<Enter>").shows("AA · BB").press("<Enter>");
    desk.shows("product").shows("quotient").shows("remainder").shows("101");
    // Its numbers are integers, with bits; out again one stands where one was.
    desk.press("<Enter>").shows("0x").press("<Esc><Esc>").shows("x_2 = AA · BB");
}
#[test]
fn the_states_of_a_round_stand_beside_each_other_as_squares() {
    let mut desk =
        Desk::bench("c = aes_encrypt(0x000102030405060708090a0b0c0d0e0f, 0x00112233445566778899aabbccddeeff)");
    // FIPS 197 appendix C.1, round 1: what SubBytes gives, and what ShiftRows makes of its second row.
    desk.press("<Enter>gc/round[1]/SubBytes<Enter>").press("vvvvvv").shows("matrix");
    desk.shows("0 63 09 cd ba").shows("1 53 60 70 ca").shows("MixColumns");
    desk.press("gc/round[1]/SubBytes[0]<Enter>").shows("matrix wants a state of 16, 64 or 200 bytes");
}
