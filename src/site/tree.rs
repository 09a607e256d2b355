//! Files and their seals: what a site is made of, and what was made of it.

use super::content::SOURCES;
use super::manifest::Manifest;
use super::paths::{DECISION, STATE};
use super::seal::Seal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use walkdir::WalkDir;

/// Files as they were when they were looked at, by their paths. A folder is known by its files.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Tree {
    /// In the order of the paths.
    files: Vec<(Box<str>, Seal)>,
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
            if fs::symlink_metadata(folder).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
                continue;
            }
            let walk = WalkDir::new(folder).follow_links(true).into_iter().filter_entry(|entry| {
                let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
                entry.depth() == 0 || !is_hidden || entry.path().starts_with(&sources)
            });
            for entry in walk {
                let entry = entry?;
                if entry.file_type().is_dir() && !entry.path_is_symlink() {
                    continue;
                }
                let path = entry.path().to_str().ok_or(io::ErrorKind::InvalidFilename)?;
                files.push((path.into(), Seal::of(&entry.metadata()?)));
                if entry.path_is_symlink() {
                    files.push((path.into(), Seal::of(&fs::symlink_metadata(path)?)));
                }
            }
        }
        files.sort_unstable();
        Ok(Tree { files })
    }

    /// Looks at the files of the site in the folder `output`, by their paths below it; None when one of them is not there,
    /// or a write was cut off.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn of_site(output: &Path) -> io::Result<Option<Tree>> {
        let state = output.join(STATE);
        if fs::exists(state.join(DECISION))? {
            return Ok(None);
        }
        let Manifest(paths) = Manifest::read(&state)?;
        let mut files = Vec::with_capacity(paths.len());
        for path in paths.into_keys() {
            match fs::symlink_metadata(output.join(&path)) {
                Ok(found) if found.is_file() => files.push((path.into_boxed_str(), Seal::of(&found))),
                Ok(_) => return Ok(None),
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
                Err(error) => return Err(error),
            }
        }
        files.sort_unstable();
        Ok(Some(Tree { files }))
    }

    /// These files with the seals that those at `paths` have now, `root` being the folder that the tree's paths are in; a
    /// file that is not there any more is left out.
    ///
    /// # Errors
    /// When the disk fails, or what stands there is no file.
    pub fn renewed<P: AsRef<str>>(&self, root: &Path, paths: &[P]) -> io::Result<Tree> {
        let mut files: BTreeMap<&str, Seal> =
            self.files.iter().map(|(path, seal)| (path.as_ref(), *seal)).collect();
        for path in paths.iter().map(AsRef::as_ref) {
            match fs::symlink_metadata(root.join(path)) {
                Ok(found) if found.is_file() => drop(files.insert(path, Seal::of(&found))),
                Ok(_) => return Err(io::ErrorKind::InvalidInput.into()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => drop(files.remove(path)),
                Err(error) => return Err(error),
            }
        }
        Ok(Tree { files: files.into_iter().map(|(path, seal)| (path.into(), seal)).collect() })
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
        let at = self.files.binary_search_by(|(known, _)| known.as_ref().cmp(path)).ok()?;
        self.files.get(at).map(|(_, seal)| seal)
    }

    /// Whether the same files are there.
    pub fn has_same_paths(&self, other: &Tree) -> bool {
        self.files.iter().map(|(path, _)| path).eq(other.files.iter().map(|(path, _)| path))
    }

    /// Those of the files that stand below `folder`.
    pub fn below<'t>(&'t self, folder: &'t Path) -> impl Iterator<Item = &'t (Box<str>, Seal)> {
        self.files.iter().filter(move |(path, _)| Path::new(path.as_ref()).starts_with(folder))
    }

    /// Whether every file last changed before `moment`; see [`Seal::is_before`].
    pub fn is_before(&self, moment: &Seal) -> bool {
        self.files.iter().all(|(_, seal)| seal.is_before(moment))
    }

    /// The paths of the files that are not in `before` as they are here: new ones, changed ones.
    pub fn differing<'t>(&'t self, before: &'t Tree) -> impl Iterator<Item = &'t str> {
        let is_new = |file: &&(Box<str>, Seal)| before.files.binary_search(file).is_err();
        self.files.iter().filter(is_new).map(|(path, _)| path.as_ref())
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
        let look = || Tree::of_site(folder.path()).unwrap();
        assert_eq!(look(), Some(Tree::default()));
        fs::create_dir(folder.path().join(STATE)).unwrap();
        fs::write(folder.path().join(STATE).join("manifest.json"), "[\"a.html\"]").unwrap();
        assert_eq!(look(), None);
        fs::write(folder.path().join("a.html"), "甲").unwrap();
        assert_eq!(look().unwrap().len(), 1);
        fs::write(folder.path().join(STATE).join(DECISION), "{}").unwrap();
        assert_eq!(look(), None);
    }
}
