//! Cells as bytes, and as few of them as that takes: what makes a step cheap on a slow line.
//!
//! [`Pen`] remembers what the terminal shows, where its cursor stands, how it writes and whether it shows, and says only
//! what changes: several attributes in one sequence, a short way to the next cell on the row, no attribute that cannot be
//! seen on a blank, one sequence for many blanks. A picture that changes nothing takes no byte at all. Sequences are those
//! of ECMA-48; colours of the terminal's sixteen have its short numbers.

use std::io::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

use crate::ui::Frame;
use crate::view::clusters::columns;

/// How a cell is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Ink {
    fg: Color,
    bg: Color,
    underline: Color,
    modifier: Modifier,
}

/// An attribute, the number that switches it on, and the number that switches it off.
const ATTRIBUTES: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];
/// The attributes that show on a blank.
const ON_BLANKS: Modifier = Modifier::UNDERLINED.union(Modifier::REVERSED).union(Modifier::CROSSED_OUT);

impl Ink {
    fn of(cell: &Cell) -> Ink {
        Ink { fg: cell.fg, bg: cell.bg, underline: cell.underline_color, modifier: cell.modifier }
    }

    /// Whether a blank looks the same in both.
    fn same_on_blanks(self, other: Ink) -> bool {
        let attributes = (self.modifier & ON_BLANKS, other.modifier & ON_BLANKS);
        attributes.0 == attributes.1 && self.bg == other.bg && (attributes.0.is_empty() || self == other)
    }

    /// The numbers that turn `from` into this, attribute by attribute.
    fn numbers_from(self, from: Ink) -> Numbers {
        let mut numbers = Numbers::default();
        let mut kept = from.modifier;
        for (attribute, _, off) in ATTRIBUTES {
            if (from.modifier - self.modifier).contains(attribute) && kept.contains(attribute) {
                numbers.push(off);
                // Two attributes may share the number that ends them.
                ATTRIBUTES.iter().filter(|(_, _, other)| *other == off).for_each(|(also, ..)| kept.remove(*also));
            }
        }
        for (attribute, on, _) in ATTRIBUTES {
            if (self.modifier - kept).contains(attribute) {
                numbers.push(on);
            }
        }
        if self.fg != from.fg {
            numbers.colour(self.fg, 30);
        }
        if self.bg != from.bg {
            numbers.colour(self.bg, 40);
        }
        if self.underline != from.underline {
            numbers.underline(self.underline);
        }
        numbers
    }
}

/// The numbers of one "select graphic rendition", separated.
#[derive(Debug, Default)]
struct Numbers(Vec<u8>);
impl Numbers {
    fn push(&mut self, number: u8) {
        if !self.0.is_empty() {
            self.0.push(b';');
        }
        let _ = write!(self.0, "{number}");
    }

    /// A colour of letters (`base` 30) or of what is behind them (40).
    fn colour(&mut self, colour: Color, base: u8) {
        match colour {
            Color::Reset => self.push(base + 9),
            Color::Rgb(r, g, b) => [base + 8, 2, r, g, b].into_iter().for_each(|number| self.push(number)),
            colour => match index(colour) {
                low @ 0..8 => self.push(base + low),
                bright @ 8..16 => self.push(base + 60 + bright - 8),
                other => [base + 8, 5, other].into_iter().for_each(|number| self.push(number)),
            },
        }
    }

    fn underline(&mut self, colour: Color) {
        match colour {
            Color::Reset => self.push(59),
            Color::Rgb(r, g, b) => [58, 2, r, g, b].into_iter().for_each(|number| self.push(number)),
            colour => [58, 5, index(colour)].into_iter().for_each(|number| self.push(number)),
        }
    }
}

/// The terminal's number of a colour; the first sixteen have names.
fn index(colour: Color) -> u8 {
    match colour {
        Color::Reset | Color::Rgb(..) | Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Indexed(index) => index,
    }
}

static BLANK: Cell = Cell::EMPTY;
/// Blanks that are still to be written: where they begin, and how many they are.
type Blanks = Option<(Position, u16)>;

/// Writes pictures into memory, for a terminal that stands as the last byte left it.
#[derive(Debug, Default)]
pub struct Pen {
    bytes: Vec<u8>,
    /// What the terminal shows; of no size where that is nothing.
    shown: Frame,
    ink: Ink,
    /// Where the cursor stands, if that is known.
    at: Option<Position>,
    /// Whether all that was written since the last jump has the width it has everywhere.
    sure: bool,
    shows: bool,
}

