//! A page in front of a class: what of a step has no room on a wall of 80 by 24. Running text is cut into as many steps
//! as it takes; a question and its choices are not.

use crate::app::keymap::Keymap;
use crate::app::outcome::Outcome;
use crate::app::stage::lesson::Session;
use crate::lesson::talk::{COLUMNS, LINES, Step};
use crate::run::address::Span;
use crate::ui::Look;
use crate::ui::stage::talk::wall;
use crate::ui::text::theme::Theme;

/// The line below two shows of hands.
const CAPTION: usize = 1;

/// The steps of the page that is open with more lines than a wall has, each with the place of what it shows and how
/// many lines are too many.
pub(super) fn overflow(session: &Session) -> Vec<(Span, usize)> {
    let look = Look { theme: Theme::Mono, ascii: false };
    let (mut session, page) = (session.clone(), session.page_number());
    session.present(false);
    session.go_to_page(page);
    let mut found = Vec::new();
    while session.page_number() == page {
        let step = session.step();
        let block = match step {
            Step::Ask(block) | Step::Choices(block) | Step::Answer(block) | Step::Why(block) => Some(*block),
            Step::Change(block) | Step::Changed(block) => Some(*block),
            Step::Text(_) | Step::Values => None,
        };
        let hands = if matches!(step, Step::Choices(_)) { CAPTION } else { 0 };
        let over = (wall(&session, &Keymap::default(), look, COLUMNS).text.len() + hands).saturating_sub(LINES);
        let place = block.and_then(|block| session.page().blocks.get(block)).map_or(session.page().span, |b| b.span());
        found.extend((over > 0).then_some((place, over)));
        if matches!(session.turn_by(1), Outcome::Told(_)) {
            break;
        }
    }
    found
}
