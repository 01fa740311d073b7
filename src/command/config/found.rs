//! The file of settings as it was found.

use std::path::PathBuf;

use crate::lesson::{Problem, Severity};
use crate::run::address::Span;
use crate::shell::config;

use super::file::{Config, parse};

/// The file of settings as it was found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Where it is looked for; nowhere without a home.
    pub path: Option<PathBuf>,
    /// Its text; none where there is no file.
    pub source: Option<String>,
    /// The contents.
    pub config: Config,
}

impl Found {
    /// Looks for the file and reads it.
    pub fn load() -> Found {
        let path = config::path();
        match path.as_deref().map(config::read) {
            None | Some(Ok(None)) => Found { path, ..Found::default() },
            Some(Ok(Some(bytes))) => {
                let source = String::from_utf8_lossy(&bytes).into_owned();
                let mut config = parse(&source);
                if let Err(error) = std::str::from_utf8(&bytes) {
                    let span = Span::new(error.valid_up_to(), error.valid_up_to());
                    let problem =
                        Problem::new(Severity::Error, &source, span, "This is not UTF-8.", "Save it as UTF-8.");
                    config.problems.insert(0, problem);
                }
                Found { path, source: Some(source), config }
            }
            Some(Err(message)) => {
                let problem = Problem::new(Severity::Error, "", Span::new(0, 0), message, "");
                let config = Config { problems: vec![problem], ..Config::default() };
                Found { path, source: Some(String::new()), config }
            }
        }
    }

    /// One line that says that something is wrong, if something is.
    pub fn told(&self) -> Option<String> {
        let first = self.config.problems.first()?;
        Some(format!("config.toml, line {}: {} `cleartext config check` shows it.", first.line, first.message))
    }

    /// The name of the file, as messages say it.
    pub fn name(&self) -> String {
        self.path.as_ref().map(|path| path.display().to_string()).unwrap_or_default()
    }
}
