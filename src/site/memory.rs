//! What a site remembers between builds, on disk: `.clausebook/` beside `site.toml`. It stands outside of the output
//! folder, for it may tell of what is not public, and is made afresh when it is deleted.
//!
//! Each part is a file of its own: a line that names its form, the hash of what follows, and that. A part that can't be
//! read, is broken or of another form is no part.

use super::heap::{Heap, NewHeap};
use super::seal::Seal;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;
use xxhash_rust::xxh3::xxh3_128;

const FOLDER: &str = ".clausebook";

/// A place to remember things in, held by one build at a time.
#[derive(Debug)]
pub struct Memory {
    folder: PathBuf,
    /// Held as long as this lives.
    _lock: File,
}

impl Memory {
    /// Opens the memory of the site in `root`; waits for another build of it to end.
    ///
    /// # Errors
    /// When it can't be made or locked: then one builds without.
    pub fn open(root: &Path) -> io::Result<Memory> {
        let folder = root.join(FOLDER);
        fs::create_dir_all(&folder)?;
        let ignored = folder.join(".gitignore");
        if !ignored.exists() {
            fs::write(ignored, "*\n")?;
        }
        let lock = File::create(folder.join("lock"))?;
        lock.lock()?;
        Ok(Memory { folder, _lock: lock })
    }

    /// The part `name`, if it is whole and of the form `form`.
    pub fn read<T: DeserializeOwned>(&self, name: &str, form: &str) -> Option<T> {
        let bytes = fs::read(self.folder.join(name)).ok()?;
        let rest = bytes.strip_prefix(form.as_bytes())?.strip_prefix(b"\n")?;
        let (hash, body) = rest.split_at_checked(size_of::<u128>())?;
        if xxh3_128(body).to_le_bytes() != hash {
            return None;
        }
        postcard::from_bytes(body).ok()
    }

    /// Makes `value` the part `name`: the old one or the new one is there, whatever happens.
    ///
    /// # Errors
    /// When the disk fails: then it is not remembered.
    pub fn write<T: Serialize>(&self, name: &str, form: &str, value: &T) -> io::Result<()> {
        let body = postcard::to_allocvec(value).map_err(io::Error::other)?;
        let fresh = self.folder.join(format!("{name}.new"));
        let mut file = File::create(&fresh)?;
        for piece in [form.as_bytes(), b"\n", &xxh3_128(&body).to_le_bytes(), &body] {
            file.write_all(piece)?;
        }
        drop(file);
        fs::rename(&fresh, self.folder.join(name))
    }

    /// A heap that will take the place of the part `name`.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn new_heap(&self, name: &str) -> io::Result<NewHeap> {
        NewHeap::create(self.folder.join(name))
    }

    /// The heap that is the part `name`.
    ///
    /// # Errors
    /// When there is none, or the disk fails.
    pub fn heap(&self, name: &str) -> io::Result<Heap> {
        Heap::open(&self.folder.join(name))
    }

    /// Forgets the part `name`.
    ///
    /// # Errors
    /// When the disk fails: then it may be remembered.
    pub fn forget(&self, name: &str) -> io::Result<()> {
        match fs::remove_file(self.folder.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// The seal of a file that is written now.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn moment(&self) -> io::Result<Seal> {
        let file = self.folder.join("moment");
        fs::write(&file, ".")?;
        Ok(Seal::of(&fs::metadata(&file)?))
    }

    /// What `look` sees, once all of it is old enough that any change after it can be told; None when that does not
    /// come about soon, as on a disk that counts in seconds.
    ///
    /// # Errors
    /// Those of `look`, and when the disk fails.
    pub fn settled<T>(
        &self,
        look: impl Fn() -> io::Result<T>,
        is_before: impl Fn(&T, &Seal) -> bool,
    ) -> io::Result<Option<T>> {
        const TIMES: usize = 4;
        const TICK: Duration = Duration::from_millis(12);
        for _ in 0..TIMES {
            let moment = self.moment()?;
            let seen = look()?;
            if is_before(&seen, &moment) {
                return Ok(Some(seen));
            }
            std::thread::sleep(TICK);
        }
        Ok(None)
    }
}

/// The seal of the program that runs: another one may give other bytes.
pub fn program() -> Option<Seal> {
    let file = std::env::current_exe().ok()?;
    Some(Seal::of(&fs::metadata(file).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_broken_or_foreign_is_not_remembered() {
        let root = tempfile::tempdir().unwrap();
        let memory = Memory::open(root.path()).unwrap();
        let read = |form: &str| memory.read::<Vec<String>>("part", form);
        assert_eq!(read("1"), None);
        let words = vec!["甲".to_owned(), "乙".to_owned()];
        memory.write("part", "1", &words).unwrap();
        assert_eq!((read("1"), read("2")), (Some(words), None));
        let file = root.path().join(FOLDER).join("part");
        let whole = fs::read(&file).unwrap();
        for broken in [&whole[..whole.len() - 1], &whole[..10], b"", b"1\n"] {
            fs::write(&file, broken).unwrap();
            assert_eq!(read("1"), None);
        }
        let mut changed = whole;
        *changed.last_mut().unwrap() ^= 1;
        fs::write(&file, changed).unwrap();
        assert_eq!(read("1"), None);
        assert_eq!(fs::read_to_string(root.path().join(FOLDER).join(".gitignore")).unwrap(), "*\n");
    }
}
