//! `list`: prints the tables: functions, lessons, views, keys.

use std::io::Write;

use clap::{ValueEnum, value_parser};

use crate::app::command::{KEYS, rows};
use crate::app::context::CONTEXTS;
use crate::app::keymap::Keymap;
use crate::functions::{self, Cost, Counterpart, Function, Limits, Parameter, Vetted};
use crate::lesson::set::Set;
use crate::lesson::{Library, words};
use crate::view::picture::pictures;
use crate::view::{SafeText, VIEWS};

use super::config::found::Found;
use super::json::{Quoted, Texts};
use super::row::{Argument, Row, Takes};
use super::{Failure, Options, Status};

/// The command.
pub const ROW: Row = Row {
    name: "list",
    about: "List what there is",
    arguments: &[
        Argument {
            name: "what",
            help: "The table to list",
            takes: Takes::Place,
            value: "WHAT",
            default: "functions",
            reads: Some(|| value_parser!(What).into()),
            ..Argument::FLAG
        },
        Argument { name: "json", help: "Print JSON, one object a line", ..Argument::FLAG },
    ],
    run: |given, program| {
        let what = given.get("what").unwrap_or(What::Functions);
        list(what, given.has("json"), &program.options, &program.found, program.out)
    },
    ..Row::PLAIN
};

/// A table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum What {
    /// The functions that an expression may call
    Functions,
    /// The lessons of the course
    Lessons,
    /// The sets of questions for a workshop
    Sets,
    /// The ways in which a value can be shown
    Views,
    /// The pictures that a computation can be drawn by
    Pictures,
    /// The keys and what they do
    Keys,
}

/// Prints a table, as lines to read or as JSON.
pub fn list(what: What, json: bool, options: &Options, found: &Found, out: &mut dyn Write) -> Result<Status, Failure> {
    match (what, json) {
        (What::Functions, false) => functions_to_read(out)?,
        (What::Functions, true) => functions::all().try_for_each(|function| function_as_json(function, out))?,
        (What::Lessons, json) => return lessons(&library(options)?, json, out),
        (What::Sets, json) => sets(&library(options)?, json, out)?,
        (What::Views, json) => named(VIEWS.iter().map(|view| (view.name, view.summary)), json, out)?,
        (What::Pictures, json) => named(pictures().map(|one| (one.name, one.summary)), json, out)?,
        (What::Keys, false) => keys_to_read(keymap(found)?, out)?,
        (What::Keys, true) => keys_as_json(keymap(found)?, out)?,
    }
    Ok(Status::Done)
}

/// Names with a sentence each.
fn named(
    rows: impl Iterator<Item = (&'static str, &'static str)>,
    json: bool,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    for (name, summary) in rows {
        match json {
            true => writeln!(out, "{{\"name\":{},\"summary\":{}}}", Quoted(name), Quoted(summary))?,
            false => writeln!(out, "{name:<12}{summary}")?,
        }
    }
    Ok(())
}

fn library(options: &Options) -> Result<Library, Failure> {
    options.lessons().read().map_err(|message| Failure::usage(&message, ""))
}

fn functions_to_read(out: &mut dyn Write) -> Result<(), Failure> {
    let mut family = None;
    for function in functions::all() {
        if family != Some(function.family) {
            let blank = if family.is_some() { "\n" } else { "" };
            writeln!(out, "{blank}{}", function.family.title())?;
            family = Some(function.family);
        }
        writeln!(out, "  {:<46}  {}", function.signature(), function.summary)?;
        writeln!(out, "  {:<48}{}", "", counterpart(&function.vetted))?;
    }
    Ok(())
}

/// Who computes it a second time, or why nobody does.
fn counterpart(row: &Counterpart) -> String {
    match row {
        Counterpart::Crate(Vetted { name, note: "", .. }) => format!("held against {name}"),
        Counterpart::Crate(Vetted { name, note, .. }) => format!("held against {name}: {note}"),
        Counterpart::None(why) => format!("held against none: {why}"),
    }
}

fn function_as_json(function: &Function, out: &mut dyn Write) -> Result<(), Failure> {
    let examples: Vec<String> = function.examples.iter().map(|example| (*example).to_owned()).collect();
    let result = function.result.map(|kind| Quoted(kind.name()).to_string());
    let vetted = function.vetted.vetted().map(|vetted| Quoted(vetted.name).to_string());
    let unvetted = match &function.vetted {
        Counterpart::Crate(_) => None,
        Counterpart::None(why) => Some(Quoted(why).to_string()),
    };
    let parameters: Vec<String> = function.parameters.iter().map(parameter_as_json).collect();
    writeln!(
        out,
        "{{\"name\":{},\"title\":{},\"summary\":{},\"family\":{},\"spec\":{},\"parameters\":[{}],\"result\":{},\
         \"vetted\":{},\"unvetted\":{},\"examples\":{}}}",
        Quoted(function.name),
        Quoted(function.title),
        Quoted(function.summary),
        Quoted(function.family.title()),
        Quoted(function.spec),
        parameters.join(","),
        or_null(result),
        or_null(vetted),
        or_null(unvetted),
        Texts(&examples),
    )?;
    Ok(())
}

