//! Lines of HTTP: a cookie that is set, the cookies that are sent, an authorization.

use super::detail::Seen;
use super::found::{Certainty, Found, Judgement};
use super::layer::{Layer, counted};
use super::row::Family;
use std::ops::Range;

/// The rows.
pub const ROWS: &[Family] = &[
    Family { judge: judge_cookie, ..Family::shown("set-cookie", "a cookie that is set by HTTP", 68, set_cookie) },
    Family::shown("cookie", "the cookies of a request of HTTP", 62, cookies),
    Family {
        judge: judge_authorization,
        ..Family::shown("authorization", "an authorization of HTTP", 67, authorization)
    },
];

/// The attributes of a cookie.
const ATTRIBUTES: [&str; 8] = ["path", "domain", "expires", "max-age", "secure", "httponly", "samesite", "partitioned"];
/// The most cookies that are looked into.
const COOKIES: usize = 16;

fn one_line<'a>(layer: &Layer<'a>) -> Option<&'a str> {
    layer.text().filter(|text| text.is_ascii() && !text.contains(['\n', '\r']))
}
/// The place behind a header's name.
fn behind(line: &str, name: &str) -> Option<usize> {
    let start = line.get(..name.len()).filter(|start| start.eq_ignore_ascii_case(name))?.len();
    line[start..].starts_with(':').then(|| start + 1 + (line[start + 1..].len() - line[start + 1..].trim_start().len()))
}
/// The pieces of a line between semicolons, by their places and without blanks around them.
fn pieces(line: &str, from: usize) -> Vec<Range<usize>> {
    let mut at = from;
    line[from..]
        .split(';')
        .map(|piece| {
            let start = at + (piece.len() - piece.trim_start().len());
            at += piece.len() + 1;
            start..start + piece.trim().len()
        })
        .collect()
}
/// A name and a value of a cookie, by their places.
fn pair(line: &str, piece: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let equals = piece.start + line[piece.clone()].find('=')?;
    let name = piece.start..equals;
    let letters = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.!#$%&'*+^`|~".contains(&byte);
    let named = !name.is_empty() && line[name.clone()].bytes().all(letters);
    named.then_some((name, equals + 1..piece.end))
}
fn attribute<'l>(line: &'l str, piece: &Range<usize>) -> (&'l str, Option<Range<usize>>) {
    let text = &line[piece.clone()];
    match text.find('=') {
        Some(equals) => (&text[..equals], Some(piece.start + equals + 1..piece.end)),
        None => (text, None),
    }
}

fn set_cookie(layer: &Layer) -> Option<Found> {
    let line = one_line(layer)?;
    let header = behind(line, "set-cookie");
    let pieces = pieces(line, header.unwrap_or(0));
    let (first, rest) = pieces.split_first()?;
    let (name, value) = pair(line, first)?;
    let known: Vec<(&str, Option<Range<usize>>)> = rest
        .iter()
        .filter(|piece| !piece.is_empty())
        .map(|piece| attribute(line, piece))
        .map(|(name, value)| (ATTRIBUTES.iter().find(|known| known.eq_ignore_ascii_case(name)).copied(), value))
        .map(|(known, value)| Some((known?, value)))
        .collect::<Option<_>>()?;
    if header.is_none() && known.is_empty() {
        return None;
    }
    let mut places = format!("name:{}..{} value:{}..{}", name.start, name.end, value.start, value.end);
    for (piece, (known, range)) in rest.iter().filter(|piece| !piece.is_empty()).zip(&known) {
        let range = range.clone().unwrap_or_else(|| piece.clone());
        places.push_str(&format!(" {}:{}..{}", known.replace('-', "_"), range.start, range.end));
    }
    let begins = if header.is_some() { "it begins with `Set-Cookie:`; " } else { "" };
    let why = format!("{begins}a name and a value are followed by {} of cookies", counted(known.len(), "attribute"));
    let found = Found::new(Certainty::Certain, why);
    Some(inside(found, layer, &places, &value))
}
fn inside(found: Found, layer: &Layer, places: &str, value: &Range<usize>) -> Found {
    let cell = layer.cell;
    let found = found.cell(layer.name("fields"), format!("taken_apart({cell}, \"{places}\")"));
    // All of it is ASCII, so that its characters are bytes.
    found.layer(layer.name("value"), format!("{cell}[{}..{}]", value.start, value.end))
}
fn judge_cookie(seen: &Seen) -> Vec<Judgement> {
    const SOURCE: &str = "RFC 6265 §4.1.2";
    let missing = |name: &str| seen.field(name).is_none();
    let mut said = vec![];
    if missing("httponly") {
        said.push(Judgement::new("without `HttpOnly` every script of the page reads it", SOURCE));
    }
    if missing("secure") {
        said.push(Judgement::new("without `Secure` it is sent without TLS, too", SOURCE));
    }
    if seen.text("samesite").is_some_and(|value| value.eq_ignore_ascii_case("none")) {
        said.push(Judgement::new("with `SameSite=None` other sites' requests carry it", SOURCE));
    }
    said
}

