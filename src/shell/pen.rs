//! Cells as bytes, and as few of them as that takes: what makes a step cheap on a slow line.
//!
//! [`Pen`] is what `ratatui` draws with: it is told the cells that changed. It remembers where the terminal's cursor
//! stands, how it writes and whether it shows, and says only what changes: several attributes in one sequence, a short way
//! to the next cell on the row, no attribute that cannot be seen on a blank, one sequence for many blanks. A picture that
//! changes nothing takes no byte at all. Sequences are those of ECMA-48. The theme has the terminal's sixteen colours and
//! five attributes; the pen knows no others.

use std::collections::HashSet;
use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};

use crate::view::clusters::columns;

/// How a cell is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Ink {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

/// An attribute, the number that switches it on, and the number that switches it off.
const ATTRIBUTES: [(Modifier, u8, u8); 5] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::REVERSED, 7, 27),
];
/// The attributes that show on a blank.
const ON_BLANKS: Modifier = Modifier::UNDERLINED.union(Modifier::REVERSED);

impl Ink {
    fn of(cell: &Cell) -> Ink {
        Ink { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
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
        self.push(match number_of(colour) {
            Some(low @ 0..8) => base + low,
            Some(bright @ 8..16) => base + 60 + bright - 8,
            _ => base + 9,
        });
    }
}

/// The terminal's number of a colour.
pub(super) fn number_of(colour: Color) -> Option<u8> {
    Some(match colour {
        Color::Black => 0,
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
        Color::Reset | Color::Rgb(..) | Color::Indexed(_) => return None,
    })
}

/// A cell of the terminal, as far as it is written again on the way past it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Noted {
    /// A blank in any ink that shows nothing on it.
    Plain,
    /// An ASCII character in its ink, a blank that its ink shows on included.
    Ascii(u8, Ink),
    /// Another one.
    Other,
}

/// Blanks that are still to be written: where they begin, and how many they are.
type Blanks = Option<(Position, u16)>;

/// Writes pictures into memory, for a terminal that stands as the last byte left it.
#[derive(Debug, Default)]
pub struct Pen {
    bytes: Vec<u8>,
    size: Size,
    ink: Ink,
    /// Where the cursor stands, if that is known.
    at: Option<Position>,
    /// How many columns further on it may stand, since not every terminal agrees on the width of what was written.
    unsure: u16,
    shows: bool,
    /// Where a character of two columns begins.
    wide: HashSet<Position>,
    /// The cells, row by row: a few characters are shorter than the way past them.
    noted: Vec<Noted>,
}

impl Pen {
    /// The terminal was taken anew: it is blank, attributes are off, the cursor is hidden and stands anywhere.
    pub fn taken(&mut self) {
        (self.ink, self.at, self.shows) = (Ink::default(), None, false);
        self.wiped();
    }

    /// The terminal is blank.
    fn wiped(&mut self) {
        self.wide.clear();
        self.noted.clear();
        self.noted.resize(usize::from(self.size.width) * usize::from(self.size.height), Noted::Plain);
    }

    /// Where the cell of a place is noted.
    fn index(&self, at: Position) -> usize {
        usize::from(at.y) * usize::from(self.size.width) + usize::from(at.x)
    }

    /// The columns and rows to draw on from now on.
    pub fn measured(&mut self, size: Size) {
        if self.size != size {
            (self.size, self.at) = (size, None);
            self.wiped();
        }
    }

    /// The bytes written since they were last sent.
    pub fn bytes(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }

    /// Notes what takes two columns, and says which column is left of what is half overwritten: not every terminal leaves
    /// a plain blank there, which it is now.
    fn halved(&mut self, at: Position, symbol: &str) -> Option<Position> {
        let takes = columns(symbol).max(1) as u16;
        let last = Position { x: at.x + takes - 1, ..at };
        let was = self.wide.remove(&at) && takes == 1 || takes > 1 && self.wide.remove(&last);
        if takes > 1 {
            self.wide.insert(at);
        }
        was.then_some(Position { x: last.x + 1, ..at })
    }

