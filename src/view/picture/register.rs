//! The registers of a round: all but a few slide one place down, and the eye sees which are made.

use super::drawing::Drawing;
use super::row::{Picture, Size};
use super::scene::{Parent, Scene};
use crate::num::sort_by_key;

/// The row.
pub const PICTURE: Picture = Picture {
    name: "register",
    summary: "The registers before and after a round: what moves on, and what is made.",
    fits,
    sizes: &[Size::Small, Size::Large, Size::Full],
    stops,
    draw,
    say,
    across: None,
    changes: false,
};

/// The columns between two registers: a name, margins and a connector.
const GAP: u16 = 12;
/// The column of a register's name, after the brackets.
const LEFT: u16 = 3;
/// The connector of a copy.
const ARROW: &str = "──────▸";

fn fits(scene: &dyn Scene) -> bool {
    let Some((name, Some(t))) = scene.label() else { return false };
    Round::of(scene, t).is_some_and(|round| round.names().contains(&name))
}

/// The registers, and what a round makes of them.
struct Round {
    /// The index of the round.
    t: u64,
    /// The registers, in the order of the specification.
    registers: Vec<Register>,
    /// The registers before the round that end in it.
    ends: Vec<&'static str>,
    /// The values made on the way, such as `T1` and `T2`.
    sums: Vec<Sum>,
    /// Whether each register keeps its place.
    stays: bool,
}

/// A register after the round.
struct Register {
    name: &'static str,
    /// The register before that it stands on a line with, and whether it is a copy of that.
    line: Option<(&'static str, bool)>,
    /// The values it is made of, as in `T1+T2`; empty for a copy.
    made: Vec<String>,
}

/// A value made on the way to new registers.
struct Sum {
    name: &'static str,
    operands: Vec<Parent>,
    /// The terms that it adds up, those of several operands first; none where it is no sum.
    terms: Vec<Term>,
}

/// A term of a sum.
struct Term {
    /// By how much it is turned: `⋘5`.
    turned: String,
    /// The operand, or those that are added before they are turned.
    of: Vec<Parent>,
}

impl Sum {
    fn of(scene: &dyn Scene, name: &'static str, t: u64) -> Sum {
        let operands = scene.from(&at(name, Some(t)));
        let terms = terms(&scene.formula(&at(name, Some(t))), &operands);
        Sum { name, operands, terms }
    }

