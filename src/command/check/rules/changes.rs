//! Changes that a page suggests: entries of them that do nothing.

use crate::command::check::ground::{Ground, Told};
use crate::lesson::Block;
use crate::lesson::quoted;
use crate::lesson::tree::Tamper;
use crate::sheet::expr;

fn tampers<'l>(ground: &Ground<'l>) -> impl Iterator<Item = &'l Tamper> {
    ground.blocks().filter_map(|block| match block {
        Block::Tamper(tamper) => Some(&**tamper),
        _ => None,
    })
}

/// A cell that is changed twice at once.
pub(super) fn doubled(ground: &Ground, told: &mut Told) {
    for tamper in tampers(ground) {
        for (at, edit) in tamper.edit.iter().enumerate() {
            if tamper.edit[..at].iter().any(|other| other.cell == edit.cell) {
                let message = format!("{} is changed twice, by `edit` and by `edit_expr`.", quoted(&edit.cell));
                told.error(edit.cell_span, message, "Take one away.");
            }
        }
    }
}

/// A promise that no change can break.
pub(super) fn certain(ground: &Ground, told: &mut Told) {
    for tamper in tampers(ground).filter(|tamper| expr::names(&tamper.expect.expr).is_empty()) {
        let message = "This reads no cell, so it is the same whatever changes.";
        told.warning(tamper.expect.span, message, "Compare cells, as in `digest != before.digest`.");
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::expect;

    #[test]
    fn entries_of_a_change_that_do_nothing_are_told() {
        let tamper = |rest: &str| format!("```tamper\nedit = {{ message = \"x\" }}\n{rest}\nsay = \"s\"\n```");
        expect(&[
            (&tamper("expect = \"digest != before.digest\""), &[]),
            (&tamper("expect = \"true\""), &["15 Warning This reads no cell"]),
            (
                &tamper("edit_expr = { message = '\"y\"' }\nexpect = \"digest != before.digest\""),
                &["15 Error `message` is changed twice, by `edit` and by `edit_expr`."],
            ),
        ]);
    }
}
