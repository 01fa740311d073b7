//! Drawing: a frame from the state, changing nothing.
//!
//! Lines instead of boxes, one bright thing, the next useful keys always on the last line. Every screen has a head (where
//! one is, a rule) and a foot (a rule, which a notice takes over, and the help line).

pub mod aims;
mod bench;
pub mod bits;
pub mod chart;
pub mod compare;
pub mod compute;
pub mod field;
pub mod frame;
pub mod glyphs;
mod grids;
pub mod help;
mod inputs;
mod lesson;
mod listing;
mod map;
mod path;
mod pins;
pub mod plain;
pub mod prose;
pub mod theme;
pub mod wrap;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::App;
use crate::app::aim::{Aim, number};
use crate::app::command::KEYS;
use crate::app::context::Context;
use crate::app::stage::Stage;
use crate::app::stage::lesson::Answering;
use crate::app::tool::Tool;
use crate::view::SafeText;
use aims::{Aimed, Aims};
use compute::cut;
use frame::Put;
pub use lesson::overflow;
use theme::{Role, Theme};

/// The narrowest terminal that is drawn on.
pub const MIN_COLUMNS: u16 = 40;
/// The lowest terminal that is drawn on.
pub const MIN_ROWS: u16 = 10;

/// How everything looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// The theme.
    pub theme: Theme,
    /// Whether only ASCII may be shown.
    pub ascii: bool,
}

/// Draws the state.
pub fn draw(app: &App, look: Look, frame: &mut Frame) {
    paint(app, look, frame);
    aims::wipe(frame.buffer_mut());
}

/// Draws the state, and says what can be pointed at where.
pub fn draw_to_point_at(app: &App, look: Look, frame: &mut Frame) -> Aims {
    paint(app, look, frame);
    aims::collect(frame.buffer_mut())
}

fn paint(app: &App, look: Look, frame: &mut Frame) {
    let area = frame.area();
    if area.width < MIN_COLUMNS || area.height < MIN_ROWS {
        too_small(app, look.theme, frame, area);
    } else {
        match (&app.help, &app.tool, &app.stage) {
            (Some((context, scroll)), _, _) => draw_help(app, *context, *scroll, look, frame, area),
            (None, Some(tool), _) => draw_tool(app, tool, look, frame, area),
            (None, None, Stage::Map) => map::draw(app, look, frame, area),
            (None, None, Stage::Lesson(session)) => lesson::draw(app, session, look, frame, area),
            (None, None, Stage::Bench(bench)) => bench::draw(app, bench, look, frame, area),
        }
    }
    if look.ascii {
        glyphs::to_ascii(frame.buffer_mut());
    }
    if app.context() != Context::Field {
        stand_on_the_bright_thing(frame);
    }
}

/// Puts the terminal's own cursor on what is reversed: a screen reader or a magnifier follows it.
fn stand_on_the_bright_thing(frame: &mut Frame) {
    let buffer = frame.buffer_mut();
    let place = buffer.content.iter().position(|cell| cell.modifier.contains(Modifier::REVERSED));
    if let Some((x, y)) = place.map(|place| buffer.pos_of(place)) {
        frame.set_cursor_position(Position { x, y });
    }
}

fn too_small(app: &App, theme: Theme, frame: &mut Frame, area: Rect) {
    let text = format!(
        "This terminal has {} by {} characters; cleartext needs {MIN_COLUMNS} by {MIN_ROWS}. Make it larger, or ⟨quit⟩ quits.",
        area.width, area.height
    );
    let lines = wrap::wrap(&[Span::styled(app.keymap.say(&text), theme.style(Role::Text))], area.width, 0);
    frame.put(lines, area);
}

fn draw_help(app: &App, context: Context, scroll: u16, look: Look, frame: &mut Frame, area: Rect) {
    head("Help", "", look.theme, frame, area);
    let inner = Rect { x: area.x + 1, y: area.y + 2, width: area.width - 2, height: area.height.saturating_sub(4) };
    aims::mark(inner, Aim::Values, frame.buffer_mut());
    let lines = help::screen(&app.keymap, context, inner.width, look.theme, look.ascii);
    let most = lines.len().saturating_sub(usize::from(inner.height));
    frame.put(lines.into_iter().skip(usize::from(scroll).min(most)), inner);
    foot(app, look, frame, area);
}

/// A tool has all the room between head and foot.
fn draw_tool(app: &App, tool: &Tool, look: Look, frame: &mut Frame, area: Rect) {
    let inner = Rect { x: area.x + 1, y: area.y + 2, width: area.width - 2, height: area.height.saturating_sub(4) };
    let title = match tool {
        Tool::Path(_) => "Where it comes from",
        Tool::Find(_) => "Find",
        Tool::Terms(_) => "Words",
        Tool::Palette(_) => "What can be done here",
        Tool::Copies(_) => "Copy",
    };
    head(title, "", look.theme, frame, area);
    aims::mark(inner, Aim::Values, frame.buffer_mut());
    match tool {
        Tool::Path(path) => frame.put(path::lines(path, look.theme, inner), inner),
        Tool::Find(find) => listing::find(find, &app.keymap, look.theme, frame, inner),
        Tool::Terms(terms) => listing::terms(terms, &app.library.glossary, look.theme, frame, inner),
        Tool::Palette(palette) => listing::palette(palette, look, frame, inner),
        Tool::Copies(copies) => frame.put(listing::copies(copies, look.theme, inner), inner),
    }
    foot(app, look, frame, area);
}