impl Pen {
    /// The terminal was taken anew: it is blank, attributes are off, the cursor is hidden and stands anywhere.
    pub fn taken(&mut self) {
        self.shown = Frame::default();
        (self.ink, self.at, self.shows) = (Ink::default(), None, false);
    }

    /// Wipes the terminal, so that the next picture is drawn whole.
    pub fn wipe(&mut self) {
        self.shown = Frame::default();
        self.say(format_args!("\x1b[2J"));
    }

    /// The bytes written since they were last sent.
    pub fn bytes(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }

    /// Writes what is different in the next picture, and leaves the one before in its place.
    pub fn draw(&mut self, next: &mut Frame) {
        if next.area() != self.shown.area() && !self.shown.area().is_empty() {
            self.wipe();
        }
        let before = std::mem::take(&mut self.shown);
        self.cells(next.buffer(), before.buffer());
        match next.cursor() {
            Some(place) => {
                if !std::mem::replace(&mut self.shows, true) {
                    self.say(format_args!("\x1b[?25h"));
                }
                self.go(place);
            }
            None => {
                if std::mem::take(&mut self.shows) {
                    self.say(format_args!("\x1b[?25l"));
                }
            }
        }
        self.shown = std::mem::replace(next, before);
    }

    fn cells(&mut self, next: &Buffer, before: &Buffer) {
        let width = usize::from(next.area.width).max(1);
        let mut blanks = None;
        for (y, row) in next.content.chunks(width).enumerate() {
            let before = |x: usize| before.content.get(y * width + x).unwrap_or(&BLANK);
            // Up to where something wide stood: not every terminal wipes the rest of what is half overwritten.
            let (mut x, mut covered) = (0, 0);
            while let Some(cell) = row.get(x) {
                let takes = columns(cell.symbol()).max(1);
                if x < covered || cell != before(x) {
                    let end = (x + takes).min(width);
                    covered = (x..end).map(|x| x + columns(before(x).symbol())).fold(covered, usize::max);
                    let at = Position { x: x as u16, y: y as u16 };
                    if blanks.is_none() {
                        self.fill(at, row);
                    }
                    self.cell(at, cell, &mut blanks);
                }
                x += takes;
            }
        }
        self.erase(blanks);
        self.take_up(Ink::default());
    }

    /// Goes on to a place on the row by writing again what stands between, where that is no longer than the way.
    fn fill(&mut self, to: Position, row: &[Cell]) {
        let Some(at) = self.at.filter(|at| self.sure && at.y == to.y && (1..=3).contains(&to.x.saturating_sub(at.x)))
        else {
            return;
        };
        let between = &row[at.x.into()..to.x.into()];
        let alike = |cell: &Cell| match cell.symbol() {
            " " => Ink::of(cell).same_on_blanks(self.ink),
            symbol => symbol.len() == 1 && Ink::of(cell) == self.ink,
        };
        if between.iter().all(alike) {
            between.iter().for_each(|cell| self.bytes.extend_from_slice(cell.symbol().as_bytes()));
            self.at = Some(to);
        }
    }

    fn cell(&mut self, at: Position, cell: &Cell, blanks: &mut Blanks) {
        let (symbol, ink) = (cell.symbol(), Ink::of(cell));
        let blank = symbol == " " && ink.same_on_blanks(Ink::default());
        match blanks {
            Some((from, count)) if blank && (from.x + *count, from.y) == (at.x, at.y) => *count += 1,
            _ => {
                self.erase(blanks.take());
                *blanks = blank.then_some((at, 1));
            }
        }
        if !blank {
            self.go(at);
            if symbol != " " || !ink.same_on_blanks(self.ink) {
                self.take_up(ink);
            }
            self.bytes.extend_from_slice(symbol.as_bytes());
            self.at = Some(Position { x: at.x + 1, ..at });
            self.sure &= symbol.len() == 1;
        }
    }

    fn go(&mut self, to: Position) {
        if self.at == Some(to) {
            return;
        }
        match self.at {
            Some(at) if self.sure && at.y == to.y && at.x + 1 == to.x => self.say(format_args!("\x1b[C")),
            Some(at) if self.sure && at.y == to.y && at.x < to.x => self.say(format_args!("\x1b[{}C", to.x - at.x)),
            _ => {
                self.say(format_args!("\x1b[{};{}H", to.y + 1, to.x + 1));
                self.sure = true;
            }
        }
        self.at = Some(to);
    }

