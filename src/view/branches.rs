//! The lines of a tree.

/// The lines before a row of a tree: for every level above it and its own, whether another branch follows there. Of a
/// deep row so many levels are drawn.
pub fn branches(follows: &[bool], levels: usize) -> String {
    let Some((last, above)) = follows.split_last() else { return String::new() };
    let hidden = follows.len().saturating_sub(levels);
    let mut lead = String::from(if hidden > 0 { "…" } else { "" });
    for follows in above.iter().skip(hidden) {
        lead.push_str(if *follows { "│ " } else { "  " });
    }
    lead.push_str(if *last { "├─" } else { "└─" });
    lead
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn branches_hang_together() {
        assert_eq!(branches(&[], 9), "");
        assert_eq!(branches(&[true], 9), "├─");
        assert_eq!(branches(&[true, false, false], 9), "│   └─");
    }

    #[test]
    fn what_is_deep_stays_narrow() {
        let deep = branches(&[false; 40], 5);
        assert!(deep.chars().count() <= 11 && deep.starts_with('…'), "{deep:?}");
    }
}
