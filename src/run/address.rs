//! Addresses: the public names of values, such as `digest/block[0]/T1[12]`.
//!
//! ```text
//! address   = step *( "/" step ) [ "#" number ]
//! step      = name *( "[" index "]" )
//! index     = "*" | bound [ ".." bound ]          both ends of a range are meant
//! bound     = number | "last" [ "-" number ]
//! name      = a letter or "_", then letters of any script, digits, "_" and "'"; below the first step also a number
//! ```
//!
//! Lessons, exercises, exports and tests hold addresses, so an address prints exactly as it
//! was written: one spelling each, no spaces, no leading zeros. Reading takes no recursion
//! and little memory, whatever the text.

mod read;

use std::fmt;
use std::ops::Range;

pub use read::AddressError;
pub(crate) use read::shown;

/// The most steps an address may have.
pub const MAX_STEPS: usize = 64;
/// The most indices a step may have.
pub const MAX_INDICES: usize = 4;
/// The longest name, in bytes of UTF-8.
pub const MAX_NAME: usize = 64;

/// A range of bytes in a source text: `start` included, `end` left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes from `start` to `end`, the end left out.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// From the start of this span to the end of the other.
    pub const fn to(self, other: Span) -> Self {
        Self::new(self.start, other.end)
    }

    /// The same span, `by` bytes further on.
    pub const fn shifted(self, by: usize) -> Self {
        Self::new(self.start + by, self.end + by)
    }

    /// The same bytes as the library writes a range.
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// The value that bytes are part of, and which of its bytes they are: of `digest[4..7]` it is `digest` and 4 to 8.
pub fn byte_range(address: &str) -> Option<(&str, Range<u64>)> {
    let (whole, index) = address.strip_suffix(']')?.rsplit_once('[')?;
    let (first, last) = index.split_once("..").unwrap_or((index, index));
    let (first, last): (u64, u64) = (first.parse().ok()?, last.parse().ok()?);
    (first <= last).then(|| (whole, first..last.saturating_add(1)))
}

/// The name of a value, or a pattern that names several.
///
/// The default is the empty address, which stands for a run's own result and cannot be
/// written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Address {
    /// The way from the outside to the value.
    pub steps: Vec<Step>,
    /// The `2` of `T1[0]#2`: an operation without a name of its own, below the last step.
    pub operation: Option<u32>,
}

/// The cell that a whole address begins with.
pub fn cell_of(address: &str) -> &str {
    address.split(['/', '[', '#']).next().unwrap_or_default()
}

/// The address without its first step, the cell.
pub fn below_cell(address: &str) -> Option<Address> {
    let mut address = Address::parse(address).ok()?;
    (!address.steps.is_empty()).then(|| address.steps.remove(0))?;
    Some(address)
}

/// One name on the way, with its indices: `block[0]`, `S[0][255]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Step {
    /// The name of a part, segment, label, scope or parameter.
    pub name: String,
    /// The indices in its brackets, outermost first.
    pub indices: Vec<Index>,
}

/// An index: the text between two brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Index {
    /// `*`: every index there is.
    Any,
    /// A single one.
    One(Bound),
    /// `a..b`, both ends meant.
    Range(Bound, Bound),
}

/// One end of an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bound {
    /// A number, counted as the specification counts.
    At(u64),
    /// `last` is `Last(0)`, `last-1` is `Last(1)`.
    Last(u64),
}

impl Bound {
    /// The index meant where `count` indices start at `first`; none if there is no such index.
    pub fn resolve(self, first: u64, count: u64) -> Option<u64> {
        let offset = match self {
            Bound::At(index) => index.checked_sub(first)?,
            Bound::Last(back) => count.checked_sub(1)?.checked_sub(back)?,
        };
        if offset < count { first.checked_add(offset) } else { None }
    }
}

impl Index {
    /// The indices meant where `count` indices start at `first`, the end left out. A range
    /// that goes beyond what exists is cut; what does not exist at all is an empty range.
    pub fn select(self, first: u64, count: u64) -> Range<u64> {
        let end = first.saturating_add(count);
        let none = first..first;
        match self {
            Index::Any => first..end,
            Index::One(bound) => match bound.resolve(first, count) {
                Some(index) => index..index.saturating_add(1),
                None => none,
            },
            Index::Range(from, to) => {
                let start = match from {
                    Bound::At(index) => index.max(first),
                    Bound::Last(back) => end.saturating_sub(back.saturating_add(1)).max(first),
                };
                let stop = match to {
                    Bound::At(index) => index.saturating_add(1).min(end),
                    Bound::Last(back) => end.saturating_sub(back),
                };
                if start < stop { start..stop } else { none }
            }
        }
    }

    /// Whether `index` is meant, where `count` indices start at `first`.
    pub fn matches(self, index: u64, first: u64, count: u64) -> bool {
        self.select(first, count).contains(&index)
    }

    /// Whether this may mean more than one index.
    pub fn is_pattern(self) -> bool {
        match self {
            Index::One(_) => false,
            Index::Any | Index::Range(..) => true,
        }
    }
}

impl From<u64> for Index {
    fn from(index: u64) -> Self {
        Index::One(Bound::At(index))
    }
}

impl Step {
    /// A step without indices.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), indices: Vec::new() }
    }

    /// The same step with one index more: `Step::new("S").at(0).at(255)` is `S[0][255]`.
    pub fn at(mut self, index: u64) -> Self {
        self.indices.push(index.into());
        self
    }
}

