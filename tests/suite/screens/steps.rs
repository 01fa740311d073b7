//! The bytes that a step writes on a wide terminal, over all pages of all lessons.

use cleartext::app::stage::Stage;
use cleartext::shell::pen::Pen;
use cleartext::ui::text::theme::Theme;
use cleartext::ui::{Look, draw};
use ratatui::Terminal;
use ratatui::layout::Size;

use super::desk::Desk;

/// The terminal that is drawn on.
const SIZE: (u16, u16) = (200, 60);
/// The most bytes of a step along a picture inside a segment, and of the median of all such steps.
const MOST: (usize, usize) = (2_000, 700);

/// A terminal that only counts.
struct Counted(Terminal<Pen>);

impl Counted {
    fn new() -> Counted {
        let mut pen = Pen::default();
        pen.measured(Size { width: SIZE.0, height: SIZE.1 });
        Counted(Terminal::new(pen).unwrap())
    }
    /// The bytes that it takes to show what is there now.
    fn bytes(&mut self, desk: &Desk) -> usize {
        let look = Look { theme: Theme::Dark, ascii: false };
        self.0.draw(|frame| draw(&desk.app, look, frame)).unwrap();
        std::mem::take(self.0.backend_mut().bytes()).len()
    }
}

/// The picture that is drawn inside a segment, and of which one.
fn picture(desk: &Desk) -> Option<String> {
    let pane = &desk.app.stage.half()?.sight.pane;
    let (segment, _) = pane.address.rsplit_once('/').filter(|(segment, _)| segment.ends_with(']'))?;
    Some(format!("{} {segment}", pane.picture.as_ref()?.picture.name))
}

#[test]
fn a_step_along_a_picture_writes_little() {
    let ids: Vec<String> = Desk::map().app.library.lessons.iter().map(|lesson| lesson.id.clone()).collect();
    let mut all: Vec<(usize, String)> = Vec::new();
    for id in &ids {
        let mut desk = Desk::lesson(id);
        desk.resize(SIZE.0, SIZE.1);
        let Stage::Lesson(session) = &desk.app.stage else { panic!("a lesson") };
        let pages = session.lesson().pages.len();
        let mut terminal = Counted::new();
        for page in 1..=pages {
            terminal.bytes(&desk);
            for key in ["<Right>", "<Right>", "<Left>", "<Right>"] {
                let before = picture(&desk);
                desk.press(key);
                let bytes = terminal.bytes(&desk);
                all.extend(
                    before
                        .filter(|before| Some(before) == picture(&desk).as_ref())
                        .map(|picture| (bytes, format!("{id} {page} {key} {picture}"))),
                );
            }
            desk.press("n");
        }
    }
    all.sort_by(|one, other| other.cmp(one));
    let median = all[all.len() / 2].0;
    println!("{} steps, {median} bytes in the middle; the most: {:#?}", all.len(), &all[..20]);
    assert!(all[0].0 <= MOST.0 && median <= MOST.1, "{} writes {} bytes, {median} in the middle", all[0].1, all[0].0);
}

/// A round further every value stands in another place; only what is seen is written, and each value once. The list of
/// all rounds beside it turns its page at one of them.
#[test]
fn a_round_writes_little() {
    let mut desk = Desk::lesson("hashing/sha256-rounds");
    desk.resize(SIZE.0, SIZE.1).press("nnngdigest/block[0]/T1[1]<Enter>");
    let mut terminal = Counted::new();
    terminal.bytes(&desk);
    let mut rounds: Vec<usize> = (2..64)
        .map(|_| {
            desk.press("<Down>");
            terminal.bytes(&desk)
        })
        .collect();
    desk.shows("── T1[63] ──");
    println!("{rounds:?}");
    rounds.sort_unstable();
    let [most, page] = [rounds[rounds.len() - 2], rounds[rounds.len() - 1]];
    assert!(most <= 600 && page <= 5_000, "{most} bytes for a round, {page} for a page of rounds");
}

/// Steps that write their number into the names of their values have one address; a picture is of the step one stands
/// in.
#[test]
fn a_picture_follows_to_the_next_segment_also_where_that_has_the_same_address() {
    let mut desk = Desk::lesson("passwords/scrypt");
    desk.resize(80, 24).press("nnn").shows("mix step 1 of 0…15");
    desk.press("<Down>").shows("mix step 2 of 0…15").press("<Down>").shows("mix step 3 of 0…15");
    desk.press("<Up><Up>").shows("mix step 1 of 0…15");
}
