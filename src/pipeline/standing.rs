//! What is remembered of a build as a whole: of what it was made, what it wrote, what it had to say. A build that finds
//! all of that as it was has nothing to do, and says the same again.

use super::build::Built;
use super::import::{Imported, failed};
use crate::diagnostic::{Diagnostic, Severity, codes};
use crate::site::{Tree, Written};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// A site as a build left it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Standing {
    /// Tells it from every other, as a hash of what makes it so: the other parts name it.
    pub id: u128,
    /// The program that built it.
    pub program: u128,
    /// All else that is no file: settings, day.
    pub settings: u128,
    pub inputs: Tree,
    pub outputs: Tree,
    /// Sources of which no page could be made.
    pub failed: Vec<String>,
    /// What the next build has to say when nothing changes; None where only building tells.
    pub said: Option<Said>,
}

/// An import that has nothing to do.
#[derive(Debug, Clone, Default)]
pub(super) struct Again {
    /// Sources that can't be read, so that each import tries them.
    pub failed: Vec<String>,
    pub unchanged: usize,
    pub problems: Vec<Diagnostic>,
}

/// What a build says that has nothing to do.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Said {
    circulars: usize,
    unchanged: usize,
    failed: Vec<String>,
    of_import: Vec<Message>,
    of_site: Vec<Message>,
}

impl Said {
    /// What `built` would have said if it had had nothing to do.
    pub fn after(again: Again, circulars: usize, problems: &[Diagnostic]) -> Said {
        let messages = |problems: &[Diagnostic]| problems.iter().map(Message::of).collect();
        Said {
            circulars,
            unchanged: again.unchanged,
            failed: again.failed,
            of_import: messages(&again.problems),
            of_site: messages(problems),
        }
    }

    /// The result of a build that has nothing to do, of a site of so many `files`; None when a message is not of this
    /// program.
    pub fn again(&self, files: usize) -> Option<Built> {
        let problems = |said: &[Message]| said.iter().map(Message::diagnostic).collect::<Option<Vec<_>>>();
        let imported = Imported {
            files: self.failed.iter().cloned().map(failed).collect(),
            unchanged: self.unchanged,
            problems: problems(&self.of_import)?,
            ..Imported::default()
        };
        Some(Built {
            imported,
            circulars: self.circulars,
            linked: 0,
            written: Written { unchanged: files, ..Written::default() },
            problems: problems(&self.of_site)?,
            desk: None,
        })
    }
}

/// A diagnostic on disk.
#[derive(Debug, Serialize, Deserialize)]
struct Message {
    code: String,
    severity: u8,
    file: Option<PathBuf>,
    line: Option<usize>,
    column: Option<u32>,
    message: String,
    help: String,
}

const SEVERITIES: [Severity; 3] = [Severity::Note, Severity::Warning, Severity::Error];

impl Message {
    fn of(diagnostic: &Diagnostic) -> Message {
        let Diagnostic { code, severity, file, line, column, message, help } = diagnostic.clone();
        let severity = SEVERITIES.iter().position(|known| *known == severity).unwrap_or_default() as u8;
        Message { code: code.to_owned(), severity, file, line, column, message, help }
    }

    /// None when the code is not one of this program's.
    fn diagnostic(&self) -> Option<Diagnostic> {
        Some(Diagnostic {
            code: codes().find(|known| *known == self.code)?,
            severity: *SEVERITIES.get(usize::from(self.severity))?,
            file: self.file.clone(),
            line: self.line,
            column: self.column,
            message: self.message.clone(),
            help: self.help.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_comes_back_as_it_was() {
        let said = Diagnostic::warning("source-gone", "甲").at("a.md", Some(3)).column(2).help("乙");
        assert_eq!(Message::of(&said).diagnostic(), Some(said.clone()));
        let foreign = Message { code: "no-such-code".into(), ..Message::of(&said) };
        assert_eq!(foreign.diagnostic(), None);
    }
}
