//! What a hand-out holds, before anybody says in which format: text with its values computed, figures, questions with
//! room for an answer or with the answer.

use super::answers::Answers;
pub use super::figures::Figure;
use super::keys;
use crate::app::stage::Computing;
use crate::app::stage::lesson::Session;
use crate::learner::question::Question;
use crate::learner::workshop::paper::Item;
use crate::lesson::set::{Set, Task};
use crate::lesson::talk::asks_for_keys;
use crate::lesson::talk::is_told;
use crate::lesson::tree::{Answer, Live};
use crate::lesson::{Block, Inline, Lesson, Wrong};
use crate::run::{Budget, Value};
use crate::sheet::{Input, NoFiles, Sheet};
use crate::view::SafeText;
use crate::view::spellings::counted;

/// How much of a value stands in running text, in columns: paper goes on in the next line.
const LIVE: usize = 200;
/// How much of a wrong answer is shown, in columns.
const WRONG: usize = 80;
/// How much of the value of an input is shown.
const INPUT: usize = 200;
/// How many lines there are for an answer.
const ANSWER: usize = 2;
/// How many there are for one in sentences.
const SENTENCES: usize = 5;
/// How often one asks for answers, before one takes what is there.
const PATIENCE: usize = 200;

/// For whom a hand-out is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Whoever learns: with blanks, and what a question hides is hidden.
    Student,
    /// Whoever teaches: with answers and notes.
    Teacher,
}

/// A hand-out: a lesson, the lessons of a unit, the questions of a set.
pub struct Handout {
    /// Its title.
    pub title: SafeText,
    /// For whom it is.
    pub reader: Reader,
    /// The subject, where its lessons do not say it.
    pub about: Vec<Inline>,
    /// Its lessons; of a set, its questions.
    pub lessons: Vec<Part>,
}

/// A lesson of a hand-out.
pub struct Part {
    /// The title.
    pub title: SafeText,
    /// The goal.
    pub goal: Vec<Inline>,
    /// The specification it follows.
    pub spec: Option<SafeText>,
    /// The inputs: name, value, help.
    pub inputs: Vec<[String; 3]>,
    /// The pages.
    pub pages: Vec<Vec<Piece>>,
}

