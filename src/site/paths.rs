//! What may be the path of a file of the site.

use crate::diagnostic::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};

/// The folder in the output that is the program's own; see [`super::write`].
pub(super) const STATE: &str = ".clausebook";
/// In it, the change of the site that is decided and not yet carried out.
pub(super) const DECISION: &str = "decision";

/// What is wrong with a path (below the output folder, with `/`) by itself: it leads out of the folder, or some disks
/// don't take it. A file with an error can't be written.
pub(super) fn faults_of(path: &str) -> Option<Diagnostic> {
    unsafe_path(path).or_else(|| unportable(path))
}

/// Which of `paths` get in each other's way: two that are one on a disk that does not tell capitals (FAT, NTFS,
/// APFS), a file where a folder must be.
pub(super) fn collisions<'p>(paths: impl Iterator<Item = &'p str>) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for path in paths {
        if let Some(other) = seen.insert(path.to_lowercase(), path) {
            faults.push(twice(other, path));
        }
    }
    let folders: BTreeSet<&str> = seen.keys().flat_map(|path| above(path)).collect();
    for (lower, path) in &seen {
        if folders.contains(lower.as_str()) {
            let message = format!("{path} is a file, and a folder that others stand in");
            faults.push(Diagnostic::error("path-twice", message).help("rename one of them"));
        }
    }
    faults
}

/// Two files with one path.
pub(super) fn twice(one: &str, other: &str) -> Diagnostic {
    if one == other {
        let help = "rename the page or source that makes it; names of the program's own pages (index, search, timeline, issuers, report, cited, 404) are taken";
        return Diagnostic::error("path-twice", format!("{one} would be made twice")).help(help);
    }
    Diagnostic::error("path-twice", format!("{one} and {other} are one file on some disks"))
        .help("rename one of the two sources or pages; capitals do not make a difference on a USB stick")
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

    fn codes(paths: &[&str]) -> Vec<&'static str> {
        let single = paths.iter().filter_map(|path| faults_of(path));
        single.chain(collisions(paths.iter().copied())).map(|fault| fault.code).collect()
    }

    #[test]
    fn no_path_leads_out() {
        let paths = ["../x", "/etc/x", "a/../../x", "a//b", "a\\b", "", "a/./b", "x\ny", ".clausebook/x"];
        for path in paths {
            assert_eq!(codes(&[path]), ["path-unsafe"], "{path:?}");
        }
        assert_eq!(codes(&[&"长".repeat(86)]), ["path-unsafe"]);
    }

    #[test]
    fn capitals_do_not_tell_two_files_apart() {
        assert_eq!(codes(&["A/b.html", "a/B.html"]), ["path-twice"]);
        assert_eq!(codes(&["a", "a/b"]), ["path-twice"]);
        assert_eq!(codes(&["a.html", "b/a.html"]), Vec::<&str>::new());
    }

    #[test]
    fn names_that_windows_refuses_are_said() {
        for path in ["sources/为什么?.txt", "a/aux.html", "b /c", "LPT1.txt"] {
            assert_eq!(codes(&[path]), ["path-not-portable"], "{path}");
        }
        assert_eq!(codes(&["com.html", "concl.html", "sources/关于：通知.txt"]), Vec::<&str>::new());
    }
}
