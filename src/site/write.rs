//! Files to disk, whole or not at all.
//!
//! 1. Take the lock, so that a `serve` and a `build` do not write at once. Finish a change that was decided but cut off.
//! 2. Look at each file that comes: what stands in its place as the manifest noted it, or holds the same bytes, stays; what
//!    differs is staged in `.clausebook/next/`, the files of one folder in one folder. Up to here the site is as it was.
//! 3. When all have come: what of ours is stale, what stands in the way and is not ours.
//! 4. Write down the decision, in one rename: `.clausebook/decision.json`.
//! 5. Carry it out: remove the stale, move the staged into place (a folder as a whole where none stands yet), renew the
//!    manifest, drop the decision.
//!
//! A program that is killed before 4 leaves the old site; after 4, the next run finishes the new one.
//! Not a swap of whole sites: a server that stands in the folder, a mount point, a deployment's
//! own files (`CNAME`, `.git`) all stay what they are, and a small change writes little.

use super::manifest::{MadeOf, Manifest, Note, Stamp};
use super::paths::{STATE, above};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Why the site was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
    /// Files stand where the site must write that it did not write itself.
    #[error("{} holds files that clausebook did not write: {}", folder.display(), paths.join(", "))]
    Foreign { folder: PathBuf, paths: Vec<String> },
}

/// What a write did, in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Written {
    pub written: usize,
    pub unchanged: usize,
    pub removed: usize,
}

/// A change of the site that is being made ready. Dropped before its end it leaves no trace.
pub(super) struct Staging {
    output: PathBuf,
    /// Held as long as this lives.
    _lock: File,
    /// When it was taken.
    opened: Stamp,
    old: Manifest,
    /// Nothing stood in the output folder: no file need be looked for there.
    is_new: bool,
    came: Mutex<Came>,
}

/// The files that came so far.
#[derive(Default)]
struct Came {
    files: BTreeMap<String, Note>,
    /// How many of them are staged.
    staged: usize,
    /// Folders of the site that files are staged for, and which folder in `next/` is theirs.
    folders: HashMap<String, usize>,
    foreign: BTreeSet<String>,
    /// Where a folder stands that is not ours: in the way unless all in it is stale.
    in_the_way: Vec<String>,
}

impl Staging {
    pub fn open(output: &Path) -> Result<Staging, WriteError> {
        let state = output.join(STATE);
        attempt(&state, fs::create_dir_all)?;
        let lock = attempt(&state.join("lock"), File::create)?;
        attempt(&state, |_| lock.lock())?;
        if let Some(unfinished) = Decision::read(&state)? {
            unfinished.carry_out(output)?;
        }
        let next = state.join("next");
        remove_folder(&next)?;
        attempt(&next, fs::create_dir_all)?;
        let old = attempt(&state.join("manifest.json"), Manifest::read)?;
        let is_new = attempt(output, fs::read_dir)?
            .all(|entry| entry.is_ok_and(|entry| entry.file_name().to_str() == Some(STATE)));
        let opened = Stamp::of(&attempt(&state, |_| lock.metadata())?);
        Ok(Staging { output: output.to_owned(), _lock: lock, opened, old, is_new, came: Mutex::default() })
    }

    /// Whether the file `path` is one that the program has written.
    pub fn is_ours(&self, path: &str) -> bool {
        self.old.0.contains_key(path)
    }

    /// Takes what stands at `path`, which the program has written, as it is.
    pub fn keep(&self, path: &str) {
        if let Some(note) = self.old.0.get(path) {
            self.came().files.insert(path.to_owned(), *note);
        }
    }

