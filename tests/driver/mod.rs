//! Drives the real program in a folder of its own.
#![allow(dead_code, reason = "each test file takes what it needs")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What the program did.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    /// Fails the test unless the program exited with `code`.
    #[track_caller]
    pub fn exits(self, code: i32) -> Run {
        assert_eq!(self.code, code, "\n--- out\n{}\n--- err\n{}", self.out, self.err);
        self
    }

    /// Fails the test unless the messages hold `words`.
    #[track_caller]
    pub fn says(self, words: &str) -> Run {
        assert!(
            self.err.contains(words) || self.out.contains(words),
            "“{words}” is not in\n{}{}",
            self.out,
            self.err
        );
        self
    }

    /// Fails the test when the messages hold `words`.
    #[track_caller]
    pub fn keeps_quiet_about(self, words: &str) -> Run {
        assert!(
            !self.err.contains(words) && !self.out.contains(words),
            "“{words}” is in\n{}{}",
            self.out,
            self.err
        );
        self
    }
}

/// Runs the program in `folder`.
pub fn run(folder: &Path, args: &[&str]) -> Run {
    let output = program(folder).args(args).stdin(Stdio::null()).output().expect("the program starts");
    Run {
        code: output.status.code().expect("the program ends by itself"),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// The program, not yet started.
pub fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clausebook"));
    command.current_dir(folder).env_remove("SOURCE_DATE_EPOCH");
    command
}

/// A site in a folder that goes with the test.
pub struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    /// A site without sources and documents; its day is fixed.
    pub fn new() -> Site {
        let site = Site { folder: tempfile::tempdir().expect("a folder") };
        site.write("site.toml", "title = \"云岭省规定选\"\nas_of = \"2024-12-31\"\n");
        fs::create_dir_all(site.path("content/sources")).expect("a folder");
        site
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// Writes a file below the site, folders included.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) -> &Site {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a path in a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
        self
    }

    #[track_caller]
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn run(&self, args: &[&str]) -> Run {
        run(self.root(), args)
    }

    /// The slug of the page made of a source.
    #[track_caller]
    pub fn slug(&self, source: &str) -> String {
        self.tree("content/imports")
            .into_iter()
            .find_map(|(path, bytes)| {
                let record: serde_json::Value = serde_json::from_slice(&bytes).ok()?;
                (record["source"] == source).then(|| path.trim_end_matches(".json").to_owned())
            })
            .unwrap_or_else(|| panic!("no page was made of {source}"))
    }

    /// Path of the page made of a source, below the site.
    #[track_caller]
    pub fn page(&self, source: &str) -> String {
        format!("content/circulars/{}.md", self.slug(source))
    }

    /// Every file below `folder` with its bytes, hidden ones left out.
    pub fn tree(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(&self.path(folder), "", &mut files);
        files
    }
}

fn collect(folder: &Path, name: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let own = entry.file_name().to_string_lossy().into_owned();
        if own.starts_with('.') {
            continue;
        }
        let name = if name.is_empty() { own } else { format!("{name}/{own}") };
        if entry.path().is_dir() {
            collect(&entry.path(), &name, files);
        } else {
            files.insert(name, fs::read(entry.path()).expect("a file"));
        }
    }
}
