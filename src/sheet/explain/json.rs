//! JSON: its members, with their places.

use super::detail::Seen;
use super::found::{Certainty, Found, Judgement};
use super::layer::{Layer, counted};
use super::row::Family;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

/// The row.
pub const ROWS: &[Family] = &[Family { judge, ..Family::shown("json", "an object or a list in JSON", 80, detect) }];

/// The most members that become fields.
const MOST: usize = 200;

/// A member of an object, in its order.
pub(super) struct Member {
    /// Its name.
    pub name: String,
    /// The place of its value.
    pub at: Range<usize>,
}
/// The members of an object in their order, those of one name too; nothing where it is none.
pub(super) fn members(text: &str) -> Option<Vec<Member>> {
    struct Members<'t>(&'t str);
    impl<'de> Visitor<'de> for Members<'_> {
        type Value = Vec<Member>;
        fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<Member>, A::Error> {
            let mut members = vec![];
            while let Some(name) = map.next_key::<String>()? {
                let value = map.next_value::<&'de RawValue>()?.get();
                let start = value.as_ptr() as usize - self.0.as_ptr() as usize;
                members.push(Member { name, at: start..start + value.len() });
            }
            Ok(members)
        }
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    let members = reader.deserialize_map(Members(text)).ok()?;
    reader.end().ok()?;
    Some(members)
}
/// The value of a member; of two of one name the last.
pub(super) fn member<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let members = members(text)?;
    let member = members.iter().rev().find(|member| member.name == name)?;
    text.get(member.at.clone())
}
/// A member that is a string.
pub(super) fn string(text: &str, name: &str) -> Option<String> {
    serde_json::from_str(member(text, name)?).ok()
}

fn detect(layer: &Layer) -> Option<Found> {
    let text = layer.text()?;
    let first = text.trim_start().bytes().next()?;
    if !matches!(first, b'{' | b'[') || text.trim_end().len() < 2 {
        return None;
    }
    if let Err(wrong) = serde_json::from_str::<IgnoredAny>(text) {
        // A bracket alone is no sign of JSON.
        let begins = text.trim_start().strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with('"'));
        let why = format!("it begins like an object of JSON; but {wrong}");
        let start = format!("begins:0..{}", text.len());
        let formula = format!("taken_apart({}, \"{start}\")", layer.cell);
        return begins.then(|| Found::new(Certainty::Broken, why).cell(layer.name("fields"), formula));
    }
    let members = members(text).unwrap_or_default();
    let what = if first == b'{' {
        format!("an object with {}", counted(members.len(), "member"))
    } else {
        "a list".to_owned()
    };
    let mut found = Found::new(Certainty::Certain, format!("all of it is JSON, {what}"));
    let mut names = BTreeSet::new();
    let places: Vec<String> = members
        .iter()
        .take(MOST)
        .enumerate()
        .map(|(i, member)| {
            let plain = member.name.len() <= 40
                && member.name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
                && member.name.bytes().next().is_some_and(|first| !first.is_ascii_digit());
            let name = match plain && names.insert(member.name.clone()) {
                true => member.name.clone(),
                false => format!("member_{}", i + 1),
            };
            format!("{name}:{}..{}", member.at.start, member.at.end)
        })
        .collect();
    let places = if places.is_empty() { format!("all:0..{}", text.len()) } else { places.join(" ") };
    found = found.cell(layer.name("fields"), format!("taken_apart({}, \"{places}\")", layer.cell));
    if members.len() > MOST {
        found = found.remark(format!("{} members are shown of {}", MOST, members.len()));
    }
    Some(found)
}
fn judge(seen: &Seen) -> Vec<Judgement> {
    let Some(members) = seen.layer.text().and_then(members) else { return vec![] };
    let mut names = BTreeSet::new();
    let twice = members.iter().find(|member| !names.insert(&member.name));
    let said = |member: &Member| {
        format!("the name {:?} stands there twice, and readers differ in which of the two they take", member.name)
    };
    twice.map(|member| Judgement::new(said(member), "RFC 8259 §4")).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_have_their_places() {
        let text = "{\"a\": 1, \"b\":[2], \"a\": \"x\"}";
        let found = members(text).unwrap();
        let shown: Vec<(&str, &str)> = found.iter().map(|m| (m.name.as_str(), &text[m.at.clone()])).collect();
        assert_eq!(shown, [("a", "1"), ("b", "[2]"), ("a", "\"x\"")]);
        assert_eq!(string(text, "a").as_deref(), Some("x"));
        assert!(members("[1]").is_none() && members("{\"a\":1} x").is_none());
    }
}
