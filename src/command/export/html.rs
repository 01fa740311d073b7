//! A hand-out as a page of HTML: headings, real tables, figures with their words, and no script.

use super::content::{Answered, Asked, Figure, Handout, Part, Piece, Reader};
use crate::lesson::tree::Side;
use crate::lesson::{Block, Inline};
use crate::view::html::{Markup, html, page};

/// From how many lines on a drawing is printed smaller, so that its question has room on the same sheet.
const HIGH: usize = 32;
/// From how many rows on a table may go on overleaf.
const LONG: usize = 20;

/// The whole page.
pub fn write(handout: &Handout) -> String {
    let alone = handout.lessons.len() == 1;
    let who = match handout.reader {
        Reader::Student => "Worksheet",
        Reader::Teacher => "For the teacher, with answers",
    };
    let body = html! {
        header {
            h1 { (handout.title.as_str()) }
            p.quiet { (who) }
            @if handout.reader == Reader::Student { p.name { span { "Name" } span { "Date" } } }
            @if !handout.about.is_empty() { p { (inline(&handout.about)) } }
        }
        @for lesson in &handout.lessons { (part(lesson, if alone { 2 } else { 3 })) }
    };
    page(&handout.title, &body)
}

/// A lesson; its pages have headings of a level.
fn part(part: &Part, level: u8) -> Markup {
    html! {
        section {
            @if level > 2 { h2 { (part.title.as_str()) } }
            @if !part.goal.is_empty() { p { (inline(&part.goal)) } }
            @if let Some(spec) = &part.spec { p.quiet { "After " (spec.as_str()) "." } }
            @if !part.inputs.is_empty() {
                table {
                    caption { "The inputs that all values here are computed from" }
                    thead { tr { th scope="col" { "input" } th scope="col" { "value" } th scope="col" { "meaning" } } }
                    tbody {
                        @for [name, value, help] in &part.inputs {
                            tr { th scope="row" { code { (name) } } td.value { (value) } td { (help) } }
                        }
                    }
                }
            }
            @for page in &part.pages { @for piece in page { (self::piece(piece, level)) } }
        }
    }
}

fn piece(piece: &Piece, level: u8) -> Markup {
    match piece {
        Piece::Text(text) => block(text, level),
        Piece::Aside(label, blocks) => html! {
            aside.notes[*label == "Notes"] { p.label { (label) } @for one in blocks { (block(one, level + 1)) } }
        },
        Piece::Figure(figure) => self::figure(figure),
        Piece::Question(asked) => question(asked),
        Piece::Change(how, say) => html! {
            div.question {
                p.label { "With the program" }
                p { (how) }
                @if say.is_empty() { p { "What do you see?" } p.blank {} p.blank {} } @else { p { "Then: " (inline(say)) } }
            }
        },
    }
}

/// A figure: the drawing is for the eye; its words stand below, for everybody. One value takes one line and no box.
fn figure(figure: &Figure) -> Markup {
    if let ([[name, value]], true) = (figure.rows.as_slice(), figure.drawn.is_empty()) {
        return html! { p { code { (figure.title) } ", " (name) ": " span.value { (value) } } };
    }
    html! {
        figure.long[figure.rows.len() > LONG] {
            figcaption { code { (figure.title) } }
            @if !figure.drawn.is_empty() {
                pre.high[figure.drawn.len() > HIGH] aria-hidden="true" { (figure.drawn.join("\n")) }
            }
            @if !figure.said.is_empty() {
                details open { summary.quiet { "In words" } ul.quiet { @for line in &figure.said { li { (line) } } } }
            }
            @if figure.rows.len() > 1 {
                table {
                    thead { tr { th scope="col" { "name" } th scope="col" { "value" } } }
                    tbody {
                        @for [name, value] in &figure.rows { tr { th scope="row" { (name) } td.value { (value) } } }
                    }
                }
            }
        }
    }
}

