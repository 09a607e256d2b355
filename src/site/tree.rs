//! Files and their seals: what a site is made of, and what was made of it.

use super::content::SOURCES;
use super::manifest;
use super::paths::{DECISION, STATE};
use super::register::Register;
use super::seal::{Folder, Seal};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Files as they were when they were looked at, by their paths. A folder is known by its files.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Tree {
    files: Register<Seal>,
    /// Of a site, the seals of the files that say which are its own: with the same ones it has the same paths.
    notes: Vec<Option<Seal>>,
}

impl Tree {
    /// Looks at every file that a site is made of: those below its folder `content`, and its `theme` if it has one. Links
    /// are followed: a link counts as the file that it leads to and as itself. Hidden files are passed over, as all
    /// readers do, but for those among the sources, where an image may have any name.
    ///
    /// # Errors
    /// A folder that can't be read, a loop of links, a path that is not Unicode: then nothing can be known again.
    pub fn of_inputs(content: &Path, theme: &Path) -> io::Result<Tree> {
        let sources = content.join(SOURCES);
        let mut files = Vec::new();
        for folder in [content, theme] {
            if found(folder).is_ok_and(|found| found.is_none()) {
                continue;
            }
            let walk = WalkDir::new(folder).follow_links(true).into_iter().filter_entry(|entry| {
                let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
                entry.depth() == 0 || !is_hidden || entry.path().starts_with(&sources)
            });
            let mut beside = Beside::default();
            for entry in walk {
                let entry = entry?;
                if entry.file_type().is_dir() && !entry.path_is_symlink() {
                    continue;
                }
                let path = entry.path().to_str().ok_or(io::ErrorKind::InvalidFilename)?;
                if entry.path_is_symlink() {
                    files.push((path.to_owned(), Seal::of(&entry.metadata()?)));
                    files.push((path.to_owned(), Seal::of(&fs::symlink_metadata(path)?)));
                } else {
                    let seal = match beside.seal(entry.path())? {
                        Some(seal) => seal,
                        None => Seal::of(&entry.metadata()?),
                    };
                    files.push((path.to_owned(), seal));
                }
            }
        }
        files.sort_unstable();
        Ok(Tree { files: files.into_iter().collect(), notes: Vec::new() })
    }

    /// Looks at the files of the site in the folder `output`, by their paths below it; None when one of them is not there,
    /// or a write was cut off. `known` is the site as it was once: where its notes are as they were, they need not be read.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn of_site(output: &Path, known: Option<&Tree>) -> io::Result<Option<Tree>> {
        let state = output.join(STATE);
        if fs::exists(state.join(DECISION))? {
            return Ok(None);
        }
        let notes = notes(&state)?;
        let has_same = |known: &&Tree| known.notes == notes && notes.iter().any(Option::is_some);
        let files = match known.filter(has_same) {
            Some(known) => look(output, known.files.paths())?,
            None => look(output, manifest::read(&state)?.paths())?,
        };
        Ok(files.map(|files| Tree { files, notes }))
    }

    /// These files with the seals that those at `paths` have now, `root` being the folder that the tree's paths are in; a
    /// file that is not there any more is left out.
    ///
    /// # Errors
    /// When the disk fails, or what stands there is no file.
    pub fn renewed<P: AsRef<str>>(&self, root: &Path, paths: &[P]) -> io::Result<Tree> {
        let mut now: BTreeMap<&str, Option<Seal>> = BTreeMap::new();
        for path in paths.iter().map(AsRef::as_ref) {
            let found = found(&root.join(path))?;
            if found.as_ref().is_some_and(|found| !found.is_file()) {
                return Err(io::ErrorKind::InvalidInput.into());
            }
            now.insert(path, found.as_ref().map(Seal::of));
        }
        let notes = if self.notes.is_empty() { Vec::new() } else { notes(&root.join(STATE))? };
        Ok(Tree { files: self.files.with(now), notes })
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The seal of the file at `path`, if there is one.
    pub fn seal(&self, path: &str) -> Option<&Seal> {
        self.files.get(path)
    }

    /// What stands at `path` in the folder `root`; None when it is not one of these files, or can't be read.
    pub fn read(&self, root: &Path, path: &str) -> Option<Vec<u8>> {
        self.seal(path).and_then(|_| fs::read(root.join(path)).ok())
    }

    /// Whether the same files are there.
    pub fn has_same_paths(&self, other: &Tree) -> bool {
        self.files.paths().eq(other.files.paths())
    }

    /// Those of the files that stand below `folder`.
    pub fn below<'t>(&'t self, folder: &'t Path) -> impl Iterator<Item = (&'t str, &'t Seal)> {
        self.files.iter().filter(move |(path, _)| Path::new(path).starts_with(folder))
    }

    /// Whether every file last changed before `moment`; see [`Seal::is_before`].
    pub fn is_before(&self, moment: &Seal) -> bool {
        self.files.known().chain(self.notes.iter().flatten()).all(|seal| seal.is_before(moment))
    }

    /// The paths of the files that are not in `before` as they are here: new ones, changed ones.
    pub fn differing<'t>(&'t self, before: &'t Tree) -> impl Iterator<Item = &'t str> {
        let mut known = before.files.iter().peekable();
        let is_new = move |file: &(&str, &Seal)| {
            while known.next_if(|known| known < file).is_some() {}
            known.peek() != Some(file)
        };
        self.files.iter().filter(is_new).map(|(path, _)| path)
    }
}

