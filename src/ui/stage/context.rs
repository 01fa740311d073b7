//! The room that a page leaves: filled with what stands around the value, in the order in which it helps, each whole or
//! with a mark where it is cut.

use ratatui::layout::Rect;
use ratatui::text::Line;
use unicode_width::UnicodeWidthStr;

use crate::app::App;
use crate::app::stage::Half;
use crate::app::stage::lesson::{Panes, Session};
use crate::learner::lens::Panel;
use crate::learner::lens::subject::Subject;
use crate::ui::pane::{Brush, bits, panel};
use crate::ui::text::prose;
use crate::ui::text::theme::{Look, Role};
use crate::ui::text::wrap::{cut, padded};
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
    // Beside all rounds one is drawn, and they have the room.
    let is_listed = half.sight.pane.picture.is_some() && series(half).rounds;
    let pane = if is_listed && panes == Panes::Both { Size::Small.columns() } else { pane };
    let third = Rect { x: area.x + pane + THIRD.0, width: area.width - pane - THIRD.0, ..area };
    (Rect { width: pane, ..area }, Some(third))
}

/// The lines of panels below each other, as many as there is room for.
fn stacked<'a>(panels: impl IntoIterator<Item = &'a Panel>, brush: Brush) -> Vec<Line<'static>> {
    let mut lines: Vec<Line> = Vec::new();
    for panel in panels {
        lines.extend(panel::lines(panel, below(&lines, brush)));
    }
    lines
}

/// The room below some lines.
pub fn below(lines: &[Line], brush: Brush) -> Brush {
    Brush { height: brush.height.saturating_sub(u16::try_from(lines.len()).unwrap_or(u16::MAX)), ..brush }
}

/// The card of the value, below the text: beside a list, which says what the value is computed from, where it goes; beside
/// a picture without the values that it shows.
pub fn card(half: Half, pane: Rect, brush: Brush) -> Vec<Line<'static>> {
    let card = half.panel(|panels, spot, lens| panels.card(spot, lens));
    match (half.picture(pane.width, pane.height.saturating_sub(2)), &half.sight.pane.focus) {
        (Some((_, sketch)), _) => panel::lines(&card.beside(&sketch.drawing), brush),
        (None, Subject::Operation { .. }) => panel::lines(&card.from("to"), brush),
        (None, _) => panel::lines(card, brush),
    }
}

/// The words of the page with what they mean, each whole.
pub fn words(app: &App, session: &Session, look: Look, brush: Brush) -> Vec<Line<'static>> {
    let glossary = &app.library.glossary;
    let terms: Vec<_> = session.words(glossary).iter().filter_map(|term| glossary.terms.get(*term)).collect();
    let column = terms.iter().map(|term| term.name().width()).max().unwrap_or(0).min(14);
    let mut lines = Vec::new();
    let mut told = 0;
    for term in &terms {
        let lead = column + 2;
        let meaning = prose::still(&term.blocks, look, brush.width.saturating_sub(u16::try_from(lead).unwrap_or(0)));
        // A word that is too long for its column stands above what it means.
        let is_long = term.name().width() > column;
        if lines.len() + usize::from(is_long) + meaning.len() + 2 > usize::from(brush.height) {
            continue;
        }
        told += 1;
        if is_long {
            lines.push(Line::styled(cut(term.name(), brush.width), brush.theme.style(Role::Strong)));
        }
        for (place, mut line) in meaning.into_iter().enumerate() {
            let name = if place == 0 && !is_long { term.name() } else { "" };
            let name = ratatui::text::Span::styled(padded(name, lead), brush.theme.style(Role::Strong));
            line.spans.insert(0, name);
            lines.push(line);
        }
    }
    if lines.is_empty() {
        return lines;
    }
    let more = app.keymap.say(&format!("{told} of the {} words of this page, ⟨terms⟩ has all", terms.len()));
    let title = if told == terms.len() { "words of this page".to_owned() } else { more };
    lines.splice(0..0, [Line::default(), panel::rule(&title, brush)]);
    lines
}

/// Below the pane, where no third column stands beside it: the bits of the operands, and the cells that lead here.
pub fn under(half: Half, brush: Brush) -> Vec<Line<'static>> {
    let mut lines = match &half.sight.pane.focus {
        Subject::Operation { bits: true, .. } => bits::of_operands(half, brush),
        _ => Vec::new(),
    };
    lines.extend(stacked([half.panel(|panels, spot, lens| panels.cells(spot, lens))], below(&lines, brush)));
    lines
}

/// The values one after the other, or the state after each round.
fn series(half: Half<'_>) -> &Panel {
    half.panel(|panels, spot, lens| panels.series(spot, lens))
}

/// The third column: the state after each round, the whole way, and the cells that lead here.
pub fn third(half: Half, brush: Brush) -> Vec<Line<'static>> {
    let way = half.panel(|panels, spot, lens| panels.way(spot, lens));
    let cells = half.panel(|panels, spot, lens| panels.cells(spot, lens));
    // The last has a fifth of the room at least, where it needs as much.
    let kept = u16::try_from(cells.rows.len() + 2).unwrap_or(u16::MAX).min(brush.height / 5);
    let kept = if cells.rows.is_empty() { 0 } else { kept };
    let mut lines = stacked([series(half), way], Brush { height: brush.height - kept, ..brush });
    lines.extend(panel::lines(cells, below(&lines, brush)));
    // The column begins beside the head of the pane.
    if !lines.is_empty() {
        lines.remove(0);
    }
    lines
}
