//! What the file system says of a file without its being read: enough to know it again unchanged.
//!
//! A file is taken for unchanged when size, times, inode and device are what they were, which is how git's index and
//! most build tools see it. Two things are done against its known hole, an edit in the same tick of the clock as the
//! look: the time of the inode's last change counts as well, which no program can set, and what changed at or after
//! the moment of the look is no knowledge at all (git calls it racily clean); see [`Seal::is_before`].

use serde::{Deserialize, Serialize};
use std::ffi::OsStr;
use std::fs::Metadata;
use std::io;
use std::path::Path;

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
    #[cfg(unix)]
    pub fn of(found: &Metadata) -> Seal {
        use std::os::unix::fs::MetadataExt;
        Seal {
            length: found.len(),
            modified: nanoseconds(found.mtime(), found.mtime_nsec()),
            changed: nanoseconds(found.ctime(), found.ctime_nsec()),
            inode: found.ino(),
            device: found.dev(),
        }
    }

    /// The seal that `found` shows.
    #[cfg(not(unix))]
    pub fn of(found: &Metadata) -> Seal {
        let since = |time: std::time::SystemTime| time.duration_since(std::time::UNIX_EPOCH).ok();
        let modified = found.modified().ok().and_then(since).unwrap_or_default();
        let modified = i64::try_from(modified.as_nanos()).unwrap_or(i64::MAX);
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

/// A folder of which many files are looked at: where the system lets one, the way to it is gone once, not for each of them.
pub(super) struct Folder {
    #[cfg(unix)]
    opened: rustix::fd::OwnedFd,
    #[cfg(not(unix))]
    path: std::path::PathBuf,
}

#[cfg(unix)]
impl Folder {
    pub fn open(path: &Path) -> io::Result<Folder> {
        use rustix::fs::{Mode, OFlags, open};
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        Ok(Folder { opened: open(path, flags, Mode::empty())? })
    }

    /// The seal of what is called `name` in the folder; None when it is no file. A link is no file.
    pub fn seal(&self, name: &OsStr) -> io::Result<Option<Seal>> {
        use rustix::fs::{AtFlags, FileType, statat};
        let found = statat(&self.opened, name, AtFlags::SYMLINK_NOFOLLOW)?;
        let is_file = FileType::from_raw_mode(found.st_mode) == FileType::RegularFile;
        Ok(is_file.then(|| Seal {
            length: wide(found.st_size),
            modified: nanoseconds(wide(found.st_mtime), wide(found.st_mtime_nsec)),
            changed: nanoseconds(wide(found.st_ctime), wide(found.st_ctime_nsec)),
            inode: wide(found.st_ino),
            device: wide(found.st_dev),
        }))
    }
}

#[cfg(not(unix))]
impl Folder {
    pub fn open(path: &Path) -> io::Result<Folder> {
        Ok(Folder { path: path.to_owned() })
    }

    /// The seal of what is called `name` in the folder; None when it is no file. A link is no file.
    pub fn seal(&self, name: &OsStr) -> io::Result<Option<Seal>> {
        let found = std::fs::symlink_metadata(self.path.join(name))?;
        Ok(found.is_file().then(|| Seal::of(&found)))
    }
}

/// A number whose width hangs on the system.
#[cfg(unix)]
fn wide<T: TryInto<U>, U: Default>(n: T) -> U {
    n.try_into().unwrap_or_default()
}

/// Nanoseconds since 1970.
#[cfg(unix)]
fn nanoseconds(seconds: i64, rest: i64) -> i64 {
    seconds.saturating_mul(1_000_000_000).saturating_add(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_file_has_one_seal_however_it_is_looked_at() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("甲");
        fs::write(&file, "乙").unwrap();
        fs::create_dir(root.path().join("d")).unwrap();
        let folder = Folder::open(root.path()).unwrap();
        let seal = |name: &str| folder.seal(OsStr::new(name));
        assert_eq!(seal("甲").unwrap(), Some(Seal::of(&fs::metadata(&file).unwrap())));
        assert_eq!(seal("d").unwrap(), None);
        assert_eq!(seal("丙").unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
