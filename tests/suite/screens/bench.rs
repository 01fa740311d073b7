//! The bench, as the keys ask for it.

use std::rc::Rc;

use cleartext::app::aim::{Aim, Pointer};
use cleartext::app::context::Context;
use cleartext::app::key::{Code, Key};
use cleartext::app::stage::Computing;
use cleartext::app::stage::bench::{Bench, CellRow, Opened, first_cell};
use cleartext::app::tool::Tool;
use cleartext::app::{App, Effect, Event, update};
use cleartext::lesson::Library;
use cleartext::lesson::saving::{Chosen, Saved, Saving};
use cleartext::sheet::NoFiles;

use super::desk::Desk;

fn app(source: &str) -> App {
    let opened = if source.is_empty() { Opened::default() } else { first_cell(source).unwrap() };
    let mut app = App::bench(Library::default(), opened, Rc::new(NoFiles));
    app.size = (80, 24);
    app
}
fn bench(app: &App) -> &Bench {
    app.stage.bench().expect("the bench")
}
/// Types; `↵` is Enter, `⎋` is Escape.
fn press(app: &mut App, keys: &str) -> Vec<Effect> {
    let mut effects = Vec::new();
    for c in keys.chars() {
        let key = match c {
            '↵' => Key::plain(Code::Enter),
            '⎋' => Key::plain(Code::Esc),
            '⇥' => Key::plain(Code::Tab),
            '⌫' => Key::ctrl('u'),
            c => Key::char(c),
        };
        effects = update(app, Event::Key(key));
    }
    effects
}
fn listed(app: &App) -> String {
    let one = |row: &CellRow| format!("{}={}", row.name, &row.value[..row.value.len().min(8)]);
    bench(app).cells.rows().iter().map(one).collect::<Vec<_>>().join(" ")
}
fn told(app: &App) -> String {
    app.notice.as_ref().map_or_else(String::new, |notice| app.keymap.say(notice))
}

#[test]
fn cells_are_made_named_edited_and_followed() {
    let mut app = app("");
    press(&mut app, "omessage = input(\"abc\")↵osha256(message)↵");
    assert_eq!(listed(&app), "message=abc digest=ba7816bf");
    assert!(bench(&app).cells.rows()[1].mark.as_ref().is_some_and(|mark| !mark.differs));
    press(&mut app, "ke⌫abd↵");
    assert_eq!(listed(&app), "message=abd digest=a52d159f");
    press(&mut app, "ex⎋");
    assert_eq!(listed(&app), "message=abd digest=a52d159f");
    press(&mut app, "=⌫m = input(\"abc\")↵");
    assert_eq!(listed(&app), "m=abc digest=ba7816bf");
    assert_eq!(bench(&app).cells.rows()[1].formula, "sha256(m)");
}

#[test]
fn the_first_cell_shows_its_value_at_once() {
    let app = app("sha256(\"abc\")");
    let focus = &bench(&app).half().sight.pane.focus;
    assert!(matches!(focus, cleartext::learner::lens::subject::Subject::Bytes(bytes) if bytes.len == 32));
}

#[test]
fn what_does_not_fit_is_refused_where_it_is_typed() {
    let mut app = app("sha256(\"abc\")");
    let wrong =
        |app: &App| bench(app).bar.as_ref().and_then(|bar| bar.wrong.clone()).map_or(String::new(), |w| w.message);
    press(&mut app, "odigest = 1↵");
    assert_eq!(wrong(&app), "`digest` exists already.");
    press(&mut app, "⌫x = sha265(digest)");
    assert_eq!(wrong(&app), "no function `sha265`");
    press(&mut app, "⎋=⌫digest = sha256(digest)↵");
    assert_eq!(wrong(&app), "`digest` would read itself, through `digest`.");
    press(&mut app, "⎋o(↵");
    assert!(wrong(&app).contains("never closed"), "{}", wrong(&app));
    press(&mut app, "⎋");
    assert_eq!(listed(&app), "digest=ba7816bf");
    press(&mut app, "ox = sha265(digest)↵");
    assert!(bench(&app).cells.rows()[1].wrong, "a mistake in a value stays in its cell");
}