    /// Takes `bytes` as the file `path`. Each path comes once.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let made_of = MadeOf::bytes(bytes);
        let is_same = |file: &Path| same(bytes, File::open(file)?);
        let Some(staged) = self.place(path, bytes.len() as u64, made_of, is_same)? else { return Ok(()) };
        let stamp = attempt(&staged, |to| {
            let mut file = File::create(to)?;
            file.write_all(bytes)?;
            Ok(Stamp::of(&file.metadata()?))
        })?;
        self.note(path, Note { stamp, made_of });
        Ok(())
    }

    /// Takes the file `from` on disk as the file `path`.
    pub fn copy(&self, path: &str, from: &Path) -> Result<(), WriteError> {
        let source = attempt(from, fs::metadata)?;
        let made_of = MadeOf::copy_of(&source, self.opened);
        let is_same = |file: &Path| same(File::open(from)?, File::open(file)?);
        let Some(staged) = self.place(path, source.len(), made_of, is_same)? else { return Ok(()) };
        attempt(from, |from| fs::copy(from, &staged).map(drop))?;
        let stamp = Stamp::of(&attempt(&staged, fs::metadata)?);
        self.note(path, Note { stamp, made_of });
        Ok(())
    }

    /// Where the file for `path`, of `len` bytes, must be staged; None when it stands in its place already, or others' does.
    fn place(
        &self,
        path: &str,
        len: u64,
        made_of: MadeOf,
        is_same: impl FnOnce(&Path) -> io::Result<bool>,
    ) -> Result<Option<PathBuf>, WriteError> {
        let file = self.output.join(path);
        let found = if self.is_new { None } else { fs::symlink_metadata(&file).ok() };
        let noted = self.old.0.get(path);
        let is_same = match &found {
            Some(found) if noted.is_some_and(|note| note.holds(found, made_of)) => true,
            Some(found) if found.is_file() && found.len() == len => attempt(&file, is_same)?,
            _ => false,
        };
        let mut came = self.came();
        match found {
            Some(found) if is_same => {
                came.files.insert(path.to_owned(), Note { stamp: Stamp::of(&found), made_of });
                return Ok(None);
            }
            Some(found) if found.is_dir() && noted.is_none() => came.in_the_way.push(path.to_owned()),
            Some(_) if noted.is_none() => {
                came.foreign.insert(path.to_owned());
                return Ok(None);
            }
            _ => {}
        }
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let known = came.folders.get(folder).copied();
        let n = known.unwrap_or(came.folders.len());
        let staged = staged_folder(&self.output.join(STATE), n);
        if known.is_none() {
            attempt(&staged, fs::create_dir)?;
            came.folders.insert(folder.to_owned(), n);
        }
        Ok(Some(staged.join(name)))
    }

    /// Notes a file that has been staged.
    fn note(&self, path: &str, note: Note) {
        let mut came = self.came();
        came.files.insert(path.to_owned(), note);
        came.staged += 1;
    }

    fn came(&self) -> MutexGuard<'_, Came> {
        // What came is whole after each step; a panic elsewhere does not spoil it.
        self.came.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Decides and carries out what came.
    pub fn finish(self) -> Result<Written, WriteError> {
        let (mut decision, done) = self.decide()?;
        let state = self.output.join(STATE);
        if !decision.is_nothing() || decision.manifest != self.old {
            // What is changed from here on is changed later than this file.
            let now = attempt(&state.join("next/now"), |now| File::create(now)?.metadata())?;
            decision.manifest.settle(Stamp::of(&now));
        }
        if !decision.is_nothing() {
            decision.record(&state)?;
            decision.carry_out(&self.output)?;
        } else if decision.manifest != self.old {
            put(&state.join("manifest.json"), &decision.manifest)?;
        }
        Ok(done)
    }

    fn decide(&self) -> Result<(Decision, Written), WriteError> {
        let came = std::mem::take(&mut *self.came());
        let manifest = Manifest(came.files);
        let removals: Vec<String> =
            self.old.0.keys().filter(|path| !manifest.0.contains_key(*path)).cloned().collect();
        let mut foreign = came.foreign;
        let in_the_way = |path: &&String| !holds_only(&self.output.join(path), &self.output, &removals);
        foreign.extend(came.in_the_way.iter().filter(in_the_way).cloned());
        foreign.extend(self.foreign_folders(&manifest));
        if !foreign.is_empty() {
            const SHOWN: usize = 8;
            let mut paths: Vec<String> = foreign.iter().take(SHOWN).cloned().collect();
            if foreign.len() > SHOWN {
                paths.push(format!("and {} more", foreign.len() - SHOWN));
            }
            return Err(WriteError::Foreign { folder: self.output.clone(), paths });
        }
        let written = came.staged;
        let done = Written { written, unchanged: manifest.0.len() - written, removed: removals.len() };
        Ok((Decision { folders: came.folders.into_iter().collect(), removals, manifest }, done))
    }

    /// Where a folder is needed and something else stands that is not ours: a file, or a symbolic
    /// link, which would lead the writing out of the output folder.
    fn foreign_folders(&self, manifest: &Manifest) -> Vec<String> {
        let needed: BTreeSet<&str> = manifest.0.keys().flat_map(|path| above(path)).collect();
        needed
            .into_iter()
            .filter(|folder| fs::symlink_metadata(self.output.join(folder)).is_ok_and(|meta| !meta.is_dir()))
            .filter(|folder| !self.old.0.contains_key(*folder))
            .map(str::to_owned)
            .collect()
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        let state = self.output.join(STATE);
        // What can't be taken away is found and taken away by the next run.
        let _ = remove_folder(&state.join("next"));
        if self.old.0.is_empty()
            && !state.join("manifest.json").exists()
            && !state.join("decision.json").exists()
        {
            let _ = fs::remove_file(state.join("lock"));
            let _ = fs::remove_dir(&state);
            let _ = fs::remove_dir(&self.output);
        }
    }
}

