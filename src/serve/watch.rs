//! Waits for changes of what a site is made of.

use super::ServeError;
use crate::config::{FILE, Site};
use notify_debouncer_full::notify::{EventKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, SystemTime};
use walkdir::WalkDir;

/// Editors write in several steps; so long must all be still.
const SETTLE: Duration = Duration::from_millis(100);

/// Size and time of change.
type Stamp = (u64, Option<SystemTime>);

/// Each file as it was last looked at.
type Snapshot = BTreeMap<PathBuf, Stamp>;

/// The paths that the system names; None when it can't tell what changed.
type Report = Option<Vec<PathBuf>>;

/// A watch over content, themes and settings of one site.
pub struct Watch {
    debouncer: Debouncer<RecommendedWatcher, RecommendedCache>,
    changes: Receiver<Report>,
    settings: PathBuf,
    folders: Vec<PathBuf>,
    watched: BTreeSet<PathBuf>,
    seen: Snapshot,
}

impl Watch {
    /// Begins to watch; changes from now on are reported.
    ///
    /// # Errors
    /// [`ServeError::Watch`] when the system does not allow it (too many watches, mostly).
    pub fn new(site: &Site) -> Result<Watch, ServeError> {
        let (sender, changes) = channel();
        let report = move |result: DebounceEventResult| {
            let Ok(mut events) = result else { return };
            // Reading a file is an event too, and a build reads them all.
            events.retain(|event| !matches!(event.kind, EventKind::Access(_)));
            if events.is_empty() {
                return;
            }
            let lost = events.iter().any(|event| event.need_rescan());
            let paths = events.into_iter().flat_map(|event| event.event.paths).collect();
            // Fails when the watch is gone already.
            let _ = sender.send((!lost).then_some(paths));
        };
        let debouncer = new_debouncer(SETTLE, None, report)
            .map_err(|source| ServeError::Watch { path: site.root.clone(), source })?;
        let mut watch = Watch {
            debouncer,
            changes,
            settings: site.root.join(FILE),
            folders: vec![site.content(), site.themes()],
            watched: BTreeSet::new(),
            seen: Snapshot::new(),
        };
        // The folder, not the file: editors put a new file in its place.
        watch.add(&site.root, RecursiveMode::NonRecursive)?;
        watch.add_folders()?;
        watch.seen = watch.snapshot();
        Ok(watch)
    }

    /// Watches the folders that `site` names now.
    ///
    /// # Errors
    /// As [`Watch::new`].
    pub fn follow(&mut self, site: &Site) -> Result<(), ServeError> {
        self.folders = vec![site.content(), site.themes()];
        self.add_folders()
    }

    /// Waits until a file differs from when it was last looked at, and gives those that do, in order.
    ///
    /// What a build itself writes counts, too: the build after it finds nothing to do.
    ///
    /// # Errors
    /// [`ServeError::Deaf`] when the system reports no more changes.
    pub fn wait(&mut self) -> Result<Vec<PathBuf>, ServeError> {
        loop {
            let first = self.changes.recv().map_err(|_| ServeError::Deaf)?;
            let reports: Report = [first]
                .into_iter()
                .chain(self.changes.try_iter())
                .collect::<Option<Vec<_>>>()
                .map(|all| all.concat());
            self.add_folders()?;
            let changed = match reports.and_then(|paths| self.files(paths)) {
                Some(files) => self.look_at(files),
                None => self.look_at_all(),
            };
            if !changed.is_empty() {
                return Ok(changed);
            }
        }
    }

    /// Folders that were not there before are watched once they are.
    fn add_folders(&mut self) -> Result<(), ServeError> {
        for folder in self.folders.clone() {
            if folder.is_dir() {
                self.add(&folder, RecursiveMode::Recursive)?;
            } else {
                self.watched.remove(&folder);
            }
        }
        Ok(())
    }

    fn add(&mut self, path: &Path, mode: RecursiveMode) -> Result<(), ServeError> {
        if self.watched.insert(path.to_owned()) {
            let failed = |source| ServeError::Watch { path: path.to_owned(), source };
            self.debouncer.watch(path, mode).map_err(failed)?;
        }
        Ok(())
    }

    /// The files that `paths` name, as we call them; None when only a look at all of them tells, as after a folder was
    /// moved. A collection has tens of thousands of files, an edit one.
    fn files(&self, paths: Vec<PathBuf>) -> Option<BTreeSet<PathBuf>> {
        let root = std::path::absolute(self.settings.parent()?).ok()?;
        let mut files = BTreeSet::new();
        for path in paths {
            let below = |folder: &PathBuf| {
                let whole = std::path::absolute(folder).ok()?;
                Some((folder.clone(), path.strip_prefix(whole).ok()?.to_owned()))
            };
            let Some((folder, rest)) = self.folders.iter().find_map(below) else {
                match path.strip_prefix(&root) {
                    Ok(rest) if rest == Path::new(FILE) => drop(files.insert(self.settings.clone())),
                    // Of the root only its own entries are reported: the output folder, an editor's files.
                    Ok(rest) if rest.components().count() == 1 => {}
                    _ => return None,
                }
                continue;
            };
            if rest.components().any(|part| is_hidden(part.as_os_str().to_str())) {
                continue;
            }
            let file = folder.join(rest);
            // What stands in a folder comes right after it.
            let next = self.seen.range::<Path, _>((Bound::Excluded(&*file), Bound::Unbounded)).next();
            let is_folder = file.is_dir() || next.is_some_and(|(seen, _)| seen.starts_with(&file));
            if is_folder {
                return None;
            }
            files.insert(file);
        }
        Some(files)
    }