impl Address {
    /// Whether this may name several values: it holds a `*` or a range.
    pub fn is_pattern(&self) -> bool {
        self.steps.iter().flat_map(|step| &step.indices).any(|index| index.is_pattern())
    }

    /// The address this one lies directly below: of an operation the label it belongs to, else
    /// all steps but the last. A single step has none.
    pub fn parent(&self) -> Option<Self> {
        let kept = match self.operation {
            Some(_) => self.steps.len(),
            None => self.steps.len().checked_sub(1)?,
        };
        (kept > 0).then(|| Self { steps: self.steps[..kept].to_vec(), operation: None })
    }

    /// The address one step further down. Nothing lies below an operation, so its number, if
    /// there is one, is left behind.
    pub fn join(&self, step: Step) -> Self {
        let mut steps = self.steps.clone();
        steps.push(step);
        Self { steps, operation: None }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, step) in self.steps.iter().enumerate() {
            if i > 0 {
                f.write_str("/")?;
            }
            write!(f, "{step}")?;
        }
        match self.operation {
            Some(number) => write!(f, "#{number}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        self.indices.iter().try_for_each(|index| write!(f, "[{index}]"))
    }
}

impl fmt::Display for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Index::Any => f.write_str("*"),
            Index::One(bound) => write!(f, "{bound}"),
            Index::Range(from, to) => write!(f, "{from}..{to}"),
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Bound::At(index) => write!(f, "{index}"),
            Bound::Last(0) => f.write_str("last"),
            Bound::Last(back) => write!(f, "last-{back}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_resolve_where_the_specification_starts_to_count() {
        assert_eq!(Bound::At(0).resolve(0, 64), Some(0));
        assert_eq!(Bound::At(63).resolve(0, 64), Some(63));
        assert_eq!(Bound::At(64).resolve(0, 64), None);
        assert_eq!(Bound::Last(0).resolve(0, 64), Some(63));
        assert_eq!(Bound::Last(63).resolve(0, 64), Some(0));
        assert_eq!(Bound::Last(64).resolve(0, 64), None);
        assert_eq!(Bound::At(0).resolve(1, 16), None);
        assert_eq!(Bound::At(16).resolve(1, 16), Some(16));
        assert_eq!(Bound::Last(0).resolve(1, 16), Some(16));
        assert_eq!(Bound::Last(0).resolve(0, 0), None);
        assert_eq!(Bound::At(u64::MAX).resolve(0, u64::MAX), None);
        assert_eq!(Bound::Last(u64::MAX).resolve(0, u64::MAX), None);
    }

    #[test]
    fn an_index_selects_what_exists() {
        let index = |text: &str| Address::parse(&format!("x[{text}]")).unwrap().steps[0].indices[0];
        for (text, first, count, meant) in [
            ("*", 0, 3, 0..3),
            ("*", 1, 3, 1..4),
            ("*", 0, 0, 0..0),
            ("2", 0, 3, 2..3),
            ("3", 0, 3, 0..0),
            ("0", 1, 3, 1..1),
            ("0..1", 0, 3, 0..2),
            ("1..9", 0, 3, 1..3),
            ("0..1", 1, 3, 1..2),
            ("7..9", 0, 3, 0..0),
            ("last", 1, 16, 16..17),
            ("last-1", 0, 3, 1..2),
            ("last-1..last", 0, 3, 1..3),
            ("last-9..last", 0, 3, 0..3),
            ("0..last-1", 0, 3, 0..2),
            ("0..last-9", 0, 3, 0..0),
            ("0..18446744073709551615", 0, 3, 0..3),
        ] {
            let selected = index(text).select(first, count);
            assert_eq!(selected, meant, "{text} of {count} from {first}");
            for one in 0..20 {
                assert_eq!(index(text).matches(one, first, count), meant.contains(&one));
            }
        }
    }

    #[test]
    fn patterns_are_what_may_name_several() {
        for (address, pattern) in [
            ("digest", false),
            ("block[last]/T1[last-1]#2", false),
            ("block[*]/T1[0]", true),
            ("block[0]/S[0][0..3]", true),
            ("block[0..0]", true),
        ] {
            assert_eq!(Address::parse(address).unwrap().is_pattern(), pattern, "{address}");
        }
    }

    #[test]
    fn parents_lead_outwards() {
        let mut address = Address::parse("mac/inner/block[1]/T1[0]#2").unwrap();
        let mut way = Vec::new();
        while let Some(parent) = address.parent() {
            way.push(parent.to_string());
            address = parent;
        }
        assert_eq!(way, ["mac/inner/block[1]/T1[0]", "mac/inner/block[1]", "mac/inner", "mac"]);
        assert_eq!(Address::default().parent(), None);
    }

    #[test]
    fn joining_leads_inwards() {
        let boxes = Address::default().join(Step::new("key_schedule")).join(Step::new("S").at(0).at(255));
        assert_eq!(boxes.to_string(), "key_schedule/S[0][255]");
        let operation = Address::parse("T1[0]#2").unwrap();
        assert_eq!(operation.join(Step::new("Ch")).to_string(), "T1[0]/Ch");
    }

    #[test]
    fn spans_cover_and_move() {
        let span = Span::new(2, 4).to(Span::new(6, 7));
        assert_eq!(span.range(), 2..7);
        assert_eq!(span.shifted(3), Span::new(5, 10));
    }
}
