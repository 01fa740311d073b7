//! What a terminal sends, from bytes to keys, pastes and reports of the mouse.
//!
//! [`Decoder`] takes bytes as they come, cut anywhere. Sequences are those of ECMA-48 as xterm, the Linux console and
//! their like send them for keys. Three rules keep the keyboard alive whatever arrives: a control character within a
//! sequence ends it and counts itself, so that Ctrl-C is never swallowed; a sequence that stays unfinished is given up
//! by [`Decoder::settle`]; and nothing but a paste is ever longer than [`LONGEST`].

use std::time::Duration;

use crate::app::key::{Code, Key};

/// The longest paste that is looked at, in bytes; an input's own limit is usually far below.
pub const PASTE_BYTES: usize = 8 << 20;
/// How long a sequence may stay unfinished.
const UNFINISHED: Duration = Duration::from_millis(50);
/// How long the character that begins every sequence may stay alone.
const ALONE: Duration = Duration::from_millis(2);
/// The most bytes of one sequence.
const LONGEST: usize = 64;
const ESC: u8 = 0x1b;
const CTRL_C: u8 = 3;
const PASTE_ENDS: &[u8] = b"\x1b[201~";

/// One thing that somebody did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrived {
    /// Pressed a key.
    Key(Key),
    /// Pasted a text.
    Paste(String),
    /// Used the mouse.
    Mouse(Mouse),
}

/// A report of the mouse: what it did, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// The deed.
    pub kind: MouseKind,
    /// The column, from 0.
    pub column: u16,
    /// The row, from 0.
    pub row: u16,
}

/// Something the mouse can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseKind {
    /// The left button went down.
    Press,
    /// A move with the button down.
    Drag,
    /// The wheel was turned away from one, or towards one.
    Wheel {
        /// Towards one.
        down: bool,
    },
}

/// The meaning of a few bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Decoded {
    Arrived(Arrived),
    PasteBegins,
    /// Nothing that concerns us.
    Nothing,
}

impl From<Key> for Decoded {
    fn from(key: Key) -> Decoded {
        Decoded::Arrived(Arrived::Key(key))
    }
}

/// Bytes that are still to be understood.
#[derive(Debug, Default)]
pub struct Decoder {
    bytes: Vec<u8>,
    /// The text pasted so far, while a paste goes on.
    paste: Option<Vec<u8>>,
    /// Nothing came for a while.
    silent: bool,
}

impl Decoder {
    /// Takes bytes, and says what they and those before them mean.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Arrived> {
        let mut inputs = Vec::new();
        if self.silent && bytes.first() == Some(&CTRL_C) {
            inputs.extend(self.paste.take().map(pasted));
        }
        self.silent = false;
        self.bytes.extend_from_slice(bytes);
        let bytes = std::mem::take(&mut self.bytes);
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            if let Some(paste) = &mut self.paste {
                let end = find(rest, PASTE_ENDS);
                let text = end.unwrap_or_else(|| rest.len() - begun(rest, PASTE_ENDS));
                paste.extend_from_slice(&rest[..text.min(PASTE_BYTES - paste.len().min(PASTE_BYTES))]);
                rest = &rest[text..];
                if end.is_none() {
                    break;
                }
                rest = &rest[PASTE_ENDS.len()..];
                inputs.extend(self.paste.take().map(pasted));
                continue;
            }
            let Some((taken, piece)) = first(rest) else { break };
            rest = &rest[taken..];
            match piece {
                Decoded::Arrived(input) => inputs.push(input),
                Decoded::PasteBegins => self.paste = Some(Vec::new()),
                Decoded::Nothing => {}
            }
        }
        self.bytes = rest.to_vec();
        inputs
    }

    /// How long nothing may come until that means something; nothing where it does not matter.
    pub fn patience(&self) -> Option<Duration> {
        match *self.bytes.as_slice() {
            _ if self.silent => None,
            [] if self.paste.is_none() => None,
            // What begins with Esc is sent in one go, and a byte takes 1 ms on the slowest of lines; Esc itself is
            // answered within a frame, whatever else is to be done in it.
            [ESC] if self.paste.is_none() => Some(ALONE),
            _ => Some(UNFINISHED),
        }
    }

    /// Nothing came for a while: what is unfinished is a key, or was none.
    pub fn settle(&mut self) -> Option<Arrived> {
        self.silent = true;
        if self.paste.is_some() {
            return None;
        }
        let key = match *self.bytes.as_slice() {
            [ESC] => Some(Key::plain(Code::Esc)),
            [ESC, c @ b' '..=b'~'] => Some(Key::alt(Code::Char(c.into()))),
            _ => None,
        };
        self.bytes.clear();
        key.map(Arrived::Key)
    }
}

