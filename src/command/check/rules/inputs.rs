//! Inputs: options that do nothing.

use crate::command::check::ground::{Ground, Told};
use crate::lesson::quoted;
use crate::run::Type;
use crate::run::address::Span;
use crate::sheet::Cell;
use crate::sheet::expr::{Argument, Kind};

/// The longest help that has room below a page.
const HELP: usize = 120;

/// Where the value of an option stands; the whole line where it does not.
fn option(cell: &Cell, name: &str) -> Span {
    let Kind::Call { arguments, .. } = &cell.line.expr.kind else { return cell.line.span };
    let is_it = |argument: &&Argument| argument.name.as_ref().is_some_and(|(known, _)| known == name);
    arguments.iter().find(is_it).map_or(cell.line.span, |argument| argument.value.span)
}

fn inputs<'g>(ground: &'g Ground) -> impl Iterator<Item = &'g Cell> {
    ground.sheet.iter().flat_map(|sheet| sheet.inputs())
}

/// Texts to choose from of which one stands there twice, or alone.
pub(super) fn choices(ground: &Ground, told: &mut Told) {
    for (cell, choose) in inputs(ground).filter_map(|cell| Some((cell, &cell.input.as_ref()?.choose))) {
        let double = choose.iter().enumerate().find(|(at, choice)| choose[..*at].contains(choice));
        if let Some((_, choice)) = double {
            let message = format!("{} can be chosen twice.", quoted(choice));
            told.error(option(cell, "choose"), message, "Make the texts different.");
        } else if choose.len() == 1 {
            let message = "There is one text to choose, so nothing can be changed.";
            told.warning(option(cell, "choose"), message, "Add another, or make it a cell that is no input.");
        }
    }
}

/// A number of random bytes that the input does not take.
pub(super) fn random(ground: &Ground, told: &mut Told) {
    for (cell, input) in inputs(ground).filter_map(|cell| Some((cell, cell.input.as_ref()?))) {
        let Some(random) = input.random else { continue };
        let place = option(cell, "random");
        match input.kind() {
            Type::Bool => {
                told.warning(place, "`random` says nothing of a truth value.", "Take it away.");
            }
            Type::Int if input.max.is_some() => {
                let message = "`random` says nothing here: a number is drawn up to its `max`.";
                told.warning(place, message, "Take it away.");
            }
            Type::Text if !input.choose.is_empty() => {
                let message = "`random` says nothing here: one of `choose` is drawn.";
                told.warning(place, message, "Take it away.");
            }
            Type::Int | Type::List => {}
            Type::Bytes | Type::Text => {
                let (least, most) = (input.min.unwrap_or(0), input.max_length());
                if !(least..=most).contains(&random) {
                    let drawn = random.clamp(least, most);
                    let message =
                        format!("{drawn} are drawn, not {random}: this input has from {least} to {most} bytes.");
                    told.error(place, message, "Change `random`, or `min` and `max`.");
                }
            }
        }
    }
}

/// A help that has no room.
pub(super) fn help(ground: &Ground, told: &mut Told) {
    for cell in inputs(ground) {
        let help = cell.input.as_ref().and_then(|input| input.help.as_deref()).unwrap_or_default();
        let length = help.chars().count();
        if length > HELP {
            let message = format!("This `help` has {length} characters; {HELP} have room.");
            told.warning(option(cell, "help"), message, "Say in one sentence what to try.");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::said_of;

    fn expect(input: &str, expected: &[&str]) {
        let found = said_of("", &format!("```sheet\na = input({input})\nb = a\n```\n"));
        let alike = found.len() == expected.len() && found.iter().zip(expected).all(|(f, e)| f.starts_with(e));
        assert!(alike, "{input}: {found:?}");
    }

    #[test]
    fn options_that_do_nothing_are_told() {
        expect("\"a\", choose: [\"a\", \"b\"]", &[]);
        expect("\"a\", choose: [\"a\", \"b\", \"a\"]", &["9 Error `a` can be chosen twice."]);
        expect("\"a\", choose: [\"a\"]", &["9 Warning There is one text to choose"]);
        expect("\"a\", max: 16, random: 16", &[]);
        expect("\"a\", max: 4, random: 16", &["9 Error 4 are drawn, not 16"]);
        expect("0x0102, min: 2, random: 1", &["9 Error 2 are drawn, not 1"]);
        expect("true, random: 4", &["9 Warning `random` says nothing of a truth value."]);
        expect("1, max: 9, random: 4", &["9 Warning `random` says nothing here"]);
        expect(&format!("\"a\", help: \"{}\"", "long ".repeat(60)), &["9 Warning This `help` has 300 characters"]);
    }
}
