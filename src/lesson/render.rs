//! A problem as it is printed: file, line, column, the line itself with a caret, and a hint.

use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};

use crate::lesson::problem::{Problem, Severity};
use crate::run::address::Span;
use crate::view::SafeText;
use crate::view::safe_text::{REPLACEMENT, is_forbidden};

/// A line longer than this is not shown, only its place, in bytes.
const LONGEST_LINE: usize = 1000;

/// The problem as text of several lines, without a newline at the end. `source` is the file's text and `file_name` what
/// it is called; with `colour` it holds the escape sequences of a terminal, and no others.
pub fn render(problem: &Problem, source: &str, file_name: &str, colour: bool) -> String {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Remark => Level::NOTE.with_name("remark"),
    };
    let name = SafeText::line(file_name);
    let mut report =
        level.primary_title(String::from(SafeText::line(&problem.message))).element(place(problem, source, &name));
    if let Some(hint) = &problem.hint {
        report = report.element(Level::HELP.message(String::from(SafeText::line(hint))));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[report])
}

fn place<'a>(problem: &Problem, source: &str, name: &'a str) -> Element<'a> {
    let start = source.floor_char_boundary(problem.span.start);
    let line = line_around(source, start);
    if line.end - line.start > LONGEST_LINE {
        let origin = Origin::path(name).line(problem.line).char_column(problem.column);
        return origin.into();
    }
    let end = source.ceil_char_boundary(problem.span.end).clamp(start, line.end);
    let (shown, caret) = shown(&source[line.range()], start - line.start, end - line.start);
    Snippet::source(shown)
        .line_start(problem.line)
        .path(name)
        .annotation(AnnotationKind::Primary.span(caret.range()))
        .into()
}

/// The line that holds a byte, without its end.
fn line_around(source: &str, at: usize) -> Span {
    let start = source[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = source[at..].find('\n').map_or(source.len(), |newline| at + newline);
    let line = source[start..end].trim_end_matches('\r');
    Span::new(start, (start + line.len()).max(at))
}

/// The line with a safe character for each of its own, so that the caret stands under the right one.
fn shown(line: &str, start: usize, end: usize) -> (String, Span) {
    let replaced = |c: char| match c {
        '\t' => ' ',
        c if is_forbidden(c) => REPLACEMENT,
        c => c,
    };
    let safe = |text: &str| -> String { text.chars().map(replaced).collect() };
    let ascii = |text: &str| -> String {
        let replaced = |c: char| if c.is_ascii() { replaced(c) } else { REPLACEMENT };
        text.chars().map(replaced).collect()
    };
    let (before, marked, after) = (&line[..start], &line[start..end], &line[end..]);
    let whole = safe(line);
    let dress: &dyn Fn(&str) -> String = if *SafeText::line(&whole) == whole { &safe } else { &ascii };
    let (before, marked, after) = (dress(before), dress(marked), dress(after));
    let caret = Span::new(before.len(), before.len() + marked.len());
    (before + &marked + &after, caret)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(source: &str, word: &str) -> Problem {
        let start = source.find(word).expect("the word");
        let span = Span::new(start, start + word.len());
        Problem::new(Severity::Error, source, span, "It is wrong.", "Mend it.")
    }

    #[test]
    fn a_problem_shows_its_line_and_a_caret() {
        let source = "first\nsecönd wrong line\nthird";
        let expected = "error: It is wrong.\n --> unit/a.md:2:8\n  |\n2 | secönd wrong line\n  |        ^^^^^\n  |\n  = help: Mend it.";
        assert_eq!(render(&problem(source, "wrong"), source, "unit/a.md", false), expected);
    }

    #[test]
    fn nothing_of_the_file_steers_the_terminal() {
        let tower = "e\u{301}".repeat(3) + &"\u{301}".repeat(100);
        let source = format!("\u{1b}]0;title\u{7}\t\u{202e}{tower} wrong\n");
        let mut problem = problem(&source, "wrong");
        problem.message = "a \u{1b}[31m\nb".to_owned();
        problem.hint = Some("c \u{9b}d".to_owned());
        let text = render(&problem, &source, "\u{1b}[2J.md", false);
        assert!(!text.chars().any(|c| c != '\n' && is_forbidden(c)), "{text:?}");
        assert!(text.contains("^^^^^"));
        assert!(text.contains(&format!(":1:{}", problem.column)), "{text}");
        assert!(render(&problem, &source, "a", true).contains("\u{1b}["));
    }

    #[test]
    fn odd_places_do_not_panic() {
        let source = "ö\r\n\r\n";
        for start in 0..8 {
            for end in 0..12 {
                let mut problem = Problem::new(Severity::Warning, source, Span::new(0, 0), "m", "");
                problem.span = Span::new(start, end);
                assert!(render(&problem, source, "f", false).starts_with("warning: m"));
            }
        }
        let long = "x".repeat(100_000);
        assert!(render(&problem(&long, "x"), &long, "f", false).len() < 200);
        let empty = Problem::new(Severity::Error, "", Span::new(0, 0), "m", "");
        assert!(render(&empty, "", "f", false).contains("f:1:1"));
    }
}
