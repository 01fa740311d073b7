//! The inputs below a page with what stands in them and the result, or the line that is typed.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::aim::{Aim, number};
use crate::app::desk::{Asking, Purpose};
use crate::app::stage::Half;
use crate::app::text::InputLine;
use crate::num::sort_by_key;
use crate::ui::text::{Aimed, Lines, Put, Role, Theme, beside, cut, field};

/// From this width on the panes stand side by side.
pub const BESIDE: u16 = 76;
/// The columns between a name and its value.
const GAP: usize = 2;
/// The columns between an input and the next.
const APART: usize = 3;
/// As many columns of a name, and of a value, are wanted of those that have as many.
const WANTED: usize = 6;
/// As many always remain.
const LEAST: usize = 4;
/// The most lines that inputs take.
const LINES: usize = 3;

/// An input: its name, and what stands in it.
type Input = (String, String);

/// How many lines the inputs take: two where in one too little would remain of them on a narrow screen, or of their
/// names on a wide one; more where in those nothing would.
pub fn lines(half: Half, width: u16) -> u16 {
    let (inputs, room) = (&half.sight.inputs, usize::from(width) + APART);
    let need = |inputs: &[Input], of_name: usize, of_value: usize| {
        let needs = |(name, value): &Input| name.width().min(of_name) + GAP + value.width().min(of_value) + APART;
        inputs.iter().map(needs).sum::<usize>()
    };
    let [of_name, of_value] = if width < BESIDE { [WANTED; 2] } else { [usize::MAX, LEAST] };
    let narrow = inputs.len() > 1 && need(inputs, of_name, of_value) > room;
    let remains = |lines: &usize| inputs.chunks(each(inputs, *lines)).all(|part| need(part, LEAST, LEAST) <= room);
    let lines = (1 + usize::from(narrow)..=LINES).find(remains).unwrap_or(LINES);
    u16::try_from(lines.min(inputs.len().max(1))).unwrap_or(1)
}

/// Whether every name has room, with a little of its value, on as many lines of so many columns as there may be.
pub fn have_room(half: Half, width: u16) -> bool {
    let inputs = &half.sight.inputs;
    let needs = |(name, value): &Input| name.width() + GAP + value.width().clamp(1, LEAST) + APART;
    let has = |line: &[Input]| line.iter().map(needs).sum::<usize>() <= usize::from(width) + APART;
    inputs.chunks(each(inputs, LINES)).all(has)
}

/// How many inputs stand in each of so many lines.
fn each(inputs: &[Input], lines: usize) -> usize {
    inputs.len().div_ceil(lines.max(1)).max(1)
}

/// The line that is typed on the desk, and what it is for.
pub fn typed<'a>(half: Half<'a>) -> Option<(String, &'a InputLine)> {
    let Asking::Field(field) = half.desk.asking() else { return None };
    let label = match &field.purpose {
        Purpose::Input { cell, .. } => cell.clone(),
        Purpose::Seed { cell, .. } => format!("{cell} {} seed", cut(half.sight.input(cell), 12)),
        Purpose::Address => "go to".to_owned(),
    };
    Some((label, &field.line))
}

/// The line being typed, or the inputs and the result.
pub fn draw(half: Half, typed: Option<(String, &InputLine)>, theme: Theme, frame: &mut Frame, area: Rect) {
    // What is wrong with it stands on the rule below, which is as wide as the screen.
    if let Some((label, line)) = typed {
        return field::draw(&label, line, theme, frame, area);
    }
    let shown = half.sight;
    // With one input the result stands beside it, under its pane; several share the lines.
    let alone = shown.inputs.len() <= 1;
    let [left, right] = beside(area, if alone { area.width * 46 / 100 } else { area.width }, 2);
    frame.put(shared(&shown.inputs, usize::from(area.height), theme, left.width), left);
    if let Some((name, value)) = shown.result.as_ref().filter(|_| alone) {
        let room = usize::from(right.width).saturating_sub(name.width() + 2);
        let line = Line::from(vec![theme.span(format!("{name}  "), Role::Name), Span::raw(cut(value, room))]);
        frame.put(vec![line], right);
    }
}

