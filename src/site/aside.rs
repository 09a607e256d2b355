//! A text that is long, and not wanted for a while.

use super::WriteError;
use std::fs::File;
use std::io::{self, Read, Seek, Write};

/// A text in a file of the system's that has no name: it goes with the program, however that ends. Where there can be no
/// such file it stays in memory.
#[derive(Debug)]
pub enum Aside {
    OnDisk(File),
    InMemory(String),
}

impl Aside {
    /// Puts `text` aside.
    pub fn put(text: String) -> Aside {
        let written = tempfile::tempfile().and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            Ok(file)
        });
        written.map_or(Aside::InMemory(text), Aside::OnDisk)
    }

    /// The text again.
    ///
    /// # Errors
    /// [`WriteError::Io`] when the disk fails.
    pub fn take(self) -> Result<String, WriteError> {
        let read = |mut file: File| {
            let mut text = String::new();
            file.rewind()?;
            file.read_to_string(&mut text)?;
            Ok(text)
        };
        match self {
            Aside::InMemory(text) => Ok(text),
            Aside::OnDisk(file) => {
                read(file).map_err(|source: io::Error| WriteError::Io { path: std::env::temp_dir(), source })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_aside_comes_back() {
        assert_eq!(Aside::put("甲\n乙".into()).take().unwrap(), "甲\n乙");
    }
}
