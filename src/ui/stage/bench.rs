//! The bench: the cells on the left or on top, the computing pane beside or below, the formula bar at the foot.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::App;
use crate::app::aim::{Aim, number};
use crate::app::desk::Asking;
use crate::app::keymap::Keymap;
use crate::app::list::Choice;
use crate::app::pane::Mark;
use crate::app::stage::Computing;
use crate::app::stage::bench::bar::{Bar, BarPurpose};
use crate::app::stage::bench::{Bench, CellRow};
use crate::ui::pane::Brush;
use crate::ui::stage::context;
use crate::ui::stage::edges;
use crate::ui::stage::inputs;
use crate::ui::stage::lesson;
use crate::ui::stage::role;
use crate::ui::text::aims::{self, Aimed};
use crate::ui::text::field::{Drawn, field};
use crate::ui::text::frame::Put;
use crate::ui::text::theme::Look;
use crate::ui::text::theme::{Role, Theme};
use crate::ui::text::wrap;
use crate::ui::text::wrap::{cut, padded};
use crate::view::SafeText;

/// From this width on the panes stand side by side.
const BESIDE: u16 = 100;

/// Draws the bench.
pub fn draw(app: &App, bench: &Bench, look: Look, frame: &mut Frame, area: Rect) {
    let theme = look.theme;
    let changed = if bench.is_changed() { "not saved" } else { "" };
    let file =
        bench.path.as_ref().map_or_else(|| "Bench".to_owned(), |path| format!("Bench › {}", SafeText::line(path)));
    edges::head(&file, changed, theme, frame, area);
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let typed = match (&bench.bar, bench.desk().asking()) {
        (Some(_), _) => 4.min(area.height / 3),
        (None, Asking::Field(_)) => 1,
        (None, _) => 0,
    };
    let height = area.height.saturating_sub(4 + typed);
    let panes = Rect { y: area.y + 2, height, ..inner };
    let foot = Rect { y: panes.bottom(), height: typed, ..inner };
    let (list, pane) = split(bench, panes);
    aims::mark(pane, Aim::Values, frame.buffer_mut());
    let mut left = rows(bench, theme, list);
    let mut around = None;
    if list.y == pane.y && context::is_roomy(area) && bench.desk().walk().is_at_a_value() {
        let brush = Brush { theme, width: list.width, height: list.height };
        let card = context::card(bench.half(), pane, context::below(&left, brush));
        around = Some(lesson::Around { carded: !card.is_empty(), third: true });
        left.extend(card);
    }
    frame.put(left, list);
    if bench.cells.is_empty() {
        frame.put(welcome(&app.keymap, theme, pane.width), pane);
    } else if bench.shows_bits() {
        lesson::draw_bits_of(bench.half(), &app.keymap, theme, frame, pane);
    } else {
        frame.put(lesson::pane_lines(bench.half(), theme, pane, around), pane);
    }
    match &bench.bar {
        Some(bar) => draw_bar(bar, &app.keymap, theme, frame, foot),
        None if typed > 0 => inputs::draw(bench.half(), inputs::typed(bench.half()), theme, frame, foot),
        None => {}
    }
    edges::foot(app, look, frame, area);
}

/// The list and the pane: beside each other where there is room; the bits of a value want the whole width.
fn split(bench: &Bench, area: Rect) -> (Rect, Rect) {
    if area.width >= BESIDE - 2 && !bench.shows_bits() {
        let width = area.width * 2 / 5;
        return (Rect { width, ..area }, Rect { x: area.x + width + 2, width: area.width - width - 2, ..area });
    }
    let cells = u16::try_from(bench.cells.len()).unwrap_or(u16::MAX);
    let height = match bench.cells.rows() {
        [] => 0,
        _ if bench.inside && area.height < 10 => 1,
        _ => cells.min(area.height * 2 / 5).max(1),
    };
    let gap = u16::from(height > 0 && area.height >= 10);
    let below = height + gap;
    (Rect { height, ..area }, Rect { y: area.y + below, height: area.height.saturating_sub(below), ..area })
}

