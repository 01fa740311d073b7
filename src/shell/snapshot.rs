//! A picture of the screen as a file: SVG, every cell with its colours, or the characters alone.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use std::path::Path;

use crate::app::App;
use crate::shell::pen::number_of;
use crate::shell::save::place;
use crate::ui::text::frame::picture;
use crate::ui::text::theme::Theme;
use crate::ui::{Look, draw};
use crate::view::html::{Markup, html};

/// A cell, in units of the picture.
const CELL: (f32, f32) = (8.4, 18.0);
/// The margin around the screen.
const MARGIN: f32 = 12.0;
/// The most pictures of one folder.
const MOST: usize = 999;
/// The sixteen colours, as a common palette has them.
const PALETTE: [&str; 16] = [
    "#16181d", "#c0392b", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#c8ccd4", "#6b7280", "#ef8a92",
    "#b1d196", "#f0d399", "#84c3f5", "#d79bea", "#7fcdd6", "#ffffff",
];
/// Blue, magenta and red, as they are read on paper.
const ON_PAPER: [(Color, &str); 3] = [(Color::Blue, "#1f4e9c"), (Color::Magenta, "#8a2a8f"), (Color::Red, "#b3261e")];
/// Ink and paper where a cell has no colour of its own: on a dark screen, and on a light one.
const DARK: (&str, &str) = ("#d8dee9", "#16181d");
const LIGHT: (&str, &str) = ("#16181d", "#ffffff");

/// The screen as it is now.
pub fn screen(app: &App, look: Look, (columns, rows): (u16, u16)) -> Buffer {
    picture(columns, rows, |frame| draw(app, look, frame))
}

/// Puts the screen into the first file `cleartext-1.svg`, `cleartext-2.svg` … that is not there yet, and says so.
pub fn save(app: &App, look: Look) -> String {
    let text = svg(&screen(app, look, app.size), look.theme);
    for number in 1..=MOST {
        let path = format!("cleartext-{number}.svg");
        if Path::new(&path).exists() {
            continue;
        }
        return match place(Path::new(&path), text.as_bytes(), false) {
            Ok(()) => format!("The screen is saved as {path}."),
            Err(why) => format!("The screen is not saved: {why}."),
        };
    }
    format!("The screen is not saved: there are {MOST} pictures here; move them away.")
}

/// A frame as SVG. Runs of cells that look alike are one piece of text.
pub fn svg(frame: &Buffer, theme: Theme) -> String {
    let (columns, rows) = (f32::from(frame.area.width), f32::from(frame.area.height));
    let (width, height) = (columns * CELL.0 + 2.0 * MARGIN, rows * CELL.1 + 2.0 * MARGIN);
    let (_, paper) = plain(theme);
    let row = |(y, cells): (usize, &[Cell])| -> Markup {
        let mut x = 0;
        html! {
            @for run in cells.chunk_by(is_alike) {
                @let start = x;
                (piece(run, start, y, theme))
                @let () = x += run.len();
            }
        }
    };
    let lines = frame.content.chunks(usize::from(frame.area.width).max(1));
    let whole = html! {
        svg xmlns="http://www.w3.org/2000/svg" width=(format!("{width:.0}")) height=(format!("{height:.0}"))
            font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14" {
            rect width="100%" height="100%" rx="8" fill=(paper) {}
            @for line in lines.enumerate() { (row(line)) }
        }
    };
    // A piece stands on a line of its own, so that two versions can be compared.
    whole.into_string().replace("><rect", ">\n<rect").replace("><text", ">\n<text") + "\n"
}

fn is_alike(one: &Cell, other: &Cell) -> bool {
    (one.fg, one.bg, one.modifier) == (other.fg, other.bg, other.modifier)
}

fn plain(theme: Theme) -> (&'static str, &'static str) {
    if theme == Theme::Light { LIGHT } else { DARK }
}

fn piece(run: &[Cell], column: usize, row: usize, theme: Theme) -> Markup {
    let cell = &run[0];
    let (ink, paper) = plain(theme);
    let (mut ink, mut ground) = (hue(cell.fg, ink, theme), hue(cell.bg, paper, theme));
    if cell.modifier.contains(Modifier::REVERSED) {
        std::mem::swap(&mut ink, &mut ground);
    }
    let text: String = run.iter().map(Cell::symbol).collect();
    let (x, y) = (MARGIN + column as f32 * CELL.0, MARGIN + row as f32 * CELL.1);
    let length = format!("{:.1}", run.len() as f32 * CELL.0);
    let has = |modifier| cell.modifier.contains(modifier);
    html! {
        @if ground != paper {
            rect x=(format!("{x:.1}")) y=(format!("{y:.1}")) width=(length) height=(CELL.1) fill=(ground) {}
        }
        @if !text.trim().is_empty() {
            text x=(format!("{x:.1}")) y=(format!("{:.1}", y + 13.5)) textLength=(length)
                lengthAdjust="spacingAndGlyphs" xml:space="preserve" fill=(ink)
                font-weight=[has(Modifier::BOLD).then_some("bold")]
                font-style=[has(Modifier::ITALIC).then_some("italic")]
                opacity=[has(Modifier::DIM).then_some("0.62")]
                text-decoration=[has(Modifier::UNDERLINED).then_some("underline")] { (text) }
        }
    }
}

fn hue(colour: Color, default: &'static str, theme: Theme) -> &'static str {
    if let Some((_, hue)) = ON_PAPER.iter().find(|(of, _)| theme == Theme::Light && *of == colour) {
        return hue;
    }
    number_of(colour).map_or(default, |number| PALETTE[usize::from(number)])
}
