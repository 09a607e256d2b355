//! Which files of the output folder are the program's own.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::io;
use std::path::Path;

/// Paths in the site. What stands in the files is not noted: whether one must be written is seen by reading it, which is no
/// dearer than hashing what it should hold, and mends a file that was spoilt.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Manifest(pub BTreeSet<String>);

impl Manifest {
    /// The manifest in `file`; an empty one when there is none or it can't be understood:
    /// then nothing in the folder is taken for ours, and nothing is overwritten unseen.
    pub fn read(file: &Path) -> io::Result<Manifest> {
        match std::fs::read(file) {
            Ok(bytes) => {
                Ok(serde_json::from_slice(&bytes).or_else(|_| with_hashes(&bytes)).unwrap_or_default())
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Manifest::default()),
            Err(error) => Err(error),
        }
    }
}

/// The form until version 0.1: an object from paths to hashes. A site that stands must not become foreign.
fn with_hashes(bytes: &[u8]) -> serde_json::Result<Manifest> {
    let files: std::collections::BTreeMap<String, serde::de::IgnoredAny> = serde_json::from_slice(bytes)?;
    Ok(Manifest(files.into_keys().collect()))
}
