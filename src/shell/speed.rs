//! The speed of this machine: guesses at passwords against the clock.

use std::hint::black_box;
use std::time::{Duration, Instant};

use crate::functions::attack::guess::{Guess, Speed};

/// How long cheap guesses are repeated. A dear one is made once.
const LONG_ENOUGH: Duration = Duration::from_millis(100);

/// Times one guess of each function; hears after each how far it has come, and goes on while that is wanted.
pub fn measure(guesses: &[&'static Guess], mut report: impl FnMut(&[Speed]) -> bool) -> Vec<Speed> {
    let mut speeds = Vec::new();
    for &guess in guesses {
        let (begun, mut tries) = (Instant::now(), 0u32);
        while tries == 0 || begun.elapsed() < LONG_ENOUGH {
            // Looking at the clock costs as much as a cheap guess.
            for _ in 0..if tries == 0 { 1 } else { tries } {
                black_box(guess.make(&tries.to_be_bytes()));
                tries += 1;
            }
        }
        speeds.push(Speed { guess, seconds: begun.elapsed().as_secs_f64() / f64::from(tries) });
        if !report(&speeds) {
            break;
        }
    }
    speeds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_guess_takes_time_and_each_is_told_at_once() {
        let guesses = ["md5", "bcrypt"].map(|name| Guess::of(name).expect(name));
        let mut told = Vec::new();
        let speeds = measure(&guesses, |speeds| {
            told.push(speeds.len());
            true
        });
        assert_eq!(told, [1, 2]);
        assert!(speeds[0].seconds > 0.0 && speeds[0].seconds * 100.0 < speeds[1].seconds, "{speeds:?}");
        assert_eq!(measure(&guesses, |_| false).len(), 1);
    }
}