fn question(asked: &Asked) -> Markup {
    let right = asked.answer.as_ref().map(|answer| answer.right.as_str());
    html! {
        div.question {
            p.label { "Question " (asked.number) }
            p { (inline(&asked.ask)) }
            @if asked.choices.is_empty() {
                @for _ in 0..asked.lines { p.blank {} }
            } @else {
                ol.choices {
                    @for choice in &asked.choices {
                        @let is_right = right == Some(choice.as_str());
                        li.right[is_right] { (choice.as_str()) @if is_right { " ✓" } }
                    }
                }
            }
            @if let Some(answer) = &asked.answer { (self::answer(answer, asked)) }
            @if !asked.look_for.is_empty() {
                p.label { "Look for" }
                ul { @for point in &asked.look_for { li { (inline(point)) } } }
            }
        }
    }
}

fn answer(answer: &Answered, asked: &Asked) -> Markup {
    html! {
        p { strong { "Answer: " } span.value { (answer.right) } }
        @if !answer.way.is_empty() { ol { @for step in &answer.way { li.value { (step) } } } }
        @if !answer.why.is_empty() { p { (inline(&answer.why)) } }
        @if !asked.hints.is_empty() {
            p.label { "Hints" }
            ol { @for hint in &asked.hints { li { (inline(hint)) } } }
        }
        @if !answer.wrong.is_empty() {
            table {
                caption { "Wrong answers to expect" }
                thead { tr { th scope="col" { "answer" } th scope="col" { "what to say" } } }
                tbody {
                    @for (given, say) in &answer.wrong { tr { th scope="row" { (given) } td { (inline(say)) } } }
                }
            }
        }
    }
}

/// A block of text. A page's own headings are of `level`, those below them deeper. Recursion is bounded by the limit on
/// nesting.
fn block(block: &Block, level: u8) -> Markup {
    let blocks = |blocks: &[Block]| html! { @for one in blocks { (self::block(one, level)) } };
    match block {
        Block::Heading { level: own, text, .. } => heading((level + own.saturating_sub(2)).min(6), text),
        Block::Paragraph { text, .. } => html! { p { (inline(text)) } },
        Block::List { first, items, .. } => match first {
            Some(first) => html! { ol start=(first) { @for item in items { li { (blocks(item)) } } } },
            None => html! { ul { @for item in items { li { (blocks(item)) } } } },
        },
        Block::Quote { blocks: quoted, .. } => html! { blockquote { (blocks(quoted)) } },
        Block::Code { text, .. } => html! { pre { code { (text.as_str()) } } },
        Block::Table { sides, head, rows, .. } => {
            let lean = |column: usize| match sides.get(column) {
                Some(Side::Right) => "text-align: right",
                Some(Side::Centre) => "text-align: center",
                Some(Side::Left) | None => "text-align: left",
            };
            html! {
                table {
                    thead { tr { @for (i, cell) in head.iter().enumerate() {
                        th scope="col" style=(lean(i)) { (inline(cell)) }
                    } } }
                    tbody { @for row in rows {
                        tr { @for (i, cell) in row.iter().enumerate() { td style=(lean(i)) { (inline(cell)) } } }
                    } }
                }
            }
        }
        Block::Computed(computed) => html! { p.quiet { (computed.on_paper()) } },
        Block::Rule { .. } => html! { hr; },
        Block::Real(aside) | Block::Notes(aside) => blocks(&aside.blocks),
        Block::Broken { problem, .. } => html! { p.quiet { "line " (problem.line) ": " (problem.message) } },
        Block::Sheet(_) | Block::Watch(_) | Block::Predict(_) | Block::Exercise(_) | Block::Tamper(_) => html! {},
    }
}

fn heading(level: u8, text: &[Inline]) -> Markup {
    match level {
        0..=2 => html! { h2 { (inline(text)) } },
        3 => html! { h3 { (inline(text)) } },
        4 => html! { h4 { (inline(text)) } },
        5 => html! { h5 { (inline(text)) } },
        _ => html! { h6 { (inline(text)) } },
    }
}

/// Running text.
fn inline(text: &[Inline]) -> Markup {
    html! {
        @for piece in text {
            @match piece {
                Inline::Text(text) => (text.as_str()),
                Inline::Code(text) => code { (text.as_str()) },
                Inline::Emphasis(inner) => em { (inline(inner)) },
                Inline::Strong(inner) => strong { (inline(inner)) },
                // The reader of the text made sure that it begins with http:// or https://.
                Inline::Link { text, url } => a href=(url.as_str()) { (inline(text)) },
                Inline::Live(_) => {},
                Inline::Break => br;,
                Inline::Broken(text) => (text.as_str()),
            }
        }
    }
}
