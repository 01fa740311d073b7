//! What each kind of text looks like, in the terminal's own sixteen colours and on its own background.
//!
//! Every meaning is carried by reverse, bold, underline or a mark beside the text; a colour only repeats it. So
//! [`Theme::Mono`], which `NO_COLOR` chooses, loses nothing. No theme tells two things apart by red and green.

use std::borrow::Cow;

use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};

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

/// How everything looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// The theme.
    pub theme: Theme,
    /// Whether only ASCII may be shown.
    pub ascii: bool,
}

impl Theme {
    /// The style of a role.
    pub fn style(self, role: Role) -> Style {
        // Calm is what is worth a look, done, agreed; warm what has just changed: orange, as near as sixteen colours
        // come. A test measures the contrast of each in the palettes of common terminals.
        let [calm, warm, alarm] = match self {
            Theme::Mono => [None; 3],
            Theme::Either => [Color::LightBlue, Color::LightMagenta, Color::LightRed].map(Some),
            Theme::Dark => [Color::Cyan, Color::Yellow, Color::LightRed].map(Some),
            Theme::Light => [Color::Blue, Color::Magenta, Color::Red].map(Some),
        };
        let (modifier, fg) = match role {
            Role::Text => (Modifier::empty(), None),
            Role::Name | Role::Rule => (Modifier::DIM, None),
            Role::Current => (Modifier::REVERSED, None),
            Role::Changed => (Modifier::UNDERLINED, warm),
            Role::Heading | Role::Strong | Role::Key => (Modifier::BOLD, None),
            // What a colour alone says elsewhere.
            Role::Code | Role::Live if self == Theme::Mono => (Modifier::BOLD, None),
            Role::Progress | Role::Code | Role::Live | Role::Good => (Modifier::empty(), calm),
            Role::Emphasis => (Modifier::ITALIC, None),
            Role::Bad => (Modifier::BOLD, alarm),
            Role::Invite => (Modifier::BOLD, calm),
            Role::Field => (Modifier::UNDERLINED, None),
        };
        Style { fg, ..Style::new().add_modifier(modifier) }
    }

    /// A text in a role.
    pub fn span(self, text: impl Into<Cow<'static, str>>, role: Role) -> Span<'static> {
        Span::styled(text, self.style(role))
    }

    /// A line of text in a role.
    pub fn line(self, text: impl Into<Cow<'static, str>>, role: Role) -> Line<'static> {
        Line::styled(text, self.style(role))
    }

    /// A rule of so many columns.
    pub fn rule(self, columns: impl Into<usize>) -> Span<'static> {
        self.span("─".repeat(columns.into()), Role::Rule)
    }

    /// A text in a role, with what is other than in the text before it marked. Without a text before nothing is marked.
    pub fn marked(self, text: &str, before: Option<&str>, role: Role) -> Vec<Span<'static>> {
        self.pieces(pieces(text, before.unwrap_or(text)), self.style(role))
    }

    /// Pieces of a text in a style, each marked that is other.
    pub fn pieces(self, pieces: impl IntoIterator<Item = (String, bool)>, style: Style) -> Vec<Span<'static>> {
        let loud = style.patch(self.style(Role::Changed));
        pieces.into_iter().map(|(piece, other)| Span::styled(piece, if other { loud } else { style })).collect()
    }
}
