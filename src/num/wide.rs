//! Values too wide for a node.

use num_bigint::{BigInt, BigUint};

/// Integers and residues of a trace. A node keeps a place in here.
#[derive(Debug, Default)]
pub struct Wide {
    /// Integers, and residues each followed by its modulus.
    integers: Vec<BigInt>,
    /// Elements of rings that the type fixes, in the words they were computed in: keeping one costs a copy.
    words: Vec<u64>,
    /// The readers of those words.
    elements: Vec<&'static Elements>,
}

/// The common part of the elements of a ring whose modulus the type fixes.
#[derive(Debug)]
pub struct Elements {
    /// How many words an element takes in a trace.
    pub words: usize,
    /// The representative that the words stand for.
    pub integer: fn(&[u64]) -> BigUint,
    /// The modulus.
    pub modulus: fn() -> BigUint,
    /// How the specification writes an element.
    pub written: Written,
}

/// How a specification writes an element of a ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// As an integer.
    Integer,
    /// As so many bytes, the least significant first.
    LittleEndian(usize),
}
impl Written {
    /// The bytes of a representative; of an integer its own, most significant first.
    pub fn bytes(self, integer: &BigInt) -> Vec<u8> {
        match self {
            Written::Integer => integer.magnitude().to_bytes_be(),
            Written::LittleEndian(length) => {
                let mut bytes = integer.magnitude().to_bytes_le();
                bytes.resize(length, 0);
                bytes
            }
        }
    }
}

/// The bit of a place that says that it is one of words.
const WORDS: u64 = 1 << 63;
/// Bits of a place below the number of the ring.
const SHIFT: u32 = 48;

impl Wide {
    /// Keeps an integer.
    pub fn integer(&mut self, value: BigInt) -> u64 {
        self.integers.push(value);
        self.integers.len() as u64 - 1
    }
    /// Keeps a residue and its modulus.
    pub fn residue(&mut self, value: BigUint, modulus: BigUint) -> u64 {
        self.integers.extend([value.into(), modulus.into()]);
        self.integers.len() as u64 - 2
    }
    /// Keeps an element in the words it was computed in.
    #[inline(always)]
    pub fn element(&mut self, elements: &'static Elements, words: &[u64]) -> u64 {
        let known = self.elements.iter().position(|e| std::ptr::eq(*e, elements));
        let ring = known.unwrap_or_else(|| {
            self.elements.push(elements);
            self.elements.len() - 1
        });
        let place = self.words.len() as u64;
        self.words.extend_from_slice(words);
        WORDS | (ring as u64) << SHIFT | place
    }
    fn of(&self, place: u64) -> Option<(&'static Elements, &[u64])> {
        (place & WORDS != 0).then(|| {
            let elements = self.elements[((place & !WORDS) >> SHIFT) as usize];
            let at = (place & ((1 << SHIFT) - 1)) as usize;
            (elements, &self.words[at..at + elements.words])
        })
    }
    /// The integer at a place, or the representative of the residue there.
    pub fn value(&self, place: u64) -> BigInt {
        match self.of(place) {
            Some((elements, words)) => (elements.integer)(words).into(),
            None => self.integers[place as usize].clone(),
        }
    }
    /// The modulus of the residue at a place.
    pub fn modulus(&self, place: u64) -> BigInt {
        match self.of(place) {
            Some((elements, _)) => (elements.modulus)().into(),
            None => self.integers[place as usize + 1].clone(),
        }
    }
    /// How the residue at a place is written.
    pub fn written(&self, place: u64) -> Written {
        self.of(place).map_or(Written::Integer, |(elements, _)| elements.written)
    }
    /// Makes room for as much as another holds.
    pub fn reserve_like(&mut self, other: &Wide) {
        self.integers.reserve(other.integers.len());
        self.words.reserve(other.words.len());
        self.elements.reserve(other.elements.len());
    }
    /// Forgets everything, and keeps the room.
    pub fn clear(&mut self) {
        self.integers.clear();
        self.words.clear();
        self.elements.clear();
    }
}
