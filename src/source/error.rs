//! Why a source could not be read, and what a person can do about it.

use crate::diagnostic::Diagnostic;
use std::path::PathBuf;

/// A source that could not be read: which one, and why.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}", path.display())]
pub struct SourceError {
    /// The file; for a member of an archive, `archive.zip/member.txt`.
    pub path: PathBuf,
    #[source]
    pub problem: Problem,
}

impl SourceError {
    pub(super) fn new(path: impl Into<PathBuf>, problem: impl Into<Problem>) -> Self {
        SourceError { path: path.into(), problem: problem.into() }
    }

    /// The error as a diagnostic, with the file and the remedy.
    pub fn diagnostic(&self) -> Diagnostic {
        Diagnostic::error(self.problem.code(), self.problem.to_string())
            .at(&self.path, None)
            .help(self.problem.remedy())
    }
}

/// Why a source could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    #[error("cannot be read: {0}")]
    Io(#[from] std::io::Error),
    #[error("is not in the sources folder")]
    Outside,
    #[error("is a symbolic link, which is not followed")]
    Link,
    #[error("the file is empty")]
    Empty,
    #[error("too large: {what}, the limit is {limit}")]
    TooLarge { what: String, limit: String },
    #[error("is {0}, not a text")]
    Foreign(&'static str),
    #[error("holds no text that can be read ({0})")]
    Binary(&'static str),
    #[error("is {0}, which only LibreOffice can read, and `soffice` was not found")]
    NeedsOffice(&'static str),
    #[error("LibreOffice could not convert it: {0}")]
    Conversion(String),
    #[error("is encrypted; its text needs a password")]
    Encrypted,
    #[error("is a PDF, and this build of clausebook has no PDF reader")]
    PdfWithoutReader,
    #[error("holds pictures of pages and no text layer (a scan)")]
    Scanned,
    #[error("is an archive with no source in it, or one inside another archive")]
    NestedArchive,
    #[error("damaged {format}: {reason}")]
    Damaged { format: &'static str, reason: String },
}

impl Problem {
    pub(super) fn damaged(format: &'static str, reason: impl std::fmt::Display) -> Self {
        Problem::Damaged { format, reason: reason.to_string() }
    }

    /// Stable name for `clausebook explain`.
    pub fn code(&self) -> &'static str {
        match self {
            Problem::Io(_) => "source-unreadable",
            Problem::Outside => "source-outside",
            Problem::Link => "source-link",
            Problem::Empty => "source-empty",
            Problem::TooLarge { .. } => "source-too-large",
            Problem::Foreign(_) | Problem::Binary(_) => "source-not-text",
            Problem::NeedsOffice(_) => "source-needs-office",
            Problem::Conversion(_) => "source-conversion",
            Problem::Encrypted => "source-encrypted",
            Problem::PdfWithoutReader => "source-pdf",
            Problem::Scanned => "source-scanned",
            Problem::NestedArchive => "source-nested-archive",
            Problem::Damaged { .. } => "source-damaged",
        }
    }

    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Problem::Io(_) => "check that the file exists and that you may read it",
            Problem::Outside => "copy the file into the sources folder and name it there",
            Problem::Link => "put a copy of what it leads to in its place",
            Problem::Empty => "take the file away, or fetch it again where it came from",
            Problem::TooLarge { .. } => "split the file, one circular a file",
            Problem::Foreign(_) | Problem::Binary(_) => {
                "put a text, HTML, .docx, .ofd or Markdown file in its place"
            }
            Problem::NeedsOffice(_) => {
                "install LibreOffice (apt-get install libreoffice-writer), or open the file in Word or WPS and save it as .docx"
            }
            Problem::Conversion(_) => "open the file in Word or WPS and save it as .docx",
            Problem::Encrypted => "open the file with its password and save it without one",
            Problem::PdfWithoutReader => {
                "build clausebook with `--features pdf`, or save the text of the PDF as .docx or .txt"
            }
            Problem::Scanned => "run it through text recognition (OCR), or ask the issuer for the text",
            Problem::NestedArchive => "unpack it into the sources folder",
            Problem::Damaged { .. } => {
                "fetch the file again, or open it in the program it is from and save it anew"
            }
        }
    }
}
