//! Pieces of bytes in one file that only grows: what a build remembers of each circular, and the next asks for of a few.
//! Who keeps a [`Piece`] finds it again, and sees whether it is still what was put there.

use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use xxhash_rust::xxh3::xxh3_64;

/// Where a piece stands, and a hash of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    at: u64,
    length: u32,
    hash: u64,
}

/// A heap that is being filled. Dropped before its end it leaves what was there before.
#[derive(Debug)]
pub struct NewHeap {
    writer: BufWriter<File>,
    end: u64,
    fresh: PathBuf,
    file: PathBuf,
}

/// A heap that stands.
#[derive(Debug)]
pub struct Heap {
    file: Mutex<File>,
    end: u64,
}

impl NewHeap {
    pub(super) fn create(file: PathBuf) -> io::Result<NewHeap> {
        let fresh = file.with_extension("new");
        let writer = BufWriter::with_capacity(1 << 20, File::create(&fresh)?);
        Ok(NewHeap { writer, end: 0, fresh, file })
    }

    /// Puts a piece at the end.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn put(&mut self, bytes: &[u8]) -> io::Result<Piece> {
        let piece = Piece::of(self.end, bytes)?;
        self.writer.write_all(bytes)?;
        self.end += u64::from(piece.length);
        Ok(piece)
    }

    /// Puts the heap in the place of the one before.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn keep(mut self) -> io::Result<()> {
        self.writer.flush()?;
        fs::rename(&self.fresh, &self.file)
    }
}

impl Heap {
    pub(super) fn open(file: &Path) -> io::Result<Heap> {
        let file = File::options().read(true).append(true).open(file)?;
        let end = file.metadata()?.len();
        Ok(Heap { file: Mutex::new(file), end })
    }

    /// A piece; None when something else stands there.
    pub fn get(&self, piece: &Piece) -> Option<Vec<u8>> {
        let mut bytes = vec![0; piece.length as usize];
        {
            let mut file = self.file();
            file.seek(SeekFrom::Start(piece.at)).ok()?;
            file.read_exact(&mut bytes).ok()?;
        }
        piece.is(&bytes).then_some(bytes)
    }

    /// All that stands there, for [`Piece::of_all`].
    ///
    /// # Errors
    /// When the disk fails.
    pub fn all(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(usize::try_from(self.end).unwrap_or_default());
        let mut file = self.file();
        file.seek(SeekFrom::Start(0))?;
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn file(&self) -> MutexGuard<'_, File> {
        // Whoever reads looks for its place first.
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a piece at the end.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn put(&mut self, bytes: &[u8]) -> io::Result<Piece> {
        let piece = Piece::of(self.end, bytes)?;
        self.file().write_all(bytes)?;
        self.end += u64::from(piece.length);
        Ok(piece)
    }

    /// How many bytes it has, those included that nobody keeps any more.
    pub fn len(&self) -> u64 {
        self.end
    }

    /// Whether nothing was ever put there.
    pub fn is_empty(&self) -> bool {
        self.end == 0
    }
}

impl Piece {
    fn of(at: u64, bytes: &[u8]) -> io::Result<Piece> {
        let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
        Ok(Piece { at, length, hash: xxh3_64(bytes) })
    }

    fn is(&self, bytes: &[u8]) -> bool {
        xxh3_64(bytes) == self.hash
    }

    /// This piece of all bytes of its heap; None when something else stands there.
    pub fn of_all<'b>(&self, all: &'b [u8]) -> Option<&'b [u8]> {
        let at = usize::try_from(self.at).ok()?;
        let bytes = all.get(at..at.checked_add(self.length as usize)?)?;
        self.is(bytes).then_some(bytes)
    }

    /// How many bytes it has.
    pub fn len(&self) -> u64 {
        u64::from(self.length)
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_found_again_or_known_to_be_another() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("heap");
        let mut fresh = NewHeap::create(file.clone()).unwrap();
        let (one, two) = (fresh.put("甲乙".as_bytes()).unwrap(), fresh.put(b"").unwrap());
        assert!(Heap::open(&file).is_err());
        fresh.keep().unwrap();
        let mut heap = Heap::open(&file).unwrap();
        let three = heap.put("丙".as_bytes()).unwrap();
        let heap = Heap::open(&file).unwrap();
        assert_eq!(heap.get(&one).as_deref(), Some("甲乙".as_bytes()));
        assert_eq!(heap.get(&two).as_deref(), Some(&b""[..]));
        assert_eq!(heap.get(&three).as_deref(), Some("丙".as_bytes()));
        let all = heap.all().unwrap();
        assert_eq!(three.of_all(&all), Some("丙".as_bytes()));
        assert_eq!((heap.len(), one.of_all(&all[..5])), (9, None));
        fs::write(&file, "丁丁丁").unwrap();
        assert_eq!(Heap::open(&file).unwrap().get(&one), None);
    }
}
