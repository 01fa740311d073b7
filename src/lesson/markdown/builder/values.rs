//! Live values: where they stand, and the text around them.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::{Builder, options};
use crate::lesson::expression::When;
use crate::lesson::live;
use crate::lesson::markdown::frame::Open;
use crate::lesson::tree::{Expression, Inline, Live};
use crate::run::address::Span;
use crate::view::SafeText;

impl Builder<'_, '_> {
    /// The source with a filler in place of its live values, whose places are kept.
    pub(super) fn mask(&mut self, source: &str) -> String {
        if !source.contains("{{") {
            return source.to_owned();
        }
        let found = live::find(source, &code_ranges(source));
        for span in found.unclosed {
            let place = self.place(span.range());
            self.reading.problems.error(
                place,
                "This `{{` has no `}}` on its line.",
                "A live value is `{{ EXPR }}`; for the braces themselves write `\\{{`.",
            );
        }
        self.used = vec![false; found.values.len()];
        let masked = live::masked(source, &found.values);
        self.values = found.values;
        masked
    }

    /// The text of an event, with the live values in it.
    pub(super) fn text(&mut self, text: &str, range: Range<usize>, source: &str, masked: &str) {
        let same = masked.get(range.clone()) == Some(text);
        if let Open::Code { .. } = self.top().open {
            let code = if same { &source[range.clone()] } else { text };
            self.top().push_text(code, range.start);
            return;
        }
        if same
            && let Some((brace, cell)) = live::one_brace(text)
            && self.reading.has_cell(cell)
        {
            let place = range.start + brace..range.start + brace + 1;
            self.warning(place, "One brace stands for itself.", &format!("For the value write {{{{ {cell} }}}}."));
        }
        if !same {
            self.top().push_text(text, range.start);
            return;
        }
        let mut at = range.start.max(self.lead);
        let first = self.values.partition_point(|value| value.start < at);
        for i in first..self.values.len() {
            let value = self.values[i];
            if value.end > range.end {
                break;
            }
            self.top().push_text(&source[at..value.start], at);
            let inline = self.live(value, source);
            self.top().push(inline, value.start);
            self.used[i] = true;
            at = value.end;
        }
        if at < range.end {
            self.top().push_text(&source[at..range.end], at);
        }
    }

    fn live(&mut self, place: Span, source: &str) -> Inline {
        let inside = Span::new(place.start + 2, place.end - 2);
        if let Some((bar, view)) = live::view_behind_bar(&source[inside.range()])
            && self.reading.words.views.contains(&view)
        {
            let bar = inside.start + bar;
            self.error(
                bar..bar + 1,
                "A view stands behind `as`.",
                format!("Write `as {view}` in place of `| {view}`."),
            );
            return self.broken();
        }
        let (expression, view) = live::expression_and_view(&source[inside.range()]);
        let part = expression.shifted(inside.start - self.lead);
        let value = Expression::read_part(self.text, part, When::Now, self.reading);
        let view = view.map(|span| {
            let range = span.shifted(inside.start).range();
            let place = self.place(range.clone());
            self.reading.view(&source[range], place)
        });
        let span = self.place(place.range());
        match (value, view) {
            (Some(value), None) => Inline::Live(Box::new(Live { value, view: None, span })),
            (Some(value), Some(Some(view))) => Inline::Live(Box::new(Live { value, view: Some(view), span })),
            (None, _) | (_, Some(None)) => self.broken(),
        }
    }

    /// The words in place of a live value that cannot be read: the problem that was found in it last.
    fn broken(&mut self) -> Inline {
        Inline::Broken(SafeText::line(self.reading.problems.last_message().trim_end_matches('.')))
    }

    /// Marks the values in a range as seen, since they are shown as they stand; false if there is none.
    pub(super) fn use_values(&mut self, range: &Range<usize>) -> bool {
        let first = self.values.partition_point(|value| value.end <= range.start);
        let count = self.values[first..].iter().take_while(|value| value.start < range.end).count();
        self.used[first..first + count].fill(true);
        count > 0
    }

    pub(super) fn report_unused(&mut self) {
        let unused: Vec<Span> =
            self.values.iter().zip(&self.used).filter(|(_, used)| !**used).map(|(value, _)| *value).collect();
        for value in unused {
            self.error(
                value.range(),
                "A live value cannot stand here.",
                "Put it into running text, not into a link's address.",
            );
        }
    }
}

/// The ranges of code, which no live value begins in.
fn code_ranges(text: &str) -> Vec<Range<usize>> {
    let events = Parser::new_ext(text, options()).into_offset_iter();
    let code = |event: &Event| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_)));
    events.filter(|(event, _)| code(event)).map(|(_, range)| range).collect()
}