    fn take_up(&mut self, ink: Ink) {
        if self.ink == ink {
            return;
        }
        let little = ink.numbers_from(self.ink);
        let mut anew = ink.numbers_from(Ink::default());
        if !anew.0.is_empty() {
            anew.0.splice(0..0, *b"0;");
        }
        let shorter = if anew.0.len() < little.0.len() { anew } else { little };
        self.bytes.extend_from_slice(b"\x1b[");
        self.bytes.extend_from_slice(&shorter.0);
        self.bytes.push(b'm');
        self.ink = ink;
    }

    /// Blanks from a place on: as themselves, or erased where that is shorter.
    fn erase(&mut self, blanks: Blanks) {
        let Some((from, count)) = blanks else { return };
        self.go(from);
        if !self.ink.same_on_blanks(Ink::default()) {
            self.take_up(Ink::default());
        }
        match count {
            // As long as the sequence and the way on from where it leaves the cursor.
            0..10 => {
                self.bytes.extend(std::iter::repeat_n(b' ', count.into()));
                self.at = Some(Position { x: from.x + count, y: from.y });
            }
            _ => self.say(format_args!("\x1b[{count}X")),
        }
    }

    fn say(&mut self, sequence: std::fmt::Arguments) {
        let _ = self.bytes.write_fmt(sequence);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::style::{Style, Stylize};
    use ratatui::text::{Line, Span};

    const SIZE: (u16, u16) = (12, 3);

    /// What is written for a picture.
    fn drawn(pen: &mut Pen, lines: Vec<Line<'static>>) -> String {
        let mut frame = Frame::new(SIZE.0, SIZE.1);
        frame.put(lines, frame.area());
        pen.draw(&mut frame);
        String::from_utf8(std::mem::take(pen.bytes())).unwrap()
    }

    /// What is written for a row of cells on a fresh terminal.
    fn written(line: Line<'static>) -> String {
        drawn(&mut Pen::default(), vec![line])
    }

    #[test]
    fn one_sequence_for_several_attributes() {
        assert_eq!(written(Line::from("ab".bold().red())), "\x1b[1;1H\x1b[1;31mab\x1b[m");
    }

    #[test]
    fn a_blank_is_written_in_any_ink_that_does_not_show_on_it() {
        let line = Line::from(vec!["a".dim(), " ".red(), "b".dim(), " ".reversed()]);
        assert_eq!(written(line), "\x1b[1;1H\x1b[2ma b\x1b[0;7m \x1b[m");
    }

    /// Terminals do not agree on how wide some characters are, so the way on is not counted from them.
    #[test]
    fn after_a_wide_character_the_cursor_is_placed() {
        assert_eq!(written(Line::from("世a")), "\x1b[1;1H世\x1b[1;3Ha");
        assert_eq!(written(Line::from("é  a")), "\x1b[1;1Hé\x1b[1;4Ha");
        assert_eq!(written(Line::from("e    a")), "\x1b[1;1He\x1b[4Ca");
    }

    #[test]
    fn what_stands_between_is_written_again_where_that_is_short() {
        assert_eq!(written(Line::from("e  a")), "\x1b[1;1He  a");
        let mut pen = Pen::default();
        drawn(&mut pen, vec![Line::from("ab cd ef")]);
        assert_eq!(drawn(&mut pen, vec![Line::from("Ab Cd eF")]), "\x1b[1;1HAb Cd eF");
        let line = Line::from(vec!["A".into(), "b".red(), "c".into()]);
        drawn(&mut pen, vec![line.clone()]);
        let line = Line::from(vec!["B".into(), "b".red(), "d".into()]);
        assert_eq!(drawn(&mut pen, vec![line]), "\x1b[1;1HB\x1b[Cd");
    }

    #[test]
    fn a_long_stretch_of_blanks_is_erased() {
        let last = |texts: &[&'static str]| {
            let mut pen = Pen::default();
            texts.iter().fold(String::new(), |_, text| drawn(&mut pen, vec![Line::from(*text)]))
        };
        // The erasing before left the cursor where the letters begin.
        assert_eq!(last(&["abcdefghijkl", "           l", "ab"]), "ab\x1b[9C ");
        assert_eq!(last(&["abcdefghijkl", "          kl"]), "\x1b[1;1H\x1b[10X");
    }

    #[test]
    fn what_was_half_under_something_wide_is_written_again() {
        let mut pen = Pen::default();
        drawn(&mut pen, vec![Line::from("世a")]);
        assert_eq!(drawn(&mut pen, vec![Line::from("b a")]), "\x1b[1;1Hb ");
    }

    #[test]
    fn a_picture_of_another_size_is_drawn_whole() {
        let mut pen = Pen::default();
        drawn(&mut pen, vec![Line::from("abc")]);
        let mut frame = Frame::new(5, 1);
        frame.put([Line::from("abc")], frame.area());
        pen.draw(&mut frame);
        assert_eq!(pen.bytes(), b"\x1b[2J\x1b[1;1Habc");
    }

    #[test]
    fn bold_and_dim_end_together() {
        let line = Line::from(vec!["a".bold().dim().underlined(), "b".dim().underlined()]);
        assert_eq!(written(line), "\x1b[1;1H\x1b[1;2;4ma\x1b[22;2mb\x1b[m");
    }

    #[test]
    fn a_picture_that_changes_nothing_takes_no_byte() {
        let mut pen = Pen::default();
        let mut draw = || {
            let mut frame = Frame::new(SIZE.0, SIZE.1);
            frame.put([Line::from("abc")], frame.area());
            frame.set_cursor_position(Position { x: 2, y: 1 });
            pen.draw(&mut frame);
            std::mem::take(pen.bytes())
        };
        assert!(draw().ends_with(b"\x1b[?25h\x1b[2;3H"));
        assert!(draw().is_empty());
    }

    const COLOURS: [Color; 6] =
        [Color::Reset, Color::Red, Color::LightBlue, Color::White, Color::Indexed(200), Color::Rgb(1, 20, 255)];

    fn style() -> impl Strategy<Value = Style> {
        // What the other side of the test can tell: no blinking, no crossing out, and not both of bold and dim.
        let known = Modifier::BOLD | Modifier::DIM | Modifier::ITALIC | Modifier::UNDERLINED | Modifier::REVERSED;
        let modifier = any::<u16>().prop_map(move |bits| {
            let modifier = Modifier::from_bits_truncate(bits) & known;
            if modifier.contains(Modifier::BOLD) { modifier - Modifier::DIM } else { modifier }
        });
        (0..COLOURS.len(), 0..COLOURS.len(), modifier)
            .prop_map(|(fg, bg, modifier)| Style::new().fg(COLOURS[fg]).bg(COLOURS[bg]).add_modifier(modifier))
    }

    fn seen(colour: vt100::Color) -> Color {
        match colour {
            vt100::Color::Default => Color::Reset,
            vt100::Color::Idx(index) => Color::Indexed(index),
            vt100::Color::Rgb(r, g, b) => Color::Rgb(r, g, b),
        }
    }

    fn named(colour: Color) -> Color {
        if matches!(colour, Color::Reset | Color::Rgb(..)) { colour } else { Color::Indexed(index(colour)) }
    }

    proptest! {
        /// A terminal that gets the bytes of one picture after another shows the last one.
        #[test]
        fn a_terminal_shows_what_was_drawn(
            pictures in prop::collection::vec(
                prop::collection::vec((prop::sample::select(vec![" ", "a", "b", "é", "→", "世", "  ", "xyz"]), style()), 0..30),
                1..5,
            )
        ) {
            let (columns, rows) = SIZE;
            let mut parser = vt100::Parser::new(rows, columns, 0);
            let mut pen = Pen::default();
            let mut last = None;
            for picture in &pictures {
                let spans: Vec<_> = picture.iter().map(|(text, style)| Span::styled(*text, *style)).collect();
                let lines = spans.chunks(7).map(|spans| Line::from(spans.to_vec())).collect();
                parser.process(drawn(&mut pen, lines).as_bytes());
                last = Some(pen.shown.buffer().clone());
            }
            let last = last.expect("at least one picture");
            for y in 0..rows {
                for x in 0..columns {
                    let (ours, theirs) = (&last[(x, y)], parser.screen().cell(y, x).unwrap());
                    if theirs.is_wide_continuation() {
                        continue;
                    }
                    let symbol = if theirs.has_contents() { theirs.contents() } else { " " };
                    prop_assert_eq!(ours.symbol(), symbol, "at {},{}", x, y);
                    prop_assert_eq!(named(ours.bg), seen(theirs.bgcolor()), "behind {},{}", x, y);
                    let m = ours.modifier;
                    prop_assert_eq!(m.contains(Modifier::UNDERLINED), theirs.underline());
                    prop_assert_eq!(m.contains(Modifier::REVERSED), theirs.inverse());
                    if symbol != " " {
                        prop_assert_eq!(named(ours.fg), seen(theirs.fgcolor()), "at {},{}", x, y);
                        prop_assert_eq!(m.contains(Modifier::BOLD), theirs.bold());
                        prop_assert_eq!(m.contains(Modifier::DIM), theirs.dim());
                        prop_assert_eq!(m.contains(Modifier::ITALIC), theirs.italic());
                    }
                }
            }
        }
    }
}