/// Where one is, something small on the right, and a rule.
fn head(left: &str, right: &str, theme: Theme, frame: &mut Frame, area: Rect) {
    let width = area.width.saturating_sub(2);
    let right = cut(right, width / 2);
    let left = cut(left, width.saturating_sub(u16::try_from(right.width()).unwrap_or(0) + 2));
    let gap = " ".repeat(usize::from(width).saturating_sub(left.width() + right.width()));
    let line = Line::from(vec![
        Span::styled(left, theme.style(Role::Strong)),
        Span::raw(gap),
        Span::styled(right, theme.style(Role::Name)),
    ]);
    let inner = Rect { x: area.x + 1, width, height: 1, ..area };
    frame.put(vec![line], inner);
    frame.put(vec![rule(width, theme)], Rect { y: area.y + 1, ..inner });
}

/// Why what is typed into an input or as an address cannot be taken.
fn wrong_with_field(app: &App) -> Option<&str> {
    match app.stage.lesson().map(|session| session.answering()) {
        Some(Answering::Written(draft)) => draft.problem.as_deref(),
        Some(Answering::Nothing | Answering::Choice { .. }) | None => app.stage.half()?.wrong_with_field(),
    }
}

/// A rule, or what is to be told, and the help line.
fn foot(app: &App, look: Look, frame: &mut Frame, area: Rect) {
    let width = area.width.saturating_sub(2);
    let inner = Rect { x: area.x + 1, y: area.bottom().saturating_sub(2), width, height: 1 };
    let told = match (&app.notice, wrong_with_field(app)) {
        (Some(notice), _) => Some((SafeText::line(&app.keymap.say(notice)).to_string(), Role::Strong)),
        (None, Some(problem)) => Some((format!("! {}", app.keymap.say(problem)), Role::Bad)),
        (None, None) => None,
    };
    let keys = help::line(app, width, look.theme, look.ascii);
    frame.put(vec![keys], Rect { y: inner.y + 1, ..inner });
    match told {
        Some((text, role)) => tell(&text, role, app.context() == Context::Field, look.theme, frame, inner),
        None if app.play.is_going() => frame.put(vec![playing(app, look.theme, width)], inner),
        None => frame.put(vec![rule(width, look.theme)], inner),
    }
}

/// What is to be told, in place of the rule. A long sentence takes the lines above as well; where one types, which is
/// just above, it takes the help line instead.
fn tell(text: &str, role: Role, typing: bool, theme: Theme, frame: &mut Frame, area: Rect) {
    let most = if typing { 2 } else { 4 };
    let mut lines = wrap::wrap(&[Span::styled(text.to_owned(), theme.style(role))], area.width, 0);
    if lines.len() > most {
        let rest: Vec<String> = lines.drain(most - 1..).map(|line| line.to_string()).collect();
        lines.push(Line::styled(cut(&rest.join(" "), area.width), theme.style(role)));
    }
    if let Some(last) = lines.last_mut() {
        let rest = usize::from(area.width).saturating_sub(last.width() + 1);
        last.push_span(Span::styled(format!(" {}", "─".repeat(rest)), theme.style(Role::Rule)));
    }
    let height = u16::try_from(lines.len()).unwrap_or(1);
    let y = if typing { area.y } else { area.y.saturating_sub(height.saturating_sub(1)) };
    let over = Rect { y, height, ..area };
    wipe(frame, over);
    frame.put(lines, over);
}

/// Empties an area that something was drawn in.
fn wipe(frame: &mut Frame, area: Rect) {
    let buffer = frame.buffer_mut();
    let area = area.intersection(buffer.area);
    area.positions().for_each(|place| buffer[place].reset());
}

/// How it plays, and the keys that change that; they can be clicked.
fn playing(app: &App, theme: Theme, width: u16) -> Line<'static> {
    let style = theme.style(Role::Strong);
    let controls = [("play", "pause"), ("slower", "slower"), ("faster", "faster"), ("play-by", "by what")];
    let mut line = Line::from(Span::styled(format!("▸ {}", app.play.says()), style));
    for (name, word) in controls {
        let Some(place) = KEYS.iter().position(|row| row.name == name) else { continue };
        let key = app.keymap.first_keys(&KEYS[place]).first().map(ToString::to_string).unwrap_or_default();
        let control = format!("{key} {word}");
        if line.width() + 3 + control.width() <= usize::from(width) {
            line.push_span(Span::styled(" · ", theme.style(Role::Rule)));
            line.push_span(Span::styled(control, style).aimed(Aim::Key(number(place))));
        }
    }
    let rest = usize::from(width).saturating_sub(line.width() + 1);
    line.push_span(Span::styled(format!(" {}", "─".repeat(rest)), theme.style(Role::Rule)));
    line
}

fn rule(width: u16, theme: Theme) -> Line<'static> {
    Line::styled("─".repeat(usize::from(width)), theme.style(Role::Rule))
}
