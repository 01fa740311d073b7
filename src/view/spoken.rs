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
    let said = MARKS
        .iter()
        .find_map(|(mark, word)| line.strip_prefix(mark).map(|rest| format!("{word}{}", rest.trim_start())));
    let line = said.unwrap_or_else(|| line.to_owned());
    // A bar is left out; a sentence may speak of what a bar is made of.
    let pieces = line.split(' ').map(|piece| match piece.trim_matches(['.', ',', ':']) {
        "█" => piece.replace('█', "full block"),
        _ => piece.replace(|c: char| matches!(c, '▁'..='▓'), " "),
    });
    let line = pieces.collect::<Vec<_>>().join(" ");
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
        assert_eq!(spoken("!   Not that").as_deref(), Some("Careful: Not that"));
        assert_eq!(
            spoken("every █ here, each a █. ██▌  12").as_deref(),
            Some("every full block here, each a full block., 12")
        );
        assert_eq!(spoken("round   bits    share").as_deref(), Some("round, bits, share"));
    }
}
