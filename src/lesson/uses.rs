//! The page on which each input of a lesson is first used.

use std::collections::{BTreeMap, BTreeSet};

use crate::lesson::keys::MARK;
use crate::lesson::parse::Lesson;
use crate::lesson::tree::{Answer, Block, Inline, Occasion, Page, Piece, Put, live_values, visit};
use crate::num::map_of;
use crate::sheet::expr::{Expr, names};

/// The inputs among some cells, each with the page that first uses it, counted from 0: one that shows a value computed
/// from it, asks about it, changes it or names it. What no page uses is there from the first one on.
pub fn first_uses<'n>(lesson: &Lesson, inputs: impl Iterator<Item = &'n str>) -> BTreeMap<String, usize> {
    let reads: BTreeMap<&str, Vec<&str>> =
        map_of(lesson.cells.iter().map(|line| (line.name.as_str(), cells_of(&line.expr).collect())));
    let used: Vec<BTreeSet<&str>> = lesson.pages.iter().map(|page| below(used_on(page), &reads)).collect();
    let first = |name: &str| used.iter().position(|used| used.contains(name)).unwrap_or(0);
    map_of(inputs.map(|name| (name.to_owned(), first(name))))
}

/// The input that a page is about: one that it names behind a `▸`, else one that it names, else one that no page before
/// used.
pub fn meant<'n>(page: &Page, inputs: &[&'n str], is_new: impl Fn(&str) -> bool) -> Option<&'n str> {
    let (mut asked, mut named) = (None, None);
    visit(&page.blocks, &mut |piece| {
        let Piece::Text(Occasion::Always, text) = piece else { return };
        let marked = matches!(text.first(), Some(Inline::Text(first)) if first.starts_with(MARK));
        let code = text.iter().filter_map(|inline| match inline {
            Inline::Code(code) => inputs.iter().find(|input| **input == code.as_str()).copied(),
            _ => None,
        });
        let found = if marked { &mut asked } else { &mut named };
        *found = found.or(code.into_iter().next());
    });
    asked.or(named).or_else(|| inputs.iter().copied().find(|input| is_new(input)))
}

/// The cells that an expression reads, now or as they were.
fn cells_of(expr: &Expr) -> impl Iterator<Item = &str> {
    names(expr).into_iter().map(|(name, _)| name.strip_prefix("before.").unwrap_or(name))
}

/// Cells, and all that they are computed from.
fn below<'l>(mut open: Vec<&'l str>, reads: &BTreeMap<&'l str, Vec<&'l str>>) -> BTreeSet<&'l str> {
    let mut found = BTreeSet::new();
    while let Some(name) = open.pop() {
        if found.insert(name) {
            open.extend(reads.get(name).into_iter().flatten());
        }
    }
    found
}

/// The cells that a page speaks of.
fn used_on(page: &Page) -> Vec<&str> {
    let mut used: Vec<&str> = Vec::new();
    visit(&page.blocks, &mut |piece| match piece {
        Piece::Text(_, text) => {
            live_values(text, &mut |live| used.extend(cells_of(&live.value.expr)));
            used.extend(text.iter().filter_map(|inline| match inline {
                Inline::Code(code) => Some(code.as_str()),
                _ => None,
            }));
        }
        Piece::Block(Block::Watch(watch)) => {
            used.extend(watch.target.address.steps.first().map(|step| step.name.as_str()));
        }
        Piece::Block(Block::Tamper(tamper)) => {
            used.extend(tamper.edit.iter().map(|edit| edit.cell.as_str()));
            used.extend(tamper.edit.iter().flat_map(|edit| match &edit.put {
                Put::Typed(_) => Vec::new(),
                Put::Computed(made) => cells_of(&made.expr).collect(),
            }));
            used.extend(cells_of(&tamper.expect.expr));
        }
        Piece::Block(Block::Exercise(exercise)) => used.extend(cells_of(&exercise.answer.expr)),
        Piece::Block(Block::Computed(computed)) => {
            used.extend(computed.needs().into_iter().flat_map(|needed| cells_of(&needed.expr)));
        }
        Piece::Block(Block::Predict(predict)) => {
            if let Answer::Computed(answer) = &predict.answer {
                used.extend(cells_of(&answer.expr));
            }
        }
        Piece::Block(_) => {}
    });
    used
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::parse;

    #[test]
    fn an_input_is_used_where_something_of_it_is_shown_asked_or_named() {
        let source = "# A\n\n```sheet\nk = input(\"k\")\nm = input(\"m\")\nn = input(1)\no = input(2)\nd = sha256(m)\n\
                      e = hmac(k, d)\n```\n\n```watch\nvalue = \"d\"\n```\n\n---\n\n# B\n\nThe `n` of {{ e }}.\n";
        let lesson = parse("x", source.as_bytes(), &[]);
        let uses = first_uses(&lesson, ["k", "m", "n", "o"].into_iter());
        assert_eq!(uses.into_values().collect::<Vec<_>>(), [1, 0, 1, 0]);
    }

    #[test]
    fn a_page_is_about_the_input_that_it_asks_for_or_names_or_brings() {
        let about = |text: &str| {
            let lesson = parse("x", format!("# A\n\n{text}\n").as_bytes(), &[]);
            meant(&lesson.pages[0], &["k", "m", "n"], |input| input == "m")
        };
        assert_eq!(about("The `k`.\n\n▸ `e` another `n`"), Some("n"));
        assert_eq!(about("The key `k`, and `p`."), Some("k"));
        assert_eq!(about("▸ `e` change it"), Some("m"));
    }
}