    /// The sum in a line.
    fn written(&self, seen: impl Fn(&str) -> String) -> String {
        let operand = |parent: &Parent| format!("{} {}", short(parent), seen(&parent.address));
        let term = |term: &Term| {
            let of = term.of.iter().map(operand).collect::<Vec<_>>().join(" + ");
            let of = if term.of.len() > 1 { format!("({of})") } else { of };
            of + &spoken(&term.turned)
        };
        self.terms.iter().map(term).collect::<Vec<_>>().join(" + ")
    }
}

/// The terms between the signs of addition of a formula, outside of all brackets.
fn added(formula: &str) -> Vec<&str> {
    let mut depth = 0;
    let outside = |(_, c): &(usize, char)| {
        depth += i32::from(*c == '(') - i32::from(*c == ')');
        depth == 0 && *c == '+'
    };
    let signs: Vec<usize> = formula.char_indices().filter(outside).map(|(at, _)| at).collect();
    let starts = std::iter::once(0).chain(signs.iter().map(|at| at + 1));
    let ends = signs.iter().copied().chain([formula.len()]);
    starts.zip(ends).map(|(start, end)| formula[start..end].trim()).collect()
}

/// The terms of a sum, as its formula writes them; none where its pieces are other than the operands, one after the
/// other.
fn terms(formula: &str, operands: &[Parent]) -> Vec<Term> {
    let (mut left, mut terms) = (operands.iter(), Vec::new());
    for term in added(formula) {
        let turned = turned(term);
        let inner = turned.as_ref().and_then(|_| Some(term.split_once('(')?.1.strip_suffix(')')?.trim()));
        let pieces = added(inner.unwrap_or(term));
        let of: Vec<Parent> = left.by_ref().take(pieces.len()).cloned().collect();
        let is_named = |(piece, parent): (&&str, &Parent)| piece.split(['[', '(']).next() == Some(&short(parent));
        if of.len() < pieces.len() || !pieces.iter().zip(&of).all(is_named) {
            return Vec::new();
        }
        terms.push(Term { turned: turned.unwrap_or_default(), of });
    }
    sort_by_key(&mut terms, |term| term.of.len() == 1);
    if left.next().is_none() { terms } else { Vec::new() }
}

/// The value of a register after a round; before round 0 it has no index.
fn at(name: &str, t: Option<u64>) -> String {
    t.map_or_else(|| name.to_owned(), |t| format!("{name}[{t}]"))
}

impl Round {
    fn of(scene: &dyn Scene, t: u64) -> Option<Round> {
        let before = t.checked_sub(1);
        let this: Vec<&'static str> = scene
            .labels()
            .iter()
            .filter(|label| label.index == [t] && label.count == 1)
            .map(|label| label.name)
            .collect();
        let was = |parent: &Parent| -> Option<&'static str> {
            let name = *this.iter().find(|name| **name == parent.short())?;
            (parent.address[1..] == scene.whole(&at(name, before))).then_some(name)
        };
        // A register is copied into another, or gets one.
        let mut copies = Vec::new();
        for name in &this {
            let address = at(name, Some(t));
            if scene.is_copy(&address)
                && let [parent] = &scene.from(&address)[..]
                && let Some(source) = was(parent)
            {
                copies.push((*name, source));
            }
        }
        if copies.len() < 2 {
            return None;
        }
        // Registers that keep their places, but for one that is made of what it was.
        let stays = copies.iter().all(|(to, from)| to == from);
        let made_of_itself = |name: &&&'static str| {
            let before = scene.whole(&at(name, before));
            scene.from(&at(name, Some(t))).iter().any(|parent| parent.address[1..] == before)
        };
        let changed: Vec<(&'static str, &'static str)> =
            this.iter().filter(|_| stays).filter(made_of_itself).map(|name| (*name, *name)).collect();
        let all = copies.iter().chain(&changed);
        let mut names: Vec<&'static str> = all.flat_map(|(to, from)| [*to, *from]).collect();
        names.sort_unstable();
        names.dedup();
        let mut lines: Vec<&'static str> = copies.iter().map(|(_, from)| *from).collect();
        let mut registers = Vec::new();
        for name in &names {
            let copy = copies.iter().find(|(to, _)| to == name).map(|(_, from)| (*from, true));
            let parents = if copy.is_some() { Vec::new() } else { scene.from(&at(name, Some(t))) };
            let own = parents.iter().filter_map(was).find(|from| names.contains(from) && !lines.contains(from));
            lines.extend(own);
            let made = parents.iter().map(short).collect();
            registers.push(Register { name, line: copy.or(own.map(|from| (from, false))), made });
        }
        let ends = names.iter().copied().filter(|name| !lines.contains(name)).collect();
        let made = |name: &&'static str| {
            let is_long = changed.iter().any(|(one, _)| one == name)
                && registers.iter().any(|register| register.name == *name && register.made.len() > 2);
            is_long
                || !stays
                    && !names.contains(name)
                    && registers.iter().any(|register| register.made.iter().any(|of| of == name))
        };
        let sums = this.iter().filter(|name| made(name));
        let sums = sums.map(|name| Sum::of(scene, name, t)).collect();
        Some(Round { t, registers, ends, sums, stays })
    }

    /// The names of all that has the index of the round and stands in the picture.
    fn names<'a>(&'a self) -> Vec<&'a str> {
        let own = self.registers.iter().map(|register| register.name).chain(self.sums.iter().map(|sum| sum.name));
        let label = |parent: &'a Parent| {
            let (_, label) = parent.address.rsplit_once('/')?;
            let (name, index) = label.split_once('[')?;
            (index == format!("{}]", self.t)).then_some(name)
        };
        own.chain(self.sums.iter().flat_map(|sum| &sum.operands).filter_map(label)).collect()
    }
}

