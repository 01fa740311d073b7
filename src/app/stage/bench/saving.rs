//! Saving the sheet as a lesson, and what became of it.

use super::Bench;
use crate::app::outcome::Outcome;
use crate::app::stage::bench::bar::{Bar, BarPurpose, Wrong};
use crate::learner::lens::frame;
use crate::lesson::saving::{Saved, Saving, watched};
use crate::sheet::Cell;
use crate::sheet::inlined::word;

impl Bench {
    /// Asks for the file to save to.
    pub fn ask_path(&mut self) -> Outcome {
        if let Some(told) = self.is_being_saved() {
            return Outcome::Told(told);
        }
        let path = self.path.clone().unwrap_or_else(|| format!("{}.md", self.cell().map_or("sheet", Cell::name)));
        self.open_bar(Bar::save(path))
    }

    /// A sentence on the file that is being written, where one is.
    pub(super) fn is_being_saved(&self) -> Option<String> {
        self.under_way.as_ref().map(|path| format!("The sheet is being tried out and saved to {path}."))
    }

    pub(super) fn save(&mut self, path: &str, replace: Option<&str>) -> Outcome {
        if path.is_empty() {
            return self.refuse(Wrong::refusal("Give the file a name, such as sheet.md.".into()));
        }
        let path = if path.ends_with(".md") { path.to_owned() } else { format!("{path}.md") };
        let view = self.desk.walk().look().name;
        let watch = watched(self.desk.walk().spot(), self.sheet(), self.cell(), &frame());
        let made = Saving::of(self.sheet(), watch.as_deref().map(|at| (at, view)), &path, self.desk.files());
        match made {
            Ok(mut saving) => {
                saving.replace = replace == Some(path.as_str());
                saving.known = self.written.iter().find(|(written, _)| *written == path).map(|(_, text)| text.clone());
                saving.version = self.desk.edits();
                self.saving = Some(saving);
                self.under_way = Some(path);
                self.bar = None;
                self.is_being_saved().map_or(Outcome::Moved, Outcome::Told)
            }
            Err(why) => self.refuse(Wrong::refusal(why)),
        }
    }

    /// Hears what became of saving.
    pub fn saved(&mut self, saved: Saved) -> Outcome {
        self.under_way = None;
        match saved {
            Saved::Written { path, chosen, version } => {
                self.saved = version;
                self.written.retain(|(written, _)| *written != path);
                self.path = Some(path.clone());
                let remark = chosen.remark.clone();
                self.written.push((path.clone(), chosen));
                Outcome::Told(match remark {
                    None => format!("saved to {path}; `cleartext learn {}` opens it as a lesson", word(&path)),
                    Some(remark) => format!("saved to {path}; `check` will say: {remark}"),
                })
            }
            Saved::Exists { path } => {
                let is_ours = self.written.iter().any(|(written, _)| *written == path);
                let said = if is_ours { "was changed since it was saved" } else { "exists already" };
                let wrong = Some(Wrong {
                    hint: Some("⟨accept⟩ replaces all of it, its text too; another name keeps it.".into()),
                    ..Wrong::refusal(format!("{path} {said}."))
                });
                let bar = Bar::save(path.clone());
                self.bar = Some(Bar { wrong, purpose: BarPurpose::Save { replace: Some(path) }, ..bar });
                Outcome::Moved
            }
            Saved::Failed { path, why } => {
                let wrong = Some(Wrong::refusal(format!("{path} is not saved: {why}")));
                self.bar = Some(Bar { wrong, ..Bar::save(path) });
                Outcome::Moved
            }
        }
    }
}