/// Looks at the files at `paths`, which are in order, in the folder `root`; None when one of them is not there.
fn look<'p>(root: &Path, paths: impl Iterator<Item = &'p str>) -> io::Result<Option<Register<Seal>>> {
    let (mut files, mut beside) = (Register::default(), Beside::default());
    for path in paths {
        match beside.seal(&root.join(path)) {
            Ok(Some(seal)) => files.push(path, seal),
            Ok(None) => return Ok(None),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        }
    }
    Ok(Some(files))
}

/// Looks at files of which many in a row stand in one folder.
#[derive(Default)]
struct Beside {
    folder: Option<(PathBuf, Folder)>,
}

impl Beside {
    /// See [`Folder::seal`].
    fn seal(&mut self, file: &Path) -> io::Result<Option<Seal>> {
        let (Some(path), Some(name)) = (file.parent(), file.file_name()) else { return Ok(None) };
        let folder = match &mut self.folder {
            Some((known, folder)) if known.as_os_str() == path.as_os_str() => folder,
            folder => &mut folder.insert((path.to_owned(), Folder::open(path)?)).1,
        };
        folder.seal(name)
    }
}

/// The seals of the notes in the folder `state`.
fn notes(state: &Path) -> io::Result<Vec<Option<Seal>>> {
    manifest::NOTES.iter().map(|name| Ok(found(&state.join(name))?.as_ref().map(Seal::of))).collect()
}

/// What the system tells of what stands at `path`; None when nothing does.
fn found(path: &Path) -> io::Result<Option<Metadata>> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        found => found.map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| folder.path().join(name);
        fs::create_dir(file("sub")).unwrap();
        for name in ["a", "sub/b"] {
            fs::write(file(name), "甲").unwrap();
        }
        let look = || Tree::of_inputs(folder.path(), &file("none")).unwrap();
        let first = look();
        assert_eq!((first.len(), &first), (2, &look()));
        let aged = first.seal(file("a").to_str().unwrap()).copied();
        // The clock of files ticks every few milliseconds.
        while !aged.unwrap().is_before(&Seal::of(&fs::metadata(file("sub/b")).unwrap())) {
            fs::write(file("sub/b"), "乙").unwrap();
        }
        let second = look();
        assert_eq!(second.differing(&first).collect::<Vec<_>>(), [file("sub/b").to_str().unwrap()]);
        fs::rename(file("a"), file("c")).unwrap();
        assert_eq!(look().differing(&second).collect::<Vec<_>>(), [file("c").to_str().unwrap()]);
    }

    #[test]
    fn a_file_of_the_site_that_is_gone_is_no_site() {
        let folder = tempfile::tempdir().unwrap();
        let look = || Tree::of_site(folder.path(), None).unwrap();
        assert_eq!(look().unwrap().len(), 0);
        fs::create_dir(folder.path().join(STATE)).unwrap();
        fs::write(folder.path().join(STATE).join("manifest.json"), "[\"a.html\"]").unwrap();
        assert_eq!(look(), None);
        fs::write(folder.path().join("a.html"), "甲").unwrap();
        assert_eq!(look().unwrap().len(), 1);
        fs::write(folder.path().join(STATE).join(DECISION), "{}").unwrap();
        assert_eq!(look(), None);
    }
}
