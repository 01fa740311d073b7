//! A line that is typed and the rows that it leaves: the palette, what was found, the words of the glossary.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::App;
use crate::app::aim::Aim;
use crate::app::command::about;
use crate::app::context::Context;
use crate::app::keymap::Keymap;
use crate::app::list::{Choice, Filtered, List};
use crate::app::tool::find::{Find, Searching};
use crate::app::tool::terms::Terms;
use crate::app::tool::{Offer, Tool};
use crate::learner::hunt::Kind;
use crate::lesson::glossary::Glossary;
use crate::ui::rows::{self, Listed};
use crate::ui::stage::edges::{between, foot, head};
use crate::ui::stage::path;
use crate::ui::text::aims;
use crate::ui::text::field;
use crate::ui::text::frame::Put;
use crate::ui::text::help;
use crate::ui::text::prose;
use crate::ui::text::theme::Look;
use crate::ui::text::theme::{Role, Theme};
use crate::ui::text::wrap;
use crate::ui::text::wrap::cut;
use crate::view::SafeText;
use crate::view::spellings::Spelling;

/// The keys of a context.
pub fn help(app: &App, context: Context, scroll: u16, look: Look, frame: &mut Frame, area: Rect) {
    head("Help", "", look.theme, frame, area);
    let inner = between(area);
    aims::mark(inner, Aim::Values, frame.buffer_mut());
    let about = about::about(app, context);
    let about = about.iter().flat_map(|about| help::about(app, about, inner.width, look.theme, look.ascii));
    let keys = help::screen(app, context, inner.width, look.theme, look.ascii);
    let lines: Vec<Line> = about.chain(keys).collect();
    let most = lines.len().saturating_sub(usize::from(inner.height));
    frame.put(lines.into_iter().skip(usize::from(scroll).min(most)), inner);
    foot(app, look, frame, area);
}

/// A tool has all the room between head and foot.
pub fn draw(app: &App, tool: &Tool, look: Look, frame: &mut Frame, area: Rect) {
    let inner = between(area);
    let title = match tool {
        Tool::Path(_) => "Where it comes from",
        Tool::Find(_) => "Find",
        Tool::Terms(_) => "Words",
        Tool::Palette(_) => "What can be done here",
        Tool::Copies(_) => "Copy",
        Tool::Letters(_) => "Letters",
    };
    head(title, "", look.theme, frame, area);
    aims::mark(inner, Aim::Values, frame.buffer_mut());
    match tool {
        Tool::Path(path) => frame.put(path::lines(path, look.theme, inner), inner),
        Tool::Find(open) => find(open, &app.keymap, look.theme, frame, inner),
        Tool::Terms(open) => terms(open, &app.library.glossary, look, frame, inner),
        Tool::Palette(open) => palette(open, look, frame, inner),
        Tool::Copies(open) => frame.put(copies(open, look.theme, inner), inner),
        // Drawn over the stage.
        Tool::Letters(_) => {}
    }
    foot(app, look, frame, area);
}

/// The line on top, a row free below it, and what is left for the rows.
fn below(area: Rect) -> (Rect, Rect) {
    let top = Rect { height: 1, ..area };
    let gap = if area.height > 8 { 2 } else { 1 };
    (top, Rect { y: area.y + gap, height: area.height.saturating_sub(gap), ..area })
}

/// Commands with their keys. Where a sentence is longer than its row, that of the chosen row stands below in full.
fn palette(palette: &Filtered<Offer>, look: Look, frame: &mut Frame, area: Rect) {
    let (top, list) = below(area);
    let listed: Vec<Listed> = palette
        .list
        .rows()
        .iter()
        .map(|row| Listed { lead: help::keys(&row.keys, look.ascii), name: row.says.clone(), text: String::new() })
        .collect();
    let whole = |says: &str| wrap::wrap(&[Span::raw(says.to_owned())], list.width, 0);
    let lead = listed.iter().map(|row| row.lead.width()).max().unwrap_or(0);
    let cut_off = listed.iter().any(|row| lead + 2 + row.name.width() > usize::from(list.width));
    // As much room as the longest sentence needs, so that the rows stay where they are.
    let tallest = listed.iter().filter(|_| cut_off).map(|row| whole(&row.name).len()).max().unwrap_or(0);
    let height = u16::try_from(tallest).unwrap_or(0).min(list.height / 2);
    let gap = u16::from(height > 0 && list.height > 8);
    let said = Rect { y: list.bottom().saturating_sub(height), height, ..list };
    let list = Rect { height: list.height.saturating_sub(height + gap), ..list };
    frame.put(rows::lines(&listed, palette.list.place(), look.theme, list), list);
    frame.put(listed.get(palette.list.place()).map(|row| whole(&row.name)).unwrap_or_default(), said);
    field::draw("do", &palette.line, look.theme, frame, top);
}

