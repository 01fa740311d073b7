//! Pages with more inputs than have room below them.

use super::drawing::{Drawing, USUAL};
use crate::app::stage::Computing;
use crate::app::stage::lesson::Session;
use crate::lesson::Severity;
use crate::ui::stage::inputs::have_room;

/// A page below which the names of its inputs are cut.
pub(super) fn inputs(drawing: &mut Drawing, session: &mut Session) {
    let (columns, rows) = USUAL;
    // Below the pages after it there are as many: the first one is enough.
    if !have_room(session.half(), columns.saturating_sub(2)) && !drawing.crowded {
        drawing.crowded = true;
        let count = session.half().sight.inputs.len();
        let message = format!("The names of {count} inputs have no room on a terminal of {columns} by {rows}.");
        let hint = "Make cells of those that nobody need change, or two lessons of one.";
        drawing.add(Severity::Warning, drawing.beginning(session.page().span), message, hint);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::said;

    #[test]
    fn a_crowd_of_inputs_is_told() {
        let page = |count: usize| {
            let cells: Vec<String> = (0..count).map(|i| format!("input{i} = input({i})")).collect();
            said(&cells.join("\n"), "Text.\n")
        };
        assert_eq!(page(9), [""; 0]);
        assert_eq!(page(30), ["The names of 30 inputs have no room on a terminal of 80 by 24."]);
    }
}
