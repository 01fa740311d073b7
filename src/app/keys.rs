//! KEYS, the table: which key means which command where. The help line, the help screen, the list on the command line
//! and the documentation derive from it.
//!
//! Arrows and the keys of vi stand side by side in every row that moves. Nothing needs a function key or a key with
//! control alone, since some terminals keep those for themselves.

use self::Context::{Bits, Choice, Copying, Course, Earlier, Field, Help, Page, Search, Sheet, Tree, Values};
use crate::app::key::{Code, Key};

/// What has the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// The map of units and lessons.
    Course,
    /// A page of a lesson, with the value one stands on.
    Page,
    /// A value opened down to its bits.
    Bits,
    /// A list of values to go to: where from, or used by.
    Values,
    /// A question whose answer is chosen from a list.
    Choice,
    /// A list of what stood in the inputs earlier.
    Earlier,
    /// A line of text: an input, an address, an answer, a formula.
    Field,
    /// The sheet of the bench.
    Sheet,
    /// The whole way of a value, as a tree.
    Tree,
    /// A list of what can be copied.
    Copying,
    /// A line of text and the rows it leaves: found places, words, commands.
    Search,
    /// The help screen.
    Help,
}

/// Every context, for tests and lists.
pub const CONTEXTS: [Context; 12] = [
    Context::Course,
    Context::Page,
    Context::Bits,
    Context::Values,
    Context::Choice,
    Context::Earlier,
    Context::Field,
    Context::Sheet,
    Context::Tree,
    Context::Copying,
    Context::Search,
    Context::Help,
];

impl Context {
    /// Where one is, in words.
    pub fn title(self) -> &'static str {
        match self {
            Context::Course => "the course map",
            Context::Page => "a page",
            Context::Bits => "the bits of a value",
            Context::Values => "a list of values",
            Context::Choice => "a question with choices",
            Context::Earlier => "a list of earlier inputs",
            Context::Field => "a line of text",
            Context::Sheet => "the bench",
            Context::Tree => "the way of a value",
            Context::Copying => "what can be copied",
            Context::Search => "a search",
            Context::Help => "this help",
        }
    }
}

/// What a key can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    /// To the value computed before.
    StepBack,
    /// To the value computed next.
    Step,
    /// The same value one round, step or index earlier.
    Earlier,
    /// The same value one round, step or index later.
    Later,
    /// To the first value of the segment.
    First,
    /// To the last value of the segment.
    Last,
    /// The segment before.
    SegmentBefore,
    /// The segment after.
    SegmentAfter,
    /// Into what one stands on.
    Into,
    /// Out of it again.
    Out,
    /// Back the way one came.
    Back,
    /// The values this one was computed from.
    From,
    /// The values that are computed from this one.
    Users,
    /// The whole way of the value.
    Path,
    /// Look for something.
    Find,
    /// The words of the page.
    Terms,
    /// All commands.
    Palette,
    /// What can be copied.
    Copies,
    /// The inputs as they were before.
    Undo,
    /// What was undone.
    Redo,
    /// A random value for an input.
    Random,
    /// Step by itself, or pause.
    Play,
    /// Play slower.
    Slower,
    /// Play faster.
    Faster,
    /// Play value by value, segment by segment, part by part.
    PlayBy,
    /// Keep the value in sight.
    Pin,
    /// The next value that the page watches.
    NextWatch,
    /// To an address.
    Seek,
    /// Change an input.
    Edit,
    /// Open the value down to its bits.
    Bits,
    /// Turn over one bit of an input.
    Flip,
    /// Compare with how it was before an edit.
    Compare,
    /// To the next value that is another than before.
    NextDifference,
    /// To the one before.
    PreviousDifference,
    /// Change how the value looks.
    View,
    /// Change the input as the page suggests, and back.
    Tamper,
    /// Answer the page's question.
    Answer,
    /// One hint more.
    Hint,
    /// The right answer, and the way to it.
    ShowAnswer,
    /// Copy the value.
    Copy,
    /// The page before.
    PageBefore,
    /// The page after.
    PageAfter,
    /// The text alone, the values alone, both.
    Zoom,
    /// The text one line down.
    ScrollDown,
    /// The text one line up.
    ScrollUp,
    /// One row up, or one bit to the left of a list of bits.
    Up,
    /// One row down.
    Down,
    /// Open or choose the row.
    Open,
    /// Take what was typed.
    Accept,
    /// Leave it as it was.
    Cancel,
    /// The next field.
    NextField,
    /// A new cell.
    AddCell,
    /// Remove the cell.
    RemoveCell,
    /// Change the cell's formula or its name.
    Formula,
    /// Make a literal an input.
    MakeInput,
    /// The cell one row up.
    MoveUp,
    /// The cell one row down.
    MoveDown,
    /// Save the sheet as a lesson.
    Save,
    /// The mouse on or off.
    Mouse,
    /// Show the keys.
    Help,
    /// Stop, and leave the terminal to the shell.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// End the program.
    Quit,
}

