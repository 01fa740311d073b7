//! A hand-out as Markdown: what stands in it is text, never markup of its own.

use std::fmt::Write;

use super::content::{Asked, Figure, Handout, Piece, Reader};
use crate::lesson::{Block, Inline};

/// The line on which an answer is written.
const BLANK: &str = "\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_";

/// The whole text.
pub fn write(handout: &Handout) -> String {
    let alone = handout.lessons.len() == 1;
    let who = match handout.reader {
        Reader::Student => "Worksheet",
        Reader::Teacher => "For the teacher, with answers",
    };
    let mut all = vec![format!("# {}", escaped(&handout.title)), format!("*{who}*")];
    all.extend((handout.reader == Reader::Student).then(|| format!("Name: {BLANK} Date: {BLANK}")));
    all.push(inline(&handout.about));
    for part in &handout.lessons {
        let level = if alone { 2 } else { 3 };
        all.extend((!alone).then(|| format!("## {}", escaped(&part.title))));
        all.push(inline(&part.goal));
        all.extend(part.spec.as_ref().map(|spec| format!("After {}.", escaped(spec))));
        if !part.inputs.is_empty() {
            let rows = part.inputs.iter().map(|[name, value, help]| vec![code(name), code(value), escaped(help)]);
            all.push(table(&["input", "value", "meaning"], rows));
        }
        all.extend(part.pages.iter().flatten().map(|one| piece(one, level)));
    }
    all.retain(|one| !one.is_empty());
    all.join("\n\n") + "\n"
}

fn piece(piece: &Piece, level: usize) -> String {
    match piece {
        Piece::Text(text) => block(text, level),
        Piece::Aside(label, blocks) => {
            let mut all = vec![format!("**{label}**")];
            all.extend(blocks.iter().map(|one| block(one, level + 1)));
            led("> ", "> ", &all.join("\n\n"))
        }
        Piece::Figure(one) => figure(one),
        Piece::Question(asked) => question(asked),
        Piece::Change(how, say) => {
            let then = match say.is_empty() {
                true => format!("What do you see?\n\n{BLANK}"),
                false => format!("Then: {}", inline(say)),
            };
            format!("**With the program.** {}\n\n{then}", escaped(how))
        }
    }
}

fn figure(figure: &Figure) -> String {
    if let ([[name, value]], true) = (figure.rows.as_slice(), figure.drawn.is_empty()) {
        return format!("{}, {}: {}", code(&figure.title), escaped(name), code(value));
    }
    let mut all = vec![code(&figure.title)];
    all.extend((!figure.drawn.is_empty()).then(|| fenced(&figure.drawn.join("\n"))));
    let said: Vec<String> = figure.said.iter().map(|line| format!("- {}", escaped(line))).collect();
    all.extend((!said.is_empty()).then(|| said.join("\n")));
    let rows = figure.rows.iter().map(|[name, value]| vec![escaped(name), code(value)]);
    all.extend((!figure.rows.is_empty()).then(|| table(&["name", "value"], rows)));
    all.join("\n\n")
}

fn question(asked: &Asked) -> String {
    let right = asked.answer.as_ref().map(|answer| answer.right.as_str());
    let mut all = vec![format!("**Question {}.** {}", asked.number, inline(&asked.ask))];
    let choice = |(at, choice): (usize, &crate::view::SafeText)| {
        let mark = if right == Some(choice.as_str()) { " ✓" } else { "" };
        format!("- {}) {}{mark}", char::from(b'a' + (at % 26) as u8), escaped(choice))
    };
    let choices: Vec<String> = asked.choices.iter().enumerate().map(choice).collect();
    all.extend((!choices.is_empty()).then(|| choices.join("\n")));
    let Some(answer) = &asked.answer else {
        all.extend((0..asked.lines).map(|_| BLANK.to_owned()));
        let look_for: Vec<String> = asked.look_for.iter().map(|point| format!("- {}", inline(point))).collect();
        all.extend((!look_for.is_empty()).then(|| format!("Look for:\n\n{}", look_for.join("\n"))));
        return all.join("\n\n");
    };
    all.push(format!("**Answer:** {}", code(&answer.right)));
    let way: Vec<String> = answer.way.iter().map(|step| format!("- {}", code(step))).collect();
    all.extend((!way.is_empty()).then(|| way.join("\n")));
    all.push(inline(&answer.why));
    let hint = |(at, hint): (usize, &Vec<Inline>)| format!("{}. {}", at + 1, inline(hint));
    let hints: Vec<String> = asked.hints.iter().enumerate().map(hint).collect();
    all.extend((!hints.is_empty()).then(|| format!("Hints:\n\n{}", hints.join("\n"))));
    let wrong = answer.wrong.iter().map(|(given, say)| vec![escaped(given), inline(say)]);
    all.extend((!answer.wrong.is_empty()).then(|| table(&["wrong answer", "what to say"], wrong)));
    all.retain(|one| !one.is_empty());
    all.join("\n\n")
}

