//! Ribbons: the stretches that bytes are made of in one line, each with its name.

use super::drawing::columns;
use super::stretch::place;
use super::{Drawing, Scene, Stretch};

/// A name is cut to so many columns at least: less would tell it from no other.
const LEAST: usize = 6;

/// A piece of the ribbon.
struct Piece {
    /// The name in it, cut where it is too long; that of several stretches is a mark.
    name: String,
    /// The stretch that it shows, by its place; nothing where it stands for those that have no room for a name.
    of: Option<usize>,
    /// The bytes in it.
    length: u64,
    /// Whether it is drawn to scale.
    is_wide: bool,
}

impl Piece {
    fn columns(&self) -> usize {
        self.name.chars().count()
    }
}

/// The pieces of a ribbon. Where there is no room for all at once, fewer are drawn to scale, then names are cut, and
/// then the shortest stretches go without.
fn pieces(stretches: &[Stretch], width: usize) -> Option<Vec<Piece>> {
    let mut shortest: Vec<usize> = (0..stretches.len()).collect();
    shortest.sort_by_key(|i| stretches[*i].length());
    (0..=stretches.len()).find_map(|without| {
        let bare = bare(stretches, &shortest[..without], width);
        let mut wide: Vec<usize> = (0..bare.len()).filter(|i| bare[*i].is_wide).collect();
        wide.sort_by_key(|i| bare[*i].length);
        narrowed(bare, &wide, width)
    })
}

/// The pieces with their whole names, but for those of some stretches.
fn bare(stretches: &[Stretch], unnamed: &[usize], width: usize) -> Vec<Piece> {
    let total: u64 = stretches.iter().map(Stretch::length).sum::<u64>().max(1);
    let mut pieces: Vec<Piece> = Vec::new();
    for (i, stretch) in stretches.iter().enumerate() {
        let length = stretch.length();
        match pieces.last_mut() {
            Some(Piece { of: None, length: so_far, .. }) if unnamed.contains(&i) => *so_far += length,
            _ if unnamed.contains(&i) => {
                pieces.push(Piece { name: "…".to_owned(), of: None, length, is_wide: false });
            }
            _ => {
                let name = stretch.short().to_owned();
                let is_wide = place(length * width as u64 / total) >= name.chars().count() + 4;
                pieces.push(Piece { name, of: Some(i), length, is_wide });
            }
        }
    }
    pieces
}

/// The pieces in so many columns, those first taken from their scale that come first; nothing where there is no room.
fn narrowed(mut pieces: Vec<Piece>, wide: &[usize], width: usize) -> Option<Vec<Piece>> {
    let taken = |pieces: &[Piece]| -> usize {
        pieces.iter().map(|piece| piece.columns() + 1 + 5 * usize::from(piece.is_wide)).sum::<usize>() + 1
    };
    for i in wide {
        if taken(&pieces) > width {
            pieces[*i].is_wide = false;
        }
    }
    let whole: Vec<usize> = pieces.iter().map(Piece::columns).collect();
    // Names that are too long are cut, the longest first.
    while taken(&pieces) > width {
        let longest = pieces.iter_mut().max_by_key(|piece| piece.columns());
        longest.filter(|piece| piece.columns() > LEAST)?.name.pop();
    }
    for (piece, _) in pieces.iter_mut().zip(whole).filter(|(piece, whole)| piece.columns() < *whole) {
        piece.name.pop();
        piece.name.push('…');
    }
    Some(pieces)
}

