//! The sources of a folder.

use super::archive::{Archive, TEXT_LIMIT, too_large};
use super::error::{Problem, SourceError};
use super::sniff::{self, Container};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// Bytes of one file on disk; pictures in a .docx or .zip count, so it is more than `TEXT_LIMIT`.
const FILE_LIMIT: u64 = 8 * TEXT_LIMIT;

/// A source that was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Path below the sources folder, with `/`; for a member of an archive `archive.zip/member.txt`.
    pub name: String,
    /// The file on disk.
    pub path: PathBuf,
    /// The member's place in the archive, when `path` is an archive of sources.
    pub member: Option<usize>,
}

impl Found {
    /// The path to show to a person.
    pub(super) fn shown(&self) -> PathBuf {
        self.member_name().map_or_else(|| self.path.clone(), |member| self.path.join(member))
    }

    /// The path inside the archive, for a member of one.
    pub(super) fn member_name(&self) -> Option<&str> {
        self.member?;
        let archive = self.path.file_name()?.to_string_lossy();
        let (_, member) = self.name.rsplit_once(&format!("{archive}/"))?;
        Some(member)
    }

    /// The bytes as received.
    ///
    /// # Errors
    /// When the file cannot be read or is too large.
    pub fn bytes(&self) -> Result<Vec<u8>, SourceError> {
        let bytes = read_file(&self.path)?;
        let Some(member) = self.member else { return Ok(bytes) };
        let read = Archive::open(&bytes).and_then(|mut archive| archive.read_index(member));
        read.map_err(|problem| SourceError::new(self.shown(), problem))
    }
}

