//! Which files of the output folder are the program's own, and as what it left them.

use super::register::Register;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::Metadata;
use std::io;
use std::path::Path;
use std::time::SystemTime;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// The files of a site by their paths in it, each with what was noted of it.
pub(super) type Manifest = Register<Note>;

/// What is noted of a file that stands in the site. As long as its length and time are those noted, it holds what it was
/// made of, and need not be read to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Note {
    pub stamp: Stamp,
    pub made_of: MadeOf,
}

/// What the file system says of the bytes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stamp {
    len: u64,
    /// When it was last changed, nanoseconds since 1970. 0 is not known, and equal to no time: a file with it is read.
    modified: u64,
    /// The same of its inode, which no program can set; of a system that does not tell, `modified`. A file that is moved
    /// into its place by itself has another one then, and is read once more; one that came with its folder keeps it.
    changed: u64,
}

/// A hash of what a file was made of: its bytes, or of a copy the marks of the file that it is a copy of. It need not
/// withstand forgery: who can choose what stands in the site before and after writes the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct MadeOf(u64, u64);

/// What a write changes of a manifest; None for a file that goes.
pub(super) type Changes = BTreeMap<String, Option<Note>>;

/// The manifest, as it was when it was last written as a whole.
const BASE: &str = "manifest";
/// What changed since then: a small change of a large site writes little.
const CHANGES: &str = "changes";
/// The files that say which of a site are the program's.
pub(super) const NOTES: [&str; 2] = [BASE, CHANGES];
/// Its form until version 0.1.
const EARLIER: &str = "manifest.json";
/// The first line of both.
const FORM: &[u8] = b"clausebook manifest 1\n";

/// The manifest in the folder `state`; an empty one when there is none or it can't be understood:
/// then nothing in the site is taken for ours, and nothing is overwritten unseen.
pub(super) fn read(state: &Path) -> io::Result<Manifest> {
    let files: Manifest = match written_as(&state.join(BASE))? {
        Some(files) => files,
        None => found(&state.join(EARLIER))?.and_then(|bytes| earlier(&bytes).ok()).unwrap_or_default(),
    };
    let changes = if files.is_empty() { None } else { written_as(&state.join(CHANGES))? };
    Ok(match changes {
        Some(changes) => changed(&files, &changes),
        None => files,
    })
}

/// Forgets the times that are not before `moment`: a change in the same tick of the clock would not be seen. Git calls such
/// files racily clean.
pub(super) fn settle(changes: &mut Changes, moment: Stamp) {
    let is_unsettled = |note: &&mut Note| note.stamp.modified.max(note.stamp.changed) >= moment.modified;
    changes.values_mut().flatten().filter(is_unsettled).for_each(|note| note.stamp.modified = 0);
}