/// The places of the registers before the round that a sum reads, directly or through what has the index of the round.
fn reads(scene: &dyn Scene, round: &Round, sum: &Sum) -> Vec<u16> {
    let before = round.t.checked_sub(1);
    let registers: Vec<String> =
        round.registers.iter().map(|register| scene.whole(&at(register.name, before))).collect();
    let segment = format!("/{}/", scene.base());
    let mut found = Vec::new();
    let mut left = sum.operands.clone();
    let mut looked = 0;
    while let Some(parent) = left.pop() {
        looked += 1;
        match (0..).zip(&registers).find(|(_, register)| parent.address[1..] == **register) {
            Some((place, _)) if !found.contains(&place) => found.push(place),
            Some(_) => {}
            None if looked < 32 && parent.address.starts_with(&segment) && !is_table(&parent) => {
                left.extend(scene.from(&parent.address));
            }
            None => {}
        }
    }
    found
}

/// Whether an operand is a word of a table, whose own way leads out of the round.
fn is_table(parent: &Parent) -> bool {
    matches!(parent.short(), "W" | "K")
}

fn round(scene: &dyn Scene) -> Option<Round> {
    Round::of(scene, scene.label()?.1?)
}

fn stops(scene: &dyn Scene) -> Vec<String> {
    let Some(round) = round(scene) else { return Vec::new() };
    let is_copy = |register: &Register| register.line.is_some_and(|(_, copy)| copy);
    let made = round.registers.iter().filter(|register| !is_copy(register)).map(|register| register.name);
    let mut names: Vec<&str> = round.sums.iter().map(|sum| sum.name).chain(made).collect();
    // In the order of computing.
    sort_by_key(&mut names, |name| scene.labels().iter().position(|one| one.name == *name && one.index == [round.t]));
    if round.stays {
        // Another one is made each time.
        let each = scene.labels().iter().filter(|label| {
            label.index.len() == 1 && round.registers.iter().any(|register| register.name == label.name)
        });
        return each.map(super::Named::address).filter(|at| !scene.is_copy(at)).map(|at| scene.whole(&at)).collect();
    }
    let mut rounds: Vec<u64> = scene
        .labels()
        .iter()
        .filter(|label| names.first() == Some(&label.name))
        .filter_map(|label| label.index.last().copied())
        .collect();
    rounds.dedup();
    let each = |t: u64| names.iter().map(move |name| scene.whole(&at(name, Some(t)))).collect::<Vec<_>>();
    rounds.into_iter().flat_map(each).collect()
}

fn draw(scene: &dyn Scene, size: Size) -> Drawing {
    let Some(round) = round(scene) else { return Drawing::new(0, 0) };
    let width = round.registers.first().map_or(8, |register| {
        u16::try_from(scene.text(&at(register.name, Some(round.t))).chars().count().max(8)).unwrap_or(8)
    });
    let wanted: u64 = match size {
        Size::Small | Size::Wide => 2,
        Size::Large => 3,
        Size::Full => 5,
    };
    let states = wanted.min(round.t + 2);
    // The states that there are not yet keep their places, so that a round later nothing has moved.
    let skipped = wanted - states;
    // Where one asks for the way of a register, no line, bracket or star answers by being there or not.
    let is_asked = round.registers.iter().any(|register| scene.is_covered(&at(register.name, Some(round.t))));
    let mut drawing = Drawing::new(size.columns(), 0);
    let column = |j: u64| LEFT + u16::try_from(j + skipped).unwrap_or(0) * (width + GAP);
    let shift = |j: u64| if round.stays { 0 } else { u16::try_from(states - 1 - j).unwrap_or(0) };
    // Before round 0 stands what the block begins with.
    let first = i64::try_from(round.t).unwrap_or(0) + 1 - i64::try_from(states).unwrap_or(0);
    for j in 0..states {
        let t = first + i64::try_from(j).unwrap_or(0);
        let after = u64::try_from(t).ok();
        let x = column(j);
        let title = after.map_or_else(|| "at the start".to_owned(), |t| format!("after {t}"));
        // The last column says what its star means, where there is room.
        let starred = format!("{title}, * new");
        let fits = x + 1 + u16::try_from(starred.len()).unwrap_or(u16::MAX) <= size.columns();
        drawing.caption(x + 1, 0, if j + 1 == states && !is_asked && fits { starred } else { title });
        for (i, register) in round.registers.iter().enumerate() {
            let y = 1 + u16::try_from(i).unwrap_or(0) + shift(j);
            drawing.caption(x, y, register.name);
            let cell = drawing.value(scene, x + 3, y, width, &at(register.name, after));
            cell.after = j + 1 == states && !is_asked;
            if j > 0 && !is_asked {
                connect(&mut drawing, scene, &round, register, after, [x, y]);
            }
        }
        if j + 1 < states && !is_asked {
            for end in &round.ends {
                let i = round.registers.iter().position(|register| register.name == *end).unwrap_or(0);
                let y = 1 + u16::try_from(i).unwrap_or(0) + shift(j);
                let into: Vec<&str> = round
                    .sums
                    .iter()
                    .filter(|sum| sum.operands.iter().any(|of| of.short() == *end))
                    .map(|sum| sum.name)
                    .collect();
                let says =
                    if into.is_empty() { "─┘ left".to_owned() } else { format!("─┘ in {}", into.join(", ")) };
                drawing.line(scene, x + 4 + width, y, says, &at(end, after));
            }
        }
    }
    if states == 2 && !is_asked {
        brackets(&mut drawing, scene, &round, [column(0), shift(0)]);
    }
    let lowest = if round.stays { 0 } else { u16::try_from(wanted - 1).unwrap_or(0) };
    let y = 1 + u16::try_from(round.registers.len()).unwrap_or(0) + lowest;
    let y = if size == Size::Small { y } else { y + 1 };
    if !is_asked {
        sums(&mut drawing, scene, &round, y, width);
    }
    drawing.fitted()
}