    fn cell(&mut self, at: Position, cell: &Cell, blanks: &mut Blanks) {
        let (symbol, ink) = (cell.symbol(), Ink::of(cell));
        let place = self.index(at);
        let blank = symbol == " " && ink.same_on_blanks(Ink::default());
        let look = match symbol.as_bytes() {
            _ if blank => Noted::Plain,
            [c] => Noted::Ascii(*c, ink),
            _ => Noted::Other,
        };
        self.noted.iter_mut().skip(place).take(columns(symbol).max(1)).for_each(|noted| *noted = look);
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
            self.at = (columns(symbol) == 1).then_some(Position { x: at.x + 1, ..at });
            self.unsure += u16::from(symbol.len() > 1);
        }
    }

    fn go(&mut self, to: Position) {
        if self.at == Some(to) || self.unsure == 0 && self.fill(to) {
            return;
        }
        match self.at.filter(|at| at.y == to.y) {
            Some(at) if self.unsure == 0 && at.x + 1 == to.x => self.say(format_args!("\x1b[C")),
            Some(at) if self.unsure == 0 && at.x < to.x => self.say(format_args!("\x1b[{}C", to.x - at.x)),
            // To a column of the row, where the cursor cannot have left that.
            Some(at) if at.x + self.unsure < self.size.width => self.say(format_args!("\x1b[{}G", to.x + 1)),
            _ => self.say(format_args!("\x1b[{};{}H", to.y + 1, to.x + 1)),
        }
        self.unsure = 0;
        self.at = Some(to);
    }

    /// Goes on to a place on the row by writing again what stands between, where that is no longer than the way.
    fn fill(&mut self, to: Position) -> bool {
        let near = |at: &Position| at.y == to.y && (1..=4).contains(&to.x.saturating_sub(at.x));
        let Some(at) = self.at.filter(near) else { return false };
        let between = self.noted.get(self.index(at)..self.index(to)).unwrap_or_default();
        let again = between.iter().map(|noted| match noted {
            Noted::Plain if self.ink.same_on_blanks(Ink::default()) => Some(b' '),
            Noted::Ascii(c, ink) if *ink == self.ink => Some(*c),
            Noted::Plain | Noted::Ascii(..) | Noted::Other => None,
        });
        let again: Option<Vec<u8>> = again.collect();
        let Some(again) = again.filter(|again| !again.is_empty()) else { return false };
        self.bytes.extend(again);
        self.at = Some(to);
        true
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

impl Backend for Pen {
    type Error = io::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, changed: I) -> io::Result<()> {
        let (mut blanks, mut half) = (None, None);
        for (x, y, cell) in changed {
            let at = Position { x, y };
            if let Some(half) = half.take().filter(|half| *half != at) {
                self.cell(half, &Cell::EMPTY, &mut blanks);
            }
            half = self.halved(at, cell.symbol());
            self.cell(at, cell, &mut blanks);
        }
        if let Some(half) = half {
            self.cell(half, &Cell::EMPTY, &mut blanks);
        }
        self.erase(blanks);
        self.take_up(Ink::default());
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.shows) {
            self.say(format_args!("\x1b[?25l"));
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if !std::mem::replace(&mut self.shows, true) {
            self.say(format_args!("\x1b[?25h"));
        }
        Ok(())
    }

    /// The place the pen left it at: the terminal is never asked.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.at.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.go(position.into());
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        match region {
            ClearType::All => {
                self.wiped();
                self.say(format_args!("\x1b[2J"));
                Ok(())
            }
            // Nothing that draws on the whole of a window asks for these.
            ClearType::AfterCursor | ClearType::BeforeCursor | ClearType::CurrentLine | ClearType::UntilNewLine => {
                Err(io::ErrorKind::Unsupported.into())
            }
        }
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::default() })
    }

    /// Nothing: whoever owns the pen sends the bytes.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::text::frame::Put;
    use proptest::prelude::*;
    use ratatui::Terminal;
    use ratatui::style::{Style, Stylize};
    use ratatui::text::{Line, Span};

    const SIZE: Size = Size { width: 12, height: 3 };

    fn terminal() -> Terminal<Pen> {
        let mut pen = Pen::default();
        pen.measured(SIZE);
        Terminal::new(pen).unwrap()
    }

    fn sent(terminal: &mut Terminal<Pen>) -> String {
        String::from_utf8(std::mem::take(terminal.backend_mut().bytes())).unwrap()
    }

    /// The bytes written for a picture.
    fn drawn(terminal: &mut Terminal<Pen>, lines: impl IntoIterator<Item = Line<'static>>) -> String {
        terminal.draw(|frame| frame.put(lines, frame.area())).unwrap();
        sent(terminal)
    }

    /// The bytes written for a row of cells on a fresh terminal.
    fn written(line: Line<'static>) -> String {
        drawn(&mut terminal(), [line])
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
        assert_eq!(written(Line::from("é  a")), "\x1b[1;1Hé\x1b[4Ga");
        assert_eq!(written(Line::from("e     a")), "\x1b[1;1He\x1b[5Ca");
    }

    #[test]
    fn blanks_between_are_written_again_where_that_is_short() {
        assert_eq!(written(Line::from("e   a")), "\x1b[1;1He   a");
        let mut terminal = terminal();
        drawn(&mut terminal, [Line::from("a  b c".reversed())]);
        assert_eq!(drawn(&mut terminal, [Line::from("A  B C".reversed())]), "\x1b[1G\x1b[7mA  B C\x1b[m");
    }

    #[test]
    fn a_few_characters_between_are_written_again_in_their_own_ink() {
        let mut terminal = terminal();
        drawn(&mut terminal, [Line::from(vec!["abcd".into(), "ef".bold()])]);
        let next = [Line::from(vec!["AbcD".into(), "eF".bold()])];
        assert_eq!(drawn(&mut terminal, next), "\x1b[1GAbcD\x1b[C\x1b[1mF\x1b[m");
    }

    /// A row that may have been left, where a terminal draws wide what others do not, is not counted on.
    #[test]
    fn near_the_end_of_a_row_the_cursor_is_placed_anew() {
        assert_eq!(written(Line::from("ééééé   x")), "\x1b[1;1Hééééé\x1b[9Gx");
        assert_eq!(written(Line::from("éééééé   x")), "\x1b[1;1Héééééé\x1b[1;10Hx");
    }

    #[test]
    fn a_long_stretch_of_blanks_is_erased() {
        let last = |texts: &[&'static str]| {
            let mut terminal = terminal();
            texts.iter().fold(String::new(), |_, text| drawn(&mut terminal, [Line::from(*text)]))
        };
        // The erasing before left the cursor where the letters begin.
        assert_eq!(last(&["abcdefghijkl", "           l", "ab"]), "ab\x1b[9C ");
        assert_eq!(last(&["abcdefghijkl", "          kl"]), "\x1b[1;1H\x1b[10X");
    }

    #[test]
    fn what_was_half_under_something_wide_is_written_again() {
        let mut terminal = terminal();
        drawn(&mut terminal, [Line::from("世a")]);
        assert_eq!(drawn(&mut terminal, [Line::from("b a")]), "\x1b[1Gb ");
    }

    #[test]
    fn a_picture_of_another_size_is_drawn_whole() {
        let mut terminal = terminal();
        drawn(&mut terminal, [Line::from("abc")]);
        terminal.backend_mut().measured(Size::new(15, 1));
        assert_eq!(drawn(&mut terminal, [Line::from("abc")]), "\x1b[2J\x1b[1;1Habc");
    }

    #[test]
    fn bold_and_dim_end_together() {
        let line = Line::from(vec!["a".bold().dim().underlined(), "b".dim().underlined()]);
        assert_eq!(written(line), "\x1b[1;1H\x1b[1;2;4ma\x1b[22;2mb\x1b[m");
    }

    #[test]
    fn a_picture_that_changes_nothing_takes_no_byte() {
        let mut terminal = terminal();
        let mut draw = || {
            let picture = |frame: &mut ratatui::Frame| {
                frame.put([Line::from("abc")], frame.area());
                frame.set_cursor_position(Position { x: 2, y: 1 });
            };
            terminal.draw(picture).unwrap();
            sent(&mut terminal)
        };
        assert!(draw().ends_with("\x1b[?25h\x1b[2;3H"));
        assert_eq!(draw(), "");
    }

    const COLOURS: [Color; 5] = [Color::Reset, Color::Red, Color::Gray, Color::LightBlue, Color::White];

    fn style() -> impl Strategy<Value = Style> {
        // The other side of the test cannot tell bold from both bold and dim.
        let known = Modifier::BOLD | Modifier::DIM | Modifier::ITALIC | Modifier::UNDERLINED | Modifier::REVERSED;
        let modifier = any::<u16>().prop_map(move |bits| {
            let modifier = Modifier::from_bits_truncate(bits) & known;
            if modifier.contains(Modifier::BOLD) { modifier - Modifier::DIM } else { modifier }
        });
        (0..COLOURS.len(), 0..COLOURS.len(), modifier)
            .prop_map(|(fg, bg, modifier)| Style::new().fg(COLOURS[fg]).bg(COLOURS[bg]).add_modifier(modifier))
    }

    fn number(colour: vt100::Color) -> Option<u8> {
        match colour {
            vt100::Color::Idx(index) => Some(index),
            vt100::Color::Default | vt100::Color::Rgb(..) => None,
        }
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
            let Size { width: columns, height: rows } = SIZE;
            let mut parser = vt100::Parser::new(rows, columns, 0);
            let mut terminal = terminal();
            let mut last = None;
            for picture in &pictures {
                let spans: Vec<_> = picture.iter().map(|(text, style)| Span::styled(*text, *style)).collect();
                let lines = spans.chunks(7).map(|spans| Line::from(spans.to_vec()));
                last = Some(terminal.draw(|frame| frame.put(lines, frame.area())).unwrap().buffer.clone());
                parser.process(sent(&mut terminal).as_bytes());
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
                    prop_assert_eq!(number_of(ours.bg), number(theirs.bgcolor()), "behind {},{}", x, y);
                    let m = ours.modifier;
                    prop_assert_eq!(m.contains(Modifier::UNDERLINED), theirs.underline());
                    prop_assert_eq!(m.contains(Modifier::REVERSED), theirs.inverse());
                    if symbol != " " {
                        prop_assert_eq!(number_of(ours.fg), number(theirs.fgcolor()), "at {},{}", x, y);
                        prop_assert_eq!(m.contains(Modifier::BOLD), theirs.bold());
                        prop_assert_eq!(m.contains(Modifier::DIM), theirs.dim());
                        prop_assert_eq!(m.contains(Modifier::ITALIC), theirs.italic());
                    }
                }
            }
        }
    }
}
