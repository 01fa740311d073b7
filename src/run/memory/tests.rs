use super::*;
use crate::num::{Natural, Number, Numbers, Reading, Window, Word};
use crate::run::{Grid, Place, Source, Windows};
use proptest::prelude::*;
use std::cell::Cell;

/// Stretches of four bytes in a grid, each made of the one before it and of one that its first byte chooses.
#[derive(Clone, Copy)]
struct Toy {
    grid: Grid,
    passes: u64,
    adds: bool,
}
const SIZE: usize = 4;
impl Stretches for Toy {
    fn count(&self) -> Count {
        Count::Grid(self.grid)
    }
    fn weight(&self) -> u64 {
        100_000
    }
    fn stretch(&self) -> usize {
        SIZE
    }
    fn places(&self) -> u64 {
        self.grid.pass()
    }
    fn segments(&self) -> u64 {
        self.passes * self.grid.pass()
    }
    fn place(&self, segment: u64) -> u64 {
        let [_, lane, column] = self.grid.place(segment);
        lane * self.grid.columns + column
    }
    fn writer(&self, place: u64, before: u64) -> Option<u64> {
        let first = self.grid.segment([0, place / self.grid.columns, place % self.grid.columns])?;
        Some(first + before.checked_sub(first + 1)? / self.grid.pass() * self.grid.pass())
    }
    fn adds(&self) -> bool {
        self.adds
    }
    fn results(&self) -> Vec<u64> {
        vec![self.places() - 1]
    }
    fn segment<N: Numbers>(&self, n: N, at: u64, memory: &Look, read: &Windows) -> Vec<N::U8> {
        if at == 0 {
            return n.bytes(read[0].slice(0..SIZE)).collect();
        }
        let here = self.place(at);
        let before = memory.at(self.place(at - 1));
        // Of what stands there already, and not itself.
        let others = if at < self.places() { (0..at).map(|s| self.place(s)).collect() } else { vec![] };
        let count = if others.is_empty() { self.places() - 1 } else { at };
        let [a, b, c, d] = <[N::U8; 4]>::read(n, before);
        let chosen = n.nat_of(n.join_u32([a, b, c, d])).rem(n.natural(count)).named("chosen", ());
        let k = chosen.value();
        let place = others.get(k as usize).copied().unwrap_or_else(|| (here + 1 + k) % self.places());
        let bytes = n.bytes(before).zip(chosen.pick(memory.at(place)).collect::<Vec<_>>());
        let new = bytes.map(|(x, y)| (x.rotl(3) + y) ^ n.u8("at", (), at as u8)).collect::<Vec<_>>();
        if at < self.places() || !self.adds {
            return new;
        }
        n.bytes(memory.at(here)).zip(new).map(|(old, new)| old ^ new).collect()
    }
}
fn toy(passes: u64) -> (Toy, Arc<dyn Part>) {
    toy_that(passes, true)
}
fn toy_that(passes: u64, adds: bool) -> (Toy, Arc<dyn Part>) {
    let toy = Toy { grid: Grid { lanes: 2, columns: 8, slices: 4 }, passes, adds };
    let seed = Rope::input(Path::new("seed"), Arc::new(vec![1, 2, 3, 4]));
    (toy, Memory::part(Path::new("block"), toy, vec![Feed::whole("seed", seed)]))
}
/// The stretches as they are written, one after the other.
fn written(toy: Toy) -> Vec<Vec<u8>> {
    let mut memory = vec![0; SIZE * toy.places() as usize];
    let feed = Window { bytes: &[1, 2, 3, 4], from: Reading::Feed(0), at: 0 };
    (0..toy.segments())
        .map(|at| {
            let look = Look::of(&memory, SIZE, None);
            let new = toy.segment(Plain, at, &look, &[feed, Window::NONE, Window::NONE, Window::NONE]);
            let start = toy.place(at) as usize * SIZE;
            let new: Vec<u8> = new.into_iter().map(|byte| byte.0).collect();
            memory[start..start + SIZE].copy_from_slice(&new);
            new
        })
        .collect()
}

