//! What can be copied of a value: itself in several spellings, its address, the command that computes it again, and lines
//! for other tools that compute the call again.

use crate::app::desk::Desk;
use crate::app::list::List;
use crate::functions::outside::{self, Outside};
use crate::learner::lens::frame;
use crate::sheet::Call;
use crate::sheet::inlined::command_line;
use crate::view::spellings::{Spelling, spellings};

/// The most that is copied to the clipboard, in bytes.
pub const CLIPBOARD_BYTES: usize = 64 << 10;

/// The list.
pub struct Copies {
    /// The spellings that can be copied.
    pub list: List<Spelling>,
}

impl Copies {
    /// The spellings that can be copied where one stands. Of a hidden value that is its address alone.
    ///
    /// # Errors
    /// A sentence, where there is no value.
    pub fn of(desk: &Desk) -> Result<Copies, String> {
        let budget = frame();
        let (lens, spot) = (desk.lens(&budget), desk.walk().spot());
        let mut rows = Vec::new();
        if !lens.hides_spot(spot) {
            rows.extend(spellings(&lens.whole(spot)?, CLIPBOARD_BYTES));
        }
        let address = spot.address(&budget).map_err(|error| error.to_string())?;
        let command = command_line(desk.sheet(), spot.cell_name(), &address, CLIPBOARD_BYTES);
        rows.push(Spelling::text("address", address.clone()));
        rows.extend(command.map(|text| Spelling::text("command line", text)));
        rows.extend(outside(desk, &address).into_iter().map(|found| Spelling::text(found.tool, found.line)));
        rows.retain(|row| row.text.len() <= CLIPBOARD_BYTES);
        Ok(Copies { list: List::new(rows) })
    }
}

/// The lines that compute the call one stands in with other tools, where nothing that they would tell is hidden.
fn outside(desk: &Desk, address: &str) -> Vec<Outside> {
    let within = |at: &str| address.strip_prefix(at).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let cell = desk.sheet().cell(desk.walk().spot().cell_name());
    let calls = cell.map_or(&[][..], |cell| cell.calls()).iter().filter(|call| within(call.at.as_str()));
    let call = calls.max_by_key(|call| call.at.as_str().len());
    let shown = |call: &&Call| !call.arguments.values().any(|(_, value)| desk.veil().hides_value(value, &frame()));
    let lines = call.filter(shown).map(|call| outside::lines(call.function, &call.arguments));
    lines.and_then(Result::ok).unwrap_or_default()
}
