//! What the site shall hold, file by file, before any of it is written.

use crate::diagnostic::Diagnostic;
use crate::model::Output;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// The folder in the output that is the program's own; see [`super::write()`].
pub(super) const STATE: &str = ".clausebook";

/// The bytes of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    Bytes(Vec<u8>),
    /// The bytes of another file, copied when the site is written.
    Copy(PathBuf),
}

/// Every file of the site by its path (below the output folder, with `/`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    files: BTreeMap<String, Body>,
}

impl Plan {
    /// The plan of `outputs` and of files to copy (path in the site, file on disk), and what is wrong with
    /// their paths: one that leads out of the folder, two that are one on a disk that does not tell
    /// capitals (FAT, NTFS, APFS), a file where a folder must be. Such a file is not in the plan.
    pub fn new(outputs: Vec<Output>, copies: Vec<(String, PathBuf)>) -> (Plan, Vec<Diagnostic>) {
        let mut faults = Vec::new();
        let mut files = BTreeMap::new();
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        let bodies = outputs.into_iter().map(|output| (output.path, Body::Bytes(output.bytes)));
        for (path, body) in bodies.chain(copies.into_iter().map(|(path, from)| (path, Body::Copy(from)))) {
            if let Some(fault) = unsafe_path(&path) {
                faults.push(fault);
            } else if let Some(other) = seen.insert(path.to_lowercase(), path.clone()) {
                faults.push(
                    Diagnostic::error("path-twice", format!("{other} and {path} are one file on some disks"))
                        .help("rename one of the two sources or pages; capitals do not make a difference on a USB stick"),
                );
            } else {
                faults.extend(unportable(&path));
                files.insert(path, body);
            }
        }
        let folders: BTreeSet<String> = seen.keys().flat_map(|path| above(path).map(str::to_owned)).collect();
        for (lower, path) in &seen {
            if folders.contains(lower) {
                let message = format!("{path} is a file, and a folder that others stand in");
                faults.push(Diagnostic::error("path-twice", message).help("rename one of them"));
                files.remove(path);
            }
        }
        (Plan { files }, faults)
    }

    /// Path and bytes of each file, in the order of their paths.
    pub fn files(&self) -> impl Iterator<Item = (&str, &Body)> {
        self.files.iter().map(|(path, body)| (path.as_str(), body))
    }

    pub fn get(&self, path: &str) -> Option<&Body> {
        self.files.get(path)
    }

    pub fn len(&self) -> usize {
        self.files.len()
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

/// The folders that `path` stands in, nearest first.
pub(super) fn above(path: &str) -> impl Iterator<Item = &str> {
    path.rmatch_indices('/').filter_map(|(at, _)| path.get(..at))
}

fn unsafe_path(path: &str) -> Option<Diagnostic> {
    // The longest name that ext4, NTFS and exFAT all take.
    const LONGEST: usize = 255;
    let wrong = if path.is_empty() || path.starts_with('/') || path.contains('\\') {
        "it must be relative, with /"
    } else if path.split('/').any(|part| matches!(part, "" | "." | "..")) {
        "it leads out of the folder"
    } else if path.chars().any(char::is_control) {
        "it holds a control character"
    } else if path.split('/').any(|part| part.len() > LONGEST) {
        "one of its names is longer than 255 bytes"
    } else if path.split('/').next() == Some(STATE) {
        "that folder is the program's own"
    } else {
        return None;
    };
    Some(
        Diagnostic::error("path-unsafe", format!("{path:?} can't be a file of the site: {wrong}"))
            .help("rename the page or the source"),
    )
}

/// Names that Windows and FAT refuse: the site could not be copied to a USB stick whole.
/// <https://learn.microsoft.com/windows/win32/fileio/naming-a-file>
fn unportable(path: &str) -> Option<Diagnostic> {
    const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
    let wrong = path.split('/').find(|part| {
        let stem = part.split('.').next().unwrap_or_default().to_lowercase();
        let port = (stem.starts_with("com") || stem.starts_with("lpt"))
            && stem.len() == 4
            && stem.ends_with(|c: char| c.is_ascii_digit());
        part.contains(['<', '>', ':', '"', '|', '?', '*'])
            || part.ends_with(['.', ' '])
            || DEVICES.contains(&stem.as_str())
            || port
    })?;
    let message = format!("{path}: Windows and USB sticks do not take the name {wrong:?}");
    Some(
        Diagnostic::warning("path-not-portable", message)
            .help("rename the source, without < > : \" | ? * in it"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(paths: &[&str]) -> (Vec<String>, Vec<&'static str>) {
        let outputs = paths.iter().map(|path| Output { path: (*path).into(), bytes: Vec::new() }).collect();
        let (plan, faults) = Plan::new(outputs, Vec::new());
        (plan.files().map(|(path, _)| path.to_owned()).collect(), faults.iter().map(|f| f.code).collect())
    }

    #[test]
    fn no_path_leads_out() {
        let paths = ["../x", "/etc/x", "a/../../x", "a//b", "a\\b", "", "a/./b", "x\ny", ".clausebook/x"];
        for path in paths {
            assert_eq!(plan(&[path]), (vec![], vec!["path-unsafe"]), "{path:?}");
        }
        let long = "长".repeat(86);
        assert_eq!(plan(&[&long]).1, ["path-unsafe"]);
    }

    #[test]
    fn capitals_do_not_tell_two_files_apart() {
        assert_eq!(plan(&["a/B.html", "A/b.html"]), (vec!["a/B.html".into()], vec!["path-twice"]));
        assert_eq!(plan(&["a", "a/b"]), (vec!["a/b".into()], vec!["path-twice"]));
        assert_eq!(plan(&["a.html", "b/a.html"]).1, Vec::<&str>::new());
    }

    #[test]
    fn names_that_windows_refuses_are_said() {
        for path in ["sources/为什么?.txt", "a/aux.html", "b /c", "LPT1.txt"] {
            assert_eq!(plan(&[path]).1, ["path-not-portable"], "{path}");
        }
        assert_eq!(plan(&["com.html", "concl.html", "sources/关于：通知.txt"]).1, Vec::<&str>::new());
    }
}