/// A piece of a page.
pub enum Piece {
    /// Text; nothing in it is still to be computed.
    Text(Block),
    /// Something set apart, under a label.
    Aside(&'static str, Vec<Block>),
    /// Values.
    Figure(Figure),
    /// A question.
    Question(Asked),
    /// A change to be tried with the program: how, and for a teacher what it shows.
    Change(String, Vec<Inline>),
}

/// A question on paper.
pub struct Asked {
    /// Its number in the lesson.
    pub number: usize,
    /// The question.
    pub ask: Vec<Inline>,
    /// The choices.
    pub choices: Vec<SafeText>,
    /// The hints.
    pub hints: Vec<Vec<Inline>>,
    /// How many lines to write on there are.
    pub lines: usize,
    /// The answer, for a teacher.
    pub answer: Option<Answered>,
    /// Words on a good answer, for a teacher who marks it.
    pub look_for: Vec<Vec<Inline>>,
}

/// The answer to a question.
pub struct Answered {
    /// The right one.
    pub right: String,
    /// The way to it.
    pub way: Vec<String>,
    /// Why it is right.
    pub why: Vec<Inline>,
    /// Wrong ones that are expected, each with what is to be said of it.
    pub wrong: Vec<(String, Vec<Inline>)>,
}

/// The subject of a set: its goal, its points, its time.
pub fn about(set: &Set) -> Vec<Inline> {
    let minutes =
        set.minutes.map_or_else(String::new, |minutes| format!(", {}", counted(u64::from(minutes), "minute")));
    let points = format!(" {}{minutes}.", counted(u64::from(set.points()), "point"));
    let mut about = filled(&set.goal, &mut |_| String::new());
    about.push(Inline::Text(SafeText::line(&points)));
    about
}

impl Part {
    /// A lesson as a reader gets it, with the inputs it comes with; in a course it has a short code.
    pub fn of(lesson: &Lesson, code: Option<&str>, reader: Reader) -> Part {
        let mut session = opened(lesson);
        let mut numbered = 0;
        let pages =
            (0..session.lesson().pages.len()).map(|page| pieces(&mut session, page, code, reader, &mut numbered));
        let mut pages: Vec<Vec<Piece>> = pages.collect();
        let mut inputs = inputs(session.desk().sheet(), &|_| true);
        let is_students = reader == Reader::Student;
        if is_students {
            let answers = Answers::of(session.lesson(), session.desk().sheet());
            for [name, value, _] in &mut inputs {
                *value = answers.input(name, std::mem::take(value));
            }
            for piece in pages.iter_mut().flatten() {
                if let Piece::Figure(figure) = piece {
                    answers.cover(figure);
                }
            }
        }
        for page in &mut pages {
            page.retain_mut(|piece| match piece {
                Piece::Figure(figure) => {
                    figure.condense();
                    !is_students || figure.tells_something(&inputs)
                }
                _ => true,
            });
        }
        let front = &session.lesson().front;
        let goal = filled(&front.goal, &mut |_| String::new());
        Part { title: front.title.clone(), goal, spec: front.spec.clone(), inputs, pages }
    }
}

impl Part {
    /// A question of a set, by its number, with what its page watches and the inputs that it reads.
    pub fn of_item(item: &Item, number: usize, reader: Reader) -> Part {
        let points = counted(u64::from(item.entry.points), "point");
        let title = SafeText::line(&format!("{} ({points})", item.entry.id));
        let part = |inputs, pieces| Part { title, goal: Vec::new(), spec: None, inputs, pages: vec![pieces] };
        let Some(found) = &item.asked else {
            let ask = match &item.entry.task {
                Task::Open(ask) => filled(ask, &mut |_| String::new()),
                Task::Asked { .. } => Vec::new(),
            };
            let lines = if reader == Reader::Student { SENTENCES } else { 0 };
            let is_teachers = reader == Reader::Teacher;
            let sought = item.entry.look_for.iter().filter(|_| is_teachers);
            let look_for = sought.map(|text| filled(text, &mut |_| String::new())).collect();
            let asked = Asked { number, ask, choices: Vec::new(), hints: Vec::new(), lines, answer: None, look_for };
            return part(Vec::new(), vec![Piece::Question(asked)]);
        };
        let mut session = opened(found.lesson);
        let page = found.lesson.pages.iter().position(|page| std::ptr::eq(page, found.page)).unwrap_or(0);
        let is_it =
            |block: &Block| Question::of(block).is_some_and(|one| std::ptr::eq(one.ask(), found.question.ask()));
        let at = found.page.blocks.iter().position(is_it).unwrap_or(0);
        turn_to(&mut session, page, reader);
        let before = found.page.blocks[..at].iter().filter(|block| is_told(block)).cloned();
        let before: Vec<Block> = before.collect();
        let watches = found.page.watches().count();
        let mut pieces: Vec<Piece> =
            for_reader(texts(&session, &before), reader).into_iter().map(Piece::Text).collect();
        for _ in 0..watches {
            let mut figure = Figure::watched(&mut session);
            figure.condense();
            if figure.tells_something(&[]) {
                pieces.push(Piece::Figure(figure));
            }
            session.next_watch();
        }
        pieces.extend(question(&session, at, number, reader).map(Piece::Question));
        let read = found.question.part_of(session.desk().sheet());
        part(inputs(session.desk().sheet(), &|name| read.cell(name).is_some()), pieces)
    }
}

impl Part {
    /// The notes of a set, for whoever teaches it: the timetable, what to say, usual mistakes.
    pub fn notes(set: &Set) -> Option<Part> {
        let notes = set.lesson.pages.iter().flat_map(|page| &page.blocks).filter_map(|block| match block {
            Block::Notes(aside) => Some(aside.blocks.as_slice()),
            _ => None,
        });
        let notes: Vec<Block> = notes.flatten().cloned().collect();
        let session = (!notes.is_empty()).then(|| opened(&set.lesson))?;
        let pages = vec![texts(&session, &notes).into_iter().map(Piece::Text).collect()];
        Some(Part { title: SafeText::line("Notes"), goal: Vec::new(), spec: None, inputs: Vec::new(), pages })
    }
}

/// A lesson whose values are all computed: paper does not wait.
fn opened(lesson: &Lesson) -> Session {
    let mut session = Session::open(lesson.whole());
    settle(&mut session);
    session
}

/// Computes all values of the sheet as it is now.
fn settle(session: &mut Session) {
    let mut sheet = session.desk().sheet().clone();
    // A cell without a value says so on the page where it is shown.
    let _ = sheet.finish(&NoFiles, &Budget::unlimited());
    session.desk_mut().replace_sheet(sheet);
    session.look_at_page();
}

/// Inputs of a sheet with their values.
fn inputs(sheet: &Sheet, is_wanted: &dyn Fn(&str) -> bool) -> Vec<[String; 3]> {
    let inputs = sheet.inputs().filter(|cell| is_wanted(cell.name())).map(|cell| {
        let value = cell.given().map(Input::write).unwrap_or_default();
        let help = cell.input.as_ref().and_then(|input| input.help.clone()).unwrap_or_default();
        [cell.name().to_owned(), SafeText::line(&value).cut(INPUT).to_string(), help.to_string()]
    });
    inputs.collect()
}

/// Turns to a page; for a teacher its questions are answered.
fn turn_to(session: &mut Session, page: usize, reader: Reader) {
    session.turn_to(page);
    if reader == Reader::Teacher {
        for _ in 0..PATIENCE {
            if session.open_question().is_none() {
                break;
            }
            session.show_answer();
        }
        session.turn_to(page);
    }
}

fn pieces(session: &mut Session, page: usize, code: Option<&str>, reader: Reader, numbered: &mut usize) -> Vec<Piece> {
    turn_to(session, page, reader);
    let blocks = session.page().blocks.clone();
    let mut pieces: Vec<Piece> = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        match block {
            Block::Sheet(_) => {}
            Block::Watch(_) => {
                pieces.push(Piece::Figure(Figure::watched(session)));
                session.next_watch();
            }
            Block::Predict(_) | Block::Exercise(_) => {
                *numbered += 1;
                pieces.extend(question(session, at, *numbered, reader).map(Piece::Question));
            }
            Block::Tamper(tamper) => {
                let change = session.shown.invitation.as_ref().map(|one| one.change.trim().to_owned());
                let change = change.unwrap_or_default();
                let (id, number) = (&session.lesson().id, page + 1);
                let place = match code {
                    Some(code) => format!("Go to {code} p{number}, in {id},"),
                    None => format!("Open {id} at page {number}"),
                };
                let end = if change.ends_with('.') { "" } else { "." };
                let how = format!("{place} and press t: it changes {change}{end}");
                let mut say = Vec::new();
                if reader == Reader::Teacher {
                    session.apply_tamper();
                    settle(session);
                    say = with_values(session, &tamper.say);
                    session.apply_tamper();
                    settle(session);
                }
                pieces.push(Piece::Change(how, say));
            }
            Block::Real(aside) => {
                pieces.push(Piece::Aside("In real code", for_reader(texts(session, &aside.blocks), reader)));
            }
            Block::Notes(aside) if reader == Reader::Teacher => {
                pieces.push(Piece::Aside("Notes", texts(session, &aside.blocks)));
            }
            Block::Notes(_) => {}
            // On paper there are no keys.
            text if reader == Reader::Student && asks_for_keys(text) => {}
            text => {
                let texts = texts(session, std::slice::from_ref(text));
                pieces.extend(for_reader(texts, reader).into_iter().map(Piece::Text));
            }
        }
    }
    pieces
}