/// Notes `changes` of the manifest in the folder `state`, with `put`, which makes bytes a file there. Safe to be done again.
pub(super) fn note<E: From<io::Error>>(
    state: &Path,
    changes: &Changes,
    put: impl Fn(&Path, &[u8]) -> Result<(), E>,
) -> Result<(), E> {
    const FEW: usize = 1024;
    let mut since: Changes = written_as(&state.join(CHANGES))?.unwrap_or_default();
    since.extend(changes.iter().map(|(path, note)| (path.clone(), *note)));
    if since.len() <= FEW && state.join(BASE).exists() {
        return put(&state.join(CHANGES), &written(&since)?);
    }
    let files = changed(&read(state)?, &since);
    put(&state.join(BASE), &written(&files)?)?;
    for name in [CHANGES, EARLIER] {
        match std::fs::remove_file(state.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

fn changed(files: &Manifest, changes: &Changes) -> Manifest {
    files.with(changes.iter().map(|(path, note)| (path.as_str(), *note)))
}

fn found(file: &Path) -> io::Result<Option<Vec<u8>>> {
    match std::fs::read(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        found => found.map(Some),
    }
}

/// What [`written`] wrote; None when it is not there or something else.
pub(super) fn written_as<T: DeserializeOwned>(file: &Path) -> io::Result<Option<T>> {
    let bytes = found(file)?.unwrap_or_default();
    Ok(bytes.strip_prefix(FORM).and_then(|body| postcard::from_bytes(body).ok()))
}

/// The bytes of a value on disk.
pub(super) fn written(value: &impl Serialize) -> io::Result<Vec<u8>> {
    postcard::to_extend(value, FORM.to_vec()).map_err(io::Error::other)
}

impl Note {
    /// Whether the file of which `found` is told is still as it was noted, and was made of `made_of`.
    pub fn holds(&self, found: &Metadata, made_of: MadeOf) -> bool {
        self.is_of(found) && self.made_of == made_of && made_of != MadeOf::UNKNOWN
    }

    /// Whether the file of which `found` is told is still as it was noted.
    pub fn is_of(&self, found: &Metadata) -> bool {
        self.stamp.modified > 0 && found.is_file() && self.stamp == Stamp::of(found)
    }
}

impl Stamp {
    pub fn of(found: &Metadata) -> Stamp {
        let modified = found.modified().map_or(0, nanoseconds);
        #[cfg(unix)]
        let changed = {
            use std::os::unix::fs::MetadataExt;
            let seconds = u64::try_from(found.ctime()).unwrap_or_default();
            let rest = u64::try_from(found.ctime_nsec()).unwrap_or_default();
            seconds.saturating_mul(1_000_000_000).saturating_add(rest)
        };
        #[cfg(not(unix))]
        let changed = modified;
        Stamp { len: found.len(), modified, changed }
    }
}

impl MadeOf {
    /// Of what can't be known again; equal to nothing.
    pub const UNKNOWN: MadeOf = MadeOf(0, 0);

    pub fn bytes(bytes: &[u8]) -> MadeOf {
        MadeOf::halves(xxh3_128(bytes))
    }

    /// The marks of the file of which `source` is told: another one has others, and so has this one after a change that
    /// comes later than `now`. The time of its inode's last change counts as well, which no program can set.
    /// Unknown when it changed a moment ago: another change might not be seen.
    pub fn copy_of(source: &Metadata, now: Stamp) -> MadeOf {
        // The clocks of two disks may differ.
        const MOMENT: u64 = 10_000_000_000;
        let mut hash = Xxh3::with_seed(1);
        let Stamp { len, modified, changed } = Stamp::of(source);
        for mark in [len, modified, changed] {
            hash.update(&mark.to_le_bytes());
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            for mark in [source.dev(), source.ino()] {
                hash.update(&mark.to_le_bytes());
            }
        }
        if modified.max(changed).saturating_add(MOMENT) >= now.modified {
            return MadeOf::UNKNOWN;
        }
        MadeOf::halves(hash.digest128())
    }

    fn halves(hash: u128) -> MadeOf {
        MadeOf((hash >> 64) as u64, hash as u64)
    }
}

fn nanoseconds(time: SystemTime) -> u64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or_default()
}

/// The forms until version 0.1, a list of paths or an object from paths to what was noted. A site that stands must not
/// become foreign.
fn earlier(bytes: &[u8]) -> serde_json::Result<Manifest> {
    let note = Note { stamp: Stamp { len: 0, modified: 0, changed: 0 }, made_of: MadeOf::UNKNOWN };
    let listed: serde_json::Result<Vec<String>> = serde_json::from_slice(bytes);
    let mut paths = listed.or_else(|_| {
        let files: BTreeMap<String, serde::de::IgnoredAny> = serde_json::from_slice(bytes)?;
        serde_json::Result::Ok(files.into_keys().collect())
    })?;
    paths.sort_unstable();
    paths.dedup();
    Ok(paths.into_iter().map(|path| (path, note)).collect())
}
