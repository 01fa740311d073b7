//! People side by side, time downwards: what each of them has, what they send, and what a listener hears.

use super::{Drawing, Got, Picture, Scene, Size};
use crate::run::lanes::{ALL, Happening, Lanes};

/// The row.
pub const PICTURE: Picture = Picture {
    name: "lanes",
    summary: "People side by side: what each has, what they send, and what a listener hears.",
    fits: |scene| scene.lanes().is_some_and(|lanes| lanes.cells().contains(&scene.here())),
    sizes: &[Size::Small, Size::Large],
    stops,
    draw,
    say,
    across: None,
    changes: false,
};

/// The widest value.
const WIDEST: u16 = 12;

fn stops(scene: &dyn Scene) -> Vec<String> {
    scene.lanes().map_or_else(Vec::new, |lanes| lanes.cells().into_iter().map(str::to_owned).collect())
}

/// How many steps have happened by the line that one stands on: → lets the next one happen.
fn happened(scene: &dyn Scene, lanes: &Lanes) -> usize {
    let cells = lanes.cells();
    let stop = |cell: &str| cells.iter().position(|one| *one == cell);
    if !lanes.steps.iter().any(|step| step.cell() == scene.here()) {
        return 0;
    }
    // A message of what one stands on is sent before the next cell comes up.
    lanes.steps.iter().position(|step| stop(step.cell()) > stop(scene.here())).unwrap_or(lanes.steps.len())
}

/// The columns of the lanes.
struct Columns {
    each: u16,
    right: u16,
}

impl Columns {
    fn of(lanes: &Lanes, size: Size) -> Columns {
        let people = count(lanes.who.len()).max(1);
        // Two stand at the edges, with a wire between; more share the columns.
        Columns { each: size.columns() / people, right: size.columns() }
    }

    fn x(&self, lanes: &Lanes, who: &str) -> u16 {
        let place = lanes.who.iter().position(|person| person == who).unwrap_or(0);
        let last = lanes.who.len().saturating_sub(1);
        match (place, lanes.who.len()) {
            (0, _) => 0,
            (place, 2) if place == last => self.right - self.each / 5 * 4,
            (place, _) => count(place) * self.each,
        }
    }
}

