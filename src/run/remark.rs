//! Where an operand comes from, in a few words.

use super::{Budget, Operand, Origin, Part, Place};
use crate::num::Op;
use std::ops::Range;
use std::sync::Arc;

impl Operand {
    /// The name of the helper that an operand of a value in this segment is the result of.
    pub fn helper(&self, here: &Arc<dyn Part>, segment: u64, budget: &Budget) -> Option<&'static str> {
        let Some(Place::Nodes { part, segment: there, nodes }) = &self.next else { return None };
        if !Arc::ptr_eq(part, here) || *there != segment {
            return None;
        }
        let trace = part.record(segment, budget).ok()?;
        let node = *nodes.first()?;
        // A label of a label, such as `g[10]` for `h[11]`, is a value of its own.
        let direct = match trace.nodes[node as usize].op {
            Op::Name => trace.nodes[node as usize].from[0],
            _ => node,
        };
        (trace.nodes[direct as usize].op == Op::Helper)
            .then(|| trace.inside(direct).map(|(scope, _)| scope.name))
            .flatten()
    }

    /// Where an operand of a value in this segment comes from, in a few words.
    pub fn remark(&self, here: &Arc<dyn Part>, segment: u64, budget: &Budget) -> Option<String> {
        // Of what is told of a constant a row has room for the beginning.
        let constant = || match self.told.as_deref().and_then(|told| told.split([',', ':']).next()) {
            Some(told) => told.to_owned(),
            None => "constant".to_owned(),
        };
        if let Some(leaf) = &self.leaf {
            return Some(match &leaf.origin {
                Origin::Input(_) => "your bytes".to_owned(),
                Origin::Length(_) => "from the length".to_owned(),
                Origin::Padding(_) => "as its length asks".to_owned(),
                _ => constant(),
            });
        }
        let Some(Place::Nodes { part, segment: there, nodes }) = &self.next else { return None };
        if !Arc::ptr_eq(part, here) || *there != segment {
            return Some(format!("from {}", self.address));
        }
        let trace = part.record(*there, budget).ok()?;
        let &node = nodes.first()?;
        let below = trace.nodes.get(node as usize).filter(|n| n.op == Op::Name)?.from[0];
        match trace.nodes[below as usize].op {
            Op::Name => trace.label(below).map(|label| format!("was {}{}", label.name, label.index)),
            Op::Constant => Some(constant()),
            Op::Read => {
                let from = self.next.as_ref()?.operands(budget).ok()?;
                Some(together(from.iter().map(|source| source.address.as_str())))
            }
            _ => None,
        }
    }
}

/// Addresses in a row; `length[4], length[5], length[6]` are `length[4..6]`, as addresses are written.
fn together<'a>(addresses: impl Iterator<Item = &'a str>) -> String {
    let numbered = |address: &'a str| {
        let (name, index) = address.strip_suffix(']')?.rsplit_once('[')?;
        Some((name, index.parse::<u64>().ok()?))
    };
    let mut rows: Vec<(&str, Option<Range<u64>>)> = Vec::new();
    for address in addresses {
        let found = numbered(address).map_or((address, None), |(name, index)| (name, Some(index..index + 1)));
        match (rows.last_mut(), &found) {
            (Some(last), found) if last == found => {}
            (Some((name, Some(range))), (next, Some(one))) if name == next && range.end == one.start => {
                range.end = one.end;
            }
            _ => rows.push(found),
        }
    }
    let written = rows.into_iter().map(|(name, range)| match range {
        None => name.to_owned(),
        Some(range) if range.end - range.start == 1 => format!("{name}[{}]", range.start),
        Some(range) => format!("{name}[{}..{}]", range.start, range.end - 1),
    });
    written.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_named_together() {
        let written = |addresses: &[&str]| together(addresses.iter().copied());
        assert_eq!(written(&["d/length[4]", "d/length[5]", "d/length[6]", "d/length[7]"]), "d/length[4..7]");
        assert_eq!(written(&["m", "m", "d/padding[0]", "d/length[0]"]), "m, d/padding[0], d/length[0]");
        assert_eq!(written(&["k[3]", "k[3]", "k[2]", "S[1, 2]"]), "k[3], k[2], S[1, 2]");
    }
}