fn welcome(keymap: &Keymap, theme: Theme, width: u16) -> Vec<Line<'static>> {
    let says = [
        "A free sheet. Every cell is an input or a formula over other cells.",
        "",
        "Press ⟨add-cell⟩ and type, for example:",
        "  message = input(\"abc\")",
        "then ⟨add-cell⟩ again:",
        "  digest = sha256(message)",
        "⟨into⟩ goes into a value; ⟨edit⟩ changes an input, and everything follows.",
    ];
    says.iter()
        .flat_map(|line| wrap::wrap(&[Span::styled(keymap.say(line), theme.style(Role::Text))], width, 2))
        .collect()
}

/// The cells, the chosen one in sight. Beside the pane each has two lines.
fn rows(bench: &Bench, theme: Theme, area: Rect) -> Vec<Line<'static>> {
    let two = area.height > 4 && bench.cells.len() * 2 <= usize::from(area.height);
    let each = if two { 2 } else { 1 };
    let room = (usize::from(area.height) / each).max(1);
    let first = (bench.cells.place() + 1).saturating_sub(room);
    let names =
        bench.cells.rows().iter().map(|row| row.name.width()).max().unwrap_or(0).min(usize::from(area.width / 4));
    let shown = bench.cells.rows().iter().enumerate().skip(first).take(room);
    shown
        .flat_map(|(place, row)| {
            let chosen = place == bench.cells.place();
            let style = Styles { theme, chosen, bright: chosen && !bench.inside };
            let lines =
                if two { long(row, names, style, area.width) } else { vec![short(row, names, style, area.width)] };
            lines.into_iter().map(move |line| line.aimed(Aim::Cell(number(place))))
        })
        .collect()
}

#[derive(Clone, Copy)]
struct Styles {
    theme: Theme,
    chosen: bool,
    bright: bool,
}

impl Styles {
    fn mark(self) -> Span<'static> {
        Span::styled(if self.chosen { "▸ " } else { "  " }, self.theme.style(Role::Invite))
    }
    fn name(self, row: &CellRow, columns: usize) -> Span<'static> {
        let role = if self.bright { Role::Current } else { Role::Strong };
        Span::styled(padded(&row.name, columns), self.theme.style(role))
    }
    fn value(self, row: &CellRow, columns: usize) -> Span<'static> {
        let text = if row.wrong { format!("! {}", row.value) } else { row.value.clone() };
        Span::styled(cut(&text, columns16(columns)), self.theme.style(if row.wrong { Role::Bad } else { Role::Text }))
    }
}

fn columns16(columns: usize) -> u16 {
    u16::try_from(columns).unwrap_or(u16::MAX)
}

/// The mark, with what it says where there are columns for it.
fn agreement(row: &CellRow, theme: Theme, columns: usize) -> Option<Span<'static>> {
    row.mark.as_ref().map(|mark| {
        let (Mark { glyph, says, .. }, style) = (mark, theme.style(role(mark)));
        if columns < 8 {
            return Span::styled(*glyph, style);
        }
        Span::styled(cut(&format!("{glyph} {says}"), columns16(columns)), style)
    })
}

/// `▸ digest  sha256(message)         ✓`, and the value below.
fn long(row: &CellRow, names: usize, styles: Styles, width: u16) -> Vec<Line<'static>> {
    let theme = styles.theme;
    let room = usize::from(width).saturating_sub(names + 4);
    let mark = agreement(row, theme, room / 2);
    let taken = mark.as_ref().map_or(0, |mark| mark.content.width() + 1);
    let formula = cut(&row.formula, columns16(room.saturating_sub(taken)));
    let pad = " ".repeat(room.saturating_sub(formula.width() + taken) + usize::from(taken > 0));
    let mut first = vec![styles.mark(), styles.name(row, names), Span::raw("  ")];
    first.push(Span::styled(formula, theme.style(Role::Name)));
    first.push(Span::raw(pad));
    first.extend(mark);
    let second = vec![Span::raw(" ".repeat(names + 4)), styles.value(row, room)];
    vec![Line::from(first), Line::from(second)]
}