fn count(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// How many columns the value of a cell takes.
fn width(scene: &dyn Scene, cell: &str, most: u16) -> u16 {
    let most = most.clamp(4, WIDEST);
    match scene.get(&format!("/{cell}")) {
        Got::Value(given) => count(given.text.chars().count()).clamp(1, most),
        Got::Hidden => 4,
        Got::Pending | Got::Missing => 1,
    }
}

/// Name and value of a cell: beside each other, or the value below where there is no room; how many rows it takes.
fn named(drawing: &mut Drawing, scene: &dyn Scene, (x, y): (u16, u16), cell: &str, room: u16) -> u16 {
    let name = count(cell.chars().count());
    let wide = width(scene, cell, room.saturating_sub(4));
    drawing.caption(x, y, cell);
    if name + 3 + wide <= room {
        drawing.value(scene, x + name + 2, y, wide, &format!("/{cell}"));
        return 1;
    }
    drawing.value(scene, x + 2, y + 1, wide, &format!("/{cell}"));
    2
}

fn draw(scene: &dyn Scene, size: Size) -> Drawing {
    let mut drawing = Drawing::new(0, 0);
    let Some(lanes) = scene.lanes() else { return drawing };
    let columns = Columns::of(lanes, size);
    let room = columns.each - 2;
    for who in &lanes.who {
        drawing.caption(columns.x(lanes, who), 0, who.as_str());
    }
    let mut y = 1;
    for (_, cells) in lanes.know.iter().filter(|(who, cells)| who == ALL && !cells.is_empty()) {
        drawing.caption(0, y, "everybody knows");
        let mut x = 17;
        for cell in cells {
            named(&mut drawing, scene, (x, y), cell, 16);
            x += count(cell.chars().count()) + width(scene, cell, 8) + 4;
        }
        y += 1;
    }
    let mut below = y;
    for (who, cells) in lanes.know.iter().filter(|(who, _)| who != ALL) {
        let mut at = y;
        for cell in cells {
            at += named(&mut drawing, scene, (columns.x(lanes, who), at), cell, room);
        }
        below = below.max(at);
    }
    y = below;
    let done = happened(scene, lanes);
    // Each lane begins a line of its own below what is in it, and no message stands above an earlier one.
    let mut ends: Vec<u16> = vec![y; lanes.who.len()];
    for step in lanes.steps.iter().take(done) {
        let place = |who: &str| lanes.who.iter().position(|person| person == who).unwrap_or(0);
        match step {
            Happening::Makes { at, cell, same } => {
                let x = columns.x(lanes, at);
                let end = ends[place(at)] + named(&mut drawing, scene, (x, ends[place(at)]), cell, room);
                ends[place(at)] = end;
                if let Some(same) = same {
                    let row = ends.iter().copied().max().unwrap_or(end);
                    if alike(&mut drawing, scene, (lanes, &columns), [cell, same], row) {
                        ends.fill(row + 1);
                    }
                }
            }
            Happening::Sends { from, to, .. } => {
                let row = ends.iter().copied().max().unwrap_or(y);
                let ends_at = [columns.x(lanes, from), columns.x(lanes, to)];
                send(&mut drawing, scene, step, ends_at, (row, room));
                ends.fill(row + 1);
            }
        }
    }
    y = ends.iter().copied().max().unwrap_or(y);
    if let Some((name, lacks)) = &lanes.ear {
        drawing.caption(0, y, "─".repeat(usize::from(size.columns())));
        y = list(&mut drawing, scene, &format!("{name} heard"), &lanes.heard(done), true, (y + 1, size.columns()));
        let lacks: Vec<&str> = lacks.iter().map(String::as_str).collect();
        list(&mut drawing, scene, &format!("{name} lacks"), &lacks, false, (y, size.columns()));
    }
    drawing.fitted()
}

/// A message: the value where it is sent, the line that carries it, the value that arrives.
fn send(drawing: &mut Drawing, scene: &dyn Scene, step: &Happening, [from, to]: [u16; 2], (y, room): (u16, u16)) {
    let Happening::Sends { cell, arrives, named, locked, .. } = step else { return };
    let arrived = arrives.as_ref().unwrap_or(cell);
    let (sent, got) = (width(scene, cell, room.saturating_sub(8)), width(scene, arrived, room.saturating_sub(8)));
    drawing.value(scene, from + 3, y, sent, &format!("/{cell}"));
    drawing.value(scene, to + 3, y, got, &format!("/{arrived}"));
    let right = from < to;
    let (begin, end) = if right { (from + 5 + sent, to + 1) } else { (to + 5 + got, from + 1) };
    let text = named.as_ref().map_or_else(|| cell.clone(), |named| format!("\"{named}\""));
    let text = if locked.is_some() { format!("[*] {text}") } else { text };
    let length = usize::from(end.saturating_sub(begin));
    let most = length.saturating_sub(2);
    let text = match text.chars().count() + 2 {
        whole if whole <= most => format!(" {text} "),
        _ => super::cut(&text, most as u16),
    };
    let rest = length.saturating_sub(text.chars().count() + 1);
    let glyph = if locked.is_some() { "═" } else { "─" };
    let (left, after) = (glyph.repeat(rest / 2), glyph.repeat(rest - rest / 2));
    let line = if right { format!("{left}{text}{after}▸") } else { format!("◂{left}{text}{after}") };
    drawing.line(scene, begin, y, line, &format!("/{cell}"));
}

/// Whether two people hold the same, said between them; nothing where one of both is hidden.
fn alike(
    drawing: &mut Drawing,
    scene: &dyn Scene,
    (lanes, columns): (&Lanes, &Columns),
    cells: [&String; 2],
    y: u16,
) -> bool {
    let [one, other] = cells.map(|cell| scene.get(&format!("/{cell}")));
    let (Got::Value(one), Got::Value(other)) = (one, other) else { return false };
    let holder = |wanted: &String| {
        lanes.steps.iter().find_map(|step| match step {
            Happening::Makes { at, cell, .. } if cell == wanted => Some(columns.x(lanes, at)),
            Happening::Makes { .. } | Happening::Sends { .. } => None,
        })
    };
    let (Some(a), Some(b)) = (holder(cells[0]), holder(cells[1])) else { return false };
    let says = if one.text == other.text { " the same " } else { " not the same " };
    let (begin, end) = (a.min(b), a.max(b) + 5);
    let rest = usize::from(end - begin).saturating_sub(says.len());
    let text = format!("{}{says}{}", "═".repeat(rest / 2), "═".repeat(rest - rest / 2));
    drawing.line(scene, begin, y, text, &format!("/{}", cells[0]));
    true
}

/// Names with their values, or with a question mark, in rows; the row after them.
fn list(
    drawing: &mut Drawing,
    scene: &dyn Scene,
    title: &str,
    cells: &[&str],
    known: bool,
    (mut y, columns): (u16, u16),
) -> u16 {
    drawing.caption(0, y, title);
    let left = count(title.chars().count()) + 2;
    let mut x = left;
    for cell in cells {
        let name = count(cell.chars().count());
        let wide = if known { width(scene, cell, 8) } else { 1 };
        if x + name + 2 + wide > columns && x > left {
            (x, y) = (left, y + 1);
        }
        drawing.caption(x, y, *cell);
        match known {
            true => drop(drawing.value(scene, x + name + 2, y, wide, &format!("/{cell}"))),
            false => drawing.caption(x + name + 1, y, "?"),
        }
        x += name + wide + 5;
    }
    y + 1
}

fn say(scene: &dyn Scene) -> Vec<String> {
    let Some(lanes) = scene.lanes() else { return Vec::new() };
    let seen = |cell: &str| scene.spoken(&format!("/{cell}"));
    let with_values = |cells: &[&str]| {
        let each: Vec<String> = cells.iter().map(|cell| format!("{cell} {}", seen(cell))).collect();
        each.join(", ")
    };
    let mut lines = Vec::new();
    for (who, cells) in lanes.know.iter().filter(|(_, cells)| !cells.is_empty()) {
        let who = if who == ALL { "Everybody" } else { who };
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        lines.push(format!("{who} has {}.", with_values(&cells)));
    }
    let done = happened(scene, lanes);
    for step in lanes.steps.iter().take(done) {
        match step {
            Happening::Makes { at, cell, same: Some(same) } if seen(cell) == seen(same) && seen(cell) != "hidden" => {
                lines.push(format!("{at} makes {cell}, {}: the same as {same}.", seen(cell)));
            }
            Happening::Makes { at, cell, .. } => lines.push(format!("{at} makes {cell}, {}.", seen(cell))),
            Happening::Sends { from, to, cell, arrives, named, locked, .. } => {
                let as_name = named.as_ref().map_or_else(String::new, |named| format!(" as {named}"));
                let arrived = arrives.as_ref().map_or_else(String::new, |cell| format!(" as {cell}, {}", seen(cell)));
                let ear = match (&lanes.ear, locked) {
                    (Some((ear, _)), None) => format!(", {ear} has it"),
                    (Some((ear, _)), Some(_)) => format!(", {ear} cannot read it"),
                    (None, _) => String::new(),
                };
                lines.push(format!("{from} sends {cell}, {}{as_name}: {to} has it{arrived}{ear}.", seen(cell)));
            }
        }
    }
    if let Some((ear, lacks)) = &lanes.ear {
        let heard = lanes.heard(done);
        if !heard.is_empty() {
            lines.push(format!("{ear} has {}.", with_values(&heard)));
        }
        lines.push(format!("{ear} lacks {}.", lacks.join(", ")));
    }
    lines
}
