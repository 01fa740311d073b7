//! The name of a value, and its formula as the specifications print it.

use super::{Budget, Part, origin};
use crate::num::{Formula, Op, Token, Trace, formula, formula_name};
use std::sync::Arc;

/// The node that has a formula to show: below a name that only repeats a helper's, the helper itself.
pub fn opened(trace: &Trace, node: u32) -> u32 {
    let n = trace.nodes[node as usize];
    match n.op {
        Op::Name if trace.nodes[n.from[0] as usize].op == Op::Helper => n.from[0],
        _ => node,
    }
}

/// The named helper whose inside a value shows in place of its own: what it shows lies below that.
pub fn opened_helper(trace: &Trace, node: u32) -> Option<&'static str> {
    let inner = opened(trace, node);
    let (scope, _) = trace.inside(inner).filter(|_| inner != node)?;
    Some(scope.name)
}

/// The name of a value in a headline: its label, or the helper with its arguments.
pub fn called(trace: &Trace, node: u32) -> String {
    let n = trace.nodes[node as usize];
    match (n.op, trace.inside(node)) {
        (Op::Helper, Some((scope, _))) => {
            let arguments: Vec<String> = scope.arguments().iter().map(|&argument| called(trace, argument)).collect();
            format!("{}({})", scope.name, arguments.join(", "))
        }
        _ => formula_name(trace, node),
    }
}

/// The formula of a node of a recorded segment, in which bytes that are read go by what they are: `acc[0] mod p[1]`,
/// not `state[0..1] mod p[1]`.
pub fn resolved(part: &Arc<dyn Part>, segment: u64, trace: &Trace, node: u32, budget: &Budget) -> Formula {
    let mut formula = formula(trace, node, false);
    let names: Vec<String> = formula.tokens.iter().map(|token| token.text.clone()).collect();
    for (i, token) in formula.tokens.iter_mut().enumerate() {
        let Some(read) = token.node.filter(|node| trace.read(*node).is_some()) else { continue };
        let Ok(entered) = origin::entering(part, segment, trace, read, budget) else { continue };
        if let [source] = entered.as_slice() {
            let taken = names.iter().enumerate().any(|(j, name)| i != j && *name == source.name);
            token.text = if taken { origin::apart(source) } else { source.name.clone() };
        }
    }
    formula
}

/// The computation of a node, as its formula says; of a constant the sentence on it. The indices of this round are left
/// out, as the specifications do: `h + Σ1(e) + Ch(e, f, g) + K + W`.
pub fn headline(part: &Arc<dyn Part>, segment: u64, trace: &Trace, node: u32, budget: &Budget) -> String {
    if trace.nodes[trace.unnamed(node) as usize].op == Op::Constant {
        return trace.told(node).unwrap_or_else(|| "constant".into());
    }
    let formula = resolved(part, segment, trace, node, budget);
    let Some(t) = trace.label(node).and_then(|label| label.index.iter().last()) else { return formula.to_string() };
    let round = |index: &str| {
        let index = index.parse::<u64>().ok();
        index.is_some_and(|index| index == t || index + 1 == t)
    };
    // With an index of another round beside them, or with one name twice, none can be left out.
    let indices = |text: &str| {
        text.split('[').skip(1).map(|rest| rest.split(']').next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let tokens = || formula.tokens.iter().chain(&formula.modulus).filter(|token| token.node.is_some());
    let bare = |token: &Token| token.text.split('[').next().unwrap_or_default().to_owned();
    let names: Vec<String> = tokens().map(bare).collect();
    let twice = (1..names.len()).any(|i| names[..i].contains(&names[i]) && !names[i].contains('('));
    let text = formula.to_string();
    if twice || !tokens().all(|token| indices(&token.text).iter().all(|index| round(index))) {
        return text;
    }
    let before = t.checked_sub(1).map(|before| format!("[{before}]"));
    std::iter::once(format!("[{t}]")).chain(before).fold(text, |text, index| text.replace(index.as_str(), ""))
}
