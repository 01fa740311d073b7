//! A question away from its page: on a page of its own, with the text above it and the values that are watched there.

use crate::learner::question::Question;
use crate::lesson::talk::is_told;
use crate::lesson::{Block, Lesson, Page};

/// The lesson with a single page: the text before the question, the question, and what its page watches; where that
/// watches nothing, what the page before it does. The sheet is the whole lesson's.
pub fn alone(lesson: &Lesson, id: &str) -> Option<Lesson> {
    let is_it = |block: &Block| Question::of(block).is_some_and(|question| question.id() == id);
    let at = lesson.pages.iter().position(|page| page.blocks.iter().any(is_it))?;
    let page = &lesson.pages[at].blocks;
    let before = page.iter().take_while(|block| !is_it(block)).filter(|block| is_told(block));
    let question = page.iter().filter(|block| is_it(block));
    let blocks = before.chain(watches(lesson, at)).chain(question).cloned().collect();
    let pages = vec![Page { blocks, span: lesson.pages[at].span }];
    Some(Lesson { pages, ..lesson.clone() })
}

/// The values that are watched on a page; where it watches none, those of the page before.
pub fn watches(lesson: &Lesson, page: usize) -> impl Iterator<Item = &Block> {
    let is_watch = |block: &&Block| matches!(block, Block::Watch(_));
    let watching = lesson.pages[..=page].iter().rfind(|page| page.blocks.iter().any(|block| is_watch(&block)));
    watching.into_iter().flat_map(move |page| page.blocks.iter().filter(is_watch))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::embedded;

    #[test]
    fn every_question_of_the_course_stands_alone() {
        let library = embedded::outline();
        for lesson in library.lessons.iter().map(Lesson::whole) {
            for (_, question) in Question::all(&lesson) {
                let one = alone(&lesson, question.id()).unwrap();
                let ids: Vec<&str> = Question::all(&one).map(|(_, question)| question.id()).collect();
                assert_eq!((one.pages.len(), ids), (1, vec![question.id()]));
                assert_eq!(one.cells, lesson.cells);
            }
            assert_eq!(alone(&lesson, "no-such"), None);
        }
    }
}
