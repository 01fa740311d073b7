//! Lines of a screen as they are said.

/// A line without marks and rules: what is said of it. Columns of a table become a list.
pub fn spoken(line: &str) -> Option<String> {
    const MARKS: [(&str, &str); 10] = [
        ("? ", "Question: "),
        ("✓ ", ""),
        ("◦ ", "Not yet: "),
        ("✗ ", "Wrong, "),
        ("! ", "Careful: "),
        ("· ", "Hint: "),
        ("= ", ""),
        ("▸ ", ""),
        ("• ", ""),
        ("│ ", ""),
    ];
    let line = line.trim();
    if line.chars().all(|c| matches!(c, '─' | '━' | '‾' | ' ')) {
        return None;
    }
    let said = MARKS.iter().find_map(|(mark, word)| line.strip_prefix(mark).map(|rest| format!("{word}{rest}")));
    let line = said.unwrap_or_else(|| line.to_owned());
    let bars = |c: char| matches!(c, '▁'..='▓');
    let line = line.replace(bars, " ");
    let columns: Vec<&str> = line.split("  ").map(str::trim).filter(|column| !column.is_empty()).collect();
    Some(columns.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_words_and_rules_are_left_out() {
        assert_eq!(spoken(" ? Which two?").as_deref(), Some("Question: Which two?"));
        assert_eq!(spoken("✗ a and b").as_deref(), Some("Wrong, a and b"));
        assert_eq!(spoken("────"), None);
        assert_eq!(spoken(""), None);
        assert_eq!(spoken("round   bits    share").as_deref(), Some("round, bits, share"));
    }
}
