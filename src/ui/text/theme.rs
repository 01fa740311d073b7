//! What each kind of text looks like, in the terminal's own sixteen colours and on its own background.
//!
//! Every meaning is carried by reverse, bold, underline or a mark beside the text; a colour only repeats it. So
//! [`Theme::Mono`], which `NO_COLOR` chooses, loses nothing. No theme tells two things apart by red and green.

use ratatui::style::{Color, Modifier, Style};
use ratatui::text::Span;

use crate::view::changed::pieces;

/// Why a piece of text is on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Running text and values.
    Text,
    /// A value's name, an address, a remark: present, but quiet.
    Name,
    /// The one bright thing: the current value, or the chosen row.
    Current,
    /// Something that the last step or edit changed.
    Changed,
    /// A heading of a lesson or a screen.
    Heading,
    /// A rule between panes.
    Rule,
    /// The part of a timeline that lies behind.
    Progress,
    /// A key in the help line.
    Key,
    /// `code` in running text.
    Code,
    /// Important in running text.
    Strong,
    /// Stressed in running text.
    Emphasis,
    /// A live value in running text.
    Live,
    /// Right, agrees; always beside a `✓`.
    Good,
    /// Wrong, disagrees, an error; always beside a mark.
    Bad,
    /// An invitation: something to do now.
    Invite,
    /// Text that is being typed.
    Field,
}

/// How roles become styles: which of the sixteen colours can be read on the terminal's background.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// No colours.
    Mono,
    /// Colours that can be read on dark and on light backgrounds alike, where nobody says which it is.
    Either,
    /// For dark backgrounds.
    Dark,
    /// For light backgrounds.
    Light,
}

/// A text in a style, with what is other than in the text before it marked. Without a text before nothing is marked.
pub fn marked(text: &str, before: Option<&str>, style: Style, theme: Theme) -> Vec<Span<'static>> {
    let loud = style.patch(theme.style(Role::Changed));
    let pieces = pieces(text, before.unwrap_or(text)).into_iter();
    pieces.map(|(piece, other)| Span::styled(piece, if other { loud } else { style })).collect()
}

/// How everything looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// The theme.
    pub theme: Theme,
    /// Whether only ASCII may be shown.
    pub ascii: bool,
}

/// The meaning of a colour, in any theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hue {
    /// Worth a look, done, agreed: blue.
    Calm,
    /// Just changed: orange, as near as sixteen colours come.
    Warm,
    /// Wrong.
    Alarm,
}

impl Theme {
    /// The style of a role.
    pub fn style(self, role: Role) -> Style {
        let (modifier, hue) = look(role);
        let alone = match (self, role) {
            // What a colour alone says elsewhere.
            (Theme::Mono, Role::Code | Role::Live) => Modifier::BOLD,
            _ => Modifier::empty(),
        };
        let style = Style::new().add_modifier(modifier | alone);
        match hue.and_then(|hue| self.colour(hue)) {
            Some(colour) => style.fg(colour),
            None => style,
        }
    }

    /// The colour of a hue. A test measures the contrast of each in the palettes of common terminals.
    fn colour(self, hue: Hue) -> Option<Color> {
        let [calm, warm, alarm] = match self {
            Theme::Mono => return None,
            Theme::Either => [Color::LightBlue, Color::LightMagenta, Color::LightRed],
            Theme::Dark => [Color::Cyan, Color::Yellow, Color::LightRed],
            Theme::Light => [Color::Blue, Color::Magenta, Color::Red],
        };
        Some(match hue {
            Hue::Calm => calm,
            Hue::Warm => warm,
            Hue::Alarm => alarm,
        })
    }
}

fn look(role: Role) -> (Modifier, Option<Hue>) {
    match role {
        Role::Text => (Modifier::empty(), None),
        Role::Name | Role::Rule => (Modifier::DIM, None),
        Role::Current => (Modifier::REVERSED, None),
        Role::Changed => (Modifier::UNDERLINED, Some(Hue::Warm)),
        Role::Heading | Role::Strong | Role::Key => (Modifier::BOLD, None),
        Role::Progress | Role::Code | Role::Live | Role::Good => (Modifier::empty(), Some(Hue::Calm)),
        Role::Emphasis => (Modifier::ITALIC, None),
        Role::Bad => (Modifier::BOLD, Some(Hue::Alarm)),
        Role::Invite => (Modifier::BOLD, Some(Hue::Calm)),
        Role::Field => (Modifier::UNDERLINED, None),
    }
}