/// `▸ digest  sha256(message)  ba7816bf…  ✓`
fn short(row: &CellRow, names: usize, styles: Styles, width: u16) -> Line<'static> {
    let theme = styles.theme;
    let room = usize::from(width).saturating_sub(names + 4);
    let mark = agreement(row, theme, 1);
    let taken = if mark.is_some() { 2 } else { 0 };
    let formulas = if room < 40 { 0 } else { room * 2 / 5 };
    let formula = cut(&row.formula, columns16(formulas.saturating_sub(2)));
    let pad = " ".repeat(formulas.saturating_sub(formula.width()));
    let left = room.saturating_sub(formulas + taken);
    let value = styles.value(row, left);
    let gap = " ".repeat(left.saturating_sub(value.content.width()) + taken.saturating_sub(1));
    let mut spans = vec![styles.mark(), styles.name(row, names), Span::raw("  ")];
    spans.push(Span::styled(format!("{formula}{pad}"), theme.style(Role::Name)));
    spans.push(value);
    spans.push(Span::raw(gap));
    spans.extend(mark);
    Line::from(spans)
}

/// The bar, carets under what is wrong, the sentence and the remedy; where all is well, what may follow.
fn draw_bar(bar: &Bar, keymap: &Keymap, theme: Theme, frame: &mut Frame, area: Rect) {
    let label = match &bar.purpose {
        BarPurpose::Formula { of: None } => "new",
        BarPurpose::Formula { of: Some(_) } => "cell",
        BarPurpose::Save { .. } => "save to",
    };
    let text = bar.line.text();
    let Drawn { line, lead, room, cursor } = field(label, &bar.line, theme, area.width);
    let mut lines = vec![line, Line::default()];
    if let Some(wrong) = &bar.wrong {
        if let Some((from, to)) = wrong.span.and_then(|span| {
            let at = |place: usize| column(text, bar.line.cursor(), cursor, place, room);
            Some((at(span.start)?, at(span.end.max(span.start + 1).min(text.len().max(span.start)))))
        }) {
            let width = to.unwrap_or(room).saturating_sub(from).max(1);
            let carets = format!("{}{}", " ".repeat(usize::from(lead + from)), "^".repeat(usize::from(width)));
            lines[1] = Line::styled(cut(&carets, area.width), theme.style(Role::Bad));
        }
        let says = Span::styled(format!("! {}", SafeText::line(&keymap.say(&wrong.message))), theme.style(Role::Bad));
        let mut rest = wrap::wrap(&[says], area.width, 2);
        if let Some(hint) = &wrong.hint {
            let hint = SafeText::line(&keymap.say(hint)).to_string();
            rest.extend(wrap::wrap(&[Span::styled(hint, theme.style(Role::Name))], area.width, 2));
        }
        lines.extend(rest);
    }
    let free = usize::from(area.height).saturating_sub(lines.len());
    if bar.wrong.is_none() || free > 0 || bar.help.is_some() {
        let mut more = Vec::new();
        if !bar.offers.is_empty() {
            let offers = format!("{}: {}", keymap.say("⟨next-field⟩"), bar.offers.join("  "));
            more.push(Line::styled(cut(&offers, area.width), theme.style(Role::Code)));
        }
        if let Some(help) = &bar.help {
            more.extend(wrap::wrap(&[Span::styled(keymap.say(help), theme.style(Role::Name))], area.width, 2));
        }
        // What is still being typed is rarely right: help comes first, under the carets.
        let at = if more.is_empty() { lines.len() } else { 2.min(lines.len()) };
        let after = lines.split_off(at);
        let space = usize::from(area.height).saturating_sub(lines.len() + usize::from(!after.is_empty()));
        lines.extend(more.into_iter().take(space));
        lines.extend(after);
    }
    if lines.len() > usize::from(area.height) && lines[1].width() == 0 {
        lines.remove(1);
    }
    frame.put(lines, area);
    frame.set_cursor_position(Position { x: area.x + lead + cursor, y: area.y });
}

/// The column of a byte of the text, of which the window shows what is around the cursor.
fn column(text: &str, cursor: usize, shown: u16, place: usize, room: u16) -> Option<u16> {
    let width = |from: usize, to: usize| text.get(from..to).map(|text| columns16(SafeText::line(text).width()));
    let at = if place >= cursor {
        shown.checked_add(width(cursor, place)?)?
    } else {
        shown.checked_sub(width(place, cursor)?)?
    };
    (at < room).then_some(at)
}
