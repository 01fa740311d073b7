//! Whoever says stop is heard soon, whatever is being computed.

use crate::costly::{costly, first_picture, opened};
use crate::support::course::course;
use cleartext::app::{App, Effect, Event, stage::bench, update};
use cleartext::functions;
use cleartext::lesson::course::Library;
use cleartext::run::Budget;
use cleartext::sheet::expr::Limits;
use cleartext::sheet::{NoFiles, Sheet, State};
use cleartext::ui::text::frame::picture;
use cleartext::ui::text::theme::Theme;
use cleartext::ui::{Look, draw};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, Instant};

/// How long anybody waits at most; our own bodies are slower where they are not optimised.
const PATIENCE: Duration = Duration::from_millis(if cfg!(debug_assertions) { 200 } else { 50 });
/// How long a call is computed before it is stopped.
const WORK: Duration = Duration::from_millis(200);

/// The longest stretch of time in which nobody asks whether to stop, while an expression is computed and then stopped.
fn longest_silence(expression: &str) -> Duration {
    let (begun, heard, longest) = (Instant::now(), Cell::new(Instant::now()), Cell::new(Duration::ZERO));
    let hear = || {
        longest.set(longest.get().max(heard.get().elapsed()));
        heard.set(Instant::now());
        begun.elapsed() > WORK
    };
    let (mut sheet, faults) = Sheet::parse(&format!("x = {expression}"), &Limits::default());
    assert_eq!(faults, [], "{expression}");
    heard.set(Instant::now());
    let _ = sheet.finish(&NoFiles, &Budget::until(&hear));
    hear();
    longest.get()
}

#[test]
fn every_function_is_soon_stopped() {
    let mut late = vec![];
    for function in functions::all() {
        for expression in costly(function.name) {
            // The machine may be busy with something else, but not three times.
            let silence = (0..3).map(|_| longest_silence(&expression)).find(|silence| *silence < PATIENCE);
            if silence.is_none() {
                late.push(format!("{expression}: {:?}", longest_silence(&expression)));
            }
        }
    }
    assert!(late.is_empty(), "{}", late.join("\n"));
}

#[test]
fn an_argument_that_is_read_whole_is_read_as_far_as_the_budget_goes() {
    let source = "long = unhex(hex(repeat(0xa5, 1_000_000)))\nshort = unhex(\"a5\")";
    let (mut sheet, faults) = Sheet::parse(source, &Limits::default());
    assert_eq!(faults, []);
    let mut of_a_worker = sheet.clone();
    let state = |sheet: &Sheet, name: &str| sheet.cell(name).unwrap().state().clone();
    sheet.evaluate(&NoFiles, &Budget::frame());
    assert!(matches!(state(&sheet, "long"), State::Pending { .. }), "it would take more than a frame");
    assert!(matches!(state(&sheet, "short"), State::Ready(_)), "what is short does not wait for another frame");
    of_a_worker.evaluate(&NoFiles, &Budget::unlimited());
    sheet.evaluate(&NoFiles, &Budget::frame());
    assert!(matches!(state(&sheet, "long"), State::Ready(_)), "a worker has read it");
}

#[test]
fn the_first_picture_does_not_wait_for_a_second_opinion() {
    let expression = "chacha20(repeat(\"k\", 32), repeat(\"n\", 12), repeat(\"a\", 60000000))";
    let begun = Instant::now();
    let (app, shown) = opened(expression);
    assert!(begun.elapsed() < Duration::from_secs(2), "nor for a look at every byte: {:?}", begun.elapsed());
    // Our own body goes over what the crate gave: the mark counts the blocks that it has been over.
    assert!(shown.contains("chacha20 0.10: ") && shown.contains("blocks"), "{shown}");
    let first = { app }.begin();
    // A worker goes on with our own body, and then with a second opinion.
    let asked: Vec<&Effect> = first.iter().filter(|effect| !matches!(effect, Effect::Draw)).collect();
    assert!(matches!(asked[..], [Effect::Compute { .. } | Effect::Check { .. }]), "a worker is asked");
}

#[test]
#[ignore = "the time is that of an optimised crate on a machine that does nothing else"]
fn the_first_picture_of_every_function_comes_soon() {
    let most = Duration::from_millis(16);
    let mut late = vec![];
    for function in functions::all() {
        for expression in costly(function.name) {
            let fastest = (0..5).map(|_| first_picture(&expression)).find(|time| *time <= most);
            if fastest.is_none() {
                late.push(format!("{expression}: {:?}", first_picture(&expression)));
            }
        }
    }
    assert!(late.is_empty(), "{}", late.join("\n"));
}