/// The inputs in so many lines, as many in each.
fn shared(inputs: &[Input], lines: usize, theme: Theme, width: u16) -> Lines {
    let each = each(inputs, lines);
    let line = |(row, inputs): (usize, &[Input])| one_line(inputs, row * each, theme, width);
    inputs.chunks(each).enumerate().map(line).collect()
}

/// Inputs beside each other, of which the first is the `first` of all: short ones whole, long ones with an equal share
/// of what is left; names first, where there is room for all.
fn one_line(inputs: &[Input], first: usize, theme: Theme, width: u16) -> Line<'static> {
    let room = usize::from(width) + APART;
    let named = |value: usize| -> Vec<usize> {
        inputs.iter().map(|(name, of)| name.width() + GAP + of.width().max(1).min(value) + APART).collect()
    };
    let (needs, least) = (named(usize::MAX), named(LEAST));
    let mut shares = if least.iter().sum::<usize>() <= room { least } else { vec![0; inputs.len()] };
    let mut order: Vec<usize> = (0..inputs.len()).collect();
    sort_by_key(&mut order, |&i| needs[i] - shares[i]);
    let mut left = room - shares.iter().sum::<usize>();
    for (done, &i) in order.iter().enumerate() {
        let more = (needs[i] - shares[i]).min(left / (inputs.len() - done));
        shares[i] += more;
        left -= more;
    }
    let mut spans = Vec::new();
    for (place, (input, share)) in inputs.iter().zip(shares).enumerate() {
        let (name, value) = shortened(input, share.saturating_sub(GAP + APART));
        let aim = Aim::Input(number(first + place));
        spans.push(theme.span(format!("{name}{:GAP$}", ""), Role::Name).aimed(aim));
        spans.push(Span::raw(format!("{value}{:APART$}", "")).aimed(aim));
    }
    Line::from(spans)
}

/// A name and a value in so many columns: the name is whole, as long as the least of the value remains; half of them
/// are as little as either keeps.
fn shortened((name, value): &Input, columns: usize) -> Input {
    let least = LEAST.min(columns.div_ceil(2));
    let of_value = value.width().min(least.max(columns.saturating_sub(name.width())));
    let of_name = columns - of_value;
    (cut(name, of_name), cut(value, of_value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::stage::Computing;
    use crate::app::stage::lesson::Session;
    use crate::lesson::{Library, embedded};

    #[test]
    fn name_and_value_of_every_input_remain_on_the_smallest_screen() {
        let library = Library::read(&embedded::files(), &crate::view::names());
        for lesson in &library.lessons {
            let session = Session::open(lesson.whole());
            for width in [38, 58, 78] {
                let rows = lines(session.half(), width);
                let inputs = &session.half().sight.inputs;
                let width = if inputs.len() <= 1 { width * 46 / 100 } else { width };
                let drawn = shared(inputs, usize::from(rows), Theme::Mono, width);
                assert!(drawn.iter().all(|line| line.to_string().trim_end().width() <= usize::from(width)));
                let spans: Vec<&str> =
                    drawn.iter().flat_map(|line| &line.spans).map(|span| span.content.trim_end()).collect();
                for (shown, (name, value)) in spans.chunks(2).zip(inputs) {
                    let remains = |shown: &str, of: &str| {
                        shown == of || (shown.width() >= 4 && shown.ends_with('…') && of.starts_with(&shown[..3]))
                    };
                    let says = format!("{} at {width}: {drawn:?}", lesson.id);
                    assert!(remains(shown[0], name) && remains(shown[1], value.trim_end()), "{says}");
                    assert!(width < BESIDE || shown[0] == name, "{says}");
                }
            }
        }
    }

    #[test]
    fn a_long_name_leaves_room_for_the_value() {
        let input = ("iterations".to_owned(), "1500000".to_owned());
        assert_eq!(shortened(&input, 10), ("itera…".to_owned(), "150…".to_owned()));
        assert_eq!(shortened(&input, 14), ("iterations".to_owned(), "150…".to_owned()));
        assert_eq!(shortened(&input, 17), input);
        let input = ("k".to_owned(), "0x000102".to_owned());
        assert_eq!(shortened(&input, 6), ("k".to_owned(), "0x00…".to_owned()));
    }
}
