//! Which files of the output folder are the program's own, and what stands in each.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// What a file of the site held when it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stamp {
    /// Lower-case hex.
    pub sha256: String,
    /// Bytes.
    pub len: u64,
}

impl Stamp {
    pub fn of(bytes: &[u8]) -> Stamp {
        Stamp { sha256: hex(&Sha256::digest(bytes)), len: bytes.len() as u64 }
    }

    /// The stamp of what `from` gives until its end.
    pub fn of_reader(mut from: impl io::Read) -> io::Result<Stamp> {
        let mut digest = Sha256::new();
        let mut block = vec![0; 1 << 16];
        let mut len = 0;
        loop {
            let n = from.read(&mut block)?;
            if n == 0 {
                return Ok(Stamp { sha256: hex(&digest.finalize()), len });
            }
            len += n as u64;
            digest.update(block.get(..n).unwrap_or_default());
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Path in the site to stamp.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Manifest(pub BTreeMap<String, Stamp>);

impl Manifest {
    /// The manifest in `file`; an empty one when there is none or it can't be understood:
    /// then nothing in the folder is taken for ours, and nothing is overwritten unseen.
    pub fn read(file: &Path) -> io::Result<Manifest> {
        match std::fs::read(file) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Manifest::default()),
            Err(error) => Err(error),
        }
    }
}
