//! Whoever says stop is heard soon, whatever is being computed.

use cleartext::app::{App, Effect, Event, stage::bench, update};
use cleartext::functions;
use cleartext::lesson::course::Library;
use cleartext::run::Budget;
use cleartext::sheet::expr::Limits;
use cleartext::sheet::{NoFiles, Sheet};
use cleartext::ui::text::frame::picture;
use cleartext::ui::text::theme::Theme;
use cleartext::ui::{Look, draw};
use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// How long anybody waits at most; our own bodies are slower where they are not optimised.
const PATIENCE: Duration = Duration::from_millis(if cfg!(debug_assertions) { 200 } else { 50 });
/// How long a call is computed before it is stopped.
const WORK: Duration = Duration::from_millis(300);

/// Calls of a function that cost as much as its parameters allow.
fn costly(name: &str) -> Vec<String> {
    const LONG: &str = "repeat(0xa5, 1_000_000_000)";
    const WHOLE: &str = "ctr(repeat(0x01, 16), repeat(0x02, 16), repeat(0xa5, 16_777_216))";
    const WIDE: &str = "int_be(repeat(0xff, 512))";
    const WIDEST: &str = "int_be(repeat(0xff, 4096))";
    const P256: &str = "[48439561293906451759052585252792914202762949526041747995844080717045404632286, \
                        36134250956749795798587127919587881956611106672985015071877198253568414405109]";
    let modes = |with_iv: bool| {
        [("aes", 16), ("blowfish", 8)].map(|(cipher, block)| {
            let iv = if with_iv { format!("repeat(0x02, {block}), ") } else { String::new() };
            format!("{name}(repeat(0x01, 16), {iv}{LONG}, cipher: \"{cipher}\")")
        })
    };
    let call = |arguments: String| vec![format!("{name}({arguments})")];
    match name {
        "sha224" | "sha256" | "sha384" | "sha512" | "sha512_224" | "sha512_256" | "length" | "not" | "reverse"
        | "hex" | "base64" => call(LONG.into()),
        "sha256_resume" => call(format!("repeat(0x00, 32), 64, {LONG}")),
        "hmac" => call(format!("{LONG}, {LONG}, hash: \"sha512\"")),
        "chacha20" => call(format!("repeat(0x01, 32), repeat(0x02, 12), {LONG}")),
        "ecb_encrypt" | "ecb_decrypt" => modes(false).into(),
        "cbc_encrypt" | "cbc_decrypt" | "ctr" => modes(true).into(),
        "xor" | "and" | "or" | "equal" | "bit_difference" | "same" | "different" | "concat" => {
            call(format!("{LONG}, {LONG}"))
        }
        "slice" => call(format!("{LONG}, 5, 999_999_000")),
        "unhex" => call(format!("hex({WHOLE}[0..8_000_000])")),
        "unbase64" => call(format!("base64({WHOLE}[0..12_000_000])")),
        "utf8" => call(format!("text(hex({WHOLE}[0..8_000_000]))")),
        "text" => call(format!("hex({WHOLE}[0..8_000_000])")),
        "split" => call(format!("{WHOLE}, 0x0102030405")),
        "pad" => call(format!("{LONG}, 255")),
        "unpad" => call(format!("pad({LONG}, 255), 255")),
        "add" | "subtract" | "multiply" | "divide" | "modulo" | "less" | "less_equal" | "greater" | "greater_equal" => {
            call(format!("{WIDEST}, {WIDEST} - 9"))
        }
        "int_be" | "int_le" => call("repeat(0xff, 8192)".into()),
        "bytes_be" | "bytes_le" => call(format!("{WIDEST}, 16_384")),
        "modpow" => call(format!("{WIDE} - 4, {WIDE} - 9, {WIDE} - 2")),
        "modinv" => call(format!("{WIDE} div 3, {WIDE} - 2")),
        "gcd" => call(format!("{WIDE} div 3, {WIDE} - 2")),
        "dh_public" => call(format!("{WIDE} - 2, p: {WIDE} - 4, g: {WIDE} - 8")),
        "dh_shared" => call(format!("{WIDE} - 2, {WIDE} - 8, p: {WIDE} - 4, q: ({WIDE} - 5) div 2")),
        "point_multiply" => call(format!("int_be(repeat(0xff, 32)), {P256}, \"p256\"")),
        "point_add" => call(format!("{P256}, {P256}, \"p256\"")),
        "point_encode" => call(format!("{P256}, \"p256\"")),
        "ed25519_sign" => call(format!("repeat(0x01, 32), {LONG}")),
        "ed25519_verify" => {
            let key = "ed25519_public(repeat(0x01, 32))";
            call(format!("{key}, {LONG}, ed25519_sign(repeat(0x01, 32), \"m\")"))
        }
        _ => functions::function(name).unwrap().examples.iter().map(|example| (*example).to_owned()).collect(),
    }
}

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
fn the_first_picture_does_not_wait_for_a_second_opinion() {
    let shown = |app: &App| {
        let look = Look { theme: Theme::Mono, ascii: false };
        picture(120, 40, |frame| draw(app, look, frame)).content.iter().map(|cell| cell.symbol()).collect::<String>()
    };
    let expression = "chacha20(repeat(\"k\", 32), repeat(\"n\", 12), repeat(\"a\", 60000000))";
    let fastest = (0..3).map(|_| {
        let begun = Instant::now();
        let Ok(opened) = bench::first_cell(expression) else { panic!("it is an expression") };
        let mut app = App::bench(Library::default(), opened, Rc::new(NoFiles));
        app.size = (120, 40);
        assert!(shown(&app).contains("checking"));
        let first = app.begin();
        let [Effect::Check { .. }] =
            first.iter().filter(|effect| !matches!(effect, Effect::Draw)).collect::<Vec<_>>()[..]
        else {
            panic!("a worker is asked, and nothing is left to compute")
        };
        begun.elapsed()
    });
    let fastest = fastest.min().unwrap();
    assert!(fastest < Duration::from_millis(if cfg!(debug_assertions) { 64 } else { 16 }), "{fastest:?}");
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
    let look = Look { theme: Theme::Mono, ascii: false };
    let shown = picture(120, 40, |frame| draw(&app, look, frame));
    let shown: String = shown.content.iter().map(|cell| cell.symbol()).collect();
    assert!(checks > 0 && shown.contains("✓ sha2 0.11"), "{shown}");
}