/// The stretches in one line, the long ones to scale: `├message┤1├──── zeros ────┤length┤`.
pub(super) fn ribbon(drawing: &mut Drawing, scene: &dyn Scene, stretches: &[Stretch], y: u16, width: u16) {
    let width = usize::from(width);
    let Some(pieces) = pieces(stretches, width) else { return };
    let is_wide = |i: usize| pieces[i].is_wide;
    let wide: u64 = pieces.iter().filter(|piece| piece.is_wide).map(|piece| piece.length).sum();
    let fixed: usize = {
        let mut fixed = 0;
        for (i, piece) in pieces.iter().enumerate() {
            let border = !is_wide(i) && (i == 0 || !is_wide(i - 1));
            fixed += piece.columns() + if is_wide(i) { 4 } else { usize::from(border) };
        }
        fixed + usize::from(pieces.last().is_some_and(|piece| !piece.is_wide))
    };
    let spare = width.saturating_sub(fixed);
    let mut x = 0;
    let mut given = 0;
    let widest = pieces.iter().rposition(|piece| piece.is_wide);
    for (i, piece) in pieces.iter().enumerate() {
        let count = piece.columns();
        let text_x;
        if piece.is_wide {
            let share = match widest == Some(i) {
                true => spare - given,
                false => place(spare as u64 * piece.length / wide.max(1)),
            };
            given += share;
            let (before, after) = (share / 2 + usize::from(share % 2 == 1), share / 2);
            text_x = x + 1 + before + 1;
            drawing.caption(columns(x), y, format!("├{}", "─".repeat(before)));
            drawing.caption(columns(text_x + count + 1), y, format!("{}┤", "─".repeat(after)));
            x = text_x + count + 1 + after + 1;
        } else {
            if i == 0 || !is_wide(i - 1) {
                drawing.caption(columns(x), y, if i == 0 { "├" } else { "┤" });
                x += 1;
            }
            text_x = x;
            x += count;
        }
        match piece.of {
            Some(of) => {
                let address = format!("/{}", stretches[of].address);
                let name = piece.name.clone();
                drawing.shown(scene, columns(text_x), y, columns(count), &address, name).quiet = true;
            }
            None => drawing.caption(columns(text_x), y, piece.name.clone()),
        }
    }
    if pieces.last().is_some_and(|piece| !piece.is_wide) {
        drawing.caption(columns(x), y, "┤");
    }
}

#[cfg(test)]
mod tests {
    use super::{LEAST, Piece, Stretch, pieces};

    /// Stretches with names, one after the other.
    fn stretches(all: &[(&str, u64)]) -> Vec<Stretch> {
        let mut at = 0;
        let one = |(name, len): &(&str, u64)| {
            let range = at..at + len;
            at = range.end;
            let (address, from) = (format!("d[{}..{}]", range.start, range.end - 1), String::new());
            Stretch { range, name: (*name).to_owned(), address, from, is_text: false, is_input: false }
        };
        all.iter().map(one).collect()
    }

    fn taken(pieces: &[Piece]) -> usize {
        pieces.iter().map(|piece| piece.columns() + 1 + 5 * usize::from(piece.is_wide)).sum::<usize>() + 1
    }

    #[test]
    fn names_without_room_are_left_out_and_not_cut_to_a_letter() {
        // What H0 of Argon2 reads (RFC 9106, section 3.2).
        let all = [
            ("lanes", 1),
            ("zeros", 3),
            ("tag", 1),
            ("zeros", 3),
            ("memory", 1),
            ("zeros", 3),
            ("passes", 1),
            ("zeros", 3),
            ("version", 4),
            ("type", 4),
            ("length", 4),
            ("password", 8),
            ("length", 4),
            ("salt", 16),
            ("zeros", 4),
            ("zeros", 4),
        ];
        let stretches = stretches(&all);
        for width in [40, 62, 78, 118] {
            let pieces = pieces(&stretches, width).unwrap();
            assert!(taken(&pieces) <= width, "{width}");
            assert!(pieces.iter().any(|piece| piece.of.is_some_and(|i| stretches[i].name == "salt")), "{width}");
            for piece in &pieces {
                let whole = piece.of.map_or("…", |i| &stretches[i].name);
                assert!(piece.name == whole || piece.columns() >= LEAST && piece.name.ends_with('…'), "{}", piece.name);
            }
            // Those left out stand together.
            assert!(!pieces.windows(2).any(|two| two.iter().all(|piece| piece.of.is_none())), "{width}");
        }
    }

    #[test]
    fn whole_names_come_before_the_scale() {
        let stretches =
            stretches(&[("0x01", 1), ("leaf_0", 32), ("leaf_1", 32), ("one", 1), ("zeros", 54), ("count", 8)]);
        let pieces = pieces(&stretches, 40).unwrap();
        let names: Vec<&str> = pieces.iter().map(|piece| piece.name.as_str()).collect();
        assert_eq!(names, ["0x01", "leaf_0", "leaf_1", "1", "zeros", "length"]);
        assert!(taken(&pieces) <= 40);
    }
}
