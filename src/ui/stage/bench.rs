//! The bench: the cells on the left or on top, the computing pane beside or below, the formula bar at the foot.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::App;
use crate::app::aim::{Aim, number};
use crate::app::keymap::Keymap;
use crate::app::list::Choice;
use crate::app::stage::Computing;
use crate::app::stage::bench::bar::{Bar, BarPurpose};
use crate::app::stage::bench::{Bench, CellRow};
use crate::ui::pane::Brush;
use crate::ui::stage::{context, edges, inputs, lesson, role};
use crate::ui::text::field::{self, Drawn, field};
use crate::ui::text::{
    Aimed, Lines, Look, Put, Role, Theme, above, aims, beside, cut, led, padded, safe, widest, wrap,
};

/// From this width on the panes stand side by side.
const BESIDE: u16 = 100;

/// Draws the bench.
pub fn draw(app: &App, bench: &Bench, look: Look, frame: &mut Frame, area: Rect) {
    let theme = look.theme;
    let file = bench.path.as_ref().map_or_else(|| "Bench".to_owned(), |path| format!("Bench › {}", safe(path)));
    let inner = edges::head(&file, bench.unsaved(), theme, frame, area);
    let typed = inputs::typed(bench.half());
    let height = if bench.bar.is_some() { 4.min(area.height / 3) } else { typed.is_some().into() };
    let [panes, foot] = above(inner, inner.height - height, 0);
    let [list, pane] = split(bench, panes);
    aims::mark(pane, Aim::Values, frame.buffer_mut());
    let mut left = rows(bench, theme, list);
    let mut around = lesson::Around::default();
    if list.y == pane.y && context::is_roomy(area) && bench.desk().walk().is_at_a_value() {
        let card = context::card(bench.half(), pane, Brush::of(theme, list).below(&left));
        around.carded = !card.is_empty();
        left.extend(card);
    }
    frame.put(left, list);
    if bench.cells.is_empty() {
        frame.put(welcome(&app.keymap, theme, pane.width), pane);
    } else if bench.shows_bits() {
        lesson::draw_bits(bench.half(), &app.keymap, theme, frame, pane);
    } else {
        frame.put(lesson::pane_lines(bench.half(), Brush::of(theme, pane), around), pane);
    }
    match (&bench.bar, typed) {
        (Some(bar), _) => draw_bar(bar, &app.keymap, theme, frame, foot),
        (None, Some((label, line))) => field::draw(&label, line, theme, frame, foot),
        (None, None) => {}
    }
    edges::foot(app, look, frame, area);
}

/// The list and the pane: beside each other where there is room; the bits of a value want the whole width.
fn split(bench: &Bench, area: Rect) -> [Rect; 2] {
    if area.width >= BESIDE - 2 && !bench.shows_bits() {
        return beside(area, area.width * 2 / 5, 2);
    }
    let cells = u16::try_from(bench.cells.len()).unwrap_or(u16::MAX);
    let height = match bench.cells.rows() {
        [] => 0,
        _ if bench.inside && area.height < 10 => 1,
        _ => cells.min(area.height * 2 / 5).max(1),
    };
    above(area, height, u16::from(height > 0 && area.height >= 10))
}

fn welcome(keymap: &Keymap, theme: Theme, width: u16) -> Lines {
    let says = [
        "A free sheet. Every cell is an input or a formula over other cells.",
        "",
        "Press ⟨add-cell⟩ and type, for example:",
        "  message = input(\"abc\")",
        "then ⟨add-cell⟩ again:",
        "  digest = sha256(message)",
        "⟨into⟩ goes into a value; ⟨edit⟩ changes an input, and everything follows.",
    ];
    says.iter().flat_map(|line| wrap(&[theme.span(keymap.say(line), Role::Text)], width, 2)).collect()
}

/// The cells, the chosen one in sight. Beside the pane each has two lines.
fn rows(bench: &Bench, theme: Theme, area: Rect) -> Lines {
    let (cells, width) = (&bench.cells, usize::from(area.width));
    let two = area.height > 4 && cells.len() * 2 <= usize::from(area.height);
    let lines = usize::from(area.height) / if two { 2 } else { 1 };
    let names = widest(cells.rows().iter().map(|row| &row.name)).min(width / 4);
    let room = width.saturating_sub(names + 4);
    let row = |(place, row): (usize, &CellRow)| {
        let chosen = place == cells.place();
        let role = if chosen && !bench.inside { Role::Current } else { Role::Strong };
        let mark = theme.span(if chosen { "▸ " } else { "  " }, Role::Invite);
        let lead = vec![mark, theme.span(padded(&row.name, names), role), Span::raw("  ")];
        let lines = led(lead, if two { long(row, room, theme) } else { vec![short(row, room, theme)] });
        lines.into_iter().map(move |line| line.aimed(Aim::Cell(number(place))))
    };
    cells.seen(lines.max(1)).flat_map(row).collect()
}

