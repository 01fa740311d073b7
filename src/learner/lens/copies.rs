//! What can be copied of a value: itself in several spellings, its address, the command that computes it again, and
//! lines for other tools that compute the call again.

use super::{Lens, frame};
use crate::functions::outside::{self, Outside};
use crate::sheet::Call;
use crate::sheet::inlined::command_line;
use crate::sheet::spot::Spot;
use crate::view::spellings::{Spelling, spellings};

impl Lens<'_> {
    /// The spellings that can be copied where one stands, each of so many bytes at most. Of a hidden value that is its
    /// address alone.
    ///
    /// # Errors
    /// A sentence, where there is no value.
    pub fn copies(&self, spot: &Spot, most: usize) -> Result<Vec<Spelling>, String> {
        let mut rows = Vec::new();
        if !self.hides_spot(spot) {
            rows.extend(spellings(&self.whole(spot)?, most));
        }
        let address = spot.address(self.budget).map_err(|error| error.to_string())?;
        let command = command_line(self.sheet, spot.cell_name(), &address, most);
        rows.push(Spelling::text("address", address.clone()));
        rows.extend(command.map(|text| Spelling::text("command line", text)));
        rows.extend(self.outside(spot, &address).into_iter().map(|found| Spelling::text(found.tool, found.line)));
        rows.retain(|row| row.text.len() <= most);
        Ok(rows)
    }

    /// The lines that compute the call one stands in with other tools, where nothing that they would tell is hidden.
    fn outside(&self, spot: &Spot, address: &str) -> Vec<Outside> {
        let within = |at: &str| address.strip_prefix(at).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let cell = self.sheet.cell(spot.cell_name());
        let calls = cell.map_or(&[][..], |cell| cell.calls()).iter().filter(|call| within(call.at.as_str()));
        let call = calls.max_by_key(|call| call.at.as_str().len());
        let shown = |call: &&Call| !call.arguments.values().any(|(_, value)| self.veil.hides_value(value, &frame()));
        let lines = call.filter(shown).map(|call| outside::lines(call.function, &call.arguments));
        lines.and_then(Result::ok).unwrap_or_default()
    }
}
