//! Short codes of places: `4.2 p5` is the fifth page of the second lesson of the fourth unit.

use crate::lesson::course::Library;
use crate::view::SafeText;

impl Library {
    /// The short code of a lesson, by which a place can be called across a room: `4.2` is the second lesson of the
    /// fourth unit.
    pub fn code(&self, id: &str) -> Option<String> {
        let is_it = |place: &usize| self.lessons.get(*place).is_some_and(|lesson| lesson.id == id);
        let mut units = self.units.iter().zip(1..);
        units.find_map(|(unit, number)| Some(format!("{number}.{}", unit.lessons.iter().position(is_it)? + 1)))
    }

    /// The lesson and the page of a short code: `4.2 p5`, `4.2p5` or `4.2`.
    pub fn coded(&self, code: &str) -> Option<(&str, usize)> {
        let (lesson, page) = code.split_once(['p', 'P']).unwrap_or((code, "1"));
        let (unit, number) = lesson.trim().split_once('.')?;
        let place = |number: &str| number.trim().parse::<usize>().ok()?.checked_sub(1);
        let lesson = self.units.get(place(unit)?)?.lessons.get(place(number)?)?;
        Some((self.lessons.get(*lesson)?.id.as_str(), place(page)?))
    }

    /// A sentence on what is typed like a short code and is none of a lesson here; nothing on all else.
    pub fn miscoded(&self, typed: &str) -> Option<String> {
        let typed = SafeText::line(typed.trim());
        let is_like = typed.starts_with(|c: char| c.is_ascii_digit()) && typed.contains(['.', ',', 'p', 'P']);
        if !is_like || self.coded(&typed).is_some() {
            return None;
        }
        let (lesson, page) = typed.split_once(['p', 'P']).unwrap_or((&typed, ""));
        let (lesson, page) = (lesson.trim(), page.trim());
        let is_number = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        let is_written = lesson.split_once('.').is_some_and(|(unit, number)| is_number(unit) && is_number(number));
        let wrong = match self.coded(lesson) {
            Some(_) => format!("Lesson {lesson} has no page `{page}`"),
            None if is_written => format!("There is no lesson {lesson}"),
            None => format!("`{typed}` is no code of a page"),
        };
        Some(format!("{wrong}; codes look like 4.2 p5."))
    }
}