/// The line from the register before to this one, with what is added on the way.
fn connect(
    drawing: &mut Drawing,
    scene: &dyn Scene,
    round: &Round,
    register: &Register,
    after: Option<u64>,
    [x, y]: [u16; 2],
) {
    let before = after.and_then(|t| t.checked_sub(1));
    let from = x - GAP + 4;
    match &register.line {
        Some((from_name, true)) => drawing.line(scene, from, y, ARROW, &at(from_name, before)),
        Some((from_name, false)) => {
            let added: Vec<&str> = register.made.iter().map(String::as_str).filter(|made| made != from_name).collect();
            let added = match &added[..] {
                [] => turned(&scene.formula(&at(register.name, after))).unwrap_or_default(),
                [_, _, ..] => "new".to_owned(),
                [one] => format!("+{one}"),
            };
            let rest = usize::from(GAP - 5).saturating_sub(added.chars().count() + 3);
            let text = format!("──{added}{}▸", "─".repeat(rest));
            drawing.line(scene, from, y, text, &at(from_name, before));
        }
        None => {
            let made = format!("{}▸", register.made.join("+"));
            let lead = u16::try_from(made.chars().count()).unwrap_or(0);
            let of = round.sums.first().map_or(register.name, |sum| sum.name);
            drawing.line(scene, (from + GAP - 5).saturating_sub(lead), y, made, &at(of, after));
        }
    }
}

/// By how much a formula, or a term of one, is turned as a whole: `⋘30`.
fn turned(formula: &str) -> Option<String> {
    [("ROTL", '⋘'), ("ROTR", '⋙')].into_iter().find_map(|(word, sign)| {
        let (by, _) = formula.strip_prefix(word)?.split_once('(')?;
        Some(format!("{sign}{by}"))
    })
}

/// A turn in words, behind what is turned.
fn spoken(turned: &str) -> String {
    turned.replace('⋘', " turned left by ").replace('⋙', " turned right by ")
}

/// The name of a value that a register or a sum is made of: of a helper that has none in its formula, that of its
/// function.
fn short(parent: &Parent) -> String {
    let mut depth = 0;
    let is_one = parent.name.chars().all(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        c != ' ' || depth > 0
    });
    let last = parent.address.rsplit('/').next().unwrap_or_default();
    let name = if is_one { parent.short() } else { last.split('[').next().unwrap_or_default() };
    name.to_owned()
}