/// The finds, and how the search stands.
fn find(find: &Find, keymap: &Keymap, theme: Theme, frame: &mut Frame, area: Rect) {
    let (top, list) = below(area);
    let list = Rect { height: list.height.saturating_sub(1), ..list };
    let said = Rect { y: list.bottom(), height: 1, ..list };
    let listed = find.list.rows().iter().map(|row| Listed {
        lead: kind(row.kind).to_owned(),
        name: row.name.clone(),
        text: row.text.clone(),
    });
    frame.put(rows::lines(&listed.collect::<Vec<_>>(), find.list.place(), theme, list), list);
    frame.put(vec![Line::styled(cut(&keymap.say(&state(find)), said.width), theme.style(Role::Name))], said);
    field::draw("find", &find.line, theme, frame, top);
}

/// The forms that can be copied, with how long each is. Where a text is longer than its row, that of the chosen row stands below.
fn copies(copies: &List<Spelling>, theme: Theme, area: Rect) -> Vec<Line<'static>> {
    let listed = copies.rows().iter().map(|row| Listed {
        lead: format!("{}  {}", row.name, row.size),
        name: SafeText::line(&row.text).to_string(),
        text: String::new(),
    });
    let listed: Vec<Listed> = listed.collect();
    let lead = listed.iter().map(|row| row.lead.width()).max().unwrap_or(0);
    let mut lines = rows::lines(&listed, copies.place(), theme, area);
    let chosen = listed.get(copies.place()).filter(|row| lead + 2 + row.name.width() > usize::from(area.width));
    if let Some(row) = chosen {
        lines.push(Line::default());
        lines.extend(wrap::wrap(&[Span::raw(row.name.clone())], area.width, 0));
    }
    lines
}

/// The kind of what was found, in a word.
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Address => "address",
        Kind::Begins => "begins",
        Kind::Value => "value",
        Kind::Function => "function",
        Kind::Lesson => "lesson",
        Kind::Term => "word",
    }
}

/// The state of a search, in a sentence.
pub fn state(find: &Find) -> String {
    if let Some(why) = find.miscoded.as_ref().filter(|_| find.list.is_empty()) {
        return why.clone();
    }
    let first = find.first.as_ref().map(|first| format!("first appears at {first}"));
    match (&find.search, first) {
        (Searching::Nothing, _) if find.line.text().trim().is_empty() => {
            "a value in hexadecimal, a number, a \"text\", an address, a function, a lesson, a word".to_owned()
        }
        (Searching::Nothing, _) if find.list.is_empty() && find.veiled => {
            "nothing to be seen is called so; what a question asks for is hidden until it is answered".to_owned()
        }
        (Searching::Nothing, _) if find.list.is_empty() => "nothing is called so".to_owned(),
        (Searching::Nothing, _) => String::new(),
        (Searching::Going { done, of }, None) => format!("searching the whole run: {done} of {of} · ⟨out⟩ stops"),
        (Searching::Going { done, of }, Some(first)) => format!("{first} · {done} of {of} searched · ⟨out⟩ stops"),
        (Searching::Over, Some(first)) => first,
        // An address that was found is no value to miss.
        (Searching::Over, None) if find.list.rows().iter().any(|row| row.kind == Kind::Address) => String::new(),
        (Searching::Over, None) if find.veiled => {
            "no such value is to be seen; what a question asks for is hidden until it is answered".to_owned()
        }
        (Searching::Over, None) => "no such value in the whole run".to_owned(),
        (Searching::CutOff, Some(first)) => format!("{first} · stopped before the end"),
        (Searching::CutOff, None) => "stopped before the end; nothing was found until then".to_owned(),
        (Searching::Failed(why), _) => format!("! {why}"),
    }
}

/// The words on the left, or on top, and what the chosen one means.
fn terms(terms: &Terms, glossary: &Glossary, look: Look, frame: &mut Frame, area: Rect) {
    let theme = look.theme;
    let (top, rest) = below(area);
    let (list, text) = if rest.width >= 60 {
        let width = (rest.width * 2 / 5).min(44);
        (Rect { width, ..rest }, Rect { x: rest.x + width + 2, width: rest.width - width - 2, ..rest })
    } else {
        let height = rest.height / 3;
        (
            Rect { height, ..rest },
            Rect { y: rest.y + height + 1, height: rest.height.saturating_sub(height + 1), ..rest },
        )
    };
    let of_page = terms.of_page();
    let listed = terms.filtered.list.rows().iter().enumerate().filter_map(|(row, place)| {
        let name = glossary.terms.get(*place)?.name().to_owned();
        Some(Listed { lead: if row < of_page { "•" } else { "" }.to_owned(), name, text: String::new() })
    });
    frame.put(rows::lines(&listed.collect::<Vec<_>>(), terms.filtered.list.place(), theme, list), list);
    if let Some(term) = terms.filtered.list.chosen().and_then(|place| glossary.terms.get(*place)) {
        let names = term.names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ");
        let heading = [Span::styled(names, theme.style(Role::Heading))];
        let mut lines = wrap::wrap(&heading, text.width, 0);
        lines.push(Line::default());
        lines.extend(prose::still(&term.blocks, look, text.width));
        frame.put(lines, text);
    }
    field::draw("word", &terms.filtered.line, theme, frame, top);
}
