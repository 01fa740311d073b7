//! What the table of keys says on the screen: the last line, and the help screen.

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::App;
use crate::app::aim::{Aim, number};
use crate::app::command::about::{self, About};
use crate::app::command::footer::{ENTRIES, Shortcut};
use crate::app::command::{Row, idle, rows};
use crate::app::context::Context;
use crate::app::key::Key;
use crate::app::keymap::Keymap;
use crate::ui::text::{Aimed, Lines, Look, Role, Theme, led, safe, widest, wrap};
use crate::view::picture::Mark;

/// How a key is written where space is dear.
fn short(key: Key, look: Look) -> String {
    key.sign().filter(|_| !look.ascii).map_or_else(|| key.to_string(), str::to_owned)
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
        let (key_role, word_role) = if self.next { (Role::Invite, Role::Invite) } else { (Role::Key, Role::Name) };
        let word = theme.span(format!(" {}  ", self.word), word_role);
        let word = self.keys.last().map(|(_, aim)| word.aimed(*aim));
        let keys = self.keys.into_iter().map(move |(key, aim)| theme.span(key, key_role).aimed(aim));
        keys.chain(word)
    }
}

/// The last line: entries, as many as fit, and always how to see the others. Neighbours with the same word, such as the
/// two directions of a step, become one.
pub fn entries(keymap: &Keymap, context: Context, rows: Vec<Shortcut>, width: u16, look: Look) -> Line<'static> {
    let mut entries: Vec<Offered> = Vec::new();
    let mut more = None;
    for Shortcut { place, row, word, next } in rows {
        let name = keymap.keys(row, context).first().map_or_else(String::new, |key| short(*key, look));
        let key = (name, Aim::Key(number(place)));
        match entries.last_mut() {
            _ if row.name == "help" => more = Some(Offered { keys: vec![key], word, next }),
            Some(last) if last.word == word => {
                last.keys.last_mut().filter(|_| look.ascii).into_iter().for_each(|(name, _)| name.push('/'));
                last.keys.push(key);
            }
            _ => entries.push(Offered { keys: vec![key], word, next }),
        }
    }
    entries.truncate(ENTRIES - 1);
    let mut room = usize::from(width).saturating_sub(more.as_ref().map_or(0, Offered::width));
    let fitting = entries.into_iter().take_while(|entry| {
        let left = room.checked_sub(entry.width() + 2);
        room = left.unwrap_or(0);
        left.is_some()
    });
    fitting.chain(more).flat_map(|entry| entry.spans(look.theme)).collect()
}

/// The help screen of a context: the value one stands on, where there is one, and every row, its keys in one column and
/// its sentence in the other.
pub fn screen(app: &App, context: Context, width: u16, look: Look) -> Lines {
    let about = about::about(app, context).map(|value| about(app, &value, width, look));
    let heading = look.theme.line(format!("Keys on {}", idle::title(app, context)), Role::Heading);
    // What a set has no use for is left out.
    let rows = rows(context).filter(|row| app.seat.is_none() || row.name != "skip");
    [about.unwrap_or_default(), vec![heading, Line::default()], listed(app, context, rows, width, look)].concat()
}

/// Rows with their keys in one column and their sentences in the other.
fn listed(app: &App, context: Context, rows: impl Iterator<Item = &'static Row>, width: u16, look: Look) -> Lines {
    let row = |row| (keys(&app.keymap.keys(row, context), look), idle::sentence(app, row));
    columns(rows.map(row).collect(), width, look)
}

/// Rows of two columns: what is explained, and sentences on it.
fn columns(rows: Vec<(String, String)>, width: u16, look: Look) -> Lines {
    let column = widest(rows.iter().map(|(first, _)| first)) + 2;
    let room = usize::from(width).saturating_sub(column).max(10);
    let line = |(first, sentence): (String, String)| {
        let gap = Span::raw(" ".repeat(column - first.width()));
        led(vec![look.theme.span(first, Role::Key), gap], wrap(&[Span::raw(sentence)], room, 0))
    };
    rows.into_iter().flat_map(line).collect()
}

/// The value one stands on, in words, three things to do with it, and the marks of its picture.
fn about(app: &App, about: &About, width: u16, look: Look) -> Lines {
    let heading = |text: &str| look.theme.line(text.to_owned(), Role::Heading);
    let mut lines = vec![heading(&about.title)];
    lines.extend(about.says.iter().flat_map(|says| wrap(&[Span::raw(safe(says))], width, 2)));
    lines.extend([Line::default(), heading("Three things to do with it")]);
    lines.extend(listed(app, Context::Page, about.things.iter().copied(), width, look));
    if app.stage.half().is_some_and(|half| half.sight.pane.picture.is_some()) {
        let rows = Mark::LEGEND.map(|(mark, says)| (mark.to_owned(), says.to_owned()));
        lines.extend([Line::default(), heading("Marks in the picture")]);
        lines.extend(columns(rows.into(), width, look));
    }
    lines.push(Line::default());
    lines
}

/// The keys of a row, the one to show first in front.
pub fn keys(keys: &[Key], look: Look) -> String {
    let names: Vec<String> = keys.iter().map(|&key| short(key, look)).collect();
    names.join(" ")
}
