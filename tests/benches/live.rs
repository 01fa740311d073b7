//! What a learner waits for: recording a block, indexing a big file, looking anywhere in it, editing a long message,
//! and the first picture of anything.
//!
//! ```text
//! cargo bench --bench live            with a file of 1 GiB
//! cargo bench --bench live -- 256     with a file of so many MiB
//! cargo bench --bench live -- first   the first pictures of all functions alone
//! cargo bench --bench live -- hashes  a file of 1 GiB under the other hash functions alone
//! ```

#[path = "../support/costly.rs"]
mod costly;

use cleartext::functions::hash::sha2::{Compress, W32, W64, Width};
use cleartext::num::{Border, Carry, Plain, Reader, Tape, Window, formula};
use cleartext::run::address::Address;
use cleartext::run::search::{self, Hit, Needle, Watcher};
use cleartext::run::{Body, Budget, Cursor, Fold, Part, Path, Place, Rope, Run, Value};
use cleartext::sheet::expr::Limits;
use cleartext::sheet::{Files, NoFiles, Sheet};
use cleartext::shell::files::DiskFiles;
use sha2::Digest;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A frame at sixty a second.
const FRAME: f64 = 16.0;

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
fn us(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}
fn goal(found: f64, most: f64) -> &'static str {
    if found <= most { "" } else { " MISSED" }
}
fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = work();
    (start.elapsed(), result)
}
/// The time that half of the measurements stay below.
fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
/// Places without order, the same in every run.
fn places(below: u64) -> impl Iterator<Item = u64> {
    let mut x = 0x9e37_79b9_7f4a_7c15_u64;
    std::iter::repeat_with(move || {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        x % below
    })
}
fn sha256(message: Rope) -> Run {
    let function = cleartext::functions::function("sha256").expect("it is in the table");
    let budget = Budget::unlimited();
    let context = cleartext::functions::Context { at: Path::new("digest"), budget: &budget };
    function.call(&context, vec![(None, Value::Bytes(message))]).expect("bytes").0
}
fn blocks(run: &Run) -> Arc<dyn Part> {
    let found = run.items.iter().find_map(|item| match &item.body {
        Body::Part(part) if item.name == "block" => Some(part.clone()),
        _ => None,
    });
    found.expect("a part of blocks")
}

/// One block on a tape that finds the room of the one before, as all but the first do.
fn recording<S: Width>(name: &str, most: f64)
where
    S::W<Plain>: Send,
{
    let state = vec![0x5a; 8 * S::BYTES];
    let bytes: Vec<u8> = (0..16 * S::BYTES).map(|i| i as u8).collect();
    let record = || {
        let tape = Tape::new();
        let mut border = Border::default();
        let mut read = [Window::NONE; 4];
        read[0].bytes = &bytes;
        let state = Window::border(&state);
        let state = Carry::load(&tape, &mut Reader::new::<[S::W<&Tape>; 8]>(state));
        Compress::<S>::default().segment(&tape, 0, state, &read).save(&mut border);
        tape.finish(border)
    };
    let nodes = record().nodes.len();
    let time = median((0..2000).map(|_| timed(|| black_box(record().nodes.len())).0).collect());
    println!("recording one block of {name}, {nodes} nodes: {:.1} µs (goal: {most}){}", us(time), goal(us(time), most));
}
/// One block through its part, and never the same one twice.
fn recording_in_a_part() {
    let run = sha256(Rope::input(Path::new("message"), Arc::new(vec![7; 4 << 20])));
    let (part, budget) = (blocks(&run), Budget::unlimited());
    part.advance(&budget).expect("in memory");
    let record = |segment| timed(|| part.record(segment, &budget).expect("in memory")).0;
    let time = median(places(part.segments()).take(2000).map(record).collect());
    println!("any block of a message of 4 MiB, found, recorded and compared: {:.1} µs", us(time));
}