#[test]
fn a_cell_that_is_read_stays() {
    let mut app = app("a = \"abc\"");
    press(&mut app, "ob = sha256(a)↵kD");
    assert_eq!(told(&app), "`a` is read by `b`; change that first.");
    press(&mut app, "i");
    assert_eq!(bench(&app).cells.rows()[0].formula, "input");
    press(&mut app, "J");
    assert_eq!(listed(&app), "b=ba7816bf a=abc");
    press(&mut app, "kDD");
    assert_eq!(listed(&app), "");
    // Nothing that was made is lost by a key.
    press(&mut app, "UU");
    assert_eq!(listed(&app), "b=ba7816bf a=abc");
    press(&mut app, "R");
    assert_eq!(listed(&app), "a=abc");
    press(&mut app, "U");
    assert!(told(&app).starts_with("The sheet: as before."), "{}", told(&app));
}

#[test]
fn the_place_is_kept_over_a_change() {
    let mut app = app("m = input(\"abc\")");
    press(&mut app, "od = sha256(m)↵↵↵");
    let before = bench(&app).half().sight.pane.address.clone();
    assert_ne!(before, "d");
    assert_eq!(bench(&app).context(), Context::Page);
    press(&mut app, "e⌫abd↵");
    assert_eq!(bench(&app).half().sight.pane.address, before);
    for _ in 0..4 {
        press(&mut app, "⎋");
    }
    assert_eq!(bench(&app).context(), Context::Sheet);
}

#[test]
fn quitting_asks_once_and_saving_ends_the_question() {
    let mut app = app("sha256(\"abc\")");
    assert!(matches!(press(&mut app, "q")[..], [Effect::Quit]), "nothing was changed");
    press(&mut app, "o1↵");
    assert!(!matches!(press(&mut app, "q")[..], [Effect::Quit]));
    assert!(matches!(press(&mut app, "q")[..], [Effect::Quit]));
    let effects = press(&mut app, "s⌫x↵");
    let saving = effects.into_iter().find_map(|effect| match effect {
        Effect::Save(saving) => Some(saving),
        _ => None,
    });
    let saving = saving.unwrap();
    assert_eq!((saving.path.as_str(), saving.replace), ("x.md", false));
    assert_eq!(saving.known, None);
    // As long as it is being written, quitting asks, and nothing else is saved.
    assert_eq!(bench(&app).unsaved(), "being saved");
    assert!(!matches!(press(&mut app, "q")[..], [Effect::Quit]));
    assert!(app.notice.as_ref().is_some_and(|told| told.contains("being tried out and saved to x.md")));
    press(&mut app, "s");
    assert!(bench(&app).bar.is_none());
    let chosen = saving.best();
    let saved = Saved::Written { path: saving.path.clone(), chosen: chosen.clone(), version: saving.version };
    update(&mut app, Event::Saved(saved));
    assert_eq!(bench(&app).unsaved(), "");
    assert!(matches!(press(&mut app, "q")[..], [Effect::Quit]));
    // The same file gives way only as long as that stands there.
    let effects = press(&mut app, "s↵");
    let again = effects.iter().find_map(|effect| match effect {
        Effect::Save(saving) => Some(saving),
        _ => None,
    });
    let again = again.unwrap();
    assert_eq!((again.replace, again.known.as_ref()), (false, Some(&chosen)));
    // What cannot be written is typed on.
    let why = "its folder does not exist".to_owned();
    update(&mut app, Event::Saved(Saved::Failed { path: "no/x.md".to_owned(), why }));
    assert!(bench(&app).bar.as_ref().is_some_and(|bar| bar.line.text() == "no/x.md" && bar.wrong.is_some()));
}

#[test]
fn what_is_saved_passes_its_check_and_opens_again() {
    for source in ["sha256(\"abc\")", "a = input(\"x\\\\\\\"\\n```\")", "sha256_resume(0x00, 64, \"x\")"] {
        let app = app(source);
        let bench = bench(&app);
        let saving =
            Saving::of(bench.desk().sheet(), Some((bench.cells.rows()[0].name.as_str(), "hex")), "a/b.md", &NoFiles);
        let saving = saving.unwrap();
        let Chosen { text, remark } = saving.best();
        let lesson = cleartext::lesson::parse("x", text.as_bytes(), &cleartext::view::names());
        assert_eq!(lesson.problems, [], "{text}");
        assert_eq!(lesson.cells.len(), 1);

        assert_eq!(remark.is_some(), bench.cells.rows()[0].wrong, "{text}{remark:?}");
    }
}

