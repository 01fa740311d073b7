//! Arrays and pairs of numbers cross a border as their numbers do.

use super::numbers::Carry;
use super::{Border, Index, Reader};

impl<X: Carry, const L: usize> Carry for [X; L] {
    type N = X::N;
    const SIZE: usize = L * X::SIZE;
    const INTEGERS: usize = L * X::INTEGERS;
    #[inline(always)]
    fn load(n: X::N, from: &mut Reader) -> Self {
        if X::INTEGERS > 0 {
            return std::array::from_fn(|_| X::load(n, from));
        }
        // One look at the bounds for all of them.
        let all = from.take(L * X::SIZE);
        std::array::from_fn(|i| X::read(n, all.slice(i * X::SIZE..(i + 1) * X::SIZE)))
    }
    #[inline(always)]
    fn save(&self, to: &mut Border) {
        X::save_all(self, to);
    }
    /// One label over all of them: `SubBytes` names sixteen bytes.
    #[inline(always)]
    fn named(self, name: &'static str, index: impl Into<Index>) -> Self {
        let index = index.into();
        self.map(|x| x.named(name, index))
    }
}
/// All numbers that a state has, however many: for a state whose size an argument decides.
impl<X: Carry> Carry for Vec<X> {
    type N = X::N;
    const SIZE: usize = 0;
    #[inline(always)]
    fn load(n: X::N, from: &mut Reader) -> Self {
        const { assert!(X::SIZE > 0, "the numbers of a list have a size of their own") };
        let all = from.rest();
        (0..all.bytes.len() / X::SIZE).map(|i| X::read(n, all.slice(i * X::SIZE..(i + 1) * X::SIZE))).collect()
    }
    #[inline(always)]
    fn save(&self, to: &mut Border) {
        X::save_all(self, to);
    }
    fn named(self, name: &'static str, index: impl Into<Index>) -> Self {
        let index = index.into();
        self.into_iter().map(|x| x.named(name, index)).collect()
    }
}
impl<A: Carry, B: Carry<N = A::N>> Carry for (A, B) {
    type N = A::N;
    const SIZE: usize = A::SIZE + B::SIZE;
    const INTEGERS: usize = A::INTEGERS + B::INTEGERS;
    #[inline(always)]
    fn load(n: A::N, from: &mut Reader) -> Self {
        let a = A::load(n, from);
        (a, B::load(n, from))
    }
    fn save(&self, to: &mut Border) {
        self.0.save(to);
        self.1.save(to);
    }
    #[inline(always)]
    fn named(self, name: &'static str, index: impl Into<Index>) -> Self {
        let index = index.into();
        (self.0.named(name, index), self.1.named(name, index))
    }
}
