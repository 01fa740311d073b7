//! The real program in a pseudo-terminal: start it, type, look at its screen.
//!
//! ```ignore
//! let mut terminal = Terminal::new(80, 24).start(&["learn", "start/keys"]);
//! terminal.wait_for("Your name, opened up");
//! terminal.press("n");
//! terminal.settle();
//! assert!(terminal.text().contains("2 of 6"));
//! terminal.press("q");
//! terminal.wait_for_end();
//! terminal.assert_given_back();
//! ```

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

/// How long anything may take before a test fails.
const PATIENCE: Duration = Duration::from_secs(20);
/// What ends every picture: the terminal may show it now.
const FRAME_ENDS: &[u8] = b"\x1b[?2026l";
/// How long the program must be silent to be called settled.
const SILENCE: Duration = Duration::from_millis(60);

/// A terminal that is about to run the program.
pub struct Terminal {
    columns: u16,
    rows: u16,
    environment: Vec<(String, Option<String>)>,
}

impl Terminal {
    /// A terminal of this size that knows colours and UTF-8.
    pub fn new(columns: u16, rows: u16) -> Terminal {
        let set = |name: &str, value: &str| (name.to_owned(), Some(value.to_owned()));
        let unset = |name: &str| (name.to_owned(), None);
        Terminal {
            columns,
            rows,
            environment: vec![
                set("TERM", "xterm-256color"),
                set("LC_ALL", "C.UTF-8"),
                unset("NO_COLOR"),
                unset("RUST_BACKTRACE"),
                set("XDG_STATE_HOME", &crate::program::state()),
            ],
        }
    }

    /// With an environment variable set.
    pub fn env(mut self, name: &str, value: &str) -> Terminal {
        self.environment.push((name.to_owned(), Some(value.to_owned())));
        self
    }

    /// Runs the program in it.
    pub fn start(self, arguments: &[&str]) -> Running {
        self.start_other(env!("CARGO_BIN_EXE_cleartext"), arguments)
    }

    /// Runs another program in it, to compare with.
    pub fn start_other(self, program: &str, arguments: &[&str]) -> Running {
        let size = PtySize { rows: self.rows, cols: self.columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.cwd(env!("CARGO_MANIFEST_DIR"));
        for (name, value) in &self.environment {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            }
        }
        let modes = modes(&*pair.master);
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let keyboard = pair.master.take_writer().expect("a writer");
        let shared = Arc::new(Shared {
            seen: Mutex::new(Seen {
                parser: vt100::Parser::new(self.rows, self.columns, 0),
                bytes: Vec::new(),
                last: Instant::now(),
                ended: false,
            }),
            unread: AtomicBool::new(false),
            more: Condvar::new(),
        });
        let sink = Arc::clone(&shared);
        thread::spawn(move || {
            let mut buffer = [0; 16 * 1024];
            loop {
                while sink.unread.load(Ordering::Acquire) {
                    thread::sleep(Duration::from_millis(5));
                }
                let read = reader.read(&mut buffer).unwrap_or(0);
                let now = Instant::now();
                let mut seen = sink.seen.lock().expect("the reader's lock");
                seen.parser.process(&buffer[..read]);
                seen.bytes.extend_from_slice(&buffer[..read]);
                seen.last = now;
                seen.ended = read == 0;
                sink.more.notify_all();
                if read == 0 {
                    return;
                }
            }
        });
        Running { child, master: pair.master, modes, keyboard, shared }
    }
}

struct Shared {
    seen: Mutex<Seen>,
    unread: AtomicBool,
    more: Condvar,
}

struct Seen {
    parser: vt100::Parser,
    bytes: Vec<u8>,
    last: Instant,
    ended: bool,
}

/// The program, running in its terminal. Dropping it kills the program.
pub struct Running {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    /// The terminal's modes before the program began.
    modes: String,
    keyboard: Box<dyn Write + Send>,
    shared: Arc<Shared>,
}

impl Running {
    /// Types. Keys without a character are written in angle brackets: `<Enter>`, `<Esc>`, `<Left>`, `<Ctrl-C>`, `<F1>`,
    /// `<PgDn>`; `<<` is the bracket itself.
    pub fn press(&mut self, keys: &str) {
        let bytes = encode(keys);
        self.send(&bytes);
    }

    /// Presses keys and waits for the picture that answers them: how long its last byte took, and how many bytes it is.
    pub fn answer(&mut self, keys: &str) -> (Duration, usize) {
        let before = self.written();
        let begun = Instant::now();
        self.press(keys);
        let mut seen = self.seen();
        while seen.bytes.len() == before || !seen.bytes.ends_with(FRAME_ENDS) {
            assert!(begun.elapsed() < PATIENCE && !seen.ended, "nothing answers {keys}");
            seen = self.shared.more.wait_timeout(seen, Duration::from_millis(100)).expect("the lock").0;
        }
        (seen.last - begun, seen.bytes.len() - before)
    }