impl Command {
    /// Its name, as one word: `page-after`.
    pub fn name(self) -> String {
        let mut name = String::new();
        for c in format!("{self:?}").chars() {
            if c.is_ascii_uppercase() && !name.is_empty() {
                name.push('-');
            }
            name.push(c.to_ascii_lowercase());
        }
        name
    }
}

/// One row: these keys, in these contexts, mean this command.
#[derive(Debug)]
pub struct Row {
    /// The keys, the one to show first.
    pub keys: &'static [Key],
    /// Where they mean it.
    pub contexts: &'static [Context],
    /// What they mean.
    pub command: Command,
    /// A word for the help line; empty where the line has no room to spare for it.
    pub word: &'static str,
    /// A sentence for the help screen.
    pub sentence: &'static str,
}

const fn key(code: Code) -> Key {
    Key::plain(code)
}

const fn ch(c: char) -> Key {
    Key::char(c)
}

/// Where letters are no text.
const BROWSING: &[Context] = &[Course, Page, Bits, Values, Choice, Earlier, Sheet, Tree, Copying, Help];
const EVERYWHERE: &[Context] = &CONTEXTS;

/// The table. Within a context, the help line shows the first rows that work now.
pub const KEYS: &[Row] = &[
    // A place in a computation.
    Row {
        keys: &[key(Code::Left), ch('h')],
        contexts: &[Page, Bits],
        command: Command::StepBack,
        word: "step",
        sentence: "To the value computed before; among bits, to the bit on the left.",
    },
    Row {
        keys: &[key(Code::Right), ch('l')],
        contexts: &[Page, Bits],
        command: Command::Step,
        word: "step",
        sentence: "To the value computed next; among bits, to the bit on the right.",
    },
    Row {
        keys: &[key(Code::Up), ch('k')],
        contexts: &[Page],
        command: Command::Earlier,
        word: "round",
        sentence: "The same value one round or index earlier.",
    },
    Row {
        keys: &[key(Code::Down), ch('j')],
        contexts: &[Page],
        command: Command::Later,
        word: "round",
        sentence: "The same value one round or index later.",
    },
    Row {
        keys: &[key(Code::Up), ch('k')],
        contexts: &[Course, Values, Choice, Earlier, Sheet, Tree, Copying, Help],
        command: Command::Up,
        word: "choose",
        sentence: "One row up.",
    },
    Row {
        keys: &[key(Code::Down), ch('j')],
        contexts: &[Course, Values, Choice, Earlier, Sheet, Tree, Copying, Help],
        command: Command::Down,
        word: "choose",
        sentence: "One row down.",
    },
    Row {
        keys: &[key(Code::Enter)],
        contexts: &[Page, Sheet],
        command: Command::Into,
        word: "into",
        sentence: "Into the value: of a cell to its parts, of a sum to its operands; at the end, the bits.",
    },
    Row {
        keys: &[key(Code::Right), ch('l')],
        contexts: &[Tree],
        command: Command::Step,
        word: "open",
        sentence: "See what the value was computed from; where that is seen, go down to it.",
    },
    Row {
        keys: &[key(Code::Left), ch('h')],
        contexts: &[Tree],
        command: Command::StepBack,
        word: "close",
        sentence: "Close what is below the value; where nothing is, go up to what it is below.",
    },
    Row {
        keys: &[key(Code::Up), Key::ctrl('p')],
        contexts: &[Search],
        command: Command::Up,
        word: "choose",
        sentence: "One row up.",
    },
    Row {
        keys: &[key(Code::Down), Key::ctrl('n')],
        contexts: &[Search],
        command: Command::Down,
        word: "choose",
        sentence: "One row down.",
    },
    Row {
        keys: &[key(Code::Enter)],
        contexts: &[Search],
        command: Command::Open,
        word: "take it",
        sentence: "Go to the place, run the command, close the words.",
    },
    Row {
        keys: &[key(Code::Tab)],
        contexts: &[Search],
        command: Command::NextField,
        word: "complete",
        sentence: "Complete an address.",
    },
    Row {
        keys: &[key(Code::Esc)],
        contexts: &[Search],
        command: Command::Out,
        word: "stop, close",
        sentence: "Stop the search through the run; where none goes on, close this.",
    },
    Row {
        keys: &[key(Code::Enter), ch(' ')],
        contexts: &[Course],
        command: Command::Open,
        word: "open",
        sentence: "Open the lesson; one that you left is as you left it.",
    },
    Row {
        keys: &[key(Code::Enter), ch(' ')],
        contexts: &[Choice],
        command: Command::Open,
        word: "answer",
        sentence: "This is your answer.",
    },
    Row {
        keys: &[key(Code::Enter)],
        contexts: &[Values, Tree],
        command: Command::Open,
        word: "go there",
        sentence: "Go to the value.",
    },
    Row {
        keys: &[key(Code::Enter)],
        contexts: &[Earlier],
        command: Command::Open,
        word: "compare",
        sentence: "Compare with how it was then.",
    },
    Row {
        keys: &[key(Code::Enter)],
        contexts: &[Bits],
        command: Command::Open,
        word: "source",
        sentence: "To the bit that this one was moved from, or a list of those that it was computed from.",
    },
    Row {
        keys: &[key(Code::Enter)],
        contexts: &[Field],
        command: Command::Accept,
        word: "keep",
        sentence: "Keep what you typed.",
    },
    Row {
        keys: &[key(Code::Esc)],
        contexts: &[Field],
        command: Command::Cancel,
        word: "undo",
        sentence: "Leave it as it was before you typed.",
    },
    Row {
        keys: &[key(Code::Esc)],
        contexts: &[Page, Bits, Values, Choice, Earlier, Sheet, Tree, Copying],
        command: Command::Out,
        word: "out",
        sentence: "Out: of the bits, the helper, the call, the lesson; on the bench, to the sheet.",
    },
    Row {
        keys: &[key(Code::Esc), ch('?')],
        contexts: &[Help],
        command: Command::Out,
        word: "close",
        sentence: "Close this help.",
    },
    Row {
        keys: &[key(Code::Tab)],
        contexts: &[Field],
        command: Command::NextField,
        word: "complete, next",
        sentence: "Complete the name of a function or a cell; in an input, keep what you typed and go to the next.",
    },
    Row {
        keys: &[ch('d')],
        contexts: &[Page],
        command: Command::NextDifference,
        word: "next difference",
        sentence: "To the next value that is another than before the edit, is new, or is no more.",
    },
    Row {
        keys: &[ch('c')],
        contexts: &[Page, Sheet],
        command: Command::Compare,
        word: "compare",
        sentence: "Beside how it was before the last edit; once more, a list of how it was earlier. ⟨out⟩ ends it.",
    },
    Row {
        keys: &[ch('a')],
        contexts: &[Page],
        command: Command::Answer,
        word: "answer",
        sentence: "Answer the question on this page.",
    },
    Row {
        keys: &[ch('n'), key(Code::PageDown), ch(' ')],
        contexts: &[Page],
        command: Command::PageAfter,
        word: "next",
        sentence: "The next page of the lesson.",
    },
    Row {
        keys: &[key(Code::Backspace)],
        contexts: &[Page, Bits, Values, Tree],
        command: Command::Back,
        word: "back",
        sentence: "Back the way you came, jump by jump.",
    },
    Row {
        keys: &[ch('p')],
        contexts: &[Page, Bits, Values],
        command: Command::From,
        word: "from",
        sentence: "Where the value comes from: its parts, with names, values and addresses.",
    },
    Row {
        keys: &[ch('u')],
        contexts: &[Page, Bits, Values],
        command: Command::Users,
        word: "used by",
        sentence: "Where the value goes: what is computed from it.",
    },
    Row {
        keys: &[ch('P')],
        contexts: &[Page, Bits, Sheet],
        command: Command::Path,
        word: "",
        sentence: "The whole way of the value, back to the bytes it comes from, as a tree.",
    },
    Row {
        keys: &[ch('t'), ch('P')],
        contexts: &[Values, Tree],
        command: Command::Path,
        word: "whole path",
        sentence: "The whole way, as far as a byte of yours; in the tree, from the chosen value.",
    },
    Row {
        keys: &[ch('o')],
        contexts: &[Sheet],
        command: Command::AddCell,
        word: "new cell",
        sentence: "A new cell: type name = formula, or a formula alone.",
    },
    Row {
        keys: &[ch('e')],
        contexts: &[Page, Sheet],
        command: Command::Edit,
        word: "edit",
        sentence: "Change an input, or the formula of a cell. You stay where you are; everything follows.",
    },
    Row {
        keys: &[ch('x')],
        contexts: &[Page, Bits, Sheet],
        command: Command::Flip,
        word: "flip",
        sentence: "Turn over the bit of an input that you stand on, or that this bit is a copy of. You stay where you are.",
    },
    Row {
        keys: &[ch('D')],
        contexts: &[Page],
        command: Command::PreviousDifference,
        word: "",
        sentence: "To the last value before this one that is another, is new, or is no more.",
    },
    Row {
        keys: &[ch('=')],
        contexts: &[Sheet],
        command: Command::Formula,
        word: "formula",
        sentence: "Change the formula of the cell, or its name: all that use it follow.",
    },
    Row {
        keys: &[ch('H')],
        contexts: &[Page, Choice],
        command: Command::Hint,
        word: "hint",
        sentence: "The next hint to the question on this page.",
    },
    Row {
        keys: &[ch('A')],
        contexts: &[Page, Choice],
        command: Command::ShowAnswer,
        word: "show",
        sentence: "Show the answer at the price of its point, when pressed twice; then the way to it, step by step.",
    },
    Row {
        keys: &[ch('t')],
        contexts: &[Page],
        command: Command::Tamper,
        word: "tamper",
        sentence: "Change the input as this page suggests; once more to change it back.",
    },
    Row {
        keys: &[ch('N'), key(Code::PageUp)],
        contexts: &[Page],
        command: Command::PageBefore,
        word: "",
        sentence: "The page before.",
    },
    Row {
        keys: &[ch('z')],
        contexts: &[Page],
        command: Command::Zoom,
        word: "",
        sentence: "The text alone, the values alone, or both: for a small screen, or a large room.",
    },
    Row {
        keys: &[ch('J')],
        contexts: &[Page],
        command: Command::ScrollDown,
        word: "",
        sentence: "The text one line down, where it is longer than the screen.",
    },
    Row {
        keys: &[ch('K')],
        contexts: &[Page],
        command: Command::ScrollUp,
        word: "",
        sentence: "The text one line up.",
    },
    Row {
        keys: &[ch('w'), key(Code::Tab)],
        contexts: &[Page],
        command: Command::NextWatch,
        word: "watch",
        sentence: "To the next value that this page watches.",
    },
    Row {
        keys: &[ch('b')],
        contexts: &[Page, Values, Sheet],
        command: Command::Bits,
        word: "bits",
        sentence: "The value, or the byte under the cursor, down to its bits, and how each came about; ⟨flip⟩ turns one over.",
    },
    Row {
        keys: &[ch('v')],
        contexts: &[Page, Bits],
        command: Command::View,
        word: "view",
        sentence: "Show the value another way: hexadecimal, bits, decimal, text.",
    },
    Row {
        keys: &[ch('g')],
        contexts: &[Page, Bits, Values],
        command: Command::Seek,
        word: "go to",
        sentence: "Go to an address, such as digest/block[0]/T1[12].",
    },
    Row {
        keys: &[ch('[')],
        contexts: &[Page],
        command: Command::SegmentBefore,
        word: "",
        sentence: "The same value in the block before.",
    },
    Row {
        keys: &[ch(']')],
        contexts: &[Page],
        command: Command::SegmentAfter,
        word: "",
        sentence: "The same value in the block after.",
    },
    Row {
        keys: &[key(Code::Home)],
        contexts: &[Page, Bits, Values, Earlier, Course, Sheet, Tree, Copying, Search, Help],
        command: Command::First,
        word: "",
        sentence: "To the first.",
    },
    Row {
        keys: &[key(Code::End)],
        contexts: &[Page, Bits, Values, Earlier, Course, Sheet, Tree, Copying, Search, Help],
        command: Command::Last,
        word: "",
        sentence: "To the last.",
    },
    Row {
        keys: &[ch('s')],
        contexts: &[Sheet],
        command: Command::Save,
        word: "save",
        sentence: "Save the sheet as a lesson that can be opened again.",
    },
    Row {
        keys: &[ch('i')],
        contexts: &[Sheet],
        command: Command::MakeInput,
        word: "",
        sentence: "Make the text, bytes or number of the cell an input, to be changed with ⟨edit⟩.",
    },
    Row {
        keys: &[ch('J')],
        contexts: &[Sheet],
        command: Command::MoveDown,
        word: "",
        sentence: "Move the cell one row down.",
    },
    Row {
        keys: &[ch('K')],
        contexts: &[Sheet],
        command: Command::MoveUp,
        word: "",
        sentence: "Move the cell one row up.",
    },
    Row {
        keys: &[ch('D'), key(Code::Delete)],
        contexts: &[Sheet],
        command: Command::RemoveCell,
        word: "",
        sentence: "Remove the cell, unless others read it.",
    },
    Row {
        keys: &[ch('y')],
        contexts: &[Page, Bits, Values, Sheet],
        command: Command::Copy,
        word: "copy",
        sentence: "Copy the value to the clipboard, as hexadecimal or as it is written.",
    },
    Row {
        keys: &[ch('Y')],
        contexts: &[Page, Bits, Values, Sheet],
        command: Command::Copies,
        word: "",
        sentence: "What can be copied: the value as hexadecimal, base64 or text, its address, a command line.",
    },
    Row {
        keys: &[key(Code::Enter), ch('y')],
        contexts: &[Copying],
        command: Command::Open,
        word: "copy",
        sentence: "Copy this to the clipboard.",
    },
    Row {
        keys: &[ch('U')],
        contexts: &[Page, Sheet],
        command: Command::Undo,
        word: "",
        sentence: "Undo the latest change of an input. You stay where you are.",
    },
    Row {
        keys: &[ch('R')],
        contexts: &[Page, Sheet],
        command: Command::Redo,
        word: "",
        sentence: "Do the change of an input again that was undone.",
    },
    Row {
        keys: &[ch('r')],
        contexts: &[Page, Sheet],
        command: Command::Random,
        word: "",
        sentence: "A random value for the input. Its seed is shown, to be shared or typed; ⟨next-field⟩ makes another.",
    },
    Row {
        keys: &[ch('.')],
        contexts: &[Page],
        command: Command::Play,
        word: "",
        sentence: "Play: step by itself. Any other key pauses.",
    },
    Row { keys: &[ch('<')], contexts: &[Page], command: Command::Slower, word: "", sentence: "Play slower." },
    Row { keys: &[ch('>')], contexts: &[Page], command: Command::Faster, word: "", sentence: "Play faster." },
    Row {
        keys: &[ch(',')],
        contexts: &[Page],
        command: Command::PlayBy,
        word: "",
        sentence: "Play value by value, segment by segment, or part by part.",
    },
    Row {
        keys: &[ch('m')],
        contexts: &[Page],
        command: Command::Pin,
        word: "",
        sentence: "Pin the value: it stays in sight and follows your round; once more it stays, then goes.",
    },
    Row {
        keys: &[ch('/')],
        contexts: &[Course, Page, Bits, Values, Sheet, Tree],
        command: Command::Find,
        word: "find",
        sentence: "Find a value here or in the whole run, an address, a function, a lesson, a word.",
    },
    Row {
        keys: &[ch('T')],
        contexts: &[Page],
        command: Command::Terms,
        word: "words",
        sentence: "The words of this page that the glossary explains, and all its others.",
    },
    Row {
        keys: &[ch(':'), Key::ctrl('p')],
        contexts: &[Course, Page, Bits, Values, Choice, Earlier, Sheet],
        command: Command::Palette,
        word: "",
        sentence: "Every command that does something here, to be found by a few letters.",
    },
    // Everywhere.
    Row {
        keys: &[ch('?'), key(Code::F(1))],
        contexts: &[Course, Page, Bits, Values, Choice, Earlier, Sheet, Tree, Copying],
        command: Command::Help,
        word: "more",
        sentence: "The keys that work where you are.",
    },
    Row {
        keys: &[key(Code::F(1))],
        contexts: &[Field, Search],
        command: Command::Help,
        word: "more",
        sentence: "The keys of a line of text.",
    },
    Row {
        keys: &[ch('M')],
        contexts: BROWSING,
        command: Command::Mouse,
        word: "",
        sentence: "The mouse on or off: click, scroll, drag the timeline. While it is on, hold Shift to select text.",
    },
    Row { keys: &[ch('q')], contexts: BROWSING, command: Command::Quit, word: "quit", sentence: "End the program." },
    Row {
        keys: &[Key::ctrl('c')],
        contexts: EVERYWHERE,
        command: Command::Quit,
        word: "",
        sentence: "End the program, also while typing.",
    },
    Row {
        keys: &[Key::ctrl('z')],
        contexts: EVERYWHERE,
        command: Command::Suspend,
        word: "",
        sentence: "Stop for a while: the shell comes back, `fg` continues here.",
    },
    Row {
        keys: &[Key::ctrl('l')],
        contexts: EVERYWHERE,
        command: Command::Redraw,
        word: "",
        sentence: "Draw the screen anew.",
    },
];