/// Whether two give the same bytes.
fn same(one: impl io::Read, other: impl io::Read) -> io::Result<bool> {
    const BLOCK: usize = 1 << 16;
    let (mut one, mut other) = (BufReader::with_capacity(BLOCK, one), BufReader::with_capacity(BLOCK, other));
    loop {
        let (a, b) = (one.fill_buf()?, other.fill_buf()?);
        let n = a.len().min(b.len());
        if n == 0 {
            return Ok(a.len() == b.len());
        }
        if a[..n] != b[..n] {
            return Ok(false);
        }
        one.consume(n);
        other.consume(n);
    }
}

/// What a write will do. Once recorded, it will be done.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Decision {
    /// Folders of the site, parents first, with the number of that in `next/` which holds what comes into them.
    folders: BTreeMap<String, usize>,
    removals: Vec<String>,
    manifest: Manifest,
}

impl Decision {
    fn read(state: &Path) -> Result<Option<Decision>, WriteError> {
        let file = state.join("decision.json");
        match fs::read(&file) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(WriteError::Io { path: file, source }),
        }
    }

    fn is_nothing(&self) -> bool {
        self.folders.is_empty() && self.removals.is_empty()
    }

    fn record(&self, state: &Path) -> Result<(), WriteError> {
        put(&state.join("decision.json"), self)
    }

    /// Safe to be done again from any point at which it was cut off.
    fn carry_out(&self, output: &Path) -> Result<(), WriteError> {
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
        put(&state.join("manifest.json"), &self.manifest)?;
        attempt(&state.join("decision.json"), fs::remove_file)
    }
}

/// Where the files of the `n`th folder are staged.
fn staged_folder(state: &Path, n: usize) -> PathBuf {
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

/// Whether all that stands below `folder` is about to be removed.
fn holds_only(folder: &Path, output: &Path, stale: &[String]) -> bool {
    walkdir::WalkDir::new(folder).into_iter().all(|entry| {
        entry.is_ok_and(|entry| {
            entry.file_type().is_dir()
                || entry
                    .path()
                    .strip_prefix(output)
                    .is_ok_and(|path| stale.iter().any(|s| Path::new(s) == path))
        })
    })
}

/// Writes `value` as JSON beside `file` and renames it there.
fn put(file: &Path, value: &impl Serialize) -> Result<(), WriteError> {
    let fresh = file.with_extension("new");
    attempt(&fresh, |path| {
        let to = File::create(path)?;
        let mut buffered = io::BufWriter::new(to);
        serde_json::to_writer(&mut buffered, value)?;
        buffered.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
    })?;
    attempt(file, |path| fs::rename(&fresh, path))
}

fn remove_folder(folder: &Path) -> Result<(), WriteError> {
    match fs::remove_dir_all(folder) {
        Err(error) if !is_absent(&error) => Err(WriteError::Io { path: folder.to_owned(), source: error }),
        _ => Ok(()),
    }
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// `action` on `path`; the path goes into the error.
fn attempt<'p, T>(path: &'p Path, action: impl FnOnce(&'p Path) -> io::Result<T>) -> Result<T, WriteError> {
    action(path).map_err(|source| WriteError::Io { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests;