#[test]
fn a_grid_is_gone_through_slice_by_slice() {
    let grid = Grid { lanes: 2, columns: 8, slices: 4 };
    assert_eq!([0, 1, 2, 4, 16].map(|at| grid.place(at)), [[0, 0, 0], [0, 0, 1], [0, 1, 0], [0, 0, 2], [1, 0, 0]]);
    assert!((0..48).all(|at| grid.segment(grid.place(at)) == Some(at)));
    assert_eq!(grid.segment([0, 2, 0]), None);
    assert_eq!(grid.segment([0, 0, 8]), None);
}
#[test]
fn what_is_read_later_stays_while_somebody_looks_at_an_earlier_pass() {
    let (toy, part) = toy(4);
    let last = written(toy).pop().unwrap();
    part.advance(&Budget::unlimited()).unwrap();
    let output = Rope::output(&part);
    let result = output.slice(output.len() - SIZE as u64..output.len());
    assert_eq!(result.to_vec().unwrap(), last);
    part.record(3, &Budget::unlimited()).unwrap();
    assert_eq!((result.to_vec().unwrap(), part.progress().done), (last, part.segments()));
    // The rest of the last memory is not there now, and says so.
    assert!(output.to_vec().unwrap_err().is_pending());
    // Whoever waits for it gets it.
    output.finish(&Budget::unlimited()).unwrap();
    assert!(output.to_vec().is_ok());
}
#[test]
fn an_earlier_pass_takes_turns_and_says_how_far_it_is() {
    an_earlier_segment_takes_turns(true, 5);
    // Where nothing can be taken back, all is done again: as far as from the end, from the start.
    an_earlier_segment_takes_turns(false, 600);
}
fn an_earlier_segment_takes_turns(adds: bool, segment: u64) {
    let (_, part) = toy_that(40, adds);
    part.advance(&Budget::unlimited()).unwrap();
    // A segment of the last pass is there at once, one of the first after as many as lie between.
    if adds {
        part.record(part.segments() - 1, &Budget::worth(std::time::Duration::from_nanos(1))).unwrap();
    }
    let (mut turns, mut reached) = (0, 0);
    let trace = loop {
        match part.record(segment, &Budget::frame()) {
            Ok(trace) => break trace,
            Err(Error::Pending { done, of }) => {
                assert!(done > reached && done < of, "{done} of {of}");
                (turns, reached) = (turns + 1, done);
            }
            Err(other) => panic!("{other}"),
        }
    };
    assert!((20..40).contains(&turns), "{turns} frames of 2 ms for 600 segments of 0.1 ms");
    assert_eq!(trace.border.bytes, written(toy_that(40, adds).0)[segment as usize]);
}
#[test]
fn a_value_comes_from_the_entry_and_from_its_index() {
    let (_, part) = toy(2);
    let trace = part.record(20, &Budget::unlimited()).unwrap();
    let chosen = trace.find("chosen", crate::num::Index::NONE)[0];
    let picked: Vec<u32> = trace.users(chosen).to_vec();
    assert_eq!(picked.len(), SIZE);
    for node in picked {
        let [entry, index] = trace.parents(node)[..] else { panic!("two parents") };
        assert!(index == chosen && trace.read(entry).is_some_and(|(from, _)| *from == Reading::Border));
    }
    let place = Place::Segment { part: part.clone(), segment: 20 };
    let roots = crate::run::origin::roots(&place, &Budget::unlimited()).unwrap();
    assert_eq!(roots.inputs[&Path::new("seed")].first(), Some(&(0..4)));
}

proptest! {
    #[test]
    fn any_segment_is_what_it_was_when_it_was_written(
        passes in 1..6u64,
        adds: bool,
        order in prop::collection::vec(any::<prop::sample::Index>(), 1..12),
    ) {
        let (toy, part) = toy_that(passes, adds);
        let written = written(toy);
        for segment in order {
            let segment = segment.index(written.len());
            let trace = part.record(segment as u64, &Budget::unlimited()).unwrap();
            prop_assert_eq!(&trace.border.bytes, &written[segment]);
            prop_assert_eq!(&part.replay(segment as u64, &mut |_, _| {}).unwrap().border, &trace.border);
        }
    }
    #[test]
    fn whoever_stops_at_any_instant_goes_on_where_it_stood(
        adds: bool,
        stops in prop::collection::vec(0..9u32, 1..30),
    ) {
        let (toy, part) = toy_that(3, adds);
        let written = written(toy);
        for (i, stop) in stops.into_iter().enumerate() {
            let asked = Cell::new(0);
            let stop = || { asked.set(asked.get() + 1); asked.get() > stop };
            let segment = (i * 17 % written.len()) as u64;
            match if i % 3 == 0 { part.record(segment, &Budget::until(&stop)).map(Some) } else { part.advance(&Budget::until(&stop)).map(|()| None) } {
                Ok(Some(trace)) => prop_assert_eq!(&trace.border.bytes, &written[segment as usize]),
                Ok(None) => prop_assert_eq!(part.progress().done, part.segments()),
                Err(error) => prop_assert_eq!(error, Error::Cancelled),
            }
        }
        part.advance(&Budget::unlimited()).unwrap();
        let last = part.record(part.segments() - 1, &Budget::unlimited()).unwrap();
        prop_assert_eq!(&last.border.bytes, &written[written.len() - 1]);
    }
}