/// What a key means in a context.
pub fn command(context: Context, key: Key) -> Option<Command> {
    rows(context).find(|row| row.keys.contains(&key)).map(|row| row.command)
}

/// The rows of a context, in the order of the table.
pub fn rows(context: Context) -> impl Iterator<Item = &'static Row> {
    KEYS.iter().filter(move |row| row.contexts.contains(&context))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_means_two_things_in_one_context() {
        for context in CONTEXTS {
            let mut seen = Vec::new();
            for row in rows(context) {
                for key in row.keys {
                    assert!(!seen.contains(key), "{key} in {context:?}");
                    seen.push(*key);
                }
            }
        }
    }

    #[test]
    fn arrows_and_vi_are_never_apart() {
        let pairs = [(Code::Left, 'h'), (Code::Down, 'j'), (Code::Up, 'k'), (Code::Right, 'l')];
        // Where letters are text they move nothing.
        for row in KEYS.iter().filter(|row| !row.contexts.contains(&Context::Search)) {
            for (arrow, letter) in pairs {
                let has = |key| row.keys.contains(&key);
                assert_eq!(has(key(arrow)), has(ch(letter)), "{:?}", row.command);
            }
        }
    }

    #[test]
    fn a_key_of_a_field_is_no_text() {
        for row in rows(Context::Field).chain(rows(Context::Search)) {
            for key in row.keys {
                assert_eq!(key.typed(), None, "{key}");
            }
        }
    }

    #[test]
    fn no_command_needs_a_function_key_or_control() {
        for row in KEYS {
            let reachable = |row: &Row| row.keys.iter().any(|key| !key.ctrl && !matches!(key.code, Code::F(_)));
            let always = [Command::Suspend, Command::Redraw];
            let elsewhere = KEYS.iter().any(|r| r.command == row.command && reachable(r));
            assert!(elsewhere || always.contains(&row.command), "{:?}", row.command);
        }
    }

    #[test]
    fn every_context_can_be_left_and_every_row_is_explained() {
        for context in CONTEXTS {
            assert_eq!(command(context, Key::ctrl('c')), Some(Command::Quit));
            let esc = command(context, key(Code::Esc));
            assert_eq!(esc.is_some(), context != Context::Course);
        }
        for row in KEYS {
            assert!(row.sentence.ends_with('.'), "{:?}", row.command);
            assert!(!row.keys.is_empty() && !row.contexts.is_empty());
        }
    }
}