/// Bytes of memory in use, as Linux counts pages; nothing elsewhere.
fn resident() -> Option<u64> {
    let pages = std::fs::read_to_string("/proc/self/statm").ok()?;
    Some(pages.split(' ').nth(1)?.parse::<u64>().ok()? * 4096)
}
fn big_file(mib: u64) {
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.as_file().set_len(mib << 20).expect("room for a sparse file");
    let path = file.path().to_str().expect("a path in UTF-8");
    let source = || DiskFiles.open(path).expect("it is there");
    let digest = || {
        let (source, mut buffer, mut hasher) = (source(), vec![0; 256 << 10], sha2::Sha256::new());
        for at in (0..source.len()).step_by(buffer.len()) {
            let n = (source.len() - at).min(buffer.len() as u64) as usize;
            source.read_at(at, &mut buffer[..n]).expect("at rest");
            hasher.update(&buffer[..n]);
        }
        hasher.finalize().to_vec()
    };
    let index = || {
        let run = sha256(Rope::input(Path::new("message"), source()));
        run.finish(&Budget::unlimited()).expect("at rest");
        run
    };
    digest(); // Into the page cache.
    let before = resident();
    let run = index();
    let kept = resident().zip(before).map(|(after, before)| after.saturating_sub(before));
    assert_eq!(run.output().expect("finished"), digest());
    let pairs: Vec<_> = (0..5).map(|_| (timed(digest).0, timed(index).0)).collect();
    let best = |times: Vec<Duration>| times.into_iter().min().expect("five of them");
    let (plain, laid) = (best(pairs.iter().map(|p| p.0).collect()), best(pairs.iter().map(|p| p.1).collect()));
    let ratio = laid.as_secs_f64() / plain.as_secs_f64();
    println!("a file of {mib} MiB: plain digest {:.0} ms, index {:.0} ms", ms(plain), ms(laid));
    println!("index ratio: {ratio:.3} (goal: at most 1.15){}", goal(ratio, 1.15));
    if let Some(kept) = kept {
        let share = kept as f64 / (mib << 20) as f64 * 100.0;
        println!("index memory: {:.2} MiB, {share:.3} % (goal: at most 1 %){}", kept as f64 / 1e6, goal(share, 1.0));
    }

    // Any operation, with its formula, as the screen asks for it: by address, and by stepping on from there.
    let run = Arc::new(run);
    let budget = Budget::unlimited();
    let look = |segment: u64| {
        timed(|| {
            let address: Address = format!("block[{segment}]/T1[{}]/Σ1#2", segment % 64).parse().expect("an address");
            let mut cursor = Cursor::new(run.clone());
            cursor.seek(&address, &budget).expect("it is there");
            let Place::Nodes { part, segment, nodes } = cursor.place(&budget).expect("a place") else {
                panic!("an operation")
            };
            let trace = part.record(segment, &budget).expect("at rest");
            let shown = formula(&trace, nodes[0], true).to_string();
            cursor.leave();
            cursor.leave();
            cursor.next(&budget).expect("another value");
            (shown, cursor.address(&budget).expect("an address"))
        })
    };
    let times: Vec<Duration> = places(blocks(&run).segments()).take(1000).map(|s| look(s).0).collect();
    let worst = ms(*times.iter().max().expect("a thousand"));
    let middle = us(median(times));
    println!(
        "any operation of it: median {middle:.0} µs, worst of 1000 {worst:.2} ms (goal: 16){}",
        goal(worst, FRAME)
    );
}

