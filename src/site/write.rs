//! The plan to disk, whole or not at all.
//!
//! 1. Take the lock, so that a `serve` and a `build` do not write at once. Finish a change that was decided but cut off.
//! 2. Compare the plan with the manifest: what changed, what is stale, what stands in the way and is not ours.
//! 3. Stage what changed in `.clausebook/next/`. Up to here the site is as it was.
//! 4. Write down the decision, in one rename: `.clausebook/decision.json`.
//! 5. Carry it out: remove the stale, move the staged into place, renew the manifest, drop the decision.
//!
//! A program that is killed before 4 leaves the old site; after 4, the next run finishes the new one.
//! Not a swap of whole folders: a server that stands in the folder, a mount point, a deployment's
//! own files (`CNAME`, `.git`) all stay what they are, and a small change writes little.

use super::manifest::{Manifest, Stamp};
use super::plan::{Body, Plan, STATE, above};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

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

/// Makes the folder `output` hold what `plan` says. Files there that are not ours are never touched.
///
/// # Errors
/// [`WriteError::Foreign`] when a file of others stands where one of ours must be, [`WriteError::Io`]
/// with the path. In both cases the old site stands, or the next run finishes the new one.
pub fn write(output: &Path, plan: &Plan) -> Result<Written, WriteError> {
    let state = output.join(STATE);
    attempt(&state, fs::create_dir_all)?;
    let lock = attempt(&state.join("lock"), File::create)?;
    attempt(&state, |_| lock.lock())?;
    if let Some(unfinished) = Decision::read(&state)? {
        unfinished.carry_out(output)?;
    }
    let next = state.join("next");
    remove_folder(&next)?;
    attempt(&next, fs::create_dir)?;

    let (decision, done) = decide(output, plan)?;
    if !decision.is_nothing() {
        decision.record(&state)?;
        decision.carry_out(output)?;
    }
    remove_folder(&next)?;
    Ok(done)
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

/// Compares plan, manifest and folder, and stages what must be written.
fn decide(output: &Path, plan: &Plan) -> Result<(Decision, Written), WriteError> {
    let state = output.join(STATE);
    let manifest_file = state.join("manifest.json");
    let old = attempt(&manifest_file, Manifest::read)?;
    let stale: Vec<String> = old.0.keys().filter(|path| plan.get(path).is_none()).cloned().collect();
    let mut foreign = foreign_folders(output, plan, &old);
    let mut decision = Decision::default();
    let mut unchanged = 0;
    for (path, body) in plan.files() {
        let stamp = stamp(body)?;
        let file = output.join(path);
        let found = fs::symlink_metadata(&file).ok();
        let same_length = found.as_ref().is_some_and(|meta| meta.is_file() && meta.len() == stamp.len);
        let ours = old.0.get(path);
        let is_same = same_length
            && match ours {
                Some(before) => *before == stamp,
                // Not known as ours, but just what would be written: taken over.
                None => attempt(&file, |file| Stamp::of_reader(File::open(file)?))? == stamp,
            };
        if is_same {
            unchanged += 1;
        } else if found
            .is_some_and(|meta| ours.is_none() && !(meta.is_dir() && holds_only(&file, output, &stale)))
        {
            foreign.insert(path.to_owned());
        } else {
            let staged = state.join("next").join(decision.moves.len().to_string());
            match body {
                Body::Bytes(bytes) => attempt(&staged, |to| fs::write(to, bytes))?,
                Body::Copy(from) => attempt(from, |from| fs::copy(from, &staged).map(drop))?,
            }
            decision.moves.push(path.to_owned());
        }
        decision.manifest.0.insert(path.to_owned(), stamp);
    }
    if !foreign.is_empty() {
        const SHOWN: usize = 8;
        let mut paths: Vec<String> = foreign.iter().take(SHOWN).cloned().collect();
        if foreign.len() > SHOWN {
            paths.push(format!("and {} more", foreign.len() - SHOWN));
        }
        return Err(WriteError::Foreign { folder: output.to_owned(), paths });
    }
    let done = Written { written: decision.moves.len(), unchanged, removed: stale.len() };
    decision.removals = stale;
    if decision.is_nothing() && decision.manifest != old {
        put(&manifest_file, &decision.manifest)?;
    }
    Ok((decision, done))
}

/// Where the plan needs a folder and something else stands that is not ours: a file, or a symbolic
/// link, which would lead the writing out of the output folder.
fn foreign_folders(output: &Path, plan: &Plan, old: &Manifest) -> BTreeSet<String> {
    let needed: BTreeSet<&str> = plan.files().flat_map(|(path, _)| above(path)).collect();
    needed
        .into_iter()
        .filter(|folder| fs::symlink_metadata(output.join(folder)).is_ok_and(|meta| !meta.is_dir()))
        .filter(|folder| !old.0.contains_key(*folder))
        .map(str::to_owned)
        .collect()
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

fn stamp(body: &Body) -> Result<Stamp, WriteError> {
    match body {
        Body::Bytes(bytes) => Ok(Stamp::of(bytes)),
        Body::Copy(from) => attempt(from, |from| Stamp::of_reader(File::open(from)?)),
    }
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
mod tests {
    use super::*;
    use crate::model::Output;

    fn plan(files: &[(&str, &str)]) -> Plan {
        let outputs = files
            .iter()
            .map(|(path, text)| Output { path: (*path).into(), bytes: text.as_bytes().to_vec() })
            .collect();
        Plan::new(outputs, Vec::new()).0
    }

    /// Path and text of every file in the folder, but for the program's own.
    fn tree(folder: &Path) -> Vec<(String, String)> {
        let mut files: Vec<_> = walkdir::WalkDir::new(folder)
            .into_iter()
            .filter_entry(|entry| entry.file_name() != STATE)
            .filter_map(Result::ok)
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                let path = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                (path, fs::read_to_string(entry.path()).unwrap())
            })
            .collect();
        files.sort();
        files
    }

    fn pairs(files: &[(&str, &str)]) -> Vec<(String, String)> {
        files.iter().map(|(path, text)| ((*path).into(), (*text).into())).collect()
    }

    #[test]
    fn only_what_changed_is_written_and_the_stale_goes() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("public");
        let first = [("a.html", "甲"), ("old/b.html", "乙"), ("c", "丙")];
        assert_eq!(write(&out, &plan(&first)).unwrap(), Written { written: 3, unchanged: 0, removed: 0 });
        fs::write(out.join("CNAME"), "rules").unwrap();
        let second = [("a.html", "甲"), ("c/d.html", "丁")];
        assert_eq!(write(&out, &plan(&second)).unwrap(), Written { written: 1, unchanged: 1, removed: 2 });
        assert_eq!(tree(&out), pairs(&[("CNAME", "rules"), ("a.html", "甲"), ("c/d.html", "丁")]));
        assert!(!out.join("old").exists());
        assert_eq!(write(&out, &plan(&[("c", "丙")])).unwrap().removed, 2, "a folder becomes a file again");
        assert_eq!(tree(&out), pairs(&[("CNAME", "rules"), ("c", "丙")]));
    }

    #[test]
    fn a_file_of_others_stops_the_write_before_it_starts() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path();
        fs::write(out.join("index.html"), "theirs").unwrap();
        let error = write(out, &plan(&[("a.html", "甲"), ("index.html", "ours")])).unwrap_err();
        assert!(error.to_string().contains("index.html"), "{error}");
        assert_eq!(tree(out), pairs(&[("index.html", "theirs")]));
        assert_eq!(
            write(out, &plan(&[("index.html", "theirs")])).unwrap().unchanged,
            1,
            "the same is taken over"
        );
        assert_eq!(write(out, &plan(&[("index.html", "ours")])).unwrap().written, 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_does_not_lead_the_writing_out() {
        let folder = tempfile::tempdir().unwrap();
        let (out, away) = (folder.path().join("public"), folder.path().join("away"));
        fs::create_dir_all(&out).unwrap();
        fs::create_dir_all(&away).unwrap();
        std::os::unix::fs::symlink(&away, out.join("circulars")).unwrap();
        assert!(matches!(write(&out, &plan(&[("circulars/x.html", "")])), Err(WriteError::Foreign { .. })));
        assert!(tree(&away).is_empty());
    }

    #[test]
    fn a_write_cut_off_is_the_old_site_or_is_finished() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path();
        let (old, new) = ([("a", "旧"), ("b", "旧")], [("a", "新"), ("c", "新")]);
        write(out, &plan(&old)).unwrap();
        let state = out.join(STATE);
        // Cut off while staging: nothing has been decided.
        fs::create_dir_all(state.join("next")).unwrap();
        let (decision, _) = decide(out, &plan(&new)).unwrap();
        assert_eq!(tree(out), pairs(&old));
        // Cut off in the middle of the moves.
        decision.record(&state).unwrap();
        fs::rename(state.join("next/0"), out.join("a")).unwrap();
        let unfinished = Decision::read(&state).unwrap().unwrap();
        unfinished.carry_out(out).unwrap();
        assert_eq!(tree(out), pairs(&new));
        assert_eq!(write(out, &plan(&new)).unwrap(), Written { written: 0, unchanged: 2, removed: 0 });
    }

    #[test]
    fn a_copy_that_can_not_be_read_leaves_the_old_site() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("public");
        write(&out, &plan(&[("a", "旧")])).unwrap();
        let missing = vec![("sources/x.txt".to_owned(), folder.path().join("x.txt"))];
        let (torn, _) = Plan::new(vec![Output { path: "a".into(), bytes: b"new".to_vec() }], missing);
        assert!(write(&out, &torn).unwrap_err().to_string().contains("x.txt"));
        assert_eq!(tree(&out), pairs(&[("a", "旧")]));
    }
}