    /// Those of `files` that differ from when they were last looked at.
    fn look_at(&mut self, files: BTreeSet<PathBuf>) -> Vec<PathBuf> {
        let mut changed = Vec::new();
        for file in files {
            let now = fs::symlink_metadata(&file).ok().map(|meta| stamp(&meta));
            if now == self.seen.get(&file).copied() {
                continue;
            }
            match now {
                Some(now) => drop(self.seen.insert(file.clone(), now)),
                None => drop(self.seen.remove(&file)),
            }
            changed.push(file);
        }
        changed
    }

    /// All files that differ from when they were last looked at, in order.
    fn look_at_all(&mut self) -> Vec<PathBuf> {
        let now = self.snapshot();
        let changed = difference(&self.seen, &now);
        self.seen = now;
        changed
    }

    fn snapshot(&self) -> Snapshot {
        let folders = self.folders.iter().flat_map(|folder| {
            WalkDir::new(folder)
                .into_iter()
                .filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.file_name().to_str()))
        });
        let files = folders.chain(WalkDir::new(&self.settings)).filter_map(Result::ok);
        files
            .filter(|entry| !entry.file_type().is_dir())
            .filter_map(|entry| {
                let stamp = stamp(&entry.metadata().ok()?);
                Some((entry.into_path(), stamp))
            })
            .collect()
    }
}

fn stamp(meta: &Metadata) -> Stamp {
    (meta.len(), meta.modified().ok())
}

/// Editors' and our own files for a moment.
fn is_hidden(name: Option<&str>) -> bool {
    name.is_some_and(|name| name.starts_with('.') || name.ends_with('~'))
}

fn difference(old: &Snapshot, new: &Snapshot) -> Vec<PathBuf> {
    let gone = old.keys().filter(|path| !new.contains_key(*path));
    let fresh = new.iter().filter(|(path, stamp)| old.get(*path) != Some(*stamp)).map(|(path, _)| path);
    let mut all: Vec<PathBuf> = gone.chain(fresh).cloned().collect();
    all.sort();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn added_changed_and_removed_files_differ() {
        let stamp = |n| (n, None);
        let old = Snapshot::from([("a".into(), stamp(1)), ("b".into(), stamp(1)), ("c".into(), stamp(1))]);
        let new = Snapshot::from([("a".into(), stamp(1)), ("b".into(), stamp(2)), ("d".into(), stamp(1))]);
        let names: Vec<PathBuf> = ["b", "c", "d"].map(PathBuf::from).into();
        assert_eq!(difference(&old, &new), names);
        assert!(difference(&new, &new).is_empty());
    }
    #[test]
    fn named_files_are_looked_at_alone_and_folders_with_all_in_them() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("content/sources/old")).unwrap();
        for (file, text) in
            [("site.toml", "title = \"x\""), ("content/a.md", "甲"), ("content/sources/old/b.txt", "乙")]
        {
            fs::write(root.join(file), text).unwrap();
        }
        let mut watch = Watch::new(&Site::open(root).unwrap()).unwrap();
        let files =
            |watch: &Watch, names: &[&str]| watch.files(names.iter().map(|name| root.join(name)).collect());
        let named = |names: &[&str]| Some(names.iter().map(|name| root.join(name)).collect::<BTreeSet<_>>());
        assert_eq!(files(&watch, &["content/a.md", "content/.a.md.swp", "public"]), named(&["content/a.md"]));
        assert_eq!(
            files(&watch, &["site.toml", "content/gone.md"]),
            named(&["content/gone.md", "site.toml"])
        );
        assert_eq!(files(&watch, &["content/sources/old"]), None, "a folder");
        fs::remove_dir_all(root.join("content/sources/old")).unwrap();
        assert_eq!(files(&watch, &["content/sources/old"]), None, "a folder that is gone");
        assert_eq!(watch.files(vec!["/elsewhere/content/a.md".into()]), None, "a name that is not ours");

        fs::write(root.join("content/a.md"), "甲乙").unwrap();
        fs::write(root.join("content/new.md"), "丙").unwrap();
        let both = named(&["content/a.md", "content/new.md"]).unwrap();
        assert_eq!(watch.look_at(both.clone()), [root.join("content/a.md"), root.join("content/new.md")]);
        assert!(watch.look_at(both).is_empty());
        assert_eq!(watch.look_at_all(), [root.join("content/sources/old/b.txt")]);
    }
}
