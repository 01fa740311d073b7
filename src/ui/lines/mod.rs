//! The same state as lines: one fact a line, for a screen reader, a pipe, or a terminal that cannot move its cursor.
//!
//! [`facts`] says all there is to say, in sections. A section has a key, such as the page or the address. [`news`] says
//! of the facts what has not been said: a section whole where its key is another, else the lines that are new.

mod section;
mod tools;
mod value;

use crate::app::command::{Row, about, idle, rows};
use crate::app::context::Context;
use crate::app::desk::compare::Earlier;
use crate::app::desk::{Asking, Purpose};
use crate::app::keymap::Keymap;
use crate::app::lines::letter;
use crate::app::list::{Choice, List};
use crate::app::play::STRETCH;
use crate::app::stage::bench::bar::{Bar, BarPurpose as Bars, Wrong};
use crate::app::stage::bench::{Bench, CellRow};
use crate::app::stage::lesson::{Answering, Session};
use crate::app::stage::{Computing, Half, Stage};
use crate::app::{App, lines};
use crate::learner::progress::Standing;
use crate::ui::pane::compare;
use crate::ui::stage::{end, talk};
use crate::ui::text::{Look, Theme, prose};
use crate::view::spellings::counted;
use crate::view::spoken::spoken;
use crate::view::{SafeText, glyphs};
pub use section::Section;
use section::{BRUSH, SPOKEN, WIDTH, headed, more, numbered, said};

/// Said of every field.
const LEAVES: &str = "Enter alone leaves it as it was.";
/// The prompt before a line that is to be typed.
pub const PROMPT: &str = "> ";

/// All there is to say of the state.
pub fn facts(app: &App) -> Vec<Section> {
    let mut sections = match &app.stage {
        Stage::Map => {
            let again = format!("{} Enter alone says all of it.", title(app));
            vec![Section::new("map", map(app)).again(again), Section::new("goal", goal(app))]
        }
        Stage::Lesson(session) if session.ended => {
            let mut lines = vec![format!("The end of {}.", session.lesson().front.title)];
            lines.extend(said(&end::lines(session, Theme::Mono, WIDTH)));
            let next = app.map.after(&app.library, &session.lesson().id).map(end::invitation);
            lines.push(next.map_or("This was the last lesson.".to_owned(), |next| format!("Next: {next}")));
            vec![Section::new("end", lines)]
        }
        Stage::Lesson(session) if session.talk.is_some() => talk(app, session, &app.keymap),
        Stage::Lesson(session) => {
            let at = app.quiz.as_ref().map_or(session.page_number(), |quiz| quiz.at);
            let page = format!("{} {at} {}", session.lesson().id, app.quiz.is_some());
            // As the screen has it, with words for its marks.
            let text = said(&prose::page(session, &app.keymap, SPOKEN, WIDTH).0);
            let mut sections = vec![Section::new(&page, head(app, session)), Section::new(&page, text)];
            sections.extend(value::facts(session.half(), &app.keymap));
            sections.extend([Section::new("inputs", inputs(session.half())), answering(session, &app.keymap)]);
            sections
        }
        Stage::Bench(bench) => {
            let path = bench.path.as_ref().map_or_else(String::new, |path| format!(": {path}"));
            let mut sections = vec![Section::new("bench", vec![format!("The bench{path}.")])];
            sections.push(Section::new("cells", cells(bench, &app.keymap)));
            sections.extend(value::facts(bench.half(), &app.keymap));
            sections.push(match &bench.bar {
                Some(bar) => typed_in(bar, &app.keymap),
                None => asking(bench.half(), &app.keymap),
            });
            sections
        }
    };
    sections.push(tools::facts(app));
    sections.push(offers(app));
    sections
}

/// The facts that were not said before, and what is to be told until the next line.
pub fn news(app: &App, look: Look, before: &[Section], now: &[Section]) -> Vec<String> {
    let mut lines = Vec::new();
    for (place, section) in now.iter().enumerate() {
        let same = before.get(place).filter(|old| old.key == section.key);
        if same.is_none() && !before.is_empty() && !section.again.is_empty() {
            lines.extend(section.again.iter().cloned());
            continue;
        }
        let said = |line: &&String| same.is_some_and(|old| old.lines.contains(line));
        lines.extend(section.lines.iter().filter(|line| !said(line)).cloned());
    }
    lines.extend(app.notice.as_ref().map(|notice| app.keymap.say(notice)));
    lines.iter().map(|line| shown(line, look)).collect()
}

