//! Bars: how many bits differ along a computation. Every bar has its number beside it.

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::run::compare::avalanche::Count;
use crate::run::compare::charts::{Chart, Tally};
use crate::ui::pane::Brush;
use crate::ui::text::theme::Role;
use crate::ui::text::wrap::cut;

/// The charts under each other, as tall as there is room.
pub fn lines(charts: &[Chart], brush: Brush) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let mut left = usize::from(brush.height);
    for (place, chart) in charts.iter().enumerate() {
        let others = charts.len() - place - 1;
        // The first has the most to say; each of the others gets a share of what is left.
        let most = if others > 0 { left * 2 / 3 } else { left };
        let drawn = one(chart, Brush { height: u16::try_from(most).unwrap_or(u16::MAX), ..brush });
        left -= drawn.len().min(left);
        lines.extend(drawn);
        if others > 0 && left > 4 {
            lines.push(Line::default());
            left -= 1;
        }
    }
    lines
}

fn one(chart: &Chart, brush: Brush) -> Vec<Line<'static>> {
    let theme = brush.theme;
    let rows = usize::from(brush.height).saturating_sub(2);
    if rows == 0 || chart.bars.is_empty() {
        return Vec::new();
    }
    let bars = chart.gathered(rows);
    let count = |bar: &Tally| bar.count.map_or(0, |count| count.bits);
    let most = bars.iter().map(count).max().unwrap_or(0).max(1);
    let of = chart.bars.iter().filter_map(|bar| bar.count).map(|count| count.of).max().unwrap_or(0);
    let mut lines = vec![
        Line::styled(cut(&format!("differing bits, of {of}:"), brush.width), theme.style(Role::Name)),
        Line::styled(cut(&chart.title, brush.width), theme.style(Role::Name)),
    ];
    let labels: Vec<String> = bars.iter().map(Tally::label).collect();
    let column = labels.iter().map(|label| label.width()).max().unwrap_or(0);
    let number = most.to_string().len().max(4);
    let room = u64::from(brush.width).saturating_sub((column + number + 4) as u64).max(1);
    for (bar, label) in bars.iter().zip(labels) {
        let here = chart.stands_in(bar);
        let length = usize::try_from(count(bar) * room / most).unwrap_or(0);
        let (glyphs, says) = match bar.count {
            None => (String::new(), "····".to_owned()),
            Some(Count { bits: 0, .. }) => ("▏".to_owned(), "0".to_owned()),
            Some(Count { bits, .. }) => ("▆".repeat(length.max(1)), bits.to_string()),
        };
        let mark = if here { "▸" } else { " " };
        let role = if here { Role::Strong } else { Role::Name };
        lines.push(Line::from(vec![
            Span::styled(format!("{mark}{label:>column$} "), theme.style(role)),
            Span::styled(glyphs, theme.style(Role::Progress)),
            Span::styled(format!(" {says}"), theme.style(if here { Role::Strong } else { Role::Text })),
        ]));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::text::theme::Theme;

    fn chart(bits: &[u64]) -> Chart {
        let bar = |(i, bits): (usize, &u64)| Tally {
            range: (i as u64, i as u64),
            count: Some(Count { bits: *bits, of: 256 }),
            only: None,
        };
        Chart {
            title: "a…h".into(),
            is_rounds: true,
            sparse: false,
            bars: bits.iter().enumerate().map(bar).collect(),
            current: Some(2),
        }
    }
    fn drawn(chart: Chart, width: u16, height: u16) -> Vec<String> {
        let brush = Brush { theme: Theme::Mono, width, height };
        lines(&[chart], brush).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_bar_for_each_with_its_number() {
        let shown = drawn(chart(&[0, 64, 128]), 20, 9);
        assert_eq!(shown[..2], ["differing bits, of …", "a…h"]);
        assert_eq!(shown[2], " 0 ▏ 0");
        assert_eq!(shown[3], " 1 ▆▆▆▆▆ 64");
        assert_eq!(shown[4], "▸2 ▆▆▆▆▆▆▆▆▆▆▆ 128");
    }
    #[test]
    fn where_rows_are_few_every_other_one_is_shown_and_the_one_that_counts() {
        let mut spread = chart(&[0, 64, 128, 3]);
        spread.current = Some(3);
        let shown = drawn(spread, 40, 4);
        assert!(shown[2].starts_with(" 0 ▏ 0"), "{shown:?}");
        assert!(shown[3].starts_with("▸3 ▆") && shown[3].ends_with(" 3"), "{shown:?}");
    }
    #[test]
    fn what_is_alone_among_others_is_never_passed_over() {
        let mut sparse = chart(&[0, 0, 0, 128]);
        sparse.sparse = true;
        let shown = drawn(sparse, 40, 4);
        assert!(shown[2].starts_with(" 0…1 ▏ 0"), "{shown:?}");
        assert!(shown[3].starts_with("▸2…3 ▆") && shown[3].ends_with(" 128"), "{shown:?}");
    }
    #[test]
    fn a_hidden_count_hides_the_stretch_it_is_in() {
        let mut hidden = chart(&[1, 2, 3, 4]);
        (hidden.bars[1].count, hidden.sparse) = (None, true);
        let shown = drawn(hidden, 40, 4);
        assert_eq!(shown[2], " 0…1  ····");
    }
}
