//! Themes: every meaning shows without colour, and every colour can be read on the terminals people have.

use cleartext::ui::text::theme::{Role, Theme};
use ratatui::style::Color;

/// A role of each colour that themes have: worth a look, just changed, wrong.
const COLOURED: [Role; 3] = [Role::Good, Role::Changed, Role::Bad];
/// The roles that have to show.
const LOUD: [Role; 10] = [
    Role::Current,
    Role::Changed,
    Role::Heading,
    Role::Key,
    Role::Code,
    Role::Live,
    Role::Strong,
    Role::Bad,
    Role::Invite,
    Role::Field,
];

/// The sixteen colours of xterm, the VGA text mode, Tango (GNOME), Campbell (Windows), Terminal of macOS, and VS Code.
const PALETTES: [[u32; 16]; 6] = [
    [
        0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00,
        0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
    ],
    [
        0x000000, 0xaa0000, 0x00aa00, 0xaa5500, 0x0000aa, 0xaa00aa, 0x00aaaa, 0xaaaaaa, 0x555555, 0xff5555, 0x55ff55,
        0xffff55, 0x5555ff, 0xff55ff, 0x55ffff, 0xffffff,
    ],
    [
        0x2e3436, 0xcc0000, 0x4e9a06, 0xc4a000, 0x3465a4, 0x75507b, 0x06989a, 0xd3d7cf, 0x555753, 0xef2929, 0x8ae234,
        0xfce94f, 0x729fcf, 0xad7fa8, 0x34e2e2, 0xeeeeec,
    ],
    [
        0x0c0c0c, 0xc50f1f, 0x13a10e, 0xc19c00, 0x0037da, 0x881798, 0x3a96dd, 0xcccccc, 0x767676, 0xe74856, 0x16c60c,
        0xf9f1a5, 0x3b78ff, 0xb4009e, 0x61d6d6, 0xf2f2f2,
    ],
    [
        0x000000, 0x990000, 0x00a600, 0x999900, 0x0000b2, 0xb200b2, 0x00a6b2, 0xbfbfbf, 0x666666, 0xe50000, 0x00d900,
        0xe5e500, 0x0000ff, 0xe500e5, 0x00e5e5, 0xe5e5e5,
    ],
    [
        0x000000, 0xcd3131, 0x0dbc79, 0xe5e510, 0x2472c8, 0xbc3fbc, 0x11a8cd, 0xe5e5e5, 0x666666, 0xf14c4c, 0x23d18b,
        0xf5f543, 0x3b8eea, 0xd670d6, 0x29b8db, 0xe5e5e5,
    ],
];

/// The sixteen colours, in the order of their numbers.
const SIXTEEN: [Color; 16] = [
    Color::Black,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::Gray,
    Color::DarkGray,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];

/// Contrast of two colours as the Web Content Accessibility Guidelines (2.1, section 1.4.3) define it.
fn contrast(one: u32, other: u32) -> f64 {
    let channel = |value: u32| {
        let value = f64::from(value & 0xff) / 255.0;
        if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    let light = |c: u32| 0.2126 * channel(c >> 16) + 0.7152 * channel(c >> 8) + 0.0722 * channel(c);
    let (one, other) = (light(one), light(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn what_matters_shows_without_colour() {
    for role in LOUD {
        let style = Theme::Mono.style(role);
        assert_eq!((style.fg, style.bg), (None, None), "{role:?}");
        assert!(!style.add_modifier.is_empty(), "{role:?}");
    }
}

#[test]
fn the_background_is_always_the_terminals() {
    for theme in [Theme::Either, Theme::Dark, Theme::Light] {
        for role in LOUD {
            assert_eq!(theme.style(role).bg, None, "{role:?}");
        }
    }
}

#[test]
fn every_colour_can_be_read_on_its_backgrounds() {
    for role in COLOURED {
        for palette in PALETTES {
            let least = |theme: Theme, background: u32, wanted: f64| {
                let place = SIXTEEN.iter().position(|colour| theme.style(role).fg == Some(*colour)).unwrap();
                let found = contrast(palette[place], background);
                assert!(found >= wanted, "{theme:?} {role:?}: {found:.1} on {background:06x}");
            };
            least(Theme::Dark, palette[0], 3.0);
            least(Theme::Light, 0xffffff, 4.5);
            least(Theme::Either, palette[0], 2.3);
            least(Theme::Either, 0xffffff, 2.3);
        }
    }
}

#[test]
fn right_and_wrong_are_no_pair_of_red_and_green() {
    for theme in [Theme::Either, Theme::Dark, Theme::Light] {
        let green = [Color::Green, Color::LightGreen];
        for role in COLOURED {
            assert!(theme.style(role).fg.is_some_and(|colour| !green.contains(&colour)), "{theme:?} {role:?}");
        }
    }
}
