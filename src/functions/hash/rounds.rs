//! Loops over rounds.

/// `for t in 0..rounds`; where nothing is recorded, all of them are written out, so that every index is a constant and
/// no working variable moves. LLVM unrolls no loop of this size, and rolled up plain numbers take twice as long.
macro_rules! rounds {
    ($N:ident, $t:ident in 0..$rounds:expr, of $all:expr => $body:block) => {
        if $N::RECORDS || $rounds < $all {
            for $t in 0..$rounds $body
        } else {
            rounds!($t, $all, $body, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        }
    };
    ($t:ident, $rounds:expr, $body:block, $($eight:literal),*) => {$(
        rounds!($t, $rounds, 8 * $eight, $body; 0, 1, 2, 3, 4, 5, 6, 7);
    )*};
    ($t:ident, $rounds:expr, $from:expr, $body:block; $($i:literal),*) => {$(
        if $from + $i < $rounds {
            let $t = $from + $i;
            $body
        }
    )*};
}
