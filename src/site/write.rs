//! Files to disk, whole or not at all.
//!
//! 1. Take the lock, so that a `serve` and a `build` do not write at once. Finish a change that was decided but cut off.
//! 2. Compare each file that comes with what stands in its place; stage what differs in `.clausebook/next/`. Up to here
//!    the site is as it was.
//! 3. When all have come: what of ours is stale, what stands in the way and is not ours.
//! 4. Write down the decision, in one rename: `.clausebook/decision.json`.
//! 5. Carry it out: remove the stale, move the staged into place, renew the manifest, drop the decision.
//!
//! A program that is killed before 4 leaves the old site; after 4, the next run finishes the new one.
//! Not a swap of whole folders: a server that stands in the folder, a mount point, a deployment's
//! own files (`CNAME`, `.git`) all stay what they are, and a small change writes little.

use super::manifest::Manifest;
use super::paths::{STATE, above};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

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
    old: Manifest,
    came: Mutex<Came>,
}

/// The files that came so far.
#[derive(Default)]
struct Came {
    unchanged: Vec<String>,
    /// The nth is staged as `next/n`.
    staged: Vec<String>,
    foreign: BTreeSet<String>,
    /// Where a folder stands that is not ours: in the way unless all in it is stale.
    folders: Vec<String>,
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
        Ok(Staging { output: output.to_owned(), _lock: lock, old, came: Mutex::default() })
    }

    /// Takes what stands at `path`, which the program has written, as it is.
    pub fn keep(&self, path: &str) {
        let mut came = self.came.lock().unwrap_or_else(PoisonError::into_inner);
        came.unchanged.push(path.to_owned());
    }

    /// Takes `bytes` as the file `path`. Each path comes once.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let is_same = |file: &Path| same(bytes, File::open(file)?);
        match self.place(path, bytes.len() as u64, is_same)? {
            Some(staged) => attempt(&staged, |to| fs::write(to, bytes)),
            None => Ok(()),
        }
    }

    /// Takes the file `from` on disk as the file `path`.
    pub fn copy(&self, path: &str, from: &Path) -> Result<(), WriteError> {
        let len = attempt(from, fs::metadata)?.len();
        let is_same = |file: &Path| same(File::open(from)?, File::open(file)?);
        match self.place(path, len, is_same)? {
            Some(staged) => attempt(from, |from| fs::copy(from, &staged).map(drop)),
            None => Ok(()),
        }
    }

    /// Where the file for `path`, of `len` bytes, must be staged; None when it stands in its place already, or others' does.
    fn place(
        &self,
        path: &str,
        len: u64,
        is_same: impl FnOnce(&Path) -> io::Result<bool>,
    ) -> Result<Option<PathBuf>, WriteError> {
        let file = self.output.join(path);
        let found = fs::symlink_metadata(&file).ok();
        let is_same = match &found {
            Some(meta) if meta.is_file() && meta.len() == len => attempt(&file, is_same)?,
            _ => false,
        };
        let path = path.to_owned();
        let mut came = self.came.lock().unwrap_or_else(PoisonError::into_inner);
        if is_same {
            came.unchanged.push(path);
            return Ok(None);
        }
        let ours = self.old.0.contains(&path);
        match found {
            Some(meta) if meta.is_dir() && !ours => came.folders.push(path.clone()),
            Some(_) if !ours => {
                came.foreign.insert(path);
                return Ok(None);
            }
            _ => {}
        }
        came.staged.push(path);
        Ok(Some(self.output.join(STATE).join("next").join((came.staged.len() - 1).to_string())))
    }

    /// Decides and carries out what came.
    pub fn finish(self) -> Result<Written, WriteError> {
        let (decision, done) = self.decide()?;
        let state = self.output.join(STATE);
        if !decision.is_nothing() {
            decision.record(&state)?;
            decision.carry_out(&self.output)?;
        } else if decision.manifest != self.old {
            put(&state.join("manifest.json"), &decision.manifest)?;
        }
        Ok(done)
    }

    fn decide(&self) -> Result<(Decision, Written), WriteError> {
        let came = std::mem::take(&mut *self.came.lock().unwrap_or_else(PoisonError::into_inner));
        let manifest = Manifest(came.unchanged.iter().chain(&came.staged).cloned().collect());
        let removals: Vec<String> = self.old.0.difference(&manifest.0).cloned().collect();
        let mut foreign = came.foreign;
        let in_the_way = |path: &&String| !holds_only(&self.output.join(path), &self.output, &removals);
        foreign.extend(came.folders.iter().filter(in_the_way).cloned());
        foreign.extend(self.foreign_folders(&manifest));
        if !foreign.is_empty() {
            const SHOWN: usize = 8;
            let mut paths: Vec<String> = foreign.iter().take(SHOWN).cloned().collect();
            if foreign.len() > SHOWN {
                paths.push(format!("and {} more", foreign.len() - SHOWN));
            }
            return Err(WriteError::Foreign { folder: self.output.clone(), paths });
        }
        let done =
            Written { written: came.staged.len(), unchanged: came.unchanged.len(), removed: removals.len() };
        Ok((Decision { moves: came.staged, removals, manifest }, done))
    }

    /// Where a folder is needed and something else stands that is not ours: a file, or a symbolic
    /// link, which would lead the writing out of the output folder.
    fn foreign_folders(&self, manifest: &Manifest) -> Vec<String> {
        let needed: BTreeSet<&str> = manifest.0.iter().flat_map(|path| above(path)).collect();
        needed
            .into_iter()
            .filter(|folder| fs::symlink_metadata(self.output.join(folder)).is_ok_and(|meta| !meta.is_dir()))
            .filter(|folder| !self.old.0.contains(*folder))
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
    /// Paths; the nth is staged as `next/n`.
    moves: Vec<String>,
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
        self.moves.is_empty() && self.removals.is_empty()
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
        let mut folders = BTreeSet::new();
        for (n, path) in self.moves.iter().enumerate() {
            let (from, to) = (state.join("next").join(n.to_string()), output.join(path));
            if let Some(folder) = to.parent()
                && folders.insert(folder.to_owned())
            {
                attempt(folder, fs::create_dir_all)?;
            }
            match fs::rename(&from, &to) {
                // Moved already, before the last run was cut off.
                Err(error) if is_absent(&error) && to.exists() => {}
                Err(source) => return Err(WriteError::Io { path: to, source }),
                Ok(()) => {}
            }
        }
        put(&state.join("manifest.json"), &self.manifest)?;
        attempt(&state.join("decision.json"), fs::remove_file)
    }
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
