//! What was found, as text and as JSON.

use std::io::Write;

use crate::run::{Rope, Source, Standing, Value};
use crate::sheet::explain::{Candidate, Explained, Field};
use crate::view::SafeText;

use super::super::json::{self, Quoted};
use super::super::{Failure, Status};

/// Columns of a value, beside its name and its place.
const VALUE: usize = 72;

/// Prints what was found.
pub fn text(found: &Explained, pasted: &[u8], out: &mut dyn Write) -> Result<Status, Failure> {
    if found.candidates.is_empty() {
        let kind = if std::str::from_utf8(pasted).is_ok() { "a text" } else { "no UTF-8" };
        writeln!(
            out,
            "Not recognised: {} bytes, {kind}, built like no family of `cleartext explain --list`.",
            pasted.len()
        )?;
        return Ok(Status::No);
    }
    candidates(&found.candidates, "", out)?;
    Ok(Status::Done)
}
fn candidates(list: &[Candidate], indent: &str, out: &mut dyn Write) -> Result<(), Failure> {
    let Some((best, others)) = list.split_first() else { return Ok(()) };
    candidate(best, indent, out)?;
    if !others.is_empty() {
        writeln!(out, "{indent}It may also be:")?;
    }
    for other in others {
        let said = if other.standing == Standing::NotChecked { String::new() } else { format!("  {}.", other.said) };
        line(out, indent, &format!("  {}: {}.{said}", other.family.id, other.why))?;
    }
    Ok(())
}
fn candidate(one: &Candidate, indent: &str, out: &mut dyn Write) -> Result<(), Failure> {
    line(out, indent, &format!("{}: {}", one.family.id, one.family.what))?;
    line(out, indent, &format!("  {}: {}.", one.certainty.name(), one.why))?;
    if !one.said.is_empty() {
        let needed = one.family.takes.first().filter(|_| one.said.starts_with("NOT CHECKED: needs"));
        let how = needed.map_or(String::new(), |secret| format!(" (--with {}=…)", secret.name()));
        line(out, indent, &format!("  {}{how}", one.said))?;
    }
    let name = one.fields.iter().map(|field| field.name.chars().count()).max().unwrap_or(0).min(32);
    let place = one.fields.iter().map(|field| place(field).len()).max().unwrap_or(0);
    for field in &one.fields {
        let written = if field.written.is_empty() { String::new() } else { format!("  ({})", field.written) };
        let said =
            format!("  {:<place$}  {:<name$}  {}{written}", self::place(field), field.name, shown(&field.value)?);
        line(out, indent, said.trim_end())?;
    }
    for (what, opened) in &one.opened {
        let of = if what.is_empty() { String::new() } else { format!(" {what}") };
        line(out, indent, &format!("  Opened{of}: {}", shown(opened)?))?;
    }
    for judgement in &one.judgements {
        line(out, indent, &format!("  Note: {} ({}).", judgement.said, judgement.source))?;
    }
    if let Some(remark) = &one.remark {
        line(out, indent, &format!("  {remark}."))?;
    }
    for inside in &one.inside {
        writeln!(out, "{indent}  Inside {}:", SafeText::line(&inside.name))?;
        candidates(&inside.candidates, &format!("{indent}    "), out)?;
    }
    Ok(())
}
fn line(out: &mut dyn Write, indent: &str, text: &str) -> Result<(), Failure> {
    Ok(writeln!(out, "{indent}{}", SafeText::line(text))?)
}
fn place(field: &Field) -> String {
    format!("{}..{}", field.at.start, field.at.end)
}
/// A value on one line, its end left out where it is long.
fn shown(value: &Value) -> Result<String, Failure> {
    let length = value.rope().map_or(0, Rope::len);
    let text = value.show(VALUE)?;
    Ok(match value {
        Value::Bytes(_) | Value::Text(_) if text.ends_with('…') => format!("{text} ({length} bytes)"),
        Value::Text(_) if length == 0 => "\"\"".to_owned(),
        _ => text,
    })
}

/// Prints what was found as one object.
pub fn json(found: &Explained, out: &mut dyn Write) -> Result<Status, Failure> {
    out.write_all(b"{\"candidates\":")?;
    list(found.candidates.iter(), out)?;
    out.write_all(b"}\n")?;
    Ok(Status::Done)
}
fn list<'c>(candidates: impl Iterator<Item = &'c Candidate>, out: &mut dyn Write) -> Result<(), Failure> {
    out.write_all(b"[")?;
    for (i, candidate) in candidates.enumerate() {
        out.write_all(if i > 0 { b"," } else { b"" })?;
        object(candidate, out)?;
    }
    out.write_all(b"]")?;
    Ok(())
}
fn object(one: &Candidate, out: &mut dyn Write) -> Result<(), Failure> {
    let verified = match one.standing {
        Standing::Verified => "verified",
        Standing::NotChecked => "not-checked",
        Standing::False => "false",
    };
    write!(
        out,
        "{{\"family\":{},\"why\":{},\"certainty\":{},\"verified\":{},\"standing\":{},\"fields\":[",
        Quoted(one.family.id),
        Quoted(&one.why),
        Quoted(one.certainty.name()),
        Quoted(verified),
        Quoted(&one.said)
    )?;
    for (i, field) in one.fields.iter().enumerate() {
        let comma = if i > 0 { "," } else { "" };
        let (start, end) = (field.at.start, field.at.end);
        write!(out, "{comma}{{\"name\":{},\"at\":[{start},{end}],\"value\":", Quoted(&field.name))?;
        json::value(out, &field.value)?;
        out.write_all(b"}")?;
    }
    out.write_all(b"],\"judgements\":[")?;
    for (i, judgement) in one.judgements.iter().enumerate() {
        let comma = if i > 0 { "," } else { "" };
        write!(out, "{comma}{{\"said\":{},\"source\":{}}}", Quoted(&judgement.said), Quoted(judgement.source))?;
    }
    out.write_all(b"]")?;
    if let Some((_, opened)) = one.opened.first() {
        out.write_all(b",\"opened\":")?;
        json::value(out, opened)?;
    }
    if one.opened.len() > 1 {
        for (i, (what, opened)) in one.opened.iter().enumerate() {
            let before = if i > 0 { "," } else { ",\"opened_parts\":[" };
            write!(out, "{before}{{\"part\":{},\"value\":", Quoted(what))?;
            json::value(out, opened)?;
            out.write_all(b"}")?;
        }
        out.write_all(b"]")?;
    }
    if let Some(remark) = &one.remark {
        write!(out, ",\"remark\":{}", Quoted(remark))?;
    }
    out.write_all(b",\"inside\":")?;
    list(one.inside.iter().flat_map(|inside| &inside.candidates), out)?;
    out.write_all(b"}")?;
    Ok(())
}
