//! What the table of keys says on the screen: the last line, and the help screen.

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::App;
use crate::app::aim::{Aim, number};
use crate::app::command::about::About;
use crate::app::command::footer::{self, ENTRIES, Shortcut};
use crate::app::command::idle;
use crate::app::command::{Row, rows};
use crate::app::context::Context;
use crate::app::key::Key;
use crate::app::keymap::Keymap;
use crate::ui::text::aims::Aimed;
use crate::ui::text::theme::{Role, Theme};
use crate::view::SafeText;

/// How a key is written where space is dear.
fn short(key: Key, ascii: bool) -> String {
    key.sign().filter(|_| !ascii).map_or_else(|| key.to_string(), str::to_owned)
}

/// One entry of the help line: keys, each with the row it stands in, and their word.
struct Offered {
    keys: Vec<(String, Aim)>,
    word: &'static str,
    /// Whether it is what to do next, and the brightest.
    next: bool,
}

impl Offered {
    fn width(&self) -> usize {
        self.keys.iter().map(|(key, _)| key.width()).sum::<usize>() + 1 + self.word.width()
    }

    fn spans(self, theme: Theme) -> impl Iterator<Item = Span<'static>> {
        let last = self.keys.last().map(|(_, aim)| *aim);
        let (key_role, word_role) = if self.next { (Role::Invite, Role::Invite) } else { (Role::Key, Role::Name) };
        let word = Span::styled(format!(" {}  ", self.word), theme.style(word_role));
        let word = last.map_or(word.clone(), |aim| word.aimed(aim));
        let keys = self.keys.into_iter().map(move |(key, aim)| Span::styled(key, theme.style(key_role)).aimed(aim));
        keys.chain([word])
    }
}

/// The last line: what is to be done next and what else works, as much as fits, and always how to see the others.
pub fn line(app: &App, width: u16, theme: Theme, ascii: bool) -> Line<'static> {
    entries(&app.keymap, app.context(), footer::entries(app), width, theme, ascii)
}

/// Entries, as many as fit. Neighbours with the same word, such as the two directions of a step, become one.
pub fn entries(
    keymap: &Keymap,
    context: Context,
    rows: Vec<Shortcut>,
    width: u16,
    theme: Theme,
    ascii: bool,
) -> Line<'static> {
    let mut entries: Vec<Offered> = Vec::new();
    let mut more = None;
    for Shortcut { place, row, word, next } in rows {
        let key = (
            keymap.keys(row, context).first().map_or_else(String::new, |key| short(*key, ascii)),
            Aim::Key(number(place)),
        );
        match entries.last_mut() {
            _ if row.name == "help" => more = Some(Offered { keys: vec![key], word, next }),
            Some(last) if last.word == word => {
                if ascii {
                    last.keys.iter_mut().last().into_iter().for_each(|(keys, _)| keys.push('/'));
                }
                last.keys.push(key);
            }
            _ => entries.push(Offered { keys: vec![key], word, next }),
        }
    }
    entries.truncate(ENTRIES - 1);
    let mut room = usize::from(width).saturating_sub(more.as_ref().map_or(0, Offered::width));
    let fitting = entries.into_iter().take_while(|entry| {
        let needs = entry.width() + 2;
        let fits = needs <= room;
        room = room.saturating_sub(needs);
        fits
    });
    fitting.chain(more).flat_map(|entry| entry.spans(theme)).collect()
}

/// The help screen of a context: every row, its keys in one column and its sentence in the other.
pub fn screen(app: &App, context: Context, width: u16, theme: Theme, ascii: bool) -> Vec<Line<'static>> {
    let mut lines = vec![
        Line::from(Span::styled(format!("Keys on {}", idle::title(app, context)), theme.style(Role::Heading))),
        Line::default(),
    ];
    // What a set has no use for is left out.
    let rows = rows(context).filter(|row| app.seat.is_none() || row.name != "skip");
    lines.extend(listed(app, context, rows, width, theme, ascii));
    lines
}

/// Rows with their keys in one column and their sentences in the other.
fn listed(
    app: &App,
    context: Context,
    rows: impl Iterator<Item = &'static Row>,
    width: u16,
    theme: Theme,
    ascii: bool,
) -> Vec<Line<'static>> {
    let rows: Vec<(String, &Row)> = rows.map(|row| (keys(&app.keymap.keys(row, context), ascii), row)).collect();
    let column = rows.iter().map(|(keys, _)| keys.width()).max().unwrap_or(0) + 2;
    let mut lines = Vec::new();
    for (keys, row) in rows {
        let room = usize::from(width).saturating_sub(column).max(10);
        let sentence = [Span::raw(idle::sentence(app, row))];
        let wrapped = super::wrap::wrap(&sentence, u16::try_from(room).unwrap_or(u16::MAX), 0);
        for (i, line) in wrapped.into_iter().enumerate() {
            let shown = if i == 0 { keys.as_str() } else { "" };
            let gap = " ".repeat(column - shown.width());
            let mut spans = vec![Span::styled(shown.to_owned(), theme.style(Role::Key)), Span::raw(gap)];
            spans.extend(line.spans);
            lines.push(Line::from(spans));
        }
    }
    lines
}

/// The value one stands on, in words, and three things to do with it.
pub fn about(app: &App, about: &About, width: u16, theme: Theme, ascii: bool) -> Vec<Line<'static>> {
    let mut lines = vec![Line::styled(about.title.clone(), theme.style(Role::Heading))];
    for says in &about.says {
        lines.extend(super::wrap::wrap(&[Span::raw(SafeText::line(says).to_string())], width, 2));
    }
    lines.push(Line::default());
    lines.push(Line::styled("Three things to do with it", theme.style(Role::Heading)));
    lines.extend(listed(app, Context::Page, about.things.iter().copied(), width, theme, ascii));
    lines.push(Line::default());
    lines
}

/// The keys of a row, the one to show first in front.
pub fn keys(keys: &[Key], ascii: bool) -> String {
    let names: Vec<String> = keys.iter().map(|&key| short(key, ascii)).collect();
    names.join(" ")
}
