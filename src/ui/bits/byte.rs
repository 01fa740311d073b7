//! A byte of a string of bytes opened down to its bits, and what it becomes with the chosen one turned over.

use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

use crate::app::compare::flip::OpenByte;
use crate::app::keymap::Keymap;
use crate::app::pointer::{Aim, number};
use crate::ui::aims::Aimed;
use crate::ui::compute::cut;
use crate::ui::theme::{Role, Theme};

/// The bits in two groups of four, below them the byte with the chosen bit turned over, and which key does that. The
/// chosen column is counted from the left.
pub fn byte(open: &OpenByte, chosen: usize, keymap: &Keymap, theme: Theme, width: u16) -> Vec<Line<'static>> {
    let name = |name: &str| Span::styled(format!(" {name:<9}"), theme.style(Role::Name));
    let digits = |byte: u8, style: &dyn Fn(usize) -> ratatui::style::Style| -> Vec<Span<'static>> {
        let digit = |column: usize| Span::styled((byte >> (7 - column) & 1).to_string(), style(column));
        (0..4).map(digit).chain([Span::raw(" ")]).chain((4..8).map(digit)).collect()
    };
    let heading = format!("byte {} of 0…{}", open.place, open.of.saturating_sub(1));
    let mut lines = vec![Line::styled(heading, theme.style(Role::Name)), Line::default()];
    lines.push(Line::from(vec![name("bit"), Span::styled("7654 3210", theme.style(Role::Name))]));
    let bright = |column: usize| {
        let style = theme.style(if column == chosen { Role::Current } else { Role::Text });
        style.aimed(Aim::Bit(number(column)))
    };
    let mut is = vec![name("is")];
    is.extend(digits(open.byte, &bright));
    is.push(Span::raw(format!("   {}", written(open.byte))));
    lines.push(Line::from(is));
    let bit = 7usize.saturating_sub(chosen);
    let mut says = format!("▲ bit {bit} is {}", open.byte >> bit & 1);
    match &open.turned {
        None => {}
        Some(Err(why)) => lines.push(Line::from(vec![
            name("turned"),
            Span::styled(cut(why, width.saturating_sub(10)), theme.style(Role::Bad)),
        ])),
        Some(Ok(turned)) => {
            let loud = |column: usize| match column == chosen {
                true => theme.style(Role::Changed).add_modifier(Modifier::UNDERLINED),
                false => theme.style(Role::Text),
            };
            let mut line = vec![name("turned")];
            line.extend(digits(*turned, &loud));
            line.push(Span::raw(format!("   {}", written(*turned))));
            lines.push(Line::from(line));
            says.push_str(&keymap.say("; ⟨flip⟩ turns it over"));
        }
    }
    lines.push(Line::raw(cut(&says, width)));
    lines
}

/// `63 'c'`
fn written(byte: u8) -> String {
    if byte.is_ascii_graphic() { format!("{byte:02x}  '{}'", char::from(byte)) } else { format!("{byte:02x}") }
}
