use super::*;
use crate::ui::text::frame::Put;
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::style::{Color, Modifier, Style, Stylize};
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
    assert_eq!(written(Line::from("ab".bold().red())), "\x1b[H\x1b[1;31mab\x1b[m");
}

#[test]
fn a_blank_is_written_in_any_ink_that_does_not_show_on_it() {
    let line = Line::from(vec!["a".dim(), " ".red(), "b".dim(), " ".reversed()]);
    assert_eq!(written(line), "\x1b[H\x1b[2ma b\x1b[0;7m \x1b[m");
}

#[test]
fn the_cells_of_one_ink_are_written_before_those_of_the_next() {
    let line = || Line::from(vec!["a".bold(), "b".into(), "c".bold()]);
    let next = drawn(&mut terminal(), [line(), line()]);
    assert_eq!(next, "\x1b[1;2Hb\n\x08b\x1b[H\x1b[1ma\x1b[Cc\n\ra\x1b[Cc\x1b[m");
}

#[test]
fn a_blank_that_is_there_is_not_written_again() {
    let mut terminal = terminal();
    drawn(&mut terminal, [Line::from("a      b")]);
    let next = [Line::from(vec!["a".into(), "      ".dim(), "c".into()])];
    assert_eq!(drawn(&mut terminal, next), "\x08c");
}

/// Terminals do not agree on how wide some characters are, so the way on is not counted from them.
#[test]
fn after_a_wide_character_the_cursor_is_placed() {
    assert_eq!(written(Line::from("世a")), "\x1b[H世\x1b[1;3Ha");
    assert_eq!(written(Line::from("é  a")), "\x1b[Hé\x1b[4Ga");
    assert_eq!(written(Line::from("e     a")), "\x1b[He\x1b[5Ca");
}

#[test]
fn blanks_between_are_written_again_where_that_is_short() {
    assert_eq!(written(Line::from("e   a")), "\x1b[He   a");
    let mut terminal = terminal();
    drawn(&mut terminal, [Line::from("a  b c".reversed())]);
    assert_eq!(drawn(&mut terminal, [Line::from("A  B C".reversed())]), "\r\x1b[7mA  B C\x1b[m");
}

#[test]
fn a_few_characters_between_are_written_again_in_their_own_ink() {
    let mut terminal = terminal();
    drawn(&mut terminal, [Line::from(vec!["abcd".into(), "ef".bold()])]);
    let next = [Line::from(vec!["AbcD".into(), "eF".bold()])];
    assert_eq!(drawn(&mut terminal, next), "\rAbcD\x1b[1meF\x1b[m");
}

/// A row that may have been left, where a terminal draws wide what others do not, is not counted on.
#[test]
fn near_the_end_of_a_row_the_cursor_is_placed_anew() {
    assert_eq!(written(Line::from("ééééé   x")), "\x1b[Hééééé\x1b[9Gx");
    assert_eq!(written(Line::from("éééééé   x")), "\x1b[Héééééé\x1b[1;10Hx");
}

#[test]
fn a_long_stretch_of_blanks_is_erased() {
    let last = |texts: &[&'static str]| {
        let mut terminal = terminal();
        texts.iter().fold(String::new(), |_, text| drawn(&mut terminal, [Line::from(*text)]))
    };
    // The erasing before left the cursor where the letters begin.
    assert_eq!(last(&["abcdefghijkl", "           l", "ab"]), "ab\x1b[9C ");
    assert_eq!(last(&["abcdefghijkl", "          kl"]), "\x1b[H\x1b[10X");
    assert_eq!(last(&["abcdefghijkl", "ab"]), "\x1b[1;3H\x1b[K");
}

#[test]
fn what_was_half_under_something_wide_is_written_again() {
    let mut terminal = terminal();
    drawn(&mut terminal, [Line::from("世a")]);
    assert_eq!(drawn(&mut terminal, [Line::from("b a")]), "\rb ");
}

#[test]
fn a_picture_of_another_size_is_drawn_whole() {
    let mut terminal = terminal();
    drawn(&mut terminal, [Line::from("abc")]);
    terminal.backend_mut().measured(Size::new(15, 1));
    assert_eq!(drawn(&mut terminal, [Line::from("abc")]), "\x1b[2J\x1b[Habc");
}

#[test]
fn bold_and_dim_end_together() {
    let line = Line::from(vec!["a".bold().dim().underlined(), "b".dim().underlined()]);
    assert_eq!(written(line), "\x1b[H\x1b[1;2;4ma\x1b[22;2mb\x1b[m");
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
    assert!(draw().ends_with("\x1b[?25h\n\x08"));
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
