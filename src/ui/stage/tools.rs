//! A line that is typed and the rows that it leaves: the palette, what was found, the words of the glossary.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::App;
use crate::app::aim::Aim;
use crate::app::context::Context;
use crate::app::keymap::Keymap;
use crate::app::list::{Filtered, List};
use crate::app::tool::find::Find;
use crate::app::tool::terms::Terms;
use crate::app::tool::{Offer, Tool};
use crate::learner::hunt::Finding;
use crate::lesson::glossary::Glossary;
use crate::ui::pane::Brush;
use crate::ui::rows::{self, Listed};
use crate::ui::stage::edges::{foot, head};
use crate::ui::text::{
    Lines, Look, Put, Role, Theme, above, aims, beside, cut, field, help, prose, safe, widest, wrap,
};
use crate::view::spellings::Spelling;

/// The keys of a context.
pub fn help(app: &App, context: Context, scroll: u16, look: Look, frame: &mut Frame, area: Rect) {
    let inner = head("Help", "", look.theme, frame, area);
    aims::mark(inner, Aim::Values, frame.buffer_mut());
    let lines = help::screen(app, context, inner.width, look);
    let most = lines.len().saturating_sub(usize::from(inner.height));
    frame.put(lines.into_iter().skip(usize::from(scroll).min(most)), inner);
    foot(app, look, frame, area);
}

/// A tool has all the room between head and foot.
pub fn draw(app: &App, tool: &Tool, look: Look, frame: &mut Frame, area: Rect) {
    let (title, typed) = match tool {
        Tool::Path(_) => ("Where it comes from", None),
        Tool::Find(find) => ("Find", Some(("find", &find.line))),
        Tool::Terms(terms) => ("Words", Some(("word", &terms.filtered.line))),
        Tool::Palette(palette) => ("What can be done here", Some(("do", &palette.line))),
        Tool::Copies(_) => ("Copy", None),
        Tool::Letters(_) => ("Letters", None),
    };
    let inner = head(title, "", look.theme, frame, area);
    aims::mark(inner, Aim::Values, frame.buffer_mut());
    // A line that is typed stands on top, and where there is room a row stays free below it.
    let [top, below] = above(inner, typed.is_some().into(), (typed.is_some() && inner.height > 8).into());
    if let Some((label, line)) = typed {
        field::draw(label, line, look.theme, frame, top);
    }
    match tool {
        Tool::Path(path) => frame.put(rows::tree(path, Brush::of(look.theme, below)), below),
        Tool::Find(open) => find(open, &app.keymap, look.theme, frame, below),
        Tool::Terms(open) => terms(open, &app.library.glossary, look, frame, below),
        Tool::Palette(open) => palette(open, look, frame, below),
        Tool::Copies(open) => frame.put(copies(open, look.theme, below), below),
        // Drawn over the stage.
        Tool::Letters(_) => {}
    }
    foot(app, look, frame, area);
}

/// Commands with their keys. Where a sentence is longer than its row, that of the chosen row stands below in full.
fn palette(palette: &Filtered<Offer>, look: Look, frame: &mut Frame, area: Rect) {
    let commands = &palette.list;
    let listed =
        |_, row: &Offer| Listed { lead: help::keys(&row.keys, look), name: row.says.clone(), ..Listed::default() };
    let whole = |says: &str| wrap(&[Span::raw(says.to_owned())], area.width, 0);
    let all = || commands.rows().iter().map(|row| listed(0, row));
    let lead = widest(all().map(|row| row.lead));
    let cut_off = all().any(|row| lead + 2 + row.name.width() > usize::from(area.width));
    // As much room as the longest sentence needs, so that the rows stay where they are.
    let tallest = all().filter(|_| cut_off).map(|row| whole(&row.name).len()).max().unwrap_or(0);
    let height = u16::try_from(tallest).unwrap_or(0).min(area.height / 2);
    let gap = u16::from(height > 0 && area.height > 8);
    let [list, said] = above(area, area.height.saturating_sub(height + gap), gap);
    frame.put(rows::lines(commands, listed, Brush::of(look.theme, list)), list);
    frame.put(commands.chosen().map(|row| whole(&row.says)).unwrap_or_default(), said);
}

/// The finds, and how the search stands.
fn find(find: &Find, keymap: &Keymap, theme: Theme, frame: &mut Frame, area: Rect) {
    let [list, said] = above(area, area.height.saturating_sub(1), 0);
    let listed =
        |_, row: &Finding| Listed { lead: row.kind.word().to_owned(), name: row.name.clone(), text: row.text.clone() };
    frame.put(rows::lines(&find.list, listed, Brush::of(theme, list)), list);
    frame.put(vec![theme.line(cut(&keymap.say(&find.says()), said.width), Role::Name)], said);
}

/// The forms that can be copied, with how long each is. Where a text is longer than its row, that of the chosen row
/// stands below.
fn copies(copies: &List<Spelling>, theme: Theme, area: Rect) -> Lines {
    let lead = |row: &Spelling| format!("{}  {}", row.name, row.size);
    let listed = |_, row: &Spelling| Listed { lead: lead(row), name: safe(&row.text), ..Listed::default() };
    let mut lines = rows::lines(copies, listed, Brush::of(theme, area));
    let before = widest(copies.rows().iter().map(lead)) + 2;
    let chosen = copies.chosen().map(|row| safe(&row.text));
    if let Some(text) = chosen.filter(|text| before + text.width() > usize::from(area.width)) {
        lines.push(Line::default());
        lines.extend(wrap(&[Span::raw(text)], area.width, 0));
    }
    lines
}

/// The words on the left, or on top, and what the chosen one means.
fn terms(terms: &Terms, glossary: &Glossary, look: Look, frame: &mut Frame, area: Rect) {
    let theme = look.theme;
    let [list, text] = match area.width {
        60.. => beside(area, (area.width * 2 / 5).min(44), 2),
        _ => above(area, area.height / 3, 1),
    };
    let of_page = terms.of_page();
    let listed = |row: usize, place: &usize| {
        let name = glossary.terms.get(*place).map_or("", |term| term.name()).to_owned();
        Listed { lead: if row < of_page { "•" } else { "" }.to_owned(), name, ..Listed::default() }
    };
    frame.put(rows::lines(&terms.filtered.list, listed, Brush::of(theme, list)), list);
    if let Some(term) = terms.filtered.list.chosen().and_then(|place| glossary.terms.get(*place)) {
        let mut lines = wrap(&[theme.span(term.all_names(", "), Role::Heading)], text.width, 0);
        lines.push(Line::default());
        lines.extend(prose::still(&term.blocks, look, text.width));
        frame.put(lines, text);
    }
}
