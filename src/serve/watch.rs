//! Waits for changes of what a site is made of.

use super::ServeError;
use crate::config::{FILE, Site};
use notify_debouncer_full::notify::{EventKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, SystemTime};
use walkdir::WalkDir;

/// Editors write in several steps; so long must all be still.
const SETTLE: Duration = Duration::from_millis(150);

/// Size and time of change of each file.
type Snapshot = BTreeMap<PathBuf, (u64, Option<SystemTime>)>;

/// A watch over content, themes and settings of one site.
pub struct Watch {
    debouncer: Debouncer<RecommendedWatcher, RecommendedCache>,
    changes: Receiver<()>,
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
            // Reading a file is an event too, and a build reads them all.
            let any = result
                .is_ok_and(|events| events.iter().any(|event| !matches!(event.kind, EventKind::Access(_))));
            if any {
                // Fails when the watch is gone already.
                let _ = sender.send(());
            }
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
            self.changes.recv().map_err(|_| ServeError::Deaf)?;
            while self.changes.try_recv().is_ok() {}
            self.add_folders()?;
            let now = self.snapshot();
            let changed = difference(&self.seen, &now);
            self.seen = now;
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
                let meta = entry.metadata().ok()?;
                Some((entry.into_path(), (meta.len(), meta.modified().ok())))
            })
            .collect()
    }
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
}
