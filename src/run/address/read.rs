//! Reading an address from text, and what is said when it is none.

use std::fmt;
use std::str::FromStr;

use super::{Address, Bound, Index, MAX_INDICES, MAX_NAME, MAX_STEPS, Span, Step};

/// Why a text is no address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressError {
    /// The bytes that are wrong.
    pub span: Span,
    /// One sentence: what is wrong.
    pub message: String,
    /// The remedy.
    pub hint: Option<String>,
}

impl AddressError {
    fn new(span: Span, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { span, message: message.into(), hint: Some(hint.into()) }
    }
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.hint {
            Some(hint) => write!(f, " {hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for AddressError {}

/// A character as a message shows it: itself when it can be seen, else its number.
pub(crate) fn shown(c: char) -> String {
    if c == ' ' {
        "A space".into()
    } else if c.is_alphanumeric() || c.is_ascii_graphic() {
        format!("`{c}`")
    } else {
        format!("The character U+{:04X}", u32::from(c))
    }
}

/// Reads an address and nothing else.
fn whole(source: &str) -> Result<Address, AddressError> {
    let (address, length) = prefix(source)?;
    let Some(next) = source[length..].chars().next() else {
        return Ok(address);
    };
    let span = Span::new(length, length + next.len_utf8());
    if address.operation.is_some() && (next == '/' || next == '[') {
        return Err(AddressError::new(span, "Nothing lies below an operation.", "End the address after the number."));
    }
    Err(AddressError::new(
        span,
        format!("{} cannot stand here in an address.", shown(next)),
        "An address looks like block[0]/T1[12], without spaces.",
    ))
}

/// Reads the longest address there is, and says how many bytes it took.
fn prefix(source: &str) -> Result<(Address, usize), AddressError> {
    Reader { source, at: 0 }.address()
}

const BRACKETS: &str = "In brackets stands a number, `*`, `a..b`, `last` or `last-1`.";

impl Address {
    /// Reads an address that fills the whole of `source`.
    ///
    /// # Errors
    /// Says which bytes are wrong, why, and what to write.
    pub fn parse(source: &str) -> Result<Self, AddressError> {
        whole(source)
    }

    /// Reads the longest address that `source` begins with, and its length in bytes.
    ///
    /// # Errors
    /// As [`parse`](Self::parse), except that anything may follow the address.
    pub fn prefix(source: &str) -> Result<(Self, usize), AddressError> {
        prefix(source)
    }
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(source: &str) -> Result<Self, AddressError> {
        Self::parse(source)
    }
}

struct Reader<'s> {
    source: &'s str,
    at: usize,
}

impl Reader<'_> {
    fn address(mut self) -> Result<(Address, usize), AddressError> {
        let mut steps = Vec::new();
        loop {
            let start = self.at;
            let step = self.step(steps.is_empty())?;
            if steps.len() == MAX_STEPS {
                return Err(AddressError::new(
                    Span::new(start, self.at),
                    format!("An address has at most {MAX_STEPS} steps."),
                    "Start nearer to the value.",
                ));
            }
            steps.push(step);
            if !self.eat("/") {
                break;
            }
        }
        let operation = self.operation()?;
        Ok((Address { steps, operation }, self.at))
    }

    /// A step; only the first one, a cell, cannot be a number.
    fn step(&mut self, first: bool) -> Result<Step, AddressError> {
        let name = match self.rest().chars().next() {
            Some(c) if c.is_ascii_digit() && !first => self.number()?.to_string(),
            _ => self.name()?,
        };
        let mut indices = Vec::new();
        while self.rest().starts_with('[') {
            let start = self.at;
            let index = self.index()?;
            if indices.len() == MAX_INDICES {
                return Err(AddressError::new(
                    Span::new(start, self.at),
                    format!("A name has at most {MAX_INDICES} indices."),
                    "Leave out the brackets that are too many.",
                ));
            }
            indices.push(index);
        }
        Ok(Step { name, indices })
    }

    fn name(&mut self) -> Result<String, AddressError> {
        let start = self.at;
        match self.rest().chars().next() {
            Some(c) if c.is_alphabetic() || c == '_' => {}
            Some(c) if c.is_ascii_digit() => {
                return Err(AddressError::new(
                    Span::new(start, start + 1),
                    "A name in an address starts with a letter.",
                    "A number goes into brackets: block[0].",
                ));
            }
            _ => {
                return Err(AddressError::new(
                    self.here(),
                    "A name is missing in this address.",
                    "Between two `/` stands a name, as in block[0]/T1[12].",
                ));
            }
        }
        let name = self.take(|c| c.is_alphanumeric() || c == '_' || c == '\'');
        if name.len() > MAX_NAME {
            return Err(AddressError::new(
                Span::new(start, self.at),
                format!("A name has at most {MAX_NAME} bytes."),
                "Use the name that the trace shows.",
            ));
        }
        Ok(name)
    }

    fn index(&mut self) -> Result<Index, AddressError> {
        let open = self.at;
        self.eat("[");
        let index = if self.eat("*") {
            Index::Any
        } else {
            let start = self.at;
            let from = self.bound()?;
            if self.eat("..") {
                let to = self.bound()?;
                let backwards = match (from, to) {
                    (Bound::At(a), Bound::At(b)) => a > b,
                    (Bound::Last(a), Bound::Last(b)) => a < b,
                    (Bound::At(_), Bound::Last(_)) | (Bound::Last(_), Bound::At(_)) => false,
                };
                if backwards {
                    return Err(AddressError::new(
                        Span::new(start, self.at),
                        "This range ends before it starts.",
                        format!("Write {to}..{from}."),
                    ));
                }
                Index::Range(from, to)
            } else {
                Index::One(from)
            }
        };
        if self.eat("]") {
            return Ok(index);
        }
        Err(if self.rest().is_empty() {
            AddressError::new(Span::new(open, open + 1), "This bracket is never closed.", "Put a `]` after the index.")
        } else {
            AddressError::new(self.here(), "This is no index of an address.", BRACKETS)
        })
    }

    fn bound(&mut self) -> Result<Bound, AddressError> {
        let start = self.at;
        if self.rest().starts_with(|c: char| c.is_ascii_digit()) {
            return Ok(Bound::At(self.number()?));
        }
        let word = self.take(|c| c.is_alphanumeric() || c == '_');
        if word != "last" {
            let span = if word.is_empty() { self.here() } else { Span::new(start, self.at) };
            return Err(AddressError::new(span, "This is no index of an address.", BRACKETS));
        }
        if !self.eat("-") {
            return Ok(Bound::Last(0));
        }
        let back = self.number()?;
        if back == 0 {
            return Err(AddressError::new(Span::new(start, self.at), "`last-0` has a shorter name.", "Write `last`."));
        }
        Ok(Bound::Last(back))
    }

    fn operation(&mut self) -> Result<Option<u32>, AddressError> {
        let mut ahead = self.rest().chars();
        if ahead.next() != Some('#') || !ahead.next().is_some_and(|c| c.is_ascii_digit()) {
            return Ok(None);
        }
        self.eat("#");
        let start = self.at;
        let number = self.number()?;
        u32::try_from(number).map(Some).map_err(|_| too_large(Span::new(start, self.at)))
    }

    fn number(&mut self) -> Result<u64, AddressError> {
        let start = self.at;
        let digits = self.take(|c| c.is_ascii_digit());
        let span = Span::new(start, self.at);
        if digits.is_empty() {
            return Err(AddressError::new(self.here(), "A number is missing here.", BRACKETS));
        }
        if digits.len() > 1 && digits.starts_with('0') {
            return Err(AddressError::new(span, "A number in an address has no leading zeros.", "Leave them out."));
        }
        digits.parse().map_err(|_| too_large(span))
    }

    fn rest(&self) -> &str {
        &self.source[self.at..]
    }

    /// The next character, or the empty span at the end.
    fn here(&self) -> Span {
        let next = self.rest().chars().next().map_or(0, char::len_utf8);
        Span::new(self.at, self.at + next)
    }

    fn eat(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    fn take(&mut self, wanted: impl Fn(char) -> bool) -> String {
        let rest = self.rest();
        let length = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        let taken = rest[..length].to_owned();
        self.at += length;
        taken
    }
}

fn too_large(span: Span) -> AddressError {
    AddressError::new(span, "This number is larger than any index.", "Use `last` for the last one.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn one(index: u64) -> Index {
        Index::One(Bound::At(index))
    }

    #[test]
    fn an_address_is_steps_with_indices() {
        let address = Address::parse("digest/block[0]/Σ1[12]/S[0][255]#2").unwrap();
        let read: Vec<(&str, &[Index])> =
            address.steps.iter().map(|step| (step.name.as_str(), step.indices.as_slice())).collect();
        assert_eq!(
            read,
            [("digest", &[] as &[Index]), ("block", &[one(0)]), ("Σ1", &[one(12)]), ("S", &[one(0), one(255)]),]
        );
        assert_eq!(address.operation, Some(2));
    }

    #[test]
    fn every_index_has_its_spelling() {
        for (text, index) in [
            ("*", Index::Any),
            ("0", one(0)),
            ("18446744073709551615", one(u64::MAX)),
            ("last", Index::One(Bound::Last(0))),
            ("last-1", Index::One(Bound::Last(1))),
            ("0..17", Index::Range(Bound::At(0), Bound::At(17))),
            ("3..3", Index::Range(Bound::At(3), Bound::At(3))),
            ("1..last", Index::Range(Bound::At(1), Bound::Last(0))),
            ("last-3..last-1", Index::Range(Bound::Last(3), Bound::Last(1))),
        ] {
            let source = format!("W[{text}]");
            let address: Address = source.parse().unwrap();
            assert_eq!(address.steps[0].indices, [index], "{text}");
            assert_eq!(address.to_string(), source);
        }
    }

    #[test]
    fn the_longest_address_is_taken() {
        for (source, taken) in [
            ("block[0]/T1[0] ++ x", "block[0]/T1[0]"),
            ("pad)[0..4]", "pad"),
            ("ladder[254]/x_2-1", "ladder[254]/x_2"),
            ("T1[0]#2#3", "T1[0]#2"),
            ("T1[0]# a comment", "T1[0]"),
            ("a'", "a'"),
        ] {
            let (address, length) = Address::prefix(source).unwrap();
            assert_eq!(&source[..length], taken);
            assert_eq!(address.to_string(), taken);
        }
    }

    #[test]
    fn every_mistake_is_named_where_it_is() {
        let many_steps = vec!["a"; 65].join("/");
        let long_name = "a".repeat(65);
        for (source, wrong, message) in [
            ("", "", "A name is missing in this address."),
            ("block[0]/", "", "A name is missing in this address."),
            ("a//b", "/", "A name is missing in this address."),
            ("/a", "/", "A name is missing in this address."),
            ("0/block", "0", "A name in an address starts with a letter."),
            ("block/00", "00", "A number in an address has no leading zeros."),
            ("block/0b", "b", "`b` cannot stand here in an address."),
            ("a b", " ", "A space cannot stand here in an address."),
            ("a\u{7}", "\u{7}", "The character U+0007 cannot stand here in an address."),
            ("a#", "#", "`#` cannot stand here in an address."),
            ("a#1/b", "/", "Nothing lies below an operation."),
            ("a#4294967296", "4294967296", "This number is larger than any index."),
            ("a[18446744073709551616]", "18446744073709551616", "This number is larger than any index."),
            ("a[01]", "01", "A number in an address has no leading zeros."),
            ("a[last-0]", "last-0", "`last-0` has a shorter name."),
            ("a[last-]", "]", "A number is missing here."),
            ("a[5..3]", "5..3", "This range ends before it starts."),
            ("a[last..last-1]", "last..last-1", "This range ends before it starts."),
            ("a[n]", "n", "This is no index of an address."),
            ("a[]", "]", "This is no index of an address."),
            ("a[1..]", "]", "This is no index of an address."),
            ("a[1;2]", ";", "This is no index of an address."),
            ("a[1", "[", "This bracket is never closed."),
            ("a[*", "[", "This bracket is never closed."),
            ("a[0][0][0][0][7]", "[7]", "A name has at most 4 indices."),
            (&many_steps, "a", "An address has at most 64 steps."),
            (&long_name, &long_name, "A name has at most 64 bytes."),
        ] {
            let error = Address::parse(source).unwrap_err();
            assert_eq!(error.message, message, "{source}");
            assert_eq!(&source[error.span.range()], wrong, "{source}: {error}");
            assert!(error.hint.is_some(), "{source}");
        }
    }

    #[test]
    fn an_error_prints_its_hint() {
        let error = Address::parse("a[5..3]").unwrap_err();
        assert_eq!(error.to_string(), "This range ends before it starts. Write 3..5.");
    }

    #[test]
    fn hostile_text_is_refused_at_once() {
        for piece in ["a/", "a[", "[", "a[0]", "/", "#1", "a", "9", "a[9"] {
            assert!(Address::parse(&piece.repeat(1 << 20)).is_err(), "{piece}");
        }
    }

    fn bound() -> impl Strategy<Value = Bound> {
        prop_oneof![any::<u64>().prop_map(Bound::At), any::<u64>().prop_map(Bound::Last)]
    }

    fn index() -> impl Strategy<Value = Index> {
        prop_oneof![
            Just(Index::Any),
            bound().prop_map(Index::One),
            (bound(), bound()).prop_map(|(a, b)| match (a, b) {
                (Bound::At(a), Bound::At(b)) => {
                    Index::Range(Bound::At(a.min(b)), Bound::At(a.max(b)))
                }
                (Bound::Last(a), Bound::Last(b)) => {
                    Index::Range(Bound::Last(a.max(b)), Bound::Last(a.min(b)))
                }
                (a, b) => Index::Range(a, b),
            }),
        ]
    }

    fn step() -> impl Strategy<Value = Step> {
        let name = "[\\p{L}_][\\p{L}0-9_']{0,12}";
        (name, prop::collection::vec(index(), 0..=MAX_INDICES)).prop_map(|(name, indices)| Step { name, indices })
    }

    proptest! {
        #[test]
        fn printing_and_reading_are_inverse(
            steps in prop::collection::vec(step(), 1..=MAX_STEPS),
            operation in any::<Option<u32>>(),
        ) {
            let address = Address { steps, operation };
            prop_assert_eq!(Address::parse(&address.to_string()), Ok(address));
        }

        #[test]
        fn any_text_is_read_exactly_or_refused(source in "[aΣ0-9_'/\\[\\]#.*\\- last]{0,24}|.*") {
            match Address::parse(&source) {
                Ok(address) => prop_assert_eq!(address.to_string(), source),
                Err(error) => prop_assert!(source.get(error.span.range()).is_some()),
            }
        }
    }
}