#[test]
fn the_card_stands_below_the_cells_and_its_rows_can_be_gone_to() {
    let mut desk = Desk::bench("digest = sha256(\"abc\")");
    desk.resize(120, 40);
    desk.press("<Enter>gdigest/block[0]/T1[12]<Enter>")
        .shows("── T1[12]")
        .shows("from  h[11]")
        .shows("cube root of 41");
    desk.text();
    let row = |desk: &Desk| {
        let half = desk.app.stage.half().unwrap();
        half.sight.panels.rows().find(|row| row.name == "h[11]").map(|row| row.number)
    };
    let number = u16::try_from(row(&desk).unwrap()).unwrap();
    let effects = update(&mut desk.app, Event::Pointer(Pointer::Press(Aim::Panel(number))));
    desk.carry_out(effects);
    desk.shows("── h[11]").shows("was f[9]");
    // With a letter of its own, where the picture has it, too.
    desk.press("<Backspace>").shows("── T1[12]").press("f");
    let Some(Tool::Letters(letters)) = &desk.app.tool else { panic!("letters are open") };
    let panel = |aim: &Aim| matches!(aim, Aim::Panel(_));
    assert!(letters.list.rows().iter().any(|jump| jump.name == "h[11]" && jump.aims.iter().any(panel)));
}

// ------------------------------------------------------------------ a paste is explained

const PASTED: &str = "md5$salt$67a1e09bb1f83f5007dc119c14d663aa\n";

#[test]
fn a_paste_on_the_bench_becomes_cells_below_the_others() {
    let mut app = app("sha256(\"abc\")");
    update(&mut app, Event::Paste(PASTED.to_owned()));
    assert_eq!(listed(&app), "digest=ba7816bf text=md5$salt fields=Django, ");
    assert!(told(&app).starts_with("django-md5: "), "{}", told(&app));
    assert!(told(&app).contains("NOT CHECKED: needs the password"), "{}", told(&app));
    update(&mut app, Event::Paste(PASTED.to_owned()));
    assert!(listed(&app).ends_with("text2=md5$salt fields2=Django, "), "{}", listed(&app));
    // Terminals send the line ends of a paste as Enter.
    let key = "-----BEGIN PUBLIC KEY-----\r\
        MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\r-----END PUBLIC KEY-----\r";
    for text in [key.to_owned(), key.replace('\r', "\n"), key.replace('\r', "\r\n")] {
        let mut app = self::app("1");
        update(&mut app, Event::Paste(text));
        assert!(told(&app).starts_with("public-key: ") && !told(&app).contains("broken"), "{}", told(&app));
        assert!(bench(&app).cells.rows().iter().all(|row| !row.wrong), "{}", listed(&app));
    }
    // What is no artefact changes nothing, and is never run as keys.
    update(&mut app, Event::Paste("o1↵q".to_owned()));
    assert!(told(&app).contains("of no family"), "{}", told(&app));
    assert_eq!(bench(&app).cells.rows().len(), 5);
}
#[test]
fn a_paste_on_the_map_opens_the_bench_and_out_leads_back() {
    let mut desk = Desk::map();
    desk.resize(100, 30);
    let paste = |desk: &mut Desk, text: &str| {
        let effects = update(&mut desk.app, Event::Paste(text.to_owned()));
        desk.carry_out(effects);
    };
    paste(&mut desk, "no artefact");
    assert!(desk.app.stage.bench().is_none());
    desk.shows("of no family");
    paste(&mut desk, PASTED);
    desk.shows("django-md5: a password of Django").shows("password_fields(text)");
    desk.press("<Esc>");
    assert!(desk.app.stage.bench().is_none(), "out leads back to the map");
    // What was changed is not lost unasked.
    paste(&mut desk, PASTED);
    desk.press("o1<Enter><Esc>").shows("The sheet is not saved.");
    desk.press("<Esc>");
    assert!(desk.app.stage.bench().is_none());
}
