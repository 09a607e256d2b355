//! The site as it is being made: each file is looked at and staged when it comes, and need not be kept.

use super::check::{Links, Noted, Read};
use super::paths::{collisions, faults_of, twice};
use super::tree::Tree;
use super::write::{Staging, WriteError, Written};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Output;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Takes the files of the site one by one, from any thread and in any order.
pub struct Draft {
    known: Mutex<Known>,
    /// None for a site that is only looked at.
    staging: Option<Staging>,
    before: Option<Before>,
}

/// The site that a build before left, of which files may be kept.
struct Before {
    links: Links,
    left: Tree,
    /// What stands there now.
    now: Tree,
}

#[derive(Default)]
struct Known {
    paths: BTreeSet<String>,
    links: Links,
    faults: Vec<Diagnostic>,
}

impl Draft {
    /// A site for the folder `output`, which stays as it is until [`Draft::finish`].
    ///
    /// # Errors
    /// When a write that was cut off can't be finished, or the disk fails.
    pub fn on_disk(output: &Path) -> Result<Draft, WriteError> {
        Ok(Draft { known: Mutex::default(), staging: Some(Staging::open(output)?), before: None })
    }

    /// A site that is only looked at.
    pub fn unwritten() -> Draft {
        Draft { known: Mutex::default(), staging: None, before: None }
    }

    /// Lets files be kept of the site that a build before `left` with these `links`, as it stands `now`. Before any file
    /// is taken.
    pub fn resume(&mut self, links: Noted, left: Tree, now: Tree) {
        let (before, next) = Links::next(links);
        self.known().links = next;
        self.before = Some(Before { links: before, left, now });
    }

    /// Whether the files at `paths` stand in the output folder as the build before left them.
    pub fn stands(&self, paths: &[impl AsRef<str>]) -> bool {
        let (Some(before), Some(staging)) = (&self.before, &self.staging) else { return false };
        paths.iter().map(AsRef::as_ref).all(|path| {
            let seals = before.left.seal(path).zip(before.now.seal(path));
            seals.is_some_and(|(left, now)| left == now)
                && staging.is_ours(path)
                && (!path.ends_with(".html") || before.links.holds(path))
        })
    }

    /// The file at `path` as it stands in the output folder; None when there is none of ours.
    pub fn standing(&self, path: &str) -> Option<Vec<u8>> {
        self.staging.as_ref()?.standing(path)
    }

    /// Takes the files at `paths` as they stand, if all of them are as the build before left them; whether it does.
    pub fn keep(&self, paths: &[impl AsRef<str>]) -> bool {
        let (Some(before), Some(staging)) = (&self.before, &self.staging) else { return false };
        if !self.stands(paths) {
            return false;
        }
        for path in paths.iter().map(AsRef::as_ref).filter(|path| self.admits(path)) {
            if path.ends_with(".html") {
                self.known().links.keep(path, &before.links);
            }
            staging.keep(path);
        }
        true
    }

    /// Ids and links of the pages taken, for [`Draft::resume`]; they have been looked at ([`Draft::faults`]), and go.
    pub fn take_links(&self) -> Noted {
        let links = std::mem::take(&mut self.known().links);
        links.noted()
    }

    /// Takes a file. Of two with one path the first stays.
    ///
    /// # Errors
    /// When it can't be staged.
    pub fn take(&self, output: Output) -> Result<(), WriteError> {
        if !self.admits(&output.path) {
            return Ok(());
        }
        if output.path.ends_with(".html") {
            let read = Read::of(&output.bytes);
            self.known().links.add(&output.path, read);
        }
        self.staging.as_ref().map_or(Ok(()), |staging| staging.put(&output.path, &output.bytes))
    }

    /// Takes the file `from` on disk as the file `path` of the site.
    ///
    /// # Errors
    /// When it can't be read or staged.
    pub fn copy(&self, path: &str, from: &Path) -> Result<(), WriteError> {
        if !self.admits(path) {
            return Ok(());
        }
        self.staging.as_ref().map_or(Ok(()), |staging| staging.copy(path, from))
    }

    /// Notes the path, and whether a file may stand there.
    fn admits(&self, path: &str) -> bool {
        let fault = faults_of(path);
        let mut known = self.known();
        let is_safe = fault.as_ref().is_none_or(|fault| fault.severity != Severity::Error);
        known.faults.extend(fault);
        let is_new = !is_safe || known.paths.insert(path.to_owned());
        if !is_new {
            known.faults.push(twice(path, path));
        }
        is_safe && is_new
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // What is known is whole after each step; a panic elsewhere does not spoil it.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is wrong with the files taken: their paths, then their links. The order in which they came makes no difference.
    pub fn faults(&self) -> Vec<Diagnostic> {
        let known = self.known();
        let mut faults = known.faults.clone();
        faults.sort_by(|a, b| (a.code, &a.message).cmp(&(b.code, &b.message)));
        faults.extend(collisions(known.paths.iter().map(String::as_str)));
        faults.extend(known.links.faults(|path| known.paths.contains(path)));
        faults
    }

    /// Makes the output folder hold exactly the files taken. A draft that is dropped instead leaves no trace.
    ///
    /// # Errors
    /// [`WriteError::Foreign`] when a file of others stands where one of ours must be, [`WriteError::Io`]
    /// with the path. In both cases the old site stands, or the next run finishes the new one.
    pub fn finish(self) -> Result<Written, WriteError> {
        self.staging.map_or(Ok(Written::default()), Staging::finish)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_does_not_hang_on_the_order() {
        let file = |path: &str, html: &str| Output { path: path.into(), bytes: html.into() };
        let files =
            [file("b.html", "<a href=c>"), file("a.html", "<a href=c><i id=x><i id=x>"), file("../x", "")];
        let said = |order: [usize; 3]| {
            let draft = Draft::unwritten();
            order.iter().for_each(|n| draft.take(files[*n].clone()).unwrap());
            draft.faults().into_iter().map(|fault| fault.message).collect::<Vec<_>>()
        };
        let first = said([0, 1, 2]);
        assert_eq!(first.len(), 3, "{first:?}");
        assert_eq!(first, said([2, 1, 0]));
    }

    #[test]
    fn a_path_is_given_once() {
        let draft = Draft::unwritten();
        for _ in 0..2 {
            draft.take(Output { path: "a.html".into(), bytes: Vec::new() }).unwrap();
        }
        assert_eq!(draft.faults().len(), 1);
    }
}