/// A block of text. Recursion is bounded by the limit on nesting.
fn block(block: &Block, level: usize) -> String {
    let below = |blocks: &[Block]| blocks.iter().map(|one| self::block(one, level)).collect::<Vec<_>>().join("\n\n");
    match block {
        Block::Heading { level: own, text, .. } => {
            let marks = "#".repeat((level + usize::from(*own).saturating_sub(2)).min(6));
            format!("{marks} {}", inline(text).replace('\n', " "))
        }
        Block::Paragraph { text, .. } => inline(text),
        Block::List { first, items, .. } => {
            let item = |(at, item): (usize, &Vec<Block>)| {
                let mark = first.map_or("- ".to_owned(), |first| format!("{}. ", first.saturating_add(at as u64)));
                led(&mark, &" ".repeat(mark.len()), &below(item))
            };
            items.iter().enumerate().map(item).collect::<Vec<_>>().join("\n")
        }
        Block::Quote { blocks, .. } => led("> ", "> ", &below(blocks)),
        Block::Code { text, .. } => fenced(text),
        Block::Table { head, rows, .. } => {
            let head: Vec<String> = head.iter().map(|cell| inline(cell)).collect();
            let head: Vec<&str> = head.iter().map(String::as_str).collect();
            table(&head, rows.iter().map(|row| row.iter().map(|cell| inline(cell)).collect()))
        }
        Block::Computed(computed) => escaped(&computed.on_paper()),
        Block::Rule { .. } => "---".to_owned(),
        Block::Real(aside) | Block::Notes(aside) => below(&aside.blocks),
        Block::Broken { problem, .. } => format!("line {}: {}", problem.line, escaped(&problem.message)),
        Block::Sheet(_) | Block::Watch(_) | Block::Predict(_) | Block::Exercise(_) | Block::Tamper(_) => String::new(),
    }
}

fn inline(text: &[Inline]) -> String {
    let mut out = String::new();
    for piece in text {
        match piece {
            Inline::Text(text) | Inline::Broken(text) => out.push_str(&escaped(text)),
            Inline::Code(text) => out.push_str(&code(text)),
            Inline::Emphasis(inner) => drop(write!(out, "*{}*", inline(inner))),
            Inline::Strong(inner) => drop(write!(out, "**{}**", inline(inner))),
            Inline::Link { text, url } => drop(write!(out, "[{}](<{}>)", inline(text), url.replace(['<', '>'], ""))),
            Inline::Live(_) => {}
            Inline::Break => out.push_str("\\\n"),
        }
    }
    out
}

/// Words in which no character is markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        // A number and a dot at the beginning of a line would begin a list.
        let counts = |c: char| matches!(c, '.' | ')') && at > 0 && text[..at].chars().all(|c| c.is_ascii_digit());
        let marks = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '&' | '~' | '!' | '$');
        let begins = at == 0 && matches!(c, '-' | '+' | '=');
        if marks || begins || counts(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A piece of code, between more backticks than stand in it.
fn code(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    let room = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{ticks}{room}{text}{room}{ticks}")
}

fn fenced(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}text\n{}\n{fence}", text.trim_end_matches('\n'))
}

fn table(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    // A cell stands on one line, and a bar in code would end it.
    let cell = |text: &str| text.replace("\\\n", " ").replace('\n', " ").replace("\\|", "|").replace('|', "\\|");
    let row = |cells: Vec<String>| format!("| {} |", cells.iter().map(|one| cell(one)).collect::<Vec<_>>().join(" | "));
    let mut lines = vec![row(head.iter().map(|one| (*one).to_owned()).collect()), "|---".repeat(head.len()) + "|"];
    lines.extend(rows.map(row));
    lines.join("\n")
}

/// Lines with a mark before the first and another before those below it.
fn led(first: &str, others: &str, text: &str) -> String {
    let lines = text.lines().enumerate().map(|(at, line)| {
        let mark = if at == 0 { first } else { others };
        format!("{mark}{line}").trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}
