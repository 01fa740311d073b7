//! Sheets that are edited, checked, limited, and read files that change.

use super::*;
use crate::sheet::NoFiles;

fn sheet(source: &str) -> Sheet {
    let (mut sheet, faults) = Sheet::parse(source, &Limits::default());
    assert_eq!(faults, []);
    sheet.finish(&NoFiles, &Budget::unlimited()).unwrap();
    sheet
}
fn shown(sheet: &Sheet, cell: &str) -> String {
    sheet.cell(cell).and_then(Cell::outcome).map_or("none".into(), |o| o.value.show(64).unwrap())
}

#[test]
fn what_a_check_refused_can_be_looked_into() {
    let mut s = sheet(
        "y = input(1, min: 0, max: 16)\ndouble = point_multiply(2, [5, y], \"toy17\")\non = double@P_check/on_curve\nafter = point_add(double, [5, 1], \"toy17\")",
    );
    let show = |s: &Sheet, cell: &str| s.cell(cell).unwrap().outcome().map(|o| o.value.show(64).unwrap());
    assert_eq!(show(&s, "on").as_deref(), Some("1"));
    s.set("y", Value::int(2)).unwrap();
    s.finish(&NoFiles, &Budget::unlimited()).unwrap();
    assert_eq!((show(&s, "double"), show(&s, "after")), (None, None));
    assert_eq!(show(&s, "on").as_deref(), Some("0"));
    let find = |address: &str| {
        let address = Address::parse(address).unwrap();
        Ok::<_, Error>(s.find(&address, 9, &Budget::unlimited())?.len())
    };
    assert_eq!(find("double/P_check/left"), Ok(1));
    assert_eq!(find("double").unwrap_err().to_string(), "`double` has no value");
    assert!(find("double/step[0]/x").is_err());
}
#[test]
fn an_edit_recomputes_downstream_and_only_that() {
    let mut s =
        sheet("message = input(\"abc\")\nother = sha256(\"x\")\ndigest = sha256(message)\nmac = hmac(digest, message)");
    assert!(shown(&s, "digest").starts_with("ba7816bf"));
    assert_eq!(s.cell("digest").unwrap().opinion().map(|(_, mark)| mark), Some(Mark::Checking));
    s.clone().check(&|| false);
    let Some((_, Mark::Finished(agreement))) = s.cell("digest").unwrap().opinion() else { panic!("it was checked") };
    assert_eq!(agreement.to_string(), "agrees with sha2 0.11");
    let other = s.cell("other").unwrap().outcome().unwrap().run.clone().unwrap();
    s.type_in("message", "abd").unwrap();
    assert_eq!(s.downstream("message"), ["digest", "mac"]);
    s.finish(&NoFiles, &Budget::unlimited()).unwrap();
    assert!(shown(&s, "digest").starts_with("a52d159f"));
    assert!(Arc::ptr_eq(&other, s.cell("other").unwrap().outcome().unwrap().run.as_ref().unwrap()));
}
#[test]
fn other_lines_keep_what_they_do_not_touch() {
    let mut s = sheet("message = input(\"abc\")\ndigest = sha256(message)\nsize = length(digest)");
    s.type_in("message", "abd").unwrap();
    s.finish(&NoFiles, &Budget::unlimited()).unwrap();
    let run = |s: &Sheet, cell: &str| s.cell(cell).and_then(Cell::outcome).and_then(|o| o.run.clone());
    let before = run(&s, "digest").unwrap();
    let mut lines: Vec<Line> = s.cells().iter().map(|cell| (*cell.line).clone()).collect();
    lines[2] = Sheet::parse("size = length(message)", &Limits::default()).0.cells[0].line.as_ref().clone();
    let mut other = s.rewritten(lines.clone());
    assert!(matches!(other.cell("size").unwrap().state(), State::Dirty));
    other.finish(&NoFiles, &Budget::unlimited()).unwrap();
    assert!(Arc::ptr_eq(&before, &run(&other, "digest").unwrap()));
    assert!(shown(&other, "digest").starts_with("a52d159f"), "what was typed stays");
    lines[0] = Sheet::parse("message = input(\"x\")", &Limits::default()).0.cells[0].line.as_ref().clone();
    let other = s.rewritten(lines);
    assert!(other.cells().iter().all(|cell| matches!(cell.state(), State::Dirty)));
}
#[test]
fn what_reads_the_same_twice_does_not_take_twice_as_long() {
    for (length, most) in [(100, 255), (5_000, 255), (4 << 20, 15)] {
        let chain: String = (1..=most).map(|i| format!("\nc{i} = xor(c{}, reverse(c{}))", i - 1, i - 1)).collect();
        let begun = std::time::Instant::now();
        let (mut s, _) = Sheet::parse(&format!("c0 = repeat(0x01, {length}){chain}"), &Limits::default());
        s.finish(&NoFiles, &Budget::unlimited()).unwrap();
        assert!(!s.is_pending());
        let last = s.cell(&format!("c{most}")).unwrap();
        match last.problem() {
            Some(problem) => assert!(length > 1 << 20 && problem.kind != ProblemKind::Cycle, "{problem}"),
            None => assert!(last.outcome().unwrap().value.show(16).unwrap().starts_with("00000000")),
        }
        assert!(begun.elapsed().as_secs() < 20, "{length}: {:?}", begun.elapsed());
    }
}
/// 255 terms are as many as an expression can have.
#[test]
fn a_long_chain_of_operators_needs_no_more_room_than_a_short_one() {
    let computed = |terms: usize| {
        let source = format!("c = 300{}\nd = subtract(b: c - 1, a: 100)", " - 1".repeat(terms - 1));
        let (mut s, faults) = Sheet::parse(&source, &Limits::default());
        assert_eq!(faults, []);
        s.finish(&NoFiles, &Budget::unlimited()).unwrap();
        let result = (shown(&s, "c"), shown(&s, "d"));
        let first = format!("c{}", "/a".repeat(20));
        let found = s.find(&Address::parse(&first).unwrap(), 1, &Budget::unlimited());
        (result, found.map(|found| found.len()))
    };
    let thread = std::thread::Builder::new().stack_size(768 << 10).spawn(move || computed(255)).unwrap();
    assert_eq!(thread.join().unwrap(), (("46".to_owned(), "55".to_owned()), Ok(1)));
}
#[test]
fn whether_something_is_pending_is_asked() {
    let (mut s, _) = Sheet::parse("d = sha256(repeat(0x00, 100_000_000))\ne = sha256(d)", &Limits::default());
    assert!(s.is_pending());
    s.evaluate(&NoFiles, &Budget::frame());
    assert!(s.is_pending());
    let stop = || s.cell("d").unwrap().run().is_some_and(|run| run.parts().iter().any(|part| part.progress().done > 9));
    assert_eq!(s.advance(&Budget::until(&stop)), Err(Error::Cancelled));
    assert!(s.is_pending(), "what was stopped still is");
    s.finish(&NoFiles, &Budget::unlimited()).unwrap();
    assert!(!s.is_pending());
}
fn marks(s: &Sheet, cell: &str) -> Vec<String> {
    let mark = |call: &Call| match call.mark() {
        Mark::Checking => format!("{} {} checking", call.at, call.function.name),
        Mark::Finished(agreement) => format!("{} {} {agreement}", call.at, call.function.name),
    };
    s.cell(cell).unwrap().calls().iter().map(mark).collect()
}
#[test]
fn every_call_of_a_cell_has_an_opinion() {
    let s =
        sheet("k = input(\"k\")\nd = hex(hmac(sha256(k), sha256(\"x\") ++ \"y\"))\nb = d\ne = sha512(sha512(d))@pad");
    assert_eq!(marks(&s, "d").len(), 5);
    assert!(s.unchecked().count() > 0 && marks(&s, "d")[0].ends_with("checking"));
    s.clone().check(&|| false);
    assert_eq!(
        marks(&s, "d"),
        [
            "d/a/key sha256 agrees with sha2 0.11",
            "d/a/message/a sha256 agrees with sha2 0.11",
            "d/a/message concat no second opinion",
            "d/a hmac agrees with hmac 0.13",
            "d hex agrees with base16ct 1.0",
        ]
    );
    assert_eq!((marks(&s, "b").len(), marks(&s, "e")), (5, vec!["e/message sha512 agrees with sha2 0.11".to_owned()]));
    assert_eq!(s.unchecked().count(), 0);
    let (_, worst) = s.cell("d").unwrap().opinion().unwrap();
    assert_eq!(worst, s.cell("d").unwrap().calls()[4].mark());
}
#[test]
fn a_refusal_is_held_against_the_crate_too() {
    let s = sheet(
        "shared = x25519(repeat(0x01, 32), repeat(0x00, 32), check: true)\n\
         plain = cbc_decrypt(repeat(0x01, 16), repeat(0x02, 16), repeat(0x03, 32))\n\
         inverse = modinv(6, 9)\npeer = dh_shared(6, 22, p: 23, g: 5)\n\
         point = point_add([5, 2], [5, 1], \"edwards25519\")\nshort = ecb_encrypt(\"k\", \"m\", cipher: \"blowfish\")",
    );
    s.check(&|| false);
    for (cell, says) in [
        ("shared", "x25519 agrees with x25519-dalek 3.0"),
        ("plain", "cbc_decrypt agrees with cbc 0.2"),
        ("inverse", "modinv agrees with crypto-bigint 0.7"),
        ("peer", "dh_shared agrees with crypto-bigint 0.7"),
        ("point", "point_add agrees with curve25519-dalek 5 (x of a point is decoded by our own body)"),
    ] {
        assert!(s.cell(cell).unwrap().problem().is_some(), "{cell} is refused");
        assert_eq!(marks(&s, cell).last().unwrap(), &format!("{cell} {says}"));
    }
    let known = "short ecb_encrypt differs from ecb 0.2, as is known: the blowfish crate refuses keys of 1 to 3 bytes";
    assert_eq!(marks(&s, "short").last().unwrap(), known);
}
/// A file of one byte, whose state is a number.
struct Changing(Arc<std::sync::atomic::AtomicU8>);
impl Files for Changing {
    fn open(&self, _: &str) -> Result<Arc<dyn crate::run::Source>, String> {
        let now = self.0.load(std::sync::atomic::Ordering::Relaxed);
        Ok(Arc::new(Opened(self.0.clone(), now)))
    }
}
struct Opened(Arc<std::sync::atomic::AtomicU8>, u8);
impl crate::run::Source for Opened {
    fn len(&self) -> u64 {
        1
    }
    fn read_at(&self, _: u64, buf: &mut [u8]) -> Result<(), Error> {
        buf.fill(self.1);
        self.unchanged()
    }
    fn unchanged(&self) -> Result<(), Error> {
        match self.0.load(std::sync::atomic::Ordering::Relaxed) == self.1 {
            true => Ok(()),
            false => Err(Error::Source("it changed".into())),
        }
    }
}
#[test]
fn a_file_that_changed_is_read_anew() {
    let now = Arc::new(std::sync::atomic::AtomicU8::new(b'a'));
    let files = Changing(now.clone());
    let (mut s, _) = Sheet::parse("f = file(\"x\")\nd = sha256(f)\nother = sha256(\"x\")", &Limits::default());
    s.finish(&files, &Budget::unlimited()).unwrap();
    let (before, other) = (shown(&s, "d"), s.cell("other").unwrap().run().unwrap().clone());
    assert!(!s.is_pending());
    now.store(b'b', std::sync::atomic::Ordering::Relaxed);
    assert!(s.is_pending(), "it says so at once");
    s.finish(&files, &Budget::unlimited()).unwrap();
    assert_ne!(shown(&s, "d"), before);
    assert!(shown(&s, "d").starts_with("3e23e816"));
    assert!(Arc::ptr_eq(&other, s.cell("other").unwrap().run().unwrap()), "what does not read it stays");
}
#[test]
fn lists_of_lists_end_at_a_limit() {
    let doubled = |lines: usize| {
        let pairs = (1..lines).map(|i| format!("\nc{i} = [c{}, c{}]", i - 1, i - 1));
        std::iter::once("c0 = [1]".to_owned()).chain(pairs).collect::<String>()
    };
    let eights: String = (1..60).map(|i| format!("\nc{i} = [{}]", vec![format!("c{}", i - 1); 8].join(", "))).collect();
    let joined: String = (1..60).map(|i| format!("\nc{i} = c{} ++ c{}", i - 1, i - 1)).collect();
    for (source, at) in [
        (doubled(24), "c15"),
        (doubled(60), "c15"),
        (format!("c0 = [1]{eights}"), "c5"),
        (format!("c0 = [1]{joined}"), "c17"),
    ] {
        let begun = std::time::Instant::now();
        let s = sheet(&source);
        let problem = s.cell(at).unwrap().problem().unwrap_or_else(|| panic!("{at} is too large: {source}"));
        assert!(problem.message.contains("65536 values"), "{problem}");
        assert!(s.cells().iter().take_while(|cell| cell.name() != at).all(|cell| cell.outcome().is_some()));
        assert!(begun.elapsed().as_millis() < 1000, "{:?}", begun.elapsed());
    }
}
#[test]
fn order_does_not_matter_and_circles_are_named() {
    let s = sheet("a = sha256(b)\nb = input(\"x\")\nc = sha256(d)\nd = sha256(c)\ne = sha256(c)");
    assert!(s.cell("a").unwrap().outcome().is_some());
    assert_eq!(s.cell("c").unwrap().problem().unwrap().kind, ProblemKind::Cycle);
    assert_eq!(s.cell("e").unwrap().problem().unwrap().kind, ProblemKind::Upstream("c".into()));
}
#[test]
fn problems_stay_in_their_cell() {
    let s = sheet("a = sha265(\"x\")\nb = sha256(\"x\")\nc = sha256(5)\nd = sha256(digest)");
    let problem = |cell: &str| s.cell(cell).unwrap().problem().unwrap().to_string();
    assert_eq!(problem("a"), "no function `sha265`; did you mean `sha256`?");
    assert!(s.cell("b").unwrap().outcome().is_some());
    assert_eq!(
        problem("c"),
        "`message` of sha256 wants bytes, and this is an integer; bytes are written in hexadecimal, as in 0x00ff"
    );
    assert_eq!(problem("d"), "there is no cell `digest`; a text stands in quotes: \"digest\"");
}
#[test]
fn calls_inside_calls_are_parts_named_by_their_parameter() {
    let s = sheet("m = input(\"abc\")\nd = sha256(sha256(m))");
    let budget = Budget::unlimited();
    let at = |a: &str| s.find(&a.parse().unwrap(), 9, &budget).unwrap()[0].place.text(&budget).unwrap();
    assert_eq!(at("d/message/block[0]/T1[0]"), "54da50e8");
    assert_eq!(at("d/in/message"), at("d/message"));
    assert_eq!(at("m"), "abc");
}
#[test]
fn values_inside_are_values_with_an_origin() {
    let s = sheet("m = input(\"abc\")\nd = sha256(m)\nt = sha256(d@block[0]/T1[0])");
    let roots = crate::run::origin::roots(
        &crate::run::Place::Value(s.cell("t").unwrap().outcome().unwrap().value.clone()),
        &Budget::unlimited(),
    );
    assert_eq!(roots.unwrap().inputs[&Path::new("m")], std::iter::once(0..3).collect::<Vec<_>>());
}
#[test]
fn a_missing_block_says_which_input_brings_it() {
    let s = sheet("m = input(\"abc\")\nd = sha256(m)");
    let error = s.find(&"d/block[1]/T1[0]".parse().unwrap(), 9, &Budget::unlimited()).err().unwrap();
    assert_eq!(error.to_string(), "`block` has 1 segment here, numbered 0; 56 bytes of message make 2 blocks");
}

