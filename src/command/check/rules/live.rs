//! Live values that stay as they are: in code, in listings, in choices and in helps.

use crate::command::check::ground::{Ground, Told};
use crate::lesson::tree::{Block, Inline, Piece, visit};
use crate::run::address::Span;
use crate::sheet::Cell;
use crate::sheet::expr::{self, Expr, Limits};

/// The expressions between braces in a text, each with its braces.
fn braced(text: &str) -> impl Iterator<Item = (&str, Expr)> {
    text.match_indices("{{").filter_map(|(at, open)| {
        // One that has a backslash before it is meant as it stands.
        let rest = &text[at + open.len()..];
        let inside = &rest[..rest.find("}}").filter(|_| !text[..at].ends_with('\\'))?];
        let value = inside.rsplit_once(" as ").map_or(inside, |(value, _)| value);
        let whole = &text[at..at + 2 * open.len() + inside.len()];
        Some((whole, expr::parse(value.trim(), &Limits::default()).ok()?))
    })
}

/// Whether there is a live value in a text.
pub(super) fn is_in(text: &str) -> bool {
    braced(text).next().is_some()
}

/// A piece of code that is nothing but a live value.
pub(super) fn code(ground: &Ground, told: &mut Told) {
    for block in ground.blocks() {
        visit(std::slice::from_ref(block), &mut |piece| {
            let Piece::Text(_, text) = piece else { return };
            pieces(text, &mut |code| {
                let code = code.trim();
                if told.is_full() || braced(code).next().is_none_or(|(whole, _)| whole != code) {
                    return;
                }
                // One that has a backslash before it in the file is meant as it stands.
                let source = ground.text(block.span());
                let mut places = source.match_indices(code).map(|(at, _)| at).peekable();
                let is_written = places.peek().is_some();
                let bare = places.find(|at| !source[..*at].ends_with('\\'));
                let start = bare.map(|at| block.span().start + at);
                let place = match start {
                    Some(start) => Span::new(start, start + code.len()),
                    None if is_written => return,
                    None => ground.place(block.span(), ""),
                };
                let hint = "Take the backticks away for its value; write `\\{{` if the braces are meant.";
                told.warning(place, "In code a live value stays as it stands.", hint);
            });
        });
    }
}

/// The pieces of code in running text. How deep it lies was bounded when the lesson was read.
fn pieces(text: &[Inline], see: &mut dyn FnMut(&str)) {
    for piece in text {
        match piece {
            Inline::Code(code) => see(code),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link { text: inner, .. } => pieces(inner, see),
            Inline::Text(_) | Inline::Live(_) | Inline::Break | Inline::Broken(_) => {}
        }
    }
}

/// A listing with the value of a cell. Other languages write braces too, so only what names cells is told.
pub(super) fn listings(ground: &Ground, told: &mut Told) {
    let cells: Vec<&str> = ground.sheet.iter().flat_map(|sheet| sheet.cells()).map(Cell::name).collect();
    let reads = |expr: &Expr| {
        let names = expr::names(expr);
        !names.is_empty() && names.iter().all(|(name, _)| cells.contains(name))
    };
    for block in ground.blocks() {
        visit(std::slice::from_ref(block), &mut |piece| {
            let Piece::Block(Block::Code { text, span, .. }) = piece else { return };
            if let Some((whole, _)) = braced(text).find(|(_, expr)| reads(expr)) {
                let hint = "Write it in running text or in a table, where its value appears.";
                told.warning(ground.place(*span, whole), "In a listing a live value stays as it stands.", hint);
            }
        });
    }
}

/// Texts that are taken word for word: choices, and the help of an input.
pub(super) fn words(ground: &Ground, told: &mut Told) {
    for block in ground.blocks() {
        let choose = match block {
            Block::Predict(predict) => &predict.choose,
            Block::Exercise(exercise) => &exercise.choose,
            _ => continue,
        };
        if let Some((whole, _)) = choose.iter().find_map(|choice| braced(choice).next()) {
            let hint = "Write the choices in words; the answer may be an expression that gives one of them.";
            told.error(
                ground.place(block.span(), whole),
                "A choice is text, word for word: it shows no live value.",
                hint,
            );
        }
    }
    for cell in ground.sheet.iter().flat_map(|sheet| sheet.inputs()) {
        let help = cell.input.as_ref().and_then(|input| input.help.as_deref()).unwrap_or_default();
        if let Some((whole, _)) = braced(help).next() {
            let message = "A `help` is text, word for word: it shows no live value.";
            told.error(ground.place(cell.line.span, whole), message, "Write it in words.");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::expect;

    #[test]
    fn a_live_value_in_code_is_told() {
        let code = "13 Warning In code a live value stays as it stands.";
        expect(&[
            ("Your number is {{ n }}, and `{{ n }` is none.", &[]),
            ("Your number is `{{ n }}`.", &[code]),
            ("It is **`{{ digest[0..4] as hex }}`**.", &[code]),
            ("`{{ n }}` in a\n\n| a |\n|---|\n| `{{ digest }}` |", &[code, "17 Warning In code"]),
            ("Write `\\{{ n }}` for it, `f\"{{n}}\"` or `{{ 1 + }}`.", &[]),
            ("```exercise\nask = \"What is `{{ n }}`?\"\nanswer = \"n + 1\"\n```", &["14 Warning In code"]),
        ]);
    }

    #[test]
    fn a_live_value_in_a_listing_is_told_where_it_names_cells() {
        expect(&[
            ("```text\nn is {{ n }}\n```", &["14 Warning In a listing a live value stays as it stands."]),
            ("```python\nf\"{{ user }}\"\n```", &[]),
        ]);
    }

    #[test]
    fn a_live_value_in_a_choice_is_told() {
        let question = "```predict\nask = \"?\"\nchoose = [\"{{ n }}\", \"8\"]\nanswer = \"8\"\n```";
        expect(&[(question, &["15 Error A choice is text, word for word"])]);
        let help = "```sheet\nm = input(1, max: 9, help: \"Below {{ n }}.\")\n```";
        expect(&[(help, &["14 Error A `help` is text, word for word"])]);
    }
}
