//! The head and the foot that every screen has: where one is and a rule; a rule that a notice stands in, and the help
//! line.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Clear;
use unicode_width::UnicodeWidthStr;

use crate::app::App;
use crate::app::aim::{Aim, number};
use crate::app::command::{KEYS, footer};
use crate::app::context::Context;
use crate::app::stage::Computing;
use crate::ui::text::{Aimed, Lines, Look, Put, Role, Theme, apart, cut, height, help, led, safe, wrap};

/// The columns of what stands on the right, where there are as many.
const RIGHT: u16 = 28;
/// From so many columns on more of the rule is seen before a notice.
const WIDE: u16 = 60;

/// Where one is, something small on the right, and a rule. Returns the area between this and the foot.
pub fn head(left: &str, right: &str, theme: Theme, frame: &mut Frame, area: Rect) -> Rect {
    let width = area.width.saturating_sub(2);
    // On a narrow screen the points and the clock of a set come before the title.
    let right = cut(right, (width / 2).max(RIGHT).min(width));
    let (left, right) = (theme.span(left.to_owned(), Role::Strong), theme.span(right, Role::Name));
    let inner = Rect { x: area.x + 1, width, height: 1, ..area };
    frame.put(vec![apart(left, right, width.into())], inner);
    frame.put([theme.rule(width).into()], Rect { y: area.y + 1, ..inner });
    between(area)
}

/// The area between the head and the foot.
pub fn between(area: Rect) -> Rect {
    let (width, height) = (area.width.saturating_sub(2), area.height.saturating_sub(4));
    Rect { x: area.x + 1, y: area.y + 2, width, height }
}

/// A rule, or what is to be told, and the help line.
pub fn foot(app: &App, look: Look, frame: &mut Frame, area: Rect) {
    let width = area.width.saturating_sub(2);
    let inner = Rect { x: area.x + 1, y: area.bottom().saturating_sub(2), width, height: 1 };
    let keys = help::entries(&app.keymap, app.context(), footer::entries(app), width, look);
    frame.put(vec![keys], Rect { y: inner.y + 1, ..inner });
    match notice(app, look.theme, area) {
        Some((lines, over)) => {
            frame.render_widget(Clear, over);
            frame.put(lines, over);
        }
        None if app.play.is_going() => frame.put([playing(app, look.theme, width)], inner),
        None => frame.put([look.theme.rule(width).into()], inner),
    }
}

/// Words in the rule, which are told, or say why what is typed cannot be taken: `── Nothing was changed yet. ────`. A
/// long sentence takes the lines above as well; where one types, which is just above, it takes the help line instead.
/// Returns the lines, and where they lie over the screen.
pub fn notice(app: &App, theme: Theme, screen: Rect) -> Option<(Lines, Rect)> {
    let width = screen.width.saturating_sub(2);
    let area = Rect { x: screen.x + 1, y: screen.bottom().saturating_sub(2), width, height: 1 };
    let stage = app.stage.computing();
    let (text, role) = match (&app.notice, stage.and_then(Computing::problem)) {
        (Some(notice), _) => (safe(&app.keymap.say(notice)), Role::Strong),
        (None, Some(problem)) => (format!("! {}", app.keymap.say(problem)), Role::Bad),
        (None, None) => (safe(stage?.desk().help()?), Role::Name),
    };
    let typing = app.context() == Context::Field;
    let most = if typing { 2 } else { 4 };
    // More of the rule is seen where there is room.
    let lead = theme.span(if area.width < WIDE { "─ " } else { "── " }, Role::Rule);
    let width = usize::from(area.width).saturating_sub(lead.width());
    let mut lines = wrap(&[theme.span(text, role)], width, 0);
    if lines.len() > most {
        let rest: Vec<String> = lines.drain(most - 1..).map(|line| line.to_string()).collect();
        lines.push(theme.line(cut(&rest.join(" "), width), role));
    }
    let mut lines = led(lead, lines);
    lines.last_mut().into_iter().for_each(|last| rule_off(last, area.width, theme));
    let height = height(&lines);
    let y = if typing { area.y } else { area.y.saturating_sub(height.saturating_sub(1)) };
    Some((lines, Rect { y, height, ..area }))
}

/// How it plays, and the keys that change that; they can be clicked.
fn playing(app: &App, theme: Theme, width: u16) -> Line<'static> {
    let controls = [("play", "pause"), ("slower", "slower"), ("faster", "faster"), ("play-by", "by what")];
    let mut line = Line::from(theme.span(format!("▸ {}", app.play.says()), Role::Strong));
    for (name, word) in controls {
        let Some(place) = KEYS.iter().position(|row| row.name == name) else { continue };
        let key = app.keymap.first_keys(&KEYS[place]).first().map(ToString::to_string).unwrap_or_default();
        let control = format!("{key} {word}");
        if line.width() + 3 + control.width() <= usize::from(width) {
            line.push_span(theme.span(" · ", Role::Rule));
            line.push_span(theme.span(control, Role::Strong).aimed(Aim::Key(number(place))));
        }
    }
    rule_off(&mut line, width, theme);
    line
}

/// Goes on with a rule behind what a line says.
fn rule_off(line: &mut Line<'static>, width: u16, theme: Theme) {
    let rest = usize::from(width).saturating_sub(line.width() + 1);
    line.spans.extend([theme.span(" ", Role::Rule), theme.rule(rest)]);
}