fn pasted(bytes: Vec<u8>) -> Arrived {
    let whole = bytes.len() < PASTE_BYTES;
    let mut text = String::from_utf8_lossy(&bytes).into_owned();
    // What was cut off may have been half a character.
    if !whole {
        text.truncate(text.trim_end_matches(char::REPLACEMENT_CHARACTER).len());
    }
    Arrived::Paste(text)
}

/// Where some bytes stand in others.
fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let starts = bytes.iter().enumerate().filter(|(_, b)| **b == wanted[0]);
    starts.map(|(at, _)| at).find(|at| bytes[*at..].starts_with(wanted))
}

/// How many bytes at the end are the beginning of what is wanted.
fn begun(bytes: &[u8], wanted: &[u8]) -> usize {
    (1..wanted.len()).rev().find(|count| bytes.ends_with(&wanted[..*count])).unwrap_or(0)
}

/// The first thing in some bytes, and how many of them it takes; `None` while that is open.
fn first(bytes: &[u8]) -> Option<(usize, Decoded)> {
    match *bytes {
        [] | [ESC] | [ESC, b'O'] => None,
        [ESC, ESC | CTRL_C, ..] => Some((1, Key::plain(Code::Esc).into())),
        [ESC, b'[', ..] => sequence(&bytes[2..]).map(|(taken, piece)| (taken + 2, piece)),
        [ESC, b'O', last, ..] => Some(match of_letter(last) {
            Some(code) => (3, Key::plain(code).into()),
            None => (2, Key::alt(Code::Char('O')).into()),
        }),
        [ESC, ..] => first(&bytes[1..]).map(|(taken, piece)| match piece {
            Decoded::Arrived(Arrived::Key(key)) => (taken + 1, Key { alt: true, ..key }.into()),
            other => (taken + 1, other),
        }),
        [c, ..] if c < b' ' || c == 0x7f => Some((1, of_control(c).into())),
        _ => character(bytes),
    }
}

/// A character that is typed; bytes that are none are left out.
fn character(bytes: &[u8]) -> Option<(usize, Decoded)> {
    let few = &bytes[..bytes.len().min(4)];
    let whole = match std::str::from_utf8(few) {
        Ok(text) => text,
        Err(error) if error.valid_up_to() > 0 => std::str::from_utf8(&few[..error.valid_up_to()]).unwrap_or_default(),
        Err(error) => return error.error_len().map(|wrong| (wrong, Decoded::Nothing)),
    };
    whole.chars().next().map(|c| (c.len_utf8(), Key::char(c).into()))
}

/// The key of a control character.
fn of_control(c: u8) -> Key {
    match c {
        // In raw mode these arrive as letters with control.
        0x08 | 0x7f => Key::plain(Code::Backspace),
        b'\t' => Key::plain(Code::Tab),
        b'\n' | b'\r' => Key::plain(Code::Enter),
        ESC => Key::plain(Code::Esc),
        0 => Key::ctrl(' '),
        1..=0x1a => Key::ctrl((b'a' + c - 1).into()),
        _ => Key::ctrl((b'4' + c.saturating_sub(0x1c)).into()),
    }
}

