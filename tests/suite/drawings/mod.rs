//! Pictures: each at a place with true values, stood on cell by cell, walked, hidden, compared, spoken.

mod read;
mod sketches;

use cleartext::learner::lens::{Around, Lens, mark};
use cleartext::learner::veil::Veil;
use cleartext::run::Budget;
use cleartext::sheet::expr::Limits;
use cleartext::sheet::spot::Spot;
use cleartext::sheet::{NoFiles, Sheet};
use cleartext::view::glyphs;
use cleartext::view::picture::{ASKED, Cell, Drawing, Got, PICTURES, Picture, Scene, picture, pictures};

use crate::places::{Case, cases, computed, spot};

/// The drawings of a picture at a spot, marked.
fn drawn(picture: &Picture, spot: &Spot, lens: Lens, earlier: Option<&Sheet>) -> Vec<Drawing> {
    let scene = Around::of(spot, lens, earlier).unwrap();
    let mut drawings: Vec<Drawing> = picture.sizes.iter().map(|size| (picture.draw)(&scene, *size)).collect();
    drawings.iter_mut().for_each(|drawing| mark(drawing, &scene, None));
    drawings
}

/// A case, its sheet, and the whole address of its place.
fn each(mut look: impl FnMut(&Case, &'static Picture, &Sheet, &str)) {
    for case in cases() {
        let (sheet, cell) = computed(case.sheet);
        look(case, picture(case.picture).unwrap(), &sheet, &case.whole(&cell));
    }
}

#[test]
fn every_picture_has_a_place_and_is_the_first_that_fits_there() {
    for picture in pictures() {
        assert!(cases().any(|case| case.picture == picture.name), "{} has no case", picture.name);
        assert!(picture.summary.ends_with('.') && !picture.sizes.is_empty(), "{}", picture.name);
    }
    let (veil, budget) = (Veil::default(), Budget::unlimited());
    each(|case, _, sheet, whole| {
        let spot = spot(sheet, whole);
        let scene = Around::of(&spot, Lens { sheet, veil: &veil, budget: &budget }, None).unwrap();
        if ASKED.iter().any(|asked| asked.name == case.picture) {
            return;
        }
        let first = PICTURES.iter().find(|picture| (picture.fits)(&scene)).map(|picture| picture.name);
        assert_eq!(first, Some(case.picture), "{whole}");
    });
}

#[test]
fn a_picture_shows_the_values_of_the_specifications() {
    let (veil, budget) = (Veil::default(), Budget::unlimited());
    each(|case, picture, sheet, whole| {
        let spot = spot(sheet, whole);
        for drawing in drawn(picture, &spot, Lens { sheet, veil: &veil, budget: &budget }, None) {
            let cell = whole.split('/').next().unwrap();
            for (address, text) in case.shows {
                let whole = if address.is_empty() { cell.to_owned() } else { format!("{cell}/{address}") };
                let mut of_it = drawing.cells.iter().filter(|cell| cell.address == whole).map(|cell| &cell.text);
                let is_it = |shown: &String| match (text.strip_suffix('…'), text.strip_prefix('…')) {
                    (Some(start), _) => shown.starts_with(start),
                    (_, Some(end)) => shown.ends_with(end),
                    _ => shown == text,
                };
                assert!(of_it.clone().any(is_it), "{}: {address} is {:?}", case.picture, of_it.next());
            }
        }
    });
}

#[test]
fn every_cell_has_an_address_that_leads_somewhere_and_room_of_its_own() {
    let (veil, budget) = (Veil::default(), Budget::unlimited());
    each(|case, picture, sheet, whole| {
        let spot = spot(sheet, whole);
        let lens = Lens { sheet, veil: &veil, budget: &budget };
        let scene = Around::of(&spot, lens, None).unwrap();
        for (size, drawing) in picture.sizes.iter().zip(drawn(picture, &spot, lens, None)) {
            let name = format!("{} {size:?}", case.picture);
            assert!(drawing.columns <= size.columns() && drawing.rows <= size.rows(), "{name}");
            let mut taken: Vec<Vec<bool>> = vec![vec![false; 200]; usize::from(drawing.rows)];
            for cell in &drawing.cells {
                assert!(cell.x + cell.width <= drawing.columns && cell.y < drawing.rows, "{name}: {}", cell.address);
                assert!(matches!(scene.get(&format!("/{}", cell.address)), Got::Value(_)), "{name}: {}", cell.address);
                for x in cell.x..cell.x + cell.width {
                    let place = &mut taken[usize::from(cell.y)][usize::from(x)];
                    assert!(!std::mem::replace(place, true), "{name}: {} stands on another", cell.address);
                }
            }
            let words = drawing.captions.iter().map(|one| (one.x, one.y, &one.text));
            for (x, y, text) in words.chain(drawing.lines.iter().map(|one| (one.x, one.y, &one.text))) {
                let end = usize::from(x) + text.chars().count();
                assert!(end <= usize::from(drawing.columns) && y < drawing.rows, "{name}: {text} leaves it");
                for (at, c) in (usize::from(x)..).zip(text.chars()) {
                    assert!(c == ' ' || !taken[usize::from(y)][at], "{name}: {text} lies on a value");
                }
            }
        }
    });
}

#[test]
fn one_can_stand_on_every_cell_and_ask_where_it_is_from() {
    let (veil, budget) = (Veil::default(), Budget::unlimited());
    each(|case, picture, sheet, whole| {
        let lens = Lens { sheet, veil: &veil, budget: &budget };
        for drawing in drawn(picture, &spot(sheet, whole), lens, None) {
            for cell in &drawing.cells {
                let there = spot(sheet, &cell.address);
                let scene = Around::of(&there, lens, None).unwrap();
                assert!(scene.stands_at(&cell.address), "{}: {}", case.picture, cell.address);
                let place = there.place(&budget).unwrap();
                place.operands(&budget).unwrap_or_else(|error| panic!("{}: {error}", cell.address));
            }
        }
    });
}

#[test]
fn stops_are_cells_at_every_size() {
    let (veil, budget) = (Veil::default(), Budget::unlimited());
    each(|case, picture, sheet, whole| {
        let lens = Lens { sheet, veil: &veil, budget: &budget };
        let stops = (picture.stops)(&Around::of(&spot(sheet, whole), lens, None).unwrap());
        assert!(stops.len() > 1, "{}", case.picture);
        for stop in stops.iter().step_by(stops.len().div_ceil(40)) {
            let there = spot(sheet, stop);
            let again = (picture.stops)(&Around::of(&there, lens, None).unwrap());
            assert_eq!(again, stops, "{}: other stops at {stop}", case.picture);
            for drawing in drawn(picture, &there, lens, None) {
                let current = drawing.cells.iter().filter(|cell| cell.mark.current).count();
                assert!(current > 0, "{}: {stop} is no cell", case.picture);
            }
        }
    });
}

#[test]
fn what_is_hidden_is_in_no_cell_and_no_sentence() {
    let budget = Budget::unlimited();
    each(|case, picture, sheet, whole| {
        let open = Veil::default();
        let there = spot(sheet, whole);
        let seen = drawn(picture, &there, Lens { sheet, veil: &open, budget: &budget }, None);
        let names: Vec<&str> = seen[0].captions.iter().map(|one| one.text.as_str()).collect();
        // A value that stands in other places too is told by those.
        let alone = |cell: &&Cell| {
            let same = seen.iter().flat_map(|one| &one.cells).filter(|other| other.text.contains(&cell.text));
            same.clone().all(|other| other.address == cell.address)
        };
        let values = seen[0].cells.iter().filter(|cell| cell.text.len() >= 8 && !names.contains(&cell.text.as_str()));
        let values = values.filter(alone);
        for cell in values {
            let mut veil = Veil::default();
            let place = spot(sheet, &cell.address).place(&budget).unwrap();
            veil.hide_place(&place, &budget);
            veil.spread(sheet, &budget);
            let lens = Lens { sheet, veil: &veil, budget: &budget };
            // What somebody typed stays.
            let scene = Around::of(&there, lens, None).unwrap();
            let is_typed = cell.address.ends_with(']') && scene.get(&format!("/{}", cell.address)) != Got::Hidden;
            if is_typed || !lens.hides(&place) {
                continue;
            }
            for drawing in drawn(picture, &there, lens, None) {
                let hidden = drawing.cells.iter().filter(|one| one.address == cell.address);
                assert!(hidden.clone().count() > 0 || drawing.cells.is_empty(), "{}: {}", case.picture, cell.address);
                for one in hidden {
                    assert!(one.mark.hidden && one.text.chars().all(|c| "· ".contains(c)), "{}: {one:?}", case.picture);
                }
                let shown = drawing.cells.iter().map(|one| &one.text);
                let words = drawing.captions.iter().map(|one| &one.text);
                let told = shown.chain(words).find(|text| text.contains(cell.text.as_str()));
                assert_eq!(told, None, "{}: {} is told", case.picture, cell.address);
            }
            let said = (picture.say)(&Around::of(&there, lens, None).unwrap());
            assert!(!said.join(" ").contains(cell.text.as_str()), "{}: {} is spoken", case.picture, cell.address);
        }
    });
}

#[test]
fn another_run_differs_where_it_differs() {
    let (veil, budget) = (Veil::default(), Budget::unlimited());
    each(|case, picture, sheet, whole| {
        let (other, _) = computed(case.other);
        let lens = Lens { sheet, veil: &veil, budget: &budget };
        let there = spot(sheet, whole);
        for (size, drawing) in picture.sizes.iter().zip(drawn(picture, &there, lens, Some(&other))) {
            assert!(drawing.columns <= size.columns() && drawing.rows <= size.rows(), "{} {size:?}", case.picture);
            assert!(drawing.cells.iter().any(|cell| cell.mark.differs), "{}: nothing differs", case.picture);
        }
        let same = computed(case.sheet).0;
        for drawing in drawn(picture, &there, lens, Some(&same)) {
            let differing = drawing.cells.iter().find(|cell| cell.mark.differs);
            assert_eq!(differing, None, "{}: the same run differs", case.picture);
        }
    });
}

#[test]
fn a_picture_is_spoken_in_whole_sentences_of_plain_characters() {
    let (veil, budget) = (Veil::default(), Budget::unlimited());
    each(|case, picture, sheet, whole| {
        let there = spot(sheet, whole);
        let lens = Lens { sheet, veil: &veil, budget: &budget };
        let said = (picture.say)(&Around::of(&there, lens, None).unwrap());
        assert!(!said.is_empty(), "{}", case.picture);
        for line in said {
            assert!(line.ends_with('.') && !line.contains(char::is_control), "{}: {line}", case.picture);
        }
        for drawing in drawn(picture, &there, lens, None) {
            let words = drawing.captions.iter().map(|one| &one.text).chain(drawing.lines.iter().map(|one| &one.text));
            for c in words.flat_map(|text| text.chars()) {
                assert!(c.is_ascii() || glyphs::GLYPHS.iter().any(|(glyph, _)| *glyph == c), "{}: {c}", case.picture);
            }
        }
    });
}

#[test]
fn nothing_is_drawn_below_a_place_that_is_still_computed() {
    let source = "x = argon2(\"password\", \"somesalt\", 4096, 2, 1, 32)";
    let (mut sheet, _) = Sheet::parse(source, &Limits::default());
    sheet.evaluate(&NoFiles, &Budget::frame());
    let (veil, budget, cell) = (Veil::default(), Budget::none(), sheet.cell("x").unwrap());
    let spot = Spot::cell("x", Ok(cell.outcome().unwrap().value.clone()), cell.run().cloned());
    let scene = Around::of(&spot, Lens { sheet: &sheet, veil: &veil, budget: &budget }, None).unwrap();
    for address in ["block[0][0][3000]/B", "block[0][0][3000]/client/record[0]"] {
        assert_eq!(scene.get(address), Got::Pending, "{address}");
        assert!(!scene.has(address), "{address}");
    }
}
