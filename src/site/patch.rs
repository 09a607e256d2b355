//! A change of few files of a site that stands: all others stay, and are not looked at.

use super::check::is_sound;
use super::write::{Staging, WriteError, Written};
use crate::model::Output;
use std::collections::BTreeMap;
use std::path::Path;

/// A change that is being made ready. Dropped before its end it leaves no trace.
pub struct Patch {
    staging: Staging,
    taken: BTreeMap<String, Vec<u8>>,
    gone: Vec<String>,
}

impl Patch {
    /// A change of the site in the folder `output`.
    ///
    /// # Errors
    /// When a write that was cut off can't be finished, or the disk fails.
    pub fn open(output: &Path) -> Result<Patch, WriteError> {
        Ok(Patch { staging: Staging::open(output)?, taken: BTreeMap::new(), gone: Vec::new() })
    }

    /// The file at `path` as it stands; None when there is none of ours.
    pub fn standing(&self, path: &str) -> Option<Vec<u8>> {
        self.staging.standing(path)
    }

    /// Takes a file in the place of one that stands there.
    pub fn take(&mut self, output: Output) {
        self.taken.insert(output.path, output.bytes);
    }

    /// Takes the file `path` away.
    pub fn drop_file(&mut self, path: String) {
        self.gone.push(path);
    }

    /// Whether the site is as sound with the change as it was before: every page that changes stands there already, keeps
    /// its ids, and leads nowhere that is not there. Files without links may come and go.
    pub fn is_sound(&self) -> bool {
        let pages = self.taken.iter().filter(|(path, _)| path.ends_with(".html"));
        let read = |path: &str| match self.taken.get(path) {
            Some(bytes) => Some(bytes.clone()),
            None => self.standing(path),
        };
        let mut are_sound = pages.map(|(path, new)| {
            self.standing(path).is_some_and(|old| old == *new || is_sound(path, &old, new, read))
        });
        are_sound.all(|is| is) && self.gone.iter().all(|path| !path.ends_with(".html"))
    }

    /// Carries the change out; the paths of what was taken and what is gone, with what it did.
    ///
    /// # Errors
    /// As [`super::Draft::finish`].
    pub fn finish(self) -> Result<(Vec<String>, Written), WriteError> {
        for (path, bytes) in &self.taken {
            self.staging.put(path, bytes)?;
        }
        let written = self.staging.finish_beside(self.gone.clone())?;
        Ok((self.taken.into_keys().chain(self.gone).collect(), written))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn output(path: &str, html: &str) -> Output {
        Output { path: path.into(), bytes: html.into() }
    }

    #[test]
    fn a_patch_keeps_what_it_does_not_name_and_breaks_no_link() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path();
        let staging = Staging::open(out).unwrap();
        let files = [("a.html", "<p id=x><a href=b.html#y>"), ("b.html", "<p id=y>"), ("d/c.json", "{}")];
        files.iter().for_each(|(path, bytes)| staging.put(path, bytes.as_bytes()).unwrap());
        staging.finish().unwrap();
        let is_sound = |html: &str| {
            let mut patch = Patch::open(out).unwrap();
            patch.take(output("a.html", html));
            patch.is_sound()
        };
        assert!(is_sound("<p id=x><p id=z><a href=b.html#y><a href=#z>"));
        for broken in [
            "<p id=z><a href=b.html#y>",
            "<p id=x><a href=b.html#z>",
            "<p id=x><a href=c.html>",
            "<p id=x><p id=x>",
            "<p id=x><a href=#z>",
            "<p id=x><img src=https://example.org/a.png>",
        ] {
            assert!(!is_sound(broken), "{broken}");
        }
        let mut patch = Patch::open(out).unwrap();
        patch.take(output("a.html", "<p id=x>"));
        patch.take(output("d/e.json", "[]"));
        patch.drop_file("d/c.json".into());
        assert!(patch.is_sound());
        let (changed, written) = patch.finish().unwrap();
        assert_eq!(changed, ["a.html", "d/e.json", "d/c.json"]);
        assert_eq!(written, Written { written: 2, unchanged: 1, removed: 1 });
        assert_eq!(fs::read_to_string(out.join("b.html")).unwrap(), "<p id=y>");
        assert_eq!(fs::read_to_string(out.join("a.html")).unwrap(), "<p id=x>");
        assert!(!out.join("d/c.json").exists() && out.join("d/e.json").exists());
        let mut unknown = Patch::open(out).unwrap();
        unknown.take(output("new.html", "<p>"));
        assert!(!unknown.is_sound());
    }
}
