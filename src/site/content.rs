//! What stands in `content/`: pages, import records, hand-written documents, the ledger of anchors.
//! Files are given and taken as text; what they mean is the pipeline's matter.

use super::same::same;
use crate::diagnostic::Diagnostic;
use crate::model::ImportRecord;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

const PAGES: &str = "circulars";
const RECORDS: &str = "imports";
pub(super) const SOURCES: &str = "sources";
const LEDGER: &str = "anchors.toml";
const PAGE: &str = ".md";
/// The new text of a page that people have changed, for a three-way look. Never built.
const BESIDE: &str = ".new.md";
const RECORD: &str = ".json";

/// Why something in `content/` could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{}: {source}", path.display())]
pub struct ContentError {
    pub path: PathBuf,
    pub source: io::Error,
}

impl ContentError {
    pub fn diagnostic(&self) -> Diagnostic {
        Diagnostic::error("content-io", self.source.to_string()).at(&self.path, None).help(
            "check that the folder exists, that you may read and write it, and that the disk is not full",
        )
    }
}

/// A text as it stands on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Path below its folder without the ending, with `/`: a page's slug.
    pub name: String,
    pub file: PathBuf,
    pub text: String,
}

/// A file of the content folder, not read yet: the pipeline reads many at once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shelved {
    /// As in [`Stored`].
    pub name: String,
    pub file: PathBuf,
}

impl Shelved {
    /// The file's text.
    ///
    /// # Errors
    /// `content-io` when it can't be read or is not UTF-8.
    pub fn text(self) -> Result<Stored, Diagnostic> {
        match fs::read_to_string(&self.file) {
            Ok(text) => Ok(Stored { name: self.name, file: self.file, text }),
            Err(source) => Err(ContentError { path: self.file, source }.diagnostic()),
        }
    }

    /// The import record that the file holds, and the slug that it is of.
    ///
    /// # Errors
    /// `content-io`, or `record-damaged` when it holds none.
    pub fn record(self) -> Result<(String, ImportRecord), Diagnostic> {
        let Stored { name, file, text } = self.text()?;
        let record = serde_json::from_str(&text).map_err(|error| {
            Diagnostic::error("record-damaged", format!("the import record can't be read: {error}"))
                .at(file, Some(error.line()))
                .help("delete the file and run `clausebook import`: it is made anew, the page stays as it is")
        })?;
        Ok((name, record))
    }
}

/// The content folder of a site.
#[derive(Debug, Clone, Default)]
pub struct Content {
    root: PathBuf,
}