/// The key of a letter that ends a sequence.
fn of_letter(letter: u8) -> Option<Code> {
    Some(match letter {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'F' => Code::End,
        b'H' => Code::Home,
        b'M' => Code::Enter,
        b'P'..=b'S' => Code::F(letter - b'P' + 1),
        b'Z' => Code::BackTab,
        _ => return None,
    })
}

/// The key of a number before `~`.
fn of_number(number: u16) -> Option<Code> {
    Some(match number {
        1 | 7 => Code::Home,
        3 => Code::Delete,
        4 | 8 => Code::End,
        5 => Code::PageUp,
        6 => Code::PageDown,
        11..=15 => Code::F(number as u8 - 10),
        17..=21 => Code::F(number as u8 - 11),
        23..=26 => Code::F(number as u8 - 12),
        28..=29 => Code::F(number as u8 - 13),
        31..=34 => Code::F(number as u8 - 14),
        _ => return None,
    })
}

/// The bytes after `ESC [`.
fn sequence(bytes: &[u8]) -> Option<(usize, Decoded)> {
    match *bytes {
        // Function keys of the Linux console.
        [b'['] => return None,
        [b'[', letter @ b'A'..=b'E', ..] => return Some((2, Key::plain(Code::F(letter - b'A' + 1)).into())),
        // The mouse, as terminals that know no numbers for it report it.
        [b'M', button @ 32..=255, column @ 32..=255, row @ 32..=255, ..] => {
            let [button, column, row] = [button, column, row].map(|byte| u16::from(byte - 32));
            return Some((4, mouse(button, column, row, true)));
        }
        [b'M', ref few @ ..] if few.len() < 3 && few.iter().all(|b| *b >= 32) => return None,
        _ => {}
    }
    let inside = bytes.iter().take(LONGEST).take_while(|b| matches!(b, 0x20..=0x3f)).count();
    match bytes.get(inside) {
        Some(last @ 0x40..=0x7e) => Some((inside + 1, meaning(&bytes[..inside], *last))),
        // Too long, or broken off: what is not of it is read by itself.
        Some(_) => Some((inside, Decoded::Nothing)),
        None => None,
    }
}

/// The meaning of a whole sequence, by its numbers and the letter at its end.
fn meaning(numbers: &[u8], last: u8) -> Decoded {
    let text = std::str::from_utf8(numbers).unwrap_or_default();
    let (reports, text) = text.strip_prefix('<').map_or((false, text), |text| (true, text));
    let number = |text: &str| text.split(':').next().and_then(|number| number.parse::<u16>().ok());
    let mut listed = text.split(';');
    let [one, two, three] = std::array::from_fn(|_| listed.next());
    let [Some(first), second, third] = [one, two, three].map(|text| text.and_then(number)) else {
        return match of_letter(last) {
            Some(code) if numbers.is_empty() && last != b'M' => Key::plain(code).into(),
            _ => Decoded::Nothing,
        };
    };
    if matches!(last, b'M' | b'm') {
        return match (reports, second, third) {
            (true, Some(column), Some(row)) => mouse(first, column, row, last == b'M'),
            _ => Decoded::Nothing,
        };
    }
    let code = match last {
        b'~' if first == 200 => return Decoded::PasteBegins,
        b'~' => of_number(first),
        b'u' => match u8::try_from(first) {
            Ok(control) if control < b' ' || control == 0x7f => Some(of_control(control).code),
            _ => char::from_u32(first.into()).map(Code::Char),
        },
        letter => of_letter(letter),
    };
    // Shift, alt and control are bits of one number, which counts from one; after a colon stands what the key did.
    let held = second.unwrap_or(1).saturating_sub(1);
    let released = two.is_some_and(|text| text.ends_with(":3"));
    match code {
        Some(code) if !released => Key { code, ctrl: held & 4 != 0, alt: held & 2 != 0 }.into(),
        _ => Decoded::Nothing,
    }
}

