//! The computing pane: where one stands, what is around, and the one value that counts, with what it was computed from.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::aim::{Aim, number};
use crate::app::pane::{Bytes, Entry, Pane, Subject};
use crate::learner::lens::{OperandRow, ROW};
use crate::ui::pane::Brush;
use crate::ui::pane::drawn;
use crate::ui::pane::grids::{self, Bands};
use crate::ui::text::aims::Aimed;
use crate::ui::text::theme::{Role, marked};
use crate::ui::text::wrap::{cut, padded, safe, wrap};
use crate::view::{Room, Shown, View};

/// The narrowest column of names and values in which two stand side by side.
const GAP: usize = 4;
/// Columns of the offset before a row of bytes.
const OFFSET: usize = 6;

/// Below a picture so many rows are worth a word on the value.
const CARD: usize = 4;

/// One part of the pane, with how it may shrink.
#[derive(Default)]
struct Portion {
    lines: Vec<Line<'static>>,
    /// How many lines at the beginning stay as long as there is room for one more.
    pinned: usize,
    /// The line that must stay visible.
    anchor: usize,
    /// How many lines belong together, and are shown or left out together.
    each: usize,
}

/// The lines of the pane, as many as fit, below a title that says which cell this is.
pub fn lines(pane: &Pane, title: &[Line<'static>], chosen: Option<usize>, brush: Brush) -> Vec<Line<'static>> {
    if let Some(lines) = picture(pane, title, brush) {
        return lines;
    }
    let mut head: Vec<Line> = title.to_vec();
    if !pane.place.is_empty() {
        let place = cut(&pane.place.join(" · "), brush.width);
        head.push(Line::styled(place, brush.theme.style(Role::Name)));
    }
    if let Some((at, of)) = pane.timeline.filter(|(_, of)| *of > 1) {
        head.push(timeline(at, of, brush));
    }
    let grids = pane.grid.and_then(|view| grids::bands(pane, view, brush));
    let is_grid = grids.is_some();
    let around = match grids {
        Some(Bands { lines, anchor, each }) => Portion { lines, anchor, each, ..Portion::default() },
        None => around(pane, brush),
    };
    let focus = match &pane.focus {
        // The square one stands on is among them; what is left to say is its byte.
        Subject::Bytes(bytes) if is_grid => Portion { lines: vec![below(bytes, brush)], ..Portion::default() },
        _ => focus(pane, chosen, left(&head, &around, brush), brush),
    };
    fit(head, around, focus, brush)
}

/// The lines of the pane, and below it other values: whole where there is room, else each in a line.
pub fn beside(
    pane: &Pane,
    others: &[Pane],
    title: &[Line<'static>],
    chosen: Option<usize>,
    brush: Brush,
) -> Vec<Line<'static>> {
    if others.is_empty() || brush.height < 6 {
        return lines(pane, title, chosen, brush);
    }
    let short = u16::try_from(others.len()).unwrap_or(u16::MAX).min(brush.height / 4);
    let mut drawn = lines(pane, title, chosen, Brush { height: brush.height - short, ..brush });
    for (place, other) in others.iter().enumerate().take(usize::from(short)) {
        let waiting = others.len() - place - 1;
        let room = usize::from(brush.height).saturating_sub(drawn.len() + waiting);
        let name = safe(other.address.rsplit('/').next().unwrap_or_default());
        let room = u16::try_from(room.saturating_sub(2)).unwrap_or(0);
        let below = lines(other, &[], None, Brush { height: room, ..brush });
        // What would be cut is left to the key that goes there.
        let whole = lines(other, &[], None, Brush { height: u16::MAX, ..brush });
        if below.len() == whole.len() && below.len() <= usize::from(room) {
            drawn.push(Line::default());
            let rule = "─".repeat(usize::from(brush.width).saturating_sub(name.width() + 4));
            let rule = cut(&format!("── {name} {rule}"), brush.width);
            drawn.push(Line::styled(rule, brush.theme.style(Role::Rule)));
            drawn.extend(below);
        } else {
            drawn.push(Line::from(vec![
                Span::styled(format!("{name}  "), brush.theme.style(Role::Name)),
                Span::raw(cut(&in_a_line(other), brush.width.saturating_sub(name.width() as u16 + 2))),
            ]));
        }
    }
    drawn
}

/// The value of a pane in a line.
pub fn in_a_line(pane: &Pane) -> String {
    match &pane.focus {
        Subject::Operation { value, .. } | Subject::Plain { value, .. } => safe(value),
        Subject::Bytes(bytes) => crate::view::plain::hex(&bytes.bytes),
        Subject::Hidden => "····".to_owned(),
        Subject::Pending(..) => "…".to_owned(),
        Subject::Missing(why) => format!("! {}", safe(why)),
        Subject::Nothing => String::new(),
    }
}

/// The picture, where one fits: below the title, above the strip, and above what is said of the value where there is room.
fn picture(pane: &Pane, title: &[Line<'static>], brush: Brush) -> Option<Vec<Line<'static>>> {
    let height = usize::from(brush.height);
    let shot = pane.picture.as_ref()?;
    let fitting = |strip: usize| {
        let room = height.saturating_sub(title.len() + strip);
        shot.that_fits(brush.width, u16::try_from(room).unwrap_or(u16::MAX))
    };
    let strip = pane.timeline.filter(|(_, of)| *of > 1).map(|(at, of)| strip(pane, at, of, brush));
    // The strip gives way to the picture, and the picture to the list.
    let (drawing, strip) = match fitting(usize::from(strip.is_some())) {
        Some(drawing) => (drawing, strip),
        None => (fitting(0)?, None),
    };
    let mut lines = title.to_vec();
    lines.extend(drawn::lines(shot, drawing, brush));
    lines.extend(strip);
    let left = height.saturating_sub(lines.len() + 1);
    // The rule of a table stands below it already.
    if left >= CARD && shot.picture.across.is_none() {
        lines.push(Line::default());
        lines.extend(cut_section(focus(pane, None, left, brush), left, brush));
    }
    Some(lines)
}

/// `block 0 of 0…1 ━━━━●────`: where one is in the whole run.
fn strip(pane: &Pane, at: u64, of: u64, brush: Brush) -> Line<'static> {
    // Where there is no room for all, the innermost stays: the round, not the block.
    let room = usize::from(brush.width / 2);
    let fits = |from: &usize| pane.place[*from..].join(" · ").width() <= room;
    let from = (0..pane.place.len()).find(fits).unwrap_or(pane.place.len().saturating_sub(1));
    let place = cut(&pane.place[from..].join(" · "), brush.width / 2);
    let rest = brush.width.saturating_sub(u16::try_from(place.width() + 1).unwrap_or(0));
    let mut line = timeline(at, of, Brush { width: rest, ..brush });
    line.spans.insert(0, Span::styled(format!("{place} "), brush.theme.style(Role::Name)));
    line
}

/// The rows that are left for the value that counts.
fn left(head: &[Line], around: &Portion, brush: Brush) -> usize {
    let room = usize::from(brush.height).saturating_sub(head.len());
    room.saturating_sub(around.lines.len().min(room / 3))
}

/// Puts the sections under each other: with blank lines where there is room, else without, else cut.
fn fit(head: Vec<Line<'static>>, around: Portion, focus: Portion, brush: Brush) -> Vec<Line<'static>> {
    let (mut head, height) = (head, usize::from(brush.height));
    // On the smallest screens the value one stands on comes before what says where it lies.
    // A formula is seen to its end, and one line more.
    head.truncate(height.saturating_sub(focus.lines.len().min((focus.pinned + 1).clamp(2, 3))).max(1));
    let gap = |section: &Portion| usize::from(!section.lines.is_empty());
    let content = head.len() + around.lines.len() + focus.lines.len();
    let spaced = content + gap(&around) + gap(&focus) <= height;
    let mut lines = head;
    let room = height.saturating_sub(lines.len());
    // The value that counts keeps two thirds of what is there, what is around it gets the rest; grids get one row of them.
    let third = if around.each > 1 { (room / 3).max(around.each) } else { room / 3 };
    let share = around.lines.len().min(third).min(room.saturating_sub(focus.pinned + 1));
    let kept = focus.lines.len().min(room - share);
    for (section, room) in [(around, room.saturating_sub(kept)), (focus, kept)] {
        if spaced && !section.lines.is_empty() {
            lines.push(Line::default());
        }
        lines.extend(cut_section(section, if spaced { usize::MAX } else { room }, brush));
    }
    lines
}

/// The part of a section that there is room for, and at the edge how much of it is not seen.
fn cut_section(section: Portion, room: usize, brush: Brush) -> Vec<Line<'static>> {
    if section.lines.len() <= room {
        return section.lines;
    }
    let pinned = section.pinned.min(room.saturating_sub(1));
    let each = section.each.max(1);
    // Whole pieces, or the beginning of one.
    let room = if room > each { pinned + (room - pinned) / each * each } else { room } - pinned;
    let rest = section.lines.len() - pinned;
    let first = if room < each {
        section.anchor / each * each
    } else {
        (section.anchor + 1).saturating_sub(pinned + room).min(rest - room)
    };
    let mut lines = section.lines;
    lines.drain(pinned..pinned + first);
    let below = lines.len().saturating_sub(pinned + room);
    lines.truncate(pinned + room);
    if let Some(line) = lines.get_mut(pinned).filter(|_| first > 0) {
        hint(line, &format!(" ▴ {first}"), brush);
    }
    if let Some(line) = lines.last_mut().filter(|_| below > 0) {
        hint(line, &format!(" ▾ {below}"), brush);
    }
    lines
}

/// Says something quietly at the right edge of a line.
fn hint(line: &mut Line<'static>, text: &str, brush: Brush) {
    let room = usize::from(brush.width).saturating_sub(text.width());
    let mut left = room;
    for span in &mut line.spans {
        if span.content.width() > left {
            span.content = cut(&span.content, left).into();
        }
        left -= span.content.width().min(left);
    }
    line.push_span(Span::raw(" ".repeat(left)));
    line.push_span(Span::styled(text.to_owned(), brush.theme.style(Role::Name)));
}

/// `━━━━●────`
fn timeline(at: u64, of: u64, brush: Brush) -> Line<'static> {
    let width = u64::from(brush.width.max(2));
    let place = usize::try_from(u128::from(at) * u128::from(width - 1) / u128::from((of - 1).max(1))).unwrap_or(0);
    let rest = usize::from(brush.width).saturating_sub(place + 1);
    let drawn = [("━", place, Role::Progress), ("●", 1, Role::Key), ("─", rest, Role::Rule)];
    let columns = drawn.iter().flat_map(|&(glyph, count, role)| std::iter::repeat_n((glyph, role), count));
    columns
        .enumerate()
        .map(|(column, (glyph, role))| {
            let share = column * usize::from(u16::MAX) / usize::from(brush.width.max(2) - 1);
            Span::styled(glyph, brush.theme.style(role)).aimed(Aim::Timeline(number(share)))
        })
        .collect()
}

/// Names and values in columns, filled from top to bottom.
fn around(pane: &Pane, brush: Brush) -> Portion {
    let entries = &pane.around;
    let name = entries.iter().map(|entry| entry.name.width()).max().unwrap_or(0);
    let value = entries.iter().map(|entry| entry.value.width()).max().unwrap_or(0);
    let column = name + 2 + value;
    let indent = 1;
    let columns = ((usize::from(brush.width) + GAP).saturating_sub(indent) / (column + GAP))
        // One arrangement in every window: the registers a to d beside e to h.
        .clamp(1, 2)
        .min(entries.len().max(1));
    let rows = entries.len().div_ceil(columns);
    let mut lines = Vec::new();
    let mut anchor = 0;
    for row in 0..rows {
        let mut spans = vec![Span::raw(" ".repeat(indent))];
        for (i, entry) in entries.iter().enumerate().skip(row).step_by(rows.max(1)) {
            if i >= rows {
                spans.push(Span::raw(" ".repeat(GAP)));
            }
            if entry.current {
                anchor = row;
            }
            let before = pane.before.as_ref().and_then(|before| before.named(&entry.name));
            let drawn = entry_spans(entry, before.map(|old| old.value.as_str()), name, value, brush);
            spans.extend(drawn.into_iter().map(|span| span.aimed(Aim::Around(number(i)))));
        }
        lines.push(Line::from(spans));
    }
    Portion { lines, anchor, ..Portion::default() }
}

fn entry_spans(entry: &Entry, before: Option<&str>, name: usize, value: usize, brush: Brush) -> Vec<Span<'static>> {
    let theme = brush.theme;
    let room = usize::from(brush.width).saturating_sub(name + 3);
    let shown = cut(&entry.value, room);
    let rest = " ".repeat(value.min(room).saturating_sub(shown.width()));
    let label = format!("{}  ", padded(&entry.name, name));
    if entry.current {
        return vec![Span::styled(format!("{label}{shown}{rest}"), theme.style(Role::Current))];
    }
    let before = before.map(|before| cut(before, room));
    let mut spans = vec![Span::styled(label, theme.style(Role::Name))];
    spans.extend(marked(&shown, before.as_deref(), theme.style(Role::Text), theme));
    spans.push(Span::raw(rest));
    spans
}

fn focus(pane: &Pane, chosen: Option<usize>, room: usize, brush: Brush) -> Portion {
    let theme = brush.theme;
    let before = pane.before.as_ref().map(|before| &before.focus);
    let one = |text: String, role: Role| {
        let spans = [Span::styled(text, theme.style(role))];
        Portion { lines: wrap(&spans, brush.width, 0), ..Portion::default() }
    };
    // What another view has to say of the value.
    match &pane.focus {
        Subject::Nothing => Portion::default(),
        Subject::Operation { name, formula, operands, value, other, .. } => {
            let before = match before {
                Some(Subject::Operation { operands, value, .. }) => Some((operands.as_slice(), value.as_str())),
                _ => None,
            };
            let bright = Bright { value: pane.lit.is_some(), chosen };
            let mut section = operation([name, formula, value], operands, before, bright, room, brush);
            if let Some((view, shown)) = other {
                add_view(&mut section.lines, view, shown, room, brush);
            }
            section
        }
        Subject::Bytes(bytes) if bytes.other.is_some() => other_rows(bytes, room, brush),
        Subject::Bytes(bytes) => {
            let before = match before {
                Some(Subject::Bytes(before)) if before.start == bytes.start => before.bytes.as_slice(),
                _ => &bytes.bytes,
            };
            match bytes.bits {
                true => byte_rows(bytes, before, 4, |byte| format!("{byte:08b}"), brush),
                false => byte_rows(bytes, before, ROW, |byte| format!("{byte:02x}"), brush),
            }
        }
        Subject::Plain { kind, value, other } => {
            let mut section = one(safe(value), Role::Current);
            section.lines.push(Line::styled(*kind, theme.style(Role::Name)));
            if let Some((view, shown)) = other {
                add_view(&mut section.lines, view, shown, room, brush);
            }
            section
        }
        Subject::Hidden => one("Hidden until you have answered the question on this page.".to_owned(), Role::Name),
        Subject::Pending(done, of) => one(format!("computing: {done} of {of}"), Role::Name),
        Subject::Missing(why) => one(format!("! {}", safe(why)), Role::Bad),
    }
}

/// The bright thing of an operation, where it is not its formula.
struct Bright {
    /// Its value, to which one was led.
    value: bool,
    /// The operand that is being chosen.
    chosen: Option<usize>,
}

/// The formula reversed, unless one of its operands is being chosen, which then is the bright thing; the operands with where they come from, a rule, and the value.
fn operation(
    [name, formula, value]: [&str; 3],
    operands: &[OperandRow],
    before: Option<(&[OperandRow], &str)>,
    Bright { value: lit, chosen }: Bright,
    room: usize,
    brush: Brush,
) -> Portion {
    let theme = brush.theme;
    let width = usize::from(brush.width);
    let mut lines = Vec::new();
    let headline = if formula == name { safe(name) } else { format!("{} = {}", safe(name), safe(formula)) };
    let bright = theme.style(if chosen.is_some() || lit { Role::Strong } else { Role::Current });
    let spans = [Span::styled(headline, bright)];
    for line in wrap(&spans, brush.width.saturating_sub(2), 2) {
        let padding = " ".repeat(width.saturating_sub(2 + line.width()));
        lines.push(Line::styled(format!(" {line}{padding} "), bright));
    }
    let pinned = lines.len();
    let longest = operands.iter().map(|operand| operand.name.width()).chain([name.width()]).max().unwrap_or(0);
    let column = longest.min(width / 2);
    let drawn = |whole: bool| {
        let each = operands.iter().enumerate().map(move |(i, operand)| {
            let chosen = chosen == Some(i);
            let was = before.and_then(|(rows, _)| rows.get(i)).filter(|old| old.name == operand.name);
            let was = was.map(|old| old.value.as_str());
            let lines = operand_lines(operand, was, column, (chosen, whole || chosen), brush);
            lines.into_iter().map(move |line| line.aimed(Aim::Operand(number(i))))
        });
        each.flatten().collect::<Vec<_>>()
    };
    let (whole, short) = (drawn(true), drawn(false));
    // In full where there is room, with the rule and the value below; the chosen one always.
    lines.extend(if pinned + whole.len() + 2 <= room { whole } else { short });
    let value = safe(value);
    if !operands.is_empty() {
        let rule = "─".repeat((column + 2 + value.width()).min(width.saturating_sub(1)));
        lines.push(Line::from(vec![Span::raw(" "), Span::styled(rule, theme.style(Role::Rule))]));
    }
    let label = padded(&safe(name), column);
    let shown = wrap(
        &marked(
            &value,
            before.map(|(_, value)| value),
            theme.style(if lit { Role::Current } else { Role::Strong }),
            theme,
        ),
        brush.width.saturating_sub(u16::try_from(column + 3).unwrap_or(0)),
        0,
    );
    for (i, line) in shown.into_iter().enumerate() {
        let lead = if i == 0 { format!(" {label}  ") } else { " ".repeat(column + 3) };
        let mut spans = vec![Span::styled(lead, theme.style(Role::Name))];
        spans.extend(line.spans);
        lines.push(Line::from(spans));
    }
    let anchor = lines.len() - 1;
    Portion { lines, anchor, pinned, ..Portion::default() }
}

/// One operand: a line, cut where it is too long, or the whole of it on as many as it takes.
fn operand_lines(
    operand: &OperandRow,
    before: Option<&str>,
    column: usize,
    (chosen, whole): (bool, bool),
    brush: Brush,
) -> Vec<Line<'static>> {
    let (theme, width) = (brush.theme, usize::from(brush.width));
    let needs = column + 3 + operand.value.width();
    let fits = operand.name.width() <= column && needs + 2 + operand.remark.width() <= width;
    if !whole || fits || (operand.remark.is_empty() && operand.name.width() <= column && needs <= width) {
        return vec![operand_line(operand, before, column, chosen, brush)];
    }
    let style = theme.style(if chosen { Role::Current } else { Role::Name });
    let mark = if chosen { "▸" } else { " " };
    let hang = column.min(width / 4) + 3;
    let said = |text: &str, style: Style, lead: usize| {
        let lines = wrap(&[Span::styled(text.to_owned(), style)], width.saturating_sub(lead) as u16, 0);
        let led =
            move |line: Line<'static>| Line::from_iter(std::iter::once(Span::raw(" ".repeat(lead))).chain(line.spans));
        lines.into_iter().map(led)
    };
    let mut lines: Vec<Line> = Vec::new();
    if operand.name.width() <= column {
        let bare = OperandRow { remark: String::new(), ..operand.clone() };
        lines.push(operand_line(&bare, before, column, chosen, brush));
        if needs > width {
            lines.clear();
        }
    }
    if lines.is_empty() {
        lines.extend(said(&format!("{mark}{}", operand.name), style, 0));
        let loud = theme.style(if chosen { Role::Current } else { Role::Text });
        lines.extend(said(&operand.value, loud, hang));
    }
    if !operand.remark.is_empty() {
        lines.extend(said(&operand.remark, theme.style(Role::Name), hang));
    }
    lines
}