/// Text as a reader gets it: on the student's sheet without what asks for a key.
fn for_reader(blocks: Vec<Block>, reader: Reader) -> Vec<Block> {
    match reader {
        Reader::Student => keys::without(blocks),
        Reader::Teacher => blocks,
    }
}

fn question(session: &Session, at: usize, number: usize, reader: Reader) -> Option<Asked> {
    let question = session.page().blocks.get(at).and_then(Question::of)?;
    let sheet = session.desk().sheet();
    let budget = Budget::unlimited();
    let expected = |wrong: &Wrong| {
        let given = match &wrong.answer {
            Answer::Choice(place) => question.choices().get(*place).map(ToString::to_string),
            Answer::Computed(formula) => {
                let outcome = sheet.eval(&formula.expr, &NoFiles, &budget).ok();
                let shown = |value: &Value| value.finish(&budget).and_then(|()| value.show(WRONG)).ok();
                outcome.and_then(|outcome| shown(&outcome.value))
            }
        };
        (given.unwrap_or_default(), with_values(session, &wrong.say))
    };
    let answered = || Answered {
        right: question.right_answer(sheet, &budget).unwrap_or_else(|why| why),
        way: session.asked(at).map(|asked| asked.way.clone()).unwrap_or_default(),
        why: match question {
            Question::Predict(predict) => predict.why.iter().flat_map(|why| with_values(session, why)).collect(),
            Question::Exercise(_) => Vec::new(),
        },
        wrong: question.wrong().iter().map(expected).collect(),
    };
    Some(Asked {
        number,
        ask: with_values(session, question.ask()),
        choices: question.choices().to_vec(),
        hints: question.hints().iter().map(|hint| with_values(session, hint)).collect(),
        lines: if reader == Reader::Student && question.choices().is_empty() { ANSWER } else { 0 },
        answer: (reader == Reader::Teacher).then(answered),
        look_for: Vec::new(),
    })
}