/// The offers: what can be typed now, a number, a letter or a word for each command, and the rows of the list there is.
fn offers(app: &App) -> Section {
    if app.play.is_going() && app.tool.is_none() {
        let says = format!(
            "It plays {}. A number plays so many steps more, `play` plays {STRETCH}, `play by` changes by what. Enter \
             alone ends it.",
            app.play.by()
        );
        return Section::new("offers", vec![says]);
    }
    let (rows, _) = lines::list(app);
    let list = match rows {
        0 => None,
        1 => Some("1 takes it".to_owned()),
        rows => Some(format!("1 to {rows} takes one of these")),
    };
    let commands = lines::numbered(app).into_iter().enumerate().map(|(place, offer)| {
        let number = if rows == 0 { format!("{} ", place + 1) } else { String::new() };
        format!("{number}{} ({})", offer.word, letter(app, offer.row))
    });
    let all: Vec<String> = list.into_iter().chain(commands).collect();
    let lines = match app.context() {
        Context::Field => Vec::new(),
        Context::Search => vec![tools::offers(app)],
        _ => vec![format!("You can type: {}.", all.join(", "))],
    };
    Section::new("offers", lines)
}

/// The news of a step of playing: where one is now, and the value there.
pub fn step(app: &App, look: Look) -> String {
    app.stage.half().map_or_else(String::new, |half| shown(&value::line(half), look))
}

/// A line as it is printed: safe, and ASCII where that is wanted.
fn shown(line: &str, look: Look) -> String {
    let safe = SafeText::line(line);
    if look.ascii { safe.chars().map(glyphs::ascii).collect() } else { safe.to_string() }
}

/// Every command of a context, with the names of its keys.
pub fn help(app: &App, context: Context, look: Look) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(about) = about::about(app, context) {
        lines.extend(about.says);
        lines.push(format!("Three things to do with {}:", about.title));
        lines.extend(about.things.iter().map(|row| keys_of(app, row, Context::Page)));
    }
    lines.push(format!("On {} you can type:", idle::title(app, context)));
    lines.extend(rows(context).filter(|row| !row.is_of_the_screen()).map(|row| keys_of(app, row, context)));
    lines.push("Enter alone: everything once more.".into());
    lines.iter().map(|line| shown(line, look)).collect()
}

/// `p: Where the value comes from.`
fn keys_of(app: &App, row: &'static Row, context: Context) -> String {
    let keys: Vec<String> = app.keymap.keys(row, context).iter().map(ToString::to_string).collect();
    format!("{}: {}", keys.join(" or "), idle::sentence(app, row))
}

/// `The course map: Cryptography, opened up.`
fn title(app: &App) -> String {
    let behind = |sign: &str, text: &str| if text.is_empty() { String::new() } else { format!("{sign} {text}") };
    let to_go = app.to_go().replace(" ·", ",");
    format!("The course map{}{}.", behind(":", &app.library.title), behind(".", &to_go))
}

fn map(app: &App) -> Vec<String> {
    let mut lines = vec![title(app)];
    let (mut number, due) = (0, app.notebook.due(&app.library));
    for unit in &app.library.units {
        lines.extend((!unit.title.is_empty()).then(|| format!("Unit: {}", unit.title)));
        for lesson in unit.rows().filter_map(|place| app.library.lessons.get(place)) {
            number += 1;
            let (left, standing) = match app.standing(&lesson.id) {
                Standing::Done => ("", "done"),
                Standing::Begun => (" left", "begun"),
                Standing::New => ("", ""),
            };
            let minutes = app.notebook.minutes_left(lesson);
            let tested = Some(app.notebook.tested(&app.library, &lesson.id)).filter(|right| !right.is_empty());
            let said = [
                minutes.map(|minutes| format!("{}{left}", counted(minutes.into(), "minute"))),
                Some(standing.to_owned()),
                tested.map(|right| format!("{right} right at the first try")),
                due.get(&lesson.id).map(|count| format!("{count} to review")),
                lesson.has_errors().then(|| "has mistakes".to_owned()),
            ];
            let said: String = said.iter().flatten().map(|said| more(said)).collect();
            let code = app.code(&lesson.id).map_or_else(String::new, |code| format!(" ({code})"));
            lines.push(format!("{number} {}{code}{said}", lesson.front.title));
        }
    }
    lines
}

fn goal(app: &App) -> Vec<String> {
    let chosen = match app.map.lesson(&app.library).map(|lesson| &lesson.front) {
        Some(front) => {
            format!("Chosen: {} {} {}", app.map.list.place() + 1, front.title.ended(), front.goal_in_words())
        }
        None => "There are no lessons here.".into(),
    };
    app.library.notice_beside().into_iter().chain([chosen]).collect()
}

/// The step of a talk.
fn talk(app: &App, session: &Session, keymap: &Keymap) -> Vec<Section> {
    let wall = talk::wall(session, keymap, SPOKEN, WIDTH);
    let key = format!("talk {} {:?}", session.page_number(), std::mem::discriminant(session.step()));
    let right = |line: &str| if line.trim_start().starts_with('✓') { "Right: " } else { "" };
    let said = |line: &str| spoken(line).map(|said| format!("{}{said}", right(line)));
    let text = wall.text.iter().filter_map(|line| said(&line.to_string())).collect();
    let mut sections = vec![Section::new("page", head(app, session)), Section::new(key, text)];
    if wall.values || !session.is_speaking() {
        sections.extend(value::facts(session.half(), keymap));
    }
    sections.push(answering(session, keymap));
    sections
}

