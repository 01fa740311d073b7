//! What each kind of text looks like, in the terminal's own sixteen colours and on its own background.
//!
//! Every meaning is carried by reverse, bold, underline or a mark beside the text; a colour only repeats it. So the
//! plain theme, which `NO_COLOR` chooses, loses nothing.

use ratatui::style::{Color, Modifier, Style};

/// Why a piece of text is on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Running text and values.
    Text,
    /// A value's name, an address, a remark: present, but quiet.
    Name,
    /// The one bright thing: the current value, or the chosen row.
    Current,
    /// What the last step or edit changed.
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

/// How roles become styles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Whether colours may be used.
    pub colour: bool,
}

impl Theme {
    /// The style of a role.
    pub fn style(self, role: Role) -> Style {
        let (modifier, colour) = look(role);
        let style = Style::new().add_modifier(modifier);
        match colour {
            Some(colour) if self.colour => style.fg(colour),
            _ => style,
        }
    }
}

fn look(role: Role) -> (Modifier, Option<Color>) {
    match role {
        Role::Text => (Modifier::empty(), None),
        Role::Name | Role::Rule => (Modifier::DIM, None),
        Role::Current => (Modifier::REVERSED, None),
        Role::Changed => (Modifier::UNDERLINED, Some(Color::Yellow)),
        Role::Heading | Role::Strong | Role::Key => (Modifier::BOLD, None),
        Role::Progress => (Modifier::empty(), Some(Color::Blue)),
        Role::Code | Role::Live => (Modifier::empty(), Some(Color::Cyan)),
        Role::Emphasis => (Modifier::ITALIC, None),
        Role::Good => (Modifier::empty(), Some(Color::Blue)),
        Role::Bad => (Modifier::BOLD, Some(Color::Red)),
        Role::Invite => (Modifier::BOLD, Some(Color::Cyan)),
        Role::Field => (Modifier::UNDERLINED, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOUD: [Role; 8] =
        [Role::Current, Role::Changed, Role::Heading, Role::Key, Role::Strong, Role::Bad, Role::Invite, Role::Field];

    #[test]
    fn what_matters_shows_without_colour() {
        let plain = Theme { colour: false };
        for role in LOUD {
            let style = plain.style(role);
            assert_eq!((style.fg, style.bg), (None, None), "{role:?}");
            assert!(!style.add_modifier.is_empty(), "{role:?}");
        }
    }

    #[test]
    fn the_background_is_always_the_terminals() {
        let colours = Theme { colour: true };
        for role in LOUD {
            assert_eq!(colours.style(role).bg, None, "{role:?}");
        }
    }
}