/// The meaning of a report of the mouse; places count from one.
fn mouse(button: u16, column: u16, row: u16, down: bool) -> Decoded {
    // The keys that are held do not matter.
    let kind = match button & !0b1_1100 {
        0 if down => MouseKind::Press,
        32 => MouseKind::Drag,
        64 => MouseKind::Wheel { down: false },
        65 => MouseKind::Wheel { down: true },
        _ => return Decoded::Nothing,
    };
    Decoded::Arrived(Arrived::Mouse(Mouse { kind, column: column.saturating_sub(1), row: row.saturating_sub(1) }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The keys' names, and other things as they are; what is unfinished at the end is settled.
    fn read(bytes: &[u8]) -> Vec<String> {
        let mut decoder = Decoder::default();
        let mut inputs = decoder.feed(bytes);
        inputs.extend(decoder.settle());
        inputs.iter().map(named).collect()
    }

    fn named(input: &Arrived) -> String {
        match input {
            Arrived::Key(key) => key.to_string(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn keys_as_terminals_send_them() {
        let sent: [(&[u8], &str); 38] = [
            (b"a", "a"),
            (b"N", "N"),
            ("é".as_bytes(), "é"),
            ("世".as_bytes(), "世"),
            (b"\x03", "Ctrl-C"),
            (b"\x1a", "Ctrl-Z"),
            (b"\x00", "Ctrl-Space"),
            (b"\x1f", "Ctrl-7"),
            (b"\r", "Enter"),
            (b"\n", "Enter"),
            (b"\t", "Tab"),
            (b"\x08", "Backspace"),
            (b"\x7f", "Backspace"),
            (b"\x1b", "Esc"),
            (b"\x1bx", "Alt-x"),
            (b"\x1b\r", "Alt-Enter"),
            (b"\x1b[", "Alt-["),
            (b"\x1bO", "Alt-O"),
            ("\x1bé".as_bytes(), "Alt-é"),
            (b"\x1b[A", "Up"),
            (b"\x1bOB", "Down"),
            (b"\x1b[1;3D", "Alt-Left"),
            (b"\x1b[1;5C", "Ctrl-Right"),
            (b"\x1b[H", "Home"),
            (b"\x1b[4~", "End"),
            (b"\x1b[3~", "Del"),
            (b"\x1b[5~", "PgUp"),
            (b"\x1b[6;5~", "Ctrl-PgDn"),
            (b"\x1b[Z", "Shift-Tab"),
            (b"\x1bOP", "F1"),
            (b"\x1b[[B", "F2"),
            (b"\x1b[1;2R", "F3"),
            (b"\x1b[15~", "F5"),
            (b"\x1b[17~", "F6"),
            (b"\x1b[24~", "F12"),
            (b"\x1b[99;5u", "Ctrl-C"),
            (b"\x1b[27u", "Esc"),
            (b"\x1b[97;1:1u", "a"),
        ];
        for (bytes, key) in sent {
            assert_eq!(read(bytes), [key], "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn what_is_no_key_is_left_out() {
        for bytes in [&b"\x1b[I"[..], b"\x1b[O", b"\x1b[97;1:3u", b"\x1b[2~", b"\x1b[?62;4c", b"\x1b[35;8;3M", b"\xff"]
        {
            assert_eq!(read(bytes), [""; 0], "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn the_mouse_reports_in_numbers_and_in_bytes() {
        let mouse = |kind, column, row| Arrived::Mouse(Mouse { kind, column, row });
        let reports: [(&[u8], Option<Arrived>); 7] = [
            (b"\x1b[<0;300;4M", Some(mouse(MouseKind::Press, 299, 3))),
            (b"\x1b[<16;1;1M", Some(mouse(MouseKind::Press, 0, 0))),
            (b"\x1b[<0;300;4m", None),
            (b"\x1b[<32;2;2M", Some(mouse(MouseKind::Drag, 1, 1))),
            (b"\x1b[<64;2;2M", Some(mouse(MouseKind::Wheel { down: false }, 1, 1))),
            (b"\x1b[<65;2;2M", Some(mouse(MouseKind::Wheel { down: true }, 1, 1))),
            (b"\x1b[M !\x22", Some(mouse(MouseKind::Press, 0, 1))),
        ];
        for (bytes, wanted) in reports {
            assert_eq!(Decoder::default().feed(bytes), Vec::from_iter(wanted), "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn a_paste_is_one_text_whatever_is_in_it() {
        let bytes = b"a\x1b[200~x\x1b[A\x03\r\x1b[20\xc3\xa9\x1b[201~b";
        assert_eq!(read(bytes), ["a", "Paste(\"x\\u{1b}[A\\u{3}\\r\\u{1b}[20é\")", "b"]);
    }

    #[test]
    fn a_giant_paste_is_cut_between_characters() {
        let text = format!("a{}", "é".repeat(PASTE_BYTES));
        let mut decoder = Decoder::default();
        let mut inputs = decoder.feed(b"\x1b[200~");
        text.as_bytes().chunks(1_000).for_each(|bytes| inputs.extend(decoder.feed(bytes)));
        inputs.extend(decoder.feed(b"\x1b[201~b"));
        let [Arrived::Paste(kept), Arrived::Key(_)] = inputs.as_slice() else { panic!("{} inputs", inputs.len()) };
        assert!(text.starts_with(kept.as_str()));
        assert_eq!(kept.len(), PASTE_BYTES - 1);
    }

    #[test]
    fn an_unfinished_sequence_ends_with_the_silence_after_it() {
        for begun in ["\x1b[<", "\x1b[1;", "\x1b[M!", "\x1b[[", "\x1b[200", "\u{e9}\x1b["] {
            let mut decoder = Decoder::default();
            decoder.feed(begun.as_bytes());
            assert!(decoder.patience().is_some(), "{begun:?}");
            decoder.settle();
            assert!(decoder.patience().is_none(), "{begun:?}");
            assert_eq!(decoder.feed(b"q"), [Arrived::Key(Key::char('q'))], "{begun:?}");
        }
    }

    #[test]
    fn control_c_ends_a_paste_that_never_ends() {
        let mut decoder = Decoder::default();
        assert_eq!(decoder.feed(b"\x1b[200~abc"), []);
        decoder.settle();
        assert!(decoder.patience().is_none(), "a paste may take its time");
        let inputs = decoder.feed(b"\x03");
        assert_eq!(inputs, [Arrived::Paste("abc".into()), Arrived::Key(Key::ctrl('c'))]);
    }

    fn bytes() -> impl Strategy<Value = Vec<u8>> {
        let pieces = ["\x1b", "[", "<", "O", "M", "1", ";", "200~", "201~", "A", "m", "a", "é", "世", "\x03", "\r"];
        let piece = prop_oneof![
            prop::sample::select(pieces.to_vec()).prop_map(|text| text.as_bytes().to_vec()),
            any::<u8>().prop_map(|byte| vec![byte]),
        ];
        prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn it_does_not_matter_where_bytes_are_cut(bytes in bytes(), cut in 0usize..60) {
            let cut = cut.min(bytes.len());
            let (mut whole, mut halves) = (Decoder::default(), Decoder::default());
            let wanted = whole.feed(&bytes);
            let mut found = halves.feed(&bytes[..cut]);
            found.extend(halves.feed(&bytes[cut..]));
            prop_assert_eq!(found, wanted);
        }

        #[test]
        fn control_c_is_never_swallowed(bytes in bytes().prop_filter("no paste", |bytes| find(bytes, b"200~").is_none())) {
            let mut decoder = Decoder::default();
            decoder.feed(&bytes);
            let inputs = decoder.feed(b"\x03");
            prop_assert_eq!(inputs.last(), Some(&Arrived::Key(Key::ctrl('c'))), "{:?}", inputs);
        }
    }
}