/// The mark, with what it says where there are columns for it.
fn agreement(row: &CellRow, theme: Theme, columns: usize) -> Option<Span<'static>> {
    row.mark.as_ref().map(|mark| {
        let says = cut(&format!("{} {}", mark.glyph, mark.says), columns);
        theme.span(if columns < 8 { mark.glyph.to_owned() } else { says }, role(mark))
    })
}

fn value(row: &CellRow, theme: Theme, columns: usize) -> Span<'static> {
    let (text, role) =
        if row.wrong { (format!("! {}", row.value), Role::Bad) } else { (row.value.clone(), Role::Text) };
    theme.span(cut(&text, columns), role)
}

/// `sha256(message)         ✓`, and the value below.
fn long(row: &CellRow, room: usize, theme: Theme) -> Lines {
    let mark = agreement(row, theme, room / 2);
    let taken = mark.as_ref().map_or(0, |mark| mark.content.width() + 1);
    let formula = cut(&row.formula, room.saturating_sub(taken));
    let pad = " ".repeat(room.saturating_sub(formula.width() + taken) + usize::from(taken > 0));
    let first = [theme.span(formula, Role::Name), Span::raw(pad)].into_iter().chain(mark).collect();
    vec![first, value(row, theme, room).into()]
}

/// `sha256(message)  ba7816bf…  ✓`
fn short(row: &CellRow, room: usize, theme: Theme) -> Line<'static> {
    let mark = agreement(row, theme, 1);
    let taken = if mark.is_some() { 2 } else { 0 };
    let formulas = if room < 40 { 0 } else { room * 2 / 5 };
    let formula = cut(&row.formula, formulas.saturating_sub(2));
    let left = room.saturating_sub(formulas + taken);
    let value = value(row, theme, left);
    let gap = " ".repeat(left.saturating_sub(value.content.width()) + taken.saturating_sub(1));
    let formula = theme.span(padded(&formula, formulas), Role::Name);
    [formula, value, Span::raw(gap)].into_iter().chain(mark).collect()
}

/// The bar, carets under what is wrong, the sentence and the remedy; where all is well, what may follow.
fn draw_bar(bar: &Bar, keymap: &Keymap, theme: Theme, frame: &mut Frame, area: Rect) {
    let label = match &bar.purpose {
        BarPurpose::Formula { of: None } => "new",
        BarPurpose::Formula { of: Some(_) } => "cell",
        BarPurpose::Save { .. } => "save to",
    };
    let (text, cursor) = (bar.line.text(), bar.line.cursor());
    let Drawn { line, lead, room, seen } = field(label, &bar.line, theme, area.width);
    let (mut carets, mut after, mut more) = (Line::default(), Vec::new(), Vec::new());
    let say = |text: &str, role| wrap(&[theme.span(safe(&keymap.say(text)), role)], area.width, 2);
    if let Some(wrong) = &bar.wrong {
        let at = |place: usize| seen.column(text, cursor, place, room);
        if let Some((span, from)) = wrong.span.and_then(|span| Some((span, at(span.start)?))) {
            let end = span.end.max(span.start + 1).min(text.len().max(span.start));
            let width = at(end).unwrap_or(room).saturating_sub(from).max(1);
            let marks = format!("{}{}", " ".repeat(usize::from(lead + from)), "^".repeat(usize::from(width)));
            carets = theme.line(cut(&marks, area.width), Role::Bad);
        }
        after.extend(say(&format!("! {}", wrong.message), Role::Bad));
        after.extend(wrong.hint.iter().flat_map(|hint| say(hint, Role::Name)));
    }
    // What is still being typed is rarely right: help comes first, under the carets.
    let room = usize::from(area.height).saturating_sub(2);
    if bar.wrong.is_none() || after.len() < room || bar.help.is_some() {
        if !bar.offers.is_empty() {
            let offers = format!("{}: {}", keymap.say("⟨next-field⟩"), bar.offers.join("  "));
            more.push(theme.line(cut(&offers, area.width), Role::Code));
        }
        more.extend(bar.help.iter().flat_map(|help| say(help, Role::Name)));
        more.truncate(room.saturating_sub(usize::from(!after.is_empty())));
    }
    let mut lines = [vec![line, carets], more, after].concat();
    if lines.len() > usize::from(area.height) && lines[1].width() == 0 {
        lines.remove(1);
    }
    frame.put(lines, area);
    frame.set_cursor_position(Position { x: area.x + lead + seen.cursor, y: area.y });
}
