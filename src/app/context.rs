//! Where a key means something: what has the keyboard.

/// The thing that has the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// The map of units and lessons.
    Course,
    /// A page of a lesson, with the value one stands on.
    Page,
    /// The end of a lesson, behind its last page.
    End,
    /// A lesson in front of a class.
    Talk,
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
    /// Letters on all that one can go to.
    Letters,
    /// The help screen.
    Help,
}

/// Every context, for tests and lists.
pub const CONTEXTS: [Context; 15] = [
    Context::Course,
    Context::Page,
    Context::End,
    Context::Talk,
    Context::Letters,
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
            Context::End => "the end of a lesson",
            Context::Talk => "the wall",
            Context::Letters => "letters to go by",
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