#[test]
fn what_a_worker_found_is_shown() {
    let Ok(opened) = bench::first_cell("sha256(sha512(\"abc\"))") else { panic!("it is an expression") };
    let mut app = App::bench(Library::default(), opened, Rc::new(NoFiles));
    app.size = (120, 40);
    let mut todo = app.begin();
    let mut checks = 0;
    while let Some(effect) = todo.pop() {
        match effect {
            Effect::Compute { job, sheet } => {
                let ended = Some(sheet.clone().finish(&NoFiles, &Budget::unlimited()));
                todo.extend(update(&mut app, Event::Computed { job, ended }));
            }
            Effect::Check { job, sheet } => {
                checks += 1;
                sheet.check(&|| false);
                assert_eq!(update(&mut app, Event::Checked { job: job + 1 }).len(), 0, "another job's answer is stale");
                todo.extend(update(&mut app, Event::Checked { job }));
            }
            _ => {}
        }
    }
    let shown = shown(&app);
    assert!(checks > 0 && shown.contains("✓ sha2 0.11"), "{shown}");
    assert!(!shown.contains("checking"), "the list of cells says it, too: {shown}");
}

#[test]
fn a_report_of_a_worker_that_goes_on_costs_the_screen_no_computing() {
    let (mut app, job, _) = asking("sha512(repeat(0x61, 1073741824))");
    let done = |app: &App| {
        let sheet = app.desk().expect("the bench").sheet();
        let run = sheet.cells()[0].run().expect("a run").clone();
        run.parts().iter().map(|part| part.progress().done).sum::<u64>()
    };
    let before = done(&app);
    let effects = update(&mut app, Event::Computed { job, ended: None });
    assert!(matches!(effects[..], [Effect::Draw]));
    assert_eq!(done(&app), before);
    // Where nobody works on it any more, the screen does.
    update(&mut app, Event::Computed { job, ended: Some(Ok(())) });
    assert!(done(&app) > before);
}

/// Nobody waits for what is computed and verified: a sheet that was finished is not pending, or a worker would run for
/// ever.
#[test]
fn what_is_finished_waits_for_nothing() {
    let examples =
        functions::all().flat_map(|function| function.examples.iter().map(|example| format!("x = {example}")));
    let lessons = &course().lessons;
    let sheets = examples.map(|text| Sheet::parse(&text, &Limits::default()).0);
    let lessons = lessons.iter().map(|lesson| Sheet::new(lesson.cells.clone()));
    for mut sheet in sheets.chain(lessons) {
        let _ = sheet.finish(&NoFiles, &Budget::unlimited());
        assert!(!sheet.is_pending(), "{}", sheet.cells().iter().map(|cell| cell.name()).collect::<Vec<_>>().join(" "));
    }
}

/// A bench that asks a worker to compute an expression: the job, and the worker's sheet.
fn asking(expression: &str) -> (App, u64, Sheet) {
    let Ok(opened) = bench::first_cell(expression) else { panic!("it is an expression") };
    let mut app = App::bench(Library::default(), opened, Rc::new(NoFiles));
    app.size = (120, 40);
    let asked = app.begin().into_iter().find_map(|effect| match effect {
        Effect::Compute { job, sheet } => Some((job, sheet)),
        _ => None,
    });
    let (job, sheet) = asked.expect("a worker computes");
    (app, job, sheet)
}
fn shown(app: &App) -> String {
    let shown = picture(120, 40, |frame| draw(app, Look { theme: Theme::Mono, ascii: false }, frame));
    shown.content.iter().map(|cell| cell.symbol()).collect()
}

#[test]
fn what_is_computed_says_how_long_it_takes() {
    let (mut app, job, of_a_worker) = asking("sha512(repeat(0x61, 1073741824))");
    for reports in 0..6 {
        assert!(reports > 3 || !shown(&app).contains(", about "), "nobody can tell yet");
        let _ = of_a_worker.advance(&Budget::worth(Duration::from_millis(20)));
        update(&mut app, Event::Computed { job, ended: None });
    }
    let shown = shown(&app);
    let (_, seconds) = shown.split_once(", about ").unwrap_or_else(|| panic!("{shown}"));
    // A hundredth or so is done in five reports, so that the rest takes some hundred times as long.
    let seconds: u64 = seconds.split(' ').next().unwrap().parse().unwrap();
    assert!((5..1000).contains(&seconds), "{seconds} s");
}

/// What is opened is there only after its tag was compared, so no part of it can be asked how far it is.
#[test]
fn what_has_no_value_before_it_is_checked_says_so_too() {
    let calls = ["gcm_open(repeat(0x01, 16)", "chacha20_poly1305_open(repeat(0x01, 32)"];
    for open in calls {
        let (app, job, mut of_a_worker) = asking(&format!("{open}, repeat(0x02, 12), repeat(0xa5, 1073741824))"));
        let (app, turns) = (RefCell::new(app), Cell::new(0));
        let stop = || {
            turns.set(turns.get() + 1);
            if turns.get() % 20 == 0 {
                update(&mut app.borrow_mut(), Event::Computed { job, ended: None });
            }
            turns.get() > 200
        };
        of_a_worker.evaluate(&NoFiles, &Budget::until(&stop));
        let shown = shown(&app.borrow());
        // The blocks of the ciphertext and of its length.
        assert!(shown.contains(" of 67108864, about "), "{shown}");
    }
}
