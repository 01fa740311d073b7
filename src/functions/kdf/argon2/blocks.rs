//! The blocks of Argon2, sections 3.2 and 3.4: each is mixed from the one before it in its lane and another one.

use super::compression::{BLOCK, G, Permutation};
use super::costs::{Costs, FIRST, PAIR, SLICES, little_endian};
use crate::num::{Carry, Natural, Number, Numbers};
use crate::run::{Count, Grid, Look, Stretches, Windows};
use ::argon2::Version;
use std::sync::Arc;

/// The blocks, each mixed from the one before it in its lane and another.
pub struct Blocks {
    /// The permutation.
    pub P: Arc<Permutation>,
    /// The field that is filled.
    pub grid: Grid,
    /// The costs that the call asks for.
    pub costs: Costs,
}
impl Blocks {
    fn block(&self, lane: u64, column: u64) -> u64 {
        lane * self.grid.columns + column
    }
    /// How many blocks stand to choice, section 3.4.2, in this lane and in another: those of the last three slices, and
    /// in this lane what stands in this slice but for the block before. And the column of the first of them.
    fn choice(&self, pass: u64, column: u64) -> ([u64; 2], u64) {
        let (q, width) = (self.grid.columns, self.grid.columns / SLICES);
        let (slice, within) = (column / width, column % width);
        let (finished, first) = match pass {
            0 => (slice * width, 0),
            _ => (q - width, (slice + 1) % SLICES * width),
        };
        ([(finished + within).saturating_sub(1), finished - u64::from(within == 0 && finished > 0)], first)
    }
    /// The lane l and the column z that J1 and J2 lead to, and the place of that block in memory.
    #[inline(always)]
    fn reference<N: Numbers>(&self, n: N, [pass, lane, column]: [u64; 3], J1: N::Nat, J2: N::Nat) -> N::Nat {
        let ([own, other], first) = self.choice(pass, column);
        let own = n.nat("own", (), own);
        let (l, W) = if pass == 0 && column < self.grid.columns / SLICES {
            // There is nothing in the others yet.
            (n.nat("lane", (), lane).named("l", ()), own.named("W", ()))
        } else {
            let l = J2.rem(n.nat("lanes", (), self.grid.lanes)).named("l", ());
            let is_own = l.same(n.nat("lane", (), lane));
            (l, N::Nat::select(is_own, own, n.nat("other", (), other)).named("W", ()))
        };
        let x = (J1 * J1).div(n.natural(1 << 32)).named("x", ());
        let y = (W * x).div(n.natural(1 << 32)).named("y", ());
        let zz = (W - n.natural(1) - y).named("zz", ());
        let q = n.nat("q", (), self.grid.columns);
        let z = (n.nat("first", (), first) + zz).rem(q).named("z", ());
        (l * q + z).named("place", ())
    }
}
impl Stretches for Blocks {
    fn count(&self) -> Count {
        Count::Grid(self.grid)
    }
    fn weight(&self) -> u64 {
        2_000
    }
    fn stretch(&self) -> usize {
        BLOCK
    }
    fn places(&self) -> u64 {
        self.grid.pass()
    }
    fn segments(&self) -> u64 {
        self.costs.passes * self.grid.pass()
    }
    fn place(&self, segment: u64) -> u64 {
        let [_, lane, column] = self.grid.place(segment);
        self.block(lane, column)
    }
    fn writer(&self, place: u64, before: u64) -> Option<u64> {
        let (lane, column, pass) = (place / self.grid.columns, place % self.grid.columns, self.grid.pass());
        let first = self.grid.segment([0, lane, column])?;
        let since = before.checked_sub(first + 1)?;
        Some(first + since / pass * pass)
    }
    fn adds(&self) -> bool {
        self.costs.version != Version::V0x10
    }
    fn results(&self) -> Vec<u64> {
        let last = |lane: u64| self.block(lane, self.grid.columns - 1);
        (0..self.grid.lanes).map(last).collect()
    }
    #[inline(always)]
    fn segment<N: Numbers>(&self, n: N, at: u64, memory: &Look, read: &Windows) -> Vec<N::U8> {
        let here @ [pass, lane, column] = self.grid.place(at);
        let [first, pair, ..] = *read;
        if pass == 0 && column < FIRST {
            let start = (FIRST * lane + column) as usize * BLOCK;
            return n.bytes(first.slice(start..start + BLOCK)).collect::<Vec<_>>().named("B", ());
        }
        let before = memory.at(self.block(lane, (column + self.grid.columns - 1) % self.grid.columns));
        let slice = pass * SLICES + column / (self.grid.columns / SLICES);
        let pair = if slice < self.costs.variant.independent(self.costs.passes) { pair } else { before.slice(0..PAIR) };
        let [J1, J2] = [("J1", 0), ("J2", 1)].map(|(name, i)| little_endian(n, pair.piece::<4>(i), name));
        let place = self.reference(n, here, J1, J2);
        let X = n.bytes(before).collect::<Vec<_>>().named("X", ());
        let Y = place.pick(memory.at(place.value())).collect::<Vec<_>>().named("Y", ());
        let new = G(n, &self.P, X.into_iter(), Y.into_iter());
        if pass == 0 || !self.adds() {
            return new.named("B", ());
        }
        let new = new.named("G", ());
        let old = n.bytes(memory.at(self.place(at)));
        old.zip(new).map(|(old, new)| old ^ new).collect::<Vec<_>>().named("B", ())
    }
}
