//! How the program looks and is spoken to: what was asked for, and what the surroundings say where nothing was.
//!
//! The command line wins over the file of settings, and both over the surroundings. [`Surroundings`] is read once from
//! the environment; all that follows is a pure function of it.

use std::io::{self, IsTerminal};

use clap::ValueEnum;

use crate::app::keymap::Keymap;
use crate::learner::progress::LearnerId;
use crate::ui::Look;
use crate::ui::text::theme::Theme;

/// When colours are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal that has them, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Which background the colours are for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Background {
    /// The theme that COLORFGBG names; else colours that can be read on either
    #[default]
    Auto,
    /// Colours for a dark background
    Dark,
    /// Colours for a light background
    Light,
    /// No colours: bold, underlined and reversed text carry everything
    Mono,
}

/// The wishes of the caller; what was not asked for is left to the surroundings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// ASCII alone.
    pub ascii: Option<bool>,
    /// When to use colours.
    pub colour: Option<Colour>,
    /// Which background they are for.
    pub theme: Option<Background>,
    /// The mouse.
    pub mouse: Option<bool>,
    /// Lines of text instead of a screen.
    pub plain: Option<bool>,
}

impl Wishes {
    /// These wishes, and another's where there is none.
    pub fn over(self, other: Wishes) -> Wishes {
        Wishes {
            ascii: self.ascii.or(other.ascii),
            colour: self.colour.or(other.colour),
            theme: self.theme.or(other.theme),
            mouse: self.mouse.or(other.mouse),
            plain: self.plain.or(other.plain),
        }
    }

    /// How everything looks.
    pub fn look(self, around: &Surroundings) -> Look {
        let theme = if self.uses_colour(around, true) { self.theme(around) } else { Theme::Mono };
        Look { theme, ascii: self.ascii.unwrap_or(!around.utf8()) }
    }

    fn theme(self, around: &Surroundings) -> Theme {
        match self.theme.unwrap_or_default() {
            Background::Auto => around.background(),
            Background::Dark => Theme::Dark,
            Background::Light => Theme::Light,
            Background::Mono => Theme::Mono,
        }
    }

    /// All that the screen needs to know.
    pub fn setting(self, around: &Surroundings) -> Setting {
        let (look, plain) = (self.look(around), self.is_plain(around));
        let echo = !around.input_is_terminal;
        let mouse = self.mouse.unwrap_or_default();
        Setting {
            look,
            mouse,
            plain,
            echo,
            keymap: Keymap::default(),
            told: None,
            notes: false,
            talk: None,
            learner: None,
        }
    }

    /// Whether colours go to an output that is a terminal or is not.
    pub fn uses_colour(self, around: &Surroundings, terminal: bool) -> bool {
        match self.colour.unwrap_or_default() {
            Colour::Auto => terminal && !around.no_color && !around.dumb(),
            Colour::Always => true,
            Colour::Never => false,
        }
    }

    /// Whether the screen is spoken as lines: asked for, or because there is no terminal that could show it.
    pub fn is_plain(self, around: &Surroundings) -> bool {
        self.plain.unwrap_or(around.dumb() || !around.input_is_terminal || !around.output_is_terminal)
    }
}

/// How a screen is opened.
#[derive(Clone, Debug)]
pub struct Setting {
    /// How everything looks.
    pub look: Look,
    /// Whether the mouse is ours from the beginning.
    pub mouse: bool,
    /// Whether it is lines instead.
    pub plain: bool,
    /// Whether what is typed has to be repeated, since no terminal shows it.
    pub echo: bool,
    /// The keys.
    pub keymap: Keymap,
    /// Sentences to be told first.
    pub told: Option<String>,
    /// Whether the notes of lessons are shown.
    pub notes: bool,
    /// The wishes of whoever presents the lesson, where somebody does.
    pub talk: Option<Talk>,
    /// The name of the learner whose progress is kept; none for whoever uses this login.
    pub learner: Option<LearnerId>,
}

/// How a lesson is presented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Talk {
    /// Whether the room sees the name of the last key.
    pub keys: bool,
}

/// The environment as far as it matters here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// `TERM`.
    pub term: Option<String>,
    /// `NO_COLOR` is set and not empty.
    pub no_color: bool,
    /// The first of `LC_ALL`, `LC_CTYPE` and `LANG` that is set and not empty, with its name.
    pub locale: Option<(&'static str, String)>,
    /// `COLORFGBG`: the numbers of the colours of text and background, which some terminals set.
    pub colorfgbg: Option<String>,
    /// `COLORTERM`.
    pub colorterm: Option<String>,
    /// Inside tmux.
    pub tmux: bool,
    /// Whether standard input is a terminal.
    pub input_is_terminal: bool,
    /// Whether standard output is a terminal.
    pub output_is_terminal: bool,
}

