//! Bars: how many bits differ along a computation. Every bar has its number beside it.

use ratatui::text::Line;

use crate::run::compare::avalanche::Count;
use crate::run::compare::charts::{Chart, Tally};
use crate::ui::pane::Brush;
use crate::ui::text::{Lines, Role, widest};

/// The charts under each other, as tall as there is room.
pub fn lines(charts: &[Chart], brush: Brush) -> Lines {
    let mut lines = Vec::new();
    for (place, chart) in charts.iter().enumerate() {
        let left = brush.below(&lines);
        let others = charts.len() - place - 1;
        // The first has the most to say; each of the others gets a share of what is left.
        let most = if others > 0 { usize::from(left.height) * 2 / 3 } else { left.height.into() };
        lines.extend(one(chart, brush.high(most)));
        if others > 0 && brush.below(&lines).height > 4 {
            lines.push(Line::default());
        }
    }
    lines
}

fn one(chart: &Chart, brush: Brush) -> Lines {
    let theme = brush.theme;
    let rows = usize::from(brush.height).saturating_sub(2);
    if rows == 0 || chart.bars.is_empty() {
        return Vec::new();
    }
    let bars = chart.gathered(rows);
    // Where some are passed over, their title says so.
    let some = match chart.bars.len() {
        all if chart.sparse || all <= bars.len() => String::new(),
        all => format!(", {} of {all}", bars.len()),
    };
    let count = |bar: &Tally| bar.count.map_or(0, |count| count.bits);
    let most = bars.iter().map(count).max().unwrap_or(0).max(1);
    let of = chart.bars.iter().filter_map(|bar| bar.count).map(|count| count.of).max().unwrap_or(0);
    let mut lines = vec![
        brush.line(&format!("differing bits, of {of}:"), Role::Name),
        brush.line(&format!("{}{some}", chart.title), Role::Name),
    ];
    let labels: Vec<String> = bars.iter().map(Tally::label).collect();
    let column = widest(&labels);
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
        let (mark, role, loud) = if here { ("▸", Role::Strong, Role::Strong) } else { (" ", Role::Name, Role::Text) };
        lines.push(Line::from(vec![
            theme.span(format!("{mark}{label:>column$} "), role),
            theme.span(glyphs, Role::Progress),
            theme.span(format!(" {says}"), loud),
        ]));
    }
    lines
}
