//! Files to disk, whole or not at all.
//!
//! 1. Take the lock, so that a `serve` and a `build` do not write at once. Finish a change that was decided but cut off.
//! 2. Look at each file that comes: what stands in its place as the manifest noted it, or holds the same bytes, stays; what
//!    differs is staged in `.clausebook/next/`, the files of one folder in one folder. Up to here the site is as it was.
//! 3. When all have come: what of ours is stale, what stands in the way and is not ours.
//! 4. Write down the decision, in one rename: `.clausebook/decision`.
//! 5. Carry it out: remove the stale, move the staged into place (a folder as a whole where none stands yet), renew the
//!    manifest, drop the decision.
//!
//! A program that is killed before 4 leaves the old site; after 4, the next run finishes the new one.
//! Not a swap of whole sites: a server that stands in the folder, a mount point, a deployment's
//! own files (`CNAME`, `.git`) all stay what they are, and a small change writes little.

mod decision;

use super::manifest::{self, Changes, MadeOf, Manifest, Note, Stamp};
use super::paths::{DECISION, STATE, above};
use super::same::same;
use decision::{Decision, staged_folder};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::{self, File};
use std::io::{self, Write};
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

impl WriteError {
    /// That of something put aside.
    pub fn aside(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> WriteError {
        WriteError::Io { path: std::env::temp_dir(), source: io::Error::other(source) }
    }
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
        let old = attempt(&state, manifest::read)?;
        let is_new = attempt(output, fs::read_dir)?
            .all(|entry| entry.is_ok_and(|entry| entry.file_name().to_str() == Some(STATE)));
        let opened = Stamp::of(&attempt(&state, |_| lock.metadata())?);
        Ok(Staging { output: output.to_owned(), _lock: lock, opened, old, is_new, came: Mutex::default() })
    }

    /// Whether the file `path` is one that the program has written.
    pub fn is_ours(&self, path: &str) -> bool {
        self.old.has(path)
    }

    /// What stands at `path`, if the program has written it.
    pub fn standing(&self, path: &str) -> Option<Vec<u8>> {
        if self.is_ours(path) { fs::read(self.output.join(path)).ok() } else { None }
    }

    /// Takes what stands at `path`, which the program has written, as it is.
    pub fn keep(&self, path: &str) {
        if let Some(note) = self.old.get(path) {
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
        let noted = self.old.get(path);
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

    /// Decides and carries out what came; what else the program has written goes.
    pub fn finish(self) -> Result<Written, WriteError> {
        self.carry_out(None)
    }

    /// Decides and carries out what came, and that the files `gone` go; what else the program has written stays as it is.
    pub fn finish_beside(self, gone: Vec<String>) -> Result<Written, WriteError> {
        self.carry_out(Some(gone))
    }

    fn carry_out(self, gone: Option<Vec<String>>) -> Result<Written, WriteError> {
        let (decision, done) = self.decide(gone)?;
        if !decision.is_nothing() {
            decision.record(&self.output.join(STATE))?;
            decision.carry_out(&self.output)?;
        }
        Ok(done)
    }

    fn decide(&self, gone: Option<Vec<String>>) -> Result<(Decision, Written), WriteError> {
        let came = std::mem::take(&mut *self.came());
        let not_come = || self.old.paths().filter(|path| !came.files.contains_key(*path));
        let mut removals = gone.unwrap_or_else(|| not_come().map(str::to_owned).collect());
        removals.retain(|path| self.is_ours(path));
        let Came { files, staged, folders, mut foreign, in_the_way } = came;
        let is_in_the_way = |path: &&String| !holds_only(&self.output.join(path), &self.output, &removals);
        foreign.extend(in_the_way.iter().filter(is_in_the_way).cloned());
        foreign.extend(self.foreign_folders(&files));
        if !foreign.is_empty() {
            const SHOWN: usize = 8;
            let mut paths: Vec<String> = foreign.iter().take(SHOWN).cloned().collect();
            if foreign.len() > SHOWN {
                paths.push(format!("and {} more", foreign.len() - SHOWN));
            }
            return Err(WriteError::Foreign { folder: self.output.clone(), paths });
        }
        let new = files.keys().filter(|path| !self.is_ours(path)).count();
        let unchanged = self.old.len() + new - removals.len() - staged;
        let done = Written { written: staged, unchanged, removed: removals.len() };
        let noted = files.into_iter().filter(|(path, note)| self.old.get(path) != Some(note));
        let mut changes: Changes = noted.map(|(path, note)| (path, Some(note))).collect();
        changes.extend(removals.iter().map(|path| (path.clone(), None)));
        if !changes.is_empty() {
            // What is changed from here on is changed later than this file.
            let now = self.output.join(STATE).join("next/now");
            manifest::settle(&mut changes, Stamp::of(&attempt(&now, |now| File::create(now)?.metadata())?));
        }
        Ok((Decision { folders: folders.into_iter().collect(), removals, changes }, done))
    }

    /// Where a folder is needed and something else stands that is not ours: a file, or a symbolic
    /// link, which would lead the writing out of the output folder.
    fn foreign_folders(&self, files: &BTreeMap<String, Note>) -> Vec<String> {
        let needed: BTreeSet<&str> = files.keys().flat_map(|path| above(path)).collect();
        needed
            .into_iter()
            .filter(|folder| fs::symlink_metadata(self.output.join(folder)).is_ok_and(|meta| !meta.is_dir()))
            .filter(|folder| !self.old.has(folder))
            .map(str::to_owned)
            .collect()
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        let state = self.output.join(STATE);
        // What can't be taken away is found and taken away by the next run.
        let _ = remove_folder(&state.join("next"));
        if self.old.is_empty()
            && !state.join(DECISION).exists()
            && manifest::read(&state).is_ok_and(|manifest| manifest.is_empty())
        {
            let _ = fs::remove_file(state.join("lock"));
            let _ = fs::remove_dir(&state);
            let _ = fs::remove_dir(&self.output);
        }
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

/// Makes `bytes` the file `file`, in one rename, when they have reached the disk.
fn put(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let fresh = file.with_extension("new");
    let mut to = File::create(&fresh)?;
    to.write_all(bytes)?;
    to.sync_all()?;
    fs::rename(&fresh, file)
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
