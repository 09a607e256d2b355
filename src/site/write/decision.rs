//! What a write decided to do, and its doing.

use super::super::manifest::{self, Changes};
use super::super::paths::{DECISION, STATE, above};
use super::{WriteError, attempt, is_absent, put};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What a write will do. Once recorded, it will be done.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Decision {
    /// Folders of the site, parents first, with the number of that in `next/` which holds what comes into them.
    pub folders: BTreeMap<String, usize>,
    pub removals: Vec<String>,
    /// What will be noted.
    pub changes: Changes,
}

impl Decision {
    pub fn read(state: &Path) -> Result<Option<Decision>, WriteError> {
        attempt(&state.join(DECISION), manifest::written_as)
    }

    pub fn is_nothing(&self) -> bool {
        self.folders.is_empty() && self.removals.is_empty() && self.changes.is_empty()
    }

    pub fn record(&self, state: &Path) -> Result<(), WriteError> {
        let file = state.join(DECISION);
        let bytes =
            manifest::written(self).map_err(|source| WriteError::Io { path: file.clone(), source })?;
        attempt(&file, |file| put(file, &bytes))
    }

    /// Safe to be done again from any point at which it was cut off.
    pub fn carry_out(&self, output: &Path) -> Result<(), WriteError> {
        let state = output.join(STATE);
        for path in &self.removals {
            let file = output.join(path);
            match fs::remove_file(&file) {
                // A folder that someone put in the file's place is not ours.
                Err(error) if !is_absent(&error) && !file.is_dir() => {
                    return Err(WriteError::Io { path: file, source: error });
                }
                _ => {}
            }
            for folder in above(path) {
                // Fails on a folder that is not empty, and so stops there.
                if fs::remove_dir(output.join(folder)).is_err() {
                    break;
                }
            }
        }
        for (folder, n) in &self.folders {
            let (from, to) = (staged_folder(&state, *n), output.join(folder));
            move_folder(&from, &to)?;
        }
        attempt(&state, |state| manifest::note(state, &self.changes, put))?;
        attempt(&state.join(DECISION), fs::remove_file)
    }
}

/// Where the files of the `n`th folder are staged.
pub(super) fn staged_folder(state: &Path, n: usize) -> PathBuf {
    let mut folder = state.join("next");
    folder.push(n.to_string());
    folder
}

/// Moves the files in `from` into the folder `to`: all at once if there is no such folder yet. Safe to be done again from
/// any point at which it was cut off.
fn move_folder(from: &Path, to: &Path) -> Result<(), WriteError> {
    if !to.exists() {
        let above = to.parent().unwrap_or(to);
        attempt(above, fs::create_dir_all)?;
        // Where someone was quicker, or the system moves no folders, the files are moved one by one.
        if fs::rename(from, to).is_ok() {
            return Ok(());
        }
        attempt(to, fs::create_dir_all)?;
    }
    let files = match fs::read_dir(from) {
        // Moved already, before the last run was cut off.
        Err(error) if is_absent(&error) => return Ok(()),
        files => files.map_err(|source| WriteError::Io { path: from.to_owned(), source })?,
    };
    // All names first: what is read while names go may leave some out.
    for file in attempt(from, |_| files.collect::<io::Result<Vec<_>>>())? {
        attempt(&to.join(file.file_name()), |to| fs::rename(file.path(), to))?;
    }
    Ok(())
}
