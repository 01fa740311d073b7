//! A look-up in a table: the row and the column, and the table around the entry.

use crate::num::{Reading, Trace};

/// How many rows of the table stand above and below the entry's own.
const AROUND: usize = 2;

/// Notes below a look-up: which row and column, and the entries around where the table is a constant of the
/// specification. `entry` is the node that reads, `index` the byte that it is found by.
pub fn notes(trace: &Trace, entry: u32, index: u32) -> Vec<String> {
    let number = trace.nodes[index as usize].value as usize;
    let (row, column) = (number >> 4, number & 15);
    let table = match trace.read(entry) {
        Some((Reading::Table(table), _)) if table.bytes.len() == 256 => table,
        _ => return vec![format!("index {number:02x}: entry {number} of the table, counted from 0")],
    };
    let mut notes = vec![format!("{}, index {number:02x}: row {row:x}, column {column:x}", table.name)];
    let names: String = (0..16).map(|column| format!(" {column:x} ")).collect();
    notes.push(format!("   {names}").trim_end().to_owned());
    for r in row.saturating_sub(AROUND)..=(row + AROUND).min(15) {
        let cell = |c: usize| {
            let byte = table.bytes[16 * r + c];
            match (r == row, c) {
                (true, c) if c == column => format!("[{byte:02x}]"),
                (true, c) if c == column + 1 => format!("{byte:02x}"),
                _ => format!(" {byte:02x}"),
            }
        };
        notes.push(format!("{r:x}  {}", (0..16).map(cell).collect::<String>()));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::{Border, Numbers, Table, Tape, Window};

    #[test]
    fn the_entry_is_marked_in_its_row() {
        static SQUARES: Table = Table {
            name: "squares",
            bytes: &{
                let (mut bytes, mut i) = ([0; 256], 0);
                while i < 256 {
                    bytes[i] = ((i * i) & 0xff) as u8;
                    i += 1;
                }
                bytes
            },
            says: None,
        };
        let tape = Tape::new();
        let index = (&tape).u8("i", (), 0x53);
        let found = (&tape).lookup(Window::table(&SQUARES), index).node();
        let trace = tape.finish(Border::default());
        let [entry, index, _] = trace.nodes[found as usize].from;
        let notes = notes(&trace, entry, index);
        assert_eq!(notes[0], "squares, index 53: row 5, column 3");
        // 0x53 = 83, and 83² = 6889 = 0x1ae9.
        assert_eq!(notes[4], "5   00 a1 44[e9]90 39 e4 91 40 f1 a4 59 10 c9 84 41");
        assert_eq!(notes.len(), 7);
        assert!(notes.iter().all(|line| line.len() <= 52));
    }
}
