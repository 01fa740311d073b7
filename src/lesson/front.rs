//! The front matter: what a lesson is about.

use crate::lesson::block::Inline;
use crate::lesson::fields::{Entries, Field, Kind};
use crate::lesson::reading::Reading;
use crate::run::address::Span;
use crate::view::SafeText;

/// What a lesson is about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrontMatter {
    /// Its title.
    pub title: SafeText,
    /// What the learner can do afterwards.
    pub goal: Vec<Inline>,
    /// The sections of the specifications.
    pub spec: Option<SafeText>,
    /// The lessons to take before, as `unit/lesson`, and where each is named.
    pub needs: Vec<(String, Span)>,
    /// About how long it takes.
    pub minutes: Option<u32>,
}

/// The entries of the front matter.
pub const FRONT_MATTER: [Field; 5] = [
    Field { name: "title", kind: Kind::Word, required: true, help: "The lesson's title." },
    Field {
        name: "goal",
        kind: Kind::Text,
        required: true,
        help: "What the learner can do afterwards, in one sentence.",
    },
    Field { name: "spec", kind: Kind::Word, required: false, help: "The sections of the specifications it teaches." },
    Field {
        name: "needs",
        kind: Kind::Words,
        required: false,
        help: "The lessons to take before, each as `unit/lesson`.",
    },
    Field { name: "minutes", kind: Kind::Count(600), required: false, help: "About how long it takes." },
];

/// Reads the TOML in `body`; what is missing is reported at `place`.
pub(crate) fn read(body: Span, place: Span, reading: &mut Reading) -> FrontMatter {
    let entries = Entries::read(body, place, &FRONT_MATTER, reading);
    FrontMatter {
        title: entries.word("title", reading).map(|text| SafeText::line(&text.text)).unwrap_or_default(),
        goal: entries.text("goal", reading).unwrap_or_default(),
        spec: entries.word("spec", reading).map(|text| SafeText::line(&text.text)),
        needs: entries.words("needs", reading).into_iter().map(|text| (text.text, text.span)).collect(),
        minutes: entries.count("minutes"),
    }
}
