//! The second terminal of a talk: shows the notes that the first one writes, until somebody quits.

use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use crate::app::Event;
use crate::app::key::{Code, Key};
use crate::shell::Error;
use crate::shell::events::{Happened, QUEUE, read_signals, read_terminal, spawn};
use crate::shell::platform;
use crate::shell::settings::Setting;
use crate::shell::speaker::{Found, Written, look};
use crate::shell::terminal::Screen;
use crate::ui::stage::notes::{Told, draw, lines};
use crate::ui::text::theme::Theme;
use crate::view::SafeText;

/// How soon another step of the talk is seen.
const PAUSE: Duration = Duration::from_millis(150);
/// The lines that a key scrolls by which turns pages elsewhere.
const PAGE: isize = 8;
/// The columns of notes that are printed.
const WIDTH: u16 = 200;

/// Follows the talk whose notes are written to a folder.
///
/// # Errors
/// When there is no terminal, or it is lost.
pub fn follow(folder: &Path, setting: &Setting) -> Result<(), Error> {
    if setting.plain {
        return Ok(print(folder, &mut io::stdout().lock())?);
    }
    let signals = platform::catch_signals()?;
    let mut screen = Screen::take()?;
    let (sender, receiver) = sync_channel(QUEUE);
    spawn("keys", &sender, read_terminal)?;
    spawn("signals", &sender, move |sender| read_signals(signals, sender))?;
    let mut shown: Option<Told> = None;
    let (mut from, mut page) = (0, None);
    let end = loop {
        let now = told(&look(folder));
        if shown.as_ref() != Some(&now) {
            // Another page is read from its beginning.
            let of_now = now.notes.as_ref().map(|notes| (notes.title.clone(), notes.page));
            if page != of_now {
                (from, page) = (0, of_now);
            }
            screen.draw(|frame| from = draw(&now, from, setting.look, frame))?;
            shown = Some(now);
        }
        match receiver.recv_timeout(PAUSE) {
            Ok(Happened::Event(Event::Key(key))) if ends(key) => break None,
            Ok(Happened::Event(Event::Key(key))) => {
                from = from.saturating_add_signed(scrolls(key));
                shown = None;
            }
            Ok(Happened::Event(Event::Resize { .. })) => shown = None,
            Ok(Happened::Continue) => {
                screen.retake()?;
                shown = None;
            }
            Ok(Happened::Stop) => {
                crate::shell::terminal::give_back();
                platform::stop()?;
            }
            Ok(Happened::End(signal)) => break Some(signal),
            Ok(Happened::HungUp) | Err(RecvTimeoutError::Disconnected) => break None,
            Ok(Happened::Panicked) => return Err(Error::Panicked),
            Ok(Happened::Event(_) | Happened::Mouse(_)) | Err(RecvTimeoutError::Timeout) => {}
        }
    };
    drop(screen);
    if let Some(signal) = end {
        platform::die_by(signal)?;
    }
    Ok(())
}

fn ends(key: Key) -> bool {
    key == Key::char('q') || key == Key::plain(Code::Esc) || key == Key::ctrl('c')
}

/// How many lines a key scrolls down.
fn scrolls(key: Key) -> isize {
    match key.code {
        Code::Down | Code::Char('j' | 'J') => 1,
        Code::Up | Code::Char('k' | 'K') => -1,
        Code::PageDown | Code::Char(' ') => PAGE,
        Code::PageUp => -PAGE,
        _ => 0,
    }
}

/// Prints the notes whenever they are others, without the clock.
fn print(folder: &Path, output: &mut dyn Write) -> io::Result<()> {
    let mut said = None;
    loop {
        let now = Told { clock: String::new(), ..told(&look(folder)) };
        if said.as_ref() != Some(&now) {
            let text = lines(&now, Theme::Mono, WIDTH).into_iter().map(|line| line.to_string());
            let mut text = std::iter::once(now.head.clone()).chain(text).filter(|line| !line.is_empty());
            let written = text.try_for_each(|line| writeln!(output, "{}", SafeText::line(&line)));
            match written.and_then(|()| output.flush()) {
                Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(()),
                done => done?,
            }
            said = Some(now);
        }
        thread::sleep(PAUSE);
    }
}

/// The words on what was found.
fn told(found: &Found) -> Told {
    let head = |head: &str| Told { head: head.to_owned(), ..Told::default() };
    match found {
        Found::Going(written) => going(written),
        Found::Left(written) => Told {
            notes: Some(written.notes.clone()),
            ..head("The talk is over; its last notes. The next is waited for.")
        },
        Found::Nothing => head("No talk goes on. Start one on another terminal: cleartext present LESSON"),
        Found::Unreadable(why) => head(&format!("The notes cannot be read: {why}")),
    }
}

fn going(written: &Written) -> Told {
    let notes = &written.notes;
    let ((page, pages), (step, steps)) = (notes.page, notes.step);
    let seconds = written.lasted().as_secs();
    let place = notes.code.as_ref().map_or_else(|| format!("page {page}"), |code| format!("{code} p{page}"));
    let of = notes.minutes.map_or_else(String::new, |minutes| format!(" of {minutes} min"));
    Told {
        // The title comes last: a narrow terminal has no room for it.
        head: format!("{place} of {pages}, step {step} of {steps}: {}", notes.title),
        clock: format!("{}:{:02}:{:02}{of}", seconds / 3600, seconds / 60 % 60, seconds % 60),
        notes: Some(notes.clone()),
    }
}
