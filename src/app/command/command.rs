//! What a key can ask for.

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

    /// The row that it chooses of so many in a list, where it is one that does.
    pub fn choice(self, chosen: usize, rows: usize) -> Option<usize> {
        let last = rows.saturating_sub(1);
        match self {
            Command::Up => Some(chosen.saturating_sub(1)),
            Command::Down => Some((chosen + 1).min(last)),
            Command::First => Some(0),
            Command::Last => Some(last),
            _ => None,
        }
    }
}
