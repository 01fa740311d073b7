//! A row of the table of commands.

use super::{pages, walk};
use crate::app::context::Context;
use crate::app::key::Key;
use crate::app::stage::lesson::Answering;
use crate::app::{App, Effect};

/// One row: these keys, in these contexts, mean this command.
pub struct Row {
    /// The command's name, as one word: `page-after`. Rows of one name are one command in several contexts.
    pub name: &'static str,
    /// The keys, the one to show first.
    pub keys: &'static [Key],
    /// Where they mean it.
    pub contexts: &'static [Context],
    /// A word for the help line; empty where the line has no room to spare for it.
    pub word: &'static str,
    /// A sentence for the help screen.
    pub sentence: &'static str,
    /// Whether the command would do something now; the help line leaves out those that would not.
    pub works: fn(&App) -> bool,
    /// The work of it.
    pub run: fn(&mut App) -> Vec<Effect>,
}

/// On an input these come first: what changes it.
const FOR_INPUTS: [&str; 5] = ["step-back", "step", "edit", "flip", "bits"];

/// Commands that only a screen has.
const OF_THE_SCREEN: [&str; 10] =
    ["mouse", "redraw", "suspend", "zoom", "scroll-down", "scroll-up", "slower", "faster", "snapshot", "jump"];

impl Row {
    /// Whether the command is meant for the very thing one stands on; the help line begins with those.
    pub fn is_meant(&self, app: &App) -> bool {
        let on_page = matches!(app.context(), Context::Page | Context::Bits);
        on_page
            && FOR_INPUTS.contains(&self.name)
            && app.desk().is_some_and(|desk| desk.is_on_input())
            && (self.works)(app)
    }

    /// Whether only a screen has the command: nothing of it is offered in lines.
    pub fn is_of_the_screen(&self) -> bool {
        OF_THE_SCREEN.contains(&self.name)
    }

    /// The word for the help line where one stands now.
    pub fn word_here(&self, app: &App) -> &'static str {
        match self.name {
            "earlier" | "later" => walk::word_along(app, self.name == "later").unwrap_or(self.word),
            "accept" if pages::is(app, |session| matches!(session.answering, Answering::Written(_))) => "answer",
            _ => self.word,
        }
    }
}

impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} in {:?}", self.name, self.contexts)
    }
}

/// Always.
pub fn always(_: &App) -> bool {
    true
}
