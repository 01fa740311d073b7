//! What arrives from the terminal: bursts, broken sequences, sizes that nobody has, signals while nobody reads.

use crate::pty::{Running, Terminal};
use rustix::process::Signal;
use std::time::{Duration, Instant};

fn bench() -> Running {
    let mut terminal = Terminal::new(80, 24).start(&["bench", "sha256(\"abc\")"]);
    terminal.wait_for("ba7816bf");
    terminal
}

#[test]
fn all_that_has_arrived_is_read_before_it_waits_again() {
    let mut terminal = bench();
    terminal.press("/");
    terminal.wait_for("Find");
    for (count, key) in [1, 1_022, 1_023, 1_024, 1_025, 4_096, 65_536, 1 << 20].into_iter().zip('a'..) {
        // Each takes back what was typed last.
        let mut burst = vec![0x7f; count];
        burst.extend(format!("zq{key}").bytes());
        terminal.send(&burst);
        terminal.wait_for(&format!("zq{key}"));
    }
    terminal.send(&[vec![b'a'; 1_500], vec![3]].concat());
    assert!(terminal.wait_for_end().success(), "Ctrl-C ends it");
    terminal.assert_given_back();
}

#[test]
fn letters_in_one_write_are_typed_together() {
    for (field, count) in [("/", 1 << 20), ("e", 1 << 16), ("g", 1 << 16)] {
        let mut terminal = bench();
        terminal.press(field);
        terminal.settle();
        let begun = Instant::now();
        terminal.send(&[vec![b'a'; count], vec![3]].concat());
        assert!(terminal.wait_for_end().success(), "Ctrl-C ends it");
        assert!(begun.elapsed() < Duration::from_secs(5), "{field}: {:?}", begun.elapsed());
        terminal.assert_given_back();
    }
}

#[test]
fn a_key_and_a_paste_in_one_write() {
    let mut terminal = bench();
    terminal.send(format!("/\x1b[200~{}\x1b[201~zq", "a".repeat(3_000)).as_bytes());
    terminal.wait_for("azq");
    terminal.press("<Ctrl-C>");
    terminal.wait_for_end();
}

#[test]
fn a_sequence_that_is_never_finished_swallows_no_key() {
    for begun in ["\x1b[<", "\x1b[", "\x1b[<0;1", "\x1b[M"] {
        let mut terminal = bench();
        terminal.send(begun.as_bytes());
        terminal.settle();
        std::thread::sleep(Duration::from_millis(100));
        terminal.press("?");
        terminal.wait_for("Help");
        terminal.send(format!("{begun}\x03").as_bytes());
        assert!(terminal.wait_for_end().success(), "{begun:?}");
    }
}

#[test]
fn a_window_larger_than_anybody_can_see_takes_little_memory() {
    let mut terminal = bench();
    terminal.settle();
    // Between them the size is one that a person has: a picture of the same size would write nothing.
    for side in [5_000, 80, 20_000, 80, u16::MAX] {
        let before = terminal.frames();
        terminal.claim(side, side);
        let begun = Instant::now();
        while terminal.frames() == before {
            assert!(begun.elapsed() < Duration::from_secs(20), "nothing is drawn on {side} by {side}");
            std::thread::sleep(Duration::from_millis(5));
        }
        terminal.settle();
        let kib = terminal.resident();
        assert!(kib < 160 << 10, "{side} by {side} takes {kib} KiB");
    }
    terminal.claim(80, 24);
    terminal.wait_for("ba7816bf");
    terminal.press("<Ctrl-C>");
    assert!(terminal.wait_for_end().success());
}

/// Then the program waits in the middle of a picture, and whoever ends it does not.
#[test]
fn a_signal_ends_it_while_nobody_reads_its_terminal() {
    for signal in [Signal::HUP, Signal::TERM] {
        let mut terminal = bench();
        terminal.stop_reading();
        for _ in 0..100 {
            terminal.press("<Ctrl-L>");
            std::thread::sleep(Duration::from_millis(4));
        }
        terminal.signal(signal);
        let begun = Instant::now();
        assert!(!terminal.wait_for_exit().success(), "{signal:?}");
        assert!(begun.elapsed() < Duration::from_secs(3), "{signal:?} took {:?}", begun.elapsed());
    }
}

#[test]
fn every_signal_ends_a_bench_and_gives_its_terminal_back() {
    for round in 0..20 {
        for signal in [Signal::HUP, Signal::TERM, Signal::INT, Signal::QUIT] {
            let mut terminal = Terminal::new(80, 24).start(&["bench", "sha256(\"abc\")"]);
            terminal.wait_for("ba7816bf");
            std::thread::sleep(Duration::from_micros(500 * round));
            let begun = Instant::now();
            terminal.signal(signal);
            assert!(!terminal.wait_for_end().success(), "{signal:?}");
            assert!(begun.elapsed() < Duration::from_secs(3), "{signal:?} took {:?}", begun.elapsed());
            terminal.assert_given_back();
        }
    }
}