fn parameter_as_json(parameter: &Parameter) -> String {
    let kinds: Vec<String> = parameter.kinds.iter().map(|kind| kind.name().to_owned()).collect();
    let limits = match parameter.limits {
        Limits::None => String::new(),
        Limits::Length(least, u64::MAX) => format!(",\"length\":[{least},null]"),
        Limits::Length(least, most) => format!(",\"length\":[{least},{most}]"),
        Limits::Range(least, most) | Limits::Only(least, most) => format!(",\"range\":[{least},{most}]"),
        Limits::Bits(most) => format!(",\"bits\":{most}"),
        Limits::OneOf(names) => {
            let names: Vec<String> = names().into_iter().map(str::to_owned).collect();
            format!(",\"one_of\":{}", Texts(&names))
        }
    };
    let cost = |cost: &Cost| format!("{{\"what\":{},\"most\":{}}}", Quoted(cost.formula), cost.most);
    let costs = match parameter.costs {
        [] => String::new(),
        costs => format!(",\"costs\":[{}]", costs.iter().map(cost).collect::<Vec<_>>().join(",")),
    };
    format!(
        "{{\"name\":{},\"kinds\":{},\"help\":{},\"default\":{}{limits}{costs}}}",
        Quoted(parameter.name),
        Texts(&kinds),
        Quoted(parameter.help),
        or_null(parameter.default.map(|default| Quoted(&default.to_string()).to_string())),
    )
}

fn or_null(json: Option<String>) -> String {
    json.unwrap_or_else(|| "null".to_owned())
}

/// The sets by name, as `workshop`, `grade`, `answers` and `export` take them.
fn sets(library: &Library, json: bool, out: &mut dyn Write) -> Result<(), Failure> {
    for (path, bytes) in &library.sets {
        let set = Set::parse(path, bytes, &crate::view::names());
        let (questions, points, goal) = (set.entries.len(), set.points(), words(&set.goal, &mut |_| "…".to_owned()));
        match json {
            true => writeln!(
                out,
                "{{\"name\":{},\"title\":{},\"goal\":{},\"minutes\":{},\"questions\":{questions},\"points\":{points}}}",
                Quoted(&set.name),
                Quoted(&set.title),
                Quoted(&goal),
                or_null(set.minutes.map(|minutes| minutes.to_string())),
            )?,
            false => {
                let time = set.minutes.map_or_else(String::new, |minutes| format!(", {minutes} min"));
                writeln!(out, "{:<16}{} ({questions} questions, {points} points{time})", set.name, set.title)?;
            }
        }
    }
    Ok(())
}

/// The lessons of the units; where a list of them has a problem, that is told behind them.
fn lessons(library: &Library, json: bool, out: &mut dyn Write) -> Result<Status, Failure> {
    if json { lessons_as_json(library, out) } else { lessons_to_read(library, out) }?;
    out.flush()?;
    match library.notice_beside() {
        Some(told) => Err(Failure::Said(format!("error: {}", SafeText::line(&told)), Status::No)),
        None => Ok(Status::Done),
    }
}

fn lessons_to_read(library: &Library, out: &mut dyn Write) -> Result<(), Failure> {
    let widest = library.lessons.iter().map(|lesson| lesson.id.chars().count()).max().unwrap_or(0);
    for (i, unit) in library.units.iter().enumerate() {
        writeln!(out, "{}{}", if i > 0 { "\n" } else { "" }, unit.title)?;
        for lesson in unit.lessons.iter().filter_map(|place| library.lessons.get(*place)) {
            let minutes = lesson.front.minutes.map(|minutes| format!(" ({minutes} min)")).unwrap_or_default();
            writeln!(out, "  {:<widest$}  {}{minutes}", SafeText::line(&lesson.id).as_str(), lesson.front.title)?;
        }
    }
    Ok(())
}

fn lessons_as_json(library: &Library, out: &mut dyn Write) -> Result<(), Failure> {
    for unit in &library.units {
        for lesson in unit.lessons.iter().filter_map(|place| library.lessons.get(*place)) {
            let front = &lesson.front;
            let needs: Vec<String> = front.needs.iter().map(|(id, _)| id.clone()).collect();
            writeln!(
                out,
                "{{\"name\":{},\"unit\":{},\"title\":{},\"goal\":{},\"spec\":{},\"needs\":{},\"minutes\":{},\
                 \"pages\":{}}}",
                Quoted(&lesson.id),
                Quoted(&unit.title),
                Quoted(&front.title),
                Quoted(&words(&front.goal, &mut |_| "…".to_owned())),
                or_null(front.spec.as_ref().map(|spec| Quoted(spec).to_string())),
                Texts(&needs),
                or_null(front.minutes.map(|minutes| minutes.to_string())),
                lesson.pages.len(),
            )?;
        }
    }
    Ok(())
}

/// The keys as the file of settings has them; what is wrong with it is said beside them.
fn keymap(found: &Found) -> Result<&Keymap, Failure> {
    if let Some(told) = found.told() {
        writeln!(std::io::stderr().lock(), "warning: {}", SafeText::line(&told))?;
    }
    Ok(&found.config.keymap)
}

fn keys_to_read(keymap: &Keymap, out: &mut dyn Write) -> Result<(), Failure> {
    for (i, context) in CONTEXTS.into_iter().enumerate() {
        writeln!(out, "{}in {}", if i > 0 { "\n" } else { "" }, context.title())?;
        for row in rows(context) {
            let keys: Vec<String> = keymap.keys(row, context).iter().map(ToString::to_string).collect();
            writeln!(out, "  {:<20} {:<19} {}", keys.join(" "), row.name, keymap.say(row.sentence))?;
        }
    }
    Ok(())
}

fn keys_as_json(keymap: &Keymap, out: &mut dyn Write) -> Result<(), Failure> {
    for row in KEYS {
        let keys: Vec<String> = keymap.first_keys(row).iter().map(ToString::to_string).collect();
        let contexts: Vec<String> = row.contexts.iter().map(|context| context.title().to_owned()).collect();
        writeln!(
            out,
            "{{\"keys\":{},\"command\":{},\"contexts\":{},\"sentence\":{}}}",
            Texts(&keys),
            Quoted(row.name),
            Texts(&contexts),
            Quoted(&keymap.say(row.sentence)),
        )?;
    }
    Ok(())
}
