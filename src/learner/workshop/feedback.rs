//! The page that a learner gets back: the values, what was written, which mistake it was, and the way to the answer.

use super::grade::{Remark, Row};
use super::mark::{Finding, Standing};
use super::paper::Paper;
use super::play::Play;
use super::table::points;
use crate::view::SafeText;
use crate::view::html::{html, page};

/// The page of a learner.
pub fn feedback(paper: &Paper, row: &Row) -> String {
    let set = paper.set;
    let report = &row.marked.report;
    let play = Play::new(paper, report.clone());
    let who = if row.name.is_empty() { report.learner.clone() } else { format!("{} ({})", row.name, report.learner) };
    let who = SafeText::line(&who);
    let most: u32 = set.points();
    // What is odd about others than the learner is the teacher's to speak of.
    let told = row
        .remarks
        .iter()
        .filter(|remark| matches!(remark, Remark::Late(..) | Remark::Version(_) | Remark::Damaged(_)));
    let body = html! {
        h1 { (set.title.as_str()) }
        p { (who.as_str()) ": " strong { (points(row.total())) " of " (most) " points" } }
        @for remark in told { p.quiet { (remark.says()) } }
        @for (place, item) in paper.items.iter().enumerate() {
            @let mark = &row.marked.marks[place];
            section.question {
                h2 { (item.entry.id) ": " (row.points[place].map_or("not marked yet".to_owned(), points)) " of " (item.entry.points) }
                @for (is_list, lines) in grouped(play.context(place)) {
                    @if is_list { ul.quiet { @for line in &lines { li { (line.trim_start_matches("- ")) } } } }
                    @if !is_list { @for line in &lines { p.quiet { (line.trim_start_matches("# ")) } } }
                }
                @for (is_list, lines) in grouped(play.asked(place)) {
                    @if is_list { ul { @for line in &lines { li { (line) } } } }
                    @if !is_list { @for line in &lines { p { (line) } } }
                }
                @if mark.tries.is_empty() { p.quiet { "No answer." } }
                @if !mark.tries.is_empty() {
                    table {
                        thead { tr { th scope="col" { "Your answer" } th scope="col" { "What it is" } } }
                        tbody {
                            @for one in &mark.tries {
                                tr {
                                    td.value { (SafeText::line(&one.written).as_str()) }
                                    td { (verdict(&one.found)) @if one.late { " It came late." } }
                                }
                            }
                        }
                    }
                }
                @if mark.hints > 0 { p.quiet { "Hints taken: " (mark.hints) } }
                @if mark.standing == Standing::Void { p { "This question does not count." } }
                @if let Some(asked) = &item.asked {
                    @for (is_list, lines) in grouped(play.solution(place)) {
                        @if is_list { ul { @for line in &lines { li { (line) } } } }
                        @if !is_list { @for line in &lines { p.right { (line) } } }
                    }
                    @if mark.points == 0.0 && asked.lesson.id != set.lesson.id {
                        p.quiet { "The lesson: " code { "cleartext learn " (asked.lesson.id) } }
                    }
                }
            }
        }
    };
    page(&format!("{}: {who}", set.title), &body)
}

/// Lines in groups: those that are set in are a list, such as choices and the steps of a way.
fn grouped(lines: Vec<String>) -> Vec<(bool, Vec<String>)> {
    let is_in = |line: &String| line.starts_with(' ');
    let groups = lines.chunk_by(|one, next| is_in(one) == is_in(next));
    groups.map(|group| (is_in(&group[0]), group.iter().map(|line| line.trim().to_owned()).collect())).collect()
}

fn verdict(found: &Finding) -> String {
    match found {
        Finding::Right => "Right.".to_owned(),
        Finding::Wrong(Some(told)) => told.says.clone(),
        Finding::Wrong(None) => "Not right.".to_owned(),
        Finding::Unreadable(how) => how.clone(),
        Finding::Unseen => "It did not count: the question was over, or it came too late.".to_owned(),
        Finding::Open => "Marked by hand.".to_owned(),
    }
}