impl Content {
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Content { root: root.into() }
    }

    pub fn folder(&self) -> &Path {
        &self.root
    }

    /// Every circular's page, in the order of the slugs; folders that can't be read are errors.
    pub fn pages(&self) -> (Vec<Shelved>, Vec<Diagnostic>) {
        let (mut pages, problems) = files(&self.root.join(PAGES), PAGE, &[]);
        pages.retain(|page| !is_beside(&page.file));
        (pages, problems)
    }

    /// New texts that wait beside a page that people have changed.
    pub fn waiting(&self) -> Vec<PathBuf> {
        let (found, _) = files(&self.root.join(PAGES), BESIDE, &[]);
        found.into_iter().map(|waiting| waiting.file).collect()
    }

    /// Hand-written documents: every other Markdown file of the content folder.
    pub fn documents(&self) -> (Vec<Stored>, Vec<Diagnostic>) {
        let (found, mut problems) = files(&self.root, PAGE, &[PAGES, RECORDS, SOURCES]);
        let mut documents = Vec::with_capacity(found.len());
        for document in found {
            match document.text() {
                Ok(stored) => documents.push(stored),
                Err(problem) => problems.push(problem),
            }
        }
        (documents, problems)
    }

    /// The record of every import, in the order of the slugs.
    pub fn records(&self) -> (Vec<Shelved>, Vec<Diagnostic>) {
        files(&self.root.join(RECORDS), RECORD, &[])
    }

    /// The ledger's text; empty when there is none yet.
    ///
    /// # Errors
    /// [`ContentError`] when it is there and can't be read: then nothing may be published.
    pub fn ledger(&self) -> Result<String, ContentError> {
        let path = self.ledger_file();
        match fs::read_to_string(&path) {
            Err(source) if source.kind() == io::ErrorKind::NotFound => Ok(String::new()),
            Err(source) => Err(ContentError { path, source }),
            Ok(text) => Ok(text),
        }
    }

    /// Whether the ledger stands there as `text`.
    pub fn has_ledger(&self, text: &str) -> bool {
        holds(&self.ledger_file(), text)
    }

    /// The Markdown of a circular's page.
    ///
    /// # Errors
    /// [`ContentError`] when it is not there or can't be read.
    pub fn page(&self, slug: &str) -> Result<String, ContentError> {
        let path = self.page_file(slug);
        fs::read_to_string(&path).map_err(|source| ContentError { path, source })
    }

    pub fn ledger_file(&self) -> PathBuf {
        self.root.join(LEDGER)
    }

    pub fn page_file(&self, slug: &str) -> PathBuf {
        self.root.join(PAGES).join(format!("{slug}{PAGE}"))
    }

    /// The Markdown of which the page at `path` in the site is made, with its file; None when no Markdown is.
    pub fn made_of(&self, path: &str) -> Option<(PathBuf, String)> {
        let file = self.root.join(format!("{}.md", path.strip_suffix(".html")?));
        Some((file.clone(), fs::read_to_string(file).ok()?))
    }

    /// The slug of the page in `file`; None when it is no page.
    pub fn slug_of(&self, file: &Path) -> Option<String> {
        let path = file.strip_prefix(self.root.join(PAGES)).ok().filter(|_| !is_beside(file))?;
        Some(path.to_str()?.strip_suffix(PAGE)?.replace('\\', "/"))
    }

    pub fn beside_file(&self, slug: &str) -> PathBuf {
        self.root.join(PAGES).join(format!("{slug}{BESIDE}"))
    }

    pub fn record_file(&self, slug: &str) -> PathBuf {
        self.root.join(RECORDS).join(format!("{slug}{RECORD}"))
    }

    /// Whether `file` is one that the program keeps beside the pages and people have no business with: a record, the ledger.
    pub fn is_own(&self, file: &Path) -> bool {
        file == self.ledger_file() || file.starts_with(self.root.join(RECORDS))
    }

    /// Whether `path` is that of a file which import may write: a page, a new text beside one, a record.
    pub fn is_of_import(&self, path: &str) -> bool {
        [PAGES, RECORDS].iter().any(|folder| Path::new(path).starts_with(self.root.join(folder)))
    }

    /// Writes a page; true when it was not there with these words already.
    ///
    /// # Errors
    /// [`ContentError`] with the path. The page is whole: the old one or the new one. So for all that follow.
    pub fn write_page(&self, slug: &str, text: &str) -> Result<bool, ContentError> {
        put(&self.page_file(slug), text)
    }

    /// Writes the new text beside a page that people have changed; see [`Content::write_page`].
    pub fn write_beside(&self, slug: &str, text: &str) -> Result<bool, ContentError> {
        put(&self.beside_file(slug), text)
    }

    /// Writes an import's record; see [`Content::write_page`].
    pub fn write_record(&self, slug: &str, record: &ImportRecord) -> Result<bool, ContentError> {
        let path = self.record_file(slug);
        let mut text = serde_json::to_string_pretty(record)
            .map_err(|error| ContentError { path: path.clone(), source: error.into() })?;
        text.push('\n');
        put(&path, &text)
    }

    /// Writes the ledger of anchors; see [`Content::write_page`].
    pub fn write_ledger(&self, text: &str) -> Result<bool, ContentError> {
        put(&self.ledger_file(), text)
    }
}

