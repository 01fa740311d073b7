//! Completion of addresses: the names that can stand where one is typing.

use crate::run::address::Address;
use crate::run::{Body, Budget, Count, Part, Run};
use crate::sheet::{Cell, Sheet};

/// How many names are offered.
const OFFERED: usize = 40;

/// The addresses, as far as the next name, that begin with what is typed.
pub fn addresses(sheet: &Sheet, typed: &str, budget: &Budget) -> Vec<String> {
    let (above, word) = typed.rsplit_once('/').map_or((None, typed), |(above, word)| (Some(above), word));
    let names = match above {
        None => sheet.cells().iter().map(|cell| cell.name().to_owned()).collect(),
        Some(above) => below(sheet, above, budget).unwrap_or_default(),
    };
    let folded = word.to_lowercase();
    let fits = names.into_iter().filter(|name| name.to_lowercase().starts_with(&folded) && name != word);
    let whole = fits.map(|name| above.map_or(name.clone(), |above| format!("{above}/{name}")));
    whole.take(OFFERED).collect()
}

/// The names below an address that begins with a cell's name.
fn below(sheet: &Sheet, address: &str, budget: &Budget) -> Option<Vec<String>> {
    let address = Address::parse(address).ok()?;
    let (cell, steps) = address.steps.split_first()?;
    let mut run = sheet.cell(&cell.name).and_then(Cell::outcome)?.run.clone()?;
    let mut steps = steps.iter();
    loop {
        let Some(step) = steps.next() else { return Some(run_names(&run)) };
        if step.name == "in" {
            return Some(run.inputs.iter().map(|(name, _)| (*name).to_owned()).collect());
        }
        let item = run.items.iter().find(|item| item.name == step.name)?;
        match &item.body {
            Body::Run(inner) => run = inner.clone(),
            Body::Bytes { .. } => return None,
            Body::Part(part) => {
                let wanted = step.indices.last().map_or(0, |index| {
                    let (first, last) = ends(&**part);
                    index.select(first, last - first + 1).next().unwrap_or(first)
                });
                let segment = if step.indices.is_empty() { 0 } else { part.count().segment(wanted)? };
                let trace = part.record(segment, budget).ok()?;
                let calls = trace.calls.iter().map(|call| format!("{}{}", call.name, call.index));
                let names = trace.names().into_iter().map(str::to_owned);
                return steps.next().is_none().then(|| names.chain(calls).collect());
            }
        }
    }
}

fn run_names(run: &Run) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for item in &run.items {
        let name = match &item.body {
            Body::Part(part) => match part.count() {
                Count::Single | Count::Labels { .. } => item.name.clone(),
                Count::Up(_) | Count::Down(_) => format!("{}[{}]", item.name, part.count().number(0)),
            },
            Body::Bytes { .. } | Body::Run(_) => {
                let number = item.number.map(|number| format!("[{number}]")).unwrap_or_default();
                format!("{}{number}", item.name)
            }
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if !run.inputs.is_empty() {
        names.push("in".to_owned());
    }
    names
}

/// The lowest and the highest number of a part's segments.
fn ends(part: &dyn Part) -> (u64, u64) {
    let (a, b) = (part.count().number(0), part.count().number(part.segments().saturating_sub(1)));
    (a.min(b), a.max(b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::NoFiles;
    use crate::sheet::expr::Limits;

    #[test]
    fn every_level_of_an_address_is_offered() {
        let source = "message = input(\"abc\")\ndigest = sha256(message)";
        let (mut sheet, _) = Sheet::parse(source, &Limits::default());
        let budget = Budget::unlimited();
        sheet.finish(&NoFiles, &budget).expect("it computes");
        assert_eq!(addresses(&sheet, "dig", &budget), ["digest"]);
        assert_eq!(addresses(&sheet, "digest/b", &budget), ["digest/block[0]"]);
        let labels = addresses(&sheet, "digest/block[0]/t", &budget);
        assert_eq!(labels, ["digest/block[0]/T1", "digest/block[0]/T2"]);
        assert_eq!(addresses(&sheet, "digest/in/", &budget), ["digest/in/message"]);
        assert_eq!(addresses(&sheet, "nothing/", &budget), Vec::<String>::new());
    }
}
