//! The front matter: what a lesson is about.

use crate::lesson::fields::{Entries, EntryKind, EntryRow};
use crate::lesson::reading::Reading;
use crate::lesson::split;
use crate::lesson::tree::{Inline, words};
use crate::lesson::words::Vocabulary;
use crate::run::address::Span;
use crate::view::SafeText;
use std::ops::Deref;
use std::sync::OnceLock;

/// The front matter: what a lesson is about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrontMatter {
    /// The lesson's title.
    pub title: SafeText,
    /// The goal: what the learner can do afterwards.
    pub goal: Vec<Inline>,
    /// The sections of the specifications.
    pub spec: Option<SafeText>,
    /// The lessons to take before, as `unit/lesson`, and where each is named.
    pub needs: Vec<(String, Span)>,
    /// About how long it takes.
    pub minutes: Option<u32>,
}

impl FrontMatter {
    /// The goal in words, without their dress.
    pub fn goal_in_words(&self) -> String {
        words(&self.goal, &mut |_| String::new()).into()
    }
}

/// The front matter of a lesson, which may be read only when somebody asks for it: a lesson opened by its name needs
/// the titles of no others.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// The file up to the end of its front matter.
    text: String,
    read: OnceLock<FrontMatter>,
}

impl Head {
    /// The front matter at the beginning of a file.
    pub(crate) fn unread(source: &str) -> Head {
        let body = split::front(source, &mut Reading::of(source, Vocabulary::default()).problems);
        let end = body.map_or(0, |body| source.len().min(body.end + split::MARK.len()));
        Head { text: source.get(..end).unwrap_or(source).to_owned(), read: OnceLock::new() }
    }

    /// Reads it now, where nobody has asked for it yet.
    pub(crate) fn front(&self) -> &FrontMatter {
        self.read.get_or_init(|| {
            let mut reading = Reading::of(&self.text, Vocabulary::default());
            let body = split::front(&self.text, &mut reading.problems);
            body.map(|body| read(body, Span::new(0, 0), &mut reading)).unwrap_or_default()
        })
    }
}

impl From<FrontMatter> for Head {
    fn from(front: FrontMatter) -> Head {
        Head { text: String::new(), read: front.into() }
    }
}

impl Deref for Head {
    type Target = FrontMatter;
    fn deref(&self) -> &FrontMatter {
        self.front()
    }
}

impl PartialEq for Head {
    fn eq(&self, other: &Head) -> bool {
        **self == **other
    }
}

/// The entries of the front matter.
pub const FRONT_MATTER: [EntryRow; 5] = [
    EntryRow { name: "title", kind: EntryKind::Word, required: true, help: "The lesson's title." },
    EntryRow {
        name: "goal",
        kind: EntryKind::Text,
        required: true,
        help: "What the learner can do afterwards, in one sentence.",
    },
    EntryRow {
        name: "spec",
        kind: EntryKind::Word,
        required: false,
        help: "The sections of the specifications it teaches.",
    },
    EntryRow {
        name: "needs",
        kind: EntryKind::Words,
        required: false,
        help: "The lessons to take before, each as `unit/lesson`.",
    },
    EntryRow { name: "minutes", kind: EntryKind::Count(600), required: false, help: "About how long it takes." },
];

/// Reads the TOML in `body`; what is missing is reported at `place`.
pub(crate) fn read(body: Span, place: Span, reading: &mut Reading) -> FrontMatter {
    let entries = Entries::read(body, place, &FRONT_MATTER, reading);
    from(&entries, reading)
}

/// The front matter among these entries.
pub(crate) fn from(entries: &Entries, reading: &mut Reading) -> FrontMatter {
    FrontMatter {
        title: entries.word("title", reading).map(|text| SafeText::line(&text.text)).unwrap_or_default(),
        goal: entries.text("goal", reading).unwrap_or_default(),
        spec: entries.word("spec", reading).map(|text| SafeText::line(&text.text)),
        needs: entries.words("needs", reading).into_iter().map(|text| (text.text, text.span)).collect(),
        minutes: entries.count("minutes"),
    }
}
