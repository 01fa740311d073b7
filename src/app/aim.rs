//! The aims: what on a screen can be clicked, scrolled or dragged. The drawing says where each stands.

/// Something on the screen that can be pointed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Aim {
    /// A key of the help line: a row of the table of commands.
    Key(u16),
    /// A row of the list that has the keyboard.
    Row(u16),
    /// The sign in front of a row that opens and closes what is below it.
    Fold(u16),
    /// A cell of the bench.
    Cell(u16),
    /// An answer to the open question.
    Choice(u16),
    /// An operand of the value one stands on.
    Operand(u16),
    /// A value around it.
    Around(u16),
    /// A byte of the value, from the beginning of the stretch that is shown.
    Byte(u16),
    /// A column of bits.
    Bit(u16),
    /// A cell of a picture.
    Drawn(u16),
    /// A row of a panel.
    Panel(u16),
    /// A place on the timeline, from 0 at its beginning to [`u16::MAX`] at its end.
    Timeline(u16),
    /// An input.
    Input(u16),
    /// The text of the page.
    Text,
    /// The computing half.
    Values,
}

impl Aim {
    /// The aim that [`Aim::pack`] packed; `None` for what is none.
    pub fn unpack(kind: u8, number: u16) -> Option<Aim> {
        Some(match kind {
            1 => Aim::Key(number),
            2 => Aim::Row(number),
            3 => Aim::Cell(number),
            4 => Aim::Choice(number),
            5 => Aim::Operand(number),
            6 => Aim::Around(number),
            7 => Aim::Byte(number),
            8 => Aim::Bit(number),
            9 => Aim::Timeline(number),
            10 => Aim::Input(number),
            11 => Aim::Text,
            12 => Aim::Values,
            13 => Aim::Fold(number),
            14 => Aim::Drawn(number),
            15 => Aim::Panel(number),
            _ => return None,
        })
    }

    /// Its kind and its number.
    pub fn pack(self) -> (u8, u16) {
        match self {
            Aim::Key(number) => (1, number),
            Aim::Row(number) => (2, number),
            Aim::Cell(number) => (3, number),
            Aim::Choice(number) => (4, number),
            Aim::Operand(number) => (5, number),
            Aim::Around(number) => (6, number),
            Aim::Byte(number) => (7, number),
            Aim::Bit(number) => (8, number),
            Aim::Timeline(number) => (9, number),
            Aim::Input(number) => (10, number),
            Aim::Text => (11, 0),
            Aim::Values => (12, 0),
            Aim::Fold(number) => (13, number),
            Aim::Drawn(number) => (14, number),
            Aim::Panel(number) => (15, number),
        }
    }
}

/// The number of a row, for an aim; what is beyond is not reached by pointing.
pub fn number(place: usize) -> u16 {
    u16::try_from(place).unwrap_or(u16::MAX)
}

/// Deeds of the mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointer {
    /// Pressed on something, or dragged along it.
    Press(Aim),
    /// The wheel was turned over something.
    Wheel {
        /// The thing under it.
        over: Aim,
        /// Whether it goes down.
        down: bool,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_aim_comes_out_as_it_was_packed() {
        for kind in 0..=u8::MAX {
            for number in [0, 1, 257, u16::MAX] {
                let Some(aim) = Aim::unpack(kind, number) else { continue };
                let (packed, carried) = aim.pack();
                assert_eq!(packed, kind);
                assert_eq!(Aim::unpack(packed, carried), Some(aim));
            }
        }
        assert_eq!(Aim::unpack(0, 0), None);
    }
}