fn is_beside(file: &Path) -> bool {
    file.to_string_lossy().ends_with(BESIDE)
}

/// Name and path of every file below `folder` with `ending`, in the order of the names. Hidden files,
/// symbolic links and the subfolders `without` are passed over; a folder that is not there is empty.
fn files(folder: &Path, ending: &str, without: &[&str]) -> (Vec<Shelved>, Vec<Diagnostic>) {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    if !folder.exists() {
        return (found, problems);
    }
    let walk = WalkDir::new(folder).into_iter().filter_entry(|entry| {
        let name = entry.file_name().to_string_lossy();
        let hidden = entry.depth() > 0 && name.starts_with('.');
        !hidden && (entry.depth() != 1 || !without.contains(&name.as_ref()))
    });
    for entry in walk {
        match entry {
            Ok(entry) if entry.file_type().is_file() => {
                let Ok(path) = entry.path().strip_prefix(folder) else { continue };
                let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
                if let Some(name) = parts.join("/").strip_suffix(ending) {
                    found.push(Shelved { name: name.to_owned(), file: entry.into_path() });
                }
            }
            Ok(_) => {}
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_owned();
                problems.push(ContentError { path, source: error.into() }.diagnostic());
            }
        }
    }
    found.sort();
    (found, problems)
}

fn holds(file: &Path, text: &str) -> bool {
    File::open(file).and_then(|file| same(text.as_bytes(), file)).unwrap_or(false)
}

/// Makes `file` hold `text` through a file beside it and one rename; false when it does already.
fn put(file: &Path, text: &str) -> Result<bool, ContentError> {
    let failed = |source| ContentError { path: file.to_owned(), source };
    if holds(file, text) {
        return Ok(false);
    }
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let fresh = file.with_file_name(format!(".{name}.tmp"));
    let written = fs::write(&fresh, text).or_else(|error| match file.parent() {
        // Its folder is asked for once, not for each of thousands of files.
        Some(folder) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(folder)?;
            fs::write(&fresh, text)
        }
        _ => Err(error),
    });
    written.map_err(failed)?;
    fs::rename(&fresh, file).map_err(failed)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_waiting_texts_and_documents_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let content = Content::new(folder.path());
        assert!(content.write_page("2019/a", "甲").unwrap());
        assert!(!content.write_page("2019/a", "甲").unwrap(), "the same is not written again");
        content.write_page("undated/b", "乙").unwrap();
        content.write_beside("2019/a", "甲新").unwrap();
        for (path, text) in
            [("about.md", "关于"), ("guide/x.md", "指南"), ("sources/y.md", "来源"), (".git/z.md", "")]
        {
            fs::create_dir_all(folder.path().join(path).parent().unwrap()).unwrap();
            fs::write(folder.path().join(path), text).unwrap();
        }
        let (pages, problems) = content.pages();
        assert_eq!(problems, []);
        assert_eq!(pages.iter().map(|page| page.name.as_str()).collect::<Vec<_>>(), ["2019/a", "undated/b"]);
        let (documents, problems) = content.documents();
        assert_eq!(problems, []);
        assert_eq!(documents.iter().map(|d| d.name.as_str()).collect::<Vec<_>>(), ["about", "guide/x"]);
        assert_eq!(content.waiting(), [content.beside_file("2019/a")]);
        assert_eq!(content.ledger().unwrap(), "");
    }

    #[test]
    fn a_damaged_record_is_one_message() {
        let folder = tempfile::tempdir().unwrap();
        let content = Content::new(folder.path());
        fs::create_dir_all(folder.path().join("imports")).unwrap();
        fs::write(content.record_file("x"), "{\n\"source\": 1}").unwrap();
        let (mut records, problems) = content.records();
        assert_eq!((records.len(), problems), (1, vec![]));
        let problem = records.remove(0).record().unwrap_err();
        assert_eq!((problem.code, problem.line), ("record-damaged", Some(2)));
    }
}
