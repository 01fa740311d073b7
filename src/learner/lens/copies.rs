//! What can be copied of a value: itself in several spellings, its address, the command that computes it again, and
//! lines for other tools that compute the call again.

use super::{Lens, frame};
use crate::functions::outside;
use crate::sheet::Call;
use crate::sheet::inlined::command_line;
use crate::sheet::spot::Spot;
use crate::view::Shown;
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
            let value = self.whole(spot)?;
            let mut shown = Shown::of(&value).map_err(|error| error.to_string())?;
            self.veil.mask_in(&mut shown, &[spot.cell_name()]);
            let tells = |text: &str| shown.masked.iter().any(|masked| masked.is_in(text));
            rows.extend(spellings(&value, most).into_iter().filter(|row| !tells(&row.text)));
        }
        let address = spot.address(self.budget).map_err(|error| error.to_string())?;
        let command = command_line(self.sheet, spot.cell_name(), &address, most);
        rows.push(Spelling::text("address", address.clone()));
        rows.extend(command.map(|text| Spelling::text("command line", text)));
        rows.extend(self.outside(spot, &address));
        rows.retain(|row| row.text.len() <= most);
        // How long something is may be what is asked.
        let asked = |size: &str| {
            let counts = size.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok());
            counts.into_iter().any(|count| self.veil.hides_count(count, spot.cell_name()))
        };
        rows.iter_mut().filter(|row| asked(&row.size)).for_each(|row| row.size = self.veil.mask());
        Ok(rows)
    }

    /// The lines that compute the call one stands in with other tools, where nothing that they would tell is hidden;
    /// where one stands within the call, with the name of what they compute.
    fn outside(&self, spot: &Spot, address: &str) -> Vec<Spelling> {
        let within = |at: &str| address.strip_prefix(at).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let cell = self.sheet.cell(spot.cell_name());
        let calls = cell.map_or(&[][..], |cell| cell.calls()).iter().filter(|call| within(call.at.as_str()));
        let call = calls.max_by_key(|call| call.at.as_str().len());
        let shown = |call: &&Call| !call.arguments.values().any(|(_, value)| self.veil.hides_value(value, &frame()));
        let Some(call) = call.filter(shown) else { return Vec::new() };
        let name = |tool: &str| match call.at.as_str() == address {
            true => tool.to_owned(),
            false => format!("{tool} for {}", call.at),
        };
        let lines = outside::lines(call.function, &call.arguments).unwrap_or_default();
        lines.into_iter().map(|found| Spelling::text(name(found.tool), found.line)).collect()
    }
}