fn operand_line(
    operand: &OperandRow,
    before: Option<&str>,
    column: usize,
    chosen: bool,
    brush: Brush,
) -> Line<'static> {
    let theme = brush.theme;
    let width = usize::from(brush.width);
    let name = padded(&operand.name, column);
    let room = width.saturating_sub(column + 3);
    let value = cut(&operand.value, room);
    let left = room.saturating_sub(value.width() + 2);
    let remark = cut(&operand.remark, left);
    let mut spans = if chosen {
        vec![Span::styled(format!("▸{name}  {value}"), theme.style(Role::Current))]
    } else {
        let before = before.map(|before| cut(before, room));
        let lead = Span::styled(format!(" {name}  "), theme.style(Role::Name));
        std::iter::once(lead).chain(marked(&value, before.as_deref(), theme.style(Role::Text), theme)).collect()
    };
    if !remark.is_empty() && left > 4 {
        spans.push(Span::styled(format!("  {remark}"), theme.style(Role::Name)));
    }
    Line::from(spans)
}

/// Rows of bytes in groups of four, the one under the cursor reversed, and below where it comes from.
fn byte_rows(bytes: &Bytes, before: &[u8], each: u64, write: impl Fn(u8) -> String, brush: Brush) -> Portion {
    let theme = brush.theme;
    if bytes.len == 0 {
        return Portion { lines: vec![Line::styled("no bytes", theme.style(Role::Name))], ..Portion::default() };
    }
    let cell = write(0).width();
    let spaced = cell > 2;
    let group = |columns: u64| columns * (cell as u64 + u64::from(spaced)) + columns.div_ceil(4);
    let room = u64::from(brush.width).saturating_sub(OFFSET as u64);
    // Letters stand beside the bytes that they were typed as, one column each.
    let lettered = bytes.letters.iter().any(Option::is_some);
    let width = |columns: u64| group(columns) + if lettered { columns + 1 } else { 0 };
    let columns = [each, each / 2, 4].into_iter().find(|columns| width(*columns) <= room + 1).unwrap_or(4).max(1);
    let mut lines = Vec::new();
    let mut anchor = 0;
    let first = bytes.start.next_multiple_of(columns);
    let mut at = first;
    while at < bytes.start + bytes.bytes.len() as u64 {
        let mut spans = vec![Span::styled(format!("{at:>4}  "), theme.style(Role::Name))];
        for place in at..(at + columns).min(bytes.len) {
            let index = usize::try_from(place - bytes.start).unwrap_or(usize::MAX);
            let Some(&byte) = bytes.bytes.get(index) else { break };
            let current = place == bytes.cursor;
            if current {
                anchor = lines.len();
            }
            let style = match current {
                true => theme.style(Role::Current),
                false if before.get(index) != Some(&byte) => theme.style(Role::Changed),
                false => Style::new(),
            };
            spans.push(Span::styled(write(byte), style.aimed(Aim::Byte(number(index)))));
            if spaced || (place + 1 - at) % 4 == 0 {
                spans.push(Span::raw(" "));
            }
        }
        if lettered && width(columns) <= room + 1 {
            let from = usize::try_from(at - bytes.start).unwrap_or(usize::MAX);
            let row = bytes.letters.iter().skip(from).take(usize::try_from(columns).unwrap_or(0));
            let drawn: usize = spans.iter().skip(1).map(|span| span.content.width()).sum();
            let gap = usize::try_from(group(columns.min(bytes.len)) + 1).unwrap_or(0).saturating_sub(drawn);
            let text: String = row.map(|letter| letter.unwrap_or(' ')).collect();
            spans.push(Span::raw(" ".repeat(gap)));
            spans.push(Span::styled(text.trim_end().to_owned(), theme.style(Role::Name)));
        }
        lines.push(Line::from(spans));
        at += columns;
    }
    let room = usize::from(brush.height).saturating_sub(6).max(2);
    let lines = cut_section(Portion { lines, anchor, ..Portion::default() }, room, brush);
    let mut section = Portion { lines, ..Portion::default() };
    section.lines.push(below(bytes, brush));
    section.anchor = section.lines.len() - 1;
    section
}