/// Blocks of text with their values in the place of what computes them. Recursion is bounded by the limit on nesting.
fn texts(session: &Session, blocks: &[Block]) -> Vec<Block> {
    let text = |text: &[Inline]| with_values(session, text);
    let cells = |cells: &[Vec<Inline>]| cells.iter().map(|cell| text(cell)).collect::<Vec<_>>();
    let block = |block: &Block| match block {
        Block::Heading { level, text: words, span } => Block::Heading { level: *level, text: text(words), span: *span },
        Block::Paragraph { text: words, span } => Block::Paragraph { text: text(words), span: *span },
        Block::List { first, items, span } => {
            Block::List { first: *first, items: items.iter().map(|item| texts(session, item)).collect(), span: *span }
        }
        Block::Quote { blocks, span } => Block::Quote { blocks: texts(session, blocks), span: *span },
        Block::Table { sides, head, rows, span } => Block::Table {
            sides: sides.clone(),
            head: cells(head),
            rows: rows.iter().map(|row| cells(row)).collect(),
            span: *span,
        },
        other => other.clone(),
    };
    blocks.iter().map(block).collect()
}

fn with_values(session: &Session, text: &[Inline]) -> Vec<Inline> {
    let budget = Budget::unlimited();
    let lens = session.desk().lens(&budget);
    filled(text, &mut |live| lens.expression(&live.value.expr, live.view.as_deref(), LIVE))
}

fn filled(text: &[Inline], value: &mut dyn FnMut(&Live) -> String) -> Vec<Inline> {
    let mut out = Vec::with_capacity(text.len());
    for piece in text {
        out.push(match piece {
            Inline::Live(live) => Inline::Code(SafeText::line(&value(live))),
            Inline::Emphasis(inner) => Inline::Emphasis(filled(inner, value)),
            Inline::Strong(inner) => Inline::Strong(filled(inner, value)),
            Inline::Link { text, url } => Inline::Link { text: filled(text, value), url: url.clone() },
            Inline::Text(_) | Inline::Code(_) | Inline::Break | Inline::Broken(_) => piece.clone(),
        });
    }
    out
}
