//! What the file system says of a file without its being read: enough to know it again unchanged.
//!
//! A file is taken for unchanged when size, times, inode and device are what they were, which is how git's index and
//! most build tools see it. Two things are done against its known hole, an edit in the same tick of the clock as the
//! look: the time of the inode's last change counts as well, which no program can set, and what changed at or after
//! the moment of the look is no knowledge at all (git calls it racily clean); see [`Seal::is_before`].

use serde::{Deserialize, Serialize};
use std::fs::Metadata;
use std::time::SystemTime;

/// The marks of one file. Equal ones mean equal bytes, if they are older than the look; unequal ones mean nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Seal {
    length: u64,
    /// Nanoseconds since 1970.
    modified: i64,
    /// The same of the inode; of a system that does not tell, `modified`.
    changed: i64,
    inode: u64,
    device: u64,
}

impl Seal {
    /// The seal that `found` shows.
    pub fn of(found: &Metadata) -> Seal {
        let modified = found.modified().map_or(0, nanoseconds);
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let changed = found.ctime().saturating_mul(1_000_000_000).saturating_add(found.ctime_nsec());
            Seal { length: found.len(), modified, changed, inode: found.ino(), device: found.dev() }
        }
        #[cfg(not(unix))]
        Seal { length: found.len(), modified, changed: modified, inode: 0, device: 0 }
    }

    /// Whether the file last changed before `moment`, the seal of a file that was written then: only so can every later
    /// change be seen. Clocks of two disks may differ by seconds.
    pub fn is_before(&self, moment: &Seal) -> bool {
        const CLOCKS_DIFFER: i64 = 10_000_000_000;
        let margin = if self.device == moment.device { 0 } else { CLOCKS_DIFFER };
        self.changed.saturating_add(margin) < moment.modified
    }
}

fn nanoseconds(time: SystemTime) -> i64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)
}
