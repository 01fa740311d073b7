//! Drawing: a frame from the state, changing nothing.
//!
//! Lines instead of boxes, one bright thing, the next useful keys always on the last line. Every screen has a head
//! (where one is, a rule) and a foot (a rule, which a notice stands in, and the help line).

pub mod lines;
pub mod pane;
pub mod rows;
pub mod stage;
pub mod text;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::app::App;
use crate::app::context::Context;
use crate::app::stage::Stage;
use crate::app::tool::Tool;
use crate::view::glyphs;
use stage::{bench, end, lesson, map, talk, tools};
pub use text::Look;
use text::aims::{self, Aims};
use text::{Put, Role, Theme, wrap};

/// The narrowest terminal that is drawn on.
pub const MIN_COLUMNS: u16 = 40;
/// The lowest terminal that is drawn on.
pub const MIN_ROWS: u16 = 10;

/// Draws the state.
pub fn draw(app: &App, look: Look, frame: &mut Frame) {
    draw_to_point_at(app, look, frame);
}

/// Draws the state, and says what can be pointed at where.
pub fn draw_to_point_at(app: &App, look: Look, frame: &mut Frame) -> Aims {
    let area = frame.area();
    if area.width < MIN_COLUMNS || area.height < MIN_ROWS {
        too_small(app, look.theme, frame, area);
    } else {
        match (&app.help, &app.tool, &app.stage) {
            (Some((context, scroll)), _, _) => tools::help(app, *context, *scroll, look, frame, area),
            (None, Some(tool), _) if !matches!(tool, Tool::Letters(_)) => tools::draw(app, tool, look, frame, area),
            (None, _, Stage::Map) => map::draw(app, look, frame, area),
            (None, _, Stage::Lesson(session)) if session.talk.is_some() => {
                talk::draw(app, session, look, frame, area);
            }
            (None, _, Stage::Lesson(session)) if session.ended => end::draw(app, session, look, frame, area),
            (None, _, Stage::Lesson(session)) => lesson::draw(app, session, look, frame, area),
            (None, _, Stage::Bench(bench)) => bench::draw(app, bench, look, frame, area),
        }
        if let (None, Some(Tool::Letters(letters))) = (&app.help, &app.tool) {
            stage::letters::draw(letters, look.theme, frame);
        }
    }
    if let Some((sign, says)) = app.sign.shown() {
        let line = format!("{0}  {says}  {0}", format!("{sign} ").repeat(usize::from(area.width / 5)));
        let line = look.theme.span(format!("{line:^0$}", usize::from(area.width)), Role::Current);
        frame.put(vec![line.into()], Rect { height: 1, ..area });
    }
    if look.ascii {
        to_ascii(frame.buffer_mut());
    }
    if app.stage.lesson().is_some_and(|session| session.talk.is_some()) {
        talk::paper(frame.buffer_mut(), look.theme);
    }
    if app.context() != Context::Field {
        stand_on_the_bright_thing(frame);
    }
    aims::collect(frame.buffer_mut())
}

/// Makes a finished frame ASCII. Columns stay where they are.
fn to_ascii(frame: &mut Buffer) {
    for cell in frame.content.iter_mut().filter(|cell| !cell.symbol().is_ascii()) {
        let shown = cell.symbol().chars().next().map_or(' ', glyphs::ascii);
        cell.set_char(shown);
    }
}

/// Puts the terminal's own cursor on what is reversed: a screen reader or a magnifier follows it.
fn stand_on_the_bright_thing(frame: &mut Frame) {
    let buffer = frame.buffer_mut();
    let place = buffer.content.iter().position(|cell| cell.modifier.contains(Modifier::REVERSED));
    if let Some(position) = place.map(|place| buffer.pos_of(place)) {
        frame.set_cursor_position(position);
    }
}

fn too_small(app: &App, theme: Theme, frame: &mut Frame, area: Rect) {
    let text = format!(
        "This terminal has {} by {} characters; cleartext needs {MIN_COLUMNS} by {MIN_ROWS}. Make it larger, or ⟨quit⟩ quits.",
        area.width, area.height
    );
    let lines = wrap(&[theme.span(app.keymap.say(&text), Role::Text)], area.width, 0);
    frame.put(lines, area);
}