fn head(app: &App, session: &Session) -> Vec<String> {
    let lesson = session.lesson();
    if let Some(quiz) = &app.quiz {
        let (title, from, says) = (quiz.title(), &lesson.front.title, quiz.says());
        return vec![match title.ends_with('?') {
            true => format!("{title} From {from}: {says}."),
            false => format!("{title}. {} This is {says}.", from.ended()),
        }];
    }
    let (page, pages) = (session.page_number() + 1, lesson.pages.len());
    let code = app.code(&lesson.id).map_or_else(String::new, |code| format!(" ({code} p{page})"));
    vec![format!("{}{code}, page {page} of {pages}.", lesson.front.title)]
}

fn inputs(half: Half) -> Vec<String> {
    let shown = half.sight;
    let inputs = shown.inputs.iter().map(|(name, value)| format!("Input {name} is {}", or_empty(value)));
    let result = shown.result.iter().map(|(name, value)| format!("{name} is {}", or_empty(value)));
    inputs.chain(result).collect()
}

fn or_empty(value: &str) -> &str {
    if value.is_empty() { "empty" } else { value }
}

/// Earlier inputs, to choose one.
fn earlier(list: &List<Earlier>) -> Vec<String> {
    // The heading comes first and has no number.
    let mut lines = said(&compare::earlier(list, BRUSH)).into_iter();
    headed(lines.next().unwrap_or_default(), lines)
}

/// A line that is asked for, and why what was typed cannot be taken.
fn field(key: impl Into<String>, asks: &str, problem: Option<&str>, keymap: &Keymap) -> Section {
    let problem = problem.map(|problem| format!("That cannot be taken: {}", keymap.say(problem)));
    Section::new(key, std::iter::once(format!("{asks} {LEAVES}")).chain(problem).collect())
}

/// The thing asked for at present: an answer, or what the desk wants.
fn answering(session: &Session, keymap: &Keymap) -> Section {
    match &session.answering {
        Answering::Nothing => asking(session.half(), keymap),
        Answering::Written(draft) => field("answer", "Type your answer.", draft.problem.as_deref(), keymap),
        Answering::Counted(draft) => {
            field("hands", "Type a count of hands for each choice.", draft.problem.as_deref(), keymap)
        }
        Answering::Choice { list, .. } => {
            Section::new("choice", numbered(list.rows().iter().map(ToString::to_string)).collect())
        }
    }
}

/// The thing the desk asks for at present.
fn asking(half: Half, keymap: &Keymap) -> Section {
    match half.desk.asking() {
        Asking::Nothing => Section::default(),
        Asking::Field(open) => {
            let (key, asks) = match &open.purpose {
                Purpose::Input { cell, .. } => {
                    let (now, help) = (or_empty(open.line.text()), half.desk.help().unwrap_or_default());
                    let asks =
                        format!("{cell} is {now}. Type what it shall be; {} makes it empty. {help}", lines::EMPTY);
                    (cell.clone(), asks.trim_end().to_owned())
                }
                Purpose::Seed { cell, .. } => {
                    (format!("seed {cell}"), format!("A seed for {cell}: {} is offered.", open.line.text()))
                }
                Purpose::Address => {
                    ("address".to_owned(), "Type an address, such as digest/block[0]/T1[12].".to_owned())
                }
            };
            field(key, &asks, open.problem.as_deref(), keymap)
        }
        Asking::Earlier(list) => Section::new("earlier", earlier(list)),
    }
}

fn cells(bench: &Bench, keymap: &Keymap) -> Vec<String> {
    if bench.cells.is_empty() {
        let says =
            "The sheet is empty. Type ⟨add-cell⟩ message = input(\"abc\"), then ⟨add-cell⟩ digest = sha256(message).";
        return vec![keymap.say(says)];
    }
    let line = |row: &CellRow| {
        let value = if row.wrong { format!("has a mistake: {}", row.value) } else { format!("is {}", row.value) };
        let mark = row.mark.as_ref().map_or_else(String::new, value::agreement);
        format!("{} = {} {value}{mark}", row.name, row.formula)
    };
    numbered(bench.cells.rows().iter().map(line)).collect()
}

fn typed_in(bar: &Bar, keymap: &Keymap) -> Section {
    let asks = match &bar.purpose {
        Bars::Formula { of: None } => "A new cell: type name = formula, or a formula alone.".to_owned(),
        Bars::Formula { of: Some(name) } => format!("The cell {name} is: {}", bar.line.text()),
        Bars::Save { .. } => format!("Save to which file? {} is offered; type it, or another path.", bar.line.text()),
    };
    let says = |wrong: &Wrong| format!("{} {}", wrong.message, wrong.hint.as_deref().unwrap_or_default());
    let problem = bar.wrong.as_ref().map(says);
    field("bar", &asks, problem.as_deref().map(str::trim_end), keymap)
}
