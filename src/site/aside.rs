//! What is not wanted for a while.

use super::WriteError;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Mutex, PoisonError};

/// A file of the system's that has no name: it goes with the program, however that ends.
#[derive(Debug, Default)]
pub struct Aside {
    /// None where there can be no such file.
    file: Option<Mutex<File>>,
    end: u64,
}

/// Bytes that were put aside; where that could not be done they stay in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Put {
    /// So many from there on.
    Aside {
        at: u64,
        length: usize,
    },
    Here(Vec<u8>),
}

impl Aside {
    pub fn new() -> Aside {
        Aside { file: tempfile::tempfile().ok().map(Mutex::new), end: 0 }
    }

    /// Puts `bytes` aside.
    pub fn put(&mut self, bytes: impl Into<Vec<u8>>) -> Put {
        let (at, bytes) = (self.end, bytes.into());
        let written = self.with(at, |file| file.write_all(&bytes));
        if written.is_none_or(|written| written.is_err()) {
            return Put::Here(bytes);
        }
        self.end += bytes.len() as u64;
        Put::Aside { at, length: bytes.len() }
    }

    /// Bytes again that were put here.
    ///
    /// # Errors
    /// [`WriteError::Io`] when the disk fails.
    pub fn get(&self, put: &Put) -> Result<Vec<u8>, WriteError> {
        let (at, length) = match put {
            Put::Here(bytes) => return Ok(bytes.clone()),
            Put::Aside { at, length } => (*at, *length),
        };
        let read = self.with(at, |file| {
            let mut bytes = vec![0; length];
            file.read_exact(&mut bytes)?;
            Ok(bytes)
        });
        read.unwrap_or_else(|| Err(io::ErrorKind::NotFound.into())).map_err(WriteError::aside)
    }

    /// A text again that was put here.
    ///
    /// # Errors
    /// As [`Aside::get`]; also when it is none.
    pub fn text(&self, put: &Put) -> Result<String, WriteError> {
        String::from_utf8(self.get(put)?).map_err(WriteError::aside)
    }

    /// What `work` makes of the file at a place; None where there is none.
    fn with<T>(&self, at: u64, work: impl FnOnce(&mut File) -> io::Result<T>) -> Option<io::Result<T>> {
        // Whoever comes looks for its place first.
        let mut file = self.file.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner);
        Some(file.seek(SeekFrom::Start(at)).and_then(|_| work(&mut file)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_aside_comes_back() {
        let mut aside = Aside::new();
        let puts: Vec<Put> = ["甲\n乙", "", "丙"].map(|text| aside.put(text)).into();
        assert!(puts.iter().all(|put| matches!(put, Put::Aside { .. })));
        let texts: Vec<String> = puts.iter().rev().map(|put| aside.text(put).unwrap()).collect();
        assert_eq!(texts, ["丙", "", "甲\n乙"]);
        let mut nowhere = Aside::default();
        let put = nowhere.put("甲");
        assert_eq!((nowhere.text(&put).unwrap().as_str(), nowhere.text(&puts[0]).is_err()), ("甲", true));
    }
}