fn cookies(layer: &Layer) -> Option<Found> {
    let line = one_line(layer)?;
    let start = behind(line, "cookie")?;
    let pairs: Vec<_> = pieces(line, start).iter().map(|piece| pair(line, piece)).collect::<Option<_>>()?;
    let why = format!("it begins with `Cookie:`, and {} of a name and a value follow", counted(pairs.len(), "pair"));
    let mut places = String::new();
    let mut found = Found::new(Certainty::Certain, why);
    for (i, (name, value)) in pairs.iter().enumerate().take(COOKIES) {
        places.push_str(&format!(" name_{i}:{}..{} value_{i}:{}..{}", name.start, name.end, value.start, value.end));
        let formula = format!("{}[{}..{}]", layer.cell, value.start, value.end);
        found = found.layer(layer.name(&format!("value_{i}")), formula);
    }
    if pairs.len() > COOKIES {
        found = found.remark(format!("{COOKIES} of {} cookies are shown", pairs.len()));
    }
    Some(found.cell(layer.name("fields"), format!("taken_apart({}, \"{}\")", layer.cell, places.trim_start())))
}

fn authorization(layer: &Layer) -> Option<Found> {
    let line = one_line(layer)?;
    let header = behind(line, "authorization");
    let start = header.unwrap_or(0);
    let end = start + line[start..].find(' ')?;
    let scheme = &line[start..end];
    let known = ["Bearer", "Basic"].iter().find(|known| known.eq_ignore_ascii_case(scheme))?;
    let value = end + 1..line.len();
    if value.is_empty() || line[value.clone()].contains(' ') {
        return None;
    }
    let begins = if header.is_some() { "it begins with `Authorization:`; " } else { "" };
    let certainty = if header.is_some() { Certainty::Certain } else { Certainty::Likely };
    let found = Found::new(certainty, format!("{begins}a word stands behind the scheme `{known}`"));
    let places = format!("scheme:{start}..{end} value:{}..{}", value.start, value.end);
    Some(inside(found, layer, &places, &value))
}
fn judge_authorization(seen: &Seen) -> Vec<Judgement> {
    let basic = seen.text("scheme").is_some_and(|scheme| scheme.eq_ignore_ascii_case("basic"));
    let said = "it is the name and the password themselves, in Base64: who sees it has them";
    if basic { vec![Judgement::new(said, "RFC 7617 §4")] } else { vec![] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_where_they_are() {
        let line = "Set-Cookie: a=b=c; Path=/;HttpOnly";
        assert_eq!(behind(line, "set-cookie"), Some(12));
        let found: Vec<&str> = pieces(line, 12).into_iter().map(|range| &line[range]).collect();
        assert_eq!(found, ["a=b=c", "Path=/", "HttpOnly"]);
        assert_eq!(pair(line, &(12..17)), Some((12..13, 14..17)));
        assert_eq!(pair(line, &(26..34)), None);
    }
}