    /// How many pictures the program has written.
    pub fn frames(&self) -> usize {
        let seen = self.seen();
        seen.bytes.windows(FRAME_ENDS.len()).filter(|window| *window == FRAME_ENDS).count()
    }

    /// Sends bytes as they are.
    pub fn send(&mut self, bytes: &[u8]) {
        self.keyboard.write_all(bytes).and_then(|()| self.keyboard.flush()).expect("the terminal takes keys");
    }

    /// Pastes, as a terminal with bracketed paste does.
    pub fn paste(&mut self, text: &str) {
        self.send(b"\x1b[200~");
        self.send(text.as_bytes());
        self.send(b"\x1b[201~");
    }

    /// Whether the program hears of the mouse.
    pub fn has_mouse(&self) -> bool {
        self.seen().parser.screen().mouse_protocol_mode() != vt100::MouseProtocolMode::None
    }

    /// Column and row of the beginning of a text on the screen, from 0.
    pub fn find(&self, text: &str) -> (usize, usize) {
        let screen = self.text();
        let found =
            screen.lines().enumerate().find_map(|(row, line)| Some((line.split_once(text)?.0.chars().count(), row)));
        found.unwrap_or_else(|| panic!("«{text}» is not on the screen:\n{screen}"))
    }

    /// Clicks on a column and a row, from 0.
    pub fn click(&mut self, (column, row): (usize, usize)) {
        self.mouse(0, (column, row));
        self.send(format!("\x1b[<0;{};{}m", column + 1, row + 1).as_bytes());
    }

    /// Reports what a button of the mouse does at a column and a row: 0 presses, 32 drags, 64 and 65 are the wheel.
    pub fn mouse(&mut self, button: u8, (column, row): (usize, usize)) {
        self.send(format!("\x1b[<{button};{};{}M", column + 1, row + 1).as_bytes());
    }

    /// Waits until a text is somewhere on the screen.
    pub fn wait_for(&mut self, text: &str) {
        self.wait_until(&format!("«{text}» on the screen"), |screen| screen.contents().contains(text));
    }

    /// Waits until the screen is as wanted; `wanted` says how, for the message of a failure.
    pub fn wait_until(&mut self, wanted: &str, is: impl Fn(&vt100::Screen) -> bool) {
        let begun = Instant::now();
        let mut seen = self.seen();
        while !is(seen.parser.screen()) {
            let over = seen.ended || begun.elapsed() > PATIENCE;
            assert!(!over, "waited in vain for {wanted}; the screen was\n{}", frame(seen.parser.screen()));
            seen = self.shared.more.wait_timeout(seen, Duration::from_millis(100)).expect("the lock").0;
        }
    }

    /// Waits until the program has been silent for a while.
    pub fn settle(&mut self) {
        let begun = Instant::now();
        let mark = begun;
        let mut seen = self.seen();
        while !seen.ended && seen.last.max(mark).elapsed() < SILENCE {
            assert!(begun.elapsed() < PATIENCE, "the program is never silent");
            seen = self.shared.more.wait_timeout(seen, SILENCE).expect("the lock").0;
        }
    }

    /// The screen as lines of text, without spaces at their ends.
    pub fn text(&self) -> String {
        frame(self.seen().parser.screen())
    }

    /// One row of the screen, from 0.
    pub fn row(&self, row: usize) -> String {
        self.text().lines().nth(row).unwrap_or("").to_owned()
    }

    /// The text of every run of cells that have an attribute, from top to bottom.
    pub fn runs(&self, has: impl Fn(&vt100::Cell) -> bool) -> Vec<String> {
        let seen = self.seen();
        let screen = seen.parser.screen();
        let (rows, columns) = screen.size();
        let mut runs = Vec::new();
        for row in 0..rows {
            let mut run = String::new();
            for column in 0..columns {
                match screen.cell(row, column) {
                    Some(cell) if has(cell) => {
                        run.push_str(if cell.has_contents() { cell.contents() } else { " " });
                    }
                    _ => end_run(&mut run, &mut runs),
                }
            }
            end_run(&mut run, &mut runs);
        }
        runs
    }

    /// Whether any cell has a colour.
    pub fn has_colour(&self) -> bool {
        let default = vt100::Color::Default;
        !self.runs(|cell| cell.fgcolor() != default || cell.bgcolor() != default).is_empty()
    }

    /// Where the cursor is, as (row, column), if it shows.
    pub fn cursor(&self) -> Option<(u16, u16)> {
        let seen = self.seen();
        let screen = seen.parser.screen();
        (!screen.hide_cursor()).then(|| screen.cursor_position())
    }

    /// How many bytes the program has written.
    pub fn written(&self) -> usize {
        self.seen().bytes.len()
    }

    /// What the program has written.
    pub fn bytes(&self) -> Vec<u8> {
        self.seen().bytes.clone()
    }