/// A reader of a file: it hands over piece after piece.
type Read<'r> = &'r mut dyn FnMut(&mut dyn FnMut(&[u8]));
/// A hash function, and what a crate gives for a file.
type Hashed = (&'static str, fn(Read) -> Vec<u8>);
fn digested<D: Digest>(read: Read) -> Vec<u8> {
    let mut hasher = D::new();
    read(&mut |bytes| hasher.update(bytes));
    hasher.finalize().to_vec()
}
fn squeezed(read: Read) -> Vec<u8> {
    use shake::digest::{ExtendableOutput, Update};
    let (mut hasher, mut out) = (shake::Shake128::default(), vec![0; 32]);
    read(&mut |bytes| hasher.update(bytes));
    hasher.finalize_xof_into(&mut out);
    out
}
const HASHES: [Hashed; 6] = [
    ("md5", digested::<md5::Md5>),
    ("sha1", digested::<sha1::Sha1>),
    ("sha3_256", digested::<sha3::Sha3_256>),
    ("shake128", squeezed),
    ("blake2b", digested::<blake2::Blake2b512>),
    ("blake2s", digested::<blake2::Blake2s256>),
];
/// A big file under some hash function: its value, its index, what that takes, and any block of it.
fn big_file_under((name, crates): &Hashed, mib: u64) {
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.as_file().set_len(mib << 20).expect("room for a sparse file");
    let source = DiskFiles.open(file.path().to_str().expect("a path in UTF-8")).expect("it is there");
    let (plain, digest) = timed(|| {
        crates(&mut |update| {
            let mut buffer = vec![0; 256 << 10];
            for at in (0..source.len()).step_by(buffer.len()) {
                let n = (source.len() - at).min(buffer.len() as u64) as usize;
                source.read_at(at, &mut buffer[..n]).expect("at rest");
                update(&buffer[..n]);
            }
        })
    });
    let before = resident();
    let function = cleartext::functions::function(name).expect("it is in the table");
    let budget = Budget::unlimited();
    let context = cleartext::functions::Context { at: Path::new("digest"), budget: &budget };
    let mut given = vec![(None, Value::Bytes(Rope::input(Path::new("message"), source)))];
    given.extend((*name == "shake128").then(|| (None, Value::int(32))));
    let (run, _) = function.call(&context, given).expect("bytes");
    let (laid, result) = timed(|| run.finish(&budget));
    result.expect("at rest");
    let kept = resident().zip(before).map_or(0, |(after, before)| after.saturating_sub(before));
    assert_eq!(run.output().expect("finished"), digest, "{name}");
    let part = blocks(&run);
    let look = |segment: u64| timed(|| part.record(segment, &budget).expect("at rest").nodes.len()).0;
    let times: Vec<Duration> = places(part.segments()).take(300).map(look).collect();
    let (worst, middle) = (ms(*times.iter().max().expect("some")), us(median(times)));
    println!(
        "{name} of a file of {mib} MiB: the crate alone {:.0} ms, value and index {:.0} ms, ratio {:.3}, memory {:.1} MiB \
         (goal: 10){}; any block: median {middle:.0} µs, worst of 300 {worst:.2} ms (goal: 16){}",
        ms(plain),
        ms(laid),
        laid.as_secs_f64() / plain.as_secs_f64(),
        kept as f64 / 1e6,
        goal(kept as f64 / 1e6, 10.24),
        goal(worst, FRAME)
    );
}

/// A value that does not appear, looked for in all of a hash; and what recording all of it would take.
fn search_through(mib: usize) {
    let run = sha256(Rope::input(Path::new("message"), Arc::new(vec![7; mib << 20])));
    let (part, budget) = (blocks(&run), Budget::unlimited());
    part.advance(&budget).expect("in memory");
    struct Nothing;
    impl Watcher for Nothing {
        fn found(&mut self, hit: Hit) -> bool {
            panic!("{} has the value", hit.address)
        }
        fn searched(&mut self, _: u64, _: u64) {}
    }
    let needle = Needle::read("0123456789abcdef0123");
    let (searched, _) = timed(|| search::through(&run, &needle, &mut Nothing, &budget).expect("in memory"));
    let some = 2000;
    let (recorded, _) = timed(|| (0..some).for_each(|k| _ = black_box(part.replay(k, &mut |_, _| {}))));
    let [a, b] = [us(searched) / part.segments() as f64, us(recorded) / some as f64];
    println!("a search through a message of {mib} MiB: {:.0} ms, {a:.2} µs a block (recorded {b:.2})", ms(searched));
}

/// One letter in the middle of a long message: the edited block first, then the digest, then our own body's opinion.
fn edit(mib: usize) {
    let source = "message = input(0x00, max: 100_000_000)\ndigest = sha256(message)\n";
    let (mut sheet, faults) = Sheet::parse(source, &Limits::default());
    assert!(faults.is_empty(), "{faults:?}");
    let mut message = vec![b'a'; mib << 20];
    let block: Address = format!("digest/block[{}]/T1[0]", (mib << 20) / 128).parse().expect("an address");
    let (mut first, mut whole, mut own) = (vec![], vec![], vec![]);
    for round in 0..20 {
        message[mib << 19] = round;
        let given = Value::bytes(&message);
        let start = Instant::now();
        sheet.set("message", given).expect("bytes");
        sheet.evaluate(&NoFiles, &Budget::frame());
        let found = sheet.find(&block, 1, &Budget::unlimited()).expect("it is there");
        black_box(found[0].place.text(&Budget::unlimited()).expect("a word"));
        first.push(start.elapsed());
        let run = sheet.cell("digest").and_then(|c| c.outcome()?.run.clone()).expect("a call");
        let part = blocks(&run);
        // Our own body has not begun yet.
        let _ = part.advance(&Budget::until(&|| part.progress().done == part.segments()));
        let digest = run.output().expect("finished");
        whole.push(start.elapsed());
        sheet.advance(&Budget::unlimited()).expect("in memory");
        own.push(start.elapsed());
        assert_eq!(digest, sha2::Sha256::digest(&message).to_vec());
    }
    let [first, whole, own] = [first, whole, own].map(|times| ms(median(times)));
    println!(
        "an edit of {mib} MiB: block {first:.2} ms, digest {whole:.2} ms (goal: 16){}, compared {own:.2} ms",
        goal(whole, FRAME)
    );
}

/// The first picture of every function at its costliest arguments: the best of five, as with the others whom the
/// machine may interrupt.
fn first_pictures() {
    let calls = cleartext::functions::all().flat_map(|function| costly::costly(function.name));
    let best = |call: &String| (0..5).map(|_| costly::first_picture(call)).min().expect("five of them");
    let mut times: Vec<(Duration, String)> = calls.map(|call| (best(&call), call)).collect();
    times.sort_unstable();
    let count = times.len();
    println!("the first picture of {count} costliest calls: median {:.2} ms, the slowest", ms(times[count / 2].0));
    for (time, call) in
        times.iter().rev().enumerate().filter(|(k, row)| *k < 3 || ms(row.0) > FRAME).map(|(_, row)| row)
    {
        let call: String = call.chars().take(70).collect();
        println!("  {:.2} ms {call} (goal: {FRAME}){}", ms(*time), goal(ms(*time), FRAME));
    }
}

fn main() {
    let given = std::env::args().skip(1).find(|a| a != "--bench");
    match given.as_deref() {
        Some("first") => return first_pictures(),
        Some("hashes") => return HASHES.iter().for_each(|hash| big_file_under(hash, 1024)),
        _ => {}
    }
    let mib = given.map_or(1024, |mib| mib.parse().expect("a number of MiB"));
    big_file(mib);
    edit(1);
    recording::<W32>("SHA-256", 20.0);
    recording::<W64>("SHA-512", 30.0);
    recording_in_a_part();
    search_through(16);
    first_pictures();
}