/// The bytes in another view.
fn other_rows(bytes: &Bytes, room: usize, brush: Brush) -> Portion {
    let Some((view, shown)) = &bytes.other else { return Portion::default() };
    // Below it is said where the byte is from; blank lines set off what is above.
    let mut lines = view_lines(view, shown, room.saturating_sub(3), brush);
    lines.push(below(bytes, brush));
    Portion { anchor: lines.len() - 1, lines, ..Portion::default() }
}

/// Adds the value in a view, below what is said of it already: after a blank line, unless the view gains by that one.
fn add_view(lines: &mut Vec<Line<'static>>, view: &View, shown: &Shown, room: usize, brush: Brush) {
    let room = room.saturating_sub(lines.len());
    let after_blank = view_lines(view, shown, room.saturating_sub(1), brush);
    let closer = view_lines(view, shown, room, brush);
    if closer.len() > after_blank.len() + 1 {
        return lines.extend(closer);
    }
    lines.push(Line::default());
    lines.extend(after_blank);
}

/// The lines of a view, as many lines as there is room for.
fn view_lines(view: &View, shown: &Shown, room: usize, brush: Brush) -> Vec<Line<'static>> {
    let room = room.max(2);
    let lines = (view.lines)(shown, Room { columns: usize::from(brush.width), rows: room });
    lines.iter().take(room).map(|line| Line::raw(safe(line))).collect()
}

/// `byte 55 of 0…63: 80 'P'  from message`
fn below(bytes: &Bytes, brush: Brush) -> Line<'static> {
    let theme = brush.theme;
    let byte =
        usize::try_from(bytes.cursor - bytes.start).ok().and_then(|at| bytes.bytes.get(at)).copied().unwrap_or(0);
    let letter = bytes.letter().map_or_else(String::new, |letter| format!(" '{letter}'"));
    let place = format!("byte {} of 0…{}: ", bytes.cursor, bytes.len.saturating_sub(1));
    let value = format!("{byte:02x}{letter}");
    let used = place.width() + value.width() + 2;
    let room = usize::from(brush.width).saturating_sub(used);
    let origin = cut(&bytes.origin, room);
    Line::from(vec![
        Span::styled(place, theme.style(Role::Name)),
        Span::raw(value),
        Span::styled(format!("  {origin}"), theme.style(Role::Name)),
    ])
}
