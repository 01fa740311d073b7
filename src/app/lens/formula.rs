//! What a formula calls a value, and the formula as the specifications print it.

use crate::num::{Op, Token, Trace, formula};
use crate::run::origin::formula_name;

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

/// What a formula calls a value: its label, or the helper with its arguments.
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

/// The formula with the indices of this round left out, as the specifications print it: `h + Σ1(e) + Ch(e, f, g) + K + W`.
pub fn headline(trace: &Trace, node: u32) -> String {
    let formula = formula(trace, node, false);
    let Some(t) = trace.label(node).and_then(|label| label.index.iter().last()) else { return formula.to_string() };
    let round = |index: &str| {
        let index = index.parse::<u64>().ok();
        index.is_some_and(|index| index == t || index + 1 == t)
    };
    // With an index of another round beside them, or with one name twice, none can be left out.
    let indices = |text: &str| {
        text.split('[').skip(1).map(|rest| rest.split(']').next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let tokens = || formula.tokens.iter().filter(|token| token.node.is_some());
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