impl Surroundings {
    /// As they are.
    pub fn read() -> Surroundings {
        let set = |name: &str| {
            std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()).filter(|value| !value.is_empty())
        };
        Surroundings {
            term: set("TERM"),
            no_color: set("NO_COLOR").is_some(),
            locale: ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| Some((name, set(name)?))),
            colorfgbg: set("COLORFGBG"),
            colorterm: set("COLORTERM"),
            tmux: set("TMUX").is_some(),
            input_is_terminal: io::stdin().is_terminal(),
            output_is_terminal: io::stdout().is_terminal(),
        }
    }

    /// Whether the terminal cannot move its cursor, as far as `TERM` says.
    pub fn dumb(&self) -> bool {
        self.term.as_deref().is_none_or(|term| term == "dumb")
    }

    /// Whether the locale's characters are those of UTF-8, as they usually are where no locale is set.
    pub fn utf8(&self) -> bool {
        self.locale.as_ref().is_none_or(|(_, value)| {
            let value = value.to_ascii_lowercase();
            value.contains("utf-8") || value.contains("utf8")
        })
    }

    /// The background, as far as it is known: the colours 0 to 6 and 8 are dark.
    fn background(&self) -> Theme {
        let last = self.colorfgbg.as_deref().and_then(|value| value.rsplit(';').next());
        match last.and_then(|number| number.parse::<u8>().ok()) {
            Some(0..=6 | 8) => Theme::Dark,
            Some(7 | 9..=15) => Theme::Light,
            Some(16..) | None => Theme::Either,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terminal() -> Surroundings {
        let term = Some("xterm-256color".to_owned());
        Surroundings { term, input_is_terminal: true, output_is_terminal: true, ..Surroundings::default() }
    }

    #[test]
    fn what_is_asked_for_first_wins() {
        let line = Wishes { ascii: Some(false), ..Wishes::default() };
        let file = Wishes { ascii: Some(true), theme: Some(Background::Light), ..Wishes::default() };
        let both = line.over(file);
        assert_eq!((both.ascii, both.theme), (Some(false), Some(Background::Light)));
    }

    #[test]
    fn colours_follow_no_color_unless_they_are_asked_for() {
        let quiet = Surroundings { no_color: true, ..terminal() };
        assert_eq!(Wishes::default().look(&quiet).theme, Theme::Mono);
        let asked = Wishes { colour: Some(Colour::Always), ..Wishes::default() };
        assert_eq!(asked.look(&quiet).theme, Theme::Either);
        let never = Wishes { colour: Some(Colour::Never), theme: Some(Background::Dark), ..Wishes::default() };
        assert_eq!(never.look(&terminal()).theme, Theme::Mono);
        assert!(!Wishes::default().uses_colour(&terminal(), false) && asked.uses_colour(&terminal(), false));
    }

    #[test]
    fn the_background_is_the_terminals_to_say() {
        let says = |value: &str| Surroundings { colorfgbg: Some(value.into()), ..terminal() };
        let theme = |around: &Surroundings| Wishes::default().look(around).theme;
        assert_eq!(theme(&says("15;0")), Theme::Dark);
        assert_eq!(theme(&says("0;default;15")), Theme::Light);
        assert_eq!(theme(&says("0;default")), Theme::Either);
        assert_eq!(theme(&terminal()), Theme::Either);
        let asked = Wishes { theme: Some(Background::Dark), ..Wishes::default() };
        assert_eq!(theme(&says("0;15")), Theme::Light);
        assert_eq!(asked.look(&says("0;15")).theme, Theme::Dark);
    }

    #[test]
    fn lines_are_chosen_where_no_screen_can_be() {
        let wishes = Wishes::default();
        assert!(!wishes.is_plain(&terminal()));
        assert!(wishes.is_plain(&Surroundings { term: Some("dumb".into()), ..terminal() }));
        assert!(wishes.is_plain(&Surroundings { term: None, ..terminal() }));
        assert!(wishes.is_plain(&Surroundings { output_is_terminal: false, ..terminal() }));
        assert!(Wishes { plain: Some(true), ..wishes }.is_plain(&terminal()));
    }

    #[test]
    fn ascii_follows_the_locale() {
        let of = |value: &str| Surroundings { locale: Some(("LC_ALL", value.into())), ..terminal() };
        let c = of("C");
        assert!(of("en_GB.UTF-8").utf8() && of("C.utf8").utf8() && !of("de_DE.ISO-8859-1").utf8());
        assert!(Wishes::default().look(&c).ascii && !Wishes::default().look(&terminal()).ascii);
        assert!(!Wishes { ascii: Some(false), ..Wishes::default() }.look(&c).ascii);
    }
}