#[test]
fn what_takes_long_to_evaluate_is_evaluated_on_a_clone() {
    let source = "g = dh_public(1234567, group: \"ffdhe4096\")\ns = dh_shared(7654321, g, group: \"ffdhe4096\")";
    let (mut s, _) = Sheet::parse(source, &Limits::default());
    let mut turns = 0;
    while s.is_pending() {
        s.evaluate(&NoFiles, &Budget::frame());
        let mut clone = s.clone();
        clone.evaluate(&NoFiles, &Budget::unlimited());
        clone.advance(&Budget::unlimited()).unwrap();
        turns += 1;
        assert!(turns < 9, "it ends");
    }
    assert!(turns > 1, "a frame is not enough for the check of a subgroup of 4,096 bits");
    assert!(s.cell("s").unwrap().outcome().is_some());
}
#[test]
fn frames_bring_all_values_before_our_own_body_goes_over_them() {
    let (mut s, _) = Sheet::parse("d = sha256(repeat(0x00, 1_048_576))\ne = sha256(d)", &Limits::default());
    s.evaluate(&NoFiles, &Budget::unlimited());
    let verified = |cell: &str| s.cell(cell).unwrap().run().unwrap().compared().unwrap().segments;
    let value = |cell: &str| s.cell(cell).unwrap().outcome().unwrap().value.clone();
    let mut frames = 0;
    while value("e").finish(&Budget::frame()).is_err() {
        frames += 1;
        assert!(frames < 9, "it ends");
    }
    assert!(s.compute(&Budget::frame()).is_ok());
    assert_eq!((verified("d"), verified("e")), (0, 0));
    // What a frame has for it is an eighth of the frame.
    assert!(s.verify(&Budget::aside()).is_err_and(|error| error.is_pending()));
    assert!((500..=1_100).contains(&verified("d")), "{}", verified("d"));
    s.advance(&Budget::unlimited()).unwrap();
    assert_eq!((verified("d"), verified("e")), (16_385, 1));
}
