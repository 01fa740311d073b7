//! Items of a run by their addresses, and the addresses of bytes that nothing computed: of inputs and constants, where
//! a run gives them a name.

use crate::run::{Body, Origin, Rope, Run, Span, Value};

/// The item at an address of names alone, if there is one.
pub fn item<'r>(run: &'r Run, address: &str) -> Option<&'r Body> {
    let (first, rest) = match address.split_once('/') {
        Some((first, rest)) => (first, Some(rest)),
        None => (address, None),
    };
    let found = run.items.iter().find(|item| item.label() == first)?;
    match (&found.body, rest) {
        (body, None) => Some(body),
        (Body::Run(inner), Some(rest)) => item(inner, rest),
        (Body::Bytes { .. } | Body::Part(_), Some(_)) => None,
    }
}

/// The named bytes of a run, in the order in which they appear.
pub struct Known(Vec<Named>);

struct Named {
    at: String,
    rope: Rope,
    /// How many bytes an index names; 0 if none does.
    width: u64,
}

impl Known {
    /// Those of a run and of the runs below it.
    pub fn of(run: &Run) -> Known {
        let mut known = Known(Vec::new());
        known.collect(run, "");
        known
    }

    fn collect(&mut self, run: &Run, at: &str) {
        for (name, value) in &run.inputs {
            self.value(&format!("{at}in/{name}"), value);
        }
        for item in &run.items {
            let name = item.label();
            match &item.body {
                Body::Bytes { rope, width } => {
                    self.0.push(Named { at: format!("{at}{name}"), rope: rope.clone(), width: *width });
                }
                Body::Run(inner) => self.collect(inner, &format!("{at}{name}/")),
                Body::Part(_) => {}
            }
        }
    }

    fn value(&mut self, at: &str, value: &Value) {
        match value {
            Value::List(items) => items.iter().for_each(|item| self.value(at, item)),
            other => {
                let rope = other.rope().cloned().unwrap_or_default();
                self.0.push(Named { at: at.to_owned(), rope, width: 0 });
            }
        }
    }

    /// The addresses that these bytes have before the value at `asking` comes: nothing is its own origin.
    pub fn addresses(&self, span: &Span, asking: &str) -> Vec<String> {
        let own = |named: &Named| asking.strip_prefix(&named.at).is_some_and(|r| r.is_empty() || r.starts_with('['));
        let earlier = self.0.iter().take_while(|named| !own(named));
        let mut found = earlier.map(|named| named.addresses(span)).find(|addresses| !addresses.is_empty());
        if let (None, Origin::Length(of) | Origin::Padding(of)) = (&found, &span.origin) {
            found = Some(of.all().iter().flat_map(|span| self.addresses(span, asking)).collect());
        }
        found.unwrap_or_default()
    }
}

impl Named {
    /// The address, or those of the stretches that hold bytes of the span.
    fn addresses(&self, span: &Span) -> Vec<String> {
        let mut at = 0;
        for own in self.rope.all() {
            let (start, end) = (own.range.start.max(span.range.start), own.range.end.min(span.range.end));
            if own.is_beside(span) && start < end {
                let place = |byte: u64| at + byte - own.range.start;
                return match self.width {
                    0 => vec![self.at.clone()],
                    width => (place(start) / width..place(end).div_ceil(width))
                        .map(|index| format!("{}[{index}]", self.at))
                        .collect(),
                };
            }
            if rearranges(own, span) {
                return vec![self.at.clone()];
            }
            at += own.len();
        }
        vec![]
    }
}

/// Whether a span is another one reversed or repeated, or holds it so.
fn rearranges(own: &Span, span: &Span) -> bool {
    let inside = |below: &Span| below.is_beside(span) || rearranges(below, span);
    own.below().is_some_and(|below| below.iter().any(inside))
}
