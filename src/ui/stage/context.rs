//! The room that a page leaves: filled with what stands around the value, in the order in which it helps, each whole or
//! with a mark where it is cut.

use ratatui::layout::Rect;
use ratatui::text::Line;
use unicode_width::UnicodeWidthStr;

use crate::app::App;
use crate::app::stage::Half;
use crate::app::stage::lesson::{Panes, Session};
use crate::learner::lens::Panels;
use crate::learner::lens::subject::Subject;
use crate::ui::pane::{Brush, bits, panel};
use crate::ui::text::{Lines, Look, Role, beside, led, padded, prose, widest};
use crate::view::picture::Size;

/// The smallest terminal that has such room.
const ROOMY: (u16, u16) = (100, 30);
/// The columns of the pane beside the text, and of a pane alone, where a third column stands beside it.
const PANES: [u16; 2] = [62, 118];
/// The columns between the pane and the third column, and the fewest that one has.
const THIRD: (u16, u16) = (3, 37);

/// Whether a screen has room for more than text and picture.
pub fn is_roomy(screen: Rect) -> bool {
    screen.width >= ROOMY.0 && screen.height >= ROOMY.1
}

/// The pane, and the third column where there is room for one.
pub fn columns(half: Half, panes: Panes, area: Rect) -> (Rect, Option<Rect>) {
    let pane = PANES[usize::from(panes != Panes::Both)];
    if area.width < pane + THIRD.0 + THIRD.1 {
        return (area, None);
    }
    // One round is enough beside all of them, where those are whole then.
    let (series, small) = (half.panel(Panels::series), Size::Small.columns());
    let is_whole = |pane: u16| panel::width(series) <= usize::from(area.width.saturating_sub(pane + THIRD.0));
    let pane = if panes == Panes::Both && series.rounds && !is_whole(pane) && is_whole(small) { small } else { pane };
    let [pane, third] = beside(area, pane, THIRD.0);
    (pane, Some(third))
}

/// The card of the value, below the text: beside a list, which says what the value is computed from, where it goes;
/// beside a picture without the values that it shows.
pub fn card(half: Half, pane: Rect, brush: Brush) -> Lines {
    let card = half.panel(Panels::card);
    match (half.picture(pane.width, pane.height.saturating_sub(2)), &half.sight.pane.focus) {
        (Some((_, sketch)), _) => panel::lines(&card.beside(&sketch.drawing), brush),
        (None, Subject::Operation { .. }) if pane.width > 0 => panel::lines(&card.from("to"), brush),
        (None, _) => panel::lines(card, brush),
    }
}

/// The words of the page with what they mean, each whole. While a question is open they might tell the answer, and in a
/// test before and after a unit at any time.
pub fn words(app: &App, session: &Session, look: Look, brush: Brush) -> Lines {
    if session.open_question().is_some() || app.library.tested(&session.lesson().id).is_some() {
        return Vec::new();
    }
    let glossary = &app.library.glossary;
    let terms: Vec<_> = session.words(glossary).iter().filter_map(|term| glossary.terms.get(*term)).collect();
    let column = widest(terms.iter().map(|term| term.name())).min(14);
    let mut lines = Vec::new();
    let mut told = 0;
    for term in &terms {
        let lead = column + 2;
        let width = usize::from(brush.width).saturating_sub(lead);
        let meaning = prose::still(&term.blocks, look, u16::try_from(width).unwrap_or(u16::MAX));
        // A word that is too long for its column stands above what it means.
        let is_long = term.name().width() > column;
        if lines.len() + usize::from(is_long) + meaning.len() + 2 > usize::from(brush.height) {
            continue;
        }
        told += 1;
        if is_long {
            lines.push(brush.line(term.name(), Role::Strong));
        }
        let name = if is_long { "" } else { term.name() };
        lines.extend(led(brush.theme.span(padded(name, lead), Role::Strong), meaning));
    }
    let more = app.keymap.say(&format!("{told} of the {} words of this page, ⟨terms⟩ has all", terms.len()));
    let title = if told == terms.len() { "words of this page".to_owned() } else { more };
    let head = (told > 0).then(|| [Line::default(), panel::rule(&title, brush)]);
    head.into_iter().flatten().chain(lines).collect()
}

/// Below the pane, where no third column stands beside it: the bits of the operands, and the cells that lead here.
pub fn under(half: Half, brush: Brush) -> Lines {
    let mut lines = match &half.sight.pane.focus {
        Subject::Operation { bits: true, .. } => bits::of_operands(half, brush),
        _ => Vec::new(),
    };
    lines.extend(panel::lines(half.panel(Panels::cells), brush.below(&lines)));
    lines
}

/// The third column: the state after each round, the whole way, and the cells that lead here.
pub fn third(half: Half, brush: Brush) -> Lines {
    let cells = half.panel(Panels::cells);
    // The last has a fifth of the room at least, where it needs as much.
    let kept = u16::try_from(cells.rows.len() + 2).unwrap_or(u16::MAX).min(brush.height / 5);
    let kept = if cells.rows.is_empty() { 0 } else { kept };
    let above = brush.high(brush.height - kept);
    let mut lines = panel::lines(half.panel(Panels::series), above);
    lines.extend(panel::lines(half.panel(Panels::way), above.below(&lines)));
    lines.extend(panel::lines(cells, brush.below(&lines)));
    // The column begins beside the head of the pane.
    lines.into_iter().skip(1).collect()
}