    /// Leaves what the program writes where it is from now on, as a stopped emulator does.
    pub fn stop_reading(&self) {
        self.shared.unread.store(true, Ordering::Release);
    }

    /// Changes the size of the terminal.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.seen().parser.screen_mut().set_size(rows, columns);
        self.claim(columns, rows);
    }

    /// Says that the terminal has another size, whatever is true.
    pub fn claim(&self, columns: u16, rows: u16) {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).expect("the terminal takes a size");
    }

    /// The process.
    pub fn pid(&self) -> u32 {
        self.child.process_id().expect("a process")
    }
    /// Resident memory in KiB, as Linux counts it: with what the kernel maps of the program's file around what it touches.
    pub fn resident(&self) -> usize {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).expect("Linux");
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("resident memory");
        line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("KiB")
    }

    /// Sends a signal to the process.
    pub fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.pid()).ok().and_then(Pid::from_raw).expect("a process");
        kill_process(pid, signal).expect("the process takes signals");
    }

    /// Waits until the process is stopped, as by Ctrl-Z.
    pub fn wait_for_stop(&self) {
        let begun = Instant::now();
        while !self.state().starts_with('T') {
            assert!(begun.elapsed() < PATIENCE, "the program does not stop");
            thread::sleep(Duration::from_millis(5));
        }
    }

    fn state(&self) -> String {
        let arguments = ["-o", "stat=", "-p", &self.pid().to_string()];
        let output = std::process::Command::new("ps").args(arguments).output().expect("ps");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// Waits for the end of the program, and for the last that it wrote.
    pub fn wait_for_end(&mut self) -> ExitStatus {
        let status = self.wait_for_exit();
        self.wait_for_silence_at_end();
        status
    }

    /// Waits for the end of the program.
    pub fn wait_for_exit(&mut self) -> ExitStatus {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a status") {
                return status;
            }
            assert!(begun.elapsed() < PATIENCE, "the program does not end; its screen was\n{}", self.text());
            thread::sleep(Duration::from_millis(5));
        }
    }

    fn wait_for_silence_at_end(&self) {
        let begun = Instant::now();
        let mut seen = self.seen();
        while !seen.ended && begun.elapsed() < PATIENCE {
            seen = self.shared.more.wait_timeout(seen, Duration::from_millis(20)).expect("the lock").0;
        }
    }

    /// Fails unless the terminal is as it was before the program began.
    pub fn assert_given_back(&self) {
        let seen = self.seen();
        let screen = seen.parser.screen();
        assert!(!screen.alternate_screen(), "still on the alternate screen");
        assert!(!screen.hide_cursor(), "the cursor is still hidden");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None, "the mouse is still ours");
        assert!(!screen.bracketed_paste(), "pastes are still bracketed");
        let styled = screen.bold() || screen.inverse() || screen.underline() || screen.dim();
        assert!(!styled, "a style is left over");
        assert_eq!(modes(&*self.master), self.modes, "the terminal's modes are others");
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.shared.seen.lock().expect("the reader's lock")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

fn end_run(run: &mut String, runs: &mut Vec<String>) {
    if !run.is_empty() {
        runs.push(std::mem::take(run));
    }
}

fn modes(terminal: &dyn MasterPty) -> String {
    format!("{:?}", terminal.get_termios())
}

fn frame(screen: &vt100::Screen) -> String {
    let (_, columns) = screen.size();
    let mut text = String::new();
    for row in screen.rows(0, columns) {
        let _ = writeln!(text, "{}", row.trim_end());
    }
    text
}

/// The bytes that a terminal sends for keys.
fn encode(keys: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        if c != '<' {
            bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        } else if let Some(after) = rest.strip_prefix('<') {
            bytes.push(b'<');
            rest = after;
        } else {
            let (name, after) = rest.split_once('>').expect("a key's name ends in >");
            bytes.extend_from_slice(&named(name));
            rest = after;
        }
    }
    bytes
}

fn named(name: &str) -> Vec<u8> {
    let bytes: &[u8] = match name {
        "Enter" => b"\r",
        "Esc" => b"\x1b",
        "Tab" => b"\t",
        "Backspace" => b"\x7f",
        "Delete" => b"\x1b[3~",
        "Left" => b"\x1b[D",
        "Right" => b"\x1b[C",
        "Up" => b"\x1b[A",
        "Down" => b"\x1b[B",
        "Home" => b"\x1b[H",
        "End" => b"\x1b[F",
        "PgUp" => b"\x1b[5~",
        "PgDn" => b"\x1b[6~",
        "F1" => b"\x1bOP",
        other => {
            let letter = other.strip_prefix("Ctrl-").and_then(|rest| rest.bytes().next());
            return vec![letter.expect("a key that the harness knows") & 0x1f];
        }
    };
    bytes.to_vec()
}