/// The sources below `folder`, sorted by name. `only` names files or folders, from
/// the working directory or from `folder`; when it is empty all are found.
/// Hidden files, override files, pictures and the folders that browsers save beside a page are passed over.
///
/// # Errors
/// When a folder or one of `only` cannot be read or lies outside of `folder`.
/// A single damaged file is no error here but when it is read.
pub fn find(folder: &Path, only: &[PathBuf]) -> Result<Vec<Found>, SourceError> {
    let root = real(folder)?;
    let mut starts = Vec::new();
    for path in only {
        // What is in neither place is named as it was given.
        let wanted = real(path).or_else(|error| real(&folder.join(path)).map_err(|_| error))?;
        if !wanted.starts_with(&root) {
            return Err(SourceError::new(path, Problem::Outside));
        }
        starts.push(wanted);
    }
    if starts.is_empty() {
        starts.push(root.clone());
    }
    let mut found = Vec::new();
    for start in starts {
        let walk = WalkDir::new(&start).follow_links(false).into_iter();
        for entry in walk.filter_entry(|entry| entry.depth() == 0 || !is_passed_over(entry)) {
            let entry = entry.map_err(|error| {
                let path = error.path().unwrap_or(&start).to_path_buf();
                SourceError::new(
                    path,
                    error.into_io_error().unwrap_or_else(|| io::Error::other("a loop of links")),
                )
            })?;
            let below = entry.path().strip_prefix(&root).unwrap_or(entry.path());
            let path = folder.join(below);
            if entry.file_type().is_file() {
                list(&path, &name_of(below), &mut found)?;
            } else if entry.file_type().is_symlink() {
                // It says itself what is wrong with it when it is read.
                found.push(Found { name: name_of(below), path, member: None });
            }
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

fn real(path: &Path) -> Result<PathBuf, SourceError> {
    path.canonicalize().map_err(|error| SourceError::new(path, error))
}

fn name_of(below: &Path) -> String {
    let parts: Vec<String> =
        below.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    parts.join("/")
}

/// Adds the file, or the members of the archive that it is.
fn list(path: &Path, name: &str, found: &mut Vec<Found>) -> Result<(), SourceError> {
    let file = |member| Found { name: name.to_owned(), path: path.to_path_buf(), member };
    match sniff::container(&first_bytes(path)?) {
        Container::Image => return Ok(()),
        Container::Zip => {}
        _ => {
            found.push(file(None));
            return Ok(());
        }
    }
    let bytes = read_file(path)?;
    let members = Archive::open(&bytes).map(|mut archive| match archive.is_document() {
        true => Vec::new(),
        false => {
            (0..archive.len()).filter_map(|index| Some((index, archive.name(index)?))).collect::<Vec<_>>()
        }
    });
    let sources: Vec<_> = members
        .unwrap_or_default()
        .into_iter()
        .filter(|(_, member)| !member.split('/').any(is_passed_over_name) && !is_picture_name(member))
        .collect();
    if sources.is_empty() {
        // A document, or an archive that says itself what is wrong with it when it is read.
        found.push(file(None));
    }
    for (index, member) in sources {
        found.push(Found { name: format!("{name}/{member}"), ..file(Some(index)) });
    }
    Ok(())
}

fn first_bytes(path: &Path) -> Result<Vec<u8>, SourceError> {
    let mut head = Vec::new();
    File::open(path)
        .and_then(|file| file.take(1024).read_to_end(&mut head))
        .map_err(|error| SourceError::new(path, error))?;
    Ok(head)
}

pub(super) fn read_file(path: &Path) -> Result<Vec<u8>, SourceError> {
    let error = |error: io::Error| SourceError::new(path, error);
    // What a link leads to can change, or be gone from a copy of the site, and nobody sees it.
    if path.symlink_metadata().is_ok_and(|found| found.is_symlink()) {
        return Err(SourceError::new(path, Problem::Link));
    }
    let file = File::open(path).map_err(error)?;
    let size = file.metadata().map_or(0, |data| data.len().min(FILE_LIMIT));
    // One more, so that the end of the file is seen without asking for room again.
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default() + 1);
    file.take(FILE_LIMIT + 1).read_to_end(&mut bytes).map_err(error)?;
    if bytes.len() as u64 > FILE_LIMIT {
        return Err(SourceError::new(path, too_large(bytes.len() as u64)));
    }
    Ok(bytes)
}

fn is_passed_over(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let saved_beside_page =
        entry.file_type().is_dir() && (name.ends_with("_files") || name.ends_with(".files"));
    is_passed_over_name(&name) || saved_beside_page
}

/// Hidden files, lock files of Word, what systems leave in folders, and override
/// files (`paper.txt.override.toml`), which say how to read a source and are none.
fn is_passed_over_name(name: &str) -> bool {
    name.starts_with('.')
        || name.starts_with("~$")
        || matches!(name, "Thumbs.db" | "desktop.ini" | "__MACOSX")
        || name.contains(".override.")
}

/// Members are listed without unpacking them, so here the name must do.
fn is_picture_name(name: &str) -> bool {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    matches!(
        extension.as_deref(),
        Some("png" | "jpg" | "jpeg" | "gif" | "bmp" | "webp" | "tif" | "tiff" | "css" | "js")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn lists_sources_in_order_and_looks_into_archives() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        std::fs::create_dir_all(path.join("b/页面_files")).unwrap();
        for name in ["b/2.txt", "a.txt", ".hidden", "a.txt.override.toml", "~$a.docx", "b/页面_files/x.txt"]
        {
            std::fs::write(path.join(name), "第一条").unwrap();
        }
        std::fs::write(path.join("scan.txt"), b"\x89PNG\r\n\x1A\n").unwrap();
        let mut zip = zip::ZipWriter::new(File::create(path.join("c.zip")).unwrap());
        let options = zip::write::SimpleFileOptions::default();
        for name in ["甲.txt", "../evil.txt", "__MACOSX/x", "sub/", "sub/乙.txt"] {
            zip.start_file(name, options).unwrap();
            zip.write_all("第一条　茶园。".as_bytes()).unwrap();
        }
        zip.finish().unwrap();
        let names = |only: &[PathBuf]| -> Vec<String> {
            find(path, only).unwrap().into_iter().map(|found| found.name).collect()
        };
        assert_eq!(names(&[]), ["a.txt", "b/2.txt", "c.zip/sub/乙.txt", "c.zip/甲.txt"]);
        assert_eq!(names(&["b".into()]), ["b/2.txt"]);
        assert_eq!(names(&[path.join("a.txt")]), ["a.txt"]);
        let member = &find(path, &[]).unwrap()[3];
        assert_eq!(super::super::read(member, &member.bytes().unwrap()).unwrap().0.text, "第一条　茶园。");
        assert!(find(path, &[std::env::temp_dir()]).is_err());
        assert_eq!(find(path, &["none.txt".into()]).unwrap_err().path, Path::new("none.txt"));
        assert!(find(&path.join("none"), &[]).is_err());
    }
}