/// At the left of the state before: which registers each sum reads.
fn brackets(drawing: &mut Drawing, scene: &dyn Scene, round: &Round, [x, shift]: [u16; 2]) {
    for sum in &round.sums {
        let mut places = reads(scene, round, sum);
        places.sort_unstable();
        let (Some(&first), Some(&last)) = (places.first(), places.last()) else { continue };
        if usize::from(last - first) + 1 != places.len() || places.len() < 2 || x < 3 {
            continue;
        }
        let name = first + (last - first) / 2;
        for i in first..=last {
            let y = 1 + i + shift;
            match i {
                i if i == first => drawing.caption(x - 2, y, "┌"),
                i if i == last => drawing.caption(x - 2, y, "└"),
                i if i == name => {
                    let back = u16::try_from(sum.name.chars().count()).unwrap_or(2);
                    drawing.caption((x - 1).saturating_sub(back), y, sum.name);
                }
                _ => drawing.caption(x - 2, y, "│"),
            }
        }
    }
}

/// The sums, side by side.
fn sums(drawing: &mut Drawing, scene: &dyn Scene, round: &Round, y: u16, width: u16) {
    let mut x = 0;
    for sum in &round.sums {
        let label = if sum.terms.is_empty() { format!("{} of ", sum.name) } else { format!("{} = ", sum.name) };
        let lead = u16::try_from(label.chars().count()).unwrap_or(5);
        let longest = sum.operands.iter().map(|parent| short(parent).chars().count()).max().unwrap_or(0);
        let value = x + lead + u16::try_from((longest + 2).max(5)).unwrap_or(5);
        drawing.caption(x, y, label);
        let (mut row, mut end) = (y, value + width);
        let rule = |drawing: &mut Drawing, row: u16| {
            drawing.caption(x + lead - 2, row, "─".repeat(usize::from(value + width - x - lead + 2)));
        };
        let put = |drawing: &mut Drawing, row: u16, parent: &Parent| {
            drawing.caption(x + lead, row, short(parent));
            drawing.value(scene, value, row, width, &parent.address);
        };
        if !scene.is_covered(&at(sum.name, Some(round.t))) {
            for term in &sum.terms {
                for parent in &term.of {
                    if row > y {
                        drawing.caption(x + lead - 2, row, "+");
                    }
                    put(drawing, row, parent);
                    row += 1;
                }
                // What is turned as a whole is added up first.
                let is_whole = term.of.len() > 1 && !term.turned.is_empty();
                if is_whole {
                    rule(drawing, row);
                    row += 1;
                }
                drawing.caption(value + width + 1, row - 1, term.turned.clone());
                let behind = u16::try_from(term.turned.chars().count()).unwrap_or(0);
                end = end.max(value + width + behind + behind.min(1));
            }
            if sum.terms.is_empty() {
                for parent in &sum.operands {
                    put(drawing, row, parent);
                    row += 1;
                }
            }
            rule(drawing, row);
            row += 1;
        }
        drawing.value(scene, value, row, width, &at(sum.name, Some(round.t)));
        x = end + 3;
    }
}

fn say(scene: &dyn Scene) -> Vec<String> {
    let Some(round) = round(scene) else { return Vec::new() };
    let seen = |address: &str| scene.spoken(address);
    let mut lines = Vec::new();
    for sum in &round.sums {
        let value = seen(&at(sum.name, Some(round.t)));
        let written = sum.written(seen);
        lines.push(match sum.terms[..] {
            [] => {
                let of = sum.operands.iter().map(|parent| format!("{} {}", short(parent), seen(&parent.address)));
                format!("{} {value}, made of {}.", sum.name, of.collect::<Vec<_>>().join(" and "))
            }
            _ => format!("{} {value} = {written}.", sum.name),
        });
    }
    let registers = round.registers.iter().map(|register| {
        let value = seen(&at(register.name, Some(round.t)));
        match &register.line {
            Some((from, true)) => format!("{} {value}, was {from}.", register.name),
            _ if round.sums.iter().any(|sum| sum.name == register.name) => format!("{} {value}, new.", register.name),
            _ => {
                let turned = turned(&scene.formula(&at(register.name, Some(round.t)))).unwrap_or_default();
                format!("{} {value}, new, {}{}.", register.name, register.made.join(" plus "), spoken(&turned))
            }
        }
    });
    lines.push(format!("After round {}: {}", round.t, registers.collect::<Vec<_>>().join(" ")));
    lines
}
