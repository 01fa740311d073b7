//! What is pasted where no line is typed: it is explained, and its cells come below the others.

use std::rc::Rc;

use super::{Bench, Opened};
use crate::app::outcome::Outcome;
use crate::sheet::explain::pasted;
use crate::sheet::{MAX_CELLS, NoFiles};

impl Bench {
    /// A bench over the map, with the cells of a pasted text, and what is told of it.
    ///
    /// # Errors
    /// A sentence on why there are none.
    pub fn of_pasted(text: &str) -> Result<(Bench, String), String> {
        let made = pasted(text, |_| false)?;
        let opened = Opened { cells: made.cells, watch: Some((made.shows, None)), ..Opened::default() };
        let mut bench = Bench::open(opened, Rc::new(NoFiles));
        bench.over_map = true;
        Ok((bench, made.told))
    }

    /// Puts the cells of a pasted text below the others.
    pub fn put(&mut self, text: &str) -> Outcome {
        let made = match pasted(text, |name| self.sheet().cell(name).is_some()) {
            Ok(made) => made,
            Err(why) => {
                return Outcome::Told(format!(
                    "{why} ⟨add-cell⟩ makes a new cell and ⟨edit⟩ edits one, to paste it there."
                ));
            }
        };
        let mut lines = self.sheet().lines();
        lines.extend(made.cells);
        if lines.len() > MAX_CELLS {
            return Outcome::Told(format!("A sheet has {MAX_CELLS} cells at most."));
        }
        self.desk.rewrite(lines, None);
        self.desk.stand_at(&made.shows, None);
        Outcome::Told(made.told)
    }
}
